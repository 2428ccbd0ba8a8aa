//! What invented people said of how it was, and what the invented service did about it: some read, some not yet, one with duty.

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx,
    comment::{self, Answer, HowItWas},
    said_and_done,
};
use porch_domain::{
    actor::{Actor, Role},
    comment::{CloseReason, CommentCommand, PassedFor, Teller},
    ids::{CommandId, CommentId, SaidAndDoneId},
    said_and_done::SaidAndDoneCommand,
};

/// Who said what: the hours before now, who, what went well, and what could be better.
const SAID: [(i64, Teller, &str, &str); 9] = [
    (1_130, Teller::Herself, "She listened and did not hurry me.", "Nobody told me how long I would wait."),
    (1_000, Teller::Herself, "", "I rang three times before somebody told me how long it takes."),
    (890, Teller::Family, "The midwife was kind.", "I did not know who to ask for myself as her partner."),
    (700, Teller::Herself, "The letter said everything again, so I could read it later.", ""),
    (480, Teller::Professional, "Quick answer to a question about medicines.", "A copy of the plan would help us."),
    (300, Teller::Herself, "", "The room had no place for the pram."),
    (120, Teller::Herself, "They rang when they said they would.", ""),
    (30, Teller::Family, "", "She said again that she cannot go on, and I do not know who to tell."),
    (3, Teller::NotSaid, "Good to see the same person each time.", ""),
];

/// What was published: the days before now, which of what was said it answers, what people said, and what was done.
const DONE: [(i64, &[usize], &str, &str); 3] = [
    (
        35,
        &[0, 1],
        "Nobody said how long it takes.",
        "Every letter now says by when somebody sees you, and whom to ring if that time is over.",
    ),
    (24, &[2], "Partners did not know whom to ask.", "There is a page for partners, with questions to ask yourself."),
    (9, &[5], "There was no place for a pram.", "Two rooms now have space for a pram, and the letter names them."),
];

/// Carries it out, the first first.
///
/// # Errors
/// When the database cannot be written.
pub(super) fn carry_out(ctx: &Ctx) -> Result<(), AppError> {
    let at = |hours: i64, actor: Actor| Ctx { actor, now: ctx.now - SignedDuration::from_hours(hours), ..ctx.clone() };
    let command = || CommandId(ctx.world.id());
    let manager = || Actor::Staff { account: "demo-manager".to_owned(), role: Role::Manager };
    let mut said = Vec::new();
    for (hours, teller, well, better) in SAID {
        let id = command();
        let (well, better) = (well.to_owned(), better.to_owned());
        let words = HowItWas { teller, well, better, may_show: true, answer: Answer::None, language: "en" };
        comment::leave(&at(hours, Actor::Public), id, words)?;
        said.push(CommentId(id.0));
    }
    for (days, answers, heard, done) in DONE {
        let by = at(days * 24, manager());
        let answers: Vec<CommentId> = answers.iter().filter_map(|nth| said.get(*nth).copied()).collect();
        let (heard, done, done_on) = (heard.to_owned(), done.to_owned(), by.today());
        let asked = SaidAndDoneCommand::Publish { said: heard, done, done_on };
        said_and_done::carry_out(&by, command(), SaidAndDoneId(ctx.world.id()), 0, asked, &answers)?;
    }
    let close = |reason| CommentCommand::Close { reason, note: String::new() };
    for (nth, hours, asked) in [
        (3, 670, close(CloseReason::Shared)),
        (4, 450, CommentCommand::Read),
        (6, 100, CommentCommand::Read),
        (7, 20, CommentCommand::PassOn(PassedFor::WarningSign)),
    ] {
        if let Some(id) = said.get(nth) {
            comment::act(&at(hours, manager()), command(), *id, 1, asked)?;
        }
    }
    Ok(())
}
