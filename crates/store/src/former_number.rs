//! NHS numbers that the national record replaced by the one that a person has now, so that whoever comes with one of them is
//! found (H05).

use std::collections::BTreeSet;

use porch_domain::person::{NhsNumber, Person, former_numbers};

use crate::{change::RowChange, table, value::Val};

/// What an event changes in the rows of a person's former numbers.
pub(crate) fn rows(person: &Person, before: &BTreeSet<NhsNumber>, footprint: &str) -> Vec<RowChange> {
    let now = former_numbers(person);
    let gone =
        before.difference(&now).map(|number| RowChange::Delete(&table::FORMER_NUMBER, key(person, number, footprint)));
    let new =
        now.difference(before).map(|number| RowChange::Put(&table::FORMER_NUMBER, key(person, number, footprint)));
    gone.chain(new).collect()
}

/// All of them, for a database that had no such rows.
pub(crate) fn rows_anew(person: &Person, footprint: &str) -> Vec<RowChange> {
    rows(person, &BTreeSet::new(), footprint)
}

fn key(person: &Person, number: &NhsNumber, footprint: &str) -> Vec<Val> {
    vec![footprint.into(), person.id.to_string().into(), number.digits().into()]
}
