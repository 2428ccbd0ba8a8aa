//! Stories of second factors: added, shown, guessed at, lost, recovered with a witness, restored.

use std::thread;

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, PasswordWork, Store, account,
    factor::{self, FactorKey, Proof, SecondFactors},
    look_log::{self, Asked},
    recovery,
    session::{self, Holder, Shown, Stage, Visit},
    sign_in::{self, SignInRefused, change_password, prove_again},
    system_token::{self, Scope},
};
use porch_domain::{
    account::{AccountName, AccountOpened, Belonging, totp::TotpSecret},
    actor::{Actor, Role},
    disallowed::Disallowed,
};

use super::Desk;

/// A password that somebody might choose.
const CHOSEN: &str = "tea towel umbrella";

fn name(text: &str) -> AccountName {
    AccountName::parse(text).unwrap()
}

fn from(token: &str) -> Visit<'_> {
    Visit { token: Some(token), browser: "Firefox on Linux" }
}

fn required() -> SecondFactors {
    SecondFactors { required: true, key: FactorKey::of_text(&"5e".repeat(32)), passkeys: None }
}

/// The secret that an authenticator was told, from what it would type.
pub(super) fn secret(typed: &str) -> TotpSecret {
    let mut bits = typed.bytes().fold((Vec::new(), 0u32, 0u32), |(mut bytes, held, count), letter| {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        let (held, count) = ((held << 5) | u32::from(value), count + 5);
        if count < 8 {
            return (bytes, held, count);
        }
        bytes.push(u8::try_from((held >> (count - 8)) & 255).unwrap());
        (bytes, held, count - 8)
    });
    bits.0.truncate(20);
    TotpSecret::of_bytes(&bits.0).unwrap()
}

/// Somebody with an account, an authenticator and recovery codes.
struct Somebody {
    name: AccountName,
    secret: TotpSecret,
    codes: Vec<String>,
    token: String,
}

impl Desk {
    fn at_the_door(&self) -> Ctx {
        Ctx { actor: Actor::Public, ..self.operator() }
    }

    fn holding(&self, token: &str) -> Option<Holder> {
        session::holder(&self.store, self.world.as_ref(), "kent-medway", token).unwrap()
    }

    fn stage(&self, token: &str) -> Option<Stage> {
        self.holding(token).map(|holder| holder.stage(true))
    }

    fn of(&self, token: &str) -> Ctx {
        Ctx { actor: self.holding(token).unwrap().actor(), ..self.operator() }
    }

    fn password(&self, work: &PasswordWork, who: &AccountName, password: &str) -> Result<String, SignInRefused> {
        sign_in::sign_in(&self.at_the_door(), work, who.as_str(), password, Visit::default())
    }

    fn code(&self, secret: &TotpSecret) -> String {
        secret.code_at(self.operator().now)
    }

    fn shows(&self, token: &str, code: &str) -> Result<String, SignInRefused> {
        factor::show(&self.of(token), &required(), from(token), Proof::Code(code))
    }

    /// Opens an account, changes its first password and adds an authenticator.
    fn somebody(&self, work: &PasswordWork, who: &str, role: Role) -> Somebody {
        let name = name(who);
        let opened = AccountOpened {
            name: name.clone(),
            display_name: format!("{who} (invented)"),
            role,
            belonging: Belonging::default(),
        };
        let first = account::open(&self.operator(), work, opened).unwrap();
        let token = self.password(work, &name, first.as_str()).unwrap();
        let token = change_password(&self.of(&token), work, from(&token), first.as_str(), CHOSEN).unwrap();
        assert_eq!(self.stage(&token), Some(Stage::Enrol));
        let offered = factor::offer_authenticator(&self.of(&token), &required(), from(&token)).unwrap();
        let secret = secret(&offered.typed);
        let added =
            factor::add_authenticator(&self.of(&token), &required(), from(&token), &self.code(&secret)).unwrap();
        assert_eq!((self.holding(&token), self.stage(&added.token)), (None, Some(Stage::In)));
        Somebody { name, secret, codes: added.codes, token: added.token }
    }
}

/// A password alone opens nothing; a code opens once, and is slowed where somebody guesses.
///
/// # Panics
/// When it is not so.
pub fn a_second_factor_is_asked_and_each_code_opens_once(desk: &Desk) {
    let work = PasswordWork::default();
    let jo = desk.somebody(&work, "jo.invented", Role::Clinician);
    assert_eq!(jo.codes.len(), 10);
    // ASVS 6.5.2, 11.5.1: 28 letters of 32 are 140 bits.
    assert!(jo.codes.iter().all(|code| code.len() == 34 && code.split('-').all(|group| group.len() == 4)));
    desk.verified();

    let halfway = desk.password(&work, &jo.name, CHOSEN).unwrap();
    assert_eq!(desk.stage(&halfway), Some(Stage::Code));
    let ctx = desk.of(&halfway);
    // What changes an account is not for who is halfway in, however short a time ago they showed the password.
    let changed = change_password(&ctx, &work, from(&halfway), CHOSEN, "another towel umbrella");
    assert!(changed.is_err(), "{changed:?}");
    assert!(matches!(
        factor::offer_authenticator(&ctx, &required(), from(&halfway)).map(|_| ()),
        Err(AppError::ProveAgain)
    ));
    assert!(matches!(factor::make_recovery_codes(&ctx, from(&halfway)), Err(AppError::ProveAgain)));
    // The code that added the authenticator is used up.
    assert!(matches!(desk.shows(&halfway, &desk.code(&jo.secret)), Err(SignInRefused::Wrong)));
    desk.world.pass(SignedDuration::from_secs(30));
    let code = desk.code(&jo.secret);
    let many: Vec<_> = thread::scope(|scope| {
        let halves: Vec<_> = (0..4).map(|_| desk.password(&work, &jo.name, CHOSEN).unwrap()).collect();
        let waiting: Vec<_> = halves
            .into_iter()
            .map(|half| {
                scope.spawn({
                    let code = &code;
                    move || desk.shows(&half, code)
                })
            })
            .collect();
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let let_in: Vec<_> = many.iter().flatten().collect();
    assert_eq!(let_in.len(), 1, "{many:?}");
    assert_eq!(desk.stage(let_in[0]), Some(Stage::In));
    assert_eq!(desk.holding(let_in[0]).unwrap().shown, Some(Shown::Authenticator));

    // Whoever has the password and guesses at the code waits, and a right password does not begin the count anew.
    desk.world.pass(SignedDuration::from_mins(20));
    let first = desk.password(&work, &jo.name, CHOSEN).unwrap();
    desk.shows(&first, &desk.code(&jo.secret)).unwrap();
    let halfway = desk.password(&work, &jo.name, CHOSEN).unwrap();
    for _ in 0..5 {
        let halfway = desk.password(&work, &jo.name, CHOSEN).unwrap();
        assert!(matches!(desk.shows(&halfway, "000000"), Err(SignInRefused::Wrong)));
    }
    let right = desk.code(&jo.secret);
    assert!(matches!(desk.shows(&halfway, &right), Err(SignInRefused::Wait { .. })));
    desk.world.pass(SignedDuration::from_mins(1));
    // A recovery code opens once, however it is copied.
    let typed = jo.codes[3].to_uppercase().replace('-', " ");
    let token = desk.shows(&halfway, &typed).unwrap();
    assert_eq!(desk.holding(&token).unwrap().shown, Some(Shown::RecoveryCode));
    assert_eq!(desk.holding(&halfway), None);
    let again = desk.password(&work, &jo.name, CHOSEN).unwrap();
    assert!(matches!(desk.shows(&again, &jo.codes[3]), Err(SignInRefused::Wrong)));
    assert_eq!(factor::own(&desk.of(&token)).unwrap().codes_left, 9);
    // Halfway in is over after ten minutes.
    desk.world.pass(SignedDuration::from_mins(10) + SignedDuration::from_secs(1));
    assert_eq!(desk.holding(&again), None);
    desk.verified();
}

/// What opens an account changes only shortly after its holder showed who they are.
///
/// # Panics
/// When it is not so.
pub fn whoever_changes_what_opens_an_account_shows_again_who_they_are(desk: &Desk) {
    let work = PasswordWork::default();
    let jo = desk.somebody(&work, "jo.invented", Role::Clinician);
    let other = desk.password(&work, &jo.name, CHOSEN).unwrap();
    desk.world.pass(SignedDuration::from_secs(30));
    let other = desk.shows(&other, &desk.code(&jo.secret)).unwrap();
    let ctx = || desk.of(&jo.token);
    let factors = required();
    let held = factor::own(&ctx()).unwrap().lines[0].id;
    desk.world.pass(SignedDuration::from_mins(10));
    let refused = |what: &str, done: Result<(), AppError>| {
        assert!(matches!(done, Err(AppError::ProveAgain)), "{what}: {done:?}");
    };
    refused("offer", factor::offer_authenticator(&ctx(), &factors, from(&jo.token)).map(|_| ()));
    refused("codes", factor::make_recovery_codes(&ctx(), from(&jo.token)).map(|_| ()));
    refused("remove", factor::remove(&ctx(), &factors, from(&jo.token), held));
    refused("others", sign_in::end_other_sessions(&ctx(), from(&jo.token)));
    let line = session::list(&ctx(), from(&jo.token)).unwrap().into_iter().find(|line| !line.this).unwrap();
    refused("one", session::end_one(&ctx(), from(&jo.token), &line.id));
    let changed = change_password(&ctx(), &work, from(&jo.token), CHOSEN, "another towel umbrella");
    assert!(changed.is_err(), "{changed:?}");
    // A cookie of somebody else proves nothing.
    refused("borrowed", factor::make_recovery_codes(&desk.ctx(Role::Manager), from(&other)).map(|_| ()));

    let prove =
        |password: &str, code: &str| prove_again(&ctx(), &work, &factors, from(&jo.token), password, Proof::Code(code));
    assert!(matches!(prove("not this one, surely", &desk.code(&jo.secret)), Err(SignInRefused::Wrong)));
    assert!(matches!(prove(CHOSEN, "000000"), Err(SignInRefused::Wrong)));
    refused("still", factor::remove(&ctx(), &factors, from(&jo.token), held));
    prove(CHOSEN, &desk.code(&jo.secret)).unwrap();
    let last = factor::remove(&ctx(), &factors, from(&jo.token), held);
    assert!(matches!(last, Err(AppError::Disallowed(Disallowed::LastFactor))), "{last:?}");
    assert_eq!(factor::make_recovery_codes(&ctx(), from(&jo.token)).unwrap().len(), 10);
    session::end_one(&ctx(), from(&jo.token), &line.id).unwrap();
    assert_eq!(desk.holding(&other), None);
    assert_eq!(session::list(&ctx(), from(&jo.token)).unwrap().len(), 1);
    // The old codes are gone with the new ones.
    let halfway = desk.password(&work, &jo.name, CHOSEN).unwrap();
    assert!(matches!(desk.shows(&halfway, &jo.codes[0]), Err(SignInRefused::Wrong)));
    // Where none is required, the last may go, and its codes with it.
    let offered = SecondFactors { required: false, ..required() };
    factor::remove(&ctx(), &offered, from(&jo.token), held).unwrap();
    let own = factor::own(&ctx()).unwrap();
    assert_eq!((own.lines.len(), own.codes_left), (0, 0));
    desk.verified();
}

/// Who lost everything is let in again by two others, named, and is told.
///
/// # Panics
/// When it is not so.
pub fn who_lost_a_factor_is_let_in_by_two_others(desk: &Desk) {
    let work = PasswordWork::default();
    let jo = desk.somebody(&work, "jo.invented", Role::Clinician);
    let ada = desk.somebody(&work, "ada.invented", Role::Administrator);
    let mo = desk.somebody(&work, "mo.invented", Role::Manager);
    let duty = desk.somebody(&work, "dee.invented", Role::Duty);
    let confirm = |who: &Somebody| recovery::confirm(&desk.of(&who.token), &work, from(&who.token), &jo.name);
    let ask = |who: &Somebody, whom: &AccountName| recovery::ask(&desk.of(&who.token), from(&who.token), whom);
    assert!(matches!(confirm(&mo), Err(AppError::Disallowed(Disallowed::NoRecoveryAsked))));
    for who in [&mo, &duty, &jo] {
        assert!(matches!(ask(who, &jo.name), Err(AppError::NotAllowed(_))), "{}", who.name);
    }
    assert!(matches!(ask(&ada, &ada.name), Err(AppError::Disallowed(Disallowed::NeedsAWitness))));
    ask(&ada, &jo.name).unwrap();
    for who in [&ada, &duty, &jo] {
        assert!(matches!(confirm(who), Err(AppError::NotAllowed(_))), "{}", who.name);
    }
    assert!(desk.holding(&jo.token).is_some(), "nothing changes before a witness confirms");
    let waiting = recovery::waiting(&desk.of(&mo.token)).unwrap();
    assert_eq!(waiting.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["jo.invented"]);
    // An administrator who became a manager since is still the one who asked.
    account::give_role(&desk.operator(), &ada.name, Role::Manager).unwrap();
    assert!(matches!(confirm(&ada), Err(AppError::Disallowed(Disallowed::NeedsAWitness))));
    let given = confirm(&mo).unwrap();
    assert!(matches!(confirm(&mo), Err(AppError::Disallowed(Disallowed::NoRecoveryAsked))), "once");
    assert_eq!(desk.holding(&jo.token), None);
    assert!(matches!(desk.password(&work, &jo.name, CHOSEN), Err(SignInRefused::Wrong)));
    let token = desk.password(&work, &jo.name, given.as_str()).unwrap();
    assert_eq!(desk.stage(&token), Some(Stage::Password));
    let cleared = factor::own(&desk.of(&token)).unwrap().cleared.unwrap();
    assert_eq!(cleared.asked_by.as_ref().map(AccountName::as_str), Some("ada.invented"));
    assert_eq!(cleared.confirmed_by, "mo.invented");
    let token = change_password(&desk.of(&token), &work, from(&token), given.as_str(), CHOSEN).unwrap();
    assert_eq!(desk.stage(&token), Some(Stage::Enrol));
    assert_eq!(factor::own(&desk.of(&token)).unwrap().cleared, None);
    // By now the journal and the look-log name both.
    let ian = desk.ctx(Role::InformationOfficer);
    let today = ian.today();
    let period = porch_domain::measure::Period { from: today, to: today };
    let asked = Asked { period, account: None, whom: None, refused: false, before: None };
    let looks = look_log::found(&ian, &asked, 20).unwrap().looks;
    for (what, who) in [
        ("asked for the recovery of an account", "staff:administrator:ada.invented"),
        ("confirmed the recovery of an account", "staff:manager:mo.invented"),
    ] {
        assert!(looks.iter().any(|look| look.what == what && look.actor == who), "{what}");
    }
    desk.verified();

    // Whoever runs the program can do it alone, and the holder reads so.
    let given = recovery::by_the_operator(&desk.operator(), &work, &duty.name).unwrap();
    let token = desk.password(&work, &duty.name, given.as_str()).unwrap();
    assert_eq!(factor::own(&desk.of(&token)).unwrap().cleared.unwrap().asked_by, None);
    // What waits for a day is over.
    let ada_again = account::give_role(&desk.operator(), &ada.name, Role::Administrator);
    ada_again.unwrap();
    ask(&ada, &jo.name).unwrap();
    desk.world.pass(SignedDuration::from_hours(24));
    let operator =
        Ctx { actor: Actor::Staff { account: "mo.invented".to_owned(), role: Role::Manager }, ..desk.operator() };
    assert_eq!(recovery::waiting(&operator).unwrap(), []);
    desk.verified();
}

/// A restored service asks for the same second factors, and a copy holds no secret that can be read.
///
/// # Panics
/// When it is not so.
pub fn a_restored_service_asks_for_the_same_factors(desk: &Desk, empty: &Store) {
    let work = PasswordWork::default();
    let jo = desk.somebody(&work, "jo.invented", Role::Clinician);
    let elsewhere = super::provider::identity("9100");
    account::link_identity(&desk.operator(), &jo.name, elsewhere.clone()).unwrap();
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    let taken = account::link_identity(&restored.operator(), &jo.name, elsewhere);
    assert!(matches!(taken, Err(AppError::Disallowed(Disallowed::IdentityLinked))), "{taken:?}");
    desk.world.pass(SignedDuration::from_secs(30));
    let halfway = restored.password(&work, &jo.name, CHOSEN).unwrap();
    assert_eq!(restored.stage(&halfway), Some(Stage::Code));
    let other_key = SecondFactors { key: FactorKey::of_text(&"ab".repeat(32)), ..required() };
    let code = restored.code(&jo.secret);
    let refused = factor::show(&restored.of(&halfway), &other_key, from(&halfway), Proof::Code(&code));
    assert!(matches!(refused, Err(SignInRefused::App(AppError::FactorKey))), "{refused:?}");
    assert!(restored.shows(&halfway, &code).is_ok());
    let halfway = restored.password(&work, &jo.name, CHOSEN).unwrap();
    assert!(restored.shows(&halfway, &jo.codes[0]).is_ok());
}

/// A token of another program opens its one thing, until it is ended or over.
///
/// # Panics
/// When it is not so.
pub fn a_token_opens_one_thing_for_a_time(desk: &Desk) {
    let operator = desk.operator();
    let token = system_token::make(&operator, "monitoring", Scope::Metrics, 30).unwrap();
    let admits = |token: &str| system_token::admits(&desk.at_the_door(), Scope::Metrics, token).unwrap();
    assert!(token.starts_with("porch_") && admits(&token));
    for other in ["", "porch_", &token[..token.len() - 1], &token.to_uppercase()] {
        assert!(!admits(other), "{other}");
    }
    assert!(system_token::make(&operator, "monitoring", Scope::Metrics, 30).is_err(), "the name is taken");
    for days in [0, -1, 401] {
        assert!(system_token::make(&operator, "other", Scope::Metrics, days).is_err(), "{days}");
    }
    for role in [Role::Duty, Role::Clinician, Role::Manager, Role::InformationOfficer] {
        let made = system_token::make(&desk.ctx(role), "theirs", Scope::Metrics, 30);
        assert!(matches!(made, Err(AppError::NotAllowed(_))), "{role:?}");
    }
    desk.world.pass(SignedDuration::from_hours(2));
    assert!(admits(&token));
    let listed = system_token::list(&desk.operator()).unwrap();
    assert_eq!(listed[0].used_at, Some(desk.operator().now));
    assert!(!format!("{listed:?}").contains(&token));
    desk.world.pass(SignedDuration::from_hours(24 * 30 - 2));
    assert!(!admits(&token), "it is over");
    let second = system_token::make(&desk.operator(), "monitoring", Scope::Metrics, 1).unwrap();
    assert!(admits(&second));
    system_token::end(&desk.operator(), "monitoring").unwrap();
    assert!(!admits(&second));
    assert!(system_token::end(&desk.operator(), "monitoring").is_err());
    desk.verified();
}
