//! A call that a member of staff writes down: one page, saved as typed, its clock from the call (PR-03, D18).

use jiff::Timestamp;
use porch_domain::{
    front_door::{self, Answers, Problem, Step, Told, WayIn, What, emergency_problems, field},
    ids::{CommandId, PersonId, ReferralId, hex},
    person::{NhsNumber, is_a_childs},
    referral::PersonKind,
};
use porch_store::{Change, Draft, PersonLine, ReferralLine, RowChange};
use sha2::{Digest, Sha256};

use super::{
    DRAFT_KEPT,
    draft::change,
    sending::{add_referral, add_told, not_somebody_elses, under_a_free_reference},
};
use crate::{
    Ctx,
    access::{Action, check, check_unseen},
    error::AppError,
};

/// The most records of one NHS number that are looked at.
const MOST_OF_A_NUMBER: i64 = 20;

/// What was written down.
#[derive(Debug, Clone)]
pub struct Call {
    /// The answers as typed.
    pub answers: Answers,
    /// When the call came; never after now.
    pub received_at: Timestamp,
    /// Whom it is about, where she is known already.
    pub person: Option<PersonId>,
}

/// Takes a call in. In an emergency only the least is demanded.
///
/// # Errors
/// [`AppError::Incomplete`] with what is missing; or when the actor may not or the database cannot be written.
pub fn take_call(ctx: &Ctx, command_id: CommandId, call: Call) -> Result<ReferralId, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    if let Some(outcome) = ctx.store.first_outcome(ctx.footprint(), command_id)? {
        return outcome.parse().map_err(|_| AppError::Gone);
    }
    let told = heard(ctx, &call)?;
    if let Some(known) = call.person {
        not_of_a_partner(&told)?;
        not_somebody_elses(ctx, known, &told)?;
    }
    under_a_free_reference(ctx, |id| {
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
        add_referral(ctx, &mut change, id, told.clone(), call.person, call.received_at.min(ctx.now))?;
        change.first_outcome(id.to_string());
        if kept(ctx)?.is_some_and(|draft| draft.command == command_id) {
            forget(ctx, &mut change)?;
        }
        let repeated = ctx.store.commit(change)?.repeated;
        Ok(repeated.and_then(|outcome| outcome.parse().ok()).unwrap_or(id))
    })
}

/// Adds a call to a referral that is open already, so that nothing is typed twice and nobody has two referrals where one is
/// meant.
///
/// # Errors
/// [`AppError::Incomplete`] with what is missing; or when the actor may not, the referral is closed, what was told is
/// somebody else's, or the database cannot be written.
pub fn add_call(ctx: &Ctx, command_id: CommandId, call: &Call, to: ReferralId) -> Result<(), AppError> {
    check(ctx, Action::TriageReferral)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let told = heard(ctx, call)?;
    not_of_a_partner(&told)?;
    let line = ctx.store.ask(|tx| ReferralLine::of(tx, ctx.footprint(), to))?.ok_or(AppError::Gone)?;
    check_unseen(ctx, Action::AddToReferral, to)?;
    not_somebody_elses(ctx, line.person, &told)?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    add_told(ctx, &mut change, to, told)?;
    change.first_outcome(to.to_string());
    if kept(ctx)?.is_some_and(|draft| draft.command == command_id) {
        forget(ctx, &mut change)?;
    }
    ctx.store.commit(change)?;
    Ok(())
}

/// What was heard on a call, where nothing of it is wrong.
fn heard(ctx: &Ctx, call: &Call) -> Result<Told, AppError> {
    let today = ctx.today();
    let emergency = front_door::steps(WayIn::Telephone, &call.answers).contains(&Step::Emergency);
    let problems: Vec<_> = if emergency {
        let problems = emergency_problems(WayIn::Telephone, &call.answers, today);
        problems.into_iter().map(|problem| (Step::Emergency, problem)).collect()
    } else {
        let of = |step| {
            let problems = front_door::problems_of(WayIn::Telephone, step, &call.answers, today);
            problems.into_iter().map(move |problem| (step, problem))
        };
        [Step::More, Step::Words, Step::Person].into_iter().flat_map(of).collect()
    };
    if !problems.is_empty() {
        return Err(AppError::Incomplete(problems));
    }
    let of_another = of_another(&call.answers);
    if let Some(field) = of_another.first().filter(|_| !emergency) {
        return Err(AppError::Incomplete(vec![(Step::More, Problem { field, what: What::OfSomebodyElse })]));
    }
    let mut told = front_door::read(WayIn::Telephone, &call.answers, today);
    if !of_another.is_empty() {
        // An emergency does not wait for it, and nothing that somebody heard is lost.
        told.story.worry = format!("{}\n\n{OF_ANOTHER}", told.story.worry);
    }
    if let Some(number) = is_held_as_a_childs(ctx, &told)? {
        if !emergency {
            let problem = Problem { field: field::NHS_NUMBER, what: What::AChildsNumber };
            return Err(AppError::Incomplete(vec![(Step::Person, problem)]));
        }
        // An emergency does not wait for it, and the number is not hers all the same.
        told.identity.nhs_number = None;
        let words = format!("Typed on the call, to be checked: NHS number {}, which is a child's.", number.digits());
        told.story.worry = format!("{}\n\n{words}", told.story.worry);
    }
    if let Some(left_out) = not_understood(&call.answers, today) {
        told.story.worry = format!("{}\n\n{left_out}", told.story.worry);
    }
    Ok(told)
}

/// Said in words where an emergency of a partner came with what is somebody else's.
const OF_ANOTHER: &str =
    "Typed on the call, and not kept as theirs: something of a pregnancy or a baby. Ring back to ask.";

/// What a call about a partner says of a pregnancy or a baby: that would be somebody else's facts in their record (PR-25).
fn of_another(answers: &Answers) -> Vec<&'static str> {
    if !front_door::asks_as_partner(WayIn::Telephone, answers) {
        return Vec::new();
    }
    let typed = |field: &str| !answers.typed(field).trim().is_empty();
    let date = ["ends-day", "ends-month", "ends-year"].into_iter().any(typed).then_some(field::ENDS_ON);
    let words = [field::NOW, field::SITUATION, field::OWN_WORDS, field::WITH_BABY];
    words.into_iter().filter(|field| typed(field)).chain(date).collect()
}

/// A partner has a record of their own, and is added to no other.
fn not_of_a_partner(told: &Told) -> Result<(), AppError> {
    match told.kind {
        PersonKind::Partner => {
            let problem = Problem { field: front_door::ABOUT, what: What::OfSomebodyElse };
            Err(AppError::Incomplete(vec![(Step::More, problem)]))
        }
        PersonKind::BirthingParent | PersonKind::Infant => Ok(()),
    }
}

/// The NHS number that was told, where somebody with it is held whose date of birth is a child's (H05).
fn is_held_as_a_childs(ctx: &Ctx, told: &Told) -> Result<Option<NhsNumber>, AppError> {
    let Some(number) = told.identity.nhs_number.clone() else { return Ok(None) };
    let held = ctx.store.ask(|tx| {
        let mut held = false;
        for id in PersonLine::by_nhs_number(tx, ctx.footprint(), &number, MOST_OF_A_NUMBER)? {
            let born = PersonLine::of(tx, ctx.footprint(), id)?.and_then(|line| line.birth_date);
            held |= born.is_some_and(|born| is_a_childs(born, ctx.today()));
        }
        Ok(held)
    })?;
    Ok(held.then_some(number))
}

/// What was typed into fields that an emergency does not wait for, and that say nothing as they are: it is kept in words,
/// so that nothing that somebody heard is lost.
fn not_understood(answers: &Answers, today: jiff::civil::Date) -> Option<String> {
    let date = |field: &str| {
        let parts = ["day", "month", "year"].map(|part| answers.typed(&format!("{field}-{part}")).trim().to_owned());
        parts.join(" ")
    };
    let problems = [Step::More, Step::Person]
        .into_iter()
        .flat_map(|step| front_door::problems_of(WayIn::Telephone, step, answers, today));
    let left_out: Vec<String> = problems
        .filter_map(|problem| match problem.field {
            field::BORN => Some(format!("date of birth {}", date(field::BORN))),
            field::ENDS_ON => Some(format!("date due or ended {}", date(field::ENDS_ON))),
            field::NHS_NUMBER => Some(format!("NHS number {}", answers.typed(field::NHS_NUMBER).trim())),
            _ => None,
        })
        .collect();
    (!left_out.is_empty()).then(|| format!("Typed on the call, to be checked: {}.", left_out.join("; ")))
}

/// A call that was typed and not saved.
#[derive(Debug, Clone)]
pub struct KeptCall {
    /// What was typed so far.
    pub answers: Answers,
    /// The command of its form.
    pub command: CommandId,
    /// When it was last kept.
    pub kept_at: Timestamp,
}

/// Keeps what is typed of a call as it is typed, one call for each account, until it is saved, forgotten or a day old
/// (PR-03). Nothing of it is in the journal. A call that was saved meanwhile is not kept again.
///
/// # Errors
/// When the actor may not, or the database cannot be written.
pub fn keep_call(ctx: &Ctx, command: CommandId, answers: Answers) -> Result<(), AppError> {
    check(ctx, Action::TriageReferral)?;
    if ctx.store.first_outcome(ctx.footprint(), command)?.is_some() {
        return Ok(());
    }
    let draft = Draft::begun(key(ctx)?, WayIn::Telephone, command, answers, ctx.now, DRAFT_KEPT);
    let mut change = change(ctx);
    for row in RowChange::forget_old_drafts(ctx.footprint(), ctx.now) {
        change.row(row);
    }
    change.row(draft.row(ctx.footprint())?);
    ctx.store.commit(change)?;
    Ok(())
}

/// The call that this account typed and did not save, where there is one.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn kept_call(ctx: &Ctx) -> Result<Option<KeptCall>, AppError> {
    check(ctx, Action::TriageReferral)?;
    Ok(kept(ctx)?.map(|draft| KeptCall { answers: draft.answers, command: draft.command, kept_at: draft.saved_at }))
}

/// Forgets the call that this account typed and did not save.
///
/// # Errors
/// When the actor may not, or the database cannot be written.
pub fn forget_call(ctx: &Ctx) -> Result<(), AppError> {
    check(ctx, Action::TriageReferral)?;
    let mut change = change(ctx);
    forget(ctx, &mut change)?;
    ctx.store.commit(change)?;
    Ok(())
}

fn forget(ctx: &Ctx, change: &mut Change) -> Result<(), AppError> {
    for row in RowChange::forget_draft(ctx.footprint(), &key(ctx)?) {
        change.row(row);
    }
    Ok(())
}

fn kept(ctx: &Ctx) -> Result<Option<Draft>, AppError> {
    let key = key(ctx)?;
    let draft = ctx.store.ask(|tx| Draft::find(tx, ctx.footprint(), &key))?;
    Ok(draft.filter(|draft| draft.key == key && draft.expires_at > ctx.now))
}

/// The key of an account's call. No key from a cookie or a link becomes one that begins so: those are hashes and nothing
/// else.
fn key(ctx: &Ctx) -> Result<String, AppError> {
    let account = ctx.actor.account().ok_or(porch_domain::disallowed::Disallowed::NeedsAPerson)?;
    Ok(format!("call:{}", hex(&Sha256::digest(account.as_bytes()))))
}
