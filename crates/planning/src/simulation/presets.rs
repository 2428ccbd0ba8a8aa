//! Scenarios that come with the program.

/// A scenario that comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// By which it is asked for.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The scenario as a file has it.
    pub text: &'static str,
}

/// All of them.
pub const PRESETS: &[Preset] = &[
    Preset {
        name: "mmc",
        about: "a queue with exponential times between arrivals and of service, and any number of servers",
        text: include_str!("presets/mmc.toml"),
    },
    Preset {
        name: "mgc",
        about: "the same with times of service that vary less or more",
        text: include_str!("presets/mgc.toml"),
    },
    Preset {
        name: "service",
        about: "a perinatal mental health service of one area, from referral to the end of treatment",
        text: include_str!("presets/service.toml"),
    },
];
