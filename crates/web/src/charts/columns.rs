//! Bars upwards, each group over the name of its category.

use maud::{Markup, html};

use super::figures::{NARROWEST, Plot, lines, percent, px, words_width};
use super::{Arrangement, Drawing, paint};

const TALLEST: f64 = 200.0;
const LINE: f64 = 18.0;
/// A column narrower than this cannot carry its figure, even turned.
const NARROWEST_COLUMN: f64 = 16.0;
/// The share of its slot that a group of columns fills.
const FILLED: f64 = 0.8;
/// Names of more lines than this belong beside rows.
const MOST_LINES: usize = 3;

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

fn names(plot: &Plot) -> Vec<Vec<String>> {
    let width = slot(plot) * NARROWEST;
    plot.chart.categories.iter().map(|name| lines(name, width)).collect()
}

/// Whether columns and the names under them fit the narrowest drawing.
pub(super) fn fit(plot: &Plot) -> bool {
    let width = slot(plot) * NARROWEST;
    let whole_words = plot.chart.categories.iter().flat_map(|name| name.split_whitespace()).all(|word| {
        // Names are written at 14 pixels, not at 16.
        words_width(word) * 14.0 / 16.0 <= width
    });
    whole_words
        && column(plot) * NARROWEST >= NARROWEST_COLUMN
        && names(plot).iter().all(|lines| lines.len() <= MOST_LINES)
}

/// Draws a chart as columns.
pub(super) fn draw(plot: &Plot) -> Drawing {
    // A figure beside a taller neighbour must stay over its own column; one that stands alone may fill its slot.
    let room = if columns_in_group(plot) > 1 { column(plot) } else { slot(plot) };
    let turned = plot.longest_figure() > room * NARROWEST;
    let top = if turned { plot.longest_figure() + 8.0 } else { LINE + 6.0 };
    let foot = top + TALLEST;
    let names = names(plot);
    let most = names.iter().map(Vec::len).max().unwrap_or(1);
    let mut bodies = Vec::new();
    let mut left = 0.0;
    for (category, lines) in names.iter().enumerate() {
        bodies.push(group(plot, category, left + slot(plot) * (1.0 - FILLED) / 2.0, foot, turned));
        let mut y = foot + 4.0;
        for line in lines {
            y += LINE;
            bodies.push(html! {
                text x=(percent(left + slot(plot) / 2.0)) y=(px(y - 3.0)) font-size="14" text-anchor="middle" { (line) }
            });
        }
        left += slot(plot);
    }
    let height = (0..most).fold(foot + 8.0, |height, _| height + LINE);
    Drawing {
        height,
        body: html! {
            @for body in bodies { (body) }
            line class="porch-chart__axis" x1="0" x2="100%" y1=(px(foot)) y2=(px(foot)) {}
        },
    }
}

fn group(plot: &Plot, category: usize, left: f64, foot: f64, turned: bool) -> Markup {
    let width = column(plot);
    let mut bodies = Vec::new();
    match plot.chart.arrangement {
        Arrangement::Grouped => {
            let mut x = left;
            for (series, value) in plot.values(category).into_iter().enumerate() {
                let height = plot.share(value.unwrap_or(0.0)) * TALLEST;
                bodies.push(bar(plot, series, (x, foot - height), (width, height)));
                bodies.push(figure_over(x + width / 2.0, foot - height, &plot.written(value), turned));
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
            bodies.push(figure_over(left + width / 2.0, y, &total, turned));
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

/// A figure over its column; turned upwards where it is wider than the column.
fn figure_over(x: f64, y: f64, words: &str, turned: bool) -> Markup {
    if turned {
        // A drawing of its own puts the turning point at a share of the width.
        html! {
            svg x=(percent(x)) y=(px(y - 5.0)) width="1" height="1" overflow="visible" {
                text class="porch-chart__value" transform="rotate(-90)" y="5" font-size="14" { (words) }
            }
        }
    } else {
        html! {
            text class="porch-chart__value" x=(percent(x)) y=(px(y - 6.0)) font-size="16" text-anchor="middle" { (words) }
        }
    }
}
