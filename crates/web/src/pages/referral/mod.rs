//! `/referrals/{id}`: everything about one referral on one page, and the next step always at the same place.

pub(crate) mod acts;
pub(crate) mod appointments;
mod calendar;
pub(crate) mod care;
mod discussing;
mod earlier;
pub(crate) mod handover;
mod matters;
mod measures;
pub(crate) mod national;
pub(crate) mod national_said;
mod opened;
pub(crate) mod own_page;
mod partner;
pub(crate) mod reaching;
pub(crate) mod restricted;
pub(crate) mod restriction;
mod risk;
pub(crate) mod routes;
mod steps;
mod story;
mod timeline;
pub(crate) mod under_18;
pub(crate) mod withheld;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::{
    AppError,
    access::Action,
    referral::{self, ReferralPage},
};
use porch_domain::{
    footprint::{Footprint, StepCode, TeamCode},
    front_door::{Answers, urgency::age_on},
    ids::{AttachmentId, ReferralId},
    person::Identity,
};

use crate::{
    Site, activity,
    components::{WarningCallout, warning_callout},
    failure::{Failure, Kind},
    moment,
    pages::{annual::Fields, form::Errors, html as answer, queue, staff, team_name},
    sign_in::{SignedIn, Watching},
};

pub(crate) use earlier::found;
pub(crate) use steps::{outcome_label, priority_label};
pub(crate) use story::grouped;

use acts::Step;

/// Why the page is opened, as the look-log keeps it.
const WHY: &str = "triage";

/// A form that came back: what was typed into it, and why it was not carried out.
#[derive(Debug, Clone, Default)]
pub(super) struct Returned {
    /// Which form.
    step: Option<Step>,
    /// What was typed.
    answers: Answers,
    /// What is wrong with that.
    errors: Errors,
    /// Why the rules refuse it.
    refused: Option<String>,
    /// The version that the form was drawn from, where the referral moved on since.
    drawn_from: Option<Option<i64>>,
}

/// Everything that the parts of the page need.
pub(super) struct View<'a> {
    site: &'a Site,
    footprint: &'a Footprint,
    account: &'a str,
    page: &'a ReferralPage,
    now: Timestamp,
    returned: &'a Returned,
    only: Option<timeline::Kind>,
    /// The form that the address asks for: whoever was sent here to fill it in finds it open.
    open: Option<Step>,
}

impl View<'_> {
    /// What is known of who she is.
    fn identity(&self) -> Option<&Identity> {
        self.page.person.as_ref().and_then(|person| person.identity.as_ref())
    }

    /// The name that colleagues read of an account.
    fn name<'n>(&'n self, account: &'n str) -> &'n str {
        self.page.names.of(account)
    }

    /// Whether whoever looks may do it: a form that would be refused is not shown.
    fn may(&self, action: Action) -> bool {
        self.page.may.contains(&action)
    }

    /// What a team is called; its code where the footprint no longer has it.
    fn team_name(&self, team: &TeamCode) -> String {
        team_name(self.footprint, team)
    }

    /// Who stands on a step of the ladder; its code where the footprint no longer has it.
    fn step_name(&self, step: &StepCode) -> String {
        self.footprint.ladder_step(step).map_or_else(|| step.0.clone(), |step| step.name.clone())
    }

    /// The address of the page.
    fn address(&self) -> String {
        address(self.page.referral.id)
    }
}

/// The address of a referral's page.
pub(crate) fn address(id: ReferralId) -> String {
    format!("/referrals/{id}")
}

/// The id in an address.
pub(crate) fn id_of(text: &str) -> Result<ReferralId, Failure> {
    text.parse().map_err(|_| Kind::NotFound.into())
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let only = fields.iter().find(|(key, _)| key == "only").and_then(|(_, value)| timeline::Kind::of_code(value));
    let open = fields.iter().find(|(key, _)| key == "open").and_then(|(_, value)| Step::of_path(value));
    let content = drawn(&site, &who, id, Returned::default(), (only, open)).await?;
    let shown = answer(staff::page(&site, Some(&who), &content));
    Ok(opened::closing_by_itself(&site, &who, id, shown))
}

/// The latest version, for a page that asks whether what it shows is still true.
pub(crate) async fn newest(
    State(site): State<Arc<Site>>,
    Watching(who): Watching,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id)?;
    let version = activity::carry_out(&site, &who, move |_, ctx| referral::newest_version(ctx, id)).await?;
    Ok(format!("{version}\n").into_response())
}

/// The page with a form that came back.
pub(super) async fn again(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: Returned,
) -> Result<Response, Failure> {
    let content = drawn(site, who, id, returned, (None, None)).await?;
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    returned: Returned,
    only: (Option<timeline::Kind>, Option<Step>),
) -> Result<staff::Content, Failure> {
    let page = activity::carry_out(site, who, move |_, ctx| referral::page(ctx, id, WHY)).await?;
    let page = page.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let rules = site.rules();
    Ok(content(&View {
        site,
        footprint: &rules.footprint,
        account: &who.account,
        now: page.as_at,
        page: &page,
        returned: &returned,
        only: only.0,
        open: only.1,
    }))
}

fn content(view: &View<'_>) -> staff::Content {
    let referral = &view.page.referral;
    let reference = referral.reference.as_deref().unwrap_or("from another system");
    let error = if view.returned.errors.is_empty() { "" } else { "Error: " };
    let main = html! {
        (view.returned.errors.summary())
        (moved_on(view))
        (refused(view))
        (opened::until(view))
        (restriction::told(view))
        h1 { span class="nhsuk-caption-l" { "Referral " (reference) } " " (called(view)) }
        (queue::true_at(&queue::Shown {
            at: view.now,
            position: view.page.version,
            newest: &format!("{}/newest", view.address()),
            again: &view.address(),
            what: "referral",
        }))
        p class="nhsuk-body-s" { a href="#next" { "Go to the next step" } }
        div class="porch-sides" {
            div class="porch-sides__main" {
                (national::marks(view))
                (partner::mark(view))
                (matters::section(view))
                (calendar::section(view))
                (care::facts(view))
                (partner::carers(view))
                (routes::still_right(view))
                (discussing::facts(view))
                (handover::section(view))
                (story::section(view))
                (measures::section(view))
                (left(view))
                (earlier::section(view))
                (routes::telling(view))
                (files(view))
                (opened::section(view))
                (timeline::section(view))
            }
            div class="porch-sides__side" { (steps::section(view)) }
        }
    };
    staff::Content { title: format!("{error}Referral {reference}"), main, wide: true, section: staff::Section::Queue }
}

/// Her name and age, as far as they are known and held.
fn called(view: &View<'_>) -> String {
    let erased = view.page.person.as_ref().is_some_and(|person| person.erased);
    let Some(identity) = view.identity() else {
        return if erased { "Personal data erased".to_owned() } else { "No name held".to_owned() };
    };
    let name = identity.name.as_deref().unwrap_or("No name held");
    match identity.birth_date {
        Some(born) => format!("{name}, {}", age_on(born, moment::local(view.now).date())),
        None => name.to_owned(),
    }
}

/// What changed since the form was drawn: nothing of it was saved, and what was typed is still in it (H13).
fn moved_on(view: &View<'_>) -> Markup {
    let Some(drawn_from) = view.returned.drawn_from else { return Markup::default() };
    let newer = view.page.timeline.iter().filter(|entry| drawn_from.is_some_and(|from| entry.version > from));
    let content = html! {
        p { strong { "Nothing was saved." } " What you typed is still in its form. Look at what changed, and send it again if it still holds." }
        @if drawn_from.is_some() {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for entry in newer { li { (timeline::line(view, entry)) } }
            }
        } @else {
            p { (steps::who_holds(view)) ". Your list showed it otherwise." }
        }
    };
    warning_callout(&WarningCallout {
        heading: "This changed after you opened it",
        level: crate::components::Level::H2,
        content: content.into(),
        id: "changed",
        ..WarningCallout::default()
    })
}

/// Why the rules refuse what was asked.
fn refused(view: &View<'_>) -> Markup {
    let Some(why) = &view.returned.refused else { return Markup::default() };
    warning_callout(&WarningCallout {
        heading: "This was not done",
        level: crate::components::Level::H2,
        content: html! { p { "Nothing was changed: " (why) "." } }.into(),
        id: "refused",
        ..WarningCallout::default()
    })
}

/// What was left when care ended, with the way back that leads to a new referral (K7).
fn left(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    if referral.care.left.is_none() {
        return Markup::default();
    }
    html! {
        section aria-labelledby="left" {
            h2 class="nhsuk-heading-m" id="left" { "When care ended" }
            (earlier::learned(referral))
            p { a href={ "/calls/new?person=" (referral.person) "&again=yes#signs" } { "She is back: a new referral with this history" } }
        }
    }
}

fn files(view: &View<'_>) -> Markup {
    let files = &view.page.files;
    html! {
        section aria-labelledby="files" {
            h2 class="nhsuk-heading-m" id="files" { "Files" }
            @if files.is_empty() {
                p { "No file came with it." }
            } @else {
                ul class="nhsuk-list" {
                    @for file in files {
                        li {
                            a href={ (view.address()) "/files/" (file.id) } { (file.name) }
                            " (" (file.media_type) ", " (size(file.size)) ")"
                        }
                    }
                }
                p class="nhsuk-body-s" { "A file is downloaded, and never opened here. That you took it is noted with your name." }
            }
        }
    }
}

fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// A file, as it came: always a download, and never run or shown inside a page.
pub(crate) async fn download(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let missing = || Failure::from(Kind::NotFound).seen_by(&who);
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let file: AttachmentId = file.parse().map_err(|_| missing())?;
    let found = activity::carry_out(&site, &who, move |_, ctx| referral::file(ctx, id, file, WHY)).await?;
    let (file, content) = found.ok_or_else(missing)?;
    let media_type = HeaderValue::from_str(&file.media_type)
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let disposition =
        HeaderValue::from_str(&attachment(&file.name)).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, Body::from(content)).into_response())
}

/// A download under its own name, whatever letters that has.
///
/// # Source
/// RFC 6266: `filename` in plain letters for old readers, `filename*` in UTF-8 for the others.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let exact: String = name.bytes().map(byte).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

/// What an activity answered, with the refusals that a form comes back for kept apart.
pub(crate) enum Answered {
    /// It was done.
    Done,
    /// Somebody else changed the record meanwhile.
    Stale,
    /// The rules refuse it.
    Refused(String),
}

impl Answered {
    /// The answer, or a failure that no form can mend.
    pub(crate) fn of(done: Result<(), AppError>, who: &SignedIn) -> Result<Self, Failure> {
        match done {
            Ok(()) => Ok(Self::Done),
            Err(AppError::Stale) => Ok(Self::Stale),
            Err(AppError::Disallowed(why)) => Ok(Self::Refused(why.to_string())),
            Err(error) => Err(Failure::from(error).seen_by(who)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_downloaded_under_its_own_name_and_no_name_breaks_the_header() {
        assert_eq!(attachment("a b.pdf"), "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf");
        assert_eq!(
            attachment("x\"; y\r\nż.pdf"),
            "attachment; filename=\"x__ y___.pdf\"; filename*=UTF-8''x%22%3B%20y%0D%0A%C5%BC.pdf"
        );
    }
}
