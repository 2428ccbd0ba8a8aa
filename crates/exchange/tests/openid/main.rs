//! OpenID Connect: every claim that can be wrong, every way of signing that must not pass, and a provider that misbehaves.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod provider;
mod signer;
mod tokens;
mod told;
