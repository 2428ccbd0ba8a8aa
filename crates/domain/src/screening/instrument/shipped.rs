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

/// Those of before, by which answers are still read that were given under them: a definition that is changed goes here, as
/// `earlier/ID.VERSION.json`, and the new one takes its place above. None was changed yet.
const EARLIER: [&str; 0] = [];

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
    let read = |texts: &[&str]| texts.iter().filter_map(|text| Definition::read(text).ok()).collect();
    let instruments = Instruments::of(read(&DEFINITIONS), read(&EARLIER));
    let packs: Vec<_> = PACKS.iter().filter_map(|text| instruments.read_pack(text).ok()).collect();
    // Each is put before those that are there.
    instruments.with(packs.into_iter().rev())
});

/// Definitions and text packs.
#[derive(Debug, Clone, Default)]
pub struct Instruments {
    definitions: Vec<Definition>,
    /// Those of earlier versions: what was answered under one is read by it, and nothing is asked by it any more.
    earlier: Vec<Definition>,
    packs: Vec<TextPack>,
    /// The wording of earlier versions.
    earlier_packs: Vec<TextPack>,
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

    /// Definitions by which something is asked now, and those of earlier versions.
    pub fn of(definitions: Vec<Definition>, earlier: Vec<Definition>) -> Self {
        Self { definitions, earlier, packs: Vec::new(), earlier_packs: Vec::new() }
    }

    /// The same with the text packs of a site; a later pack of an instrument and language stands before an earlier. The
    /// wording of an earlier version is kept for those who answer in it, and sent to nobody else.
    #[must_use]
    pub fn with(&self, packs: impl IntoIterator<Item = TextPack>) -> Self {
        let mut all = self.clone();
        for pack in packs {
            let now = all.definition(pack.instrument()).is_some_and(|one| one.version() == pack.version());
            if now { all.packs.insert(0, pack) } else { all.earlier_packs.insert(0, pack) }
        }
        all
    }

    /// Reads a text pack and holds it to the definition of its version.
    ///
    /// # Errors
    /// Each thing that is wrong with it, by the definition by which something is asked now.
    pub fn read_pack(&self, text: &str) -> Result<TextPack, Vec<String>> {
        let now = TextPack::read(text, |id| self.definition(id).cloned());
        now.or_else(|wrong| {
            let earlier = self.earlier.iter().find_map(|one| TextPack::read(text, |id| of_id(one, id)).ok());
            earlier.ok_or(wrong)
        })
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
        self.definitions.iter().chain(&self.earlier).find(|definition| definition.hash() == hash)
    }

    /// The definitions of earlier versions.
    pub fn earlier(&self) -> impl Iterator<Item = &Definition> {
        self.earlier.iter()
    }

    /// Whether what was asked under the definition of a hash is of an earlier version.
    pub fn is_earlier(&self, hash: &str) -> bool {
        self.earlier.iter().any(|definition| definition.hash() == hash)
    }

    /// Whether totals under two definitions, by their hashes, may stand in one trend.
    pub fn are_comparable(&self, one: &str, other: &str) -> bool {
        let both = self.by_hash(one).zip(self.by_hash(other));
        one == other || both.is_some_and(|(one, other)| one.is_comparable_with(other))
    }

    /// The newest text pack of an instrument in a language.
    pub fn pack(&self, id: &InstrumentId, language: &str) -> Option<&TextPack> {
        self.packs.iter().find(|pack| pack.instrument() == id && pack.language() == language)
    }

    /// A text pack by its hash, of whatever version.
    pub fn pack_by_hash(&self, hash: &str) -> Option<&TextPack> {
        self.packs.iter().chain(&self.earlier_packs).find(|pack| pack.hash() == hash)
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

fn of_id(definition: &Definition, id: &InstrumentId) -> Option<Definition> {
    (definition.id() == id).then(|| definition.clone())
}
