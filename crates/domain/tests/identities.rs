//! Who somebody is elsewhere, and what opens their account here, as tables of cases. // 6.3, H15

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::collections::BTreeMap;

use porch_domain::{
    account::{
        Account, AccountCommand, AccountEvent, AccountName, AccountOpened, Belonging, FactorsCleared, Identity, decide,
        evolve,
        identity::{Asserted, Judged, MOST_IDENTITIES, ProviderKind, ProviderRules, RoleElsewhere, TurnedAway, judge},
    },
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::Footprint,
    ids::account_id,
};

fn kent() -> Footprint {
    Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap()
}

fn identity(subject: &str) -> Identity {
    Identity { issuer: "https://provider.example".to_owned(), subject: subject.to_owned() }
}

fn account(role: Role, organisation: Option<&str>, events: &[AccountEvent]) -> Account {
    let opened = AccountOpened {
        name: AccountName::parse("jo.invented").unwrap(),
        display_name: "Jo Invented".to_owned(),
        role,
        belonging: Belonging { organisation: organisation.map(str::to_owned), teams: Vec::new() },
    };
    let id = account_id("kent-medway", "jo.invented");
    let account = evolve(id, None, &AccountEvent::AccountOpened(opened)).unwrap();
    events.iter().fold(account, |account, event| evolve(id, Some(account), event).unwrap())
}

fn linked(role: Role, organisation: Option<&str>) -> Account {
    account(role, organisation, &[AccountEvent::IdentityLinked(identity("9100"))])
}

fn rules(kind: ProviderKind) -> ProviderRules {
    let code = |code: &str| code.to_owned();
    ProviderRules {
        code: code("p"),
        title: code("P"),
        issuer: code("https://provider.example"),
        kind,
        organisation: (kind == ProviderKind::Organisation).then(|| code("KMPT")),
        enough_acr: vec![code("strong")],
        enough_amr: vec![code("mfa")],
        least_authentication: 2,
        least_identity: 3,
        roles: BTreeMap::from([
            (code("S8000:G8000:R8001"), vec![Role::Clinician, Role::Duty]),
            (code("S8000:G8000:R8000"), vec![Role::Clinician]),
            (code("S8001:G8002:R8008"), vec![Role::Administrator]),
        ]),
    }
}

fn role(id: &str, organisation: &str, code: &str) -> RoleElsewhere {
    RoleElsewhere {
        id: id.to_owned(),
        organisation: organisation.to_owned(),
        code: code.to_owned(),
        name: String::new(),
    }
}

fn asserted(roles: Vec<RoleElsewhere>) -> Asserted {
    Asserted {
        identity: identity("9100"),
        acr: None,
        amr: Vec::new(),
        session: None,
        authentication: Some(3),
        identity_level: Some(3),
        roles,
        selected: None,
        shown_at: None,
    }
}

// H15
#[test]
fn an_account_is_opened_only_by_an_identity_that_was_written_down_for_it() {
    let (rules, footprint) = (rules(ProviderKind::Organisation), kent());
    let known = linked(Role::Clinician, Some("KMPT"));
    let strong = Asserted { acr: Some("strong".to_owned()), ..asserted(Vec::new()) };
    assert_eq!(judge(&rules, &strong, &known, &footprint, None), Ok(Judged::Enough));
    let elsewhere = Identity { issuer: "https://other.example".to_owned(), subject: "9100".to_owned() };
    for other in [identity("9101"), identity(""), identity("9100 "), elsewhere] {
        let other = Asserted { identity: other, ..strong.clone() };
        assert_eq!(judge(&rules, &other, &known, &footprint, None), Err(TurnedAway::Unknown));
    }
    let disabled = AccountEvent::AccountDisabled(porch_domain::account::AccountDisabled { why: "left".to_owned() });
    let gone = AccountEvent::IdentityUnlinked(identity("9100"));
    for event in [disabled, gone] {
        let account = evolve(known.id, Some(known.clone()), &event).unwrap();
        assert_eq!(judge(&rules, &strong, &account, &footprint, None), Err(TurnedAway::Unknown));
    }
}

#[test]
fn an_organisation_lets_its_own_staff_in_and_ours_asks_for_what_it_did_not() {
    let (rules, footprint) = (rules(ProviderKind::Organisation), kent());
    let judged = |organisation, acr: Option<&str>, amr: &[&str]| {
        let acr = acr.map(str::to_owned);
        let amr = amr.iter().map(|method| (*method).to_owned()).collect();
        let said = Asserted { acr, amr, ..asserted(Vec::new()) };
        judge(&rules, &said, &linked(Role::Clinician, organisation), &footprint, None)
    };
    assert_eq!(judged(Some("KMPT"), Some("strong"), &[]), Ok(Judged::Enough));
    assert_eq!(judged(Some("KMPT"), None, &["pwd", "mfa"]), Ok(Judged::Enough));
    assert_eq!(judged(Some("KMPT"), Some("weak"), &["pwd"]), Ok(Judged::SecondFactor));
    assert_eq!(judged(Some("KMPT"), None, &[]), Ok(Judged::SecondFactor));
    assert_eq!(judged(Some("EKHUFT"), Some("strong"), &[]), Err(TurnedAway::OtherOrganisation));
    // Where no employer is said, it is that of the front door.
    assert_eq!(judged(None, Some("strong"), &[]), Ok(Judged::Enough));
    let unset = ProviderRules { organisation: None, ..rules.clone() };
    let known = linked(Role::Clinician, Some("KMPT"));
    assert_eq!(judge(&unset, &asserted(Vec::new()), &known, &footprint, None), Err(TurnedAway::OtherOrganisation));
}

#[test]
fn a_sign_in_through_cis2_is_strong_or_none() {
    let (rules, footprint) = (rules(ProviderKind::Cis2), kent());
    let known = linked(Role::Clinician, Some("KMPT"));
    for (authentication, level, so) in [
        (Some(3), Some(3), true),
        (Some(2), Some(3), true),
        (Some(1), Some(3), false),
        (Some(3), Some(2), false),
        (None, Some(3), false),
        (Some(3), None, false),
    ] {
        let said = Asserted {
            authentication,
            identity_level: level,
            acr: Some("strong".to_owned()),
            ..asserted(vec![role("1", "RXY", "S8000:G8000:R8001")])
        };
        let expected = if so { Ok(Judged::Enough) } else { Err(TurnedAway::TooWeak) };
        assert_eq!(judge(&rules, &said, &known, &footprint, None), expected, "{authentication:?} {level:?}");
    }
}

// H15
#[test]
fn a_role_there_must_be_for_the_employer_and_fit_the_role_here() {
    let (rules, footprint) = (rules(ProviderKind::Cis2), kent());
    let nurse = |id: &str, organisation: &str| role(id, organisation, "S8000:G8000:R8001");
    let judged = |of: Role, roles: &[RoleElsewhere], selected: Option<&str>, chosen: Option<&str>| {
        let said = Asserted { selected: selected.map(str::to_owned), ..asserted(roles.to_vec()) };
        judge(&rules, &said, &linked(of, Some("KMPT")), &footprint, chosen)
    };
    let (here, there, second) = (nurse("1", "RXY"), nurse("2", "RVV"), role("3", "RXY", "S8000:G8000:R8000"));
    let clerk = role("4", "RXY", "S8001:G8002:R8008");
    let unknown = role("5", "RXY", "S9999:G9999:R9999");
    assert_eq!(judged(Role::Clinician, &[], None, None), Err(TurnedAway::OtherOrganisation));
    assert_eq!(judged(Role::Clinician, std::slice::from_ref(&there), None, None), Err(TurnedAway::OtherOrganisation));
    assert_eq!(judged(Role::Clinician, &[there.clone(), here.clone()], None, None), Ok(Judged::Enough));
    assert_eq!(judged(Role::Clinician, &[clerk.clone(), unknown], None, None), Err(TurnedAway::NoRole));
    // A role there gives no role here: whoever is an administrator here does not come in as a nurse.
    assert_eq!(judged(Role::Administrator, std::slice::from_ref(&here), None, None), Err(TurnedAway::NoRole));
    assert_eq!(judged(Role::Administrator, std::slice::from_ref(&clerk), None, None), Ok(Judged::Enough));
    // Of several they choose one that fits, and no other.
    let all = [here.clone(), there, second.clone(), clerk];
    assert_eq!(judged(Role::Clinician, &all, None, None), Ok(Judged::Choose(vec![here, second])));
    assert_eq!(judged(Role::Duty, &all, None, None), Ok(Judged::Enough));
    for (chosen, expected) in [
        ("1", Ok(Judged::Enough)),
        ("3", Ok(Judged::Enough)),
        ("2", Err(TurnedAway::NoRole)),
        ("4", Err(TurnedAway::NoRole)),
        ("9", Err(TurnedAway::NoRole)),
    ] {
        assert_eq!(judged(Role::Clinician, &all, None, Some(chosen)), expected, "{chosen}");
    }
    // What they chose there counts, and nothing beside it.
    assert_eq!(judged(Role::Clinician, &all, Some("3"), None), Ok(Judged::Enough));
    assert_eq!(judged(Role::Clinician, &all, Some("2"), None), Err(TurnedAway::OtherOrganisation));
    assert_eq!(judged(Role::Clinician, &all, Some("4"), None), Err(TurnedAway::NoRole));
    assert_eq!(judged(Role::Clinician, &all, Some("3"), Some("1")), Err(TurnedAway::NoRole));
}

#[test]
fn only_whoever_runs_the_program_says_who_somebody_is_elsewhere() {
    let operator = Actor::Operator { account: "root".to_owned() };
    let staff = Actor::Staff { account: "an.other".to_owned(), role: Role::Administrator };
    let none = account(Role::Clinician, None, &[]);
    let link = |identity| AccountCommand::LinkIdentity(identity);
    let done = vec![AccountEvent::IdentityLinked(identity("9100"))];
    assert_eq!(decide(Some(&none), link(identity("9100")), &operator), Ok(done));
    assert_eq!(decide(Some(&none), link(identity("9100")), &staff), Err(Disallowed::NeedsAWitness));
    assert_eq!(decide(None, link(identity("9100")), &operator), Err(Disallowed::UnknownAccount));
    for bad in ["", "a b", "a\nb", &"x".repeat(256)] {
        assert_eq!(decide(Some(&none), link(identity(bad)), &operator), Err(Disallowed::NoIdentity), "{bad}");
    }
    let nowhere = Identity { issuer: "provider".to_owned(), subject: "1".to_owned() };
    assert_eq!(decide(Some(&none), link(nowhere), &operator), Err(Disallowed::NoIdentity));
    let one = linked(Role::Clinician, None);
    assert_eq!(decide(Some(&one), link(identity("9100")), &operator), Err(Disallowed::IdentityLinked));
    let full: Vec<_> = (0..MOST_IDENTITIES).map(|n| AccountEvent::IdentityLinked(identity(&n.to_string()))).collect();
    let full = account(Role::Clinician, None, &full);
    assert_eq!(decide(Some(&full), link(identity("9")), &operator), Err(Disallowed::TooManyIdentities));
    let unlink = |subject| AccountCommand::UnlinkIdentity(identity(subject));
    assert_eq!(decide(Some(&one), unlink("9101"), &operator), Err(Disallowed::UnknownIdentity));
    let undone = vec![AccountEvent::IdentityUnlinked(identity("9100"))];
    assert_eq!(decide(Some(&one), unlink("9100"), &operator), Ok(undone));
}

#[test]
fn factors_that_are_taken_away_leave_who_somebody_is_elsewhere() {
    let at = "2026-11-22T10:00:00Z".parse().unwrap();
    let cleared = FactorsCleared { at, asked_by: None, confirmed_by: "root".to_owned() };
    let known = linked(Role::Clinician, None);
    let after = evolve(known.id, Some(known.clone()), &AccountEvent::FactorsCleared(cleared)).unwrap();
    assert_eq!(after.factors.identities, [identity("9100")]);
    assert!(!after.factors.any());
}
