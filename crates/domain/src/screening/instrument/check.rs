//! What is wrong with a definition: everything that its parts say of each other.

use serde_json::Value;

use super::{Band, Cutoff, Definition, Limits, Method, MissingPolicy};
use crate::screening::{number::Total, score::DERIVED};

/// The most that one option is worth.
const MOST: i64 = 1_000;

/// What stands in a cut-off or a rule about risk that this program does not know: a word written wrongly must not leave a
/// limit out.
pub(super) fn unknown_in_limits(text: &str) -> Vec<String> {
    let whole: Value = serde_json::from_str(text).unwrap_or_default();
    let list = |of: &Value, key: &str| of.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut limited = list(&whole, "cutoffs");
    limited.extend(list(&whole, "risk_rules"));
    limited.extend(list(&whole, "subscales").iter().flat_map(|group| list(group, "cutoffs")));
    let known = ["id", "at_least", "at_most", "below", "source", "items", "domain"];
    let keys = limited.iter().filter_map(Value::as_object).flat_map(|one| one.keys());
    keys.filter(|key| !known.contains(&key.as_str())).map(|key| format!("{key} is unknown in a limit")).collect()
}

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
        if item.options.iter().any(|worth| !(-MOST..=MOST).contains(worth)) {
            wrong.push(format!("an option of {} is worth more than {MOST} or less than -{MOST}", item.id));
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
    let of_groups = || definition.subscales.iter().flat_map(|group| &group.cutoffs);
    for cutoff in definition.cutoffs.iter().chain(of_groups()) {
        if cutoff.limits.say_nothing() {
            wrong.push(format!("the cut-off {} says no value", cutoff.id));
        }
    }
    let cutoffs: Vec<&Cutoff> = definition.cutoffs.iter().chain(of_groups()).collect();
    let limits = cutoffs.iter().map(|cutoff| (&cutoff.id, &cutoff.limits));
    for (id, limits) in limits.chain(definition.risk_rules.iter().map(|rule| (&rule.id, &rule.limits))) {
        if contradict(limits) {
            wrong.push(format!("the limits of {id} cannot hold together"));
        }
    }
    twice("cut-off", cutoffs.iter().map(|cutoff| cutoff.id.as_str()), &mut wrong);
    twice("rule about risk", definition.risk_rules.iter().map(|rule| rule.id.as_str()), &mut wrong);
    twice("band", definition.bands.iter().map(|band| band.id.as_str()), &mut wrong);
    twice("group", definition.subscales.iter().map(|group| group.id.as_str()), &mut wrong);
    for name in definition.derived.iter().filter(|name| !DERIVED.contains(&name.as_str())) {
        wrong.push(format!("{name} is no rule that this program knows"));
    }
    if super::InstrumentId::of_record(definition.id.as_str()).is_none() {
        wrong.push(format!("\"{}\" is no id: small letters, digits and underscores", definition.id));
    }
    if definition.version.trim().is_empty() || definition.comparable_with.contains(&definition.version) {
        wrong.push("the version is empty, or comparable with itself".to_owned());
    }
    bands(definition, &mut wrong);
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

/// From and to, or below alone: anything else is told to a reader in other words than it is reckoned by.
fn contradict(limits: &Limits) -> bool {
    let both = limits.at_least.zip(limits.at_most);
    both.is_some_and(|(least, most)| least > most)
        || (limits.below.is_some() && (limits.at_least.is_some() || limits.at_most.is_some()))
}

fn twice<'a>(what: &str, names: impl Iterator<Item = &'a str>, wrong: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    for name in names.filter(|name| !seen.insert(*name)) {
        wrong.push(format!("the {what} {name} stands twice"));
    }
}

/// Bands follow each other from the lowest total to the highest, so that every total lies in one of them.
fn bands(definition: &Definition, wrong: &mut Vec<String>) {
    let (Some(first), Some(last)) = (definition.bands.first(), definition.bands.last()) else { return };
    let ends = definition.range().map(|(low, high)| (Total::of(low), Total::of(high)));
    if ends != Some((first.from, last.to)) {
        wrong.push("the bands do not reach from the lowest total to the highest".to_owned());
    }
    // A total with items missing has two decimals; others are whole.
    let step = if definition.missing.policy == MissingPolicy::Prorate { 1 } else { 100 };
    let follows = |earlier: &Band, later: &Band| later.from.since(earlier.to).hundredths() == step;
    for pair in definition.bands.windows(2).filter(|pair| !follows(&pair[0], &pair[1])) {
        wrong.push(format!("the band {} does not begin where {} ends", pair[1].id, pair[0].id));
    }
    for band in definition.bands.iter().filter(|band| band.from > band.to) {
        wrong.push(format!("the band {} ends before it begins", band.id));
    }
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
        Some((i64::saturating_add(low, least), i64::saturating_add(high, most)))
    });
    match (limits, definition.range()) {
        (Some(found), Some(said)) if found == said => {}
        (Some((low, high)), said) => {
            wrong.push(format!("the total lies from {low} to {high} by its options, and is said to be {said:?}"));
        }
        (None, _) => wrong.push("a scored item has no options".to_owned()),
    }
}
