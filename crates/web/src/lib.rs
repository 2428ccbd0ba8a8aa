//! Pages and HTTP interfaces.

pub mod assets;
pub mod components;
