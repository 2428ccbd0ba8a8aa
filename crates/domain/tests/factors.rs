//! The rules of second factors, codes and recovery, as tables of cases.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    account::{
        Account, AccountCommand, AccountEvent, AccountName, AccountOpened, Belonging, FactorAdded, FactorId,
        FactorKind, Factors, FactorsCleared, PasswordSet, RecoveryAsked, decide, evolve,
        factor::{MOST_PASSKEYS, recovery_code_folded},
        totp::TotpSecret,
    },
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::account_id,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The secret of RFC 6238, appendix B.
fn secret() -> TotpSecret {
    TotpSecret::new(*b"12345678901234567890")
}

/// The table of RFC 6238, appendix B, for SHA-1, cut to six digits as RFC 4226 cuts.
#[test]
fn codes_are_those_of_the_standard() {
    for (second, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(secret().code_at(Timestamp::from_second(second).unwrap()), code, "{second}");
    }
    assert_eq!(secret().typed(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let address = secret().address("Porch: Kent", "jo.invented");
    let expected = "otpauth://totp/Porch%3A%20Kent:jo.invented?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Porch%3A%20Kent&algorithm=SHA1&digits=6&period=30";
    assert_eq!(address, expected);
    assert_eq!(format!("{:?}", secret()), "TotpSecret");
}

#[test]
fn a_code_holds_for_half_a_minute_around_and_once() {
    let now = at("2026-11-22T09:00:15Z");
    let step = now.as_second() / 30;
    let code = |seconds: i64| secret().code_at(now + SignedDuration::from_secs(seconds));
    let read = |typed: &str, last| secret().step_of_code(typed, now, last);
    for (seconds, expected) in [(-60, None), (-30, Some(step - 1)), (0, Some(step)), (30, Some(step + 1)), (60, None)] {
        assert_eq!(read(&code(seconds), None), expected, "{seconds}");
    }
    assert_eq!(read(&code(0), Some(step - 1)), Some(step));
    assert_eq!(read(&code(0), Some(step)), None, "a code is used once");
    assert_eq!(read(&code(-30), Some(step)), None, "and none from before it");
    let spaced = format!(" {} {} ", &code(0)[..3], &code(0)[3..]);
    assert_eq!(read(&spaced, None), Some(step));
    for wrong in ["", "000000", "1234567", &code(0)[..5], "½½½½½½"] {
        assert_eq!(read(wrong, None), None, "{wrong}");
    }
}

#[test]
fn a_recovery_code_is_read_however_it_was_copied() {
    for typed in ["abcde-fghij", " ABCDE FGHIJ", "abcdefghij", "abcde–fghij"] {
        assert_eq!(recovery_code_folded(typed), "abcdefghij", "{typed}");
    }
}

fn name(text: &str) -> AccountName {
    AccountName::parse(text).unwrap()
}

fn account(events: &[AccountEvent]) -> Account {
    let opened = AccountOpened {
        name: name("jo.invented"),
        display_name: "Jo Invented".to_owned(),
        role: Role::Clinician,
        belonging: Belonging::default(),
    };
    let all = [AccountEvent::AccountOpened(opened)].into_iter().chain(events.iter().cloned());
    let id = account_id("kent-medway", "jo.invented");
    all.fold(None, |state, event| Some(evolve(id, state, &event).unwrap())).unwrap()
}

fn factor(nth: u128, kind: FactorKind) -> FactorAdded {
    FactorAdded { factor: FactorId(uuid::Uuid::from_u128(nth)), kind }
}

fn staff(account: &str, role: Role) -> Actor {
    Actor::Staff { account: account.to_owned(), role }
}

#[test]
fn factors_are_added_and_removed_within_their_bounds() {
    let holder = staff("jo.invented", Role::Clinician);
    let (code, key) = (factor(1, FactorKind::Authenticator), factor(2, FactorKind::Passkey));
    let none = account(&[]);
    let one = account(&[AccountEvent::FactorAdded(code)]);
    let two = account(&[AccountEvent::FactorAdded(code), AccountEvent::FactorAdded(key)]);
    let keys = (0..MOST_PASSKEYS as u128).map(|nth| AccountEvent::FactorAdded(factor(nth, FactorKind::Passkey)));
    let many = account(&keys.collect::<Vec<_>>());
    let remove = |factor: FactorAdded, required| AccountCommand::RemoveFactor { factor: factor.factor, required };
    for (state, command, expected) in [
        (&none, AccountCommand::AddFactor(code), Ok(())),
        (&one, AccountCommand::AddFactor(key), Ok(())),
        (&one, AccountCommand::AddFactor(factor(3, FactorKind::Authenticator)), Err(Disallowed::TooManyFactors)),
        (&many, AccountCommand::AddFactor(factor(99, FactorKind::Passkey)), Err(Disallowed::TooManyFactors)),
        (&one, remove(code, true), Err(Disallowed::LastFactor)),
        (&one, remove(code, false), Ok(())),
        (&two, remove(code, true), Ok(())),
        (&one, remove(key, false), Err(Disallowed::UnknownFactor)),
        (&none, AccountCommand::MakeRecoveryCodes, Err(Disallowed::UnknownFactor)),
        (&one, AccountCommand::MakeRecoveryCodes, Ok(())),
    ] {
        assert_eq!(decide(Some(state), command.clone(), &holder).map(|_| ()), expected, "{command:?}");
    }
    assert_eq!((one.factors.any(), none.factors.any()), (true, false));
    assert_eq!(two.factors.authenticator(), Some(code.factor));
    // What is stored of no factor is what the rows of before there were any hold.
    assert_eq!(serde_json::to_string(&Factors::default()).unwrap(), "{}");
}

#[test]
fn nobody_recovers_an_account_alone() {
    let now = at("2026-11-22T09:00:00Z");
    let until = now + SignedDuration::from_hours(24);
    let added = AccountEvent::FactorAdded(factor(1, FactorKind::Authenticator));
    let asked = AccountEvent::RecoveryAsked(RecoveryAsked { by: name("ada.admin"), until });
    let (plain, waiting) = (account(std::slice::from_ref(&added)), account(&[added.clone(), asked.clone()]));
    let ask = AccountCommand::AskRecovery { until };
    let confirm = |now| AccountCommand::ConfirmRecovery { now };
    let clear = AccountCommand::ClearFactors { now };
    let late = until;
    let (admin, witness) = (staff("ada.admin", Role::Administrator), staff("mo.manager", Role::Manager));
    let holder = staff("jo.invented", Role::Clinician);
    let operator = Actor::Operator { account: "invented operator".to_owned() };
    for (state, command, actor, expected) in [
        (&plain, ask.clone(), &admin, Ok(())),
        (&plain, ask.clone(), &holder, Err(Disallowed::NeedsAWitness)),
        (&plain, ask.clone(), &operator, Err(Disallowed::NeedsAWitness)),
        (&plain, confirm(now), &witness, Err(Disallowed::NoRecoveryAsked)),
        (&waiting, confirm(now), &witness, Ok(())),
        (&waiting, confirm(late), &witness, Err(Disallowed::NoRecoveryAsked)),
        (&waiting, confirm(now), &admin, Err(Disallowed::NeedsAWitness)),
        (&waiting, confirm(now), &holder, Err(Disallowed::NeedsAWitness)),
        (&plain, clear.clone(), &operator, Ok(())),
        (&plain, clear.clone(), &admin, Err(Disallowed::NeedsAWitness)),
    ] {
        assert_eq!(decide(Some(state), command.clone(), actor).map(|_| ()), expected, "{command:?} {actor:?}");
    }
    let events = decide(Some(&waiting), confirm(now), &witness).unwrap();
    let cleared = FactorsCleared { at: now, asked_by: Some(name("ada.admin")), confirmed_by: "mo.manager".to_owned() };
    assert_eq!(events, [AccountEvent::FactorsCleared(cleared.clone())]);
    let temporary = AccountEvent::PasswordSet(PasswordSet { temporary_until: Some(until) });
    let mut all = vec![added, asked, events[0].clone(), temporary];
    let after = account(&all);
    assert_eq!(after.factors, Factors { cleared: Some(cleared), ..Factors::default() }, "the holder is told");
    all.push(AccountEvent::PasswordSet(PasswordSet { temporary_until: None }));
    assert_eq!(account(&all).factors, Factors::default(), "until they have chosen a password");
}
