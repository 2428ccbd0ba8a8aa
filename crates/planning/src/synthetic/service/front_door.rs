//! The front door: who waits, who came again after a no, and a meeting that sat.

use jiff::{SignedDuration, Timestamp};
use porch_domain::{
    footprint::Footprint,
    front_door::field,
    person::Route,
    referral::{AskedOf, AttemptOutcome, Grounds, ReferralCommand, SignpostState},
    screening::NotAsked,
};

use super::{
    ADA, Act, Asks, BEN, CARA, DEMO_DUTY, IDRIS, MAYA, Questions, SittingAct, Weeks, Whom,
    people::{self, told},
    team,
};
use crate::synthetic::waiting::{Caller, Since, waiting};

/// A sitting is over after this time.
const SITS_FOR: SignedDuration = SignedDuration::from_mins(70);

/// Everybody who waits for a decision; gives the one who is an emergency and somebody has in hand.
pub(super) fn waits(weeks: &mut Weeks<'_>) -> Whom {
    let now = weeks.days.now;
    let mut emergency = None;
    for waiting in waiting(now) {
        let (at, since) = (waiting.received_at, waiting.since);
        let sign = waiting.answers.all(field::SIGNS).any(|sign| sign != field::NONE);
        let whom = weeks.person(waiting.way, waiting.answers);
        weeks.at(at, Act::Arrive(whom));
        // Each step of the ladder comes at its time.
        for minutes in [0, 15, 60] {
            weeks.at(at + SignedDuration::from_mins(minutes) + SignedDuration::from_secs(10), Act::WhatIsDue);
        }
        let step = |minutes: i64| (at + SignedDuration::from_mins(minutes)).min(now);
        match since {
            Since::Nothing => {}
            Since::Claimed => weeks.step(step(10), DEMO_DUTY, whom, ReferralCommand::Claim),
            Since::Tried => {
                weeks.step(step(10), DEMO_DUTY, whom, ReferralCommand::Claim);
                let note = Some("It rang out. No message left.".to_owned());
                let (route, outcome) = (Route::Telephone, AttemptOutcome::NoAnswer);
                weeks.step(step(25), DEMO_DUTY, whom, ReferralCommand::RecordAttempt { route, outcome, note });
                emergency = Some(whom).filter(|_| sign).or(emergency);
            }
            Since::Asked => {
                let what = "How does she sleep, and who is with her in the evening?".to_owned();
                weeks.step(step(1), DEMO_DUTY, whom, ReferralCommand::Claim);
                let until = now + SignedDuration::from_hours(24);
                let ask = ReferralCommand::AskForInformation { of: AskedOf::Referrer, what, until };
                weeks.step(now, DEMO_DUTY, whom, ask);
            }
        }
    }
    emergency.unwrap_or(0)
}

/// Whoever was pointed elsewhere and came again, and the sitting before now.
pub(super) fn add(weeks: &mut Weeks<'_>, footprint: &Footprint) {
    let days = weeks.days;
    came_again(weeks);
    let mut sat = footprint.meeting.sat_last(days.now);
    while let Some(sitting) = sat.filter(|sitting| *sitting + SITS_FOR > days.now) {
        sat = footprint.meeting.sat_last(sitting - SignedDuration::from_secs(1));
    }
    if let Some(sitting) = sat {
        held(weeks, sitting, footprint.meeting.sits_next(days.now).unwrap_or(days.now));
    }
}

fn arrives(weeks: &mut Weeks<'_>, caller: &Caller, at: Timestamp, nth: usize, back: usize) -> Whom {
    let on = if back == 0 { weeks.days.today } else { weeks.days.worked(back) };
    let whom = weeks.person(caller.way, told(caller, nth, on, weeks.days.today));
    weeks.at(at, Act::Arrive(whom));
    weeks.at(at + SignedDuration::from_secs(20), Act::WhatIsDue);
    whom
}

/// Within thirty days of a no, with the service that did not take her.
fn came_again(weeks: &mut Weeks<'_>) {
    let days = weeks.days;
    let nth = weeks.people.len();
    let first = arrives(weeks, &people::ZOE, days.at(30, 13, 10), nth, 30);
    let grounds = Grounds {
        reasons: vec!["criteria_not_met".to_owned()],
        in_own_words: None,
        what_would_change: Some("If she stops going out, or cannot look after herself or the baby.".to_owned()),
        way_back: Some("Ring the front door, or ask whoever referred you; nothing has to be told again.".to_owned()),
        criteria: Vec::new(),
        agreement: None,
    };
    let point = Act::PointTo {
        by: BEN,
        whom: first,
        team: team("community"),
        service: "NHS Talking Therapies",
        meanwhile: "Her health visitor, V. Invented",
        grounds: Box::new(grounds),
    };
    weeks.at(days.at(16, 11, 30), point);
    let note = Some("A list of five months. Told her to ring us if it gets worse.".to_owned());
    let follow = ReferralCommand::FollowSignpost { state: SignpostState::NotTaken, note };
    weeks.step(days.at(3, 16, 20), ADA, first, follow);
    arrives(weeks, &people::ZOE_AGAIN, days.ago(260), nth, 0);
}

/// A sitting that accepted, asked, pointed elsewhere, and carried the others over to the next one.
fn held(weeks: &mut Weeks<'_>, sitting: Timestamp, next: Timestamp) {
    let days = weeks.days;
    let nth = weeks.people.len();
    let gwen = arrives(weeks, &people::GWEN, days.at(6, 10, 5), nth, 6);
    let isla = arrives(weeks, &people::ISLA, days.at(6, 16, 5), nth + 1, 6);
    let kezia = arrives(weeks, &people::KEZIA, days.at(5, 9, 35), nth + 2, 5);
    let asks = Asks { by: BEN, instrument: "whooley", contact: Some("weeks_28") };
    let note = Some("Offered by the midwife who referred her.");
    let refused = Questions::NotAsked { asks, why: NotAsked::Refused, note };
    weeks.at(days.at(5, 14, 20), Act::Questions(gwen, refused));
    let mut at =
        |minutes: i64, act| weeks.at(sitting + SignedDuration::from_mins(minutes), Act::Sitting(ADA, sitting, act));
    at(1, SittingAct::Open(&["psychiatry", "nursing", "psychology", "social_work"], &[ADA, BEN, CARA, IDRIS, MAYA]));
    at(
        7,
        SittingAct::Accept(
            gwen,
            team("thrive"),
            "Fear of birth after a severe tear; the midwife of the team knows her.",
        ),
    );
    let owed = sitting + SignedDuration::from_hours(96);
    let question = "What is the matter, and does she know of the referral?";
    at(13, SittingAct::Ask(kezia, AskedOf::Referrer, question, BEN, owed));
    let grounds = Grounds { reasons: vec!["criteria_not_met".to_owned()], ..Grounds::default() };
    at(19, SittingAct::PointTo(isla, "NHS Talking Therapies", Box::new(grounds), ADA, owed));
    at(44, SittingAct::Close(ADA, next));
    weeks.at(sitting + SignedDuration::from_mins(62), Act::TakeOver(MAYA, gwen));
}
