//! What every request shares: the database, the rules that hold, the outside world.

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicBool, AtomicI64, Ordering},
};

use jiff::{Timestamp, civil::Date};
use porch_app::{
    AppError, Ctx, PasswordWork, Rules, Store, World, comment,
    door::FileScanner,
    due::Ticked,
    factor::SecondFactors,
    handover,
    national_record::NationalRecords,
    opening,
    provider::Provider,
    queue::{self, Untaken},
    report::Measures,
    sending::Carriers,
};
use porch_domain::actor::Actor;

use crate::{
    DemoDoor, Language, Network, Receipts, RecordSystems, SecurityContact, limit::Limit, metrics::Metrics, moment,
    sign_in::SignedIn,
};

/// One running site. It is not ready until [`Site::set_ready`] says so.
pub struct Site {
    pub(crate) store: Store,
    pub(crate) world: Arc<dyn World>,
    pub(crate) measures: Measures,
    pub(crate) order: queue::Order,
    pub(crate) metrics: Metrics,
    pub(crate) password_work: PasswordWork,
    pub(crate) second_factors: SecondFactors,
    /// How the national record is asked; nothing where the service is not set up for it.
    pub(crate) national_records: Option<NationalRecords>,
    pub(crate) carriers: Carriers,
    /// Who looks files through before they are kept; nothing where the service is not set up for it.
    pub(crate) file_scanner: Option<Arc<dyn FileScanner>>,
    /// In which languages the public may read, English first.
    pub(crate) languages: Vec<&'static Language>,
    /// From whom receipts are taken, and how many at once.
    pub(crate) receipts: Receipts,
    /// Which record systems may fill in the professional's form.
    pub(crate) record_systems: RecordSystems,
    /// Through whom staff may sign in.
    pub(crate) providers: Vec<Arc<dyn Provider>>,
    /// Under which address people reach the site, where that is set.
    pub(crate) known_at: Option<String>,
    /// Whether monitoring needs a token.
    pub(crate) metrics_for: MetricsFor,
    pub(crate) demonstration: bool,
    pub(crate) demo_door: Option<DemoDoor>,
    pub(crate) secure_cookies: bool,
    /// Who may say for whom they ask.
    pub(crate) trusted_proxies: Vec<Network>,
    /// Whom to tell of a weakness.
    pub(crate) security_contact: Option<SecurityContact>,
    pub(crate) beginnings: Limit,
    /// How many tries at signing in are left to each address, so that one place cannot keep all others out.
    pub(crate) sign_ins: Limit,
    /// How many receipts with nothing agreed are answered to each address.
    pub(crate) forged_receipts: Limit,
    rules: RwLock<Arc<Rules>>,
    emergencies: RwLock<(i64, Arc<Untaken>)>,
    /// How many offers and returns wait between teams, as at the batch of `emergencies`.
    between_teams: AtomicI64,
    /// How many openings in an emergency nobody has looked at, and how many of them are late, as the latest request of
    /// somebody who does found them.
    openings: [AtomicI64; 2],
    /// The same of what people said of how it was, and nobody has read.
    comments: [AtomicI64; 2],
    ready: AtomicBool,
}

/// Whom `/metrics` answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetricsFor {
    /// Whoever asks on this machine itself, and a program with a token.
    #[default]
    Here,
    /// A program with a token.
    Token,
    /// Whoever reaches the server.
    #[serde(rename = "open")]
    Everybody,
}

impl Site {
    /// A site over an open database: no demonstration, cookies for HTTPS only.
    #[must_use]
    pub fn new(store: Store, rules: Arc<Rules>, world: Arc<dyn World>) -> Self {
        Self {
            store,
            metrics: Metrics::new(world.now()),
            world,
            measures: Measures::default(),
            order: queue::Order::default(),
            password_work: PasswordWork::default(),
            second_factors: SecondFactors::default(),
            national_records: None,
            carriers: Carriers::default(),
            file_scanner: None,
            languages: vec![Language::english()],
            receipts: Receipts::default(),
            record_systems: RecordSystems::default(),
            providers: Vec::new(),
            known_at: None,
            metrics_for: MetricsFor::Everybody,
            demonstration: false,
            demo_door: None,
            secure_cookies: true,
            trusted_proxies: Vec::new(),
            security_contact: None,
            beginnings: Limit::default(),
            sign_ins: Limit::default(),
            forged_receipts: Limit::default(),
            rules: RwLock::new(rules),
            emergencies: RwLock::new((0, Arc::default())),
            between_teams: AtomicI64::new(0),
            openings: [AtomicI64::new(0), AtomicI64::new(0)],
            comments: [AtomicI64::new(0), AtomicI64::new(0)],
            ready: AtomicBool::new(false),
        }
    }

    /// Says to monitoring when the certificate that the program shows ends.
    pub fn certificate_ends(&self, at: Timestamp) {
        self.metrics.certificate_ends(at);
    }

    /// Whether the database is a demonstration: then every page says so.
    #[must_use]
    pub fn demonstration(self, demonstration: bool) -> Self {
        Self { demonstration, ..self }
    }

    /// Adds the sign-in links of a demonstration. Without one their address does not exist.
    #[must_use]
    pub fn demo_door(self, door: DemoDoor) -> Self {
        Self { demo_door: Some(door), ..self }
    }

    /// What is asked beside a password.
    #[must_use]
    pub fn second_factors(self, second_factors: SecondFactors) -> Self {
        Self { second_factors, ..self }
    }

    /// Who looks files through before they are kept.
    #[must_use]
    pub fn file_scanner(self, file_scanner: Option<Arc<dyn FileScanner>>) -> Self {
        Self { file_scanner, ..self }
    }

    /// Which messages leave by themselves; nothing does where this is not said.
    #[must_use]
    pub fn leaves_by_itself(self, carriers: &Carriers) -> Self {
        Self { carriers: carriers.clone(), ..self }
    }

    /// In which languages beside English the public may read, each approved by somebody.
    #[must_use]
    pub fn offers(mut self, languages: impl IntoIterator<Item = &'static Language>) -> Self {
        for language in languages {
            if !self.languages.iter().any(|known| known.code() == language.code()) {
                self.languages.push(language);
            }
        }
        self
    }

    /// Which record systems may fill in the professional's form; none where this is not said.
    #[must_use]
    pub fn record_systems(self, record_systems: RecordSystems) -> Self {
        Self { record_systems, ..self }
    }

    /// From whom receipts are taken; from nobody where this is not said.
    #[must_use]
    pub fn receipts(self, receipts: Receipts) -> Self {
        Self { receipts, ..self }
    }

    /// How the national record is asked. Without one there is no button that asks.
    #[must_use]
    pub fn national_records(self, national_records: Option<NationalRecords>) -> Self {
        Self { national_records, ..self }
    }

    /// Through whom staff may sign in, and under which address they come back.
    #[must_use]
    pub fn providers(self, providers: Vec<Arc<dyn Provider>>, known_at: Option<String>) -> Self {
        Self { providers, known_at, ..self }
    }

    /// Whom `/metrics` answers.
    #[must_use]
    pub fn metrics_for(self, metrics_for: MetricsFor) -> Self {
        Self { metrics_for, ..self }
    }

    /// Whether cookies are for HTTPS only; off for plain HTTP on the machine itself.
    #[must_use]
    pub fn secure_cookies(self, secure_cookies: bool) -> Self {
        Self { secure_cookies, ..self }
    }

    /// Believes these, and nobody else, when they say for which address they ask.
    #[must_use]
    pub fn trusted_proxies(self, trusted_proxies: Vec<Network>) -> Self {
        Self { trusted_proxies, ..self }
    }

    /// Says at `/.well-known/security.txt` whom to tell of a weakness. Without one there is no such address.
    #[must_use]
    pub fn security_contact(self, security_contact: Option<SecurityContact>) -> Self {
        Self { security_contact, ..self }
    }

    /// Says that what the site needs is complete, or is not.
    pub fn set_ready(&self, ready: bool) {
        self.ready.store(ready, Ordering::Release);
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire) && !self.store.is_damaged()
    }

    /// Puts other rules in force, from the next request on.
    pub fn set_rules(&self, rules: Arc<Rules>) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the order of the queue, so that its first page does not wait. It takes its time; not for a thread that answers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn load_queue(&self) -> Result<(), AppError> {
        self.order.load(&self.store, &self.rules())
    }

    /// Loads what reports read, so that the first does not wait. It takes its time; not for a thread that answers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn load_measures(&self) -> Result<(), AppError> {
        self.measures.load(&self.store, &self.rules().footprint.name)
    }

    /// Looks which emergencies nobody has taken, for the banner of the page that is about to be made. It reads the database.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn look_for_emergencies(&self, actor: &Actor) -> Result<(), AppError> {
        if porch_app::access::may_at_all(actor, porch_app::access::Action::ReviewOpenings) {
            let (waiting, late) = opening::counted(&self.ctx(actor.clone()))?;
            self.openings[0].store(waiting, Ordering::Relaxed);
            self.openings[1].store(late, Ordering::Relaxed);
        }
        if porch_app::access::may_at_all(actor, porch_app::access::Action::KeepSaidAndDone) {
            let (unread, late) = comment::counted(&self.ctx(actor.clone()))?;
            self.comments[0].store(unread, Ordering::Relaxed);
            self.comments[1].store(late, Ordering::Relaxed);
        }
        if !porch_app::access::may_at_all(actor, porch_app::access::Action::TriageReferral) {
            return Ok(());
        }
        let known = self.emergencies.read().unwrap_or_else(PoisonError::into_inner).0;
        let ctx = self.ctx(actor.clone());
        let Some((batch, found)) = queue::open_emergencies(&ctx, known)? else { return Ok(()) };
        if porch_app::access::may_at_all(actor, porch_app::access::Action::HandOver) {
            let waiting = handover::waiting(&ctx)?;
            self.between_teams.store(waiting.to_answer + waiting.back, Ordering::Relaxed);
        }
        let mut known = self.emergencies.write().unwrap_or_else(PoisonError::into_inner);
        // Of two requests at once, the one that read later knows better, whichever comes here first.
        if batch >= known.0 {
            *known = (batch, Arc::new(found));
        }
        Ok(())
    }

    /// The same where a batch is newer than what is known.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) fn look_for_emergencies_since(&self, batch: i64, actor: &Actor) -> Result<(), AppError> {
        let known = self.emergencies.read().unwrap_or_else(PoisonError::into_inner).0;
        if batch > known { self.look_for_emergencies(actor) } else { Ok(()) }
    }

    /// Emergencies and risk answers that nobody has taken, as the latest request found them.
    pub(crate) fn untaken(&self) -> Arc<Untaken> {
        Arc::clone(&self.emergencies.read().unwrap_or_else(PoisonError::into_inner).1)
    }

    /// How many offers and returns wait between teams, as the latest request found them.
    pub(crate) fn between_teams(&self) -> i64 {
        self.between_teams.load(Ordering::Relaxed)
    }

    /// How many openings in an emergency nobody has looked at, and how many of them are late.
    pub(crate) fn openings(&self) -> (i64, i64) {
        (self.openings[0].load(Ordering::Relaxed), self.openings[1].load(Ordering::Relaxed))
    }

    /// How many comments nobody has read, and how many of them are late.
    pub(crate) fn comments(&self) -> (i64, i64) {
        (self.comments[0].load(Ordering::Relaxed), self.comments[1].load(Ordering::Relaxed))
    }

    /// The date on the wall in Europe/London.
    #[must_use]
    pub fn today(&self) -> Date {
        moment::local(self.world.now()).date()
    }

    /// The context of what the service does by itself at this moment.
    #[must_use]
    pub fn ctx_of_the_service(&self) -> Ctx {
        self.ctx(Actor::System)
    }

    /// Counts what the service did by itself.
    pub fn ticked(&self, ticked: &Ticked) {
        self.metrics.ticked(ticked);
    }

    /// The context of an act of somebody who is signed in, at this moment.
    pub(crate) fn ctx_of(&self, who: &SignedIn) -> Ctx {
        self.ctx(who.actor()).belonging_to(Arc::clone(&who.belonging)).holding_open(Arc::clone(&who.held_open))
    }

    /// The context of an act at this moment.
    pub(crate) fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(self.store.clone(), self.rules(), actor, Arc::clone(&self.world))
    }
}
