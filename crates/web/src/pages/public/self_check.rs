//! `/more/1/check`: five questions for a partner about themselves, and where to turn. What is answered is read by nobody and
//! kept nowhere: it is in no address, no cookie and no row, and the page that answers it is kept by no cache (PR-25, H02, H16).

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};
use porch_app::{Rules, self_check};
use porch_domain::{
    front_door::Answers,
    screening::{ASKED, Instruments, SelfCheckBand, SelfChecked, TextPack},
};

use super::{
    Back, View,
    ask::{answer, posted::Posted, visit::at_door},
    help_now, support,
};
use crate::{
    Site,
    components::{
        Button, Choice, ChoiceOption, ErrorLink, ErrorSummary, InsetText, Legend, Level, Radios, Size, button,
        error_summary, inset_text, radios,
    },
    limit, wording,
};

/// The page of partners, to which all of it leads back.
const PARTNERS: &str = "/more/1";
/// Where the questions are asked.
pub(super) const ADDRESS: &str = "/more/1/check";
/// The fields, which say nothing of what they ask; in the order of [`ASKED`].
const FIELDS: [&str; 5] = ["a1", "a2", "a3", "a4", "a5"];
/// How long somebody waits for a use to be counted.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// The answer to the last question that leaves it open.
const RATHER_NOT: &str = "not";

/// The questions.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    page(&site, StatusCode::OK, &form(&View::of(&site), &Answers::default(), &[]))
}

/// Where to turn, as the answers have it. It is said whether or not the use can be counted.
pub(crate) async fn take(
    State(site): State<Arc<Site>>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Posted(typed): Posted,
) -> Response {
    let given = FIELDS.map(|field| typed.typed(field).parse::<u8>().ok());
    let [.., last] = FIELDS;
    let view = View::of(&site);
    match porch_domain::screening::self_check(&view.rules.instruments, given, typed.typed(last) == RATHER_NOT) {
        SelfChecked::LeftOut(left_out) => {
            page(&site, StatusCode::UNPROCESSABLE_ENTITY, &form(&view, &typed, &left_out))
        }
        SelfChecked::Band(band) => {
            let place = limit::place(&site.trusted_proxies, &headers, peer);
            if site.beginnings.allows(place, site.world.now()) {
                counted(&site, band).await;
            }
            page(&site, StatusCode::OK, &where_to_turn(&view, band))
        }
    }
}

/// Counts a use. A database that is slow or away keeps nobody from whom to ring: then the use may stay uncounted.
async fn counted(site: &Arc<Site>, band: SelfCheckBand) {
    let counting = at_door(site, move |ctx| self_check::count(ctx, band));
    if !matches!(tokio::time::timeout(LONGEST_WAIT, counting).await, Ok(Ok(()))) {
        tracing::warn!("a use of the self-check may not be counted");
    }
}

/// The wording in the language that is read, or in English where nobody answers for a translation (H17).
fn packs(rules: &Rules) -> Vec<&TextPack> {
    let of = |language: &str| self_check::packs(&rules.instruments, language);
    let own = of(wording::spoken().code()).or_else(|| of("en"));
    own.or_else(|| self_check::packs(Instruments::shipped(), "en")).unwrap_or_default()
}

fn form(view: &View, typed: &Answers, left_out: &[usize]) -> Markup {
    let packs = packs(&view.rules);
    let translated = packs.iter().all(|pack| pack.language() == wording::spoken().code());
    let message =
        |nth: usize| wording::text(if nth + 1 == ASKED.len() { "e-yourself-last" } else { "e-yourself-left-out" });
    let errors: Vec<(String, String)> = left_out
        .iter()
        .filter_map(|nth| {
            Some((
                wording::text_with("e-yourself-question", "nth", &(nth + 1).to_string()),
                format!("#{}", FIELDS.get(*nth)?),
            ))
        })
        .collect();
    html! {
        @if !errors.is_empty() {
            (error_summary(&ErrorSummary {
                errors: errors.iter().map(|(text, href)| ErrorLink { text, href }).collect(),
                ..ErrorSummary::default()
            }))
        }
        h1 { (wording::text("yourself-heading")) }
        (wording::prose("yourself-body"))
        (help_now::urgent_card(view))
        @if !translated { (inset_text(&InsetText { content: wording::prose("yourself-english").into(), ..InsetText::default() })) }
        form method="post" action=(ADDRESS) autocomplete="off" novalidate {
            @for (nth, ((pack, (_, item)), field)) in packs.iter().zip(ASKED).zip(FIELDS).enumerate() {
                (question(pack, item, (nth, field), typed.typed(field), left_out.contains(&nth).then(|| message(nth)).as_deref()))
            }
            (button(&Button { content: wording::text("yourself-send").into(), ..Button::default() }))
        }
        @for notice in notices(&packs) {
            p class="nhsuk-body-s" lang=(notice.0) dir=(notice.1) { (notice.2) }
        }
    }
}

/// Each notice once, with its language and direction.
fn notices<'a>(packs: &[&'a TextPack]) -> Vec<(&'a str, &'static str, &'a str)> {
    let mut notices: Vec<_> = packs.iter().map(|pack| (pack.language(), pack.direction(), pack.notice())).collect();
    notices.dedup();
    notices
}

/// One question, as its text pack words it, with the words that stand above it.
fn question(pack: &TextPack, item: &str, (nth, field): (usize, &str), chosen: &str, error: Option<&str>) -> Markup {
    let words = pack.item(item).cloned().unwrap_or_default();
    let (lang, dir) = (pack.language(), pack.direction());
    let values: Vec<String> = (0..words.options.len()).map(|position| position.to_string()).collect();
    let said = |text: &str| html! { span lang=(lang) dir=(dir) { (text) } };
    let mut items: Vec<Choice<'_>> = words
        .options
        .iter()
        .zip(&values)
        .map(|(text, value)| Choice::Option(ChoiceOption { text: said(text).into(), value, ..ChoiceOption::default() }))
        .collect();
    if nth + 1 == ASKED.len() {
        let text = html! { span lang=(wording::spoken().code()) { (wording::text("yourself-rather-not")) } };
        items.push(ChoiceOption { text: text.into(), value: RATHER_NOT, ..ChoiceOption::default() }.into());
    }
    html! {
        div dir=(dir) {
            (radios(&Radios {
                name: field,
                legend: Some(Legend { text: said(&words.text).into(), size: Some(Size::M), heading: Some(Level::H2), ..Legend::default() }),
                hint: said(pack.stem().unwrap_or_default()).into(),
                error: error.into(),
                items,
                value: chosen,
                ..Radios::default()
            }))
        }
    }
}

/// What the answers point to, in plain words.
fn where_to_turn(view: &View, band: SelfCheckBand) -> Markup {
    let key = match band {
        SelfCheckBand::RingNow => "yourself-ring",
        SelfCheckBand::TalkToSomebody => "yourself-talk",
        SelfCheckBand::NothingStandsOut => "yourself-nothing",
    };
    html! {
        h1 { (wording::text(&format!("{key}-heading"))) }
        (wording::prose(key))
        (help_now::urgent_card(view))
        (inset_text(&InsetText { content: wording::prose("yourself-nobody-reads").into(), ..InsetText::default() }))
        h2 { (wording::text("yourself-turn-heading")) }
        (wording::prose("partners-you"))
        (help_now::calm_routes(view))
        (support::for_partners(view))
        p { a href=(support::ASK) { (wording::text("partners-ask-link")) } }
        p { a href=(PARTNERS) { (wording::text("yourself-back")) } }
    }
}

/// Every page of it has the same title, which gives nothing away.
fn page(site: &Site, status: StatusCode, body: &Markup) -> Response {
    answer(site, status, wording::text("yourself-title"), Back::To(PARTNERS.to_owned()), body)
}
