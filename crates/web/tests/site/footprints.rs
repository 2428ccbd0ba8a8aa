//! One story for each local system that comes with the program, in the facts of its seed, from the form of whoever refers to
//! what comes of it. Everybody in them is invented.

use axum::http::StatusCode;
use porch_domain::{actor::Role, ids::ReferralId};

use crate::{
    care::contact,
    deciding::{Browser, finish},
    questionnaire_pages::write_down,
    support::{Answer, House, between},
    visitor::{Visitor, words},
};

const MONDAY_AT_TEN: &str = "2026-11-23T10:00:00Z";

/// Whom somebody refers.
struct Referred<'a> {
    /// Who refers: the code of the source, and the organisation.
    by: (&'a str, &'a str),
    /// How things are.
    now: &'a str,
    /// The day, the month and the year of the due date or the birth.
    ends: [&'a str; 3],
    /// What is asked about at the door, and what it is said in words.
    concern: (&'a str, &'a str),
    /// Whether she has or had a severe mental illness.
    severe: &'a str,
    /// Her postcode.
    postcode: &'a str,
}

/// A local system, and somebody on duty.
async fn opened(content: &str) -> (House, String) {
    let house = House::of(content, true);
    house.world.set(MONDAY_AT_TEN);
    let cookie = house.sign_in(Role::Clinician).await;
    (house, cookie)
}

/// Sends the professional's form, page by page, and gives the referral that came of it.
async fn refers(house: &House, her: &Referred<'_>) -> ReferralId {
    let mut visitor = Visitor::begins(house, "professional").await;
    visitor.answers("now", &[("now", her.now)]).await;
    let [day, month, year] = her.ends;
    visitor.answers("more", &[("ends-day", day), ("ends-month", month), ("ends-year", year)]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("words", &[("concerns", her.concern.0), ("worry", her.concern.1)]).await;
    visitor.answers("before", &[("severe", her.severe)]).await;
    let who = [
        ("name", "Nadia Example"),
        ("born-day", "4"),
        ("born-month", "5"),
        ("born-year", "1996"),
        ("postcode", her.postcode),
    ];
    visitor.answers("who", &who).await;
    let (source, organisation) = her.by;
    let by = [
        ("by_name", "Robin Example"),
        ("by_source", source),
        ("by_organisation", organisation),
        ("by_telephone", "01632 960 200"),
        ("by_email", "robin.example@nhs.net"),
    ];
    visitor.answers("you", &by).await;
    visitor.answers("agree", &[("agreement", "agrees")]).await;
    visitor.answers("reach", &[("reach_letter", "yes"), ("address", "1 Example Road\nExampletown")]).await;
    assert_eq!(visitor.sends().await.status, StatusCode::OK);
    house.world.advance_minutes(5);
    let ids = house.texts("SELECT referral_id FROM referral");
    assert_eq!(ids.len(), 1, "one referral");
    ids[0].parse().unwrap()
}

/// How a team or a service fits, once it is said how severe it is: the words of its row.
async fn fits(house: &House, cookie: &str, id: ReferralId, severity: &str, team: &str) -> String {
    let page = house.get_as(cookie, &format!("/referrals/{id}/decide?severity={severity}")).await;
    let table = between(&page.body, "id=\"who-fits\"", "</table>");
    let row = table.split("<tr").find(|row| row.contains(team)).unwrap_or_default();
    assert!(!row.is_empty(), "{team}: {table}");
    let text = row.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    text.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Takes her on for a team, with both letters as they are drafted; nothing is asked about deciding otherwise.
async fn taken_on(house: &House, cookie: &str, id: ReferralId, severity: &str, team: &str) {
    let page = format!("/referrals/{id}/decide?severity={severity}&choice=accept:{team}");
    let form = house.get_as(cookie, &page).await;
    assert!(!form.body.contains("otherwise than proposed"), "{team} is what is proposed");
    let done = finish(house, cookie, id, &Browser::of(&form)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", words(&done));
    house.world.advance_minutes(5);
}

/// Sends a form of the handover's page.
async fn between_teams(house: &House, cookie: &str, id: ReferralId, act: &str, fields: &[(&str, &str)]) -> Answer {
    let page = format!("/referrals/{id}/handover");
    let (version, command) = (house.version(cookie, &page).await, house.command());
    let mut all = vec![("command", command.as_str()), ("version", version.as_str())];
    all.extend(fields);
    let answer = house.post(cookie, &format!("{page}/{act}"), &all).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{act}: {}", words(&answer));
    house.world.advance_minutes(5);
    answer
}

/// Somebody of the team says yes by name.
async fn yes(house: &House, id: ReferralId) {
    let cookie = house.sign_in(Role::Duty).await;
    between_teams(house, &cookie, id, "accept", &[("tell", "none"), ("why_not", "I ring her today")]).await;
}

/// Whether the report of what was proposed counts one decision of a team as proposed.
async fn counted_as_proposed(house: &House, cookie: &str, team: &str) {
    let report = house.get_as(cookie, "/reports/proposed?from=2026-11-01&to=2026-11-30").await;
    let row = report.body.split("<tr").find(|row| row.contains(team)).unwrap_or_default();
    let text = row.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    let text = text.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("As proposed 1 Otherwise 0"), "{team}: {text}; {}", words(&report));
}

/// Nine answers of PHQ-9 that add to a total, none about risk, and how hard they made things.
fn phq9(total: u8) -> Vec<Option<u8>> {
    let share = |nth: u8| Some((total / 8) + u8::from(nth < total % 8));
    (0..8).map(share).chain([Some(0), Some(1)]).collect()
}

// D2, K1: Thrive takes moderate to severe difficulties that a pregnancy or a birth set off.
#[tokio::test]
async fn in_kent_a_frightening_birth_is_for_thrive_and_not_for_the_community_service() {
    let (house, cookie) = opened(include_str!("../../../../footprints/kent-medway.toml")).await;
    let her = Referred {
        by: ("A4", "Example Maternity"),
        now: "baby",
        ends: ["14", "9", "2026"],
        concern: ("birth_trauma", "She sees the birth again every night."),
        severe: "no",
        postcode: "CT1 2AB",
    };
    let id = refers(&house, &her).await;
    let thrive = fits(&house, &cookie, id, "severe", "Thrive").await;
    assert!(thrive.contains("Fits") && thrive.contains("KMPT news item"), "{thrive}");
    assert!(fits(&house, &cookie, id, "severe", "Community Service").await.contains("Does not fit"));
    taken_on(&house, &cookie, id, "severe", "thrive").await;
    yes(&house, id).await;
    counted_as_proposed(&house, &cookie, "Thrive").await;
}

// D2, D3: an illness for nine months after a birth; outside it each one is discussed, and nobody is declined.
#[tokio::test]
async fn in_dorset_an_illness_ten_months_after_a_birth_is_a_question_to_the_meeting_and_is_taken_on() {
    let (house, cookie) = opened(include_str!("../../../../footprints/dorset.toml")).await;
    let her = Referred {
        by: ("A1", "Example Surgery"),
        now: "baby",
        ends: ["10", "1", "2026"],
        concern: ("low", "She has been low for weeks and does not sleep."),
        severe: "no",
        postcode: "",
    };
    let id = refers(&house, &her).await;
    let community = fits(&house, &cookie, id, "severe", "Dorset Perinatal Mental Health Service").await;
    assert!(community.contains("A question to the meeting"), "{community}");
    assert!(!community.contains("Does not fit"), "{community}");
    let room = house.get_as(&cookie, "/meetings/2026-11-23-0930").await;
    assert_eq!(room.status, StatusCode::OK);
    let form = house.get_as(&cookie, &format!("/referrals/{id}/decide?severity=severe&choice=accept:community")).await;
    let typed = Browser::of(&form).with("because", "Discussed: she became ill within nine months.");
    let typed =
        if form.body.contains("otherwise than proposed") { typed.with("otherwise", "more_is_known") } else { typed };
    let done = finish(&house, &cookie, id, &typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", words(&done));
}

// E1, D2: pregnant women and new mothers with serious mental illnesses who need a mother and baby unit.
#[tokio::test]
async fn in_the_east_midlands_a_new_mother_with_a_serious_illness_is_for_the_unit_of_the_collaborative() {
    let (house, cookie) = opened(include_str!("../../../../footprints/east-midlands.toml")).await;
    let her = Referred {
        by: ("P1", "Example Mental Health Team"),
        now: "baby",
        ends: ["1", "9", "2026"],
        concern: ("low", "Her bipolar disorder has come back since the birth."),
        severe: "yes",
        postcode: "",
    };
    let id = refers(&house, &her).await;
    let unit = fits(&house, &cookie, id, "severe", "Mother and baby unit").await;
    assert!(!unit.contains("Does not fit"), "{unit}");
    let mild = fits(&house, &cookie, id, "mild", "Mother and baby unit").await;
    assert!(mild.contains("Does not fit") && mild.contains("how severe it is"), "{mild}");
    let services = words(&house.get_as(&cookie, "/local-services").await);
    assert!(services.contains("derbyshire healthcare nhs foundation trust"), "{services}");
}

// B1, B2, B3: Whooley, then PHQ-9; behavioural activation at home for a baby under a year; eight visits, first and last score.
#[tokio::test]
async fn in_blackpool_a_positive_whooley_and_a_phq9_of_14_lead_to_eight_visits_at_home() {
    let (house, cookie) = opened(include_str!("../../../../footprints/blackpool.toml")).await;
    let her = Referred {
        by: ("A2", "Blackpool health visiting"),
        now: "baby",
        ends: ["20", "6", "2026"],
        concern: ("low", "Both Whooley questions were answered yes at five months."),
        severe: "no",
        postcode: "FY1 2AB",
    };
    let id = refers(&house, &her).await;
    let visitors = fits(&house, &cookie, id, "moderate", "Blackpool health visiting").await;
    assert!(visitors.contains("Fits") && visitors.contains("until 20 June 2027"), "{visitors}");
    taken_on(&house, &cookie, id, "moderate", "health_visiting").await;
    // The health visitors are another employer's, and one of them says yes.
    let visitor = || house.session_of("health-visitor", Role::Clinician, "HV", &["health_visiting"]);
    let cookie = visitor();
    between_teams(&house, &cookie, id, "accept", &[("tell", "none"), ("why_not", "I see her today")]).await;

    let questionnaires = format!("/referrals/{id}/questionnaires");
    write_down(&house, &cookie, id, "whooley", &[Some(1), Some(1), Some(0)]).await;
    let said = words(&house.get_as(&cookie, &questionnaires).await);
    assert!(said.contains("asked next") && said.contains("gad-7") && said.contains("phq-9"), "{said}");
    write_down(&house, &cookie, id, "phq9", &phq9(14)).await;
    let said = words(&house.get_as(&cookie, &questionnaires).await);
    assert!(said.contains("behavioural activation by a trained health visitor, six to eight visits at home"), "{said}");
    for _ in 0..8 {
        contact(&house, &visitor(), id, "treatment", "attended").await;
        house.world.advance_minutes(7 * 24 * 60);
    }
    let cookie = visitor();
    write_down(&house, &cookie, id, "phq9", &phq9(6)).await;
    let said = words(&house.get_as(&cookie, &questionnaires).await);
    assert!(said.contains("phq-9 over time: 14 , then 6 ."), "{said}");
    assert_eq!(house.count("SELECT COUNT(*) FROM journal WHERE event = 'ContactRecorded'"), 8);
    counted_as_proposed(&house, &house.sign_in(Role::Clinician).await, "Blackpool health visiting").await;
}

// H4, D1: anyone over 18 who lives, or is registered, in the borough; a group for first babies of up to six months in a hub.
#[tokio::test]
async fn in_tower_hamlets_a_first_baby_of_four_months_is_for_talking_therapies_and_their_group_in_a_hub() {
    let (house, cookie) = opened(include_str!("../../../../footprints/tower-hamlets.toml")).await;
    let her = Referred {
        by: ("A2", "Example health visiting"),
        now: "baby",
        ends: ["20", "7", "2026"],
        concern: ("anxious", "Her first baby; she worries all day and cannot sleep."),
        severe: "no",
        postcode: "E1 4AA",
    };
    let id = refers(&house, &her).await;
    let therapies = fits(&house, &cookie, id, "mild", "Tower Hamlets Talking Therapies").await;
    assert!(therapies.contains("Fits"), "{therapies}");
    taken_on(&house, &cookie, id, "mild", "talking_therapies").await;
    yes(&house, id).await;
    let said = words(&house.get_as(&cookie, "/local-services").await);
    for says in ["raising happy babies", "for a first child", "at most 6 months old", "family hubs of tower hamlets"] {
        assert!(said.contains(says), "{says}: {said}");
    }
    counted_as_proposed(&house, &cookie, "Talking Therapies").await;
}

// N1, N3: a warm handover, without a second assessment or referral.
#[tokio::test]
async fn in_norfolk_a_midwifes_referral_goes_from_talking_therapies_to_the_parent_infant_team_without_a_second() {
    let (house, cookie) = opened(include_str!("../../../../footprints/norfolk-waveney.toml")).await;
    let her = Referred {
        by: ("A4", "Example Maternity"),
        now: "baby",
        ends: ["20", "8", "2026"],
        concern: ("low", "A Whooley question was answered yes; she is low, and it is hard with the baby."),
        severe: "no",
        postcode: "NR1 2AB",
    };
    let id = refers(&house, &her).await;
    let therapies = fits(&house, &cookie, id, "moderate", "NHS Talking Therapies of Norfolk").await;
    assert!(therapies.contains("Fits"), "{therapies}");
    taken_on(&house, &cookie, id, "moderate", "talking_therapies").await;
    yes(&house, id).await;
    let warm = [
        ("to", "parent_infant"),
        ("summary", "It is the bond with the baby that she needs help with."),
        ("agreement", "agrees"),
        ("agreed-day", "23"),
        ("agreed-month", "11"),
        ("agreed-year", "2026"),
    ];
    between_teams(&house, &cookie, id, "offer", &warm).await;
    yes(&house, id).await;
    let page = house.get_as(&cookie, &format!("/referrals/{id}")).await;
    let matters = between(&page.body, "id=\"matters\"", "</section>");
    assert!(matters.contains("Parent-infant relationship service"), "{matters}");
    assert_eq!(house.count("SELECT COUNT(*) FROM referral"), 1, "no second referral");
    assert_eq!(house.count("SELECT COUNT(*) FROM person"), 1, "and no second record of her");
}

// V1, V2: a psychologist in maternity, employed by one trust and paid for by another, for those below other thresholds.
#[tokio::test]
async fn in_hillingdon_somebody_pregnant_and_below_other_thresholds_is_for_the_psychologist_in_maternity() {
    let (house, cookie) = opened(include_str!("../../../../footprints/hillingdon.toml")).await;
    let her = Referred {
        by: ("A4", "The Hillingdon Hospital"),
        now: "pregnant",
        ends: ["20", "2", "2027"],
        concern: ("fear_of_birth", "She dreads the birth and cancels her scans."),
        severe: "no",
        postcode: "UB8 3NN",
    };
    let id = refers(&house, &her).await;
    let psychology = fits(&house, &cookie, id, "mild", "Psychology in maternity").await;
    assert!(psychology.contains("Fits"), "{psychology}");
    assert!(fits(&house, &cookie, id, "mild", "Specialist community service").await.contains("Does not fit"));
    taken_on(&house, &cookie, id, "mild", "maternity_psychology").await;
    yes(&house, id).await;
    let said = words(&house.get_as(&cookie, "/local-services").await);
    assert!(said.contains("clinical health psychologist") && said.contains("the local mental health trust"), "{said}");
    counted_as_proposed(&house, &cookie, "Psychology in maternity").await;
}

// G1, G3: one service from mild to severe; as it gets worse she goes on within it.
#[tokio::test]
async fn in_one_service_somebody_who_becomes_more_unwell_goes_on_within_it_under_the_same_referral() {
    let (house, cookie) = opened(include_str!("../../../../footprints/one-service.toml")).await;
    let her = Referred {
        by: ("A1", "Example Surgery"),
        now: "pregnant",
        ends: ["20", "3", "2027"],
        concern: ("anxious", "She worries about the baby all day."),
        severe: "no",
        postcode: "",
    };
    let id = refers(&house, &her).await;
    let common = fits(&house, &cookie, id, "mild", "Psychological workforce for common difficulties").await;
    assert!(!common.contains("Does not fit"), "{common}");
    let specialist = fits(&house, &cookie, id, "mild", "Specialist community service").await;
    assert!(specialist.contains("Does not fit"), "{specialist}");
    let specialist = fits(&house, &cookie, id, "severe", "Specialist community service").await;
    assert!(!specialist.contains("Does not fit"), "{specialist}");
    taken_on(&house, &cookie, id, "mild", "common_difficulties").await;
    yes(&house, id).await;
    for attendance in ["attended", "attended", "did_not_attend"] {
        contact(&house, &cookie, id, "treatment", attendance).await;
    }
    let manager = house.sign_in(Role::Manager).await;
    let kept = house.get_as(&manager, "/reports/kept-time").await;
    let [common, links] =
        ["Practitioners of low and high intensity", "Training, supervision and consultation"].map(|what| {
            between(&kept.body, what, "</tr>")
                .split("</td>")
                .map(|cell| cell.rsplit('>').next().unwrap().trim().to_owned())
                .collect::<Vec<_>>()
        });
    assert_eq!(
        common[1..8],
        ["9.5 for 10,000 births a year", "1", "1", "1", "2", "1", "not known"],
        "{}",
        words(&kept)
    );
    assert_eq!(links[1..7], ["not stated", "0", "0", "0", "0", "0"], "{}", words(&kept));
    let warm = [
        ("to", "community"),
        ("summary", "It has become severe: she does not eat or sleep."),
        ("agreement", "agrees"),
        ("agreed-day", "23"),
        ("agreed-month", "11"),
        ("agreed-year", "2026"),
    ];
    between_teams(&house, &cookie, id, "offer", &warm).await;
    yes(&house, id).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM referral"), 1);
    let page = house.get_as(&cookie, &format!("/referrals/{id}")).await;
    assert!(between(&page.body, "id=\"matters\"", "</section>").contains("Specialist community service"));
}
