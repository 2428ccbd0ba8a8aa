//! Stories of saying how it was (T6): it is joined to nobody unless an answer is asked for, a person reads it in time, duty have
//! what cannot wait, and an item for everybody names what it answers.

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, Store, World,
    comment::{self, Answer, HowItWas, WithDuty},
    due::{Holder, tick},
    her_page, look_log,
    look_log::Asked,
    person, said_and_done,
};
use porch_domain::{
    actor::{Actor, Role},
    comment::{CloseReason, CommentCommand, CommentStage, PassedFor, Teller},
    disallowed::Disallowed,
    ids::{CommandId, CommentId, SaidAndDoneId},
    measure::Period,
    said_and_done::SaidAndDoneCommand,
};
use porch_store::comments_of_referral;

use super::{Desk, door::public, erasure::backed_up};
use crate::builders::on;

const WORD: &str = "blue iris";

fn said(well: &str, answer: Answer) -> HowItWas {
    HowItWas {
        teller: Teller::Herself,
        well: well.to_owned(),
        better: String::new(),
        may_show: true,
        answer,
        language: "en",
    }
}

fn leave(desk: &Desk, well: &str, answer: Answer) -> CommentId {
    let command = desk.command();
    comment::leave(&public(desk), command, said(well, answer)).unwrap();
    CommentId(command.0)
}

fn stage(ctx: &Ctx, id: CommentId) -> CommentStage {
    comment::open(ctx, id).unwrap().unwrap().comment.stage()
}

fn act(ctx: &Ctx, id: CommentId, asked: CommentCommand) -> Result<(), AppError> {
    let stream = ctx.store.read(|tx| porch_store::load(tx, ctx.footprint(), id)).unwrap();
    comment::act(ctx, CommandId(ctx.world.id()), id, stream.head.version, asked)
}

/// What she says on her own page leads to her only where she asks to be answered; an erasure takes those words and no others; a
/// copy carries all of it.
///
/// # Panics
/// When it is not so.
pub fn what_is_said_of_how_it_was_is_joined_to_nobody_unless_an_answer_is_asked_for(desk: &Desk, empty: &Store) {
    let (about, referral) = desk.receive();
    let token = her_page::give(&desk.ctx(Role::Clinician), referral, WORD).unwrap();
    let key = her_page::come_in(&public(desk), &token, WORD).unwrap().unwrap();
    let hers =
        |desk: &Desk| desk.store.read(|tx| comments_of_referral(tx, desk.operator().footprint(), referral)).unwrap();
    let before = backed_up(desk);
    let quiet = leave(desk, "invented quiet praise", Answer::None);
    let after = backed_up(desk);
    let added: String = after.lines().filter(|line| !before.contains(*line)).collect();
    assert!(added.contains("invented quiet praise"), "{added}");
    for telling in [referral.to_string(), about.to_string()] {
        assert!(!added.contains(&telling), "nothing that was written leads to her: {added}");
    }
    assert!(hers(desk).is_empty());

    let command = desk.command();
    for _ in 0..2 {
        comment::leave(&public(desk), command, said("invented open praise", Answer::OwnPage(key.clone()))).unwrap();
    }
    let open = CommentId(command.0);
    assert_eq!(hers(desk), [open], "sent twice, it is one");
    her_page::leave(&public(desk), &key).unwrap();
    let gone = comment::leave(&public(desk), desk.command(), said("late", Answer::OwnPage(key)));
    assert!(matches!(gone, Err(AppError::Gone)), "{gone:?}");
    let nothing = comment::leave(&public(desk), desk.command(), said(" ", Answer::None));
    assert!(matches!(nothing, Err(AppError::Disallowed(Disallowed::Empty(_)))), "{nothing:?}");

    let officer = desk.ctx(Role::InformationOfficer);
    person::erase(&officer, desk.command(), about, "she asked for it").unwrap();
    let text = backed_up(desk);
    assert!(text.contains("invented quiet praise") && !text.contains("invented open praise"));
    assert_eq!(stage(&officer, open), CommentStage::Done);
    act(&officer, quiet, CommentCommand::ErasePersonalData { why: "it names somebody".to_owned() }).unwrap();
    assert!(!backed_up(desk).contains("invented quiet praise"));

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(hers(&restored), [open]);
}

/// What nobody read in time is late for managers and on the page of duty; what is passed on is read by duty alone of all
/// clinical staff, who say what they did before anybody closes it; each look is noted; and a report shows no small number.
///
/// # Panics
/// When it is not so.
pub fn a_comment_is_read_in_time_and_what_cannot_wait_is_with_duty_until_they_acted(desk: &Desk) {
    let one = leave(desk, "She said that nobody may go on like this", Answer::None);
    let other = leave(desk, "All well", Answer::To("invented@example.test".to_owned()));
    let manager = desk.ctx(Role::Manager);
    assert_eq!(comment::counted(&manager).unwrap(), (2, 0));
    desk.world.pass(SignedDuration::from_hours(24 * 4));
    let (manager, duty) = (desk.ctx(Role::Manager), desk.ctx(Role::Duty));
    assert_eq!(comment::counted(&manager).unwrap(), (2, 2));
    assert_eq!(comment::with_duty(&duty).unwrap(), WithDuty { waiting: Vec::new(), late: 2 });
    // Monitoring reads the same when the service asks what is due.
    let service = Ctx { actor: Actor::System, ..desk.operator() };
    let asked = || tick(&service, &Holder::new(desk.world.as_ref()), 64).unwrap().late_comments;
    assert_eq!(asked(), 2);
    // Neither duty nor a clinician reads what nobody passed to them; those who keep no comments read none.
    for role in [Role::Duty, Role::Clinician] {
        assert!(comment::open_with_duty(&desk.ctx(role), one).unwrap().is_none(), "{role:?}");
    }
    for role in [Role::Duty, Role::Clinician, Role::Administrator, Role::Board, Role::PeerWorker] {
        let ctx = desk.ctx(role);
        assert!(matches!(comment::open(&ctx, one), Err(AppError::NotAllowed(_))), "{role:?}");
        assert!(matches!(comment::list(&ctx), Err(AppError::NotAllowed(_))), "{role:?}");
        assert!(matches!(act(&ctx, one, CommentCommand::Read), Err(AppError::NotAllowed(_))), "{role:?}");
    }
    act(&manager, one, CommentCommand::PassOn(PassedFor::WarningSign)).unwrap();
    act(&manager, other, CommentCommand::Read).unwrap();
    assert_eq!((comment::counted(&manager).unwrap(), asked()), ((0, 0), 0));
    let WithDuty { waiting: passed, late } = comment::with_duty(&duty).unwrap();
    assert_eq!((passed.iter().map(|line| line.id).collect::<Vec<_>>(), late), (vec![one], 0));
    let close = |reason| CommentCommand::Close { reason, note: String::new() };
    let early = act(&manager, one, close(CloseReason::Shared));
    assert!(matches!(early, Err(AppError::Disallowed(Disallowed::WithDuty))), "{early:?}");
    assert!(comment::open_with_duty(&duty, one).unwrap().is_some());
    let done = CommentCommand::Act { done: "Nothing in it leads to anybody".to_owned() };
    assert!(matches!(act(&manager, one, done.clone()), Err(AppError::NotAllowed(_))));
    act(&duty, one, done).unwrap();
    assert_eq!(stage(&manager, one), CommentStage::Open);
    act(&manager, one, close(CloseReason::Shared)).unwrap();
    let unanswered = act(&manager, other, close(CloseReason::Shared));
    assert!(matches!(unanswered, Err(AppError::Disallowed(Disallowed::AnswerNotSpokenOf))), "{unanswered:?}");
    act(&manager, other, close(CloseReason::Answered)).unwrap();
    let listed = comment::list(&manager).unwrap();
    assert_eq!((listed.waiting.len(), listed.done.len()), (0, 2));

    let officer = desk.ctx(Role::InformationOfficer);
    let today = Period { from: officer.today(), to: officer.today() };
    let asked = Asked { whom: None, period: today, before: None, account: None, refused: false };
    let looks = look_log::found(&officer, &asked, 100).unwrap().looks;
    let opened = looks.iter().filter(|look| look.what == "what somebody said of how it was").count();
    assert_eq!(opened, 4, "two that duty and a clinician asked for in vain, duty's, and the manager's");

    let november = Period { from: on("2026-11-01"), to: on("2026-11-30") };
    assert_eq!(comment::counts(&manager, november).unwrap().last().unwrap().all, None, "two are not shown");
    for _ in 0..3 {
        leave(desk, "More", Answer::None);
    }
    let counts = comment::counts(&manager, november).unwrap();
    assert_eq!((counts.len(), counts[0].all, counts[0].tellers), (2, Some(5), [Some(5), None, None, None]));
    assert!(matches!(comment::counts(&desk.ctx(Role::PeerWorker), november), Err(AppError::NotAllowed(_))));
    desk.verified();
}

/// An item of the list names the comments that it answers, both or neither; who did not allow it is not named, and who asked for
/// an answer still waits for one.
///
/// # Panics
/// When it is not so.
pub fn an_item_names_the_comments_that_it_answers(desk: &Desk) {
    let one = leave(desk, "Nobody rang back", Answer::None);
    let asking = leave(desk, "Nobody rang me back", Answer::To("01632 960 001".to_owned()));
    let command = desk.command();
    let hidden = HowItWas { may_show: false, ..said("Tell nobody", Answer::None) };
    comment::leave(&public(desk), command, hidden).unwrap();
    let hidden = CommentId(command.0);
    let manager = desk.ctx(Role::Manager);
    let offered: Vec<CommentId> = comment::to_answer(&manager).unwrap().iter().map(|comment| comment.id).collect();
    assert_eq!(offered.len(), 2);
    assert!(offered.contains(&one) && offered.contains(&asking));
    let publish = |item: SaidAndDoneId, answers: &[CommentId]| {
        let asked = SaidAndDoneCommand::Publish {
            said: "Nobody rang back".to_owned(),
            done: "We ring on the same day".to_owned(),
            done_on: on("2026-11-01"),
        };
        said_and_done::carry_out(&manager, desk.command(), item, 0, asked, answers)
    };
    let refused = publish(SaidAndDoneId(desk.world.id()), &[one, hidden]);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::MayNotBeShown))), "{refused:?}");
    assert!(said_and_done::shown(&public(desk)).unwrap().is_empty(), "both or neither");
    assert_eq!(stage(&manager, one), CommentStage::Unread);
    let item = SaidAndDoneId(desk.world.id());
    publish(item, &[one, asking]).unwrap();
    assert_eq!((stage(&manager, one), stage(&manager, asking)), (CommentStage::Done, CommentStage::Open));
    let listed = comment::list(&manager).unwrap();
    assert_eq!(listed.done.iter().map(|line| (line.id, line.item)).collect::<Vec<_>>(), [(one, Some(item))]);
    assert!(comment::to_answer(&manager).unwrap().is_empty());
    desk.verified();
}
