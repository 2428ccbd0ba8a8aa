//! Pausing the response clock: where the footprint allows it, until a day, with a reason, and never for an emergency.

use jiff::civil::{Date, date};
use porch_domain::{
    footprint::{ClockLimit, NoPause},
    invariants,
    referral::{Pause, may_be_paused},
};

use super::*;

/// The footprint with a source that allows to pause each clock that a file may let be paused.
static ALLOWS: LazyLock<Footprint> = LazyLock::new(|| {
    let text = include_str!("../../../../footprints/kent-medway.toml");
    let mut clocks = text.split("[[clocks]]\n");
    let mut allows = clocks.next().unwrap().to_owned();
    for clock in clocks {
        let emergency = clock.contains("priority = \"emergency\"");
        let pause = if emergency { "" } else { "pause_allowed = true\npause_source = \"this-project\"\n" };
        allows.push_str(&format!("[[clocks]]\n{pause}{clock}"));
    }
    Footprint::parse(&allows).unwrap()
});

fn done(referral: &Referral, command: ReferralCommand, actor: &Actor, now: Timestamp) -> Result<Referral, Disallowed> {
    let deciding = Deciding { now, actor, footprint: &ALLOWS, rules: "v1", rejected_before: false };
    let events = referral::decide(ID, Some(referral), command, &deciding)?;
    let after = evolved(Some(referral.clone()), &events);
    assert_eq!(invariants::referral(&after), Ok(()));
    Ok(after)
}

fn pause(until: Date) -> ReferralCommand {
    ReferralCommand::PauseClock { until, why: "invented reason".to_owned() }
}

fn duty() -> Actor {
    staff(Role::Duty)
}

fn due(referral: &Referral) -> Option<Timestamp> {
    referral::system_due(referral, &ALLOWS)
}

/// A routine referral of Friday 20 November 2026, whose 28 days end with 18 December.
fn routine() -> Referral {
    let referral = looked_back(Asked::default());
    assert_eq!(referral.clock_ends(), Some(at("2026-12-18T23:59:59.999Z")));
    referral
}

#[test]
fn a_clock_is_paused_by_a_clinician_where_the_footprint_allows_it_until_a_day_within_four_weeks() {
    let (calm, monday) = (routine(), at("2026-11-23T10:00:00Z"));
    let december = date(2026, 12, 7);
    let refused = |referral: &Referral, command, actor: &Actor, now| done(referral, command, actor, now).unwrap_err();
    for (what, command, actor, now, why) in [
        ("a manager", pause(december), staff(Role::Manager), monday, Disallowed::NeedsAClinician),
        ("the service", pause(december), Actor::System, monday, Disallowed::NeedsAPerson),
        ("today", pause(date(2026, 11, 23)), duty(), monday, Disallowed::PauseTooLong),
        ("29 days", pause(date(2026, 12, 22)), duty(), monday, Disallowed::PauseTooLong),
        (
            "no reason",
            ReferralCommand::PauseClock { until: december, why: "  ".to_owned() },
            duty(),
            monday,
            Disallowed::NoPause(NoPause::ReasonMissing),
        ),
        ("it has run out", pause(date(2026, 12, 21)), duty(), at("2026-12-19T00:00:00Z"), Disallowed::ClockStands),
        ("it runs", ReferralCommand::ResumeClock, duty(), monday, Disallowed::NotPaused),
    ] {
        assert_eq!(refused(&calm, command, &actor, now), why, "{what}");
    }
    assert!(done(&calm, pause(date(2026, 12, 21)), &duty(), monday).is_ok(), "28 days");
    assert_eq!(
        decide(Some(&calm), pause(december), &duty(), monday),
        Err(Disallowed::NoPause(NoPause::NotAllowed)),
        "the footprint as it comes with the program"
    );
    assert_eq!(may_be_paused(&calm, &FOOTPRINT, monday), None);
    assert_eq!(may_be_paused(&calm, &ALLOWS, monday), Some("this-project"));
    // INV-07: whatever a file says.
    let emergency = looked_back(sign());
    let minute = after(1);
    assert_eq!(refused(&emergency, pause(december), &duty(), minute), Disallowed::NoPause(NoPause::Emergency));
    assert_eq!(may_be_paused(&emergency, &ALLOWS, minute), None);
}

#[test]
fn a_paused_clock_stands_still_and_runs_again_by_hand_or_on_its_day_later_by_what_it_stood() {
    let (calm, monday) = (routine(), at("2026-11-23T10:00:00Z"));
    let paused = done(&calm, pause(date(2026, 12, 7)), &duty(), monday).unwrap();
    let until = at("2026-12-07T00:00:00Z");
    assert_eq!(paused.pause(), Some(&Pause { from: monday, until, source: "this-project".to_owned() }));
    assert_eq!(
        (paused.clock_ends(), due(&paused)),
        (None, Some(until)),
        "it stands, and the service looks on that day"
    );
    assert_eq!(paused.received_at, calm.received_at, "what has passed since the receipt is as it was");
    assert_eq!(done(&paused, pause(date(2026, 12, 8)), &duty(), monday), Err(Disallowed::ClockStands), "once");
    let early = done(&paused, ReferralCommand::ResumeClock, &Actor::System, until - SignedDuration::from_millis(1));
    assert_eq!(early, Err(Disallowed::NotDue));

    // By hand on Thursday: three days later. By itself on its day: fourteen; and no more where no server ran for days.
    for (actor, now, ends) in [
        (duty(), "2026-11-26T15:00:00Z", "2026-12-21T23:59:59.999Z"),
        (Actor::System, "2026-12-07T00:00:00Z", "2027-01-01T23:59:59.999Z"),
        (Actor::System, "2026-12-15T00:00:00Z", "2027-01-01T23:59:59.999Z"),
        (duty(), "2026-12-15T00:00:00Z", "2027-01-01T23:59:59.999Z"),
    ] {
        let runs = done(&paused, ReferralCommand::ResumeClock, &actor, at(now)).unwrap();
        assert_eq!((runs.pause(), runs.clock_ends()), (None, Some(at(ends))), "{now}");
        assert_eq!(due(&runs), None, "{now}");
        // It can be paused again, and each pause counts for itself.
        if at(now) < at("2026-12-01T00:00:00Z") {
            let again = done(&runs, pause(date(2026, 11, 30)), &duty(), at(now)).unwrap();
            let runs = done(&again, ReferralCommand::ResumeClock, &Actor::System, at("2026-11-30T00:00:00Z")).unwrap();
            assert_eq!(runs.clock_ends(), Some(at("2026-12-25T23:59:59.999Z")));
        }
    }
}

#[test]
fn a_change_of_urgency_ends_a_pause_and_an_assessment_or_an_erasure_keeps_no_promise_waiting() {
    let monday = at("2026-11-23T10:00:00Z");
    let paused = done(&routine(), pause(date(2026, 12, 7)), &duty(), monday).unwrap();
    let tuesday = at("2026-11-24T10:00:00Z");
    let raise = |to| ReferralCommand::RaisePriority { to, why: "invented".to_owned() };
    let emergency = done(&paused, raise(Priority::Emergency), &duty(), tuesday).unwrap();
    assert_eq!((emergency.pause(), emergency.clock_ends()), (None, Some(at("2026-11-24T14:00:00Z"))));
    // At the door as well, where the sign is told.
    let door = ReferralCommand::Add { kind: porch_domain::referral::AdditionKind::Door, told: told(sign()) };
    let told = done(&paused, door, &Actor::Public, tuesday).unwrap();
    assert_eq!((told.pause(), told.clock_ends()), (None, Some(at("2026-11-24T14:00:00Z"))));
    let urgent = done(&paused, raise(Priority::Urgent), &duty(), tuesday).unwrap();
    assert_eq!((urgent.pause(), urgent.triage.pauses.len()), (None, 1));
    let lower = ReferralCommand::LowerPriority { to: Priority::Routine, spoke_at: tuesday, why: "invented".to_owned() };
    let lowered = done(&urgent, lower, &duty(), at("2026-11-24T11:00:00Z")).unwrap();
    assert_eq!(lowered.clock_ends(), routine().clock_ends(), "counted from the receipt, without a pause");

    let erase = ReferralCommand::ErasePersonalData { why: "invented".to_owned() };
    let officer = Actor::Staff { account: "invented officer".to_owned(), role: Role::InformationOfficer };
    let erased = done(&paused, erase, &officer, tuesday).unwrap();
    assert_eq!(due(&erased), Some(at("2026-12-07T00:00:00Z")));
    let runs = done(&erased, ReferralCommand::ResumeClock, &Actor::System, at("2026-12-07T00:00:00Z")).unwrap();
    assert_eq!(runs.clock_ends(), Some(at("2027-01-01T23:59:59.999Z")));
}

#[test]
fn each_kind_of_limit_is_later_by_what_would_have_passed_of_it() {
    let working = ALLOWS.working();
    for (what, limit, ends, from, until, later) in [
        (
            "hours that pass",
            ClockLimit::Elapsed { hours: 24 },
            "2026-11-21T10:00:00Z",
            "2026-11-20T12:00:00Z",
            "2026-11-23T00:00:00Z",
            "2026-11-23T22:00:00Z",
        ),
        (
            "over a change of the clocks",
            ClockLimit::Elapsed { hours: 24 },
            "2026-10-25T12:00:00Z",
            "2026-10-24T23:00:00Z",
            "2026-10-26T00:00:00Z",
            "2026-10-26T13:00:00Z",
        ),
        (
            "working hours: a weekend is none",
            ClockLimit::WorkingHours { hours: 4 },
            "2026-11-20T16:00:00Z",
            "2026-11-20T15:00:00Z",
            "2026-11-23T10:00:00Z",
            "2026-11-23T11:00:00Z",
        ),
        (
            "working days: a weekend is none",
            ClockLimit::WorkingDays { days: 2 },
            "2026-11-24T17:00:00Z",
            "2026-11-20T15:00:00Z",
            "2026-11-22T00:00:00Z",
            "2026-11-24T17:00:00Z",
        ),
        (
            "working days: a Monday is one",
            ClockLimit::WorkingDays { days: 2 },
            "2026-11-24T17:00:00Z",
            "2026-11-20T15:00:00Z",
            "2026-11-23T00:00:00Z",
            "2026-11-25T17:00:00Z",
        ),
        (
            "working days: over Christmas",
            ClockLimit::WorkingDays { days: 2 },
            "2026-12-29T17:00:00Z",
            "2026-12-24T15:00:00Z",
            "2026-12-29T00:00:00Z",
            "2026-12-30T17:00:00Z",
        ),
        (
            "calendar days",
            ClockLimit::Calendar { days: 28 },
            "2026-12-18T23:59:59.999Z",
            "2026-11-23T10:00:00Z",
            "2026-11-26T15:00:00Z",
            "2026-12-21T23:59:59.999Z",
        ),
        (
            "the same day",
            ClockLimit::Calendar { days: 28 },
            "2026-12-18T23:59:59.999Z",
            "2026-11-23T10:00:00Z",
            "2026-11-23T15:00:00Z",
            "2026-12-18T23:59:59.999Z",
        ),
    ] {
        assert_eq!(limit.later_by(at(ends), (at(from), at(until)), working), Ok(at(later)), "{what}");
    }
    let unknown = ClockLimit::WorkingDays { days: 2 };
    let ends =
        unknown.later_by(at("2090-05-03T17:00:00Z"), (at("2090-05-01T10:00:00Z"), at("2090-05-02T10:00:00Z")), working);
    assert!(ends.is_err(), "never guessed");
}
