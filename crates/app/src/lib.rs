//! What people do with the service, one file for each activity, and who may do it.
//!
//! Every activity takes a [`Ctx`]: who, when, in which local system, on which database. Nothing here reads a clock or
//! draws randomness by itself: both come from the [`World`] that the binary gives.

pub mod access;
pub mod account;
pub mod advice;
pub mod appointment;
pub mod beside;
pub mod by_word;
pub mod came_back;
pub mod care;
pub mod case_discussion;
pub mod clocks;
mod command;
pub mod comment;
mod context;
pub mod deciding;
pub mod door;
pub mod due;
pub mod duty;
mod error;
pub mod factor;
pub mod find;
pub mod footprint;
pub mod handover;
pub mod her_page;
pub mod history_import;
pub mod instruments;
pub mod link;
pub mod look;
pub mod look_log;
pub mod meeting;
pub mod message;
pub mod national_record;
pub mod opening;
mod password;
pub mod person;
pub mod practice;
pub mod proposal;
pub mod provider;
pub mod queue;
pub mod reaching;
pub mod recovery;
pub mod referral;
pub mod report;
pub mod restriction;
pub mod retention;
pub mod said_and_done;
pub mod same_person;
pub mod screening;
pub mod seal;
pub mod self_check;
pub mod sending;
pub mod session;
pub mod sharing;
pub mod sign_in;
pub mod simulation;
pub mod system_token;
pub mod template;
pub mod withheld;
pub mod workforce;

pub use context::{Ctx, Rules, World};
pub use error::AppError;
pub use password::PasswordWork;
/// Lines of lists, as the pages show them.
pub use porch_store::{
    AdviceLine, After, BetweenTeams, CaseDayLine, CaseOutcomeLine, CaseloadLine, ChaseLine, CommentLine,
    DiscussionLine, EmergencyNow, FoundReferral, KnownBefore, LateLine, LeftCount, MeetingLine, MessageLine, NoteLine,
    Offer, OnwardLine, OpenEmergency, OpeningLine, PersonLine, QueueLine, RiskLine, RotaRow, ScreeningLine, StoredFile,
    SystemToken, Waiting,
};
/// The database, for the rooms that may not name the store themselves.
pub use porch_store::{BackupError, DatabaseUrl, OpenError, Seal, Store, StoreError, Verified, erased_people};
