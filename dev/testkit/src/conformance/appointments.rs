//! Stories of appointments: the invitation, the reminder, what is taken back, and a missed one with its own invitation (K7, K8).

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    AppError, Ctx,
    appointment::{self, Told, Wanted},
    due::{Holder, tick},
    her_page, link, message, referral,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    front_door::TaskKind,
    message::{Failure, MessageCommand, MessageKind, MessageStage},
    person::{ContactChoices, Route, RouteChoice},
    referral::{Appointment, Attendance, Baby, Contact, ContactKind, ReferralCommand, Venue},
};

use super::{Desk, sending::Room};
use crate::builders;

const PLACE: &str = "Invented House";

fn wanted(starts_at: Timestamp) -> Wanted {
    Wanted { starts_at, kind: ContactKind::Assessment, venue: Venue::AtAPlace, place: Some(PLACE.to_owned()) }
}

fn appointments(room: &Room) -> Vec<(Appointment, Vec<Told>)> {
    let mut all = appointment::page(&room.desk.ctx(Role::Duty), room.referral).unwrap().unwrap().all;
    all.sort_by_key(|(one, _)| one.number);
    all
}

fn version(room: &Room) -> i64 {
    appointment::page(&room.desk.ctx(Role::Duty), room.referral).unwrap().unwrap().version
}

fn book(room: &Room, starts_at: Timestamp) -> Result<(), AppError> {
    let ctx = room.desk.ctx(Role::Duty);
    appointment::book(&ctx, room.desk.command(), room.referral, version(room), &wanted(starts_at))
}

fn cancel(room: &Room, number: u32, instead: Option<Timestamp>) -> Result<(), AppError> {
    let what = (number, Some("invented".to_owned()), instead.map(wanted));
    let ctx = room.desk.ctx(Role::Duty);
    appointment::cancel(&ctx, room.desk.command(), room.referral, version(room), what)
}

/// Each message of an appointment: its kind, way and state.
fn told(room: &Room, number: u32) -> Vec<(MessageKind, Route, MessageStage)> {
    let all = appointments(room);
    let (_, told) = all.iter().find(|(one, _)| one.number == number).unwrap();
    told.iter().map(|one| (one.kind.unwrap(), one.route, one.stage)).collect()
}

/// Does what is due at this moment.
fn by_itself(room: &Room) {
    let ctx = Ctx { actor: Actor::System, ..room.desk.operator() };
    let holder = Holder::new(room.desk.world.as_ref());
    for _ in 0..20 {
        if tick(&ctx, &holder, 64).unwrap().next > ctx.now {
            return holder.leave(&ctx).unwrap();
        }
    }
    panic!("no end of what is due");
}

fn until(room: &Room, at: &str) {
    room.desk.world.pass(builders::at(at).duration_since(room.desk.ctx(Role::Duty).now));
}

/// What was handed to the carrier since this was asked last: the way and what it says.
fn said(room: &Room) -> Vec<(Route, String)> {
    room.carrier.words().into_iter().map(|(route, subject, body)| (route, format!("{subject}\n{body}"))).collect()
}

/// K7, K8, H06: an invitation by text says when and how and nothing else; the reminder follows in the morning two days before,
/// once; a missed contact shows that very invitation, and that it arrived.
///
/// # Panics
/// When it is not so.
pub fn an_invitation_and_a_reminder_leave_and_a_missed_contact_shows_them(desk: &Desk) {
    let room = Room::new(desk);
    by_itself(&room);
    let starts_at = builders::at("2026-11-10T14:30:00Z");
    book(&room, starts_at).unwrap();
    book(&room, builders::at("2026-11-20T14:30:00Z")).unwrap();
    assert_eq!(told(&room, 1), [(MessageKind::Appointment, Route::Text, MessageStage::Queued)]);
    room.go();
    let left = said(&room);
    assert_eq!(left.len(), 2);
    let first = left.iter().find(|(_, said)| said.contains("Tuesday 10 November 2026 at 14:30")).unwrap();
    for telling in [PLACE, "Invented Person", "perinatal", "team", "assess"] {
        assert!(!first.1.to_lowercase().contains(&telling.to_lowercase()), "{telling}: {}", first.1);
    }
    let all = appointments(&room);
    let receipt = format!("{}-1", all[0].1[0].id);
    porch_app::sending::hear(&room.service(), &receipt, None, porch_domain::message::Told::Delivered).unwrap();
    // One minute too early, and then once.
    until(&room, "2026-11-08T09:59:00Z");
    by_itself(&room);
    assert_eq!(told(&room, 1).len(), 1);
    until(&room, "2026-11-08T10:00:00Z");
    by_itself(&room);
    by_itself(&room);
    assert_eq!(
        told(&room, 1),
        [
            (MessageKind::Appointment, Route::Text, MessageStage::Delivered),
            (MessageKind::Reminder, Route::Text, MessageStage::Queued)
        ]
    );
    room.go();
    let reminded = said(&room);
    assert!(matches!(&reminded[..], [(Route::Text, said)] if said.contains("10 November 2026")), "{reminded:?}");
    until(&room, "2026-11-10T16:00:00Z");
    by_itself(&room);
    let contact = Contact {
        at: starts_at + SignedDuration::from_mins(5),
        kind: ContactKind::Assessment,
        attendance: Attendance::DidNotAttend,
        baby: Baby::NotExpected,
        team: None,
        elsewhere: None,
        next_contact_by: builders::at("2026-11-17T16:00:00Z"),
        note: None,
    };
    let duty = desk.ctx(Role::Duty);
    let command = ReferralCommand::RecordContact(Box::new(contact));
    referral::carry_out(&duty, desk.command(), room.referral, None, command).unwrap();
    let page = referral::page(&desk.ctx(Role::Duty), room.referral, "invented").unwrap().unwrap();
    let (one, told) = page.missed.unwrap();
    assert_eq!((one.number, one.starts_at), (1, starts_at));
    let stages: Vec<_> = told.iter().map(|one| one.stage).collect();
    assert_eq!(stages, [MessageStage::Delivered, MessageStage::Sent]);
    desk.verified();
}

/// H06, H18, PR-19: what was called off or moved before its message left goes nowhere; where she may have heard of it she is told.
/// One second before sending counts too.
///
/// # Panics
/// When it is not so.
pub fn what_is_called_off_or_moved_is_taken_back_or_told(desk: &Desk) {
    let room = Room::new(desk);
    by_itself(&room);
    let [first, second, third] =
        ["2026-11-10T14:30:00Z", "2026-11-11T14:30:00Z", "2026-11-12T09:00:00Z"].map(builders::at);
    // Nothing left: nothing is told.
    book(&room, first).unwrap();
    cancel(&room, 1, None).unwrap();
    assert_eq!(told(&room, 1), [(MessageKind::Appointment, Route::Text, MessageStage::Withdrawn)]);
    assert_eq!((room.go().taken, said(&room)), (0, Vec::new()));
    assert!(cancel(&room, 1, None).is_err(), "once");
    // Moved before anything left: one invitation, to the other time, that speaks of no earlier one.
    book(&room, first).unwrap();
    cancel(&room, 2, Some(second)).unwrap();
    room.go();
    let left = said(&room);
    assert!(
        matches!(&left[..], [(_, said)] if said.contains("11 November") && !said.contains("10 November")),
        "{left:?}"
    );
    // Moved after she heard of it: the invitation says which it takes the place of.
    cancel(&room, 3, Some(third)).unwrap();
    room.go();
    let left = said(&room);
    assert!(
        matches!(&left[..], [(_, said)] if said.contains("12 November") && said.contains("11 November")),
        "{left:?}"
    );
    // Called off after she heard of it: she is told.
    cancel(&room, 4, None).unwrap();
    room.go();
    let left = said(&room);
    assert!(
        matches!(&left[..], [(_, said)] if said.contains("does not take place") && said.contains("12 November")),
        "{left:?}"
    );
    // It begins one second before the message would leave: too late, and on somebody's list.
    let soon = desk.ctx(Role::Duty).now + SignedDuration::from_mins(1);
    book(&room, soon).unwrap();
    desk.world.pass(SignedDuration::from_mins(1));
    assert_eq!((room.go().failed, said(&room)), (1, Vec::new()));
    let all = appointments(&room);
    let late = &all.iter().find(|(one, _)| one.number == 5).unwrap().1[0];
    assert_eq!((late.stage, late.failure), (MessageStage::Failed, Some(Failure::AppointmentGone)));
    assert!(room.act(late.id, MessageCommand::Queue).is_err(), "nor by hand");
    // Somebody else recorded something since the page was drawn.
    let stale = appointment::book(&desk.ctx(Role::Duty), desk.command(), room.referral, 1, &wanted(third));
    assert!(matches!(stale, Err(AppError::Stale)), "{stale:?}");
    desk.verified();
}

/// PR-19: by kind. A no to texts about appointments sends it by the next agreed way; where none is, it waits, a call becomes a
/// task, and nothing reminds her by a way that she did not agree to.
///
/// # Panics
/// When it is not so.
pub fn an_invitation_goes_by_a_way_agreed_for_its_kind_or_a_person_finds_one(desk: &Desk) {
    let room = Room::new(desk);
    by_itself(&room);
    let starts_at = builders::at("2026-11-10T14:30:00Z");
    let (text, email) = (Route::Text, Route::Email);
    let choose = |choices: ContactChoices| {
        room.about(porch_domain::person::PersonCommand::RecordContactChoices(choices));
    };
    let both = ContactChoices::new([(text, RouteChoice::Yes), (email, RouteChoice::Yes)]);
    choose(both.clone().but(text, MessageKind::Appointment, RouteChoice::No));
    book(&room, starts_at).unwrap();
    assert_eq!(told(&room, 1), [(MessageKind::Appointment, email, MessageStage::Queued)]);
    until(&room, "2026-11-08T10:00:00Z");
    by_itself(&room);
    assert_eq!(told(&room, 1)[1], (MessageKind::Reminder, text, MessageStage::Queued), "each kind by its own way");
    // She takes the yes back one second before.
    choose(both.but(text, MessageKind::Reminder, RouteChoice::No));
    room.go();
    assert_eq!(told(&room, 1)[1].2, MessageStage::Failed);
    // Nothing is agreed.
    let nobody = Route::ALL.map(|route| (route, RouteChoice::NotKnown));
    choose(ContactChoices::new(nobody));
    let waits = |room: &Room| {
        let page = referral::page(&desk.ctx(Role::Duty), room.referral, "invented").unwrap().unwrap();
        page.referral.triage.open_tasks().any(|(task, _)| task == TaskKind::SafeRouteCall)
    };
    assert!(!waits(&room));
    book(&room, builders::at("2026-11-20T14:30:00Z")).unwrap();
    assert_eq!(told(&room, 2), [(MessageKind::Appointment, Route::Letter, MessageStage::Approved)]);
    assert!(waits(&room));
    until(&room, "2026-11-18T10:00:00Z");
    by_itself(&room);
    assert_eq!(told(&room, 2).len(), 1, "no reminder by a way that is not agreed");
    // She agrees to letters, and a person lets it go.
    choose(ContactChoices::new([(Route::Letter, RouteChoice::Yes)]));
    let id = appointments(&room)[1].1[0].id;
    room.act(id, MessageCommand::Queue).unwrap();
    let letter = message::open(&desk.ctx(Role::Duty), id).unwrap().unwrap().message.drafted.words.unwrap();
    assert!(letter.body.contains(PLACE) && !letter.subject.contains("appointment"), "{letter:?}");
    desk.verified();
}

/// PR-22, PR-19, H06: the link of her page goes by the way that she agreed to for links, in neutral words and without the word; one
/// that was shut before it left goes nowhere, and where nothing is agreed none is sent. A questionnaire's alike.
///
/// # Panics
/// When it is not so.
pub fn a_link_leaves_by_an_agreed_way_without_the_word_and_goes_nowhere_once_it_is_shut(desk: &Desk) {
    const SITE: &str = "https://porch.example";
    let room = Room::new(desk);
    let duty = || desk.ctx(Role::Duty);
    let send = |token: &str, command| link::send(&duty(), command, room.referral, (SITE, token), |_| true);
    let token = her_page::give(&duty(), room.referral, "blue iris").unwrap();
    let command = desk.command();
    let message = send(&token, command).unwrap();
    assert_eq!(send(&token, command).unwrap(), message, "pressed twice it is one message");
    room.go();
    let left = said(&room);
    let [(Route::Text, text)] = &left[..] else { panic!("{left:?}") };
    assert!(text.contains(&format!("{SITE}/page/{token} ")), "{text}");
    for telling in ["iris", "Invented", "perinatal", "referral"] {
        assert!(!text.to_lowercase().contains(&telling.to_lowercase()), "{telling}: {text}");
    }
    let public = Ctx { actor: Actor::Public, ..duty() };
    assert!(her_page::come_in(&public, &token, "Blue Iris").unwrap().is_some());
    // A new link, or none: what carries the one before goes nowhere.
    let second = her_page::give(&duty(), room.referral, "red rose").unwrap();
    let waits = send(&second, desk.command()).unwrap();
    assert!(send(&token, desk.command()).is_err(), "the first opens nothing more");
    let third = her_page::give(&duty(), room.referral, "red rose").unwrap();
    let waits_too = send(&third, desk.command()).unwrap();
    her_page::close(&duty(), desk.command(), room.referral).unwrap();
    assert_eq!((room.go().taken, said(&room)), (0, Vec::new()));
    assert_eq!([waits, waits_too].map(|id| room.state(id).0), [MessageStage::Withdrawn; 2]);
    // By the next way for this kind; and one that she takes back before it leaves is on somebody's list.
    let (text, email) = (Route::Text, Route::Email);
    let both = ContactChoices::new([(text, RouteChoice::Yes), (email, RouteChoice::Yes)]);
    let choose = |choices: ContactChoices| {
        room.about(porch_domain::person::PersonCommand::RecordContactChoices(choices));
    };
    choose(both.clone().but(text, MessageKind::Link, RouteChoice::No));
    let fourth = her_page::give(&duty(), room.referral, "red rose").unwrap();
    assert_eq!(link::way(&duty(), room.referral, |_| true).unwrap(), Some(email));
    assert_eq!(link::way(&duty(), room.referral, |route| route == text).unwrap(), None, "nothing carries it");
    let taken_back = send(&fourth, desk.command()).unwrap();
    choose(both.but(text, MessageKind::Link, RouteChoice::No).but(email, MessageKind::Link, RouteChoice::No));
    room.go();
    assert_eq!(room.state(taken_back), (MessageStage::Failed, Some(Failure::RouteNotAgreed)));
    let none = send(&fourth, desk.command());
    assert!(matches!(none, Err(AppError::Disallowed(Disallowed::RouteNotAgreed))), "{none:?}");
    // Somebody else's link is not hers.
    let (_, other) = desk.receive();
    let theirs = her_page::give(&duty(), other, "white lily").unwrap();
    assert!(matches!(send(&theirs, desk.command()), Err(AppError::Disallowed(Disallowed::Unknown))));
    desk.verified();
}
