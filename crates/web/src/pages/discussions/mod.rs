//! `/discussions` and `/discussions/{code}/{day}`: case discussions across services, apart from the team meeting. A list for
//! each, with its next dates, and a page for each day, which needs no script and no mouse (H2).

mod day;
mod list;
pub(crate) mod report;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use porch_app::{
    account::Names,
    case_discussion::{self, Case, CaseDay, There},
};
use porch_domain::{
    footprint::{CaseDiscussion, Footprint, TeamCode},
    front_door::{Agreement, Answers, LONGEST, urgency::age_on},
    ids::{CommandId, ReferralId},
    meeting::flagged,
    referral::{CaseListing, CaseOutcome, CaseResult, Referral, Seer},
};

use crate::{
    Site, activity,
    failure::{Failure, Kind},
    moment,
    pages::{
        form::{Errors, Sent},
        html as answer,
        referral::Answered,
        staff, team_name,
    },
    sign_in::SignedIn,
};

/// In how many days what was agreed is due.
const DUE: [(i64, &str); 7] = [
    (1, "Tomorrow"),
    (2, "In 2 days"),
    (3, "In 3 days"),
    (7, "In a week"),
    (14, "In 2 weeks"),
    (21, "In 3 weeks"),
    (28, "In 4 weeks"),
];

/// A form that came back: what was typed into it, and why it was not carried out.
#[derive(Debug, Clone, Default)]
struct Returned {
    /// Which referral it is about; none where it is about the day.
    case: Option<ReferralId>,
    /// What was typed.
    answers: Answers,
    /// What is wrong with that.
    errors: Errors,
    /// Why the rules refuse it.
    refused: Option<String>,
    /// Whether somebody else was quicker.
    stale: bool,
}

/// Everything that the parts of the page of a day need.
struct View<'a> {
    site: &'a Site,
    footprint: &'a Footprint,
    planned: &'a CaseDiscussion,
    day: &'a CaseDay,
    returned: &'a Returned,
}

/// The address of a day of a discussion.
fn address(code: &str, sitting: Timestamp) -> String {
    format!("/discussions/{code}/{}", moment::local(sitting).date())
}

/// The id of a field of the form about a referral.
fn field_id(case: ReferralId, field: &str) -> String {
    format!("{field}-{case}")
}

/// The discussion of an address, and the instant of its day.
fn known(site: &Site, code: &str, day: &str, who: &SignedIn) -> Result<(CaseDiscussion, Timestamp), Failure> {
    let missing = || Failure::from(Kind::NotFound).seen_by(who);
    let rules = site.rules();
    let planned = rules.footprint.case_discussion(code).ok_or_else(missing)?;
    let on: Date = day.parse().map_err(|_| missing())?;
    // A day that was held before the plan changed is found by the hour for which it was planned then.
    let sitting = planned.sits_on(on).or_else(|| moment::instant(on, planned.at)).ok_or_else(missing)?;
    Ok((planned.clone(), sitting))
}

/// Who takes part, teams of ours first.
fn participants(footprint: &Footprint, planned: &CaseDiscussion) -> String {
    let team = |code: &TeamCode| team_name(footprint, code);
    planned.teams.iter().map(team).chain(planned.services.iter().cloned()).collect::<Vec<_>>().join("; ")
}

/// Her name and age where those who take part may hear it; otherwise the reference alone.
fn called(case: &Case, planned: &CaseDiscussion, today: Date) -> String {
    let reference = case.referral.reference.as_deref().unwrap_or("a referral from another system");
    let listing = case.listing.as_ref();
    if listing.is_none_or(|listing| !listing.is_named_at(planned)) && planned.crosses_services() {
        return format!("Not named ({reference})");
    }
    let identity = case.person.as_ref().and_then(|person| person.identity.as_ref());
    let Some(name) = identity.and_then(|identity| identity.name.as_deref()) else {
        return format!("No name held ({reference})");
    };
    let born = identity.and_then(|identity| identity.birth_date);
    born.map_or_else(|| name.to_owned(), |born| format!("{name}, {}", age_on(born, today)))
}

/// The team that is responsible, or how the referral ended.
fn responsible(footprint: &Footprint, referral: &Referral) -> String {
    match referral.held() {
        Some(held) => team_name(footprint, &held.by),
        None => format!("Nobody: {}", super::referral::outcome_label(referral.outcome()).to_lowercase()),
    }
}

/// Who was in contact with her, as people read it.
pub(crate) fn seer_name(footprint: &Footprint, seer: &Seer) -> String {
    match seer {
        Seer::Team(team) => team_name(footprint, team),
        Seer::Service(name) => name.clone(),
    }
}

/// What is asked: the question, and who was in contact with her within three days.
fn question(footprint: &Footprint, referral: &Referral, listing: &CaseListing) -> String {
    let typed = listing.words.as_ref().map(|words| words.question.clone());
    let asked = referral.cases.asked.iter().filter(|asked| asked.discussion.as_ref() == Some(&listing.discussion));
    let pairs = asked.map(|asked| {
        let [one, other] = asked.between.each_ref().map(|seer| seer_name(footprint, seer));
        format!("{one} and {other} were in contact with her within three days: who does what, and who holds the risk?")
    });
    typed.into_iter().chain(pairs).collect::<Vec<_>>().join("\n")
}

/// Who asks; the service itself where two who were in contact with her are asked to meet.
fn asked_by<'a>(names: &'a Names, listing: &'a CaseListing) -> &'a str {
    if listing.asked_by.is_empty() { "the service itself" } else { names.of(&listing.asked_by) }
}

/// Whether she agrees that services outside hear of her, in words; nothing where none take part.
pub(crate) fn agreement_in_words(listing: &CaseListing, planned: &CaseDiscussion) -> Option<String> {
    if !planned.crosses_services() {
        return None;
    }
    let on = listing.agreement_on.map(|on| format!(" on {}", moment::date(on))).unwrap_or_default();
    let said = match listing.agreement {
        Some(Agreement::Agrees) => format!("She agreed{on}"),
        Some(Agreement::Declines) => format!("She declined{on}"),
        Some(Agreement::NotAsked) | None => "She was not asked".to_owned(),
    };
    Some(match (listing.is_named_at(planned), listing.agreement == Some(Agreement::Agrees)) {
        (_, true) => said,
        (true, false) => format!("{said}; a clinician gave a reason to name her"),
        (false, false) => format!("{said}: she is discussed without her name"),
    })
}

/// How often it was carried over, where that is flagged.
fn flag(case: &Case, footprint: &Footprint) -> Option<u32> {
    flagged(case.waited, footprint)
}

/// Every list.
pub(crate) async fn show(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let shown = activity::carry_out(&site, &who, |_, ctx| case_discussion::lists(ctx)).await?;
    let rules = site.rules();
    let content = staff::Content {
        title: "Case discussions across services".to_owned(),
        main: list::page(&rules.footprint, &shown),
        wide: true,
        section: staff::Section::Discussions,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

/// A day.
pub(crate) async fn show_day(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((code, day)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let known = known(&site, &code, &day, &who)?;
    let content = drawn(&site, &who, &known, Returned::default()).await?;
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    (planned, sitting): &(CaseDiscussion, Timestamp),
    returned: Returned,
) -> Result<staff::Content, Failure> {
    let (code, sitting) = (planned.code.clone(), *sitting);
    let day = activity::carry_out(site, who, move |_, ctx| case_discussion::day(ctx, &code, sitting)).await?;
    let day = day.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let rules = site.rules();
    let view = View { site, footprint: &rules.footprint, planned, day: &day, returned: &returned };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    Ok(staff::Content {
        title: format!("{error}{}, {}", planned.name, moment::words(sitting)),
        main: day::page(&view),
        wide: true,
        section: staff::Section::Discussions,
    })
}

/// Notes who is there, and opens the day where nobody did.
pub(crate) async fn attend(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((code, day)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let known = known(&site, &code, &day, &who)?;
    let (command, version) = carried(&sent, &who)?;
    let all = |field: &str| sent.0.all(field).map(str::to_owned).collect();
    let there = There { teams: all("teams"), services: all("services") };
    let sitting = known.1;
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(case_discussion::attend(ctx, command, &code, sitting, version, there))
    });
    after(&site, &who, &known, None, sent.0, done.await?).await
}

/// Writes down what was agreed about one referral.
pub(crate) async fn discuss(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((code, day, id)): Path<(String, String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let known = known(&site, &code, &day, &who)?;
    let id: ReferralId = id.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(&who))?;
    let (command, version) = carried(&sent, &who)?;
    let mut errors = Errors::default();
    let result = result(id, &sent.0, site.world.now(), &mut errors);
    let Some(result) = result.filter(|_| errors.is_empty()) else {
        let returned = Returned { case: Some(id), answers: sent.0, errors, ..Returned::default() };
        let content = drawn(&site, &who, &known, returned).await?;
        return Ok((StatusCode::BAD_REQUEST, answer(staff::page(&site, Some(&who), &content))).into_response());
    };
    let sitting = known.1;
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(case_discussion::discuss(ctx, command, &code, sitting, id, version, result))
    });
    after(&site, &who, &known, Some(id), sent.0, done.await?).await
}

/// What a form says was agreed; nothing where something is wrong, which is then in `errors`.
fn result(id: ReferralId, answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<CaseResult> {
    let at = |field: &str| field_id(id, field);
    let outcome = CaseOutcome::of_code(answers.typed("outcome"));
    if outcome.is_none() {
        errors.add(at("outcome"), "Choose what came of it");
    }
    let outcome = outcome?;
    let (note, owner) = (answers.text("note"), answers.text("owner"));
    let carried = outcome == CaseOutcome::CarriedOver;
    match &note {
        None if !carried => errors.add(at("note"), "Write what was agreed"),
        Some(note) if note.chars().count() > LONGEST => {
            errors.add(at("note"), "This is too long: at most 10,000 characters are kept");
        }
        Some(_) | None => {}
    }
    let days: Option<i64> = answers.typed("due").parse().ok();
    let until = days.filter(|days| DUE.iter().any(|(known, _)| known == days));
    let until = until.map(|days| now + SignedDuration::from_hours(days * 24));
    if !carried && (outcome.needs_an_owner() || owner.is_some() || until.is_some()) {
        if owner.is_none() {
            errors.add(at("owner"), "Say who does it");
        }
        if until.is_none() {
            errors.add(at("due"), "Choose by when");
        }
    }
    Some(CaseResult { outcome, owner, until, note })
}

/// Ends the day.
pub(crate) async fn close(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((code, day)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let known = known(&site, &code, &day, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let sitting = known.1;
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(case_discussion::close(ctx, command, &code, sitting)));
    after(&site, &who, &known, None, sent.0, done.await?).await
}

/// The command and the version that a form carries.
fn carried(sent: &Sent, who: &SignedIn) -> Result<(CommandId, i64), Failure> {
    let command = sent.command().map_err(|failure| failure.seen_by(who))?;
    Ok((command, sent.version().map_err(|failure| failure.seen_by(who))?))
}

/// After a step: back to the page, or the page with what was typed.
async fn after(
    site: &Arc<Site>,
    who: &SignedIn,
    known: &(CaseDiscussion, Timestamp),
    case: Option<ReferralId>,
    answers: Answers,
    done: Result<(), porch_app::AppError>,
) -> Result<Response, Failure> {
    let returned = match Answered::of(done, who)? {
        Answered::Done => {
            let to = format!("{}#cases", address(&known.0.code, known.1));
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
        }
        Answered::Stale => Returned { stale: true, ..Returned::default() },
        Answered::Refused(why) => Returned { refused: Some(why), ..Returned::default() },
    };
    let content = drawn(site, who, known, Returned { case, answers, ..returned }).await?;
    Ok((StatusCode::CONFLICT, answer(staff::page(site, Some(who), &content))).into_response())
}
