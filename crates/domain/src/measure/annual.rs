//! The annual report: the questions that a freedom-of-information request asks of a service.

use std::{collections::BTreeMap, ops::Range};

use jiff::{ToSpan, civil::Date};

use super::{
    columns::{Columns, start_of_day},
    counted::each_counted,
    packed::{ReasonList, TeamIndex},
};
use crate::{
    footprint::{Footprint, TeamCode},
    referral::{Outcome, PersonKind},
};

/// A range of local dates in Europe/London, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

/// The figures of every team of a footprint for one period.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnualReport {
    /// The period.
    pub period: Period,
    /// The first day of history held, where any is.
    pub history_from: Option<Date>,
    /// What a reader must know before using the figures.
    pub warnings: Vec<String>,
    /// One entry for each team in the footprint's order; "Not yet directed" last, when there are any.
    pub teams: Vec<TeamFigures>,
    /// The same over all teams; people who were referred to two teams count once.
    pub all: TeamFigures,
}

/// The figures of one team.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamFigures {
    /// The team's code; none for the row of what is not yet directed, and for the row of all teams.
    pub code: Option<TeamCode>,
    /// The name printed.
    pub team: String,
    /// Referrals received.
    pub referrals: u64,
    /// Distinct people among them.
    pub people: u64,
    /// Referrals by outcome, as it stands.
    pub accepted: u64,
    /// Not taken on.
    pub rejected: u64,
    /// Pointed to another service.
    pub signposted: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Not decided.
    pub pending: u64,
    /// Why they were rejected, the most frequent first.
    pub rejection_reasons: Vec<ReasonCount>,
    /// The latest earlier referral to the same team was rejected.
    pub re_referrals_after_rejection: u64,
    /// The latest earlier referral to the same team was accepted, and discharged before this one was received.
    pub re_referrals_after_discharge: u64,
    /// Any earlier referral to the same team was rejected.
    pub re_referrals_after_any_rejection: u64,
    /// Any earlier referral to the same team was accepted, and discharged before this one was received.
    pub re_referrals_after_any_discharge: u64,
    /// Of those after discharge, the ones about a new pregnancy.
    pub re_referrals_after_discharge_new_pregnancy: u64,
    /// The latest earlier referral to any team was rejected.
    pub re_referrals_after_rejection_by_any_team: u64,
    /// The latest earlier referral to any team was accepted, and discharged before this one was received.
    pub re_referrals_after_discharge_by_any_team: u64,
    /// Partners assessed in the period.
    pub partners_assessed: PartnersAssessed,
}

/// How often a reason was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonCount {
    /// The code or the words as recorded; `not recorded` where there was none.
    pub reason: String,
    /// What it says to a reader.
    pub label: String,
    /// Rejected referrals that give it; one with several reasons counts under each.
    pub count: u64,
}

/// Partners assessed: a number, or the plain statement that the team does not assess partners (K8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartnersAssessed {
    /// How many.
    Count(u64),
    /// The footprint says that the team does not, and none was.
    NotOffered,
}

/// The name of the row of what no team was given yet.
pub(super) const NOT_YET_DIRECTED: &str = "Not yet directed";
/// The reason of a rejection that has none.
pub(super) const NOT_RECORDED: &str = "not recorded";

impl TeamFigures {
    fn named(code: Option<TeamCode>, team: &str) -> Self {
        Self {
            code,
            team: team.to_owned(),
            referrals: 0,
            people: 0,
            accepted: 0,
            rejected: 0,
            signposted: 0,
            withdrawn: 0,
            pending: 0,
            rejection_reasons: Vec::new(),
            re_referrals_after_rejection: 0,
            re_referrals_after_discharge: 0,
            re_referrals_after_any_rejection: 0,
            re_referrals_after_any_discharge: 0,
            re_referrals_after_discharge_new_pregnancy: 0,
            re_referrals_after_rejection_by_any_team: 0,
            re_referrals_after_discharge_by_any_team: 0,
            partners_assessed: PartnersAssessed::Count(0),
        }
    }

    /// Rejected as tenths of a per cent of received; none when nothing was received.
    pub fn rejected_per_mille(&self) -> Option<u64> {
        per_mille(self.rejected, self.referrals)
    }

    /// Rejected as tenths of a per cent of decided; none when nothing was decided.
    pub fn rejected_per_mille_of_decided(&self) -> Option<u64> {
        per_mille(self.rejected, self.referrals - self.pending)
    }

    fn count(&mut self, outcome: Outcome) {
        self.referrals += 1;
        match outcome {
            Outcome::Accepted => self.accepted += 1,
            Outcome::Rejected => self.rejected += 1,
            Outcome::Signposted => self.signposted += 1,
            Outcome::Withdrawn => self.withdrawn += 1,
            Outcome::Pending => self.pending += 1,
        }
    }

    fn of(&mut self, figure: Figure) -> &mut u64 {
        match figure {
            Figure::AfterRejection => &mut self.re_referrals_after_rejection,
            Figure::AfterDischarge => &mut self.re_referrals_after_discharge,
            Figure::AfterAnyRejection => &mut self.re_referrals_after_any_rejection,
            Figure::AfterAnyDischarge => &mut self.re_referrals_after_any_discharge,
            Figure::AfterDischargeNewPregnancy => &mut self.re_referrals_after_discharge_new_pregnancy,
            Figure::AfterRejectionByAnyTeam => &mut self.re_referrals_after_rejection_by_any_team,
            Figure::AfterDischargeByAnyTeam => &mut self.re_referrals_after_discharge_by_any_team,
        }
    }
}

/// Half away from zero, in tenths of a per cent.
fn per_mille(part: u64, whole: u64) -> Option<u64> {
    (whole > 0).then(|| (2000 * part + whole) / (2 * whole))
}

impl Period {
    /// Whether a day is one of its days.
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The instants from the start of the first day to the end of the last, in milliseconds since 1970.
    ///
    /// # Errors
    /// For a day at the ends of the calendar.
    pub fn instants(self) -> Result<Range<i64>, jiff::Error> {
        let start = start_of_day(self.from)?.as_millisecond();
        Ok(start..start_of_day(self.to.checked_add(1.day())?)?.as_millisecond())
    }
}

/// A count of referrals that followed an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// The latest earlier one to the same team was rejected.
    AfterRejection,
    /// The latest earlier one to the same team was accepted, and discharged before this one was received.
    AfterDischarge,
    /// Any earlier one to the same team was rejected.
    AfterAnyRejection,
    /// Any earlier one to the same team was accepted, and discharged before this one was received.
    AfterAnyDischarge,
    /// Of those after discharge, the ones about a new pregnancy.
    AfterDischargeNewPregnancy,
    /// As `AfterRejection`, to any team.
    AfterRejectionByAnyTeam,
    /// As `AfterDischarge`, to any team.
    AfterDischargeByAnyTeam,
}

impl Figure {
    /// Every figure, in the order in which it is printed.
    pub const ALL: [Self; 7] = [
        Self::AfterRejection,
        Self::AfterDischarge,
        Self::AfterAnyRejection,
        Self::AfterAnyDischarge,
        Self::AfterDischargeNewPregnancy,
        Self::AfterRejectionByAnyTeam,
        Self::AfterDischargeByAnyTeam,
    ];

    /// The name used in files and addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::AfterRejection => "re_referrals_after_rejection",
            Self::AfterDischarge => "re_referrals_after_discharge",
            Self::AfterAnyRejection => "re_referrals_after_any_rejection",
            Self::AfterAnyDischarge => "re_referrals_after_any_discharge",
            Self::AfterDischargeNewPregnancy => "re_referrals_after_discharge_new_pregnancy",
            Self::AfterRejectionByAnyTeam => "re_referrals_after_rejection_by_any_team",
            Self::AfterDischargeByAnyTeam => "re_referrals_after_discharge_by_any_team",
        }
    }
}

/// Counts the referrals of a period by the team to which each was first directed.
///
/// # Errors
/// When a day of the period does not exist in the zone table.
///
/// # Source
/// The definitions of CONTRACTS section 4; PR-29 and PR-30. They are this project's, not a trust's.
pub fn annual(columns: &Columns, footprint: &Footprint, period: Period) -> Result<AnnualReport, jiff::Error> {
    let instants = period.instants()?;
    let mut rows = Rows::new(columns, footprint);
    let mut all = TeamFigures::named(None, "All teams");
    each_counted(columns, &instants, |counted| {
        let place = rows.place(counted.row.team);
        if counted.row.outcome == Outcome::Rejected {
            rows.rejected_for[place][usize::from(counted.row.reasons.0)] += 1;
        }
        let figures = &mut rows.figures[place];
        figures.count(counted.row.outcome);
        figures.people += u64::from(counted.first_for_team);
        all.count(counted.row.outcome);
        all.people += u64::from(counted.first_of_person);
        if counted.follows_another() {
            for figure in Figure::ALL {
                if counted.is(figure) {
                    *figures.of(figure) += 1;
                    *all.of(figure) += 1;
                }
            }
        }
    });

    rows.count_reasons(columns, instants.clone());
    rows.count_partners(columns, footprint, instants);
    for figures in &rows.figures {
        if let PartnersAssessed::Count(count) = figures.partners_assessed
            && let PartnersAssessed::Count(total) = &mut all.partners_assessed
        {
            *total += count;
        }
    }
    let of_footprint = &rows.figures[..rows.not_directed];
    let offered_by_none = of_footprint.iter().all(|figures| figures.partners_assessed == PartnersAssessed::NotOffered);
    if offered_by_none && all.partners_assessed == PartnersAssessed::Count(0) {
        all.partners_assessed = PartnersAssessed::NotOffered;
    }
    all.rejection_reasons = merged_reasons(&rows.figures);
    let history_from = columns.first_received().map(|first| first.in_tz("Europe/London").map(|local| local.date()));
    let history_from = history_from.transpose()?;
    Ok(AnnualReport { period, history_from, warnings: warnings(history_from, period)?, teams: rows.printed(), all })
}

/// The figures by team, in the order in which they are printed.
struct Rows {
    figures: Vec<TeamFigures>,
    /// From a team's place in the columns to its place here.
    places: Vec<usize>,
    not_directed: usize,
    /// How many of the first are teams of the footprint.
    in_footprint: usize,
    /// Rejections by list of reasons, for each of the figures.
    rejected_for: Vec<Vec<u64>>,
}

impl Rows {
    fn new(columns: &Columns, footprint: &Footprint) -> Self {
        let mut figures: Vec<TeamFigures> =
            footprint.teams().iter().map(|team| TeamFigures::named(Some(team.code.clone()), &team.name)).collect();
        let in_footprint = figures.len();
        let places = columns
            .teams()
            .iter()
            .map(|code| {
                figures.iter().position(|known| known.code.as_ref() == Some(code)).unwrap_or_else(|| {
                    // A team of an earlier version of the footprint keeps its own row.
                    figures.push(TeamFigures::named(Some(code.clone()), &code.0));
                    figures.len() - 1
                })
            })
            .collect();
        figures.push(TeamFigures::named(None, NOT_YET_DIRECTED));
        let not_directed = figures.len() - 1;
        let rejected_for = vec![vec![0; usize::from(ReasonList::APART.0) + 1]; figures.len()];
        Self { figures, places, not_directed, in_footprint, rejected_for }
    }

    fn place(&self, team: TeamIndex) -> usize {
        self.places.get(usize::from(team.0)).copied().unwrap_or(self.not_directed)
    }

    /// From counts of lists of reasons to counts of reasons.
    fn count_reasons(&mut self, columns: &Columns, period: Range<i64>) {
        let mut counts: BTreeMap<(usize, &str), u64> = BTreeMap::new();
        let mut count = |place: usize, list: u32, times: u64| {
            let reasons = columns.reasons(list);
            if reasons.is_empty() {
                *counts.entry((place, NOT_RECORDED)).or_default() += times;
            }
            for reason in reasons {
                *counts.entry((place, reason)).or_default() += times;
            }
        };
        for (place, lists) in self.rejected_for.iter().enumerate() {
            let packed = (0u32..).zip(lists).take(usize::from(ReasonList::APART.0));
            packed.filter(|(_, times)| **times > 0).for_each(|(list, times)| count(place, list, *times));
        }
        for rejection in columns.rejections_apart() {
            if rejection.kind == PersonKind::BirthingParent && period.contains(&rejection.received) {
                count(self.place(rejection.team), rejection.reasons, 1);
            }
        }
        for ((place, reason), count) in counts {
            let label = crate::referral::reason::label(reason).to_owned();
            self.figures[place].rejection_reasons.push(ReasonCount { reason: reason.to_owned(), label, count });
        }
        for figures in &mut self.figures {
            sort_reasons(&mut figures.rejection_reasons);
        }
    }

    fn count_partners(&mut self, columns: &Columns, footprint: &Footprint, period: Range<i64>) {
        for assessment in columns.partner_assessments() {
            let place = self.place(assessment.team);
            if period.contains(&assessment.assessed)
                && let PartnersAssessed::Count(count) = &mut self.figures[place].partners_assessed
            {
                *count += 1;
            }
        }
        for figures in &mut self.figures {
            let offered = figures.code.as_ref().is_none_or(|team| footprint.offers_partner_assessment(team));
            if figures.partners_assessed == PartnersAssessed::Count(0) && !offered {
                figures.partners_assessed = PartnersAssessed::NotOffered;
            }
        }
    }

    /// Every team of the footprint; of what stands after them only what has something to count.
    fn printed(self) -> Vec<TeamFigures> {
        let counts = |figures: &TeamFigures| match figures.partners_assessed {
            PartnersAssessed::Count(partners) => figures.referrals + partners > 0,
            PartnersAssessed::NotOffered => figures.referrals > 0,
        };
        let in_footprint = self.in_footprint;
        let printed = self.figures.into_iter().enumerate();
        printed
            .filter(|(place, figures)| *place < in_footprint || counts(figures))
            .map(|(_, figures)| figures)
            .collect()
    }
}

fn sort_reasons(reasons: &mut [ReasonCount]) {
    reasons.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.reason.cmp(&other.reason)));
}

fn merged_reasons(figures: &[TeamFigures]) -> Vec<ReasonCount> {
    let mut merged: BTreeMap<&str, ReasonCount> = BTreeMap::new();
    for reason in figures.iter().flat_map(|team| &team.rejection_reasons) {
        merged.entry(&reason.reason).and_modify(|known| known.count += reason.count).or_insert_with(|| reason.clone());
    }
    let mut merged: Vec<ReasonCount> = merged.into_values().collect();
    sort_reasons(&mut merged);
    merged
}

fn warnings(history_from: Option<Date>, period: Period) -> Result<Vec<String>, jiff::Error> {
    let needed = period.from.checked_sub(24.months())?;
    Ok(match history_from {
        None => vec!["no history is held, so nothing can be counted".to_owned()],
        Some(first) if first > needed => vec![format!(
            "history is held from {first} only, less than 24 months before the period: earlier referrals and \
             discharges may be missing, so re-referrals may be too low"
        )],
        Some(_) => Vec::new(),
    })
}
