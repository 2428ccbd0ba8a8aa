//! Risk answers that are open, as lists name them: by reference alone, with who has each, and one button to take it (H02).

use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{RiskLine, access::Action};
use porch_domain::screening::risk::RiskDomain;

use super::{referral, team_name};
use crate::{Site, moment, sign_in::SignedIn};

/// The list from which one is taken, and to which the button leads back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// The banner: to the page of the referral.
    Banner,
    /// The queue.
    Queue,
    /// The page of duty.
    Duty,
}

impl From {
    /// What the form sends.
    fn code(self) -> &'static str {
        match self {
            Self::Banner => "banner",
            Self::Queue => "risks-queue",
            Self::Duty => "risks-duty",
        }
    }
}

/// Where a button of a list leads back to.
pub(crate) fn back(from: &str) -> Option<&'static str> {
    match from {
        "risks-queue" => Some("/queue#risks"),
        "risks-duty" => Some("/duty#risks"),
        _ => None,
    }
}

/// What it is about, in words.
pub(crate) fn about(domains: &[RiskDomain]) -> String {
    domains.iter().map(|domain| domain.label()).collect::<Vec<_>>().join("; ")
}

/// Everyone whose risk answer is open, whatever the stage and the team: what nobody has first.
pub(crate) fn block(
    site: &Site,
    who: &SignedIn,
    (risks, from): (&[RiskLine], From),
    (now, name): (Timestamp, impl Fn(&str) -> String),
) -> Markup {
    if risks.is_empty() {
        return html! { @if from == From::Duty { h2 class="nhsuk-heading-m" id="risks" { "Risk answers" } p { "No risk answer is open." } } };
    }
    let nobody = risks.iter().filter(|one| one.climbs_since.is_some()).count();
    html! {
        section class="porch-emergencies" aria-labelledby="risks" {
            h2 class="porch-emergencies__heading" id="risks" tabindex="-1" {
                @if risks.len() == 1 { "1 risk answer is open" } @else { (risks.len()) " risk answers are open" }
                @match nobody {
                    0 => ", and somebody has each"
                    count => { ", " (count) " of them with nobody" }
                }
            }
            ul class="porch-emergencies__list" { @for one in risks { (line(site, who, (one, from), (now, &name))) } }
        }
    }
}

/// One of them, with the button where nobody has it.
pub(crate) fn line(
    site: &Site,
    who: &SignedIn,
    (one, from): (&RiskLine, From),
    (now, name): (Timestamp, &impl Fn(&str) -> String),
) -> Markup {
    let called = one.reference.as_deref().unwrap_or("A referral from another system");
    let page = referral::address(one.referral);
    html! {
        li class="porch-emergencies__one" {
            @if who.may(Action::SeeReferral) { a class="porch-emergencies__link" href=(page) { (called) } }
            @else { span class="porch-emergencies__link" { (called) } }
            span {
                "Risk answer, " (moment::long(now.duration_since(one.since))) " ago"
                // What it is about stands where the look at it is noted.
                @if from == From::Queue {
                    @if one.domains.is_empty() { " · restricted record" } @else { " · " (about(&one.domains)) }
                }
                @if from != From::Banner {
                    @if one.answers > 1 { " · " (one.answers) " answers" }
                }
                @if let Some(team) = &one.held_by { " · " (team_name(&site.rules().footprint, team)) " answers for it" }
                @if one.tries > 0 { " · " strong { "could not be reached" @if one.tries > 1 { ", " (one.tries) " times" } } }
                @match (&one.elsewhere, &one.taken_by) {
                    (Some(elsewhere), _) => { " · " (elsewhere) ", has it" }
                    (None, Some(by)) => { " · " (name(by)) " has it" }
                    (None, None) => { @if from != From::Banner { " · " strong { "nobody has it" } } }
                }
            }
            @if one.climbs_since.is_some() && who.may(Action::TriageReferral) {
                form action={ (page) "/steps/risk-take" } method="post" novalidate {
                    input type="hidden" name="command" value=(site.world.id());
                    // As the list shows it, nobody has it.
                    input type="hidden" name="shown" value="";
                    input type="hidden" name="from" value=(from.code());
                    button class="nhsuk-button nhsuk-button--small porch-emergencies__button" {
                        "I take this" span class="nhsuk-u-visually-hidden" { ": the risk answer of " (called) }
                    }
                }
            }
        }
    }
}
