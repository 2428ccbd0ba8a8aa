//! What a definition makes of answers. A blank is never worth anything, and never a no (H03, H04).

use serde::{Deserialize, Serialize};

use super::{
    instrument::{Cluster, Cutoff, Definition, Item, Method, MissingPolicy, Subscale},
    number::Total,
    risk::RiskDomain,
};

/// What was said of a risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskState {
    /// She said so.
    Positive,
    /// She was asked, and said no.
    Negative,
    /// She was not asked, or gave no answer: that is not a no.
    NotAsked,
}

impl RiskState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Positive, Self::Negative, Self::NotAsked];

    /// The code kept in the database and printed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::NotAsked => "not_asked",
        }
    }

    /// The state of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Whether a form is complete, and how a total came about where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All that is scored was answered.
    Complete,
    /// Too much is missing for a total.
    Incomplete,
    /// A few answers are missing, and the total is made from the others by the rule.
    Prorated,
    /// One yes decides, and the other answer is missing.
    PositivePartial,
    /// Everything is "not known".
    NotRated,
    /// It has no total by its rule.
    NoTotal,
}

impl Status {
    /// The code kept in the database and printed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
            Self::Prorated => "prorated",
            Self::PositivePartial => "positive_partial",
            Self::NotRated => "not_rated",
            Self::NoTotal => "no_total",
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "too much is missing for a total",
            Self::Prorated => "made from the answers that there are",
            Self::PositivePartial => "one yes decides; the other question was not answered",
            Self::NotRated => "nothing is known",
            Self::NoTotal => "this questionnaire has no total",
        }
    }
}

/// What one rule about risk found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskAnswer {
    /// The rule.
    pub rule: String,
    /// The items that it reads.
    pub items: Vec<String>,
    /// What was said at each of them, in the same order.
    pub each: Vec<RiskState>,
    /// What it is about.
    pub domain: RiskDomain,
    /// What was said.
    pub state: RiskState,
}

/// What was derived from single answers, under the name of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derived {
    /// Yes or no; not known where an answer is missing that it needs.
    Fact(Option<bool>),
    /// A further total.
    Total(Option<Total>),
}

/// What a definition makes of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// How many items were answered, of those that are scored.
    pub answered: u16,
    /// How many there are.
    pub items: u16,
    /// Whether it is complete.
    pub status: Status,
    /// The total, where the rule gives one.
    pub total: Option<Total>,
    /// The highest total that was possible, where it is not that of everybody.
    pub max: Option<i64>,
    /// The band of the total.
    pub band: Option<String>,
    /// Each cut-off by its name, and whether it was reached; not known without a total.
    pub cutoffs: Vec<(String, Option<bool>)>,
    /// Each group of items, with its sum or mean.
    pub subscales: Vec<(String, Option<Total>)>,
    /// Each cut-off of a group by its name, and whether it was reached; not known without that sum or mean.
    pub subscale_cutoffs: Vec<(String, Option<bool>)>,
    /// What was derived from single answers.
    pub derived: Vec<(String, Derived)>,
    /// How many answers say "not known".
    pub not_known: u16,
    /// Each rule about risk, in the order of the definition.
    pub risk: Vec<RiskAnswer>,
}

impl Score {
    /// Whether anything came out that somebody talks with her about: a cut-off was reached, or the band is that of a
    /// positive answer. Where the total has no cut-off, those of its groups count.
    pub fn positive(&self) -> bool {
        let cutoffs = if self.cutoffs.is_empty() { &self.subscale_cutoffs } else { &self.cutoffs };
        cutoffs.iter().any(|(_, reached)| *reached == Some(true)) || self.band.as_deref() == Some("positive")
    }

    /// What a reader must know beside the total, as codes.
    pub fn flags(&self) -> Vec<&'static str> {
        let any = |state: RiskState| self.risk.iter().any(|risk| risk.state == state);
        [
            (any(RiskState::Positive), "risk_positive"),
            (any(RiskState::NotAsked), "risk_not_asked"),
            (self.risk.is_empty(), "asks_nothing_of_risk"),
            (self.status == Status::Prorated, "prorated"),
            (self.total.is_none(), "no_total"),
            (self.not_known > 0, "not_known"),
            (self.max.is_some(), "not_applicable"),
        ]
        .into_iter()
        .filter_map(|(holds, flag)| holds.then_some(flag))
        .collect()
    }
}

/// An answer that is no option of its item, or too many or too few answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOption {
    /// The item has no such option.
    #[error("{item} has no option worth {value}: it has {options}")]
    Value {
        /// The item.
        item: String,
        /// What was given.
        value: i64,
        /// What it has, in words.
        options: String,
    },
    /// The item has no option at this position.
    #[error("{item} has no option at position {position}: it has {options}, the first being 0")]
    Position {
        /// The item.
        item: String,
        /// What was given.
        position: usize,
        /// How many it has.
        options: usize,
    },
    /// The printed order of the options was not seen, so that a position is worth nothing.
    #[error("the order in which the options are printed is not known here: give what each answer is worth")]
    OrderNotKnown,
    /// Another number of answers than of items.
    #[error("{given} answers were given, and there are {items} items")]
    Count {
        /// How many were given.
        given: usize,
        /// How many there are, in words.
        items: String,
    },
}

impl Definition {
    /// What printed positions are worth, the first option being 0.
    ///
    /// # Errors
    /// When a position is no option of its item, there are not as many as items, or the printed order is not known.
    pub fn of_positions(&self, positions: &[Option<usize>]) -> Result<Vec<Option<i64>>, NotAnOption> {
        if !self.printed_order_is_known() {
            return Err(NotAnOption::OrderNotKnown);
        }
        self.worth(positions)
    }

    /// What positions in the order of this definition are worth: as answers are kept, and as staff choose them by their
    /// worth. On paper the order may be another; that is [`Definition::of_positions`].
    ///
    /// # Errors
    /// When a position is no option of its item, or there are not as many as items.
    pub fn worth(&self, positions: &[Option<usize>]) -> Result<Vec<Option<i64>>, NotAnOption> {
        let items = self.answered_items(positions.len())?;
        let worth = |(item, position): (&Item, &Option<usize>)| match position {
            None => Ok(None),
            Some(position) => item.options().get(*position).copied().map(Some).ok_or_else(|| NotAnOption::Position {
                item: item.id().to_owned(),
                position: *position,
                options: item.options().len(),
            }),
        };
        items.into_iter().zip(positions).map(worth).collect()
    }

    /// The items for which so many answers stand: all of them, or those that are scored.
    fn answered_items(&self, answers: usize) -> Result<Vec<&Item>, NotAnOption> {
        let scored: Vec<&Item> = self.items.iter().filter(|item| item.is_scored()).collect();
        match answers {
            all if all == self.items.len() => Ok(self.items.iter().collect()),
            some if some == scored.len() => Ok(scored),
            given => {
                let (all, some) = (self.items.len(), scored.len());
                let items =
                    if all == some { all.to_string() } else { format!("{some} scored ones, or {all} with all") };
                Err(NotAnOption::Count { given, items })
            }
        }
    }
}

/// Scores answers, which are what each chosen option is worth, in the order of the items: of all of them, or of those that
/// are scored.
///
/// # Errors
/// When an answer is no option of its item, or there are not as many as items.
pub fn score(definition: &Definition, answers: &[Option<i64>]) -> Result<Score, NotAnOption> {
    score_for(definition, answers, true)
}

/// The same; for somebody whom some items do not concern where `concerned` is false and the definition knows such items.
///
/// # Errors
/// As [`score`].
pub fn score_for(definition: &Definition, answers: &[Option<i64>], concerned: bool) -> Result<Score, NotAnOption> {
    let items = definition.answered_items(answers.len())?;
    for (item, value) in items.iter().zip(answers) {
        if let Some(value) = value
            && !item.options().is_empty()
            && !item.options().contains(value)
        {
            let options: Vec<String> = item.options().iter().map(ToString::to_string).collect();
            return Err(NotAnOption::Value { item: item.id().to_owned(), value: *value, options: options.join(", ") });
        }
    }
    let sheet = Sheet { definition, given: items.iter().map(|item| item.id()).zip(answers.iter().copied()).collect() };
    Ok(sheet.score(concerned))
}

/// What one answer says of risk: the kinds that its rules find in it alone. None where it is no answer of the definition.
pub fn risk_of_answer(definition: &Definition, item: &str, position: u8) -> Option<Vec<RiskDomain>> {
    let value = *definition.item(item)?.options().get(usize::from(position))?;
    let found = definition.risk_rules().iter().filter(|rule| {
        rule.items().iter().any(|read| read == item)
            && Some(value) != definition.scoring.not_known
            && rule.limits.hold(Total::of(value))
    });
    Some(found.map(|rule| rule.domain()).collect())
}

/// Answers by the id of their item.
struct Sheet<'a> {
    definition: &'a Definition,
    given: Vec<(&'a str, Option<i64>)>,
}

impl Sheet<'_> {
    /// What an item is worth: nothing where it was not answered, or is not known.
    fn value(&self, item: &str) -> Option<i64> {
        self.raw(item).filter(|value| Some(*value) != self.definition.scoring.not_known)
    }

    fn raw(&self, item: &str) -> Option<i64> {
        self.given.iter().find(|(id, _)| *id == item).and_then(|(_, value)| *value)
    }

    /// The sum of items; nothing where one of them has no value.
    fn sum<'i>(&self, items: impl IntoIterator<Item = &'i str>) -> Option<i64> {
        items.into_iter().try_fold(0, |sum: i64, item| Some(sum.saturating_add(self.value(item)?)))
    }

    fn score(&self, concerned: bool) -> Score {
        let definition = self.definition;
        let left_out = definition.scoring.not_applicable.as_ref().filter(|_| !concerned);
        let scored: Vec<&str> = definition
            .items
            .iter()
            .filter(|item| item.is_scored() && left_out.is_none_or(|out| !out.items.iter().any(|id| id == item.id())))
            .map(Item::id)
            .collect();
        let known = scored.iter().filter(|item| self.raw(item).is_some()).count();
        let not_known = scored.iter().filter(|item| self.raw(item).is_some() && self.value(item).is_none()).count();
        let (status, total) = self.total(&scored, not_known);
        let whole = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let groups: Vec<_> = definition.subscales.iter().map(|group| (group, self.group(group))).collect();
        let reached = |(group, total): &(&Subscale, Option<Total>)| {
            let total = *total;
            let reached = |cutoff: &Cutoff| (cutoff.id.clone(), total.map(|total| cutoff.limits.hold(total)));
            group.cutoffs.iter().map(reached).collect::<Vec<_>>()
        };
        let band = total.and_then(|total| definition.bands.iter().rev().find(|band| total >= band.from));
        Score {
            answered: whole(known),
            items: whole(scored.len()),
            status,
            total,
            max: left_out.map(|out| out.max),
            band: band.filter(|band| total.is_some_and(|total| total <= band.to)).map(|band| band.id.clone()),
            cutoffs: definition
                .cutoffs
                .iter()
                .map(|cutoff| (cutoff.id.clone(), total.map(|total| cutoff.limits.hold(total))))
                .collect(),
            subscale_cutoffs: groups.iter().flat_map(reached).collect(),
            subscales: groups.into_iter().map(|(group, total)| (group.id.clone(), total)).collect(),
            derived: self.derived(),
            not_known: whole(not_known),
            risk: self.risk(),
        }
    }

    fn total(&self, scored: &[&str], not_known: usize) -> (Status, Option<Total>) {
        let values: Vec<i64> = scored.iter().filter_map(|item| self.value(item)).collect();
        // Where no options are known, an answer may be any number.
        let sum = values.iter().fold(0, |sum: i64, value| sum.saturating_add(*value));
        let missing = scored.iter().filter(|item| self.raw(item).is_none()).count();
        match (self.definition.scoring.method, self.definition.missing.policy) {
            (Method::Means | Method::PerItem | Method::NotKnown, _) => (Status::NoTotal, None),
            (Method::AnyYes, _) | (_, MissingPolicy::AnyYesDecides) => match (missing, sum) {
                (0, _) => (Status::Complete, Some(Total::of(sum))),
                (_, 0) => (Status::Incomplete, None),
                (_, _) => (Status::PositivePartial, Some(Total::of(sum))),
            },
            (Method::Sum, _) if missing == 0 && not_known == scored.len() && not_known > 0 => (Status::NotRated, None),
            (Method::Sum, _) if missing == 0 => (Status::Complete, Some(Total::of(sum))),
            (Method::Sum, MissingPolicy::Prorate) if missing <= self.definition.missing.most.unwrap_or(0) => {
                let times = self.definition.scoring.prorated_times.unwrap_or(1);
                let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
                match Total::ratio(times.saturating_mul(sum), count) {
                    Some(total) => (Status::Prorated, Some(total)),
                    None => (Status::Incomplete, None),
                }
            }
            (Method::Sum, _) => (Status::Incomplete, None),
        }
    }

    fn group(&self, group: &Subscale) -> Option<Total> {
        if !group.mean {
            return self.sum(group.items.iter().map(String::as_str)).map(Total::of);
        }
        let values: Vec<i64> = group.items.iter().filter_map(|item| self.value(item)).collect();
        if group.most_missing.is_some_and(|most| group.items.len() - values.len() > most) {
            return None;
        }
        let sum = values.iter().fold(0, |sum: i64, value| sum.saturating_add(*value));
        Total::ratio(group.times.unwrap_or(1).saturating_mul(sum), i64::try_from(values.len()).unwrap_or(i64::MAX))
    }

    /// A rule finds a risk where one of its items says so, whatever else is missing; none is left only where all were asked.
    fn risk(&self) -> Vec<RiskAnswer> {
        let answer = |rule: &super::instrument::RiskRule| {
            let said = |item: &String| match self.value(item) {
                None => RiskState::NotAsked,
                Some(value) if rule.limits.hold(Total::of(value)) => RiskState::Positive,
                Some(_) => RiskState::Negative,
            };
            let each: Vec<RiskState> = rule.items().iter().map(said).collect();
            let state = match () {
                () if each.contains(&RiskState::Positive) => RiskState::Positive,
                () if each.contains(&RiskState::NotAsked) => RiskState::NotAsked,
                () => RiskState::Negative,
            };
            let (rule, items, domain) = (rule.id().to_owned(), rule.items().to_vec(), rule.domain());
            RiskAnswer { rule, items, each, domain, state }
        };
        self.definition.risk_rules().iter().map(answer).collect()
    }

    fn derived(&self) -> Vec<(String, Derived)> {
        let derived = |name: &String| {
            let found = match name.as_str() {
                "major_depressive_syndrome" => Derived::Fact(self.syndrome(|symptoms| symptoms >= 5)),
                "other_depressive_syndrome" => Derived::Fact(self.syndrome(|symptoms| (2..=4).contains(&symptoms))),
                "phq8_total" => Derived::Total(self.sum(PHQ8).map(Total::of)),
                "phq2_total" => Derived::Total(self.sum(["q1", "q2"]).map(Total::of)),
                "provisional_ptsd" => Derived::Fact(self.provisional_ptsd()),
                "ptsd_criteria" => Derived::Fact(self.birth_trauma_criteria()),
                "dissociative_subtype" => Derived::Fact(self.any_from(&["q23", "q24"], 1)),
                "delayed_onset" => Derived::Fact(self.value("q25").map(|onset| onset == 2)),
                "onset_before_birth" => Derived::Fact(self.value("q25").map(|onset| onset == 0)),
                _ => return None,
            };
            Some((name.clone(), found))
        };
        self.definition.derived.iter().filter_map(derived).collect()
    }

    /// PHQ-9: a core symptom on more than half the days, and so many symptoms in all; self-harm counts on any day.
    fn syndrome(&self, enough: impl Fn(usize) -> bool) -> Option<bool> {
        let at_least = |item: &str, least: i64| Some(self.value(item)? >= least);
        let mut core = 0;
        for item in ["q1", "q2"] {
            core += usize::from(at_least(item, 2)?);
        }
        let mut symptoms = core + usize::from(at_least("q9", 1)?);
        for item in ["q3", "q4", "q5", "q6", "q7", "q8"] {
            symptoms += usize::from(at_least(item, 2)?);
        }
        Some(core >= 1 && enough(symptoms))
    }

    /// PCL-5: items rated moderately or more, so many of each group.
    fn provisional_ptsd(&self) -> Option<bool> {
        let mut met = true;
        for (group, need) in self.definition.subscales.iter().zip([1, 1, 2, 2]) {
            let mut rated = 0;
            for item in &group.items {
                rated += i64::from(self.value(item)? >= 2);
            }
            met &= rated >= need;
        }
        Some(met)
    }

    /// City Birth Trauma Scale: every group has as many as it needs, it lasts, it distresses or impairs, and nothing else
    /// explains it. Nothing where an answer is missing that could change it.
    fn birth_trauma_criteria(&self) -> Option<bool> {
        let mut known = true;
        let mut met = true;
        for cluster in &self.definition.clusters {
            match self.cluster(cluster) {
                Some(holds) => met &= holds,
                None => known = false,
            }
        }
        for criterion in [self.any_from(&["q26"], 1), self.any_from(&["q27", "q28"], 1)] {
            match criterion {
                Some(holds) => met &= holds,
                None => known = false,
            }
        }
        match self.any_from(&["q29"], 1) {
            Some(excluded) => met &= !excluded,
            None => known = false,
        }
        if met && !known { None } else { Some(met) }
    }

    /// Whether enough items of a group are endorsed; nothing where that hangs on what is missing.
    fn cluster(&self, cluster: &Cluster) -> Option<bool> {
        let endorsed = cluster.items.iter().filter(|item| self.value(item).is_some_and(|value| value >= 1)).count();
        let missing = cluster.items.iter().filter(|item| self.value(item).is_none()).count();
        match () {
            () if endorsed >= cluster.need => Some(true),
            () if endorsed + missing >= cluster.need => None,
            () => Some(false),
        }
    }

    fn any_from(&self, items: &[&str], least: i64) -> Option<bool> {
        let values: Vec<Option<i64>> = items.iter().map(|item| self.value(item)).collect();
        match () {
            () if values.iter().flatten().any(|value| *value >= least) => Some(true),
            () if values.iter().any(Option::is_none) => None,
            () => Some(false),
        }
    }
}

/// The rules for facts that are derived from single answers, by the names under which a definition asks for them.
pub(super) const DERIVED: [&str; 9] = [
    "major_depressive_syndrome",
    "other_depressive_syndrome",
    "phq8_total",
    "phq2_total",
    "provisional_ptsd",
    "ptsd_criteria",
    "dissociative_subtype",
    "delayed_onset",
    "onset_before_birth",
];

const PHQ8: [&str; 8] = ["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8"];

/// The criteria of the City Birth Trauma Scale, each by its name: what its total says nothing of.
pub fn birth_trauma(
    definition: &Definition,
    answers: &[Option<i64>],
) -> Result<Vec<(String, Option<bool>)>, NotAnOption> {
    let items = definition.answered_items(answers.len())?;
    let sheet = Sheet { definition, given: items.iter().map(|item| item.id()).zip(answers.iter().copied()).collect() };
    let mut criteria: Vec<_> =
        definition.clusters.iter().map(|cluster| (cluster.id.clone(), sheet.cluster(cluster))).collect();
    criteria.push(("duration".to_owned(), sheet.any_from(&["q26"], 1)));
    criteria.push(("distress_or_impairment".to_owned(), sheet.any_from(&["q27", "q28"], 1)));
    criteria.push(("not_excluded".to_owned(), sheet.any_from(&["q29"], 1).map(|excluded| !excluded)));
    Ok(criteria)
}
