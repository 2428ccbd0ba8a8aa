//! How it is safe to reach her: asked for each route, and not known is not yes (PR-19).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::message::MessageKind;

/// A way to reach a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// A letter to the home address.
    Letter,
    /// E-mail.
    Email,
    /// A text message.
    Text,
    /// A telephone call.
    Telephone,
    /// A message left on a voicemail.
    Voicemail,
}

impl Route {
    /// Every route, in the order in which it is asked.
    pub const ALL: [Self; 5] = [Self::Telephone, Self::Voicemail, Self::Text, Self::Email, Self::Letter];

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Letter => "Letter",
            Self::Email => "E-mail",
            Self::Text => "Text message",
            Self::Telephone => "Telephone call",
            Self::Voicemail => "Voicemail",
        }
    }

    /// The route of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.code() == code)
    }

    /// Whether a message leaves by it: what is left on a voicemail says no more than that somebody rang.
    pub fn carries_messages(self) -> bool {
        match self {
            Self::Letter | Self::Email | Self::Text | Self::Telephone => true,
            Self::Voicemail => false,
        }
    }

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Email => "email",
            Self::Text => "text",
            Self::Telephone => "telephone",
            Self::Voicemail => "voicemail",
        }
    }
}

/// What may be said on a voicemail where she agreed to one: no service, no reason, and no number that answers with a name. Whoever
/// hears it first may not be she (H06).
pub const VOICEMAIL_WORDS: &str = "Hello, this is [your first name] for [her first name]. I will try again later.";

/// What she said about a route.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RouteChoice {
    /// She agreed to it.
    Yes,
    /// She said no.
    No,
    /// Not known: a task for a person, never a yes.
    #[default]
    NotKnown,
}

impl RouteChoice {
    /// Every answer, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::NotKnown];

    /// The answer of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }

    /// The code of forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotKnown => "not_known",
        }
    }

    /// How careful it asks to be.
    fn caution(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::NotKnown => 1,
            Self::No => 2,
        }
    }

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::NotKnown => "Not known",
        }
    }
}

/// What she said about a route for one kind of message, where that is otherwise than for all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Otherwise {
    /// The route.
    pub route: Route,
    /// The kind of message.
    pub kind: MessageKind,
    /// What she said.
    pub choice: RouteChoice,
}

/// Her choices for each route, and for kinds of message of which she said otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChoices {
    #[serde(flatten)]
    usual: BTreeMap<Route, RouteChoice>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    otherwise: BTreeSet<Otherwise>,
}

impl ContactChoices {
    /// The choices as asked, for every kind of message; a route that is left out is not known.
    pub fn new(choices: impl IntoIterator<Item = (Route, RouteChoice)>) -> Self {
        Self { usual: choices.into_iter().collect(), otherwise: BTreeSet::new() }
    }

    /// These choices, with another one for a kind of message.
    #[must_use]
    pub fn but(mut self, route: Route, kind: MessageKind, choice: RouteChoice) -> Self {
        self.otherwise.retain(|one| (one.route, one.kind) != (route, kind));
        if self.of(route) != choice {
            self.otherwise.insert(Otherwise { route, kind, choice });
        }
        self
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.usual.is_empty() && self.otherwise.is_empty()
    }

    /// What she said otherwise for one kind of message.
    pub fn otherwise(&self) -> impl Iterator<Item = Otherwise> + '_ {
        self.otherwise.iter().copied()
    }

    /// These choices, with whatever `newer` states in their place. What it says of a route holds for all kinds; a no for one of
    /// them stays.
    #[must_use]
    pub fn with(mut self, newer: &Self) -> Self {
        self.otherwise.retain(|one| !newer.usual.contains_key(&one.route) || one.choice == RouteChoice::No);
        self.usual.extend(&newer.usual);
        let before = std::mem::take(&mut self.otherwise);
        before.into_iter().chain(newer.otherwise()).fold(self, |all, one| all.but(one.route, one.kind, one.choice))
    }

    /// These choices, with a no wherever `other` has one: what she refused in one of her records is refused in all.
    #[must_use]
    pub fn refused_as_in(mut self, other: &Self) -> Self {
        let before = self.clone();
        let no = |choice: RouteChoice| choice == RouteChoice::No;
        self.usual.extend(other.usual.iter().filter(|(_, choice)| no(**choice)));
        let each = Route::ALL.into_iter().flat_map(|route| MessageKind::ALL.map(|kind| (route, kind)));
        each.fold(self, |all, (route, kind)| {
            let refused = no(other.of_kind(route, Some(kind)));
            let said = if refused { RouteChoice::No } else { before.of_kind(route, Some(kind)) };
            all.but(route, kind, said)
        })
    }

    /// These choices, where what she agreed to for some routes is not known any more. A no stays.
    #[must_use]
    pub fn unsettled(mut self, routes: &BTreeSet<Route>) -> Self {
        let lost = |route: &Route, choice: RouteChoice| routes.contains(route) && choice == RouteChoice::Yes;
        let agreed = self.usual.iter_mut().filter(|(route, choice)| lost(route, **choice));
        agreed.for_each(|(_, choice)| *choice = RouteChoice::NotKnown);
        let before = std::mem::take(&mut self.otherwise);
        before.into_iter().fold(self, |all, one| {
            let choice = if lost(&one.route, one.choice) { RouteChoice::NotKnown } else { one.choice };
            all.but(one.route, one.kind, choice)
        })
    }

    /// Whether she agreed to a route for anything at all.
    pub fn agreed_at_all(&self, route: Route) -> bool {
        self.allow(route) || self.otherwise().any(|one| one.route == route && one.choice == RouteChoice::Yes)
    }

    /// What she said about one route, for all but what she said otherwise of.
    pub fn of(&self, route: Route) -> RouteChoice {
        self.usual.get(&route).copied().unwrap_or_default()
    }

    /// What she said about one route for a kind of message; where the kind is not known, the least that she said for any.
    pub fn of_kind(&self, route: Route, kind: Option<MessageKind>) -> RouteChoice {
        let usual = self.of(route);
        let mut others = self.otherwise().filter(|one| one.route == route);
        match kind {
            Some(kind) => others.find(|one| one.kind == kind).map_or(usual, |one| one.choice),
            None => others.map(|one| one.choice).chain([usual]).max_by_key(|choice| choice.caution()).unwrap_or(usual),
        }
    }

    /// Whether she may be reached by this route, but for kinds of which she said otherwise.
    pub fn allow(&self, route: Route) -> bool {
        self.of(route) == RouteChoice::Yes
    }

    /// Whether a message of a kind may leave by this route (INV-10).
    pub fn allow_kind(&self, route: Route, kind: Option<MessageKind>) -> bool {
        self.of_kind(route, kind) == RouteChoice::Yes
    }
}
