//! A scanner as its manual describes it, and one that does not do as it should. // ASVS 5.4.3
#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use std::{
    io::{Read, Write},
    net::TcpListener,
};

use porch_exchange::clamd::{Scanner, Verdict};
use porch_testkit::clamd::{HARMFUL, StandIn};

fn scanner(address: &str) -> Scanner {
    Scanner::at(address, None).unwrap()
}

#[test]
fn a_file_goes_whole_in_pieces_and_what_was_found_has_a_name() {
    let stand_in = StandIn::start();
    let scanner = scanner(&stand_in.address());
    let long: Vec<u8> = (0..5 * 1024 * 1024u32).map(|nth| nth.to_le_bytes()[0]).collect();
    for content in [b"Dear colleague".as_slice(), b"", &long, &long[..64 * 1024], &long[..64 * 1024 + 1]] {
        assert_eq!(scanner.ask(content), Verdict::Nothing, "{}", content.len());
        assert!(stand_in.last() == content, "what arrived is the file, of {} bytes", content.len());
    }
    // Also where it stands across two pieces.
    let found = Verdict::Found("Invented.Test-1".to_owned());
    assert_eq!(scanner.ask(&[b"Dear ", HARMFUL, b" colleague"].concat()), found);
    assert_eq!(scanner.ask(&[&long[..64 * 1024 - 3], HARMFUL].concat()), found);
}

/// A scanner that reads what comes, and says one thing, whatever it is.
fn saying(answer: &'static [u8]) -> Verdict {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    let told = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut read = [0; 10 + 4 + 7 + 4];
        stream.read_exact(&mut read).unwrap();
        stream.write_all(answer).unwrap();
    });
    let verdict = scanner(&address).ask(b"content");
    told.join().unwrap();
    verdict
}

#[test]
fn whatever_is_no_plain_yes_or_no_is_no_answer() {
    assert_eq!(saying(b"stream: OK\0"), Verdict::Nothing);
    assert_eq!(saying(b"stream: A B\n\xc3\xa9 FOUND\0"), Verdict::Found("AB".to_owned()));
    for answer in [
        b"".as_slice(),
        b"stream: OK",
        b"stream: OK\n",
        b"OK\0",
        b"stream: NOT OK\0",
        b"stream: OK FOUN\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"\xff\xfe\0",
    ] {
        let said = saying(answer);
        assert!(matches!(said, Verdict::NoAnswer(_)), "{:?}: {said:?}", String::from_utf8_lossy(answer));
    }
    let nowhere = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(scanner(&format!("tcp://{nowhere}")).ask(b"x"), Verdict::NoAnswer("it cannot be reached"));
}

#[test]
fn a_letter_is_shown_to_a_scanner_of_this_machine_or_over_tls_alone() {
    for address in ["tcp://127.0.0.1:3310", "tcp://localhost", "tcp://[::1]:3310", "tls://scanner.example"] {
        assert!(Scanner::at(address, None).is_ok(), "{address}");
    }
    for address in
        ["tcp://scanner.example:3310", "tcp://10.1.2.3", "127.0.0.1:3310", "http://localhost", "", "tls://a/b"]
    {
        assert!(Scanner::at(address, None).unwrap_err().contains("expected"), "{address}");
    }
}
