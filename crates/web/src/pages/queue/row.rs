//! One referral as duty sees it in the list: everything that is needed to choose, and the two steps that are done without
//! leaving it (PR-11).

use jiff::{Timestamp, civil::Date};
use maud::{Markup, Render, html};
use porch_app::{
    KnownBefore, QueueLine,
    account::Names,
    queue::{Filter, Queue, next_step_by},
};
use porch_domain::{
    footprint::Footprint,
    front_door::{TaskKind, WayIn, source::Source, stage_in_words, urgency::age_on},
    person::Route,
    referral::{AttemptOutcome, Priority},
};

use uuid::Uuid;

use crate::{
    components::{Tag, TagColour, tag},
    moment,
    pages::team_name,
};

/// For whom and when the list is made.
pub(super) struct View<'a> {
    pub(super) account: &'a str,
    pub(super) footprint: &'a Footprint,
    pub(super) now: Timestamp,
    pub(super) today: Date,
    pub(super) filter: Filter,
    pub(super) names: &'a Names,
    pub(super) commands: Commands,
}

/// Ids of commands for all forms of one page: one fresh id, and those beside it. To draw each anew would ask the system
/// for randomness twice a row.
pub(super) struct Commands {
    first: Uuid,
    given: std::cell::Cell<u16>,
}

impl Commands {
    pub(super) fn new(first: Uuid) -> Self {
        Self { first, given: std::cell::Cell::new(0) }
    }

    /// The next one, unlike all before it. Only the last two of its sixteen bytes differ, which are random in each page.
    fn next(&self) -> Uuid {
        let nth = self.given.get();
        self.given.set(nth.wrapping_add(1));
        Uuid::from_u128(self.first.as_u128() ^ u128::from(nth))
    }
}

const HEADS: [&str; 7] = ["Time left", "Who", "When", "What is worrying", "Needs", "Held by, last step", "Do now"];

/// The list. Its one link in a row is the head of that row.
pub(super) fn table(view: &View<'_>, shown: &Queue) -> Markup {
    html! {
        table class="nhsuk-table nhsuk-table--compact nhsuk-table--responsive porch-queue" role="table" id="list" {
            caption class="nhsuk-table__caption nhsuk-u-visually-hidden" {
                (shown.filter.label()) ": "
                @if let Some(stretch) = super::stretch_here(shown) { (stretch) } @else { (shown.lines.len()) }
                " referrals that are not decided, the most urgent first"
            }
            thead class="nhsuk-table__head" role="rowgroup" {
                tr class="nhsuk-table__row" role="row" {
                    @for head in HEADS { th class="nhsuk-table__header" scope="col" role="columnheader" { (head) } }
                }
            }
            tbody class="nhsuk-table__body" {
                @for line in shown.lines.iter() { (row(view, line)) }
            }
        }
    }
}

fn row(view: &View<'_>, line: &QueueLine) -> Markup {
    let page = format!("/referrals/{}", line.referral);
    let called = called(line, view.today);
    html! {
        tr class="nhsuk-table__row" role="row" data-porch-row {
            (Cell { head: HEADS[0], content: &time_left(view, line) })
            th class="nhsuk-table__header" scope="row" role="rowheader" {
                (Heading(HEADS[1]))
                span {
                    a class="nhsuk-link nhsuk-link--no-visited-state" id={ "r-" (line.referral) } href=(page) { (called) }
                    @if let (Some(reference), Some(_)) = (&line.reference, &line.name) {
                        " " span class="porch-queue__small" { (reference) }
                    }
                    @if line.reference.is_none() { " " span class="porch-queue__small" { "from another system" } }
                }
            }
            (Cell { head: HEADS[2], content: &html! { (stage_in_words(line.situation, line.ends_on, view.today)) } })
            (Cell { head: HEADS[3], content: &worrying(line) })
            (Cell { head: HEADS[4], content: &needs(line, view.today) })
            (Cell { head: HEADS[5], content: &steps(view, line) })
            (Cell { head: HEADS[6], content: &actions(view, line, &page, &called) })
        }
    }
}

/// The head of the column, which stands beside the cell on a narrow screen. It and the cell go into the text of the page as
/// they are: two hundred and fifty texts of their own would be made for a page, only to be copied.
struct Heading(&'static str);

impl Render for Heading {
    fn render_to(&self, page: &mut String) {
        page.push_str("<span class=\"nhsuk-table__heading\" aria-hidden=\"true\">");
        self.0.render_to(page);
        page.push_str(" </span>");
    }
}

/// A cell under its head.
struct Cell<'a> {
    head: &'static str,
    content: &'a Markup,
}

impl Render for Cell<'_> {
    fn render_to(&self, page: &mut String) {
        page.push_str("<td class=\"nhsuk-table__cell\" role=\"cell\">");
        Heading(self.head).render_to(page);
        page.push_str("<div class=\"porch-queue__cell\">");
        self.content.render_to(page);
        page.push_str("</div></td>");
    }
}

/// Her name and age; or the reference where no name was told.
fn called(line: &QueueLine, today: Date) -> String {
    let who = match (&line.name, &line.reference) {
        (Some(name), _) => name.clone(),
        (None, Some(reference)) => reference.clone(),
        (None, None) => "No name held".to_owned(),
    };
    match line.birth_date {
        Some(born) => format!("{who}, {}", age_on(born, today)),
        None => who,
    }
}

/// How long there is, in words; the exact time under the pointer, when the row has the keyboard, and on paper.
fn time_left(view: &View<'_>, line: &QueueLine) -> Markup {
    let until = line.respond_by.unwrap_or(line.next_due);
    let step = next_step_by(line);
    let (label, colour) = match line.priority {
        Some(Priority::Emergency) => ("Emergency", TagColour::Red),
        Some(Priority::VeryUrgent) => ("Very urgent", TagColour::Orange),
        Some(Priority::Urgent) => ("Urgent", TagColour::Yellow),
        Some(Priority::Routine) => ("", TagColour::Default),
        None => ("No priority held", TagColour::Grey),
    };
    let exactly = moment::words(until);
    html! {
        @if !label.is_empty() { (tag(&Tag { content: label.into(), colour, ..Tag::default() })) " " }
        strong class="porch-queue__left" {
            time datetime=(until) title=(exactly) { (moment::left(until, view.now)) }
        }
        @if let Some(used) = moment::used(line.received_at, until, view.now) {
            " " span class="porch-queue__small" { (used) }
        }
        @if step < until {
            " " span class="porch-queue__small" {
                "next step: "
                time datetime=(step) title=(moment::words(step)) { (moment::left(step, view.now).to_lowercase()) }
            }
        }
        // What somebody said will be done later stands beside a time that has run out.
        @if let Some((what, stands)) = stands_until(line).filter(|(_, stands)| until < view.now && *stands > view.now) {
            " " span class="porch-queue__small" {
                (what) " " time datetime=(stands) { (moment::left(stands, view.now).to_lowercase()) }
                ", by " (moment::recent(stands, view.now))
            }
        }
        @if let Some(until) = line.paused_until {
            " " span class="porch-queue__small" { "clock paused until " (moment::words(until)) }
        }
        " " span class="porch-queue__exact" { "by " (exactly) }
    }
}

/// What was promised for later: a letter, or the time given for an answer.
fn stands_until(line: &QueueLine) -> Option<(&'static str, Timestamp)> {
    let letter = line.letter_due.as_ref().map(|(_, _, by)| ("letter due:", *by));
    letter.or_else(|| line.waiting.as_ref().map(|(_, until)| ("answer awaited:", *until)))
}

/// Warning signs in words first, then what must be reviewed, then what it is about; last who asks.
fn worrying(line: &QueueLine) -> Markup {
    let mut said: Vec<&str> = Vec::new();
    if line.severe_history {
        said.push("severe mental illness now or before");
    }
    said.extend(line.tasks.iter().filter_map(|task| match task {
        TaskKind::DeathTold
        | TaskKind::BabySafety
        | TaskKind::SameDayReview
        | TaskKind::PrescriberReview
        | TaskKind::CameBackSoon
        | TaskKind::CameBack
        | TaskKind::TalkAboutAnswers
        | TaskKind::ReadAnswers
        | TaskKind::SomethingChanged
        | TaskKind::AskedToWithdraw => Some(task.short()),
        // Safeguarding is never on a row that is not opened (PR-26); the others stand among the needs.
        TaskKind::SafeguardingToday
        | TaskKind::SafeguardingQuestion
        | TaskKind::SafeguardingChase
        | TaskKind::YoungPeople
        | TaskKind::SafeRouteCall
        | TaskKind::AskRoutesAgain
        | TaskKind::WishedOtherwise
        | TaskKind::BasisForContact
        | TaskKind::HandoverUnanswered
        | TaskKind::HandoverReturned
        | TaskKind::RiskReview
        | TaskKind::LeadProfessional
        | TaskKind::CareEnds
        | TaskKind::TeamsMeet
        | TaskKind::CaseAgreed => None,
    }));
    said.extend(line.concerns.iter().map(|concern| concern.label()));
    let signs: Vec<&str> = line.signs.iter().map(|sign| sign.label()).collect();
    html! {
        @if !signs.is_empty() { strong { (sentence(&signs.join("; "))) } br; }
        @if !said.is_empty() { (sentence(&said.join(", "))) " " }
        span class="porch-queue__small" { "(" (asked_by(line)) ")" }
    }
}

/// Who asks, in a word or two.
fn asked_by(line: &QueueLine) -> String {
    let before = match line.known_before {
        KnownBefore::Known => ", known to us before",
        KnownBefore::Said => ", says with us before",
        KnownBefore::No => "",
    };
    format!("{}{before}", came_by(line))
}

fn came_by(line: &QueueLine) -> String {
    let source = match Source::of_code(line.source.as_deref()) {
        Source::NotRecorded => None,
        source => Some(source.label()),
    };
    match (line.way, source) {
        (Some(way @ (WayIn::Myself | WayIn::Family)), _) => way.label().to_owned(),
        (Some(WayIn::Telephone), Some(source)) => format!("{source}, {}", WayIn::Telephone.label()),
        (Some(WayIn::Telephone), None) => WayIn::Telephone.label().to_owned(),
        (Some(WayIn::Professional) | None, Some(source)) => source.to_owned(),
        (Some(WayIn::Professional) | None, None) => "source not recorded".to_owned(),
    }
}

fn needs(line: &QueueLine, today: Date) -> Markup {
    let mut needs = Vec::new();
    if line.interpreter {
        needs.push("interpreter");
    }
    if line.birth_date.map_or(line.under_18, |born| age_on(born, today) < 18) {
        needs.push(TaskKind::YoungPeople.short());
    }
    needs.extend(
        [
            TaskKind::SafeRouteCall,
            TaskKind::AskRoutesAgain,
            TaskKind::WishedOtherwise,
            TaskKind::BasisForContact,
            TaskKind::RiskReview,
        ]
        .into_iter()
        .filter(|task| line.tasks.contains(task))
        .map(TaskKind::short),
    );
    html! {
        @if needs.is_empty() {
            span class="nhsuk-u-visually-hidden" { "nothing special" } span aria-hidden="true" { "–" }
        } @else {
            (sentence(&needs.join("; ")))
        }
    }
}

fn steps(view: &View<'_>, line: &QueueLine) -> Markup {
    html! {
        (team_name(view.footprint, &line.held_by)) ": "
        @match &line.claimed {
            Some((by, at)) => {
                strong { (if by == view.account { "You" } else { view.names.of(by) }) } " took this, " (moment::recent(*at, view.now))
            }
            None => { "Nobody yet" }
        }
        @if let Some(attempt) = &line.last_attempt {
            br; "Tried " (moment::recent(attempt.at, view.now)) ", " (attempt.route.label().to_lowercase()) ": "
            (attempt.outcome.label())
            @if line.attempts > 1 { " (" (line.attempts) " tries)" }
        }
        @if let Some((of, until)) = &line.waiting {
            br;
            @if *until > view.now { "Waiting for " (of.label()) " until " (moment::recent(*until, view.now)) }
            @else { "No answer from " (of.label()) " by " (moment::recent(*until, view.now)) }
        }
        @if let Some((verdict, owner, by)) = &line.letter_due {
            br; "Decided (" (verdict) "); letter due from " (if owner == view.account { "you" } else { view.names.of(owner) })
            " by " (moment::recent(*by, view.now))
        }
    }
}

/// The two steps that are done here, and come back to this row.
fn actions(view: &View<'_>, line: &QueueLine, page: &str, called: &str) -> Markup {
    let held = line.claimed.as_ref().map(|(by, _)| by.as_str());
    html! {
        div class="porch-queue__actions" {
            @if held != Some(view.account) {
                form action={ (page) "/steps/claim" } method="post" novalidate data-porch-key="c" {
                    (hidden(view))
                    input type="hidden" name="shown" value=(held.unwrap_or_default());
                    button class="nhsuk-button nhsuk-button--small porch-queue__button" {
                        @match held {
                            Some(by) => { "Take over from " (view.names.of(by)) }
                            None => { "I take this" }
                        }
                        span class="nhsuk-u-visually-hidden" { ": " (called) }
                    }
                }
            }
            form action={ (page) "/steps/try" } method="post" novalidate data-porch-key="t" {
                (hidden(view))
                input type="hidden" name="route" value=(Route::Telephone.code());
                input type="hidden" name="outcome" value=(AttemptOutcome::NoAnswer.code());
                button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small porch-queue__button" {
                    "Tried, no answer" span class="nhsuk-u-visually-hidden" { ": " (called) }
                }
            }
            // The head of the row is the link for the keyboard and for screen readers; this one is for the pointer.
            a class="porch-queue__open" href=(page) tabindex="-1" aria-hidden="true" { "Open" }
        }
    }
}

fn hidden(view: &View<'_>) -> Markup {
    html! {
        input type="hidden" name="command" value=(view.commands.next());
        input type="hidden" name="from" value="queue";
        input type="hidden" name="show" value=(view.filter.code());
    }
}

/// A remark in lower case with its first letter great.
pub(crate) fn sentence(remark: &str) -> String {
    let mut letters = remark.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_form_of_a_page_has_a_command_of_its_own() {
        let commands = Commands::new(Uuid::from_u128(u128::MAX));
        let all: HashSet<Uuid> = (0..72).map(|_| commands.next()).collect();
        assert_eq!(all.len(), 72);
        assert!(all.iter().all(|id| id.as_bytes()[..14] == [0xff; 14]));
    }
}
