//! One day of a case discussion: who is there, each referral with its question and a form for what was agreed, and the end.

use maud::{Markup, html};
use porch_app::case_discussion::{Case, Dealt};
use porch_domain::{
    footprint::TeamCode,
    front_door::{Answers, stage_in_words},
    referral::CaseOutcome,
};

use super::{
    DUE, View, address, agreement_in_words, asked_by, called, field_id, flag, participants, question, responsible,
};
use crate::{
    components::{
        Button, ButtonVariant, Checkboxes, Choice, Content, Details, Input, Label, Level, Select, SelectItem,
        SummaryList, SummaryRow, Textarea, WarningCallout, button, checkboxes, details, input, select, summary_list,
        textarea, warning_callout,
    },
    moment,
    pages::{
        form::hidden,
        queue,
        referral::{address as referral_page, priority_label},
        team_name,
    },
};

/// The page.
pub(super) fn page(view: &View<'_>) -> Markup {
    let day = view.day;
    let again = address(&view.planned.code, day.sitting);
    let left = day.left();
    html! {
        (view.returned.errors.summary())
        (not_saved(view))
        h1 { span class="nhsuk-caption-l" { (view.planned.name) } " " (moment::day_and_hour(day.sitting)) }
        (queue::true_at(&queue::Shown {
            at: day.as_at,
            position: day.batch,
            newest: "/queue/newest",
            again: &again,
            what: "list",
        }))
        p { (view.planned.place) ". Who takes part: " (participants(view.footprint, view.planned)) "." }
        p {
            "What is agreed here decides no referral and moves no clock. Whoever is responsible stays so until a handover is accepted."
        }
        (attendance(view))
        h2 class="nhsuk-heading-m" id="cases" { "Who is discussed" }
        p class="nhsuk-body-l" {
            (day.cases.len() - left) " of " (day.cases.len()) " dealt with"
            @if day.more { ". There are more than are shown here: they follow as these are discussed" }
        }
        @if day.cases.is_empty() {
            p { @if day.is_closed() { "Nobody was on the list." } @else { "Nobody is on the list." } }
        }
        @for case in &day.cases { (one(view, case)) }
        (end(view, left))
        p { a href="/discussions" { "All case discussions" } }
    }
}

/// Why nothing was saved; what was typed is still in its form (H13).
fn not_saved(view: &View<'_>) -> Markup {
    let (heading, content) = if view.returned.stale {
        let words =
            "Nothing was saved: this changed after you opened it. Look at it again; what you typed is still here.";
        ("Somebody else was quicker", html! { p { (words) } (typed(view)) })
    } else if let Some(why) = &view.returned.refused {
        ("This was not done", html! { p { "Nothing was changed: " (why) "." } (typed(view)) })
    } else {
        return Markup::default();
    };
    warning_callout(&WarningCallout {
        heading,
        level: Level::H2,
        content: content.into(),
        id: "not-saved",
        ..WarningCallout::default()
    })
}

/// What was typed, where its form is no longer there.
fn typed(view: &View<'_>) -> Markup {
    let case = view.returned.case;
    let gone = case.is_some_and(|id| {
        !view.day.is_open() || view.day.cases.iter().all(|case| case.referral.id != id || case.dealt.is_some())
    });
    let fields = [("What was agreed", "note"), ("Who does it", "owner")];
    html! {
        @if gone {
            p { "You had typed:" }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for (label, field) in fields {
                    @if view.returned.answers.has(field) {
                        li { (label) ": " span class="porch-words" { (view.returned.answers.typed(field)) } }
                    }
                }
            }
        }
    }
}

/// Who is there, by team and service.
fn attendance(view: &View<'_>) -> Markup {
    let team = |code: &str| team_name(view.footprint, &TeamCode(code.to_owned()));
    html! {
        section aria-labelledby="attendance" {
            h2 class="nhsuk-heading-m" id="attendance" { "Who is here" }
            @match &view.day.meeting {
                Some(meeting) => {
                    p {
                        @let there: Vec<String> =
                            meeting.disciplines.iter().map(|code| team(code)).chain(meeting.services.iter().cloned()).collect();
                        @if there.is_empty() { "Nobody is noted." } @else { (there.join("; ")) "." }
                    }
                }
                None => p { "This day is not open. Note who is here, and open it." }
            }
            @if !view.day.is_closed() { div class="porch-screen" { (attendance_form(view)) } }
        }
    }
}

fn attendance_form(view: &View<'_>) -> Markup {
    let meeting = view.day.meeting.as_ref();
    let named = |code: &TeamCode| team_name(view.footprint, code);
    let teams: Vec<(&str, String)> = view.planned.teams.iter().map(|code| (code.0.as_str(), named(code))).collect();
    let there =
        |codes: Option<&std::collections::BTreeSet<String>>, one: &str| codes.is_some_and(|codes| codes.contains(one));
    let form = html! {
        form action={ (address(&view.planned.code, view.day.sitting)) "/attendance" } method="post" novalidate {
            (hidden(view.site, view.day.version))
            div class="porch-room__there" {
                (checkboxes(&Checkboxes {
                    name: "teams",
                    legend: Some("Our teams".into()),
                    items: teams.iter().map(|(code, name)| Choice::new(code, name)).collect(),
                    values: teams.iter().map(|(code, _)| *code)
                        .filter(|code| there(meeting.map(|meeting| &meeting.disciplines), code)).collect(),
                    small: true,
                    ..Checkboxes::default()
                }))
                @if view.planned.crosses_services() {
                    (checkboxes(&Checkboxes {
                        name: "services",
                        legend: Some("Services outside".into()),
                        items: view.planned.services.iter().map(|name| Choice::new(name, name)).collect(),
                        values: view.planned.services.iter().map(String::as_str)
                            .filter(|name| there(meeting.map(|meeting| &meeting.services), name)).collect(),
                        small: true,
                        ..Checkboxes::default()
                    }))
                }
            }
            (button(&Button {
                content: if meeting.is_some() { "Save who is here" } else { "Open this day" }.into(),
                variant: if meeting.is_some() { ButtonVariant::Secondary } else { ButtonVariant::Primary },
                small: true,
                ..Button::default()
            }))
        }
    };
    details(&Details {
        summary: if meeting.is_some() { "Change who is here" } else { "Note who is here" }.into(),
        content: form.into(),
        open: meeting.is_none(),
        ..Details::default()
    })
}

fn row<'a>(key: &'a str, value: impl Into<Content<'a>>) -> SummaryRow<'a> {
    SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() }
}

/// One referral: what is asked, what must be known, and what was agreed or the form for it.
fn one(view: &View<'_>, case: &Case) -> Markup {
    let referral = &case.referral;
    let heading = format!("case-{}", referral.id);
    let today = moment::local(view.day.as_at).date();
    html! {
        section class="porch-earlier" aria-labelledby=(heading) {
            h3 class="nhsuk-heading-s" id=(heading) {
                @if case.dealt.is_some() { span aria-hidden="true" { "✓ " } }
                (called(case, view.planned, today))
            }
            (summary_list(&SummaryList { rows: rows(view, case), ..SummaryList::default() }))
            @match &case.dealt {
                Some(dealt) => (left(view, dealt)),
                None if view.day.is_open() => { div class="porch-screen" { (form(view, case)) } }
                None => {}
            }
        }
    }
}

fn rows<'a>(view: &View<'a>, case: &'a Case) -> Vec<SummaryRow<'a>> {
    let (referral, now) = (&case.referral, view.day.as_at);
    let ends_on = referral.ends_on();
    let mut rows = vec![row("Responsible", html! { strong { (responsible(view.footprint, referral)) } })];
    if let Some(listing) = &case.listing {
        let asked = html! {
            div class="porch-words" { (question(view.footprint, referral, listing)) }
            "Asked by " (asked_by(&view.day.names, listing)) ", on the list since " (moment::recent(listing.at, now))
        };
        rows.insert(0, row("What is asked", asked));
        if let Some(said) = agreement_in_words(listing, view.planned) {
            rows.push(row("Her agreement", said));
        }
        if let Some(times) = flag(case, view.footprint) {
            let days = if times == 1 { "day" } else { "days" };
            rows.push(row(
                "Carried over",
                html! {
                    strong { (times) " " (days) " of this discussion went by." } " Discuss it today, or say why not."
                },
            ));
        }
    }
    rows.push(row("When", stage_in_words(referral.situation(), ends_on, moment::local(now).date())));
    rows.push(row(
        "Urgency",
        html! {
            (referral.priority.map_or("No priority held", priority_label))
            @if let Some(until) = referral.clock_ends().filter(|_| referral.held().is_some()) { ": " (moment::left(until, now)) }
        },
    ));
    rows.push(row("More", html! { a href=(referral_page(referral.id)) { "The whole referral" } }));
    rows
}

/// What this day left.
fn left(view: &View<'_>, dealt: &Dealt) -> Markup {
    let (line, now) = (&dealt.line, view.day.as_at);
    html! {
        p { strong { (line.outcome.label()) } ", written down by " (view.day.names.of(&line.by)) ", " (moment::recent(line.at, now)) "." }
        @if let Some(words) = &dealt.words { div class="porch-words" { (words) } }
        @if let (Some(owner), Some(until)) = (&line.owner, line.until) {
            p { "Next: " (view.day.names.of(owner)) ", by " (moment::recent(until, now)) "." }
        }
        @if line.outcome == CaseOutcome::CarriedOver {
            p { @match view.day.next { Some(next) => { "It is on the list of " (moment::day_and_hour(next)) "." } None => "It stays on the list." } }
        }
    }
}

/// What was agreed, who does it and by when.
fn form(view: &View<'_>, case: &Case) -> Markup {
    let id = case.referral.id;
    let back = view.returned.case == Some(id);
    let none = Answers::default();
    let answers = if back { &view.returned.answers } else { &none };
    let at = |field: &str| field_id(id, field);
    let error = |field: &str| view.returned.errors.of(&field_id(id, field)).map(str::to_owned);
    let (outcome_error, note_error, owner_error, due_error) =
        (error("outcome"), error("note"), error("owner"), error("due"));
    let mut outcomes = vec![SelectItem::new("", "Choose")];
    outcomes.extend(CaseOutcome::ALL.map(|one| SelectItem::new(one.code(), one.label())));
    let days: Vec<(String, &str)> = DUE.iter().map(|(days, words)| (days.to_string(), *words)).collect();
    let mut due = vec![SelectItem::new("", "No date")];
    due.extend(days.iter().map(|(days, words)| SelectItem::new(days, words)));
    let ids = ["outcome", "note", "owner", "due"].map(at);
    let content = html! {
        form action={ (address(&view.planned.code, view.day.sitting)) "/cases/" (id) } method="post" novalidate {
            (hidden(view.site, case.version))
            (select(&Select {
                label: Label::from("What came of it?"),
                error: outcome_error.as_deref().into(),
                id: &ids[0],
                name: "outcome",
                value: answers.typed("outcome"),
                items: outcomes,
                ..Select::default()
            }))
            (textarea(&Textarea {
                label: Label::from("What was agreed?"),
                hint: "Or, where it is carried over, why.".into(),
                error: note_error.as_deref().into(),
                id: &ids[1],
                name: "note",
                value: answers.typed("note"),
                rows: 3,
                ..Textarea::default()
            }))
            (input(&Input {
                label: Label::from("Who does it?"),
                hint: "A name and a team. Leave it empty only where care goes on as it is, or it is carried over.".into(),
                error: owner_error.as_deref().into(),
                id: &ids[2],
                name: "owner",
                value: answers.typed("owner"),
                autocomplete: "off",
                ..Input::default()
            }))
            (select(&Select {
                label: Label::from("By when?"),
                error: due_error.as_deref().into(),
                id: &ids[3],
                name: "due",
                value: answers.typed("due"),
                items: due,
                ..Select::default()
            }))
            (button(&Button { content: "Save".into(), small: true, ..Button::default() }))
        }
    };
    let first = view.day.cases.iter().find(|case| case.dealt.is_none()).map(|case| case.referral.id);
    let open = back || (view.returned.case.is_none() && first == Some(id));
    details(&Details {
        summary: "Write down what was agreed".into(),
        content: content.into(),
        open,
        ..Details::default()
    })
}

/// The end: whoever was not discussed is on the list of the next day.
fn end(view: &View<'_>, left: usize) -> Markup {
    let day = view.day;
    html! {
        section class="porch-screen" aria-labelledby="close" {
            h2 class="nhsuk-heading-m" id="close" tabindex="-1" { "The end of the day" }
            @if let Some(closed) = day.meeting.as_ref().and_then(|meeting| meeting.closed.as_ref()) {
                p {
                    "Closed by " (day.names.of(&closed.by)) ", " (moment::time(closed.at)) ": " (closed.decided.len()) " discussed, "
                    (closed.carried_over.len()) " carried over."
                }
            } @else if day.is_open() {
                p {
                    @match left {
                        0 => "Everybody on the list was dealt with.",
                        1 => "1 referral was not discussed, and is carried over to the next day",
                        more => { (more) " referrals were not discussed, and are carried over to the next day" }
                    }
                    @if left > 0 { @if let Some(next) = day.next { ", " (moment::day_and_hour(next)) } "." }
                }
                form action={ (address(&view.planned.code, day.sitting)) "/close" } method="post" novalidate {
                    input type="hidden" name="command" value=(view.site.world.id());
                    (button(&Button { content: "Close this day".into(), ..Button::default() }))
                }
            } @else {
                p { "It can be closed once it was opened. What is not discussed stays on the list." }
            }
        }
    }
}
