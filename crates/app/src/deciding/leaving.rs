//! The end of care: with the letters in one change; and what a death stops at once (PR-27).

use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    front_door::Confidant,
    ids::{CommandId, PersonId, ReferralId},
    message::{self, MessageCommand, Recipient, Standing},
    person::{self, PersonCommand, RouteChoice},
    referral::{
        Ending, Leaving, Referral, ReferralCommand, Stage, Telling, Verdict, care_ends_on,
        leaving::{DIED, in_the_way},
    },
};
use porch_store::{Change, Record, ReferralLine, load, records_of_person};

use super::{
    Decision, Drafts, Matter, Planned, Tell, asked, letters, referral_of, referral_stream,
    tellings::{Desk, Outgoing},
};
use crate::{
    Ctx,
    access::{Action, check, check_of},
    error::AppError,
    national_record,
    referral::{ToAnswer, without_facts},
};

/// Why nothing goes to her.
const SHE_DIED: &str = "she died";

/// A referral that is opened to end care.
#[derive(Debug, Clone)]
pub struct InCare {
    /// The referral.
    pub referral: Referral,
    /// What must be said of safeguarding (PR-26).
    pub to_answer: ToAnswer,
    /// The version that the page is drawn from.
    pub version: i64,
    /// Her record, where it is there.
    pub person: Option<porch_domain::person::Person>,
    /// What must be done before care can end.
    pub in_the_way: Vec<Disallowed>,
    /// The day on which her time in this service ends, where it is known.
    pub ends_on: Option<jiff::civil::Date>,
}

impl InCare {
    /// Whether it was recorded that she died.
    pub fn died(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.died_at.is_some())
    }

    /// Who may read a copy, as she agreed (PR-20).
    pub fn agreed_confidants(&self) -> Vec<Confidant> {
        let may_tell = self.person.as_ref().map(|person| person.may_tell.clone()).unwrap_or_default();
        Confidant::ALL.into_iter().filter(|one| may_tell.of(*one) == RouteChoice::Yes).collect()
    }
}

/// Lets an actor pass who cares for her.
fn near(ctx: &Ctx, referral: Option<&Referral>) -> Result<(), AppError> {
    referral.map_or(Ok(()), |referral| check_of(ctx, Action::CareFor, referral))
}

/// Opens a referral to end care: the look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn in_care(ctx: &Ctx, id: ReferralId) -> Result<Option<InCare>, AppError> {
    crate::look::records(ctx, Action::CareFor, "referral", "end care", || {
        let desk = Desk::load(ctx, id)?;
        let version = desk.stream.head.version;
        near(ctx, desk.referral())?;
        let opened = desk.referral().cloned().map(|referral| InCare {
            in_the_way: in_the_way(&referral),
            ends_on: care_ends_on(&referral, ctx.rules.footprint.care().until_months),
            person: desk.person,
            to_answer: ToAnswer::of(&referral),
            referral: without_facts(referral),
            version,
        });
        Ok((opened, vec![id.to_string()]))
    })
}

/// How care ends, with the letters as they were read.
#[derive(Debug, Clone)]
pub struct Discharge {
    /// A code of the reasons of a discharge.
    pub reason: String,
    /// The plan, and what belongs to it.
    pub planned: Planned,
    /// What helped her (K7).
    pub what_helped: Option<String>,
    /// How she and others notice early that it comes back.
    pub early_signs: Option<String>,
    /// How she can come back.
    pub way_back: String,
    /// What came of safeguarding, where something is recorded (PR-26).
    pub safeguarding: Option<String>,
    /// The organisation to which a letter to the referrer goes.
    pub organisation: Option<String>,
    /// Who else reads her letter, as she agreed.
    pub copied_to: Vec<Confidant>,
    /// How she is told.
    pub to_woman: Tell,
    /// How whoever referred her is told.
    pub to_referrer: Tell,
}

impl Discharge {
    fn matter(&self) -> Matter {
        let mut matter = Matter {
            organisation: self.organisation.clone(),
            copied_to: self.copied_to.clone(),
            leaving: Some(self.planned.clone()),
            she_is_not_told: match &self.to_woman {
                Tell::Letter(_) => None,
                Tell::NotTold { why } => Some(why.clone()),
            },
            ..Matter::default()
        };
        matter.grounds.way_back = Some(self.way_back.clone());
        matter
    }

    fn leaving(&self, to_woman: Telling, to_referrer: Telling) -> Leaving {
        Leaving {
            reason: self.reason.clone(),
            plan: self.planned.plan.clone(),
            early_pregnancy: self.planned.early_pregnancy.clone(),
            what_helped: self.what_helped.clone(),
            early_signs: self.early_signs.clone(),
            way_back: self.way_back.clone(),
            onward: self.planned.onward.clone(),
            safeguarding: self.safeguarding.clone(),
            to_woman,
            to_referrer,
        }
    }
}

/// Both letters of a discharge, filled from the texts that fit. Nothing is stored.
///
/// # Errors
/// When the actor may not, there is no such referral, or the database cannot be read.
pub fn prepare_discharge(ctx: &Ctx, id: ReferralId, discharge: &Discharge) -> Result<Drafts, AppError> {
    check(ctx, Action::CareFor)?;
    let desk = Desk::load(ctx, id)?;
    near(ctx, desk.referral())?;
    letters::drafts(ctx, &desk, None, &discharge.matter())
}

/// Ends care in one change: the letters with their approval, and the end itself (D22, INV-03).
///
/// # Errors
/// When the actor may not, the rules refuse, or the referral changed in the meantime. Nothing was changed.
pub fn discharge(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    discharge: Discharge,
) -> Result<(), AppError> {
    check(ctx, Action::CareFor)?;
    check(ctx, Action::KeepMessage)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let mut desk = Desk::load(ctx, id)?;
    if desk.referral().is_none() {
        return Err(Disallowed::Unknown.into());
    }
    near(ctx, desk.referral())?;
    desk.drawn_from(drawn_from)?;
    if discharge.reason == DIED {
        return Err(Disallowed::UnknownReason(discharge.reason).into());
    }
    // The rules are asked before the letters are made, so that what is missing is told first.
    let silent = |tell: &Tell| match tell {
        Tell::Letter(_) => Telling::NotTold { why: "by letter".to_owned() },
        Tell::NotTold { why } => Telling::NotTold { why: why.clone() },
    };
    let ask = |leaving| ReferralCommand::Discharge(Box::new(leaving));
    asked(ctx, &desk, id, ask(discharge.leaving(silent(&discharge.to_woman), silent(&discharge.to_referrer))))?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    // The end of care is no "no" (PR-14): its letters leave as those of a withdrawal do.
    let decision = Decision {
        verdict: Verdict::Withdraw,
        matter: discharge.matter(),
        second_clinician: None,
        safeguarding: None,
        how_severe: None,
        otherwise: None,
        to_woman: discharge.to_woman.clone(),
        to_referrer: discharge.to_referrer.clone(),
    };
    let letters = desk.outgoing(ctx, &decision, Outgoing::Approved)?;
    let tellings = letters.tellings();
    let events = asked(ctx, &desk, id, ask(discharge.leaving(tellings.to_woman, tellings.to_referrer)))?;
    letters.append(ctx, &mut desk, &mut change)?;
    for event in events {
        change.append(&mut desk.stream, &event, ctx.world.random())?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// Records that she died: every message to her that has not left is taken back in the same change, in all her referrals.
/// Closing them is an act of its own (PR-27).
///
/// # Errors
/// When the actor may not, it was recorded before, or a record changed in the meantime. Nothing was changed.
pub fn record_death(ctx: &Ctx, command_id: CommandId, id: ReferralId) -> Result<(), AppError> {
    check(ctx, Action::CareFor)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let stream = referral_stream(ctx, id)?;
    near(ctx, referral_of(&stream))?;
    let about = referral_of(&stream).ok_or(Disallowed::Unknown)?.person;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    append_death(ctx, &mut change, about)?;
    national_record::looked_at(ctx, &mut change, about, "It was recorded that she died")?;
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

fn append_death(ctx: &Ctx, change: &mut Change, about: PersonId) -> Result<(), AppError> {
    let footprint = ctx.footprint();
    let (people, messages) = ctx.store.read(|tx| {
        // Every record of hers says so, so that nothing is written to her from any of them.
        let mut people = vec![load(tx, footprint, about)?];
        for other in records_of_person(tx, footprint, about)?.into_iter().filter(|other| *other != about) {
            people.push(load(tx, footprint, other)?);
        }
        let mut messages = Vec::new();
        for referral in ReferralLine::ids_of_person(tx, footprint, about)? {
            for message in ReferralLine::messages(tx, footprint, referral)? {
                messages.push(load(tx, footprint, message)?);
            }
        }
        Ok((people, messages))
    })?;
    for mut person in people {
        let state = person.record.as_ref().and_then(Record::person);
        if person.id != about.into() && state.is_none_or(|person| person.died_at.is_some() || person.erased) {
            continue;
        }
        for event in person::decide(state, PersonCommand::RecordDeath { at: ctx.now }, &ctx.actor)? {
            change.append(&mut person, &Event::Person(event), ctx.world.random())?;
        }
    }
    for mut stream in messages {
        let state = stream.record.as_ref().and_then(Record::message);
        if state.is_none_or(|message| message.drafted.recipient != Recipient::Woman) {
            continue;
        }
        let withdraw = MessageCommand::Withdraw { why: SHE_DIED.to_owned() };
        // What has left, or was taken back before, stays as it is.
        let Ok(events) = message::decide(state, withdraw, &ctx.actor, &Standing::default()) else { continue };
        for event in events {
            change.append(&mut stream, &Event::Message(event), ctx.world.random())?;
        }
    }
    Ok(())
}

/// Puts right that she did not die. What was taken back stays so: somebody writes anew.
///
/// # Errors
/// When the actor may not, nothing is to be put right, or the reason is missing.
pub fn correct_death(ctx: &Ctx, command_id: CommandId, id: ReferralId, why: String) -> Result<(), AppError> {
    check(ctx, Action::CareFor)?;
    let stream = referral_stream(ctx, id)?;
    near(ctx, referral_of(&stream))?;
    let about = referral_of(&stream).ok_or(Disallowed::Unknown)?.person;
    check(ctx, Action::KeepPerson)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let footprint = ctx.footprint();
    let mut change = Change::new(footprint, ctx.now, &ctx.actor, command_id);
    for record in ctx.store.ask(|tx| records_of_person(tx, footprint, about))? {
        let mut person = ctx.store.ask(|tx| load(tx, footprint, record))?;
        let state = person.record.as_ref().and_then(Record::person);
        if record != about && state.is_none_or(|person| person.died_at.is_none() || person.erased) {
            continue;
        }
        let command = PersonCommand::CorrectDeath { at: ctx.now, why: why.clone() };
        for event in person::decide(state, command, &ctx.actor)? {
            change.append(&mut person, &Event::Person(event), ctx.world.random())?;
        }
    }
    change.first_outcome(about.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// Closes a referral of somebody who died, whatever is open in it: a person's act. Where the death is not recorded, it is
/// recorded with it (PR-27).
///
/// # Errors
/// When the actor may not, the rules refuse, or the referral changed in the meantime. Nothing was changed.
pub fn close_after_death(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    referrer_told: String,
    safeguarding: Option<String>,
) -> Result<(), AppError> {
    check(ctx, Action::CareFor)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let mut desk = Desk::load(ctx, id)?;
    let Some(referral) = desk.referral().cloned() else { return Err(Disallowed::Unknown.into()) };
    near(ctx, Some(&referral))?;
    desk.drawn_from(drawn_from)?;
    let not_told = |why: &str| Telling::NotTold { why: why.to_owned() };
    let command = if matches!(referral.stage, Stage::Pending(_)) {
        ReferralCommand::Withdraw {
            ending: Ending {
                reasons: vec![DIED.to_owned()],
                in_own_words: None,
                what_would_change: None,
                way_back: String::new(),
                to_woman: not_told(SHE_DIED),
                to_referrer: not_told(&referrer_told),
                told_in_person: None,
                second_clinician: None,
                criteria: Vec::new(),
                safeguarding,
            },
        }
    } else {
        ReferralCommand::Discharge(Box::new(Leaving {
            reason: DIED.to_owned(),
            plan: String::new(),
            early_pregnancy: String::new(),
            what_helped: None,
            early_signs: None,
            way_back: String::new(),
            onward: None,
            safeguarding,
            to_woman: not_told(SHE_DIED),
            to_referrer: not_told(&referrer_told),
        }))
    };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    for event in asked(ctx, &desk, id, command)? {
        change.append(&mut desk.stream, &event, ctx.world.random())?;
    }
    if desk.person.as_ref().is_some_and(|person| person.died_at.is_none()) {
        append_death(ctx, &mut change, referral.person)?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}
