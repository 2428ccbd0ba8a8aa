//! One referral in sixteen bytes.

use std::ops::Range;

use crate::referral::{Outcome, PersonKind};

/// What the annual report reads of one referral, in sixteen bytes.
///
/// From the lowest bit: received (43 bits, milliseconds since 1900), discharged (43 bits, all ones for never), end of the
/// pregnancy (17 bits, days since 1900, all ones for not known), team (8), outcome (3), kind (2), first of its person (1),
/// replaced (1), why it was rejected (10).
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
    pub reasons: ReasonList,
}

/// A team by its place in the table's list of teams; the last is "not yet directed".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TeamIndex(pub u8);

impl TeamIndex {
    pub const NOT_DIRECTED: Self = Self(u8::MAX);
}

/// Why a referral was rejected, by place in the table's lists of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ReasonList(pub u16);

impl ReasonList {
    /// No reason, or no rejection.
    pub const NONE: Self = Self(0);
    /// One list too many for ten bits: it lies apart.
    pub const APART: Self = Self(1023);
}

const EPOCH_MILLIS: i64 = -2_208_988_800_000;
const EPOCH_DAYS: i32 = -25_567;
const INSTANT_BITS: u32 = 43;
const INSTANT_MASK: u64 = (1 << INSTANT_BITS) - 1;
const DAY_MASK: u64 = (1 << 17) - 1;
const KIND: u32 = 114;
const FIRST: u32 = 116;
const REPLACED: u32 = 117;
const REASONS: u32 = 118;

/// An instant as it is packed.
fn packed_instant(millis: i64) -> u64 {
    u64::try_from(millis - EPOCH_MILLIS).unwrap_or(0).min(INSTANT_MASK - 1)
}

impl Packed {
    /// INVARIANT: instants and dates lie between 1900 and 2100, which every way into the journal checks.
    pub(super) fn new(row: &Row) -> Self {
        let day = |day: i32| u64::try_from(day - EPOCH_DAYS).unwrap_or(0).min(DAY_MASK - 1);
        let mut bits = u128::from(packed_instant(row.received));
        bits |= u128::from(row.discharged.map_or(INSTANT_MASK, packed_instant)) << 43;
        bits |= u128::from(row.due_day.map_or(DAY_MASK, day)) << 86;
        bits |= u128::from(row.team.0) << 103;
        bits |= (row.outcome as u128) << 111;
        bits |= (row.kind as u128) << KIND;
        bits |= u128::from(row.reasons.0) << REASONS;
        Self(bits)
    }

    pub(super) fn row(self) -> Row {
        let bits = |shift: u32, mask: u64| (self.0 >> shift) as u64 & mask;
        let millis = |value: u64| value as i64 + EPOCH_MILLIS;
        let (discharged, due) = (bits(43, INSTANT_MASK), bits(86, DAY_MASK));
        Row {
            received: self.received(),
            discharged: (discharged != INSTANT_MASK).then(|| millis(discharged)),
            due_day: (due != DAY_MASK).then(|| due as i32 + EPOCH_DAYS),
            team: TeamIndex(bits(103, 0xff) as u8),
            outcome: Outcome::ALL[bits(111, 7) as usize % Outcome::ALL.len()],
            kind: PersonKind::ALL[bits(KIND, 3) as usize % PersonKind::ALL.len()],
            reasons: ReasonList(bits(REASONS, 1023) as u16),
        }
    }

    /// When it was received, in milliseconds since 1970.
    pub(super) fn received(self) -> i64 {
        (self.0 as u64 & INSTANT_MASK) as i64 + EPOCH_MILLIS
    }

    pub(super) fn is_first_of_person(self) -> bool {
        (self.0 >> FIRST) & 1 == 1
    }

    pub(super) fn mark_first_of_person(&mut self) {
        self.0 |= 1 << FIRST;
    }

    /// Whether newer facts about its person stand elsewhere.
    pub(super) fn is_replaced(self) -> bool {
        (self.0 >> REPLACED) & 1 == 1
    }

    pub(super) fn mark_replaced(&mut self) {
        self.0 |= 1 << REPLACED;
    }
}

/// Tells, without unpacking, whether a referral counts: of a birthing parent, received in a period, and not replaced.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counting {
    from: u64,
    length: u64,
}

impl Counting {
    pub(super) fn received_in(period: &Range<i64>) -> Self {
        let from = packed_instant(period.start);
        Self { from, length: packed_instant(period.end).saturating_sub(from) }
    }

    pub(super) fn holds(self, packed: Packed) -> bool {
        const KIND_AND_REPLACED: u64 = 0b1011 << (KIND - 64);
        const COUNTED: u64 = (PersonKind::BirthingParent as u64) << (KIND - 64);
        let (low, high) = (packed.0 as u64 & INSTANT_MASK, (packed.0 >> 64) as u64);
        (low.wrapping_sub(self.from) < self.length) & (high & KIND_AND_REPLACED == COUNTED)
    }
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
            team in any::<u8>(), outcome in 0usize..5, kind in 0usize..3, reasons in 0u16..1024,
            first in any::<bool>(), replaced in any::<bool>(),
            from in -2_208_988_800_000i64..4_102_444_800_000, to in -2_208_988_800_000i64..4_102_444_800_000,
        ) {
            let row = Row {
                received, discharged, due_day, team: TeamIndex(team),
                outcome: Outcome::ALL[outcome], kind: PersonKind::ALL[kind], reasons: ReasonList(reasons),
            };
            let mut packed = Packed::new(&row);
            if first {
                packed.mark_first_of_person();
            }
            if replaced {
                packed.mark_replaced();
            }
            prop_assert_eq!(packed.row(), row);
            prop_assert_eq!(packed.received(), received);
            prop_assert_eq!(packed.is_first_of_person(), first);
            prop_assert_eq!(packed.is_replaced(), replaced);
            let counts = |period: Range<i64>| {
                row.kind == PersonKind::BirthingParent && !replaced && period.contains(&received)
            };
            for period in [from..to, to..from, received..to, from..received, received..received + 1] {
                prop_assert_eq!(Counting::received_in(&period).holds(packed), counts(period));
            }
        }
    }
}
