//! Puts people into the places of every year, in order of receipt.

use jiff::{Timestamp, civil::Date};
use porch_domain::referral::{
    PersonKind, Priority,
    history::{HistoricDecision, HistoricReferral},
};

use super::{
    calendar::London,
    course::{self, Care, Decision, PARTNER_SIGNPOSTING},
    deck::{About, Follows, Place, lay_out},
    draw::Draw,
    person::{Person, Pregnancy},
    plan::{FIRST_YEAR, LAST_YEAR, Team, year_plan},
    standing::Standings,
};

/// The stream of draws about people; years have streams of their own, so that a longer history begins like a shorter one.
const PEOPLE_STREAM: u64 = 0;

/// The whole history until an instant.
pub(super) fn weave(seed: u64, until: Timestamp) -> Vec<HistoricReferral> {
    let london = London::new();
    let mut weaver = Weaver {
        seed,
        draw: Draw::new(seed, PEOPLE_STREAM),
        people: Vec::new(),
        community: TeamYears::default(),
        thrive: TeamYears::default(),
        rows: Vec::new(),
        london,
    };
    for year in FIRST_YEAR..=LAST_YEAR {
        let mut places = Vec::new();
        for (team, stream) in Team::ALL.into_iter().zip(1..) {
            let stream = u64::from(year.unsigned_abs()) * 8 + stream;
            if let Some(plan) = year_plan(team, year) {
                places.extend(lay_out(&mut Draw::new(seed, stream), &weaver.london, &plan));
            }
            weaver.years(team).owed.clear();
        }
        places.sort_by_key(|place| place.received_at);
        for place in places {
            if place.received_at > until {
                return weaver.known_at(until);
            }
            weaver.fill(&place);
        }
    }
    weaver.known_at(until)
}

/// What the weaver remembers of a team.
#[derive(Default)]
struct TeamYears {
    standings: Standings,
    /// What places of this year were to follow on and could not, for lack of anybody: the next places without that do.
    owed: Vec<Follows>,
}

struct Weaver {
    seed: u64,
    draw: Draw,
    london: London,
    people: Vec<Person>,
    community: TeamYears,
    thrive: TeamYears,
    rows: Vec<HistoricReferral>,
}

/// What is settled of a row before the rest is drawn.
struct Settled {
    person: usize,
    kind: PersonKind,
    priority: Option<Priority>,
    decision: HistoricDecision,
    decided_at: Timestamp,
    reason: Option<&'static str>,
    care: Option<Care>,
}

impl Weaver {
    fn years(&mut self, team: Team) -> &mut TeamYears {
        match team {
            Team::Community => &mut self.community,
            Team::Thrive => &mut self.thrive,
        }
    }

    fn fill(&mut self, place: &Place) {
        match place.about {
            About::Partner => self.add_partner(place),
            About::BirthingParent { follows, decision } => self.add_birthing_parent(place, follows, decision),
        }
    }

    fn add_birthing_parent(&mut self, place: &Place, planned: Follows, decision: Decision) {
        let today = self.london.date_of(place.received_at);
        let (person, follows) = match self.follower(place, planned) {
            Some((person, follows)) => {
                let again = match follows {
                    Follows::Discharge => self.draw.happens(75),
                    Follows::Rejection | Follows::Other => self.draw.happens(10),
                    Follows::Nothing | Follows::OpenCare => false,
                };
                let known = &mut self.people[person];
                known.perhaps_moves(&mut self.draw);
                known.perhaps_pregnant_again(&mut self.draw, today, again);
                (person, follows)
            }
            None => (self.newcomer(place, today, decision), Follows::Nothing),
        };
        let priority = course::priority(&mut self.draw, place.team);
        let decided = course::decided_at(&mut self.draw, &self.london, place.received_at, priority);
        let decided_at = match decision {
            Decision::Rejected => decided.min(place.rejected_by),
            Decision::Accepted | Decision::Signposted | Decision::Withdrawn => decided,
        };
        let (recorded, reason, care) = match decision {
            Decision::Accepted => {
                let care = course::care(&mut self.draw, &self.london, place.team, decided_at, priority);
                (HistoricDecision::Accepted, None, Some(care))
            }
            Decision::Rejected => {
                let reason = course::rejection_reason(&mut self.draw, follows == Follows::OpenCare);
                (HistoricDecision::Rejected, reason, None)
            }
            Decision::Signposted => (HistoricDecision::Signposted, course::signposting_reason(&mut self.draw), None),
            Decision::Withdrawn => (HistoricDecision::Withdrawn, None, None),
        };
        let ended_at = care.as_ref().map(|care| care.discharged_at);
        self.years(place.team).standings.note(person, decision, decided_at, ended_at);
        let kind = PersonKind::BirthingParent;
        self.write(place, Settled { person, kind, priority, decision: recorded, decided_at, reason, care });
    }

    fn add_partner(&mut self, place: &Place) {
        let today = self.london.date_of(place.received_at);
        let pregnancy = Pregnancy::of_first_referral(&mut self.draw, place.team, today, true);
        let person = self.invent(today, pregnancy);
        let priority = course::priority(&mut self.draw, place.team);
        let settled = Settled {
            person,
            kind: PersonKind::Partner,
            priority,
            decision: HistoricDecision::Signposted,
            decided_at: course::decided_at(&mut self.draw, &self.london, place.received_at, priority),
            reason: Some(PARTNER_SIGNPOSTING),
            care: None,
        };
        // Partners never follow on one another, and nobody follows on them.
        self.write(place, settled);
    }

    /// Somebody for a place that is to follow on an earlier referral, or for one that makes up for an earlier such place.
    fn follower(&mut self, place: &Place, planned: Follows) -> Option<(usize, Follows)> {
        let years = match place.team {
            Team::Community => &mut self.community,
            Team::Thrive => &mut self.thrive,
        };
        if planned == Follows::Nothing {
            for (index, &follows) in years.owed.iter().enumerate() {
                if let Some(person) = years.standings.somebody(&mut self.draw, follows, place.received_at) {
                    years.owed.remove(index);
                    return Some((person, follows));
                }
            }
            return None;
        }
        let person = years.standings.somebody(&mut self.draw, planned, place.received_at);
        if person.is_none() {
            years.owed.push(planned);
        }
        person.map(|person| (person, planned))
    }

    /// Somebody whom the team does not know: for Thrive sometimes a person of the community team.
    fn newcomer(&mut self, place: &Place, today: Date, decision: Decision) -> usize {
        if place.team == Team::Thrive && self.draw.happens(30) {
            for _ in 0..12 {
                let person = self.draw.index(self.people.len());
                if self.community.standings.knows(person)
                    && !self.thrive.standings.knows(person)
                    && self.people[person].pregnancy.ended_in_the_year_before(today)
                {
                    return person;
                }
            }
        }
        let eligible = decision != Decision::Rejected || self.draw.happens(85);
        let pregnancy = Pregnancy::of_first_referral(&mut self.draw, place.team, today, eligible);
        self.invent(today, pregnancy)
    }

    fn invent(&mut self, today: Date, pregnancy: Pregnancy) -> usize {
        let person = self.people.len();
        self.people.push(Person::invent(&mut self.draw, self.seed, person, today, pregnancy));
        person
    }

    fn write(&mut self, place: &Place, settled: Settled) {
        let today = self.london.date_of(place.received_at);
        let source = course::source(&mut self.draw, place.team);
        let said = !self.draw.happens(4);
        let outcome_said = said && !self.draw.happens(8);
        let person = &self.people[settled.person];
        let (due_or_end_date, outcome) = person.pregnancy.as_known_on(today);
        let care = settled.care;
        self.rows.push(HistoricReferral {
            sender_referral_id: format!("D{:06}", self.rows.len() + 1),
            sender_person_id: format!("P{:06}", settled.person + 1),
            person_kind: settled.kind,
            team: place.team.code(),
            received_at: place.received_at,
            source: source.map(str::to_owned),
            priority: settled.priority,
            decision: settled.decision,
            decided_at: Some(settled.decided_at),
            decision_reason: settled.reason.map(str::to_owned),
            first_contact_at: care.as_ref().and_then(|care| care.first_contact_at),
            assessed_at: care.as_ref().and_then(|care| care.assessed_at),
            discharged_at: care.as_ref().map(|care| care.discharged_at),
            discharge_reason: care.and_then(|care| care.discharge_reason).map(str::to_owned),
            due_or_end_date: said.then_some(due_or_end_date),
            pregnancy_outcome: outcome.filter(|_| outcome_said).map(str::to_owned),
            nhs_number: person.nhs_number.clone(),
            birth_date: person.birth_date,
            postcode: person.postcode.clone(),
            gp_practice: person.gp_practice.clone(),
            ethnic_category: person.ethnic_category.map(str::to_owned),
        });
    }

    /// The rows with nothing of what happens after an instant.
    fn known_at(mut self, until: Timestamp) -> Vec<HistoricReferral> {
        for row in &mut self.rows {
            if row.decided_at.is_some_and(|at| at > until) {
                row.decision = HistoricDecision::Pending;
                row.decided_at = None;
                row.decision_reason = None;
            }
            for at in [&mut row.first_contact_at, &mut row.assessed_at, &mut row.discharged_at] {
                *at = at.filter(|&at| at <= until);
            }
            if row.discharged_at.is_none() {
                row.discharge_reason = None;
            }
        }
        self.rows
    }
}
