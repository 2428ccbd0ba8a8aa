//! What counts as the first entry of triage, and by when it must be there (D19).

use porch_domain::{
    measure::Entries,
    referral::{AdditionKind, AskedOf, AttemptOutcome, entry_by},
};

use super::*;

fn invented() -> String {
    "invented".to_owned()
}

/// The first entry after a command of duty, ten minutes after the receipt.
fn entry(command: ReferralCommand) -> Option<Timestamp> {
    step(&looked_back(sign()), command, 10).unwrap().triage.first_entry_at
}

#[test]
fn what_somebody_here_writes_is_an_entry_and_what_the_door_or_the_service_does_is_none() {
    let calm = looked_back(Asked::default());
    assert_eq!(calm.triage.first_entry_at, None, "a receipt is none, nor is the look for an earlier no");
    let note = |kind| ReferralCommand::Add { kind, told: told(Asked::default()) };
    for (what, command) in [
        ("a claim", ReferralCommand::Claim),
        (
            "a try",
            ReferralCommand::RecordAttempt { route: Route::Telephone, outcome: AttemptOutcome::NoAnswer, note: None },
        ),
        ("a note", note(AdditionKind::Note)),
        ("an answer", note(AdditionKind::Answer)),
        (
            "a question",
            ReferralCommand::AskForInformation { of: AskedOf::Referrer, what: invented(), until: after(60) },
        ),
        ("who has it elsewhere", ReferralCommand::RecordEmergencyTaken { name: invented(), service: invented() }),
        (
            "a lowered urgency",
            ReferralCommand::LowerPriority { to: Priority::Urgent, spoke_at: after(5), why: invented() },
        ),
        (
            "a decision",
            ReferralCommand::Accept {
                team: team(),
                because: None,
                agreement: None,
                tellings: None,
                criteria: Vec::new(),
            },
        ),
    ] {
        assert_eq!(entry(command), Some(after(10)), "{what}");
    }
    let raised = ReferralCommand::RaisePriority { to: Priority::Urgent, why: invented() };
    assert_eq!(step(&calm, raised, 10).unwrap().triage.first_entry_at, Some(after(10)), "a raised urgency");

    // At the door somebody tells of a sign, and the urgency rises; the ladder is climbed; safeguarding is told: nobody looked.
    let door = ReferralCommand::Add { kind: AdditionKind::Door, told: told(sign()) };
    let events = decide(Some(&calm), door, &Actor::Public, after(10)).unwrap();
    let risen = evolved(Some(calm.clone()), &events);
    assert_eq!((risen.priority, risen.triage.first_entry_at), (Some(Priority::Emergency), None));
    let climbed = decide(Some(&risen), ReferralCommand::ClimbLadder, &Actor::System, after(10)).unwrap();
    assert_eq!(evolved(Some(risen), &climbed).triage.first_entry_at, None);
    let safeguarding = ReferralCommand::RecordSafeguarding { what: invented() };
    assert_eq!(step(&calm, safeguarding, 10).unwrap().triage.first_entry_at, None);

    // The first stays the first, also when a claim is given back.
    let claimed = step(&calm, ReferralCommand::Claim, 10).unwrap();
    assert_eq!(step(&claimed, ReferralCommand::Release, 20).unwrap().triage.first_entry_at, Some(after(10)));
}

#[test]
fn an_entry_is_due_at_the_close_of_the_first_working_day_after_the_receipt() {
    let cases = [
        ("a Thursday", "2026-11-19T10:00:00Z", "2026-11-20T17:00:00Z"),
        ("late on a Friday", "2026-11-20T16:55:00Z", "2026-11-23T17:00:00Z"),
        ("a Saturday", "2026-11-21T09:00:00Z", "2026-11-23T17:00:00Z"),
        ("before Christmas on a Friday", "2026-12-24T18:00:00Z", "2026-12-29T17:00:00Z"),
        ("before Easter", "2026-04-02T10:00:00Z", "2026-04-07T16:00:00Z"),
        ("the clocks go back meanwhile", "2026-10-23T16:30:00Z", "2026-10-26T17:00:00Z"),
        ("a year of which no holiday is known: four hours", "2090-05-03T10:00:00Z", "2090-05-03T14:00:00Z"),
    ];
    for (what, received, by) in cases {
        for priority in [None, Some(Priority::Routine), Some(Priority::Emergency)] {
            assert_eq!(entry_by(&FOOTPRINT, priority, at(received)), at(by), "{what}");
        }
        let counted = |entry: Option<Timestamp>, now| {
            let mut counted = Entries::default();
            counted.count(&FOOTPRINT, (at(received), None), entry, now);
            (counted.in_time, counted.late, counted.missing, counted.to_come)
        };
        let millisecond = SignedDuration::from_millis(1);
        let later = at(by) + millisecond;
        assert_eq!(counted(Some(at(by)), later), (1, 0, 0, 0), "{what}");
        assert_eq!(counted(Some(later), later), (0, 1, 0, 0), "{what}");
        assert_eq!(counted(None, at(by)), (0, 0, 0, 1), "{what}");
        assert_eq!(counted(None, later), (0, 0, 1, 0), "{what}");
    }
    // Where the footprint has no clock for it, one working day.
    let text = include_str!("../../../../footprints/kent-medway.toml");
    let (before, rest) = text.split_once("[[clocks]]\npurpose = \"triage\"").unwrap();
    let without = format!("{before}{}", &rest[rest.find("[[clocks]]").unwrap()..]);
    match Footprint::parse(&without) {
        Ok(footprint) => {
            assert_eq!(entry_by(&footprint, None, at("2026-11-20T16:55:00Z")), at("2026-11-23T17:00:00Z"));
        }
        Err(problems) => panic!("{problems:?}"),
    }
}
