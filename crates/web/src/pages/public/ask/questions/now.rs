//! How things are now, and a little more of it where she wants to say it (PR-01, PR-09).

use porch_domain::front_door::{Now, Situation, field};

use super::{Asking, Kind, Line, Question, Selectable};
use crate::wording;

pub(super) fn now(asking: &Asking) -> Vec<Question> {
    vec![asking.one(field::NOW, &Now::ALL.map(Now::code))]
}

/// Nothing of it is demanded, and after a loss a date is not even expected.
pub(super) fn more(asking: &Asking) -> Vec<Question> {
    let mut questions = Vec::new();
    let more = asking.now.map_or(&[][..], Situation::of);
    if !more.is_empty() {
        let mut options: Vec<Selectable> =
            more.iter().map(|situation| asking.option(field::SITUATION, situation.code())).collect();
        // No value: to say nothing is to have answered nothing.
        options.push(Selectable { value: String::new(), text: wording::text("o-rather-not-say"), hint: String::new() });
        questions.push(asking.question(field::SITUATION, Kind::One(options)));
    }
    questions.push(asking.question(field::ENDS_ON, Kind::Date { own_birth: false }));
    questions.push(asking.line(field::OWN_WORDS, Line::Words));
    questions
}
