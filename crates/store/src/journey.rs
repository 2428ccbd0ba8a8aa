//! The ways of all referrals and their contacts, for a plan that is fitted to them and for what a team did.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    calendar::local_date,
    event::{Event, Stored, StreamKind},
    footprint::TeamCode,
    ids::ReferralId,
    measure::{Journey, JourneyContact, TeamContact},
    referral::{ContactRecorded, Outcome, Priority, ReferralEvent},
};

use crate::{
    engine::Tx,
    error::StoreError,
    sql,
    value::{Row, Val},
};

/// Every referral that came between two instants (milliseconds since 1970), in that order, by the days of its way; of imports,
/// only those that are whole. It reads every contact that was written down.
///
/// # Errors
/// When the database cannot be read.
pub fn journeys(tx: &mut dyn Tx, footprint: &str, received: std::ops::Range<i64>) -> Result<Vec<Journey>, StoreError> {
    let mut contacts = contacts(tx, footprint)?;
    let mut journeys = Vec::new();
    let params = [footprint.into(), Val::from(received.start), Val::from(received.end)];
    tx.query(sql::JOURNEYS, &params, &mut |values| {
        let row = Row::new("referral", values);
        let referral: ReferralId = row.parsed(0, "a referral's id", |text| text.parse().ok())?;
        let priority = row.parsed_or_none(2, "a priority", Priority::of_code)?;
        journeys.push(Journey {
            referral,
            received_on: day(row.instant(1)?)?,
            urgent: priority.map(|priority| priority != Priority::Routine),
            outcome: row.parsed(3, "an outcome", Outcome::of_code)?,
            decided_on: row.instant_or_none(4)?.map(day).transpose()?,
            assessed_on: row.instant_or_none(5)?.map(day).transpose()?,
            discharged_on: row.instant_or_none(6)?.map(day).transpose()?,
            contacts: contacts.remove(&referral).unwrap_or_default(),
        });
        Ok(())
    })?;
    Ok(journeys)
}

fn contacts(tx: &mut dyn Tx, footprint: &str) -> Result<HashMap<ReferralId, Vec<JourneyContact>>, StoreError> {
    let mut contacts: HashMap<ReferralId, Vec<JourneyContact>> = HashMap::new();
    each_contact(tx, footprint, &mut |referral, _, contact| {
        let on = day(contact.contact_at)?;
        let journey = contacts.entry(referral).or_default();
        journey.push(JourneyContact { on, kind: contact.kind, attendance: contact.attendance });
        Ok(())
    })?;
    Ok(contacts)
}

/// Every contact of one of our teams that was written down, in the order of referrals and of writing.
///
/// # Errors
/// When the database cannot be read.
pub fn team_contacts(tx: &mut dyn Tx, footprint: &str) -> Result<Vec<TeamContact>, StoreError> {
    let mut contacts = Vec::new();
    each_contact(tx, footprint, &mut |referral, held_by, contact| {
        let named = contact.team.or_else(|| held_by.map(|code| TeamCode(code.to_owned())));
        if let (Some(team), None) = (named, contact.elsewhere) {
            contacts.push(TeamContact { team, referral, on: day(contact.contact_at)?, attendance: contact.attendance });
        }
        Ok(())
    })?;
    Ok(contacts)
}

/// A contact with its referral and the team that has her now.
type EachContact<'a> = dyn FnMut(ReferralId, Option<&str>, ContactRecorded) -> Result<(), StoreError> + 'a;

fn each_contact(tx: &mut dyn Tx, footprint: &str, each: &mut EachContact<'_>) -> Result<(), StoreError> {
    tx.query(sql::CONTACTS_RECORDED, &[footprint.into()], &mut |values| {
        let row = Row::new("journal", values);
        let referral = row.parsed(0, "a referral's id", |text| text.parse().ok())?;
        // What was noted is not read: a count needs the day, what it was for and who came.
        let stored = Stored {
            kind: StreamKind::Referral,
            event: "ContactRecorded",
            format: row.int(1)?,
            payload: row.text(2)?,
            personal: None,
            import: None,
        };
        if let Event::Referral(ReferralEvent::ContactRecorded(contact)) = Event::read(&stored)? {
            each(referral, row.text_or_none(3)?, contact)?;
        }
        Ok(())
    })
}

fn day(at: Timestamp) -> Result<Date, StoreError> {
    local_date(at).ok_or(StoreError::Impossible { what: "referral", column: 1, expected: "an instant of the calendar" })
}
