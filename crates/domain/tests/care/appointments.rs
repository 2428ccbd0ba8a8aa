//! Appointments: booked, reminded of, called off and missed, and what leaves of their messages (K7, K8).

use std::collections::BTreeMap;

use porch_domain::{
    front_door::{Situation, TaskKind},
    ids::MessageId,
    message::{
        self, Failure, Message, MessageCommand, MessageDrafted, MessageKind, MessageStage, Recipient, Standing,
        TemplateUsed, Words,
    },
    referral::{AppointmentState, Booking, Venue, due_now, system_due},
    wording::Fits,
};

use super::*;

fn booking(starts_at: Timestamp) -> Booking {
    Booking {
        starts_at,
        kind: ContactKind::Assessment,
        venue: Venue::AtAPlace,
        place: Some("Invented House".to_owned()),
        can_be_told: true,
    }
}

fn book(referral: &Referral, starts_at: Timestamp) -> Referral {
    step(referral, ReferralCommand::Book(Box::new(booking(starts_at))), 30).unwrap()
}

fn cancel(number: u32, instead: Option<Timestamp>) -> ReferralCommand {
    ReferralCommand::CancelAppointment { number, why: None, instead: instead.map(|at| Box::new(booking(at))) }
}

/// What the service does about it at an instant, by itself.
fn by_itself(referral: &Referral, now: Timestamp) -> Option<ReferralCommand> {
    due_now(
        referral,
        &Deciding { now, actor: &Actor::System, footprint: &FOOTPRINT, rules: "test", rejected_before: false },
    )
}

fn days(days: i64) -> Timestamp {
    after(days * 24 * 60)
}

// K7
#[test]
fn an_appointment_is_booked_ahead_and_within_a_year_by_staff_alone() {
    let referral = cared_for();
    for (starts_at, expected) in [
        (after(31), Ok(())),
        (days(366), Ok(())),
        (after(30), Err(Disallowed::AppointmentUnclear)),
        (after(-1), Err(Disallowed::AppointmentUnclear)),
        (days(368), Err(Disallowed::AppointmentUnclear)),
    ] {
        let answer = step(&referral, ReferralCommand::Book(Box::new(booking(starts_at))), 30);
        assert_eq!(answer.map(drop), expected, "{starts_at}");
    }
    for actor in [Actor::System, Actor::Public] {
        let answer = by(&referral, ReferralCommand::Book(Box::new(booking(days(3)))), &actor, 30);
        assert!(answer.is_err(), "{actor:?}");
    }
    let ended = step(&referral, discharged_for("moved"), 40).unwrap();
    let after_it = step(&ended, ReferralCommand::Book(Box::new(booking(days(3)))), 50);
    assert!(after_it.is_err(), "nobody is expected after the end");
}

// PR-19
#[test]
fn where_no_way_is_agreed_a_person_finds_one() {
    let referral = cared_for();
    let untold = Booking { can_be_told: false, ..booking(days(3)) };
    let asked = step(&referral, ReferralCommand::Book(Box::new(untold)), 30).unwrap();
    let waits = |referral: &Referral| referral.triage.open_tasks().any(|(task, _)| task == TaskKind::SafeRouteCall);
    assert!(waits(&asked) && !waits(&book(&referral, days(3))));
}

// K8
#[test]
fn a_reminder_is_due_once_in_the_morning_two_days_before_while_the_appointment_stands() {
    let referral = book(&cared_for(), at("2026-12-01T15:30:00Z"));
    let morning = at("2026-11-29T10:00:00Z");
    let reminds = |referral: &Referral, now| by_itself(referral, now) == Some(ReferralCommand::Remind { number: 1 });
    assert!(system_due(&referral, &FOOTPRINT).is_some_and(|due| due <= morning));
    assert!(!reminds(&referral, morning - SignedDuration::from_secs(1)) && reminds(&referral, morning));
    let minutes = morning.duration_since(received_at()).as_mins();
    let remind = || ReferralCommand::Remind { number: 1 };
    assert_eq!(by(&referral, remind(), &staff(Role::Duty), minutes).map(drop), Err(Disallowed::NeedsTheService));
    assert_eq!(by(&referral, remind(), &Actor::System, minutes - 1).map(drop), Err(Disallowed::NotDue));
    let reminded = by(&referral, remind(), &Actor::System, minutes).unwrap();
    assert!(!reminds(&reminded, morning));
    assert_eq!(by(&reminded, remind(), &Actor::System, minutes).map(drop), Err(Disallowed::NotDue), "once");
    let off = step(&referral, cancel(1, None), 60).unwrap();
    assert!(!reminds(&off, morning), "what was called off is not reminded of");
    // Booked too late for one; and on the clock on the wall in summer.
    assert_eq!(book(&cared_for(), days(1)).appointments[0].remind_at, None);
    let summer = book(&cared_for(), at("2027-06-10T08:00:00Z"));
    assert_eq!(summer.appointments[0].remind_at, Some(at("2027-06-08T09:00:00Z")));
}

// K8
#[test]
fn the_local_rules_say_how_many_days_before_a_reminder_is_made() {
    let text = include_str!("../../../../footprints/kent-medway.toml");
    let referral = cared_for();
    for (days, expected) in
        [("remind_days = 5", Some(at("2026-11-26T10:00:00Z"))), ("", Some(at("2026-11-29T10:00:00Z")))]
    {
        let footprint =
            Footprint::parse(&text.replacen("next_contact_days = 14", &format!("next_contact_days = 14\n{days}"), 1))
                .unwrap();
        let actor = staff(Role::Duty);
        let deciding =
            Deciding { now: after(30), actor: &actor, footprint: &footprint, rules: "test", rejected_before: false };
        let booked = ReferralCommand::Book(Box::new(booking(at("2026-12-01T15:30:00Z"))));
        let events = referral::decide(ID, Some(&referral), booked, &deciding).unwrap();
        assert_eq!(evolved(Some(referral.clone()), &events).appointments[0].remind_at, expected, "{days}");
    }
}

#[test]
fn what_is_moved_is_called_off_and_booked_and_only_what_stands_can_be() {
    let referral = book(&cared_for(), days(5));
    let moved = step(&referral, cancel(1, Some(days(8))), 60).unwrap();
    let states: Vec<_> = moved.appointments.iter().map(|one| (one.number, one.state)).collect();
    assert_eq!(states, [(1, AppointmentState::Cancelled), (2, AppointmentState::Stands)]);
    assert_eq!(moved.expected().map(|one| one.starts_at).collect::<Vec<_>>(), [days(8)]);
    for number in [1, 3] {
        assert_eq!(step(&moved, cancel(number, None), 61).map(drop), Err(Disallowed::NoSuchAppointment), "{number}");
    }
    let past = step(&referral, cancel(1, Some(after(1))), 60);
    let twice = step(&referral, ReferralCommand::Book(Box::new(booking(days(5)))), 60);
    assert_eq!(twice.map(drop), Err(Disallowed::AppointmentTwice));
    assert_eq!(past.map(drop), Err(Disallowed::AppointmentUnclear), "nothing is called off for what cannot be booked");
}

// K7, K8, PR-21
#[test]
fn a_contact_of_the_day_is_that_of_its_appointment_and_a_missed_one_is_known() {
    let referral = book(&book(&cared_for(), at("2026-11-20T12:00:00Z")), at("2026-11-20T15:00:00Z"));
    // Booked as an assessment: a call at another hour is something else, and one of within two hours is it.
    let call = |minutes| met(&referral, contact(ContactKind::Other, Attendance::Attended, minutes)).expected().count();
    assert_eq!([call(40), call(110), call(420), call(421)], [1, 1, 1, 2]);
    let after_it = met(&referral, contact(ContactKind::Assessment, Attendance::DidNotAttend, 290));
    assert_eq!(after_it.missed_appointment().map(|one| one.number), Some(2), "the nearer of the day");
    assert_eq!(after_it.expected().map(|one| one.number).collect::<Vec<_>>(), [1]);
    assert_eq!(referral.missed_appointment(), None);
}

fn about_it(route: Route, template: &str, fits: Fits, appointment: Option<u32>) -> MessageDrafted {
    MessageDrafted {
        referral: ID,
        recipient: Recipient::Woman,
        route,
        template: Some(TemplateUsed { name: template.to_owned(), version: 0, fits }),
        copied_to: Vec::new(),
        appointment,
        words: Some(Words { subject: "A time for you".to_owned(), body: "invented".to_owned() }),
    }
}

// H06, H07, INV-10
/// Route, kind, what she said of it, situation and text, and what became of the appointment until one second before sending.
#[test]
fn a_message_of_a_new_kind_leaves_only_as_things_stand_at_that_moment() {
    let kinds = [
        (MessageKind::Appointment, "invite-woman-text", Some(1)),
        (MessageKind::Appointment, "cancel-woman-text", None),
        (MessageKind::Reminder, "remind-woman-text", Some(1)),
        (MessageKind::Link, "link-woman-text", None),
    ];
    let (starts_at, second) = (days(3), SignedDuration::from_secs(1));
    let mut left = 0;
    for (kind, template, appointment) in kinds {
        for route in Route::ALL {
            for choice in RouteChoice::ALL {
                for (fits, situation) in Fits::ALL.into_iter().flat_map(|fits| {
                    [None, Some(Situation::Pregnant), Some(Situation::Stillbirth)].map(|now| (fits, now))
                }) {
                    for (booked, now) in [(true, starts_at - second), (true, starts_at), (false, starts_at - second)] {
                        let expected = if booked { BTreeMap::from([(1, starts_at)]) } else { BTreeMap::new() };
                        let contact = ContactChoices::new([(route, RouteChoice::No)]).but(route, kind, choice);
                        let standing = Standing { contact, situation, expected, ..Standing::default() }.at(now);
                        let drafted = about_it(route, template, fits, appointment);
                        assert_eq!(drafted.kind(), Some(kind));
                        let stands = appointment.is_none() || (booked && now < starts_at);
                        let wanted = if choice != RouteChoice::Yes {
                            Err(Disallowed::RouteNotAgreed)
                        } else if !fits.allows(situation) {
                            Err(Disallowed::TemplateDoesNotFit)
                        } else if stands {
                            Ok(())
                        } else {
                            Err(Disallowed::AppointmentGone)
                        };
                        let answer = standing.lets_leave(&drafted);
                        assert_eq!(
                            answer, wanted,
                            "{kind:?} {route:?} {choice:?} {fits:?} {situation:?} {booked} {now}"
                        );
                        left += usize::from(answer.is_ok());
                        if let Err(why) = answer {
                            assert_ne!(
                                Failure::of(&why),
                                Failure::Refused,
                                "each reason is told as what it is: {why:?}"
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(left > 50, "{left}");
}

#[test]
fn the_service_approves_what_only_fills_in_a_time_and_nothing_else() {
    for (template, may) in [
        ("remind-woman-text", true),
        ("invite-woman-text", false),
        ("link-woman-text", false),
        ("reject-woman", false),
        ("other", false),
    ] {
        let drafted = about_it(Route::Text, template, Fits::Any, None);
        let message =
            Message { stage: MessageStage::Drafted, ..Message::drafted(MessageId(Uuid::from_u128(3)), drafted) };
        let by = |actor: &Actor| message::decide(Some(&message), MessageCommand::Approve, actor, &Standing::default());
        assert_eq!(by(&Actor::System).is_ok(), may, "{template}");
        assert!(by(&Actor::Public).is_err() && by(&staff(Role::Duty)).is_ok(), "{template}");
    }
}

// H06
#[test]
fn no_message_to_her_has_a_first_line_that_tells_however_it_came_about() {
    let standing = Standing { contact: ContactChoices::new([(Route::Text, RouteChoice::Yes)]), ..Standing::default() };
    for (line, recipient, expected) in [
        ("A letter for you", Recipient::Woman, None),
        ("Your referral", Recipient::Woman, Some(Disallowed::FirstLineTells("referral"))),
        ("From the Perinatal unit", Recipient::Woman, Some(Disallowed::FirstLineTells("perinatal"))),
        ("Your referral", Recipient::Referrer, None),
    ] {
        let mut drafted = about_it(Route::Text, "reject-woman", Fits::Any, None);
        drafted.recipient = recipient;
        drafted.words = Some(Words { subject: line.to_owned(), body: "invented".to_owned() });
        let before = Message::drafted(MessageId(Uuid::from_u128(3)), drafted.clone());
        for (state, command) in
            [(None, MessageCommand::Draft(drafted.clone())), (Some(before), MessageCommand::Redraft(drafted))]
        {
            let answer = message::decide(state.as_ref(), command, &staff(Role::Duty), &standing);
            assert_eq!(answer.err(), expected, "{line} {recipient:?}");
        }
    }
}
