//! What matters now: warning signs, tasks, how things are, who must not be rung, who holds it, and the clock.

use maud::{Markup, html};
use porch_domain::{
    front_door::{Asked, Known, Situation, TaskKind, stage_in_words},
    referral::{Pause, Stage, Task, reason, standards},
};

use super::{
    View,
    acts::{self, Step},
    routes, steps,
};
use crate::{
    components::{
        Button, ButtonVariant, Content, Input, Label, Level, SummaryList, SummaryRow, WarningCallout, button, input,
        summary_list, warning_callout,
    },
    moment,
    pages::{criteria, form::hidden},
};

/// The section.
pub(super) fn section(view: &View<'_>) -> Markup {
    html! {
        section aria-labelledby="matters" {
            h2 class="nhsuk-heading-m" id="matters" { "What matters now" }
            (super::risk::section(view))
            (signs(&view.page.referral.asked))
            (super::under_18::held(view))
            (tasks(view))
            (summary_list(&SummaryList { rows: rows(view), ..SummaryList::default() }))
            (routes::safe(view))
            (not_shown(view))
        }
    }
}

fn signs(asked: &Asked) -> Markup {
    if asked.signs.is_empty() {
        return html! {
            p {
                @if asked.signs_asked { "Warning signs were asked about, and none was answered yes." }
                @else { strong { "Warning signs were not asked about." } }
            }
        };
    }
    let content = html! {
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for sign in &asked.signs { li { (super::super::queue::sentence(sign.label())) } }
        }
        p { "Only a clinician who has spoken with her may lower what these raised." }
    };
    warning_callout(&WarningCallout {
        heading: "Warning signs",
        level: Level::H3,
        content: content.into(),
        ..WarningCallout::default()
    })
}

/// What a person must do beside deciding; each is closed here with what came of it.
fn tasks(view: &View<'_>) -> Markup {
    let tasks = &view.page.referral.triage.tasks;
    let open = tasks.iter().filter(|(_, task)| task.done_at.is_none());
    let done = tasks.iter().filter(|(kind, task)| task.done_at.is_some() && **kind != TaskKind::SafeguardingChase);
    let done: Vec<(&TaskKind, &Task)> = done.collect();
    html! {
        @for (kind, task) in open { (open_task(view, *kind, *task)) }
        @if !done.is_empty() {
            ul class="nhsuk-list" {
                @for (kind, task) in done {
                    li { "Done: " (kind.label()) @if let Some(at) = task.done_at { ", " (moment::recent(at, view.now)) } }
                }
            }
        }
    }
}

/// What is asked stands on the restricted page, and nothing of it here (PR-26).
fn restricted_task(view: &View<'_>, task: Task) -> Markup {
    html! {
        p class="porch-restricted" {
            strong { "Restricted" } ": somebody asks what came of something, "
            (moment::left(task.due_by, view.now)) ", by " (moment::lately(task.due_by, view.now)) ". "
            a href={ (view.address()) "/restricted" } { "Open it with a reason" }
        }
    }
}

fn open_task(view: &View<'_>, kind: TaskKind, task: Task) -> Markup {
    if kind == TaskKind::SafeguardingChase {
        return restricted_task(view, task);
    }
    // A note does not do it: it stands above, with what does.
    if kind == TaskKind::YoungPeople && view.page.referral.held_as_young(moment::local(view.now).date()) {
        return Markup::default();
    }
    let field = acts::task_field(kind);
    let back = view.returned.answers.typed("task") == kind.code();
    html! {
        div class="porch-task" {
            p class="porch-task__what" {
                strong { (kind.label()) } " "
                time datetime=(task.due_by) title=(moment::words(task.due_by)) {
                    (moment::left(task.due_by, view.now)) ", by " (moment::lately(task.due_by, view.now))
                }
            }
            @if kind == TaskKind::AskRoutesAgain {
                p { a href={ (view.address()) "/reaching" } { "Ask her, and write down what she says" } }
            } @else if let Some((place, words)) = done_by(kind).filter(|_| view.page.referral.held().is_some()) {
                p { a href={ "#" (place) } { (words) } }
            } @else if view.page.referral.held().is_some() && view.may(acts::Step::Task.action()) {
                form class="porch-task__form" action={ (view.address()) "/steps/task" } method="post" novalidate {
                    (hidden(view.site, view.page.version))
                    input type="hidden" name="task" value=(kind.code());
                    (input(&Input {
                        label: Label::from("What came of it?"),
                        error: view.returned.errors.of(&field).into(),
                        id: &field,
                        name: "note",
                        value: if back { view.returned.answers.typed("note") } else { "" },
                        autocomplete: "off",
                        ..Input::default()
                    }))
                    (button(&Button {
                        content: html! { "Done" span class="nhsuk-u-visually-hidden" { ": " (kind.label()) } }.into(),
                        variant: ButtonVariant::Secondary,
                        small: true,
                        ..Button::default()
                    }))
                }
            }
        }
    }
}

/// Where that is done which alone answers a task; the others are closed with what came of them.
fn done_by(kind: TaskKind) -> Option<(&'static str, &'static str)> {
    let ways = [
        (TaskKind::RiskReview, Step::Review, "Review risk"),
        (TaskKind::LeadProfessional, Step::Lead, "Name the lead professional"),
        (TaskKind::CareEnds, Step::Continue, "Go on with a reason, or end care beside it"),
    ];
    let way = ways.iter().find(|(task, _, _)| *task == kind && kind.done_by_doing());
    way.map(|(_, step, words)| (step.path(), *words))
}

/// The name of the team that holds it.
pub(super) fn team(view: &View<'_>) -> String {
    let held = view.page.referral.held();
    held.map_or_else(String::new, |held| view.team_name(&held.by))
}

fn row<'a>(key: &'a str, value: impl Into<Content<'a>>) -> SummaryRow<'a> {
    SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() }
}

fn rows<'a>(view: &View<'a>) -> Vec<SummaryRow<'a>> {
    let referral = &view.page.referral;
    let (asked, triage) = (&referral.asked, &referral.triage);
    let today = moment::local(view.now).date();
    let ends_on = referral.ends_on();
    let situation = html! {
        (stage_in_words(referral.situation(), ends_on, today))
        @if let Some(on) = ends_on { " (" (moment::day(on)) ")" }
        @if asked.situation.is_some_and(Situation::is_loss) { br; strong { "Somebody died, or a pregnancy ended." } }
    };
    let mut rows = vec![
        row("Urgency", referral.priority.map_or("No priority held", steps::priority_label)),
        row("Clock", clock(view)),
        row("Other clocks", other_clocks(view)),
        row("Holds it", html! { (team(view)) @if referral.held().is_some() { ": " (steps::who_holds(view)) } }),
        row("How things are", situation),
        row(
            "Severe mental illness, now or before",
            match asked.severe_history {
                Known::Yes => html! { strong { "Yes" } ": bipolar disorder or a psychosis" },
                Known::No => html! { "No" },
                Known::NotKnown => html! { "Not known" },
            },
        ),
        row("Interpreter", interpreter(view)),
    ];
    rows.extend(before(view));
    if let Some(attempt) = &triage.last_attempt {
        rows.push(row(
            "Last try",
            html! {
                (moment::recent(attempt.at, view.now)) ", " (attempt.route.label().to_lowercase()) ": "
                (attempt.outcome.label()) " (" (view.name(&attempt.by)) "; " (triage.attempts) " in all)"
            },
        ));
    }
    if let Some(waiting) = &triage.waiting {
        rows.push(row(
            "Waiting for",
            html! { (waiting.of.label()) ", until " (moment::recent(waiting.until, view.now)) },
        ));
    }
    if !referral.reasons().is_empty() {
        rows.push(row(
            "Why it ended",
            html! {
                ul class="nhsuk-list nhsuk-list--bullet" {
                    @for reason in referral.reasons() { li { (reason::label(reason)) } }
                }
            },
        ));
    }
    if !referral.rests_on().is_empty() {
        rows.push(row("Criteria of its decision", criteria::cited(referral.rests_on())));
    }
    if let Some(due) = &triage.letter_due {
        rows.push(row("Letter due", html! {
            "decided (" (due.verdict.code()) "); " (view.name(&due.owner)) " writes the letter by " (moment::recent(due.by, view.now))
        }));
    }
    rows
}

/// Whether she was with us before: as staff knew it, or as it was said, which nobody has looked up (K7, PR-06).
fn before<'a>(view: &View<'a>) -> Option<SummaryRow<'a>> {
    let asked = &view.page.referral.asked;
    let said = match (asked.known_before, asked.been_before) {
        (Some(_), _) => {
            html! { strong { "Known to us before" } ": " a href="#earlier" { "what helped, her plan and early signs" } }
        }
        (None, Known::Yes) => {
            html! { "She is said to have been with us before. Find her, and look whether that is so." }
        }
        (None, Known::No) => html! { "Said: no" },
        (None, Known::NotKnown) => return None,
    };
    Some(row("With us before", said))
}

/// A clock that stands still. The time since the receipt passes all the same, and is shown.
fn paused(view: &View<'_>, pause: &Pause) -> Markup {
    let since_receipt = view.now.duration_since(view.page.referral.received_at);
    html! {
        "Received " (moment::time(view.page.referral.received_at)) ". "
        strong { "Paused" } " since " (moment::time(pause.from)) "; it runs again on " (moment::time(pause.until))
        " (" (pause.source) " allows it). " (moment::long(since_receipt)) " have passed since the receipt."
    }
}

fn clock(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    if let Some(pause) = referral.pause() {
        return paused(view, pause);
    }
    html! {
        "Received " (moment::time(referral.received_at)) ". "
        @match (&referral.stage, referral.respond_by) {
            (Stage::Pending(_), Some(until)) => {
                strong { (moment::left(until, view.now)) } ", by " (moment::time(until))
                @if let Some(used) = moment::used(referral.received_at, until, view.now) { " (" (used) ")" }
            }
            (Stage::Pending(held), None) => {
                "No clock of ours runs on it; somebody looks again by " (moment::time(held.next_due))
            }
            (Stage::Accepted { .. } | Stage::Discharged { .. } | Stage::Ended { .. }, _) => {
                (steps::outcome_label(referral.outcome()))
                @if let Some(at) = referral.decided_at() { ", " (moment::time(at)) }
                // An acceptance and a handover stop no clock (PR-12).
                @if let Some(until) = referral.clock_ends().filter(|_| referral.held().is_some()) {
                    ". " strong { (moment::left(until, view.now)) } ", by " (moment::time(until))
                    @if let Some(used) = moment::used(referral.received_at, until, view.now) { " (" (used) ")" }
                }
            }
        }
    }
}

/// The clocks beside the one for the response, each with its rule.
fn other_clocks(view: &View<'_>) -> Markup {
    let running = standards(&view.page.referral, view.footprint);
    if running.is_empty() {
        return html! { "None runs" };
    }
    html! {
        ul class="nhsuk-list" {
            @for standard in &running {
                li {
                    (standard.clock.purpose.label()) " within " (standard.clock.limit) ": "
                    @match standard.ends_at {
                        Ok(until) => { (moment::left(until, view.now)) ", by " (moment::time(until)) }
                        Err(why) => { "its end is not known, since " (why) }
                    }
                }
            }
        }
    }
}

fn interpreter(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    let story = referral.story();
    let language = story.and_then(|story| story.language.as_deref());
    let needs = story.and_then(|story| story.access_needs.as_deref());
    html! {
        @match (referral.asked.interpreter, language) {
            (true, Some(language)) => { strong { "Needed" } ": " (language) }
            (true, None) => { strong { "Needed" } ", language not known" }
            (false, Some(language)) => { "Not asked for; she speaks " (language) }
            (false, None) => { "Not asked for" }
        }
        @if let Some(needs) = needs { br; (needs) }
    }
}

/// What may not be shown here, and why.
fn not_shown(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    html! {
        @if referral.triage.safeguarding {
            p class="porch-restricted" {
                strong { "Restricted" } ": something is recorded on a page of its own. "
                a href={ (view.address()) "/restricted" } { "Open it with a reason" }
            }
        }
        @if referral.erased() {
            p { strong { "Erased" } ": what identified her in this referral was erased, and cannot be shown again." }
        }
    }
}
