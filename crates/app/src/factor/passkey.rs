//! Passkeys: a key that a device keeps, shows to this site only, and opens with a finger, a face or a number of its own.
//!
//! What was begun is kept on the server, for the session in which it was begun, once and for five minutes. The challenges are
//! drawn by the library: of all that this crate does, they alone do not come from the [`World`](crate::World).

use std::{fmt, sync::Arc};

use jiff::SignedDuration;
use porch_domain::{
    account::{Account, FactorAdded, FactorId, FactorKind},
    ids::AccountId,
};
use porch_store::{Ceremony, KeptFactor, RowChange};
use serde::{Serialize, de::DeserializeOwned};
use webauthn_rs::prelude::{
    Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, Url,
    Webauthn, WebauthnBuilder,
};

use super::{Added, SecondFactors, Used, account_of, add, change, key_of};
use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    session::{self, Shown, Visit},
    sign_in::{self, SignInRefused},
};

/// How long a browser may take.
const ASKED_FOR: SignedDuration = SignedDuration::from_mins(5);

const ADDING: &str = "passkey-added";
const ASKING: &str = "passkey-asked";

/// The longest name of a passkey.
pub const LONGEST_NAME: usize = 60;

/// Passkeys for one address. A key that was added under another address opens nothing here.
#[derive(Clone)]
pub struct Passkeys(Arc<Webauthn>);

impl fmt::Debug for Passkeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passkeys")
    }
}

impl Passkeys {
    /// Passkeys for the address under which people reach the service, as `https://porch.example`.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn at(address: &str) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|error| error.to_string())?;
        let host = url.domain().ok_or("it names no host (a number of the network is none)")?.to_owned();
        if url.scheme() != "https" && host != "localhost" {
            return Err("a browser shows no passkey without HTTPS".to_owned());
        }
        let built = WebauthnBuilder::new(&host, &url).and_then(|builder| builder.rp_name("Porch").build());
        built.map(|webauthn| Self(Arc::new(webauthn))).map_err(|error| error.to_string())
    }
}

/// What a browser is asked, as JSON.
pub type Options = String;

/// Asks the browser of whoever asks to make a passkey.
///
/// # Errors
/// When the service has no passkeys, who asks must show again who they are, or the database cannot be written.
pub fn begin_passkey(ctx: &Ctx, factors: &SecondFactors, visit: Visit<'_>) -> Result<Options, AppError> {
    check(ctx, Action::ChangeOwnPassword)?;
    session::must_be_fresh(ctx, visit)?;
    let passkeys = passkeys(factors)?;
    let (id, account) = account_of(ctx)?;
    let known = held(ctx, &account)?.into_iter().map(|(_, passkey)| passkey.cred_id().clone()).collect();
    let (name, shown) = (account.name.as_str(), account.display_name.as_str());
    let begun = passkeys.0.start_passkey_registration(id.0, name, shown, Some(known));
    let (options, state) = begun.map_err(unworkable)?;
    begin(ctx, &key_of(visit, ADDING), ADDING, &state)?;
    written(&options)
}

/// Adds the passkey that a browser made. Other sessions end.
///
/// # Errors
/// [`SignInRefused::Wrong`] for an answer to something else, or too late; nothing changed.
pub fn add_passkey(
    ctx: &Ctx,
    factors: &SecondFactors,
    visit: Visit<'_>,
    name: &str,
    answer: &str,
) -> Result<Added, SignInRefused> {
    check(ctx, Action::ChangeOwnPassword)?;
    session::must_be_fresh(ctx, visit)?;
    let passkeys = passkeys(factors)?;
    let (_, account) = account_of(ctx)?;
    let begun = key_of(visit, ADDING);
    let state: PasskeyRegistration = begun_under(ctx, &begun)?.ok_or(SignInRefused::Wrong)?;
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).map_err(|_| SignInRefused::Wrong)?;
    let passkey =
        passkeys.0.finish_passkey_registration(&answer, &state).map_err(|error| refused(account.id, &error))?;
    let factor = FactorId(ctx.world.id());
    let kept = KeptFactor {
        id: factor,
        name: name.chars().take(LONGEST_NAME).collect(),
        kept: written(&passkey)?.into_bytes(),
        last_step: 0,
        made_at: ctx.now,
        used_at: None,
    };
    let rows = vec![RowChange::end_ceremony(ctx.footprint(), &begun)];
    Ok(add(ctx, visit, &account, FactorAdded { factor, kind: FactorKind::Passkey }, &kept, rows)?)
}

/// Asks the browser of whoever signs in, or shows again who they are, for one of their passkeys; none where they have none.
///
/// # Errors
/// When the database cannot be read or written.
pub fn ask_for_passkey(ctx: &Ctx, factors: &SecondFactors, visit: Visit<'_>) -> Result<Option<Options>, AppError> {
    let Some(passkeys) = &factors.passkeys else { return Ok(None) };
    let (_, account) = account_of(ctx)?;
    let held: Vec<Passkey> = held(ctx, &account)?.into_iter().map(|(_, passkey)| passkey).collect();
    if held.is_empty() {
        return Ok(None);
    }
    let (options, state) = passkeys.0.start_passkey_authentication(&held).map_err(unworkable)?;
    begin(ctx, &key_of(visit, ASKING), ASKING, &state)?;
    written(&options).map(Some)
}

/// Compares what a browser answered with the passkeys of an account, and gives what using it writes.
pub(super) fn used_passkey(
    ctx: &Ctx,
    factors: &SecondFactors,
    account: &Account,
    visit: Visit<'_>,
    answer: &str,
) -> Result<Used, SignInRefused> {
    let passkeys = passkeys(factors)?;
    let (id, footprint) = (account.id, ctx.footprint());
    let tries = sign_in::tries_at_codes(id);
    sign_in::count_try(ctx, tries)?;
    let begun = key_of(visit, ASKING);
    let state: PasskeyAuthentication = begun_under(ctx, &begun)?.ok_or(SignInRefused::Wrong)?;
    let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_| SignInRefused::Wrong)?;
    let result = passkeys.0.finish_passkey_authentication(&answer, &state).map_err(|error| refused(id, &error))?;
    // It may have been taken away since it was asked for.
    let known = held(ctx, account)?.into_iter().find(|(_, passkey)| passkey.cred_id() == result.cred_id());
    let (factor, mut passkey) = known.ok_or(SignInRefused::Wrong)?;
    if !result.user_verified() {
        return Err(SignInRefused::Wrong);
    }
    passkey.update_credential(&result);
    let rows = vec![
        RowChange::end_ceremony(footprint, &begun),
        RowChange::passkey_used(footprint, id, factor, written(&passkey)?.as_bytes(), ctx.now),
        RowChange::forget_tries(footprint, tries),
    ];
    Ok(Used { shown: Shown::Passkey, commands: Vec::new(), rows })
}

fn passkeys(factors: &SecondFactors) -> Result<&Passkeys, AppError> {
    factors.passkeys.as_ref().ok_or(AppError::NoPasskeys)
}

/// The passkeys of an account.
fn held(ctx: &Ctx, account: &Account) -> Result<Vec<(FactorId, Passkey)>, AppError> {
    let kept = ctx.store.read(|tx| porch_store::kept_factors(tx, ctx.footprint(), account.id))?;
    let passkey =
        |factor: &FactorAdded| kept.iter().find(|kept| kept.id == factor.factor && factor.kind == FactorKind::Passkey);
    let held = account.factors.held.iter().filter_map(passkey);
    held.map(|kept| Ok((kept.id, serde_json::from_slice(&kept.kept).map_err(unworkable)?))).collect()
}

fn begin(ctx: &Ctx, key: &str, kind: &str, state: &impl Serialize) -> Result<(), AppError> {
    let state = written(state)?.into_bytes();
    let ceremony = Ceremony { kind: kind.to_owned(), state, expires_at: ctx.now + ASKED_FOR };
    let mut change = change(ctx);
    for row in RowChange::begin_ceremony(ctx.footprint(), key, &ceremony, ctx.now) {
        change.row(row);
    }
    ctx.store.commit(change)?;
    Ok(())
}

fn begun_under<T: DeserializeOwned>(ctx: &Ctx, key: &str) -> Result<Option<T>, AppError> {
    let begun = ctx.store.read(|tx| porch_store::ceremony(tx, ctx.footprint(), key, ctx.now))?;
    begun.map(|begun| serde_json::from_slice(&begun.state).map_err(unworkable)).transpose()
}

fn written(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(unworkable)
}

fn unworkable(error: impl fmt::Display) -> AppError {
    AppError::Unworkable(format!("a passkey could not be worked with: {error}"))
}

fn refused(account: AccountId, error: &impl fmt::Display) -> SignInRefused {
    tracing::warn!(%account, %error, "a passkey was refused");
    SignInRefused::Wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_for_one_address_with_https() {
        for good in ["https://porch.example", "https://porch.example:8443", "http://localhost:8080"] {
            assert!(Passkeys::at(good).is_ok(), "{good}");
        }
        for bad in ["", "porch.example", "http://porch.example", "https://127.0.0.1", "ftp://porch.example"] {
            assert!(Passkeys::at(bad).is_err(), "{bad}");
        }
    }
}
