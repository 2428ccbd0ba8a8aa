//! What follows from a step on the way to the decision. None of them stops a clock (PR-12) or lowers an urgency by itself.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{
    AdditionKind, Attempt, ClaimReleased, ContactAttempted, Deciding, InformationAsked, LetterDue, Priority,
    PriorityChanged, RaisedTask, Referral, ReferralAddedTo, ReferralClaimed, ReferralCommand, ReferralEvent,
    SafeguardingRecorded, Said, TaskDone, Verdict, answers, appointment, came_back, care, case_discussion,
    criteria::{cited_hold, no_cites_enough},
    death,
    decide::undecided,
    due, handover, her_page, ladder, leaving, meeting, pause, pregnancy,
    receipt::{known_team, local_day, raised, response},
    risk, routes, safeguarding, under_18,
};
use crate::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    front_door::{Story, TaskKind, Told, medicine, urgency},
    person::ContactChoices,
};

/// The longest that an answer or a letter may be waited for before somebody looks again.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What follows from a step.
///
/// # Errors
/// [`Disallowed`] with what is missing or in the way.
pub(super) fn decide(
    referral: &Referral,
    command: ReferralCommand,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let at = deciding.now;
    if let Some(kept) = promised(referral, &command, deciding) {
        return kept.map(|event| vec![event]);
    }
    if let Some(decided) = risk::decide(referral, &command, deciding) {
        return decided;
    }
    if referral.erased() {
        return once_erased(referral, command, deciding);
    }
    let command = match also_once_closed(referral, command, deciding) {
        Ok(events) => return events,
        Err(command) => command,
    };
    if referral.held().is_none() {
        return Err(Disallowed::AlreadyDecided(referral.outcome().code()));
    }
    if let Some(done) = by_itself(referral, &command, deciding) {
        return done.map(|event| vec![event]);
    }
    let by = staff(deciding.actor)?;
    Ok(vec![match command {
        ReferralCommand::Claim => claimed(referral, by, deciding)?,
        ReferralCommand::Release => match &referral.triage.claim {
            Some(_) => ReferralEvent::ClaimReleased(ClaimReleased { at }),
            None => return Err(Disallowed::NotClaimed),
        },
        ReferralCommand::RecordAttempt { route, outcome, note } => ReferralEvent::ContactAttempted(ContactAttempted {
            attempt: Attempt { at, by, route, outcome },
            said: note.filter(|note| !note.trim().is_empty()).map(|text| Said { text }),
        }),
        ReferralCommand::RaisePriority { to, why } => {
            let raised = raise(referral, to, Some(words(why)?), deciding).ok_or(Disallowed::NotRaised)?;
            ReferralEvent::PriorityRaised(PriorityChanged { by: Some(by), ..raised })
        }
        ReferralCommand::LowerPriority { to, spoke_at, why } => lowered(referral, to, spoke_at, why, deciding)?,
        ReferralCommand::AskForInformation { of, what, until } => {
            undecided(referral, deciding.actor)?;
            let until = within_reach(until, at)?;
            ReferralEvent::InformationAsked(InformationAsked { at, of, until, said: Some(words(what)?) })
        }
        ReferralCommand::CloseTask { task, note } => {
            if !referral.triage.open_tasks().any(|(open, _)| open == task) {
                return Err(Disallowed::NoSuchTask);
            }
            note_does_it(referral, task, deciding)?;
            ReferralEvent::TaskDone(TaskDone { at, task, said: Some(words(note)?) })
        }
        ReferralCommand::RecordSafeguarding { what } => {
            words(what.clone())?;
            safeguarding_told(what, deciding)
        }
        ReferralCommand::SaveDecision { verdict, grounds, owner, by } => {
            undecided(referral, deciding.actor)?;
            let by = within_reach(by, at)?;
            saved(referral, LetterDue { verdict, grounds, decided_at: at, owner, by, rules: String::new() }, deciding)?
        }
        other => return later(referral, other, deciding),
    }])
}

/// Whether a note is enough for a task: not where what it asks for is recorded, and that closes it.
fn note_does_it(referral: &Referral, task: TaskKind, deciding: &Deciding<'_>) -> Result<(), Disallowed> {
    if task.done_by_doing() {
        return Err(Disallowed::DoneByDoing);
    }
    // A note does not say that somebody of the young people's service has her (PR-18).
    if task == TaskKind::YoungPeople { under_18::not_left_with_nobody(referral, deciding) } else { Ok(()) }
}

/// What may follow whether or not it is closed; otherwise the command, which asks for an open referral. What is on the list of
/// a case discussion stays there when it is closed, so that whoever takes part hears of it.
#[expect(clippy::result_large_err, reason = "the command goes on as it is")]
fn also_once_closed(
    referral: &Referral,
    command: ReferralCommand,
    deciding: &Deciding<'_>,
) -> Result<Result<Vec<ReferralEvent>, Disallowed>, ReferralCommand> {
    let event = match command {
        ReferralCommand::Add { kind, told } => return Ok(added(referral, kind, *told, deciding)),
        ReferralCommand::HearAnswers { screening, read_by, talk_by } => {
            return Ok(Ok(answers::heard(referral, screening, read_by, talk_by, deciding)));
        }
        ReferralCommand::AnswersRead { note } => return Ok(answers::read(referral, note, deciding)),
        ReferralCommand::AskRoutesAgain { routes } => return Ok(routes::to_ask_again(referral, routes, deciding)),
        ReferralCommand::RoutesAsked { settled, agreed } => {
            return Ok(routes::asked(referral, settled, agreed, deciding));
        }
        ReferralCommand::GivePage { link } => return Ok(her_page::given(referral, link, deciding)),
        ReferralCommand::ClosePage => return Ok(her_page::closed(referral, deciding)),
        ReferralCommand::AskOnPage { wish, said } => return Ok(her_page::asked(referral, wish, &said, deciding)),
        ReferralCommand::FollowSignpost { state, note } => came_back::followed(referral, state, note, deciding),
        ReferralCommand::UnlistCase { discussion, why } => {
            case_discussion::unlisted(referral, discussion, why, deciding)
        }
        ReferralCommand::DiscussCase { discussion, meeting, result } => {
            case_discussion::discussed(referral, discussion, meeting, *result, deciding)
        }
        other => return Err(other),
    };
    Ok(event.map(|event| vec![event]))
}

/// An erasure takes words away, and no promise: an offer that waits still ends, and a clock that stands still runs again.
fn promised(
    referral: &Referral,
    command: &ReferralCommand,
    deciding: &Deciding<'_>,
) -> Option<Result<ReferralEvent, Disallowed>> {
    referral.held()?;
    match command {
        ReferralCommand::LetHandoverLapse => Some(handover::lapsed(referral, deciding)),
        ReferralCommand::ResumeClock if *deciding.actor == Actor::System => Some(pause::resumed(referral, deciding)),
        _ => None,
    }
}

/// Somebody takes it; who has it takes it once, and an emergency once more by name.
fn claimed(referral: &Referral, by: String, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    let climbs = referral.climbs_since().is_some();
    if !climbs {
        undecided(referral, deciding.actor)?;
    }
    match &referral.triage.claim {
        // Who had it before it became an emergency takes the emergency by name as well.
        Some(claim) if claim.by == by && !climbs => Err(Disallowed::AlreadyClaimed("you".to_owned())),
        Some(_) | None => {
            let of_emergency = referral.priority == Some(Priority::Emergency);
            Ok(ReferralEvent::ReferralClaimed(ReferralClaimed { by, at: deciding.now, of_emergency }))
        }
    }
}

/// What was erased can still be closed, and nothing else.
fn once_erased(
    referral: &Referral,
    command: ReferralCommand,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    match command {
        ReferralCommand::Discharge(leaving) => Ok(vec![leaving::discharged(referral, *leaving, deciding)?]),
        _ => Err(Disallowed::Erased),
    }
}

/// What the service does by itself, when it is due or becomes known.
fn by_itself(
    referral: &Referral,
    command: &ReferralCommand,
    deciding: &Deciding<'_>,
) -> Option<Result<ReferralEvent, Disallowed>> {
    match command {
        ReferralCommand::Release if *deciding.actor == Actor::System => Some(due::let_go(referral, deciding)),
        ReferralCommand::ClimbLadder => Some(ladder::climbed(referral, deciding)),
        ReferralCommand::LookBack { earlier } => Some(came_back::looked_back(referral, earlier, deciding)),
        ReferralCommand::WarnOfTheEnd => Some(care::warned(referral, deciding)),
        ReferralCommand::LearnBirthDate { born } => Some(under_18::learned(referral, *born, deciding)),
        ReferralCommand::Remind { number } => Some(appointment::reminded(referral, *number, deciding)),
        ReferralCommand::LearnDeath => Some(death::learned(referral, deciding)),
        _ => None,
    }
}

/// What can follow at any time while it is open: its clock paused, between teams, at a meeting, in care.
fn later(
    referral: &Referral,
    command: ReferralCommand,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let event = match command {
        ReferralCommand::PauseClock { until, why } => pause::paused(referral, until, why, deciding),
        ReferralCommand::ResumeClock => pause::resumed(referral, deciding),
        ReferralCommand::Safeguard(step) => safeguarding::decide(referral, *step, deciding),
        ReferralCommand::RecordConsent(told) => under_18::consent(referral, *told, deciding),
        ReferralCommand::RecordPregnancy { due_on } => return pregnancy::recorded(referral, due_on, deciding),
        ReferralCommand::OfferHandover { to, agreement, summary } => {
            handover::offered(referral, to, agreement, summary, deciding)
        }
        ReferralCommand::AcceptHandover { to_woman } => handover::accepted(referral, to_woman, deciding),
        ReferralCommand::ReturnHandover { why } => handover::returned(referral, why, deciding),
        ReferralCommand::TakeBackHandover { why } => handover::taken_back(referral, why, deciding),
        ReferralCommand::BeginJointWork { team, agreed_on, what } => {
            handover::joined(referral, team, agreed_on, what, deciding)
        }
        ReferralCommand::EndJointWork { team, why } => handover::parted(referral, team, why, deciding),
        ReferralCommand::ReferOnward { to, chase_by, agreement, summary } => {
            handover::referred_on(referral, to, chase_by, agreement, summary, deciding)
        }
        ReferralCommand::ChaseOnward { state, chase_by, note } => {
            handover::chased(referral, state, chase_by, note, deciding)
        }
        ReferralCommand::RecordEmergencyTaken { name, service } => ladder::taken(referral, name, service, deciding),
        ReferralCommand::Discuss { meeting, outcome, owner, until, note } => {
            meeting::discussed(referral, meeting, outcome, owner, until, note, deciding)
        }
        ReferralCommand::Book(booking) => return appointment::booked(referral, *booking, deciding),
        ReferralCommand::CancelAppointment { number, why, instead } => {
            return appointment::cancelled(referral, number, why, instead.map(|booking| *booking), deciding);
        }
        ReferralCommand::RecordContact(contact) => return care::contact(referral, *contact, deciding),
        ReferralCommand::ListCase { discussion, question, asked_by, agreement } => {
            case_discussion::listed(referral, &discussion, (question, asked_by), agreement, deciding)
        }
        ReferralCommand::ReviewRisk { checks, next_contact_by, found } => {
            care::reviewed(referral, checks, next_contact_by, found, deciding)
        }
        ReferralCommand::NameLead { lead } => care::led(referral, lead, deciding),
        ReferralCommand::RecordAdmission { unit } => care::admitted(referral, unit, deciding),
        ReferralCommand::RecordLeavingUnit { lead, next_contact_by } => {
            care::left_unit(referral, lead, next_contact_by, deciding)
        }
        ReferralCommand::ContinueCare { until, why } => care::continued(referral, until, why, deciding),
        ReferralCommand::Discharge(leaving) => leaving::discharged(referral, *leaving, deciding),
        _ => Err(Disallowed::Unknown),
    }?;
    Ok(vec![event])
}

/// Safeguarding, on its own page.
pub(super) fn safeguarding_told(what: String, deciding: &Deciding<'_>) -> ReferralEvent {
    ReferralEvent::SafeguardingRecorded(SafeguardingRecorded { at: deciding.now, said: Some(Said { text: what }) })
}

/// The account of somebody who may assess: nobody else lowers an urgency, stops a clock or ends care.
///
/// # Errors
/// [`Disallowed::NeedsAClinician`].
pub(super) fn clinician(actor: &Actor) -> Result<String, Disallowed> {
    match actor {
        Actor::Staff { role: Role::Clinician | Role::Duty, account } => Ok(account.clone()),
        Actor::Staff { .. } | Actor::Operator { .. } | Actor::Public | Actor::System => {
            Err(Disallowed::NeedsAClinician)
        }
    }
}

/// The account of a member of staff; nobody else takes these steps.
///
/// # Errors
/// [`Disallowed::NeedsAPerson`].
pub(super) fn staff(actor: &Actor) -> Result<String, Disallowed> {
    match actor {
        Actor::Staff { account, .. } => Ok(account.clone()),
        Actor::Operator { .. } | Actor::Public | Actor::System => Err(Disallowed::NeedsAPerson),
    }
}

pub(super) fn words(text: String) -> Result<Said, Disallowed> {
    if text.trim().is_empty() { Err(Disallowed::ReasonMissing) } else { Ok(Said { text }) }
}

/// A time to wait for, neither gone by nor too far away.
pub(super) fn within_reach(until: Timestamp, now: Timestamp) -> Result<Timestamp, Disallowed> {
    if until <= now || until > now + LONGEST_WAIT { Err(Disallowed::NotWithinAWeek) } else { Ok(until) }
}

/// More became known: by the way in, or by staff. What it says may raise the urgency, and never lowers it.
fn added(
    referral: &Referral,
    kind: AdditionKind,
    told: Told,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let at = deciding.now;
    match (kind, deciding.actor) {
        (AdditionKind::Door | AdditionKind::SpokenHandover | AdditionKind::HerPage, Actor::Public)
        | (_, Actor::Staff { .. }) => {}
        (_, Actor::Public | Actor::Operator { .. } | Actor::System) => return Err(Disallowed::NeedsAPerson),
    }
    if referral.held().is_none() {
        return Err(Disallowed::AlreadyDecided(referral.outcome().code()));
    }
    let asked = referral.asked.clone().with(told.asked.clone());
    let ends_on = told.pregnancy.as_ref().or(referral.pregnancy.as_ref()).map(|pregnancy| pregnancy.due_or_end_on);
    let today = local_day(at);
    // A route that is not told of anew is no new task: it was asked at the door.
    let known: Vec<_> = referral.triage.tasks.keys().copied().collect();
    let review_again = another_medicine(referral, &told.story);
    let raises = urgency::Raises {
        asked: &asked,
        story: &told.story,
        contact: &ContactChoices::default(),
        birth_date: told.identity.birth_date,
        pregnancy_ends_on: ends_on,
        today,
    };
    let mut story = told.story.clone();
    story.born = told.identity.birth_date.or(story.born);
    let changed = TaskKind::SomethingChanged;
    let from_her_page =
        (kind == AdditionKind::HerPage).then(|| RaisedTask { task: changed, due_by: changed.due_by(at) });
    let tasks = raised(&raises, at, deciding.footprint)
        .into_iter()
        .filter(|raised| match raised.task {
            TaskKind::SafeRouteCall => false,
            TaskKind::PrescriberReview if review_again => true,
            task => !known.contains(&task),
        })
        .chain(from_her_page)
        .collect();
    // What a clinician lowered is raised again by what is new, not by the same answers told again or by a note.
    let ended_on = referral.pregnancy.as_ref().map(|pregnancy| pregnancy.due_or_end_on);
    let (before, to) = (urgency::priority(&referral.asked, ended_on, today), urgency::priority(&asked, ends_on, today));
    let new_sign = !told.asked.signs.is_subset(&referral.asked.signs);
    let coded = matches!(kind, AdditionKind::Door | AdditionKind::HerPage);
    let mut events = vec![ReferralEvent::ReferralAddedTo(ReferralAddedTo {
        at,
        kind,
        asked: coded.then(|| Box::new(told.asked)),
        source: told.source.filter(|_| coded),
        pregnancy: told.pregnancy.filter(|_| coded),
        tasks,
        story: Some(Box::new(story)),
    })];
    events.extend(told.safeguarding.map(|what| safeguarding_told(what, deciding)));
    if new_sign || to < before {
        events.extend(raise(referral, to, None, deciding).map(ReferralEvent::PriorityRaised));
    }
    Ok(events)
}

/// Whether a medicine is named that the story so far does not name: a review that was done is then done again (H23).
fn another_medicine(referral: &Referral, newer: &Story) -> bool {
    let named = |story: &Story| story.of_medicines().flat_map(medicine::named).collect::<BTreeSet<_>>();
    let before = referral.story().map(named).unwrap_or_default();
    !named(newer).is_subset(&before)
}

/// The raising of the urgency, where it is one. The clock of an emergency begins now and is never later than it was.
pub(super) fn raise(
    referral: &Referral,
    to: Priority,
    said: Option<Said>,
    deciding: &Deciding<'_>,
) -> Option<PriorityChanged> {
    let from = referral.priority;
    if from.is_some_and(|from| to >= from) {
        return None;
    }
    let (by_rule, strictest) = response(deciding.footprint, to, deciding.now);
    // A clock that stood still runs again from here, and to the earlier of both ends.
    let before = pause::end_if_resumed(referral, deciding.now, deciding.footprint);
    let respond_by = before.map_or(by_rule, |before| before.min(by_rule));
    let answer_by = handover::answer_sooner(referral, to, deciding);
    // An earlier clock that runs out first is not the stand-in.
    let strictest = strictest.filter(|_| respond_by == by_rule);
    Some(PriorityChanged {
        at: deciding.now,
        from,
        to,
        respond_by,
        strictest,
        spoke_at: None,
        by: None,
        answer_by,
        said,
    })
}

/// Only a clinician who has spoken with her may lower what was raised, with a reason (PR-02, INV-04).
fn lowered(
    referral: &Referral,
    to: Priority,
    spoke_at: Timestamp,
    why: String,
    deciding: &Deciding<'_>,
) -> Result<ReferralEvent, Disallowed> {
    clinician(deciding.actor)?;
    let from = referral.priority;
    if from.is_none_or(|from| to <= from) {
        return Err(Disallowed::NotLowered);
    }
    if spoke_at < referral.received_at || spoke_at > deciding.now {
        return Err(Disallowed::SpokeAtMissing);
    }
    let at = deciding.now;
    let (respond_by, strictest) = response(deciding.footprint, to, referral.received_at);
    Ok(ReferralEvent::PriorityLowered(PriorityChanged {
        at,
        from,
        to,
        respond_by,
        strictest,
        spoke_at: Some(spoke_at),
        by: None,
        answer_by: None,
        said: Some(words(why)?),
    }))
}

/// A decision that waits for its letter. Saved again with the same verdict, it counts from when it was first made.
fn saved(referral: &Referral, due: LetterDue, deciding: &Deciding<'_>) -> Result<ReferralEvent, Disallowed> {
    match &due.verdict {
        Verdict::Accept { team }
        | Verdict::Reject { team }
        | Verdict::Signpost { team, .. }
        | Verdict::Advise { team, .. } => {
            known_team(deciding.footprint, team)?;
        }
        Verdict::Withdraw => {}
    }
    if due.owner.trim().is_empty() {
        return Err(Disallowed::OwnerMissing);
    }
    if due.verdict.is_a_no() {
        under_18::not_left_with_nobody(referral, deciding)?;
    }
    if !matches!(due.verdict, Verdict::Accept { .. }) {
        super::decide::reasons_hold(&due.grounds.reasons, due.grounds.in_own_words.as_deref())?;
    }
    if due.verdict.is_a_no() {
        no_cites_enough(&due.grounds.reasons, &due.grounds.criteria, referral, deciding)?;
    } else {
        cited_hold(&due.grounds.criteria, referral, deciding)?;
    }
    let before = referral.triage.letter_due.as_ref().filter(|before| before.verdict.code() == due.verdict.code());
    let decided_at = before.map_or(deciding.now, |before| before.decided_at);
    Ok(ReferralEvent::DecisionSaved(LetterDue { decided_at, rules: deciding.rules.to_owned(), ..due }))
}
