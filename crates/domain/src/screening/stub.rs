//! To be replaced.
use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstrumentId(String);
impl InstrumentId {
    pub fn of(t: &str) -> Option<Self> { Some(Self(t.to_owned())) }
    pub fn as_str(&self) -> &str { &self.0 }
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition { id: InstrumentId, hash: String, items: Vec<String> }
impl Definition {
    pub fn id(&self) -> &InstrumentId { &self.id }
    pub fn hash(&self) -> &str { &self.hash }
    pub fn item_ids(&self) -> impl Iterator<Item = &str> { self.items.iter().map(String::as_str) }
    pub fn of_positions(&self, p: &[Option<usize>]) -> Result<Vec<Option<i64>>, ()> { Ok(p.iter().map(|p| p.map(|p| p as i64)).collect()) }
    pub fn asks_of_risk(&self) -> bool { true }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskState { Positive, Negative, NotAsked }
impl RiskState {
    pub fn code(self) -> &'static str { match self { Self::Positive => "positive", Self::Negative => "negative", Self::NotAsked => "not_asked" } }
    pub fn of_code(c: &str) -> Option<Self> { [Self::Positive, Self::Negative, Self::NotAsked].into_iter().find(|s| s.code() == c) }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskDomain { SelfHarm, HarmToInfant }
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status { Complete, Incomplete, Prorated }
impl Status { pub fn code(self) -> &'static str { "complete" } }
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Total(pub i64);
impl Total { pub fn whole(self) -> Option<u16> { u16::try_from(self.0).ok() } }
impl std::fmt::Display for Total { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) } }
pub struct RiskAnswer { pub rule: String, pub domain: RiskDomain, pub state: RiskState }
pub struct Score { pub answered: u16, pub items: u16, pub status: Status, pub total: Option<Total>, pub band: Option<String>, pub risk: Vec<RiskAnswer> }
impl Score { pub fn positive(&self) -> bool { false } }
pub fn score(_d: &Definition, _a: &[Option<i64>]) -> Result<Score, ()> { Err(()) }
pub fn risk_of_answer(_d: &Definition, _i: &str, _p: u8) -> Option<Vec<RiskDomain>> { None }
