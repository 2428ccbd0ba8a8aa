//! What a password must be. No rule asks for kinds of characters, and none asks for a change by the calendar.

/// The fewest characters of a password.
///
/// # Source
/// OWASP ASVS 5.0, 6.2.1: at least 8, and 15 strongly recommended. NIST SP 800-63B-4, 3.1.1.2: at least 15 where the
/// password is the only factor, as it is here.
pub const SHORTEST: usize = 15;

/// The most characters of a password; all of them count.
///
/// # Source
/// OWASP ASVS 5.0, 6.2.9: at least 64 must be allowed. The limit keeps a request small.
pub const LONGEST: usize = 128;

/// Fewer characters than this beside known words hide nothing.
const FEW: usize = 8;

/// Why a password may not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Fewer characters than [`SHORTEST`].
    #[error(
        "it has {0} characters (expected {SHORTEST} or more; three or four words that do not belong together are good)"
    )]
    TooShort(usize),
    /// More characters than [`LONGEST`].
    #[error("it has {0} characters (expected {LONGEST} or fewer)")]
    TooLong(usize),
    /// One of the commonest, perhaps with more around it or said twice.
    #[error(
        "it is one of the commonest passwords, or one of them with digits or signs around it (expected something that nobody else would choose)"
    )]
    Common,
    /// The same few characters again and again, or a run of the alphabet, the digits or the keyboard.
    #[error(
        "it repeats itself or follows the alphabet, the digits or the keyboard (expected something that nobody else would choose)"
    )]
    Pattern,
    /// Little more than the name of the account, its holder or the service.
    #[error(
        "it is little more than your own name or that of the service (expected something that nobody else would choose)"
    )]
    OwnName,
}

/// Whether a password may be used. `context_words` are the names of account, holder and service.
///
/// Characters are counted as they were typed, and nothing is cut off. A common password is at most a few characters long,
/// so no list has many of fifteen: those on it are found also when they are repeated, or padded with digits and signs.
///
/// # Source
/// OWASP ASVS 5.0, 6.2.1, 6.2.4, 6.2.5, 6.2.9 and 6.2.11.
///
/// # Errors
/// The first [`PasswordProblem`].
pub fn check(candidate: &str, context_words: &[&str]) -> Result<(), PasswordProblem> {
    let length = candidate.chars().count();
    if length < SHORTEST {
        return Err(PasswordProblem::TooShort(length));
    }
    if length > LONGEST {
        return Err(PasswordProblem::TooLong(length));
    }
    let folded = candidate.to_lowercase();
    let bare: Vec<char> = folded.chars().filter(|char| char.is_alphanumeric()).collect();
    if is_common(&folded) || is_common(&bare.iter().collect::<String>()) {
        return Err(PasswordProblem::Common);
    }
    if is_run(&bare) || unit_of(&folded.chars().collect::<Vec<_>>()).is_some() {
        return Err(PasswordProblem::Pattern);
    }
    if is_own_name(&folded, context_words) {
        return Err(PasswordProblem::OwnName);
    }
    Ok(())
}

/// The commonest passwords; `docs/reference/common-passwords.md` says where they come from.
fn commonest() -> impl Iterator<Item = &'static str> {
    include_str!("commonest.txt").lines().filter(|line| !line.starts_with('#'))
}

/// Whether a password, or what is left of it without the digits or signs around it, is a common one, once or repeated.
fn is_common(folded: &str) -> bool {
    let stripped = [
        folded,
        folded.trim_matches(|char: char| char.is_ascii_digit()),
        folded.trim_matches(|char: char| !char.is_alphanumeric()),
        folded.trim_matches(|char: char| !char.is_alphabetic()),
    ];
    let bases: Vec<String> = stripped
        .into_iter()
        .flat_map(|base| [Some(base.to_owned()), unit_of(&base.chars().collect::<Vec<_>>())])
        .flatten()
        .collect();
    commonest().any(|known| bases.iter().any(|base| base == known))
}

/// What a text consists of two times or more, the last time perhaps cut short.
fn unit_of(text: &[char]) -> Option<String> {
    let fits = |width: &usize| text.iter().zip(&text[*width..]).all(|(one, later)| one == later);
    (1..=text.len() / 2).find(fits).map(|width| text[..width].iter().collect())
}

/// Whether a text goes along the alphabet, the digits or the rows of a keyboard, forwards or backwards.
fn is_run(bare: &[char]) -> bool {
    const RUNS: [&str; 4] = [
        "abcdefghijklmnopqrstuvwxyz",
        "12345678901234567890123456789012345678901234567890",
        "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    ];
    let forwards: String = bare.iter().collect();
    let backwards: String = bare.iter().rev().collect();
    let digits = forwards.trim_start_matches(|char: char| char.is_ascii_digit());
    let letters = forwards.trim_end_matches(|char: char| char.is_ascii_digit());
    let long_enough = |text: &str| text.chars().count() >= FEW;
    [forwards.as_str(), backwards.as_str(), digits, letters]
        .into_iter()
        .filter(|text| long_enough(text))
        .any(|text| RUNS.iter().any(|run| run.contains(text)))
}

/// Whether little is left of a password when every known name is taken out of it.
fn is_own_name(folded: &str, context_words: &[&str]) -> bool {
    let mut rest = folded.to_owned();
    let mut words: Vec<String> = context_words
        .iter()
        .flat_map(|word| word.split(|char: char| !char.is_alphanumeric()))
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= 3)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in &words {
        rest = rest.replace(word.as_str(), " ");
    }
    let letters_left = rest.chars().filter(|char| char.is_alphabetic()).count();
    rest != folded && letters_left < FEW
}
