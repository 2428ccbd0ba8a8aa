//! Sharing agreements as people write them.

use jiff::civil::date;
use porch_domain::release::ReleaseClass;

use crate::{KENT_MEDWAY, read};

const AGREEMENT: &str = r#"
[[sharing]]
code = "both_trusts"
between = ["KMPT", "EKHUFT"]
releases = ["status", "contacts"]
purpose = "knowing who has her"
from = 2026-01-01
until = 2026-12-31
source = "this-project"
"#;

fn with(agreement: &str) -> String {
    format!("{KENT_MEDWAY}\n{agreement}")
}

// H3
#[test]
fn an_agreement_says_between_whom_what_for_what_and_until_when() {
    let footprint = read(&with(AGREEMENT));
    let [agreement] = footprint.sharing() else { panic!("{:?}", footprint.sharing()) };
    assert_eq!(agreement.between, ["EKHUFT", "KMPT"]);
    assert!(agreement.covers(ReleaseClass::Status) && agreement.covers(ReleaseClass::Contacts));
    assert!(!agreement.covers(ReleaseClass::Hold));
    for (day, holds) in
        [(date(2025, 12, 31), false), (date(2026, 1, 1), true), (date(2026, 12, 31), true), (date(2027, 1, 1), false)]
    {
        assert_eq!(agreement.holds_on(day), holds, "{day}");
    }
    assert_eq!(read(KENT_MEDWAY).sharing(), []);
}

// H3
#[test]
fn an_agreement_is_told_of_sixty_days_before_its_end_and_no_more_once_it_has_ended() {
    let footprint = read(&with(AGREEMENT));
    for (today, told) in
        [(date(2026, 10, 31), false), (date(2026, 11, 1), true), (date(2026, 12, 31), true), (date(2027, 1, 1), false)]
    {
        let ends = footprint.sharing_ends(today);
        assert_eq!(ends.len(), usize::from(told), "{today}");
        for end in ends {
            assert!(end.to_string().contains("EKHUFT and KMPT ends after 31 December 2026"), "{end}");
        }
    }
}

#[test]
fn an_agreement_without_an_end_with_nobody_or_about_anything_is_refused() {
    for (right, wrong, line) in [
        ("until = 2026-12-31\n", "", "missing"),
        ("until = 2026-12-31", "until = 2025-12-31", "before the first day"),
        (r#"["KMPT", "EKHUFT"]"#, r#"["KMPT"]"#, "no agreement between two"),
        (r#"["KMPT", "EKHUFT"]"#, r#"["KMPT", "NOBODY"]"#, "unknown organisation"),
        (r#"["status", "contacts"]"#, "[]", "releases nothing"),
        (r#"["status", "contacts"]"#, r#"["hold"]"#, "the text \"hold\""),
        ("source = \"this-project\"", "source = \"nobody\"", "unknown source"),
    ] {
        let text = with(&AGREEMENT.replace(right, wrong));
        let problems = porch_domain::footprint::Footprint::parse(&text).unwrap_err();
        assert!(problems.iter().any(|problem| problem.to_string().contains(line)), "{line}: {problems:?}");
    }
}
