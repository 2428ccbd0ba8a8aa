//! Which teams and services fit, why, what is missing, and until when each is open to her. It proposes; a person decides.

use maud::{Markup, html};
use porch_app::deciding;
use porch_domain::{
    eligibility::{self, Agreement, Asked, Counted, Fit, Open, Proposed, Until, counted, propose, until},
    footprint::{Destination, Footprint, HowSevere},
    referral::Verdict,
};

use super::{View, choose::address};
use crate::{
    components::{
        Button, ButtonVariant, Cell, Label, Select, SelectItem, Size, Table, TableCaption, button, select, table,
    },
    moment,
};

/// The field that says how severe the decider judges it to be.
pub(super) const SEVERITY: &str = "severity";
/// The field that says why it is decided otherwise than proposed.
pub(super) const OTHERWISE: &str = "otherwise";

/// Whether a verdict is what is proposed.
pub(super) fn agreement(view: &View, verdict: &Verdict) -> Option<Agreement> {
    let today = moment::local(view.now).date();
    let facts = deciding::facts(&view.opened, view.how_severe, today);
    eligibility::agreement(&view.footprint, &propose(&view.footprint, &facts, today), verdict)
}

/// How severe it is, which is asked nowhere before: without it most proposals are not known.
fn judged(view: &View) -> Markup {
    let mut items = vec![SelectItem::new("", "Nobody has judged it yet")];
    items.extend(HowSevere::ALL.into_iter().map(|one| SelectItem::new(one.code(), one.label())));
    html! {
        form method="get" action=(address(view)) {
            (select(&Select {
                label: Label { text: "How severe is it, as you judge it?".into(), size: Some(Size::S), ..Label::default() },
                hint: "It is kept with what you decide, and changes nothing else.".into(),
                name: SEVERITY,
                value: view.how_severe.map_or("", HowSevere::code),
                items,
                ..Select::default()
            }))
            (button(&Button { content: "Show who fits".into(), variant: ButtonVariant::Secondary, ..Button::default() }))
        }
    }
}

/// The table of a referral.
pub(super) fn proposed(view: &View) -> Markup {
    let footprint = &view.footprint;
    let referral = &view.opened.referral;
    let today = moment::local(view.now).date();
    let facts = deciding::facts(&view.opened, view.how_severe, today);
    let proposed = propose(footprint, &facts, today);
    if proposed.is_empty() {
        return html! {};
    }
    let rows = proposed.iter().map(|one| {
        let closes = until(footprint, one.by, &facts);
        vec![
            Cell::from(footprint.called(one.to())),
            how(one).into(),
            why(footprint, one).into(),
            match one.fit {
                // A day until which she would be taken says nothing where she is not taken at all.
                Fit::DoesNotFit => "\u{2013}".into(),
                Fit::Fits | Fit::AskMeeting | Fit::NotKnown => {
                    open(closes, Open::of(closes, today, referral.respond_by)).into()
                }
            },
        ]
    });
    html! {
        h2 { "Who fits" }
        p {
            "Proposed by the local rules from what is known. You decide, and say why where you decide otherwise. "
            (calendar(counted(&facts, today)))
        }
        (judged(view))
        (table(&Table {
            caption: TableCaption::from("Teams and services, and how each fits"),
            head: ["Team or service", "Fits", "Why", "Open to her"].map(Into::into).to_vec(),
            rows: rows.collect(),
            first_cell_is_header: true,
            responsive: true,
            compact: true,
            id: "who-fits",
            ..Table::default()
        }))
    }
}

fn how(one: &Proposed<'_>) -> Markup {
    match one.fit {
        Fit::Fits | Fit::AskMeeting => html! { strong { (one.fit.label()) } },
        Fit::NotKnown | Fit::DoesNotFit => html! { (one.fit.label()) },
    }
}

/// What is missing or does not hold, and the source of the criterion.
fn why(footprint: &Footprint, one: &Proposed<'_>) -> Markup {
    let listed = |asked: &mut dyn Iterator<Item = Asked>| asked.map(Asked::label).collect::<Vec<_>>().join("; ");
    let (missing, otherwise) = (listed(&mut one.missing()), listed(&mut one.would_change()));
    let source = footprint.sources.iter().find(|source| source.code == one.by.source);
    html! {
        @if !missing.is_empty() { div { "Not known, ask: " (missing) } }
        @if !otherwise.is_empty() { div { "Not as it is taken there: " (otherwise) } }
        @if one.by.talked_through { div { "Each one is talked through" } }
        span class="porch-note" {
            @if let Some(source) = source { "Source: " (source.title) ". " }
            @if footprint.is_assumed(one.by) { "Assumed, or a part of it. " }
            @if let Destination::Entry(_) = one.to() { "Outside our teams." }
        }
    }
}

pub(in crate::pages) fn open(until: Until, open: Open) -> Markup {
    let day = match until {
        Until::On(last) => format!("until {}", moment::date(last)),
        Until::NoEnd => "no end at her stage".to_owned(),
        Until::NotKnown => "not known".to_owned(),
    };
    html! {
        (day)
        @match open {
            Open::ClosesBeforeClock => { div { strong { "Closes before the answer is due" } } }
            Open::Closed => { div { "That day has gone by: talk it through" } }
            Open::LongEnough | Open::NotKnown => {}
        }
    }
}

pub(in crate::pages) fn calendar(counted: Counted) -> Markup {
    match counted {
        Counted::Pregnant { weeks, days } => html! { "She is " (weeks) " weeks and " (days) " days pregnant." },
        Counted::PastDue { days } => {
            html! { "Her due date was " (days) " days ago, and nobody has said that the pregnancy ended." }
        }
        Counted::After { weeks } => html! { "It is " (weeks) " weeks since the birth or the loss." },
        Counted::NotKnown => html! {},
    }
}
