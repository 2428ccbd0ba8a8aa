//! Builders of plainly invented people and referrals.

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    footprint::TeamCode,
    front_door::{Asked, Story},
    ids::PersonId,
    person::{ContactChoices, Route, RouteChoice},
    referral::{
        Ending, PersonKind, Priority, Receipt, Telling,
        history::{HistoricDecision, HistoricReferral},
    },
};

/// A row of another system's history: accepted, and nothing more known.
pub fn row(referral: &str, person: &str, team: &str, received_at: &str) -> HistoricReferral {
    HistoricReferral {
        sender_referral_id: referral.to_owned(),
        sender_person_id: person.to_owned(),
        person_kind: PersonKind::BirthingParent,
        team: TeamCode(team.to_owned()),
        received_at: at(received_at),
        source: None,
        priority: None,
        decision: HistoricDecision::Accepted,
        decided_at: None,
        decision_reason: None,
        first_contact_at: None,
        assessed_at: None,
        discharged_at: None,
        discharge_reason: None,
        due_or_end_date: None,
        pregnancy_outcome: None,
        nhs_number: None,
        birth_date: None,
        postcode: None,
        gp_practice: None,
        ethnic_category: None,
    }
}

/// A referral at the front door.
pub fn receipt(person: PersonId, received_at: Timestamp) -> Receipt {
    Receipt {
        person,
        person_kind: PersonKind::BirthingParent,
        source: Some("A1".to_owned()),
        priority: Priority::Routine,
        received_at,
        directed_to: None,
        pregnancy: None,
        asked: Asked::default(),
        birth_date: None,
        contact: ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]),
        story: Story { worry: "invented worry".to_owned(), ..Story::default() },
        safeguarding: None,
    }
}

/// An ending that says all it must.
pub fn ending() -> Ending {
    Ending {
        reasons: vec!["criteria_not_met".to_owned()],
        in_own_words: None,
        what_would_change: Some("If it gets worse, or if you become pregnant again.".to_owned()),
        way_back: "Ring us, or ask whoever referred you to write again.".to_owned(),
        to_woman: Telling::NotTold { why: "told by a person".to_owned() },
        to_referrer: Telling::NotTold { why: "told by a person".to_owned() },
        told_in_person: None,
        second_clinician: None,
        criteria: Vec::new(),
        safeguarding: None,
    }
}

/// An instant from its text.
///
/// # Panics
/// When the text is none: a mistake in the test.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_else(|error| panic!("{text} is no instant: {error}"))
}

/// A date from its text.
///
/// # Panics
/// When the text is none: a mistake in the test.
pub fn on(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{text} is no date: {error}"))
}
