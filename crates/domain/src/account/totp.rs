//! Codes of an authenticator: six digits that follow from a secret and the time.
//!
//! # Source
//! RFC 6238 over RFC 4226, with the values that every authenticator has: HMAC-SHA-1, thirty seconds, six digits.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

/// How long one code is shown.
const STEP_SECONDS: i64 = 30;

/// Digits of a code.
pub const DIGITS: usize = 6;

/// Steps before and after the present one whose codes are taken as well: a clock may be half a minute wrong, and a hand
/// slow.
const AROUND: i64 = 1;

/// Bytes of a secret: as many as the hash gives.
pub const SECRET_BYTES: usize = 20;

/// The secret that a service shares with one authenticator.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; SECRET_BYTES]);

impl std::fmt::Debug for TotpSecret {
    /// Says nothing: what is debugged may be logged.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret")
    }
}

impl TotpSecret {
    /// A secret of drawn bytes.
    pub fn new(bytes: [u8; SECRET_BYTES]) -> Self {
        Self(bytes)
    }

    /// A secret as it was stored; none for another length.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, to be stored encrypted.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The secret as somebody types it into an authenticator: base 32 (RFC 4648), without padding.
    pub fn typed(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut text = String::with_capacity(SECRET_BYTES * 8 / 5);
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0u64, |bits, byte| (bits << 8) | u64::from(*byte));
            for place in (0..8).rev() {
                let letter = usize::try_from((bits >> (place * 5)) & 31).unwrap_or(0);
                text.push(char::from(LETTERS[letter]));
            }
        }
        text
    }

    /// The address that a QR code carries. `service` and `account` are shown by the authenticator.
    ///
    /// # Source
    /// The key URI format of Google Authenticator, which others read as well.
    pub fn address(&self, service: &str, account: &str) -> String {
        let (service, account) = (escaped(service), escaped(account));
        format!(
            "otpauth://totp/{service}:{account}?secret={}&issuer={service}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}",
            self.typed()
        )
    }

    /// The code of a step.
    fn code(&self, step: i64) -> String {
        // INVARIANT: HMAC takes a key of any length.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[hash.len() - 1] & 15);
        let four = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
        format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
    }

    /// The code that an authenticator shows at an instant.
    pub fn code_at(&self, now: Timestamp) -> String {
        self.code(step_of(now))
    }

    /// The step of the code that was typed, where it is right now, or half a minute before or after. A step that was used, or
    /// one before it, is not right again: a code that somebody read over a shoulder opens nothing.
    pub fn step_of_code(&self, typed: &str, now: Timestamp, last_used: Option<i64>) -> Option<i64> {
        let digits: String = typed.chars().filter(|char| !char.is_whitespace()).collect();
        let present = step_of(now);
        // Every step is compared whole, so that the time taken tells nothing.
        let mut found = None;
        for step in present - AROUND..=present + AROUND {
            let fresh = last_used.is_none_or(|last| step > last);
            if same(&self.code(step), &digits) && fresh {
                found = Some(step);
            }
        }
        found
    }
}

fn step_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// A text as an address holds it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
