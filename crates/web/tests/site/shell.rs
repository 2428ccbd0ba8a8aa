//! What holds for every route, asked of every route that stands in the router's own file.

use axum::{
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
};
use porch_domain::actor::Role;

use crate::{
    support::{Answer, House, between, cookie_of, request},
    visitor::Visitor,
};

const ROUTER: &str = include_str!("../../src/router.rs");

/// Routes that answer whoever asks; all others ask for an account.
const PUBLIC: [&str; 62] = [
    "/refer/filled",
    "/refer/filled/{link}",
    "/ask/fits/{step}",
    "/healthz",
    "/readyz",
    "/metrics",
    "/assets/{file}",
    "/.well-known/security.txt",
    "/",
    "/help-now",
    "/exit",
    "/language/{code}",
    "/follow",
    "/services",
    "/partners",
    "/more/1",
    "/more/1/ask",
    "/more/1/check",
    "/more/2",
    "/you-said-we-did",
    "/how-it-was",
    "/easy",
    "/easy/next",
    "/privacy",
    "/accessibility",
    "/sign-in",
    "/sign-in/with/{provider}",
    "/sign-in/from/{provider}",
    "/sign-in/role",
    "/sign-in/ended/{provider}",
    "/sign-out",
    "/receipts/govuk-notify",
    "/receipts/nhs-notify",
    "/ask",
    "/ask/family",
    "/refer",
    "/ask/start",
    "/ask/q/{step}",
    "/ask/ring",
    "/ask/check",
    "/ask/sent",
    "/ask/handover",
    "/ask/keep",
    "/ask/files",
    "/ask/files/remove",
    "/refer/go-on",
    "/refer/go-on/{link}",
    "/questions",
    "/questions/{link}",
    "/questions/begin",
    "/questions/q/{nth}",
    "/questions/end",
    "/questions/done",
    "/ask/page",
    "/page",
    "/page/{link}",
    "/page/now",
    "/page/changed",
    "/page/choices",
    "/page/stop",
    "/page/how",
    "/demo/sign-in/{token}",
];

/// A route of the router, and the methods that it has.
struct Route {
    pattern: &'static str,
    get: bool,
    post: bool,
}

impl Route {
    /// An address of it.
    fn address(&self) -> String {
        let parts = self.pattern.split('/').map(|part| match part {
            "{at}" => "2026-11-23T0930",
            "{day}" => "2026-11-23",
            "{step}" => "now",
            part if part.starts_with('{') => "00000000-0000-7000-8000-000000000000",
            part => part,
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Every route, read from the file that has them all.
fn routes() -> Vec<Route> {
    let written: String = ROUTER.split("#[cfg(test)]").next().unwrap().split_whitespace().collect();
    let calls = written.split(".route(").skip(1);
    let all: Vec<Route> = calls
        .filter(|call| call.starts_with('"') || call.starts_with("middleware::UPLOAD"))
        .map(|call| {
            let handlers = call.split_once(',').unwrap().1;
            let pattern = match call.strip_prefix('"') {
                Some(rest) => rest.split('"').next().unwrap(),
                None => "/ask/files",
            };
            let pattern: &'static str = Box::leak(pattern.to_owned().into_boxed_str());
            let door = pattern.starts_with("/demo/");
            Route { pattern, get: door || handlers.contains("get("), post: handlers.contains("post(") }
        })
        .collect();
    assert!(all.len() > 70 && all.iter().all(|route| route.get || route.post), "{}", all.len());
    all
}

/// A form from this site or another.
fn form(path: &str, cookie: &str, origin: &str) -> Request<Body> {
    let mut request = request(Method::POST, path, cookie);
    request.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
    request.headers_mut().insert("origin", origin.parse().unwrap());
    request
}

/// What every answer must say.
fn keeps_to_itself(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "style-src 'self';",
        "script-src 'self' 'sha256-",
    ] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{what}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000; includeSubDomains", "{what}");
    assert!(["same-origin", "no-referrer"].contains(&answer.header("referrer-policy")), "{what}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{what}");
    assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    for never in ["access-control-allow-origin", "server", "x-powered-by"] {
        assert!(!answer.headers.contains_key(never), "{what}: {never}");
    }
    let content_type = answer.header("content-type");
    if !answer.body.is_empty() {
        assert!(content_type.contains('/'), "{what}: no content type");
        assert!(!content_type.starts_with("text/") || content_type.contains("charset=utf-8"), "{what}: {content_type}");
    }
    for inline in [" onclick=", " onload=", " style=", "javascript:", "<iframe", "<object", "<embed"] {
        assert!(!answer.body.contains(inline), "{what}: {inline}");
    }
}

// H16
#[tokio::test]
async fn every_answer_of_every_route_carries_the_headers_that_keep_it_to_itself() {
    let house = House::with_https();
    let roles = [Role::Duty, Role::Manager, Role::InformationOfficer, Role::Administrator];
    let mut cookies = vec![String::new()];
    for role in roles {
        cookies.push(house.sign_in(role).await);
    }
    let mut pages = 0;
    for route in routes() {
        if route.pattern == "/sign-out" {
            // It would sign each of them out.
            continue;
        }
        for cookie in &cookies {
            let path = route.address();
            let method = if route.get { Method::GET } else { Method::POST };
            let answer = house.ask(request(method.clone(), &path, cookie)).await;
            keeps_to_itself(&answer, &format!("{method} {path}"));
            assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
            pages += usize::from(answer.status == StatusCode::OK);
        }
    }
    assert!(pages > 140, "{pages}");
    keeps_to_itself(&house.post("", "/sign-out", &[]).await, "/sign-out");
    keeps_to_itself(&house.get("/perhaps").await, "/perhaps");
}

// H05, H15
#[tokio::test]
async fn a_stranger_gets_into_no_route_but_those_of_the_public() {
    let house = House::live();
    let mut asked = 0;
    for route in routes().into_iter().filter(|route| !PUBLIC.contains(&route.pattern)) {
        let path = route.address();
        if route.get {
            let answer = house.get(&path).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "GET {path}");
            assert!(answer.body.contains("action=\"/sign-in\""), "{path}");
        }
        if route.post {
            let answer = house.post("", &path, &[]).await;
            // What cannot be read is refused before anybody asks who sent it.
            let refused = [StatusCode::UNAUTHORIZED, StatusCode::BAD_REQUEST].contains(&answer.status);
            assert!(refused, "POST {path}: {}", answer.status);
        }
        asked += 1;
    }
    assert!(asked > 55, "{asked}");
    assert_eq!(house.count("SELECT count(*) FROM journal WHERE event NOT IN ('FootprintApplied')"), 0);
}

#[tokio::test]
async fn methods_that_no_route_has_are_refused() {
    let house = House::live();
    for route in routes() {
        let path = route.address();
        let mut never = vec!["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "PORCH"];
        never.extend([("GET", route.get), ("POST", route.post)].iter().filter(|(_, has)| !has).map(|(name, _)| *name));
        for method in never.into_iter().filter(|_| !route.pattern.starts_with("/demo/")) {
            let answer = house.ask(request(method.parse().unwrap(), &path, "")).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(!answer.body.contains("porch.example"), "{method} {path} gives back what was asked");
        }
    }
}

#[tokio::test]
async fn no_route_takes_a_form_from_another_site() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let told = house.told();
    for route in routes().into_iter().filter(|route| route.post) {
        let path = route.address();
        let answer = house.ask(form(&path, &cookie, "https://elsewhere.example")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        let mut navigated = form(&path, &cookie, "http://porch.example");
        navigated.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(house.ask(navigated).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(answer.header("set-cookie"), "", "{path}");
    }
    assert_eq!(house.told(), told);
    assert_eq!(house.get_as(&cookie, "/queue").await.status, StatusCode::OK, "it is still signed in");
}

/// Each `Set-Cookie` of an answer.
fn cookies(headers: &HeaderMap) -> Vec<String> {
    headers.get_all("set-cookie").into_iter().map(|value| value.to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_cookie_is_for_this_host_https_and_the_server_alone() {
    let house = House::with_https();
    let signed_in = house.get(house.door(Role::Duty)).await;
    let session = cookie_of(&signed_in);
    let begun = house.post("", "/ask/start", &[("way", "myself")]).await;
    let draft = cookie_of(&begun);
    let mut set = cookies(&signed_in.headers);
    set.extend(cookies(&begun.headers));
    set.extend(cookies(&house.get_as(&draft, "/exit").await.headers));
    set.extend(cookies(&house.post(&session, "/sign-out", &[]).await.headers));
    assert_eq!(set.len(), 7, "{set:?}");
    for cookie in &set {
        let parts: Vec<&str> = cookie.split("; ").collect();
        assert!(parts[0].starts_with("__Host-"), "{cookie}");
        for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
            assert!(parts.contains(&part), "{cookie}: {part}");
        }
        assert!(!cookie.contains("Domain") && !cookie.contains("Expires"), "{cookie}");
        let (_, value) = parts[0].split_once('=').unwrap();
        let drawn = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(drawn || (value.is_empty() && parts.contains(&"Max-Age=0")), "{cookie}");
    }
    assert_ne!(session.split_once('=').unwrap().1, draft.split_once('=').unwrap().1);
    // No value of a cookie stands in a page.
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, "/account").await;
    assert!(!page.body.contains(cookie.split_once('=').unwrap().1));
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_much_it_is_used() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    for _ in 0..36 {
        assert_eq!(house.get_as(&cookie, "/account").await.status, StatusCode::OK);
        house.world.advance_minutes(20);
    }
    house.world.advance_minutes(1);
    assert_eq!(house.get_as(&cookie, "/account").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_page_of_staff_has_the_way_to_sign_out() {
    let house = House::demonstration();
    for role in Role::ALL {
        let cookie = house.sign_in(role).await;
        for route in routes().into_iter().filter(|route| route.get && !PUBLIC.contains(&route.pattern)) {
            let page = house.get_as(&cookie, &route.address()).await;
            if page.header("content-type").starts_with("text/html") && !page.body.is_empty() {
                assert!(page.body.contains("action=\"/sign-out\""), "{role:?} {}", route.pattern);
            }
        }
    }
}

#[tokio::test]
async fn the_sign_in_form_masks_and_lets_paste_and_asks_no_secret_question() {
    let house = House::live();
    let page = house.get("/sign-in").await;
    let form = between(&page.body, "action=\"/sign-in\"", "</form>");
    assert_eq!(form.matches("type=\"password\"").count(), 1);
    assert!(form.contains("autocomplete=\"current-password\"") && form.contains("autocomplete=\"username\""));
    for hinders in ["onpaste", "autocomplete=\"off\"", "maxlength", "pattern=", "hint", "question"] {
        assert!(!form.to_lowercase().contains(hinders), "{hinders}");
    }
    for script in porch_web::assets::all().filter(|asset| asset.path.starts_with("/assets/app-")) {
        assert!(!String::from_utf8_lossy(&script.bytes).contains("paste"), "{}", script.path);
    }
}

#[tokio::test]
async fn a_form_with_a_field_twice_or_too_many_does_nothing_more_than_it_says() {
    let house = House::demonstration();
    let twice = house.post("", "/sign-in", &[("name", "a"), ("name", "b"), ("password", "c")]).await;
    assert_eq!((twice.status, twice.header("set-cookie")), (StatusCode::BAD_REQUEST, ""));
    // What stands in the address is no field of the form.
    let beside = house.post("", "/sign-in?name=a&password=b", &[]).await;
    assert_eq!(beside.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cookie = house.sign_in(Role::Manager).await;
    let told = house.told();
    let more = [("role", "administrator"), ("account", "demo-duty"), ("must_change_password", "0")];
    house.post(&cookie, "/account/end-other-sessions", &more).await;
    assert_eq!(house.told(), told, "a form changed what it has no field for");
    assert_eq!(house.get_as(&cookie, "/looks").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_fault_inside_is_told_without_a_word_of_it() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    house.meddle("ALTER TABLE account RENAME TO gone_away");
    for path in ["/queue", "/caseload", "/handovers", "/reports/sources", "/account", "/looks"] {
        let answer = house.get_as(&cookie, path).await;
        assert!(answer.status.is_server_error(), "{path}: {}", answer.status);
        assert!(answer.body.contains("<h1>"), "{path}");
        let said = answer.body.to_lowercase();
        for inside in ["gone_away", "no such table", "select ", "sqlite", "porch.db", "panick", ".rs:", "crates/"] {
            assert!(!said.contains(inside), "{path} says {inside}");
        }
    }
}

#[tokio::test]
async fn addresses_that_others_look_for_are_not_there() {
    let house = House::live();
    for path in [
        "/.git/HEAD",
        "/.git/config",
        "/.env",
        "/assets/",
        "/assets",
        "/assets/..%2fCargo.toml",
        "/assets/%2e%2e/Cargo.toml",
        "/admin",
        "/debug",
        "/server-status",
        "/swagger.json",
        "/graphql",
        "/oauth/token",
        "/oauth/authorize",
        "/authorize",
        "/token",
        "/introspect",
        "/consent",
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
        "/demo/sign-in/0",
        "/.well-known/security.txt",
    ] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(house.post("", path, &[]).await.status.as_u16() / 100, 4, "{path}");
    }
}

#[tokio::test]
async fn security_txt_says_whom_to_tell_and_until_when() {
    let told = porch_web::SecurityContact::of(
        vec!["mailto:security@trust.example".to_owned(), "tel:+44-1632-960001".to_owned()],
        Some("https://porch.example/".to_owned()),
    );
    let house = House::live_with(|site| site.security_contact(told.unwrap()));
    let file = house.get("/.well-known/security.txt").await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
    assert_eq!(
        file.body,
        "Contact: mailto:security@trust.example\nContact: tel:+44-1632-960001\nExpires: 2027-05-20T00:00:00Z\n\
         Preferred-Languages: en\nCanonical: https://porch.example/.well-known/security.txt\n"
    );
    house.world.set("2027-05-20T00:00:00Z");
    assert!(house.get("/.well-known/security.txt").await.body.contains("Expires: 2027-11-16T00:00:00Z"));
}

#[tokio::test]
async fn a_draft_opens_only_for_the_browser_that_began_it() {
    let house = House::live();
    let mut hers = Visitor::begins(&house, "myself").await;
    hers.answers("now", &[("now", "baby")]).await;
    let other = Visitor::begins(&house, "myself").await;
    let page = other.get("/ask/q/now").await;
    assert!(!page.body.contains("checked"), "what somebody else answered is shown");
    let made_up = format!("__Host-visit={}", "0".repeat(64));
    let answer = house.get_as(&made_up, "/ask/q/now").await;
    assert!(!answer.body.contains("checked") && answer.status != StatusCode::OK, "{}", answer.status);
}
