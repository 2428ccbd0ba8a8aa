//! How soon somebody must look, from what was told. Rules raise; none lowers (INV-04, H20).

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Asked, Known, Now, Situation, Story, medicine};
use crate::{
    calendar::end_of_day,
    person::{ContactChoices, Route, RouteChoice, day_number},
    referral::Priority,
};

/// Days after the end of a pregnancy in which a known severe illness raises a same-day review.
///
/// # Source
/// PRACTICE PR-02: birth due or within six weeks.
const SIX_WEEKS: i32 = 42;

/// Something that a person must do about a referral, beside deciding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Look at what the national record tells of a death (PR-27).
    DeathTold,
    /// See to the baby's safety on the same day: she spoke of harm to the baby (H22).
    BabySafety,
    /// Review on the same day: a known severe illness, and a birth due or lately (PR-02).
    SameDayReview,
    /// A prescriber reviews valproate or lithium on the same day (H23).
    PrescriberReview,
    /// Ask about safeguarding on the same day: she is under thirteen (PR-18), or spoke of harm to the baby (H22).
    SafeguardingToday,
    /// Ask about safeguarding: she is under sixteen (PR-18).
    SafeguardingQuestion,
    /// Ask what came of a safeguarding referral (PR-26).
    SafeguardingChase,
    /// Hold her until the young people's service accepts by name (PR-18).
    YoungPeople,
    /// One neutral call by a person: no route is known to be safe (PR-19).
    SafeRouteCall,
    /// Ask her again: her number or address became another (PR-19).
    AskRoutesAgain,
    /// Record on which basis she is contacted: she declined or was not asked (PR-05).
    BasisForContact,
    /// Review on the same day: she came again within thirty days of a no (X5).
    CameBackSoon,
    /// Ask what has changed: she came again within a year of a no (X5).
    CameBack,
    /// A team did not answer an offered handover in time (INV-02).
    HandoverUnanswered,
    /// A team returned a handover: decide again which team fits.
    HandoverReturned,
    /// Review risk: she did not come, or the baby was not brought (PR-21).
    RiskReview,
    /// Name a lead professional: she was admitted without one (D16).
    LeadProfessional,
    /// Decide what follows: her time in this service ends soon (D14).
    CareEnds,
    /// Two who were in contact with her within three days speak with each other (H09).
    TeamsMeet,
    /// Do what a case discussion agreed (H2).
    CaseAgreed,
    /// Talk with her about answers that came out positive (S4).
    TalkAboutAnswers,
    /// Read what she answered by herself (PR-23).
    ReadAnswers,
    /// Read what she says has changed, on her own page (X6).
    SomethingChanged,
    /// Talk with her, by a safe route: she asks not to go on (PR-22).
    AskedToWithdraw,
    /// Talk with her: she asks to be reached, or that somebody be told, where she had said no (PR-19, PR-20).
    WishedOtherwise,
}

impl TaskKind {
    /// Every task, the most pressing first.
    pub const ALL: [Self; 25] = [
        Self::DeathTold,
        Self::BabySafety,
        Self::SameDayReview,
        Self::PrescriberReview,
        Self::SomethingChanged,
        Self::SafeguardingToday,
        Self::SafeguardingQuestion,
        Self::SafeguardingChase,
        Self::YoungPeople,
        Self::SafeRouteCall,
        Self::AskRoutesAgain,
        Self::AskedToWithdraw,
        Self::WishedOtherwise,
        Self::BasisForContact,
        Self::CameBackSoon,
        Self::CameBack,
        Self::HandoverUnanswered,
        Self::HandoverReturned,
        Self::RiskReview,
        Self::LeadProfessional,
        Self::CareEnds,
        Self::TeamsMeet,
        Self::CaseAgreed,
        Self::TalkAboutAnswers,
        Self::ReadAnswers,
    ];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::BabySafety => "baby_safety",
            Self::SameDayReview => "same_day_review",
            Self::PrescriberReview => "prescriber_review",
            Self::SafeguardingToday => "safeguarding_today",
            Self::SafeguardingQuestion => "safeguarding_question",
            Self::SafeguardingChase => "safeguarding_chase",
            Self::YoungPeople => "young_people",
            Self::SafeRouteCall => "safe_route_call",
            Self::AskRoutesAgain => "ask_routes_again",
            Self::BasisForContact => "basis_for_contact",
            Self::CameBackSoon => "came_back_soon",
            Self::CameBack => "came_back",
            Self::HandoverUnanswered => "handover_unanswered",
            Self::HandoverReturned => "handover_returned",
            Self::RiskReview => "risk_review",
            Self::LeadProfessional => "lead_professional",
            Self::CareEnds => "care_ends",
            Self::TeamsMeet => "teams_meet",
            Self::CaseAgreed => "case_agreed",
            Self::TalkAboutAnswers => "talk_about_answers",
            Self::ReadAnswers => "read_answers",
            Self::SomethingChanged => "something_changed",
            Self::AskedToWithdraw => "asked_to_withdraw",
            Self::WishedOtherwise => "wished_otherwise",
            Self::DeathTold => "death_told",
        }
    }

    /// The task of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::BabySafety => {
                "The baby's safety today: she spoke of harm to the baby. See who is with the baby, and that it is safe"
            }
            Self::SameDayReview => "Review today: known severe illness, birth due or in the last six weeks",
            Self::PrescriberReview => "Prescriber review today: valproate or lithium is named",
            Self::SafeguardingToday => "Safeguarding question today: under 13, or harm to the baby was spoken of",
            Self::SafeguardingQuestion => "Safeguarding question: under 16",
            Self::SafeguardingChase => "Ask what came of the safeguarding referral",
            Self::YoungPeople => "Hold her until the young people's service accepts by name: under 18",
            Self::AskRoutesAgain => "Ask again how it is safe to reach her: her number or address is another",
            Self::SafeRouteCall => "One neutral call: check who answers and whether it is safe to talk",
            Self::BasisForContact => "Record the basis for contact: she declined or was not asked",
            Self::CameBackSoon => {
                "Review today: an earlier referral ended with a no in the last 30 days. What has changed?"
            }
            Self::CameBack => "An earlier referral ended with a no in the last year. What has changed?",
            Self::HandoverUnanswered => "Nobody answered the handover: it is still yours, offer it again or keep it",
            Self::HandoverReturned => "The handover was returned: decide again which team fits",
            Self::RiskReview => "Review risk: she did not come, or the baby was not brought",
            Self::LeadProfessional => "Name a lead professional: she was admitted without one",
            Self::CareEnds => "Her time in this service ends soon: go on with a reason, or plan what follows",
            Self::TeamsMeet => {
                "Two teams were in contact with her within three days: speak with each other, and agree who does what"
            }
            Self::CaseAgreed => "Do what the case discussion agreed",
            Self::TalkAboutAnswers => "Talk with her about her answers: some came out positive",
            Self::ReadAnswers => "Read what she answered by herself",
            Self::SomethingChanged => "Read what she says has changed, and talk with her",
            Self::AskedToWithdraw => "She asks not to go on: talk with her by a safe route, before anything is closed",
            Self::WishedOtherwise => "She asks on her page for what she had said no to: talk with her, then record it",
            Self::DeathTold => "The national record says that she died: find out today, before anything is sent to her",
        }
    }

    /// In a word or two, for a queue.
    pub fn short(self) -> &'static str {
        match self {
            Self::BabySafety => "baby's safety today",
            Self::SameDayReview => "review today",
            Self::PrescriberReview => "prescriber review today",
            Self::SafeguardingToday | Self::SafeguardingQuestion => "safeguarding question",
            Self::SafeguardingChase => "safeguarding referral",
            Self::YoungPeople => "under 18",
            Self::SafeRouteCall => "no safe route known",
            Self::AskRoutesAgain => "ask again how to reach her",
            Self::BasisForContact => "agreement not given",
            Self::CameBackSoon => "came again within 30 days of a no",
            Self::CameBack => "came again after a no",
            Self::HandoverUnanswered => "handover not answered",
            Self::HandoverReturned => "handover returned",
            Self::RiskReview => "risk review",
            Self::LeadProfessional => "no lead professional",
            Self::CareEnds => "time here ends",
            Self::TeamsMeet => "two teams to meet",
            Self::CaseAgreed => "agreed at a case discussion",
            Self::TalkAboutAnswers => "talk about her answers",
            Self::ReadAnswers => "answers to read",
            Self::SomethingChanged => "something has changed",
            Self::AskedToWithdraw => "asks not to go on",
            Self::WishedOtherwise => "asks to be reached otherwise",
            Self::DeathTold => "said to have died",
        }
    }

    /// Whether it must be done on the day of receipt.
    pub fn same_day(self) -> bool {
        match self {
            Self::SameDayReview
            | Self::BabySafety
            | Self::PrescriberReview
            | Self::SafeguardingToday
            | Self::CameBackSoon
            | Self::HandoverUnanswered
            | Self::HandoverReturned
            | Self::DeathTold => true,
            Self::SafeguardingQuestion
            | Self::SafeguardingChase
            | Self::YoungPeople
            | Self::SafeRouteCall
            | Self::AskRoutesAgain
            | Self::BasisForContact
            | Self::CameBack
            | Self::RiskReview
            | Self::LeadProfessional
            | Self::CareEnds
            | Self::TeamsMeet
            | Self::CaseAgreed
            | Self::TalkAboutAnswers
            | Self::ReadAnswers
            | Self::SomethingChanged
            | Self::AskedToWithdraw
            | Self::WishedOtherwise => false,
        }
    }

    /// Whether nothing of it stands on a row that is not opened (PR-26).
    pub fn is_restricted(self) -> bool {
        match self {
            Self::SafeguardingToday | Self::SafeguardingQuestion | Self::SafeguardingChase => true,
            Self::SameDayReview
            | Self::BabySafety
            | Self::PrescriberReview
            | Self::YoungPeople
            | Self::SafeRouteCall
            | Self::AskRoutesAgain
            | Self::BasisForContact
            | Self::CameBackSoon
            | Self::CameBack
            | Self::HandoverUnanswered
            | Self::HandoverReturned
            | Self::RiskReview
            | Self::LeadProfessional
            | Self::CareEnds
            | Self::TeamsMeet
            | Self::CaseAgreed
            | Self::TalkAboutAnswers
            | Self::ReadAnswers
            | Self::SomethingChanged
            | Self::AskedToWithdraw
            | Self::WishedOtherwise
            | Self::DeathTold => false,
        }
    }

    /// Whether a note does not do it: what it asks for is recorded, and that closes it.
    pub fn done_by_doing(self) -> bool {
        match self {
            Self::SafeguardingChase
            | Self::AskRoutesAgain
            | Self::RiskReview
            | Self::LeadProfessional
            | Self::CareEnds
            | Self::ReadAnswers => true,
            Self::SameDayReview
            | Self::BabySafety
            | Self::PrescriberReview
            | Self::SafeguardingToday
            | Self::SafeguardingQuestion
            | Self::YoungPeople
            | Self::SafeRouteCall
            | Self::BasisForContact
            | Self::CameBackSoon
            | Self::CameBack
            | Self::HandoverUnanswered
            | Self::HandoverReturned
            | Self::TeamsMeet
            | Self::CaseAgreed
            | Self::TalkAboutAnswers
            | Self::SomethingChanged
            | Self::AskedToWithdraw
            | Self::WishedOtherwise
            | Self::DeathTold => false,
        }
    }

    /// When it is due: the same local day, or within 24 hours.
    pub fn due_by(self, received_at: Timestamp) -> Timestamp {
        let within = received_at + jiff::SignedDuration::from_hours(24);
        if self.same_day() { end_of_day(received_at, 0).map_or(within, |end| end.min(within)) } else { within }
    }
}

/// The urgency that follows from what was told, however it was asked for. Adding an answer never lowers it.
pub fn priority(asked: &Asked, pregnancy_ends_on: Option<Date>, today: Date) -> Priority {
    if !asked.signs.is_empty() {
        return Priority::Emergency;
    }
    if severe_and_near_birth(asked, pregnancy_ends_on, today) { Priority::VeryUrgent } else { Priority::Routine }
}

/// The tasks that follow from what was told.
pub fn tasks(told: &Raises<'_>) -> Vec<TaskKind> {
    let age = told.birth_date.map(|born| age_on(born, told.today));
    let under = |years: i16| age.is_some_and(|age| age < years);
    let raised = |task: TaskKind| match task {
        TaskKind::SameDayReview => severe_and_near_birth(told.asked, told.pregnancy_ends_on, told.today),
        TaskKind::PrescriberReview => told.story.of_medicines().any(|words| !medicine::named(words).is_empty()),
        TaskKind::SafeguardingToday => under(13),
        TaskKind::SafeguardingQuestion => under(16) && !under(13),
        TaskKind::YoungPeople => under(18) || told.asked.under_18,
        TaskKind::SafeRouteCall => no_route_known(told.contact),
        TaskKind::BasisForContact => {
            matches!(told.asked.agreement, Some(super::Agreement::Declines | super::Agreement::NotAsked))
        }
        // These follow from what happens later, and never from what is told at the door.
        TaskKind::BabySafety
        | TaskKind::AskRoutesAgain
        | TaskKind::CameBackSoon
        | TaskKind::CameBack
        | TaskKind::HandoverUnanswered
        | TaskKind::HandoverReturned
        | TaskKind::RiskReview
        | TaskKind::LeadProfessional
        | TaskKind::SafeguardingChase
        | TaskKind::CareEnds
        | TaskKind::TeamsMeet
        | TaskKind::CaseAgreed
        | TaskKind::TalkAboutAnswers
        | TaskKind::ReadAnswers
        | TaskKind::SomethingChanged
        | TaskKind::AskedToWithdraw
        | TaskKind::WishedOtherwise
        | TaskKind::DeathTold => false,
    };
    TaskKind::ALL.into_iter().filter(|task| raised(*task)).collect()
}

/// Everything that tasks follow from.
#[derive(Debug, Clone, Copy)]
pub struct Raises<'a> {
    /// What was answered by code.
    pub asked: &'a Asked,
    /// What was told in words.
    pub story: &'a Story,
    /// How it is safe to reach her.
    pub contact: &'a ContactChoices,
    /// Her date of birth, where known.
    pub birth_date: Option<Date>,
    /// When the pregnancy is expected to end or ended, where known.
    pub pregnancy_ends_on: Option<Date>,
    /// The local day of receipt.
    pub today: Date,
}

/// Completed years on a day.
pub fn age_on(born: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// Whether no route by which a person can be reached was agreed.
fn no_route_known(contact: &ContactChoices) -> bool {
    let routes = [Route::Telephone, Route::Text, Route::Email, Route::Letter];
    !routes.into_iter().any(|route| contact.of(route) == RouteChoice::Yes)
}

/// Known bipolar disorder or past psychosis, with birth due or within six weeks (PR-02).
///
/// Pregnant at any stage counts as due, and so does a birth or a loss whose date nobody told.
fn severe_and_near_birth(asked: &Asked, ends_on: Option<Date>, today: Date) -> bool {
    if asked.severe_history != Known::Yes {
        return false;
    }
    let since = ends_on.map(|on| day_number(today) - day_number(on));
    match asked.situation.map(Situation::now) {
        Some(Now::Thinking) => false,
        // A due date that has gone by is one more reason to look, never one to wait.
        Some(Now::Pregnant) => true,
        Some(Now::Baby | Now::Loss | Now::NotSaid) | None => since.is_none_or(|days| days <= SIX_WEEKS),
    }
}
