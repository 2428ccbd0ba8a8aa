//! How it is safe to reach her: asked for each route, and not known is not yes (PR-19).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

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

/// What she said about a route.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

    /// What staff read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "Yes",
            Self::No => "No",
            Self::NotKnown => "Not known",
        }
    }
}

/// Her choices for each route.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContactChoices(BTreeMap<Route, RouteChoice>);

impl ContactChoices {
    /// The choices as asked; a route that is left out is not known.
    pub fn new(choices: impl IntoIterator<Item = (Route, RouteChoice)>) -> Self {
        Self(choices.into_iter().collect())
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These choices, with whatever `newer` states in their place.
    #[must_use]
    pub fn with(mut self, newer: &Self) -> Self {
        self.0.extend(&newer.0);
        self
    }

    /// These choices, with a no wherever `other` has one: what she refused in one of her records is refused in all.
    #[must_use]
    pub fn refused_as_in(mut self, other: &Self) -> Self {
        self.0.extend(other.0.iter().filter(|(_, choice)| **choice == RouteChoice::No));
        self
    }

    /// These choices, where what she agreed to for some routes is not known any more. A no stays.
    #[must_use]
    pub fn unsettled(mut self, routes: &BTreeSet<Route>) -> Self {
        let agreed = self.0.iter_mut().filter(|(route, choice)| routes.contains(route) && **choice == RouteChoice::Yes);
        agreed.for_each(|(_, choice)| *choice = RouteChoice::NotKnown);
        self
    }

    /// Whether she agreed to a route, for whatever it be.
    pub fn agreed_at_all(&self, route: Route) -> bool {
        self.of(route) == RouteChoice::Yes
    }

    /// What she said about one route.
    pub fn of(&self, route: Route) -> RouteChoice {
        self.0.get(&route).copied().unwrap_or_default()
    }

    /// Whether a message may leave by this route (INV-10).
    pub fn allow(&self, route: Route) -> bool {
        self.of(route) == RouteChoice::Yes
    }
}
