//! What the forms of staff pages share: the command that a form carries, the version that it was drawn from, what was typed
//! into it, and what is wrong with that.

use axum::{
    Form,
    extract::{FromRequest, Request, rejection::FormRejection},
    http::StatusCode,
    response::IntoResponse,
};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use maud::{Markup, html};
use porch_domain::{front_door::Answers, ids::CommandId};

use crate::{
    Site,
    components::{
        DateInput, DatePart, ErrorLink, ErrorSummary, Input, InputWidth, Label, date_input, error_summary, input,
    },
    failure::{Failure, Kind},
    moment,
};

/// What a form sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sent(pub(crate) Answers);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let form: Result<Form<Vec<(String, String)>>, FormRejection> = Form::from_request(request, state).await;
        match form {
            Ok(Form(fields)) => Ok(Self(Answers::new(fields))),
            Err(rejection) => Err(if rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE {
                Kind::TooLarge.into()
            } else {
                Kind::Unclear("the form could not be read".to_owned()).into()
            }),
        }
    }
}

impl Sent {
    /// The command that the page made with the form: the same form twice is the same command (INV-08).
    pub(crate) fn command(&self) -> Result<CommandId, Failure> {
        self.0.typed("command").parse().map_err(|_| Kind::Unclear("the form names no command".to_owned()).into())
    }

    /// The version that the form was drawn from.
    pub(crate) fn version(&self) -> Result<i64, Failure> {
        self.0.typed("version").parse().map_err(|_| Kind::Unclear("the form names no version".to_owned()).into())
    }
}

/// The hidden fields of a form about a record: a fresh command, and the version that is shown.
pub(crate) fn hidden(site: &Site, version: i64) -> Markup {
    html! {
        input type="hidden" name="command" value=(site.world.id());
        input type="hidden" name="version" value=(version);
    }
}

/// What is wrong with a form: the id of each field, and the words at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Errors(Vec<(String, String)>);

impl Errors {
    /// Adds what is wrong with a field.
    pub(crate) fn add(&mut self, id: impl Into<String>, words: impl Into<String>) {
        self.0.push((id.into(), words.into()));
    }

    /// Adds all that is wrong elsewhere.
    pub(crate) fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The words at a field.
    pub(crate) fn of(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == id).map(|(_, words)| words.as_str())
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it at the top of the page.
    pub(crate) fn summary(&self) -> Markup {
        if self.is_empty() {
            return Markup::default();
        }
        let hrefs: Vec<String> = self.0.iter().map(|(id, _)| format!("#{id}")).collect();
        let errors = self.0.iter().zip(&hrefs).map(|((_, words), href)| ErrorLink { text: words, href });
        error_summary(&ErrorSummary { errors: errors.collect(), ..ErrorSummary::default() })
    }
}

/// A time on the wall that is asked for in parts: `NAME` as hours and minutes, and `NAME_on` as day, month and year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When<'a> {
    /// The name of the time's field.
    pub(crate) time: &'a str,
    /// The beginning of the names of the day's fields.
    pub(crate) day: &'a str,
    /// Put before ids, so that two of them fit on one page.
    pub(crate) prefix: &'a str,
}

impl When<'_> {
    fn id(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The fields: what was typed; otherwise the day of `now`, and its time where that is what is meant by default.
    pub(crate) fn fields(
        &self,
        answers: &Answers,
        (now, time_too): (Timestamp, bool),
        labels: (&str, &str),
        errors: &Errors,
    ) -> Markup {
        let local = moment::local(now);
        let date = local.date();
        let part = |part: &str, of_default: String| {
            let name = format!("{}-{part}", self.day);
            let value = answers.text(&name).unwrap_or(of_default);
            (name, value)
        };
        let day = part("day", date.day().to_string());
        let month = part("month", date.month().to_string());
        let year = part("year", date.year().to_string());
        let of_now = if time_too { local.strftime("%H:%M").to_string() } else { String::new() };
        let time = answers.text(self.time).unwrap_or(of_now);
        html! {
            div class="porch-when" {
                (input(&Input {
                    label: Label::from(labels.0),
                    id: &self.id(self.time),
                    name: self.time,
                    value: &time,
                    width: Some(InputWidth::W5),
                    autocomplete: "off",
                    error: errors.of(&self.id(self.time)).into(),
                    ..Input::default()
                }))
                (date_input(&DateInput {
                    id: &self.id(self.day),
                    legend: Some(labels.1.into()),
                    error: errors.of(&self.id(self.day)).into(),
                    parts: vec![
                        DatePart { name: &day.0, ..DatePart::day(&day.1) },
                        DatePart { name: &month.0, ..DatePart::month(&month.1) },
                        DatePart { name: &year.0, ..DatePart::year(&year.1) },
                    ],
                    ..DateInput::default()
                }))
            }
        }
    }

    /// The instant that was typed; nothing where nothing was. What is wrong is added to `errors`.
    pub(crate) fn read(&self, answers: &Answers, today: Date, errors: &mut Errors) -> Option<Timestamp> {
        let typed = answers.text(self.time)?;
        let Some(time) = time_of(&typed) else {
            errors.add(self.id(self.time), "Write the time as hours and minutes, such as 14:05");
            return None;
        };
        let number = |part: &str| answers.text(&format!("{}-{part}", self.day));
        let on = match (number("day"), number("month"), number("year")) {
            (None, None, None) => Some(today),
            (day, month, year) => date_of(day, month, year),
        };
        let at = on.and_then(|on| moment::instant(on, time));
        if at.is_none() {
            errors.add(self.id(self.day), "Write the day as numbers, such as 22 11 2026");
        }
        at
    }
}

/// A day that was typed in parts, where it is one.
pub(crate) fn date_of(day: Option<String>, month: Option<String>, year: Option<String>) -> Option<Date> {
    Date::new(year?.parse().ok()?, month?.parse().ok()?, day?.parse().ok()?).ok()
}

/// A time of day as people type it: 14:05, 14.05, 1405, 9:05.
fn time_of(text: &str) -> Option<Time> {
    let text = text.trim();
    let (hour, minute) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None if text.len() == 4 && text.is_ascii() => text.split_at(2),
        None => return None,
    };
    let number = |part: &str| (part.len() <= 2).then(|| part.parse::<i8>().ok()).flatten();
    Time::new(number(hour)?, number(minute)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_type_it_and_nothing_else_is() {
        let time = |hour, minute| Some(jiff::civil::time(hour, minute, 0, 0));
        for (text, read) in [
            ("14:05", time(14, 5)),
            (" 9:05 ", time(9, 5)),
            ("14.05", time(14, 5)),
            ("1405", time(14, 5)),
            ("24:00", None),
            ("14:60", None),
            ("-1:00", None),
            ("5pm", None),
            ("14:005", None),
        ] {
            assert_eq!(time_of(text), read, "{text}");
        }
    }
}
