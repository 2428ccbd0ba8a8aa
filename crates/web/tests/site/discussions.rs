//! Case discussions across services, as those who take part meet them, and the one team that is responsible on every view.

use axum::http::StatusCode;
use porch_domain::{
    actor::Role,
    footprint::TeamCode,
    ids::ReferralId,
    referral::{HandoverAgreement, ReferralCommand},
};

use crate::{
    care::{in_care, record},
    deciding::{Her, referred},
    support::{Answer, House, KENT, between},
};

/// The first day after the Saturday on which the clock of these tests stands, and the next.
const DAY: &str = "/discussions/across_services/2026-11-26";
const NEXT: &str = "/discussions/across_services/2026-12-10";
const AT: &str = "2026-11-26T14:00:00Z";

const ASKED: [(&str, &str); 4] = [
    ("discussion", "across_services"),
    ("question", "Who sees her first?"),
    ("asked_by", "Invented Midwife"),
    ("agreement_on", "20 11 2026"),
];

async fn list(house: &House, cookie: &str, id: ReferralId, agreement: &str) -> Answer {
    let fields = [&ASKED[..], &[("agreement", agreement)]].concat();
    record(house, cookie, id, "list", &fields).await
}

/// The command and the version of the form that a page sends to an address.
fn form<'a>(page: &'a Answer, action: &str) -> (&'a str, &'a str) {
    let form = between(&page.body, &format!("action=\"{action}\""), "</form>");
    (between(form, "name=\"command\" value=\"", "\""), between(form, "name=\"version\" value=\"", "\""))
}

async fn open(house: &House, cookie: &str, day: &str) {
    let page = house.get_as(cookie, day).await;
    let action = format!("{day}/attendance");
    let (command, version) = form(&page, &action);
    let there = [("teams", "community"), ("teams", "thrive"), ("services", "NHS Talking Therapies")];
    let fields = [&[("command", command), ("version", version)][..], &there].concat();
    let answer = house.post(cookie, &action, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

async fn discuss(house: &House, cookie: &str, day: &str, id: ReferralId, fields: &[(&str, &str)]) -> Answer {
    let page = house.get_as(cookie, day).await;
    let action = format!("{day}/cases/{id}");
    let (command, version) = form(&page, &action);
    let all = [&[("command", command), ("version", version)][..], fields].concat();
    house.post(cookie, &action, &all).await
}

const AGREED: [(&str, &str); 4] =
    [("outcome", "hand_over"), ("note", "Invented agreement"), ("owner", "Invented Owner"), ("due", "7")];

fn main_of(page: &Answer) -> &str {
    between(&page.body, "<main", "</main>")
}

// H2
#[tokio::test]
async fn a_referral_is_put_on_a_list_and_its_page_says_where_and_when_and_what_came_of_it() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let [id, other] = [(); 2].map(|()| referred(&house, Her::default()));
    assert_eq!(list(&house, &clinician, id, "agrees").await.status, StatusCode::SEE_OTHER);
    assert_eq!(list(&house, &clinician, other, "agrees").await.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&clinician, &format!("/referrals/{id}")).await;
    let section = between(&page.body, "id=\"discussions\"", "</section>");
    for said in [
        "Case discussion with talking therapies",
        "Thursday 26 November at 2pm",
        "Who sees her first?",
        "She agreed on 20 November 2026",
    ] {
        assert!(section.contains(said), "{said}: {section}");
    }
    assert!(page.body.contains("Put on the list of Case discussion with talking therapies, asked by Invented Midwife"));

    let lists = house.get_as(&clinician, "/discussions").await;
    assert_eq!(lists.title(), "Case discussions across services – Porch");
    for said in ["every two weeks", "NHS Talking Therapies", "Who sees her first?", "Front door (referrals and duty)"] {
        assert!(lists.body.contains(said), "{said}");
    }
    assert!(lists.links().contains(&DAY.to_owned()) && lists.links().contains(&NEXT.to_owned()), "{:?}", lists.links());
    let looks = house.looks();
    let look = looks.iter().find(|look| look.what == "case discussions");
    assert_eq!(look.map(|look| (look.shown, look.allowed)), Some((2, true)), "one look names both");

    house.world.set(AT);
    let clinician = house.sign_in(Role::Clinician).await;
    let before = house.get_as(&clinician, DAY).await;
    assert!(before.body.contains("This day is not open") && !before.body.contains("/cases/"), "{}", main_of(&before));
    open(&house, &clinician, DAY).await;
    let opened = house.get_as(&clinician, DAY).await;
    assert!(
        opened.body.contains("0 of 2 dealt with") && opened.body.contains("NHS Talking Therapies."),
        "{}",
        main_of(&opened)
    );
    let answer = discuss(&house, &clinician, DAY, id, &AGREED).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, format!("{DAY}#cases").as_str()));
    let close = house.command();
    for _ in 0..2 {
        let closed = house.post(&clinician, &format!("{DAY}/close"), &[("command", &close)]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER);
    }
    let closed = house.get_as(&clinician, DAY).await;
    for said in
        ["1 discussed, 1 carried over", "Invented agreement", "Next: Invented Owner", "Carry over to the next day"]
    {
        assert!(closed.body.contains(said), "{said}: {}", main_of(&closed));
    }
    let page = house.get_as(&clinician, &format!("/referrals/{id}")).await;
    assert!(page.body.contains("Do what the case discussion agreed") && page.body.contains("Invented agreement"));
    assert!(page.body.contains("offer a handover; Invented Owner by 3 December 2026"), "{}", main_of(&page));
    assert!(page.body.contains("Not decided") || page.body.contains("/decide"), "an outcome decides nothing");
    let left = house.get_as(&clinician, &format!("/referrals/{other}")).await;
    assert!(left.body.contains("Thursday 10 December at 2pm"), "what was not discussed stays on the list");

    let manager = house.sign_in(Role::Manager).await;
    let report = house.get_as(&manager, "/reports/discussions?from=2026-11-01&to=2026-11-30").await;
    let cells: Vec<&str> = between(&report.body, "<tbody", "</tbody>").split("</span>").skip(1).collect();
    assert!(!cells.is_empty() && !report.body.contains("Invented Person"), "{}", main_of(&report));
    assert_eq!(house.count("SELECT count(*) FROM case_outcome"), 2);
    assert_eq!(house.get_as(&manager, DAY).await.status, 403);
    assert_eq!(house.get_as(&manager, "/discussions").await.status, 403);
}

// H2
#[tokio::test]
async fn what_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let id = referred(&house, Her::default());
    let none: [(&str, &str); 1] = [("discussion", "across_services")];
    for (fields, field) in [
        (&none[..], "list-question"),
        (&ASKED[..], "list-agreement"),
        (
            &[("discussion", "across_services"), ("question", "Invented"), ("agreement", "agrees")][..],
            "list-agreement_on",
        ),
        (&[&ASKED[..], &[("agreement", "declines"), ("reason", "Invented risk")]].concat(), "list-told"),
    ] {
        let answer = record(&house, &clinician, id, "list", fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field}: {}", main_of(&answer));
        for (_, typed) in fields.iter().filter(|(name, _)| *name == "question") {
            assert!(answer.body.contains(typed), "{field}");
        }
    }
    assert_eq!(list(&house, &clinician, id, "agrees").await.status, StatusCode::SEE_OTHER);
    house.world.set(AT);
    let clinician = house.sign_in(Role::Clinician).await;
    open(&house, &clinician, DAY).await;
    for (fields, field) in [
        (&[("note", "Invented words")][..], "outcome"),
        (&[("outcome", "go_on"), ("owner", "Invented Owner")][..], "note"),
        (&[("outcome", "hand_over"), ("note", "Invented words"), ("due", "7")][..], "owner"),
        (&[("outcome", "go_on"), ("note", "Invented words"), ("owner", "Invented Owner")][..], "due"),
    ] {
        let answer = discuss(&house, &clinician, DAY, id, fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{field}");
        assert!(answer.body.contains(&format!("href=\"#{field}-{id}\"")), "{field}: {}", main_of(&answer));
        for (name, typed) in fields.iter().filter(|(name, _)| ["note", "owner"].contains(name)) {
            assert!(answer.body.contains(typed), "{field}: {name}");
        }
    }
    // Somebody else was quicker: what was typed is told again.
    let seen = house.get_as(&clinician, DAY).await;
    let action = format!("{DAY}/cases/{id}");
    let (command, version) = form(&seen, &action);
    assert_eq!(discuss(&house, &clinician, DAY, id, &AGREED).await.status, StatusCode::SEE_OTHER);
    let all = [&[("command", command), ("version", version)][..], &AGREED].concat();
    let late = house.post(&clinician, &action, &all).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(
        late.body.contains("Somebody else was quicker") && late.body.contains("You had typed"),
        "{}",
        main_of(&late)
    );
}

// H2, PR-20
#[tokio::test]
async fn whoever_has_not_agreed_is_discussed_without_her_name_or_for_a_reason_of_a_clinician() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let her = |name: &'static str| Her { name, ..Her::default() };
    let [unnamed, named] = ["Berta Example", "Clara Example"].map(|name| referred(&house, her(name)));
    assert_eq!(list(&house, &clinician, unnamed, "declines").await.status, StatusCode::SEE_OTHER);
    let without = [("agreement", "declines"), ("reason", "Invented risk"), ("told", "yes")];
    let fields = [&ASKED[..], &without].concat();
    assert_eq!(record(&house, &clinician, named, "list", &fields).await.status, StatusCode::SEE_OTHER);
    for page in ["/discussions", DAY] {
        let page = house.get_as(&clinician, page).await;
        assert!(page.body.contains("Not named (R-") && !page.body.contains("Berta"), "{}", main_of(&page));
        assert!(page.body.contains("Clara Example") && page.body.contains("a clinician gave a reason to name her"));
        assert!(!page.body.contains("Invented risk"), "the reason stays with the referral");
    }
    house.world.set(AT);
    let clinician = house.sign_in(Role::Clinician).await;
    open(&house, &clinician, DAY).await;
    for id in [unnamed, named] {
        assert_eq!(discuss(&house, &clinician, DAY, id, &AGREED).await.status, StatusCode::SEE_OTHER);
    }
    let dealt = house.get_as(&clinician, DAY).await;
    assert!(
        dealt.body.contains("Not named (R-") && !dealt.body.contains("Berta") && dealt.body.contains("Clara Example")
    );
}

// H2
#[tokio::test]
async fn what_waits_for_the_third_time_is_flagged_and_what_is_taken_off_says_why() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let id = referred(&house, Her::default());
    assert_eq!(list(&house, &clinician, id, "agrees").await.status, StatusCode::SEE_OTHER);
    for (now, day, flagged) in [
        ("2026-11-26T14:00:00Z", DAY, None),
        ("2026-12-10T14:00:00Z", NEXT, None),
        ("2026-12-24T14:00:00Z", "/discussions/across_services/2026-12-24", Some("2 days of this discussion went by")),
    ] {
        house.world.set(now);
        let clinician = house.sign_in(Role::Clinician).await;
        let page = house.get_as(&clinician, day).await;
        assert_eq!(flagged.is_some_and(|said| page.body.contains(said)), flagged.is_some(), "{day}");
        assert_eq!(page.body.contains("went by"), flagged.is_some(), "{day}");
    }
    let clinician = house.sign_in(Role::Clinician).await;
    let why = [("discussion", "across_services"), ("why", "Answered by telephone")];
    assert_eq!(record(&house, &clinician, id, "unlist", &why).await.status, StatusCode::SEE_OTHER);
    let page = house.get_as(&clinician, &format!("/referrals/{id}")).await;
    assert!(page.body.contains("without being discussed") && page.body.contains("Answered by telephone"));
    assert!(!page.body.contains("id=\"discussions\""), "{}", main_of(&page));
    for nowhere in [
        "/discussions/nowhere/2026-11-26",
        "/discussions/across_services/2026-11-27",
        "/discussions/across_services/soon",
    ] {
        assert_eq!(house.get_as(&clinician, nowhere).await.status, 404, "{nowhere}");
    }
}

// H2
#[tokio::test]
async fn a_local_system_without_case_discussions_says_so_and_offers_none() {
    let (before, rest) = KENT.split_once("[[discussions]]").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    let house = House::of(&format!("{before}{after}"), true);
    let clinician = house.sign_in(Role::Clinician).await;
    let lists = house.get_as(&clinician, "/discussions").await;
    assert!(lists.body.contains("The local rules name no case discussion"), "{}", main_of(&lists));
    let page = house.get_as(&clinician, &format!("/referrals/{}", referred(&house, Her::default()))).await;
    assert!(!page.body.contains("list of a case discussion"));
}

/// Records a contact of a team or of a service outside, just now.
async fn met(house: &House, cookie: &str, id: ReferralId, by: &[(&str, &str)]) {
    let at = porch_app::World::now(house.world.as_ref()).to_string()[11..16].to_owned();
    let fields =
        [("kind", "other"), ("attendance", "attended"), ("met", &at), ("baby", "not_expected"), ("next", "14")];
    let answer = record(house, cookie, id, "contact", &[&fields[..], by].concat()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", main_of(&answer));
}

// H09
#[tokio::test]
async fn two_teams_in_the_same_days_are_told_on_the_referrals_page_and_stand_on_the_list_that_holds_both() {
    let house = House::demonstration();
    let clinician = house.sign_in(Role::Clinician).await;
    let [listed, tasked] = [(); 2].map(|()| in_care(&house, Her::default()));
    met(&house, &clinician, listed, &[("team", "community")]).await;
    met(&house, &clinician, listed, &[("team", "thrive")]).await;
    met(&house, &clinician, tasked, &[("team", "community")]).await;
    met(&house, &clinician, tasked, &[("seen_by", "Invented Nurse"), ("service", "Invented Crisis Team")]).await;
    let page = house.get_as(&clinician, &format!("/referrals/{listed}")).await;
    let warned = between(&page.body, "id=\"teams-meet\"", "</section>");
    assert!(warned.contains("Thrive") && warned.contains("Perinatal MH Community Service"), "{}", main_of(&page));
    assert!(warned.contains("holds the risk"), "{warned}");
    let lists = house.get_as(&clinician, "/discussions").await;
    assert!(
        lists.body.contains("were in contact with her within three days") && lists.body.contains("the service itself")
    );
    assert!(!lists.body.contains("Invented Person"), "nobody asked her, so services outside hear no name");
    let page = house.get_as(&clinician, &format!("/referrals/{tasked}")).await;
    assert!(page.body.contains("speak with each other, and agree who does what"), "{}", main_of(&page));
    assert!(page.body.contains("Invented Crisis Team"));
    assert_eq!(house.count("SELECT count(*) FROM case_listing"), 1);
    assert_eq!(house.count("SELECT count(*) FROM journal WHERE event = 'TeamsAskedToMeet'"), 2);
}

// H09
#[tokio::test]
async fn every_view_of_a_referral_names_the_one_team_that_is_responsible_whoever_else_is_concerned() {
    let house = House::demonstration();
    let duty = house.sign_in(Role::Duty).await;
    let (door, community, thrive) = (
        "Front door (referrals and duty)",
        "Perinatal MH Community Service",
        "Thrive \u{2013} Support for Birth Trauma",
    );
    // Undecided, an emergency, in care with an offer to a second team and work with a third, and referred on.
    let pending = referred(&house, Her { name: "Berta Example", ..Her::default() });
    let emergency = house.call(&duty, &[("name", "Clara Example"), ("signs", "self_harm")]).await;
    let offered = in_care(&house, Her { name: "Dora Example", ..Her::default() });
    let carry = |command: ReferralCommand| {
        let ctx = house.ctx(porch_domain::actor::Actor::Staff { account: "another".to_owned(), role: Role::Clinician });
        let id = porch_domain::ids::CommandId(house.command().parse().unwrap());
        porch_app::referral::carry_out(&ctx, id, offered, None, command).unwrap();
    };
    let team = |code: &str| TeamCode(code.to_owned());
    let agreement = || HandoverAgreement::OnBasis { basis: "Invented basis".to_owned() };
    let (summary, agreed_on) = ("Invented words".to_owned(), "2026-11-20".parse().unwrap());
    carry(ReferralCommand::BeginJointWork { team: team("front_door"), agreed_on, what: summary.clone() });
    carry(ReferralCommand::OfferHandover { to: team("thrive"), agreement: agreement(), summary: summary.clone() });
    let chase_by = "2026-11-25T10:00:00Z".parse().unwrap();
    let to = "Invented service outside".to_owned();
    carry(ReferralCommand::ReferOnward { to, chase_by, agreement: agreement(), summary });
    for id in [pending, offered] {
        assert_eq!(list(&house, &duty, id, "agrees").await.status, StatusCode::SEE_OTHER);
    }
    let row = |page: &Answer, of: &str, end: &str| {
        let at = page.body.find(of).unwrap_or_else(|| panic!("{of} is not there: {}", main_of(page)));
        page.body[at..].split(end).next().unwrap().to_owned()
    };
    let says = |view: &str, shown: &str, team: &str| assert!(shown.contains(team), "{view}: {shown}");

    let queue = house.get_as(&duty, "/queue").await;
    says("queue", &row(&queue, "Berta Example", "</tr>"), door);
    says("banner", between(&queue.body, "porch-emergencies__one", "</li>"), door);
    says("duty", between(&house.get_as(&duty, "/duty").await.body, "id=\"now\"", "</ul>"), door);
    for (id, team) in [(pending, door), (offered, community)] {
        let page = house.get_as(&duty, &format!("/referrals/{id}")).await;
        says("referral", &row(&page, "Holds it", "</div>"), team);
        let page = house.get_as(&duty, &format!("/referrals/{id}/handover")).await;
        says("handover", &row(&page, "Responsible: ", "</p>"), team);
    }
    let caseload = house.get_as(&duty, "/caseload").await;
    says("caseload", &row(&caseload, "Dora Example", "</tr>"), community);
    let handovers = house.get_as(&duty, "/handovers").await;
    says("offers", &row(&handovers, "Dora Example", "</tr>"), community);
    let onward = handovers.body.rsplit("Dora Example").next().unwrap().split("</tr>").next().unwrap();
    says("referred on", onward, community);
    let lists = house.get_as(&duty, "/discussions").await;
    says("case discussions", &row(&lists, "Berta Example", "</tr>"), door);
    says("case discussions", &row(&lists, "Dora Example", "</tr>"), community);
    let day = house.get_as(&duty, DAY).await;
    says("day of a discussion", &row(&day, "Dora Example", "</section>"), community);
    for (name, team) in [("Berta", door), ("Clara", door), ("Dora", community)] {
        let found = house.post(&duty, "/find", &[("q", name)]).await;
        says("search", &row(&found, "received", "</li>"), team);
    }
    let meeting = house.get_as(&duty, &format!("/meetings/2026-11-23-1000?case={pending}")).await;
    says("meeting", between(&meeting.body, "id=\"case\"", "</section>"), door);

    // One team and never another: whoever is asked, works beside or referred it is not said to be responsible.
    for (view, shown) in [
        ("caseload", row(&caseload, "Dora Example", "</tr>")),
        ("case discussions", row(&lists, "Dora Example", "</tr>")),
        ("search", row(&house.post(&duty, "/find", &[("q", "Dora")]).await, "received", "</li>")),
    ] {
        let held = shown.matches(community).count();
        assert!(held == 1 || view != "search", "{view}: {shown}");
        assert!(
            !shown.contains(&format!("{thrive} is responsible")) && !shown.contains(&format!("{door} is responsible"))
        );
    }
    let _ = emergency;
}
