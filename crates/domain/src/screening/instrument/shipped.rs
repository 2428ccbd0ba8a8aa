//! The instruments that come with the program, and the text packs: those whose wording may be shown, and those of a site.

use std::sync::LazyLock;

use super::{Definition, InstrumentId, TextPack};

const DEFINITIONS: [&str; 19] = [
    include_str!("../../../../../instruments/definitions/city_bits.json"),
    include_str!("../../../../../instruments/definitions/core10.json"),
    include_str!("../../../../../instruments/definitions/core_om.json"),
    include_str!("../../../../../instruments/definitions/dialog.json"),
    include_str!("../../../../../instruments/definitions/epds.json"),
    include_str!("../../../../../instruments/definitions/gad2.json"),
    include_str!("../../../../../instruments/definitions/gad7.json"),
    include_str!("../../../../../instruments/definitions/honos_wa.json"),
    include_str!("../../../../../instruments/definitions/maas.json"),
    include_str!("../../../../../instruments/definitions/mors_sf.json"),
    include_str!("../../../../../instruments/definitions/mpas.json"),
    include_str!("../../../../../instruments/definitions/pbq.json"),
    include_str!("../../../../../instruments/definitions/pcl5.json"),
    include_str!("../../../../../instruments/definitions/perinatal_poem.json"),
    include_str!("../../../../../instruments/definitions/phq2.json"),
    include_str!("../../../../../instruments/definitions/phq9.json"),
    include_str!("../../../../../instruments/definitions/reqol10.json"),
    include_str!("../../../../../instruments/definitions/whooley.json"),
    include_str!("../../../../../instruments/definitions/wsas.json"),
];

/// Only those whose owners allow everybody to show them.
const PACKS: [&str; 5] = [
    include_str!("../../../../../instruments/packs/gad2.en.json"),
    include_str!("../../../../../instruments/packs/gad7.en.json"),
    include_str!("../../../../../instruments/packs/phq2.en.json"),
    include_str!("../../../../../instruments/packs/phq9.en.json"),
    include_str!("../../../../../instruments/packs/whooley.en.json"),
];

static SHIPPED: LazyLock<Instruments> = LazyLock::new(|| {
    // What cannot be read is left out, and a test of the domain finds it.
    let definitions: Vec<_> = DEFINITIONS.iter().filter_map(|text| Definition::read(text).ok()).collect();
    let known = |id: &InstrumentId| definitions.iter().find(|definition| definition.id() == id).cloned();
    let packs = PACKS.iter().filter_map(|text| TextPack::read(text, known).ok()).collect();
    Instruments { definitions, packs }
});

/// Definitions and text packs.
#[derive(Debug, Clone, Default)]
pub struct Instruments {
    definitions: Vec<Definition>,
    packs: Vec<TextPack>,
}

impl Instruments {
    /// What comes with the program.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// How many definitions and packs come with the program, readable or not.
    pub fn shipped_counts() -> (usize, usize) {
        (DEFINITIONS.len(), PACKS.len())
    }

    /// The same with the text packs of a site; a later pack of an instrument and language stands before an earlier.
    #[must_use]
    pub fn with(&self, packs: impl IntoIterator<Item = TextPack>) -> Self {
        let mut all = self.clone();
        for pack in packs {
            all.packs.insert(0, pack);
        }
        all
    }

    /// Every definition by which something is asked now.
    pub fn definitions(&self) -> impl Iterator<Item = &Definition> {
        self.definitions.iter()
    }

    /// The definition by which something is asked now.
    pub fn definition(&self, id: &InstrumentId) -> Option<&Definition> {
        self.definition_called(id.as_str())
    }

    /// The same by its id as text.
    pub fn definition_called(&self, id: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.id().as_str() == id)
    }

    /// The definition under which something was asked, of whatever version.
    pub fn by_hash(&self, hash: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.hash() == hash)
    }

    /// The newest text pack of an instrument in a language.
    pub fn pack(&self, id: &InstrumentId, language: &str) -> Option<&TextPack> {
        self.packs.iter().find(|pack| pack.instrument() == id && pack.language() == language)
    }

    /// A text pack by its hash.
    pub fn pack_by_hash(&self, hash: &str) -> Option<&TextPack> {
        self.packs.iter().find(|pack| pack.hash() == hash)
    }

    /// The text pack with which an instrument may be sent to her: one that was read holds what rights ask for, and its
    /// validation where it is a translation. None where it is not for her to answer, whatever wording is held.
    pub fn sendable(&self, id: &InstrumentId, language: &str) -> Option<&TextPack> {
        self.pack(id, language).filter(|_| self.definition(id).is_some_and(Definition::can_be_sent))
    }

    /// Whether it may be sent to her in any language.
    pub fn is_sendable(&self, id: &InstrumentId) -> bool {
        self.packs.iter().any(|pack| self.sendable(id, pack.language()).is_some())
    }

    /// Every text pack, those of a site first.
    pub fn packs(&self) -> impl Iterator<Item = &TextPack> {
        self.packs.iter()
    }
}
