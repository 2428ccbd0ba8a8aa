//! The first line of a letter or message: whoever holds her telephone sees it, so it says nothing of health, of her, or of what was
//! decided (H06, PR-19).

/// Words that tell whoever sees a first line, or hears a voicemail, what it is about; each also as a part of a longer word.
pub const TELL_TALES: [&str; 28] = [
    "mental",
    "health",
    "perinatal",
    "postnatal",
    "antenatal",
    "referral",
    "referred",
    "service",
    "team",
    "nhs",
    "reject",
    "accept",
    "decision",
    "baby",
    "babies",
    "mother",
    "pregnan",
    "birth",
    "loss",
    "matern",
    "midwi",
    "nurse",
    "doctor",
    "clinic",
    "crisis",
    "assess",
    "therap",
    "depress",
];

/// The first word of a line that tells what it is about, if one does.
pub fn tells(line: &str) -> Option<&'static str> {
    let line = line.to_lowercase();
    TELL_TALES.into_iter().find(|word| line.contains(word))
}

/// What a line tells whoever sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// What it is about, by this word.
    Word(&'static str),
    /// Of whom it is.
    Name,
}

/// What a line to her tells, where her names are these: her own, her baby's, and the words that she wants used.
pub fn of_her(line: &str, names: &[&str]) -> Option<Tells> {
    let lower = line.to_lowercase();
    let named = |name: &&str| !name.trim().is_empty() && lower.contains(&name.trim().to_lowercase());
    tells(line).map(Tells::Word).or_else(|| names.iter().any(named).then_some(Tells::Name))
}

#[cfg(test)]
mod tests {
    use super::*;

    // H06
    #[test]
    fn a_line_tells_by_a_word_or_a_part_of_one_however_it_is_written() {
        for (line, telling) in [
            ("A letter for you", None),
            ("Something to read when you are alone", None),
            ("Your REFERRAL", Some("referral")),
            ("News from the Maternity unit", Some("matern")),
            ("Your appointment with the psychotherapist", Some("therap")),
            ("", None),
        ] {
            assert_eq!(tells(line), telling, "{line}");
        }
        assert!(TELL_TALES.iter().all(|word| *word == word.to_lowercase()), "lines are compared in small letters");
    }
}
