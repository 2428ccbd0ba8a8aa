//! `/referrals/{id}/national-record`: what the national record says of her beside what is held here. Nothing of it is written
//! but by a press of whoever looks; where it does not answer, the page says what to do by hand (H05, H25, PR-27).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError, Ctx,
    national_record::{self, Asked, By, Held, Purpose, Taken},
};
use porch_domain::{
    front_door::Answers,
    ids::ReferralId,
    person::{
        NhsNumber, NumberStatus, is_a_childs,
        national::{Answer, NationalRecord, Question, Withheld},
        number_status,
    },
};

use super::{
    Answered, View, address, grouped, id_of,
    national_said::{beside, not_now, nothing_found},
};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Choice, ChoiceOption, Content, InsetText, Label, Legend, Level, Radios, Size,
        Textarea, WarningCallout, back_link, button, inset_text, radios, textarea, warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, hidden},
        html as answer, same, staff,
    },
    sign_in::SignedIn,
};

/// The most letters of a reason.
const LONGEST: usize = 1_000;

/// What the page shows beside what is held.
#[derive(Default)]
struct Shown {
    typed: Answers,
    errors: Errors,
    /// Why something was not done.
    refused: Option<String>,
    /// What was asked, and what came of it.
    asked: Option<Asked>,
}

/// The address of the page.
pub(super) fn page_of(id: ReferralId) -> String {
    format!("/referrals/{id}/national-record")
}

/// What is held, and the button that asks.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    drawn(&site, &who, id, StatusCode::OK, Shown::default()).await
}

/// Asks, and shows both side by side.
pub(crate) async fn ask(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let by = if sent.0.typed("by") == "particulars" { By::Particulars } else { By::WhatIsHeld };
    let purpose = Purpose::of_code(sent.0.typed("purpose"));
    let mut shown = Shown { typed: sent.0, ..Shown::default() };
    let Some(purpose) = purpose.filter(|_| site.national_records.is_some()) else {
        if site.national_records.is_some() {
            shown.errors.add("purpose", "Say why you ask");
        }
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, shown).await;
    };
    let asked = activity::carry_out(&site, &who, move |site, ctx| {
        let Some(records) = &site.national_records else { return Ok(Ok(None)) };
        let asked = national_record::ask(ctx, records, id, by, purpose);
        if let Ok(Some(asked)) = &asked {
            site.metrics.national_record(asked.answer.code());
        }
        told(asked)
    });
    match asked.await? {
        Ok(Some(asked)) => {
            shown.asked = Some(asked);
            drawn(&site, &who, id, StatusCode::OK, shown).await
        }
        Ok(None) => Err(Failure::from(Kind::NotFound).seen_by(&who)),
        Err(why) => drawn(&site, &who, id, StatusCode::CONFLICT, Shown { refused: Some(why), ..shown }).await,
    }
}

/// What the rules refuse, in words; everything else stays an error.
fn told<T>(done: Result<T, AppError>) -> Result<Result<T, String>, AppError> {
    match done {
        Err(AppError::Disallowed(why)) => Ok(Err(why.to_string())),
        done => done.map(Ok),
    }
}

/// Takes a number over or back, or sets aside what is told of a death.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let act = Act::of_code(&act).ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let number = NhsNumber::parse(sent.0.typed("number"));
    let why = sent.0.text("why").unwrap_or_default();
    let mut shown = Shown { typed: sent.0, ..Shown::default() };
    if act.takes_a_reason() && (why.is_empty() || why.chars().count() > LONGEST) {
        let words =
            if why.is_empty() { "Say how you know" } else { "This is too long: at most 1,000 characters are kept" };
        shown.errors.add(act.field(), words);
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, shown).await;
    }
    let done = activity::carry_out(&site, &who, move |site, ctx| {
        Ok(match act {
            Act::Take => match (&site.national_records, number) {
                (Some(records), Ok(number)) => {
                    national_record::take(ctx, records, command, id, version, &number).map(otherwise)
                }
                _ => Ok(Some("there is no number to take over".to_owned())),
            },
            Act::TakeBack => national_record::take_back(ctx, command, id, version, &why).map(|()| None),
            Act::SetDeathAside => national_record::set_death_aside(ctx, command, id, &why).map(|()| None),
        })
    });
    let (done, otherwise) = match done.await? {
        Ok(otherwise) => (Ok(()), otherwise),
        Err(error) => (Err(error), None),
    };
    let why = match (Answered::of(done, &who)?, otherwise) {
        (Answered::Done, None) => {
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, page_of(id))]).into_response());
        }
        (Answered::Done, Some(why)) | (Answered::Refused(why), _) => why,
        (Answered::Stale, _) => {
            "somebody recorded something about her after you opened this page; look again before you decide".to_owned()
        }
    };
    drawn(&site, &who, id, StatusCode::CONFLICT, Shown { refused: Some(why), ..shown }).await
}

/// Why a number was not taken over though nothing forbids it.
fn otherwise(taken: Taken) -> Option<String> {
    match taken {
        Taken::Done => None,
        Taken::Otherwise(Answer::NotNow(_)) => {
            Some("the national record was asked once more, and did not answer; try again in a minute".to_owned())
        }
        Taken::Otherwise(_) => {
            Some("the national record was asked once more, and says something else now; ask it anew".to_owned())
        }
    }
}

/// What can be done on the page, beside asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Take,
    TakeBack,
    SetDeathAside,
}

impl Act {
    const ALL: [Self; 3] = [Self::Take, Self::TakeBack, Self::SetDeathAside];

    fn code(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::TakeBack => "take-back",
            Self::SetDeathAside => "not-so",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    fn takes_a_reason(self) -> bool {
        match self {
            Self::Take => false,
            Self::TakeBack | Self::SetDeathAside => true,
        }
    }

    /// The id of its field: two of them may stand on one page.
    fn field(self) -> &'static str {
        match self {
            Self::Take => "number",
            Self::TakeBack => "back-why",
            Self::SetDeathAside => "not-so-why",
        }
    }
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    mut shown: Shown,
) -> Result<Response, Failure> {
    let held = match &shown.asked {
        Some(asked) => asked.held.clone(),
        None => {
            let held = activity::carry_out(site, who, move |_, ctx| national_record::held(ctx, id)).await?;
            held.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?
        }
    };
    let asked = shown.asked.take();
    let ctx = site.ctx_of(who);
    let page = Page { site, ctx: &ctx, held: &held, shown: &shown, asked: asked.as_ref() };
    let content = page.content();
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

struct Page<'a> {
    site: &'a Site,
    ctx: &'a Ctx,
    held: &'a Held,
    shown: &'a Shown,
    asked: Option<&'a Asked>,
}

impl Page<'_> {
    fn content(&self) -> staff::Content {
        let referral = &self.held.referral;
        let reference = referral.reference.as_deref().unwrap_or("from another system");
        let back = address(referral.id);
        let error = if self.shown.errors.is_empty() { "" } else { "Error: " };
        let main = html! {
            (back_link(&BackLink { content: "The referral".into(), target: back.as_str().into(), ..BackLink::default() }))
            (self.shown.errors.summary())
            (self.refused())
            h1 { span class="nhsuk-caption-l" { "Referral " (reference) } " What the national record says" }
            (self.death())
            (self.outcome())
            (beside(self.held, self.found()))
            @if let Some(record) = self.found() { (self.taking(record)) }
            (self.taken())
            (self.asking())
        };
        staff::Content {
            title: format!("{error}National record, {reference}"),
            main,
            wide: true,
            section: staff::Section::Queue,
        }
    }

    fn found(&self) -> Option<&NationalRecord> {
        match &self.asked?.answer {
            Answer::Found(record) => Some(record),
            Answer::Nobody | Answer::TooMany | Answer::Invalidated | Answer::NotNow(_) => None,
        }
    }

    fn action(&self, act: Act) -> String {
        format!("{}/{}", page_of(self.held.referral.id), act.code())
    }

    fn refused(&self) -> Markup {
        let Some(why) = &self.shown.refused else { return Markup::default() };
        warning_callout(&WarningCallout {
            heading: "This was not done",
            level: Level::H2,
            content: Content::from(format!("Nothing was changed: {why}.").as_str()),
            id: "refused",
            ..WarningCallout::default()
        })
    }

    /// That it tells of a death stands above all else, with both ways on.
    fn death(&self) -> Markup {
        if self.held.person.death_told_at.is_none() {
            return Markup::default();
        }
        let died = self.found().and_then(|record| record.died);
        let content = html! {
            p {
                "It has a death for her"
                @if let Some(on) = died.and_then(|died| died.on) { ", on " (moment::date(on)) }
                @if died.is_some_and(|died| died.formal) { ", from the registrar of deaths" }
                ". No letter or message to her is written or leaves until somebody has looked at this."
            }
            p { "If it is so, " a href={ (address(self.held.referral.id)) "#death" } { "record on the page of the referral that she died" } ": everything to her that has not left is taken back." }
            form action=(self.action(Act::SetDeathAside)) method="post" novalidate {
                (hidden(self.site, self.held.drawn_from))
                (self.why(Act::SetDeathAside, "If it is not so, how do you know?", "Such as: she answered the telephone today. Tell the practice that the national record is wrong."))
                (button(&Button {
                    content: "It is not so: let letters leave".into(),
                    variant: ButtonVariant::Secondary,
                    prevent_double_click: Some(true),
                    ..Button::default()
                }))
            }
        };
        warning_callout(&WarningCallout {
            heading: "The national record says that she died",
            level: Level::H2,
            content: content.into(),
            id: "death-told",
            ..WarningCallout::default()
        })
    }

    fn why(&self, act: Act, label: &'static str, hint: &'static str) -> Markup {
        let is_of_it = self.shown.errors.of(act.field()).is_some();
        textarea(&Textarea {
            label: Label::from(label),
            hint: hint.into(),
            error: self.shown.errors.of(act.field()).into(),
            id: act.field(),
            name: "why",
            value: if is_of_it { self.shown.typed.typed("why") } else { "" },
            rows: 2,
            ..Textarea::default()
        })
    }

    /// What came of asking, where it is no record.
    fn outcome(&self) -> Markup {
        let Some(asked) = self.asked else { return Markup::default() };
        let asked_by_number = matches!(asked.question, Question::Number(_));
        let content = match &asked.answer {
            Answer::Found(record) => return self.others(asked, record),
            Answer::NotNow(why) => not_now(*why),
            nothing => nothing_found(nothing, asked_by_number),
        };
        inset_text(&InsetText { content: content.into(), id: "outcome", ..InsetText::default() })
    }

    /// Others here with the number that was found: one of the two records may be hers as well.
    fn others(&self, asked: &Asked, record: &NationalRecord) -> Markup {
        html! {
            @if record.withheld != Withheld::Nothing {
                (inset_text(&InsetText { content: html! {
                    p { strong { "Her whereabouts are protected. " }
                        "The national record gives no address, telephone number or practice of hers to anybody. Ask her before anything is written down or sent, and say nothing of where she is." }
                }.into(), id: "withheld", ..InsetText::default() }))
            }
            @for other in &asked.others {
                p { "Another record here has this number: "
                    a href=(same::address(asked.held.person.id, other.id)) { "see both side by side" } "." }
            }
        }
    }

    /// The button that takes the number over, or why there is none.
    fn taking(&self, record: &NationalRecord) -> Markup {
        let person = &self.held.person;
        let held = person.identity.clone().unwrap_or_default();
        let replaces = record.instead_of.is_some() && record.instead_of == held.nhs_number;
        let another = held.nhs_number.as_ref().is_some_and(|number| *number != record.nhs_number) && !replaces;
        let childs = record.birth_date.is_some_and(|born| is_a_childs(born, self.ctx.today()));
        let marked = person.traced.last().is_some_and(|traced| traced.withheld);
        let checked = number_status(person) == NumberStatus::Verified
            && !replaces
            && marked == (record.withheld != Withheld::Nothing);
        let number = grouped(record.nhs_number.digits());
        html! {
            @if another {
                p { strong { "Another NHS number is held for her. " } "A different number never replaces one: find out with her which is hers, and put it right first." }
            } @else if childs {
                p { strong { "This is a child's record. " } "A baby's number is never hers." }
            } @else if checked {
                p { "This number was taken over before: there is nothing to do." }
            } @else {
                form action=(self.action(Act::Take)) method="post" novalidate {
                    (hidden(self.site, self.held.drawn_from))
                    input type="hidden" name="number" value=(record.nhs_number.digits());
                    p {
                        @if replaces { "The number that is held was replaced by " (number) ". Take the new one over where it is the same woman; the old one is kept in what happened, and it can be taken back." }
                        @else { "Take the number " (number) " over as checked where it is the same woman. It is asked once more when you press, and it can be taken back." }
                    }
                    (button(&Button {
                        content: if replaces { "It is she: replace the number".into() } else { "It is she: take the number over".into() },
                        prevent_double_click: Some(true),
                        ..Button::default()
                    }))
                }
            }
        }
    }

    /// What was taken over before, and the way back.
    fn taken(&self) -> Markup {
        let person = &self.held.person;
        let Some(traced) = person.traced.last().filter(|_| number_status(person) == NumberStatus::Verified) else {
            return Markup::default();
        };
        html! {
            h2 class="nhsuk-heading-m" { "Taken over" }
            p { "By " (traced.by) ", " (moment::time(traced.at)) "." }
            form action=(self.action(Act::TakeBack)) method="post" novalidate {
                (hidden(self.site, self.held.drawn_from))
                (self.why(Act::TakeBack, "Why is this to be taken back?", "What was held before stands again."))
                (button(&Button {
                    content: "Take it back".into(),
                    variant: ButtonVariant::Secondary,
                    prevent_double_click: Some(true),
                    ..Button::default()
                }))
            }
        }
    }

    /// The form that asks; where nothing is set up, how a number is checked without it.
    fn asking(&self) -> Markup {
        let Some(records) = &self.site.national_records else { return by_hand() };
        let held = self.held.person.identity.clone().unwrap_or_default();
        let (can, by_name) = (Question::about(&held).is_some(), Question::by_particulars(&held).is_some());
        html! {
            h2 class="nhsuk-heading-m" id="ask" { @if self.asked.is_some() { "Ask again" } @else { "Ask the national record" } }
            @if !can {
                p { "It is asked by an NHS number, or by a name and a date of birth: neither is held. " (help()) }
            } @else {
                @if records.rests(self.ctx) { p { "It failed several times and is left alone for a minute. Work goes on without it." } }
                form action=(page_of(self.held.referral.id)) method="post" novalidate {
                    (self.purposes())
                    p class="nhsuk-body-s" { "That you asked, about whom and why is noted with your name, here and there." }
                    (button(&Button { content: "Ask".into(), ..Button::default() }))
                    @if by_name && held.nhs_number.is_some() {
                        " "
                        (button(&Button {
                            content: "Ask by name and date of birth".into(),
                            variant: ButtonVariant::Secondary,
                            name: "by",
                            value: "particulars",
                            ..Button::default()
                        }))
                    }
                }
            }
        }
    }

    fn purposes(&self) -> Markup {
        let option = |purpose: Purpose| {
            Choice::Option(ChoiceOption {
                value: purpose.code(),
                text: purpose.words().into(),
                ..ChoiceOption::default()
            })
        };
        radios(&Radios {
            name: "purpose",
            legend: Some(Legend { size: Some(Size::S), ..Legend::from("Why do you ask?") }),
            error: self.shown.errors.of("purpose").into(),
            items: Purpose::ALL.into_iter().map(option).collect(),
            value: self.shown.typed.typed("purpose"),
            small: true,
            ..Radios::default()
        })
    }
}

/// How a number is checked without the national record.
pub(super) fn help() -> &'static str {
    "Ask her, or ring her GP practice or whoever referred her; check the number digit by digit against a letter of theirs."
}

fn by_hand() -> Markup {
    html! {
        h2 class="nhsuk-heading-m" id="ask" { "NHS numbers are checked by hand here" }
        p { "This service is not set up to ask the national record. " (help()) }
    }
}

/// On the page of the referral: what waits to be looked at, and that her whereabouts are protected.
pub(super) fn marks(view: &View<'_>) -> Markup {
    let Some(person) = &view.page.person else { return Markup::default() };
    let page = page_of(view.page.referral.id);
    html! {
        @if person.death_told_at.is_some() {
            (warning_callout(&WarningCallout {
                heading: "The national record says that she died",
                level: Level::H2,
                content: html! {
                    p { "Nobody has looked at that yet, and nothing to her leaves meanwhile. " a href={ (page) "#death-told" } { "Look at it now" } }
                }.into(),
                id: "death-told",
                ..WarningCallout::default()
            }))
        }
        @if person.traced.last().is_some_and(|traced| traced.withheld) {
            (inset_text(&InsetText { content: html! {
                p { strong { "Her whereabouts are protected in the national record. " } "Ask her before anything is written down or sent, and say nothing of where she is." }
            }.into(), id: "withheld", ..InsetText::default() }))
        }
    }
}

/// How sure we are of her number, and the way to the page.
pub(super) fn number(view: &View<'_>) -> Markup {
    let Some(person) = &view.page.person else { return Markup::default() };
    let number = person.identity.as_ref().and_then(|identity| identity.nhs_number.as_ref());
    html! {
        @match number {
            Some(number) => { (grouped(number.digits())) ", " (number_status(person).words()) }
            None => "Not told",
        }
        br;
        a href=(page_of(view.page.referral.id)) { "The national record" }
    }
}
