//! Where people go: bars one under the other, each as long as there are people, with those who leave on the way.

use maud::{Markup, html};

use super::figures::{NARROWEST, grouped, lines, percent, px};
use super::paint;

const LINE: f64 = 20.0;
const BAR: f64 = 24.0;
const BETWEEN: f64 = 26.0;

/// A station on the way.
#[derive(Debug, Clone)]
pub struct Stage<'a> {
    /// Its name.
    pub name: &'a str,
    /// Who came to it. Finite and not negative.
    pub people: f64,
    /// Who left there, by why; the others go on.
    pub leave: Vec<(&'a str, f64)>,
}

/// Options of [`flow_chart`].
#[derive(Debug, Clone, Default)]
pub struct FlowChart<'a> {
    /// Beginning of ids; unlike that of any other chart on the page.
    pub id: &'a str,
    /// What it shows; the visible caption and the picture's name.
    pub title: &'a str,
    /// The stations in their order.
    pub stages: Vec<Stage<'a>>,
    /// Said in place of a picture when there is nothing to draw.
    pub empty: &'a str,
}

/// A flow with its caption. What it says in words stands in the picture and in its description.
#[must_use]
pub fn flow_chart(chart: &FlowChart) -> Markup {
    let most = chart.stages.iter().fold(0.0_f64, |most, stage| most.max(stage.people));
    let (title_id, desc_id) = (format!("{}-title", chart.id), format!("{}-desc", chart.id));
    let (bodies, height) = if most > 0.0 { stages(chart, most) } else { (Vec::new(), 32.0) };
    let patterns = chart.stages.iter().map(|stage| stage.leave.len() + 1).max().unwrap_or(0);
    html! {
        figure class="porch-chart" id=(chart.id) {
            figcaption class="porch-chart__title" { (chart.title) }
            svg class="porch-chart__drawing" xmlns="http://www.w3.org/2000/svg" width="100%" direction="ltr"
                height=(px(height)) role="img" aria-labelledby={ (title_id) " " (desc_id) } {
                title id=(title_id) { (chart.title) }
                desc id=(desc_id) { (description(chart, most)) }
                (paint::patterns_of(chart.id, patterns))
                @if bodies.is_empty() { text x="0" y="20" font-size="16" { (chart.empty) } }
                @for body in bodies { (body) }
            }
        }
    }
}

fn description(chart: &FlowChart, most: f64) -> String {
    if most <= 0.0 {
        return chart.empty.to_owned();
    }
    let said = |stage: &Stage| {
        let left = stage.leave.iter().map(|(why, people)| format!("{why} {}", grouped(*people, 0)));
        let left = left.collect::<Vec<String>>().join(", ");
        let all = grouped(stage.people, 0);
        if left.is_empty() {
            format!("{}: {all}", stage.name)
        } else {
            format!("{}: {all}; of them {left}", stage.name)
        }
    };
    format!("{}.", chart.stages.iter().map(said).collect::<Vec<String>>().join(". "))
}

fn stages(chart: &FlowChart, most: f64) -> (Vec<Markup>, f64) {
    let mut y = 0.0;
    let mut bodies = Vec::new();
    for (nth, stage) in chart.stages.iter().enumerate() {
        let head = format!("{}: {}", stage.name, grouped(stage.people, 0));
        for line in lines(&head, NARROWEST) {
            y += LINE;
            bodies.push(html! { text class="porch-chart__value" x="0" y=(px(y - 5.0)) font-size="16" { (line) } });
        }
        let left: f64 = stage.leave.iter().map(|(_, people)| people).sum();
        let on = (stage.people - left).max(0.0);
        let mut x = 0.0;
        for (series, people) in [on].into_iter().chain(stage.leave.iter().map(|(_, people)| *people)).enumerate() {
            if people > 0.0 {
                bodies.push(html! {
                    rect class="porch-chart__bar" x=(percent(x)) y=(px(y)) width=(percent(people / most)) height=(px(BAR))
                        fill=(paint::fill_of(chart.id, series)) {}
                });
            }
            x += people / most;
        }
        y += BAR;
        let next = chart.stages.get(nth + 1).map_or(0.0, |next| next.people);
        let (top, names) = (y, leaving(chart, stage, y));
        y += names.len() as f64 * LINE + if nth + 1 < chart.stages.len() { BETWEEN } else { 4.0 };
        if next > 0.0 {
            bodies.push(ribbon(top, y - top + LINE, on / most, next / most));
        }
        bodies.extend(names);
    }
    (bodies, y + 4.0)
}

/// Who left, under the bar: each with the pattern of its part.
fn leaving(chart: &FlowChart, stage: &Stage, top: f64) -> Vec<Markup> {
    let mut y = top;
    let left = stage.leave.iter().enumerate().filter(|(_, (_, people))| *people > 0.0);
    left.map(|(nth, (why, people))| {
        y += LINE;
        html! {
            rect class="porch-chart__bar" x="0" y=(px(y - 15.0)) width="16" height="12" fill=(paint::fill_of(chart.id, nth + 1)) {}
            text class="porch-chart__inside" x="22" y=(px(y - 4.0)) font-size="14" stroke="#ffffff" stroke-width="6"
                stroke-linejoin="round" paint-order="stroke" { (why) " " (grouped(*people, 0)) }
        }
    })
    .collect()
}

/// From those who go on to the next bar.
fn ribbon(top: f64, height: f64, from: f64, to: f64) -> Markup {
    let points = format!("0,0 {:.2},0 {:.2},100 0,100", from * 100.0, to * 100.0);
    html! {
        svg x="0" y=(px(top)) width="100%" height=(px(height)) viewBox="0 0 100 100" preserveAspectRatio="none" {
            polygon class="porch-chart__ribbon" points=(points) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bar_is_as_long_as_there_are_people_and_says_who_left() {
        let html = flow_chart(&FlowChart {
            id: "flow",
            title: "Where they go",
            stages: vec![
                Stage { name: "Referred", people: 1000.0, leave: vec![("not accepted", 200.0), ("gave up", 0.0)] },
                Stage { name: "Seen", people: 800.0, leave: Vec::new() },
            ],
            empty: "Nobody came.",
        })
        .into_string();
        for width in [r#"width="80%""#, r#"width="20%""#] {
            assert!(html.contains(width), "{width}: {html}");
        }
        assert!(html.contains(
            "<desc id=\"flow-desc\">Referred: 1,000; of them not accepted 200, gave up 0. Seen: 800.</desc>"
        ));
        assert!(html.contains(">not accepted 200<") && !html.contains(">gave up 0<"), "{html}");
        assert!(html.contains(r#"points="0,0 80.00,0 80.00,100 0,100""#), "{html}");
    }

    #[test]
    fn without_people_it_says_so() {
        let html = flow_chart(&FlowChart { id: "flow", empty: "Nobody came.", ..FlowChart::default() }).into_string();
        assert_eq!(html.matches("Nobody came.").count(), 2, "{html}");
    }
}
