//! How it is safe to reach her, whom we may tell, and who was told what (PR-19, PR-20).

use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{MessageLine, access::Action, account::Names};
use porch_domain::{
    front_door::Confidant,
    message::{MessageStage, Recipient},
    person::{ContactChoices, Identity, Person, Route, RouteChoice, RoutesConfirmed, VOICEMAIL_WORDS},
    referral::{AttemptOutcome, Attendance, ReferralEvent},
};

use super::View;
use crate::{
    components::{Button, ButtonVariant, Content, SummaryList, SummaryRow, button, summary_list},
    moment,
    pages::{form::hidden, message::short},
};

/// The field with the version of her record, on a page that is drawn from another one.
pub(super) const OF_HER: &str = "of_her";

/// Each route: yes, no or not known, with the number or address; where she said no, it is told as one not to use.
pub(super) fn safe(view: &View<'_>) -> Markup {
    let contact = view.page.person.as_ref().map(|person| person.contact.clone()).unwrap_or_default();
    let story = view.page.referral.story();
    let mut rows: Vec<SummaryRow<'_>> = Route::ALL
        .into_iter()
        .map(|route| SummaryRow {
            key: route.label().into(),
            value: html! {
                (one(route, contact.of(route), at(route, view.identity()), unsettled(view, route)))
                (otherwise(&contact, route))
            }
            .into(),
            ..SummaryRow::default()
        })
        .collect();
    let more = [
        ("Ring back now", story.and_then(|story| story.call_back.as_deref())),
        ("Who answers that number", story.and_then(|story| story.call_back_note.as_deref())),
        ("When and how is best", story.and_then(|story| story.reach_note.as_deref())),
    ];
    rows.extend(more.into_iter().filter_map(|(key, value)| {
        value.map(|value| SummaryRow { key: key.into(), value: Content::from(value), ..SummaryRow::default() })
    }));
    html! {
        h3 class="nhsuk-heading-s" { "How it is safe to reach her" }
        (summary_list(&SummaryList { rows, ..SummaryList::default() }))
        p class="nhsuk-body-s" { (asked(view.page.person.as_ref(), &view.page.names, view.now)) }
        p class="nhsuk-body-s" { a href={ (view.address()) "/reaching" } { "Ask her again, or write down another number or address" } }
        p class="nhsuk-body-s" { a href={ (view.address()) "/page" } { "A page of her own" } }
        (super::withheld::told(view))
    }
}

/// When she was asked last, and by whom.
pub(crate) fn asked(person: Option<&Person>, names: &Names, now: Timestamp) -> Markup {
    let held = person.is_some_and(|person| !person.contact.is_empty());
    asked_at(held, person.and_then(|person| person.routes_confirmed.as_deref()), names, now)
}

/// The same, from what is held.
pub(crate) fn asked_at(held: bool, confirmed: Option<&RoutesConfirmed>, names: &Names, now: Timestamp) -> Markup {
    html! {
        @match confirmed {
            Some(confirmed) => {
                "Asked " (ago(confirmed.at, now)) " by " (names.of(&confirmed.by)) ", " (moment::time(confirmed.at)) "."
            }
            None if held => "As told at the door: nobody has asked her since.",
            None => "She was not asked.",
        }
    }
}

/// How long ago, in days.
fn ago(at: Timestamp, now: Timestamp) -> String {
    let (then, today) = (moment::local(at).date(), moment::local(now).date());
    match (today - then).get_days() {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    }
}

/// After a contact: are they still right? One press says so, and nothing else does.
pub(super) fn still_right(view: &View<'_>) -> Markup {
    let Some(person) = view.page.person.as_ref().filter(|person| !person.erased && !person.contact.is_empty()) else {
        return Markup::default();
    };
    let asked_at = person.routes_confirmed.as_ref().map(|confirmed| confirmed.at);
    let since = view.page.timeline.iter().find(|entry| spoke_with_her(&entry.event)).map(|entry| entry.at);
    let open = view.page.referral.held().is_some() && view.may(Action::KeepPerson) && person.unsettled.is_empty();
    if !open || since.is_none_or(|since| asked_at.is_some_and(|asked_at| asked_at >= since)) {
        return Markup::default();
    }
    let ways = |choice: RouteChoice| {
        let ways = Route::ALL.into_iter().filter(|route| person.contact.of(*route) == choice);
        let ways: Vec<_> = ways.map(|route| route.label().to_lowercase()).collect();
        if ways.is_empty() { "none".to_owned() } else { ways.join(", ") }
    };
    html! {
        section aria-labelledby="still-right" {
            h2 class="nhsuk-heading-m" id="still-right" { "After the contact: are the ways to reach her still right?" }
            p {
                "Yes: " strong { (ways(RouteChoice::Yes)) } ". No: " strong { (ways(RouteChoice::No)) } ". "
                (asked(Some(person), &view.page.names, view.now))
            }
            @for one in person.contact.otherwise() {
                p class="nhsuk-body-s" { (one.route.label()) ", " (one.kind.label().to_lowercase()) ": " (choice(one.choice)) }
            }
            form action={ (view.address()) "/reaching/confirm" } method="post" novalidate {
                (hidden(view.site, view.page.version))
                input type="hidden" name=(OF_HER) value=(view.page.person_version);
                (button(&Button {
                    content: "Yes, still right: I asked her".into(),
                    variant: ButtonVariant::Secondary,
                    small: true,
                    prevent_double_click: Some(true),
                    ..Button::default()
                }))
            }
            p { a href={ (view.address()) "/reaching" } { "No: write down what she says" } }
        }
    }
}

/// Whether somebody was in contact with her.
fn spoke_with_her(event: &ReferralEvent) -> bool {
    let came = matches!(event, ReferralEvent::ContactRecorded(contact) if contact.attendance == Attendance::Attended);
    came || matches!(event, ReferralEvent::ContactAttempted(tried) if tried.attempt.outcome == AttemptOutcome::Spoke)
}

/// Whether she is to be asked again: her number or address is another.
fn unsettled(view: &View<'_>, route: Route) -> bool {
    view.page.person.as_ref().is_some_and(|person| person.unsettled.contains(&route))
}

/// The number or address of a route, where it is known.
pub(super) fn at(route: Route, identity: Option<&Identity>) -> Option<&str> {
    let identity = identity?;
    match route {
        Route::Telephone | Route::Voicemail | Route::Text => identity.telephone.as_deref(),
        Route::Email => identity.email.as_deref(),
        Route::Letter => identity.address.as_deref(),
    }
}

/// What she said of a route, and for which number or address.
pub(super) fn one(route: Route, choice: RouteChoice, at: Option<&str>, unsettled: bool) -> Markup {
    let not_to_use = match route {
        Route::Telephone => "Do not ring",
        Route::Voicemail => "Leave no message on",
        Route::Text => "Send no text to",
        Route::Email => "Do not write to",
        Route::Letter => "Send no letter to",
    };
    html! {
        @match (choice, at) {
            (RouteChoice::Yes, Some(at)) => { strong { "Yes" } ": " (at) }
            (RouteChoice::Yes, None) => { strong { "Yes" } ", but no number or address is held" }
            (RouteChoice::No, Some(at)) => { strong { "No. " (not_to_use) " " (at) "." } }
            (RouteChoice::No, None) => { strong { "No" } }
            (RouteChoice::NotKnown, Some(at)) if unsettled => {
                strong { "Ask her again" } ": she had agreed, and it is another since. Held: " (at)
            }
            (RouteChoice::NotKnown, None) if unsettled => {
                strong { "Ask her again" } ": she had agreed, and it is another since"
            }
            (RouteChoice::NotKnown, Some(at)) => {
                "Not known: not agreed. Held: " (at)
            }
            (RouteChoice::NotKnown, None) => { "Not known" }
        }
        @if route == Route::Voicemail {
            @if choice == RouteChoice::Yes {
                br; "Say no more than: “" (VOICEMAIL_WORDS) "”"
            } @else {
                br; "Leave no message."
            }
        }
    }
}

/// What she said otherwise of a route for some kinds of message.
pub(super) fn otherwise(contact: &ContactChoices, route: Route) -> Markup {
    html! {
        @for one in contact.otherwise().filter(|one| one.route == route) {
            br;
            (one.kind.label()) ": " strong { (choice(one.choice)) }
        }
    }
}

fn choice(choice: RouteChoice) -> &'static str {
    match choice {
        RouteChoice::Yes => "Yes",
        RouteChoice::No => "No",
        RouteChoice::NotKnown => "Not known: not agreed",
    }
}

/// Whom we may tell, and who was told what.
pub(super) fn telling(view: &View<'_>) -> Markup {
    let choices = view.page.person.as_ref().map(|person: &Person| person.may_tell.clone()).unwrap_or_default();
    let supporter = view.page.referral.story().and_then(|story| story.supporter.as_ref());
    let no_gp = view.page.referral.asked.no_gp;
    let gp = view.identity().and_then(|identity| identity.gp.as_deref());
    let more = |confidant: Confidant| match confidant {
        Confidant::Gp if no_gp => Some("she has no GP".to_owned()),
        Confidant::Gp => gp.map(str::to_owned),
        Confidant::Midwife | Confidant::HealthVisitor => None,
        Confidant::Supporter => supporter.map(|supporter| match &supporter.telephone {
            Some(telephone) => format!("{}, {telephone}", supporter.name),
            None => supporter.name.clone(),
        }),
    };
    let rows = Confidant::ALL.into_iter().map(|confidant| SummaryRow {
        key: confidant.label().into(),
        value: html! {
            (choice(choices.of(confidant)))
            @if let Some(more) = more(confidant) { " (" (more) ")" }
        }
        .into(),
        ..SummaryRow::default()
    });
    html! {
        section aria-labelledby="telling" {
            h2 class="nhsuk-heading-m" id="telling" { "Whom we may tell" }
            (summary_list(&SummaryList { rows: rows.collect(), ..SummaryList::default() }))
            h3 class="nhsuk-heading-s" { "Who was told what" }
            (messages(&view.page.messages))
        }
    }
}

/// Letters and messages, each with where it is.
pub(super) fn messages<'a>(messages: impl IntoIterator<Item = &'a MessageLine>) -> Markup {
    let mut messages = messages.into_iter().peekable();
    html! {
        @if messages.peek().is_none() {
            p { "No letter or message was written." }
        } @else {
            ul class="nhsuk-list" {
                @for message in messages {
                    li {
                        (recipient(&message.recipient)) ", "
                        (Route::of_code(&message.route).map_or(message.route.clone(), |route| route.label().to_lowercase()))
                        ": " a href={ "/messages/" (message.id) } { (message.subject.as_deref().unwrap_or("erased")) } ", "
                        @match MessageStage::of_code(&message.stage) {
                            Some(stage) => (short(stage)),
                            None => (message.stage),
                        }
                    }
                }
            }
        }
    }
}

fn recipient(code: &str) -> &str {
    match Recipient::of_code(code) {
        Some(Recipient::Woman) => "To her",
        Some(Recipient::Referrer) => "To the referrer",
        None => code,
    }
}
