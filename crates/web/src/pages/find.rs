//! `/find`: a person or a referral, found again. What is searched for is posted, so that it stands in no address and no log.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use maud::{Markup, html};
use porch_app::{
    access::{self, Action},
    find::{self, By, Found, FoundPerson},
};
use porch_domain::footprint::Footprint;

use crate::{
    Site, activity,
    failure::Failure,
    moment,
    pages::{form::Sent, html as answer, referral, staff},
    sign_in::SignedIn,
};

/// How to search. An address holds no search, so that opening it again shows nobody.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    activity::carry_out(&site, &who, |_, ctx| access::check(ctx, Action::SeeReferral)).await?;
    let content = content(&html! { (how()) });
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// Searches.
pub(crate) async fn find(State(site): State<Arc<Site>>, who: SignedIn, sent: Sent) -> Result<Response, Failure> {
    let asked: String = sent.0.typed("q").chars().take(200).collect();
    let found = activity::carry_out(&site, &who, move |_, ctx| find::find(ctx, &asked)).await?;
    let rules = site.rules();
    Ok(answer(staff::page(&site, Some(&who), &content(&results(&rules.footprint, &found)))))
}

fn content(main: &Markup) -> staff::Content {
    staff::Content {
        title: "Find".to_owned(),
        main: html! { h1 { "Find a person or referral" } (main) },
        wide: false,
        section: staff::Section::None,
    }
}

fn how() -> Markup {
    html! {
        p { "Write into the box at the top of the page:" }
        ul class="nhsuk-list nhsuk-list--bullet" {
            li { "a reference, such as R-4F7K-92TA" }
            li { "an NHS number" }
            li { "words of a name, or their beginnings, with or without accents" }
        }
    }
}

fn results(footprint: &Footprint, found: &Found) -> Markup {
    let by = match found.by {
        By::Reference => "this reference",
        By::NhsNumber => "this NHS number",
        By::Name => "these words",
        By::Nothing => "what you wrote",
    };
    html! {
        @for id in &found.closed {
            p class="nhsuk-body-l" {
                "A record that is closed to you has " (by) ". Ask the team that has her; "
                a href={ (referral::address(*id)) "/open" } { "if it cannot wait, open it in an emergency" } "."
            }
        }
        @if found.people.is_empty() && found.closed.is_empty() {
            p class="nhsuk-body-l" { "Nobody was found by " (by) "." }
            @if found.by != By::Reference { p { "A reference or NHS number with a slip in it is searched for as a name." } }
            (how())
        } @else if !found.people.is_empty() {
            p {
                @if found.people.len() == 1 { "1 person was found by " (by) "." }
                @else { (found.people.len()) " people were found by " (by) "." }
                " That you searched, and who was shown, is noted with your name."
            }
            @for one in &found.people { (person(footprint, one)) }
            @if found.more { p { strong { "There are more." } " Write more of the name." } }
        }
    }
}

fn person(footprint: &Footprint, found: &FoundPerson) -> Markup {
    let person = &found.person;
    let called = match (&person.name, person.erased) {
        (Some(name), _) => name.as_str(),
        (None, true) => "Personal data erased",
        (None, false) => "No name held",
    };
    html! {
        section class="porch-earlier" {
            h2 class="nhsuk-heading-s" { (called) }
            p {
                @if let Some(born) = person.birth_date { "Born " (moment::day(born)) ". " }
                @if let Some(number) = &person.nhs_number { "NHS number " (referral::grouped(number.digits())) ". " }
                @if found.by_former_number { "The number that you wrote was replaced by this one in the national record." }
            }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for one in &found.referrals {
                    li {
                        (referral::found(footprint, one))
                        @if one.held_by.is_some() { ". " strong { "It is open" } ": add to it there." }
                    }
                }
            }
        }
    }
}
