//! `porch serve`: the server, until it is asked to stop.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::civil::Date;
use porch_app::{Ctx, Store, StoreError, clocks, door, history_import};
use porch_domain::actor::Actor;
use porch_web::{LanguageApproval, MetricsFor, Network, SecurityContact, Site, router};
use serde::Deserialize;
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
    time::Instant,
};

use crate::{
    answering::{Bounds, answer},
    arguments::ServeVerb,
    carriers,
    certificate::Trust,
    demonstration::is_demonstration,
    due,
    factors::{self, Asked},
    failure::Failure,
    file_scanner, identity_provider, languages, local_rules, log_collector, national_record, record_systems,
    seals::{Place, Sealing},
    sending, tls,
    world::Machine,
};

const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// How often the whole database is looked through for damage, where no setting says otherwise.
const LOOK_FOR_DAMAGE_EVERY_SECONDS: u32 = 60;

/// Looking for damage rests this many times as long as it took, so that it never takes more than a twentieth of the time.
const RESTS: u32 = 19;

/// How long what is under way may take to end after the signal to stop.
const LAST_WORK: Duration = Duration::from_secs(20);

/// The settings that a file can give; an option on the command line goes before it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    listen: Option<SocketAddr>,
    footprint: Option<String>,
    /// How often the whole database is looked through for damage.
    look_for_damage_every_seconds: Option<u32>,
    /// Where the seal of each day is written outside the database.
    #[serde(default)]
    seals: Vec<Place>,
    /// The file with the key under which second factors are kept.
    factor_key_file: Option<PathBuf>,
    /// Whether staff must have a second factor.
    #[serde(default)]
    second_factor: Asked,
    /// Who may read `/metrics`.
    #[serde(default)]
    metrics: MetricsFor,
    /// How the national record is asked.
    national_record: Option<national_record::Setting>,
    /// Which record systems may fill in the professional's form.
    #[serde(default)]
    record_system: Vec<record_systems::Setting>,
    /// Who looks files through before they are kept.
    file_scanner: Option<file_scanner::Setting>,
    /// Who carries messages.
    messages: Option<carriers::Setting>,
    /// Which languages beside English the public may read, and who approved each.
    #[serde(default)]
    public_language: Vec<LanguageApproval>,
    /// Who may say in `X-Forwarded-For` for whom they ask.
    trusted_proxies: Option<Vec<Network>>,
    /// Whom to tell of a weakness.
    #[serde(default)]
    security_contact: Vec<String>,
    /// The address at which the public knows the site; passkeys are of it.
    public_address: Option<String>,
    /// Through whom staff may sign in.
    #[serde(default)]
    identity_provider: Vec<identity_provider::Setting>,
    /// How other programs are asked.
    #[serde(default)]
    outgoing: identity_provider::Asked,
    /// The certificate that the program shows itself, where no proxy does.
    tls_certificate_file: Option<PathBuf>,
    /// The key of the certificate.
    tls_key_file: Option<PathBuf>,
    /// The authority that issued it, where that is none that every browser knows.
    tls_authority_file: Option<PathBuf>,
    /// Where lines of the log go beside standard error.
    log_collector: Option<log_collector::Setting>,
    /// How many connections are answered at once.
    most_connections: Option<u32>,
    /// How long the lines before a request's content may take to come.
    header_patience_seconds: Option<u32>,
}

impl Settings {
    /// What the site is told of them; an option goes before a setting.
    fn furnish(&self, verb: &ServeVerb, site: Site) -> Result<Site, Failure> {
        let contacts = if verb.security_contact.is_empty() { &self.security_contact } else { &verb.security_contact };
        let known_at = verb.public_address.as_ref().or(self.public_address.as_ref());
        let contact = SecurityContact::of(contacts.clone(), known_at.cloned())
            .map_err(|problem| Failure::at("--security-contact", problem))?;
        let trusted = match &self.trusted_proxies {
            _ if !verb.trusted_proxy.is_empty() => verb.trusted_proxy.clone(),
            Some(trusted) => trusted.clone(),
            None => Network::THIS_MACHINE.to_vec(),
        };
        let offered = languages::offered(&self.public_language, site.today())?;
        Ok(site.trusted_proxies(trusted).security_contact(contact).offers(offered))
    }

    /// The certificate that is shown, where the settings name one.
    fn certificate(&self, listen: SocketAddr, known_at: Option<&str>) -> Result<Option<Arc<tls::Shown>>, Failure> {
        let trust = Trust::of(listen, known_at, self.tls_authority_file.as_deref());
        tls::of(self.tls_certificate_file.as_deref(), self.tls_key_file.as_deref(), trust)
    }

    fn bounds(&self) -> Bounds {
        let usual = Bounds::default();
        let patience = self.header_patience_seconds.map(|seconds| Duration::from_secs(seconds.max(1).into()));
        Bounds {
            most: self.most_connections.map_or(usual.most, |most| most.max(1)),
            header_patience: patience.unwrap_or(usual.header_patience),
        }
    }
}

/// Serves until SIGTERM or Ctrl-C.
pub fn run(verb: &ServeVerb) -> Result<ExitCode, Failure> {
    let mut settings = verb.config.as_deref().map(settings).transpose()?.unwrap_or_default();
    // Let go last: what is logged at the end goes to the collector too.
    let _log = log_collector::log(settings.log_collector.as_ref())?;
    let store = Store::open(&verb.database.url()?, true)?;
    let world = Machine::world();
    let name = verb.footprint.name.clone().or_else(|| settings.footprint.clone());
    let mut chosen = local_rules::choose(&store, world.as_ref(), name.as_deref())?;
    chosen.apply(&store, world.as_ref())?;
    history_import::clear_lapsed(&chosen.ctx_as(&store, &world, Actor::System))?;
    let demonstration = is_demonstration(&store)?;
    let public_address = verb.public_address.clone().or_else(|| settings.public_address.clone());
    let public_address = public_address.as_ref();
    let second_factors = factors::asked(
        settings.second_factor,
        verb.factor_key_file.clone().or(settings.factor_key_file.clone()),
        public_address.map(String::as_str),
    )?;
    let national_records = national_record::asked(settings.national_record.as_ref(), &world)?;
    let carriers = carriers::of(settings.messages.as_ref(), &world)?;
    let providers = identity_provider::of(
        std::mem::take(&mut settings.identity_provider),
        &settings.outgoing,
        public_address.map(String::as_str),
        &chosen.rules.footprint,
    )?;
    let site = Site::new(store.clone(), Arc::clone(&chosen.rules), world)
        .demonstration(demonstration)
        .national_records(national_records)
        .second_factors(second_factors)
        .providers(providers, public_address.cloned())
        .leaves_by_itself(&carriers)
        .file_scanner(file_scanner::of(settings.file_scanner.as_ref())?)
        .receipts(carriers::receipts(settings.messages.as_ref())?)
        .record_systems(record_systems::of(&settings.record_system)?)
        .metrics_for(settings.metrics);
    let site = Arc::new(settings.furnish(verb, site)?);
    let bounds = settings.bounds();
    let listen = verb.listen.or(settings.listen).unwrap_or(LISTEN);
    let tls = settings.certificate(listen, public_address.map(String::as_str))?;
    if tls.is_none() {
        tls::may_be_plain(listen, !verb.trusted_proxy.is_empty() || settings.trusted_proxies.is_some())?;
    }
    let runtime = runtime()?;
    let listener = bind(&runtime, listen)?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("Porch serves {} on {scheme}://{}", chosen.rules.footprint.title, address(&listener)?);
    let loading = Arc::clone(&site);
    std::thread::spawn(move || {
        // A page that comes first reads the order itself.
        if let Err(error) = loading.load_queue() {
            tracing::error!(%error, "the order of the queue could not be read");
        }
        loading.set_ready(true);
        // A report that comes first loads the table itself.
        if let Err(error) = loading.load_measures() {
            tracing::error!(%error, "the column table could not be loaded");
        }
    });
    let every = settings.look_for_damage_every_seconds.unwrap_or(LOOK_FOR_DAMAGE_EVERY_SECONDS);
    runtime.spawn(look_for_damage(store.clone(), Duration::from_secs(every.into())));
    let places = if verb.seals.is_empty() { settings.seals } else { verb.seals.clone() };
    runtime.spawn(keep_house(Arc::clone(&site), store, places));
    if let Some(shown) = &tls {
        runtime.spawn(tls::watch(Arc::clone(shown), Arc::clone(&site)));
    }
    let beside = (due::start(&site)?, sending::start(&site, carriers)?);
    let served = until_asked_to_stop(runtime, listener, site, bounds, tls);
    drop(beside);
    served.map(|()| ExitCode::SUCCESS)
}

/// Once a minute: rules that were applied since, or that hold from today, come into force, and what was typed at the door
/// and is past its time goes.
pub async fn keep_house(site: Arc<Site>, store: Store, places: Vec<Place>) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    let mut clocks = KeptClocks::default();
    let mut sealing = Some(Sealing::new(places));
    loop {
        minutes.tick().await;
        let (asked, store) = (Arc::clone(&site), store.clone());
        let asking = store.clone();
        let read = tokio::task::spawn_blocking(move || {
            let rules = asked.rules();
            let at_the_door = Ctx::new(asking.clone(), Arc::clone(&rules), Actor::System, Machine::world());
            if let Err(error) = door::forget_old(&at_the_door) {
                tracing::error!(%error, "what is past its time at the door could not be taken out");
            }
            local_rules::in_force_today(&asking, Machine::world().as_ref(), &rules.footprint.name)
        });
        match read.await {
            Ok(Ok(Some(rules))) => site.set_rules(rules),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => tracing::error!(%error, "the rules in force could not be read"),
            Err(error) => tracing::error!(%error, "the rules in force could not be read"),
        }
        let ctx = Ctx::new(store, site.rules(), Actor::System, Machine::world());
        match tokio::task::spawn_blocking(move || clocks.kept(&ctx)).await {
            Ok(kept) => clocks = kept,
            Err(error) => {
                tracing::error!(%error, "computing the clocks again ended in a panic");
                clocks = KeptClocks::default();
            }
        }
        let ctx = site.ctx_of_the_service();
        let kept = sealing.take().map(|sealing| tokio::task::spawn_blocking(move || sealing.kept(&ctx)));
        if let Some(kept) = kept {
            match kept.await {
                Ok(kept) => sealing = Some(kept),
                Err(error) => tracing::error!(%error, "sealing ended in a panic; the next start seals again"),
            }
        }
    }
}

/// For which rules the open clocks were computed, and on which day it was said what cannot be computed soon.
#[derive(Default)]
struct KeptClocks {
    computed_for: Option<String>,
    said_on: Option<Date>,
}

impl KeptClocks {
    /// At the start, and with each change of the rules, the open clocks are computed again where holidays changed. Once a day
    /// the log says what somebody must do before clocks cannot be computed (H12).
    fn kept(mut self, ctx: &Ctx) -> Self {
        if self.computed_for.as_ref() != Some(&ctx.rules.content_hash) {
            match clocks::recompute(ctx) {
                Ok(moved) => {
                    if moved > 0 {
                        tracing::warn!(moved, "holidays changed, and open clocks were computed again");
                    }
                    self.computed_for = Some(ctx.rules.content_hash.clone());
                }
                Err(error) => tracing::error!(%error, "the open clocks could not be computed again"),
            }
        }
        if self.said_on != Some(ctx.today()) {
            for warning in clocks::warnings(&ctx.rules.footprint, ctx.now) {
                tracing::warn!(warning, "clocks");
            }
            self.said_on = Some(ctx.today());
        }
        self
    }
}

/// Ends with the server, and with it the part that is looked at then.
#[derive(Default)]
struct Looking {
    stop: Arc<AtomicBool>,
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// Goes round the database and looks for damage that nobody has met, one part after the other, until there is any. The store
/// remembers what was found, and the site is not ready from then on.
async fn look_for_damage(store: Store, every: Duration) {
    let looking = Looking::default();
    for nth in 0.. {
        let (store, stop, started) = (store.clone(), Arc::clone(&looking.stop), Instant::now());
        let parts = match tokio::task::spawn_blocking(move || store.look_for_damage(nth, &stop)).await {
            Ok(Ok(parts)) => u32::try_from(parts).unwrap_or(u32::MAX).max(1),
            Ok(Err(StoreError::Damaged(_))) => return,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the database could not be looked through for damage now");
                1
            }
            Err(error) => {
                tracing::error!(%error, "looking for damage ended in a panic");
                1
            }
        };
        tokio::time::sleep((every / parts).max(started.elapsed() * RESTS)).await;
    }
}

/// The names of the settings, for whoever wrote another.
const SETTINGS: &str = "listen, footprint, seals, second_factor, factor_key_file, metrics, trusted_proxies, security_contact, \
                        public_address, identity_provider, outgoing, national_record, record_system, file_scanner, messages, public_language, tls_certificate_file, tls_key_file, tls_authority_file, log_collector, most_connections, header_patience_seconds and \
                        look_for_damage_every_seconds";

fn settings(file: &Path) -> Result<Settings, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::of_file(file, error))?;
    toml::from_str(&text).map_err(|error| {
        let before = |start: usize| text.as_bytes().iter().take(start).filter(|byte| **byte == b'\n').count();
        let line = error.span().map_or(1, |span| before(span.start) + 1);
        let what = error.message();
        let key = text.lines().nth(line - 1).and_then(|line| Some(line.split_once('=')?.0.trim()));
        let plain =
            |key: &&str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let key = key.filter(plain).map(|key| format!(", {key}")).unwrap_or_default();
        let place = format!("{} line {line}{key}", file.display());
        // Within a table it says itself what may stand there.
        let known = match what {
            _ if what.contains("expected") => String::new(),
            _ if what.starts_with("missing field") => " (expected it in this table)".to_owned(),
            _ => format!(" (expected {SETTINGS})"),
        };
        Failure::at(place, format!("{what}{known}"))
    })
}

/// The threads that answer.
pub fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::at("machine", format!("no threads can be started: {error}")))
}

/// Takes an address to listen at.
pub fn bind(runtime: &Runtime, listen: SocketAddr) -> Result<TcpListener, Failure> {
    runtime
        .block_on(TcpListener::bind(listen))
        .map_err(|error| Failure::at("--listen", format!("{listen}: {error} (expected a free address)")))
}

/// The address that was taken; the system chooses the port where 0 was asked.
pub fn address(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::at("--listen", error))
}

/// Answers until SIGTERM or Ctrl-C, then finishes what is under way and closes the database.
pub fn until_asked_to_stop(
    runtime: Runtime,
    listener: TcpListener,
    site: Arc<Site>,
    bounds: Bounds,
    tls: Option<Arc<tls::Shown>>,
) -> Result<(), Failure> {
    // A PostgreSQL connection may not end on a thread that answers: the last hold on the site is let go after them.
    let last_hold = Arc::clone(&site);
    let served = runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let asked = async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        answer(listener, router(site), bounds, tls, asked).await;
        Ok::<_, std::io::Error>(())
    });
    runtime.shutdown_timeout(LAST_WORK);
    drop(last_hold);
    served.map_err(|error| Failure::at("server", error))
}

#[cfg(test)]
mod tests {
    use porch_domain::{
        actor::Role,
        referral::{Priority, ReferralCommand},
    };
    use porch_testkit::{
        builders::at,
        conformance::{Desk, KENT_MEDWAY},
    };

    use super::*;

    // H12
    #[test]
    fn rules_that_come_into_force_move_the_open_clocks_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&porch_app::DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
        let desk = Desk::open(store, 1);
        desk.world.pass(jiff::SignedDuration::from_hours(24 * 45));
        let (_, referral) = desk.receive();
        let raise = ReferralCommand::RaisePriority { to: Priority::Urgent, why: "invented".to_owned() };
        porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), referral, None, raise).unwrap();
        let respond_by = || {
            let seen = porch_app::referral::open(&desk.ctx(Role::Duty), referral, "invented").unwrap().unwrap();
            (seen.referral.respond_by.unwrap(), seen.version)
        };
        let system = |rules| Ctx { actor: Actor::System, rules, ..desk.operator() };

        let kept = KeptClocks::default().kept(&system(Arc::clone(&desk.rules)));
        let (before, version) = respond_by();
        assert_eq!(before, at("2026-12-21T17:00:00Z"));
        let one_off =
            "[[holidays]]\ndate = 2026-12-18\nname = \"A day\"\nkept = \"closed\"\nsource = \"national\"\n\n[hours]";
        let announced = KENT_MEDWAY.replacen("[hours]", one_off, 1);
        let operator = desk.operator().actor;
        porch_app::footprint::apply(&desk.store, desk.world.as_ref(), &operator, &announced, None).unwrap();
        let in_force =
            || local_rules::in_force_today(&desk.store, desk.world.as_ref(), "kent-medway").unwrap().unwrap();
        let kept = kept.kept(&system(in_force()));
        assert_eq!(respond_by(), (at("2026-12-22T17:00:00Z"), version + 1));
        // Each minute, and after a restart, it is asked again.
        kept.kept(&system(in_force()));
        KeptClocks::default().kept(&system(in_force()));
        assert_eq!(respond_by().1, version + 1);
    }
}
