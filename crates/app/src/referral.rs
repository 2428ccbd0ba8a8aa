//! Referrals: taking one in, everything about one, and deciding it.

mod page;
mod restricted;

use porch_domain::{
    event::Event,
    ids::{CommandId, ReferralId},
    referral::{self, Deciding, Referral, ReferralCommand, ReferralEvent},
    relation::Whose,
};
use porch_store::{Record, Stream, load};

use crate::{
    Ctx,
    access::{Action, check, check_of, check_whose, may_with},
    command,
    error::AppError,
};

pub use page::{Earlier, Entry, MaybeSame, ReferralPage, acknowledge_risk, claim, file, newest_version, page};
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
    command::carry_out_with(ctx, command_id, id, drawn_from, |stream, change| {
        let state = referral_of(stream);
        if let Some(referral) = state {
            check_command(ctx, &command, referral)?;
        }
        let person = state.map(|referral| referral.person);
        let rejected_before = match person {
            Some(person) => ctx.store.read(|tx| porch_store::rejected_before(tx, ctx.footprint(), person, id))?,
            None => false,
        };
        let deciding = Deciding { rejected_before, ..ctx.deciding() };
        let events = referral::decide(id, state, command, &deciding)?;
        for event in &events {
            if let (ReferralEvent::PregnancyRecorded(recorded), Some(person)) = (event, person) {
                crate::person::note_pregnancy(ctx, change, person, &recorded.pregnancy)?;
            }
        }
        Ok(events.into_iter().map(Event::Referral).collect())
    })
}

/// Lets an actor pass who stands near enough to a referral for a command about it. An offer is answered by staff of the team
/// that is asked, and by nobody else (INV-02).
///
/// # Errors
/// When the actor may not, or the attempt cannot be noted.
pub(crate) fn check_command(ctx: &Ctx, command: &ReferralCommand, referral: &Referral) -> Result<(), AppError> {
    match action_of(command) {
        Action::AnswerHandover => match &referral.handover {
            Some(offer) => check_receiver(ctx, offer, referral.id),
            // There is nothing to answer, which the rules say better.
            None => check_of(ctx, Action::HandOver, referral),
        },
        action => check_of(ctx, action, referral),
    }
}

/// Whether whoever acts may answer an offer; for what a page offers.
pub fn may_answer(ctx: &Ctx, offer: &referral::Handover) -> bool {
    may_with(ctx, Action::AnswerHandover, &Whose::of_team(&offer.to))
}

/// Lets an actor pass who is of the team that an offer asks.
pub(crate) fn check_receiver(ctx: &Ctx, offer: &referral::Handover, id: ReferralId) -> Result<(), AppError> {
    check_whose(ctx, Action::AnswerHandover, &Whose::of_team(&offer.to), &id.to_string())
}

pub(crate) fn action_of(command: &ReferralCommand) -> Action {
    match command {
        ReferralCommand::Receive(_) => Action::ReceiveReferral,
        ReferralCommand::ImportHistory { .. } => Action::ImportHistory,
        ReferralCommand::RecordAttempt { .. }
        | ReferralCommand::Add { .. }
        | ReferralCommand::RaisePriority { .. }
        | ReferralCommand::HearAnswers { .. }
        | ReferralCommand::AnswersRead { .. }
        | ReferralCommand::RecordEmergencyTaken { .. }
        | ReferralCommand::HearRisk { .. }
        | ReferralCommand::AcknowledgeRisk { elsewhere: Some(_) } => Action::AddToReferral,
        ReferralCommand::Claim
        | ReferralCommand::AcknowledgeRisk { elsewhere: None }
        | ReferralCommand::RecordRiskAction { .. }
        | ReferralCommand::Release
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
        | ReferralCommand::TakeBackHandover { .. }
        | ReferralCommand::BeginJointWork { .. }
        | ReferralCommand::EndJointWork { .. }
        | ReferralCommand::ReferOnward { .. }
        | ReferralCommand::ChaseOnward { .. } => Action::HandOver,
        ReferralCommand::AcceptHandover { .. } | ReferralCommand::ReturnHandover { .. } => Action::AnswerHandover,
        ReferralCommand::ListCase { .. } | ReferralCommand::UnlistCase { .. } => Action::TriageReferral,
        ReferralCommand::Discuss { .. } | ReferralCommand::DiscussCase { .. } => Action::HoldMeeting,
        ReferralCommand::RecordContact(_)
        | ReferralCommand::Book(_)
        | ReferralCommand::CancelAppointment { .. }
        | ReferralCommand::ReviewRisk { .. }
        | ReferralCommand::NameLead { .. }
        | ReferralCommand::RecordAdmission { .. }
        | ReferralCommand::RecordLeavingUnit { .. }
        | ReferralCommand::ContinueCare { .. }
        | ReferralCommand::Discharge(_) => Action::CareFor,
        ReferralCommand::FollowSignpost { .. } => Action::TriageReferral,
        ReferralCommand::LetHandoverLapse
        | ReferralCommand::ClimbLadder
        | ReferralCommand::ClimbRisk
        | ReferralCommand::LetRiskGo
        | ReferralCommand::LookBack { .. }
        | ReferralCommand::WarnOfTheEnd
        | ReferralCommand::Remind { .. }
        | ReferralCommand::LearnBirthDate { .. }
        | ReferralCommand::LearnDeath
        | ReferralCommand::AskRoutesAgain { .. } => Action::DoWhatIsDue,
        ReferralCommand::RoutesAsked { .. } | ReferralCommand::GivePage { .. } | ReferralCommand::ClosePage => {
            Action::KeepPerson
        }
        ReferralCommand::AskOnPage { .. } => Action::UseOwnPage,
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
        if let Some(referral) = referral_of(&stream) {
            check_of(ctx, Action::DecideReferral, referral)?;
        }
        seen = referral_of(&stream).cloned().map(|referral| Seen { referral: without_facts(referral), version });
        Ok(line.into_iter().collect())
    })?;
    Ok(seen)
}
