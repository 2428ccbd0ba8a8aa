//! What may be left of a folder when the power goes, by the model in the crate's own words.

use std::collections::{BTreeMap, HashMap};

use rand_core::RngCore;

use crate::log::{Log, Operation};

/// The files of a folder: what each name holds.
pub type Image = BTreeMap<String, Vec<u8>>;

/// What a disk writes at once.
const SECTOR: usize = 512;

/// How much survives of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// All of it, as when only the program is killed.
    Everything,
    /// All up to some moment: nothing was put in another order.
    Earlier,
    /// Some writes whole, others not at all.
    SomeWrites,
    /// Some sectors, whatever write they came with.
    SomeSectors,
}

impl Left {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::Nothing, Self::Everything, Self::Earlier, Self::SomeWrites, Self::SomeSectors];
}

/// A disk, at one position of a log.
pub struct Disk<'a> {
    operations: &'a [Operation],
    next: usize,
    files: Vec<File<'a>>,
    /// What each name stood for: first what is sure, then each change since, with its position.
    names: BTreeMap<String, Vec<(usize, Option<usize>)>>,
    lie: Option<Lie>,
}

struct Lie {
    name: String,
    from: usize,
}

#[derive(Default)]
struct File<'a> {
    name: String,
    /// What the last sync left.
    sure: Vec<u8>,
    /// What was asked for since, with its position.
    since: Vec<(usize, Change<'a>)>,
}

#[derive(Clone, Copy)]
enum Change<'a> {
    Write { at: usize, bytes: &'a [u8] },
    Cut(usize),
}

impl<'a> Disk<'a> {
    /// The disk before the first operation of a log.
    pub fn new(log: &Log, operations: &'a [Operation]) -> Self {
        Self::of(log.start(), operations)
    }

    fn of(start: &Image, operations: &'a [Operation]) -> Self {
        let file = |(name, bytes): (&String, &Vec<u8>)| File { name: name.clone(), sure: bytes.clone(), since: vec![] };
        Self {
            operations,
            next: 0,
            files: start.iter().map(file).collect(),
            names: start.keys().cloned().zip((0..).map(|file| vec![(0, Some(file))])).collect(),
            lie: None,
        }
    }

    /// The same disk, which from a position on keeps nothing when the file of this name is synced, and says it did.
    #[must_use]
    pub fn with_lie(mut self, name: &str, from: usize) -> Self {
        self.lie = Some(Lie { name: name.to_owned(), from });
        self
    }

    /// Plays the log up to a position, which is not before the one that it stands at.
    pub fn play_to(&mut self, position: usize) {
        while self.next < position {
            let at = self.next;
            self.next += 1;
            match &self.operations[at] {
                Operation::Made { file, name } => {
                    self.files.resize_with(self.files.len().max(file + 1), File::default);
                    self.files[*file].name.clone_from(name);
                    self.names.entry(name.clone()).or_insert_with(|| vec![(0, None)]).push((at, Some(*file)));
                }
                Operation::Deleted { name } => {
                    self.names.entry(name.clone()).or_insert_with(|| vec![(0, None)]).push((at, None));
                }
                Operation::Written { file, at: place, bytes } => {
                    self.files[*file].since.push((at, Change::Write { at: *place, bytes }));
                }
                Operation::Cut { file, size } => self.files[*file].since.push((at, Change::Cut(*size))),
                Operation::Synced { file, asked_at, folder } => self.synced(at, *file, *asked_at, *folder),
                Operation::FolderSynced { asked_at } => self.names_are_sure(*asked_at, |_| true),
            }
        }
    }

    fn synced(&mut self, at: usize, file: usize, asked_at: usize, folder: bool) {
        if self.lie.as_ref().is_some_and(|lie| at >= lie.from && lie.name == self.files[file].name) {
            return;
        }
        self.files[file].keep(asked_at);
        self.names_are_sure(asked_at, |named| folder || named == Some(file));
    }

    /// What names stood for at a position is what they stand for at least.
    fn names_are_sure(&mut self, asked_at: usize, which: impl Fn(Option<usize>) -> bool) {
        for stood_for in self.names.values_mut() {
            let before = stood_for.iter().rposition(|(at, _)| *at < asked_at).unwrap_or(0);
            if which(stood_for[before].1) {
                stood_for.drain(..before);
            }
        }
    }

    /// Draws what is left when the power goes at this position.
    pub fn crash(&self, left: Left, random: &mut impl RngCore) -> Image {
        let moment = self.moment(random);
        let mut image = Image::new();
        for (name, stood_for) in &self.names {
            let nth = match left {
                Left::Nothing => 0,
                Left::Everything => stood_for.len() - 1,
                Left::Earlier => stood_for.iter().rposition(|(at, _)| *at < moment).unwrap_or(0),
                Left::SomeWrites | Left::SomeSectors => below(random, stood_for.len()),
            };
            if let Some(file) = stood_for[nth].1 {
                image.insert(name.clone(), self.files[file].left(left, moment, random));
            }
        }
        image
    }

    /// Some moment since the earliest of what is not sure.
    fn moment(&self, random: &mut impl RngCore) -> usize {
        let changes = self.files.iter().filter_map(|file| file.since.first()).map(|(at, _)| *at);
        let names = self.names.values().filter_map(|stood_for| stood_for.get(1)).map(|(at, _)| *at);
        let earliest = changes.chain(names).min().unwrap_or(self.next);
        earliest + below(random, self.next - earliest + 1)
    }
}

impl File<'_> {
    /// What was asked for before a position is sure.
    fn keep(&mut self, before: usize) {
        let until = self.since.iter().position(|(at, _)| *at >= before).unwrap_or(self.since.len());
        for (_, change) in self.since.drain(..until) {
            match change {
                Change::Write { at, bytes } => put(&mut self.sure, at, bytes),
                Change::Cut(size) => self.sure.resize(size, 0),
            }
        }
    }

    /// Draws what is left of the file.
    fn left(&self, left: Left, moment: usize, random: &mut impl RngCore) -> Vec<u8> {
        // Of a hundred: rare losses, rare survivals, and all between.
        let odds = [5, 30, 70, 95][below(random, 4)];
        // How many of the changes each sector has seen.
        let mut seen: HashMap<usize, usize> = HashMap::new();
        let mut cuts = vec![false; self.since.len()];
        for (nth, (at, change)) in self.since.iter().enumerate() {
            let whole = survives(left, *at < moment, odds, random);
            match change {
                Change::Cut(_) => cuts[nth] = whole,
                Change::Write { at: from, bytes } => {
                    for sector in from / SECTOR..(from + bytes.len()).div_ceil(SECTOR) {
                        let torn = left == Left::SomeSectors;
                        if if torn { survives(left, true, odds, random) } else { whole } {
                            seen.insert(sector, nth + 1);
                        }
                    }
                }
            }
        }
        let mut file = self.sure.clone();
        for (nth, (_, change)) in self.since.iter().enumerate() {
            match change {
                Change::Cut(size) if cuts[nth] => file.resize(*size, 0),
                Change::Cut(_) => {}
                Change::Write { at: from, bytes } => {
                    let (from, end) = (*from, from + bytes.len());
                    for sector in from / SECTOR..end.div_ceil(SECTOR) {
                        if seen.get(&sector).is_some_and(|seen| *seen > nth) {
                            let (first, last) = (from.max(sector * SECTOR), end.min((sector + 1) * SECTOR));
                            put(&mut file, first, &bytes[first - from..last - from]);
                        }
                    }
                    let longer = matches!(left, Left::SomeWrites | Left::SomeSectors) && below(random, 2) == 1;
                    if longer && file.len() < end {
                        file.resize(end, 0);
                    }
                }
            }
        }
        file
    }
}

fn survives(left: Left, earlier: bool, odds: usize, random: &mut impl RngCore) -> bool {
    match left {
        Left::Nothing => false,
        Left::Everything => true,
        Left::Earlier => earlier,
        Left::SomeWrites | Left::SomeSectors => below(random, 100) < odds,
    }
}

/// Writes bytes at a place, with zeros before them where the file was shorter.
fn put(file: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if file.len() < end {
        file.resize(end, 0);
    }
    file[at..end].copy_from_slice(bytes);
}

/// A number below another, which is not zero.
fn below(random: &mut impl RngCore, limit: usize) -> usize {
    let limit = u64::try_from(limit.max(1)).unwrap_or(u64::MAX);
    usize::try_from(random.next_u64() % limit).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rand_chacha::ChaCha8Rng;
    use rand_core::SeedableRng;

    use super::*;

    const FILE: usize = 0;

    fn start() -> Image {
        Image::from([("a".to_owned(), vec![b'0'; 2 * SECTOR])])
    }

    fn written(at: usize, byte: u8, count: usize) -> Operation {
        Operation::Written { file: FILE, at, bytes: vec![byte; count] }
    }

    fn synced(asked_at: usize) -> Operation {
        Operation::Synced { file: FILE, asked_at, folder: false }
    }

    /// Everything that a thousand power cuts leave at the end of a log, each way as often as any other.
    fn drawn(start: &Image, operations: &[Operation], lie: bool) -> BTreeSet<Image> {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut disk = Disk::of(start, operations);
        if lie {
            disk = disk.with_lie("a", 0);
        }
        disk.play_to(operations.len());
        (0..1_000).map(|nth| disk.crash(Left::ALL[nth % Left::ALL.len()], &mut random)).collect()
    }

    /// The first byte of each sector of the file `a`.
    fn firsts(images: &BTreeSet<Image>) -> BTreeSet<String> {
        let first = |image: &Image| image["a"].chunks(SECTOR).map(|sector| char::from(sector[0])).collect();
        images.iter().map(first).collect()
    }

    fn texts(texts: &[&str]) -> BTreeSet<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn what_was_synced_is_there() {
        let operations = [written(0, b'1', 2 * SECTOR), synced(1)];
        assert_eq!(firsts(&drawn(&start(), &operations, false)), texts(&["11"]));
        assert_eq!(firsts(&drawn(&start(), &operations, true)), texts(&["00", "01", "10", "11"]), "a disk that lies");
    }

    #[test]
    fn a_sync_covers_nothing_that_came_after_it_was_asked_for() {
        let operations = [written(0, b'1', SECTOR), written(SECTOR, b'1', SECTOR), synced(1)];
        assert_eq!(firsts(&drawn(&start(), &operations, false)), texts(&["10", "11"]));
    }

    #[test]
    fn each_sector_shows_any_content_since_the_sync() {
        let operations = [written(0, b'1', 2 * SECTOR), written(0, b'2', 2 * SECTOR)];
        let all = ["00", "01", "02", "10", "11", "12", "20", "21", "22"];
        assert_eq!(firsts(&drawn(&start(), &operations, false)), texts(&all));
    }

    #[test]
    fn bytes_beside_a_write_are_not_harmed() {
        let operations = [written(100, b'1', 100)];
        for image in drawn(&start(), &operations, false) {
            let bytes = &image["a"];
            assert!(bytes[..100].iter().chain(&bytes[200..]).all(|byte| *byte == b'0'));
            assert!(bytes[100..200].iter().all(|byte| *byte == bytes[100]), "one sector, written whole or not");
        }
    }

    #[test]
    fn a_cut_may_have_happened_and_a_lost_write_may_have_made_the_file_longer() {
        let cut = [Operation::Cut { file: FILE, size: SECTOR }];
        assert_eq!(firsts(&drawn(&start(), &cut, false)), texts(&["0", "00"]));
        let longer = [written(2 * SECTOR, b'1', SECTOR)];
        assert_eq!(firsts(&drawn(&start(), &longer, false)), texts(&["00", "00\0", "001"]));
    }

    #[test]
    fn a_name_stands_as_at_any_moment_since_the_folder_was_synced() {
        let made = |name: &str| Operation::Made { file: 1, name: name.to_owned() };
        let names = |operations: &[Operation]| -> BTreeSet<String> {
            let joined = |image: &Image| image.keys().cloned().collect::<Vec<_>>().join(" ");
            drawn(&start(), operations, false).iter().map(joined).collect()
        };
        let deleted = Operation::Deleted { name: "a".to_owned() };
        assert_eq!(names(&[deleted.clone(), made("b")]), texts(&["", "a", "b", "a b"]));
        let folder = Operation::FolderSynced { asked_at: 1 };
        assert_eq!(names(&[deleted.clone(), folder]), texts(&[""]));
        let own = Operation::Synced { file: 1, asked_at: 2, folder: false };
        assert_eq!(names(&[deleted.clone(), made("b"), own]), texts(&["b", "a b"]));
        let both = Operation::Synced { file: 1, asked_at: 2, folder: true };
        assert_eq!(names(&[deleted, made("b"), both]), texts(&["b"]));
    }
}
