//! The bare server: axum, maud, a few connections to the file, one query. It knows no session, writes no look, and does
//! nothing about what is wrong.

use std::{
    path::PathBuf,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use rusqlite::{Connection, OpenFlags};
use tower_http::compression::CompressionLayer;

/// The word at the command line that starts it, before the path of the file.
pub const WORD: &str = "serve-bare-queue-page";

/// Where the page is.
pub const PLAIN: &str = "/";
/// Where it is compressed for whoever takes it so, as the product's are.
pub const COMPRESSED: &str = "/compressed";

/// Every column that a row of the product shows, in the order of duty; of imports, only those that are whole.
const QUERY: &str = "SELECT q.referral_id, q.person_id, q.reference, p.name, p.birth_on, p.nhs_number, q.priority, \
    q.received_ms, q.respond_by_ms, q.next_due_ms, q.way, q.source, q.situation, q.ends_on, q.signs, q.severe, \
    q.concerns, q.interpreter, q.under_18, q.tasks, q.claimed_by, q.claimed_ms, q.attempts, q.attempt, q.attempt_by, \
    q.attempt_ms, q.waiting_of, q.waiting_until_ms, q.letter_verdict, q.letter_owner, q.letter_by_ms FROM queue q JOIN \
    person p ON p.footprint = q.footprint AND p.person_id = q.person_id WHERE q.footprint = 'kent-medway' AND \
    (q.import_id IS NULL OR NOT EXISTS (SELECT 1 FROM history_import i WHERE i.footprint = q.footprint AND \
    i.import_id = q.import_id AND i.stage <> 'complete')) ORDER BY q.place, q.order_ms, q.referral_id LIMIT 36";

/// What stands round the list: head, banner, navigation and footer as one text, as many bytes as the product has.
static FRAME: LazyLock<String> = LazyLock::new(|| {
    let line =
        "<p class=\"nhsuk-width-container\"><a class=\"nhsuk-header__navigation-link\" href=\"/\">A link</a></p>";
    line.repeat(8_200 / line.len())
});

/// Connections that wait for the next query.
struct Pool {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// One row.
struct Waiting {
    referral: String,
    reference: Option<String>,
    name: Option<String>,
    birth_on: Option<String>,
    priority: Option<String>,
    received_ms: i64,
    respond_by_ms: Option<i64>,
    next_due_ms: i64,
    way: String,
    source: Option<String>,
    situation: Option<String>,
    ends_on: Option<String>,
    signs: String,
    severe: bool,
    concerns: String,
    interpreter: bool,
    under_18: bool,
    tasks: String,
    claimed: Option<(String, i64)>,
    attempts: i64,
    attempt: Option<(String, i64)>,
    waiting: Option<(String, i64)>,
    letter: Option<(String, String, i64)>,
}

impl Pool {
    fn page(&self) -> rusqlite::Result<Vec<Waiting>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                Connection::open_with_flags(&self.file, flags)?
            }
        };
        let rows = connection.prepare_cached(QUERY)?.query_map([], waiting)?.collect::<rusqlite::Result<Vec<_>>>()?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(rows)
    }
}

fn waiting(row: &rusqlite::Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        referral: row.get(0)?,
        reference: row.get(2)?,
        name: row.get(3)?,
        birth_on: row.get(4)?,
        priority: row.get(6)?,
        received_ms: row.get(7)?,
        respond_by_ms: row.get(8)?,
        next_due_ms: row.get(9)?,
        way: row.get(10)?,
        source: row.get(11)?,
        situation: row.get(12)?,
        ends_on: row.get(13)?,
        signs: row.get(14)?,
        severe: row.get(15)?,
        concerns: row.get(16)?,
        interpreter: row.get(17)?,
        under_18: row.get(18)?,
        tasks: row.get(19)?,
        claimed: row.get::<_, Option<String>>(20)?.zip(row.get(21)?),
        attempts: row.get(22)?,
        attempt: row.get::<_, Option<String>>(23)?.zip(row.get(25)?),
        waiting: row.get::<_, Option<String>>(26)?.zip(row.get(27)?),
        letter: match (row.get(28)?, row.get(29)?, row.get(30)?) {
            (Some(verdict), Some(owner), Some(by)) => Some((verdict, owner, by)),
            _ => None,
        },
    })
}

/// Serves until it is ended.
///
/// # Errors
/// When there is no free port.
pub fn serve(file: &str) -> Result<(), String> {
    let pool = Arc::new(Pool { file: PathBuf::from(file), idle: Mutex::default() });
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        println!("the bare page is on http://{address}");
        let compressed = Router::new().route(COMPRESSED, get(show)).layer(CompressionLayer::new());
        let router = Router::new().route(PLAIN, get(show)).merge(compressed).with_state(pool);
        axum::serve(listener, router).await.map_err(|error| error.to_string())
    })
}

async fn show(State(pool): State<Arc<Pool>>) -> Response {
    // The quickest way: the query takes less than handing it to another thread and back.
    match pool.page() {
        Ok(rows) => Html(page(&rows).into_string()).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

const HEADS: [&str; 7] = ["Time left", "Who", "When", "What is worrying", "Needs", "Held by, last step", "Do now"];

fn page(rows: &[Waiting]) -> Markup {
    // The clock of a probe is the machine's.
    #[expect(clippy::disallowed_methods, reason = "a measurement runs in the machine's own time")]
    let now = Timestamp::now().as_millisecond();
    html! {
        (DOCTYPE)
        html lang="en" {
            (PreEscaped(FRAME.as_str()))
            table class="nhsuk-table nhsuk-table--compact nhsuk-table--responsive porch-queue" role="table" id="list" {
                thead class="nhsuk-table__head" role="rowgroup" {
                    tr class="nhsuk-table__row" role="row" {
                        @for head in HEADS { th class="nhsuk-table__header" scope="col" role="columnheader" { (head) } }
                    }
                }
                tbody class="nhsuk-table__body" { @for one in rows { (row(one, now)) } }
            }
        }
    }
}

fn row(one: &Waiting, now: i64) -> Markup {
    let called = one.name.as_deref().or(one.reference.as_deref()).unwrap_or("No name held");
    let until = one.respond_by_ms.unwrap_or(one.next_due_ms);
    let page = format!("/referrals/{}", one.referral);
    let cells = [time_left(one, until, now), html! { (or_dash(&one.situation)) " " (or_dash(&one.ends_on)) }];
    let [left, when] = cells;
    html! {
        tr class="nhsuk-table__row" role="row" data-porch-row {
            (cell(HEADS[0], &left))
            th class="nhsuk-table__header" scope="row" role="rowheader" {
                (heading(HEADS[1]))
                span {
                    a class="nhsuk-link nhsuk-link--no-visited-state" id={ "r-" (one.referral) } href=(page) {
                        (called) ", " (or_dash(&one.birth_on))
                    }
                    " " span class="porch-queue__small" { (or_dash(&one.reference)) }
                }
            }
            (cell(HEADS[2], &when))
            (cell(HEADS[3], &html! {
                strong { (one.signs) } br;
                @if one.severe { "severe mental illness now or before, " }
                (one.concerns) " " span class="porch-queue__small" { "(" (one.way) " " (or_dash(&one.source)) ")" }
            }))
            (cell(HEADS[4], &html! {
                @if one.interpreter { "interpreter; " } @if one.under_18 { "under 18; " } (one.tasks)
            }))
            (cell(HEADS[5], &steps(one)))
            (cell(HEADS[6], &actions(one, &page, called)))
        }
    }
}

fn heading(head: &str) -> Markup {
    html! { span class="nhsuk-table__heading" aria-hidden="true" { (head) " " } }
}

fn cell(head: &str, content: &Markup) -> Markup {
    html! { td class="nhsuk-table__cell" role="cell" { (heading(head)) div class="porch-queue__cell" { (content) } } }
}

fn or_dash(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("–")
}

fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

fn time_left(one: &Waiting, until: i64, now: i64) -> Markup {
    let minutes = |ms: i64| ms.saturating_sub(now) / 60_000;
    html! {
        strong class="nhsuk-tag nhsuk-tag--red" { (or_dash(&one.priority)) } " "
        strong class="porch-queue__left" {
            time datetime=(instant(until)) title=(instant(until)) { (minutes(until)) " minutes left" }
        }
        " " span class="porch-queue__small" { "came " (-minutes(one.received_ms)) " minutes ago" }
        " " span class="porch-queue__small" {
            "next step: " time datetime=(instant(one.next_due_ms)) { (minutes(one.next_due_ms)) " minutes left" }
        }
        " " span class="porch-queue__exact" { "by " (instant(until)) }
    }
}

fn steps(one: &Waiting) -> Markup {
    let when = |ms: i64| html! { time datetime=(instant(ms)) { (instant(ms)) } };
    html! {
        @match &one.claimed {
            Some((by, at)) => { strong { (by) } " took this, " (when(*at)) }
            None => { "Nobody yet" }
        }
        @if let Some((what, at)) = &one.attempt { br; "Tried " (when(*at)) ", " (what) " (" (one.attempts) " tries)" }
        @if let Some((of, until)) = &one.waiting { br; "Waiting for " (of) " until " (when(*until)) }
        @if let Some((verdict, owner, by)) = &one.letter {
            br; "Decided (" (verdict) "); letter due from " (owner) " by " (when(*by))
        }
    }
}

fn actions(one: &Waiting, page: &str, called: &str) -> Markup {
    let hidden = html! {
        input type="hidden" name="command" value=(one.referral);
        input type="hidden" name="from" value="queue";
        input type="hidden" name="show" value="all";
    };
    html! {
        div class="porch-queue__actions" {
            form action={ (page) "/steps/claim" } method="post" novalidate data-porch-key="c" {
                (hidden)
                input type="hidden" name="shown" value="";
                button class="nhsuk-button nhsuk-button--small porch-queue__button" {
                    "I take this" span class="nhsuk-u-visually-hidden" { ": " (called) }
                }
            }
            form action={ (page) "/steps/try" } method="post" novalidate data-porch-key="t" {
                (hidden)
                input type="hidden" name="route" value="telephone";
                input type="hidden" name="outcome" value="no_answer";
                button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small porch-queue__button" {
                    "Tried, no answer" span class="nhsuk-u-visually-hidden" { ": " (called) }
                }
            }
            a class="porch-queue__open" href=(page) tabindex="-1" aria-hidden="true" { "Open" }
        }
    }
}
