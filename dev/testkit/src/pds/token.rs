//! A token for a signed statement of who asks.
//!
//! # Source
//! NHS England, "Application-restricted RESTful APIs - signed JWT authentication"; RFC 7523.

use std::net::SocketAddr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{RSA_PKCS1_2048_8192_SHA512, RsaKeyPair, UnparsedPublicKey};
use rustls_pki_types::{PrivatePkcs8KeyDer, pem::PemObject};
use serde_json::{Value, json};

use super::{API_KEY, KEY_ID, KEY_OF_NOBODY, Reply, Request, State};

pub(super) const PATH: &str = "/oauth2/token";

pub(super) fn given(request: &Request, state: &mut State, address: SocketAddr) -> Reply {
    match checked(request, state, &format!("http://{address}{PATH}")) {
        Ok(()) => {
            state.given += 1;
            let token = format!("invented-token-{}", state.given);
            state.tokens.insert(token.clone());
            // The real one writes the seconds as text.
            let seconds = state.token_seconds.to_string();
            Reply::ok(&json!({ "access_token": token, "expires_in": seconds, "token_type": "Bearer" }))
        }
        Err(what) => {
            state.violations.push(format!("token: {what}"));
            Reply { status: 401, more: "", body: json!({ "error": "invalid_client" }).to_string() }
        }
    }
}

fn checked(request: &Request, state: &mut State, audience: &str) -> Result<(), &'static str> {
    let body = String::from_utf8(request.body.clone()).map_err(|_| "the form")?;
    let field = |wanted: &str| {
        let pair = body.split('&').filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == wanted);
        pair.map(|(_, value)| value.replace("%3A", ":"))
    };
    let is = |name: &str, value: &str| field(name).as_deref() == Some(value);
    if request.method != "POST" || !is("grant_type", "client_credentials") {
        return Err("grant_type");
    }
    if !is("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
        return Err("client_assertion_type");
    }
    let assertion = field("client_assertion").ok_or("client_assertion")?;
    let parts: Vec<&str> = assertion.split('.').collect();
    let [header, claims, signature] = parts[..] else { return Err("not three parts") };
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| "not base64url");
    let json = |bytes: Vec<u8>| serde_json::from_slice::<Value>(&bytes).map_err(|_| "not JSON");
    let (head, said) = (json(part(header)?)?, json(part(claims)?)?);
    if head["alg"] != "RS512" || head["kid"] != KEY_ID {
        return Err("the header");
    }
    if said["iss"] != API_KEY || said["sub"] != API_KEY || said["aud"] != audience {
        return Err("who asks, or whom");
    }
    let now = super::now().as_second();
    if !said["exp"].as_i64().is_some_and(|until| until > now && until <= now + 300) {
        return Err("until when it holds");
    }
    let id = said["jti"].as_str().ok_or("its id")?;
    if !state.statements.insert(id.to_owned()) {
        return Err("its id was used before");
    }
    let der = PrivatePkcs8KeyDer::from_pem_slice(KEY_OF_NOBODY.as_bytes()).map_err(|_| "the key of the test")?;
    let pair = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map_err(|_| "the key of the test")?;
    let known = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA512, pair.public().as_ref().to_vec());
    known.verify(format!("{header}.{claims}").as_bytes(), &part(signature)?).map_err(|_| "the signature")
}
