//! `/retention`: records of care whose time is over, and erasing one, by an information officer who types its reference again and
//! says why. Nothing is chosen beforehand, and nothing is erased by itself.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::retention::{self, PastTime};
use porch_domain::{disallowed::Disallowed, footprint::Retention, front_door::Answers, ids::PersonId};

use crate::{
    Site, activity,
    components::{
        BackLink, Button, ButtonVariant, Cell, HeadCell, Input, InputWidth, Label, Level, SummaryList, SummaryRow,
        Table, TableCaption, Textarea, WarningCallout, back_link, button, input, summary_list, table, textarea,
        warning_callout,
    },
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent},
        html as answer, staff,
    },
    sign_in::SignedIn,
};

const ADDRESS: &str = "/retention";
const TITLE: &str = "Records whose time is over";

/// The most letters of a reason.
const LONGEST: usize = 1_000;

/// The list.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let (found, more) = activity::carry_out(&site, &who, |_, ctx| retention::list(ctx)).await?;
    let main = html! {
        h1 { (TITLE) }
        p { (rule(site.rules().footprint.retention())) }
        @if found.is_empty() { p class="nhsuk-body-l" { "No record is past its time." } }
        @else {
            (table(&Table {
                caption: TableCaption::from("The longest unused first"),
                head: ["Referrals", "Last used", "End of pregnancy", "Past its time since", "What to do"]
                    .into_iter().map(HeadCell::from).collect(),
                rows: found.iter().map(row).collect(),
                responsive: true,
                ..Table::default()
            }))
        }
        @if more { p { "There are more: they stand here once these are erased." } }
        p { "Nothing is erased by itself. What is open is never on this list. That you looked is noted with your name." }
    };
    let content = staff::Content { title: TITLE.to_owned(), main, wide: true, section: staff::Section::Retention };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// One of them, with the form that erases it.
pub(crate) async fn show_one(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    drawn(&site, &who, id, StatusCode::OK, (&Answers::default(), &Errors::default())).await
}

/// Erases it.
pub(crate) async fn erase(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let (typed, why) = (sent.0.typed("reference").to_owned(), sent.0.typed("why").to_owned());
    let mut errors = Errors::default();
    if why.chars().count() > LONGEST {
        errors.add("why", "This is too long: at most 1,000 characters are kept");
        return drawn(&site, &who, id, StatusCode::BAD_REQUEST, (&sent.0, &errors)).await;
    }
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(retention::erase(ctx, command, id, &typed, &why)));
    let refused = match done.await? {
        Ok(()) => return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, ADDRESS)]).into_response()),
        Err(porch_app::AppError::Disallowed(refused)) => refused,
        Err(error) => return Err(Failure::from(error).seen_by(&who)),
    };
    if refused == Disallowed::Unknown {
        return Err(Failure::from(Kind::NotFound).seen_by(&who));
    }
    if refused == Disallowed::ReasonMissing {
        errors.add("why", "Say why it is erased");
    } else {
        errors.add("reference", "Type the reference of one of her referrals, as it stands above");
    }
    drawn(&site, &who, id, StatusCode::BAD_REQUEST, (&sent.0, &errors)).await
}

fn id_of(id: &str, who: &SignedIn) -> Result<PersonId, Failure> {
    id.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(who))
}

fn rule(rules: Retention) -> String {
    format!(
        "A record is kept for {} years after the end of care, and for {} years after the end of the last pregnancy that it tells \
         of: the longer of the two. The local rules say so.",
        rules.years_after_care, rules.years_after_birth
    )
}

fn row(one: &PastTime) -> Vec<Cell<'static>> {
    vec![
        one.references.join(", ").into(),
        moment::date(one.last_used_on).into(),
        one.birth_on.map_or_else(|| "\u{2013}".to_owned(), moment::date).into(),
        moment::date(one.over_on).into(),
        html! {
            a href={ (ADDRESS) "/" (one.person) } { "Look at it" span class="nhsuk-u-visually-hidden" { ": " (one.references.join(", ")) } }
        }
        .into(),
    ]
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: PersonId,
    status: StatusCode,
    (answers, errors): (&Answers, &Errors),
) -> Result<Response, Failure> {
    let found = activity::carry_out(site, who, move |_, ctx| retention::one(ctx, id)).await?;
    let one = found.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let main = html! {
        (back_link(&BackLink { content: "All whose time is over".into(), target: ADDRESS.into(), ..BackLink::default() }))
        (errors.summary())
        h1 { "Erase a record" }
        (told(&one))
        (warning_callout(&WarningCallout {
            heading: "This cannot be taken back",
            level: Level::H2,
            content: html! {
                p { "What identifies her goes, in every record that is linked as hers: who she is, what was told and written of her, letters, files and answers. What happened, and when, stays for the figures." }
                p { "A copy that was made before keeps it until that copy is gone." }
            }.into(),
            ..WarningCallout::default()
        }))
        (form(site, &one, answers, errors))
    };
    let error = if errors.is_empty() { "" } else { "Error: " };
    let section = staff::Section::Retention;
    let content = staff::Content { title: format!("{error}Erase a record"), main, wide: false, section };
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

fn told(one: &PastTime) -> Markup {
    let row =
        |key: &'static str, value: String| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let mut rows = vec![
        row("Referrals", one.references.join(", ")),
        row("Last used", moment::date(one.last_used_on)),
        row("Past its time since", moment::date(one.over_on)),
    ];
    if let Some(on) = one.birth_on {
        rows.insert(2, row("End of pregnancy", moment::date(on)));
    }
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

fn form(site: &Site, one: &PastTime, answers: &Answers, errors: &Errors) -> Markup {
    html! {
        form action={ (ADDRESS) "/" (one.person) } method="post" novalidate {
            input type="hidden" name="command" value=(site.world.id());
            (input(&Input {
                label: Label::from("Type the reference of one of her referrals again"),
                error: errors.of("reference").into(),
                name: "reference",
                value: answers.typed("reference"),
                width: Some(InputWidth::W20),
                ..Input::default()
            }))
            (textarea(&Textarea {
                label: Label::from("Why is it erased?"),
                hint: format!("This stays in the journal: name nobody. At most {LONGEST} characters.").into(),
                error: errors.of("why").into(),
                name: "why",
                value: answers.typed("why"),
                rows: 3,
                ..Textarea::default()
            }))
            (button(&Button { content: "Erase this record".into(), variant: ButtonVariant::Warning, prevent_double_click: Some(true), ..Button::default() }))
        }
    }
}
