//! How it is safe to reach her, whom we may tell, and what else helps (PR-19, PR-20).

use porch_domain::front_door::{Preference, field};

use super::{Asking, Kind, Line, Question};

/// Each route apart: a yes to one says nothing of another.
pub(super) fn reach(asking: &Asking) -> Vec<Question> {
    let own = asking.for_myself();
    vec![
        asking.yes_no(field::REACH_TELEPHONE),
        asking.line(field::TELEPHONE, Line::Telephone { own }),
        asking.yes_no(field::REACH_VOICEMAIL),
        asking.yes_no(field::REACH_TEXT),
        asking.yes_no(field::REACH_EMAIL),
        asking.line(field::EMAIL, Line::Email { own }),
        asking.yes_no(field::REACH_LETTER),
        asking.long(field::ADDRESS, 4),
        asking.long(field::REACH_NOTE, 3),
    ]
}

pub(super) fn tell(asking: &Asking) -> Vec<Question> {
    let mut questions = vec![asking.yes_no(field::TELL_GP)];
    if !asking.partner {
        // They are hers, and what a partner asks for is not told to them.
        questions.extend([asking.yes_no(field::TELL_MIDWIFE), asking.yes_no(field::TELL_HEALTH_VISITOR)]);
    }
    questions.extend([
        asking.line(field::SUPPORTER, Line::Name { own: false }),
        asking.line(field::SUPPORTER_TELEPHONE, Line::Telephone { own: false }),
        asking.yes_no(field::TELL_SUPPORTER),
    ]);
    questions
}

pub(super) fn needs(asking: &Asking) -> Vec<Question> {
    let preferences = Preference::ALL.map(|preference| asking.option(field::PREFERENCES, preference.code()));
    vec![
        asking.one(field::INTERPRETER, &["yes", "no"]),
        asking.line(field::LANGUAGE, Line::Words),
        asking.question(field::PREFERENCES, Kind::Several(preferences.to_vec())),
        asking.long(field::PREFERENCE_MORE, 3),
        asking.long(field::NEEDS, 3),
    ]
}
