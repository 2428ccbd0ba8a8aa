//! What she is asked, and what her answers say.

pub mod risk;
