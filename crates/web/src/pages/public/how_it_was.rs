//! `/how-it-was`, and `/page/how` on her own page: saying how it was, without an account (T6). What is written is joined to nobody,
//! but where an answer is asked for. It is not read at once, and the page says so before the first question (H02).

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};
use porch_app::comment::{self, Answer, HowItWas};
use porch_domain::{
    comment::{LONGEST, LONGEST_REACH, Teller, read_by},
    front_door::Answers,
    ids::CommandId,
};

use super::{
    Back, View,
    ask::{
        answer,
        form::{self, Wrong},
        posted::Posted,
        start::too_many,
        trouble::Trouble,
        visit::at_door,
    },
    help_now, own,
};
use crate::{
    Site,
    components::{
        Button, Checkboxes, Choice, ChoiceOption, Input, InsetText, Label, Legend, Level, Radios, Size, Textarea,
        button, checkboxes, input, inset_text, radios, textarea,
    },
    limit,
    wording::{self, times},
};

/// Where it is asked of everybody.
pub(super) const ADDRESS: &str = "/how-it-was";
/// Where it is asked on her own page.
pub(super) const ON_HER_PAGE: &str = "/page/how";

const WHO: &str = "who";
const WELL: &str = "well";
const BETTER: &str = "better";
const SHOW: &str = "show";
const ANSWER: &str = "answer";
const REACH: &str = "reach";
/// What makes a form that is sent twice one comment.
const ONCE: &str = "once";
const FIELDS: [&str; 6] = [WHO, WELL, BETTER, SHOW, ANSWER, REACH];
const YES: &str = "yes";

/// Where the questions stand: they are the same, but an answer goes another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Everybody,
    HerPage,
}

impl Place {
    fn address(self) -> &'static str {
        match self {
            Self::Everybody => ADDRESS,
            Self::HerPage => ON_HER_PAGE,
        }
    }

    fn page(self, site: &Site, status: StatusCode, body: &Markup) -> Response {
        match self {
            Self::Everybody => answer(site, status, wording::text("how-it-was-title"), Back::ToStart, body),
            Self::HerPage => own::page(site, status, own::back(), body),
        }
    }
}

/// The questions.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    asked(&site, Place::Everybody)
}

/// The questions, on her own page.
pub(crate) async fn show_on_her_page(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    match own::opened(&site, &headers).await {
        Ok(_) => asked(&site, Place::HerPage),
        Err(response) => *response,
    }
}

fn asked(site: &Site, place: Place) -> Response {
    place.page(site, StatusCode::OK, &questions(site, place, &Answers::default(), &[]))
}

/// Takes in what somebody says.
pub(crate) async fn take(
    State(site): State<Arc<Site>>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Posted(typed): Posted,
) -> Response {
    if !site.beginnings.allows(limit::place(&site.trusted_proxies, &headers, peer), site.world.now()) {
        return too_many(&site);
    }
    let asks = typed.typed(ANSWER) == YES;
    let to = if asks { Answer::To(typed.text(REACH).unwrap_or_default()) } else { Answer::None };
    taken(&site, Place::Everybody, &typed, to).await
}

/// Takes in what she says on her own page. Unless she asks to be answered, nothing of her page goes with it.
pub(crate) async fn take_on_her_page(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Posted(typed): Posted,
) -> Response {
    let key = match own::opened(&site, &headers).await {
        Ok((key, _)) => key,
        Err(response) => return *response,
    };
    let to = if typed.typed(ANSWER) == YES { Answer::OwnPage(key) } else { Answer::None };
    taken(&site, Place::HerPage, &typed, to).await
}

async fn taken(site: &Arc<Site>, place: Place, typed: &Answers, to: Answer) -> Response {
    let wrong = wrong(typed, &to);
    if !wrong.is_empty() {
        return place.page(site, StatusCode::UNPROCESSABLE_ENTITY, &questions(site, place, typed, &wrong));
    }
    let command = typed.typed(ONCE).parse().unwrap_or_else(|_| CommandId(site.world.id()));
    let asks = to != Answer::None;
    let said = HowItWas {
        teller: Teller::of_code(typed.typed(WHO)).unwrap_or(Teller::NotSaid),
        well: typed.text(WELL).unwrap_or_default(),
        better: typed.text(BETTER).unwrap_or_default(),
        may_show: typed.typed(SHOW) == YES,
        answer: to,
        language: wording::spoken().code(),
    };
    match at_door(site, move |ctx| comment::leave(ctx, command, said)).await {
        Ok(by) => place.page(site, StatusCode::OK, &thanks(site, place, asks, by)),
        Err(Trouble::Gone | Trouble::Incomplete) => own::gone(site),
        Err(fault @ Trouble::Fault(_)) => fault.keeping(site, place.address(), &FIELDS, typed),
    }
}

fn wrong(typed: &Answers, to: &Answer) -> Vec<Wrong> {
    let long = |field: &str| typed.text(field).is_some_and(|text| text.chars().count() > LONGEST);
    let said = |field: &'static str, key: &str| Wrong { field, href: format!("#{field}"), text: wording::text(key) };
    let mut wrong = Vec::new();
    if typed.text(WELL).is_none() && typed.text(BETTER).is_none() {
        wrong.push(said(WELL, "how-it-was-e-empty"));
    }
    for field in [WELL, BETTER].into_iter().filter(|field| long(field)) {
        wrong.push(said(field, "own-e-long"));
    }
    match to {
        Answer::To(reach) if reach.is_empty() => wrong.push(said(REACH, "how-it-was-e-reach")),
        Answer::To(reach) if reach.chars().count() > LONGEST_REACH => {
            wrong.push(said(REACH, "how-it-was-e-reach-long"))
        }
        Answer::To(_) | Answer::None | Answer::OwnPage(_) => {}
    }
    wrong
}

fn questions(site: &Site, place: Place, typed: &Answers, wrong: &[Wrong]) -> Markup {
    let view = View::of(site);
    let (duty, holidays) = (&view.footprint().duty, &view.footprint().holidays);
    let by = times::day_and_hour(read_by(view.now, duty, holidays));
    html! {
        (form::summary(wrong))
        h1 { (wording::text("how-it-was-heading")) }
        (wording::prose("how-it-was-body"))
        (inset_text(&InsetText { content: html! { p { strong { (wording::text("how-it-was-not-read-heading")) } } p { (wording::text_with("how-it-was-not-read", "by", &by)) } }.into(), ..InsetText::default() }))
        (help_now::card_among_questions(&view, true))
        @if place == Place::HerPage {
            p { (wording::text("how-it-was-changed")) " " a href="/page/changed" { (wording::text("own-changed-link")) } }
        }
        form method="post" action=(place.address()) autocomplete="off" novalidate {
            input type="hidden" name=(ONCE) value=(site.world.id());
            (who(place, typed))
            (words(WELL, "how-it-was-well", typed, wrong))
            (words(BETTER, "how-it-was-better", typed, wrong))
            (shown(typed))
            (to_answer(place, typed, wrong))
            h2 class="nhsuk-heading-s" { (wording::text("how-it-was-seen-heading")) }
            (wording::prose("how-it-was-seen"))
            @if place == Place::HerPage { (wording::prose("how-it-was-seen-own")) }
            (button(&Button { content: wording::text("own-send").into(), ..Button::default() }))
        }
    }
}

/// Who writes: on her own page that is known as far as it is asked.
fn who(place: Place, typed: &Answers) -> Markup {
    let label = wording::text("how-it-was-who");
    let words = Teller::ALL.map(|teller| wording::text(&format!("how-it-was-who-{}", teller.code())));
    let items = Teller::ALL.iter().zip(&words).map(|(teller, words)| Choice::new(teller.code(), words));
    html! {
        @match place {
            Place::HerPage => { input type="hidden" name=(WHO) value=(Teller::Herself.code()); }
            Place::Everybody => (radios(&Radios {
                name: WHO,
                legend: Some(Legend { text: label.as_str().into(), size: Some(Size::S), ..Legend::default() }),
                items: items.collect(),
                value: typed.typed(WHO),
                ..Radios::default()
            })),
        }
    }
}

fn words(field: &'static str, label: &str, typed: &Answers, wrong: &[Wrong]) -> Markup {
    textarea(&Textarea {
        label: Label { text: wording::text(label).into(), size: Some(Size::S), ..Label::default() },
        hint: wording::text("how-it-was-words-hint").into(),
        error: error(field, wrong).into(),
        name: field,
        value: typed.typed(field),
        rows: 5,
        spellcheck: Some(true),
        autocomplete: "off",
        ..Textarea::default()
    })
}

fn error<'a>(field: &str, wrong: &'a [Wrong]) -> Option<&'a str> {
    wrong.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.text.as_str())
}

fn shown(typed: &Answers) -> Markup {
    let (legend, yes) = (wording::text("how-it-was-show"), wording::text("how-it-was-show-yes"));
    checkboxes(&Checkboxes {
        name: SHOW,
        legend: Some(Legend { text: legend.as_str().into(), size: Some(Size::S), ..Legend::default() }),
        hint: wording::text("how-it-was-show-hint").into(),
        items: vec![Choice::new(YES, &yes)],
        values: typed.all(SHOW).collect(),
        ..Checkboxes::default()
    })
}

fn to_answer(place: Place, typed: &Answers, wrong: &[Wrong]) -> Markup {
    let legend = wording::text("how-it-was-answer");
    let no = wording::text("how-it-was-answer-no");
    let yes = wording::text(match place {
        Place::Everybody => "how-it-was-answer-yes",
        Place::HerPage => "how-it-was-answer-own",
    });
    let chosen = if typed.typed(ANSWER) == YES { YES } else { "no" };
    html! {
        (radios(&Radios {
            name: ANSWER,
            legend: Some(Legend { text: legend.as_str().into(), size: Some(Size::S), heading: Some(Level::H2), ..Legend::default() }),
            items: vec![
                ChoiceOption { text: no.as_str().into(), value: "no", ..ChoiceOption::default() }.into(),
                ChoiceOption { text: yes.as_str().into(), value: YES, ..ChoiceOption::default() }.into(),
            ],
            value: chosen,
            ..Radios::default()
        }))
        @if place == Place::Everybody {
            (input(&Input {
                label: Label { text: wording::text("how-it-was-reach").into(), size: Some(Size::S), ..Label::default() },
                hint: wording::text("how-it-was-reach-hint").into(),
                error: error(REACH, wrong).into(),
                name: REACH,
                value: typed.typed(REACH),
                spellcheck: Some(false),
                autocomplete: "off",
                ..Input::default()
            }))
        }
    }
}

fn thanks(site: &Site, place: Place, asks: bool, by: jiff::Timestamp) -> Markup {
    let view = View::of(site);
    html! {
        h1 { (wording::text("how-it-was-thanks-heading")) }
        (wording::paragraphs(&wording::text_with("how-it-was-thanks", "by", &times::day_and_hour(by))))
        @if asks { (wording::prose("how-it-was-thanks-answer")) }
        (help_now::card_among_questions(&view, true))
        @match place {
            Place::Everybody => p { a href="/you-said-we-did" { (wording::text("home-said-and-done")) } },
            Place::HerPage => (own::to_the_page()),
        }
    }
}
