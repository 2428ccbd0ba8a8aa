//! Somebody at the door: a browser without script, which follows where it is led and keeps the cookie.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};

use crate::support::{Answer, House, between, request};

pub struct Visitor<'a> {
    pub house: &'a House,
    pub cookie: String,
}

/// A form as a browser sends it.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                other => format!("%{other:02X}"),
            })
            .collect::<String>()
    };
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

/// The words of the main part as they are read, in lower case.
pub fn words(answer: &Answer) -> String {
    let main = answer.body.split("<main").nth(1).unwrap_or_default().split("</main>").next().unwrap_or_default();
    let text = main.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text = text.collect::<Vec<_>>().join(" ").replace("&quot;", "\"").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl<'a> Visitor<'a> {
    /// Somebody who has begun.
    pub async fn begins(house: &'a House, way: &str) -> Visitor<'a> {
        Self::begins_with(house, &[("way", way)]).await
    }

    pub async fn begins_with(house: &'a House, fields: &[(&str, &str)]) -> Visitor<'a> {
        let mut visitor = Visitor { house, cookie: String::new() };
        let answer = visitor.post("/ask/start", fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(answer.header("location"), "/ask/q/now");
        assert!(visitor.cookie.len() > 64, "{}", visitor.cookie);
        visitor
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.house.ask(request(Method::GET, path, &self.cookie)).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_as(path, "application/x-www-form-urlencoded", encoded(fields).into_bytes()).await
    }

    pub async fn post_as(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path).header("host", "porch.example");
        let request = request.header("content-type", kind).header("cookie", &self.cookie);
        let answer = self.house.ask(request.body(Body::from(body)).unwrap()).await;
        let set = answer.header("set-cookie").split(';').next().unwrap_or_default();
        if !set.is_empty() {
            set.clone_into(&mut self.cookie);
        }
        answer
    }

    /// Answers a page and says where it leads.
    pub async fn answers(&mut self, step: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post(&format!("/ask/q/{step}"), fields).await;
        let wrong = between(&answer.body, "nhsuk-error-summary__list", "</ul>");
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}: {wrong}");
        answer.header("location").to_owned()
    }

    /// Sends, and gives the page that says so.
    pub async fn sends(&mut self) -> Answer {
        let answer = self.post("/ask/check", &[]).await;
        let wrong = between(&answer.body, "nhsuk-error-summary__list", "</ul>");
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/ask/sent"), "{wrong}");
        self.get("/ask/sent").await
    }
}

/// The reference on a page.
pub fn reference(answer: &Answer) -> String {
    between(&answer.body, "porch-reference\">", "<").to_owned()
}
