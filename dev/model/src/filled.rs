//! The longer commands of the model, with everything filled in.

use jiff::Timestamp;
use porch_domain::referral::{Booking, ContactKind, Ending, Leaving, ReferralCommand, Tellings, ToldInPerson, Venue};

use crate::act::{team, told, words};

/// On a Tuesday afternoon, where no way is agreed by which she is told: a reminder is due on the Sunday before.
pub(crate) fn booked() -> ReferralCommand {
    ReferralCommand::Book(Box::new(Booking {
        starts_at: "2026-11-24T14:30:00Z".parse().unwrap(),
        kind: ContactKind::Assessment,
        venue: Venue::Telephone,
        place: None,
        can_be_told: false,
    }))
}

pub(crate) fn left(reason: &str) -> ReferralCommand {
    ReferralCommand::Discharge(Box::new(Leaving {
        reason: reason.to_owned(),
        plan: words(),
        early_pregnancy: words(),
        what_helped: None,
        early_signs: None,
        way_back: "Ring us.".to_owned(),
        onward: Some("her GP".to_owned()),
        safeguarding: Some(words()),
        to_woman: told(),
        to_referrer: told(),
    }))
}

pub(crate) fn ending(now: Timestamp) -> Ending {
    Ending {
        reasons: vec!["criteria_not_met".to_owned()],
        in_own_words: None,
        what_would_change: Some("If it gets worse.".to_owned()),
        way_back: "Ring us.".to_owned(),
        to_woman: told(),
        to_referrer: told(),
        told_in_person: Some(ToldInPerson { by: "Invented Clinician".to_owned(), at: now }),
        second_clinician: Some("another".to_owned()),
        criteria: Vec::new(),
        safeguarding: Some(words()),
    }
}

pub(crate) fn accepted(code: &str) -> ReferralCommand {
    let tellings = Some(Tellings { to_woman: told(), to_referrer: told() });
    ReferralCommand::Accept { team: team(code), because: None, agreement: None, tellings, criteria: Vec::new() }
}
