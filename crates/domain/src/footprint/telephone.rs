//! Telephone numbers of a footprint: what is one, and which are kept for fiction.

/// The ranges that Ofcom keeps for drama, each without its last three digits.
///
/// # Source
/// Ofcom, telephone numbers for use in TV and radio drama programmes.
const DRAMA: [&str; 20] = [
    "01134960", // Leeds
    "01144960", // Sheffield
    "01154960", // Nottingham
    "01164960", // Leicester
    "01174960", // Bristol
    "01184960", // Reading
    "01214960", // Birmingham
    "01314960", // Edinburgh
    "01414960", // Glasgow
    "01514960", // Liverpool
    "01614960", // Manchester
    "01632960", // no area
    "01914980", // Tyneside, Durham, Sunderland
    "02079460", // London
    "02896496", // Northern Ireland
    "02920180", // Cardiff
    "03069990", // the whole country
    "07700900", // mobile
    "08081570", // freephone
    "09098790", // premium rate
];

/// Digits in groups, an international prefix allowed.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits.split(' ').all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()))
        && digits.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// Whether a number can never be anybody's, because Ofcom keeps it for drama.
pub(super) fn is_for_drama(number: &str) -> bool {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let national = digits.strip_prefix("+44").map(|rest| format!("0{rest}")).unwrap_or(digits);
    national.len() == 11 && DRAMA.iter().any(|range| national.starts_with(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_of_the_kept_ranges_are_for_drama() {
        for (number, drama) in [
            ("01632 960 011", true),
            ("01632 960999", true),
            ("+44 1632 960011", true),
            ("020 7946 0123", true),
            ("07700 900123", true),
            ("01632 961 000", false),
            ("01632 960", false),
            ("01632 960 0111", false),
            ("0808 2000 247", false),
            ("116 123", false),
            ("999", false),
        ] {
            assert_eq!(is_for_drama(number), drama, "{number}");
        }
    }
}
