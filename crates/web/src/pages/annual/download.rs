//! `/reports/annual.csv` and `/reports/annual.json`: the report for other programs.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use porch_domain::measure::AnnualReport;
use porch_exchange::annual_report;

use super::{Asked, Fields, Typed, draw};
use crate::{
    Site,
    failure::{Failure, Kind},
    pages::period,
    sign_in::SignedIn,
};

/// As CSV.
pub(crate) async fn csv(State(site): State<Arc<Site>>, who: SignedIn, fields: Fields) -> Result<Response, Failure> {
    file(&site, &who, fields, "text/csv; charset=utf-8", "csv", for_a_spreadsheet).await
}

/// As JSON.
pub(crate) async fn json(State(site): State<Arc<Site>>, who: SignedIn, fields: Fields) -> Result<Response, Failure> {
    file(&site, &who, fields, "application/json", "json", annual_report::json).await
}

/// With the mark without which a spreadsheet takes UTF-8 for something else and spoils names.
fn for_a_spreadsheet(report: &AnnualReport, as_at: Timestamp) -> String {
    format!("\u{feff}{}", annual_report::csv(report, as_at))
}

async fn file(
    site: &Arc<Site>,
    who: &SignedIn,
    Query(fields): Fields,
    content_type: &'static str,
    ending: &str,
    written: fn(&AnnualReport, Timestamp) -> String,
) -> Result<Response, Failure> {
    let asked = asked(&fields, site).map_err(|failure| failure.seen_by(who))?;
    let drawn = draw(site, who, asked).await?;
    let name = format!("annual-report-{}-to-{}.{ending}", asked.period.from, asked.period.to);
    let headers = [
        (header::CONTENT_TYPE, content_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, written(&drawn.report, drawn.as_at)).into_response())
}

/// What an address asks for, where no form stands to show what is wrong.
pub(super) fn asked(fields: &[(String, String)], site: &Site) -> Result<Asked, Failure> {
    Typed::of(fields, site.today()).read().map_err(|errors| Kind::Unclear(period::in_words(&errors)).into())
}
