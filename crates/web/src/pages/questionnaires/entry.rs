//! Writing down what she answered, on one page; and what was answered, item by item.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError, Ctx,
    account::Names,
    screening::{self, Already, Entry, Shown},
};
use porch_domain::{
    footprint::OfAge,
    front_door::Answers,
    ids::ReferralId,
    screening::{Asking, Beside, InstrumentId, Interpreting, Item, TextPack},
};
use serde::Deserialize;

use super::{Returned, address, id_of, shown::title, unsaved};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, Choice, ChoiceOption, Details, Input, InputWidth, InsetText, Label, Legend, Radios, Select,
        SelectItem, Size, Textarea, back_link, button, details, input, inset_text, radios, select, textarea,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, When},
        html as answer,
        referral::Answered,
        staff,
    },
    sign_in::SignedIn,
};

/// When she was asked.
pub(super) const ASKED: When<'static> = When { time: "asked", day: "asked_on", prefix: "" };

/// The form for one instrument.
pub(crate) async fn form(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    let Some(what) = InstrumentId::of(&asked.what) else { return Err(Failure::from(Kind::NotFound).seen_by(&who)) };
    let returned = Returned { reuse: asked.reuse == "yes", ..Returned::default() };
    drawn(&site, &who, id, &what, StatusCode::OK, &returned).await
}

/// Which form is asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct AskedFor {
    #[serde(default)]
    what: String,
    /// Whether what she answered already is to stand in it.
    #[serde(default)]
    reuse: String,
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    what: &InstrumentId,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    // Whoever may not see her may not see the form either; the look says that it was opened.
    let found = activity::carry_out(site, who, move |_, ctx| screening::of_referral(ctx, id, "care")).await?;
    let ctx = site.ctx_of(who);
    let definition = ctx.instruments().definition(what).cloned();
    let (Some(found), Some(definition)) = (found, definition) else {
        return Err(Failure::from(Kind::NotFound).seen_by(who));
    };
    let reference = found.referral.reference.as_deref().unwrap_or("from another system");
    let pack = ctx.instruments().pack(what, "en");
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    let back = address(id);
    let already = screening::asked_already(&ctx, &found, what);
    let mut typed = returned.typed.clone();
    for (item, position) in already.iter().filter(|_| returned.reuse).flat_map(|already| &already.answers) {
        typed.set(&field(item), position.to_string());
    }
    let main = html! {
        (back_link(&BackLink { content: "Questionnaires".into(), target: back.as_str().into(), ..BackLink::default() }))
        (returned.errors.summary())
        @if let Some(why) = &returned.refused { p { strong { "Nothing was changed: " (why) "." } } }
        h1 { span class="nhsuk-caption-l" { "Referral " (reference) } " " (definition.title()) }
        @if pack.is_none() {
            p { "The wording of this questionnaire is its owner's and is not held here. Ask from your own copy, and write down each answer by its score." }
        }
        @if let OfAge::TooYoung(years) = screening::of_age(&ctx, what, &found.referral) {
            p id="for-adults" {
                strong { "She is under " (years) ", and this questionnaire is made for those who are older." }
                " What its score means for her is yours to judge. Ask the young people's service which one they use."
            }
        }
        @if let Some(already) = &already { (answered_already(&ctx, &found.names, already, (definition.items(), pack), (what, returned.reuse), &back)) }
        @if let Some(stem) = pack.and_then(TextPack::stem) { p class="nhsuk-lede-text" { (stem) } }
        form method="post" action={ (back) "/enter" } novalidate {
            input type="hidden" name="command" value=(site.world.id());
            input type="hidden" name="what" value=(what.as_str());
            @for (nth, item) in definition.items().iter().enumerate() {
                (question(pack, nth, item, (&typed, &returned.errors)))
            }
            (ASKED.fields(&returned.typed, (ctx.now, true), ("Time when she was asked", "Day"), &returned.errors))
            (asking_fields(&ctx, returned, &returned.errors))
            (words("worry", "What worries her, in her words (optional)", returned))
            (words("concern", "What concerns you, whatever the score says (optional)", returned))
            (button(&Button { content: "Save".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
        @if let Some(pack) = pack { p class="nhsuk-body-s" { (pack.notice()) } }
    };
    let content = staff::Content {
        title: format!("{error}{}, {reference}", definition.short_title()),
        main,
        wide: false,
        section: staff::Section::Queue,
    };
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn words(name: &'static str, label: &'static str, returned: &Returned) -> Markup {
    textarea(&Textarea {
        label: Label { text: label.into(), size: Some(Size::S), ..Label::default() },
        name,
        value: returned.typed.typed(name),
        rows: 3,
        ..Textarea::default()
    })
}

/// The name of the field of an item.
pub(super) fn field(item: &str) -> String {
    format!("item-{item}")
}

/// What is asked: in the words of a pack, or by its label.
pub(super) fn asked_in_words(pack: Option<&TextPack>, nth: usize, item: &Item) -> String {
    let words = pack.and_then(|pack| pack.item(item.id()));
    format!("{}. {}", nth + 1, words.map_or_else(|| item.label().unwrap_or("no label"), |words| &words.text))
}

/// An option of an item: its words, where there are any, and what it is worth; never its position.
pub(super) fn option_in_words(pack: Option<&TextPack>, item: &Item, position: Option<usize>) -> String {
    let worth = position.and_then(|position| Some((position, item.options().get(position)?)));
    let Some((position, score)) = worth else { return "not answered".to_owned() };
    let text = pack.and_then(|pack| pack.item(item.id())?.options.get(position));
    text.map_or_else(|| score.to_string(), |text| format!("{text} ({score})"))
}

/// What she answered already with another questionnaire, where and when; it stands in the form only where somebody says so.
fn answered_already(
    ctx: &Ctx,
    names: &Names,
    already: &Already<'_>,
    (items, pack): (&[Item], Option<&TextPack>),
    (what, reused): (&InstrumentId, bool),
    back: &str,
) -> Markup {
    let line = &already.shown.line;
    let answered = |item: &Item| already.answers.iter().find(|(id, _)| *id == item.id()).map(|(_, position)| *position);
    let source =
        html! { (title(ctx, line.instrument.as_str())) ", " (moment::words(already.at)) ", " (names.of(&line.owner)) };
    inset_text(&InsetText {
        content: html! {
            p id="already" { strong { "She answered this already, in the same words." } " " (source) "." }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for (nth, item) in items.iter().enumerate() {
                    @if let Some(position) = answered(item) {
                        li { (asked_in_words(pack, nth, item)) ": " (option_in_words(pack, item, Some(position.into()))) }
                    }
                }
            }
            @if reused {
                p { "These answers stand in the form below. Ask her whether they still hold, and change what does not." }
            } @else {
                p { a href={ (back) "/new?what=" (what.as_str()) "&reuse=yes" } { "Take these answers over" } ", and ask only the rest." }
            }
        }
        .into(),
        ..InsetText::default()
    })
}

fn question(pack: Option<&TextPack>, nth: usize, item: &Item, (typed, errors): (&Answers, &Errors)) -> Markup {
    let asked = asked_in_words(pack, nth, item);
    let values: Vec<(String, String)> = (0..item.options().len())
        .map(|position| (option_in_words(pack, item, Some(position)), position.to_string()))
        .chain([("Not answered".to_owned(), "-".to_owned())])
        .collect();
    let items = values
        .iter()
        .map(|(text, value)| {
            Choice::Option(ChoiceOption { text: text.as_str().into(), value, ..ChoiceOption::default() })
        })
        .collect();
    let name = field(item.id());
    radios(&Radios {
        name: &name,
        legend: Some(Legend { text: asked.into(), size: Some(Size::S), ..Legend::default() }),
        error: errors.of(&name).into(),
        value: typed.typed(&name),
        items,
        small: true,
        ..Radios::default()
    })
}

/// Language, who interpreted, and the routine contact.
pub(super) fn asking_fields(ctx: &Ctx, returned: &Returned, errors: &Errors) -> Markup {
    let typed = &returned.typed;
    let language = typed.text("language").unwrap_or_else(|| "en".to_owned());
    let interpreting = typed.text("interpreting").unwrap_or_else(|| Interpreting::NotNeeded.code().to_owned());
    let mut contacts = vec![SelectItem::new("", "None of them")];
    contacts.extend(
        ctx.rules.footprint.screening().contacts.iter().map(|contact| SelectItem::new(&contact.code, &contact.name)),
    );
    html! {
        (select(&Select {
            label: Label::from("Routine contact"),
            name: "contact",
            value: typed.typed("contact"),
            items: contacts,
            ..Select::default()
        }))
        (input(&Input {
            label: Label::from("Language in which she is asked"),
            hint: "Its code, such as en for English or ur for Urdu".into(),
            name: "language",
            value: &language,
            width: Some(InputWidth::W5),
            error: errors.of("language").into(),
            ..Input::default()
        }))
        (radios(&Radios {
            name: "interpreting",
            legend: Some(Legend { size: Some(Size::S), ..Legend::from("Interpreter") }),
            hint: "Family never interpret".into(),
            error: errors.of("interpreting").into(),
            items: Interpreting::ALL
                .into_iter()
                .map(|one| Choice::Option(ChoiceOption {
                    text: one.label().into(),
                    value: one.code(),
                    ..ChoiceOption::default()
                }))
                .collect(),
            value: &interpreting,
            small: true,
            ..Radios::default()
        }))
    }
}

/// What was typed of it.
pub(super) fn asking(ctx: &Ctx, returned: &mut Returned) -> Option<Asking> {
    let language = returned.typed.text("language").unwrap_or_default().trim().to_lowercase();
    let plain = (2..=12).contains(&language.len())
        && language.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !plain {
        returned.errors.add("language", "Write the code of the language, such as en");
    }
    let interpreting = Interpreting::of_code(returned.typed.typed("interpreting"));
    if interpreting.is_none() {
        returned.errors.add("interpreting", "Choose whether somebody interpreted");
    }
    let contact = returned.typed.text("contact").filter(|code| !code.is_empty());
    let known = contact.as_deref().is_none_or(|code| ctx.rules.footprint.screening().contact(code).is_some());
    if !known {
        returned.errors.add("contact", "Choose a contact of the list");
    }
    Some(Asking { language, interpreting: interpreting?, contact }).filter(|_| plain && known)
}

/// Saves it.
pub(crate) async fn enter(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let ctx = site.ctx_of(&who);
    let mut returned = Returned { form: "enter".to_owned(), typed: sent.0, ..Returned::default() };
    let what = InstrumentId::of(returned.typed.typed("what"));
    let definition = what.as_ref().and_then(|what| ctx.instruments().definition(what));
    let (Some(what), Some(definition)) = (what.clone(), definition) else {
        return Err(Failure::from(Kind::NotFound).seen_by(&who));
    };
    let mut answers = Vec::new();
    for item in definition.items() {
        let name = field(item.id());
        match returned.typed.typed(&name) {
            "-" => answers.push(None),
            // An item at which nothing was chosen is no answer that anybody gave: it is asked for, and never read as one.
            typed => match typed.parse::<u8>() {
                Ok(position) => answers.push(Some(position)),
                Err(_) => returned.errors.add(name, "Choose what she answered, or that she did not"),
            },
        }
    }
    let mut errors = Errors::default();
    let asked_at = ASKED.read(&returned.typed, site.today(), &mut errors).unwrap_or(ctx.now);
    returned.errors.extend(errors);
    let asking = asking(&ctx, &mut returned);
    let Some(asking) = asking.filter(|_| returned.errors.is_empty()) else {
        return drawn(&site, &who, id, &what, StatusCode::BAD_REQUEST, &returned).await;
    };
    let beside = Beside { worry: returned.typed.text("worry"), concern: returned.typed.text("concern") };
    // The minute that was typed is over at its end, and not before it began.
    let asked_at = asked_at.min(ctx.now);
    let entry = Entry { instrument: what.clone(), asking, asked_at, answers, beside };
    let done =
        activity::carry_out(&site, &who, move |_, ctx| Ok(screening::enter(ctx, command, id, entry).map(|_| ())));
    let refused = match done.await.and_then(|done| Answered::of(done, &who)) {
        Ok(Answered::Done) => {
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address(id))]).into_response());
        }
        Ok(Answered::Refused(why)) => why,
        Ok(Answered::Stale) => AppError::Stale.to_string(),
        Err(failure) => {
            let asked = (definition, ctx.instruments().pack(&what, "en"));
            return unsaved::page(&site, &who, failure, asked, (id, &returned.typed));
        }
    };
    drawn(&site, &who, id, &what, StatusCode::CONFLICT, &Returned { refused: Some(refused), ..returned }).await
}

/// What was answered, item by item, by the definition under which it was.
pub(super) fn answers(ctx: &Ctx, one: &Shown) -> Markup {
    let Some(form) = one.screening.form() else { return Markup::default() };
    let Some(definition) = ctx.instruments().by_hash(&form.definition) else { return Markup::default() };
    let pack = form.pack.as_deref().and_then(|hash| ctx.instruments().pack_by_hash(hash));
    let said =
        |nth: usize, item: &Item| option_in_words(pack, item, one.screening.answer_at(nth, item.id()).map(usize::from));
    details(&Details {
        summary: "Each answer".into(),
        content: html! {
            ol {
                @for (nth, item) in definition.items().iter().enumerate() {
                    li {
                        (pack.and_then(|pack| pack.item(item.id())).map_or_else(
                            || item.label().unwrap_or("no label").to_owned(),
                            |words| words.text.clone(),
                        ))
                        ": " strong { (said(nth, item)) }
                    }
                }
            }
            p class="nhsuk-body-s" { (title(ctx, form.instrument.as_str())) }
        }
        .into(),
        ..Details::default()
    })
}
