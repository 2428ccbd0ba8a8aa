//! What carriers of messages tell by themselves. The first line says which carrier; the rest is what came.
//!
//! Nobody guesses a token or a signature, so what is read behind one is signed here.

use porch_exchange::carrier::{
    NotTold, Told, govuk_notify,
    nhs_notify::{self, Agreed},
};
use ring::hmac;

const TOKEN: &str = "agreed";
const AGREED: Agreed<'_> = Agreed { application: "application", api_key: "key" };

/// What came is read or refused, what is read has names in bounds, and without what was agreed nothing is read.
pub fn told(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (carrier, content) = (&input[..end], input.get(end + 1..).unwrap_or_default());
    match carrier {
        b"govuk" => {
            if let Ok(told) = govuk_notify::told(Some("Bearer agreed"), TOKEN, content) {
                fits(&told);
            }
        }
        b"nhs" => {
            let key = hmac::Key::new(hmac::HMAC_SHA256, b"application.key");
            let signature: String =
                hmac::sign(&key, content).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            let read = nhs_notify::told(Some("key"), Some(&signature), AGREED, content);
            read.iter().flatten().flatten().for_each(fits);
            // The same with another end was signed by nobody.
            let more = [content, b" "].concat();
            let forged = nhs_notify::told(Some("key"), Some(&signature), AGREED, &more);
            assert_eq!(forged, Err(NotTold::NotLetIn), "a signature of something else");
        }
        // What whoever asks shows of itself.
        b"shown" => {
            let line = String::from_utf8_lossy(content);
            let delivered = br#"{"id":"a","status":"delivered"}"#;
            if govuk_notify::told(Some(&line), TOKEN, delivered).is_ok() {
                assert!(line.to_lowercase().starts_with("bearer ") && line.trim_end().ends_with(TOKEN), "{line:?}");
            }
            let signed = nhs_notify::told(Some("key"), Some(&line), AGREED, b"not signed");
            assert_eq!(signed, Err(NotTold::NotLetIn), "{line:?}");
        }
        _ => {}
    }
}

fn fits(told: &Told) {
    assert!((1..=100).contains(&told.receipt.len()) && !told.receipt.contains(char::is_whitespace));
    assert!(told.reference.as_ref().is_none_or(|reference| {
        reference.len() <= 64 && reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    }));
}
