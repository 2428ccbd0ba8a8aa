//! Deciding a referral: what the page needs, the letters, and one change that holds the decision with all of them.

mod leaving;
mod letters;
mod tellings;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    disallowed::Disallowed,
    eligibility::{Facts, Weighed},
    event::Event,
    footprint::{Area, HowSevere, TeamCode, area_of},
    front_door::Confidant,
    ids::{CommandId, ReferralId},
    person::{Identity, Person, RouteChoice},
    referral::{
        self, AskedOf, Deciding, Ending, Grounds, Outcome, Referral, ReferralCommand, ReferrerHears, Tellings,
        ToldInPerson, Verdict, needs_second_clinician,
    },
};
use porch_store::{Change, Record, StepLine, Stream, load};

use crate::{
    Ctx,
    access::{Action, check, check_of, check_whose},
    account::{self, AccountLine, Names},
    error::AppError,
    referral::{ToAnswer, without_facts},
};

pub use leaving::{
    Discharge, InCare, close_after_death, correct_death, discharge, in_care, prepare_discharge, record_death,
};
pub use letters::{Draft, Drafts, Matter, Planned, prepare};
pub use tellings::{KeptDraft, Letter, Tell, kept_draft_text};

pub(crate) use letters::letter_filling;
pub(crate) use tellings::Desk;
use tellings::Outgoing;

/// What parts the way back from who can help meanwhile, where both are kept as one text.
const MEANWHILE: &str = "\n\nMeanwhile: ";

/// A referral that is opened to be decided, with all that the page says beside it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The referral.
    pub referral: Referral,
    /// What must be said of safeguarding where it ends (PR-26).
    pub to_answer: ToAnswer,
    /// The version that the page is drawn from.
    pub version: i64,
    /// The person, where her record is there.
    pub person: Option<Person>,
    /// Whether she is of the area (D1).
    pub area: Area,
    /// Whether an earlier referral of hers ended with a no (PR-14).
    pub rejected_before: bool,
    /// Those who may agree as the second clinician.
    pub second_clinicians: Vec<AccountLine>,
    /// Somebody of them who was at the meeting that decided a no, and so counts (PR-14).
    pub at_the_meeting: Option<String>,
    /// The names that colleagues read.
    pub names: Names,
    /// Drafts kept with a saved decision.
    pub kept: Vec<KeptDraft>,
}

impl Opened {
    /// Whether a no needs a second clinician (PR-14).
    pub fn needs_second_clinician(&self) -> bool {
        needs_second_clinician(&self.referral, self.rejected_before)
    }

    /// What whoever referred her hears (PR-15).
    pub fn referrer_hears(&self) -> ReferrerHears {
        self.referral.referrer_hears()
    }

    /// Who may read a copy, as she agreed (PR-14, PR-20).
    pub fn agreed_confidants(&self) -> Vec<Confidant> {
        let may_tell = self.person.as_ref().map(|person| person.may_tell.clone()).unwrap_or_default();
        Confidant::ALL.into_iter().filter(|one| may_tell.of(*one) == RouteChoice::Yes).collect()
    }
}

/// Opens a referral to decide it: the look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn open(ctx: &Ctx, id: ReferralId) -> Result<Option<Opened>, AppError> {
    if crate::referral::open(ctx, id, "decide")?.is_none() {
        return Ok(None);
    }
    let desk = Desk::load(ctx, id)?;
    // Read after the look is on disk; the page shows this one reading of the referral.
    let Some(referral) = desk.referral().cloned() else { return Ok(None) };
    let version = desk.stream.head.version;
    let second_clinicians = second_clinicians(ctx)?;
    let at_the_meeting = crate::meeting::second_clinician(ctx, &referral)?;
    Ok(Some(Opened {
        area: area_of(&desk.identity(), &ctx.rules.footprint),
        rejected_before: desk.rejected_before,
        at_the_meeting: at_the_meeting.filter(|named| second_clinicians.iter().any(|line| line.name.as_str() == named)),
        second_clinicians,
        names: ctx.store.read(|tx| Names::read(tx, ctx.footprint()))?,
        kept: desk.kept_drafts(),
        person: desk.person,
        to_answer: ToAnswer::of(&referral),
        referral: without_facts(referral),
        version,
    }))
}

/// What is decided, with the letters as they were read.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// What it rests on.
    pub matter: Matter,
    /// The account of the second clinician (PR-14).
    pub second_clinician: Option<String>,
    /// What came of safeguarding, where something is recorded (PR-26): it stands in no letter.
    pub safeguarding: Option<String>,
    /// How severe the decider judges it to be, where they said (D2).
    pub how_severe: Option<HowSevere>,
    /// Why it is decided otherwise than proposed: a code of [`porch_domain::eligibility::WHY_OTHERWISE`] (D2).
    pub otherwise: Option<String>,
    /// How she is told.
    pub to_woman: Tell,
    /// How whoever referred her is told.
    pub to_referrer: Tell,
}

/// What is done with a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// The letters are approved, and the referral is decided.
    Finish,
    /// It is decided and stays open, since a letter is due (PR-13).
    Save {
        /// The account that owes the letter.
        owner: String,
        /// By when.
        by: Timestamp,
    },
}

/// Carries out a decision in one change: the letters with their approval, and what happened to the referral.
///
/// `drawn_from` is the version that the decider saw: if the referral moved on since, nothing is written (H13).
///
/// # Errors
/// When the actor may not, the rules refuse, or the referral changed in the meantime. Nothing was changed.
pub fn decide(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    decision: Decision,
    act: Act,
) -> Result<(), AppError> {
    check(ctx, Action::DecideReferral)?;
    check(ctx, Action::KeepMessage)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let mut desk = Desk::load(ctx, id)?;
    let Some(referral) = desk.referral().cloned() else { return Err(Disallowed::Unknown.into()) };
    check_of(ctx, Action::DecideReferral, &referral)?;
    desk.drawn_from(drawn_from)?;
    if referral.outcome() != Outcome::Pending {
        return Err(Disallowed::AlreadyDecided(referral.outcome().code()).into());
    }
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    let mut weighed = None;
    let command = match act {
        Act::Save { owner, by } => {
            let grounds = kept_grounds(&decision);
            let drafts = desk.outgoing(ctx, &decision, Outgoing::Kept)?;
            drafts.append(ctx, &mut desk, &mut change)?;
            ReferralCommand::SaveDecision { verdict: decision.verdict, grounds, owner, by }
        }
        Act::Finish => {
            holds(ctx, &desk, &referral, &decision)?;
            weighed = weigh(ctx, &desk, &referral, &decision)?;
            let letters = desk.outgoing(ctx, &decision, Outgoing::Approved)?;
            let command = finished(decision, letters.tellings());
            // The rules are asked before the letters are written, so that what is missing is told first.
            asked(ctx, &desk, id, command.clone())?;
            letters.append(ctx, &mut desk, &mut change)?;
            command
        }
    };
    for event in asked(ctx, &desk, id, command)? {
        let event = match event {
            Event::Referral(event) => Event::Referral(event.with_weighed(weighed.clone())),
            other => other,
        };
        ctx.append(&mut change, &mut desk.stream, &event)?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// What is known of a referral where it is decided, with how severe the decider judges it to be.
pub fn facts(opened: &Opened, how_severe: Option<HowSevere>, on: Date) -> Facts {
    let birth_date = identity_of(opened.person.as_ref()).birth_date;
    Facts { how_severe, ..Facts::of(&opened.referral, birth_date, opened.area, on) }
}

/// What was proposed, as it is kept with the decision; who decides otherwise says why (D2).
fn weigh(ctx: &Ctx, desk: &Desk, referral: &Referral, decision: &Decision) -> Result<Option<Weighed>, Disallowed> {
    let (footprint, identity) = (&ctx.rules.footprint, desk.identity());
    let known = Facts::of(referral, identity.birth_date, area_of(&identity, footprint), ctx.today());
    let facts = Facts { how_severe: decision.how_severe, ..known };
    Weighed::of(footprint, &facts, ctx.today(), &decision.verdict, decision.otherwise.as_deref())
}

/// A question that is asked before anything is decided.
#[derive(Debug, Clone)]
pub struct Question {
    /// Of whom.
    pub of: AskedOf,
    /// What the letter says beside the question; its `question` is what is asked.
    pub matter: Matter,
    /// Until when an answer is waited for.
    pub until: Timestamp,
    /// The letter; none where somebody rings.
    pub letter: Option<Letter>,
    /// Whether the letter is approved now, or stays a draft.
    pub approved: bool,
}

/// Asks for more, with the letter that asks. The clock runs on (PR-12).
///
/// # Errors
/// As [`decide`].
pub fn ask(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    question: Question,
) -> Result<(), AppError> {
    check(ctx, Action::TriageReferral)?;
    check(ctx, Action::KeepMessage)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let mut desk = Desk::load(ctx, id)?;
    let Some(referral) = desk.referral() else { return Err(Disallowed::Unknown.into()) };
    check_of(ctx, Action::TriageReferral, referral)?;
    check_of(ctx, Action::KeepMessage, referral)?;
    desk.drawn_from(drawn_from)?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    let letters = desk.question(ctx, &question)?;
    let command =
        ReferralCommand::AskForInformation { of: question.of, what: question.matter.question, until: question.until };
    let events = asked(ctx, &desk, id, command)?;
    letters.append(ctx, &mut desk, &mut change)?;
    for event in events {
        ctx.append(&mut change, &mut desk.stream, &event)?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

/// What happened to a referral after the version that somebody saw, for telling them (H13).
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn changed_since(ctx: &Ctx, id: ReferralId, version: i64) -> Result<Vec<Happened>, AppError> {
    check(ctx, Action::DecideReferral)?;
    let (owned, steps) = ctx.store.read(|tx| {
        Ok((porch_store::OwnedBy::of(tx, ctx.footprint(), id)?, StepLine::since(tx, ctx.footprint(), id, version)?))
    })?;
    if let Some(owned) = owned {
        check_whose(ctx, Action::SeeReferral, &owned.whose(), &id.to_string())?;
    }
    Ok(steps.into_iter().map(|step| Happened { what: step.event, actor: step.actor, at: step.at }).collect())
}

/// Something that happened to a referral, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The event's name.
    pub what: String,
    /// Who, as the journal keeps it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// Those who may agree as the second clinician: duty workers and clinicians in use, without the decider (PR-14).
fn second_clinicians(ctx: &Ctx) -> Result<Vec<AccountLine>, AppError> {
    let mut clinicians = account::clinicians(ctx)?;
    clinicians.retain(|line| Some(line.name.as_str()) != ctx.actor.account());
    Ok(clinicians)
}

/// The letter that introduces her to a team, as it is drafted. Nothing is stored.
pub(crate) fn introduction(ctx: &Ctx, desk: &Desk, to: &TeamCode) -> Result<Draft, AppError> {
    letters::introduction(ctx, desk, to)
}

/// What the rules make of a command, with what is known of her earlier referrals (PR-14).
pub(crate) fn asked(ctx: &Ctx, desk: &Desk, id: ReferralId, command: ReferralCommand) -> Result<Vec<Event>, AppError> {
    let deciding = Deciding { rejected_before: desk.rejected_before, ..ctx.deciding() };
    let events = referral::decide(id, desk.referral(), command, &deciding)?;
    Ok(events.into_iter().map(Event::Referral).collect())
}

/// What a finished decision needs beside what the rules of a referral ask.
fn holds(ctx: &Ctx, desk: &Desk, referral: &Referral, decision: &Decision) -> Result<(), AppError> {
    let said = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    let matter = &decision.matter;
    match &decision.verdict {
        Verdict::Accept { .. } => {
            // D1: a reason, and never a bar.
            let out = area_of(&desk.identity(), &ctx.rules.footprint) == Area::Out;
            if out && !said(&matter.because) {
                return Err(Disallowed::OutOfAreaReasonMissing.into());
            }
        }
        Verdict::Reject { .. } | Verdict::Advise { .. } => {
            // H10, K6: a named alternative; where she is signposted, it is the service itself.
            if !said(&matter.meanwhile) {
                return Err(Disallowed::MeanwhileMissing.into());
            }
        }
        Verdict::Signpost { .. } => {}
        Verdict::Withdraw => {
            // PR-22: a request to withdraw is spoken about with her by a safe route, and what was said is noted.
            if matter.told_in_person.is_none() {
                return Err(Disallowed::SpokeAtMissing.into());
            }
            if !said(&matter.grounds.in_own_words) {
                return Err(Disallowed::Empty("what she said when somebody spoke with her").into());
            }
        }
    }
    if let Some(told) = &matter.told_in_person {
        told_holds(referral, told, ctx.now)?;
    }
    if decision.verdict.is_a_no()
        && let Some(second) = decision.second_clinician.as_ref().filter(|second| !second.trim().is_empty())
    {
        let named = second.trim();
        if !second_clinicians(ctx)?.iter().any(|line| line.name.as_str() == named) {
            return Err(Disallowed::SecondClinicianMissing.into());
        }
    }
    Ok(())
}

/// Who told her has a name, and it was neither before the referral nor is it still to come.
fn told_holds(referral: &Referral, told: &ToldInPerson, now: Timestamp) -> Result<(), Disallowed> {
    if told.by.trim().is_empty() || told.at < referral.received_at || told.at > now {
        return Err(Disallowed::ToldInPersonUnclear);
    }
    Ok(())
}

/// The command of a finished decision.
fn finished(decision: Decision, tellings: Tellings) -> ReferralCommand {
    let Decision { verdict, matter, second_clinician, safeguarding, .. } = decision;
    let Tellings { to_woman, to_referrer } = tellings.clone();
    let ending = || Ending {
        reasons: matter.grounds.reasons.clone(),
        in_own_words: matter.grounds.in_own_words.clone(),
        what_would_change: matter.grounds.what_would_change.clone(),
        way_back: way_back_with(matter.grounds.way_back.as_deref(), matter.meanwhile.as_deref()),
        to_woman,
        to_referrer,
        told_in_person: matter.told_in_person.clone(),
        second_clinician: second_clinician.map(|second| second.trim().to_owned()),
        criteria: matter.grounds.criteria.clone(),
        safeguarding,
    };
    match verdict {
        Verdict::Accept { team } => {
            let (because, criteria) = (matter.because.clone(), matter.grounds.criteria.clone());
            ReferralCommand::Accept { team, because, agreement: matter.agreement, tellings: Some(tellings), criteria }
        }
        Verdict::Reject { team } => ReferralCommand::Reject { team, ending: ending() },
        Verdict::Signpost { team, signposted_to } => {
            ReferralCommand::Signpost { team, signposted_to, ending: ending() }
        }
        Verdict::Advise { team, advice } => ReferralCommand::Advise { team, advice, ending: ending() },
        Verdict::Withdraw => ReferralCommand::Withdraw { ending: ending() },
    }
}

/// The grounds as they are kept with a decision whose letter is due: why somebody is taken on is kept as own words.
fn kept_grounds(decision: &Decision) -> Grounds {
    let matter = &decision.matter;
    let way_back = way_back_with(matter.grounds.way_back.as_deref(), matter.meanwhile.as_deref());
    let accepts = matches!(decision.verdict, Verdict::Accept { .. });
    Grounds {
        in_own_words: if accepts { matter.because.clone() } else { matter.grounds.in_own_words.clone() },
        way_back: Some(way_back).filter(|text| !text.trim().is_empty()),
        agreement: matter.agreement.clone().filter(|_| accepts),
        ..matter.grounds.clone()
    }
}

/// How she can come back and who helps meanwhile, as one text; an ending has one place for both.
fn way_back_with(way_back: Option<&str>, meanwhile: Option<&str>) -> String {
    let back = way_back.unwrap_or_default().trim();
    match meanwhile.map(str::trim).filter(|text| !text.is_empty()) {
        // Nothing on its own stands for a way back.
        Some(meanwhile) if !back.is_empty() => format!("{back}{MEANWHILE}{meanwhile}"),
        Some(_) | None => back.to_owned(),
    }
}

/// A kept way back, parted again into it and who helps meanwhile.
pub fn parted_way_back(kept: &str) -> (&str, &str) {
    kept.split_once(MEANWHILE).unwrap_or((kept, ""))
}

/// Reads a referral's stream.
fn referral_stream(ctx: &Ctx, id: ReferralId) -> Result<Stream, AppError> {
    Ok(ctx.store.read(|tx| load(tx, ctx.footprint(), id))?)
}

/// Who she is, as far as her record says.
fn identity_of(person: Option<&Person>) -> Identity {
    person.and_then(|person| person.identity.clone()).unwrap_or_default()
}

/// The referral of a stream.
fn referral_of(stream: &Stream) -> Option<&Referral> {
    stream.record.as_ref().and_then(Record::referral)
}
