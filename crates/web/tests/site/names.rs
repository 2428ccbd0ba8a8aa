//! Colleagues are shown by their names: no page that staff work on shows the account of somebody who has a name.

use porch_domain::actor::Role;

use crate::support::House;

/// The text of a page as it is read: without what stands in its tags.
fn read(body: &str) -> String {
    let main = body.split_once("<main").map_or(body, |(_, main)| main);
    main.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text)).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn no_page_shows_the_account_of_a_colleague_who_has_a_name() {
    let house = House::demonstration();
    let (duty, clinician) = (house.sign_in(Role::Duty).await, house.sign_in(Role::Clinician).await);
    let fields = [("name", "Anna Example"), ("reach_telephone", "yes"), ("telephone", "01632 960 016")];
    let page = house.call(&duty, &fields).await;
    let send = async |cookie: &str, path: &str, more: &[(&str, &str)]| {
        let (version, command) = (house.version(cookie, &page).await, house.command());
        let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
        all.extend(more);
        let answer = house.post(cookie, &format!("{page}/{path}"), &all).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        house.world.advance_minutes(1);
    };
    send(&duty, "steps/claim", &[("shown", "")]).await;
    send(&duty, "steps/try", &[("route", "telephone"), ("outcome", "no_answer")]).await;
    let pages = [
        page.clone(),
        format!("{page}/handover"),
        format!("{page}/decide"),
        "/queue".to_owned(),
        "/duty".to_owned(),
        "/outbox".to_owned(),
        "/handovers".to_owned(),
        "/caseload".to_owned(),
        "/meetings".to_owned(),
        "/advice".to_owned(),
        "/restricted-tasks".to_owned(),
    ];
    let mut named = 0;
    for address in &pages {
        let body = house.get_as(&clinician, address).await.body;
        let text = read(&body);
        for account in ["demo-duty", "demo-clinician", "demo-manager"] {
            assert!(!text.contains(account), "{address} shows {account}: {text}");
        }
        named += usize::from(text.contains("Demonstration duty worker"));
    }
    assert!(named >= 2, "the referral and the queue name who has her: {named}");
}
