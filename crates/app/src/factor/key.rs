//! The key under which secrets of authenticators are kept: a copy of the database alone opens none of them.

use std::fmt;

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use porch_domain::{account::FactorId, ids::AccountId};

use crate::{World, error::AppError};

/// Bytes of the key.
const BYTES: usize = 32;
/// Bytes of the number that each encryption has for itself.
const NONCE: usize = 24;

/// The key. It stands in the settings of the machine, never in the database or a backup.
#[derive(Clone)]
pub struct FactorKey(XChaCha20Poly1305);

impl fmt::Debug for FactorKey {
    /// Says nothing: what is debugged may be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorKey")
    }
}

impl FactorKey {
    /// A key as it is written in a file or the environment: 64 hexadecimal digits; none for anything else.
    pub fn of_text(text: &str) -> Option<Self> {
        let bytes = porch_domain::ids::unhex(text.trim()).filter(|bytes| bytes.len() == BYTES)?;
        XChaCha20Poly1305::new_from_slice(&bytes).ok().map(Self)
    }

    /// The text of a new key.
    pub fn drawn(world: &dyn World) -> String {
        porch_domain::ids::hex(&[world.random(), world.random()].concat())
    }

    /// Encrypts the secret of a factor. What it is of goes in, so that it opens for no other account.
    pub(super) fn close(&self, world: &dyn World, of: &Of<'_>, secret: &[u8]) -> Result<Vec<u8>, AppError> {
        let drawn = [world.random(), world.random()].concat();
        let nonce = &drawn[..NONCE];
        let written = of.written();
        let payload = Payload { msg: secret, aad: written.as_bytes() };
        let closed = self.0.encrypt(XNonce::from_slice(nonce), payload).map_err(|_| AppError::FactorKey)?;
        Ok([nonce, &closed].concat())
    }

    /// The secret again.
    pub(super) fn open(&self, of: &Of<'_>, kept: &[u8]) -> Result<Vec<u8>, AppError> {
        let (nonce, closed) = kept.split_at_checked(NONCE).ok_or(AppError::FactorKey)?;
        let written = of.written();
        let payload = Payload { msg: closed, aad: written.as_bytes() };
        self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| AppError::FactorKey)
    }
}

/// Of what something is encrypted.
pub(super) struct Of<'a> {
    pub footprint: &'a str,
    pub account: AccountId,
    pub factor: FactorId,
}

impl Of<'_> {
    fn written(&self) -> String {
        format!("porch factor 1\n{}\n{}\n{}", self.footprint, self.account, self.factor)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::context::Still;

    #[test]
    fn what_is_kept_opens_under_its_key_for_its_account_and_whole() {
        let text = FactorKey::drawn(&Still);
        let key = FactorKey::of_text(&format!(" {text}\n")).unwrap();
        let (account, factor) = (AccountId(Uuid::from_u128(1)), FactorId(Uuid::from_u128(2)));
        let of = Of { footprint: "kent-medway", account, factor };
        let kept = key.close(&Still, &of, b"a secret of twenty b").unwrap();
        assert!(!kept.windows(6).any(|part| part == b"secret"));
        assert_eq!(key.open(&of, &kept).unwrap(), b"a secret of twenty b");
        let another = Of { account: AccountId(Uuid::from_u128(3)), ..of };
        assert!(key.open(&another, &kept).is_err(), "it opens for another account");
        let other_key = FactorKey::of_text(&"ab".repeat(32)).unwrap();
        let of = Of { footprint: "kent-medway", account, factor };
        assert!(other_key.open(&of, &kept).is_err(), "it opens under another key");
        for at in 0..kept.len() {
            let mut altered = kept.clone();
            altered[at] ^= 1;
            assert!(key.open(&of, &altered).is_err(), "byte {at}");
        }
        assert!(key.open(&of, &kept[..10]).is_err());
        for none in ["", "ab", &"ab".repeat(31), &"xy".repeat(32)] {
            assert!(FactorKey::of_text(none).is_none(), "{none}");
        }
        assert_eq!(format!("{key:?}"), "FactorKey");
    }
}
