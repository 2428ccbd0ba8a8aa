//! Appointments and the messages that tell her of them: an invitation when one is booked, a reminder so many days before, and word
//! where one is called off after she may have heard of it. What has not left is taken back (K7, K8).

use std::collections::BTreeSet;

use jiff::Timestamp;
use porch_domain::{
    calendar::on_the_wall,
    disallowed::Disallowed,
    event::Event,
    ids::{CommandId, MessageId, ReferralId},
    message::{
        self, Failure, Message, MessageCommand, MessageDrafted, MessageKind, MessageStage, Recipient, Standing,
        reached_at,
    },
    person::{Person, Route},
    referral::{self, Appointment, AppointmentState, Booking, ContactKind, Referral, ReferralCommand, Venue},
};
use porch_store::{Change, Record, ReferralLine, StoreError, Stream, ToGo, Tx, load};

use crate::{
    Ctx,
    access::{Action, check, check_of, may_with},
    account,
    deciding::letter_filling,
    error::AppError,
    look,
    message::standing_about,
    person::new_stream,
    referral::referral_of,
    same_person,
    template::{self, Filling, LetterKind},
};

/// Why a message is taken back.
const GONE: &str = "the appointment was called off or moved";

/// More than are ever in carriers' hands at once.
const MOST_IN_HAND: usize = 1_000;

/// What somebody says of an appointment that they book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// When it begins.
    pub starts_at: Timestamp,
    /// What it is for.
    pub kind: ContactKind,
    /// How it is held.
    pub venue: Venue,
    /// Where it is; said in a letter on paper alone.
    pub place: Option<String>,
}

impl Wanted {
    fn booking(&self, can_be_told: bool) -> Booking {
        let (starts_at, kind, venue, place) = (self.starts_at, self.kind, self.venue, self.place.clone());
        Booking { starts_at, kind, venue, place, can_be_told }
    }

    fn as_booked(&self, number: u32) -> Appointment {
        Appointment {
            number,
            starts_at: self.starts_at,
            kind: self.kind,
            venue: self.venue,
            remind_at: None,
            state: AppointmentState::Stands,
            place: self.place.clone(),
        }
    }
}

/// Books an appointment: its invitation goes to the outbox in the same change.
///
/// # Errors
/// [`AppError::Stale`] where something was recorded since the page was drawn; or when the actor may not, or the rules refuse.
/// Nothing was changed.
pub fn book(ctx: &Ctx, command: CommandId, id: ReferralId, drawn_from: i64, wanted: &Wanted) -> Result<(), AppError> {
    let Some(mut desk) = Desk::open(ctx, command, id, Some(drawn_from))? else { return Ok(()) };
    desk.book(ctx, wanted, None)?;
    desk.commit(ctx)
}

/// Calls an appointment off, or moves it: what has not left is taken back, and where she may have heard of it she is told.
///
/// # Errors
/// As [`book`].
pub fn cancel(
    ctx: &Ctx,
    command: CommandId,
    id: ReferralId,
    drawn_from: i64,
    (number, why, instead): (u32, Option<String>, Option<Wanted>),
) -> Result<(), AppError> {
    let Some(mut desk) = Desk::open(ctx, command, id, Some(drawn_from))? else { return Ok(()) };
    let before = desk.referral()?.appointments.iter().find(|one| one.number == number).cloned();
    let before = before.ok_or(Disallowed::NoSuchAppointment)?;
    let heard = desk.take_back(ctx, number)?;
    match instead {
        Some(wanted) => desk.book(ctx, &wanted, Some((before, why, heard)))?,
        None => {
            desk.step(ctx, ReferralCommand::CancelAppointment { number, why, instead: None })?;
            if heard {
                desk.tell(ctx, LetterKind::Cancel, &before, None)?;
            }
        }
    }
    desk.commit(ctx)
}

/// Adds the reminder of an appointment to the change that says that its time came; nothing where the appointment has begun, or no
/// way that is of use was agreed.
///
/// # Errors
/// When the database cannot be read, or an approved text cannot be filled.
pub(crate) fn remind(ctx: &Ctx, change: &mut Change, referral: &Referral, number: u32) -> Result<(), AppError> {
    let Some(one) = referral.expected().find(|one| one.number == number && one.starts_at > ctx.now) else {
        return Ok(());
    };
    let her = Her::read(ctx, referral)?;
    if let Some(drafted) = her.draft(ctx, referral, LetterKind::Remind, one, None)? {
        her.put(ctx, change, drafted, true)?;
    }
    Ok(())
}

/// What is known of her for a message: how it is safe to reach her, and by what number or address.
struct Her {
    standing: Standing,
    person: Option<Person>,
}

impl Her {
    fn read(ctx: &Ctx, referral: &Referral) -> Result<Self, AppError> {
        let footprint = ctx.footprint();
        Ok(ctx.store.read(|tx| {
            let standing = standing_about(tx, footprint, referral)?.at(ctx.now);
            let person = same_person::careful_with(tx, footprint, referral.person)?.map(|(person, _)| person);
            Ok(Self { standing, person })
        })?)
    }

    fn reaches(&self, route: Route) -> bool {
        let identity = self.person.as_ref().and_then(|person| person.identity.as_ref());
        match route {
            Route::Text | Route::Email => reached_at(Recipient::Woman, route, identity, None).is_some(),
            Route::Letter | Route::Telephone => true,
            Route::Voicemail => false,
        }
    }

    /// A message of an appointment by one way, in the words for that way.
    fn words(
        &self,
        ctx: &Ctx,
        referral: &Referral,
        (kind, route): (LetterKind, Route),
        filling: &Filling,
        appointment: Option<u32>,
    ) -> Result<MessageDrafted, AppError> {
        let text = template::fitting_by(ctx, (kind, Some(route)), Recipient::Woman, referral.situation())?;
        let words = template::fill(&text.subject, &text.body, filling).map_err(AppError::Unfit)?;
        Ok(MessageDrafted {
            referral: referral.id,
            recipient: Recipient::Woman,
            route,
            template: Some(text.used()),
            copied_to: Vec::new(),
            appointment,
            words: Some(words),
        })
    }

    /// The message by the first way that is of use, reaches her and may be gone now; none where there is none.
    fn draft(
        &self,
        ctx: &Ctx,
        referral: &Referral,
        kind: LetterKind,
        one: &Appointment,
        instead_of: Option<&Appointment>,
    ) -> Result<Option<MessageDrafted>, AppError> {
        let filling = filling(ctx, referral, self.person.as_ref(), one, instead_of)?;
        for route in kind_of(kind).ways().iter().copied().filter(|route| self.reaches(*route)) {
            let drafted = self.words(ctx, referral, (kind, route), &filling, stands(kind, one))?;
            if self.standing.lets_leave(&drafted).is_ok() {
                return Ok(Some(drafted));
            }
        }
        Ok(None)
    }

    /// The same on paper, where no way is agreed: it waits until she agrees to one.
    fn draft_that_waits(
        &self,
        ctx: &Ctx,
        referral: &Referral,
        kind: LetterKind,
        one: &Appointment,
        instead_of: Option<&Appointment>,
    ) -> Result<MessageDrafted, AppError> {
        let filling = filling(ctx, referral, self.person.as_ref(), one, instead_of)?;
        self.words(ctx, referral, (kind, Route::Letter), &filling, stands(kind, one))
    }

    /// Writes a message, approves it, and lets it go where it may.
    fn put(&self, ctx: &Ctx, change: &mut Change, drafted: MessageDrafted, goes: bool) -> Result<(), AppError> {
        let mut stream = new_stream(MessageId(ctx.world.id()));
        let queue = goes.then_some(MessageCommand::Queue);
        for command in [MessageCommand::Draft(drafted), MessageCommand::Approve].into_iter().chain(queue) {
            for event in message::decide(message_of(&stream), command, &ctx.actor, &self.standing)? {
                ctx.append(change, &mut stream, &Event::Message(event))?;
            }
        }
        Ok(())
    }
}

/// The number that a message names where it is about an appointment that is to stand.
fn stands(kind: LetterKind, one: &Appointment) -> Option<u32> {
    (kind != LetterKind::Cancel).then_some(one.number)
}

fn kind_of(kind: LetterKind) -> MessageKind {
    if kind == LetterKind::Remind { MessageKind::Reminder } else { MessageKind::Appointment }
}

fn filling(
    ctx: &Ctx,
    referral: &Referral,
    person: Option<&Person>,
    one: &Appointment,
    instead_of: Option<&Appointment>,
) -> Result<Filling, AppError> {
    let (day, time) = day_and_time(one.starts_at);
    let how = match one.venue {
        Venue::AtAPlace => "at the place that we agreed",
        Venue::AtHome => "at your home",
        Venue::Telephone => "on the telephone: we ring you",
        Venue::Video => "by video",
    };
    Ok(Filling {
        appointment_day: day,
        appointment_time: time,
        how: how.to_owned(),
        place: one.place.clone().filter(|place| !place.trim().is_empty()),
        instead_of: instead_of.map(|before| {
            let (day, time) = day_and_time(before.starts_at);
            format!("{day} at {time}")
        }),
        decider: if ctx.actor.is_named() { account::display_name(ctx)? } else { String::new() },
        ..letter_filling(ctx, referral, person)
    })
}

/// The day and the time on the clock on the wall, as she reads them.
fn day_and_time(at: Timestamp) -> (String, String) {
    let said = |form: &str| on_the_wall(at).map(|local| local.strftime(form).to_string()).unwrap_or_default();
    (said("%A %-d %B %Y"), said("%H:%M"))
}

/// A referral on which somebody books or calls off, with what is added to it.
struct Desk {
    stream: Stream,
    change: Change,
}

impl Desk {
    /// None where the command was carried out before.
    fn open(ctx: &Ctx, command: CommandId, id: ReferralId, drawn_from: Option<i64>) -> Result<Option<Self>, AppError> {
        check(ctx, Action::CareFor)?;
        let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
        check_of(ctx, Action::CareFor, referral_of(&stream).ok_or(Disallowed::Unknown)?)?;
        if ctx.store.first_outcome(ctx.footprint(), command)?.is_some() {
            return Ok(None);
        }
        if drawn_from.is_some_and(|version| version != stream.head.version) {
            return Err(AppError::Stale);
        }
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command);
        change.first_outcome(id.to_string());
        Ok(Some(Self { stream, change }))
    }

    fn referral(&self) -> Result<&Referral, AppError> {
        Ok(referral_of(&self.stream).ok_or(Disallowed::Unknown)?)
    }

    fn commit(self, ctx: &Ctx) -> Result<(), AppError> {
        ctx.store.commit(self.change)?;
        Ok(())
    }

    fn step(&mut self, ctx: &Ctx, command: ReferralCommand) -> Result<(), AppError> {
        let state = referral_of(&self.stream).ok_or(Disallowed::Unknown)?;
        for event in referral::decide(state.id, Some(state), command, &ctx.deciding())? {
            ctx.append(&mut self.change, &mut self.stream, &Event::Referral(event))?;
        }
        Ok(())
    }

    /// Books, in place of another where it is moved; with the invitation.
    fn book(
        &mut self,
        ctx: &Ctx,
        wanted: &Wanted,
        moved: Option<(Appointment, Option<String>, bool)>,
    ) -> Result<(), AppError> {
        // Whether she can be told is asked as it will stand: she is expected then.
        let referral = self.referral()?.clone();
        let number = referral.appointments.iter().map(|one| one.number).max().unwrap_or(0).saturating_add(1);
        let mut her = Her::read(ctx, &referral)?;
        her.standing.expected.insert(number, wanted.starts_at);
        let one = wanted.as_booked(number);
        let instead_of = moved.as_ref().filter(|(_, _, heard)| *heard).map(|(before, _, _)| before.clone());
        let drafted = her.draft(ctx, &referral, LetterKind::Invite, &one, instead_of.as_ref())?;
        let goes = drafted.is_some();
        let booking = Box::new(wanted.booking(goes));
        self.step(
            ctx,
            match moved {
                None => ReferralCommand::Book(booking),
                Some((before, why, _)) => {
                    ReferralCommand::CancelAppointment { number: before.number, why, instead: Some(booking) }
                }
            },
        )?;
        let drafted = match drafted {
            Some(drafted) => drafted,
            None => her.draft_that_waits(ctx, &referral, LetterKind::Invite, &one, instead_of.as_ref())?,
        };
        her.put(ctx, &mut self.change, drafted, goes)
    }

    /// Tells her, by the first way that she agreed to, or once she agrees to one.
    fn tell(
        &mut self,
        ctx: &Ctx,
        kind: LetterKind,
        one: &Appointment,
        instead_of: Option<&Appointment>,
    ) -> Result<(), AppError> {
        let referral = self.referral()?.clone();
        let her = Her::read(ctx, &referral)?;
        let drafted = her.draft(ctx, &referral, kind, one, instead_of)?;
        let goes = drafted.is_some();
        let drafted = match drafted {
            Some(drafted) => drafted,
            None => her.draft_that_waits(ctx, &referral, kind, one, instead_of)?,
        };
        her.put(ctx, &mut self.change, drafted, goes)
    }

    /// Takes back what has not left of an appointment; and whether she may have heard of it.
    fn take_back(&mut self, ctx: &Ctx, number: u32) -> Result<bool, AppError> {
        let id = self.referral()?.id;
        let (streams, in_hand) = ctx.store.read(|tx| {
            let to_go = ToGo::read(tx, ctx.footprint(), &BTreeSet::new(), ctx.now, MOST_IN_HAND)?;
            Ok((messages(tx, ctx, id)?, to_go.in_hand))
        })?;
        let mut heard = false;
        for mut stream in streams {
            let Some(state) = message_of(&stream).filter(|one| one.drafted.appointment == Some(number)) else {
                continue;
            };
            heard |= may_have_left(state) || in_hand.iter().any(|one| one.id == state.id);
            let withdraw = MessageCommand::Withdraw { why: GONE.to_owned() };
            let Ok(events) = message::decide(Some(state), withdraw, &ctx.actor, &Standing::default()) else { continue };
            for event in events {
                ctx.append(&mut self.change, &mut stream, &Event::Message(event))?;
            }
        }
        Ok(heard)
    }
}

/// Whether somebody may have read it: it left, or may have.
fn may_have_left(message: &Message) -> bool {
    match message.stage {
        MessageStage::Sent | MessageStage::Delivered => true,
        MessageStage::Failed => {
            matches!(message.delivery.failure, Some(Failure::NotDelivered | Failure::InDoubt | Failure::InWords))
        }
        MessageStage::Drafted | MessageStage::Approved | MessageStage::Queued | MessageStage::Withdrawn => false,
    }
}

fn message_of(stream: &Stream) -> Option<&Message> {
    stream.record.as_ref().and_then(Record::message)
}

/// The messages about a referral, the oldest first.
fn messages(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId) -> Result<Vec<Stream>, StoreError> {
    let ids = ReferralLine::messages(tx, ctx.footprint(), id)?;
    ids.into_iter().map(|id| load(tx, ctx.footprint(), id)).collect()
}

/// A message of an appointment, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The message.
    pub id: MessageId,
    /// What it is: an invitation or a reminder.
    pub kind: Option<MessageKind>,
    /// How it goes.
    pub route: Route,
    /// Where it is.
    pub stage: MessageStage,
    /// Why it is on somebody's list, where it is.
    pub failure: Option<Failure>,
}

/// What was written to her of one appointment, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn told_of(tx: &mut dyn Tx, ctx: &Ctx, id: ReferralId, number: u32) -> Result<Vec<Told>, StoreError> {
    let told = |stream: &Stream| {
        let message = message_of(stream)?;
        (message.drafted.appointment == Some(number)).then(|| Told {
            id: message.id,
            kind: message.drafted.kind(),
            route: message.drafted.route,
            stage: message.stage,
            failure: message.delivery.failure,
        })
    };
    Ok(messages(tx, ctx, id)?.iter().filter_map(told).collect())
}

/// The appointments of a referral, for whoever books them.
#[derive(Debug, Clone)]
pub struct Appointments {
    /// The short reference.
    pub reference: Option<String>,
    /// Each with what was written to her of it, the latest first.
    pub all: Vec<(Appointment, Vec<Told>)>,
    /// By which way an invitation would go now; none where none is agreed.
    pub way: Option<Route>,
    /// The version that the forms are drawn from.
    pub version: i64,
    /// When all of this was true.
    pub as_at: Timestamp,
    /// Whether whoever looks may book now.
    pub may: bool,
}

/// The appointments of a referral.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn page(ctx: &Ctx, id: ReferralId) -> Result<Option<Appointments>, AppError> {
    look::records(ctx, Action::SeeReferral, "appointments", "care", || {
        let subjects = vec![id.to_string()];
        let stream = ctx.store.ask(|tx| load(tx, ctx.footprint(), id))?;
        let Some(referral) = referral_of(&stream).cloned() else { return Ok((None, subjects)) };
        check_of(ctx, Action::SeeReferral, &referral)?;
        let mut all = ctx.store.read(|tx| {
            let each = referral.appointments.iter();
            each.map(|one| Ok((one.clone(), told_of(tx, ctx, id, one.number)?))).collect::<Result<Vec<_>, StoreError>>()
        })?;
        all.sort_by_key(|(one, _)| std::cmp::Reverse((one.starts_at, one.number)));
        let her = Her::read(ctx, &referral)?;
        let agreed = |route: &Route| {
            her.reaches(*route) && her.standing.contact.allow_kind(*route, Some(MessageKind::Appointment))
        };
        let page = Appointments {
            reference: referral.reference.clone(),
            way: MessageKind::Appointment.ways().iter().copied().find(agreed),
            version: stream.head.version,
            as_at: ctx.now,
            may: referral.held().is_some() && !referral.erased() && may_with(ctx, Action::CareFor, &referral.whose()),
            all,
        };
        Ok((Some(page), subjects))
    })
}
