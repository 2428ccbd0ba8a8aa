//! Whose employee somebody is, and of which teams: what they may see of a referral follows from it.

use serde::{Deserialize, Serialize};

use crate::{
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
};

/// The employer and the teams of somebody of the staff, by their codes in the footprint. Neither is known of accounts
/// that were opened before both were asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Belonging {
    /// The employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The teams.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<TeamCode>,
}

impl Belonging {
    /// Whether nothing is known: neither the employer nor a team.
    pub fn is_not_known(&self) -> bool {
        self.organisation.is_none() && self.teams.is_empty()
    }

    /// Of the codes as they are written down, if the footprint knows them all and each team has staff of the employer.
    ///
    /// # Errors
    /// [`Disallowed`] with what the footprint does not know, or which team has no staff of the employer.
    pub fn checked(organisation: Option<&str>, teams: &[String], footprint: &Footprint) -> Result<Self, Disallowed> {
        let unknown = |code: &str| Disallowed::UnknownOrganisation(code.to_owned());
        if let Some(code) = organisation
            && !footprint.organisations.iter().any(|known| known.code == code)
        {
            return Err(unknown(code));
        }
        let mut belongs = Self { organisation: organisation.map(str::to_owned), teams: Vec::new() };
        for code in teams {
            let code = TeamCode(code.clone());
            let team = footprint.team_by_code(&code).ok_or_else(|| Disallowed::UnknownTeam(code.0.clone()))?;
            let employer = organisation.ok_or(Disallowed::EmployerMissing)?;
            if !team.organisations.iter().any(|employs| employs == employer) {
                return Err(Disallowed::NotOfTheEmployer { team: code.0, organisation: employer.to_owned() });
            }
            if !belongs.teams.contains(&code) {
                belongs.teams.push(code);
            }
        }
        Ok(belongs)
    }

    /// As it counts: where nothing is known, of the organisation that has the front door, and of every team in which it
    /// has staff, so that nobody who could work yesterday is shut out today.
    #[must_use]
    pub fn resolved(&self, footprint: &Footprint) -> Self {
        if !self.is_not_known() {
            return self.clone();
        }
        let organisation = footprint.front_door().organisations.first().cloned();
        let of = |team: &&crate::footprint::Team| organisation.as_ref().is_some_and(|o| team.organisations.contains(o));
        Self { teams: footprint.teams().iter().filter(of).map(|team| team.code.clone()).collect(), organisation }
    }
}
