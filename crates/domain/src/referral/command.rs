//! What can be asked about a referral, by whom, and by which rules.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};

use super::{
    AdditionKind, AskedOf, AttemptOutcome, Ending, Grounds, PersonKind, Priority, Tellings, Verdict,
    history::HistoricReferral,
};
use crate::{
    actor::Actor,
    footprint::{Footprint, TeamCode},
    front_door::{Asked, Story, TaskKind, Told},
    ids::{ImportId, PersonId},
    person::{ContactChoices, Pregnancy, Route},
};

/// Who decides, when, and by which rules.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'a> {
    /// The instant of the decision.
    pub now: Timestamp,
    /// Who decides.
    pub actor: &'a Actor,
    /// The local system whose rules hold.
    pub footprint: &'a Footprint,
    /// The version of those rules, as the decision cites it.
    pub rules: &'a str,
    /// Whether an earlier referral of the same person ended with a no (PR-14).
    pub rejected_before: bool,
}

/// What someone asks to be done about a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralCommand {
    /// Take it in at the front door.
    Receive(Box<Receipt>),
    /// Take it in as another system remembers it.
    ImportHistory {
        /// The import.
        import: ImportId,
        /// The person, by our id.
        person: PersonId,
        /// The row.
        row: Box<HistoricReferral>,
    },
    /// Say "I take this".
    Claim,
    /// Give a claim back.
    Release,
    /// Record a try to reach her.
    RecordAttempt {
        /// How.
        route: Route,
        /// What came of it.
        outcome: AttemptOutcome,
        /// What was noted.
        note: Option<String>,
    },
    /// Record that more became known.
    Add {
        /// From where.
        kind: AdditionKind,
        /// What was told.
        told: Box<Told>,
    },
    /// Raise the urgency.
    RaisePriority {
        /// To what.
        to: Priority,
        /// Why.
        why: String,
    },
    /// Lower the urgency, after speaking with her.
    LowerPriority {
        /// To what.
        to: Priority,
        /// When the clinician spoke with her.
        spoke_at: Timestamp,
        /// Why.
        why: String,
    },
    /// Compute the response clock again, by the holidays that hold now and the rule of its day.
    RecomputeClock {
        /// The versions of the footprint that were applied, the latest first.
        applied: Arc<[Footprint]>,
    },
    /// Ask somebody for more.
    AskForInformation {
        /// Of whom.
        of: AskedOf,
        /// What.
        what: String,
        /// Until when an answer is waited for.
        until: Timestamp,
    },
    /// Close a task.
    CloseTask {
        /// Which.
        task: TaskKind,
        /// What came of it.
        note: String,
    },
    /// Record safeguarding on its own page.
    RecordSafeguarding {
        /// What is known.
        what: String,
    },
    /// Save what is decided while a letter is due (PR-13).
    SaveDecision {
        /// What is decided.
        verdict: Verdict,
        /// On which grounds.
        grounds: Grounds,
        /// The account that owes the letter.
        owner: String,
        /// By when.
        by: Timestamp,
    },
    /// Take it on.
    Accept {
        /// The team.
        team: TeamCode,
        /// Why, in the decider's own words.
        because: Option<String>,
        /// How both are told.
        tellings: Option<Tellings>,
    },
    /// Do not take it on.
    Reject {
        /// On whose behalf.
        team: TeamCode,
        /// How it ends.
        ending: Ending,
    },
    /// Point her to another service.
    Signpost {
        /// On whose behalf.
        team: TeamCode,
        /// The named service.
        signposted_to: String,
        /// How it ends.
        ending: Ending,
    },
    /// Give advice instead of care.
    Advise {
        /// On whose behalf.
        team: TeamCode,
        /// The advice.
        advice: String,
        /// How it ends.
        ending: Ending,
    },
    /// Withdraw it, as she or the referrer asked.
    Withdraw {
        /// How it ends.
        ending: Ending,
    },
    /// Erase what identifies her in it.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What is known of a referral as it comes in at the front door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Whom it is about.
    pub person: PersonId,
    /// What she is in it.
    pub person_kind: PersonKind,
    /// MHSDS source of referral.
    pub source: Option<String>,
    /// The clinical response priority that is asked for; what was told may raise it, and nothing lowers it.
    pub priority: Priority,
    /// When it was received.
    pub received_at: Timestamp,
    /// The team that the referrer asks for.
    pub directed_to: Option<TeamCode>,
    /// The pregnancy that it is about.
    pub pregnancy: Option<Pregnancy>,
    /// What was answered by code.
    pub asked: Asked,
    /// Her date of birth, where known: tasks follow from it.
    pub birth_date: Option<Date>,
    /// How it is safe to reach her: a task follows where no route is known.
    pub contact: ContactChoices,
    /// What was told.
    pub story: Story,
    /// What was told of safeguarding, on its own page.
    pub safeguarding: Option<String>,
}

impl Receipt {
    /// What follows from what was told at the door.
    pub fn of(told: Told, person: PersonId, received_at: Timestamp) -> Self {
        Self {
            person,
            person_kind: PersonKind::BirthingParent,
            source: told.source,
            priority: Priority::Routine,
            received_at,
            directed_to: None,
            pregnancy: told.pregnancy,
            birth_date: told.identity.birth_date,
            contact: told.contact,
            asked: told.asked,
            story: told.story,
            safeguarding: told.safeguarding,
        }
    }
}
