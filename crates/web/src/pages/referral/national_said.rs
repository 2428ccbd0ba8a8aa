//! What the national record says, in words and side by side with what is held.

use maud::{Markup, html};
use porch_app::national_record::Held;
use porch_domain::person::{
    Agreement, Identity,
    national::{Answer, NationalRecord, NotNow, Withheld},
    number_status,
};

use super::{grouped, national::help};
use crate::{
    components::{Cell, HeadCell, Table, table},
    moment,
};

/// A row: what it is, what is held, what the national record says, and how they agree.
type Row = (&'static str, Option<String>, Option<String>, Option<Agreement>);

/// What is held; beside it what was found, where something was.
pub(super) fn beside(held: &Held, found: Option<&NationalRecord>) -> Markup {
    let identity = held.person.identity.clone().unwrap_or_default();
    let rows = rows(held, &identity, found);
    let cells = rows.into_iter().map(|(what, held, said, agreement)| {
        let value = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
        let mut cells: Vec<Cell<'_>> = vec![what.into(), value(held).into()];
        if found.is_some() {
            cells.push(value(said).into());
            cells.push(agreement.map_or("", told).into());
        }
        cells
    });
    let mut head: Vec<HeadCell<'_>> = vec!["".into(), "Held here".into()];
    if found.is_some() {
        head.extend([HeadCell::from("National record"), HeadCell::from("Do they agree?")]);
    }
    let cautions = found.map(|record| record.likeness(&identity).cautions()).unwrap_or_default();
    html! {
        @if !cautions.is_empty() {
            ul class="nhsuk-list nhsuk-list--bullet" { @for caution in cautions { li { (caution.words()) } } }
        }
        (table(&Table {
            caption: "Who she is".into(),
            head,
            rows: cells.collect(),
            first_cell_is_header: true,
            responsive: true,
            ..Table::default()
        }))
    }
}

fn rows(held: &Held, identity: &Identity, found: Option<&NationalRecord>) -> Vec<Row> {
    let likeness = found.map(|record| record.likeness(identity));
    let withheld = found.map_or(Withheld::Nothing, |record| record.withheld);
    let protected = |shown: bool, value: Option<String>| if shown { value } else { Some("Protected".to_owned()) };
    let (who, place) = (withheld != Withheld::Everything, withheld == Withheld::Nothing);
    // What is kept back must not read as what nobody knows.
    let kept_back = |value: Option<String>| value.or_else(|| held.withheld.then(|| "Withheld here".to_owned()));
    let said_place = |value: Option<String>| match found {
        Some(_) => kept_back(protected(place, value)),
        None => None,
    };
    let of = |what: fn(&NationalRecord) -> Option<String>| found.and_then(what);
    let number = |number: &porch_domain::person::NhsNumber| grouped(number.digits());
    let held_number = identity
        .nhs_number
        .as_ref()
        .map(|held_number| format!("{}, {}", number(held_number), number_status(&held.person).words()));
    let said_number = found.map(|record| match &record.instead_of {
        Some(old) => format!("{}, in the place of {}", number(&record.nhs_number), number(old)),
        None => number(&record.nhs_number),
    });
    let address = found.filter(|record| !record.address.is_empty()).map(|record| record.address.join(", "));
    let mut rows: Vec<Row> = vec![
        ("NHS number", held_number, said_number, likeness.map(|of| of.nhs_number)),
        ("Name", identity.name.clone(), protected(who, of(|record| record.name.clone())), likeness.map(names)),
        (
            "Date of birth",
            identity.birth_date.map(moment::date),
            protected(who, of(|record| record.birth_date.map(moment::date))),
            likeness.map(|of| of.birth_date),
        ),
        ("GP practice", practice(identity), said_place(of(|record| record.gp_practice.clone())), None),
        (
            "Postcode",
            kept_back(identity.postcode.clone()),
            said_place(of(|record| record.postcode.clone())),
            likeness.map(|of| of.postcode),
        ),
        ("Address", kept_back(identity.address.clone()), said_place(address), None),
    ];
    let recorded = held.person.died_at.map(|at| format!("Recorded {}", moment::words(at)));
    let died = found.and_then(|record| record.died).map(|died| died.on.map_or("Yes".to_owned(), moment::date));
    if recorded.is_some() || died.is_some() {
        rows.push(("Died", recorded, died, None));
    }
    rows
}

fn practice(identity: &Identity) -> Option<String> {
    identity.gp_practice.clone().or_else(|| identity.gp.clone())
}

/// The worse of what is said of both names.
pub(crate) fn names(likeness: porch_domain::person::Likeness) -> Agreement {
    match (likeness.given_name, likeness.family_name) {
        (Agreement::Differs, _) | (_, Agreement::Differs) => Agreement::Differs,
        (Agreement::Near, _) | (_, Agreement::Near) => Agreement::Near,
        (Agreement::Same, _) | (_, Agreement::Same) => Agreement::Same,
        (Agreement::NotKnown, Agreement::NotKnown) => Agreement::NotKnown,
    }
}

/// How two facts agree, in words.
pub(crate) fn told(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Same => "The same",
        Agreement::Near => "Nearly the same",
        Agreement::Differs => "Different",
        Agreement::NotKnown => "Not known in both",
    }
}

/// That nobody was found, or too many.
pub(crate) fn nothing_found(answer: &Answer, by_number: bool) -> Markup {
    html! {
        @match answer {
            Answer::Nobody if by_number => {
                p { strong { "Nobody has this number. " } "It may be mistyped. " (help()) }
            }
            Answer::Nobody => {
                p { strong { "Nobody was found. " } "She may be there under another name, or protected: somebody whose whereabouts are protected is not found by a postcode. " (help()) }
            }
            Answer::TooMany => {
                p { strong { "More than one was found, and none of them is shown. " } "A postcode or her full name narrows it down. " (help()) }
            }
            Answer::Invalidated => {
                p { strong { "This number is nobody's any more. " } "It was withdrawn and not replaced. " (help()) }
            }
            Answer::Found(_) | Answer::NotNow(_) => {}
        }
    }
}

/// That there is no answer: why, and that nothing waits for one.
pub(crate) fn not_now(why: NotNow) -> Markup {
    let said = match why {
        NotNow::Slow => "It took too long, and was not waited for.",
        NotNow::Failing => "It cannot be reached, or fails.",
        NotNow::TooOften { .. } => "It was asked too often at once. Try again in a minute.",
        NotNow::NotLetIn => {
            "It does not let this service in. Tell whoever runs the service: its key or its permission is wrong."
        }
        NotNow::NotUnderstood => {
            "It did not understand the question. Look at the number, the name and the date of birth."
        }
        NotNow::Unreadable => {
            "It answered something that cannot be read. Tell whoever runs the service if it happens again."
        }
        NotNow::Resting { .. } => "It failed several times and is left alone for a minute.",
    };
    html! {
        p { strong { "There is no answer. " } (said) }
        p { "Nothing here waits for it: go on, and ask again later. " (help()) }
    }
}
