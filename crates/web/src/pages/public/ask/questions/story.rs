//! What is worrying, in their own words, and what was before.

use porch_domain::front_door::{Concern, Now, Situation, field};

use super::{Asking, Kind, Question};

/// Whether a concern is offered. What speaks of a pregnancy or a baby is left out wherever that would hurt (PR-09).
fn offered(asking: &Asking, concern: Concern) -> bool {
    match concern {
        Concern::FearOfBirth | Concern::Planning if asking.partner => false,
        Concern::Low
        | Concern::Anxious
        | Concern::IntrusiveThoughts
        | Concern::BirthTrauma
        | Concern::Loss
        | Concern::Eating
        | Concern::EarlierTrauma
        | Concern::Other => true,
        Concern::FearOfBirth => match asking.now {
            Some(Now::Thinking | Now::Pregnant | Now::NotSaid) | None => true,
            Some(Now::Baby | Now::Loss) => false,
        },
        Concern::WithBaby => with_baby(asking),
        Concern::Planning => match asking.now {
            Some(Now::Thinking | Now::NotSaid) | None => true,
            Some(Now::Pregnant | Now::Baby | Now::Loss) => false,
        },
    }
}

/// Whether the bond with a baby is asked about (F7).
fn with_baby(asking: &Asking) -> bool {
    asking.baby_may_be() && asking.situation != Some(Situation::BabyElsewhere)
}

pub(super) fn words(asking: &Asking) -> Vec<Question> {
    let concerns = Concern::ALL.into_iter().filter(|concern| offered(asking, *concern)).map(Concern::code);
    let concerns = concerns.map(|value| asking.option(field::CONCERNS, value)).collect();
    let mut questions = vec![asking.question(field::CONCERNS, Kind::Several(concerns)), asking.long(field::WORRY, 8)];
    if with_baby(asking) {
        questions.push(asking.long(field::WITH_BABY, 3));
    }
    questions.push(asking.long(field::HELPS, 3));
    questions
}

pub(super) fn health(asking: &Asking) -> Vec<Question> {
    vec![
        asking.yes_no(field::SEVERE),
        asking.long(field::HISTORY, 4),
        asking.long(field::MEDICINES, 3),
        asking.yes_no(field::BEEN_BEFORE),
    ]
}
