//! Medicines that a prescriber looks at on the same day: valproate and lithium, however they are written (H23).
//!
//! It reads words, raises a review, and says nothing of doses. It never says stop.

/// A medicine that raises a same-day prescriber review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Medicine {
    /// Valproate in any form.
    Valproate,
    /// Lithium in any form.
    Lithium,
}

impl Medicine {
    /// Its name as staff read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Valproate => "valproate",
            Self::Lithium => "lithium",
        }
    }
}

/// Generic and United Kingdom brand names, folded to letters.
///
/// # Source
/// British National Formulary names, from memory of its chapters 4.2.3 and 4.8.1; a pharmacist confirms the list.
const NAMES: &[(&str, Medicine)] = &[
    ("valproate", Medicine::Valproate),
    ("valproic", Medicine::Valproate),
    ("divalproex", Medicine::Valproate),
    ("semisodium", Medicine::Valproate),
    ("epilim", Medicine::Valproate),
    ("depakote", Medicine::Valproate),
    ("depakin", Medicine::Valproate),
    ("episenta", Medicine::Valproate),
    ("epival", Medicine::Valproate),
    ("convulex", Medicine::Valproate),
    ("orlept", Medicine::Valproate),
    ("belvo", Medicine::Valproate),
    ("dyzantil", Medicine::Valproate),
    ("syonell", Medicine::Valproate),
    ("lithium", Medicine::Lithium),
    ("priadel", Medicine::Lithium),
    ("camcolit", Medicine::Lithium),
    ("liskonum", Medicine::Lithium),
    ("liliquid", Medicine::Lithium),
    ("lithonate", Medicine::Lithium),
];

/// The shortest name in which a slip of the pen is still recognised; shorter ones are also other words.
const LONG_ENOUGH_FOR_A_SLIP: usize = 6;

/// Every medicine of the list that a text names: any case, joined or hyphenated, with up to two slips in a long word.
///
/// It would rather raise a review for nothing than miss one.
pub fn named(text: &str) -> Vec<Medicine> {
    let words: Vec<(String, Letters)> = words(text)
        .into_iter()
        .map(|word| {
            let letters = letters(&word);
            (word, letters)
        })
        .collect();
    let mut found: Vec<Medicine> = NAMES
        .iter()
        .map(|(name, medicine)| (name, letters(name), medicine))
        .filter(|(name, of_name, _)| words.iter().any(|(word, of_word)| means(word, *of_word, name, *of_name)))
        .map(|(_, _, medicine)| *medicine)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The words of a text folded to lower-case letters, and each joined to the next ("li liquid").
fn words(text: &str) -> Vec<String> {
    let single: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase())
        .collect();
    let joined = single.windows(2).map(|pair| pair.concat());
    joined.chain(single.iter().cloned()).collect()
}

/// Which of the letters a to z a word has, a bit each.
type Letters = u32;

fn letters(word: &str) -> Letters {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |letters, letter| letters | 1 << (letter - b'a'))
}

/// Nearly every word of a text is told apart by its letters alone, before anything is compared or measured.
fn means(word: &str, of_word: Letters, name: &str, of_name: Letters) -> bool {
    if of_name & !of_word == 0 && word.contains(name) {
        return true;
    }
    let slips = match name.len() {
        0..LONG_ENOUGH_FOR_A_SLIP => return false,
        LONG_ENOUGH_FOR_A_SLIP..9 => 1,
        _ => 2,
    };
    word.len().abs_diff(name.len()) <= slips && may_be(of_word, of_name, slips) && distance(word, name) <= slips
}

/// Whether so few slips could lie between two words: a slip brings in one letter and takes out one at most.
fn may_be(of_word: Letters, of_name: Letters, slips: usize) -> bool {
    (of_word ^ of_name).count_ones() as usize <= 2 * slips
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(one: &str, other: &str) -> usize {
    strsim::osa_distance(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is passed over unmeasured could not have been near.
    #[test]
    fn letters_tell_nothing_away() {
        let words = ["valporate", "vxlprxate", "lithiom", "lithuim", "épilim", "epilimé", "priadle", "sleeping", "li"];
        for (word, (name, _)) in words.iter().flat_map(|word| NAMES.iter().map(move |name| (word, name))) {
            for slips in [1, 2] {
                let may_be = may_be(letters(word), letters(name), slips);
                assert!(may_be || distance(word, name) > slips, "{word} {name} {slips}");
            }
        }
        assert!(!may_be(letters("sleeping"), letters("valproate"), 2));
    }

    // H23
    #[test]
    fn every_name_and_common_slip_is_found_and_other_words_are_not() {
        for text in [
            "Sodium Valproate 500mg",
            "sodium valporate",
            "VALPROATE",
            "valproic acid",
            "epilim chrono",
            "Epillim",
            "Depakote",
            "depacote",
            "on Belvo since June",
            "valproat",
            "sodiumvalproate",
        ] {
            assert_eq!(named(text), [Medicine::Valproate], "{text}");
        }
        for text in ["lithium", "Lithum carbonate", "PRIADEL 400", "Li-Liquid", "litium", "camcolit", "lithuim"] {
            assert_eq!(named(text), [Medicine::Lithium], "{text}");
        }
        for text in ["", "sertraline 50 mg", "quetiapine, folic acid", "none", "lamotrigine", "little", "propranolol"] {
            assert_eq!(named(text), [], "{text}");
        }
        assert_eq!(named("stopped Priadel, started Epilim"), [Medicine::Valproate, Medicine::Lithium]);
    }
}
