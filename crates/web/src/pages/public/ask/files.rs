//! Letters and notes as they are (PR-07): one at a time, without script; listed, and taken away again.
//!
//! A file that is too large is read to its end and let go as it comes, so that the browser gets to show why it was not
//! taken; no more of it than fits is ever held.

use std::sync::Arc;

use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError,
    door::{self, FileProblem, MOST_FILES, MOST_IN_A_FILE},
};
use porch_domain::{front_door::Step, ids::AttachmentId};

use super::{
    View, address, answer, by_phone,
    form::{self, Wrong},
    not_sent_yet,
    posted::Posted,
    step::{self, Said},
    to,
    trouble::{Trouble, Unsent, unsent},
    visit::{self, Visit},
};
use crate::{
    Site,
    components::{
        Button, ButtonVariant, FieldError, FileUpload, Label, Size, SummaryList, SummaryRow, button, file_upload,
        summary_list,
    },
    failure::Kind,
    wording,
};

/// The most that is read of one upload before the connection is let go.
pub(crate) const MOST_READ: usize = 64 * 1024 * 1024;

/// The name of the input.
const FILE: &str = "file";
/// The button that goes on.
const GO_ON: &str = "go_on";

/// What an upload form held.
#[derive(Debug, Default)]
struct Upload {
    name: String,
    content: Vec<u8>,
    chosen: bool,
    too_large: bool,
    go_on: bool,
    checking: bool,
    keep: bool,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotTaken {
    Empty,
    TooLarge,
    TooMany,
    WrongType,
    Harmful,
    NotScanned,
    /// The database did not take it.
    Fault(Unsent),
}

impl NotTaken {
    fn key(self) -> &'static str {
        match self {
            Self::Empty => "e-file-empty",
            Self::TooLarge => "e-file-large",
            Self::TooMany => "e-file-many",
            Self::WrongType => "e-file-type",
            Self::Harmful => "e-file-harmful",
            Self::NotScanned => "e-file-unscanned",
            Self::Fault(_) => "e-file-fault",
        }
    }
}

/// Takes a file, where one was chosen, and goes on or shows the list.
pub(crate) async fn add(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let Ok(form) = form else {
        return crate::failure::Failure::from(Kind::Unclear("no file can be read of this".to_owned())).into_response();
    };
    let visit = match Visit::open(&site, &headers).await {
        Ok(visit) => visit,
        Err(trouble) => return trouble.plainly(&site),
    };
    if let Some(elsewhere) = step::elsewhere(&site, &visit, Step::Files) {
        return elsewhere;
    }
    let upload = match read(form).await {
        Ok(upload) => upload,
        Err(failure) => return failure.into_response(),
    };
    let (go_on, checking, keep) = (upload.go_on, upload.checking, upload.keep);
    match taken(&site, &visit, upload).await {
        Ok(()) if keep => super::keep::kept(&site, visit, &headers).await,
        Ok(()) if go_on => to(&step::after(&visit, Step::Files, checking)),
        Ok(()) => to(&address(Step::Files, checking)),
        Err(Ok(problem)) => {
            let status = match problem {
                NotTaken::Fault(unsent) => unsent.status,
                NotTaken::NotScanned => StatusCode::SERVICE_UNAVAILABLE,
                NotTaken::Empty | NotTaken::TooLarge | NotTaken::TooMany | NotTaken::WrongType | NotTaken::Harmful => {
                    StatusCode::UNPROCESSABLE_ENTITY
                }
            };
            page(&site, &visit, checking, Some(problem), status).await
        }
        Err(Err(trouble)) => trouble.plainly(&site),
    }
}

/// Keeps the file of an upload.
async fn taken(site: &Arc<Site>, visit: &Visit, upload: Upload) -> Result<(), Result<NotTaken, Trouble>> {
    if !upload.chosen {
        return Ok(());
    }
    if upload.too_large {
        return Err(Ok(NotTaken::TooLarge));
    }
    let key = visit.key.clone();
    let scanner = site.file_scanner.clone();
    let added = visit::at_door(site, move |ctx| {
        match door::add_file(ctx, scanner.as_deref(), &key, &upload.name, upload.content) {
            Ok(_) => Ok(None),
            Err(FileProblem::Empty) => Ok(Some(NotTaken::Empty)),
            Err(FileProblem::TooLarge) => Ok(Some(NotTaken::TooLarge)),
            Err(FileProblem::TooMany) => Ok(Some(NotTaken::TooMany)),
            Err(FileProblem::WrongType) => Ok(Some(NotTaken::WrongType)),
            Err(FileProblem::Harmful) => Ok(Some(NotTaken::Harmful)),
            Err(FileProblem::NotScanned) => Ok(Some(NotTaken::NotScanned)),
            Err(FileProblem::App(error)) => Err::<_, AppError>(error),
        }
    });
    match added.await {
        Ok(None) => Ok(()),
        Ok(Some(problem)) => Err(Ok(problem)),
        Err(Trouble::Fault(failure)) => Err(Ok(NotTaken::Fault(unsent(&failure)))),
        Err(trouble @ (Trouble::Gone | Trouble::Incomplete)) => Err(Err(trouble)),
    }
}

/// Reads an upload part by part, and holds no more of a file than may be kept.
async fn read(mut form: Multipart) -> Result<Upload, crate::failure::Failure> {
    let unclear = |_| crate::failure::Failure::from(Kind::TooLarge);
    let mut upload = Upload::default();
    while let Some(mut part) = form.next_field().await.map_err(unclear)? {
        match part.name().unwrap_or_default() {
            // One file at a time: a second one is not mixed into the first.
            FILE if !upload.chosen => {
                upload.name = part.file_name().unwrap_or_default().to_owned();
                while let Some(piece) = part.chunk().await.map_err(unclear)? {
                    if upload.content.len() + piece.len() > MOST_IN_A_FILE {
                        upload.too_large = true;
                        upload.content = Vec::new();
                    }
                    if !upload.too_large {
                        upload.content.extend_from_slice(&piece);
                    }
                }
                // A browser sends a part without name or content where no file was chosen.
                upload.chosen = upload.too_large || !upload.name.is_empty() || !upload.content.is_empty();
            }
            GO_ON => upload.go_on = true,
            "check" => upload.checking = true,
            "keep" => upload.keep = true,
            _ => {}
        }
    }
    Ok(upload)
}

/// Takes a file away again.
pub(crate) async fn remove(State(site): State<Arc<Site>>, headers: HeaderMap, Posted(form): Posted) -> Response {
    let visit = match Visit::open(&site, &headers).await {
        Ok(visit) => visit,
        Err(trouble) => return trouble.plainly(&site),
    };
    if let Ok(id) = form.typed("id").parse::<AttachmentId>() {
        let key = visit.key.clone();
        if let Err(trouble) = visit::at_door(&site, move |ctx| door::remove_file(ctx, &key, id)).await {
            return trouble.plainly(&site);
        }
    }
    to(&address(Step::Files, form.has("check")))
}

/// The page of files.
pub(super) async fn page(
    site: &Arc<Site>,
    visit: &Visit,
    checking: bool,
    problem: Option<NotTaken>,
    status: StatusCode,
) -> Response {
    let key = visit.key.clone();
    let files = match visit::at_door(site, move |ctx| door::files(ctx, &key)).await {
        Ok(files) => files,
        Err(trouble) => return trouble.plainly(site),
    };
    let listed: Vec<Listed> =
        files.into_iter().map(|file| Listed { id: file.id, name: file.name, size: file.size }).collect();
    let wrong: Vec<Wrong> = problem
        .map(|problem| Wrong { field: FILE, href: format!("#{FILE}"), text: wording::text(problem.key()) })
        .into_iter()
        .collect();
    let said = Said { wrong, checking, not_sent: None };
    let fault = match problem {
        Some(NotTaken::Fault(unsent)) => Some(unsent),
        Some(
            NotTaken::Empty
            | NotTaken::TooLarge
            | NotTaken::TooMany
            | NotTaken::WrongType
            | NotTaken::Harmful
            | NotTaken::NotScanned,
        )
        | None => None,
    };
    let body = body(&View::of(site), visit, &listed, &said, fault);
    let title = step::title(visit, Step::Files, &said);
    answer(site, status, title, step::before(visit, Step::Files, checking), &body)
}

/// A file as the list shows it.
struct Listed {
    id: AttachmentId,
    name: String,
    size: i64,
}

fn body(view: &View, visit: &Visit, files: &[Listed], said: &Said, fault: Option<Unsent>) -> Markup {
    let error = FieldError::from(said.wrong.first().map(|wrong| wrong.text.as_str()));
    let asking = visit.asking();
    html! {
        @if visit.opened.kept && visit.opened.sent.is_none() { (not_sent_yet()) }
        (form::summary(&said.wrong))
        @if let Some(unsent) = fault { (unsent.words(view, asking.baby_may_be())) }
        h1 { span class="nhsuk-caption-l" { (step::caption(visit, Step::Files)) } " " (asking.heading(Step::Files)) }
        (wording::paragraphs(&asking.lead(Step::Files)))
        @if !files.is_empty() {
            h2 { (wording::text("files-heading")) }
            (list(files, said.checking))
        }
        form method="post" action="/ask/files" enctype="multipart/form-data" novalidate {
            @if said.checking { input type="hidden" name="check" value="1"; }
            @if files.len() < MOST_FILES {
                (file_upload(&FileUpload {
                    label: Label {
                        text: wording::text("q-file").into(),
                        size: Some(Size::S),
                        ..Label::default()
                    },
                    hint: wording::text("q-file-hint").into(),
                    error,
                    name: FILE,
                    plain: true,
                    ..FileUpload::default()
                }))
                p {
                    (button(&Button {
                        content: wording::text("files-add").into(),
                        variant: ButtonVariant::Secondary,
                        ..Button::default()
                    }))
                }
            } @else {
                p { (wording::text("e-file-many")) }
            }
            div class="nhsuk-button-group" {
                (button(&Button {
                    content: wording::text("continue").into(),
                    name: GO_ON,
                    value: "1",
                    ..Button::default()
                }))
                @if step::may_be_kept(visit) {
                    (button(&Button {
                        content: wording::text("keep-link").into(),
                        name: "keep",
                        value: "1",
                        variant: ButtonVariant::Secondary,
                        ..Button::default()
                    }))
                }
            }
        }
        (by_phone(view))
    }
}

fn list(files: &[Listed], checking: bool) -> Markup {
    let rows = files.iter().map(|file| SummaryRow {
        key: file.name.clone().into(),
        value: html! {
            (in_words(file.size))
            form method="post" action="/ask/files/remove" class="porch-remove" {
                @if checking { input type="hidden" name="check" value="1"; }
                input type="hidden" name="id" value=(file.id);
                button class="nhsuk-link" type="submit" {
                    (wording::text("files-remove"))
                    span class="nhsuk-u-visually-hidden" { " " (file.name) }
                }
            }
        }
        .into(),
        ..SummaryRow::default()
    });
    summary_list(&SummaryList { rows: rows.collect(), ..SummaryList::default() })
}

fn in_words(size: i64) -> String {
    let kilobytes = (size.max(0) + 1023) / 1024;
    if kilobytes < 1024 {
        format!("{kilobytes} KB")
    } else {
        format!("{}.{} MB", kilobytes / 1024, kilobytes % 1024 * 10 / 1024)
    }
}
