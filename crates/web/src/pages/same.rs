//! `/people/{id}/same/{other}`: two records side by side, so that a person sees whether they are one, says so with a reason,
//! and takes it back (H05).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError,
    same_person::{self, Compared, SideBySide},
};
use porch_domain::{
    front_door::Answers,
    ids::PersonId,
    person::{Agreement, Identity, Match, Person, Route, RouteChoice},
};

use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Content, Label, Level, Table, Textarea, WarningCallout, button, table, textarea,
        warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent, hidden},
        html as answer, referral,
        referral::Answered,
        staff,
    },
    sign_in::SignedIn,
};

/// The most letters of a reason.
const LONGEST: usize = 1_000;

/// A form that came back, and why.
#[derive(Debug, Clone, Default)]
struct Returned {
    typed: Answers,
    errors: Errors,
    why: Option<String>,
}

/// The address of two records side by side.
pub(crate) fn address(one: PersonId, other: PersonId) -> String {
    format!("/people/{one}/same/{other}")
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(ids): Path<(String, String)>,
) -> Result<Response, Failure> {
    let content = drawn(&site, &who, ids_of(&ids, &who)?, &Returned::default()).await?;
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// Says that they are one person.
pub(crate) async fn link(
    state: State<Arc<Site>>,
    who: SignedIn,
    ids: Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    act(state, who, ids, sent, same_person::link).await
}

/// Takes a link back.
pub(crate) async fn unlink(
    state: State<Arc<Site>>,
    who: SignedIn,
    ids: Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    act(state, who, ids, sent, same_person::unlink).await
}

type Act = fn(&porch_app::Ctx, porch_domain::ids::CommandId, [PersonId; 2], i64, &str) -> Result<(), AppError>;

async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(ids): Path<(String, String)>,
    sent: Sent,
    act: Act,
) -> Result<Response, Failure> {
    let ids = ids_of(&ids, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let why = sent.0.text("why").unwrap_or_default();
    if why.is_empty() {
        errors.add("why", "Say how you know");
    } else if why.chars().count() > LONGEST {
        errors.add("why", "This is too long: at most 1,000 characters are kept");
    }
    let returned = Returned { typed: sent.0, errors, why: None };
    if !returned.errors.is_empty() {
        return again(&site, &who, ids, StatusCode::BAD_REQUEST, &returned).await;
    }
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(act(ctx, command, ids, version, &why))).await?;
    let why = match Answered::of(done, &who)? {
        Answered::Done => {
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, address(ids[0], ids[1]))]).into_response());
        }
        Answered::Stale => {
            "Somebody recorded something about one of them after you opened this page. Nothing of yours \
                            was saved: look again, and send it if it still holds."
                .to_owned()
        }
        Answered::Refused(why) => format!("Nothing was changed: {why}."),
    };
    again(&site, &who, ids, StatusCode::CONFLICT, &Returned { why: Some(why), ..returned }).await
}

fn ids_of(ids: &(String, String), who: &SignedIn) -> Result<[PersonId; 2], Failure> {
    let missing = || Failure::from(Kind::NotFound).seen_by(who);
    Ok([ids.0.parse().map_err(|_| missing())?, ids.1.parse().map_err(|_| missing())?])
}

async fn again(
    site: &Arc<Site>,
    who: &SignedIn,
    ids: [PersonId; 2],
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let content = drawn(site, who, ids, returned).await?;
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    ids: [PersonId; 2],
    returned: &Returned,
) -> Result<staff::Content, Failure> {
    let seen = activity::carry_out(site, who, move |_, ctx| same_person::compare(ctx, ids)).await?;
    let seen = seen.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    Ok(content(site, &seen, returned))
}

fn content(site: &Site, seen: &SideBySide, returned: &Returned) -> staff::Content {
    let erased = seen.records.iter().any(|record| record.person.erased);
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
        h1 { @if seen.one_person { "Two records of one person" } @else { "Are these one person?" } }
        (said(seen))
        (side_by_side(site, seen))
        @if erased {
            p { "What identified the person was erased. Nothing more is linked with this record, or taken from it." }
        } @else if seen.one_person {
            @for linked in &seen.links {
                h2 class="nhsuk-heading-m" { "Linked" }
                p { "By " (linked.link.by) ", " (moment::time(linked.link.at)) ":" }
                div class="porch-words" { (linked.link.why.as_deref().unwrap_or("erased")) }
                (apart(site, seen, linked.between, returned))
            }
        } @else if seen.likeness.says() == Match::Never {
            p { "Different NHS numbers are different people. Where one was mistyped, put it right first." }
        } @else {
            (one(site, seen, returned))
        }
    };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    staff::Content { title: format!("{error}One person?"), main, wide: true, section: staff::Section::None }
}

/// What the rule says of the two, and what to look at first.
fn said(seen: &SideBySide) -> Markup {
    let cautions = seen.likeness.cautions();
    html! {
        @if !seen.one_person {
            p {
                @match seen.likeness.says() {
                    Match::Never => strong { "They have different NHS numbers." },
                    Match::Unlike => "They have little in common.",
                    Match::Possible => "They are alike in part. Speak with her, or with whoever referred her, before you say that they are one.",
                    Match::Strong => "NHS number, date of birth and more are the same.",
                }
            }
        }
        @if !cautions.is_empty() {
            ul class="nhsuk-list nhsuk-list--bullet" { @for caution in cautions { li { (caution.words()) } } }
        }
    }
}

/// A row: what it is, what each record holds, and how they agree.
type Held = (&'static str, [Option<String>; 2], Option<Agreement>);

fn side_by_side(site: &Site, seen: &SideBySide) -> Markup {
    let now = site.world.now();
    let rules = site.rules();
    let likeness = &seen.likeness;
    let [one, other] = seen.records.each_ref().map(|record| record.person.identity.clone().unwrap_or_default());
    let of = |what: fn(&Identity) -> Option<String>| [what(&one), what(&other)];
    let routes = |of: fn(&Person) -> Option<String>| seen.records.each_ref().map(|record| of(&record.person));
    let mut held: Vec<Held> = vec![
        ("Name", of(|who| who.name.clone()), Some(worse(likeness.given_name, likeness.family_name))),
        ("Date of birth", of(|who| who.birth_date.map(moment::date)), Some(likeness.birth_date)),
        (
            "NHS number",
            of(|who| who.nhs_number.as_ref().map(|number| referral::grouped(number.digits()))),
            Some(likeness.nhs_number),
        ),
        ("Postcode", of(|who| who.postcode.clone()), Some(likeness.postcode)),
        ("Telephone", of(|who| who.telephone.clone()), Some(likeness.telephone)),
        ("E-mail", of(|who| who.email.clone()), None),
        ("Address", of(|who| who.address.clone()), None),
        ("GP or practice", of(|who| who.gp.clone().or_else(|| who.gp_practice.clone())), None),
        ("Safe to use", routes(|person| said_of_routes(person, RouteChoice::Yes)), None),
        ("Not to be used", routes(|person| said_of_routes(person, RouteChoice::No)), None),
    ];
    held.push(("Died", seen.records.each_ref().map(|record| record.person.died_at.map(moment::words)), None));
    held.retain(|(_, values, _)| values.iter().any(Option::is_some));
    let mut rows: Vec<Vec<crate::components::Cell<'_>>> = held
        .into_iter()
        .map(|(what, [left, right], agreement)| {
            let agreement = agreement.unwrap_or_else(|| plainly(left.as_deref(), right.as_deref()));
            let value = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
            vec![what.into(), value(left).into(), value(right).into(), told(agreement).into()]
        })
        .collect();
    let referrals = |record: &Compared| {
        html! {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for one in &record.referrals { li { (referral::found(&rules.footprint, one)) } }
            }
        }
    };
    let [left, right] = seen.records.each_ref().map(referrals);
    rows.push(vec!["Referrals".into(), left.into(), right.into(), "".into()]);
    html! {
        (table(&Table {
            caption: "The two records".into(),
            head: vec!["".into(), "One record".into(), "The other".into(), "Do they agree?".into()],
            rows,
            first_cell_is_header: true,
            responsive: true,
            ..Table::default()
        }))
        p class="porch-true__at" { "As it stood " (moment::time(now)) ". That you looked is noted with your name." }
    }
}

fn said_of_routes(person: &Person, said: RouteChoice) -> Option<String> {
    let routes = Route::ALL.into_iter().filter(|route| person.contact.of(*route) == said);
    let words: Vec<&str> = routes.map(Route::label).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Which of two agreements a person should see.
fn worse(one: Agreement, other: Agreement) -> Agreement {
    let rank = |agreement| match agreement {
        Agreement::Differs => 3,
        Agreement::Near => 2,
        Agreement::Same => 1,
        Agreement::NotKnown => 0,
    };
    if rank(one) >= rank(other) { one } else { other }
}

fn plainly(one: Option<&str>, other: Option<&str>) -> Agreement {
    match (one, other) {
        (Some(one), Some(other)) if one.trim().eq_ignore_ascii_case(other.trim()) => Agreement::Same,
        (Some(_), Some(_)) => Agreement::Differs,
        _ => Agreement::NotKnown,
    }
}

fn told(agreement: Agreement) -> Markup {
    html! {
        @match agreement {
            Agreement::Same => "The same",
            Agreement::Near => strong { "Nearly the same" },
            Agreement::Differs => strong { "Different" },
            Agreement::NotKnown => "Not known in both",
        }
    }
}

fn why(returned: &Returned, label: &'static str, hint: &'static str) -> Markup {
    textarea(&Textarea {
        label: Label::from(label),
        hint: hint.into(),
        error: returned.errors.of("why").into(),
        name: "why",
        value: returned.typed.typed("why"),
        rows: 3,
        ..Textarea::default()
    })
}

/// The form that says that they are one.
fn one(site: &Site, seen: &SideBySide, returned: &Returned) -> Markup {
    let [first, other] = seen.records.each_ref().map(|record| record.person.id);
    html! {
        h2 class="nhsuk-heading-m" { "They are one person" }
        p { "Both records stay as they are. From then on the earlier referrals, the reports and an erasure ask of both. It can be taken back." }
        form action={ (address(first, other)) } method="post" novalidate {
            (hidden(site, seen.drawn_from))
            (why(returned, "How do you know?", "Such as: she told her maiden name and her old address on the telephone."))
            (button(&Button { content: "Link the two records".into(), prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}

/// The form that takes a link back.
fn apart(site: &Site, seen: &SideBySide, between: (PersonId, PersonId), returned: &Returned) -> Markup {
    html! {
        form action={ "/people/" (between.0) "/apart/" (between.1) } method="post" novalidate {
            (hidden(site, seen.drawn_from))
            (why(returned, "Why is this to be taken back?", "What was recorded in each of them meanwhile stays where it was recorded."))
            (button(&Button {
                content: "They are two people: take the link back".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// Other records of a person on the page of one of her referrals, and the way to what is said of them.
pub(crate) fn records(person: PersonId, records: &[Person]) -> Markup {
    html! {
        @for record in records {
            p class="porch-earlier__head" {
                "Staff linked another record with hers: "
                (record.identity.as_ref().and_then(|identity| identity.name.as_deref()).unwrap_or("no name held"))
                ". "
                a href=(address(person, record.id)) { "See both records, how it is safe to reach her in each, and take it back" }
            }
        }
    }
}
