//! Asking other programs: what a slow, loud, wandering or silent one can do to us.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use porch_exchange::outgoing::{Bounds, NoAnswer, Outgoing, Question, may_be_asked};

const SECRET: &str = "9434765919";

/// A program on this machine that answers each connection with a function of its own, and tells what it was asked.
fn answering(answer: impl Fn(&mut TcpStream) + Send + 'static) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (told, asked) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut read = vec![0; 64 * 1024];
            let length = stream.read(&mut read).unwrap_or(0);
            let _ = told.send(String::from_utf8_lossy(&read[..length]).into_owned());
            answer(&mut stream);
        }
    });
    (address, asked)
}

fn outgoing() -> Outgoing {
    let bounds = Bounds { connect: Duration::from_millis(500), total: Duration::from_millis(700), most_bytes: 4096 };
    Outgoing::new(bounds, None, None).unwrap()
}

fn get(address: SocketAddr) -> Question {
    Question::get(format!("http://{address}/Patient/{SECRET}?q={SECRET}"))
}

/// The words of an error and of everything that is debugged name no more than the host.
fn is_discreet(refused: &NoAnswer, question: &Question) {
    let said = format!("{refused} {refused:?} {question:?}");
    assert!(!said.contains(SECRET) && !said.contains("Patient"), "{said}");
}

#[test]
fn an_answer_comes_back_with_its_status_its_lines_and_its_content() {
    let (address, asked) = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 429 No\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}");
    });
    let question = Question::form(format!("http://{address}/token"), &[("grant", "a b&c"), ("é", "=")]);
    let answer = outgoing().ask(&question.with("authorization", "Bearer x")).unwrap();
    assert_eq!((answer.status, answer.header("retry-after"), answer.content.as_slice()), (429, Some("7"), &b"{}"[..]));
    assert!(!answer.is_success());
    let asked = asked.recv().unwrap();
    assert!(asked.starts_with("POST /token HTTP/1.1\r\n") && asked.ends_with("grant=a%20b%26c&%C3%A9=%3D"), "{asked}");
    assert!(asked.contains("authorization: Bearer x") && !asked.to_lowercase().contains("referer"), "{asked}");
}

#[test]
fn an_answer_that_trickles_ends_at_its_time() {
    let (_still, pace) = channel::<()>();
    let (address, _asked) = answering(move |stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        for _ in 0..100 {
            if stream.write_all(b"x").is_err() {
                return;
            }
            let _ = pace.recv_timeout(Duration::from_millis(50));
        }
    });
    let (started, question) = (Instant::now(), get(address));
    let refused = outgoing().ask(&question).unwrap_err();
    assert_eq!(refused, NoAnswer::TooSlow("127.0.0.1".to_owned()));
    assert!(started.elapsed() < Duration::from_secs(3) && refused.in_doubt());
    is_discreet(&refused, &question);
}

#[test]
fn an_answer_that_does_not_end_is_not_read_on() {
    let (address, _asked) = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for _ in 0..100 {
            if stream.write_all(format!("400\r\n{}\r\n", "x".repeat(1024)).as_bytes()).is_err() {
                return;
            }
        }
        let _ = stream.write_all(b"0\r\n\r\n");
    });
    let question = get(address);
    let refused = outgoing().ask(&question).unwrap_err();
    assert_eq!(refused, NoAnswer::TooMuch("127.0.0.1".to_owned()));
    is_discreet(&refused, &question);
}

#[test]
fn whoever_points_elsewhere_is_not_followed() {
    let (elsewhere, reached) = answering(|_| {});
    let (address, _asked) = answering(move |stream| {
        let line = format!("HTTP/1.1 307 On\r\nLocation: http://{elsewhere}/{SECRET}\r\nContent-Length: 0\r\n\r\n");
        let _ = stream.write_all(line.as_bytes());
    });
    let question = get(address);
    let refused = outgoing().ask(&question).unwrap_err();
    assert_eq!(refused, NoAnswer::Elsewhere("127.0.0.1".to_owned()));
    assert!(reached.recv_timeout(Duration::from_millis(200)).is_err());
    is_discreet(&refused, &question);
}

#[test]
fn whoever_hangs_up_or_is_not_there_is_told_apart() {
    let (address, _asked) = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    });
    let question = get(address);
    let refused = outgoing().ask(&question).unwrap_err();
    assert_eq!(refused, NoAnswer::Broken("127.0.0.1".to_owned()));
    assert!(refused.in_doubt());
    is_discreet(&refused, &question);

    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = outgoing().ask(&get(nobody)).unwrap_err();
    assert_eq!(refused, NoAnswer::Unreachable("127.0.0.1".to_owned()));
    assert!(!refused.in_doubt());
}

// Whoever keeps a connection for later may shut it at the moment at which the next question goes over it, and then nobody knows
// whether that came through.
#[test]
fn no_question_goes_over_a_connection_that_was_used_before() {
    let (address, _asked) = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        let mut stream = stream.try_clone().unwrap();
        std::thread::spawn(move || stream.read(&mut [0; 1024]).map(|_| stream.shutdown(std::net::Shutdown::Both)));
    });
    let outgoing = outgoing();
    for turn in 0..20 {
        assert_eq!(outgoing.ask(&get(address)).map(|answer| answer.status), Ok(200), "question {turn}");
    }
}

#[test]
fn a_server_without_a_known_certificate_is_not_asked() {
    let (address, asked) = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    let refused = outgoing().ask(&Question::get(format!("https://localhost:{}/{SECRET}", address.port()))).unwrap_err();
    assert_eq!(refused, NoAnswer::Unreachable("localhost".to_owned()));
    // What it saw was the beginning of TLS, and nothing of the question.
    assert!(asked.recv_timeout(Duration::from_secs(2)).is_ok_and(|seen| !seen.contains(SECRET)));
}

#[test]
fn a_proxy_carries_what_is_encrypted_and_reads_none_of_it() {
    let (proxy, asked) = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
    });
    let outgoing = Outgoing::new(Bounds::default(), None, Some(&format!("http://{proxy}"))).unwrap();
    let refused = outgoing.ask(&Question::get(format!("https://provider.example/{SECRET}"))).unwrap_err();
    assert_eq!(refused, NoAnswer::Unreachable("provider.example".to_owned()));
    let seen = asked.recv_timeout(Duration::from_secs(2)).unwrap();
    assert!(seen.starts_with("CONNECT provider.example:443 ") && !seen.contains(SECRET), "{seen}");
}

#[test]
fn only_this_machine_is_asked_without_encryption() {
    for good in ["https://provider.example/x", "http://localhost:1/x", "http://127.0.0.9/x", "http://[::1]:8080/x"] {
        assert!(may_be_asked(good), "{good}");
    }
    let bad =
        ["http://provider.example/x", "http://10.0.0.1/", "ftp://localhost/", "file:///etc/passwd", "localhost", ""];
    for bad in bad.into_iter().chain(["https://who:secret@provider.example/", "http://localhost.example/"]) {
        assert!(!may_be_asked(bad), "{bad}");
        assert_eq!(outgoing().ask(&Question::get(bad)).unwrap_err(), NoAnswer::Address);
    }
}

#[test]
fn a_file_of_roots_that_is_none_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (none, empty) = (folder.path().join("none.pem"), folder.path().join("empty.pem"));
    std::fs::write(&empty, "no certificate").unwrap();
    for file in [none, empty] {
        let what = Outgoing::new(Bounds::default(), Some(&file), None).unwrap_err();
        assert!(what.contains(".pem: "), "{what}");
    }
}

#[tokio::test]
async fn it_can_be_asked_from_a_thread_that_may_wait_and_let_go_from_one_that_answers() {
    let (address, _asked) = answering(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    let outgoing = std::sync::Arc::new(outgoing());
    let asking = std::sync::Arc::clone(&outgoing);
    let answer = tokio::task::spawn_blocking(move || asking.ask(&get(address))).await.unwrap().unwrap();
    assert_eq!(answer.status, 200);
    drop(outgoing);
}
