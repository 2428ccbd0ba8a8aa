//! Carriers of messages, against stand-ins on this machine that hold what they are told to its description and go wrong on demand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod file;
mod govuk_notify;
mod mail;
mod mail_server;
mod nhs_notify;
mod service;

use std::{sync::Arc, time::Duration};

use porch_exchange::{
    carrier::{Clock, Parcel},
    outgoing::Bounds,
};

/// How long a carrier may take here.
const PATIENCE: Duration = Duration::from_secs(1);
/// How much later a busy machine may notice; a stand-in that is silent or trickles would go on for longer than both together.
const SLACK: Duration = Duration::from_secs(6);

fn bounds() -> Bounds {
    Bounds { connect: PATIENCE, total: PATIENCE, most_bytes: 16 * 1024 }
}

/// 22 November 2026, 10:00.
fn clock() -> Clock {
    Arc::new(|| "2026-11-22T10:00:00Z".parse().unwrap())
}

fn parcel() -> Parcel {
    Parcel {
        reference: "0192f0c1-7b6e-7000-8000-000000000001".to_owned(),
        to: "ann.invented@person.example".to_owned(),
        subject: "Your appointment".to_owned(),
        body: "Hello Ann\n\nWe have a time for you.\n".to_owned(),
    }
}
