//! In which order it is asked, and what the first answers bring.

use porch_domain::front_door::{ADVICE, Now, PURPOSE, Step, WarningSign, WayIn, steps};
use proptest::prelude::*;

use super::answers;

/// H01, PR-01: how things are comes first, then more of it, then warning signs, and after a yes the way to ring back, before
/// anything else.
#[test]
fn how_things_are_then_warning_signs_then_a_way_to_ring_back_and_nothing_before() {
    for way in WayIn::ALL {
        for now in Now::ALL {
            let more = matches!(now, Now::Pregnant | Now::Baby | Now::Loss).then_some(Step::More);
            let first = || [Some(Step::Now), more, Some(Step::Signs)].into_iter().flatten();
            let calm = steps(way, &answers([("now", now.code()), ("signs", "none")]));
            let begins: Vec<Step> = first().collect();
            assert_eq!(calm[..begins.len()], begins, "{way:?} {now:?}");
            assert!(!calm.contains(&Step::CallBack) && !calm.contains(&Step::Emergency), "{way:?} {now:?}");
            let at_once = match way {
                WayIn::Myself | WayIn::Family => Step::CallBack,
                WayIn::Professional | WayIn::Telephone => Step::Emergency,
            };
            for sign in WarningSign::ALL {
                let warned = steps(way, &answers([("now", now.code()), ("signs", sign.code())]));
                let begins: Vec<Step> = first().chain([at_once]).collect();
                assert_eq!(warned[..begins.len()], begins, "{way:?} {now:?} {sign:?}");
            }
        }
    }
}

/// PR-05, PR-20, PR-26: she is not asked whether she agrees or who asks; safeguarding is no question of the public ways.
#[test]
fn each_way_in_is_asked_what_is_its_own() {
    let asked = |way, step| steps(way, &answers([])).contains(&step);
    for (step, ways) in [
        (Step::Words, [true, true, true, true]),
        (Step::Person, [true, true, true, true]),
        (Step::Reach, [true, true, true, true]),
        (Step::Needs, [true, true, true, true]),
        (Step::Referrer, [false, true, true, true]),
        (Step::Agreement, [false, true, true, true]),
        (Step::Tell, [true, false, true, true]),
        (Step::Safeguarding, [false, false, true, true]),
        (Step::Files, [false, false, true, true]),
    ] {
        assert_eq!(WayIn::ALL.map(|way| asked(way, step)), ways, "{step:?}");
    }
}

/// D23: advice is asked for without her particulars; a warning sign is asked after all the same.
#[test]
fn a_question_for_advice_asks_for_no_particulars_of_hers() {
    let advice = steps(WayIn::Professional, &answers([(PURPOSE, ADVICE)]));
    for step in [Step::Person, Step::Agreement, Step::Reach, Step::Tell, Step::Needs, Step::Safeguarding, Step::Files] {
        assert!(!advice.contains(&step), "{step:?}");
    }
    assert_eq!(advice[..2], [Step::Now, Step::Signs]);
    assert!(
        steps(WayIn::Professional, &answers([(PURPOSE, ADVICE), ("signs", "harm_done")])).contains(&Step::Emergency)
    );
    for step in Step::ALL {
        assert!(
            !step.fields(WayIn::Professional).contains(&PURPOSE),
            "{step:?}: no question takes back what is asked for"
        );
    }
    // Nobody else asks for advice here.
    for way in [WayIn::Myself, WayIn::Family, WayIn::Telephone] {
        assert!(steps(way, &answers([(PURPOSE, ADVICE)])).contains(&Step::Person), "{way:?}");
    }
}

#[test]
fn every_step_has_an_address_and_every_field_one_step_of_a_calm_way() {
    for step in Step::ALL {
        assert_eq!(Step::of_path(step.path()), Some(step));
    }
    for way in WayIn::ALL {
        let mut fields: Vec<&str> =
            steps(way, &answers([])).into_iter().flat_map(|step| step.fields(way)).copied().collect();
        let all = fields.len();
        fields.sort_unstable();
        fields.dedup();
        assert_eq!(fields.len(), all, "{way:?} asks a field twice");
    }
}

proptest! {
    /// PR-01: whatever was answered, the steps stand in the order in which they are asked, each once, how things are first.
    #[test]
    fn whatever_was_answered_the_order_holds(
        way in 0usize..4,
        now in "thinking|pregnant|baby|loss|not_said||x",
        signs in proptest::collection::vec("none|harm_done|self_harm|x", 0..4),
        purpose in "advice|refer|",
    ) {
        let way = WayIn::ALL[way];
        let mut given = vec![("now".to_owned(), now), (PURPOSE.to_owned(), purpose)];
        given.extend(signs.into_iter().map(|sign| ("signs".to_owned(), sign)));
        let asked = steps(way, &porch_domain::front_door::Answers::new(given));
        prop_assert_eq!(asked[0], Step::Now);
        let place = |wanted| asked.iter().position(|step| *step == wanted);
        let signs = place(Step::Signs).unwrap();
        prop_assert!(signs <= 2 && place(Step::More).is_none_or(|more| more == 1));
        for urgent in [Step::CallBack, Step::Emergency] {
            prop_assert!(place(urgent).is_none_or(|at| at == signs + 1));
        }
        let mut once = asked.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), asked.len());
    }
}

// H05
/// PR-25, H05: whoever asks as a partner is asked about themselves alone, warning signs first; nothing of a pregnancy or a baby
/// gets into their record, also where a form from elsewhere sends it. Nobody else is a partner by such a field.
#[test]
fn a_partner_is_asked_about_themselves_alone() {
    use porch_domain::{
        front_door::{ABOUT, PARTNER, read},
        referral::PersonKind,
    };
    let all = answers([
        (ABOUT, PARTNER),
        ("now", "pregnant"),
        ("situation", "pregnant"),
        ("ends-day", "1"),
        ("ends-month", "2"),
        ("ends-year", "2027"),
        ("signs", "none"),
        ("name", "Ben Example"),
    ]);
    let today = jiff::civil::date(2026, 11, 2);
    let asked = steps(WayIn::Myself, &all);
    assert_eq!(asked[..2], [Step::Signs, Step::Words]);
    for step in [Step::Now, Step::More, Step::Referrer, Step::Agreement, Step::Safeguarding] {
        assert!(!asked.contains(&step), "{step:?}");
    }
    let told = read(WayIn::Myself, &all, today);
    assert_eq!((told.kind, told.asked.situation, told.pregnancy), (PersonKind::Partner, None, None));
    for sign in WarningSign::ALL {
        let warned = steps(WayIn::Myself, &answers([(ABOUT, PARTNER), ("signs", sign.code())]));
        assert_eq!(warned[..2], [Step::Signs, Step::CallBack], "{sign:?}");
    }
    let told = read(WayIn::Telephone, &all, today);
    assert_eq!((told.kind, told.asked.situation, told.pregnancy), (PersonKind::Partner, None, None), "on a call");
    for way in [WayIn::Family, WayIn::Professional] {
        assert_eq!(read(way, &all, today).kind, PersonKind::BirthingParent, "{way:?}");
        assert!(steps(way, &all).contains(&Step::Now), "{way:?}");
    }
}
