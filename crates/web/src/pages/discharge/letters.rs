//! Both letters as they will be read, and the button that ends care.

use maud::{Markup, html};
use porch_app::deciding::{Discharge, Drafts, Letter, Planned, Tell};
use porch_domain::{
    front_door::{Answers, Confidant},
    message::{MessageKind, Words},
    person::Route,
    referral::ReferrerHears,
};

use super::{View, carried, plan};
use crate::{
    components::{
        Button, ButtonVariant, Checkboxes, Choice, Input, Label, Radios, Size, Textarea, button, checkboxes, input,
        radios, textarea,
    },
    pages::form::Errors,
};

/// The most that a letter may hold, in characters.
const LONGEST: usize = 12_000;

/// A text that nobody changed follows its plan; one that somebody changed stays.
pub(super) fn draft(answers: &mut Answers, drafts: &Drafts) {
    let hers = Some(&drafts.to_woman);
    for (text, drawn, draft) in
        [("her_text", "her_drawn", hers), ("ref_text", "ref_drawn", drafts.to_referrer.as_ref())]
    {
        let Some(draft) = draft else { continue };
        let first = !answers.has(drawn) && !answers.has(text);
        if first || same(answers.typed(text), answers.typed(drawn)) {
            answers.set(text, draft.words.body.clone());
        }
        answers.set(drawn, draft.words.body.clone());
    }
}

/// Browsers send lines with a carriage return.
fn same(one: &str, other: &str) -> bool {
    one.replace('\r', "").trim() == other.replace('\r', "").trim()
}

fn route(answers: &Answers, field: &str) -> Option<Route> {
    Route::of_code(answers.typed(field)).filter(|route| matches!(route, Route::Letter | Route::Email))
}

/// What is missing in how both are told.
pub(super) fn problems(answers: &Answers, drafts: &Drafts, errors: &mut Errors) {
    let theirs = drafts.to_referrer.is_some();
    for (asked, field, why, text, whose) in [
        (true, "her_route", "her_why", "her_text", "she"),
        (theirs, "ref_route", "ref_why", "ref_text", "whoever referred her"),
    ] {
        if !asked {
            continue;
        }
        match (answers.typed(field), route(answers, field)) {
            ("none", _) if answers.text(why).is_none() => {
                errors.add(why, format!("Say why no letter goes, and how {whose} is told"))
            }
            ("none", _) => {}
            (_, None) => errors.add(field, format!("Choose how {whose} is told")),
            (_, Some(_)) => match answers.text(text) {
                None => errors.add(text, "This letter is empty"),
                Some(body) if body.chars().count() > LONGEST => {
                    errors.add(text, format!("This letter is too long: at most {LONGEST} characters"));
                }
                Some(_) => {}
            },
        }
    }
}

/// What was typed, as the activity asks for it; without drafts only what the letters are filled from.
pub(super) fn discharge(view: &View, answers: &Answers, drafts: Option<&Drafts>) -> Discharge {
    let text = |field: &str| answers.text(field).unwrap_or_default();
    let tell = |field: &str, why: &str, body: &str, subject: Option<String>| match (route(answers, field), subject) {
        (Some(route), Some(subject)) => {
            let body = answers.typed(body).replace('\r', "").trim().to_owned();
            Tell::Letter(Letter { route, words: Words { subject, body } })
        }
        _ => Tell::NotTold { why: text(why) },
    };
    let to_referrer = drafts.and_then(|drafts| drafts.to_referrer.as_ref()).map(|draft| draft.words.subject.clone());
    let own_letter = view.opened.referral.referrer_hears() == ReferrerHears::HerOwnLetter;
    Discharge {
        reason: answers.typed("reason").to_owned(),
        planned: Planned {
            plan: text("plan"),
            early_pregnancy: text("early_pregnancy"),
            onward: answers.text("onward"),
        },
        way_back: text("way_back"),
        what_helped: answers.text("what_helped"),
        early_signs: answers.text("early_signs"),
        safeguarding: answers.text("safeguarding"),
        organisation: answers.text("organisation"),
        copied_to: Confidant::ALL
            .into_iter()
            .filter(|one| answers.all("copied").any(|code| code == one.code()))
            .collect(),
        to_woman: tell("her_route", "her_why", "her_text", drafts.map(|drafts| drafts.to_woman.words.subject.clone())),
        to_referrer: if own_letter {
            Tell::NotTold { why: "She asked for herself: her own letter is the answer.".to_owned() }
        } else {
            tell("ref_route", "ref_why", "ref_text", to_referrer)
        },
    }
}

/// The page.
pub(super) fn page(view: &View, answers: &Answers, drafts: &Drafts, errors: &Errors) -> Markup {
    let area = |name: &'static str, label: &'static str| {
        textarea(&Textarea {
            label: Label { text: label.into(), size: Some(Size::M), ..Label::default() },
            hint: "Read it. Change whatever does not fit.".into(),
            error: errors.of(name).into(),
            id: name,
            name,
            value: answers.typed(name),
            rows: 22,
            spellcheck: Some(true),
            ..Textarea::default()
        })
    };
    html! {
        (errors.summary())
        span class="nhsuk-caption-l" { "End care" }
        h1 { "Letters" }
        p { "By ending care you answer for both letters by name." }
        form action=(view.address()) method="post" novalidate {
            (carried(view))
            @for field in plan::HERE { input type="hidden" name=(field) value=(answers.typed(field)); }
            @for drawn in ["her_drawn", "ref_drawn"] { input type="hidden" name=(drawn) value=(answers.typed(drawn)); }
            (area("her_text", "Letter to her"))
            (her_route(view, answers, errors))
            @match (&drafts.to_referrer, view.opened.referral.referrer_hears()) {
                (None, _) => p { "She asked for herself, so nobody else is written to." },
                (Some(draft), ReferrerHears::ReceiptOnly) => {
                    h2 class="nhsuk-heading-m" { "Receipt to family" }
                    p class="nhsuk-hint" { "It goes as it stands: family read that it came and was read, and nothing more." }
                    div class="porch-letter" { (draft.words.body) }
                    input type="hidden" name="ref_text" value=(draft.words.body);
                    (referrer_route(view, answers, errors))
                }
                (Some(_), _) => {
                    (area("ref_text", "Letter to whoever referred her"))
                    (referrer_route(view, answers, errors))
                }
            }
            (button(&Button {
                content: "Approve both letters and end care".into(),
                name: "step",
                value: "finish",
                variant: ButtonVariant::Warning,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
            " "
            (button(&Button {
                content: "Back to the plan".into(),
                name: "step",
                value: "plan",
                variant: ButtonVariant::Secondary,
                ..Button::default()
            }))
        }
    }
}

fn why(answers: &Answers, errors: &Errors, name: &str, label: &str) -> Markup {
    input(&Input {
        label: Label::from(label),
        hint: "Only where none goes. Who tells instead, and when?".into(),
        error: errors.of(name).into(),
        id: name,
        name,
        value: answers.typed(name),
        autocomplete: "off",
        ..Input::default()
    })
}

/// INV-10: only ways that she agreed to are offered.
fn her_route(view: &View, answers: &Answers, errors: &Errors) -> Markup {
    let contact = view.opened.person.as_ref().map(|person| person.contact.clone()).unwrap_or_default();
    let agreed =
        [Route::Letter, Route::Email].into_iter().filter(|route| contact.allow_kind(*route, Some(MessageKind::Care)));
    let offered: Vec<(&str, String)> =
        agreed.map(|route| (route.code(), format!("{}, which she agreed to", route.label()))).collect();
    let mut items: Vec<Choice<'_>> = offered.iter().map(|(code, words)| Choice::new(code, words)).collect();
    items.push(Choice::new("none", "No letter goes to her, because…"));
    let copies = view.opened.agreed_confidants();
    html! {
        (radios(&Radios {
            name: "her_route",
            id_prefix: "her_route",
            legend: Some("How does her letter go?".into()),
            error: errors.of("her_route").into(),
            items,
            value: answers.typed("her_route"),
            small: true,
            ..Radios::default()
        }))
        (why(answers, errors, "her_why", "Why no letter goes to her"))
        @if !copies.is_empty() {
            (checkboxes(&Checkboxes {
                name: "copied",
                legend: Some("Copies of her letter, as she agreed".into()),
                items: copies.iter().map(|one| Choice::new(one.code(), one.label())).collect(),
                values: answers.all("copied").collect(),
                small: true,
                ..Checkboxes::default()
            }))
        }
    }
}

/// PR-15: what whoever referred her may hear, and where.
fn referrer_route(view: &View, answers: &Answers, errors: &Errors) -> Markup {
    let (email, paper) = match view.opened.referral.referrer_hears() {
        ReferrerHears::HerOwnLetter => return Markup::default(),
        ReferrerHears::ReceiptOnly => (Some("A receipt by e-mail".to_owned()), "A receipt by post"),
        ReferrerHears::Reasons { email } => {
            (Some(format!("E-mail to {email}")), "Printed and posted to the organisation")
        }
        ReferrerHears::ReasonsOnPaper { .. } => (None, "Printed and posted to the organisation"),
    };
    let mut items: Vec<Choice<'_>> = email.iter().map(|words| Choice::new("email", words)).collect();
    items.extend([Choice::new("letter", paper), Choice::new("none", "Nothing goes to them, because…")]);
    let known = view.opened.referral.story().and_then(|story| story.referrer.as_ref()?.organisation.clone());
    let organisation = answers.text("organisation").or(known).unwrap_or_default();
    html! {
        (radios(&Radios {
            name: "ref_route",
            id_prefix: "ref_route",
            legend: Some("How is whoever referred her told?".into()),
            error: errors.of("ref_route").into(),
            items,
            value: answers.typed("ref_route"),
            small: true,
            ..Radios::default()
        }))
        (input(&Input {
            label: Label::from("Organisation, with its address"),
            hint: "Needed for a letter by post.".into(),
            id: "organisation",
            name: "organisation",
            value: &organisation,
            autocomplete: "off",
            ..Input::default()
        }))
        (why(answers, errors, "ref_why", "Why nothing goes to whoever referred her"))
    }
}
