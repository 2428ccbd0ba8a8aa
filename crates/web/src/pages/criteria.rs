//! The criteria of the day of a referral: offered where somebody decides, and shown wherever a decision is (D26).

use maud::{Markup, html};
use porch_domain::referral::CitedCriterion;

use crate::{
    components::{Checkboxes, Choice, ChoiceOption, Details, FieldError, checkboxes, details},
    moment,
};

/// The name of the field.
pub(super) const FIELD: &str = "criteria";

/// What is offered where somebody decides.
pub(super) struct Offered<'a> {
    /// The criteria of the day on which the referral was received.
    pub of_its_day: &'a [CitedCriterion],
    /// The codes that were chosen.
    pub chosen: Vec<&'a str>,
    /// What is wrong.
    pub error: FieldError<'a>,
    /// The id of the first of them.
    pub id: &'a str,
    /// Whether it is a no, which names those that are not met.
    pub a_no: bool,
    /// Whether they are shown at once.
    pub open: bool,
}

/// The criteria to choose from, folded away so that the keyboard passes them with one key; nothing where the local rules
/// had none on that day.
pub(super) fn offered(offered: &Offered<'_>) -> Markup {
    if offered.of_its_day.is_empty() {
        return html! {};
    }
    let (summary, hint) = if offered.a_no {
        (
            "Which criteria does this rest on?",
            "Needed where criteria are not met. Those of the day on which the referral came.",
        )
    } else {
        ("Which criteria are met? (optional)", "Those of the day on which the referral came.")
    };
    let since: Vec<String> = offered.of_its_day.iter().map(|one| format!("since {}", moment::date(one.from))).collect();
    let items = offered.of_its_day.iter().zip(&since).map(|(one, since)| {
        Choice::from(ChoiceOption {
            value: &one.code,
            text: one.text.as_str().into(),
            hint: since.as_str().into(),
            ..ChoiceOption::default()
        })
    });
    let open = offered.open || !offered.chosen.is_empty() || offered.error.is_error();
    let fields = checkboxes(&Checkboxes {
        name: FIELD,
        id_prefix: offered.id,
        legend: Some(summary.into()),
        hint: hint.into(),
        error: offered.error,
        items: items.collect(),
        values: offered.chosen.clone(),
        small: true,
        ..Checkboxes::default()
    });
    details(&Details { summary: summary.into(), content: fields.into(), open, ..Details::default() })
}

/// The criteria that a decision cites, as they read on the day of the referral.
pub(super) fn cited(cited: &[CitedCriterion]) -> Markup {
    html! {
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for one in cited {
                li { (one.text) " " span class="porch-note" { "(since " (moment::date(one.from)) "; " (one.source) ")" } }
            }
        }
    }
}

/// The same in one line for each.
pub(super) fn cited_in_words(cited: &[CitedCriterion]) -> Option<String> {
    let lines: Vec<String> = cited.iter().map(|one| format!("Criterion: {}", one.text)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
