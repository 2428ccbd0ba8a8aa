//! Stories of a day of duty: rota, shifts, log, what keeps a shift from ending, and what an erasure takes.

use jiff::{SignedDuration, civil::date};
use porch_app::{
    AppError, Ctx, Store,
    access::{Action, may_at_all},
    account,
    duty::{self, Board, Note},
    person, queue, referral,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    duty::{Done, Handed, Shift},
    footprint::TeamCode,
    ids::{PersonId, ReferralId},
    referral::{Priority, ReferralCommand, Telling},
};
use porch_store::{Change, LookLine, Record, RowChange, load};

use super::Desk;

/// Somebody with one of the demonstration's accounts.
fn staff(desk: &Desk, role: Role) -> Ctx {
    let actor = Actor::Staff { account: account::demonstration_name(role).to_owned(), role };
    Ctx { actor, ..desk.ctx(role) }
}

fn board(ctx: &Ctx) -> Board {
    duty::board(ctx, ctx.today()).unwrap()
}

fn emergency(desk: &Desk) -> (PersonId, ReferralId) {
    let (person, id) = desk.receive();
    let command = ReferralCommand::RaisePriority { to: Priority::Emergency, why: "she said so".to_owned() };
    referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, command).unwrap();
    (person, id)
}

fn reference(desk: &Desk, id: ReferralId) -> String {
    let stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    stream.record.as_ref().and_then(Record::referral).and_then(|referral| referral.reference.clone()).unwrap()
}

fn entry(kind: Done, reference: Option<String>) -> Note {
    Note { kind, outcome: "invented outcome".to_owned(), handed: None, reference }
}

/// A Monday on which duty and somebody on call are on the rota, duty works, an emergency comes, and things are noted.
fn worked(desk: &Desk) -> (PersonId, ReferralId) {
    account::open_demonstration(&desk.operator()).unwrap();
    let (manager, duty) = (staff(desk, Role::Manager), staff(desk, Role::Duty));
    let hours = |hours| duty.now + SignedDuration::from_hours(hours);
    let on = account::demonstration_name;
    duty::roster(&manager, desk.command(), Shift::Duty, on(Role::Duty), (duty.now, hours(8))).unwrap();
    duty::roster(&duty, desk.command(), Shift::OnCall, on(Role::Clinician), (hours(8), hours(24))).unwrap();
    duty::roster(&duty, desk.command(), Shift::OnCall, on(Role::Manager), (hours(8), hours(24))).unwrap();
    duty::take_back(&duty, desk.command(), duty.today(), 3).unwrap();
    duty::begin(&duty, desk.command()).unwrap();
    let (person, id) = emergency(desk);
    let told = Handed { to: "Invented Nurse".to_owned(), at: duty.now };
    let told = Note { handed: Some(told), ..entry(Done::ToldCrisisTeam, Some(reference(desk, id))) };
    duty::note(&duty, desk.command(), told).unwrap();
    duty::note(&duty, desk.command(), entry(Done::AdviceCall, None)).unwrap();
    duty::note(&duty, desk.command(), entry(Done::AdviceCall, Some(reference(desk, id).to_lowercase()))).unwrap();
    (person, id)
}

/// D9: the rota says who is on and who is next, the log is counted with and without a referral, and each command is done
/// once.
///
/// # Panics
/// When it is not so.
pub fn a_day_of_duty_is_on_the_board_as_it_was_written(desk: &Desk) {
    worked(desk);
    desk.verified();
    let duty = staff(desk, Role::Duty);
    let shown = board(&duty);
    let on = |shift| shown.on_at(shift, duty.now).map(|line| line.account.as_str()).collect::<Vec<_>>();
    assert_eq!((on(Shift::Duty), on(Shift::OnCall)), (vec!["demo-duty"], vec![]));
    let next = shown.next_after(Shift::OnCall, duty.now).unwrap();
    assert_eq!((next.account.as_str(), shown.name("demo-clinician")), ("demo-clinician", "Demonstration clinician"));
    assert_eq!(shown.rota.len(), 2, "what was taken back is not on it");
    let counted = |kind| shown.counts.iter().find(|(done, ..)| *done == kind).map(|(_, all, alone)| (*all, *alone));
    assert_eq!(counted(Done::AdviceCall), Some((2, 1)));
    assert_eq!((counted(Done::ToldCrisisTeam), counted(Done::Other)), (Some((1, 0)), Some((0, 0))));
    let waiting: Vec<_> = shown.waiting.iter().map(|line| (line.held_by.as_str(), line.new, line.all)).collect();
    assert_eq!(waiting, [("front_door", 1, 1)]);

    let again = duty::begin(&duty, desk.command());
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::OnDutyAlready))), "{again:?}");
    let command = desk.command();
    for _ in 0..2 {
        duty::note(&duty, command, entry(Done::Other, None)).unwrap();
    }
    assert_eq!(board(&duty).day.unwrap().log.len(), 4, "the same press twice is one entry");
    let nowhere = duty::note(&duty, desk.command(), entry(Done::Other, Some("R-0000-0000".to_owned())));
    assert!(matches!(nowhere, Err(AppError::Disallowed(Disallowed::UnknownReference))), "{nowhere:?}");
    let nobody = duty::roster(
        &duty,
        desk.command(),
        Shift::Duty,
        account::demonstration_name(Role::Administrator),
        (duty.now, duty.now + SignedDuration::from_hours(1)),
    );
    assert!(matches!(nobody, Err(AppError::Disallowed(Disallowed::UnknownAccount))), "{nobody:?}");
    let (manager, clinician) = (staff(desk, Role::Manager), staff(desk, Role::Clinician));
    assert!(matches!(duty::begin(&manager, desk.command()), Err(AppError::NotAllowed(_))));
    assert!(matches!(duty::take_back(&clinician, desk.command(), duty.today(), 1), Err(AppError::NotAllowed(_))));
    desk.verified();
}

/// PR-17: a shift does not end while an emergency is open that nobody has taken who stays, unless somebody on call was told.
///
/// # Panics
/// When it is not so.
pub fn a_shift_ends_when_somebody_who_stays_has_each_emergency(desk: &Desk) {
    let (_, hers) = worked(desk);
    let (duty, clinician) = (staff(desk, Role::Duty), staff(desk, Role::Clinician));
    let me = (duty.today(), account::demonstration_name(Role::Duty));
    let claim = |ctx: &Ctx, id| referral::carry_out(ctx, desk.command(), id, None, ReferralCommand::Claim).unwrap();
    let refused = |open: u32| {
        let ended = duty::end(&duty, desk.command(), me, None);
        let kept = matches!(&ended, Err(AppError::Disallowed(Disallowed::EmergencyNotAccepted(n))) if *n == open);
        assert!(kept, "{open}: {ended:?}");
        assert_eq!(board(&duty).kept_from_leaving(me.1).count(), open as usize);
    };
    refused(1);
    // Whoever leaves takes nothing along.
    claim(&duty, hers);
    refused(1);
    let (_, another) = emergency(desk);
    refused(2);
    let release = |ctx: &Ctx, id| referral::carry_out(ctx, desk.command(), id, None, ReferralCommand::Release);
    release(&duty, hers).unwrap();
    claim(&clinician, hers);
    refused(1);
    claim(&clinician, another);
    duty::end(&duty, desk.command(), me, None).unwrap();
    assert_eq!(board(&duty).going_on, []);

    duty::begin(&duty, desk.command()).unwrap();
    let (_, third) = emergency(desk);
    refused(1);
    // After midnight the shift is still that of the day on which it began, and a colleague may end it.
    desk.world.pass(SignedDuration::from_hours(20));
    let clinician = staff(desk, Role::Clinician);
    let going_on = board(&clinician).going_on;
    assert_eq!(going_on.iter().map(|(on, shift)| (*on, shift.by.as_str())).collect::<Vec<_>>(), [me]);
    duty::end(&clinician, desk.command(), me, Some("Dr Invented Night".to_owned())).unwrap();
    let shown = duty::board(&clinician, me.0).unwrap();
    let ended = shown.day.unwrap().shifts.pop().unwrap().ended.unwrap();
    assert_eq!((ended.open, ended.by.as_str()), (1, "demo-clinician"));
    assert_eq!(ended.on_call.unwrap().0, "Dr Invented Night");
    assert!(shown.emergencies.iter().any(|one| one.referral == third && one.taken_by.is_none()), "it stays open");
    desk.verified();
}

/// PR-12, PR-17: who has an emergency by name, here or at another service, before it was one or since, decided or not.
///
/// # Panics
/// When it is not so.
pub fn whoever_has_an_emergency_by_name_stays_with_it(desk: &Desk) {
    let (_, hers) = worked(desk);
    let (duty, clinician) = (staff(desk, Role::Duty), staff(desk, Role::Clinician));
    let me = (duty.today(), account::demonstration_name(Role::Duty));
    let claim = |ctx: &Ctx, id| referral::carry_out(ctx, desk.command(), id, None, ReferralCommand::Claim).unwrap();
    let refused = |open: u32| {
        let ended = duty::end(&duty, desk.command(), me, None);
        let kept = matches!(&ended, Err(AppError::Disallowed(Disallowed::EmergencyNotAccepted(n))) if *n == open);
        assert!(kept, "{open}: {ended:?}");
    };
    claim(&clinician, hers);
    let (_, another) = emergency(desk);
    refused(1);
    // A named person of a crisis team has it, as whoever claims it here.
    let taken = ReferralCommand::RecordEmergencyTaken {
        name: "Invented Nurse".to_owned(),
        service: "Invented crisis team".to_owned(),
    };
    referral::carry_out(&duty, desk.command(), another, None, taken).unwrap();
    let by_name = |id| {
        let one = board(&duty).emergencies.into_iter().find(|one| one.referral == id).unwrap();
        (one.taken_by, one.elsewhere)
    };
    assert_eq!(by_name(another), (None, Some("Invented Nurse, Invented crisis team".to_owned())));
    let named =
        |id| queue::open_emergencies(&duty, -1).unwrap().unwrap().1.emergencies.iter().any(|open| open.referral == id);
    assert!(!named(another), "the banner names what nobody has");
    // Who took it before it was an emergency has not taken the emergency.
    let (_, later) = desk.receive();
    claim(&clinician, later);
    let raise = ReferralCommand::RaisePriority { to: Priority::Emergency, why: "invented".to_owned() };
    referral::carry_out(&duty, desk.command(), later, None, raise).unwrap();
    assert_eq!((by_name(later), named(later)), ((None, None), true));
    refused(1);
    claim(&clinician, later);
    assert_eq!((by_name(later), named(later)), ((Some("demo-clinician".to_owned()), None), false));
    // Once it is taken on it is still with whoever took it, and with nobody who leaves.
    claim(&duty, hers);
    let accept = ReferralCommand::Accept {
        team: TeamCode("community".to_owned()),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    referral::carry_out(&duty, desk.command(), hers, None, accept).unwrap();
    assert_eq!(by_name(hers), (Some("demo-duty".to_owned()), None));
    refused(1);
    desk.verified();
    referral::carry_out(
        &clinician,
        desk.command(),
        hers,
        None,
        ReferralCommand::AcceptHandover { to_woman: Telling::NotTold { why: "invented".to_owned() } },
    )
    .unwrap();
    duty::end(&duty, desk.command(), me, None).unwrap();
    desk.verified();
}

/// H15: the words of the log are shown to those who may see referrals, after a look; an erasure takes them.
///
/// # Panics
/// When it is not so.
pub fn the_words_of_a_day_of_duty_are_looked_at_and_erased(desk: &Desk) {
    let (person, hers) = worked(desk);
    let words = |role| {
        let shown = board(&staff(desk, role));
        let log = shown.day.unwrap().log;
        (shown.words, log.iter().filter(|logged| logged.noted.words.is_some()).count(), log.len())
    };
    let looks = || {
        let latest = desk.store.read(|tx| LookLine::latest(tx, "kent-medway", 1000)).unwrap();
        latest.into_iter().filter(|look| look.what == "duty log").collect::<Vec<_>>()
    };
    assert_eq!((words(Role::Manager), words(Role::InformationOfficer)), ((false, 0, 3), (false, 0, 3)));
    assert_eq!(looks(), []);
    assert_eq!(words(Role::Clinician), (true, 3, 3));
    let looks = looks();
    assert!(looks.len() == 1 && looks[0].subjects.contains(&hers.to_string()), "{looks:?}");
    assert!(!may_at_all(&staff(desk, Role::Administrator).actor, Action::SeeDuty));

    let officer = staff(desk, Role::InformationOfficer);
    person::erase(&officer, desk.command(), person, "she asked for it").unwrap();
    assert_eq!(words(Role::Clinician), (true, 0, 3), "what was said of her went with her");
    desk.verified();
    let duty = staff(desk, Role::Duty);
    duty::note(&duty, desk.command(), entry(Done::AdviceCall, None)).unwrap();
    assert_eq!(words(Role::Clinician), (true, 1, 4));
    let refused = duty::erase(&duty, desk.command(), duty.today(), "somebody asked");
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");
    duty::erase(&officer, desk.command(), duty.today(), "somebody asked").unwrap();
    assert_eq!(words(Role::Clinician), (true, 0, 4));
    desk.verified();
}

/// H19: a copy carries days of duty, and what is altered beside the journal is found.
///
/// # Panics
/// When it is not so.
pub fn a_copy_carries_duty_and_what_is_altered_is_found(desk: &Desk, empty: &Store) {
    worked(desk);
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    let of = |desk: &Desk| {
        let shown = board(&staff(desk, Role::Clinician));
        (shown.day, shown.rota, shown.going_on, shown.counts)
    };
    assert_eq!(of(&restored), of(desk));
    assert_eq!(of(desk).0.unwrap().on, date(2026, 11, 2));
    for (alter, back) in [
        ("UPDATE duty_day SET on_duty = 0", "UPDATE duty_day SET on_duty = 1"),
        ("UPDATE duty_rota SET to_ms = to_ms + 1", "UPDATE duty_rota SET to_ms = to_ms - 1"),
        ("UPDATE duty_rota SET footprint = 'elsewhere'", "UPDATE duty_rota SET footprint = 'kent-medway'"),
        (
            "UPDATE duty_entry SET kind = 'other' WHERE kind = 'told_crisis_team'",
            "UPDATE duty_entry SET kind = 'told_crisis_team' WHERE kind = 'other'",
        ),
        (
            "INSERT INTO duty_entry (footprint, day_id, nth, on_day, kind, at_ms, account) VALUES ('kent-medway', 'x', 1, 'x', 'other', 0, 'x')",
            "DELETE FROM duty_entry WHERE day_id = 'x'",
        ),
    ] {
        run(desk, alter);
        assert!(desk.store.verify(&mut |_| {}).unwrap().failures > 0, "not found: {alter}");
        run(desk, back);
        desk.verified();
    }
}

fn run(desk: &Desk, statement: &'static str) {
    let ctx = desk.operator();
    let mut change = Change::new("kent-medway", ctx.now, &ctx.actor, desk.command());
    change.row(RowChange::Run(statement, Vec::new()));
    desk.store.commit(change).unwrap();
}
