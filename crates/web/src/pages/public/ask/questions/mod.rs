//! The questions of each step as data: what is asked, in whose words, and of whom.
//!
//! Words are looked up from the most particular to the most general: of this way and situation, of this way, of this
//! situation, of anyone.

mod about;
mod now;
mod reach;
mod signs;
mod story;

use porch_domain::front_door::{Answers, Now, Problem, Situation, Step, WayIn, asks_as_partner, field};

pub(in crate::pages::public) use signs::for_family as signs_for_family;

use crate::wording;

/// Who is asked, and how things are, as far as it was told.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages::public) struct Asking {
    pub(in crate::pages::public) way: WayIn,
    pub(in crate::pages::public) now: Option<Now>,
    pub(in crate::pages::public) situation: Option<Situation>,
    /// Whether a partner asks: nothing is asked then that is for a pregnancy, or is somebody else's (PR-25).
    pub(in crate::pages::public) partner: bool,
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::public) struct Question {
    /// Its field, by the name that the domain reads; of a date, the beginning of three.
    pub(in crate::pages::public) field: &'static str,
    /// What is asked.
    pub(in crate::pages::public) label: String,
    /// A line of help.
    pub(super) hint: String,
    /// How it is answered.
    pub(super) kind: Kind,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::public) enum Kind {
    /// One of several.
    One(Vec<Selectable>),
    /// Any of several; the last may be none of them.
    Several(Vec<Selectable>),
    /// Yes, or left alone.
    Tick,
    /// A line.
    Line(Line),
    /// Several lines, so many high.
    Long(u8),
    /// A day, in three parts; for her own birth date a browser may fill it in.
    Date {
        /// Whether it is the birth date of whoever types.
        own_birth: bool,
    },
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages::public) enum Line {
    /// A name, of whoever types or of someone else.
    Name {
        /// Whether it is the name of whoever types.
        own: bool,
    },
    /// A telephone number.
    Telephone {
        /// Whether it is the number of whoever types.
        own: bool,
    },
    /// An e-mail address.
    Email {
        /// Whether it is the address of whoever types.
        own: bool,
    },
    /// A postcode.
    Postcode {
        /// Whether it is the postcode of whoever types.
        own: bool,
    },
    /// An NHS number.
    NhsNumber,
    /// An organisation.
    Organisation,
    /// Words.
    Words,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages::public) struct Selectable {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) hint: String,
}

impl Asking {
    pub(super) fn new(way: WayIn, answers: &Answers) -> Self {
        let now = Now::of_code(answers.typed(field::NOW));
        let more = Situation::of_code(answers.typed(field::SITUATION)).filter(|more| Some(more.now()) == now);
        if asks_as_partner(way, answers) {
            // Words that presume nothing.
            return Self { way, now: Some(Now::NotSaid), situation: Some(Situation::NotSaid), partner: true };
        }
        Self { way, now, situation: more.or(now.map(Situation::of_now)), partner: false }
    }

    /// The questions of a step.
    pub(in crate::pages::public) fn questions(&self, step: Step) -> Vec<Question> {
        match step {
            Step::Now => now::now(self),
            Step::More => now::more(self),
            Step::Signs => signs::signs(self),
            Step::CallBack => signs::call_back(self),
            Step::Emergency => signs::emergency(self),
            Step::Words => story::words(self),
            Step::Health => story::health(self),
            Step::Person => about::person(self),
            Step::Referrer => about::referrer(self),
            Step::Agreement => about::agreement(self),
            Step::Reach => reach::reach(self),
            Step::Tell => reach::tell(self),
            Step::Needs => reach::needs(self),
            Step::Safeguarding => about::safeguarding(self),
            Step::Files => Vec::new(),
        }
    }

    /// The heading of a step that asks several things, or its name in the summary.
    pub(super) fn heading(&self, step: Step) -> String {
        self.words(&format!("s-{}", step.path()))
    }

    /// What stands under the heading of a step; empty where nothing does.
    pub(super) fn lead(&self, step: Step) -> String {
        self.key(&format!("s-{}", step.path()), "-lead").map_or_else(String::new, |key| wording::text(&key))
    }

    /// The words for something that is wrong.
    pub(super) fn error(&self, problem: Problem) -> String {
        let particular = format!("e-{}-{}", problem.field, problem.what.code());
        self.find(&particular).unwrap_or_else(|| self.words(&format!("e-{}", problem.what.code())))
    }

    /// Words of ours, in the fittest form that there is.
    pub(in crate::pages::public) fn words(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| wording::text(key))
    }

    /// Words of ours, where there are any.
    pub(super) fn find(&self, key: &str) -> Option<String> {
        self.key(key, "").map(|key| wording::text(&key))
    }

    /// The name of the fittest words that there are.
    fn key(&self, key: &str, end: &str) -> Option<String> {
        let (way, now) = (self.way.code(), self.now.map_or("unknown", Now::code));
        [
            format!("{key}-{way}-{now}{end}"),
            format!("{key}-{way}{end}"),
            format!("{key}-{now}{end}"),
            format!("{key}{end}"),
        ]
        .into_iter()
        .find(|key| wording::find(key).is_some())
    }

    /// Words of ours, and the hint that belongs to just these words.
    fn with_hint(&self, key: &str) -> Option<(String, String)> {
        let key = self.key(key, "")?;
        Some((wording::text(&key), wording::find(&format!("{key}-hint")).unwrap_or_default()))
    }

    /// Whether whoever types asks for himself or herself.
    pub(super) fn for_myself(&self) -> bool {
        self.way == WayIn::Myself
    }

    /// Whether words may speak of a baby who lives: never after a loss, nor where none is told of (PR-09).
    pub(in crate::pages::public) fn baby_may_be(&self) -> bool {
        match self.now {
            Some(Now::Baby | Now::Pregnant) => true,
            Some(Now::Thinking | Now::Loss | Now::NotSaid) | None => false,
        }
    }

    fn question(&self, field: &'static str, kind: Kind) -> Question {
        let key = format!("q-{field}");
        let (label, hint) = self.with_hint(&key).unwrap_or_else(|| (wording::text(&key), String::new()));
        Question { field, label, hint, kind }
    }

    fn option(&self, field: &str, value: &str) -> Selectable {
        let own = self.with_hint(&format!("o-{field}-{value}"));
        let (text, hint) = own.unwrap_or_else(|| (self.words(&format!("o-{value}")), String::new()));
        Selectable { value: value.to_owned(), text, hint }
    }

    fn one(&self, field: &'static str, values: &[&str]) -> Question {
        self.question(field, Kind::One(values.iter().map(|value| self.option(field, value)).collect()))
    }

    /// Yes, no, and "I am not sure", which is neither.
    fn yes_no(&self, field: &'static str) -> Question {
        self.one(field, &["yes", "no", "not_known"])
    }

    fn line(&self, field: &'static str, line: Line) -> Question {
        self.question(field, Kind::Line(line))
    }

    fn long(&self, field: &'static str, rows: u8) -> Question {
        self.question(field, Kind::Long(rows))
    }
}

impl Question {
    /// The id of what an error links to.
    pub(super) fn target(&self) -> String {
        match &self.kind {
            Kind::Date { .. } => format!("{0}-{0}-day", self.field),
            Kind::One(_) | Kind::Several(_) | Kind::Tick | Kind::Line(_) | Kind::Long(_) => self.field.to_owned(),
        }
    }

    /// What was answered, as it is read back: the words of choices, the text as it was typed.
    pub(super) fn answered(&self, answers: &Answers) -> Vec<String> {
        match &self.kind {
            Kind::One(options) | Kind::Several(options) => answers
                .all(self.field)
                .filter_map(|value| options.iter().find(|option| option.value == value))
                .map(|option| option.text.clone())
                .collect(),
            Kind::Tick => answers.text(self.field).map(|_| wording::text("o-yes")).into_iter().collect(),
            Kind::Line(_) | Kind::Long(_) => answers.text(self.field).into_iter().collect(),
            Kind::Date { .. } => {
                let parts = ["day", "month", "year"].map(|part| answers.text(&format!("{}-{part}", self.field)));
                let written: Vec<String> = parts.into_iter().flatten().collect();
                Some(written.join(" ")).filter(|date| !date.is_empty()).into_iter().collect()
            }
        }
    }
}
