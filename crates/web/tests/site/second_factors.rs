//! Second factors, showing again who one is, sessions elsewhere, recovery, and tokens of other programs.

use axum::http::{Method, StatusCode};
use porch_app::{
    PasswordWork, account,
    system_token::{self, Scope},
};
use porch_domain::{
    account::{AccountName, AccountOpened, Belonging, totp::TotpSecret},
    actor::{Actor, Role},
};

use crate::support::{Answer, House, between, cookie_of, request};

pub const CHOSEN: &str = "tea towel umbrella";

fn operator() -> Actor {
    Actor::Operator { account: "tester".to_owned() }
}

fn name(text: &str) -> AccountName {
    AccountName::parse(text).unwrap()
}

/// The secret that a page shows to be typed, as an authenticator reads it (base 32).
fn secret(page: &str) -> TotpSecret {
    let shown = between(page, "<code class=\"porch-secret\">", "</code>").replace(' ', "");
    let bits: String = shown
        .bytes()
        .map(|letter| if letter.is_ascii_uppercase() { letter - b'A' } else { letter - b'2' + 26 })
        .map(|value| format!("{value:05b}"))
        .collect();
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect();
    TotpSecret::of_bytes(&bytes).unwrap()
}

pub fn codes(page: &str) -> Vec<String> {
    let list = between(page, "porch-codes", "</ul>");
    list.split("<code class=\"porch-secret\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

impl House {
    pub async fn password(&self, who: &str, password: &str, next: &str) -> Answer {
        self.post("", "/sign-in", &[("name", who), ("password", password), ("next", next)]).await
    }

    /// Opens an account and chooses its password; gives the cookie.
    pub async fn with_password(&self, who: &str, role: Role) -> String {
        let opened = AccountOpened {
            name: name(who),
            display_name: format!("{who} (invented)"),
            role,
            belonging: Belonging::default(),
        };
        let first = account::open(&self.ctx(operator()), &PasswordWork::default(), opened).unwrap();
        let cookie = cookie_of(&self.password(who, first.as_str(), "").await);
        let fields = [("current", first.as_str()), ("new", CHOSEN), ("again", CHOSEN)];
        let changed = self.post(&cookie, "/account/password", &fields).await;
        assert_eq!(changed.header("location"), "/account/factors");
        cookie_of(&changed)
    }

    /// Adds an authenticator; gives the cookie, the secret and the recovery codes.
    async fn with_authenticator(&self, who: &str, role: Role) -> (String, TotpSecret, Vec<String>) {
        let cookie = self.with_password(who, role).await;
        let offered = self.get_as(&cookie, "/account/factors/authenticator").await;
        let secret = secret(&offered.body);
        let added = self.post(&cookie, "/account/factors/authenticator", &[("code", &self.code(&secret))]).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.body);
        (cookie_of(&added), secret, codes(&added.body))
    }

    fn code(&self, secret: &TotpSecret) -> String {
        secret.code_at(porch_app::World::now(self.world.as_ref()))
    }
}

#[tokio::test]
async fn whoever_has_no_second_factor_is_led_to_add_one_and_reaches_nothing_else() {
    let house = House::strict();
    let cookie = house.with_password("jo.invented", Role::Clinician).await;
    for path in
        ["/queue", "/queue/newest", "/caseload", "/find", "/looks", "/account/sessions", "/recoveries", "/sign-in"]
    {
        let answer = house.get_as(&cookie, path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account/factors"), "{path}");
    }
    for path in ["/account/factors/codes", "/account/end-other-sessions", "/calls/new"] {
        let answer = house.post(&cookie, path, &[]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account/factors"), "{path}");
    }
    let page = house.get_as(&cookie, "/account/factors").await;
    assert!(page.body.contains("nothing else opens before that") && !page.body.contains("href=\"/queue\""));
    assert_eq!(page.title(), "Second factors – Porch");

    let offered = house.get_as(&cookie, "/account/factors/authenticator").await;
    for expected in ["<svg class=\"porch-qr\" role=\"img\"", "autocomplete=\"one-time-code\"", "porch-secret"] {
        assert!(offered.body.contains(expected), "{expected}");
    }
    assert_eq!(offered.header("cache-control"), "no-store");
    let again = house.get_as(&cookie, "/account/factors/authenticator").await;
    assert!(secret(&offered.body) == secret(&again.body), "a page that is loaded twice shows another secret");
    for (code, said) in [("", "Enter the code"), ("000000", "This code is not right")] {
        let wrong = house.post(&cookie, "/account/factors/authenticator", &[("code", code)]).await;
        assert_eq!(
            (wrong.status, wrong.title()),
            (StatusCode::UNPROCESSABLE_ENTITY, "Error: Add an authenticator – Porch")
        );
        assert!(
            wrong.body.contains(said) && wrong.body.contains("href=\"#code\"") && wrong.body.contains("code-error")
        );
        assert!(secret(&wrong.body) == secret(&offered.body), "what was scanned still holds");
    }
    let right = house.code(&secret(&offered.body));
    let added = house.post(&cookie, "/account/factors/authenticator", &[("code", &right)]).await;
    let drawn = codes(&added.body);
    assert_eq!(drawn.iter().collect::<std::collections::BTreeSet<_>>().len(), 10);
    // Twenty-eight letters of thirty-two: a hundred and forty bits. // ASVS 6.5.4
    let letters = |code: &String| code.chars().filter(char::is_ascii_alphanumeric).count();
    assert!(drawn.iter().all(|code| letters(code) == 28), "{drawn:?}");
    let cookie = cookie_of(&added);
    assert_eq!(house.get_as(&cookie, "/queue").await.status, StatusCode::OK);
    // The secret is nowhere to be read in the database, nor are the codes.
    assert_eq!(house.count("SELECT COUNT(*) FROM factor"), 1);
    let typed = secret(&offered.body);
    let plain = typed.bytes().iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    assert_eq!(house.count(&format!("SELECT COUNT(*) FROM factor WHERE instr(hex(kept), '{plain}') > 0")), 0);
    assert!(!house.told().contains(&typed.typed()));
}

#[tokio::test]
async fn after_the_password_the_code_is_asked_and_leads_to_the_page_that_was_asked_for() {
    let house = House::strict();
    let (_, secret, codes) = house.with_authenticator("jo.invented", Role::InformationOfficer).await;
    house.world.advance_minutes(1);
    let answer = house.password("jo.invented", CHOSEN, "/looks?a=b&c=d").await;
    assert_eq!(answer.header("location"), "/sign-in/code?next=/looks%3Fa%3Db%26c%3Dd");
    let cookie = cookie_of(&answer);
    let page = house.get_as(&cookie, answer.header("location")).await;
    assert!(
        page.body.contains("name=\"next\" value=\"/looks?a=b&amp;c=d\"")
            && page.body.contains("action=\"/sign-in/code\"")
    );
    assert!(!page.body.contains("Information officer"), "it tells a role before the second factor");
    for path in [
        "/looks",
        "/account",
        "/account/factors",
        "/account/factors/authenticator",
        "/account/again",
        "/account/sessions",
    ] {
        let answer = house.get_as(&cookie, path).await;
        let location = format!("/sign-in/code?next={path}").replace("/account/again", "");
        let expected = if path == "/account/again" { "/sign-in/code" } else { location.as_str() };
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, expected), "{path}");
    }
    // Neither the password can be changed halfway in, nor a factor.
    for (path, fields) in [
        ("/account/password", vec![("current", CHOSEN), ("new", "another umbrella"), ("again", "another umbrella")]),
        ("/account/factors/codes", vec![]),
        ("/account/again", vec![("password", CHOSEN), ("code", "000000")]),
    ] {
        let answer = house.post(&cookie, path, &fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/sign-in/code"), "{path}");
    }
    for (code, said) in [("", "Enter the code"), ("000000", "This code is not right")] {
        let wrong = house.post(&cookie, "/sign-in/code", &[("code", code), ("next", "/looks")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains(said) && wrong.body.contains("value=\"/looks\""), "{}", wrong.body);
    }
    let code = house.code(&secret);
    let shown = house.post(&cookie, "/sign-in/code", &[("code", &code), ("next", "/looks?a=b&c=d")]).await;
    assert_eq!((shown.status, shown.header("location")), (StatusCode::SEE_OTHER, "/looks?a=b&c=d"));
    assert_eq!(house.get_as(&cookie, "/looks").await.status, StatusCode::UNAUTHORIZED, "the session before has ended");
    assert_eq!(house.get_as(&cookie_of(&shown), "/looks").await.status, StatusCode::OK);

    // The same code again is wrong, elsewhere and soon; a recovery code opens; too many tries wait.
    let second = cookie_of(&house.password("jo.invented", CHOSEN, "").await);
    let again = house.post(&second, "/sign-in/code", &[("code", &code)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let recovered = house.post(&second, "/sign-in/code", &[("code", &codes[0])]).await;
    assert_eq!(recovered.header("location"), "/reports/annual");
    let third = cookie_of(&house.password("jo.invented", CHOSEN, "").await);
    for _ in 0..5 {
        house.post(&third, "/sign-in/code", &[("code", "000000")]).await;
    }
    let wait = house.post(&third, "/sign-in/code", &[("code", &codes[1])]).await;
    assert_eq!((wait.status, wait.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
}

#[tokio::test]
async fn what_opens_an_account_changes_only_after_showing_again_who_one_is() {
    let house = House::strict();
    let (cookie, secret, _) = house.with_authenticator("jo.invented", Role::Manager).await;
    house.world.advance_minutes(11);
    let fields = [("current", CHOSEN), ("new", "another towel umbrella"), ("again", "another towel umbrella")];
    for (path, fields) in [
        ("/account/password", fields.as_slice()),
        ("/account/factors/codes", &[]),
        ("/account/end-other-sessions", &[]),
        ("/recoveries/confirm", &[("account", "ada.invented")]),
    ] {
        let answer = house.post(&cookie, path, fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account/again"), "{path}");
    }
    let asked = house.get_as(&cookie, "/account/factors/authenticator").await;
    assert_eq!(asked.header("location"), "/account/again?next=/account/factors/authenticator");
    let page = house.get_as(&cookie, asked.header("location")).await;
    assert!(page.body.contains("<h1>Show again who you are</h1>") && page.body.contains("name=\"code\""));
    let empty = house.post(&cookie, "/account/again", &[("next", "/account/factors")]).await;
    assert_eq!(
        (empty.status, empty.title()),
        (StatusCode::UNPROCESSABLE_ENTITY, "Error: Show again who you are – Porch")
    );
    assert!(empty.body.contains("href=\"#password\"") && empty.body.contains("href=\"#code\""));
    let wrong = house
        .post(&cookie, "/account/again", &[("password", "not this one, surely"), ("code", &house.code(&secret))])
        .await;
    assert!(wrong.body.contains("The password or the code is not right") && !wrong.body.contains("surely"));
    let proof = [("password", CHOSEN), ("code", &house.code(&secret)), ("next", "/account/factors")];
    let proved = house.post(&cookie, "/account/again", &proof).await;
    assert_eq!((proved.status, proved.header("location")), (StatusCode::SEE_OTHER, "/account/factors"));
    assert_eq!(codes(&house.post(&cookie, "/account/factors/codes", &[]).await.body).len(), 10);
    let changed = house.post(&cookie, "/account/password", &fields).await;
    assert_eq!(changed.header("location"), "/account?done=password");
    // The second factor that was shown still counts.
    assert_eq!(house.get_as(&cookie_of(&changed), "/reports/annual").await.status, StatusCode::OK);
}

#[tokio::test]
async fn sessions_are_listed_in_plain_words_and_ended_one_by_one() {
    let house = House::strict();
    let (first, secret, _) = house.with_authenticator("jo.invented", Role::Manager).await;
    house.world.advance_minutes(1);
    let mut sign_in = request(Method::POST, "/sign-in", "");
    sign_in.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
    *sign_in.body_mut() = format!("name=jo.invented&password={}", CHOSEN.replace(' ', "+")).into();
    let halfway = cookie_of(&house.ask(sign_in).await);
    let mut code = request(Method::POST, "/sign-in/code", &halfway);
    code.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    code.headers_mut().insert("user-agent", agent.parse().unwrap());
    *code.body_mut() = format!("code={}", house.code(&secret)).into();
    let second = cookie_of(&house.ask(code).await);

    let page = house.get_as(&first, "/account/sessions").await;
    for expected in
        ["This browser", "Another session", "Firefox on Linux", "password and authenticator", "End all other sessions"]
    {
        assert!(page.body.contains(expected), "{expected}");
    }
    assert!(!page.body.contains("Gecko"));
    assert_eq!(house.count("SELECT COUNT(*) FROM session WHERE browser LIKE '%145%'"), 0);
    let end = between(&page.body, "action=\"/account/sessions/", "/end\"");
    assert!(!second.contains(end), "the list gives the cookie away");
    let ended = house.post(&first, &format!("/account/sessions/{end}/end"), &[]).await;
    assert_eq!(ended.header("location"), "/account/sessions");
    assert_eq!(house.get_as(&second, "/account").await.status, StatusCode::UNAUTHORIZED);
    assert!(house.get_as(&first, "/account/sessions").await.body.contains("There is no other session."));
    // Nobody ends the sessions of another account.
    let (other, _, _) = house.with_authenticator("mo.invented", Role::Manager).await;
    let own = between(&house.get_as(&other, "/account/sessions").await.body, "This browser", "</dl>").to_owned();
    assert!(!own.contains("/end"));
    house.post(&other, &format!("/account/sessions/{end}/end"), &[]).await;
    assert_eq!(house.get_as(&first, "/account").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_administrator_asks_a_witness_confirms_and_the_holder_is_told() {
    let house = House::strict();
    let (jo, ..) = house.with_authenticator("jo.invented", Role::Clinician).await;
    let (ada, ..) = house.with_authenticator("ada.invented", Role::Administrator).await;
    let (mo, ..) = house.with_authenticator("mo.invented", Role::Manager).await;
    assert_eq!(house.get_as(&jo, "/recoveries").await.status, StatusCode::FORBIDDEN);
    for (account, said) in [
        ("", "Enter the account name"),
        ("no.body", "There is no account of this name"),
        ("ada.invented", "another administrator must ask"),
    ] {
        let wrong = house.post(&ada, "/recoveries", &[("account", account)]).await;
        assert_eq!(
            (wrong.status, wrong.title()),
            (StatusCode::UNPROCESSABLE_ENTITY, "Error: Recover an account – Porch")
        );
        assert!(wrong.body.contains(said), "{}", wrong.body);
        assert!(account.is_empty() || wrong.body.contains(&format!("value=\"{account}\"")));
    }
    assert!(house.get_as(&mo, "/recoveries").await.body.contains("Nobody waits for a recovery."));
    let asked = house.post(&ada, "/recoveries", &[("account", " Jo.Invented ")]).await;
    assert_eq!(asked.header("location"), "/recoveries?done=asked");
    assert_eq!(
        house.post(&ada, "/recoveries/confirm", &[("account", "jo.invented")]).await.status,
        StatusCode::FORBIDDEN
    );
    let waiting = house.get_as(&mo, "/recoveries").await;
    assert!(waiting.body.contains("jo.invented (invented)") && waiting.body.contains("ada.invented"));
    let given = house.post(&mo, "/recoveries/confirm", &[("account", "jo.invented")]).await;
    let temporary = between(&given.body, "<code class=\"porch-secret\">", "</code>").to_owned();
    assert_eq!(house.get_as(&jo, "/account").await.status, StatusCode::UNAUTHORIZED);
    let again = house.post(&mo, "/recoveries/confirm", &[("account", "jo.invented")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let answer = house.password("jo.invented", &temporary, "").await;
    assert_eq!(answer.header("location"), "/account");
    let cookie = cookie_of(&answer);
    let told = house.get_as(&cookie, "/account").await;
    for expected in
        ["Your second factors were taken away", "ada.invented", "mo.invented", "tell your information officer"]
    {
        assert!(told.body.contains(expected), "{expected}");
    }
    let fields = [("current", temporary.as_str()), ("new", CHOSEN), ("again", CHOSEN)];
    let changed = house.post(&cookie, "/account/password", &fields).await;
    assert_eq!(changed.header("location"), "/account/factors");
}

#[tokio::test]
async fn a_service_without_a_key_adds_no_authenticator_and_says_why() {
    let house = House::without_a_key();
    let cookie = house.with_password("jo.invented", Role::Clinician).await;
    let page = house.get_as(&cookie, "/account/factors").await;
    assert!(page.body.contains("whoever runs it must give it a key first"));
    let refused = house.get_as(&cookie, "/account/factors/authenticator").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(house.get_as(&cookie, "/queue").await.header("location"), "/account/factors");
}

#[tokio::test]
async fn a_link_of_a_demonstration_asks_for_no_second_factor_and_says_so() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let page = house.get_as(&cookie, "/account/factors").await;
    assert!(page.body.contains("it asks for no second factor"), "{}", page.body);
    assert_eq!(house.get_as(&cookie, "/account/factors/authenticator").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get_as(&cookie, "/account/sessions").await.status, StatusCode::OK);
}

#[tokio::test]
async fn monitoring_shows_its_token_where_one_is_asked() {
    let open = House::live();
    assert_eq!(open.get("/metrics").await.status, StatusCode::OK);
    let house = House::strict();
    let ask = async |house: &House, token: &str| {
        let mut asked = request(Method::GET, "/metrics", "");
        asked.headers_mut().insert("authorization", token.parse().unwrap());
        house.ask(asked).await.status
    };
    let refused = house.get("/metrics").await;
    assert_eq!(
        (refused.status, refused.header("www-authenticate")),
        (StatusCode::UNAUTHORIZED, "Bearer realm=\"porch\"")
    );
    let token = system_token::make(&house.ctx(operator()), "monitoring", Scope::Metrics, 30).unwrap();
    assert_eq!(ask(&house, &format!("Bearer {token}")).await, StatusCode::OK);
    for wrong in ["Bearer", "Bearer porch_0", &format!("Basic {token}"), &token] {
        assert_eq!(ask(&house, wrong).await, StatusCode::UNAUTHORIZED, "{wrong}");
    }
    // Also where none is asked, a wrong one is told.
    assert_eq!(ask(&open, "Bearer porch_0").await, StatusCode::UNAUTHORIZED);
    system_token::end(&house.ctx(operator()), "monitoring").unwrap();
    assert_eq!(ask(&house, &format!("Bearer {token}")).await, StatusCode::UNAUTHORIZED);
    assert_eq!(house.count("SELECT COUNT(*) FROM system_token WHERE instr(token_hash, 'porch_') > 0"), 0);
}
