//! `/caseload`: everybody in our care, the first due first: who, when, who leads, the next contact, what is missed and to do.

pub(crate) mod report;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use porch_app::{
    CaseloadLine,
    care::{self, Caseload, Filter, Place},
    referral,
};
use porch_domain::{
    footprint::{Footprint, TeamCode},
    front_door::{stage_in_words, urgency::age_on},
};

use crate::{
    Site, activity,
    components::{
        Cell, HeadCell, PageLink, Pagination, Select, SelectItem, Table, TableCaption, pagination, select, table,
    },
    failure::Failure,
    moment,
    pages::{annual::Fields, html as answer, queue::sentence, referral::restricted, staff, team_name},
    sign_in::SignedIn,
};

const ADDRESS: &str = "/caseload";

/// A page of the caseload, or of a part of it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let rules = site.rules();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let filter = filter_of(field("show").unwrap_or_default(), &rules.footprint);
    let after: Option<Place> = field("after").and_then(|place| place.parse().ok());
    let asked = (filter.clone(), after.clone());
    let read = activity::carry_out(&site, &who, move |_, ctx| {
        Ok((care::caseload(ctx, &asked.0, asked.1.as_ref())?, referral::own_tasks_counted(ctx)?))
    });
    let (shown, own) = read.await?;
    let view = View { filter: &filter, footprint: &rules.footprint, shown: &shown, own, first: after.is_none() };
    Ok(answer(staff::page(&site, Some(&who), &view.content())))
}

/// The part of a code; all of it where there is none of that code.
fn filter_of(code: &str, footprint: &Footprint) -> Filter {
    match code {
        "mine" => Filter::Mine,
        "clock" => Filter::Clock,
        code => {
            let team = code.strip_prefix("team:").map(|code| TeamCode(code.to_owned()));
            let known = team.filter(|team| footprint.team_by_code(team).is_some());
            known.map_or(Filter::All, Filter::Team)
        }
    }
}

fn code_of(filter: &Filter) -> String {
    match filter {
        Filter::All => String::new(),
        Filter::Mine => "mine".to_owned(),
        Filter::Clock => "clock".to_owned(),
        Filter::Team(team) => format!("team:{team}", team = team.0),
    }
}

struct View<'a> {
    filter: &'a Filter,
    footprint: &'a Footprint,
    shown: &'a Caseload,
    /// Restricted tasks of whoever looks: how many are due, and how many there are.
    own: (i64, i64),
    first: bool,
}

const HEADS: [&str; 7] = ["Who", "When", "Team and lead", "Next contact", "Missed", "To do", "Clock"];

impl View<'_> {
    fn now(&self) -> Timestamp {
        self.shown.as_at
    }

    fn label(&self, filter: &Filter) -> String {
        match filter {
            Filter::All => "Everybody in our care".to_owned(),
            Filter::Mine => "Of whom I am the lead professional".to_owned(),
            Filter::Clock => "Clock run out, or in the next 3 days".to_owned(),
            Filter::Team(team) => self.team(team),
        }
    }

    fn team(&self, code: &TeamCode) -> String {
        team_name(self.footprint, code)
    }

    fn content(&self) -> staff::Content {
        let main = html! {
            h1 { "Caseload" }
            (restricted::tasks::notice(self.own))
            (self.parts())
            p class="porch-true__at" {
                "True at " time datetime=(self.now()) title=(moment::words(self.now())) { (moment::to_the_second(self.now())) }
            }
            @if self.shown.lines.is_empty() {
                p class="nhsuk-body-l" { "Nobody in this part: " (self.label(self.filter).to_lowercase()) "." }
                @if *self.filter != Filter::All || !self.first { p { a href=(ADDRESS) { "Show everybody in our care" } } }
            } @else {
                (self.list())
                (self.pages())
            }
            p { a href="/questionnaires" { "Questionnaires that wait to be answered or read" } }
            p { a href="/reports/care" { "Clocks, continuity and how care ended, as figures" } }
        };
        let title = match self.filter {
            Filter::All => "Caseload".to_owned(),
            part => format!("Caseload: {}", self.label(part).to_lowercase()),
        };
        let title = if self.first { title } else { format!("{title}, further on") };
        staff::Content { title, main, wide: true, section: staff::Section::Caseload }
    }

    /// The parts, as a form that needs no script.
    fn parts(&self) -> Markup {
        let teams = self.footprint.teams().iter().map(|team| Filter::Team(team.code.clone()));
        let all: Vec<(String, String)> = [Filter::All, Filter::Mine, Filter::Clock]
            .into_iter()
            .chain(teams)
            .map(|filter| (code_of(&filter), self.label(&filter)))
            .collect();
        let chosen = code_of(self.filter);
        html! {
            form action=(ADDRESS) method="get" class="porch-caseload__parts" {
                (select(&Select {
                    label: "Which part".into(),
                    name: "show",
                    value: &chosen,
                    items: all.iter().map(|(code, label)| SelectItem::new(code, label)).collect(),
                    ..Select::default()
                }))
                button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" { "Show" }
            }
        }
    }

    fn list(&self) -> Markup {
        let today = moment::local(self.now()).date();
        let caption = format!("{}: {} referrals, the first due first", self.label(self.filter), self.shown.lines.len());
        table(&Table {
            caption: TableCaption { classes: "nhsuk-u-visually-hidden", ..TableCaption::from(caption.as_str()) },
            head: HEADS.iter().map(|head| HeadCell::from(*head)).collect(),
            rows: self.shown.lines.iter().map(|line| self.row(line, today)).collect(),
            first_cell_is_header: true,
            responsive: true,
            compact: true,
            ..Table::default()
        })
    }

    fn row(&self, line: &CaseloadLine, today: Date) -> Vec<Cell<'static>> {
        vec![
            who(line, today).into(),
            html! { (stage_in_words(line.situation, line.ends_on, today)) }.into(),
            html! { (self.team(&line.held_by)) br; @match &line.lead { Some(lead) => (self.shown.names.of(lead)), None => "no lead" } }
                .into(),
            self.next(line).into(),
            missed(line).into(),
            todo(line).into(),
            self.clock(line).into(),
        ]
    }

    fn next(&self, line: &CaseloadLine) -> Markup {
        html! {
            @match line.next_contact_by {
                Some(by) => {
                    strong { (moment::left(by, self.now())) } " "
                    span class="porch-queue__small" { "by " (moment::recent(by, self.now())) }
                }
                None => "None recorded",
            }
            @if line.next_contact_by.is_none_or(|by| line.next_due < by) {
                br; span class="porch-queue__small" {
                    "next step: " (moment::left(line.next_due, self.now()).to_lowercase())
                }
            }
        }
    }

    fn clock(&self, line: &CaseloadLine) -> Markup {
        html! {
            @match (line.clock_ends, line.paused_until) {
                (_, Some(until)) => { "Paused until " (moment::words(until)) }
                (Some(ends), None) => {
                    strong { (moment::left(ends, self.now())) } " "
                    span class="porch-queue__small" { "by " (moment::recent(ends, self.now())) }
                }
                (None, None) => "Stopped",
            }
        }
    }

    fn pages(&self) -> Markup {
        let part = code_of(self.filter);
        let address = |after: Option<&Place>| {
            let after = after.map(|place| format!("&after={place}")).unwrap_or_default();
            format!("{ADDRESS}?show={part}{after}")
        };
        let first = (!self.first).then(|| address(None));
        let next = self.shown.next.as_ref().map(|place| address(Some(place)));
        if first.is_none() && next.is_none() {
            return Markup::default();
        }
        pagination(&Pagination {
            previous: first.as_deref().map(|href| PageLink {
                href,
                text: "Beginning of the list",
                ..PageLink::default()
            }),
            next: next.as_deref().map(|href| PageLink { href, ..PageLink::default() }),
            label: "Pages of the caseload",
            ..Pagination::default()
        })
    }
}

fn who(line: &CaseloadLine, today: Date) -> Markup {
    let called = line.name.as_deref().or(line.reference.as_deref()).unwrap_or("No name held");
    html! {
        a class="nhsuk-link nhsuk-link--no-visited-state" href={ "/referrals/" (line.referral) } {
            (called) @if let Some(born) = line.birth_date { ", " (age_on(born, today)) }
        }
        @if let (Some(reference), Some(_)) = (&line.reference, &line.name) {
            " " span class="porch-queue__small" { (reference) }
        }
        @if let Some(unit) = &line.unit { br; "inpatient: " (unit) }
    }
}

fn missed(line: &CaseloadLine) -> Markup {
    html! {
        @match line.missed {
            0 => { span aria-hidden="true" { "–" } span class="nhsuk-u-visually-hidden" { "none" } }
            1 => "1 contact",
            several => { (several) " contacts" },
        }
    }
}

/// What a person must do, in words. Safeguarding is never on a row that is not opened (PR-26).
fn todo(line: &CaseloadLine) -> Markup {
    let tasks = line.tasks.iter().filter(|task| !task.is_restricted()).map(|task| task.short());
    let offered = line.offer.as_ref().map(|_| "handover offered");
    let onward = line.onward.as_ref().map(|_| "referred on, not answered");
    let said: Vec<&str> = tasks.chain(offered).chain(onward).collect();
    html! {
        @if said.is_empty() { span aria-hidden="true" { "–" } span class="nhsuk-u-visually-hidden" { "nothing" } }
        @else { (sentence(&said.join("; "))) }
    }
}
