//! What is decided: the first page, and what is known of the referral beside every page.

use maud::{Markup, html};
use porch_domain::{
    footprint::{Area, AreaBasis},
    front_door::stage_in_words,
    person::{Route, RouteChoice},
};

use super::{View, typed::Choice as Chosen};
use crate::{
    components::{
        BackLink, Button, Choice, ChoiceOption, ErrorLink, ErrorSummary, Legend, Level, Radios, Size, SummaryList,
        SummaryRow, back_link, button, error_summary, radios, summary_list,
    },
    moment,
    pages::{referral::routes::asked, thresholds},
};

/// The choices.
pub(super) fn page(view: &View, wrong: Option<&str>) -> Markup {
    let option = |chosen: &Chosen, hint: &'static str| (chosen.code(), chosen.title(&view.all_teams), hint);
    let accept = view.teams.iter().map(|(team, _)| option(&Chosen::Accept(team.clone()), ""));
    let others = [
        option(&Chosen::Signpost, "A named service outside this one fits her needs better"),
        option(&Chosen::Reject, ""),
        option(&Chosen::Ask, "Nothing is decided, and the clock runs on"),
        option(&Chosen::Advise, "Counts as not taken on, with the reason that advice was enough"),
        option(&Chosen::Withdraw, "Only after somebody has spoken with her by a safe route"),
    ];
    let texts: Vec<(String, String, &str)> = accept.chain(others).collect();
    let items = texts
        .iter()
        .map(|(value, text, hint)| {
            Choice::from(ChoiceOption { value, text: text.into(), hint: (*hint).into(), ..ChoiceOption::default() })
        })
        .collect();
    let legend =
        Legend { text: "What is decided?".into(), size: Some(Size::L), heading: Some(Level::H1), ..Legend::default() };
    beside(
        view,
        html! {
            @if let Some(wrong) = wrong {
                (error_summary(&ErrorSummary {
                    errors: vec![ErrorLink { text: wrong, href: "#choice" }],
                    ..ErrorSummary::default()
                }))
            }
            form method="get" action=(address(view)) {
                @if let Some(how_severe) = view.how_severe { input type="hidden" name=(super::fits::SEVERITY) value=(how_severe.code()); }
                (radios(&Radios { name: "choice", legend: Some(legend), error: wrong.into(), items, ..Radios::default() }))
                (button(&Button { content: "Continue".into(), ..Button::default() }))
            }
            p { "Nothing is decided before you have read both letters and approved them." }
            (super::fits::proposed(view))
            p { a href=(thresholds::ADDRESS) { "Who takes what" } ": which team or service takes which need, how severe, at which stage." }
        },
    )
}

/// Where the pages of this decision are.
pub(super) fn address(view: &View) -> String {
    format!("/referrals/{}/decide", view.opened.referral.id)
}

/// A page with what matters now beside it.
pub(super) fn beside(view: &View, main: Markup) -> Markup {
    let referral = format!("/referrals/{}", view.opened.referral.id);
    html! {
        (back_link(&BackLink { content: "Back to the referral".into(), target: referral.as_str().into(), classes: "nhsuk-u-margin-bottom-4", ..BackLink::default() }))
        div class="nhsuk-grid-row" {
            div class="nhsuk-grid-column-two-thirds" { (main) }
            aside class="nhsuk-grid-column-one-third" aria-label="What matters now" { (matters(view)) }
        }
    }
}

/// Who she is and what matters now.
fn matters(view: &View) -> Markup {
    let referral = &view.opened.referral;
    let person = view.opened.person.as_ref();
    let name = person.and_then(|person| person.identity.as_ref()?.name.clone());
    let today = moment::local(view.now).date();
    let ends_on = referral.ends_on();
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let signs = referral.asked.signs.len();
    let mut rows = vec![
        row("Who", html! { (name.as_deref().unwrap_or("Name not held")) }),
        row("Reference", html! { (referral.reference.as_deref().unwrap_or("none")) }),
        row("Now", html! { (stage_in_words(referral.situation(), ends_on, today)) }),
        row("Received", moment::time(referral.received_at)),
    ];
    if let Some(by) = referral.respond_by {
        rows.push(row("Answer by", moment::time(by)));
    }
    rows.push(row(
        "Risk",
        html! {
            @if referral.risk_mentioned() {
                strong { "Risk was mentioned" } @if signs > 0 { ": warning signs answered yes: " (signs) }
            } @else { "None was mentioned" }
        },
    ));
    if view.opened.rejected_before {
        rows.push(row("Before", html! { strong { "An earlier referral ended with a no" } }));
    }
    rows.push(row("Area", area(view)));
    rows.push(row("Safe ways", routes(view)));
    html! {
        h2 class="nhsuk-heading-s" { "What matters now" }
        (summary_list(&SummaryList { rows, classes: "porch-beside", ..SummaryList::default() }))
    }
}

// D1: what the area says, and on whose word. It is never a bar.
fn area(view: &View) -> Markup {
    let Some(rule) = &view.footprint.area else {
        return html! { "These local rules name no area" };
    };
    let basis = match rule.basis {
        AreaBasis::Residence => "where she lives",
        AreaBasis::Gp => "her GP practice",
        AreaBasis::Either => "where she lives or her GP practice",
    };
    let said = rule.source.as_ref().and_then(|code| view.footprint.sources.iter().find(|source| source.code == *code));
    html! {
        @match view.opened.area {
            Area::In => "In the area",
            Area::Out => strong { "Outside the area" },
            Area::NotKnown => "Not known",
        }
        span class="porch-note" {
            "By " (basis) ". "
            @if let Some(source) = said { "Source: " (source.title) ". " }
            @if rule.assumed { "The districts are assumed: no source states them." }
        }
    }
}

fn routes(view: &View) -> Markup {
    let contact = view.opened.person.as_ref().map(|person| person.contact.clone()).unwrap_or_default();
    let of = |choice: RouteChoice| {
        let routes = Route::ALL.into_iter().filter(|route| contact.of(*route) == choice);
        routes.map(|route| route.label().to_lowercase()).collect::<Vec<_>>().join(", ")
    };
    let (yes, no) = (of(RouteChoice::Yes), of(RouteChoice::No));
    html! {
        @if yes.is_empty() { strong { "No route is agreed yet" } } @else { "Yes: " (yes) }
        @if !no.is_empty() { span class="porch-note" { "Never: " (no) } }
        span class="porch-note" { (asked(view.opened.person.as_ref(), &view.opened.names, view.now)) }
    }
}
