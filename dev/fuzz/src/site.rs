//! The whole site: any request, with and without somebody signed in, is answered by something other than a fault of ours.

use std::{
    cell::RefCell,
    sync::{Arc, LazyLock},
};

use axum::{
    Router,
    body::Body,
    http::{HeaderName, HeaderValue, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use porch_app::{Ctx, DatabaseUrl, Store, World, account, footprint};
use porch_domain::actor::{Actor, Role};
use porch_testkit::{ManualWorld, builders, conformance::KENT_MEDWAY};
use porch_web::{DemoDoor, Site, router};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// A request is one line `METHOD /path`, lines `name: value`, an empty line, and the body. `as: duty` signs somebody in.
const SIGNED_IN: &str = "as";

/// A session ends after twelve hours, and each request takes a second of the site's clock.
const REQUESTS_OF_A_SESSION: u32 = 20_000;

/// A demonstration on a disk of its own.
struct House {
    world: Arc<ManualWorld>,
    router: Router,
    links: Vec<(Role, String)>,
    runtime: Runtime,
    cookies: Vec<(Role, String)>,
    asked: u32,
    _folder: TempDir,
}

/// What it takes to answer is there or the target cannot run at all.
static NEEDED: &str = "a site on a fresh disk";

thread_local! {
    static HOUSE: LazyLock<RefCell<House>> = LazyLock::new(|| RefCell::new(House::furnished().unwrap_or_else(|error| panic!("{NEEDED}: {error}"))));
}

impl House {
    fn furnished() -> Result<Self, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true)?;
        let world = Arc::new(ManualWorld::at(builders::at("2026-11-02T09:00:00Z"), 1));
        let shared: Arc<dyn World> = Arc::clone(&world) as Arc<dyn World>;
        let operator = Actor::Operator { account: "fuzz".to_owned() };
        let rules = footprint::apply(&store, world.as_ref(), &operator, KENT_MEDWAY, None)?;
        account::open_demonstration(&Ctx::new(store.clone(), Arc::clone(&rules), operator, Arc::clone(&shared)))?;
        let door = DemoDoor::new(world.as_ref());
        let links = door.links("");
        let site = Arc::new(Site::new(store, rules, shared).demonstration(true).demo_door(door).secure_cookies(false));
        site.set_ready(true);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { world, router: router(site), links, runtime, cookies: Vec::new(), asked: 0, _folder: folder })
    }

    fn cookie(&mut self, role: Role) -> String {
        if let Some((_, cookie)) = self.cookies.iter().find(|(known, _)| *known == role) {
            return cookie.clone();
        }
        let link =
            self.links.iter().find(|(known, _)| *known == role).map(|(_, link)| link.clone()).unwrap_or_default();
        let (_, headers) = self.answer(Request::get(link).body(Body::empty()).unwrap_or_default());
        let cookie = headers.split(';').next().unwrap_or_default().to_owned();
        self.cookies.push((role, cookie.clone()));
        cookie
    }

    /// The status of an answer, and the cookie that it sets. The whole answer is read.
    fn answer(&mut self, request: Request<Body>) -> (StatusCode, String) {
        self.world.pass(SignedDuration::from_secs(1));
        self.asked += 1;
        if self.asked.is_multiple_of(REQUESTS_OF_A_SESSION) {
            self.cookies.clear();
        }
        let router = self.router.clone();
        self.runtime.block_on(async move {
            // A router answers everything.
            let Ok(response) = router.oneshot(request).await;
            let status = response.status();
            let cookie = response.headers().get(header::SET_COOKIE).and_then(|cookie| cookie.to_str().ok());
            let cookie = cookie.unwrap_or_default().to_owned();
            let whole = response.into_body().collect().await;
            assert!(whole.is_ok(), "an answer that ends before its end");
            (status, cookie)
        })
    }
}

/// Asks what an input says.
pub(crate) fn ask(input: &[u8]) {
    let end = input.windows(2).position(|two| two == b"\n\n");
    let (head, body) = match end {
        Some(end) => (&input[..end], &input[end + 2..]),
        None => (input, &[][..]),
    };
    let Ok(head) = std::str::from_utf8(head) else { return };
    let mut lines = head.lines();
    let Some((method, path)) = lines.next().and_then(|first| first.split_once(' ')) else { return };
    let Ok(method) = Method::from_bytes(method.as_bytes()) else { return };
    let Ok(mut request) = Request::builder().method(method).uri(path).body(Body::from(body.to_vec())) else { return };
    HOUSE.with(|house| {
        let mut house = house.borrow_mut();
        for line in lines {
            let Some((name, value)) = line.split_once(": ") else { return };
            if name == SIGNED_IN {
                let Some(role) = Role::of_code(value) else { return };
                let cookie = house.cookie(role);
                let Ok(cookie) = HeaderValue::from_str(&cookie) else { return };
                request.headers_mut().insert(header::COOKIE, cookie);
                continue;
            }
            let (Ok(name), Ok(value)) =
                (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_bytes(value.as_bytes()))
            else {
                return;
            };
            request.headers_mut().append(name, value);
        }
        let (status, _) = house.answer(request);
        assert!(status != StatusCode::INTERNAL_SERVER_ERROR, "a fault of ours");
    });
}
