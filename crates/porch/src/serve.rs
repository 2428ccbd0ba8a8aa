//! `porch serve`: the server, until it is asked to stop.

use std::{net::SocketAddr, path::Path, process::ExitCode, sync::Arc, time::Duration};

use porch_app::{Ctx, Store, door, history_import};
use porch_domain::actor::Actor;
use porch_web::{Site, router};
use serde::Deserialize;
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
};

use crate::{arguments::ServeVerb, demonstration::is_demonstration, failure::Failure, local_rules, world::Machine};

const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

/// How long what is under way may take to end after the signal to stop.
const LAST_WORK: Duration = Duration::from_secs(20);

/// The settings that a file can give; an option on the command line goes before it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    listen: Option<SocketAddr>,
    footprint: Option<String>,
}

/// Serves until SIGTERM or Ctrl-C.
pub fn run(verb: &ServeVerb) -> Result<ExitCode, Failure> {
    log_to_stderr();
    let settings = verb.config.as_deref().map(settings).transpose()?.unwrap_or_default();
    let store = Store::open(&verb.database.url, true)?;
    let world = Machine::world();
    let name = verb.footprint.name.clone().or(settings.footprint);
    let mut chosen = local_rules::choose(&store, world.as_ref(), name.as_deref())?;
    chosen.apply(&store, world.as_ref())?;
    history_import::clear_lapsed(&chosen.ctx_as(&store, &world, Actor::System))?;
    let demonstration = is_demonstration(&store)?;
    let site = Arc::new(Site::new(store.clone(), Arc::clone(&chosen.rules), world).demonstration(demonstration));
    let listen = verb.listen.or(settings.listen).unwrap_or(LISTEN);
    let runtime = runtime()?;
    let listener = bind(&runtime, listen)?;
    println!("Porch serves {} on http://{}", chosen.rules.footprint.title, address(&listener)?);
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
    runtime.spawn(keep_house(Arc::clone(&site), store));
    until_asked_to_stop(runtime, listener, site)?;
    Ok(ExitCode::SUCCESS)
}

/// Once a minute: rules that were applied since, or that hold from today, come into force, and what was typed at the door
/// and is past its time goes.
pub async fn keep_house(site: Arc<Site>, store: Store) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    loop {
        minutes.tick().await;
        let (asked, store) = (Arc::clone(&site), store.clone());
        let read = tokio::task::spawn_blocking(move || {
            let rules = asked.rules();
            let at_the_door = Ctx::new(store.clone(), Arc::clone(&rules), Actor::System, Machine::world());
            if let Err(error) = door::forget_old(&at_the_door) {
                tracing::error!(%error, "what is past its time at the door could not be taken out");
            }
            local_rules::in_force_today(&store, Machine::world().as_ref(), &rules.footprint.name)
        });
        match read.await {
            Ok(Ok(Some(rules))) => site.set_rules(rules),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => tracing::error!(%error, "the rules in force could not be read"),
            Err(error) => tracing::error!(%error, "the rules in force could not be read"),
        }
    }
}

fn settings(file: &Path) -> Result<Settings, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::of_file(file, error))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
        let place = format!("{} line {line}", file.display());
        Failure::at(place, format!("{} (expected listen and footprint)", error.message()))
    })
}

/// What the server has to say about itself, without personal data, as JSON lines.
pub fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("PORCH_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let json = tracing_subscriber::fmt().json().with_writer(std::io::stderr).with_env_filter(filter);
    // A second start in one process (a test) finds the log set up already.
    let _ = json.try_init();
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
pub fn until_asked_to_stop(runtime: Runtime, listener: TcpListener, site: Arc<Site>) -> Result<(), Failure> {
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
        let service = router(site).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(asked).await
    });
    runtime.shutdown_timeout(LAST_WORK);
    drop(last_hold);
    served.map_err(|error| Failure::at("server", error))
}
