//! Time that is kept for this work, beside what was done by the teams that have it (G1).

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Period, TeamFigures};
use crate::{
    footprint::{Footprint, KeptCapacity, TeamCode},
    ids::ReferralId,
    referral::Attendance,
};

/// A contact that was written down, and the team that was in contact with her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamContact {
    /// The team; where none was named, the one that has her.
    pub team: TeamCode,
    /// The referral.
    pub referral: ReferralId,
    /// The day.
    pub on: Date,
    /// Who came.
    pub attendance: Attendance,
}

/// Time that is kept, and what its team did in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTime {
    /// What is kept.
    pub kept: KeptCapacity,
    /// The team's name.
    pub team: String,
    /// Referrals of the period that were first directed to it.
    pub referrals: u64,
    /// Of them: taken on, as it stands.
    pub accepted: u64,
    /// Women with whom it was in contact.
    pub women: u64,
    /// Contacts to which they came.
    pub attended: u64,
    /// Contacts to which they did not come and had not said so.
    pub missed: u64,
}

impl KeptTime {
    /// Each line of kept time in the local rules, in their order. Two lines of one team show the same work: no contact says under
    /// which of them it was.
    pub fn of(footprint: &Footprint, figures: &[TeamFigures], contacts: &[TeamContact], period: Period) -> Vec<Self> {
        let line = |kept: &KeptCapacity| {
            let of_team = figures.iter().find(|figures| figures.code.as_ref() == Some(&kept.team));
            let theirs = || contacts.iter().filter(|contact| contact.team == kept.team && period.holds(contact.on));
            let with = |attendance| theirs().filter(move |contact| contact.attendance == attendance);
            Self {
                team: footprint.team(&kept.team.0).map_or_else(|| kept.team.0.clone(), |team| team.name.clone()),
                kept: kept.clone(),
                referrals: of_team.map_or(0, |figures| figures.referrals),
                accepted: of_team.map_or(0, |figures| figures.accepted),
                women: with(Attendance::Attended).map(|contact| contact.referral).collect::<BTreeSet<_>>().len() as u64,
                attended: with(Attendance::Attended).count() as u64,
                missed: with(Attendance::DidNotAttend).count() as u64,
            }
        };
        footprint.provided.kept.iter().map(line).collect()
    }

    /// Attended contacts in a week for each whole post that is kept; none where no number of posts is stated, or only for births.
    pub fn contacts_a_post_and_week(&self, period: Period) -> Option<f64> {
        let posts = self.kept.wte.filter(|_| self.kept.per_births.is_none())?.number();
        let weeks = f64::from((period.to - period.from).get_days() + 1) / 7.0;
        (posts > 0.0 && weeks > 0.0).then(|| self.attended as f64 / posts / weeks)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::footprint::Tenths;

    fn kept(wte: &str, per_births: Option<u16>) -> KeptTime {
        let kept = KeptCapacity {
            team: TeamCode("community".to_owned()),
            what: "invented".to_owned(),
            wte: Tenths::of(wte),
            per_births,
            source: "invented".to_owned(),
        };
        KeptTime { kept, team: String::new(), referrals: 0, accepted: 0, women: 0, attended: 84, missed: 0 }
    }

    // G1
    #[test]
    fn contacts_are_counted_for_each_post_where_their_number_is_stated() {
        let period = Period { from: date(2026, 1, 1), to: date(2026, 2, 11) };
        assert_eq!(kept("3.5", None).contacts_a_post_and_week(period), Some(4.0));
        assert_eq!(kept("9.5", Some(10_000)).contacts_a_post_and_week(period), None);
        assert_eq!(kept("none", None).contacts_a_post_and_week(period), None);
    }
}
