//! The Personal Demographics Service, FHIR API: what it is asked, and what it answers.
//!
//! # Source
//! GitHub NHSDigital/personal-demographics-service-api, `specification/`, commit f57f5839b956fedb708555227ef2f9aefcc0cc37
//! (2026-03-13): application-restricted access.

mod access;
mod answer;
mod request;
mod service;

pub use access::Access;
pub use answer::read;
pub use request::target;
pub use service::Service;

/// The address of a code system of the service's own errors.
pub const ERROR_SYSTEM: &str = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode";
