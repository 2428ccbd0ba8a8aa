//! Signing in and out, and what each role may open.

use axum::http::{Method, StatusCode};
use porch_app::World;
use porch_domain::actor::Role;

use crate::support::{House, request};

#[tokio::test]
async fn a_live_site_has_no_door_for_demonstrations() {
    let demonstration = House::demonstration();
    let live = House::live();
    let door = demonstration.door(Role::Duty);
    assert_eq!(demonstration.get(door).await.status, StatusCode::SEE_OTHER);
    assert_eq!(live.get(door).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_door_opens_for_its_own_tokens_only() {
    let house = House::demonstration();
    for role in Role::ALL {
        let answer = house.get(house.door(role)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let first = match role {
            Role::Duty | Role::Clinician => "/queue",
            Role::Manager | Role::InformationOfficer => "/reports/annual",
            Role::Administrator => "/sign-in",
        };
        assert_eq!(answer.header("location"), first);
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
    let door = house.door(Role::Duty);
    for wrong in [&door[..door.len() - 1], "/demo/sign-in/", "/demo/sign-in/0", &format!("{door}0")] {
        let answer = house.get(wrong).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

// H12
#[tokio::test]
async fn whoever_answers_for_the_service_is_told_before_the_table_of_holidays_ends() {
    let house = House::demonstration();
    for (moment, told) in [
        ("2030-10-01T12:00:00Z", None),
        ("2030-10-02T12:00:00Z", Some("the bank holidays are known until 31 December 2030, 90 days from today")),
        ("2030-12-30T12:00:00Z", Some("the clock for response, urgent, cannot be computed")),
    ] {
        let ahead = moment.parse::<jiff::Timestamp>().unwrap().duration_since(house.world.now());
        house.world.advance_minutes(ahead.as_mins());
        for (role, page) in [(Role::Manager, "/reports/annual"), (Role::Duty, "/queue")] {
            let cookie = house.sign_in(role).await;
            let text = house.get_as(&cookie, page).await.body;
            let expected = told.filter(|_| role == Role::Manager);
            assert_eq!(text.contains("Clocks need somebody"), expected.is_some(), "{role:?} on {moment}");
            assert!(expected.is_none_or(|said| text.contains(said)), "{role:?} on {moment}");
        }
    }
}

/// Mail and chat programs ask about a link before anybody opens it.
#[tokio::test]
async fn asking_about_a_link_of_the_demonstration_opens_no_session() {
    let house = House::demonstration();
    let head = house.ask(request(Method::HEAD, house.door(Role::Duty), "")).await;
    assert_eq!((head.status, head.header("set-cookie")), (StatusCode::METHOD_NOT_ALLOWED, ""));
    assert_eq!(house.get(house.door(Role::Duty)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn cookies_are_for_the_server_alone_and_for_https_where_it_is() {
    let plain = House::demonstration();
    let cookie = plain.get(plain.door(Role::Duty)).await.header("set-cookie").to_owned();
    assert!(cookie.starts_with("porch="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");

    let secure = House::with_https();
    let answer = secure.get(secure.door(Role::Duty)).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-porch="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

// H16
#[tokio::test]
async fn a_session_ends_when_it_is_left_and_when_it_is_signed_out() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    assert_eq!(house.get_as(&cookie, "/reports/annual").await.status, StatusCode::OK);
    house.world.advance_minutes(31);
    assert_eq!(house.get_as(&cookie, "/reports/annual").await.status, StatusCode::UNAUTHORIZED);

    let cookie = house.sign_in(Role::Manager).await;
    let out = house.ask(request(Method::POST, "/sign-out", &cookie)).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
    assert_eq!(house.get_as(&cookie, "/reports/annual").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(house.ask(request(Method::GET, "/sign-out", "")).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn each_role_opens_what_it_may_and_a_refusal_says_so_and_is_noted() {
    let house = House::demonstration();
    let records = "/reports/annual/records?figure=referrals&from=2022-04-01&to=2023-03-31";
    let pages = ["/reports/annual", "/reports/annual.csv", "/reports/annual.json", records, "/looks"];
    let allowed = |role: Role| match role {
        Role::Duty | Role::Clinician => [true, true, true, true, false],
        Role::Manager => [true, true, true, false, false],
        Role::InformationOfficer => [true, true, true, true, true],
        Role::Administrator => [false; 5],
    };
    for role in Role::ALL {
        let cookie = house.sign_in(role).await;
        for (path, may) in pages.into_iter().zip(allowed(role)) {
            let before = house.looks().iter().filter(|look| !look.allowed).count();
            let answer = house.get_as(&cookie, path).await;
            let refused = house.looks().iter().filter(|look| !look.allowed).count() - before;
            if may {
                assert_eq!((answer.status, refused), (StatusCode::OK, 0), "{role:?} {path}");
            } else {
                assert_eq!((answer.status, refused), (StatusCode::FORBIDDEN, 1), "{role:?} {path}");
                assert!(answer.body.contains("You may not see"), "{role:?} {path}");
                assert!(answer.body.contains(role.label()), "{role:?} {path}");
            }
        }
    }
}

#[tokio::test]
async fn without_an_account_staff_pages_say_how_to_sign_in() {
    for house in [House::demonstration(), House::live()] {
        for path in ["/reports/annual", "/reports/annual.json", "/reports/annual/records", "/looks"] {
            let answer = house.get_as("porch=0000; __Host-porch=1111", path).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            assert!(answer.body.contains("<h1>Sign in</h1>"), "{path}");
        }
        assert!(house.looks().is_empty());
    }
}
