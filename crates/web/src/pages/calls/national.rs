//! The national record beside the fields of a call: asked with a press before anything is saved, and what it says is a
//! proposal that another press puts into the fields. It writes nothing by itself (H05, H25).

use std::sync::Arc;

use maud::{Markup, html};
use porch_app::{
    AppError,
    national_record::{AskedAtACall, By, ask_at_a_call},
};
use porch_domain::{
    front_door::{Answers, WayIn, field, read},
    ids::PersonId,
    person::{
        Identity, NhsNumber, is_a_childs,
        national::{Answer, NationalRecord, Question, Withheld},
    },
};

use crate::{
    Site, activity,
    components::{Button, ButtonVariant, InsetText, Table, button, inset_text, table},
    failure::Failure,
    moment,
    pages::referral::{
        grouped,
        national_said::{names, not_now, nothing_found, told},
    },
    sign_in::SignedIn,
};

/// What was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pressed {
    /// Ask, by this.
    Ask(By),
    /// Put what it said into the fields; nothing where what was sent is no proposal.
    Take(Option<Proposal>),
}

/// What is put into the fields: a number, and where nothing is typed a date of birth and a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposal {
    number: NhsNumber,
    born: Option<jiff::civil::Date>,
    name: Option<String>,
}

impl Proposal {
    /// As the button carries it: it stands in no field, so that nothing is kept of it unless it is pressed.
    fn carried(&self) -> String {
        let born = self.born.map(|born| born.to_string()).unwrap_or_default();
        format!("take {} {born} {}", self.number.digits(), self.name.as_deref().unwrap_or_default())
    }

    fn read(carried: &str) -> Option<Self> {
        let mut parts = carried.strip_prefix("take ")?.splitn(3, ' ');
        let number = NhsNumber::parse(parts.next()?).ok()?;
        let born = parts.next().and_then(|born| born.parse().ok());
        let name = parts.next().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        Some(Self { number, born, name })
    }

    /// Puts it into the fields. What somebody typed stays, but for the number.
    pub(super) fn put(&self, answers: &mut Answers) {
        answers.set(field::NHS_NUMBER, grouped(self.number.digits()));
        let born = ["day", "month", "year"].map(|part| format!("{}-{part}", field::BORN));
        if let Some(on) = self.born.filter(|_| born.iter().all(|part| answers.typed(part).trim().is_empty())) {
            for (part, value) in born.iter().zip([on.day().to_string(), on.month().to_string(), on.year().to_string()])
            {
                answers.set(part, value);
            }
        }
        if let Some(name) = self.name.as_ref().filter(|_| answers.text(field::NAME).is_none()) {
            answers.set(field::NAME, name.as_str());
        }
    }
}

/// What was pressed in a form that was sent, where it was one of these.
pub(super) fn pressed(answers: &Answers) -> Option<Pressed> {
    match answers.typed("national") {
        "ask" => Some(Pressed::Ask(By::WhatIsHeld)),
        "particulars" => Some(Pressed::Ask(By::Particulars)),
        "" => None,
        carried => Some(Pressed::Take(Proposal::read(carried))),
    }
}

/// What stands beside the fields after a press.
#[derive(Debug, Clone)]
pub(super) enum Said {
    /// It was asked.
    Asked(Box<AskedAtACall>),
    /// It was not asked, and why.
    Refused(String),
    /// What it said stands in the fields.
    Taken,
}

/// Asks. Nothing where this service is not set up to.
pub(super) async fn ask(
    site: &Arc<Site>,
    who: &SignedIn,
    about: Option<PersonId>,
    answers: &Answers,
    by: By,
) -> Result<Option<Said>, Failure> {
    let typed = typed(site, answers);
    activity::carry_out(site, who, move |site, ctx| {
        let Some(records) = &site.national_records else { return Ok(None) };
        match ask_at_a_call(ctx, records, about, &typed, by) {
            Ok(asked) => {
                site.metrics.national_record(asked.answer.code());
                Ok(Some(Said::Asked(Box::new(asked))))
            }
            Err(AppError::Disallowed(why)) => Ok(Some(Said::Refused(why.to_string()))),
            Err(error) => Err(error),
        }
    })
    .await
}

fn typed(site: &Site, answers: &Answers) -> Identity {
    read(WayIn::Telephone, answers, moment::local(site.world.now()).date()).identity
}

/// At the top of the page: where to look for what was said, as it stands beside the fields far below.
pub(super) fn pointer(said: Option<&Said>) -> Markup {
    let Some(said) = said else { return Markup::default() };
    let words = match said {
        Said::Asked(_) => "The national record was asked, and nothing was saved or changed.",
        Said::Refused(_) => "The national record was not asked.",
        Said::Taken => "What the national record said stands in the fields. Nothing was saved yet.",
    };
    let content = html! { p { (words) " " a href="#national" { "See it beside her NHS number" } } };
    inset_text(&InsetText { content: content.into(), ..InsetText::default() })
}

/// Beside her NHS number: the button that asks, and what was said.
pub(super) fn beside(site: &Site, answers: &Answers, said: Option<&Said>) -> Markup {
    if site.national_records.is_none() {
        return Markup::default();
    }
    html! {
        div id="national" {
            @match said {
                Some(Said::Asked(asked)) => (outcome(site, answers, asked)),
                Some(Said::Refused(why)) => (inset_text(&InsetText {
                    content: html! { p { "The national record was not asked: " (why) "." } }.into(),
                    ..InsetText::default()
                })),
                Some(Said::Taken) => (inset_text(&InsetText {
                    content: html! { p {
                        "What the national record said stands in the fields above. Read it to her before you save. On the page of the referral the number can be marked as checked."
                    } }
                    .into(),
                    ..InsetText::default()
                })),
                None => {}
            }
            (press("Ask the national record who she is", "ask"))
            p class="nhsuk-body-s" {
                "By her NHS number, or by her name and date of birth. That you asked is noted with your name, here and there. An emergency does not wait for it."
            }
        }
    }
}

fn press(words: &str, value: &str) -> Markup {
    button(&Button {
        content: words.into(),
        name: "national",
        value,
        variant: ButtonVariant::Secondary,
        small: true,
        prevent_double_click: Some(true),
        ..Button::default()
    })
}

fn outcome(site: &Site, answers: &Answers, asked: &AskedAtACall) -> Markup {
    let by_number = matches!(asked.question, Question::Number(_));
    let typed = typed(site, answers);
    match &asked.answer {
        Answer::Found(record) => found(site, &typed, record),
        Answer::NotNow(why) => {
            inset_text(&InsetText { content: not_now(*why).into(), id: "outcome", ..InsetText::default() })
        }
        nothing @ (Answer::Nobody | Answer::TooMany | Answer::Invalidated) => html! {
            (inset_text(&InsetText {
                content: nothing_found(nothing, by_number).into(),
                id: "outcome",
                ..InsetText::default()
            }))
            @if by_number && Question::by_particulars(&typed).is_some() {
                (press("Ask by name and date of birth", "particulars"))
            }
        },
    }
}

fn found(site: &Site, typed: &Identity, record: &NationalRecord) -> Markup {
    let today = moment::local(site.world.now()).date();
    let replaces = record.instead_of.is_some() && record.instead_of == typed.nhs_number;
    let another = typed.nhs_number.as_ref().is_some_and(|number| *number != record.nhs_number) && !replaces;
    let childs = record.birth_date.is_some_and(|born| is_a_childs(born, today));
    let proposal = Proposal { number: record.nhs_number.clone(), born: record.birth_date, name: record.name.clone() };
    html! {
        @if record.withheld != Withheld::Nothing {
            p { strong { "Her whereabouts are protected. " }
                "The national record gives no address, telephone number or practice of hers to anybody. Ask her before anything is written down or sent, and say nothing of where she is." }
        }
        @if let Some(died) = record.died {
            p { strong { "The national record says that this person died" }
                @if let Some(on) = died.on { ", on " (moment::date(on)) }
                ". Find out whether it is the same woman. Nothing was recorded of it." }
        }
        (compared(typed, record))
        @if childs {
            p { strong { "This is a child's record. " } "A baby's number is never hers." }
        } @else if another {
            p { strong { "Another NHS number is typed. " } "A different number never replaces one by itself: find out with her which is hers, and empty the field first if it is not." }
        } @else if !record.may_be_hers(typed) {
            p { strong { "This is not like her. " } "Check the number digit by digit." }
        } @else {
            @if replaces { p { "The number that is typed was replaced by this one." } }
            (press("It is she: put this into the fields", &proposal.carried()))
        }
    }
}

fn compared(typed: &Identity, record: &NationalRecord) -> Markup {
    let likeness = record.likeness(typed);
    let protected = |shown: bool, value: Option<String>| {
        if shown { value.unwrap_or_else(|| "–".to_owned()) } else { "Protected".to_owned() }
    };
    let (who, place) = (record.withheld != Withheld::Everything, record.withheld == Withheld::Nothing);
    let number = match &record.instead_of {
        Some(old) => format!("{}, in the place of {}", grouped(record.nhs_number.digits()), grouped(old.digits())),
        None => grouped(record.nhs_number.digits()),
    };
    let rows = [
        ("NHS number", number, told(likeness.nhs_number)),
        ("Name", protected(who, record.name.clone()), told(names(likeness))),
        ("Date of birth", protected(who, record.birth_date.map(moment::date)), told(likeness.birth_date)),
        ("Postcode", protected(place, record.postcode.clone()), told(likeness.postcode)),
        ("GP practice", protected(place, record.gp_practice.clone()), ""),
    ];
    html! {
        @for caution in likeness.cautions() { p { (caution.words()) "." } }
        (table(&Table {
            caption: "What the national record says".into(),
            head: vec!["".into(), "National record".into(), "As typed?".into()],
            rows: rows.into_iter().map(|(what, said, agrees)| vec![what.into(), said.into(), agrees.into()]).collect(),
            first_cell_is_header: true,
            responsive: true,
            ..Table::default()
        }))
    }
}
