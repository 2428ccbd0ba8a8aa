//! From a file to the answers of a freedom-of-information request, through the real binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod program;

use std::path::Path;

use porch_domain::footprint::Footprint;
use porch_exchange::referral_history::write;
use porch_planning::synthetic::kmpt_published_year;
use program::porch;

fn published_year(folder: &Path) {
    let footprint = Footprint::parse(include_str!("../../../footprints/kent-medway.toml")).unwrap();
    let mut csv = Vec::new();
    write(kmpt_published_year(5).iter(), &footprint, &mut csv).unwrap();
    std::fs::write(folder.join("history.csv"), csv).unwrap();
}

/// K1 to K5: a record-level year made to the figures that KMPT published prints exactly those figures.
#[test]
fn the_published_figures_come_out_of_a_record_level_year() {
    let folder = tempfile::tempdir().unwrap();
    published_year(folder.path());
    let imported = porch(folder.path(), &["--quiet", "import", "referrals", "history.csv"]);
    assert!(imported.status.success(), "{imported:?}");
    let report = ["report", "annual", "--from", "2022-04-01", "--to", "2023-03-31", "--format", "json"];
    let printed = porch(folder.path(), &report);
    assert!(printed.status.success() && printed.stderr.is_empty(), "{printed:?}");
    let printed: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    let of = |team: usize| {
        let team = &printed["teams"][team];
        let figure = |name: &str| team[name].as_u64().unwrap();
        (
            team["team"].as_str().unwrap().to_owned(),
            [
                figure("referrals"),
                figure("rejected"),
                figure("re_referrals_after_rejection"),
                figure("re_referrals_after_discharge"),
            ],
            team["rejected_percent"].as_f64().unwrap(),
            team["partners_assessed"].clone(),
        )
    };
    let not_offered = serde_json::Value::from("not offered");
    assert_eq!(of(0), ("Perinatal MH Community Service".to_owned(), [2427, 384, 239, 766], 15.8, not_offered.clone()));
    assert_eq!(of(1), ("Thrive – Support for Birth Trauma & Loss".to_owned(), [142, 28, 9, 49], 19.7, not_offered));
    assert_eq!(printed["teams"][0]["rejection_reasons"][0]["reason"], "Does not meet eligibility criteria of service");
    let verified = porch(folder.path(), &["verify", "--format", "json"]);
    assert!(verified.status.success(), "{verified:?}");
}
