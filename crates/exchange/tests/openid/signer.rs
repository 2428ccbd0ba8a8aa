//! Keys of an invented provider, and tokens that it signs, right or wrong.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use porch_exchange::openid::{Algorithm, ClientKey, Keys};
use porch_testkit::pds::SHORT_KEY_OF_NOBODY;
use ring::{
    rand::SystemRandom,
    signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair},
};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::{Value, json};

/// A key made for these tests, which opens nothing anywhere.
pub const NOBODYS: &str = include_str!("key_of_nobody.pem");

pub fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub enum Pair {
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

/// A key with a name.
pub struct Signer {
    pub kid: &'static str,
    pub pair: Pair,
}

impl Signer {
    pub fn ec(kid: &'static str) -> Self {
        let (how, random) = (&signature::ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let made = EcdsaKeyPair::generate_pkcs8(how, &random).unwrap();
        Self { kid, pair: Pair::Ec(EcdsaKeyPair::from_pkcs8(how, made.as_ref(), &random).unwrap()) }
    }

    pub fn ed(kid: &'static str) -> Self {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self { kid, pair: Pair::Ed(Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap()) }
    }

    pub fn rsa(kid: &'static str) -> Self {
        Self::rsa_of(kid, NOBODYS)
    }

    pub fn short_rsa(kid: &'static str) -> Self {
        Self::rsa_of(kid, SHORT_KEY_OF_NOBODY)
    }

    fn rsa_of(kid: &'static str, pem: &str) -> Self {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
        Self { kid, pair: Pair::Rsa(RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).unwrap()) }
    }

    pub fn algorithm(&self) -> &'static str {
        match self.pair {
            Pair::Ec(_) => "ES256",
            Pair::Ed(_) => "EdDSA",
            Pair::Rsa(_) => "RS256",
        }
    }

    /// The public key as a provider publishes it.
    pub fn public(&self) -> Value {
        match &self.pair {
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({ "kty": "EC", "crv": "P-256", "kid": self.kid, "use": "sig", "x": encoded(&point[1..33]), "y": encoded(&point[33..]) })
            }
            Pair::Ed(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "kid": self.kid, "x": encoded(pair.public_key().as_ref()) })
            }
            Pair::Rsa(pair) => {
                let public: ring::rsa::PublicKeyComponents<Vec<u8>> = pair.public().into();
                json!({ "kty": "RSA", "kid": self.kid, "n": encoded(&public.n), "e": encoded(&public.e) })
            }
        }
    }

    /// Signs under any header.
    pub fn sign_under(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()));
        let random = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Ec(pair) => pair.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(message.as_bytes()).as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
                signature
            }
        };
        format!("{message}.{}", encoded(&signature))
    }

    pub fn sign(&self, claims: &Value) -> String {
        self.sign_under(&json!({ "alg": self.algorithm(), "kid": self.kid }), claims)
    }
}

pub fn keys(signers: &[&Signer]) -> Keys {
    let all: Vec<Value> = signers.iter().map(|signer| signer.public()).collect();
    Keys::read(json!({ "keys": all }).to_string().as_bytes()).unwrap()
}

/// What a client of ours would sign with.
pub fn client_key(algorithm: Option<Algorithm>) -> ClientKey {
    ClientKey::read(NOBODYS.as_bytes(), algorithm, Some("ours".to_owned())).unwrap()
}
