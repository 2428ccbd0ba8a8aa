//! What tests share: builders, and databases.

pub mod postgres;
