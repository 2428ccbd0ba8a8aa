//! Every problem of a broken file is listed, each with its line.

use porch_domain::footprint::{Footprint, Problem, ProblemKind};

use crate::read;

/// A small file without problems, which each case breaks.
pub const RIGHT: &str = include_str!("right.toml");

/// What is done to the right file, once each; `#!` marks a line with a problem, `#!!` one with two.
pub type Edits = &'static [(&'static str, &'static str)];
/// For each problem in the order of lines: where it is, and a part of what is said.
pub type Expected = &'static [(&'static str, &'static str)];

pub fn problems_of(edits: Edits) -> (String, Vec<Problem>) {
    let mut text = RIGHT.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from:?} is not in the right file");
        text = text.replacen(from, to, 1);
    }
    let problems = Footprint::parse(&text).err().unwrap_or_default();
    (text, problems)
}

pub fn check(cases: &[(&str, Edits, Expected)]) {
    for (case, edits, expected) in cases {
        let (text, problems) = problems_of(edits);
        let marked = text.lines().enumerate().flat_map(|(index, line)| {
            let marks =
                line.split_once("#!").map_or(0, |(_, rest)| 1 + rest.bytes().take_while(|b| *b == b'!').count());
            std::iter::repeat_n(index + 1, marks)
        });
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, marked.collect::<Vec<_>>(), "{case}: {said:#?}");
        assert_eq!(problems.len(), expected.len(), "{case}: {said:#?}");
        for (problem, (at, what)) in problems.iter().zip(*expected) {
            assert_eq!(problem.at, *at, "{case}: {said:#?}");
            assert!(problem.what.contains(what), "{case}: {said:#?}");
            assert!(!problem.expected.is_empty() && problem.kind == ProblemKind::Content, "{case}: {said:#?}");
        }
    }
}

#[test]
fn the_right_file_has_no_problem() {
    assert_eq!(read(RIGHT).front_door().name, "Front door");
}

#[test]
fn values_that_are_missing_unknown_or_of_another_kind() {
    check(&[
        (
            "an unknown key at the top",
            &[("starts_on", "colour = \"red\" #!\nstarts_on")],
            &[("colour", "unknown key \"colour\"")],
        ),
        (
            "an unknown key in a team",
            &[("role = \"specialist\"", "role = \"specialist\"\nrota = 1 #!")],
            &[("teams[1].rota", "unknown key")],
        ),
        ("an unknown table", &[("[meeting]", "[colours] #!\n[meeting]")], &[("colours", "unknown key")]),
        (
            "an unknown key inside a line",
            &[("at = 10:00:00 }]", "at = 10:00:00, room = \"2\" }] #!")],
            &[("meeting.sittings[1].room", "unknown key")],
        ),
        (
            "a missing key is told at its table",
            &[("[[teams]]", "[[teams]] #!"), ("team_type = \"C02\"\n", "")],
            &[("teams[1].team_type", "missing")],
        ),
        (
            "a missing table",
            &[
                ("name = \"somewhere\"", "name = \"somewhere\" #!"),
                ("[duty]\nweekdays = [\"tuesday\"]\nfrom = 09:30:00\nto = 16:00:00\nflexible = true\n", ""),
            ],
            &[("duty", "missing")],
        ),
        ("a number for a name", &[("title = \"Somewhere\"", "title = 7 #!")], &[("title", "the number 7")]),
        (
            "a date in quotes",
            &[("starts_on = 2020-01-01", "starts_on = \"2020-01-01\" #!")],
            &[("starts_on", "the text \"2020-01-01\"")],
        ),
        (
            "an instant for a date",
            &[("last_checked = 2025-01-01", "last_checked = 2025-01-01T10:00:00Z #!")],
            &[("urgent_routes[1].last_checked", "2025-01-01T10:00:00Z")],
        ),
        (
            "seconds in a time",
            &[("at = 10:00:00 }]", "at = 10:00:30 }] #!")],
            &[("meeting.sittings[1].at", "10:00:30")],
        ),
        (
            "a word for a flag",
            &[("danger = true", "danger = \"yes\" #!")],
            &[("urgent_routes[1].danger", "the text \"yes\"")],
        ),
        (
            "a list for a table",
            &[
                ("[meeting]\nsittings = [{ weekday = \"wednesday\", at = 10:00:00 }]\n", ""),
                ("starts_on = 2020-01-01", "starts_on = 2020-01-01\nmeeting = [] #!"),
            ],
            &[("meeting", "a list")],
        ),
        (
            "a text for a list",
            &[("aliases = [\"The community\"]", "aliases = \"The community\" #!")],
            &[("teams[1].aliases", "the text")],
        ),
        ("an unknown role", &[("role = \"specialist\"", "role = \"special\" #!")], &[("teams[1].role", "special")]),
        ("an empty name", &[("name = \"Front door\"", "name = \"\" #!")], &[("teams[2].name", "empty")]),
        ("a name of spaces", &[("title = \"Somewhere\"", "title = \"  \" #!")], &[("title", "empty")]),
        (
            "a control character",
            &[("title = \"Somewhere\"", "title = \"Some\\u0007where\" #!")],
            &[("title", "U+0007")],
        ),
        (
            "a character that cannot be seen",
            &[("\"The community\"", "\"The\\u200Bcommunity\" #!\n")],
            &[("teams[1].aliases[1]", "U+200B")],
        ),
        ("spaces at an end", &[("owner = \"Duty\"", "owner = \"Duty \" #!")], &[("urgent_routes[1].owner", "spaces")]),
        (
            "something assumed that is not written",
            &[("role = \"specialist\"", "role = \"specialist\"\nassumed = [\"ends_on\"] #!")],
            &[("teams[1].assumed[1]", "ends_on")],
        ),
    ]);
}

#[test]
fn teams_and_organisations_that_do_not_fit_together() {
    check(&[
        (
            "the same code",
            &[("code = \"door\"", "code = \"community\" #!")],
            &[("teams[2].code", "taken by teams[1].code on line 16")],
        ),
        (
            "the same name in capitals",
            &[("name = \"Front door\"", "name = \"COMMUNITY  TEAM\" #!")],
            &[("teams[2].name", "taken by teams[1].name")],
        ),
        (
            "an alias that is another's name",
            &[("\"The community\"", "\"front DOOR\""), ("name = \"Front door\"", "name = \"Front door\" #!")],
            &[("teams[2].name", "taken by teams[1].aliases[1]")],
        ),
        (
            "the same organisation twice",
            &[(
                "[[teams]]",
                "[[organisations]]\ncode = \"one\" #!\nname = \"Two\"\nods = \"RX1\" #!\nrole = \"partner\"\n[[teams]]",
            )],
            &[
                ("organisations[2].code", "taken by organisations[1].code"),
                ("organisations[2].ods", "taken by organisations[1].ods"),
            ],
        ),
        (
            "an unknown employer",
            &[("organisations = [\"ONE\"]", "organisations = [\"TWO\"] #!")],
            &[("teams[1].organisations[1]", "unknown organisation \"TWO\"")],
        ),
        (
            "no employer",
            &[("organisations = [\"ONE\"]", "organisations = [] #!")],
            &[("teams[1].organisations", "no employer")],
        ),
        ("an unknown team type", &[("\"C02\"", "\"C99\" #!")], &[("teams[1].team_type", "unknown team type \"C99\"")]),
        (
            "no front door",
            &[("[[teams]]", "[[teams]] #!"), ("\"front_door\"", "\"maternal\"")],
            &[("teams", "no front door")],
        ),
        (
            "two front doors",
            &[
                ("\"specialist\"", "\"front_door\""),
                ("team_type = \"A18\"\nrole = \"front_door\"", "team_type = \"A18\"\nrole = \"front_door\" #!"),
            ],
            &[("teams[2].role", "second front door beside teams[1]")],
        ),
        (
            "a front door that opens late and closes",
            &[("team_type = \"A18\"", "team_type = \"A18\"\nstarts_on = 2021-01-01 #!\nends_on = 2022-01-01 #!")],
            &[("teams[2].starts_on", "opens after"), ("teams[2].ends_on", "closes")],
        ),
        (
            "a team that ends before it starts",
            &[(
                "role = \"specialist\"\nstarts_on = 2020-01-01",
                "role = \"specialist\"\nstarts_on = 2020-01-01\nends_on = 2019-12-31 #!",
            )],
            &[("teams[1].ends_on", "before the first day")],
        ),
        ("an ODS code in small letters", &[("\"RX1\"", "\"rx1\" #!")], &[("organisations[1].ods", "no ODS code")]),
        ("a code with a space", &[("code = \"door\"", "code = \"the door\" #!")], &[("teams[2].code", "no code")]),
        ("a name that no command could say", &[("\"somewhere\"", "\"Some where\" #!")], &[("name", "no name")]),
        (
            "a word of staff for the public",
            &[("\"Help in pregnancy\"", "\"Perinatal help\" #!")],
            &[("teams[1].public_name", "perinatal")],
        ),
    ]);
}

// D26
#[test]
fn a_criterion_may_be_read_otherwise_from_a_day_on_and_never_twice_on_the_same_day() {
    check(&[(
        "two versions of a criterion on the same day",
        &[(
            "[meeting]",
            "[[criteria]]\ncode = \"one\"\ntext = \"First\"\nfrom = 2020-01-01\nuntil = 2020-06-30\nsource = \"spec\"\n\n[[criteria]]\ncode = \"one\"\ntext = \"Later\"\nfrom = 2020-07-01\nsource = \"spec\"\n\n[[criteria]]\ncode = \"one\" #!\ntext = \"Again\"\nfrom = 2020-06-01\nuntil = 2020-06-02\nsource = \"spec\"\n\n[meeting]",
        )],
        &[("criteria[3].code", "held by criteria[1]")],
    )]);
}

#[test]
fn clocks_that_leave_a_day_without_a_rule_or_with_two() {
    check(&[
        ("an emergency of five hours", &[("hours = 4", "hours = 5 #!")], &[("clocks[1].hours", "5 hours")]),
        (
            "an emergency in days",
            &[("kind = \"elapsed\"\nhours = 4", "kind = \"calendar\" #!\ndays = 1")],
            &[("clocks[1].kind", "counted in days")],
        ),
        ("no time at all", &[("hours = 4", "hours = 0 #!")], &[("clocks[1].hours", "the number 0")]),
        (
            "a kind that is none",
            &[("kind = \"calendar\"\ndays = 2\n", "kind = \"lunar\" #!\ndays = 2\n")],
            &[("clocks[3].kind", "lunar")],
        ),
        (
            "hours for days",
            &[
                ("days = 28", "hours = 28 #!"),
                ("[[clocks]]\npriority = \"routine\"", "[[clocks]] #!\npriority = \"routine\""),
            ],
            &[("clocks[4].days", "missing"), ("clocks[4].hours", "unknown key")],
        ),
        (
            "none for routine",
            &[
                ("[[clocks]]", "[[clocks]] #!"),
                (
                    "\"routine\"\nkind = \"calendar\"\ndays = 28\nfrom = 2020-01-01",
                    "\"urgent\"\nkind = \"calendar\"\ndays = 28\nfrom = 2021-01-01",
                ),
            ],
            &[("clocks", "no clock for routine")],
        ),
        (
            "the same day twice",
            &[(
                "[hours]",
                "[[clocks]] #!\npriority = \"routine\"\nkind = \"calendar\"\ndays = 20\nfrom = 2020-01-01\nsource = \"spec\"\n[hours]",
            )],
            &[("clocks[5]", "overlaps the clock for routine on line 56")],
        ),
        (
            "a late start",
            &[("[[clocks]]", "[[clocks]] #!"), ("hours = 4\nfrom = 2020-01-01", "hours = 4\nfrom = 2020-01-02")],
            &[("clocks[1]", "no clock for emergency before 2020-01-02")],
        ),
        (
            "an end with nothing after it",
            &[
                ("[[clocks]]\npriority = \"urgent\"", "[[clocks]] #!\npriority = \"urgent\""),
                ("days = 2\n", "days = 2\nuntil = 2024-01-01\n"),
            ],
            &[("clocks[3]", "no clock for urgent after 2024-01-01")],
        ),
        (
            "a gap",
            &[
                ("days = 28\n", "days = 28\nuntil = 2021-01-01\n"),
                (
                    "[hours]",
                    "[[clocks]] #!\npriority = \"routine\"\nkind = \"calendar\"\ndays = 20\nfrom = 2021-01-03\nsource = \"spec\"\n[hours]",
                ),
            ],
            &[("clocks[5]", "no clock for routine just before 2021-01-03")],
        ),
        (
            "an end before the start",
            &[
                ("hours = 24\nfrom = 2020-01-01", "hours = 24\nfrom = 2020-01-01\nuntil = 2019-01-01 #!"),
                ("[[clocks]]\npriority = \"very_urgent\"", "[[clocks]] #!\npriority = \"very_urgent\""),
            ],
            &[("clocks[2]", "no clock for very_urgent after"), ("clocks[2].until", "before the first day")],
        ),
        (
            "an unknown source",
            &[("source = \"spec\"", "source = \"specs\" #!")],
            &[("clocks[1].source", "unknown source \"specs\"")],
        ),
    ]);
}

#[test]
fn hours_routes_and_what_is_not_offered() {
    check(&[
        ("closing before opening", &[("to = 17:00:00", "to = 08:00:00 #!")], &[("hours.to", "closes before it opens")]),
        (
            "the same day twice",
            &[("[\"monday\", \"friday\"]", "[\"monday\", \"monday\"] #!")],
            &[("hours.weekdays[2]", "the same day again")],
        ),
        (
            "a day that does not exist",
            &[("[\"monday\", \"friday\"]", "[\"monday\", \"freitag\"] #!")],
            &[("hours.weekdays[2]", "freitag")],
        ),
        (
            "no sitting",
            &[("sittings = [{ weekday = \"wednesday\", at = 10:00:00 }]", "sittings = [] #!")],
            &[("meeting.sittings", "no sitting")],
        ),
        (
            "an unknown team",
            &[("team = \"community\"", "team = \"commune\" #!")],
            &[("not_offered[1].team", "unknown team \"commune\"")],
        ),
        ("an unknown thing", &[("\"partner_assessment\"", "\"tea\" #!")], &[("not_offered[1].what", "tea")]),
        (
            "a route without owner and hours",
            &[
                ("[[urgent_routes]]", "[[urgent_routes]] #!!"),
                ("hours = \"At any time\"\nowner = \"Duty\"\nlast_checked = 2025-01-01\n", ""),
            ],
            &[("urgent_routes[1].hours", "missing"), ("urgent_routes[1].owner", "missing")],
        ),
        (
            "no route for danger",
            &[("[[urgent_routes]]", "[[urgent_routes]] #!"), ("danger = true", "danger = false")],
            &[("urgent_routes", "no route for immediate danger")],
        ),
        (
            "a number in words",
            &[("\"999\"", "\"nine nine nine\" #!")],
            &[("urgent_routes[1].number", "no telephone number")],
        ),
    ]);
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_lines() {
    check(&[(
        "five at once",
        &[
            ("title = \"Somewhere\"", "title = \"\" #!"),
            ("\"C02\"", "\"C99\" #!"),
            ("hours = 4", "hours = 6 #!"),
            ("to = 17:00:00", "to = \"five\" #!"),
            ("owner = \"Duty\"", "owner = 1 #!"),
        ],
        &[
            ("title", "empty"),
            ("teams[1].team_type", "C99"),
            ("clocks[1].hours", "6 hours"),
            ("hours.to", "five"),
            ("urgent_routes[1].owner", "the number 1"),
        ],
    )]);
}

#[test]
fn a_file_that_is_not_toml_gives_the_lines_of_its_syntax_errors_and_nothing_else() {
    for (case, edits, line) in [
        ("no closing quote", [("title = \"Somewhere\"", "title = \"Somewhere")], 2),
        ("a key twice", [("team_type = \"A18\"", "team_type = \"A18\"\nteam_type = \"A18\"")], 31),
        ("a day that no month has", [("last_checked = 2025-01-01", "last_checked = 2025-13-01")], 89),
        ("a table twice", [("[meeting]", "[duty]\n[meeting]")], 75),
    ] as [(&str, [(&str, &str); 1], usize); 4]
    {
        let text = RIGHT.replacen(edits[0].0, edits[0].1, 1);
        let problems = Footprint::parse(&text).expect_err(case);
        assert_eq!(problems[0].line, line, "{case}: {problems:?}");
        assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Syntax), "{case}: {problems:?}");
        assert!(problems.iter().all(|problem| !problem.what.is_empty() && !problem.expected.is_empty()), "{case}");
    }
}

#[test]
fn an_empty_file_is_refused_with_all_that_it_lacks() {
    let problems = Footprint::parse("").unwrap_err();
    for at in ["name", "title", "starts_on", "organisations", "teams", "hours", "duty", "meeting", "urgent_routes"] {
        assert!(problems.iter().any(|problem| problem.at == at && problem.line == 1), "{at}: {problems:?}");
    }
}

#[test]
fn a_problem_reads_as_one_line() {
    let (_, problems) = problems_of(&[("\"C02\"", "\"C99\"")]);
    assert_eq!(
        problems[0].to_string(),
        "line 20: teams[1].team_type: unknown team type \"C99\" (an MHSDS service or team type, such as A18, C02 or F02)"
    );
}
