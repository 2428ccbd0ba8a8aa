//! A form as it was sent, in any order and of any script.

use axum::{
    Form,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::IntoResponse,
};
use porch_domain::front_door::Answers;

use crate::failure::{Failure, Kind};

/// The fields of a form.
#[derive(Debug, Clone)]
pub(crate) struct Posted(pub(crate) Answers);

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match Form::<Vec<(String, String)>>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(Answers::new(fields))),
            Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Kind::TooLarge.into()),
            Err(refused) => {
                Err(Kind::Unclear(format!("the form cannot be read ({})", refused.into_response().status())).into())
            }
        }
    }
}
