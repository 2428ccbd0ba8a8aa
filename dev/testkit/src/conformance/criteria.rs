//! What a decision rests on is counted, verified and carried along, and is read in its words when the rules are others.

use std::sync::Arc;

use jiff::civil::date;
use porch_app::{
    Rules, World,
    came_back::{self, Behind},
    footprint,
};
use porch_domain::{
    account::Belonging,
    actor::Role,
    footprint::TeamCode,
    ids::ReferralId,
    measure::Period,
    referral::{Ending, Grounds, ReferralCommand, Verdict, cite},
};
use porch_store::Store;

use super::{Desk, KENT_MEDWAY, operator};
use crate::builders;

const CRITERIA: &str = "
[[criteria]]
code = \"first\"
text = \"An invented criterion\"
from = 2023-04-01
source = \"this-project\"

[[criteria]]
code = \"second\"
text = \"Another invented criterion\"
from = 2023-04-01
source = \"this-project\"
";

fn carry(desk: &Desk, rules: &Arc<Rules>, id: ReferralId, command: ReferralCommand) {
    let mut ctx = desk.ctx(Role::Duty);
    ctx.rules = Arc::clone(rules);
    porch_app::referral::carry_out(&ctx, desk.command(), id, None, command).unwrap();
}

/// The counts of each criterion: its words, every no, acceptances.
fn counted(desk: &Desk) -> Vec<(String, u64, u64)> {
    let period = Period { from: date(2026, 11, 1), to: date(2026, 11, 30) };
    let cited = came_back::criteria(&desk.operator(), period).unwrap();
    cited.into_iter().map(|one| (one.words.clone(), one.noes(), one.accepted)).collect()
}

/// Decisions cite criteria; the rules change; a copy is restored.
///
/// # Panics
/// When it is not so.
// D26, H19
pub fn what_decisions_rest_on_is_counted_and_stays_readable(desk: &Desk, empty: &Store) {
    let with = format!("{KENT_MEDWAY}{CRITERIA}");
    let rules =
        footprint::apply(&desk.store, desk.world.as_ref(), &operator(), &with, Some(date(2026, 11, 1))).unwrap();
    let [yes, no, later, withdrawn] = [(); 4].map(|()| desk.receive().1);
    let both = cite(&rules.footprint, desk.world.now(), ["first", "second"]).unwrap();
    let first = both[..1].to_vec();
    let team = || TeamCode("community".to_owned());
    let ending = |criteria| Ending { criteria, ..builders::ending() };
    assert_eq!(counted(desk), []);
    carry(
        desk,
        &rules,
        yes,
        ReferralCommand::Accept {
            team: team(),
            because: None,
            agreement: None,
            tellings: None,
            criteria: first.clone(),
        },
    );
    carry(desk, &rules, no, ReferralCommand::Reject { team: team(), ending: ending(both.clone()) });
    let grounds =
        Grounds { reasons: vec!["criteria_not_met".to_owned()], criteria: both.clone(), ..Grounds::default() };
    let by = desk.world.now() + jiff::SignedDuration::from_hours(24);
    let saved = ReferralCommand::SaveDecision {
        verdict: Verdict::Reject { team: team() },
        grounds,
        owner: "invented".to_owned(),
        by,
    };
    carry(desk, &rules, later, saved);
    carry(desk, &rules, withdrawn, ReferralCommand::Withdraw { ending: ending(Vec::new()) });
    let (one, other) = ("An invented criterion".to_owned(), "Another invented criterion".to_owned());
    // What waits for its letter is not decided yet, and is counted once when it is.
    assert_eq!(counted(desk), [(one.clone(), 1, 1), (other.clone(), 1, 0)]);
    let advice = "Invented advice".to_owned();
    carry(desk, &rules, later, ReferralCommand::Advise { team: team(), advice, ending: ending(first) });
    let counts = [(one, 2, 1), (other, 1, 0)];
    assert_eq!(counted(desk), counts);
    behind_a_count_everybody_sees_those_they_stand_near_to(desk, &rules);
    desk.verified();

    // The criteria are taken out of the rules: what was cited is read as before.
    let without = footprint::apply(&desk.store, desk.world.as_ref(), &operator(), KENT_MEDWAY, Some(date(2026, 11, 2)));
    let without = without.unwrap();
    assert!(without.footprint.criteria.is_empty());
    let page = porch_app::referral::page(&desk.ctx(Role::Duty), no, "invented").unwrap().unwrap();
    assert_eq!(page.referral.rests_on(), both);
    assert_eq!(counted(desk), counts);
    let hash = desk.verified();

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), world: Arc::clone(&desk.world), rules: Arc::clone(&desk.rules) };
    assert_eq!(restored.verified(), hash);
    assert_eq!(counted(&restored), counts);
}

/// The list behind a count leaves out what is not for whoever asks, and the look names only what was shown (T1, V1).
// H16
fn behind_a_count_everybody_sees_those_they_stand_near_to(desk: &Desk, rules: &Arc<Rules>) {
    let period = Period { from: date(2026, 11, 1), to: date(2026, 11, 30) };
    let behind = |organisation: &str, team: &str| {
        let teams = vec![TeamCode(team.to_owned())];
        let belonging = Belonging { organisation: Some(organisation.to_owned()), teams };
        let mut ctx = desk.ctx(Role::Clinician).belonging_to(Arc::new(belonging));
        ctx.rules = Arc::clone(rules);
        came_back::behind_criterion(&ctx, period, ("first", date(2023, 4, 1), Behind::Noes), 0..10).unwrap()
    };
    let (own, all) = behind("KMPT", "community");
    assert_eq!((own.len(), all), (2, 2));
    let (others, all) = behind("EKHUFT", "maternity");
    assert_eq!((others.len(), all), (0, 2), "somebody of another organisation sees the count alone");
}
