//! People: who they are, their perinatal episodes, and how it is safe to reach them.

mod characteristic;
mod confirmed;
mod contact;
mod episode;
mod event;
mod herself;
mod likeness;
mod link;
mod name;
pub mod national;
mod nhs_number;
pub mod restriction;
mod unsettled;
mod withheld;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

pub use characteristic::{Answer, Characteristic};
pub use confirmed::{RoutesConfirmed, confirm_routes};
pub use contact::{ContactChoices, Otherwise, Route, RouteChoice, VOICEMAIL_WORDS};
pub use episode::{Episode, Pregnancy, SAME_PREGNANCY_DAYS, day_number, days_apart, episodes};
pub use event::{
    DeathCorrected, DeathRecorded, Identity, IdentityRecorded, PersonEvent, PersonHistoryImported, PersonRegistered,
    PersonalDataErased,
};
pub use herself::{ChosenHerself, Marked, choose_herself};
pub use likeness::{Agreement, Caution, Likeness, Match, YOUNGEST, is_a_childs};
pub use link::{Link, PeopleLinked, PeopleUnlinked, link, unlink};
pub use name::words_of_name;
use national::NumberTraced;
pub use national::{NumberStatus, former_numbers, number_status};
pub use nhs_number::{NhsNumber, NotAnNhsNumber};
pub use restriction::{RecordRestricted, Restriction, RestrictionLifted, restrict, unrestrict};
pub use unsettled::{RoutesUnsettled, unsettle, unsettled_by};
pub use withheld::{AddressWithheld, Withheld, WithholdingLifted, lift, names_one, tell_tales, withhold};

use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    front_door::TellingChoices,
    ids::{ImportId, PersonId},
    referral::Said,
};

/// A person as the record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// The import that brought the record, if one did.
    pub import: Option<ImportId>,
    /// Who she is; none once erased.
    pub identity: Option<Identity>,
    /// Ethnic category (`code_list::ETHNIC_CATEGORY`).
    pub ethnic_category: Option<String>,
    /// Pregnancies recorded by staff, in the order in which they became known.
    pub pregnancies: Vec<Pregnancy>,
    /// How it is safe to reach her.
    pub contact: ContactChoices,
    /// The ways that she had agreed to before her number or address became another, and of which nobody asked her again.
    pub unsettled: BTreeSet<Route>,
    /// When somebody asked her last whether it is still right, and who.
    pub routes_confirmed: Option<Box<RoutesConfirmed>>,
    /// Whom we may tell.
    pub may_tell: TellingChoices,
    /// What she answered about characteristics and risk groups.
    pub characteristics: BTreeMap<Characteristic, Answer>,
    /// When it was recorded that she died, where it was.
    pub died_at: Option<Timestamp>,
    /// When the national record said that she died, where nobody has looked at that yet.
    pub death_told_at: Option<Timestamp>,
    /// Numbers that were taken over from the national record, the last last.
    pub traced: Vec<NumberTraced>,
    /// Other records that are about the same person, as somebody said of each.
    pub linked_with: BTreeMap<PersonId, Link>,
    /// That her address is to be shown nowhere, where somebody said so.
    pub withheld: Option<Box<Withheld>>,
    /// That the record is restricted, where somebody said so.
    pub restriction: Option<Box<Restriction>>,
    /// Whether what identified her was erased.
    pub erased: bool,
}

/// What someone asks to be done to a person's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonCommand {
    /// Make a record.
    Register(PersonRegistered),
    /// Record a pregnancy.
    RecordEpisode(Pregnancy),
    /// Record particulars that became known; what is left out stays as it was.
    RecordIdentity(Identity),
    /// Record how it is safe to reach her.
    RecordContactChoices(ContactChoices),
    /// Record whom we may tell.
    RecordTellingChoices(TellingChoices),
    /// Record answers about characteristics; earlier answers to other questions stay.
    RecordCharacteristics(BTreeMap<Characteristic, Answer>),
    /// Record that she died (PR-27).
    RecordDeath {
        /// When that is written down.
        at: Timestamp,
    },
    /// Put right that she did not die.
    CorrectDeath {
        /// When that is written down.
        at: Timestamp,
        /// How that is known.
        why: String,
    },
    /// Erase what identifies her.
    ErasePersonalData {
        /// Why.
        why: String,
    },
}

/// What follows from a command, or why it may not be.
///
/// # Errors
/// [`Disallowed`] when the record exists already, does not exist, is erased, or a reason or human actor is missing.
pub fn decide(state: Option<&Person>, command: PersonCommand, actor: &Actor) -> Result<Vec<PersonEvent>, Disallowed> {
    let event = match (state, command) {
        (Some(_), PersonCommand::Register(_)) => return Err(Disallowed::AlreadyExists),
        (None, PersonCommand::Register(registered)) => PersonEvent::PersonRegistered(registered),
        (
            None,
            PersonCommand::RecordEpisode(_)
            | PersonCommand::RecordIdentity(_)
            | PersonCommand::RecordContactChoices(_)
            | PersonCommand::RecordTellingChoices(_)
            | PersonCommand::RecordCharacteristics(_)
            | PersonCommand::RecordDeath { .. }
            | PersonCommand::CorrectDeath { .. }
            | PersonCommand::ErasePersonalData { .. },
        ) => return Err(Disallowed::Unknown),
        (Some(person), _) if person.erased => return Err(Disallowed::Erased),
        (Some(_), PersonCommand::RecordEpisode(pregnancy)) => PersonEvent::EpisodeRecorded(pregnancy),
        (Some(person), PersonCommand::RecordIdentity(identity)) => {
            let identity = national::with_number_now(person, identity);
            let unsettled = unsettle(person, &identity);
            let recorded = PersonEvent::IdentityRecorded(IdentityRecorded { identity: Some(identity) });
            return Ok(std::iter::once(recorded).chain(unsettled).collect());
        }
        (Some(_), PersonCommand::RecordContactChoices(choices)) => PersonEvent::ContactChoicesRecorded(choices),
        (Some(_), PersonCommand::RecordTellingChoices(choices)) => PersonEvent::TellingChoicesRecorded(choices),
        (Some(_), PersonCommand::RecordCharacteristics(answers)) => PersonEvent::CharacteristicsRecorded(answers),
        (Some(person), PersonCommand::RecordDeath { at }) => {
            if person.died_at.is_some() {
                return Err(Disallowed::SheDied);
            }
            PersonEvent::DeathRecorded(DeathRecorded { at, by: actor.account().map(str::to_owned) })
        }
        (Some(person), PersonCommand::CorrectDeath { at, why }) => {
            if person.died_at.is_none() {
                return Err(Disallowed::NoDeath);
            }
            let Actor::Staff { account, .. } = actor else { return Err(Disallowed::NeedsAPerson) };
            if why.trim().is_empty() {
                return Err(Disallowed::ReasonMissing);
            }
            let said = Some(Said { text: why });
            PersonEvent::DeathCorrected(DeathCorrected { at, by: account.clone(), said })
        }
        (Some(_), PersonCommand::ErasePersonalData { why }) => {
            if !actor.is_named() {
                return Err(Disallowed::NeedsAPerson);
            }
            if why.trim().is_empty() {
                return Err(Disallowed::ReasonMissing);
            }
            PersonEvent::PersonalDataErased(PersonalDataErased { why })
        }
    };
    Ok(vec![event])
}

/// The record after an event.
///
/// # Errors
/// [`ImpossibleHistory`] when the event cannot follow: the journal was altered or a rule was broken.
pub fn evolve(id: PersonId, state: Option<Person>, event: &PersonEvent) -> Result<Person, ImpossibleHistory> {
    let mut person = match (state, event) {
        (None, PersonEvent::PersonRegistered(registered)) => {
            let (contact, may_tell) = (registered.contact.clone(), registered.may_tell.clone());
            let person = Person::new(id, None, registered.identity.clone(), registered.ethnic_category.clone());
            return Ok(Person { contact, may_tell, ..person });
        }
        (None, PersonEvent::PersonHistoryImported(imported)) => {
            return Ok(Person::new(
                id,
                Some(imported.import),
                imported.identity.clone(),
                imported.ethnic_category.clone(),
            ));
        }
        (None, _) => return Err(ImpossibleHistory("a person's record begins with its registration")),
        (Some(person), _) => person,
    };
    match event {
        PersonEvent::PersonRegistered(_) | PersonEvent::PersonHistoryImported(_) => {
            return Err(ImpossibleHistory("a person is registered once"));
        }
        PersonEvent::EpisodeRecorded(pregnancy) => person.pregnancies.push(pregnancy.clone()),
        PersonEvent::IdentityRecorded(recorded) => {
            // Erased particulars leave what is known as it is; the erasure itself takes all of it.
            let newer = recorded.identity.clone().unwrap_or_default();
            person.identity = Some(person.identity.take().unwrap_or_default().with(newer));
        }
        PersonEvent::ContactChoicesRecorded(choices) => {
            person.contact = choices.clone();
            person.unsettled.retain(|route| choices.of(*route) == RouteChoice::NotKnown);
        }
        PersonEvent::RoutesConfirmed(confirmed) => person.routes_confirmed = Some(Box::new(confirmed.clone())),
        PersonEvent::RoutesUnsettled(RoutesUnsettled { routes }) => {
            person.contact = std::mem::take(&mut person.contact).unsettled(routes);
            person.unsettled.extend(routes);
        }
        PersonEvent::TellingChoicesRecorded(choices) => person.may_tell = choices.clone(),
        PersonEvent::CharacteristicsRecorded(answers) => person.characteristics.extend(answers),
        PersonEvent::DeathRecorded(recorded) => {
            person.died_at = Some(recorded.at);
            person.death_told_at = None;
        }
        PersonEvent::DeathTold(told) => person.death_told_at = Some(told.at),
        PersonEvent::DeathSetAside(_) => {
            if person.death_told_at.take().is_none() {
                return Err(ImpossibleHistory("only what was told of a death is set aside"));
            }
        }
        PersonEvent::NumberTraced(traced) => person.trace(traced),
        PersonEvent::TraceTakenBack(_) => person.take_trace_back()?,
        PersonEvent::DeathCorrected(_) => person.died_at = None,
        PersonEvent::PeopleLinked(linked) => {
            let why = linked.said.as_ref().map(|said| said.text.clone());
            let link = Link { at: linked.at, by: linked.by.clone(), why };
            if linked.with == id || person.linked_with.insert(linked.with, link).is_some() {
                return Err(ImpossibleHistory("two records are linked once"));
            }
        }
        PersonEvent::PeopleUnlinked(unlinked) => {
            if person.linked_with.remove(&unlinked.from).is_none() {
                return Err(ImpossibleHistory("only what is linked is taken apart"));
            }
        }
        PersonEvent::RecordRestricted(restricted) => person.restriction = Some(Box::new(Restriction::from(restricted))),
        PersonEvent::RestrictionLifted(_) => {
            if person.restriction.take().is_none() {
                return Err(ImpossibleHistory("only what is restricted is opened again"));
            }
        }
        PersonEvent::AddressWithheld(withheld) => person.withheld = Some(Box::new(Withheld::from(withheld))),
        PersonEvent::WithholdingLifted(_) => {
            if person.withheld.take().is_none() {
                return Err(ImpossibleHistory("only what is withheld is shown again"));
            }
        }
        PersonEvent::PersonalDataErased(_) => person.erase(),
    }
    Ok(person)
}

impl Person {
    fn trace(&mut self, traced: &NumberTraced) {
        if let Some(numbers) = &traced.numbers {
            let newer = Identity { nhs_number: Some(numbers.number.clone()), ..Identity::default() };
            self.identity = Some(self.identity.take().unwrap_or_default().with(newer));
        }
        self.traced.push(traced.clone());
    }

    fn take_trace_back(&mut self) -> Result<(), ImpossibleHistory> {
        let Some(traced) = self.traced.pop() else {
            return Err(ImpossibleHistory("only a number that was taken over is taken back"));
        };
        // Erased numbers leave what is known as it is; the erasure itself takes all of it.
        if let (Some(numbers), Some(identity)) = (traced.numbers, self.identity.as_mut()) {
            identity.nhs_number = numbers.before;
        }
        Ok(())
    }

    fn erase(&mut self) {
        self.identity = None;
        self.traced.iter_mut().for_each(|traced| traced.numbers = None);
        self.linked_with.values_mut().for_each(|link| link.why = None);
        if let Some(withheld) = &mut self.withheld {
            withheld.why = None;
        }
        if let Some(restriction) = &mut self.restriction {
            restriction.erase();
        }
        self.erased = true;
    }

    fn new(
        id: PersonId,
        import: Option<ImportId>,
        identity: Option<Identity>,
        ethnic_category: Option<String>,
    ) -> Self {
        Self {
            id,
            import,
            identity,
            ethnic_category,
            pregnancies: Vec::new(),
            contact: ContactChoices::default(),
            unsettled: BTreeSet::new(),
            routes_confirmed: None,
            may_tell: TellingChoices::default(),
            characteristics: BTreeMap::new(),
            died_at: None,
            death_told_at: None,
            traced: Vec::new(),
            linked_with: BTreeMap::new(),
            withheld: None,
            restriction: None,
            erased: false,
        }
    }
}
