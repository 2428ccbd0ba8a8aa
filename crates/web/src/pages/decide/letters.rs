//! Both letters beside each other, as they will be read, to be changed where need be.

use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use porch_app::deciding::Drafts;
use porch_domain::{message::Recipient, referral::ReferrerHears};

use super::{
    View,
    choose::address,
    fill::{step_button, summary},
    typed::{self, Choice, Typed, Wrong, by_field},
};
use crate::{
    components::{ButtonVariant, Details, Input, InputWidth, Label, Size, Textarea, details, input, textarea},
    moment,
};

/// The most that a letter may hold, in characters.
const LONGEST: usize = 12_000;

/// The fields that this page asks.
const HERE: &[&str] = &["her_text", "ref_text", "owner", "due_at"];

/// Whether a field is asked on this page.
pub(super) fn asks(field: &str) -> bool {
    HERE.contains(&field)
}

/// Which letters go.
pub(super) fn going(typed: &Typed, drafts: &Drafts) -> (bool, bool) {
    if typed.get("choice") == Choice::Ask.code() {
        let asked = typed::asking_letter(typed).map(|(recipient, _)| recipient);
        return (asked == Some(Recipient::Woman), asked == Some(Recipient::Referrer) && drafts.to_referrer.is_some());
    }
    (typed.get("her_route") != "none", typed.get("ref_route") != "none" && drafts.to_referrer.is_some())
}

/// What is missing in the letters.
pub(super) fn problems(typed: &Typed, drafts: &Drafts) -> Vec<Wrong> {
    let (hers, theirs) = going(typed, drafts);
    let mut wrong = Vec::new();
    for (goes, field, whose) in
        [(hers, "her_text", "The letter to her"), (theirs, "ref_text", "The letter to whoever referred her")]
    {
        if !goes {
            continue;
        }
        let text = typed.get(field);
        if text.is_empty() {
            wrong.push(Wrong { field, what: format!("{whose} is empty") });
        } else if text.chars().count() > LONGEST {
            wrong.push(Wrong { field, what: format!("{whose} is too long: at most {LONGEST} characters") });
        }
    }
    wrong
}

/// What is missing for saving it with the letter due (PR-13).
pub(super) fn due_problems(typed: &Typed, now: Timestamp) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    if typed.get("owner").is_empty() {
        wrong.push(Wrong { field: "owner", what: "Say who writes the letter".to_owned() });
    }
    let by = moment::of_typed(typed.get("due_at"));
    if by.is_none_or(|by| by <= now || by > now + SignedDuration::from_hours(7 * 24)) {
        let what = "Say by when the letter is due, within the next seven days".to_owned();
        wrong.push(Wrong { field: "due_at", what });
    }
    wrong
}

/// The page.
pub(super) fn page(
    view: &View,
    choice: &Choice,
    typed: &Typed,
    drafts: &Drafts,
    wrong: &[Wrong],
    account: &str,
) -> Markup {
    let errors = by_field(wrong);
    let (hers, theirs) = going(typed, drafts);
    let receipt = view.opened.referrer_hears() == ReferrerHears::ReceiptOnly;
    let area = |name: &'static str, label: &'static str, template: &str| {
        let hint = format!(
            "Drafted from {template}. Change whatever does not fit; what you change is shown before you approve."
        );
        textarea(&Textarea {
            label: Label { text: label.into(), size: Some(Size::M), ..Label::default() },
            hint: hint.into(),
            error: errors.get(name).copied().into(),
            name,
            value: typed.get(name),
            rows: 26,
            spellcheck: Some(true),
            ..Textarea::default()
        })
    };
    html! {
        (summary(wrong))
        span class="nhsuk-caption-l" { (choice.title(&view.all_teams)) }
        h1 { "Letters" }
        @if !hers && !theirs { p { "No letter goes to anybody. Read on to finish." } }
        form method="post" action=(address(view)) {
            (typed.hidden(HERE))
            div class="nhsuk-grid-row" {
                div class="nhsuk-grid-column-one-half" {
                    @if hers { (area("her_text", "Letter to her", &drafts.to_woman.template.name)) }
                    @else { h2 class="nhsuk-heading-m" { "Letter to her" } p { "None goes. " (typed.get("her_why")) } }
                }
                div class="nhsuk-grid-column-one-half" {
                    @match (&drafts.to_referrer, theirs, receipt) {
                        (Some(draft), true, true) => {
                            h2 class="nhsuk-heading-m" { "Receipt to family" }
                            p class="nhsuk-hint" { "It goes as it stands: family read that it came and was read, and nothing more." }
                            div class="porch-letter" { (draft.words.body) }
                            input type="hidden" name="ref_text" value=(draft.words.body);
                        }
                        (Some(draft), true, false) => (area("ref_text", "Letter to whoever referred her", &draft.template.name)),
                        (None, _, _) | (Some(_), false, _) => {
                            h2 class="nhsuk-heading-m" { "Letter to whoever referred her" }
                            p { "None goes. " (typed.get("ref_why")) }
                        }
                    }
                }
            }
            div class="porch-actions" {
                (step_button("review", "Read it through", ButtonVariant::Primary))
                (step_button("grounds", "Change the reasons", ButtonVariant::Secondary))
            }
            (later(choice, typed, &errors, account))
        }
    }
}

/// PR-13: at the end of a day it is saved as decided, and stays open until the letter is finished.
pub(super) fn later(
    choice: &Choice,
    typed: &Typed,
    errors: &std::collections::BTreeMap<&'static str, &str>,
    account: &str,
) -> Markup {
    if *choice == Choice::Ask {
        return html! { (step_button("save", "Ask now, and leave the letter as a draft", ButtonVariant::Secondary)) };
    }
    let owner = Some(typed.get("owner")).filter(|owner| !owner.is_empty()).unwrap_or(account);
    details(&Details {
        summary: "Save as decided, letter due".into(),
        open: errors.contains_key("owner") || errors.contains_key("due_at"),
        content: html! {
            p { "It is decided, it stays open, and it counts from now once the letter is finished. The drafts are kept." }
            (input(&Input {
                label: Label::from("Who owes the letter? The name of the account"),
                error: errors.get("owner").copied().into(),
                name: "owner",
                value: owner,
                width: Some(InputWidth::W20),
                autocomplete: "off",
                ..Input::default()
            }))
            (input(&Input {
                label: Label::from("By when?"),
                hint: "Within seven days, such as 2026-11-22 12:00.".into(),
                error: errors.get("due_at").copied().into(),
                name: "due_at",
                value: typed.get("due_at"),
                kind: "datetime-local",
                classes: "porch-when",
                ..Input::default()
            }))
            (step_button("save", "Save as decided, letter due", ButtonVariant::Secondary))
        }
        .into(),
        ..Details::default()
    })
}
