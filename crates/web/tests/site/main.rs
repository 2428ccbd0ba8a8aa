//! The site as a browser meets it: requests against the router over a database of its own.

#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod accounts;
mod advice;
mod ask_exit;
mod ask_faults;
mod ask_files;
mod ask_forms;
mod ask_professional;
mod ask_ways;
mod calls;
mod came_back;
mod care;
mod criteria;
mod deciding;
mod discharge;
mod discussions;
mod done;
mod duty;
mod find;
mod handovers;
mod http;
mod letters;
mod looks;
mod meeting;
mod public_pages;
mod queue;
mod records;
mod referral;
mod report;
mod restricted;
mod services;
mod sources;
mod staff;
mod support;
mod thresholds;
mod under_18;
mod visitor;
