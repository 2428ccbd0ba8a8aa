//! The story, once: in the words in which it was told.

use maud::{Markup, html};
use porch_domain::{
    front_door::{Agreement, Story, WayIn, medicine, source::Source},
    person::Identity,
    referral::Personal,
};

use super::View;
use crate::{
    components::{Content, SummaryList, SummaryRow, summary_list},
    moment,
};

/// The section.
pub(super) fn section(view: &View<'_>) -> Markup {
    html! {
        section aria-labelledby="story" {
            h2 class="nhsuk-heading-m" id="story" { "The story" }
            @match &view.page.referral.personal {
                Personal::Told(story) => (told(view, story)),
                Personal::Sent(_) => { p { "It came with another system's history, which holds no story." } }
                Personal::Erased => { p { "What was told was erased." } }
            }
            h3 class="nhsuk-heading-s" { "Who she is" }
            @match view.identity() {
                Some(identity) => (who(view, identity)),
                None => { p { "Nothing that identifies her is held." } }
            }
            @if let Some(advice) = &view.page.advice {
                p { "It began as a question for advice: " a href={ "/advice/" (advice) } { "the question and what was answered" } }
            }
        }
    }
}

fn row<'a>(key: &'a str, value: impl Into<Content<'a>>) -> SummaryRow<'a> {
    SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() }
}

/// Words as they were typed, line by line.
fn words(text: &str) -> Markup {
    html! { div class="porch-words" { (text) } }
}

fn told(view: &View<'_>, story: &Story) -> Markup {
    let asked = &view.page.referral.asked;
    let mut rows = Vec::new();
    let what = match asked.way {
        WayIn::Myself => "In her own words",
        WayIn::Family | WayIn::Professional | WayIn::Telephone => "In the referrer's words",
    };
    if !story.worry.is_empty() {
        rows.push(row(what, words(&story.worry)));
    }
    let texts = [
        ("Where she is", &story.where_she_is),
        ("Who is with her and the baby", &story.with_her),
        ("How things are with the baby", &story.with_the_baby),
        ("The name or words that she wants used", &story.own_words),
        ("Mental health before", &story.history),
    ];
    rows.extend(texts.into_iter().filter_map(|(key, text)| text.as_ref().map(|text| row(key, words(text)))));
    rows.push(row("Medicines, now and lately stopped", medicines(story)));
    let texts = [
        ("People at home", &story.people_at_home),
        ("What helps", &story.what_helps),
        ("Whom she would rather talk to", &story.preference_more),
    ];
    rows.extend(texts.into_iter().filter_map(|(key, text)| text.as_ref().map(|text| row(key, words(text)))));
    if !asked.concerns.is_empty() {
        let concerns: Vec<&str> = asked.concerns.iter().map(|concern| concern.label()).collect();
        rows.push(row("What it is about", concerns.join(", ")));
    }
    if !asked.preferences.is_empty() {
        let preferences: Vec<&str> = asked.preferences.iter().map(|preference| preference.label()).collect();
        rows.push(row("She would rather talk to", preferences.join(", ")));
    }
    rows.push(row(
        "Her agreement",
        agreement((asked.agreement, asked.way, super::partner::is_of_partner(&view.page.referral)), story),
    ));
    rows.push(row("Who asks", referrer(view, story)));
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// What was told of medicines; valproate and lithium raise a review, and nothing here says stop (H23).
fn medicines(story: &Story) -> Markup {
    let mut named: Vec<&str> = story
        .of_medicines()
        .flat_map(medicine::named)
        .map(porch_domain::front_door::medicine::Medicine::label)
        .collect();
    named.sort_unstable();
    named.dedup();
    html! {
        @match &story.medicines {
            Some(medicines) => (words(medicines)),
            None => { "Not told" }
        }
        @if !named.is_empty() {
            p class="porch-review" {
                strong { "Named: " (named.join(" and ")) ". " }
                "A prescriber reviews this on the day."
            }
        }
    }
}

fn agreement((agreement, way, partner): (Option<Agreement>, WayIn, bool), story: &Story) -> Markup {
    html! {
        @match (agreement, way) {
            (Some(Agreement::Agrees), _) => { "She knows, and agrees" }
            (Some(Agreement::Declines), _) => { strong { "She knows, and declines" } }
            (Some(Agreement::NotAsked), _) => { strong { "She was not asked" } }
            (None, WayIn::Myself) => { @if partner { "They ask for themselves" } @else { "She asks for herself" } }
            (None, WayIn::Family | WayIn::Professional | WayIn::Telephone) => { "Not told" }
        }
        @if let Some(why) = &story.agreement_why { (words(why)) }
    }
}

fn referrer(view: &View<'_>, story: &Story) -> Markup {
    let referral = &view.page.referral;
    let source = Source::of_code(referral.source.as_deref());
    html! {
        (referral.asked.way.label())
        @if source != Source::NotRecorded { " (" (source.label()) ")" }
        @if let Some(site) = &referral.asked.site { ", by the link of " (site) }
        @if let Some(referrer) = &story.referrer {
            @let more = [&referrer.role, &referrer.organisation, &referrer.telephone, &referrer.email];
            br; (referrer.name)
            @for more in more.into_iter().flatten() { br; (more) }
        }
    }
}

fn who(view: &View<'_>, identity: &Identity) -> Markup {
    let mut rows = vec![row("Name", identity.name.as_deref().unwrap_or("Not told"))];
    rows.push(row("Date of birth", identity.birth_date.map_or_else(|| "Not told".to_owned(), moment::date)));
    rows.push(row("NHS number", super::national::number(view)));
    let gp = if view.page.referral.asked.no_gp { Some("She has no GP") } else { identity.gp.as_deref() };
    rows.push(row("GP", gp.or(identity.gp_practice.as_deref()).unwrap_or("Not told")));
    if let Some(postcode) = &identity.postcode {
        rows.push(row("Postcode", postcode.as_str()));
    }
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// An NHS number as it is read aloud: three, three, four.
///
/// # Source
/// NHS Data Dictionary, NHS NUMBER: shown in the format 3 3 4.
pub(crate) fn grouped(digits: &str) -> String {
    match (digits.get(..3), digits.get(3..6), digits.get(6..)) {
        (Some(first), Some(second), Some(third)) => format!("{first} {second} {third}"),
        _ => digits.to_owned(),
    }
}
