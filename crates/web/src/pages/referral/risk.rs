//! A risk answer on the page of its referral: what she answered and when, who has it, who was told, and what was done (H02).

use maud::{Markup, html};
use porch_domain::{
    front_door::Answers,
    referral::{ReferralCommand, ReferralEvent, RiskAction, RiskAlert, RiskAnswer, RiskSource},
    screening::risk::RiskDomain,
};

use super::{
    View,
    acts::{Step, chosen, words_in},
    steps::{choose, form, options, text},
};
use crate::{
    components::{Button, ButtonVariant, Level, WarningCallout, button, warning_callout},
    moment,
    pages::{form::Errors, risk::about},
};

/// What is open, or how the last one ended; at the very top of what matters.
pub(super) fn section(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    if let Some(alert) = referral.risk_alert() {
        let heading = format!("Risk answer: {}", about(&alert.domains()));
        return warning_callout(&WarningCallout {
            heading: &heading,
            level: Level::H3,
            content: open(view, alert).into(),
            id: "risk",
            ..WarningCallout::default()
        });
    }
    let Some(alert) = &referral.risk.alert else { return Markup::default() };
    html! {
        p id="risk" {
            "Last risk answer " (moment::lately(alert.since, view.now)) ": " (about(&alert.domains())) ". "
            @if let Some(closed) = alert.closed {
                @match closed.action {
                    Some(action) => { (action.label()) ", " (moment::lately(closed.at, view.now)) "." }
                    None => "Closed when she died.",
                }
            }
        }
    }
}

fn open(view: &View<'_>, alert: &RiskAlert) -> Markup {
    html! {
        ul class="nhsuk-list nhsuk-list--bullet" { @for answer in &alert.answers { li { (one_answer(view, answer)) } } }
        p { (who_has_it(view, alert)) }
        @if alert.tries > 0 {
            p { strong { "She could not be reached" @if alert.tries > 1 { ", " (alert.tries) " times" } "." } }
        }
        @if !alert.ladder.steps.is_empty() {
            p {
                "Told so far: "
                (alert.ladder.steps.iter().map(|step| view.step_name(step)).collect::<Vec<_>>().join(", ")) "."
            }
        }
        @if view.page.open_until.is_none() { (take(view, alert)) }
        (form(view, Step::RiskElsewhere, "Another service has it, by name", &elsewhere_fields(view)))
        @if view.page.open_until.is_none() { (form(view, Step::RiskDone, "Record what was done", &done_fields(view))) }
    }
}

fn one_answer(view: &View<'_>, answer: &RiskAnswer) -> Markup {
    let said = view.page.timeline.iter().find_map(|entry| match &entry.event {
        ReferralEvent::RiskAnswered(heard) if heard.at == answer.at && heard.source == answer.source => {
            heard.said.as_ref()
        }
        _ => None,
    });
    html! {
        (answer.domain.label()) ": " (heard(view, &answer.source)) ", " (moment::recent(answer.at, view.now))
        @if let Some(said) = said { " “" (said.text) "”" }
    }
}

/// Where it was heard, in words.
fn heard(view: &View<'_>, source: &RiskSource) -> String {
    match source {
        RiskSource::Questionnaire { instrument, item, .. } => format!("she answered it in {instrument}, item {item}"),
        RiskSource::Staff { by } => format!("she told {}", view.name(by)),
    }
}

fn who_has_it(view: &View<'_>, alert: &RiskAlert) -> String {
    let at = |at| moment::lately(at, view.now);
    match (&alert.acknowledged, alert.lets_go_at()) {
        (Some(has), Some(until)) => {
            let who = match &has.elsewhere {
                Some(taken) => format!("{}, {},", taken.name, taken.service),
                None => view.name(&has.by).to_owned(),
            };
            let since = at(has.at);
            format!("{who} has it since {since}. If nothing is recorded by {}, others are told again.", at(until))
        }
        _ => match alert.due_at() {
            Some(next) if next > view.now => format!("Nobody has it by name. The next is told {}.", at(next)),
            Some(_) | None => "Nobody has it by name. The next is told now.".to_owned(),
        },
    }
}

fn take(view: &View<'_>, alert: &RiskAlert) -> Markup {
    let has = alert.acknowledged.as_ref();
    let mine = has.and_then(|has| has.account()) == Some(view.account);
    if mine || !view.may(Step::RiskTake.action()) {
        return Markup::default();
    }
    let (words, variant) = match has {
        None => ("I take this", ButtonVariant::Primary),
        Some(_) => ("Take it over", ButtonVariant::Secondary),
    };
    html! {
        form action={ (view.address()) "/steps/risk-take" } method="post" novalidate {
            // What the ladder told meanwhile keeps nobody from taking it; that somebody else took it does.
            input type="hidden" name="command" value=(view.site.world.id());
            input type="hidden" name="shown" value=(has.map_or("", |has| has.who()));
            (button(&Button { content: words.into(), variant, small: true, ..Button::default() }))
        }
    }
}

fn elsewhere_fields(view: &View<'_>) -> Markup {
    html! {
        (text(view, Step::RiskElsewhere, "name", "Who has it, by name", "Somebody of the crisis or liaison team who said so to you.", 1))
        (text(view, Step::RiskElsewhere, "service", "Of which service", "", 1))
        p class="nhsuk-body-s" { "It stays open until a clinician here records what was done." }
    }
}

fn done_fields(view: &View<'_>) -> Markup {
    let none = (String::new(), "Choose".to_owned());
    let actions = options(RiskAction::ALL, RiskAction::code, RiskAction::label);
    let actions: Vec<(String, String)> = std::iter::once(none).chain(actions).collect();
    html! {
        (choose(view, Step::RiskDone, "action", "What was done?", &actions))
        (text(view, Step::RiskDone, "said", "In words", "What she said, what was agreed, and what happens next.", 4))
        (text(view, Step::RiskDone, "name", "Who has her now, by name", "Only where 999 or the crisis team has her.", 1))
        (text(view, Step::RiskDone, "service", "Of which service", "", 1))
        p class="nhsuk-body-s" { "Only a clinician or duty worker closes it. A try to reach her is noted, and it stays open." }
    }
}

/// The form by which staff write down that she told of a risk, at any stage.
pub(super) fn hear(view: &View<'_>) -> Markup {
    if view.page.referral.erased() {
        return Markup::default();
    }
    let none = (String::new(), "Choose".to_owned());
    let domains = options(RiskDomain::ALL, RiskDomain::code, RiskDomain::label);
    let domains: Vec<(String, String)> = std::iter::once(none).chain(domains).collect();
    let fields = html! {
        (choose(view, Step::RiskHeard, "domain", "What is it about?", &domains))
        (text(view, Step::RiskHeard, "said", "What she said", "", 3))
        p class="nhsuk-body-s" {
            "People are told at once, one after another, until somebody has it by name. It changes no urgency by itself: raise that as well "
            "where it is one. Is she in danger now? Ring 999 first."
        }
    };
    form(view, Step::RiskHeard, "She told of a risk", &fields)
}

/// The command that a form asks for; nothing where something is wrong, which is then in `errors`.
pub(super) fn command(step: Step, account: &str, answers: &Answers, errors: &mut Errors) -> Option<ReferralCommand> {
    let named = |errors: &mut Errors| {
        let name = words_in(step, "name", "Say who has it, by name", answers, errors);
        let service = words_in(step, "service", "Name the service", answers, errors);
        name.zip(service)
    };
    Some(match step {
        Step::RiskHeard => {
            let domain = chosen(step, "domain", answers, RiskDomain::of_code, "Choose what it is about", errors);
            let said = words_in(step, "said", "Write what she said", answers, errors);
            let source = RiskSource::Staff { by: account.to_owned() };
            ReferralCommand::HearRisk { source, domain: domain?, said }
        }
        Step::RiskElsewhere => ReferralCommand::AcknowledgeRisk { elsewhere: Some(named(errors)?) },
        Step::RiskDone => {
            let action = chosen(step, "action", answers, RiskAction::of_code, "Choose what was done", errors);
            let said = words_in(step, "said", "Write what was done", answers, errors);
            let with = if action == Some(RiskAction::HandedOver) { named(errors) } else { None };
            ReferralCommand::RecordRiskAction { action: action?, with, said: said? }
        }
        _ => ReferralCommand::AcknowledgeRisk { elsewhere: None },
    })
}

/// What an entry of the timeline says.
pub(super) fn said(view: &View<'_>, event: &ReferralEvent) -> Option<(String, Option<String>)> {
    let words = |said: Option<&porch_domain::referral::Said>| said.map(|said| said.text.clone());
    Some(match event {
        ReferralEvent::RiskAnswered(answered) => {
            let about = answered.domain.label().to_lowercase();
            (format!("Risk answer, {about}: {}", heard(view, &answered.source)), words(answered.said.as_ref()))
        }
        ReferralEvent::RiskClimbed(climbed) => {
            let told = super::timeline::telling(climbed, |step| view.step_name(step));
            (format!("Risk answer. {told}"), None)
        }
        ReferralEvent::RiskAcknowledged(has) => match &has.elsewhere {
            Some(taken) => (format!("{} of {} has the risk answer", taken.name, taken.service), None),
            None => (format!("{} has the risk answer", view.name(&has.by)), None),
        },
        ReferralEvent::RiskLetGo(_) => {
            ("Nothing was recorded in time about the risk answer: it is everybody's again".to_owned(), None)
        }
        ReferralEvent::RiskActed(acted) => {
            let with = acted.with.as_ref().map(|taken| format!(": {}, {}", taken.name, taken.service));
            let what = format!("Risk answer. {}{}", acted.action.label(), with.unwrap_or_default());
            (what, words(acted.said.as_ref()))
        }
        _ => return None,
    })
}
