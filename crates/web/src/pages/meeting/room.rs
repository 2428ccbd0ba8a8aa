//! The room: who is there, how far it is, the list of cases, one case, its decision, and the end.

use maud::{Markup, html};
use porch_app::meeting::Case;
use porch_domain::{
    front_door::urgency::age_on,
    meeting::{Listed, Marks, Window, quorum},
    referral::{Discussed, Outcome, Priority},
};

use super::{View, address, address_of_case, case, forms, forms::Step, not_saved};
use crate::{
    components::{
        Button, ButtonVariant, Checkboxes, Choice, ChoiceOption, Details, Level, Tag, TagColour, WarningCallout,
        button, checkboxes, details, tag, warning_callout,
    },
    moment,
    pages::{
        queue,
        referral::{address as referral_page, outcome_label},
    },
};

/// The page.
pub(super) fn page(view: &View<'_>) -> Markup {
    let room = view.room;
    let again = address(room.sitting);
    html! {
        (view.returned.errors.summary())
        (not_saved(view))
        h1 { span class="nhsuk-caption-l" { "Team meeting" } " " (moment::day_and_hour(room.sitting)) }
        (queue::true_at(&queue::Shown {
            at: room.as_at,
            position: room.batch,
            newest: "/queue/newest",
            again: &again,
            what: "agenda",
        }))
        (attendance(view))
        p class="nhsuk-body-l porch-room__count" {
            (room.dealt_with()) " of " (room.cases.len()) " decided"
            @if room.more { ". There are more than are listed here: the most urgent are, and the others stand on the next agenda" }
        }
        div class="porch-room" {
            nav class="porch-room__list" aria-label="Cases" { (list(view)) (notes(view)) }
            (case::section(view))
            div class="porch-room__side" data-porch-decisions { (forms::section(view)) }
        }
        (end(view))
        (keys())
    }
}

/// What staff read of how a case was left.
pub(super) fn outcome(outcome: Discussed) -> &'static str {
    match outcome {
        Discussed::Accept => "Accepted",
        Discussed::Signpost => "Signposted",
        Discussed::Reject => "Not taken on",
        Discussed::MoreInformation => "More information",
        Discussed::CarriedOver => "Carried over",
        Discussed::Noted => "Noted",
    }
}

/// Her name and age, or the reference where no name is held.
pub(super) fn called(
    name: Option<&str>,
    reference: Option<&str>,
    born: Option<jiff::civil::Date>,
    today: jiff::civil::Date,
) -> String {
    let who = name.or(reference).unwrap_or("No name held");
    born.map_or_else(|| who.to_owned(), |born| format!("{who}, {}", age_on(born, today)))
}

fn list(view: &View<'_>) -> Markup {
    let room = view.room;
    html! {
        h2 class="nhsuk-heading-s" { "Cases" }
        @if room.cases.is_empty() {
            p { "Nothing waits for this meeting." }
        } @else {
            ol class="porch-room__cases" {
                @for one in &room.cases { li data-porch-row { (line(view, one)) } }
            }
        }
    }
}

fn line(view: &View<'_>, one: &Case) -> Markup {
    let today = moment::local(view.room.as_at).date();
    let chosen = view.room.chosen.as_ref().is_some_and(|chosen| chosen.referral.id == one.referral);
    let who = called(one.who.name.as_deref(), one.who.reference.as_deref(), one.who.birth_date, today);
    html! {
        a id={ "r-" (one.referral) } data-porch-open href=(address_of_case(view.room.sitting, one.referral))
            aria-current=[chosen.then_some("true")] {
            @if one.dealt.is_some() { span aria-hidden="true" { "✓ " } }
            (who)
        }
        " "
        @if let Some(dealt) = &one.dealt {
            span class="porch-queue__small" { (outcome(dealt.outcome)) }
        } @else if let Some((listed, marks)) = &one.open {
            @if one.priority == Some(Priority::VeryUrgent) { (small_tag("Very urgent", TagColour::Orange)) " " }
            @if one.priority == Some(Priority::Urgent) { (small_tag("Urgent", TagColour::Yellow)) " " }
            span class="porch-queue__small" { (listed.label()) }
            @if *listed == Listed::Overdue || marks.overdue || marks.carried_over.is_some() || marks.rejected_before
                || matches!(marks.window, Window::Outside | Window::PastIllness) {
                " " span class="porch-queue__small" {
                    "(" (remarks(*listed, marks)) ")"
                }
            }
        }
    }
}

/// What the meeting must know of a case, in a few words.
fn remarks(listed: Listed, marks: &Marks) -> String {
    let mut said = Vec::new();
    if marks.overdue && listed != Listed::Overdue {
        said.push("its time has run out".to_owned());
    }
    if let Some(times) = marks.carried_over {
        said.push(format!("carried over {}", in_times(times)));
    }
    if marks.rejected_before {
        said.push("turned away before".to_owned());
    }
    match marks.window {
        Window::Outside => said.push("outside the time window".to_owned()),
        Window::PastIllness => said.push("past the time for an illness".to_owned()),
        Window::Inside | Window::NotKnown => {}
    }
    if said.is_empty() { "look at it first".to_owned() } else { said.join(", ") }
}

/// How often, in words.
pub(super) fn in_times(times: u32) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

fn small_tag(content: &'static str, colour: TagColour) -> Markup {
    tag(&Tag { content: content.into(), colour, ..Tag::default() })
}

/// Emergencies, and what was decided without a meeting: one line each.
fn notes(view: &View<'_>) -> Markup {
    let room = view.room;
    let today = moment::local(room.as_at).date();
    html! {
        h2 class="nhsuk-heading-s" { "To note" }
        @if room.notes.is_empty() {
            p { @if view.is_closed() { "Nothing was read out." } @else { "Nothing to read out." } }
        } @else {
            ul class="porch-room__notes" {
                @for note in &room.notes {
                    li {
                        a href=(referral_page(note.referral)) {
                            (called(note.name.as_deref(), note.reference.as_deref(), note.birth_date, today))
                        }
                        " "
                        span class="porch-queue__small" {
                            @if note.priority == Some(Priority::Emergency) { "Emergency: " }
                            @match (note.outcome, note.decided_at) {
                                (Outcome::Pending, None) => { "not decided, came " (moment::lately(note.received_at, room.as_at)) }
                                (Outcome::Pending, Some(at)) => { "decided " (moment::lately(at, room.as_at)) ", letter due" }
                                (decided, at) => {
                                    (outcome_label(decided).to_lowercase())
                                    @if let Some(at) = at { ", " (moment::lately(at, room.as_at)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who is there, with the quorum in words.
fn attendance(view: &View<'_>) -> Markup {
    let (rules, room) = (&view.footprint.meeting, view.room);
    let empty = std::collections::BTreeSet::new();
    let present = room.meeting.as_ref().map_or(&empty, |meeting| &meeting.disciplines);
    let people = room.meeting.as_ref().map_or(&empty, |meeting| &meeting.people);
    let names = |codes: &std::collections::BTreeSet<String>| {
        let named = rules.disciplines.iter().filter(|discipline| codes.contains(&discipline.code));
        named.map(|discipline| discipline.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    html! {
        section aria-labelledby="attendance" {
            h2 class="nhsuk-heading-s" id="attendance" { "Who is here" }
            @if room.meeting.is_some() {
                p {
                    @if present.is_empty() { "No discipline is noted. " } @else { (names(present)) ". " }
                    @if !people.is_empty() { "By name: " (display(view, people)) "." }
                }
                (quorum_in_words(view))
            } @else {
                p { "This meeting is not open. Note who is here, and open it." }
            }
            @if !view.is_closed() { (attendance_form(view, present, people)) }
            @else { (confirmations(view)) }
        }
    }
}

fn display(view: &View<'_>, people: &std::collections::BTreeSet<String>) -> String {
    let name = |account: &String| {
        let known = view.room.people.iter().find(|line| line.name.as_str() == account);
        known.map_or_else(|| account.clone(), |line| line.display_name.clone())
    };
    people.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn quorum_in_words(view: &View<'_>) -> Markup {
    let Some(meeting) = &view.room.meeting else { return Markup::default() };
    let standing = quorum(&view.footprint.meeting, &meeting.disciplines);
    let missing: Vec<&str> = standing.missing.iter().map(|discipline| discipline.name.as_str()).collect();
    if standing.is_met() {
        return html! { p { (standing.present) " disciplines are here. " (standing.needed) " make a quorum." } };
    }
    let content = html! {
        p {
            (standing.present) " of " (standing.needed) " disciplines that make a quorum are here. What is decided holds. "
            "These must confirm it: " (missing.join(", ")) "."
        }
    };
    warning_callout(&WarningCallout {
        heading: "Below the quorum",
        level: Level::H3,
        content: content.into(),
        id: "quorum",
        ..WarningCallout::default()
    })
}

fn attendance_form(
    view: &View<'_>,
    present: &std::collections::BTreeSet<String>,
    people: &std::collections::BTreeSet<String>,
) -> Markup {
    let opened = view.room.meeting.is_some();
    let disciplines = view.footprint.meeting.disciplines.iter();
    let items = disciplines.map(|discipline| Choice::new(&discipline.code, &discipline.name)).collect();
    let persons = view.room.people.iter().map(|line| {
        let text = format!("{} ({})", line.display_name, line.role.label());
        Choice::Option(ChoiceOption { value: line.name.as_str(), text: text.into(), ..ChoiceOption::default() })
    });
    let back = view.returned.step == Some(Step::Attend);
    let typed = |field: &str| view.returned.answers.all(field).collect::<Vec<_>>();
    let own = view.who.account.as_str();
    let form = html! {
        form action={ (address(view.room.sitting)) "/attendance" } method="post" novalidate {
            (crate::pages::form::hidden(view.site, view.room.version))
            div class="porch-room__there" {
                (checkboxes(&Checkboxes {
                    name: "disciplines",
                    legend: Some("Disciplines".into()),
                    items,
                    values: if back { typed("disciplines") } else { present.iter().map(String::as_str).collect() },
                    small: true,
                    ..Checkboxes::default()
                }))
                (checkboxes(&Checkboxes {
                    name: "people",
                    legend: Some("People, who then count as second clinician".into()),
                    items: persons.collect(),
                    values: if back { typed("people") } else if opened { people.iter().map(String::as_str).collect() } else { vec![own] },
                    small: true,
                    ..Checkboxes::default()
                }))
            }
            (button(&Button {
                content: if opened { "Save who is here" } else { "Open the meeting" }.into(),
                variant: if opened { ButtonVariant::Secondary } else { ButtonVariant::Primary },
                small: true,
                ..Button::default()
            }))
        }
    };
    details(&Details {
        summary: if opened { "Change who is here" } else { "Note who is here" }.into(),
        content: form.into(),
        open: !opened || back,
        ..Details::default()
    })
}

/// Who must still confirm what was decided below the quorum, and who did.
fn confirmations(view: &View<'_>) -> Markup {
    let Some(meeting) = &view.room.meeting else { return Markup::default() };
    let name = |code: &str| {
        let known = view.footprint.meeting.disciplines.iter().find(|discipline| discipline.code == code);
        known.map_or_else(|| code.to_owned(), |discipline| discipline.name.clone())
    };
    html! {
        @if !meeting.confirmed.is_empty() {
            ul class="nhsuk-list" {
                @for one in &meeting.confirmed {
                    li { (name(&one.discipline)) " confirmed: " (view.name(&one.by)) ", " (moment::time(one.at)) }
                }
            }
        }
        @for code in &meeting.to_confirm {
            form class="porch-room__confirm" action={ (address(view.room.sitting)) "/confirm" } method="post" novalidate {
                input type="hidden" name="command" value=(view.site.world.id());
                input type="hidden" name="discipline" value=(code);
                (button(&Button {
                    content: html! { "Confirm what was decided, for " (name(code)) }.into(),
                    variant: ButtonVariant::Secondary,
                    small: true,
                    ..Button::default()
                }))
            }
        }
    }
}

/// The end: every case is decided, or carried over with an owner and a date.
fn end(view: &View<'_>) -> Markup {
    let room = view.room;
    let left: Vec<&Case> = room.cases.iter().filter(|case| case.dealt.is_none()).collect();
    html! {
        section aria-labelledby="close" {
            h2 class="nhsuk-heading-m" id="close" tabindex="-1" { "The end of the meeting" }
            @if let Some(closed) = room.meeting.as_ref().and_then(|meeting| meeting.closed.as_ref()) {
                p {
                    "Closed by " (view.name(&closed.by)) ", " (moment::time(closed.at)) ": " (closed.decided.len()) " decided, "
                    (closed.carried_over.len()) " carried over, " (closed.noted.len()) " noted."
                }
                (letters_due(view))
            } @else if view.is_open() {
                @if left.is_empty() {
                    p { "Every case has a decision, an owner and a next date." }
                } @else {
                    p { strong { (left.len()) @if left.len() == 1 { " case is" } @else { " cases are" } " neither decided nor carried over." } }
                    ul class="nhsuk-list nhsuk-list--bullet" {
                        @for one in &left { li { (one.who.reference.as_deref().or(one.who.name.as_deref()).unwrap_or("No reference")) } }
                    }
                }
                (forms::close(view, !left.is_empty()))
            } @else {
                p { "It can be closed once it was opened." }
            }
        }
    }
}

/// The letters that follow from what was decided: each has an owner and a time, and stands in the outbox until it is written
/// (X5).
fn letters_due(view: &View<'_>) -> Markup {
    let due: Vec<_> = view.room.cases.iter().filter_map(|case| Some((case, case.dealt.as_ref()?))).collect();
    let due: Vec<_> =
        due.into_iter().filter(|(_, dealt)| matches!(dealt.outcome, Discussed::Signpost | Discussed::Reject)).collect();
    html! {
        @if !due.is_empty() {
            h3 class="nhsuk-heading-s" { "Letters that follow" }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for (case, dealt) in due {
                    li {
                        a href={ "/referrals/" (case.referral) "/decide" } { (case.who.reference.as_deref().unwrap_or("No reference")) }
                        ": " (view.name(&dealt.owner)) ", by " (moment::time(dealt.until))
                    }
                }
            }
            p { "What is not written yet stands in " a href="/outbox" { "the outbox" } " with its owner and its time, and is counted on " a href="/duty" { "the page of duty" } "." }
        }
    }
}

/// What each key does. Without script there are none, so it shows only where script runs.
fn keys() -> Markup {
    let keys = [
        ("a", "accept"),
        ("s", "signpost"),
        ("r", "reject"),
        ("i", "more information"),
        ("o", "carry over"),
        ("j", "the next case"),
        ("k", "the one before"),
        ("Enter", "open it, or send what is filled in"),
        ("Esc", "leave the form"),
        ("/", "find a person or referral"),
        ("?", "this list of keys"),
    ];
    html! {
        div class="porch-keys" data-porch-keys hidden {
            h2 class="nhsuk-heading-s" id="keys" tabindex="-1" { "Keys" }
            dl class="porch-keys__list" {
                @for (key, does) in keys { div { dt { kbd { (key) } } dd { (does) } } }
            }
            button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" type="button" data-porch-keys-switch
                aria-pressed="true" { "Single keys are on" }
        }
    }
}
