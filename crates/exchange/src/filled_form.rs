//! What a record system says when it fills in a form of ours, and whether it is the system that was agreed with (N2).
//!
//! The system signs when it says it, a number that it uses once, and every byte of what it says, with a key that both hold. So
//! nothing of a person stands in an address, and nobody can change, repeat or make up what was said.

use jiff::{SignedDuration, Timestamp};
use ring::hmac;

/// How far the clocks of both may be apart.
pub const APART: SignedDuration = SignedDuration::from_mins(5);

/// The fewest characters of a key.
pub const SHORTEST_KEY: usize = 32;

/// What a system says, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// When it says it, as it was written (RFC 3339).
    pub at: &'a str,
    /// The number that it uses once, as it was written.
    pub number: &'a str,
    /// What it says.
    pub content: &'a [u8],
}

/// Why it is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotBelieved {
    /// The signature is not that of this key over these bytes.
    #[error("the signature is not that of the key over what was sent")]
    Signature,
    /// It was said too long ago, or is still to be said.
    #[error("it was not said within the last five minutes")]
    Time,
}

impl Statement<'_> {
    fn signed(&self) -> Vec<u8> {
        [self.at.as_bytes(), b"\n", self.number.as_bytes(), b"\n", self.content].concat()
    }

    /// The signature of a key, in hexadecimal digits.
    pub fn signature(&self, key: &str) -> String {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), &self.signed());
        tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether a key signed it, lately.
    ///
    /// # Errors
    /// Why it is not believed. The signature is looked at first: a stranger learns nothing of the time.
    pub fn believe(&self, key: &str, signature: &str, now: Timestamp) -> Result<(), NotBelieved> {
        let tag = bytes(signature).ok_or(NotBelieved::Signature)?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        hmac::verify(&key, &self.signed(), &tag).map_err(|_| NotBelieved::Signature)?;
        let at: Timestamp = self.at.parse().map_err(|_| NotBelieved::Time)?;
        if now.duration_since(at).abs() > APART { Err(NotBelieved::Time) } else { Ok(()) }
    }
}

/// The bytes of hexadecimal digits.
fn bytes(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || text.len() != 64 {
        return None;
    }
    (0..32).map(|nth| u8::from_str_radix(text.get(2 * nth..2 * nth + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "an invented key of thirty-two characters";

    // N2
    #[test]
    fn what_is_altered_signed_by_another_or_old_is_not_believed() {
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let said =
            Statement { at: "2026-11-23T10:00:00Z", number: "0190a0b0-0000-7000-8000-000000000009", content: b"{}" };
        let signature = said.signature(KEY);
        assert_eq!(said.believe(KEY, &signature, now), Ok(()));
        let altered = format!("{}{}", if signature.starts_with('0') { '1' } else { '0' }, &signature[1..]);
        for (case, statement, key, signature) in [
            ("another content", Statement { content: b"{ }", ..said }, KEY, signature.as_str()),
            ("another number", Statement { number: "0190a0b0-0000-7000-8000-000000000008", ..said }, KEY, &signature),
            ("another time", Statement { at: "2026-11-23T10:00:01Z", ..said }, KEY, &signature),
            ("another key", said, "another invented key of thirty-two chars", &signature),
            ("one digit", said, KEY, &altered),
            ("no digits", said, KEY, "nonsense"),
            ("none", said, KEY, ""),
            ("digits of another script", said, KEY, &"\u{0663}".repeat(32)),
        ] {
            assert_eq!(statement.believe(key, signature, now), Err(NotBelieved::Signature), "{case}");
        }
        for (now, believed) in [
            ("2026-11-23T10:05:00Z", Ok(())),
            ("2026-11-23T10:05:01Z", Err(NotBelieved::Time)),
            ("2026-11-23T09:55:00Z", Ok(())),
            ("2026-11-23T09:54:59Z", Err(NotBelieved::Time)),
        ] {
            assert_eq!(said.believe(KEY, &signature, now.parse().unwrap()), believed, "{now}");
        }
        let never = Statement { at: "soon", ..said };
        assert_eq!(never.believe(KEY, &never.signature(KEY), now), Err(NotBelieved::Time));
    }

    // The key is in no message and no log: this vector is for whoever writes the other side.
    #[test]
    fn the_vector_of_the_guide_holds() {
        let said = Statement {
            at: "2026-11-23T10:00:00Z",
            number: "0190a0b0-0000-7000-8000-000000000009",
            content: br#"{"now":"baby","name":"Fay Example"}"#,
        };
        let guide = include_str!("../../../docs/guides/fill-in-the-form.md");
        assert!(guide.contains(&said.signature("an invented key of thirty-two characters")), "{}", said.signature(KEY));
    }
}
