//! What passes between teams: who is offered to whom, who came back, who was referred on; accepting by name, with the
//! letter that tells her.

use jiff::Timestamp;
use porch_domain::{
    disallowed::Disallowed,
    footprint::TeamCode,
    front_door::stage_in_words,
    ids::{CommandId, ReferralId},
    measure::{OnwardReport, Period},
    referral::{Handover, HandoverWords, Referral, ReferralCommand, ReferralEvent},
};
use porch_store::{After, BetweenTeams, CaseloadLine, Change, ChangedSince, OnwardLine, onward_facts};

use crate::{
    Ctx,
    access::{Action, check},
    account::Names,
    deciding::{self, Desk, Draft, Tell},
    error::AppError,
    look,
    referral::Entry,
};

/// How many of each list the first page shows.
pub const AT_FIRST: usize = 12;

/// How many a page of one list shows.
pub const A_PAGE: usize = 36;

/// The most that is counted: past it a page says "or more".
pub const MOST_COUNTED: i64 = 1_000;

/// A list of what passes between teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Offers of others, to be answered.
    ToAnswer,
    /// My own offers, which wait for their answer.
    Offered,
    /// Offers that were returned, or that nobody answered.
    Back,
    /// Referrals to services outside, to be chased.
    Onward,
}

impl Part {
    /// Every list, in the order of the page.
    pub const ALL: [Self; 4] = [Self::ToAnswer, Self::Back, Self::Offered, Self::Onward];

    /// The code in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::ToAnswer => "answer",
            Self::Offered => "offered",
            Self::Back => "back",
            Self::Onward => "onward",
        }
    }

    /// The list of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

/// What is asked for: everything, or one list from a place on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// One list alone.
    pub part: Option<Part>,
    /// After which place it goes on.
    pub after: Option<After>,
    /// Only offers to one team.
    pub team: Option<TeamCode>,
}

/// A stretch of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch<T> {
    /// Its rows.
    pub lines: Vec<T>,
    /// Where the list goes on, where it does.
    pub next: Option<After>,
}

impl<T> Default for Stretch<T> {
    fn default() -> Self {
        Self { lines: Vec::new(), next: None }
    }
}

/// What passes between teams, as at one instant.
#[derive(Debug, Clone, Default)]
pub struct Handovers {
    /// Offers of others, to be answered, the first due first.
    pub to_answer: Stretch<CaseloadLine>,
    /// My own offers.
    pub offered: Stretch<CaseloadLine>,
    /// Offers that were returned, or that nobody answered.
    pub back: Stretch<CaseloadLine>,
    /// Referrals to services outside, to be chased.
    pub onward: Stretch<OnwardLine>,
    /// How many each list has.
    pub counts: BetweenTeams,
    /// The names that colleagues read.
    pub names: Names,
    /// When it was true.
    pub as_at: Timestamp,
    /// The newest batch that it holds.
    pub batch: i64,
}

impl Handovers {
    /// How many a list has.
    pub fn count(&self, part: Part) -> i64 {
        match part {
            Part::ToAnswer => self.counts.to_answer,
            Part::Offered => self.counts.offered,
            Part::Back => self.counts.back,
            Part::Onward => self.counts.onward,
        }
    }

    /// Everybody who is in it.
    fn subjects(&self) -> Vec<String> {
        let in_care = self.to_answer.lines.iter().chain(&self.offered.lines).chain(&self.back.lines);
        let mut subjects: Vec<String> = in_care.map(|line| line.referral.to_string()).collect();
        subjects.extend(self.onward.lines.iter().map(|line| line.referral.to_string()));
        subjects.sort_unstable();
        subjects.dedup();
        subjects
    }
}

/// What passes between teams. One look names every referral that it shows, and is on disk before any is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn list(ctx: &Ctx, asked: &Asked) -> Result<Handovers, AppError> {
    look::records(ctx, Action::HandOver, "handovers", asked.part.map_or("all", Part::code), || {
        let (footprint, account) = (ctx.footprint(), ctx.actor.account().unwrap_or_default());
        let size = if asked.part.is_some() { A_PAGE } else { AT_FIRST };
        // One more than is shown says that the list goes on.
        let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
        let after = asked.after.unwrap_or(After::NOTHING);
        let shown = |part: Part| asked.part.is_none_or(|only| only == part);
        let handovers = ctx.store.read(|tx| {
            let mut all = Handovers { as_at: ctx.now, ..Handovers::default() };
            all.batch = ChangedSince::newest(tx, footprint)?;
            all.names = Names::read(tx, footprint)?;
            all.counts = BetweenTeams::count(tx, footprint, account, MOST_COUNTED)?;
            if shown(Part::ToAnswer) {
                let lines = CaseloadLine::to_answer(tx, footprint, account, asked.team.as_ref(), after, limit)?;
                all.to_answer = stretch(lines, size, answer_place);
            }
            if shown(Part::Offered) {
                let lines = CaseloadLine::offered_by(tx, footprint, account, after, limit)?;
                all.offered = stretch(lines, size, answer_place);
            }
            if shown(Part::Back) {
                all.back = stretch(CaseloadLine::came_back(tx, footprint, after, limit)?, size, |line| After {
                    ms: line.back_by.unwrap_or(line.next_due).as_millisecond(),
                    referral: Some(line.referral),
                });
            }
            if shown(Part::Onward) {
                all.onward = stretch(OnwardLine::open(tx, footprint, after, limit)?, size, |line| After {
                    ms: line.chase_by.as_millisecond(),
                    referral: Some(line.referral),
                });
            }
            Ok(all)
        })?;
        let subjects = handovers.subjects();
        Ok((handovers, subjects))
    })
}

fn answer_place(line: &CaseloadLine) -> After {
    let answer_by = line.offer.as_ref().map_or(line.next_due, |offer| offer.answer_by);
    After { ms: answer_by.as_millisecond(), referral: Some(line.referral) }
}

fn stretch<T>(mut lines: Vec<T>, size: usize, place: impl Fn(&T) -> After) -> Stretch<T> {
    let more = lines.len() > size;
    lines.truncate(size);
    Stretch { next: lines.last().filter(|_| more).map(place), lines }
}

/// How many wait between teams, for the frame of every page. It names nobody, so no look is noted.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn waiting(ctx: &Ctx) -> Result<BetweenTeams, AppError> {
    check(ctx, Action::HandOver)?;
    // Everybody's offers are to be answered by somebody: no account is nobody's.
    Ok(ctx.store.read(|tx| BetweenTeams::count(tx, ctx.footprint(), "", MOST_COUNTED))?)
}

/// The words of the open offer, where they are still held.
pub fn words_of_offer(timeline: &[Entry]) -> Option<&HandoverWords> {
    offer_of(timeline).and_then(|offered| offered.words.as_ref())
}

/// The latest offer of a timeline, which stands the latest first.
pub fn offer_of(timeline: &[Entry]) -> Option<&porch_domain::referral::HandoverOffered> {
    timeline.iter().find_map(|entry| match &entry.event {
        ReferralEvent::HandoverOffered(offered) => Some(offered),
        _ => None,
    })
}

/// What the other team needs to know, drafted from the story as it was told: nothing is asked again. What is restricted is
/// never in it.
pub fn drafted_summary(referral: &Referral, today: jiff::civil::Date) -> String {
    let asked = &referral.asked;
    let ends_on = referral.ends_on();
    let mut parts = vec![("How things are", stage_in_words(referral.situation(), ends_on, today))];
    if !asked.signs.is_empty() {
        let signs: Vec<&str> = asked.signs.iter().map(|sign| sign.label()).collect();
        parts.push(("Warning signs", signs.join("; ")));
    }
    if let Some(story) = referral.story() {
        parts.push(("What was told", story.worry.clone()));
        let told = [
            ("Mental health before", &story.history),
            ("Medicines", &story.medicines),
            ("How things are with the baby", &story.with_the_baby),
            ("People at home", &story.people_at_home),
            ("What helps", &story.what_helps),
            ("The name or words that she wants used", &story.own_words),
            ("Language", &story.language),
            ("What else she needs", &story.access_needs),
        ];
        parts.extend(told.into_iter().filter_map(|(key, text)| text.clone().map(|text| (key, text))));
    }
    let lines: Vec<String> = parts
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(key, text)| format!("{key}: {}", text.trim()))
        .collect();
    lines.join("\n")
}

/// The letter that introduces her to the team that is asked, as it is drafted for whoever may accept. Nothing is stored.
/// The referral was opened before.
///
/// # Errors
/// When the actor may not, no offer is open, or the database cannot be read.
pub fn introduction(ctx: &Ctx, id: ReferralId) -> Result<Draft, AppError> {
    check(ctx, Action::HandOver)?;
    let desk = Desk::load(ctx, id)?;
    let to = open_offer(&desk)?.to.clone();
    deciding::introduction(ctx, &desk, &to)
}

/// Accepts an offer by name, in one change: the letter with its approval, or why she is not told by one, and what happened
/// to the referral. `drawn_from` is the version that was seen.
///
/// # Errors
/// When the actor may not, the rules refuse, she may not be told so, or the referral changed meanwhile: nothing was changed.
pub fn accept(
    ctx: &Ctx,
    command_id: CommandId,
    id: ReferralId,
    drawn_from: i64,
    to_woman: &Tell,
) -> Result<(), AppError> {
    check(ctx, Action::HandOver)?;
    check(ctx, Action::KeepMessage)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    let mut desk = Desk::load(ctx, id)?;
    desk.drawn_from(drawn_from)?;
    let to = open_offer(&desk)?.to.clone();
    let letters = desk.introduction(ctx, &to, to_woman)?;
    let command = ReferralCommand::AcceptHandover { to_woman: letters.tellings().to_woman };
    let events = deciding::asked(ctx, &desk, id, command)?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
    letters.append(ctx, &mut desk, &mut change)?;
    for event in events {
        change.append(&mut desk.stream, &event, ctx.world.random())?;
    }
    change.first_outcome(id.to_string());
    ctx.store.commit(change)?;
    Ok(())
}

fn open_offer(desk: &Desk) -> Result<&Handover, AppError> {
    let referral = desk.referral().ok_or(Disallowed::Unknown)?;
    Ok(referral.handover.as_ref().ok_or(Disallowed::NoHandover)?)
}

/// What came of the referrals to services outside of a period (D19), as it is known now. It names nobody.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn onward_report(ctx: &Ctx, period: Period) -> Result<OnwardReport, AppError> {
    check(ctx, Action::SeeReport)?;
    let asked = period.instants()?;
    let facts = ctx.store.read(|tx| onward_facts(tx, ctx.footprint(), asked))?;
    Ok(OnwardReport::of(&facts))
}
