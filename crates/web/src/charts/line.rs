//! Lines over time, each with a band in which the truth may lie.

use maud::{Markup, html};

use super::figures::{grouped, percent, px, words_width};
use super::paint::COLOURS;

const TALLEST: f64 = 220.0;
/// Room over the highest line for its figure.
const TOP: f64 = 22.0;
/// Words at 14 pixels instead of 16.
const SMALL: f64 = 14.0 / 16.0;
/// At most so many names stand under the axis.
const NAMES: usize = 12;
/// How a line is broken, by its place: in black and white they differ too.
const DASHES: [&str; 3] = ["none", "7 4", "2 3"];

/// A figure at one time, and between what it may lie.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    /// None where it is not known. Finite and not negative.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub band: Option<(f64, f64)>,
}

/// One line.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Its name, for the legend.
    pub name: &'a str,
    /// A point for each time, in their order.
    pub points: Vec<Point>,
}

/// Options of [`line_chart`].
#[derive(Debug, Clone, Default)]
pub struct LineChart<'a> {
    /// Beginning of ids; unlike that of any other chart on the page.
    pub id: &'a str,
    /// What it shows; the visible caption and the picture's name.
    pub title: &'a str,
    /// What there is to see, in a sentence.
    pub description: &'a str,
    /// Names of the times.
    pub times: Vec<&'a str>,
    /// What is drawn.
    pub lines: Vec<Line<'a>>,
    /// Said in place of a picture when there is nothing to draw.
    pub empty: &'a str,
}

/// Lines with their bands, caption and legend.
#[must_use]
pub fn line_chart(chart: &LineChart) -> Markup {
    let known =
        || chart.lines.iter().flat_map(|line| &line.points).filter_map(|point| Some((point.value?, point.band)));
    let most = known().fold(0.0_f64, |most, (value, band)| most.max(value).max(band.map_or(0.0, |band| band.1)));
    let nothing = known().next().is_none();
    let (top, step) = scale(most);
    let (title_id, desc_id) = (format!("{}-title", chart.id), format!("{}-desc", chart.id));
    let foot = TOP + TALLEST;
    let longest = chart.times.iter().map(|name| words_width(name) * SMALL).fold(0.0, f64::max);
    let height = if nothing { 32.0 } else { foot + longest.max(18.0) + 12.0 };
    html! {
        figure class="porch-chart" id=(chart.id) {
            figcaption class="porch-chart__title" { (chart.title) }
            @if chart.lines.len() > 1 && !nothing { (legend(chart)) }
            svg class="porch-chart__drawing" xmlns="http://www.w3.org/2000/svg" width="100%" direction="ltr"
                height=(px(height)) role="img" aria-labelledby={ (title_id) " " (desc_id) } {
                title id=(title_id) { (chart.title) }
                desc id=(desc_id) { (chart.description) }
                @if nothing { text x="0" y="20" font-size="16" { (chart.empty) } }
                @else {
                    (grid(top, step, foot))
                    // Shares of the width and of the height, whatever the screen: letters keep their size outside of it.
                    svg x="0" y=(px(TOP)) width="100%" height=(px(TALLEST)) viewBox="0 0 100 100" preserveAspectRatio="none" {
                        @for (nth, line) in chart.lines.iter().enumerate() { (band(line, nth, top)) }
                        @for (nth, line) in chart.lines.iter().enumerate() { (stroke(line, nth, top)) }
                    }
                    (names(chart, foot + 4.0))
                    line class="porch-chart__axis" x1="0" x2="100%" y1=(px(foot)) y2=(px(foot)) {}
                }
            }
        }
    }
}

/// Round lines across, each with its figure.
fn grid(top: f64, step: f64, foot: f64) -> Markup {
    let decimals = usize::from(step < 1.0);
    let mut values = Vec::new();
    let mut value = step;
    while value <= top + 0.5 * step {
        values.push(value);
        value += step;
    }
    html! {
        @for value in values {
            @let y = foot - TALLEST * value / top;
            line class="porch-chart__grid" x1="0" x2="100%" y1=(px(y)) y2=(px(y)) {}
            text x="0" y=(px(y - 4.0)) font-size="14" { (grouped(value, decimals)) }
        }
    }
}

/// The points of a line that are known, without breaks: their places in a drawing of a hundred by a hundred.
fn places(line: &Line, of: impl Fn(&Point) -> Option<f64>, top: f64) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    let slot = 100.0 / line.points.len().max(1) as f64;
    for (nth, point) in line.points.iter().enumerate() {
        match (of(point), runs.last_mut()) {
            (Some(value), Some(run)) => {
                run.push(((nth as f64 + 0.5) * slot, 100.0 * (1.0 - (value / top).clamp(0.0, 1.0))));
            }
            (Some(_) | None, _) => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn written<'a>(places: impl Iterator<Item = &'a (f64, f64)>) -> String {
    places.map(|(x, y)| format!("{x:.2},{y:.2}")).collect::<Vec<String>>().join(" ")
}

fn band(line: &Line, nth: usize, top: f64) -> Markup {
    let ends = |of: fn((f64, f64)) -> f64| places(line, move |point| point.value.and(point.band).map(of), top);
    let both = ends(|band| band.0).into_iter().zip(ends(|band| band.1));
    html! {
        @for (low, high) in both {
            polygon class="porch-chart__band" points=(written(low.iter().chain(high.iter().rev()))) fill=(colour(nth)) {}
        }
    }
}

fn stroke(line: &Line, nth: usize, top: f64) -> Markup {
    html! {
        @for run in places(line, |point| point.value, top) {
            polyline points=(written(run.iter())) fill="none" stroke=(colour(nth)) stroke-width="2.5"
                stroke-dasharray=(DASHES[nth % DASHES.len()]) vector-effect="non-scaling-stroke" {}
        }
    }
}

/// Names of times under the axis, level where there is room and turned where there is not.
fn names(chart: &LineChart, top: f64) -> Markup {
    let number = chart.times.len().max(1);
    let shown = chart.times.iter().enumerate().step_by(number.div_ceil(NAMES));
    html! {
        @for (nth, name) in shown {
            @let x = percent((nth as f64 + 0.5) / number as f64);
            text class="porch-chart__level" x=(x) y=(px(top + 15.0)) font-size="14" text-anchor="middle" { (name) }
            svg class="porch-chart__turned" x=(x) y=(px(top)) width="1" height="1" overflow="visible" {
                text transform="rotate(-90)" y="5" font-size="14" text-anchor="end" { (name) }
            }
        }
    }
}

fn legend(chart: &LineChart) -> Markup {
    html! {
        ul class="porch-chart__legend" {
            @for (nth, line) in chart.lines.iter().enumerate() {
                li class="porch-chart__key" {
                    svg class="porch-chart__swatch" xmlns="http://www.w3.org/2000/svg" width="32" height="16"
                        focusable="false" aria-hidden="true" {
                        line x1="0" x2="32" y1="8" y2="8" stroke=(colour(nth)) stroke-width="2.5"
                            stroke-dasharray=(DASHES[nth % DASHES.len()]) {}
                    }
                    " " (line.name)
                }
            }
        }
    }
}

fn colour(nth: usize) -> &'static str {
    COLOURS[nth % COLOURS.len()]
}

/// The end of the axis, and how far its lines lie apart: 1, 2 or 5 of a power of ten, and at most five lines.
fn scale(most: f64) -> (f64, f64) {
    let steps = (-6..=8).flat_map(|power| [1.0, 2.0, 5.0].map(|first| first * 10_f64.powi(power)));
    let step = steps.into_iter().find(|step| step * 5.0 >= most).unwrap_or_else(|| most.max(1.0));
    (step * (most / step).ceil().max(1.0), step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(points: &[Option<f64>]) -> String {
        let points = points.iter().map(|&value| Point { value, band: value.map(|value| (value - 1.0, value + 1.0)) });
        line_chart(&LineChart {
            id: "chart",
            title: "Waits",
            description: "They grow.",
            times: vec!["Apr", "May", "Jun", "Jul"],
            lines: vec![Line { name: "As it is", points: points.collect() }],
            empty: "Nobody waits.",
        })
        .into_string()
    }

    #[test]
    fn a_line_is_as_high_as_its_figures_and_ends_where_nothing_is_known() {
        let html = drawn(&[Some(1.0), Some(4.0), None, Some(2.0)]);
        // The axis ends at 5, the top of the highest band.
        assert!(html.contains(r#"<polyline points="12.50,80.00 37.50,20.00""#), "{html}");
        assert!(html.contains(r#"<polyline points="87.50,60.00""#), "{html}");
        assert!(
            html.contains(
                r#"<polygon class="porch-chart__band" points="12.50,100.00 37.50,40.00 37.50,0.00 12.50,60.00""#
            ),
            "{html}"
        );
        assert!(html.contains(r#"role="img" aria-labelledby="chart-title chart-desc""#) && !html.contains(" style="));
    }

    #[test]
    fn without_a_figure_it_says_so() {
        let html = drawn(&[None, None, None, None]);
        assert!(html.contains("Nobody waits.") && !html.contains("polyline"), "{html}");
    }

    #[test]
    fn an_axis_has_few_round_lines_and_reaches_the_highest_value() {
        for (most, expected) in [(0.0, (1e-6, 1e-6)), (7.3, (8.0, 2.0)), (10.0, (10.0, 2.0)), (43.0, (50.0, 10.0))] {
            let (top, step) = scale(most);
            assert!((top - expected.0).abs() < 1e-9 && (step - expected.1).abs() < 1e-9, "{most}: {top} by {step}");
        }
    }
}
