//! The rules of accounts and passwords, as tables of cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    account::{
        Account, AccountCommand, AccountDisabled, AccountEvent, AccountName, AccountOpened, Belonging, FORGOTTEN_AFTER,
        PasswordSet, PasswordState, RoleGiven, Tries, decide, evolve,
        password::{LONGEST, PasswordProblem, check},
    },
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::TeamCode,
    ids::account_id,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_password_may_be_anything_that_is_long_and_not_easily_guessed() {
    let context = ["jo.invented", "Jo Invented", "Porch"];
    for good in [
        "correct horse battery staple",
        "tea towel umbrella",
        "               ·",
        "ein großer Schritt",
        "пятнадцать букв да",
        "8362 5501 9927 1183",
        "qwerty is not a word here",
        "my porch swings in the wind",
        "jo likes rowing on the river",
        "exactly fifteen",
        &"é&".chars().chain(('a'..='z').cycle().step_by(7)).take(LONGEST).collect::<String>(),
    ] {
        assert_eq!(check(good, &context), Ok(()), "{good}");
    }
}

#[test]
fn a_password_that_somebody_would_try_is_refused() {
    use PasswordProblem::{Common, OwnName, Pattern, TooLong, TooShort};
    let context = ["jo.invented", "Jo Invented", "Porch"];
    let long: String = ('a'..='z').cycle().step_by(7).take(LONGEST + 1).collect();
    for (bad, problem) in [
        ("", TooShort(0)),
        ("fourteen chars", TooShort(14)),
        // Counted in characters, never in bytes.
        ("äöüäöüßßßßßßßß", TooShort(14)),
        (long.as_str(), TooLong(129)),
        ("1qaz2wsx3edc4rfv", Common),
        ("passwordpassword", Common),
        ("PasswordPassword", Common),
        ("password12345678", Common),
        ("!!!!!dragon!!!!!", Common),
        ("2026-letmein-2026", Common),
        ("superman99999999", Common),
        ("superman superman", Common),
        ("tulip bulb, tulip bulb, ", Pattern),
        ("aaaaaaaaaaaaaaa", Pattern),
        ("               ", Pattern),
        ("abcabcabcabcabca", Pattern),
        ("bcdefghijklmnopq", Pattern),
        ("123456789012345", Pattern),
        ("54321098765432109876", Pattern),
        ("uiop-asdf-ghjk-l", Pattern),
        ("poiuytrewq-2026-11", Common),
        ("Invented2026!Porch", OwnName),
        ("jo.invented.12345", OwnName),
        ("porch-porch-staff", OwnName),
    ] {
        assert_eq!(check(bad, &context), Err(problem), "{bad}");
    }
}

#[test]
fn a_name_has_one_way_of_being_written() {
    for good in ["jo", "jo.invented", "0jo-invented", &"a".repeat(64)] {
        assert_eq!(AccountName::parse(good).unwrap().as_str(), good);
    }
    for bad in ["", "Jo", "jo invented", ".jo", "-jo", "jo_invented", "jö", "jo/../x", &"a".repeat(65)] {
        assert!(AccountName::parse(bad).is_err(), "{bad}");
        assert!(serde_json::from_str::<AccountName>(&format!("\"{bad}\"")).is_err(), "{bad}");
    }
    assert_eq!(AccountName::folded("  Jo.Invented "), "jo.invented");
    let one = account_id("kent-medway", "jo");
    assert_eq!(one, account_id("kent-medway", "jo"));
    assert_ne!(one, account_id("kent-medway", "joe"));
    assert_ne!(one, account_id("dorset", "jo"));
}

/// The wait grows to a quarter of an hour and no further; a try during it is not made and lengthens nothing.
#[test]
fn whoever_guesses_waits_longer_each_time() {
    let minutes = |wait: SignedDuration| wait.as_mins();
    let mut now = at("2026-11-02T09:00:00Z");
    let mut tries = None;
    for (nth, wait) in [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15].into_iter().enumerate() {
        let made = Tries::made(tries, now).unwrap();
        assert_eq!(minutes(made.wait_until.duration_since(now)), wait, "after try {}", nth + 1);
        if wait > 0 {
            let early = made.wait_until - SignedDuration::from_millis(1);
            assert_eq!(Tries::made(Some(made), early), Err(made.wait_until));
        }
        now = made.wait_until;
        tries = Some(made);
    }
    let tries = tries.unwrap();
    let still = Tries::made(Some(tries), tries.last_at + FORGOTTEN_AFTER).unwrap();
    assert_eq!(still.count, tries.count + 1);
    let later = tries.last_at + FORGOTTEN_AFTER + SignedDuration::from_secs(1);
    assert_eq!(Tries::made(Some(tries), later).unwrap().count, 1);
}

fn opened() -> AccountOpened {
    let name = AccountName::parse("jo.invented").unwrap();
    AccountOpened { name, display_name: "Jo Invented".to_owned(), role: Role::Duty, belonging: Belonging::default() }
}

fn account(events: &[AccountEvent]) -> Account {
    let id = account_id("kent-medway", "jo.invented");
    let all = [AccountEvent::AccountOpened(opened())].into_iter().chain(events.iter().cloned());
    all.fold(None, |state, event| Some(evolve(id, state, &event).unwrap())).unwrap()
}

#[test]
fn each_command_gives_its_event_or_says_why_not() {
    let operator = Actor::Operator { account: "invented operator".to_owned() };
    let until = at("2026-11-09T09:00:00Z");
    let disabled = AccountEvent::AccountDisabled(AccountDisabled { why: "left".to_owned() });
    let (fresh, left) = (account(&[]), account(std::slice::from_ref(&disabled)));
    let disable = |why: &str| AccountCommand::Disable { why: why.to_owned() };
    let nameless = AccountOpened { display_name: " ".to_owned(), ..opened() };
    let temporary = AccountCommand::SetPassword { temporary_until: Some(until) };
    let set = AccountEvent::PasswordSet(PasswordSet { temporary_until: Some(until) });
    let given = AccountEvent::RoleGiven(RoleGiven { role: Role::Manager });
    let employer = || Some("KMPT".to_owned());
    let belongs = Belonging { organisation: employer(), teams: vec![TeamCode("community".to_owned())] };
    let placed = AccountEvent::BelongingGiven(belongs.clone());
    let on_the_board = AccountEvent::RoleGiven(RoleGiven { role: Role::Board });
    // Whoever sees figures alone is of no team.
    let of_no_team = AccountEvent::BelongingGiven(Belonging { organisation: employer(), teams: Vec::new() });
    let placed_one = account(std::slice::from_ref(&placed));
    let member = account(std::slice::from_ref(&on_the_board));
    for (state, command, expected) in [
        (None, AccountCommand::Open(opened()), Ok(vec![AccountEvent::AccountOpened(opened())])),
        (None, AccountCommand::Open(nameless), Err(Disallowed::Empty("the name that colleagues read"))),
        (Some(&fresh), AccountCommand::Open(opened()), Err(Disallowed::AlreadyExists)),
        (None, AccountCommand::Enable, Err(Disallowed::UnknownAccount)),
        (None, temporary.clone(), Err(Disallowed::UnknownAccount)),
        (Some(&fresh), AccountCommand::GiveRole(Role::Duty), Ok(vec![])),
        (Some(&fresh), AccountCommand::GiveRole(Role::Manager), Ok(vec![given.clone()])),
        (Some(&fresh), AccountCommand::GiveBelonging(belongs.clone()), Ok(vec![placed.clone()])),
        (Some(&placed_one), AccountCommand::GiveBelonging(belongs.clone()), Ok(vec![])),
        (Some(&placed_one), AccountCommand::GiveRole(Role::Board), Ok(vec![on_the_board.clone(), of_no_team.clone()])),
        (Some(&member), AccountCommand::GiveBelonging(belongs), Err(Disallowed::RoleWithoutTeams)),
        (Some(&fresh), temporary.clone(), Ok(vec![set.clone()])),
        (Some(&left), temporary, Err(Disallowed::AccountDisabled)),
        (Some(&fresh), disable("left"), Ok(vec![disabled.clone()])),
        (Some(&fresh), disable(" "), Err(Disallowed::Empty("the reason"))),
        (Some(&left), disable("left"), Err(Disallowed::AccountDisabled)),
        (Some(&left), AccountCommand::Enable, Ok(vec![AccountEvent::AccountEnabled])),
        (Some(&fresh), AccountCommand::Enable, Err(Disallowed::AccountEnabled)),
    ] {
        assert_eq!(decide(state, command.clone(), &operator), expected, "{command:?}");
        assert_eq!(decide(state, command, &Actor::System), Err(Disallowed::NeedsAPerson));
    }
    let now = account(&[disabled, AccountEvent::AccountEnabled, given, set]);
    assert_eq!((now.role, now.disabled), (Role::Manager, None));
    assert_eq!(now.password, PasswordState::Temporary { until });
}

#[test]
fn a_password_opens_while_it_holds() {
    let until = at("2026-11-09T09:00:00Z");
    let before = until - SignedDuration::from_millis(1);
    let temporary = PasswordState::Temporary { until };
    assert_eq!((temporary.opens_at(before), temporary.opens_at(until)), (true, false));
    assert_eq!((PasswordState::Own.opens_at(until), PasswordState::None.opens_at(before)), (true, false));
    for state in [temporary, PasswordState::Own, PasswordState::None] {
        assert_eq!(PasswordState::of_code(state.code(), state.temporary_until()), Some(state));
    }
    assert_eq!(PasswordState::of_code("own", Some(until)), None);
    assert_eq!(PasswordState::of_code("temporary", None), None);
}
