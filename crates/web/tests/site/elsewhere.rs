//! Signing in through a provider, as a browser meets it. // 6.3, H15

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use porch_app::{PasswordWork, account, factor::SecondFactors, provider::Shut};
use porch_domain::{
    account::{
        AccountName, AccountOpened, Belonging,
        identity::{ProviderKind, RoleElsewhere},
    },
    actor::{Actor, Role},
};
use porch_testkit::conformance::provider::{Invented, asserted, identity};

use crate::support::{Answer, House, cookie_of, request};

fn house() -> (House, Arc<Invented>, Arc<Invented>) {
    let (trust, cis2) =
        (Arc::new(Invented::of(ProviderKind::Organisation)), Arc::new(Invented::of(ProviderKind::Cis2)));
    let (own, other) = (Arc::clone(&trust), Arc::clone(&cis2));
    let house = House::live_with(|site| {
        let factors = SecondFactors { required: true, key: None, passkeys: None };
        site.second_factors(factors).providers(vec![own, other], Some("https://porch.example/".to_owned()))
    });
    (house, trust, cis2)
}

impl House {
    fn linked(&self, who: &str, subject: &str) {
        let operator = self.ctx(Actor::Operator { account: "tester".to_owned() });
        let name = AccountName::parse(who).unwrap();
        let opened = AccountOpened {
            name: name.clone(),
            display_name: format!("{who} (invented)"),
            role: Role::Clinician,
            belonging: Belonging { organisation: Some("KMPT".to_owned()), teams: Vec::new() },
        };
        account::open(&operator, &PasswordWork::default(), opened).unwrap();
        account::link_identity(&operator, &name, identity(subject)).unwrap();
    }

    /// Leads to a provider, and gives the cookie that the browser then has.
    async fn begun(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(answer.header("location").starts_with("https://provider.example/auth?"));
        let set = answer.header("set-cookie");
        assert!(
            set.starts_with("__Host-porch-elsewhere=") && set.contains("; HttpOnly; SameSite=Lax; Secure"),
            "{set}"
        );
        cookie_of(&answer)
    }

    async fn back(&self, by: &Invented, code: &str, cookie: &str) -> Answer {
        self.get_as(cookie, &format!("/sign-in/from/{code}?code=c&state={}", by.state())).await
    }
}

#[tokio::test]
async fn a_sign_in_elsewhere_leads_to_the_page_that_was_asked_for_and_says_so() {
    let (house, trust, _) = house();
    house.linked("jo.invented", "9100");
    let page = house.get("/caseload").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.body.contains("href=\"/sign-in/with/trust?next=/caseload\""), "{}", page.body);
    assert!(page.body.contains("Sign in with the Invented Trust") && page.body.contains("Sign in with NHS CIS2"));
    let begun = house.begun("/sign-in/with/trust?next=/caseload").await;
    let came = house.back(&trust, "trust", &begun).await;
    assert_eq!((came.status, came.header("location")), (StatusCode::SEE_OTHER, "/caseload"));
    let cookies: Vec<_> = came.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies[0].starts_with("__Host-porch=") && cookies[1].contains("__Host-porch-elsewhere=; "), "{cookies:?}");
    let cookie = cookie_of(&came);
    assert_eq!(house.get_as(&cookie, "/caseload").await.status, StatusCode::OK);
    assert!(house.get_as(&cookie, "/account/sessions").await.body.contains("the Invented Trust"));
    let again = house.get_as(&cookie, "/account/again?next=/account/factors").await;
    assert!(again.body.contains("href=\"/sign-in/with/trust?again=1&amp;next=/account/factors\""), "{}", again.body);
    assert!(!again.body.contains("/sign-in/with/cis2"), "another provider shows nothing of this session");
    let out = house.post(&cookie, "/sign-out", &[]).await;
    assert_eq!(out.header("location"), "/sign-in?left=trust");
    let page = house.get("/sign-in?left=trust").await;
    assert!(page.body.contains("href=\"https://provider.example/end?back=https://porch.example/sign-in\""));
    assert!(!house.get("/sign-in?left=nobody").await.body.contains("may still be signed in"));
    // Where to go afterwards is never another site, and never the way in.
    for next in ["https://evil.example/", "//evil.example", "/sign-in/with/trust", "/sign-in/role"] {
        let begun = house.begun(&format!("/sign-in/with/trust?next={next}")).await;
        assert_eq!(house.back(&trust, "trust", &begun).await.header("location"), "/queue", "{next}");
    }
}

// H15
#[tokio::test]
async fn nobody_is_signed_in_by_another_site_or_without_what_was_begun() {
    let (house, trust, _) = house();
    house.linked("jo.invented", "9100");
    for (site, leads) in [("cross-site", false), ("same-site", false), ("none", true), ("same-origin", true)] {
        let mut asked = request(Method::GET, "/sign-in/with/trust", "");
        asked.headers_mut().insert("sec-fetch-site", site.parse().unwrap());
        let answer = house.ask(asked).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, leads, "{site}");
        assert!(leads || (answer.body.contains("Do you want to sign in?") && answer.header("set-cookie").is_empty()));
    }
    let begun = house.begun("/sign-in/with/trust").await;
    for (path, cookie) in [
        (format!("/sign-in/from/trust?code=c&state={}", trust.state()), ""),
        ("/sign-in/from/trust?code=c&state=x".to_owned(), begun.as_str()),
        ("/sign-in/from/trust".to_owned(), &begun),
        (format!("/sign-in/from/cis2?code=c&state={}", trust.state()), &begun),
        ("/sign-in/role".to_owned(), &begun),
    ] {
        let answer = house.get_as(cookie, &path).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.body.contains("You are not signed in") && answer.header("set-cookie").is_empty(), "{path}");
    }
    assert_eq!(house.get("/sign-in/with/nobody").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get("/sign-in/from/nobody").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_refusal_says_what_to_do() {
    let (house, trust, _) = house();
    house.linked("jo.invented", "9100");
    trust.tells(Ok(asserted("9999")));
    let begun = house.begun("/sign-in/with/trust").await;
    let unknown = house.back(&trust, "trust", &begun).await;
    assert_eq!(unknown.status, StatusCode::FORBIDDEN);
    for words in ["no account here is opened by that", "9999", "https://provider.example", "The attempt was noted"] {
        assert!(unknown.body.contains(words), "{words}");
    }
    assert_eq!(house.count("SELECT count(*) FROM look WHERE what = 'a sign-in through trust' AND NOT allowed"), 1);
    trust.tells(Err(Shut { away: false, what: "invented".to_owned() }));
    let begun = house.begun("/sign-in/with/trust").await;
    let refused = house.back(&trust, "trust", &begun).await;
    assert_eq!(refused.status, StatusCode::BAD_GATEWAY);
    assert!(refused.body.contains("does not hold") && !refused.body.contains("invented\""));
    trust.tells(Err(Shut { away: true, what: "invented".to_owned() }));
    let away = house.get("/sign-in/with/trust").await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(away.body.contains("sign in with that"));
}

#[tokio::test]
async fn of_several_roles_one_is_chosen_on_a_page() {
    let (house, _, cis2) = house();
    house.linked("jo.invented", "9100");
    let role = |id: &str| RoleElsewhere {
        id: id.to_owned(),
        organisation: "RXY".to_owned(),
        code: "S8000:G8000:R8001".to_owned(),
        name: "\"Clinical\":\"Clinical Provision\":\"Nurse Access Role\"".to_owned(),
    };
    let said = asserted("9100");
    cis2.tells(Ok(porch_domain::account::identity::Asserted { roles: vec![role("1"), role("2")], ..said }));
    let begun = house.begun("/sign-in/with/cis2?next=/caseload").await;
    let came = house.back(&cis2, "cis2", &begun).await;
    assert_eq!((came.status, came.header("location")), (StatusCode::SEE_OTHER, "/sign-in/role"));
    let page = house.get_as(&begun, "/sign-in/role").await;
    assert!(page.body.contains("Nurse Access Role (RXY, 1)") && page.body.contains("Nurse Access Role (RXY, 2)"));
    for wrong in [vec![], vec![("role", "3")]] {
        let refused = house.post(&begun, "/sign-in/role", &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("href=\"#role\"") && refused.body.contains("id=\"role\""));
    }
    let chosen = house.post(&begun, "/sign-in/role", &[("role", "2")]).await;
    assert_eq!((chosen.status, chosen.header("location")), (StatusCode::SEE_OTHER, "/caseload"));
    assert_eq!(house.get_as(&cookie_of(&chosen), "/caseload").await.status, StatusCode::OK);
    assert_eq!(house.post(&begun, "/sign-in/role", &[("role", "2")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

// H16
#[tokio::test]
async fn a_provider_ends_its_own_sessions_and_no_others() {
    let (house, trust, _) = house();
    house.linked("jo.invented", "9100");
    let begun = house.begun("/sign-in/with/trust").await;
    let cookie = cookie_of(&house.back(&trust, "trust", &begun).await);
    let refused = house.post("", "/sign-in/ended/trust", &[("logout_token", "nonsense")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let other = house.post("", "/sign-in/ended/cis2", &[("logout_token", "session:s-1")]).await;
    assert_eq!(other.status, StatusCode::OK);
    assert_eq!(house.get_as(&cookie, "/caseload").await.status, StatusCode::OK, "another provider ended it");
    let ended = house.post("", "/sign-in/ended/trust", &[("logout_token", "session:s-1")]).await;
    assert_eq!(ended.status, StatusCode::OK);
    assert_eq!(house.get_as(&cookie, "/caseload").await.status, StatusCode::UNAUTHORIZED);
}
