//! Every field of every event that was ever stored has a release class, and what is not known is held (H15).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::{collections::BTreeSet, path::Path};

use porch_domain::release::{ReleaseClass, classed_fields, field_class};
use serde_json::Value;

/// The fields of the stored samples, as `kind Event part field`.
fn stored() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut fields = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let sample: Value = serde_json::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        for part in ["payload", "personal"] {
            let Some(text) = sample[part].as_str() else { continue };
            let named = match serde_json::from_str(text).unwrap() {
                Value::Object(fields) => fields.keys().cloned().collect(),
                _ => vec!["-".to_owned()],
            };
            let of = format!("{} {} {part}", sample["kind"].as_str().unwrap(), sample["event"].as_str().unwrap());
            fields.extend(named.into_iter().map(|field| format!("{of} {field}")));
        }
    }
    fields
}

// H15
#[test]
fn every_field_of_every_stored_event_has_a_release_class_and_no_other_field_has_one() {
    let classed: BTreeSet<String> = classed_fields().map(|(field, _)| field.to_owned()).collect();
    let stored = stored();
    assert!(stored.len() > 500, "{}", stored.len());
    let without: Vec<_> = stored.difference(&classed).collect();
    assert!(
        without.is_empty(),
        "add a line to crates/domain/src/release/fields.txt for each, `hold` by default: {without:#?}"
    );
    let unknown: Vec<_> = classed.difference(&stored).collect();
    assert!(unknown.is_empty(), "no stored sample has these: {unknown:#?}");
    assert_eq!(classed_fields().count(), classed.len(), "a field has one class");
    for (field, class) in classed_fields() {
        assert!(ReleaseClass::of_code(class).is_some(), "{field}: {class}");
    }
}

// H15
#[test]
fn what_identifies_a_person_and_what_nobody_has_classed_is_held() {
    for (field, class) in classed_fields() {
        let words: Vec<&str> = field.split(' ').collect();
        let [kind, event, part, name] = words[..] else { panic!("{field}") };
        assert_eq!(field_class(kind, event, part, name).code(), class, "{field}");
        if part == "personal" {
            let public = kind == "footprint" || kind == "template";
            assert!(class == "hold" || public, "{field}");
        }
    }
    assert_eq!(field_class("referral", "ReferralReceived", "payload", "a_new_field"), ReleaseClass::Hold);
    assert_eq!(field_class("referral", "ANewEvent", "payload", "at"), ReleaseClass::Hold);
    assert_eq!(field_class("referral", "ReferralReceived", "payload", "received_at"), ReleaseClass::Status);
    assert_eq!(field_class("referral", "SafeguardingRecorded", "payload", "at"), ReleaseClass::Hold);
}
