//! An offer that waits: all that the team that is asked needs in order to answer, and the answer.

use maud::{Markup, html};
use porch_app::{deciding::Draft, handover};
use porch_domain::{
    message::MessageKind,
    person::{ContactChoices, Route},
    referral::{Handover, HandoverOffered},
};

use super::{Desk, acts::Act, forms};
use crate::{
    components::{ButtonVariant, Choice, ChoiceOption, Content, Radios, SummaryList, SummaryRow, radios, summary_list},
    moment,
    pages::{
        questionnaires,
        referral::{View, measures, steps},
    },
};

/// One line for whoever reads the referral: who is asked, until when, and who stays responsible.
pub(super) fn waits(view: &View<'_>, handover: &Handover) -> Markup {
    html! {
        p {
            strong { "Waiting for an answer of " (view.team_name(&handover.to)) }
            ", by " (moment::recent(handover.answer_by, view.now)) " (" (moment::left(handover.answer_by, view.now)) "). "
            (view.team_name(&handover.from)) " stays responsible until somebody there accepts by name."
        }
        p { (link(view, handover)) }
    }
}

/// The named link person of the pair (N4).
fn link(view: &View<'_>, handover: &Handover) -> Markup {
    let known = view.footprint.link(&handover.from, &handover.to);
    html! {
        @match (&handover.link, known) {
            (Some(post), Some(link)) if *post == link.post => { "Speak with: " (link.post) ", " (link.contact) }
            (Some(post), _) => { "Speak with: " (post) }
            (None, _) => { "No link person is named for these two teams." }
        }
    }
}

/// The open offer with what can be done about it.
pub(super) fn open(desk: &Desk<'_>) -> Markup {
    let view = desk.view;
    let Some(handover) = &view.page.referral.handover else { return Markup::default() };
    let to = view.team_name(&handover.to);
    html! {
        section aria-labelledby="offer" {
            h2 class="nhsuk-heading-m" id="offer" { "Offered to " (to) }
            (facts(view, handover))
            @if view.page.referral.erased() {
                p { "What was told was erased. Unanswered, the offer ends by itself." }
            } @else if desk.mine() {
                p { "You offered it. Somebody else accepts or returns it, for " (to) "." }
                (take_back(desk, "Take the offer back", true))
            } @else {
                @match &desk.letter {
                    Some(letter) => { (accept(desk, &to, letter)) (return_it(desk)) }
                    None => p { "Somebody of " (to) " accepts or returns it." },
                }
                (take_back(desk, "Take the offer back, for the team that offered it", false))
            }
        }
    }
}

fn row<'a>(key: &'a str, value: impl Into<Content<'a>>) -> SummaryRow<'a> {
    SummaryRow { key: key.into(), value: value.into(), ..SummaryRow::default() }
}

fn facts(view: &View<'_>, handover: &Handover) -> Markup {
    let referral = &view.page.referral;
    let offered = handover::offer_of(&view.page.timeline);
    let words = offered.and_then(|offered| offered.words.as_ref());
    let clock = match referral.clock_ends() {
        Some(until) => {
            html! { strong { (moment::left(until, view.now)) } ", by " (moment::time(until)) ". A handover does not stop it." }
        }
        None if referral.responded_at.is_some() => html! { "Answered by an assessment. It does not begin anew." },
        None => html! { "No clock of ours runs on it." },
    };
    let rows = vec![
        row(
            "To be answered",
            html! { "by " (moment::time(handover.answer_by)) ": " strong { (moment::left(handover.answer_by, view.now)) } },
        ),
        row(
            "Offered",
            html! { (moment::time(handover.offered_at)) ", by " (view.name(&handover.by)) " of " (view.team_name(&handover.from)) },
        ),
        row("Link person", link(view, handover)),
        row("First received", moment::time(referral.received_at)),
        row("Clock, as it runs", clock),
        row("Urgency", referral.priority.map_or("No priority held", steps::priority_label)),
        row("Her agreement", agreement(offered)),
        row(
            "What you need to know",
            html! {
                @match words.map(|words| words.summary.trim()) {
                    Some("") | None => { "Nothing was written beside the story, which stands below." }
                    Some(summary) => { div class="porch-words" { (summary) } }
                }
            },
        ),
        row("Scores", scores(view)),
    ];
    summary_list(&SummaryList { rows, ..SummaryList::default() })
}

/// What was asked with questionnaires, each with its total and date, so that nobody asks it again (N3, R5).
fn scores(view: &View<'_>) -> Markup {
    let asked = &view.page.screenings;
    html! {
        @if asked.is_empty() {
            "Nothing was asked with a questionnaire yet."
        } @else {
            (measures::newest(asked))
            p { a href=(questionnaires::address(view.page.referral.id)) { "All of them, answer by answer" } }
        }
    }
}

/// Her agreement with its day, the basis without, or that none was asked for with the acceptance.
fn agreement(offered: Option<&HandoverOffered>) -> Markup {
    let basis = offered.and_then(|offered| offered.words.as_ref()).and_then(|words| words.basis.as_deref());
    html! {
        @match (offered.and_then(|offered| offered.agreed_on), basis) {
            (Some(on), _) => { "She agreed on " (moment::day(on)) }
            (None, Some(basis)) => { "Without her agreement, on this basis: " (basis) }
            (None, None) => { strong { "She was not asked" } " when it was offered with the acceptance; what was said at the door stands in the story." }
        }
    }
}

/// The routes of a letter that she agreed to.
fn agreed_routes(contact: Option<&ContactChoices>) -> Vec<Route> {
    [Route::Letter, Route::Email]
        .into_iter()
        .filter(|route| contact.is_some_and(|contact| contact.allow_kind(*route, Some(MessageKind::Care))))
        .collect()
}

fn accept(desk: &Desk<'_>, to: &str, letter: &Draft) -> Markup {
    let view = desk.view;
    let answers = forms::typed(desk, Act::Accept);
    let routes = agreed_routes(view.page.person.as_ref().map(|person| &person.contact));
    let chosen = answers.typed("tell");
    let first = routes.first().map_or("none", |route| route.code());
    let typed_letter = answers.text("letter").unwrap_or_else(|| letter.words.body.clone());
    let mut items: Vec<Choice<'_>> = Vec::new();
    for route in &routes {
        items.push(Choice::Option(ChoiceOption {
            value: route.code(),
            text: match route {
                Route::Email => "By this letter, as an e-mail".into(),
                _ => "By this letter, by post".into(),
            },
            ..ChoiceOption::default()
        }));
    }
    items.push(Choice::Option(ChoiceOption {
        value: "none",
        text: "By no letter".into(),
        hint: if routes.is_empty() { "She has agreed to no letter and no e-mail.".into() } else { "".into() },
        ..ChoiceOption::default()
    }));
    let fields = html! {
        p { "You accept by name. From then on " strong { (to) } " is responsible, the clock runs on, and the referral stays the same one." }
        (radios(&Radios {
            name: "tell",
            id_prefix: &Act::Accept.id("tell"),
            legend: Some("How is she told?".into()),
            error: view.returned.errors.of(&Act::Accept.id("tell")).into(),
            items,
            value: if chosen.is_empty() { first } else { chosen },
            small: true,
            ..Radios::default()
        }))
        @if !routes.is_empty() {
            (forms::text(desk, Act::Accept, "letter", "Letter to her", "Change whatever does not fit. By accepting you approve it by name.", 18, &typed_letter))
        }
        (forms::text(desk, Act::Accept, "why_not", "Where no letter goes: how does she hear of it, or why not?", "Such as: I ring her today.", 2, answers.typed("why_not")))
    };
    html! {
        h3 class="nhsuk-heading-s" id="accept" { "Accept" }
        (forms::form(desk, Act::Accept, &fields, "Accept by name", ButtonVariant::Primary))
    }
}

fn return_it(desk: &Desk<'_>) -> Markup {
    let answers = forms::typed(desk, Act::Return);
    let fields = html! {
        (forms::text(desk, Act::Return, "why", "Why does it not fit?", "The front door reads this and decides again. Whoever referred her hears nothing of it.", 3, answers.typed("why")))
    };
    html! {
        h3 class="nhsuk-heading-s" id="return" { "Return it to the front door" }
        (forms::form(desk, Act::Return, &fields, "Return with this reason", ButtonVariant::Secondary))
    }
}

fn take_back(desk: &Desk<'_>, heading: &str, open: bool) -> Markup {
    let answers = forms::typed(desk, Act::TakeBack);
    let fields = forms::text(desk, Act::TakeBack, "why", "Why?", "", 2, answers.typed("why"));
    let form = forms::form(desk, Act::TakeBack, &fields, "Take it back", ButtonVariant::Secondary);
    if open {
        html! { h3 class="nhsuk-heading-s" { (heading) } (form) }
    } else {
        forms::closed(heading, desk.act == Some(Act::TakeBack), form)
    }
}
