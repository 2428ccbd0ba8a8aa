//! Every order, with the rules as they are.

use porch_model::{Service, promises};
use stateright::{Checker, HasDiscoveries, Model};

use crate::models;

/// Goes through a model and says what is broken, with the steps that lead there.
pub fn check(service: Service, depth: Option<usize>) -> (usize, usize, Vec<String>) {
    let sees = service.sees.clone();
    let started = std::time::Instant::now();
    let mut builder = service.checker().threads(2).finish_when(HasDiscoveries::AnyFailures);
    if let Some(depth) = depth {
        builder = builder.target_max_depth(depth);
    }
    let checker = builder.spawn_bfs().join();
    let counts = (checker.unique_state_count(), checker.state_count());
    eprintln!("{} states, {} steps, depth {}, {:?}", counts.0, counts.1, checker.max_depth(), started.elapsed());
    let discoveries = checker.discoveries();
    let failed: Vec<String> = discoveries
        .iter()
        .filter(|(name, _)| !promises::SEEN.iter().any(|(seen, _)| seen == *name))
        .map(|(name, path)| format!("{name}: {:?} {:?}", path.last_state().broken, path.clone().into_actions()))
        .collect();
    if !failed.is_empty() {
        return (counts.0, counts.1, failed);
    }
    for name in sees {
        assert!(discoveries.contains_key(name), "\"{name}\" was not seen");
    }
    (counts.0, counts.1, Vec::new())
}

fn every_promise_holds(service: Service, depth: Option<usize>) {
    let (states, steps, broken) = check(service, depth);
    assert!(broken.is_empty(), "{broken:?} after {states} states and {steps} steps");
}

// INV-01 to INV-09, H01: an emergency until somebody answers it.
#[test]
fn every_promise_holds_in_every_order_of_an_emergency() {
    every_promise_holds(models::emergency(), None);
}

// INV-01 to INV-09, H08: a handover, with a crash between deciding and storing, a lost answer, and a command sent again.
#[test]
fn every_promise_holds_in_every_order_of_a_handover() {
    every_promise_holds(models::handover(), None);
}

// INV-01 to INV-09, H08: an emergency that another team is asked for, or has.
#[test]
fn every_promise_holds_in_every_order_of_an_emergency_that_is_handed_over() {
    every_promise_holds(models::offered_emergency(), None);
}

// INV-01 to INV-09, PR-21, H14: care, until it ends.
#[test]
fn every_promise_holds_in_every_order_of_care() {
    every_promise_holds(models::care(), None);
}

// INV-01 to INV-09: what goes on beside them.
#[test]
fn every_promise_holds_in_every_order_of_what_goes_on_beside() {
    every_promise_holds(models::beside(), None);
}

// INV-01 to INV-09, PR-18, PR-26: what becomes known of her, and nobody stuck because of it.
#[test]
fn every_promise_holds_in_every_order_of_what_becomes_known_of_her() {
    every_promise_holds(models::becomes_known(), None);
}

// INV-06, H02: a risk answer, until somebody has recorded what was done.
#[test]
fn every_promise_holds_in_every_order_of_a_risk_answer() {
    every_promise_holds(models::risk(), None);
}

// INV-01 to INV-09: her routes, appointments with their reminders, and her page.
#[test]
fn every_promise_holds_in_every_order_of_how_she_is_reached() {
    every_promise_holds(models::reaching(), None);
}

// H09
#[test]
fn every_promise_holds_in_every_order_of_two_in_contact_with_her_and_a_case_discussion() {
    every_promise_holds(models::discussed(), None);
}

// INV-01 to INV-09: everything by everybody, in every order of the first six steps, and of seven where `PORCH_TEST_LONG` is 1.
#[test]
fn every_promise_holds_in_every_order_of_the_first_steps_of_everything() {
    let long = std::env::var("PORCH_TEST_LONG").is_ok_and(|value| value == "1");
    every_promise_holds(models::everything(), Some(if long { 8 } else { 7 }));
}
