//! Other people's formats, in and out: referral history from another system, and the annual report and the log of looks to
//! whoever asks; asking other programs; asking a scanner of files; lines of the log to a collector; and handing messages to whoever carries them.

pub mod annual_report;
pub mod carrier;
pub mod clamd;
mod connection;
pub mod filled_form;
pub mod letter_pdf;
pub mod look_log;
pub mod openid;
pub mod outgoing;
pub mod pds;
pub mod referral_history;
mod signing;
mod spreadsheet;
pub mod syslog;
