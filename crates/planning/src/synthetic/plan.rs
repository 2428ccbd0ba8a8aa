//! How many referrals of each sort each year is given: the published year exactly, the others in its proportions.

use jiff::civil::{Date, date};
use porch_domain::footprint::TeamCode;

/// The two specialist teams of the footprint that have a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Team {
    /// Perinatal MH Community Service.
    Community,
    /// Thrive – Support for Birth Trauma & Loss.
    Thrive,
}

impl Team {
    /// Both, in the order of the footprint.
    pub(super) const ALL: [Self; 2] = [Self::Community, Self::Thrive];

    /// The code of the team in the footprint.
    pub(super) fn code(self) -> TeamCode {
        TeamCode(match self {
            Self::Community => "community".to_owned(),
            Self::Thrive => "thrive".to_owned(),
        })
    }
}

/// How many referrals of birthing parents one team receives in one financial year, and of what sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YearPlan {
    /// Who receives them.
    pub(super) team: Team,
    /// The first day of the year on which the team takes referrals.
    pub(super) from: Date,
    /// The day after the last.
    pub(super) before: Date,
    /// All of them.
    pub(super) referrals: u32,
    /// Of these, not taken on.
    pub(super) rejected: u32,
    /// Of these, pointed elsewhere.
    pub(super) signposted: u32,
    /// Of these, withdrawn before a decision.
    pub(super) withdrawn: u32,
    /// Of these, of a person whose latest earlier referral was rejected.
    pub(super) after_rejection: u32,
    /// Of these, of a person whose latest earlier referral was accepted and had ended in discharge.
    pub(super) after_discharge: u32,
    /// Of these, of a person whose latest earlier referral was accepted and still open.
    pub(super) while_open: u32,
    /// Of these, of a person whose latest earlier referral was signposted or withdrawn.
    pub(super) after_other: u32,
    /// Referrals of partners beside them.
    pub(super) partners: u32,
}

/// The first financial year of the history, by the calendar year in which it starts.
pub(super) const FIRST_YEAR: i16 = 2018;
/// The last financial year of the history.
pub(super) const LAST_YEAR: i16 = 2029;
/// The financial year whose figures are published.
const PUBLISHED_YEAR: i16 = 2022;

/// What was published of one team and year.
struct Published {
    referrals: u32,
    rejected: u32,
    after_rejection: u32,
    after_discharge: u32,
}

/// The published year of each team.
///
/// # Source
/// KMPT, answer to a request for information on 1 April 2022 to 31 March 2023, tables 1, 2, 4 and 5 (figures F06, F07).
const fn published(team: Team) -> Published {
    match team {
        Team::Community => Published { referrals: 2427, rejected: 384, after_rejection: 239, after_discharge: 766 },
        Team::Thrive => Published { referrals: 142, rejected: 28, after_rejection: 9, after_discharge: 49 },
    }
}

/// How many referrals a team receives in a financial year.
///
/// # Source
/// The published year is F06 and F07. The years about it follow women accessing specialist services in England: 40,411 in
/// 2021 (F03), 43,053 in March 2022 to February 2023 (F02), 57,170 a year later (F01), so 2021/22 is 2427 × 40411 ÷ 43053
/// and 2023/24 is 2427 × 57170 ÷ 43053, and likewise from 142. The community team's earlier years lie on a straight line
/// from the 12,000 women before the Long Term Plan (F11), 2427 × 12000 ÷ 43053. Thrive began in January 2021 (KMPT news,
/// 7 April 2021) with one site, assumed at two referrals a week. Years from 2024/25 on are assumed to grow by 2 to 3 in a
/// hundred.
const fn volume(team: Team, year: i16) -> Option<u32> {
    let [community, thrive] = match year {
        2018 => [676, 0],
        2019 => [1210, 0],
        2020 => [1744, 26],
        2021 => [2278, 133],
        PUBLISHED_YEAR => [published(Team::Community).referrals, published(Team::Thrive).referrals],
        2023 => [3223, 189],
        2024 => [3320, 195],
        2025 => [3420, 201],
        2026 => [3490, 205],
        2027 => [3560, 209],
        2028 => [3630, 213],
        LAST_YEAR => [3700, 217],
        // A year outside the history.
        i16::MIN..FIRST_YEAR | 2030..=i16::MAX => [0, 0],
    };
    match team {
        Team::Community if community > 0 => Some(community),
        Team::Thrive if thrive > 0 => Some(thrive),
        Team::Community | Team::Thrive => None,
    }
}

/// The parts in a hundred of the published shares of re-referrals (after rejection, after discharge) that a year can have:
/// early years look back on few referrals.
///
/// # Source
/// Assumed: no history is older than the first year, so that re-referrals grow until the published year.
const fn remembered_percent(team: Team, year: i16) -> [u32; 2] {
    match (team, year) {
        (Team::Community, i16::MIN..=2018) => [60, 15],
        (Team::Community, 2019) => [85, 40],
        (Team::Community, 2020) => [100, 65],
        (Team::Community, 2021) => [100, 85],
        (Team::Thrive, i16::MIN..=2020) => [0, 0],
        (Team::Thrive, 2021) => [80, 45],
        (Team::Community | Team::Thrive, 2022..=i16::MAX) => [100, 100],
    }
}

/// In a hundred referrals: signposted, withdrawn, of a person still in care, of a person signposted or withdrawn before, and
/// how many partners are referred for every hundred birthing parents.
///
/// # Source
/// Assumed: KMPT published none of these. Partners who are referred to the community team are those whom KMPT meets
/// with an online link and signposting (table 6); Thrive has none.
const fn assumed_percent(team: Team) -> [u32; 5] {
    match team {
        Team::Community => [6, 3, 2, 3, 2],
        Team::Thrive => [6, 3, 3, 3, 0],
    }
}

/// `part` of `whole`, scaled to another whole and rounded, half up.
const fn scaled(part: u32, whole: u32, to: u32) -> u32 {
    (part * to * 2 + whole) / (whole * 2)
}

/// The plan of a team and a financial year, unless the team had no referrals then.
pub(super) fn year_plan(team: Team, year: i16) -> Option<YearPlan> {
    let referrals = volume(team, year)?;
    let base = published(team);
    let of_published = |part| scaled(part, base.referrals, referrals);
    let [remembered_rejection, remembered_discharge] = remembered_percent(team, year);
    let [signposted, withdrawn, while_open, after_other, partners] =
        assumed_percent(team).map(|percent| scaled(percent, 100, referrals));
    let opened = date(2021, 1, 4);
    let from = date(year, 4, 1);
    Some(YearPlan {
        team,
        from: if matches!(team, Team::Thrive) && from < opened { opened } else { from },
        before: date(year + 1, 4, 1),
        referrals,
        rejected: of_published(base.rejected),
        signposted,
        withdrawn,
        after_rejection: scaled(remembered_rejection, 100, of_published(base.after_rejection)),
        after_discharge: scaled(remembered_discharge, 100, of_published(base.after_discharge)),
        while_open,
        after_other,
        partners,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_year_is_planned_as_published() {
        for (team, figures) in [(Team::Community, [2427, 384, 239, 766]), (Team::Thrive, [142, 28, 9, 49])] {
            let plan = year_plan(team, PUBLISHED_YEAR).unwrap();
            assert_eq!([plan.referrals, plan.rejected, plan.after_rejection, plan.after_discharge], figures);
        }
    }

    #[test]
    fn the_years_about_it_follow_national_access() {
        for (year, women) in [(2021, 40_411), (2023, 57_170)] {
            for team in Team::ALL {
                assert_eq!(volume(team, year), Some(scaled(women, 43_053, published(team).referrals)));
            }
        }
        assert_eq!(volume(Team::Community, 2018), Some(scaled(12_000, 43_053, 2427)));
        for year in FIRST_YEAR..LAST_YEAR {
            assert!(volume(Team::Community, year) < volume(Team::Community, year + 1));
        }
        assert_eq!(year_plan(Team::Community, FIRST_YEAR - 1).or(year_plan(Team::Community, LAST_YEAR + 1)), None);
    }

    #[test]
    fn every_sort_of_referral_fits_into_its_year() {
        for plan in (FIRST_YEAR..=LAST_YEAR).flat_map(|year| Team::ALL.map(|team| year_plan(team, year))).flatten() {
            assert!(plan.rejected + plan.signposted + plan.withdrawn < plan.referrals, "{plan:?}");
            let again = plan.after_rejection + plan.after_discharge + plan.while_open + plan.after_other;
            assert!(again < plan.referrals && plan.from < plan.before, "{plan:?}");
        }
    }

    /// By the start of the published year enough referrals have been rejected, or accepted and ended, for every planned
    /// re-referral of that year, even if nothing of the year itself could be re-referred.
    #[test]
    fn the_years_before_leave_enough_rejections_for_the_published_year() {
        for team in Team::ALL {
            let before: Vec<YearPlan> = (FIRST_YEAR..PUBLISHED_YEAR).filter_map(|year| year_plan(team, year)).collect();
            let rejected: u32 = before.iter().map(|plan| plan.rejected).sum();
            let used: u32 = before.iter().map(|plan| plan.after_rejection).sum();
            let duplicates: u32 = before.iter().map(|plan| plan.while_open).sum();
            let needed = year_plan(team, PUBLISHED_YEAR).unwrap().after_rejection;
            assert!(rejected - used - duplicates >= needed, "{team:?}: {rejected} {used} {duplicates} {needed}");
        }
    }
}
