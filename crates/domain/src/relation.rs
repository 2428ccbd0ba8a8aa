//! How somebody of the staff stands to a referral: of its team, of its organisation, by an agreement, or not at all.

use jiff::civil::Date;

use crate::{
    account::Belonging,
    footprint::{Footprint, Sharing, TeamCode},
};

/// How somebody stands to a referral. What may be done follows from it and from the role, in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// Of a team that is responsible, works beside it, is asked to take it over, or decides it.
    OwnTeam,
    /// Employed by an organisation of the responsible team.
    OwnOrganisation,
    /// Employed by an organisation that has an agreement with it, which is in force.
    Shared,
    /// None of these.
    Other,
}

impl Relation {
    /// Every relation, the nearest first.
    pub const ALL: [Self; 4] = [Self::OwnTeam, Self::OwnOrganisation, Self::Shared, Self::Other];

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::OwnTeam => "own team",
            Self::OwnOrganisation => "own organisation",
            Self::Shared => "sharing agreement",
            Self::Other => "none",
        }
    }
}

/// A relation, and the agreement that it rests on where it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Related<'a> {
    /// The relation.
    pub relation: Relation,
    /// The agreement, for [`Relation::Shared`] alone.
    pub agreement: Option<&'a Sharing>,
}

/// Whose a referral is: all that a relation is made from. It is read from the state of the referral, so that whoever is
/// asked to take it over stands near it from the offer on, in the same transaction (N3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whose<'a> {
    /// Whether it is not decided, or ended at the door, and so is the front door's.
    pub at_the_door: bool,
    /// The responsible team; of what is closed, the last.
    pub responsible: Option<&'a TeamCode>,
    /// The team to which it was first directed, of what is closed.
    pub directed_to: Option<&'a TeamCode>,
    /// The teams that work beside it.
    pub joint: Vec<&'a TeamCode>,
    /// The team that is asked to take it over.
    pub offered_to: Option<&'a TeamCode>,
}

impl<'a> Whose<'a> {
    /// Of one team alone, such as the team that is asked where somebody answers an offer.
    pub fn of_team(team: &'a TeamCode) -> Self {
        Self { responsible: Some(team), ..Self::default() }
    }

    /// Of what the front door reads before it is a referral, such as a request for advice.
    pub fn at_the_door() -> Self {
        Self { at_the_door: true, ..Self::default() }
    }

    fn teams(&self) -> impl Iterator<Item = &'a TeamCode> {
        let beside = self.joint.iter().copied();
        [self.responsible, self.directed_to, self.offered_to].into_iter().flatten().chain(beside)
    }
}

/// How somebody who belongs so stands to a referral on a day.
pub fn relation<'a>(belonging: &Belonging, whose: &Whose<'_>, footprint: &'a Footprint, today: Date) -> Related<'a> {
    let belongs = belonging.resolved(footprint);
    let alone = |relation| Related { relation, agreement: None };
    let front_door = &footprint.front_door().code;
    let decides = whose.at_the_door && belongs.teams.contains(front_door);
    if decides || whose.teams().any(|team| belongs.teams.contains(team)) {
        return alone(Relation::OwnTeam);
    }
    let Some(employer) = belongs.organisation else { return alone(Relation::Other) };
    // What nobody is responsible for is the front door's.
    let responsible = footprint.team_by_code(whose.responsible.unwrap_or(front_door));
    let holders = responsible.map(|team| team.organisations.as_slice()).unwrap_or_default();
    if holders.contains(&employer) {
        return alone(Relation::OwnOrganisation);
    }
    let agreed = |one: &&Sharing| {
        let with = |holder: &String| one.between.contains(holder);
        one.holds_on(today) && one.between.contains(&employer) && holders.iter().any(with)
    };
    match footprint.sharing().iter().find(agreed) {
        Some(agreement) => Related { relation: Relation::Shared, agreement: Some(agreement) },
        None => alone(Relation::Other),
    }
}
