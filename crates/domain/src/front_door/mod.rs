//! The way in: what is asked at the door, in which order, what follows from it, and how soon somebody must look.

mod answers;
mod concern;
pub mod field;
pub mod medicine;
mod reading;
mod situation;
pub mod source;
mod step;
mod told;
pub mod urgency;
mod warning_sign;

pub use answers::{Answers, LONGEST, LONGEST_SHORT, Problem, What, is_email};
pub use concern::Concern;
pub use reading::{Told, emergency_problems, problems, problems_of, read};
pub use situation::{Now, Situation, stage_in_words};
pub use step::{ABOUT, ADVICE, PARTNER, PURPOSE, Step, asks_as_partner, steps};
pub use told::{
    Agreement, Asked, Attachment, Confidant, Known, Preference, Referrer, Story, Supporter, TellingChoices, WayIn,
};
pub use urgency::TaskKind;
pub use warning_sign::WarningSign;
