//! `/duty`: emergencies, who is on and on call, what waits, one's shift, the log of a day, and the rota (D9, PR-17).

pub(crate) mod done;
mod forms;
mod view;

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use porch_app::{
    AppError, Ctx,
    access::Action,
    comment,
    duty::{self, Note},
    queue, referral,
};
use porch_domain::{
    disallowed::Disallowed,
    duty::{Done, Handed, Shift},
    front_door::{Answers, LONGEST},
    ids::CommandId,
};

use crate::{
    Site, activity,
    failure::{Failure, Kind},
    moment,
    pages::{
        annual::Fields,
        form::{Errors, Sent, When},
        html as answer,
        referral::Answered,
        staff,
    },
    sign_in::SignedIn,
};

/// The most that a line of a form may hold.
const LONGEST_LINE: usize = 200;

/// When a line of the rota begins.
const FROM: When<'static> = When { time: "from", day: "from_on", prefix: "" };
/// When it ends.
const UNTIL: When<'static> = When { time: "until", day: "until_on", prefix: "" };
/// When somebody took something over.
const HANDED: When<'static> = When { time: "handed", day: "handed_on", prefix: "" };

/// A form that came back: what was typed, what is wrong with it, and why it was not done.
#[derive(Debug, Default)]
struct Returned {
    typed: Answers,
    errors: Errors,
    why: Option<String>,
}

/// The page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let on = fields.iter().find(|(key, _)| key == "on").and_then(|(_, value)| value.parse().ok());
    drawn(&site, &who, on, StatusCode::OK, &Returned::default()).await
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    on: Option<Date>,
    status: StatusCode,
    returned: &Returned,
) -> Result<Response, Failure> {
    let sees = who.may(Action::SeeReferral);
    let read = activity::carry_out(site, who, move |site, ctx| {
        let own = if sees { referral::own_tasks_counted(ctx)? } else { (0, 0) };
        let board = duty::board(ctx, on.unwrap_or(ctx.today()))?;
        let counts = queue::counts(ctx, &site.order)?;
        Ok((board, view::Waits { counts, own, passed_on: comment::with_duty(ctx)? }))
    });
    let (board, waits) = read.await?;
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    let day = if board.on == board.today { String::new() } else { format!(": {}", moment::date(board.on)) };
    let content = staff::Content {
        title: format!("{error}Duty{day}"),
        main: view::content(site, who, (&board, &waits), returned),
        wide: true,
        section: staff::Section::Duty,
    };
    Ok((status, answer(staff::page(site, Some(who), &content))).into_response())
}

/// What a form of the page asks for.
#[derive(Debug, Clone)]
enum Step {
    Begin,
    End { on: Date, of: String, told: Option<String> },
    Note(Note),
    Roster { shift: Shift, account: String, from: jiff::Timestamp, until: jiff::Timestamp },
    TakeBack { on: Date, nth: u32 },
    Erase { on: Date, why: String },
}

/// A form of the page.
pub(crate) async fn act(State(site): State<Arc<Site>>, who: SignedIn, sent: Sent) -> Result<Response, Failure> {
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let mut returned = Returned { typed: sent.0.clone(), ..Returned::default() };
    let read = step(&sent.0, moment::local(site.world.now()).date(), &mut returned.errors);
    let step = read.map_err(|failure| failure.seen_by(&who))?;
    // Words are erased on the page of their day; every other form stands on today's.
    let shown = (sent.0.typed("step") == "erase").then(|| sent.0.typed("on").parse().ok()).flatten();
    let Some(step) = step.filter(|_| returned.errors.is_empty()) else {
        return drawn(&site, &who, shown, StatusCode::BAD_REQUEST, &returned).await;
    };
    let asked = step.clone();
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(carried_out(ctx, command, asked))).await?;
    if let (Err(AppError::Disallowed(why)), Some(field)) = (&done, field_of(&step, &done)) {
        returned.errors.add(field, sentence(&why.to_string()));
        return drawn(&site, &who, shown, StatusCode::CONFLICT, &returned).await;
    }
    match Answered::of(done, &who)? {
        Answered::Done => Ok((StatusCode::SEE_OTHER, [(header::LOCATION, "/duty")]).into_response()),
        Answered::Stale => {
            returned.why =
                Some("Others wrote here at the same moment. Nothing of yours was saved; send it again.".into());
            drawn(&site, &who, shown, StatusCode::CONFLICT, &returned).await
        }
        Answered::Refused(why) => {
            returned.why = Some(sentence(&why));
            drawn(&site, &who, shown, StatusCode::CONFLICT, &returned).await
        }
    }
}

fn carried_out(ctx: &Ctx, command: CommandId, step: Step) -> Result<(), AppError> {
    match step {
        Step::Begin => duty::begin(ctx, command),
        Step::End { on, of, told } => duty::end(ctx, command, (on, &of), told),
        Step::Note(note) => duty::note(ctx, command, note),
        Step::Roster { shift, account, from, until } => duty::roster(ctx, command, shift, &account, (from, until)),
        Step::TakeBack { on, nth } => duty::take_back(ctx, command, on, nth),
        Step::Erase { on, why } => duty::erase(ctx, command, on, &why),
    }
}

/// The field at which a refusal is said, where one of the page can mend it.
fn field_of(step: &Step, done: &Result<(), AppError>) -> Option<String> {
    let Err(AppError::Disallowed(why)) = done else { return None };
    let field = match step {
        Step::End { on, of, .. } if matches!(why, Disallowed::EmergencyNotAccepted(_)) => {
            return Some(told_id(*on, of));
        }
        Step::Note(_) if *why == Disallowed::UnknownReference => "reference",
        Step::Note(_) if *why == Disallowed::HandedToMissing => "handed_to",
        Step::Roster { .. } if *why == Disallowed::ShiftUnclear => "from",
        Step::Roster { .. } if matches!(why, Disallowed::UnknownAccount | Disallowed::OnTheRotaAlready) => "account",
        Step::Begin
        | Step::End { .. }
        | Step::Note(_)
        | Step::Roster { .. }
        | Step::TakeBack { .. }
        | Step::Erase { .. } => return None,
    };
    Some(field.to_owned())
}

/// The id of the field that says who on call was told, one for each shift that goes on.
fn told_id(on: Date, of: &str) -> String {
    format!("told-{on}-{of}")
}

/// Reads what a form says; what is wrong is added to `errors`, and nothing is given for it.
fn step(typed: &Answers, today: Date, errors: &mut Errors) -> Result<Option<Step>, Failure> {
    let unclear = || Failure::from(Kind::Unclear("the form says nothing that this page knows".to_owned()));
    let on = || typed.typed("on").parse::<Date>().map_err(|_| unclear());
    Ok(match typed.typed("step") {
        "begin" => Some(Step::Begin),
        "end" => {
            let (on, of) = (on()?, typed.text("of").ok_or_else(unclear)?);
            let told = line(typed, "told", &told_id(on, &of), errors);
            Some(Step::End { on, of, told })
        }
        "note" => note(typed, today, errors).map(Step::Note),
        "roster" => roster(typed, today, errors),
        "take-back" => Some(Step::TakeBack { on: on()?, nth: typed.typed("nth").parse().map_err(|_| unclear())? }),
        "erase" => {
            let on = on()?;
            let why = line(typed, "why", "why", errors);
            if why.is_none() {
                errors.add("why", "Say why the words are erased");
            }
            why.map(|why| Step::Erase { on, why })
        }
        _ => return Err(unclear()),
    })
}

/// A line of text, if one was typed; one that is too long is said at its field.
fn line(typed: &Answers, name: &str, id: &str, errors: &mut Errors) -> Option<String> {
    let text = typed.text(name)?;
    if text.chars().count() > LONGEST_LINE {
        errors.add(id, format!("This is too long: at most {LONGEST_LINE} characters are kept"));
    }
    Some(text)
}

fn note(typed: &Answers, today: Date, errors: &mut Errors) -> Option<Note> {
    let kind = Done::of_code(typed.typed("kind"));
    if kind.is_none() {
        errors.add("kind", "Choose what was done");
    }
    let outcome = typed.text("outcome");
    match &outcome {
        None => errors.add("outcome", "Write what came of it"),
        Some(words) if words.chars().count() > LONGEST => {
            errors.add("outcome", "This is too long: at most 10,000 characters are kept");
        }
        Some(_) => {}
    }
    let handed_to = line(typed, "handed_to", "handed_to", errors);
    let handed_at = HANDED.read(typed, today, errors);
    if handed_to.is_none() && (handed_at.is_some() || kind == Some(Done::ToldCrisisTeam)) {
        errors.add("handed_to", "Write the name of who took it over");
    }
    if handed_to.is_some() && typed.text(HANDED.time).is_none() {
        errors.add(HANDED.time, "Write when they took it over");
    }
    let reference = line(typed, "reference", "reference", errors);
    let handed = handed_to.zip(handed_at).map(|(to, at)| Handed { to, at });
    Some(Note { kind: kind?, outcome: outcome?, handed, reference })
}

fn roster(typed: &Answers, today: Date, errors: &mut Errors) -> Option<Step> {
    let shift = Shift::of_code(typed.typed("shift"));
    if shift.is_none() {
        errors.add("shift", "Choose duty or on call");
    }
    let account = typed.text("account");
    if account.is_none() {
        errors.add("account", "Choose who it is");
    }
    let mut read = |when: When<'_>, words: &str| {
        if typed.text(when.time).is_none() {
            errors.add(when.time, words);
        }
        when.read(typed, today, errors)
    };
    let (from, until) = (read(FROM, "Write when it begins"), read(UNTIL, "Write when it ends"));
    Some(Step::Roster { shift: shift?, account: account?, from: from?, until: until? })
}

/// What the rules say, as a sentence.
fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}
