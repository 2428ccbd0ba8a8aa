//! The self-check of a partner: five questions about themselves, which nobody reads and nobody keeps.
//!
//! What comes of it is where to turn, never a diagnosis; and a number of how often it was used.

use jiff::civil::Date;

use super::{Definition, Instruments, RiskDomain, risk_of_answer, score};
use crate::measure::{Period, shown_outside};

/// What is asked, by instrument and item: the two questions of the PHQ-2, the two of the GAD-2, and the one of the PHQ-9
/// about being better off dead or hurting oneself.
///
/// # Source
/// Kroenke and others 2003 and 2007; the rights are in the text packs. That the last item stands beside the four is this
/// project's own choice (`docs/adr/0040-a-self-check-that-nobody-reads.md`).
pub const ASKED: [(&str, &str); 5] = [("phq2", "q1"), ("phq2", "q2"), ("gad2", "q1"), ("gad2", "q2"), ("phq9", "q9")];

/// Where somebody is pointed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SelfCheckBand {
    /// Thoughts of dying or of hurting oneself: whom to ring now.
    RingNow,
    /// Low mood or worry that somebody should hear of.
    TalkToSomebody,
    /// Nothing in the answers stands out, which is no all-clear.
    NothingStandsOut,
}

impl SelfCheckBand {
    /// Every band, the gravest first.
    pub const ALL: [Self; 3] = [Self::RingNow, Self::TalkToSomebody, Self::NothingStandsOut];

    /// What is counted under this name at the door.
    pub fn code(self) -> &'static str {
        match self {
            Self::RingNow => "self_check_ring_now",
            Self::TalkToSomebody => "self_check_talk",
            Self::NothingStandsOut => "self_check_nothing",
        }
    }
}

/// What comes of the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelfChecked {
    /// Where to turn.
    Band(SelfCheckBand),
    /// Questions that were left out, by their place in [`ASKED`]: nothing can be said yet.
    LeftOut(Vec<usize>),
}

/// Reads answers, which are positions in the order of the options. `rather_not` is said to the last question alone.
///
/// A thought of self-harm is heard whatever else is missing. The lower cut-offs count: somebody who is pointed to help and did
/// not need it has lost a telephone call.
pub fn self_check(instruments: &Instruments, answers: [Option<u8>; 5], rather_not: bool) -> SelfChecked {
    let [low, no_interest, nervous, worry, harm] = answers;
    let of = |id: &str| instruments.definition_called(id);
    let harmed = harm.and_then(|position| risk_of_answer(of("phq9")?, "q9", position));
    if harmed.is_some_and(|found| found.contains(&RiskDomain::SelfHarm)) {
        return SelfChecked::Band(SelfCheckBand::RingNow);
    }
    let given = [low, no_interest, nervous, worry, harm.or(rather_not.then_some(0))];
    let left_out: Vec<usize> = (0..).zip(given).filter(|(_, answer)| answer.is_none()).map(|(nth, _)| nth).collect();
    if !left_out.is_empty() {
        return SelfChecked::LeftOut(left_out);
    }
    let quiet = |id: &str, pair: [Option<u8>; 2]| of(id).and_then(|one| positive(one, pair)) == Some(false);
    let nothing = quiet("phq2", [low, no_interest]) && quiet("gad2", [nervous, worry]);
    SelfChecked::Band(if nothing { SelfCheckBand::NothingStandsOut } else { SelfCheckBand::TalkToSomebody })
}

/// Whether a cut-off is reached; none where the answers cannot be read, which is no no.
fn positive(definition: &Definition, pair: [Option<u8>; 2]) -> Option<bool> {
    let worth = definition.worth(&pair.map(|position| position.map(usize::from))).ok()?;
    let scored = score(definition, &worth).ok()?;
    scored.total.is_some().then(|| scored.positive())
}

/// How often it was used in a month, or in all of a period: small numbers are hidden, and the others rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfCheckUse {
    /// The first day of the month; none for all of the period.
    pub month: Option<Date>,
    /// All of them.
    pub times: Option<u64>,
    /// By band, in the order of [`SelfCheckBand::ALL`].
    pub bands: [Option<u64>; 3],
}

/// The use in a period, from what was counted by day and name: month by month in which there was any, and last the whole.
pub fn self_check_use(counts: &[(Date, String, i64)], period: Period) -> Vec<SelfCheckUse> {
    let of_period = |day: &Date| (period.from..=period.to).contains(day);
    let mut months: Vec<Date> = counts
        .iter()
        .filter(|(day, what, _)| of_period(day) && is_ours(what))
        .map(|(day, ..)| day.first_of_month())
        .collect();
    months.sort_unstable();
    months.dedup();
    let row = |month: Option<Date>| {
        let within = |day: &Date| of_period(day) && month.is_none_or(|month| day.first_of_month() == month);
        let bands = SelfCheckBand::ALL.map(|band| {
            let of_band = counts.iter().filter(|(day, what, _)| within(day) && what == band.code());
            of_band.fold(0u64, |sum, (.., times)| sum.saturating_add(u64::try_from(*times).unwrap_or(0)))
        });
        let times = bands.iter().fold(0u64, |sum, band| sum.saturating_add(*band));
        SelfCheckUse { month, times: shown_outside(times), bands: bands.map(shown_outside) }
    };
    months.into_iter().map(Some).chain([None]).map(row).collect()
}

fn is_ours(what: &str) -> bool {
    SelfCheckBand::ALL.iter().any(|band| band.code() == what)
}
