//! The rules of the way in, as tables of cases and as properties of every set of answers.

#[path = "front_door/asking.rs"]
mod asking;
#[path = "front_door/demands.rs"]
mod demands;
#[path = "front_door/reading.rs"]
mod reading;
#[path = "front_door/urgency.rs"]
mod urgency;

use jiff::civil::Date;
use porch_domain::front_door::Answers;

/// The day of every test that needs one.
const TODAY: Date = Date::constant(2026, 11, 22);

fn answers<const N: usize>(fields: [(&str, &str); N]) -> Answers {
    Answers::new(fields.map(|(field, value)| (field.to_owned(), value.to_owned())))
}
