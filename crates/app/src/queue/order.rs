//! The order of duty, kept in memory as batches are committed: where each referral stands and to which parts it belongs, so
//! that a page of the queue and all counts cost the same however long the queue is. It holds ids, times and accounts, and
//! nothing that identifies a person; what a page shows is read from the database, in the transaction that brought the
//! order up to date, and kept while no batch came that could have changed it.

use std::{
    collections::HashMap,
    fmt,
    ops::Range,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::civil::Date;
use porch_domain::{
    calendar::local_date,
    footprint::{ClockLimit, Footprint, Purpose},
    ids::ReferralId,
    referral::{ENTRY_WITHIN, Priority, entry_by, entry_by_rule},
};
use porch_store::{ChangedSince, QueueEntry, QueueLine, QueueSince, Store, StoreError, Tx};

use super::{Filter, Standing};
use crate::{Rules, care::NEARLY_OUT, error::AppError};

/// Past this share of changed referrals the order is read anew.
const READ_ANEW_AT: usize = 8;

/// The most pages whose rows are kept.
const MOST_PAGES: usize = 32;

/// The account of nobody.
const NOBODY: u32 = 0;

/// Where a referral stands in the order of duty, as an address can say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    rank: i64,
    order_ms: i64,
    referral: ReferralId,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.rank, self.order_ms, self.referral)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(());
        Ok(Self {
            rank: part()?.parse().map_err(|_| ())?,
            order_ms: part()?.parse().map_err(|_| ())?,
            referral: part()?.parse().map_err(|_| ())?,
        })
    }
}

/// Which page of a part is asked for. Pages are found by where their neighbour stands and not by a number: what is decided
/// meanwhile moves nobody over the edge of a page unseen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Position {
    /// The most urgent.
    #[default]
    First,
    /// Those that follow a place.
    After(Place),
    /// Those before a place.
    Before(Place),
    /// The page with a referral; the first where it is not in the part.
    With(ReferralId),
}

/// A page of a part, and what stands around it.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) batch: i64,
    pub(super) referrals: Vec<ReferralId>,
    /// How many of the part stand before it.
    pub(super) skipped: usize,
    pub(super) counts: Vec<(Filter, usize)>,
    pub(super) previous: Option<Position>,
    pub(super) next: Option<Position>,
}

/// The order of duty of one local system.
#[derive(Default)]
pub struct Order {
    held: Mutex<Option<Held>>,
    shown: Mutex<Shown>,
}

/// The rows of pages that were shown, as they stood at a batch. Every row of the queue, and every name beside it, changes
/// with a batch only; so with a newer one all of them go, whomever it is about.
#[derive(Default)]
struct Shown {
    batch: i64,
    pages: HashMap<Vec<ReferralId>, Arc<[QueueLine]>>,
}

impl Order {
    /// Reads the order, so that the first page does not wait for it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn load(&self, store: &Store, rules: &Rules) -> Result<(), AppError> {
        Ok(store.read(|tx| self.with(tx, rules, |_| ()))?)
    }

    /// A page of a part as the transaction sees it, which must not have read anything before.
    pub(super) fn window(
        &self,
        tx: &mut dyn Tx,
        standing: &Standing<'_>,
        (filter, position): (Filter, Position),
        size: usize,
    ) -> Result<Window, StoreError> {
        self.with(tx, standing.rules, |held| held.window(standing, filter, position, size))
    }

    /// The rows of a page as they stood at the batch that the transaction sees.
    pub(super) fn lines(
        &self,
        tx: &mut dyn Tx,
        footprint: &str,
        window: &Window,
    ) -> Result<Arc<[QueueLine]>, StoreError> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.batch < window.batch || shown.pages.len() >= MOST_PAGES {
            *shown = Shown { batch: window.batch.max(shown.batch), pages: HashMap::new() };
        }
        if shown.batch == window.batch
            && let Some(lines) = shown.pages.get(&window.referrals)
        {
            return Ok(Arc::clone(lines));
        }
        drop(shown);
        let lines: Arc<[QueueLine]> = QueueLine::of(tx, footprint, &window.referrals)?.into();
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.batch == window.batch {
            shown.pages.insert(window.referrals.clone(), Arc::clone(&lines));
        }
        Ok(lines)
    }

    /// Lets `work` see the order, brought up to date. The lock goes before the first reading: so no transaction sees less
    /// than the order holds already.
    fn with<T>(&self, tx: &mut dyn Tx, rules: &Rules, work: impl FnOnce(&mut Held) -> T) -> Result<T, StoreError> {
        let footprint = rules.footprint.name.as_str();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = ChangedSince::newest(tx, footprint)?;
        // What is half brought up to date when reading fails is gone, and is read anew by the next.
        let known = held.take().filter(|known| known.by == rules.content_hash && known.batch <= newest);
        let current = match known {
            None => Held::read(tx, rules, newest)?,
            Some(known) => known.brought_to(tx, rules, newest)?,
        };
        Ok(work(held.insert(current)))
    }
}

struct Entry {
    place: Place,
    step_ms: i64,
    waiting_until_ms: Option<i64>,
    claimed_by: u32,
    letter_owner: u32,
    /// The end of the response clock, while it runs.
    clock_ms: Option<i64>,
    /// By when somebody must write something, while nobody has.
    entry_by_ms: Option<i64>,
}

struct Held {
    /// The rules by which times were computed.
    by: String,
    batch: i64,
    /// In the order of duty.
    entries: Vec<Entry>,
    /// Numbers of accounts, from 1.
    accounts: HashMap<String, u32>,
    /// By when something must be written of what came on a day, where that is the same for all of the day.
    entry_by: HashMap<(Option<Priority>, Date), i64>,
    /// Whoever belongs to each part, while that is true.
    parts: Option<Parts>,
}

impl Held {
    fn read(tx: &mut dyn Tx, rules: &Rules, batch: i64) -> Result<Self, StoreError> {
        let mut held = Self {
            by: rules.content_hash.clone(),
            batch,
            entries: Vec::new(),
            accounts: HashMap::new(),
            entry_by: HashMap::new(),
            parts: None,
        };
        QueueEntry::all(tx, &rules.footprint.name, &mut |entry| {
            let entry = held.entry(&entry, &rules.footprint);
            held.entries.push(entry);
            Ok(())
        })?;
        // As the database gave them, or nearly so: its order of letters may be another.
        held.entries.sort_unstable_by_key(|entry| entry.place);
        Ok(held)
    }

    fn brought_to(mut self, tx: &mut dyn Tx, rules: &Rules, newest: i64) -> Result<Self, StoreError> {
        if newest == self.batch {
            return Ok(self);
        }
        let footprint = &rules.footprint;
        let since = QueueSince::read(tx, &footprint.name, self.batch, newest)?;
        if since.import_completed || since.referrals.len() * READ_ANEW_AT > self.entries.len() {
            return Self::read(tx, rules, newest);
        }
        self.batch = newest;
        if since.referrals.is_empty() {
            return Ok(self);
        }
        self.parts = None;
        self.entries.retain(|entry| since.referrals.binary_search(&entry.place.referral).is_err());
        for referral in since.referrals {
            if let Some(found) = QueueEntry::of(tx, &footprint.name, referral)? {
                let entry = self.entry(&found, footprint);
                self.entries.push(entry);
            }
        }
        // A stable sort takes what is in order already as it is.
        self.entries.sort_by_key(|entry| entry.place);
        Ok(self)
    }

    fn entry(&mut self, found: &QueueEntry, footprint: &Footprint) -> Entry {
        Entry {
            place: Place { rank: found.place, order_ms: found.order_ms, referral: found.referral },
            step_ms: found.step_ms,
            waiting_until_ms: found.waiting_until_ms,
            claimed_by: self.account(found.claimed_by.as_deref()),
            letter_owner: self.account(found.letter_owner.as_deref()),
            clock_ms: found.clock_ms,
            entry_by_ms: (!found.entered).then(|| self.entry_by(found, footprint)),
        }
    }

    /// By when somebody must write something about it. A limit in days is the same for all that came on one day.
    fn entry_by(&mut self, found: &QueueEntry, footprint: &Footprint) -> i64 {
        let (priority, received_at) = (found.priority, found.received_at);
        let day = local_date(received_at).filter(|on| {
            let clock = footprint.clock(Purpose::Triage, priority.unwrap_or(Priority::Routine), *on);
            matches!(
                clock.map_or(ENTRY_WITHIN, |clock| clock.limit),
                ClockLimit::WorkingDays { .. } | ClockLimit::Calendar { .. }
            )
        });
        if let Some(known) = day.and_then(|on| self.entry_by.get(&(priority, on))) {
            return *known;
        }
        // Where holidays are not known the strictest clock stands in, which is of the hour.
        if let (Some(on), Ok(by)) = (day, entry_by_rule(footprint, priority, received_at)) {
            self.entry_by.insert((priority, on), by.as_millisecond());
        }
        entry_by(footprint, priority, received_at).as_millisecond()
    }

    fn account(&mut self, name: Option<&str>) -> u32 {
        let Some(name) = name else { return NOBODY };
        if let Some(number) = self.accounts.get(name) {
            return *number;
        }
        let number = u32::try_from(self.accounts.len() + 1).unwrap_or(u32::MAX);
        self.accounts.insert(name.to_owned(), number);
        number
    }

    fn window(&mut self, standing: &Standing<'_>, filter: Filter, position: Position, size: usize) -> Window {
        let parts = match self.parts.take().filter(|parts| parts.hold(standing)) {
            Some(parts) => parts,
            None => Parts::of(&self.entries, standing),
        };
        let parts = &*self.parts.insert(parts);
        let mine = standing.account.and_then(|account| self.accounts.get(account)).and_then(|me| parts.mine.get(me));
        let members = |filter: Filter| match filter {
            Filter::All => Members::Those(0..self.entries.len()),
            Filter::Emergencies => Members::Those(0..parts.emergencies),
            Filter::DueToday => Members::These(&parts.due_today),
            Filter::WaitingForUs => Members::These(&parts.waiting_for_us),
            Filter::WaitingForOthers => Members::These(&parts.waiting_for_others),
            Filter::LetterDue => Members::These(&parts.letter_due),
            Filter::RunOut => Members::These(&parts.run_out),
            Filter::NearlyOut => Members::These(&parts.nearly_out),
            Filter::WithoutEntry => Members::These(&parts.without_entry),
            Filter::Mine => Members::These(mine.map_or(&[], Vec::as_slice)),
        };
        let shown = members(filter);
        let place = |nth: usize| self.entries[shown.entry(nth)].place;
        let all = shown.len();
        let until_the_end = all.saturating_sub(1) / size * size;
        let from = match position {
            Position::First => 0,
            Position::After(last) => {
                let from = shown.partition_point(&self.entries, |place| place <= last);
                // Where nothing follows any more, the last page is what there is.
                if from < all { from } else { until_the_end }
            }
            Position::Before(first) => shown.partition_point(&self.entries, |place| place < first).saturating_sub(size),
            Position::With(referral) => {
                let nth = (0..all).find(|nth| place(*nth).referral == referral);
                nth.map_or(0, |nth| nth / size * size)
            }
        };
        let to = all.min(from + size);
        Window {
            batch: self.batch,
            referrals: (from..to).map(|nth| place(nth).referral).collect(),
            skipped: from,
            counts: Filter::ALL.into_iter().map(|filter| (filter, members(filter).len())).collect(),
            previous: (from > 0).then(|| if from <= size { Position::First } else { Position::Before(place(from)) }),
            next: (to < all).then(|| Position::After(place(to - 1))),
        }
    }
}

/// Whoever belongs to a part, in the order of duty.
enum Members<'a> {
    Those(Range<usize>),
    These(&'a [u32]),
}

impl Members<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Those(range) => range.len(),
            Self::These(these) => these.len(),
        }
    }

    /// Where the nth of them stands among all.
    fn entry(&self, nth: usize) -> usize {
        match self {
            Self::Those(range) => range.start + nth,
            Self::These(these) => these[nth] as usize,
        }
    }

    /// How many of them come first of which something is true that is true of no later one.
    fn partition_point(&self, entries: &[Entry], is: impl Fn(Place) -> bool) -> usize {
        match self {
            Self::Those(range) => entries[range.clone()].partition_point(|entry| is(entry.place)),
            Self::These(these) => these.partition_point(|nth| is(entries[*nth as usize].place)),
        }
    }
}

/// The parts of the queue, each as positions in the order, and how long they are true.
struct Parts {
    /// From the last instant at which somebody stopped waiting for others, a clock ran out or nearly, or the time for a first
    /// entry went by, to the next.
    true_in: Range<i64>,
    end_of_day_ms: i64,
    emergencies: usize,
    due_today: Vec<u32>,
    waiting_for_us: Vec<u32>,
    waiting_for_others: Vec<u32>,
    letter_due: Vec<u32>,
    run_out: Vec<u32>,
    nearly_out: Vec<u32>,
    without_entry: Vec<u32>,
    mine: HashMap<u32, Vec<u32>>,
}

impl Parts {
    fn hold(&self, standing: &Standing<'_>) -> bool {
        self.true_in.contains(&standing.now.as_millisecond())
            && self.end_of_day_ms == standing.end_of_day.as_millisecond()
    }

    fn of(entries: &[Entry], standing: &Standing<'_>) -> Self {
        let (now, end_of_day_ms) = (standing.now.as_millisecond(), standing.end_of_day.as_millisecond());
        let nearly = i64::try_from(NEARLY_OUT.as_millis()).unwrap_or(i64::MAX);
        let mut parts = Self {
            true_in: i64::MIN..i64::MAX,
            end_of_day_ms,
            emergencies: entries.partition_point(|entry| entry.place.rank == 0),
            due_today: Vec::new(),
            waiting_for_us: Vec::new(),
            waiting_for_others: Vec::new(),
            letter_due: Vec::new(),
            run_out: Vec::new(),
            nearly_out: Vec::new(),
            without_entry: Vec::new(),
            mine: HashMap::new(),
        };
        for (nth, entry) in (0u32..).zip(entries) {
            if entry.step_ms <= end_of_day_ms {
                parts.due_today.push(nth);
            }
            let others = entry.waiting_until_ms.is_some_and(|until| until > now);
            // What is done at its last instant is done in time, so each is over from the millisecond after it.
            let over = |by: Option<i64>| by.map(|by| by.saturating_add(1));
            let gone_by = |at: i64| at <= now;
            let (out_at, entry_by) = (over(entry.clock_ms), over(entry.entry_by_ms));
            let nearly_at = out_at.map(|ends| ends.saturating_sub(nearly));
            for at in [entry.waiting_until_ms, out_at, nearly_at, entry_by].into_iter().flatten() {
                let Range { start, end } = &mut parts.true_in;
                if gone_by(at) { *start = at.max(*start) } else { *end = at.min(*end) }
            }
            match (out_at.is_some_and(gone_by), nearly_at.is_some_and(gone_by)) {
                (true, _) => parts.run_out.push(nth),
                (false, true) => parts.nearly_out.push(nth),
                (false, false) => {}
            }
            if entry_by.is_some_and(gone_by) {
                parts.without_entry.push(nth);
            }
            if entry.letter_owner != NOBODY {
                parts.letter_due.push(nth);
            } else if others {
                parts.waiting_for_others.push(nth);
            } else {
                parts.waiting_for_us.push(nth);
            }
            if entry.claimed_by != NOBODY {
                parts.mine.entry(entry.claimed_by).or_default().push(nth);
            }
            if entry.letter_owner != NOBODY && entry.letter_owner != entry.claimed_by {
                parts.mine.entry(entry.letter_owner).or_default().push(nth);
            }
        }
        parts
    }
}
