//! Every address of the site.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer,
};

use crate::{Site, middleware, pages};

/// The most that a request may send, in bytes.
const MOST_SENT: usize = 64 * 1024;

/// The site as a service.
pub fn router(site: Arc<Site>) -> Router {
    let mut routes = Router::new()
        .route("/healthz", get(pages::health::alive))
        .route("/readyz", get(pages::health::ready))
        .route("/metrics", get(pages::health::metrics))
        .route("/assets/{file}", get(pages::asset::show))
        // For everybody, without an account.
        .route("/", get(pages::public::home::show))
        .route("/help-now", get(pages::public::help_now::show))
        .route("/ask", get(pages::public::ask::for_yourself))
        .route("/ask/family", get(pages::public::ask::for_family))
        .route("/refer", get(pages::public::ask::for_professionals))
        .route("/follow", get(pages::public::ask::follow))
        .route("/services", get(pages::public::services::show))
        .route("/partners", get(pages::public::support::partners))
        .route("/after-a-loss", get(pages::public::support::after_a_loss))
        .route("/privacy", get(pages::public::about::privacy))
        .route("/accessibility", get(pages::public::about::accessibility))
        // For staff.
        .route("/sign-in", get(pages::sign_in::show))
        .route("/sign-out", post(pages::sign_in::sign_out))
        .route("/reports/annual", get(pages::annual::show))
        .route("/reports/annual.csv", get(pages::annual::download::csv))
        .route("/reports/annual.json", get(pages::annual::download::json))
        .route("/reports/annual/records", get(pages::annual::records::show))
        .route("/looks", get(pages::looks::show));
    if site.demo_door.is_some() {
        routes = routes.route("/demo/sign-in/{token}", get(pages::sign_in::demonstration));
    }
    routes
        .fallback(pages::failed::no_such_page)
        .layer(CsrfLayer::new())
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(MOST_SENT))
        .layer(from_fn(middleware::in_time))
        .layer(CatchPanicLayer::custom(middleware::panicked))
        .layer(from_fn_with_state(Arc::clone(&site), middleware::explain))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&site), middleware::guard))
        .layer(from_fn_with_state(Arc::clone(&site), middleware::observe))
        .with_state(site)
}
