//! Ids: made by the caller and passed in, so that a retry is the same command.

use std::fmt;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id! {
    /// A person: a woman or birthing person, a partner, an infant.
    PersonId
}
id! {
    /// A referral from receipt to discharge.
    ReferralId
}
id! {
    /// A questionnaire that was given to her.
    ScreeningId
}
id! {
    /// A letter or message in the outbox.
    MessageId
}
id! {
    /// A file that came with a referral.
    AttachmentId
}
id! {
    /// A request for advice.
    AdviceId
}
id! {
    /// One local day of duty.
    DutyDayId
}
id! {
    /// An account of a member of staff.
    AccountId
}
id! {
    /// One sitting of the team meeting.
    MeetingId
}
id! {
    /// One opening of a record in an emergency.
    OpeningId
}
id! {
    /// What somebody said of how it was.
    CommentId
}
id! {
    /// One item of what people said and what was done.
    SaidAndDoneId
}
id! {
    /// One import of another system's history.
    ImportId
}
id! {
    /// A command; the same id twice is the same command.
    CommandId
}

impl ImportId {
    /// In the place of an id that stands with the journal entry, until it is read from there.
    pub(crate) fn of_the_entry() -> Self {
        Self(Uuid::nil())
    }
}

/// The id of a referral in another system's history: the same row gives the same id in any run.
///
/// Shaped as UUIDv7 with the instant of receipt in front, so that a history is stored in the order of time.
pub fn historic_referral_id(footprint: &str, sender_referral_id: &str, received_at: Timestamp) -> ReferralId {
    let digest = derived("referral", footprint, sender_referral_id);
    let mut random = [0u8; 10];
    random.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(received_at.as_millisecond()).unwrap_or(0);
    ReferralId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

/// The id of a person in another system's history, the same in every file that names the sender's id.
pub fn historic_person_id(footprint: &str, sender_person_id: &str) -> PersonId {
    let digest = derived("person", footprint, sender_person_id);
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    PersonId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The id of the account of a name: whoever opens a second one by that name meets the first.
pub fn account_id(footprint: &str, folded_name: &str) -> AccountId {
    let digest = derived("account", footprint, folded_name);
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    AccountId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The id of a local day of duty: whoever opens a second one meets the first.
pub fn duty_day_id(footprint: &str, on: Date) -> DutyDayId {
    let digest = derived("duty", footprint, &on.to_string());
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    DutyDayId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The id of the stream of a template: the same name in the same local system is the same template.
pub fn template_id(footprint: &str, name: &str) -> Uuid {
    let digest = derived("template", footprint, name);
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of a sitting: whoever opens the sitting of an instant a second time meets the first.
pub fn meeting_id(footprint: &str, sitting: Timestamp) -> MeetingId {
    let digest = derived("meeting", footprint, &sitting.to_string());
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    MeetingId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The id of a day of a case discussion: whoever opens it a second time meets the first.
pub fn case_day_id(footprint: &str, discussion: &str, sitting: Timestamp) -> MeetingId {
    let digest = derived("case_day", footprint, &format!("{discussion} {sitting}"));
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    MeetingId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The id of what the service itself does about a referral as it stood at a version: whoever does it, it is one command.
pub fn due_command_id(footprint: &str, referral: ReferralId, version: i64) -> CommandId {
    let digest = derived("due", footprint, &format!("{referral} {version}"));
    let mut bytes = [0u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// What stands for a sender's own id where that id itself must not be kept, as 32 hexadecimal digits.
pub fn sender_key(kind: &str, footprint: &str, sender_id: &str) -> String {
    hex(&derived(kind, footprint, sender_id)[..16])
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// Reads what [`hex`] wrote; none where it is not that.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

fn derived(kind: &str, footprint: &str, sender_id: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in ["porch", kind, footprint, sender_id] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_historic_referral_id_is_stable_ordered_by_time_and_apart_by_sender() {
        let early: Timestamp = "2022-04-01T08:00:00Z".parse().unwrap();
        let late: Timestamp = "2022-04-02T08:00:00Z".parse().unwrap();
        let one = historic_referral_id("kent-medway", "D1", early);
        assert_eq!(one, historic_referral_id("kent-medway", "D1", early));
        assert_ne!(one, historic_referral_id("dorset", "D1", early));
        assert!(one < historic_referral_id("kent-medway", "D0", late));
        assert_eq!(one.0.get_version_num(), 7);
    }

    #[test]
    fn what_is_due_at_one_version_of_a_referral_is_one_command() {
        let [one, other] = [1, 2].map(|id| ReferralId(Uuid::from_u128(id)));
        let id = due_command_id("kent-medway", one, 3);
        assert_eq!(id, due_command_id("kent-medway", one, 3));
        for another in [
            due_command_id("kent-medway", one, 4),
            due_command_id("kent-medway", other, 3),
            due_command_id("dorset", one, 3),
        ] {
            assert_ne!(id, another);
        }
    }
}
