//! Tables.

use maud::{Markup, html};

use super::attributes::{ClassList, optional};
use super::card::{Card, card};
use super::content::Content;
use super::heading::Size;
use super::scroll::{Scroll, scroll};
use super::table_cell::{Cell, CellPlace, HeadCell, Sort, body_cell, head_cell};

/// The caption of a [`Table`]: its title, inside it.
#[derive(Debug, Clone, Copy, Default)]
pub struct TableCaption<'a> {
    /// The words.
    pub text: &'a str,
    /// How large it looks.
    pub size: Option<Size>,
    /// Id; a scrolling table makes one from the table's id or the words.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl<'a> From<&'a str> for TableCaption<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Options of [`table`].
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    /// The title.
    pub caption: TableCaption<'a>,
    /// Column heads.
    pub head: Vec<HeadCell<'a>>,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell<'a>>>,
    /// Makes the first cell of a row its head.
    pub first_cell_is_header: bool,
    /// Turns rows into blocks on a narrow screen.
    pub responsive: bool,
    /// Lets the table scroll sideways in its own frame.
    pub scroll: bool,
    /// Less air, for dense staff pages.
    pub compact: bool,
    /// Every second row shaded.
    pub striped: bool,
    /// For a dark background.
    pub reverse: bool,
    /// Leaves all lines out.
    pub no_border: bool,
    /// Leaves the line under the last row out.
    pub no_last_row_border: bool,
    /// Puts the table into this card.
    pub card: Option<Card<'a>>,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

/// A table. It is sortable in the browser when a column head says so and has no address; a head with an address asks
/// the server for the other order, which works without script.
#[must_use]
pub fn table(table: &Table) -> Markup {
    let sortable = table.head.iter().any(|head| head.sort.is_some());
    let on_server = sortable && table.head.iter().any(|head| !head.href.is_empty());
    let caption_id = caption_id(table);
    let mut markup = plain_table(table, sortable, on_server, caption_id.as_deref());
    if table.scroll {
        markup = scroll(&Scroll {
            content: markup.into(),
            labelled_by: caption_id.as_deref().unwrap_or_default(),
            reverse: table.reverse,
        });
    }
    match &table.card {
        Some(options) => card(&Card { content: Content::Html(markup), ..options.clone() }),
        None => markup,
    }
}

fn caption_id(table: &Table) -> Option<String> {
    if !table.caption.id.is_empty() {
        Some(table.caption.id.to_owned())
    } else if table.scroll && !table.id.is_empty() {
        Some(format!("{}-caption", table.id))
    } else if table.scroll && !table.caption.text.is_empty() {
        let words: String = table.caption.text.replace(' ', "-").to_lowercase().chars().take(40).collect();
        Some(format!("table-{words}-caption"))
    } else {
        None
    }
}

fn table_class(table: &Table, sortable: bool) -> String {
    ClassList::new("nhsuk-table")
        .when(table.reverse, "nhsuk-table--reverse")
        .when(table.compact, "nhsuk-table--compact")
        .when(table.responsive, "nhsuk-table--responsive")
        .when(table.no_border, "nhsuk-table--no-border")
        .when(table.no_last_row_border && !table.no_border, "nhsuk-table--no-last-row-border")
        .when(sortable, "nhsuk-table--sortable")
        .when(table.striped, "nhsuk-table--striped")
        .with(table.classes)
        .build()
}

fn plain_table(table: &Table, sortable: bool, on_server: bool, caption_id: Option<&str>) -> Markup {
    let role = |name: &'static str| table.responsive.then_some(name);
    let module = (sortable && !on_server).then_some("nhsuk-table");
    html! {
        table class=(table_class(table, sortable)) id=[optional(table.id)] data-module=[module] role=[role("table")] {
            (table_caption(&table.caption, caption_id, sortable))
            @if !table.head.is_empty() {
                thead class="nhsuk-table__head" role=[role("rowgroup")] {
                    tr class="nhsuk-table__row" role=[role("row")] {
                        @for head in &table.head { (head_cell(head, table.responsive, on_server)) }
                    }
                }
            }
            tbody class="nhsuk-table__body" {
                @for row in &table.rows {
                    tr class="nhsuk-table__row" role=[role("row")] {
                        @for (column, cell) in row.iter().enumerate() {
                            (body_cell(cell, &CellPlace {
                                head: table.head.get(column),
                                row_header: column == 0 && table.first_cell_is_header,
                                responsive: table.responsive,
                            }))
                        }
                    }
                }
            }
        }
    }
}

fn table_caption(caption: &TableCaption, id: Option<&str>, sortable: bool) -> Markup {
    if caption.text.is_empty() {
        return html! {};
    }
    let class = ClassList::new("nhsuk-table__caption")
        .option("nhsuk-table__caption--", caption.size.filter(|size| *size != Size::Xs).map(Size::name))
        .with(caption.classes)
        .build();
    html! {
        caption class=(class) id=[id] {
            (caption.text)
            @if sortable { span class="nhsuk-u-visually-hidden" { " (Column headers are sortable)" } }
        }
    }
}

impl Sort {
    /// What `aria-sort` says; nothing for a column that is not the one sorted by.
    pub(crate) fn aria(self) -> Option<&'static str> {
        match self {
            Self::Unsorted => None,
            Self::Ascending => Some("ascending"),
            Self::Descending => Some("descending"),
        }
    }
}
