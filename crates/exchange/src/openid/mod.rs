//! OpenID Connect, as far as somebody signs in with it: the authorisation code flow of one provider, with a code that is bound
//! to who asked for it, and an identity token that is checked in full.

mod jose;
mod provider;
mod token;
mod told;

pub use jose::{Algorithm, ClientKey, Keys, TokenProblem};
pub use provider::{Asking, Client, Provider, ProviderProblem, Redeeming, Secret, Settings, Told, challenge};
pub use token::{Ended, Expected, IdentityToken, LEEWAY, identity, logout};
pub use told::asserted;
