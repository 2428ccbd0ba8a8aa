//! Templates of letters and messages: whom they are for, which situations they fit, and what they say (PR-09, H07).
//!
//! A template is text with places to be filled; filling it is the app's. Which situations it fits is declared here and
//! asked both when a letter is drafted and when it leaves (INV-10).

pub mod first_line;
pub mod reading_age;

use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    disallowed::{Disallowed, ImpossibleHistory},
    front_door::Situation,
    message::Recipient,
};

/// Which situations a text fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fits {
    /// Every situation: it presumes neither a pregnancy nor a baby.
    Any,
    /// A pregnancy that goes on.
    Pregnant,
    /// A living baby.
    LivingBaby,
    /// A loss.
    Loss,
}

impl Fits {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Any, Self::Pregnant, Self::LivingBaby, Self::Loss];

    /// The code kept in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Pregnant => "pregnant",
            Self::LivingBaby => "living_baby",
            Self::Loss => "loss",
        }
    }

    /// The kind of a code, if there is one.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fits| fits.code() == code)
    }

    /// Whether a text that fits this may be sent in a situation; where nothing is known, only a text for any.
    pub fn allows(self, situation: Option<Situation>) -> bool {
        match self {
            Self::Any => true,
            Self::Pregnant => situation == Some(Situation::Pregnant),
            Self::LivingBaby => situation.is_some_and(Situation::baby_with_her),
            Self::Loss => situation.is_some_and(Situation::is_loss),
        }
    }
}

/// A version of a template was approved for use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateApproved {
    /// Its name, such as `reject-woman`.
    pub name: String,
    /// Who reads what it makes.
    pub recipient: Recipient,
    /// Which situations it fits.
    pub fits: Fits,
    /// The first line; neutral where others may see it.
    pub subject: String,
    /// The text, with places to be filled.
    pub body: String,
    /// The account that approved it.
    pub approved_by: String,
}

/// A template as it stands: the latest approved version, and how many there were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The version in use.
    pub approved: TemplateApproved,
    /// Its number, from 1.
    pub version: i64,
}

/// What follows from approving a text, or why it may not be.
///
/// # Errors
/// [`Disallowed`] when a program asks, or the text is empty.
pub fn approve(mut template: TemplateApproved, actor: &Actor) -> Result<TemplateApproved, Disallowed> {
    template.approved_by = actor.account().ok_or(Disallowed::NeedsAPerson)?.to_owned();
    if template.body.trim().is_empty() {
        return Err(Disallowed::Empty("the text"));
    }
    if template.subject.trim().is_empty() {
        return Err(Disallowed::Empty("the first line"));
    }
    Ok(template)
}

/// The template after a version was approved.
///
/// # Errors
/// [`ImpossibleHistory`] when another template's version follows.
pub fn evolve(state: Option<Template>, approved: &TemplateApproved) -> Result<Template, ImpossibleHistory> {
    match state {
        None => Ok(Template { approved: approved.clone(), version: 1 }),
        Some(before) if before.approved.name == approved.name => {
            Ok(Template { approved: approved.clone(), version: before.version + 1 })
        }
        Some(_) => Err(ImpossibleHistory("a template keeps its name")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // H07
    #[test]
    fn a_text_is_used_only_where_it_fits_and_nothing_known_fits_only_any() {
        for situation in Situation::ALL.into_iter().map(Some).chain([None]) {
            assert!(Fits::Any.allows(situation));
            assert_eq!(Fits::Pregnant.allows(situation), situation == Some(Situation::Pregnant));
            assert_eq!(Fits::Loss.allows(situation), situation.is_some_and(Situation::is_loss), "{situation:?}");
            assert_eq!(
                Fits::LivingBaby.allows(situation),
                matches!(situation, Some(Situation::LivingBaby | Situation::TwinsOneLost)),
                "{situation:?}"
            );
        }
    }
}
