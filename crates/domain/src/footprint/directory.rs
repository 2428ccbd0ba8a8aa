//! What there is beside our own teams: services that a person may be pointed to, or may use without asking us.

use jiff::{ToSpan, civil::Date};

use crate::front_door::Now;

/// After so many days without a check an entry is stale: what it says may have changed.
///
/// Half a year, this project's own choice: PR-28 asks for a date and names no limit.
pub const STALE_AFTER_DAYS: i32 = 180;

/// A service outside our teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// Its stable short code, such as `samaritans`: what a signpost names.
    pub code: String,
    /// Its name, as people know it.
    pub name: String,
    /// What it does, in plain words.
    pub about: String,
    /// What sort of service it is.
    pub kind: DirectoryKind,
    /// For whom it is, by how things are with her; at least one, and [`Now::NotSaid`], which is any, only by itself.
    pub for_situations: Vec<Now>,
    /// Who may turn to it; everybody where nobody is named.
    pub who: Vec<Seeker>,
    /// The number, where it has one.
    pub number: Option<String>,
    /// Whether the number takes text messages and no calls.
    pub by_text: bool,
    /// What to do on the line, or how to reach it without a number.
    pub number_note: Option<String>,
    /// Its web address, without the scheme.
    pub web: Option<String>,
    /// When it answers, in words; always there where there is a number.
    pub hours: Option<String>,
    /// Whether it answers at any time of day and night.
    pub around_the_clock: bool,
    /// Who keeps this entry right.
    pub owner: String,
    /// When the owner last checked it; none while nobody has.
    pub last_checked: Option<Date>,
    /// Whether the number is reserved for fiction and must be shown as a demonstration number.
    pub demonstration: bool,
    /// Whether it is the young people's service: somebody under eighteen is ours until it accepts by name (PR-18).
    pub accepts_under_18: bool,
    /// The code of the source that states it.
    pub source: String,
}

impl DirectoryEntry {
    /// Whether it is for somebody in this situation who asks as this; with neither, everything is.
    pub fn fits(&self, now: Now, seeker: Option<Seeker>) -> bool {
        let situation = match now {
            Now::NotSaid => true,
            Now::Thinking | Now::Pregnant | Now::Baby | Now::Loss => {
                self.for_situations.iter().any(|fits| *fits == now || *fits == Now::NotSaid)
            }
        };
        situation && seeker.is_none_or(|seeker| self.who.is_empty() || self.who.contains(&seeker))
    }
}

/// Whether what was last checked then may have changed since; what nobody has checked is not stale but unchecked.
pub fn is_stale(last_checked: Date, today: Date) -> bool {
    last_checked.checked_add(STALE_AFTER_DAYS.days()).is_ok_and(|limit| limit < today)
}

/// What sort of service it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DirectoryKind {
    /// Answers the telephone for the whole country.
    NationalHelpline,
    /// Talking therapy, which a person may ask for herself.
    TalkingTherapy,
    /// For what cannot wait.
    Crisis,
    /// A charity.
    Charity,
    /// For those who lost a baby or a pregnancy.
    LossSupport,
    /// Midwives and hospital care in pregnancy.
    Maternity,
    /// Health visitors.
    HealthVisiting,
    /// For dads, partners and carers.
    PartnerSupport,
    /// The local council that assesses what somebody needs who looks after another.
    ///
    /// # Source
    /// Care Act 2014, section 10.
    CarersAssessment,
    /// For people under 18.
    YoungPeople,
    /// For those who are afraid of somebody close. It is shown to everybody, so that seeing it gives nobody away.
    DomesticAbuse,
    /// Anything else.
    Other,
}

/// Who is looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seeker {
    /// A person for herself or himself.
    Oneself,
    /// Somebody in the family.
    Family,
    /// A professional who looks for somebody else.
    Professional,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::is_stale;

    #[test]
    fn a_check_is_stale_from_the_hundred_and_eighty_first_day() {
        let checked = date(2026, 1, 1);
        assert!(!is_stale(checked, date(2026, 1, 1)) && !is_stale(checked, date(2026, 6, 30)));
        assert!(is_stale(checked, date(2026, 7, 1)));
    }
}
