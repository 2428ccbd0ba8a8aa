//! All states of a model and what leads from one to another, for questions that are asked of the whole.

use std::collections::{HashMap, VecDeque};

use stateright::Model;

use crate::{
    key::Key,
    service::{Act, Service, State},
};

/// All states that can be reached, each by its number, and where each step leads.
pub struct Graph {
    /// The states; the first is the one in which nothing has happened.
    pub states: Vec<State>,
    /// From each state, the steps and where they lead.
    pub steps: Vec<Vec<(Act, usize)>>,
    /// States that were met again under the same key with something else in what no rule reads.
    pub alike: Vec<(usize, State)>,
}

impl Graph {
    /// Goes through every state of a model, at most `limit` of them; none where there are more.
    pub fn of(service: &Service, limit: usize) -> Option<Self> {
        let mut graph = Self { states: Vec::new(), steps: Vec::new(), alike: Vec::new() };
        let mut known: HashMap<Key, usize> = HashMap::new();
        let mut waiting = VecDeque::new();
        for state in service.init_states() {
            known.insert(state.key(), graph.states.len());
            waiting.push_back(graph.states.len());
            graph.states.push(state);
        }
        let mut acts = Vec::new();
        while let Some(from) = waiting.pop_front() {
            let mut steps = Vec::new();
            service.actions(&graph.states[from], &mut acts);
            for act in acts.drain(..) {
                let Some(next) = service.next_state(&graph.states[from], act) else { continue };
                let free = graph.states.len();
                let to = *known.entry(next.key()).or_insert(free);
                if to == free {
                    if free == limit {
                        return None;
                    }
                    waiting.push_back(to);
                    graph.states.push(next);
                } else if graph.states[to] != next {
                    graph.alike.push((to, next));
                }
                steps.push((act, to));
            }
            graph.steps.push(steps);
        }
        Some(graph)
    }

    /// Which states can reach one of those that are meant.
    pub fn can_reach(&self, meant: impl Fn(&State) -> bool) -> Vec<bool> {
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); self.states.len()];
        for (from, steps) in self.steps.iter().enumerate() {
            for (_, to) in steps {
                before[*to].push(from);
            }
        }
        let mut can: Vec<bool> = self.states.iter().map(meant).collect();
        let mut waiting: Vec<usize> = (0..can.len()).filter(|state| can[*state]).collect();
        while let Some(state) = waiting.pop() {
            for from in &before[state] {
                if !can[*from] {
                    can[*from] = true;
                    waiting.push(*from);
                }
            }
        }
        can
    }
}
