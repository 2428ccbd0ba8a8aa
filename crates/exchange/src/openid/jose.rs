//! Signed tokens (RFC 7515, 7517, 7518): what a provider signed, checked against its keys.
//!
//! Only public-key signatures are known here. There is no "none" and no shared secret, so that no key of one kind can be taken
//! for one of another.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::Value;

use super::token::Expected;
use crate::signing::{Algorithm, FEWEST_RSA_BITS};

/// The longest token that is read.
const LONGEST: usize = 32 * 1024;
/// The most keys of a provider that are kept.
const MOST_KEYS: usize = 64;

impl Algorithm {
    /// The digest that belongs to it, for `at_hash`.
    pub(super) fn digest(self) -> &'static ring::digest::Algorithm {
        match self {
            Self::RS256 | Self::PS256 | Self::ES256 => &ring::digest::SHA256,
            Self::RS384 | Self::PS384 | Self::ES384 => &ring::digest::SHA384,
            Self::RS512 | Self::PS512 | Self::EdDSA => &ring::digest::SHA512,
        }
    }

    fn checks_rsa(self) -> Option<&'static signature::RsaParameters> {
        match self {
            Self::RS256 => Some(&signature::RSA_PKCS1_2048_8192_SHA256),
            Self::RS384 => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
            Self::RS512 => Some(&signature::RSA_PKCS1_2048_8192_SHA512),
            Self::PS256 => Some(&signature::RSA_PSS_2048_8192_SHA256),
            Self::PS384 => Some(&signature::RSA_PSS_2048_8192_SHA384),
            Self::PS512 => Some(&signature::RSA_PSS_2048_8192_SHA512),
            Self::ES256 | Self::ES384 | Self::EdDSA => None,
        }
    }
}

/// What is wrong with a token. It says nothing of what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// It is no signed token, or longer than any.
    #[error("it is no signed token")]
    Shape,
    /// It is signed in a way that is not allowed here, or not at all.
    #[error("it is signed in a way that is not allowed")]
    Algorithm,
    /// The provider has no such key.
    #[error("the provider has no such key")]
    UnknownKey,
    /// The provider's key is shorter than is taken from it.
    #[error("the provider's RSA key has fewer than 3072 bits, and its settings do not say allow_rsa_2048")]
    ShortKey,
    /// The signature is not of that key.
    #[error("the signature is wrong")]
    Signature,
    /// What it says is not what was expected.
    #[error("its {0} is not the one expected")]
    Claim(&'static str),
}

enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// An uncompressed point, and its curve.
    Ec(Algorithm, Vec<u8>),
    Ed(Vec<u8>),
}

/// A public key of a provider.
struct Key {
    kid: Option<String>,
    alg: Option<Algorithm>,
    material: Material,
}

/// The public keys of a provider.
#[derive(Default)]
pub struct Keys(Vec<Key>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

#[derive(Deserialize)]
struct WrittenKeys {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct WrittenKey {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    used_for: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Keys {
    /// Reads a set of keys. One of a kind that is not known here, or not for signatures, is left out.
    pub fn read(content: &[u8]) -> Option<Self> {
        let written: WrittenKeys = serde_json::from_slice(content).ok()?;
        let keys =
            written.keys.into_iter().take(MOST_KEYS).filter_map(|value| Key::of(serde_json::from_value(value).ok()?));
        Some(Self(keys.collect()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys that may have signed: the one of the name, or all that fit where the token names none.
    fn fitting(&self, kid: Option<&str>, algorithm: Algorithm) -> Vec<&Key> {
        let fits = |key: &&Key| {
            let named = kid.is_none() || key.kid.as_deref() == kid;
            named && key.alg.is_none_or(|of| of == algorithm) && key.is_of(algorithm)
        };
        self.0.iter().filter(fits).collect()
    }
}

impl Key {
    fn of(written: WrittenKey) -> Option<Self> {
        if written.used_for.as_deref().is_some_and(|used| used != "sig") {
            return None;
        }
        let alg = match &written.alg {
            Some(name) => Some(Algorithm::of_name(name)?),
            None => None,
        };
        let bytes = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_ref()?).ok();
        let material = match (written.kty.as_str(), written.crv.as_deref()) {
            ("RSA", _) => Material::Rsa { n: bytes(&written.n)?, e: bytes(&written.e)? },
            ("EC", Some(curve @ ("P-256" | "P-384"))) => {
                let (algorithm, length) =
                    if curve == "P-256" { (Algorithm::ES256, 32) } else { (Algorithm::ES384, 48) };
                let (x, y) = (bytes(&written.x)?, bytes(&written.y)?);
                if x.len() != length || y.len() != length {
                    return None;
                }
                Material::Ec(algorithm, [&[4u8][..], &x, &y].concat())
            }
            ("OKP", Some("Ed25519")) => Material::Ed(bytes(&written.x)?),
            _ => return None,
        };
        Some(Self { kid: written.kid, alg, material })
    }

    fn is_of(&self, algorithm: Algorithm) -> bool {
        match &self.material {
            Material::Rsa { .. } => algorithm.checks_rsa().is_some(),
            Material::Ec(of, _) => *of == algorithm,
            Material::Ed(_) => algorithm == Algorithm::EdDSA,
        }
    }

    /// Whether it is as long as is asked of a provider's key: RSA of 3072 bits, or of 2048 where its settings say so.
    fn is_long_enough(&self, allow_rsa_2048: bool) -> bool {
        match &self.material {
            // Of the library 2048 bits are the fewest.
            Material::Rsa { n, .. } => allow_rsa_2048 || bits(n) >= FEWEST_RSA_BITS,
            Material::Ec(..) | Material::Ed(_) => true,
        }
    }

    fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let checked = match (&self.material, algorithm.checks_rsa()) {
            (Material::Rsa { n, e }, Some(how)) => RsaPublicKeyComponents { n, e }.verify(how, message, signature),
            (Material::Ec(Algorithm::ES384, point), _) => {
                UnparsedPublicKey::new(&signature::ECDSA_P384_SHA384_FIXED, point).verify(message, signature)
            }
            (Material::Ec(_, point), _) => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            (Material::Ed(point), _) => UnparsedPublicKey::new(&signature::ED25519, point).verify(message, signature),
            (Material::Rsa { .. }, None) => return false,
        };
        checked.is_ok()
    }
}

/// How many bits a number has, written with the highest first.
fn bits(number: &[u8]) -> usize {
    let mut from_first = number.iter().skip_while(|byte| **byte == 0);
    let Some(first) = from_first.next() else { return 0 };
    let of_first = (u8::BITS - first.leading_zeros()) as usize;
    of_first + from_first.count() * 8
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

/// A token whose signature is right: what it says, and how it was signed.
pub(super) struct Signed {
    pub claims: Value,
    pub algorithm: Algorithm,
    /// What it says that it is, in lower case.
    pub kind: Option<String>,
}

/// Checks the signature of a token with the keys of a provider, and only then reads what it says.
pub(super) fn signed(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Signed, TokenProblem> {
    if token.len() > LONGEST {
        return Err(TokenProblem::Shape);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(TokenProblem::Shape)?;
    let (header, claims) = message.split_once('.').ok_or(TokenProblem::Shape)?;
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenProblem::Shape);
    let (header, claims, signature) = (part(header)?, part(claims)?, part(signature)?);
    let header: Header = serde_json::from_slice(&header).map_err(|_| TokenProblem::Shape)?;
    let algorithm = Algorithm::of_name(&header.alg)
        .filter(|alg| expected.algorithms.contains(alg))
        .ok_or(TokenProblem::Algorithm)?;
    // Whoever must understand more than this says so there.
    if header.crit.is_some() {
        return Err(TokenProblem::Shape);
    }
    let mut fitting = keys.fitting(header.kid.as_deref(), algorithm);
    if fitting.is_empty() {
        return Err(TokenProblem::UnknownKey);
    }
    fitting.retain(|key| key.is_long_enough(expected.allow_rsa_2048));
    if fitting.is_empty() {
        return Err(TokenProblem::ShortKey);
    }
    if !fitting.iter().any(|key| key.signed(algorithm, message.as_bytes(), &signature)) {
        return Err(TokenProblem::Signature);
    }
    let claims = serde_json::from_slice(&claims).map_err(|_| TokenProblem::Shape)?;
    Ok(Signed { claims, algorithm, kind: header.typ.map(|kind| kind.to_ascii_lowercase()) })
}
