//! Pages and HTTP interfaces.

pub mod assets;
pub mod charts;
pub mod components;
