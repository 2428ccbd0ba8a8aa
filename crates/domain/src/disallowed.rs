//! Why a command may not be carried out, and why a stored history cannot be true.

use crate::footprint::NoPause;

/// Why the rules refuse a command. Each has a message that says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disallowed {
    /// There is no such record.
    #[error("there is no such record")]
    Unknown,
    /// The record was made before.
    #[error("this record exists already")]
    AlreadyExists,
    /// What identified the person was erased.
    #[error("the personal data of this record were erased; nothing more can be recorded on it")]
    Erased,
    /// Two records that are about one person already, or one and itself.
    #[error("these records are linked already: somebody was quicker")]
    LinkedBefore,
    /// Two records that are not linked with one another.
    #[error("these records are not linked: somebody was quicker")]
    NotLinked,
    /// A link, or its taking back, without saying how that is known.
    #[error("say how you know")]
    LinkReasonMissing,
    /// Different NHS numbers are different people (H05).
    #[error("these records have different NHS numbers, so they are never linked: put a mistyped number right first")]
    NumbersDiffer,
    /// A mother and her child are two people (H05).
    #[error("these dates of birth are those of a mother and a child, two people: put a mistyped date right first")]
    GenerationApart,
    /// The referral was decided by someone else.
    #[error("this referral was decided before: {0}")]
    AlreadyDecided(&'static str),
    /// The footprint has no such team, or it does not take referrals on that day.
    #[error("the footprint has no team \"{0}\"")]
    UnknownTeam(String),
    /// The footprint has no such organisation.
    #[error("the footprint has no organisation \"{0}\"")]
    UnknownOrganisation(String),
    /// Whoever is of a team has an employer.
    #[error("say which organisation employs them: whoever is of a team has an employer")]
    EmployerMissing,
    /// A team has no staff of this employer.
    #[error("the team \"{team}\" has no staff of {organisation}")]
    NotOfTheEmployer {
        /// The code of the team.
        team: String,
        /// The code of the employer.
        organisation: String,
    },
    /// Whoever sees figures alone is of no team.
    #[error("a commissioner or a member of a board is of no team")]
    RoleWithoutTeams,
    /// A program may not do this (INV-03, INV-04).
    #[error("only a person may decide this")]
    NeedsAPerson,
    /// A reason is missing, or is not one that a person can choose (PR-13).
    #[error("give at least one reason from the list; where it is another one, say it in your own words")]
    ReasonMissing,
    /// There is no such coded reason.
    #[error("there is no reason \"{0}\"")]
    UnknownReason(String),
    /// An ending without a way back (INV-03).
    #[error("say how she can come back")]
    WayBackMissing,
    /// An ending that does not say who was told, or why not (INV-03).
    #[error("say how the woman and the referrer are told, or why they are not")]
    TellingMissing,
    /// A no that does not say what would change it (K6).
    #[error("say what would change this decision")]
    WhatWouldChangeMissing,
    /// Risk, loss or trauma was mentioned: a person tells her before a letter does (PR-14).
    #[error(
        "a person tells her before any letter: say who told her and when, or save it as decided with the letter due"
    )]
    TellHerFirst,
    /// A second clinician must agree (PR-14).
    #[error("name a second clinician who agrees: risk was mentioned, or an earlier referral ended with a no")]
    SecondClinicianMissing,
    /// A second no within thirty days is not decided by who decided the first (X1).
    #[error(
        "you decided the no after which she came again within 30 days: somebody else decides a second one, and you may accept"
    )]
    AnotherDecides,
    /// Reasons go to nobody in the family (PR-15).
    #[error(
        "family hear that it came and was read, and nothing more; with her agreement a copy of her own letter goes to them"
    )]
    ReceiptOnly,
    /// She asked for herself, so there is no referrer to write to (PR-15).
    #[error("she asked for herself: her own letter is the answer")]
    NoReferrer,
    /// Reasons leave on paper only, where the address is no organisation's (PR-15).
    #[error("reasons go to an organisation: this letter is printed and posted to one, so name it, or it is not sent")]
    NotAnOrganisation,
    /// A no that names nobody who can help meanwhile (K6).
    #[error("name who can help her meanwhile")]
    MeanwhileMissing,
    /// Somebody from outside the area is taken on without a reason (D1). It is never a bar.
    #[error("she is outside the area: say why she is taken on all the same")]
    OutOfAreaReasonMissing,
    /// A decision cites a criterion that the local rules did not have on the day of its referral (D26).
    #[error("\"{0}\" was not among the criteria on the day on which this referral was received")]
    UnknownCriterion(String),
    /// A no because criteria are not met does not say which (D26).
    #[error("choose which of the criteria are not met")]
    CriterionMissing,
    /// Somebody decides otherwise than the local rules propose, and does not say why (D2). It is never a bar.
    #[error("say why it is decided otherwise than proposed")]
    OtherwiseReasonMissing,
    /// When a question was answered cannot be so (D23).
    #[error("say when it was answered, after it was asked and before now")]
    AnsweredAtUnclear,
    /// A question that nobody has answered is not asked again (D23).
    #[error("nobody has answered this yet, so it still waits")]
    NotAnsweredYet,
    /// Who told her, or when, cannot be so (PR-14).
    #[error("say who told her and when, after the referral came and before now")]
    ToldInPersonUnclear,
    /// The same person claimed it before.
    #[error("{0} took this before")]
    AlreadyClaimed(String),
    /// The request for advice became a referral.
    #[error("this became a referral before")]
    AlreadyAReferral,
    /// The template does not fit her situation (INV-10).
    #[error("this text does not fit her situation now")]
    TemplateDoesNotFit,
    /// She has not agreed that they are told (PR-20).
    #[error("she has not agreed that {0} is told")]
    TellingNotAgreed(&'static str),
    /// Nobody claimed it.
    #[error("nobody has taken this")]
    NotClaimed,
    /// Not more urgent than it is.
    #[error("it is as urgent as that already")]
    NotRaised,
    /// Not less urgent than it is.
    #[error("it is not more urgent than that")]
    NotLowered,
    /// The clock stands: holidays do not move it, or it ran to its end.
    #[error("the clock of this referral stands as it is")]
    ClockStands,
    /// The clock may not be paused.
    #[error(transparent)]
    NoPause(#[from] NoPause),
    /// A pause ends on a day of the next four weeks.
    #[error("choose a day within the next 28 days on which the clock runs again")]
    PauseTooLong,
    /// The clock is not paused.
    #[error("the clock of this referral is not paused")]
    NotPaused,
    /// Only a clinician may lower an urgency (PR-02).
    #[error("only a clinician who has spoken with her may lower this")]
    NeedsAClinician,
    /// When the clinician spoke with her is missing or cannot be (PR-02).
    #[error("say when you spoke with her, after the referral came and before now")]
    SpokeAtMissing,
    /// A time that has gone by, or is more than a week away.
    #[error("choose a time within the next seven days")]
    NotWithinAWeek,
    /// There is no such task, or it was done.
    #[error("there is no such task, or it was done before")]
    NoSuchTask,
    /// A letter that is due needs somebody who owes it.
    #[error("say who writes the letter")]
    OwnerMissing,
    /// Very much was added by one draft already.
    #[error("a great deal was added here already, and all of it is stored; please ring for anything more")]
    EnoughAdded,
    /// A short answer that is none.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// A named place is missing from a signpost.
    #[error("name the service that she is pointed to")]
    SignpostMissing,
    /// A message may not leave by this route (INV-10).
    #[error("she has not agreed to be reached this way")]
    RouteNotAgreed,
    /// Nothing is held of how it is safe to reach her, so nothing can be still right.
    #[error("she was not asked yet how it is safe to reach her")]
    NoRoutesHeld,
    /// A message may not leave by this route: her number or address is another since she agreed to it (INV-10, PR-19).
    #[error("her number or address is another since she agreed to this way: ask her again")]
    RouteUnsettled,
    /// The state of a message does not allow the step.
    #[error("this message cannot be {0} now")]
    MessageStep(&'static str),
    /// There is no account of that name.
    #[error("there is no account of that name")]
    UnknownAccount,
    /// An account that nobody may use.
    #[error("this account is disabled")]
    AccountDisabled,
    /// An account that is in use.
    #[error("this account is not disabled")]
    AccountEnabled,
    /// As many factors as an account may have.
    #[error("this account has as many second factors of this kind as it may have: take one away first")]
    TooManyFactors,
    /// Something that cannot be who somebody is elsewhere.
    #[error("this is nobody's identity: expected the address of a provider, and what it calls them")]
    NoIdentity,
    /// The identity opens the account already.
    #[error("this identity opens the account already")]
    IdentityLinked,
    /// The identity does not open the account.
    #[error("this identity does not open the account")]
    UnknownIdentity,
    /// More identities than one account may have.
    #[error("the account has as many identities as it may have: take one away first")]
    TooManyIdentities,
    /// A factor that the account has not.
    #[error("this account has no such second factor")]
    UnknownFactor,
    /// The last factor where one is required.
    #[error("this is the last second factor of the account, and the service requires one: add another first")]
    LastFactor,
    /// A recovery that nobody asked, or whose time is over.
    #[error("nobody asked for a recovery of this account in the last 24 hours")]
    NoRecoveryAsked,
    /// A recovery takes two named people beside its holder.
    #[error("a recovery takes two people beside the holder of the account: one who asks and another who confirms")]
    NeedsAWitness,
    /// A letter that waits with a decision is approved with it, so that it never leaves before (INV-03).
    #[error("this letter goes with a decision that is not finished: finish the decision, and it is approved with it")]
    GoesWithADecision,
    /// The service itself does this, when it is due.
    #[error("the service does this by itself, when it is due")]
    NeedsTheService,
    /// An appointment in the past, or too far ahead.
    #[error("choose when the appointment begins: after now, and within a year")]
    AppointmentUnclear,
    /// A second appointment at the same time.
    #[error("she has an appointment at that time already")]
    AppointmentTwice,
    /// She is not expected then.
    #[error("there is no such appointment, or it is over or was called off")]
    NoSuchAppointment,
    /// A message about an appointment that does not stand.
    #[error("the appointment that it is about is over, was called off or was moved")]
    AppointmentGone,
    /// A first line that tells whoever sees it what it is about.
    #[error("whoever holds her telephone sees the first line, and \"{0}\" tells what it is about: choose other words")]
    FirstLineTells(&'static str),
    /// The service asked for something before it was due.
    #[error("this is not due yet")]
    NotDue,
    /// Nobody has taken the referral on, or it is closed.
    #[error("this is possible only while she is in our care")]
    NotTakenOn,
    /// An offer is open already.
    #[error("a handover is open: it is answered or taken back first")]
    HandoverOpen,
    /// No offer is open.
    #[error("there is no open handover")]
    NoHandover,
    /// Whoever offers is not the one who accepts (INV-02).
    #[error("somebody else than whoever offered it accepts a handover")]
    OwnOffer,
    /// A handover to the team that has it.
    #[error("this team is responsible already")]
    HandoverToSelf,
    /// Whether she agrees is missing (PR-05).
    #[error("say when she agreed, or on which basis it is shared without")]
    AgreementMissing,
    /// The team works with her already.
    #[error("this team works with her already")]
    WorksWithHer,
    /// She was referred on, and that is not answered.
    #[error("she was referred on, and the other service has not said that it has her: ask it first")]
    OnwardOpen,
    /// She was not referred on.
    #[error("there is no open referral to a service outside")]
    NoOnward,
    /// When the other service is asked is missing or too late.
    #[error("choose a day within the next four weeks to ask whether they have her")]
    ChaseTooLate,
    /// It is no emergency.
    #[error("this is not an emergency")]
    NotAnEmergency,
    /// An emergency that nobody assessed.
    #[error("this is an emergency, and nobody has assessed her")]
    EmergencyOpen,
    /// A risk answer that nobody has by name, or of which nobody recorded what was done (INV-06).
    #[error("a risk answer is open: somebody takes it by name and records what was done before this can end")]
    RiskOpen,
    /// No risk answer is open.
    #[error("no risk answer is open")]
    NoRiskAlert,
    /// Only a clinician closes a risk answer.
    #[error("only a clinician or duty worker says that a risk answer is dealt with")]
    RiskNeedsAClinician,
    /// When a contact was is missing or cannot be.
    #[error("say when the contact was, after the referral came and before now")]
    ContactAtUnclear,
    /// A contact without a next one.
    #[error("choose when the next contact is due, within three months")]
    NextContactMissing,
    /// An assessment elsewhere without a name (PR-12).
    #[error("name the service and the clinician who assessed her")]
    SeenByMissing,
    /// Nobody was missed.
    #[error("there is nothing to review: she was not missed")]
    NothingToReview,
    /// Somebody did not come, and risk was not reviewed since (INV-05).
    #[error("she did not come, or the baby was not brought: risk is reviewed first")]
    ReviewMissing,
    /// That she does not engage is not so (PR-21).
    #[error("the review found that it does not lie with her: seek her again another way")]
    NotHerDoing,
    /// What was looked into is not known (PR-21).
    #[error(
        "find out first: whether the invitation arrived, by a safe route, in her language and with an interpreter where \
         she needs one"
    )]
    NotLookedInto,
    /// Nobody is named who looks after her from now on (D20).
    #[error("say which service looks after her from now on")]
    OnwardMissing,
    /// No lead professional.
    #[error("name the lead professional")]
    LeadMissing,
    /// She is in a unit.
    #[error("she is in a unit already")]
    AdmittedAlready,
    /// She is an inpatient, and care cannot end meanwhile (D16).
    #[error("she is in a unit: record first that she left it, and who leads")]
    InAUnit,
    /// She is in no unit.
    #[error("she is not in a unit")]
    NotAdmitted,
    /// A discharge without a plan (D22).
    #[error("write the plan: who helps her from now on, and what she does when it gets worse")]
    PlanMissing,
    /// A discharge without advice for another pregnancy (K7).
    #[error("say what she does early in another pregnancy")]
    EarlyPregnancyMissing,
    /// Safeguarding that nobody answered (PR-26).
    #[error("say what came of safeguarding")]
    SafeguardingAnswerMissing,
    /// A safeguarding referral of ours whose outcome nobody knows (PR-26).
    #[error("a safeguarding referral has no outcome yet, to {0}: record what came of it, or who follows it up")]
    SafeguardingOpen(String),
    /// No safeguarding referral to that service waits for its outcome.
    #[error("there is no open safeguarding referral to that service")]
    NoSafeguardingReferral,
    /// Nobody at risk has that number.
    #[error("nobody of that number is recorded as at risk")]
    NobodyAtRisk,
    /// Somebody at risk without relation, or without age or due date.
    #[error("say what this person is to her, and the age; of an unborn baby the day on which it is due")]
    AtRiskUnclear,
    /// Dates of a plan that cannot be.
    #[error("a plan holds since a day before today, and is reviewed or ends after that and not in the future")]
    PlanDatesUnclear,
    /// Asked alone, and no answer.
    #[error("say what she answered")]
    AbuseAnswerMissing,
    /// A no that was not said alone (PR-26).
    #[error("a no counts only where she was alone: ask again when she is")]
    NotAlone,
    /// Somebody under eighteen whom nobody else has yet (PR-18).
    #[error(
        "she is under 18: we hold her until somebody of the young people's service accepts by name, so refer her on to it first"
    )]
    YoungPeopleFirst,
    /// She is eighteen or older.
    #[error("she is not under 18")]
    NotUnder18,
    /// Consent of somebody under sixteen, and nobody says that she can give it.
    #[error("say that she is able to consent for herself and how that was judged, or who consents for her")]
    CompetenceMissing,
    /// Nobody is named who consents.
    #[error("say who consents, or why nobody does yet")]
    ConsentUnclear,
    /// A date that is known.
    #[error("this date is recorded already")]
    KnownAlready,
    /// A date of birth that lies ahead.
    #[error("a date of birth lies in the past")]
    BornAhead,
    /// A day on which no baby can be due.
    #[error("say when the baby is due: within the next 42 weeks, or at most three weeks ago")]
    DueOnUnclear,
    /// A task that is not done.
    #[error("this is still to be done: {0}")]
    TaskOpen(&'static str),
    /// A task that is done by what it asks for, and not by a note.
    #[error("this task is done by doing it: record what it asks for")]
    DoneByDoing,
    /// A day that has gone by.
    #[error("choose a day that is still to come")]
    UntilHasGoneBy,
    /// That she died is known (PR-27).
    #[error("she died: nothing more goes to her")]
    SheDied,
    /// Words of a letter that say where somebody lives whose address is withheld (PR-26).
    #[error("the letter names an address that is withheld: take it out of the words, and save again")]
    NamesWithheldAddress {
        /// Whether it is the letter to her.
        to_her: bool,
    },
    /// Nobody recorded that she died.
    #[error("nobody has recorded that she died")]
    NoDeath,
    /// The national record says that she died, and nobody has looked at that (PR-27).
    #[error("the national record says that she died: somebody looks at that first, on the page of her referral")]
    DeathToLookAt,
    /// Too little is held to ask the national record by.
    #[error("the national record is asked by an NHS number, or by a name and a date of birth")]
    NothingToAskBy,
    /// A different valid number never replaces one by itself (H05, H25).
    #[error(
        "another NHS number is held for her, and a different number never replaces one: find out first which is hers"
    )]
    AnotherNumber,
    /// The number of a baby (H05).
    #[error("this is a child's record: a baby's number is never hers")]
    BabysNumber,
    /// What the national record says is about somebody else.
    #[error("what the national record says is not like what is held of her")]
    NotLikeHer,
    /// The number is checked.
    #[error("this number was taken over before")]
    TracedAlready,
    /// Nothing to take back.
    #[error("no number was taken over from the national record")]
    NotTraced,
    /// A number that was put right since.
    #[error("the number was changed after it was taken over: put it right where it was changed")]
    NumberChangedSince,
    /// She was pointed to no other service.
    #[error("she was not pointed to another service")]
    NotPointedAnywhere,
    /// The sitting dealt with it before.
    #[error("this meeting has dealt with this case before")]
    DiscussedAlready,
    /// A line of the rota that cannot be.
    #[error("say from when until when: it ends later than it begins, within three days, and not in the past")]
    ShiftUnclear,
    /// The same person for the same, at the same time.
    #[error("this person is on the rota for that time already")]
    OnTheRotaAlready,
    /// A line of the rota that is not there.
    #[error("this is not on the rota")]
    NotOnTheRota,
    /// A shift that goes on.
    #[error("your shift began before and has not ended")]
    OnDutyAlready,
    /// A shift that is not going on.
    #[error("this shift is not going on")]
    NotOnDuty,
    /// No referral has this reference.
    #[error("there is no referral with that reference")]
    UnknownReference,
    /// A handing over without a name or a time (D9).
    #[error("say who took it over, by name, and when: within the last day")]
    HandedToMissing,
    /// Duty leaves an emergency that nobody has accepted (PR-17).
    #[error(
        "{}; somebody else takes it first, or you record who on call was told",
        if *.0 == 1 { "an emergency or a risk answer is open that nobody else has taken".to_owned() }
        else { format!("{} emergencies or risk answers are open that nobody else has taken", .0) }
    )]
    EmergencyNotAccepted(u32),
    /// The sitting was not opened.
    #[error("this meeting is not open: note who is there, and open it")]
    MeetingNotOpen,
    /// The sitting ended.
    #[error("this meeting is closed")]
    MeetingClosed,
    /// The local rules plan no sitting at that instant.
    #[error("no meeting is planned for that time")]
    NoSuchSitting,
    /// A sitting of another week.
    #[error("a meeting is held within a week of the time for which it is planned")]
    SittingTooFar,
    /// A sitting ends with every case decided or carried over (PR-16).
    #[error("cases are neither decided nor carried over: {0}")]
    CasesLeft(usize),
    /// A discipline that the local rules do not name.
    #[error("the meeting has no discipline \"{0}\"")]
    UnknownDiscipline(String),
    /// Nobody waits for the confirmation.
    #[error("nothing waits to be confirmed for this discipline")]
    NothingToConfirm,
    /// The local rules have no such case discussion.
    #[error("the footprint has no case discussion \"{0}\"")]
    UnknownDiscussion(String),
    /// A case discussion that is over, or not held for a long time.
    #[error("no day of this case discussion is planned")]
    NoDayPlanned,
    /// It is on that list.
    #[error("it is on the list of this case discussion already")]
    ListedAlready,
    /// It is not on that list.
    #[error("it is not on the list of this case discussion")]
    NotListed,
    /// Services outside take part, and whether she agrees is missing (PR-20).
    #[error("services outside take part: say whether she agrees that they hear of her, and on which day she said so")]
    CaseAgreementMissing,
    /// What was agreed has no date, or one too far away.
    #[error("choose a date within the next four weeks for what was agreed")]
    NotWithinFourWeeks,
    /// Nobody would answer for a restricted record.
    #[error("choose at least one colleague who answers for her")]
    NobodyNamed,
    /// Somebody's own record.
    #[error("nobody opens, names themselves for or restricts a record of their own")]
    OwnRecord,
    /// There is nothing to take back.
    #[error("this record is not restricted")]
    NotRestricted,
    /// An address is withheld, shown again or asked for without a reason.
    #[error("say why")]
    WithholdingReasonMissing,
    /// It is withheld so already.
    #[error("this is withheld already")]
    WithheldBefore,
    /// There is nothing to take back.
    #[error("her address is not withheld")]
    NotWithheld,
    /// A record is opened in an emergency without a reason.
    #[error("say why you open this record")]
    OpeningReasonMissing,
    /// Whoever opened a record does not say of it that it was right (H15).
    #[error("you opened this record yourself: another information officer looks at it")]
    OwnOpening,
    /// It closed by itself, or somebody closed it.
    #[error("this record is closed again already")]
    OpeningOver,
    /// Somebody was quicker.
    #[error("somebody else looked at this opening before you")]
    OpeningReviewedBefore,
    /// Before an erasure something else was typed than a reference of hers.
    #[error("type a reference of hers again")]
    ReferenceDiffers,
    /// A review that says nothing.
    #[error("say how you know, or what is to be followed up")]
    ReviewNoteMissing,
    /// A questionnaire that cannot be answered: its time is over, or it was finished, read or taken back.
    #[error("this questionnaire is closed")]
    QuestionsClosed,
    /// Somebody else than she herself answers what was given to her.
    #[error("only she answers what was given to her: write down what she tells you as a questionnaire of its own")]
    OnlyHerself,
    /// An answer to no item of the questionnaire, or none of its options.
    #[error("this is no answer of the questionnaire")]
    NoSuchAnswer,
    /// A questionnaire whose wording may not be shown to her (H17).
    #[error("there is no wording of this questionnaire that may be sent to her in this language: ask her yourself")]
    NoTextPack,
    /// A questionnaire for those who are older than she is (PR-18).
    #[error(
        "she is under {0}, and this questionnaire is sent to nobody younger: ask her yourself, or ask the young people's \
         service which one they use"
    )]
    TooYoungFor(u16),
    /// Answers scored by another definition than the one under which they were given (H04).
    #[error("these answers were given under another version of the questionnaire")]
    AnotherDefinition,
    /// What she answered is read, and not taken back.
    #[error("she has answered already: read what she said instead")]
    AnsweredByHer,
    /// Somebody was quicker.
    #[error("this was read, or taken back, already")]
    ReadBefore,
    /// Something that is written down before it happened.
    #[error("this has not happened yet")]
    NotYet,
    /// A comment is done with.
    #[error("nothing is left to be done with this comment")]
    CommentDone,
    /// A comment is with duty, who have not said what was done.
    #[error("duty has this comment and has not said yet what was done")]
    WithDuty,
    /// A comment was not passed to duty, or they said before what was done.
    #[error("this comment is not with duty")]
    NotWithDuty,
    /// Whoever wrote a comment did not say that it may be shown.
    #[error("whoever wrote this did not say that it may be shown to others")]
    MayNotBeShown,
    /// A comment is closed with a reason that does not fit whether an answer was asked for.
    #[error("where an answer was asked for, the reason says what became of it, and otherwise it does not speak of one")]
    AnswerNotSpokenOf,
    /// Words for everybody in which a number or an address stands for one person.
    #[error("an e-mail address or a long number may name somebody: leave it out, since everybody reads this")]
    NamesSomebody,
    /// Text that should say something says nothing.
    #[error("{0} is empty")]
    Empty(&'static str),
}

/// A stored history that no sequence of commands can have made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ImpossibleHistory(pub &'static str);
