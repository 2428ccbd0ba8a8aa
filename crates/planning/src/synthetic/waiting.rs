//! An invented day at the front door: people who asked for help lately and wait for a decision.
//!
//! Everybody has the family name Example, numbers are those that Ofcom keeps for drama, and no story is anybody's.

use jiff::{Timestamp, ToSpan, civil::Date};
use porch_domain::{
    calendar::local_date,
    front_door::{Answers, WayIn, field},
};

/// Somebody who waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// By which way they came.
    pub way: WayIn,
    /// When.
    pub received_at: Timestamp,
    /// What was typed.
    pub answers: Answers,
    /// What happened to it since.
    pub since: Since,
}

/// What happened to somebody's referral since it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Nothing.
    Nothing,
    /// Somebody took it.
    Claimed,
    /// Somebody took it, tried to reach her, and nobody answered.
    Tried,
    /// The referrer was asked for more.
    Asked,
}

/// One person of the list, in a line that can be read.
pub(super) struct Caller {
    pub(super) way: WayIn,
    pub(super) minutes_ago: i64,
    pub(super) name: &'static str,
    /// Years of age; the birthday lies a hundred days back.
    pub(super) age: i16,
    pub(super) now: &'static str,
    pub(super) situation: &'static str,
    /// Days from today to the due date; before today it is the birth or the loss. None where nobody told.
    pub(super) ends: Option<i64>,
    pub(super) signs: &'static [&'static str],
    pub(super) concerns: &'static [&'static str],
    pub(super) worry: &'static str,
    pub(super) more: &'static [(&'static str, &'static str)],
    pub(super) since: Since,
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The professional who refers most: the same invented midwife.
const MIDWIFE: &[(&str, &str)] = &[
    (field::BY_NAME, "M. Example"),
    (field::BY_SOURCE, "A4"),
    (field::BY_ROLE, "Community midwife"),
    (field::BY_ORGANISATION, "Example maternity service"),
    (field::BY_TELEPHONE, "01632 960 021"),
    (field::BY_EMAIL, "m.example@example.nhs.uk"),
    (field::AGREEMENT, "agrees"),
];

static CALLERS: &[Caller] = &[
    Caller {
        way: WayIn::Professional,
        minutes_ago: 2 * HOUR + 48,
        name: "Beth Example",
        age: 29,
        now: "baby",
        situation: "living_baby",
        ends: Some(-9),
        signs: &["frightening_things", "no_sleep_full_of_energy"],
        concerns: &["intrusive_thoughts"],
        worry: "Awake for three nights and says she does not need sleep. Frightened by thoughts that people on the road are watching the house. Her mother is with her and the baby now.",
        more: &[
            (field::CALL_BACK, "01632 960 022"),
            (field::CALL_BACK_NOTE, "Her mother answers. You can say that you ring from the hospital."),
            (field::WHERE, "At her mother's house in Example Road"),
            (field::WITH, "Her mother; the baby is with them"),
            (field::SEVERE, "not_known"),
            (field::MEDICINES, "None that I know of"),
            (field::INTERPRETER, "yes"),
            (field::LANGUAGE, "Urdu"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 101"),
        ],
        since: Since::Tried,
    },
    Caller {
        way: WayIn::Myself,
        minutes_ago: 35,
        name: "Chloe",
        age: 34,
        now: "loss",
        situation: "stillbirth",
        ends: Some(-16),
        signs: &["self_harm"],
        concerns: &["loss"],
        worry: "I cannot see how to go on without him. I do not want to be here any more.",
        more: &[
            (field::CALL_BACK, "07700 900 102"),
            (field::CALL_BACK_NOTE, "Only I answer."),
            (field::OWN_WORDS, "His name is Sam."),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 102"),
            (field::REACH_LETTER, "no"),
        ],
        since: Since::Nothing,
    },
    Caller {
        way: WayIn::Professional,
        minutes_ago: 5 * HOUR,
        name: "Dana Example",
        age: 31,
        now: "pregnant",
        situation: "pregnant",
        ends: Some(24),
        signs: &[],
        concerns: &["low"],
        worry: "Known bipolar disorder, well for four years. Her GP stopped her medicine at 20 weeks. Sleeping five hours, a little faster than usual in clinic today.",
        more: &[
            (field::SEVERE, "yes"),
            (field::HISTORY, "Bipolar disorder since 2015; one stay in hospital in 2019."),
            (field::MEDICINES, "Priadel 800 mg at night until 20 weeks, then nothing"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 103"),
            (field::TELL_GP, "yes"),
        ],
        since: Since::Claimed,
    },
    Caller {
        way: WayIn::Family,
        minutes_ago: 7 * HOUR,
        name: "Esi",
        age: 0,
        now: "baby",
        situation: "",
        ends: None,
        signs: &[],
        concerns: &["low", "with_baby"],
        worry: "My sister had her baby in the summer. She cries every day and hands the baby to anyone who comes. She says she is fine.",
        more: &[
            (field::BY_NAME, "Her sister, K. Example"),
            (field::BY_ROLE, "Sister"),
            (field::BY_TELEPHONE, "07700 900 104"),
            (field::AGREEMENT, "not_asked"),
            (field::AGREEMENT_WHY, "I am afraid she will be angry with me."),
        ],
        since: Since::Nothing,
    },
    Caller {
        way: WayIn::Professional,
        minutes_ago: DAY + 3 * HOUR,
        name: "Farah Example",
        age: 26,
        now: "pregnant",
        situation: "pregnant",
        ends: Some(91),
        signs: &[],
        concerns: &["fear_of_birth", "anxious"],
        worry: "Severe fear of giving birth since her first labour. Asks for a planned caesarean and cannot come to the labour ward for a tour.",
        more: &[
            (field::INTERPRETER, "yes"),
            (field::LANGUAGE, "Dari"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 105"),
            (field::TELL_MIDWIFE, "yes"),
        ],
        since: Since::Nothing,
    },
    Caller {
        way: WayIn::Myself,
        minutes_ago: DAY + 9 * HOUR,
        name: "Grace Example",
        age: 17,
        now: "pregnant",
        situation: "pregnant",
        ends: Some(120),
        signs: &[],
        concerns: &["anxious"],
        worry: "I panic on the bus and at college. I have not told my mum that I wrote here.",
        more: &[
            (field::REACH_TEXT, "yes"),
            (field::REACH_LETTER, "no"),
            (field::TELEPHONE, "07700 900 106"),
            (field::REACH_NOTE, "Text first. Please never ring in the evening."),
        ],
        since: Since::Claimed,
    },
    Caller {
        way: WayIn::Professional,
        minutes_ago: 2 * DAY,
        name: "Hana Example",
        age: 33,
        now: "baby",
        situation: "neonatal_care",
        ends: Some(-30),
        signs: &[],
        concerns: &["birth_trauma"],
        worry: "Emergency caesarean at 31 weeks. Pictures of the birth come back many times a day. Sits with the baby on the unit and is afraid to touch her.",
        more: &[
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 107"),
            (field::TELL_HEALTH_VISITOR, "yes"),
        ],
        since: Since::Asked,
    },
    Caller {
        way: WayIn::Professional,
        minutes_ago: 2 * DAY + 5 * HOUR,
        name: "Iris Example",
        age: 38,
        now: "thinking",
        situation: "",
        ends: None,
        signs: &[],
        concerns: &["planning"],
        worry: "Hopes to become pregnant. Takes Epilim for bipolar disorder and asks what is safe.",
        more: &[
            (field::SEVERE, "yes"),
            (field::MEDICINES, "Epilim 500 mg twice a day"),
            (field::REACH_EMAIL, "yes"),
            (field::EMAIL, "iris@example.org"),
        ],
        since: Since::Nothing,
    },
    Caller {
        way: WayIn::Myself,
        minutes_ago: 4 * DAY,
        name: "Jo Example",
        age: 30,
        now: "loss",
        situation: "miscarriage",
        ends: None,
        signs: &[],
        concerns: &["loss"],
        worry: "It was the third time. Everyone says to try again.",
        more: &[(field::REACH_EMAIL, "yes"), (field::EMAIL, "jo@example.org"), (field::REACH_TELEPHONE, "no")],
        since: Since::Nothing,
    },
    Caller {
        way: WayIn::Professional,
        minutes_ago: 6 * DAY,
        name: "Kasia Example",
        age: 24,
        now: "baby",
        situation: "baby_elsewhere",
        ends: Some(-75),
        signs: &[],
        concerns: &["low", "loss"],
        worry: "Her baby went to foster care at six weeks. She sees him twice a week and comes to every visit.",
        more: &[
            (field::BY_SOURCE, "C1"),
            (field::BY_NAME, "S. Example"),
            (field::BY_ORGANISATION, "Example council"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 108"),
            (field::PREFERENCES, "woman"),
        ],
        since: Since::Tried,
    },
    Caller {
        way: WayIn::Professional,
        minutes_ago: 9 * DAY,
        name: "Leila Example",
        age: 36,
        now: "baby",
        situation: "living_baby",
        ends: Some(-140),
        signs: &[],
        concerns: &["anxious", "with_baby"],
        worry: "Checks the baby's breathing through the night. No time with friends since the birth. Would like to talk to someone.",
        more: &[
            (field::BY_SOURCE, "A2"),
            (field::BY_NAME, "V. Example"),
            (field::BY_ORGANISATION, "Example health visiting"),
            (field::REACH_TEXT, "yes"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 109"),
        ],
        since: Since::Nothing,
    },
    Caller {
        way: WayIn::Professional,
        minutes_ago: 15 * DAY,
        name: "Mei-Ling Example",
        age: 41,
        now: "baby",
        situation: "twins_one_lost",
        ends: Some(-50),
        signs: &[],
        concerns: &["loss", "birth_trauma"],
        worry: "One of her twins died on the day of birth. She is home with the other and cannot bear to be congratulated.",
        more: &[
            (field::BY_SOURCE, "A1"),
            (field::BY_NAME, "Dr Example"),
            (field::BY_ORGANISATION, "Example surgery"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 110"),
        ],
        since: Since::Claimed,
    },
];

/// Everybody who waits at an instant, the longest first.
pub fn waiting(now: Timestamp) -> Vec<Waiting> {
    let today = local_date(now).unwrap_or(Date::ZERO);
    let mut waiting: Vec<Waiting> = CALLERS
        .iter()
        .map(|caller| Waiting {
            way: caller.way,
            received_at: now.checked_sub(caller.minutes_ago.minutes()).unwrap_or(now),
            answers: answers(caller, today, birthday(caller, today)),
            since: caller.since,
        })
        .collect();
    waiting.sort_by_key(|waiting| waiting.received_at);
    waiting
}

/// The birthday of a caller who told her age, a hundred days back.
fn birthday(caller: &Caller, today: Date) -> Option<Date> {
    (caller.age > 0).then(|| today.checked_sub(caller.age.years().days(100)).ok()).flatten()
}

/// What a caller typed on a day.
pub(super) fn answers(caller: &Caller, today: Date, born: Option<Date>) -> Answers {
    let mut fields: Vec<(&str, String)> = vec![
        (field::NOW, caller.now.to_owned()),
        (field::SITUATION, caller.situation.to_owned()),
        (field::NAME, caller.name.to_owned()),
        (field::WORRY, caller.worry.to_owned()),
    ];
    let signs = if caller.signs.is_empty() { &[field::NONE][..] } else { caller.signs };
    fields.extend(signs.iter().map(|sign| (field::SIGNS, (*sign).to_owned())));
    fields.extend(caller.concerns.iter().map(|concern| (field::CONCERNS, (*concern).to_owned())));
    let told = |field: &str| caller.more.iter().any(|(told, _)| *told == field);
    if caller.way == WayIn::Professional {
        fields
            .extend(MIDWIFE.iter().filter(|(field, _)| !told(field)).map(|(field, text)| (*field, (*text).to_owned())));
    }
    fields.extend(caller.more.iter().map(|(field, text)| (*field, (*text).to_owned())));
    for (name, date) in [("born", born), ("ends", caller.ends.and_then(|days| today.checked_add(days.days()).ok()))] {
        let Some(date) = date else { continue };
        let names = match name {
            "born" => ["born-day", "born-month", "born-year"],
            _ => ["ends-day", "ends-month", "ends-year"],
        };
        let parts = [date.day().to_string(), date.month().to_string(), date.year().to_string()];
        fields.extend(names.into_iter().zip(parts));
    }
    Answers::new(fields.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name.to_owned(), text)))
}

#[cfg(test)]
mod tests {
    use porch_domain::front_door::{Step, emergency_problems, problems, steps};

    use super::*;

    #[test]
    fn everybody_who_waits_told_enough_to_be_taken_in() {
        let now: Timestamp = "2026-11-22T09:00:00Z".parse().unwrap();
        let today = local_date(now).unwrap();
        for waiting in waiting(now) {
            let emergency = steps(waiting.way, &waiting.answers)
                .iter()
                .any(|step| matches!(step, Step::CallBack | Step::Emergency));
            let missing: Vec<_> = if emergency {
                emergency_problems(waiting.way, &waiting.answers, today)
            } else {
                problems(waiting.way, &waiting.answers, today).into_iter().map(|(_, problem)| problem).collect()
            };
            assert_eq!(missing, [], "{}", waiting.answers.typed(field::NAME));
        }
    }
}
