//! What the annual report looks like: the picture, the table that says the same, the definitions.

use maud::{Markup, html};
use porch_app::{access::Action, report::Drawn};
use porch_domain::{
    measure::{AnnualReport, Behind, OfTeam, PartnersAssessed, ReasonCount, TeamFigures},
    referral::Outcome,
};
use porch_exchange::annual_report::DEFINITIONS;

use super::figures::{Printed, ROWS, Row, of_outcome, outcome_label};
use crate::{
    charts::{Arrangement, BarChart, Series, bar_chart},
    components::{
        Cell, Content, HeadCell, Level, SummaryList, SummaryRow, Table, TableCaption, WarningCallout, summary_list,
        table, warning_callout,
    },
    moment,
    pages::{
        grouped,
        period::{self, Asked, Typed, Wrong},
        staff,
    },
    sign_in::SignedIn,
};

/// The form alone, with what is wrong in it.
pub(super) fn with_errors(typed: &Typed, errors: &[Wrong]) -> staff::Content {
    let main = html! {
        (period::summary(errors))
        h1 { "Annual report" }
        (period::form("/reports/annual", typed, errors))
    };
    content("Error: Annual report".to_owned(), main)
}

fn content(title: String, main: Markup) -> staff::Content {
    staff::Content { title, main, wide: true, section: staff::Section::Reports }
}

/// Everything of the report that its parts need.
struct Shown<'a> {
    report: &'a AnnualReport,
    /// What was asked, as it stood at the instant that was drawn: every link repeats these figures.
    asked: Asked,
    links: bool,
}

/// The report.
pub(super) fn report(typed: &Typed, asked: &Asked, drawn: &Drawn, place: &str, who: &SignedIn) -> staff::Content {
    let period = asked.period;
    let (from, to) = (moment::date(period.from), moment::date(period.to));
    let shown = Shown {
        report: &drawn.report,
        asked: asked.as_at(Some(drawn.as_at)),
        links: who.may(Action::SeeRecordsBehindReport),
    };
    let main = html! {
        h1 { "Annual report" }
        p class="nhsuk-body-l" { (place) ": referrals received from " (from) " to " (to) "." }
        (period::form("/reports/annual", typed, &[]))
        (as_at(asked, drawn))
        (warnings(&drawn.report.warnings))
        (picture(&drawn.report))
        (figures(&shown))
        (reasons(&shown))
        (downloads(&shown.asked))
        (definitions())
        (not_recorded(&drawn.report))
    };
    content(format!("Annual report, {from} to {to}"), main)
}

/// When it was true, and how to keep exactly these figures.
fn as_at(asked: &Asked, drawn: &Drawn) -> Markup {
    let kept = asked.as_at(Some(drawn.as_at)).address("/reports/annual");
    let now = asked.as_at(None).address("/reports/annual");
    html! {
        p {
            "As at " strong { (moment::time(drawn.as_at)) }
            " (exactly " (drawn.as_at) "). "
            @match drawn.report.history_from {
                Some(first) => { "History is held from " (moment::day(first)) ". " }
                None => { "No history is held. " }
            }
            @if asked.as_at.is_some() {
                a href=(now) { "Show how it stands now" }
            } @else {
                a href=(kept) { "Address of exactly these figures" }
            }
        }
    }
}

fn warnings(warnings: &[String]) -> Markup {
    html! {
        @if !warnings.is_empty() {
            (warning_callout(&WarningCallout {
                heading: "Before you use these figures",
                level: Level::H2,
                content: html! { @for warning in warnings { p { (sentence(warning)) } } }.into(),
                ..WarningCallout::default()
            }))
        }
    }
}

/// A lower-case remark as a sentence.
fn sentence(remark: &str) -> String {
    let mut letters = remark.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str().trim_end_matches('.')),
        None => String::new(),
    }
}

#[allow(clippy::cast_precision_loss, reason = "a count of referrals is far below 2^52")]
fn picture(report: &AnnualReport) -> Markup {
    let series = Outcome::ALL.into_iter().map(|outcome| Series {
        name: outcome_label(outcome),
        values: report.teams.iter().map(|team| Some(of_outcome(team, outcome) as f64)).collect(),
    });
    bar_chart(&BarChart {
        id: "outcomes",
        title: "What became of the referrals, by team",
        categories: report.teams.iter().map(|team| team.team.as_str()).collect(),
        series: series.collect(),
        arrangement: Arrangement::Stacked,
        empty: "There is no team to show.",
        ..BarChart::default()
    })
}

/// The teams, and all of them together where there are several.
fn columns(report: &AnnualReport) -> Vec<&TeamFigures> {
    let all = (report.teams.len() > 1).then_some(&report.all);
    report.teams.iter().chain(all).collect()
}

fn head<'a>(first: &'a str, columns: &[&'a TeamFigures]) -> Vec<HeadCell<'a>> {
    let teams = columns.iter().map(|team| HeadCell::numeric(&team.team));
    [HeadCell::from(first)].into_iter().chain(teams).collect()
}

fn figures(shown: &Shown<'_>) -> Markup {
    let columns = columns(shown.report);
    let rows = ROWS.iter().map(|row| {
        let name = Cell { classes: if row.part { "porch-part" } else { "" }, ..Cell::from(row.label) };
        let cells = columns.iter().map(|team| cell(shown, row, team));
        [name].into_iter().chain(cells).collect()
    });
    html! {
        (table(&Table {
            id: "figures",
            caption: TableCaption::from("Referrals and what became of them, by the team first asked"),
            head: head("Figure", &columns),
            rows: rows.collect(),
            first_cell_is_header: true,
            scroll: true,
            compact: true,
            ..Table::default()
        }))
        p class="nhsuk-body-s" {
            a href="#definitions" { "What each figure counts" } "."
            @if shown.links { " A figure that is a link opens the records behind it. That look is noted with your name." }
        }
    }
}

fn cell<'a>(shown: &Shown<'_>, row: &Row, team: &TeamFigures) -> Cell<'a> {
    match printed(shown.report, row, team) {
        Printed::Words(words) => words.into(),
        Printed::Number(count, behind) => number(shown, team, row.label, count, behind),
    }
}

/// A number, as a link to the records behind it where there are any and they may be seen.
fn number<'a>(shown: &Shown<'_>, team: &TeamFigures, label: &str, count: u64, behind: Option<Behind>) -> Cell<'a> {
    let href = behind.filter(|_| count > 0).and_then(|behind| records(shown, team, &behind));
    match href {
        Some(href) => html! {
            a class="nhsuk-link" href=(href) {
                (grouped(count))
                span class="nhsuk-u-visually-hidden" { ": " (label) ", " (team.team) }
            }
        }
        .into(),
        None => grouped(count).into(),
    }
}

/// A figure as it is printed; what no team offers is no nought for all of them together.
fn printed(report: &AnnualReport, row: &Row, team: &TeamFigures) -> Printed {
    let not_offered = |team: &TeamFigures| team.partners_assessed == PartnersAssessed::NotOffered;
    if row.key == "partners_assessed" && is_all(report, team) && report.teams.iter().all(not_offered) {
        return Printed::Words("not offered".to_owned());
    }
    (row.of)(team)
}

/// Whether these are the figures of all teams together.
fn is_all(report: &AnnualReport, team: &TeamFigures) -> bool {
    std::ptr::eq(team, &report.all)
}

/// Where the records behind a figure are; none for who may not see them.
fn records(shown: &Shown<'_>, team: &TeamFigures, behind: &Behind) -> Option<String> {
    let team = match &team.code {
        Some(code) => OfTeam::One(code.clone()),
        None if is_all(shown.report, team) => OfTeam::All,
        None => OfTeam::NotDirected,
    };
    shown.links.then(|| super::records::address(&shown.asked, &team, behind))
}

/// Text as the value of a field in an address.
pub(super) fn in_query(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

fn reasons(shown: &Shown<'_>) -> Markup {
    let report = shown.report;
    let columns = columns(report);
    let count = |team: &TeamFigures, reason: &ReasonCount| {
        team.rejection_reasons.iter().find(|known| known.reason == reason.reason).map_or(0, |known| known.count)
    };
    let rows = report.all.rejection_reasons.iter().map(|reason| {
        let label = format!("Rejected: {}", reason.label);
        let cells = columns.iter().map(|team| {
            let behind = Behind::RejectedFor(reason.reason.clone());
            number(shown, team, &label, count(team, reason), Some(behind))
        });
        [Cell::from(reason.label.as_str())].into_iter().chain(cells).collect()
    });
    html! {
        h2 { "Reasons for rejection" }
        @if report.all.rejection_reasons.is_empty() {
            p { "No referral of this period was rejected." }
        } @else {
            p { "A rejection with several reasons counts under each." }
            (table(&Table {
                id: "reasons",
                caption: TableCaption::from("Reasons for rejection, by the team first asked"),
                head: head("Reason", &columns),
                rows: rows.collect(),
                first_cell_is_header: true,
                scroll: true,
                compact: true,
                ..Table::default()
            }))
        }
    }
}

fn downloads(asked: &Asked) -> Markup {
    html! {
        h2 { "Download" }
        p { "The same figures, as at the same instant, with the definitions:" }
        ul class="nhsuk-list nhsuk-list--bullet" {
            li { a href=(asked.address("/reports/annual.csv")) { "Annual report as CSV, for a spreadsheet" } }
            li { a href=(asked.address("/reports/annual.json")) { "Annual report as JSON, for a program" } }
        }
        p { a href=(asked.as_at(None).address("/reports/sources")) { "Who refers: the same period by source" } }
        p { a href=(asked.as_at(None).address("/reports/meetings")) { "Looked at by the first meeting: the same period" } }
        p { a href=(asked.as_at(None).address("/reports/entries")) { "First entry in time: the same period" } }
        p { a href=(asked.as_at(None).address("/reports/questions")) { "Questions at routine contacts: asked, not asked, nothing known" } }
        p { a href=(asked.as_at(None).address("/reports/risk")) { "Risk answers, time to a named person: the same period" } }
        p { a href=(asked.as_at(None).address("/reports/duty")) { "What duty did, and advice in its time: the same period" } }
        p { a href=(asked.as_at(None).address("/reports/comments")) { "How many said how it was: the same period" } }
        p { a href=(asked.as_at(None).address("/reports/self-check")) { "Use of the self-check for partners: the same period" } }
        p { a href=(asked.as_at(None).address("/reports/kept-time")) { "Time that is kept for this work: the same period" } }
        p { a href="/reports/practices" { "For a practice that refers: what came of what it sent in a quarter" } }
        p { a href=(asked.as_at(None).address("/reports/proposed")) { "Proposed and decided: whether people decide as the local rules propose" } }
        p { a href=(asked.as_at(None).address("/reports/came-back")) { "After a no: who came again, and where they are" } }
    }
}

fn definitions() -> Markup {
    let label = |key: &'static str| match ROWS.iter().find(|row| row.key == key) {
        Some(row) => row.label,
        None if key == "rejection_reasons" => "Reasons for rejection",
        None => key,
    };
    // In the order of the table; what has no row there stands last.
    let mut in_order: Vec<_> = DEFINITIONS.iter().collect();
    in_order.sort_by_key(|(key, _)| ROWS.iter().position(|row| row.key == *key).unwrap_or(ROWS.len()));
    let rows = in_order.into_iter().map(|(key, says)| SummaryRow {
        key: label(key).into(),
        value: Content::from(*says),
        ..SummaryRow::default()
    });
    html! {
        h2 id="definitions" { "What each figure counts" }
        p {
            strong { "These definitions are this service's own, not a trust's published method." }
            " Figures that a trust publishes may be counted in another way."
        }
        (summary_list(&SummaryList { rows: rows.collect(), ..SummaryList::default() }))
    }
}

fn not_recorded(report: &AnnualReport) -> Markup {
    let reasons = report.all.rejection_reasons.iter().find(|reason| reason.reason == "not recorded");
    html! {
        h2 { "What is not recorded" }
        ul class="nhsuk-list nhsuk-list--bullet" {
            li {
                "Rejections without a reason: " (grouped(reasons.map_or(0, |reason| reason.count)))
                ". They stand in the table above as \"not recorded\"."
            }
            li { "What happened before the history that is held: an earlier referral or discharge then cannot be counted." }
            li { "Whether a pregnancy is new, where one of the two referrals has no due date or end date: it is not counted as new." }
            li { "Referrals that never reached this service." }
        }
    }
}
