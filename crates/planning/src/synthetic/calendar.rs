//! Days and hours of receipt and of work, as local time of Europe/London.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use super::draw::Draw;

/// Local time of Europe/London, independent of the machine's zone files.
pub(super) struct London(TimeZone);

impl London {
    /// The rule in force for every year that the history covers.
    ///
    /// # Source
    /// The Summer Time Order 2002: from 01:00 GMT on the last Sunday of March to 01:00 GMT on the last Sunday of October.
    pub(super) fn new() -> Self {
        #[expect(clippy::expect_used, reason = "the text is a constant, and a test reads it")]
        // INVARIANT: the text below is a valid POSIX time zone.
        Self(TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").expect("a valid constant"))
    }

    /// The instant of a minute of a day; minutes of 01:00 to 02:00 are not asked for, since some do not exist.
    pub(super) fn instant(&self, day: Date, minute: i32) -> Timestamp {
        let [hour, minute] = [minute / 60, minute % 60].map(|part| i8::try_from(part).unwrap_or_default());
        #[expect(clippy::expect_used, reason = "days are those of the plan, or a few years past it")]
        // INVARIANT: every day lies between 2018 and 2040, far from the ends of what a timestamp can hold.
        self.0.to_timestamp(day.at(hour, minute, 0, 0)).expect("a day of the plan")
    }

    /// The local date of an instant.
    pub(super) fn date_of(&self, at: Timestamp) -> Date {
        self.0.to_datetime(at).date()
    }

    /// The minute of the local day of an instant.
    fn minute_of(&self, at: Timestamp) -> i32 {
        let local = self.0.to_datetime(at);
        i32::from(local.hour()) * 60 + i32::from(local.minute())
    }

    /// An instant of working time some days after another; never at or before it.
    pub(super) fn at_work_after(&self, draw: &mut Draw, earlier: Timestamp, days: i32) -> Timestamp {
        let today = self.date_of(earlier);
        if days == 0 && is_working_day(today) {
            let soon = self.minute_of(earlier).max(OPENS) + draw.between(20, 150);
            if soon <= CLOSES {
                return self.instant(today, soon);
            }
        }
        let mut day = later(today, days.max(1));
        while !is_working_day(day) {
            day = later(day, 1);
        }
        self.instant(day, draw.between(OPENS, CLOSES))
    }
}

/// Minute of the day at which work starts.
const OPENS: i32 = 9 * 60;
/// Minute of the day at which work ends.
pub(super) const CLOSES: i32 = 17 * 60;

/// The day some days later, or earlier for a negative number.
pub(super) fn later(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

/// How many days `day` lies after `earlier`; negative when it lies before.
pub(super) fn days_since(day: Date, earlier: Date) -> i32 {
    i32::try_from(day.duration_since(earlier).as_hours() / 24).unwrap_or(i32::MAX)
}

/// Monday to Friday but for the three holidays that never move between months.
fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_fixed_holiday(day)
}

fn is_fixed_holiday(day: Date) -> bool {
    matches!((day.month(), day.day()), (1, 1) | (12, 25 | 26))
}

/// How many of a thousand referrals of an even year would arrive in each month, January first.
///
/// # Source
/// Assumed: an even year with fewer in August and December, when maternity clinics and surgeries are quieter.
const MONTH_WEIGHTS: [u32; 12] = [90, 84, 92, 82, 84, 84, 84, 74, 86, 88, 86, 66];

/// Relative volume of Monday to Sunday.
///
/// # Source
/// Assumed: referrers work on weekdays; a few referrals come from emergency departments and by self-referral at weekends.
const WEEKDAY_WEIGHTS: [u32; 7] = [21, 21, 20, 19, 16, 2, 1];

/// Relative volume of the hours in which referrals arrive.
///
/// # Source
/// Assumed: surgeries and clinics send from the end of the morning on; a few arrive in the evening.
const HOUR_WEIGHTS: [(u32, i32); 16] = [
    (1, 6),
    (2, 7),
    (6, 8),
    (10, 9),
    (13, 10),
    (14, 11),
    (11, 12),
    (10, 13),
    (12, 14),
    (13, 15),
    (11, 16),
    (7, 17),
    (2, 18),
    (1, 20),
    (1, 21),
    (1, 22),
];

/// When a given number of referrals arrive from one day up to another, in order.
pub(super) fn receipts(draw: &mut Draw, london: &London, from: Date, before: Date, count: u32) -> Vec<Timestamp> {
    let mut days = Vec::new();
    let mut total = 0;
    let mut day = from;
    while day < before {
        let month = usize::from(day.month().unsigned_abs()) - 1;
        let weekday = if is_fixed_holiday(day) { Weekday::Sunday } else { day.weekday() };
        let weekday = usize::from(weekday.to_monday_zero_offset().unsigned_abs());
        total += MONTH_WEIGHTS[month] * WEEKDAY_WEIGHTS[weekday];
        days.push((total, day));
        day = later(day, 1);
    }
    let mut instants: Vec<Timestamp> = (0..count)
        .map(|_| {
            let drawn = draw.below(total);
            let (_, day) = days[days.partition_point(|&(up_to, _)| up_to <= drawn)];
            let minute = draw.pick(&HOUR_WEIGHTS) * 60 + draw.between(0, 59);
            london.instant(day, minute)
        })
        .collect();
    instants.sort_unstable();
    instants
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn local_time_is_that_of_the_zone_database() {
        let (ours, theirs) = (London::new(), TimeZone::get("Europe/London").unwrap());
        let mut day = date(2018, 1, 1);
        while day < date(2032, 1, 1) {
            for hour in [0, 6, 12, 23] {
                assert_eq!(
                    ours.instant(day, i32::from(hour) * 60),
                    theirs.to_timestamp(day.at(hour, 0, 0, 0)).unwrap(),
                    "{day}"
                );
            }
            day = later(day, 1);
        }
    }

    #[test]
    fn work_happens_on_working_days_after_what_came_before() {
        let (london, mut draw) = (London::new(), Draw::new(1, 0));
        let friday_evening = london.instant(date(2022, 12, 23), 21 * 60);
        for days in 0..20 {
            let at = london.at_work_after(&mut draw, friday_evening, days);
            assert!(at > friday_evening && is_working_day(london.date_of(at)), "{at}");
        }
        assert_eq!(london.date_of(london.at_work_after(&mut draw, friday_evening, 0)), date(2022, 12, 27));
    }

    #[test]
    fn receipts_are_as_many_as_asked_for_in_order_and_within_their_days() {
        let (london, mut draw) = (London::new(), Draw::new(1, 0));
        let instants = receipts(&mut draw, &london, date(2022, 4, 1), date(2023, 4, 1), 500);
        assert_eq!(instants.len(), 500);
        assert!(instants.is_sorted());
        assert!(instants.iter().all(|&at| (date(2022, 4, 1)..date(2023, 4, 1)).contains(&london.date_of(at))));
    }
}
