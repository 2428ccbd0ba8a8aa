//! `/referrals/{id}/restriction`: restricting a record to those who are named for it, and taking that back (H15).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    access::{self, Action},
    restriction::{self, RestrictionPage},
};
use porch_domain::{
    front_door::Answers,
    ids::ReferralId,
    person::{
        Restriction,
        restriction::{Asked, RestrictionKind},
    },
};

use super::{Answered, View, address, id_of};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Checkboxes, Choice, Input, InputWidth, InsetText, Label, Radios, SummaryList,
        SummaryRow, Textarea, back_link, button, checkboxes, input, inset_text, radios, summary_list, textarea,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, hidden},
        html as answer, staff,
    },
    sign_in::SignedIn,
};

/// The most letters of a reason.
const LONGEST: usize = 1_000;

/// A form that came back.
#[derive(Debug, Clone, Default)]
struct Returned {
    lifts: bool,
    answers: Answers,
    errors: Errors,
    refused: Option<String>,
}

impl Returned {
    /// What was typed into one of the two forms.
    fn typed(&self, lifts: bool, field: &str) -> &str {
        if self.lifts == lifts { self.answers.typed(field) } else { "" }
    }
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    drawn(&site, &who, id, StatusCode::OK, &Returned::default()).await
}

/// Restricts it, says anew who is named, or takes it back.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let lifts = match act.as_str() {
        "restrict" => false,
        "lift" => true,
        _ => return Err(Failure::from(Kind::NotFound).seen_by(&who)),
    };
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::KeepPerson)).await?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let why = reason(&sent.0, lifts, &mut errors);
    let asked = if lifts { None } else { asked(&sent.0, why.clone(), &mut errors) };
    let returned = Returned { lifts, answers: sent.0, errors, refused: None };
    let Some(why) = why.filter(|_| returned.errors.is_empty()) else {
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await;
    };
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(match &asked {
            Some(asked) => restriction::restrict(ctx, command, id, version, asked),
            None => restriction::lift(ctx, command, id, version, &why),
        })
    });
    let refused = match Answered::of(done.await?, &who)? {
        Answered::Done => return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address(id))]).into_response()),
        Answered::Stale => "something of her was recorded after you opened this page; look again".to_owned(),
        Answered::Refused(why) => why,
    };
    drawn(&site, &who, id, StatusCode::CONFLICT, &Returned { refused: Some(refused), ..returned }).await
}

fn reason(answers: &Answers, lifts: bool, errors: &mut Errors) -> Option<String> {
    let field = if lifts { "lift-why" } else { "why" };
    let why = answers.text("why");
    match &why {
        None => errors.add(field, "Say why"),
        Some(why) if why.chars().count() > LONGEST => {
            errors.add(field, "This is too long: at most 1,000 characters are kept");
        }
        Some(_) => {}
    }
    why
}

fn asked(answers: &Answers, why: Option<String>, errors: &mut Errors) -> Option<Asked> {
    let kind = RestrictionKind::of_code(answers.typed("kind"));
    if kind.is_none() {
        errors.add("kind", "Choose why it is restricted");
    }
    let named: Vec<String> = answers.all("named").filter(|one| !one.trim().is_empty()).map(str::to_owned).collect();
    if named.is_empty() {
        errors.add("named", "Choose at least one colleague who answers for her");
    }
    Some(Asked { kind: kind?, named, account: answers.text("account"), why: why? })
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let page = activity::carry_out(site, who, move |_, ctx| restriction::standing(ctx, id)).await?;
    let page = page.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let content = content(site, who, id, &page, returned);
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn content(site: &Site, who: &SignedIn, id: ReferralId, page: &RestrictionPage, returned: &Returned) -> staff::Content {
    let reference = page.reference.as_deref().unwrap_or("from another system");
    let main = html! {
        (returned.errors.summary())
        @if let Some(why) = &returned.refused { p { strong { "Nothing was changed: " (why) "." } } }
        (back_link(&BackLink { content: "Back to the referral".into(), target: address(id).as_str().into(), ..BackLink::default() }))
        h1 {
            span class="nhsuk-caption-l" { "Referral " (reference) ", " (page.name.as_deref().unwrap_or("no name held")) }
            " Restricted record"
        }
        p {
            "A restricted record is a line without a name in every list: its number, its urgency and its next date stay. It opens for those who are named here, "
            "for her lead professional, and for whoever says why, who is noted and looked at by an information officer. It holds for all of her records and referrals."
        }
        @if let Some(restriction) = &page.restriction { (standing(page, restriction)) }
        @if page.erased {
            p { "What identified her was erased." }
        } @else {
            (form(site, who, id, page, returned))
            @if page.restriction.is_some() { (lift(site, id, page, returned)) }
        }
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}Restricted record"), main, wide: false, section: staff::Section::Queue }
}

fn standing(page: &RestrictionPage, restriction: &Restriction) -> Markup {
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let named: Vec<&str> = restriction.named.iter().map(|one| page.names.of(one)).collect();
    html! {
        (summary_list(&SummaryList {
            rows: vec![
                row("Restricted by", html! { (page.names.of(&restriction.by)) ", " (moment::time(restriction.at)) }),
                row("Because", html! { (restriction.kind.label()) }),
                row("Why", html! { div class="porch-words" { (restriction.why.as_deref().unwrap_or("erased")) } }),
                row("Named for it", html! { (named.join(", ")) }),
            ],
            ..SummaryList::default()
        }))
    }
}

fn form(site: &Site, who: &SignedIn, id: ReferralId, page: &RestrictionPage, returned: &Returned) -> Markup {
    let typed = !returned.lifts && !returned.answers.is_empty();
    let standing = page.restriction.as_ref();
    let kind = if typed { returned.answers.typed("kind") } else { standing.map_or("", |one| one.kind.code()) };
    let account = match standing {
        _ if typed => returned.answers.typed("account"),
        Some(standing) => standing.account.as_deref().unwrap_or_default(),
        None => "",
    };
    let named: Vec<&str> = match standing {
        _ if typed => returned.answers.all("named").collect(),
        Some(standing) => standing.named.iter().map(String::as_str).collect(),
        None => vec![who.account.as_str()],
    };
    let colleagues = page.colleagues.iter().map(|one| Choice::new(one.name.as_str(), one.display_name.as_str()));
    html! {
        h2 class="nhsuk-heading-m" { @if standing.is_some() { "Say anew who is named" } @else { "Restrict it" } }
        form action={ (address(id)) "/restriction/restrict" } method="post" novalidate {
            (hidden(site, page.version))
            (radios(&Radios {
                name: "kind",
                legend: Some("Why is it restricted?".into()),
                error: returned.errors.of("kind").into(),
                items: RestrictionKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
                value: kind,
                small: true,
                ..Radios::default()
            }))
            (input(&Input {
                label: Label::from("Her own account name, where she has one"),
                hint: "It never opens her record.".into(),
                name: "account",
                value: account,
                width: Some(InputWidth::W20),
                autocomplete: "off",
                spellcheck: Some(false),
                ..Input::default()
            }))
            (checkboxes(&Checkboxes {
                name: "named",
                legend: Some("Who opens it without saying why?".into()),
                hint: "Those who answer for her, and nobody else.".into(),
                error: returned.errors.of("named").into(),
                items: colleagues.collect(),
                values: named,
                small: true,
                ..Checkboxes::default()
            }))
            (textarea(&Textarea {
                label: Label::from("Why, in your own words"),
                error: returned.errors.of("why").into(),
                name: "why",
                value: returned.typed(false, "why"),
                rows: 2,
                ..Textarea::default()
            }))
            (button(&Button { content: "Restrict this record".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}

fn lift(site: &Site, id: ReferralId, page: &RestrictionPage, returned: &Returned) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { "Take it back" }
        form action={ (address(id)) "/restriction/lift" } method="post" novalidate {
            (hidden(site, page.version))
            (textarea(&Textarea {
                label: Label::from("Why may it be seen as any other?"),
                error: returned.errors.of("lift-why").into(),
                id: "lift-why",
                name: "why",
                value: returned.typed(true, "why"),
                rows: 2,
                ..Textarea::default()
            }))
            (button(&Button {
                content: "Restrict it no longer".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// At the head of a referral's page: that it is restricted.
pub(super) fn told(view: &View<'_>) -> Markup {
    let Some(restriction) = view.page.person.as_ref().and_then(|person| person.restriction.as_ref()) else {
        return Markup::default();
    };
    let content = html! {
        p {
            strong { "This record is restricted." } " " (restriction.kind.label()) ". In lists it stands without her name: speak of it by its number. "
            a href={ (view.address()) "/restriction" } { "Who is named for it" }
        }
        @if let Some(until) = view.page.said_why_until.filter(|_| view.page.open_until.is_none()) {
            p { "It is open to you until " strong { (moment::time(until)) } ", because you said why." }
        }
    };
    inset_text(&InsetText { content: content.into(), ..InsetText::default() })
}

/// The way to restrict a record that is not.
pub(super) fn offered(view: &View<'_>) -> Markup {
    let restricted = view.page.person.as_ref().is_none_or(|person| person.restriction.is_some());
    html! {
        @if !restricted && view.page.open_until.is_none() {
            p class="nhsuk-body-s" { a href={ (view.address()) "/restriction" } { "Restrict this record" } }
        }
    }
}
