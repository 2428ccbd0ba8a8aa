//! A footprint: one local system (organisations, teams, criteria, clocks) as data.
//!
//! It is a TOML file for people and a journal entry for the program. [`Footprint::parse`] is the only way in, so whatever
//! holds a [`Footprint`] holds one without problems: it has exactly one front door, and a clock for every priority.

mod area;
mod case_discussion;
mod clock;
mod directory;
mod ladder;
mod links;
mod opening;
mod problem;
mod provided;
mod provision;
mod reading;
mod retention;
mod screening;
mod sharing;
mod team;
mod telephone;
mod threshold;

use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};

pub use self::{
    area::{Area, AreaBasis, AreaRule, area_of},
    case_discussion::{CaseDiscussion, Rhythm, same_name},
    clock::{Clock, ClockLimit, EMERGENCY_HOURS, NoPause, Purpose, UnknownEnd},
    directory::{DirectoryEntry, DirectoryKind, STALE_AFTER_DAYS, Seeker, is_stale},
    ladder::{
        FIRST_WITHIN_MINUTES, Gap, GapDay, LadderStep, Missing, ON_CALL_WITHIN_MINUTES, OwnHours, REPEAT_MINUTES,
        Staffing, StepCode, Tellings,
    },
    links::{Care, HandoverHours, Link},
    opening::Openings,
    problem::{Problem, ProblemKind},
    provided::{
        BabyMayCome, Champion, Group, Intervention, KeptCapacity, Post, Provided, Setting, Tenths, Unit, Venue,
    },
    provision::{
        Assumption, Criterion, Discipline, Hours, Meeting, NotOffered, Offering, Sitting, SourceNote, UrgentRoute,
    },
    retention::Retention,
    screening::{
        ADULT, ContactStage, FollowUp, FromAge, OfAge, RiskKnown, RoutineContact, ScreeningRules, Suggested,
        Suggestion, baby_days,
    },
    sharing::{SHARING_WARN_DAYS, Sharing, SharingEnds},
    team::{Organisation, OrganisationRole, Team, TeamCode, TeamRole},
    threshold::{AgeGroup, Destination, HowSevere, Need, Nobody, PathwayStage, Place, Threshold, ThresholdGap},
};
use crate::calendar::{Holidays, local_date};

/// One local system: who is in it, which teams it has, and which rules hold from when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footprint {
    /// The name by which commands choose it, such as `kent-medway`.
    pub name: String,
    /// The name that people read, such as "Kent and Medway".
    pub title: String,
    /// The first day on which its rules hold.
    pub starts_on: Date,
    /// The organisations that work in it, the lead first where the file puts it first.
    pub organisations: Vec<Organisation>,
    /// When the service as a whole is open.
    pub hours: Hours,
    /// When a duty worker reads what arrives.
    pub duty: Hours,
    /// When the team meeting sits.
    pub meeting: Meeting,
    /// The bank holidays by which it lives.
    pub holidays: Holidays,
    /// What a team says that it does not do.
    pub not_offered: Vec<NotOffered>,
    /// Whom to ring when it cannot wait, in the order of the file.
    pub urgent_routes: Vec<UrgentRoute>,
    /// What the service takes on, each from its own date; empty where nothing is published.
    pub criteria: Vec<Criterion>,
    /// For whom it is responsible; none where the file names no area.
    pub area: Option<AreaRule>,
    /// What there is beside the teams: venues, groups, posts, champions, kept capacity, interventions and units.
    pub provided: Provided,
    /// Where the facts come from.
    pub sources: Vec<SourceNote>,
    /// The facts that no source states: a site confirms each before it relies on it.
    pub assumed: Vec<Assumption>,
    teams: Vec<Team>,
    front_door: usize,
    clocks: Vec<Clock>,
    directory: Vec<DirectoryEntry>,
    ladder: Vec<LadderStep>,
    repeat_minutes: u16,
    links: Vec<Link>,
    handover_hours: HandoverHours,
    care: Care,
    case_discussions: Vec<CaseDiscussion>,
    thresholds: Vec<Threshold>,
    reaches: Vec<threshold::Reach>,
    sharing: Vec<Sharing>,
    openings: Openings,
    retention: Retention,
    screening: ScreeningRules,
}

impl Footprint {
    /// Reads a footprint file.
    ///
    /// # Errors
    /// Every problem of the file, in the order of its lines. A file that is not TOML gives its syntax errors only.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        reading::footprint(text, None)
    }

    /// Reads a footprint file that somebody gives at an instant: besides what [`Footprint::parse`] asks, nobody can have
    /// checked anything on a later day.
    ///
    /// A file that was stored on an earlier day is read with [`Footprint::parse`], so that no clock can shut it out.
    ///
    /// # Errors
    /// Every problem of the file, in the order of its lines.
    pub fn parse_given(text: &str, given_at: Timestamp) -> Result<Self, Vec<Problem>> {
        reading::footprint(text, local_date(given_at))
    }

    /// The SHA-256 of a footprint file as lower-case hexadecimal: what decisions cite as the version of the rules.
    pub fn content_hash(text: &str) -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The teams in the order of the file, which is the order of reports.
    pub fn teams(&self) -> &[Team] {
        &self.teams
    }

    /// The team that receives every referral first.
    pub fn front_door(&self) -> &Team {
        // INVARIANT: `parse` sets the index from the one team whose role is the front door, and nothing changes either.
        &self.teams[self.front_door]
    }

    /// Finds a team by its code, name or an alias; capitals, kinds of dash and runs of spaces make no difference.
    pub fn team(&self, name_or_code_or_alias: &str) -> Option<&Team> {
        let wanted = name_or_code_or_alias.trim();
        self.teams.iter().find(|team| team.called().any(|called| called == wanted)).or_else(|| {
            let wanted = team::fold(wanted);
            self.teams.iter().find(|team| team.called().any(|called| team::fold(called) == wanted))
        })
    }

    /// Finds a team by its exact code.
    pub fn team_by_code(&self, code: &TeamCode) -> Option<&Team> {
        self.teams.iter().find(|team| team.code == *code)
    }

    /// The names of all teams in the order of the file, for a message that lists them.
    pub fn teams_known(&self) -> impl Iterator<Item = &str> {
        self.teams.iter().map(|team| team.name.as_str())
    }

    /// Whether a team is one of this footprint and does not say that it leaves the assessment of partners to others.
    pub fn offers_partner_assessment(&self, team: &TeamCode) -> bool {
        self.team_by_code(team).is_some() && self.not_offered(team, Offering::PartnerAssessment).is_none()
    }

    /// What a team says about something that it does not offer; nothing where it offers it.
    pub fn not_offered(&self, team: &TeamCode, what: Offering) -> Option<&NotOffered> {
        self.not_offered.iter().find(|entry| entry.team == *team && entry.what == what)
    }

    /// The criteria by which a referral received on a day is judged, in the order of the file (D26).
    pub fn criteria_on(&self, day: Date) -> impl Iterator<Item = &Criterion> {
        self.criteria.iter().filter(move |criterion| criterion.holds_on(day))
    }

    /// The services outside our teams, in the order of the file: what a person may be pointed to, by name.
    pub fn directory(&self) -> impl Iterator<Item = &DirectoryEntry> {
        self.directory.iter()
    }

    /// The services and teams that take on somebody under eighteen, by name (PR-18).
    pub fn young_peoples_services(&self) -> impl Iterator<Item = &str> {
        let outside = self.directory.iter().filter(|entry| entry.accepts_under_18).map(|entry| entry.name.as_str());
        outside.chain(self.teams.iter().filter(|team| team.accepts_under_18).map(|team| team.name.as_str()))
    }

    /// Whether a name is that of a young people's service outside; capitals and runs of spaces make no difference.
    pub fn is_young_peoples_service(&self, name: &str) -> bool {
        let wanted = team::fold(name);
        self.directory.iter().any(|entry| entry.accepts_under_18 && team::fold(&entry.name) == wanted)
    }

    /// Whether a team is a young people's.
    pub fn is_young_peoples_team(&self, team: &TeamCode) -> bool {
        self.team_by_code(team).is_some_and(|team| team.accepts_under_18)
    }

    /// What is to be told where no young people's service is named: nobody can then take on somebody under eighteen.
    pub fn lacks_young_peoples_service(&self) -> Option<&'static str> {
        self.young_peoples_services().next().is_none().then_some(
            "no young people's service is named, so that whoever is under 18 stays with us until she is 18: set \
             accepts_under_18 at the entry of the directory, or at the team, that takes her on",
        )
    }

    /// Finds a service outside our teams by its exact code.
    pub fn directory_entry(&self, code: &str) -> Option<&DirectoryEntry> {
        self.directory.iter().find(|entry| entry.code == code)
    }
}
