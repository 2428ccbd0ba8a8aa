//! Other people's formats, in and out: referral history from another system, and the annual report to whoever asks.

pub mod annual_report;
pub mod referral_history;
