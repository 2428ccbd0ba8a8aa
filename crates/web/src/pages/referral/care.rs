//! Care on a referral's page: who was seen and who was not, and what is recorded of it.

use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use porch_app::{MessageLine, access::Action, deciding};
use porch_domain::{
    footprint::TeamCode,
    front_door::{Answers, Known},
    message::{MessageStage, Recipient},
    referral::{
        Attendance, Baby, Contact, ContactKind, EngagementChecks, Outcome, ReferralCommand, SeenElsewhere, Stage,
        care_ends_on,
    },
};

use super::{
    Answered, Returned, View,
    acts::{Step, chosen, words_in},
    address, again, appointments, id_of,
    routes::messages,
    steps::{choose, form, options, text, typed},
};
use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Details, Input, Label, SummaryList, SummaryRow, WarningCallout, button, details, input,
        summary_list, warning_callout,
    },
    failure::Failure,
    moment,
    pages::form::{Errors, Sent, When, hidden},
    sign_in::SignedIn,
};

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// When a contact was, or should have been.
const MET: When<'static> = When { time: "met", day: "met_on", prefix: "contact-" };

/// In how many days the next contact is due.
const NEXT: [(i64, &str); 8] = [
    (1, "Tomorrow"),
    (2, "In 2 days"),
    (3, "In 3 days"),
    (7, "In a week"),
    (14, "In 2 weeks"),
    (28, "In 4 weeks"),
    (42, "In 6 weeks"),
    (91, "In 3 months"),
];

/// What was looked into, with the question that staff read (PR-21).
const CHECKS: [(&str, &str); 4] = [
    ("delivered", "Did the invitation arrive?"),
    ("safe_route", "Did it go by a route that she said is safe?"),
    ("language", "Was it in her language, with an interpreter where she needs one?"),
    ("stopped", "Is somebody stopping her?"),
];

fn in_care(view: &View<'_>) -> bool {
    matches!(view.page.referral.stage, Stage::Accepted { .. })
}

fn row<'a>(key: &'a str, value: Markup) -> SummaryRow<'a> {
    SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() }
}

/// What is known of care, where there is any.
pub(super) fn facts(view: &View<'_>) -> Markup {
    let (referral, care) = (&view.page.referral, &view.page.referral.care);
    let accepted = referral.outcome() == Outcome::Accepted;
    if !accepted && care.seen_by.is_empty() && care.missed_at.is_none() {
        return died(view);
    }
    let mut rows = Vec::new();
    if accepted {
        let lead = html! { @match &care.lead { Some(lead) => (view.name(lead)), None => "Nobody is named" } };
        rows.push(row("Lead professional", lead));
    }
    if let Some(by) = care.next_contact_by.filter(|_| referral.held().is_some()) {
        rows.push(row("Next contact", html! { (moment::left(by, view.now)) ", by " (moment::time(by)) }));
    }
    if let Some(one) = referral.expected().min_by_key(|one| one.starts_at) {
        rows.push(row("Appointment", html! { (moment::time(one.starts_at)) ", " (one.kind.label().to_lowercase()) }));
    }
    let different = care.seen_by.len();
    rows.push(row(
        "Seen by",
        html! {
            @match different {
                0 => "Nobody yet",
                1 => "1 member of staff",
                several => { (several) " different staff" },
            }
            @if different > 0 { ": " (care.seen_by.iter().map(|by| view.name(by)).collect::<Vec<_>>().join("; ")) }
        },
    ));
    if let Some(at) = care.missed_at {
        rows.push(row("Missed", missed(view, at)));
    }
    if let Some(at) = care.baby_not_brought_at {
        rows.push(row("Baby not brought", html! { (moment::recent(at, view.now)) }));
    }
    if let Some(unit) = &care.admitted {
        rows.push(row("Inpatient", html! { strong { (unit) } }));
    }
    if let Some(by) = &care.answered_by {
        rows.push(row("What stopped the clock", html! { "Assessment by " (view.name(by)) }));
    }
    let months = view.footprint.care().until_months;
    if let Some(on) = care_ends_on(referral, months).filter(|_| in_care(view)) {
        let over = on <= moment::local(view.now).date();
        rows.push(row(
            "Time in this service",
            html! {
                "Until " (moment::day(on))
                @if care.continued_until == Some(on) { ", continued with a reason" }
                @if over { ": " strong { "over, and no reason to go on is recorded" } }
            },
        ));
    }
    html! {
        section aria-labelledby="care" {
            h2 class="nhsuk-heading-m" id="care" { "Care" }
            (died(view))
            (summary_list(&SummaryList { rows, ..SummaryList::default() }))
            p { a href={ (view.address()) "/appointments" } { "Appointments" } }
        }
    }
}

fn missed(view: &View<'_>, at: Timestamp) -> Markup {
    let care = &view.page.referral.care;
    html! {
        @match care.missed {
            0 => "Once before, and she came since",
            1 => "1 contact since she last came",
            several => { (several) " contacts since she last came" },
        }
        ", the last recorded " (moment::recent(at, view.now)) ". "
        @if care.review_is_missing() { strong { "Risk is reviewed before anything ends." } }
        @else if let Some(review) = care.review {
            "Risk reviewed " (moment::recent(review.at, view.now))
            @if review.checks.not_her_doing() { ": that she was missed does not lie with her" }
            "."
        }
    }
}

/// That she died stands above all else.
fn died(view: &View<'_>) -> Markup {
    let Some(at) = view.page.person.as_ref().and_then(|person| person.died_at) else { return Markup::default() };
    let content = html! {
        p { "That she died was recorded " (moment::recent(at, view.now)) ". Nothing more goes to her." }
        @if view.page.referral.held().is_some() {
            p { a href={ (view.address()) "/discharge" } { "Close this referral" } }
        }
    };
    warning_callout(&WarningCallout { heading: "She died", content: content.into(), ..WarningCallout::default() })
}

/// What is recorded of care, each in a form of its own, and the way to its end.
pub(super) fn section(view: &View<'_>) -> Markup {
    let care = &view.page.referral.care;
    let reviews = care.missed_at.is_some() || view.page.referral.triage.attempts > 0;
    html! {
        (form(view, Step::Contact, "Record a contact", &contact_fields(view)))
        @if reviews { (form(view, Step::Review, "Review risk: she did not come", &review_fields(view))) }
        @if in_care(view) {
            (form(view, Step::Lead, "Name the lead professional", &lead_field(view, Step::Lead)))
            @if care.admitted.is_none() {
                (form(view, Step::Admission, "Record an admission", &line(view, Step::Admission, "unit", "Which unit?", "")))
            } @else {
                (form(view, Step::LeftUnit, "Record that she left the unit", &html! {
                    (lead_field(view, Step::LeftUnit))
                    (next_field(view, Step::LeftUnit))
                }))
            }
            @if care_ends_on(&view.page.referral, view.footprint.care().until_months).is_some() {
                (form(view, Step::Continue, "Go on beyond her time in this service", &continue_fields(view)))
            }
            (end(view))
        }
        (death(view))
    }
}

fn end(view: &View<'_>) -> Markup {
    if !view.may(Action::CareFor) {
        return Markup::default();
    }
    button(&Button {
        content: "End care".into(),
        href: &format!("{}/discharge", view.address()),
        variant: ButtonVariant::Secondary,
        small: true,
        ..Button::default()
    })
}

fn contact_fields(view: &View<'_>) -> Markup {
    let step = Step::Contact;
    html! {
        (choose(view, step, "kind", "What was it for?", &options(ContactKind::ALL, ContactKind::code, ContactKind::label)))
        (choose(view, step, "attendance", "Who came?", &options(Attendance::ALL, Attendance::code, Attendance::label)))
        (MET.fields(
            typed(view, step, &Answers::default()),
            (view.now, true),
            ("When was it, or should it have been?", "On which day?"),
            &view.returned.errors,
        ))
        (choose(view, step, "baby", "The baby", &options(Baby::ALL, Baby::code, Baby::label)))
        (choose(view, step, "team", "Which team of ours?", &teams(view)))
        (next_field(view, step))
        (line(view, step, "seen_by", "If a crisis or liaison team saw her: who, by name?", "Leave it empty where you saw her yourself."))
        (line(view, step, "service", "Of which service?", ""))
        (text(view, step, "note", "Note, if there is more to say", "", 2))
        p class="nhsuk-body-s" { "Only an assessment that she came to stops a clock." }
    }
}

/// The teams that may have been in contact with her, the one responsible first.
fn teams(view: &View<'_>) -> Vec<(String, String)> {
    let holds = view.page.referral.held().map(|held| &held.by);
    let today = moment::local(view.now).date();
    let mut teams: Vec<_> = view.footprint.teams().iter().filter(|team| team.exists_on(today)).collect();
    teams.sort_by_key(|team| Some(&team.code) != holds);
    teams.into_iter().map(|team| (team.code.0.clone(), team.name.clone())).collect()
}

/// Whether a message was for her and more than a draft, which tells her nothing.
fn went_to_her(message: &MessageLine) -> bool {
    let is_draft = MessageStage::of_code(&message.stage) == Some(MessageStage::Drafted);
    !is_draft && Recipient::of_code(&message.recipient) == Some(Recipient::Woman)
}

fn review_fields(view: &View<'_>) -> Markup {
    let step = Step::Review;
    let answers = [("", "Choose"), ("yes", "Yes"), ("no", "No"), ("not_known", "Not known")]
        .map(|(code, words)| (code.to_owned(), words.to_owned()));
    html! {
        @match &view.page.missed {
            Some((one, told)) => {
                p { strong { "The appointment that she missed: " (moment::time(one.starts_at)) "." } " What was written to her about it, and what became of that:" }
                (appointments::messages(told))
            }
            None => p { "No appointment was booked for a contact that she missed, so no invitation is known." },
        }
        p { "What was sent to her, and what became of it:" }
        (messages(view.page.messages.iter().filter(|message| went_to_her(message))))
        @for (field, question) in CHECKS { (choose(view, step, field, question, &answers)) }
        (text(view, step, "found", "What was found, and what is done now?", "A missing interpreter is our failure, and never hers.", 3))
        (next_field(view, step))
    }
}

fn lead_field(view: &View<'_>, step: Step) -> Markup {
    line(view, step, "lead", "Who leads?", "The name of the account, such as yours: then it stands in their caseload.")
}

fn continue_fields(view: &View<'_>) -> Markup {
    let step = Step::Continue;
    html! {
        (line(view, step, "until", "Until which day?", "Day, month and year, such as 15 12 2027."))
        (text(view, step, "why", "What is the clinical need?", "", 3))
    }
}

/// In how many days somebody sees her next; the local rules say how soon where nobody says otherwise.
fn next_field(view: &View<'_>, step: Step) -> Markup {
    let usual = i64::from(view.footprint.care().next_contact_days);
    let mut all: Vec<(String, String)> =
        NEXT.iter().map(|(days, words)| (days.to_string(), (*words).to_owned())).collect();
    // What stands first is chosen where nothing was typed.
    all.sort_by_key(|(days, _)| *days != usual.to_string());
    choose(view, step, "next", "When is the next contact due?", &all)
}

pub(super) fn line(view: &View<'_>, step: Step, field: &str, label: &str, hint: &str) -> Markup {
    let none = Answers::default();
    input(&Input {
        label: Label::from(label),
        hint: hint.into(),
        error: view.returned.errors.of(&step.id(field)).into(),
        id: &step.id(field),
        name: field,
        value: typed(view, step, &none).typed(field),
        autocomplete: "off",
        ..Input::default()
    })
}

/// The command that a form of care asks for; nothing where something is wrong, which is then in `errors`.
pub(super) fn command(step: Step, answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<ReferralCommand> {
    match step {
        Step::Contact => contact(answers, now, errors),
        Step::Review => review(answers, now, errors),
        Step::Lead => {
            Some(ReferralCommand::NameLead { lead: words_in(step, "lead", "Say who leads", answers, errors)? })
        }
        Step::Admission => {
            let unit = words_in(step, "unit", "Name the unit", answers, errors)?;
            Some(ReferralCommand::RecordAdmission { unit })
        }
        Step::LeftUnit => {
            let lead = words_in(step, "lead", "Say who leads from now on", answers, errors);
            let next_contact_by = next(step, answers, now, errors)?;
            Some(ReferralCommand::RecordLeavingUnit { lead: lead?, next_contact_by })
        }
        Step::Continue => {
            let why = words_in(step, "why", "Say what the clinical need is", answers, errors);
            let until = day_of(answers.typed("until"));
            if until.is_none() {
                errors.add(step.id("until"), "Write the day as numbers, such as 15 12 2027");
            }
            Some(ReferralCommand::ContinueCare { until: until?, why: why? })
        }
        Step::Pause
        | Step::Resume
        | Step::Claim
        | Step::Release
        | Step::Try
        | Step::Ask
        | Step::Add
        | Step::Raise
        | Step::Lower
        | Step::Task
        | Step::Safeguarding
        | Step::Consent
        | Step::Pregnant
        | Step::Signpost
        | Step::List
        | Step::Unlist
        | Step::RiskHeard
        | Step::RiskTake
        | Step::RiskElsewhere
        | Step::RiskDone
        | Step::Taken => None,
    }
}

fn next(step: Step, answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<Timestamp> {
    let known = |code: &str| code.parse().ok().filter(|days| NEXT.iter().any(|(known, _)| known == days));
    let days: i64 = chosen(step, "next", answers, known, "Choose when the next contact is due", errors)?;
    Some(now + SignedDuration::from_hours(days * 24))
}

fn contact(answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<ReferralCommand> {
    let step = Step::Contact;
    let kind = chosen(step, "kind", answers, ContactKind::of_code, "Choose what it was for", errors);
    let attendance = chosen(step, "attendance", answers, Attendance::of_code, "Choose who came", errors);
    let baby = chosen(step, "baby", answers, Baby::of_code, "Choose whether the baby was brought", errors);
    let at = MET.read(answers, moment::local(now).date(), errors);
    if at.is_none() && errors.of(&step.id("met")).is_none() && errors.of(&step.id("met_on")).is_none() {
        errors.add(step.id("met"), "Say when it was");
    }
    let elsewhere = match (answers.text("seen_by"), answers.text("service")) {
        (None, None) => None,
        (Some(name), Some(service)) => Some(SeenElsewhere { service, name }),
        (None, Some(_)) => {
            errors.add(step.id("seen_by"), "Name the clinician who saw her");
            None
        }
        (Some(_), None) => {
            errors.add(step.id("service"), "Name the service");
            None
        }
    };
    let next_contact_by = next(step, answers, now, errors);
    Some(ReferralCommand::RecordContact(Box::new(Contact {
        at: at?,
        kind: kind?,
        attendance: attendance?,
        baby: baby?,
        team: answers.text("team").map(TeamCode),
        elsewhere,
        next_contact_by: next_contact_by?,
        note: answers.text("note"),
    })))
}

fn review(answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<ReferralCommand> {
    let step = Step::Review;
    let known = |code: &str| match code {
        "yes" => Some(Known::Yes),
        "no" => Some(Known::No),
        "not_known" => Some(Known::NotKnown),
        _ => None,
    };
    let [delivered, safe_route, language, stopped] =
        CHECKS.map(|(field, _)| chosen(step, field, answers, known, "Choose yes, no or not known", errors));
    let found = words_in(step, "found", "Say what was found", answers, errors);
    let next_contact_by = next(step, answers, now, errors);
    let checks =
        EngagementChecks { delivered: delivered?, safe_route: safe_route?, language: language?, stopped: stopped? };
    Some(ReferralCommand::ReviewRisk { checks, next_contact_by: next_contact_by?, found: found? })
}

/// A day as people type it: day, month and year, parted by anything.
pub(in crate::pages) fn day_of(text: &str) -> Option<jiff::civil::Date> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// That she died, or that this was recorded by mistake: nothing but a person's word, and at once (PR-27).
fn death(view: &View<'_>) -> Markup {
    if !view.may(Action::CareFor) {
        return Markup::default();
    }
    let recorded = view.page.person.as_ref().is_some_and(|person| person.died_at.is_some());
    let (summary, what) = if recorded { ("She did not die", "alive") } else { ("She died", "died") };
    let content = html! {
        form action={ (view.address()) "/death" } method="post" novalidate {
            (hidden(view.site, view.page.version))
            input type="hidden" name="what" value=(what);
            @if recorded {
                (input(&Input {
                    label: Label::from("How is it known that this was a mistake?"),
                    error: view.returned.errors.of("death-why").into(),
                    id: "death-why",
                    name: "why",
                    value: view.returned.answers.typed("why"),
                    autocomplete: "off",
                    ..Input::default()
                }))
                p class="nhsuk-body-s" { "Letters that were taken back stay so: write them anew." }
            } @else {
                p { "Every letter and message to her that has not left is taken back at once. Closing what is open is a step of its own." }
            }
            (button(&Button {
                content: if recorded { "Put it right".into() } else { "Record that she died".into() },
                variant: ButtonVariant::Secondary,
                small: true,
                ..Button::default()
            }))
        }
    };
    details(&Details {
        summary: summary.into(),
        content: content.into(),
        open: view.returned.errors.of("death-why").is_some(),
        id: "death",
        ..Details::default()
    })
}

/// Records that she died, or puts it right.
pub(crate) async fn record_death(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let why = (sent.0.typed("what") == "alive").then(|| sent.0.text("why").unwrap_or_default());
    if why.as_deref() == Some("") {
        let mut errors = Errors::default();
        errors.add("death-why", "Say how it is known that this was a mistake");
        let returned = Returned { answers: sent.0, errors, ..Returned::default() };
        return again(&site, &who, id, StatusCode::BAD_REQUEST, returned).await;
    }
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(match why {
            None => deciding::record_death(ctx, command, id),
            Some(why) => deciding::correct_death(ctx, command, id, why),
        })
    });
    match Answered::of(done.await?, &who)? {
        Answered::Done => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address(id))]).into_response()),
        Answered::Stale => {
            let returned = Returned { drawn_from: Some(sent.version().ok()), ..Returned::default() };
            again(&site, &who, id, StatusCode::CONFLICT, returned).await
        }
        Answered::Refused(why) => {
            let returned = Returned { refused: Some(why), ..Returned::default() };
            again(&site, &who, id, StatusCode::CONFLICT, returned).await
        }
    }
}
