//! `/templates`: the texts of letters, for the manager who keeps them: read, change, try in every situation, approve.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError,
    template::{self, PLACES, Preview, Text, Wrong},
};
use porch_domain::{
    front_door::Situation,
    ids::CommandId,
    message::Recipient,
    wording::{
        Fits,
        reading_age::{AIM, LONGEST, Reading},
    },
};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Details, ErrorLink, ErrorSummary, FieldError, Input, InsetText, Label, Size,
        Table, TableCaption, Textarea, back_link, button, details, error_summary, input, inset_text, table, textarea,
    },
    failure::{Failure, Kind},
    pages::{decide::difference, html as answer, message::to, staff},
    sign_in::SignedIn,
};

/// A text as it was typed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    step: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    command: String,
}

/// Every text in use.
pub(crate) async fn list(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let texts = activity::carry_out(&site, &who, |_, ctx| template::all(ctx)).await?;
    Ok(page(&site, &who, StatusCode::OK, "Templates".to_owned(), all(&texts)))
}

/// One text, to be changed.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let text = one(&site, &who, name).await?;
    let typed = Typed {
        step: String::new(),
        subject: text.subject.clone(),
        body: text.body.clone(),
        version: text.version,
        command: site.world.id().to_string(),
    };
    let main = editor(&text, &typed, None, &[], None);
    Ok(page(&site, &who, StatusCode::OK, text.name.clone(), main))
}

/// Tries a text in every situation that it claims, or approves it.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(name): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let text = one(&site, &who, name).await?;
    let tried = Text { subject: typed.subject.clone(), body: typed.body.clone(), ..text.clone() };
    let previewed = activity::apart(move || template::preview(&tried)).await?;
    let (status, wrong, previews) = match previewed {
        Ok(previews) => (StatusCode::OK, None, previews),
        Err(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, Some(wrong), Vec::new()),
    };
    if wrong.is_some() || typed.step != "approve" {
        let main = editor(&text, &typed, wrong.as_ref(), &previews, None);
        return Ok(page(&site, &who, status, text.name.clone(), main));
    }
    let (asked, name) = (typed.clone(), text.name.clone());
    let approved = activity::carry_out(&site, &who, move |_, ctx| {
        let command = Uuid::parse_str(&asked.command).map_or_else(|_| CommandId(ctx.world.id()), CommandId);
        match template::approve(ctx, command, &name, asked.version, &asked.subject, &asked.body) {
            Ok(()) => Ok(None),
            Err(AppError::Stale) => Ok(Some((StatusCode::CONFLICT, "Somebody else approved another version meanwhile. It stands below your text; yours is kept here and was not approved.".to_owned()))),
            Err(AppError::Disallowed(why)) => Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, format!("It was not approved: {why}.")))),
            Err(other) => Err(other),
        }
    });
    match approved.await? {
        None => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/templates")]).into_response()),
        Some((status, why)) => {
            let typed = Typed { version: text.version, command: site.world.id().to_string(), ..typed };
            let main = editor(&text, &typed, None, &previews, Some(&why));
            Ok(page(&site, &who, status, text.name.clone(), main))
        }
    }
}

async fn one(site: &Arc<Site>, who: &SignedIn, name: String) -> Result<Text, Failure> {
    let texts = activity::carry_out(site, who, |_, ctx| template::all(ctx)).await?;
    texts.into_iter().find(|text| text.name == name).ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))
}

fn page(site: &Site, who: &SignedIn, status: StatusCode, title: String, main: Markup) -> Response {
    let content = staff::Content { title, main, wide: true, section: staff::Section::Templates };
    (status, answer(staff::page(site, Some(who), &content))).into_response()
}

fn fits(fits: Fits) -> &'static str {
    match fits {
        Fits::Any => "any situation",
        Fits::Pregnant => "a pregnancy that goes on",
        Fits::LivingBaby => "a living baby at home",
        Fits::Loss => "a loss",
    }
}

/// What it is for, and by which way alone, where it is for one.
fn for_what(text: &Text) -> String {
    let by = text.by.map(|by| format!(", by {} alone", by.label().to_lowercase()));
    format!("{}{}", text.kind.label(), by.unwrap_or_default())
}

fn version(text: &Text) -> String {
    match &text.approved_by {
        None => "as it comes with the program".to_owned(),
        Some(by) => format!("version {}, approved by {by}", text.version),
    }
}

fn all(texts: &[Text]) -> Markup {
    html! {
        h1 { "Templates" }
        p { "Each letter is drafted from one of these texts: the one that fits how things are for her, or the one that fits any situation. A clinician reads and may change every letter before it is approved. What you approve here is used from then on; letters that were drafted before stay as they are." }
        (table(&Table {
            caption: TableCaption::from("Texts in use"),
            head: vec!["Name".into(), "For".into(), "To".into(), "Fits".into(), "In use".into()],
            rows: texts.iter().map(|text| vec![
                html! { a href={ "/templates/" (text.name) } { (text.name) } }.into(),
                for_what(text).into(),
                to(text.recipient).into(),
                fits(text.fits).into(),
                version(text).into(),
            ]).collect(),
            responsive: true,
            ..Table::default()
        }))
    }
}

fn editor(text: &Text, typed: &Typed, wrong: Option<&Wrong>, previews: &[Preview], refused: Option<&str>) -> Markup {
    let error = |in_subject: bool| {
        let wrong = wrong.filter(|wrong| wrong.in_subject == in_subject);
        FieldError::from(wrong.map(|wrong| wrong.what.as_str()))
    };
    html! {
        (back_link(&BackLink { content: "All templates".into(), target: "/templates".into(), ..BackLink::default() }))
        @if let Some(wrong) = wrong {
            (error_summary(&ErrorSummary {
                errors: vec![ErrorLink { text: &wrong.what, href: if wrong.in_subject { "#subject" } else { "#body" } }],
                ..ErrorSummary::default()
            }))
        }
        @if let Some(refused) = refused {
            (error_summary(&ErrorSummary { errors: vec![ErrorLink { text: refused, href: "#body" }], ..ErrorSummary::default() }))
        }
        span class="nhsuk-caption-l" { (for_what(text)) ", to " (to(text.recipient)) ", fits " (fits(text.fits)) }
        h1 { (text.name) }
        p { "In use: " (version(text)) "." }
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            form method="post" {
                input type="hidden" name="version" value=(typed.version);
                input type="hidden" name="command" value=(typed.command);
                (input(&Input {
                    label: Label { text: "First line".into(), size: Some(Size::S), ..Label::default() },
                    hint: "Others may see it: say nothing of health, of her, or of what was decided.".into(),
                    error: error(true),
                    name: "subject",
                    value: &typed.subject,
                    ..Input::default()
                }))
                (textarea(&Textarea {
                    label: Label { text: "Text".into(), size: Some(Size::S), ..Label::default() },
                    hint: hint(text).into(),
                    error: error(false),
                    name: "body",
                    value: &typed.body,
                    rows: 28,
                    ..Textarea::default()
                }))
                (details(&Details { summary: "Places that can be filled".into(), content: places().into(), open: wrong.is_some(), ..Details::default() }))
                div class="porch-actions" {
                    (button(&Button { content: "Try it in every situation".into(), name: "step", value: "preview", variant: ButtonVariant::Secondary, ..Button::default() }))
                    @if !previews.is_empty() {
                        (button(&Button { content: "Approve this version".into(), name: "step", value: "approve", prevent_double_click: Some(true), ..Button::default() }))
                    }
                }
            }
        } }
        @if !previews.is_empty() { (tried(text, typed, previews)) }
    }
}

fn hint(text: &Text) -> &'static str {
    match (text.recipient, text.fits) {
        (Recipient::Woman, Fits::Any | Fits::Loss) => {
            "Plain words that a reader of ten understands. It may reach somebody who lost a baby or a pregnancy: presume neither."
        }
        (Recipient::Woman, Fits::Pregnant | Fits::LivingBaby) => "Plain words that a reader of ten understands.",
        (Recipient::Referrer, _) => "Clinical and specific. It may be about somebody who lost a baby or a pregnancy.",
    }
}

fn places() -> Markup {
    html! {
        p { "A place stands in double braces, such as " code { "{{ her_name }}" } ". A part that is said only where something is known stands between " code { "{% if own_words %}" } " and " code { "{% endif %}" } "." }
        ul class="nhsuk-list nhsuk-list--bullet" { @for place in PLACES { li { code { (place) } } } }
    }
}

/// Whether a child of ten could read it; it is said, and forbids nothing.
fn how_it_reads(body: &str) -> Markup {
    let reading = Reading::of(body);
    let words = reading.words_of_longest();
    html! {
        @if let Some(age) = reading.age() {
            p {
                "Reading age " (format!("{age:.1}"))
                @if reading.is_hard() { ". Women are written to for a reading age of " (format!("{AIM:.0}")) " at most: try shorter words and shorter sentences" }
                "."
            }
            @if words > LONGEST {
                p { "The longest sentence has " (words) " words, and more than " (LONGEST) " are hard to follow: " q { (reading.longest()) } }
            }
        }
    }
}

fn tried(text: &Text, typed: &Typed, previews: &[Preview]) -> Markup {
    let situation = |preview: &Preview| preview.situation.map_or("Nothing known", Situation::label);
    // Situations in which it reads the same stand together.
    let mut groups: Vec<(&Preview, Vec<&'static str>)> = Vec::new();
    for preview in previews {
        match groups.iter_mut().find(|(first, _)| first.words == preview.words) {
            Some((_, situations)) => situations.push(situation(preview)),
            None => groups.push((preview, vec![situation(preview)])),
        }
    }
    html! {
        h2 class="nhsuk-heading-m" { "How it reads in every situation that it claims" }
        (inset_text(&InsetText { content: "The person is invented, and every place is filled.".into(), ..InsetText::default() }))
        @for (preview, situations) in &groups {
            h3 class="nhsuk-heading-s" { (situations.join(", ")) }
            div class="porch-letter" { strong { (preview.words.subject) } "\n\n" (preview.words.body) }
            @if text.recipient == Recipient::Woman { (how_it_reads(&preview.words.body)) }
        }
        h2 class="nhsuk-heading-m" { "What you changed from the version in use" }
        (difference(text.body.trim(), typed.body.replace('\r', "").trim()))
    }
}
