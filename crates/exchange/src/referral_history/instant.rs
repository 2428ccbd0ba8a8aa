//! Instants as senders write them: with an offset, by the clock in London, or as a date.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::{AmbiguousOffset, Offset, TimeZone},
};

/// The years that a date of this service can fall in; others are slips of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// What a text says about when something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// An instant.
    At(Timestamp),
    /// A date alone.
    On(Date),
}

/// Why a text is no date or instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotADate {
    /// It is written in another form.
    Form,
    /// The form is right, but the calendar or the clock has no such day or time.
    NoSuchTime,
    /// The year is not in the range.
    Year,
    /// The clocks went forward over it.
    Skipped,
    /// The clocks went back over it.
    Twice,
}

impl NotADate {
    /// What is wrong, as a clause about the value.
    pub fn what(self) -> &'static str {
        match self {
            Self::Form => "is not a date or time",
            Self::NoSuchTime => "is not a date or time that exists",
            Self::Year => "is not in the years 1900 to 2100",
            Self::Skipped => "does not exist in Europe/London: the clocks went forward",
            Self::Twice => "exists twice in Europe/London: the clocks went back",
        }
    }
}

/// Reads RFC 3339 with an offset, a local date and time, or a date; digits past the millisecond are cut off.
pub(super) fn parse(text: &str, zone: &TimeZone) -> Result<When, NotADate> {
    let (date, rest) = leading_date(text)?;
    if rest.is_empty() {
        return date.real().map(When::On);
    }
    let (time, zone_text) = leading_time(rest)?;
    let local = date.real()?.to_datetime(time.real()?);
    let at = if zone_text.is_empty() {
        in_london(local, zone)?
    } else {
        if !time.has_seconds {
            return Err(NotADate::Form);
        }
        offset(zone_text)?.to_timestamp(local).map_err(|_| NotADate::NoSuchTime)?
    };
    // Near the turn of a year the offset can carry an instant out of the years that can be written back.
    if YEARS.contains(&Offset::UTC.to_datetime(at).year()) { Ok(When::At(at)) } else { Err(NotADate::Year) }
}

/// Reads an ISO date, year, month and day.
pub(super) fn parse_date(text: &str) -> Result<Date, NotADate> {
    match leading_date(text)? {
        (date, "") => date.real(),
        (_, _) => Err(NotADate::Form),
    }
}

/// The instant of a local time, where there is exactly one.
pub(super) fn in_london(local: DateTime, zone: &TimeZone) -> Result<Timestamp, NotADate> {
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(local).map_err(|_| NotADate::NoSuchTime),
        AmbiguousOffset::Gap { .. } => Err(NotADate::Skipped),
        AmbiguousOffset::Fold { .. } => Err(NotADate::Twice),
    }
}

struct DateDigits {
    year: i16,
    month: i8,
    day: i8,
}

impl DateDigits {
    fn real(&self) -> Result<Date, NotADate> {
        if !YEARS.contains(&self.year) {
            return Err(NotADate::Year);
        }
        Date::new(self.year, self.month, self.day).map_err(|_| NotADate::NoSuchTime)
    }
}

struct TimeDigits {
    hour: i8,
    minute: i8,
    second: i8,
    milliseconds: i32,
    has_seconds: bool,
}

impl TimeDigits {
    fn real(&self) -> Result<Time, NotADate> {
        Time::new(self.hour, self.minute, self.second, self.milliseconds * 1_000_000).map_err(|_| NotADate::NoSuchTime)
    }
}

/// The ten characters of an ISO date, and what follows them.
fn leading_date(text: &str) -> Result<(DateDigits, &str), NotADate> {
    let (date, rest) = text.split_at_checked(10).ok_or(NotADate::Form)?;
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date.as_bytes() else { return Err(NotADate::Form) };
    let year = i16::from(two_digits(y1, y2)?) * 100 + i16::from(two_digits(y3, y4)?);
    Ok((DateDigits { year, month: two_digits(m1, m2)?, day: two_digits(d1, d2)? }, rest))
}

/// `T` or a space, hours and minutes, perhaps seconds, perhaps a fraction; and what follows them.
fn leading_time(text: &str) -> Result<(TimeDigits, &str), NotADate> {
    let (time, rest) = text.split_at_checked(6).ok_or(NotADate::Form)?;
    let &[b'T' | b't' | b' ', h1, h2, b':', m1, m2] = time.as_bytes() else { return Err(NotADate::Form) };
    let mut digits = TimeDigits {
        hour: two_digits(h1, h2)?,
        minute: two_digits(m1, m2)?,
        second: 0,
        milliseconds: 0,
        has_seconds: false,
    };
    let Some(rest) = rest.strip_prefix(':') else { return Ok((digits, rest)) };
    let (seconds, rest) = rest.split_at_checked(2).ok_or(NotADate::Form)?;
    let &[s1, s2] = seconds.as_bytes() else { return Err(NotADate::Form) };
    digits.second = two_digits(s1, s2)?;
    digits.has_seconds = true;
    let Some(rest) = rest.strip_prefix('.') else { return Ok((digits, rest)) };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return Err(NotADate::Form);
    }
    for place in 0..3 {
        let digit = rest.as_bytes().get(place).filter(|_| place < length).map_or(0, |byte| byte - b'0');
        digits.milliseconds = digits.milliseconds * 10 + i32::from(digit);
    }
    Ok((digits, &rest[length..]))
}

/// `Z`, or a sign, hours, a colon and minutes.
fn offset(text: &str) -> Result<Offset, NotADate> {
    let (sign, hours, minutes) = match *text.as_bytes() {
        [b'Z' | b'z'] => return Ok(Offset::UTC),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => (sign, two_digits(h1, h2)?, two_digits(m1, m2)?),
        _ => return Err(NotADate::Form),
    };
    if hours > 23 || minutes > 59 {
        return Err(NotADate::NoSuchTime);
    }
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
    Offset::from_seconds(if sign == b'-' { -seconds } else { seconds }).map_err(|_| NotADate::NoSuchTime)
}

fn two_digits(tens: u8, ones: u8) -> Result<i8, NotADate> {
    if tens.is_ascii_digit() && ones.is_ascii_digit() {
        Ok(((tens - b'0') * 10 + (ones - b'0')).cast_signed())
    } else {
        Err(NotADate::Form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, NotADate> {
        let zone = TimeZone::get("Europe/London").unwrap();
        parse(text, &zone).map(|when| match when {
            When::At(at) => at.to_string(),
            When::On(date) => date.to_string(),
        })
    }

    #[test]
    fn every_spelling_of_an_instant_is_read() {
        for (text, at) in [
            ("2022-06-01", "2022-06-01"),
            ("2022-06-01T14:30", "2022-06-01T13:30:00Z"),
            ("2022-06-01 14:30", "2022-06-01T13:30:00Z"),
            ("2022-01-05T14:30:05", "2022-01-05T14:30:05Z"),
            ("2022-01-05T14:30:05.25", "2022-01-05T14:30:05.25Z"),
            ("2022-06-01T14:30:00Z", "2022-06-01T14:30:00Z"),
            ("2022-06-01t14:30:00z", "2022-06-01T14:30:00Z"),
            ("2022-06-01 14:30:00+01:00", "2022-06-01T13:30:00Z"),
            ("2022-06-01T14:30:00.123456789-05:30", "2022-06-01T20:00:00.123Z"),
            ("1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"),
            ("2024-02-29", "2024-02-29"),
            ("2022-03-27T02:00", "2022-03-27T01:00:00Z"),
            ("2022-10-30T02:00", "2022-10-30T02:00:00Z"),
            ("2022-10-30T01:30:00+01:00", "2022-10-30T00:30:00Z"),
        ] {
            assert_eq!(read(text), Ok(at.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_says_why() {
        for (text, why) in [
            ("05/01/2022", NotADate::Form),
            ("1/5/2022", NotADate::Form),
            ("44566", NotADate::Form),
            ("44566.5", NotADate::Form),
            ("20220105", NotADate::Form),
            ("2022-1-5", NotADate::Form),
            ("2022-01-05T", NotADate::Form),
            ("2022-01-05T9:00", NotADate::Form),
            ("2022-01-05T09", NotADate::Form),
            ("2022-01-05T09:00Z", NotADate::Form),
            ("2022-01-05T09:00:00.", NotADate::Form),
            ("2022-01-05T09:00:00,5", NotADate::Form),
            ("2022-01-05T09:00:00 +01:00", NotADate::Form),
            ("2022-01-05T09:00:00+0100", NotADate::Form),
            ("2022-01-05T09:00:00+01:00[Europe/London]", NotADate::Form),
            ("2022-01-05T09:00 am", NotADate::Form),
            ("2022-01-0é", NotADate::Form),
            ("٢٠٢٢-٠١-٠٥", NotADate::Form),
            ("2022-02-30", NotADate::NoSuchTime),
            ("2023-02-29T09:00", NotADate::NoSuchTime),
            ("2022-13-01", NotADate::NoSuchTime),
            ("2022-01-05T24:00", NotADate::NoSuchTime),
            ("2022-01-05T23:60", NotADate::NoSuchTime),
            ("2016-12-31T23:59:60Z", NotADate::NoSuchTime),
            ("2022-01-05T09:00:00+24:00", NotADate::NoSuchTime),
            ("1899-12-31", NotADate::Year),
            ("2101-01-01T00:00:00Z", NotADate::Year),
            ("0022-01-05", NotADate::Year),
            ("2100-12-31T23:00:00-05:00", NotADate::Year),
            ("1900-01-01T00:00:00+05:00", NotADate::Year),
            ("2022-03-27T01:30", NotADate::Skipped),
            ("2022-10-30T01:30", NotADate::Twice),
        ] {
            assert_eq!(read(text), Err(why), "{text}");
        }
    }
}
