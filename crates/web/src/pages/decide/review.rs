//! Reading both letters before they are approved, with what was changed; and what is said when somebody was quicker.

use maud::{Markup, html};
use porch_app::{
    account::Names,
    deciding::{Drafts, Happened},
    message::Waiting,
};
use porch_domain::{
    code_list,
    footprint::TeamCode,
    message::Recipient,
    person::Route,
    referral::{HandoverAgreement, Outcome, reason},
};
use similar::{ChangeTag, TextDiff};

use super::{
    View,
    choose::address,
    fill::{spoke, step_button, summary},
    letters::{going, later},
    typed::{self, Choice, Typed, Wrong, by_field},
};
use crate::{
    components::{
        ButtonVariant, Content, Level, NotificationBanner, SummaryList, SummaryRow, Textarea, WarningCallout,
        notification_banner, summary_list, textarea, warning_callout,
    },
    moment,
    pages::{criteria, message::stage_in_words, outbox::reader},
};

/// The page before the last step.
pub(super) fn page(
    view: &View,
    choice: &Choice,
    typed: &Typed,
    drafts: &Drafts,
    wrong: &[Wrong],
    since: Option<&[Happened]>,
) -> Markup {
    let (hers, theirs) = going(typed, drafts);
    let finish = if *choice == Choice::Ask { "Approve and ask" } else { "Approve and finish" };
    let main = html! {
        (summary(wrong))
        span class="nhsuk-caption-l" { (choice.title(&view.all_teams)) }
        h1 { "Read and approve" }
        p { "This is what will be recorded, and what they will read. By approving it you answer for both letters by name." }
        (grounds(view, choice, typed))
        @if *choice != Choice::Ask && !hers && typed.get("told_by").is_empty() {
            (warning_callout(&WarningCallout {
                heading: "She has not heard this from anybody",
                level: Level::H2,
                content: html! { p { "No letter goes to her, and nobody has told her. Save it as decided, have a person tell her by a safe route, and finish it then." } }.into(),
                ..WarningCallout::default()
            }))
        }
        div class="nhsuk-grid-row" {
            div class="nhsuk-grid-column-one-half" {
                h2 class="nhsuk-heading-m" { "Letter to her" }
                @if hers {
                    (as_read(typed.get("her_text"), &drafts.to_woman.words.body))
                } @else { p { "None goes. " (typed.get("her_why")) } }
            }
            div class="nhsuk-grid-column-one-half" {
                h2 class="nhsuk-heading-m" { "To whoever referred her" }
                @match (&drafts.to_referrer, theirs) {
                    (Some(draft), true) => (as_read(typed.get("ref_text"), &draft.words.body)),
                    (None, _) | (Some(_), false) => p { "Nothing goes. " (typed.get("ref_why")) },
                }
            }
        }
        form method="post" action=(address(view)) {
            (typed.hidden(&["owner", "due_at"]))
            div class="porch-actions" {
                (step_button("finish", finish, ButtonVariant::Primary))
                (step_button("letters", "Change the letters", ButtonVariant::Secondary))
                (step_button("grounds", "Change the reasons", ButtonVariant::Secondary))
            }
            (later(choice, typed, &by_field(wrong), typed.get("owner")))
        }
    };
    match since {
        Some(since) => changed(&view.opened.names, since, &main),
        None => main,
    }
}

/// A page under the word that the referral moved on since it was drawn (H13).
pub(super) fn changed(names: &Names, since: &[Happened], main: &Markup) -> Markup {
    html! {
        (notification_banner(&NotificationBanner {
            heading: "This referral has changed since you opened it",
            content: html! {
                (happened(names, since))
                p { "Nothing of yours was recorded, and nothing that you typed is lost. Look whether your decision still holds, then go on." }
            }.into(),
            ..NotificationBanner::default()
        }))
        (main)
    }
}

/// What is said when somebody decided it meanwhile: who, and every word that was typed, to be kept or copied.
pub(super) fn too_late(view: &View, choice: &Choice, typed: &Typed, since: &[Happened]) -> Markup {
    let kept = [
        ("in_own_words", "Your own words"),
        ("because", "Why she is taken on"),
        ("basis", "The basis without her agreement"),
        ("what_would_change", "What would change it"),
        ("meanwhile", "Who can help her meanwhile"),
        ("way_back", "How she can come back"),
        ("advice", "Your advice"),
        ("signposted_to", "Where she is pointed to"),
        ("question", "What you wanted to ask"),
        ("her_text", "Your letter to her"),
        ("ref_text", "Your letter to whoever referred her"),
    ];
    html! {
        h1 { "Somebody else has decided this referral" }
        (happened(&view.opened.names, since))
        p { "It now counts as " strong { (outcome(view.opened.referral.outcome())) } ". Nothing of yours was recorded and no letter of yours goes out. Speak with whoever decided it if you see it differently." }
        p { a href=(address(view)) { "See what was decided" } }
        h2 class="nhsuk-heading-m" { "What you typed" }
        p { "You chose: " (choice.title(&view.all_teams)) ". Copy what you want to keep." }
        @for (name, label) in kept {
            @if !typed.get(name).is_empty() {
                (textarea(&Textarea { label: label.into(), name, value: typed.get(name), rows: if name.ends_with("text") { 16 } else { 3 }, ..Textarea::default() }))
            }
        }
    }
}

fn happened(names: &Names, since: &[Happened]) -> Markup {
    html! {
        ul class="nhsuk-list nhsuk-list--bullet" {
            @for one in since {
                li { (names.of(account(&one.actor))) " " (in_words(&one.what)) ", " (moment::time(one.at)) }
            }
        }
    }
}

/// The account of the journal's line about an actor.
fn account(actor: &str) -> &str {
    match actor {
        "public" => "Whoever asked",
        "system" => "The service's own rules",
        other => other.rsplit(':').next().unwrap_or(other),
    }
}

/// What an event says happened, after a name.
fn in_words(event: &str) -> &str {
    match event {
        "ReferralClaimed" => "took it in hand",
        "ClaimReleased" => "gave it back",
        "ContactAttempted" => "tried to reach her",
        "ReferralAddedTo" => "added to it",
        "PriorityRaised" => "raised the urgency",
        "PriorityLowered" => "lowered the urgency",
        "InformationAsked" => "asked for more",
        "TaskDone" => "did a task",
        "RiskAnswered" => "heard a risk answer",
        "RiskAcknowledged" => "took a risk answer",
        "RiskActed" => "recorded what was done about a risk answer",
        "RiskClimbed" | "RiskLetGo" => "told others of a risk answer",
        "SafeguardingRecorded"
        | "AtRiskRecorded"
        | "ProtectionPlanRecorded"
        | "AbuseAsked"
        | "SafeguardingReferralMade"
        | "SafeguardingReferralFollowed" => "recorded something on the restricted page",
        "DecisionSaved" => "saved a decision whose letter is due",
        "ReferralAccepted" => "accepted it",
        "ReferralRejected" => "did not take it on",
        "ReferralSignposted" => "signposted it",
        "ReferralAdvised" => "gave advice only",
        "ReferralWithdrawn" => "withdrew it, as she asked",
        other => other,
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::Rejected => "not taken on",
        Outcome::Signposted => "signposted",
        Outcome::Withdrawn => "withdrawn",
        Outcome::Pending => "not decided",
    }
}

/// What will be recorded.
fn grounds(view: &View, choice: &Choice, typed: &Typed) -> Markup {
    let mut rows: Vec<SummaryRow> = Vec::new();
    let mut row = |key: &'static str, value: Content<'static>| {
        if !value.is_empty() {
            rows.push(SummaryRow { key: key.into(), value, ..SummaryRow::default() });
        }
    };
    let text = |name: &str| Content::from(typed.get(name).to_owned());
    row("Decision", choice.title(&view.all_teams).into());
    row("Service", text("signposted_to"));
    row("Advice", text("advice"));
    let matter = typed::matter(choice, typed, &view.criteria);
    if !matter.grounds.reasons.is_empty() {
        let labels = matter.grounds.reasons.iter();
        let labels: Vec<&str> = labels
            .map(|code| code_list::find(reason::REASONS, code).map_or(code.as_str(), |code| code.label))
            .collect();
        row(
            "Why",
            html! { ul class="nhsuk-list nhsuk-list--bullet" { @for label in labels { li { (label) } } } }.into(),
        );
    }
    if !matter.grounds.criteria.is_empty() {
        let key = if choice.is_a_no() { "Criteria that this rests on" } else { "Criteria that are met" };
        row(key, criteria::cited(&matter.grounds.criteria).into());
    }
    row("Own words", text("in_own_words"));
    row("Because", text("because"));
    if matches!(choice, Choice::Accept(_)) {
        row(
            "Her agreement",
            match &matter.agreement {
                Some(HandoverAgreement::Agrees { on }) => html! { "She agreed on " (moment::date(*on)) },
                Some(HandoverAgreement::OnBasis { basis }) => html! { "Without her agreement: " (basis) },
                None => html! { "She was not asked" },
            }
            .into(),
        );
    }
    row("What would change it", text("what_would_change"));
    row("Who helps meanwhile", text("meanwhile"));
    if *choice != Choice::Ask {
        row("Way back", text("way_back"));
    }
    row("Asked", text("question"));
    if let Some(told) = &matter.told_in_person {
        let how = spoke(typed).unwrap_or_default();
        row(
            if *choice == Choice::Withdraw { "Spoke with her" } else { "Told her in person" },
            html! { (told.by) @if !how.is_empty() { " " (how) } ", " (moment::time(told.at)) }.into(),
        );
    }
    row("Second clinician", text("second_clinician"));
    let copies: Vec<&str> = matter.copied_to.iter().map(|one| one.label()).collect();
    row("Copies of her letter", copies.join(", ").into());
    row("Her letter goes by", way(typed.get("her_route")).into());
    row("The other goes by", way(typed.get("ref_route")).into());
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

fn way(code: &str) -> &'static str {
    Route::of_code(code).map_or("", Route::label)
}

/// A letter as it will be read, and beneath it what was changed from its template.
fn as_read(text: &str, template: &str) -> Markup {
    html! {
        div class="porch-letter" { (text) }
        h3 class="nhsuk-heading-s" { "What was changed from its template" }
        (difference(template.trim(), text.trim()))
    }
}

/// What was changed, word by word, and said in words as well.
pub(in crate::pages) fn difference(before: &str, after: &str) -> Markup {
    if before == after {
        return html! { p class="porch-note" { "Nothing was changed." } };
    }
    let runs = runs(before, after);
    let count = |tag| -> usize {
        runs.iter().filter(|(one, _)| *one == tag).map(|(_, text)| text.split_whitespace().count()).sum()
    };
    let (out, into) = (count(ChangeTag::Delete), count(ChangeTag::Insert));
    let words = |count: usize| if count == 1 { "1 word".to_owned() } else { format!("{count} words") };
    html! {
        p { (words(out)) " taken out, " (words(into)) " put in." }
        div class="porch-letter porch-letter--changes" {
            @for (tag, text) in &runs {
                @match tag {
                    ChangeTag::Equal => (near(text)),
                    ChangeTag::Delete => del { span class="nhsuk-u-visually-hidden" { "[taken out: ] " } (text) },
                    ChangeTag::Insert => ins { span class="nhsuk-u-visually-hidden" { "[put in: ] " } (text) },
                }
            }
        }
    }
}

/// Of a long run that stayed, what stands beside the changes before and after it.
fn near(text: &str) -> String {
    const BESIDE: usize = 120;
    let length = text.chars().count();
    if length <= 3 * BESIDE {
        return text.to_owned();
    }
    let head: String = text.chars().take(BESIDE).collect();
    let tail: String = text.chars().skip(length - BESIDE).collect();
    // Cut between words.
    let head = head.rsplit_once(char::is_whitespace).map_or(head.as_str(), |(whole, _)| whole);
    let tail = tail.split_once(char::is_whitespace).map_or(tail.as_str(), |(_, whole)| whole);
    format!("{head} […]\n\n[…] {tail}")
}

/// Words that stayed, went or came, those of one kind together.
fn runs(before: &str, after: &str) -> Vec<(ChangeTag, String)> {
    let diff = TextDiff::from_words(before, after);
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, text)) if *tag == change.tag() => text.push_str(change.value()),
            Some(_) | None => runs.push((change.tag(), change.value().to_owned())),
        }
    }
    runs
}

/// The title of the page after the decision.
pub(super) fn decided_title(view: &View) -> String {
    format!("Decided: {}", outcome(view.opened.referral.outcome()))
}

/// What was decided, and where its letters are.
pub(super) fn decided(view: &View, letters: &[Waiting]) -> Markup {
    let referral = &view.opened.referral;
    let reasons: Vec<&str> = referral.reasons().iter().map(|reason| reason::label(reason)).collect();
    let untold = letters.iter().all(|letter| letter.recipient != Recipient::Woman || letter.unused);
    html! {
        div class="nhsuk-grid-row" { div class="nhsuk-grid-column-two-thirds" {
            h1 { (decided_title(view)) }
            @if let Some(at) = referral.decided_at() { p { "Decided on " (moment::time(at)) "." } }
            @if !reasons.is_empty() { ul class="nhsuk-list nhsuk-list--bullet" { @for reason in reasons { li { (reason) } } } }
            @if !referral.rests_on().is_empty() {
                p { "It rests on these criteria of the day on which the referral came:" }
                (criteria::cited(referral.rests_on()))
            }
            (waits_for_the_team(view))
            h2 class="nhsuk-heading-m" { "Letters" }
            @if letters.is_empty() { p { "None was written." } }
            ul class="nhsuk-list nhsuk-list--bullet" {
                @for letter in letters {
                    li { a href={ "/messages/" (letter.id) } { (reader(letter.recipient)) } ": " (stage_in_words(letter)) }
                }
            }
            @if untold {
                (warning_callout(&WarningCallout {
                    heading: "No letter goes to her",
                level: Level::H2,
                    content: html! { p { "The reason that was given stands with the decision." } }.into(),
                    ..WarningCallout::default()
                }))
            } @else {
                p { "Sending comes with a later version. Until then print each letter and post it, or ring." }
            }
            p { a href="/outbox" { "All letters" } }
        } }
    }
}

/// An acceptance is an offer to a team: who must still say yes, and who is responsible until then (INV-02).
fn waits_for_the_team(view: &View) -> Markup {
    let Some(handover) = &view.opened.referral.handover else { return Markup::default() };
    let name = |code: &TeamCode| {
        let known = view.all_teams.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.0.clone(), |(_, name)| name.clone())
    };
    html! {
        p {
            strong { (name(&handover.to)) " has not answered yet" } ", and is asked to by " (moment::time(handover.answer_by)) ". "
            (name(&handover.from)) " stays responsible until somebody there accepts by name. "
            a href={ "/referrals/" (view.opened.referral.id) "/handover" } { "The handover" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_is_marked_and_said_in_words() {
        let shown = difference("We cannot help you now.", "We cannot help you <today>.").into_string();
        assert!(shown.contains("<del>") && shown.contains("<ins>"), "{shown}");
        assert!(shown.contains("1 word taken out, 1 word put in."), "{shown}");
        assert!(shown.contains("&lt;today&gt;") && !shown.contains("<today>"), "{shown}");
        let long = "word ".repeat(400);
        let cut = difference(&long, &format!("{long}more")).into_string();
        assert!(cut.contains("[…]") && cut.len() < long.len(), "{}", cut.len());
        assert!(difference("same", "same").into_string().contains("Nothing was changed"));
    }
}
