//! `/assets/…`: style sheets, scripts and icons.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{
    assets,
    failure::{Failure, Kind},
};

/// One file, to be kept for ever: its address changes when it does.
pub(crate) async fn show(Path(file): Path<String>) -> Result<Response, Failure> {
    let asset = assets::find(&format!("/assets/{file}")).ok_or(Kind::NotFound)?;
    let headers = [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, assets::CACHE_CONTROL)];
    Ok((headers, asset.bytes.as_ref()).into_response())
}
