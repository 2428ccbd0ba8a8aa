//! Connections: so many at once, each for so long, and none for who only pretends to ask.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::{Extension, Router, extract::ConnectInfo};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use crate::tls::Shown;

/// How many connections are answered at once, where no setting says otherwise; who comes then waits.
const MOST_CONNECTIONS: u32 = 512;

/// How long the lines before a request's content may take to come, and how long a connection may rest between two requests.
const HEADER_PATIENCE: Duration = Duration::from_secs(30);

/// How long a connection may go on before it has to be made anew.
const LONGEST_CONNECTION: Duration = Duration::from_secs(600);

/// How long the last answer of a connection may take: that to an upload over a slow line.
const LAST_ANSWER: Duration = Duration::from_secs(330);

/// How long to wait where the system gives no connection: it may have no more files to give.
const REST: Duration = Duration::from_millis(100);

/// Bounds of the connections.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many at once.
    pub most: u32,
    /// How long the lines before a request's content may take.
    pub header_patience: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { most: MOST_CONNECTIONS, header_patience: HEADER_PATIENCE }
    }
}

/// Answers until `asked_to_stop` ends; then what is under way is finished, and nothing new is taken. Where `tls` is given nobody
/// is answered otherwise.
pub async fn answer(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    tls: Option<Arc<Shown>>,
    asked_to_stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(bounds.most as usize));
    let (stop, stopped) = watch::channel(false);
    let mut asked_to_stop = pin!(asked_to_stop);
    loop {
        let next = async {
            // INVARIANT: the semaphore is never closed.
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = asked_to_stop.as_mut() => break,
            next = next => next,
        };
        match (place, accepted) {
            (Some(place), Ok((stream, peer))) => {
                let router = router.clone().layer(Extension(ConnectInfo(peer)));
                let stopped = stopped.clone();
                match tls.as_ref().map(|shown| TlsAcceptor::from(shown.now())) {
                    None => drop(tokio::spawn(one(stream, router, bounds, stopped, place))),
                    Some(tls) => drop(tokio::spawn(async move {
                        // Whoever agrees on nothing, or not in time, is let go.
                        if let Ok(Ok(stream)) = timeout(bounds.header_patience, tls.accept(stream)).await {
                            one(stream, router, bounds, stopped, place).await;
                        }
                    })),
                }
            }
            (_, Err(error)) => {
                tracing::warn!(%error, "a connection could not be taken");
                sleep(REST).await;
            }
            (None, Ok(_)) => break,
        }
    }
    drop(listener);
    stop.send_replace(true);
    // Every place is free again when every connection has ended.
    if timeout(LAST_ANSWER, places.acquire_many(bounds.most)).await.is_err() {
        tracing::warn!("connections were cut at the end");
    }
}

/// Answers on one connection until it ends, its time is over, or the server stops.
async fn one(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    router: Router,
    bounds: Bounds,
    mut stopped: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.header_patience)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    tokio::select! {
        // How it ended is the other side's business: it went away, was too slow, or spoke no HTTP.
        _ = connection.as_mut() => return,
        _ = stopped.wait_for(|stopped| *stopped) => {}
        () = sleep(LONGEST_CONNECTION) => {}
    }
    connection.as_mut().graceful_shutdown();
    // Whoever does not take the last answer in its time is let go.
    let _ = timeout(LAST_ANSWER, connection).await;
}
