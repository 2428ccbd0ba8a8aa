//! Bars upwards, each group over the name of its category.

use maud::{Markup, html};

use super::figures::{NARROWEST, Plot, lines, percent, px, words_width};
use super::{Arrangement, Drawing, paint};

const TALLEST: f64 = 200.0;
const LINE: f64 = 18.0;
/// A drawing of at least this width, in pixels, stands on a screen of 641 pixels or more.
const WIDE: f64 = 560.0;
/// A column narrower than this cannot carry its figure, even turned.
const NARROWEST_COLUMN: f64 = 16.0;
/// The share of its slot that a group of columns fills.
const FILLED: f64 = 0.8;
/// Level names of more lines than this belong beside rows.
const MOST_LINES: usize = 3;
/// Turned names longer than this, in pixels, belong beside rows.
const LONGEST_TURNED: f64 = 90.0;
/// Words at 14 pixels instead of 16.
const SMALL: f64 = 14.0 / 16.0;

/// Which way words stand; a style sheet chooses between the two where it depends on the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Level,
    LevelWhenWide,
    Turned,
}

impl Stand {
    /// For words that need so many pixels and have this share of the width.
    fn of(needed: f64, share: f64) -> Self {
        if needed <= share * NARROWEST {
            Self::Level
        } else if needed <= share * WIDE {
            Self::LevelWhenWide
        } else {
            Self::Turned
        }
    }
}

fn columns_in_group(plot: &Plot) -> usize {
    match plot.chart.arrangement {
        Arrangement::Grouped => plot.chart.series.len().max(1),
        Arrangement::Stacked => 1,
    }
}

#[allow(clippy::cast_precision_loss, reason = "numbers of columns are small")]
fn slot(plot: &Plot) -> f64 {
    1.0 / plot.chart.categories.len().max(1) as f64
}

#[allow(clippy::cast_precision_loss, reason = "numbers of columns are small")]
fn column(plot: &Plot) -> f64 {
    slot(plot) * FILLED / columns_in_group(plot) as f64
}

/// The width of the widest name, and of the widest single word, in pixels.
fn widest(plot: &Plot) -> (f64, f64) {
    let width = |words: &str| words_width(words) * SMALL;
    let names = &plot.chart.categories;
    let name = names.iter().map(|name| width(name)).fold(0.0, f64::max);
    let word = names.iter().flat_map(|name| name.split_whitespace()).map(width).fold(0.0, f64::max);
    (name, word)
}

fn names_stand(plot: &Plot) -> Stand {
    let (_, word) = widest(plot);
    Stand::of(word + 4.0, slot(plot))
}

fn level_names(plot: &Plot) -> Vec<Vec<String>> {
    let width = match names_stand(plot) {
        Stand::Level => NARROWEST,
        Stand::LevelWhenWide | Stand::Turned => WIDE,
    };
    plot.chart.categories.iter().map(|name| lines(name, slot(plot) * width / SMALL)).collect()
}

/// Whether columns and the names under them fit the narrowest drawing.
pub(super) fn fit(plot: &Plot) -> bool {
    let names_fit = match names_stand(plot) {
        Stand::Level => level_names(plot).iter().all(|lines| lines.len() <= MOST_LINES),
        Stand::LevelWhenWide | Stand::Turned => widest(plot).0 <= LONGEST_TURNED,
    };
    names_fit && column(plot) * NARROWEST >= NARROWEST_COLUMN
}

/// Draws a chart as columns.
pub(super) fn draw(plot: &Plot) -> Drawing {
    // A figure beside a taller neighbour must stay over its own column; one that stands alone may fill its slot.
    let room = if columns_in_group(plot) > 1 { column(plot) } else { slot(plot) };
    let figures = Stand::of(plot.longest_figure(), room);
    let top = if figures == Stand::Level { LINE + 6.0 } else { plot.longest_figure() + 8.0 };
    let foot = top + TALLEST;
    let mut bodies = Vec::new();
    let mut left = 0.0;
    for category in 0..plot.chart.categories.len() {
        bodies.push(group(plot, category, left + slot(plot) * (1.0 - FILLED) / 2.0, foot, figures));
        left += slot(plot);
    }
    let (names, height) = names(plot, foot + 4.0);
    Drawing {
        height: foot + height + 8.0,
        body: html! {
            @for body in bodies { (body) }
            (names)
            line class="porch-chart__axis" x1="0" x2="100%" y1=(px(foot)) y2=(px(foot)) {}
        },
    }
}

/// The names under the axis, and the height that they need.
fn names(plot: &Plot, top: f64) -> (Markup, f64) {
    let stand = names_stand(plot);
    let level = level_names(plot);
    let level_height = level.iter().fold(0.0, |most: f64, lines| lines.iter().fold(0.0, |sum, _| sum + LINE).max(most));
    let mut bodies = Vec::new();
    let mut x = slot(plot) / 2.0;
    for (name, lines) in plot.chart.categories.iter().zip(&level) {
        if stand != Stand::Turned {
            let mut y = top;
            for line in lines {
                y += LINE;
                bodies.push(html! {
                    text class=[screen(stand, "porch-chart__level")] x=(percent(x)) y=(px(y - 3.0)) font-size="14"
                        text-anchor="middle" { (line) }
                });
            }
        }
        if stand != Stand::Level {
            bodies.push(html! {
                svg class=[screen(stand, "porch-chart__turned")] x=(percent(x)) y=(px(top)) width="1" height="1"
                    overflow="visible" {
                    text transform="rotate(-90)" y="5" font-size="14" text-anchor="end" { (name) }
                }
            });
        }
        x += slot(plot);
    }
    let height = match stand {
        Stand::Level => level_height,
        Stand::LevelWhenWide => level_height.max(widest(plot).0),
        Stand::Turned => widest(plot).0,
    };
    (html! { @for body in bodies { (body) } }, height)
}

/// The class by which the style sheet chooses; none where there is no choice.
fn screen(stand: Stand, class: &'static str) -> Option<&'static str> {
    (stand == Stand::LevelWhenWide).then_some(class)
}

fn group(plot: &Plot, category: usize, left: f64, foot: f64, figures: Stand) -> Markup {
    let width = column(plot);
    let mut bodies = Vec::new();
    match plot.chart.arrangement {
        Arrangement::Grouped => {
            let mut x = left;
            for (series, value) in plot.values(category).into_iter().enumerate() {
                let height = plot.share(value.unwrap_or(0.0)) * TALLEST;
                bodies.push(bar(plot, series, (x, foot - height), (width, height)));
                bodies.push(figure_over(x + width / 2.0, foot - height, &plot.written(value), figures));
                x += width;
            }
        }
        Arrangement::Stacked => {
            let mut y = foot;
            for (series, value) in plot.values(category).into_iter().enumerate() {
                let height = plot.share(value.unwrap_or(0.0)) * TALLEST;
                y -= height;
                bodies.push(bar(plot, series, (left, y), (width, height)));
            }
            let total = plot.written(Some(plot.total(category)));
            bodies.push(figure_over(left + width / 2.0, y, &total, figures));
        }
    }
    html! { @for body in bodies { (body) } }
}

fn bar(plot: &Plot, series: usize, (x, y): (f64, f64), (width, height): (f64, f64)) -> Markup {
    html! {
        @if height > 0.0 {
            rect class="porch-chart__bar" x=(percent(x)) y=(px(y)) width=(percent(width)) height=(px(height))
                fill=(paint::fill(plot.chart, series)) {}
        }
    }
}

/// A figure over its column; turned upwards where it is wider than its room.
fn figure_over(x: f64, y: f64, words: &str, stand: Stand) -> Markup {
    let level = match screen(stand, "porch-chart__level") {
        Some(class) => format!("porch-chart__value {class}"),
        None => "porch-chart__value".to_owned(),
    };
    html! {
        @if stand != Stand::Turned {
            text class=(level) x=(percent(x)) y=(px(y - 6.0)) font-size="16" text-anchor="middle" { (words) }
        }
        @if stand != Stand::Level {
            // A drawing of its own puts the turning point at a share of the width.
            svg class=[screen(stand, "porch-chart__turned")] x=(percent(x)) y=(px(y - 5.0)) width="1" height="1"
                overflow="visible" {
                text class="porch-chart__value" transform="rotate(-90)" y="5" font-size="14" { (words) }
            }
        }
    }
}
