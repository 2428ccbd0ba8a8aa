//! A restricted record: a line without a name to everybody, closed to whoever is not named, opened by whoever says why.

use std::collections::{BTreeSet, VecDeque};

use axum::http::StatusCode;
use porch_app::{access::Action, referral};
use porch_domain::{
    actor::{Actor, Role},
    ids::{CommandId, ReferralId},
    referral::ReferralCommand,
    relation::Relation,
};

use crate::{
    access::{Asks, Scene, may, scene},
    addresses::ADDRESSES,
    support::{Answer, between},
};

/// What nobody reads of her who has not said why.
const SECRETS: [&str; 3] = ["Invented Person", "invented worry", "1 Invented Street"];

const NEAR: [Relation; 2] = [Relation::OwnTeam, Relation::OwnOrganisation];

async fn restricted(scene: &Scene, hers: ReferralId, account: &str) -> Answer {
    let duty = scene.house.sign_in(Role::Duty).await;
    let page = format!("/referrals/{hers}/restriction");
    let (command, version) = (scene.house.command(), scene.house.version(&duty, &page).await);
    let fields = [
        ("command", command.as_str()),
        ("version", version.as_str()),
        ("kind", "colleague"),
        ("account", account),
        ("named", "demo-duty"),
        ("why", "invented reason"),
    ];
    scene.house.post(&duty, &format!("{page}/restrict"), &fields).await
}

async fn both_restricted() -> Scene {
    let scene = scene();
    for hers in [scene.hers, scene.at_the_door] {
        let done = restricted(&scene, hers, "").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    }
    scene
}

async fn said_why(scene: &Scene, cookie: &str, hers: ReferralId, reason: &str) -> Answer {
    let command = scene.house.command();
    let fields = [("command", command.as_str()), ("reason", reason), ("why", "invented why")];
    scene.house.post(cookie, &format!("/referrals/{hers}/open"), &fields).await
}

/// Opens every page; where the record is closed, what is asked of it is refused and noted.
async fn every_page(scene: &Scene, cookie: &str, role: Role, relation: Relation, closed: bool) -> usize {
    let mut asked = 0;
    for (pattern, page, _) in ADDRESSES {
        let Some(asks) = *page else { continue };
        if matches!(asks, Asks::Nothing) || pattern.starts_with("/messages/{id}") {
            continue;
        }
        let on_her = matches!(asks, Asks::OnHer(_));
        let (path, before) = (scene.address(pattern), scene.refused());
        let answer = scene.house.get_as(cookie, &path).await;
        let denied = answer.status == StatusCode::FORBIDDEN;
        let expected = may(role, relation, asks) && !(closed && on_her);
        assert_eq!(!denied, expected, "{role:?} {relation:?} {path}: {}", answer.status);
        assert_eq!(scene.refused() - before, usize::from(denied), "{role:?} {relation:?} {path}");
        assert!(!answer.status.is_server_error(), "{role:?} {relation:?} {path}: {}", answer.status);
        asked += 1;
    }
    asked
}

// H15
#[tokio::test]
async fn every_page_of_a_restricted_record_is_closed_to_who_is_not_named_until_they_say_why_and_again_afterwards() {
    let scene = both_restricted().await;
    for role in Role::ALL {
        for relation in NEAR {
            let cookie = scene.somebody(role, relation);
            assert!(every_page(&scene, &cookie, role, relation, true).await > 50);
            if !role.is_clinical() {
                continue;
            }
            for hers in [scene.hers, scene.at_the_door] {
                let done = said_why(&scene, &cookie, hers, "work").await;
                assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
            }
            every_page(&scene, &cookie, role, relation, false).await;
            scene.house.world.advance_minutes(4 * 60);
            let cookie = scene.somebody(role, relation);
            every_page(&scene, &cookie, role, relation, true).await;
        }
    }
}

// H15, H25
#[tokio::test]
async fn a_crawl_of_who_gives_no_reason_finds_nothing_of_a_restricted_record_but_its_line() {
    let scene = both_restricted().await;
    for role in [Role::Duty, Role::Clinician, Role::PeerWorker, Role::CharityWorker, Role::InformationOfficer] {
        for relation in NEAR {
            let cookie = scene.somebody(role, relation);
            let mut waiting: VecDeque<String> =
                ADDRESSES.iter().filter(|(_, page, _)| page.is_some()).map(|(one, ..)| scene.address(one)).collect();
            waiting.push_back(format!("/referrals/{}", scene.at_the_door));
            let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
            let (mut opened, mut lines) = (0, 0);
            while let Some(path) = waiting.pop_front() {
                if path.starts_with("/exit") || path.starts_with("/assets") || opened > 150 {
                    continue;
                }
                let answer = scene.house.get_as(&cookie, &path).await;
                opened += 1;
                lines += answer.body.matches("Restricted record").count();
                for secret in SECRETS {
                    assert!(!answer.body.contains(secret), "{role:?} {relation:?} {path}: {secret}");
                }
                for link in answer.links() {
                    let link = link.split('#').next().unwrap_or_default().to_owned();
                    if known.insert(link.clone()) {
                        waiting.push_back(link);
                    }
                }
            }
            assert!(opened > 60, "{role:?} {relation:?} {opened}");
            // Nobody falls through: whoever had her in a list has her line in it.
            let has_lists = role.is_clinical() || (role != Role::InformationOfficer && relation == Relation::OwnTeam);
            assert_eq!(lines > 0, has_lists, "{role:?} {relation:?} {lines}");
        }
    }
}

// H15
#[tokio::test]
async fn a_restricted_record_stays_in_queue_and_caseload_with_its_number_and_its_next_date() {
    let scene = scene();
    let cookie = scene.somebody(Role::Clinician, Relation::OwnTeam);
    for (list, hers) in [("/queue", scene.at_the_door), ("/caseload", scene.hers)] {
        assert!(scene.house.get_as(&cookie, list).await.body.contains("Invented Person"), "{list}");
        assert_eq!(restricted(&scene, hers, "").await.status, StatusCode::SEE_OTHER);
    }
    for (list, hers) in [("/queue", scene.at_the_door), ("/caseload", scene.hers)] {
        let body = scene.house.get_as(&cookie, list).await.body;
        let row =
            body.split("<tr").find(|row| row.contains(&hers.to_string())).unwrap_or_else(|| panic!("{list}: {body}"));
        assert!(row.contains("Restricted record") && row.contains("R-"), "{list}: {row}");
        assert!(row.contains("<time"), "{list}: {row}");
    }
    let named = scene.house.sign_in(Role::Duty).await;
    let page = scene.house.get_as(&named, &format!("/referrals/{}", scene.at_the_door)).await;
    assert!(page.body.contains("Invented Person") && page.body.contains("This record is restricted."));
}

// H15
#[tokio::test]
async fn her_own_account_opens_nothing_of_hers_and_is_offered_nothing() {
    let scene = scene();
    let her = || scene.house.session_of("her.invented", Role::Clinician, "KMPT", &["front_door", "community"]);
    let page = format!("/referrals/{}", scene.at_the_door);
    assert_eq!(scene.house.get_as(&her(), &page).await.status, StatusCode::OK, "nobody has said so yet");
    let done = restricted(&scene, scene.at_the_door, "her.invented").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    for path in [page.clone(), format!("{page}/open"), format!("{page}/newest"), format!("{page}/withheld")] {
        let before = scene.refused();
        let answer = scene.house.get_as(&her(), &path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!answer.body.contains("name=\"reason\"") && !answer.body.contains("Invented Person"), "{path}");
        assert_eq!(scene.refused(), before + 1, "{path}");
    }
    assert_eq!(said_why(&scene, &her(), scene.at_the_door, "danger").await.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.house.get_as(&her(), &page).await.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.house.count("SELECT COUNT(*) FROM opening"), 0);
}

// H15
#[tokio::test]
async fn restricting_needs_a_kind_somebody_named_and_a_reason_and_nothing_typed_is_lost() {
    let scene = scene();
    let duty = scene.house.sign_in(Role::Duty).await;
    let page = format!("/referrals/{}/restriction", scene.at_the_door);
    let version = scene.house.version(&duty, &page).await;
    let full = [("kind", "safeguarding"), ("named", "demo-duty"), ("why", "invented reason")];
    for (missing, error) in [
        ("kind", "Choose why it is restricted"),
        ("named", "Choose at least one colleague who answers for her"),
        ("why", "Say why"),
    ] {
        let command = scene.house.command();
        let mut fields = vec![("command", command.as_str()), ("version", version.as_str())];
        fields.extend(full.into_iter().filter(|(name, _)| *name != missing));
        let again = scene.house.post(&duty, &format!("{page}/restrict"), &fields).await;
        assert_eq!(again.status, StatusCode::BAD_REQUEST, "{missing}");
        assert!(again.title().starts_with("Error: ") && again.body.contains(error), "{missing}: {}", again.body);
        assert_eq!(again.body.contains(">invented reason</textarea>"), missing != "why");
    }
    let offered = scene.house.get_as(&duty, &format!("/referrals/{}", scene.at_the_door)).await.body;
    assert!(offered.contains(&format!("href=\"{page}\"")), "the way to it stands on the record");
    assert_eq!(restricted(&scene, scene.at_the_door, "").await.status, StatusCode::SEE_OTHER);
    let other = scene.somebody(Role::Clinician, Relation::OwnTeam);
    let closed = scene.house.get_as(&other, &format!("/referrals/{}", scene.at_the_door)).await;
    let main = between(&closed.body, "<main", "</main>");
    assert!(main.contains("This record is restricted") && main.contains("I am to work on it"), "{main}");
    assert_eq!(said_why(&scene, &other, scene.at_the_door, "work").await.status, StatusCode::SEE_OTHER);
    let shown = scene.house.get_as(&other, &format!("/referrals/{}", scene.at_the_door)).await.body;
    assert!(shown.contains("Invented Person") && shown.contains("It is open to you until"));
    // With the reason given it is worked on as any other.
    let decide = scene.house.get_as(&other, &format!("/referrals/{}/decide", scene.at_the_door)).await;
    assert_eq!(decide.status, StatusCode::OK);
    assert!(may(Role::Clinician, Relation::OwnTeam, Asks::OnHer(Action::DecideReferral)));
}

// H15
#[tokio::test]
async fn the_lead_professional_opens_it_without_saying_why_and_whoever_was_it_before_does_not() {
    let scene = scene();
    let session = |name: &'static str| scene.house.session_of(name, Role::Clinician, "KMPT", &["community"]);
    let (first, second) = (session("first.invented"), session("second.invented"));
    let lead = |name: &str| {
        let ctx = scene.house.ctx(Actor::Staff { account: "demo-duty".to_owned(), role: Role::Duty });
        let command = CommandId(porch_app::World::id(scene.house.world.as_ref()));
        referral::carry_out(&ctx, command, scene.hers, None, ReferralCommand::NameLead { lead: name.to_owned() })
            .unwrap();
    };
    lead("first.invented");
    assert_eq!(restricted(&scene, scene.hers, "").await.status, StatusCode::SEE_OTHER);
    let page = format!("/referrals/{}", scene.hers);
    for (name, opens, closed) in [("first.invented", &first, &second), ("second.invented", &second, &first)] {
        lead(name);
        assert_eq!(scene.house.get_as(opens, &page).await.status, StatusCode::OK, "{name}");
        assert_eq!(scene.house.get_as(closed, &page).await.status, StatusCode::FORBIDDEN, "{name}");
    }
}
