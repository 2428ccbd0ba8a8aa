//! OpenID Connect, as far as somebody signs in with it: the authorisation code flow of one provider, with a code that is bound
//! to who asked for it, and an identity token that is checked in full.

mod answer;
mod jose;
mod provider;
mod token;
mod told;

pub use answer::{Document, Tokens, more};
pub use jose::{Keys, TokenProblem};
pub use provider::{Asking, Client, Provider, ProviderProblem, Redeeming, Secret, Settings, Told, challenge};
pub use token::{Ended, Expected, IdentityToken, LEEWAY, identity, logout};
pub use told::asserted;

pub use crate::signing::{Algorithm, ClientKey};
