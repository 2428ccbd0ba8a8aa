//! Who it is about, who asks, whether she agrees, and safeguarding.

use porch_domain::front_door::{Agreement, WayIn, field, source};

use super::{Asking, Kind, Line, Question, Selectable};

/// Only a name is demanded. Domestic abuse is never asked about here: someone may be reading along (PR-26).
pub(super) fn person(asking: &Asking) -> Vec<Question> {
    let own = asking.for_myself();
    vec![
        asking.line(field::NAME, Line::Name { own }),
        asking.question(field::BORN, Kind::Date { own_birth: own }),
        asking.line(field::NHS_NUMBER, Line::NhsNumber),
        asking.line(field::POSTCODE, Line::Postcode { own }),
        asking.line(field::GP, Line::Words),
        asking.question(field::NO_GP, Kind::Tick),
        asking.long(field::HOME, 3),
    ]
}

pub(super) fn referrer(asking: &Asking) -> Vec<Question> {
    let mut questions = vec![asking.line(field::BY_NAME, Line::Name { own: true })];
    match asking.way {
        WayIn::Family => questions.push(asking.line(field::BY_ROLE, Line::Words)),
        WayIn::Myself | WayIn::Professional | WayIn::Telephone => {
            let sources = source::PROFESSIONALS.iter().map(|(code, words)| Selectable {
                value: (*code).to_owned(),
                text: (*words).to_owned(),
                hint: String::new(),
            });
            questions.push(asking.question(field::BY_SOURCE, Kind::One(sources.collect())));
            questions.push(asking.line(field::BY_ROLE, Line::Words));
            questions.push(asking.line(field::BY_ORGANISATION, Line::Organisation));
        }
    }
    questions.push(asking.line(field::BY_TELEPHONE, Line::Telephone { own: true }));
    questions.push(asking.line(field::BY_EMAIL, Line::Email { own: true }));
    questions
}

pub(super) fn agreement(asking: &Asking) -> Vec<Question> {
    vec![asking.one(field::AGREEMENT, &Agreement::ALL.map(Agreement::code)), asking.long(field::AGREEMENT_WHY, 3)]
}

pub(super) fn safeguarding(asking: &Asking) -> Vec<Question> {
    vec![asking.long(field::SAFEGUARDING, 5), asking.yes_no(field::SAFEGUARDING_REFERRED)]
}
