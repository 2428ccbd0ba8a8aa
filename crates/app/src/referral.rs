//! Referrals: taking one in, everything about one, and deciding it.

mod page;
mod restricted;

use porch_domain::{
    event::Event,
    ids::{CommandId, ReferralId},
    referral::{self, Deciding, Referral, ReferralCommand},
};
use porch_store::{Record, Stream, load};

use crate::{
    Ctx,
    access::{Action, check},
    command,
    error::AppError,
};

pub use page::{Earlier, Entry, MaybeSame, ReferralPage, claim, file, newest_version, page};
pub(crate) use restricted::without_facts;
pub use restricted::{
    Restricted, RestrictedPage, ToAnswer, own_tasks, own_tasks_counted, safeguard, safeguarding, who_may_ask,
};

/// What is shown of a referral that is to be decided: its state, and the version that the form is drawn from.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The referral.
    pub referral: Referral,
    /// Its version.
    pub version: i64,
}

/// Carries out a command about one referral.
///
/// `drawn_from` is the version that the person saw, where they saw one: if the referral moved on since, nothing is
/// overwritten. The same command id again changes nothing (INV-08).
///
/// # Errors
/// When the actor may not, the rules refuse, or the referral changed in the meantime.
pub fn carry_out(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: Option<i64>,
    command: ReferralCommand,
) -> Result<(), AppError> {
    check(ctx, action_of(&command))?;
    command::carry_out(ctx, command_id, id, drawn_from, |stream| {
        let state = referral_of(stream);
        let rejected_before = match state.map(|referral| referral.person) {
            Some(person) => ctx.store.read(|tx| porch_store::rejected_before(tx, ctx.footprint(), person, id))?,
            None => false,
        };
        let deciding = Deciding { rejected_before, ..ctx.deciding() };
        let events = referral::decide(id, state, command, &deciding)?;
        Ok(events.into_iter().map(Event::Referral).collect())
    })
}

pub(crate) fn action_of(command: &ReferralCommand) -> Action {
    match command {
        ReferralCommand::Receive(_) => Action::ReceiveReferral,
        ReferralCommand::ImportHistory { .. } => Action::ImportHistory,
        ReferralCommand::Claim
        | ReferralCommand::Release
        | ReferralCommand::RecordAttempt { .. }
        | ReferralCommand::Add { .. }
        | ReferralCommand::RaisePriority { .. }
        | ReferralCommand::LowerPriority { .. }
        | ReferralCommand::PauseClock { .. }
        | ReferralCommand::ResumeClock
        | ReferralCommand::AskForInformation { .. }
        | ReferralCommand::CloseTask { .. }
        | ReferralCommand::RecordSafeguarding { .. }
        | ReferralCommand::Safeguard(_)
        | ReferralCommand::RecordConsent(_)
        | ReferralCommand::RecordPregnancy { .. } => Action::TriageReferral,
        ReferralCommand::SaveDecision { .. }
        | ReferralCommand::Accept { .. }
        | ReferralCommand::Reject { .. }
        | ReferralCommand::Signpost { .. }
        | ReferralCommand::Advise { .. }
        | ReferralCommand::Withdraw { .. } => Action::DecideReferral,
        ReferralCommand::OfferHandover { .. }
        | ReferralCommand::AcceptHandover { .. }
        | ReferralCommand::ReturnHandover { .. }
        | ReferralCommand::TakeBackHandover { .. }
        | ReferralCommand::BeginJointWork { .. }
        | ReferralCommand::EndJointWork { .. }
        | ReferralCommand::ReferOnward { .. }
        | ReferralCommand::ChaseOnward { .. } => Action::HandOver,
        ReferralCommand::RecordEmergencyTaken { .. } => Action::TriageReferral,
        ReferralCommand::ListCase { .. } | ReferralCommand::UnlistCase { .. } => Action::TriageReferral,
        ReferralCommand::Discuss { .. } | ReferralCommand::DiscussCase { .. } => Action::HoldMeeting,
        ReferralCommand::RecordContact(_)
        | ReferralCommand::ReviewRisk { .. }
        | ReferralCommand::NameLead { .. }
        | ReferralCommand::RecordAdmission { .. }
        | ReferralCommand::RecordLeavingUnit { .. }
        | ReferralCommand::ContinueCare { .. }
        | ReferralCommand::Discharge(_) => Action::CareFor,
        ReferralCommand::FollowSignpost { .. } => Action::TriageReferral,
        ReferralCommand::LetHandoverLapse
        | ReferralCommand::ClimbLadder
        | ReferralCommand::LookBack { .. }
        | ReferralCommand::WarnOfTheEnd
        | ReferralCommand::LearnBirthDate { .. } => Action::DoWhatIsDue,
        ReferralCommand::RecomputeClock { .. } => Action::ApplyFootprint,
        ReferralCommand::ErasePersonalData { .. } => Action::ErasePersonalData,
    }
}

pub(crate) fn referral_of(stream: &Stream) -> Option<&Referral> {
    stream.record.as_ref().and_then(Record::referral)
}

/// Opens a referral to decide it: the look is on disk before it is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn open(ctx: &Ctx, id: ReferralId, why: &str) -> Result<Option<Seen>, AppError> {
    let mut seen = None;
    crate::look::referrals(ctx, Action::DecideReferral, "referral", why, || {
        let (line, stream) = ctx
            .store
            .read(|tx| Ok((porch_store::ReferralLine::of(tx, ctx.footprint(), id)?, load(tx, ctx.footprint(), id)?)))?;
        let version = stream.head.version;
        seen = referral_of(&stream).cloned().map(|referral| Seen { referral: without_facts(referral), version });
        Ok(line.into_iter().collect())
    })?;
    Ok(seen)
}
