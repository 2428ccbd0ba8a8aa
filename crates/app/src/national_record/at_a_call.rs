//! Asking the national record while a call is written down, before anything is stored: what it says is a proposal beside the
//! fields, and stands nowhere but there (H05, PR-06).

use porch_domain::{
    disallowed::Disallowed,
    ids::PersonId,
    person::{
        Identity,
        national::{Answer, Question},
    },
};
use porch_store::{Look, PersonLine, Record, Stream, load, records_of_person};

use super::{ASKED, By, MOST_OTHERS, NationalRecords, person_of, tell_death};
use crate::{
    Ctx,
    access::{Action, check},
    error::AppError,
    look,
    person::check_person,
    withheld,
};

/// What was asked, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAtACall {
    /// What was asked.
    pub question: Question,
    /// What came of it.
    pub answer: Answer,
}

/// Asks about whoever a call is about: by what is typed, and where somebody who is known was chosen also by what is held of
/// her. That it is asked and by whom is on disk before the question leaves.
///
/// # Errors
/// When the actor may not, too little is typed to ask by, or the database cannot be read or written: then nothing was asked. A
/// failure of the national record is an answer.
pub fn ask_at_a_call(
    ctx: &Ctx,
    records: &NationalRecords,
    about: Option<PersonId>,
    typed: &Identity,
    by: By,
) -> Result<AskedAtACall, AppError> {
    match about {
        Some(id) => check_person(ctx, Action::KeepPerson, id)?,
        None => check(ctx, Action::KeepPerson)?,
    }
    let group = about.map(|id| hers(ctx, id)).transpose()?.unwrap_or_default();
    let held = group.iter().find(|stream| about.is_some_and(|id| stream.id == id.into()));
    let held = held.and_then(|stream| stream.record.as_ref()).and_then(Record::person);
    if held.is_some_and(|person| person.erased) {
        return Err(Disallowed::Erased.into());
    }
    let identity = held.and_then(|person| person.identity.clone()).unwrap_or_default().with(typed.clone());
    let question = match by {
        By::WhatIsHeld => Question::about(&identity),
        By::Particulars => Question::by_particulars(&identity),
    };
    let question = question.ok_or(Disallowed::NothingToAskBy)?;
    let subjects: Vec<String> = about.iter().map(ToString::to_string).collect();
    look::note(ctx, &Look { what: ASKED, why: "a call is written down", allowed: true, subjects: &subjects })?;
    let mut answer = records.ask(ctx, &question);
    if let Answer::Found(found) = &answer {
        if let Some(id) = about.filter(|_| found.died.is_some() && found.may_be_hers(&identity)) {
            tell_death(ctx, id, group)?;
        }
        // Where she is, is kept back here of whoever has this number: it stands in no answer either (PR-26).
        let kept_back = ctx.store.read(|tx| {
            let mut people = PersonLine::by_nhs_number(tx, ctx.footprint(), &found.nhs_number, MOST_OTHERS)?;
            people.extend(about);
            let mut kept_back = false;
            for id in people {
                kept_back |= withheld::of(tx, ctx.footprint(), id)?.is_some();
            }
            Ok(kept_back)
        })?;
        if kept_back {
            answer = Answer::Found(Box::new((**found).clone().without_address()));
        }
    }
    Ok(AskedAtACall { question, answer })
}

fn hers(ctx: &Ctx, id: PersonId) -> Result<Vec<Stream>, AppError> {
    let group = ctx.store.read(|tx| {
        let records = records_of_person(tx, ctx.footprint(), id)?;
        records.into_iter().map(|record| load(tx, ctx.footprint(), record)).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(group.into_iter().filter(|stream| person_of(stream).is_some()).collect())
}
