//! Warning signs in two sets of words, and what is asked at once after a yes (PR-02, PR-03).

use porch_domain::front_door::{Now, Situation, WarningSign, WayIn, field};

use super::{Asking, Kind, Line, Question};

/// Whether a sign is asked about. What speaks of a baby who lives is left out wherever that would presume one.
fn asked(asking: &Asking, sign: WarningSign) -> bool {
    let clinical = asking.way == WayIn::Professional;
    match sign {
        WarningSign::SuddenChange | WarningSign::SelfHarm | WarningSign::HarmDone => true,
        // To a clinician these are among the new symptoms of the first sign.
        WarningSign::FrighteningThings | WarningSign::NoSleepFullOfEnergy => !clinical,
        WarningSign::CannotBeAMother | WarningSign::CutOffFromBaby => match asking.now {
            // A baby who lives elsewhere may have been taken: a clinician knows, and nobody else is asked.
            Some(Now::Baby) => clinical || asking.situation != Some(Situation::BabyElsewhere),
            Some(Now::NotSaid) | None => clinical,
            Some(Now::Thinking | Now::Pregnant | Now::Loss) => false,
        },
        WarningSign::BabyNotSafe => match asking.now {
            Some(Now::Baby | Now::Pregnant | Now::NotSaid) | None => true,
            Some(Now::Thinking | Now::Loss) => false,
        },
    }
}

pub(super) fn signs(asking: &Asking) -> Vec<Question> {
    let signs = WarningSign::ALL.into_iter().filter(|sign| asked(asking, *sign)).map(WarningSign::code);
    let options = signs.chain([field::NONE]);
    let options = options.map(|value| asking.option(field::SIGNS, value)).collect();
    vec![asking.question(field::SIGNS, Kind::Several(options))]
}

/// The signs in the words for family, for a page that knows nothing of how things are: those of anybody, and those that speak
/// of a baby.
pub(in crate::pages::public) fn for_family() -> [Vec<String>; 2] {
    let of = |now: Now| Asking {
        way: WayIn::Family,
        now: Some(now),
        situation: Some(Situation::of_now(now)),
        partner: false,
    };
    let (any, baby) = (of(Now::NotSaid), of(Now::Baby));
    let (always, with_a_baby): (Vec<_>, Vec<_>) =
        WarningSign::ALL.into_iter().filter(|sign| asked(&baby, *sign)).partition(|sign| asked(&of(Now::Loss), *sign));
    let words = |asking: &Asking, signs: Vec<WarningSign>| {
        signs.into_iter().map(|sign| asking.option(field::SIGNS, sign.code()).text).collect()
    };
    [words(&any, always), words(&baby, with_a_baby)]
}

pub(super) fn call_back(asking: &Asking) -> Vec<Question> {
    vec![
        asking.line(field::CALL_BACK, Line::Telephone { own: true }),
        asking.long(field::CALL_BACK_NOTE, 3),
        asking.question(field::NO_NUMBER, Kind::Tick),
    ]
}

/// The least, and nothing besides.
pub(super) fn emergency(asking: &Asking) -> Vec<Question> {
    vec![
        asking.line(field::BY_NAME, Line::Name { own: true }),
        asking.line(field::CALL_BACK, Line::Telephone { own: true }),
        asking.long(field::WORRY, 5),
        asking.long(field::WHERE, 2),
        asking.long(field::WITH, 2),
        asking.line(field::NAME, Line::Name { own: false }),
    ]
}
