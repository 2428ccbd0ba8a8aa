//! An emergency at every minute of two years, with nobody logged in: who is told, and when (H01).
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::thread;

use jiff::{SignedDuration, Timestamp, civil::date, tz::TimeZone};
use porch_domain::{
    actor::Actor,
    footprint::{FIRST_WITHIN_MINUTES, Footprint, ON_CALL_WITHIN_MINUTES, StepCode},
    referral::{self, Deciding, Referral, ReferralEvent, system_due},
};
use porch_model::{ID, What, Who};

const KENT_MEDWAY: &str = include_str!("../../../footprints/kent-medway.toml");
const DORSET: &str = include_str!("../../../footprints/dorset.toml");

/// Two years with both changes of the clocks, Easter and Christmas twice.
fn minutes() -> (Timestamp, i64) {
    let zone = TimeZone::get("Europe/London").unwrap();
    let midnight = |year| date(year, 1, 1).to_zoned(zone.clone()).unwrap().timestamp();
    let (from, until) = (midnight(2026), midnight(2028));
    (from, until.duration_since(from).as_mins())
}

/// Whether somebody who stands there is told within fifteen minutes, and somebody on call within sixty.
fn told_in_time(footprint: &Footprint, raised_at: Timestamp) -> Result<(), String> {
    let mut done: Vec<StepCode> = Vec::new();
    loop {
        let (at, step) = footprint.next_step(raised_at, &done).ok_or("nobody is told")?;
        let minutes = at.duration_since(raised_at).as_mins();
        if done.is_empty() && (minutes > i64::from(FIRST_WITHIN_MINUTES) || !footprint.is_staffed(step, at)) {
            return Err(format!("{raised_at}: the first is told after {minutes} minutes"));
        }
        if minutes > i64::from(ON_CALL_WITHIN_MINUTES) {
            return Err(format!("{raised_at}: nobody on call is told before {minutes} minutes"));
        }
        if step.on_call && footprint.is_staffed(step, at) {
            return Ok(());
        }
        done.push(step.code.clone());
    }
}

// H01
#[test]
fn an_emergency_at_any_minute_of_two_years_is_told_within_fifteen_and_to_those_on_call_within_sixty() {
    let (from, minutes) = minutes();
    assert_eq!(minutes, 1_051_200);
    let parts = thread::available_parallelism().map_or(2, |threads| i64::try_from(threads.get()).unwrap());
    for text in [KENT_MEDWAY, DORSET] {
        let footprint = Footprint::parse(text).unwrap();
        let checked: i64 = thread::scope(|scope| {
            let parts: Vec<_> = (0..parts)
                .map(|part| {
                    let footprint = &footprint;
                    scope.spawn(move || {
                        let mut checked = 0;
                        for minute in (part..minutes).step_by(usize::try_from(parts).unwrap()) {
                            told_in_time(footprint, from + SignedDuration::from_mins(minute)).unwrap();
                            checked += 1;
                        }
                        checked
                    })
                })
                .collect();
            parts.into_iter().map(|part| part.join().unwrap()).sum()
        });
        assert_eq!(checked, minutes, "{}", footprint.name);
    }
}

/// What the service does by itself about a referral until an instant, when it is asked exactly when it said it would be due.
fn by_itself(footprint: &Footprint, raised_at: Timestamp, until: Timestamp) -> Vec<(Timestamp, StepCode)> {
    let deciding = |now, actor| Deciding { now, actor, footprint, rules: "invented", rejected_before: false };
    let public = Actor::Public;
    let asked = deciding(raised_at, &public);
    let received = referral::decide(ID, None, What::ReceiveEmergency.command(raised_at), &asked).unwrap();
    let evolved = |state: Option<Referral>, events: &[ReferralEvent]| {
        events.iter().fold(state, |state, event| Some(referral::evolve(ID, state, event).unwrap()))
    };
    let mut state = evolved(None, &received);
    let service = Who::Service.actor();
    let mut told = Vec::new();
    while let Some(now) = state.as_ref().and_then(|state| system_due(state, footprint)).filter(|due| *due <= until) {
        let deciding = deciding(now, &service);
        let command = referral::due_now(state.as_ref().unwrap(), &deciding).unwrap();
        let events = referral::decide(ID, state.as_ref(), command, &deciding).unwrap();
        told.extend(events.iter().filter_map(|event| match event {
            ReferralEvent::EscalationClimbed(climbed) => Some((climbed.at, climbed.step.clone())),
            _ => None,
        }));
        state = evolved(state, &events);
    }
    told
}

// H01, INV-06: the same, through the question that the scheduler asks and the rules that answer it.
#[test]
fn what_the_service_does_by_itself_tells_the_first_within_fifteen_minutes_and_one_on_call_within_sixty() {
    let (from, minutes) = minutes();
    for text in [KENT_MEDWAY, DORSET] {
        let footprint = Footprint::parse(text).unwrap();
        // A prime, so that every minute of the day and every day of the week comes.
        for minute in (0..minutes).step_by(1_009) {
            let raised_at = from + SignedDuration::from_mins(minute);
            let within = |minutes: u16| raised_at + SignedDuration::from_mins(i64::from(minutes));
            let told = by_itself(&footprint, raised_at, within(ON_CALL_WITHIN_MINUTES));
            assert!(told.first().is_some_and(|(at, _)| *at <= within(FIRST_WITHIN_MINUTES)), "{raised_at}: {told:?}");
            let on_call = |code: &StepCode| footprint.ladder_step(code).is_some_and(|step| step.on_call);
            assert!(told.iter().any(|(_, code)| on_call(code)), "{raised_at}: {told:?}");
        }
    }
}
