//! A team is found by whatever senders call it.

use crate::{DORSET, KENT_MEDWAY, read};

#[test]
fn a_team_is_found_by_code_name_or_alias_whatever_the_capitals_dashes_and_spaces() {
    let footprint = read(KENT_MEDWAY);
    for (called, code) in [
        ("community", Some("community")),
        ("Perinatal MH Community Service", Some("community")),
        ("  perinatal mh  community SERVICE ", Some("community")),
        ("thrive", Some("thrive")),
        ("THRIVE", Some("thrive")),
        ("Thrive \u{2013} Support for Birth Trauma & Loss", Some("thrive")),
        ("Thrive - Support for Birth Trauma & Loss", Some("thrive")),
        ("Thrive \u{2014} Support for\u{a0}Birth Trauma & Loss", Some("thrive")),
        ("Thrive \u{2013} Psychological Support for Birth Trauma and Loss", Some("thrive")),
        ("Thrive - Psychological Support for Birth Trauma and Loss", Some("thrive")),
        ("Front Door", Some("front_door")),
        ("Thriv", None),
        ("Perinatal", None),
        ("community thrive", None),
        ("", None),
        (" ", None),
    ] {
        let found = footprint.team(called).map(|team| team.code.0.as_str());
        assert_eq!(found, code, "{called:?}");
    }
}

#[test]
fn the_same_words_mean_the_team_of_the_footprint_that_is_asked() {
    assert_eq!(read(DORSET).team("community").unwrap().name, "Dorset Perinatal Mental Health Service");
    assert!(read(DORSET).team("thrive").is_none());
}
