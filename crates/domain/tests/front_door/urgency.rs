//! How soon somebody must look: from warning signs, illness, age, medicines and routes.

use jiff::{Timestamp, ToSpan, civil::Date};
use porch_domain::{
    front_door::{
        Agreement, Asked, Concern, Known, Now, Preference, Situation, Story, TaskKind, WarningSign,
        urgency::{self, Raises},
    },
    person::{ContactChoices, Route, RouteChoice},
    referral::Priority,
};
use proptest::prelude::*;

use super::TODAY;

#[derive(Debug, Clone)]
struct Case {
    asked: Asked,
    story: Story,
    contact: ContactChoices,
    birth_date: Option<Date>,
    ends_on: Option<Date>,
}

impl Case {
    fn calm() -> Self {
        let contact = ContactChoices::new([(Route::Telephone, RouteChoice::Yes)]);
        Self { asked: Asked::default(), story: Story::default(), contact, birth_date: None, ends_on: None }
    }

    fn tasks(&self) -> Vec<TaskKind> {
        urgency::tasks(&Raises {
            asked: &self.asked,
            story: &self.story,
            contact: &self.contact,
            birth_date: self.birth_date,
            pregnancy_ends_on: self.ends_on,
            today: TODAY,
        })
    }

    fn priority(&self) -> Priority {
        urgency::priority(&self.asked, self.ends_on, TODAY)
    }
}

/// H01, PR-02: any warning sign, in any situation and with anything beside it, is an emergency.
#[test]
fn any_warning_sign_is_an_emergency() {
    for sign in WarningSign::ALL {
        for situation in Situation::ALL.into_iter().map(Some).chain([None]) {
            for severe_history in [Known::Yes, Known::No, Known::NotKnown] {
                let asked = Asked { signs: [sign].into(), situation, severe_history, ..Asked::default() };
                assert_eq!(urgency::priority(&asked, None, TODAY), Priority::Emergency, "{sign:?} {situation:?}");
            }
        }
    }
    assert_eq!(Case::calm().priority(), Priority::Routine);
    assert_eq!(Case::calm().tasks(), []);
}

/// PR-02: a known severe illness is reviewed on the same day while she is pregnant and to the forty-second day after, also
/// where nobody told the date; not while a pregnancy is only thought of.
#[test]
fn a_severe_illness_near_a_birth_is_reviewed_on_the_same_day() {
    let days_ago = |days: i64| Some(TODAY.saturating_sub(days.days()));
    for (situation, ends_on, raised) in [
        (Some(Situation::Pregnant), None, true),
        (Some(Situation::Pregnant), days_ago(-280), true),
        (Some(Situation::Pregnant), days_ago(60), true),
        (Some(Situation::LivingBaby), days_ago(0), true),
        (Some(Situation::LivingBaby), days_ago(42), true),
        (Some(Situation::LivingBaby), days_ago(43), false),
        (Some(Situation::NeonatalCare), None, true),
        (Some(Situation::Stillbirth), days_ago(42), true),
        (Some(Situation::Stillbirth), days_ago(43), false),
        (Some(Situation::Miscarriage), None, true),
        (Some(Situation::Loss), None, true),
        (Some(Situation::NotSaid), None, true),
        (Some(Situation::Preconception), None, false),
        (Some(Situation::Preconception), days_ago(-30), false),
        (None, None, true),
        (None, days_ago(43), false),
    ] {
        let mut case = Case { ends_on, ..Case::calm() };
        case.asked = Asked { situation, severe_history: Known::Yes, ..Asked::default() };
        assert_eq!(case.tasks().contains(&TaskKind::SameDayReview), raised, "{situation:?} {ends_on:?}");
        let expected = if raised { Priority::VeryUrgent } else { Priority::Routine };
        assert_eq!(case.priority(), expected, "{situation:?} {ends_on:?}");
        for answer in [Known::No, Known::NotKnown] {
            case.asked.severe_history = answer;
            assert!(!case.tasks().contains(&TaskKind::SameDayReview));
        }
    }
}

/// PR-18: under thirteen, sixteen and eighteen, to the day; who is born on 29 February has her birthday on 1 March in other
/// years.
#[test]
fn age_counts_to_the_birthday() {
    use TaskKind::{SafeguardingQuestion, SafeguardingToday, YoungPeople};
    for (born, tasks) in [
        (Date::constant(2013, 11, 23), &[SafeguardingToday, YoungPeople][..]),
        (Date::constant(2013, 11, 22), &[SafeguardingQuestion, YoungPeople]),
        (Date::constant(2010, 11, 23), &[SafeguardingQuestion, YoungPeople]),
        (Date::constant(2010, 11, 22), &[YoungPeople]),
        (Date::constant(2008, 11, 23), &[YoungPeople]),
        (Date::constant(2008, 11, 22), &[]),
    ] {
        let case = Case { birth_date: Some(born), ..Case::calm() };
        assert_eq!(case.tasks(), tasks, "{born}");
    }
    let leap = Date::constant(2008, 2, 29);
    for (today, age) in [
        (Date::constant(2024, 2, 28), 15),
        (Date::constant(2024, 2, 29), 16),
        (Date::constant(2026, 2, 28), 17),
        (Date::constant(2026, 3, 1), 18),
    ] {
        assert_eq!(urgency::age_on(leap, today), age, "{today}");
    }
}

/// H23: a medicine is found wherever somebody may have written it.
#[test]
fn a_medicine_is_found_in_every_place_where_it_may_be_told() {
    for place in ["medicines", "worry", "history"] {
        let mut case = Case::calm();
        match place {
            "medicines" => case.story.medicines = Some("takes Priadel".to_owned()),
            "worry" => case.story.worry = "worried about epilim".to_owned(),
            _ => case.story.history = Some("on VALPROATE for years".to_owned()),
        }
        assert_eq!(case.tasks(), [TaskKind::PrescriberReview], "{place}");
        assert_eq!(case.priority(), Priority::Routine, "a task, and no priority");
    }
    assert!(TaskKind::PrescriberReview.label().to_lowercase().contains("review"));
    assert!(!TaskKind::PrescriberReview.label().to_lowercase().contains("stop"));
}

/// H06, PR-19: no route that is known to be safe opens a task, and a voicemail alone is no way to reach a person.
#[test]
fn not_knowing_a_safe_route_opens_a_task() {
    let tasks = |choices: &[(Route, RouteChoice)]| {
        Case { contact: ContactChoices::new(choices.iter().copied()), ..Case::calm() }.tasks()
    };
    assert_eq!(tasks(&[]), [TaskKind::SafeRouteCall]);
    for route in [Route::Telephone, Route::Text, Route::Email, Route::Letter] {
        assert_eq!(tasks(&[(route, RouteChoice::Yes)]), []);
        assert_eq!(tasks(&[(route, RouteChoice::No)]), [TaskKind::SafeRouteCall], "{route:?}");
        assert_eq!(tasks(&[(route, RouteChoice::NotKnown)]), [TaskKind::SafeRouteCall], "{route:?}");
    }
    assert_eq!(tasks(&[(Route::Voicemail, RouteChoice::Yes)]), [TaskKind::SafeRouteCall]);
}

/// PR-05: who declines or was not asked is contacted on a recorded basis.
#[test]
fn no_agreement_opens_a_task() {
    for (agreement, raised) in [
        (None, false),
        (Some(Agreement::Agrees), false),
        (Some(Agreement::Declines), true),
        (Some(Agreement::NotAsked), true),
    ] {
        let mut case = Case::calm();
        case.asked.agreement = agreement;
        assert_eq!(case.tasks().contains(&TaskKind::BasisForContact), raised, "{agreement:?}");
    }
}

/// PR-02, H23: the same local day, or within twenty-four hours, also on the days on which the clocks change.
#[test]
fn tasks_are_due_on_the_same_local_day_or_within_a_day() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    for (received, same_day, within) in [
        ("2026-11-22T09:00:00Z", "2026-11-22T23:59:59.999Z", "2026-11-23T09:00:00Z"),
        ("2026-07-01T22:59:59Z", "2026-07-01T22:59:59.999Z", "2026-07-02T22:59:59Z"),
        // The clocks go forward: the day has twenty-three hours and ends at 23:00 UTC.
        ("2026-03-29T00:30:00Z", "2026-03-29T22:59:59.999Z", "2026-03-30T00:30:00Z"),
        // The clocks go back: the day has twenty-five hours, of which a task has twenty-four.
        ("2026-10-24T23:00:00Z", "2026-10-25T23:00:00Z", "2026-10-25T23:00:00Z"),
        ("2026-10-25T00:30:00Z", "2026-10-25T23:59:59.999Z", "2026-10-26T00:30:00Z"),
    ] {
        for task in TaskKind::ALL {
            let due = if task.same_day() { same_day } else { within };
            assert_eq!(task.due_by(at(received)), at(due), "{task:?} {received}");
        }
    }
    let same_day = TaskKind::ALL.into_iter().filter(|task| task.same_day());
    let named = [
        TaskKind::DeathTold,
        TaskKind::BabySafety,
        TaskKind::SameDayReview,
        TaskKind::PrescriberReview,
        TaskKind::SafeguardingToday,
        TaskKind::CameBackSoon,
        TaskKind::HandoverUnanswered,
        TaskKind::HandoverReturned,
    ];
    assert!(same_day.eq(named));
}

#[test]
fn every_task_has_a_code_of_its_own() {
    for task in TaskKind::ALL {
        assert_eq!(TaskKind::of_code(task.code()), Some(task));
    }
}

fn some_of<T: Copy + Ord + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Vec<T>> {
    proptest::sample::subsequence(all, 0..=all.len())
}

prop_compose! {
    fn asked()(
        signs in some_of(&WarningSign::ALL),
        concerns in some_of(&Concern::ALL),
        preferences in some_of(&Preference::ALL),
        severe in 0usize..3,
        situation in proptest::option::of(0usize..14),
        agreement in proptest::option::of(0usize..3),
        flags in any::<[bool; 4]>(),
    ) -> Asked {
        Asked {
            signs: signs.into_iter().collect(),
            concerns: concerns.into_iter().collect(),
            preferences: preferences.into_iter().collect(),
            severe_history: [Known::NotKnown, Known::No, Known::Yes][severe],
            situation: situation.map(|at| Situation::ALL[at]),
            agreement: agreement.map(|at| Agreement::ALL[at]),
            interpreter: flags[0],
            under_18: flags[1],
            no_gp: flags[2],
            signs_asked: flags[3],
            ..Asked::default()
        }
    }
}

prop_compose! {
    fn case()(
        asked in asked(),
        words in proptest::collection::vec("lithium|sertraline|epilim|[a-z ]{0,12}", 3),
        routes in proptest::collection::vec(0usize..3, 5),
        born in proptest::option::of(-20_000i64..0),
        ends in proptest::option::of(-400i64..300),
    ) -> Case {
        let routes = [Route::Telephone, Route::Voicemail, Route::Text, Route::Email, Route::Letter].into_iter().zip(
            routes.into_iter().map(|at| [RouteChoice::NotKnown, RouteChoice::No, RouteChoice::Yes][at]),
        );
        Case {
            asked,
            story: Story {
                worry: words[0].clone(),
                medicines: Some(words[1].clone()),
                history: Some(words[2].clone()),
                ..Story::default()
            },
            contact: ContactChoices::new(routes),
            birth_date: born.map(|days| TODAY.saturating_add(days.days())),
            ends_on: ends.map(|days| TODAY.saturating_add(days.days())),
        }
    }
}

fn no_less(before: &Case, after: &Case) -> Result<(), TestCaseError> {
    prop_assert!(after.priority() <= before.priority(), "{:?} then {:?}", before.priority(), after.priority());
    let (was, is) = (before.tasks(), after.tasks());
    // Who is under thirteen is asked about today instead of within a day.
    let still = |task: &TaskKind| {
        is.contains(task) || (*task == TaskKind::SafeguardingQuestion && is.contains(&TaskKind::SafeguardingToday))
    };
    prop_assert!(was.iter().all(still), "{was:?} then {is:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// H20, INV-04: adding any sign, concern, wish, illness, medicine or lack of agreement never lowers an urgency and takes
    /// no task away.
    #[test]
    fn more_that_is_told_never_lowers_an_urgency_or_takes_a_task_away(before in case(), more in asked(), words in "lithium|[a-z ]{0,9}") {
        let mut told = before.asked.clone();
        told.signs.extend(more.signs);
        told.concerns.extend(more.concerns);
        told.preferences.extend(more.preferences);
        told.interpreter |= more.interpreter;
        told.under_18 |= more.under_18;
        told.no_gp |= more.no_gp;
        if more.severe_history == Known::Yes {
            told.severe_history = Known::Yes;
        }
        if let Some(Agreement::Declines | Agreement::NotAsked) = more.agreement {
            told.agreement = more.agreement;
        }
        if told.situation.is_none_or(|situation| situation.now() != Now::Pregnant) && more.situation == Some(Situation::Pregnant) {
            told.situation = more.situation;
        }
        let mut story = before.story.clone();
        story.medicines = Some(format!("{} {words}", story.medicines.unwrap_or_default()));
        let after = Case { asked: told, story, ..before.clone() };
        no_less(&before, &after)?;
    }

    /// H20: a later telling joined to an earlier one keeps every sign, concern and illness, and what it raised.
    #[test]
    fn a_later_telling_keeps_what_was_raised(first in asked(), mut second in asked()) {
        second.situation = None;
        second.agreement = None;
        let joined = first.clone().with(second.clone());
        for one in [&first, &second] {
            prop_assert!(one.signs.is_subset(&joined.signs) && one.concerns.is_subset(&joined.concerns));
            prop_assert!(one.preferences.is_subset(&joined.preferences));
            prop_assert!(one.severe_history != Known::Yes || joined.severe_history == Known::Yes);
            prop_assert!(!one.under_18 || joined.under_18);
            prop_assert!(!one.interpreter || joined.interpreter);
        }
        let case = |asked| Case { asked, ..Case::calm() };
        no_less(&case(first), &case(joined))?;
    }
}
