//! Facts as pairs of name and value, with what can be done about each.

use maud::{Markup, html};

use super::action::{Action, action};
use super::attributes::{ClassList, Share, optional};
use super::card::{Card, card};
use super::content::Content;

/// One row of a [`SummaryList`].
#[derive(Debug, Clone, Default)]
pub struct SummaryRow<'a> {
    /// The name.
    pub key: Content<'a>,
    /// Width of the name's column.
    pub key_width: Option<Share>,
    /// The value.
    pub value: Content<'a>,
    /// What can be done, such as "Change".
    pub actions: Vec<Action<'a>>,
    /// Leaves the line under it out.
    pub no_border: bool,
}

/// Options of [`summary_list`].
#[derive(Debug, Clone, Default)]
pub struct SummaryList<'a> {
    /// The rows.
    pub rows: Vec<SummaryRow<'a>>,
    /// Leaves all lines out.
    pub no_border: bool,
    /// Leaves the line under the last row out.
    pub no_last_row_border: bool,
    /// Puts the list into this card.
    pub card: Option<Card<'a>>,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

/// A summary list.
#[must_use]
pub fn summary_list(list: &SummaryList) -> Markup {
    let class = ClassList::new("nhsuk-summary-list")
        .when(list.no_border, "nhsuk-summary-list--no-border")
        .when(list.no_last_row_border && !list.no_border, "nhsuk-summary-list--no-last-row-border")
        .with(list.classes)
        .build();
    let any_actions = list.rows.iter().any(|row| !row.actions.is_empty());
    let heading = list.card.as_ref().map_or("", |card| card.heading);
    let last = list.rows.len().saturating_sub(1);
    let markup = html! {
        dl class=(class) id=[optional(list.id)] {
            @for (index, row) in list.rows.iter().enumerate() {
                (summary_row(row, any_actions, list.no_last_row_border && index == last, heading))
            }
        }
    };
    match &list.card {
        Some(options) => card(&Card { content: markup.into(), ..options.clone() }),
        None => markup,
    }
}

fn summary_row(row: &SummaryRow, any_actions: bool, border_gone: bool, heading: &str) -> Markup {
    let class = ClassList::new("nhsuk-summary-list__row")
        .when(any_actions && row.actions.is_empty(), "nhsuk-summary-list__row--no-actions")
        .when(row.no_border && !border_gone, "nhsuk-summary-list__row--no-border")
        .build();
    let key_class =
        ClassList::new("nhsuk-summary-list__key").option("nhsuk-u-width-", row.key_width.map(Share::name)).build();
    html! {
        div class=(class) {
            dt class=(key_class) { (row.key) }
            dd class="nhsuk-summary-list__value" { (row.value) }
            @match row.actions.as_slice() {
                [] => {}
                [only] => { dd class="nhsuk-summary-list__actions" { (action(only, heading)) } }
                several => {
                    dd class="nhsuk-summary-list__actions" {
                        ul class="nhsuk-summary-list__actions-list" {
                            @for one in several {
                                li class="nhsuk-summary-list__actions-list-item" { (action(one, heading)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
