//! Every address of the site, as each role and relation meets it; and what a crawl finds.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::http::StatusCode;
use porch_app::{access, access::Action, opening, referral};
use porch_domain::{
    account::Belonging,
    actor::{Actor, Role},
    footprint::TeamCode,
    ids::{CommandId, ReferralId},
    opening::OpeningReason,
    referral::{HandoverAgreement, ReferralCommand, Telling},
    relation::Relation,
};

use crate::{
    addresses::ADDRESSES,
    deciding::{Her, referred},
    support::{House, KENT, between},
};

const ROUTER: &str = include_str!("../../src/router.rs");

/// A team of another trust, and an agreement between the first two.
const TWO_TRUSTS: &str = include_str!("../../../domain/tests/two_trusts.toml");

/// A third trust, with a team of its own, that has nothing to do with the front door.
pub const THIRD: &str = r#"
[[organisations]]
code = "THIRD"
name = "Invented third trust"
role = "partner"

[[teams]]
code = "elsewhere"
name = "Invented team of a third trust"
organisations = ["THIRD"]
team_type = "F02"
role = "maternal"
public_name = "Help elsewhere"
public_about = "An invented team."
"#;

pub fn house() -> House {
    House::of(&format!("{KENT}\n{TWO_TRUSTS}\n{THIRD}"), true)
}

/// What an address is about, and so what it asks of whoever opens it.
#[derive(Clone, Copy)]
pub enum Asks {
    /// Nothing: it is for everybody.
    Nothing,
    /// A session of anybody.
    Session,
    /// An action, whatever referral it is about: lists show what the relation allows.
    Somewhere(Action),
    /// One of two actions, whatever referral it is about.
    Either(Action, Action),
    /// An action on what is at the door.
    AtTheDoor(Action),
    /// An action on the referral that it names.
    OnHer(Action),
}

use Asks::{AtTheDoor, Either, Nothing, OnHer, Session, Somewhere};

/// The addresses of the router's source: whether each has a page, and whether it takes a form.
fn routed() -> BTreeMap<String, (bool, bool)> {
    let code = ROUTER.split("#[cfg(test)]").next().unwrap();
    let mut routes = BTreeMap::new();
    for rest in code.split(".route(").skip(1) {
        let Some((address, methods)) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"')) else {
            continue;
        };
        let methods = methods.split(".route(").next().unwrap().split(";\n").next().unwrap();
        let gets = methods.contains("get(") || address.starts_with("/demo/");
        routes.insert(address.to_owned(), (gets, methods.contains("post(")));
    }
    routes
}

// H15
#[test]
fn every_address_of_the_router_is_listed_with_what_it_asks() {
    let routed = routed();
    assert!(routed.len() > 80, "{}", routed.len());
    let listed: BTreeMap<String, (bool, bool)> = ADDRESSES
        .iter()
        .map(|(address, page, form)| ((*address).to_owned(), (page.is_some(), form.is_some())))
        .collect();
    assert_eq!(routed, listed);
}

/// A referral in the care of the community service, with the cookies of everybody who stands to it in one way.
pub struct Scene {
    pub house: House,
    pub hers: ReferralId,
    pub at_the_door: ReferralId,
}

fn carry_out(house: &House, by: &str, id: ReferralId, command: ReferralCommand) {
    let ctx = house.ctx(Actor::Staff { account: by.to_owned(), role: Role::Clinician });
    referral::carry_out(&ctx, CommandId(porch_app::World::id(house.world.as_ref())), id, None, command).unwrap();
}

fn team(code: &str) -> TeamCode {
    TeamCode(code.to_owned())
}

pub fn scene() -> Scene {
    let house = house();
    let hers = referred(&house, Her::default());
    let because = Some("invented".to_owned());
    let accept = ReferralCommand::Accept {
        team: team("community"),
        because,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    carry_out(&house, "one", hers, accept);
    let to_woman = Telling::NotTold { why: "invented".to_owned() };
    carry_out(&house, "two", hers, ReferralCommand::AcceptHandover { to_woman });
    let at_the_door = referred(&house, Her::default());
    Scene { house, hers, at_the_door }
}

const TEAMS: [(Relation, &str, &[&str]); 5] = [
    (Relation::OwnTeam, "KMPT", &["community", "front_door"]),
    (Relation::OwnOrganisation, "KMPT", &["thrive"]),
    // Whoever opened it in an emergency is of no team that has anything to do with it.
    (Relation::Opened, "THIRD", &["elsewhere"]),
    (Relation::Shared, "EKHUFT", &["maternity"]),
    (Relation::Other, "THIRD", &["elsewhere"]),
];

impl Scene {
    /// Somebody of a role who stands so to both referrals.
    pub fn somebody(&self, role: Role, relation: Relation) -> String {
        let (_, organisation, teams) = TEAMS.iter().find(|(known, ..)| *known == relation).unwrap();
        let name = format!("{}.{}", role.code().replace('_', "-"), relation.label().replace(' ', "-"));
        let teams = if role.has_teams() { *teams } else { &[] };
        let cookie = self.house.session_of(&name, role, organisation, teams);
        if relation == Relation::Opened && role.is_clinical() {
            let actor = Actor::Staff { account: name, role };
            for id in [self.hers, self.at_the_door] {
                let belonging = Belonging { organisation: Some((*organisation).to_owned()), ..Belonging::default() };
                let ctx = self.house.ctx(actor.clone()).belonging_to(belonging.into());
                let command = CommandId(porch_app::World::id(self.house.world.as_ref()));
                opening::open(&ctx, command, id, OpeningReason::Danger, "invented").unwrap();
            }
        }
        cookie
    }

    pub fn address(&self, pattern: &str) -> String {
        let nobody = "00000000-0000-7000-8000-000000000000";
        let id = if pattern.starts_with("/referrals") || pattern.contains("/cases/") {
            self.hers.to_string()
        } else {
            nobody.to_owned()
        };
        let filled = pattern
            .replace("{id}", &id)
            .replace("{file}", nobody)
            .replace("{other}", nobody)
            .replace("{act}", "offer")
            .replace("{step}", "note")
            .replace("{fact}", "abuse")
            .replace("{name}", "accept-woman")
            .replace("{code}", "across_services")
            .replace("{day}", "2026-11-26")
            .replace("{at}", "2026-11-23-1000");
        match pattern {
            "/referrals/{id}/questionnaires/new" => format!("{filled}?what=phq9"),
            "/language/{code}" => "/language/en".to_owned(),
            "/duty/done" => format!("{filled}?from=2026-11-20&to=2026-11-21&what=claim"),
            "/reports/came-back/criterion" => format!("{filled}?criterion=invented&since=2026-01-01&what=no"),
            "/reports/annual/records" => format!("{filled}?figure=referrals&from=2022-04-01&to=2023-03-31"),
            _ => filled,
        }
    }

    pub fn refused(&self) -> usize {
        usize::try_from(self.house.count("SELECT COUNT(*) FROM look WHERE allowed = 0")).unwrap()
    }
}

/// Whether somebody may, as the table says, and as nobody else needs to be asked.
pub fn may(role: Role, relation: Relation, asks: Asks) -> bool {
    let actor = Actor::Staff { account: "somebody".to_owned(), role };
    match asks {
        Nothing | Session => true,
        Somewhere(action) => access::may_at_all(&actor, action),
        Either(one, other) => access::may_at_all(&actor, one) || access::may_at_all(&actor, other),
        // A referral is opened in an emergency, and never all that is at the door.
        AtTheDoor(action) if relation == Relation::Opened => access::may(&actor, action, Relation::Other),
        AtTheDoor(action) | OnHer(action) => access::may(&actor, action, relation),
    }
}

// H15, H16
#[tokio::test]
async fn every_page_opens_for_each_role_and_relation_as_the_table_says_and_every_denial_is_noted() {
    let scene = scene();
    let mut asked = 0;
    for role in Role::ALL {
        for relation in Relation::ALL {
            let cookie = scene.somebody(role, relation);
            asked += every_page(&scene, &cookie, role, relation).await;
        }
    }
    assert!(asked > 1_500, "{asked}");
}

/// Opens every page, and holds it to the table; gives how many those were.
async fn every_page(scene: &Scene, cookie: &str, role: Role, relation: Relation) -> usize {
    let mut asked = 0;
    for (pattern, page, _) in ADDRESSES {
        let Some(asks) = *page else { continue };
        // What lets somebody in, or out, is no page of a role.
        if matches!(asks, Nothing) || pattern.starts_with("/messages/{id}") {
            continue;
        }
        let (path, before) = (scene.address(pattern), scene.refused());
        let status = scene.house.get_as(cookie, &path).await.status;
        let denials = scene.refused() - before;
        let denied = status == StatusCode::FORBIDDEN;
        assert_ne!(status, StatusCode::UNAUTHORIZED, "{role:?} {relation:?} {path}");
        assert_eq!(!denied, may(role, relation, asks), "{role:?} {relation:?} {path}: {status}");
        assert_eq!(denials, usize::from(denied), "{role:?} {relation:?} {path}: {status}");
        assert!(!status.is_server_error(), "{role:?} {relation:?} {path}: {status}");
        asked += 1;
    }
    asked
}

// H15
#[tokio::test]
async fn an_opening_that_is_over_is_no_relation_on_any_page_and_every_denial_is_noted() {
    let scene = scene();
    for role in Role::ALL.into_iter().filter(|role| role.is_clinical()) {
        scene.somebody(role, Relation::Opened);
        scene.house.world.advance_minutes(4 * 60);
        // The same account, signed in again: what it opened is over.
        let name = format!("{}.opened-in-an-emergency", role.code());
        let cookie = scene.house.session_of(&name, role, "THIRD", &["elsewhere"]);
        assert!(every_page(&scene, &cookie, role, Relation::Other).await > 50);
    }
}

// H15
#[tokio::test]
async fn no_form_of_somebody_who_may_not_send_it_changes_anything() {
    let scene = scene();
    let entries = || scene.house.count("SELECT COUNT(*) FROM journal WHERE stream_kind <> 'account'");
    for role in Role::ALL {
        for relation in Relation::ALL {
            let cookie = scene.somebody(role, relation);
            for (pattern, _, form) in ADDRESSES {
                let Some(asks) = *form else { continue };
                if may(role, relation, asks) {
                    continue;
                }
                let before = entries();
                let command = scene.house.command();
                let fields = [
                    ("command", command.as_str()),
                    ("version", "3"),
                    ("shown", ""),
                    ("text", "invented"),
                    ("why", "x"),
                ];
                let status = scene.house.post(&cookie, &scene.address(pattern), &fields).await.status;
                assert!(status.is_client_error(), "{role:?} {relation:?} {pattern}: {status}");
                assert_eq!(entries(), before, "{role:?} {relation:?} {pattern}");
            }
        }
    }
}

// H15, H25
#[tokio::test]
async fn a_crawl_as_each_role_and_relation_finds_nobody_whom_the_table_does_not_show() {
    let scene = scene();
    for role in Role::ALL {
        for relation in Relation::ALL {
            let cookie = scene.somebody(role, relation);
            let actor = Actor::Staff { account: "somebody".to_owned(), role };
            let seen = |action| access::may(&actor, action, relation);
            let named = seen(Action::SeeReferral) || seen(Action::SeeLeast) || seen(Action::SeeShared);
            // A name may be shown to more people than a story.
            let needles = [("Invented Person", named), ("invented worry", seen(Action::SeeReferral))];
            let mut waiting: VecDeque<String> = ADDRESSES
                .iter()
                .filter(|(_, page, _)| page.is_some())
                .map(|(address, ..)| scene.address(address))
                .collect();
            waiting.push_back(format!("/referrals/{}", scene.at_the_door));
            let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
            let mut opened = 0;
            while let Some(path) = waiting.pop_front() {
                if path.starts_with("/exit") || path.starts_with("/assets") || opened > 150 {
                    continue;
                }
                let answer = scene.house.get_as(&cookie, &path).await;
                opened += 1;
                for (needle, shown) in needles {
                    assert!(shown || !answer.body.contains(needle), "{role:?} {relation:?} {path}: {needle}");
                }
                for link in answer.links() {
                    let link = link.split('#').next().unwrap_or_default().to_owned();
                    if known.insert(link.clone()) {
                        waiting.push_back(link);
                    }
                }
            }
            assert!(opened > 60, "{role:?} {relation:?} {opened}");
        }
    }
}

// N3, INV-02
#[tokio::test]
async fn the_team_that_is_asked_sees_her_from_the_offer_on_and_its_staff_alone_answer() {
    let scene = scene();
    let (house, page) = (&scene.house, format!("/referrals/{}", scene.hers));
    let asked = house.session_of("asked.invented", Role::Clinician, "EKHUFT", &["maternity"]);
    assert_eq!(house.get_as(&asked, &page).await.status, StatusCode::FORBIDDEN);
    assert!(!house.get_as(&asked, "/caseload").await.body.contains("Invented Person"));
    let agreement = HandoverAgreement::Agrees { on: "2026-11-20".parse().unwrap() };
    let summary = "Invented summary".to_owned();
    carry_out(house, "two", scene.hers, ReferralCommand::OfferHandover { to: team("maternity"), agreement, summary });
    assert_eq!(house.get_as(&asked, &page).await.status, StatusCode::OK);
    assert!(house.get_as(&asked, "/handovers").await.body.contains("Invented Person"));

    // Whoever offers, and whoever is of the same organisation, does not answer for the team that is asked.
    let path = format!("/referrals/{}/handover", scene.hers);
    let version = house.version(&asked, &path).await;
    let answered = |cookie: String| async move {
        let command = house.command();
        let fields =
            [("command", command.as_str()), ("version", version.as_str()), ("tell", "none"), ("why_not", "invented")];
        house.post(&cookie, &format!("{path}/accept"), &fields).await.status
    };
    let sender = house.session_of("sender.invented", Role::Clinician, "KMPT", &["community"]);
    assert_eq!(answered(sender).await, StatusCode::FORBIDDEN);
    let to_woman = Telling::NotTold { why: "invented".to_owned() };
    let accept = |by: &str| {
        let ctx = house.ctx(Actor::Staff { account: by.to_owned(), role: Role::Clinician });
        let belongs = |organisation: &str, teams: &[&str]| {
            let teams: Vec<String> = teams.iter().map(|team| (*team).to_owned()).collect();
            porch_domain::account::Belonging::checked(Some(organisation), &teams, &ctx.rules.footprint).unwrap()
        };
        let belonging =
            if by == "asked.invented" { belongs("EKHUFT", &["maternity"]) } else { belongs("KMPT", &["thrive"]) };
        let command = CommandId(porch_app::World::id(house.world.as_ref()));
        let answer = ReferralCommand::AcceptHandover { to_woman: to_woman.clone() };
        referral::carry_out(&ctx.belonging_to(belonging.into()), command, scene.hers, None, answer)
    };
    assert!(accept("near.invented").is_err());
    accept("asked.invented").unwrap();
    let after = house.get_as(&asked, &page).await;
    assert!(between(&after.body, "id=\"matters\"", "</section>").contains("Invented maternity team"));
}

// H3
#[tokio::test]
async fn an_agreement_shows_what_it_releases_and_on_the_day_after_its_end_nothing() {
    let scene = scene();
    let (house, page) = (&scene.house, format!("/referrals/{}/shared", scene.hers));
    let cookie = || house.session_of("shared.invented", Role::Clinician, "EKHUFT", &["maternity"]);
    let shown = house.get_as(&cookie(), &page).await;
    assert_eq!(shown.status, StatusCode::OK);
    for said in ["Invented Person", "knowing who has her", "Perinatal MH Community Service", "Contacts are not shared."]
    {
        assert!(shown.body.contains(said), "{said}");
    }
    for held in ["invented worry", "<textarea", "name=\"version\""] {
        assert!(!shown.body.contains(held), "{held}");
    }
    let look = house.looks().into_iter().find(|look| look.what == "shared history").unwrap();
    assert_eq!((look.why.as_str(), look.shown), ("both_trusts", 1));
    house.world.set("2026-12-31T23:59:00Z");
    assert_eq!(house.get_as(&cookie(), &page).await.status, StatusCode::OK);
    house.world.set("2027-01-01T00:01:00Z");
    assert_eq!(house.get_as(&cookie(), &page).await.status, StatusCode::FORBIDDEN);
}

// H3
#[tokio::test]
async fn whoever_answers_for_an_agreement_is_told_before_it_ends() {
    let house = house();
    for (now, told) in
        [("2026-10-31T12:00:00Z", false), ("2026-11-01T12:00:00Z", true), ("2027-01-01T12:00:00Z", false)]
    {
        house.world.set(now);
        for role in [Role::Manager, Role::InformationOfficer] {
            let cookie = house.sign_in(role).await;
            let page = house.get_as(&cookie, "/sharing").await;
            assert_eq!(page.body.contains("An agreement ends soon"), told, "{role:?} {now}");
            assert!(page.body.contains("both_trusts"));
        }
    }
}

// G2, PR-32
#[tokio::test]
async fn a_commissioner_reads_figures_without_small_numbers_and_no_record_stands_behind_one() {
    let scene = scene();
    let cookie = scene.house.sign_in(Role::Commissioner).await;
    let page = scene.house.get_as(&cookie, "/reports/aggregates?from=2026-04-01&to=2026-11-21").await;
    assert_eq!(page.status, StatusCode::OK);
    let table = between(&page.body, "<tbody", "</tbody>");
    assert!(table.contains('\u{2217}') && !table.contains("href"), "{table}");
    assert!(!table.contains(">1<") && !table.contains(">2<"), "two referrals are a small number: {table}");
}

// V1
#[tokio::test]
async fn a_peer_worker_sees_the_least_of_those_whom_the_own_team_has_and_of_nobody_else() {
    let scene = scene();
    let house = &scene.house;
    let own = house.session_of("peer.invented", Role::PeerWorker, "KMPT", &["community"]);
    let page = house.get_as(&own, "/beside").await;
    assert!(page.body.contains("Invented Person"), "{}", page.body);
    for held in ["invented worry", "/referrals/", "safeguarding"] {
        assert!(!between(&page.body, "<main", "</main>").contains(held), "{held}");
    }
    for (organisation, team) in [("KMPT", "thrive"), ("EKHUFT", "maternity")] {
        let other = house.session_of("charity.invented", Role::CharityWorker, organisation, &[team]);
        let page = house.get_as(&other, "/beside").await;
        assert!(page.body.contains("Your teams have nobody in their care now."), "{team}");
    }
}
