//! What answers mean: what was told, and what stands in the way of sending it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    Agreement, Answers, Asked, Concern, Confidant, Known, Now, Preference, Problem, Referrer, Situation, Step, Story,
    Supporter, TellingChoices, WarningSign, WayIn, What,
    answers::{LONGEST, LONGEST_SHORT, is_email, is_telephone},
    field, source,
    step::{asks_as_partner, now, steps, warned},
    urgency,
};
use crate::{
    person::{ContactChoices, Identity, NhsNumber, Pregnancy, Route, RouteChoice, YOUNGEST, day_number, is_a_childs},
    referral::PersonKind,
};

/// Everything that answers tell, apart by where it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Whom it is about.
    pub kind: PersonKind,
    /// What was answered by code.
    pub asked: Asked,
    /// What was told in words.
    pub story: Story,
    /// Who she is, as far as it was told.
    pub identity: Identity,
    /// How it is safe to reach her.
    pub contact: ContactChoices,
    /// Whom we may tell.
    pub may_tell: TellingChoices,
    /// The MHSDS source of referral.
    pub source: Option<String>,
    /// The pregnancy that it is about.
    pub pregnancy: Option<Pregnancy>,
    /// Safeguarding, as told on its own page; kept apart.
    pub safeguarding: Option<String>,
}

/// Fields that hold a story; every other field is short.
const LONG: &[&str] = &[
    field::WORRY,
    field::HELPS,
    field::WITH_BABY,
    field::HISTORY,
    field::MEDICINES,
    field::HOME,
    field::AGREEMENT_WHY,
    field::REACH_NOTE,
    field::NEEDS,
    field::PREFERENCE_MORE,
    field::SAFEGUARDING,
    field::WHERE,
    field::WITH,
    field::ADDRESS,
    field::CALL_BACK_NOTE,
];

/// What answers tell. What cannot be read is left out; [`problems_of`] says so before anything is sent.
pub fn read(way: WayIn, answers: &Answers, today: Date) -> Told {
    // What a partner says of a pregnancy is somebody else's.
    let situation = situation(answers).filter(|_| !asks_as_partner(way, answers));
    let born = answers.date("born").ok().flatten();
    let asked = Asked {
        way,
        site: None,
        situation,
        signs: codes(answers, field::SIGNS, WarningSign::of_code),
        signs_asked: answers.has(field::SIGNS),
        severe_history: Known::of_code(answers.typed(field::SEVERE)),
        been_before: Known::of_code(answers.typed(field::BEEN_BEFORE)),
        known_before: None,
        concerns: codes(answers, field::CONCERNS, Concern::of_code),
        agreement: Agreement::of_code(answers.typed(field::AGREEMENT)),
        interpreter: answers.typed(field::INTERPRETER) == "yes",
        preferences: codes(answers, field::PREFERENCES, |code| {
            Preference::ALL.into_iter().find(|preference| preference.code() == code)
        }),
        under_18: born.is_some_and(|born| urgency::age_on(born, today) < 18),
        no_gp: answers.has(field::NO_GP),
        attachments: Vec::new(),
    };
    let ends_on = answers.date("ends").ok().flatten();
    let partner = asks_as_partner(way, answers);
    Told {
        kind: if partner { PersonKind::Partner } else { PersonKind::BirthingParent },
        pregnancy: ends_on
            .filter(|_| situation != Some(Situation::Preconception) && !partner)
            .map(|due_or_end_on| Pregnancy { due_or_end_on, outcome: outcome(situation).map(str::to_owned) }),
        asked,
        story: story(answers),
        identity: identity(answers, born),
        contact: contact(answers),
        may_tell: may_tell(answers),
        source: source_code(way, answers),
        safeguarding: answers.text(field::SAFEGUARDING),
    }
}

fn codes<T: Ord>(answers: &Answers, field: &str, of_code: impl Fn(&str) -> Option<T>) -> BTreeSet<T> {
    answers.all(field).filter_map(of_code).collect()
}

fn situation(answers: &Answers) -> Option<Situation> {
    let now = now(answers)?;
    let more = Situation::of_code(answers.typed(field::SITUATION)).filter(|more| more.now() == now);
    Some(more.unwrap_or_else(|| Situation::of_now(now)))
}

/// The MSDS outcome that a situation states; none where it states none.
fn outcome(situation: Option<Situation>) -> Option<&'static str> {
    match situation? {
        Situation::LivingBaby
        | Situation::TwinsOneLost
        | Situation::NeonatalCare
        | Situation::BabyElsewhere
        | Situation::Baby
        | Situation::NeonatalDeath => Some("01"),
        Situation::Stillbirth => Some("04"),
        Situation::Preconception
        | Situation::Pregnant
        | Situation::Miscarriage
        | Situation::EctopicOrMolar
        | Situation::Termination
        | Situation::Loss
        | Situation::NotSaid => None,
    }
}

fn story(answers: &Answers) -> Story {
    let text = |field| answers.text(field);
    let referrer = Referrer {
        name: text(field::BY_NAME).unwrap_or_default(),
        role: text(field::BY_ROLE),
        organisation: text(field::BY_ORGANISATION),
        telephone: text(field::BY_TELEPHONE),
        email: text(field::BY_EMAIL),
    };
    Story {
        born: None,
        worry: text(field::WORRY).unwrap_or_default(),
        referrer: Some(referrer).filter(|referrer| *referrer != Referrer::default()),
        supporter: text(field::SUPPORTER).map(|name| Supporter { name, telephone: text(field::SUPPORTER_TELEPHONE) }),
        file_names: Vec::new(),
        file_hashes: Vec::new(),
        call_back: text(field::CALL_BACK),
        call_back_note: text(field::CALL_BACK_NOTE),
        where_she_is: text(field::WHERE),
        with_her: text(field::WITH),
        history: text(field::HISTORY),
        medicines: text(field::MEDICINES),
        people_at_home: text(field::HOME),
        what_helps: text(field::HELPS),
        with_the_baby: text(field::WITH_BABY),
        own_words: text(field::OWN_WORDS),
        agreement_why: text(field::AGREEMENT_WHY),
        language: text(field::LANGUAGE),
        access_needs: text(field::NEEDS),
        preference_more: text(field::PREFERENCE_MORE),
        reach_note: text(field::REACH_NOTE),
    }
}

fn identity(answers: &Answers, birth_date: Option<Date>) -> Identity {
    Identity {
        sender_person_id: None,
        name: answers.text(field::NAME),
        nhs_number: answers.text(field::NHS_NUMBER).and_then(|text| NhsNumber::parse(&text).ok()),
        birth_date,
        postcode: answers.text(field::POSTCODE).map(|text| text.to_uppercase()),
        gp_practice: None,
        gp: answers.text(field::GP),
        telephone: answers.text(field::TELEPHONE),
        email: answers.text(field::EMAIL),
        address: answers.text(field::ADDRESS),
    }
}

/// The routes, each with the field that asks whether it is safe.
pub(super) const ROUTES: [(Route, &str); 5] = [
    (Route::Telephone, field::REACH_TELEPHONE),
    (Route::Voicemail, field::REACH_VOICEMAIL),
    (Route::Text, field::REACH_TEXT),
    (Route::Email, field::REACH_EMAIL),
    (Route::Letter, field::REACH_LETTER),
];

fn choice(answers: &Answers, field: &str) -> RouteChoice {
    match answers.typed(field) {
        "yes" => RouteChoice::Yes,
        "no" => RouteChoice::No,
        _ => RouteChoice::NotKnown,
    }
}

fn contact(answers: &Answers) -> ContactChoices {
    let choices = ROUTES.map(|(route, field)| (route, choice(answers, field)));
    ContactChoices::new(choices.into_iter().filter(|(_, choice)| *choice != RouteChoice::NotKnown))
}

fn may_tell(answers: &Answers) -> TellingChoices {
    TellingChoices::new([
        (Confidant::Gp, choice(answers, field::TELL_GP)),
        (Confidant::Midwife, choice(answers, field::TELL_MIDWIFE)),
        (Confidant::HealthVisitor, choice(answers, field::TELL_HEALTH_VISITOR)),
        (Confidant::Supporter, choice(answers, field::TELL_SUPPORTER)),
    ])
}

fn source_code(way: WayIn, answers: &Answers) -> Option<String> {
    match way {
        WayIn::Myself => Some("B1".to_owned()),
        WayIn::Family => Some("B2".to_owned()),
        WayIn::Professional | WayIn::Telephone => answers
            .text(field::BY_SOURCE)
            .filter(|code| crate::code_list::find(crate::code_list::SOURCE_OF_REFERRAL, code).is_some()),
    }
}

/// Fields by which somebody can be reached: she, or whoever asks for her.
const WAYS_TO_REACH: &[&str] = &[
    field::CALL_BACK,
    field::TELEPHONE,
    field::EMAIL,
    field::ADDRESS,
    field::BY_TELEPHONE,
    field::BY_EMAIL,
    field::SUPPORTER_TELEPHONE,
];

/// Everything that stands in the way of sending, in the order of the steps.
pub fn problems(way: WayIn, answers: &Answers, today: Date) -> Vec<(Step, Problem)> {
    let steps = steps(way, answers);
    let of = |step: Step| problems_of(way, step, answers, today).into_iter().map(move |problem| (step, problem));
    steps.into_iter().flat_map(of).collect()
}

/// What stands in the way of sending an emergency, and nothing else does (PR-03).
pub fn emergency_problems(way: WayIn, answers: &Answers, today: Date) -> Vec<Problem> {
    match way {
        WayIn::Myself | WayIn::Family => {
            let mut problems = problems_of(way, Step::CallBack, answers, today);
            // Nobody can be rung or written to: that is counted, and no clock runs (PR-01).
            if problems.is_empty() && !WAYS_TO_REACH.iter().any(|field| answers.has(field)) {
                problems.push(Problem { field: field::CALL_BACK, what: What::NoWayToReach });
            }
            problems
        }
        WayIn::Professional | WayIn::Telephone => problems_of(way, Step::Emergency, answers, today),
    }
}

/// What is wrong with the answers of one step.
pub fn problems_of(way: WayIn, step: Step, answers: &Answers, today: Date) -> Vec<Problem> {
    let mut found = Found { answers, today, problems: Vec::new() };
    found.lengths(step.fields(way));
    match step {
        Step::Now => found.choice(field::NOW, |code| Now::of_code(code).is_some()),
        Step::More => found.date_of_ending(),
        Step::Signs => {
            let signs: Vec<&str> = answers.all(field::SIGNS).collect();
            let known = |code: &str| code == field::NONE || WarningSign::of_code(code).is_some();
            if signs.is_empty() {
                found.add(field::SIGNS, What::Missing);
            } else if !signs.iter().all(|code| known(code)) {
                found.add(field::SIGNS, What::NotAChoice);
            }
        }
        Step::CallBack => found.telephone(field::CALL_BACK, !answers.has(field::NO_NUMBER)),
        Step::Emergency => {
            found.needs(&[field::BY_NAME]);
            found.telephone(field::CALL_BACK, true);
            found.needs(&[field::WORRY, field::WHERE, field::WITH, field::NAME]);
        }
        Step::Words if way != WayIn::Myself => found.needs(&[field::WORRY]),
        Step::Words | Step::Health | Step::Tell | Step::Needs | Step::Safeguarding | Step::Files => {}
        Step::Person => found.person(way),
        Step::Referrer => found.referrer(way),
        Step::Agreement => {
            if way == WayIn::Professional {
                found.choice(field::AGREEMENT, |code| Agreement::of_code(code).is_some());
            }
        }
        Step::Reach => found.reach(way),
    }
    found.problems
}

struct Found<'a> {
    answers: &'a Answers,
    today: Date,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn add(&mut self, field: &'static str, what: What) {
        if !self.problems.iter().any(|problem| problem.field == field) {
            self.problems.push(Problem { field, what });
        }
    }

    fn lengths(&mut self, fields: &[&'static str]) {
        for field in fields {
            let longest = if LONG.contains(field) { LONGEST } else { LONGEST_SHORT };
            if self.answers.all(field).any(|text| text.chars().count() > longest) {
                self.add(field, What::TooLong);
            }
        }
    }

    fn needs(&mut self, fields: &[&'static str]) {
        for field in fields {
            if !self.answers.has(field) {
                self.add(field, What::Missing);
            }
        }
    }

    fn choice(&mut self, field: &'static str, known: impl Fn(&str) -> bool) {
        match self.answers.text(field) {
            None => self.add(field, What::Missing),
            Some(code) if !known(&code) => self.add(field, What::NotAChoice),
            Some(_) => {}
        }
    }

    fn telephone(&mut self, field: &'static str, needed: bool) {
        match self.answers.text(field) {
            None if needed => self.add(field, What::Missing),
            Some(number) if !is_telephone(&number) => self.add(field, What::NotANumber),
            None | Some(_) => {}
        }
    }

    fn email(&mut self, field: &'static str) {
        if self.answers.text(field).is_some_and(|text| !is_email(&text)) {
            self.add(field, What::NotAnEmail);
        }
    }

    fn date_of_ending(&mut self) {
        match self.answers.date("ends") {
            Err(what) => self.add(field::ENDS_ON, what),
            Ok(Some(on)) => {
                let ahead = day_number(on) - day_number(self.today);
                let over = matches!(now(self.answers), Some(Now::Baby | Now::Loss));
                if over && ahead > 0 {
                    self.add(field::ENDS_ON, What::InTheFuture);
                } else if !(-36_500..=300).contains(&ahead) {
                    self.add(field::ENDS_ON, What::NotLikely);
                }
            }
            Ok(None) => {}
        }
    }

    fn person(&mut self, way: WayIn) {
        if way != WayIn::Telephone || !warned(self.answers) {
            self.needs(&[field::NAME]);
        }
        match self.answers.date("born") {
            Err(what) => self.add(field::BORN, what),
            Ok(Some(born)) if born > self.today => self.add(field::BORN, What::InTheFuture),
            Ok(Some(born)) if is_a_childs(born, self.today) => self.add(field::BORN, What::AChilds),
            Ok(Some(born)) if !(YOUNGEST..=110).contains(&urgency::age_on(born, self.today)) => {
                self.add(field::BORN, What::NotLikely);
            }
            Ok(_) => {}
        }
        if self.answers.text(field::NHS_NUMBER).is_some_and(|text| NhsNumber::parse(&text).is_err()) {
            self.add(field::NHS_NUMBER, What::NotAnNhsNumber);
        }
    }

    fn referrer(&mut self, way: WayIn) {
        self.needs(&[field::BY_NAME]);
        if way == WayIn::Professional {
            let known = |code: &str| source::PROFESSIONALS.iter().any(|(known, _)| *known == code);
            self.choice(field::BY_SOURCE, known);
            self.needs(&[field::BY_ORGANISATION]);
        }
        self.telephone(field::BY_TELEPHONE, false);
        self.email(field::BY_EMAIL);
        if !self.answers.has(field::BY_TELEPHONE) && !self.answers.has(field::BY_EMAIL) {
            self.add(field::BY_TELEPHONE, What::Missing);
        }
    }

    fn reach(&mut self, way: WayIn) {
        let yes = |field: &str| self.answers.typed(field) == "yes";
        let by_phone = yes(field::REACH_TELEPHONE) || yes(field::REACH_TEXT) || yes(field::REACH_VOICEMAIL);
        let (by_email, by_letter) = (yes(field::REACH_EMAIL), yes(field::REACH_LETTER));
        self.telephone(field::TELEPHONE, by_phone);
        self.email(field::EMAIL);
        if by_email {
            self.needs(&[field::EMAIL]);
        }
        if by_letter {
            self.needs(&[field::ADDRESS]);
        }
        if way == WayIn::Myself && !(by_phone || by_email || by_letter) {
            self.add(field::REACH_TELEPHONE, What::NoWayToReach);
        }
    }
}
