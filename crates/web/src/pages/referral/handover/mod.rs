//! `/referrals/{id}/handover`: what passes between teams about one referral. An offer is made and answered here, work of
//! several teams begins and ends, and a service outside is asked and chased until it has her.

mod acts;
mod forms;
mod offer;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_app::{
    AppError, Ctx,
    deciding::{Draft, Letter, Tell},
    handover, referral,
};
use porch_domain::{
    ids::ReferralId,
    referral::{ReferralCommand, Stage},
};

use super::{Answered, Returned, View, called, id_of, matters, moved_on, refused, story};
use crate::{
    Site, activity,
    components::{BackLink, back_link},
    failure::{Failure, Kind},
    pages::{form::Errors, form::Sent, html as answer, staff},
    sign_in::SignedIn,
};

use acts::{Act, Asked};

/// Why the page is opened, as the look-log keeps it.
const WHY: &str = "handover";

/// Everything that the parts of this page need.
struct Desk<'a> {
    view: &'a View<'a>,
    /// Which form came back.
    act: Option<Act>,
    /// The letter that introduces her, for whoever may accept.
    letter: Option<Draft>,
}

impl Desk<'_> {
    /// Whether whoever looks made the open offer.
    fn mine(&self) -> bool {
        self.view.page.referral.handover.as_ref().is_some_and(|handover| handover.by == self.view.account)
    }
}

/// The address of the page.
pub(super) fn address(id: ReferralId) -> String {
    format!("{}/handover", super::address(id))
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let content = drawn(&site, &who, id, Returned::default(), None).await?;
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// Carries out what a form of the page asks.
pub(crate) async fn take(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((id, act)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let id = id_of(&id).map_err(|failure| failure.seen_by(&who))?;
    let act = Act::of_path(&act).ok_or_else(|| Failure::from(Kind::NotFound).seen_by(&who))?;
    let command_id = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let version = sent.version().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let rules = site.rules();
    let asked = acts::read(act, &sent.0, site.world.now(), &rules.footprint, &mut errors);
    let Some(asked) = asked.filter(|_| errors.is_empty()) else {
        let returned = Returned { answers: sent.0, errors, ..Returned::default() };
        return again(&site, &who, id, StatusCode::BAD_REQUEST, returned, act).await;
    };
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(match asked {
            Asked::Command(command) => referral::carry_out(ctx, command_id, id, Some(version), *command),
            Asked::Accept { route, text, why_not } => accepted(ctx, id, version, command_id, route, text, why_not),
        })
    });
    let returned = Returned { answers: sent.0.clone(), ..Returned::default() };
    match Answered::of(done.await?, &who)? {
        Answered::Done => {
            let to = format!("{}#between", super::address(id));
            Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
        }
        Answered::Stale => {
            let returned = Returned { drawn_from: Some(Some(version)), ..returned };
            again(&site, &who, id, StatusCode::CONFLICT, returned, act).await
        }
        Answered::Refused(why) => {
            let returned = Returned { refused: Some(why), ..returned };
            again(&site, &who, id, StatusCode::CONFLICT, returned, act).await
        }
    }
}

/// Accepts by name, with the letter as it was read, or the reason why none goes.
fn accepted(
    ctx: &Ctx,
    id: ReferralId,
    version: i64,
    command_id: porch_domain::ids::CommandId,
    route: Option<porch_domain::person::Route>,
    text: String,
    why_not: String,
) -> Result<(), AppError> {
    let tell = match route {
        Some(route) => {
            let drafted = handover::introduction(ctx, id);
            // Where the offer is gone, the version is older too: that is told, and not the letter.
            let subject = drafted.map(|draft| draft.words.subject).unwrap_or_default();
            Tell::Letter(Letter { route, words: porch_domain::message::Words { subject, body: text } })
        }
        None => Tell::NotTold { why: why_not },
    };
    handover::accept(ctx, command_id, id, version, &tell)
}

async fn again(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    status: StatusCode,
    returned: Returned,
    act: Act,
) -> Result<Response, Failure> {
    let content = drawn(site, who, id, returned, Some(act)).await?;
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    id: ReferralId,
    returned: Returned,
    act: Option<Act>,
) -> Result<staff::Content, Failure> {
    let account = who.account.clone();
    let read = activity::carry_out(site, who, move |_, ctx| {
        porch_app::access::check(ctx, porch_app::access::Action::HandOver)?;
        let Some(page) = referral::page(ctx, id, WHY)? else { return Ok(None) };
        let offer = page.referral.handover.as_ref().filter(|_| !page.referral.erased());
        let letter = match offer.filter(|offer| offer.by != account && referral::may_answer(ctx, offer)) {
            Some(_) => Some(handover::introduction(ctx, id)?),
            None => None,
        };
        Ok(Some((page, letter)))
    });
    let (page, letter) = read.await?.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let rules = site.rules();
    let view = View {
        site,
        footprint: &rules.footprint,
        account: &who.account,
        now: page.as_at,
        page: &page,
        returned: &returned,
        only: None,
        open: None,
    };
    Ok(content(&Desk { view: &view, act, letter }))
}

fn content(desk: &Desk<'_>) -> staff::Content {
    let view = desk.view;
    let referral = &view.page.referral;
    let reference = referral.reference.as_deref().unwrap_or("from another system");
    let error = if view.returned.errors.is_empty() { "" } else { "Error: " };
    let back = view.address();
    let open = referral.held().is_some() && !referral.erased();
    let main = html! {
        (back_link(&BackLink { content: "The referral".into(), target: back.as_str().into(), ..BackLink::default() }))
        (view.returned.errors.summary())
        (moved_on(view))
        (refused(view))
        h1 { span class="nhsuk-caption-l" { "Handover of " (reference) } " " (called(view)) }
        p { "Responsible: " strong { (matters::team(view)) } @if referral.held().is_none() { "nobody, it is closed" } "." }
        @if referral.handover.is_some() { (offer::open(desk)) }
        @else if open && matches!(referral.stage, Stage::Accepted { .. }) { (forms::offer(desk)) }
        @else if open {
            p { "It is not decided. To take it on and offer it to a team, " a href={ (back) "/decide" } { "decide it" } "." }
        }
        @if open {
            (forms::together(desk))
            (forms::onward(desk))
        } @else {
            p { @if referral.erased() { "What identified her was erased. " } "Nothing more is recorded on it." }
        }
        (story::section(view))
    };
    staff::Content {
        title: format!("{error}Handover of {reference}"),
        main,
        wide: false,
        section: staff::Section::Handovers,
    }
}

/// What passes between teams, as the referral's own page says it.
pub(super) fn section(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    html! {
        section aria-labelledby="between" {
            h2 class="nhsuk-heading-m" id="between" tabindex="-1" { "Between teams" }
            @if let Some(handover) = &referral.handover {
                (offer::waits(view, handover))
            } @else {
                p { "No handover is open." }
            }
            @for joint in &referral.joint {
                p { (view.team_name(&joint.team)) " works with her too; she agreed on " (crate::moment::day(joint.agreed_on)) "." }
            }
            @if let Some(onward) = &referral.onward { p { (forms::onward_in_words(view, onward)) } }
            @if referral.held().is_some() {
                p { a href=(address(referral.id)) { (way_in(view)) } }
            }
        }
    }
}

/// What the way to this page is called, from where the referral stands.
fn way_in(view: &View<'_>) -> &'static str {
    let referral = &view.page.referral;
    match (&referral.handover, &referral.stage) {
        (Some(handover), _) if handover.by == view.account => "Your offer: read it, or take it back",
        (Some(_), _) => "Answer the offer",
        (None, Stage::Accepted { .. }) => "Hand over, work together, or refer on",
        (None, _) => "Refer on to a service outside",
    }
}

/// What the page of a referral says of it beside the next step, once it was taken on.
pub(super) fn standing(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    html! {
        p {
            "It was accepted, and is held by " (matters::team(view)) "."
            @if let Some(handover) = &referral.handover {
                " " (view.team_name(&handover.to)) " has not answered yet: " (matters::team(view))
                " stays responsible until somebody there accepts by name."
            }
        }
        p { a href=(address(referral.id)) { (way_in(view)) } }
    }
}

/// A command that a form asks for, boxed since some are large.
fn command(command: ReferralCommand) -> Asked {
    Asked::Command(Box::new(command))
}
