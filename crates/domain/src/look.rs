//! What is unusual in the log of looks. A rule points somebody out to a person who asks; it blames and blocks nobody.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use jiff::{Timestamp, civil::Date};

use crate::{
    calendar::{local_date, local_hour},
    person::words_of_name,
};

/// What kind of look it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookKind {
    /// One record was opened; the first of what it names is that record.
    Opened,
    /// A list was shown.
    Listed,
    /// Somebody was searched for.
    Searched,
    /// It was refused.
    Refused,
}

impl LookKind {
    /// The kind of a line of the log.
    pub fn of(what: &str, allowed: bool) -> Self {
        match what {
            _ if !allowed => Self::Refused,
            "referral"
            | "person"
            | "file of a referral"
            | "letter"
            | "safeguarding"
            | "withheld address"
            | "record opened in an emergency"
            | "request for advice"
            | "two records side by side"
            | "national record"
            | "asked the national record" => Self::Opened,
            "search" | "is she known here" => Self::Searched,
            _ => Self::Listed,
        }
    }
}

/// A line of the log, as far as the rules ask.
#[derive(Debug, Clone, Copy)]
pub struct LookSeen<'a> {
    /// When.
    pub at: Timestamp,
    /// Whose account.
    pub account: &'a str,
    /// What kind.
    pub kind: LookKind,
    /// The ids of what it showed.
    pub subjects: &'a [String],
}

/// More different records than this on one day, and three times what is usual, are pointed out.
///
/// Assumed: no source gives a figure. A duty worker opens some twenty to thirty records on a busy day.
pub const MANY_RECORDS: usize = 40;

/// As many refused attempts on one day are pointed out. Assumed.
pub const MANY_REFUSED: usize = 5;

/// As many searches on one day after which nothing that they found was opened are pointed out. Assumed.
pub const MANY_SEARCHES: usize = 10;

/// One record opened on as many days by somebody who wrote nothing about it is pointed out. Assumed.
pub const MANY_DAYS: usize = 5;

/// The hours of the night, in which only whoever is on the rota is expected. Assumed.
pub const NIGHT: (i8, i8) = (22, 6);

/// Why somebody's looks are pointed out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The record of somebody with the same family name.
    SameName {
        /// The record.
        subject: String,
    },
    /// Many more records on one day than is usual for them.
    ManyRecords {
        /// How many different ones.
        count: usize,
        /// The median of their other days here; of everybody's days where they have too few.
        usual: usize,
    },
    /// Records opened in the night by somebody who is not on the rota.
    AtNight {
        /// How many different ones.
        count: usize,
    },
    /// Refused attempts.
    Refused {
        /// How many.
        count: usize,
    },
    /// Searches after which nothing was opened.
    SearchedAndLeft {
        /// How many.
        count: usize,
    },
    /// One record again and again, and nothing written about it.
    AgainAndAgain {
        /// The record.
        subject: String,
        /// On how many days.
        days: usize,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName { .. } => f.write_str("opened the record of somebody with the same family name"),
            Self::ManyRecords { count, usual } => write!(f, "opened {count} different records; {usual} are usual"),
            Self::AtNight { count: 1 } => f.write_str("opened a record in the night and was not on the rota"),
            Self::AtNight { count } => write!(f, "opened {count} records in the night and was not on the rota"),
            Self::Refused { count } => write!(f, "was refused {count} times"),
            Self::SearchedAndLeft { count } => write!(f, "searched {count} times and opened nothing that was found"),
            Self::AgainAndAgain { days, .. } => {
                write!(f, "opened one record on {days} days and wrote nothing about it")
            }
        }
    }
}

/// Something unusual: whose looks, on which day (of several, the last), and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unusual {
    /// The day.
    pub on: Date,
    /// The account.
    pub account: String,
    /// Why.
    pub why: Why,
}

/// What somebody did on one day.
#[derive(Debug, Default)]
struct OneDay {
    opened: BTreeSet<String>,
    at_night: BTreeSet<String>,
    refused: usize,
    /// What each search found, without the searches after which something of it was opened.
    searches: Vec<BTreeSet<String>>,
}

/// What the rules ask about, apart from the log.
#[derive(Debug, Default)]
pub struct Known {
    /// The names that colleagues read, by account.
    pub colleagues: BTreeMap<String, String>,
    /// The name of whom a record is about, by the record's id.
    pub names: BTreeMap<String, String>,
    /// Who ever wrote about which record: account and id.
    pub wrote: BTreeSet<(String, String)>,
}

/// Goes through the log of some days, the earliest look first, and says what is unusual.
#[derive(Debug, Default)]
pub struct Watch {
    days: BTreeMap<(String, Date), OneDay>,
}

impl Watch {
    /// Takes in one look, of somebody who was on the rota then or not.
    pub fn see(&mut self, look: &LookSeen<'_>, on_rota: bool) {
        let Some(on) = local_date(look.at) else { return };
        let day = self.days.entry((look.account.to_owned(), on)).or_default();
        match look.kind {
            LookKind::Refused => day.refused += 1,
            LookKind::Searched => day.searches.push(look.subjects.iter().cloned().collect()),
            LookKind::Opened => {
                let Some(record) = look.subjects.first() else { return };
                day.searches.retain(|found| !found.contains(record));
                if is_night(look.at) && !on_rota {
                    day.at_night.insert(record.clone());
                }
                day.opened.insert(record.clone());
            }
            LookKind::Listed => {}
        }
    }

    /// Every record that was opened: those of which the names are asked.
    pub fn opened(&self) -> BTreeSet<&str> {
        self.days.values().flat_map(|day| day.opened.iter().map(String::as_str)).collect()
    }

    /// Who opened which record on [`MANY_DAYS`] days or more: those of which it is asked whether they wrote about it.
    pub fn again(&self) -> impl Iterator<Item = (&str, &str)> {
        self.days_of().into_iter().filter(|(_, (days, _))| *days >= MANY_DAYS).map(|(both, _)| both)
    }

    /// Everything unusual, the latest day first.
    pub fn unusual(&self, known: &Known) -> Vec<Unusual> {
        let mut all = Vec::new();
        for ((account, on), day) in &self.days {
            let mut tell = |why| all.push(Unusual { on: *on, account: account.clone(), why });
            let usual = self.usual(account, *on);
            if day.opened.len() > MANY_RECORDS && day.opened.len() > 3 * usual {
                tell(Why::ManyRecords { count: day.opened.len(), usual });
            }
            if !day.at_night.is_empty() {
                tell(Why::AtNight { count: day.at_night.len() });
            }
            if day.refused >= MANY_REFUSED {
                tell(Why::Refused { count: day.refused });
            }
            if day.searches.len() >= MANY_SEARCHES {
                tell(Why::SearchedAndLeft { count: day.searches.len() });
            }
            let Some(own) = known.colleagues.get(account).and_then(|name| family_name(name)) else { continue };
            let same =
                |subject: &&String| known.names.get(*subject).and_then(|name| family_name(name)).as_ref() == Some(&own);
            for subject in day.opened.iter().filter(same) {
                tell(Why::SameName { subject: subject.clone() });
            }
        }
        all.extend(self.again_and_again(known));
        all.sort_by(|one, other| other.on.cmp(&one.on).then_with(|| one.cmp(other)));
        all
    }

    /// The median of somebody's other days on which they opened anything; of everybody's where there are fewer than five.
    fn usual(&self, account: &str, but: Date) -> usize {
        let of_days = |theirs: bool| {
            let days = self.days.iter().filter(|((whose, on), day)| {
                !day.opened.is_empty() && (whose != account || *on != but) && (!theirs || whose == account)
            });
            let mut counts: Vec<usize> = days.map(|(_, day)| day.opened.len()).collect();
            counts.sort_unstable();
            counts
        };
        let own = of_days(true);
        let counts = if own.len() < 5 { of_days(false) } else { own };
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    }

    /// On how many days somebody opened a record, and the last of them.
    fn days_of(&self) -> BTreeMap<(&str, &str), (usize, Date)> {
        let mut days_of = BTreeMap::new();
        for ((account, on), day) in &self.days {
            for subject in &day.opened {
                let (days, last) = days_of.entry((account.as_str(), subject.as_str())).or_insert((0, *on));
                *days += 1;
                *last = (*last).max(*on);
            }
        }
        days_of
    }

    fn again_and_again(&self, known: &Known) -> Vec<Unusual> {
        let wrote = |account: &str, subject: &str| known.wrote.contains(&(account.to_owned(), subject.to_owned()));
        let often = self
            .days_of()
            .into_iter()
            .filter(|((account, subject), (days, _))| *days >= MANY_DAYS && !wrote(account, subject));
        often
            .map(|((account, subject), (days, on))| Unusual {
                on,
                account: account.to_owned(),
                why: Why::AgainAndAgain { subject: subject.to_owned(), days },
            })
            .collect()
    }
}

fn is_night(at: Timestamp) -> bool {
    local_hour(at).is_some_and(|hour| hour >= NIGHT.0 || hour < NIGHT.1)
}

/// The last part of a name between blanks, folded. A role in brackets after it is not part of it.
fn family_name(name: &str) -> Option<String> {
    let name = name.split('(').next().unwrap_or(name);
    let last = words_of_name(name.split_whitespace().next_back()?);
    (!last.is_empty()).then(|| last.into_iter().collect::<Vec<_>>().join(" "))
}
