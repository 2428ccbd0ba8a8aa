//! The column table: sixteen bytes a referral in the order of people and time; what is rarer lies apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{Timestamp, civil::Date};

use super::{
    LentFact, ReferralFact,
    packed::{Counting, Packed, ReasonList, Row, TeamIndex},
};
use crate::{
    footprint::TeamCode,
    ids::{PersonId, ReferralId},
    person::day_number,
    referral::{Outcome, PersonKind},
};

/// Whether a table keeps the id of each referral: `ReferralId` where the records behind a figure are looked for, else `()`.
pub trait Mark: Copy + Ord + Send + std::fmt::Debug {
    /// What is kept of an id.
    fn of(id: ReferralId) -> Self;
}

impl Mark for () {
    fn of(_: ReferralId) -> Self {}
}

impl Mark for ReferralId {
    fn of(id: ReferralId) -> Self {
        id
    }
}

/// A person by her place in the order of the table.
///
/// The last byte of an id is random in every kind of id, so it goes first: people are spread evenly over 256 parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PersonKey(u128);

impl PersonKey {
    fn of(person: PersonId) -> Self {
        Self(person.0.as_u128().rotate_right(8))
    }

    fn part(self) -> usize {
        (self.0 >> 120) as usize
    }
}

/// How many parts of people are sorted one by one.
const PARTS: usize = 256;

/// A rejection whose list of reasons is one too many for the packed row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rejection {
    pub received: i64,
    pub team: TeamIndex,
    pub kind: PersonKind,
    /// Place in the lists of reasons.
    pub reasons: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PartnerAssessment {
    pub assessed: i64,
    pub team: TeamIndex,
}

/// The column table of all referrals of a footprint that are visible at one instant.
#[derive(Debug)]
pub struct Columns<M = ()> {
    packed: Vec<Packed>,
    /// In the order of `packed`.
    marks: Vec<M>,
    people: Vec<PersonKey>,
    /// Where in `packed` every person begins whose place in `people` is a multiple of `STRIDE`.
    starts: Vec<usize>,
    /// By the person's place in `people`.
    rejections_apart: Vec<(u32, Rejection)>,
    partners: Vec<(u32, PartnerAssessment)>,
    /// The first receipt of a packed row that is not replaced.
    first_packed: Option<i64>,
    names: Names,
    /// People with a fact that is newer than the packed rows: theirs are read here instead.
    changed: BTreeMap<PersonId, ChangedPerson<M>>,
    /// Their places in `people`, where they have one.
    replaced: BTreeSet<u32>,
    /// How many packed rows are replaced, and how many rows changed people have.
    replaced_rows: usize,
    changed_rows: usize,
}

#[derive(Debug)]
struct ChangedPerson<M> {
    rows: Vec<Packed>,
    marks: Vec<M>,
    rejections_apart: Vec<Rejection>,
    partners: Vec<PartnerAssessment>,
}

const STRIDE: usize = 1024;

/// Collects facts in any order and packs them.
#[derive(Debug)]
pub struct ColumnsBuilder<M = ()> {
    names: Names,
    parts: Vec<Vec<Loaded<M>>>,
    rejections_apart: Vec<(PersonKey, Rejection)>,
    partners: Vec<(PersonKey, PartnerAssessment)>,
}

#[derive(Debug)]
struct Loaded<M> {
    person: PersonKey,
    packed: Packed,
    mark: M,
}

impl<M> Default for ColumnsBuilder<M> {
    fn default() -> Self {
        let parts = std::iter::repeat_with(Vec::new).take(PARTS).collect();
        Self { names: Names::default(), parts, rejections_apart: Vec::new(), partners: Vec::new() }
    }
}

/// From this many rows on, two threads sort.
const SORTED_BY_TWO: usize = 100_000;

impl<M: Mark> ColumnsBuilder<M> {
    /// Takes one visible fact: the latest about its referral.
    pub fn add<'a>(&mut self, fact: impl Into<LentFact<'a>>) {
        let fact = fact.into();
        let person = PersonKey::of(fact.person);
        let taken = self.names.taken(&fact);
        self.parts[person.part()].push(Loaded { person, packed: Packed::new(&taken.row), mark: M::of(fact.referral) });
        self.rejections_apart.extend(taken.rejection_apart.map(|rejection| (person, rejection)));
        self.partners.extend(taken.partner.map(|partner| (person, partner)));
    }

    /// The finished table.
    pub fn finish(mut self) -> Columns<M> {
        let count = self.parts.iter().map(Vec::len).sum();
        let sort = |parts: &mut [Vec<Loaded<M>>]| {
            for part in parts {
                part.sort_unstable_by_key(|row| (row.person, row.packed.received(), row.mark));
            }
        };
        let (one, other) = self.parts.split_at_mut(if count < SORTED_BY_TWO { 0 } else { PARTS / 2 });
        std::thread::scope(|scope| {
            if !one.is_empty() {
                scope.spawn(|| sort(one));
            }
            sort(other);
        });
        let mut columns = Columns::empty(self.names);
        columns.packed.reserve_exact(count);
        columns.marks.reserve_exact(count);
        // Each part is given back as soon as it is packed, so that the rows are hardly held twice.
        for part in self.parts {
            for Loaded { person, mut packed, mark } in part {
                if columns.people.last() != Some(&person) {
                    if columns.people.len().is_multiple_of(STRIDE) {
                        columns.starts.push(columns.packed.len());
                    }
                    columns.people.push(person);
                    packed.mark_first_of_person();
                }
                columns.packed.push(packed);
                columns.marks.push(mark);
            }
        }
        columns.people.shrink_to_fit();
        columns.first_packed = columns.packed.iter().map(|packed| packed.received()).min();
        columns.rejections_apart = placed(&columns.people, self.rejections_apart);
        columns.partners = placed(&columns.people, self.partners);
        columns
    }
}

/// What is rare, by the places of its people instead of their keys: one walk through both.
fn placed<T>(people: &[PersonKey], mut rare: Vec<(PersonKey, T)>) -> Vec<(u32, T)> {
    rare.sort_by_key(|(person, _)| *person);
    let mut place = 0;
    let mut placed = Vec::with_capacity(rare.len());
    for (person, rare) in rare {
        place += people[place..].iter().take_while(|known| **known < person).count();
        placed.push((u32::try_from(place).unwrap_or(u32::MAX), rare));
    }
    placed
}

impl<M: Mark> Columns<M> {
    fn empty(names: Names) -> Self {
        Self {
            packed: Vec::new(),
            marks: Vec::new(),
            people: Vec::new(),
            starts: Vec::new(),
            rejections_apart: Vec::new(),
            partners: Vec::new(),
            first_packed: None,
            names,
            changed: BTreeMap::new(),
            replaced: BTreeSet::new(),
            replaced_rows: 0,
            changed_rows: 0,
        }
    }

    /// How many referrals it holds, counting those of changed people once.
    pub fn len(&self) -> usize {
        self.packed.len() - self.replaced_rows + self.changed_rows
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that one referral takes in the columns of the annual report.
    pub const BYTES_PER_REFERRAL: usize = size_of::<Packed>();

    /// Bytes of all that is held, with what finds a person again and what is rarer.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.packed[..])
            + size_of_val(&self.marks[..])
            + size_of_val(&self.people[..])
            + size_of_val(&self.starts[..])
            + size_of_val(&self.rejections_apart[..])
            + size_of_val(&self.partners[..])
            + self.changed_rows * (size_of::<Packed>() + size_of::<M>())
            + self.changed.len() * size_of::<(PersonId, ChangedPerson<M>)>()
    }

    /// Replaces all that is held of one person by the facts now visible about her.
    pub fn replace_person(&mut self, person: PersonId, facts: &[ReferralFact]) {
        self.mark_replaced(person);
        let (mut rows, mut rejections_apart, mut partners) = (Vec::new(), Vec::new(), Vec::new());
        for fact in facts {
            let taken = self.names.taken(&fact.into());
            rows.push((Packed::new(&taken.row), M::of(fact.referral)));
            rejections_apart.extend(taken.rejection_apart);
            partners.extend(taken.partner);
        }
        rows.sort_unstable_by_key(|(packed, mark)| (packed.received(), *mark));
        let (rows, marks): (Vec<Packed>, Vec<M>) = rows.into_iter().unzip();
        self.changed_rows += rows.len();
        let before = self.changed.insert(person, ChangedPerson { rows, marks, rejections_apart, partners });
        self.changed_rows -= before.map_or(0, |before| before.rows.len());
    }

    /// Packed rows of a person count no more.
    fn mark_replaced(&mut self, person: PersonId) {
        let Ok(place) = self.people.binary_search(&PersonKey::of(person)) else { return };
        if !u32::try_from(place).is_ok_and(|place| self.replaced.insert(place)) {
            return;
        }
        let mut at = self.starts[place / STRIDE];
        for _ in 0..place % STRIDE {
            at = self.end_of_person(at);
        }
        let end = self.end_of_person(at);
        self.packed[at..end].iter_mut().for_each(Packed::mark_replaced);
        self.replaced_rows += end - at;
        if self.first_packed == Some(self.packed[at].received()) {
            let held = self.packed.iter().filter(|packed| !packed.is_replaced());
            self.first_packed = held.map(|packed| packed.received()).min();
        }
    }

    /// Where the rows end of the person one of whose rows is there.
    fn end_of_person(&self, at: usize) -> usize {
        let after = &self.packed[at + 1..];
        at + 1 + after.iter().position(|packed| packed.is_first_of_person()).unwrap_or(after.len())
    }

    /// How many people were replaced since the table was packed: past some share it is worth packing anew.
    pub fn changed_people(&self) -> usize {
        self.changed.len()
    }

    /// The teams that facts name, by their place.
    pub(super) fn teams(&self) -> &[TeamCode] {
        &self.names.teams
    }

    /// The reasons of a list; none for a list without one.
    pub(super) fn reasons(&self, list: u32) -> &[String] {
        self.names.lists.get(list as usize).map_or(&[], Vec::as_slice)
    }

    /// The first instant of history held.
    pub(super) fn first_received(&self) -> Option<Timestamp> {
        // Rows of a person are in the order of receipt.
        let changed = self.changed.values().filter_map(|person| person.rows.first()).map(|packed| packed.received());
        let first = changed.chain(self.first_packed).min();
        first.and_then(|millis| Timestamp::from_millisecond(millis).ok())
    }

    /// Calls back with all referrals of each person who has one that counts, in the order of receipt, and their marks.
    pub(super) fn for_each_person_with(&self, counting: Counting, mut each: impl FnMut(&[Packed], &[M])) {
        let mut at = 0;
        while let Some(ahead) = self.packed[at..].iter().position(|packed| counting.holds(*packed)) {
            let mut start = at + ahead;
            let end = self.end_of_person(start);
            while !self.packed[start].is_first_of_person() {
                start -= 1;
            }
            each(&self.packed[start..end], &self.marks[start..end]);
            at = end;
        }
        for person in self.changed.values() {
            if person.rows.iter().any(|packed| counting.holds(*packed)) {
                each(&person.rows, &person.marks);
            }
        }
    }

    /// Rejections whose reasons do not stand in the packed row.
    pub(super) fn rejections_apart(&self) -> impl Iterator<Item = &Rejection> {
        let packed = self.rejections_apart.iter().filter(|(place, _)| !self.replaced.contains(place));
        packed.map(|(_, rare)| rare).chain(self.changed.values().flat_map(|person| &person.rejections_apart))
    }

    pub(super) fn partner_assessments(&self) -> impl Iterator<Item = &PartnerAssessment> {
        let packed = self.partners.iter().filter(|(place, _)| !self.replaced.contains(place));
        packed.map(|(_, partner)| partner).chain(self.changed.values().flat_map(|person| &person.partners))
    }
}

/// What facts name again and again, by its place.
#[derive(Debug)]
struct Names {
    teams: Vec<TeamCode>,
    /// Lists of reasons; the first is empty.
    lists: Vec<Vec<String>>,
    list_places: HashMap<Vec<String>, u32>,
}

impl Default for Names {
    fn default() -> Self {
        Self { teams: Vec::new(), lists: vec![Vec::new()], list_places: HashMap::from([(Vec::new(), 0)]) }
    }
}

/// One fact as it is held.
struct Taken {
    row: Row,
    rejection_apart: Option<Rejection>,
    partner: Option<PartnerAssessment>,
}

impl Names {
    fn taken(&mut self, fact: &LentFact<'_>) -> Taken {
        let team = self.team_index(fact.team);
        let received = fact.received_at.as_millisecond();
        let mut row = Row {
            received,
            discharged: fact.discharged_at.map(Timestamp::as_millisecond),
            due_day: fact.due_on.map(day_number),
            team,
            outcome: fact.outcome,
            kind: fact.kind,
            reasons: ReasonList::NONE,
        };
        let mut rejection_apart = None;
        if fact.outcome == Outcome::Rejected {
            let reasons = self.list_place(fact.reasons);
            let packed = u16::try_from(reasons).ok().filter(|place| *place < ReasonList::APART.0).map(ReasonList);
            row.reasons = packed.unwrap_or(ReasonList::APART);
            rejection_apart = packed.is_none().then_some(Rejection { received, team, kind: fact.kind, reasons });
        }
        let assessed = fact.assessed_at.filter(|_| fact.kind == PersonKind::Partner);
        let partner = assessed.map(|at| PartnerAssessment { assessed: at.as_millisecond(), team });
        Taken { row, rejection_apart, partner }
    }

    fn team_index(&mut self, team: Option<&str>) -> TeamIndex {
        let Some(team) = team else { return TeamIndex::NOT_DIRECTED };
        let place = self.teams.iter().position(|known| known.0 == team).unwrap_or_else(|| {
            self.teams.push(TeamCode(team.to_owned()));
            self.teams.len() - 1
        });
        // A footprint is held to fewer than 255 teams when its file is checked.
        u8::try_from(place).map_or(TeamIndex::NOT_DIRECTED, TeamIndex)
    }

    fn list_place(&mut self, reasons: &[String]) -> u32 {
        if let Some(place) = self.list_places.get(reasons) {
            return *place;
        }
        let place = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        self.lists.push(reasons.to_vec());
        self.list_places.insert(reasons.to_vec(), place);
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
    use super::*;

    #[test]
    fn a_referral_takes_sixteen_bytes() {
        assert_eq!(Columns::<()>::BYTES_PER_REFERRAL, 16);
    }
}
