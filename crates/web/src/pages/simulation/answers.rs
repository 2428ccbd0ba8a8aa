//! What a simulation says: in words, in pictures, and in the tables that the pictures show.

use maud::{Markup, html};
use porch_app::simulation::{Answer, Backlog, Comparison, Enough, Estimate, Month, OfService, Outcome};

use super::asked::{AGAINST, ASK, Asked, CHANGE, TO, WEEKDAYS};
use crate::{
    charts::{BarChart, FlowChart, Line, LineChart, Point, Series, Stage, bar_chart, flow_chart, line_chart},
    components::{Cell, HeadCell, Table, TableCaption, table},
    pages::grouped,
};

/// The answer to what was asked, and then how it would be.
pub(super) fn answers(asked: &Asked, answer: &Answer) -> Markup {
    let outcome = answer.outcome();
    let other = match answer {
        Answer::Compared(comparison) => Some(&comparison.other),
        Answer::Simulated(_) | Answer::Enough { .. } | Answer::Backlog { .. } => None,
    };
    html! {
        @match answer {
            Answer::Simulated(_) => {},
            Answer::Compared(comparison) => (compared(comparison)),
            Answer::Enough { enough, share, days, .. } => (enough_of(enough, *share, *days)),
            Answer::Backlog { backlog, .. } => (backlog_of(backlog)),
        }
        h2 { "How long people would wait" }
        (summary(outcome, other))
        (waits(outcome, other))
        (distribution(outcome, other))
        @if let Some(service) = &outcome.service {
            h2 { "Where people go" }
            (flow(outcome, service))
            h2 { "How many wait" }
            (line(outcome, service, other))
            h2 { "How much of the time of staff is used" }
            (staff(service, other))
        }
        h2 { "Ask further" }
        (further(asked))
        h2 { "To know" }
        ul class="nhsuk-list nhsuk-list--bullet" {
            li { "The figures in brackets are the ends of an interval that would hold the truth in 95 of 100 such simulations: it says how far chance goes, and nothing of how well the values fit your service." }
            li { "The service runs for three years before the year that is measured, so that it does not begin empty. Those who came in that year are followed for another." }
            li { (outcome.replications) " replications, seed " (outcome.seed) ". The same address gives the same figures." }
        }
    }
}

fn written(estimate: Estimate, times: f64, decimals: usize, unit: &str) -> String {
    let Some(mean) = estimate.mean else { return "none".to_owned() };
    let value = |value: f64| format!("{:.decimals$}", value * times);
    match estimate.interval {
        Some((low, high)) => format!("{}{unit} ({} to {})", value(mean), value(low), value(high)),
        None => format!("{}{unit}", value(mean)),
    }
}

fn days(estimate: Estimate) -> String {
    written(estimate, 1.0, 1, "")
}

fn percent(estimate: Estimate) -> String {
    written(estimate, 100.0, 1, " %")
}

/// A difference, with its sign.
fn more(estimate: Estimate, times: f64, unit: &str) -> String {
    let Some(mean) = estimate.mean else { return "none".to_owned() };
    let value = |value: f64| format!("{:+.1}", value * times).replace('-', "−");
    match estimate.interval {
        Some((low, high)) => format!("{}{unit} ({} to {})", value(mean), value(low), value(high)),
        None => format!("{}{unit}", value(mean)),
    }
}

fn two_columns(caption: &str, rows: Vec<(String, String)>, head: [&str; 2]) -> Markup {
    table(&Table {
        caption: TableCaption::from(caption),
        head: vec![HeadCell::from(head[0]), HeadCell::numeric(head[1])],
        rows: rows.into_iter().map(|(what, value)| vec![Cell::from(what), Cell::from(value)]).collect(),
        first_cell_is_header: true,
        scroll: true,
        ..Table::default()
    })
}

fn compared(comparison: &Comparison) -> Markup {
    let mut rows = vec![("Mean wait, in days".to_owned(), more(comparison.mean_wait, 1.0, ""))];
    rows.extend(
        comparison
            .within
            .iter()
            .map(|(days, share)| (format!("Seen within {days} days, in points"), more(*share, 100.0, ""))),
    );
    rows.push(("Time of staff used, in points".to_owned(), more(comparison.utilisation, 100.0, "")));
    rows.push(("Leave without being seen, a replication".to_owned(), more(comparison.left, 1.0, "")));
    html! {
        h2 { "What the change would do" }
        p { "Both meet the same chance: the same people come, and the same staff are absent. So the differences are known better than the figures." }
        (two_columns("With the change, more or less than as it is", rows, ["What", "Difference"]))
    }
}

fn enough_of(enough: &Enough, share: f64, days: u32) -> Markup {
    let (percent_wanted, staff) = (format!("{} %", share * 100.0), band(&enough.staff));
    let rows = enough.tried.iter().map(|tried| (format!("{:.1}", tried.posts), percent(tried.share))).collect();
    html! {
        h2 { "How many staff are enough" }
        p class="nhsuk-body-l" {
            @match enough.posts {
                Some(posts) => {
                    strong { (format!("{posts:.1}")) " whole-time posts of " (staff) }
                    " are enough for " (percent_wanted) " seen within " (days) " days. There are " (format!("{:.1}", enough.now)) " now."
                },
                None => {
                    "No number of " (staff) " that was tried gives " (percent_wanted) " within " (days) " days: something else holds people up."
                },
            }
        }
        (two_columns("What was tried", rows, ["Posts", "Seen in time"]))
    }
}

fn backlog_of(backlog: &Backlog) -> Markup {
    let left: Vec<Point> = backlog.left_over.iter().map(|left| point(*left, 100.0)).collect();
    let names: Vec<String> = (1..=left.len()).map(|thirty| format!("{}", thirty * 30)).collect();
    let rows = names.iter().zip(&backlog.left_over).map(|(day, left)| (day.clone(), percent(*left))).collect();
    html! {
        h2 { "How long the backlog takes" }
        p class="nhsuk-body-l" {
            @if backlog.gone > 0 { "A backlog of " (grouped(u64::from(backlog.people))) " is gone, but for a twentieth, after " strong { (days(backlog.days)) " days" } "." }
            @if backlog.gone < backlog.replications {
                " In " (backlog.replications - backlog.gone) " of " (backlog.replications) " simulations it was not gone when two years were over."
            }
        }
        (line_chart(&LineChart {
            id: "backlog",
            title: "Left of the backlog, in percent, by days",
            description: "The table below has the figures.",
            times: names.iter().map(String::as_str).collect(),
            lines: vec![Line { name: "Left", points: left }],
            empty: "Nothing is known.",
        }))
        (two_columns("Left of the backlog", rows, ["After days", "Left"]))
    }
}

/// What is told first, each with its name.
fn figures(outcome: &Outcome) -> Vec<(String, String)> {
    let percentile = |days: Option<f64>| days.map_or_else(|| "none".to_owned(), |days| format!("{days:.0} days"));
    let [half, nine_tenths, _] = outcome.percentiles;
    let mut figures = vec![
        ("Half of those who are seen wait no longer than".to_owned(), percentile(half)),
        ("Nine in ten no longer than".to_owned(), percentile(nine_tenths)),
        ("Mean wait".to_owned(), written(outcome.mean_wait, 1.0, 1, " days")),
    ];
    let within = outcome.seen_within.iter();
    figures.extend(within.map(|within| (format!("Seen within {} days", within.days), percent(within.share))));
    figures.push(("Time of staff used".to_owned(), percent(outcome.utilisation)));
    figures
}

fn summary(outcome: &Outcome, other: Option<&Outcome>) -> Markup {
    let others = other.map(figures);
    let rows = figures(outcome).into_iter().enumerate().map(|(nth, (what, value))| {
        let beside = others.as_ref().and_then(|others| others.get(nth)).map(|(_, value)| Cell::from(value.clone()));
        [Cell::from(what), Cell::from(value)].into_iter().chain(beside).collect()
    });
    table(&Table {
        caption: TableCaption::from("In a year"),
        head: head("What", other.is_some()),
        rows: rows.collect(),
        first_cell_is_header: true,
        scroll: true,
        ..Table::default()
    })
}

fn head<'a>(what: &'static str, compared: bool) -> Vec<HeadCell<'a>> {
    let mut head = vec![HeadCell::from(what), HeadCell::numeric("As it is")];
    if compared {
        head.push(HeadCell::numeric("With the change"));
    }
    head
}

fn point(estimate: Estimate, times: f64) -> Point {
    let scaled = |value: f64| (value * times).max(0.0);
    Point { value: estimate.mean.map(scaled), band: estimate.interval.map(|(low, high)| (scaled(low), scaled(high))) }
}

/// Lines of the same figure of each scenario, with the table that they show.
fn by_month(
    (id, title, unit): (&str, &str, &str),
    months: &[String],
    lines: Vec<(&str, Vec<Estimate>)>,
    empty: &str,
) -> Markup {
    let short: Vec<&str> = months.iter().map(|month| month_name(month)).collect();
    let rows = months.iter().enumerate().map(|(nth, month)| {
        let mut row = vec![Cell::from(month.clone())];
        row.extend(
            lines.iter().map(|(_, of)| Cell::from(of.get(nth).map_or_else(|| "none".to_owned(), |one| days(*one)))),
        );
        row
    });
    let compared = lines.len() > 1;
    let between = lines.first().and_then(|(_, of)| {
        let known: Vec<f64> = of.iter().filter_map(|one| one.mean).collect();
        let least = known.iter().copied().reduce(f64::min)?;
        Some(format!("Between {least:.1} and {:.1} {unit} over the months.", known.iter().copied().fold(0.0, f64::max)))
    });
    html! {
        (line_chart(&LineChart {
            id,
            title,
            description: &between.unwrap_or_else(|| empty.to_owned()),
            times: short,
            lines: lines.iter().map(|(name, of)| Line { name, points: of.iter().map(|one| point(*one, 1.0)).collect() }).collect(),
            empty,
        }))
        (table(&Table {
            caption: TableCaption::from(title),
            head: head("Month", compared),
            rows: rows.collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
    }
}

/// `2026-04` is April.
pub(super) fn month_name(month: &str) -> &str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let number: Option<usize> = month.rsplit_once('-').and_then(|(_, number)| number.parse().ok());
    number.and_then(|number| NAMES.get(number.checked_sub(1)?).copied()).unwrap_or(month)
}

fn months(outcome: &Outcome) -> Vec<String> {
    outcome.by_month.iter().map(|month| month.month.clone()).collect()
}

/// The same of each scenario, under its name.
fn of_each<'a, T>(
    outcome: &'a Outcome,
    other: Option<&'a Outcome>,
    of: impl Fn(&'a Outcome) -> T,
) -> Vec<(&'static str, T)> {
    [("As it is", Some(outcome)), ("With the change", other)]
        .into_iter()
        .filter_map(|(name, outcome)| Some((name, of(outcome?))))
        .collect()
}

fn waits(outcome: &Outcome, other: Option<&Outcome>) -> Markup {
    let of = |outcome: &Outcome| outcome.by_month.iter().map(|month: &Month| month.mean_wait).collect();
    let lines = of_each(outcome, other, of);
    by_month(("waits", "Mean wait by month of referral, in days", "days"), &months(outcome), lines, "Nobody was seen.")
}

fn line(outcome: &Outcome, service: &OfService, other: Option<&Outcome>) -> Markup {
    let mut lines = vec![("As it is", service.line.clone())];
    if let Some(other) = other.and_then(|other| other.service.as_ref()) {
        lines.push(("With the change", other.line.clone()));
    }
    let title = "People who wait to be seen, at the end of the month";
    by_month(("line", title, "people"), &months(outcome), lines, "Nobody waited.")
}

/// The ends of the classes of waits, in days.
const CLASSES: [(u32, &str); 6] = [
    (7, "a week"),
    (14, "two weeks"),
    (28, "four weeks"),
    (42, "six weeks"),
    (84, "twelve weeks"),
    (126, "eighteen weeks"),
];

fn distribution(outcome: &Outcome, other: Option<&Outcome>) -> Markup {
    let shares = |outcome: &Outcome| {
        let service = outcome.service.as_ref();
        let of = |days: u32| {
            let (seen, known) = service?.waits.within(days);
            (known > 0).then(|| (seen as f64 / known as f64 * 1000.0).round() / 10.0)
        };
        CLASSES.map(|(days, _)| of(days)).to_vec()
    };
    let each = of_each(outcome, other, shares);
    let rows = CLASSES.iter().enumerate().map(|(nth, (days, name))| {
        let mut row = vec![Cell::from(format!("{name} ({days} days)"))];
        row.extend(each.iter().map(|(_, values)| {
            let value = values.get(nth).copied().flatten();
            Cell::from(value.map_or_else(|| "none".to_owned(), |value| format!("{value:.1} %")))
        }));
        row
    });
    html! {
        (bar_chart(&BarChart {
            id: "within",
            title: "Seen within",
            categories: CLASSES.iter().map(|(_, name)| *name).collect(),
            series: each.iter().map(|(name, values)| Series { name, values: values.clone() }).collect(),
            suffix: " %",
            empty: "Nobody was seen.",
            ..BarChart::default()
        }))
        (table(&Table {
            caption: TableCaption::from("Of those who were seen, and of those who wait for longer already"),
            head: head("Seen within", other.is_some()),
            rows: rows.collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
    }
}

fn flow(outcome: &Outcome, service: &OfService) -> Markup {
    let year = |all: u64| (all as f64 / f64::from(outcome.replications)).round();
    let sum = |of: fn(&porch_app::simulation::OfKind) -> u64| year(service.kinds.iter().map(of).sum());
    let course_names: Vec<String> =
        service.courses.iter().map(|course| format!("Began a course: {}", course.name)).collect();
    let mut stages = vec![
        Stage {
            name: "Referred",
            people: year(outcome.arrivals),
            leave: vec![
                ("not accepted", sum(|kind| kind.not_accepted)),
                ("gave up waiting", sum(|kind| kind.gave_up)),
                ("missed their assessments", sum(|kind| kind.missed)),
                ("still wait a year later", year(outcome.waiting)),
            ],
        },
        Stage { name: "Seen", people: year(outcome.seen), leave: Vec::new() },
    ];
    stages.extend(course_names.iter().zip(&service.courses).map(|(name, course)| Stage {
        name,
        people: year(course.begun),
        leave: Vec::new(),
    }));
    let rows = stages.iter().flat_map(|stage| {
        let left = stage.leave.iter().map(|(why, people)| (format!("of them {why}"), *people));
        [(stage.name.to_owned(), stage.people)].into_iter().chain(left)
    });
    let mut rows: Vec<(String, String)> = rows.map(|(what, people)| (what, grouped(people as u64))).collect();
    for course in &service.courses {
        rows.push((format!("Had all of a course: {}", course.name), grouped(year(course.completed) as u64)));
        rows.push((format!("Ended it early: {}", course.name), grouped(year(course.ended_early) as u64)));
        let (delivered, planned) =
            (days(course.delivered), written(Estimate { interval: None, ..course.planned }, 1.0, 1, ""));
        rows.push((format!("Sessions had, of {planned} planned: {}", course.name), delivered));
    }
    // The courses of a year are not those of the people who were referred in it: no way leads from one to the other.
    let (people, courses) = stages.split_at(2);
    html! {
        (flow_chart(&FlowChart { id: "flow", title: "Those referred in a year", stages: people.to_vec(), empty: "Nobody came." }))
        (bar_chart(&BarChart {
            id: "courses",
            title: "Courses that began in the same year",
            categories: service.courses.iter().map(|course| course.name.as_str()).collect(),
            series: vec![Series { name: "Began", values: courses.iter().map(|stage| Some(stage.people)).collect() }],
            empty: "No course began.",
            ..BarChart::default()
        }))
        (two_columns("In a year, the mean of all replications", rows, ["Where", "People"]))
    }
}

fn staff(service: &OfService, other: Option<&Outcome>) -> Markup {
    let others = other.and_then(|other| other.service.as_ref());
    let names: Vec<&str> = service.staff.iter().map(|staff| band(&staff.name)).collect();
    let share = |service: &OfService| {
        service.staff.iter().map(|staff| staff.used.mean.map(|used| (used * 1000.0).round() / 10.0)).collect()
    };
    let mut series = vec![Series { name: "As it is", values: share(service) }];
    series.extend(others.map(|other| Series { name: "With the change", values: share(other) }));
    let rows = service.staff.iter().enumerate().map(|(nth, one)| {
        let mut row = vec![
            Cell::from(band(&one.name).to_owned()),
            Cell::from(days(one.hours_a_week)),
            Cell::from(percent(one.used)),
        ];
        if let Some(other) = others {
            let used = other.staff.get(nth).map_or_else(|| "none".to_owned(), |other| percent(other.used));
            row.push(Cell::from(used));
        }
        row
    });
    let mut heads =
        vec![HeadCell::from("Staff"), HeadCell::numeric("Hours for contacts a week"), HeadCell::numeric("Used")];
    if others.is_some() {
        heads.push(HeadCell::numeric("Used with the change"));
    }
    html! {
        (bar_chart(&BarChart {
            id: "staff-use",
            title: "Time for contacts that is used",
            categories: names,
            series,
            suffix: " %",
            empty: "There are no staff.",
            ..BarChart::default()
        }))
        (table(&Table {
            caption: TableCaption::from("Leave and absence are taken off; missed contacts are time used"),
            head: heads,
            rows: rows.collect(),
            first_cell_is_header: true,
            scroll: true,
            ..Table::default()
        }))
    }
}

fn band(name: &str) -> &str {
    match name {
        "band5" => "band 5",
        "band7" => "band 7",
        other => other,
    }
}

/// What is asked most often, one press away.
fn further(asked: &Asked) -> Markup {
    let posts =
        |staff: &str| asked.scenario.staff().into_iter().find(|(name, _)| *name == staff).map(|(_, posts)| posts);
    let mut links: Vec<(String, String)> = Vec::new();
    for (staff, name) in [("band5", "band 5"), ("band7", "band 7")] {
        let Some(now) = posts(staff) else { continue };
        for (one, words) in [(-1.0, "fewer"), (1.0, "more")] {
            let then = now + one;
            if then < 0.1 {
                continue;
            }
            let (change, to) = (format!("staff.{staff}.posts"), format!("{}", (then * 100.0).round() / 100.0));
            let address = asked.address(&[(ASK, AGAINST), (CHANGE, &change), (TO, &to)]);
            links.push((address, format!("One post {words} of {name}")));
        }
    }
    let mut days = asked.weekdays();
    if days.len() > 1 {
        days.pop();
        let address = asked.address(&[(ASK, AGAINST), (CHANGE, WEEKDAYS), (TO, &days.join(", "))]);
        links.push((address, "One sitting a week less".to_owned()));
    }
    if let Ok(referrals) = asked.value("arrivals.a_year").replace(',', "").parse::<f64>() {
        let to = format!("{:.0}", referrals * 1.1);
        let address = asked.address(&[(ASK, AGAINST), (CHANGE, "arrivals.a_year"), (TO, &to)]);
        links.push((address, "A tenth more referrals".to_owned()));
    }
    html! { ul class="nhsuk-list" { @for (address, words) in links { li { a href=(address) { (words) } } } } }
}
