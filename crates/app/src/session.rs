//! Who is signed in: a random value in a cookie, of which only the hash is kept.

use jiff::SignedDuration;
use porch_domain::{
    account::{Account, Belonging, Factors},
    actor::{Actor, Role},
    ids::{CommandId, hex},
    relation::HeldOpen,
};
pub use porch_store::Through;
use porch_store::{Change, HeldSession, OpeningLine, RowChange, SessionRow, Store, session_row};
use sha2::{Digest, Sha256};

use crate::{
    Ctx, World,
    access::{Action, check},
    error::AppError,
};

/// A session ends this long after it was last used.
///
/// # Source
/// OWASP ASVS 5.0, 7.3.1 and 7.3.2: both limits, set by the risk of the data; a working day and half an hour away.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends this long after it began, used or not.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);

/// A session whose password was right and whose second factor is still asked ends this long after it began.
const HALFWAY: SignedDuration = SignedDuration::from_mins(10);
/// For this long after its holder showed who they are, a session may change what opens the account.
///
/// # Source
/// OWASP ASVS 5.0, 7.5.1: full authentication again before what opens an account is changed.
pub const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// The browser of whoever asks: the value of its cookie, where it has one, and of which kind it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Visit<'a> {
    /// The value of the cookie.
    pub token: Option<&'a str>,
    /// The kind, in plain words.
    pub browser: &'a str,
}

impl Visit<'_> {
    /// Under which key the database holds its session; nobody can make a cookie of it. Empty where there is no cookie.
    pub(crate) fn key(self) -> String {
        self.token.map(hash).unwrap_or_default()
    }
}

/// What was shown beside a password, or in place of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A code of an authenticator.
    Authenticator,
    /// A recovery code.
    RecoveryCode,
    /// A passkey.
    Passkey,
    /// A link of a demonstration, which asks for nothing more.
    Demonstration,
    /// What a provider asked, in place of a password and as much as a second factor.
    Provider,
}

impl Shown {
    const ALL: [Self; 5] =
        [Self::Authenticator, Self::RecoveryCode, Self::Passkey, Self::Demonstration, Self::Provider];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Authenticator => "authenticator",
            Self::RecoveryCode => "recovery_code",
            Self::Passkey => "passkey",
            Self::Demonstration => "demonstration",
            Self::Provider => "provider",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.code() == code)
    }

    /// As its holder reads it.
    pub fn described(self) -> &'static str {
        match self {
            Self::Authenticator => "password and authenticator",
            Self::RecoveryCode => "password and recovery code",
            Self::Passkey => "passkey",
            Self::Demonstration => "link of the demonstration",
            Self::Provider => "sign-in elsewhere",
        }
    }
}

/// Opens a session of a demonstration and gives the value for the cookie, which is stored nowhere.
///
/// # Errors
/// When the database cannot be written.
pub fn open(store: &Store, world: &dyn World, footprint: &str, account: &str, role: Role) -> Result<String, AppError> {
    let actor = Actor::Staff { account: account.to_owned(), role };
    let mut change = Change::new(footprint, world.now(), &actor, CommandId(world.id()));
    let opened = Opened { shown: Some(Shown::Demonstration), through: None };
    let token = added(&mut change, world, footprint, (account, role), Visit::default(), opened);
    store.commit(change)?;
    Ok(token)
}

/// Adds a new session to a change, and gives the value for its cookie.
pub(crate) fn begin(
    change: &mut Change,
    ctx: &Ctx,
    account: &Account,
    visit: Visit<'_>,
    shown: Option<Shown>,
) -> String {
    begin_through(change, ctx, account, visit, Opened { shown, through: None })
}

/// The same for one that was begun through a provider.
pub(crate) fn begin_through(
    change: &mut Change,
    ctx: &Ctx,
    account: &Account,
    visit: Visit<'_>,
    opened: Opened,
) -> String {
    let who = (account.name.as_str(), account.role);
    added(change, ctx.world.as_ref(), ctx.footprint(), who, visit, opened)
}

/// What a session was opened with.
pub(crate) struct Opened {
    pub shown: Option<Shown>,
    pub through: Option<Through>,
}

/// Through whom the session of a browser was begun.
pub(crate) fn through(ctx: &Ctx, visit: Visit<'_>) -> Result<Option<Through>, AppError> {
    let key = visit.token.map(hash).unwrap_or_default();
    Ok(found(&ctx.store, ctx.now, ctx.footprint(), &key)?.and_then(|(holder, _)| holder.through))
}

fn added(
    change: &mut Change,
    world: &dyn World,
    footprint: &str,
    (account, role): (&str, Role),
    visit: Visit<'_>,
    opened: Opened,
) -> String {
    let token = hex(&[world.random(), world.random()].concat());
    let now = world.now();
    let session = SessionRow {
        account: account.to_owned(),
        role,
        opened_at: now,
        seen_at: now,
        factor: opened.shown.map(|shown| shown.code().to_owned()),
        proved_at: now,
        browser: visit.browser.to_owned(),
        through: opened.through,
    };
    change.row(RowChange::end_stale_sessions(footprint, now - ABSOLUTE, now - IDLE));
    change.row(session_row(footprint, &hash(&token), &session));
    token
}

/// Who holds a session, as their account stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The name of the account.
    pub account: String,
    /// The name that colleagues read.
    pub display_name: String,
    /// The role that the account has now.
    pub role: Role,
    /// Whose employee they are now, and of which teams.
    pub belonging: Belonging,
    /// Whether a password opens the account at all.
    pub has_password: bool,
    /// Whether the password must be changed before anything else.
    pub must_change_password: bool,
    /// The second factors of the account as they are now.
    pub factors: Factors,
    /// What was shown beside the password.
    pub shown: Option<Shown>,
    /// When they last showed who they are.
    pub proved_at: jiff::Timestamp,
    /// The records that they opened in an emergency and that are open now.
    pub held_open: Vec<HeldOpen>,
    /// Through whom they signed in, where not with the password.
    pub through: Option<Through>,
}

/// How far somebody has come who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The password was right, and a second factor is asked.
    Code,
    /// The password must be changed.
    Password,
    /// A second factor must be added.
    Enrol,
    /// They are in.
    In,
}

impl Holder {
    /// The actor for what they do.
    pub fn actor(&self) -> Actor {
        Actor::Staff { account: self.account.clone(), role: self.role }
    }

    /// How far they have come, where a service requires a second factor or does not. A link of a demonstration asks for none.
    pub fn stage(&self, required: bool) -> Stage {
        if self.factors.any() && self.shown.is_none() {
            Stage::Code
        } else if self.must_change_password && self.through.is_none() {
            Stage::Password
        } else if required && !self.factors.any() && self.shown.is_none() {
            Stage::Enrol
        } else {
            Stage::In
        }
    }

    /// Whether they showed who they are so short a time ago that they may change what opens the account.
    fn is_fresh(&self, now: jiff::Timestamp) -> bool {
        let halfway = self.factors.any() && self.shown.is_none();
        let asked_nothing = self.shown == Some(Shown::Demonstration);
        !halfway && (asked_nothing || now.duration_since(self.proved_at) <= FRESH)
    }
}

/// Who holds a cookie's value, if the session has not ended and its account may be used.
///
/// # Errors
/// When the database cannot be read.
pub fn holder(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<Option<Holder>, AppError> {
    let (key, now) = (hash(token), world.now());
    let Some((holder, seen_at)) = found(store, now, footprint, &key)? else { return Ok(None) };
    // Once a minute is enough to keep the half hour honest, and spares a write for each page.
    if now.duration_since(seen_at) > SignedDuration::from_mins(1) {
        let mut change = Change::new(footprint, now, &holder.actor(), CommandId(world.id()));
        change.row(RowChange::session_seen(footprint, &key, now));
        store.commit(change)?;
    }
    Ok(Some(holder))
}

/// Who holds a cookie's value, asked by a page on its own: that nobody touched the page is no use of the session.
///
/// # Errors
/// When the database cannot be read.
pub fn watcher(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<Option<Holder>, AppError> {
    Ok(found(store, world.now(), footprint, &hash(token))?.map(|(holder, _)| holder))
}

/// Who holds the session of a key, if it has not ended, and when it was last used.
fn found(
    store: &Store,
    now: jiff::Timestamp,
    footprint: &str,
    key: &str,
) -> Result<Option<(Holder, jiff::Timestamp)>, AppError> {
    let Some(session) = store.session(footprint, key)? else { return Ok(None) };
    let over = now.duration_since(session.opened_at) > ABSOLUTE || now.duration_since(session.seen_at) > IDLE;
    if over {
        return Ok(None);
    }
    let HeldSession {
        account,
        display_name,
        role,
        belonging,
        password,
        seen_at,
        opened_at,
        factor,
        proved_at,
        factors,
        open_until,
        through,
    } = session;
    let shown = factor.as_deref().and_then(Shown::of_code);
    let halfway = factors.any() && shown.is_none();
    if halfway && now.duration_since(opened_at) > HALFWAY {
        return Ok(None);
    }
    // Hardly anybody holds a record open, so hardly anybody's session asks which.
    let held_open = match open_until.filter(|until| now < *until) {
        Some(_) => {
            let held = store.ask(|tx| OpeningLine::held(tx, footprint, &account, now))?;
            held.iter().map(OpeningLine::as_held).collect()
        }
        None => Vec::new(),
    };
    let holder = Holder {
        account,
        display_name,
        role,
        belonging,
        has_password: password != "none",
        must_change_password: password == "temporary",
        factors,
        shown,
        proved_at,
        held_open,
        through,
    };
    Ok(Some((holder, seen_at)))
}

/// Lets somebody go on to change what opens their account, if they showed who they are within ten minutes.
///
/// # Errors
/// [`AppError::ProveAgain`], or when the database cannot be read.
pub(crate) fn must_be_fresh(ctx: &Ctx, visit: Visit<'_>) -> Result<Holder, AppError> {
    let key = visit.key();
    let own = |holder: &Holder| ctx.actor.account() == Some(&holder.account);
    match found(&ctx.store, ctx.now, ctx.footprint(), &key)? {
        Some((holder, _)) if own(&holder) && holder.is_fresh(ctx.now) => Ok(holder),
        Some(_) | None => Err(AppError::ProveAgain),
    }
}

/// One of the sessions of whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// What names it in a form; nobody can make a cookie of it.
    pub id: String,
    /// Whether it is the one of this browser.
    pub this: bool,
    /// When it began.
    pub opened_at: jiff::Timestamp,
    /// When it was last used.
    pub seen_at: jiff::Timestamp,
    /// What was shown beside the password.
    pub shown: Option<Shown>,
    /// In which kind of browser.
    pub browser: String,
    /// The code of the provider through whom it was begun, where not with a password.
    pub provider: Option<String>,
}

/// The sessions of whoever asks that have not ended, those used last first.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn list(ctx: &Ctx, visit: Visit<'_>) -> Result<Vec<SessionLine>, AppError> {
    check(ctx, Action::ChangeOwnPassword)?;
    let own = visit.key();
    let account = ctx.actor.account().unwrap_or_default();
    let open = ctx.store.read(|tx| porch_store::sessions_of(tx, ctx.footprint(), account))?;
    let goes_on = |opened: jiff::Timestamp, seen: jiff::Timestamp| {
        ctx.now.duration_since(opened) <= ABSOLUTE && ctx.now.duration_since(seen) <= IDLE
    };
    let lines = open.into_iter().filter(|one| goes_on(one.opened_at, one.seen_at)).map(|one| SessionLine {
        this: one.token_hash == own,
        id: one.token_hash,
        opened_at: one.opened_at,
        seen_at: one.seen_at,
        shown: one.factor.as_deref().and_then(Shown::of_code),
        browser: one.browser,
        provider: one.provider,
    });
    Ok(lines.collect())
}

/// Ends one session of whoever asks, by what the list calls it.
///
/// # Errors
/// When the actor may not, must show again who they are, or the database cannot be written.
pub fn end_one(ctx: &Ctx, visit: Visit<'_>, id: &str) -> Result<(), AppError> {
    must_be_fresh(ctx, visit)?;
    if list(ctx, visit)?.iter().any(|line| line.id == id && !line.this) {
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
        change.row(RowChange::end_session(ctx.footprint(), id));
        ctx.store.commit(change)?;
    }
    Ok(())
}

/// Ends a session on the server.
///
/// # Errors
/// When the database cannot be written.
pub fn end(store: &Store, world: &dyn World, footprint: &str, token: &str) -> Result<(), AppError> {
    let mut change = Change::new(footprint, world.now(), &Actor::Public, CommandId(world.id()));
    change.row(ended(footprint, token));
    store.commit(change)?;
    Ok(())
}

/// The end of the session of a cookie's value.
pub(crate) fn ended(footprint: &str, token: &str) -> RowChange {
    RowChange::end_session(footprint, &hash(token))
}

/// What is kept of a cookie's value.
pub(crate) fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
