//! Stories of a risk answer that reaches a named person, whoever acts at the same moment and whatever did not run (H02, INV-06).

use std::sync::{Arc, Barrier};

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    AppError, Ctx, RiskLine, Store, account,
    due::{Holder, tick},
    duty, person,
    queue::{self, Filter, Order, Position},
    referral, restriction,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    event::Event,
    ids::{ReferralId, ScreeningId},
    person::restriction::{Asked, RestrictionKind},
    referral::{Ending, ReferralCommand, ReferralEvent, RiskAction, RiskSource},
    screening::risk::RiskDomain,
};
use porch_store::{Record, happened, load};

use super::Desk;

const FOOTPRINT: &str = "kent-medway";

fn answered(domain: RiskDomain) -> ReferralCommand {
    let screening = ScreeningId(uuid::Uuid::from_u128(9));
    let source = RiskSource::Questionnaire { screening, instrument: "invented".to_owned(), item: "9".to_owned() };
    ReferralCommand::HearRisk { source, domain, said: None }
}

fn hear(desk: &Desk, id: ReferralId, domain: RiskDomain) {
    referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, answered(domain)).unwrap();
}

fn close(desk: &Desk, id: ReferralId) {
    let said = "invented".to_owned();
    let command = ReferralCommand::RecordRiskAction { action: RiskAction::SafetyPlan, with: None, said };
    referral::carry_out(&desk.ctx(Role::Clinician), desk.command(), id, None, command).unwrap();
}

fn take(ctx: &Ctx, desk: &Desk, id: ReferralId) -> Result<(), AppError> {
    referral::acknowledge_risk(ctx, desk.command(), id, None)
}

/// Does all that is due now.
fn done(desk: &Desk) {
    let ctx = Ctx { actor: Actor::System, ..desk.operator() };
    let holder = Holder::new(desk.world.as_ref());
    for _ in 0..100 {
        if tick(&ctx, &holder, 64).unwrap().next > ctx.now {
            return holder.leave(&ctx).unwrap();
        }
    }
    panic!("no end of what is due");
}

fn open(desk: &Desk) -> Vec<RiskLine> {
    let listed = queue::list(&desk.ctx(Role::Duty), &Order::default(), Filter::All, Position::First).unwrap();
    let board = duty::board(&desk.ctx(Role::Duty), desk.ctx(Role::Duty).today()).unwrap();
    assert_eq!(listed.risks, board.risks, "the queue and the page of duty say the same");
    listed.risks
}

/// What the ladder told of a referral's risk answers, and what was missed before.
fn told(desk: &Desk, id: ReferralId) -> Vec<(Timestamp, u32)> {
    let all = desk.store.read(|tx| happened(tx, FOOTPRINT, id)).unwrap();
    let climbed = all.into_iter().filter_map(|entry| match entry.event {
        Event::Referral(ReferralEvent::RiskClimbed(climbed)) => {
            Some((climbed.at, climbed.missed.map_or(0, |missed| missed.steps)))
        }
        _ => None,
    });
    let mut climbed: Vec<_> = climbed.collect();
    climbed.sort_unstable();
    climbed
}

/// H02, INV-06: an answer at night climbs, also over hours in which nothing ran, until somebody has it by name; it is let go
/// when nothing is recorded, and opens again when she answers anew.
///
/// # Panics
/// When it is not so.
pub fn a_risk_answer_climbs_until_it_is_taken_and_is_let_go_when_nothing_is_recorded(desk: &Desk) {
    let (_, id) = desk.receive();
    done(desk);
    desk.world.pass(SignedDuration::from_hours(17) + SignedDuration::from_mins(10));
    // 02:10 at night.
    let came = desk.operator().now;
    hear(desk, id, RiskDomain::SelfHarm);
    let line = open(desk).swap_remove(0);
    assert_eq!((line.referral, line.since, line.climbs_since, line.answers), (id, came, Some(came), 1));
    assert_eq!(line.domains, [RiskDomain::SelfHarm]);
    done(desk);
    assert_eq!(told(desk, id), [(came, 0)]);
    // Nothing runs for five hours.
    desk.world.pass(SignedDuration::from_hours(5));
    done(desk);
    let now = desk.operator().now;
    let climbed = told(desk, id);
    assert_eq!(climbed.len(), 2, "{climbed:?}");
    assert!(climbed[1].0 == now && climbed[1].1 > 4, "{climbed:?}");
    desk.verified();

    take(&desk.ctx(Role::Clinician), desk, id).unwrap();
    let line = open(desk).swap_remove(0);
    assert_eq!((line.climbs_since, line.taken_by.as_deref()), (None, Some("invented clinician")));
    let (_, untaken) = queue::open_emergencies(&desk.ctx(Role::Duty), -1).unwrap().unwrap();
    assert_eq!(untaken.risks, [], "the banner names what nobody has");
    desk.world.pass(SignedDuration::from_mins(239));
    done(desk);
    assert_eq!(told(desk, id).len(), 2);
    desk.world.pass(SignedDuration::from_mins(1));
    done(desk);
    let now = desk.operator().now;
    assert_eq!(told(desk, id).last(), Some(&(now, 0)), "it was let go, and the first is told at once");
    assert_eq!(open(desk)[0].climbs_since, Some(now));

    close(desk, id);
    assert_eq!(open(desk), []);
    desk.world.pass(SignedDuration::from_hours(9));
    done(desk);
    assert_eq!(told(desk, id).len(), 3, "what is closed climbs no more");
    hear(desk, id, RiskDomain::PersonalSafety);
    let again = open(desk).swap_remove(0);
    assert_eq!((again.answers, again.since, again.taken_by), (1, desk.operator().now, None));
    done(desk);
    assert_eq!(told(desk, id).len(), 4);
    desk.verified();
}

/// H02, H13: of two who take it at once one has it, and the other learns so.
///
/// # Panics
/// When it is not so.
pub fn of_two_who_take_a_risk_answer_at_once_one_has_it(desk: &Desk) {
    let (_, id) = desk.receive();
    hear(desk, id, RiskDomain::SelfHarm);
    let together = Arc::new(Barrier::new(2));
    let taking = [Role::Duty, Role::Clinician].map(|role| {
        let (desk, together) = (desk.clone(), Arc::clone(&together));
        std::thread::spawn(move || {
            let ctx = desk.ctx(role);
            together.wait();
            take(&ctx, &desk, id)
        })
    });
    let taken = taking.map(|one| one.join().unwrap());
    assert_eq!(taken.iter().filter(|one| one.is_ok()).count(), 1, "{taken:?}");
    assert!(taken.iter().any(|one| matches!(one, Err(AppError::Stale))), "{taken:?}");
    assert!(open(desk)[0].taken_by.is_some());
    // Whoever saw it with nobody takes it from nobody.
    let (_, other) = desk.receive();
    hear(desk, other, RiskDomain::SelfHarm);
    take(&desk.ctx(Role::Duty), desk, other).unwrap();
    let late = take(&desk.ctx(Role::Clinician), desk, other);
    assert!(matches!(late, Err(AppError::Stale)), "{late:?}");
    let hers = open(desk).into_iter().find(|line| line.referral == other).unwrap();
    assert_eq!(hers.taken_by.as_deref(), Some("invented duty"));
    desk.verified();
}

/// INV-06, PR-17: what came after the referral ended is heard and climbs; a shift does not end over it, and a copy carries it.
///
/// # Panics
/// When it is not so.
pub fn a_risk_answer_outlives_an_ending_and_keeps_a_shift_from_ending(desk: &Desk, empty: &Store) {
    account::open_demonstration(&desk.operator()).unwrap();
    let staff = |role| {
        let actor = Actor::Staff { account: account::demonstration_name(role).to_owned(), role };
        Ctx { actor, ..desk.ctx(role) }
    };
    let duty_worker = staff(Role::Duty);
    let (person, id) = desk.receive();
    let ending = Ending { safeguarding: Some("invented".to_owned()), ..crate::builders::ending() };
    let withdraw = ReferralCommand::Withdraw { ending };
    hear(desk, id, RiskDomain::HarmToInfant);
    let refused = referral::carry_out(&duty_worker, desk.command(), id, None, withdraw.clone());
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::RiskOpen))), "{refused:?}");
    close(desk, id);
    let (_, other) = desk.receive();
    referral::carry_out(&duty_worker, desk.command(), other, None, withdraw).unwrap();
    hear(desk, other, RiskDomain::SelfHarm);
    done(desk);
    assert_eq!(told(desk, other).len(), 1);

    duty::begin(&duty_worker, desk.command()).unwrap();
    let me = (duty_worker.today(), account::demonstration_name(Role::Duty));
    let kept = |ended: Result<(), AppError>| {
        assert!(matches!(&ended, Err(AppError::Disallowed(Disallowed::EmergencyNotAccepted(1)))), "{ended:?}");
    };
    kept(duty::end(&duty_worker, desk.command(), me, None));
    referral::acknowledge_risk(&duty_worker, desk.command(), other, None).unwrap();
    kept(duty::end(&duty_worker, desk.command(), me, None));

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(open(&restored), open(desk));
    restored.world.pass(SignedDuration::from_hours(4));
    done(&restored);
    assert_eq!(told(&restored, other).len(), 2, "a copy forgets no promise");

    let shown = Some(account::demonstration_name(Role::Duty));
    referral::acknowledge_risk(&staff(Role::Clinician), desk.command(), other, shown).unwrap();
    duty::end(&staff(Role::Duty), desk.command(), me, None).unwrap();

    // Restricted: a line that says nothing of what it is about.
    hear(desk, id, RiskDomain::HarmToOthers);
    let asked = Asked {
        kind: RestrictionKind::Colleague,
        named: vec![account::demonstration_name(Role::Clinician).to_owned()],
        account: None,
        why: "invented".to_owned(),
    };
    let version = restriction::standing(&duty_worker, id).unwrap().unwrap().version;
    restriction::restrict(&duty_worker, desk.command(), id, version, &asked).unwrap();
    let hers = open(desk).into_iter().find(|line| line.referral == id).unwrap();
    assert_eq!(hers.domains, []);
    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), person, "she asked for it").unwrap();
    assert!(open(desk).iter().all(|line| line.referral != id), "nobody is left to reach");
    let stream = desk.store.read(|tx| load(tx, FOOTPRINT, id)).unwrap();
    let referral = stream.record.as_ref().and_then(Record::referral).unwrap();
    assert!(referral.erased() && !referral.risk_open());
    desk.verified();
}
