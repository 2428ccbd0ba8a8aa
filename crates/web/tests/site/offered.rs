//! What the page of a referral offers to whoever opens it: no form that is then refused, and a sentence where something is
//! left out.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use porch_domain::{actor::Role, relation::Relation};

use crate::{
    access::{Scene, scene},
    support::between,
};

/// The forms of a page, each with its address and what somebody would fill into it.
fn forms(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let main = between(page, "<main", "</main>");
    let forms = main.split("<form ").skip(1).map(|form| form.split("</form>").next().unwrap());
    let posted = forms.filter(|form| form.split('>').next().unwrap().contains("method=\"post\""));
    posted.map(|form| (between(form, "action=\"", "\"").to_owned(), filled(form))).collect()
}

fn filled(form: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for tag in form.split('<') {
        let attribute = |name: &str| between(tag.split('>').next().unwrap(), &format!(" {name}=\""), "\"").to_owned();
        let name = attribute("name");
        if name.is_empty() || fields.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let value = match (tag.split(' ').next().unwrap(), attribute("type").as_str()) {
            ("input", "hidden" | "radio") => attribute("value"),
            ("input", "checkbox") | ("button", _) => continue,
            ("input", _) if name.ends_with("-day") || name.ends_with("_on") => "20 11 2026".to_owned(),
            ("input", _) if name == "birth_date" || name.contains("born") => "15 12 1998".to_owned(),
            ("input", _) if attribute("value").is_empty() => "invented".to_owned(),
            ("input", _) => attribute("value"),
            ("textarea", _) => "invented words".to_owned(),
            ("select", _) => {
                let options =
                    form.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
                let values = options.split("<option").skip(1).map(|option| between(option, "value=\"", "\""));
                values.into_iter().find(|value| !value.is_empty()).unwrap_or_default().to_owned()
            }
            _ => continue,
        };
        fields.push((name, value));
    }
    fields
}

/// Whether a form ends an opening.
fn closes(action: &str) -> bool {
    action.starts_with("/openings/") && action.ends_with("/end")
}

/// Sends every form of a page, each as it stands on a page that is drawn anew, and gives the addresses.
async fn send_all(scene: &Scene, cookie: &dyn Fn() -> String, page: &str, who: &str) -> BTreeSet<String> {
    let mut sent = BTreeSet::new();
    for _ in 0..60 {
        let shown = scene.house.get_as(&cookie(), page).await;
        assert_eq!(shown.status, StatusCode::OK, "{who}");
        let mut unsent: Vec<_> = forms(&shown.body).into_iter().filter(|(action, _)| !sent.contains(action)).collect();
        // What closes the record comes last: nothing of it is shown after that.
        unsent.sort_by_key(|(action, _)| closes(action));
        let Some((action, fields)) = unsent.into_iter().next() else { return sent };
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = scene.house.post(&cookie(), &action, &fields).await;
        assert_ne!(answer.status, StatusCode::FORBIDDEN, "{who} {action}: shown, and then refused");
        assert!(!answer.status.is_server_error(), "{who} {action}: {}", answer.status);
        let closed = closes(&action);
        sent.insert(action);
        // Where nothing else lets them see it.
        if closed && scene.house.get_as(&cookie(), page).await.status == StatusCode::FORBIDDEN {
            return sent;
        }
    }
    panic!("{who}: no end of forms");
}

// What is shown may be sent.
#[tokio::test]
async fn every_form_of_a_referral_is_one_that_whoever_sees_it_may_send() {
    let mut offered = Vec::new();
    for role in Role::ALL {
        for relation in Relation::ALL {
            let scene = scene();
            let duty = scene.house.sign_in(Role::Duty).await;
            // Somebody with tasks that wait, who became an emergency.
            let waits = scene.house.call(&duty, &[("medicines", "lithium"), ("signs", "self_harm")]).await;
            for (which, page) in [
                ("in care", format!("/referrals/{}", scene.hers)),
                ("at the door", format!("/referrals/{}", scene.at_the_door)),
                ("waits", waits),
            ] {
                let who = format!("{role:?} {relation:?} {which}");
                let cookie = scene.somebody(role, relation);
                if which == "waits" && relation == Relation::Opened && role.is_clinical() {
                    let command = scene.house.command();
                    let why = [("command", command.as_str()), ("reason", "danger"), ("why", "invented")];
                    let opened = scene.house.post(&cookie, &format!("{page}/open"), &why).await;
                    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{who}: {}", opened.body);
                }
                let cookie = || cookie.clone();
                if scene.house.get_as(&cookie(), &page).await.status == StatusCode::OK {
                    offered.push((role, relation, which, send_all(&scene, &cookie, &page, &who).await));
                }
            }
        }
    }
    let of = |role, relation, which: &str| {
        let found = offered.iter().find(|(r, how, state, _)| (*r, *how, state) == (role, relation, &which));
        let sent = &found.unwrap_or_else(|| panic!("{role:?} {relation:?} {which} sees it")).3;
        move |form: &str| sent.iter().any(|action| action.ends_with(form))
    };
    for role in [Role::Duty, Role::Clinician] {
        let own = of(role, Relation::OwnTeam, "in care");
        assert!(own("/steps/contact") && own("/steps/lead") && own("/steps/add") && own("/death"), "{role:?}");
        let beside = of(role, Relation::OwnOrganisation, "in care");
        assert!(beside("/steps/add") && beside("/steps/ask") | beside("/steps/safeguarding"));
        assert!(!beside("/steps/contact") && !beside("/steps/lead") && !beside("/death"), "{role:?}");
        let opened = of(role, Relation::Opened, "waits");
        assert!(opened("/steps/add") && opened("/steps/try"), "{role:?}");
        assert!(!opened("/steps/task") && !opened("/steps/claim") && !opened("/birth-date"), "{role:?}");
        assert!(of(role, Relation::OwnTeam, "waits")("/steps/task"), "a task waits");
    }
}

// What is left out is told.
#[tokio::test]
async fn where_something_is_not_offered_the_page_says_for_whom_it_is() {
    let scene = scene();
    let page = format!("/referrals/{}", scene.hers);
    for (relation, said) in [
        (Relation::OwnTeam, None),
        (Relation::OwnOrganisation, Some("To decide, to plan care and to hand over is for")),
        (Relation::Opened, Some("to close a task, to decide, to plan care and to hand over is for")),
    ] {
        let shown = scene.house.get_as(&scene.somebody(Role::Clinician, relation), &page).await.body;
        let next = between(&shown, "class=\"porch-next\"", "</section>");
        assert_eq!(next.contains("not offered here"), said.is_some(), "{relation:?}");
        assert!(said.is_none_or(|said| next.contains(said)), "{relation:?}: {next}");
    }
}
