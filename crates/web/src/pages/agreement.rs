//! Whether she agrees that a team hears of her (PR-05): asked where somebody is taken on, and read back.

use jiff::{Timestamp, civil::Date};
use maud::Markup;
use porch_domain::referral::HandoverAgreement;

use crate::{
    components::{Choice, ChoiceOption, Input, Label, Legend, Radios, Size, Textarea, input, radios, textarea},
    moment,
};

/// The question with what was typed into it.
pub(crate) struct Asked<'a> {
    /// What was typed into a field.
    pub typed: &'a dyn Fn(&str) -> String,
    /// What is wrong with a field.
    pub error: &'a dyn Fn(&str) -> Option<String>,
    /// The id of a field.
    pub id: &'a dyn Fn(&str) -> String,
    /// Now.
    pub now: Timestamp,
}

/// Nothing has to be typed where she agreed today, or was not asked.
pub(crate) fn asked(asked: &Asked<'_>) -> Markup {
    let typed = |field: &str| Some((asked.typed)(field)).filter(|text| !text.is_empty());
    let agreed_on = typed("agreed_on").unwrap_or_else(|| moment::local(asked.now).date().to_string());
    let (wrong_on, wrong_basis) = ((asked.error)("agreed_on"), (asked.error)("basis"));
    let day = input(&Input {
        label: Label::from("On which day?"),
        error: wrong_on.as_deref().into(),
        id: &(asked.id)("agreed_on"),
        name: "agreed_on",
        value: &agreed_on,
        kind: "date",
        classes: "porch-when",
        ..Input::default()
    });
    let basis = textarea(&Textarea {
        label: Label::from("On which basis is it shared without?"),
        hint: "Capacity, best interests, or risk, and why.".into(),
        error: wrong_basis.as_deref().into(),
        id: &(asked.id)("basis"),
        name: "basis",
        value: &typed("basis").unwrap_or_default(),
        rows: 2,
        ..Textarea::default()
    });
    let option = |value, text: &'static str, conditional: Option<Markup>| {
        Choice::from(ChoiceOption { value, text: text.into(), conditional, ..ChoiceOption::default() })
    };
    radios(&Radios {
        name: "agreement",
        id_prefix: &(asked.id)("agreement"),
        legend: Some(Legend {
            text: "Does she agree that the team hears of her?".into(),
            size: Some(Size::S),
            ..Legend::default()
        }),
        hint: "The team reads this with the offer.".into(),
        items: vec![
            option("agrees", "Yes", Some(day)),
            option("basis", "No, or she could not say", Some(basis)),
            option("not_asked", "She was not asked", None),
        ],
        value: &typed("agreement").unwrap_or_else(|| "not_asked".to_owned()),
        ..Radios::default()
    })
}

/// What was answered; none where nothing is chosen, which says that she was not asked. An error is the field at which
/// something is missing.
pub(crate) fn answered(typed: impl Fn(&str) -> Option<String>) -> Option<Result<HandoverAgreement, &'static str>> {
    match typed("agreement").as_deref() {
        Some("agrees") => {
            let on = typed("agreed_on").and_then(|day| day.parse().ok());
            Some(on.map(|on| HandoverAgreement::Agrees { on }).ok_or("agreed_on"))
        }
        Some("basis") => Some(typed("basis").map(|basis| HandoverAgreement::OnBasis { basis }).ok_or("basis")),
        Some(_) | None => None,
    }
}

/// What is wrong with an answer, with its field.
pub(crate) fn problem(
    answered: Option<&Result<HandoverAgreement, &'static str>>,
    today: Date,
) -> Option<(&'static str, &'static str)> {
    match answered? {
        Err("basis") => Some(("basis", "Say on which basis it is shared without her agreement")),
        Err(_) => Some(("agreed_on", "Say on which day she agreed, such as 2026-11-22")),
        Ok(HandoverAgreement::Agrees { on }) if *on > today => {
            Some(("agreed_on", "The day on which she agreed must not lie ahead"))
        }
        Ok(_) => None,
    }
}
