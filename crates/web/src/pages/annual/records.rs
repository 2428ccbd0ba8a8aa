//! `/reports/annual/records`: the records behind one figure. The look that is noted names every one that is shown.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use porch_app::report;
use porch_domain::{
    footprint::{Footprint, TeamCode},
    measure::{Behind, OfTeam, RecordsBehind},
    referral::Outcome,
};

use super::{
    Asked, Fields, download,
    figures::{behind_label, outcome_label},
    view::in_query,
};
use crate::{
    Site, activity,
    components::{BackLink, Cell, PageLink, Pagination, Table, TableCaption, back_link, pagination, table},
    failure::{Failure, Kind},
    moment,
    pages::{grouped, html as answer, staff},
    sign_in::SignedIn,
};

/// A referral in the list: no name, no number of a person.
struct Line {
    called: String,
    team: Option<TeamCode>,
    received_at: Timestamp,
    outcome: Outcome,
    decided_at: Option<Timestamp>,
    discharged_at: Option<Timestamp>,
    due_or_end_on: Option<Date>,
    erased: bool,
}

/// How many records one page shows.
const A_PAGE: usize = 500;

/// What the page is about.
struct Chosen {
    asked: Asked,
    team: OfTeam,
    behind: Behind,
    page: usize,
}

/// The word in an address for what no team was given yet; no team's code has a hyphen.
const NOT_DIRECTED: &str = "not-directed";

/// The address of the records behind a figure.
pub(super) fn address(asked: &Asked, team: &OfTeam, behind: &Behind) -> String {
    let team = match team {
        OfTeam::All => String::new(),
        OfTeam::One(code) => format!("&team={}", in_query(&code.0)),
        OfTeam::NotDirected => format!("&team={NOT_DIRECTED}"),
    };
    let reason = match behind {
        Behind::RejectedFor(reason) => format!("&reason={}", in_query(reason)),
        Behind::Received | Behind::Outcome(_) | Behind::Figure(_) | Behind::PartnersAssessed => String::new(),
    };
    format!("{}&figure={}{reason}{team}", asked.address("/reports/annual/records"), behind.code())
}

/// The records.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let chosen = chosen(&fields, &site).map_err(|failure| failure.seen_by(&who))?;
    let as_at = chosen.asked.as_at.unwrap_or_else(|| site.world.now());
    let records = RecordsBehind::new(chosen.asked.period, chosen.team.clone(), chosen.behind.clone());
    let what = behind_label(&chosen.behind);
    let page = (chosen.page - 1) * A_PAGE..chosen.page * A_PAGE;
    let read = activity::carry_out(&site, &who, move |_, ctx| {
        let found = report::records_behind(ctx, records?, &what, as_at, page)?;
        let lines = found.lines.into_iter().map(|line| Line {
            called: line.reference.or(line.sender_referral_id).unwrap_or_default(),
            team: line.directed_to,
            received_at: line.received_at,
            outcome: line.outcome,
            decided_at: line.decided_at,
            discharged_at: line.discharged_at,
            due_or_end_on: line.due_or_end_on,
            erased: line.erased,
        });
        Ok((found.all, lines.collect::<Vec<Line>>()))
    });
    let (all, lines) = read.await?;
    let chosen = Chosen { asked: chosen.asked.as_at(Some(as_at)), ..chosen };
    let content = content(&site.rules().footprint, &chosen, all, &lines);
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn chosen(fields: &[(String, String)], site: &Site) -> Result<Chosen, Failure> {
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let unclear = |what: &str| Failure::from(Kind::Unclear(what.to_owned()));
    let behind = field("figure").and_then(|figure| Behind::of_code(figure, field("reason")));
    let page = field("page").map_or(Some(1), |page| page.parse().ok()).filter(|page| *page > 0);
    Ok(Chosen {
        asked: download::asked(fields, site)?,
        team: match field("team") {
            None | Some("") => OfTeam::All,
            Some(NOT_DIRECTED) => OfTeam::NotDirected,
            Some(code) => OfTeam::One(TeamCode(code.to_owned())),
        },
        behind: behind.ok_or_else(|| unclear("the address names no figure of the annual report"))?,
        page: page.ok_or_else(|| unclear("the address names no page"))?,
    })
}

fn content(footprint: &Footprint, chosen: &Chosen, all: usize, lines: &[Line]) -> staff::Content {
    let pages = all.div_ceil(A_PAGE).max(1);
    let page = chosen.page;
    let team = match &chosen.team {
        OfTeam::One(code) => footprint.team_by_code(code).map_or(code.0.as_str(), |team| team.name.as_str()),
        OfTeam::All => "All teams",
        OfTeam::NotDirected => "Not yet directed",
    };
    let period = chosen.asked.period;
    let label = behind_label(&chosen.behind);
    let main = html! {
        (back_link(&BackLink {
            content: "Back to the annual report".into(),
            target: chosen.asked.address("/reports/annual").as_str().into(),
            ..BackLink::default()
        }))
        h1 { span class="nhsuk-caption-l" { (team) } " " (label) ": " (grouped(all as u64)) }
        p {
            @match chosen.behind {
                Behind::PartnersAssessed => "Partners assessed from ",
                Behind::Received | Behind::Outcome(_) | Behind::Figure(_) | Behind::RejectedFor(_) => "Referrals received from ",
            }
            (moment::date(period.from)) " to " (moment::date(period.to))
            @if let Some(as_at) = chosen.asked.as_at { ", counted as at " (moment::time(as_at)) }
            ". Each line shows how the referral stands now. That you looked is noted, with every record that this page shows."
        }
        @if lines.is_empty() {
            p { "There is no record here." }
        } @else {
            (records(footprint, chosen.team == OfTeam::All, lines, &shown_in_words(page, pages, lines.len(), all)))
            (turn_pages(chosen, page, pages))
        }
    };
    let title = format!("{label}, {team}: records, {} to {}, page {page}", period.from, period.to);
    staff::Content { title, main, wide: true, section: staff::Section::Reports }
}

fn shown_in_words(page: usize, pages: usize, shown: usize, all: usize) -> String {
    if pages == 1 {
        return "The records, in the order of receipt".to_owned();
    }
    let first = (page - 1) * A_PAGE + 1;
    format!("Records {first} to {} of {all}, in the order of receipt", first + shown - 1)
}

fn records(footprint: &Footprint, with_team: bool, lines: &[Line], caption: &str) -> Markup {
    let mut head = vec!["Reference".into(), "Received".into()];
    if with_team {
        head.push("Team first asked".into());
    }
    head.extend(["Outcome", "Decided", "Discharged", "Due or ended"].map(Into::into));
    let rows = lines.iter().map(|line| row(footprint, with_team, line)).collect();
    table(&Table {
        id: "records",
        caption: TableCaption::from(caption),
        head,
        rows,
        first_cell_is_header: true,
        responsive: true,
        compact: true,
        ..Table::default()
    })
}

fn row<'a>(footprint: &'a Footprint, with_team: bool, line: &'a Line) -> Vec<Cell<'a>> {
    let instant = |at: Option<Timestamp>| -> Cell<'a> {
        match at {
            Some(at) => moment::time(at).into(),
            None => {
                html! { span class="nhsuk-u-visually-hidden" { "not recorded" } span aria-hidden="true" { "–" } }.into()
            }
        }
    };
    let called: Cell<'a> = if line.erased { "personal data erased".into() } else { line.called.as_str().into() };
    let mut cells = vec![called, moment::time(line.received_at).into()];
    if with_team {
        let code = line.team.as_ref();
        let name = code.and_then(|code| footprint.team_by_code(code)).map(|team| team.name.as_str());
        cells.push(name.or(code.map(|code| code.0.as_str())).unwrap_or("not yet directed").into());
    }
    cells.push(outcome_label(line.outcome).into());
    cells.push(instant(line.decided_at));
    cells.push(instant(line.discharged_at));
    cells.push(match line.due_or_end_on {
        Some(on) => moment::day(on).into(),
        None => instant(None),
    });
    cells
}

fn turn_pages(chosen: &Chosen, page: usize, pages: usize) -> Markup {
    let address = |page: usize| format!("{}&page={page}", address(&chosen.asked, &chosen.team, &chosen.behind));
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
