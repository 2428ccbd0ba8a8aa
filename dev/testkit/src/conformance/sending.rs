//! Stories of messages that leave (INV-10, H06, H07): handed over once, as things stand at that moment, and what failed is on
//! somebody's list.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, World, message, person, same_person,
    sending::{Carrier, Carriers, Handed, Heard, LONGEST_IN_HAND, Left, Parcel, Sender, Sent, hear, let_leave},
};
use porch_domain::{
    actor::{Actor, Role},
    front_door::Referrer,
    ids::{MessageId, PersonId, ReferralId},
    message::{
        Failure, MessageCommand, MessageDrafted, MessageStage, Obstacle, Recipient, TemplateUsed, Told, Via, Words,
    },
    person::{ContactChoices, Identity, NhsNumber, PersonCommand, Route, RouteChoice},
    referral::ReferralCommand,
    wording::Fits,
};

use porch_store::{Change, RowChange};

use super::Desk;
use crate::builders;

type Before = Box<dyn Fn() + Send + Sync>;

/// A carrier that does as it is told, and remembers what it was handed.
#[derive(Default)]
pub(super) struct Scripted {
    answers: Mutex<Vec<Handed>>,
    handed: Mutex<Vec<Parcel>>,
    left: Mutex<BTreeMap<String, Left>>,
    /// Whether it reaches only whom the national record is sure of.
    needs_number: bool,
    before: Mutex<Option<Before>>,
}

fn held<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Scripted {
    /// The next answers; once there are none it takes everything.
    fn answers(&self, answers: impl IntoIterator<Item = Handed>) {
        *held(&self.answers) = answers.into_iter().collect();
    }

    pub(super) fn handed(&self) -> Vec<(Route, String)> {
        held(&self.handed).drain(..).map(|parcel| (parcel.route, parcel.to)).collect()
    }

    /// What was handed over since this was asked last: the way, the first line and the text.
    pub(super) fn words(&self) -> Vec<(Route, String, String)> {
        held(&self.handed).drain(..).map(|parcel| (parcel.route, parcel.subject, parcel.body)).collect()
    }
}

impl Carrier for Scripted {
    fn via(&self) -> Via {
        if self.needs_number { Via::NhsNotify } else { Via::GovukNotify }
    }

    fn needs_number(&self) -> bool {
        self.needs_number
    }

    fn hand(&self, parcel: &Parcel) -> Handed {
        let before = held(&self.before).take();
        if let Some(before) = before {
            before();
        }
        held(&self.handed).push(parcel.clone());
        let mut answers = held(&self.answers);
        if answers.is_empty() { Handed::Taken { receipt: Some(parcel.reference.clone()) } } else { answers.remove(0) }
    }

    fn left(&self, _: Route, reference: &str) -> Left {
        held(&self.left).get(reference).cloned().unwrap_or(Left::CannotSay)
    }
}

/// A desk with somebody to write to, and a carrier for e-mail and text.
pub(super) struct Room {
    pub(super) desk: Desk,
    pub(super) carrier: Arc<Scripted>,
    carriers: Carriers,
    sender: Sender,
    pub(super) about: PersonId,
    pub(super) referral: ReferralId,
}

impl Room {
    pub(super) fn new(desk: &Desk) -> Self {
        let (about, referral) = desk.receive();
        let carrier = Arc::new(Scripted::default());
        let carriers = [Route::Email, Route::Text].map(|route| (route, Arc::clone(&carrier) as Arc<dyn Carrier>));
        let sender = Sender::new(desk.world.as_ref());
        let room = Self { desk: desk.clone(), carrier, carriers: Carriers::new(carriers), sender, about, referral };
        let identity = Identity {
            telephone: Some("07700 900123".to_owned()),
            email: Some("invented@example.org".to_owned()),
            address: Some("1 Invented Street".to_owned()),
            ..Identity::default()
        };
        room.about(PersonCommand::RecordIdentity(identity));
        room.agrees(Route::ALL.map(|route| (route, RouteChoice::Yes)));
        room
    }

    pub(super) fn about(&self, command: PersonCommand) {
        person::carry_out(&self.desk.ctx(Role::Duty), self.desk.command(), self.about, command).unwrap();
    }

    pub(super) fn agrees(&self, choices: impl IntoIterator<Item = (Route, RouteChoice)>) {
        self.about(PersonCommand::RecordContactChoices(ContactChoices::new(choices)));
    }

    pub(super) fn act(&self, id: MessageId, command: MessageCommand) -> Result<(), AppError> {
        message::carry_out(&self.desk.ctx(Role::Duty), self.desk.command(), id, command)
    }

    /// A message that was read, approved and let go.
    pub(super) fn waits(&self, route: Route, fits: Fits) -> MessageId {
        let template = Some(TemplateUsed { name: "accept-woman".to_owned(), version: 0, fits });
        self.drafted(self.referral, Recipient::Woman, route, template)
    }

    fn drafted(
        &self,
        referral: ReferralId,
        recipient: Recipient,
        route: Route,
        template: Option<TemplateUsed>,
    ) -> MessageId {
        let id = MessageId(self.desk.world.id());
        let drafted = MessageDrafted {
            referral,
            recipient,
            route,
            template,
            copied_to: Vec::new(),
            appointment: None,
            words: Some(Words { subject: "A letter for you".to_owned(), body: "Invented words.".to_owned() }),
        };
        for command in [MessageCommand::Draft(drafted), MessageCommand::Approve, MessageCommand::Queue] {
            self.act(id, command).unwrap();
        }
        id
    }

    pub(super) fn service(&self) -> Ctx {
        let world = Arc::clone(&self.desk.world) as Arc<dyn World>;
        Ctx::new(self.desk.store.clone(), Arc::clone(&self.desk.rules), Actor::System, world)
    }

    pub(super) fn go(&self) -> Sent {
        let_leave(&self.service(), &self.sender, &self.carriers, 100).unwrap()
    }

    fn later(&self, by: SignedDuration) {
        self.desk.world.pass(by);
    }

    pub(super) fn state(&self, id: MessageId) -> (MessageStage, Option<Failure>) {
        let message = message::open(&self.desk.ctx(Role::Duty), id).unwrap().unwrap().message;
        (message.stage, message.delivery.failure)
    }

    fn on_a_list(&self) -> BTreeSet<MessageId> {
        let outbox = message::outbox(&self.desk.ctx(Role::Duty), None).unwrap();
        outbox.failed.into_iter().map(|message| message.id).collect()
    }
}

/// What waits leaves once, by the address of that moment; what has no carrier waits for a person, who says that it was posted.
///
/// # Panics
/// When it is not so.
pub fn what_waits_leaves_once_and_a_person_posts_the_rest(desk: &Desk) {
    let room = Room::new(desk);
    let ids = [Route::Email, Route::Text, Route::Letter].map(|route| room.waits(route, Fits::Any));
    // Her address became another after it was written.
    let newer = Identity { email: Some("newer@example.org".to_owned()), ..Identity::default() };
    room.about(PersonCommand::RecordIdentity(newer));
    room.agrees(Route::ALL.map(|route| (route, RouteChoice::Yes)));
    assert_eq!(room.go().taken, 2);
    let mut handed = room.carrier.handed();
    handed.sort();
    let expected = [(Route::Email, "newer@example.org".to_owned()), (Route::Text, "+447700900123".to_owned())];
    assert_eq!(handed, expected);
    assert_eq!((room.go().taken, room.carrier.handed()), (0, Vec::new()), "once");
    let [email, _, letter] = ids;
    assert_eq!(ids.map(|id| room.state(id).0), [MessageStage::Sent, MessageStage::Sent, MessageStage::Queued]);
    room.act(letter, MessageCommand::MarkSent).unwrap();
    assert_eq!(room.state(letter).0, MessageStage::Sent);
    // What the carrier says late, twice and out of order.
    let receipt = format!("{email}-1");
    let heard = |told| hear(&room.service(), &receipt, Some(&receipt), told).unwrap();
    assert_eq!([heard(Told::Delivered), heard(Told::Delivered), heard(Told::NotDelivered)], [Heard::Noted; 3]);
    assert_eq!(room.state(email), (MessageStage::Delivered, None));
    assert_eq!(hear(&room.service(), "nobody's", None, Told::Delivered).unwrap(), Heard::Unknown);
    let not_staff = hear(&desk.ctx(Role::Duty), &receipt, None, Told::Delivered);
    assert!(matches!(not_staff, Err(AppError::NotAllowed(_))), "{not_staff:?}");
    desk.verified();
}

/// H06, H07: a way that was taken back, a loss, a death, and an address that is gone, each of which became known while it
/// waited, also in another of her records.
///
/// # Panics
/// When it is not so.
pub fn nothing_leaves_that_does_not_hold_at_that_moment(desk: &Desk) {
    let room = Room::new(desk);
    let refused = room.waits(Route::Text, Fits::Any);
    room.agrees([(Route::Email, RouteChoice::Yes), (Route::Text, RouteChoice::No)]);
    let kept = room.waits(Route::Email, Fits::Any);
    let (other, _) = desk.receive();
    let duty = desk.ctx(Role::Duty);
    assert_eq!((room.go().failed, room.carrier.handed().len()), (1, 1));
    assert_eq!(room.state(refused), (MessageStage::Failed, Some(Failure::RouteNotAgreed)));
    assert_eq!(room.state(kept).0, MessageStage::Sent);
    // She refused it in her other record, and staff say that both are hers.
    let waits = room.waits(Route::Email, Fits::Any);
    let no = ContactChoices::new([(Route::Email, RouteChoice::No)]);
    person::carry_out(&duty, desk.command(), other, PersonCommand::RecordContactChoices(no)).unwrap();
    let both = same_person::compare(&duty, [room.about, other]).unwrap().unwrap();
    same_person::link(&duty, desk.command(), [room.about, other], both.drawn_from, "invented").unwrap();
    room.go();
    assert_eq!(room.state(waits), (MessageStage::Failed, Some(Failure::RouteNotAgreed)));
    assert_eq!(room.on_a_list(), BTreeSet::from([refused, waits]));
    assert_eq!(room.carrier.handed(), []);
    // A person lets it go another way, to which she did agree.
    room.agrees([(Route::Letter, RouteChoice::Yes)]);
    let no_way = room.act(waits, MessageCommand::Reroute { route: Route::Text });
    assert!(no_way.is_err(), "{no_way:?}");
    room.act(waits, MessageCommand::Reroute { route: Route::Letter }).unwrap();
    assert_eq!(room.state(waits), (MessageStage::Queued, None));
    // Somebody rang her instead.
    room.act(refused, MessageCommand::Withdraw { why: "rang her".to_owned() }).unwrap();
    assert_eq!(room.on_a_list(), BTreeSet::new());
    desk.verified();
}

/// Six hours in which nobody takes anything: all of it is tried again, later and later, and leaves once when they do; wrong
/// credentials and a refused template are told, and nothing is twice.
///
/// # Panics
/// When it is not so.
pub fn six_hours_of_failure_lose_nothing_and_send_nothing_twice(desk: &Desk) {
    let room = Room::new(desk);
    let waiting: Vec<MessageId> = (0..20).map(|_| room.waits(Route::Email, Fits::Any)).collect();
    let obstacles = Obstacle::ALL.into_iter().cycle();
    let end = desk.ctx(Role::Duty).now + SignedDuration::from_hours(6);
    let mut tries = 0;
    while desk.ctx(Role::Duty).now < end {
        room.carrier.answers(obstacles.clone().take(20).map(Handed::NotNow));
        let sent = room.go();
        assert_eq!((sent.taken, sent.failed), (0, 0));
        tries += sent.delayed;
        room.carrier.answers([]);
        let next = sent.next.unwrap();
        room.later(next.duration_since(desk.ctx(Role::Duty).now).max(SignedDuration::from_secs(1)));
    }
    assert!((20 * 8..20 * 16).contains(&tries), "{tries}");
    room.carrier.handed();
    room.later(SignedDuration::from_hours(1));
    assert_eq!(room.go().taken, 20);
    assert_eq!(room.carrier.handed().len(), 20);
    assert!(waiting.iter().all(|id| room.state(*id).0 == MessageStage::Sent));
    let refused = room.waits(Route::Text, Fits::Any);
    room.carrier.answers([Handed::Refused(Failure::TextRefused)]);
    assert_eq!(room.go().failed, 1);
    assert_eq!(room.on_a_list(), BTreeSet::from([refused]));
    // Let go again it has another reference: a carrier that remembers the first must not take it for that.
    room.act(refused, MessageCommand::Queue).unwrap();
    room.carrier.handed();
    room.go();
    assert_eq!(
        held(&room.carrier.handed).iter().map(|parcel| parcel.reference.clone()).collect::<Vec<_>>(),
        [format!("{refused}-2")]
    );
    desk.verified();
}

/// What a program had in hand when it ended, or what a carrier does not answer for: the carrier is asked, and where it cannot
/// say, a person has to find out.
///
/// # Panics
/// When it is not so.
pub fn what_nobody_knows_is_asked_or_on_a_list(desk: &Desk) {
    let room = Room::new(desk);
    let [left, not_left, nobody_knows] = [0, 1, 2].map(|_| room.waits(Route::Email, Fits::Any));
    let says = [(left, Left::Yes { receipt: Some("found".to_owned()) }), (not_left, Left::No)];
    *held(&room.carrier.left) = says.iter().map(|(id, left)| (format!("{id}-1"), left.clone())).collect();
    room.carrier.answers([Handed::InDoubt, Handed::InDoubt, Handed::InDoubt]);
    let asked_too_early = room.go();
    assert_eq!((asked_too_early.taken, asked_too_early.delayed, asked_too_early.failed), (0, 0, 0));
    assert_eq!((room.go().taken, room.carrier.handed().len()), (0, 3), "what may have left is not handed over again");
    room.later(LONGEST_IN_HAND + SignedDuration::from_secs(1));
    let sent = room.go();
    assert_eq!((sent.taken, sent.delayed, sent.failed), (1, 1, 1));
    assert_eq!(room.state(left).0, MessageStage::Sent);
    assert_eq!(room.state(not_left), (MessageStage::Queued, None));
    assert_eq!(room.state(nobody_knows), (MessageStage::Failed, Some(Failure::InDoubt)));
    // The carrier says later that it did arrive.
    let reference = format!("{nobody_knows}-1");
    assert_eq!(hear(&room.service(), "late", Some(&reference), Told::Delivered).unwrap(), Heard::Noted);
    assert_eq!(room.state(nobody_knows), (MessageStage::Delivered, None));
    // The program ends with a message in hand: what it wrote down before is all that there is.
    room.later(SignedDuration::from_mins(2));
    room.carrier.handed();
    *held(&room.carrier.before) = Some(Box::new(|| std::panic::panic_any("the program ends here")));
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| room.go())).unwrap();
    assert_eq!((ended.taken, ended.delayed, ended.failed), (0, 0, 0));
    room.later(LONGEST_IN_HAND + SignedDuration::from_secs(1));
    assert_eq!((room.go().delayed, room.carrier.handed().len()), (1, 0), "the carrier knows that it did not leave");
    desk.verified();
}

/// Two programs: one has the lease, and the other sends nothing meanwhile; a message taken back while it is in a carrier's hand
/// is told as what it is: it left.
///
/// # Panics
/// When it is not so.
pub fn one_program_at_a_time_sends_and_what_left_is_told(desk: &Desk) {
    let room = Arc::new(Room::new(desk));
    let id = room.waits(Route::Email, Fits::Any);
    let (inner, other) = (Arc::clone(&room), Sender::new(desk.world.as_ref()));
    let meanwhile = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&meanwhile);
    *held(&room.carrier.before) = Some(Box::new(move || {
        let service = inner.service();
        inner.waits(Route::Text, Fits::Any);
        *held(&seen) = Some(let_leave(&service, &other, &inner.carriers, 100).map(|sent| sent.taken));
        inner.act(id, MessageCommand::Withdraw { why: "not needed".to_owned() }).unwrap();
    }));
    assert_eq!(room.go().taken, 1);
    assert!(matches!(held(&meanwhile).take(), Some(Ok(0))), "somebody else has the lease");
    assert_eq!(room.state(id).0, MessageStage::Sent, "it was in the carrier's hand when it was taken back");
    assert_eq!(room.go().taken, 1, "what came meanwhile");
    room.sender.leave(&room.service()).unwrap();
    // A message that a program left in hand is in nobody's after a time, and not before.
    let lost = room.waits(Route::Email, Fits::Any);
    let service = room.service();
    let mut change = Change::new(service.footprint(), service.now, &service.actor, desk.command());
    change.row(RowChange::put_in_hand(service.footprint(), lost, service.now));
    desk.store.commit(change).unwrap();
    room.carrier.handed();
    assert_eq!((room.go().taken, room.carrier.handed()), (0, Vec::new()));
    room.later(LONGEST_IN_HAND + SignedDuration::from_secs(1));
    assert_eq!(room.go().failed, 1);
    assert_eq!(room.state(lost), (MessageStage::Failed, Some(Failure::InDoubt)));
    assert_eq!(room.carrier.handed(), [], "nothing is sent in the hope that it was not");
    desk.verified();
}

/// H06, H18: a carrier that reaches people by their NHS number gets hers, checked, and nobody else's; without one the message goes
/// by the next carrier, and where there is none it is on somebody's list with why. Which of two had it in doubt, both are asked.
///
/// # Panics
/// When it is not so.
pub fn without_a_verified_number_the_next_carrier_takes_it_or_it_is_on_a_list(desk: &Desk) {
    let by_number = Arc::new(Scripted { needs_number: true, ..Scripted::default() });
    let mut room = Room::new(desk);
    let next = Arc::clone(&room.carrier);
    let of = |carrier: &Arc<Scripted>| Arc::clone(carrier) as Arc<dyn Carrier>;
    room.carriers =
        Carriers::new([(Route::Text, of(&by_number)), (Route::Email, of(&by_number)), (Route::Text, of(&next))]);
    let via = |id| message::open(&desk.ctx(Role::Duty), id).unwrap().unwrap().message.delivery.via;
    let numbers =
        |carrier: &Scripted| -> Vec<_> { held(&carrier.handed).drain(..).map(|one| one.nhs_number).collect() };
    // None is held; then one that nobody checked is.
    let typed = Identity { nhs_number: NhsNumber::parse("9990000034").ok(), ..Identity::default() };
    for identity in [Identity::default(), typed.clone()] {
        room.about(PersonCommand::RecordIdentity(identity));
        let [text, email] = [Route::Text, Route::Email].map(|route| room.waits(route, Fits::Any));
        let sent = room.go();
        assert_eq!((sent.taken, sent.failed), (1, 1));
        assert_eq!((room.state(text).0, via(text)), (MessageStage::Sent, Some(Via::GovukNotify)));
        assert_eq!(room.state(email), (MessageStage::Failed, Some(Failure::NoVerifiedNumber)));
        assert!(room.on_a_list().contains(&email));
        assert_eq!((numbers(&next), numbers(&by_number)), (vec![None], vec![]));
        room.act(email, MessageCommand::Withdraw { why: "rang her".to_owned() }).unwrap();
    }
    let mut room = Room { carriers: room.carriers.clone(), sender: room.sender.clone(), ..Room::new(desk) };
    let number = super::national_record::with_a_verified_number(desk, room.about, room.referral);
    let [text, email] = [Route::Text, Route::Email].map(|route| room.waits(route, Fits::Any));
    assert_eq!(room.go().taken, 2);
    assert_eq!((via(text), via(email)), (Some(Via::NhsNotify), Some(Via::NhsNotify)));
    assert_eq!((numbers(&next), numbers(&by_number)), (vec![], vec![Some(number.clone()), Some(number)]));
    // Whoever referred her has no number, and hers is not given for theirs.
    let about = ReferralId(desk.world.id());
    let mut receipt = builders::receipt(room.about, desk.ctx(Role::Duty).now);
    receipt.story.referrer = Some(Referrer { email: Some("gp@invented.nhs.uk".to_owned()), ..Referrer::default() });
    let receive = ReferralCommand::Receive(Box::new(receipt));
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), about, None, receive).unwrap();
    let to_referrer = room.drafted(about, Recipient::Referrer, Route::Email, None);
    room.go();
    assert_eq!(room.state(to_referrer), (MessageStage::Failed, Some(Failure::NoVerifiedNumber)));
    assert_eq!(numbers(&by_number), vec![]);
    // Nobody knows which of them had it: it did not leave only where both say so.
    let both = [Left::No, Left::CannotSay, Left::Yes { receipt: None }];
    for (says, stage) in both.into_iter().zip([MessageStage::Queued, MessageStage::Failed, MessageStage::Sent]) {
        by_number.answers([Handed::InDoubt]);
        let doubtful = room.waits(Route::Text, Fits::Any);
        room.go();
        let reference = format!("{doubtful}-1");
        held(&next.left).insert(reference.clone(), Left::No);
        held(&by_number.left).insert(reference, says);
        room.later(LONGEST_IN_HAND + SignedDuration::from_secs(1));
        // It does not leave at once, where it is to be tried again.
        room.carriers = Carriers::new([(Route::Text, of(&by_number)), (Route::Text, of(&next))]);
        room.go();
        assert_eq!(room.state(doubtful).0, stage);
        if stage == MessageStage::Queued {
            room.act(doubtful, MessageCommand::Withdraw { why: "not needed".to_owned() }).unwrap();
        }
    }
    // What somebody writes over it is not checked any more.
    room.about(PersonCommand::RecordIdentity(typed));
    let unchecked = room.waits(Route::Text, Fits::Any);
    room.go();
    assert_eq!((via(unchecked), numbers(&next)), (Some(Via::GovukNotify), vec![None]));
    desk.verified();
}
