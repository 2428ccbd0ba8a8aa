//! What the forms of the page ask, read from what was typed.

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    footprint::{Footprint, TeamCode},
    front_door::{Answers, LONGEST},
    person::Route,
    referral::{HandoverAgreement, OnwardState, ReferralCommand},
};

use super::command;
use crate::{moment, pages::form::Errors};

/// What can be done on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Offer it to another team.
    Offer,
    /// Accept an offer by name.
    Accept,
    /// Return an offer to the front door.
    Return,
    /// Take one's own offer back.
    TakeBack,
    /// Let another team work beside the one responsible.
    Join,
    /// End the work of another team.
    Part,
    /// Refer her on to a service outside.
    Onward,
    /// Record what the service outside said.
    Chase,
}

/// What is asked.
pub(super) enum Asked {
    /// Something that the rules decide alone.
    Command(Box<ReferralCommand>),
    /// To accept, with the letter to her.
    Accept {
        /// How the letter leaves; none where no letter goes.
        route: Option<Route>,
        /// The letter, as it was read.
        text: String,
        /// Why none goes.
        why_not: String,
    },
}

impl Act {
    const ALL: [Self; 8] =
        [Self::Offer, Self::Accept, Self::Return, Self::TakeBack, Self::Join, Self::Part, Self::Onward, Self::Chase];

    /// Its part of the address, and the beginning of the ids of its fields.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::TakeBack => "take-back",
            Self::Join => "join",
            Self::Part => "part",
            Self::Onward => "onward",
            Self::Chase => "chase",
        }
    }

    pub(super) fn of_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.path() == path)
    }

    /// The id of a field of its form.
    pub(super) fn id(self, field: &str) -> String {
        format!("{}-{field}", self.path())
    }
}

/// A form as it is read: what is missing is added to `errors`, each at its field.
struct Form<'a> {
    act: Act,
    answers: &'a Answers,
    now: Timestamp,
    errors: &'a mut Errors,
}

/// What a form asks; nothing where something is wrong, which is then in `errors`.
pub(super) fn read(
    act: Act,
    answers: &Answers,
    now: Timestamp,
    footprint: &Footprint,
    errors: &mut Errors,
) -> Option<Asked> {
    let mut form = Form { act, answers, now, errors };
    Some(match act {
        Act::Offer => {
            let to = form.team("to", "Choose the team that you offer her to");
            let summary = form.words("summary", "Write what the other team needs to know");
            let agreement = form.agreement();
            command(ReferralCommand::OfferHandover { to: to?, agreement: agreement?, summary })
        }
        Act::Accept => form.accept()?,
        Act::Return => command(ReferralCommand::ReturnHandover {
            why: form.words("why", "Say why, so that the front door can decide again"),
        }),
        Act::TakeBack => {
            command(ReferralCommand::TakeBackHandover { why: form.words("why", "Say why you take the offer back") })
        }
        Act::Join => {
            let team = form.team("team", "Choose the team that works with her too");
            let what = form.words("what", "Say who does what");
            let agreed_on = form.day("agreed", "Say on which day she agreed");
            command(ReferralCommand::BeginJointWork { team: team?, agreed_on: agreed_on?, what })
        }
        Act::Part => {
            let team = TeamCode(answers.typed("team").to_owned());
            command(ReferralCommand::EndJointWork { team, why: form.words("why", "Say why this team stops") })
        }
        Act::Onward => {
            let to = form.service(footprint);
            let summary = form.words("summary", "Write what the other service needs to know");
            let agreement = form.agreement();
            let chase_by = form.chase_by();
            command(ReferralCommand::ReferOnward { to: to?, chase_by: chase_by?, agreement: agreement?, summary })
        }
        Act::Chase => form.chase()?,
    })
}

impl Form<'_> {
    fn wrong(&mut self, field: &str, words: &str) {
        self.errors.add(self.act.id(field), words);
    }

    fn words(&mut self, field: &str, missing: &str) -> String {
        let text = self.answers.text(field).unwrap_or_default();
        if text.is_empty() {
            self.wrong(field, missing);
        } else if text.chars().count() > LONGEST {
            self.wrong(field, "This is too long: at most 10,000 characters are kept");
        }
        text
    }

    fn team(&mut self, field: &str, missing: &str) -> Option<TeamCode> {
        let team = self.answers.text(field).map(TeamCode);
        if team.is_none() {
            self.wrong(field, missing);
        }
        team
    }

    /// A day that was typed in three parts.
    fn day(&mut self, field: &str, missing: &str) -> Option<Date> {
        let part = |part: &str| self.answers.text(&format!("{field}-{part}"));
        let day = match (part("day"), part("month"), part("year")) {
            (Some(day), Some(month), Some(year)) => match (day.parse(), month.parse(), year.parse()) {
                (Ok(day), Ok(month), Ok(year)) => Date::new(year, month, day).ok(),
                _ => None,
            },
            _ => None,
        };
        if day.is_none() {
            self.wrong(field, &format!("{missing}, as numbers, such as 22 11 2026"));
        }
        day
    }

    /// Her agreement with its day, or the basis on which it is shared without (PR-05).
    fn agreement(&mut self) -> Option<HandoverAgreement> {
        match self.answers.typed("agreement") {
            "agrees" => {
                let on = self.day("agreed", "Say on which day she agreed")?;
                if on > moment::local(self.now).date() {
                    self.wrong("agreed", "The day on which she agreed must not lie ahead");
                }
                Some(HandoverAgreement::Agrees { on })
            }
            "basis" => {
                let basis = self.words("basis", "Say on which basis it is shared without her agreement");
                Some(HandoverAgreement::OnBasis { basis })
            }
            _ => {
                self.wrong("agreement", "Say whether she agrees");
                None
            }
        }
    }

    /// One letter by a route that she agreed to, or a reason why none goes.
    fn accept(&mut self) -> Option<Asked> {
        let typed = self.answers.typed("tell");
        if typed == "none" {
            let why_not = self.words("why_not", "Say how she hears of it, or why she does not");
            return Some(Asked::Accept { route: None, text: String::new(), why_not });
        }
        let Some(route) = Route::of_code(typed) else {
            self.wrong("tell", "Choose how she is told");
            return None;
        };
        let text = self.words("letter", "The letter to her is empty");
        Some(Asked::Accept { route: Some(route), text, why_not: String::new() })
    }

    /// A service of the directory, or another by name.
    fn service(&mut self, footprint: &Footprint) -> Option<String> {
        let code = self.answers.typed("service");
        let listed = footprint.directory_entry(code).map(|entry| entry.name.clone());
        let to = listed.or_else(|| self.answers.text("service_name"));
        if to.is_none() {
            self.wrong("service", "Choose a service, or write its name");
        }
        to
    }

    /// The end of the working day on which somebody asks.
    fn chase_by(&mut self) -> Option<Timestamp> {
        let day = self.day("chase", "Say on which day somebody asks whether they have her")?;
        let by = moment::instant(day, jiff::civil::time(17, 0, 0, 0));
        if by.is_none_or(|by| by <= self.now) {
            self.wrong("chase", "The day to ask must lie ahead");
        }
        by
    }

    fn chase(&mut self) -> Option<Asked> {
        let note = self.answers.text("note");
        let state = match self.answers.typed("state") {
            "asked" => OnwardState::Asked,
            "taken" => {
                OnwardState::Taken { name: self.words("name", "Write the name of whoever says that they have her") }
            }
            "refused" => OnwardState::Refused,
            _ => {
                self.wrong("state", "Choose what they said");
                return None;
            }
        };
        let chase_by = if state == OnwardState::Asked { self.chase_by()? } else { self.now };
        Some(command(ReferralCommand::ChaseOnward { state, chase_by, note }))
    }
}
