//! `/looks`: who looked at what, for information officers: searched, each look with all that it showed, as a file, and what
//! is unusual. Whom somebody asks for is posted, so that it stands in no address and no log.

mod one;

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use porch_app::{
    account::Names,
    look_log::{self, A_FILE, A_PAGE, Asked, DAYS_WATCHED, Found, Looked, Pointed},
};
use porch_domain::{
    account::AccountName, actor::Role, front_door::Answers, measure::Period, person::NhsNumber, referral::Reference,
};
use porch_exchange::look_log as file;

pub(crate) use self::one::show as show_one;
use super::{
    form::{Errors, Sent},
    grouped, html as answer,
    period::{self, Typed, Wrong},
    staff,
};
use crate::{
    Site, activity,
    components::{
        Button, ButtonVariant, Cell, Checkboxes, ChoiceOption, Details, HeadCell, Input, InputWidth, Label, Select,
        SelectItem, Table, TableCaption, button, checkboxes, details, input, select, table,
    },
    failure::Failure,
    moment,
    sign_in::SignedIn,
};

const ADDRESS: &str = "/looks";
const TITLE: &str = "Who looked";

/// How much of what is unusual stands open.
const UNUSUAL_AT_ONCE: usize = 10;

/// The fields of the form, but for the two days.
mod field {
    pub(super) const ACCOUNT: &str = "account";
    pub(super) const WHOM: &str = "whom";
    pub(super) const REFUSED: &str = "refused";
    pub(super) const BEFORE: &str = "before";
    /// Which button was pressed.
    pub(super) const WANT: &str = "want";
}

/// The fields of the two days.
const DAYS: [&str; 6] = ["from[day]", "from[month]", "from[year]", "to[day]", "to[month]", "to[year]"];

/// What was typed into the form, and what it says.
struct Form {
    answers: Answers,
    days: Typed,
    wrong_days: Vec<Wrong>,
    errors: Errors,
    asked: Option<Asked>,
}

impl Form {
    fn read(answers: Answers, today: Date) -> Self {
        let mut fields: Vec<(String, String)> =
            DAYS.iter().filter_map(|name| Some(((*name).to_owned(), answers.text(name)?))).collect();
        if fields.is_empty() {
            let week_ago = today.checked_sub(6.days()).unwrap_or(today);
            fields.extend([("from".to_owned(), week_ago.to_string()), ("to".to_owned(), today.to_string())]);
        }
        let days = Typed::of(&fields, today);
        let (period, wrong_days) = match days.read() {
            Ok(asked) => (Some(asked.period), Vec::new()),
            Err(wrong) => (None, wrong),
        };
        let mut errors = Errors::default();
        let whom = answers.text(field::WHOM);
        if let Some(typed) = &whom
            && NhsNumber::parse(typed).is_err()
            && Reference::parse(typed).is_none()
        {
            errors.add(field::WHOM, "Write an NHS number, or a reference such as R-4F7K-92TA: it has a slip in it");
        }
        for wrong in &wrong_days {
            let (id, words) = wrong.at();
            errors.add(id, words);
        }
        let asked = period.filter(|_| errors.is_empty()).map(|period| Asked {
            period,
            account: answers.text(field::ACCOUNT).and_then(|name| AccountName::parse(&name).ok()),
            whom,
            refused: answers.has(field::REFUSED),
            before: answers.text(field::BEFORE).and_then(|id| id.parse().ok()),
        });
        Self { answers, days, wrong_days, errors, asked }
    }
}

/// The looks of the last seven days, and what is unusual in the last four weeks.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let form = Form::read(Answers::default(), site.today());
    let (pointed, names) = activity::carry_out(&site, &who, |_, ctx| look_log::unusual(ctx)).await?;
    page(&site, &who, &form, &unusual(&pointed, &names)).await
}

/// Looks that are asked for, as a page or as a file.
pub(crate) async fn search(State(site): State<Arc<Site>>, who: SignedIn, sent: Sent) -> Result<Response, Failure> {
    let mut form = Form::read(sent.0, site.today());
    if let Some(asked) = form.asked.clone().filter(|_| form.answers.typed(field::WANT) == "file") {
        match download(&site, &who, asked).await? {
            Some(file) => return Ok(file),
            None => {
                let most = grouped(A_FILE as u64);
                form.errors.add("from-day", format!("Choose fewer days: a file holds at most {most} looks"));
                form.asked = None;
            }
        }
    }
    page(&site, &who, &form, &Markup::default()).await
}

async fn page(site: &Arc<Site>, who: &SignedIn, form: &Form, first: &Markup) -> Result<Response, Failure> {
    // What has a slip in it shows nothing but what is wrong; whether they may is asked all the same.
    let asked = form.asked.clone();
    let today = site.today();
    let found = activity::carry_out(site, who, move |_, ctx| {
        let nothing =
            Asked { period: Period { from: today, to: today }, account: None, whom: None, refused: true, before: None };
        let most = if asked.is_some() { A_PAGE } else { 0 };
        look_log::found(ctx, &asked.unwrap_or(nothing), most)
    })
    .await?;
    let wrong = form.asked.is_none();
    let main = html! {
        (form.errors.summary())
        h1 { (TITLE) }
        p {
            "Each line is one look at records, or one attempt that was refused. A look is noted before anything is shown. "
            "That you read this is noted as well."
        }
        (first)
        (search_form(form, &found))
        @if !wrong { (results(form, &found, &moment::words(site.world.now()))) }
    };
    let title = if wrong { format!("Error: {TITLE}") } else { TITLE.to_owned() };
    let content = staff::Content { title, main, wide: true, section: staff::Section::Looks };
    let status = if wrong { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

/// What is unusual: pointed out to a person who asks, and no reproach.
fn unusual(pointed: &[Pointed], names: &Names) -> Markup {
    let (latest, earlier) = pointed.split_at(pointed.len().min(UNUSUAL_AT_ONCE));
    html! {
        section class="porch-unusual" aria-labelledby="unusual" {
            h2 class="nhsuk-heading-m" id="unusual" { "Unusual in the last " (DAYS_WATCHED) " days" }
            @if pointed.is_empty() {
                p { "Nothing." }
            } @else {
                p { "There may be a good reason. Ask before you conclude anything." }
                (list(latest, names))
                @if !earlier.is_empty() {
                    (details(&Details {
                        summary: format!("{} more", earlier.len()).as_str().into(),
                        content: list(earlier, names).into(),
                        ..Details::default()
                    }))
                }
            }
        }
    }
}

fn list(pointed: &[Pointed], names: &Names) -> Markup {
    html! {
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for one in pointed {
                li {
                    strong { (names.of(&one.unusual.account)) } " " (one.unusual.why.to_string())
                    @if let Some(record) = &one.record { " (" (one::called(record)) ")" }
                    ", " (moment::date(one.unusual.on))
                }
            }
        }
    }
}

fn search_form(form: &Form, found: &Found) -> Markup {
    let answers = &form.answers;
    let mut colleagues: Vec<(&str, String)> = found
        .accounts
        .iter()
        .map(|line| (line.name.as_str(), format!("{} ({})", line.display_name, line.role.label())))
        .collect();
    colleagues.sort_by(|one, other| one.1.cmp(&other.1));
    let everybody = std::iter::once(SelectItem::new("", "Everybody"));
    let items = everybody.chain(colleagues.iter().map(|(name, label)| SelectItem::new(name, label))).collect();
    html! {
        form class="porch-period porch-looks" action=(ADDRESS) method="post" novalidate {
            (select(&Select {
                label: "Who looked".into(),
                name: field::ACCOUNT,
                value: answers.typed(field::ACCOUNT),
                items,
                ..Select::default()
            }))
            (input(&Input {
                label: Label::from("At whom"),
                hint: "A reference or an NHS number".into(),
                name: field::WHOM,
                value: answers.typed(field::WHOM),
                width: Some(InputWidth::W20),
                autocomplete: "off",
                error: form.errors.of(field::WHOM).into(),
                ..Input::default()
            }))
            (period::dates(&form.days, &form.wrong_days))
            (checkboxes(&Checkboxes {
                name: field::REFUSED,
                items: vec![ChoiceOption { value: "yes", text: "Only what was refused".into(), ..ChoiceOption::default() }.into()],
                values: answers.all(field::REFUSED).collect(),
                small: true,
                ..Checkboxes::default()
            }))
            div class="nhsuk-button-group" {
                (button(&Button { content: "Show".into(), small: true, ..Button::default() }))
                (button(&Button {
                    content: "Download as CSV".into(),
                    name: field::WANT,
                    value: "file",
                    variant: ButtonVariant::Secondary,
                    small: true,
                    ..Button::default()
                }))
            }
        }
    }
}

fn results(form: &Form, found: &Found, now: &str) -> Markup {
    if found.nobody {
        return html! { p class="nhsuk-body-l" { "No record here has this reference or NHS number." } };
    }
    if found.looks.is_empty() {
        return html! { p class="nhsuk-body-l" { "There was no such look." } };
    }
    let caption = match (found.looks.len(), found.more) {
        (1, false) => format!("1 look, at {now}"),
        (count, false) => format!("{count} looks, the latest first, at {now}"),
        (count, true) => format!("The latest {count} of more looks, at {now}"),
    };
    let last = found.looks.last().map(|look| look.id.to_string());
    html! {
        (table(&Table {
            caption: TableCaption::from(caption.as_str()),
            head: vec![
                "When".into(), "Who".into(), "What".into(), "Which, or why".into(), "Allowed".into(),
                HeadCell::numeric("Records shown"),
            ],
            rows: found.looks.iter().map(|look| row(look, &found.names)).collect(),
            responsive: true,
            compact: true,
            ..Table::default()
        }))
        @if let Some(last) = last.filter(|_| found.more) {
            form action=(ADDRESS) method="post" novalidate {
                @for name in DAYS.into_iter().chain([field::ACCOUNT, field::WHOM, field::REFUSED]) {
                    @if let Some(value) = form.answers.text(name) { input type="hidden" name=(name) value=(value); }
                }
                input type="hidden" name=(field::BEFORE) value=(last);
                (button(&Button {
                    content: "Show earlier looks".into(),
                    variant: ButtonVariant::Secondary,
                    small: true,
                    ..Button::default()
                }))
            }
        }
    }
}

fn row(look: &Looked, names: &Names) -> Vec<Cell<'static>> {
    let shown = html! {
        @if look.shown == 0 { "0" }
        @else {
            a href={ (ADDRESS) "/" (look.id) } {
                (look.shown) span class="nhsuk-u-visually-hidden" { " records shown " (moment::time(look.at)) }
            }
        }
    };
    vec![
        moment::time(look.at).into(),
        named(&look.actor, names).into(),
        look.what.clone().into(),
        look.why.replace('_', " ").into(),
        if look.allowed { "yes".into() } else { html! { strong { "no" } }.into() },
        shown.into(),
    ]
}

/// The same, for a spreadsheet; none where there are more than a file holds.
async fn download(site: &Arc<Site>, who: &SignedIn, asked: Asked) -> Result<Option<Response>, Failure> {
    let Period { from, to } = asked.period;
    let found = activity::carry_out(site, who, move |_, ctx| look_log::found(ctx, &asked, A_FILE)).await?;
    if found.more {
        return Ok(None);
    }
    let rows = found.looks.iter().map(|look| file::Row {
        at: look.at,
        who: named(&look.actor, &found.names),
        what: &look.what,
        why: &look.why,
        allowed: look.allowed,
        shown: look.shown,
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"looks-{from}-to-{to}.csv\"")),
    ];
    // A spreadsheet takes UTF-8 for something else without the mark.
    Ok(Some((headers, format!("\u{feff}{}", file::csv(rows))).into_response()))
}

/// An actor of the log by the name that colleagues read.
fn named(actor: &str, names: &Names) -> String {
    match actor.strip_prefix("staff:").and_then(|staff| staff.split_once(':')) {
        Some((role, account)) => match Role::of_code(role) {
            Some(role) => format!("{} ({})", names.of(account), role.label()),
            None => actor.to_owned(),
        },
        None => actor.to_owned(),
    }
}

/// The journal's line about an actor, for a reader.
pub(crate) fn who(actor: &str) -> String {
    named(actor, &Names::default())
}
