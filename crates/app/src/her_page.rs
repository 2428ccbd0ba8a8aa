//! Her own page, without an account: where things are, when she will hear, how we may reach her and whom we may tell; and what
//! she says on it (PR-22, X6). It shows nothing of who she is.

use std::collections::BTreeSet;

use jiff::Timestamp;
use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    front_door::{Asked, Situation, Story, TaskKind, TellingChoices, Told, WarningSign, WayIn},
    ids::{CommandId, ReferralId},
    person::{ContactChoices, Marked, Person, PersonCommand, choose_herself},
    referral::{self, AdditionKind, PageLink, PageWish, PersonKind, ReferralCommand, WhereItIs},
};
use porch_store::{Change, Look, PageDoor, Record, Stream, load, page_of_link};

use crate::{
    Ctx,
    access::{Action, check, check_of},
    by_word::{Fresh, MOST_WRONG, SITTING, fresh_link, hash_of_word},
    door::{self, again_when_stale, fresh_key, hash_of_key},
    error::AppError,
    link, look,
    referral::referral_of,
    same_person,
};

/// The most that she can say at once, in characters.
pub const LONGEST: usize = 2_000;

/// Gives her a page, or a new link to the one that she has: what the address carries, told once. The word is agreed with her.
/// Pressed twice, it gives two links, of which the one that is read last opens it.
///
/// # Errors
/// When the actor may not, the word is too short, or it ended too long ago.
pub fn give(ctx: &Ctx, id: ReferralId, word: &str) -> Result<String, AppError> {
    check(ctx, Action::KeepPerson)?;
    let fresh = fresh_link(ctx, word)?;
    again_when_stale(|| {
        let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
        check_of(ctx, Action::KeepPerson, referral_of(&stream).ok_or(Disallowed::Unknown)?)?;
        give_in(ctx, &mut stream, &fresh)
    })?;
    Ok(fresh.token)
}

/// Takes a page of her own at the door, after she asked for herself; what the address carries is told once.
///
/// # Errors
/// [`AppError::Gone`] where nothing was sent by this draft, or not for herself; or when the word is too short, she has a page
/// already, or the database cannot be written.
pub fn take_at_the_door(ctx: &Ctx, key: &str, word: &str) -> Result<String, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    let id = sent_for_herself(ctx, key)?.ok_or(AppError::Gone)?;
    let fresh = fresh_link(ctx, word)?;
    again_when_stale(|| {
        let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
        // Another link is given by a person, who asks why.
        if referral_of(&stream).is_none_or(|referral| referral.page.is_some()) {
            return Err(AppError::Gone);
        }
        give_in(ctx, &mut stream, &fresh)
    })?;
    Ok(fresh.token)
}

/// Whether whoever holds the key of a draft may take a page: she asked for herself, and has none yet.
///
/// # Errors
/// When the database cannot be read.
pub fn may_take(ctx: &Ctx, key: &str) -> Result<bool, AppError> {
    check(ctx, Action::ReceiveReferral)?;
    let Some(id) = sent_for_herself(ctx, key)? else { return Ok(false) };
    let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
    Ok(referral_of(&stream).is_some_and(|referral| referral.page.is_none() && referral.page_stays(ctx.now)))
}

fn sent_for_herself(ctx: &Ctx, key: &str) -> Result<Option<ReferralId>, AppError> {
    Ok(door::sent_as(ctx, key)?.filter(|(way, _)| *way == WayIn::Myself).map(|(_, id)| id))
}

fn give_in(ctx: &Ctx, stream: &mut Stream, fresh: &Fresh) -> Result<(), AppError> {
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    take_back_link(ctx, &mut change, stream)?;
    let link = PageLink { token: fresh.hash.clone(), word: fresh.word.clone() };
    let id = step(ctx, &mut change, stream, ReferralCommand::GivePage { link })?;
    // Whoever had the link before is out, and what they tried is forgotten.
    let door = ctx.store.ask(|tx| PageDoor::of(tx, ctx.footprint(), id))?;
    change.row(PageDoor { wrong: 0, opened_as: None, until: None, ..door }.row(ctx.footprint()));
    ctx.store.commit(change)?;
    Ok(())
}

/// What carries the link that she had before, and has not left, goes nowhere.
fn take_back_link(ctx: &Ctx, change: &mut Change, stream: &Stream) -> Result<(), AppError> {
    let Some(referral) = referral_of(stream) else { return Ok(()) };
    referral.page.as_ref().map_or(Ok(()), |page| link::take_back(ctx, change, referral.id, &page.token))
}

/// Closes her page: its link opens nothing more, and whoever has it open is out.
///
/// # Errors
/// When the actor may not, or there is none.
pub fn close(ctx: &Ctx, command_id: CommandId, id: ReferralId) -> Result<(), AppError> {
    check(ctx, Action::KeepPerson)?;
    if ctx.store.first_outcome(ctx.footprint(), command_id)?.is_some() {
        return Ok(());
    }
    again_when_stale(|| {
        let mut stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
        check_of(ctx, Action::KeepPerson, referral_of(&stream).ok_or(Disallowed::Unknown)?)?;
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command_id);
        take_back_link(ctx, &mut change, &stream)?;
        step(ctx, &mut change, &mut stream, ReferralCommand::ClosePage)?;
        let door = ctx.store.ask(|tx| PageDoor::of(tx, ctx.footprint(), id))?;
        change.row(PageDoor { opened_as: None, until: None, ..door }.row(ctx.footprint()));
        change.first_outcome(id.to_string());
        ctx.store.commit(change)?;
        Ok(())
    })
}

/// Opens her page by its link and word, and gives the key for the cookie; or none, and counts a wrong word. That it was opened
/// is in the look-log.
///
/// # Errors
/// When the database cannot be read or written.
pub fn come_in(ctx: &Ctx, token: &str, word: &str) -> Result<Option<String>, AppError> {
    check(ctx, Action::UseOwnPage)?;
    again_when_stale(|| come_in_once(ctx, token, word))
}

fn come_in_once(ctx: &Ctx, token: &str, word: &str) -> Result<Option<String>, AppError> {
    let hash = hash_of_key(token);
    let Some(id) = ctx.store.ask(|tx| page_of_link(tx, ctx.footprint(), &hash))? else { return Ok(None) };
    let mut door = ctx.store.ask(|tx| PageDoor::of(tx, ctx.footprint(), id))?;
    let Some(hers) = Hers::read(ctx, id)?.filter(|_| door.wrong < MOST_WRONG) else { return Ok(None) };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.row(door.begun(ctx.footprint()));
    change.row(door.same_as_read(ctx.footprint()));
    if hers.link().is_none_or(|link| link.token != hash || link.word != hash_of_word(&hash, word)) {
        door.wrong += 1;
        change.row(door.row(ctx.footprint()));
        ctx.store.commit(change)?;
        return Ok(None);
    }
    let key = fresh_key(ctx);
    door = PageDoor {
        wrong: 0,
        opened_as: Some(hash_of_key(&key)),
        until: Some(ctx.now + SITTING),
        last_opened_at: Some(ctx.now),
        ..door
    };
    change.row(door.row(ctx.footprint()));
    let subjects = [id.to_string()];
    change.look(
        ctx.world.id(),
        &Look { what: "her own page", why: "with link and word", allowed: true, subjects: &subjects },
    );
    ctx.store.commit(change)?;
    Ok(Some(key))
}

/// Her page, as at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPage {
    /// When she asked, or somebody asked for her.
    pub received_at: Timestamp,
    /// Where things are.
    pub at: WhereItIs,
    /// How we may reach her: what is acted on.
    pub contact: ContactChoices,
    /// Whom we may tell.
    pub may_tell: TellingChoices,
    /// What she asked for on this page and a person still has to talk with her about.
    pub waiting: BTreeSet<TaskKind>,
    /// How things were when she asked, as far as it is known: what its words may speak of (PR-09).
    pub situation: Option<Situation>,
    /// Whether it is that of a partner, who is not asked about a midwife or a baby of theirs (PR-25).
    pub partner: bool,
}

/// Her page, where a key opens it now.
///
/// # Errors
/// When the database cannot be read.
pub fn open(ctx: &Ctx, key: &str) -> Result<Option<OwnPage>, AppError> {
    check(ctx, Action::UseOwnPage)?;
    let Some((_, hers)) = sitting(ctx, key)? else { return Ok(None) };
    let Some(referral) = referral_of(&hers.stream) else { return Ok(None) };
    Ok(Some(OwnPage {
        received_at: referral.received_at,
        at: referral.where_it_is(),
        contact: hers.careful.contact.clone(),
        may_tell: hers.own().map(|person| person.may_tell.clone()).unwrap_or_default(),
        waiting: referral.triage.open_tasks().map(|(task, _)| task).filter(|task| said_on_it(*task)).collect(),
        situation: referral.asked.situation,
        partner: referral.person_kind == PersonKind::Partner,
    }))
}

/// Whose page a key opens now: for what she says on it and asks to be answered.
pub(crate) fn whose(ctx: &Ctx, key: &str) -> Result<Option<ReferralId>, AppError> {
    check(ctx, Action::UseOwnPage)?;
    Ok(sitting(ctx, key)?.map(|(door, _)| door.referral))
}

fn said_on_it(task: TaskKind) -> bool {
    matches!(task, TaskKind::SomethingChanged | TaskKind::AskedToWithdraw | TaskKind::WishedOtherwise)
}

/// What she does on her page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// She says that something has changed: in words, and with warning signs. It goes to duty, and no clock changes but where
    /// a sign raises the urgency.
    Changed {
        /// In her words.
        words: String,
        /// What she marked.
        signs: BTreeSet<WarningSign>,
    },
    /// She asks not to go on: a person talks with her, and nothing is closed.
    Withdraw {
        /// In her words; may be empty.
        words: String,
    },
    /// She chooses how we may reach her, and whom we may tell.
    Choose(Marked),
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is heard.
    Heard,
    /// It is heard; part of what she chose waits for a person to talk with her.
    TalkFirst,
    /// The referral ended here meanwhile, and nothing was kept: the page says how it stands.
    Ended,
}

/// Does what she says on her page.
///
/// # Errors
/// [`AppError::Gone`] when it is not open; [`AppError::Disallowed`] where nothing is said, or too much. Nothing was changed.
pub fn act(ctx: &Ctx, key: &str, deed: &Deed) -> Result<Done, AppError> {
    check(ctx, Action::UseOwnPage)?;
    match again_when_stale(|| act_once(ctx, key, deed)) {
        Err(AppError::Disallowed(Disallowed::AlreadyDecided(_))) => Ok(Done::Ended),
        done => done,
    }
}

fn act_once(ctx: &Ctx, key: &str, deed: &Deed) -> Result<Done, AppError> {
    let (door, mut hers) = sitting(ctx, key)?.ok_or(AppError::Gone)?;
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    let done = match deed {
        Deed::Changed { words, signs } => {
            changed(ctx, &mut change, &mut hers, words, signs)?;
            Done::Heard
        }
        Deed::Withdraw { words } => {
            let said = short(words)?.to_owned();
            step(ctx, &mut change, &mut hers.stream, ReferralCommand::AskOnPage { wish: PageWish::Withdraw, said })?;
            Done::Heard
        }
        Deed::Choose(marked) => choose(ctx, &mut change, &mut hers, marked)?,
    };
    change.row(door.same_as_read(ctx.footprint()));
    change.row(PageDoor { until: Some(ctx.now + SITTING), ..door }.row(ctx.footprint()));
    ctx.store.commit(change)?;
    Ok(done)
}

fn changed(
    ctx: &Ctx,
    change: &mut Change,
    hers: &mut Hers,
    words: &str,
    signs: &BTreeSet<WarningSign>,
) -> Result<(), AppError> {
    let worry = short(words)?.to_owned();
    if worry.is_empty() && signs.is_empty() {
        return Err(Disallowed::Empty("what has changed").into());
    }
    let way = referral_of(&hers.stream).map(|referral| referral.asked.way).unwrap_or_default();
    let asked = Asked { way, signs: signs.clone(), ..Asked::default() };
    let told = Told { asked, story: Story { worry, ..Story::default() }, ..Told::default() };
    step(ctx, change, &mut hers.stream, ReferralCommand::Add { kind: AdditionKind::HerPage, told: Box::new(told) })?;
    Ok(())
}

fn choose(ctx: &Ctx, change: &mut Change, hers: &mut Hers, marked: &Marked) -> Result<Done, AppError> {
    let person = hers.own().ok_or(AppError::Gone)?;
    let chosen = choose_herself(person, &hers.careful.contact, marked);
    let commands = [
        chosen.contact.clone().map(PersonCommand::RecordContactChoices),
        chosen.may_tell.clone().map(PersonCommand::RecordTellingChoices),
    ];
    for command in commands.into_iter().flatten() {
        for event in porch_domain::person::decide(hers.own(), command, &ctx.actor)? {
            ctx.append(change, &mut hers.person, &Event::Person(event))?;
        }
    }
    if !chosen.is_wished() {
        return Ok(Done::Heard);
    }
    let command = ReferralCommand::AskOnPage { wish: PageWish::Reach, said: chosen.wishes() };
    step(ctx, change, &mut hers.stream, command)?;
    Ok(Done::TalkFirst)
}

fn short(words: &str) -> Result<&str, AppError> {
    let words = words.trim();
    if words.chars().count() > LONGEST { Err(Disallowed::TooLong("what you wrote").into()) } else { Ok(words) }
}

/// Leaves it, as by the quick exit: the link and the word open it again.
///
/// # Errors
/// When the database cannot be written.
pub fn leave(ctx: &Ctx, key: &str) -> Result<(), AppError> {
    let hash = hash_of_key(key);
    let Some(door) = ctx.store.ask(|tx| PageDoor::opened_as(tx, ctx.footprint(), &hash))? else { return Ok(()) };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    change.row(PageDoor { opened_as: None, until: None, ..door }.row(ctx.footprint()));
    ctx.store.commit(change)?;
    Ok(())
}

/// Whose page it is, as far as it is open at all: nobody's where she died, or is said to have.
struct Hers {
    stream: Stream,
    person: Stream,
    careful: Person,
}

impl Hers {
    fn read(ctx: &Ctx, id: ReferralId) -> Result<Option<Self>, AppError> {
        let footprint = ctx.footprint();
        let read = ctx.store.read(|tx| {
            let stream = load(tx, footprint, id)?;
            let Some(person) = referral_of(&stream).map(|referral| referral.person) else { return Ok(None) };
            Ok(Some((stream, load(tx, footprint, person)?, same_person::careful_with(tx, footprint, person)?)))
        })?;
        let Some((stream, person, Some((careful, _)))) = read else { return Ok(None) };
        let lives = careful.died_at.is_none() && careful.death_told_at.is_none();
        let stays = referral_of(&stream).is_some_and(|referral| referral.page_stays(ctx.now));
        Ok((lives && stays).then_some(Self { stream, person, careful }))
    }

    fn link(&self) -> Option<&PageLink> {
        referral_of(&self.stream).and_then(|referral| referral.page.as_ref())
    }

    fn own(&self) -> Option<&Person> {
        self.person.record.as_ref().and_then(Record::person)
    }
}

fn sitting(ctx: &Ctx, key: &str) -> Result<Option<(PageDoor, Hers)>, AppError> {
    let hash = hash_of_key(key);
    let door = ctx.store.ask(|tx| PageDoor::opened_as(tx, ctx.footprint(), &hash))?;
    let Some(door) = door.filter(|door| door.until.is_some_and(|until| ctx.now < until)) else { return Ok(None) };
    let hers = Hers::read(ctx, door.referral)?.filter(|hers| hers.link().is_some());
    Ok(hers.map(|hers| (door, hers)))
}

/// What follows for the referral, by its own rules.
fn step(ctx: &Ctx, change: &mut Change, stream: &mut Stream, command: ReferralCommand) -> Result<ReferralId, AppError> {
    let state = referral_of(stream).ok_or(Disallowed::Unknown)?;
    let id = state.id;
    for event in referral::decide(id, Some(state), command, &ctx.deciding())? {
        ctx.append(change, stream, &Event::Referral(event))?;
    }
    Ok(id)
}

/// What staff see of her page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The short reference.
    pub reference: Option<String>,
    /// Whether a link opens it.
    pub has_link: bool,
    /// Whether wrong words have shut it, until she is given a new link.
    pub shut: bool,
    /// When it was last opened with link and word.
    pub last_opened_at: Option<Timestamp>,
    /// Whether a page may be given now.
    pub may_be_given: bool,
    /// Whether whoever looks may give and close it.
    pub may: bool,
}

/// How her page stands, for staff.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn standing(ctx: &Ctx, id: ReferralId) -> Result<Option<Standing>, AppError> {
    look::records(ctx, Action::SeeReferral, "whether she has a page of her own", "triage", || {
        let (stream, door) =
            ctx.store.read(|tx| Ok((load(tx, ctx.footprint(), id)?, PageDoor::of(tx, ctx.footprint(), id)?)))?;
        let Some(referral) = referral_of(&stream) else { return Ok((None, vec![id.to_string()])) };
        check_of(ctx, Action::SeeReferral, referral)?;
        let standing = Standing {
            reference: referral.reference.clone(),
            has_link: referral.page.is_some(),
            shut: door.wrong >= MOST_WRONG,
            last_opened_at: door.last_opened_at,
            may_be_given: referral.page_stays(ctx.now),
            may: crate::access::may_with(ctx, Action::KeepPerson, &referral.whose()),
        };
        Ok((Some(standing), vec![id.to_string()]))
    })
}
