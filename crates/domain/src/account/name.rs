//! The name to sign in with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest name.
const LONGEST: usize = 64;

/// A name to sign in with: lower-case letters, digits, dots and hyphens, a letter or digit first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

/// Why a text is no name for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "it is no name for an account (expected 1 to {LONGEST} lower-case letters, digits, dots and hyphens, a letter or \
     digit first)"
)]
pub struct NameProblem;

impl AccountName {
    /// A name as it must be written when an account is opened.
    ///
    /// # Errors
    /// [`NameProblem`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let holds = (1..=LONGEST).contains(&text.len())
            && text.bytes().all(|byte| plain(byte) || byte == b'.' || byte == b'-')
            && text.bytes().next().is_some_and(plain);
        if holds { Ok(Self(text.to_owned())) } else { Err(NameProblem) }
    }

    /// What somebody typed who signs in, as it would be written: without blanks around it, in lower case.
    pub fn folded(typed: &str) -> String {
        typed.trim().to_lowercase()
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for AccountName {
    type Err = NameProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for AccountName {
    type Error = NameProblem;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0
    }
}
