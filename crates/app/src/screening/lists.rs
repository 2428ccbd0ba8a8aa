//! Questionnaires as pages list them: those of a referral with what follows from their scores, those that wait for somebody,
//! and what was asked at routine contacts.

use jiff::{SignedDuration, Timestamp, civil::Date};
use porch_domain::{
    calendar::local_date,
    footprint::{RiskKnown, Suggested, Suggestion, baby_days},
    front_door::Situation,
    ids::ReferralId,
    measure::{Coverage, Period, Recorded, coverage as coverage_of},
    referral::Referral,
    screening::{InstrumentId, Item, RiskState, Scored, Screening, ScreeningStage, Total},
};
use porch_store::{ScreeningLine, load};

use super::{MOST, screening_of};
use crate::{
    Ctx,
    access::{Action, check, check_of, may_with},
    account::Names,
    error::AppError,
    look,
    referral::referral_of,
};

/// One questionnaire as a page shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// As it stands.
    pub screening: Screening,
    /// What the list shows of it.
    pub line: ScreeningLine,
}

/// Everything about questionnaires of one referral.
#[derive(Debug, Clone)]
pub struct OfReferral {
    /// The referral.
    pub referral: Referral,
    /// Each, the latest first.
    pub shown: Vec<Shown>,
    /// The names that colleagues read.
    pub names: Names,
    /// The treatments that scores bear on, each with its score and whether it is suggested (PR-24).
    pub suggestions: Vec<(Suggestion, Suggested)>,
}

impl Shown {
    /// What its definition made of it; none where it has no score, or was taken back.
    pub fn scored(&self) -> Option<&Scored> {
        self.screening.scored().filter(|_| self.line.stage != ScreeningStage::TakenBack)
    }
}

/// The questionnaires of a referral. The look names it, and is on disk before any is shown.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn of_referral(ctx: &Ctx, id: ReferralId, why: &str) -> Result<Option<OfReferral>, AppError> {
    look::records(ctx, Action::SeeReferral, "questionnaires", why, || {
        let found = ctx.store.read(|tx| {
            let stream = load(tx, ctx.footprint(), id)?;
            let Some(referral) = referral_of(&stream).cloned() else { return Ok(None) };
            let mut shown = Vec::new();
            for line in ScreeningLine::of_referral(tx, ctx.footprint(), id, MOST)? {
                let stream = load(tx, ctx.footprint(), line.id)?;
                let screening = screening_of(&stream).cloned();
                shown.extend(screening.map(|screening| Shown { screening, line }));
            }
            Ok(Some((referral, shown, Names::read(tx, ctx.footprint())?)))
        })?;
        let Some((referral, shown, names)) = found else { return Ok((None, vec![id.to_string()])) };
        check_of(ctx, Action::SeeReferral, &referral)?;
        let suggestions = suggestions(ctx, &referral, &shown);
        Ok((Some(OfReferral { referral, shown, names, suggestions }), vec![id.to_string()]))
    })
}

/// Each treatment for which there is a score, with whether it is suggested: by the newest score, and only after somebody
/// talked with her.
fn suggestions(ctx: &Ctx, referral: &Referral, shown: &[Shown]) -> Vec<(Suggestion, Suggested)> {
    let rules = ctx.rules.footprint.screening();
    let days = born_on(referral, ctx.today()).map(|born| baby_days(born, ctx.today()));
    let newest = |instrument: &InstrumentId| {
        // A limit of today says nothing of a total that meant something else.
        let now = ctx.instruments().definition(instrument)?.hash();
        let form = |one: &Shown| one.screening.form().map(|form| form.definition.clone());
        let counts = |one: &Shown| form(one).is_some_and(|hash| ctx.instruments().are_comparable(now, &hash));
        shown.iter().find(|one| one.line.instrument == *instrument && one.scored().is_some()).filter(|one| counts(one))
    };
    let each = rules.suggestions.iter().filter_map(|suggestion| {
        let scored = newest(&suggestion.instrument)?.scored()?;
        let total = scored.total.and_then(|total| total.whole());
        let risk = match scored.risk() {
            _ if referral.risk_open() => RiskKnown::Open,
            Some(RiskState::NotAsked) => RiskKnown::NotAsked,
            Some(RiskState::Positive | RiskState::Negative) | None => RiskKnown::Asked,
        };
        Some((suggestion.clone(), suggestion.suggested(total, days, risk)))
    });
    each.collect()
}

/// When her youngest baby was born: only where a living baby at home or in hospital was told of, and a date is known.
fn born_on(referral: &Referral, today: Date) -> Option<Date> {
    let baby = match referral.asked.situation? {
        Situation::LivingBaby | Situation::Baby | Situation::TwinsOneLost | Situation::NeonatalCare => true,
        Situation::Preconception
        | Situation::Pregnant
        | Situation::BabyElsewhere
        | Situation::Miscarriage
        | Situation::EctopicOrMolar
        | Situation::Termination
        | Situation::Stillbirth
        | Situation::NeonatalDeath
        | Situation::Loss
        | Situation::NotSaid => false,
    };
    let dates = referral.pregnancy.iter().chain(&referral.pregnancies).map(|pregnancy| pregnancy.due_or_end_on);
    baby.then(|| dates.filter(|born| *born <= today).max()).flatten()
}

/// For so long an answer stands for the same question asked again: most ask about the days before, and an older answer is about
/// other days. This project's own choice.
const STANDS_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Answers that she gave already to questions of an instrument, asked with another (R5).
#[derive(Debug, Clone)]
pub struct Already<'a> {
    /// With what.
    pub shown: &'a Shown,
    /// When.
    pub at: Timestamp,
    /// Each question, by its id here, with the place of the answer.
    pub answers: Vec<(&'a str, u8)>,
}

/// What she answered already of an instrument: in the same words, with the same options, and not long ago. The newest
/// questionnaire with such answers counts; one that was taken back never does. It is shown with its source, and a person says
/// whether it stands.
pub fn asked_already<'a>(ctx: &'a Ctx, found: &'a OfReferral, what: &InstrumentId) -> Option<Already<'a>> {
    let instruments = ctx.instruments();
    let (definition, pack) = (instruments.definition(what)?, instruments.pack(what, "en")?);
    let same = |one: &'a Shown| {
        let counts = one.line.instrument != *what && one.line.stage != ScreeningStage::TakenBack;
        let form = one.screening.form().filter(|_| counts)?;
        let at = one.line.finished_at.filter(|at| ctx.now.duration_since(*at) <= STANDS_FOR)?;
        let other = instruments.by_hash(&form.definition)?;
        let words = instruments.pack_by_hash(form.pack.as_deref()?)?;
        if (definition.recall_days(), pack.stem()) != (other.recall_days(), words.stem()) {
            return None;
        }
        let answered = |item: &'a Item| {
            let asked = pack.item(item.id())?;
            let mut others = other.items().iter().enumerate();
            let (nth, twin) = others.find(|(_, twin)| {
                let same_words =
                    words.item(twin.id()).is_some_and(|said| said.text == asked.text && said.options == asked.options);
                same_words && twin.options() == item.options()
            })?;
            Some((item.id(), one.screening.answer_at(nth, twin.id())?))
        };
        let answers: Vec<_> = definition.items().iter().filter_map(answered).collect();
        (!answers.is_empty()).then_some(Already { shown: one, at, answers })
    };
    found.shown.iter().find_map(same)
}

/// Totals that may be laid beside each other: of one instrument, and of definitions whose totals mean the same (H04).
#[derive(Debug, Clone)]
pub struct Trend {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The version of the newest of them, where it is an earlier one than what is asked now.
    pub older: Option<String>,
    /// Each total with when it was finished, the first first.
    pub totals: Vec<(Total, Option<Timestamp>)>,
    /// How far the last lies from the first, in words; none where no rule says what counts.
    pub change: Option<String>,
}

/// The totals of a referral, those of the newest questionnaire first.
pub fn trends(ctx: &Ctx, found: &OfReferral) -> Vec<Trend> {
    let mut groups: Vec<(&str, Vec<&Shown>)> = Vec::new();
    for one in found.shown.iter().filter(|one| one.scored().is_some_and(|scored| scored.total.is_some())) {
        let Some(form) = one.screening.form() else { continue };
        let hash = form.definition.as_str();
        let group = groups.iter_mut().find(|(newest, of)| {
            of.first().is_some_and(|first| first.line.instrument == one.line.instrument)
                && ctx.instruments().are_comparable(newest, hash)
        });
        match group {
            Some((_, of)) => of.push(one),
            None => groups.push((hash, vec![one])),
        }
    }
    groups.into_iter().filter_map(|(hash, of)| trend(ctx, hash, &of)).collect()
}

fn trend(ctx: &Ctx, hash: &str, of: &[&Shown]) -> Option<Trend> {
    let total = |one: &&Shown| Some((one.scored()?.total?, one.line.finished_at));
    let totals: Vec<_> = of.iter().rev().filter_map(total).collect();
    let definition = ctx.instruments().by_hash(hash);
    let change = definition.zip(totals.first().zip(totals.last()).filter(|_| totals.len() > 1));
    let change = change.and_then(|(definition, (first, last))| {
        let source = definition.change_source().unwrap_or_default();
        Some(format!("From the first to the last: {} ({source})", definition.change(first.0, last.0)?.label()))
    });
    let older =
        definition.filter(|_| ctx.instruments().is_earlier(hash)).map(|definition| definition.version().to_owned());
    Some(Trend { instrument: of.first()?.line.instrument.clone(), older, totals, change })
}

/// Those that wait for somebody, as far as whoever asks may see them, the ones to read first.
///
/// # Errors
/// When the actor may not, or the database cannot be read or written.
pub fn waiting(ctx: &Ctx) -> Result<(Vec<ScreeningLine>, Names), AppError> {
    look::records(ctx, Action::SeeReferral, "questionnaires that wait", "care", || {
        let (lines, names) = ctx
            .store
            .read(|tx| Ok((ScreeningLine::waiting(tx, ctx.footprint(), MOST)?, Names::read(tx, ctx.footprint())?)))?;
        let mut lines: Vec<_> =
            lines.into_iter().filter(|line| may_with(ctx, Action::SeeReferral, &line.owned.whose())).collect();
        lines.sort_by_key(|line| (line.stage, line.asked_at));
        let subjects = lines.iter().map(|line| line.referral.to_string()).collect();
        Ok(((lines, names), subjects))
    })
}

/// Of the questions that belonged to the routine contacts of a period, what was asked and what was not. It names nobody.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn coverage(ctx: &Ctx, period: Period) -> Result<Coverage, AppError> {
    check(ctx, Action::SeeReport)?;
    // A contact whose time still runs is not missing yet.
    let over = ctx.today().yesterday().unwrap_or(Date::MIN);
    let (expected, recorded) = ctx.store.read(|tx| {
        Ok((porch_store::expected_contacts(tx, ctx.footprint())?, ScreeningLine::at_contacts(tx, ctx.footprint())?))
    })?;
    let recorded: Vec<Recorded> = recorded
        .into_iter()
        .filter_map(|line| {
            let on = local_date(line.asked_at)?;
            let asked = matches!(line.stage, ScreeningStage::Read | ScreeningStage::Done) && line.answered > 0;
            // What was taken back counts as not recorded.
            let not_asked = line.why.filter(|_| line.stage == ScreeningStage::NotAsked);
            (asked || not_asked.is_some()).then_some(Recorded {
                person: line.person,
                contact: line.contact?,
                instrument: line.instrument,
                on,
                not_asked,
            })
        })
        .collect();
    let contacts = &ctx.rules.footprint.screening().contacts;
    // What was held today was held; what could still be held today is not missing.
    Ok(coverage_of(contacts, &expected, &recorded, period, over))
}
