//! What is read and written to let messages leave: which wait, which are in a carrier's hand, and whose a receipt is.

use std::collections::BTreeSet;

use jiff::Timestamp;
use porch_domain::{ids::MessageId, message::MessageStage, person::Route};

use crate::{
    change::RowChange,
    engine::Tx,
    error::StoreError,
    sql, table,
    value::{Row, Val},
};

/// The work of which one program at a time has the lease.
const LEASE: &str = "messages";

/// A message that was put into a carrier's hand, and of which nobody said what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InHand {
    /// The message.
    pub id: MessageId,
    /// Since when.
    pub since: Timestamp,
}

/// What waits to leave at an instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToGo {
    /// Those that may be tried, those that wait longest first.
    pub messages: Vec<MessageId>,
    /// When another may be tried, after that instant.
    pub next: Option<Timestamp>,
    /// What is in hand.
    pub in_hand: Vec<InHand>,
    /// Who has the lease of the work, and until when.
    pub lease: Option<(String, Timestamp)>,
}

impl ToGo {
    /// What waits to leave by these routes, at most so many of each; where nothing does, one row of each is read.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn read(
        tx: &mut dyn Tx,
        footprint: &str,
        routes: &BTreeSet<Route>,
        now: Timestamp,
        limit: usize,
    ) -> Result<Self, StoreError> {
        let most = Val::Int(i64::try_from(limit).unwrap_or(i64::MAX));
        let mut found = Self::default();
        for route in routes {
            let at = [footprint.into(), route.code().into(), Val::instant(now)];
            let asked: Vec<Val> = at.iter().cloned().chain([most.clone()]).collect();
            tx.query(sql::OUTBOX_TO_GO, &asked, &mut |values| {
                found.messages.push(message(values)?);
                Ok(())
            })?;
            tx.query(sql::OUTBOX_NEXT, &at, &mut |values| {
                let at = Row::new("message", values).instant(0)?;
                found.next = Some(found.next.map_or(at, |next| next.min(at)));
                Ok(())
            })?;
        }
        tx.query(sql::IN_HAND_SINCE, &[footprint.into(), most], &mut |values| {
            let since = Row::new("message_in_hand", values).instant(1)?;
            found.in_hand.push(InHand { id: message(values)?, since });
            Ok(())
        })?;
        if !found.messages.is_empty() || !found.in_hand.is_empty() {
            tx.query(sql::LEASE_HELD, &[footprint.into(), LEASE.into()], &mut |values| {
                let row = Row::new("lease", values);
                found.lease = Some((row.text(0)?.to_owned(), row.instant(1)?));
                Ok(())
            })?;
        }
        Ok(found)
    }
}

/// The message that a carrier means by a receipt, where there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn message_of_receipt(tx: &mut dyn Tx, footprint: &str, receipt: &str) -> Result<Option<MessageId>, StoreError> {
    let mut found = None;
    tx.query(sql::MESSAGE_OF_RECEIPT, &[footprint.into(), receipt.into()], &mut |values| {
        found = Some(message(values)?);
        Ok(())
    })?;
    Ok(found)
}

/// How many messages failed and nobody has seen to, and how many were tried so often or more and wait on.
///
/// # Errors
/// When the database cannot be read.
pub fn undelivered(tx: &mut dyn Tx, footprint: &str, tries: i64) -> Result<(i64, i64), StoreError> {
    let mut counts = [0, 0];
    let failed = [footprint.into(), MessageStage::Failed.code().into()];
    let late = [footprint.into(), tries.into()];
    for (at, (statement, params)) in [(sql::OUTBOX_COUNT, failed), (sql::OUTBOX_LATE, late)].into_iter().enumerate() {
        tx.query(statement, &params, &mut |values| {
            counts[at] = Row::new("message", values).int(0)?;
            Ok(())
        })?;
    }
    Ok((counts[0], counts[1]))
}

fn message(values: &[Val]) -> Result<MessageId, StoreError> {
    Row::new("message", values).parsed(0, "a message's id", |text| text.parse().ok())
}

impl RowChange {
    /// Takes or renews the lease of letting messages leave; the change is stale where somebody else has it.
    pub fn lease_of_messages(
        footprint: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
        longest: Timestamp,
    ) -> Self {
        Self::lease_of_work((footprint, LEASE, holder), now, until, longest)
    }

    /// Gives that lease back.
    pub fn free_lease_of_messages(footprint: &str, holder: &str) -> Self {
        Self::Run(sql::LEASE_FREE, vec![footprint.into(), LEASE.into(), holder.into()])
    }

    /// Says that a message is put into a carrier's hand: from now on nobody knows whether it left, until somebody says so. The
    /// change is refused where it is in hand already.
    pub fn put_in_hand(footprint: &str, id: MessageId, now: Timestamp) -> Self {
        Self::Add(&table::MESSAGE_IN_HAND, vec![footprint.into(), id.to_string().into(), Val::instant(now)])
    }

    /// Says that it is known what came of it.
    pub fn out_of_hand(footprint: &str, id: MessageId) -> Self {
        Self::Delete(&table::MESSAGE_IN_HAND, vec![footprint.into(), id.to_string().into()])
    }
}
