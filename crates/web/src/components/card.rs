//! Cards, and the care cards that say how urgent something is.

use maud::{Markup, html};

use super::action::{Action, action};
use super::attributes::{ClassList, optional};
use super::content::Content;
use super::heading::{Level, Size, heading_element};
use super::icon::{Icon, icon};

/// What a card looks like and means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CardVariant {
    /// A plain card.
    #[default]
    Plain,
    /// A main way into the service; with an arrow.
    Primary,
    /// A lesser way.
    Secondary,
    /// A card with its heading on a blue ground.
    Feature,
    /// A warning; see [`super::warning_callout`].
    Warning,
    /// Care card: not urgent.
    NonUrgent,
    /// Care card: urgent.
    Urgent,
    /// Care card: an emergency.
    Emergency,
}

impl CardVariant {
    /// The name in class names.
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Primary => Some("primary"),
            Self::Secondary => Some("secondary"),
            Self::Feature => Some("feature"),
            Self::Warning => Some("warning"),
            Self::NonUrgent => Some("non-urgent"),
            Self::Urgent => Some("urgent"),
            Self::Emergency => Some("emergency"),
        }
    }

    /// What a care card says to a screen reader before its heading; none for other cards.
    fn care(self) -> Option<&'static str> {
        match self {
            Self::Plain | Self::Primary | Self::Secondary | Self::Feature | Self::Warning => None,
            Self::NonUrgent => Some("Non-urgent advice"),
            Self::Urgent => Some("Urgent advice"),
            Self::Emergency => Some("Immediate action required"),
        }
    }
}

/// Options of [`card`].
#[derive(Debug, Clone)]
pub struct Card<'a> {
    /// The heading; needed for a care card.
    pub heading: &'a str,
    /// Level of the heading.
    pub level: Level,
    /// How large the heading looks.
    pub size: Option<Size>,
    /// Id of the heading.
    pub heading_id: &'a str,
    /// More classes on the heading.
    pub heading_classes: &'a str,
    /// Read out before the heading; a care card has its own.
    pub visually_hidden: &'a str,
    /// What it looks like and means.
    pub variant: CardVariant,
    /// Makes the heading a link.
    pub href: &'a str,
    /// Makes the whole card answer to a press.
    pub clickable: bool,
    /// A picture above, as address and alternative text.
    pub image: Option<(&'a str, &'a str)>,
    /// What it says; text becomes a paragraph.
    pub content: Content<'a>,
    /// Links and buttons beside the heading.
    pub actions: Vec<Action<'a>>,
    /// Id.
    pub id: &'a str,
    /// More classes.
    pub classes: &'a str,
}

impl Default for Card<'_> {
    fn default() -> Self {
        Self {
            heading: "",
            level: Level::H2,
            size: None,
            heading_id: "",
            heading_classes: "",
            visually_hidden: "",
            variant: CardVariant::Plain,
            href: "",
            clickable: false,
            image: None,
            content: Content::default(),
            actions: Vec::new(),
            id: "",
            classes: "",
        }
    }
}

/// A card.
#[must_use]
pub fn card(card: &Card) -> Markup {
    let care = card.variant.care().filter(|_| !card.heading.is_empty());
    let is_care_variant = card.variant.care().is_some();
    let mut class = ClassList::new("nhsuk-card").when(card.clickable, "nhsuk-card--clickable");
    if care.is_some() {
        class = class.with("nhsuk-card--care").option("nhsuk-card--care--", card.variant.name());
    } else if !is_care_variant {
        class = class.option("nhsuk-card--", card.variant.name());
    }
    let heading = card_heading(card, care);
    let beside = care.is_some() || !card.actions.is_empty();
    html! {
        div class=(class.with(card.classes).build()) id=[optional(card.id)] {
            @if let Some((src, alt)) = card.image { img class="nhsuk-card__img" src=(src) alt=(alt); }
            @if beside {
                div class="nhsuk-card__heading-container" {
                    (heading)
                    (card_actions(&card.actions, card.heading))
                }
            }
            div class="nhsuk-card__content" {
                @if !beside { (heading) }
                (card.content.in_paragraph(Some("nhsuk-card__description")))
                @if card.variant == CardVariant::Primary { (icon(Icon::ChevronRightCircle)) }
            }
        }
    }
}

fn card_heading(card: &Card, care: Option<&'static str>) -> Markup {
    if card.heading.is_empty() {
        return html! {};
    }
    let class = ClassList::new("nhsuk-card__heading")
        .option("nhsuk-heading-", card.size.map(Size::name))
        .with(card.heading_classes)
        .build();
    let hidden = match care {
        Some(words) if card.visually_hidden.is_empty() => words,
        Some(_) | None => card.visually_hidden,
    };
    let inner = html! {
        @if !card.href.is_empty() && card.variant != CardVariant::Feature {
            a class="nhsuk-card__link" href=(card.href) { (card.heading) }
        } @else if !hidden.is_empty() {
            span role="text" { span class="nhsuk-u-visually-hidden" { (hidden) ": " } (card.heading) }
        } @else {
            (card.heading)
        }
    };
    html! {
        (heading_element(card.level, &class, card.heading_id, &inner))
        @if care.is_some() { span class="nhsuk-card--care__arrow" aria-hidden="true" {} }
    }
}

fn card_actions(actions: &[Action], heading: &str) -> Markup {
    html! {
        @match actions {
            [] => {}
            [only] => { div class="nhsuk-card__actions" { (action(only, heading)) } }
            several => {
                ul class="nhsuk-card__actions" {
                    @for one in several { li class="nhsuk-card__action" { (action(one, heading)) } }
                }
            }
        }
    }
}
