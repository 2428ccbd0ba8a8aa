//! Text packs: the wording of an instrument in one language, with the right to show it.

use serde::{Deserialize, Serialize};

use super::{Definition, InstrumentId, hash_of};

/// The right to show a wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rights {
    /// Whose it is.
    pub holder: String,
    /// Where the permission is written down.
    pub permission_reference: String,
    /// On which day it was given, or seen.
    pub granted_on: jiff::civil::Date,
    /// Who wrote it down.
    pub recorded_by: String,
    /// Who showed that a translation asks the same (H17); needed for every language but the one it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validation: Option<String>,
}

/// The words of one item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemWords {
    /// The id of the item.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Each option, in the printed order.
    pub options: Vec<String>,
}

/// The wording of an instrument in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextPack {
    schema: String,
    instrument: InstrumentId,
    language: String,
    /// The version of the definition to which it belongs; the first where none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    rights: Rights,
    notice: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stem: Option<String>,
    items: Vec<ItemWords>,
    #[serde(skip)]
    hash: String,
}

/// A site's wording of an instrument was added, with its right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPackAdded {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The language.
    pub language: String,
    /// The SHA-256 of the definition to which it was held, as hexadecimal digits.
    pub definition: String,
    /// The SHA-256 of its content, as hexadecimal digits: kept with every answer that is given to it.
    pub content_hash: String,
    /// The file as it was.
    pub content: String,
}

/// The languages of this program that are written from right to left.
const RIGHT_TO_LEFT: [&str; 8] = ["ar", "fa", "he", "ku", "ps", "sd", "ug", "ur"];

impl TextPack {
    /// Reads a text pack and holds it to the definition of its instrument.
    ///
    /// # Errors
    /// Each thing that is wrong with it, in words.
    pub fn read(text: &str, definition: impl Fn(&InstrumentId) -> Option<Definition>) -> Result<Self, Vec<String>> {
        let mut read: Self = serde_json::from_str(text).map_err(|error| vec![error.to_string()])?;
        let Some(definition) = definition(&read.instrument) else {
            return Err(vec![format!("there is no questionnaire \"{}\"", read.instrument)]);
        };
        let wrong = read.wrong_with(&definition);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let content = serde_json::to_string(&read).map_err(|error| vec![error.to_string()])?;
        read.hash = hash_of(&content);
        Ok(read)
    }

    fn wrong_with(&self, definition: &Definition) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut lacks = |what: &str, text: &str| {
            if text.trim().is_empty() {
                wrong.push(format!("{what} is empty"));
            }
        };
        lacks("rights.holder", &self.rights.holder);
        lacks("rights.permission_reference", &self.rights.permission_reference);
        lacks("rights.recorded_by", &self.rights.recorded_by);
        lacks("notice", &self.notice);
        for item in &self.items {
            lacks(&format!("the text of {}", item.id), &item.text);
            for (nth, option) in item.options.iter().enumerate() {
                lacks(&format!("option {} of {}", nth + 1, item.id), option);
            }
        }
        if self.schema != "porch-text-pack/1" {
            wrong.push(format!("the schema is \"{}\", and not porch-text-pack/1", self.schema));
        }
        // A later version may print the same options in another order: no wording goes over to it by itself (H04).
        if self.version() != definition.version() {
            wrong.push(format!(
                "the wording is of version {}, and is held to version {}",
                self.version(),
                definition.version()
            ));
        }
        if !is_language(&self.language) {
            wrong.push(format!("\"{}\" is no language tag, such as en, ur or pt-BR", self.language));
        }
        if self.language != "en" && self.rights.validation.as_deref().is_none_or(|said| said.trim().is_empty()) {
            wrong.push("rights.validation is missing: who showed that the translation asks the same".to_owned());
        }
        if !definition.printed_order_is_known() {
            wrong.push(format!(
                "the order in which the options of {} are printed is not known to this program, so that no wording can \
                 stand beside what they are worth",
                definition.short_title()
            ));
        }
        let asked: Vec<&str> = definition.item_ids().collect();
        let worded: Vec<&str> = self.items.iter().map(|item| item.id.as_str()).collect();
        if asked != worded {
            wrong.push(format!("the items are {}, and must be {}", worded.join(", "), asked.join(", ")));
        }
        for item in &self.items {
            let options = definition.item(&item.id).map_or(0, |item| item.options().len());
            if options != item.options.len() {
                wrong.push(format!("{} has {} options, and must have {options}", item.id, item.options.len()));
            }
        }
        wrong
    }

    /// The instrument.
    pub fn instrument(&self) -> &InstrumentId {
        &self.instrument
    }

    /// The version of the definition to which it belongs.
    pub fn version(&self) -> &str {
        self.version.as_deref().unwrap_or("1")
    }

    /// The language, such as `en`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// How it is written, for a page.
    pub fn direction(&self) -> &'static str {
        let first = self.language.split('-').next().unwrap_or_default();
        if RIGHT_TO_LEFT.contains(&first) { "rtl" } else { "ltr" }
    }

    /// The right to show it.
    pub fn rights(&self) -> &Rights {
        &self.rights
    }

    /// What its owner asks to be shown with it.
    pub fn notice(&self) -> &str {
        &self.notice
    }

    /// What stands above every question.
    pub fn stem(&self) -> Option<&str> {
        self.stem.as_deref()
    }

    /// The words of an item.
    pub fn item(&self, id: &str) -> Option<&ItemWords> {
        self.items.iter().find(|item| item.id == id)
    }

    /// SHA-256 of its content as lower-case hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// Whether a text has the shape of a language tag: two or three letters, and further parts of up to eight.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()));
    first && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
