//! A risk answer reaches a named person (INV-06, H02): the alert, who has it, and what was done. It lies on the referral,
//! whose ladder an emergency climbs as well, and stays open until somebody has it by name and has recorded what was done.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{
    Deciding, Ladder, RaisedTask, Referral, ReferralCommand, ReferralEvent, Said, Taken,
    evolve::{look_next, stepped},
    ladder,
    leaving::DIED,
    step::{clinician, staff, words},
};
use crate::{
    actor::Actor,
    disallowed::Disallowed,
    footprint::{FIRST_WITHIN_MINUTES, TeamCode},
    front_door::TaskKind,
    ids::ScreeningId,
    screening::risk::RiskDomain,
};

/// Whoever has it records within so long what was done; after that it is everybody's again.
pub const ACT_WITHIN: SignedDuration = SignedDuration::from_hours(4);

/// Where an answer about risk was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RiskSource {
    /// In a questionnaire.
    Questionnaire {
        /// The questionnaire that was given to her.
        screening: ScreeningId,
        /// What it is called.
        instrument: String,
        /// The item, as she was asked it or by its number.
        item: String,
    },
    /// She told somebody of the staff.
    Staff {
        /// The account that wrote it down.
        by: String,
    },
}

impl RiskSource {
    /// The code kept in rows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Questionnaire { .. } => "questionnaire",
            Self::Staff { .. } => "staff",
        }
    }
}

/// She answered, or told, that there is a risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAnswered {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub source: RiskSource,
    /// What it is about.
    pub domain: RiskDomain,
    /// What a person must do because of it, beside answering the alert.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<RaisedTask>,
    /// What she said; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// Somebody has it by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAcknowledged {
    /// When.
    pub at: Timestamp,
    /// The account: who has it, or who wrote down who of another service does.
    pub by: String,
    /// The person of another service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Taken>,
}

impl RiskAcknowledged {
    /// Who has it, by account or by name.
    pub fn who(&self) -> &str {
        self.elsewhere.as_ref().map_or(&self.by, |taken| &taken.name)
    }

    /// The account that has it; none where somebody of another service does.
    pub fn account(&self) -> Option<&str> {
        self.elsewhere.is_none().then_some(self.by.as_str())
    }
}

/// Whoever had it recorded nothing in time: it climbs again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskLetGo {
    /// When.
    pub at: Timestamp,
}

/// What was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskAction {
    /// A clinician spoke with her and made a plan with her.
    SafetyPlan,
    /// An ambulance or the crisis team has her, by name.
    HandedOver,
    /// She was seen on the same day.
    SeenSameDay,
    /// She could not be reached: it stays open.
    NotReached,
}

impl RiskAction {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::SafetyPlan, Self::HandedOver, Self::SeenSameDay, Self::NotReached];

    /// The code kept in the database and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::SafetyPlan => "safety_plan",
            Self::HandedOver => "handed_over",
            Self::SeenSameDay => "seen_same_day",
            Self::NotReached => "not_reached",
        }
    }

    /// The one of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::SafetyPlan => "Spoke with her and made a safety plan",
            Self::HandedOver => "999 or the crisis team has her, by name",
            Self::SeenSameDay => "She was seen on the same day",
            Self::NotReached => "Could not reach her: it stays open",
        }
    }

    /// Whether it closes the alert.
    pub fn closes(self) -> bool {
        self != Self::NotReached
    }
}

/// What was done was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskActed {
    /// When.
    pub at: Timestamp,
    /// The account.
    pub by: String,
    /// What.
    pub action: RiskAction,
    /// Who has her now, where another service does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Taken>,
    /// In words; none once erased.
    #[serde(skip)]
    pub said: Option<Said>,
}

/// An answer that an alert holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskAnswer {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub source: RiskSource,
    /// What it is about.
    pub domain: RiskDomain,
}

/// How an alert ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskClosed {
    /// When.
    pub at: Timestamp,
    /// By what was done; none where she died.
    pub action: Option<RiskAction>,
}

/// From the first answer until a named person has recorded what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskAlert {
    /// Which of this referral's it is: the first is 1.
    pub number: u32,
    /// The answers, in the order in which they came; at least one.
    pub answers: Vec<RiskAnswer>,
    /// Since when it is open.
    pub since: Timestamp,
    /// How far up the ladder it is: since the first answer, or since it was last everybody's.
    pub ladder: Ladder,
    /// Who has it by name.
    pub acknowledged: Option<RiskAcknowledged>,
    /// When somebody first had it by name.
    pub first_acknowledged_at: Option<Timestamp>,
    /// How often somebody could not reach her.
    pub tries: u32,
    /// How it ended.
    pub closed: Option<RiskClosed>,
}

impl RiskAlert {
    /// Since when it climbs: it is open, and nobody has it by name.
    pub fn climbs_since(&self) -> Option<Timestamp> {
        let climbs = self.closed.is_none() && self.acknowledged.is_none();
        climbs.then(|| self.ladder.since.unwrap_or(self.since))
    }

    /// When the service itself does something about it: the next step of the ladder, or letting it go.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.climbs_at().or(self.lets_go_at())
    }

    /// When the next step is due.
    fn climbs_at(&self) -> Option<Timestamp> {
        self.climbs_since().map(|since| self.ladder.next_at.unwrap_or(since))
    }

    /// When it is let go, unless what was done is recorded before.
    pub fn lets_go_at(&self) -> Option<Timestamp> {
        let acknowledged = self.acknowledged.as_ref().filter(|_| self.closed.is_none())?;
        Some(acknowledged.at + ACT_WITHIN)
    }

    /// By when a person does something about it.
    fn look_by(&self) -> Option<Timestamp> {
        let soon = SignedDuration::from_mins(i64::from(FIRST_WITHIN_MINUTES));
        self.climbs_since().map(|since| since + soon).or(self.lets_go_at())
    }

    /// What it is about, each once.
    pub fn domains(&self) -> Vec<RiskDomain> {
        let mut domains: Vec<RiskDomain> = self.answers.iter().map(|answer| answer.domain).collect();
        domains.sort_unstable();
        domains.dedup();
        domains
    }
}

/// What is known of risk since it came: how many alerts there were, and the last of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RiskTrail {
    /// The last alert, open or not.
    pub alert: Option<RiskAlert>,
    /// Whether what identified her was erased since. It is not asked of the words, which are gone from every earlier state
    /// that is read again.
    pub erased: bool,
}

impl Referral {
    /// The alert that is open; none once what identified her was erased, since nobody is left to reach.
    pub fn risk_alert(&self) -> Option<&RiskAlert> {
        self.risk.alert.as_ref().filter(|alert| alert.closed.is_none() && !self.risk.erased)
    }

    /// Whether a risk answer waits for a named person, or for what was done: nobody suggests a treatment meanwhile.
    pub fn risk_open(&self) -> bool {
        self.risk_alert().is_some()
    }

    /// The last answer about risk.
    pub fn risk_last(&self) -> Option<&RiskAnswer> {
        self.risk.alert.as_ref().and_then(|alert| alert.answers.last())
    }

    /// The team that answers for it: the one responsible, or the last.
    pub fn answers_for_risk(&self) -> Option<&TeamCode> {
        self.held().map(|held| &held.by).or(self.last_held.as_ref()).or(self.directed_to.as_ref())
    }
}

/// When the service itself does something about an open alert.
pub(super) fn due_at(referral: &Referral) -> Option<Timestamp> {
    referral.risk_alert().and_then(RiskAlert::due_at)
}

/// By when a person looks at an open alert.
pub(super) fn look_by(referral: &Referral) -> Option<Timestamp> {
    referral.risk_alert().and_then(RiskAlert::look_by)
}

/// What the service itself does about an open alert now.
pub(super) fn due_now(referral: &Referral, now: Timestamp) -> Option<ReferralCommand> {
    let alert = referral.risk_alert().filter(|alert| alert.due_at().is_some_and(|at| at <= now))?;
    Some(if alert.climbs_since().is_some() { ReferralCommand::ClimbRisk } else { ReferralCommand::LetRiskGo })
}

/// What follows from a command about risk, whether or not the referral is closed; otherwise nothing.
pub(super) fn decide(
    referral: &Referral,
    command: &ReferralCommand,
    deciding: &Deciding<'_>,
) -> Option<Result<Vec<ReferralEvent>, Disallowed>> {
    Some(match command {
        ReferralCommand::HearRisk { source, domain, said } => heard(referral, source, *domain, said, deciding),
        ReferralCommand::ClimbRisk => climbed(referral, deciding),
        ReferralCommand::LetRiskGo => let_go(referral, deciding),
        ReferralCommand::AcknowledgeRisk { elsewhere } => acknowledged(referral, elsewhere.as_ref(), deciding),
        ReferralCommand::RecordRiskAction { action, with, said } => {
            acted(referral, *action, with.as_ref(), said, deciding)
        }
        _ => return None,
    })
}

/// An answer is heard whatever the referral's stage: a promise is not lost by a race with an ending. It changes no urgency.
fn heard(
    referral: &Referral,
    source: &RiskSource,
    domain: RiskDomain,
    said: &Option<String>,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    if referral.erased() {
        return Err(Disallowed::Erased);
    }
    let at = deciding.now;
    let source = match (source, deciding.actor) {
        (RiskSource::Staff { .. }, actor) => RiskSource::Staff { by: staff(actor)? },
        (source, Actor::Public | Actor::Staff { .. } | Actor::System) => source.clone(),
        (_, Actor::Operator { .. }) => return Err(Disallowed::NeedsAPerson),
    };
    let tasks: &[TaskKind] = match domain {
        RiskDomain::HarmToInfant => &[TaskKind::BabySafety, TaskKind::SafeguardingToday],
        RiskDomain::SelfHarm | RiskDomain::HarmToOthers | RiskDomain::RiskTaking | RiskDomain::PersonalSafety => &[],
    };
    // Nothing that is closed gets tasks: its alert is what a person answers.
    let tasks = tasks.iter().filter(|_| referral.held().is_some());
    let tasks = tasks.map(|task| RaisedTask { task: *task, due_by: task.due_by(at) }).collect();
    let said = said.clone().filter(|text| !text.trim().is_empty()).map(|text| Said { text });
    Ok(vec![ReferralEvent::RiskAnswered(RiskAnswered { at, source, domain, tasks, said })])
}

fn open<'a>(referral: &'a Referral, deciding: &Deciding<'_>) -> Result<&'a RiskAlert, Disallowed> {
    if referral.erased() {
        return Err(Disallowed::Erased);
    }
    let none = if *deciding.actor == Actor::System { Disallowed::NotDue } else { Disallowed::NoRiskAlert };
    referral.risk_alert().ok_or(none)
}

fn climbed(referral: &Referral, deciding: &Deciding<'_>) -> Result<Vec<ReferralEvent>, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let alert = open(referral, deciding)?;
    Ok(vec![ReferralEvent::RiskClimbed(ladder::told_next(&alert.ladder, alert.climbs_since(), deciding)?)])
}

fn let_go(referral: &Referral, deciding: &Deciding<'_>) -> Result<Vec<ReferralEvent>, Disallowed> {
    if *deciding.actor != Actor::System {
        return Err(Disallowed::NeedsTheService);
    }
    let at = deciding.now;
    let due = open(referral, deciding)?.lets_go_at().is_some_and(|due| due <= at);
    if due { Ok(vec![ReferralEvent::RiskLetGo(RiskLetGo { at })]) } else { Err(Disallowed::NotDue) }
}

/// A person of another service, by name.
fn named(name_and_service: &(String, String), at: Timestamp) -> Result<Taken, Disallowed> {
    let (name, service) = name_and_service.clone();
    let name = words(name).map_err(|_| Disallowed::Empty("who has her"))?.text;
    let service = words(service).map_err(|_| Disallowed::Empty("the service"))?.text;
    Ok(Taken { name, service, at })
}

/// Somebody has it by name: whoever says so, or somebody of another service. Who has it takes it once.
fn acknowledged(
    referral: &Referral,
    elsewhere: Option<&(String, String)>,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let (by, at) = (staff(deciding.actor)?, deciding.now);
    let alert = open(referral, deciding)?;
    let elsewhere = elsewhere.map(|named_there| named(named_there, at)).transpose()?;
    let mine = alert.acknowledged.as_ref().and_then(RiskAcknowledged::account) == Some(by.as_str());
    if mine && elsewhere.is_none() {
        return Err(Disallowed::AlreadyClaimed("you".to_owned()));
    }
    Ok(vec![ReferralEvent::RiskAcknowledged(RiskAcknowledged { at, by, elsewhere })])
}

/// What was done. Only a clinician closes it, and whoever closes it has it by name; a try closes nothing.
fn acted(
    referral: &Referral,
    action: RiskAction,
    with: Option<&(String, String)>,
    said: &str,
    deciding: &Deciding<'_>,
) -> Result<Vec<ReferralEvent>, Disallowed> {
    let by = staff(deciding.actor)?;
    let alert = open(referral, deciding)?;
    if action.closes() {
        clinician(deciding.actor).map_err(|_| Disallowed::RiskNeedsAClinician)?;
    }
    let at = deciding.now;
    let with = match action {
        RiskAction::HandedOver => Some(named(with.ok_or(Disallowed::Empty("who has her"))?, at)?),
        RiskAction::SafetyPlan | RiskAction::SeenSameDay | RiskAction::NotReached => None,
    };
    let said = words(said.to_owned()).map_err(|_| Disallowed::Empty("what was done"))?;
    let takes = (action.closes() && alert.acknowledged.is_none())
        .then(|| ReferralEvent::RiskAcknowledged(RiskAcknowledged { at, by: by.clone(), elsewhere: None }));
    let acted = ReferralEvent::RiskActed(RiskActed { at, by, action, with, said: Some(said) });
    Ok(takes.into_iter().chain([acted]).collect())
}

/// The referral after something of its alert; false where the event is about something else.
pub(super) fn evolve(referral: &mut Referral, event: &ReferralEvent) -> bool {
    let alert = referral.risk.alert.as_mut().filter(|alert| alert.closed.is_none());
    let mut by_staff = None;
    match (event, alert) {
        (ReferralEvent::RiskAnswered(answered), _) => answer(referral, answered),
        (ReferralEvent::RiskClimbed(climbed), Some(alert)) => alert.ladder.climb(climbed),
        (ReferralEvent::RiskAcknowledged(acknowledged), Some(alert)) => {
            alert.acknowledged = Some(acknowledged.clone());
            alert.first_acknowledged_at.get_or_insert(acknowledged.at);
            by_staff = Some(acknowledged.at);
        }
        (ReferralEvent::RiskLetGo(gone), Some(alert)) => climb_again(alert, gone.at),
        (ReferralEvent::RiskActed(acted), Some(alert)) => {
            if acted.action.closes() {
                alert.closed = Some(RiskClosed { at: acted.at, action: Some(acted.action) });
            } else {
                alert.tries += 1;
            }
            by_staff = Some(acted.at);
        }
        // What would be about no open alert is an event of a history that cannot be.
        _ => return false,
    }
    match by_staff {
        Some(at) => stepped(referral, at),
        None => look_next(referral),
    }
    true
}

/// The first answer opens an alert. What comes while one is open joins it; where somebody had it already it is told anew, and
/// where nobody has, it climbs on as it did.
fn answer(referral: &mut Referral, answered: &RiskAnswered) {
    let answer = RiskAnswer { at: answered.at, source: answered.source.clone(), domain: answered.domain };
    referral.triage.raise(&answered.tasks);
    if answered.domain == RiskDomain::HarmToInfant {
        referral.triage.safeguarding = true;
        referral.safeguarding.baby = true;
    }
    let number = referral.risk.alert.as_ref().map_or(0, |alert| alert.number);
    match referral.risk.alert.as_mut().filter(|alert| alert.closed.is_none()) {
        Some(alert) => {
            alert.answers.push(answer);
            if alert.acknowledged.is_some() {
                climb_again(alert, answered.at);
            }
        }
        None => {
            referral.risk.alert = Some(RiskAlert {
                number: number.saturating_add(1),
                answers: vec![answer],
                since: answered.at,
                ladder: Ladder { since: Some(answered.at), ..Ladder::default() },
                acknowledged: None,
                first_acknowledged_at: None,
                tries: 0,
                closed: None,
            });
        }
    }
}

fn climb_again(alert: &mut RiskAlert, at: Timestamp) {
    alert.acknowledged = None;
    alert.ladder = Ladder { since: Some(at), ..Ladder::default() };
}

/// Where it ended because she died, a person said so, and nobody is left to reach (PR-27).
pub(super) fn ended(referral: &mut Referral, reasons: &[String], at: Timestamp) {
    if reasons != [DIED] {
        return;
    }
    if let Some(alert) = referral.risk.alert.as_mut().filter(|alert| alert.closed.is_none()) {
        alert.closed = Some(RiskClosed { at, action: None });
    }
}
