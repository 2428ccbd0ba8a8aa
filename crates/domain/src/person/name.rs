//! Names as they are looked for: any script, any case, with or without accents.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words of a name, folded: lower case, without accents, apart at everything that is no letter or digit.
pub fn words_of_name(name: &str) -> BTreeSet<String> {
    folded(name).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Titles, which are no part of a name.
const TITLES: [&str; 7] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof"];

/// The words of a name in their order, folded, without a title before them.
pub(super) fn in_order(name: &str) -> Vec<String> {
    let folded = folded(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    if words.len() > 1 && TITLES.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words
}

/// The words of a name as they are written, without a title before them.
pub(super) fn without_title(name: &str) -> Vec<String> {
    let words = name.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    let is_title = |word: &String| TITLES.contains(&folded(word).trim_end_matches('.'));
    if words.len() > 1 && words.first().is_some_and(is_title) {
        words.remove(0);
    }
    words
}

/// A text in lower case without accents.
fn folded(text: &str) -> String {
    // An apostrophe joins: O'Neill is looked for as oneill.
    let joins = |c: &char| !matches!(c, '\'' | '\u{2019}' | '\u{02bc}');
    text.nfkd().filter(|c| !is_combining_mark(*c)).filter(joins).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let words = |name: &str| words_of_name(name).into_iter().collect::<Vec<_>>();
        assert_eq!(words("José García-López"), ["garcia", "jose", "lopez"]);
        assert_eq!(words("Siobhán O\u{2019}Neill"), ["oneill", "siobhan"]);
        assert_eq!(words("ŁUKASZ  ß"), ["ß", "łukasz"]);
        assert_eq!(words("李小龙"), ["李小龙"]);
        assert_eq!(words("  -- "), Vec::<String>::new());
    }
}
