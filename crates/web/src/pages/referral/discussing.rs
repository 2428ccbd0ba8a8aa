//! Case discussions on a referral's page: where it is to be discussed and when, what came of it, and the forms that put it on a
//! list and take it off (H2). Who was in contact with her within three days stands here too (H09).

use maud::{Markup, html};
use porch_domain::{
    footprint::{CaseDiscussion, Footprint},
    front_door::{Agreement, Answers},
    meeting::flagged,
    referral::{CaseAgreement, CaseListing, CaseOutcome, NamedWithout, ReferralCommand, ReferralEvent},
};

use super::{
    View,
    acts::{Step, words_in},
    care::{day_of, line},
    steps::{choose, form, text},
    timeline::words,
};
use crate::{
    components::{WarningCallout, warning_callout},
    moment,
    pages::{
        discussions::{agreement_in_words, seer_name},
        form::Errors,
    },
};

fn planned<'a>(view: &'a View<'_>, code: &str) -> Option<&'a CaseDiscussion> {
    view.footprint.case_discussion(code)
}

/// What a discussion is called; its code where the footprint no longer has it.
fn name(view: &View<'_>, code: &str) -> String {
    planned(view, code).map_or_else(|| code.to_owned(), |planned| planned.name.clone())
}

/// Where it is to be discussed, what was agreed there, and who is asked to meet; nothing where there is none of it.
pub(super) fn facts(view: &View<'_>) -> Markup {
    let cases = &view.page.referral.cases;
    html! {
        @if !cases.listed.is_empty() || cases.agreed.is_some() || !cases.asked.is_empty() {
            section aria-labelledby="discussions" {
                h2 class="nhsuk-heading-m" id="discussions" { "Case discussions" }
                (to_meet(view))
                @for listing in &cases.listed { (listed(view, listing)) }
                @if let Some(agreed) = &cases.agreed {
                    p {
                        strong { (view.name(&agreed.owner)) } " does what " (name(view, &agreed.discussion)) " agreed, by "
                        (moment::time(agreed.until)) "."
                    }
                }
            }
        }
    }
}

/// Two who were in contact with her within three days: neither may think that the other holds the risk (H09).
fn to_meet(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    if referral.cases.asked.is_empty() {
        return Markup::default();
    }
    let content = html! {
        @for asked in &referral.cases.asked {
            @let [one, other] = asked.between.each_ref().map(|seer| seer_name(view.footprint, seer));
            p {
                strong { (one) " and " (other) } " were in contact with her within three days. They meet, and agree who does what"
                @match &asked.discussion { Some(code) => { ": " (name(view, code)) } None => ": the task is above" }
                "."
            }
        }
        @if referral.held().is_some() {
            p { "Until they have agreed otherwise, " strong { (super::matters::team(view)) } " holds the risk." }
        }
    };
    warning_callout(&WarningCallout {
        heading: "Two teams in the same days",
        content: content.into(),
        id: "teams-meet",
        ..WarningCallout::default()
    })
}

fn listed(view: &View<'_>, listing: &CaseListing) -> Markup {
    let planned = planned(view, &listing.discussion);
    let next = planned.and_then(|planned| planned.sits_next(view.now));
    let waited = planned.map_or(0, |planned| planned.gone_by(listing.at, view.now));
    html! {
        p {
            "To be discussed at " a href="/discussions" { (name(view, &listing.discussion)) }
            @if let Some(next) = next { " on " strong { (moment::day_and_hour(next)) } } @else { ": no day is planned" }
            @if !listing.asked_by.is_empty() { ". Asked by " (view.name(&listing.asked_by)) ", " (moment::recent(listing.at, view.now)) }
            "."
            @if let Some(said) = planned.and_then(|planned| agreement_in_words(listing, planned)) { " " (said) "." }
            @if let Some(times) = flagged(waited, view.footprint) {
                " " strong { (times) @if times == 1 { " day" } @else { " days" } " of it went by since." }
            }
        }
        @if let Some(words) = &listing.words { div class="porch-words" { (words.question) } }
    }
}

/// The forms beside the next step: put it on a list, and take it off.
pub(super) fn section(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    let free: Vec<(String, String)> = view
        .footprint
        .case_discussions()
        .iter()
        .filter(|planned| referral.cases.listing(&planned.code).is_none() && planned.sits_next(view.now).is_some())
        .map(|planned| (planned.code.clone(), planned.name.clone()))
        .collect();
    html! {
        @if referral.held().is_some() && !referral.erased() && !free.is_empty() {
            (form(view, Step::List, "Put it on the list of a case discussion", &list_fields(view, &free)))
        }
        @if !referral.cases.listed.is_empty() {
            (form(view, Step::Unlist, "Take it off the list of a case discussion", &unlist_fields(view)))
        }
    }
}

fn list_fields(view: &View<'_>, free: &[(String, String)]) -> Markup {
    let step = Step::List;
    let crosses = free.iter().filter_map(|(code, _)| planned(view, code)).any(CaseDiscussion::crosses_services);
    let options = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned())).collect()
    };
    let agreement = options(&[
        ("", "Choose"),
        (Agreement::Agrees.code(), "She agrees"),
        (Agreement::Declines.code(), "She declines"),
        (Agreement::NotAsked.code(), "She was not asked"),
    ]);
    html! {
        (choose(view, step, "discussion", "Which discussion?", free))
        (text(view, step, "question", "What is to be answered?", "", 3))
        (line(view, step, "asked_by", "Who asks?", "Leave it empty where you do."))
        @if crosses {
            (choose(view, step, "agreement", "Does she agree that services outside hear of her?", &agreement))
            (line(view, step, "agreement_on", "On which day did she say so?", "Day, month and year, such as 20 11 2026."))
            (text(view, step, "reason", "If she has not agreed: why is she named all the same?", "Leave it empty, and she is discussed without her name.", 2))
            (choose(view, step, "told", "If she is named all the same: was she told?", &options(&[("", "Choose"), ("yes", "Yes"), ("no", "No")])))
        }
        p class="nhsuk-body-s" { "A discussion moves no clock, and whoever is responsible stays so." }
    }
}

fn unlist_fields(view: &View<'_>) -> Markup {
    let listed = view.page.referral.cases.listed.iter();
    let all: Vec<(String, String)> =
        listed.map(|listing| (listing.discussion.clone(), name(view, &listing.discussion))).collect();
    html! {
        (choose(view, Step::Unlist, "discussion", "Which discussion?", &all))
        (text(view, Step::Unlist, "why", "Why is it not discussed?", "", 2))
    }
}

/// The command that one of these forms asks for; nothing where something is wrong, which is then in `errors`.
pub(super) fn command(
    step: Step,
    answers: &Answers,
    (footprint, account): (&Footprint, &str),
    errors: &mut Errors,
) -> Option<ReferralCommand> {
    let discussion = answers.typed("discussion").to_owned();
    if step == Step::Unlist {
        return Some(ReferralCommand::UnlistCase {
            discussion,
            why: words_in(step, "why", "Say why it is not discussed", answers, errors)?,
        });
    }
    let question = words_in(step, "question", "Write what is to be answered", answers, errors);
    let asked_by = answers.text("asked_by").unwrap_or_else(|| account.to_owned());
    let crosses = footprint.case_discussion(&discussion).is_some_and(CaseDiscussion::crosses_services);
    let agreement = if crosses { Some(agreement(answers, errors)?) } else { None };
    Some(ReferralCommand::ListCase { discussion, question: question?, asked_by, agreement })
}

fn agreement(answers: &Answers, errors: &mut Errors) -> Option<CaseAgreement> {
    let step = Step::List;
    let Some(answer) = Agreement::of_code(answers.typed("agreement")) else {
        errors.add(step.id("agreement"), "Services outside take part: say whether she agrees");
        return None;
    };
    let on = day_of(answers.typed("agreement_on"));
    if on.is_none() && (answer != Agreement::NotAsked || answers.has("agreement_on")) {
        errors.add(step.id("agreement_on"), "Write the day as numbers, such as 20 11 2026");
    }
    let reason = answers.text("reason").filter(|_| answer != Agreement::Agrees);
    let told = answers.typed("told");
    if reason.is_some() && told.is_empty() {
        errors.add(step.id("told"), "Say whether she was told");
    }
    let without = reason.map(|reason| NamedWithout { reason, she_was_told: told == "yes" });
    Some(CaseAgreement { answer, on, without })
}

/// What the timeline says.
pub(super) fn said(view: &View<'_>, event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::CaseListed(listed) => {
            let asked = listed.words.as_ref().map(|words| words.question.clone());
            (format!("Put on the list of {}, asked by {}", name(view, &listed.discussion), listed.asked_by), asked)
        }
        ReferralEvent::CaseUnlisted(unlisted) => {
            let from = name(view, &unlisted.discussion);
            (format!("Taken off the list of {from} without being discussed"), words(unlisted.said.as_ref()))
        }
        ReferralEvent::CaseDiscussed(discussed) => {
            let at = name(view, &discussed.discussion);
            let what = match (discussed.outcome, &discussed.owner, discussed.until) {
                (CaseOutcome::CarriedOver, _, _) => format!("{at}: not discussed, carried over"),
                (outcome, Some(owner), Some(until)) => {
                    let owner = view.name(owner);
                    format!("{at}: {}; {owner} by {}", outcome.label().to_lowercase(), moment::words(until))
                }
                (outcome, _, _) => format!("{at}: {}", outcome.label().to_lowercase()),
            };
            (what, words(discussed.said.as_ref()))
        }
        ReferralEvent::TeamsAskedToMeet(asked) => {
            let [one, other] = asked.between.each_ref().map(|seer| seer_name(view.footprint, seer));
            let to = asked.discussion.as_ref().map(|code| format!("; on the list of {}", name(view, code)));
            let met = format!("{one} and {other} were in contact with her within three days: asked to meet");
            (format!("{met}{}", to.unwrap_or_default()), None)
        }
        _ => (String::new(), None),
    }
}
