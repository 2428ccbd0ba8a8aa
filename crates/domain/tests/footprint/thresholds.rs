//! Who takes which need, how severe, at which stage and age, and where nobody does (G3).

use std::{fmt::Write as _, path::Path};

use jiff::civil::{Date, date};
use porch_domain::{
    footprint::{AgeGroup, Footprint, HowSevere, Need, Nobody, PathwayStage, Place, ThresholdGap},
    front_door::Concern,
};

use crate::{
    DORSET, KENT_MEDWAY, SHIPPED,
    problems::{RIGHT, check},
    read,
};

/// The day on which the tables of the reference are drawn.
const AS_AT: Date = date(2026, 12, 1);

/// The right file with thresholds.
fn with(thresholds: &str) -> Footprint {
    read(&RIGHT.replacen("[meeting]", &format!("{thresholds}\n[meeting]"), 1))
}

fn threshold(more: &str) -> String {
    format!("[[thresholds]]\nsource = \"spec\"\n{more}\n\n")
}

fn place(footprint: &Footprint, age: AgeGroup, at: (PathwayStage, Need, HowSevere), on: Date) -> Place<'_> {
    let table = footprint.threshold_table(age, on);
    table.into_iter().find(|place| (place.stage, place.need, place.how_severe) == at).unwrap()
}

fn told(gaps: &[ThresholdGap]) -> Vec<String> {
    gaps.iter().map(ToString::to_string).collect()
}

// G3
#[test]
fn a_place_is_taken_by_whoever_names_its_need_severity_stage_and_age_as_long_as_they_do() {
    use PathwayStage::{AfterBirth, AfterLoss, Preconception, Pregnant};
    let footprint = with(&[
        threshold("team = \"community\"\nneeds = [\"low_mood\"]\nseverity = [\"severe\"]\nstages = [\"pregnant\", \"after_birth\"]\nuntil_months = 9"),
        threshold("team = \"community\"\nneeds = [\"low_mood\"]\nseverity = [\"severe\"]\nstages = [\"after_birth\"]\nuntil_months = 18\ntalked_through = true"),
        threshold("team = \"community\"\nneeds = [\"anxiety\"]\nseverity = [\"any\"]\nstages = [\"any\"]\nages = [\"any\"]\nuntil_months = 36"),
        threshold("team = \"door\"\nneeds = [\"loss\"]\nseverity = [\"mild\"]\nstages = [\"after_loss\"]\nfrom = 2026-03-01\nuntil = 2026-09-30"),
        threshold("team = \"door\"\nneeds = [\"eating\"]\nseverity = [\"mild\"]\nstages = [\"pregnant\"]\ntalked_through = true"),
    ].concat());
    let months = |from, until| Some(Nobody::Months { from, until });
    let (adult, young, today) = (AgeGroup::Adult, AgeGroup::Under18, date(2026, 6, 1));
    for (age, on, at, takes, nobody, talked) in [
        (adult, today, (Pregnant, Need::LowMood, HowSevere::Severe), 1, None, None),
        (adult, today, (Pregnant, Need::LowMood, HowSevere::Moderate), 0, Some(Nobody::Ever), None),
        (adult, today, (Preconception, Need::LowMood, HowSevere::Severe), 0, Some(Nobody::Ever), None),
        (young, today, (Pregnant, Need::LowMood, HowSevere::Severe), 0, Some(Nobody::Ever), None),
        // To month 9 as a matter of course, to month 18 talked through, and then nobody until care would end.
        (adult, today, (AfterBirth, Need::LowMood, HowSevere::Severe), 2, months(18, 24), months(9, 18)),
        // A window beyond the end of care leaves nothing open.
        (adult, today, (AfterBirth, Need::Anxiety, HowSevere::Mild), 1, None, None),
        (young, today, (Preconception, Need::Anxiety, HowSevere::Severe), 1, None, None),
        (adult, today, (AfterLoss, Need::Loss, HowSevere::Mild), 1, None, None),
        (adult, date(2026, 2, 28), (AfterLoss, Need::Loss, HowSevere::Mild), 0, Some(Nobody::Ever), None),
        (adult, date(2026, 10, 1), (AfterLoss, Need::Loss, HowSevere::Mild), 0, Some(Nobody::Ever), None),
        (adult, today, (Pregnant, Need::Eating, HowSevere::Mild), 1, None, Some(Nobody::Ever)),
        // The community team of the right file begins in 2020.
        (adult, date(2019, 12, 31), (Preconception, Need::Anxiety, HowSevere::Mild), 0, Some(Nobody::Ever), None),
    ] {
        let place = place(&footprint, age, at, on);
        assert_eq!(
            (place.takes.len(), place.nobody, place.only_talked_through),
            (takes, nobody, talked),
            "{at:?} {on}"
        );
    }
}

// G3: the same question, month by month.
#[test]
fn every_month_of_every_place_is_taken_talked_through_or_told_as_a_gap() {
    for footprint in SHIPPED.map(|(_, text)| read(text)) {
        let ends = footprint.care().until_months;
        for age in AgeGroup::ALL {
            let table = footprint.threshold_table(age, AS_AT);
            assert_eq!(table.len(), 3 * (9 + 10 + 9 + 8), "every need that is possible, at three severities");
            for place in table {
                for month in 0..ends {
                    let reaches =
                        |months: Option<u16>| !place.stage.has_months() || months.is_none_or(|last| month < last);
                    let here: Vec<_> = place.takes.iter().filter(|one| reaches(one.until_months)).collect();
                    let (nobody, talked) =
                        (here.is_empty(), !here.is_empty() && here.iter().all(|one| one.talked_through));
                    let within = |missing: Option<Nobody>| match missing {
                        None => false,
                        Some(Nobody::Ever) => true,
                        Some(Nobody::Months { from, until }) => from <= month && month < until,
                    };
                    let said = (within(place.nobody), within(place.only_talked_through));
                    assert_eq!(said, (nobody, talked), "{age:?} month {month} of {place:?}");
                }
            }
        }
    }
}

// G3
#[test]
fn what_is_asked_at_the_door_stands_in_the_table() {
    for concern in Concern::ALL {
        let need = Need::of_concern(concern);
        assert_eq!(need.is_none(), concern == Concern::Other, "{concern:?}");
        let Some(need) = need else { continue };
        assert!(PathwayStage::ALL.into_iter().any(|stage| need.is_possible(stage)), "{need:?}");
    }
}

// G3
#[test]
fn kent_and_medway_has_a_destination_for_everything_and_dorset_says_where_it_has_none() {
    let kent = read(KENT_MEDWAY);
    assert_eq!(told(&kent.threshold_gaps(AS_AT)), [] as [String; 0]);
    let talked = kent.thresholds_talked_through(AS_AT);
    assert!(talked.iter().all(|gap| gap.age == AgeGroup::Under18 && gap.talked_through), "{talked:?}");
    // Thrive began in 2021: before that nobody took somebody after a frightening birth.
    let before = told(&kent.threshold_gaps(date(2020, 12, 31)));
    assert!(
        before.iter().any(|gap| gap
            .contains("after a birth, severe or complex, aged 18 or over: nobody takes these: birth_trauma, loss")),
        "{before:?}"
    );
    let dorset = read(DORSET);
    assert_eq!(
        told(&dorset.threshold_gaps(AS_AT)),
        [
            "thresholds, before a pregnancy, severe or complex, aged 18 or over: nobody takes these: low_mood, anxiety, birth_trauma, fear_of_birth, loss, eating, earlier_trauma",
            "thresholds, before a pregnancy, moderate, aged 18 or over: nobody takes these: eating",
            "thresholds, after a loss, moderate, aged 18 or over: nobody takes these: medicines",
            "thresholds, after a loss, severe or complex, aged 18 or over: nobody takes these: medicines",
        ]
    );
    let talked = told(&dorset.thresholds_talked_through(AS_AT));
    assert!(talked.iter().any(|gap| gap == "thresholds, after a birth, severe or complex, from month 9 to month 24, aged 18 or over: nobody takes these as a matter of course, each one is talked through: low_mood, anxiety, serious_illness, eating, earlier_trauma"), "{talked:?}");
}

// G3: every need, severity and stage has a destination in each system, or is told as a gap of it.
#[test]
fn no_system_but_dorset_leaves_a_need_to_nobody_and_each_says_what_is_only_talked_through() {
    for (name, text) in SHIPPED {
        let footprint = read(text);
        assert_eq!(footprint.name, name);
        let gaps = footprint.threshold_gaps(AS_AT);
        assert_eq!(gaps.len(), if name == "dorset" { 4 } else { 0 }, "{name}: {gaps:?}");
        let adults: Vec<String> = footprint
            .thresholds_talked_through(AS_AT)
            .iter()
            .filter(|gap| gap.age == AgeGroup::Adult)
            .map(ToString::to_string)
            .collect();
        // The page of the East Midlands names no service for loss, a frightening birth or fear of birth.
        let expected = match name {
            "dorset" => 8,
            "east-midlands" => 4,
            _ => 0,
        };
        assert_eq!(adults.len(), expected, "{name}: {adults:#?}");
        assert_eq!(footprint.gaps(), [], "{name}: somebody is told of an emergency at any hour");
    }
}

#[test]
fn a_file_without_thresholds_has_no_table_to_fall_through() {
    let old = read(RIGHT);
    assert_eq!((old.thresholds().len(), old.threshold_gaps(AS_AT)), (0, Vec::new()));
}

#[test]
fn a_threshold_that_cannot_be_is_a_problem_of_the_file() {
    const HEAD: &str = "[[thresholds]]\nsource = \"spec\"\n";
    let edit = |more: &str| -> &'static [(&'static str, &'static str)] {
        vec![("[meeting]", &*format!("{HEAD}{more}\n\n[meeting]").leak())].leak()
    };
    let (needs, severity, stages) = ("needs = [\"loss\"]", "severity = [\"mild\"]", "stages = [\"pregnant\"]");
    let whole = format!("team = \"door\"\n{needs}\n{severity}\n{stages}");
    check(&[
        (
            "a team that is not there",
            edit(&whole.replace("\"door\"", "\"moon\" #!")),
            &[("thresholds[1].team", "unknown team \"moon\"")],
        ),
        (
            "an entry that is not there",
            edit(&whole.replace("team = \"door\"", "entry = \"moon\" #!")),
            &[("thresholds[1].entry", "unknown entry \"moon\"")],
        ),
        (
            "two who take it",
            edit(&whole.replace("team = \"door\"", "team = \"door\" #!\nentry = \"moon\"")),
            &[("thresholds[1].team", "two who take it")],
        ),
        (
            "a need that is none",
            edit(&whole.replace("\"loss\"]", "\"colour\"] #!")),
            &[("thresholds[1].needs[1]", "colour")],
        ),
        (
            "a need twice",
            edit(&whole.replace("\"loss\"]", "\"loss\", \"loss\"] #!")),
            &[("thresholds[1].needs[2]", "said already")],
        ),
        (
            "any beside another",
            edit(&whole.replace("\"mild\"]", "\"mild\", \"any\"] #!")),
            &[("thresholds[1].severity[2]", "\"any\" beside another")],
        ),
        ("no stage", edit(&whole.replace("[\"pregnant\"]", "[] #!")), &[("thresholds[1].stages", "for nothing")]),
        (
            "months of a stage that has none",
            edit(&format!("{whole}\nuntil_months = 9 #!")),
            &[("thresholds[1].until_months", "months of a stage that has none")],
        ),
    ]);
}

fn cell(footprint: &Footprint, place: &Place<'_>) -> String {
    let mut says: Vec<String> = Vec::new();
    for one in &place.takes {
        let months = one.until_months.filter(|_| place.stage.has_months());
        let months = months.map(|months| format!(" to month {months}")).unwrap_or_default();
        let talked = if one.talked_through { ", each one talked through" } else { "" };
        let assumed = if footprint.is_assumed(one) { " (assumed)" } else { "" };
        says.push(format!("{}{months}{talked}{assumed}", footprint.called(&one.to)));
    }
    match place.nobody {
        None => {}
        Some(Nobody::Ever) => says.push("**nobody**".to_owned()),
        Some(Nobody::Months { from, until }) => says.push(format!("**nobody from month {from} to {until}**")),
    }
    says.join("<br>")
}

fn table(footprint: &Footprint) -> String {
    let mut text = format!(
        "# Thresholds of {}: who takes what\n\n\
         Written by a test; to write it again: `UPDATE_REFERENCE=1 cargo test -p porch-domain --test footprint thresholds`.\n\n\
         From `footprints/{}.toml` as it stands on {AS_AT}; what no source states is marked as assumed. Where it says **nobody**, \
         `porch footprint check` says so too, and ends with 1.\n",
        footprint.title, footprint.name
    );
    for age in AgeGroup::ALL {
        for stage in PathwayStage::ALL {
            write!(text, "\n## {}, {}\n\n| need |", stage.label(), age.label().to_lowercase()).unwrap();
            for how_severe in HowSevere::ALL {
                write!(text, " {} |", how_severe.label().to_lowercase()).unwrap();
            }
            text.push_str("\n|---|---|---|---|\n");
            let table = footprint.threshold_table(age, AS_AT);
            for row in
                table.iter().filter(|place| place.stage == stage).collect::<Vec<_>>().chunks(HowSevere::ALL.len())
            {
                let cells: Vec<String> = row.iter().map(|place| cell(footprint, place)).collect();
                writeln!(text, "| {} | {} |", row[0].need.label(), cells.join(" | ")).unwrap();
            }
        }
    }
    text
}

// G3
#[test]
fn the_tables_of_the_reference_are_what_the_footprints_say() {
    for (_, content) in SHIPPED {
        let footprint = read(content);
        let name = format!("docs/reference/thresholds-{}.md", footprint.name);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(&name);
        let expected = table(&footprint);
        if std::env::var_os("UPDATE_REFERENCE").is_some() {
            std::fs::write(&file, &expected).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == expected, "{name} is out of date: run the test with UPDATE_REFERENCE=1");
    }
}
