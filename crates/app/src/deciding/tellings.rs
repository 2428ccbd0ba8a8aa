//! Who is told, how, and the message streams that follow.

use porch_domain::{
    disallowed::Disallowed,
    event::Event,
    footprint::TeamCode,
    ids::{MessageId, ReferralId},
    message::{self, Message, MessageCommand, MessageDrafted, MessageKind, MessageStage, Recipient, Standing, Words},
    person::{Identity, Person, Route},
    referral::{AskedOf, Referral, ReferrerHears, Telling, Tellings, Verdict},
};
use porch_store::{Change, Record, ReferralLine, Stream, load};

use super::{
    Decision, Question, identity_of,
    letters::{self, Draft},
    referral_of, referral_stream,
};
use crate::{Ctx, error::AppError, message::standing_about, person::new_stream, same_person};

/// How somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tell {
    /// By a letter, as it was read.
    Letter(Letter),
    /// Not told, and why.
    NotTold {
        /// The reason.
        why: String,
    },
}

/// A letter as somebody read it before approving it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// How it leaves.
    pub route: Route,
    /// What it says.
    pub words: Words,
}

/// A draft that was kept with a saved decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDraft {
    /// The message.
    pub id: MessageId,
    /// What was drafted.
    pub drafted: MessageDrafted,
}

/// The words of a kept draft to one of the two, where there is one.
pub fn kept_draft_text(kept: &[KeptDraft], recipient: Recipient) -> Option<(Route, Words)> {
    let draft = kept.iter().rfind(|draft| draft.drafted.recipient == recipient)?;
    Some((draft.drafted.route, draft.drafted.words.clone()?))
}

/// What lies on the desk of whoever decides: the referral, the person, drafts kept before.
pub(crate) struct Desk {
    pub(crate) stream: Stream,
    pub(crate) person: Option<Person>,
    pub(crate) rejected_before: bool,
    kept: Vec<Stream>,
    /// What holds of her, as a message asks it.
    standing: Standing,
}

/// Whether letters leave the desk as drafts, or approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outgoing {
    Kept,
    Approved,
}

/// The letters of one act, checked and not yet written.
pub(crate) struct Letters {
    to_woman: Option<Ready>,
    to_referrer: Option<Ready>,
    why_not_her: String,
    why_not_referrer: String,
    as_what: Outgoing,
}

struct Ready {
    id: MessageId,
    drafted: MessageDrafted,
}

impl Desk {
    pub(crate) fn load(ctx: &Ctx, id: ReferralId) -> Result<Self, AppError> {
        let stream = referral_stream(ctx, id)?;
        let Some(referral) = referral_of(&stream) else {
            let standing = Standing::default();
            return Ok(Self { stream, person: None, rejected_before: false, kept: Vec::new(), standing });
        };
        let about = referral.person;
        let footprint = ctx.footprint();
        let (person, standing, rejected_before, messages) = ctx.store.read(|tx| {
            let person = same_person::careful(tx, footprint, about)?;
            let standing = standing_about(tx, footprint, referral)?;
            let rejected_before = porch_store::rejected_before(tx, footprint, about, id)?;
            let mut messages = Vec::new();
            for message in ReferralLine::messages(tx, footprint, id)? {
                messages.push(load(tx, footprint, message)?);
            }
            Ok((person, standing, rejected_before, messages))
        })?;
        let waits = referral.triage.letter_due.is_some();
        let kept = messages.into_iter().filter(|stream| waits && kept_with_decision(stream)).collect();
        Ok(Self { stream, person, rejected_before, kept, standing })
    }

    pub(crate) fn referral(&self) -> Option<&Referral> {
        referral_of(&self.stream)
    }

    pub(super) fn identity(&self) -> Identity {
        identity_of(self.person.as_ref())
    }

    pub(super) fn kept_drafts(&self) -> Vec<KeptDraft> {
        let messages = self.kept.iter().filter_map(message_of);
        messages.map(|message| KeptDraft { id: message.id, drafted: message.drafted.clone() }).collect()
    }

    /// Refuses where the referral moved on after it was seen (H13).
    pub(crate) fn drawn_from(&self, version: i64) -> Result<(), AppError> {
        if self.stream.head.version == version { Ok(()) } else { Err(AppError::Stale) }
    }

    /// The letters of a decision, where everyone may be told so.
    pub(super) fn outgoing(&self, ctx: &Ctx, decision: &Decision, as_what: Outgoing) -> Result<Letters, AppError> {
        let drafts = letters::drafts(ctx, self, Some(&decision.verdict), &decision.matter)?;
        let mut letters = Letters {
            to_woman: None,
            to_referrer: None,
            why_not_her: String::new(),
            why_not_referrer: String::new(),
            as_what,
        };
        match &decision.to_woman {
            Tell::Letter(letter) => {
                self.she_may_be_told_by(letter.route, &drafts.to_woman.template.name, as_what, &decision.verdict)?;
                let mut ready = self.ready(ctx, Recipient::Woman, letter, &drafts.to_woman)?;
                ready.drafted.copied_to.clone_from(&decision.matter.copied_to);
                letters.to_woman = Some(ready);
            }
            Tell::NotTold { why } => letters.why_not_her = why.trim().to_owned(),
        }
        match &decision.to_referrer {
            Tell::Letter(letter) => {
                let draft = drafts.to_referrer.as_ref().ok_or(Disallowed::NoReferrer)?;
                let letter = self.to_referrer(letter, draft, decision.matter.organisation.as_deref(), as_what)?;
                letters.to_referrer = Some(self.ready(ctx, Recipient::Referrer, &letter, draft)?);
            }
            Tell::NotTold { why } => letters.why_not_referrer = why.trim().to_owned(),
        }
        Ok(letters)
    }

    /// The letter that introduces her to a team, where she may be told so.
    pub(crate) fn introduction(&self, ctx: &Ctx, to: &TeamCode, tell: &Tell) -> Result<Letters, AppError> {
        let mut letters = Letters {
            to_woman: None,
            to_referrer: None,
            why_not_her: String::new(),
            why_not_referrer: String::new(),
            as_what: Outgoing::Approved,
        };
        match tell {
            Tell::Letter(letter) => {
                let draft = letters::introduction(ctx, self, to)?;
                let verdict = Verdict::Accept { team: to.clone() };
                self.she_may_be_told_by(letter.route, &draft.template.name, Outgoing::Approved, &verdict)?;
                letters.to_woman = Some(self.ready(ctx, Recipient::Woman, letter, &draft)?);
            }
            Tell::NotTold { why } => letters.why_not_her = why.trim().to_owned(),
        }
        Ok(letters)
    }

    /// The letter that asks, where there is one.
    pub(super) fn question(&self, ctx: &Ctx, question: &Question) -> Result<Letters, AppError> {
        let as_what = if question.approved { Outgoing::Approved } else { Outgoing::Kept };
        let mut letters = Letters {
            to_woman: None,
            to_referrer: None,
            why_not_her: String::new(),
            why_not_referrer: String::new(),
            as_what,
        };
        let Some(letter) = &question.letter else { return Ok(letters) };
        let drafts = letters::drafts(ctx, self, None, &question.matter)?;
        match question.of {
            AskedOf::Woman => {
                self.she_may_be_told_by(letter.route, &drafts.to_woman.template.name, as_what, &Verdict::Withdraw)?;
                letters.to_woman = Some(self.ready(ctx, Recipient::Woman, letter, &drafts.to_woman)?);
            }
            AskedOf::Referrer => {
                let hears = self.referral().map(Referral::referrer_hears);
                if matches!(hears, Some(ReferrerHears::ReceiptOnly)) {
                    return Err(Disallowed::ReceiptOnly.into());
                }
                let draft = drafts.to_referrer.as_ref().ok_or(Disallowed::NoReferrer)?;
                let letter = self.to_referrer(letter, draft, question.matter.organisation.as_deref(), as_what)?;
                letters.to_referrer = Some(self.ready(ctx, Recipient::Referrer, &letter, draft)?);
            }
            AskedOf::Other => return Err(Disallowed::NotAnOrganisation.into()),
        }
        Ok(letters)
    }

    /// A letter to her goes by post or e-mail, and leaves only where she agreed to that (INV-10, H06). A no is never a
    /// text message (PR-14).
    fn she_may_be_told_by(
        &self,
        route: Route,
        template: &str,
        as_what: Outgoing,
        verdict: &Verdict,
    ) -> Result<(), Disallowed> {
        match route {
            Route::Letter | Route::Email => {}
            Route::Text | Route::Telephone | Route::Voicemail if verdict.is_a_no() => {
                return Err(Disallowed::TellHerFirst);
            }
            Route::Text | Route::Telephone | Route::Voicemail => return Err(Disallowed::RouteNotAgreed),
        }
        let kind = MessageKind::of_template(template);
        match as_what {
            Outgoing::Kept => Ok(()),
            Outgoing::Approved if self.standing.contact.allow_kind(route, kind) => Ok(()),
            Outgoing::Approved => Err(self.standing.not_by(route, kind)),
        }
    }

    /// PR-15: family read the receipt as it stands, whatever was typed; reasons leave by e-mail to an organisational
    /// address, or on paper to a named organisation.
    fn to_referrer(
        &self,
        letter: &Letter,
        draft: &Draft,
        organisation: Option<&str>,
        as_what: Outgoing,
    ) -> Result<Letter, Disallowed> {
        let known = self.referral().and_then(|referral| referral.story()?.referrer.as_ref()?.organisation.as_deref());
        let named = organisation.or(known).is_some_and(|name| !name.trim().is_empty());
        let hears = self.referral().map(Referral::referrer_hears).ok_or(Disallowed::Unknown)?;
        match (hears, letter.route) {
            (ReferrerHears::HerOwnLetter, _) => Err(Disallowed::NoReferrer),
            (ReferrerHears::ReceiptOnly, Route::Email | Route::Letter) => {
                Ok(Letter { words: draft.words.clone(), ..letter.clone() })
            }
            (ReferrerHears::Reasons { .. }, Route::Email) => Ok(letter.clone()),
            (ReferrerHears::Reasons { .. } | ReferrerHears::ReasonsOnPaper { .. }, Route::Letter)
                if named || as_what == Outgoing::Kept =>
            {
                Ok(letter.clone())
            }
            (
                ReferrerHears::ReceiptOnly | ReferrerHears::Reasons { .. } | ReferrerHears::ReasonsOnPaper { .. },
                Route::Letter | Route::Email | Route::Text | Route::Telephone | Route::Voicemail,
            ) => Err(Disallowed::NotAnOrganisation),
        }
    }

    /// A message as it is to stand: the kept draft to the same reader, or a new one.
    fn ready(&self, ctx: &Ctx, recipient: Recipient, letter: &Letter, draft: &Draft) -> Result<Ready, AppError> {
        let referral = self.referral().ok_or(Disallowed::Unknown)?;
        let kept = self.kept.iter().filter_map(message_of).rfind(|message| message.drafted.recipient == recipient);
        let drafted = MessageDrafted {
            referral: referral.id,
            recipient,
            route: letter.route,
            template: Some(draft.template.clone()),
            copied_to: Vec::new(),
            appointment: None,
            words: Some(letter.words.clone()),
        };
        let id = kept.map_or_else(|| MessageId(ctx.world.id()), |message| message.id);
        Ok(Ready { id, drafted })
    }
}

impl Letters {
    /// How both are told, for the record of the referral.
    pub(crate) fn tellings(&self) -> Tellings {
        let told = |ready: &Option<Ready>, why: &str| match ready {
            Some(ready) => Telling::Message(ready.id),
            None => Telling::NotTold { why: why.to_owned() },
        };
        Tellings {
            to_woman: told(&self.to_woman, &self.why_not_her),
            to_referrer: told(&self.to_referrer, &self.why_not_referrer),
        }
    }

    /// Adds the messages to the change: drafted, and where they leave the desk approved and queued.
    pub(crate) fn append(self, ctx: &Ctx, desk: &mut Desk, change: &mut Change) -> Result<(), AppError> {
        let standing = desk.standing.clone();
        for ready in [self.to_woman, self.to_referrer].into_iter().flatten() {
            let at = desk.kept.iter().position(|stream| stream.id.id == ready.id.0);
            let mut stream = match at {
                Some(at) => desk.kept.swap_remove(at),
                None => new_stream(ready.id),
            };
            let before = message_of(&stream).map(|message| message.drafted.clone());
            let mut commands = Vec::new();
            match before {
                None => commands.push(MessageCommand::Draft(ready.drafted)),
                Some(before) if before == ready.drafted => {}
                Some(_) => commands.push(MessageCommand::Redraft(ready.drafted)),
            }
            if self.as_what == Outgoing::Approved {
                commands.extend([MessageCommand::Approve, MessageCommand::Queue]);
            }
            for command in commands {
                let events = message::decide(message_of(&stream), command, &ctx.actor, &standing)?;
                for event in events {
                    change.append(&mut stream, &Event::Message(event), ctx.world.random())?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a message is a draft that waits with a saved decision; what asks for more is none.
fn kept_with_decision(stream: &Stream) -> bool {
    message_of(stream).is_some_and(|message| {
        let asks = message.drafted.template.as_ref().is_some_and(|used| used.name.starts_with("ask-"));
        message.stage == MessageStage::Drafted && !asks
    })
}

fn message_of(stream: &Stream) -> Option<&Message> {
    stream.record.as_ref().and_then(Record::message)
}
