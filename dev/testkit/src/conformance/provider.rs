//! Stories of signing in through a provider: bound to a browser, once, for whom it was written down, and ended from there.

use std::{sync::Mutex, thread};

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    AppError, Ctx, PasswordWork, account,
    factor::{self, FactorKey, Proof, SecondFactors},
    look_log::{self, Asked},
    provider::{self, Asking, Came, CameWith, NotIn, Provider, Redeeming, Shut},
    session::{self, Shown, Stage, Visit},
};
use porch_domain::{
    account::{
        AccountName, AccountOpened, Belonging, Identity,
        identity::{Asserted, ProviderKind, ProviderRules, RoleElsewhere, TurnedAway},
    },
    actor::{Actor, Role},
    disallowed::Disallowed,
};

use super::Desk;

const ISSUER: &str = "https://provider.example";

/// A provider that tells of whomever it is told to tell of, to whoever shows what it was asked with.
pub struct Invented {
    rules: ProviderRules,
    tells_of: Mutex<Result<Asserted, Shut>>,
    asked: Mutex<(String, String, String)>,
}

impl Invented {
    /// One of a kind.
    pub fn of(kind: ProviderKind) -> Self {
        let text = |text: &str| text.to_owned();
        let rules = ProviderRules {
            code: text(if kind == ProviderKind::Cis2 { "cis2" } else { "trust" }),
            title: text(if kind == ProviderKind::Cis2 { "NHS CIS2" } else { "the Invented Trust" }),
            issuer: text(ISSUER),
            kind,
            organisation: (kind == ProviderKind::Organisation).then(|| text("KMPT")),
            enough_acr: vec![text("strong")],
            enough_amr: Vec::new(),
            least_authentication: 2,
            least_identity: 3,
            roles: [(text("S8000:G8000:R8001"), vec![Role::Clinician])].into(),
        };
        Self { rules, tells_of: Mutex::new(Ok(asserted("9100"))), asked: Mutex::default() }
    }

    /// From now on it tells of somebody, or does not answer.
    pub fn tells(&self, of: Result<Asserted, Shut>) {
        *self.tells_of.lock().unwrap() = of;
    }

    /// What it was last asked with, and must come back.
    pub fn state(&self) -> String {
        self.asked.lock().unwrap().0.clone()
    }
}

impl Provider for Invented {
    fn rules(&self) -> &ProviderRules {
        &self.rules
    }

    fn address(&self, _: Timestamp, asking: &Asking<'_>) -> Result<String, Shut> {
        let away = |shut: &Shut| shut.away.then(|| shut.clone());
        if let Some(shut) = self.tells_of.lock().unwrap().as_ref().err().and_then(away) {
            return Err(shut);
        }
        let Asking { state, nonce, verifier, again } = *asking;
        *self.asked.lock().unwrap() = (state.to_owned(), nonce.to_owned(), verifier.to_owned());
        Ok(format!("{ISSUER}/auth?state={state}&again={again}"))
    }

    fn is_of_it(&self, _: Timestamp, issuer: Option<&str>) -> Result<bool, Shut> {
        Ok(issuer.is_none_or(|issuer| issuer == ISSUER))
    }

    fn redeem(&self, _: Timestamp, redeeming: &Redeeming<'_>) -> Result<Asserted, Shut> {
        let (_, nonce, verifier) = self.asked.lock().unwrap().clone();
        if redeeming.nonce != nonce || redeeming.verifier != verifier {
            return Err(Shut { away: false, what: "the code is of another browser".to_owned() });
        }
        self.tells_of.lock().unwrap().clone()
    }

    fn ended(&self, _: Timestamp, token: &str) -> Result<(Option<String>, Option<String>), Shut> {
        let of = |start: &str| token.strip_prefix(start).map(str::to_owned);
        match (of("session:"), of("subject:")) {
            (None, None) => Err(Shut { away: false, what: "no token".to_owned() }),
            told => Ok(told),
        }
    }

    fn end_address(&self, back: &str) -> Option<String> {
        Some(format!("{ISSUER}/end?back={back}"))
    }
}

/// Somebody whom a provider asked strongly.
pub fn asserted(subject: &str) -> Asserted {
    Asserted {
        identity: identity(subject),
        acr: Some("strong".to_owned()),
        amr: Vec::new(),
        session: Some("s-1".to_owned()),
        authentication: Some(3),
        identity_level: Some(3),
        roles: Vec::new(),
        selected: None,
        shown_at: None,
    }
}

/// Who somebody is with the invented provider.
pub fn identity(subject: &str) -> Identity {
    Identity { issuer: ISSUER.to_owned(), subject: subject.to_owned() }
}

fn from(token: &str) -> Visit<'_> {
    Visit { token: Some(token), browser: "Firefox on Linux" }
}

impl Desk {
    fn of_nobody(&self) -> Ctx {
        Ctx { actor: Actor::Public, ..self.operator() }
    }

    fn linked(&self, who: &str, subject: &str) -> AccountName {
        let name = AccountName::parse(who).unwrap();
        let opened = AccountOpened {
            name: name.clone(),
            display_name: format!("{who} (invented)"),
            role: Role::Clinician,
            belonging: Belonging { organisation: Some("KMPT".to_owned()), teams: Vec::new() },
        };
        account::open(&self.operator(), &PasswordWork::default(), opened).unwrap();
        account::link_identity(&self.operator(), &name, identity(subject)).unwrap();
        name
    }

    fn comes_back(&self, by: &Invented, begun: &str, visit: Visit<'_>) -> Result<Came, NotIn> {
        let state = by.state();
        let came = CameWith { state: &state, code: "c", issuer: Some(ISSUER), error: None };
        provider::come_back(&self.of_nobody(), by, visit, begun, came)
    }

    fn through(&self, by: &Invented, visit: Visit<'_>) -> Result<Came, NotIn> {
        let (_, begun) = provider::begin(&self.of_nobody(), by, "/queue", false)?;
        self.comes_back(by, &begun, visit)
    }

    fn in_through(&self, by: &Invented) -> String {
        match self.through(by, Visit::default()).unwrap() {
            Came::In(token, next) => {
                assert_eq!(next, "/queue");
                token
            }
            other => panic!("{other:?}"),
        }
    }

    fn is_at(&self, token: &str) -> Option<(Stage, Option<Shown>)> {
        let holder = session::holder(&self.store, self.world.as_ref(), "kent-medway", token).unwrap();
        holder.map(|holder| (holder.stage(true), holder.shown))
    }
}

/// What was begun in a browser is gone on with in that browser, with what it was begun with, in ten minutes and once.
///
/// # Panics
/// When it is not so.
pub fn a_sign_in_through_a_provider_is_of_one_browser_and_once(desk: &Desk) {
    let by = Invented::of(ProviderKind::Organisation);
    desk.linked("jo.invented", "9100");
    let ctx = desk.of_nobody();
    let (address, begun) = provider::begin(&ctx, &by, "/queue", false).unwrap();
    // Nothing that is kept or sent gives the value of the cookie.
    assert!(address.contains(&by.state()) && !address.contains(&begun) && by.state() != begun);
    let state = by.state();
    let came = |state: &str, code: &str, issuer: Option<&str>, error: Option<&str>, begun: &str| {
        let came = CameWith { state, code, issuer, error };
        provider::come_back(&desk.of_nobody(), &by, Visit::default(), begun, came)
    };
    for (wrong, of) in [("", begun.as_str()), ("x", &begun), (&state, ""), (&state, &"0".repeat(64)), (&state, &state)]
    {
        let refused = came(wrong, "c", None, None, of);
        assert!(matches!(refused, Err(NotIn::Over)), "{wrong} {of} {refused:?}");
    }
    // Another provider answers, with what this one was asked with.
    let other = Invented::of(ProviderKind::Cis2);
    let mixed = provider::come_back(
        &desk.of_nobody(),
        &other,
        Visit::default(),
        &begun,
        CameWith { state: &state, code: "c", issuer: None, error: None },
    );
    assert!(matches!(mixed, Err(NotIn::Over)), "{mixed:?}");
    // Of many that come back with the same, one is let in.
    let many: Vec<_> = thread::scope(|scope| {
        let tries: Vec<_> = (0..4).map(|_| scope.spawn(|| came(&state, "c", Some(ISSUER), None, &begun))).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(many.iter().filter(|one| matches!(one, Ok(Came::In(..)))).count(), 1, "{many:?}");
    assert!(many.iter().all(|one| matches!(one, Ok(Came::In(..)) | Err(NotIn::Over))), "{many:?}");

    for (issuer, error, code, expected) in [
        (Some("https://other.example"), None, "c", "Refused"),
        (None, Some("access_denied"), "", "Stopped"),
        (None, Some("access_denied"), "c", "Stopped"),
        (None, None, "", "Stopped"),
    ] {
        let (_, begun) = provider::begin(&desk.of_nobody(), &by, "/queue", false).unwrap();
        let refused = came(&by.state(), code, issuer, error, &begun);
        assert!(format!("{refused:?}").contains(expected), "{expected} {refused:?}");
        assert!(matches!(came(&by.state(), "c", None, None, &begun), Err(NotIn::Over)), "it was used");
    }
    // A code that somebody else's browser was given.
    let (_, ours) = provider::begin(&desk.of_nobody(), &by, "/queue", false).unwrap();
    let state = by.state();
    provider::begin(&desk.of_nobody(), &by, "/queue", false).unwrap();
    assert!(matches!(came(&state, "c", None, None, &ours), Err(NotIn::Refused)));
    let (_, late) = provider::begin(&desk.of_nobody(), &by, "/queue", false).unwrap();
    desk.world.pass(SignedDuration::from_mins(11));
    assert!(matches!(desk.comes_back(&by, &late, Visit::default()), Err(NotIn::Over)), "ten minutes are over");
    by.tells(Err(Shut { away: true, what: "away".to_owned() }));
    let away = provider::begin(&desk.of_nobody(), &by, "/queue", false);
    assert!(matches!(away, Err(NotIn::Away)));
    desk.verified();
}

/// An account is opened for whom it was written down, by whoever runs the program; nobody else is let in, and it is noted.
///
/// # Panics
/// When it is not so.
pub fn an_identity_opens_one_account_and_only_where_it_was_written_down(desk: &Desk) {
    let by = Invented::of(ProviderKind::Organisation);
    let jo = desk.linked("jo.invented", "9100");
    let before = desk.verified();
    let ann = desk.linked("ann.invented", "9200");
    assert_ne!(desk.verified(), before);
    let operator = desk.operator();
    let taken = account::link_identity(&operator, &ann, identity("9100"));
    assert!(matches!(taken, Err(AppError::IdentityTaken)), "{taken:?}");
    // Nobody of the staff can come in as a colleague.
    let by_staff = account::link_identity(&desk.ctx(Role::Administrator), &ann, identity("9300"));
    assert!(matches!(by_staff, Err(AppError::Disallowed(Disallowed::NeedsAWitness))), "{by_staff:?}");
    let by_others = account::link_identity(&desk.ctx(Role::Clinician), &ann, identity("9300"));
    assert!(matches!(by_others, Err(AppError::NotAllowed(_))), "{by_others:?}");
    let token = desk.in_through(&by);
    assert_eq!(desk.is_at(&token), Some((Stage::In, Some(Shown::Provider))));
    let holder = session::holder(&desk.store, desk.world.as_ref(), "kent-medway", &token).unwrap().unwrap();
    assert_eq!(holder.account, jo.as_str());
    let through = holder.through.clone().unwrap();
    assert_eq!((through.provider.as_str(), through.acr.as_deref()), ("trust", Some("strong")));
    let listed = session::list(&Ctx { actor: holder.actor(), ..desk.operator() }, from(&token)).unwrap();
    assert_eq!(listed[0].provider.as_deref(), Some("trust"));

    let turned_away = |told: Asserted| {
        by.tells(Ok(told));
        match desk.through(&by, Visit::default()) {
            Err(NotIn::TurnedAway(why, _)) => why,
            other => panic!("{other:?}"),
        }
    };
    for subject in ["9300", "910", "91000", "jo.invented"] {
        assert_eq!(turned_away(asserted(subject)), TurnedAway::Unknown, "{subject}");
    }
    account::give_belonging(&operator, &jo, Belonging { organisation: Some("EKHUFT".to_owned()), teams: Vec::new() })
        .unwrap();
    assert_eq!(turned_away(asserted("9100")), TurnedAway::OtherOrganisation);
    account::disable(&operator, &ann, "left").unwrap();
    assert_eq!(turned_away(asserted("9200")), TurnedAway::Unknown);
    let today = desk.operator().today();
    let period = porch_domain::measure::Period { from: today, to: today };
    let asked = Asked { period, account: None, whom: None, refused: true, before: None };
    let noted = look_log::found(&desk.ctx(Role::InformationOfficer), &asked, 50).unwrap().looks;
    assert_eq!(noted.iter().filter(|look| look.what == "a sign-in through trust").count(), 6);
    account::unlink_identity(&operator, &jo, identity("9100")).unwrap();
    assert_eq!(desk.is_at(&token), None, "its sessions end");
    assert_eq!(turned_away(asserted("9100")), TurnedAway::Unknown);
    // What one account let go of, another may have.
    account::enable(&operator, &ann).unwrap();
    account::link_identity(&operator, &ann, identity("9100")).unwrap();
    desk.verified();
}

/// Where a provider asked weakly, a code of ours is asked; whoever changes what opens an account shows again who they are, as
/// the same person and as strongly; and a provider ends what was begun through it.
///
/// # Panics
/// When it is not so.
pub fn a_weak_sign_in_elsewhere_asks_for_a_code_and_an_end_there_is_one_here(desk: &Desk) {
    let by = Invented::of(ProviderKind::Organisation);
    desk.linked("jo.invented", "9100");
    desk.linked("ann.invented", "9200");
    let weak = Asserted { acr: Some("weak".to_owned()), ..asserted("9100") };
    by.tells(Ok(weak.clone()));
    let token = desk.in_through(&by);
    assert_eq!(desk.is_at(&token), Some((Stage::Enrol, None)), "without a factor one must be added");
    // Adding one makes the next weak sign-in stop at the code.
    let factors = SecondFactors { required: true, key: FactorKey::of_text(&"5e".repeat(32)), passkeys: None };
    let of = |token: &str| {
        let holder = session::holder(&desk.store, desk.world.as_ref(), "kent-medway", token).unwrap().unwrap();
        Ctx { actor: holder.actor(), ..desk.operator() }
    };
    let offered = factor::offer_authenticator(&of(&token), &factors, from(&token)).unwrap();
    let secret = super::factor::secret(&offered.typed);
    let code = || secret.code_at(desk.operator().now);
    factor::add_authenticator(&of(&token), &factors, from(&token), &code()).unwrap();
    desk.world.pass(SignedDuration::from_mins(1));
    let halfway = desk.in_through(&by);
    assert_eq!(desk.is_at(&halfway), Some((Stage::Code, None)));
    let token = factor::show(&of(&halfway), &factors, from(&halfway), Proof::Code(&code())).unwrap();
    assert_eq!(desk.is_at(&token), Some((Stage::In, Some(Shown::Authenticator))));
    let listed = session::list(&of(&token), from(&token)).unwrap();
    assert_eq!(listed[0].provider.as_deref(), Some("trust"), "a code does not hide through whom");

    // Showing again: by somebody else, weakly, and right.
    desk.world.pass(SignedDuration::from_mins(11));
    let again = |told: Asserted| {
        by.tells(Ok(told));
        let (address, begun) = provider::begin(&desk.of_nobody(), &by, "/account/factors", true).unwrap();
        assert!(address.ends_with("again=true"));
        desk.comes_back(&by, &begun, from(&token))
    };
    let changes = || factor::make_recovery_codes(&of(&token), from(&token)).map(|codes| codes.len());
    assert!(matches!(again(asserted("9200")), Err(NotIn::TurnedAway(TurnedAway::SomebodyElse, _))));
    assert!(matches!(again(weak), Err(NotIn::TurnedAway(TurnedAway::TooWeak, _))));
    assert!(matches!(changes(), Err(AppError::ProveAgain)));
    assert!(matches!(again(asserted("9100")), Ok(Came::Again(next)) if next == "/account/factors"));
    assert_eq!(changes().unwrap(), 10);

    // The session there ends, or all of somebody's there.
    let ends = |token: &str| provider::ended_elsewhere(&desk.of_nobody(), &by, token);
    by.tells(Ok(Asserted { session: Some("s-2".to_owned()), ..asserted("9100") }));
    let second = desk.in_through(&by);
    assert!(matches!(ends("nonsense"), Err(NotIn::Refused)));
    ends("session:s-3").unwrap();
    ends("subject:9300").unwrap();
    assert!(desk.is_at(&token).is_some() && desk.is_at(&second).is_some());
    ends("session:s-2").unwrap();
    assert!(desk.is_at(&token).is_some() && desk.is_at(&second).is_none());
    by.tells(Ok(asserted("9200")));
    let anns = desk.in_through(&by);
    ends("subject:9100").unwrap();
    assert!(desk.is_at(&token).is_none() && desk.is_at(&anns).is_some());
    desk.verified();
}

/// Through CIS2 somebody with several roles says in which one they are here, once, and among those alone.
///
/// # Panics
/// When it is not so.
pub fn of_several_roles_elsewhere_one_is_chosen(desk: &Desk) {
    let by = Invented::of(ProviderKind::Cis2);
    desk.linked("jo.invented", "9100");
    let role = |id: &str, organisation: &str| RoleElsewhere {
        id: id.to_owned(),
        organisation: organisation.to_owned(),
        code: "S8000:G8000:R8001".to_owned(),
        name: "Nurse".to_owned(),
    };
    let roles = vec![role("1", "RXY"), role("2", "RXY"), role("3", "RVV")];
    by.tells(Ok(Asserted { roles: roles.clone(), ..asserted("9100") }));
    let (_, begun) = provider::begin(&desk.of_nobody(), &by, "/queue", false).unwrap();
    assert_eq!(desk.comes_back(&by, &begun, Visit::default()).unwrap(), Came::Choosing);
    let ctx = desk.of_nobody();
    assert_eq!(provider::choices(&ctx, &begun).unwrap(), ("cis2".to_owned(), roles[..2].to_vec()));
    let choose = |id: &str| provider::choose(&desk.of_nobody(), &by, Visit::default(), &begun, id);
    for wrong in ["3", "9", ""] {
        assert!(matches!(choose(wrong), Err(NotIn::TurnedAway(TurnedAway::NoRole, _))), "{wrong}");
    }
    assert!(matches!(provider::choices(&ctx, "another"), Err(NotIn::Over)));
    let Came::In(token, _) = choose("2").unwrap() else { panic!("not in") };
    assert_eq!(desk.is_at(&token), Some((Stage::In, Some(Shown::Provider))));
    assert!(matches!(choose("2"), Err(NotIn::Over)), "once");
    by.tells(Ok(Asserted { roles: vec![role("1", "RXY")], authentication: Some(1), ..asserted("9100") }));
    let weak = desk.through(&by, Visit::default());
    assert!(matches!(weak, Err(NotIn::TurnedAway(TurnedAway::TooWeak, _))), "{weak:?}");
    desk.verified();
}
