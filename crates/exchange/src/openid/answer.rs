//! What a provider answers, read: its document, the tokens for a code, and what more it tells of somebody.

use serde::Deserialize;
use serde_json::Value;

use super::{
    provider::{ProviderProblem, Settings},
    token::IdentityToken,
};
use crate::outgoing::may_be_asked;

/// What a provider says of itself, as far as it is used: every address in it may be asked.
#[derive(Debug, Clone, Deserialize)]
pub struct Document {
    issuer: String,
    /// Where somebody's browser goes to sign in.
    pub authorization_endpoint: String,
    /// Where a code is handed in.
    pub token_endpoint: String,
    /// Where its keys are.
    pub jwks_uri: String,
    /// Where more of somebody is asked.
    pub userinfo_endpoint: Option<String>,
    /// Where somebody's browser goes to end the session with it.
    pub end_session_endpoint: Option<String>,
    /// Whether its answers name it (RFC 9207).
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    /// How it lets us show that it is us.
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl Document {
    /// Reads the document of the provider that was set.
    ///
    /// # Errors
    /// [`ProviderProblem`]: it cannot be read, or not be used with these settings.
    pub fn read(content: &[u8], settings: &Settings) -> Result<Self, ProviderProblem> {
        let document: Self = serde_json::from_slice(content).map_err(|_| ProviderProblem::Unreadable)?;
        if document.issuer != settings.issuer {
            return Err(ProviderProblem::Document("it is of another issuer"));
        }
        let Self { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint, .. } = &document;
        let optional = userinfo_endpoint.iter().chain(&document.end_session_endpoint);
        if ![authorization_endpoint, token_endpoint, jwks_uri].into_iter().chain(optional).all(|one| may_be_asked(one))
        {
            return Err(ProviderProblem::Document("an address in it is not encrypted"));
        }
        if settings.user_info && userinfo_endpoint.is_none() {
            return Err(ProviderProblem::Document("it tells no more of anybody (userinfo_endpoint)"));
        }
        let methods = &document.code_challenge_methods_supported;
        if methods.as_ref().is_some_and(|methods| !methods.iter().any(|method| method == "S256")) {
            return Err(ProviderProblem::Document("it does not bind codes (S256)"));
        }
        Ok(document)
    }
}

/// The tokens that are given for a code.
#[derive(Deserialize)]
pub struct Tokens {
    /// Who signed in.
    pub id_token: String,
    /// With what more of them may be asked; its digest stands in the identity token.
    pub access_token: Option<String>,
    token_type: Option<String>,
}

impl Tokens {
    /// Reads them.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn read(content: &[u8]) -> Result<Self, ProviderProblem> {
        serde_json::from_slice(content).map_err(|_| ProviderProblem::Unreadable)
    }

    /// The access token, where it is of the kind that is shown as it is, and fits into a line.
    pub fn bearer(&self) -> Option<&str> {
        let bearer = self.token_type.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
        let fits = |token: &&str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        self.access_token.as_deref().filter(|_| bearer).filter(fits)
    }
}

/// What more a provider tells of whom its token is of.
///
/// # Errors
/// When it cannot be read, or is of somebody else.
pub fn more(content: &[u8], token: &IdentityToken) -> Result<Value, ProviderProblem> {
    let more: Value = serde_json::from_slice(content).map_err(|_| ProviderProblem::Unreadable)?;
    if more.get("sub").and_then(Value::as_str) == Some(&token.subject) {
        Ok(more)
    } else {
        Err(ProviderProblem::SomebodyElse)
    }
}
