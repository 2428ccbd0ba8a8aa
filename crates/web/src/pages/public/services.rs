//! `/services`: what there is. Our own teams first, then the footprint's directory, narrowed by what the reader chooses.
//!
//! What is chosen stands in the address as a number, and the title does not change with it: a list of addresses says
//! nothing of who reads (H16).

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use porch_domain::{
    footprint::{DirectoryEntry, DirectoryKind, Offering, Seeker, Team, TeamRole},
    front_door::Now,
};

use super::{Content, View, answer, help_now, section};
use crate::{
    Site,
    components::{Button, ButtonVariant, Choice, Legend, Radios, Size, button, radios},
    wording,
};

/// How things are, each with its number in the address and its message.
const SITUATIONS: [(&str, Now, &str); 5] = [
    ("0", Now::NotSaid, "choose-now-any"),
    ("1", Now::Thinking, "choose-now-thinking"),
    ("2", Now::Pregnant, "choose-now-pregnant"),
    ("3", Now::Baby, "choose-now-baby"),
    ("4", Now::Loss, "choose-now-loss"),
];

/// Who looks, each with its number in the address and its message.
const SEEKERS: [(&str, Option<Seeker>, &str); 4] = [
    ("0", None, "choose-for-any"),
    ("1", Some(Seeker::Oneself), "choose-for-me"),
    ("2", Some(Seeker::Family), "choose-for-family"),
    ("3", Some(Seeker::Professional), "choose-for-professional"),
];

/// What the reader chose; everything where nothing, or nothing that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Chosen {
    now: Now,
    seeker: Option<Seeker>,
}

impl Chosen {
    fn of(fields: &[(String, String)]) -> Self {
        let sent = |name: &str| fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        let (now, seeker) = (sent("now"), sent("for"));
        Self {
            now: SITUATIONS.iter().find(|(code, ..)| *code == now).map_or(Now::NotSaid, |(_, now, _)| *now),
            seeker: SEEKERS.iter().find(|(code, ..)| *code == seeker).and_then(|(_, seeker, _)| *seeker),
        }
    }

    fn everything(self) -> bool {
        self == Self { now: Now::NotSaid, seeker: None }
    }

    fn after_a_loss(self) -> bool {
        self.now == Now::Loss
    }
}

/// The page.
pub(crate) async fn show(State(site): State<Arc<Site>>, Query(fields): Query<Vec<(String, String)>>) -> Response {
    answer(&site, |view| content(view, Chosen::of(&fields)))
}

fn content(view: &View, chosen: Chosen) -> Content {
    let footprint = view.footprint();
    let teams = teams(view, chosen);
    let no_partners = teams.iter().any(|team| footprint.not_offered(&team.code, Offering::PartnerAssessment).is_some());
    let body = html! {
        (wording::prose("services-body"))
        (help_now::urgent_card(view))
        @if footprint.directory().next().is_some() { (form(chosen)) }
        h2 { (wording::text("services-teams-heading")) }
        @if !chosen.everything() {
            p { (wording::text("services-chosen")) " " a href="/services" { (wording::text("services-all")) } }
        }
        @for team in &teams {
            h3 { (team.public_name) }
            p { (team.public_about) }
            @if team.role == TeamRole::FrontDoor { (help_now::duty(view)) }
        }
        @if !chosen.after_a_loss() { (section("services-anyone")) }
        @if no_partners {
            (section("services-not-offered"))
            p { a href="/more/1" { (wording::text("services-partners-link")) } }
        }
        h2 { (wording::text("services-how-heading")) }
        @if !matches!(chosen.seeker, Some(Seeker::Family | Seeker::Professional)) { (wording::prose("services-how")) }
        p { a href=(ask(chosen).0) { (wording::text(ask(chosen).1)) } }
        (others(view, chosen))
    };
    Content::reading("services", &body)
}

/// Our teams of today. After a loss those are left out that speak of a baby in what they say of themselves: whoever needs
/// one of them is introduced by the team at the door.
fn teams(view: &View, chosen: Chosen) -> Vec<&Team> {
    let fits = |team: &&Team| match team.role {
        TeamRole::FrontDoor | TeamRole::Maternal | TeamRole::TalkingTherapies | TeamRole::Psychological => true,
        TeamRole::Specialist | TeamRole::ParentInfant | TeamRole::Universal | TeamRole::Unit => !chosen.after_a_loss(),
    };
    view.footprint().teams().iter().filter(|team| team.exists_on(view.today)).filter(fits).collect()
}

/// Where to ask us, and what that is called.
fn ask(chosen: Chosen) -> (&'static str, &'static str) {
    match chosen.seeker {
        None | Some(Seeker::Oneself) => ("/ask", "home-ask"),
        Some(Seeker::Family) => ("/ask/family", "home-family"),
        Some(Seeker::Professional) => ("/refer", "home-refer"),
    }
}

/// What to choose; it works without a script, and nothing has to be chosen.
fn form(chosen: Chosen) -> Markup {
    let group = |name: &str, legend: &str, lines: &[(&str, String)], value: &str| {
        radios(&Radios {
            name,
            legend: Some(Legend { text: legend.into(), size: Some(Size::S), ..Legend::default() }),
            items: lines.iter().map(|(code, text)| Choice::new(code, text)).collect(),
            value,
            small: true,
            ..Radios::default()
        })
    };
    let now = SITUATIONS.map(|(code, _, message)| (code, wording::text(message)));
    let seekers = SEEKERS.map(|(code, _, message)| (code, wording::text(message)));
    let now_code = SITUATIONS.iter().find(|(_, now, _)| *now == chosen.now).map_or("0", |(code, ..)| code);
    let seeker_code = SEEKERS.iter().find(|(_, seeker, _)| *seeker == chosen.seeker).map_or("0", |(code, ..)| code);
    html! {
        form class="porch-choose" action="/services" method="get" {
            p { (wording::text("choose-body")) }
            div class="porch-choose__groups" {
                (group("now", &wording::text("choose-now"), &now, now_code))
                (group("for", &wording::text("choose-for"), &seekers, seeker_code))
            }
            (button(&Button {
                content: wording::text("choose-show").into(),
                variant: ButtonVariant::Secondary,
                small: true,
                ..Button::default()
            }))
        }
    }
}

/// A heading under which entries stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Talk,
    Care,
    Therapy,
    Partners,
    Charities,
    Loss,
}

impl Group {
    fn of(kind: DirectoryKind) -> Self {
        match kind {
            // Together, so that no heading says which of them somebody is reading.
            DirectoryKind::Crisis
            | DirectoryKind::NationalHelpline
            | DirectoryKind::DomesticAbuse
            | DirectoryKind::YoungPeople => Self::Talk,
            DirectoryKind::Maternity | DirectoryKind::HealthVisiting => Self::Care,
            DirectoryKind::TalkingTherapy | DirectoryKind::Other => Self::Therapy,
            DirectoryKind::PartnerSupport | DirectoryKind::CarersAssessment => Self::Partners,
            DirectoryKind::Charity => Self::Charities,
            DirectoryKind::LossSupport => Self::Loss,
        }
    }

    fn in_order(chosen: Chosen) -> [Self; 6] {
        if chosen.after_a_loss() {
            [Self::Loss, Self::Talk, Self::Therapy, Self::Partners, Self::Charities, Self::Care]
        } else {
            [Self::Talk, Self::Care, Self::Therapy, Self::Partners, Self::Charities, Self::Loss]
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Talk => "group-talk",
            Self::Care => "group-care",
            Self::Therapy => "group-therapy",
            Self::Partners => "group-partners",
            Self::Charities => "group-charities",
            Self::Loss => "group-loss",
        }
    }
}

/// The directory, but for the numbers that stand on the red card above.
fn others(view: &View, chosen: Chosen) -> Markup {
    let footprint = view.footprint();
    let on_the_card = |entry: &&DirectoryEntry| {
        let number = entry.number.as_deref().map(help_now::digits);
        number
            .is_some_and(|number| footprint.urgent_routes.iter().any(|route| help_now::digits(&route.number) == number))
    };
    let fits = footprint.directory().filter(|entry| entry.fits(chosen.now, chosen.seeker));
    let entries: Vec<&DirectoryEntry> = fits.filter(|entry| !on_the_card(entry)).collect();
    html! {
        @if entries.is_empty() {
            h2 { (wording::text("group-others")) }
            p { (wording::text("services-nobody-else")) }
        }
        @for group in Group::in_order(chosen) {
            @let of_group: Vec<_> = entries.iter().filter(|entry| Group::of(entry.kind) == group).collect();
            @if !of_group.is_empty() {
                h2 { (wording::text(group.heading())) }
                @for entry in of_group { (entry_of(view, entry)) }
            }
        }
    }
}

/// An entry of the directory.
pub(super) fn entry_of(view: &View, entry: &DirectoryEntry) -> Markup {
    let never = if entry.number.is_some() { "checked-never-number" } else { "checked-never" };
    html! {
        div class="porch-entry" {
            h3 class="nhsuk-heading-s" { (entry.name) }
            p { (entry.about) }
            @if let Some(number) = &entry.number {
                p {
                    (number_of(number, entry.by_text))
                    @if let Some(note) = &entry.number_note { ". " (note) }
                    "."
                    @if let Some(hours) = &entry.hours { br; (hours) "." }
                    @if entry.demonstration { br; strong { (wording::text("route-demonstration-note")) } }
                }
            } @else {
                @if let Some(note) = &entry.number_note { p { (note) "." } }
                @if let Some(hours) = &entry.hours { p { (hours) "." } }
            }
            @if let Some(web) = &entry.web {
                p {
                    (wording::text("entry-web")) " "
                    a class="porch-web" href={ "https://" (web) } rel="noreferrer" { (web) }
                }
            }
            p class="nhsuk-body-s porch-entry__kept" {
                (wording::text_with("entry-owner", "owner", &entry.owner)) " "
                @if entry.last_checked.is_some() { (wording::text("route-checked")) ": " }
                (help_now::checked(entry.last_checked, view.today, never)) "."
            }
        }
    }
}

/// The number, to be pressed on a telephone; one that takes no calls opens a message.
fn number_of(number: &str, by_text: bool) -> Markup {
    let (message, scheme) = if by_text { ("entry-text", "sms:") } else { ("entry-ring", "tel:") };
    let digits = help_now::digits(number);
    html! { (wording::text(message)) " " a class="porch-number" href={ (scheme) (digits) } { (number) } }
}
