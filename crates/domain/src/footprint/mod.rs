//! A footprint: one local system (organisations, teams, criteria, clocks) as data.

use serde::{Deserialize, Serialize};

/// The stable short code of a team within its footprint, such as `community`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TeamCode(pub String);
