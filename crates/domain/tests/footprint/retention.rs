//! How long records of care are kept, as the local rules say.

use porch_domain::footprint::{Footprint, Retention};

const KENT: &str = include_str!("../../../../footprints/kent-medway.toml");

// H15
#[test]
fn a_record_is_kept_for_the_longer_of_the_two_periods_whatever_the_day() {
    let rules = Retention::default();
    for (used, birth, over) in [
        ("2004-05-04", None, "2024-05-04"),
        ("2004-02-29", None, "2024-02-29"),
        ("2004-05-04", Some("2003-12-01"), "2028-12-01"),
        ("2004-05-04", Some("1990-01-01"), "2024-05-04"),
        ("2003-02-28", Some("2000-02-29"), "2025-02-28"),
    ] {
        let found = rules.over_on(used.parse().unwrap(), birth.map(|on: &str| on.parse().unwrap()));
        assert_eq!(found, over.parse().unwrap(), "{used} {birth:?}");
    }
}

#[test]
fn how_long_is_data_of_the_footprint_with_a_source() {
    let with = |section: &str| Footprint::parse(&format!("{KENT}\n[retention]\n{section}\n"));
    let stated = with("years_after_care = 30\nsource = \"this-project\"\nassumed = true").unwrap();
    assert_eq!(stated.retention(), Retention { years_after_care: 30, years_after_birth: 25 });
    assert_eq!(Footprint::parse(KENT).unwrap().retention(), Retention::default());
    for wrong in ["years_after_care = 7", "years_after_birth = 101", "months = 5"] {
        assert!(with(wrong).is_err(), "{wrong}");
    }
}
