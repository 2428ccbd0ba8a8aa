//! Writing the rows of a checked file: while one chunk is written, the next is read and prepared.

use std::{sync::mpsc, time::Duration};

use porch_domain::{
    event::Event,
    ids::{CommandId, ImportId, PersonId, historic_person_id, historic_referral_id, sender_key},
    person::{PersonEvent, PersonHistoryImported},
    referral::{self, ReferralCommand, history::HistoricReferral},
};
use porch_store::{Change, ImportLease, KnownPerson, KnownRow};

use super::{Checked, Detail, ImportError, Imported, Said, commit, without_identity};
use crate::{
    Ctx,
    error::AppError,
    person::{add_new, new_stream},
};

/// Rows written in one transaction: nobody else waits longer than these take, a tenth of a second or so.
const CHUNK: usize = 1_000;
/// After each chunk the writing rests for so long: whoever waits in another program looks every two milliseconds whether
/// it is their turn, and without a pause it would never be.
const REST: Duration = Duration::from_millis(4);
/// Chunks that may wait while another is written. Memory is bounded by them.
const WAITING: usize = 1;

/// Writes every row that is new, and every person who is.
pub(super) fn write_rows(
    ctx: &Ctx,
    import: ImportId,
    lease: &ImportLease,
    checked: Checked,
    rows: &mut dyn Iterator<Item = Option<HistoricReferral>>,
    watch: &mut dyn FnMut(u64),
) -> Result<Imported, ImportError> {
    std::thread::scope(|scope| {
        let (prepared, waiting) = mpsc::sync_channel::<(Change, u64)>(WAITING);
        let (told, written) = mpsc::channel();
        let writer = scope.spawn(move || -> Result<(), ImportError> {
            for (change, read) in waiting {
                commit(ctx, lease, change)?;
                std::thread::sleep(REST);
                // Nobody listens any more where preparing failed; what is written is taken out then.
                let _ = told.send(read);
            }
            Ok(())
        });
        let mut preparing = Preparing::new(ctx, import, checked);
        let imported = loop {
            match preparing.next(rows) {
                Ok(Some(chunk)) => {
                    // The writer ends early only by an error, which it gives below.
                    if prepared.send(chunk).is_err() {
                        break Err(ImportError::Overtaken);
                    }
                }
                Ok(None) => break preparing.imported(),
                Err(error) => break Err(error),
            }
            written.try_iter().for_each(&mut *watch);
        };
        drop(prepared);
        let ended = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.iter().for_each(watch);
        ended.and(imported)
    })
}

/// Makes one chunk after another.
struct Preparing<'a> {
    ctx: &'a Ctx,
    import: ImportId,
    checked: Checked,
    read: u64,
    known: u64,
    /// People of the file who were looked at, in the order of their ids.
    people: u64,
    last_person: Option<PersonId>,
    imported: Imported,
}

impl<'a> Preparing<'a> {
    fn new(ctx: &'a Ctx, import: ImportId, checked: Checked) -> Self {
        let imported = Imported { referrals: 0, people: 0 };
        Self { ctx, import, checked, read: 0, known: 0, people: 0, last_person: None, imported }
    }

    /// The next chunk, with how many rows were read up to it; none after the last.
    fn next(
        &mut self,
        rows: &mut dyn Iterator<Item = Option<HistoricReferral>>,
    ) -> Result<Option<(Change, u64)>, ImportError> {
        let mut chunk = Vec::with_capacity(CHUNK);
        while chunk.len() < CHUNK {
            match rows.next() {
                None => break,
                Some(None) => return Err(ImportError::Changed),
                Some(Some(row)) => chunk.push(row),
            }
        }
        if chunk.is_empty() {
            return Ok(None);
        }
        self.read += chunk.len() as u64;
        let ctx = self.ctx;
        let command = CommandId(ctx.world.id());
        let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command).of_import(self.import);
        self.add_people(&mut change)?;
        for row in self.only_new(chunk)? {
            self.imported.referrals += 1;
            self.add_row(&mut change, row)?;
        }
        Ok(Some((change, self.read)))
    }

    /// Adds the share of the file's people that goes with the rows read so far. They come in the order of their ids and not
    /// of the rows, so that each page of what is kept by person is written once and not again with every chunk.
    fn add_people(&mut self, change: &mut Change) -> Result<(), AppError> {
        let ctx = self.ctx;
        // A file that grew since it was checked is told at its end.
        let rows = u128::from(self.checked.rows.max(1));
        let share = (u128::from(self.checked.people) * u128::from(self.read)).div_ceil(rows);
        let due = u64::try_from(share).unwrap_or(u64::MAX).saturating_sub(self.people);
        let people = self.checked.scratch.people_after(self.last_person, due)?;
        self.people += people.len() as u64;
        self.last_person = people.last().map(|noted| noted.person).or(self.last_person);
        let known = ctx.store.read(|tx| {
            people
                .iter()
                .map(|noted| KnownPerson::find(tx, ctx.footprint(), noted.person))
                .collect::<Result<Vec<_>, _>>()
        })?;
        for (noted, _) in people.into_iter().zip(known).filter(|(_, known)| known.is_none()) {
            let said = Said::of_text(&noted.said)?;
            let event = PersonEvent::PersonHistoryImported(PersonHistoryImported {
                import: self.import,
                ethnic_category: said.get(Detail::EthnicCategory).map(str::to_owned),
                identity: Some(said.identity(&noted.sender)),
            });
            self.imported.people += 1;
            add_new(ctx, change, noted.person, event)?;
        }
        Ok(())
    }

    /// The rows that are not known, without what was erased of the person.
    fn only_new(&mut self, chunk: Vec<HistoricReferral>) -> Result<Vec<HistoricReferral>, AppError> {
        let footprint = self.ctx.footprint();
        let read = chunk.len();
        let fresh = self.ctx.store.read(|tx| {
            let mut fresh = Vec::with_capacity(chunk.len());
            for mut row in chunk {
                let key = sender_key("referral", footprint, &row.sender_referral_id);
                if KnownRow::is_known(tx, footprint, &key)? {
                    continue;
                }
                let person = historic_person_id(footprint, &row.sender_person_id);
                if KnownPerson::find(tx, footprint, person)? == Some(KnownPerson::Erased) {
                    without_identity(&mut row);
                }
                fresh.push(row);
            }
            Ok(fresh)
        })?;
        self.known += (read - fresh.len()) as u64;
        Ok(fresh)
    }

    fn add_row(&self, change: &mut Change, row: HistoricReferral) -> Result<(), AppError> {
        let (ctx, footprint) = (self.ctx, self.ctx.footprint());
        let person = historic_person_id(footprint, &row.sender_person_id);
        let id = historic_referral_id(footprint, &row.sender_referral_id, row.received_at);
        let command = ReferralCommand::ImportHistory { import: self.import, person, row: Box::new(row) };
        for event in referral::decide(id, None, command, &ctx.deciding())? {
            ctx.append(change, &mut new_stream(id), &Event::Referral(event))?;
        }
        Ok(())
    }

    /// What was imported, where the second reading gave what the first did.
    fn imported(&self) -> Result<Imported, ImportError> {
        let same = self.read == self.checked.rows
            && self.read - self.known == self.checked.new
            && self.people == self.checked.people;
        if same { Ok(self.imported) } else { Err(ImportError::Changed) }
    }
}
