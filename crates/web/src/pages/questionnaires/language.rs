//! The names of languages as staff read them.

/// Languages by the first part of their tag, in the order of their names: those that services are asked for most, and those
/// of the text packs that come with the program. Names are those of ISO 639.
const NAMES: [(&str, &str); 43] = [
    ("sq", "Albanian"),
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("hy", "Armenian"),
    ("bn", "Bengali"),
    ("bfi", "British Sign Language"),
    ("bg", "Bulgarian"),
    ("my", "Burmese"),
    ("zh", "Chinese"),
    ("cs", "Czech"),
    ("nl", "Dutch"),
    ("en", "English"),
    ("fr", "French"),
    ("de", "German"),
    ("el", "Greek"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("ku", "Kurdish"),
    ("lv", "Latvian"),
    ("lt", "Lithuanian"),
    ("ml", "Malayalam"),
    ("ne", "Nepali"),
    ("ps", "Pashto"),
    ("fa", "Persian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("pa", "Punjabi"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("so", "Somali"),
    ("es", "Spanish"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("ti", "Tigrinya"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("cy", "Welsh"),
];

/// The name of a language, with what its tag says beyond it; the tag itself where the name is not known here.
pub(super) fn name(tag: &str) -> String {
    let (first, rest) = tag.split_once('-').map_or((tag, None), |(first, rest)| (first, Some(rest)));
    let known = NAMES.iter().find(|(code, _)| *code == first).map(|(_, name)| *name);
    match (known, rest) {
        (Some(name), None) => name.to_owned(),
        (Some(name), Some(rest)) => format!("{name} ({rest})"),
        (None, _) => format!("the language \"{tag}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_named_in_english_and_an_unknown_one_by_its_tag() {
        for (tag, expected) in [
            ("en", "English"),
            ("cy", "Welsh"),
            ("ur", "Urdu"),
            ("pt-br", "Portuguese (br)"),
            ("xx", "the language \"xx\""),
            ("", "the language \"\""),
        ] {
            assert_eq!(name(tag), expected);
        }
        assert!(NAMES.is_sorted_by_key(|(_, name)| *name), "in the order of their names");
    }
}
