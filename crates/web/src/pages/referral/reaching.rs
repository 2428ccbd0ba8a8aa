//! `/referrals/{id}/reaching`: how it is safe to reach her, asked again whenever her number or address is another (PR-19).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    access::{self, Action},
    reaching::{self, Reaching},
};
use porch_domain::{
    front_door::{Answers, LONGEST_SHORT, is_email},
    ids::ReferralId,
    message::MessageKind,
    person::{ContactChoices, Identity, Route, RouteChoice},
};

use super::{Answered, address, id_of, routes};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Details, Input, Label, Level, Select, SelectItem, SummaryList, SummaryRow,
        Textarea, WarningCallout, back_link, button, details, input, select, summary_list, textarea, warning_callout,
    },
    failure::{Failure, Kind},
    pages::{
        form::{Errors, Sent, hidden},
        html as answer, staff,
    },
    sign_in::SignedIn,
};

/// What can be sent from the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Another number or address.
    Particulars,
    /// What she says now.
    Choices,
    /// That it is still right.
    Confirm,
}

impl Form {
    fn of_path(path: &str) -> Option<Self> {
        match path {
            "particulars" => Some(Self::Particulars),
            "choices" => Some(Self::Choices),
            "confirm" => Some(Self::Confirm),
            _ => None,
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

/// What a form asks for.
enum Asked {
    Particulars(Identity),
    Choices(ContactChoices),
    Confirm,
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

/// Records another number or address, or what she says now.
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
    let of_her = sent.0.typed(routes::OF_HER).parse().ok();
    let version = of_her.map_or_else(|| sent.version(), Ok).map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let asked = match form {
        Form::Particulars => particulars(&sent.0, &mut errors).map(Asked::Particulars),
        Form::Choices => choices(&sent.0, &mut errors).map(Asked::Choices),
        Form::Confirm => Some(Asked::Confirm),
    };
    let returned = Returned { form: Some(form), answers: sent.0, errors, refused: None };
    let Some(asked) = asked else { return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await };
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(match asked {
            Asked::Particulars(newer) => reaching::record_particulars(ctx, command, id, version, newer),
            Asked::Choices(choices) => reaching::record_choices(ctx, command, id, version, choices),
            Asked::Confirm => reaching::confirm(ctx, command, id, version),
        })
    });
    let refused = match Answered::of(done.await?, &who)? {
        Answered::Done => {
            let page = if form == Form::Confirm { address(id) } else { format!("{}/reaching", address(id)) };
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, page)]).into_response());
        }
        Answered::Stale => "something of her was recorded after you opened this page; look again".to_owned(),
        Answered::Refused(why) => why,
    };
    drawn(&site, &who, id, StatusCode::CONFLICT, &Returned { refused: Some(refused), ..returned }).await
}

fn particulars(answers: &Answers, errors: &mut Errors) -> Option<Identity> {
    let mut typed = |field: &str, most: usize| {
        let text = answers.text(field);
        if text.as_ref().is_some_and(|text| text.chars().count() > most) {
            errors.add(field, format!("This is too long: at most {most} characters are kept"));
        }
        text
    };
    let telephone = typed("telephone", LONGEST_SHORT);
    let email = typed("email", LONGEST_SHORT);
    let address = typed("address", LONGEST_ADDRESS);
    let postcode = typed("postcode", LONGEST_SHORT).map(|text| text.to_uppercase());
    if email.as_deref().is_some_and(|email| !is_email(email)) {
        errors.add("email", "Write an e-mail address, such as name@example.org");
    }
    if telephone.as_deref().is_some_and(|number| !number.chars().any(|one| one.is_ascii_digit())) {
        errors.add("telephone", "Write a telephone number");
    }
    let newer = Identity { telephone, email, address, postcode, ..Identity::default() };
    if newer == Identity::default() {
        errors.add("telephone", "Write what is another: a number, an e-mail address or an address");
    }
    errors.is_empty().then_some(newer)
}

/// The most letters of an address.
const LONGEST_ADDRESS: usize = 400;

fn choices(answers: &Answers, errors: &mut Errors) -> Option<ContactChoices> {
    let mut said = Vec::new();
    for route in Route::ALL {
        match RouteChoice::of_code(answers.typed(route.code())) {
            Some(choice) => said.push((route, choice)),
            None => errors.add(route.code(), "Choose yes, no or not known"),
        }
    }
    let mut said = ContactChoices::new(said);
    for route in Route::ALL {
        for kind in MessageKind::ALL {
            let typed = answers.typed(&other_field(route, kind));
            if let Some(choice) = RouteChoice::of_code(typed) {
                said = said.but(route, kind, choice);
            }
        }
    }
    let [route, kind, choice] = NEW.map(|field| answers.typed(field));
    if [route, kind, choice].iter().any(|typed| !typed.is_empty()) {
        match (Route::of_code(route), MessageKind::of_code(kind), RouteChoice::of_code(choice)) {
            (Some(route), Some(kind), Some(choice)) => said = said.but(route, kind, choice),
            (known_route, known_kind, known_choice) => {
                let known = [known_route.is_some(), known_kind.is_some(), known_choice.is_some()];
                let missing = NEW.into_iter().zip(known).filter(|(_, known)| !known);
                missing.for_each(|(field, _)| {
                    errors.add(field, "Choose the way, the letters and what she says, or none of them")
                });
            }
        }
    }
    errors.is_empty().then_some(said)
}

/// The fields of what she says otherwise, for one kind more.
const NEW: [&str; 3] = ["new_route", "new_kind", "new_choice"];

/// The field of what she said otherwise of a way for a kind of message.
fn other_field(route: Route, kind: MessageKind) -> String {
    format!("{}-{}", route.code(), kind.code())
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let page = activity::carry_out(site, who, move |_, ctx| reaching::standing(ctx, id)).await?;
    let page = page.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let content = content(site, id, &page, returned);
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn content(site: &Site, id: ReferralId, page: &Reaching, returned: &Returned) -> staff::Content {
    let reference = page.reference.as_deref().unwrap_or("from another system");
    let name = page.identity.name.as_deref().unwrap_or("no name held");
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
        h1 { span class="nhsuk-caption-l" { "Referral " (reference) ", " (name) } " How it is safe to reach her" }
        (ask_again(page))
        (summary_list(&SummaryList { rows: rows(page), ..SummaryList::default() }))
        p { (routes::asked_at(!page.contact.is_empty(), page.confirmed.as_ref(), &page.names, page.as_at)) }
        @if page.erased {
            p { "What identified her was erased." }
        } @else if page.may {
            (still_right(site, id, page))
            (choices_form(site, id, page, returned))
            (particulars_form(site, id, page, returned))
        }
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    let title = format!("{error}How it is safe to reach her");
    staff::Content { title, main, wide: false, section: staff::Section::Queue }
}

/// That she has to be asked, and why.
fn ask_again(page: &Reaching) -> Markup {
    if page.unsettled.is_empty() {
        return Markup::default();
    }
    let ways: Vec<_> = page.unsettled.iter().map(|route| route.label().to_lowercase()).collect();
    warning_callout(&WarningCallout {
        heading: "Ask her again",
        level: Level::H2,
        content: html! {
            p {
                "Her number or address is another since she agreed to: " strong { (ways.join(", ")) }
                ". Nothing is sent these ways until somebody asked her: who answers there, and is it safe?"
            }
        }
        .into(),
        id: "ask-again",
        ..WarningCallout::default()
    })
}

fn rows(page: &Reaching) -> Vec<SummaryRow<'static>> {
    let row = |route: Route| {
        SummaryRow {
        key: route.label().into(),
        value: html! {
            (routes::one(route, page.careful.of(route), routes::at(route, Some(&page.identity)), page.unsettled.contains(&route)))
            (routes::otherwise(&page.careful, route))
            @if page.careful.of(route) != page.contact.of(route) { " She said no in another record of hers, which counts here too." }
        }
        .into(),
        ..SummaryRow::default()
    }
    };
    Route::ALL.into_iter().map(row).collect()
}

/// One press, where she was asked and nothing changes.
fn still_right(site: &Site, id: ReferralId, page: &Reaching) -> Markup {
    if page.contact.is_empty() || !page.unsettled.is_empty() {
        return Markup::default();
    }
    html! {
        form action={ (address(id)) "/reaching/confirm" } method="post" novalidate {
            (hidden(site, page.version))
            (button(&Button {
                content: "Still right: I asked her".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// What she says now of each way. Nothing is chosen for her where she is to be asked.
fn choices_form(site: &Site, id: ReferralId, page: &Reaching, returned: &Returned) -> Markup {
    let mine = returned.form == Some(Form::Choices);
    html! {
        h2 class="nhsuk-heading-m" { "What she says now" }
        p { "Ask her by a way that is safe, when she is alone: who else sees it, and who answers?" }
        form action={ (address(id)) "/reaching/choices" } method="post" novalidate {
            (hidden(site, page.version))
            @for route in Route::ALL {
                @let held = if page.unsettled.contains(&route) { "" } else { page.contact.of(route).code() };
                (choose(route.label(), route.code(), if mine { returned.answers.typed(route.code()) } else { held }, returned))
            }
            (otherwise(page, returned))
            (button(&Button { content: "Save what she says".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}

/// What she says otherwise for a kind of letter: what is held, and room for one more.
fn otherwise(page: &Reaching, returned: &Returned) -> Markup {
    let mine = returned.form == Some(Form::Choices);
    let held: Vec<_> = page.contact.otherwise().collect();
    let wrong = NEW.iter().any(|field| returned.errors.of(field).is_some());
    let kinds = MessageKind::ALL.map(|kind| (kind.code(), kind.label()));
    let ways = Route::ALL.into_iter().filter(|route| route.carries_messages());
    let ways: Vec<_> = ways.map(|route| (route.code(), route.label())).collect();
    let choices = RouteChoice::ALL.map(|choice| (choice.code(), choice.label()));
    let typed = |field| if mine { returned.answers.typed(field) } else { "" };
    let content = html! {
        @for one in &held {
            @let field = other_field(one.route, one.kind);
            @let value = if mine { returned.answers.typed(&field) } else { one.choice.code() };
            (list(&format!("{}: {}", one.route.label(), one.kind.label()), &field, value, ("as_usual", "As for all others"), &choices, returned))
        }
        (list("By which way?", "new_route", typed("new_route"), ("", "Choose"), &ways, returned))
        (list("Which letters?", "new_kind", typed("new_kind"), ("", "Choose"), &kinds, returned))
        (list("What does she say of them?", "new_choice", typed("new_choice"), ("", "Choose"), &choices, returned))
    };
    details(&Details {
        summary: "She says otherwise for some letters".into(),
        content: content.into(),
        open: !held.is_empty() || wrong,
        id: "otherwise",
        ..Details::default()
    })
}

fn list(
    label: &str,
    field: &str,
    value: &str,
    first: (&str, &str),
    items: &[(&str, &str)],
    returned: &Returned,
) -> Markup {
    select(&Select {
        label: Label::from(label),
        error: returned.errors.of(field).into(),
        id: field,
        name: field,
        value,
        items: [first].iter().chain(items).map(|(code, words)| SelectItem::new(code, words)).collect(),
        ..Select::default()
    })
}

fn choose(label: &str, field: &str, value: &str, returned: &Returned) -> Markup {
    let known = RouteChoice::ALL.into_iter().map(|choice| SelectItem::new(choice.code(), choice.label()));
    let first = value.is_empty().then(|| SelectItem::new("", "Choose"));
    select(&Select {
        label: Label::from(label),
        error: returned.errors.of(field).into(),
        id: field,
        name: field,
        value,
        items: first.into_iter().chain(known).collect(),
        ..Select::default()
    })
}

/// Another number or address. What is left as it is changes nothing.
fn particulars_form(site: &Site, id: ReferralId, page: &Reaching, returned: &Returned) -> Markup {
    let mine = returned.form == Some(Form::Particulars);
    let value = |field: &str, held: &Option<String>| {
        if mine { returned.answers.typed(field).to_owned() } else { held.clone().unwrap_or_default() }
    };
    let line = |label: &'static str, field: &'static str, held: &Option<String>, kind: &'static str| {
        input(&Input {
            label: Label::from(label),
            error: returned.errors.of(field).into(),
            id: field,
            name: field,
            value: &value(field, held),
            kind,
            autocomplete: "off",
            ..Input::default()
        })
    };
    html! {
        h2 class="nhsuk-heading-m" { "Her number or address is another" }
        p {
            "What she agreed to for the one before is not used for the new one: it is not known until she is asked. A no stays a no."
            @if page.withheld.is_some() { " What is withheld stands in no field; what you write is withheld too." }
        }
        form action={ (address(id)) "/reaching/particulars" } method="post" novalidate {
            (hidden(site, page.version))
            (line("Telephone", "telephone", &page.identity.telephone, "tel"))
            (line("E-mail", "email", &page.identity.email, "email"))
            (textarea(&Textarea {
                label: Label::from("Address"),
                error: returned.errors.of("address").into(),
                id: "address",
                name: "address",
                value: &value("address", &page.identity.address),
                rows: 3,
                ..Textarea::default()
            }))
            (line("Postcode", "postcode", &page.identity.postcode, "text"))
            (button(&Button {
                content: "Save the new number or address".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}
