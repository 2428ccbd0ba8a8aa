//! What a definition made of answers, as it is kept with them: a stored score is a past fact, and never computed anew.

use serde::{Deserialize, Serialize};

use super::{Definition, RiskDomain, RiskState, Score, Status, Total, score};

/// What was made of one rule about risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskFound {
    /// The rule, by its id in the definition.
    pub rule: String,
    /// What it is about.
    pub domain: RiskDomain,
    /// What was said.
    pub state: RiskState,
}

/// What a definition made of answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// How many items were answered.
    pub answered: u16,
    /// How many there are.
    pub items: u16,
    /// Whether it is complete, and how the total came about where it is not.
    pub status: Status,
    /// The total, where the rule gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
    /// The band of the total, where there are bands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// Whether anything came out that somebody talks with her about.
    pub positive: bool,
    /// Each rule about risk, in the order of the definition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<RiskFound>,
}

impl Scored {
    /// What a definition makes of the positions that were chosen, in the order of its items; none where one of
    /// them is no option, or there are not as many as items.
    pub fn of_positions(definition: &Definition, positions: &[Option<u8>]) -> Option<Self> {
        let positions: Vec<Option<usize>> = positions.iter().map(|chosen| chosen.map(usize::from)).collect();
        let answers = definition.worth(&positions).ok()?;
        Some(Self::of(&score(definition, &answers).ok()?))
    }

    fn of(score: &Score) -> Self {
        let found =
            |risk: &super::RiskAnswer| RiskFound { rule: risk.rule.clone(), domain: risk.domain, state: risk.state };
        Self {
            answered: score.answered,
            items: score.items,
            status: score.status,
            total: score.total,
            band: score.band.clone(),
            positive: score.positive(),
            risk: score.risk.iter().map(found).collect(),
        }
    }

    /// What was said of risk altogether: positive where one rule is, negative where all were asked and none is. None
    /// where the instrument asks for no risk.
    pub fn risk(&self) -> Option<RiskState> {
        let any = |state: RiskState| self.risk.iter().any(|found| found.state == state);
        match () {
            () if self.risk.is_empty() => None,
            () if any(RiskState::Positive) => Some(RiskState::Positive),
            () if any(RiskState::NotAsked) => Some(RiskState::NotAsked),
            () => Some(RiskState::Negative),
        }
    }

    /// The kinds of risk that were said, each with the rule that found it.
    pub fn risk_positive(&self) -> impl Iterator<Item = (RiskDomain, String)> + '_ {
        let said = self.risk.iter().filter(|found| found.state == RiskState::Positive);
        said.map(|found| (found.domain, found.rule.clone()))
    }
}
