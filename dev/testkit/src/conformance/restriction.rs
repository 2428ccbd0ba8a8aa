//! Stories of a restricted record (H15).

use porch_app::{
    AppError, Ctx, Store, account, find, opening, person,
    queue::{self, Filter, Order, Position},
    referral, restriction, same_person,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    ids::{PersonId, ReferralId},
    opening::{Finding, OpeningReason},
    person::{
        Identity, NhsNumber, PersonCommand,
        restriction::{Asked, RESTRICTED_NAME, RestrictionKind},
    },
    relation::HeldOpen,
};

use super::{Desk, erasure::backed_up};

const NAME: &str = "Secret Colleague";

/// Somebody of the front door with an account, with what they hold open now.
fn colleague(desk: &Desk, name: &str) -> Ctx {
    account::open_invented(&desk.operator(), &[(name, "Somebody Invented", Role::Clinician)]).unwrap();
    let actor = Actor::Staff { account: name.to_owned(), role: Role::Clinician };
    let ctx = Ctx { actor, ..desk.ctx(Role::Clinician) };
    let held: Vec<HeldOpen> = opening::own(&ctx).unwrap().iter().map(porch_app::OpeningLine::as_held).collect();
    ctx.holding_open(held.into())
}

fn known(desk: &Desk, about: PersonId) {
    let identity = Identity {
        name: Some(NAME.to_owned()),
        nhs_number: NhsNumber::parse("9990000018").ok(),
        birth_date: Some(crate::builders::on("1991-04-05")),
        ..Identity::default()
    };
    person::carry_out(&desk.ctx(Role::Duty), desk.command(), about, PersonCommand::RecordIdentity(identity)).unwrap();
}

fn restrict(desk: &Desk, by: &str, id: ReferralId, named: &[&str], account: Option<&str>) -> Result<(), AppError> {
    let ctx = colleague(desk, by);
    let version = restriction::standing(&ctx, id)?.unwrap().version;
    let asked = Asked {
        kind: RestrictionKind::Colleague,
        named: named.iter().map(|one| (*one).to_owned()).collect(),
        account: account.map(str::to_owned),
        why: "Secret reason".to_owned(),
    };
    restriction::restrict(&ctx, desk.command(), id, version, &asked)
}

fn is_closed<T: std::fmt::Debug>(done: Result<T, AppError>, id: ReferralId) {
    let closed = matches!(&done, Err(AppError::Closed { referral, restricted: true, .. }) if *referral == id);
    assert!(closed, "{done:?}");
}

/// The queue and what is found, as everybody of the front door reads them.
fn lists(desk: &Desk) -> String {
    let ctx = colleague(desk, "another");
    let queue = queue::list(&ctx, &Order::default(), Filter::All, Position::First).unwrap();
    let found = ["Secret", "Colleague", "999 000 0018"].map(|asked| find::find(&ctx, asked).unwrap());
    format!("{queue:?} {found:?}")
}

/// In every list it is a line without a name; it opens to those who are named and to whoever says why, for a time; never to
/// her; and taking it back brings everything back.
///
/// # Panics
/// When it is not so.
pub fn a_restricted_record_is_a_line_without_a_name_and_opens_to_who_is_named_or_says_why(desk: &Desk) {
    let (about, id) = desk.receive();
    known(desk, about);
    colleague(desk, "named");
    assert!(lists(desk).contains(NAME));
    let page = |name: &str| referral::page(&colleague(desk, name), id, "triage");
    assert!(page("another").is_ok());
    let nobody = restrict(desk, "named", id, &["nobody.of.ours"], None);
    assert!(matches!(nobody, Err(AppError::Disallowed(Disallowed::UnknownAccount))), "{nobody:?}");
    restrict(desk, "named", id, &["named"], Some("her")).unwrap();
    desk.verified();

    let listed = lists(desk);
    assert!(listed.contains(RESTRICTED_NAME) && listed.contains(&id.to_string()), "it does not vanish: {listed}");
    for secret in [NAME, "1991-04-05", "9990000018"] {
        assert!(!listed.contains(secret), "{secret}: {listed}");
    }
    assert!(page("named").unwrap().is_some_and(|page| format!("{:?}", page.person).contains(NAME)));
    is_closed(page("another"), id);
    let another = colleague(desk, "another");
    is_closed(referral::newest_version(&another, id), id);
    is_closed(referral::safeguarding(&another, id, "supervision"), id);
    is_closed(porch_app::deciding::open(&another, id), id);
    is_closed(restriction::standing(&another, id), id);
    is_closed(restrict(desk, "another", id, &["another"], None), id);
    let opened = person::open(&another, about, "triage").unwrap();
    assert!(!format!("{opened:?}").contains(NAME), "{opened:?}");

    // Her own account: neither the record nor the way to open it, whatever it says.
    let her = colleague(desk, "her");
    assert!(matches!(page("her"), Err(AppError::OthersReferral(_))));
    let own = opening::open(&her, desk.command(), id, OpeningReason::Work, "invented");
    assert!(matches!(own, Err(AppError::OthersReferral(_))), "{own:?}");
    assert!(matches!(page("her"), Err(AppError::OthersReferral(_))));

    opening::open(&another, desk.command(), id, OpeningReason::Work, "it is mine to decide").unwrap();
    assert!(page("another").unwrap().is_some());
    let told = opening::list(&desk.ctx(Role::InformationOfficer)).unwrap().to_review;
    assert_eq!((told.len(), told[0].why.as_deref()), (1, Some("it is mine to decide")));
    opening::review(&desk.ctx(Role::InformationOfficer), desk.command(), told[0].line.id, Finding::Right, "it was")
        .unwrap();
    let opened = colleague(desk, "another");
    assert!(!opened.held_open.is_empty());
    desk.world.pass(jiff::SignedDuration::from_hours(4));
    is_closed(page("another"), id);
    // Also to whoever was let in before the end.
    let still = Ctx { now: porch_app::World::now(desk.world.as_ref()), ..opened };
    is_closed(referral::page(&still, id, "triage"), id);

    let (ctx, version) = (colleague(desk, "named"), restriction::standing(&colleague(desk, "named"), id));
    let version = version.unwrap().unwrap().version;
    restriction::lift(&ctx, desk.command(), id, version, "she left the service").unwrap();
    assert!(page("another").unwrap().is_some() && lists(desk).contains(NAME));
    assert!(page("her").unwrap().is_some(), "nothing is left of it");
    // To work on what is not restricted needs no opening, and is none.
    let work = opening::open(&colleague(desk, "another"), desk.command(), id, OpeningReason::Work, "x");
    assert!(work.is_ok() && opening::own(&colleague(desk, "another")).unwrap().is_empty());
    desk.verified();
}

/// It holds for all records of hers, is carried by a copy, and an erasure takes whom it was about.
///
/// # Panics
/// When it is not so.
pub fn a_restriction_holds_for_linked_records_and_a_copy_carries_it(desk: &Desk, empty: &Store) {
    let ((about, id), (other, another)) = (desk.receive(), desk.receive());
    known(desk, about);
    restrict(desk, "named", id, &["named"], Some("her")).unwrap();
    let duty = desk.ctx(Role::Duty);
    let both = same_person::compare(&duty, [about, other]).unwrap().unwrap();
    assert!(!format!("{:?}", both.records).contains(NAME));
    assert!(referral::page(&colleague(desk, "another"), another, "triage").is_ok());
    same_person::link(&duty, desk.command(), [about, other], both.drawn_from, "invented").unwrap();
    is_closed(referral::page(&colleague(desk, "another"), another, "triage"), another);
    assert!(referral::page(&colleague(desk, "named"), another, "triage").unwrap().is_some());
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    is_closed(referral::page(&colleague(&restored, "another"), id, "triage"), id);
    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), about, "she asked").unwrap();
    assert!(!backed_up(desk).contains("Secret"));
    desk.verified();
}
