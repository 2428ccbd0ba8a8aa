//! What there is in an area, for staff: venues, groups, posts and the rest (H4, L3, V2, G1).

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, between};

const TOWER_HAMLETS: &str = include_str!("../../../../footprints/tower-hamlets.toml");
const HILLINGDON: &str = include_str!("../../../../footprints/hillingdon.toml");
const ONE_SERVICE: &str = include_str!("../../../../footprints/one-service.toml");

/// The table with a caption.
fn table<'a>(page: &'a str, caption: &str) -> &'a str {
    page.split("<table")
        .skip(1)
        .find(|table| between(table, "<caption", "</caption>").contains(caption))
        .unwrap_or_default()
}

// H4, L3, V2, G1
#[tokio::test]
async fn staff_see_what_there_is_and_what_of_it_is_assumed() {
    let house = House::of(TOWER_HAMLETS, true);
    assert_eq!(house.get("/local-services").await.status, StatusCode::UNAUTHORIZED);
    let duty = house.sign_in(Role::Duty).await;
    let page = house.get_as(&duty, "/local-services").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.title(), "What there is here \u{2013} Porch");
    let groups = table(&page.body, "Groups");
    for says in ["Raising Happy Babies", "For a first child", "at most 6 months old", "Family Hubs of Tower Hamlets"] {
        assert!(groups.contains(says), "{says}: {}", between(&page.body, "<main", "</main>"));
    }
    assert!(table(&page.body, "Venues").contains("The baby may come"));
    assert!(table(&page.body, "Teams").contains("The specialist community service"));
    assert!(table(&page.body, "Link posts").contains("(assumed, or a part of it)"));
    assert!(table(&page.body, "Posts of one organisation").is_empty(), "no empty table");
    assert!(house.get_as(&duty, "/thresholds").await.links().contains(&"/local-services".to_owned()));

    let house = House::of(HILLINGDON, true);
    let duty = house.sign_in(Role::Duty).await;
    let page = house.get_as(&duty, "/local-services").await;
    let posts = table(&page.body, "Posts of one organisation in another");
    for says in ["Clinical health psychologist", "The local mental health trust", "an office in the department"] {
        assert!(posts.contains(says), "{says}: {posts}");
    }
    assert!(table(&page.body, "Venues").contains("Not known: ask before you invite her"));

    let house = House::of(ONE_SERVICE, true);
    let duty = house.sign_in(Role::Duty).await;
    let page = house.get_as(&duty, "/local-services").await;
    assert!(table(&page.body, "Champions, and time kept").contains("9.5 whole-time posts for 10000 births a year"));
    assert!(table(&page.body, "Mother and baby units").contains("Not known"));
}
