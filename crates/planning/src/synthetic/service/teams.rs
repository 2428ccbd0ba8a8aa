//! The plan is written with the two teams of Kent and Medway; in another footprint the teams that are most like them stand in.

use jiff::Timestamp;
use porch_domain::{
    footprint::{Footprint, Team, TeamCode, TeamRole},
    referral::{Grounds, ReferralCommand, criteria_for},
};

use super::{Act, Moment, SittingAct};

/// The team that takes most people on, in the plan as it is written.
pub(super) const COMMUNITY: &str = "community";
/// The one that works beside it.
pub(super) const THRIVE: &str = "thrive";

/// Who stands in for either: a specialist team, and a maternal one or another, both with staff of the front door's employer
/// where there are such, since that is whose accounts a demonstration has.
fn stand_ins(footprint: &Footprint) -> Option<(TeamCode, TeamCode)> {
    let door = footprint.front_door();
    let ours = |team: &&Team| team.organisations.iter().any(|one| door.organisations.contains(one));
    let others = || footprint.teams().iter().filter(|team| team.role != TeamRole::FrontDoor);
    let found = |role: TeamRole, but: Option<&TeamCode>| {
        let open = |team: &&Team| Some(&team.code) != but;
        others()
            .filter(open)
            .find(|team| team.role == role && ours(team))
            .or_else(|| others().filter(open).find(ours))
            .or_else(|| others().find(open))
    };
    let first = found(TeamRole::Specialist, None)?.code.clone();
    let second = found(TeamRole::Maternal, Some(&first))?.code.clone();
    Some((first, second))
}

/// Puts them into a plan, and what its decisions rest on where the footprint has criteria: a no cites one.
pub(super) fn put_in(moments: &mut [Moment], footprint: &Footprint) {
    for moment in &mut *moments {
        if let Act::PointTo { grounds, .. } | Act::Sitting(_, _, SittingAct::PointTo(_, _, grounds, ..)) =
            &mut moment.act
        {
            cite(grounds, footprint, moment.at);
        }
    }
    let known = |code: &str| footprint.team_by_code(&TeamCode(code.to_owned())).is_some();
    let Some((first, second)) = stand_ins(footprint).filter(|_| !(known(COMMUNITY) && known(THRIVE))) else { return };
    let put = |team: &mut TeamCode| {
        if team.0 == COMMUNITY {
            *team = first.clone();
        } else if team.0 == THRIVE {
            *team = second.clone();
        }
    };
    for moment in moments {
        match &mut moment.act {
            Act::TakeOn { team, .. }
            | Act::PointTo { team, .. }
            | Act::Sitting(_, _, SittingAct::Accept(_, team, _)) => {
                put(team);
            }
            Act::Step(_, _, command) => {
                if let ReferralCommand::OfferHandover { to: team, .. } | ReferralCommand::BeginJointWork { team, .. } =
                    command.as_mut()
                {
                    put(team);
                }
            }
            Act::Sitting(..)
            | Act::Arrive(_)
            | Act::WhatIsDue
            | Act::TakeOver(..)
            | Act::End { .. }
            | Act::Duty(..)
            | Act::Questions(..)
            | Act::Expect(_)
            | Act::Leave { .. } => {}
        }
    }
}

/// A no for want of criteria names one of the day on which it was said.
fn cite(grounds: &mut Grounds, footprint: &Footprint, at: Timestamp) {
    if grounds.criteria.is_empty() && grounds.reasons.iter().any(|reason| reason == "criteria_not_met") {
        grounds.criteria = criteria_for(footprint, at).into_iter().take(1).collect();
    }
}
