//! Earlier referrals, with what became of them and why; and people who may be the same, who are never joined (H05).

use maud::{Markup, html};
use porch_app::{
    FoundReferral,
    referral::{Earlier, MaybeSame},
};
use porch_domain::{
    footprint::Footprint,
    referral::{Referral, reason},
};

use super::{View, address, routes, steps};
use crate::{
    components::{Level, WarningCallout, warning_callout},
    moment,
    pages::{criteria, team_name},
};

/// The section.
pub(super) fn section(view: &View<'_>) -> Markup {
    let turned_away = view.page.earlier.iter().any(|earlier| earlier.referral.was_a_no());
    html! {
        section aria-labelledby="earlier" {
            h2 class="nhsuk-heading-m" id="earlier" { "Other referrals of the same person" }
            @if view.page.earlier.is_empty() {
                p { "None is held." }
            } @else {
                @if turned_away {
                    p { strong { "An earlier referral ended with a no. What has changed since?" } }
                }
                @for earlier in &view.page.earlier { (one(view, earlier)) }
            }
            (maybe_same(view))
        }
    }
}

fn one(view: &View<'_>, earlier: &Earlier) -> Markup {
    let referral = &earlier.referral;
    let called = referral.reference.as_deref().unwrap_or("From another system");
    html! {
        div class="porch-earlier" {
            p class="porch-earlier__head" {
                a href=(address(referral.id)) { (called) } ", received " (moment::time(referral.received_at)) ": "
                strong { (steps::outcome_label(referral.outcome())) }
                @if let Some(held) = referral.held() { ", " (view.team_name(&held.by)) " is responsible" }
                @if let Some(at) = referral.decided_at() { ", " (moment::recent(at, view.now)) }
                @if let Some(at) = referral.discharged_at() { "; care ended " (moment::recent(at, view.now)) }
            }
            @if !referral.reasons().is_empty() {
                ul class="nhsuk-list nhsuk-list--bullet" {
                    @for reason in referral.reasons() { li { (reason::label(reason)) } }
                }
            }
            @if !referral.rests_on().is_empty() {
                p class="porch-earlier__head" { "It rested on these criteria:" }
                (criteria::cited(referral.rests_on()))
            }
            @if referral.was_a_no() { p class="porch-earlier__head" { (whereabouts(referral)) } }
            (learned(referral))
            @if !earlier.messages.is_empty() { (routes::messages(&earlier.messages)) }
        }
    }
}

/// What was learned then, for whoever sees her again: what helped, early signs, the plan, the way back (K7, T5).
pub(super) fn learned(referral: &Referral) -> Markup {
    let left = referral.care.left.as_ref();
    let told = referral.story().and_then(|story| story.what_helps.as_deref());
    let known = [
        ("What helped", left.and_then(|left| left.what_helped.as_deref())),
        ("What helps, as it was told", told),
        ("Early signs", left.and_then(|left| left.early_signs.as_deref())),
        ("The plan", left.map(|left| left.plan.as_str())),
        ("Early in another pregnancy", left.map(|left| left.early_pregnancy.as_str())),
        ("The way back", referral.care.way_back.as_deref()),
    ];
    let known: Vec<(&str, &str)> = known.into_iter().filter_map(|(key, words)| Some((key, words?))).collect();
    let known: Vec<(&str, &str)> = known.into_iter().filter(|(_, words)| !words.trim().is_empty()).collect();
    html! {
        @if !known.is_empty() {
            dl class="porch-learned" {
                @for (key, words) in known { dt { strong { (key) } } dd class="porch-words" { (words) } }
            }
        }
    }
}

/// Whether another service has her since, as far as anybody asked.
fn whereabouts(referral: &Referral) -> Markup {
    let ask = format!("{}#next", address(referral.id));
    html! {
        @if let Some(service) = &referral.pointed_to { "She was pointed to " (service) ". " }
        @match referral.signpost {
            Some(state) => { (state.label()) "." }
            None => { "Whether another service has her is not known: " a href=(ask) { "ask, and record it" } "." }
        }
    }
}

/// Told as what it is: perhaps the same, perhaps not. A person looks.
fn maybe_same(view: &View<'_>) -> Markup {
    if view.page.maybe_same.is_empty() {
        return Markup::default();
    }
    let content = html! {
        p { "Their records are apart, and stay apart until a person has made sure." }
        @for alike in &view.page.maybe_same { (alike_one(view, alike)) }
    };
    warning_callout(&WarningCallout {
        heading: "May be the same person",
        level: Level::H3,
        content: content.into(),
        id: "maybe-same",
        ..WarningCallout::default()
    })
}

fn alike_one(view: &View<'_>, alike: &MaybeSame) -> Markup {
    let why = if alike.by_nhs_number { "the same NHS number" } else { "born on the same day, and a name in common" };
    html! {
        p class="porch-earlier__head" {
            (alike.person.name.as_deref().unwrap_or("No name held"))
            @if let Some(born) = alike.person.birth_date { ", born " (moment::day(born)) }
            ": " (why)
        }
        ul class="nhsuk-list nhsuk-list--bullet" { @for referral in &alike.referrals { li { (found(view.footprint, referral)) } } }
    }
}

/// A referral in a list of what was found.
pub(crate) fn found(footprint: &Footprint, referral: &FoundReferral) -> Markup {
    html! {
        a href=(address(referral.id)) { (referral.reference.as_deref().unwrap_or("From another system")) }
        ", received " (moment::time(referral.received_at)) ": " (steps::outcome_label(referral.outcome))
        @if let Some(team) = &referral.held_by { ", " (team_name(footprint, team)) " is responsible" }
    }
}
