//! Stories of coming again after a no: seen once by the service, followed for a year, and never joined (X1).

use jiff::{SignedDuration, civil::date};
use porch_app::{
    AppError, came_back,
    door::{Call, take_call},
    due::{Holder, tick},
    referral,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::TeamCode,
    front_door::{Answers, TaskKind},
    ids::ReferralId,
    measure::{Period, Whereabouts},
    referral::{CameBack, Referral, ReferralCommand, SignpostState},
};

use super::Desk;
use crate::builders;

/// Somebody rings, with a name and an NHS number or without one; the service does what is due.
fn call(desk: &Desk, name: &str, nhs_number: Option<&str>) -> ReferralId {
    let least = [("by_name", "Ivy Invented"), ("call_back", "01632 960 015"), ("worry", "Invented worry")];
    let more = [("where", "At home"), ("with", "Her sister"), ("name", name)];
    let all = least.into_iter().chain(more).chain(nhs_number.map(|number| ("nhs_number", number)));
    let ctx = desk.ctx(Role::Duty);
    let answers = Answers::new(all.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let call = Call { answers, received_at: ctx.now, person: None };
    let id = take_call(&ctx, desk.command(), call).unwrap();
    let by_itself = porch_app::Ctx { actor: Actor::System, ..desk.ctx(Role::Duty) };
    tick(&by_itself, &Holder::new(&*desk.world), 64).unwrap();
    id
}

fn referral(desk: &Desk, id: ReferralId) -> Referral {
    referral::page(&desk.ctx(Role::Duty), id, "triage").unwrap().unwrap().referral
}

fn signposted(desk: &Desk, id: ReferralId) {
    let no = ReferralCommand::Signpost {
        team: TeamCode("community".to_owned()),
        signposted_to: "An invented service".to_owned(),
        ending: builders::ending(),
    };
    referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, no).unwrap();
}

/// H11: who comes again within thirty days of a no is reviewed today, by the NHS number alone; within a year somebody asks
/// what has changed; and everybody who was turned away is somewhere in the figures.
///
/// # Panics
/// When it is not so.
pub fn who_comes_again_after_a_no_is_seen_and_followed(desk: &Desk) {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    let first = call(desk, "Berta Example", Some("999 000 0018"));
    assert_eq!(referral(desk, first).triage.came_back, None);
    signposted(desk, first);
    let ended_on = desk.ctx(Role::Duty).today();
    desk.world.pass(days(20));
    let soon = call(desk, "B.", Some("999 000 0018"));
    let seen = referral(desk, soon);
    assert_eq!(seen.triage.came_back, Some(CameBack { earlier: first, days: 20, times: 1, certain: false }));
    assert!(seen.triage.open_tasks().any(|(task, _)| task == TaskKind::CameBackSoon));
    // X1: whoever decided the first no decides no second one so soon, whoever agrees with it.
    assert_eq!(seen.not_to_be_decided_by(), Some("invented duty"));
    let ending = porch_domain::referral::Ending {
        second_clinician: Some("invented clinician".to_owned()),
        ..builders::ending()
    };
    let again = ReferralCommand::Reject { team: TeamCode("community".to_owned()), ending };
    let refused = referral::carry_out(&desk.ctx(Role::Duty), desk.command(), soon, None, again);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::AnotherDecides))), "{refused:?}");
    assert_ne!(seen.person, referral(desk, first).person, "nobody is joined (H05)");
    let stranger = call(desk, "Clara Elsewhere", None);
    assert_eq!(referral(desk, stranger).triage.came_back, None);
    signposted(desk, stranger);
    desk.world.pass(days(60));
    let later = call(desk, "Berta E.", Some("999 000 0018"));
    assert_eq!(referral(desk, later).not_to_be_decided_by(), None, "after thirty days anybody decides");
    let seen = referral(desk, later).triage;
    assert_eq!(seen.came_back.map(|found| (found.earlier, found.days, found.within())), Some((first, 80, Some(90))));
    assert!(seen.open_tasks().any(|(task, _)| task == TaskKind::CameBack));

    let manager = desk.ctx(Role::Manager);
    let period = Period { from: ended_on, to: date(2030, 1, 1) };
    let where_they_are = |wanted: Whereabouts| {
        let counted = came_back::report(&manager, period).unwrap();
        assert_eq!((counted.all, counted.within[0]), (2, (30, 1)));
        counted.whereabouts.into_iter().find(|(place, _)| *place == wanted).unwrap().1
    };
    assert_eq!((where_they_are(Whereabouts::Waiting), where_they_are(Whereabouts::NotKnown)), (1, 1));
    let asked = ReferralCommand::FollowSignpost { state: SignpostState::Taken, note: Some("rang them".to_owned()) };
    referral::carry_out(&desk.ctx(Role::Duty), desk.command(), stranger, None, asked).unwrap();
    assert_eq!((where_they_are(Whereabouts::SignpostHasHer), where_they_are(Whereabouts::NotKnown)), (1, 0));

    let (shown, all) = came_back::followed(&desk.ctx(Role::Duty), period, 0..10).unwrap();
    assert_eq!((shown.iter().map(|one| one.line.id).collect::<Vec<_>>(), all), (vec![first, stranger], 2));
    let refused = came_back::followed(&manager, period, 0..10);
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");
    desk.verified();
}
