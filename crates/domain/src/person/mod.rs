//! People: who they are, their perinatal episodes, and how it is safe to reach them.

mod nhs_number;

pub use nhs_number::{NhsNumber, NotAnNhsNumber};
