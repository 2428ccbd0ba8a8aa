//! How somebody of the staff stands to a referral, case by case.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::civil::{Date, date};
use porch_domain::{
    account::Belonging,
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    relation::{Relation, Whose, relation},
};

/// Kent and Medway with a team of another trust alone, and an agreement between the two trusts for the year 2026.
fn footprint() -> Footprint {
    let text = format!("{}\n{}", include_str!("../../../footprints/kent-medway.toml"), include_str!("two_trusts.toml"));
    Footprint::parse(&text).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn team(code: &str) -> TeamCode {
    TeamCode(code.to_owned())
}

fn belongs(organisation: &str, teams: &[&str]) -> Belonging {
    let teams: Vec<String> = teams.iter().map(|team| (*team).to_owned()).collect();
    Belonging::checked(Some(organisation), &teams, &footprint()).unwrap()
}

const DURING: Date = date(2026, 12, 31);
const AFTER: Date = date(2027, 1, 1);

// H15, N3
#[test]
fn a_relation_follows_from_team_joint_work_offer_door_employer_and_agreement() {
    let footprint = footprint();
    let [community, thrive, door, maternity] = ["community", "thrive", "front_door", "maternity"].map(team);
    let held = |by| Whose { responsible: Some(by), ..Whose::default() };
    let waiting = Whose { at_the_door: true, ..held(&door) };
    let brought_open = Whose { at_the_door: true, ..held(&maternity) };
    let joint = Whose { joint: vec![&thrive], ..held(&community) };
    let offered = Whose { offered_to: Some(&maternity), ..held(&community) };
    let closed = Whose { directed_to: Some(&thrive), ..held(&community) };
    for (whose, (organisation, teams), during, after) in [
        // Responsible.
        (held(&community), ("KMPT", &["community"][..]), Relation::OwnTeam, Relation::OwnTeam),
        (held(&community), ("KMPT", &["front_door"]), Relation::OwnOrganisation, Relation::OwnOrganisation),
        (held(&community), ("KMPT", &[]), Relation::OwnOrganisation, Relation::OwnOrganisation),
        (held(&community), ("EKHUFT", &["maternity"]), Relation::Shared, Relation::Other),
        // A team of two employers is the own organisation of both.
        (held(&thrive), ("EKHUFT", &["maternity"]), Relation::OwnOrganisation, Relation::OwnOrganisation),
        (held(&thrive), ("EKHUFT", &["thrive"]), Relation::OwnTeam, Relation::OwnTeam),
        // At the door.
        (waiting.clone(), ("KMPT", &["front_door"]), Relation::OwnTeam, Relation::OwnTeam),
        (waiting.clone(), ("KMPT", &["community"]), Relation::OwnOrganisation, Relation::OwnOrganisation),
        (waiting, ("EKHUFT", &["thrive"]), Relation::Shared, Relation::Other),
        (brought_open.clone(), ("KMPT", &["front_door"]), Relation::OwnTeam, Relation::OwnTeam),
        (brought_open, ("KMPT", &["community"]), Relation::Shared, Relation::Other),
        // Beside it, asked for it, and first directed to.
        (joint.clone(), ("EKHUFT", &["thrive"]), Relation::OwnTeam, Relation::OwnTeam),
        (joint, ("EKHUFT", &["maternity"]), Relation::Shared, Relation::Other),
        (offered.clone(), ("EKHUFT", &["maternity"]), Relation::OwnTeam, Relation::OwnTeam),
        (offered, ("EKHUFT", &["thrive"]), Relation::Shared, Relation::Other),
        (closed, ("EKHUFT", &["thrive"]), Relation::OwnTeam, Relation::OwnTeam),
    ] {
        for (today, expected) in [(DURING, during), (AFTER, after)] {
            let found = relation(&belongs(organisation, teams), &whose, &footprint, today);
            assert_eq!(found.relation, expected, "{organisation} {teams:?} on {today}: {whose:?}");
            assert_eq!(found.agreement.is_some(), expected == Relation::Shared);
        }
    }
}

#[test]
fn whoever_nobody_has_placed_counts_as_of_the_organisation_of_the_front_door_and_of_nothing_beyond_it() {
    let footprint = footprint();
    let nobody_said = Belonging::default();
    for (code, expected) in [
        ("community", Relation::OwnTeam),
        ("front_door", Relation::OwnTeam),
        ("thrive", Relation::OwnTeam),
        ("maternity", Relation::Other),
    ] {
        let code = team(code);
        assert_eq!(relation(&nobody_said, &Whose::of_team(&code), &footprint, AFTER).relation, expected, "{code:?}");
    }
}

#[test]
fn an_employer_and_teams_are_those_of_the_footprint_and_each_team_has_staff_of_the_employer() {
    let checked = |organisation: Option<&str>, teams: &[&str]| {
        let teams: Vec<String> = teams.iter().map(|team| (*team).to_owned()).collect();
        Belonging::checked(organisation, &teams, &footprint())
    };
    assert_eq!(checked(None, &[]), Ok(Belonging::default()));
    assert_eq!(checked(Some("KMPT"), &["thrive", "thrive"]).unwrap().teams, [team("thrive")]);
    assert_eq!(checked(Some("RXY"), &[]), Err(Disallowed::UnknownOrganisation("RXY".to_owned())));
    assert_eq!(checked(Some("KMPT"), &["nobody"]), Err(Disallowed::UnknownTeam("nobody".to_owned())));
    assert_eq!(checked(None, &["thrive"]), Err(Disallowed::EmployerMissing));
    let other = Disallowed::NotOfTheEmployer { team: "community".to_owned(), organisation: "EKHUFT".to_owned() };
    assert_eq!(checked(Some("EKHUFT"), &["thrive", "community"]), Err(other));
}
