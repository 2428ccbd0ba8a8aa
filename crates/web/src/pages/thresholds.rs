//! `/thresholds`: who takes which need, how severe, at each stage and age, from the local rules; and where nobody does (G3).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use maud::{Markup, html};
use porch_app::access::{self, Action};
use porch_domain::footprint::{AgeGroup, Footprint, HowSevere, Nobody, PathwayStage, Place};
use serde::Deserialize;

use crate::{
    Site, activity,
    components::{Cell, InsetText, Table, TableCaption, inset_text, table},
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

pub(super) const ADDRESS: &str = "/thresholds";

/// At which age.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    age: String,
}

/// The table of an age. It is made of the local rules and shows no record.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::SeeDuty)).await?;
    let age = AgeGroup::ALL.into_iter().find(|age| age.code() == asked.age || asked.age.is_empty());
    let age = age.ok_or_else(|| {
        Failure::from(Kind::Unclear("the address names no age that the thresholds know".to_owned())).seen_by(&who)
    })?;
    let rules = site.rules();
    let content = staff::Content {
        title: format!("Who takes what, {}", age.label().to_lowercase()),
        main: main(&rules.footprint, age, site.today()),
        wide: true,
        section: staff::Section::Directory,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn main(footprint: &Footprint, age: AgeGroup, today: Date) -> Markup {
    let places = footprint.threshold_table(age, today);
    let open = places.iter().filter(|place| place.nobody.is_some()).count();
    html! {
        h1 { "Who takes what" }
        p { "From the local rules of " (footprint.title) ", as they stand on " (moment::date(today)) ". What no source states is marked as assumed." }
        p { a href=(super::local_services::ADDRESS) { "What there is here" } ": teams, venues, groups, posts and whom to ask." }
        nav class="porch-counts" aria-label="Age" {
            ul class="porch-counts__list" {
                @for other in AgeGroup::ALL {
                    li class="porch-counts__item" {
                        a class=(if other == age { "porch-counts__link porch-counts__link--current" } else { "porch-counts__link" })
                            href={ (ADDRESS) "?age=" (other.code()) } aria-current=[(other == age).then_some("true")] { (other.label()) }
                    }
                }
            }
        }
        @if footprint.thresholds().is_empty() {
            p { "The local rules name nobody yet: no thresholds are written." }
        } @else {
            (inset_text(&InsetText { content: html! {
                @if open == 0 {
                    p { "Every need has somebody at each stage, however severe." }
                } @else {
                    p { strong { "Nobody takes " (open) " of " (places.len()) " places of this table." }
                        " Whoever falls there is talked through at the meeting, and nobody is declined for it." }
                }
            }.into(), ..InsetText::default() }))
            p {
                @for (nth, stage) in PathwayStage::ALL.into_iter().enumerate() {
                    @if nth > 0 { " · " }
                    a href={ "#" (stage.code()) } { (stage.label()) }
                }
            }
            @for stage in PathwayStage::ALL {
                (of_stage(footprint, stage, &places))
            }
        }
    }
}

fn of_stage(footprint: &Footprint, stage: PathwayStage, places: &[Place<'_>]) -> Markup {
    let here: Vec<&Place<'_>> = places.iter().filter(|place| place.stage == stage).collect();
    let rows = here.chunks(HowSevere::ALL.len()).map(|row| {
        let need = row.iter().take(1).map(|place| Cell::from(place.need.label()));
        need.chain(row.iter().map(|place| cell(footprint, place).into())).collect()
    });
    table(&Table {
        caption: TableCaption::from(stage.label()),
        head: std::iter::once("Need".into()).chain(HowSevere::ALL.map(|one| one.label().into())).collect(),
        rows: rows.collect(),
        first_cell_is_header: true,
        responsive: true,
        compact: true,
        classes: "porch-thresholds",
        id: stage.code(),
        ..Table::default()
    })
}

fn cell(footprint: &Footprint, place: &Place<'_>) -> Markup {
    html! {
        div class="porch-thresholds__who" {
            @for one in &place.takes {
                div {
                    (footprint.called(&one.to))
                    @if let Some(months) = one.until_months.filter(|_| place.stage.has_months()) { ", to month " (months) }
                    @if one.talked_through { ", each one talked through" }
                    @if footprint.is_assumed(one) { " " span class="porch-note" { "(assumed)" } }
                }
            }
            @match place.nobody {
                None => {}
                Some(Nobody::Ever) => { div { strong { "Nobody" } } }
                Some(Nobody::Months { from, until }) => { div { strong { "Nobody from month " (from) " to " (until) } } }
            }
        }
    }
}
