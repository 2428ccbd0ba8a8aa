//! Who may do what: one table, total over role, action and relation. Every read and command passes here.

use porch_domain::{
    actor::{Actor, Role},
    ids::ReferralId,
    referral::Referral,
    relation::{Related, Relation, Whose, nearer_while_open, relation},
};
use porch_store::{OwnedBy, StoreError, Tx};

use crate::{
    Ctx,
    error::AppError,
    look,
    restriction::{self, Closes},
};

/// Something that a person may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Take a referral in.
    ReceiveReferral,
    /// See the queue and open a referral.
    SeeReferral,
    /// See the least of a referral: her name, a safe route, what she asked of them, the next date.
    SeeLeast,
    /// See what a sharing agreement releases of a referral.
    SeeShared,
    /// Open what is restricted: safeguarding.
    SeeSafeguarding,
    /// Claim, ask, lower an urgency, and whatever else is done until it is decided.
    TriageReferral,
    /// Note, record a try to reach her, raise an urgency, and say who has an emergency.
    AddToReferral,
    /// Open a record in an emergency, without any relation to it.
    OpenInEmergency,
    /// See who opened what in an emergency, and say whether it was right.
    ReviewOpenings,
    /// Decide a referral.
    DecideReferral,
    /// Offer a handover and take it back; work together; refer on.
    HandOver,
    /// Accept an offer or return it, for the team that is asked.
    AnswerHandover,
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
    /// Keep the list of what people said and what was done about it.
    KeepSaidAndDone,
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
    /// See figures whose small numbers are hidden.
    SeeAggregates,
    /// See which sharing agreements there are, and which end soon.
    SeeAgreements,
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
    /// Answer a questionnaire that was given to oneself.
    AnswerQuestions,
    /// See and use a page that was given to oneself.
    UseOwnPage,
    /// Say how it was.
    SayHowItWas,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 38] = [
        Self::ReceiveReferral,
        Self::SeeReferral,
        Self::SeeLeast,
        Self::SeeShared,
        Self::SeeSafeguarding,
        Self::TriageReferral,
        Self::AddToReferral,
        Self::OpenInEmergency,
        Self::ReviewOpenings,
        Self::DecideReferral,
        Self::HandOver,
        Self::AnswerHandover,
        Self::HoldMeeting,
        Self::CareFor,
        Self::SeeDuty,
        Self::KeepRota,
        Self::WorkDuty,
        Self::KeepTemplates,
        Self::KeepSaidAndDone,
        Self::KeepPerson,
        Self::KeepMessage,
        Self::ErasePersonalData,
        Self::ImportHistory,
        Self::ApplyFootprint,
        Self::SeeReport,
        Self::SeeAggregates,
        Self::SeeAgreements,
        Self::SeeRecordsBehindReport,
        Self::SeeLooks,
        Self::KeepAccounts,
        Self::AskRecovery,
        Self::ConfirmRecovery,
        Self::KeepTokens,
        Self::ChangeOwnPassword,
        Self::DoWhatIsDue,
        Self::AnswerQuestions,
        Self::UseOwnPage,
        Self::SayHowItWas,
    ];

    /// What is done, as it completes "you may not …".
    pub fn described(self) -> &'static str {
        match self {
            Self::ReceiveReferral => "take in a referral",
            Self::SeeReferral => "see referrals",
            Self::SeeLeast => "see the least of a referral",
            Self::SeeShared => "see what is shared of a referral",
            Self::SeeSafeguarding => "see what is restricted",
            Self::TriageReferral => "work on a referral",
            Self::AddToReferral => "add to a referral",
            Self::OpenInEmergency => "open a record in an emergency",
            Self::ReviewOpenings => "look at what was opened in an emergency",
            Self::DecideReferral => "decide a referral",
            Self::HandOver => "hand over a referral",
            Self::AnswerHandover => "answer a handover for the team that is asked",
            Self::HoldMeeting => "hold a team meeting",
            Self::CareFor => "record care",
            Self::SeeDuty => "see the page of duty",
            Self::KeepRota => "write the rota",
            Self::WorkDuty => "work a shift of duty",
            Self::KeepTemplates => "approve templates of letters",
            Self::KeepSaidAndDone => "keep the list of what people said and what was done",
            Self::KeepPerson => "change a person's record",
            Self::KeepMessage => "write letters and messages",
            Self::ErasePersonalData => "erase personal data",
            Self::ImportHistory => "import another system's history",
            Self::ApplyFootprint => "apply local rules",
            Self::SeeReport => "see the reports",
            Self::SeeAggregates => "see figures whose small numbers are hidden",
            Self::SeeAgreements => "see the sharing agreements",
            Self::SeeRecordsBehindReport => "see the records behind a figure",
            Self::SeeLooks => "see who looked at what",
            Self::KeepAccounts => "open and close accounts",
            Self::AskRecovery => "ask for the recovery of an account",
            Self::ConfirmRecovery => "confirm the recovery of an account",
            Self::KeepTokens => "make or end tokens of other programs",
            Self::ChangeOwnPassword => "change this password",
            Self::DoWhatIsDue => "do what the service does by itself",
            Self::AnswerQuestions => "answer a questionnaire that was given to somebody",
            Self::UseOwnPage => "use a page that was given to somebody",
            Self::SayHowItWas => "say how it was, as somebody who was helped",
        }
    }
}

/// Whether an actor may do something, standing so to the referral that it is about. What is about no referral has the same
/// answer for every relation.
pub fn may(actor: &Actor, action: Action, relation: Relation) -> bool {
    match actor {
        Actor::Staff { role, .. } => role_may(*role, action, relation),
        // Whoever can run the program on the machine holds the database already.
        Actor::Operator { .. } => true,
        Actor::Public => {
            matches!(
                action,
                Action::ReceiveReferral | Action::AnswerQuestions | Action::UseOwnPage | Action::SayHowItWas
            )
        }
        Actor::System => {
            matches!(action, Action::ApplyFootprint | Action::ImportHistory | Action::DoWhatIsDue)
        }
    }
}

/// Whether an actor may do something to any referral at all: what a page offers before one is chosen.
pub fn may_at_all(actor: &Actor, action: Action) -> bool {
    Relation::ALL.into_iter().any(|relation| may(actor, action, relation))
}

/// The table. Every row says of each relation what holds for a duty worker or a clinician, and then of every other role.
fn role_may(role: Role, action: Action, relation: Relation) -> bool {
    match action {
        Action::ReceiveReferral | Action::WorkDuty | Action::OpenInEmergency => role.is_clinical(),
        // What an emergency needs, and nothing more: to know, to write it down, and to say who has it.
        Action::SeeReferral | Action::SeeSafeguarding | Action::AddToReferral => {
            role.is_clinical() && in_the_organisation_or_opened(relation)
        }
        Action::TriageReferral | Action::HoldMeeting | Action::KeepPerson => {
            role.is_clinical() && in_the_organisation(relation)
        }
        Action::DecideReferral | Action::HandOver | Action::AnswerHandover | Action::CareFor | Action::KeepMessage => {
            role.is_clinical() && in_the_team(relation)
        }
        Action::SeeShared => role.is_clinical() && by_agreement(relation),
        Action::SeeLeast => match role {
            Role::PeerWorker | Role::CharityWorker => in_the_team(relation),
            Role::Duty | Role::Clinician => in_the_organisation(relation),
            Role::Manager | Role::InformationOfficer | Role::Administrator | Role::Commissioner | Role::Board => false,
        },
        Action::SeeDuty | Action::SeeReport => match role {
            Role::Duty | Role::Clinician | Role::Manager | Role::InformationOfficer => true,
            Role::Administrator | Role::PeerWorker | Role::CharityWorker | Role::Commissioner | Role::Board => false,
        },
        Action::SeeAggregates => match role {
            Role::Duty
            | Role::Clinician
            | Role::Manager
            | Role::InformationOfficer
            | Role::Commissioner
            | Role::Board => true,
            Role::Administrator | Role::PeerWorker | Role::CharityWorker => false,
        },
        Action::SeeAgreements => match role {
            Role::Manager | Role::InformationOfficer => true,
            Role::Duty
            | Role::Clinician
            | Role::Administrator
            | Role::PeerWorker
            | Role::CharityWorker
            | Role::Commissioner
            | Role::Board => false,
        },
        Action::KeepRota => match role {
            Role::Duty | Role::Manager => true,
            Role::Clinician
            | Role::InformationOfficer
            | Role::Administrator
            | Role::PeerWorker
            | Role::CharityWorker
            | Role::Commissioner
            | Role::Board => false,
        },
        Action::KeepTemplates | Action::KeepSaidAndDone => role == Role::Manager,
        Action::ErasePersonalData | Action::SeeLooks | Action::ReviewOpenings => role == Role::InformationOfficer,
        Action::ImportHistory | Action::ApplyFootprint => {
            role == Role::InformationOfficer || role == Role::Administrator
        }
        Action::SeeRecordsBehindReport => {
            (role.is_clinical() && in_the_organisation(relation)) || role == Role::InformationOfficer
        }
        Action::ConfirmRecovery => role == Role::Manager || role == Role::InformationOfficer,
        Action::KeepAccounts | Action::AskRecovery | Action::KeepTokens => role == Role::Administrator,
        Action::ChangeOwnPassword => true,
        Action::DoWhatIsDue | Action::AnswerQuestions | Action::UseOwnPage | Action::SayHowItWas => false,
    }
}

fn in_the_team(relation: Relation) -> bool {
    match relation {
        Relation::OwnTeam => true,
        Relation::OwnOrganisation | Relation::Opened | Relation::Shared | Relation::Other => false,
    }
}

fn in_the_organisation(relation: Relation) -> bool {
    match relation {
        Relation::OwnTeam | Relation::OwnOrganisation => true,
        Relation::Opened | Relation::Shared | Relation::Other => false,
    }
}

fn in_the_organisation_or_opened(relation: Relation) -> bool {
    match relation {
        Relation::OwnTeam | Relation::OwnOrganisation | Relation::Opened => true,
        Relation::Shared | Relation::Other => false,
    }
}

fn by_agreement(relation: Relation) -> bool {
    match relation {
        Relation::OwnTeam | Relation::OwnOrganisation | Relation::Opened | Relation::Shared => true,
        Relation::Other => false,
    }
}

/// How whoever acts stands to a referral. It costs no reading: whose the referral is was read with it.
pub fn related<'a>(ctx: &'a Ctx, whose: &Whose<'_>) -> Related<'a> {
    match &ctx.actor {
        Actor::Staff { .. } => {
            let belongs = relation(&ctx.belonging, whose, &ctx.rules.footprint, ctx.today());
            nearer_while_open(belongs, whose, &ctx.held_open, ctx.now)
        }
        // Who runs the machine, and the service itself, belong to no team: the table knows them by what they do alone.
        Actor::Operator { .. } | Actor::Public | Actor::System => {
            Related { relation: Relation::OwnTeam, agreement: None }
        }
    }
}

/// Whether whoever acts may do something to a referral: for a line of a list, which is left out where not.
pub fn may_with(ctx: &Ctx, action: Action, whose: &Whose<'_>) -> bool {
    may(&ctx.actor, action, related(ctx, whose).relation)
}

/// Lets an actor pass, or notes the attempt in the look-log and refuses. Where the answer hangs on the referral, it is asked
/// again with [`check_of`], as soon as that is read.
///
/// # Errors
/// [`AppError::NotAllowed`], or when the attempt cannot be noted.
pub fn check(ctx: &Ctx, action: Action) -> Result<(), AppError> {
    if may_at_all(&ctx.actor, action) {
        return Ok(());
    }
    look::denied(ctx, action, &[])?;
    Err(AppError::NotAllowed(action.described()))
}

/// Lets an actor pass who stands near enough to a referral, or notes the attempt with whom it was about and refuses.
///
/// # Errors
/// [`AppError::OthersReferral`], or when the attempt cannot be noted.
pub fn check_of(ctx: &Ctx, action: Action, referral: &Referral) -> Result<(), AppError> {
    check_whose(ctx, action, &referral.whose(), &referral.id.to_string())
}

/// The same by whose it is, where the referral itself is not at hand.
///
/// # Errors
/// As [`check_of`].
pub fn check_whose(ctx: &Ctx, action: Action, whose: &Whose<'_>, subject: &str) -> Result<(), AppError> {
    if may_with(ctx, action, whose) {
        return check_restricted(ctx, action, whose, subject);
    }
    look::denied(ctx, action, &[subject.to_owned()])?;
    Err(match whose.referral.filter(|_| may_open_for(ctx, action, whose)) {
        Some(referral) => AppError::Closed { what: action.described(), referral, restricted: false },
        None => AppError::OthersReferral(action.described()),
    })
}

/// Lets an actor pass to whom a restricted record is open: who is named for it, is her lead professional, or said why. It
/// costs one statement, which finds nothing nearly always.
fn check_restricted(ctx: &Ctx, action: Action, whose: &Whose<'_>, subject: &str) -> Result<(), AppError> {
    let Some(referral) = whose.referral else { return Ok(()) };
    let Some(closes) = restriction::closes(ctx, referral)? else { return Ok(()) };
    look::denied(ctx, action, &[subject.to_owned()])?;
    Err(match closes {
        Closes::NotNamed if may_with(ctx, Action::OpenInEmergency, whose) => {
            AppError::Closed { what: action.described(), referral, restricted: true }
        }
        Closes::NotNamed | Closes::Own => AppError::OthersReferral(action.described()),
    })
}

/// Whether whoever acts may open a record in an emergency, and that would let them do what they asked.
fn may_open_for(ctx: &Ctx, action: Action, whose: &Whose<'_>) -> bool {
    let further = related(ctx, whose).relation > Relation::Opened;
    further && may_with(ctx, Action::OpenInEmergency, whose) && may(&ctx.actor, action, Relation::Opened)
}

/// The same by the referral's id alone, for what shows nothing of it: that is added to a restricted record too.
///
/// # Errors
/// As [`check_of`], or when the database cannot be read.
pub(crate) fn check_unseen(ctx: &Ctx, action: Action, id: ReferralId) -> Result<(), AppError> {
    let owned = ctx.store.ask(|tx| OwnedBy::of(tx, ctx.footprint(), id))?.ok_or(AppError::Gone)?;
    if may_with(ctx, action, &owned.whose()) {
        return Ok(());
    }
    check_whose(ctx, action, &owned.whose(), &id.to_string())
}

/// Whether whoever acts may do something to the referrals of every team, so that no line of a list is left out.
fn reaches_all(ctx: &Ctx, action: Action) -> bool {
    let teams = ctx.rules.footprint.teams();
    teams.iter().all(|team| may_with(ctx, action, &Whose::of_team(&team.code)))
}

/// Whether whoever acts may do something to a referral that is named and not read. Whoever reaches every team costs no
/// reading.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn near(tx: &mut dyn Tx, ctx: &Ctx, action: Action, id: ReferralId) -> Result<bool, StoreError> {
    if reaches_all(ctx, action) {
        return Ok(true);
    }
    let owned = OwnedBy::of(tx, ctx.footprint(), id)?;
    Ok(owned.is_some_and(|owned| may_with(ctx, action, &owned.whose())))
}

/// The lines of a list that whoever acts may see.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn near_lines<T>(
    tx: &mut dyn Tx,
    ctx: &Ctx,
    action: Action,
    lines: Vec<T>,
    referral: impl Fn(&T) -> ReferralId,
) -> Result<Vec<T>, StoreError> {
    let mut seen = Vec::new();
    for line in lines {
        if near(tx, ctx, action, referral(&line))? {
            seen.push(line);
        }
    }
    Ok(seen)
}

/// Lets an actor pass who may do something to what is not decided: the queue, requests for advice, the team meeting.
///
/// # Errors
/// As [`check_of`].
pub fn check_at_the_door(ctx: &Ctx, action: Action) -> Result<(), AppError> {
    check(ctx, action)?;
    if may_with(ctx, action, &Whose::at_the_door()) {
        return Ok(());
    }
    look::denied(ctx, action, &[])?;
    Err(AppError::OthersReferral(action.described()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn staff(role: Role) -> Actor {
        Actor::Staff { account: "a".to_owned(), role }
    }

    #[test]
    fn an_administrator_reads_no_record_and_the_public_reads_nothing() {
        for action in [Action::SeeReport, Action::SeeRecordsBehindReport, Action::SeeLooks, Action::DecideReferral] {
            assert!(!may_at_all(&staff(Role::Administrator), action), "{action:?}");
        }
        for action in Action::ALL {
            let for_everybody =
                [Action::ReceiveReferral, Action::AnswerQuestions, Action::UseOwnPage, Action::SayHowItWas]
                    .contains(&action);
            assert_eq!(may_at_all(&Actor::Public, action), for_everybody, "{action:?}");
        }
    }

    // H20
    #[test]
    fn every_action_is_somebodys_and_no_program_decides() {
        for action in Action::ALL {
            let by_a_person = Role::ALL.into_iter().any(|role| may_at_all(&staff(role), action));
            let by_nobody = [Action::DoWhatIsDue, Action::AnswerQuestions, Action::UseOwnPage, Action::SayHowItWas]
                .contains(&action);
            assert_ne!(by_a_person, by_nobody, "{action:?}");
        }
        // Only she answers what was given to her.
        assert!(may_at_all(&Actor::Public, Action::AnswerQuestions));
        assert!(may_at_all(&Actor::System, Action::DoWhatIsDue));
        assert!(!may_at_all(&Actor::System, Action::DecideReferral));
        assert!(!may_at_all(&Actor::System, Action::TriageReferral));
        assert!(!may_at_all(&Actor::System, Action::ErasePersonalData));
    }

    // G2, H15
    #[test]
    fn whoever_sees_figures_alone_and_whoever_sees_the_least_do_nothing_else() {
        for (role, sees) in [
            (Role::Commissioner, Action::SeeAggregates),
            (Role::Board, Action::SeeAggregates),
            (Role::PeerWorker, Action::SeeLeast),
            (Role::CharityWorker, Action::SeeLeast),
        ] {
            for action in Action::ALL {
                let expected = action == sees || action == Action::ChangeOwnPassword;
                assert_eq!(may_at_all(&staff(role), action), expected, "{role:?} {action:?}");
            }
        }
    }

    // H15
    #[test]
    fn a_further_relation_never_allows_what_a_nearer_one_does_not_and_none_reads_nothing_of_a_referral() {
        for role in Role::ALL {
            for action in Action::ALL {
                let allowed = Relation::ALL.map(|relation| may(&staff(role), action, relation));
                assert!(allowed.is_sorted_by(|nearer, further| nearer >= further), "{role:?} {action:?} {allowed:?}");
            }
            for action in [Action::SeeReferral, Action::SeeLeast, Action::SeeShared, Action::SeeSafeguarding] {
                assert!(!may(&staff(role), action, Relation::Other), "{role:?} {action:?}");
            }
        }
    }

    /// The table as it stands in the documents.
    fn written() -> String {
        let mut text = String::from(
            "# Who may do what\n\nGenerated from `crates/app/src/access.rs` by its tests: every action, role and relation. \
             The relation is how somebody stands to the referral that it is about: of its team, of its organisation, by \
             having opened it in an emergency for a time that is not over, by a sharing agreement, or not at all. \"any\" is all five; what is about no referral has the same answer for each.\n\n",
        );
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.label()).collect();
        text.push_str(&format!("| action | {} |\n|---|{}\n", roles.join(" | "), "---|".repeat(roles.len())));
        for action in Action::ALL {
            let cells = Role::ALL.map(|role| {
                let with: Vec<&str> = Relation::ALL
                    .into_iter()
                    .filter(|relation| may(&staff(role), action, *relation))
                    .map(Relation::label)
                    .collect();
                if with.len() == Relation::ALL.len() { "any".to_owned() } else { with.join(", ") }
            });
            text.push_str(&format!("| {} | {} |\n", action.described(), cells.join(" | ")));
        }
        text
    }

    #[test]
    fn the_table_in_the_documents_is_the_table_of_the_program() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/access.md");
        if std::env::var_os("UPDATE_REFERENCE").is_some() {
            std::fs::write(file, written()).unwrap();
        }
        assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), written(), "run with UPDATE_REFERENCE=1");
    }
}
