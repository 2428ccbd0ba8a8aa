//! Stories of safeguarding: facts of their own, restricted, with somebody who asks what came of a referral (D27, PR-26).

use jiff::SignedDuration;
use porch_app::{
    AppError, person,
    queue::{self, Filter, Order, Position},
    referral,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    ids::ReferralId,
    person::Answer,
    referral::{
        ReferralCommand, SafeguardingStep,
        safeguarding::{Alone, AtRisk, PersonAtRisk, PlanKind, SafeguardingOutcome},
    },
};

use super::Desk;

const CHILDRENS: &str = "Secret children's services";

fn secret(what: &str) -> String {
    format!("Secret {what}")
}

fn version(desk: &Desk, id: ReferralId) -> i64 {
    referral::newest_version(&desk.ctx(Role::Duty), id).unwrap()
}

fn record(desk: &Desk, id: ReferralId, step: SafeguardingStep) -> Result<(), AppError> {
    desk.world.pass(SignedDuration::from_mins(1));
    referral::safeguard(&desk.ctx(Role::Clinician), desk.command(), id, version(desk, id), step)
}

fn refer(desk: &Desk, owner: &str, hours: i64) -> SafeguardingStep {
    let ctx = desk.ctx(Role::Clinician);
    SafeguardingStep::Refer {
        to: CHILDRENS.to_owned(),
        made_by: secret("midwife"),
        made_on: ctx.today(),
        owner: owner.to_owned(),
        chase_by: ctx.now + SignedDuration::from_hours(hours),
        said: secret("concern"),
    }
}

/// One of each fact, each with words that must be seen nowhere else.
fn facts(desk: &Desk, owner: &str) -> [SafeguardingStep; 4] {
    let person = PersonAtRisk {
        relation: secret("son"),
        name: Some(secret("name")),
        age: Some("4".to_owned()),
        ..PersonAtRisk::default()
    };
    let since = desk.ctx(Role::Clinician).today();
    [
        SafeguardingStep::AtRisk { number: None, who: AtRisk::Child, person, no_longer: false },
        SafeguardingStep::Plan {
            plan: PlanKind::PreBirth,
            since,
            reviewed_on: None,
            ended_on: None,
            said: Some(secret("plan")),
        },
        SafeguardingStep::Abuse { alone: Alone::Yes, answer: Some(Answer::Yes), said: Some(secret("answer")) },
        refer(desk, owner, 24),
    ]
}

/// The facts are behind the restricted opening and on nothing else; the chaser stands on the list of its owner, and goes
/// with the outcome; an erasure takes what identifies.
///
/// # Panics
/// When it is not so.
pub fn facts_of_safeguarding_stand_on_their_own_page_and_on_the_list_of_who_asks_again(desk: &Desk) {
    let (about, id) = desk.receive();
    let me = desk.ctx(Role::Clinician).actor.account().unwrap().to_owned();
    let nobody = record(desk, id, refer(desk, "nobody of ours", 24));
    assert!(matches!(nobody, Err(AppError::Disallowed(Disallowed::UnknownAccount))), "{nobody:?}");
    for step in facts(desk, &me) {
        record(desk, id, step).unwrap();
    }
    // Another version than the one that was seen overwrites nothing.
    let stale = referral::safeguard(&desk.ctx(Role::Clinician), desk.command(), id, 1, refer(desk, &me, 24));
    assert!(matches!(stale, Err(AppError::Stale)), "{stale:?}");

    let shows_nothing = |desk: &Desk, when: &str| {
        let ctx = desk.ctx(Role::Duty);
        let page = format!("{:?}", referral::page(&ctx, id, "triage").unwrap());
        assert!(page.contains("SafeguardingRecorded"), "{when}: that something was recorded is told");
        let opened = format!("{:?}", porch_app::deciding::open(&ctx, id).unwrap().map(|opened| opened.referral));
        let shown = format!("{:?}", queue::list(&ctx, &Order::default(), Filter::All, Position::First).unwrap());
        for (shown, what) in [(&page, "page"), (&opened, "deciding"), (&shown, "queue")] {
            assert!(!shown.contains("Secret"), "{when}: {what}: {shown}");
            assert!(!shown.contains("AtRisk") && !shown.contains("PreBirth"), "{when}: {what}: {shown}");
        }
    };
    shows_nothing(desk, "open");

    let ctx = desk.ctx(Role::Clinician);
    let opened = referral::safeguarding(&ctx, id, "supervision").unwrap().unwrap();
    assert_eq!((opened.recorded.len(), opened.facts.at_risk.len(), opened.facts.plans.len()), (4, 1, 1));
    assert!(format!("{opened:?}").contains("Secret son"));
    let refused = referral::safeguarding(&desk.ctx(Role::Manager), id, "supervision");
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");

    // It stands on the list of whoever asks, and is due when its time has passed.
    assert_eq!(referral::own_tasks_counted(&ctx).unwrap(), (0, 1));
    let own = referral::own_tasks(&ctx).unwrap();
    assert_eq!(own.iter().map(|line| line.referral).collect::<Vec<_>>(), [id]);
    assert!(!format!("{own:?}").contains("Secret"), "{own:?}");
    assert_eq!(referral::own_tasks(&desk.ctx(Role::Duty)).unwrap(), []);
    desk.world.pass(SignedDuration::from_hours(30));
    assert_eq!(referral::own_tasks_counted(&desk.ctx(Role::Clinician)).unwrap(), (1, 1));
    desk.verified();
    let outcome = SafeguardingStep::Follow {
        to: CHILDRENS.to_owned(),
        outcome: Some(SafeguardingOutcome::TakenUp),
        owner: String::new(),
        chase_by: ctx.now,
        said: secret("outcome"),
    };
    record(desk, id, outcome).unwrap();
    assert_eq!(referral::own_tasks_counted(&desk.ctx(Role::Clinician)).unwrap(), (0, 0));
    shows_nothing(desk, "known");

    // Nobody is left to ask once what identifies her was erased, and nothing of it is left in the copy.
    record(desk, id, refer(desk, &me, 24)).unwrap();
    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), about, "she asked").unwrap();
    assert_eq!(referral::own_tasks_counted(&desk.ctx(Role::Clinician)).unwrap(), (0, 0));
    let erased = referral::safeguarding(&desk.ctx(Role::Clinician), id, "supervision").unwrap().unwrap();
    assert!(erased.recorded.iter().all(|one| one.words().is_none()), "{erased:?}");
    assert!(!format!("{erased:?}").contains("Secret son") && !erased.open);
    desk.verified();
    let late = ReferralCommand::Safeguard(Box::new(refer(desk, &me, 24)));
    let late = referral::carry_out(&desk.ctx(Role::Clinician), desk.command(), id, None, late);
    assert!(matches!(late, Err(AppError::Disallowed(Disallowed::Erased))), "{late:?}");
}
