//! Fixture options of components that show something, as our own options.

use maud::Markup;
use porch_web::components::*;
use serde_json::Value;

use crate::fields::{LEVELS, SIZES, or};
use crate::options::Options;

pub const SHARES: [(&str, Share); 6] = [
    ("full", Share::Full),
    ("three-quarters", Share::ThreeQuarters),
    ("two-thirds", Share::TwoThirds),
    ("one-half", Share::OneHalf),
    ("one-third", Share::OneThird),
    ("one-quarter", Share::OneQuarter),
];

/// A link when there is an address and no `type`.
pub fn target<'a>(options: &Options<'a>) -> Target<'a> {
    let (href, kind) = (options.text("href"), options.pick("type", &[("submit", ())]));
    if href.is_empty() || kind.is_some() { Target::Submit } else { Target::Link(href) }
}

pub fn is_reverse(options: &Options) -> bool {
    options.pick("variant", &[("reverse", true)]).unwrap_or_default()
}

fn action<'a>(item: &Options<'a>) -> Action<'a> {
    Action {
        text: item.text("text"),
        visually_hidden: item.text("visuallyHiddenText"),
        target: target(item),
        ..Action::default()
    }
}

/// Actions are a list, or an object that holds one.
fn actions<'a>(options: &Options<'a>) -> Vec<Action<'a>> {
    match options.value("actions") {
        Some(Value::Array(_)) => options.list("actions", action),
        Some(_) => options.child("actions").map(|child| child.list("items", action)).unwrap_or_default(),
        None => Vec::new(),
    }
}

fn read_card<'a>(options: &Options<'a>) -> Card<'a> {
    let mut card = Card {
        variant: options
            .pick(
                "variant",
                &[
                    ("primary", CardVariant::Primary),
                    ("secondary", CardVariant::Secondary),
                    ("feature", CardVariant::Feature),
                    ("warning", CardVariant::Warning),
                    ("non-urgent", CardVariant::NonUrgent),
                    ("urgent", CardVariant::Urgent),
                    ("emergency", CardVariant::Emergency),
                ],
            )
            .unwrap_or_default(),
        href: options.text("href"),
        clickable: options.is("clickable"),
        image: options.child("image").map(|image| (image.text("src"), image.text("alt"))),
        content: options.words("description", |_| {}),
        actions: actions(options),
        ..Card::default()
    };
    let mut level = None;
    card.heading = options.plain("heading", |heading| {
        level = heading.pick("level", &LEVELS);
        card.size = heading.pick("size", &SIZES);
        card.heading_id = heading.text("id");
        card.heading_classes = heading.text("classes");
    });
    card.level = level.unwrap_or(Level::H2);
    card
}

pub fn card(options: &Options) -> Markup {
    let mut read = read_card(options);
    if options.has("callBlock") {
        read.content = called(options);
    }
    porch_web::components::card(&read)
}

/// The block that a fixture's caller hands over, as markup.
pub fn called<'a>(options: &Options<'a>) -> Content<'a> {
    maud::PreEscaped(options.text("callBlock").to_owned()).into()
}

pub fn warning_callout(options: &Options) -> Markup {
    porch_web::components::warning_callout(&WarningCallout {
        heading: options.plain("heading", |_| {}),
        content: options.content(),
        ..WarningCallout::default()
    })
}

pub fn inset_text(options: &Options) -> Markup {
    porch_web::components::inset_text(&InsetText { content: options.content(), ..InsetText::default() })
}

pub fn details(options: &Options) -> Markup {
    porch_web::components::details(&Details {
        summary: options.words("summary", |_| {}),
        content: options.content(),
        open: options.is("open"),
        classes: options.text("classes"),
        ..Details::default()
    })
}

pub fn tag(options: &Options) -> Markup {
    options.refuse_classes_over("colour", "nhsuk-tag--");
    porch_web::components::tag(&Tag {
        content: options.content(),
        colour: options
            .pick(
                "colour",
                &[
                    ("false", TagColour::Plain),
                    ("white", TagColour::White),
                    ("grey", TagColour::Grey),
                    ("green", TagColour::Green),
                    ("aqua-green", TagColour::AquaGreen),
                    ("blue", TagColour::Blue),
                    ("purple", TagColour::Purple),
                    ("pink", TagColour::Pink),
                    ("red", TagColour::Red),
                    ("orange", TagColour::Orange),
                    ("yellow", TagColour::Yellow),
                ],
            )
            .unwrap_or_default(),
        no_border: options.is_off("border"),
        classes: options.text("classes"),
        ..Tag::default()
    })
}

/// A key or value of a summary list: a string, or an object.
fn pair<'a>(row: &Options<'a>, key: &str) -> (Content<'a>, Option<Share>) {
    let mut width = None;
    let content = row.words(key, |words| width = words.pick("width", &SHARES));
    (content, width)
}

pub fn summary_list(options: &Options) -> Markup {
    porch_web::components::summary_list(&SummaryList {
        rows: options.list("rows", |row| {
            let (key, key_width) = pair(row, "key");
            SummaryRow {
                key,
                key_width,
                value: row.words("value", |_| {}),
                actions: actions(row),
                no_border: row.is_off("border"),
            }
        }),
        no_border: options.is_off("border"),
        no_last_row_border: options.is_off("lastRowBorder"),
        card: options.child("card").map(|card| read_card(&card)),
        ..SummaryList::default()
    })
}

fn sort(options: &Options, key: &str) -> Option<Sort> {
    options.pick(key, &[("true", Sort::Unsorted), ("ascending", Sort::Ascending), ("descending", Sort::Descending)])
}

const FORMATS: [(&str, Format); 2] = [("numeric", Format::Numeric), ("string", Format::Words)];

fn align(options: &Options) -> Option<Align> {
    options.pick("align", &[("left", Align::Left), ("centre", Align::Centre), ("right", Align::Right)])
}

fn head_cell<'a>(head: &Options<'a>) -> HeadCell<'a> {
    HeadCell {
        content: head.content(),
        visually_hidden: head.text("visuallyHiddenText"),
        href: head.text("href"),
        format: head.pick("format", &FORMATS),
        align: align(head),
        width: head.pick("width", &SHARES),
        sort: sort(head, "sort"),
        sort_next: sort(head, "sortNext"),
        classes: head.text("classes"),
    }
}

fn cell<'a>(cell: &Options<'a>) -> Cell<'a> {
    Cell {
        content: cell.content(),
        visually_hidden: cell.text("visuallyHiddenText"),
        href: cell.text("href"),
        format: cell.pick("format", &FORMATS),
        align: align(cell),
        sort_value: cell.text("sortValue"),
        colspan: None,
        classes: cell.text("classes"),
    }
}

pub fn table(options: &Options) -> Markup {
    let mut caption = TableCaption::default();
    caption.text = options.plain("caption", |read| {
        caption.size = read.pick("size", &SIZES);
        caption.id = read.text("id");
        caption.classes = read.text("classes");
    });
    let card = match options.value("card") {
        Some(Value::Bool(true)) => Some(Card::default()),
        _ => options.child("card").map(|card| read_card(&card)),
    };
    let present = |item: &&Value| !matches!(item, Value::Null | Value::Bool(false));
    porch_web::components::table(&Table {
        caption,
        head: options
            .values("head")
            .into_iter()
            .filter_map(|value| options.item("head[].", value, HeadCell::from, head_cell))
            .collect(),
        rows: options
            .values("rows")
            .into_iter()
            .filter_map(Value::as_array)
            .map(|row| {
                row.iter()
                    .filter(present)
                    .filter_map(|value| options.item("rows[][].", value, Cell::from, cell))
                    .collect()
            })
            .collect(),
        first_cell_is_header: options.is("firstCellIsHeader"),
        responsive: options.is("responsive"),
        scroll: options.is("scroll"),
        compact: options.is("compact"),
        striped: options.is("striped"),
        reverse: is_reverse(options),
        no_border: options.is_off("border"),
        no_last_row_border: options.is_off("lastRowBorder"),
        card,
        ..Table::default()
    })
}

pub fn panel(options: &Options) -> Markup {
    let mut panel = Panel {
        content: options.content(),
        interruption: options.pick("variant", &[("interruption", true)]).unwrap_or_default(),
        ..Panel::default()
    };
    let mut level = None;
    panel.heading = options.plain("heading", |heading| {
        level = heading.pick("level", &LEVELS);
        panel.size = heading.pick("size", &SIZES);
        panel.heading_id = heading.text("id");
        panel.heading_classes = heading.text("classes");
    });
    panel.level = level.unwrap_or(Level::H1);
    porch_web::components::panel(&panel)
}

pub fn notification_banner(options: &Options) -> Markup {
    porch_web::components::notification_banner(&NotificationBanner {
        title: options.plain("title", |_| {}),
        heading: options.plain("heading", |_| {}),
        content: options.content(),
        success: options.pick("variant", &[("success", true)]).unwrap_or_default(),
        disable_auto_focus: options.flag("disableAutoFocus"),
        ..NotificationBanner::default()
    })
}

pub fn do_dont_list(options: &Options) -> Markup {
    let mut level = None;
    let heading = options.plain("heading", |heading| level = heading.pick("level", &LEVELS));
    porch_web::components::do_dont_list(&DoDontList {
        heading: or(heading, options.text("title")),
        level: level.unwrap_or(Level::H3),
        dont: options.pick("icon", &[("tick", false), ("cross", true)]).unwrap_or_default(),
        prefix: options.text("prefixText"),
        hide_prefix: options.is("hidePrefix"),
        items: options.list("items", |item| match item.text("item") {
            "" => item.content(),
            deprecated => deprecated.into(),
        }),
        ..DoDontList::default()
    })
}
