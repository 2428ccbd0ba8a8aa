//! How old a reader has to be for a text, from how long its words and its sentences are.
//!
//! # Source
//! The Automated Readability Index: E. A. Smith and R. J. Senter, "Automated Readability Index", AMRL-TR-66-220 (1967). It counts
//! letters where other formulas count syllables, so two programs find the same. A grade of a school of the United States is
//! the age of its pupils less five.

use unicode_segmentation::UnicodeSegmentation;

/// The age that texts for women and families are written for, in years; the NHS asks for 9 to 11.
pub const AIM: f64 = 10.0;
/// The age that easy read is written for, in years.
pub const EASY_AIM: f64 = 7.0;
/// The most words that a sentence of easy read has.
///
/// # Source
/// Department of Health, "Making written information easier to understand for people with learning disabilities" (2010): short
/// sentences of one idea each. Ten words are this project's bound.
pub const EASY_LONGEST: usize = 10;
/// How many sentences a text has before its age says anything about it.
pub const ENOUGH: u32 = 5;
/// The most words that a sentence for women and families has.
pub const LONGEST: usize = 25;

/// What was counted in a text. What is no sentence (a heading, a label, an item of a list) is not: short as they are, they would
/// make a hard text look easy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    letters: u32,
    words: u32,
    sentences: u32,
    longest: String,
}

impl Reading {
    /// Counts a text whose paragraphs and items stand on lines of their own. A sentence ends with a full stop, a question mark or
    /// an exclamation mark.
    pub fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut most = 0;
        let sentences = text.lines().flat_map(UnicodeSegmentation::unicode_sentences).map(str::trim);
        for sentence in sentences.filter(|sentence| is_whole(sentence)) {
            let (mut words, mut letters) = (0, 0);
            for word in sentence.unicode_words() {
                words += 1;
                letters += word.chars().filter(|char| char.is_alphanumeric()).count();
            }
            if words == 0 {
                continue;
            }
            if words > most {
                most = words;
                sentence.clone_into(&mut found.longest);
            }
            let count = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
            found.letters = found.letters.saturating_add(count(letters));
            found.words = found.words.saturating_add(count(words));
            found.sentences = found.sentences.saturating_add(1);
        }
        found
    }

    /// The age in years; `None` for a text without a sentence.
    pub fn age(&self) -> Option<f64> {
        let (letters, words, sentences) = (f64::from(self.letters), f64::from(self.words), f64::from(self.sentences));
        (self.sentences > 0).then(|| (4.71 * letters / words + 0.5 * words / sentences - 21.43 + 5.0).max(5.0))
    }

    /// Whether the text is for older readers than [`AIM`]; one of a few sentences is not judged.
    pub fn is_hard(&self) -> bool {
        self.sentences >= ENOUGH && self.age().is_some_and(|age| age > AIM)
    }

    /// Whether the text is no easy read: for older readers than [`EASY_AIM`], or with a sentence of more than [`EASY_LONGEST`] words.
    pub fn is_too_hard_for_easy_read(&self) -> bool {
        self.age().is_some_and(|age| age > EASY_AIM) || self.words_of_longest() > EASY_LONGEST
    }

    /// How many sentences there are.
    pub fn sentences(&self) -> u32 {
        self.sentences
    }

    /// The sentence of the most words; empty where there is none.
    pub fn longest(&self) -> &str {
        &self.longest
    }

    /// How many words that one has.
    pub fn words_of_longest(&self) -> usize {
        self.longest.unicode_words().count()
    }
}

fn is_whole(sentence: &str) -> bool {
    sentence.trim_end_matches(['"', '\'', '’', '”', ')']).ends_with(['.', '?', '!', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(text: &str, expected: f64) {
        let age = Reading::of(text).age().unwrap();
        assert!((age - expected).abs() < 0.005, "{text}: {age}");
    }

    #[test]
    fn the_formula_is_worked_out_as_printed() {
        // 6 words, 22 letters, 1 sentence: 4.71 × 22/6 + 0.5 × 6 − 21.43 = −1.16, so the age of a child who begins to read.
        close("We will ring you back today.", 5.0);
        // 4 words, 46 letters, 1 sentence: 54.165 + 2 − 21.43 = 34.735 is the grade.
        close("Professionals consider psychological difficulties.", 39.735);
        // 11 words, 57 letters, 2 sentences: 24.406 + 2.75 − 21.43 = 5.726 is the grade.
        close("Somebody reads each answer. You hear from them before Friday evening.", 10.726);
    }

    // F5
    #[test]
    fn easy_read_is_short_in_words_and_in_sentences() {
        for (text, too_hard) in [
            ("You can ring us. You can stop.", false),
            ("You can ring us on any day, and then we talk with you.", true),
            ("Professionals assess.", true),
            ("", false),
        ] {
            assert_eq!(Reading::of(text).is_too_hard_for_easy_read(), too_hard, "{text}");
        }
    }

    #[test]
    fn what_is_no_sentence_is_not_counted() {
        assert_eq!(Reading::of("Your appointment\nName\n- a letter").age(), None);
        assert_eq!(Reading::of("").sentences(), 0);
        let text = "Where you are\nYou can ring us (any day).\n12.5 per cent is small.";
        assert_eq!(Reading::of(text).sentences(), 2);
        assert_eq!(Reading::of("One is short. This one is longer!").longest(), "This one is longer!");
    }

    #[test]
    fn a_text_of_a_few_sentences_is_not_judged() {
        let hard = "Professionals consider psychological difficulties.\n";
        assert!(!Reading::of(&hard.repeat(4)).is_hard() && Reading::of(&hard.repeat(5)).is_hard());
        assert!(!Reading::of(&"We ring you today.\n".repeat(9)).is_hard());
    }

    #[test]
    fn a_longer_word_or_sentence_is_never_easier() {
        let age = |text: &str| Reading::of(text).age().unwrap();
        assert!(age("Somebody discusses difficulties.") > age("Somebody discusses worries."));
        let (two, one) = ("We listen today. You answer.", "We listen today and you answer.");
        assert!(age(two) < age(one));
    }
}
