//! `/sharing`: the agreements of the local rules, and which end soon; `/referrals/{id}/shared`: what is shared of one (H3).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::sharing::{self, Shared, Status};
use porch_domain::{
    footprint::{Footprint, Sharing, SharingEnds},
    ids::ReferralId,
    release::ReleaseClass,
};

use crate::{
    Site, activity,
    components::{
        Cell, HeadCell, Level, SummaryList, SummaryRow, Table, TableCaption, WarningCallout, summary_list, table,
        warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, staff, team_name},
    sign_in::SignedIn,
};

const TITLE: &str = "Sharing agreements";

/// The agreements, for those who answer for them.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let (all, ends) = activity::carry_out(&site, &who, |_, ctx| sharing::agreements(ctx)).await?;
    let main = html! {
        h1 { (TITLE) }
        @if !ends.is_empty() { (warning(&ends)) }
        @if all.is_empty() {
            p class="nhsuk-body-l" { "The local rules name no agreement: nobody reads what another organisation holds." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("By which one organisation reads what another holds"),
                head: ["Agreement", "Between", "What may be read", "For what", "From", "Until", "Now"]
                    .into_iter().map(HeadCell::from).collect(),
                rows: all.iter().map(|one| row(one, site.today())).collect(),
                first_cell_is_header: true,
                responsive: true,
                ..Table::default()
            }))
        }
        p { "An agreement is data of the local rules. On the day after its last it is off, without anybody doing anything." }
    };
    let content = staff::Content { title: TITLE.to_owned(), main, wide: true, section: staff::Section::Sharing };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn warning(ends: &[SharingEnds]) -> Markup {
    warning_callout(&WarningCallout {
        heading: "An agreement ends soon",
        level: Level::H2,
        content: html! { @for one in ends { p { (one) "." } } }.into(),
        ..WarningCallout::default()
    })
}

fn row(one: &Sharing, today: jiff::civil::Date) -> Vec<Cell<'static>> {
    let what: Vec<&str> = one.releases.iter().map(|class| in_words(*class)).collect();
    vec![
        one.code.clone().into(),
        one.between.join(", ").into(),
        what.join("; ").into(),
        one.purpose.clone().into(),
        moment::date(one.from).into(),
        moment::date(one.until).into(),
        if one.holds_on(today) { "in force".into() } else { html! { strong { "off" } }.into() },
    ]
}

fn in_words(class: ReleaseClass) -> &'static str {
    match class {
        ReleaseClass::Hold => "nothing",
        ReleaseClass::Status => "that she was referred, when, to which team, and how it ended",
        ReleaseClass::Contacts => "when she was seen, and by whom",
        ReleaseClass::HerPage => "what her own page says",
        ReleaseClass::Public => "what is public",
    }
}

/// What is shared of a referral. It is read only: there is no form on it.
pub(crate) async fn referral(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<ReferralId>,
) -> Result<Response, Failure> {
    let shared = activity::carry_out(&site, &who, move |_, ctx| sharing::shared(ctx, id)).await?;
    let shared = shared.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let title = "Shared history";
    let main = html! {
        h1 { (title) }
        p class="nhsuk-body-l" {
            (shared.name.as_deref().unwrap_or("Name not known"))
            @if let Some(reference) = &shared.reference { " · " (reference) }
        }
        @if let Some((code, purpose)) = &shared.agreement {
            p { "Read by the sharing agreement \u{201c}" (code) "\u{201d}, for: " (purpose) ". Nothing can be changed here." }
        }
        (status(&site.rules().footprint, shared.status.as_ref()))
        (contacts(&shared))
    };
    let content = staff::Content { title: title.to_owned(), main, wide: false, section: staff::Section::None };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn status(footprint: &Footprint, status: Option<&Status>) -> Markup {
    let Some(status) = status else { return html! { p { "How it stands is not shared." } } };
    let none = || "not recorded".to_owned();
    let rows = [
        ("Received", moment::words(status.received_at)),
        ("Team", status.team.as_ref().map_or_else(none, |team| team_name(footprint, team))),
        ("How it stands", status.outcome.code().to_owned()),
        ("Decided", status.decided_at.map_or_else(none, moment::words)),
        ("Care ended", status.discharged_at.map_or_else(none, moment::words)),
    ];
    let rows = rows.map(|(key, value)| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() });
    html! {
        h2 { "How it stands" }
        (summary_list(&SummaryList { rows: rows.into(), ..SummaryList::default() }))
    }
}

fn contacts(shared: &Shared) -> Markup {
    html! {
        h2 { "Contacts" }
        @match &shared.contacts {
            None => p { "Contacts are not shared." },
            Some(contacts) if contacts.is_empty() => p { "No contact is recorded." },
            Some(contacts) => ul class="nhsuk-list nhsuk-list--bullet" {
                @for one in contacts { li { (moment::words(one.at)) ", by " (one.by) } }
            },
        }
    }
}
