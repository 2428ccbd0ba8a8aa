//! A question, held to the description, and its answer.

use serde_json::{Value, json};

use super::{BASE, Reply, Request, State};

/// # Source
/// `path-patient-search.yaml`: the parameters of a search.
const PARAMETERS: [&str; 14] = [
    "_fuzzy-match",
    "_exact-match",
    "_history",
    "_max-results",
    "family",
    "given",
    "gender",
    "birthdate",
    "death-date",
    "address-postalcode",
    "address-postcode",
    "general-practitioner",
    "email",
    "phone",
];

pub(super) fn answered(request: &Request, state: &mut State) -> Reply {
    match checked(request, state) {
        Ok(reply) => reply,
        Err((status, code, what)) => {
            // A token that ended is no mistake of whoever asks.
            if status != 401 {
                state.violations.push(format!("{status} {code}: {what}"));
            }
            Reply::error(status, code)
        }
    }
}

type Refusal = (u16, &'static str, String);

fn checked(request: &Request, state: &State) -> Result<Reply, Refusal> {
    let wrong = |status, code, what: &str| Err((status, code, what.to_owned()));
    if request.method != "GET" {
        return wrong(405, "UNSUPPORTED_SERVICE", "not a GET");
    }
    let Some(target) = request.target.strip_prefix(BASE) else { return wrong(404, "UNSUPPORTED_SERVICE", "the path") };
    match request.header("x-request-id") {
        None => return wrong(400, "MISSING_VALUE", "X-Request-ID is missing"),
        Some(id) if !is_uuid(id) => return wrong(400, "INVALID_VALUE", "X-Request-ID is no UUID"),
        Some(_) => {}
    }
    if request.header("accept").is_none_or(|accept| !accept.contains("application/fhir+json")) {
        return wrong(400, "INVALID_VALUE", "Accept");
    }
    if let Some(code) = request.header("nhsd-end-user-organisation-ods")
        && !(3..=6).contains(&code.len())
    {
        return wrong(400, "INVALID_VALUE", "NHSD-End-User-Organisation-ODS");
    }
    let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    if state.needs_token && token.is_none_or(|token| !state.tokens.contains(token)) {
        return wrong(401, "ACCESS_DENIED", "no token that holds");
    }
    match target.strip_prefix("/Patient/") {
        Some(number) => by_number(number, state),
        None => searched(target, state),
    }
}

fn by_number(number: &str, state: &State) -> Result<Reply, Refusal> {
    if porch_domain::person::NhsNumber::parse(number).is_err() || number.len() != 10 {
        return Err((400, "INVALID_RESOURCE_ID", "the number".to_owned()));
    }
    if state.invalidated.contains(number) {
        return Ok(Reply::error(404, "INVALIDATED_RESOURCE"));
    }
    let number = state.superseded.get(number).map_or(number, String::as_str);
    Ok(state.patients.get(number).map_or_else(|| Reply::error(404, "RESOURCE_NOT_FOUND"), Reply::ok))
}

fn searched(target: &str, state: &State) -> Result<Reply, Refusal> {
    let wrong = |code, what: &str| Err((400, code, what.to_owned()));
    let Some(query) = target.strip_prefix("/Patient?") else { return wrong("UNSUPPORTED_SERVICE", "no parameters") };
    let pairs: Vec<(String, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), decoded(value)))
        .collect();
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !PARAMETERS.contains(&name.as_str())) {
        return wrong("ADDITIONAL_PROPERTIES", name);
    }
    let of = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let (Some(family), Some(born)) = (of("family"), of("birthdate")) else {
        return wrong("INVALID_SEARCH_DATA", "family and birthdate are the least");
    };
    let date: Option<jiff::civil::Date> = born.strip_prefix("eq").and_then(|date| date.parse().ok());
    let Some(date) = date else { return wrong("INVALID_VALUE", "birthdate") };
    for name in ["family", "given", "address-postalcode"] {
        let Some(value) = of(name) else { continue };
        if value.chars().count() > 36 || value.chars().take(2).any(|c| c == '*') {
            return wrong("INVALID_VALUE", name);
        }
    }
    if of("_max-results").is_some_and(|most| most != "1") {
        return Err((403, "INVALID_VALUE", "more than one in application-restricted access".to_owned()));
    }
    let given = of("given");
    let by_place = of("address-postalcode").is_some() || of("general-practitioner").is_some();
    let matches: Vec<&Value> = state
        .patients
        .values()
        .filter(|patient| patient["birthDate"] == date.to_string())
        .filter(|patient| fits(&patient["name"][0]["family"], family))
        .filter(|patient| given.is_none_or(|given| fits(&patient["name"][0]["given"][0], given)))
        .filter(|patient| of("address-postalcode").is_none_or(|code| fits(&patient["address"][0]["postalCode"], code)))
        .filter(|patient| !by_place || patient["meta"]["security"][0]["code"] == "U")
        .collect();
    Ok(match matches.as_slice() {
        [] => Reply::ok(
            &json!({ "resourceType": "Bundle", "type": "searchset", "timestamp": "2026-11-22T09:00:00+00:00", "total": 0 }),
        ),
        [one] => {
            let entry = json!({ "search": { "score": 0.75 }, "resource": one });
            Reply::ok(
                &json!({ "resourceType": "Bundle", "type": "searchset", "timestamp": "2026-11-22T09:00:00+00:00", "total": 1, "entry": [entry] }),
            )
        }
        _ => Reply { status: 200, ..Reply::error(200, "TOO_MANY_MATCHES") },
    })
}

/// Whether a value is as asked, with one wildcard at the end.
fn fits(value: &Value, asked: &str) -> bool {
    let (value, asked) = (value.as_str().unwrap_or_default().to_lowercase(), asked.to_lowercase());
    match asked.strip_suffix('*') {
        Some(beginning) => value.starts_with(beginning),
        None => value == asked,
    }
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let escaped = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
