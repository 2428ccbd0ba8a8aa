//! From the values of a row to a referral, with everything that is wrong with it.

use jiff::{
    Timestamp,
    civil::{Date, time},
    tz::TimeZone,
};
use porch_domain::{
    code_list::{self, Code},
    footprint::{Footprint, TeamCode},
    person::NhsNumber,
    referral::{
        Outcome, PersonKind, Priority,
        history::{HistoricDecision, HistoricReferral},
    },
};

use super::{
    column::Column,
    error::{RowError, RowErrors},
    header::Header,
    instant::{self, NotADate, When},
    record::Record,
    value,
};

const LONGEST_ID: usize = 200;
const LONGEST_REASON: usize = 1_000;
const INSTANT_FORM: &str = "expected 2022-04-01T14:30:00+01:00, 2022-04-01T14:30 or 2022-04-01";
const DATE_FORM: &str = "expected a date such as 2022-04-01";

/// Reads one row.
pub(super) fn read(
    record: &Record<'_>,
    header: &Header,
    footprint: &Footprint,
    zone: &TimeZone,
) -> Result<HistoricReferral, RowErrors> {
    let mut row = Row { record, header, zone, errors: Vec::new() };
    let sender_referral_id = row.id(Column::ReferralId);
    let sender_person_id = row.id(Column::PersonId);
    let person_kind = row.of_codes(Column::PersonKind, PersonKind::of_code, &PersonKind::ALL.map(PersonKind::code));
    let team = row.team(footprint);
    let received_at = row.required(Column::ReceivedAt).and_then(|text| row.instant(Column::ReceivedAt, text, &[]));
    let source = row.listed(Column::Source, code_list::SOURCE_OF_REFERRAL, "the MHSDS source of referral, such as A1");
    let priority = row.of_codes(Column::Priority, Priority::of_code, &Priority::ALL.map(Priority::code));
    let decision = row
        .required(Column::Decision)
        .and_then(|_| row.of_codes(Column::Decision, Outcome::of_code, &Outcome::ALL.map(Outcome::code)));
    let after_receipt = &[(Column::ReceivedAt, received_at)];
    let decided_at = row.later(Column::DecidedAt, after_receipt);
    let decision_reason = row.reason(Column::DecisionReason);
    let first_contact_at = row.later(Column::FirstContactAt, after_receipt);
    let assessed_at = row.later(Column::AssessedAt, after_receipt);
    let discharged_at = row
        .later(Column::DischargedAt, &[(Column::ReceivedAt, received_at), (Column::FirstContactAt, first_contact_at)]);
    let discharge_reason = row.reason(Column::DischargeReason);
    let due_or_end_date = row.date(Column::DueOrEndDate);
    let outcomes = "the MSDS pregnancy outcome, such as 01";
    let pregnancy_outcome = row.listed(Column::PregnancyOutcome, code_list::PREGNANCY_OUTCOME, outcomes);
    let nhs_number = row.nhs_number();
    let birth_date = row.date(Column::BirthDate);
    let postcode = row.postcode();
    let gp_practice = row.practice();
    let ethnic_category =
        row.listed(Column::EthnicCategory, code_list::ETHNIC_CATEGORY, "the ethnic category 2001, such as A");
    let errors = row.errors;
    match (sender_referral_id, sender_person_id, team, received_at, decision) {
        (Some(sender_referral_id), Some(sender_person_id), Some(team), Some(received_at), Some(decision))
            if errors.is_empty() =>
        {
            Ok(HistoricReferral {
                sender_referral_id,
                sender_person_id,
                person_kind: person_kind.unwrap_or_default(),
                team,
                received_at,
                source,
                priority,
                decision: HistoricDecision::of_outcome(decision),
                decided_at,
                decision_reason,
                first_contact_at,
                assessed_at,
                discharged_at,
                discharge_reason,
                due_or_end_date,
                pregnancy_outcome,
                nhs_number,
                birth_date,
                postcode,
                gp_practice,
                ethnic_category,
            })
        }
        (_, _, _, _, _) => Err(RowErrors(errors)),
    }
}

/// A row on its way, with the problems found so far.
struct Row<'a> {
    record: &'a Record<'a>,
    header: &'a Header,
    zone: &'a TimeZone,
    errors: Vec<RowError>,
}

impl<'a> Row<'a> {
    fn value(&self, column: Column) -> Option<&'a str> {
        self.header.value(self.record, column)
    }

    fn problem(&mut self, column: Column, what: String) {
        self.errors.push(RowError { line: self.record.line, column: Some(column.name().to_owned()), what });
    }

    fn required(&mut self, column: Column) -> Option<&'a str> {
        let value = self.value(column);
        if value.is_none() {
            self.problem(column, "is blank (expected a value)".to_owned());
        }
        value
    }

    fn id(&mut self, column: Column) -> Option<String> {
        let text = self.required(column)?;
        if text.chars().any(char::is_control) {
            self.problem(column, "has a control character or a line break (expected an id on one line)".to_owned());
            return None;
        }
        self.no_longer_than(column, text, LONGEST_ID)
    }

    fn reason(&mut self, column: Column) -> Option<String> {
        let text = self.value(column)?;
        self.no_longer_than(column, text, LONGEST_REASON)
    }

    fn no_longer_than(&mut self, column: Column, text: &str, longest: usize) -> Option<String> {
        let length = text.chars().count();
        if length <= longest {
            return Some(text.to_owned());
        }
        self.problem(column, format!("has {length} characters (expected at most {longest})"));
        None
    }

    fn team(&mut self, footprint: &Footprint) -> Option<TeamCode> {
        let text = self.required(Column::Team)?;
        let team = footprint.team(text).map(|team| team.code.clone());
        if team.is_none() {
            let known: Vec<&str> = footprint.teams_known().collect();
            let (shown, title) = (value::shown(text), &footprint.title);
            self.problem(
                Column::Team,
                format!("{shown} is no team of {title} (expected one of: {})", known.join(", ")),
            );
        }
        team
    }

    fn of_codes<T>(&mut self, column: Column, find: fn(&str) -> Option<T>, known: &[&str]) -> Option<T> {
        let text = self.value(column)?;
        let found = find(text);
        if found.is_none() {
            let shown = value::shown(text);
            self.problem(column, format!("{shown} is not a known code (expected one of: {})", known.join(", ")));
        }
        found
    }

    fn listed(&mut self, column: Column, list: &'static [Code], of_what: &str) -> Option<String> {
        let text = self.value(column)?;
        if code_list::find(list, text).is_some() {
            return Some(text.to_owned());
        }
        let shown = value::shown(text);
        self.problem(column, format!("{shown} is not a known code (expected a code of {of_what})"));
        None
    }

    /// An optional instant that may not lie before others of the row.
    fn later(&mut self, column: Column, not_before: &[(Column, Option<Timestamp>)]) -> Option<Timestamp> {
        let text = self.value(column)?;
        let at = self.instant(column, text, not_before)?;
        for &(other, limit) in not_before {
            if limit.is_some_and(|limit| at < limit) {
                self.problem(column, format!("is earlier than {0} (expected {0} or later)", other.name()));
            }
        }
        Some(at)
    }

    /// Reads an instant; a date alone is 09:00, or the last of the given instants on that day where it is later.
    fn instant(&mut self, column: Column, text: &str, not_before: &[(Column, Option<Timestamp>)]) -> Option<Timestamp> {
        let at = instant::parse(text, self.zone).and_then(|when| match when {
            When::At(at) => Ok(at),
            When::On(date) => {
                let nine = instant::in_london(date.to_datetime(time(9, 0, 0, 0)), self.zone)?;
                let same_day = |at: &Timestamp| self.zone.to_datetime(*at).date() == date;
                Ok(not_before.iter().filter_map(|(_, at)| *at).filter(same_day).fold(nine, Timestamp::max))
            }
        });
        match at {
            Ok(at) => Some(at),
            Err(why) => {
                // Only the time of receipt is repeated: the others tell more about a person.
                let shown =
                    if column == Column::ReceivedAt { value::shown_receipt(text) } else { "the value".to_owned() };
                self.problem(column, format!("{shown} {} ({})", why.what(), expected_instead(why)));
                None
            }
        }
    }

    fn date(&mut self, column: Column) -> Option<Date> {
        let text = self.value(column)?;
        match instant::parse_date(text) {
            Ok(date) => Some(date),
            Err(why) => {
                self.problem(column, format!("the value {} ({DATE_FORM})", why.what()));
                None
            }
        }
    }

    fn nhs_number(&mut self) -> Option<NhsNumber> {
        let text = self.value(Column::NhsNumber)?;
        match NhsNumber::parse(text) {
            Ok(number) => Some(number),
            Err(why) => {
                self.problem(Column::NhsNumber, format!("{why} (expected a valid NHS number or a blank)"));
                None
            }
        }
    }

    fn postcode(&mut self) -> Option<String> {
        let postcode = value::postcode(self.value(Column::Postcode)?);
        if postcode.is_none() {
            self.problem(
                Column::Postcode,
                "the value is no UK postcode (expected the shape CT1 2AB, or a ZZ99 code)".to_owned(),
            );
        }
        postcode
    }

    fn practice(&mut self) -> Option<String> {
        let text = self.value(Column::GpPractice)?;
        if value::is_practice_code(text) {
            return Some(text.to_owned());
        }
        let shown = value::shown(text);
        self.problem(
            Column::GpPractice,
            format!("{shown} is no ODS code of a practice (expected a code such as V81997)"),
        );
        None
    }
}

/// What would have been right instead of an instant that is not.
fn expected_instead(why: NotADate) -> &'static str {
    match why {
        NotADate::Form | NotADate::NoSuchTime | NotADate::Year => INSTANT_FORM,
        NotADate::Skipped => "expected a time that exists there, or one with its offset",
        NotADate::Twice => "expected a time with its offset, such as 2022-10-30T01:30:00+01:00",
    }
}
