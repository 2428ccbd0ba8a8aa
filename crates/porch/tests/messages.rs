//! Messages through the real binary: they leave through a mail server and the two Notify services of this machine, and what those
//! tell of them later comes in from outside.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

use porch_app::{Ctx, DatabaseUrl, Store, World, footprint, message, national_record, person, referral};
use porch_domain::{
    actor::{Actor, Role},
    ids::{CommandId, MessageId, PersonId, ReferralId},
    message::{
        Failure, Message, MessageCommand, MessageDrafted, MessageStage, Obstacle, Recipient, Via, Words, reference_of,
    },
    person::{
        ContactChoices, Identity, NhsNumber, PersonCommand, PersonRegistered, Route, RouteChoice, national::Answer,
    },
    referral::ReferralCommand,
};
use porch_testkit::{
    MachineWorld, Says, builders,
    conformance::KENT_MEDWAY,
    national,
    pds::{API_KEY, KEY_ID, KEY_OF_NOBODY, StandIn},
    postgres::{fresh_database, server_url},
};
use ring::hmac;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was agreed for receipts.
const TOKEN: &str = "an invented token of receipts";
const CALLBACK_KEY: &str = "an invented key of receipts";

/// A key of GOV.UK Notify that is none of anybody's.
const NOTIFY_KEY: &str = "invented-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";
const TEMPLATE: &str = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3";

const NUMBER: &str = "9990000018";
const NAME: &str = "Ana Invented";
const BORN: &str = "1991-03-04";

/// A number at which GOV.UK Notify of this test lets nobody in.
const NOT_LET_IN: &str = "07700 900404";

/// What whoever carries messages on this machine was handed, one after the other.
struct Carried {
    address: SocketAddr,
    handed: mpsc::Receiver<String>,
}

impl Carried {
    fn by(conversation: fn(TcpStream) -> io::Result<Option<String>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (taken, handed) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let taken = taken.clone();
                thread::spawn(move || {
                    // A conversation that breaks off handed nothing over.
                    if let Ok(Some(what)) = conversation(stream.unwrap()) {
                        let _ = taken.send(what);
                    }
                });
            }
        });
        Self { address, handed }
    }

    fn next(&self) -> String {
        self.handed.recv_timeout(PATIENCE).unwrap()
    }
}

/// A mail server that takes everything.
fn mail(stream: TcpStream) -> io::Result<Option<String>> {
    let mut wire = BufReader::new(stream);
    wire.get_mut().write_all(b"220 mail.example ESMTP\r\n")?;
    let (mut said, mut in_text) = (String::new(), false);
    loop {
        let mut line = String::new();
        if wire.read_line(&mut line)? == 0 {
            return Ok(Some(said).filter(|said| said.contains("\n.\r\n")));
        }
        said.push_str(&line);
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "." if in_text => {
                in_text = false;
                "250 taken\r\n"
            }
            _ if in_text => "",
            "DATA" => {
                in_text = true;
                "354 go on\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 yes\r\n",
        };
        wire.get_mut().write_all(answer.as_bytes())?;
    }
}

/// A service over HTTP: the first line, the headers and the content of what it was asked, and its answer.
fn over_http(stream: TcpStream, answer: impl Fn(&str) -> (u16, Value)) -> io::Result<Option<String>> {
    let mut wire = BufReader::new(stream);
    let mut asked = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if wire.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        if let Some(said) = line.to_lowercase().strip_prefix("content-length:") {
            length = said.trim().parse().unwrap();
        }
        asked.push_str(&line);
    }
    let mut content = vec![0; length];
    wire.read_exact(&mut content)?;
    asked.push_str(&String::from_utf8(content).unwrap());
    let (status, says) = answer(&asked);
    let says = says.to_string();
    let head = format!("HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\nconnection: close\r\n");
    write!(wire.get_mut(), "{head}content-length: {}\r\n\r\n{says}", says.len())?;
    Ok(Some(asked))
}

fn govuk_notify(stream: TcpStream) -> io::Result<Option<String>> {
    over_http(stream, |asked| {
        if asked.contains("+447700900404") {
            (403, json!({ "errors": [{ "error": "AuthError", "message": "Invalid token" }] }))
        } else {
            (201, json!({ "id": "740e5834-3a29-46b4-9a6f-16142fde533a" }))
        }
    })
}

fn nhs_notify(stream: TcpStream) -> io::Result<Option<String>> {
    over_http(stream, |_| (201, json!({ "data": { "type": "Message", "id": "2WL3qFTEFM0qMY8xjRbt1LIKCzM" } })))
}

/// The service at work, and the carriers of this machine.
struct House {
    ctx: Ctx,
    server: Server,
    mail: Carried,
    govuk: Carried,
    nhs: Carried,
    tokens: StandIn,
    folder: TempDir,
}

impl House {
    fn open(database: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = format!("sqlite:{}", folder.path().join("porch.db").display());
        let database = database.unwrap_or(&own);
        let (mail, govuk, nhs) = (Carried::by(mail), Carried::by(govuk_notify), Carried::by(nhs_notify));
        let tokens = StandIn::start();
        for (name, content) in [
            ("govuk-key", NOTIFY_KEY),
            ("govuk-token", TOKEN),
            ("nhs-api-key", API_KEY),
            ("nhs-key.pem", KEY_OF_NOBODY),
            ("nhs-callback-key", CALLBACK_KEY),
        ] {
            let file = folder.path().join(name);
            std::fs::write(&file, content).unwrap();
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let settings = format!(
            r#"
            [messages]
            email = "smtp"
            text = ["nhs-notify", "govuk-notify"]
            [messages.smtp]
            host = "127.0.0.1"
            port = {}
            security = "plain"
            hello = "porch.example"
            from = "no-reply@appointments.example"
            [messages.govuk_notify]
            address = "http://{}"
            api_key_file = "govuk-key"
            text_template = "{TEMPLATE}"
            callback_token_file = "govuk-token"
            [messages.nhs_notify]
            address = "http://{}"
            token_address = "{}"
            api_key_file = "nhs-api-key"
            key_file = "nhs-key.pem"
            key_id = "{KEY_ID}"
            text_plan = "{TEMPLATE}"
            application_id = "invented-application"
            callback_key_file = "nhs-callback-key"
            "#,
            mail.address.port(),
            govuk.address,
            nhs.address,
            tokens.token_address(),
        );
        std::fs::write(folder.path().join("porch.toml"), settings).unwrap();
        let store = Store::open(&database.parse::<DatabaseUrl>().unwrap(), true).unwrap();
        let operator = Actor::Operator { account: "invented operator".to_owned() };
        let rules = footprint::apply(&store, &MachineWorld, &operator, KENT_MEDWAY, None).unwrap();
        let duty = Actor::Staff { account: "invented duty".to_owned(), role: Role::Duty };
        let ctx = Ctx::new(store, rules, duty, Arc::new(MachineWorld) as Arc<dyn World>);
        let server = Server::start(&folder, database);
        Self { ctx, server, mail, govuk, nhs, tokens, folder }
    }

    /// As of now.
    fn ctx(&self) -> Ctx {
        let Ctx { store, rules, actor, world, .. } = self.ctx.clone();
        Ctx::new(store, rules, actor, world)
    }

    fn command(&self) -> CommandId {
        CommandId(self.ctx.world.id())
    }

    /// Somebody who may be reached by e-mail and text, with an NHS number that was checked where one is given.
    fn somebody(&self, telephone: &str, number: Option<&str>) -> ReferralId {
        let (her, id) = (PersonId(self.ctx.world.id()), ReferralId(self.ctx.world.id()));
        let identity = Identity {
            name: Some(NAME.to_owned()),
            birth_date: Some(builders::on(BORN)),
            telephone: Some(telephone.to_owned()),
            email: Some("invented@example.org".to_owned()),
            nhs_number: number.and_then(|number| NhsNumber::parse(number).ok()),
            ..Identity::default()
        };
        let registered = PersonRegistered { identity: Some(identity), ..PersonRegistered::default() };
        let agreed = [(Route::Email, RouteChoice::Yes), (Route::Text, RouteChoice::Yes)];
        let ctx = self.ctx();
        person::carry_out(&ctx, self.command(), her, PersonCommand::Register(registered)).unwrap();
        let receipt = ReferralCommand::Receive(Box::new(builders::receipt(her, ctx.now)));
        referral::carry_out(&ctx, self.command(), id, None, receipt).unwrap();
        let choices = PersonCommand::RecordContactChoices(ContactChoices::new(agreed));
        person::carry_out(&ctx, self.command(), her, choices).unwrap();
        if let Some(number) = number {
            let said = Answer::Found(Box::new(national(number, NAME, BORN)));
            let records = Says::of([said], &ctx.store, "kent-medway").records();
            let drawn_from = national_record::held(&ctx, id).unwrap().unwrap().drawn_from;
            let number = NhsNumber::parse(number).unwrap();
            let taken = national_record::take(&ctx, &records, self.command(), id, drawn_from, &number).unwrap();
            assert_eq!(taken, national_record::Taken::Done);
        }
        id
    }

    /// A message to her that was read, approved and let go.
    fn waits(&self, referral: ReferralId, route: Route) -> MessageId {
        let id = MessageId(self.ctx.world.id());
        let drafted = MessageDrafted {
            referral,
            recipient: Recipient::Woman,
            route,
            template: None,
            copied_to: Vec::new(),
            appointment: None,
            words: Some(Words { subject: "A letter for you".to_owned(), body: "Invented words.".to_owned() }),
        };
        for command in [MessageCommand::Draft(drafted), MessageCommand::Approve, MessageCommand::Queue] {
            message::carry_out(&self.ctx(), self.command(), id, command).unwrap();
        }
        id
    }

    fn stands(&self, id: MessageId) -> Message {
        message::open(&self.ctx(), id).unwrap().unwrap().message
    }

    /// Once it is so.
    fn once(&self, id: MessageId, is_so: impl Fn(&Message) -> bool) -> Message {
        let began = Instant::now();
        loop {
            let stands = self.stands(id);
            if is_so(&stands) {
                return stands;
            }
            assert!(began.elapsed() < PATIENCE, "{:?} {:?}", stands.stage, stands.delivery);
            thread::park_timeout(Duration::from_millis(20));
        }
    }

    /// Tells again as long as the service asks for that, as the carriers do; the last status.
    fn told(&self, path: &str, headers: &str, content: &str) -> u16 {
        let began = Instant::now();
        loop {
            let status = self.server.post(path, headers, content);
            if ![429, 503].contains(&status) || began.elapsed() > PATIENCE {
                return status;
            }
            thread::park_timeout(Duration::from_millis(20));
        }
    }

    fn told_by_nhs_notify(&self, reference: &str, status: &str) -> u16 {
        let attributes = json!({ "messageId": "2WL3qFTEFM0qMY8xjRbt1LIKCzM", "messageReference": reference, "messageStatus": status });
        let content = json!({ "data": [{ "type": "MessageStatus", "attributes": attributes }] }).to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, format!("invented-application.{CALLBACK_KEY}").as_bytes());
        let signed: String =
            hmac::sign(&key, content.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let headers = format!("x-api-key: {CALLBACK_KEY}\r\nx-hmac-sha256-signature: {signed}\r\n");
        self.told("/receipts/nhs-notify", &headers, &content)
    }
}

struct Server {
    child: Child,
    address: String,
    said: Arc<Mutex<String>>,
}

impl Server {
    fn start(folder: &TempDir, database: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_porch"))
            .current_dir(folder.path())
            .env("PORCH_LOG", "debug")
            .args(["serve", "--listen", "127.0.0.1:0", "--config", "porch.toml", "--database", database])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (kept, log) = (Arc::clone(&said), child.stderr.take().unwrap());
        thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                kept.lock().unwrap().push_str(&line);
            }
        });
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").unwrap().1.to_owned();
        Self { child, address, said }
    }

    fn post(&self, path: &str, headers: &str, content: &str) -> u16 {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}", self.address);
        write!(stream, "{head}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{content}", content.len())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Server {
    /// A test that fails leaves no server behind.
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
    }
}

fn messages_leave_and_what_became_of_them_is_told(database: Option<&str>) {
    let house = House::open(database);
    let (known, unknown) = (house.somebody("07700 900123", Some(NUMBER)), house.somebody("07700 900124", None));
    let nobody_in = house.somebody(NOT_LET_IN, None);
    let email = house.waits(known, Route::Email);
    let (by_number, by_telephone) = (house.waits(known, Route::Text), house.waits(unknown, Route::Text));

    let handed = house.mail.next();
    for line in
        ["MAIL FROM:<no-reply@appointments.example>", "RCPT TO:<invented@example.org>", "Subject: A letter for you"]
    {
        assert!(handed.contains(line), "{line}: {handed}");
    }
    let sent = house.once(email, |message| message.stage == MessageStage::Sent);
    assert_eq!(sent.delivery.via, Some(Via::Mail));

    let handed = house.nhs.next();
    let reference = reference_of(&house.stands(by_number));
    for part in [NUMBER, "+447700900123", TEMPLATE, reference.as_str(), "Invented words."] {
        assert!(handed.starts_with("POST /v1/messages ") && handed.contains(part), "{part}: {handed}");
    }
    assert_eq!(house.tokens.violations(), [""; 0]);
    assert_eq!(house.told_by_nhs_notify(&reference, "delivered"), 202);
    let arrived = house.stands(by_number);
    assert_eq!((arrived.stage, arrived.delivery.via), (MessageStage::Delivered, Some(Via::NhsNotify)));

    let handed = house.govuk.next();
    assert!(handed.starts_with("POST /v2/notifications/sms ") && handed.contains("+447700900124"), "{handed}");
    let reference = reference_of(&house.stands(by_telephone));
    let receipt = |status: &str| {
        json!({ "id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": reference, "status": status }).to_string()
    };
    let told = |token: &str, content: &str| {
        house.told("/receipts/govuk-notify", &format!("Authorization: Bearer {token}\r\n"), content)
    };
    assert_eq!(told("another token of receipts", &receipt("delivered")), 401);
    assert_eq!(told(TOKEN, &receipt("permanent-failure")), 202);
    let lost = house.stands(by_telephone);
    assert_eq!((lost.stage, lost.delivery.failure), (MessageStage::Failed, Some(Failure::NotDelivered)));

    // Whoever is not let in keeps the message, and says so.
    let waits = house.waits(nobody_in, Route::Text);
    let delayed = house.once(waits, |message| message.delivery.attempts == 1);
    assert_eq!((delayed.stage, delayed.delivery.obstacle), (MessageStage::Queued, Some(Obstacle::Credentials)));
    assert!(delayed.delivery.again_at.is_some());

    let secret_half = NOTIFY_KEY.rsplit_once("7506-").unwrap().1;
    let said = house.server.said.lock().unwrap().clone();
    assert!(said.contains("messages could not be handed over"), "{said}");
    for secret in [TOKEN, CALLBACK_KEY, secret_half, API_KEY, NUMBER, "900123", "900404", "invented@example.org", NAME]
    {
        assert!(!said.contains(secret), "{secret}: {said}");
    }
    drop(house.folder);
}

// H18
#[test]
fn a_message_leaves_through_its_carrier_and_its_receipt_comes_in_on_sqlite() {
    messages_leave_and_what_became_of_them_is_told(None);
}

// H18
#[test]
fn a_message_leaves_through_its_carrier_and_its_receipt_comes_in_on_postgresql() {
    let Some(url) = server_url() else { return };
    messages_leave_and_what_became_of_them_is_told(Some(&fresh_database(&url).unwrap()));
}
