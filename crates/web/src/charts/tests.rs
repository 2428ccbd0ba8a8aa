use super::*;

fn chart<'a>(categories: Vec<&'a str>, series: Vec<Series<'a>>) -> BarChart<'a> {
    BarChart { id: "chart", title: "Referrals by month", categories, series, ..BarChart::default() }
}

fn series(name: &'static str, values: &[f64]) -> Series<'static> {
    Series { name, values: values.iter().copied().map(Some).collect() }
}

fn drawn(chart: &BarChart) -> String {
    bar_chart(chart).into_string()
}

/// Every value of an attribute of every `rect` that is a bar of the drawing.
fn bars(html: &str, attribute: &str) -> Vec<f64> {
    let drawing = &html[html.find("porch-chart__drawing").unwrap()..];
    drawing
        .split("<rect class=\"porch-chart__bar\"")
        .skip(1)
        .map(|rect| {
            let value = rect.split_once(&format!(" {attribute}=\"")).unwrap().1;
            value[..value.find('"').unwrap()].trim_end_matches('%').parse().unwrap()
        })
        .collect()
}

#[test]
fn a_picture_has_a_role_a_name_and_a_description() {
    let html = drawn(&chart(vec!["May", "June"], vec![series("Accepted", &[3.0, 6.0])]));
    assert!(html.contains(r#"role="img" aria-labelledby="chart-title chart-desc""#));
    assert!(html.contains(r#"<title id="chart-title">Referrals by month</title>"#));
    assert!(html.contains(r#"<desc id="chart-desc">May: Accepted 3; June: Accepted 6.</desc>"#));
    assert!(!html.contains(" style="));
}

#[test]
fn a_bar_is_as_long_as_its_figure_says() {
    for orientation in [Orientation::Horizontal, Orientation::Vertical] {
        let html = drawn(&BarChart {
            orientation,
            ..chart(vec!["May", "June", "July"], vec![series("Accepted", &[3.0, 6.0, 0.0])])
        });
        let length = match orientation {
            Orientation::Horizontal => "width",
            Orientation::Vertical => "height",
        };
        let lengths = bars(&html, length);
        assert_eq!(lengths.len(), 2, "nothing is drawn for nought");
        assert!((lengths[1] / lengths[0] - 2.0).abs() < 0.01);
        for figure in [">3<", ">6<", ">0<"] {
            assert!(html.contains(figure), "{figure} is missing");
        }
    }
}

#[test]
fn stacked_bars_follow_each_other_and_end_with_their_sum() {
    let html = drawn(&BarChart {
        arrangement: Arrangement::Stacked,
        ..chart(vec!["May"], vec![series("Accepted", &[3.0]), series("Declined", &[1.0])])
    });
    let (x, width) = (bars(&html, "x"), bars(&html, "width"));
    assert!((x[1] - width[0]).abs() < 0.01);
    assert!((width[0] / width[1] - 3.0).abs() < 0.01);
    assert!(html.contains(r#"font-size="16">4</text>"#));
}

#[test]
fn series_differ_by_pattern_and_are_named() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let all = names.iter().map(|name| series(name, &[1.0])).collect();
    let html = drawn(&chart(vec!["May"], all));
    let mut patterns: Vec<&str> = html
        .split("<pattern ")
        .skip(1)
        .map(|pattern| &pattern[pattern.find('>').unwrap()..pattern.find("</pattern>").unwrap()])
        .collect();
    assert_eq!(patterns.len(), 8);
    patterns.sort_unstable();
    patterns.dedup();
    assert_eq!(patterns.len(), 8, "two series look alike");
    assert_eq!(html.matches("porch-chart__key").count(), 8);
}

#[test]
fn one_series_needs_no_legend() {
    assert!(!drawn(&chart(vec!["May"], vec![series("Accepted", &[3.0])])).contains("porch-chart__legend"));
}

#[test]
fn nothing_to_draw_is_said_in_words() {
    let html = drawn(&chart(Vec::new(), Vec::new()));
    assert!(html.contains("There are no figures to show."));
    let html = drawn(&BarChart { empty: "No referrals yet.", ..chart(Vec::new(), vec![series("Accepted", &[])]) });
    assert!(html.contains(">No referrals yet.</text>"));
}

#[test]
fn noughts_alone_draw_no_bar_and_no_nonsense() {
    for orientation in [Orientation::Horizontal, Orientation::Vertical] {
        let html =
            drawn(&BarChart { orientation, ..chart(vec!["May", "June"], vec![series("Accepted", &[0.0, 0.0])]) });
        assert!(bars(&html, "width").is_empty());
        assert!(!html.contains("NaN") && !html.contains("inf"));
        assert_eq!(html.matches(">0</text>").count(), 2);
    }
}

#[test]
fn what_is_not_known_is_not_nought() {
    for value in [None, Some(f64::NAN), Some(-1.0), Some(f64::INFINITY)] {
        let unknown = Series { name: "Accepted", values: vec![value] };
        let html = drawn(&chart(vec!["May"], vec![unknown]));
        assert!(html.contains(">not known</text>"), "{value:?}");
        assert!(bars(&html, "width").is_empty());
    }
    let short = Series { name: "Accepted", values: Vec::new() };
    assert!(drawn(&chart(vec!["May"], vec![short])).contains(">not known</text>"));
}

#[test]
fn huge_figures_are_grouped_and_leave_room_for_themselves() {
    let html = drawn(&chart(vec!["May"], vec![series("Accepted", &[1_234_567_890_123.0])]));
    assert!(html.contains(">1,234,567,890,123</text>"));
    let room = 288.0 * (1.0 - bars(&html, "width")[0] / 100.0);
    assert!(room >= 17.0 * 9.0, "{room} px are left for 17 characters");
    let html = drawn(&BarChart {
        arrangement: Arrangement::Stacked,
        ..chart(vec!["May"], vec![series("a", &[f64::MAX]), series("b", &[f64::MAX])])
    });
    assert!(!html.contains("NaN") && !html.contains("inf"));
}

#[test]
fn fractions_are_written_with_one_decimal_and_their_suffix() {
    let html = drawn(&BarChart { suffix: " days", ..chart(vec!["May", "June"], vec![series("Wait", &[3.25, 6.0])]) });
    assert!(html.contains(">3.2 days</text>") && html.contains(">6.0 days</text>"));
}

#[test]
fn long_names_are_broken_into_lines_that_fit_320_pixels() {
    let name = "Psychological therapies, specialist assessment and follow-up of the whole family together";
    for orientation in [Orientation::Horizontal, Orientation::Vertical] {
        let html = drawn(&BarChart {
            orientation,
            ..chart(vec![name, "Pneumonoultramicroscopicsilicovolcanoconiosis"], vec![series("Accepted", &[3.0, 4.0])])
        });
        let texts: Vec<&str> = html
            .split("<text x=\"0\"")
            .skip(1)
            .map(|text| &text[text.find('>').unwrap() + 1..text.find("</text>").unwrap()])
            .collect();
        assert!(texts.len() >= 4);
        assert!(texts.iter().all(|line| line.chars().count() <= 32), "{texts:?}");
        assert_eq!(texts[..texts.len() - 2].join(" "), name);
    }
}

#[test]
fn columns_that_would_not_fit_are_drawn_as_rows() {
    let months = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"];
    let values = [120.0; 12];
    let one = BarChart { orientation: Orientation::Vertical, ..chart(months.to_vec(), vec![series("a", &values)]) };
    let html = drawn(&one);
    for class in ["porch-chart__level", "porch-chart__turned"] {
        assert_eq!(
            html.matches(class).count(),
            24,
            "twelve names and figures are level or turned as the screen allows"
        );
    }
    let three = (0..3).map(|_| series("a", &values)).collect();
    let three = BarChart { orientation: Orientation::Vertical, ..chart(months.to_vec(), three) };
    assert!(drawn(&three).contains(r#"<line class="porch-chart__axis" x1="0" x2="0""#));
}

#[test]
fn names_are_escaped() {
    let html = drawn(&chart(vec!["<b>"], vec![series("Accepted", &[3.0])]));
    assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"));
}
