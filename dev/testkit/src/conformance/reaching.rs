//! Stories of how it is safe to reach her (PR-19, H06): another number or address, what waits by it, and asking her again.

use porch_app::{
    AppError,
    door::{Call, add_call},
    person, reaching, referral, same_person,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    front_door::{Answers, TaskKind},
    ids::{PersonId, ReferralId},
    message::{Failure, MessageCommand, MessageKind, MessageStage},
    person::{ContactChoices, Identity, PersonCommand, Route, RouteChoice},
    wording::Fits,
};

use super::{Desk, sending::Room};

fn tasks(desk: &Desk, referral: ReferralId) -> Vec<TaskKind> {
    let page = referral::page(&desk.ctx(Role::Duty), referral, "look").unwrap().unwrap();
    page.referral.triage.open_tasks().map(|(task, _)| task).collect()
}

fn calls(desk: &Desk, referral: ReferralId, fields: &[(&str, &str)]) {
    let least = [("by_name", "Ivy Invented"), ("by_source", "A4"), ("by_organisation", "Invented"), ("signs", "none")];
    let more = [
        ("by_telephone", "01632 960 015"),
        ("worry", "Invented worry"),
        ("agreement", "agrees"),
        ("name", "Invented Person"),
    ];
    let all = least.into_iter().chain(more).chain(fields.iter().copied());
    let answers = Answers::new(all.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let call = Call { answers, received_at: desk.ctx(Role::Duty).now, person: None };
    add_call(&desk.ctx(Role::Duty), desk.command(), &call, referral).unwrap();
}

fn version(desk: &Desk, referral: ReferralId) -> i64 {
    reaching::standing(&desk.ctx(Role::Duty), referral).unwrap().unwrap().version
}

fn says(desk: &Desk, referral: ReferralId, choices: ContactChoices) -> Result<(), AppError> {
    let version = version(desk, referral);
    reaching::record_choices(&desk.ctx(Role::Duty), desk.command(), referral, version, choices)
}

fn another_record(room: &Room, number: &str) -> (PersonId, ReferralId) {
    let (other, referral) = room.desk.receive();
    let duty = room.desk.ctx(Role::Duty);
    let identity = Identity { telephone: Some(number.to_owned()), ..Identity::default() };
    let yes = ContactChoices::new([(Route::Text, RouteChoice::Yes), (Route::Email, RouteChoice::Yes)]);
    for command in [PersonCommand::RecordIdentity(identity), PersonCommand::RecordContactChoices(yes)] {
        person::carry_out(&duty, room.desk.command(), other, command).unwrap();
    }
    let both = same_person::compare(&duty, [room.about, other]).unwrap().unwrap();
    same_person::link(&duty, room.desk.command(), [room.about, other], both.drawn_from, "invented").unwrap();
    (other, referral)
}

/// Another number is told on a call while a text message waits: it does not leave and says why, a person is to ask in each of her
/// open referrals, also of a record that is linked, and once she was asked it leaves by what she says.
///
/// # Panics
/// When it is not so.
pub fn another_number_is_asked_about_before_anything_leaves_by_it(desk: &Desk) {
    let room = Room::new(desk);
    let (_, elsewhere) = another_record(&room, "07700 900123");
    let (text, email, letter) =
        (room.waits(Route::Text, Fits::Any), room.waits(Route::Email, Fits::Any), room.waits(Route::Letter, Fits::Any));
    assert_eq!((tasks(desk, room.referral), tasks(desk, elsewhere)), (vec![], vec![]));
    // The same number, written otherwise, is no other.
    calls(desk, room.referral, &[("telephone", "+44 7700 900 123")]);
    assert_eq!((tasks(desk, room.referral), tasks(desk, elsewhere)), (vec![], vec![]));
    calls(desk, room.referral, &[("telephone", "07700 900124"), ("address", "2 Invented Street")]);
    let again = vec![TaskKind::AskRoutesAgain];
    assert_eq!((tasks(desk, room.referral), tasks(desk, elsewhere)), (again.clone(), again.clone()));
    assert_eq!((room.go().failed, room.carrier.handed()), (1, vec![(Route::Email, "invented@example.org".to_owned())]));
    assert_eq!(room.state(text), (MessageStage::Failed, Some(Failure::RouteUnsettled)));
    assert_eq!(room.state(email).0, MessageStage::Sent);
    let posted = room.act(letter, MessageCommand::MarkSent);
    assert!(posted.is_err(), "{posted:?}");
    // Silence settles nothing.
    let held = reaching::standing(&desk.ctx(Role::Duty), room.referral).unwrap().unwrap();
    assert!(held.unsettled.contains(&Route::Text) && held.unsettled.contains(&Route::Letter));
    says(desk, room.referral, held.contact.clone()).unwrap();
    assert_eq!(tasks(desk, room.referral), again);
    let some = [(Route::Text, RouteChoice::Yes), (Route::Letter, RouteChoice::No)];
    says(desk, room.referral, held.contact.with(&ContactChoices::new(some))).unwrap();
    assert_eq!(tasks(desk, room.referral), again, "nobody asked whether she may be rung");
    let all = Route::ALL.map(|route| (route, RouteChoice::Yes));
    let refused = ContactChoices::new([(Route::Letter, RouteChoice::No)]);
    says(desk, room.referral, ContactChoices::new(all).with(&refused)).unwrap();
    assert_eq!((tasks(desk, room.referral), tasks(desk, elsewhere)), (vec![], again.clone()));
    room.act(text, MessageCommand::Queue).unwrap();
    assert_eq!((room.go().taken, room.carrier.handed()), (1, vec![(Route::Text, "+447700900124".to_owned())]));
    let posted = room.act(letter, MessageCommand::MarkSent);
    assert!(posted.is_err(), "she said no: {posted:?}");
    // The older number of her other record is not used until she is asked there.
    let there = reaching::standing(&desk.ctx(Role::Duty), elsewhere).unwrap().unwrap();
    assert_eq!(
        (there.contact.of(Route::Text), there.contact.of(Route::Email)),
        (RouteChoice::NotKnown, RouteChoice::Yes)
    );
    desk.verified();
}

/// What is written down on the page of her routes is by whoever may keep her record, once, and from what was shown.
///
/// # Panics
/// When it is not so.
pub fn a_number_written_down_by_staff_is_asked_about_and_told_with_its_answer_it_is_not(desk: &Desk) {
    let room = Room::new(desk);
    let newer = || Identity { email: Some("newer@example.org".to_owned()), ..Identity::default() };
    let drawn_from = version(desk, room.referral);
    let command = desk.command();
    let record =
        |role, version| reaching::record_particulars(&desk.ctx(role), command, room.referral, version, newer());
    let not_theirs = record(Role::Board, drawn_from);
    assert!(matches!(not_theirs, Err(AppError::NotAllowed(_))), "{not_theirs:?}");
    let old = record(Role::Duty, drawn_from - 1);
    assert!(matches!(old, Err(AppError::Stale)), "{old:?}");
    record(Role::Duty, drawn_from).unwrap();
    record(Role::Duty, drawn_from).unwrap();
    assert_eq!(version(desk, room.referral), drawn_from + 2, "once: the address, and that she is to be asked");
    assert_eq!(tasks(desk, room.referral), [TaskKind::AskRoutesAgain]);
    says(desk, room.referral, ContactChoices::new(Route::ALL.map(|route| (route, RouteChoice::Yes)))).unwrap();
    assert_eq!(tasks(desk, room.referral), []);
    // Told on a call together with what she says of it: nobody has to ask again.
    calls(desk, room.referral, &[("email", "third@example.org"), ("reach_email", "yes")]);
    assert_eq!(tasks(desk, room.referral), []);
    let waits = room.waits(Route::Email, Fits::Any);
    assert_eq!((room.go().taken, room.carrier.handed()), (1, vec![(Route::Email, "third@example.org".to_owned())]));
    assert_eq!(room.state(waits).0, MessageStage::Sent);
    desk.verified();
}

/// What she says of one kind of letter holds for that kind alone, also where she says it while one waits, and with a copy.
///
/// # Panics
/// When it is not so.
pub fn a_letter_leaves_by_what_she_says_of_its_kind_at_that_moment(desk: &Desk, empty: &porch_app::Store) {
    let room = Room::new(desk);
    let all = ContactChoices::new(Route::ALL.map(|route| (route, RouteChoice::Yes)));
    let (refused, unknown, of_another_kind) =
        (room.waits(Route::Email, Fits::Any), room.waits(Route::Text, Fits::Any), room.waits(Route::Letter, Fits::Any));
    let says = all
        .but(Route::Email, MessageKind::Decision, RouteChoice::No)
        .but(Route::Text, MessageKind::Decision, RouteChoice::NotKnown)
        .but(Route::Letter, MessageKind::Question, RouteChoice::No);
    self::says(desk, room.referral, says.clone()).unwrap();
    assert_eq!((room.go().failed, room.carrier.handed()), (2, vec![]));
    for id in [refused, unknown] {
        assert_eq!(room.state(id), (MessageStage::Failed, Some(Failure::RouteNotAgreed)));
        assert!(room.act(id, MessageCommand::Queue).is_err());
    }
    room.act(of_another_kind, MessageCommand::MarkSent).unwrap();
    room.act(refused, MessageCommand::Reroute { route: Route::Letter }).unwrap();
    assert_eq!(reaching::standing(&desk.ctx(Role::Duty), room.referral).unwrap().unwrap().contact, says);
    // What she refuses for a kind in another record of hers is refused here.
    let (other, elsewhere) = another_record(&room, "07700 900123");
    let there = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]).but(
        Route::Letter,
        MessageKind::Decision,
        RouteChoice::No,
    );
    person::carry_out(&desk.ctx(Role::Duty), desk.command(), other, PersonCommand::RecordContactChoices(there))
        .unwrap();
    assert!(room.act(refused, MessageCommand::MarkSent).is_err());
    let careful = reaching::standing(&desk.ctx(Role::Duty), room.referral).unwrap().unwrap().careful;
    assert_eq!(careful.of_kind(Route::Letter, Some(MessageKind::Decision)), RouteChoice::No);
    assert_eq!(careful.of_kind(Route::Letter, Some(MessageKind::Care)), RouteChoice::Yes);
    assert_eq!(tasks(desk, elsewhere), []);
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    assert_eq!(empty.verify(&mut |_| {}).unwrap().state_hash, desk.verified());
}

/// That it is still right is kept with who asked and when, does what waited for it, and is of the page that was shown.
///
/// # Panics
/// When it is not so.
pub fn that_it_is_still_right_is_kept_with_who_asked_and_when(desk: &Desk) {
    let room = Room::new(desk);
    let duty = || desk.ctx(Role::Duty);
    let held = || reaching::standing(&duty(), room.referral).unwrap().unwrap();
    assert_eq!(held().confirmed, None, "what was told at the door was asked by nobody here");
    let before = held();
    reaching::confirm(&duty(), desk.command(), room.referral, before.version).unwrap();
    let confirmed = held().confirmed.unwrap();
    assert_eq!(Some(confirmed.by.as_str()), duty().actor.account());
    assert_eq!((held().contact, held().unsettled), (before.contact, before.unsettled));
    let old = reaching::confirm(&duty(), desk.command(), room.referral, before.version);
    assert!(matches!(old, Err(AppError::Stale)), "{old:?}");
    calls(desk, room.referral, &[("telephone", "07700 900124")]);
    let another = reaching::confirm(&duty(), desk.command(), room.referral, held().version);
    assert!(matches!(another, Err(AppError::Disallowed(Disallowed::RouteUnsettled))), "{another:?}");
    assert_eq!(
        (held().confirmed, tasks(desk, room.referral)),
        (Some(confirmed.clone()), vec![TaskKind::AskRoutesAgain])
    );
    desk.world.pass(jiff::SignedDuration::from_hours(48));
    says(desk, room.referral, ContactChoices::new(Route::ALL.map(|route| (route, RouteChoice::Yes)))).unwrap();
    assert_eq!(tasks(desk, room.referral), []);
    assert!(held().confirmed.unwrap().at > confirmed.at, "who is asked anew is asked now");
    desk.verified();
}
