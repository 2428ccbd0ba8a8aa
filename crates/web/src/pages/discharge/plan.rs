//! The plan: why care ends, who helps from now on, and how she comes back.

use maud::{Markup, html};
use porch_domain::{
    code_list,
    disallowed::Disallowed,
    front_door::{Answers, LONGEST, Situation},
    referral::{
        PersonKind,
        leaving::{DIED, DISCHARGE_REASONS, NOT_ENGAGING},
    },
};

use super::{View, carried, sentence};
use crate::{
    components::{
        Button, Choice, Input, InsetText, Label, Radios, Textarea, button, input, inset_text, radios, textarea,
    },
    moment,
    pages::{decide, form::Errors},
};

/// The fields of this page; they go along with the letters.
pub(super) const HERE: [&str; 8] =
    ["reason", "plan", "what_helped", "early_signs", "early_pregnancy", "way_back", "onward", "safeguarding"];

/// Whether a field is asked on this page.
pub(super) fn asks(field: &str) -> bool {
    HERE.contains(&field)
}

/// What a reason says.
pub(super) fn reason_label(code: &str) -> String {
    code_list::find(DISCHARGE_REASONS, code).map_or_else(|| code.to_owned(), |code| code.label.to_owned())
}

/// What stands in the fields before anybody types: advice for another pregnancy, and the way back.
pub(super) fn prefill(answers: &mut Answers, view: &View) {
    if needs_early_advice(view) {
        answers.set("early_pregnancy", early_advice(view));
    }
    answers.set("way_back", decide::usual_way_back(&view.footprint));
}

fn needs_early_advice(view: &View) -> bool {
    view.opened.referral.person_kind == PersonKind::BirthingParent
}

/// What she is told of an early stage of another pregnancy.
///
/// # Source
/// Seed of Kent and Medway (K7): patients are advised on discharge that they are referred back "at an early stage of
/// pregnancy".
fn early_advice(view: &View) -> String {
    let number = view.footprint.urgent_routes.iter().find(|route| !route.danger);
    let ring = number.map(|route| format!(", or ring {}", route.number)).unwrap_or_default();
    if view.opened.referral.situation().is_some_and(Situation::is_loss) {
        format!(
            "If one day there is another pregnancy, and only if you wish: tell your GP or midwife early that you were \
             with us{ring}. We can be there from the beginning."
        )
    } else {
        format!(
            "If you become pregnant again, tell your GP or midwife early that you were with us, also when you feel \
             well{ring}. They refer you back to us, or you ask us yourself."
        )
    }
}

/// What is missing in what was typed.
pub(super) fn problems(view: &View, answers: &Answers, errors: &mut Errors) {
    let reason = answers.typed("reason");
    if code_list::find(DISCHARGE_REASONS, reason).is_none_or(|code| code.code == DIED) {
        errors.add("reason", "Choose why care ends");
    }
    let mut needed = |field: &str, missing: &str| match answers.text(field) {
        None => errors.add(field, missing),
        Some(text) if text.chars().count() > LONGEST => {
            errors.add(field, "This is too long: at most 10,000 characters are kept");
        }
        Some(_) => {}
    };
    needed("plan", "Write the plan: who helps her from now on, and what she does when it gets worse");
    if needs_early_advice(view) {
        needed("early_pregnancy", "Say what she does early in another pregnancy");
    }
    needed("way_back", "Say how she can come back");
    if ["another_service", "moved", NOT_ENGAGING].contains(&reason) {
        needed("onward", "Say which service looks after her from now on");
    }
    if view.opened.to_answer.needed {
        needed("safeguarding", "Say what came of safeguarding");
    }
}

/// The field that answers what the rules refuse.
pub(super) fn field_of(why: &Disallowed) -> &'static str {
    let fields = [
        (Disallowed::PlanMissing, "plan"),
        (Disallowed::EarlyPregnancyMissing, "early_pregnancy"),
        (Disallowed::WayBackMissing, "way_back"),
        (Disallowed::OnwardMissing, "onward"),
        (Disallowed::SafeguardingAnswerMissing, "safeguarding"),
        (Disallowed::RouteNotAgreed, "her_route"),
        (Disallowed::RouteUnsettled, "her_route"),
        (Disallowed::NotAnOrganisation, "ref_route"),
        (Disallowed::NoReferrer, "ref_route"),
        (Disallowed::ReceiptOnly, "ref_route"),
        (Disallowed::TellingMissing, "her_why"),
        (Disallowed::NamesWithheldAddress { to_her: true }, "her_text"),
        (Disallowed::NamesWithheldAddress { to_her: false }, "ref_text"),
    ];
    if matches!(why, Disallowed::FirstLineTells(_)) {
        return "her_text";
    }
    // What a review found, or what is still open, stands against the reason.
    fields.iter().find(|(known, _)| known == why).map_or("reason", |(_, field)| field)
}

/// The page.
pub(super) fn form(view: &View, answers: &Answers, errors: &Errors) -> Markup {
    let area = |name: &'static str, label: &'static str, hint: &'static str, rows| {
        textarea(&Textarea {
            label: Label::from(label),
            hint: hint.into(),
            error: errors.of(name).into(),
            id: name,
            name,
            value: answers.typed(name),
            rows,
            spellcheck: Some(true),
            ..Textarea::default()
        })
    };
    // A death is closed on its own, and is no reason among others.
    let reasons = DISCHARGE_REASONS.iter().filter(|code| code.code != DIED);
    html! {
        @if let Some(found) = found(view) { (found) }
        form action=(view.address()) method="post" novalidate {
            (carried(view))
            (radios(&Radios {
                name: "reason",
                id_prefix: "reason",
                legend: Some("Why does care end?".into()),
                error: errors.of("reason").into(),
                items: reasons.map(|code| Choice::new(code.code, code.label)).collect(),
                value: answers.typed("reason"),
                small: true,
                ..Radios::default()
            }))
            (area("plan", "The plan", "Who helps her from now on, what keeps her well, and what she does when it gets worse. It stands in her letter.", 6))
            (area("what_helped", "What helped her (optional)", "For whoever sees her again. It stands in neither letter.", 3))
            (area("early_signs", "Early signs that it comes back (optional)", "How she and those near her notice it. It stands in neither letter.", 3))
            @if needs_early_advice(view) {
                (area("early_pregnancy", "Early in another pregnancy", "It stands in her letter. Change it where other words fit her better.", 4))
            }
            (area("way_back", "How can she come back?", "She can always ask again. Change this where there is a nearer way.", 3))
            (input(&Input {
                label: Label::from("Which service looks after her from now on?"),
                hint: "Needed where another service has her, she moved, or we could not engage with her.".into(),
                error: errors.of("onward").into(),
                id: "onward",
                name: "onward",
                value: answers.typed("onward"),
                autocomplete: "off",
                ..Input::default()
            }))
            @if view.opened.to_answer.needed {
                (area("safeguarding", "What came of safeguarding?", "It stands in neither letter.", 3))
            }
            (button(&Button { content: "Go on to the letters".into(), name: "step", value: "letters", ..Button::default() }))
        }
    }
}

/// What the last review found, where she was missed: it says which reasons the rules allow.
fn found(view: &View) -> Option<Markup> {
    let review = view.opened.referral.care.review?;
    let said = if review.checks.not_her_doing() {
        sentence(&Disallowed::NotHerDoing)
    } else if review.checks.known() {
        "The review found no cause but hers".to_owned()
    } else {
        sentence(&Disallowed::NotLookedInto)
    };
    let content = html! { p { "Risk was reviewed " (moment::recent(review.at, view.now)) ". " (said) "." } };
    Some(inset_text(&InsetText { content: content.into(), ..InsetText::default() }))
}
