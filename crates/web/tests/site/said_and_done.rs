//! "You said, we did": everybody reads it, managers keep it.

use axum::http::StatusCode;
use porch_domain::actor::Role;

use crate::support::{House, between};

const LIST: &str = "/you-said-we-did";
const KEEP: &str = "/said-and-done";

/// A form with what is needed, and what is given instead.
async fn publish(house: &House, cookie: &str, address: &str, version: &str, given: &[(&str, &str)]) -> StatusCode {
    let command = house.command();
    let mut fields = vec![("command", command.as_str()), ("version", version), ("step", "publish")];
    for field in [
        ("said", "Waiting was long & nobody told us"),
        ("done", "A letter says how long <it> takes"),
        ("day-day", "1"),
        ("day-month", "11"),
        ("day-year", "2026"),
        ("nobody", "yes"),
    ] {
        fields.push(given.iter().find(|(name, _)| *name == field.0).copied().unwrap_or(field));
    }
    house.post(cookie, address, &fields).await.status
}

#[tokio::test]
async fn an_empty_list_says_what_will_stand_there() {
    let house = House::live();
    let page = house.get(LIST).await;
    assert_eq!((page.status, page.title()), (StatusCode::OK, "You said, we did"));
    assert!(page.body.contains("There is nothing here yet."), "{}", page.body);
    assert!(house.get("/").await.links().contains(&LIST.to_owned()));
}

#[tokio::test]
async fn a_manager_publishes_changes_and_withdraws_and_everybody_reads_what_stands() {
    let house = House::demonstration();
    let manager = house.sign_in(Role::Manager).await;
    assert_eq!(publish(&house, &manager, KEEP, "0", &[]).await, StatusCode::SEE_OTHER);
    let later = [("said", "The older was good"), ("done", "We keep it"), ("day-day", "2")];
    assert_eq!(publish(&house, &manager, KEEP, "0", &later).await, StatusCode::SEE_OTHER);
    let page = house.get(LIST).await;
    assert!(page.body.contains("Waiting was long &amp; nobody told us") && page.body.contains("&lt;it&gt;"));
    assert!(page.body.contains("Done on 1 November 2026") && !page.body.contains("nothing here yet"));
    assert!(
        page.body.find("The older was good").unwrap() < page.body.find("Waiting was long").unwrap(),
        "newest first"
    );
    assert!(!page.body.contains("manager"), "who published it is for those who keep the list");

    let list = house.get_as(&manager, KEEP).await;
    let address = format!("{KEEP}/{}", between(&list.body, &format!("href=\"{KEEP}/"), "\""));
    let changed = [("said", "The older was good"), ("done", "We keep all of it"), ("day-day", "2")];
    assert_eq!(publish(&house, &manager, &address, "1", &changed).await, StatusCode::SEE_OTHER);
    // Whoever still has the older form open is told, and overwrites nothing.
    assert_eq!(publish(&house, &manager, &address, "1", &later).await, StatusCode::CONFLICT);
    assert!(house.get(LIST).await.body.contains("We keep all of it"));

    let command = house.command();
    let withdraw = |why: &'static str| vec![("step", "withdraw"), ("why", why), ("version", "2")];
    let with = |mut fields: Vec<(&'static str, &'static str)>, command: &'static str| {
        fields.push(("command", command));
        fields
    };
    let command: &'static str = Box::leak(command.into_boxed_str());
    let without = house.post(&manager, &address, &with(withdraw(""), command)).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = house.post(&manager, &address, &with(withdraw("Told elsewhere"), command)).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(!house.get(LIST).await.body.contains("The older was good"));
    assert!(house.get_as(&manager, KEEP).await.body.contains("taken off: Told elsewhere"));
    assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE stream_kind = 'said_and_done'"), 4);
}

// H15: words for everybody name nobody.
#[tokio::test]
async fn what_names_somebody_or_was_not_looked_at_again_is_not_published() {
    let house = House::demonstration();
    let manager = house.sign_in(Role::Manager).await;
    for given in [
        ("said", "Ring Anna on 01632 960 001"),
        ("done", "We wrote to anna@example.test"),
        ("nobody", ""),
        ("said", ""),
        ("day-day", "31"),
        ("day-year", "2027"),
    ] {
        let status = publish(&house, &manager, KEEP, "0", &[given]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{given:?}");
    }
    assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE stream_kind = 'said_and_done'"), 0);
    let page = house
        .post(
            &manager,
            KEEP,
            &[("command", &house.command()), ("version", "0"), ("said", "Kept words"), ("nobody", "yes")],
        )
        .await;
    assert!(page.body.contains(">Kept words</textarea>") && page.body.contains("href=\"#done\""), "{}", page.body);
    assert!(page.title().starts_with("Error: "));
}
