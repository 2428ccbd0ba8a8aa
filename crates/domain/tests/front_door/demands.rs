//! What is demanded, and what is said where an answer cannot be taken.

use porch_domain::front_door::{Answers, Problem, Step, WayIn, What, emergency_problems, problems, problems_of};

use super::{TODAY, answers};

fn said(way: WayIn, step: Step, given: &Answers) -> Vec<(&'static str, What)> {
    problems_of(way, step, given, TODAY).into_iter().map(|Problem { field, what }| (field, what)).collect()
}

/// PR-03: in an emergency a professional is asked for exactly this, and nothing else stands in the way.
#[test]
fn an_emergency_demands_the_least_and_nothing_else() {
    let least = ["by_name", "call_back", "worry", "where", "with", "name"];
    let mut given = answers([("now", "baby"), ("signs", "harm_done")]);
    for way in [WayIn::Professional, WayIn::Telephone] {
        let missing: Vec<_> = emergency_problems(way, &given, TODAY).into_iter().map(|p| (p.field, p.what)).collect();
        assert_eq!(missing, least.map(|field| (field, What::Missing)), "{way:?}");
    }
    for field in least {
        given.set(field, if field == "call_back" { "01632 960001" } else { "invented" });
    }
    // What is written elsewhere, right or wrong, holds nothing up: neither number nor date nor practice.
    for (field, wrong) in
        [("nhs_number", "1"), ("born-day", "99"), ("ends-day", "99"), ("by_email", "x"), ("email", "x")]
    {
        given.set(field, wrong);
    }
    for way in [WayIn::Professional, WayIn::Telephone] {
        assert_eq!(emergency_problems(way, &given, TODAY), [], "{way:?}");
    }
}

/// PR-01: whoever asks for herself or family is asked for one number and nothing else; with nobody to ring and no other way
/// it is not sent, so that no clock runs for a call that cannot be made.
#[test]
fn a_yes_to_a_warning_sign_asks_for_one_number_or_says_that_nobody_can_be_reached() {
    for way in [WayIn::Myself, WayIn::Family] {
        let problems = |given: &Answers| {
            let problems = emergency_problems(way, given, TODAY);
            problems.into_iter().map(|p| (p.field, p.what)).collect::<Vec<_>>()
        };
        let mut given = answers([("signs", "self_harm")]);
        assert_eq!(problems(&given), [("call_back", What::Missing)], "{way:?}");
        given.set("call_back", "ring me");
        assert_eq!(problems(&given), [("call_back", What::NotANumber)], "{way:?}");
        given.set("call_back", "01632 960001");
        assert_eq!(problems(&given), [], "{way:?}");
        let mut nobody = answers([("signs", "self_harm"), ("no_number", "yes")]);
        assert_eq!(problems(&nobody), [("call_back", What::NoWayToReach)], "{way:?}");
        nobody.set("email", "invented@example.org");
        assert_eq!(problems(&nobody), [], "{way:?}");
    }
}

/// PR-02, PR-08, PR-09, PR-18, PR-20: what each way and step demands when nothing was answered; everything else may be left out.
#[test]
fn each_step_demands_only_what_it_must() {
    use What::{Missing, NoWayToReach};
    for (step, demands) in [
        (Step::Now, [&[("now", Missing)][..]; 4]),
        (Step::More, [&[]; 4]),
        (Step::Signs, [&[("signs", Missing)]; 4]),
        (Step::Words, [&[], &[("worry", Missing)], &[("worry", Missing)], &[("worry", Missing)]]),
        (Step::Health, [&[]; 4]),
        (Step::Person, [&[("name", Missing)]; 4]),
        (Step::Tell, [&[]; 4]),
        (Step::Needs, [&[]; 4]),
        (Step::Safeguarding, [&[]; 4]),
        (Step::Files, [&[]; 4]),
        (Step::Reach, [&[("reach_telephone", NoWayToReach)], &[], &[], &[]]),
        (Step::Agreement, [&[], &[], &[("agreement", Missing)], &[]]),
        (
            Step::Referrer,
            [
                &[("by_name", Missing), ("by_telephone", Missing)],
                &[("by_name", Missing), ("by_telephone", Missing)],
                &[
                    ("by_name", Missing),
                    ("by_source", Missing),
                    ("by_organisation", Missing),
                    ("by_telephone", Missing),
                ],
                &[("by_name", Missing), ("by_telephone", Missing)],
            ],
        ),
    ] {
        for (way, demands) in WayIn::ALL.into_iter().zip(demands) {
            assert_eq!(said(way, step, &answers([])), demands, "{way:?} {step:?}");
        }
    }
}

/// PR-09: a loss is told without its date, its kind or its name.
#[test]
fn a_loss_needs_no_date() {
    for way in WayIn::ALL {
        for now in ["loss", "baby", "pregnant", "thinking", "not_said"] {
            assert_eq!(said(way, Step::More, &answers([("now", now)])), [], "{way:?} {now}");
        }
    }
}

/// PR-18: a girl's own request is sent as anybody's; her age stops nothing.
#[test]
fn her_age_stops_nothing() {
    for year in ["2010", "2012", "2014", "2017"] {
        let given = answers([("name", "I"), ("born-day", "1"), ("born-month", "1"), ("born-year", year)]);
        assert_eq!(said(WayIn::Myself, Step::Person, &given), [], "{year}");
    }
}

/// PR-20: no GP, and none who may be told, are answers as good as any.
#[test]
fn no_gp_and_nobody_to_be_told_block_nothing() {
    let given = answers([("name", "I"), ("no_gp", "yes"), ("tell_gp", "no"), ("tell_midwife", "no")]);
    for way in WayIn::ALL {
        assert_eq!(said(way, Step::Person, &given), [], "{way:?}");
        assert_eq!(said(way, Step::Tell, &given), [], "{way:?}");
    }
}

#[test]
fn what_cannot_be_taken_is_said_at_its_field() {
    use What::{AChilds, InTheFuture, NotAChoice, NotADate, NotANumber, NotAnEmail, NotAnNhsNumber, NotLikely};
    let date = |field: &str, day: &str, month: &str, year: &str| {
        Answers::new(
            [("day", day), ("month", month), ("year", year)]
                .map(|(part, text)| (format!("{field}-{part}"), text.to_owned())),
        )
    };
    let with = |mut given: Answers, more: &[(&str, &str)]| {
        for (field, value) in more {
            given.set(field, *value);
        }
        given
    };
    let professional =
        [("by_name", "I"), ("by_source", "A1"), ("by_organisation", "I"), ("by_telephone", "01632 960001")];
    for (step, given, problem) in [
        (Step::Now, answers([("now", "x")]), ("now", NotAChoice)),
        (Step::Signs, answers([("signs", "none"), ("signs", "x")]), ("signs", NotAChoice)),
        (Step::More, date("ends", "30", "2", "2026"), ("ends", NotADate)),
        (Step::More, date("ends", "1", "1", "1899"), ("ends", NotLikely)),
        (Step::More, with(date("ends", "19", "9", "2027"), &[("now", "pregnant")]), ("ends", NotLikely)),
        (Step::More, with(date("ends", "23", "11", "2026"), &[("now", "baby")]), ("ends", InTheFuture)),
        (Step::More, with(date("ends", "23", "11", "2026"), &[("now", "loss")]), ("ends", InTheFuture)),
        (Step::CallBack, answers([("call_back", "none")]), ("call_back", NotANumber)),
        (Step::Person, with(date("born", "23", "11", "2026"), &[("name", "I")]), ("born", InTheFuture)),
        (Step::Person, with(date("born", "23", "11", "2018"), &[("name", "I")]), ("born", AChilds)),
        (Step::Person, with(date("born", "", "11", "2000"), &[("name", "I")]), ("born", NotADate)),
        (Step::Person, answers([("name", "I"), ("nhs_number", "9434765918")]), ("nhs_number", NotAnNhsNumber)),
        (Step::Referrer, with(answers(professional), &[("by_source", "A3")]), ("by_source", NotAChoice)),
        (Step::Referrer, with(answers(professional), &[("by_telephone", "x")]), ("by_telephone", NotANumber)),
        (Step::Referrer, with(answers(professional), &[("by_email", "x")]), ("by_email", NotAnEmail)),
        (Step::Agreement, answers([("agreement", "x")]), ("agreement", NotAChoice)),
        (Step::Reach, answers([("reach_telephone", "yes")]), ("telephone", What::Missing)),
        (Step::Reach, answers([("reach_text", "yes"), ("telephone", "x")]), ("telephone", NotANumber)),
        (Step::Reach, answers([("reach_email", "yes")]), ("email", What::Missing)),
        (Step::Reach, answers([("reach_email", "yes"), ("email", "x")]), ("email", NotAnEmail)),
        (Step::Reach, answers([("reach_letter", "yes")]), ("address", What::Missing)),
    ] {
        assert_eq!(said(WayIn::Professional, step, &given), [problem], "{step:?} {given:?}");
    }
    let at_the_edge = with(date("ends", "18", "9", "2027"), &[("now", "pregnant")]);
    assert_eq!(said(WayIn::Professional, Step::More, &at_the_edge), [], "three hundred days ahead is the last");
}

/// Every field of every step is told when it is too long, and not when it is just long enough.
#[test]
fn every_field_has_a_length() {
    for way in WayIn::ALL {
        for step in Step::ALL {
            for field in step.fields(way) {
                let long = |count: usize| {
                    let given = Answers::new([((*field).to_owned(), "é".repeat(count))]);
                    said(way, step, &given).contains(&(*field, What::TooLong))
                };
                let longest = if long(301) { 300 } else { 10_000 };
                assert!(!long(longest) && long(longest + 1), "{way:?} {step:?} {field}");
            }
        }
    }
}

/// Each word for what is wrong has a name of its own.
#[test]
fn everything_that_can_be_wrong_has_its_own_words() {
    let all = [
        What::Missing,
        What::NotAChoice,
        What::TooLong,
        What::NotADate,
        What::InTheFuture,
        What::NotLikely,
        What::AChilds,
        What::AChildsNumber,
        What::OfSomebodyElse,
        What::NotANumber,
        What::NotAnEmail,
        What::NotAnNhsNumber,
        What::NoWayToReach,
    ];
    let mut codes = all.map(What::code).to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len());
}

/// A whole form without a fault is sent, by every way.
#[test]
fn a_whole_form_has_no_problem() {
    let given = answers([
        ("now", "pregnant"),
        ("signs", "none"),
        ("worry", "invented"),
        ("name", "Invented Person"),
        ("by_name", "Invented"),
        ("by_source", "A4"),
        ("by_organisation", "Invented"),
        ("by_telephone", "01632 960001"),
        ("agreement", "agrees"),
        ("reach_telephone", "yes"),
        ("telephone", "01632 960002"),
    ]);
    for way in WayIn::ALL {
        assert_eq!(problems(way, &given, TODAY), [], "{way:?}");
    }
}
