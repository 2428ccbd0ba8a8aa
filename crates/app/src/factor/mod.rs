//! Second factors: an authenticator, recovery codes, and what a service asks of them.

mod key;
mod passkey;

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    account::{
        Account, AccountCommand, FactorAdded, FactorId, FactorKind,
        factor::{RECOVERY_CODES, recovery_code_folded},
        totp::{SECRET_BYTES, TotpSecret},
    },
    disallowed::Disallowed,
    ids::{AccountId, account_id, hex},
};
use porch_store::{Ceremony, Change, KeptFactor, Record, RowChange, StoreError, load};
use sha2::{Digest, Sha256};

pub use key::FactorKey;
use key::Of;
pub use passkey::{LONGEST_NAME, Options, Passkeys, add_passkey, ask_for_passkey, begin_passkey};

use crate::{
    Ctx,
    access::{Action, check},
    account,
    error::AppError,
    session::{self, Opened, Shown, Visit},
    sign_in::{self, SignInRefused},
};

/// How long what was begun may take.
const BEGUN_FOR: SignedDuration = SignedDuration::from_mins(15);

/// What a service asks beside the password.
#[derive(Debug, Clone, Default)]
pub struct SecondFactors {
    /// Whether whoever has none is led to the page that adds one, and reaches nothing else.
    pub required: bool,
    /// The key under which secrets are kept; without one no authenticator can be added or used.
    pub key: Option<FactorKey>,
    /// Passkeys, where it is known under which address people reach the service.
    pub passkeys: Option<Passkeys>,
}

/// What somebody shows beside their password.
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// A code of the authenticator, or a recovery code.
    Code(&'a str),
    /// What a browser answered that was asked for a passkey.
    Passkey(&'a str),
}

impl SecondFactors {
    fn key(&self) -> Result<&FactorKey, AppError> {
        self.key.as_ref().ok_or(AppError::NoFactorKey)
    }
}

/// An authenticator that waits for its first code.
#[derive(Debug)]
pub struct Offered {
    /// The secret as it is typed.
    pub typed: String,
    /// The address that a QR code carries.
    pub address: String,
}

/// What came of a code that was right.
pub struct Added {
    /// The value for a new cookie.
    pub token: String,
    /// New recovery codes, shown this once; none where the account has some.
    pub codes: Vec<String>,
}

/// A second factor as its holder reads of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorLine {
    /// Which.
    pub id: FactorId,
    /// Of which kind.
    pub kind: FactorKind,
    /// What its holder calls it.
    pub name: String,
    /// Since when.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// The factors of whoever asks, and how many recovery codes are left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFactors {
    /// The factors, in the order in which they came.
    pub lines: Vec<FactorLine>,
    /// Recovery codes that were not used.
    pub codes_left: i64,
    /// That all were taken away, and who did it, until a password was chosen since.
    pub cleared: Option<porch_domain::account::FactorsCleared>,
}

/// The factors of whoever asks.
///
/// # Errors
/// When the database cannot be read.
pub fn own(ctx: &Ctx) -> Result<OwnFactors, AppError> {
    let (id, account) = account_of(ctx)?;
    let footprint = ctx.footprint();
    let kept = ctx.store.read(|tx| porch_store::kept_factors(tx, footprint, id))?;
    let codes_left = ctx.store.read(|tx| porch_store::recovery_codes_left(tx, footprint, id))?;
    let line = |held: &FactorAdded| {
        let kept = kept.iter().find(|kept| kept.id == held.factor)?;
        let (name, made_at, used_at) = (kept.name.clone(), kept.made_at, kept.used_at);
        Some(FactorLine { id: held.factor, kind: held.kind, name, made_at, used_at })
    };
    let lines = account.factors.held.iter().filter_map(line).collect();
    Ok(OwnFactors { lines, codes_left, cleared: account.factors.cleared })
}

/// Offers an authenticator. Asked again within a quarter of an hour, it is the same one, so that a page may be loaded twice.
///
/// # Errors
/// When there is no key, who asks must show again who they are, or the database cannot be written.
pub fn offer_authenticator(ctx: &Ctx, factors: &SecondFactors, visit: Visit<'_>) -> Result<Offered, AppError> {
    check(ctx, Action::ChangeOwnPassword)?;
    session::must_be_fresh(ctx, visit)?;
    let key = factors.key()?;
    let (id, account) = account_of(ctx)?;
    let begun = key_of(visit, AUTHENTICATOR);
    let secret = match pending(ctx, key, id, &begun)? {
        Some((secret, _)) => secret,
        None => {
            let mut bytes = [0; SECRET_BYTES];
            let drawn = [ctx.world.random(), ctx.world.random()].concat();
            bytes.copy_from_slice(&drawn[..SECRET_BYTES]);
            let secret = TotpSecret::new(bytes);
            let factor = FactorId(ctx.world.id());
            let closed = key.close(ctx.world.as_ref(), &of(ctx, id, factor), secret.bytes())?;
            let state = [factor.0.as_bytes().as_slice(), &closed].concat();
            let ceremony = Ceremony { kind: AUTHENTICATOR.to_owned(), state, expires_at: ctx.now + BEGUN_FOR };
            let mut change = change(ctx);
            for row in RowChange::begin_ceremony(ctx.footprint(), &begun, &ceremony, ctx.now) {
                change.row(row);
            }
            ctx.store.commit(change)?;
            secret
        }
    };
    let address = secret.address(&format!("Porch {}", ctx.rules.footprint.title), account.name.as_str());
    Ok(Offered { typed: secret.typed(), address })
}

/// Adds the authenticator that was offered, in place of one that there was, once it showed a right code. Other sessions end.
///
/// # Errors
/// [`SignInRefused::Wrong`] for another code, or after a quarter of an hour; nothing changed.
pub fn add_authenticator(
    ctx: &Ctx,
    factors: &SecondFactors,
    visit: Visit<'_>,
    code: &str,
) -> Result<Added, SignInRefused> {
    check(ctx, Action::ChangeOwnPassword)?;
    session::must_be_fresh(ctx, visit)?;
    let key = factors.key()?;
    let (id, account) = account_of(ctx)?;
    let begun = key_of(visit, AUTHENTICATOR);
    sign_in::count_try(ctx, sign_in::tries_at_codes(id))?;
    let (secret, factor) = pending(ctx, key, id, &begun)?.ok_or(SignInRefused::Wrong)?;
    let step = secret.step_of_code(code, ctx.now, None).ok_or(SignInRefused::Wrong)?;
    let kept = KeptFactor {
        id: factor,
        name: "Authenticator".to_owned(),
        kept: key.close(ctx.world.as_ref(), &of(ctx, id, factor), secret.bytes())?,
        last_step: step,
        made_at: ctx.now,
        used_at: Some(ctx.now),
    };
    let rows = vec![RowChange::end_ceremony(ctx.footprint(), &begun)];
    Ok(add(ctx, visit, &account, FactorAdded { factor, kind: FactorKind::Authenticator }, &kept, rows)?)
}

/// Adds a factor with everything that goes with it: codes where there are none, a new session, the end of the others.
fn add(
    ctx: &Ctx,
    visit: Visit<'_>,
    account: &Account,
    added: FactorAdded,
    kept: &KeptFactor,
    mut rows: Vec<RowChange>,
) -> Result<Added, AppError> {
    let (id, footprint) = (account.id, ctx.footprint());
    let replaced = match added.kind {
        FactorKind::Authenticator => account.factors.authenticator(),
        FactorKind::Passkey => None,
    };
    let mut commands = Vec::new();
    if let Some(factor) = replaced {
        commands.push(AccountCommand::RemoveFactor { factor, required: false });
        rows.push(RowChange::forget_factor(footprint, id, factor));
    }
    commands.push(AccountCommand::AddFactor(added));
    rows.push(RowChange::keep_factor(footprint, id, kept));
    let left = ctx.store.read(|tx| porch_store::recovery_codes_left(tx, footprint, id))?;
    let codes = if left == 0 { drawn_codes(ctx) } else { Vec::new() };
    if !codes.is_empty() {
        commands.push(AccountCommand::MakeRecoveryCodes);
        rows.extend(RowChange::keep_recovery_codes(footprint, id, &hashes(id, &codes), ctx.now));
    }
    let shown = match added.kind {
        FactorKind::Authenticator => Shown::Authenticator,
        FactorKind::Passkey => Shown::Passkey,
    };
    let mut token = String::new();
    rows.push(RowChange::forget_tries(footprint, sign_in::tries_at_codes(id)));
    account::keep(ctx, id, commands, |account| {
        rows.push(RowChange::end_sessions_of(footprint, account.name.as_str()));
        let mut begun = change(ctx);
        token = session::begin(&mut begun, ctx, account, visit, Some(shown));
        rows.extend(begun.into_rows());
        rows
    })?;
    tracing::info!(account = %id, "somebody added a second factor");
    Ok(Added { token, codes })
}

/// Takes a factor of whoever asks away. Where the service requires one, the last stays.
///
/// # Errors
/// When there is no such factor, it must stay, or who asks must show again who they are.
pub fn remove(ctx: &Ctx, factors: &SecondFactors, visit: Visit<'_>, factor: FactorId) -> Result<(), AppError> {
    check(ctx, Action::ChangeOwnPassword)?;
    session::must_be_fresh(ctx, visit)?;
    let (id, account) = account_of(ctx)?;
    let last = account.factors.held.len() == 1;
    account::keep(ctx, id, [AccountCommand::RemoveFactor { factor, required: factors.required }], |_| {
        let mut rows = vec![RowChange::forget_factor(ctx.footprint(), id, factor)];
        if last {
            rows.extend(RowChange::forget_factors(ctx.footprint(), id));
        }
        rows
    })?;
    tracing::info!(account = %id, "somebody took a second factor away");
    Ok(())
}

/// Gives whoever asks ten other recovery codes, shown this once.
///
/// # Errors
/// When the account has no second factor, or who asks must show again who they are.
pub fn make_recovery_codes(ctx: &Ctx, visit: Visit<'_>) -> Result<Vec<String>, AppError> {
    check(ctx, Action::ChangeOwnPassword)?;
    session::must_be_fresh(ctx, visit)?;
    let (id, _) = account_of(ctx)?;
    let codes = drawn_codes(ctx);
    account::keep(ctx, id, [AccountCommand::MakeRecoveryCodes], |_| {
        RowChange::keep_recovery_codes(ctx.footprint(), id, &hashes(id, &codes), ctx.now)
    })?;
    Ok(codes)
}

/// Goes on with a sign-in whose password was right: with a second factor, or a recovery code. Gives the value for a new cookie.
///
/// # Errors
/// [`SignInRefused`]; the session is as before.
pub fn show(ctx: &Ctx, factors: &SecondFactors, visit: Visit<'_>, proof: Proof<'_>) -> Result<String, SignInRefused> {
    let (id, account) = account_of(ctx)?;
    let used = used(ctx, factors, &account, visit, proof)?;
    let (shown, through) = (used.shown, session::through(ctx, visit)?);
    let token = commit_used(ctx, id, used, |account| {
        let mut begun = change(ctx);
        if let Some(before) = visit.token {
            begun.row(session::ended(ctx.footprint(), before));
        }
        let opened = Opened { shown: Some(shown), through };
        let token = session::begin_through(&mut begun, ctx, account, visit, opened);
        (begun.into_rows(), token)
    })?;
    tracing::info!(account = %id, "somebody showed a second factor");
    Ok(token)
}

/// A code that is right, and what using it up writes.
pub(crate) struct Used {
    pub shown: Shown,
    pub commands: Vec<AccountCommand>,
    pub rows: Vec<RowChange>,
}

/// Counts a try, and compares what somebody shows with what their account has.
pub(crate) fn used(
    ctx: &Ctx,
    factors: &SecondFactors,
    account: &Account,
    visit: Visit<'_>,
    proof: Proof<'_>,
) -> Result<Used, SignInRefused> {
    match proof {
        Proof::Code(code) => used_code(ctx, factors, account, code),
        Proof::Passkey(answer) => passkey::used_passkey(ctx, factors, account, visit, answer),
    }
}

/// Counts a try and compares a code with the authenticator of an account, or with its recovery codes.
fn used_code(ctx: &Ctx, factors: &SecondFactors, account: &Account, code: &str) -> Result<Used, SignInRefused> {
    let (id, footprint) = (account.id, ctx.footprint());
    let tries = sign_in::tries_at_codes(id);
    sign_in::count_try(ctx, tries)?;
    let forget = RowChange::forget_tries(footprint, tries);
    let folded = recovery_code_folded(code);
    if folded.chars().any(|char| char.is_ascii_alphabetic()) {
        let used = RowChange::use_recovery_code(footprint, id, &hash_of_code(id, &folded));
        let commands = vec![AccountCommand::UseRecoveryCode];
        return Ok(Used { shown: Shown::RecoveryCode, commands, rows: vec![used, forget] });
    }
    let factor = account.factors.authenticator().ok_or(SignInRefused::Wrong)?;
    let key = factors.key()?;
    let kept = ctx.store.read(|tx| porch_store::kept_factors(tx, footprint, id)).map_err(AppError::from)?;
    let kept = kept.into_iter().find(|kept| kept.id == factor).ok_or(SignInRefused::Wrong)?;
    let secret = TotpSecret::of_bytes(&key.open(&of(ctx, id, factor), &kept.kept)?).ok_or(AppError::FactorKey)?;
    let Some(step) = secret.step_of_code(code, ctx.now, Some(kept.last_step)) else {
        tracing::warn!(account = %id, "a code was refused");
        return Err(SignInRefused::Wrong);
    };
    let used = RowChange::factor_used(footprint, id, factor, step, ctx.now);
    Ok(Used { shown: Shown::Authenticator, commands: Vec::new(), rows: vec![used, forget] })
}

/// Uses up a code, with whatever goes with it. Of two who use the same one, the second is wrong.
pub(crate) fn commit_used<T>(
    ctx: &Ctx,
    id: AccountId,
    used: Used,
    with: impl FnOnce(&Account) -> (Vec<RowChange>, T),
) -> Result<T, SignInRefused> {
    let mut given = None;
    let Used { commands, mut rows, .. } = used;
    let kept = account::keep(ctx, id, commands, |account| {
        let (more, value) = with(account);
        given = Some(value);
        rows.extend(more);
        rows
    });
    match (kept, given) {
        (Ok(()), Some(given)) => Ok(given),
        (Err(AppError::Stale), _) | (Ok(()), None) => {
            tracing::warn!(account = %id, "a code was refused");
            Err(SignInRefused::Wrong)
        }
        (Err(error), _) => Err(error.into()),
    }
}

const AUTHENTICATOR: &str = "authenticator";

/// The authenticator that was offered in this session, and is not added yet.
fn pending(ctx: &Ctx, key: &FactorKey, id: AccountId, begun: &str) -> Result<Option<(TotpSecret, FactorId)>, AppError> {
    let ceremony = ctx.store.read(|tx| porch_store::ceremony(tx, ctx.footprint(), begun, ctx.now))?;
    let Some(ceremony) = ceremony else { return Ok(None) };
    let (factor, closed) = ceremony.state.split_at_checked(16).ok_or(AppError::FactorKey)?;
    let factor = FactorId(uuid::Uuid::from_slice(factor).map_err(|_| AppError::FactorKey)?);
    let secret = TotpSecret::of_bytes(&key.open(&of(ctx, id, factor), closed)?).ok_or(AppError::FactorKey)?;
    Ok(Some((secret, factor)))
}

/// Under which key of the database something is begun in a session.
fn key_of(visit: Visit<'_>, what: &str) -> String {
    format!("{what}:{}", visit.key())
}

fn of<'a>(ctx: &'a Ctx, account: AccountId, factor: FactorId) -> Of<'a> {
    Of { footprint: ctx.footprint(), account, factor }
}

pub(crate) fn change(ctx: &Ctx) -> Change {
    Change::new(ctx.footprint(), ctx.now, &ctx.actor, porch_domain::ids::CommandId(ctx.world.id()))
}

/// The account of whoever acts, as its journal tells it.
pub(crate) fn account_of(ctx: &Ctx) -> Result<(AccountId, Account), AppError> {
    let name = ctx.actor.account().ok_or(Disallowed::UnknownAccount)?;
    let id = account_id(ctx.footprint(), name);
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id))?;
    let account = stream.record.as_ref().and_then(Record::account).cloned().ok_or(Disallowed::UnknownAccount)?;
    Ok((id, account))
}

/// Ten codes of a hundred and forty bits. Those of eighty and of a hundred and twenty that were drawn before open as they did.
///
/// # Source
/// OWASP ASVS 5.0, 6.5.2: a fast hash is enough from 112 bits on.
fn drawn_codes(ctx: &Ctx) -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| crate::account::drawn_letters(ctx)).collect()
}

fn hashes(id: AccountId, codes: &[String]) -> Vec<String> {
    codes.iter().map(|code| hash_of_code(id, &recovery_code_folded(code))).collect()
}

/// What is kept of a recovery code. It is drawn from far more than a hundred bits, so one pass of a fast hash hides it.
fn hash_of_code(id: AccountId, folded: &str) -> String {
    hex(&Sha256::digest(format!("porch recovery code\n{id}\n{folded}").as_bytes()))
}

impl From<StoreError> for SignInRefused {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}
