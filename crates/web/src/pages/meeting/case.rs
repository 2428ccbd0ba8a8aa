//! One case in ten lines: who, when, what is worrying, risk, needs, the words in which it was told, what was before and what
//! was tried.

use maud::{Markup, html};
use porch_app::meeting::Chosen;
use porch_domain::{
    front_door::{Known, TaskKind, stage_in_words},
    meeting::{Marks, Window},
    referral::{Priority, Referral, Stage},
};

use super::{
    View,
    room::{called, in_times, outcome},
};
use crate::{
    components::{Content, InsetText, SummaryList, SummaryRow, inset_text, summary_list},
    moment,
    pages::{
        queue::sentence,
        referral::{address, outcome_label, priority_label},
        team_name,
    },
};

/// How much of what was told stands here, in characters; the page of the referral has all of it.
const MOST_TOLD: usize = 600;

/// The middle of the room.
pub(super) fn section(view: &View<'_>) -> Markup {
    let Some(chosen) = &view.room.chosen else {
        return html! { div class="porch-room__case" { p { "No case is open." } } };
    };
    let identity = chosen.person.as_ref().and_then(|person| person.identity.as_ref());
    let today = moment::local(view.room.as_at).date();
    let name = identity.and_then(|identity| identity.name.as_deref());
    let born = identity.and_then(|identity| identity.birth_date);
    let reference = chosen.referral.reference.as_deref();
    let case = view.room.cases.iter().find(|case| case.referral == chosen.referral.id);
    html! {
        section class="porch-room__case" aria-labelledby="case" {
            h2 class="nhsuk-heading-m" id="case" tabindex="-1" {
                (called(name, reference, born, today))
                @if let (Some(_), Some(reference)) = (name, reference) {
                    " " span class="porch-queue__small" { (reference) }
                }
            }
            @if let Some((_, marks)) = case.and_then(|case| case.open.as_ref()) { (must_know(view, marks)) }
            (summary_list(&SummaryList { rows: rows(view, chosen), ..SummaryList::default() }))
            p { a href=(address(chosen.referral.id)) { "The whole referral" } }
        }
    }
}

/// What the meeting must know before it decides. Nothing of it decides (D3).
fn must_know(view: &View<'_>, marks: &Marks) -> Markup {
    let months = view.footprint.care().until_months;
    let flag = u32::from(view.footprint.meeting.carry_over_flag);
    html! {
        @if let Some(times) = marks.carried_over {
            (told(&html! {
                strong { "Carried over " (in_times(times)) " already." } " "
                @if times + 1 == flag { "The next time would be the " (nth(flag)) "." } @else { "Decide today, or say why not." }
            }))
        }
        @if marks.rejected_before {
            (told(&html! { strong { "An earlier referral ended with a no." } " What has changed since?" }))
        }
        @if marks.window == Window::Outside {
            (told(&html! {
                strong { "Later than " (months) " months after the birth or the loss." }
                " It is discussed here, and that alone is no reason to decline."
            }))
        }
    }
}

fn nth(times: u32) -> String {
    match times {
        1 => "first".to_owned(),
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        more => format!("{more}th"),
    }
}

fn told(words: &Markup) -> Markup {
    inset_text(&InsetText { content: html! { p { (words) } }.into(), ..InsetText::default() })
}

fn row<'a>(key: &'a str, value: impl Into<Content<'a>>) -> SummaryRow<'a> {
    SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() }
}

fn rows<'a>(view: &View<'a>, chosen: &'a Chosen) -> Vec<SummaryRow<'a>> {
    let (referral, now) = (&chosen.referral, view.room.as_at);
    let today = moment::local(now).date();
    let ends_on = referral.ends_on();
    let concerns: Vec<&str> = referral.asked.concerns.iter().map(|concern| concern.label()).collect();
    vec![
        row("When", stage_in_words(referral.situation(), ends_on, today)),
        row("Urgency", urgency(view, referral)),
        row("Responsible", responsible(view, referral)),
        row("Risk", risk(referral)),
        row(
            "What is worrying",
            if concerns.is_empty() { "Not told by code".to_owned() } else { sentence(&concerns.join(", ")) },
        ),
        row("Needs", needs(referral, moment::local(now).date())),
        row("As it was told", words(referral)),
        row("Who asks", referral.asked.way.label()),
        row("Earlier referrals", earlier(chosen)),
        row("Meetings before", before(view, chosen)),
        row("Tried", tried(view, referral)),
    ]
}

/// The one team that is responsible, whoever is meant to have her next.
fn responsible(view: &View<'_>, referral: &Referral) -> String {
    referral.held().map_or_else(|| "Nobody: it is closed".to_owned(), |held| team_name(view.footprint, &held.by))
}

fn urgency(view: &View<'_>, referral: &Referral) -> Markup {
    let now = view.room.as_at;
    html! {
        (referral.priority.map_or("No priority held", priority_label)) ", came " (moment::recent(referral.received_at, now))
        @match (referral.clock_ends(), &referral.stage) {
            (Some(until), Stage::Pending(_) | Stage::Accepted { .. }) => { ": " strong { (moment::left(until, now)) } }
            (None, Stage::Pending(held) | Stage::Accepted { held, .. }) => { ": somebody looks by " (moment::recent(held.next_due, now)) }
            (_, Stage::Discharged { .. } | Stage::Ended { .. }) => { ": " (outcome_label(referral.outcome()).to_lowercase()) }
        }
    }
}

fn risk(referral: &Referral) -> Markup {
    let asked = &referral.asked;
    let signs: Vec<&str> = asked.signs.iter().map(|sign| sign.label()).collect();
    html! {
        @if !signs.is_empty() { strong { (sentence(&signs.join("; "))) } ". " }
        @else if asked.signs_asked { "No warning sign was answered yes. " }
        @else { strong { "Warning signs were not asked about." } " " }
        @if asked.severe_history == Known::Yes { strong { "Severe mental illness now or before." } " " }
        @if referral.priority != Some(Priority::Emergency) && referral.triage.emergency_since.is_some() { "It was an emergency before. " }
        @if referral.triage.safeguarding {
            "Something restricted is recorded: " a href={ (address(referral.id)) "/restricted" } { "open it with a reason" } "."
        }
    }
}

fn needs(referral: &Referral, today: jiff::civil::Date) -> String {
    let mut needs = Vec::new();
    if referral.asked.interpreter {
        let language = referral.story().and_then(|story| story.language.as_deref());
        needs.push(language.map_or_else(|| "interpreter".to_owned(), |language| format!("interpreter: {language}")));
    }
    if referral.is_under_18(today) {
        needs.push(TaskKind::YoungPeople.short().to_owned());
    }
    // Safeguarding is named nowhere but on its own page (PR-26).
    let tasks = referral.triage.open_tasks().map(|(task, _)| task);
    let tasks = tasks.filter(|task| !task.is_restricted() && *task != TaskKind::YoungPeople);
    needs.extend(tasks.map(|task| task.short().to_owned()));
    if needs.is_empty() { "Nothing special".to_owned() } else { sentence(&needs.join("; ")) }
}

fn words(referral: &Referral) -> Markup {
    let Some(story) = referral.story().filter(|story| !story.worry.is_empty()) else {
        return html! { "Nothing that was told in words is held" };
    };
    let short: String = story.worry.chars().take(MOST_TOLD).collect();
    html! {
        div class="porch-words" { (short) @if short.len() < story.worry.len() { " …" } }
    }
}

fn earlier(chosen: &Chosen) -> Markup {
    html! {
        @if chosen.earlier.is_empty() { "None is held" }
        @for (nth, other) in chosen.earlier.iter().enumerate() {
            @if nth > 0 { br; }
            a href=(address(other.id)) { (other.reference.as_deref().unwrap_or("From another system")) } ", "
            (moment::date(moment::local(other.received_at).date())) ": " (outcome_label(other.outcome).to_lowercase())
        }
    }
}

fn before(view: &View<'_>, chosen: &Chosen) -> Markup {
    let others: Vec<_> = chosen.discussed.iter().filter(|line| line.meeting != view.room.id).collect();
    html! {
        @if others.is_empty() { "None" }
        @for (nth, line) in others.iter().enumerate() {
            @if nth > 0 { br; }
            (moment::lately(line.at, view.room.as_at)) ": " (outcome(line.outcome).to_lowercase()) "; " (view.name(&line.owner)) " by "
            (moment::lately(line.until, view.room.as_at))
        }
    }
}

fn tried(view: &View<'_>, referral: &Referral) -> Markup {
    let (triage, now) = (&referral.triage, view.room.as_at);
    html! {
        @match &triage.last_attempt {
            Some(attempt) => {
                (moment::lately(attempt.at, now)) ", " (attempt.route.label().to_lowercase()) ": " (attempt.outcome.label())
                " (" (triage.attempts) " in all)"
            }
            None => { "Nobody has tried to reach her" }
        }
        @if let Some(waiting) = &triage.waiting {
            br; "Waiting for " (waiting.of.label()) " until " (moment::lately(waiting.until, now))
        }
        @if let Some(claim) = &triage.claim { br; (view.name(&claim.by)) " took this, " (moment::lately(claim.at, now)) }
    }
}

/// What somebody else did with the case meanwhile, and what was typed here.
pub(super) fn quicker(view: &View<'_>) -> Markup {
    let dealt = view.room.chosen.as_ref().and_then(|chosen| {
        let case = view.room.cases.iter().find(|case| case.referral == chosen.referral.id);
        case.and_then(|case| case.dealt.as_ref())
    });
    html! {
        p {
            strong { "Nothing was saved." } " "
            @match dealt {
                Some(dealt) => {
                    "This was decided before: " strong { (outcome(dealt.outcome)) } ", entered by " (view.name(&dealt.by)) ", "
                    (moment::time(dealt.at)) ". " (view.name(&dealt.owner)) " owes the next step by " (moment::time(dealt.until)) "."
                }
                None => { "It changed after you opened it. Look at it again; what you typed is still in its form." }
            }
        }
        @if dealt.is_some() { (typed(view)) }
    }
}

/// What was typed into a form that is no longer there, word for word.
pub(super) fn typed(view: &View<'_>) -> Markup {
    let answers = &view.returned.answers;
    let fields = [
        ("Team", "team"),
        ("What the team needs to know", "because"),
        ("What the team needs to know", "summary"),
        ("On which basis", "basis"),
        ("The service", "to"),
        ("More about the reasons", "in_own_words"),
        ("What is asked", "what"),
        ("Why", "note"),
        ("Who owes it", "owner"),
        ("By when", "until"),
    ];
    let typed: Vec<_> = fields.iter().filter(|(_, field)| answers.has(field)).collect();
    html! {
        @if !typed.is_empty() {
            p { "You had typed:" }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for (label, field) in typed { li { (label) ": " span class="porch-words" { (answers.typed(field)) } } }
            }
        }
    }
}
