//! The letters of a decision, filled from the texts that fit her situation.

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    calendar::local_date,
    disallowed::Disallowed,
    footprint::{Footprint, TeamCode},
    front_door::Confidant,
    ids::ReferralId,
    message::{Recipient, TemplateUsed, Words},
    person::Person,
    referral::{CitedCriterion, Grounds, HandoverAgreement, Referral, ReferrerHears, ToldInPerson, Verdict, reason},
};

use super::{identity_of, tellings::Desk};
use crate::{
    Ctx,
    access::{Action, check, check_of},
    account,
    error::AppError,
    template::{self, Filling, LetterKind, Number},
};

/// What the letters of a decision or a question rest on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// Reasons, own words, what would change it, the way back.
    pub grounds: Grounds,
    /// Who can help her meanwhile.
    pub meanwhile: Option<String>,
    /// Why she is taken on.
    pub because: Option<String>,
    /// Whether she agrees that the team hears of her; none where she was not asked.
    pub agreement: Option<HandoverAgreement>,
    /// Who told her in person, and when.
    pub told_in_person: Option<ToldInPerson>,
    /// Why no letter goes to her; none where one does.
    pub she_is_not_told: Option<String>,
    /// Who else reads her letter, as she agreed.
    pub copied_to: Vec<Confidant>,
    /// The organisation to which a letter to the referrer goes.
    pub organisation: Option<String>,
    /// What is asked.
    pub question: String,
    /// Until when an answer is waited for.
    pub until: Option<Timestamp>,
    /// What is planned, where care ends.
    pub leaving: Option<Planned>,
}

/// What is planned for her once care has ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Planned {
    /// Who helps her, and what she does when it gets worse.
    pub plan: String,
    /// What she does early in another pregnancy.
    pub early_pregnancy: String,
    /// The service that has her from now on.
    pub onward: Option<String>,
}

/// A letter as it is drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The text that it is drafted from.
    pub template: TemplateUsed,
    /// What it says.
    pub words: Words,
}

/// Both letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafts {
    /// To her.
    pub to_woman: Draft,
    /// To whoever referred her; none where she asked for herself. To family it is a receipt (PR-15).
    pub to_referrer: Option<Draft>,
}

/// Fills both letters from the texts that fit (INV-10). Nothing is stored.
///
/// # Errors
/// When the actor may not, there is no such referral, the database cannot be read, or an approved text cannot be filled.
pub fn prepare(ctx: &Ctx, id: ReferralId, verdict: Option<&Verdict>, matter: &Matter) -> Result<Drafts, AppError> {
    check(ctx, Action::DecideReferral)?;
    let desk = Desk::load(ctx, id)?;
    if let Some(referral) = desk.referral() {
        check_of(ctx, Action::DecideReferral, referral)?;
    }
    drafts(ctx, &desk, verdict, matter)
}

/// Fills both letters of a decision, or of a question where there is no verdict.
pub(super) fn drafts(ctx: &Ctx, desk: &Desk, verdict: Option<&Verdict>, matter: &Matter) -> Result<Drafts, AppError> {
    let referral = desk.referral().ok_or(Disallowed::Unknown)?;
    let kind = if matter.leaving.is_some() { LetterKind::Discharge } else { kind_of(verdict) };
    let decider = account::display_name(ctx)?;
    let filling = |recipient| Filling {
        decider: decider.clone(),
        ..filling(ctx, referral, desk.person.as_ref(), verdict, matter, recipient)
    };
    let draft = |kind, recipient| -> Result<Draft, AppError> {
        let text = template::fitting(ctx, kind, recipient, referral.situation())?;
        let words = template::fill(&text.subject, &text.body, &filling(recipient)).map_err(AppError::Unfit)?;
        Ok(Draft { template: text.used(), words })
    };
    let to_referrer = match referral.referrer_hears() {
        ReferrerHears::HerOwnLetter => None,
        ReferrerHears::ReceiptOnly => Some(draft(LetterKind::Receipt, Recipient::Referrer)?),
        ReferrerHears::Reasons { .. } | ReferrerHears::ReasonsOnPaper { .. } => Some(draft(kind, Recipient::Referrer)?),
    };
    Ok(Drafts { to_woman: draft(kind, Recipient::Woman)?, to_referrer })
}

/// Fills the letter that introduces her to the team that has accepted her, in the name of whoever accepts.
pub(super) fn introduction(ctx: &Ctx, desk: &Desk, to: &TeamCode) -> Result<Draft, AppError> {
    let referral = desk.referral().ok_or(Disallowed::Unknown)?;
    let text = template::fitting(ctx, LetterKind::Introduce, Recipient::Woman, referral.situation())?;
    let verdict = Verdict::Accept { team: to.clone() };
    let matter = Matter::default();
    let filling = Filling {
        decider: account::display_name(ctx)?,
        ..filling(ctx, referral, desk.person.as_ref(), Some(&verdict), &matter, Recipient::Woman)
    };
    let words = template::fill(&text.subject, &text.body, &filling).map_err(AppError::Unfit)?;
    Ok(Draft { template: text.used(), words })
}

fn kind_of(verdict: Option<&Verdict>) -> LetterKind {
    match verdict {
        None => LetterKind::Ask,
        Some(Verdict::Accept { .. }) => LetterKind::Accept,
        Some(Verdict::Reject { .. }) => LetterKind::Reject,
        Some(Verdict::Signpost { .. }) => LetterKind::Signpost,
        Some(Verdict::Advise { .. }) => LetterKind::Advise,
        Some(Verdict::Withdraw) => LetterKind::Withdraw,
    }
}

fn filling(
    ctx: &Ctx,
    referral: &Referral,
    person: Option<&Person>,
    verdict: Option<&Verdict>,
    matter: &Matter,
    recipient: Recipient,
) -> Filling {
    let footprint = &ctx.rules.footprint;
    // Care is ended by the team that is responsible.
    let responsible = referral.held().filter(|_| matter.leaving.is_some()).map(|held| &held.by);
    let (team, team_public) = team_names(footprint, verdict, responsible);
    let identity = identity_of(person);
    let story = referral.story();
    let referrer = story.and_then(|story| story.referrer.clone()).unwrap_or_default();
    let told = matter.told_in_person.as_ref();
    let text = |text: &Option<String>| text.clone().unwrap_or_default().trim().to_owned();
    let some = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    Filling {
        today: day_in_words(ctx.today()),
        reference: referral.reference.clone().unwrap_or_else(|| "not given".to_owned()),
        her_name: identity.name,
        born: identity.birth_date.map(day_in_words),
        own_words: story.and_then(|story| some(&story.own_words)),
        referrer: if referrer.name.trim().is_empty() { "Colleague".to_owned() } else { referrer.name },
        organisation: some(&matter.organisation).or(some(&referrer.organisation)),
        received_on: instant_in_words(referral.received_at),
        team,
        team_public,
        reasons: matter.grounds.reasons.iter().filter_map(|code| reason_for(code, recipient)).collect(),
        criteria: match recipient {
            Recipient::Referrer => matter.grounds.criteria.iter().map(criterion_for).collect(),
            Recipient::Woman => Vec::new(),
        },
        in_own_words: some(&matter.grounds.in_own_words),
        because: some(&matter.because),
        what_would_change: text(&matter.grounds.what_would_change),
        way_back: text(&matter.grounds.way_back),
        meanwhile: text(&matter.meanwhile),
        signpost: match verdict {
            Some(Verdict::Signpost { signposted_to, .. }) => signposted_to.trim().to_owned(),
            Some(Verdict::Accept { .. } | Verdict::Reject { .. } | Verdict::Advise { .. } | Verdict::Withdraw)
            | None => String::new(),
        },
        advice: match verdict {
            Some(Verdict::Advise { advice, .. }) => advice.trim().to_owned(),
            Some(Verdict::Accept { .. } | Verdict::Reject { .. } | Verdict::Signpost { .. } | Verdict::Withdraw)
            | None => String::new(),
        },
        told_by: told.map(|told| told.by.trim().to_owned()),
        told_on: told.map(|told| instant_in_words(told.at)),
        she_knows: she_knows(matter),
        copies: matter.copied_to.iter().map(|confidant| copy_reader(*confidant).to_owned()).collect(),
        question: matter.question.trim().to_owned(),
        until: matter.until.map(instant_in_words).unwrap_or_default(),
        plan: matter.leaving.as_ref().map(|planned| planned.plan.trim().to_owned()).unwrap_or_default(),
        early_pregnancy: matter
            .leaving
            .as_ref()
            .map(|planned| planned.early_pregnancy.trim().to_owned())
            .filter(|advice| !advice.is_empty()),
        appointment_day: String::new(),
        appointment_time: String::new(),
        how: String::new(),
        place: None,
        instead_of: None,
        link: String::new(),
        onward: matter.leaving.as_ref().and_then(|planned| some(&planned.onward)),
        decider: String::new(),
        urgent: numbers(footprint),
    }
}

/// What any letter to her is filled with, whatever it is about.
pub(crate) fn letter_filling(ctx: &Ctx, referral: &Referral, person: Option<&Person>) -> Filling {
    filling(ctx, referral, person, None, &Matter::default(), Recipient::Woman)
}

fn team_names(footprint: &Footprint, verdict: Option<&Verdict>, responsible: Option<&TeamCode>) -> (String, String) {
    let named = |code: &TeamCode| footprint.team_by_code(code);
    let team = match verdict {
        Some(
            Verdict::Accept { team }
            | Verdict::Reject { team }
            | Verdict::Signpost { team, .. }
            | Verdict::Advise { team, .. },
        ) => named(team),
        Some(Verdict::Withdraw) | None => responsible.and_then(named),
    };
    let team = team.unwrap_or_else(|| footprint.front_door());
    (team.name.clone(), team.public_name.clone())
}

/// Whom to ring. What stands beside a number in the local rules may speak of a baby; a letter that may reach somebody who
/// lost one says the number alone (H07).
fn numbers(footprint: &Footprint) -> Vec<Number> {
    let presumes = |note: &String| ["baby", "pregnan", "birth"].iter().any(|word| note.to_lowercase().contains(word));
    let routes = footprint.urgent_routes.iter();
    routes
        .map(|route| Number {
            name: route.name.clone(),
            number: route.number.clone(),
            note: route.note.clone().filter(|note| !presumes(note)),
            hours: route.hours.clone(),
        })
        .collect()
}

/// What the referrer reads of what she knows.
fn she_knows(matter: &Matter) -> String {
    let in_person = matter
        .told_in_person
        .as_ref()
        .map(|told| format!("{} told her in person on {}.", told.by.trim(), instant_in_words(told.at)));
    let letter = match &matter.she_is_not_told {
        None => "A letter goes to her as well.".to_owned(),
        Some(_) if in_person.is_some() => "No letter goes to her.".to_owned(),
        Some(_) => "She has not been told yet. Please do not tell her before we have.".to_owned(),
    };
    match in_person {
        Some(in_person) => format!("{in_person} {letter}"),
        None if matter.she_is_not_told.is_none() => "A letter goes to her.".to_owned(),
        None => letter,
    }
}

/// A reason as its reader understands it; "another reason" is said by the own words alone.
fn reason_for(code: &str, recipient: Recipient) -> Option<String> {
    if code == reason::OTHER {
        return None;
    }
    Some(match recipient {
        Recipient::Referrer => format!("{}.", reason::label(code)),
        Recipient::Woman => match code {
            "criteria_not_met" => "What we heard does not fit what we can help with.".to_owned(),
            "other_team_fits" => "Another team can help you better with this.".to_owned(),
            "already_with_other_team" => "Another team is helping you with this now.".to_owned(),
            "lives_elsewhere" => "A team nearer to where you live looks after this.".to_owned(),
            "she_prefers_otherwise" => "You told us that you do not want this now.".to_owned(),
            reason::NOT_REACHED => "We could not reach you.".to_owned(),
            "advice_was_enough" => "Advice to the people who look after you was enough.".to_owned(),
            other => format!("{}.", reason::label(other)),
        },
    })
}

/// A criterion as a professional reads it: what it said on the day of the referral, and whose words they are (D26).
fn criterion_for(criterion: &CitedCriterion) -> String {
    format!("{} (since {}; {})", criterion.text, day_in_words(criterion.from), criterion.source)
}

/// Who reads a copy, as she is told.
fn copy_reader(confidant: Confidant) -> &'static str {
    match confidant {
        Confidant::Gp => "your GP",
        Confidant::Midwife => "your midwife",
        Confidant::HealthVisitor => "your health visitor",
        Confidant::Supporter => "the person you named who supports you",
    }
}

/// A date as a letter says it.
fn day_in_words(on: Date) -> String {
    on.strftime("%-d %B %Y").to_string()
}

fn instant_in_words(at: Timestamp) -> String {
    local_date(at).map(day_in_words).unwrap_or_default()
}
