//! `/advice`: questions of professionals, each with its own time to answer, and one press to make one a referral (D23).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    AdviceLine,
    account::Names,
    advice::{self, Given, Seen},
    find::KnownHere,
};
use porch_domain::{
    advice::{Advice, AdviceGiven, AnswerRoute},
    front_door::{self, Answers, LONGEST, WayIn, field, source::Source},
    ids::{AdviceId, ReferralId},
};

use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Cell, Choice, Content, Details, Input, Label, Level, Radios, SummaryList, SummaryRow,
        Table, TableCaption, Textarea, WarningCallout, button, details, input, radios, summary_list, table, textarea,
        warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, hidden},
        html as answer_page, known,
        referral::{self, Answered},
        staff,
    },
    sign_in::SignedIn,
};

/// A form that came back.
#[derive(Debug, Default)]
struct Returned {
    typed: Answers,
    errors: Errors,
    why: Option<String>,
}

/// The list.
pub(crate) async fn list(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let lines = activity::carry_out(&site, &who, |_, ctx| advice::list(ctx)).await?;
    let now = site.world.now();
    let main = html! {
        h1 { "Advice" }
        p class="porch-true__at" { "True at " time datetime=(now) { (moment::to_the_second(now)) } }
        @if lines.is_empty() {
            p class="nhsuk-body-l" { "Nobody asks for advice." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("Questions of professionals, those without an answer first"),
                head: vec!["Asked".into(), "Time left".into(), "Who asks".into(), "Where it stands".into()],
                rows: lines.iter().map(|line| row(line, now)).collect(),
                first_cell_is_header: true,
                responsive: true,
                compact: true,
                ..Table::default()
            }))
        }
    };
    let content = staff::Content { title: "Advice".to_owned(), main, wide: true, section: staff::Section::Advice };
    Ok(answer_page(staff::page(&site, Some(&who), &content)))
}

fn row(line: &AdviceLine, now: Timestamp) -> Vec<Cell<'static>> {
    let open = !line.given && line.referral.is_none();
    let stands = match (&line.referral, line.given) {
        (Some(referral), _) => html! { a href=(referral::address(*referral)) { "Became a referral" } },
        (None, true) => html! { "Answered" },
        (None, false) => html! { strong { "No answer yet" } },
    };
    vec![
        html! { a href={ "/advice/" (line.id) } { (moment::words(line.asked_at)) } }.into(),
        if open { moment::left(line.respond_by, now) } else { "–".to_owned() }.into(),
        Source::of_code(line.source.as_deref()).label().into(),
        stands.into(),
    ]
}

/// One question.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let content = drawn(&site, &who, &id, &Returned::default()).await?;
    Ok(answer_page(staff::page(&site, Some(&who), &content)))
}

async fn drawn(site: &Arc<Site>, who: &SignedIn, id: &str, returned: &Returned) -> Result<staff::Content, Failure> {
    let id = id_of(id, who)?;
    let seen = activity::carry_out(site, who, move |_, ctx| advice::open(ctx, id, "triage")).await?;
    let seen = seen.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    if seen.advice.referral.is_some() || seen.advice.erased {
        return Ok(content(site, &seen, returned, &[]));
    }
    let advice = seen.advice.clone();
    let known = activity::carry_out(site, who, move |_, ctx| advice::known_here(ctx, &advice)).await?;
    Ok(content(site, &seen, returned, &known))
}

fn id_of(id: &str, who: &SignedIn) -> Result<AdviceId, Failure> {
    id.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(who))
}

/// Gives advice.
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let advised = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let words = words_of(&sent.0, "advice", "Write the advice", &mut errors);
    let route = AnswerRoute::of_code(sent.0.typed("route"));
    if route.is_none() {
        errors.add("route", "Choose how you told whoever asked");
    }
    let told_at = sent.0.text("told_at").map(|typed| moment::of_typed(&typed));
    if told_at == Some(None) {
        errors.add("told_at", "Write date and time, or leave it empty where it was just now");
    }
    let told_at = told_at.flatten();
    if told_at.is_some_and(|at| at > site.world.now()) {
        errors.add("told_at", "This is still to come");
    }
    let returned = Returned { typed: sent.0, errors, ..Returned::default() };
    let (Some(advice), Some(route)) = (words, route) else {
        return again(&site, &who, &id, StatusCode::BAD_REQUEST, &returned).await;
    };
    if !returned.errors.is_empty() {
        return again(&site, &who, &id, StatusCode::BAD_REQUEST, &returned).await;
    }
    let given = Given { advice, route, told_at };
    let done =
        activity::carry_out(&site, &who, move |_, ctx| Ok(advice::give(ctx, command, advised, Some(version), given)));
    match Answered::of(done.await?, &who)? {
        Answered::Done => Ok(to(&format!("/advice/{advised}"))),
        Answered::Stale => back(&site, &who, &id, returned, None).await,
        Answered::Refused(why) => back(&site, &who, &id, returned, Some(why)).await,
    }
}

/// Words that must be there and not be too long.
fn words_of(answers: &Answers, field: &str, missing: &str, errors: &mut Errors) -> Option<String> {
    let words = answers.text(field);
    match &words {
        None => errors.add(field, missing),
        Some(words) if words.chars().count() > LONGEST => {
            errors.add(field, "This is too long: at most 10,000 characters are kept");
        }
        Some(_) => {}
    }
    words.filter(|words| words.chars().count() <= LONGEST)
}

/// Records that whoever asked did not get the answer.
pub(crate) async fn ask_again(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let advised = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let said = words_of(&sent.0, "said", "Write what they said", &mut errors);
    let returned = Returned { typed: sent.0, errors, ..Returned::default() };
    let Some(said) = said else { return again(&site, &who, &id, StatusCode::BAD_REQUEST, &returned).await };
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(advice::ask_again(ctx, command, advised, Some(version), said))
    });
    match Answered::of(done.await?, &who)? {
        Answered::Done => Ok(to(&format!("/advice/{advised}"))),
        Answered::Stale => back(&site, &who, &id, returned, None).await,
        Answered::Refused(why) => back(&site, &who, &id, returned, Some(why)).await,
    }
}

/// Makes it a referral.
pub(crate) async fn make_referral(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let advised = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let open = sent.0.text("add").map(|open| open.parse::<ReferralId>()).transpose();
    let open = open.map_err(|_| Failure::from(Kind::NotFound).seen_by(&who))?;
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(match open {
            Some(open) => advice::add_to_referral(ctx, command, advised, version, open).map(|()| open),
            None => advice::turn_into_referral(ctx, command, advised, Some(version)),
        })
    });
    let (made, done) = match done.await? {
        Ok(referral) => (Some(referral), Ok(())),
        Err(error) => (None, Err(error)),
    };
    match (Answered::of(done, &who)?, made) {
        (Answered::Done, Some(referral)) => Ok(to(&referral::address(referral))),
        (Answered::Refused(why), _) => back(&site, &who, &id, Returned::default(), Some(why)).await,
        (Answered::Stale | Answered::Done, _) => back(&site, &who, &id, Returned::default(), None).await,
    }
}

fn to(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// Stale or refused: nothing was changed, and what was typed is still there (H13).
async fn back(
    site: &Arc<Site>,
    who: &SignedIn,
    id: &str,
    returned: Returned,
    refused: Option<String>,
) -> Result<Response, Failure> {
    let why = match refused {
        Some(why) => format!("Nothing was changed: {why}."),
        None => "Somebody changed this after you opened it. Nothing of yours was saved; look again, and send it if it \
                 still holds."
            .to_owned(),
    };
    again(site, who, id, StatusCode::CONFLICT, &Returned { why: Some(why), ..returned }).await
}

async fn again(
    site: &Arc<Site>,
    who: &SignedIn,
    id: &str,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let content = drawn(site, who, id, returned).await?;
    Ok((status, answer_page(staff::page(site, Some(who), &content))).into_response())
}

fn content(site: &Site, seen: &Seen, returned: &Returned, known: &[KnownHere]) -> staff::Content {
    let advice = &seen.advice;
    let now = site.world.now();
    let open = advice.referral.is_none() && !advice.erased;
    let main = html! {
        (returned.errors.summary())
        @if let Some(why) = &returned.why {
            (warning_callout(&WarningCallout {
                heading: "This was not done",
                level: Level::H2,
                content: Content::from(why),
                ..WarningCallout::default()
            }))
        }
        h1 { "A question for advice" }
        p {
            "Asked " (moment::time(advice.asked.asked_at)) ". "
            @if !advice.not_got.is_empty() { "Asked again " (moment::time(advice.asked_last())) ". " }
            @if advice.given.is_none() && open { strong { (moment::left(advice.respond_by, now)) } " to answer." }
        }
        @match &advice.asked.answers {
            Some(answers) => (question(answers, moment::local(advice.asked.asked_at).date())),
            None => { p { "What was asked was erased." } }
        }
        @for (nth, (given, again)) in advice.not_got.iter().enumerate() {
            h2 class="nhsuk-heading-m" { "An answer that did not arrive" }
            (answered(&seen.names, given, clock_of(advice, nth)))
            p { "Asked again " (moment::time(again.at)) ", recorded by " (seen.names.of(&again.by)) ":" }
            div class="porch-words" { (again.said.as_ref().map_or("erased", |said| said.text.as_str())) }
        }
        @if let Some(given) = &advice.given {
            h2 class="nhsuk-heading-m" { "What was answered" }
            (answered(&seen.names, given, advice.respond_by))
        }
        @match advice.referral {
            Some(referral) => { p { a href=(referral::address(referral)) { "It became this referral" } } }
            None if open => {
                @if !known.is_empty() { (add_to(site, seen, known)) }
                (forms(site, seen, returned))
            }
            None => {}
        }
        p { a href="/advice" { "Back to the list" } }
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    staff::Content {
        title: format!("{error}A question for advice"),
        main,
        wide: false,
        section: staff::Section::Advice,
    }
}

/// She may have an open referral: the question is added to it with one press, and nothing is typed again.
fn add_to(site: &Site, seen: &Seen, known: &[KnownHere]) -> Markup {
    html! {
        form action={ "/advice/" (seen.advice.id) "/referral" } method="post" novalidate {
            (hidden(site, seen.version))
            (known::held(&site.rules().footprint, known, known::QUESTION))
        }
    }
}

/// By when an answer was due that did not arrive.
fn clock_of(advice: &Advice, nth: usize) -> Timestamp {
    let before = nth.checked_sub(1).and_then(|before| advice.not_got.get(before));
    before.map_or(advice.asked.respond_by, |(_, again)| again.respond_by)
}

/// An answer: who, when, by which route, and whether in time.
fn answered(names: &Names, given: &AdviceGiven, respond_by: Timestamp) -> Markup {
    html! {
        p {
            (names.of(&given.by)) ", " (moment::time(given.answered_at()))
            @if let Some(route) = given.route { ", " (route.label()) }
            @if given.told_at.is_some() { "; written down " (moment::time(given.at)) }
            @if given.answered_at() > respond_by { ". " strong { "Later than its time." } }
        }
        div class="porch-words" { (given.advice.as_deref().unwrap_or("erased")) }
    }
}

/// How whoever asked was told, and when.
fn told(returned: &Returned) -> Markup {
    html! {
        (radios(&Radios {
            name: "route",
            legend: Some("How did you tell whoever asked?".into()),
            hint: "Nothing is sent from here: ring, write, or send it from a mailbox of the service first.".into(),
            error: returned.errors.of("route").into(),
            items: AnswerRoute::ALL.into_iter().map(|route| Choice::new(route.code(), sentence(route))).collect(),
            value: returned.typed.typed("route"),
            small: true,
            ..Radios::default()
        }))
        (input(&Input {
            label: Label::from("When? (leave it empty where it was just now)"),
            error: returned.errors.of("told_at").into(),
            name: "told_at",
            value: returned.typed.typed("told_at"),
            kind: "datetime-local",
            classes: "porch-when",
            ..Input::default()
        }))
    }
}

/// The label of a route at the beginning of a line.
fn sentence(route: AnswerRoute) -> &'static str {
    match route {
        AnswerRoute::Telephone => "By telephone",
        AnswerRoute::Letter => "By letter",
        AnswerRoute::Email => "By e-mail",
        AnswerRoute::InPerson => "In person",
    }
}

/// Where the answer did not arrive, the question waits again.
fn not_got(site: &Site, seen: &Seen, returned: &Returned) -> Markup {
    let fields = html! {
        form action={ "/advice/" (seen.advice.id) "/again" } method="post" novalidate {
            (hidden(site, seen.version))
            (textarea(&Textarea {
                label: Label::from("What did they say?"),
                hint: "The question waits again, with a time of its own. The answer stays here.".into(),
                error: returned.errors.of("said").into(),
                name: "said",
                value: returned.typed.typed("said"),
                rows: 3,
                ..Textarea::default()
            }))
            (button(&Button { content: "They ask again".into(), variant: ButtonVariant::Secondary, ..Button::default() }))
        }
    };
    let open = returned.errors.of("said").is_some() || returned.typed.has("said");
    details(&Details {
        summary: "Whoever asked did not get the answer".into(),
        content: fields.into(),
        open,
        ..Details::default()
    })
}

fn forms(site: &Site, seen: &Seen, returned: &Returned) -> Markup {
    let address = format!("/advice/{}", seen.advice.id);
    let again = seen.advice.given.is_some();
    html! {
        @if again { (not_got(site, seen, returned)) }
        form action={ (address) "/answer" } method="post" novalidate {
            (hidden(site, seen.version))
            (textarea(&Textarea {
                label: Label::from(if again { "Write a newer answer in its place" } else { "Your advice" }),
                hint: "It is kept here as the answer.".into(),
                error: returned.errors.of("advice").into(),
                name: "advice",
                value: returned.typed.typed("advice"),
                rows: 6,
                ..Textarea::default()
            }))
            (told(returned))
            (button(&Button { content: "Save the advice".into(), ..Button::default() }))
        }
        form action={ (address) "/referral" } method="post" novalidate {
            (hidden(site, seen.version))
            (button(&Button {
                content: "Make this a referral".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// The question as it was typed.
fn question(answers: &Answers, asked_on: jiff::civil::Date) -> Markup {
    let told = front_door::read(WayIn::Professional, answers, asked_on);
    let ends_on = told.pregnancy.as_ref().map(|pregnancy| pregnancy.due_or_end_on);
    let texts = [
        ("What is asked, or worrying", field::WORRY),
        ("Who asks", field::BY_NAME),
        ("Their post", field::BY_ROLE),
        ("Organisation", field::BY_ORGANISATION),
        ("Number", field::BY_TELEPHONE),
        ("E-mail", field::BY_EMAIL),
        ("Name of the woman", field::NAME),
        ("How things are with the baby", field::WITH_BABY),
        ("Mental health before", field::HISTORY),
        ("Medicines, now and lately stopped", field::MEDICINES),
        ("What helps", field::HELPS),
    ];
    let mut rows: Vec<SummaryRow<'_>> = texts
        .into_iter()
        .filter_map(|(key, field)| Some((key, answers.text(field)?)))
        .map(|(key, text)| SummaryRow {
            key: key.into(),
            value: html! { div class="porch-words" { (text) } }.into(),
            ..SummaryRow::default()
        })
        .collect();
    rows.push(SummaryRow {
        key: "How things are".into(),
        value: front_door::stage_in_words(told.asked.situation, ends_on, asked_on).into(),
        ..SummaryRow::default()
    });
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}
