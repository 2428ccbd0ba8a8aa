//! A partner's own referral, which is linked with nobody's; and the carer's assessment of whoever looks after her (PR-25, D13).

use maud::{Markup, html};
use porch_app::access::Action;
use porch_domain::{
    footprint::{DirectoryEntry, DirectoryKind, Offering},
    front_door::WayIn,
    referral::{Outcome, PersonKind, Referral},
};

use super::View;
use crate::components::{Details, InsetText, details, inset_text};

/// Whether it is about somebody who asked as a partner.
pub(super) fn is_of_partner(referral: &Referral) -> bool {
    match referral.person_kind {
        PersonKind::Partner => true,
        PersonKind::BirthingParent | PersonKind::Infant => false,
    }
}

/// At the top of a partner's own record: whose it is, and what is done where no team here assesses partners.
pub(super) fn mark(view: &View<'_>) -> Markup {
    let referral = &view.page.referral;
    if !is_of_partner(referral) {
        return Markup::default();
    }
    let teams = view.footprint.teams();
    let assessed =
        teams.iter().any(|team| view.footprint.not_offered(&team.code, Offering::PartnerAssessment).is_none());
    let undecided = referral.outcome() == Outcome::Pending && view.may(Action::DecideReferral);
    let content = html! {
        p {
            strong {
                @if referral.asked.way == WayIn::Myself { "A partner, who asked for themselves." }
                @else { "A partner, on a call." }
            }
            " The record is their own. They were not asked whose partner they are, and it is linked with nobody's: write nothing \
             of it into another record, and nothing of another into it."
        }
        @if !assessed {
            p {
                "No team here assesses partners. "
                @if undecided { a href={ (view.address()) "/decide" } { "Signpost them, with the letter" } " to who does: " }
                @else { "Who does: " }
                a href="/services?for=1" { "the directory" } "."
            }
        }
    };
    inset_text(&InsetText { content: content.into(), ..InsetText::default() })
}

/// Where care is given: the right to a carer's assessment, and whom the local rules name for it.
///
/// # Source
/// Care Act 2014, section 10, for adults; Children Act 1989, section 17ZA, for carers under 18.
pub(super) fn carers(view: &View<'_>) -> Markup {
    if view.page.referral.outcome() != Outcome::Accepted || is_of_partner(&view.page.referral) {
        return Markup::default();
    }
    let councils: Vec<&DirectoryEntry> =
        view.footprint.directory().filter(|entry| entry.kind == DirectoryKind::CarersAssessment).collect();
    let content = html! {
        p {
            "Whoever looks after her has a right to an assessment of their own needs by the local council (Care Act 2014, \
             section 10; under 18: Children Act 1989, section 17ZA). It needs nothing from us and no agreement of hers: tell \
             them of it, and write down in the log of this referral only that you did."
        }
        @if councils.is_empty() { p { "The local rules name no council." } }
        @else {
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for council in councils {
                    li {
                        (council.name)
                        @if let Some(web) = &council.web { ", " a href={ "https://" (web) } rel="noreferrer" { (web) } }
                        @if let Some(number) = &council.number { ", " (number) }
                        @if let Some(note) = &council.number_note { ". " (note) }
                        "."
                    }
                }
            }
        }
        p { a href="/more/1" { "The page for partners and family" } ", which says so too: " strong { "/partners" } "." }
    };
    details(&Details {
        summary: "Carer's assessment, for whoever looks after her".into(),
        content: content.into(),
        ..Details::default()
    })
}
