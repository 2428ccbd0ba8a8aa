//! `/reports/came-back`: who came again after a no, and where those are who were turned away (X5).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use maud::{Markup, html};
use porch_app::{
    access,
    came_back::{self, Behind},
};
use porch_domain::measure::{AfterNo, CriterionCited};

use crate::{
    Site, activity,
    components::{Cell, HeadCell, PageLink, Pagination, Table, TableCaption, pagination, table},
    failure::{Failure, Kind},
    moment,
    pages::{
        annual::Fields,
        html as answer,
        period::{self, Asked, Typed},
        referral,
        report_of_period::{self, Which},
        staff,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/came-back";
const PEOPLE: &str = "/reports/came-back/people";
/// The referrals behind a count of a criterion.
const CRITERION: &str = "/reports/came-back/criterion";
const TITLE: &str = "After a no";

/// How many referrals one page names.
const A_PAGE: usize = 100;

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let people = who.may(access::Action::SeeRecordsBehindReport);
    report_of_period::shown(
        (&site, &who),
        &fields,
        Which::LastYear,
        (ADDRESS, TITLE),
        |ctx, period| Ok((came_back::report(ctx, period)?, came_back::criteria(ctx, period)?)),
        |typed, asked, (counted, cited), now| main(typed, asked, (counted, cited), people, now),
    )
    .await
}

/// Who they are: the look that is noted names every one that is shown.
pub(crate) async fn people(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let unclear = |what: &str| Failure::from(Kind::Unclear(what.to_owned())).seen_by(&who);
    let asked = Typed::of(&fields, site.today()).read();
    let asked = asked.map_err(|_| unclear("the address names no period"))?;
    let page = fields.iter().find(|(key, _)| key == "page").map_or(Some(1), |(_, page)| page.parse::<usize>().ok());
    let page =
        page.filter(|page| (1..=1_000_000).contains(page)).ok_or_else(|| unclear("the address names no page"))?;
    let shown = (page - 1) * A_PAGE..page * A_PAGE;
    let (followed, all) =
        activity::carry_out(&site, &who, move |_, ctx| came_back::followed(ctx, asked.period, shown)).await?;
    let rows = followed.iter().map(row).collect();
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("{all} referrals that ended with a no from {from} to {to}, in that order");
    let main = html! {
        h1 { "Turned away: who, and where she is" }
        p { a href=(asked.address(ADDRESS)) { "Back to the figures" } }
        @if followed.is_empty() { p { "Nobody was turned away in this time." } }
        @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: vec!["Referral".into(), "Ended".into(), "Where she is".into(), "Came again".into()],
                rows,
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
            (turn_pages(&asked, page, all))
        }
    };
    Ok(answer(staff::page(
        &site,
        Some(&who),
        &report_of_period::content(format!("{TITLE}: who they are, page {page}"), main),
    )))
}

/// The referrals behind a count of a criterion: the look that is noted names every one that is shown.
pub(crate) async fn criterion(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let unclear = |what: &str| Failure::from(Kind::Unclear(what.to_owned())).seen_by(&who);
    let asked = Typed::of(&fields, site.today()).read();
    let asked = asked.map_err(|_| unclear("the address names no period"))?;
    let given = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let code = given("criterion").ok_or_else(|| unclear("the address names no criterion"))?.to_owned();
    let since = given("since").and_then(|day| day.parse::<Date>().ok());
    let since = since.ok_or_else(|| unclear("the address does not say since when the criterion reads so"))?;
    let behind = given("what").and_then(Behind::of_code).ok_or_else(|| unclear("the address names no decision"))?;
    let page = given("page").map_or(Some(1), |page| page.parse::<usize>().ok());
    let page =
        page.filter(|page| (1..=1_000_000).contains(page)).ok_or_else(|| unclear("the address names no page"))?;
    let shown = (page - 1) * A_PAGE..page * A_PAGE;
    let sought = code.clone();
    let read = activity::carry_out(&site, &who, move |_, ctx| {
        came_back::behind_criterion(ctx, asked.period, (&sought, since, behind), shown)
    });
    let (lines, all) = read.await?;
    let rules = site.rules();
    let held = rules.footprint.criteria_on(asked.period.to).find(|one| one.code == code);
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("{all} decisions from {from} to {to}, in the order in which they were made");
    let main = html! {
        h1 { (behind.label()) ", by criterion" }
        p { strong { (held.map_or(code.as_str(), |one| one.text.as_str())) } ", as it reads since " (moment::date(since)) }
        @if lines.is_empty() { p { "No decision of this time rests on it." } }
        @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: vec!["Referral".into(), "Received".into(), "Decided".into()],
                rows: lines.iter().map(decision).collect(),
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
            @if all > page * A_PAGE {
                p { a href={ (asked.address(CRITERION)) "&criterion=" (code) "&since=" (since) "&what=" (behind.code()) "&page=" (page + 1) } { "The next " (A_PAGE) } }
            }
        }
        p { a href=(asked.address(ADDRESS)) { "Back to the figures" } }
    };
    let title = format!("{TITLE}: {}, {code}, page {page}", behind.label());
    Ok(answer(staff::page(&site, Some(&who), &report_of_period::content(title, main))))
}

fn decision(line: &came_back::DecisionLine) -> Vec<Cell<'_>> {
    let called = line.reference.as_deref().unwrap_or("From another system");
    vec![
        html! { a href=(referral::address(line.id)) { (called) } }.into(),
        moment::time(line.received_at).into(),
        line.decided_at.map_or_else(|| "–".to_owned(), moment::words).into(),
    ]
}

fn main(
    typed: &Typed,
    asked: &Asked,
    (counted, cited): (&AfterNo, &[CriterionCited]),
    people: bool,
    now: &str,
) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let of = format!("of {} referrals that ended with a no from {from} to {to}; as at {now}", counted.all);
    let (again, where_they_are) = (format!("Came again, {of}"), format!("Where they are, {of}"));
    let within = |(days, count): &(i32, usize)| vec![format!("within {days} days").into(), count.to_string().into()];
    let mut whereabouts: Vec<Vec<Cell<'_>>> = counted
        .whereabouts
        .iter()
        .map(|(whereabouts, count)| vec![whereabouts.label().into(), count.to_string().into()])
        .collect();
    whereabouts.push(vec!["All".into(), counted.all.to_string().into()]);
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        (table(&Table {
            caption: TableCaption::from(again.as_str()),
            head: vec!["Came again".into(), HeadCell::numeric("Referrals")],
            rows: counted.within.iter().map(within).collect(),
            first_cell_is_header: true,
            ..Table::default()
        }))
        (table(&Table {
            caption: TableCaption::from(where_they_are.as_str()),
            head: vec!["Where she is".into(), HeadCell::numeric("Referrals")],
            rows: whereabouts,
            first_cell_is_header: true,
            ..Table::default()
        }))
        p {
            "A no is a referral that was not taken on or was pointed to another service, advice instead of care included. "
            "It is counted on the day on which it ended, and followed for 365 days. She came again when a later referral is "
            "of the same person, or of somebody with the same NHS number, or with the same day of birth and a word of the "
            "name in common. Whether another service has her is known only where somebody asked and recorded it."
        }
        @if counted.not_yet_a_year > 0 {
            p { (counted.not_yet_a_year) " of them are not yet followed for twelve months." }
        }
        @if people { p { a href=(asked.address(PEOPLE)) { "Who they are" } } }
        h2 { "Which criteria decisions rest on" }
        @if cited.is_empty() {
            p { "No decision of this time cites a criterion." }
        } @else {
            (criteria(asked, people, cited, &format!("Criteria cited by decisions from {from} to {to}, those with the most noes first; as at {now}")))
            p {
                "A decision cites the criteria of the day on which its referral was received, and may cite several, so the "
                "rows do not add up to decisions. A no because criteria are not met names at least one, where the local "
                "rules had any on that day."
            }
        }
    }
}

/// D26: how often each criterion was the ground of which decision.
fn criteria(asked: &Asked, people: bool, cited: &[CriterionCited], caption: &str) -> Markup {
    let numeric = |one: &CriterionCited, count: u64, behind: Behind| -> Cell<'static> {
        if !people || count == 0 {
            return count.to_string().into();
        }
        let of = format!("&criterion={}&since={}&what={}", one.code, one.from, behind.code());
        let more = format!(" ({}: {})", one.words, behind.label());
        html! { a href={ (asked.address(CRITERION)) (of) } { (count) span class="nhsuk-u-visually-hidden" { (more) } } }
            .into()
    };
    let rows = cited.iter().map(|one| {
        let words = html! { (one.words) br; span class="porch-note" { "since " (moment::date(one.from)) } };
        let counts = [one.noes(), one.rejected, one.signposted, one.advised, one.accepted];
        let counts = counts.into_iter().zip(Behind::ALL).map(|(count, behind)| numeric(one, count, behind));
        std::iter::once(words.into()).chain(counts).collect()
    });
    let numbers = Behind::ALL.map(|behind| HeadCell::numeric(behind.label()));
    table(&Table {
        caption: TableCaption::from(caption),
        head: std::iter::once("Criterion".into()).chain(numbers).collect(),
        rows: rows.collect(),
        first_cell_is_header: true,
        responsive: true,
        ..Table::default()
    })
}

fn row(one: &came_back::Followed) -> Vec<Cell<'_>> {
    let line = &one.line;
    let called = line.reference.as_deref().or(line.sender_referral_id.as_deref()).unwrap_or("From another system");
    let called = if line.erased { "Personal data erased" } else { called };
    let again = html! {
        @match (one.since.again, one.since.days_until_again()) {
            (Some(again), Some(days)) => { a href=(referral::address(again.referral)) { "after " (days) " days" } }
            _ => { "–" }
        }
    };
    vec![
        html! { a href=(referral::address(line.id)) { (called) } }.into(),
        moment::time(one.since.ended_at).into(),
        one.since.whereabouts().label().into(),
        again.into(),
    ]
}

fn turn_pages(asked: &Asked, page: usize, all: usize) -> Markup {
    let pages = all.div_ceil(A_PAGE).max(1);
    let address = |page: usize| format!("{}&page={page}", asked.address(PEOPLE));
    let (before, after) = (address(page.saturating_sub(1)), address(page + 1));
    let words = |page: usize| format!("Page {page} of {pages}");
    let (words_before, words_after) = (words(page.saturating_sub(1)), words(page + 1));
    html! {
        @if pages > 1 {
            (pagination(&Pagination {
                previous: (page > 1).then(|| PageLink { href: &before, label: &words_before, ..PageLink::default() }),
                next: (page < pages).then(|| PageLink { href: &after, label: &words_after, ..PageLink::default() }),
                ..Pagination::default()
            }))
        }
    }
}
