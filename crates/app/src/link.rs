//! The link of her own page, or of a questionnaire, sent to her by a way that she agreed to for links: in words that say nothing, and
//! never with the word that opens it (PR-19, PR-22).

use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, MessageId, ReferralId},
    message::{self, MessageCommand, MessageDrafted, MessageKind, Recipient, Standing, reached_at},
    person::Route,
    referral::Referral,
};
use porch_store::{Change, Record, ReferralLine, load, screening_of_link};

use crate::{
    Ctx,
    access::{Action, check, check_of},
    deciding::letter_filling,
    door::hash_of_key,
    error::AppError,
    message::standing_about,
    person::new_stream,
    referral::referral_of,
    same_person,
    template::{self, Filling, LetterKind},
};

/// Why a message with a link is taken back.
const SHUT: &str = "the link opens nothing more";

/// The way by which a link may be sent to her now: agreed to for links, by a number or an address that is known, and one that
/// this service carries by itself; none where there is none.
///
/// # Errors
/// When the database cannot be read.
pub fn way(ctx: &Ctx, id: ReferralId, carried: impl Fn(Route) -> bool) -> Result<Option<Route>, AppError> {
    let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    let Some(referral) = referral_of(&stream) else { return Ok(None) };
    Ok(her(ctx, referral, carried)?.1)
}

fn her(ctx: &Ctx, referral: &Referral, carried: impl Fn(Route) -> bool) -> Result<(Standing, Option<Route>), AppError> {
    let (standing, person) = ctx.store.read(|tx| {
        let person = same_person::careful_with(tx, ctx.footprint(), referral.person)?.map(|(person, _)| person);
        Ok((standing_about(tx, ctx.footprint(), referral)?.at(ctx.now), person))
    })?;
    let identity = person.as_ref().and_then(|person| person.identity.as_ref());
    let reaches = |route: &Route| carried(*route) && reached_at(Recipient::Woman, *route, identity, None).is_some();
    let agreed = |route: &Route| standing.contact.allow_kind(*route, Some(MessageKind::Link));
    let dead = standing.died || standing.death_to_look_at;
    let way = MessageKind::Link.ways().iter().copied().find(|route| !dead && reaches(route) && agreed(route));
    Ok((standing, way))
}

/// Sends a link that was just made, once: the message is in the outbox in this change, read and approved by whoever sends it.
/// `site` is the beginning of our own addresses. Gives the message.
///
/// # Errors
/// [`Disallowed::Unknown`] where the link opens nothing of this referral; [`Disallowed::RouteNotAgreed`] where no way is agreed that
/// this service carries; or when the actor may not.
pub fn send(
    ctx: &Ctx,
    command: CommandId,
    id: ReferralId,
    (site, token): (&str, &str),
    carried: impl Fn(Route) -> bool,
) -> Result<MessageId, AppError> {
    check(ctx, Action::KeepPerson)?;
    let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    let referral = referral_of(&stream).ok_or(Disallowed::Unknown)?;
    check_of(ctx, Action::KeepPerson, referral)?;
    if let Some(before) = ctx.store.first_outcome(ctx.footprint(), command)? {
        return before.parse().map_err(|_| Disallowed::Unknown.into());
    }
    let path = opens(ctx, referral, token)?.ok_or(Disallowed::Unknown)?;
    let (standing, way) = her(ctx, referral, carried)?;
    let route = way.ok_or(Disallowed::RouteNotAgreed)?;
    let text = template::fitting_by(ctx, (LetterKind::Link, Some(route)), Recipient::Woman, referral.situation())?;
    let filling = Filling { link: format!("{site}/{path}/{token}"), ..letter_filling(ctx, referral, None) };
    let words = template::fill(&text.subject, &text.body, &filling).map_err(AppError::Unfit)?;
    let drafted = MessageDrafted {
        referral: id,
        recipient: Recipient::Woman,
        route,
        template: Some(text.used()),
        copied_to: Vec::new(),
        appointment: None,
        words: Some(words),
    };
    let message = MessageId(ctx.world.id());
    let (mut written, mut change) = (new_stream(message), Change::new(ctx.footprint(), ctx.now, &ctx.actor, command));
    for command in [MessageCommand::Draft(drafted), MessageCommand::Approve, MessageCommand::Queue] {
        let state = written.record.as_ref().and_then(Record::message);
        for event in message::decide(state, command, &ctx.actor, &standing)? {
            ctx.append(&mut change, &mut written, &Event::Message(event))?;
        }
    }
    change.first_outcome(message.to_string());
    ctx.store.commit(change)?;
    Ok(message)
}

/// Where a link leads, if it opens something of this referral now.
fn opens(ctx: &Ctx, referral: &Referral, token: &str) -> Result<Option<&'static str>, AppError> {
    let hash = hash_of_key(token);
    if referral.page.as_ref().is_some_and(|page| page.token == hash) && referral.page_stays(ctx.now) {
        return Ok(Some("page"));
    }
    let stream = ctx.store.read(|tx| match screening_of_link(tx, ctx.footprint(), &hash)? {
        Some(id) => Ok(Some(load(tx, ctx.footprint(), id)?)),
        None => Ok(None),
    })?;
    let screening = stream.as_ref().and_then(|stream| stream.record.as_ref()?.screening());
    let hers = screening.is_some_and(|one| one.referral == referral.id && one.open_to_her(ctx.now));
    Ok(hers.then_some("questions"))
}

/// Adds to a change that what has not left of a link goes nowhere, since it opens nothing more.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn take_back(ctx: &Ctx, change: &mut Change, id: ReferralId, hash: &str) -> Result<(), AppError> {
    let streams = ctx.store.read(|tx| {
        let ids = ReferralLine::messages(tx, ctx.footprint(), id)?;
        ids.into_iter().map(|id| load(tx, ctx.footprint(), id)).collect::<Result<Vec<_>, _>>()
    })?;
    for mut stream in streams {
        let Some(state) = stream.record.as_ref().and_then(Record::message) else { continue };
        let body = state.drafted.words.as_ref().map(|words| words.body.as_str()).unwrap_or_default();
        if state.drafted.kind() != Some(MessageKind::Link) || !carries(body, hash) {
            continue;
        }
        let withdraw = MessageCommand::Withdraw { why: SHUT.to_owned() };
        // What has left, or was taken back before, stays as it is.
        let Ok(events) = message::decide(Some(state), withdraw, &ctx.actor, &Standing::default()) else { continue };
        for event in events {
            ctx.append(change, &mut stream, &Event::Message(event))?;
        }
    }
    Ok(())
}

/// Whether a text has the link of which this is kept.
fn carries(body: &str, hash: &str) -> bool {
    let last = |word: &str| word.rsplit('/').next().map(hash_of_key);
    body.split_whitespace().filter(|word| word.contains("://")).any(|word| last(word).as_deref() == Some(hash))
}

/// A text as staff read it: where it has a link, what opens is left out.
pub fn without_token(body: &str) -> String {
    body.split_inclusive(char::is_whitespace)
        .map(|word| match word.trim_end().rsplit_once('/') {
            Some((before, _)) if word.contains("://") => {
                format!("{before}/…{}", word.strip_prefix(word.trim_end()).unwrap_or_default())
            }
            Some(_) | None => word.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // PR-22
    #[test]
    fn staff_read_a_text_without_what_opens_and_a_link_is_found_again_by_what_is_kept_of_it() {
        let body = "One: https://porch.example/page/abc123 Open it.\n\nTwo: https://porch.example/questions/def456\n";
        assert_eq!(
            without_token(body),
            "One: https://porch.example/page/… Open it.\n\nTwo: https://porch.example/questions/…\n"
        );
        for (token, there) in [("abc123", true), ("def456", true), ("abc", false), ("it.", false)] {
            assert_eq!(carries(body, &hash_of_key(token)), there, "{token}");
        }
    }
}
