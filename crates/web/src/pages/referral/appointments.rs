//! `/referrals/{id}/appointments`: when she is expected, booking and calling off, and what became of each message about it (K7, K8).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    access::{self, Action},
    appointment::{self, Appointments, Told, Wanted},
};
use porch_domain::{
    front_door::Answers,
    ids::ReferralId,
    message::{MessageKind, MessageStage},
    referral::{Appointment, AppointmentState, Attendance, ContactKind, Venue},
};

use super::{Answered, address, id_of, steps::options};
use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Details, Input, Label, Level, Select, SelectItem, WarningCallout, back_link,
        button, details, input, select, warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, When, hidden},
        html as answer,
        message::short,
        staff,
    },
    sign_in::SignedIn,
};

/// What came of a form.
#[derive(Debug, Clone, Default)]
struct Returned {
    answers: Answers,
    errors: Errors,
    refused: Option<String>,
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

/// Books an appointment, moves one, or calls one off.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::CareFor)).await?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let prefix = if act == "move" { prefix(sent.0.typed("number")) } else { String::new() };
    let wanted = match act.as_str() {
        "book" | "move" => wanted(&sent.0, (&prefix, site.world.now()), &mut errors),
        "cancel" => None,
        _ => return Err(Failure::from(Kind::NotFound).seen_by(&who)),
    };
    if !errors.is_empty() {
        let returned = Returned { answers: sent.0, errors, refused: None };
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, &returned).await;
    }
    let answers = sent.0.clone();
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(match (act.as_str(), wanted) {
            ("book", Some(wanted)) => appointment::book(ctx, command, id, version, &wanted),
            (_, instead) => {
                let number = answers.typed("number").parse().unwrap_or(0);
                appointment::cancel(ctx, command, id, version, (number, answers.text("why"), instead))
            }
        })
    });
    let why = match Answered::of(done.await?, &who)? {
        Answered::Done => {
            let location = format!("{}/appointments", address(id));
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response());
        }
        Answered::Refused(why) => why,
        Answered::Stale => "something was recorded meanwhile; look at what stands here now and try again".to_owned(),
    };
    let returned = Returned { answers: sent.0, errors: Errors::default(), refused: Some(why) };
    drawn(&site, &who, id, StatusCode::CONFLICT, &returned).await
}

/// What stands before the ids of the form that moves an appointment.
fn prefix(number: &str) -> String {
    format!("move-{number}-")
}

fn starts(prefix: &str) -> When<'_> {
    When { time: "starts", day: "starts_on", prefix }
}

fn wanted(answers: &Answers, (prefix, now): (&str, Timestamp), errors: &mut Errors) -> Option<Wanted> {
    let when = starts(prefix);
    let starts_at = when.read(answers, moment::local(now).date(), errors);
    if starts_at.is_none() && errors.is_empty() {
        errors.add(format!("{prefix}{}", when.time), "Say at which time it begins");
    }
    let kind = ContactKind::of_code(answers.typed("kind"));
    if kind.is_none() {
        errors.add("kind", "Choose what it is for");
    }
    let venue = Venue::of_code(answers.typed("venue"));
    if venue.is_none() {
        errors.add("venue", "Choose how it is held");
    }
    Some(Wanted { starts_at: starts_at?, kind: kind?, venue: venue?, place: answers.text("place") })
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let page = activity::carry_out(site, who, move |_, ctx| appointment::page(ctx, id)).await?;
    let page = page.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let days = site.rules().footprint.care().remind_days;
    let main = main(site, id, &page, (days, returned));
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    let content =
        staff::Content { title: format!("{error}Appointments"), main, wide: false, section: staff::Section::Caseload };
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn main(site: &Site, id: ReferralId, page: &Appointments, (days, returned): (u16, &Returned)) -> Markup {
    let reference = page.reference.as_deref().unwrap_or("from another system");
    html! {
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
        h1 { span class="nhsuk-caption-l" { "Referral " (reference) } " Appointments" }
        @if page.all.is_empty() { p { "None was booked." } }
        @for (one, told) in &page.all { (card((site, id, page), one, told, returned)) }
        @if page.may { (book_form(site, id, page, (days, returned))) }
    }
}

fn card(
    (site, id, page): (&Site, ReferralId, &Appointments),
    one: &Appointment,
    told: &[Told],
    returned: &Returned,
) -> Markup {
    html! {
        section class="porch-card" aria-labelledby={ "appointment-" (one.number) } {
            h2 class="nhsuk-heading-m" id={ "appointment-" (one.number) } { (moment::time(one.starts_at)) }
            p {
                (one.kind.label()) ". " (one.venue.label()) "."
                @if let Some(place) = &one.place { " " (place) "." }
                " " strong { (state(one, page.as_at)) }
            }
            (messages(told))
            @if page.may && one.state == AppointmentState::Stands {
                (move_form((site, id, page), one, returned))
                (cancel_form(site, id, page.version, one))
            }
        }
    }
}

fn state(one: &Appointment, now: Timestamp) -> &'static str {
    match one.state {
        AppointmentState::Stands if one.starts_at <= now => "It is over, and no contact of that day is recorded.",
        AppointmentState::Stands => "She is expected.",
        AppointmentState::Cancelled => "It was called off or moved.",
        AppointmentState::Met(Attendance::Attended) => "She came, or was reached.",
        AppointmentState::Met(Attendance::DidNotAttend) => "She did not come.",
        AppointmentState::Met(Attendance::CancelledByHer) => "She said that she could not come.",
        AppointmentState::Met(Attendance::CancelledByUs) => "We could not hold it.",
        AppointmentState::Met(Attendance::NoInterpreter) => "There was no interpreter: our failure.",
    }
}

/// What was written to her of one appointment, and what became of it.
pub(super) fn messages(told: &[Told]) -> Markup {
    html! {
        @if told.is_empty() {
            p { "Nothing was written to her about it." }
        } @else {
            ul class="nhsuk-list" {
                @for one in told {
                    li {
                        a href={ "/messages/" (one.id) } {
                            @if one.kind == Some(MessageKind::Reminder) { "Reminder" } @else { "Invitation" }
                        }
                        " by " (one.route.label().to_lowercase()) ": "
                        // Of what failed the reason says whether it left.
                        @match one.failure.filter(|_| one.stage == MessageStage::Failed) {
                            Some(why) => strong { (why.label()) },
                            None => strong { (short(one.stage)) },
                        }
                    }
                }
            }
        }
    }
}

fn choice((name, label): (&str, &str), all: &[(String, String)], returned: &Returned) -> Markup {
    let items = all.iter().map(|(code, words)| SelectItem::new(code, words)).collect();
    let first = all.first().map_or("", |(code, _)| code);
    let typed = returned.answers.typed(name);
    select(&Select {
        label: Label::from(label),
        id: name,
        name,
        value: if typed.is_empty() { first } else { typed },
        items,
        error: returned.errors.of(name).into(),
        ..Select::default()
    })
}

fn book_form(site: &Site, id: ReferralId, page: &Appointments, (days, returned): (u16, &Returned)) -> Markup {
    let none = Answers::default();
    html! {
        h2 class="nhsuk-heading-m" { "Book an appointment" }
        p {
            @match page.way {
                Some(way) => { "Its invitation goes by " strong { (way.label().to_lowercase()) } ", as she agreed, once you book it." }
                None => {
                    strong { "No way is agreed by which she can be told." }
                    " The invitation waits until one is, and a call to her becomes a task. "
                    a href={ (address(id)) "/reaching" } { "Write down what she says" } "."
                }
            }
            " A reminder by text or e-mail follows " (days) " days before, where she agreed to one."
        }
        p class="nhsuk-body-s" { "A text or an e-mail says the day, the time and how it is held, and nothing else. The place stands in a letter alone." }
        form action={ (address(id)) "/appointments/book" } method="post" novalidate {
            (hidden(site, page.version))
            (starts("").fields(
                if returned.answers.has("number") { &none } else { &returned.answers },
                (page.as_at, false),
                ("At which time does it begin?", "On which day?"),
                &returned.errors,
            ))
            (choice(("kind", "What is it for?"), &options(ContactKind::ALL, ContactKind::code, ContactKind::label), returned))
            (choice(("venue", "How is it held?"), &options(Venue::ALL, Venue::code, Venue::label), returned))
            (input(&Input {
                label: Label::from("Where, if she comes to a place"),
                hint: "Not the name of a team or a ward: somebody else may open the letter.".into(),
                id: "place",
                name: "place",
                value: returned.answers.typed("place"),
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button { content: "Book it".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}

fn move_form((site, id, page): (&Site, ReferralId, &Appointments), one: &Appointment, returned: &Returned) -> Markup {
    let none = Answers::default();
    let (number, prefix) = (one.number.to_string(), prefix(&one.number.to_string()));
    let mine = returned.answers.typed("number") == number && returned.answers.has("starts");
    let content = html! {
        p { "She gets an invitation to the other time. What has not left of this one is taken back." }
        form action={ (address(id)) "/appointments/move" } method="post" novalidate {
            (hidden(site, page.version))
            input type="hidden" name="number" value=(number);
            input type="hidden" name="kind" value=(one.kind.code());
            input type="hidden" name="venue" value=(one.venue.code());
            @if let Some(place) = &one.place { input type="hidden" name="place" value=(place); }
            (starts(&prefix).fields(
                if mine { &returned.answers } else { &none },
                (one.starts_at, true),
                ("At which time does it begin?", "On which day?"),
                &returned.errors,
            ))
            (button(&Button {
                content: "Move it".into(),
                variant: ButtonVariant::Secondary,
                small: true,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    };
    details(&Details { summary: "Move it".into(), content: content.into(), open: mine, ..Details::default() })
}

fn cancel_form(site: &Site, id: ReferralId, version: i64, one: &Appointment) -> Markup {
    let content = html! {
        p { "What has not left is taken back. Where she may have heard of it, she is told by a way to which she agreed." }
        form action={ (address(id)) "/appointments/cancel" } method="post" novalidate {
            (hidden(site, version))
            input type="hidden" name="number" value=(one.number);
            (input(&Input {
                label: Label::from("Why"),
                hint: "For colleagues: she does not read it.".into(),
                id: &format!("why-{}", one.number),
                name: "why",
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button {
                content: "Call it off".into(),
                variant: ButtonVariant::Secondary,
                small: true,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    };
    details(&Details { summary: "Call it off".into(), content: content.into(), ..Details::default() })
}
