//! Instruments as data: what is asked in which order, what each answer is worth, and what follows from it. The wording is
//! apart, in text packs, since its rights are.

mod check;
mod pack;
mod shipped;

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use pack::{ItemWords, Rights, TextPack, TextPackAdded};
pub use shipped::Instruments;

use super::{number::Total, risk::RiskDomain};

/// The id of an instrument, such as `phq9`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InstrumentId(String);

impl InstrumentId {
    /// The id of an instrument that this program knows, if a text is one.
    pub fn of(text: &str) -> Option<Self> {
        Instruments::shipped().definition_called(text).map(|definition| definition.id.clone())
    }

    /// The id that a record carries, also of an instrument that this program does not know any more.
    pub fn of_record(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        (!text.is_empty() && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InstrumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a higher score means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HigherIs {
    /// She is worse.
    Worse,
    /// She is better.
    Better,
    /// It means nothing in this direction alone.
    Unclear,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    id: String,
    /// A neutral label of this project: not the wording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// Whether it is part of the total.
    scored: bool,
    /// What each option is worth, in the printed order; none where the options were not seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<i64>,
    /// Asked only where one of these is worth at least so much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked_when: Option<AskedWhen>,
}

impl Item {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A neutral label, which is not the wording.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// What each option is worth, in the printed order.
    pub fn options(&self) -> &[i64] {
        &self.options
    }

    /// Whether it is part of the total.
    pub fn is_scored(&self) -> bool {
        self.scored
    }

    /// On which answers it hangs that it is asked.
    pub fn asked_when(&self) -> Option<&AskedWhen> {
        self.asked_when.as_ref()
    }
}

/// On which answers it hangs that an item is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedWhen {
    /// These items.
    pub any_of: Vec<String>,
    /// One of them is worth at least this.
    pub at_least: i64,
}

/// How a total is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The sum of the scored items.
    Sum,
    /// How many are answered yes: one is enough.
    AnyYes,
    /// Means of groups of items; no total.
    Means,
    /// Each item stands alone; no total.
    PerItem,
    /// The rule was not seen: no total.
    NotKnown,
}

/// How a total is made, and between which limits it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    pub(super) method: Method,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) max: Option<i64>,
    /// A total with items missing is so many times the mean of those answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) prorated_times: Option<i64>,
    /// What an answer is worth that says "not known": left out of the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) not_known: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) not_applicable: Option<NotApplicable>,
}

/// Items that are left out for somebody whom they do not concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotApplicable {
    pub(super) items: Vec<String>,
    pub(super) max: i64,
}

/// What becomes of a form with answers missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MissingRule {
    pub(super) policy: MissingPolicy,
    /// The most that may be missing for a total all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) most: Option<usize>,
}

/// The kinds of that rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingPolicy {
    /// No total unless all scored items are answered.
    CompleteOnly,
    /// A few may be missing.
    Prorate,
    /// One yes decides, whatever is missing.
    AnyYesDecides,
    /// Means of what was answered.
    MeanOfAnswered,
    /// Each item stands alone.
    PerItem,
}

/// A group of items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscale {
    pub(super) id: String,
    pub(super) items: Vec<String>,
    /// The mean of what was answered, and not the sum of all.
    pub(super) mean: bool,
    /// The mean is multiplied by this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) times: Option<i64>,
    /// The most that may be missing for a mean all the same; any number where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) most_missing: Option<usize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) cutoffs: Vec<Cutoff>,
}

impl Subscale {
    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its cut-offs, each under its own name.
    pub fn cutoffs(&self) -> &[Cutoff] {
        &self.cutoffs
    }
}

/// A group of items of which a number must be endorsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cluster {
    pub(super) id: String,
    pub(super) items: Vec<String>,
    pub(super) need: usize,
}

/// A band of totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub(super) id: String,
    pub(super) from: Total,
    pub(super) to: Total,
}

/// A threshold: from, to, or below a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<Total>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<Total>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    below: Option<Total>,
}

impl Limits {
    /// Whether a value lies within them.
    pub fn hold(&self, value: Total) -> bool {
        self.at_least.is_none_or(|least| value >= least)
            && self.at_most.is_none_or(|most| value <= most)
            && self.below.is_none_or(|below| value < below)
    }

    fn say_nothing(&self) -> bool {
        self.at_least.is_none() && self.at_most.is_none() && self.below.is_none()
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.at_least, self.at_most, self.below) {
            (Some(least), Some(most), _) => write!(f, "{least} to {most}"),
            (Some(least), None, _) => write!(f, "{least} or more"),
            (None, Some(most), _) => write!(f, "{most} or less"),
            (None, None, Some(below)) => write!(f, "below {below}"),
            (None, None, None) => f.write_str("anything"),
        }
    }
}

/// A cut-off, under its own name and with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cutoff {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) limits: Limits,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
}

impl Cutoff {
    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it lies.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Who says so.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

/// A rule about risk: what an answer must be worth to say something of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskRule {
    pub(super) id: String,
    pub(super) items: Vec<String>,
    pub(super) domain: RiskDomain,
    #[serde(flatten)]
    pub(super) limits: Limits,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
}

impl RiskRule {
    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is about.
    pub fn domain(&self) -> RiskDomain {
        self.domain
    }

    /// The items that it reads.
    pub fn items(&self) -> &[String] {
        &self.items
    }

    /// What an answer must be worth.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Who says so.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

/// What counts as a change, and from where on somebody is a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeRule {
    pub(super) reliable: Total,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) caseness_at_least: Option<Total>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) caseness_below: Option<Total>,
    pub(super) source: String,
}

/// Codes of other systems.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// SNOMED CT code of the score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snomed_score: Option<String>,
    /// LOINC code of the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loinc_total: Option<String>,
}

/// An instrument: order, scores and rules, without a word of what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    schema: String,
    id: InstrumentId,
    version: String,
    /// Earlier versions whose totals mean the same, so that a trend goes on over both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) comparable_with: Vec<String>,
    title: String,
    short_title: String,
    respondent: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recall_days: Option<u16>,
    higher_is: HigherIs,
    /// What each option is worth is known, and not in which order they are printed.
    #[serde(default, skip_serializing_if = "is_false")]
    order_not_seen: bool,
    /// Why it is never sent to her, whatever wording is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    never_sent: Option<String>,
    /// Whoever answers was promised that nobody knows who did: no answer may stand in a record.
    #[serde(default, skip_serializing_if = "is_false")]
    anonymous: bool,
    pub(super) items: Vec<Item>,
    pub(super) scoring: Scoring,
    pub(super) missing: MissingRule,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) subscales: Vec<Subscale>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) clusters: Vec<Cluster>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) bands: Vec<Band>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) cutoffs: Vec<Cutoff>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) risk_rules: Vec<RiskRule>,
    /// Facts that are derived from single answers, by the name under which the program knows the rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) derived: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) change: Option<ChangeRule>,
    #[serde(default)]
    codes: Codes,
    citation: String,
    rights: String,
    #[serde(skip)]
    hash: String,
}

impl Definition {
    /// Reads a definition and holds it to itself.
    ///
    /// # Errors
    /// Each thing that is wrong with it, in words.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let mut read: Self = serde_json::from_str(text).map_err(|error| vec![error.to_string()])?;
        let mut wrong = check::unknown_in_limits(text);
        wrong.extend(check::wrong_with(&read));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        // By its content, whatever spaces and order the file has.
        let content = serde_json::to_string(&read).map_err(|error| vec![error.to_string()])?;
        read.hash = hash_of(&content);
        Ok(read)
    }

    /// Its id.
    pub fn id(&self) -> &InstrumentId {
        &self.id
    }

    /// About how many days before the answer it asks; none where it asks about something else.
    pub fn recall_days(&self) -> Option<u16> {
        self.recall_days
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether totals of both mean the same: the same definition, or one that says so of the version of the other.
    pub fn is_comparable_with(&self, other: &Self) -> bool {
        let says = |one: &Self, of: &Self| one.comparable_with.contains(&of.version);
        self.hash == other.hash || (self.id == other.id && (says(self, other) || says(other, self)))
    }

    /// SHA-256 of its content as lower-case hexadecimal digits: kept with every answer.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Its whole title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What staff call it.
    pub fn short_title(&self) -> &str {
        &self.short_title
    }

    /// Who answers it.
    pub fn respondent(&self) -> &str {
        &self.respondent
    }

    /// What a higher score means.
    pub fn higher_is(&self) -> HigherIs {
        self.higher_is
    }

    /// Its items, in the order in which they are asked.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The ids of its items, in the order in which they are asked.
    pub fn item_ids(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(Item::id)
    }

    /// An item by its id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Its cut-offs, each under its own name.
    pub fn cutoffs(&self) -> &[Cutoff] {
        &self.cutoffs
    }

    /// Its rules about risk.
    pub fn risk_rules(&self) -> &[RiskRule] {
        &self.risk_rules
    }

    /// Whether any of its answers says something about risk.
    pub fn asks_of_risk(&self) -> bool {
        !self.risk_rules.is_empty()
    }

    /// Whether answers can be written down in a record: every item has options, and nobody was promised to stay unknown.
    pub fn can_be_asked(&self) -> bool {
        !self.anonymous && self.items.iter().all(|item| !item.options.is_empty())
    }

    /// Whether it may be sent to her once its wording is held: not what a clinician rates, nor what nobody may know of.
    pub fn can_be_sent(&self) -> bool {
        self.can_be_asked() && self.never_sent.is_none() && !self.order_not_seen
    }

    /// Whether it is known in which order its options are printed: what a position is worth hangs on that.
    pub fn printed_order_is_known(&self) -> bool {
        !self.order_not_seen && self.items.iter().all(|item| !item.options.is_empty())
    }

    /// Its groups of items.
    pub fn subscales(&self) -> &[Subscale] {
        &self.subscales
    }

    /// The lowest and the highest total, where there is one.
    pub fn range(&self) -> Option<(i64, i64)> {
        self.scoring.min.zip(self.scoring.max)
    }

    /// Whose it is, as it is cited.
    pub fn citation(&self) -> &str {
        &self.citation
    }

    /// Whether its wording may be shown, in words.
    pub fn rights(&self) -> &str {
        &self.rights
    }

    /// Codes of other systems.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }
}

fn is_false(said: &bool) -> bool {
    !said
}

fn hash_of(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
