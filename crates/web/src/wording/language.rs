//! The languages of the public pages, and which of them somebody has approved.
//!
//! English comes first and is always spoken. Another language is offered only where a named person approved exactly the wording
//! that this program carries: a changed word takes the approval away (ADR 0036).

use std::{collections::BTreeSet, fmt, sync::LazyLock};

use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::components::Direction;

/// A language with the wording of every public page.
pub struct Language {
    code: &'static str,
    name: &'static str,
    english_name: &'static str,
    direction: Direction,
    source: &'static str,
    pub(super) bundle: FluentBundle<FluentResource>,
}

static LANGUAGES: LazyLock<[Language; 3]> = LazyLock::new(|| {
    use Direction::{LeftToRight, RightToLeft};
    [
        Language::read("en", ["English", "English"], LeftToRight, include_str!("../../locales/en/public.ftl")),
        Language::read("pl", ["Polski", "Polish"], LeftToRight, include_str!("../../locales/pl/public.ftl")),
        Language::read("ar", ["العربية", "Arabic"], RightToLeft, include_str!("../../locales/ar/public.ftl")),
    ]
});

impl Language {
    fn read(code: &'static str, names: [&'static str; 2], direction: Direction, source: &'static str) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![code.parse().unwrap_or_default()]);
        // Bidirectional marks would end in addresses and titles; a page has one direction.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) => resource,
            // What could be read is used; a test holds that all can be.
            Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
        let [name, english_name] = names;
        Self { code, name, english_name, direction, source, bundle }
    }

    /// Every language that the program carries, English first.
    pub fn all() -> &'static [Self] {
        LANGUAGES.as_slice()
    }

    /// English.
    pub fn english() -> &'static Self {
        let [english, ..] = &*LANGUAGES;
        english
    }

    /// The language of a code such as `pl`.
    pub fn find(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|language| language.code == code)
    }

    /// Its code (BCP 47).
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Its name in itself.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its name in English.
    pub fn english_name(&self) -> &'static str {
        self.english_name
    }

    /// Which way it is written.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The SHA-256 of its wording, in hex: what an approval is of.
    pub fn wording_hash(&self) -> String {
        Sha256::digest(self.source.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Each message as it is written, by its name, in the order of its file.
    pub fn messages(&self) -> impl Iterator<Item = (&'static str, String)> {
        let mut lines = self.source.lines().peekable();
        std::iter::from_fn(move || {
            loop {
                let (name, first) = lines.next()?.split_once(" =").unwrap_or_default();
                if name.is_empty() || !name.starts_with(|first: char| first.is_ascii_lowercase()) {
                    continue;
                }
                let mut text = first.trim().to_owned();
                while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with([' ', '}'])) {
                    text.push('\n');
                    text.push_str(line.trim());
                }
                return Some((name, text.trim().to_owned()));
            }
        })
    }

    /// The names of the messages that English has and this one has not.
    pub fn missing(&self) -> Vec<&'static str> {
        let own: BTreeSet<_> = self.messages().map(|(name, _)| name).collect();
        Self::english().messages().map(|(name, _)| name).filter(|name| !own.contains(name)).collect()
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// Somebody's word that the public may read a language, as the settings hold it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageApproval {
    /// The code of the language.
    pub language: String,
    /// Who read it all and answers for it: a name, and what the person does.
    pub approved_by: String,
    /// When.
    pub approved_on: Date,
    /// The SHA-256 of the wording that was read, as `porch languages list` tells it.
    pub wording: String,
}

/// Why a language is not offered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOffered {
    /// No wording of it is here.
    #[error("no wording is held in {0:?} (expected one of: {1})")]
    Unknown(String, String),
    /// Nobody is named.
    #[error("approved_by names nobody (expected a name and what the person does)")]
    NobodyNamed,
    /// The day has not come.
    #[error("approved_on is {0}, which has not come yet")]
    NotYet(Date),
    /// The wording is another than the one that was approved.
    #[error("the wording in {language} is another than the one that was approved; read it again, and approve {now}")]
    OtherWording {
        /// The language in English.
        language: &'static str,
        /// The hash of the wording that is here.
        now: String,
    },
    /// Messages are missing.
    #[error("{count} messages are missing in {language}, the first is {first}")]
    Incomplete {
        /// The language in English.
        language: &'static str,
        /// How many.
        count: usize,
        /// The first of them.
        first: &'static str,
    },
}

impl NotOffered {
    /// Whether whoever wrote the settings was mistaken. Otherwise the program changed, and the pages stay in English.
    pub fn is_mistaken(&self) -> bool {
        match self {
            Self::Unknown(..) | Self::NobodyNamed | Self::NotYet(_) => true,
            Self::OtherWording { .. } | Self::Incomplete { .. } => false,
        }
    }
}

impl LanguageApproval {
    /// The language that the public may read by it.
    ///
    /// # Errors
    /// [`NotOffered`].
    pub fn language(&self, today: Date) -> Result<&'static Language, NotOffered> {
        let others = Language::all().iter().filter(|language| language.code != Language::english().code);
        let language = others.clone().find(|language| language.code == self.language).ok_or_else(|| {
            let known: Vec<_> = others.map(|language| language.code).collect();
            NotOffered::Unknown(self.language.clone(), known.join(", "))
        })?;
        if self.approved_by.trim().is_empty() {
            return Err(NotOffered::NobodyNamed);
        }
        if self.approved_on > today {
            return Err(NotOffered::NotYet(self.approved_on));
        }
        let now = language.wording_hash();
        if !self.wording.eq_ignore_ascii_case(&now) {
            return Err(NotOffered::OtherWording { language: language.english_name, now });
        }
        match language.missing().as_slice() {
            [] => Ok(language),
            all @ [first, ..] => {
                Err(NotOffered::Incomplete { language: language.english_name, count: all.len(), first })
            }
        }
    }
}
