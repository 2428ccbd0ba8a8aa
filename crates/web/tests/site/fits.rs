//! Who fits a referral, on the page where it is decided (D2, X3).

use porch_domain::{
    actor::Role,
    front_door::{Asked, Concern, Situation},
};

use crate::{
    deciding::{Her, referred},
    support::{House, KENT, between},
};

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
