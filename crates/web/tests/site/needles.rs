//! Names, numbers and words of people, looked for where none of them may stand: in logs, metrics, titles and addresses.

use std::sync::{Arc, Mutex, OnceLock};

use axum::http::Method;
use porch_domain::actor::Role;

use crate::{
    support::{Answer, House, between, request},
    visitor::Visitor,
};

/// Everything that was logged in this process, also by the tests beside.
fn logged() -> &'static Arc<Mutex<Vec<u8>>> {
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&kept);
        let lines = tracing_subscriber::fmt().json().with_max_level(tracing::Level::DEBUG);
        lines.with_writer(move || Into(Arc::clone(&into))).init();
        kept
    })
}

struct Into(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Into {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> String {
    String::from_utf8(logged().lock().unwrap().clone()).unwrap()
}

const NAME: &str = "Needlina Heuhaufen";
const NHS_NUMBER: &str = "943 476 5919";
const TELEPHONE: &str = "07700 900987";
const WORRY: &str = "Straw upon straw, invented";
const NEEDLES: [&str; 8] =
    ["Needlina", "Heuhaufen", "9434765919", "943 476 5919", "07700 900987", "07700900987", "Straw", "Sorrel Invented"];

/// Where no word of a person may stand.
fn gives_nobody_away(answer: &Answer, what: &str) {
    let addresses: Vec<&str> = ["href=\"", "action=\"", "src=\""]
        .iter()
        .flat_map(|start| answer.body.split(start).skip(1).filter_map(|rest| rest.split('"').next()))
        // A number to ring is there to be rung.
        .filter(|address| !address.starts_with("tel:"))
        .collect();
    let shown = format!("{} {} {}", answer.title(), answer.header("location"), addresses.join(" "));
    for needle in NEEDLES {
        let encoded = needle.replace(' ', "%20");
        assert!(!shown.contains(needle) && !shown.contains(&encoded), "{what}: {needle} in {shown}");
    }
}

// H15, H16
#[tokio::test]
async fn no_word_of_a_person_stands_in_logs_metrics_titles_or_addresses() {
    logged();
    let house = House::demonstration();
    house.world.set("2026-11-23T10:00:00Z");
    // She asks for herself.
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("more", &[("ended-day", "1"), ("ended-month", "10"), ("ended-year", "2026")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("words", &[("worry", WORRY)]).await;
    visitor.answers("before", &[("severe", "no")]).await;
    visitor.answers("who", &[("name", NAME), ("nhs_number", NHS_NUMBER)]).await;
    visitor.answers("reach", &[("reach_telephone", "yes"), ("telephone", TELEPHONE), ("reach_letter", "no")]).await;
    for step in ["now", "words", "who", "reach"] {
        gives_nobody_away(&visitor.get(&format!("/ask/q/{step}")).await, step);
    }
    visitor.answers("tell", &[("tell_gp", "no"), ("supporter", "Sorrel Invented")]).await;
    visitor.answers("needs", &[("preferences", "")]).await;
    gives_nobody_away(&visitor.sends().await, "sent");
    assert!(house.told().contains("Needlina"), "the journey stored nothing");
    // Duty reads, works and searches.
    let duty = house.sign_in(Role::Duty).await;
    let queue = house.get_as(&duty, "/queue").await;
    assert!(queue.body.contains(NAME), "the queue does not show her");
    gives_nobody_away(&queue, "queue");
    let page = queue.links().into_iter().find(|link| link.starts_with("/referrals/")).unwrap();
    let page = page.split(['?', '#']).next().unwrap().to_owned();
    for path in [page.clone(), format!("{page}/decide"), format!("{page}/handover"), format!("{page}/restricted")] {
        gives_nobody_away(&house.get_as(&duty, &path).await, &path);
    }
    for typed in [NAME, NHS_NUMBER, TELEPHONE] {
        gives_nobody_away(
            &house.post(&duty, "/find", &[("what", typed), ("q", typed), ("search", typed)]).await,
            "find",
        );
    }
    let version = house.version(&duty, &page).await;
    let command = house.command();
    let fields = [("command", command.as_str()), ("version", &version), ("kind", "note"), ("text", WORRY)];
    gives_nobody_away(&house.post(&duty, &format!("{page}/steps/add"), &fields).await, "note");
    // Others read what they may; strangers send nonsense with her name in it.
    for role in [Role::Manager, Role::InformationOfficer, Role::Administrator] {
        let cookie = house.sign_in(role).await;
        for path in ["/queue", "/looks", "/duty", "/reports/annual", "/reports/sources", page.as_str()] {
            gives_nobody_away(&house.get_as(&cookie, path).await, path);
        }
    }
    house.post("", "/sign-in", &[("name", "Needlina"), ("password", "Heuhaufen Heuhaufen")]).await;
    house.get("/Needlina/Heuhaufen?name=Needlina").await;
    house.meddle("ALTER TABLE referral RENAME TO gone_away");
    assert!(house.get_as(&duty, &page).await.status.is_server_error());

    let (log, metrics) = (log(), house.get("/metrics").await.body);
    assert!(log.contains("/referrals/{id}") && log.contains("\"ERROR\""), "nothing was logged");
    for needle in NEEDLES {
        assert!(!metrics.contains(needle), "the metrics say {needle}");
        let line = log.lines().find(|line| line.contains(needle));
        assert!(line.is_none(), "the log says {needle}: {}", line.unwrap_or_default());
    }
}

#[tokio::test]
async fn signing_in_is_logged_by_id_and_a_fault_is_an_error() {
    logged();
    let house = House::demonstration();
    let before = log().len();
    house.post("", "/sign-in", &[("name", "haystack.invented"), ("password", "not this one, surely")]).await;
    let cookie = house.sign_in(Role::Duty).await;
    house.meddle("ALTER TABLE account RENAME TO gone_away");
    assert!(house.get_as(&cookie, "/caseload").await.status.is_server_error());
    let log = log()[before..].to_owned();
    let refused = log.lines().find(|line| line.contains("a password was refused")).unwrap_or_default();
    assert!(refused.contains("\"WARN\"") && !between(refused, "\"account\":\"", "\"").is_empty(), "{log}");
    assert!(!log.contains("haystack") && !log.contains("surely"), "{log}");
    let fault = log.lines().any(|line| line.contains("\"ERROR\"") && line.contains("the database did not do"));
    assert!(fault, "{log}");
}

// ASVS 16.3.3
#[tokio::test]
async fn what_tries_to_get_round_is_a_warning_in_the_log_without_a_word_of_it() {
    logged();
    let house = House::demonstration();
    let cookie = house.sign_in(Role::Manager).await;
    let before = log().len();
    let mut elsewhere = request(Method::POST, "/ask/start", "");
    elsewhere.headers_mut().insert("origin", "https://heuhaufen.example".parse().unwrap());
    assert_eq!(house.ask(elsewhere).await.status, 403);
    assert_eq!(house.get_as(&cookie, "/restricted-tasks").await.status, 403);
    assert_eq!(house.post("", "/sign-in", &[("name", &"Heuhaufen".repeat(100_000))]).await.status, 400);
    assert_eq!(house.ask(request(Method::DELETE, "/queue", &cookie)).await.status, 405);
    for _ in 0..60 {
        house.post("", "/ask/start", &[("way", "myself")]).await;
    }
    assert_eq!(house.post("", "/ask/start", &[("way", "myself")]).await.status, 429);
    let log = log()[before..].to_owned();
    for (route, status) in
        [("/ask/start", 403), ("/restricted-tasks", 403), ("/sign-in", 400), ("/queue", 405), ("/ask/start", 429)]
    {
        let told = log.lines().any(|line| {
            let said = |said: &str| line.contains(said);
            said("\"WARN\"")
                && said("refused")
                && said(&format!("\"{route}\""))
                && said(&format!("\"status\":{status}"))
        });
        assert!(told, "{route} {status}: {log}");
    }
    assert!(!log.to_lowercase().contains("heuhaufen"), "{log}");
}
