//! The way in: what is typed at the door, kept as a draft, and sent once.
//!
//! Nobody at the door learns whether anyone is known here (PR-06): a draft makes a new person each time, and nothing is
//! looked up. Staff see who may be the same person afterwards.

mod call;
mod draft;
mod file;
mod filled;
mod kept;
mod sending;

pub use call::{Call, KeptCall, add_call, forget_call, keep_call, kept_call, take_call};
pub use draft::{DRAFT_KEPT, Opened, ask_as_partner, ask_for, begin, exit, forget_old, open, save};
pub(crate) use draft::{again_when_stale, fresh_key, hash_of_key};
pub use file::{FileProblem, FileScanner, MOST_FILES, MOST_IN_A_FILE, Scanned, add_file, files, remove_file};
pub use filled::{FILLED_FOR, Filled, fill, is_filled, open_filled};
pub use kept::{KEPT_FOR, Kept, ReopenError, keep, reopen};
pub use sending::{Emergency, Sent, nobody_to_ring, send, send_emergency, spoken_handover};
pub(crate) use sending::{add_referral, add_told, not_somebody_elses, sent_as, under_a_free_reference};
