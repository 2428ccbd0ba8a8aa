//! Charts drawn on the server as SVG.
//!
//! A chart is a picture of a table that stands under it; the two say the same. Lengths are shares of the width there is
//! and letters keep their size, so that a chart can be read at 320 pixels and in print. Series differ by pattern as well
//! as by colour, and every bar carries its figure. There is no inline style: a strict Content-Security-Policy holds.

mod columns;
mod figures;
mod flow;
mod line;
mod paint;
mod rows;

use maud::{Markup, html};

use figures::Plot;
pub use flow::{FlowChart, Stage, flow_chart};
pub use line::{Line, LineChart, Point, line_chart};

/// One kind of thing that is counted in every category.
#[derive(Debug, Clone)]
pub struct Series<'a> {
    /// Its name, for the legend.
    pub name: &'a str,
    /// A figure for each category, in their order; none where it is not known. Finite and not negative.
    pub values: Vec<Option<f64>>,
}

/// Which way bars run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Orientation {
    /// From left to right, under the name of their category.
    #[default]
    Horizontal,
    /// Upwards, as months do; drawn from left to right after all where names or columns would not fit 320 pixels.
    Vertical,
}

/// How the series of one category stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrangement {
    /// Side by side.
    #[default]
    Grouped,
    /// One on the other, with their sum at the end.
    Stacked,
}

/// Options of [`bar_chart`].
#[derive(Debug, Clone, Default)]
pub struct BarChart<'a> {
    /// Beginning of ids; unlike that of any other chart on the page.
    pub id: &'a str,
    /// What it shows; the visible caption and the picture's name.
    pub title: &'a str,
    /// What there is to see, in a sentence; made from the figures when empty.
    pub description: &'a str,
    /// Names of the categories.
    pub categories: Vec<&'a str>,
    /// What is counted in each.
    pub series: Vec<Series<'a>>,
    /// Which way bars run.
    pub orientation: Orientation,
    /// How series stand.
    pub arrangement: Arrangement,
    /// Put after every figure, such as `%` or ` days`.
    pub suffix: &'a str,
    /// Said in place of a picture when there is nothing to draw.
    pub empty: &'a str,
}

/// A bar chart with its caption and legend.
#[must_use]
pub fn bar_chart(chart: &BarChart) -> Markup {
    let plot = Plot::new(chart);
    let drawing = if plot.is_empty() {
        let words = if chart.empty.is_empty() { "There are no figures to show." } else { chart.empty };
        Drawing { height: 32.0, body: html! { text x="0" y="20" font-size="16" { (words) } } }
    } else if chart.orientation == Orientation::Vertical && columns::fit(&plot) {
        columns::draw(&plot)
    } else {
        rows::draw(&plot)
    };
    let (title_id, desc_id) = (format!("{}-title", chart.id), format!("{}-desc", chart.id));
    html! {
        figure class="porch-chart" id=(chart.id) {
            figcaption class="porch-chart__title" { (chart.title) }
            @if !plot.is_empty() { (paint::legend(chart)) }
            svg class="porch-chart__drawing" xmlns="http://www.w3.org/2000/svg" width="100%" direction="ltr"
                height=(figures::px(drawing.height)) role="img" aria-labelledby={ (title_id) " " (desc_id) } {
                title id=(title_id) { (chart.title) }
                desc id=(desc_id) { (plot.description()) }
                (paint::patterns(chart))
                (drawing.body)
            }
        }
    }
}

/// What stands inside the picture, and how high it is.
struct Drawing {
    height: f64,
    body: Markup,
}

#[cfg(test)]
mod tests;
