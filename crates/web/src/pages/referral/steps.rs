//! The next step, always at the same place: take it, record a try, ask, add, change the urgency, decide.

use maud::{Markup, html};
use porch_app::access::Action;
use porch_domain::{
    front_door::Answers,
    person::Route,
    referral::{AskedOf, AttemptOutcome, Outcome, PersonKind, Priority, SignpostState, Stage, may_be_paused},
};

use super::{
    View,
    acts::{PAUSES, Step, WAITS},
    matters,
};
use crate::{
    components::{
        Button, ButtonVariant, Choice, Details, Label, Radios, Select, SelectItem, Textarea, button, details, radios,
        select, textarea,
    },
    moment,
    pages::form::{When, hidden},
};

/// When a clinician spoke with her.
pub(super) const SPOKE: When<'static> = When { time: "spoke", day: "spoke_on", prefix: "lower-" };

/// How urgent something is, as staff read it.
pub(crate) fn priority_label(priority: Priority) -> &'static str {
    match priority {
        Priority::Emergency => "Emergency",
        Priority::VeryUrgent => "Very urgent",
        Priority::Urgent => "Urgent",
        Priority::Routine => "Routine",
    }
}

/// How a referral stands, as staff read it.
pub(crate) fn outcome_label(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "Accepted",
        Outcome::Rejected => "Not taken on",
        Outcome::Signposted => "Pointed to another service",
        Outcome::Withdrawn => "Withdrawn",
        Outcome::Pending => "Not decided",
    }
}

/// Who has it in hand.
pub(super) fn who_holds(view: &View<'_>) -> String {
    let triage = &view.page.referral.triage;
    if let Some(taken) = &triage.ladder.taken {
        return format!("{} of {} has this, {}", taken.name, taken.service, moment::lately(taken.at, view.now));
    }
    match &triage.claim {
        Some(claim) => {
            let who = if claim.by == view.account { "You" } else { view.name(&claim.by) };
            format!("{who} took this, {}", moment::lately(claim.at, view.now))
        }
        None => "Nobody has taken this".to_owned(),
    }
}

/// The right side of the page.
pub(super) fn section(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    let pending = matches!(referral.stage, Stage::Pending(_));
    let climbs = referral.climbs_since().is_some();
    html! {
        section class="porch-next" aria-labelledby="next" {
            h2 class="nhsuk-heading-m" id="next" tabindex="-1" { "Next step" }
            @if view.page.open_until.is_some() {
                (super::opened::steps(view))
            } @else if referral.held().is_none() {
                p { (outcome_label(referral.outcome())) "." }
                @if referral.was_a_no() {
                    (form(view, Step::Signpost, "Record whether another service has her now", &signpost_fields(view)))
                } @else { p { "Nothing more is recorded on it, but a risk that she told of." } }
                (super::risk::hear(view))
                (super::discussing::section(view))
            } @else {
                p { (who_holds(view)) "." }
                @if pending || climbs { (claim(view)) }
                @if pending { (decide(view)) } @else { (super::handover::standing(view)) }
                @if climbs { (form(view, Step::Taken, "Another service has this emergency", &taken_fields(view))) }
                (form(view, Step::Try, "Record a try to reach her", &try_fields(view)))
                @if pending { (form(view, Step::Ask, "Ask for information", &ask_fields(view))) }
                (form(view, Step::Add, "Add a note or an answer", &add_fields(view)))
                (super::risk::hear(view))
                (super::care::section(view))
                (super::discussing::section(view))
                (urgency(view))
                (pausing(view))
                @if referral.person_kind == PersonKind::BirthingParent {
                    (form(view, Step::Pregnant, "She is pregnant: a new pregnancy", &pregnant_field(view)))
                }
                (super::under_18::forms(view))
                (form(view, Step::Safeguarding, "Record safeguarding", &safeguarding_fields(view)))
            }
            @if view.page.open_until.is_none() && view.page.person.as_ref().is_some_and(|person| !person.erased) {
                @if referral.held().is_none() && referral.person_kind == PersonKind::BirthingParent {
                    p { a href={ "/calls/new?person=" (referral.person) "&again=yes#signs" } { "Pregnant again: a new referral for her" } }
                }
                p { a href={ "/calls/new?person=" (referral.person) "#signs" } { "New referral for her" } }
            }
            (not_yours(view))
            p { a href="/queue" { "Back to the queue" } }
        }
    }
}

/// Why something that other pages offer is not here.
fn not_yours(view: &View<'_>) -> Markup {
    let of_the_team = [Action::DecideReferral, Action::CareFor, Action::HandOver];
    if view.page.referral.held().is_none() || of_the_team.into_iter().all(|action| view.may(action)) {
        return Markup::default();
    }
    html! {
        p class="nhsuk-body-s" {
            @if view.page.open_until.is_some() {
                "You opened this in an emergency: to close a task, to decide, to plan care and to hand over is for "
                (matters::team(view)) ", and not offered here."
            } @else {
                "To decide, to plan care and to hand over is for " (matters::team(view)) ", and not offered here. Ask them."
            }
        }
    }
}

fn claim(view: &View<'_>) -> Markup {
    if !view.may(Step::Claim.action()) {
        return Markup::default();
    }
    let referral = &view.page.referral;
    let mine = referral.triage.claim.as_ref().is_some_and(|claim| claim.by == view.account);
    let taken = referral.triage.claim.is_some();
    let (step, words, variant) = if referral.climbs_since().is_some() {
        // Whoever had it before it became an emergency takes the emergency by name as well.
        (Step::Claim, "I take this", ButtonVariant::Primary)
    } else if mine {
        (Step::Release, "Let it go", ButtonVariant::Secondary)
    } else if taken {
        (Step::Claim, "Take it over", ButtonVariant::Secondary)
    } else {
        (Step::Claim, "I take this", ButtonVariant::Primary)
    };
    html! {
        form action={ (view.address()) "/steps/" (step.path()) } method="post" novalidate {
            @if step == Step::Claim {
                // What else was written meanwhile, as by the ladder of an emergency, keeps nobody from taking it; who had it does.
                input type="hidden" name="command" value=(view.site.world.id());
                input type="hidden" name="shown" value=(referral.triage.claim.as_ref().map_or("", |claim| claim.by.as_str()));
            } @else {
                (hidden(view.site, view.page.version))
            }
            (button(&Button { content: words.into(), variant, small: true, ..Button::default() }))
        }
    }
}

fn decide(view: &View<'_>) -> Markup {
    if !view.may(Action::DecideReferral) {
        return Markup::default();
    }
    button(&Button {
        content: "Decide".into(),
        href: &format!("{}/decide", view.address()),
        variant: ButtonVariant::Secondary,
        small: true,
        ..Button::default()
    })
}

/// One form, closed until it is needed; open where it came back.
pub(super) fn form(view: &View<'_>, step: Step, words: &str, fields: &Markup) -> Markup {
    if !view.may(step.action()) {
        return Markup::default();
    }
    let content = html! {
        form action={ (view.address()) "/steps/" (step.path()) } method="post" novalidate {
            (hidden(view.site, view.page.version))
            (fields)
            (button(&Button { content: "Save".into(), small: true, ..Button::default() }))
        }
    };
    details(&Details {
        summary: words.into(),
        content: content.into(),
        open: view.returned.step == Some(step) || view.open == Some(step),
        id: step.path(),
        ..Details::default()
    })
}

/// What was typed into a form that came back; nothing in every other form.
pub(super) fn typed<'a>(view: &'a View<'_>, step: Step, none: &'a Answers) -> &'a Answers {
    if view.returned.step == Some(step) { &view.returned.answers } else { none }
}

pub(super) fn text(view: &View<'_>, step: Step, field: &str, label: &str, hint: &str, rows: u8) -> Markup {
    let none = Answers::default();
    textarea(&Textarea {
        label: Label::from(label),
        hint: hint.into(),
        error: view.returned.errors.of(&step.id(field)).into(),
        id: &step.id(field),
        name: field,
        value: typed(view, step, &none).typed(field),
        rows,
        ..Textarea::default()
    })
}

pub(super) fn choose(view: &View<'_>, step: Step, field: &str, label: &str, options: &[(String, String)]) -> Markup {
    let none = Answers::default();
    let value = typed(view, step, &none).typed(field);
    let items = options.iter().map(|(code, words)| SelectItem::new(code, words));
    select(&Select {
        label: Label::from(label),
        error: view.returned.errors.of(&step.id(field)).into(),
        id: &step.id(field),
        name: field,
        value: if value.is_empty() { options.first().map_or("", |(code, _)| code) } else { value },
        items: items.collect(),
        ..Select::default()
    })
}

pub(super) fn options<T: Copy>(
    all: impl IntoIterator<Item = T>,
    code: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> Vec<(String, String)> {
    all.into_iter().map(|one| (code(one).to_owned(), label(one).to_owned())).collect()
}

pub(super) fn try_fields(view: &View<'_>) -> Markup {
    html! {
        (choose(view, Step::Try, "route", "How", &options(Route::ALL, Route::code, Route::label)))
        (choose(view, Step::Try, "outcome", "What came of it", &options(AttemptOutcome::ALL, AttemptOutcome::code, AttemptOutcome::label)))
        (text(view, Step::Try, "note", "Note, if there is more to say", "", 2))
        p class="nhsuk-body-s" { "A try never stops a clock." }
    }
}

fn ask_fields(view: &View<'_>) -> Markup {
    let waits: Vec<(String, String)> =
        WAITS.iter().map(|(hours, words)| (hours.to_string(), (*words).to_owned())).collect();
    html! {
        (choose(view, Step::Ask, "of", "Whom do you ask?", &options(AskedOf::ALL, AskedOf::code, AskedOf::label)))
        (text(view, Step::Ask, "what", "What do you ask?", "", 3))
        (choose(view, Step::Ask, "wait", "How long do you wait before somebody looks again?", &waits))
        p class="nhsuk-body-s" { "This records that you asked. It sends nothing, and the clock runs on." }
    }
}

pub(super) fn add_fields(view: &View<'_>) -> Markup {
    let none = Answers::default();
    let answers = typed(view, Step::Add, &none);
    html! {
        (radios(&Radios {
            name: "kind",
            id_prefix: &Step::Add.id("kind"),
            legend: Some("What is it?".into()),
            items: vec![Choice::new("note", "A note"), Choice::new("answer", "An answer to what was asked")],
            value: if answers.typed("kind") == "answer" { "answer" } else { "note" },
            small: true,
            ..Radios::default()
        }))
        (text(view, Step::Add, "text", "Words", "Medicines that are named here raise a review too.", 4))
    }
}

/// More urgent, or less: a rule may raise, and only a clinician who spoke with her may lower (H20).
fn urgency(view: &View<'_>) -> Markup {
    let now = view.page.referral.priority;
    let below: Vec<Priority> =
        Priority::ALL.into_iter().filter(|priority| now.is_some_and(|now| *priority > now)).collect();
    let lower = html! {
        (choose(view, Step::Lower, "to", "How urgent is it?", &to_choose(below.clone())))
        (SPOKE.fields(
            typed(view, Step::Lower, &Answers::default()),
            // No time stands there by itself: nobody lowers an urgency without saying when they spoke with her.
            (view.now, false),
            ("When did you speak with her?", "On which day?"),
            &view.returned.errors,
        ))
        (text(view, Step::Lower, "why", "Why is it less urgent?", "What she told you. Only a clinician who spoke with her lowers an urgency.", 3))
    };
    html! {
        (raise(view))
        @if !below.is_empty() { (form(view, Step::Lower, "Lower the urgency, after speaking with her", &lower)) }
    }
}

fn to_choose(priorities: Vec<Priority>) -> Vec<(String, String)> {
    let none = (String::new(), "Choose".to_owned());
    std::iter::once(none).chain(options(priorities, Priority::code, priority_label)).collect()
}

/// The form that makes it more urgent, where that can be.
pub(super) fn raise(view: &View<'_>) -> Markup {
    let now = view.page.referral.priority;
    let above: Vec<Priority> =
        Priority::ALL.into_iter().filter(|priority| now.is_none_or(|now| *priority < now)).collect();
    if above.is_empty() {
        return Markup::default();
    }
    let fields = html! {
        (choose(view, Step::Raise, "to", "How urgent is it?", &to_choose(above)))
        (text(view, Step::Raise, "why", "Why is it more urgent?", "", 3))
    };
    form(view, Step::Raise, "Raise the urgency", &fields)
}

/// The clock is paused only where the local rules allow it, and never for an emergency.
fn pausing(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    if referral.pause().is_some() {
        let fields = html! { p { "The end of the clock is moved by the time that it stood still, and stands in the timeline." } };
        return form(view, Step::Resume, "Let the clock run again", &fields);
    }
    let Some(source) = may_be_paused(referral, view.footprint, view.now) else { return Markup::default() };
    let lengths: Vec<(String, String)> =
        PAUSES.iter().map(|(days, words)| (days.to_string(), (*words).to_owned())).collect();
    let fields = html! {
        p class="nhsuk-body-s" { "The local rules allow it (" (source) "). It runs again by itself on its day." }
        (choose(view, Step::Pause, "days", "For how long?", &lengths))
        (text(view, Step::Pause, "why", "Why is the clock paused?", "Only a clinician pauses a clock.", 3))
    };
    form(view, Step::Pause, "Pause the clock", &fields)
}

pub(super) fn taken_fields(view: &View<'_>) -> Markup {
    html! {
        (text(view, Step::Taken, "name", "Who has it, by name", "Somebody of the crisis or liaison team who said so to you.", 1))
        (text(view, Step::Taken, "service", "Of which service", "", 1))
        p class="nhsuk-body-s" { "Nobody else is called then. The clock runs on until she is assessed." }
    }
}

fn signpost_fields(view: &View<'_>) -> Markup {
    html! {
        @if let Some(service) = &view.page.referral.pointed_to { p { "She was pointed to " (service) "." } }
        (choose(view, Step::Signpost, "state", "What did you find out?", &options(SignpostState::ALL, SignpostState::code, SignpostState::label)))
        (text(view, Step::Signpost, "note", "Note, if there is more to say", "", 2))
    }
}

fn pregnant_field(view: &View<'_>) -> Markup {
    html! {
        (super::care::line(view, Step::Pregnant, "due", "When is the baby due?", "Day, month and year, such as 15 12 2027."))
        p class="nhsuk-body-s" { "Her time with us is counted from the newest pregnancy, and is never made shorter." }
    }
}

fn safeguarding_fields(view: &View<'_>) -> Markup {
    text(
        view,
        Step::Safeguarding,
        "what",
        "What is known",
        "It stands on a page of its own, which opens only with a reason. It is on no letter and in no list.",
        4,
    )
}
