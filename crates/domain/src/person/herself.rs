//! What she chooses on her own page: a no holds at once, and nothing that she had refused is opened by it (PR-19, PR-20).
//!
//! Whoever holds the link and the word may not be she (H06): what was a no becomes a yes only where a person talked with her.

use std::collections::{BTreeMap, BTreeSet};

use super::{ContactChoices, Person, Route, RouteChoice};
use crate::front_door::{Confidant, TellingChoices};

/// What she marked on the page; what is left out stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// For each way.
    pub routes: BTreeMap<Route, RouteChoice>,
    /// For each who may be told.
    pub told: BTreeMap<Confidant, RouteChoice>,
}

/// What follows from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChosenHerself {
    /// How it is safe to reach her from now on; none where that is as it was.
    pub contact: Option<ContactChoices>,
    /// Whom we may tell from now on; none where that is as it was.
    pub may_tell: Option<TellingChoices>,
    /// The ways of which a person must talk with her first.
    pub wished_routes: BTreeSet<Route>,
    /// The same of those who may be told.
    pub wished_told: BTreeSet<Confidant>,
}

impl ChosenHerself {
    /// Whether a person must talk with her.
    pub fn is_wished(&self) -> bool {
        !self.wished_routes.is_empty() || !self.wished_told.is_empty()
    }

    /// What she wishes, for whoever talks with her.
    pub fn wishes(&self) -> String {
        let routes = self.wished_routes.iter().map(|route| route.label());
        let told = self.wished_told.iter().map(|confidant| confidant.label());
        let routes = routes.map(|label| format!("Reach her by: {label}"));
        routes.chain(told.map(|label| format!("May be told: {label}"))).collect::<Vec<_>>().join("; ")
    }
}

/// What follows from what she marked. `careful` is what is acted on: her choices, with a no wherever she said no in another
/// record of hers.
pub fn choose_herself(person: &Person, careful: &ContactChoices, marked: &Marked) -> ChosenHerself {
    let mut chosen = ChosenHerself::default();
    let mut routes = Vec::new();
    for (route, choice) in &marked.routes {
        match (choice, careful.of(*route)) {
            (RouteChoice::NotKnown, _) | (RouteChoice::Yes, RouteChoice::Yes) => {}
            (RouteChoice::No, _) if person.contact.of(*route) == RouteChoice::No => {}
            (RouteChoice::No, _) => routes.push((*route, RouteChoice::No)),
            (RouteChoice::Yes, RouteChoice::NotKnown) if !person.unsettled.contains(route) => {
                routes.push((*route, RouteChoice::Yes));
            }
            (RouteChoice::Yes, RouteChoice::No | RouteChoice::NotKnown) => {
                chosen.wished_routes.insert(*route);
            }
        }
    }
    let mut told = Vec::new();
    for (confidant, choice) in &marked.told {
        match (choice, person.may_tell.of(*confidant)) {
            (RouteChoice::NotKnown, _) | (RouteChoice::Yes, RouteChoice::Yes) | (RouteChoice::No, RouteChoice::No) => {}
            (RouteChoice::Yes, RouteChoice::No) => {
                chosen.wished_told.insert(*confidant);
            }
            (RouteChoice::Yes | RouteChoice::No, _) => told.push((*confidant, *choice)),
        }
    }
    chosen.contact = (!routes.is_empty()).then(|| person.contact.clone().with(&ContactChoices::new(routes)));
    chosen.may_tell = (!told.is_empty()).then(|| person.may_tell.clone().with(&TellingChoices::new(told)));
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PersonId;

    use RouteChoice::{No, NotKnown, Yes};

    fn person(route: RouteChoice, told: RouteChoice, unsettled: bool) -> Person {
        let mut person = Person::new(PersonId(uuid::Uuid::nil()), None, None, None);
        person.contact = ContactChoices::new([(Route::Text, route)]);
        person.may_tell = TellingChoices::new([(Confidant::Gp, told)]);
        person.unsettled = unsettled.then_some(Route::Text).into_iter().collect();
        person
    }

    /// (what holds, what another record of hers says, whether the number is another, what she marks) and what holds then,
    /// with whether a person must talk with her.
    const CASES: [(RouteChoice, RouteChoice, bool, RouteChoice, RouteChoice, bool); 12] = [
        (NotKnown, NotKnown, false, Yes, Yes, false),
        (NotKnown, NotKnown, true, Yes, NotKnown, true),
        (NotKnown, No, false, Yes, NotKnown, true),
        (NotKnown, NotKnown, false, No, No, false),
        (NotKnown, NotKnown, false, NotKnown, NotKnown, false),
        (Yes, Yes, false, Yes, Yes, false),
        (Yes, No, false, Yes, Yes, true),
        (Yes, Yes, false, No, No, false),
        (Yes, Yes, false, NotKnown, Yes, false),
        (No, No, false, Yes, No, true),
        (No, No, false, No, No, false),
        (No, No, false, NotKnown, No, false),
    ];

    // H06
    #[test]
    fn a_no_on_her_page_holds_at_once_and_a_refused_way_is_never_opened_by_it() {
        for (holds, elsewhere, unsettled, marks, then, wished) in CASES {
            let person = person(holds, NotKnown, unsettled);
            let careful = person.contact.clone().refused_as_in(&ContactChoices::new([(Route::Text, elsewhere)]));
            let marked = Marked { routes: BTreeMap::from([(Route::Text, marks)]), ..Marked::default() };
            let chosen = choose_herself(&person, &careful, &marked);
            let after = chosen.contact.clone().unwrap_or_else(|| person.contact.clone());
            let case = (holds, elsewhere, unsettled, marks);
            assert_eq!((after.of(Route::Text), chosen.is_wished()), (then, wished), "{case:?}");
            assert_eq!(chosen.contact.is_some(), then != holds, "{case:?}");
        }
    }

    #[test]
    fn whom_we_may_tell_is_refused_at_once_and_allowed_where_she_had_said_nothing() {
        let cases = [
            (NotKnown, Yes, Yes, false),
            (NotKnown, No, No, false),
            (NotKnown, NotKnown, NotKnown, false),
            (Yes, No, No, false),
            (Yes, Yes, Yes, false),
            (Yes, NotKnown, Yes, false),
            (No, Yes, No, true),
            (No, No, No, false),
            (No, NotKnown, No, false),
        ];
        for (holds, marks, then, wished) in cases {
            let person = person(NotKnown, holds, false);
            let marked = Marked { told: BTreeMap::from([(Confidant::Gp, marks)]), ..Marked::default() };
            let chosen = choose_herself(&person, &person.contact, &marked);
            let after = chosen.may_tell.clone().unwrap_or_else(|| person.may_tell.clone());
            assert_eq!((after.of(Confidant::Gp), chosen.is_wished()), (then, wished), "{holds:?} {marks:?}");
            assert_eq!(chosen.wishes(), if wished { "May be told: GP" } else { "" });
        }
    }
}
