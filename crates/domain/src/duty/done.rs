//! What was done on days of duty, wherever it is recorded: on a referral, on a question for advice, or in the log (D9). One
//! thing is counted once, and each figure is a list of its entries.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Done, DutyEvent};
use crate::{
    advice::{AdviceEvent, AnswerRoute},
    event::{Event, StreamId, StreamKind},
    front_door::WayIn,
    ids::ReferralId,
    referral::{ReferralEvent, Verdict},
};

/// An entry of the journal that may be something that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The record on which it stands.
    pub stream: StreamId,
    /// Its version there.
    pub version: i64,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who, as the journal keeps it.
    pub actor: String,
    /// The command that it belongs to.
    pub command: String,
    /// What was recorded, without what identifies a person.
    pub event: Event,
}

/// What was done, as duty counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// A call was written down.
    Call,
    /// Somebody said "I take this".
    Claim,
    /// Somebody took an emergency by name.
    EmergencyTaken,
    /// Somebody tried to reach her.
    Try,
    /// A professional asked for advice.
    Question,
    /// Advice was given.
    Answer,
    /// A question became a referral.
    QuestionMadeReferral,
    /// A referral was decided.
    Decision,
    /// It was decided, and its letter was left for later.
    LetterLeft,
    /// Something that stands on no record of its own was written into the log.
    Noted,
}

impl What {
    /// Everything, in the order of a report.
    pub const ALL: [Self; 10] = [
        Self::Call,
        Self::Claim,
        Self::EmergencyTaken,
        Self::Try,
        Self::Question,
        Self::Answer,
        Self::QuestionMadeReferral,
        Self::Decision,
        Self::LetterLeft,
        Self::Noted,
    ];

    /// The code in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Claim => "claim",
            Self::EmergencyTaken => "emergency",
            Self::Try => "try",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::QuestionMadeReferral => "made_referral",
            Self::Decision => "decision",
            Self::LetterLeft => "letter_left",
            Self::Noted => "noted",
        }
    }

    /// What has this code, if anything does.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Call => "Calls written down",
            Self::Claim => "Referrals taken in hand",
            Self::EmergencyTaken => "Emergencies taken by name",
            Self::Try => "Tries to reach her",
            Self::Question => "Questions for advice received",
            Self::Answer => "Questions answered",
            Self::QuestionMadeReferral => "Questions made a referral",
            Self::Decision => "Decisions",
            Self::LetterLeft => "Decided, with the letter left for later",
            Self::Noted => "Written into the log",
        }
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// What.
    pub what: What,
    /// What came of it, in words; empty where nothing can be said.
    pub outcome: &'static str,
    /// The record on which it stands.
    pub stream: StreamId,
    /// Its version there.
    pub version: i64,
    /// The referral that it is about.
    pub referral: Option<ReferralId>,
    /// When it was recorded.
    pub at: Timestamp,
    /// Who, as the journal keeps it.
    pub actor: String,
}

/// What was done, in the order in which it was recorded, each once: what the log says again of a referral is left out where
/// its own record says it on the same day, a letter left for later where the decision was finished, and what the team
/// meeting decided, which is counted with the meetings.
pub fn acts(recorded: &[Recorded]) -> Vec<Act> {
    let at_meeting: BTreeSet<&str> = recorded
        .iter()
        .filter(|one| matches!(one.event, Event::Referral(ReferralEvent::DiscussedAtMeeting(_))))
        .map(|one| one.command.as_str())
        .collect();
    let here = recorded.iter().filter(|one| !at_meeting.contains(one.command.as_str()));
    let all: Vec<Act> = here.filter_map(act).collect();
    let finished: BTreeSet<_> = all.iter().filter(|act| act.what == What::Decision).map(|act| act.referral).collect();
    let told_elsewhere = |noted: &Act| {
        all.iter().any(|other| {
            other.what != What::Noted
                && other.referral == noted.referral
                && same_day(other.at, noted.at)
                && says_the_same(other, noted.outcome)
        })
    };
    let mut left = BTreeSet::new();
    let mut counted: Vec<Act> = Vec::new();
    // The last of several savings stands for them.
    for act in all.iter().rev() {
        let once = match act.what {
            What::LetterLeft => !finished.contains(&act.referral) && left.insert(act.referral),
            What::Noted => act.referral.is_none() || !told_elsewhere(act),
            What::Call
            | What::Claim
            | What::EmergencyTaken
            | What::Try
            | What::Question
            | What::Answer
            | What::QuestionMadeReferral
            | What::Decision => true,
        };
        if once {
            counted.push(act.clone());
        }
    }
    counted.reverse();
    counted
}

/// How often each thing was done, by what came of it, in the order of a report.
pub fn counted(acts: &[Act]) -> Vec<(What, Vec<(&'static str, usize)>)> {
    let of = |what: What| {
        let mut outcomes: Vec<(&'static str, usize)> = Vec::new();
        for act in acts.iter().filter(|act| act.what == what) {
            match outcomes.iter_mut().find(|(outcome, _)| *outcome == act.outcome) {
                Some((_, times)) => *times += 1,
                None => outcomes.push((act.outcome, 1)),
            }
        }
        outcomes.sort_unstable();
        (what, outcomes)
    };
    What::ALL.into_iter().map(of).collect()
}

fn same_day(one: Timestamp, other: Timestamp) -> bool {
    crate::calendar::local_date(one) == crate::calendar::local_date(other)
}

/// Whether what the log says is what a record of its own says.
fn says_the_same(act: &Act, noted: &str) -> bool {
    let outcome = |done: Done| done.label() == noted;
    match act.what {
        What::Decision => {
            outcome(Done::Signposted) && act.outcome == SIGNPOSTED || outcome(Done::AdviceCall) && act.outcome == ADVICE
        }
        What::EmergencyTaken => outcome(Done::ToldCrisisTeam) && act.outcome == ELSEWHERE,
        What::Try => outcome(Done::CalledBack),
        What::Call
        | What::Claim
        | What::Question
        | What::Answer
        | What::QuestionMadeReferral
        | What::LetterLeft
        | What::Noted => false,
    }
}

const SIGNPOSTED: &str = "signposted";
const ADVICE: &str = "advice only";
const ELSEWHERE: &str = "by another service";

fn act(recorded: &Recorded) -> Option<Act> {
    let mut referral = (recorded.stream.kind == StreamKind::Referral).then_some(ReferralId(recorded.stream.id));
    let (what, outcome) = match &recorded.event {
        Event::Referral(event) => of_referral(event)?,
        Event::Advice(AdviceEvent::AdviceAsked(_)) => (What::Question, "asked"),
        Event::Advice(AdviceEvent::AdviceAskedAgain(_)) => (What::Question, "asked again"),
        Event::Advice(AdviceEvent::AdviceGiven(given)) => {
            (What::Answer, given.route.map_or("route not recorded", AnswerRoute::label))
        }
        Event::Advice(AdviceEvent::AdviceTurnedIntoReferral(turned)) => {
            referral = Some(turned.referral);
            (What::QuestionMadeReferral, "")
        }
        Event::Duty(DutyEvent::DutyNoted(noted)) => {
            referral = noted.referral;
            (What::Noted, noted.kind.label())
        }
        Event::Advice(AdviceEvent::PersonalDataErased(_))
        | Event::Duty(_)
        | Event::FootprintApplied(_)
        | Event::TextPackAdded(_)
        | Event::SaidAndDone(_)
        | Event::Comment(_)
        | Event::HistoryImport(_)
        | Event::Person(_)
        | Event::Message(_)
        | Event::TemplateApproved(_)
        | Event::Account(_)
        | Event::Meeting(_)
        | Event::Opening(_)
        | Event::Screening(_) => return None,
    };
    let Recorded { stream, version, at, actor, .. } = recorded.clone();
    Some(Act { what, outcome, stream, version, referral, at, actor })
}

fn of_referral(event: &ReferralEvent) -> Option<(What, &'static str)> {
    Some(match event {
        ReferralEvent::ReferralReceived(received) if received.asked.way == WayIn::Telephone => (What::Call, ""),
        ReferralEvent::ReferralClaimed(claimed) if claimed.of_emergency => (What::EmergencyTaken, "here"),
        ReferralEvent::ReferralClaimed(_) => (What::Claim, ""),
        ReferralEvent::EmergencyTaken(_) => (What::EmergencyTaken, ELSEWHERE),
        ReferralEvent::ContactAttempted(tried) => (What::Try, tried.attempt.outcome.label()),
        ReferralEvent::ReferralAccepted(_) => (What::Decision, "accepted"),
        ReferralEvent::ReferralRejected(_) => (What::Decision, "not taken on"),
        ReferralEvent::ReferralSignposted(_) => (What::Decision, SIGNPOSTED),
        ReferralEvent::ReferralAdvised(_) => (What::Decision, ADVICE),
        ReferralEvent::ReferralWithdrawn(_) => (What::Decision, "withdrawn, as she asked"),
        ReferralEvent::DecisionSaved(due) => (
            What::LetterLeft,
            match due.verdict {
                Verdict::Accept { .. } => "accepted",
                Verdict::Reject { .. } => "not taken on",
                Verdict::Signpost { .. } => SIGNPOSTED,
                Verdict::Advise { .. } => ADVICE,
                Verdict::Withdraw => "withdrawn, as she asked",
            },
        ),
        _ => return None,
    })
}

/// The share of questions that were answered within their clock (D23). Each asking has a clock of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AnswerShare {
    /// Askings of the period.
    pub asked: usize,
    /// Of them, those where the answer of before had not arrived.
    pub again: usize,
    /// Answered, or made a referral, within their clock.
    pub in_time: usize,
    /// Answered, or made a referral, later.
    pub late: usize,
    /// Not answered, and their clock still runs.
    pub waiting: usize,
    /// Not answered, and their clock has ended.
    pub overdue: usize,
}

impl AnswerShare {
    /// Of what was asked before an instant, with everything that was recorded since the period began.
    pub fn of(recorded: &[Recorded], until: Timestamp, now: Timestamp) -> Self {
        let mut share = Self::default();
        for (nth, one) in recorded.iter().enumerate() {
            let (asked_at, respond_by, again) = match &one.event {
                Event::Advice(AdviceEvent::AdviceAsked(asked)) => (one.at, asked.respond_by, false),
                Event::Advice(AdviceEvent::AdviceAskedAgain(again)) => (one.at, again.respond_by, true),
                _ => continue,
            };
            if asked_at >= until {
                continue;
            }
            share.asked += 1;
            share.again += usize::from(again);
            let later = recorded[nth + 1..].iter().filter(|other| other.stream == one.stream);
            match later.map(settled).find(|settled| *settled != Settled::No) {
                Some(Settled::At(at)) if at <= respond_by => share.in_time += 1,
                Some(Settled::At(_)) => share.late += 1,
                Some(Settled::No | Settled::AskedAnew) | None if respond_by < now => share.overdue += 1,
                Some(Settled::No | Settled::AskedAnew) | None => share.waiting += 1,
            }
        }
        share
    }

    /// Of a hundred answered, so many within their clock; none where none was answered.
    pub fn per_cent(self) -> Option<usize> {
        let answered = self.in_time + self.late;
        (answered > 0).then(|| (200 * self.in_time + answered) / (2 * answered))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settled {
    At(Timestamp),
    AskedAnew,
    No,
}

fn settled(recorded: &Recorded) -> Settled {
    match &recorded.event {
        Event::Advice(AdviceEvent::AdviceGiven(given)) => Settled::At(given.answered_at()),
        Event::Advice(AdviceEvent::AdviceTurnedIntoReferral(turned)) => Settled::At(turned.at),
        Event::Advice(AdviceEvent::AdviceAskedAgain(_)) => Settled::AskedAnew,
        _ => Settled::No,
    }
}
