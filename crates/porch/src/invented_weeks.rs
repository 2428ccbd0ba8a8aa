//! The weeks of a demonstration before now: every moment of the plan, by the command that anybody gives, at its time.

mod asking;
mod said;
mod telling;

use std::{collections::BTreeSet, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    AppError, Ctx, World,
    deciding::{self, Decision, Discharge, Draft, Letter, Matter, Planned, Tell},
    door,
    due::{Holder, tick},
    duty::{self, Note},
    handover,
    meeting::{self, Attendance, CarryOver, Wanted},
    referral,
};
use porch_domain::{
    actor::Actor,
    duty::Handed,
    front_door::{self, Step},
    ids::{CommandId, ReferralId},
    person::{Person, Route, RouteChoice},
    referral::{ReferrerHears, Verdict},
};
use porch_planning::synthetic::service::{self, Act, DutyAct, Moment, Plan, SittingAct, Whom, role_of};
use porch_store::{Record, load};

use self::asking::Links;

/// How many referrals the service looks at in one go.
const AT_ONCE: usize = 1_000;

/// A world whose clock stands.
pub struct Standing {
    at: Timestamp,
    world: Arc<dyn World>,
}

impl Standing {
    /// At an instant, with the randomness of another world.
    pub fn at(at: Timestamp, world: &Arc<dyn World>) -> Arc<dyn World> {
        Arc::new(Self { at, world: Arc::clone(world) })
    }
}

impl World for Standing {
    fn now(&self) -> Timestamp {
        self.at
    }

    fn random(&self) -> [u8; 16] {
        self.world.random()
    }
}

/// When the rules are applied and the accounts opened of a demonstration that has these weeks.
pub fn begins(plan: &Plan, now: Timestamp) -> Timestamp {
    plan.moments.first().map_or(now, |first| first.at) - SignedDuration::from_hours(24)
}

/// Opens the accounts of everybody who works in them.
///
/// # Errors
/// When the database cannot be written.
pub fn open_accounts(ctx: &Ctx) -> Result<(), AppError> {
    porch_app::account::open_demonstration(ctx)?;
    porch_app::account::open_invented(ctx, service::COLLEAGUES)
}

/// Does what has become due by now, however long ago: what is invented of the years before has it too.
///
/// # Errors
/// When the database cannot be read or written.
pub fn catch_up(ctx: &Ctx) -> Result<(), AppError> {
    let service = Ctx { actor: Actor::System, ..ctx.clone() };
    let holder = Holder::new(ctx.world.as_ref());
    while tick(&service, &holder, AT_ONCE)?.looked > 0 {}
    holder.leave(&service)
}

/// Carries out every moment, the first first.
///
/// # Errors
/// With what one of them ran into; those before stay.
pub fn carry_out(ctx: &Ctx, plan: &Plan) -> Result<(), String> {
    let holder = Holder::new(ctx.world.as_ref());
    let referrals = vec![None; plan.people.len()];
    let mut weeks = Weeks { ctx, plan, holder, referrals, links: Links::default() };
    for moment in &plan.moments {
        weeks.moment(moment).map_err(|error| format!("{}, {:?}: {error}", moment.at, moment.act))?;
    }
    said::carry_out(ctx).map_err(|error| format!("what people said: {error}"))?;
    weeks.holder.leave(&weeks.as_the_service(ctx.now)).map_err(|error| error.to_string())
}

struct Weeks<'a> {
    ctx: &'a Ctx,
    plan: &'a Plan,
    holder: Holder,
    referrals: Vec<Option<ReferralId>>,
    links: Links,
}

impl Weeks<'_> {
    fn acting(&self, actor: Actor, now: Timestamp) -> Ctx {
        Ctx { actor, now, ..self.ctx.clone() }
    }

    fn of(&self, account: &str, now: Timestamp) -> Ctx {
        self.acting(Actor::Staff { account: account.to_owned(), role: role_of(account) }, now)
    }

    fn as_the_service(&self, now: Timestamp) -> Ctx {
        self.acting(Actor::System, now)
    }

    fn command(&self) -> CommandId {
        CommandId(self.ctx.world.id())
    }

    fn hers(&self, whom: Whom) -> Result<ReferralId, AppError> {
        self.referrals.get(whom).copied().flatten().ok_or(AppError::Gone)
    }

    fn moment(&mut self, moment: &Moment) -> Result<(), AppError> {
        let at = moment.at;
        match &moment.act {
            Act::Arrive(whom) => self.arrive(*whom, at),
            Act::WhatIsDue => {
                tick(&self.as_the_service(at), &self.holder, AT_ONCE)?;
                Ok(())
            }
            Act::Step(by, whom, command) => {
                let ctx = self.of(by, at);
                referral::carry_out(&ctx, self.command(), self.hers(*whom)?, None, (**command).clone())
            }
            Act::TakeOn { by, whom, team, because } => {
                let matter = Matter { because: Some((*because).to_owned()), ..Matter::default() };
                self.decide(&self.of(by, at), *whom, Verdict::Accept { team: team.clone() }, matter)
            }
            Act::PointTo { by, whom, team, service, meanwhile, grounds } => {
                let signposted_to = (*service).to_owned();
                let meanwhile = Some((*meanwhile).to_owned());
                let matter = Matter { grounds: (**grounds).clone(), meanwhile, ..Matter::default() };
                let verdict = Verdict::Signpost { team: team.clone(), signposted_to };
                self.decide(&self.of(by, at), *whom, verdict, matter)
            }
            Act::TakeOver(by, whom) => self.take_over(&self.of(by, at), *whom),
            Act::End { by, whom, reason, plan, onward } => self.end(&self.of(by, at), *whom, reason, (plan, *onward)),
            Act::Duty(by, act) => self.duty(&self.of(by, at), act),
            Act::Sitting(by, sitting, act) => self.sit(&self.of(by, at), *sitting, act),
            Act::Questions(whom, act) => self.questions(moment, *whom, act),
            Act::Expect(one) => self.expect(&self.of(one.by, at), one),
            Act::Leave { arrives } => self.leave(at, *arrives),
        }
    }

    fn arrive(&mut self, whom: Whom, at: Timestamp) -> Result<(), AppError> {
        let ctx = self.acting(Actor::Public, at);
        let Some(person) = self.plan.people.get(whom) else { return Err(AppError::Gone) };
        let key = door::begin(&ctx, person.way, Some("demonstration"))?;
        // A page that was left as it stood saves nothing.
        let answered = |step: &Step| step.fields(person.way).iter().any(|field| person.answers.has(field));
        for step in front_door::steps(person.way, &person.answers).into_iter().filter(answered) {
            door::save(&ctx, &key, step, &person.answers)?;
        }
        let sent = door::send(&ctx, &key)?.referral;
        if let Some(place) = self.referrals.get_mut(whom) {
            *place = sent;
        }
        Ok(())
    }

    /// A decision with the letters as they are drafted: to her where she agreed to letters, and to whoever may hear it.
    fn decide(&self, ctx: &Ctx, whom: Whom, verdict: Verdict, mut matter: Matter) -> Result<(), AppError> {
        let id = self.hers(whom)?;
        let opened = deciding::open(ctx, id)?.ok_or(AppError::Gone)?;
        if !agreed_to_letters(opened.person.as_ref()) {
            matter.she_is_not_told = Some(ON_THE_TELEPHONE.to_owned());
        }
        let drafts = deciding::prepare(ctx, id, Some(&verdict), &matter)?;
        let to_woman = to_her(opened.person.as_ref(), drafts.to_woman);
        let to_referrer = to_referrer(&opened.referrer_hears(), drafts.to_referrer);
        // Whoever decides in these weeks knows her better than the form does.
        let otherwise = Some("more_is_known".to_owned());
        let (second_clinician, safeguarding, how_severe) = (None, None, None);
        let decision =
            Decision { verdict, matter, second_clinician, safeguarding, how_severe, otherwise, to_woman, to_referrer };
        deciding::decide(ctx, self.command(), id, opened.version, decision, deciding::Act::Finish)
    }

    fn take_over(&self, ctx: &Ctx, whom: Whom) -> Result<(), AppError> {
        let id = self.hers(whom)?;
        let opened = deciding::open(ctx, id)?.ok_or(AppError::Gone)?;
        let tell = to_her(opened.person.as_ref(), handover::introduction(ctx, id)?);
        handover::accept(ctx, self.command(), id, opened.version, &tell)
    }

    fn end(&self, ctx: &Ctx, whom: Whom, reason: &str, (plan, onward): (&str, Option<&str>)) -> Result<(), AppError> {
        let id = self.hers(whom)?;
        let opened = deciding::in_care(ctx, id)?.ok_or(AppError::Gone)?;
        let mut discharge = Discharge {
            early_signs: None,
            what_helped: None,
            reason: reason.to_owned(),
            planned: Planned {
                plan: plan.to_owned(),
                early_pregnancy: "Tell the midwife at the first visit, and ring the front door before twelve weeks."
                    .to_owned(),
                onward: onward.map(str::to_owned),
            },
            way_back: "Ring the front door at any time; nothing has to be told again.".to_owned(),
            safeguarding: None,
            organisation: None,
            copied_to: Vec::new(),
            to_woman: Tell::NotTold { why: ON_THE_TELEPHONE.to_owned() },
            to_referrer: Tell::NotTold { why: ON_THE_TELEPHONE.to_owned() },
        };
        let drafts = deciding::prepare_discharge(ctx, id, &discharge)?;
        discharge.to_woman = to_her(opened.person.as_ref(), drafts.to_woman);
        discharge.to_referrer = to_referrer(&opened.referral.referrer_hears(), drafts.to_referrer);
        deciding::discharge(ctx, self.command(), id, opened.version, discharge)
    }

    fn duty(&self, ctx: &Ctx, act: &DutyAct) -> Result<(), AppError> {
        match act {
            DutyAct::Roster(shift, account, from, to) => {
                duty::roster(ctx, self.command(), *shift, account, (*from, *to))
            }
            DutyAct::Begin => duty::begin(ctx, self.command()),
            DutyAct::Note { kind, outcome, handed, whom } => {
                let at = |minutes: i64| ctx.now - SignedDuration::from_mins(minutes);
                let handed = handed.map(|(to, minutes)| Handed { to: to.to_owned(), at: at(minutes) });
                let reference = whom.map(|whom| self.reference(whom)).transpose()?.flatten();
                let note = Note { kind: *kind, outcome: (*outcome).to_owned(), handed, reference };
                duty::note(ctx, self.command(), note)
            }
            DutyAct::End(on) => {
                let of = ctx.actor.account().unwrap_or_default();
                duty::end(ctx, self.command(), (*on, of), None)
            }
        }
    }

    fn reference(&self, whom: Whom) -> Result<Option<String>, AppError> {
        let id = self.hers(whom)?;
        let stream = self.ctx.store.read(|tx| load(tx, self.ctx.footprint(), id))?;
        Ok(stream.record.as_ref().and_then(Record::referral).and_then(|referral| referral.reference.clone()))
    }

    fn sit(&self, ctx: &Ctx, sitting: Timestamp, act: &SittingAct) -> Result<(), AppError> {
        let codes = |of: &[&str]| of.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<String>>();
        let owed = |owner: &str, until: Timestamp| CarryOver { owner: owner.to_owned(), until };
        let (whom, decision) = match act {
            SittingAct::Open(disciplines, people) => {
                let there = Attendance { disciplines: codes(disciplines), people: codes(people) };
                return meeting::attend(ctx, self.command(), sitting, 0, there);
            }
            SittingAct::Close(owner, until) => {
                return meeting::close(ctx, self.command(), sitting, Some(owed(owner, *until)));
            }
            SittingAct::Accept(whom, team, because) => (
                whom,
                meeting::Decision::Accept {
                    team: team.clone(),
                    because: Some((*because).to_owned()),
                    agreement: None,
                    criteria: Vec::new(),
                },
            ),
            SittingAct::Ask(whom, of, what, owner, until) => {
                let (what, next) = ((*what).to_owned(), owed(owner, *until));
                (whom, meeting::Decision::MoreInformation { of: *of, what, next })
            }
            SittingAct::PointTo(whom, to, grounds, owner, until) => {
                let (grounds, next) = ((**grounds).clone(), owed(owner, *until));
                (whom, meeting::Decision::Signpost { to: (*to).to_owned(), grounds, next })
            }
        };
        let id = self.hers(*whom)?;
        let room = meeting::room(ctx, sitting, Wanted::This(id))?.ok_or(AppError::Gone)?;
        let seen = room.chosen.filter(|chosen| chosen.referral.id == id).ok_or(AppError::Gone)?;
        meeting::decide(ctx, self.command(), sitting, id, seen.version, decision)
    }
}

const ON_THE_TELEPHONE: &str = "She asked to hear it on the telephone, and did.";

fn agreed_to_letters(person: Option<&Person>) -> bool {
    person.is_some_and(|person| person.contact.of(Route::Letter) == RouteChoice::Yes)
}

fn to_her(person: Option<&Person>, draft: Draft) -> Tell {
    if agreed_to_letters(person) {
        return Tell::Letter(Letter { route: Route::Letter, words: draft.words });
    }
    Tell::NotTold { why: ON_THE_TELEPHONE.to_owned() }
}

fn to_referrer(hears: &ReferrerHears, draft: Option<Draft>) -> Tell {
    let route = match hears {
        ReferrerHears::HerOwnLetter => None,
        ReferrerHears::Reasons { .. } => Some(Route::Email),
        ReferrerHears::ReceiptOnly | ReferrerHears::ReasonsOnPaper { .. } => Some(Route::Letter),
    };
    match (route, draft) {
        (Some(route), Some(draft)) => Tell::Letter(Letter { route, words: draft.words }),
        (Some(_) | None, _) => Tell::NotTold { why: "She asked for herself.".to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use porch_app::{DatabaseUrl, Store, appointment, care, comment, footprint, said_and_done, screening};
    use porch_domain::{
        footprint::Suggested,
        front_door::TaskKind,
        measure::Period,
        message::{MessageKind, MessageStage},
        referral::{AppointmentState, Attendance as Came, leaving::in_the_way},
        screening::ScreeningStage,
    };

    use super::*;
    use crate::world::{self, Machine};

    /// The weeks before an instant, carried out in a database of its own.
    fn made(folder: &std::path::Path, now: Timestamp) -> Ctx {
        made_of(folder, now, include_str!("../../../footprints/kent-medway.toml"))
    }

    fn made_of(folder: &std::path::Path, now: Timestamp, text: &str) -> Ctx {
        let rules = porch_domain::footprint::Footprint::parse(text).unwrap();
        let name = format!("{}-{}.db", rules.name, now.as_second());
        let store = Store::open(&DatabaseUrl::Sqlite(folder.join(name)), true).unwrap();
        let world = Standing::at(now, &Machine::world());
        let plan = service::weeks_before(now, &rules);
        let then = Standing::at(begins(&plan, now), &world);
        let rules = footprint::apply(&store, then.as_ref(), &world::operator(), text, None).unwrap();
        open_accounts(&Ctx::new(store.clone(), Arc::clone(&rules), world::operator(), then)).unwrap();
        let ctx = Ctx::new(store, rules, world::operator(), world);
        carry_out(&ctx, &plan).unwrap_or_else(|error| panic!("{now}: {error}"));
        catch_up(&ctx).unwrap();
        ctx
    }

    /// Something of every kind waits, a series falls, a treatment is suggested, and risk was answered to somebody.
    fn questionnaires(now: Timestamp, of: &dyn Fn(&str) -> Ctx, caseload: &[porch_app::CaseloadLine]) {
        let (clinician, manager) = (of("demo-clinician"), of("demo-manager"));
        let (waiting, _) = screening::waiting(&clinician).unwrap();
        for stage in [ScreeningStage::Done, ScreeningStage::Opened, ScreeningStage::Given] {
            assert!(waiting.iter().any(|line| line.stage == stage), "{now}: {stage:?}");
        }
        assert!(waiting.iter().any(|line| line.owner == "demo-clinician"), "{now}: whoever has a link reads something");

        let pages =
            caseload.iter().map(|line| screening::of_referral(&clinician, line.referral, "care").unwrap().unwrap());
        let pages: Vec<_> = pages.collect();
        let of_several = |page| screening::trends(&clinician, page).into_iter().filter(|trend| trend.change.is_some());
        assert_eq!(pages.iter().flat_map(of_several).count(), 1, "{now}: one series");
        let suggested = |page: &&screening::OfReferral| page.suggestions.iter().any(|(_, one)| *one == Suggested::Yes);
        assert_eq!(pages.iter().filter(suggested).count(), 1, "{now}: one treatment is suggested");
        let talks = |page: &&screening::OfReferral| {
            page.referral.triage.open_tasks().any(|(task, _)| task == TaskKind::TalkAboutAnswers)
        };
        assert!(pages.iter().any(|page| talks(&page)), "{now}: somebody is to be talked with");

        // The one that is open is with somebody by name: a banner on every page would say what the demonstration is not about.
        let alerts: Vec<_> = pages.iter().filter_map(|page| page.referral.risk_alert()).collect();
        assert!(alerts.len() == 1 && alerts[0].acknowledged.is_some(), "{now}: {alerts:?}");

        let year = Period { from: manager.today() - jiff::Span::new().years(1), to: manager.today() };
        let total = screening::coverage(&manager, year).unwrap().total();
        assert!(total.asked >= 3 && total.refused >= 1 && total.not_asked_in_all() >= 3, "{now}: {total:?}");
    }

    fn caseload_of(ctx: &Ctx) -> Vec<ReferralId> {
        care::caseload(ctx, &care::Filter::All, None).unwrap().lines.iter().map(|line| line.referral).collect()
    }

    /// Appointments with what told of them: arrived, not arrived, moved, reminded, to be posted; and a contact that was missed of
    /// which the invitation did not arrive.
    fn told(now: Timestamp, ctx: &Ctx, caseload: &[ReferralId]) {
        let pages = caseload.iter().filter_map(|id| appointment::page(ctx, *id).unwrap());
        let all: Vec<_> = pages.flat_map(|page| page.all).collect();
        let expected = all.iter().filter(|(one, _)| one.state == AppointmentState::Stands);
        assert!(expected.clone().all(|(one, _)| one.starts_at > now), "{now}: expected in the past");
        assert_eq!(expected.count(), 5, "{now}");
        let count = |kind, route, stage| {
            let of_it = |told: &&appointment::Told| (told.kind, told.route, told.stage) == (Some(kind), route, stage);
            all.iter().flat_map(|(_, told)| told).filter(of_it).count()
        };
        let (invited, reminded) = (MessageKind::Appointment, MessageKind::Reminder);
        assert_eq!(count(invited, Route::Text, MessageStage::Delivered), 7, "{now}");
        assert_eq!(count(invited, Route::Email, MessageStage::Sent), 1, "{now}");
        assert_eq!(count(invited, Route::Letter, MessageStage::Queued), 1, "{now}: to be posted");
        assert_eq!(count(invited, Route::Text, MessageStage::Failed), 1, "{now}");
        assert!(count(reminded, Route::Text, MessageStage::Delivered) >= 3, "{now}");
        let missed = all.iter().filter(|(one, _)| one.state == AppointmentState::Met(Came::DidNotAttend));
        let arrived = |told: &[appointment::Told]| told.iter().any(|one| one.stage == MessageStage::Delivered);
        assert_eq!(missed.map(|(_, told)| arrived(told)).collect::<Vec<_>>(), [false, true], "{now}");
        assert!(all.iter().any(|(one, _)| one.state == AppointmentState::Cancelled), "{now}: one was moved");
    }

    // E1, N1: each footprint that comes with the program can be shown at work.
    #[test]
    fn a_demonstration_can_be_made_of_each_footprint_that_comes_with_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2026-11-18T14:20:00Z".parse().unwrap();
        for (name, text) in crate::local_rules::EMBEDDED {
            let ctx = made_of(folder.path(), now, text);
            let actor = Actor::Staff { account: "demo-clinician".to_owned(), role: role_of("demo-clinician") };
            let clinician = Ctx { actor, ..ctx.clone() };
            let caseload = care::caseload(&clinician, &care::Filter::All, None).unwrap().lines;
            assert!(caseload.len() >= 18, "{name}: {} in care", caseload.len());
            let between = handover::list(&clinician, &handover::Asked::default()).unwrap();
            assert!(between.to_answer.lines.len() >= 2, "{name}: {} to answer", between.to_answer.lines.len());
            assert_eq!(ctx.store.verify(&mut |_| {}).unwrap().failures, 0, "{name}");
        }
    }

    #[test]
    fn whenever_a_demonstration_is_begun_every_page_has_something_to_show() {
        let folder = tempfile::tempdir().unwrap();
        // A working day, a Sunday, a sitting that goes on, midnight, a bank holiday, and after both changes of the clocks.
        for now in [
            "2026-11-18T14:20:00Z",
            "2026-11-22T12:50:00Z",
            "2026-11-23T10:20:00Z",
            "2026-11-25T00:00:20Z",
            "2026-12-25T09:30:00Z",
            "2027-03-29T08:00:00Z",
            "2026-10-26T23:59:00Z",
            "2026-05-05T07:00:00Z",
        ] {
            let now: Timestamp = now.parse().unwrap();
            let ctx = made(folder.path(), now);
            let of = |account: &str| Ctx {
                actor: Actor::Staff { account: account.to_owned(), role: role_of(account) },
                ..ctx.clone()
            };
            let (worker, clinician) = (of("demo-duty"), of("demo-clinician"));

            let passed_on = comment::with_duty(&worker).unwrap();
            let said = comment::list(&of("demo-manager")).unwrap();
            assert_eq!(
                (passed_on.waiting.len(), passed_on.late, said.waiting.len(), said.done.len()),
                (1, 0, 4, 5),
                "{now}"
            );
            assert_eq!(said_and_done::shown(&ctx).unwrap().len(), 3, "{now}");

            let board = duty::board(&worker, worker.today()).unwrap();
            assert!(board.rota.len() >= 20, "{now}: {} lines of the rota", board.rota.len());
            assert_eq!((board.going_on.len(), board.day.unwrap().log.len()), (1, 4), "{now}");
            assert!(board.going_on[0].1.by != "demo-duty", "{now}: whoever has a link begins a shift of her own");

            told(now, &clinician, &caseload_of(&clinician));

            let between = handover::list(&clinician, &handover::Asked::default()).unwrap();
            assert!(between.to_answer.lines.len() >= 2, "{now}: {} to answer", between.to_answer.lines.len());
            assert!(between.back.lines.len() >= 2, "{now}: {} came back", between.back.lines.len());
            assert_eq!(between.onward.lines.len(), 1, "{now}");

            let caseload = care::caseload(&clinician, &care::Filter::All, None).unwrap().lines;
            assert!(caseload.len() >= 18, "{now}: {} in care", caseload.len());
            let mine = care::caseload(&clinician, &care::Filter::Mine, None).unwrap().lines;
            let open = |line: &porch_app::CaseloadLine| {
                deciding::in_care(&clinician, line.referral).unwrap().map(|opened| in_the_way(&opened.referral).len())
            };
            let open: Vec<_> = mine.iter().filter_map(open).collect();
            assert!(open.contains(&0) && open.iter().any(|open| *open > 0), "{now}: {open:?}");

            let sittings = meeting::sittings(&worker).unwrap();
            assert!(sittings.held.iter().any(|line| line.closed_at.is_some()), "{now}: a sitting was held");
            let next = ctx.rules.footprint.meeting.sits_next(now).unwrap();
            let room = meeting::room(&worker, next, Wanted::First).unwrap().unwrap();
            assert!(room.cases.len() >= 10, "{now}: {} cases", room.cases.len());

            questionnaires(now, &of, &caseload);

            let verified = ctx.store.verify(&mut |_| {}).unwrap();
            assert_eq!(verified.failures, 0, "{now}");
        }
    }
}
