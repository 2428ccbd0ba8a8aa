//! What was asked and what came out: risk before any total, and never "negative" for what was not asked (H03).

use maud::{Markup, html};
use porch_app::{
    Ctx,
    access::{Action, may_with},
    screening::{self, OfReferral, Shown},
};
use porch_domain::{
    calendar::local_date,
    footprint::{OfAge, Suggested, Suggestion},
    ids::ScreeningId,
    screening::{Beside, InstrumentId, Interpreting, RiskState, ScreeningStage, Way},
};

use super::{Returned, address, entry, giving, language, own_page};
use crate::{
    Site,
    components::{
        BackLink, Button, ButtonVariant, Content, Details, Input, InputWidth, InsetText, Label, Level, SummaryList,
        SummaryRow, Textarea, WarningCallout, back_link, button, details, input, inset_text, summary_list, textarea,
        warning_callout,
    },
    moment,
    sign_in::SignedIn,
};

/// The whole page.
pub(super) fn page(site: &Site, who: &SignedIn, found: &OfReferral, returned: &Returned) -> Markup {
    let ctx = site.ctx_of(who);
    let reference = found.referral.reference.as_deref().unwrap_or("from another system");
    let back = format!("/referrals/{}", found.referral.id);
    html! {
        (back_link(&BackLink { content: "The referral".into(), target: back.as_str().into(), ..BackLink::default() }))
        (returned.errors.summary())
        @if let Some(why) = &returned.refused {
            (warning_callout(&WarningCallout {
                heading: "This was not done",
                level: Level::H2,
                content: Content::from(format!("Nothing was changed: {why}.").as_str()),
                ..WarningCallout::default()
            }))
        }
        h1 { span class="nhsuk-caption-l" { "Referral " (reference) } " Questionnaires" }
        @if let Some(link) = &returned.link {
            (giving::made(&returned.site, link))
            (own_page::send_form(site, found.referral.id, link, returned.way))
        }
        @for (suggestion, suggested) in &found.suggestions { (suggestion_of(suggestion, *suggested)) }
        (follow_ups(&ctx, found))
        @if may_with(&ctx, Action::AddToReferral, &found.referral.whose()) { (giving::next_steps(&ctx, found, returned)) }
        h2 class="nhsuk-heading-m" id="asked" { "What was asked" }
        @if found.shown.is_empty() { p { "Nothing was asked yet." } }
        (trends(&ctx, found))
        @for one in &found.shown { (card(site, &ctx, found, one, returned)) }
        p class="nhsuk-body-s" { "As at " (moment::words(ctx.now)) "." }
    }
}

/// A treatment that a score bears on: suggested, or why not. Nothing here is offered to her by itself (PR-24).
fn suggestion_of(suggestion: &Suggestion, suggested: Suggested) -> Markup {
    let why_not = match suggested {
        Suggested::Yes => None,
        Suggested::OutsideTotal => return Markup::default(),
        Suggested::NoBabyOfThatAge => Some("no baby of the age that it is for is known"),
        Suggested::RiskOpen => Some("an answer about risk waits for a named person"),
        Suggested::RiskNotAsked => Some("she was not asked about risk"),
    };
    let limits = format!(
        "{} from {} to {}",
        suggestion.instrument.as_str().to_uppercase(),
        suggestion.at_least,
        suggestion.at_most
    );
    inset_text(&InsetText {
        content: html! {
            @match why_not {
                None => p {
                    strong { "To talk about with her: " (suggestion.name) "." }
                    " Her score lies where it may help (" (limits) "). You decide, with her."
                }
                Some(why) => p { (suggestion.name) " is not suggested: " (why) "." }
            }
        }
        .into(),
        ..InsetText::default()
    })
}

/// What follows a positive answer and was not asked since (S2).
fn follow_ups(ctx: &Ctx, found: &OfReferral) -> Markup {
    let rules = ctx.rules.footprint.screening();
    let waiting = rules.follow_ups.iter().filter_map(|follow| {
        let positive = found.shown.iter().find(|one| one.line.instrument == follow.after && one.scored().is_some())?;
        let asked = |instrument: &InstrumentId| {
            found.shown.iter().any(|one| {
                one.line.instrument == *instrument
                    && one.line.asked_at >= positive.line.asked_at
                    && one.line.stage != ScreeningStage::TakenBack
            })
        };
        let done = if follow.all { follow.offers.iter().all(asked) } else { follow.offers.iter().any(asked) };
        (positive.line.positive && !done).then_some(follow)
    });
    html! {
        @for follow in waiting {
            (warning_callout(&WarningCallout {
                heading: "Asked next",
                level: Level::H2,
                content: html! {
                    p {
                        (title(ctx, follow.after.as_str())) " came out positive. "
                        @if follow.all { "Ask each of these: " } @else { "Ask one of these: " }
                    }
                    ul class="nhsuk-list" {
                        @for offer in &follow.offers {
                            li { a href={ (address(found.referral.id)) "/new?what=" (offer.as_str()) } { (title(ctx, offer.as_str())) } }
                        }
                    }
                }
                .into(),
                ..WarningCallout::default()
            }))
        }
    }
}

/// What staff call an instrument.
pub(super) fn title(ctx: &Ctx, instrument: &str) -> String {
    let known = ctx.instruments().definitions().find(|definition| definition.id().as_str() == instrument);
    known.map_or_else(|| instrument.to_owned(), |definition| definition.short_title().to_owned())
}

/// The totals of each instrument that was asked more than once, the first first. Those of versions that mean something else
/// are never laid beside each other (H04).
fn trends(ctx: &Ctx, found: &OfReferral) -> Markup {
    html! {
        @for trend in screening::trends(ctx, found) {
            @if trend.totals.len() > 1 {
                p {
                    strong {
                        (title(ctx, trend.instrument.as_str()))
                        @if let Some(version) = &trend.older { ", older version " (version) }
                        " over time: "
                    }
                    @for (nth, (total, at)) in trend.totals.iter().enumerate() {
                        @if nth > 0 { ", then " }
                        span class="porch-figure" title=[at.map(moment::words)] { (total) }
                    }
                    @if let Some(change) = &trend.change { ". " (change) }
                }
            }
        }
    }
}

fn card(site: &Site, ctx: &Ctx, found: &OfReferral, one: &Shown, returned: &Returned) -> Markup {
    let line = &one.line;
    let id = line.id;
    let row =
        |key: &'static str, value: Markup| SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() };
    let mut rows = Vec::new();
    if line.stage != ScreeningStage::NotAsked {
        rows.push(row("Risk", risk(one)));
    }
    if let Some(scored) = one.screening.scored() {
        rows.push(row("Total", total(ctx, one)));
        rows.push(row("Answered", html! { (scored.answered) " of " (scored.items) }));
    } else if line.stage == ScreeningStage::Opened {
        rows.push(row("Answered", html! { (line.answered) " so far" }));
    }
    if let Some(beside) = &one.screening.beside {
        rows.extend(words_beside(beside).into_iter().map(|(key, value)| row(key, value)));
    }
    rows.extend(routine_contact(ctx, one).map(|name| row("Routine contact", html! { (name) })));
    rows.push(row("How", how(found, one)));
    if let Some(years) = too_young(ctx, found, one) {
        rows.push(row(
            "Her age",
            html! { "Under " (years) " then: this questionnaire is made for those who are older." },
        ));
    }
    if let Some(why) = line.why {
        rows.push(row(
            "Why not",
            html! { (why.label()) (note_of(one).map_or_else(String::new, |note| format!(": {note}"))) },
        ));
    }
    if let Some(read) = &one.screening.read {
        let said = read.said.as_ref().map_or("", |said| said.text.as_str());
        rows.push(row("Read", html! { (found.names.of(&read.by)) ", " (moment::words(read.at)) ": " (said) }));
    }
    html! {
        div class="porch-card" id={ "q-" (id) } {
            h3 class="nhsuk-heading-s" {
                (title(ctx, line.instrument.as_str())) ", " (moment::words(line.asked_at)) ": " (line.stage.label())
            }
            @if let Some(taken) = &one.screening.taken_back {
                p {
                    strong { "Taken back by " (found.names.of(&taken.by)) ", " (moment::words(taken.at)) ": " }
                    (taken.said.as_ref().map_or("", |said| said.text.as_str()))
                    ". It counts as not recorded. What it raised was not taken back with it: a risk answer or a conversation ends when somebody says what was done."
                }
                del { (summary_list(&SummaryList { rows, ..SummaryList::default() })) }
            } @else {
                (summary_list(&SummaryList { rows, ..SummaryList::default() }))
            }
            @if !one.screening.answers.is_empty() || matches!(one.screening.way, Way::Entered(_)) { (entry::answers(ctx, one)) }
            @if may_with(ctx, Action::AddToReferral, &found.referral.whose()) { (acts(site, found, one, returned)) }
        }
    }
}

/// The age from which on it is sent, where she was younger when she was asked (PR-18).
fn too_young(ctx: &Ctx, found: &OfReferral, one: &Shown) -> Option<u16> {
    let asked_on = local_date(one.line.asked_at).filter(|_| one.line.stage != ScreeningStage::NotAsked)?;
    match ctx.rules.footprint.screening().of_age(&one.line.instrument, &found.referral, asked_on) {
        OfAge::TooYoung(years) => Some(years),
        OfAge::Yes | OfAge::NotKnown(_) => None,
    }
}

/// What was said of risk, in words. What was not asked is not a no.
fn risk(one: &Shown) -> Markup {
    match one.screening.risk() {
        Some(RiskState::Positive) => html! {
            strong class="nhsuk-tag nhsuk-tag--red" { "Yes" }
            " She said something about: "
            @for (nth, domain) in one.screening.risk_heard.iter().enumerate() {
                @if nth > 0 { "; " }
                (domain.label())
            }
            "."
        },
        Some(RiskState::Negative) => html! { "Asked, and she said no." },
        Some(RiskState::NotAsked) => html! { strong { "Not asked." } " That is not a no: ask her." },
        None if one.screening.scored().is_some() => {
            html! { strong { "This questionnaire does not ask." } " It says nothing about risk." }
        }
        None => html! { "Not known yet: she has answered no question about it." },
    }
}

fn total(ctx: &Ctx, one: &Shown) -> Markup {
    let Some(scored) = one.screening.scored() else { return Markup::default() };
    html! {
        @match &scored.total {
            Some(total) => { strong class="porch-figure" { (total) } ", " (scored.status.label()) }
            None => { "None: " (scored.status.label()) }
        }
        @if let Some(band) = &scored.band { "; " (band.replace('_', " ")) }
        @if let Some(form) = one.screening.form() {
            br;
            span class="nhsuk-body-s" {
                @if let Some(definition) = ctx.instruments().by_hash(&form.definition) { "Version " (definition.version()) ", " }
                @if ctx.instruments().is_earlier(&form.definition) { strong { "an older version of this questionnaire" } ", " }
                "definition " (form.definition.get(..12).unwrap_or_default())
            }
        }
    }
}

fn words_beside(beside: &Beside) -> Vec<(&'static str, Markup)> {
    let worry = beside.worry.as_ref().map(|words| ("Her worry", html! { (words) }));
    let concern = beside.concern.as_ref().map(|words| ("The clinician's concern", html! { (words) }));
    [worry, concern].into_iter().flatten().collect()
}

/// The routine contact to which it belonged, as staff call it.
fn routine_contact<'a>(ctx: &'a Ctx, one: &'a Shown) -> Option<&'a str> {
    let code = match &one.screening.way {
        Way::NotAsked(not) => Some(not.contact.as_str()),
        Way::Given(_) | Way::Entered(_) => one.screening.form().and_then(|form| form.contact.as_deref()),
    };
    code.map(|code| ctx.rules.footprint.screening().contact(code).map_or(code, |contact| contact.name.as_str()))
}

/// What somebody wrote beside why it was not asked; none once erased.
fn note_of(one: &Shown) -> Option<&str> {
    match &one.screening.way {
        Way::NotAsked(not) => not.said.as_ref().map(|said| said.text.as_str()),
        Way::Given(_) | Way::Entered(_) => None,
    }
}

fn how(found: &OfReferral, one: &Shown) -> Markup {
    let asked = one.screening.form().map(|form| (form.language.as_str(), form.interpreting));
    html! {
        @match &one.screening.way {
            Way::Given(given) => {
                "By herself; given by " (found.names.of(&given.by)) ", to be read by " (found.names.of(&given.owner))
                ", open until " (moment::words(given.until))
            }
            Way::Entered(entered) => { "Asked by " (found.names.of(&entered.by)) }
            Way::NotAsked(not) => { "Written down by " (found.names.of(&not.by)) }
        }
        @if let Some((tag, interpreting)) = asked {
            "; in " (language::name(tag))
            @if interpreting != Interpreting::NotNeeded { "; " (interpreting.label()) }
        }
    }
}

/// What can be done with it now.
fn acts(site: &Site, found: &OfReferral, one: &Shown, returned: &Returned) -> Markup {
    let waits = matches!(one.line.stage, ScreeningStage::Given | ScreeningStage::Opened);
    let id = one.line.id;
    html! {
        // What nobody answered is nothing to have read: it is taken back.
        @if (waits && one.line.answered > 0) || one.line.stage == ScreeningStage::Done {
            (act_form(site, found, id, "read", "What do you make of it?", "I have read this", returned))
        }
        @if matches!(one.line.stage, ScreeningStage::Read | ScreeningStage::NotAsked) && !matches!(one.screening.way, Way::Given(_)) {
            (details(&Details {
                summary: "Written down by mistake".into(),
                content: html! {
                    p { "It stays here, struck through, with your name and your reason, and counts as not recorded. What it raised stays: a risk answer, a conversation." }
                    (act_form(site, found, id, "take-back", "Why is it taken back?", "Take it back", returned))
                }
                .into(),
                open: returned.form.ends_with(&id.to_string()),
                ..Details::default()
            }))
        }
        @if waits {
            (details(&Details {
                summary: "Lost the link or the word, or given by mistake".into(),
                content: html! {
                    (act_form(site, found, id, "renew", "A new word, agreed with her", "Make a new link", returned))
                    @if one.line.answered == 0 {
                        (act_form(site, found, id, "take-back", "Why is it taken back?", "Take it back", returned))
                    }
                }
                .into(),
                open: returned.form.ends_with(&id.to_string()),
                ..Details::default()
            }))
        }
    }
}

fn act_form(
    site: &Site,
    found: &OfReferral,
    id: ScreeningId,
    act: &str,
    label: &str,
    press: &str,
    returned: &Returned,
) -> Markup {
    let field = format!("{act}-{id}");
    let (typed, errors) = returned.of(&field);
    let words = typed.typed("words");
    html! {
        form method="post" action={ "/questionnaires/" (id) "/" (act) } novalidate {
            input type="hidden" name="command" value=(site.world.id());
            input type="hidden" name="referral" value=(found.referral.id);
            @if act == "renew" {
                (input(&Input {
                    label: Label::from(label),
                    id: &field,
                    name: "words",
                    value: words,
                    width: Some(InputWidth::W20),
                    autocomplete: "off",
                    error: errors.of(&field).into(),
                    ..Input::default()
                }))
            } @else {
                (textarea(&Textarea {
                    label: Label::from(label),
                    id: &field,
                    name: "words",
                    value: words,
                    rows: 2,
                    error: errors.of(&field).into(),
                    ..Textarea::default()
                }))
            }
            (button(&Button {
                content: press.into(),
                variant: if act == "read" { ButtonVariant::Primary } else { ButtonVariant::Secondary },
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}
