//! `/messages/{id}/pdf`: an approved letter as a tagged PDF, with a name and a title that tell nothing (H06, H16).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use porch_app::message::{self, Opened};
use porch_domain::{ids::MessageId, message::MessageStage};
use porch_exchange::letter_pdf::{Letter, write};

use crate::{
    Site, activity,
    failure::{Failure, Kind},
    sign_in::SignedIn,
};

/// What the program writes letters in.
const LANGUAGE: &str = "en-GB";

/// Whether there is a PDF of a letter: nobody answers yet for a draft, nothing is left of what was erased, and what was taken back
/// goes nowhere.
pub(super) fn is_offered(opened: &Opened) -> bool {
    let approved = match opened.message.stage {
        MessageStage::Approved
        | MessageStage::Queued
        | MessageStage::Sent
        | MessageStage::Delivered
        | MessageStage::Failed => true,
        MessageStage::Drafted | MessageStage::Withdrawn => false,
    };
    approved && opened.message.drafted.words.is_some()
}

/// The file: what the page of the letter shows, from the same words. The look is on disk before a byte leaves.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let not_found = || Failure::from(Kind::NotFound).seen_by(&who);
    let id: MessageId = id.parse().map_err(|_| not_found())?;
    let opened = activity::carry_out(&site, &who, move |_, ctx| message::open(ctx, id)).await?;
    let opened = opened.filter(is_offered).ok_or_else(not_found)?;
    let file = activity::apart(move || {
        let words = opened.message.drafted.words.as_ref();
        words.map(|words| {
            write(&Letter { address: &opened.address, subject: &words.subject, body: &words.body, language: LANGUAGE })
        })
    })
    .await?;
    let refused = |why: String| Failure::from(Kind::Refused(why)).seen_by(&who);
    let file = file.ok_or_else(not_found)?.map_err(|why| refused(format!("{why}; print it from its page")))?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"letter.pdf\""),
    ];
    Ok((headers, file).into_response())
}
