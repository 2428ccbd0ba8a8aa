//! The way into a demonstration: one link for each role, good for as long as the program runs.

use porch_app::World;
use porch_domain::{actor::Role, ids::hex};
use sha2::{Digest, Sha256};

/// The sign-in links of a demonstration. Only a site that was given one has the address at all.
pub struct DemoDoor {
    tokens: Vec<(Role, String)>,
}

impl DemoDoor {
    /// A door with a fresh random token for each role.
    #[must_use]
    pub fn new(world: &dyn World) -> Self {
        let token = || hex(&[world.random(), world.random()].concat());
        Self { tokens: Role::ALL.into_iter().map(|role| (role, token())).collect() }
    }

    /// One sign-in link for each role; `base_url` as `http://127.0.0.1:8080`.
    #[must_use]
    pub fn links(&self, base_url: &str) -> Vec<(Role, String)> {
        let base = base_url.trim_end_matches('/');
        self.tokens.iter().map(|(role, token)| (*role, format!("{base}/demo/sign-in/{token}"))).collect()
    }

    /// The role that a token opens. Every token is compared whole, by its hash, so that the time taken tells nothing.
    pub(crate) fn role_of(&self, token: &str) -> Option<Role> {
        let asked = Sha256::digest(token.as_bytes());
        let mut found = None;
        for (role, known) in &self.tokens {
            let known = Sha256::digest(known.as_bytes());
            let difference = asked.iter().zip(known.iter()).fold(0u8, |sum, (one, other)| sum | (one ^ other));
            if difference == 0 {
                found = Some(*role);
            }
        }
        found
    }
}
