//! For which period, and as at when: what was typed, and what it says.

use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use porch_domain::measure::Period;

use crate::components::{
    Button, ButtonVariant, DateInput, DatePart, ErrorLink, ErrorSummary, FieldError, Legend, Size, button, date_input,
    error_summary,
};

/// Years for which anything can be held.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;

/// A date as it was typed, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypedDate {
    day: String,
    month: String,
    year: String,
}

/// What a form or an address says, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    from: TypedDate,
    to: TypedDate,
    as_at: Option<String>,
    /// Whether it came from the form, whose long address is not one to keep.
    pub(crate) in_parts: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) period: Period,
    pub(crate) as_at: Option<Timestamp>,
}

/// Something that is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wrong {
    field: Field,
    what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    From,
    To,
    AsAt,
}

impl Field {
    fn href(self) -> &'static str {
        match self {
            Self::From => "#from-day",
            Self::To => "#to-day",
            Self::AsAt => "",
        }
    }
}

impl Wrong {
    /// The id of its field, and the words at it.
    pub(crate) fn at(&self) -> (&'static str, &str) {
        (self.field.href().trim_start_matches('#'), &self.what)
    }
}

impl Asked {
    /// An address that asks for the same.
    pub(crate) fn address(&self, path: &str) -> String {
        let Period { from, to } = self.period;
        let as_at = self.as_at.map(|at| format!("&as_at={at}")).unwrap_or_default();
        format!("{path}?from={from}&to={to}{as_at}")
    }

    /// The same as it stood at an instant.
    pub(crate) fn as_at(self, as_at: Option<Timestamp>) -> Self {
        Self { as_at, ..self }
    }
}

/// The last financial year that is complete on a day: 1 April to 31 March.
fn last_financial_year(today: Date) -> (Date, Date) {
    let april = jiff::civil::date(today.year(), 4, 1);
    let ends = if today >= april { today.year() } else { today.year() - 1 };
    (jiff::civil::date(ends - 1, 4, 1), jiff::civil::date(ends, 3, 31))
}

impl TypedDate {
    fn of(date: Date) -> Self {
        Self { day: date.day().to_string(), month: date.month().to_string(), year: date.year().to_string() }
    }

    fn read(&self) -> Result<Date, &'static str> {
        let number = |text: &str| text.trim().parse::<i16>().ok();
        let small = |text: &str| text.trim().parse::<i8>().ok();
        match (small(&self.day), small(&self.month), number(&self.year)) {
            (Some(day), Some(month), Some(year)) => {
                if !YEARS.contains(&year) {
                    return Err("must have a year of four figures, from 1900 to 2099");
                }
                Date::new(year, month, day).map_err(|_| "must be a day that the calendar has")
            }
            (_, _, _) if [&self.day, &self.month, &self.year].iter().all(|part| part.trim().is_empty()) => {
                Err("is missing: enter a day, a month and a year")
            }
            (_, _, _) => Err("must be a day, a month and a year, each as a number"),
        }
    }
}

impl Typed {
    /// What was sent; the last complete financial year where nothing was.
    pub(crate) fn of(fields: &[(String, String)], today: Date) -> Self {
        let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let (first, last) = last_financial_year(today);
        let mut in_parts = false;
        let mut date = |name: &str, otherwise: Date| {
            let part = |part: &str| field(&format!("{name}[{part}]"));
            match (field(name), part("day"), part("month"), part("year")) {
                (Some(whole), ..) => {
                    let mut parts = whole.splitn(3, '-').map(str::to_owned);
                    let mut next = || parts.next().unwrap_or_default();
                    let (year, month, day) = (next(), next(), next());
                    TypedDate { day, month, year }
                }
                (None, None, None, None) => TypedDate::of(otherwise),
                (None, day, month, year) => {
                    in_parts = true;
                    let typed = |part: Option<String>| part.unwrap_or_default();
                    TypedDate { day: typed(day), month: typed(month), year: typed(year) }
                }
            }
        };
        let (from, to) = (date("from", first), date("to", last));
        Self { from, to, as_at: field("as_at").filter(|text| !text.trim().is_empty()), in_parts }
    }

    /// What it says, or everything that is wrong with it.
    pub(crate) fn read(&self) -> Result<Asked, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut date = |typed: &TypedDate, field: Field, name: &str| match typed.read() {
            Ok(date) => Some(date),
            Err(what) => {
                wrong.push(Wrong { field, what: format!("The {name} day {what}") });
                None
            }
        };
        let from = date(&self.from, Field::From, "first");
        let to = date(&self.to, Field::To, "last");
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            wrong.push(Wrong { field: Field::To, what: "The last day must not be before the first day".to_owned() });
        }
        let as_at = match self.as_at.as_deref().map(|text| text.trim().parse::<Timestamp>()) {
            None => None,
            Some(Ok(at)) => Some(at),
            Some(Err(_)) => {
                let what = "The instant in the address (as_at) must be a date, a time and an offset, such as \
                            2026-11-21T09:00:00Z";
                wrong.push(Wrong { field: Field::AsAt, what: what.to_owned() });
                None
            }
        };
        match (from, to) {
            (Some(from), Some(to)) if wrong.is_empty() => Ok(Asked { period: Period { from, to }, as_at }),
            (Some(_) | None, Some(_) | None) => Err(wrong),
        }
    }
}

/// Everything that is wrong, at the top of the page.
pub(crate) fn summary(errors: &[Wrong]) -> Markup {
    let links = errors.iter().map(|wrong| ErrorLink { text: &wrong.what, href: wrong.field.href() }).collect();
    error_summary(&ErrorSummary { errors: links, ..ErrorSummary::default() })
}

/// The same in one line, where there is no form.
pub(crate) fn in_words(errors: &[Wrong]) -> String {
    errors.iter().map(|wrong| wrong.what.as_str()).collect::<Vec<_>>().join("; ")
}

/// The form of a report at an address, with what was typed and what is wrong with it.
pub(crate) fn form(action: &str, typed: &Typed, errors: &[Wrong]) -> Markup {
    html! {
        form class="porch-period" action=(action) method="get" novalidate {
            (dates(typed, errors))
            @if let Some(as_at) = &typed.as_at { input type="hidden" name="as_at" value=(as_at); }
            (button(&Button {
                content: "Show this period".into(),
                variant: ButtonVariant::Secondary,
                small: true,
                ..Button::default()
            }))
        }
    }
}

/// The two days, for a form that asks for more.
pub(crate) fn dates(typed: &Typed, errors: &[Wrong]) -> Markup {
    html! {
        div class="porch-period__dates" {
            (one_date("from", "First day", &typed.from, error_of(errors, Field::From)))
            (one_date("to", "Last day", &typed.to, error_of(errors, Field::To)))
        }
    }
}

fn error_of(errors: &[Wrong], field: Field) -> FieldError<'_> {
    errors.iter().find(|wrong| wrong.field == field).map_or(FieldError::None, |wrong| FieldError::Message(&wrong.what))
}

fn one_date(id: &str, legend: &str, typed: &TypedDate, error: FieldError) -> Markup {
    date_input(&DateInput {
        id,
        name_prefix: id,
        legend: Some(Legend { size: Some(Size::S), ..Legend::from(legend) }),
        error,
        parts: vec![DatePart::day(&typed.day), DatePart::month(&typed.month), DatePart::year(&typed.year)],
        ..DateInput::default()
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Typed::of(&fields, date(2026, 11, 21))
    }

    #[test]
    fn without_dates_it_is_the_last_complete_financial_year() {
        let period = typed(&[]).read().unwrap().period;
        assert_eq!((period.from, period.to), (date(2025, 4, 1), date(2026, 3, 31)));
        assert_eq!(last_financial_year(date(2026, 3, 31)), (date(2024, 4, 1), date(2025, 3, 31)));
        assert_eq!(last_financial_year(date(2026, 4, 1)), (date(2025, 4, 1), date(2026, 3, 31)));
    }

    #[test]
    fn an_address_and_a_form_say_the_same() {
        let address = typed(&[("from", "2022-04-01"), ("to", "2023-03-31")]);
        let form = typed(&[
            ("from[day]", "01"),
            ("from[month]", "4"),
            ("from[year]", "2022"),
            ("to[day]", "31"),
            ("to[month]", " 3"),
            ("to[year]", "2023"),
        ]);
        assert_eq!(address.read().unwrap(), form.read().unwrap());
        assert!(form.in_parts && !address.in_parts);
        assert_eq!(address.read().unwrap().address("/r"), "/r?from=2022-04-01&to=2023-03-31");
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let wrong = typed(&[("from", "2023-02-30"), ("to", "soon"), ("as_at", "yesterday")]).read().unwrap_err();
        let fields: Vec<Field> = wrong.iter().map(|wrong| wrong.field).collect();
        assert_eq!(fields, [Field::From, Field::To, Field::AsAt]);
        let backwards = typed(&[("from", "2023-02-02"), ("to", "2023-02-01")]).read().unwrap_err();
        assert_eq!(backwards.len(), 1);
    }
}
