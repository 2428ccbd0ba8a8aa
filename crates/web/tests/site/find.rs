//! Finding somebody again: by reference, NHS number and name; and what is kept of a search.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, between};

async fn house_with_two() -> (House, String, String) {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let page = house.call(&cookie, &[("name", "Siobhán O'Neill-Example"), ("nhs_number", "999 000 0018")]).await;
    house.call(&cookie, &[("name", "Anna Example")]).await;
    (house, cookie, page)
}

#[tokio::test]
async fn a_referral_is_found_by_reference_number_and_the_beginnings_of_a_name() {
    let (house, cookie, page) = house_with_two().await;
    let body = house.get_as(&cookie, &page).await.body;
    let reference = between(&body, "<span class=\"nhsuk-caption-l\">Referral ", "<").to_owned();
    for asked in
        [reference.to_lowercase().replace('-', " ").as_str(), "9990000018", "siobhan", "SIO one", "exam oneill"]
    {
        let found = house.post(&cookie, "/find", &[("q", asked)]).await;
        assert_eq!(found.status, StatusCode::OK);
        let main = between(&found.body, "<main", "</main>");
        assert!(main.contains("Siobhán") && main.contains(&format!("href=\"{page}\"")), "{asked}: {main}");
        assert!(!main.contains("Anna"), "{asked}");
    }
    let both = house.post(&cookie, "/find", &[("q", "exam")]).await.body;
    assert!(both.contains("2 people were found"));
    for asked in ["nobody", "9990000026", "", "%"] {
        let none = house.post(&cookie, "/find", &[("q", asked)]).await.body;
        assert!(none.contains("Nobody was found"), "{asked}");
    }
}

#[tokio::test]
async fn a_search_is_noted_with_whom_it_showed_and_without_what_was_typed() {
    let (house, cookie, _) = house_with_two().await;
    for asked in ["siobhan", "999 000 0018"] {
        house.world.advance_minutes(1);
        let answer = house.post(&cookie, "/find", &[("q", asked)]).await;
        let look = &house.looks()[0];
        assert_eq!((look.what.as_str(), look.shown, look.allowed), ("search", 2, true), "a person and a referral");
        assert!(look.why.starts_with("search by "), "{}", look.why);
        let noted = format!("{look:?}").to_lowercase();
        assert!(!noted.contains("siobh") && !noted.contains("0018"), "{noted}");
        assert!(
            !between(&answer.body, "id=\"search\"", "</form>").contains(asked),
            "it is not in the page's box either"
        );
    }
    let form = between(&house.get_as(&cookie, "/queue").await.body, "id=\"search\"", "</form>").to_owned();
    assert!(form.contains("method=\"post\"") && form.contains("action=\"/find\""), "{form}");
    let metrics = house.get("/metrics").await.body;
    assert!(metrics.contains("route=\"/find\"") && !metrics.contains("siobh"));
}
