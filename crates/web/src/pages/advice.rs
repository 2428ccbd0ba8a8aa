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
    advice::{self, Seen},
};
use porch_domain::{
    front_door::{self, Answers, LONGEST, WayIn, field, source::Source},
    ids::AdviceId,
};

use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Cell, Content, Label, Level, SummaryList, SummaryRow, Table, TableCaption, Textarea,
        WarningCallout, button, summary_list, table, textarea, warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, hidden},
        html as answer_page,
        referral::{self, Answered},
        staff,
    },
    sign_in::SignedIn,
};

/// A form that came back.
#[derive(Debug, Default)]
struct Returned {
    typed: String,
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
    Ok(content(site, &seen, returned))
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
    let mut returned = Returned { typed: sent.0.typed("advice").to_owned(), ..Returned::default() };
    let words = sent.0.text("advice");
    match &words {
        None => returned.errors.add("advice", "Write the advice"),
        Some(words) if words.chars().count() > LONGEST => {
            returned.errors.add("advice", "This is too long: at most 10,000 characters are kept");
        }
        Some(_) => {}
    }
    let Some(words) = words.filter(|_| returned.errors.is_empty()) else {
        return again(&site, &who, &id, StatusCode::BAD_REQUEST, &returned).await;
    };
    let done =
        activity::carry_out(&site, &who, move |_, ctx| Ok(advice::give(ctx, command, advised, Some(version), words)));
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
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(advice::turn_into_referral(ctx, command, advised, Some(version)))
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

fn content(site: &Site, seen: &Seen, returned: &Returned) -> staff::Content {
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
            @if advice.given.is_none() && open { strong { (moment::left(advice.asked.respond_by, now)) } " to answer." }
        }
        @match &advice.asked.answers {
            Some(answers) => (question(answers, moment::local(advice.asked.asked_at).date())),
            None => { p { "What was asked was erased." } }
        }
        @if let Some(given) = &advice.given {
            h2 class="nhsuk-heading-m" { "What was answered" }
            p { (given.by) ", " (moment::time(given.at)) }
            div class="porch-words" { (given.advice.as_deref().unwrap_or("erased")) }
        }
        @match advice.referral {
            Some(referral) => { p { a href=(referral::address(referral)) { "It became this referral" } } }
            None if open => { (forms(site, seen, returned)) }
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

fn forms(site: &Site, seen: &Seen, returned: &Returned) -> Markup {
    let address = format!("/advice/{}", seen.advice.id);
    let again = seen.advice.given.is_some();
    html! {
        form action={ (address) "/answer" } method="post" novalidate {
            (hidden(site, seen.version))
            (textarea(&Textarea {
                label: Label::from(if again { "Write a newer answer in its place" } else { "Your advice" }),
                hint: "It is kept here. Ring or write to whoever asked: nothing is sent from this page.".into(),
                error: returned.errors.of("advice").into(),
                name: "advice",
                value: &returned.typed,
                rows: 6,
                ..Textarea::default()
            }))
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
