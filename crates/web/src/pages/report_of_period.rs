//! What every report of a period has alike: its form, what is wrong in it, and its place in the frame.

use std::sync::Arc;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::ToSpan;
use maud::{Markup, html};
use porch_app::{AppError, Ctx, access};
use porch_domain::measure::Period;

use super::{
    html as answer,
    period::{self, Asked, Typed},
    staff,
};
use crate::{Site, activity, failure::Failure, moment, sign_in::SignedIn};

/// The period that is asked for; or what is shown instead: the form with what is wrong, or the way to the short address.
async fn asked(
    site: &Arc<Site>,
    who: &SignedIn,
    fields: &[(String, String)],
    address: &str,
    title: &str,
) -> Result<Result<(Typed, Asked), Response>, Failure> {
    let typed = Typed::of(fields, site.today());
    match typed.read() {
        Ok(asked) if typed.in_parts => {
            Ok(Err((StatusCode::SEE_OTHER, [(header::LOCATION, asked.address(address))]).into_response()))
        }
        Ok(asked) => Ok(Ok((typed, asked))),
        Err(errors) => {
            activity::carry_out(site, who, |_, ctx| access::check(ctx, access::Action::SeeReport)).await?;
            let main = html! {
                (period::summary(&errors))
                h1 { (title) }
                (period::form(address, &typed, &errors))
            };
            let page = content(format!("Error: {title}"), main);
            Ok(Err((StatusCode::BAD_REQUEST, answer(staff::page(site, Some(who), &page))).into_response()))
        }
    }
}

/// The same, and where no period is asked for the twelve months that end today: what goes on now is in it.
async fn lately(
    site: &Arc<Site>,
    who: &SignedIn,
    fields: &[(String, String)],
    address: &str,
    title: &str,
) -> Result<Result<(Typed, Asked), Response>, Failure> {
    let dated = fields.iter().any(|(key, _)| key.starts_with("from") || key.starts_with("to"));
    let today = site.today();
    let mut fields = fields.to_vec();
    if let Some(year_ago) = today.checked_sub(1.year()).ok().filter(|_| !dated) {
        let from = year_ago.tomorrow().unwrap_or(year_ago);
        fields.extend([("from".to_owned(), from.to_string()), ("to".to_owned(), today.to_string())]);
    }
    asked(site, who, &fields, address, title).await
}

/// Which period is meant where none is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// The one that the annual report begins with.
    LastYear,
    /// The twelve months that end today.
    Lately,
}

/// The report of a period at its address and under its title: counted where whoever asks may see it, and drawn as at now.
pub(crate) async fn shown<T: Send + 'static>(
    (site, who): (&Arc<Site>, &SignedIn),
    fields: &[(String, String)],
    which: Which,
    (address, title): (&str, &str),
    count: impl FnOnce(&Ctx, Period) -> Result<T, AppError> + Send + 'static,
    main: impl FnOnce(&Typed, &Asked, &T, &str) -> Markup,
) -> Result<Response, Failure> {
    let asked = match which {
        Which::LastYear => asked(site, who, fields, address, title).await?,
        Which::Lately => lately(site, who, fields, address, title).await?,
    };
    let (typed, asked) = match asked {
        Ok(both) => both,
        Err(answer) => return Ok(answer),
    };
    let counted = activity::carry_out(site, who, move |_, ctx| count(ctx, asked.period)).await?;
    let now = moment::words(site.world.now());
    let page = content(title.to_owned(), main(&typed, &asked, &counted, &now));
    Ok(answer(staff::page(site, Some(who), &page)))
}

/// The page among the reports.
pub(crate) fn content(title: String, main: Markup) -> staff::Content {
    staff::Content { title, main, wide: true, section: staff::Section::Reports }
}
