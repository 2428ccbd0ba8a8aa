//! What whoever referred her hears of the outcome (PR-15).

use super::Referral;
use crate::{front_door::WayIn, message::organisational_address};

/// MHSDS source of referral: she herself.
const SELF: &str = "B1";
/// MHSDS source of referral: a carer or relative.
const CARER_OR_RELATIVE: &str = "B2";

/// What whoever referred her hears of the outcome, and where (PR-15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferrerHears {
    /// She asked for herself: her own letter is the answer.
    HerOwnLetter,
    /// Family asked: that it came and was read, and nothing more. What was decided reaches family only as a copy of her
    /// own letter, where she agreed to it.
    ReceiptOnly,
    /// A professional at an organisational address: the outcome with its reasons, by e-mail or by post.
    Reasons {
        /// The address.
        email: String,
    },
    /// A professional without an organisational address: the reasons leave on paper only, to the organisation.
    ReasonsOnPaper {
        /// The address that was given and is no organisation's.
        email: Option<String>,
    },
}

impl Referral {
    /// What whoever referred her hears of the outcome (PR-15). A declared source that is she or family stands above the
    /// way in, so that a call taken down by staff is heard as what it was.
    pub fn referrer_hears(&self) -> ReferrerHears {
        match (self.source.as_deref(), self.asked.way) {
            (Some(SELF), _) | (_, WayIn::Myself) => return ReferrerHears::HerOwnLetter,
            (Some(CARER_OR_RELATIVE), _) | (_, WayIn::Family) => return ReferrerHears::ReceiptOnly,
            (_, WayIn::Professional | WayIn::Telephone) => {}
        }
        let email = self.story().and_then(|story| story.referrer.as_ref()?.email.clone());
        match email {
            Some(email) if organisational_address(&email) => ReferrerHears::Reasons { email },
            email => ReferrerHears::ReasonsOnPaper { email },
        }
    }
}
