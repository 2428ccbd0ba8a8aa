//! The column table: sixteen bytes a referral in the order of people and time; what is rarer lies apart.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, civil::Date};

use super::ReferralFact;
use crate::{
    footprint::TeamCode,
    ids::{PersonId, ReferralId},
    person::day_number,
    referral::{Outcome, PersonKind},
};

/// What the annual report reads of one referral, in sixteen bytes.
///
/// From the lowest bit: received (43 bits, milliseconds since 1900), discharged (43 bits, all ones for never), end of the
/// pregnancy (17 bits, days since 1900, all ones for not known), team (8), outcome (3), kind (2), first of its person (1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packed(u128);

/// One referral as the measures compare it; instants in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub received: i64,
    pub discharged: Option<i64>,
    pub due_day: Option<i32>,
    pub team: TeamIndex,
    pub outcome: Outcome,
    pub kind: PersonKind,
}

/// A team by its place in the table's list of teams; the last is "not yet directed".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TeamIndex(pub u8);

impl TeamIndex {
    pub const NOT_DIRECTED: Self = Self(u8::MAX);
}

const EPOCH_MILLIS: i64 = -2_208_988_800_000;
const EPOCH_DAYS: i32 = -25_567;
const INSTANT_BITS: u32 = 43;
const INSTANT_MASK: u128 = (1 << INSTANT_BITS) - 1;
const DAY_MASK: u128 = (1 << 17) - 1;

impl Packed {
    /// INVARIANT: instants and dates lie between 1900 and 2100, which every way into the journal checks.
    fn new(row: &Row, first: bool) -> Self {
        let instant = |millis: i64| u128::try_from(millis - EPOCH_MILLIS).unwrap_or(0).min(INSTANT_MASK - 1);
        let day = |day: i32| u128::try_from(day - EPOCH_DAYS).unwrap_or(0).min(DAY_MASK - 1);
        let mut bits = instant(row.received);
        bits |= row.discharged.map_or(INSTANT_MASK, instant) << 43;
        bits |= row.due_day.map_or(DAY_MASK, day) << 86;
        bits |= u128::from(row.team.0) << 103;
        bits |= (row.outcome as u128) << 111;
        bits |= (row.kind as u128) << 114;
        bits |= u128::from(first) << 116;
        Self(bits)
    }

    pub(super) fn row(self) -> Row {
        let bits = |shift: u32, mask: u128| (self.0 >> shift) & mask;
        let millis = |value: u128| i64::try_from(value).unwrap_or(0) + EPOCH_MILLIS;
        let (discharged, due) = (bits(43, INSTANT_MASK), bits(86, DAY_MASK));
        Row {
            received: millis(bits(0, INSTANT_MASK)),
            discharged: (discharged != INSTANT_MASK).then(|| millis(discharged)),
            due_day: (due != DAY_MASK).then(|| i32::try_from(due).unwrap_or(0) + EPOCH_DAYS),
            team: TeamIndex(u8::try_from(bits(103, 0xff)).unwrap_or(u8::MAX)),
            outcome: Outcome::ALL[bits(111, 7) as usize % Outcome::ALL.len()],
            kind: PersonKind::ALL[bits(114, 3) as usize % PersonKind::ALL.len()],
        }
    }

    fn is_first_of_person(self) -> bool {
        (self.0 >> 116) & 1 == 1
    }
}

/// Something rare about a referral: why it was rejected, or that a partner was assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rejection {
    pub received: i64,
    pub team: TeamIndex,
    pub kind: PersonKind,
    /// Place in the list of reasons; none for "not recorded".
    pub reason: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PartnerAssessment {
    pub assessed: i64,
    pub team: TeamIndex,
}

/// The column table of all referrals of a footprint that are visible at one instant.
#[derive(Debug, Default)]
pub struct Columns {
    packed: Vec<Packed>,
    /// Ids in the order of `packed`, only where they were asked for.
    ids: Vec<ReferralId>,
    people: Vec<PersonId>,
    people_rare: Vec<(u32, Rejection)>,
    partners: Vec<(u32, PartnerAssessment)>,
    teams: Vec<TeamCode>,
    reasons: Vec<String>,
    reason_places: HashMap<String, u32>,
    /// People with a fact that is newer than the packed rows: theirs are read here instead.
    changed: BTreeMap<PersonId, ChangedPerson>,
}

#[derive(Debug, Default)]
struct ChangedPerson {
    rows: Vec<Row>,
    rejections: Vec<Rejection>,
    partners: Vec<PartnerAssessment>,
}

/// Collects facts in any order and packs them.
#[derive(Debug, Default)]
pub struct ColumnsBuilder {
    columns: Columns,
    keep_ids: bool,
    rows: Vec<(PersonId, Row, ReferralId)>,
    rejections: Vec<(PersonId, Rejection)>,
    partners: Vec<(PersonId, PartnerAssessment)>,
}

impl ColumnsBuilder {
    /// A builder whose table also keeps the id of each referral, for the records behind a figure.
    pub fn with_ids() -> Self {
        Self { keep_ids: true, ..Self::default() }
    }

    /// Takes one visible fact: the latest about its referral.
    pub fn add(&mut self, fact: &ReferralFact) {
        let row = self.columns.row_of(fact);
        self.rows.push((fact.person, row, fact.referral));
        self.rejections.extend(self.columns.rejections_of(fact).map(|rejection| (fact.person, rejection)));
        self.partners.extend(self.columns.partner_of(fact).map(|partner| (fact.person, partner)));
    }

    /// The finished table.
    pub fn finish(mut self) -> Columns {
        self.rows.sort_unstable_by_key(|(person, row, id)| (*person, row.received, *id));
        let mut columns = self.columns;
        columns.packed.reserve_exact(self.rows.len());
        for (person, row, id) in &self.rows {
            let first = columns.people.last() != Some(person);
            if first {
                columns.people.push(*person);
            }
            columns.packed.push(Packed::new(row, first));
            if self.keep_ids {
                columns.ids.push(*id);
            }
        }
        let place = |person: &PersonId| {
            columns.people.binary_search(person).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX)
        };
        columns.people_rare = self.rejections.drain(..).map(|(person, rare)| (place(&person), rare)).collect();
        columns.partners = self.partners.drain(..).map(|(person, rare)| (place(&person), rare)).collect();
        columns
    }
}

impl Columns {
    /// How many referrals it holds, counting those of changed people once.
    pub fn len(&self) -> usize {
        let mut count = 0;
        self.for_each_person(|rows, _| count += rows.len());
        count
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that one referral takes in the columns of the annual report.
    pub const BYTES_PER_REFERRAL: usize = size_of::<Packed>();

    /// Replaces all that is held of one person by the facts now visible about her.
    pub fn replace_person(&mut self, person: PersonId, facts: &[ReferralFact]) {
        let mut changed = ChangedPerson::default();
        for fact in facts {
            let row = self.row_of(fact);
            changed.rows.push(row);
            changed.rejections.extend(self.rejections_of(fact));
            changed.partners.extend(self.partner_of(fact));
        }
        changed.rows.sort_unstable_by_key(|row| row.received);
        self.changed.insert(person, changed);
    }

    /// How many people were replaced since the table was packed: past some share it is worth packing anew.
    pub fn changed_people(&self) -> usize {
        self.changed.len()
    }

    /// The teams that facts name, by their place.
    pub(super) fn teams(&self) -> &[TeamCode] {
        &self.teams
    }

    pub(super) fn reason(&self, place: u32) -> &str {
        self.reasons.get(place as usize).map_or("", String::as_str)
    }

    /// The first instant of history held.
    pub(super) fn first_received(&self) -> Option<Timestamp> {
        let mut first = None;
        self.for_each_person(|rows, _| {
            // Rows of a person are in the order of receipt.
            if let Some(row) = rows.first() {
                first = Some(first.map_or(row.received, |known: i64| known.min(row.received)));
            }
        });
        first.and_then(|millis| Timestamp::from_millisecond(millis).ok())
    }

    /// Calls back with the referrals of each person in the order of receipt, and their ids where those are kept.
    pub(super) fn for_each_person(&self, mut each: impl FnMut(&[Row], &[ReferralId])) {
        let mut rows: Vec<Row> = Vec::new();
        let mut ordinal = 0usize;
        let mut at = 0usize;
        while at < self.packed.len() {
            let end = (at + 1..self.packed.len())
                .find(|&next| self.packed[next].is_first_of_person())
                .unwrap_or(self.packed.len());
            if !self.is_changed(ordinal) {
                rows.clear();
                rows.extend(self.packed[at..end].iter().map(|packed| packed.row()));
                each(&rows, self.ids.get(at..end).unwrap_or_default());
            }
            ordinal += 1;
            at = end;
        }
        for person in self.changed.values() {
            each(&person.rows, &[]);
        }
    }

    pub(super) fn rejections(&self) -> impl Iterator<Item = &Rejection> {
        self.people_rare
            .iter()
            .filter(|(ordinal, _)| !self.is_changed(*ordinal as usize))
            .map(|(_, rejection)| rejection)
            .chain(self.changed.values().flat_map(|person| &person.rejections))
    }

    pub(super) fn partner_assessments(&self) -> impl Iterator<Item = &PartnerAssessment> {
        self.partners
            .iter()
            .filter(|(ordinal, _)| !self.is_changed(*ordinal as usize))
            .map(|(_, partner)| partner)
            .chain(self.changed.values().flat_map(|person| &person.partners))
    }

    fn is_changed(&self, ordinal: usize) -> bool {
        !self.changed.is_empty() && self.people.get(ordinal).is_some_and(|person| self.changed.contains_key(person))
    }

    fn row_of(&mut self, fact: &ReferralFact) -> Row {
        Row {
            received: fact.received_at.as_millisecond(),
            discharged: fact.discharged_at.map(Timestamp::as_millisecond),
            due_day: fact.due_on.map(day_number),
            team: self.team_index(fact.team.as_ref()),
            outcome: fact.outcome,
            kind: fact.kind,
        }
    }

    fn rejections_of(&mut self, fact: &ReferralFact) -> impl Iterator<Item = Rejection> + use<> {
        let mut rejections = Vec::new();
        if fact.outcome == Outcome::Rejected {
            let team = self.team_index(fact.team.as_ref());
            let received = fact.received_at.as_millisecond();
            let mut push = |reason| rejections.push(Rejection { received, team, kind: fact.kind, reason });
            if fact.reasons.is_empty() {
                push(None);
            }
            for reason in &fact.reasons {
                push(Some(self.reason_place(reason)));
            }
        }
        rejections.into_iter()
    }

    fn partner_of(&mut self, fact: &ReferralFact) -> Option<PartnerAssessment> {
        let team = self.team_index(fact.team.as_ref());
        let assessed = fact.assessed_at.filter(|_| fact.kind == PersonKind::Partner)?;
        Some(PartnerAssessment { assessed: assessed.as_millisecond(), team })
    }

    fn team_index(&mut self, team: Option<&TeamCode>) -> TeamIndex {
        let Some(team) = team else { return TeamIndex::NOT_DIRECTED };
        let place = self.teams.iter().position(|known| known == team).unwrap_or_else(|| {
            self.teams.push(team.clone());
            self.teams.len() - 1
        });
        // A footprint is held to fewer than 255 teams when its file is checked.
        u8::try_from(place).map_or(TeamIndex::NOT_DIRECTED, TeamIndex)
    }

    fn reason_place(&mut self, reason: &str) -> u32 {
        if let Some(place) = self.reason_places.get(reason) {
            return *place;
        }
        let place = u32::try_from(self.reasons.len()).unwrap_or(u32::MAX);
        self.reasons.push(reason.to_owned());
        self.reason_places.insert(reason.to_owned(), place);
        place
    }
}

/// The instant at which a local day begins in Europe/London.
///
/// # Errors
/// When the zone table has no such zone or day, which the embedded table excludes.
pub(super) fn start_of_day(date: Date) -> Result<Timestamp, jiff::Error> {
    date.in_tz("Europe/London").map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_packed_row_reads_back(
            received in -2_208_988_800_000i64..4_102_444_800_000,
            discharged in proptest::option::of(-2_208_988_800_000i64..4_102_444_800_000),
            due_day in proptest::option::of(-25_567i32..47_482),
            team in any::<u8>(), outcome in 0usize..5, kind in 0usize..3, first in any::<bool>(),
        ) {
            let row = Row {
                received, discharged, due_day, team: TeamIndex(team),
                outcome: Outcome::ALL[outcome], kind: PersonKind::ALL[kind],
            };
            let packed = Packed::new(&row, first);
            prop_assert_eq!(packed.row(), row);
            prop_assert_eq!(packed.is_first_of_person(), first);
        }
    }

    #[test]
    fn a_referral_takes_sixteen_bytes() {
        assert_eq!(Columns::BYTES_PER_REFERRAL, 16);
    }
}
