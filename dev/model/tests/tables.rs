//! The table of states in `docs/reference/`: what follows from each command where a referral stands, or why it is refused.
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use porch_model::{Graph, Kind, Service, State, What, Who};

#[path = "checker/models.rs"]
#[expect(dead_code, reason = "the checker goes through more of them")]
mod models;

const FILE: &str = "../../docs/reference/referral-states.md";

/// So many states of each kind are asked, the first that are met.
const ASKED: usize = 60;

const STAGES: [&str; 4] = ["not decided", "in our care", "discharged", "ended"];

/// The answers of a kind of state to a command.
type Answers = BTreeMap<Kind, BTreeSet<String>>;

/// The first states of each kind, from every model.
fn states() -> Vec<(Service, BTreeMap<Kind, Vec<State>>)> {
    let models = [
        models::beside(),
        models::care(),
        models::reaching(),
        models::handover(),
        models::offered_emergency(),
        models::emergency(),
    ];
    let of = |service: Service| {
        let graph = Graph::of(&service, 1_000_000).unwrap();
        let mut kinds: BTreeMap<Kind, Vec<State>> = BTreeMap::new();
        for state in graph.states {
            let Some(kind) = service.kind(&state) else { continue };
            let known = kinds.entry(kind).or_default();
            // What was erased is told in words: nothing but its end may follow.
            let erased = state.referral.as_ref().is_some_and(|referral| referral.erased());
            if known.len() < ASKED && state.slow.is_none() && !erased {
                known.push(state);
            }
        }
        (service, kinds)
    };
    models.into_iter().map(of).collect()
}

/// What one state answers: the names of what follows, or of the refusal.
fn answer(service: &Service, state: &State, what: What) -> String {
    let who = match what {
        What::ClimbLadder
        | What::ClimbRisk
        | What::LetRiskGo
        | What::LetHandoverLapse
        | What::LookBack
        | What::Remind
        | What::AskRoutesAgain
        | What::WarnOfTheEnd => Who::Service,
        What::AskOnPage => Who::Public,
        _ => Who::Clinician,
    };
    match service.decide(state, who, what) {
        Ok(events) => events.iter().map(|event| name(&format!("{event:?}"))).collect::<Vec<_>>().join(" and "),
        Err(refused) => format!("*{}*", name(&format!("{refused:?}"))),
    }
}

fn name(debug: &str) -> String {
    debug.chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// The dimensions of a kind, by name.
fn dimensions(kind: Kind) -> [(&'static str, &'static str); 3] {
    [("offer", kind.offer), ("clock", kind.clock), ("ladder", kind.ladder)]
}

/// One cell: every answer, apart by the one dimension that tells the most of them apart.
fn cell(answers: &Answers, stage: &str) -> String {
    let here: Vec<(Kind, &BTreeSet<String>)> =
        answers.iter().filter(|(kind, _)| kind.stage == stage).map(|(kind, answers)| (*kind, answers)).collect();
    let by = |dimension: Option<usize>| {
        let mut parts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (kind, answers) in &here {
            let part = dimension.map(|nth| dimensions(*kind)[nth]).map(|(name, value)| format!("{name} {value}"));
            parts.entry(part.unwrap_or_default()).or_default().extend(answers.iter().map(String::as_str));
        }
        parts
    };
    // Thousandths of answers in a part, so that the fewest stand there.
    let many = |parts: &BTreeMap<String, BTreeSet<&str>>| {
        parts.values().map(BTreeSet::len).sum::<usize>() * 1_000 / parts.len().max(1)
    };
    let parts = [None, Some(0), Some(1), Some(2)].into_iter().map(by).min_by_key(many).unwrap();
    let mut by_answer: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (part, answers) in parts {
        by_answer.entry(answers.into_iter().collect::<Vec<_>>().join(" or ")).or_default().push(part);
    }
    if by_answer.len() == 1 {
        return by_answer.into_keys().collect();
    }
    let lines = by_answer.iter().map(|(answer, parts)| format!("{}: {answer}", parts.join(", ")));
    lines.collect::<Vec<_>>().join("<br>")
}

fn table() -> String {
    let states = states();
    let kinds: BTreeSet<Kind> = states.iter().flat_map(|(_, kinds)| kinds.keys().copied()).collect();
    let mut text = String::from(
        "# What follows from each command, wherever a referral stands\n\n\
         Written by a test; to write it again: `UPDATE_REFERENCE=1 cargo test -p porch-model --test tables`.\n\n\
         The states are those that the models of `dev/model/` reach, the commands are those of `dev/model/src/act.rs`, and the \
         answers are what `referral::decide` says of them: names of events, or in italics the reason of a refusal \
         (`crates/domain/src/disallowed.rs`). A clinician asks; what only the service does, the service asks. Where an \
         answer depends on more than stage, offer, clock and ladder (a task, a review, who asks), every answer that was seen \
         stands there. What was erased is left out: it can be ended, and everything else is refused as *Erased*.\n\n## Kinds of states\n\n| stage | offer | clock | ladder |\n|---|---|---|---|\n",
    );
    for stage in STAGES {
        for kind in kinds.iter().filter(|kind| kind.stage == stage) {
            writeln!(text, "| {} | {} | {} | {} |", kind.stage, kind.offer, kind.clock, kind.ladder).unwrap();
        }
    }
    text.push_str(
        "\n## Commands\n\n| command | not decided | in our care | discharged | ended |\n|---|---|---|---|---|\n",
    );
    for what in What::ALL {
        let mut answers = Answers::new();
        for (service, kinds) in &states {
            for (kind, states) in kinds {
                let known = answers.entry(*kind).or_default();
                known.extend(states.iter().map(|state| answer(service, state, what)));
            }
        }
        let cells: Vec<String> = STAGES.iter().map(|stage| cell(&answers, stage)).collect();
        writeln!(text, "| {what:?} | {} |", cells.join(" | ")).unwrap();
    }
    text
}

#[test]
fn the_table_of_states_is_what_the_rules_answer() {
    let expected = table();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&file, &expected).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == expected,
        "docs/reference/referral-states.md is out of date: run the test with UPDATE_REFERENCE=1"
    );
}
