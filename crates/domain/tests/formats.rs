//! Every format of every event ever written can still be read: one stored sample of each, in `formats/`.
//!
//! A sample is never changed. A new format gets a new one beside the old.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::{collections::BTreeSet, path::Path, sync::LazyLock};

use porch_domain::{
    event::{Event, Stored, StreamKind},
    ids::ImportId,
    person::PersonEvent,
    referral::ReferralEvent,
};
use serde_json::Value;

/// The source of the events, every file of it.
static SOURCE: LazyLock<String> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/event");
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    files.chain([folder.with_extension("rs")]).map(|file| std::fs::read_to_string(file).unwrap()).collect()
});

/// An event as it was stored once.
struct Sample {
    file: String,
    kind: StreamKind,
    event: String,
    format: i64,
    payload: String,
    personal: Option<String>,
    import: Option<ImportId>,
}

fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut samples: Vec<Sample> =
        std::fs::read_dir(folder).unwrap().map(|entry| sample(&entry.unwrap().path())).collect();
    samples.sort_by(|one, other| one.file.cmp(&other.file));
    samples
}

fn sample(path: &Path) -> Sample {
    let stored: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let text = |name: &str| stored[name].as_str().map(str::to_owned);
    Sample {
        file: path.file_name().unwrap().to_string_lossy().into_owned(),
        kind: StreamKind::of_code(&text("kind").unwrap()).unwrap(),
        event: text("event").unwrap(),
        format: stored["format"].as_i64().unwrap(),
        payload: text("payload").unwrap(),
        personal: text("personal"),
        import: text("import").map(|id| id.parse().unwrap()),
    }
}

impl Sample {
    fn read(&self, personal: Option<&str>) -> Event {
        Event::read(&Stored { personal, ..self.stored() }).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }

    fn stored(&self) -> Stored<'_> {
        Stored {
            kind: self.kind,
            event: &self.event,
            format: self.format,
            payload: &self.payload,
            personal: self.personal.as_deref(),
            import: self.import,
        }
    }
}

/// The names that stand after `before` in the source of the events, each with the source that follows it.
fn named<'a>(source: &'a str, before: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    source.split(before).skip(1).filter_map(|rest| rest.split_once('"'))
}

#[test]
fn every_sample_is_read_and_writes_back_to_the_same_bytes() {
    let samples = samples();
    for sample in &samples {
        let written = sample.read(sample.personal.as_deref()).write().unwrap();
        assert_eq!(written.event, sample.event, "{}", sample.file);
        let of_event = samples.iter().filter(|other| (other.kind, &other.event) == (sample.kind, &sample.event));
        assert_eq!(Some(written.format), of_event.map(|other| other.format).max(), "{}", sample.file);
        if written.format > sample.format {
            // What was written in an older format is read as the newest, and never written again as it was.
            continue;
        }
        assert_eq!(written.payload, sample.payload, "{}", sample.file);
        assert_eq!(written.personal, sample.personal, "{}", sample.file);
    }
}

/// After an erasure the payload alone must still be read, and must hold nothing of what was erased.
#[test]
fn every_sample_is_read_without_what_identifies_a_person() {
    for sample in samples() {
        let written = sample.read(None).write().unwrap();
        assert_eq!(written.personal, None, "{}", sample.file);
        if written.format == sample.format {
            assert_eq!(written.payload, sample.payload, "{}", sample.file);
        }
        let personal: Value = serde_json::from_str(sample.personal.as_deref().unwrap_or("{}")).unwrap();
        for text in texts(&personal) {
            assert!(!sample.payload.contains(text), "{}: {text} is in the payload", sample.file);
        }
    }
}

/// Every text in a value, however deep.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// A format to which optional parts came has a further sample with them, under a word of its own.
#[test]
fn every_sample_stands_in_the_file_of_its_name() {
    let samples = samples();
    for sample in &samples {
        let name = format!("{}-{}-{}", sample.kind.code(), sample.event, sample.format);
        let rest = sample.file.strip_prefix(&name).unwrap_or_else(|| panic!("{} is not named {name}", sample.file));
        assert!(rest == ".json" || rest.starts_with('-'), "{}", sample.file);
        assert!(samples.iter().any(|first| first.file == format!("{name}.json")), "{name} has no first sample");
    }
}

#[test]
fn every_event_that_is_written_has_a_sample() {
    let first = named(&SOURCE, "written(\"").chain(named(&SOURCE, "written_as(2, \""));
    let written: Vec<&str> = first.map(|(name, _)| name).collect();
    // A rule about the wording of the source that finds nothing would hold for ever.
    assert!(written.len() > 20, "{written:?}");
    let each: BTreeSet<(StreamKind, String)> =
        samples().into_iter().map(|sample| (sample.kind, sample.event)).collect();
    let mut sampled: Vec<String> = each.into_iter().map(|(_, event)| event).collect();
    for name in written {
        let at = sampled.iter().position(|known| known == name);
        let at =
            at.unwrap_or_else(|| panic!("{name} is written, and tests/formats has no sample of it for each stream"));
        sampled.remove(at);
    }
    assert_eq!(sampled, [] as [String; 0], "samples of events that nothing writes");
}

#[test]
fn every_format_that_is_read_has_a_sample() {
    let read: Vec<(&str, i64)> = named(&SOURCE, "(\"")
        .filter_map(|(name, rest)| Some((name, rest.strip_prefix(", ")?.split_once(") =>")?.0.parse().ok()?)))
        .collect();
    assert!(read.len() > 20, "{read:?}");
    let samples = samples();
    let sampled: BTreeSet<(&str, i64)> = samples.iter().map(|sample| (sample.event.as_str(), sample.format)).collect();
    assert_eq!(read.iter().copied().collect::<BTreeSet<_>>(), sampled);
    let each: BTreeSet<_> = samples.iter().map(|sample| (sample.kind, &sample.event, sample.format)).collect();
    assert_eq!(read.len(), each.len(), "an event of several streams has a sample in each");
}

#[test]
fn a_format_that_nobody_wrote_is_not_read() {
    for sample in samples() {
        for format in [0, sample.format + 1_000] {
            let read = Event::read(&Stored { format, ..sample.stored() });
            assert!(read.unwrap_err().to_string().contains("newer version"), "{} in format {format}", sample.file);
        }
    }
}

/// What came with an import says with which, in any format; from the second on, its entry alone does.
#[test]
fn what_came_with_an_import_is_read_with_it_or_not_at_all() {
    let brought: Vec<Sample> =
        samples().into_iter().filter(|sample| sample.event.ends_with("HistoryImported")).collect();
    let import = brought.iter().find_map(|sample| sample.import).unwrap();
    let events: BTreeSet<(&str, i64)> = brought.iter().map(|sample| (sample.event.as_str(), sample.format)).collect();
    assert_eq!(events.len(), 4);
    for sample in &brought {
        let of = match sample.read(None) {
            Event::Person(PersonEvent::PersonHistoryImported(event)) => event.import,
            Event::Referral(ReferralEvent::ReferralHistoryImported(event)) => event.import,
            other => panic!("{other:?}"),
        };
        assert_eq!(of, import, "{}", sample.file);
        let without = Event::read(&Stored { import: None, ..sample.stored() });
        assert_eq!(without.is_ok(), sample.format == 1, "{}", sample.file);
    }
}
