//! `/referrals/{id}/decide`: choose, say why, read both letters, approve. Each step is a page and needs no script; what
//! was typed goes along with it.

mod choose;
mod fill;
pub(in crate::pages) mod fits;
mod letters;
mod prefill;
mod review;
mod typed;

use std::sync::Arc;

use axum::{
    Form,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use maud::Markup;
use porch_app::{
    AppError, Ctx,
    deciding::{self, Act, Decision, Drafts, Happened, Opened, Question},
    message,
};
use porch_domain::{
    disallowed::Disallowed,
    footprint::{HowSevere, TeamCode},
    ids::{CommandId, ReferralId},
    message::Recipient,
    referral::{CitedCriterion, Outcome, criteria_for},
};
use serde::Deserialize;
use uuid::Uuid;

use self::typed::{Choice, Typed, Wrong};
pub(in crate::pages) use self::{prefill::usual_way_back, review::difference};
use crate::{
    Site, activity,
    failure::{Failure, Kind},
    moment,
    pages::{html as answer, staff},
    sign_in::SignedIn,
};

/// What every page of a decision knows.
pub(super) struct View {
    opened: Opened,
    teams: Vec<(TeamCode, String)>,
    all_teams: Vec<(TeamCode, String)>,
    footprint: porch_domain::footprint::Footprint,
    /// The criteria of the day on which it was received.
    criteria: Vec<CitedCriterion>,
    /// How severe the decider judges it to be, where they said.
    how_severe: Option<HowSevere>,
    now: Timestamp,
}

/// Which choice the page is for.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    choice: String,
    #[serde(default)]
    severity: String,
}

pub(in crate::pages) use typed::teams;

/// A page to show, with its status.
type Shown = (StatusCode, String, Markup);

/// Who takes a step, about what.
#[derive(Clone, Copy)]
struct Turn<'a> {
    ctx: &'a Ctx,
    id: ReferralId,
    view: &'a View,
    choice: &'a Choice,
    account: &'a str,
}

/// What became of a post.
enum Done {
    Page(Shown),
    Gone,
    Redirect(String),
}

/// The choices; or what the chosen one needs; or what was decided.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let id = referral_id(&id, &who)?;
    let account = who.account.clone();
    let shown = activity::carry_out(&site, &who, move |_, ctx| {
        let Some(view) = view(ctx, id, &asked.severity)? else { return Ok(None) };
        if view.opened.referral.outcome() != Outcome::Pending {
            let letters = message::about(ctx, id)?;
            let title = review::decided_title(&view);
            return Ok(Some((StatusCode::OK, title, review::decided(&view, &letters))));
        }
        let saved = view.opened.referral.triage.letter_due.clone();
        let choice = match &saved {
            Some(saved) if asked.choice.is_empty() => Some(Choice::of_verdict(&saved.verdict)),
            Some(_) | None => Choice::of_code(&asked.choice, &view.teams),
        };
        let Some(choice) = choice else {
            let nothing = (!asked.choice.is_empty() && asked.choice != "none").then_some("Choose what is decided");
            return Ok(Some((StatusCode::OK, "Decide".to_owned(), choose::page(&view, nothing))));
        };
        let mut typed = Typed::default();
        typed.set("choice", choice.code());
        if let Some(how_severe) = view.how_severe {
            typed.set(fits::SEVERITY, how_severe.code());
        }
        begin(ctx, &mut typed, &view);
        prefill::prefill(&mut typed, &view, &choice, &account);
        let title = choice.title(&view.all_teams);
        Ok(Some((StatusCode::OK, title, fill::page(&view, &choice, &typed, &[]))))
    });
    let (status, title, main) = shown.await?.ok_or_else(|| not_found(&who))?;
    Ok(page(&site, &who, status, title, main))
}

/// One step on: the letters, the reading of them, the decision itself; or a step back.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let id = referral_id(&id, &who)?;
    let typed = Typed::of(pairs);
    let account = who.account.clone();
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        let Some(view) = view(ctx, id, typed.get(fits::SEVERITY))? else { return Ok(Done::Gone) };
        step(ctx, id, &view, typed, &account)
    });
    match done.await? {
        Done::Page((status, title, main)) => Ok(page(&site, &who, status, title, main)),
        Done::Gone => Err(not_found(&who)),
        Done::Redirect(to) => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()),
    }
}

fn step(ctx: &Ctx, id: ReferralId, view: &View, mut typed: Typed, account: &str) -> Result<Done, AppError> {
    let step = typed.get("step").to_owned();
    let Some(choice) = Choice::of_code(typed.get("choice"), &view.teams) else {
        let main = choose::page(view, Some("Choose what is decided"));
        return Ok(Done::Page((StatusCode::UNPROCESSABLE_ENTITY, "Decide".to_owned(), main)));
    };
    fill::name_signpost(&mut typed, view);
    let finishes = matches!(step.as_str(), "finish" | "save");
    let seen: i64 = typed.get("version").parse().unwrap_or(0);
    // A post that comes twice was carried out: it is answered as the first time.
    let again = finishes && command_of(&typed).is_some_and(|command| carried_out(ctx, command));
    if again {
        return Ok(Done::Redirect(format!("/referrals/{id}/decide")));
    }
    if view.opened.version != seen {
        return Ok(Done::Page(stale(ctx, id, view, &choice, typed, seen)?));
    }
    if step == "grounds" {
        return Ok(Done::Page((StatusCode::OK, choice.title(&view.all_teams), fill::page(view, &choice, &typed, &[]))));
    }
    let wrong = typed::grounds_problems(&choice, &typed, view, ctx.now);
    if !wrong.is_empty() {
        return Ok(Done::Page(with_problems(view, &choice, &typed, &wrong)));
    }
    let drafts = draft(ctx, id, view, &choice, &mut typed)?;
    match step.as_str() {
        "letters" => Ok(Done::Page((
            StatusCode::OK,
            "Letters".to_owned(),
            letters::page(view, &choice, &typed, &drafts, &[], account),
        ))),
        "review" => {
            let wrong = letters::problems(&typed, &drafts);
            let (status, title, main) = if wrong.is_empty() {
                (StatusCode::OK, "Read and approve", review::page(view, &choice, &typed, &drafts, &[], None))
            } else {
                let main = letters::page(view, &choice, &typed, &drafts, &wrong, account);
                (StatusCode::UNPROCESSABLE_ENTITY, "Letters", main)
            };
            Ok(Done::Page((status, title.to_owned(), main)))
        }
        "finish" | "save" => finish(&Turn { ctx, id, view, choice: &choice, account }, typed, &drafts, step == "save"),
        // Nothing is decided by a button that this page does not have.
        _ => Ok(Done::Page((
            StatusCode::UNPROCESSABLE_ENTITY,
            "Letters".to_owned(),
            letters::page(view, &choice, &typed, &drafts, &[], account),
        ))),
    }
}

/// Both letters anew; a text that nobody changed follows its grounds, one that somebody changed stays.
fn draft(ctx: &Ctx, id: ReferralId, view: &View, choice: &Choice, typed: &mut Typed) -> Result<Drafts, AppError> {
    let verdict = typed::verdict(choice, typed, &view.opened, &view.footprint);
    let matter = typed::matter(choice, typed, &view.criteria);
    let drafts = deciding::prepare(ctx, id, verdict.as_ref(), &matter)?;
    let hers = Some(&drafts.to_woman);
    for (text, drawn, draft, recipient) in [
        ("her_text", "her_drawn", hers, Recipient::Woman),
        ("ref_text", "ref_drawn", drafts.to_referrer.as_ref(), Recipient::Referrer),
    ] {
        let Some(draft) = draft else { continue };
        let unchanged = typed.get(text).is_empty() || typed::print_of(typed.get(text)) == typed.get(drawn);
        if unchanged && typed.get("step") == "letters" {
            let kept = view.opened.kept.iter().rfind(|kept| kept.drafted.recipient == recipient);
            // A draft from another text than the one that fits now is not offered: her situation may have changed (H07).
            let same = |used: &porch_domain::message::TemplateUsed| used.name == draft.template.name;
            let kept = kept.filter(|kept| kept.drafted.template.as_ref().is_some_and(same));
            let first = typed.get(drawn).is_empty();
            let words = kept.filter(|_| first).and_then(|kept| kept.drafted.words.as_ref());
            typed.set(text, words.unwrap_or(&draft.words).body.clone());
        }
        typed.set(drawn, typed::print_of(&draft.words.body));
    }
    Ok(drafts)
}

/// The last step: what was read is carried out, or what stands against it is told with everything that was typed.
fn finish(turn: &Turn<'_>, typed: Typed, drafts: &Drafts, saves: bool) -> Result<Done, AppError> {
    let Turn { ctx, id, view, choice, account } = *turn;
    let mut wrong = letters::problems(&typed, drafts);
    if saves && *choice != Choice::Ask {
        wrong.extend(letters::due_problems(&typed, ctx.now));
    }
    let command = command_of(&typed).unwrap_or_else(|| CommandId(ctx.world.id()));
    let seen = view.opened.version;
    if wrong.is_empty() {
        let outcome = match typed::verdict(choice, &typed, &view.opened, &view.footprint) {
            None => deciding::ask(ctx, command, id, seen, question(&typed, choice, drafts, saves)),
            Some(verdict) => {
                let subject = drafts.to_referrer.as_ref().map(|draft| draft.words.subject.clone()).unwrap_or_default();
                let decision = Decision {
                    verdict,
                    matter: typed::matter(choice, &typed, &view.criteria),
                    second_clinician: Some(typed.get("second_clinician").to_owned()).filter(|name| !name.is_empty()),
                    safeguarding: Some(typed.get("safeguarding").to_owned()).filter(|answer| !answer.is_empty()),
                    how_severe: view.how_severe,
                    otherwise: Some(typed.get(fits::OTHERWISE).to_owned()).filter(|code| !code.is_empty()),
                    to_woman: typed::to_woman(&typed, &drafts.to_woman.words.subject),
                    to_referrer: typed::to_referrer(&typed, &subject),
                };
                let owner = typed.get("owner").to_owned();
                let act = match moment::of_typed(typed.get("due_at")).filter(|_| saves) {
                    Some(by) => Act::Save { owner, by },
                    None => Act::Finish,
                };
                deciding::decide(ctx, command, id, seen, decision, act)
            }
        };
        match outcome {
            Ok(()) => return Ok(Done::Redirect(format!("/referrals/{id}/decide"))),
            Err(AppError::Stale) => {
                // Somebody was quicker by a moment: read again, and say what they did.
                let Some(view) = self::view(ctx, id, typed.get(fits::SEVERITY))? else { return Ok(Done::Gone) };
                return Ok(Done::Page(stale(ctx, id, &view, choice, typed, seen)?));
            }
            Err(AppError::Disallowed(why)) => wrong.push(said(&why)),
            Err(other) => return Err(other),
        }
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let main = if wrong.iter().any(|one| letters::asks(one.field)) {
        letters::page(view, choice, &typed, drafts, &wrong, account)
    } else if wrong.iter().all(|one| one.field.is_empty()) {
        review::page(view, choice, &typed, drafts, &wrong, None)
    } else {
        fill::page(view, choice, &typed, &wrong)
    };
    Ok(Done::Page((status, "Decide".to_owned(), main)))
}

fn question(typed: &Typed, choice: &Choice, drafts: &Drafts, saves: bool) -> Question {
    let matter = typed::matter(choice, typed, &[]);
    let letter = typed::asking_letter(typed).and_then(|(recipient, route)| match recipient {
        Recipient::Woman => Some(typed::letter(route, &drafts.to_woman.words.subject, typed.get("her_text"))),
        Recipient::Referrer => {
            let subject = &drafts.to_referrer.as_ref()?.words.subject;
            Some(typed::letter(route, subject, typed.get("ref_text")))
        }
    });
    Question {
        of: typed::asked_of(typed).unwrap_or(porch_domain::referral::AskedOf::Other),
        until: matter.until.unwrap_or_default(),
        matter,
        letter,
        approved: !saves,
    }
}

/// The referral moved on: what happened is told, what was typed is kept, and nothing was written (H13).
fn stale(
    ctx: &Ctx,
    id: ReferralId,
    view: &View,
    choice: &Choice,
    mut typed: Typed,
    seen: i64,
) -> Result<Shown, AppError> {
    let since: Vec<Happened> = deciding::changed_since(ctx, id, seen)?;
    let title = "This referral has changed".to_owned();
    if view.opened.referral.outcome() != Outcome::Pending {
        return Ok((StatusCode::CONFLICT, title, review::too_late(view, choice, &typed, &since)));
    }
    begin(ctx, &mut typed, view);
    let wrong = typed::grounds_problems(choice, &typed, view, ctx.now);
    if typed.get("her_text").is_empty() && typed.get("ref_text").is_empty() || !wrong.is_empty() {
        return Ok((
            StatusCode::CONFLICT,
            title,
            review::changed(&view.opened.names, &since, &fill::page(view, choice, &typed, &wrong)),
        ));
    }
    let drafts = draft(ctx, id, view, choice, &mut typed)?;
    Ok((StatusCode::CONFLICT, title, review::page(view, choice, &typed, &drafts, &[], Some(&since))))
}

/// From which version the page is drawn, and the command that its last step carries out, once.
fn begin(ctx: &Ctx, typed: &mut Typed, view: &View) {
    typed.set("version", view.opened.version.to_string());
    typed.set("command", ctx.world.id().to_string());
}

fn command_of(typed: &Typed) -> Option<CommandId> {
    Uuid::parse_str(typed.get("command")).ok().map(CommandId)
}

fn carried_out(ctx: &Ctx, command: CommandId) -> bool {
    ctx.store.first_outcome(ctx.footprint(), command).is_ok_and(|outcome| outcome.is_some())
}

fn with_problems(view: &View, choice: &Choice, typed: &Typed, wrong: &[Wrong]) -> Shown {
    (StatusCode::UNPROCESSABLE_ENTITY, choice.title(&view.all_teams), fill::page(view, choice, typed, wrong))
}

/// What the rules refused, at the field that answers it.
fn said(why: &Disallowed) -> Wrong {
    let fields = [
        (Disallowed::ReasonMissing, "reasons"),
        (Disallowed::CriterionMissing, "criteria"),
        (Disallowed::OtherwiseReasonMissing, fits::OTHERWISE),
        (Disallowed::WayBackMissing, "way_back"),
        (Disallowed::WhatWouldChangeMissing, "what_would_change"),
        (Disallowed::TellingMissing, "her_why"),
        (Disallowed::TellHerFirst, "told_by"),
        (Disallowed::ToldInPersonUnclear, "told_at"),
        (Disallowed::SpokeAtMissing, "told_at"),
        (Disallowed::SecondClinicianMissing, "second_clinician"),
        (Disallowed::AnotherDecides, "second_clinician"),
        (Disallowed::SafeguardingAnswerMissing, "safeguarding"),
        (Disallowed::MeanwhileMissing, "meanwhile"),
        (Disallowed::OutOfAreaReasonMissing, "because"),
        (Disallowed::SignpostMissing, "signposted_to"),
        (Disallowed::RouteNotAgreed, "her_route"),
        (Disallowed::RouteUnsettled, "her_route"),
        (Disallowed::NotAnOrganisation, "ref_route"),
        (Disallowed::NoReferrer, "ref_route"),
        (Disallowed::ReceiptOnly, "ref_route"),
        (Disallowed::NamesWithheldAddress { to_her: true }, "her_text"),
        (Disallowed::NamesWithheldAddress { to_her: false }, "ref_text"),
        (Disallowed::OwnerMissing, "owner"),
        (Disallowed::NotWithinAWeek, "due_at"),
    ];
    let field = fields.into_iter().find(|(known, _)| known == why).map_or("", |(_, field)| field);
    let field = if matches!(why, Disallowed::FirstLineTells(_)) { "her_text" } else { field };
    let what = why.to_string();
    let mut letters = what.chars();
    let what = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    Wrong { field, what }
}

fn view(ctx: &Ctx, id: ReferralId, severity: &str) -> Result<Option<View>, AppError> {
    let footprint = &ctx.rules.footprint;
    let Some(opened) = deciding::open(ctx, id)? else { return Ok(None) };
    Ok(Some(View {
        criteria: criteria_for(footprint, opened.referral.received_at),
        opened,
        teams: typed::teams(footprint, ctx.today()),
        all_teams: footprint.teams().iter().map(|team| (team.code.clone(), team.name.clone())).collect(),
        footprint: footprint.clone(),
        how_severe: HowSevere::ALL.into_iter().find(|one| one.code() == severity),
        now: ctx.now,
    }))
}

/// When a letter is due where nobody says otherwise: noon of the next day.
fn noon_tomorrow(now: Timestamp) -> Timestamp {
    let local = moment::local(now);
    let noon = local.date().checked_add(1.day()).ok().map(|date| date.at(12, 0, 0, 0));
    let noon = noon.and_then(|noon| noon.to_zoned(local.time_zone().clone()).ok());
    noon.map_or(now + SignedDuration::from_hours(24), |noon| noon.timestamp())
}

fn referral_id(text: &str, who: &SignedIn) -> Result<ReferralId, Failure> {
    text.parse().map_err(|_| not_found(who))
}

fn not_found(who: &SignedIn) -> Failure {
    Failure::from(Kind::NotFound).seen_by(who)
}

fn page(site: &Site, who: &SignedIn, status: StatusCode, title: String, main: Markup) -> Response {
    let content = staff::Content { title, main, wide: true, section: staff::Section::None };
    (status, answer(staff::page(site, Some(who), &content))).into_response()
}
