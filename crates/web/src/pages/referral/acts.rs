//! The steps that a form of the referral's page takes. A form that is stale or refused comes back with what was typed
//! (H13).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use porch_app::{access::Action, queue::Filter, referral};
use porch_domain::{
    front_door::{Answers, LONGEST, Story, TaskKind, Told},
    person::Route,
    referral::{AdditionKind, AskedOf, AttemptOutcome, Priority, ReferralCommand, SignpostState},
};

use super::{Answered, Returned, address, again, care, discussing, id_of, risk, steps, under_18};
use crate::{
    Site, activity,
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent},
        queue, risk as lists,
    },
    sign_in::SignedIn,
};

/// A step on the way to the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// "I take this".
    Claim,
    /// Let it go.
    Release,
    /// Record a try to reach her.
    Try,
    /// Ask somebody for more.
    Ask,
    /// Add a note, or an answer that came.
    Add,
    /// Raise the urgency.
    Raise,
    /// Lower the urgency, after speaking with her.
    Lower,
    /// Pause the response clock.
    Pause,
    /// Let it run again.
    Resume,
    /// Close a task.
    Task,
    /// Record safeguarding.
    Safeguarding,
    /// Record consent of somebody under eighteen.
    Consent,
    /// Record a new pregnancy.
    Pregnant,
    /// Record a contact.
    Contact,
    /// Review risk after somebody did not come.
    Review,
    /// Name the lead professional.
    Lead,
    /// Record an admission.
    Admission,
    /// Record that she left a unit.
    LeftUnit,
    /// Go on beyond her time in this service.
    Continue,
    /// Record whether the service that she was pointed to has her.
    Signpost,
    /// Record who of another service has an emergency.
    Taken,
    /// Write down that she told of a risk.
    RiskHeard,
    /// "I take this", of a risk answer.
    RiskTake,
    /// Record who of another service has a risk answer.
    RiskElsewhere,
    /// Record what was done about a risk answer.
    RiskDone,
    /// Put it on the list of a case discussion.
    List,
    /// Take it off such a list.
    Unlist,
}

impl Step {
    const ALL: [Self; 27] = [
        Self::Claim,
        Self::Release,
        Self::Try,
        Self::Ask,
        Self::Add,
        Self::Raise,
        Self::Lower,
        Self::Pause,
        Self::Resume,
        Self::Task,
        Self::Safeguarding,
        Self::Consent,
        Self::Pregnant,
        Self::Contact,
        Self::Review,
        Self::Lead,
        Self::Admission,
        Self::LeftUnit,
        Self::Continue,
        Self::Signpost,
        Self::Taken,
        Self::RiskHeard,
        Self::RiskTake,
        Self::RiskElsewhere,
        Self::RiskDone,
        Self::List,
        Self::Unlist,
    ];

    /// Its part of the address, and the beginning of the ids of its fields.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Try => "try",
            Self::Ask => "ask",
            Self::Add => "add",
            Self::Raise => "raise",
            Self::Lower => "lower",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Task => "task",
            Self::Safeguarding => "safeguarding",
            Self::Consent => "consent",
            Self::Pregnant => "pregnant",
            Self::Contact => "contact",
            Self::Review => "review",
            Self::Lead => "lead",
            Self::Admission => "admission",
            Self::LeftUnit => "left-unit",
            Self::Continue => "continue",
            Self::Signpost => "signpost",
            Self::Taken => "taken",
            Self::RiskHeard => "risk",
            Self::RiskTake => "risk-take",
            Self::RiskElsewhere => "risk-taken",
            Self::RiskDone => "risk-done",
            Self::List => "list",
            Self::Unlist => "unlist",
        }
    }

    /// What whoever sends its form must be allowed, as the activity asks it.
    pub(super) fn action(self) -> Action {
        match self {
            Self::Try | Self::Add | Self::Raise | Self::Taken | Self::RiskHeard | Self::RiskElsewhere => {
                Action::AddToReferral
            }
            Self::Claim
            | Self::Release
            | Self::Ask
            | Self::Lower
            | Self::Pause
            | Self::Resume
            | Self::Task
            | Self::Safeguarding
            | Self::Consent
            | Self::Pregnant
            | Self::Signpost
            | Self::RiskTake
            | Self::RiskDone
            | Self::List
            | Self::Unlist => Action::TriageReferral,
            Self::Contact | Self::Review | Self::Lead | Self::Admission | Self::LeftUnit | Self::Continue => {
                Action::CareFor
            }
        }
    }

    pub(super) fn of_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.path() == path)
    }

    /// The id of a field of its form.
    pub(super) fn id(self, field: &str) -> String {
        format!("{}-{field}", self.path())
    }
}

/// The lengths of time for which an answer can be waited for, in hours.
pub(super) const WAITS: [(i64, &str); 4] =
    [(24, "Until tomorrow at this time"), (48, "For 2 days"), (72, "For 3 days"), (167, "For a week")];

/// For how many days a clock can be paused.
pub(super) const PAUSES: [(i32, &str); 4] =
    [(7, "For a week"), (14, "For 2 weeks"), (21, "For 3 weeks"), (28, "For 4 weeks")];

/// Takes a step.
pub(crate) async fn take(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, step)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let step = Step::of_path(&step).ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let command_id = sent.command().map_err(|failure| failure.seen_by(&who))?;
    // A list and the banner know who holds it and no version; every form of the page itself names its version.
    let from_list = matches!(step, Step::Claim | Step::Try | Step::RiskTake) && !sent.0.has("version");
    let version = if from_list { None } else { Some(sent.version().map_err(|failure| failure.seen_by(&who))?) };
    let mut errors = Errors::default();
    let command = match step {
        Step::List | Step::Unlist => {
            let rules = site.rules();
            discussing::command(step, &sent.0, (&rules.footprint, &who.account), &mut errors)
        }
        Step::RiskHeard | Step::RiskTake | Step::RiskElsewhere | Step::RiskDone => {
            risk::command(step, &who.account, &sent.0, &mut errors)
        }
        _ => command(step, &sent.0, site.world.now(), &mut errors),
    };
    let Some(command) = command.filter(|_| errors.is_empty()) else {
        let returned = Returned { step: Some(step), answers: sent.0, errors, ..Returned::default() };
        return again(&site, &who, id, StatusCode::BAD_REQUEST, returned).await;
    };
    let shown = sent.0.text("shown");
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(if step == Step::Claim && from_list {
            referral::claim(ctx, command_id, id, shown.as_deref())
        } else if step == Step::RiskTake {
            referral::acknowledge_risk(ctx, command_id, id, shown.as_deref())
        } else {
            referral::carry_out(ctx, command_id, id, version, command)
        })
    });
    let returned = Returned { step: Some(step), answers: sent.0.clone(), ..Returned::default() };
    match Answered::of(done.await?, &who)? {
        Answered::Done => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, back(&sent.0, id))]).into_response()),
        Answered::Stale => {
            let returned = Returned { drawn_from: Some(version), ..returned };
            again(&site, &who, id, StatusCode::CONFLICT, returned).await
        }
        Answered::Refused(why) => {
            let returned = Returned { refused: Some(why), ..returned };
            again(&site, &who, id, StatusCode::CONFLICT, returned).await
        }
    }
}

/// Where a step leads back to: the row of the list that it came from, or the page.
fn back(answers: &Answers, id: porch_domain::ids::ReferralId) -> String {
    if answers.typed("from") == "queue" {
        queue::address_of_row(Filter::of_code(answers.typed("show")).unwrap_or_default(), id)
    } else if let Some(list) = lists::back(answers.typed("from")) {
        list.to_owned()
    } else {
        format!("{}#next", address(id))
    }
}

/// The command that a form asks for; nothing where something is wrong, which is then in `errors`.
fn command(step: Step, answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<ReferralCommand> {
    let mut words = |field: &str, missing: &str| words_in(step, field, missing, answers, errors).unwrap_or_default();
    Some(match step {
        Step::Claim => ReferralCommand::Claim,
        Step::Release => ReferralCommand::Release,
        Step::Try => ReferralCommand::RecordAttempt {
            route: chosen(step, "route", answers, Route::of_code, "Choose how you tried", errors)?,
            outcome: chosen(step, "outcome", answers, AttemptOutcome::of_code, "Choose what came of it", errors)?,
            note: answers.text("note"),
        },
        Step::Ask => {
            let what = words("what", "Write what you ask");
            let of = chosen(step, "of", answers, AskedOf::of_code, "Choose whom you ask", errors);
            let wait = |code: &str| code.parse().ok().filter(|hours| WAITS.iter().any(|(known, _)| known == hours));
            let hours: i64 = chosen(step, "wait", answers, wait, "Choose how long you wait for an answer", errors)?;
            ReferralCommand::AskForInformation { of: of?, what, until: now + SignedDuration::from_hours(hours) }
        }
        Step::Add => {
            let kind = if answers.typed("kind") == "answer" { AdditionKind::Answer } else { AdditionKind::Note };
            let worry = words("text", "Write the note or the answer");
            let story = Story { worry, ..Story::default() };
            ReferralCommand::Add { kind, told: Box::new(Told { story, ..Told::default() }) }
        }
        Step::Raise => {
            let why = words("why", "Say why it is more urgent");
            let to = chosen(step, "to", answers, Priority::of_code, "Choose how urgent it is", errors)?;
            ReferralCommand::RaisePriority { to, why }
        }
        Step::Lower => {
            let why = words("why", "Say why it is less urgent, from what she told you");
            let to = chosen(step, "to", answers, Priority::of_code, "Choose how urgent it is", errors);
            let spoke_at = steps::SPOKE.read(answers, moment::local(now).date(), errors);
            if spoke_at.is_none() && errors.of(&step.id("spoke")).is_none() {
                errors.add(step.id("spoke"), "Say when you spoke with her");
            }
            ReferralCommand::LowerPriority { to: to?, spoke_at: spoke_at?, why }
        }
        Step::Pause => {
            let why = words("why", "Say why the clock is paused");
            let days = |code: &str| code.parse().ok().filter(|days| PAUSES.iter().any(|(known, _)| known == days));
            let days: i32 = chosen(step, "days", answers, days, "Choose for how long", errors)?;
            ReferralCommand::PauseClock { until: moment::local(now).date().checked_add(days.days()).ok()?, why }
        }
        Step::Resume => ReferralCommand::ResumeClock,
        Step::Task => {
            let task = TaskKind::of_code(answers.typed("task"))?;
            let note = answers.text("note");
            if note.is_none() {
                errors.add(task_field(task), "Say what came of it");
            }
            ReferralCommand::CloseTask { task, note: note? }
        }
        Step::Taken => ReferralCommand::RecordEmergencyTaken {
            name: words("name", "Say who has it, by name"),
            service: words("service", "Name the service"),
        },
        Step::Signpost => ReferralCommand::FollowSignpost {
            state: chosen(step, "state", answers, SignpostState::of_code, "Choose what you found out", errors)?,
            note: answers.text("note"),
        },
        Step::Safeguarding => ReferralCommand::RecordSafeguarding { what: words("what", "Write what is known") },
        Step::Consent => return under_18::command(answers, errors),
        Step::Pregnant => {
            let due_on = care::day_of(answers.typed("due"));
            if due_on.is_none() {
                errors.add(step.id("due"), "Write the day as numbers, such as 15 12 2027");
            }
            ReferralCommand::RecordPregnancy { due_on: due_on? }
        }
        Step::Contact | Step::Review | Step::Lead | Step::Admission | Step::LeftUnit | Step::Continue => {
            return care::command(step, answers, now, errors);
        }
        // These ask more than the form: the local rules, or who is signed in.
        Step::List | Step::Unlist | Step::RiskHeard | Step::RiskTake | Step::RiskElsewhere | Step::RiskDone => {
            return None;
        }
    })
}

/// The words of a field; where none are there, or too many, that is in `errors`.
pub(super) fn words_in(
    step: Step,
    field: &str,
    missing: &str,
    answers: &Answers,
    errors: &mut Errors,
) -> Option<String> {
    let text = answers.text(field);
    match &text {
        None => errors.add(step.id(field), missing),
        Some(text) if text.chars().count() > LONGEST => {
            errors.add(step.id(field), "This is too long: at most 10,000 characters are kept");
        }
        Some(_) => {}
    }
    text
}

/// The id of the note beside a task.
pub(super) fn task_field(task: TaskKind) -> String {
    format!("task-{}", task.code())
}

pub(super) fn chosen<T>(
    step: Step,
    field: &str,
    answers: &Answers,
    of_code: impl Fn(&str) -> Option<T>,
    missing: &str,
    errors: &mut Errors,
) -> Option<T> {
    let chosen = of_code(answers.typed(field));
    if chosen.is_none() {
        errors.add(step.id(field), missing);
    }
    chosen
}
