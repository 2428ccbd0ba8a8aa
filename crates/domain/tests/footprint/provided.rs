//! What there is beside the teams: venues, groups, posts, champions, kept time, courses and units.

use porch_domain::{
    footprint::{BabyMayCome, Destination, OrganisationRole, Rhythm, Setting, TeamCode, TeamRole},
    screening::InstrumentId,
};

use crate::{problems::check, shipped};

fn codes(footprint: &porch_domain::footprint::Footprint) -> Vec<&str> {
    footprint.teams().iter().map(|team| team.code.0.as_str()).collect()
}

// E1
#[test]
fn the_east_midlands_have_one_lead_partners_and_a_unit_and_care_for_a_year() {
    let footprint = shipped("east-midlands");
    let leads: Vec<&str> = footprint
        .organisations
        .iter()
        .filter(|one| one.role == OrganisationRole::Lead)
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(leads, ["Derbyshire Healthcare NHS Foundation Trust"]);
    assert_eq!(footprint.organisations.len(), 2);
    let unit = &footprint.provided.units[0];
    assert_eq!((unit.organisation.as_str(), unit.places), ("DHCFT", None), "no source says how many places");
    assert_eq!(footprint.team_by_code(&unit.team).unwrap().role, TeamRole::Unit);
    assert_eq!(footprint.care().until_months, 12);
}

// B1, B2, B4
#[test]
fn blackpool_asks_at_eight_contacts_with_a_chain_and_gives_behavioural_activation_at_home() {
    let footprint = shipped("blackpool");
    let rules = footprint.screening();
    assert_eq!(rules.contacts.len(), 8);
    let whooley = InstrumentId::of("whooley").unwrap();
    assert!(rules.contacts.iter().all(|contact| contact.asks.contains(&whooley)));
    let chain = rules.follow_ups.iter().find(|follow| follow.after == whooley).unwrap();
    let offers: Vec<&str> = chain.offers.iter().map(InstrumentId::as_str).collect();
    assert_eq!((offers, chain.all), (vec!["gad7", "phq9"], true));
    let suggestion = &rules.suggestions[0];
    assert_eq!((suggestion.at_least, suggestion.at_most, suggestion.baby_under_days), (10, 19, Some(365)));
    let course = footprint.provided.interventions.iter().find(|one| one.code == suggestion.code).unwrap();
    assert_eq!((course.setting, course.sessions, course.rhythm), (Setting::Home, Some((6, 8)), Some(Rhythm::Weekly)));
    assert_eq!(course.by, Destination::Team(TeamCode("health_visiting".into())));
}

// H4
#[test]
fn tower_hamlets_has_a_group_for_first_babies_in_a_hub_champions_and_case_discussions() {
    let footprint = shipped("tower-hamlets");
    let group = &footprint.provided.groups[0];
    assert_eq!(group.name, "Raising Happy Babies");
    assert_eq!((group.sessions, group.baby_until_months, group.first_child), (Some(8), Some(6), true));
    assert_eq!(footprint.venue(group.venue.as_deref().unwrap()).unwrap().baby, BabyMayCome::Yes);
    assert_eq!(footprint.provided.champions.len(), 1);
    let discussion = &footprint.case_discussions()[0];
    assert_eq!((discussion.teams.len(), discussion.services.len()), (3, 2));
}

// N1, N4
#[test]
fn norfolk_and_waveney_has_eight_teams_on_one_pathway_with_a_hub_that_they_share() {
    let footprint = shipped("norfolk-waveney");
    assert_eq!(
        codes(&footprint),
        [
            "maternity_one",
            "maternity_two",
            "maternity_three",
            "talking_therapies",
            "parent_infant",
            "maternal",
            "community",
            "family_hubs",
            "front_door"
        ]
    );
    let hub = footprint.venue("family_hubs").unwrap();
    assert!(hub.teams.contains(&TeamCode("talking_therapies".into())));
    assert!(hub.teams.contains(&TeamCode("parent_infant".into())));
    assert!(footprint.link(&TeamCode("talking_therapies".into()), &TeamCode("parent_infant".into())).is_some());
}

// L3
#[test]
fn the_psychologist_of_hillingdon_is_employed_by_one_paid_by_another_and_sits_there() {
    let footprint = shipped("hillingdon");
    let post = &footprint.provided.posts[0];
    assert_eq!((post.employer.as_str(), post.funder.as_str(), post.host.as_str()), ("MHT", "HOSPITAL", "HOSPITAL"));
    assert_eq!(footprint.organisation_called(&post.host), "The Hillingdon Hospital NHS Foundation Trust");
    assert!(post.sits.contains("gynaecology") && post.does.len() == 5, "{post:?}");
    assert_eq!(footprint.venue("gynaecology_office").unwrap().baby, BabyMayCome::NotKnown);
}

// G1
#[test]
fn the_one_service_keeps_nine_and_a_half_posts_for_ten_thousand_births_and_a_link_in_each_universal_service() {
    let footprint = shipped("one-service");
    let kept = &footprint.provided.kept[0];
    assert_eq!((kept.wte.unwrap().to_string(), kept.per_births), ("9.5".to_owned(), Some(10_000)));
    let posts = &footprint.provided.posts;
    assert_eq!(posts.len(), 4);
    assert!(posts.iter().all(|post| post.team == Some(TeamCode("common_difficulties".into()))));
}

#[test]
fn what_is_beside_the_teams_and_cannot_be_is_a_problem_with_its_line() {
    let edit = |text: String| -> &'static [(&'static str, &'static str)] {
        vec![("[meeting]", &*format!("{text}\n\n[meeting]").leak())].leak()
    };
    let table = |kind: &str, more: &str| edit(format!("[[{kind}]]\nsource = \"spec\"\n{more}"));
    check(&[
        (
            "a venue where the baby is a number",
            table("venues", "code = \"hub\"\nname = \"Hub\"\nbaby = 1 #!"),
            &[("venues[1].baby", "the number 1")],
        ),
        (
            "a venue of a team that is not there",
            table("venues", "code = \"hub\"\nname = \"Hub\"\nbaby = \"yes\"\nteams = [\"moon\"] #!"),
            &[("venues[1].teams[1]", "unknown team \"moon\"")],
        ),
        (
            "a group in a venue that is not there",
            table("groups", "code = \"one\"\nname = \"One\"\nteam = \"door\"\nabout = \"Sleep\"\nvenue = \"moon\" #!"),
            &[("groups[1].venue", "unknown venue \"moon\"")],
        ),
        (
            "a post that nobody pays for",
            table(
                "posts",
                "code = \"one\"\ntitle = \"One\"\nemployer = \"ONE\"\nfunder = \"MOON\" #!\nhost = \"ONE\"\nsits = \"There\"",
            ),
            &[("posts[1].funder", "unknown organisation \"MOON\"")],
        ),
        (
            "a champion of no team",
            table("champions", "what = \"One\"\nteam = \"moon\" #!"),
            &[("champions[1].team", "unknown team \"moon\"")],
        ),
        (
            "time with two decimals",
            table("kept_capacity", "team = \"door\"\nwhat = \"One\"\nwte = 9.55 #!"),
            &[("kept_capacity[1].wte", "the number 9.55")],
        ),
        (
            "births without staff",
            table("kept_capacity", "team = \"door\"\nwhat = \"One\"\nper_births = 10000 #!"),
            &[("kept_capacity[1].per_births", "births without a number of staff")],
        ),
        (
            "one end of how many sessions",
            table(
                "interventions",
                "code = \"one\"\nname = \"One\"\nteam = \"door\"\nsetting = \"home\"\nsessions_from = 6 #!",
            ),
            &[("interventions[1].sessions_from", "one end of how many times")],
        ),
        (
            "fewer than the fewest",
            table(
                "interventions",
                "code = \"one\"\nname = \"One\"\nteam = \"door\"\nsetting = \"home\"\nsessions_from = 6\nsessions_to = 5 #!",
            ),
            &[("interventions[1].sessions_to", "5 is less than the fewest")],
        ),
        (
            "a unit that is nobody's team",
            table("units", "code = \"one\"\nname = \"One\"\norganisation = \"ONE\"\nteam = \"moon\" #!"),
            &[("units[1].team", "unknown team \"moon\"")],
        ),
    ]);
}
