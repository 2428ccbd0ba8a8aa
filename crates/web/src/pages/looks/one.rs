//! `/looks/{id}`: one look with all that it showed, without a name.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::look_log::{self, Subject};

use super::{ADDRESS, named};
use crate::{
    Site, activity,
    components::{BackLink, SummaryList, SummaryRow, back_link, summary_list},
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

/// One look.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(&who))?;
    let found = activity::carry_out(&site, &who, move |_, ctx| look_log::one(ctx, id)).await?;
    let (look, subjects, names) = found.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let line =
        |key: &'static str, value: String| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let main = html! {
        (back_link(&BackLink { content: "Who looked".into(), target: ADDRESS.into(), ..BackLink::default() }))
        h1 { "One look" }
        (summary_list(&SummaryList {
            rows: vec![
                line("When", moment::words(look.at)),
                line("Who", named(&look.actor, &names)),
                line("What", look.what.clone()),
                line("Which, or why", look.why.replace('_', " ")),
                line("Allowed", if look.allowed { "yes" } else { "no" }.to_owned()),
            ],
            ..SummaryList::default()
        }))
        h2 class="nhsuk-heading-m" { "Records shown" }
        @if subjects.is_empty() { p { "None." } }
        @else { ul class="nhsuk-list nhsuk-list--bullet" { @for subject in &subjects { li { (called(subject)) } } } }
    };
    let title = format!("One look, {}", moment::words(look.at));
    let content = staff::Content { title, main, wide: false, section: staff::Section::Looks };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// What was shown, as an information officer reads it.
pub(super) fn called(subject: &Subject) -> Markup {
    html! {
        @match subject {
            Subject::Referral(reference) => { "referral " (reference) }
            Subject::Person => "a person's record",
            Subject::Other => "a letter, a file, a question or a day of duty",
        }
    }
}
