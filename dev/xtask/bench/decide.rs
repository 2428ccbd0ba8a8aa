//! A decision with both its letters among a hundred thousand open referrals, each with its clocks, beside the same among
//! five hundred: what waits must not make deciding slower.

use std::{
    hint::black_box,
    path::Path,
    time::{Duration, Instant},
};

use porch_app::{
    Ctx,
    access::{self, Action},
    deciding::{self, Act, Decision, Letter, Matter, Tell},
};
use porch_domain::{
    actor::{Actor, Role},
    footprint::TeamCode,
    front_door::{Referrer, Story},
    ids::{CommandId, PersonId, ReferralId},
    person::{ContactChoices, Identity, PersonCommand, PersonRegistered, Route, RouteChoice},
    referral::{ReferralCommand, Verdict},
};
use porch_store::{Record, load};
use porch_testkit::{builders, calm_referrals};

use crate::{
    Settings,
    callers::quantile,
    desk::Desk,
    measure::{Bar, Line},
    one, process, raw,
};

/// Who waits.
const OPEN: usize = 100_000;
/// Who waits in the short queue.
const FEW: usize = 500;
/// Decisions of a turn.
const DECISIONS: usize = 200;
/// How often the access check is asked: one alone is too short to be measured.
const CHECKS: u32 = 10_000;

/// Runs it.
///
/// # Errors
/// When a decision is refused, or the files cannot be made.
pub fn run(settings: &Settings) -> Result<Vec<Line>, String> {
    let folder = tempfile::tempdir_in(settings.root.join("target")).map_err(raw::said)?;
    let open = settings.size(OPEN).max(2 * FEW);
    let many = queue(&folder.path().join("many.db"), open)?;
    let few = queue(&folder.path().join("few.db"), FEW)?;
    let count = settings.size(DECISIONS).max(50);
    let (mut middle, mut longest, mut flushed, mut asked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let (among_many, processor) = decisions(&many, count)?;
        let (among_few, _) = decisions(&few, count)?;
        let check = access_check(&few)?;
        asked.push((check, processor - check));
        let at = |took: &[Duration], share| quantile(took, share);
        middle.push((at(&among_many, 0.5), at(&among_few, 0.5)));
        longest.push((at(&among_many, 0.99), at(&among_few, 0.99)));
        flushed.push((at(&among_many, 0.5), one::flush(folder.path(), count)?));
    }
    let what = format!("accepting a referral with both letters, durable, one caller, among {open} open referrals");
    Ok(vec![
        Line::beside(
            &format!("{what}, half within; the same among {FEW}"),
            "ms",
            Bar::AtMost { bar: 1.5, goal: 1.1 },
            &middle,
        ),
        Line::beside(&format!("{what}, 99 of 100 within; the same among {FEW}"), "ms", Bar::None, &longest),
        Line::beside(&format!("{what}, half within; the disk's own flush of one page"), "ms", Bar::None, &flushed),
        Line::beside(
            &format!(
                "the access check of such a decision; the processor time of the decision without it, among {open}: \
                 whoever may decide leaves no look beside the journal"
            ),
            "µs",
            Bar::AtMost { bar: 0.1, goal: 0.1 },
            &asked,
        ),
    ])
}

/// Somebody on duty over a queue of so many.
fn queue(file: &Path, open: usize) -> Result<Ctx, String> {
    let duty = Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty };
    let ctx = Ctx { actor: duty, ..Desk::at(file)?.public() };
    calm_referrals(&ctx, open).map_err(raw::said)?;
    Ok(ctx)
}

/// How long each decision took, the shortest first, and the processor time of one in microseconds; what is decided came just
/// before.
fn decisions(ctx: &Ctx, count: usize) -> Result<(Vec<Duration>, f64), String> {
    let prepared = (0..count).map(|_| prepared(ctx)).collect::<Result<Vec<_>, _>>()?;
    let time = || process::processor_time("self").ok_or("error: the processor time of this process is not known");
    let before = time()?;
    let mut took = Vec::with_capacity(count);
    for (id, version, decision) in prepared {
        let began = Instant::now();
        deciding::decide(ctx, CommandId(ctx.world.id()), id, version, decision, Act::Finish).map_err(raw::said)?;
        took.push(began.elapsed());
    }
    let processor = time()?.saturating_sub(before).as_secs_f64() * 1e6 / took.len() as f64;
    took.sort_unstable();
    Ok((took, processor))
}

/// A referral, its version, and the acceptance that is to be decided on it.
fn prepared(ctx: &Ctx) -> Result<(ReferralId, i64, Decision), String> {
    let id = referred(ctx)?;
    let verdict = Verdict::Accept { team: TeamCode("community".to_owned()) };
    let matter = Matter { because: Some("needs".to_owned()), ..Matter::default() };
    let drafts = deciding::prepare(ctx, id, Some(&verdict), &matter).map_err(raw::said)?;
    let letter = |words, route| Tell::Letter(Letter { route, words });
    let to_referrer = drafts.to_referrer.ok_or_else(|| raw::said("a referrer hears nothing"))?;
    let decision = Decision {
        verdict,
        matter,
        second_clinician: None,
        safeguarding: None,
        how_severe: None,
        otherwise: None,
        to_woman: letter(drafts.to_woman.words, Route::Letter),
        to_referrer: letter(to_referrer.words, Route::Email),
    };
    let version = ctx.store.read(|tx| load(tx, ctx.footprint(), id)).map_err(raw::said)?.head.version;
    Ok((id, version, decision))
}

/// What a decision asks of the table of who may do what, in microseconds: of the role, and then of the referral.
fn access_check(ctx: &Ctx) -> Result<f64, String> {
    let id = referred(ctx)?;
    let stream = ctx.store.read(|tx| load(tx, ctx.footprint(), id)).map_err(raw::said)?;
    let referral = stream.record.as_ref().and_then(Record::referral).ok_or_else(|| raw::said("no referral"))?;
    let began = Instant::now();
    for _ in 0..CHECKS {
        access::check(ctx, Action::DecideReferral).map_err(raw::said)?;
        access::check(ctx, Action::KeepMessage).map_err(raw::said)?;
        access::check_of(ctx, Action::DecideReferral, black_box(referral)).map_err(raw::said)?;
    }
    Ok(began.elapsed().as_secs_f64() * 1e6 / f64::from(CHECKS))
}

/// A referral by a practice, about somebody who agreed to letters.
fn referred(ctx: &Ctx) -> Result<ReferralId, String> {
    let (person, id) = (PersonId(ctx.world.id()), ReferralId(ctx.world.id()));
    let registered = PersonRegistered {
        contact: ContactChoices::new([(Route::Letter, RouteChoice::Yes)]),
        identity: Some(Identity { name: Some("Invented Person".to_owned()), ..Identity::default() }),
        ..PersonRegistered::default()
    };
    let command = || CommandId(ctx.world.id());
    porch_app::person::carry_out(ctx, command(), person, PersonCommand::Register(registered)).map_err(raw::said)?;
    let mut receipt = builders::receipt(person, ctx.now);
    receipt.story = Story {
        worry: "invented worry".to_owned(),
        referrer: Some(Referrer {
            name: "Invented Referrer".to_owned(),
            organisation: Some("Invented Surgery".to_owned()),
            email: Some("invented@nhs.net".to_owned()),
            ..Referrer::default()
        }),
        ..Story::default()
    };
    let receive = ReferralCommand::Receive(Box::new(receipt));
    porch_app::referral::carry_out(ctx, command(), id, None, receive).map_err(raw::said)?;
    Ok(id)
}
