//! A site over a new database, a clock that is set by hand, and a browser that keeps one cookie.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
};
use http_body_util::BodyExt;
use jiff::{Timestamp, civil::Date};
use porch_app::{
    Ctx, DatabaseUrl, Rules, Store, World, account,
    factor::{FactorKey, Passkeys, SecondFactors},
    footprint, history_import,
    look_log::{self, Asked, Looked},
    referral, session,
};
use porch_domain::{
    account::{AccountName, Belonging},
    actor::{Actor, Role},
    footprint::TeamCode,
    ids::CommandId,
    measure::Period,
    referral::{ReferralCommand, history::HistoricReferral},
};
use porch_web::{DemoDoor, Site, router};
use tower::ServiceExt;

pub const KENT: &str = include_str!("../../../../footprints/kent-medway.toml");

/// A clock that moves when it is told to, and numbers that are all different.
pub struct ByHand {
    millis: AtomicI64,
    drawn: AtomicU64,
}

impl ByHand {
    fn new() -> Self {
        let now: Timestamp = "2026-11-21T09:00:00Z".parse().unwrap();
        Self { millis: AtomicI64::new(now.as_millisecond()), drawn: AtomicU64::new(0) }
    }

    pub fn set(&self, instant: &str) {
        let now: Timestamp = instant.parse().unwrap();
        self.millis.store(now.as_millisecond(), Ordering::Relaxed);
    }

    pub fn advance_minutes(&self, minutes: i64) {
        self.millis.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }
}

impl World for ByHand {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.millis.load(Ordering::Relaxed)).unwrap()
    }

    fn random(&self) -> [u8; 16] {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let mut bytes = [0u8; 16];
        // Spread over the bytes, so that the beginning differs as well as the end.
        bytes[..8].copy_from_slice(&drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        bytes[8..].copy_from_slice(&drawn.to_be_bytes());
        bytes
    }
}

pub struct House {
    pub site: Arc<Site>,
    pub world: Arc<ByHand>,
    store: Store,
    rules: Arc<Rules>,
    links: Vec<(Role, String)>,
    router: Router,
    // Goes last, when nobody uses the database in it.
    folder: tempfile::TempDir,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn title(&self) -> &str {
        between(&self.body, "<title>", "</title>")
    }

    /// The addresses of this site that the page links.
    pub fn links(&self) -> Vec<String> {
        let links = self.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links.filter(|link| link.starts_with('/')).map(|link| link.replace("&amp;", "&")).collect()
    }
}

pub fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let after = text.split(start).nth(1).unwrap_or_default();
    after.split(end).next().unwrap_or_default()
}

impl House {
    /// A demonstration of Kent and Medway.
    pub fn demonstration() -> Self {
        Self::of(KENT, true)
    }

    /// A demonstration behind HTTPS.
    pub fn with_https() -> Self {
        Self::furnished(KENT, true, true)
    }

    /// Kent and Medway as it is served for real.
    pub fn live() -> Self {
        Self::of(KENT, false)
    }

    /// Kent and Medway as it is served for real, where staff must have a second factor and monitoring a token.
    pub fn strict() -> Self {
        Self::asking(FactorKey::of_text(&"5e".repeat(32)))
    }

    /// The same, where nobody gave the program a key.
    pub fn without_a_key() -> Self {
        Self::asking(None)
    }

    fn asking(key: Option<FactorKey>) -> Self {
        let factors = SecondFactors {
            required: true,
            passkeys: key.as_ref().and_then(|_| Passkeys::at("https://porch.example").ok()),
            key,
        };
        Self::told_more(KENT, false, true, |site| {
            site.second_factors(factors).metrics_for(porch_web::MetricsFor::Token)
        })
    }

    /// The same, told more.
    pub fn live_with(told: impl FnOnce(Site) -> Site) -> Self {
        Self::told_more(KENT, false, true, told)
    }

    /// A demonstration that is told more.
    pub fn demonstration_with(told: impl FnOnce(Site) -> Site) -> Self {
        Self::told_more(KENT, true, false, told)
    }

    pub fn of(content: &str, demonstration: bool) -> Self {
        Self::furnished(content, demonstration, !demonstration)
    }

    fn furnished(content: &str, demonstration: bool, https: bool) -> Self {
        Self::told_more(content, demonstration, https, std::convert::identity)
    }

    fn told_more(content: &str, demonstration: bool, https: bool, told: impl FnOnce(Site) -> Site) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
        let world = Arc::new(ByHand::new());
        let operator = Actor::Operator { account: "tester".to_owned() };
        let rules = footprint::apply(&store, world.as_ref(), &operator, content, None).unwrap();
        let shared: Arc<dyn World> = Arc::clone(&world) as Arc<dyn World>;
        let mut site = Site::new(store.clone(), Arc::clone(&rules), shared);
        let mut links = Vec::new();
        if demonstration {
            let door = DemoDoor::new(world.as_ref());
            links = door.links("");
            site = site.demonstration(true).demo_door(door).secure_cookies(https);
            let shared: Arc<dyn World> = Arc::clone(&world) as Arc<dyn World>;
            account::open_demonstration(&Ctx::new(store.clone(), Arc::clone(&rules), operator, shared)).unwrap();
        }
        let site = Arc::new(told(site));
        site.set_ready(true);
        Self { router: router(Arc::clone(&site)), site, world, store, rules, links, folder }
    }

    /// Opens an account of an employer and of teams where there is none, and gives the cookie of a session of it.
    pub fn session_of(&self, account: &str, role: Role, organisation: &str, teams: &[&str]) -> String {
        let ctx = self.ctx(Actor::Operator { account: "tester".to_owned() });
        account::open_invented(&ctx, &[(account, "Somebody Invented", role)]).unwrap();
        let teams: Vec<String> = teams.iter().map(|team| (*team).to_owned()).collect();
        let belonging = Belonging::checked(Some(organisation), &teams, &self.rules.footprint).unwrap();
        account::give_belonging(&ctx, &AccountName::parse(account).unwrap(), belonging).unwrap();
        let token = session::open(&self.store, self.world.as_ref(), &self.rules.footprint.name, account, role).unwrap();
        format!("porch={token}")
    }

    /// The path of a role's sign-in link.
    pub fn door(&self, role: Role) -> &str {
        &self.links.iter().find(|(known, _)| *known == role).unwrap().1
    }

    pub fn ctx(&self, actor: Actor) -> Ctx {
        let world: Arc<dyn World> = Arc::clone(&self.world) as Arc<dyn World>;
        Ctx::new(self.store.clone(), Arc::clone(&self.rules), actor, world)
    }

    pub fn import(&self, rows: &[HistoricReferral]) {
        let ctx = self.ctx(Actor::Operator { account: "tester".to_owned() });
        let mut numbered = (2..).zip(rows.iter().cloned());
        let mut conflicts = Vec::new();
        let checked =
            history_import::compare(&ctx, self.folder.path(), &mut numbered, &mut |one| conflicts.push(one)).unwrap();
        assert!(conflicts.is_empty(), "{conflicts:?}");
        history_import::write(&ctx, checked, "0", &mut rows.iter().cloned().map(Some), &mut |_| ()).unwrap();
    }

    /// Accepts a referral, as another clinician would meanwhile.
    pub fn accept(&self, id: &str) {
        let ctx = self.ctx(Actor::Staff { account: "another".to_owned(), role: Role::Clinician });
        let accept = ReferralCommand::Accept {
            team: TeamCode("community".to_owned()),
            because: None,
            agreement: None,
            tellings: None,
            criteria: Vec::new(),
        };
        let command = CommandId(World::id(self.world.as_ref()));
        referral::carry_out(&ctx, command, id.parse().unwrap(), None, accept).unwrap();
    }

    /// A figure from the database itself.
    pub fn count(&self, question: &str) -> i64 {
        self.database().query_row(question, [], |row| row.get(0)).unwrap()
    }

    /// Everything that the journal and the personal parts say, as text.
    pub fn told(&self) -> String {
        let tables = ["SELECT event || ' ' || payload FROM journal", "SELECT content FROM personal"];
        tables.iter().flat_map(|table| self.texts(table)).collect()
    }

    /// What the database answers to a question for one text, row by row.
    pub fn texts(&self, question: &str) -> Vec<String> {
        let database = self.database();
        let mut asked = database.prepare(question).unwrap();
        asked.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Breaks the database, or mends it, from beside.
    pub fn meddle(&self, statement: &str) {
        self.database().execute_batch(statement).unwrap();
    }

    /// From now on nothing can be written.
    pub fn fill_the_disk(&self) {
        for table in ["draft", "journal", "attachment", "door_count"] {
            self.meddle(&format!(
                "CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            ));
        }
    }

    /// There is room again.
    pub fn empty_the_disk(&self) {
        for table in ["draft", "journal", "attachment", "door_count"] {
            self.meddle(&format!("DROP TRIGGER full_{table}"));
        }
    }

    fn database(&self) -> rusqlite::Connection {
        let database = rusqlite::Connection::open(self.folder.path().join("porch.db")).unwrap();
        database.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        database
    }

    pub fn looks(&self) -> Vec<Looked> {
        let account = "ian".to_owned();
        let ctx = self.ctx(Actor::Staff { account, role: Role::InformationOfficer });
        let period = Period { from: Date::MIN, to: ctx.today() };
        let asked = Asked { period, account: None, whom: None, refused: false, before: None };
        let looks = look_log::found(&ctx, &asked, 1000).unwrap().looks;
        // That this read them is a look as well.
        looks.into_iter().filter(|look| look.actor != "staff:information_officer:ian").collect()
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(request(Method::GET, path, "")).await
    }

    /// Signs in by the demonstration's door and gives the cookie.
    pub async fn sign_in(&self, role: Role) -> String {
        let answer = self.get(self.door(role)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    /// Sends a form as a browser does; the fields as name and value.
    pub async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", percent_encoded(value))).collect();
        let mut request = request(Method::POST, path, cookie);
        request.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
        *request.body_mut() = Body::from(encoded.join("&"));
        self.ask(request).await
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.ask(request(Method::GET, path, cookie)).await
    }
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The cookie that an answer sets, as a browser sends it back.
pub fn cookie_of(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

impl House {
    /// A fresh command, as a page makes one with a form.
    pub fn command(&self) -> String {
        World::id(self.world.as_ref()).to_string()
    }

    /// Writes a call down, with the least that an emergency needs beside what is given, and gives the referral's address.
    pub async fn call(&self, cookie: &str, fields: &[(&str, &str)]) -> String {
        let command = self.command();
        // Whether she is known was looked at before: a test of that posts the form itself.
        let mut all = vec![("command", command.as_str()), ("checked", "yes")];
        for least in [
            ("by_name", "Ivy Invented, midwife"),
            ("call_back", "01632 960 015"),
            ("worry", "Invented worry"),
            ("where", "At home"),
            ("with", "Her sister"),
            ("name", "Anna Example"),
        ] {
            if !fields.iter().any(|(name, _)| *name == least.0) {
                all.push(least);
            }
        }
        all.extend(fields.iter().filter(|(_, value)| !value.is_empty()));
        let answer = self.post(cookie, "/calls/new", &all).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.header("location").to_owned()
    }

    /// The version that the forms of a referral's page are drawn from.
    pub async fn version(&self, cookie: &str, page: &str) -> String {
        let page = self.get_as(cookie, page).await;
        between(&page.body, "name=\"version\" value=\"", "\"").to_owned()
    }
}

pub fn request(method: Method, path: &str, cookie: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("host", "porch.example");
    let request = if cookie.is_empty() { request } else { request.header("cookie", cookie) };
    request.body(Body::empty()).unwrap()
}
