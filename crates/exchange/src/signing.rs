//! Showing another program that it is us who ask: a key of ours, and a statement that it signs (RFC 7523, `private_key_jwt`).
//!
//! What a provider signed is checked in `openid/jose.rs`; here is what we sign, for every program that lets us in by it.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{self, EcdsaKeyPair, RsaKeyPair},
};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a statement of who asks is called where a token is asked for (RFC 7523, 2.2).
pub(crate) const STATEMENT: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names of RFC 7518 and RFC 8037")]
pub enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    EdDSA,
}

impl Algorithm {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    /// The name in a token's header.
    pub fn name(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDSA => "EdDSA",
        }
    }

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name)
    }

    fn signs_rsa(self) -> Option<&'static dyn signature::RsaEncoding> {
        match self {
            Self::RS256 => Some(&signature::RSA_PKCS1_SHA256),
            Self::RS384 => Some(&signature::RSA_PKCS1_SHA384),
            Self::RS512 => Some(&signature::RSA_PKCS1_SHA512),
            Self::PS256 => Some(&signature::RSA_PSS_SHA256),
            Self::PS384 => Some(&signature::RSA_PSS_SHA384),
            Self::PS512 => Some(&signature::RSA_PSS_SHA512),
            Self::ES256 | Self::ES384 | Self::EdDSA => None,
        }
    }
}

/// The fewest bits of an RSA key: about 128 of strength.
///
/// # Source
/// NIST SP 800-57 Part 1 Rev. 5, table 2; OWASP ASVS 5.0, 11.2.3.
pub(crate) const FEWEST_RSA_BITS: usize = 3072;

/// Nothing could be signed: the machine has no randomness to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this machine could not sign")]
pub struct Unsigned;

enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ec(Box<EcdsaKeyPair>),
}

/// A private key of ours, with which we tell another program who asks (RFC 7523).
pub struct ClientKey {
    pair: Pair,
    algorithm: Algorithm,
    kid: Option<String>,
}

impl fmt::Debug for ClientKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientKey")
    }
}

impl ClientKey {
    /// Reads a private key in PEM; signed is as asked, or as is usual for a key of its kind. What stands in it is not repeated.
    ///
    /// # Errors
    /// What was expected.
    pub fn read(pem: &[u8], algorithm: Option<Algorithm>, kid: Option<String>) -> Result<Self, &'static str> {
        let expected =
            "no private key in it can be used (expected RSA of 3072 bits or more, or P-256 or P-384 in PKCS#8, as PEM)";
        let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| expected)?;
        let rsa = match &key {
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).ok(),
            PrivateKeyDer::Pkcs8(der) => RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).ok(),
            _ => None,
        };
        let (pair, usual) = match (rsa, &key) {
            (Some(rsa), _) if rsa.public().modulus_len() * 8 < FEWEST_RSA_BITS => {
                return Err("the RSA key in it is too short (expected 3072 bits or more, or P-256 or P-384)");
            }
            (Some(rsa), _) => (Pair::Rsa(Box::new(rsa)), Algorithm::RS256),
            (None, PrivateKeyDer::Pkcs8(der)) => {
                let of = |how| EcdsaKeyPair::from_pkcs8(how, der.secret_pkcs8_der(), &SystemRandom::new());
                match of(&signature::ECDSA_P256_SHA256_FIXED_SIGNING) {
                    Ok(pair) => (Pair::Ec(Box::new(pair)), Algorithm::ES256),
                    Err(_) => {
                        let pair = of(&signature::ECDSA_P384_SHA384_FIXED_SIGNING).map_err(|_| expected)?;
                        (Pair::Ec(Box::new(pair)), Algorithm::ES384)
                    }
                }
            }
            (None, _) => return Err(expected),
        };
        let algorithm = algorithm.unwrap_or(usual);
        let fits = match &pair {
            Pair::Rsa(_) => algorithm.signs_rsa().is_some(),
            Pair::Ec(_) => algorithm == usual,
        };
        if fits {
            Ok(Self { pair, algorithm, kid })
        } else {
            Err(
                "the key is not one for this way of signing (expected RS… or PS… for RSA, ES256 for P-256, ES384 for P-384)",
            )
        }
    }

    /// Signs claims. The library draws what a signature needs of chance itself.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub fn sign(&self, claims: &Value) -> Result<String, Unsigned> {
        let mut header = serde_json::json!({ "alg": self.algorithm.name(), "typ": "JWT" });
        if let Some(kid) = &self.kid {
            header["kid"] = Value::String(kid.clone());
        }
        let message =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let random = SystemRandom::new();
        let signature = match (&self.pair, self.algorithm.signs_rsa()) {
            (Pair::Rsa(pair), Some(how)) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(how, &random, message.as_bytes(), &mut signature).map_err(|_| Unsigned)?;
                signature
            }
            (Pair::Ec(pair), _) => pair.sign(&random, message.as_bytes()).map_err(|_| Unsigned)?.as_ref().to_vec(),
            (Pair::Rsa(_), None) => return Err(Unsigned),
        };
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// Claims signed with a secret that both sides have (RFC 7515, HS256).
pub(crate) fn signed_with(secret: &hmac::Key, claims: &Value) -> String {
    let header = serde_json::json!({ "typ": "JWT", "alg": "HS256" });
    let message =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let signature = hmac::sign(secret, message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Whether somebody knows a secret; how long it takes says nothing of how much of it was right.
pub(crate) fn is_secret(secret: &str, shown: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    !secret.is_empty() && hmac::verify(&key, shown.as_bytes(), hmac::sign(&key, secret.as_bytes()).as_ref()).is_ok()
}
