//! What happened, the latest first, each with who and when. What is restricted says only that it is.

use maud::{Markup, html};
use porch_app::referral::Entry;
use porch_domain::{
    calendar::NotComputed,
    code_list,
    footprint::{EMERGENCY_HOURS, StepCode, TeamCode},
    referral::{
        AdditionKind, Baby, EscalationClimbed, LookedBack, OnwardState, PageWish, PriorityChanged, ReferralAddedTo,
        ReferralEvent, Said, leaving::DISCHARGE_REASONS, reason,
    },
};

use super::{View, steps::priority_label};
use crate::{
    moment,
    pages::{criteria::cited_in_words, looks},
};

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
    /// Contacts and reviews.
    Care,
    /// What passed between teams, and on the ladder.
    Teams,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Tries, Self::Words, Self::Urgency, Self::Decisions, Self::Care, Self::Teams];

    fn code(self) -> &'static str {
        match self {
            Self::Tries => "tries",
            Self::Words => "words",
            Self::Urgency => "urgency",
            Self::Decisions => "decisions",
            Self::Care => "care",
            Self::Teams => "teams",
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
            Self::Care => "Contacts and reviews",
            Self::Teams => "Between teams",
        }
    }

    fn of(event: &ReferralEvent) -> Self {
        match event {
            ReferralEvent::ContactAttempted(_) => Self::Tries,
            ReferralEvent::ReferralAddedTo(_)
            | ReferralEvent::InformationAsked(_)
            | ReferralEvent::SafeguardingRecorded(_)
            | ReferralEvent::PregnancyRecorded(_)
            | ReferralEvent::YoungConsentRecorded(_)
            | ReferralEvent::BirthDateLearned(_)
            | ReferralEvent::RoutesToAskAgain(_)
            | ReferralEvent::PageGiven(_)
            | ReferralEvent::PageClosed(_)
            | ReferralEvent::AtRiskRecorded(_)
            | ReferralEvent::ProtectionPlanRecorded(_)
            | ReferralEvent::AbuseAsked(_)
            | ReferralEvent::SafeguardingReferralMade(_)
            | ReferralEvent::SafeguardingReferralFollowed(_)
            | ReferralEvent::LookedBack(_)
            | ReferralEvent::SignpostFollowed(_) => Self::Words,
            ReferralEvent::PriorityRaised(_)
            | ReferralEvent::PriorityLowered(_)
            | ReferralEvent::ClockRecomputed(_)
            | ReferralEvent::ClockPaused(_)
            | ReferralEvent::ClockResumed(_)
            | ReferralEvent::DeathLearned(_)
            | ReferralEvent::AnswersHeard(_)
            | ReferralEvent::AskedOnPage(_)
            | ReferralEvent::RiskAnswered(_)
            | ReferralEvent::RiskClimbed(_)
            | ReferralEvent::RiskAcknowledged(_)
            | ReferralEvent::RiskLetGo(_)
            | ReferralEvent::RiskActed(_)
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
            | ReferralEvent::DiscussedAtMeeting(_)
            | ReferralEvent::ReferralDischarged(_)
            | ReferralEvent::PersonalDataErased(_) => Self::Decisions,
            ReferralEvent::ContactRecorded(_)
            | ReferralEvent::AppointmentBooked(_)
            | ReferralEvent::AppointmentCancelled(_)
            | ReferralEvent::AppointmentReminded(_)
            | ReferralEvent::RiskReviewed(_)
            | ReferralEvent::LeadProfessionalNamed(_)
            | ReferralEvent::AdmittedToUnit(_)
            | ReferralEvent::LeftUnit(_)
            | ReferralEvent::CareEndsSoon(_)
            | ReferralEvent::CareContinued(_) => Self::Care,
            ReferralEvent::HandoverOffered(_)
            | ReferralEvent::HandoverAccepted(_)
            | ReferralEvent::HandoverReturned(_)
            | ReferralEvent::HandoverUnanswered(_)
            | ReferralEvent::HandoverTakenBack(_)
            | ReferralEvent::JointWorkBegan(_)
            | ReferralEvent::JointWorkEnded(_)
            | ReferralEvent::OnwardReferred(_)
            | ReferralEvent::OnwardChased(_)
            | ReferralEvent::EscalationClimbed(_)
            | ReferralEvent::CaseListed(_)
            | ReferralEvent::CaseUnlisted(_)
            | ReferralEvent::CaseDiscussed(_)
            | ReferralEvent::TeamsAskedToMeet(_)
            | ReferralEvent::EmergencyTaken(_) => Self::Teams,
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
    let (what, words) = said(view, &entry.event);
    html! {
        strong { (what) }
        span class="porch-timeline__who" { " " (moment::recent(entry.at, view.now)) ", " (looks::named(&entry.actor, &view.page.names)) }
        @if let Some(words) = words { div class="porch-words" { (words) } }
    }
}

pub(super) fn words(said: Option<&Said>) -> Option<String> {
    said.map(|said| said.text.clone())
}

fn said(view: &View<'_>, event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::ReferralReceived(received) => {
            let stands_in = strictest(received.strictest);
            (format!("Received, {}{stands_in}", priority_label(received.priority).to_lowercase()), None)
        }
        ReferralEvent::ReferralHistoryImported(_) => ("Came with another system's history".to_owned(), None),
        ReferralEvent::ReferralClaimed(claimed) => (format!("{} took it", view.name(&claimed.by)), None),
        ReferralEvent::ClaimReleased(_) => ("Was let go".to_owned(), None),
        ReferralEvent::ContactAttempted(tried) => {
            let attempt = &tried.attempt;
            let what = format!("Tried, {}: {}", attempt.route.label().to_lowercase(), attempt.outcome.label());
            (what, words(tried.said.as_ref()))
        }
        ReferralEvent::ReferralAddedTo(added) => more_told(added),
        ReferralEvent::PriorityRaised(changed) => (changed_to("raised", changed), words(changed.said.as_ref())),
        ReferralEvent::PriorityLowered(changed) => {
            let spoke = changed.spoke_at.map(|at| format!("; spoke with her {}", moment::words(at)));
            let what = format!("{}{}", changed_to("lowered", changed), spoke.unwrap_or_default());
            (what, words(changed.said.as_ref()))
        }
        ReferralEvent::ClockRecomputed(_) | ReferralEvent::ClockPaused(_) | ReferralEvent::ClockResumed(_) => {
            of_clock(view, event)
        }
        ReferralEvent::InformationAsked(asked) => {
            let what = format!("Asked {}; waiting until {}", asked.of.label(), moment::words(asked.until));
            (what, words(asked.said.as_ref()))
        }
        ReferralEvent::PageGiven(_) | ReferralEvent::PageClosed(_) | ReferralEvent::AskedOnPage(_) => {
            of_her_page(event)
        }
        ReferralEvent::DeathLearned(_) => ("The national record said that she died".to_owned(), None),
        ReferralEvent::TaskDone(done) => (format!("Done: {}", done.task.label()), words(done.said.as_ref())),
        ReferralEvent::PregnancyRecorded(_)
        | ReferralEvent::YoungConsentRecorded(_)
        | ReferralEvent::BirthDateLearned(_)
        | ReferralEvent::RoutesToAskAgain(_)
        | ReferralEvent::SafeguardingRecorded(_)
        | ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_) => of_her(event),
        ReferralEvent::DecisionSaved(due) => {
            let what = format!("Decided ({}), letter due from {}", due.verdict.code(), view.name(&due.owner));
            (format!("{what} by {}", moment::words(due.by)), cited_in_words(&due.grounds.criteria))
        }
        ReferralEvent::ReferralAccepted(accepted) => {
            let because = accepted.because.clone().into_iter().chain(cited_in_words(&accepted.criteria));
            ("Accepted".to_owned(), together(because))
        }
        ReferralEvent::ReferralRejected(rejected) => ("Not taken on".to_owned(), reasons(&rejected.ending)),
        ReferralEvent::ReferralSignposted(signposted) => {
            (format!("Pointed to {}", signposted.signposted_to), reasons(&signposted.ending))
        }
        ReferralEvent::ReferralAdvised(advised) => {
            let cited = cited_in_words(&advised.ending.criteria);
            ("Advice instead of care".to_owned(), together([advised.advice.clone()].into_iter().chain(cited)))
        }
        ReferralEvent::ReferralWithdrawn(withdrawn) => ("Withdrawn".to_owned(), reasons(&withdrawn.ending)),
        ReferralEvent::PersonalDataErased(erased) => {
            ("What identified her was erased".to_owned(), Some(erased.why.clone()))
        }
        ReferralEvent::AppointmentBooked(_)
        | ReferralEvent::AppointmentCancelled(_)
        | ReferralEvent::AppointmentReminded(_) => of_appointment(event),
        ReferralEvent::ContactRecorded(_)
        | ReferralEvent::RiskReviewed(_)
        | ReferralEvent::LeadProfessionalNamed(_)
        | ReferralEvent::AdmittedToUnit(_)
        | ReferralEvent::LeftUnit(_)
        | ReferralEvent::CareEndsSoon(_)
        | ReferralEvent::CareContinued(_)
        | ReferralEvent::ReferralDischarged(_) => of_care(view, event),
        between => of_teams(view, between),
    }
}

/// What happened to the response clock.
fn of_clock(view: &View<'_>, event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::ClockRecomputed(moved) => {
            let (from, to) = (moment::words(moved.from), moment::words(moved.to));
            (format!("The clock ends {to} instead of {from}, since holidays changed"), Some(moved.why.clone()))
        }
        ReferralEvent::ClockPaused(paused) => {
            let (until, ends) = (moment::words(paused.until), moment::words(paused.ends));
            let source = &paused.source;
            let what = format!("Clock paused until {until}, as {source} allows; it would have ended {ends}");
            (what, words(paused.said.as_ref()))
        }
        ReferralEvent::ClockResumed(resumed) => {
            let who = if resumed.by.is_some() { "Clock let run again" } else { "Clock runs again, since its day came" };
            let (since, from, to) = (resumed.runs_from, resumed.from, resumed.to);
            let (since, from, to) = (moment::words(since), moment::words(from), moment::words(to));
            (format!("{who}: from {since}; it ends {to} instead of {from}"), None)
        }
        other => of_teams(view, other),
    }
}

/// That more was told, and what.
fn more_told(added: &ReferralAddedTo) -> (String, Option<String>) {
    let what = match added.kind {
        AdditionKind::Door => "More was told by the same way in",
        AdditionKind::Note => "Note",
        AdditionKind::Answer => "An answer came",
        AdditionKind::SpokenHandover => "The referrer handed it over in speech",
        AdditionKind::HerPage => "Said on her own page that something has changed",
    };
    let told = added.story.as_ref().map(|story| story.worry.clone()).filter(|told| !told.is_empty());
    (what.to_owned(), told)
}

/// What happened to an appointment.
fn of_appointment(event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::AppointmentBooked(booked) => {
            let (kind, when) = (booked.kind.label(), moment::words(booked.starts_at));
            (format!("Appointment booked: {kind}, {when}"), words(booked.said.as_ref()))
        }
        ReferralEvent::AppointmentCancelled(cancelled) => {
            let what = if cancelled.moved_to.is_some() { "Appointment moved" } else { "Appointment called off" };
            (what.to_owned(), words(cancelled.said.as_ref()))
        }
        ReferralEvent::AppointmentReminded(_) => ("The time of a reminder came".to_owned(), None),
        _ => (String::new(), None),
    }
}

/// What happened to her own page, and what she asked for on it.
fn of_her_page(event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::PageGiven(given) => {
            let what = if given.by.is_some() { "Was given a page of her own" } else { "Took a page of her own" };
            (what.to_owned(), None)
        }
        ReferralEvent::AskedOnPage(asked) => {
            let what = match asked.wish {
                PageWish::Withdraw => "Asked on her own page not to go on",
                PageWish::Reach => "Asked on her own page for what she had said no to",
            };
            (what.to_owned(), words(asked.said.as_ref()))
        }
        ReferralEvent::PageClosed(_) => ("Her own page was closed".to_owned(), None),
        _ => (String::new(), None),
    }
}

/// What became known of her. Of what is restricted only that something was recorded.
fn of_her(event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::PregnancyRecorded(recorded) => {
            (format!("A new pregnancy, due {}", moment::date(recorded.pregnancy.due_or_end_on)), None)
        }
        ReferralEvent::YoungConsentRecorded(recorded) => {
            let words = recorded.words.clone().unwrap_or_default();
            let said = [words.who, words.competence].into_iter().flatten();
            let said: Vec<String> = said.chain(Some(words.lives_with).filter(|with| !with.is_empty())).collect();
            let by = recorded.consent.label().to_lowercase();
            (format!("Consent recorded, under 18: {by}"), Some(said.join("\n")).filter(|said| !said.is_empty()))
        }
        ReferralEvent::BirthDateLearned(learned) => {
            let age = if learned.under_18 { ": she was under 18 when it came" } else { "" };
            (format!("Her date of birth became known{age}"), None)
        }
        ReferralEvent::RoutesToAskAgain(again) => {
            let routes: Vec<_> = again.routes.iter().map(|route| route.label().to_lowercase()).collect();
            let what = format!("Her number or address is another: ask again about {}", routes.join(", "));
            (what, Some("What she agreed to for the one before is not used for the new one.".to_owned()))
        }
        ReferralEvent::SafeguardingRecorded(_)
        | ReferralEvent::AtRiskRecorded(_)
        | ReferralEvent::ProtectionPlanRecorded(_)
        | ReferralEvent::AbuseAsked(_)
        | ReferralEvent::SafeguardingReferralMade(_)
        | ReferralEvent::SafeguardingReferralFollowed(_) => {
            ("Something was recorded on the restricted page".to_owned(), None)
        }
        _ => (String::new(), None),
    }
}

/// What happened in care.
fn of_care(view: &View<'_>, event: &ReferralEvent) -> (String, Option<String>) {
    match event {
        ReferralEvent::ContactRecorded(contact) => {
            let ours = contact.team.as_ref().map(|team| format!(", {}", view.team_name(team)));
            let seen =
                contact.elsewhere.as_ref().map(|seen| format!(", by {} of {}", seen.name, seen.service)).or(ours);
            let baby = match contact.baby {
                Baby::NotExpected => "",
                Baby::Brought => "; the baby was brought",
                Baby::NotBrought => "; the baby was expected and not brought",
            };
            let (kind, when) = (contact.kind.label(), moment::words(contact.contact_at));
            let attendance = contact.attendance.label().to_lowercase();
            let what = format!("{kind}, {when}{}: {attendance}{baby}", seen.unwrap_or_default());
            (what, words(contact.said.as_ref()))
        }
        ReferralEvent::RiskReviewed(reviewed) => {
            let found =
                if reviewed.checks.not_her_doing() { "; that she was missed does not lie with her" } else { "" };
            (format!("Risk was reviewed{found}"), words(reviewed.said.as_ref()))
        }
        ReferralEvent::LeadProfessionalNamed(named) => (format!("Lead professional: {}", view.name(&named.lead)), None),
        ReferralEvent::AdmittedToUnit(admitted) => (format!("Admitted to {}", admitted.unit), None),
        ReferralEvent::LeftUnit(left) => (format!("Left the unit; lead professional: {}", view.name(&left.lead)), None),
        ReferralEvent::CareEndsSoon(ends) => {
            (format!("Her time in this service ends on {}", moment::date(ends.on)), None)
        }
        ReferralEvent::CareContinued(continued) => {
            (format!("Care goes on until {}", moment::date(continued.until)), words(continued.said.as_ref()))
        }
        ReferralEvent::ReferralDischarged(discharged) => {
            let reason = code_list::find(DISCHARGE_REASONS, &discharged.reason);
            let reason = reason.map_or(discharged.reason.as_str(), |code| code.label);
            let plan = discharged.words.as_ref().map(|words| words.plan.clone());
            (format!("Care ended: {reason}"), plan)
        }
        _ => (String::new(), None),
    }
}

fn came_back(view: &View<'_>, looked: &LookedBack) -> String {
    match looked.found {
        None => "Looked for an earlier no: none in the last year".to_owned(),
        Some(found) => {
            let whose =
                if found.certain { "An earlier referral" } else { "A referral of somebody who may be the same" };
            let days = if found.days == 1 { "day" } else { "days" };
            let by = looked.decided_by.as_ref().map(|by| format!(", decided by {}", view.name(by)));
            format!("{whose} ended with a no {} {days} before{}", found.days, by.unwrap_or_default())
        }
    }
}

/// What passed between teams, at a meeting, and on the ladder.
fn of_teams(view: &View<'_>, event: &ReferralEvent) -> (String, Option<String>) {
    let name = |team: &TeamCode| view.team_name(team);
    match event {
        ReferralEvent::HandoverOffered(offered) => {
            let what =
                format!("Offered to {}; to be answered by {}", name(&offered.to), moment::words(offered.answer_by));
            (what, offered.words.as_ref().map(|words| words.summary.clone()).filter(|words| !words.is_empty()))
        }
        ReferralEvent::HandoverAccepted(_) => ("The handover was accepted".to_owned(), None),
        ReferralEvent::HandoverReturned(returned) => {
            ("The handover was returned to the front door".to_owned(), words(returned.said.as_ref()))
        }
        ReferralEvent::HandoverUnanswered(_) => ("Nobody answered the handover in time".to_owned(), None),
        ReferralEvent::HandoverTakenBack(taken) => ("The offer was taken back".to_owned(), words(taken.said.as_ref())),
        ReferralEvent::JointWorkBegan(began) => {
            let on = moment::date(began.agreed_on);
            (format!("{} works with her too; she agreed on {on}", name(&began.team)), words(began.said.as_ref()))
        }
        ReferralEvent::JointWorkEnded(ended) => {
            (format!("{} no longer works with her", name(&ended.team)), words(ended.said.as_ref()))
        }
        ReferralEvent::OnwardReferred(onward) => {
            let what = format!("Referred on to {}; they are asked by {}", onward.to, moment::words(onward.chase_by));
            (what, onward.words.as_ref().map(|words| words.summary.clone()))
        }
        ReferralEvent::OnwardChased(chased) => {
            let what = match &chased.state {
                OnwardState::Asked => "The other service was asked; no answer yet".to_owned(),
                OnwardState::Taken { name } => format!("The other service has her, says {name}"),
                OnwardState::Refused => "The other service does not take her".to_owned(),
            };
            (what, words(chased.said.as_ref()))
        }
        ReferralEvent::EscalationClimbed(climbed) => (telling(climbed, |step| view.step_name(step)), None),
        ReferralEvent::EmergencyTaken(taken) => {
            (format!("{} of {} has it", taken.taken.name, taken.taken.service), None)
        }
        ReferralEvent::LookedBack(looked) => (came_back(view, looked), None),
        ReferralEvent::SignpostFollowed(followed) => {
            let what = format!("Asked whether the other service has her: {}", followed.state.label().to_lowercase());
            (what, words(followed.said.as_ref()))
        }
        ReferralEvent::DiscussedAtMeeting(discussed) => {
            let (outcome, until) = (discussed.outcome.label().to_lowercase(), moment::words(discussed.until));
            (
                format!("Team meeting: {outcome}; {} by {until}", view.name(&discussed.owner)),
                words(discussed.said.as_ref()),
            )
        }
        other => super::risk::said(view, other).unwrap_or_else(|| super::discussing::said(view, other)),
    }
}

/// Who was told of an emergency that nobody has, and when nobody was.
pub(super) fn telling(climbed: &EscalationClimbed, name: impl Fn(&StepCode) -> String) -> String {
    let told: Vec<String> = std::iter::once(&climbed.step).chain(&climbed.also).map(name).collect();
    let (told, were) = (told.join(", "), if told.len() == 1 { "was" } else { "were" });
    let Some(missed) = climbed.missed else { return format!("Nobody has it yet: {told} {were} told") };
    let steps = if missed.steps == 1 { "1 step".to_owned() } else { format!("{} steps", missed.steps) };
    let (from, until) = (moment::words(missed.from), moment::words(climbed.at));
    format!(
        "Nobody was told between {from} and {until}: {steps} of the list went by. Nobody has it yet: {told} {were} told now"
    )
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
    let own = ending.in_own_words.clone();
    together(reasons.into_iter().map(str::to_owned).chain(own).chain(cited_in_words(&ending.criteria)))
}

/// Lines as one text; nothing where there is none.
fn together(lines: impl IntoIterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
