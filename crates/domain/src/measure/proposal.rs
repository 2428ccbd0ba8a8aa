//! How often people decide as the local rules propose, by team and by reason (D2).

use std::collections::BTreeMap;

use crate::{
    eligibility::{Agreement, Weighed},
    footprint::TeamCode,
    referral::ReferralEvent,
};

/// Decisions of one team, or of all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreed {
    /// As it was proposed.
    pub as_proposed: u64,
    /// Otherwise.
    pub otherwise: u64,
    /// Nothing was proposed for it.
    pub nothing_proposed: u64,
    /// What was proposed was not kept: decided before it was, or by local rules that propose nobody.
    pub not_kept: u64,
}

impl Agreed {
    /// All of them.
    pub fn all(self) -> u64 {
        self.as_proposed + self.otherwise + self.nothing_proposed + self.not_kept
    }

    fn add(&mut self, weighed: Option<&Weighed>) {
        match weighed.map(|weighed| weighed.agreement) {
            Some(Agreement::AsProposed) => self.as_proposed += 1,
            Some(Agreement::Otherwise) => self.otherwise += 1,
            Some(Agreement::NothingProposed) => self.nothing_proposed += 1,
            None => self.not_kept += 1,
        }
    }
}

/// How often it was decided as proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgreementCounted {
    /// By the team that took somebody on, or on whose behalf nobody was.
    pub by_team: BTreeMap<TeamCode, Agreed>,
    /// By the reason of what was decided otherwise, by code.
    pub by_reason: BTreeMap<String, u64>,
}

impl AgreementCounted {
    /// Of what happened, in any order. Only decisions count; a withdrawal is none.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a ReferralEvent>) -> Self {
        let mut counted = Self::default();
        for event in events {
            let Some((team, weighed)) = event.weighed() else { continue };
            counted.by_team.entry(team.clone()).or_default().add(weighed);
            if let Some(why) = weighed.and_then(|weighed| weighed.why.clone()) {
                *counted.by_reason.entry(why).or_default() += 1;
            }
        }
        counted
    }

    /// All teams together.
    pub fn all(&self) -> Agreed {
        self.by_team.values().fold(Agreed::default(), |all, one| Agreed {
            as_proposed: all.as_proposed + one.as_proposed,
            otherwise: all.otherwise + one.otherwise,
            nothing_proposed: all.nothing_proposed + one.nothing_proposed,
            not_kept: all.not_kept + one.not_kept,
        })
    }
}
