//! Who may do what: one table, total over role and action. Every read and command passes here.

use porch_domain::actor::{Actor, Role};

use crate::{Ctx, error::AppError, look};

/// Something that a person may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Take a referral in.
    ReceiveReferral,
    /// See the queue and open a referral.
    SeeReferral,
    /// Open what is restricted: safeguarding.
    SeeSafeguarding,
    /// Claim, try, ask, note, and change an urgency.
    TriageReferral,
    /// Decide a referral.
    DecideReferral,
    /// Offer, accept and return a handover; refer on.
    HandOver,
    /// Hold the team meeting.
    HoldMeeting,
    /// Record contacts, reviews and discharge.
    CareFor,
    /// See who is on duty and on call, and what waits for whom; it names no woman.
    SeeDuty,
    /// Write the rota.
    KeepRota,
    /// Begin and end a shift, and write down what was done.
    WorkDuty,
    /// Approve templates of letters.
    KeepTemplates,
    /// Make or change a person's record.
    KeepPerson,
    /// Write and approve letters and messages.
    KeepMessage,
    /// Erase what identifies a person.
    ErasePersonalData,
    /// Bring in another system's history.
    ImportHistory,
    /// Apply a version of the local rules.
    ApplyFootprint,
    /// See figures that name nobody.
    SeeReport,
    /// See the records behind a figure.
    SeeRecordsBehindReport,
    /// See who looked at what.
    SeeLooks,
    /// Open and close accounts, give roles and temporary passwords.
    KeepAccounts,
    /// Ask that somebody who lost their second factor is let in again.
    AskRecovery,
    /// Confirm as a witness that they are.
    ConfirmRecovery,
    /// Make and end tokens of other programs.
    KeepTokens,
    /// Change one's own password and end one's own sessions.
    ChangeOwnPassword,
    /// Do what is due: the service's own rules about a referral.
    DoWhatIsDue,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 26] = [
        Self::ReceiveReferral,
        Self::SeeReferral,
        Self::SeeSafeguarding,
        Self::TriageReferral,
        Self::DecideReferral,
        Self::HandOver,
        Self::HoldMeeting,
        Self::CareFor,
        Self::SeeDuty,
        Self::KeepRota,
        Self::WorkDuty,
        Self::KeepTemplates,
        Self::KeepPerson,
        Self::KeepMessage,
        Self::ErasePersonalData,
        Self::ImportHistory,
        Self::ApplyFootprint,
        Self::SeeReport,
        Self::SeeRecordsBehindReport,
        Self::SeeLooks,
        Self::KeepAccounts,
        Self::AskRecovery,
        Self::ConfirmRecovery,
        Self::KeepTokens,
        Self::ChangeOwnPassword,
        Self::DoWhatIsDue,
    ];

    /// What is done, as it completes "you may not …".
    pub fn described(self) -> &'static str {
        match self {
            Self::ReceiveReferral => "take in a referral",
            Self::SeeReferral => "see referrals",
            Self::SeeSafeguarding => "see what is restricted",
            Self::TriageReferral => "work on a referral",
            Self::DecideReferral => "decide a referral",
            Self::HandOver => "hand over a referral",
            Self::HoldMeeting => "hold a team meeting",
            Self::CareFor => "record care",
            Self::SeeDuty => "see the page of duty",
            Self::KeepRota => "write the rota",
            Self::WorkDuty => "work a shift of duty",
            Self::KeepTemplates => "approve templates of letters",
            Self::KeepPerson => "change a person's record",
            Self::KeepMessage => "write letters and messages",
            Self::ErasePersonalData => "erase personal data",
            Self::ImportHistory => "import another system's history",
            Self::ApplyFootprint => "apply local rules",
            Self::SeeReport => "see the reports",
            Self::SeeRecordsBehindReport => "see the records behind a figure",
            Self::SeeLooks => "see who looked at what",
            Self::KeepAccounts => "open and close accounts",
            Self::AskRecovery => "ask for the recovery of an account",
            Self::ConfirmRecovery => "confirm the recovery of an account",
            Self::KeepTokens => "make or end tokens of other programs",
            Self::ChangeOwnPassword => "change this password",
            Self::DoWhatIsDue => "do what the service does by itself",
        }
    }
}

/// Whether an actor may do something.
pub fn may(actor: &Actor, action: Action) -> bool {
    match actor {
        Actor::Staff { role, .. } => role_may(*role, action),
        // Whoever can run the program on the machine holds the database already.
        Actor::Operator { .. } => true,
        Actor::Public => matches!(action, Action::ReceiveReferral),
        Actor::System => {
            matches!(action, Action::ApplyFootprint | Action::ImportHistory | Action::DoWhatIsDue)
        }
    }
}

fn role_may(role: Role, action: Action) -> bool {
    match action {
        Action::ReceiveReferral
        | Action::SeeReferral
        | Action::SeeSafeguarding
        | Action::TriageReferral
        | Action::DecideReferral
        | Action::HandOver
        | Action::HoldMeeting
        | Action::CareFor
        | Action::WorkDuty
        | Action::KeepPerson
        | Action::KeepMessage => match role {
            Role::Duty | Role::Clinician => true,
            Role::Manager | Role::InformationOfficer | Role::Administrator => false,
        },
        Action::SeeDuty => match role {
            Role::Duty | Role::Clinician | Role::Manager | Role::InformationOfficer => true,
            Role::Administrator => false,
        },
        Action::KeepRota => match role {
            Role::Duty | Role::Manager => true,
            Role::Clinician | Role::InformationOfficer | Role::Administrator => false,
        },
        Action::KeepTemplates => match role {
            Role::Manager => true,
            Role::Duty | Role::Clinician | Role::InformationOfficer | Role::Administrator => false,
        },
        Action::ErasePersonalData | Action::SeeLooks => match role {
            Role::InformationOfficer => true,
            Role::Duty | Role::Clinician | Role::Manager | Role::Administrator => false,
        },
        Action::ImportHistory | Action::ApplyFootprint => match role {
            Role::InformationOfficer | Role::Administrator => true,
            Role::Duty | Role::Clinician | Role::Manager => false,
        },
        Action::SeeReport => match role {
            Role::Duty | Role::Clinician | Role::Manager | Role::InformationOfficer => true,
            Role::Administrator => false,
        },
        Action::SeeRecordsBehindReport => match role {
            Role::Duty | Role::Clinician | Role::InformationOfficer => true,
            Role::Manager | Role::Administrator => false,
        },
        Action::ConfirmRecovery => match role {
            Role::Manager | Role::InformationOfficer => true,
            Role::Duty | Role::Clinician | Role::Administrator => false,
        },
        Action::KeepAccounts | Action::AskRecovery | Action::KeepTokens => match role {
            Role::Administrator => true,
            Role::Duty | Role::Clinician | Role::Manager | Role::InformationOfficer => false,
        },
        Action::ChangeOwnPassword => match role {
            Role::Duty | Role::Clinician | Role::Manager | Role::InformationOfficer | Role::Administrator => true,
        },
        Action::DoWhatIsDue => match role {
            Role::Duty | Role::Clinician | Role::Manager | Role::InformationOfficer | Role::Administrator => false,
        },
    }
}

/// Lets an actor pass, or notes the attempt in the look-log and refuses.
///
/// # Errors
/// [`AppError::NotAllowed`], or when the attempt cannot be noted.
pub fn check(ctx: &Ctx, action: Action) -> Result<(), AppError> {
    if may(&ctx.actor, action) {
        return Ok(());
    }
    look::denied(ctx, action)?;
    Err(AppError::NotAllowed(action.described()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_reads_no_record_and_the_public_reads_nothing() {
        let administrator = Actor::Staff { account: "a".to_owned(), role: Role::Administrator };
        for action in [Action::SeeReport, Action::SeeRecordsBehindReport, Action::SeeLooks, Action::DecideReferral] {
            assert!(!may(&administrator, action), "{action:?}");
        }
        for action in Action::ALL {
            assert_eq!(may(&Actor::Public, action), action == Action::ReceiveReferral, "{action:?}");
        }
    }

    // H20
    #[test]
    fn every_action_is_somebodys_and_no_program_decides() {
        for action in Action::ALL {
            let staff = |role| Actor::Staff { account: "a".to_owned(), role };
            let by_a_person = Role::ALL.into_iter().any(|role| may(&staff(role), action));
            assert_ne!(by_a_person, action == Action::DoWhatIsDue, "{action:?}");
        }
        assert!(may(&Actor::System, Action::DoWhatIsDue));
        assert!(!may(&Actor::System, Action::DecideReferral));
        assert!(!may(&Actor::System, Action::TriageReferral));
        assert!(!may(&Actor::System, Action::ErasePersonalData));
    }
}
