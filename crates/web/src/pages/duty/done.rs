//! What was done: `/duty/done` lists the entries behind a figure, `/reports/duty` counts a period, and the page of duty a day
//! (D9, D23).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use maud::{Markup, html};
use porch_app::{
    access::Action,
    account::Names,
    duty::{self, DoneIn, Entry},
};
use porch_domain::{
    duty::{Act, AnswerShare, What, counted},
    event::StreamKind,
    ids::ReferralId,
};

use crate::{
    Site, activity,
    components::{Cell, HeadCell, PageLink, Pagination, Table, TableCaption, pagination, table},
    failure::{Failure, Kind},
    moment,
    pages::{
        annual::Fields,
        html as answer, looks,
        period::{self, Asked, Typed},
        referral,
        report_of_period::{self, Which},
        staff,
    },
    sign_in::SignedIn,
};

const REPORT: &str = "/reports/duty";
const LIST: &str = "/duty/done";
const TITLE: &str = "What duty did";

/// How many entries one page shows.
const A_PAGE: usize = 100;

/// What counts as what, in words.
const DEFINITION: &str = "Each thing is counted once, where it is recorded: on a referral, on a question for advice, or in \
    the log. An entry of the log about a referral is left out where the referral itself says the same on that day. A \
    decision counts when it is finished with its letters; one whose letter is still due stands in a row of its own. What \
    the team meeting decides is counted with the meetings.";

/// The figures of one day, below the log.
pub(super) fn of_day(who: &SignedIn, acts: &[Act], on: Date) -> Markup {
    let linked = who.may(Action::SeeReferral);
    let address = |what: What| linked.then(|| format!("{LIST}?from={on}&to={on}&what={}", what.code()));
    html! {
        @if acts.is_empty() {
            p { "Nothing was recorded on this day." }
        } @else {
            (figures(acts, &format!("What was done on {}", moment::date(on)), address))
            p class="nhsuk-body-s" { (DEFINITION) }
        }
        @if who.may(Action::SeeReport) { p { a href=(REPORT) { "The same for any period" } } }
    }
}

/// Every figure by its outcome; a figure that is not nothing leads to its entries.
fn figures(acts: &[Act], caption: &str, address: impl Fn(What) -> Option<String>) -> Markup {
    let mut rows: Vec<Vec<Cell<'static>>> = Vec::new();
    for (what, outcomes) in counted(acts) {
        let all: usize = outcomes.iter().map(|(_, times)| times).sum();
        let came: Vec<String> = outcomes
            .iter()
            .filter(|(outcome, _)| !outcome.is_empty())
            .map(|(outcome, times)| format!("{outcome}: {times}"))
            .collect();
        let figure = html! {
            @match address(what).filter(|_| all > 0) {
                Some(address) => a href=(address) { (all) span class="nhsuk-u-visually-hidden" { " (" (what.label().to_lowercase()) ")" } },
                None => (all),
            }
        };
        let came = html! { @if came.is_empty() { "–" } @for (nth, line) in came.iter().enumerate() { @if nth > 0 { br; } (line) } };
        rows.push(vec![what.label().into(), figure.into(), came.into()]);
    }
    table(&Table {
        caption: TableCaption::from(caption),
        head: vec!["What".into(), HeadCell::numeric("How often"), "What came of it".into()],
        rows,
        first_cell_is_header: true,
        responsive: true,
        compact: true,
        ..Table::default()
    })
}

/// The report of a period, or the form with what is wrong in it.
pub(crate) async fn report(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    report_of_period::shown(
        (&site, &who),
        &fields,
        Which::LastYear,
        (REPORT, TITLE),
        duty::done_in,
        |typed, asked, done, now| main(&who, typed, asked, done, now),
    )
    .await
}

fn main(who: &SignedIn, typed: &Typed, asked: &Asked, done: &DoneIn, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let linked = who.may(Action::SeeReferral) || who.may(Action::SeeRecordsBehindReport);
    let address = |what: What| linked.then(|| format!("{}&what={}", asked.address(LIST), what.code()));
    html! {
        h1 { (TITLE) }
        (period::form(REPORT, typed, &[]))
        (figures(&done.acts, &format!("What was done from {from} to {to}; as at {now}"), address))
        p { (DEFINITION) }
        (answers(done.answers, &format!("Questions for advice asked from {from} to {to}; as at {now}")))
        p { a href=(asked.address("/reports/annual")) { "The annual report of this period" } }
    }
}

/// D23: the share answered within its clock.
fn answers(share: AnswerShare, caption: &str) -> Markup {
    let rows = [
        ("Answered, or made a referral, within its time", share.in_time),
        ("Answered, or made a referral, later", share.late),
        ("No answer yet, and its time still runs", share.waiting),
        ("No answer yet, and its time has run out", share.overdue),
        ("All", share.asked),
    ];
    html! {
        (table(&Table {
            caption: TableCaption::from(caption),
            head: vec!["Question".into(), HeadCell::numeric("How many")],
            rows: rows.into_iter().map(|(what, times)| vec![what.into(), times.to_string().into()]).collect(),
            first_cell_is_header: true,
            ..Table::default()
        }))
        p {
            @match share.per_cent() {
                Some(per_cent) => { strong { (per_cent) " %" } " of " (share.in_time + share.late) " answered were answered within their time. " }
                None => { "None was answered. " }
            }
            "A question that was asked again, since the answer did not arrive, counts once more, with a time of its own: "
            (share.again) " of these."
        }
    }
}

/// The entries behind a figure: the look that is noted names every record that is shown.
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let unclear = |what: &str| Failure::from(Kind::Unclear(what.to_owned())).seen_by(&who);
    let asked = Typed::of(&fields, site.today()).read().map_err(|_| unclear("the address names no period"))?;
    let given = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let what =
        given("what").and_then(What::of_code).ok_or_else(|| unclear("the address names nothing that is counted"))?;
    let page = given("page").map_or(Some(1), |page| page.parse::<usize>().ok());
    let page =
        page.filter(|page| (1..=1_000_000).contains(page)).ok_or_else(|| unclear("the address names no page"))?;
    let shown = (page - 1) * A_PAGE..page * A_PAGE;
    let (entries, all, names) =
        activity::carry_out(&site, &who, move |_, ctx| duty::entries(ctx, asked.period, what, shown)).await?;
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let when = if from == to { format!("on {from}") } else { format!("from {from} to {to}") };
    let main = html! {
        h1 { (what.label()) }
        p { "Recorded " (when) ": " (all) "." }
        @if entries.is_empty() { p { "Nothing of this kind was recorded." } }
        @else {
            (table(&Table {
                caption: TableCaption::from("The earliest first"),
                head: ["When", "What came of it", "Where it stands", "Who"].map(Into::into).to_vec(),
                rows: entries.iter().map(|entry| row(&names, entry)).collect(),
                first_cell_is_header: true,
                responsive: true,
                compact: true,
                ..Table::default()
            }))
            (turn_pages(&asked, what, page, all))
        }
        p { a href={ "/duty?on=" (asked.period.to) "#log" } { "The log of " (to) } }
    };
    let content = staff::Content {
        title: format!("{}, {when}, page {page}", what.label()),
        main,
        wide: true,
        section: staff::Section::Duty,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn row<'a>(names: &Names, entry: &'a Entry) -> Vec<Cell<'a>> {
    let act = &entry.act;
    let referral = |id: ReferralId| {
        let called = entry.reference.as_deref().unwrap_or("The referral");
        html! { a href=(referral::address(id)) { (called) } }
    };
    let stands = match (act.stream.kind, act.referral) {
        (StreamKind::Advice, _) => html! { a href={ "/advice/" (act.stream.id) } { "The question" } },
        (_, Some(id)) => referral(id),
        (_, None) => html! { "The log of the day" },
    };
    let outcome = if act.outcome.is_empty() { "–" } else { act.outcome };
    vec![moment::words(act.at).into(), outcome.into(), stands.into(), looks::named(&act.actor, names).into()]
}

fn turn_pages(asked: &Asked, what: What, page: usize, all: usize) -> Markup {
    let pages = all.div_ceil(A_PAGE).max(1);
    let address = |page: usize| format!("{}&what={}&page={page}", asked.address(LIST), what.code());
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
