//! `/reports/annual`: the annual report as a page, as files, and the records behind each figure.

pub(crate) mod download;
mod figures;
pub(crate) mod records;
mod view;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use porch_app::report;

use crate::{
    Site, activity,
    failure::Failure,
    pages::{html, staff},
    sign_in::SignedIn,
};

use super::period::{Asked, Typed};

/// The fields of an address or a form, as they were sent.
pub(crate) type Fields = Query<Vec<(String, String)>>;

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let typed = Typed::of(&fields, site.today());
    let asked = match typed.read() {
        Ok(asked) => asked,
        Err(errors) => {
            // Whoever may not see the report is told so before their dates are looked at.
            activity::carry_out(&site, &who, |_, ctx| {
                porch_app::access::check(ctx, porch_app::access::Action::SeeReport)
            })
            .await?;
            let content = view::with_errors(&typed, &errors);
            return Ok((StatusCode::BAD_REQUEST, html(staff::page(&site, Some(&who), &content))).into_response());
        }
    };
    if typed.in_parts {
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, asked.address("/reports/annual"))]).into_response());
    }
    let drawn = draw(&site, &who, asked).await?;
    let content = view::report(&typed, &asked, &drawn, &site.rules().footprint.title, &who);
    Ok(html(staff::page(&site, Some(&who), &content)))
}

/// Draws the report.
async fn draw(site: &Arc<Site>, who: &SignedIn, asked: Asked) -> Result<report::Drawn, Failure> {
    activity::carry_out(site, who, move |site, ctx| {
        report::annual_report(ctx, &site.measures, asked.period, asked.as_at)
    })
    .await
}
