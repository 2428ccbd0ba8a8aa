//! Health, headers, and what is refused before any page is reached.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use porch_domain::actor::Role;

use crate::support::{House, request};

#[tokio::test]
async fn health_is_plain_text_and_readiness_waits_for_the_data() {
    let house = House::demonstration();
    let alive = house.get("/healthz").await;
    assert_eq!((alive.status, alive.body.as_str()), (StatusCode::OK, "ok\n"));
    assert_eq!(house.get("/readyz").await.status, StatusCode::OK);
    house.site.set_ready(false);
    let waiting = house.get("/readyz").await;
    assert_eq!(waiting.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(waiting.body, "not ready: the data are not complete yet\n");
    assert_eq!(house.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn metrics_name_patterns_and_never_an_address_that_was_asked() {
    let house = House::demonstration();
    house.sign_in(Role::Duty).await;
    house.get("/help-now?name=Example").await;
    house.get("/wp-login.php").await;
    let metrics = house.get("/metrics").await;
    assert!(metrics.header("content-type").starts_with("text/plain"));
    assert!(metrics.body.contains("porch_http_requests_total{route=\"/help-now\",status=\"2xx\"} 1\n"));
    assert!(metrics.body.contains("{route=\"/demo/sign-in/{token}\",status=\"3xx\"} 1\n"), "{}", metrics.body);
    assert!(metrics.body.contains("porch_http_requests_total{route=\"unknown\",status=\"4xx\"} 1\n"));
    assert!(!metrics.body.contains("Example") && !metrics.body.contains("wp-login"));
}

#[tokio::test]
async fn every_page_carries_the_policy_and_is_kept_nowhere() {
    let house = House::demonstration();
    for path in ["/", "/help-now", "/reports/annual", "/no-such-page", "/healthz"] {
        let page = house.get(path).await;
        let policy = porch_web::assets::content_security_policy();
        assert_eq!(page.header("content-security-policy"), policy, "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(page.header("permissions-policy").contains("geolocation=()"), "{path}");
        assert_eq!(page.header("set-cookie"), "", "{path}");
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_what_is_none_is_not_found() {
    let house = House::live();
    for asset in porch_web::assets::all() {
        let answer = house.get(&asset.path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", asset.path);
        assert_eq!(answer.header("content-type"), asset.content_type);
        assert_eq!(answer.header("cache-control"), porch_web::assets::CACHE_CONTROL);
    }
    assert_eq!(house.get("/assets/nothing.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_are_compressed_for_whoever_can_read_that() {
    let house = House::live();
    let mut wanted = request(Method::GET, "/", "");
    wanted.headers_mut().insert("accept-encoding", "gzip".parse().unwrap());
    assert_eq!(house.ask(wanted).await.header("content-encoding"), "gzip");
}

#[tokio::test]
async fn head_answers_as_get_without_a_body() {
    let house = House::live();
    for path in ["/", "/healthz", "/help-now"] {
        let head = house.ask(request(Method::HEAD, path, "")).await;
        assert_eq!((head.status, head.body.as_str()), (StatusCode::OK, ""), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_path_and_a_wrong_method_get_a_page_with_whom_to_ring() {
    let house = House::live();
    let unknown = house.get("/perhaps").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.body.contains("href=\"tel:999\""));
    let wrong = house.ask(request(Method::POST, "/help-now", "")).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    assert!(wrong.body.contains("<h1>"));
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_and_one_of_ours_is_not() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let sign_out = |name: &str, value: &str| {
        let mut request = request(Method::POST, "/sign-out", &cookie);
        let name: axum::http::HeaderName = name.parse().unwrap();
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let refused = house.ask(sign_out(name, value)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{name}");
        assert!(refused.body.contains("<h1>"), "{name}");
    }
    assert_eq!(house.get_as(&cookie, "/reports/annual").await.status, StatusCode::OK);
    assert_eq!(house.ask(sign_out("origin", "http://porch.example")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get_as(&cookie, "/reports/annual").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn too_much_is_not_read() {
    let house = House::live();
    let request = Request::builder().method(Method::POST).uri("/sign-out").header("content-length", "600000");
    let answer = house.ask(request.body(Body::from(vec![b'a'; 600_000])).unwrap()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("<h1>"));
}
