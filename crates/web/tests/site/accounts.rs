//! Signing in with a name and a password, and one's own account.

use axum::http::{Method, StatusCode};
use porch_app::{PasswordWork, account};
use porch_domain::{
    account::{AccountName, AccountOpened, Belonging},
    actor::{Actor, Role},
    footprint::Footprint,
};

use crate::support::{Answer, House, KENT, between, cookie_of, request};

const CHOSEN: &str = "tea towel umbrella";
const LIVE_COOKIE: &str = "__Host-porch=";

fn operator() -> Actor {
    Actor::Operator { account: "tester".to_owned() }
}

fn name() -> AccountName {
    AccountName::parse("jo.invented").unwrap()
}

impl House {
    /// Opens an account and gives its first password.
    fn open_account(&self, role: Role) -> String {
        let opened = AccountOpened {
            name: name(),
            display_name: "Jo Invented".to_owned(),
            role,
            belonging: Belonging::default(),
        };
        account::open(&self.ctx(operator()), &PasswordWork::default(), opened).unwrap().as_str().to_owned()
    }

    async fn try_password(&self, name: &str, password: &str, next: &str) -> Answer {
        self.post("", "/sign-in", &[("name", name), ("password", password), ("next", next)]).await
    }

    /// Opens an account, signs in and chooses a password; gives the cookie.
    async fn with_account(&self, role: Role) -> String {
        let first = self.open_account(role);
        let cookie = cookie_of(&self.try_password("jo.invented", &first, "").await);
        let fields = [("current", first.as_str()), ("new", CHOSEN), ("again", CHOSEN)];
        cookie_of(&self.post(&cookie, "/account/password", &fields).await)
    }
}

#[tokio::test]
async fn the_form_lets_browsers_keep_passwords_and_leads_back_to_the_page_that_was_asked_for() {
    let house = House::live();
    let page = house.get("/reports/annual?from=2022-04-01&to=2023-03-31").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    for expected in [
        "action=\"/sign-in\"",
        "autocomplete=\"username\"",
        "autocomplete=\"current-password\"",
        "name=\"next\" value=\"/reports/annual?from=2022-04-01&amp;to=2023-03-31\"",
    ] {
        assert!(page.body.contains(expected), "{expected}");
    }
    house.with_account(Role::Manager).await;
    for (next, location) in [
        ("/reports/annual?from=2022-04-01&to=2023-03-31", "/reports/annual?from=2022-04-01&to=2023-03-31"),
        ("", "/reports/annual"),
        ("https://elsewhere.example/", "/reports/annual"),
        ("//elsewhere.example/", "/reports/annual"),
        ("/\\elsewhere.example/", "/reports/annual"),
        ("/looks\r\nset-cookie: porch=0", "/reports/annual"),
    ] {
        let answer = house.try_password("jo.invented", CHOSEN, next).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, location), "{next:?}");
        let refused = house.try_password("jo.invented", "not this one, surely", next).await;
        let kept = between(&refused.body, "name=\"next\" value=\"", "\"").replace("&amp;", "&");
        assert_eq!(kept, if next == location { next } else { "" }, "{next:?}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field_and_the_password_is_never_shown_again() {
    let house = House::live();
    house.with_account(Role::Manager).await;
    let empty = house.post("", "/sign-in", &[]).await;
    assert_eq!((empty.status, empty.title()), (StatusCode::UNPROCESSABLE_ENTITY, "Error: Sign in – Porch"));
    for expected in ["href=\"#name\"", "href=\"#password\"", "id=\"name-error\"", "id=\"password-error\""] {
        assert!(empty.body.contains(expected), "{expected}");
    }
    let wrong = house.try_password("jo.invented", "not this one, surely", "").await;
    let nobody = house.try_password("no.body.here", "not this one, surely", "").await;
    assert_eq!((wrong.status, nobody.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(wrong.body, nobody.body.replace("no.body.here", "jo.invented"), "it tells which names there are");
    assert!(wrong.body.contains("value=\"jo.invented\"") && !wrong.body.contains("surely"));
    assert_eq!(wrong.header("set-cookie"), "");
    let unreadable = house.ask(request(Method::POST, "/sign-in", "")).await;
    assert_eq!(unreadable.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn whoever_guesses_is_told_to_wait_the_same_for_every_name() {
    let house = House::live();
    house.with_account(Role::Manager).await;
    let mut told = Vec::new();
    for name in ["jo.invented", "no.body.here"] {
        for _ in 0..5 {
            let wrong = house.try_password(name, "not this one, surely", "").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        }
        let wait = house.try_password(name, CHOSEN, "").await;
        assert_eq!((wait.status, wait.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"), "{name}");
        told.push(wait.body.replace(name, ""));
    }
    assert_eq!(told[0], told[1]);
    house.world.advance_minutes(1);
    assert_eq!(house.try_password("jo.invented", CHOSEN, "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_password_that_was_given_leads_to_the_change_and_nowhere_else() {
    let house = House::live();
    let first = house.open_account(Role::InformationOfficer);
    let answer = house.try_password("jo.invented", &first, "/looks").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account"));
    let cookie = cookie_of(&answer);
    for path in ["/reports/annual", "/reports/annual.json", "/looks", "/sign-in"] {
        let answer = house.get_as(&cookie, path).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account"), "{path}");
    }
    let page = house.get_as(&cookie, "/account").await;
    assert!(page.body.contains("<h1>Choose your own password</h1>") && !page.body.contains("href=\"/looks\""));
    assert!(page.body.contains("autocomplete=\"new-password\""));

    let change = async |current: &str, new: &str, again: &str| {
        house.post(&cookie, "/account/password", &[("current", current), ("new", new), ("again", again)]).await
    };
    for (current, new, again, field, said) in [
        ("", CHOSEN, CHOSEN, "current", "Enter the password that you have now"),
        (first.as_str(), "", "", "new", "Enter a new password"),
        (first.as_str(), CHOSEN, "tea towel umbrela", "again", "the same way twice"),
        (first.as_str(), "short", "short", "new", "This has 5 characters. Use 15 or more"),
        (first.as_str(), "password12345678", "password12345678", "new", "one of the commonest"),
        (first.as_str(), first.as_str(), first.as_str(), "new", "the password that you have"),
        ("not this one, surely", CHOSEN, CHOSEN, "current", "This is not the password that you have now"),
    ] {
        let answer = change(current, new, again).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        let error = between(&answer.body, &format!("id=\"{field}-error\""), "</span></");
        assert!(answer.body.contains(said) && !error.is_empty(), "{said}: {}", answer.body);
        assert!(!answer.body.contains(&first) && !answer.body.contains(CHOSEN), "{said}");
    }
    let changed = change(&first, CHOSEN, CHOSEN).await;
    assert_eq!((changed.status, changed.header("location")), (StatusCode::SEE_OTHER, "/reports/annual"));
    assert_eq!(house.get_as(&cookie, "/account").await.status, StatusCode::UNAUTHORIZED, "the old session has ended");
    let cookie = cookie_of(&changed);
    assert_eq!(house.get_as(&cookie, "/looks").await.status, StatusCode::OK);
    assert!(house.get_as(&cookie, "/account").await.body.contains("Jo Invented"));
}

#[tokio::test]
async fn signing_in_gives_a_new_session_and_ends_the_one_that_the_browser_had() {
    let house = House::live();
    let before = house.with_account(Role::Manager).await;
    let fields = [("name", "jo.invented"), ("password", CHOSEN)];
    let after = cookie_of(&house.post(&before, "/sign-in", &fields).await);
    assert!(before.starts_with(LIVE_COOKIE) && after.starts_with(LIVE_COOKIE) && before != after);
    assert_eq!(house.get_as(&before, "/account").await.status, StatusCode::UNAUTHORIZED);
    // A value that somebody else put into the browser is never taken up.
    let planted = format!("{LIVE_COOKIE}{}", "0".repeat(64));
    let own = cookie_of(&house.post(&planted, "/sign-in", &fields).await);
    assert_ne!(own, planted);
    assert_eq!(house.get_as(&planted, "/account").await.status, StatusCode::UNAUTHORIZED);

    let ended = house.post(&own, "/account/end-other-sessions", &[]).await;
    assert_eq!(ended.header("location"), "/account?done=sessions");
    assert_eq!(house.get_as(&after, "/account").await.status, StatusCode::UNAUTHORIZED);
    let page = house.get_as(&own, "/account?done=sessions").await;
    assert!(page.body.contains("Other sessions of yours have ended."));
}

#[tokio::test]
async fn an_account_that_is_disabled_or_has_another_role_is_so_at_the_next_request() {
    let house = House::live();
    let cookie = house.with_account(Role::InformationOfficer).await;
    assert_eq!(house.get_as(&cookie, "/looks").await.status, StatusCode::OK);
    account::give_role(&house.ctx(operator()), &name(), Role::Manager).unwrap();
    assert_eq!(house.get_as(&cookie, "/looks").await.status, StatusCode::FORBIDDEN);
    account::disable(&house.ctx(operator()), &name(), "left the service").unwrap();
    assert_eq!(house.get_as(&cookie, "/reports/annual").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn no_password_opens_an_account_of_the_demonstration() {
    let house = House::demonstration();
    for password in ["", "demo-duty", "$argon2id$v=19$m=19456,t=2,p=1$"] {
        let answer = house.try_password("demo-duty", password, "").await;
        assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::UNPROCESSABLE_ENTITY, ""), "{password}");
    }
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.get_as(&cookie, "/account").await;
    assert!(page.body.contains("This account has no password") && !page.body.contains("type=\"password\""));
    account::disable(&house.ctx(operator()), &AccountName::parse("demo-duty").unwrap(), "tried out").unwrap();
    assert_eq!(house.get_as(&cookie, "/account").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.get(house.door(Role::Duty)).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_account_says_whose_it_is_by_the_names_that_people_know() {
    let house = House::demonstration();
    let cookie = house.session_of("jo.of-two", Role::Clinician, "KMPT", &["community", "thrive"]);
    let page = house.get_as(&cookie, "/account").await.body;
    let said = between(&page, "Employer and teams</dt>", "</dd>").replace("&amp;", "&");
    let footprint = Footprint::parse(KENT).unwrap();
    let teams: Vec<&str> =
        ["community", "thrive"].iter().map(|code| footprint.team(code).unwrap().name.as_str()).collect();
    let whole = format!("Kent and Medway NHS and Social Care Partnership Trust: {}", teams.join(", "));
    assert!(said.contains(&whole), "{said}");
}
