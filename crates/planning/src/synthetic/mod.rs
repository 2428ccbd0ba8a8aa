//! An invented history of referrals that meets the figures published of Kent and Medway.
//!
//! Everybody in it is invented and nobody has a name. NHS numbers are of the range 999, postcodes of the area ZZ99 and
//! practice codes of a part of the Y codes not known to be given out, so that no row can be taken for a real person's.
//!
//! The history is made year by year: a plan says how many referrals of each sort a year has, a deck puts them into an
//! order of receipt, and each place that is to follow on an earlier referral takes somebody whose latest referral to the team
//! is such a one. The published counts therefore hold by construction for every seed.

mod calendar;
mod course;
mod deck;
mod draw;
mod person;
mod plan;
pub mod service;
mod standing;
pub mod waiting;
mod weave;

use jiff::{Timestamp, civil::date};
use porch_domain::referral::history::HistoricReferral;

use self::calendar::London;

/// Several years of invented referrals to the two specialist teams of the footprint `kent-medway`, in order of receipt, as
/// they stand at an instant: nothing later has happened, and what is not decided by then is pending.
///
/// Begins on 1 April 2018 (Thrive in January 2021) and ends at `until`, or on 31 March 2030 if that is earlier. The same seed
/// and instant give the same rows on any machine, and an earlier instant gives the same rows less what was not yet known.
///
/// The year from 1 April 2022 to 31 March 2023 has exactly the published counts of referrals, rejections, and re-referrals
/// after rejection and after discharge, at its end and ever after. Other years have its proportions. There are no referrals
/// of infants, and none to the front door, which directs every referral to one of the two teams.
///
/// # Source
/// KMPT, answer to a request for information on 2022/23 (figures F06 and F07); national access for the growth (F01 to F03).
/// Each mix says beside its table where it is from, or that it is assumed.
pub fn kent_medway(seed: u64, until: Timestamp) -> Vec<HistoricReferral> {
    weave::weave(seed, until)
}

/// The history as it stood when the published year had ended, at midnight after 31 March 2023 in London: a record-level
/// fixture for the published tables, with the four years to look back on.
///
/// # Source
/// As [`kent_medway`].
pub fn kmpt_published_year(seed: u64) -> Vec<HistoricReferral> {
    kent_medway(seed, London::new().instant(date(2023, 4, 1), 0))
}
