//! The files that are shipped say what their sources say.

use jiff::civil::{Weekday, date, time};
use porch_domain::footprint::{Footprint, Offering, TeamCode, TeamRole};

use crate::{DORSET, KENT_MEDWAY, SHIPPED, read};

#[test]
fn kent_and_medway_names_its_two_specialist_teams_as_its_reports_do() {
    let footprint = read(KENT_MEDWAY);
    let names: Vec<&str> = footprint.teams_known().collect();
    assert_eq!(
        names,
        [
            "Perinatal MH Community Service",
            "Thrive \u{2013} Support for Birth Trauma & Loss",
            "Front door (referrals and duty)"
        ]
    );
    let types: Vec<&str> = footprint.teams().iter().map(|team| team.team_type.as_str()).collect();
    assert_eq!(types, ["C02", "F02", "A18"]);
    let named_alike = |word: &str| names.iter().filter(|name| name.contains(word)).count();
    assert_eq!((named_alike("Perinatal"), named_alike("Thrive")), (1, 1));
}

#[test]
fn thrive_has_two_employers_and_began_in_january_2021() {
    let footprint = read(KENT_MEDWAY);
    let thrive = footprint.team_by_code(&TeamCode("thrive".into())).unwrap();
    assert_eq!(thrive.organisations, ["KMPT", "EKHUFT"]);
    assert!(!thrive.exists_on(date(2020, 12, 31)) && thrive.exists_on(date(2021, 1, 1)));
}

#[test]
fn kent_and_medway_leaves_partners_to_the_self_check_and_dorset_assesses_them() {
    let community = TeamCode("community".into());
    let kent = read(KENT_MEDWAY);
    assert!(!kent.offers_partner_assessment(&community));
    let said = kent.not_offered(&community, Offering::PartnerAssessment).unwrap();
    assert!(said.note.contains("self-check"), "{}", said.note);
    assert!(!kent.offers_partner_assessment(&TeamCode("thrive".into())));
    assert!(read(DORSET).offers_partner_assessment(&community));
    assert!(!read(DORSET).offers_partner_assessment(&TeamCode("nobody".into())));
}

#[test]
fn dorset_lists_thirteen_criteria_from_version_three() {
    let footprint = read(DORSET);
    assert_eq!(footprint.criteria.len(), 13);
    assert!(footprint.criteria.iter().all(|criterion| criterion.from == date(2023, 4, 1)));
}

#[test]
fn dorset_keeps_a_duty_of_eight_hours_on_weekdays_and_meets_three_times_a_week() {
    let footprint = read(DORSET);
    let duty = &footprint.duty;
    assert_eq!(duty.weekdays.len(), 5);
    assert_eq!((duty.weekdays[0], duty.weekdays[4]), (Weekday::Monday, Weekday::Friday));
    assert_eq!((duty.from, duty.to, duty.flexible), (time(9, 0, 0, 0), time(17, 0, 0, 0), true));
    assert_eq!(footprint.meeting.sittings_per_week(), 3);
}

#[test]
fn the_front_door_is_the_last_team_of_each_file() {
    for footprint in SHIPPED.map(|(_, text)| read(text)) {
        let last = footprint.teams().last().unwrap();
        assert_eq!((last, last.role), (footprint.front_door(), TeamRole::FrontDoor));
    }
}

#[test]
fn local_numbers_are_those_reserved_for_drama_and_say_so() {
    for route in SHIPPED.map(|(_, text)| read(text)).iter().flat_map(|footprint| &footprint.urgent_routes) {
        let national = ["999", "111"].contains(&route.number.as_str());
        let drama = route.number.starts_with("01632 960 ");
        assert!(national != drama && route.demonstration == drama, "{route:?}");
        assert_eq!(route.note.as_deref() == Some("Demonstration number"), drama, "{route:?}");
    }
}

#[test]
fn the_assumed_facts_are_listed_with_their_lines() {
    let footprint = read(KENT_MEDWAY);
    let assumed: Vec<&str> = footprint.assumed.iter().map(|fact| fact.at.as_str()).collect();
    for fact in ["starts_on", "teams[2].public_name", "teams[3]", "clocks[1]", "duty", "not_offered[2]"] {
        assert!(assumed.contains(&fact), "{fact} in {assumed:?}");
    }
    assert!(!assumed.contains(&"teams[2].starts_on") && !assumed.contains(&"not_offered[1]"));
    let starts_on = footprint.assumed.iter().find(|fact| fact.at == "starts_on").unwrap();
    assert!(KENT_MEDWAY.lines().nth(starts_on.line - 1).unwrap().starts_with("starts_on"));
}

#[test]
fn the_content_hash_is_sha_256_and_changes_with_every_byte() {
    assert_eq!(Footprint::content_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_ne!(Footprint::content_hash(DORSET), Footprint::content_hash(&format!("{DORSET}\n")));
}
