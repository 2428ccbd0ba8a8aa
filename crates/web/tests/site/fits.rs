//! Who fits a referral, on the page where it is decided (D2, X3).

use porch_domain::{
    actor::Role,
    front_door::{Asked, Concern, Known, Situation},
    person::Pregnancy,
};

use crate::{
    deciding::{Browser, Her, finish, referred},
    support::{House, KENT, between},
};

const DORSET: &str = include_str!("../../../../footprints/dorset.toml");

/// The row of a team in the table of who fits.
fn row<'a>(page: &'a str, team: &str) -> &'a str {
    let table = between(page, "id=\"who-fits\"", "</table>");
    table.split("<tr").find(|row| row.contains(team)).unwrap_or_default()
}

// D2, X3, H20, H21
#[tokio::test]
async fn the_page_says_who_fits_why_what_is_missing_and_refuses_nobody() {
    let house = House::of(KENT, true);
    let duty = house.sign_in(Role::Duty).await;
    let asked = Asked { situation: Some(Situation::Stillbirth), concerns: [Concern::Low].into(), ..Asked::default() };
    let id = referred(&house, Her { asked, ..Her::default() });
    let page = house.get_as(&duty, &format!("/referrals/{id}/decide")).await;
    let main = between(&page.body, "<main", "</main>");
    assert!(main.contains("Who fits") && main.contains("You decide, and say why where you decide otherwise"), "{main}");
    // After a loss whose date nobody asked for, and of whom no date of birth is held.
    let thrive = row(&page.body, "Thrive");
    for says in ["Not known yet", "how severe it is", "her age", "the day of the birth or the loss", "KMPT news item"] {
        assert!(thrive.contains(says), "{says}: {thrive}");
    }
    let midwives = row(&page.body, "Midwives");
    assert!(midwives.contains("Does not fit"), "midwives take nobody after a loss: {midwives}");
    assert!(!midwives.contains(">not known") && thrive.contains("not known"), "nor until any day: {midwives}");
    // Whatever is proposed, each team can be chosen.
    for choice in ["accept:community", "accept:thrive", "reject"] {
        assert!(main.contains(choice), "{choice}: {main}");
    }
}

// X3: what is written in the rules of an area alone decides what stands there.
#[tokio::test]
async fn rules_without_thresholds_propose_nobody() {
    let (start, end) = (KENT.find("# Thresholds:").unwrap(), KENT.find("# 999 and 111").unwrap());
    let house = House::of(&format!("{}{}", &KENT[..start], &KENT[end..]), true);
    let duty = house.sign_in(Role::Duty).await;
    let id = referred(&house, Her::default());
    let page = house.get_as(&duty, &format!("/referrals/{id}/decide")).await;
    assert!(!page.body.contains("Who fits") && page.body.contains("What is decided?"));
}

/// Somebody of whom enough is known that a team fits once it is said how severe it is.
fn hers(concern: Concern) -> Her {
    let asked = Asked { situation: Some(Situation::LivingBaby), concerns: [concern].into(), ..Asked::default() };
    let pregnancy = Some(Pregnancy { due_or_end_on: jiff::civil::date(2026, 8, 1), outcome: None });
    Her { asked, born: Some(jiff::civil::date(1996, 1, 1)), pregnancy, ..Her::default() }
}

// D2, H20
#[tokio::test]
async fn whoever_decides_otherwise_than_proposed_says_why_and_a_report_counts_it_by_team_and_reason() {
    let house = House::of(KENT, true);
    let duty = house.sign_in(Role::Duty).await;
    let id = referred(&house, hers(Concern::Low));
    let page = house.get_as(&duty, &format!("/referrals/{id}/decide")).await;
    assert!(row(&page.body, "Community").contains("Not known yet"), "{}", page.body);
    let page = house.get_as(&duty, &format!("/referrals/{id}/decide?severity=moderate")).await;
    assert!(page.body.contains("name=\"severity\" value=\"moderate\""), "it goes along with the choice");
    let fits = row(&page.body, "NHS Talking Therapies");
    assert!(fits.contains("<strong>Fits</strong>"), "{fits}");

    // As proposed: nothing is asked.
    let community =
        house.get_as(&duty, &format!("/referrals/{id}/decide?severity=moderate&choice=accept:community")).await;
    assert!(!community.body.contains("otherwise than proposed"), "{}", community.body);
    let thrive = house.get_as(&duty, &format!("/referrals/{id}/decide?severity=moderate&choice=accept:thrive")).await;
    assert!(thrive.body.contains("Why is it decided otherwise than proposed?"), "{}", thrive.body);
    let form = Browser::of(&thrive);
    assert_eq!(form.get("severity"), "moderate");
    let missing = form.send(&house, &duty, id, "letters").await;
    assert_eq!(missing.status, 422);
    assert!(missing.body.contains("<a href=\"#otherwise\">Say why it is decided otherwise than proposed</a>"));
    let forged = form.clone().with("otherwise", "moon").send(&house, &duty, id, "letters").await;
    assert_eq!(forged.status, 422);
    let done = finish(&house, &duty, id, &form.with("otherwise", "known_there")).await;
    assert_eq!(done.status, 303, "{}", done.body);

    let report = house.get_as(&duty, "/reports/proposed?from=2026-11-01&to=2026-11-30").await;
    let thrive = report.body.split("<tr").find(|row| row.contains("Thrive")).unwrap_or_default();
    assert!(thrive.matches(">0<").count() >= 3 && thrive.contains(">1<"), "{thrive}");
    assert!(report.body.contains("1 decisions otherwise than proposed, by reason"), "{}", report.body);
    assert!(report.body.contains("Somebody there knows her already"));
    assert!(!report.body.contains("Invented Person") && !report.body.contains("demo-duty"), "it names nobody");
    let empty = house.get_as(&duty, "/reports/proposed?from=2020-01-01&to=2020-12-31").await;
    assert!(empty.body.contains("Nothing was decided in this time."));
}

// X3, H21
#[tokio::test]
async fn her_page_says_until_when_each_is_open_and_warns_where_a_window_closes_before_the_clock_does() {
    // Nine months after a birth; the clock of 28 days that began on 21 November ends after that.
    let house = House::of(DORSET, true);
    let duty = house.sign_in(Role::Duty).await;
    for (born, warns) in [(jiff::civil::date(2026, 3, 1), true), (jiff::civil::date(2026, 8, 1), false)] {
        let mut her = hers(Concern::Low);
        her.asked.severe_history = Known::Yes;
        let pregnancy = Some(Pregnancy { due_or_end_on: born, outcome: None });
        let id = referred(&house, Her { pregnancy, postcode: "", ..her });
        let page = house.get_as(&duty, &format!("/referrals/{id}")).await;
        let section = between(&page.body, "id=\"calendar\"", "</section>");
        assert_eq!(section.contains("A window closes before the answer is due"), warns, "{section}");
        assert!(section.contains("weeks since the birth or the loss"), "{section}");
        let last = if warns { "until 1 December 2026" } else { "until 1 May 2027" };
        assert!(section.contains(last), "{last}: {section}");
    }
    let id = referred(&house, Her { postcode: "", pregnancy: None, ..hers(Concern::BirthTrauma) });
    let page = house.get_as(&duty, &format!("/referrals/{id}")).await;
    assert!(between(&page.body, "id=\"calendar\"", "</section>").contains("not known"), "of no day nothing is guessed");
}
