//! Bars from left to right, each group under the name of its category.

use maud::{Markup, html};

use super::figures::{NARROWEST, Plot, lines, percent, px, words_width};
use super::{Arrangement, Drawing, paint};

const LINE: f64 = 20.0;
const BAR: f64 = 22.0;
const GAP: f64 = 3.0;
const BETWEEN: f64 = 16.0;

/// Draws a chart as rows.
pub(super) fn draw(plot: &Plot) -> Drawing {
    // The figure stands after its bar and must fit on the narrowest drawing.
    let longest = (1.0 - (plot.longest_figure() + 12.0) / NARROWEST).clamp(0.3, 0.9);
    let mut y = 0.0;
    let mut bodies = Vec::new();
    for (category, name) in plot.chart.categories.iter().enumerate() {
        for line in lines(name, NARROWEST) {
            y += LINE;
            bodies.push(html! { text x="0" y=(px(y - 5.0)) font-size="16" { (line) } });
        }
        let (body, height) = match plot.chart.arrangement {
            Arrangement::Grouped => side_by_side(plot, category, y, longest),
            Arrangement::Stacked => (one_after_another(plot, category, y, longest), BAR),
        };
        bodies.push(body);
        bodies.push(html! {
            line class="porch-chart__axis" x1="0" x2="0" y1=(px(y - GAP)) y2=(px(y + height + GAP)) {}
        });
        y += height + BETWEEN;
    }
    let foot = y - BETWEEN;
    Drawing { height: foot + GAP + 1.0, body: html! { @for body in bodies { (body) } } }
}

fn bar(plot: &Plot, series: usize, x: f64, y: f64, width: f64) -> Markup {
    html! {
        @if width > 0.0 {
            rect class="porch-chart__bar" x=(percent(x)) y=(px(y)) width=(percent(width)) height=(px(BAR))
                fill=(paint::fill(plot.chart, series)) {}
        }
    }
}

fn figure_after(x: f64, y: f64, words: &str) -> Markup {
    html! {
        text class="porch-chart__value" x=(percent(x)) dx="6" y=(px(y + BAR - 6.0)) font-size="16" { (words) }
    }
}

fn side_by_side(plot: &Plot, category: usize, top: f64, longest: f64) -> (Markup, f64) {
    let values = plot.values(category);
    let mut y = top;
    let mut bodies = Vec::new();
    for (series, value) in values.into_iter().enumerate() {
        let width = plot.share(value.unwrap_or(0.0)) * longest;
        bodies.push(html! { (bar(plot, series, 0.0, y, width)) (figure_after(width, y, &plot.written(value))) });
        y += BAR + GAP;
    }
    (html! { @for body in bodies { (body) } }, y - GAP - top)
}

fn one_after_another(plot: &Plot, category: usize, y: f64, longest: f64) -> Markup {
    let mut x = 0.0;
    let mut bodies = Vec::new();
    for (series, value) in plot.values(category).into_iter().enumerate() {
        let width = plot.share(value.unwrap_or(0.0)) * longest;
        let words = plot.written(value);
        let fits = value.is_some_and(|value| value > 0.0) && width * NARROWEST > words_width(&words) + 6.0;
        bodies.push(html! {
            (bar(plot, series, x, y, width))
            @if fits && plot.chart.series.len() > 1 {
                text class="porch-chart__inside" x=(percent(x + width / 2.0)) y=(px(y + BAR - 6.0)) font-size="14"
                    text-anchor="middle" stroke="#ffffff" stroke-width="8" stroke-linejoin="round"
                    paint-order="stroke" { (words) }
            }
        });
        x += width;
    }
    let total = plot.written(Some(plot.total(category)));
    html! { @for body in bodies { (body) } (figure_after(x, y, &total)) }
}
