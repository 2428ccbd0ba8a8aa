//! `/looks`: who looked at what, for information officers.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};
use porch_app::{
    account::Names,
    look::{self, Looked},
};
use porch_domain::actor::Role;

use crate::{
    Site, activity,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

/// How many looks one page shows.
const LATEST: i64 = 200;

/// The latest looks, newest first.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let looks = activity::carry_out(&site, &who, |_, ctx| look::latest(ctx, LATEST)).await?;
    let content = staff::Content {
        title: "Who looked".to_owned(),
        main: main(&looks, &moment::words(site.world.now())),
        wide: true,
        section: staff::Section::Looks,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn main(looks: &[Looked], now: &str) -> Markup {
    let caption = format!("The latest {LATEST} looks, newest first, at {now}");
    html! {
        h1 { "Who looked" }
        p { "Each line is one look at records, or one attempt that was refused. A look is noted before anything is shown." }
        @if looks.is_empty() {
            p { "Nobody has looked at anything yet." }
        } @else {
            (table(&Table {
                caption: TableCaption::from(caption.as_str()),
                head: vec![
                    "When".into(), "Who".into(), "What".into(), "Which, or why".into(), "Allowed".into(),
                    HeadCell::numeric("Records shown"),
                ],
                rows: looks.iter().map(row).collect(),
                responsive: true,
                compact: true,
                ..Table::default()
            }))
        }
    }
}

fn row(look: &Looked) -> Vec<Cell<'_>> {
    vec![
        moment::time(look.at).into(),
        who(&look.actor).into(),
        look.what.as_str().into(),
        look.why.replace("_", " ").into(),
        if look.allowed { "yes".into() } else { html! { strong { "no" } }.into() },
        look.shown.to_string().into(),
    ]
}

/// The journal's line about an actor, for a reader.
pub(crate) fn who(actor: &str) -> String {
    who_named(&Names::default(), actor)
}

/// Who acted, by the name that colleagues read.
pub(crate) fn who_named(names: &Names, actor: &str) -> String {
    match actor.strip_prefix("staff:").and_then(|staff| staff.split_once(':')) {
        Some((role, account)) => match Role::of_code(role) {
            Some(role) => format!("{} ({})", names.of(account), role.label()),
            None => actor.to_owned(),
        },
        None => actor.to_owned(),
    }
}
