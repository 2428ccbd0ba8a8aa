//! Under eighteen on a referral's page: who holds her until when, who consents, and her date of birth (PR-18).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{access::Action, person};
use porch_domain::{
    front_door::{Answers, Known, urgency::age_on},
    referral::{
        ReferralCommand, YoungConsent,
        under_18::{ConsentBy, YoungWords},
    },
};

use super::{
    Answered, Returned, View,
    acts::{Step, chosen, words_in},
    address, again,
    care::{day_of, line},
    id_of,
    steps::{choose, form, options, text},
};
use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Details, Input, Label, Level, WarningCallout, button, details, input, warning_callout,
    },
    failure::Failure,
    moment,
    pages::form::{Errors, Sent, hidden},
    sign_in::SignedIn,
};

/// The field of her date of birth.
const BORN: &str = "born";

fn young(view: &View<'_>) -> bool {
    view.page.referral.is_under_18(moment::local(view.now).date())
}

/// That we hold her, until who accepts; nothing where she is of age.
pub(super) fn held(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    if !young(view) {
        return Markup::default();
    }
    let services: Vec<&str> = view.footprint.young_peoples_services().collect();
    let content = html! {
        @if let Some(taken) = &referral.young.taken {
            p { (taken.service) " has her, says " (taken.name) ", " (moment::recent(taken.at, view.now)) "." }
        } @else {
            p { "We hold her, with every clock as it runs, until somebody of the young people's service accepts by name. Until then she cannot be pointed elsewhere, turned away or discharged. An emergency is acted on now." }
            @match services.as_slice() {
                [] => p { strong { "The local rules name no young people's service." } " Tell whoever keeps them." },
                services => p { a href={ (view.address()) "/handover#onward" } { "Refer her on" } " to " (services.join(" or ")) "." },
            }
        }
        (consent(view))
    };
    warning_callout(&WarningCallout {
        heading: "Under 18",
        level: Level::H3,
        content: content.into(),
        id: "under-18",
        ..WarningCallout::default()
    })
}

/// Who consents, whom she lives with, and whether parents may be told.
fn consent(view: &View<'_>) -> Markup {
    let Some(recorded) = &view.page.referral.young.consent else {
        return html! {
            p { strong { "Consent is not recorded." } " Her parents are not told: nobody knows that she agrees." }
        };
    };
    let words = recorded.words.clone().unwrap_or_default();
    html! {
        p {
            "Consent: " (recorded.consent.label().to_lowercase())
            @if let Some(who) = &words.who { " (" (who) ")" } ". "
            @match recorded.competent {
                Known::Yes => "She was judged able to consent for herself",
                Known::No => "She was judged not able to consent for herself",
                Known::NotKnown => "Whether she can consent for herself was not judged",
            }
            @if let Some(how) = &words.competence { ": " (how) } ". "
            @if !words.lives_with.is_empty() { "She lives with: " (words.lives_with) ". " }
            @match recorded.parents_told {
                Known::Yes => "She agrees that her parents are told.",
                Known::No => strong { "Her parents are not told: she does not agree." },
                Known::NotKnown => strong { "Her parents are not told: nobody knows that she agrees." },
            }
        }
    }
}

/// The forms: consent while she is under eighteen, and her date of birth.
pub(super) fn forms(view: &View<'_>) -> Markup {
    html! {
        @if young(view) { (form(view, Step::Consent, "Record consent and whom she lives with: under 18", &fields(view))) }
        @if view.may(Action::KeepPerson) && view.page.person.as_ref().is_some_and(|person| !person.erased) {
            (birth_date(view))
        }
    }
}

fn fields(view: &View<'_>) -> Markup {
    let step = Step::Consent;
    let answers = || {
        [("", "Choose"), ("yes", "Yes"), ("no", "No"), ("not_known", "Not known")]
            .map(|(code, words)| (code.to_owned(), words.to_owned()))
    };
    let mut by = options(ConsentBy::ALL, ConsentBy::code, ConsentBy::label);
    by.insert(0, (String::new(), "Choose".to_owned()));
    let born = view.page.referral.born();
    let older = born.is_some_and(|born| age_on(born, moment::local(view.now).date()) >= 16);
    html! {
        (choose(view, step, "consent", "Who consents to her care?", &by))
        (line(view, step, "who", "Who, by name, where it is not she herself?", "Or why nobody consents yet."))
        @if older { p class="nhsuk-body-s" { "At 16 and 17 she is taken to be able to consent for herself." } }
        (choose(view, step, "competent", "Is she able to consent for herself?", &answers()))
        (text(view, step, "competence", "How that was judged", "Under 16: that she understands what is proposed, what it means, and what else there is.", 2))
        (line(view, step, "lives_with", "Whom does she live with?", ""))
        (choose(view, step, "parents", "Does she agree that her parents are told?", &answers()))
        p class="nhsuk-body-s" { "Not known is not yes: parents are not told by default." }
    }
}

/// What the form of consent asks for; nothing where something is wrong, which is then in `errors`.
pub(super) fn command(answers: &Answers, errors: &mut Errors) -> Option<ReferralCommand> {
    let step = Step::Consent;
    let known = |code: &str| match code {
        "yes" => Some(Known::Yes),
        "no" => Some(Known::No),
        "not_known" => Some(Known::NotKnown),
        _ => None,
    };
    let consent = chosen(step, "consent", answers, ConsentBy::of_code, "Choose who consents", errors);
    let competent = chosen(step, "competent", answers, known, "Choose yes, no or not known", errors);
    let lives_with = words_in(step, "lives_with", "Say whom she lives with", answers, errors);
    let parents_told = chosen(step, "parents", answers, known, "Choose yes, no or not known", errors);
    let words =
        YoungWords { lives_with: lives_with?, who: answers.text("who"), competence: answers.text("competence") };
    let told = YoungConsent { consent: consent?, competent: competent?, parents_told: parents_told?, words };
    Some(ReferralCommand::RecordConsent(Box::new(told)))
}

fn birth_date(view: &View<'_>) -> Markup {
    let known = view.identity().and_then(|identity| identity.birth_date);
    let error = view.returned.errors.of(BORN);
    let content = html! {
        form action={ (view.address()) "/birth-date" } method="post" novalidate {
            (hidden(view.site, view.page.version))
            (input(&Input {
                label: Label::from("Her date of birth"),
                hint: "Day, month and year, such as 15 12 1998. What her age asks for follows by itself.".into(),
                error: error.into(),
                id: BORN,
                name: BORN,
                value: view.returned.answers.typed(BORN),
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button {
                content: "Save".into(),
                variant: ButtonVariant::Secondary,
                small: true,
                ..Button::default()
            }))
        }
    };
    details(&Details {
        summary: if known.is_some() { "Put her date of birth right".into() } else { "Record her date of birth".into() },
        content: content.into(),
        open: error.is_some(),
        id: "birth-date",
        ..Details::default()
    })
}

/// Records her date of birth.
pub(crate) async fn record_birth_date(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let today = moment::local(site.world.now()).date();
    let born = day_of(sent.0.typed(BORN)).filter(|born| *born <= today && born.year() >= 1900);
    let Some(born) = born else {
        let mut errors = Errors::default();
        errors.add(BORN, "Write a day in the past as numbers, such as 15 12 1998");
        let returned = Returned { answers: sent.0, errors, ..Returned::default() };
        return again(&site, &who, id, StatusCode::BAD_REQUEST, returned).await;
    };
    let done =
        activity::carry_out(&site, &who, move |_, ctx| Ok(person::record_birth_date(ctx, command, id, version, born)));
    let returned = Returned { answers: sent.0, ..Returned::default() };
    match Answered::of(done.await?, &who)? {
        Answered::Done => {
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, format!("{}#matters", address(id)))]).into_response())
        }
        Answered::Stale => {
            let returned = Returned { drawn_from: Some(Some(version)), ..returned };
            again(&site, &who, id, StatusCode::CONFLICT, returned).await
        }
        Answered::Refused(why) => {
            let returned = Returned { refused: Some(why), ..returned };
            again(&site, &who, id, StatusCode::CONFLICT, returned).await
        }
    }
}
