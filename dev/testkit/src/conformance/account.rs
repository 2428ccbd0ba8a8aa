//! Stories of accounts: opened, signed in to, guessed at, changed, disabled, restored.

use std::{sync::Arc, thread};

use jiff::SignedDuration;
use porch_app::{
    AppError, PasswordWork, Store, account,
    session::{self, Holder, Visit},
    sign_in::{self, ChangeRefused, SignInRefused, change_password, end_other_sessions},
};
use porch_domain::{
    account::{AccountName, AccountOpened, Belonging, PasswordState, password::PasswordProblem},
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::TeamCode,
};

use super::Desk;

/// A password that somebody might choose.
const CHOSEN: &str = "tea towel umbrella";

fn name() -> AccountName {
    AccountName::parse("jo.invented").unwrap()
}

fn opened(role: Role) -> AccountOpened {
    AccountOpened { name: name(), display_name: "Jo Invented".to_owned(), role, belonging: Belonging::default() }
}

/// A browser that has a cookie.
fn from(token: &str) -> Visit<'_> {
    Visit { token: Some(token), browser: "Firefox on Linux" }
}

impl Desk {
    fn public(&self) -> porch_app::Ctx {
        porch_app::Ctx { actor: Actor::Public, ..self.operator() }
    }

    /// Tries a password at the account of the stories.
    fn tries(&self, work: &PasswordWork, password: &str) -> Result<String, SignInRefused> {
        sign_in::sign_in(&self.public(), work, name().as_str(), password, Visit::default())
    }

    fn holder(&self, token: &str) -> Option<Holder> {
        session::holder(&self.store, self.world.as_ref(), "kent-medway", token).unwrap()
    }

    fn as_holder(&self, token: &str) -> porch_app::Ctx {
        porch_app::Ctx { actor: self.holder(token).unwrap().actor(), ..self.operator() }
    }

    /// Opens the account of the stories and changes its first password.
    fn with_account(&self, work: &PasswordWork, role: Role) {
        let first = account::open(&self.operator(), work, opened(role)).unwrap();
        let token = self.tries(work, first.as_str()).unwrap();
        change_password(&self.as_holder(&token), work, from(&token), first.as_str(), CHOSEN).unwrap();
    }
}

/// The first password must be changed before anything else, and then opens nothing.
///
/// # Panics
/// When it is not so.
pub fn a_first_password_must_be_changed(desk: &Desk) {
    let work = PasswordWork::default();
    let operator = desk.operator();
    let first = account::open(&operator, &work, opened(Role::Clinician)).unwrap();
    let again = account::open(&operator, &work, opened(Role::Administrator));
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::AlreadyExists))), "{again:?}");
    // As somebody types it on a telephone.
    let token = sign_in::sign_in(&desk.public(), &work, " Jo.Invented ", first.as_str(), Visit::default()).unwrap();
    let holder = desk.holder(&token).unwrap();
    assert_eq!((holder.account.as_str(), holder.role), ("jo.invented", Role::Clinician));
    assert!(holder.must_change_password);

    let ctx = desk.as_holder(&token);
    let change = |current: &str, new: &str| change_password(&ctx, &work, from(&token), current, new);
    let short = change(first.as_str(), "short");
    assert!(matches!(short, Err(ChangeRefused::New(PasswordProblem::TooShort(5)))), "{short:?}");
    let own = change(first.as_str(), "jo.invented-2026");
    assert!(matches!(own, Err(ChangeRefused::New(PasswordProblem::OwnName))), "{own:?}");
    let same = change(first.as_str(), first.as_str());
    assert!(matches!(same, Err(ChangeRefused::Same)), "{same:?}");
    let guessed = change("not the first one", CHOSEN);
    assert!(matches!(guessed, Err(ChangeRefused::Current(SignInRefused::Wrong))), "{guessed:?}");
    let other = desk.tries(&work, first.as_str()).unwrap();
    let new = change(first.as_str(), CHOSEN).unwrap();
    assert_eq!((desk.holder(&token), desk.holder(&other)), (None, None), "other sessions end");
    assert!(!desk.holder(&new).unwrap().must_change_password);
    assert!(matches!(desk.tries(&work, first.as_str()), Err(SignInRefused::Wrong)));
    let second = desk.tries(&work, CHOSEN).unwrap();
    end_other_sessions(&desk.as_holder(&second), from(&second)).unwrap();
    assert_eq!((desk.holder(&new), desk.holder(&second).is_some()), (None, true));
    desk.verified();

    let reset = account::reset(&operator, &work, &name()).unwrap();
    assert_eq!(desk.holder(&second), None);
    assert!(matches!(desk.tries(&work, CHOSEN), Err(SignInRefused::Wrong)));
    desk.world.pass(SignedDuration::from_hours(7 * 24));
    assert!(matches!(desk.tries(&work, reset.as_str()), Err(SignInRefused::Wrong)), "it holds for seven days");
    desk.verified();
}

/// Whoever guesses must wait, whether there is such an account or not, and the right password takes the count away.
///
/// # Panics
/// When it is not so.
pub fn a_guesser_waits_and_learns_no_name(desk: &Desk) {
    let work = PasswordWork::default();
    desk.with_account(&work, Role::Duty);
    let guess = |name: &str| sign_in::sign_in(&desk.public(), &work, name, "not this one, surely", Visit::default());
    for name in ["jo.invented", "nobody.at.all", "demo-duty", "Ünknown; name", ""] {
        for nth in 1..=5 {
            assert!(matches!(guess(name), Err(SignInRefused::Wrong)), "{name} {nth}");
        }
        let until = desk.operator().now + SignedDuration::from_mins(1);
        assert!(matches!(guess(name), Err(SignInRefused::Wait { until: told }) if told == until), "{name}");
    }
    assert!(matches!(desk.tries(&work, CHOSEN), Err(SignInRefused::Wait { .. })), "also with the right one");
    desk.world.pass(SignedDuration::from_mins(1));
    assert!(matches!(guess("jo.invented"), Err(SignInRefused::Wrong)));
    desk.world.pass(SignedDuration::from_secs(90));
    assert!(matches!(desk.tries(&work, CHOSEN), Err(SignInRefused::Wait { .. })), "two minutes now");
    desk.world.pass(SignedDuration::from_secs(30));
    desk.tries(&work, CHOSEN).unwrap();
    for _ in 0..4 {
        assert!(matches!(guess("jo.invented"), Err(SignInRefused::Wrong)));
    }
    desk.tries(&work, CHOSEN).unwrap();

    // Many at once are as many tries.
    let outcomes: Vec<_> = thread::scope(|scope| {
        let waiting: Vec<_> = (0..12).map(|_| scope.spawn(|| guess("jo.invented"))).collect();
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let compared = outcomes.iter().filter(|outcome| matches!(outcome, Err(SignInRefused::Wrong))).count();
    assert_eq!(compared, 5, "{outcomes:?}");
    // Whoever keeps accounts can take the wait away.
    let reset = account::reset(&desk.operator(), &work, &name()).unwrap();
    desk.tries(&work, reset.as_str()).unwrap();
    desk.verified();
}

/// A disabled account and another role hold from the next request on.
///
/// # Panics
/// When it is not so.
pub fn what_happens_to_an_account_holds_from_the_next_request(desk: &Desk) {
    let work = PasswordWork::default();
    desk.with_account(&work, Role::Duty);
    let operator = desk.operator();
    let token = desk.tries(&work, CHOSEN).unwrap();
    account::give_role(&operator, &name(), Role::Manager).unwrap();
    assert_eq!(desk.holder(&token).map(|holder| holder.role), Some(Role::Manager));
    account::disable(&operator, &name(), "left the service").unwrap();
    assert_eq!(desk.holder(&token), None);
    assert!(matches!(desk.tries(&work, CHOSEN), Err(SignInRefused::Wrong)));
    let reset = account::reset(&operator, &work, &name());
    assert!(matches!(reset, Err(AppError::Disallowed(Disallowed::AccountDisabled))), "{reset:?}");
    account::enable(&operator, &name()).unwrap();
    assert_eq!(desk.holder(&token), None, "a session that ended stays ended");
    let token = desk.tries(&work, CHOSEN).unwrap();
    account::end_sessions(&operator, &name()).unwrap();
    assert_eq!(desk.holder(&token), None);

    let replaced = desk.tries(&work, CHOSEN).unwrap();
    let token = sign_in::sign_in(&desk.public(), &work, "jo.invented", CHOSEN, from(&replaced)).unwrap();
    assert_eq!((desk.holder(&replaced), desk.holder(&token).is_some()), (None, true));
    // A session of an account that does not exist opens nothing.
    let nobodys =
        session::open(&desk.store, desk.world.as_ref(), "kent-medway", "nobody.at.all", Role::Administrator).unwrap();
    assert_eq!(desk.holder(&nobodys), None);
    desk.verified();
}

/// Accounts are kept by administrators and operators; a second clinician is chosen among those in use.
///
/// # Panics
/// When it is not so.
pub fn accounts_are_kept_by_administrators(desk: &Desk) {
    let work = PasswordWork::default();
    for role in Role::ALL {
        let made = account::open(&desk.ctx(role), &work, opened(Role::Clinician));
        assert_eq!(made.is_ok(), role == Role::Administrator, "{role:?}: {made:?}");
    }
    account::open_demonstration(&desk.operator()).unwrap();
    let hash = desk.verified();
    account::open_demonstration(&desk.operator()).unwrap();
    assert_eq!(desk.verified(), hash, "once");
    let listed = account::list(&desk.ctx(Role::Administrator)).unwrap();
    assert_eq!(listed.len(), 10);
    let without_password = listed.iter().filter(|account| account.password == PasswordState::None);
    assert!(without_password.map(|account| account.name.as_str()).eq([
        "demo-administrator",
        "demo-board",
        "demo-charity-worker",
        "demo-clinician",
        "demo-commissioner",
        "demo-duty",
        "demo-information-officer",
        "demo-manager",
        "demo-peer-worker"
    ]));
    let clinicians = || {
        let lines = account::clinicians(&desk.ctx(Role::Duty)).unwrap();
        lines.into_iter().map(|line| line.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(clinicians(), ["demo-clinician", "demo-duty", "jo.invented"]);
    account::disable(&desk.operator(), &name(), "left the service").unwrap();
    assert_eq!(clinicians(), ["demo-clinician", "demo-duty"]);
    let manager = account::clinicians(&desk.ctx(Role::Manager));
    assert!(matches!(manager, Err(AppError::NotAllowed(_))), "{manager:?}");
    desk.verified();
    staff_keep_those_of_their_own_employer(desk);
}

/// Of a team of two employers each keeps and sees its own staff (T1).
fn staff_keep_those_of_their_own_employer(desk: &Desk) {
    let belongs = |organisation: &str, teams: &[&str]| Belonging {
        organisation: Some(organisation.to_owned()),
        teams: teams.iter().map(|team| TeamCode((*team).to_owned())).collect(),
    };
    let keeper = |organisation: &str| desk.ctx(Role::Administrator).belonging_to(Arc::new(belongs(organisation, &[])));
    let (first, second) = (keeper("KMPT"), keeper("EKHUFT"));
    let names = |ctx: &porch_app::Ctx| account::list(ctx).unwrap().len();
    assert_eq!(
        (names(&first), names(&second)),
        (10, 0),
        "of whom nobody said it, they are of the front door's employer"
    );
    assert!(matches!(account::disable(&second, &name(), "left"), Err(AppError::OthersStaff)));
    let away = account::give_belonging(&first, &name(), belongs("EKHUFT", &["thrive"]));
    assert!(matches!(away, Err(AppError::OthersStaff)), "nobody is given to another employer by either of the two");
    account::give_belonging(&desk.operator(), &name(), belongs("EKHUFT", &["thrive"])).unwrap();
    assert_eq!((names(&first), names(&second)), (9, 1));
    assert!(matches!(account::end_sessions(&first, &name()), Err(AppError::OthersStaff)));
    account::end_sessions(&second, &name()).unwrap();
    assert_eq!(account::list(&second).unwrap()[0].belonging, belongs("EKHUFT", &["thrive"]));
    desk.verified();
}

/// A restored service can be signed in to, and the restored rows are those of the copy.
///
/// # Panics
/// When it is not so.
pub fn a_restored_service_can_be_signed_in_to(desk: &Desk, empty: &Store) {
    let work = PasswordWork::default();
    desk.with_account(&work, Role::Duty);
    let token = desk.tries(&work, CHOSEN).unwrap();
    assert!(desk.tries(&work, "not this one, surely").is_err());
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(restored.holder(&token), None, "sessions are not copied");
    for _ in 0..4 {
        assert!(matches!(restored.tries(&work, "not this one, surely"), Err(SignInRefused::Wrong)));
    }
    assert!(restored.tries(&work, CHOSEN).is_ok(), "tries are not copied");
}
