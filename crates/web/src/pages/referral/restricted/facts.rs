//! What is known of safeguarding, and what was recorded of it, the latest first.

use maud::{Markup, html};
use porch_app::referral::Restricted;
use porch_domain::{
    person::Answer,
    referral::{
        AtRiskRecorded, ReferralEvent,
        safeguarding::{Alone, SafeguardingReferral},
    },
};

use super::View;
use crate::{
    components::{SummaryList, SummaryRow, summary_list},
    moment,
    pages::looks,
};

/// What is known now.
pub(super) fn section(view: &View<'_>) -> Markup {
    let facts = &view.page.facts;
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let rows = vec![
        row("At risk in the household", at_risk(view)),
        row(
            "Plans",
            html! {
                @if facts.plans.is_empty() { "None is recorded" } @else {
                    ul class="nhsuk-list" {
                        @for plan in facts.plans.values() {
                            li {
                                (plan.plan.label()) ", since " (moment::date(plan.since))
                                @match plan.reviewed_on {
                                    Some(on) => { ", reviewed " (moment::date(on)) }
                                    None => ", no review recorded",
                                }
                                @if let Some(on) = plan.ended_on { ", " strong { "ended " (moment::date(on)) } }
                                @if let Some(said) = &plan.said { div class="porch-words" { (said.text) } }
                            }
                        }
                    }
                }
            },
        ),
        row("Domestic abuse", abuse(view)),
        row("Safeguarding referrals", referrals(view)),
    ];
    html! {
        section aria-labelledby="known" {
            h2 class="nhsuk-heading-m" id="known" { "What is known" }
            (summary_list(&SummaryList { rows, ..SummaryList::default() }))
        }
    }
}

/// Who somebody at risk is, in a line.
pub(super) fn who(one: &AtRiskRecorded) -> String {
    let Some(person) = &one.person else { return format!("{}: erased", one.who.label()) };
    let mut parts = vec![person.relation.clone()];
    parts.extend(person.name.clone());
    parts.extend(person.age.as_ref().map(|age| format!("aged {age}")));
    parts.extend(person.due_on.map(|on| format!("due {}", moment::date(on))));
    format!("{}: {}", one.who.label(), parts.join(", "))
}

fn at_risk(view: &View<'_>) -> Markup {
    let at_risk = &view.page.facts.at_risk;
    html! {
        @if at_risk.is_empty() { "Nobody is recorded" } @else {
            ul class="nhsuk-list" {
                @for one in at_risk.values() {
                    li {
                        (who(one))
                        @if one.no_longer { ": " strong { "no longer" } }
                        @if let Some(risk) = one.person.as_ref().and_then(|person| person.risk.as_ref()) {
                            div class="porch-words" { (risk) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether she was ever asked alone, and what she said; the last that was asked alone stands first.
fn abuse(view: &View<'_>) -> Markup {
    let asked = &view.page.facts.abuse;
    let alone = asked.iter().any(|asked| asked.alone == Alone::Yes);
    html! {
        @if !alone { p { strong { "She was not asked alone yet." } } }
        @if !asked.is_empty() {
            ul class="nhsuk-list" {
                @for one in asked.iter().rev() {
                    li {
                        (moment::recent(one.at, view.page.as_at)) ": " (answered(one.alone, one.answer))
                        @if let Some(said) = &one.said { div class="porch-words" { (said.text) } }
                    }
                }
            }
        }
    }
}

fn answered(alone: Alone, answer: Option<Answer>) -> String {
    let said = match answer {
        Some(Answer::Yes) => "she said yes",
        Some(Answer::No) => "she said no",
        Some(Answer::PreferNotToSay) => "she would rather not say",
        Some(Answer::NotAsked) | None => "she was not asked",
    };
    let alone = match alone {
        Alone::Yes => "alone",
        Alone::No => "somebody was with her",
        Alone::CouldNotAsk => "she could not be asked",
    };
    format!("{alone}; {said}")
}

fn referrals(view: &View<'_>) -> Markup {
    let referrals = &view.page.facts.referrals;
    html! {
        @if referrals.is_empty() { "None is recorded" } @else {
            ul class="nhsuk-list" { @for one in referrals.iter().rev() { li { (made(view, one)) } } }
        }
    }
}

fn made(view: &View<'_>, one: &SafeguardingReferral) -> Markup {
    let now = view.page.as_at;
    html! {
        "To " strong { (one.made.to) } ", made by " (one.made.made_by) " on " (moment::date(one.made.made_on)) ". "
        @match (one.outcome(), one.chaser()) {
            (Some(outcome), _) => { "Outcome: " (outcome.label()) "." }
            (None, Some((owner, by))) => {
                @if by <= now { strong { "No outcome: it is due to be asked for." } } @else { "No outcome yet." }
                " " (owner) " asks by " (moment::time(by)) "."
            }
            (None, None) => {}
        }
        @let said = one.followed.as_ref().and_then(|followed| followed.said.as_ref());
        @if let Some(said) = said { div class="porch-words" { (said.text) } }
    }
}

/// What was recorded, the latest first.
pub(super) fn recorded(view: &View<'_>) -> Markup {
    let recorded = &view.page.recorded;
    html! {
        section aria-labelledby="recorded" {
            h2 class="nhsuk-heading-m" id="recorded" { "What was recorded" }
            @if recorded.is_empty() { p { "Nothing is recorded here." } }
            ol class="porch-timeline" reversed { @for one in recorded { li { (line(view, one)) } } }
        }
    }
}

fn line(view: &View<'_>, one: &Restricted) -> Markup {
    let said = |event: &ReferralEvent| -> String {
        match event {
            ReferralEvent::AtRiskRecorded(recorded) if recorded.no_longer => format!("{}: no longer", who(recorded)),
            ReferralEvent::AtRiskRecorded(recorded) => who(recorded),
            ReferralEvent::ProtectionPlanRecorded(recorded) => {
                format!("{} since {}", recorded.plan.label(), moment::date(recorded.since))
            }
            ReferralEvent::AbuseAsked(asked) => format!("Domestic abuse: {}", answered(asked.alone, asked.answer)),
            ReferralEvent::SafeguardingReferralMade(made) => format!("Safeguarding referral to {}", made.to),
            ReferralEvent::SafeguardingReferralFollowed(followed) => match followed.outcome {
                Some(outcome) => format!("Outcome of safeguarding referral {}: {}", followed.number, outcome.label()),
                None => format!("Asked about safeguarding referral {}: no outcome yet", followed.number),
            },
            ReferralEvent::TaskDone(done) => format!("Done: {}", done.task.label()),
            ReferralEvent::SafeguardingRecorded(_) => "In words".to_owned(),
            _ => "What came of it, as the referral ended".to_owned(),
        }
    };
    // The one kind of entry that says nothing but its words.
    let erased = matches!(one.event, ReferralEvent::SafeguardingRecorded(_)) && one.words().is_none();
    html! {
        strong { (said(&one.event)) }
        span class="porch-timeline__who" { " " (moment::recent(one.at, view.page.as_at)) ", " (looks::who(&one.actor)) }
        @if let Some(words) = one.words() { div class="porch-words" { (words) } }
        @else if erased { div class="porch-words" { "erased" } }
    }
}
