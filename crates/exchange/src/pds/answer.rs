//! What is answered: one record, nobody, too many, or why there is none. Only what is needed is read, and how to reach her
//! not at all.

use jiff::{SignedDuration, civil::Date};
use porch_domain::person::{
    NhsNumber, NumberStatus,
    national::{Answer, Died, NationalRecord, NotNow, Question, Withheld},
};
use serde::Deserialize;

use super::ERROR_SYSTEM;

const NUMBER_SYSTEM: &str = "https://fhir.nhs.uk/Id/nhs-number";
const PRACTICE_SYSTEM: &str = "https://fhir.nhs.uk/Id/ods-organization-code";
const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
const NUMBER_STATUS: &str = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
const DEATH_STATUS: &str = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus";

/// Reads an answer. `after` is the header `Retry-After`, where there is one.
///
/// What cannot be read is never taken for "nobody", nor for a record.
pub fn read(question: &Question, status: u16, after: Option<&str>, body: &[u8]) -> Answer {
    match status {
        200 => found(question, body).unwrap_or(Answer::NotNow(NotNow::Unreadable)),
        _ => refused(status, after, error_code(body).as_deref()),
    }
}

/// What follows from a status and the service's own code.
///
/// # Source
/// The error tables of `path-patient-get.yaml` and `path-patient-search.yaml`. A 404 without such a code is not from the
/// service but from whatever stands at a wrong address.
fn refused(status: u16, after: Option<&str>, code: Option<&str>) -> Answer {
    let why = match (status, code) {
        (404, Some("RESOURCE_NOT_FOUND")) => return Answer::Nobody,
        (404, Some("INVALIDATED_RESOURCE")) => return Answer::Invalidated,
        (404, _) => NotNow::Unreadable,
        (403, Some("INVALID_VALUE" | "FORBIDDEN_UPDATE")) => NotNow::NotUnderstood,
        (401 | 403, _) => NotNow::NotLetIn,
        (408, _) => NotNow::Slow,
        (429, _) => NotNow::TooOften { after: seconds(after) },
        (400..=499, _) => NotNow::NotUnderstood,
        (500..=599, _) => NotNow::Failing,
        _ => NotNow::Unreadable,
    };
    Answer::NotNow(why)
}

/// A number of seconds, a day at most; a date is not read.
fn seconds(after: Option<&str>) -> Option<SignedDuration> {
    after?.trim().parse::<u32>().ok().map(|seconds| SignedDuration::from_secs(i64::from(seconds.min(86_400))))
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "resourceType")]
    resource_type: String,
}

fn found(question: &Question, body: &[u8]) -> Option<Answer> {
    let kind: Kind = serde_json::from_slice(body).ok()?;
    match (question, kind.resource_type.as_str()) {
        (Question::Number(asked), "Patient") => one(Some(asked), serde_json::from_slice(body).ok()?),
        (Question::Particulars(_), "Bundle") => {
            let bundle: Bundle = serde_json::from_slice(body).ok()?;
            if bundle.kind != "searchset" || bundle.total != bundle.entry.len() {
                return None;
            }
            let mut patients = bundle.entry.into_iter().map(|entry| entry.resource);
            match (patients.next(), patients.next()) {
                (None, _) => Some(Answer::Nobody),
                (Some(patient), None) => one(None, patient),
                (Some(_), Some(_)) => Some(Answer::TooMany),
            }
        }
        (_, "OperationOutcome") => match error_code(body)?.as_str() {
            "TOO_MANY_MATCHES" | "MULTIPLE_MATCHES" => Some(Answer::TooMany),
            _ => None,
        },
        _ => None,
    }
}

#[derive(Deserialize)]
struct Bundle {
    #[serde(rename = "type")]
    kind: String,
    total: usize,
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    resource: Patient,
}

#[derive(Deserialize)]
struct Patient {
    #[serde(rename = "resourceType")]
    resource_type: String,
    id: String,
    #[serde(default)]
    identifier: Vec<Identifier>,
    #[serde(default)]
    meta: Meta,
    #[serde(default)]
    name: Vec<Name>,
    #[serde(rename = "birthDate")]
    birth_date: Option<String>,
    #[serde(rename = "deceasedDateTime")]
    deceased_at: Option<String>,
    #[serde(rename = "deceasedBoolean", default)]
    deceased: bool,
    #[serde(rename = "generalPractitioner", default)]
    practice: Vec<Practice>,
    #[serde(default)]
    address: Vec<Address>,
    #[serde(default)]
    extension: Vec<Extension>,
}

#[derive(Deserialize)]
struct Identifier {
    system: Option<String>,
    value: Option<String>,
    #[serde(default)]
    extension: Vec<Extension>,
}

#[derive(Deserialize, Default)]
struct Meta {
    #[serde(default)]
    security: Vec<Coding>,
}

#[derive(Deserialize)]
struct Coding {
    system: Option<String>,
    code: Option<String>,
}

#[derive(Deserialize, Default)]
struct Codes {
    #[serde(default)]
    coding: Vec<Coding>,
}

#[derive(Deserialize)]
struct Extension {
    url: String,
    #[serde(rename = "valueCodeableConcept")]
    codes: Option<Codes>,
    #[serde(default)]
    extension: Vec<Extension>,
}

#[derive(Deserialize)]
struct Name {
    #[serde(rename = "use")]
    used: Option<String>,
    #[serde(default)]
    given: Vec<String>,
    family: Option<String>,
    #[serde(default)]
    period: Period,
}

#[derive(Deserialize, Default, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Period {
    start: Option<String>,
}

#[derive(Deserialize)]
struct Practice {
    identifier: Option<Identifier>,
}

#[derive(Deserialize)]
struct Address {
    #[serde(rename = "use")]
    used: Option<String>,
    #[serde(default)]
    line: Vec<String>,
    #[serde(rename = "postalCode")]
    postcode: Option<String>,
    #[serde(default)]
    period: Period,
}

fn code_of<'a>(extensions: &'a [Extension], url: &str) -> Option<&'a str> {
    let extension = extensions.iter().find(|extension| extension.url == url)?;
    extension.codes.as_ref()?.coding.first()?.code.as_deref()
}

/// One patient; nothing where it contradicts itself.
fn one(asked: Option<&NhsNumber>, patient: Patient) -> Option<Answer> {
    if patient.resource_type != "Patient" {
        return None;
    }
    let nhs_number = NhsNumber::parse(&patient.id).ok()?;
    let identifier = patient.identifier.iter().find(|id| id.system.as_deref() == Some(NUMBER_SYSTEM))?;
    if identifier.value.as_deref() != Some(nhs_number.digits()) {
        return None;
    }
    let Some(withheld) = withheld(&patient.meta) else { return Some(Answer::Invalidated) };
    let (where_she_is, who_she_is) = match withheld {
        Withheld::Nothing => (true, true),
        Withheld::Where => (false, true),
        Withheld::Everything => (false, false),
    };
    let birth_date = match patient.birth_date.as_deref() {
        Some(text) => day(text).ok()?.filter(|_| who_she_is),
        None => None,
    };
    let home = patient.address.into_iter().filter(|address| address.used.as_deref() == Some("home"));
    let home = home.max_by_key(|address| address.period.clone()).filter(|_| where_she_is);
    let (address, postcode) = home.map(|home| (home.line, home.postcode)).unwrap_or_default();
    let practice = patient.practice.into_iter().filter_map(|practice| practice.identifier);
    let practice = practice.into_iter().find(|id| id.system.as_deref() == Some(PRACTICE_SYSTEM));
    Some(Answer::Found(Box::new(NationalRecord {
        status: code_of(&identifier.extension, NUMBER_STATUS).and_then(NumberStatus::of_code),
        instead_of: asked.filter(|asked| **asked != nhs_number).cloned(),
        withheld,
        name: usual(patient.name).filter(|_| who_she_is),
        birth_date,
        died: died(patient.deceased_at.as_deref(), patient.deceased, &patient.extension)?,
        gp_practice: practice.and_then(|id| id.value).filter(|_| where_she_is),
        address,
        postcode: postcode.map(|code| code.trim().to_uppercase()),
        nhs_number,
    })))
}

/// What is withheld; nothing of a record that is invalidated. What carries no label, or one that is not known here, is
/// withheld as far as can be.
fn withheld(meta: &Meta) -> Option<Withheld> {
    let label = meta.security.iter().find(|label| label.system.as_deref() == Some(CONFIDENTIALITY));
    match label.and_then(|label| label.code.as_deref()) {
        Some("U") => Some(Withheld::Nothing),
        Some("R") => Some(Withheld::Where),
        Some("REDACTED") => None,
        Some(_) | None => Some(Withheld::Everything),
    }
}

/// The usual name; of several, the one that holds since the latest day.
fn usual(names: Vec<Name>) -> Option<String> {
    let usual = names.into_iter().filter(|name| name.used.as_deref() == Some("usual"));
    let name = usual.max_by_key(|name| name.period.clone())?;
    let words: Vec<String> = name.given.into_iter().chain(name.family).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// What is no date.
struct NoDate;

/// A date; none where only the year or the month is known.
fn day(text: &str) -> Result<Option<Date>, NoDate> {
    match text.len() {
        10 => text.parse().map(Some).map_err(|_| NoDate),
        4 | 7 if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => Ok(None),
        _ => Err(NoDate),
    }
}

/// That she died; not where the notification was taken back.
///
/// # Source
/// UK Core `Extension-UKCore-DeathNotificationStatus`: 1 informal, 2 formal from the registrar, U removed.
fn died(at: Option<&str>, deceased: bool, extensions: &[Extension]) -> Option<Option<Died>> {
    let status = extensions.iter().find(|extension| extension.url == DEATH_STATUS);
    let status = status.and_then(|status| code_of(&status.extension, "deathNotificationStatus"));
    if status == Some("U") {
        return Some(None);
    }
    let on = match at {
        Some(at) => day(at.get(..10).unwrap_or(at)).ok()?,
        None => None,
    };
    let said = at.is_some() || deceased || matches!(status, Some("1" | "2"));
    Some(said.then_some(Died { on, formal: status == Some("2") }))
}

#[derive(Deserialize)]
struct Outcome {
    #[serde(default)]
    issue: Vec<Issue>,
}

#[derive(Deserialize)]
struct Issue {
    #[serde(default)]
    details: Codes,
}

/// The service's own code in an `OperationOutcome`.
fn error_code(body: &[u8]) -> Option<String> {
    let kind: Kind = serde_json::from_slice(body).ok()?;
    if kind.resource_type != "OperationOutcome" {
        return None;
    }
    let outcome: Outcome = serde_json::from_slice(body).ok()?;
    let mut codes = outcome.issue.into_iter().flat_map(|issue| issue.details.coding);
    codes.find(|coding| coding.system.as_deref() == Some(ERROR_SYSTEM)).and_then(|coding| coding.code)
}
