//! The page of duty: emergencies first and never hidden, then who is on, what waits, the shift, the log, the rota.

use jiff::ToSpan;
use maud::{Markup, html};
use porch_app::{
    EmergencyNow, RotaRow, Waiting,
    access::Action,
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
        Cell, Content, Level, SummaryList, SummaryRow, Table, TableCaption, WarningCallout, summary_list, table,
        warning_callout,
    },
    moment,
    pages::{queue, referral, thresholds},
    sign_in::SignedIn,
};

/// The main part.
pub(super) fn content(site: &Site, who: &SignedIn, board: &Board, returned: &Returned) -> Markup {
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
        (emergencies(who, board))
        (who_is_on(site, board))
        @if who.may(Action::WorkDuty) { (forms::shifts(site, who, board, returned)) }
        (waiting(site, who, board))
        (late_advice(who, board))
        (log(site, who, board, returned))
        (rota(site, who, board, returned))
    }
}

/// Emergencies that are not decided. Nothing on the page hides or mutes them.
fn emergencies(who: &SignedIn, board: &Board) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" id="now" { "Emergencies now" }
        @if board.emergencies.is_empty() {
            p { "No emergency is open." }
        } @else {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for one in &board.emergencies { li { (emergency(who, board, one)) } }
            }
        }
    }
}

/// One of them, by its reference.
pub(super) fn emergency(who: &SignedIn, board: &Board, one: &EmergencyNow) -> Markup {
    let called = one.reference.as_deref().unwrap_or("A referral from another system");
    html! {
        @if who.may(Action::SeeReferral) { a href=(referral::address(one.referral)) { (called) } } @else { (called) }
        ", came " (moment::long(board.as_at.duration_since(one.received_at))) " ago"
        @if let Some(until) = one.respond_by { ", " strong { (moment::left(until, board.as_at)) } }
        @match &one.taken_by {
            Some(by) => { ". " (board.name(by)) " has it." }
            None => { ". " strong { "Nobody has taken it." } }
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
        h2 class="nhsuk-heading-m" { "Who is on" }
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

/// One line for each team that holds something, with ways into the queue.
fn waiting(site: &Site, who: &SignedIn, board: &Board) -> Markup {
    let rules = site.rules();
    let team = |line: &Waiting| {
        let team = rules.footprint.team_by_code(&TeamCode(line.held_by.clone()));
        team.map_or_else(|| line.held_by.clone(), |team| team.name.clone())
    };
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
    let parts = [
        (Filter::Emergencies, "Emergencies"),
        (Filter::DueToday, "Due today or overdue"),
        (Filter::WaitingForUs, "Waiting for us"),
        (Filter::WaitingForOthers, "Waiting for others"),
        (Filter::All, "All of the queue"),
    ];
    html! {
        h2 class="nhsuk-heading-m" { "What waits" }
        @if board.waiting.is_empty() {
            p { "Nothing waits for a decision." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("Referrals that are not decided, by the team that holds them"),
                head: ["Team", "New", "Due today", "Overdue", "Waiting for others", "All"].map(Into::into).to_vec(),
                rows: rows.collect(),
                first_cell_is_header: true,
                responsive: true,
                compact: true,
                ..Table::default()
            }))
        }
        @if who.may(Action::SeeReferral) {
            p {
                "In the queue: "
                @for (nth, (part, label)) in parts.into_iter().enumerate() {
                    @if nth > 0 { ", " }
                    a href=(queue::address(part, Position::First)) { (label) }
                }
                "."
            }
        }
    }
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
        (done::of_day(who, &board.acts, board.on))
        (counts(board))
        @if board.on == board.today && who.may(Action::WorkDuty) { (forms::note(site, board, returned)) }
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

/// The rota of this week and the next.
fn rota(site: &Site, who: &SignedIn, board: &Board, returned: &Returned) -> Markup {
    let keeps = who.may(Action::KeepRota);
    let lines: Vec<&RotaRow> = board.rota.iter().filter(|line| line.on >= board.monday).collect();
    let mut head = vec!["From".into(), "Until".into(), "What for".into(), "Who".into()];
    if keeps {
        head.push("Change".into());
    }
    let rows = lines.iter().map(|line| {
        let mut cells: Vec<Cell<'static>> = vec![
            moment::day_and_hour(line.from).into(),
            moment::day_and_hour(line.to).into(),
            line.shift.label().into(),
            board.name(&line.account).to_owned().into(),
        ];
        if keeps {
            cells.push(forms::take_back(site, board, line).into());
        }
        cells
    });
    html! {
        h2 class="nhsuk-heading-m" id="rota" { "Rota of this week and the next" }
        @if lines.is_empty() {
            p { "Nobody is on the rota of these two weeks." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("Who is on duty and on call"),
                head,
                rows: rows.collect(),
                responsive: true,
                compact: true,
                ..Table::default()
            }))
        }
        @if keeps { (forms::roster(site, board, returned)) }
    }
}
