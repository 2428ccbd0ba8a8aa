//! Every vector of the reference, and what holds of any answers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails where it stands")]

use std::collections::BTreeMap;

use porch_domain::screening::{
    Definition, Derived, InstrumentId, Instruments, NotAnOption, RiskState, Status, TextPack, Total, birth_trauma,
    change::{Change, therapy_outcome},
    risk_of_answer, score, score_for,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const GENERATED: &str = include_str!("../../../instruments/vectors/generated.json");
const BIRTH_TRAUMA: &str = include_str!("../../../instruments/vectors/city_bits.json");
const OUTCOMES: &str = include_str!("../../../instruments/vectors/talking_therapies_outcomes.json");
const HASHES: &str = include_str!("../../../instruments/hashes.json");

fn definition(id: &str) -> &'static Definition {
    Instruments::shipped().definition_called(id).unwrap_or_else(|| panic!("no definition of {id}"))
}

fn vectors(text: &str) -> Vec<Value> {
    let whole: Value = serde_json::from_str(text).unwrap();
    whole["vectors"].as_array().unwrap().clone()
}

fn answers(vector: &Value) -> Vec<Option<i64>> {
    vector["answers"].as_array().unwrap().iter().map(Value::as_i64).collect()
}

fn number(value: &Value) -> Option<Total> {
    value.as_f64().map(|number| format!("{number}").parse().unwrap())
}

/// What went wrong with a vector, where anything did.
fn differs(vector: &Value) -> Option<String> {
    let definition = definition(vector["instrument"].as_str().unwrap());
    let expect = &vector["expect"];
    let given = answers(vector);
    let worth = if vector["kind"] == "option_position" {
        let positions: Vec<_> = given.iter().map(|one| one.map(|one| usize::try_from(one).unwrap())).collect();
        definition.of_positions(&positions)
    } else {
        Ok(given)
    };
    let concerned = vector.get("flags").is_none();
    let found = worth.and_then(|mut worth| {
        if let Some(extra) = vector.get("extra").and_then(Value::as_object) {
            worth.extend(extra.values().map(Value::as_i64));
        }
        score_for(definition, &worth, concerned)
    });
    let found = match found {
        Ok(found) => found,
        Err(_) if expect["status"] == "invalid" => return None,
        Err(error) => return Some(error.to_string()),
    };
    let status = if found.status == Status::NoTotal { "complete" } else { found.status.code() };
    let mut wrong = Vec::new();
    let mut same = |what: &str, found: Value, expected: &Value| {
        if found != *expected {
            wrong.push(format!("{what}: {found} and not {expected}"));
        }
    };
    same("status", json!(status), &expect["status"]);
    if expect["status"] == "invalid" {
        return Some("it is invalid, and was scored".to_owned());
    }
    same("total", json!(found.total == number(&expect["total"])), &json!(true));
    same("band", json!(found.band), &expect["band"]);
    let cutoffs: BTreeMap<_, _> = found.cutoffs.iter().cloned().collect();
    same("cut-offs", json!(cutoffs), &expect["cutoffs"]);
    let risk: BTreeMap<_, _> = found.risk.iter().map(|risk| (risk.rule.clone(), risk.state.code())).collect();
    same("risk", json!(risk), &expect["risk"]);
    if let Some(max) = expect.get("max") {
        same("max", json!(found.max), max);
    }
    if let Some(not_known) = expect.get("not_known") {
        same("not known", json!(found.not_known), not_known);
    }
    for (name, expected) in expect.get("subscales").and_then(Value::as_object).into_iter().flatten() {
        let of = found.subscales.iter().find(|(id, _)| id == name).map(|(_, total)| *total);
        same(name, json!(of == Some(number(expected))), &json!(true));
    }
    for (name, expected) in expect.get("derived").and_then(Value::as_object).into_iter().flatten() {
        let of = found.derived.iter().find(|(id, _)| id == name).map(|(_, derived)| *derived);
        let holds = match of {
            Some(Derived::Fact(fact)) => fact == expected.as_bool(),
            Some(Derived::Total(total)) => total == number(expected),
            None => false,
        };
        same(name, json!(holds), &json!(true));
    }
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

// H03, H04
#[test]
fn every_vector_of_the_reference_gives_what_it_says() {
    let all = vectors(GENERATED);
    assert_eq!(all.len(), 131, "a lost vector is a lost promise");
    let wrong: Vec<String> =
        all.iter().filter_map(|vector| differs(vector).map(|why| format!("{}: {why}", vector["id"]))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// H03: the vectors that the hazard names, one by one.
#[test]
fn a_risk_answer_is_never_lost_behind_a_blank_or_a_low_total() {
    let all = vectors(GENERATED);
    for (id, rule, state) in [
        ("phq9-011", "phq9_item9", None),
        ("phq9-013", "phq9_item9", Some("not_asked")),
        ("phq9-014", "phq9_item9", None),
        ("epds-005", "epds_item10", None),
        ("epds-010", "epds_item10", Some("not_asked")),
        ("epds-011", "epds_item10", Some("positive")),
        ("core10-005", "core10_item6", Some("positive")),
        ("core10-022", "core10_item6", Some("not_asked")),
        ("honos_wa-005", "honos_item2", Some("not_asked")),
        ("pbq-005", "pbq_harm", Some("positive")),
        ("pbq-006", "pbq_harm", None),
        ("pbq-007", "pbq_harm", None),
    ] {
        let vector = all.iter().find(|vector| vector["id"] == id).unwrap_or_else(|| panic!("{id} is gone"));
        assert_eq!(differs(vector), None, "{id}");
        if let Some(state) = state {
            assert_eq!(vector["expect"]["risk"][rule], state, "{id}");
        }
    }
}

#[test]
fn the_criteria_of_birth_trauma_are_those_of_the_reference() {
    let definition = definition("city_bits");
    let all = vectors(BIRTH_TRAUMA);
    assert_eq!(all.len(), 13);
    for vector in all {
        let id = &vector["id"];
        let given = |item: &str| vector["answers"].get(item).and_then(Value::as_i64).or(vector["others"].as_i64());
        let worth: Vec<_> = definition.item_ids().map(given).collect();
        let expect = &vector["expect"];
        let criteria: BTreeMap<_, _> = birth_trauma(definition, &worth).unwrap().into_iter().collect();
        assert_eq!(json!(criteria), expect["criteria"], "{id}");
        let found = score(definition, &worth).unwrap();
        assert_eq!(found.total, number(&expect["symptom_total"]), "{id}");
        for (name, derived) in &found.derived {
            assert_eq!(*derived, Derived::Fact(expect[name].as_bool()), "{id} {name}");
        }
    }
}

#[test]
fn recovery_and_reliable_change_are_those_of_the_reference() {
    let all = vectors(OUTCOMES);
    assert_eq!(all.len(), 20);
    for vector in all {
        let (id, expect) = (&vector["id"], &vector["expect"]);
        let total = |name: &str| vector[name].as_i64().map(Total::of);
        let found = therapy_outcome(&[
            (definition("phq9"), total("phq9_first"), total("phq9_last")),
            (definition("gad7"), total("gad7_first"), total("gad7_last")),
        ]);
        assert_eq!(found.is_some(), expect["status"] == "paired", "{id}");
        let Some(found) = found else { continue };
        for (name, holds) in [
            ("caseness_start", found.case_at_start),
            ("caseness_end", found.case_at_end),
            ("recovery", found.recovered),
            ("reliable_improvement", found.reliably_better),
            ("reliable_deterioration", found.reliably_worse),
            ("no_reliable_change", found.no_reliable_change()),
            ("reliable_recovery", found.reliably_recovered()),
        ] {
            assert_eq!(expect[name], holds, "{id} {name}");
        }
    }
}

#[test]
fn a_change_counts_from_its_limit_on_and_in_the_direction_of_the_instrument() {
    for (id, first, last, change) in [
        ("epds", 13, 9, Some(Change::ReliablyBetter)),
        ("epds", 13, 10, Some(Change::NotReliable)),
        ("epds", 9, 13, Some(Change::ReliablyWorse)),
        ("core10", 20, 14, Some(Change::ReliablyBetter)),
        ("core10", 20, 15, Some(Change::NotReliable)),
        // Higher is better there.
        ("reqol10", 20, 25, Some(Change::ReliablyBetter)),
        ("reqol10", 25, 20, Some(Change::ReliablyWorse)),
        ("whooley", 0, 2, None),
    ] {
        assert_eq!(definition(id).change(Total::of(first), Total::of(last)), change, "{id} {first} {last}");
    }
}

// Two thresholds of one instrument have two names, and never stand for each other.
#[test]
fn the_thresholds_of_core_10_stand_under_their_own_names() {
    let reached = |total: i64| {
        let mut worth = vec![Some(0); 10];
        let mut left = total;
        for (nth, item) in definition("core10").items().iter().enumerate() {
            let most = left.min(*item.options().iter().max().unwrap());
            worth[nth] = Some(most);
            left -= most;
        }
        let found = score(definition("core10"), &worth).unwrap();
        let of = |name: &str| found.cutoffs.iter().find(|(id, _)| id == name).unwrap().1.unwrap();
        (of("perinatal"), of("general_distress"), of("depression"))
    };
    for (total, expected) in [
        (8, (false, false, false)),
        (9, (true, false, false)),
        (10, (true, false, false)),
        (11, (true, true, false)),
        (12, (true, true, false)),
        (13, (true, true, true)),
    ] {
        assert_eq!(reached(total), expected, "{total}");
    }
}

// H04: a score that changes is another definition, with another version, or the build fails here.
#[test]
fn each_definition_and_pack_is_the_one_that_was_signed() {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let shipped = Instruments::shipped();
    for definition in shipped.definitions().chain(shipped.earlier()) {
        found.insert(format!("{} {}", definition.id(), definition.version()), definition.hash().to_owned());
    }
    for pack in Instruments::shipped().packs() {
        found.insert(format!("{} {}", pack.instrument(), pack.language()), pack.hash().to_owned());
    }
    let signed: BTreeMap<String, String> = serde_json::from_str(HASHES).unwrap();
    assert_eq!(
        found,
        signed,
        "a definition or a text changed: give it a new version, keep the old one, and write instruments/hashes.json:\n{}",
        serde_json::to_string_pretty(&found).unwrap()
    );
    assert_eq!(Instruments::shipped_counts(), (19, 5));
    assert_eq!(found.len(), 24, "each of them can be read");
}

// H04
#[test]
fn one_changed_option_score_is_another_definition() {
    let text = include_str!("../../../instruments/definitions/phq9.json");
    let before = Definition::read(text).unwrap();
    let mut whole: Value = serde_json::from_str(text).unwrap();
    // The same content in another shape is the same definition.
    assert_eq!(Definition::read(&whole.to_string()).unwrap().hash(), before.hash());
    whole["items"][9]["options"] = json!([0, 1, 2, 4]);
    assert_ne!(Definition::read(&whole.to_string()).unwrap().hash(), before.hash());
    // Where it is part of the total, the limits of the total do not hold any more.
    whole["items"][0]["options"] = json!([0, 1, 2, 4]);
    let wrong = Definition::read(&whole.to_string()).unwrap_err();
    assert!(wrong.iter().any(|why| why.contains("0 to 28")), "{wrong:?}");
}

// DESIGN 7: wording ships only where its owner allows it.
#[test]
fn only_five_instruments_come_with_their_wording() {
    let worded: Vec<String> = Instruments::shipped().packs().map(|pack| pack.instrument().to_string()).collect();
    assert_eq!(worded, ["gad2", "gad7", "phq2", "phq9", "whooley"]);
    let sendable = |id: &str| Instruments::shipped().sendable(&InstrumentId::of(id).unwrap(), "en").is_some();
    assert!(sendable("phq9") && !sendable("epds") && !sendable("core10"));
}

// H17
#[test]
fn a_text_pack_holds_every_item_its_rights_and_who_validated_a_translation() {
    let known = |id: &InstrumentId| Instruments::shipped().definition(id).cloned();
    let text = include_str!("../../../instruments/packs/whooley.en.json");
    let right: Value = serde_json::from_str(text).unwrap();
    assert!(TextPack::read(text, known).is_ok());
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut pack = right.clone();
        change(&mut pack);
        TextPack::read(&pack.to_string(), known)
    };
    type Break<'a> = (&'a str, &'a dyn Fn(&mut Value), &'a str);
    let breaks: [Break<'_>; 9] = [
        (
            "an item less",
            &|pack| drop(pack["items"].as_array_mut().unwrap().pop()),
            "the items are q1, q2, and must be",
        ),
        ("an option less", &|pack| drop(pack["items"][0]["options"].as_array_mut().unwrap().pop()), "must have 2"),
        ("an empty text", &|pack| pack["items"][1]["text"] = json!("  "), "the text of q2 is empty"),
        ("no holder", &|pack| pack["rights"]["holder"] = json!(""), "rights.holder is empty"),
        ("no reference", &|pack| pack["rights"]["permission_reference"] = json!(""), "permission_reference is empty"),
        ("no date", &|pack| drop(pack["rights"].as_object_mut().unwrap().remove("granted_on")), "granted_on"),
        ("a translation that nobody validated", &|pack| pack["language"] = json!("ur"), "rights.validation is missing"),
        ("no language", &|pack| pack["language"] = json!("English"), "no language tag"),
        ("another instrument", &|pack| pack["instrument"] = json!("gad9"), "no questionnaire"),
    ];
    for (what, change, told) in breaks {
        let wrong = changed(change).unwrap_err();
        assert!(wrong.iter().any(|why| why.contains(told)), "{what}: {wrong:?}");
    }
    let urdu = changed(&|pack| {
        pack["language"] = json!("ur");
        pack["rights"]["validation"] = json!("A study");
    });
    let urdu = urdu.unwrap();
    assert_eq!((urdu.language(), urdu.direction()), ("ur", "rtl"));
    let with = Instruments::shipped().with([urdu]);
    assert!(with.sendable(&InstrumentId::of("whooley").unwrap(), "ur").is_some());
}

#[test]
fn wrong_answers_are_told_with_what_there_is() {
    let phq2 = definition("phq2");
    for (given, told) in [
        (vec![Some(0), Some(4)], "q2 has no option worth 4: it has 0, 1, 2, 3"),
        (vec![Some(0)], "1 answers were given, and there are 2 items"),
        (vec![Some(0); 3], "3 answers were given"),
    ] {
        let error: NotAnOption = score(phq2, &given).unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
    }
    let error = phq2.of_positions(&[Some(4), None]).unwrap_err();
    assert_eq!(error.to_string(), "q1 has no option at position 4: it has 4, the first being 0");
}

#[test]
fn numbers_are_exact_to_two_decimals() {
    for (text, hundredths, printed) in
        [("20", 2000, "20"), ("17.78", 1778, "17.78"), ("9.90", 990, "9.9"), ("-1.05", -105, "-1.05"), ("0", 0, "0")]
    {
        let total: Total = text.parse().unwrap();
        assert_eq!((total.hundredths(), total.to_string().as_str()), (hundredths, printed));
        let there_and_back: Total = serde_json::from_str(&serde_json::to_string(&total).unwrap()).unwrap();
        assert_eq!(there_and_back, total);
    }
    for wrong in ["", "-", ".", "1.", "1.234", "1,2", "a", "+1", "99999999999999999999"] {
        assert!(wrong.parse::<Total>().is_err(), "{wrong}");
    }
    assert_eq!(Total::ratio(160, 9).unwrap().to_string(), "17.78");
    assert_eq!(Total::ratio(1, 200).unwrap().to_string(), "0.01", "half away from zero");
    assert_eq!(Total::ratio(0, 0), None);
}

/// Any answers to an instrument, blanks among them.
fn any_answers() -> impl Strategy<Value = (&'static Definition, Vec<Option<usize>>)> {
    let all: Vec<&'static Definition> = Instruments::shipped()
        .definitions()
        .filter(|one| one.items().iter().all(|item| !item.options().is_empty()))
        .collect();
    prop::sample::select(all).prop_flat_map(|definition| {
        let each: Vec<_> =
            definition.items().iter().map(|item| prop::option::weighted(0.8, 0..item.options().len())).collect();
        (Just(definition), each)
    })
}

proptest! {
    // H03: a blank is never a nought, a no, or part of a total that the rule does not give.
    #[test]
    fn what_was_not_answered_is_worth_nothing((definition, positions) in any_answers()) {
        let worth = definition.worth(&positions).unwrap();
        let found = score(definition, &worth).unwrap();
        let blank = |item: &str| definition.item_ids().position(|id| id == item).and_then(|nth| worth[nth]).is_none();
        for (risk, rule) in found.risk.iter().zip(definition.risk_rules()) {
            if rule.items().iter().all(|item| blank(item)) {
                prop_assert_eq!(risk.state, RiskState::NotAsked);
            }
            if rule.items().iter().any(|item| blank(item)) {
                prop_assert_ne!(risk.state, RiskState::Negative);
            }
        }
        match found.status {
            Status::Incomplete | Status::NotRated | Status::NoTotal => prop_assert_eq!(found.total, None),
            Status::Complete | Status::Prorated | Status::PositivePartial => prop_assert!(found.total.is_some()),
        }
        if let (Some(total), Some((low, high))) = (found.total, definition.range()) {
            prop_assert!(Total::of(low) <= total && total <= Total::of(high), "{} of {}", total, definition.id());
        }
        if found.total.is_none() {
            prop_assert!(found.cutoffs.iter().all(|(_, reached)| reached.is_none()));
            prop_assert_eq!(&found.band, &None);
        }
    }

    // INV-06, S7: one answer more never takes a risk away that was said.
    #[test]
    fn adding_an_answer_never_takes_a_risk_away((definition, positions) in any_answers(), nth in 0usize..40, chosen in 0usize..9) {
        let nth = nth % positions.len();
        let mut less = positions.clone();
        less[nth] = None;
        let before = score(definition, &definition.worth(&less).unwrap()).unwrap();
        let mut more = positions.clone();
        more[nth] = Some(chosen % definition.items()[nth].options().len());
        let after = score(definition, &definition.worth(&more).unwrap()).unwrap();
        for (before, after) in before.risk.iter().zip(&after.risk) {
            if before.state == RiskState::Positive {
                prop_assert_eq!(after.state, RiskState::Positive, "{}", before.rule);
            }
        }
    }

    // H02: what an answer says as it is saved is what the whole form says of it.
    #[test]
    fn an_answer_says_the_same_of_risk_alone_and_in_the_form((definition, positions) in any_answers()) {
        let found = score(definition, &definition.worth(&positions).unwrap()).unwrap();
        let mut alone = std::collections::BTreeSet::new();
        for (item, position) in definition.item_ids().zip(&positions) {
            if let Some(position) = position {
                alone.extend(risk_of_answer(definition, item, u8::try_from(*position).unwrap()).unwrap());
            }
        }
        let whole: std::collections::BTreeSet<_> =
            found.risk.iter().filter(|risk| risk.state == RiskState::Positive).map(|risk| risk.domain).collect();
        prop_assert_eq!(alone, whole);
    }
}
