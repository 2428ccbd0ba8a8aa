//! A mail server: every reply at every step, and every way in which one ends, dawdles or lies.

use std::{path::Path, time::Instant};

use porch_exchange::carrier::{
    Carrier, Handed, Left, NotNow, Parcel, Refused,
    mail::{Mail, Security, Settings},
};

use crate::{
    PATIENCE, SLACK, bounds, clock,
    mail_server::{CERTIFICATE, Fault, How, Instead, MailServer},
    parcel,
};

const PASSWORD: &str = "between-us-4711";

fn settings(port: u16, security: Security) -> Settings {
    Settings {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        hello: "porch.example".to_owned(),
        credentials: None,
        from: "no-reply@service.example".to_owned(),
        from_name: "Appointments".to_owned(),
    }
}

fn mail(settings: Settings) -> Mail {
    Mail::new(settings, bounds(), Some(Path::new(CERTIFICATE)), clock()).unwrap()
}

fn known() -> Option<(String, String)> {
    Some(("porch".to_owned(), PASSWORD.to_owned()))
}

fn taken() -> Handed {
    Handed::Taken { receipt: Some("<0192f0c1-7b6e-7000-8000-000000000001@service.example>".to_owned()) }
}

/// What is answered by a server that goes wrong, and what it saw.
fn handed(faults: &[Fault]) -> (Handed, crate::mail_server::Seen) {
    let server = MailServer::start(How::Plain, faults);
    let carrier = mail(Settings { credentials: known(), ..settings(server.port, Security::Plain) });
    let began = Instant::now();
    let handed = carrier.hand(&parcel());
    assert!(began.elapsed() < 2 * PATIENCE + SLACK, "{faults:?} took {:?}", began.elapsed());
    drop(carrier);
    (handed, server.seen())
}

#[test]
fn a_message_is_handed_over_whole_with_the_lines_that_it_needs() {
    let server = MailServer::start(How::Plain, &[]);
    let said = Parcel {
        subject: "Your appointment – Wednesday".to_owned(),
        body: "Hello Zoë\n.\n.a line with a dot\nThe end".to_owned(),
        ..parcel()
    };
    assert_eq!(mail(settings(server.port, Security::Plain)).hand(&said), taken());
    let seen = server.seen();
    assert_eq!(
        seen.lines,
        [
            "EHLO porch.example",
            "MAIL FROM:<no-reply@service.example>",
            "RCPT TO:<ann.invented@person.example>",
            "DATA",
            "QUIT"
        ]
    );
    let text = seen.taken.first().unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines: Vec<&str> = head.split("\r\n").collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "Auto-Submitted: auto-generated",
            "Content-Transfer-Encoding: quoted-printable",
            "Content-Type: text/plain; charset=utf-8",
            "Date: Sun, 22 Nov 2026 10:00:00 +0000",
            "From: Appointments <no-reply@service.example>",
            "Message-ID: <0192f0c1-7b6e-7000-8000-000000000001@service.example>",
            "Subject: Your appointment =?utf-8?b?4oCT?= Wednesday",
            "To: ann.invented@person.example",
            "X-Auto-Response-Suppress: All",
        ]
    );
    // Each line that began with a dot has another; the last stands alone.
    assert_eq!(body, "Hello Zo=C3=AB\r\n..\r\n..a line with a dot\r\nThe end\r\n.\r\n");
}

#[test]
fn a_connection_is_encrypted_before_anything_is_said_of_a_message() {
    for (how, security) in [(How::Tls, Security::Tls), (How::StartTls, Security::StartTls)] {
        let server = MailServer::start(how, &[]);
        let carrier = mail(Settings { credentials: known(), ..settings(server.port, security) });
        assert_eq!(carrier.hand(&parcel()), taken(), "{how:?}");
        let seen = server.seen();
        assert_eq!(seen.taken.len(), 1);
        assert!(seen.lines.contains(&"AUTH PLAIN AHBvcmNoAGJldHdlZW4tdXMtNDcxMQ==".to_owned()));
        let open: &[&str] = if how == How::Tls { &[] } else { &["EHLO porch.example", "STARTTLS"] };
        assert_eq!(seen.open, open, "{how:?}");
    }
}

#[test]
fn a_server_that_does_not_encrypt_or_is_another_is_told_nothing() {
    let server = MailServer::start(How::Plain, &[]);
    let carrier = mail(settings(server.port, Security::StartTls));
    assert_eq!(carrier.hand(&parcel()), Handed::NotNow(NotNow::Broken));
    assert_eq!(server.seen().lines, ["EHLO porch.example"]);

    // What somebody between says before the encryption is not taken for the server's.
    let server = MailServer::start(How::Between, &[]);
    let carrier = mail(Settings { credentials: known(), ..settings(server.port, Security::StartTls) });
    assert_eq!(carrier.hand(&parcel()), Handed::NotNow(NotNow::Broken));
    assert_eq!(server.seen().lines, ["EHLO porch.example", "STARTTLS"]);

    // A certificate that nobody known gave, where the roots are those of browsers alone.
    for (how, security) in [(How::Tls, Security::Tls), (How::StartTls, Security::StartTls)] {
        let server = MailServer::start(how, &[]);
        let strange = Mail::new(settings(server.port, security), bounds(), None, clock()).unwrap();
        assert_eq!(strange.hand(&parcel()), Handed::NotNow(NotNow::Unreachable), "{how:?}");
        let seen = server.seen();
        assert!(!seen.lines.iter().any(|line| line.contains("person.example")), "{how:?}");
    }
}

#[test]
fn without_encryption_only_this_machine_is_spoken_to() {
    for (host, fits) in [("127.0.0.1", true), ("localhost", true), ("::1", true), ("mail.example", false)] {
        let settings = Settings { host: host.to_owned(), ..settings(25, Security::Plain) };
        assert_eq!(Mail::new(settings, bounds(), None, clock()).is_ok(), fits, "{host}");
    }
    let wrong = [
        Settings { from: "nobody".to_owned(), ..settings(25, Security::Tls) },
        Settings { from: "a@b.example\r\nBcc: c@d.example".to_owned(), ..settings(25, Security::Tls) },
        Settings { from_name: "A\nB".to_owned(), ..settings(25, Security::Tls) },
        Settings { hello: "a b".to_owned(), ..settings(25, Security::Tls) },
        Settings { host: String::new(), ..settings(25, Security::Tls) },
    ];
    for wrong in wrong {
        let wrong = Settings { credentials: known(), ..wrong };
        assert_eq!(format!("{wrong:?}"), "Settings");
        let refused = Mail::new(wrong, bounds(), None, clock()).unwrap_err();
        assert!(!refused.contains(PASSWORD), "{refused}");
    }
}

#[test]
fn the_older_way_of_showing_a_password_is_known() {
    let faults: [Fault; 4] = [
        ("EHLO", Instead::Say("250-mail.example\r\n250 AUTH LOGIN")),
        ("AUTH", Instead::Say("334 VXNlcm5hbWU6")),
        ("cG9yY2g=", Instead::Say("334 UGFzc3dvcmQ6")),
        ("YmV0d2Vlbi11cy00NzEx", Instead::Say("235 welcome")),
    ];
    assert_eq!(handed(&faults).0, taken());
}

/// A reply, and what it comes to.
#[test]
fn every_reply_at_every_step_has_its_meaning() {
    use Handed::{NotNow as Later, Refused as Never};
    let cases: &[(&str, &str, Handed)] = &[
        ("HELLO", "421 closing", Later(NotNow::TooMany)),
        ("HELLO", "554 no service here", Later(NotNow::Broken)),
        ("HELLO", "HTTP/1.1 400 Bad Request", Later(NotNow::Broken)),
        ("HELLO", "99 x", Later(NotNow::Broken)),
        ("HELLO", "220x", Later(NotNow::Broken)),
        ("EHLO", "502 what", Later(NotNow::Broken)),
        ("EHLO", "250 nothing offered", Later(NotNow::Credentials)),
        ("EHLO", "250-mail.example\r\n250 AUTH GSSAPI", Later(NotNow::Credentials)),
        ("AUTH", "535 5.7.8 no such user", Later(NotNow::Credentials)),
        ("AUTH", "454 4.7.0 later", Later(NotNow::TooMany)),
        ("AUTH", "504 not known", Later(NotNow::Credentials)),
        ("MAIL", "550 5.7.60 may not send as this", Later(NotNow::Credentials)),
        ("MAIL", "530 5.7.0 sign in first", Later(NotNow::Credentials)),
        ("MAIL", "451 later", Later(NotNow::TooMany)),
        ("MAIL", "552 too big", Never(Refused::Content)),
        ("RCPT", "450 4.2.1 greylisted", Later(NotNow::TooMany)),
        ("RCPT", "452 full", Later(NotNow::TooMany)),
        ("RCPT", "552 full for now", Later(NotNow::TooMany)),
        ("RCPT", "550 5.1.1 nobody of this name", Never(Refused::Address)),
        ("RCPT", "550 nobody of this name", Never(Refused::Address)),
        ("RCPT", "553 no mailbox name", Never(Refused::Address)),
        ("RCPT", "550 5.7.1 no relaying", Never(Refused::Other)),
        ("RCPT", "554 no", Never(Refused::Other)),
        ("RCPT", "251 it goes on to another server", taken()),
        ("DATA", "451 later", Later(NotNow::TooMany)),
        ("DATA", "554 no valid recipients", Never(Refused::Content)),
        ("TEXT", "421 closing", Later(NotNow::TooMany)),
        ("TEXT", "451 4.3.0 disk full", Later(NotNow::TooMany)),
        ("TEXT", "550 nobody of this name", Never(Refused::Address)),
        ("TEXT", "550 5.7.1 looks like spam", Never(Refused::Content)),
        ("TEXT", "552 too big", Never(Refused::Content)),
        ("TEXT", "554 5.6.0 odd", Never(Refused::Content)),
        ("TEXT", "503 what", Never(Refused::Other)),
        ("TEXT", "what?", Handed::InDoubt),
        ("TEXT", "354 more?", Handed::InDoubt),
        ("QUIT", "500 never", taken()),
    ];
    for (at, reply, meaning) in cases {
        assert_eq!(handed(&[(at, Instead::Say(reply))]).0, *meaning, "{reply} at {at}");
    }
}

#[test]
fn where_it_ends_says_whether_it_may_have_left() {
    let later = Handed::NotNow(NotNow::Unreachable);
    for (at, meaning) in
        [("HELLO", &later), ("RCPT", &later), ("DATA", &later), ("TEXT", &Handed::InDoubt), ("QUIT", &taken())]
    {
        for how in [Instead::Close, Instead::Silence, Instead::Trickle] {
            let (answered, seen) = handed(&[(at, how)]);
            assert_eq!(answered, *meaning, "{how:?} at {at}");
            assert_eq!(seen.taken.len(), usize::from(at == "QUIT"), "{how:?} at {at}");
        }
    }
    let broken = Handed::NotNow(NotNow::Broken);
    for (at, meaning) in [("HELLO", &broken), ("RCPT", &broken), ("TEXT", &Handed::InDoubt), ("QUIT", &taken())] {
        for how in [Instead::Endless, Instead::Lines] {
            assert_eq!(handed(&[(at, how)]).0, *meaning, "{how:?} at {at}");
        }
    }
    // A mail server knows no references.
    assert_eq!(mail(settings(25, Security::Plain)).left(&parcel().reference), Left::CannotSay);
}

#[test]
fn a_server_that_is_not_there_is_not_reached() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for security in [Security::Plain, Security::Tls, Security::StartTls] {
        assert_eq!(mail(settings(port, security)).hand(&parcel()), Handed::NotNow(NotNow::Unreachable));
    }
}

#[test]
fn no_address_and_no_subject_writes_a_line_of_its_own() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let carrier = mail(settings(port, Security::Plain));
    for to in [
        "",
        "ann",
        "ann@",
        "a b@person.example",
        "ann@person.example\r\nRCPT TO:<other@person.example>",
        "ann@person.example> SIZE=1",
        "ann@person.example, other@person.example",
        "<ann@person.example>",
        "\"a\nb\"@person.example",
        "änn@person.example",
        "07700900123",
    ] {
        let odd = Parcel { to: to.to_owned(), ..parcel() };
        assert_eq!(carrier.hand(&odd), Handed::Refused(Refused::Address), "{to:?}");
    }
    for subject in ["a\nBcc: other@person.example", "a\r\n\r\nb", "a\0", "a\u{85}b"] {
        let odd = Parcel { subject: subject.to_owned(), ..parcel() };
        assert_eq!(carrier.hand(&odd), Handed::Refused(Refused::Content), "{subject:?}");
    }
    let odd = Parcel { reference: "a@b>\r\n".to_owned(), ..parcel() };
    assert_eq!(carrier.hand(&odd), Handed::Refused(Refused::Other));
    assert_eq!(format!("{carrier:?}"), "Mail");
}
