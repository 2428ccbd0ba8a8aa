//! One page, one file, found by its address.

pub(crate) mod account;
pub(crate) mod advice;
pub(crate) mod aggregates;
mod agreement;
pub(crate) mod annual;
pub(crate) mod asset;
pub(crate) mod beside;
pub(crate) mod calls;
pub(crate) mod came_back;
pub(crate) mod caseload;
pub(crate) mod comments;
mod criteria;
pub(crate) mod decide;
pub(crate) mod discharge;
pub(crate) mod discussions;
pub(crate) mod duty;
pub(crate) mod elsewhere;
pub(crate) mod factors;
pub(crate) mod failed;
pub(crate) mod find;
pub(crate) mod form;
pub(crate) mod handovers;
pub(crate) mod health;
pub(crate) mod kept_time;
mod known;
pub(crate) mod letter_pdf;
pub(crate) mod local_services;
pub(crate) mod looks;
pub(crate) mod meeting;
pub(crate) mod message;
pub(crate) mod openings;
pub(crate) mod outbox;
pub(crate) mod period;
pub(crate) mod practices;
pub(crate) mod proof;
pub(crate) mod proposal;
pub(crate) mod public;
pub(crate) mod questionnaires;
pub(crate) mod queue;
pub(crate) mod recoveries;
pub(crate) mod referral;
pub(crate) mod report_of_period;
pub(crate) mod retention;
pub(crate) mod risk;
pub(crate) mod said_and_done;
pub(crate) mod same;
pub(crate) mod self_check;
pub(crate) mod sessions;
pub(crate) mod sharing;
pub(crate) mod sign_in;
pub(crate) mod simulation;
pub(crate) mod sources;
pub(crate) mod staff;
pub(crate) mod templates;
pub(crate) mod thresholds;
pub(crate) mod workforce;

use axum::response::{Html, IntoResponse, Response};
use maud::Markup;
use porch_domain::footprint::{Footprint, TeamCode};

/// A page as an answer.
pub(crate) fn html(markup: Markup) -> Response {
    Html(markup.into_string()).into_response()
}

/// What a team is called; its code where the footprint no longer has it.
pub(crate) fn team_name(footprint: &Footprint, team: &TeamCode) -> String {
    footprint.team_by_code(team).map_or_else(|| team.0.clone(), |team| team.name.clone())
}

/// A number with commas between thousands.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
