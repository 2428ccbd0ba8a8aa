//! `/referrals/{id}/withheld`: whether her address is withheld, saying so and taking it back; and the address itself, for
//! whoever says why they need it, each time (PR-26).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    access::{self, Action},
    withheld::{self, Place, WithheldPage},
};
use porch_domain::{front_door::Answers, ids::ReferralId, message::Recipient, person::Withheld};

use super::{Answered, View, address, id_of};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Checkboxes, Choice, Label, Level, SummaryList, SummaryRow, Textarea,
        WarningCallout, back_link, button, checkboxes, summary_list, textarea, warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, hidden},
        html as answer, message, staff,
    },
    sign_in::SignedIn,
};

/// The most letters of a reason.
const LONGEST: usize = 300;

/// A form of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Asks for the address.
    See,
    /// Withholds it.
    Withhold,
    /// Takes that back.
    Lift,
}

impl Form {
    fn of_path(path: &str) -> Option<Self> {
        match path {
            "withhold" => Some(Self::Withhold),
            "lift" => Some(Self::Lift),
            _ => None,
        }
    }

    /// The id of its reason.
    fn why(self) -> &'static str {
        match self {
            Self::See => "see-why",
            Self::Withhold => "withhold-why",
            Self::Lift => "lift-why",
        }
    }
}

/// A form that came back.
#[derive(Debug, Clone, Default)]
struct Returned {
    form: Option<Form>,
    answers: Answers,
    errors: Errors,
    refused: Option<String>,
}

/// The page, without the address.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    drawn(&site, &who, id, StatusCode::OK, &Returned::default()).await
}

/// The address, for the reason that was given.
pub(crate) async fn see(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::SeeSafeguarding)).await?;
    let mut errors = Errors::default();
    let Some(why) = reason(&sent, Form::See, &mut errors) else {
        let returned = Returned { form: Some(Form::See), answers: sent.0, errors, refused: None };
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await;
    };
    let noted = why.clone();
    let page = activity::carry_out(&site, &who, move |_, ctx| withheld::seen(ctx, id, &noted)).await?;
    let page = page.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let content = content(&site, id, &page, &Returned::default(), Some(&why));
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// Withholds it, or takes that back.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let form = Form::of_path(&form).ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::KeepPerson)).await?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let (why, numbers) = (reason(&sent, form, &mut errors), sent.0.has("numbers"));
    let returned = Returned { form: Some(form), answers: sent.0, errors, refused: None };
    let Some(why) = why else { return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await };
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(match form {
            Form::Withhold => withheld::withhold(ctx, command, id, version, numbers, &why),
            Form::See | Form::Lift => withheld::lift(ctx, command, id, version, &why),
        })
    });
    let refused = match Answered::of(done.await?, &who)? {
        Answered::Done => {
            let page = format!("{}/withheld", address(id));
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response());
        }
        Answered::Stale => "something of her was recorded after you opened this page; look again".to_owned(),
        Answered::Refused(why) => why,
    };
    drawn(&site, &who, id, StatusCode::CONFLICT, &Returned { refused: Some(refused), ..returned }).await
}

fn reason(sent: &Sent, form: Form, errors: &mut Errors) -> Option<String> {
    let why = sent.0.text("why").filter(|why| !why.trim().is_empty());
    match &why {
        None => errors.add(form.why(), "Say why"),
        Some(why) if why.chars().count() > LONGEST => {
            errors.add(form.why(), "This is too long: at most 300 characters are kept");
        }
        Some(_) => return why,
    }
    None
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let page = activity::carry_out(site, who, move |_, ctx| withheld::standing(ctx, id)).await?;
    let page = page.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let content = content(site, id, &page, returned, None);
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn content(
    site: &Site,
    id: ReferralId,
    page: &WithheldPage,
    returned: &Returned,
    seen_for: Option<&str>,
) -> staff::Content {
    let reference = page.reference.as_deref().unwrap_or("from another system");
    let main = html! {
        (returned.errors.summary())
        @if let Some(why) = &returned.refused {
            (warning_callout(&WarningCallout {
                heading: "This was not done",
                level: Level::H2,
                content: html! { p { "Nothing was changed: " (why) "." } }.into(),
                id: "refused",
                ..WarningCallout::default()
            }))
        }
        (back_link(&BackLink { content: "Back to the referral".into(), target: address(id).as_str().into(), ..BackLink::default() }))
        h1 {
            span class="nhsuk-caption-l" { "Referral " (reference) ", " (page.name.as_deref().unwrap_or("no name held")) }
            " Withheld address"
        }
        @match &page.withheld {
            Some(withheld) => {
                (standing(page, withheld))
                (named(page))
                @match (&page.held, seen_for) {
                    (Some(_), Some(why)) => (particulars(page, why)),
                    (Some(_) | None, _) => (asking(id, returned)),
                }
                @if !page.erased { (lift(site, id, page, returned)) }
            }
            None if page.erased => p { "What identified her was erased." },
            None => {
                p { "Her address is not withheld: it stands on this referral, and on letters to her." }
                (named(page))
                (withhold(site, id, page, returned))
            }
        }
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}Withheld address"), main, wide: false, section: staff::Section::Queue }
}

fn row(key: &'static str, value: Markup) -> SummaryRow<'static> {
    SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() }
}

fn standing(page: &WithheldPage, withheld: &Withheld) -> Markup {
    let what = if withheld.numbers { "Her address and her numbers" } else { "Her address" };
    html! {
        p { strong { (what) } " stand on no page, no letter and no print. Say nothing of them to anybody who does not know them." }
        (summary_list(&SummaryList {
            rows: vec![
                row("Withheld by", html! { (page.names.of(&withheld.by)) ", " (moment::time(withheld.at)) }),
                row("Why", html! { div class="porch-words" { (withheld.why.as_deref().unwrap_or("erased")) } }),
            ],
            ..SummaryList::default()
        }))
    }
}

/// Words that somebody wrote and that name it: they stay as they are until a person looks.
fn named(page: &WithheldPage) -> Markup {
    if page.named.is_empty() && page.named_elsewhere == 0 {
        return Markup::default();
    }
    html! {
        h2 class="nhsuk-heading-m" id="named" { "Words that name it" }
        p {
            "Withholding hides what is held of her, and not what somebody wrote. A letter that names it cannot leave; these were written before, or in other words of a record. Look at each, and tell whoever has it already."
        }
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for one in &page.named {
                li {
                    @let reference = one.reference.as_deref().unwrap_or("from another system");
                    @match &one.place {
                        Place::Recorded { at, safeguarding: false } => {
                            a href={ (address(one.referral)) "#timeline" } { "Recorded " (moment::time(*at)) }
                            ", referral " (reference)
                        }
                        Place::Recorded { at, safeguarding: true } => {
                            a href={ (address(one.referral)) "/restricted" } { "Recorded of safeguarding, " (moment::time(*at)) }
                            ", referral " (reference)
                        }
                        Place::Message { id, recipient, stage } => {
                            a href={ "/messages/" (id) } { "Letter or message" }
                            " to " (reader(recipient)) ", " (stage) ", referral " (reference)
                        }
                    }
                }
            }
        }
        @if page.named_elsewhere > 0 {
            p { (page.named_elsewhere) " more in records of hers that are closed to you: ask the team that has them." }
        }
    }
}

fn reader(code: &str) -> &str {
    match Recipient::of_code(code) {
        Some(recipient) => message::to(recipient),
        None => code,
    }
}

/// The address and the numbers, in each of her records.
fn particulars(page: &WithheldPage, why: &str) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" id="address" { "What is withheld" }
        p class="nhsuk-body-s" { "Opened for: " (why) ". It is noted with your name, and shown this once." }
        @for identity in page.held.iter().flatten() {
            @let parts = [
                ("Address", &identity.address),
                ("Postcode", &identity.postcode),
                ("Telephone", &identity.telephone),
                ("E-mail", &identity.email),
            ];
            @let held: Vec<_> = parts.into_iter().filter_map(|(key, value)| value.as_ref().map(|value| (key, value))).collect();
            @if !held.is_empty() {
                (summary_list(&SummaryList {
                    rows: held.into_iter().map(|(key, value)| row(key, html! { div class="porch-words" { (value) } })).collect(),
                    ..SummaryList::default()
                }))
            }
        }
        @if !page.told.is_empty() {
            h3 class="nhsuk-heading-s" { "Told at the door" }
            ul class="nhsuk-list nhsuk-list--bullet" { @for told in &page.told { li { (told) } } }
        }
    }
}

fn why(form: Form, returned: &Returned, label: &'static str, hint: &'static str) -> Markup {
    let mine = returned.form == Some(form);
    textarea(&Textarea {
        label: Label::from(label),
        hint: hint.into(),
        error: returned.errors.of(form.why()).into(),
        id: form.why(),
        name: "why",
        value: if mine { returned.answers.typed("why") } else { "" },
        rows: 2,
        ..Textarea::default()
    })
}

fn asking(id: ReferralId, returned: &Returned) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { "See it" }
        form action={ (address(id)) "/withheld" } method="post" novalidate {
            (why(Form::See, returned, "Why do you need it?", "The reason is noted with your name, each time."))
            (button(&Button { content: "Show the address once".into(), ..Button::default() }))
        }
    }
}

fn withhold(site: &Site, id: ReferralId, page: &WithheldPage, returned: &Returned) -> Markup {
    let numbers = if returned.answers.has("numbers") { vec!["yes"] } else { Vec::new() };
    html! {
        h2 class="nhsuk-heading-m" { "Withhold it" }
        p { "From then on it stands on no page, no letter and no print of any team. Whoever needs it says why, each time." }
        form action={ (address(id)) "/withheld/withhold" } method="post" novalidate {
            (hidden(site, page.version))
            (why(Form::Withhold, returned, "Why is it withheld?", "Such as: she fled from somebody who looks for her."))
            (checkboxes(&Checkboxes {
                name: "numbers",
                items: vec![Choice::new("yes", "Her telephone numbers and e-mail addresses as well")],
                values: numbers,
                small: true,
                ..Checkboxes::default()
            }))
            (button(&Button { content: "Withhold her address".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}

fn lift(site: &Site, id: ReferralId, page: &WithheldPage, returned: &Returned) -> Markup {
    html! {
        h2 class="nhsuk-heading-m" { "Take it back" }
        form action={ (address(id)) "/withheld/lift" } method="post" novalidate {
            (hidden(site, page.version))
            (why(Form::Lift, returned, "Why may it be shown again?", "Ask her first."))
            (button(&Button {
                content: "Show her address again".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// At the routes of a referral's page: that it is withheld, and the way to it.
pub(super) fn told(view: &View<'_>) -> Markup {
    let page = format!("{}/withheld", view.address());
    let Some(withheld) = &view.page.withheld else {
        return html! {
            p class="nhsuk-body-s" { a href=(page) { "Withhold her address" } }
            (super::restriction::offered(view))
        };
    };
    html! {
        p {
            strong { @if withheld.numbers { "Her address and her numbers are withheld." } @else { "Her address is withheld." } }
            " " a href=(page) { "See it with a reason" }
        }
        (super::restriction::offered(view))
    }
}
