//! `/reports/care`: what stopped the clocks, how many different staff each woman saw, and how care ended.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::{
    LateLine, LeftCount, access,
    account::Names,
    care::{self, CareFigures},
};
use porch_domain::{
    code_list,
    referral::{
        Priority,
        leaving::{DIED, DISCHARGE_REASONS},
    },
};

use crate::{
    Site,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        period::{self, Asked},
        report_of_period::{self, Which},
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/care";
const LATE: &str = "/reports/care/late";
const TITLE: &str = "Care: clocks, continuity and leaving";
const TITLE_LATE: &str = "Clocks that were stopped too late";

/// The figures, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let behind = who.may(access::Action::SeeRecordsBehindReport);
    report_of_period::shown(
        (&site, &who),
        &fields,
        Which::Lately,
        (ADDRESS, TITLE),
        care::figures,
        |typed, asked, figures, _| {
            html! {
                h1 { (TITLE) }
                (period::form(ADDRESS, typed, &[]))
                (clocks(asked, figures, behind))
                (continuity(asked, figures))
                (leaving(asked, figures))
            }
        },
    )
    .await
}

/// The records behind the clocks that were stopped too late, with what stopped them.
pub(crate) async fn late(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    report_of_period::shown(
        (&site, &who),
        &fields,
        Which::Lately,
        (LATE, TITLE_LATE),
        care::stopped_late,
        |_, asked, (lines, names), _| late_list(asked, lines, names),
    )
    .await
}

fn late_list(asked: &Asked, lines: &[LateLine], names: &Names) -> Markup {
    let caption = format!("Referrals received from {}, the latest first", between(asked));
    html! {
        h1 { (TITLE_LATE) }
        @if lines.is_empty() {
            p { "Of referrals received from " (between(asked)) " no clock was stopped too late." }
        } @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: ["Received", "Urgency", "Clock ended", "Stopped", "What stopped it"].map(HeadCell::from).to_vec(),
                rows: lines.iter().map(|line| late_row(names, line)).collect(),
                responsive: true,
                ..Table::default()
            }))
        }
        p { "Clocks that still run stand in " a href="/caseload?show=clock" { "the caseload" } " and in " a href="/queue" { "the queue" } "." }
        p { a href=(asked.address(ADDRESS)) { "Back to the figures" } }
    }
}

fn between(asked: &Asked) -> String {
    format!("{} to {}", moment::date(asked.period.from), moment::date(asked.period.to))
}

fn urgency(priority: Option<Priority>) -> &'static str {
    match priority {
        Some(Priority::Emergency) => "Emergency",
        Some(Priority::VeryUrgent) => "Very urgent",
        Some(Priority::Urgent) => "Urgent",
        Some(Priority::Routine) => "Routine",
        None => "No priority held",
    }
}

/// D21: of clocks that were stopped, how many in time.
fn clocks(asked: &Asked, figures: &CareFigures, behind: bool) -> Markup {
    let caption = format!("Clocks that were stopped, of referrals received from {}", between(asked));
    let count = |wanted: Option<Priority>, in_time: bool| -> u64 {
        figures
            .answered
            .iter()
            .filter(|(priority, good, _)| (*priority, *good) == (wanted, in_time))
            .map(|(_, _, times)| times)
            .sum()
    };
    let priorities = Priority::ALL.into_iter().map(Some).chain([None]);
    let rows = priorities.filter_map(|priority| {
        let (good, late) = (count(priority, true), count(priority, false));
        (good + late > 0 || priority.is_some()).then(|| {
            vec![
                urgency(priority).into(),
                good.to_string().into(),
                late.to_string().into(),
                share(good, good + late).into(),
            ]
        })
    });
    let late: u64 = figures.answered.iter().filter(|(_, good, _)| !good).map(|(_, _, times)| times).sum();
    html! {
        h2 class="nhsuk-heading-m" { "Clocks" }
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec!["Urgency".into(), HeadCell::numeric("In time"), HeadCell::numeric("Too late"), HeadCell::numeric("Share in time")],
            rows: rows.collect(),
            first_cell_is_header: true,
            ..Table::default()
        }))
        p { "A clock is stopped by an assessment that she came to: by a clinician of ours, or by a named clinician of a crisis or liaison team. Tries, voicemails, missed contacts and acknowledgements stop none. An assessment before the urgency was raised does not answer it." }
        @if late > 0 && behind { p { a href=(asked.address(LATE)) { "Those that were stopped too late, and what stopped them" } } }
    }
}

/// F6: how many different staff each woman saw.
fn continuity(asked: &Asked, figures: &CareFigures) -> Markup {
    let seen = &figures.continuity;
    let caption = format!("How many different staff each woman saw, of referrals received from {}", between(asked));
    let rows = seen.counts().map(|(staff, women)| vec![staff.to_string().into(), women.to_string().into()]);
    html! {
        h2 class="nhsuk-heading-m" { "Continuity" }
        @match seen.median_twice() {
            None => p { "Nobody who was received in this period has been seen yet." },
            Some(median) => {
                p {
                    "Half of the " (seen.women()) " women who were seen saw "
                    strong { (median / 2) @if median % 2 == 1 { "½" } }
                    " different staff or fewer (the median). " strong { (share(seen.one_or_two(), seen.women())) }
                    " saw one or two (" (seen.one_or_two()) " of " (seen.women()) ")."
                }
                (table(&Table {
                    caption: TableCaption::from(caption.as_str()),
                    head: vec![HeadCell::numeric("Different staff"), HeadCell::numeric("Women")],
                    rows: rows.collect(),
                    ..Table::default()
                }))
            }
        }
        p { "Counted are those whom she saw at contacts that she came to, clinicians of other services among them; not who wrote it down." }
    }
}

/// D22: how care ended, and with a plan.
fn leaving(asked: &Asked, figures: &CareFigures) -> Markup {
    let lived: Vec<&LeftCount> = figures.left.iter().filter(|left| left.reason != DIED).collect();
    let all: u64 = lived.iter().map(|left| left.times).sum();
    let planned: u64 = lived.iter().filter(|left| left.planned).map(|left| left.times).sum();
    let died: u64 = figures.left.iter().filter(|left| left.reason == DIED).map(|left| left.times).sum();
    let caption = format!("How care ended from {}", between(asked));
    let rows = DISCHARGE_REASONS.iter().filter_map(|code| {
        let times = |planned: Option<bool>| -> u64 {
            let these = figures.left.iter().filter(|left| left.reason == code.code);
            these.filter(|left| planned.is_none_or(|planned| left.planned == planned)).map(|left| left.times).sum()
        };
        let all = times(None);
        (all > 0).then(|| vec![label(code.code).into(), all.to_string().into(), times(Some(true)).to_string().into()])
    });
    html! {
        h2 class="nhsuk-heading-m" { "Leaving" }
        @if all + died == 0 {
            p { "Nobody's care ended in this period." }
        } @else {
            p {
                strong { (share(planned, all)) } " of discharges had a plan (" (planned) " of " (all) ")."
                @if died > 0 { " " (died) " who died are not among them." }
            }
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: vec!["Reason".into(), HeadCell::numeric("Discharges"), HeadCell::numeric("With a plan")],
                rows: rows.collect(),
                first_cell_is_header: true,
                ..Table::default()
            }))
        }
        p { "As at " (moment::words(figures.as_at)) ". Care that ended before a referral came here from another system is not counted." }
    }
}

fn label(code: &str) -> String {
    code_list::find(DISCHARGE_REASONS, code).map_or_else(|| code.to_owned(), |code| code.label.to_owned())
}

/// A share to one decimal place; nothing of nothing is none.
fn share(part: u64, all: u64) -> String {
    if all == 0 {
        return "–".to_owned();
    }
    let tenths = (part * 1000 + all / 2) / all;
    // Only all of them are 100 %.
    let tenths = if part < all { tenths.min(999) } else { tenths };
    if tenths % 10 == 0 { format!("{} %", tenths / 10) } else { format!("{}.{} %", tenths / 10, tenths % 10) }
}

fn late_row<'a>(names: &Names, line: &'a LateLine) -> Vec<Cell<'a>> {
    vec![
        html! { a href={ "/referrals/" (line.referral) } { (moment::words(line.received_at)) } }.into(),
        urgency(line.priority).into(),
        moment::words(line.respond_by).into(),
        html! {
            (moment::words(line.responded_at)) ", "
            (moment::left(line.respond_by, line.responded_at).to_lowercase())
        }
        .into(),
        html! { "Assessment" @if let Some(by) = &line.answered_by { " by " (names.of(by)) } }.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    // D22: 99.97 % is not everybody.
    #[test]
    fn only_all_of_them_are_a_hundred_percent() {
        for (part, all, said) in
            [(0, 0, "–"), (0, 3, "0 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (3, 3, "100 %"), (9_999, 10_000, "99.9 %")]
        {
            assert_eq!(share(part, all), said, "{part} of {all}");
        }
    }
}
