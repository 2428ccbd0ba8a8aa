//! A request for advice, put into a store as the door would put it.

use porch_app::Ctx;
use porch_domain::{
    advice::{self, ANSWER_WITHIN, AdviceAsked, AdviceCommand},
    event::Event,
    front_door::Answers,
    ids::{AdviceId, CommandId},
};
use porch_store::{Change, Head, Stream};

/// Stores what a professional typed as a request for advice.
///
/// # Panics
/// When the store refuses.
pub fn ask_for_advice(ctx: &Ctx, fields: &[(&str, &str)]) -> AdviceId {
    let id = AdviceId(ctx.world.id());
    let answers = Answers::new(fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())));
    let asked = AdviceAsked {
        asked_at: ctx.now,
        respond_by: ctx.now + ANSWER_WITHIN,
        site: Some("ward-4".to_owned()),
        source: Some("A4".to_owned()),
        answers: Some(answers),
    };
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, CommandId(ctx.world.id()));
    let mut stream = Stream { id: id.into(), record: None, head: Head::NEW };
    for event in advice::decide(None, AdviceCommand::Ask(asked), &ctx.actor, ctx.now).unwrap() {
        change.append(&mut stream, &Event::Advice(event), ctx.world.random()).unwrap();
    }
    ctx.store.commit(change).unwrap();
    id
}
