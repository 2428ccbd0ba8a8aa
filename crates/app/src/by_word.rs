//! What is opened with a link and a word: by her, without an account (PR-22). Only what is hashed of both stays.

use jiff::SignedDuration;
use porch_domain::disallowed::Disallowed;

use crate::{
    Ctx,
    door::{fresh_key, hash_of_key},
    error::AppError,
};

/// The shortest word, in characters.
pub const SHORTEST_WORD: usize = 4;

/// How often a wrong word may be tried before a link opens nothing more: she is given a new one.
pub const MOST_WRONG: i64 = 5;

/// For how long something stays open in one place without anything being done.
pub const SITTING: SignedDuration = SignedDuration::from_mins(30);

/// A new link: what its address carries, and the hashes of that and of the word.
pub(crate) struct Fresh {
    pub(crate) token: String,
    pub(crate) hash: String,
    pub(crate) word: String,
}

/// A new link with a word.
///
/// # Errors
/// When the word is shorter than [`SHORTEST_WORD`].
pub(crate) fn fresh_link(ctx: &Ctx, word: &str) -> Result<Fresh, AppError> {
    if folded(word).chars().count() < SHORTEST_WORD {
        return Err(Disallowed::Empty("the word agreed with her, of four letters or more,").into());
    }
    let token = fresh_key(ctx);
    let hash = hash_of_key(&token);
    let word = hash_of_word(&hash, word);
    Ok(Fresh { token, hash, word })
}

/// A word as it is compared: what a telephone's keyboard makes of it makes no difference.
fn folded(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What is kept of a word: never the same for two links.
pub(crate) fn hash_of_word(link: &str, word: &str) -> String {
    hash_of_key(&format!("{link}:{}", folded(word)))
}
