//! Why a referral ends: coded, several allowed, with free text.

use crate::code_list::Code;

/// The reason that needs the decider's own words.
pub const OTHER: &str = "other";

/// The reason that names which criteria, where the local rules have any (D26).
pub const CRITERIA_NOT_MET: &str = "criteria_not_met";

/// The reason that a risk review must come before, as with not engaging (INV-05, PR-21).
pub const NOT_REACHED: &str = "could_not_be_reached";

/// She died before it was decided: the one reason that needs no way back, and is no reason of a no (PR-27).
pub static DEATH: &[Code] = &[reason(super::leaving::DIED, "She died")];

/// Reasons that a person can choose for not taking a referral on.
///
/// "Incomplete" and "duplicate" are no reasons to reject (PR-13): what is missing is asked for, and a second referral is
/// added to the first. History may still carry them, as MHSDS codes.
pub static REASONS: &[Code] = &[
    reason(CRITERIA_NOT_MET, "Does not meet eligibility criteria of service"),
    reason("other_team_fits", "Another team fits her needs better"),
    reason("already_with_other_team", "Another team is already giving this care"),
    reason("lives_elsewhere", "Another area's service is responsible"),
    reason("she_prefers_otherwise", "She prefers not to take this up now"),
    reason("advice_was_enough", "Advice to the referrer was enough"),
    reason(NOT_REACHED, "We could not reach her, after a risk review"),
    reason(OTHER, "Another reason, in the decider's own words"),
];

const fn reason(code: &'static str, label: &'static str) -> Code {
    Code { code, label, retired: false }
}

/// What a reason says to a reader: the label of a code of ours or of MHSDS, or the words as given.
pub fn label(reason: &str) -> &str {
    [REASONS, DEATH, crate::code_list::REJECTION_REASON]
        .into_iter()
        .find_map(|list| crate::code_list::find(list, reason))
        .map_or(reason, |code| code.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_labels_and_free_text_speaks_for_itself() {
        assert_eq!(label("criteria_not_met"), "Does not meet eligibility criteria of service");
        assert_eq!(label("02"), "Inappropriate referral for the services offered");
        assert_eq!(label("Moved to Dover"), "Moved to Dover");
    }
}
