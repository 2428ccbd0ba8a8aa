//! Every parser of outside input. A target takes any bytes and panics where something is not as its parser promises; a
//! panic of the parser itself is a finding as well.

mod carrier;
mod openid;
mod site;

use std::{collections::BTreeSet, io::Write, sync::LazyLock};

use flate2::{Compression, write::GzEncoder};
use jiff::civil::date;
use porch_app::{Seal, erased_people, template};
use porch_domain::{
    account::{AccountName, password},
    event::{Event, Stored, StreamKind, Written},
    footprint::Footprint,
    front_door::{self, Answers, WayIn},
    person::{
        Identity, NhsNumber, PersonEvent,
        national::{Answer, Question, Withheld},
        words_of_name,
    },
    referral::{Reference, ReferralEvent},
    screening::{Definition, InstrumentId, Instruments, RiskState, TextPack, score},
};
use porch_exchange::{pds, referral_history::Reader};

/// Something that is fed.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, and that of the folder of its seeds.
    pub name: &'static str,
    /// What is done with an input.
    pub run: fn(&[u8]),
}

/// Every target. Each has a folder in `dev/fuzz/seeds`.
pub const TARGETS: [Target; 14] = [
    Target { name: "answers", run: answers },
    Target { name: "backup", run: backup },
    Target { name: "carrier", run: carrier::told },
    Target { name: "event", run: event },
    Target { name: "footprint", run: footprint },
    Target { name: "history", run: history },
    Target { name: "instrument", run: instrument },
    Target { name: "names", run: names },
    Target { name: "openid", run: openid::answered },
    Target { name: "password", run: candidate },
    Target { name: "pds", run: national },
    Target { name: "seal", run: seal },
    Target { name: "site", run: site::ask },
    Target { name: "template", run: filled },
];

/// The rules that an input is read under.
static KENT: LazyLock<Footprint> = LazyLock::new(|| match Footprint::parse(porch_testkit::conformance::KENT_MEDWAY) {
    Ok(footprint) => footprint,
    Err(problems) => panic!("the footprint that comes with the program is refused: {problems:?}"),
});

fn text(input: &[u8]) -> Option<&str> {
    std::str::from_utf8(input).ok()
}

/// A number, a reference or a name is what it says of itself, and is read again from that.
fn names(input: &[u8]) {
    let Some(text) = text(input) else { return };
    if let Ok(number) = NhsNumber::parse(text) {
        assert_eq!(NhsNumber::parse(number.digits()).as_ref(), Ok(&number));
        assert_eq!(number.digits().len(), 10);
    }
    if let Some(reference) = Reference::parse(text) {
        assert_eq!(Reference::parse(&reference.to_string()).as_ref(), Some(&reference));
    }
    if let Ok(name) = AccountName::parse(text) {
        assert_eq!(AccountName::folded(text), name.as_str());
    }
    for word in words_of_name(text) {
        assert_eq!(words_of_name(&word), BTreeSet::from([word]), "a word of a name is one word");
    }
}

/// A password is judged, whatever it is, and longer than it may be costs no more.
fn candidate(input: &[u8]) {
    let Some(text) = text(input) else { return };
    if password::check(text, &["duty", "Kent and Medway"]).is_ok() {
        assert!(text.chars().count() >= 8, "{text:?}");
    }
}

/// Rules are taken, or every problem is told with its line; what is taken is taken again.
fn footprint(input: &[u8]) {
    let Some(text) = text(input) else { return };
    match Footprint::parse(text) {
        Ok(_) => assert!(Footprint::parse(text).is_ok()),
        Err(problems) => assert!(!problems.is_empty(), "refused without a word"),
    }
}

/// A definition or the wording of a site is taken, or every reason is told. What is taken says the same of itself again,
/// and makes nothing of a form without answers.
fn instrument(input: &[u8]) {
    let Some(text) = text(input) else { return };
    match Definition::read(text) {
        Ok(definition) => {
            let written = serde_json::to_string(&definition).unwrap_or_default();
            assert_eq!(
                Definition::read(&written).map(|again| again.hash().to_owned()),
                Ok(definition.hash().to_owned())
            );
            let last: Vec<_> = definition.items().iter().map(|item| item.options().len().checked_sub(1)).collect();
            for positions in [vec![None; last.len()], last] {
                let Ok(worth) = definition.worth(&positions) else { continue };
                let Ok(found) = score(&definition, &worth) else { continue };
                let blank = worth.iter().all(Option::is_none);
                assert!(
                    !blank || found.risk.iter().all(|risk| risk.state == RiskState::NotAsked),
                    "a blank is no answer"
                );
            }
        }
        Err(wrong) => assert!(!wrong.is_empty(), "refused without a word"),
    }
    let known = |id: &InstrumentId| Instruments::shipped().definition(id).cloned();
    match TextPack::read(text, known) {
        Ok(pack) => assert!(pack.language() == "en" || pack.rights().validation.is_some(), "a translation unproved"),
        Err(wrong) => assert!(!wrong.is_empty(), "refused without a word"),
    }
}

/// A file of history is read to its end, row by row, and every row is good or says what is wrong.
fn history(input: &[u8]) {
    match Reader::new(input, &KENT) {
        Ok(mut reader) => {
            let rows = reader.by_ref().take(10_000).filter(Result::is_err).count();
            assert!(rows <= 10_000);
        }
        Err(errors) => assert!(!errors.to_string().is_empty()),
    }
}

/// What somebody typed at the door is read, and what is asked of it is answered, on every way in.
fn answers(input: &[u8]) {
    let Ok(fields) = serde_urlencoded::from_bytes::<Vec<(String, String)>>(input) else { return };
    let answers = Answers::new(fields);
    let today = date(2026, 11, 22);
    for way in [WayIn::Myself, WayIn::Family, WayIn::Professional, WayIn::Telephone] {
        let told = front_door::read(way, &answers, today);
        assert_eq!(told.asked.way, way);
        let signs = told.asked.signs.len();
        front_door::problems(way, &answers, today);
        front_door::emergency_problems(way, &answers, today);
        assert!(signs <= answers.all("signs").count(), "a sign that nobody ticked");
    }
}

/// A stored event is read, or it is said why not. The first line names its kind, event and format.
fn event(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let Some((first, rest)) = text.split_once('\n') else { return };
    let mut words = first.split_whitespace();
    let (Some(kind), Some(event), Some(format)) = (words.next(), words.next(), words.next()) else { return };
    let Some(kind) = StreamKind::of_code(kind) else { return };
    let Ok(format) = format.parse() else { return };
    let (payload, personal) =
        rest.split_once('\n').map_or((rest, None), |(payload, personal)| (payload, Some(personal)));
    let stored = Stored { kind, event, format, payload, personal, import: None };
    match Event::read(&stored) {
        Ok(read) => {
            // What came with an import is written without it: the entry names it.
            let import = match &read {
                Event::Referral(ReferralEvent::ReferralHistoryImported(imported)) => Some(imported.import),
                Event::Person(PersonEvent::PersonHistoryImported(imported)) => Some(imported.import),
                _ => None,
            };
            let Ok(written) = read.write() else { panic!("an event that cannot be written") };
            let Written { payload, personal, format, .. } = &written;
            let again = Stored { payload, personal: personal.as_deref(), format: *format, import, ..stored };
            assert_eq!(
                Event::read(&again).map_err(|error| error.to_string()),
                Ok(read),
                "what is written is read again"
            );
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A copy of a database is read to its end and refused where it is not whole.
fn backup(input: &[u8]) {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let packed = packed.write_all(input).and_then(|()| packed.finish());
    // As it is, and as its lines: an input that is packed by chance is seldom.
    for content in [Ok(input.to_vec()), packed].into_iter().flatten() {
        if let Err(error) = erased_people(content.as_slice()) {
            assert!(!error.to_string().is_empty());
        }
    }
}

/// An answer of the national record is read: the first line is a status, `Retry-After` and the number that was asked for, if
/// any. What is withheld is never given on, and what cannot be read is nobody's record.
fn national(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (Some(first), body) = (text(&input[..end]), input.get(end + 1..).unwrap_or_default()) else { return };
    let mut words = first.split_whitespace();
    let Some(status) = words.next().and_then(|word| word.parse().ok()) else { return };
    let after = words.next();
    let held = Identity {
        nhs_number: words.next().and_then(|number| NhsNumber::parse(number).ok()),
        name: Some("Ann Invented".to_owned()),
        birth_date: Some(date(1991, 3, 4)),
        ..Identity::default()
    };
    let Some(question) = Question::about(&held) else { return };
    assert!(pds::target(&question).starts_with("/Patient"));
    match pds::read(&question, status, after, body) {
        Answer::Found(found) => {
            assert_eq!(status, 200);
            let nowhere = found.address.is_empty() && found.postcode.is_none() && found.gp_practice.is_none();
            assert!(found.withheld == Withheld::Nothing || nowhere, "what is withheld is given on");
            assert_ne!(found.instead_of.as_ref(), Some(&found.nhs_number));
            found.may_be_hers(&held);
        }
        Answer::Nobody | Answer::TooMany | Answer::Invalidated => assert!(status == 200 || status == 404),
        Answer::NotNow(why) => assert!(!why.code().is_empty()),
    }
}

/// A seal is read, and is itself when it is written again.
fn seal(input: &[u8]) {
    let Some(seal) = text(input).and_then(Seal::parse) else { return };
    assert_eq!(Seal::parse(&seal.line()).as_ref(), Some(&seal));
}

/// The text of a letter that a manager wrote is filled or refused with words; it never runs on. The first line is the
/// subject.
fn filled(input: &[u8]) {
    let Some(text) = text(input) else { return };
    let (subject, body) = text.split_once('\n').unwrap_or((text, ""));
    if let Err(wrong) = template::fill(subject, body, &template::invented()) {
        assert!(!wrong.what.is_empty());
    }
}
