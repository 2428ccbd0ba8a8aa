//! Single values of the file: what each may be, in words that a person can act on.

use jiff::civil::{Date, Time, Weekday};
use toml::de::DeValue;

use super::{
    clocks::{ClockKind, Kept},
    screening::Week,
};
use crate::{
    footprint::{
        AgeGroup, AreaBasis, BabyMayCome, ContactStage, DirectoryKind, HowSevere, Need, Offering, OrganisationRole,
        PathwayStage, Purpose, Rhythm, Seeker, Setting, TeamRole, Tenths,
    },
    front_door::Now,
    referral::Priority,
    release::ReleaseClass,
    screening::InstrumentId,
};

/// A value that a file can give.
pub(super) trait FromToml: Sized {
    /// What the file should say, for a person.
    const EXPECTED: &'static str;

    /// Reads it, or says what stands there instead.
    fn from_toml(value: &DeValue<'_>) -> Result<Self, String>;
}

/// What stands where something else was expected.
pub(super) fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{}\"", text.escape_debug()),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(flag) => format!("the word {flag}"),
        DeValue::Datetime(instant) => format!("the date or time {instant}"),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

impl FromToml for String {
    const EXPECTED: &'static str = "text in quotes, without control characters or spaces at its ends";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let text = value.as_str().ok_or_else(|| described(value))?;
        if text.trim().is_empty() {
            Err("empty".to_owned())
        } else if text.trim() != text {
            Err("spaces at an end".to_owned())
        } else if let Some(hidden) = text.chars().find(|c| c.is_control() || is_invisible(*c)) {
            Err(format!("the character U+{:04X}, which cannot be seen", u32::from(hidden)))
        } else {
            Ok(text.to_owned())
        }
    }
}

/// Characters that change how text looks or compares without being seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

impl FromToml for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        value.as_bool().ok_or_else(|| described(value))
    }
}

impl FromToml for u16 {
    const EXPECTED: &'static str = "a whole number from 1 to 65535";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let number = value.as_integer().and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok());
        number.filter(|number| *number > 0).ok_or_else(|| described(value))
    }
}

impl FromToml for Date {
    const EXPECTED: &'static str = "a date such as 2023-04-01, without quotes";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let written = value.as_datetime().filter(|written| written.time.is_none() && written.offset.is_none());
        let date = written.and_then(|written| written.date).and_then(|date| {
            let (year, month, day) = (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, date.day);
            Date::new(year, month, i8::try_from(day).ok()?).ok()
        });
        date.ok_or_else(|| described(value))
    }
}

impl FromToml for Time {
    const EXPECTED: &'static str = "a time of day in whole minutes, such as 09:00:00, without quotes";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let written = value.as_datetime().filter(|written| written.date.is_none() && written.offset.is_none());
        let time = written.and_then(|written| written.time).and_then(|time| {
            let whole = time.second.unwrap_or(0) == 0 && time.nanosecond.unwrap_or(0) == 0;
            let (hour, minute) = (i8::try_from(time.hour).ok()?, i8::try_from(time.minute).ok()?);
            if whole { Time::new(hour, minute, 0, 0).ok() } else { None }
        });
        time.ok_or_else(|| described(value))
    }
}

/// Reads one of a few words.
fn chosen<T: Copy>(value: &DeValue<'_>, words: &[(&str, T)]) -> Result<T, String> {
    let word = value.as_str();
    words.iter().find(|(known, _)| word == Some(*known)).map(|(_, meant)| *meant).ok_or_else(|| described(value))
}

impl FromToml for AreaBasis {
    const EXPECTED: &'static str = "residence, gp or either";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &[("residence", AreaBasis::Residence), ("gp", AreaBasis::Gp), ("either", AreaBasis::Either)])
    }
}

impl FromToml for Weekday {
    const EXPECTED: &'static str = "a day of the week in small letters, such as \"monday\"";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let words = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let days: Vec<_> = words.into_iter().zip(Weekday::Monday.cycle_forward()).collect();
        chosen(value, &days)
    }
}

impl FromToml for Priority {
    const EXPECTED: &'static str = "emergency, very_urgent, urgent or routine";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let words = [
            ("emergency", Priority::Emergency),
            ("very_urgent", Priority::VeryUrgent),
            ("urgent", Priority::Urgent),
            ("routine", Priority::Routine),
        ];
        chosen(value, &words)
    }
}

impl FromToml for ClockKind {
    const EXPECTED: &'static str = "elapsed, working or calendar";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let words =
            [("elapsed", ClockKind::Elapsed), ("calendar", ClockKind::Calendar), ("working", ClockKind::Working)];
        chosen(value, &words)
    }
}

impl FromToml for Purpose {
    const EXPECTED: &'static str = "response, triage, assessment, treatment, treatment_after_assessment, preconception, \
                                    handover_answer or letter";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &Purpose::ALL.map(|purpose| (purpose.code(), purpose)))
    }
}

impl FromToml for Kept {
    const EXPECTED: &'static str = "closed or open";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &[("closed", Kept::Closed), ("open", Kept::Open)])
    }
}

impl FromToml for TeamRole {
    const EXPECTED: &'static str = "front_door, specialist, maternal, talking_therapies, psychological, parent_infant, \
                                    universal or unit";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &TeamRole::ALL.map(|role| (role.code(), role)))
    }
}

impl FromToml for BabyMayCome {
    const EXPECTED: &'static str = "yes, no or not_known";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &BabyMayCome::ALL.map(|word| (word.code(), word)))
    }
}

impl FromToml for Setting {
    const EXPECTED: &'static str = "home, clinic, hospital, video or online";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &Setting::ALL.map(|setting| (setting.code(), setting)))
    }
}

impl FromToml for Tenths {
    const EXPECTED: &'static str = "a number above 0 with at most one decimal, such as 9.5";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let text = match value {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            DeValue::Integer(_)
            | DeValue::String(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => None,
        };
        text.and_then(Tenths::of).ok_or_else(|| described(value))
    }
}

impl FromToml for OrganisationRole {
    const EXPECTED: &'static str = "lead or partner";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &[("lead", OrganisationRole::Lead), ("partner", OrganisationRole::Partner)])
    }
}

impl FromToml for ReleaseClass {
    const EXPECTED: &'static str = "status or contacts";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &ReleaseClass::SHAREABLE.map(|class| (class.code(), class)))
    }
}

impl FromToml for Offering {
    const EXPECTED: &'static str = "partner_assessment";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &[("partner_assessment", Offering::PartnerAssessment)])
    }
}

impl FromToml for Rhythm {
    const EXPECTED: &'static str = "weekly or every_two_weeks";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &[("weekly", Rhythm::Weekly), ("every_two_weeks", Rhythm::EveryTwoWeeks)])
    }
}

impl FromToml for ContactStage {
    const EXPECTED: &'static str = "pregnant or after_birth";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &ContactStage::ALL.map(|stage| (stage.code(), stage)))
    }
}

impl FromToml for Week {
    const EXPECTED: &'static str = "a whole number of weeks, from 0 to 104";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let number = value.as_integer().and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok());
        number.filter(|number| *number <= 104).map(Self).ok_or_else(|| described(value))
    }
}

impl FromToml for InstrumentId {
    const EXPECTED: &'static str = "the id of a questionnaire, such as phq9: `porch instruments list` shows each";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let text = value.as_str().ok_or_else(|| described(value))?;
        InstrumentId::of(text).ok_or_else(|| described(value))
    }
}

impl FromToml for DirectoryKind {
    const EXPECTED: &'static str = "national_helpline, talking_therapy, crisis, charity, loss_support, maternity, \
                                    health_visiting, partner_support, carers_assessment, young_people, domestic_abuse or other";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let words = [
            ("national_helpline", DirectoryKind::NationalHelpline),
            ("talking_therapy", DirectoryKind::TalkingTherapy),
            ("crisis", DirectoryKind::Crisis),
            ("charity", DirectoryKind::Charity),
            ("loss_support", DirectoryKind::LossSupport),
            ("maternity", DirectoryKind::Maternity),
            ("health_visiting", DirectoryKind::HealthVisiting),
            ("partner_support", DirectoryKind::PartnerSupport),
            ("carers_assessment", DirectoryKind::CarersAssessment),
            ("young_people", DirectoryKind::YoungPeople),
            ("domestic_abuse", DirectoryKind::DomesticAbuse),
            ("other", DirectoryKind::Other),
        ];
        chosen(value, &words)
    }
}

impl FromToml for Now {
    const EXPECTED: &'static str = "any, thinking_of_pregnancy, pregnant, baby or loss";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let words = [
            ("any", Now::NotSaid),
            ("thinking_of_pregnancy", Now::Thinking),
            ("pregnant", Now::Pregnant),
            ("baby", Now::Baby),
            ("loss", Now::Loss),
        ];
        chosen(value, &words)
    }
}

impl FromToml for Seeker {
    const EXPECTED: &'static str = "self, family or professional";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let words = [("self", Seeker::Oneself), ("family", Seeker::Family), ("professional", Seeker::Professional)];
        chosen(value, &words)
    }
}

impl FromToml for Need {
    const EXPECTED: &'static str = "low_mood, anxiety, serious_illness, birth_trauma, fear_of_birth, loss, \
                                    parent_and_infant, eating, earlier_trauma or medicines";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &Need::ALL.map(|need| (need.code(), need)))
    }
}

impl FromToml for HowSevere {
    const EXPECTED: &'static str = "mild, moderate or severe";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &HowSevere::ALL.map(|how_severe| (how_severe.code(), how_severe)))
    }
}

impl FromToml for PathwayStage {
    const EXPECTED: &'static str = "preconception, pregnant, after_birth or after_loss";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &PathwayStage::ALL.map(|stage| (stage.code(), stage)))
    }
}

impl FromToml for AgeGroup {
    const EXPECTED: &'static str = "adult or under_18";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        chosen(value, &AgeGroup::ALL.map(|age| (age.code(), age)))
    }
}
