//! A decision with both its letters among a hundred thousand open referrals, each with its clocks, beside the same among
//! five hundred: what waits must not make deciding slower.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use porch_app::{
    Ctx,
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
use porch_store::load;
use porch_testkit::{builders, calm_referrals};

use crate::{
    Settings,
    callers::quantile,
    desk::Desk,
    measure::{Bar, Line},
    one, raw,
};

/// Who waits.
const OPEN: usize = 100_000;
/// Who waits in the short queue.
const FEW: usize = 500;
/// Decisions of a turn.
const DECISIONS: usize = 200;

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
    let (mut middle, mut longest, mut flushed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..settings.rounds {
        let (among_many, among_few) = (decisions(&many, count)?, decisions(&few, count)?);
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
    ])
}

/// Somebody on duty over a queue of so many.
fn queue(file: &Path, open: usize) -> Result<Ctx, String> {
    let duty = Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty };
    let ctx = Ctx { actor: duty, ..Desk::at(file)?.public() };
    calm_referrals(&ctx, open).map_err(raw::said)?;
    Ok(ctx)
}

/// How long each decision took, the shortest first; what is decided came just before.
fn decisions(ctx: &Ctx, count: usize) -> Result<Vec<Duration>, String> {
    let waiting = (0..count).map(|_| referred(ctx)).collect::<Result<Vec<_>, _>>()?;
    let mut took = Vec::with_capacity(count);
    for id in waiting {
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
            to_woman: letter(drafts.to_woman.words, Route::Letter),
            to_referrer: letter(to_referrer.words, Route::Email),
        };
        let version = ctx.store.read(|tx| load(tx, ctx.footprint(), id)).map_err(raw::said)?.head.version;
        let began = Instant::now();
        deciding::decide(ctx, CommandId(ctx.world.id()), id, version, decision, Act::Finish).map_err(raw::said)?;
        took.push(began.elapsed());
    }
    took.sort_unstable();
    Ok(took)
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
