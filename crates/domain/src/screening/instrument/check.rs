//! What is wrong with a definition: everything that its parts say of each other.

use super::{Definition, Method, MissingPolicy};

/// Each thing that is wrong, in words; none where it is right.
pub(super) fn wrong_with(definition: &Definition) -> Vec<String> {
    let mut wrong = Vec::new();
    if definition.schema != "porch-instrument/1" {
        wrong.push(format!("the schema is \"{}\", and not porch-instrument/1", definition.schema));
    }
    for (nth, item) in definition.items.iter().enumerate() {
        if definition.items[..nth].iter().any(|earlier| earlier.id == item.id) {
            wrong.push(format!("the item {} stands twice", item.id));
        }
        let mut worth = item.options.clone();
        worth.sort_unstable();
        if worth.windows(2).any(|pair| pair[0] == pair[1]) {
            wrong.push(format!("two options of {} are worth the same", item.id));
        }
    }
    let items = |what: &str, ids: &[String], wrong: &mut Vec<String>| {
        for id in ids.iter().filter(|id| definition.item(id).is_none()) {
            wrong.push(format!("{what} names {id}, which is no item"));
        }
        if ids.is_empty() {
            wrong.push(format!("{what} names no item"));
        }
    };
    for subscale in &definition.subscales {
        items(&subscale.id, &subscale.items, &mut wrong);
    }
    for cluster in &definition.clusters {
        items(&cluster.id, &cluster.items, &mut wrong);
    }
    for rule in &definition.risk_rules {
        items(&rule.id, &rule.items, &mut wrong);
        if rule.limits.say_nothing() {
            wrong.push(format!("{} says nothing of what an answer is worth", rule.id));
        }
    }
    for cutoff in definition.cutoffs.iter().filter(|cutoff| cutoff.limits.say_nothing()) {
        wrong.push(format!("the cut-off {} says no value", cutoff.id));
    }
    for asked in definition.items.iter().filter_map(|item| item.asked_when.as_ref()) {
        items("asked_when", &asked.any_of, &mut wrong);
    }
    range(definition, &mut wrong);
    if definition.missing.policy == MissingPolicy::Prorate
        && (definition.missing.most.is_none() || definition.scoring.prorated_times.is_none())
    {
        wrong.push("how many answers may be missing, and what the mean is multiplied by, is not said".to_owned());
    }
    wrong
}

/// The limits of a total are what the options allow.
fn range(definition: &Definition, wrong: &mut Vec<String>) {
    let scored = || definition.items.iter().filter(|item| item.scored);
    let known = definition.scoring.not_known;
    let summed = matches!(definition.scoring.method, Method::Sum | Method::AnyYes);
    if !summed {
        return;
    }
    let values = |item: &super::Item| {
        let worth = item.options.iter().copied().filter(|score| Some(*score) != known);
        worth.clone().min().zip(worth.max())
    };
    let limits = scored().map(values).try_fold((0, 0), |(low, high), values| {
        let (least, most) = values?;
        Some((low + least, high + most))
    });
    match (limits, definition.range()) {
        (Some(found), Some(said)) if found == said => {}
        (Some((low, high)), said) => {
            wrong.push(format!("the total lies from {low} to {high} by its options, and is said to be {said:?}"));
        }
        (None, _) => wrong.push("a scored item has no options".to_owned()),
    }
}
