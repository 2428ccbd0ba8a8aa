//! What a definition is held to before it is used, and what is never sent, whatever wording a site holds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails where it stands")]

use porch_domain::screening::{Definition, InstrumentId, Instruments, NotAnOption, Status, TextPack, Total, score};
use serde_json::{Value, json};

const PHQ9: &str = include_str!("../../../instruments/definitions/phq9.json");
const CORE10: &str = include_str!("../../../instruments/definitions/core10.json");
const PBQ: &str = include_str!("../../../instruments/definitions/pbq.json");

fn definition(id: &str) -> &'static Definition {
    Instruments::shipped().definition_called(id).unwrap_or_else(|| panic!("no definition of {id}"))
}

fn known(id: &InstrumentId) -> Option<Definition> {
    Instruments::shipped().definition(id).cloned()
}

/// The text pack of a site, as it would be made for any definition.
fn pack_of(definition: &Definition) -> String {
    let items = definition.items().iter();
    let items: Vec<Value> = items
        .map(|item| json!({"id": item.id(), "text": "Invented", "options": vec!["Invented"; item.options().len()]}))
        .collect();
    json!({
        "schema": "porch-text-pack/1", "instrument": definition.id(), "language": "en", "notice": "Invented",
        "rights": {"holder": "Invented", "permission_reference": "Invented 1", "granted_on": "2026-11-01",
            "recorded_by": "Invented"},
        "items": items,
    })
    .to_string()
}

// H04
#[test]
fn a_definition_that_says_two_things_at_once_is_refused_with_every_reason() {
    type Break<'a> = (&'a str, &'a dyn Fn(&mut Value), &'a str);
    let breaks: [Break<'_>; 16] = [
        (PHQ9, &|all| all["items"][0]["options"] = json!([0, i64::MAX]), "an option of q1 is worth more than 1000"),
        (PHQ9, &|all| all["items"][1]["id"] = json!("q1"), "the item q1 stands twice"),
        (PHQ9, &|all| all["items"][0]["options"] = json!([0, 1, 1, 3]), "two options of q1 are worth the same"),
        (PHQ9, &|all| all["scoring"]["max"] = json!(28), "from 0 to 27 by its options"),
        (PHQ9, &|all| all["risk_rules"][0]["items"] = json!(["q99"]), "names q99, which is no item"),
        (PHQ9, &|all| all["risk_rules"][0]["items"] = json!([]), "names no item"),
        (PHQ9, &|all| all["risk_rules"][0]["atleast"] = json!(2), "atleast is unknown in a limit"),
        (PHQ9, &|all| all["cutoffs"][0]["at_moost"] = json!(2), "at_moost is unknown in a limit"),
        (PBQ, &|all| all["subscales"][0]["cutoffs"][0]["over"] = json!(2), "over is unknown in a limit"),
        (PHQ9, &|all| all["cutoffs"][0]["below"] = json!(2), "the limits of nhs_tt_caseness cannot hold together"),
        (PHQ9, &|all| all["cutoffs"][1]["id"] = json!("nhs_tt_caseness"), "the cut-off nhs_tt_caseness stands twice"),
        (PHQ9, &|all| all["derived"][0] = json!("a_diagnosis"), "a_diagnosis is no rule that this program knows"),
        (PHQ9, &|all| all["bands"][1]["from"] = json!(6), "the band mild does not begin where minimal ends"),
        (PHQ9, &|all| all["bands"][4]["to"] = json!(26), "the bands do not reach from the lowest total to the highest"),
        (CORE10, &|all| all["bands"][1]["from"] = json!(6.01), "the band low does not begin where healthy ends"),
        (PHQ9, &|all| all["a_word_more"] = json!(1), "unknown field"),
    ];
    for (text, change, told) in breaks {
        let mut all: Value = serde_json::from_str(text).unwrap();
        assert!(Definition::read(&all.to_string()).is_ok());
        change(&mut all);
        let wrong = Definition::read(&all.to_string()).unwrap_err();
        assert!(wrong.iter().any(|why| why.contains(told)), "{told}: {wrong:?}");
    }
}

// H04: a position on paper is worth nothing where the printed order was not seen: some items may be turned round.
#[test]
fn positions_count_only_where_the_printed_order_is_known() {
    for id in ["reqol10", "city_bits", "mpas", "mors_sf"] {
        let definition = definition(id);
        let blank = vec![None; definition.items().len()];
        assert_eq!(definition.of_positions(&blank), Err(NotAnOption::OrderNotKnown), "{id}");
        let wrong = TextPack::read(&pack_of(definition), known).unwrap_err();
        assert!(wrong.iter().any(|why| why.contains("the order in which the options")), "{id}: {wrong:?}");
    }
    // What each answer is worth can be given all the same.
    assert_eq!(score(definition("reqol10"), &[Some(4); 10]).unwrap().total, Some(Total::of(40)));
    assert_eq!(definition("epds").of_positions(&[Some(0); 10]).unwrap().iter().flatten().sum::<i64>(), 21);
}

// DESIGN 7: a clinician's rating is not hers to fill in, and who was promised to stay unknown does.
#[test]
fn what_is_not_for_her_to_answer_is_never_sent_whatever_wording_is_held() {
    let with_wording = |id: &str| {
        let pack = TextPack::read(&pack_of(definition(id)), known).unwrap();
        let with = Instruments::shipped().with([pack]);
        let id = InstrumentId::of(id).unwrap();
        (with.pack(&id, "en").is_some(), with.sendable(&id, "en").is_some(), with.is_sendable(&id))
    };
    assert_eq!(with_wording("epds"), (true, true, true));
    assert_eq!(with_wording("honos_wa"), (true, false, false));
    assert_eq!(with_wording("perinatal_poem"), (true, false, false));
    assert!(!definition("perinatal_poem").can_be_asked() && definition("honos_wa").can_be_asked());
}

#[test]
fn the_thresholds_of_a_group_stand_under_their_own_names_and_count_where_the_total_has_none() {
    let pbq = |worth: &[(&str, i64)]| {
        let of = |id: &str| worth.iter().find(|(item, _)| *item == id).map_or(0, |(_, worth)| *worth);
        let answers: Vec<_> = definition("pbq").item_ids().map(|id| Some(of(id))).collect();
        score(definition("pbq"), &answers).unwrap()
    };
    let reached = |score: &porch_domain::screening::Score| -> Vec<String> {
        score.subscale_cutoffs.iter().filter(|(_, reached)| *reached == Some(true)).map(|(id, _)| id.clone()).collect()
    };
    let none = pbq(&[("q1", 5), ("q2", 5), ("q6", 1)]);
    assert_eq!((reached(&none), none.positive()), (vec![], false));
    let general = pbq(&[("q1", 5), ("q2", 5), ("q6", 2)]);
    assert_eq!((reached(&general), general.positive()), (vec!["F1_general_12".to_owned()], true));
    // Two papers, two thresholds: one is reached and the other is not.
    let anger = pbq(&[("q3", 5), ("q4", 5), ("q5", 3)]);
    assert_eq!(reached(&anger), ["F2_rejection_anger_13"]);
    // Where the total has cut-offs, those alone ask for a conversation.
    let epds = score(definition("epds"), &[0, 0, 2, 2, 1, 0, 0, 0, 0, 0].map(Some)).unwrap();
    assert_eq!((reached(&epds).len(), epds.positive()), (2, false));
}

#[test]
fn the_clinical_score_of_core_om_is_ten_times_the_mean_of_at_least_31_answers() {
    let with_missing = |missing: usize, worth: i64| {
        let mut answers = vec![Some(worth); 34];
        answers[..missing].fill(None);
        let score = score(definition("core_om"), &answers).unwrap();
        let clinical = score.subscales.iter().find(|(id, _)| id == "clinical_score").unwrap().1;
        let above = score.subscale_cutoffs.iter().find(|(id, _)| id == "general_population").unwrap().1;
        (score.status, clinical, above)
    };
    assert_eq!(with_missing(0, 1), (Status::Complete, Some(Total::of(10)), Some(true)));
    assert_eq!(with_missing(3, 1), (Status::Prorated, Some(Total::of(10)), Some(true)));
    assert_eq!(with_missing(4, 1), (Status::Incomplete, None, None));
    assert_eq!(with_missing(34, 1), (Status::Incomplete, None, None));
    // 33 of 34 items say 1, and one says 0: 9.71, and the limit is 9.9.
    let mut answers = vec![Some(1); 34];
    answers[0] = Some(0);
    let score = score(definition("core_om"), &answers).unwrap();
    assert_eq!(score.subscale_cutoffs, [("general_population".to_owned(), Some(false))]);
}

// Where no options are known, an answer may be any number, and nothing is made of it.
#[test]
fn no_number_is_too_large_for_an_item_whose_options_were_not_seen() {
    let found = score(definition("mpas"), &[Some(i64::MAX); 19]).unwrap();
    assert_eq!((found.status, found.total, found.answered), (Status::NoTotal, None, 19));
}
