//! Giving her a questionnaire to answer by herself; writing down that one was not asked; and the way to each form.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};
use porch_app::{
    Ctx, by_word,
    screening::{self, OfReferral},
};
use porch_domain::{
    footprint::{ADULT, OfAge},
    screening::{Definition, InstrumentId, NotAsked},
};

use super::{
    Returned, address, done_or_again, drawn,
    entry::{asking, asking_fields},
    id_of,
};
use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Choice, ChoiceOption, Details, Input, InputWidth, InsetText, Label, Legend, Radios,
        Select, SelectItem, Size, Textarea, button, details, input, inset_text, radios, select, textarea,
    },
    failure::{Failure, Kind},
    local_path, moment,
    pages::form::{Errors, Sent, When},
    sign_in::SignedIn,
};

/// When the contact was.
const WAS: When<'static> = When { time: "was", day: "was_on", prefix: "" };

/// The link, shown this once; and what to do with it.
pub(super) fn made(site: &str, token: &str) -> Markup {
    inset_text(&InsetText {
        content: html! {
            p { strong { "Give her this address, and not the word: she knows that." } " It is shown here this once." }
            p { code class="porch-secret" { (site) span id="link" { "/questions/" (token) } } }
            p { "She can open it until its time is over; five wrong words shut it." }
        }
        .into(),
        ..InsetText::default()
    })
}

/// What can be begun from here.
pub(super) fn next_steps(ctx: &Ctx, found: &OfReferral, returned: &Returned) -> Markup {
    let site_address = address(found.referral.id);
    html! {
        h2 class="nhsuk-heading-m" id="begin" { "Ask, or give" }
        (details(&Details {
            summary: "Write down what she answers".into(),
            content: html! {
                ul class="nhsuk-list" {
                    @for definition in ctx.instruments().definitions().filter(|definition| definition.can_be_asked()) {
                        li { a href={ (site_address) "/new?what=" (definition.id().as_str()) } { (definition.short_title()) } " – " (definition.title()) }
                    }
                }
            }
            .into(),
            ..Details::default()
        }))
        (give_form(ctx, found, returned))
        (not_asked_form(ctx, found, returned))
    }
}

fn give_form(ctx: &Ctx, found: &OfReferral, returned: &Returned) -> Markup {
    let (typed, errors) = returned.of("give");
    let mine = Returned { typed: typed.clone(), ..Returned::default() };
    let sendable: Vec<_> =
        ctx.instruments().definitions().filter(|definition| ctx.instruments().is_sendable(definition.id())).collect();
    let of_age = |definition: &&&Definition| screening::of_age(ctx, definition.id(), &found.referral);
    let too_young = |definition: &&&Definition| matches!(of_age(definition), OfAge::TooYoung(_));
    let for_adults: Vec<_> = sendable.iter().filter(too_young).map(|definition| definition.short_title()).collect();
    let mut items = vec![SelectItem::new("", "Choose")];
    let hers = sendable.iter().filter(|definition| !too_young(definition));
    items.extend(hers.map(|definition| SelectItem::new(definition.id().as_str(), definition.short_title())));
    details(&Details {
        summary: "Give it to her, to answer by herself".into(),
        open: returned.form == "give",
        content: html! {
            p { "Only questionnaires whose wording may be shown to her are listed. She opens it with a link and a word that you agree with her now, such as the name of a flower: never her date of birth." }
            @if !for_adults.is_empty() {
                p id="for-adults" {
                    strong { "Not sent to her, since she is too young for what is made for adults: " (for_adults.join(", ")) "." }
                    " Ask her yourself, or ask the young people's service which one they use."
                }
            }
            @if sendable.iter().any(|definition| matches!(of_age(&definition), OfAge::NotKnown(_))) {
                p id="age-not-known" {
                    strong { "Her date of birth is not known." }
                    " These are made for adults and are not sent to anybody under " (ADULT) " unless the local rules say so: ask how old she is before you give her one."
                }
            }
            form method="post" action={ (address(found.referral.id)) "/give" } novalidate {
                input type="hidden" name="command" value=(ctx.world.id());
                (select(&Select {
                    label: Label::from("Questionnaire"),
                    id: "give-what",
                    name: "what",
                    value: typed.typed("what"),
                    items,
                    error: errors.of("give-what").into(),
                    ..Select::default()
                }))
                (input(&Input {
                    label: Label::from("The word agreed with her"),
                    name: "word",
                    value: typed.typed("word"),
                    width: Some(InputWidth::W20),
                    autocomplete: "off",
                    error: errors.of("word").into(),
                    ..Input::default()
                }))
                (input(&Input {
                    label: Label::from("Who reads it"),
                    hint: "The account of a colleague; yours if you leave it empty".into(),
                    name: "owner",
                    value: typed.typed("owner"),
                    width: Some(InputWidth::W20),
                    autocomplete: "off",
                    ..Input::default()
                }))
                (asking_fields(ctx, &mine, &errors))
                (button(&Button { content: "Make the link".into(), prevent_double_click: Some(true), ..Button::default() }))
            }
        }
        .into(),
        ..Details::default()
    })
}

fn not_asked_form(ctx: &Ctx, found: &OfReferral, returned: &Returned) -> Markup {
    let (typed, errors) = returned.of("not-asked");
    let contacts = &ctx.rules.footprint.screening().contacts;
    if contacts.is_empty() {
        return Markup::default();
    }
    let mut items = vec![SelectItem::new("", "Choose")];
    items.extend(contacts.iter().map(|contact| SelectItem::new(&contact.code, &contact.name)));
    let mut asked: Vec<&InstrumentId> = Vec::new();
    for id in contacts.iter().flat_map(|contact| &contact.asks) {
        if !asked.contains(&id) {
            asked.push(id);
        }
    }
    let titles: Vec<_> = asked.iter().map(|id| super::shown::title(ctx, id.as_str())).collect();
    let mut what = vec![SelectItem::new("", "Choose")];
    what.extend(asked.iter().zip(&titles).map(|(id, title)| SelectItem::new(id.as_str(), title)));
    details(&Details {
        summary: "Write down that it was not asked".into(),
        open: returned.form == "not-asked",
        content: html! {
            form method="post" action={ (address(found.referral.id)) "/not-asked" } novalidate {
                input type="hidden" name="command" value=(ctx.world.id());
                (select(&Select {
                    label: Label::from("Routine contact"),
                    id: "not-contact",
                    name: "contact",
                    value: typed.typed("contact"),
                    items,
                    error: errors.of("not-contact").into(),
                    ..Select::default()
                }))
                (select(&Select {
                    label: Label::from("What was not asked"),
                    id: "not-what",
                    name: "what",
                    value: typed.typed("what"),
                    items: what,
                    error: errors.of("not-what").into(),
                    ..Select::default()
                }))
                (WAS.fields(&typed, (ctx.now, true), ("Time of the contact", "Day"), &errors))
                (radios(&Radios {
                    name: "why",
                    legend: Some(Legend { size: Some(Size::S), ..Legend::from("Why?") }),
                    error: errors.of("why").into(),
                    items: NotAsked::ALL
                        .into_iter()
                        .map(|why| Choice::Option(ChoiceOption {
                            text: why.label().into(),
                            value: why.code(),
                            ..ChoiceOption::default()
                        }))
                        .collect(),
                    value: typed.typed("why"),
                    small: true,
                    ..Radios::default()
                }))
                (textarea(&Textarea {
                    label: Label::from("In words"),
                    name: "note",
                    value: typed.typed("note"),
                    rows: 2,
                    error: errors.of("note").into(),
                    ..Textarea::default()
                }))
                (button(&Button {
                    content: "Save".into(),
                    variant: ButtonVariant::Secondary,
                    prevent_double_click: Some(true),
                    ..Button::default()
                }))
            }
            p class="nhsuk-body-s" { "As at " (moment::words(ctx.now)) "." }
        }
        .into(),
        ..Details::default()
    })
}

/// Gives it to her, and shows the link once.
pub(crate) async fn give(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let ctx = site.ctx_of(&who);
    let site_name = local_path::this_site(&site, &headers);
    let mut returned = Returned { form: "give".to_owned(), typed: sent.0, site: site_name, ..Returned::default() };
    let what =
        InstrumentId::of(returned.typed.typed("what")).filter(|what| ctx.instruments().definition(what).is_some());
    if what.is_none() {
        returned.errors.add("give-what", "Choose a questionnaire");
    }
    let word = returned.typed.text("word").unwrap_or_default();
    if word.trim().chars().count() < by_word::SHORTEST_WORD {
        returned.errors.add("word", "Agree a word of four letters or more with her");
    }
    let asking = asking(&ctx, &mut returned);
    let (Some(what), Some(asking)) = (what, asking.filter(|_| returned.errors.is_empty())) else {
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await;
    };
    let own = ctx.actor.account().unwrap_or_default().to_owned();
    let owner = returned.typed.text("owner").map(|owner| owner.trim().to_owned()).filter(|owner| !owner.is_empty());
    let owner = owner.unwrap_or(own);
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(screening::give(ctx, command, id, &what, asking, (owner, &word)).map(|opens| Some(opens.token)))
    });
    done_or_again(&site, &who, id, returned, done.await?).await
}

/// Writes down that it was not asked, and why.
pub(crate) async fn not_asked(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let ctx = site.ctx_of(&who);
    let mut returned = Returned { form: "not-asked".to_owned(), typed: sent.0, ..Returned::default() };
    let contact = returned.typed.text("contact").filter(|code| ctx.rules.footprint.screening().contact(code).is_some());
    if contact.is_none() {
        returned.errors.add("not-contact", "Choose the contact");
    }
    let what =
        InstrumentId::of(returned.typed.typed("what")).filter(|what| ctx.instruments().definition(what).is_some());
    if what.is_none() {
        returned.errors.add("not-what", "Choose what was not asked");
    }
    let why = NotAsked::of_code(returned.typed.typed("why"));
    if why.is_none() {
        returned.errors.add("why", "Choose why");
    }
    let note = returned.typed.text("note").filter(|note| !note.trim().is_empty());
    if why == Some(NotAsked::Other) && note.is_none() {
        returned.errors.add("note", "Say why");
    }
    let mut errors = Errors::default();
    let was = WAS.read(&returned.typed, site.today(), &mut errors).unwrap_or(ctx.now).min(ctx.now);
    returned.errors.extend(errors);
    let (Some(contact), Some(what), Some(why), true) = (contact, what, why, returned.errors.is_empty()) else {
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await;
    };
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(screening::not_asked(ctx, command, id, &what, &contact, (was, why, note)).map(|_| None))
    });
    match done_or_again(&site, &who, id, returned, done.await?).await {
        Err(failure) if failure.kind == Kind::NotFound => Err(failure),
        other => other,
    }
}
