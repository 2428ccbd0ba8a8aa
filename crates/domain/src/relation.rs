//! How somebody of the staff stands to a referral: of its team, of its organisation, by having opened it in an emergency, by
//! an agreement, or not at all.

use jiff::{Timestamp, civil::Date};

use crate::{
    account::Belonging,
    footprint::{Footprint, Sharing, TeamCode},
    ids::ReferralId,
    opening::OpeningReason,
};

/// How somebody stands to a referral. What may be done follows from it and from the role, in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// Of a team that is responsible, works beside it, is asked to take it over, or decides it.
    OwnTeam,
    /// Employed by an organisation of the responsible team.
    OwnOrganisation,
    /// Opened it in an emergency, for a time that is not over.
    Opened,
    /// Employed by an organisation that has an agreement with it, which is in force.
    Shared,
    /// None of these.
    Other,
}

impl Relation {
    /// Every relation, the nearest first.
    pub const ALL: [Self; 5] = [Self::OwnTeam, Self::OwnOrganisation, Self::Opened, Self::Shared, Self::Other];

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::OwnTeam => "own team",
            Self::OwnOrganisation => "own organisation",
            Self::Opened => "opened in an emergency",
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
    /// The referral, where it is one that can be opened in an emergency.
    pub referral: Option<ReferralId>,
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

/// A record that somebody opened in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldOpen {
    /// The referral.
    pub referral: ReferralId,
    /// For what.
    pub reason: OpeningReason,
    /// When it closes by itself.
    pub until: Timestamp,
}

impl HeldOpen {
    /// Whether it is open still: at its end it is not.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        now < self.until
    }
}

/// A relation, or that of somebody who opened the record in an emergency, where that is nearer and not over.
pub fn nearer_while_open<'a>(
    related: Related<'a>,
    whose: &Whose<'_>,
    held_open: &[HeldOpen],
    now: Timestamp,
) -> Related<'a> {
    let open = |one: &HeldOpen| Some(one.referral) == whose.referral && one.holds_at(now);
    if related.relation > Relation::Opened && held_open.iter().any(open) {
        return Related { relation: Relation::Opened, agreement: None };
    }
    related
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
