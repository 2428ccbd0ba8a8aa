//! Care until the infant is 24 months: warned of before, and beyond it only with a reason (D14).

use porch_domain::{
    front_door::TaskKind,
    referral::{care_ends_on, due_now, system_due},
};

use super::*;

/// In care after a birth or a loss on a day.
fn since(day: &str) -> Referral {
    in_care(receipt(Asked::default(), Some(day)))
}

fn system(referral: &Referral, now: Timestamp) -> Option<ReferralCommand> {
    let deciding = Deciding { now, actor: &Actor::System, footprint: &FOOTPRINT, rules: "v1", rejected_before: false };
    due_now(referral, &deciding)
}

fn warn(referral: &Referral, now: Timestamp) -> Result<Referral, Disallowed> {
    let events = decide(Some(referral), ReferralCommand::WarnOfTheEnd, &Actor::System, now)?;
    Ok(evolved(Some(referral.clone()), &events))
}

fn go_on(until: &str, why: &str) -> ReferralCommand {
    ReferralCommand::ContinueCare { until: on(until), why: why.to_owned() }
}

fn to_decide(referral: &Referral) -> Option<Timestamp> {
    referral.triage.open_tasks().find(|(task, _)| *task == TaskKind::CareEnds).map(|(_, due_by)| due_by)
}

// D14, H21: eight weeks before, to the minute, across leap days and both clock changes.
#[test]
fn the_end_is_warned_of_eight_weeks_before_and_not_a_moment_earlier() {
    for (born, ends, warned_at) in [
        ("2025-06-15", "2027-06-15", "2027-04-19T23:00:00Z"),
        // A leap day has its birthday on the last day of February.
        ("2024-02-29", "2026-02-28", "2026-01-03T00:00:00Z"),
        ("2026-02-28", "2028-02-28", "2028-01-03T00:00:00Z"),
        ("2026-03-01", "2028-03-01", "2028-01-05T00:00:00Z"),
        // The clocks change between the warning and the end.
        ("2025-04-10", "2027-04-10", "2027-02-13T00:00:00Z"),
        ("2025-11-10", "2027-11-10", "2027-09-14T23:00:00Z"),
        ("2025-12-31", "2027-12-31", "2027-11-05T00:00:00Z"),
    ] {
        let referral = since(born);
        assert_eq!(care_ends_on(&referral, 24), Some(on(ends)), "{born}");
        let moment = at(warned_at);
        assert_eq!(system_due(&referral, &FOOTPRINT), Some(moment), "{born}");
        let before = moment - SignedDuration::from_millis(1);
        if before > received_at() {
            assert_eq!(system(&referral, before), None, "{born}");
            assert_eq!(warn(&referral, before), Err(Disallowed::NotDue), "{born}: a moment too early");
        }
        let now = moment.max(after(60));
        assert_eq!(system(&referral, now), Some(ReferralCommand::WarnOfTheEnd), "{born}");
        let warned = warn(&referral, now).unwrap();
        assert_eq!(warn(&warned, now), Err(Disallowed::NotDue), "{born}: once");
        assert_eq!(system(&warned, now), None, "{born}");
        assert!(to_decide(&warned).is_some(), "{born}: somebody must decide");
        assert_eq!(
            decide(Some(&referral), ReferralCommand::WarnOfTheEnd, &staff(Role::Duty), now),
            Err(Disallowed::NeedsTheService)
        );
    }
}

// D14
#[test]
fn until_the_end_of_that_day_somebody_decides_and_it_is_told_whoever_is_late() {
    let warned = warn(&since("2025-06-15"), at("2027-04-20T09:00:00Z")).unwrap();
    let due_by = to_decide(&warned).unwrap();
    for (now, overdue) in [
        ("2027-06-14T22:59:59.999Z", false),
        ("2027-06-15T10:00:00Z", false),
        ("2027-06-15T22:59:59.999Z", false),
        ("2027-06-15T23:00:00Z", true),
        ("2027-06-16T09:00:00Z", true),
    ] {
        assert_eq!(due_by < at(now), overdue, "{now}");
    }
    assert!(warned.held().unwrap().next_due <= due_by, "it stands in the list no later than that");
    // Found too late, somebody has a day.
    let late = warn(&since("2024-06-15"), after(60)).unwrap();
    assert_eq!(to_decide(&late), Some(after(60 + 24 * 60)));
}

// D14
#[test]
fn care_goes_on_only_with_a_reason_and_to_a_day_that_is_still_to_come() {
    let now = at("2027-06-10T09:00:00Z");
    let warned = warn(&since("2025-06-15"), now).unwrap();
    let carried = |command| decide(Some(&warned), command, &staff(Role::Clinician), now);
    for (until, why, answer) in [
        ("2027-06-09", "invented", Err(Disallowed::UntilHasGoneBy)),
        ("2027-06-10", "invented", Err(Disallowed::UntilHasGoneBy)),
        ("2027-06-11", "invented", Ok(())),
        ("2027-12-15", " ", Err(Disallowed::ReasonMissing)),
        ("2027-12-15", "", Err(Disallowed::ReasonMissing)),
        ("2027-12-15", "invented", Ok(())),
    ] {
        assert_eq!(carried(go_on(until, why)).map(|_| ()), answer, "{until} {why:?}");
    }
    assert_eq!(decide(Some(&warned), go_on("2027-12-15", "x"), &Actor::System, now), Err(Disallowed::NeedsAPerson));
    assert_eq!(step(&pending(), go_on("2027-12-15", "x"), 10), Err(Disallowed::NotTakenOn));
    let note = ReferralCommand::CloseTask { task: TaskKind::CareEnds, note: "invented".to_owned() };
    assert_eq!(carried(note), Err(Disallowed::DoneByDoing), "a note is no reason");
    let goes_on = evolved(Some(warned.clone()), &carried(go_on("2027-12-15", "invented")).unwrap());
    assert_eq!((to_decide(&goes_on), care_ends_on(&goes_on, 24)), (None, Some(on("2027-12-15"))));
    // And is warned of again.
    assert_eq!(system_due(&goes_on, &FOOTPRINT), Some(at("2027-10-19T23:00:00Z")));
    // An earlier day does not shorten the time that every woman has.
    let shorter = evolved(Some(warned.clone()), &carried(go_on("2027-06-11", "invented")).unwrap());
    assert_eq!(care_ends_on(&shorter, 24), Some(on("2027-06-15")));
}

// D14: to plan what follows is the other answer.
#[test]
fn care_can_end_while_its_end_is_warned_of() {
    let now = at("2027-05-10T09:00:00Z");
    let assessed = came(&since("2025-06-15"), 60);
    let warned = warn(&assessed, now).unwrap();
    let events = decide(Some(&warned), discharged_for("window_ended"), &staff(Role::Clinician), now).unwrap();
    assert!(evolved(Some(warned), &events).held().is_none());
}

#[test]
fn nothing_is_warned_of_where_no_day_is_known_or_she_is_not_in_care() {
    assert_eq!(system_due(&cared_for(), &FOOTPRINT), None);
    let pending = received(receipt(Asked::default(), Some("2024-06-15")));
    assert_eq!((system_due(&pending, &FOOTPRINT), system(&pending, after(60))), (None, None));
}
