//! Who fits so far, and what is missing, beside a professional's form: from what was typed, by the rules of this area alone
//! (X10, PR-06). It says nothing of whether she is known here, promises nothing, and holds nothing up.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use porch_domain::{
    eligibility::{Asked, Facts, Fit, Proposed, propose},
    footprint::{Destination, Footprint, area_of},
    front_door::{ADVICE, Answers, PURPOSE, Step, WayIn, read},
};

use super::{posted::Posted, visit::Visit};
use crate::{Site, failure::Kind, pages::html as answer, wording};

/// At most so many are named: the list is read beside a form.
const MOST: usize = 6;

/// The part of the page; nothing for whoever is no professional, asks for advice, or has an emergency to send.
pub(super) fn beside(site: &Site, visit: &Visit, step: Step) -> Markup {
    if !is_asked(visit) {
        return html! {};
    }
    let rules = site.rules();
    html! {
        div class="porch-fits" id="fits" data-porch-fits={ "/ask/fits/" (step.path()) } {
            h2 class="nhsuk-heading-s" { (wording::text("fits-heading")) }
            div data-porch-fits-list aria-live="polite" { (list(&rules.footprint, site, visit.answers())) }
            p class="nhsuk-hint" { (wording::text("fits-hint")) }
        }
    }
}

/// What it would say with what stands in the form now. Nothing of it is saved.
pub(crate) async fn now(
    State(site): State<Arc<Site>>,
    Path(path): Path<String>,
    headers: HeaderMap,
    Posted(typed): Posted,
) -> Response {
    let Some(step) = Step::of_path(&path) else { return crate::failure::Failure::from(Kind::NotFound).into_response() };
    let visit = match Visit::open(&site, &headers).await {
        Ok(visit) if is_asked(&visit) => visit,
        Ok(_) => return StatusCode::NO_CONTENT.into_response(),
        Err(trouble) => return trouble.plainly(&site),
    };
    let mut answers = visit.answers().clone();
    answers.replace(step.fields(visit.way()), &typed);
    let rules = site.rules();
    answer(list(&rules.footprint, &site, &answers))
}

fn is_asked(visit: &Visit) -> bool {
    visit.way() == WayIn::Professional
        && visit.answers().typed(PURPOSE) != ADVICE
        && !visit.is_emergency()
        && visit.opened.sent.is_none()
}

/// Those that may be hers, the nearest first, each with what is not known yet.
fn list(footprint: &Footprint, site: &Site, answers: &Answers) -> Markup {
    let (today, told) = (site.today(), read(WayIn::Professional, answers, site.today()));
    let facts = Facts::told(&told, area_of(&told.identity, footprint), today);
    let proposed = propose(footprint, &facts, today);
    // What nobody takes as a matter of course is for the meeting to say, not for whoever refers.
    let may_be: Vec<&Proposed<'_>> =
        proposed.iter().filter(|one| one.fit != Fit::DoesNotFit && !one.by.talked_through).collect();
    let nothing_told = facts.needs.is_empty() && facts.stage.is_none();
    html! {
        @if nothing_told || may_be.is_empty() {
            p { (wording::text(if nothing_told { "fits-nothing-yet" } else { "fits-nobody" })) }
        } @else {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for one in may_be.iter().take(MOST) { (line(footprint, one)) }
            }
        }
    }
}

fn line(footprint: &Footprint, one: &Proposed<'_>) -> Markup {
    let missing: Vec<String> = one.missing().map(|asked| wording::text(key(asked))).collect();
    // The public name of a team gives nobody away; an entry of the directory is public.
    let called = match one.to() {
        Destination::Team(code) => {
            footprint.team_by_code(code).map_or_else(|| code.0.clone(), |team| team.public_name.clone())
        }
        Destination::Entry(_) => footprint.called(one.to()),
    };
    html! {
        li {
            strong { (called) } ": "
            @match one.fit {
                Fit::Fits => (wording::text("fits-fits")),
                Fit::AskMeeting => (wording::text("fits-meeting")),
                Fit::NotKnown | Fit::DoesNotFit => (wording::text_with("fits-missing", "list", &missing.join(", "))),
            }
        }
    }
}

fn key(asked: Asked) -> &'static str {
    match asked {
        Asked::Need => "fits-need",
        Asked::HowSevere => "fits-severe",
        Asked::Stage => "fits-stage",
        Asked::Age => "fits-age",
        Asked::Window => "fits-window",
        Asked::Area => "fits-area",
    }
}
