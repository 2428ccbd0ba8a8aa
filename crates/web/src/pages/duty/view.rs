//! The page of duty: emergencies first and never hidden, then who is on, what waits, the shift, the log, the rota.

use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use porch_app::{
    EmergencyNow, RotaRow, Waiting,
    access::Action,
    comment::WithDuty,
    duty::Board,
    queue::{Filter, Position},
};
use porch_domain::{
    duty::{DutyDay, Logged, Shift},
    footprint::TeamCode,
};

use super::{Returned, done, forms};
use crate::{
    Site,
    components::{
        Cell, Content, Details, Level, SummaryList, SummaryRow, Table, TableCaption, WarningCallout, details,
        summary_list, table, warning_callout,
    },
    moment,
    pages::{comments, grouped, queue, referral, risk, team_name, thresholds},
    sign_in::SignedIn,
};

/// What waits, beside what the board says.
pub(super) struct Waits {
    /// In the queue, by its parts.
    pub(super) counts: Vec<(Filter, usize)>,
    /// One's own tasks of safeguarding: late, and all.
    pub(super) own: (i64, i64),
    /// From what people said of how it was.
    pub(super) passed_on: WithDuty,
}

/// The main part.
pub(super) fn content(site: &Site, who: &SignedIn, (board, waits): (&Board, &Waits), returned: &Returned) -> Markup {
    let now = board.as_at;
    html! {
        (returned.errors.summary())
        @if let Some(why) = &returned.why {
            (warning_callout(&WarningCallout {
                heading: "This was not done",
                level: Level::H2,
                content: Content::from(why),
                ..WarningCallout::default()
            }))
        }
        h1 { "Duty" }
        p class="porch-true__at" { "True at " time datetime=(now) { (moment::to_the_second(now)) } }
        (risk::block(site, who, (&board.risks, risk::From::Duty), (now, |by| board.name(by).to_owned())))
        (emergencies(site, who, board))
        (to_do(who, board, &waits.counts))
        (late_advice(who, board))
        (comments::for_duty(who, &waits.passed_on, now))
        (referral::restricted::tasks::notice(waits.own))
        (on_this_page(who, board))
        @if who.may(Action::WorkDuty) { (forms::shifts(site, who, board, returned)) }
        (who_is_on(site, board))
        (waiting(site, board))
        (log(site, who, board, returned))
        (rota(site, who, board, returned))
    }
}

/// Emergencies that are not decided. Nothing on the page hides or mutes them.
fn emergencies(site: &Site, who: &SignedIn, board: &Board) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" id="now" { "Emergencies now" }
        @if board.emergencies.is_empty() {
            p { "No emergency is open." }
        } @else {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for one in &board.emergencies { li { (emergency(site, who, board, one)) } }
            }
        }
    }
}

/// One of them, by its reference.
pub(super) fn emergency(site: &Site, who: &SignedIn, board: &Board, one: &EmergencyNow) -> Markup {
    let called = one.reference.as_deref().unwrap_or("A referral from another system");
    html! {
        @if who.may(Action::SeeReferral) { a href=(referral::address(one.referral)) { (called) } } @else { (called) }
        ", came " (moment::long(board.as_at.duration_since(one.received_at))) " ago"
        @if let Some(until) = one.respond_by { ", " strong { (moment::left(until, board.as_at)) } }
        ". " (team_name(&site.rules().footprint, &one.held_by)) " is responsible"
        @match (&one.elsewhere, &one.taken_by) {
            (Some(elsewhere), _) => { ". " (elsewhere) ", has it." }
            (None, Some(by)) => { ". " (board.name(by)) " has it." }
            (None, None) => { ". " strong { "Nobody has taken it." } }
        }
    }
}

/// What needs doing first, each with its count and the way to it; what nothing waits in is left out.
fn to_do(who: &SignedIn, board: &Board, counts: &[(Filter, usize)]) -> Markup {
    let parts = [
        (Filter::Emergencies, "Emergencies"),
        (Filter::DueToday, "Due today or overdue"),
        (Filter::RunOut, "Clock run out"),
        (Filter::NearlyOut, "Clock runs out within 3 days"),
        (Filter::WithoutEntry, "No entry in time"),
        (Filter::WaitingForUs, "Waiting for us"),
        (Filter::WaitingForOthers, "Waiting for others"),
        (Filter::All, "All of the queue"),
    ];
    let count = |part: Filter| counts.iter().find(|(of, _)| *of == part).map_or(0, |(_, count)| *count);
    let late = board.letters_due.iter().filter(|by| **by < board.as_at).count();
    html! {
        h2 class="nhsuk-heading-m" id="first" { "What waits" }
        @if who.may(Action::SeeReferral) {
            ul class="nhsuk-list porch-first" {
                @for (part, label) in parts.into_iter().filter(|(part, _)| *part == Filter::All || count(*part) > 0) {
                    li {
                        a href=(queue::address(part, Position::First)) { (label) }
                        ": " (grouped(count(part) as u64))
                    }
                }
                @if !board.letters_due.is_empty() {
                    li {
                        a href="/outbox" { "Letters due" } ": " (grouped(board.letters_due.len() as u64))
                        @if late > 0 { ", " strong { (grouped(late as u64)) " late" } }
                    }
                }
            }
        }
        @if board.waiting.is_empty() { p { "Nothing waits for a decision." } }
        @else if !who.may(Action::SeeReferral) { p { a href="#teams" { "How many, by team" } } }
    }
}

/// The way to what stands further down.
fn on_this_page(who: &SignedIn, board: &Board) -> Markup {
    html! {
        nav class="porch-contents" aria-label="On this page" {
            ul class="nhsuk-list" {
                @if who.may(Action::WorkDuty) { li { a href="#shift" { "Your shift" } } }
                li { a href="#on" { "Who is on" } }
                @if !board.waiting.is_empty() { li { a href="#teams" { "What waits, by team" } } }
                li { a href="#log" { "Log of the day" } }
                li { a href="#rota" { "Rota" } }
            }
        }
    }
}

fn who_is_on(site: &Site, board: &Board) -> Markup {
    let rules = site.rules();
    let footprint = &rules.footprint;
    let now = board.as_at;
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let working = html! {
        @if board.going_on.is_empty() { "Nobody has begun a shift." }
        @for (on, shift) in &board.going_on {
            (board.name(&shift.by)) ", since " (moment::lately(shift.began_at, now))
            @if *on != board.today { " " strong { "(not ended since " (moment::date(*on)) ")" } }
            br;
        }
    };
    let told = match footprint.told_first(now) {
        Some(step) => html! {
            (step.name)
            @if let Some(number) = &step.number { ", " (number) @if step.demonstration { " (a demonstration number)" } }
        },
        None => html! { strong { "Nobody in time: the ladder has a gap at this hour." } },
    };
    let rows = vec![
        row("Working now", working),
        row("On duty, by the rota", on_the_rota(board, Shift::Duty)),
        row("On call, by the rota", on_the_rota(board, Shift::OnCall)),
        row("Told first of an emergency now", told),
    ];
    html! {
        h2 class="nhsuk-heading-m" id="on" { "Who is on" }
        (summary_list(&SummaryList { rows, ..SummaryList::default() }))
        p { a href=(thresholds::ADDRESS) { "Who takes what" } ": which team or service takes which need, how severe, at which stage." }
    }
}

/// Who is on the rota for a shift now, and who is next.
fn on_the_rota(board: &Board, shift: Shift) -> Markup {
    let now = board.as_at;
    let on: Vec<&RotaRow> = board.on_at(shift, now).collect();
    html! {
        @if on.is_empty() { "Nobody now." }
        @for line in on { (board.name(&line.account)) ", until " (moment::day_and_hour(line.to)) br; }
        @if let Some(next) = board.next_after(shift, now) {
            " Next: " (board.name(&next.account)) ", from " (moment::day_and_hour(next.from)) "."
        } @else {
            " Nobody is down for later."
        }
    }
}

/// One line for each team that holds something.
fn waiting(site: &Site, board: &Board) -> Markup {
    let rules = site.rules();
    let team = |line: &Waiting| team_name(&rules.footprint, &TeamCode(line.held_by.clone()));
    let rows = board.waiting.iter().map(|line| -> Vec<Cell<'static>> {
        vec![
            team(line).into(),
            line.new.to_string().into(),
            line.due_today.to_string().into(),
            line.overdue.to_string().into(),
            line.waiting_for_others.to_string().into(),
            line.all.to_string().into(),
        ]
    });
    let teams = table(&Table {
        caption: TableCaption::from("Referrals that are not decided, by the team that holds them"),
        head: ["Team", "New", "Due today", "Overdue", "Waiting for others", "All"].map(Into::into).to_vec(),
        rows: rows.collect(),
        first_cell_is_header: true,
        responsive: true,
        compact: true,
        ..Table::default()
    });
    html! { @if !board.waiting.is_empty() { div id="teams" { (teams) } } }
}

/// D23: questions whose time has run out.
fn late_advice(who: &SignedIn, board: &Board) -> Markup {
    html! {
        @if !board.late_advice.is_empty() {
            h3 class="nhsuk-heading-s" { "Questions for advice that are late" }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for line in &board.late_advice {
                    li {
                        @if who.may(Action::SeeReferral) {
                            a href={ "/advice/" (line.id) } { "Asked " (moment::words(line.asked_at)) }
                        } @else { "Asked " (moment::words(line.asked_at)) }
                        ": " strong { (moment::left(line.respond_by, board.as_at)) }
                    }
                }
            }
        }
    }
}

fn log(site: &Site, who: &SignedIn, board: &Board, returned: &Returned) -> Markup {
    let none = Vec::new();
    let entries = board.day.as_ref().map_or(&none, |day| &day.log);
    let (before, after) = (board.on.checked_sub(1.day()), board.on.checked_add(1.day()));
    html! {
        h2 class="nhsuk-heading-m" id="log" { "Log of " (moment::date(board.on)) }
        p {
            @if let Ok(before) = before { a href={ "/duty?on=" (before) "#log" } { "The day before" } }
            @if let Ok(after) = after.as_ref().copied() {
                @if after <= board.today { " · " a href={ "/duty?on=" (after) "#log" } { "The day after" } }
            }
        }
        @if let Some(day) = &board.day { (shifts_of(board, day)) }
        @if entries.is_empty() {
            p { "Nothing is written down for this day." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("What was done"),
                head: ["When", "What", "What came of it", "Who took it over", "Written by"].map(Into::into).to_vec(),
                rows: entries.iter().map(|logged| entry(board, logged)).collect(),
                responsive: true,
                compact: true,
                ..Table::default()
            }))
        }
        @if board.on == board.today && who.may(Action::WorkDuty) { (forms::note(site, board, returned)) }
        (details(&Details {
            summary: "How often each thing was done".into(),
            content: html! { (done::of_day(who, &board.acts, board.on)) (counts(board)) }.into(),
            id: "counts",
            ..Details::default()
        }))
        @if board.day.is_some() && who.may(Action::ErasePersonalData) { (forms::erase(site, board, returned)) }
    }
}

/// The shifts that began on the day, and how each ended.
fn shifts_of(board: &Board, day: &DutyDay) -> Markup {
    html! {
        @if !day.shifts.is_empty() {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for shift in &day.shifts {
                    li {
                        (board.name(&shift.by)) ": began " (moment::words(shift.began_at))
                        @if let Some(ended) = &shift.ended {
                            ", ended " (moment::words(ended.at))
                            @if ended.by != ended.of { ", recorded by " (board.name(&ended.by)) }
                            @if ended.open > 0 {
                                ". Open then: " (ended.open) ". Told on call: "
                                (ended.on_call.as_ref().map_or("erased", |told| told.0.as_str()))
                            }
                        }
                        "."
                    }
                }
            }
        }
    }
}

fn entry(board: &Board, logged: &Logged) -> Vec<Cell<'static>> {
    let noted = &logged.noted;
    let hidden = if board.words { "erased" } else { "not shown in your role" };
    let outcome = noted.words.as_ref().map_or(hidden, |words| words.outcome.as_str());
    let handed = noted.handed_at.map(|at| {
        let to = noted.words.as_ref().and_then(|words| words.handed_to.as_deref()).unwrap_or(hidden);
        format!("{to}, {}", moment::words(at))
    });
    let what = html! {
        (noted.kind.label())
        @if let Some(about) = noted.referral.filter(|_| board.words) {
            br; a href=(referral::address(about)) { "The referral" }
        }
    };
    vec![
        moment::clock(noted.at).into(),
        what.into(),
        html! { div class="porch-words" { (outcome) } }.into(),
        handed.unwrap_or_else(|| "–".to_owned()).into(),
        board.name(&noted.by).to_owned().into(),
    ]
}

/// How much was done in the last seven days, with and without a referral.
fn counts(board: &Board) -> Markup {
    let rows = board.counts.iter().map(|(kind, all, alone)| -> Vec<Cell<'static>> {
        vec![kind.label().into(), all.to_string().into(), alone.to_string().into()]
    });
    table(&Table {
        caption: TableCaption::from("Written into the log in the last seven days, today with them"),
        head: ["What", "How often", "Without a referral"].map(Into::into).to_vec(),
        rows: rows.collect(),
        first_cell_is_header: true,
        responsive: true,
        compact: true,
        ..Table::default()
    })
}

/// Who, and from when until when: the day where it is another one than that on which it began.
fn on_rota(board: &Board, line: &RotaRow, on: Date) -> Markup {
    let ends = moment::local(line.to);
    let until = moment::hour(ends.time());
    html! {
        (board.name(&line.account))
        br;
        span class="nhsuk-body-s" {
            @if line.on == on { (moment::hour(moment::local(line.from).time())) } @else { "All day, until" }
            @if line.on == on { " to" }
            " " (until)
            @if ends.date() != on { " on " (moment::weekday(ends.date())) }
        }
    }
}

/// How many days the rota shows: this week and the next.
const ROTA_DAYS: i64 = 14;

/// The rota of this week and the next.
fn rota(site: &Site, who: &SignedIn, board: &Board, returned: &Returned) -> Markup {
    let keeps = who.may(Action::KeepRota);
    let empty = board.rota.iter().all(|line| line.on < board.monday);
    // One row for each day, so that two weeks are read at a glance and a telephone shows them without end to scroll.
    let days = (0..ROTA_DAYS).filter_map(|day| board.monday.checked_add(day.days()).ok());
    let rows = days.map(|on| -> Vec<Cell<'static>> {
        let of = |shift| {
            // Whoever is there all of a day stands in it, also where that began before.
            let all_of_it =
                |line: &RotaRow| line.on < on && on.tomorrow().is_ok_and(|next| moment::local(line.to).date() >= next);
            let of_shift = board.rota.iter().filter(|line| line.shift == shift);
            let of_day: Vec<_> = of_shift.filter(|line| line.on == on || all_of_it(line)).collect();
            html! {
                @if of_day.is_empty() { "–" }
                @for line in of_day {
                    div class="porch-rota" {
                        span { (on_rota(board, line, on)) }
                        @if keeps && line.on == on { (forms::take_back(site, board, line)) }
                    }
                }
            }
        };
        let day = html! { (moment::weekday(on)) @if on == board.today { br; strong { "Today" } } };
        vec![day.into(), of(Shift::Duty).into(), of(Shift::OnCall).into()]
    });
    html! {
        h2 class="nhsuk-heading-m" id="rota" { "Rota of this week and the next" }
        @if empty {
            p { "Nobody is on the rota of these two weeks." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("Who is on duty and on call"),
                head: ["Day", "Duty", "On call"].map(Into::into).to_vec(),
                rows: rows.collect(),
                first_cell_is_header: true,
                responsive: true,
                compact: true,
                ..Table::default()
            }))
        }
        @if keeps { (forms::roster(site, board, returned)) }
    }
}
