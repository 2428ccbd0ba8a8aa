//! A letter as a PDF: who has it, which letters have one, and what its name tells.

use axum::http::StatusCode;
use porch_app::message;
use porch_domain::{
    actor::Role,
    ids::{CommandId, MessageId},
    message::{MessageCommand, MessageDrafted, Recipient, Words},
    person::Route,
};

use crate::{
    deciding::{Her, referred},
    outbox::{duty, waits},
    support::House,
};

/// A draft of a letter with this text, in a record that has one that was approved.
fn drafted(house: &House, like: &str, body: &str) -> String {
    let ctx = house.ctx(duty());
    let referral = message::open(&ctx, like.parse().unwrap()).unwrap().unwrap().message.drafted.referral;
    let (id, command) =
        (MessageId(porch_app::World::id(house.world.as_ref())), CommandId(porch_app::World::id(house.world.as_ref())));
    let words = Some(Words { subject: "A letter for you".to_owned(), body: body.to_owned() });
    let draft = MessageDrafted {
        referral,
        recipient: Recipient::Woman,
        route: Route::Letter,
        template: None,
        copied_to: Vec::new(),
        words,
        appointment: None,
    };
    message::carry_out(&ctx, command, id, MessageCommand::Draft(draft)).unwrap();
    id.to_string()
}

fn approve(house: &House, id: &str) {
    let command = CommandId(porch_app::World::id(house.world.as_ref()));
    message::carry_out(&house.ctx(duty()), command, id.parse().unwrap(), MessageCommand::Approve).unwrap();
}

// H06, H15, H16
#[tokio::test]
async fn an_approved_letter_is_a_pdf_whose_name_tells_nothing_and_each_look_is_noted() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let id = waits(&house, referred(&house, Her::default()));
    let page = house.get_as(&cookie, &format!("/messages/{id}")).await;
    let address = format!("/messages/{id}/pdf");
    assert!(page.links().contains(&address), "{:?}", page.links());
    let letters = |house: &House| house.looks().iter().filter(|look| look.what == "letter").count();
    let before = letters(&house);
    let file = house.get_as(&cookie, &address).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"letter.pdf\"");
    assert!(file.header("cache-control").contains("no-store"));
    assert!(file.body.starts_with("%PDF-1.7"), "{}", &file.body[..20]);
    assert_eq!(letters(&house), before + 1);
    for (role, denied) in [(Role::Manager, true), (Role::Board, true), (Role::Clinician, false)] {
        let other = house.sign_in(role).await;
        let status = house.get_as(&other, &address).await.status;
        assert_eq!(status == StatusCode::FORBIDDEN, denied, "{role:?}: {status}");
    }
    house.meddle("CREATE TRIGGER shut BEFORE INSERT ON look BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    let refused = house.get_as(&cookie, &address).await;
    assert!(!refused.status.is_success(), "no byte leaves while the look cannot be noted");
    assert!(!refused.body.contains("%PDF"));
}

#[tokio::test]
async fn a_draft_has_no_pdf_and_what_the_font_cannot_write_is_printed_from_its_page() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let like = waits(&house, referred(&house, Her::default()));
    let plain = drafted(&house, &like, "Invented words.");
    let page = house.get_as(&cookie, &format!("/messages/{plain}")).await;
    assert!(!page.links().contains(&format!("/messages/{plain}/pdf")));
    assert_eq!(house.get_as(&cookie, &format!("/messages/{plain}/pdf")).await.status, StatusCode::NOT_FOUND);
    approve(&house, &plain);
    assert_eq!(house.get_as(&cookie, &format!("/messages/{plain}/pdf")).await.status, StatusCode::OK);
    let arabic = drafted(&house, &like, "\u{645}\u{631}\u{62d}\u{628}\u{627}");
    approve(&house, &arabic);
    let refused = house.get_as(&cookie, &format!("/messages/{arabic}/pdf")).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("print it from its page"), "{}", refused.body);
}
