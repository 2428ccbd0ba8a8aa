//! What became of each who was taken on: between teams, in care, and on leaving it.

mod asking;
mod expected;

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    footprint::Footprint,
    front_door::{Known, TaskKind},
    person::Route,
    referral::{
        AttemptOutcome, Attendance, Baby, Contact, ContactKind, EngagementChecks, HandoverAgreement, OnwardState,
        Priority, ReferralCommand, RiskAction, SeenElsewhere, Venue, leaving::NOT_ENGAGING,
    },
    screening::NotAsked,
};

use super::{
    ADA, Act, BEN, CARA, DEMO_CLINICIAN, DEMO_DUTY, IDRIS, MAYA, WILHELMINA, Weeks, Whom,
    people::{self, told},
    team,
    teams::{COMMUNITY, THRIVE},
};
use crate::synthetic::waiting::Caller;

/// Those whom others speak of.
pub(super) struct Cast {
    /// An emergency of today.
    pub(super) emergency: Whom,
    /// Three who were rung back.
    pub(super) rang: [Whom; 3],
}

/// The way of one woman through the service.
struct Course<'a, 'b> {
    weeks: &'a mut Weeks<'b>,
    whom: Whom,
}

/// What women in care are most often expected for, and where.
const AT_A_PLACE: expected::What = (ContactKind::Treatment, Venue::AtAPlace);
const AT_HER_HOME: expected::What = (ContactKind::Treatment, Venue::AtHome);

/// Working days back, and a time on the wall.
type When = (usize, i8, i8);

impl<'a, 'b> Course<'a, 'b> {
    fn came(weeks: &'a mut Weeks<'b>, caller: &Caller, (back, hour, minute): When) -> Self {
        let on = weeks.days.worked(back);
        let at = weeks.days.on(on, hour, minute);
        let answers = told(caller, weeks.people.len(), on, weeks.days.today);
        let whom = weeks.person(caller.way, answers);
        weeks.at(at, Act::Arrive(whom));
        // The service looks for an earlier no, and at the ladder of an emergency.
        weeks.at(at + SignedDuration::from_secs(20), Act::WhatIsDue);
        Self { weeks, whom }
    }

    fn when(&self, (back, hour, minute): When) -> Timestamp {
        self.weeks.days.at(back, hour, minute)
    }

    fn step(self, when: When, by: &'static str, command: ReferralCommand) -> Self {
        let at = self.when(when);
        self.weeks.step(at, by, self.whom, command);
        self
    }

    fn taken_on(self, when: When, by: &'static str, code: &str, because: &'static str) -> Self {
        let at = self.when(when);
        self.weeks.at(at, Act::TakeOn { by, whom: self.whom, team: team(code), because });
        self
    }

    /// Somebody of the team accepts by name and is her lead professional.
    fn taken_over(self, when: When, by: &'static str) -> Self {
        let at = self.when(when);
        self.weeks.at(at, Act::TakeOver(by, self.whom));
        let lead = ReferralCommand::NameLead { lead: by.to_owned() };
        self.weeks.step(at + SignedDuration::from_mins(3), by, self.whom, lead);
        self
    }

    fn closed(self, when: When, by: &'static str, task: TaskKind, note: &str) -> Self {
        self.step(when, by, ReferralCommand::CloseTask { task, note: note.to_owned() })
    }

    fn contact(self, when: When, by: &'static str, next_days: i64, contact: impl FnOnce(&mut Contact)) -> Self {
        let at = self.when(when);
        let mut held = Contact {
            at: at - SignedDuration::from_mins(55),
            kind: ContactKind::Treatment,
            attendance: Attendance::Attended,
            baby: Baby::NotExpected,
            elsewhere: None,
            team: None,
            next_contact_by: at + SignedDuration::from_hours(24 * next_days),
            note: None,
        };
        contact(&mut held);
        self.step(when, by, ReferralCommand::RecordContact(Box::new(held)))
    }

    fn assessed(self, when: When, by: &'static str, note: &str) -> Self {
        let note = Some(note.to_owned());
        self.contact(when, by, 14, |contact| (contact.kind, contact.note) = (ContactKind::Assessment, note))
    }

    fn seen(self, when: When, by: &'static str, note: &str) -> Self {
        let note = Some(note.to_owned());
        self.contact(when, by, 14, |contact| contact.note = note)
    }

    /// A contact that was not held as it was planned.
    fn not_held(self, when: When, by: &'static str, next_days: i64, how: Attendance, note: &str) -> Self {
        let note = Some(note.to_owned());
        self.contact(when, by, next_days, |contact| (contact.attendance, contact.note) = (how, note))
    }

    fn reviewed(self, when: When, by: &'static str, found: &str) -> Self {
        let (yes, not_known) = (Known::Yes, Known::NotKnown);
        let checks = EngagementChecks { delivered: yes, safe_route: yes, language: yes, stopped: not_known };
        let next_contact_by = self.when(when) + SignedDuration::from_hours(24 * 14);
        self.step(when, by, ReferralCommand::ReviewRisk { checks, next_contact_by, found: found.to_owned() })
    }

    fn agreed(&self, back: usize) -> HandoverAgreement {
        HandoverAgreement::Agrees { on: self.weeks.days.worked(back) }
    }

    fn referred_on(self, when: When, by: &'static str, to: &str, summary: &str, chase: When) -> Self {
        let (chase_by, agreement) = (self.when(chase), self.agreed(when.0));
        let (to, summary) = (to.to_owned(), summary.to_owned());
        self.step(when, by, ReferralCommand::ReferOnward { to, chase_by, agreement, summary })
    }

    fn chased(self, when: When, by: &'static str, state: OnwardState, again: When, note: &str) -> Self {
        let (chase_by, note) = (self.when(again), Some(note.to_owned()));
        self.step(when, by, ReferralCommand::ChaseOnward { state, chase_by, note })
    }

    fn ended(
        self,
        when: When,
        by: &'static str,
        reason: &'static str,
        plan: &'static str,
        onward: Option<&'static str>,
    ) {
        let at = self.when(when);
        self.weeks.at(at, Act::End { by, whom: self.whom, reason, plan, onward });
    }
}

pub(super) fn add(weeks: &mut Weeks<'_>, footprint: &Footprint, emergency: Whom) -> Cast {
    offers(weeks);
    came_back(weeks, footprint);
    let lowri = in_care(weeks);
    let paula = near_the_end(weeks);
    not_engaging(weeks);
    watched(weeks);
    let hope = onward(weeks);
    Cast { emergency, rang: [lowri, hope, paula] }
}

/// Offers that wait for their answer.
fn offers(weeks: &mut Weeks<'_>) {
    let because = "Birth trauma with her baby still on the unit; asks for somebody who knows the ward.";
    Course::came(weeks, &people::AMINA, (1, 11, 20)).taken_on((1, 14, 10), DEMO_DUTY, THRIVE, because);
    let because = "Second episode in pregnancy, known to the team; her GP asks about her medicine.";
    Course::came(weeks, &people::BRONWEN, (1, 12, 5)).taken_on((1, 15, 40), ADA, COMMUNITY, because);

    let carys = Course::came(weeks, &people::CARYS, (40, 9, 40))
        .taken_on((39, 11, 0), BEN, COMMUNITY, "Low mood that has not lifted in six weeks.")
        .taken_over((38, 14, 0), CARA)
        .assessed((34, 12, 0), CARA, "Moderate depression; dreams of the theatre. Safe, and with her baby.")
        .asked_at((34, 12, 10), CARA, ("weeks_6_to_8", "whooley"), &[1, 1, 1])
        .asked((34, 12, 20), CARA, "epds", &[1, 1, 1, 1, 1, 1, 1, 1, 2, 3])
        .talked((34, 12, 40), CARA, "Went through both with her: it is the sleep first, and the theatre.")
        .seen((24, 12, 0), CARA, "Sleeps better. The dreams stay.")
        .seen((14, 12, 0), CARA, "Mood is lighter; the dreams stay. Spoke about the team for births.")
        .seen((4, 12, 0), CARA, "She would like the work on the birth with the team for it.");
    let agreement = carys.agreed(4);
    let summary = "Depression better on sertraline 100 mg. What is left are dreams and pictures of the theatre, three nights a week. \
                   Please begin with the birth; I see her once more.";
    let offer = ReferralCommand::OfferHandover { to: team(THRIVE), agreement, summary: summary.to_owned() };
    carys.step((1, 16, 10), CARA, offer);

    // Urgent, and of today: its answer is due in hours.
    let days = weeks.days;
    let delia = weeks.person(people::DELIA.way, told(&people::DELIA, weeks.people.len(), days.today, days.today));
    weeks.at(days.ago(185), Act::Arrive(delia));
    weeks.at(days.ago(184), Act::WhatIsDue);
    let because = "Psychosis after her first birth and twelve days to the second: a plan for the birth now.";
    weeks.at(days.ago(50), Act::TakeOn { by: ADA, whom: delia, team: team(COMMUNITY), because });
}

/// Offers that were returned, or that nobody answered.
fn came_back(weeks: &mut Weeks<'_>, footprint: &Footprint) {
    let why = "She lives with her mother in Devon since last week and asks for help there. Please ring her about who sees her.";
    Course::came(weeks, &people::EDITH, (6, 10, 15))
        .taken_on((3, 10, 30), DEMO_DUTY, THRIVE, "Loss of her daughter at four days; asks for counselling.")
        .step((2, 14, 15), MAYA, ReferralCommand::ReturnHandover { why: why.to_owned() });

    let (offered, because) = ((5, 10, 20), "Numb towards her baby, eats little; to be seen together with the baby.");
    let freya = Course::came(weeks, &people::FREYA, (8, 15, 45)).taken_on(offered, BEN, COMMUNITY, because);
    let answer_by = footprint.handover_answer_by(Priority::Routine, freya.when(offered));
    let lapses = answer_by.map(|by| by + SignedDuration::from_secs(30));
    weeks.moments.extend(lapses.map(|at| super::Moment { at, act: Act::WhatIsDue }));
}

fn in_care(weeks: &mut Weeks<'_>) -> Whom {
    let lowri = Course::came(weeks, &people::LOWRI, (45, 13, 20))
        .taken_on((44, 10, 0), ADA, COMMUNITY, "Intrusive thoughts that she hides; no risk to the baby was found.")
        .taken_over((43, 9, 30), DEMO_CLINICIAN)
        .assessed((38, 12, 0), DEMO_CLINICIAN, "Intrusive thoughts, resisted, with shame. No wish to act on them.")
        .seen((31, 12, 0), DEMO_CLINICIAN, "Carried him down the stairs standing, once.")
        .seen((24, 12, 0), DEMO_CLINICIAN, "Every day now. Cries about the weeks before.")
        .seen((17, 12, 0), WILHELMINA, "Seen while her lead professional was away.")
        .seen((10, 12, 0), DEMO_CLINICIAN, "Went to the baby group.")
        .seen((3, 12, 0), DEMO_CLINICIAN, "Three thoughts a week; they pass.")
        .given((3, 12, 10), DEMO_CLINICIAN, "gad7")
        .answers((2, 21, 5), &[1, 1, 2]);
    let (last, next) = (lowri.behind(3), lowri.ahead(1, 11, 5));
    let lowri = lowri
        .expected(((10, 12, 20), last), DEMO_CLINICIAN, AT_HER_HOME, true)
        .expected(((3, 12, 20), next), DEMO_CLINICIAN, AT_A_PLACE, true)
        .whom;

    // Beside the team that is responsible another one works with her.
    let wanda = Course::came(weeks, &people::WANDA, (30, 16, 30))
        .taken_on((29, 11, 0), ADA, COMMUNITY, "Depression after a birth at 27 weeks.")
        .taken_over((28, 9, 15), CARA)
        .assessed((25, 12, 0), CARA, "Moderate depression, and pictures of the unit.");
    let agreed_on = wanda.weeks.days.worked(21);
    let what =
        "The second team works on the unit and the alarms, the community service on mood and medicine.".to_owned();
    wanda
        .step((20, 10, 0), CARA, ReferralCommand::BeginJointWork { team: team(THRIVE), agreed_on, what })
        .seen((12, 12, 0), MAYA, "First session on the unit.")
        .asked_and_heard(
            (12, 12, 10),
            CARA,
            ("phq9", &[2, 1, 2, 2, 1, 2, 1, 1, 0, 1]),
            ("That he stops breathing when I am not looking.", Some("More tired than her score says.")),
        )
        .talked(
            (12, 12, 30),
            CARA,
            "She knows these days from before. A visitor at home would suit her better than a clinic.",
        )
        .seen((5, 12, 0), CARA, "Mood lifts. The alarms are quieter.");

    let long = Course::came(weeks, &people::LONG_NAME, (33, 12, 0))
        .taken_on((32, 10, 0), BEN, THRIVE, "Loss of her son at 38 weeks.")
        .taken_over((31, 14, 0), MAYA)
        .assessed((26, 12, 0), MAYA, "With an interpreter of sign language. She spoke his name.")
        .not_held((12, 12, 0), MAYA, 10, Attendance::NoInterpreter, "No interpreter came. We said sorry in writing.")
        .seen((3, 15, 30), WILHELMINA, "Sang in the car.");
    let next = long.ahead(6, 14, 0);
    long.expected(((3, 15, 45), next), WILHELMINA, (ContactKind::Treatment, Venue::Video), true);
    lowri
}

fn near_the_end(weeks: &mut Weeks<'_>) -> Whom {
    Course::came(weeks, &people::OONA, (80, 9, 0))
        .taken_on((79, 11, 0), ADA, THRIVE, "Frightening birth; asks for help with it.")
        .taken_over((78, 10, 0), MAYA)
        .assessed((74, 12, 0), MAYA, "Trauma of the birth, without depression.")
        .seen((60, 12, 0), MAYA, "Told the birth from its beginning.")
        .seen((45, 12, 0), MAYA, "Went past the hospital.")
        .seen((30, 12, 0), MAYA, "The pictures fade.")
        .seen((16, 12, 0), MAYA, "Ready to go on alone.")
        .ended(
            (2, 11, 30),
            MAYA,
            "care_complete",
            "Her GP sees her in January. If pictures of the birth come back on more than two nights in a week, she rings us.",
            None,
        );

    let paula = Course::came(weeks, &people::PAULA, (70, 14, 0))
        .taken_on((69, 10, 0), BEN, COMMUNITY, "Anxiety that keeps her awake.")
        .taken_over((68, 10, 0), DEMO_CLINICIAN)
        .assessed((64, 12, 0), DEMO_CLINICIAN, "Anxiety about cot death; checks eight times a night.")
        .seen((50, 12, 0), DEMO_CLINICIAN, "Four times a night.")
        .seen((36, 12, 0), DEMO_CLINICIAN, "Once, and goes back to sleep.")
        .seen((22, 12, 0), DEMO_CLINICIAN, "Not at all in the last week.")
        .contact((5, 12, 0), DEMO_CLINICIAN, 21, |contact| {
            contact.note = Some("Well. We plan to end in the new year.".to_owned());
        });
    let next = paula.ahead(14, 13, 0);
    let paula = paula.expected(((5, 12, 15), next), DEMO_CLINICIAN, AT_A_PLACE, true).whom;

    // Her time in this service ends in some weeks; the service itself has warned of it.
    Course::came(weeks, &people::ROSA, (105, 9, 30))
        .taken_on((105, 11, 0), ADA, COMMUNITY, "Second severe episode, on lithium.")
        .taken_over((104, 10, 0), IDRIS)
        .closed(
            (104, 11, 0),
            IDRIS,
            TaskKind::PrescriberReview,
            "Lithium is agreed with her and her GP; levels every month.",
        )
        .assessed((100, 12, 0), IDRIS, "Bipolar depression, improving on lithium.")
        .contact((80, 12, 0), IDRIS, 40, |contact| contact.note = Some("Level 0.7.".to_owned()))
        .contact((58, 12, 0), IDRIS, 40, |contact| contact.note = Some("Level 0.6. Works again.".to_owned()))
        .contact((36, 12, 0), IDRIS, 40, |contact| contact.note = Some("Level 0.7. Well.".to_owned()))
        .contact((12, 12, 0), IDRIS, 40, |contact| {
            contact.note = Some("Well. Asks who looks after the levels later.".to_owned())
        });
    paula
}

/// Not coming, and what follows from it.
fn not_engaging(weeks: &mut Weeks<'_>) {
    let missed = Attendance::DidNotAttend;
    let megan = Course::came(weeks, &people::MEGAN, (35, 10, 0))
        .taken_on((34, 10, 0), ADA, COMMUNITY, "Low mood since the third week.")
        .taken_over((33, 13, 0), DEMO_CLINICIAN)
        .assessed((28, 12, 0), DEMO_CLINICIAN, "Moderate depression. Her mother answers for her.")
        .not_held((8, 12, 0), DEMO_CLINICIAN, 7, missed, "Did not come. Her telephone is off.")
        .not_held((2, 12, 0), DEMO_CLINICIAN, 7, missed, "Did not come again. Her mother says that all is well.");
    // The first invitation arrived; of the second nobody can say that she missed what she knew of.
    let (first, second) = (megan.behind(8), megan.behind(2));
    megan.expected(((14, 15, 0), first), DEMO_CLINICIAN, AT_A_PLACE, true).expected(
        ((8, 12, 20), second),
        DEMO_CLINICIAN,
        AT_A_PLACE,
        false,
    );

    let baby = |baby| move |contact: &mut Contact| contact.baby = baby;
    let nora = Course::came(weeks, &people::NORA, (30, 9, 10))
        .taken_on((29, 14, 0), BEN, COMMUNITY, "How she is with her baby cannot be seen by the health visitor.")
        .taken_over((28, 11, 0), CARA)
        .not_asked(
            (28, 15, 30),
            CARA,
            ("weeks_6_to_8", "whooley"),
            NotAsked::NotAlone,
            Some("Her partner stayed in the room. Asked again when she comes alone."),
        )
        .contact((24, 12, 0), CARA, 14, |contact| {
            (contact.kind, contact.baby) = (ContactKind::Assessment, Baby::Brought);
            contact.note = Some("Came with him; he slept in the pram.".to_owned());
        })
        .contact((12, 12, 0), CARA, 14, baby(Baby::Brought))
        .given((2, 15, 10), CARA, "gad7")
        .answers((1, 20, 40), &[2, 2, 3, 2, 1, 2, 1])
        .finishes((1, 20, 47), "That somebody takes him away because I said that I cannot see him.")
        .contact((2, 15, 0), CARA, 7, |contact| {
            contact.baby = Baby::NotBrought;
            contact.note = Some("Came alone. He was with a friend whose name she did not say.".to_owned());
        });
    // She agreed to letters alone: somebody posts this one.
    let next = nora.ahead(4, 15, 0);
    nora.expected(((2, 15, 20), next), CARA, AT_HER_HOME, true);

    Course::came(weeks, &people::YARA, (60, 10, 0))
        .taken_on((59, 10, 0), BEN, COMMUNITY, "Low since the birth.")
        .taken_over((58, 10, 0), DEMO_CLINICIAN)
        .assessed((52, 12, 0), DEMO_CLINICIAN, "Mild depression; help at home.")
        .not_held((40, 12, 0), DEMO_CLINICIAN, 7, missed, "Did not come.")
        .not_held((33, 12, 0), DEMO_CLINICIAN, 7, missed, "Did not come.")
        .reviewed(
            (32, 10, 0),
            DEMO_CLINICIAN,
            "Letters arrived. Her health visitor sees her weekly and is not worried.",
        )
        .not_held((24, 12, 0), DEMO_CLINICIAN, 7, missed, "Did not come.")
        .reviewed((23, 10, 0), DEMO_CLINICIAN, "As before; she told her health visitor that she is well without us.")
        .ended(
            (20, 15, 0),
            DEMO_CLINICIAN,
            NOT_ENGAGING,
            "Her health visitor sees her weekly and rings us if her mood goes down.",
            Some("Example health visiting, V. Invented"),
        );
}

/// An admission, an emergency that others assessed, and clocks that run out or did.
fn watched(weeks: &mut Weeks<'_>) {
    Course::came(weeks, &people::SANA, (15, 9, 40))
        .taken_on((15, 10, 30), ADA, COMMUNITY, "May be the beginning of a psychosis, four weeks after birth.")
        .closed(
            (15, 10, 20),
            ADA,
            TaskKind::SameDayReview,
            "Rang her with an interpreter; Dr Idris Invented sees her today.",
        )
        .taken_over((15, 11, 40), IDRIS)
        .assessed((15, 15, 30), IDRIS, "Psychosis after birth. Admission with her baby agreed with her.")
        .step((14, 12, 0), IDRIS, ReferralCommand::RecordAdmission { unit: "Example Mother and Baby Unit".to_owned() })
        .not_asked(
            (6, 11, 50),
            IDRIS,
            ("weeks_6_to_8", "whooley"),
            NotAsked::NoInterpreter,
            Some("No interpreter of Pashto came to the ward. Booked for next week."),
        )
        .contact((6, 12, 0), IDRIS, 14, |contact| contact.note = Some("Ward round. Sleeps; sees clearer.".to_owned()));

    let (name, service) = ("N. Invented".to_owned(), "Example liaison psychiatry".to_owned());
    let tess = Course::came(weeks, &people::TESS, (5, 11, 5))
        .step((5, 11, 12), BEN, ReferralCommand::Claim)
        .step((5, 11, 31), BEN, ReferralCommand::RecordEmergencyTaken { name: name.clone(), service: service.clone() })
        .contact((5, 13, 40), BEN, 1, |contact| {
            contact.kind = ContactKind::Assessment;
            contact.elsewhere = Some(SeenElsewhere { service, name });
            contact.note = Some("No plan to act. Home with her sister; the tablets are with her.".to_owned());
        });
    let spoke_at = tess.when((4, 9, 5));
    let why = "Spoke with her and her sister: no wish to die since the night, wants to be seen this week.".to_owned();
    tess.step((4, 9, 20), BEN, ReferralCommand::LowerPriority { to: Priority::Urgent, spoke_at, why })
        .taken_on(
            (4, 10, 0),
            BEN,
            COMMUNITY,
            "Thoughts of suicide after birth; assessed by liaison, to be seen this week.",
        )
        .taken_over((4, 11, 10), CARA)
        .not_asked((4, 11, 30), CARA, ("new_birth", "gad2"), NotAsked::MoreUrgent, Some("Her safety came first."))
        .asked_at((2, 12, 40), CARA, ("new_birth", "whooley"), &[1, 0, 1])
        .contact((2, 12, 50), CARA, 7, |contact| {
            contact.note = Some("Slept. Her sister stays until Sunday.".to_owned())
        });

    Course::came(weeks, &people::UNA, (36, 11, 0))
        .taken_on((34, 10, 0), ADA, COMMUNITY, "Low and alone in pregnancy.")
        .taken_over((33, 10, 0), WILHELMINA)
        .not_held((24, 12, 0), WILHELMINA, 14, Attendance::CancelledByUs, "Nobody was there to see her. Said sorry.")
        .assessed((8, 12, 0), WILHELMINA, "Depression in pregnancy. Seen too late, and told her so.")
        .asked_at((8, 12, 5), WILHELMINA, ("weeks_36", "whooley"), &[1, 1, 0])
        .talked(
            (8, 12, 25),
            WILHELMINA,
            "She does not want tablets before the birth. Asks her sister to come in the last week.",
        );

    let vera = Course::came(weeks, &people::VERA, (19, 10, 0))
        .taken_on((17, 10, 0), BEN, COMMUNITY, "Anxiety that keeps her from work.")
        .taken_over((16, 10, 0), CARA)
        .not_held((6, 12, 0), CARA, 9, Attendance::CancelledByHer, "A scan on the same day.")
        .step(
            (3, 16, 0),
            CARA,
            ReferralCommand::RecordAttempt { route: Route::Telephone, outcome: AttemptOutcome::NoAnswer, note: None },
        )
        .given((3, 16, 10), CARA, "gad7");
    let (was, then, instead) = (vera.behind(6), vera.ahead(2, 9, 30), vera.ahead(4, 13, 15));
    let assessed = (ContactKind::Assessment, Venue::AtAPlace);
    vera.expected(((13, 10, 0), was), CARA, assessed, true)
        .expected(((5, 10, 0), then), CARA, assessed, true)
        .expected_instead(((4, 16, 20), instead), CARA, assessed, (then, "Her scan was moved to that morning."));
}

/// Referred on to services outside: asked and chased, taken, refused.
fn onward(weeks: &mut Weeks<'_>) -> Whom {
    let hope = Course::came(weeks, &people::HOPE, (32, 9, 50))
        .taken_on((31, 10, 0), ADA, COMMUNITY, "Loses weight since the birth; mood and eating together.")
        .taken_over((30, 10, 0), CARA)
        .assessed((26, 12, 0), CARA, "Depression, and an eating disorder that came before it.")
        .asked_and_heard(
            (26, 12, 10),
            CARA,
            ("phq9", &[2, 2, 2, 3, 2, 2, 3, 2, 1, 2]),
            ("That my milk is not enough because of me.", None),
        )
        .risk_answered(
            (26, 12, 14),
            CARA,
            RiskAction::SafetyPlan,
            "Thoughts of not waking up, no plan. Wrote down with her who she rings, and her sister has the tablets.",
        )
        .talked((26, 12, 50), CARA, "Told her what the score says and what it does not. Begins sertraline.")
        .asked((14, 11, 40), CARA, "phq9", &[2, 2, 2, 2, 1, 2, 2, 1, 0, 1])
        .talked((14, 11, 55), CARA, "She sees it herself: the mornings are lighter.")
        .seen((14, 12, 0), CARA, "Mood better, weight not.")
        .asked((3, 12, 40), CARA, "phq9", &[1, 1, 1, 1, 1, 1, 1, 1, 0, 1])
        .referred_on(
            (9, 11, 0),
            CARA,
            "Example eating disorder service",
            "Weight fell by 11 kg since the birth. We go on with her mood.",
            (4, 12, 0),
        )
        .chased((4, 12, 20), CARA, OnwardState::Asked, (1, 12, 0), "On their list for Thursday's meeting.")
        .seen((3, 13, 0), CARA, "Waits to hear from them.");
    let hope = hope.whom;

    let taken = OnwardState::Taken { name: "J. Invented, team lead".to_owned() };
    Course::came(weeks, &people::INES, (55, 9, 0))
        .taken_on((54, 10, 0), ADA, COMMUNITY, "Depression from before the pregnancy.")
        .taken_over((53, 10, 0), WILHELMINA)
        .assessed((48, 12, 0), WILHELMINA, "Long depression; moves away soon.")
        .seen((34, 12, 0), WILHELMINA, "Flat found at the sea.")
        .referred_on((20, 10, 0), WILHELMINA, "Perinatal service of Exampleshire", "Moves on the first.", (16, 12, 0))
        .chased((15, 10, 0), WILHELMINA, taken, (15, 10, 0), "First meeting on the third.")
        .ended(
            (12, 10, 0),
            WILHELMINA,
            "moved",
            "The service of Exampleshire sees her on the third. Until then she rings us.",
            Some("Perinatal service of Exampleshire, J. Invented"),
        );

    let jasmin = Course::came(weeks, &people::JASMIN, (28, 10, 30))
        .taken_on((27, 10, 0), BEN, THRIVE, "Flashbacks since the birth.")
        .taken_over((26, 10, 0), MAYA)
        .assessed((24, 12, 0), MAYA, "Trauma of childhood, woken by the birth.")
        .referred_on(
            (12, 10, 0),
            MAYA,
            "Example trauma therapy centre",
            "Flashbacks of childhood; safe now.",
            (8, 12, 0),
        )
        .chased((7, 10, 0), MAYA, OnwardState::Refused, (7, 10, 0), "They take nobody within a year of a birth.")
        .seen((3, 10, 0), MAYA, "Disappointed. We go on here.")
        .given((1, 16, 20), MAYA, "phq9");
    let jasmin = jasmin.whom;
    asking::risk_of_now(weeks, jasmin, &[1, 2, 1, 1, 0, 2, 1, 0, 1]);
    hope
}
