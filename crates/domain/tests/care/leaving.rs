//! What leaving takes: a plan, early-pregnancy advice, a way back, both told, nothing open (INV-03, D22, K7, PR-26).

use porch_domain::{
    front_door::TaskKind,
    referral::{HandoverAgreement, OnwardState, Outcome, leaving::in_the_way},
};

use super::*;

fn done() -> Referral {
    came(&cared_for(), 30)
}

fn agreed() -> HandoverAgreement {
    HandoverAgreement::Agrees { on: on("2026-11-20") }
}

// D22, K7, INV-03
#[test]
fn nobody_leaves_without_a_plan_advice_a_way_back_and_both_told() {
    let blank = || " \n".to_owned();
    let silent = || Telling::NotTold { why: blank() };
    for reason in REASONS {
        let full = || leaving(reason);
        for (left_out, why) in [
            (Leaving { plan: blank(), ..full() }, Disallowed::PlanMissing),
            (Leaving { early_pregnancy: blank(), ..full() }, Disallowed::EarlyPregnancyMissing),
            (Leaving { way_back: blank(), ..full() }, Disallowed::WayBackMissing),
            (Leaving { to_woman: silent(), ..full() }, Disallowed::TellingMissing),
            (Leaving { to_referrer: silent(), ..full() }, Disallowed::TellingMissing),
        ] {
            let reviewed = reviewed(&missed(&done(), 100), all_well(), 200);
            assert_eq!(step(&reviewed, discharge(left_out), 300), Err(why), "{reason}");
        }
    }
    let unknown = step(&done(), discharged_for("criteria_not_met"), 100);
    assert_eq!(unknown, Err(Disallowed::UnknownReason("criteria_not_met".to_owned())));
    let left = step(&done(), discharged_for("care_complete"), 100).unwrap();
    assert_eq!((left.outcome(), left.discharged_at()), (Outcome::Accepted, Some(after(100))));
    assert_eq!(left.discharge_reason(), Some("care_complete"));
    assert_eq!(left.care.left_with_plan, Some(true));
    let again = step(&left, discharged_for("care_complete"), 110);
    assert_eq!(again, Err(Disallowed::AlreadyDecided("accepted")));
}

// K7
#[test]
fn only_who_can_be_pregnant_again_needs_the_advice_for_it() {
    for (person_kind, needed) in
        [(PersonKind::BirthingParent, true), (PersonKind::Partner, false), (PersonKind::Infant, false)]
    {
        let referral = came(&in_care(Receipt { person_kind, ..receipt(Asked::default(), None) }), 30);
        let without = discharge(Leaving { early_pregnancy: String::new(), ..leaving("care_complete") });
        let left = step(&referral, without, 100).map(|_| ());
        assert_eq!(left, if needed { Err(Disallowed::EarlyPregnancyMissing) } else { Ok(()) }, "{person_kind:?}");
    }
}

// INV-04, H20
#[test]
fn a_clinician_ends_care_and_nobody_else_does() {
    for (actor, allowed) in [
        (staff(Role::Clinician), true),
        (staff(Role::Duty), true),
        (staff(Role::Manager), false),
        (staff(Role::InformationOfficer), false),
        (staff(Role::Administrator), false),
        (Actor::System, false),
        (Actor::Public, false),
        (Actor::Operator { account: "invented".to_owned() }, false),
    ] {
        for reason in ["care_complete", "died"] {
            assert_eq!(by(&done(), discharged_for(reason), &actor, 100).is_ok(), allowed, "{actor:?} {reason}");
        }
    }
    assert_eq!(step(&came(&pending(), 5), discharged_for("care_complete"), 100), Err(Disallowed::NotTakenOn));
}

// INV-03, H14: every one of these is named, with what to do about it.
#[test]
fn nobody_leaves_while_something_of_hers_is_open() {
    let text = || "invented".to_owned();
    let open = |command, minutes| step(&done(), command, minutes).unwrap();
    let offered = open(
        ReferralCommand::OfferHandover { to: TeamCode("thrive".to_owned()), agreement: agreed(), summary: text() },
        100,
    );
    let onward = open(
        ReferralCommand::ReferOnward { to: text(), chase_by: after(2_000), agreement: agreed(), summary: text() },
        100,
    );
    let taken =
        ReferralCommand::ChaseOnward { state: OnwardState::Taken { name: text() }, chase_by: after(2_000), note: None };
    let emergency = open(ReferralCommand::RaisePriority { to: Priority::Emergency, why: text() }, 100);
    let admitted = open(ReferralCommand::RecordAdmission { unit: text() }, 100);
    let young = Receipt { birth_date: Some(on("2010-01-01")), ..receipt(Asked::default(), None) };
    let young = came(&in_care(young), 30);
    let held = TaskKind::YoungPeople;
    for (referral, why) in [
        (&offered, vec![Disallowed::HandoverOpen]),
        (&onward, vec![Disallowed::OnwardOpen]),
        (&emergency, vec![Disallowed::EmergencyOpen]),
        (&admitted, vec![Disallowed::InAUnit, Disallowed::TaskOpen(TaskKind::LeadProfessional.label())]),
        (&missed(&done(), 100), vec![Disallowed::ReviewMissing]),
        (&missed(&missed(&done(), 100), 200), vec![Disallowed::ReviewMissing]),
        (&young, vec![Disallowed::TaskOpen(held.label())]),
        (&done(), vec![]),
    ] {
        assert_eq!(in_the_way(referral), why);
        for reason in REASONS {
            let left = step(referral, discharged_for(reason), 500).map(|_| ());
            let first = why.first().cloned();
            if reason == NOT_ENGAGING && first.is_none() {
                assert_eq!(left, Err(Disallowed::ReviewMissing));
            } else {
                assert_eq!(left, first.map_or(Ok(()), Err), "{reason}");
            }
        }
    }
    assert!(in_the_way(&step(&onward, taken, 200).unwrap()).is_empty());
    assert!(in_the_way(&came(&emergency, 200)).is_empty());
    // A note does not say that somebody of the young people's service has her (PR-18).
    let close = ReferralCommand::CloseTask { task: held, note: text() };
    assert_eq!(step(&young, close, 200), Err(Disallowed::YoungPeopleFirst));
}

// PR-26
#[test]
fn where_safeguarding_is_recorded_leaving_needs_an_answer() {
    let recorded = step(&done(), ReferralCommand::RecordSafeguarding { what: "invented".to_owned() }, 60).unwrap();
    for (safeguarding, answer) in [
        (None, Err(Disallowed::SafeguardingAnswerMissing)),
        (Some(" "), Err(Disallowed::SafeguardingAnswerMissing)),
        (Some("The social worker has the plan."), Ok(())),
    ] {
        let safeguarding = safeguarding.map(str::to_owned);
        for reason in ["care_complete", "died"] {
            let left = Leaving { safeguarding: safeguarding.clone(), ..leaving(reason) };
            assert_eq!(step(&recorded, discharge(left), 100).map(|_| ()), answer, "{reason}");
        }
    }
    assert!(step(&done(), discharged_for("care_complete"), 100).is_ok());
}
