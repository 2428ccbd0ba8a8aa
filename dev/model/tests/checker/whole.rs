//! Questions that are asked of all the states of a model at once.

use std::collections::BTreeSet;

use porch_model::{Act, Graph, Service, State, What, Who};
use stateright::Model;

use crate::models;

/// More states than this and the model has grown past what a test should take.
const LIMIT: usize = 1_000_000;

fn all() -> [(&'static str, Service); 9] {
    [
        ("emergency", models::emergency()),
        ("handover", models::handover()),
        ("an emergency that is handed over", models::offered_emergency()),
        ("care", models::care()),
        ("beside", models::beside()),
        ("becomes known", models::becomes_known()),
        ("discussed", models::discussed()),
        ("risk", models::risk()),
        ("reaching", models::reaching()),
    ]
}

/// From every open referral some steps of people lead to an end, by the graph itself and not by a way that is tried.
#[test]
fn from_every_open_referral_an_end_can_be_reached() {
    for (name, service) in all() {
        let graph = Graph::of(&service, LIMIT).unwrap();
        let ends = graph.can_reach(|state| state.referral.is_some() && !state.is_open());
        let stuck = (0..ends.len()).find(|state| !ends[*state]);
        assert!(stuck.is_none(), "{name}: {:?}", stuck.map(|state| &graph.states[state]));
        assert!(graph.states.iter().any(State::is_open), "{name}");
    }
}

/// From every emergency that climbs somebody can take it by name, and from every offer the sender can be free of it.
#[test]
fn whatever_waits_can_be_answered_from_wherever_it_waits() {
    let service = models::emergency();
    let graph = Graph::of(&service, LIMIT).unwrap();
    let taken = graph.can_reach(|state| service.kind(state).is_some_and(|kind| kind.ladder == "somebody has it"));
    let climbs = |state: &State| service.kind(state).is_some_and(|kind| kind.ladder == "climbs");
    assert!(graph.states.iter().zip(&taken).all(|(state, taken)| *taken || !climbs(state)));
    let service = models::handover();
    let graph = Graph::of(&service, LIMIT).unwrap();
    let answered = graph.can_reach(|state| state.is_open() && offer(&service, state) == Some("none"));
    assert!(
        graph
            .states
            .iter()
            .zip(&answered)
            .all(|(state, answered)| { *answered || matches!(offer(&service, state), None | Some("-")) })
    );
}

fn offer(service: &Service, state: &State) -> Option<&'static str> {
    service.kind(state).map(|kind| kind.offer)
}

/// The key leaves out what no rule reads. If it left out more, two states under one key would answer differently: each pair
/// that was met is asked everything, and the answers lead to the same keys.
#[test]
fn states_under_one_key_answer_alike() {
    for (name, service) in all() {
        let graph = Graph::of(&service, LIMIT).unwrap();
        assert!(graph.alike.len() > 100, "{name}: {} pairs", graph.alike.len());
        let stride = graph.alike.len() / 2_000 + 1;
        for (known, alike) in graph.alike.iter().step_by(stride) {
            let known = &graph.states[*known];
            for act in acts(&service, known) {
                let next = |state: &State| service.next_state(state, act).map(|next| next.key());
                assert_eq!(next(known), next(alike), "{name}: {act:?}");
            }
        }
    }
}

fn acts(service: &Service, state: &State) -> Vec<Act> {
    let mut acts = Vec::new();
    service.actions(state, &mut acts);
    acts
}

/// Every command was carried out somewhere, so that no property holds only because nothing happened.
#[test]
fn every_command_is_carried_out_somewhere() {
    let mut done: BTreeSet<What> = BTreeSet::new();
    let mut by_the_service = BTreeSet::new();
    let services = [
        models::emergency(),
        models::handover(),
        models::care(),
        models::beside(),
        models::becomes_known(),
        models::discussed(),
        models::risk(),
        models::reaching(),
    ];
    for service in services {
        let graph = Graph::of(&service, LIMIT).unwrap();
        for (act, _) in graph.steps.iter().flatten() {
            if let Act::Do(who, what) = act {
                done.insert(*what);
                if *who == Who::Service {
                    by_the_service.insert(*what);
                }
            }
        }
    }
    // No footprint that comes with the program lets a clock be paused: `crates/domain/tests/steps/pause.rs` has one that does.
    let refused = [What::PauseClock, What::ResumeClock];
    assert!(refused.iter().all(|what| !done.contains(what)));
    let missing: Vec<_> = What::ALL.iter().filter(|what| !done.contains(what) && !refused.contains(what)).collect();
    assert_eq!(missing, Vec::<&What>::new());
    let expected = [
        What::Release,
        What::LetHandoverLapse,
        What::ClimbLadder,
        What::ClimbRisk,
        What::LetRiskGo,
        What::LookBack,
        What::WarnOfTheEnd,
        What::LearnBirthDate,
        What::LearnDeath,
        What::Remind,
        What::AskRoutesAgain,
    ];
    assert_eq!(by_the_service, BTreeSet::from(expected));
}
