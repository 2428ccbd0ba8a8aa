//! What is written is read back the same, and no input makes the reader fall over.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};
use porch_domain::{
    code_list::{self, Code},
    footprint::TeamCode,
    person::NhsNumber,
    referral::{
        Outcome, PersonKind, Priority,
        history::{HistoricDecision, HistoricReferral},
    },
};
use porch_exchange::referral_history::write;
use proptest::{option, prelude::*, sample::select};

use super::{REQUIRED, kent_medway, see};

fn instant_after(first: i64) -> impl Strategy<Value = Timestamp> {
    // Within the years that the format takes, to the millisecond.
    (first..first + 4_000_000_000_i64).prop_map(|at| Timestamp::from_millisecond(at * 1_000 + at % 1_000).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (0..73_000_i32).prop_map(|days| date(1900, 1, 1).checked_add(days.days()).unwrap())
}

fn id() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9é–\",' =+@-]{1,40}".prop_map(|id| id.trim().to_owned()).prop_filter("not blank", |id| !id.is_empty())
}

fn reason() -> impl Strategy<Value = Option<String>> {
    option::of(
        proptest::collection::vec(
            prop_oneof![
                Just("\"".to_owned()),
                Just(",".to_owned()),
                Just("\n".to_owned()),
                Just("\r\n".to_owned()),
                Just("\r".to_owned()),
                Just("\u{feff}".to_owned()),
                "[^\0]{1,4}",
            ],
            0..12,
        )
        .prop_map(|parts| parts.concat().trim().to_owned()),
    )
    .prop_map(|reason| reason.filter(|reason| !reason.is_empty()))
}

fn code(list: &'static [Code]) -> impl Strategy<Value = Option<String>> {
    option::of(select(list).prop_map(|code| code.code.to_owned()))
}

fn nhs_number() -> impl Strategy<Value = Option<NhsNumber>> {
    option::of((1..999_999_999_u64).prop_filter_map("nine digits with a check digit", |nine| {
        (0..10).find_map(|check| NhsNumber::parse(&format!("{nine:09}{check}")).ok())
    }))
}

prop_compose! {
    fn sent()(referral in id(), person in id(), kind in select(PersonKind::ALL.to_vec()),
              team in select(vec!["community", "thrive", "front_door"]), received in instant_after(-2_000_000_000),
              source in code(code_list::SOURCE_OF_REFERRAL), priority in option::of(select(Priority::ALL.to_vec())),
              decision in select(Outcome::ALL.to_vec()), reasons in (reason(), reason()))
        -> HistoricReferral {
        HistoricReferral {
            sender_referral_id: referral, sender_person_id: person, person_kind: kind, team: TeamCode(team.to_owned()),
            received_at: received, source, priority, decision: HistoricDecision::of_outcome(decision), decided_at: None,
            decision_reason: reasons.0, first_contact_at: None, assessed_at: None, discharged_at: None,
            discharge_reason: reasons.1, due_or_end_date: None, pregnancy_outcome: None, nhs_number: None,
            birth_date: None, postcode: None, gp_practice: None, ethnic_category: None,
        }
    }
}

prop_compose! {
    fn referral()(sent in sent(), after in (option::of(0..9_999_999_i64), option::of(0..9_999_999_i64),
                  option::of(0..9_999_999_i64), option::of(9_999_999..99_999_999_i64)),
                  dates in (option::of(day()), option::of(day())), outcome in code(code_list::PREGNANCY_OUTCOME),
                  nhs_number in nhs_number(), postcode in option::of(select(vec!["CT1 2AB", "ZZ99 3VZ", "W1A 0AX"])),
                  practice in option::of("[A-Z][0-9]{5}"), ethnic in code(code_list::ETHNIC_CATEGORY))
        -> HistoricReferral {
        let later = |milliseconds: Option<i64>| milliseconds.map(|by| sent.received_at + by.milliseconds());
        HistoricReferral {
            decided_at: later(after.0), first_contact_at: later(after.1), assessed_at: later(after.2),
            discharged_at: later(after.3), due_or_end_date: dates.0, birth_date: dates.1, pregnancy_outcome: outcome,
            nhs_number, postcode: postcode.map(str::to_owned), gp_practice: practice, ethnic_category: ethnic, ..sent
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_the_same(rows in proptest::collection::vec(referral(), 1..8)) {
        let mut file = Vec::new();
        write(rows.iter(), kent_medway(), &mut file).unwrap();
        let seen = see(&file);
        prop_assert_eq!(seen.errors, Vec::<String>::new());
        prop_assert_eq!(seen.rows.into_iter().map(|(_, row)| row).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn any_bytes_after_the_header_give_rows_or_errors_and_lines_that_rise(
        parts in proptest::collection::vec(prop_oneof![
            Just(b"r1,p1,thrive,2022-04-01,accepted".to_vec()), Just(b"\n".to_vec()), Just(b"\r\n".to_vec()),
            Just(b"\"".to_vec()), Just(b",".to_vec()), proptest::collection::vec(any::<u8>(), 0..6),
        ], 0..30),
    ) {
        let file = [format!("{REQUIRED}\n").into_bytes(), parts.concat()].concat();
        let seen = see(&file);
        prop_assert!(!(seen.rows.is_empty() && seen.errors.is_empty()));
        prop_assert!(seen.rows.windows(2).all(|two| two[0].0 < two[1].0));
        let last = file.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        prop_assert!(seen.rows.iter().all(|(line, _)| (2..=last).contains(line)));
    }
}

#[test]
fn a_row_of_a_team_that_is_not_in_the_footprint_cannot_be_written() {
    let file = format!("{REQUIRED}\nr1,p1,thrive,2022-04-01,accepted\n");
    let row = HistoricReferral { team: TeamCode("elsewhere".to_owned()), ..see(file).rows.remove(0).1 };
    let error = write([&row].into_iter(), kent_medway(), Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "team elsewhere is no team of Kent and Medway");
}

#[test]
fn no_rows_give_a_header_alone() {
    let mut file = Vec::new();
    write([].into_iter(), kent_medway(), &mut file).unwrap();
    let names: Vec<&str> = porch_exchange::referral_history::Column::ALL.iter().map(|column| column.name()).collect();
    assert_eq!(String::from_utf8(file).unwrap(), format!("{}\r\n", names.join(",")));
}
