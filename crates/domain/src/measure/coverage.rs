//! Coverage: of the questions that belonged to the routine contacts of a period, how many were asked, were not, and of how
//! many nothing is known (S5). The three add to all of them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Period;
use crate::{
    footprint::RoutineContact,
    ids::{PersonId, ReferralId},
    person::day_number,
    screening::{InstrumentId, NotAsked},
};

/// A referral for which routine contacts fall into a period, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The referral.
    pub referral: ReferralId,
    /// Whom it is about: what was asked under another of her referrals was asked.
    pub person: PersonId,
    /// When the pregnancy is due, or ended.
    pub due_or_end: Date,
    /// The first day on which we had her.
    pub from: Date,
    /// The last; none while we do.
    pub until: Option<Date>,
}

/// What was written down of the questions of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Who was asked, or not.
    pub person: PersonId,
    /// The contact, by its code.
    pub contact: String,
    /// The questionnaire.
    pub instrument: InstrumentId,
    /// On which day.
    pub on: Date,
    /// Why it was not asked; none where it was.
    pub not_asked: Option<NotAsked>,
}

/// The figures of one contact and questionnaire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoverageRow {
    /// Asked, also where she answered only some.
    pub asked: u64,
    /// Offered, and she did not want it.
    pub refused: u64,
    /// Not asked, by why; a refusal is not among them.
    pub not_asked: BTreeMap<NotAsked, u64>,
    /// The contact belonged to the period, and nothing is known of it.
    pub missing: u64,
}

impl CoverageRow {
    /// How many were not asked, for whatever reason but her own.
    pub fn not_asked_in_all(&self) -> u64 {
        self.not_asked.values().sum()
    }

    /// All of them.
    pub fn all(&self) -> u64 {
        self.asked + self.refused + self.not_asked_in_all() + self.missing
    }

    fn count(&mut self, not_asked: Option<NotAsked>) {
        match not_asked {
            None => self.asked += 1,
            Some(NotAsked::Refused) => self.refused += 1,
            Some(why) => *self.not_asked.entry(why).or_default() += 1,
        }
    }
}

/// The figures of a period, contact by contact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// A row for each questionnaire of each contact, in the order of the footprint; then what belongs to no contact of it.
    pub rows: Vec<(String, InstrumentId, CoverageRow)>,
}

impl Coverage {
    /// All rows together.
    pub fn total(&self) -> CoverageRow {
        let mut total = CoverageRow::default();
        for (_, _, row) in &self.rows {
            total.asked += row.asked;
            total.refused += row.refused;
            total.missing += row.missing;
            for (why, count) in &row.not_asked {
                *total.not_asked.entry(*why).or_default() += count;
            }
        }
        total
    }
}

/// Counts a period, as it stood when `over` was the last day that had passed. A contact belongs to it by the last day on which it could be held, or by the day on which it was; one
/// that we had her for on no day of its time is none of ours. Each question of a contact counts once for each woman: what
/// was asked counts before what was not.
pub fn coverage(
    contacts: &[RoutineContact],
    expected: &[Expected],
    recorded: &[Recorded],
    period: Period,
    over: Date,
) -> Coverage {
    let known = best_known(contacts, expected, recorded);
    let mut coverage = Coverage::default();
    let mut counted = BTreeSet::new();
    for contact in contacts {
        for instrument in &contact.asks {
            let mut row = CoverageRow::default();
            let due = expected.iter().filter(|one| belongs(contact, one, period, over));
            let due = due.map(|one| (one.person, Some(one.due_or_end)));
            let said = known.iter().filter(|(key, _)| key.contact == contact.code && key.instrument == instrument);
            let said = said.filter(|(_, (on, _))| period.holds(*on)).map(|(key, _)| (key.person, key.pregnancy));
            for (person, pregnancy) in due.chain(said).collect::<BTreeSet<_>>() {
                let key = Key { person, pregnancy, contact: &contact.code, instrument };
                match known.get(&key) {
                    // Held in another period, it counts there.
                    Some((on, _)) if !period.holds(*on) => {}
                    Some((_, not_asked)) => row.count(*not_asked),
                    None => row.missing += 1,
                }
                counted.insert(key);
            }
            coverage.rows.push((contact.code.clone(), instrument.clone(), row));
        }
    }
    // What was recorded for a contact, or asked at one, that the rules of today do not know any more.
    let mut others: BTreeMap<(String, InstrumentId), CoverageRow> = BTreeMap::new();
    for (key, (on, not_asked)) in &known {
        if period.holds(*on) && !counted.contains(key) {
            others.entry((key.contact.to_owned(), key.instrument.clone())).or_default().count(*not_asked);
        }
    }
    coverage.rows.extend(others.into_iter().map(|((code, instrument), row)| (code, instrument, row)));
    coverage
}

/// What counts once: the questionnaire of a contact, for a woman and one of her pregnancies, where we know of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    person: PersonId,
    pregnancy: Option<Date>,
    contact: &'a str,
    instrument: &'a InstrumentId,
}

/// For each of them the one thing that counts: that it was asked, before why it was not; the first.
fn best_known<'a>(
    contacts: &[RoutineContact],
    expected: &[Expected],
    recorded: &'a [Recorded],
) -> BTreeMap<Key<'a>, (Date, Option<NotAsked>)> {
    let mut pregnancies: BTreeMap<PersonId, BTreeSet<Date>> = BTreeMap::new();
    for one in expected {
        pregnancies.entry(one.person).or_default().insert(one.due_or_end);
    }
    let mut known: BTreeMap<Key<'a>, (Date, Option<NotAsked>)> = BTreeMap::new();
    for one in recorded {
        let contact = contacts.iter().find(|contact| contact.code == one.contact);
        let hers = pregnancies.get(&one.person).into_iter().flatten().copied();
        // The pregnancy to whose time for this contact the day lies nearest.
        let pregnancy = hers.min_by_key(|due_or_end| {
            let days = contact.and_then(|contact| contact.days(*due_or_end)).unwrap_or((*due_or_end, *due_or_end));
            let (first, last, on) = (day_number(days.0), day_number(days.1), day_number(one.on));
            (first - on).max(on - last).max(0)
        });
        let key = Key { person: one.person, pregnancy, contact: &one.contact, instrument: &one.instrument };
        let rank = |(on, why): (Date, Option<NotAsked>)| (why.is_some(), on);
        let found = (one.on, one.not_asked);
        let held = known.entry(key).or_insert(found);
        if rank(found) < rank(*held) {
            *held = found;
        }
    }
    known
}

/// Whether a contact that is over belongs to a period, for somebody whom we had on a day of its time.
fn belongs(contact: &RoutineContact, expected: &Expected, period: Period, over: Date) -> bool {
    let Some((first, last)) = contact.days(expected.due_or_end) else { return false };
    let ours = expected.from <= last && expected.until.is_none_or(|until| until >= first);
    ours && period.holds(last) && last <= over
}
