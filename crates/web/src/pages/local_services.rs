//! `/local-services`: what there is in this area, from the local rules: organisations and teams, venues and whether the baby
//! may come, groups, courses of treatment, posts with employer, funder and host, champions, kept time, link posts, what is not
//! offered and whom to ring (H4, L3, N4, V2, G1).

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};
use porch_app::access::{self, Action};
use porch_domain::footprint::{Footprint, OrganisationRole, Rhythm, TeamCode};

use crate::{
    Site, activity,
    components::{Cell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

pub(super) const ADDRESS: &str = "/local-services";

/// The page. It is made of the local rules and shows no record.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::SeeDuty)).await?;
    let rules = site.rules();
    let content = staff::Content {
        title: "What there is here".to_owned(),
        main: main(&rules.footprint, &moment::date(site.today())),
        wide: true,
        section: staff::Section::Directory,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn main(footprint: &Footprint, today: &str) -> Markup {
    html! {
        h1 { "What there is here" }
        p { "From the local rules of " (footprint.title) ", as they stand on " (today) ". What no source states is marked as assumed: ask before you rely on it." }
        p { a href=(super::thresholds::ADDRESS) { "Who takes what" } ": which team or service takes which need, how severe, at which stage." }
        (organisations(footprint))
        (teams(footprint))
        (venues(footprint))
        (groups(footprint))
        (interventions(footprint))
        (posts(footprint))
        (kept(footprint))
        (units(footprint))
        (links(footprint))
        (not_offered(footprint))
        (routes(footprint))
    }
}

/// A table of one kind; nothing where the rules say nothing of it.
fn of_kind(caption: &str, id: &'static str, head: &[&str], rows: Vec<Vec<Cell<'_>>>) -> Markup {
    if rows.is_empty() {
        return html! {};
    }
    table(&Table {
        caption: TableCaption::from(caption),
        head: head.iter().map(|one| (*one).into()).collect(),
        rows,
        first_cell_is_header: true,
        responsive: true,
        compact: true,
        id,
        ..Table::default()
    })
}

/// What is called so, and whether a part of it is assumed.
fn named(footprint: &Footprint, list: &str, nth: usize, name: &str) -> Cell<'static> {
    html! {
        (name) @if footprint.is_assumed_at(list, nth + 1) { " " span class="porch-note" { "(assumed, or a part of it)" } }
    }
    .into()
}

fn lines(texts: &[String]) -> Cell<'static> {
    html! { @for text in texts { div { (text) } } }.into()
}

fn team(footprint: &Footprint, code: &TeamCode) -> String {
    footprint.team_by_code(code).map_or(&code.0, |team| &team.name).clone()
}

fn or_not_known(text: Option<String>) -> Cell<'static> {
    text.unwrap_or_else(|| "Not known".to_owned()).into()
}

fn organisations(footprint: &Footprint) -> Markup {
    let rows = footprint.organisations.iter().enumerate().map(|(nth, one)| {
        let role = match one.role {
            OrganisationRole::Lead => "Lead",
            OrganisationRole::Partner => "Partner",
        };
        vec![named(footprint, "organisations", nth, &one.name), role.into(), or_not_known(one.ods.clone())]
    });
    of_kind("Organisations", "organisations", &["Organisation", "Part", "ODS code"], rows.collect())
}

fn teams(footprint: &Footprint) -> Markup {
    let rows = footprint.teams().iter().enumerate().map(|(nth, one)| {
        let employers: Vec<String> =
            one.organisations.iter().map(|code| footprint.organisation_called(code).to_owned()).collect();
        vec![
            named(footprint, "teams", nth, &one.name),
            one.role.label().into(),
            lines(&employers),
            lines(&one.takes_from),
        ]
    });
    of_kind("Teams", "teams", &["Team", "Kind", "Employers", "Takes people on from"], rows.collect())
}

fn venues(footprint: &Footprint) -> Markup {
    let rows = footprint.provided.venues.iter().enumerate().map(|(nth, one)| {
        let keeper = one.organisation.as_deref().map(|code| footprint.organisation_called(code).to_owned());
        let teams: Vec<String> = one.teams.iter().map(|code| team(footprint, code)).collect();
        vec![
            named(footprint, "venues", nth, &one.name),
            or_not_known(keeper),
            html! { (one.baby.label()) @for thing in &one.has { div { (thing) } } }.into(),
            lines(&teams),
        ]
    });
    of_kind("Venues", "venues", &["Venue", "Kept by", "With a baby", "Teams that meet people there"], rows.collect())
}

fn groups(footprint: &Footprint) -> Markup {
    let rows = footprint.provided.groups.iter().enumerate().map(|(nth, one)| {
        let venue = one.venue.as_deref().and_then(|code| footprint.venue(code)).map(|venue| venue.name.clone());
        vec![
            named(footprint, "groups", nth, &one.name),
            footprint.called(&one.by).into(),
            html! {
                div { (one.about) }
                @if one.first_child { div { "For a first child" } }
                @if let Some(months) = one.baby_until_months { div { "The baby is at most " (months) " months old" } }
            }
            .into(),
            or_not_known(one.sessions.map(|sessions| sessions.to_string())),
            or_not_known(venue),
        ]
    });
    of_kind("Groups", "groups", &["Group", "Held by", "For whom", "Sessions", "Where"], rows.collect())
}

fn interventions(footprint: &Footprint) -> Markup {
    let rows = footprint.provided.interventions.iter().enumerate().map(|(nth, one)| {
        let often = one.rhythm.map(|rhythm| match rhythm {
            Rhythm::Weekly => ", every week",
            Rhythm::EveryTwoWeeks => ", every two weeks",
        });
        let sessions =
            one.sessions.map(|(fewest, most)| format!("{fewest} to {most} sessions{}", often.unwrap_or_default()));
        vec![
            named(footprint, "interventions", nth, &one.name),
            footprint.called(&one.by).into(),
            one.setting.label().into(),
            or_not_known(sessions),
        ]
    });
    of_kind("Courses of treatment", "interventions", &["Treatment", "Given by", "Where", "How often"], rows.collect())
}

fn posts(footprint: &Footprint) -> Markup {
    let called = |code: &str| Cell::from(footprint.organisation_called(code).to_owned());
    let rows = footprint.provided.posts.iter().enumerate().map(|(nth, one)| {
        vec![
            named(footprint, "posts", nth, &one.title),
            called(&one.employer),
            called(&one.funder),
            html! { (footprint.organisation_called(&one.host)) div { (one.sits) } }.into(),
            lines(&one.does),
        ]
    });
    let head = ["Post", "Employed by", "Paid for by", "Sits in", "What it does"];
    of_kind("Posts of one organisation in another", "posts", &head, rows.collect())
}

fn kept(footprint: &Footprint) -> Markup {
    let champions = footprint.provided.champions.iter().enumerate().map(|(nth, one)| {
        vec![named(footprint, "champions", nth, &team(footprint, &one.team)), "Champions".into(), (&*one.what).into()]
    });
    let time = footprint.provided.kept.iter().enumerate().map(|(nth, one)| {
        let staff = match (one.wte, one.per_births) {
            (Some(wte), Some(births)) => format!("Kept time: {wte} whole-time posts for {births} births a year"),
            (Some(wte), None) => format!("Kept time: {wte} whole-time posts"),
            (None, _) => "Kept time".to_owned(),
        };
        vec![named(footprint, "kept_capacity", nth, &team(footprint, &one.team)), staff.into(), (&*one.what).into()]
    });
    let rows = champions.chain(time).collect();
    of_kind("Champions, and time kept for this work", "kept", &["Team", "What", "For what"], rows)
}

fn units(footprint: &Footprint) -> Markup {
    let rows = footprint.provided.units.iter().enumerate().map(|(nth, one)| {
        vec![
            named(footprint, "units", nth, &one.name),
            footprint.organisation_called(&one.organisation).into(),
            or_not_known(one.places.map(|places| places.to_string())),
        ]
    });
    of_kind("Mother and baby units", "units", &["Unit", "Run by", "Places"], rows.collect())
}

fn links(footprint: &Footprint) -> Markup {
    let rows = footprint.links().iter().enumerate().map(|(nth, one)| {
        vec![
            named(footprint, "links", nth, &team(footprint, &one.from)),
            team(footprint, &one.to).into(),
            html! { (one.post) div { (one.contact) } }.into(),
        ]
    });
    of_kind("Link posts", "links", &["From", "To", "Whom to ask"], rows.collect())
}

fn not_offered(footprint: &Footprint) -> Markup {
    let rows = footprint.not_offered.iter().enumerate().map(|(nth, one)| {
        vec![
            named(footprint, "not_offered", nth, &team(footprint, &one.team)),
            "Assessment of partners".into(),
            (&*one.note).into(),
        ]
    });
    of_kind("What is not offered", "not-offered", &["Team", "What", "Instead"], rows.collect())
}

fn routes(footprint: &Footprint) -> Markup {
    let rows = footprint.urgent_routes.iter().enumerate().map(|(nth, one)| {
        vec![
            named(footprint, "urgent_routes", nth, &one.name),
            html! { (one.number) @if let Some(note) = &one.note { div { (note) } } }.into(),
            (&*one.hours).into(),
        ]
    });
    of_kind("When it cannot wait, and out of hours", "routes", &["Who", "Number", "When"], rows.collect())
}
