//! The cells of a table.

use maud::{Markup, html};

use super::attributes::{ClassList, Share, optional};
use super::content::Content;

/// How a column that can be sorted is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// It can be sorted by, and is not.
    Unsorted,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Figures, to the right and in equal widths.
    Numeric,
    /// Words, in a column of figures.
    Words,
}

/// Where the text of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
}

impl Align {
    fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Centre => "centre",
            Self::Right => "right",
        }
    }
}

/// A column head.
#[derive(Debug, Clone, Default)]
pub struct HeadCell<'a> {
    /// The words.
    pub content: Content<'a>,
    /// Read out after them.
    pub visually_hidden: &'a str,
    /// An address that shows the table in another order.
    pub href: &'a str,
    /// What the column holds.
    pub format: Option<Format>,
    /// Where text stands in the column.
    pub align: Option<Align>,
    /// Width of the column.
    pub width: Option<Share>,
    /// Makes the column sortable.
    pub sort: Option<Sort>,
    /// The order of the first press, when it is not ascending.
    pub sort_next: Option<Sort>,
    /// More classes.
    pub classes: &'a str,
}

impl<'a> From<&'a str> for HeadCell<'a> {
    fn from(text: &'a str) -> Self {
        Self { content: text.into(), ..Self::default() }
    }
}

impl<'a> HeadCell<'a> {
    /// The head of a column of figures.
    #[must_use]
    pub fn numeric(text: &'a str) -> Self {
        Self { format: Some(Format::Numeric), ..text.into() }
    }
}

/// A cell of a row.
#[derive(Debug, Clone, Default)]
pub struct Cell<'a> {
    /// What it shows.
    pub content: Content<'a>,
    /// Read out after it.
    pub visually_hidden: &'a str,
    /// Makes it a link.
    pub href: &'a str,
    /// What it holds; the column's when unset.
    pub format: Option<Format>,
    /// Where its text stands; the column's when unset.
    pub align: Option<Align>,
    /// By what it is sorted, when that is not what it shows.
    pub sort_value: &'a str,
    /// How many columns it spans; ignored in a responsive table.
    pub colspan: Option<u16>,
    /// More classes.
    pub classes: &'a str,
}

impl<'a, T: Into<Content<'a>>> From<T> for Cell<'a> {
    fn from(content: T) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}

/// Where a body cell stands.
pub(crate) struct CellPlace<'p, 'a> {
    /// The head of its column.
    pub(crate) head: Option<&'p HeadCell<'a>>,
    /// Whether it is the head of its row.
    pub(crate) row_header: bool,
    /// Whether the table is responsive.
    pub(crate) responsive: bool,
}

fn cell_class(base: &str, format: Option<Format>, align: Option<Align>, width: Option<Share>, more: &str) -> String {
    ClassList::new(base)
        .when(format == Some(Format::Numeric), &format!("{base}--numeric"))
        .option("nhsuk-u-text-align-", align.map(Align::name))
        .option("nhsuk-u-width-", width.map(Share::name))
        .with(more)
        .build()
}

fn value(content: &Content, visually_hidden: &str) -> Markup {
    html! {
        (content)
        @if !visually_hidden.is_empty() { span class="nhsuk-u-visually-hidden" { " " (visually_hidden) } }
    }
}

fn linked(content: &Content, visually_hidden: &str, href: &str) -> Markup {
    let inner = value(content, visually_hidden);
    if href.is_empty() {
        inner
    } else {
        html! { a class="nhsuk-link" href=(href) { (inner) } }
    }
}

/// Renders a column head.
pub(crate) fn head_cell(head: &HeadCell, responsive: bool, on_server: bool) -> Markup {
    let class = cell_class("nhsuk-table__header", head.format, head.align, head.width, head.classes);
    let next = head.sort_next.filter(|_| !on_server).and_then(Sort::aria);
    html! {
        th class=(class) scope="col" role=[responsive.then_some("columnheader")] data-sort[head.sort.is_some()]
            data-sort-next=[next] aria-sort=[head.sort.and_then(Sort::aria)] {
            (linked(&head.content, head.visually_hidden, head.href))
        }
    }
}

/// Renders a cell of a row.
pub(crate) fn body_cell(cell: &Cell, place: &CellPlace) -> Markup {
    let column_format = place.head.and_then(|head| head.format);
    let words_among_figures = cell.format == Some(Format::Words) && column_format == Some(Format::Numeric);
    let align =
        cell.align.or(if words_among_figures { Some(Align::Right) } else { place.head.and_then(|head| head.align) });
    let base = if place.row_header { "nhsuk-table__header" } else { "nhsuk-table__cell" };
    let class = cell_class(base, cell.format.or(column_format), align, None, cell.classes);
    let colspan = cell.colspan.filter(|_| !place.responsive);
    let sort_value = optional(cell.sort_value);
    let inner = cell_inner(cell, place);
    if place.row_header {
        html! {
            th class=(class) scope="row" role=[place.responsive.then_some("rowheader")] colspan=[colspan]
                data-sort-value=[sort_value] { (inner) }
        }
    } else {
        html! {
            td class=(class) role=[place.responsive.then_some("cell")] colspan=[colspan]
                data-sort-value=[sort_value] { (inner) }
        }
    }
}

/// The content; in a responsive table after the head of its column, which stands beside it on a narrow screen.
fn cell_inner(cell: &Cell, place: &CellPlace) -> Markup {
    let inner = linked(&cell.content, cell.visually_hidden, cell.href);
    if !place.responsive {
        return inner;
    }
    html! {
        span class="nhsuk-table__heading" aria-hidden="true" {
            @if let Some(head) = place.head { (value(&head.content, head.visually_hidden)) } " "
        }
        @match cell.content {
            Content::Html(_) => span { (inner) },
            Content::Text(_) => (inner),
        }
    }
}
