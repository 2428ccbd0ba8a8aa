//! Letters on their way: what a person posts, what did not arrive, and what is done about it.

use std::sync::Arc;

use axum::http::StatusCode;
use porch_app::{
    Ctx, message,
    sending::{Carrier, Carriers, Handed, Left, Parcel, Sender, let_leave},
};
use porch_domain::{
    actor::{Actor, Role},
    ids::ReferralId,
    message::{Failure, MessageCommand, MessageDrafted, MessageStage, Obstacle, Recipient, Via, Words},
    person::{ContactChoices, Identity, PersonCommand, Route, RouteChoice},
};

use crate::{
    care::{contact_of, in_care},
    deciding::{Her, referred},
    support::{House, between},
};

/// Answers everything alike.
pub struct Always(pub Handed);

impl Carrier for Always {
    fn via(&self) -> Via {
        Via::Mail
    }

    fn hand(&self, _: &Parcel) -> Handed {
        self.0.clone()
    }

    fn left(&self, _: Route, _: &str) -> Left {
        Left::CannotSay
    }
}

pub fn carried(house: &House, answer: Handed) {
    let ctx = Ctx { actor: Actor::System, ..house.ctx(Actor::System) };
    let carrier: Arc<dyn Carrier> = Arc::new(Always(answer));
    let sender = Sender::new(ctx.world.as_ref());
    let_leave(&ctx, &sender, &Carriers::new([(Route::Email, carrier)]), 10).unwrap();
    sender.leave(&ctx).unwrap();
}

pub fn duty() -> Actor {
    Actor::Staff { account: "demo-duty".to_owned(), role: Role::Duty }
}

/// A letter to her that waits to leave by e-mail.
pub fn waits(house: &House, referral: ReferralId) -> String {
    let ctx = house.ctx(duty());
    let command = || porch_domain::ids::CommandId(ctx.world.id());
    let person = porch_app::referral::page(&ctx, referral, "triage").unwrap().unwrap().referral.person;
    let identity = Identity { email: Some("invented@example.org".to_owned()), ..Identity::default() };
    let agreed = [(Route::Email, RouteChoice::Yes), (Route::Letter, RouteChoice::Yes)];
    for about in
        [PersonCommand::RecordIdentity(identity), PersonCommand::RecordContactChoices(ContactChoices::new(agreed))]
    {
        porch_app::person::carry_out(&ctx, command(), person, about).unwrap();
    }
    let id = porch_domain::ids::MessageId(ctx.world.id());
    let drafted = MessageDrafted {
        referral,
        recipient: Recipient::Woman,
        route: Route::Email,
        template: None,
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "A letter for you".to_owned(), body: "Invented words.".to_owned() }),
    };
    for act in [MessageCommand::Draft(drafted), MessageCommand::Approve, MessageCommand::Queue] {
        message::carry_out(&ctx, command(), id, act).unwrap();
    }
    id.to_string()
}

pub fn stage(house: &House, id: &str) -> MessageStage {
    message::open(&house.ctx(duty()), id.parse().unwrap()).unwrap().unwrap().message.stage
}

// H18
#[tokio::test]
async fn what_did_not_leave_stands_first_with_why_and_each_way_on() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let referral = referred(&house, Her::default());
    let id = waits(&house, referral);
    let (page, act) = (format!("/messages/{id}"), format!("/messages/{id}/delivery"));
    let empty = house.get_as(&cookie, "/outbox").await;
    assert!(empty.body.contains("Did not leave, or did not arrive") && empty.body.contains("<p>None.</p>"));
    assert!(empty.body.contains("Nothing is sent by itself here"), "{}", empty.body);

    carried(&house, Handed::NotNow(Obstacle::Credentials));
    let list = house.get_as(&cookie, "/outbox").await.body;
    assert!(list.contains("does not let this service in") && list.contains("Tried 1 time, again"), "{list}");
    // It waits for its next try, and a failure cannot be told of it meanwhile.
    carried(&house, Handed::Refused(Failure::AddressRefused));
    assert_eq!(stage(&house, &id), MessageStage::Queued);

    let other = waits(&house, referral);
    carried(&house, Handed::Refused(Failure::AddressRefused));
    let list = house.get_as(&cookie, "/outbox").await.body;
    let first = list.split("All letters").next().unwrap();
    assert!(first.contains(&format!("/messages/{other}")) && first.contains("the address or number was refused"));
    let failed = house.get_as(&cookie, &format!("/messages/{other}")).await.body;
    for words in ["Somebody has to see to this: the address or number was refused.", "Send it again the same way"] {
        assert!(failed.contains(words), "{words}: {failed}");
    }
    assert!(
        failed.contains("<option value=\"letter\"") && !failed.contains("<option value=\"text\""),
        "agreed ways alone"
    );
    let act_of = |id: &str| format!("/messages/{id}/delivery");
    let no = house.post(&cookie, &act_of(&other), &[("act", "other"), ("route", "text")]).await;
    assert_eq!(no.status, StatusCode::CONFLICT);
    assert!(no.body.contains("she has not agreed to be reached this way"), "{}", no.body);
    let go = house.post(&cookie, &act_of(&other), &[("act", "other"), ("route", "letter")]).await;
    assert_eq!(go.status, StatusCode::SEE_OTHER, "{}", go.body);
    let waiting = house.get_as(&cookie, &format!("/messages/{other}")).await.body;
    assert!(waiting.contains("Print it and post it.") && waiting.contains("It was posted, sent or said"));
    assert_eq!(house.post(&cookie, &act_of(&other), &[("act", "posted")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(stage(&house, &other), MessageStage::Sent);
    assert!(house.get_as(&cookie, &format!("/messages/{other}")).await.body.contains("It left by hand."));
    let twice = house.post(&cookie, &act_of(&other), &[("act", "posted")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "once");
    for unclear in [vec![("act", "burn")], vec![("act", "other"), ("route", "pigeon")]] {
        assert_eq!(house.post(&cookie, &act, &unclear).await.status, StatusCode::BAD_REQUEST, "{unclear:?}");
    }
    assert!(house.get_as(&cookie, &page).await.body.contains("Another agreed way"));
}

// H18
#[tokio::test]
async fn the_queue_says_how_many_letters_did_not_leave_and_leads_to_them() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let referral = referred(&house, Her::default());
    let line =
        |body: &str| body.split("id=\"not-left\"").nth(1).map(|rest| rest.split("</p>").next().unwrap().to_owned());
    assert_eq!(line(&house.get_as(&cookie, "/queue").await.body), None);
    let first = waits(&house, referral);
    carried(&house, Handed::Refused(Failure::AddressRefused));
    let one = line(&house.get_as(&cookie, "/queue").await.body).unwrap();
    assert!(one.contains("<strong>1 letter or message did not leave, or did not arrive.</strong>"), "{one}");
    assert!(one.contains("href=\"/outbox\"") && !one.contains("handed over"), "{one}");
    // What waits for its next try is told once that went on for an hour.
    waits(&house, referral);
    for tries in 0..6 {
        let cookie = house.sign_in(Role::Duty).await;
        let before = line(&house.get_as(&cookie, "/queue").await.body).unwrap();
        assert!(!before.contains("could not be handed over"), "{tries}: {before}");
        carried(&house, Handed::NotNow(Obstacle::Unreachable));
        house.world.advance_minutes(40);
    }
    let cookie = house.sign_in(Role::Duty).await;
    let both = line(&house.get_as(&cookie, "/queue").await.body).unwrap();
    assert!(both.contains("1 letter or message could not be handed over for an hour."), "{both}");
    // Whoever keeps no letters is told nothing of them.
    let manager = house.sign_in(Role::Manager).await;
    let others = house.get_as(&manager, "/queue").await;
    assert!(others.status != StatusCode::OK || line(&others.body).is_none(), "{}", others.body);
    house.post(&cookie, &format!("/messages/{first}/delivery"), &[("act", "seen"), ("note", "rang her")]).await;
    let seen = line(&house.get_as(&cookie, "/queue").await.body).unwrap();
    assert!(!seen.contains("did not leave") && seen.contains("could not be handed over"), "{seen}");
}

#[tokio::test]
async fn who_was_told_what_says_whether_it_arrived() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Duty).await;
    let referral = referred(&house, Her::default());
    let id = waits(&house, referral);
    let page = format!("/referrals/{referral}");
    assert!(house.get_as(&cookie, &page).await.body.contains("approved, ready to go"));
    carried(&house, Handed::Refused(Failure::AddressRefused));
    let body = house.get_as(&cookie, &page).await.body;
    assert!(
        body.contains(&format!("<a href=\"/messages/{id}\">A letter for you</a>, did not leave, or did not arrive")),
        "{body}"
    );
    let seen = [("act", "seen"), ("note", "rang her")];
    let answer = house.post(&cookie, &format!("/messages/{id}/delivery"), &seen).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(stage(&house, &id), MessageStage::Withdrawn);
    assert!(house.get_as(&cookie, "/outbox").await.body.contains("<p>None.</p>"));
}

// H18, PR-21: whoever judges that she did not come sees first whether she could have known.
#[tokio::test]
async fn the_review_of_a_missed_contact_says_what_became_of_each_letter_to_her() {
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Clinician).await;
    let referral = in_care(&house, Her::default());
    let page = format!("/referrals/{referral}");
    let review = async |house: &House| {
        let body = house.get_as(&cookie, &page).await.body;
        between(&body, "What was sent to her, and what became of it:", "Did the invitation arrive?").to_owned()
    };
    contact_of(&house, &cookie, referral, "treatment", "did_not_attend", "not_expected").await;
    assert!(review(&house).await.contains("No letter or message was written."));
    let id = waits(&house, referral);
    assert!(review(&house).await.contains(">A letter for you</a>, approved, ready to go"));
    carried(&house, Handed::Refused(Failure::AddressRefused));
    let told = review(&house).await;
    assert!(told.contains(&format!("<a href=\"/messages/{id}\">A letter for you</a>, did not leave")), "{told}");
}
