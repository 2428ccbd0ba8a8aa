//! Stories of records of care whose time is over, and of erasing them.

use porch_app::{
    AppError, Ctx,
    look_log::{self, Asked},
    retention, same_person,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::PersonId,
    measure::Period,
    referral::history::HistoricReferral,
};

use super::{Desk, erasure::backed_up};
use crate::builders::{at, on, row};

/// A referral of long ago whose care ended on a day.
fn ended(name: &str, day: &str) -> HistoricReferral {
    let person = format!("P-{name}");
    let received = row(name, &person, "community", &format!("{day}T09:00:00Z"));
    HistoricReferral {
        decided_at: Some(at(&format!("{day}T10:00:00Z"))),
        discharged_at: Some(at(&format!("{day}T11:00:00Z"))),
        ..received
    }
}

fn officer(desk: &Desk) -> Ctx {
    desk.ctx(Role::InformationOfficer)
}

fn listed(desk: &Desk) -> Vec<(String, PersonId)> {
    let (found, more) = retention::list(&officer(desk)).unwrap();
    assert!(!more);
    found.into_iter().map(|one| (one.references.join(" "), one.person)).collect()
}

fn names(desk: &Desk) -> Vec<String> {
    listed(desk).into_iter().map(|(name, _)| name).collect()
}

/// Only whose care ended so many years ago, and whose last pregnancy, is on the list: nobody with anything open or newer, in whichever of
/// her records. One is erased by an information officer alone, with her reference and a reason, noted before; the others stay.
///
/// # Panics
/// When it is not so.
pub fn records_past_their_time_are_listed_and_erased_by_hand(desk: &Desk) {
    let day = officer(desk).today();
    let years_ago = |years: i16, days: i8| {
        let day = day.with().year(day.year() - years).build().unwrap();
        (0..days).fold(day, |day, _| day.tomorrow().unwrap()).to_string()
    };
    let twenty = years_ago(20, 0);
    let born = |years, days| Some(on(&years_ago(years, days)));
    desk.import(&[
        ended("just-over", &twenty),
        ended("a-day-short", &years_ago(20, 1)),
        ended("long-over", &years_ago(22, 0)),
        HistoricReferral { due_or_end_date: born(25, 0), ..ended("born-before", &years_ago(24, 0)) },
        HistoricReferral { due_or_end_date: born(25, 1), ..ended("born-after", &years_ago(24, 1)) },
        HistoricReferral { discharged_at: None, ..ended("in-care", &years_ago(23, 0)) },
        ended("came-again", &years_ago(23, 1)),
        HistoricReferral { sender_person_id: "P-came-again".to_owned(), ..ended("newer", &years_ago(3, 0)) },
    ]);
    desk.receive();
    assert_eq!(names(desk), ["born-before", "long-over", "just-over"]);
    for role in Role::ALL.into_iter().filter(|role| *role != Role::InformationOfficer) {
        assert!(matches!(retention::list(&desk.ctx(role)), Err(AppError::NotAllowed(_))), "{role:?}");
    }

    let long_over = listed(desk).into_iter().find(|(name, _)| name == "long-over").unwrap().1;
    let just_over = listed(desk).into_iter().find(|(name, _)| name == "just-over").unwrap().1;
    let erase = |ctx: &Ctx, typed: &str, why: &str| retention::erase(ctx, desk.command(), long_over, typed, why);
    for (typed, why, refused) in [
        ("", "invented", Disallowed::ReferenceDiffers),
        ("just-over", "invented", Disallowed::ReferenceDiffers),
        ("long-over", " ", Disallowed::ReasonMissing),
    ] {
        let done = erase(&officer(desk), typed, why);
        assert!(matches!(&done, Err(AppError::Disallowed(found)) if *found == refused), "{typed:?}: {done:?}");
    }
    let manager = erase(&desk.ctx(Role::Manager), "long-over", "invented");
    assert!(matches!(manager, Err(AppError::NotAllowed(_))), "{manager:?}");
    assert!(backed_up(desk).contains("P-long-over"));
    let command = desk.command();
    for _ in 0..2 {
        retention::erase(&officer(desk), command, long_over, " Long-Over ", "its time is over").unwrap();
    }
    assert!(!backed_up(desk).contains("P-long-over") && backed_up(desk).contains("P-just-over"));
    assert_eq!(names(desk), ["born-before", "just-over"]);
    let again = erase(&officer(desk), "long-over", "invented");
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::Unknown))), "{again:?}");
    let period = Period { from: day, to: day };
    let asked = Asked { period, account: None, whom: None, refused: false, before: None };
    let looks = look_log::found(&officer(desk), &asked, 100).unwrap().looks;
    assert_eq!(looks.iter().filter(|look| look.what == "record erased" && look.shown == 1).count(), 1, "{looks:?}");
    linked(desk, just_over);
    desk.verified();
}

/// Linked with a record that is open she is on no list, and is not erased.
fn linked(desk: &Desk, old: PersonId) {
    let (new, _) = desk.receive();
    let staff =
        Ctx { actor: Actor::Staff { account: "invented".to_owned(), role: Role::Duty }, ..desk.ctx(Role::Duty) };
    let drawn_from = same_person::compare(&staff, [old, new]).unwrap().unwrap().drawn_from;
    same_person::link(&staff, desk.command(), [old, new], drawn_from, "invented").unwrap();
    assert_eq!(names(desk), ["born-before"]);
    assert_eq!(retention::one(&officer(desk), old).unwrap(), None);
    let refused = retention::erase(&officer(desk), desk.command(), old, "just-over", "invented");
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::Unknown))), "{refused:?}");
}
