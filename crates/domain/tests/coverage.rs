//! Coverage of the questions at routine contacts, as tables of cases and over anything recorded.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::civil::{Date, date};
use porch_domain::{
    footprint::{ContactStage, RoutineContact},
    ids::{PersonId, ReferralId},
    measure::{Expected, Period, Recorded, coverage},
    screening::{InstrumentId, NotAsked},
};
use proptest::prelude::*;
use uuid::Uuid;

fn contact(code: &str, stage: ContactStage, from_week: u16, to_week: u16) -> RoutineContact {
    RoutineContact {
        code: code.to_owned(),
        name: code.to_owned(),
        stage,
        from_week,
        to_week,
        asks: vec![whooley()],
        source: "here".to_owned(),
    }
}

fn whooley() -> InstrumentId {
    InstrumentId::of("whooley").unwrap()
}

fn woman(nth: u128, due_or_end: Date, from: Date, until: Option<Date>) -> Expected {
    Expected {
        referral: ReferralId(Uuid::from_u128(1_000 + nth)),
        person: PersonId(Uuid::from_u128(nth)),
        due_or_end,
        from,
        until,
    }
}

fn said(nth: u128, code: &str, on: Date, not_asked: Option<NotAsked>) -> Recorded {
    Recorded { person: PersonId(Uuid::from_u128(nth)), contact: code.to_owned(), instrument: whooley(), on, not_asked }
}

const OVER: Date = date(2030, 1, 1);
const YEAR: Period = Period { from: date(2026, 1, 1), to: date(2026, 12, 31) };

// S5
#[test]
fn each_contact_of_a_woman_is_asked_or_not_or_missing() {
    let contacts = [contact("birth", ContactStage::AfterBirth, 1, 2), contact("later", ContactStage::AfterBirth, 5, 9)];
    let born = date(2026, 3, 1);
    let women: Vec<_> = (1..=4).map(|nth| woman(nth, born, date(2026, 1, 1), None)).collect();
    let recorded = [
        said(1, "birth", date(2026, 3, 10), None),
        said(2, "birth", date(2026, 3, 10), Some(NotAsked::Refused)),
        said(3, "birth", date(2026, 3, 10), Some(NotAsked::NoInterpreter)),
        // Asked a week later after all: that counts.
        said(3, "later", date(2026, 4, 10), Some(NotAsked::NotAlone)),
        said(3, "later", date(2026, 4, 17), None),
    ];
    let found = coverage(&contacts, &women, &recorded, YEAR, OVER);
    let birth = &found.rows[0].2;
    assert_eq!((birth.asked, birth.refused, birth.not_asked_in_all(), birth.missing), (1, 1, 1, 1));
    let later = &found.rows[1].2;
    assert_eq!((later.asked, later.refused, later.not_asked_in_all(), later.missing), (1, 0, 0, 3));
    assert_eq!(found.total().all(), 8);
}

// S5
#[test]
fn a_contact_counts_where_we_had_her_on_a_day_of_its_time_and_its_time_is_over() {
    let contacts = [contact("birth", ContactStage::AfterBirth, 1, 2)];
    // Days 7 to 20 after the birth.
    let born = date(2026, 3, 1);
    let (first, last) = (date(2026, 3, 8), date(2026, 3, 21));
    for (what, from, until, missing) in [
        ("before it", date(2026, 1, 1), Some(date(2026, 3, 7)), 0),
        ("to its first day", date(2026, 1, 1), Some(first), 1),
        ("from its last day", last, None, 1),
        ("after it", date(2026, 3, 22), None, 0),
    ] {
        let found = coverage(&contacts, &[woman(1, born, from, until)], &[], YEAR, OVER);
        assert_eq!(found.total().missing, missing, "{what}");
    }
    let ends_before = Period { to: date(2026, 3, 20), ..YEAR };
    let open = woman(1, born, date(2026, 1, 1), None);
    assert_eq!(coverage(&contacts, std::slice::from_ref(&open), &[], ends_before, OVER).total().all(), 0);
    let ends_with = Period { to: last, ..YEAR };
    assert_eq!(coverage(&contacts, &[open], &[], ends_with, OVER).total().missing, 1);
}

// S5
#[test]
fn a_contact_whose_time_still_runs_is_not_missing() {
    let contacts = [contact("birth", ContactStage::AfterBirth, 1, 2)];
    let women = [woman(1, date(2026, 3, 1), date(2026, 1, 1), None)];
    for (over, missing) in [(date(2026, 3, 20), 0), (date(2026, 3, 21), 1)] {
        assert_eq!(coverage(&contacts, &women, &[], YEAR, over).total().missing, missing, "{over}");
    }
    // What was asked before its time is over was asked.
    let recorded = [said(1, "birth", date(2026, 3, 9), None)];
    assert_eq!(coverage(&contacts, &women, &recorded, YEAR, date(2026, 3, 9)).total().asked, 1);
}

// S1
#[test]
fn weeks_of_pregnancy_are_counted_back_from_the_due_date() {
    let booking = contact("booking", ContactStage::Pregnant, 8, 10);
    // 280 days before the due date is week 0.
    assert_eq!(booking.days(date(2026, 10, 8)), Some((date(2026, 2, 26), date(2026, 3, 18))));
    let visit = contact("visit", ContactStage::AfterBirth, 0, 0);
    assert_eq!(visit.days(date(2026, 10, 8)), Some((date(2026, 10, 8), date(2026, 10, 14))));
}

// S5
#[test]
fn two_pregnancies_of_one_woman_have_their_contacts_each() {
    let contacts = [contact("booking", ContactStage::Pregnant, 6, 12)];
    let period = Period { from: date(2024, 1, 1), to: date(2026, 12, 31) };
    let (first, second) = (date(2025, 2, 1), date(2026, 9, 1));
    let women = [woman(1, first, date(2024, 5, 1), None), woman(1, second, date(2024, 5, 1), None)];
    let recorded = [said(1, "booking", date(2026, 1, 20), None)];
    let total = coverage(&contacts, &women, &recorded, period, OVER).total();
    assert_eq!((total.asked, total.missing), (1, 1), "asked in the second, which says nothing of the first");
}

// S5
#[test]
fn what_was_recorded_at_a_contact_that_is_no_longer_planned_is_counted_all_the_same() {
    let found = coverage(&[], &[], &[said(1, "gone", date(2026, 5, 5), None)], YEAR, OVER);
    assert_eq!(found.rows.len(), 1);
    assert_eq!((found.total().asked, found.total().all()), (1, 1));
}

proptest! {
    // S5: asked, not asked and missing add to all of them, each woman and contact once, whatever was recorded how often.
    #[test]
    fn the_parts_always_add_to_the_whole(
        women in prop::collection::vec((0i64..700, 0i64..700, prop::option::of(0i64..700)), 0..12),
        said_of in prop::collection::vec((0u128..14, 0usize..3, 0i64..900, prop::option::of(0usize..6)), 0..40),
    ) {
        let codes = ["booking", "birth", "gone"];
        let contacts = [contact("booking", ContactStage::Pregnant, 6, 12), contact("birth", ContactStage::AfterBirth, 1, 2)];
        let day = |days: i64| date(2025, 6, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let expected: Vec<_> = women
            .iter()
            .zip(0u128..)
            .map(|((due, from, stays), nth)| woman(nth, day(*due), day(*from), stays.map(|stays| day(from + stays))))
            .collect();
        let recorded: Vec<_> = said_of
            .iter()
            .map(|(nth, code, on, why)| said(*nth, codes[*code], day(*on), why.map(|why| NotAsked::ALL[why])))
            .collect();
        let found = coverage(&contacts, &expected, &recorded, YEAR, OVER);
        let total = found.total();
        prop_assert_eq!(total.all(), total.asked + total.refused + total.not_asked_in_all() + total.missing);
        // Counted again by the definition, woman by woman.
        let mut asked = 0;
        let mut not = 0;
        let mut missing = 0;
        for nth in 0..14u128 {
            for code in codes {
                let hers: Vec<_> = recorded.iter().filter(|one| one.person == PersonId(Uuid::from_u128(nth)) && one.contact == code).collect();
                let first_asked = hers.iter().filter(|one| one.not_asked.is_none()).map(|one| one.on).min();
                let first_not = hers.iter().map(|one| one.on).min();
                if let Some(on) = first_asked.or(first_not) {
                    if YEAR.from <= on && on <= YEAR.to {
                        if first_asked.is_some() { asked += 1 } else { not += 1 }
                    }
                } else if let (Some(one), Some(contact)) = (
                    expected.get(usize::try_from(nth).unwrap()),
                    contacts.iter().find(|contact| contact.code == code),
                ) {
                    let (first, last) = contact.days(one.due_or_end).unwrap();
                    let ours = one.from <= last && one.until.is_none_or(|until| until >= first);
                    if ours && YEAR.from <= last && last <= YEAR.to {
                        missing += 1;
                    }
                }
            }
        }
        prop_assert_eq!((total.asked, total.refused + total.not_asked_in_all(), total.missing), (asked, not, missing));
    }
}
