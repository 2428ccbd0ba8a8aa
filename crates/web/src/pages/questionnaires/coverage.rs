//! `/reports/questions`: of the questions that belonged to the routine contacts of a period, how many were asked, how many
//! were not and why, and of how many nothing is known (S5).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_app::screening;
use porch_domain::{
    footprint::Footprint,
    measure::{Coverage, CoverageRow},
    screening::{Instruments, NotAsked},
};

use crate::{
    Site,
    components::{Cell, HeadCell, Table, TableCaption, table},
    failure::Failure,
    moment,
    pages::{
        annual::Fields,
        grouped,
        period::{self, Asked, Typed},
        report_of_period,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/reports/questions";
const TITLE: &str = "Questions at routine contacts";

/// The report, or the form with what is wrong in it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let rules = site.rules();
    report_of_period::shown(
        (&site, &who),
        &fields,
        report_of_period::Which::Lately,
        (ADDRESS, TITLE),
        screening::coverage,
        |typed, asked, counted, now| main(&rules.footprint, typed, asked, counted, now),
    )
    .await
}

fn main(footprint: &Footprint, typed: &Typed, asked: &Asked, counted: &Coverage, now: &str) -> Markup {
    let (from, to) = (moment::date(asked.period.from), moment::date(asked.period.to));
    let caption = format!("Questions that belonged to routine contacts from {from} to {to}; as at {now}");
    let name = |code: &str| {
        let contact = footprint.screening().contact(code);
        contact.map_or_else(|| format!("{code} (no longer in the local rules)"), |contact| contact.name.clone())
    };
    let title = |id: &str| {
        let known = Instruments::shipped().definition_called(id);
        known.map_or_else(|| id.to_owned(), |definition| definition.short_title().to_owned())
    };
    let total = counted.total();
    let mut rows: Vec<(String, &CoverageRow)> = counted
        .rows
        .iter()
        .map(|(code, instrument, row)| (format!("{}: {}", name(code), title(instrument.as_str())), row))
        .collect();
    rows.push(("All".to_owned(), &total));
    html! {
        h1 { (TITLE) }
        (period::form(ADDRESS, typed, &[]))
        p class="nhsuk-body-l" { (sentence(&total)) }
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec![
                "Contact and questionnaire".into(),
                HeadCell::numeric("All"),
                HeadCell::numeric("Asked"),
                HeadCell::numeric("She did not want it"),
                HeadCell::numeric("Not asked"),
                HeadCell::numeric("Nothing known"),
                HeadCell::numeric("Asked, of 100"),
            ],
            rows: rows.iter().map(|(label, row)| cells(label, row)).collect(),
            first_cell_is_header: true,
            responsive: true,
            ..Table::default()
        }))
        @if !total.not_asked.is_empty() {
            h2 class="nhsuk-heading-m" { "Why they were not asked" }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for (why, count) in &total.not_asked { li { (why.label()) ": " (grouped(*count)) } }
            }
        }
        h2 class="nhsuk-heading-m" { "What is counted" }
        p { "A contact belongs to the period when the last day on which it could be held lies in it, and has passed, or when it was held in it. It counts where we had her on a day of its time and know when her pregnancy is due or ended; each questionnaire of a contact counts once for each pregnancy. All = asked + she did not want it + not asked + nothing known. What was asked counts before what was written down as not asked. \"" (NotAsked::NoInterpreter.label()) "\" and \"" (NotAsked::NoTime.label()) "\" are failures of the service, never hers. History that was imported is not counted. Which contacts there are is said by the local rules." }
    }
}

/// The three parts in one sentence, as shares that add to 100.
fn sentence(total: &CoverageRow) -> String {
    if total.all() == 0 {
        return "No question belonged to a contact of this period.".to_owned();
    }
    let [asked, not, missing] = shares([total.asked, total.refused + total.not_asked_in_all(), total.missing]);
    format!("Of 100 questions, {asked} were asked, {not} were not, and of {missing} nothing is known.")
}

/// Whole shares of a hundred that add to a hundred: what is left over goes to the largest rests.
fn shares(parts: [u64; 3]) -> [u64; 3] {
    let all: u64 = parts.iter().sum::<u64>().max(1);
    let mut whole = parts.map(|part| part * 100 / all);
    let mut rests: Vec<usize> = (0..3).collect();
    rests.sort_by_key(|nth| std::cmp::Reverse(parts[*nth] * 100 % all));
    for nth in rests.into_iter().take(usize::try_from(100u64.saturating_sub(whole.iter().sum())).unwrap_or(0)) {
        whole[nth] += 1;
    }
    whole
}

fn cells<'a>(label: &'a str, row: &CoverageRow) -> Vec<Cell<'a>> {
    let count = |count: u64| grouped(count).into();
    let share = if row.all() == 0 { "none".to_owned() } else { (row.asked * 100 / row.all()).to_string() };
    vec![
        label.into(),
        count(row.all()),
        count(row.asked),
        count(row.refused),
        count(row.not_asked_in_all()),
        count(row.missing),
        share.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    // S5
    #[test]
    fn the_shares_of_a_hundred_add_to_a_hundred() {
        for parts in [[1, 1, 1], [36, 13, 51], [0, 0, 7], [2, 0, 1], [1, 999, 1], [333, 333, 334]] {
            let shares = shares(parts);
            assert_eq!(shares.iter().sum::<u64>(), 100, "{parts:?}: {shares:?}");
        }
    }
}
