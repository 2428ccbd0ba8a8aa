//! `/queue`: what duty looks at. It says when it was true, and whether something changed since, and never changes under
//! the hand (H13).

mod filter;
pub(crate) mod report;
pub(crate) mod risk_report;
mod row;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    access::Action,
    queue::{self, Filter, Position, Queue},
};

use crate::{
    Site, activity,
    components::{PageLink, Pagination, pagination},
    failure::Failure,
    moment,
    pages::{annual::Fields, grouped, html as answer, risk, staff},
    sign_in::{SignedIn, Token, Watching},
};

pub(crate) use row::sentence;
use row::{Commands, View};

/// A page of the queue, or of a part of it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    token: Token,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let (filter, position) = chosen(&fields);
    let listed = token.carry_out(&site, move |site, ctx| {
        let shown = queue::list(ctx, &site.order, filter, position)?;
        site.look_for_emergencies_since(shown.batch, &ctx.actor)?;
        Ok(shown)
    });
    let (who, shown) = listed.await?;
    Ok(answer(staff::page(&site, Some(&who), &content(&site, &who, &shown))))
}

/// What an address asks for. What it does not say, or not in our words, is the beginning of all.
fn chosen(fields: &[(String, String)]) -> (Filter, Position) {
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let filter = field("show").and_then(Filter::of_code).unwrap_or_default();
    let with = field("row").and_then(|id| id.parse().ok()).map(Position::With);
    let after = field("after").and_then(|place| place.parse().ok()).map(Position::After);
    let before = field("before").and_then(|place| place.parse().ok()).map(Position::Before);
    (filter, with.or(after).or(before).unwrap_or_default())
}

/// The newest batch, for a page that asks whether what it shows is still true.
pub(crate) async fn newest(State(site): State<Arc<Site>>, Watching(who): Watching) -> Result<Response, Failure> {
    let batch = activity::carry_out(&site, &who, |_, ctx| queue::newest_batch(ctx)).await?;
    Ok(format!("{batch}\n").into_response())
}

/// The address of a page of a part of the queue.
pub(crate) fn address(filter: Filter, position: Position) -> String {
    let part = (filter != Filter::All).then(|| format!("show={}", filter.code()));
    let page = match position {
        Position::First => None,
        Position::After(place) => Some(format!("after={place}")),
        Position::Before(place) => Some(format!("before={place}")),
        Position::With(referral) => Some(format!("row={referral}")),
    };
    let asked: Vec<String> = part.into_iter().chain(page).collect();
    if asked.is_empty() { "/queue".to_owned() } else { format!("/queue?{}", asked.join("&")) }
}

/// The address of a row in a part of the queue: the page that it is on, at that row.
pub(crate) fn address_of_row(filter: Filter, referral: porch_domain::ids::ReferralId) -> String {
    format!("{}#r-{referral}", address(filter, Position::With(referral)))
}

fn content(site: &Site, who: &SignedIn, shown: &Queue) -> staff::Content {
    let rules = site.rules();
    let view = View {
        commands: Commands::new(site.world.id()),
        account: &who.account,
        footprint: &rules.footprint,
        now: shown.as_at,
        today: moment::local(shown.as_at).date(),
        filter: shown.filter,
        names: &shown.names,
    };
    let main = html! {
        h1 { "Queue" }
        (risk::block(site, who, (&shown.risks, risk::From::Queue), (shown.as_at, |by| shown.names.of(by).to_owned())))
        (filter::counts(shown))
        (between_teams(site, who))
        (not_left(site, who))
        (true_at(&Shown {
            at: shown.as_at,
            position: shown.batch,
            newest: "/queue/newest",
            again: &address(shown.filter, shown.position),
            what: "list",
        }))
        (what_counts(shown.filter))
        @if shown.lines.is_empty() {
            (nothing(shown.filter))
        } @else {
            @if let Some(stretch) = stretch_here(shown) { p class="porch-queue__stretch" { (stretch) } }
            (row::table(&view, shown))
            (neighbours(shown))
        }
        (keys())
    };
    let mut title = match shown.filter {
        Filter::All => "Queue".to_owned(),
        part => format!("Queue: {}", part.label().to_lowercase()),
    };
    if let Some(stretch) = stretch_here(shown).filter(|_| shown.skipped > 0) {
        title.push_str(&format!(", {stretch}"));
    }
    staff::Content { title, main, wide: true, section: staff::Section::Queue }
}

/// Letters and messages that did not leave are nobody's row, and are not done with either (H18).
fn not_left(site: &Site, who: &SignedIn) -> Markup {
    let known = site.untaken();
    let messages = |count: i64| match count {
        1 => "1 letter or message".to_owned(),
        several => format!("{} letters and messages", grouped(several.unsigned_abs())),
    };
    html! {
        @if (known.not_left > 0 || known.tried_in_vain > 0) && who.may(Action::KeepMessage) {
            p class="nhsuk-body-s" id="not-left" {
                @if known.not_left > 0 { strong { (messages(known.not_left)) " did not leave, or did not arrive." } " " }
                @if known.tried_in_vain > 0 { (messages(known.tried_in_vain)) " could not be handed over for an hour. " }
                a href="/outbox" { "Letters and messages" }
            }
        }
    }
}

/// What was accepted leaves the queue, and is not done with: a team has still to say yes.
fn between_teams(site: &Site, who: &SignedIn) -> Markup {
    let waiting = site.between_teams();
    html! {
        @if waiting > 0 && who.may(Action::HandOver) {
            p class="nhsuk-body-s" {
                @if waiting == 1 { "1 accepted referral is" } @else { (grouped(waiting.unsigned_abs())) " accepted referrals are" }
                " not in this list: a team has not answered yet, or returned it. "
                a href="/handovers" { "Handovers" }
            }
        }
    }
}

/// Some of the part that is shown, in words: 37 to 72 of 100,000.
fn stretch(shown: &Queue, from: usize, to: usize) -> String {
    let [from, to, all] = [from, to, shown.all()].map(|count| grouped(count as u64));
    if from == to { format!("{from} of {all}") } else { format!("{from} to {to} of {all}") }
}

/// The stretch of this page; nothing where it is the whole part.
pub(super) fn stretch_here(shown: &Queue) -> Option<String> {
    let last = shown.skipped + shown.lines.len();
    (shown.lines.len() < shown.all()).then(|| stretch(shown, shown.skipped + 1, last))
}

/// The ways to the page before and the page after, where there are any.
fn neighbours(shown: &Queue) -> Markup {
    if shown.previous.is_none() && shown.next.is_none() {
        return Markup::default();
    }
    let to = |position: Option<Position>| position.map(|position| address(shown.filter, position));
    let (previous, next) = (to(shown.previous), to(shown.next));
    let (first, last) = (shown.skipped, shown.skipped + shown.lines.len());
    let before = first.saturating_sub(queue::A_PAGE);
    let before = stretch(shown, before + 1, before + queue::A_PAGE);
    let after = stretch(shown, last + 1, shown.all().min(last + queue::A_PAGE));
    pagination(&Pagination {
        previous: previous.as_deref().map(|href| PageLink { href, label: &before, ..PageLink::default() }),
        next: next.as_deref().map(|href| PageLink { href, label: &after, ..PageLink::default() }),
        label: "Pages of the queue",
        ..Pagination::default()
    })
}

/// What a page shows, at which position of the journal, and where it asks whether that is still the newest.
pub(crate) struct Shown<'a> {
    /// When it was true.
    pub(crate) at: Timestamp,
    /// The newest batch or version that it holds.
    pub(crate) position: i64,
    /// Where the newest is told.
    pub(crate) newest: &'a str,
    /// Where it is shown anew.
    pub(crate) again: &'a str,
    /// What it is, in a word.
    pub(crate) what: &'a str,
}

/// When it was true; and, where script runs, whether it still is.
pub(crate) fn true_at(shown: &Shown<'_>) -> Markup {
    html! {
        div class="porch-true" data-porch-list data-position=(shown.position) data-newest=(shown.newest) {
            p class="porch-true__at" {
                "True at "
                time datetime=(shown.at) title=(moment::words(shown.at)) { (moment::to_the_second(shown.at)) }
            }
            div role="status" {
                p class="porch-true__note" data-porch-changed hidden {
                    "The " (shown.what) " has changed. "
                    a href=(shown.again) data-porch-again { "Show the new " (shown.what) }
                }
                p class="porch-true__note" data-porch-old hidden {
                    strong { "This " (shown.what) " is old. " }
                    "Nothing was heard from the service for more than a minute. "
                    a href=(shown.again) data-porch-again { "Try to show the " (shown.what) " again" }
                }
            }
        }
    }
}

/// What a part holds, where its name alone does not say.
fn what_counts(filter: Filter) -> Markup {
    html! {
        @match filter {
            Filter::RunOut => {
                p { "Not decided, and the clock of the response has run out. It runs on until she is assessed. "
                    a href="/caseload?show=clock" { "The same of those in our care" } }
            }
            Filter::NearlyOut => {
                p { "Not decided, and the clock of the response runs out within 3 days. "
                    a href="/caseload?show=clock" { "The same of those in our care" } }
            }
            Filter::WithoutEntry => {
                p {
                    "Nobody here has written anything about these, and the first working day after the receipt (or the time that "
                    "the local rules give) has gone by. An entry is a claim, a try to reach her, a question, a note or an answer, "
                    "a task that was closed, a change of urgency, a contact, a meeting, or a decision. "
                    a href="/reports/entries" { "How many had one in time" }
                }
            }
            Filter::All | Filter::Emergencies | Filter::DueToday | Filter::WaitingForUs | Filter::WaitingForOthers
            | Filter::LetterDue | Filter::Mine => {}
        }
    }
}

fn nothing(filter: Filter) -> Markup {
    html! {
        @match filter {
            Filter::All => {
                p class="nhsuk-body-l" { "Nothing waits for a decision." }
                p { "New referrals stand here as soon as they are stored." }
            }
            part => {
                p class="nhsuk-body-l" { "Nothing in this part: " (part.label().to_lowercase()) "." }
                p { a href=(address(Filter::All, Position::First)) { "Show all of the queue" } }
            }
        }
    }
}

/// What each key does. Without script there are none, so it shows only where script runs.
fn keys() -> Markup {
    let keys = [
        ("j", "the next referral"),
        ("k", "the one before"),
        ("Enter", "open it"),
        ("c", "I take this"),
        ("t", "tried, no answer"),
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
