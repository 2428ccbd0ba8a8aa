//! `/handovers`: what passes between teams. Offers to be answered stand first, by their deadline; then what came back, what
//! waits for another, and who was referred on and is to be chased.

pub(crate) mod onward;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use porch_app::{
    After, CaseloadLine, OnwardLine,
    handover::{self, Asked, Handovers, MOST_COUNTED, Part, Stretch},
};
use porch_domain::{
    footprint::{Footprint, TeamCode},
    front_door::{TaskKind, urgency::age_on},
};

use crate::{
    Site, activity,
    components::{Cell, PageLink, Pagination, Table, TableCaption, pagination, table},
    failure::Failure,
    moment,
    pages::{annual::Fields, decide, grouped, html as answer, queue, referral, staff, team_name},
    sign_in::SignedIn,
};

/// Everything that the parts of the page need.
struct View<'a> {
    footprint: &'a Footprint,
    asked: &'a Asked,
    shown: &'a Handovers,
    now: Timestamp,
    today: Date,
}

impl View<'_> {
    fn team(&self, team: &TeamCode) -> String {
        team_name(self.footprint, team)
    }
}

/// The lists, or one of them from a place on.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let asked = chosen(&fields);
    let shown = activity::carry_out(&site, &who, {
        let asked = asked.clone();
        move |_, ctx| handover::list(ctx, &asked)
    });
    let shown = shown.await?;
    let rules = site.rules();
    let view = View {
        footprint: &rules.footprint,
        asked: &asked,
        shown: &shown,
        now: shown.as_at,
        today: moment::local(shown.as_at).date(),
    };
    let title =
        asked.part.map_or_else(|| "Handovers".to_owned(), |part| format!("Handovers: {}", label(part).to_lowercase()));
    let content = staff::Content { title, main: main(&view), wide: true, section: staff::Section::Handovers };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// What an address asks for. What it does not say, or not in our words, is the beginning of all.
fn chosen(fields: &[(String, String)]) -> Asked {
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let part = field("show").and_then(Part::of_code);
    let after = field("after").and_then(|place| {
        let (ms, referral) = place.split_once('.')?;
        Some(After { ms: ms.parse().ok()?, referral: Some(referral.parse().ok()?) })
    });
    let team = field("team").filter(|team| !team.is_empty()).map(|team| TeamCode(team.to_owned()));
    Asked { part, after: after.filter(|_| part.is_some()), team: team.filter(|_| part == Some(Part::ToAnswer)) }
}

fn address(part: Option<Part>, team: Option<&TeamCode>, after: Option<After>) -> String {
    let asked: Vec<String> = [
        part.map(|part| format!("show={}", part.code())),
        team.map(|team| format!("team={}", team.0)),
        after.and_then(|after| Some(format!("after={}.{}", after.ms, after.referral?))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if asked.is_empty() { "/handovers".to_owned() } else { format!("/handovers?{}", asked.join("&")) }
}

fn label(part: Part) -> &'static str {
    match part {
        Part::ToAnswer => "To answer",
        Part::Offered => "Offered by you",
        Part::Back => "Returned or not answered",
        Part::Onward => "Referred on, to be chased",
    }
}

fn none(part: Part) -> &'static str {
    match part {
        Part::ToAnswer => "No offer waits for an answer.",
        Part::Offered => "No offer of yours waits for an answer.",
        Part::Back => "Nothing came back.",
        Part::Onward => "No service outside is waited for.",
    }
}

fn main(view: &View<'_>) -> Markup {
    let again = address(view.asked.part, view.asked.team.as_ref(), view.asked.after);
    html! {
        h1 { @match view.asked.part { Some(part) => { "Handovers: " (label(part).to_lowercase()) } None => "Handovers" } }
        (counts(view))
        (queue::true_at(&queue::Shown {
            at: view.now,
            position: view.shown.batch,
            newest: "/queue/newest",
            again: &again,
            what: "list",
        }))
        p { "Whoever offers stays responsible until somebody of the other team accepts by name. An offer that nobody answers by its time ends by itself, with an alarm." }
        @for part in Part::ALL {
            @if view.asked.part.is_none_or(|only| only == part) { (section(view, part)) }
        }
        p { a href="/reports/onward" { "Referred on: how many, and what came of it" } }
    }
}

/// One line of counts that are also the lists.
fn counts(view: &View<'_>) -> Markup {
    let item = |part: Option<Part>, words: &str, count: Option<i64>| {
        let current = view.asked.part == part;
        let most = count.is_some_and(|count| count >= MOST_COUNTED);
        html! {
            li class="porch-counts__item" {
                a class=(if current { "porch-counts__link porch-counts__link--current" } else { "porch-counts__link" })
                    href=(address(part, None, None)) aria-current=[current.then_some("page")] {
                    @if let Some(count) = count {
                        span class="porch-counts__count" { (grouped(count.unsigned_abs())) @if most { " or more" } } " "
                    }
                    (words)
                }
            }
        }
    };
    html! {
        nav class="porch-counts" aria-label="Lists of handovers" {
            ul class="porch-counts__list" {
                (item(None, "All lists", None))
                @for part in Part::ALL { (item(Some(part), label(part), Some(view.shown.count(part)))) }
            }
        }
    }
}

fn section(view: &View<'_>, part: Part) -> Markup {
    let alone = view.asked.part == Some(part);
    let (rows, next) = match part {
        Part::ToAnswer => drawn(&view.shown.to_answer, |line| offer_row(view, line, true)),
        Part::Offered => drawn(&view.shown.offered, |line| offer_row(view, line, false)),
        Part::Back => drawn(&view.shown.back, |line| back_row(view, line)),
        Part::Onward => drawn(&view.shown.onward, |line| onward_row(view, line)),
    };
    let head = match part {
        Part::ToAnswer => ["To be answered", "Who", "Offered to", "Offered by", "First received"],
        Part::Offered => ["To be answered", "Who", "Offered to", "Responsible", "First received"],
        Part::Back => ["Look again by", "Who", "What happened", "Responsible", "First received"],
        Part::Onward => ["Ask them by", "Who", "Service outside", "Responsible", "Asked"],
    };
    html! {
        section aria-labelledby=(part.code()) {
            @if !alone { h2 class="nhsuk-heading-m" id=(part.code()) { (label(part)) } }
            @else { h2 class="nhsuk-u-visually-hidden" id=(part.code()) { (label(part)) } }
            @if part == Part::ToAnswer && alone { (by_team(view)) }
            @if rows.is_empty() {
                p { (none(part)) @if view.asked.after.is_some() { " The list ended before this page." } }
            } @else {
                (table(&Table {
                    caption: TableCaption { text: "The first due first", classes: "nhsuk-u-visually-hidden", ..TableCaption::default() },
                    head: head.into_iter().map(Into::into).collect(),
                    rows,
                    responsive: true,
                    compact: true,
                    ..Table::default()
                }))
                (further(view, part, alone, next))
            }
        }
    }
}

fn drawn<'a, T>(stretch: &'a Stretch<T>, row: impl Fn(&'a T) -> Vec<Cell<'a>>) -> (Vec<Vec<Cell<'a>>>, Option<After>) {
    (stretch.lines.iter().map(row).collect(), stretch.next)
}

/// The way to the rest of a list, and back to its beginning.
fn further(view: &View<'_>, part: Part, alone: bool, next: Option<After>) -> Markup {
    if !alone {
        return html! { @if next.is_some() { p { a href=(address(Some(part), None, None)) { "All of this list: " (label(part).to_lowercase()) } } } };
    }
    let team = view.asked.team.as_ref();
    let first = view.asked.after.map(|_| address(Some(part), team, None));
    let next = next.map(|next| address(Some(part), team, Some(next)));
    if first.is_none() && next.is_none() {
        return Markup::default();
    }
    pagination(&Pagination {
        previous: first.as_deref().map(|href| PageLink { href, text: "To the beginning", label: "The first due" }),
        next: next.as_deref().map(|href| PageLink { href, label: "Due later", ..PageLink::default() }),
        label: "Pages of the list",
        ..Pagination::default()
    })
}

/// Offers to one team alone.
fn by_team(view: &View<'_>) -> Markup {
    let teams = decide::teams(view.footprint, view.today);
    html! {
        nav class="porch-counts" aria-label="Offered to" {
            ul class="porch-counts__list" {
                (team_item(view, None, "Any team"))
                @for (team, name) in &teams { (team_item(view, Some(team), name)) }
            }
        }
    }
}

fn team_item(view: &View<'_>, team: Option<&TeamCode>, name: &str) -> Markup {
    let current = view.asked.team.as_ref() == team;
    html! {
        li class="porch-counts__item" {
            a class=(if current { "porch-counts__link porch-counts__link--current" } else { "porch-counts__link" })
                href=(address(Some(Part::ToAnswer), team, None)) aria-current=[current.then_some("true")] { (name) }
        }
    }
}

/// The link of a row: her name and age, or the reference where no name is held.
fn who(
    view: &View<'_>,
    referral: porch_domain::ids::ReferralId,
    name: Option<&str>,
    born: Option<Date>,
    reference: Option<&str>,
) -> Markup {
    let reference = reference.unwrap_or("from another system");
    html! {
        a href={ (referral::address(referral)) "/handover" } {
            @match name {
                Some(name) => { (name) @if let Some(born) = born { ", " (age_on(born, view.today)) } }
                None => { "No name held" }
            }
        }
        br;
        span class="nhsuk-body-s" { (reference) }
    }
}

fn line_who(view: &View<'_>, line: &CaseloadLine) -> Markup {
    who(view, line.referral, line.name.as_deref(), line.birth_date, line.reference.as_deref())
}

/// When something must have happened, and how long that is away.
fn due(view: &View<'_>, by: Timestamp) -> Markup {
    html! { strong { (moment::left(by, view.now)) } br; span class="nhsuk-body-s" { "by " (moment::recent(by, view.now)) } }
}

fn offer_row<'a>(view: &View<'_>, line: &'a CaseloadLine, theirs: bool) -> Vec<Cell<'a>> {
    let Some(offer) = &line.offer else { return Vec::new() };
    let from = view.team(&line.held_by);
    let link = view.footprint.link(&line.held_by, &offer.to).map(|link| format!("{}, {}", link.post, link.contact));
    vec![
        due(view, offer.answer_by).into(),
        line_who(view, line).into(),
        html! {
            (view.team(&offer.to))
            @if let Some(link) = link { br; span class="nhsuk-body-s" { (link) } }
        }
        .into(),
        html! { (from) @if theirs { ": " (view.shown.names.of(&offer.by)) } br; span class="nhsuk-body-s" { (moment::recent(offer.at, view.now)) } }.into(),
        html! {
            (moment::recent(line.received_at, view.now))
            @if let Some(until) = line.clock_ends { br; span class="nhsuk-body-s" { "clock: " (moment::left(until, view.now)) } }
        }
        .into(),
    ]
}

fn back_row<'a>(view: &View<'_>, line: &'a CaseloadLine) -> Vec<Cell<'a>> {
    let unanswered = line.tasks.contains(&TaskKind::HandoverUnanswered);
    vec![
        due(view, line.back_by.unwrap_or(line.next_due)).into(),
        line_who(view, line).into(),
        html! {
            @if unanswered { strong { "Alarm: nobody answered in time" } }
            @else { "Returned with a reason" }
        }
        .into(),
        view.team(&line.held_by).into(),
        moment::recent(line.received_at, view.now).into(),
    ]
}

fn onward_row<'a>(view: &View<'_>, line: &'a OnwardLine) -> Vec<Cell<'a>> {
    vec![
        due(view, line.chase_by).into(),
        who(view, line.referral, line.name.as_deref(), line.birth_date, line.reference.as_deref()).into(),
        line.service.as_str().into(),
        line.held_by.as_ref().map(|team| view.team(team)).unwrap_or_default().into(),
        moment::recent(line.asked_at, view.now).into(),
    ]
}
