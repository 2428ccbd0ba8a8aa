//! What happened, the latest first, each with who and when. What is restricted says only that it is.

use maud::{Markup, html};
use porch_app::referral::Entry;
use porch_domain::{
    calendar::NotComputed,
    footprint::EMERGENCY_HOURS,
    referral::{AdditionKind, PriorityChanged, ReferralEvent, Said, reason},
};

use super::{View, steps::priority_label};
use crate::{moment, pages::looks};

/// A part of the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Tries to reach her.
    Tries,
    /// Notes, answers and questions.
    Words,
    /// Urgency and tasks.
    Urgency,
    /// Who took it, and what was decided.
    Decisions,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Tries, Self::Words, Self::Urgency, Self::Decisions];

    fn code(self) -> &'static str {
        match self {
            Self::Tries => "tries",
            Self::Words => "words",
            Self::Urgency => "urgency",
            Self::Decisions => "decisions",
        }
    }

    pub(super) fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    fn label(self) -> &'static str {
        match self {
            Self::Tries => "Tries to reach her",
            Self::Words => "Notes and questions",
            Self::Urgency => "Urgency and tasks",
            Self::Decisions => "Taken and decided",
        }
    }

    fn of(event: &ReferralEvent) -> Self {
        match event {
            ReferralEvent::ContactAttempted(_) => Self::Tries,
            ReferralEvent::ReferralAddedTo(_)
            | ReferralEvent::InformationAsked(_)
            | ReferralEvent::SafeguardingRecorded(_) => Self::Words,
            ReferralEvent::PriorityRaised(_)
            | ReferralEvent::PriorityLowered(_)
            | ReferralEvent::ClockRecomputed(_)
            | ReferralEvent::TaskDone(_) => Self::Urgency,
            ReferralEvent::ReferralReceived(_)
            | ReferralEvent::ReferralHistoryImported(_)
            | ReferralEvent::ReferralClaimed(_)
            | ReferralEvent::ClaimReleased(_)
            | ReferralEvent::DecisionSaved(_)
            | ReferralEvent::ReferralAccepted(_)
            | ReferralEvent::ReferralRejected(_)
            | ReferralEvent::ReferralSignposted(_)
            | ReferralEvent::ReferralAdvised(_)
            | ReferralEvent::ReferralWithdrawn(_)
            | ReferralEvent::PersonalDataErased(_) => Self::Decisions,
        }
    }
}

/// The section.
pub(super) fn section(view: &View<'_>) -> Markup {
    let shown = view.page.timeline.iter().filter(|entry| view.only.is_none_or(|only| Kind::of(&entry.event) == only));
    let entries: Vec<&Entry> = shown.collect();
    html! {
        section aria-labelledby="timeline" {
            h2 class="nhsuk-heading-m" id="timeline" { "What happened" }
            nav class="porch-counts" aria-label="Parts of what happened" {
                ul class="porch-counts__list" {
                    (part(view, None))
                    @for kind in Kind::ALL { (part(view, Some(kind))) }
                }
            }
            @if entries.is_empty() {
                p { "Nothing of this kind happened." }
            } @else {
                ol class="porch-timeline" reversed { @for entry in entries { li { (line(view, entry)) } } }
            }
        }
    }
}

fn part(view: &View<'_>, kind: Option<Kind>) -> Markup {
    let current = kind == view.only;
    let of = |kind: Kind| view.page.timeline.iter().filter(|entry| Kind::of(&entry.event) == kind).count();
    let count = kind.map_or(view.page.timeline.len(), of);
    let query = kind.map_or_else(String::new, |kind| format!("?only={}", kind.code()));
    html! {
        li class="porch-counts__item" {
            a class=(if current { "porch-counts__link porch-counts__link--current" } else { "porch-counts__link" })
                href={ (view.address()) (query) "#timeline" } aria-current=[current.then_some("true")] {
                span class="porch-counts__count" { (count) } " " (kind.map_or("All", Kind::label))
            }
        }
    }
}

/// One line: when, who, what.
pub(super) fn line(view: &View<'_>, entry: &Entry) -> Markup {
    let (what, words) = said(&entry.event);
    html! {
        strong { (what) }
        span class="porch-timeline__who" { " " (moment::recent(entry.at, view.now)) ", " (looks::who(&entry.actor)) }
        @if let Some(words) = words { div class="porch-words" { (words) } }
    }
}

fn words(said: Option<&Said>) -> Option<String> {
    said.map(|said| said.text.clone())
}

fn said(event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::ReferralReceived(received) => {
            let stands_in = strictest(received.strictest);
            (format!("Received, {}{stands_in}", priority_label(received.priority).to_lowercase()), None)
        }
        ReferralEvent::ReferralHistoryImported(_) => ("Came with another system's history".to_owned(), None),
        ReferralEvent::ReferralClaimed(claimed) => (format!("{} took it", claimed.by), None),
        ReferralEvent::ClaimReleased(_) => ("Was let go".to_owned(), None),
        ReferralEvent::ContactAttempted(tried) => {
            let attempt = &tried.attempt;
            let what = format!("Tried, {}: {}", attempt.route.label().to_lowercase(), attempt.outcome.label());
            (what, words(tried.said.as_ref()))
        }
        ReferralEvent::ReferralAddedTo(added) => {
            let what = match added.kind {
                AdditionKind::Door => "More was told by the same way in",
                AdditionKind::Note => "Note",
                AdditionKind::Answer => "An answer came",
                AdditionKind::SpokenHandover => "The referrer handed it over in speech",
            };
            let told = added.story.as_ref().map(|story| story.worry.clone()).filter(|told| !told.is_empty());
            (what.to_owned(), told)
        }
        ReferralEvent::PriorityRaised(changed) => (changed_to("raised", changed), words(changed.said.as_ref())),
        ReferralEvent::PriorityLowered(changed) => {
            let spoke = changed.spoke_at.map(|at| format!("; spoke with her {}", moment::words(at)));
            let what = format!("{}{}", changed_to("lowered", changed), spoke.unwrap_or_default());
            (what, words(changed.said.as_ref()))
        }
        ReferralEvent::ClockRecomputed(moved) => {
            let (from, to) = (moment::words(moved.from), moment::words(moved.to));
            (format!("The clock ends {to} instead of {from}, since holidays changed"), Some(moved.why.clone()))
        }
        ReferralEvent::InformationAsked(asked) => {
            let what = format!("Asked {}; waiting until {}", asked.of.label(), moment::words(asked.until));
            (what, words(asked.said.as_ref()))
        }
        ReferralEvent::TaskDone(done) => (format!("Done: {}", done.task.label()), words(done.said.as_ref())),
        ReferralEvent::SafeguardingRecorded(_) => ("Something was recorded on the restricted page".to_owned(), None),
        ReferralEvent::DecisionSaved(due) => {
            let what = format!("Decided ({}), letter due from {}", due.verdict.code(), due.owner);
            (format!("{what} by {}", moment::words(due.by)), None)
        }
        ReferralEvent::ReferralAccepted(accepted) => ("Accepted".to_owned(), accepted.because.clone()),
        ReferralEvent::ReferralRejected(rejected) => ("Not taken on".to_owned(), reasons(&rejected.ending)),
        ReferralEvent::ReferralSignposted(signposted) => {
            (format!("Pointed to {}", signposted.signposted_to), reasons(&signposted.ending))
        }
        ReferralEvent::ReferralAdvised(advised) => ("Advice instead of care".to_owned(), Some(advised.advice.clone())),
        ReferralEvent::ReferralWithdrawn(withdrawn) => ("Withdrawn".to_owned(), reasons(&withdrawn.ending)),
        ReferralEvent::PersonalDataErased(erased) => {
            ("What identified her was erased".to_owned(), Some(erased.why.clone()))
        }
    }
}

fn changed_to(how: &str, changed: &PriorityChanged) -> String {
    let (to, stands_in) = (priority_label(changed.to).to_lowercase(), strictest(changed.strictest));
    match changed.from {
        Some(from) => format!("Urgency {how} from {} to {to}{stands_in}", priority_label(from).to_lowercase()),
        None => format!("Urgency {how} to {to}{stands_in}"),
    }
}

/// That the strictest clock stands in, and why, where it does.
fn strictest(why: Option<NotComputed>) -> String {
    why.map_or_else(String::new, |why| format!("; the strictest clock, {EMERGENCY_HOURS} hours, stands in: {why}"))
}

fn reasons(ending: &porch_domain::referral::Ending) -> Option<String> {
    let reasons: Vec<&str> = ending.reasons.iter().map(|code| reason::label(code)).collect();
    let own = ending.in_own_words.as_deref();
    let all: Vec<&str> = reasons.into_iter().chain(own).collect();
    (!all.is_empty()).then(|| all.join("\n"))
}
