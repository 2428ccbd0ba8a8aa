//! The questionnaires of the weeks before now: asked and given by staff, answered by her with the link and the word.

use std::collections::BTreeMap;

use porch_app::{
    AppError, Ctx,
    screening::{
        self, Entry,
        herself::{self, Came, Deed},
    },
};
use porch_domain::{
    actor::Actor,
    screening::{Asking, Beside, Definition, InstrumentId, Interpreting},
};
use porch_planning::synthetic::service::{Asks, Moment, Questions, Whom};

use super::Weeks;

/// The word agreed with everybody of the demonstration.
const WORD: &str = "harebell";

/// What opens to each woman the questionnaire that was given to her last.
#[derive(Default)]
pub(super) struct Links(BTreeMap<Whom, Link>);

struct Link {
    token: String,
    instrument: InstrumentId,
}

impl Weeks<'_> {
    /// What is done with a questionnaire of somebody at a moment.
    pub(super) fn questions(&mut self, moment: &Moment, whom: Whom, act: &Questions) -> Result<(), AppError> {
        match act {
            Questions::Enter { asks, positions, worry, concern } => {
                let (ctx, instrument) = self.asks(moment, asks)?;
                let items = definition(&ctx, &instrument)?.items().len();
                let said = positions.iter().copied().map(Some);
                let answers = said.chain(std::iter::repeat(None)).take(items).collect();
                let beside = Beside { worry: worry.map(str::to_owned), concern: concern.map(str::to_owned) };
                let entry = Entry { instrument, asking: asking(asks), asked_at: ctx.now, answers, beside };
                screening::enter(&ctx, self.command(), self.hers(whom)?, entry)?;
            }
            Questions::NotAsked { asks, why, note } => {
                let (ctx, instrument) = self.asks(moment, asks)?;
                let (contact, note) = (asks.contact.unwrap_or_default(), note.map(str::to_owned));
                let because = (ctx.now, *why, note);
                screening::not_asked(&ctx, self.command(), self.hers(whom)?, &instrument, contact, because)?;
            }
            Questions::Give(asks) => {
                let (ctx, instrument) = self.asks(moment, asks)?;
                let reads = (asks.by.to_owned(), WORD);
                let of = self.hers(whom)?;
                let opens = screening::give(&ctx, self.command(), of, &instrument, asking(asks), reads)?;
                self.links.0.insert(whom, Link { token: opens.token, instrument });
            }
            Questions::Answer(positions) => {
                let ctx = self.acting(Actor::Public, moment.at);
                let (key, instrument) = self.opened(&ctx, whom)?;
                for (item, position) in definition(&ctx, &instrument)?.items().iter().zip(*positions) {
                    herself::save(&ctx, &key, &Deed::Answer(item.id().to_owned(), *position))?;
                }
            }
            Questions::Finish(worry) => {
                let ctx = self.acting(Actor::Public, moment.at);
                let (key, _) = self.opened(&ctx, whom)?;
                herself::save(&ctx, &key, &Deed::SayWorry((*worry).to_owned()))?;
                herself::save(&ctx, &key, &Deed::Finish)?;
            }
        }
        Ok(())
    }

    fn asks(&self, moment: &Moment, asks: &Asks) -> Result<(Ctx, InstrumentId), AppError> {
        let instrument = InstrumentId::of(asks.instrument).ok_or(AppError::Gone)?;
        Ok((self.of(asks.by, moment.at), instrument))
    }

    /// Opens what was given to her last, with its link and word.
    fn opened(&self, ctx: &Ctx, whom: Whom) -> Result<(String, InstrumentId), AppError> {
        let Link { token, instrument } = self.links.0.get(&whom).ok_or(AppError::Gone)?;
        match herself::come_in(ctx, token, WORD)? {
            Came::In(key) => Ok((key, instrument.clone())),
            Came::Not(_) => Err(AppError::Gone),
        }
    }
}

fn definition<'a>(ctx: &'a Ctx, instrument: &InstrumentId) -> Result<&'a Definition, AppError> {
    ctx.instruments().definition(instrument).ok_or(AppError::Gone)
}

fn asking(asks: &Asks) -> Asking {
    let contact = asks.contact.map(str::to_owned);
    Asking { language: "en".to_owned(), interpreting: Interpreting::NotNeeded, contact }
}
