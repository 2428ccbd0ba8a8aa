//! What every report of a period has alike: its form, what is wrong in it, and its place in the frame.

use std::sync::Arc;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::access;

use super::{
    html as answer,
    period::{self, Asked, Typed},
    staff,
};
use crate::{Site, activity, failure::Failure, sign_in::SignedIn};

/// The period that is asked for; or what is shown instead: the form with what is wrong, or the way to the short address.
pub(crate) async fn asked(
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

/// The page among the reports.
pub(crate) fn content(title: String, main: Markup) -> staff::Content {
    staff::Content { title, main, wide: true, section: staff::Section::Reports }
}
