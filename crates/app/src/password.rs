//! Hashing of passwords: slow on purpose, and therefore bounded in how much of it goes on at once.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{Output, ParamsString, PasswordHash, Salt, SaltString},
};
use jiff::{SignedDuration, Timestamp};

use crate::{World, error::AppError};

/// Memory of one hash, in KiB.
///
/// # Source
/// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes and one lane, at the least.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Hashes at the same moment, each with its own memory.
const AT_ONCE: usize = 4;

/// One comparison in this time, in the long run. It bounds what a flood of guesses at many names costs the machine.
const EACH: SignedDuration = SignedDuration::from_millis(50);

/// How far comparisons may run ahead of that: a hundred at once, as when a whole service comes to work.
const AHEAD: SignedDuration = SignedDuration::from_secs(5);

/// Compared with where there is no password to compare with, so that the answer takes as long.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keS0$QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE";

/// The password hashing of one process: how much of it goes on, and how much there was of late.
#[derive(Default)]
pub struct PasswordWork {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    running: usize,
    /// Memory that no hash uses at this moment.
    idle: Vec<Vec<Block>>,
    /// When the comparisons so far would be done if they came one by one; none before the first.
    done_at: Option<Timestamp>,
}

impl PasswordWork {
    /// Whether one more comparison may be made now.
    pub(crate) fn admits(&self, now: Timestamp) -> bool {
        let mut state = self.held();
        // A clock that was set back must not keep everybody out until it has caught up.
        let ahead = |done: &Timestamp| *done > now && done.duration_since(now) <= AHEAD + EACH;
        let done_at = state.done_at.filter(ahead).unwrap_or(now);
        if done_at.duration_since(now) > AHEAD - EACH {
            return false;
        }
        state.done_at = Some(done_at + EACH);
        true
    }

    /// The hash of a password with its salt and parameters, as a PHC string.
    pub(crate) fn hash(&self, world: &dyn World, password: &str) -> Result<String, AppError> {
        let params = Params::new(MEMORY, PASSES, LANES, None).map_err(unworkable)?;
        let salt = SaltString::encode_b64(&world.random()).map_err(unworkable)?;
        let output = self.computed(&params, password, salt.as_salt(), Params::DEFAULT_OUTPUT_LEN)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).map_err(unworkable)?,
            salt: Some(salt.as_salt()),
            hash: Some(output),
        };
        Ok(hash.to_string())
    }

    /// Whether a password is the one of a hash. Without a hash it is not, and takes as long.
    pub(crate) fn matches(&self, hash: Option<&str>, password: &str) -> Result<bool, AppError> {
        let parsed = PasswordHash::new(hash.unwrap_or(NOBODYS)).map_err(unworkable)?;
        let ours = parsed.algorithm == Algorithm::Argon2id.ident() && parsed.version == Some(Version::V0x13.into());
        let (Some(salt), Some(known)) = (parsed.salt, parsed.hash.filter(|_| ours)) else {
            return Err(unworkable("a stored hash is of another kind"));
        };
        let params = Params::try_from(&parsed).map_err(unworkable)?;
        // The library compares outputs in a time that does not tell where they differ.
        Ok(self.computed(&params, password, salt, known.len())? == known && hash.is_some())
    }

    fn computed(&self, params: &Params, password: &str, salt: Salt<'_>, length: usize) -> Result<Output, AppError> {
        let mut bytes = [0; Salt::MAX_LENGTH];
        let salt = salt.decode_b64(&mut bytes).map_err(unworkable)?;
        let mut turn = self.turn();
        turn.memory.resize(params.block_count(), Block::default());
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let mut failed = None;
        let output = Output::init_with(length, |out| {
            let done = argon.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut turn.memory);
            failed = done.err();
            Ok(())
        });
        match failed {
            Some(error) => Err(unworkable(error)),
            None => output.map_err(unworkable),
        }
    }

    /// Waits until fewer than the most hashes are under way.
    fn turn(&self) -> Turn<'_> {
        let full = |state: &mut State| state.running >= AT_ONCE;
        let mut state = self.freed.wait_while(self.held(), full).unwrap_or_else(PoisonError::into_inner);
        state.running += 1;
        Turn { memory: state.idle.pop().unwrap_or_default(), work: self }
    }

    fn held(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One of the hashes that may go on at once, until it is dropped. Its memory is used again: given back each time, it would
/// stay with whichever thread had it.
struct Turn<'a> {
    memory: Vec<Block>,
    work: &'a PasswordWork,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.work.held();
        state.running -= 1;
        state.idle.push(std::mem::take(&mut self.memory));
        drop(state);
        self.work.freed.notify_one();
    }
}

fn unworkable(error: impl std::fmt::Display) -> AppError {
    AppError::PasswordHashing(error.to_string())
}

#[cfg(test)]
mod tests {
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    use super::*;
    use crate::context::Still;

    #[test]
    fn a_hash_holds_its_parameters_and_matches_its_password_only() {
        let work = PasswordWork::default();
        let hash = work.hash(&Still, "tea towel umbrella").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$BwcHBwcHBwcHBwcHBwcHBw$"), "{hash}");
        assert!(work.matches(Some(&hash), "tea towel umbrella").unwrap());
        for wrong in ["tea towel umbrellb", "Tea towel umbrella", "tea towel umbrella ", ""] {
            assert!(!work.matches(Some(&hash), wrong).unwrap(), "{wrong}");
        }
        assert!(!work.matches(None, "tea towel umbrella").unwrap());
        assert!(work.matches(Some("tea towel umbrella"), "tea towel umbrella").is_err());
        let other = hash.replace("argon2id", "argon2i");
        assert!(work.matches(Some(&other), "tea towel umbrella").is_err());
        // One at a time needs the memory of one.
        let state = work.held();
        assert_eq!((state.running, state.idle.len()), (0, 1));
        drop(state);
        // The comparison with nobody's password takes the same work as that with somebody's.
        let cost = |hash: &str| hash.split('$').skip(1).take(3).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODYS), cost(&hash));
        assert_eq!(
            PasswordHash::new(NOBODYS).unwrap().hash.unwrap().len(),
            PasswordHash::new(&hash).unwrap().hash.unwrap().len()
        );
    }

    /// What the library itself makes of a password is understood, and the other way round.
    #[test]
    fn a_hash_is_the_librarys_own() {
        let work = PasswordWork::default();
        let hash = work.hash(&Still, "tea towel umbrella").unwrap();
        let library = Argon2::default();
        let parsed = PasswordHash::new(&hash).unwrap();
        assert!(library.verify_password(b"tea towel umbrella", &parsed).is_ok());
        assert!(library.verify_password(b"tea towel umbrellb", &parsed).is_err());
        let salt = SaltString::encode_b64(b"a salt of theirs").unwrap();
        let theirs = library.hash_password(b"tea towel umbrella", &salt).unwrap().to_string();
        assert!(work.matches(Some(&theirs), "tea towel umbrella").unwrap());
        assert!(!work.matches(Some(&theirs), "tea towel umbrellb").unwrap());
    }

    #[test]
    fn no_more_than_four_hashes_go_on_at_once() {
        let work = PasswordWork::default();
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| work.matches(None, "tea towel umbrella").unwrap());
            }
        });
        let state = work.held();
        assert!(state.running == 0 && (1..=AT_ONCE).contains(&state.idle.len()), "{}", state.idle.len());
    }

    #[test]
    fn a_flood_of_comparisons_is_slowed_to_a_rate() {
        let work = PasswordWork::default();
        let now = Timestamp::UNIX_EPOCH;
        let at_once = (0..1000).filter(|_| work.admits(now)).count();
        assert_eq!(at_once, 100);
        let second = now + SignedDuration::from_secs(1);
        assert_eq!((0..1000).filter(|_| work.admits(second)).count(), 20);
        let set_back = now - SignedDuration::from_hours(1);
        assert!(work.admits(set_back), "a clock that was set back keeps nobody out");
    }
}
