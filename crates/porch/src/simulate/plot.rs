//! The mean wait by month as a picture that needs nothing else: SVG with a title and a description in words.

use std::fmt::Write as _;

use porch_planning::simulation::{Month, Outcome};

const WIDE: f64 = 800.0;
const HIGH: f64 = 400.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 50.0;
const BELOW: f64 = 60.0;

/// Draws the months in which somebody was seen: the mean as a line, its interval as a band.
pub fn svg(name: &str, outcome: &Outcome) -> String {
    let months: Vec<Point<'_>> = outcome.by_month.iter().filter_map(of_month).collect();
    let most = months.iter().fold(0.0_f64, |most, point| most.max(point.mean).max(point.high));
    let (top, step) = scale(most);
    let last = months.len().saturating_sub(1).max(1) as f64;
    let x = |nth: usize| LEFT + (WIDE - LEFT - RIGHT) * nth as f64 / last;
    let y = |days: f64| TOP + (HIGH - TOP - BELOW) * (1.0 - days.max(0.0) / top);
    let title = escaped(&format!("{name}: mean wait by month of arrival, in days"));
    let about = match outcome.mean_wait.mean {
        Some(mean) => format!("Mean of the whole: {mean:.2} days. The band is the 95 % interval of each month."),
        None => "Nobody was seen.".to_owned(),
    };
    let mut drawn = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {HIGH}\" role=\"img\" aria-labelledby=\"title about\" font-family=\"sans-serif\" font-size=\"14\">\n<title id=\"title\">{title}</title>\n<desc id=\"about\">{about}</desc>\n<rect width=\"{WIDE}\" height=\"{HIGH}\" fill=\"#fff\"/>\n<text x=\"{LEFT}\" y=\"26\" font-size=\"16\">{title}</text>\n"
    );
    let mut days = 0.0;
    while days <= top + 0.5 * step {
        let at = y(days);
        // Writing to a text cannot fail.
        let _ = writeln!(
            drawn,
            "<path d=\"M{LEFT} {at:.1}H{:.1}\" stroke=\"#d8dde0\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{days}</text>",
            WIDE - RIGHT,
            LEFT - 8.0,
            at + 5.0
        );
        days += step;
    }
    let points = |of: fn(&Point<'_>) -> f64| {
        months
            .iter()
            .enumerate()
            .map(move |(nth, month)| format!("{:.1},{:.1}", x(nth), y(of(month))))
            .collect::<Vec<String>>()
    };
    let mut band = points(|point| point.high);
    band.extend(points(|point| point.low).into_iter().rev());
    let _ = writeln!(drawn, "<polygon points=\"{}\" fill=\"#41b6e6\" fill-opacity=\"0.4\"/>", band.join(" "));
    let line = points(|point| point.mean).join(" ");
    let _ = writeln!(drawn, "<polyline points=\"{line}\" fill=\"none\" stroke=\"#005eb8\" stroke-width=\"2\"/>");
    let between = months.len().div_ceil(12).max(1);
    for (nth, point) in months.iter().enumerate().step_by(between) {
        let _ = writeln!(
            drawn,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x(nth),
            HIGH - BELOW + 22.0,
            escaped(point.month)
        );
    }
    let _ = writeln!(drawn, "<text x=\"{LEFT}\" y=\"{:.1}\">{about}</text>\n</svg>", HIGH - 14.0);
    drawn
}

/// A month in which somebody was seen.
struct Point<'a> {
    month: &'a str,
    mean: f64,
    low: f64,
    high: f64,
}

fn of_month(month: &Month) -> Option<Point<'_>> {
    let mean = month.mean_wait.mean?;
    let (low, high) = month.mean_wait.interval.unwrap_or((mean, mean));
    Some(Point { month: &month.month, mean, low, high })
}

/// The end of the axis, and how far its lines lie apart: 1, 2 or 5 of a power of ten, and at most ten lines.
fn scale(most: f64) -> (f64, f64) {
    let steps = (-6..=8).flat_map(|power| [1.0, 2.0, 5.0].map(|first| first * 10_f64.powi(power)));
    let step = steps.into_iter().find(|step| step * 10.0 >= most).unwrap_or(most.max(1.0));
    (step * (most / step).ceil().max(1.0), step)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_has_few_round_lines_and_reaches_the_highest_value() {
        for (most, expected) in [
            (0.0, (1e-6, 1e-6)),
            (7.3, (8.0, 1.0)),
            (10.0, (10.0, 1.0)),
            (43.0, (45.0, 5.0)),
            (1200.0, (1200.0, 200.0)),
        ] {
            let (top, step) = scale(most);
            assert!((top - expected.0).abs() < 1e-9 && (step - expected.1).abs() < 1e-9, "{most}: {top} by {step}");
        }
    }
}
