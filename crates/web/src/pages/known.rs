//! That somebody with an open referral may be whoever is written about: told to staff at the first particulars, with a button
//! that adds to it, so that nothing is typed twice (PR-06).

use maud::{Markup, html};
use porch_app::find::KnownHere;
use porch_domain::{footprint::Footprint, person::Match};

use super::{referral, team_name};
use crate::{
    components::{Button, ButtonVariant, InsetText, Level, WarningCallout, button, inset_text, warning_callout},
    moment,
};

/// The words of a page that says so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    /// What became of what was sent.
    pub(crate) so_far: &'static str,
    /// The beginning of the words on the button that adds.
    pub(crate) add: &'static str,
    /// The words on the button that makes a new one.
    pub(crate) new: &'static str,
}

/// The words of a call.
pub(crate) const CALL: Words = Words {
    so_far: "Nothing was saved yet. What you typed is still here.",
    add: "Add this call to",
    new: "It is somebody else, or a new referral: save it as new",
};

/// The words of a question for advice.
pub(crate) const QUESTION: Words = Words {
    so_far: "What was asked can be added to it as it stands.",
    add: "Add this question to",
    new: "It is somebody else, or a new referral: make it a referral",
};

/// Who may be her, each open referral with a button that sends the form there. Another button
/// says that it is somebody else, or something new. It stands inside the form.
pub(crate) fn held(footprint: &Footprint, known: &[KnownHere], words: Words) -> Markup {
    let content = html! {
        p { (words.so_far) }
        @for one in known { (person(footprint, one, words.add)) }
        p { "Ask who she is before you add to it: a birth date, or an address. What is not hers must not stand in her record." }
        (button(&Button {
            content: words.new.into(),
            name: "checked",
            value: "yes",
            variant: ButtonVariant::Secondary,
            prevent_double_click: Some(true),
            ..Button::default()
        }))
    };
    warning_callout(&WarningCallout {
        heading: "There is an open referral",
        level: Level::H2,
        content: content.into(),
        id: "known-here",
        ..WarningCallout::default()
    })
}

fn person(footprint: &Footprint, known: &KnownHere, add: &str) -> Markup {
    let agree = match known.likeness.says() {
        Match::Strong => "NHS number, date of birth and more are the same",
        Match::Possible | Match::Unlike | Match::Never => "She may be the same person",
    };
    html! {
        p class="porch-earlier__head" {
            strong { (known.person.name.as_deref().unwrap_or("No name held")) }
            @if let Some(born) = known.person.birth_date { ", born " (moment::day(born)) }
            @if let Some(number) = &known.person.nhs_number { ", NHS number " (referral::grouped(number.digits())) }
            ": " (agree) "."
        }
        @for caution in known.likeness.cautions() { p { (caution.words()) "." } }
        @for open in &known.open {
            p {
                a href=(referral::address(open.id)) { (open.reference.as_deref().unwrap_or("From another system")) }
                ", received " (moment::time(open.received_at))
                @if let Some(team) = &open.held_by { ", " (team_name(footprint, team)) " is responsible" }
            }
            (button(&Button {
                content: format!("{add} {}", open.reference.as_deref().unwrap_or("it")).into(),
                name: "add",
                value: &open.id.to_string(),
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// The button that looks, beside the first particulars.
pub(crate) fn look() -> Markup {
    html! {
        (button(&Button {
            content: "Is she known here? Look before saving".into(),
            name: "look",
            value: "yes",
            variant: ButtonVariant::Secondary,
            small: true,
            ..Button::default()
        }))
        p class="nhsuk-body-s" { "An NHS number, or a name with a date of birth, is enough. That you looked is noted." }
    }
}

/// Nobody with an open referral was found.
pub(crate) fn nobody() -> Markup {
    inset_text(&InsetText {
        content: html! { p { "Nobody with an open referral was found by what you typed. Nothing was saved yet." } }
            .into(),
        ..InsetText::default()
    })
}
