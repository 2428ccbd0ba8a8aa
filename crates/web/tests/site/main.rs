//! The site as a browser meets it: requests against the router over a database of its own.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod accounts;
mod http;
mod public_pages;
mod records;
mod report;
mod services;
mod sources;
mod staff;
mod support;
