//! What a form holds before anybody typed: what was saved, and what can be known.

use porch_app::deciding::{self, Opened};
use porch_domain::{
    message::Recipient,
    referral::{HandoverAgreement, ReferrerHears, Verdict},
};

use super::{
    View, noon_tomorrow,
    typed::{Choice as Chosen, Typed, letter_routes},
};
use crate::{moment, pages::criteria};

/// Fills what can be known before anybody typed: what was saved, and the one way that is open.
pub(super) fn prefill(typed: &mut Typed, view: &View, choice: &Chosen, account: &str) {
    let opened = &view.opened;
    if let Some(saved) = opened.referral.triage.letter_due.as_ref()
        && Chosen::of_verdict(&saved.verdict) == *choice
    {
        let grounds = &saved.grounds;
        for code in &grounds.reasons {
            typed.add("reasons", code);
        }
        for criterion in &grounds.criteria {
            typed.add(criteria::FIELD, &criterion.code);
        }
        let words = if matches!(choice, Chosen::Accept(_)) { "because" } else { "in_own_words" };
        typed.offer(words, grounds.in_own_words.clone().unwrap_or_default());
        typed.offer("what_would_change", grounds.what_would_change.clone().unwrap_or_default());
        let (back, meanwhile) = deciding::parted_way_back(grounds.way_back.as_deref().unwrap_or_default());
        typed.offer("way_back", back);
        typed.offer("meanwhile", meanwhile);
        match &saved.verdict {
            Verdict::Signpost { team, signposted_to } => {
                typed.offer("signposted_to", signposted_to.clone());
                typed.offer("team", team.0.clone());
            }
            Verdict::Advise { team, advice } => {
                typed.offer("advice", advice.clone());
                typed.offer("team", team.0.clone());
            }
            Verdict::Reject { team } => typed.offer("team", team.0.clone()),
            Verdict::Accept { .. } | Verdict::Withdraw => {}
        }
        match &grounds.agreement {
            Some(HandoverAgreement::Agrees { on }) => {
                typed.offer("agreement", "agrees");
                typed.offer("agreed_on", on.to_string());
            }
            Some(HandoverAgreement::OnBasis { basis }) => {
                typed.offer("agreement", "basis");
                typed.offer("basis", basis.clone());
            }
            None => {}
        }
        typed.offer("owner", saved.owner.clone());
        typed.offer("due_at", moment::typed(saved.by));
        for (recipient, route) in [(Recipient::Woman, "her_route"), (Recipient::Referrer, "ref_route")] {
            if let Some((kept, _)) = deciding::kept_draft_text(&opened.kept, recipient) {
                typed.offer(route, kept.code());
            }
        }
    }
    if typed.all("reasons").is_empty() {
        match choice {
            Chosen::Advise => typed.add("reasons", "advice_was_enough"),
            Chosen::Withdraw => typed.add("reasons", "she_prefers_otherwise"),
            Chosen::Accept(_) | Chosen::Reject | Chosen::Signpost | Chosen::Ask => {}
        }
    }
    if let Some(named) = opened.at_the_meeting.as_ref().filter(|_| opened.needs_second_clinician()) {
        typed.offer("second_clinician", named.clone());
    }
    offer_routes(typed, opened, choice);
    typed.offer("owner", account);
    typed.offer("due_at", moment::typed(noon_tomorrow(view.now)));
    typed.offer("until", moment::typed(noon_tomorrow(noon_tomorrow(view.now))));
    if *choice != Chosen::Ask {
        typed.offer("way_back", way_back(view));
    }
}

/// Offers the ways that are open, and why there is none where none is.
fn offer_routes(typed: &mut Typed, opened: &Opened, choice: &Chosen) {
    let contact = opened.person.as_ref().map(|person| person.contact.clone()).unwrap_or_default();
    match letter_routes(&contact, choice.kind_to_her()).first() {
        Some(route) => typed.offer("her_route", route.code()),
        None => {
            typed.offer("her_route", "none");
            if *choice != Chosen::Ask {
                typed.offer("her_why", "No safe route for a letter is agreed yet. A person asks her first.");
            }
        }
    }
    let known = opened.referral.story().and_then(|story| story.referrer.clone()).unwrap_or_default();
    match opened.referrer_hears() {
        ReferrerHears::HerOwnLetter => {
            typed.offer("ref_route", "none");
            typed.offer("ref_why", "She asked for herself: her own letter is the answer.");
        }
        ReferrerHears::ReceiptOnly if known.email.is_some() => typed.offer("ref_route", "email"),
        ReferrerHears::ReceiptOnly => {
            typed.offer("ref_route", "none");
            typed.offer("ref_why", "Family asked and gave no address: they had their receipt when they asked.");
        }
        ReferrerHears::Reasons { .. } => typed.offer("ref_route", "email"),
        ReferrerHears::ReasonsOnPaper { .. } => typed.offer("ref_route", "letter"),
    }
    typed.offer("organisation", known.organisation.unwrap_or_default());
}

/// The way back that holds everywhere: the front door by telephone where the local rules name a number, and a new
/// referral.
fn way_back(view: &View) -> String {
    usual_way_back(&view.footprint)
}

/// The same, for the end of care as well.
pub(in crate::pages) fn usual_way_back(footprint: &porch_domain::footprint::Footprint) -> String {
    let number = footprint.urgent_routes.iter().find(|route| !route.danger);
    let ring = number.map(|route| format!("Ring {} on {}. ", lower(&route.name), route.number)).unwrap_or_default();
    format!("{ring}Ask for help again at any time, or ask your GP or anyone who looks after you to write to us.")
}

fn lower(name: &str) -> String {
    name.strip_prefix("The ").map_or_else(|| name.to_owned(), |rest| format!("the {rest}"))
}
