//! Colours and patterns of series, and the legend that names them.

use maud::{Markup, html};

use super::BarChart;

/// Colours of series in their order: of the NHS palette, each at 3 to 1 or more against white.
pub(super) const COLOURS: [&str; 6] = ["#005eb8", "#00703c", "#7c2855", "#b45f00", "#330072", "#425563"];

/// The fill of a series: its pattern in this chart.
pub(super) fn fill(chart: &BarChart, series: usize) -> String {
    fill_of(chart.id, series)
}

/// The fill of a series, in the chart of this id.
pub(super) fn fill_of(chart: &str, series: usize) -> String {
    format!("url(#{chart}-fill-{series})")
}

/// The patterns of a chart's series.
pub(super) fn patterns(chart: &BarChart) -> Markup {
    patterns_of(chart.id, chart.series.len())
}

/// So many patterns, in the chart of this id.
pub(super) fn patterns_of(chart: &str, number: usize) -> Markup {
    html! {
        defs {
            @for series in 0..number {
                pattern id={ (chart) "-fill-" (series) } width="8" height="8" patternUnits="userSpaceOnUse" {
                    (pattern(series))
                }
            }
        }
    }
}

/// The first is solid; the others differ in black and white too. After six, colours come again with other patterns.
fn pattern(series: usize) -> Markup {
    let colour = COLOURS[(series + series / COLOURS.len()) % COLOURS.len()];
    let ground = |fill: &str| html! { rect width="8" height="8" fill=(fill) {} };
    match series % 6 {
        0 => ground(colour),
        1 => html! {
            (ground("#ffffff"))
            path d="M-2 2 2-2M0 8 8 0M6 10l4-4" stroke=(colour) stroke-width="3" {}
        },
        2 => html! { (ground("#ffffff")) circle cx="4" cy="4" r="2.4" fill=(colour) {} },
        3 => html! { (ground("#ffffff")) path d="M0 2h8M0 6h8" stroke=(colour) stroke-width="2" {} },
        4 => html! { (ground(colour)) path d="M0 0l8 8M8 0 0 8" stroke="#ffffff" stroke-width="1.5" {} },
        _ => html! { (ground("#ffffff")) path d="M2 0v8M6 0v8" stroke=(colour) stroke-width="2" {} },
    }
}

/// The names of the series beside their patterns; nothing for a single series, which the title names.
pub(super) fn legend(chart: &BarChart) -> Markup {
    if chart.series.len() < 2 {
        return html! {};
    }
    html! {
        ul class="porch-chart__legend" {
            @for (index, series) in chart.series.iter().enumerate() {
                li class="porch-chart__key" {
                    svg class="porch-chart__swatch" xmlns="http://www.w3.org/2000/svg" width="24" height="16"
                        focusable="false" aria-hidden="true" {
                        rect class="porch-chart__bar" x="0.5" y="0.5" width="23" height="15"
                            fill=(fill(chart, index)) {}
                    }
                    " " (series.name)
                }
            }
        }
    }
}
