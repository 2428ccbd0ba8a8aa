//! A million instants, and when a limit that begins there ends, against Python's zoneinfo.
//!
//! `million.txt` was made by `million.py`, which shares nothing with the program but the table of bank holidays. It holds a
//! hash of each thousand results, and the first of each in full; the instants are drawn again here, by SplitMix64 from the
//! seed of the block.

use std::{fmt::Write as _, path::Path};

use jiff::{
    Timestamp,
    civil::{Time, Weekday},
};
use porch_domain::{
    calendar::{Holidays, LocalHoliday, NotComputed, Working},
    footprint::{ClockLimit, Hours},
};
use sha2::{Digest, Sha256};

const MADE: &str = include_str!("million.txt");

const HOUR: i64 = 3_600_000;

/// The generator of Steele, Lea and Flood, as `java.util.SplittableRandom` has it.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

/// What the file says that both sides need.
#[derive(Default)]
struct Given {
    hours: Vec<(Hours, bool)>,
    otherwise: Holidays,
    table: Holidays,
    limits: Vec<ClockLimit>,
    around: Vec<(i64, i64)>,
    first: i64,
    days: i64,
    blocks: Vec<Block>,
}

/// A thousand results.
struct Block {
    seed: u64,
    many: usize,
    digest: &'static str,
    rows: Vec<&'static str>,
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn given() -> Given {
    let mut given = Given::default();
    let mut kept = Vec::new();
    for line in MADE.lines().filter(|line| !line.starts_with('#')) {
        let (what, rest) = line.split_once(' ').unwrap();
        let words: Vec<&'static str> = rest.split(' ').collect();
        match (what, words.as_slice()) {
            ("hours", [_, weekdays, from, to, holidays]) => {
                let day = |digit: char| Weekday::from_monday_zero_offset(number(&digit.to_string())).unwrap();
                let (from, to): (Time, Time) = (number(from), number(to));
                let hours = Hours { weekdays: weekdays.chars().map(day).collect(), from, to, flexible: false };
                given.hours.push((hours, *holidays == "otherwise"));
            }
            ("kept", [on, how]) => kept.push(LocalHoliday {
                on: number(on),
                name: "A day".to_owned(),
                closed: *how == "closed",
                source: "made".to_owned(),
            }),
            ("limit", [kind, many]) => given.limits.push(match *kind {
                "elapsed" => ClockLimit::Elapsed { hours: number(many) },
                "calendar" => ClockLimit::Calendar { days: number(many) },
                "working_hours" => ClockLimit::WorkingHours { hours: number(many) },
                "working_days" => ClockLimit::WorkingDays { days: number(many) },
                other => panic!("{other}"),
            }),
            ("around", [at, spread]) => given.around.push((number(at), number(spread))),
            ("span", [first, days]) => (given.first, given.days) = (number(first), number(days)),
            ("block", [seed, many, digest]) => {
                given.blocks.push(Block { seed: number(seed), many: number(many), digest, rows: Vec::new() });
            }
            ("row", _) => given.blocks.last_mut().unwrap().rows.push(rest),
            _ => panic!("{line}"),
        }
    }
    given.otherwise = Holidays::new(kept);
    given
}

/// A drawn number below a bound.
fn below(drawn: u64, bound: i64) -> i64 {
    i64::try_from(drawn % u64::try_from(bound).unwrap()).unwrap()
}

fn index(drawn: u64, of: usize) -> usize {
    usize::try_from(drawn % u64::try_from(of).unwrap()).unwrap()
}

impl Given {
    /// An instant in milliseconds, the hours and the limit: five numbers, as `draw` in `million.py`.
    fn draw(&self, random: &mut SplitMix64) -> (i64, usize, usize) {
        let [how, place, moved, hours, limit] = std::array::from_fn(|_| random.next());
        let at = match how % 4 {
            0 => self.first + below(place, self.days * 24 * HOUR),
            3 => {
                let nudge = if how % 8 == 3 { 0 } else { below(moved, 3001) - 1500 };
                self.first + below(place, self.days * 96) * (HOUR / 4) + nudge
            }
            _ => {
                let (around, spread) = self.around[index(place, self.around.len())];
                around - spread + below(moved, 2 * spread + 1)
            }
        };
        (at, index(hours, self.hours.len()), index(limit, self.limits.len()))
    }

    fn results(&self, block: &Block) -> Vec<String> {
        let mut random = SplitMix64(block.seed);
        let result = |_| {
            let (at, hours, limit) = self.draw(&mut random);
            let (opening, otherwise) = &self.hours[hours];
            let holidays = if *otherwise { &self.otherwise } else { &self.table };
            let started_at = Timestamp::from_millisecond(at).unwrap();
            let end = match self.limits[limit].ends_at(started_at, Working { hours: opening, holidays }) {
                Ok(end) => {
                    assert_eq!(end, Timestamp::from_millisecond(end.as_millisecond()).unwrap(), "to the millisecond");
                    end.as_millisecond().to_string()
                }
                Err(NotComputed::UnknownYear(year)) => format!("unknown-{year}"),
                Err(other) => panic!("{at}: {other}"),
            };
            format!("{at} {hours} {limit} {end}")
        };
        (0..block.many).map(result).collect()
    }
}

/// Compares one of four parts of the blocks.
fn agrees(part: usize) {
    let given = given();
    assert_eq!(given.blocks.iter().map(|block| block.many).sum::<usize>(), 1_000_000);
    for block in given.blocks.iter().skip(part).step_by(4) {
        let results = given.results(block);
        for (row, result) in block.rows.iter().zip(&results) {
            assert_eq!(result, row, "block {}", block.seed);
        }
        let text = results.iter().fold(String::new(), |mut text, line| {
            let _ = writeln!(text, "{line}");
            text
        });
        let digest = Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        if digest != block.digest {
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("million-{}.txt", block.seed));
            std::fs::write(&kept, text).unwrap();
            panic!("block {0} differs: compare {1} with `million.py {0}`", block.seed, kept.display());
        }
    }
}

// H12
#[test]
fn a_million_instants_end_as_pythons_zoneinfo_has_them_first_quarter() {
    agrees(0);
}

// H12
#[test]
fn a_million_instants_end_as_pythons_zoneinfo_has_them_second_quarter() {
    agrees(1);
}

// H12
#[test]
fn a_million_instants_end_as_pythons_zoneinfo_has_them_third_quarter() {
    agrees(2);
}

// H12
#[test]
fn a_million_instants_end_as_pythons_zoneinfo_has_them_last_quarter() {
    agrees(3);
}

// What a test compares must reach the places where clocks go wrong.
#[test]
fn the_million_crowds_where_clocks_go_wrong() {
    let given = given();
    let mut random_days = [0_usize; 3];
    let (mut unknown, mut on_the_stroke) = (0, 0);
    for block in given.blocks.iter().step_by(10) {
        let mut random = SplitMix64(block.seed);
        for _ in 0..block.many {
            let (at, _, _) = given.draw(&mut random);
            on_the_stroke += usize::from(at % (HOUR / 4) == 0);
            unknown += usize::from(at > given.first + given.days * 24 * HOUR);
            let near =
                |spread: i64| given.around.iter().any(|(around, of)| *of == spread && (at - around).abs() <= spread);
            for (count, spread) in random_days.iter_mut().zip([3 * HOUR, 5 * 24 * HOUR, 8 * 24 * HOUR]) {
                *count += usize::from(near(spread));
            }
        }
    }
    // Of a hundred thousand.
    assert!(random_days.iter().all(|count| *count > 5_000), "{random_days:?}");
    assert!(unknown > 500 && on_the_stroke > 10_000, "{unknown} {on_the_stroke}");
}
