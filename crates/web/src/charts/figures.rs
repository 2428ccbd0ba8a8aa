//! The figures of a chart: their sums, their scale, how they are written, and how much room words need.

use super::{Arrangement, BarChart, Series};

/// The narrowest drawing that must be readable, in pixels: a screen of 320 less its margins.
pub(super) const NARROWEST: f64 = 288.0;

/// A generous width of a letter or figure at 16 pixels, in pixels.
const LETTER: f64 = 9.0;

/// A chart whose figures have been looked at.
pub(super) struct Plot<'c, 'a> {
    pub(super) chart: &'c BarChart<'a>,
    /// The longest bar; at least a little more than nothing, so that shares of it exist.
    largest: f64,
    decimals: usize,
}

impl<'c, 'a> Plot<'c, 'a> {
    pub(super) fn new(chart: &'c BarChart<'a>) -> Self {
        let mut plot = Self { chart, largest: 0.0, decimals: 0 };
        let every = chart.series.iter().flat_map(|series| series.values.iter().copied());
        if every.filter_map(sound).any(|value| value.fract() != 0.0) {
            plot.decimals = 1;
        }
        plot.largest = (0..chart.categories.len())
            .flat_map(|category| match chart.arrangement {
                Arrangement::Grouped => plot.values(category).into_iter().flatten().collect::<Vec<f64>>(),
                Arrangement::Stacked => vec![plot.total(category)],
            })
            .fold(f64::MIN_POSITIVE, f64::max);
        plot
    }

    /// Whether there is nothing to draw.
    pub(super) fn is_empty(&self) -> bool {
        self.chart.categories.is_empty() || self.chart.series.is_empty()
    }

    /// The figures of one category, one for each series.
    pub(super) fn values(&self, category: usize) -> Vec<Option<f64>> {
        self.chart.series.iter().map(|series| value(series, category)).collect()
    }

    /// The sum of one category.
    pub(super) fn total(&self, category: usize) -> f64 {
        let sum: f64 = self.values(category).into_iter().flatten().sum();
        sum.min(f64::MAX)
    }

    /// The figure as a share of the longest bar, from 0 to 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        (value / self.largest).clamp(0.0, 1.0)
    }

    /// The figure as it is written.
    pub(super) fn written(&self, value: Option<f64>) -> String {
        match value {
            Some(value) => format!("{}{}", grouped(value, self.decimals), self.chart.suffix),
            None => "not known".to_owned(),
        }
    }

    /// The room that the longest written figure needs, in pixels.
    pub(super) fn longest_figure(&self) -> f64 {
        (0..self.chart.categories.len())
            .flat_map(|category| {
                let mut figures = self.values(category);
                figures.push(Some(self.total(category)));
                figures
            })
            .map(|figure| words_width(&self.written(figure)))
            .fold(0.0, f64::max)
    }

    /// The description given, or one made from the figures.
    pub(super) fn description(&self) -> String {
        let chart = self.chart;
        if !chart.description.is_empty() {
            return chart.description.to_owned();
        }
        if self.is_empty() {
            return "There are no figures to show.".to_owned();
        }
        let lines: Vec<String> = chart
            .categories
            .iter()
            .enumerate()
            .map(|(category, name)| {
                let figures: Vec<String> = chart
                    .series
                    .iter()
                    .map(|series| format!("{} {}", series.name, self.written(value(series, category))))
                    .map(|figure| figure.trim().to_owned())
                    .collect();
                format!("{name}: {}", figures.join(", "))
            })
            .collect();
        format!("{}.", lines.join("; "))
    }
}

fn value(series: &Series, category: usize) -> Option<f64> {
    series.values.get(category).copied().and_then(sound)
}

/// A figure that can be drawn; others are shown as not known.
fn sound(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite() && *value >= 0.0)
}

/// A number with commas between thousands.
pub(super) fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.as_str(), None),
    };
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{out}.{fraction}"),
        None => out,
    }
}

/// The room that words need at 16 pixels, in pixels; generous.
#[allow(clippy::cast_precision_loss, reason = "lengths of names are small")]
pub(super) fn words_width(words: &str) -> f64 {
    words.chars().count() as f64 * LETTER
}

/// Words broken into lines that fit the width, in pixels; a word that is too long alone is cut into pieces.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width in letters is small and positive")]
pub(super) fn lines(words: &str, width: f64) -> Vec<String> {
    let letters = ((width / LETTER).floor() as usize).max(4);
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let pieces: Vec<String> =
            word.chars().collect::<Vec<char>>().chunks(letters).map(|piece| piece.iter().collect()).collect();
        for piece in pieces {
            let Some(line) = lines.last_mut() else { continue };
            if line.is_empty() {
                *line = piece;
            } else if line.chars().count() + 1 + piece.chars().count() <= letters {
                line.push(' ');
                line.push_str(&piece);
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

/// A length in pixels as an attribute value.
pub(super) fn px(value: f64) -> String {
    trimmed(value)
}

/// A share (0 to 1) of the width as an attribute value.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", trimmed(share * 100.0))
}

fn trimmed(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
