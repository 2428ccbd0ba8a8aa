//! Stories of partners and family, and of what people said: the self-check that nobody reads, and what was done about what
//! people said of the service.

use porch_app::{AppError, Store, World, door, said_and_done, self_check};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    front_door::{Answers, Step, WayIn},
    ids::{CommandId, SaidAndDoneId},
    measure::Period,
    referral::PersonKind,
    said_and_done::SaidAndDoneCommand,
    screening::{SelfCheckBand, SelfCheckUse},
};

use super::{
    Desk,
    door::{public, referral},
};
use crate::builders::on;

/// K8, PR-25, PR-32: a use of the self-check is a number of its day and what came of it, which a copy carries; it is no entry,
/// and a manager reads no small number.
///
/// # Panics
/// When it is not so.
pub fn a_use_of_the_self_check_is_a_number_that_a_copy_carries(desk: &Desk, empty: &Store) {
    let before = desk.verified();
    for band in [SelfCheckBand::TalkToSomebody; 8].into_iter().chain([SelfCheckBand::RingNow]) {
        self_check::count(&public(desk), band).unwrap();
    }
    assert_eq!(desk.verified(), before, "nothing of it is an entry");
    let counts = desk.store.read(|tx| porch_store::door_counts(tx, "kent-medway")).unwrap();
    let talk = (on("2026-11-02"), "self_check_talk".to_owned(), 8);
    assert_eq!(counts, [(on("2026-11-02"), "self_check_ring_now".to_owned(), 1), talk]);

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    let november = Period { from: on("2026-11-01"), to: on("2026-11-30") };
    let used = self_check::used(&restored.ctx(Role::Manager), november).unwrap();
    let row = |month| SelfCheckUse { month, times: Some(10), bands: [None, Some(10), None] };
    assert_eq!(used, [row(Some(on("2026-11-01"))), row(None)]);
    let refused = self_check::used(&restored.ctx(Role::PeerWorker), november);
    assert!(matches!(refused, Err(AppError::NotAllowed(_))));
    assert!(matches!(self_check::used(&public(&restored), november), Err(AppError::NotAllowed(_))));
}

/// T6: a manager publishes, changes and withdraws what people said and what was done; everybody reads what stands, the newest
/// first; each version is an entry, and a copy carries them.
///
/// # Panics
/// When it is not so.
pub fn what_people_said_and_what_was_done_is_read_by_everybody(desk: &Desk, empty: &Store) {
    let manager = desk.ctx(Role::Manager);
    let publish = |said: &str, done: &str, day: &str| SaidAndDoneCommand::Publish {
        said: said.to_owned(),
        done: done.to_owned(),
        done_on: on(day),
    };
    let fresh = || SaidAndDoneId(desk.world.id());
    let command = || CommandId(desk.world.id());
    let says = |desk: &Desk| -> Vec<String> {
        let items = said_and_done::shown(&public(desk)).unwrap();
        items.into_iter().map(|item| format!("{}: {}", item.words.said, item.words.done)).collect()
    };
    assert_eq!(says(desk), [""; 0]);
    let (ring, letters) = (fresh(), fresh());
    let first = command();
    let words = publish("Nobody rang back", "We ring on the same day", "2026-10-01");
    for _ in 0..2 {
        said_and_done::carry_out(&manager, first, ring, 0, words.clone(), &[]).unwrap();
    }
    said_and_done::carry_out(
        &manager,
        command(),
        letters,
        0,
        publish("Letters were hard", "They are shorter", "2026-10-20"),
        &[],
    )
    .unwrap();
    assert_eq!(says(desk), ["Letters were hard: They are shorter", "Nobody rang back: We ring on the same day"]);

    // Another version, drawn from the first; who was slower changes nothing, and the same words again neither.
    let better = publish("Nobody rang back", "We ring within two hours", "2026-11-01");
    said_and_done::carry_out(&manager, command(), ring, 1, better.clone(), &[]).unwrap();
    let late = said_and_done::carry_out(&manager, command(), ring, 1, words.clone(), &[]);
    assert!(matches!(late, Err(AppError::Stale)), "{late:?}");
    let before = desk.verified();
    said_and_done::carry_out(&manager, command(), ring, 2, better, &[]).unwrap();
    assert_eq!(desk.verified(), before);
    assert_eq!(says(desk), ["Nobody rang back: We ring within two hours", "Letters were hard: They are shorter"]);

    let why = SaidAndDoneCommand::Withdraw { why: "It is told elsewhere".to_owned() };
    said_and_done::carry_out(&manager, command(), letters, 1, why.clone(), &[]).unwrap();
    assert_eq!(says(desk), ["Nobody rang back: We ring within two hours"]);
    let kept = said_and_done::all(&manager).unwrap();
    assert_eq!(kept[1].withdrawn.as_deref(), Some("It is told elsewhere"));

    for (asked, refused) in [
        (publish("Ring her on 01632 960 001", "Done", "2026-10-01"), Disallowed::NamesSomebody),
        (publish("Said", "Write to a@b.example", "2026-10-01"), Disallowed::NamesSomebody),
        (publish("Said", "Done", "2026-11-03"), Disallowed::NotYet),
        (why.clone(), Disallowed::Unknown),
    ] {
        let result = said_and_done::carry_out(&manager, command(), fresh(), 0, asked, &[]);
        assert!(matches!(&result, Err(AppError::Disallowed(why)) if *why == refused), "{result:?}");
    }
    for role in [Role::Clinician, Role::Duty, Role::InformationOfficer, Role::Board] {
        let ctx = desk.ctx(role);
        assert!(matches!(said_and_done::all(&ctx), Err(AppError::NotAllowed(_))));
        let refused = said_and_done::carry_out(&ctx, command(), ring, 2, why.clone(), &[]);
        assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");
    }

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(says(&restored), says(desk));
}

/// PR-25, H05: whoever asks as a partner has a record of their own with their own choices, which is linked with nobody's and
/// holds nobody's pregnancy; a copy carries what it is.
///
/// # Panics
/// When it is not so.
pub fn a_partner_asks_in_a_record_of_their_own(desk: &Desk, empty: &Store) {
    let key = door::begin(&public(desk), WayIn::Myself, None).unwrap();
    door::ask_as_partner(&public(desk), &key).unwrap();
    let steps: [(Step, &[(&str, &str)]); 5] = [
        (Step::Now, &[("now", "pregnant")]),
        (Step::More, &[("situation", "pregnant"), ("ends-day", "1"), ("ends-month", "3"), ("ends-year", "2027")]),
        (Step::Signs, &[("signs", "none")]),
        (Step::Person, &[("name", "Ben Example")]),
        (Step::Reach, &[("reach_telephone", "yes"), ("telephone", "07700 900124")]),
    ];
    for (step, fields) in steps {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        door::save(&public(desk), &key, step, &Answers::new(fields)).unwrap();
    }
    let reference = door::send(&public(desk), &key).unwrap().reference;
    assert_eq!(door::send(&public(desk), &key).unwrap().reference, reference, "once");
    let (_, hers) = desk.receive();
    let own = referral(desk, &reference);
    assert_eq!((own.person_kind, own.asked.situation, own.pregnancy.clone()), (PersonKind::Partner, None, None));
    let of_her = desk.store.read(|tx| porch_store::load(tx, "kent-medway", hers)).unwrap();
    let of_her = of_her.record.as_ref().and_then(porch_store::Record::referral).unwrap().clone();
    assert_eq!(of_her.person_kind, PersonKind::BirthingParent);
    assert_ne!(own.person, of_her.person);
    desk.verified();

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(referral(&restored, &reference).person_kind, PersonKind::Partner);
}
