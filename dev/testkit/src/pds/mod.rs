//! A stand-in for the Personal Demographics Service, built from its published description: it answers with the published
//! examples, checks every question against the description, and fails as it is told to. Loopback only, on a free port.

mod question;
mod token;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use porch_app::World;
use serde_json::{Value, json};

use crate::MachineWorld;

/// Under which path it stands, as the real one.
const BASE: &str = "/personal-demographics/FHIR/R4";

/// The private key with which a test signs: of nobody, and in no service.
pub const KEY_OF_NOBODY: &str = include_str!("key_of_nobody.pem");
/// Another, of 2048 bits, which is shorter than is taken.
pub const SHORT_KEY_OF_NOBODY: &str = include_str!("short_key_of_nobody.pem");

/// The name of its public half, as it was registered.
pub const KEY_ID: &str = "invented-1";

/// The key of the calling program, as it was registered.
pub const API_KEY: &str = "invented-application";

const ERROR_SYSTEM: &str = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";

/// The machine's time, in which the stand-in judges what is signed.
pub fn now() -> jiff::Timestamp {
    MachineWorld.now()
}

/// What goes wrong with the next question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A status with the service's own code.
    Status(u16, &'static str),
    /// An answer after a while.
    Slow(Duration),
    /// The connection ends without a word.
    Closed,
    /// Half an answer, and what is no JSON.
    Malformed,
    /// More than anybody reads.
    Huge,
    /// A page of something else, as at a wrong address.
    NotHere,
    /// Somewhere else.
    Elsewhere,
    /// Every token that was given is refused from here on.
    TokensEnd,
}

#[derive(Default)]
struct State {
    patients: BTreeMap<String, Value>,
    superseded: BTreeMap<String, String>,
    invalidated: BTreeSet<String>,
    faults: VecDeque<Fault>,
    asked: Vec<String>,
    violations: Vec<String>,
    tokens: BTreeSet<String>,
    given: usize,
    statements: BTreeSet<String>,
    needs_token: bool,
    token_seconds: i64,
}

/// The stand-in. It ends with this.
pub struct StandIn {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

fn held(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl StandIn {
    /// With the published examples, alive or not, and a token asked of everybody.
    ///
    /// # Panics
    /// When no port is free.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { needs_token: true, token_seconds: 599, ..State::default() }));
        let stand_in = Self { address, state: Arc::clone(&state) };
        for example in [
            include_str!("../../../../crates/exchange/tests/pds/examples/Patient.json"),
            include_str!("../../../../crates/exchange/tests/pds/examples/Patient-Jayne-Smyth.json"),
            include_str!("../../../../crates/exchange/tests/pds/examples/Sensitive_Patient.json"),
            include_str!("../../../../crates/exchange/tests/pds/examples/Minimal_Patient.json"),
        ] {
            stand_in.add(serde_json::from_str(example).unwrap());
        }
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let state = Arc::clone(&state);
                std::thread::spawn(move || answer(stream, &state, address));
            }
        });
        stand_in
    }

    /// The address of the service, as a setting has it.
    pub fn address(&self) -> String {
        format!("http://{}{BASE}", self.address)
    }

    /// The address at which a token is given.
    pub fn token_address(&self) -> String {
        format!("http://{}{}", self.address, token::PATH)
    }

    /// Adds somebody, as a FHIR Patient.
    ///
    /// # Panics
    /// When it has no id: a mistake in the test.
    pub fn add(&self, patient: Value) {
        let id = patient["id"].as_str().unwrap().to_owned();
        held(&self.state).patients.insert(id, patient);
    }

    /// Adds somebody who lives: an example with another number, name and date of birth.
    ///
    /// # Panics
    /// Never: the example is part of the program.
    pub fn add_alive(&self, number: &str, given: &str, family: &str, born: &str) {
        let example = include_str!("../../../../crates/exchange/tests/pds/examples/Patient.json");
        let mut patient: Value = serde_json::from_str(example).unwrap();
        patient["id"] = json!(number);
        patient["identifier"][0]["value"] = json!(number);
        patient["name"][0]["given"] = json!([given]);
        patient["name"][0]["family"] = json!(family);
        patient["birthDate"] = json!(born);
        patient["extension"] = json!([]);
        patient.as_object_mut().unwrap().remove("deceasedDateTime");
        self.add(patient);
    }

    /// A number is answered with the record of another.
    pub fn supersede(&self, old: &str, new: &str) {
        held(&self.state).superseded.insert(old.to_owned(), new.to_owned());
    }

    /// A number is nobody's any more.
    pub fn invalidate(&self, number: &str) {
        held(&self.state).invalidated.insert(number.to_owned());
    }

    /// The next question fails so; several are taken one after the other.
    pub fn fail(&self, fault: Fault) {
        held(&self.state).faults.push_back(fault);
    }

    /// Tokens end after so many seconds.
    pub fn tokens_last(&self, seconds: i64) {
        held(&self.state).token_seconds = seconds;
    }

    /// What was asked, as path and query.
    pub fn asked(&self) -> Vec<String> {
        held(&self.state).asked.clone()
    }

    /// How many tokens were given.
    pub fn tokens_given(&self) -> usize {
        held(&self.state).given
    }

    /// What was not as the description says.
    pub fn violations(&self) -> Vec<String> {
        held(&self.state).violations.clone()
    }
}

/// A request as it came.
struct Request {
    method: String,
    target: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let mut words = line.split_whitespace();
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        Some(Self { method, target, headers, body })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What is answered.
struct Reply {
    status: u16,
    more: &'static str,
    body: String,
}

impl Reply {
    fn ok(body: &Value) -> Self {
        Self { status: 200, more: "", body: body.to_string() }
    }

    fn error(status: u16, code: &str) -> Self {
        let more = if status == 429 { "Retry-After: 5\r\n" } else { "" };
        let coding = json!({ "system": ERROR_SYSTEM, "version": "1", "code": code, "display": code });
        let issue = json!({ "severity": "error", "code": "value", "details": { "coding": [coding] } });
        Self { status, more, body: json!({ "resourceType": "OperationOutcome", "issue": [issue] }).to_string() }
    }

    fn sent(&self, mut stream: &TcpStream, mirrored: &str) {
        let head = format!(
            "HTTP/1.1 {} Said\r\nContent-Type: application/fhir+json\r\nContent-Length: {}\r\n{}{mirrored}Connection: close\r\n\r\n",
            self.status,
            self.body.len(),
            self.more,
        );
        // Whoever asked may have gone.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(self.body.as_bytes()));
    }
}

fn answer(stream: TcpStream, state: &Mutex<State>, address: SocketAddr) {
    let Some(request) = Request::read(&stream) else { return };
    if request.target == token::PATH {
        return token::given(&request, &mut held(state), address).sent(&stream, "");
    }
    let fault = {
        let mut state = held(state);
        state.asked.push(request.target.trim_start_matches(BASE).to_owned());
        state.faults.pop_front()
    };
    let reply = match fault {
        None => question::answered(&request, &mut held(state)),
        Some(Fault::Status(status, code)) => Reply::error(status, code),
        Some(Fault::Slow(while_)) => {
            // Until whoever asked has gone, or the time is over.
            let _ = stream.set_read_timeout(Some(while_)).and_then(|()| (&stream).read(&mut [0]));
            question::answered(&request, &mut held(state))
        }
        Some(Fault::Closed) => return,
        Some(Fault::Malformed) => {
            Reply { status: 200, more: "", body: "{\"resourceType\": \"Patient\", \"id\": ".to_owned() }
        }
        Some(Fault::Huge) => Reply { status: 200, more: "", body: " ".repeat(8 * 1024 * 1024) },
        Some(Fault::NotHere) => Reply { status: 404, more: "", body: "<html>There is no such page</html>".to_owned() },
        Some(Fault::Elsewhere) => Reply { status: 302, more: "Location: http://127.0.0.1:9/\r\n", body: String::new() },
        Some(Fault::TokensEnd) => {
            let mut state = held(state);
            state.tokens.clear();
            question::answered(&request, &mut state)
        }
    };
    let mirrored = request.header("x-request-id").map_or(String::new(), |id| format!("X-Request-ID: {id}\r\n"));
    reply.sent(&stream, &mirrored);
}
