//! The ladder of the file: each step by itself, and whether together they keep the two limits.

use jiff::civil::{Time, Weekday};
use toml::de::DeValue;

use super::{
    Reading, is_plain_code,
    names::Names,
    section::{Report, Section},
    value::{FromToml, described},
};
use crate::footprint::{
    FIRST_WITHIN_MINUTES, LadderStep, ON_CALL_WITHIN_MINUTES, OwnHours, REPEAT_MINUTES, Staffing, StepCode, ladder,
    telephone,
};

/// Minutes from none on; what is longer than a week is a slip of the pen.
struct Minutes(u16);

impl FromToml for Minutes {
    const EXPECTED: &'static str = "a whole number of minutes from 0 to 10080";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        let number = value.as_integer().and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok());
        number.filter(|number| *number <= 10_080).map(Self).ok_or_else(|| described(value))
    }
}

/// The one word that `hours` may say.
struct AsDuty;

impl FromToml for AsDuty {
    const EXPECTED: &'static str = "\"duty\", or own weekdays, from and to, or around_the_clock = true";

    fn from_toml(value: &DeValue<'_>) -> Result<Self, String> {
        if value.as_str() == Some("duty") { Ok(Self) } else { Err(described(value)) }
    }
}

/// The steps, and how often somebody is told again after the last.
pub(super) fn read(root: &mut Section<'_, '_>, reading: &mut Reading) -> (Vec<LadderStep>, u16) {
    let mut sections = root.sections(&mut reading.report, "ladder");
    let repeat_minutes = read_repeat(&mut sections, &mut reading.report);
    let mut steps: Vec<LadderStep> = Vec::new();
    let mut codes = Names::default();
    let mut all_readable = true;
    for (index, mut section) in sections.into_iter().enumerate() {
        let code: Option<String> = section.get(&mut reading.report, "code");
        if let Some(code) = &code {
            let spot = section.spot(&reading.report, "code");
            if !is_plain_code(code, '_') {
                let what = format!("\"{code}\" is no code");
                reading.report.problem(&spot, what, "small letters, digits and underscores, a letter first");
            }
            codes.add(&mut reading.report, code, index, &spot);
        }
        let step = read_step(&mut section, reading, code);
        if let (Some(step), Some(before)) = (&step, steps.last())
            && step.after_minutes < before.after_minutes
        {
            let spot = section.spot(&reading.report, "after_minutes");
            let expected = format!("{} or more, or the steps in another order", before.after_minutes);
            reading.report.problem(&spot, "earlier than the step before", expected);
        }
        section.finish(&mut reading.report);
        all_readable &= step.is_some();
        steps.extend(step);
    }
    if root.lacks("ladder") {
        return (ladder::without_file(), repeat_minutes);
    }
    if all_readable {
        check_limits(root, &mut reading.report, &steps);
    }
    (steps, repeat_minutes)
}

/// `repeat_minutes` stands at the last step, because it says what comes after that.
fn read_repeat(sections: &mut [Section<'_, '_>], report: &mut Report) -> u16 {
    let key = "repeat_minutes";
    let Some(last) = sections.last_mut() else { return REPEAT_MINUTES };
    let minutes: Option<u16> = last.maybe(report, key);
    if minutes.is_some_and(|minutes| minutes > ON_CALL_WITHIN_MINUTES) {
        let spot = last.spot(report, key);
        report.problem(&spot, "longer than an hour", format!("{ON_CALL_WITHIN_MINUTES} or less"));
    }
    minutes.unwrap_or(REPEAT_MINUTES)
}

fn read_step(section: &mut Section<'_, '_>, reading: &mut Reading, code: Option<String>) -> Option<LadderStep> {
    let name = reading.public_text(section, "name");
    let report = &mut reading.report;
    let after = section.get::<Minutes>(report, "after_minutes");
    let staffed = read_staffing(section, report);
    let on_call = section.maybe(report, "on_call").unwrap_or(false);
    let number: Option<String> = section.maybe(report, "number");
    let demonstration = section.maybe(report, "demonstration").unwrap_or(false);
    if let Some(number) = &number {
        let spot = section.spot(report, "number");
        if !telephone::is_number(number) {
            let expected = "digits and single spaces, at least three digits";
            report.problem(&spot, format!("\"{number}\" is no telephone number"), expected);
        } else if telephone::is_for_drama(number) != demonstration {
            let expected = "demonstration = true beside a number that Ofcom keeps for drama, and beside no other";
            report.problem(&spot, format!("\"{number}\" is not what demonstration says"), expected);
        }
    }
    let note = section.maybe(report, "note");
    let source = reading.source(section);
    Some(LadderStep {
        code: StepCode(code?),
        name: name?,
        after_minutes: after?.0,
        staffed: staffed?,
        on_call,
        number,
        demonstration,
        note,
        source: Some(source?),
    })
}

/// When somebody stands there: said in exactly one of three ways.
fn read_staffing(section: &mut Section<'_, '_>, report: &mut Report) -> Option<Staffing> {
    let spot = section.spot(report, "hours");
    let as_duty = section.maybe::<AsDuty>(report, "hours");
    let around_the_clock = section.maybe::<bool>(report, "around_the_clock");
    for key in ["weekdays", "from", "to", "bank_holidays"] {
        section.allow(key);
    }
    let own = ["weekdays", "from", "to"].into_iter().any(|key| section.has(key));
    let ways = [section.has("hours"), around_the_clock == Some(true), own];
    if ways.into_iter().filter(|said| *said).count() != 1 {
        report.problem(&spot, "when it is staffed is not said in one way", AsDuty::EXPECTED);
        return None;
    }
    if own {
        return read_own_hours(section, report).map(Staffing::Own);
    }
    Some(if as_duty.is_some() { Staffing::Duty } else { Staffing::AroundTheClock })
}

fn read_own_hours(section: &mut Section<'_, '_>, report: &mut Report) -> Option<OwnHours> {
    let listed = section.list::<Weekday>(report, "weekdays");
    let mut weekdays: Vec<Weekday> = Vec::new();
    for (day, spot) in listed {
        if weekdays.contains(&day) {
            report.problem(&spot, "the same day again", "each day once");
        }
        weekdays.push(day);
    }
    weekdays.sort_by_key(|day| day.to_monday_zero_offset());
    if section.lacks("weekdays") {
        report.problem(&section.spot(report, "weekdays"), "no day", "at least one day of the week");
    }
    let from = section.get::<Time>(report, "from");
    let to = section.get::<Time>(report, "to");
    let bank_holidays = section.maybe(report, "bank_holidays").unwrap_or(false);
    Some(OwnHours { weekdays, from: from?, to: to?, bank_holidays })
}

/// Somebody is told in time, and somebody on call in time, if they are there; whether they are is [`Footprint::gaps`].
///
/// [`Footprint::gaps`]: crate::footprint::Footprint::gaps
fn check_limits(root: &Section<'_, '_>, report: &mut Report, steps: &[LadderStep]) {
    let spot = root.spot(report, "ladder");
    if steps.first().is_some_and(|first| first.after_minutes > FIRST_WITHIN_MINUTES) {
        let what = "the first step comes too late";
        report.problem(&spot, what, format!("a step within {FIRST_WITHIN_MINUTES} minutes"));
    }
    if !steps.iter().any(|step| step.on_call && step.after_minutes <= ON_CALL_WITHIN_MINUTES) {
        let expected = format!("a step with on_call = true within {ON_CALL_WITHIN_MINUTES} minutes");
        report.problem(&spot, "nobody on call in time", expected);
    }
}
