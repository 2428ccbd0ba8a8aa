//! The frame of staff pages: the product's name, the local system, the role, the way out, the navigation.

use maud::{Markup, html};
use porch_app::{OpenEmergency, access::Action};

use super::{risk, team_name};
use crate::{
    Site,
    components::{
        AccountAction, AccountItem, Current, Footer, FooterLink, Header, InsetText, Navigation, NavigationItem, Page,
        SearchBox, inset_text, page as whole_page,
    },
    moment,
    sign_in::SignedIn,
};

/// Where a page stands in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// In none of its parts.
    None,
    /// The queue of duty, and the referrals in it.
    Queue,
    /// Who is on, what waits, the log and the rota.
    Duty,
    /// Who is in our care.
    Caseload,
    /// What passes between teams.
    Handovers,
    /// The team meeting.
    Meeting,
    /// Case discussions across services.
    Discussions,
    /// Requests for advice.
    Advice,
    /// A call that is written down.
    Calls,
    /// Letters and messages.
    Outbox,
    /// The texts of letters.
    Templates,
    /// What people said and what was done.
    SaidAndDone,
    /// The reports.
    Reports,
    /// What services there are.
    Directory,
    /// How many staff an area needs.
    Planning,
    /// Figures whose small numbers are hidden.
    Aggregates,
    /// Those whom a peer worker or a charity worker walks beside.
    Beside,
    /// Sharing agreements.
    Sharing,
    /// Who looked at what.
    Looks,
    /// What was opened in an emergency.
    Openings,
    /// Records whose time is over.
    Retention,
}

/// A staff page without its frame.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// The title, unlike that of any other page.
    pub(crate) title: String,
    /// The main part, with its one `h1`.
    pub(crate) main: Markup,
    /// Whether it uses the width of the screen.
    pub(crate) wide: bool,
    /// Where it stands.
    pub(crate) section: Section,
}

/// The whole page.
pub(crate) fn page(site: &Site, who: Option<&SignedIn>, content: &Content) -> Markup {
    let rules = site.rules();
    let title = rules.footprint.title.as_str();
    let mut account: Vec<AccountItem> = Vec::new();
    if let Some(who) = who {
        account.push(AccountItem { content: title.into(), ..AccountItem::default() });
        account.push(AccountItem { content: who.role.label().into(), icon: true, ..AccountItem::default() });
        account.push(AccountItem {
            content: "Your account".into(),
            action: AccountAction::Link("/account"),
            ..AccountItem::default()
        });
        account.push(AccountItem {
            content: "Sign out".into(),
            action: AccountAction::Post("/sign-out"),
            ..AccountItem::default()
        });
    }
    let (handovers, openings) = (handovers_with_count(site), openings_with_count(site));
    whole_page(&Page {
        title: &content.title,
        header: Header {
            service_name: "Porch",
            service_href: who.map_or("/sign-in", |who| who.first_page(site)),
            account,
            search: who.filter(|who| who.may(Action::SeeReferral)).map(|_| SearchBox {
                action: "/find",
                // What is searched for names people: it stays out of addresses and logs.
                method: "post",
                name: "q",
                placeholder: "Name, reference, NHS number",
                label: "Find a person or referral",
                button_label: "Find",
            }),
            navigation: Navigation {
                items: navigation(site, who, content.section, (&handovers, &openings)),
                ..Navigation::default()
            },
            ..Header::default()
        },
        demo: site.demonstration,
        before_main: who
            .map(|who| html! { (emergencies(site, who)) (clocks(site, who)) (openings_to_review(site, who)) (comments_to_read(site, who)) })
            .unwrap_or_default(),
        main: &content.main,
        footer: Footer {
            links: vec![
                FooterLink { text: "Public pages", href: "/" },
                FooterLink { text: "Accessibility statement", href: "/accessibility" },
            ],
            ..Footer::default()
        },
        wide: content.wide,
        ..Page::default()
    })
}

/// The word of the navigation, with how many offers and returns wait for somebody.
fn handovers_with_count(site: &Site) -> String {
    match site.between_teams() {
        0 => "Handovers".to_owned(),
        count @ 1..100 => format!("Handovers ({count})"),
        _ => "Handovers (over 99)".to_owned(),
    }
}

/// The same with how many records were opened in an emergency and wait for somebody to look at it.
fn openings_with_count(site: &Site) -> String {
    match site.openings().0 {
        0 => "Openings".to_owned(),
        count @ 1..100 => format!("Openings ({count})"),
        _ => "Openings (over 99)".to_owned(),
    }
}

/// What was opened in an emergency and nobody has looked at, for those who do.
fn openings_to_review(site: &Site, who: &SignedIn) -> Markup {
    let (waiting, late) = site.openings();
    if waiting == 0 || !who.may(Action::ReviewOpenings) {
        return Markup::default();
    }
    let content = html! {
        p {
            strong {
                @if waiting == 1 { "1 record was opened in an emergency, and nobody has looked at it." }
                @else { (waiting) " records were opened in an emergency, and nobody has looked at them." }
            }
            @if late > 0 { " " strong { (late) " of them " @if late == 1 { "is" } @else { "are" } " late." } }
            " " a href="/openings" { "Look at what was opened" }
        }
    };
    inset_text(&InsetText { content: content.into(), ..InsetText::default() })
}

/// What people said of how it was and nobody has read, for those who do (H02).
fn comments_to_read(site: &Site, who: &SignedIn) -> Markup {
    let (unread, late) = site.comments();
    if unread == 0 || !who.may(Action::KeepSaidAndDone) {
        return Markup::default();
    }
    let content = html! {
        p {
            strong {
                @if unread == 1 { "1 comment waits to be read." } @else { (unread) " comments wait to be read." }
            }
            @if late > 0 { " " strong { (late) " of them " @if late == 1 { "is" } @else { "are" } " late." } }
            " " a href="/comments" { "Read what people said" }
        }
    };
    let inset = inset_text(&InsetText { content: content.into(), ..InsetText::default() });
    html! { section aria-label="What people said" { (inset) } }
}

fn navigation<'a>(
    site: &Site,
    who: Option<&SignedIn>,
    section: Section,
    (handovers, openings): (&'a str, &'a str),
) -> Vec<NavigationItem<'a>> {
    let Some(who) = who else { return Vec::new() };
    let places = [
        (Section::Queue, Action::SeeReferral, "Queue", "/queue"),
        (Section::Duty, Action::SeeDuty, "Duty", "/duty"),
        (Section::Caseload, Action::SeeReferral, "Caseload", "/caseload"),
        (Section::Handovers, Action::HandOver, handovers, "/handovers"),
        (Section::Meeting, Action::HoldMeeting, "Meeting", "/meetings"),
        (Section::Discussions, Action::HoldMeeting, "Discussions", "/discussions"),
        (Section::Advice, Action::SeeReferral, "Advice", "/advice"),
        // The fragment takes the keyboard to the first question.
        (Section::Calls, Action::TriageReferral, "New call", "/calls/new#signs"),
        (Section::Outbox, Action::KeepMessage, "Letters", "/outbox"),
        (Section::Templates, Action::KeepTemplates, "Templates", "/templates"),
        (Section::SaidAndDone, Action::KeepSaidAndDone, "You said", "/said-and-done"),
        (Section::Reports, Action::SeeReport, "Reports", "/reports/annual"),
        (Section::Aggregates, Action::SeeAggregates, "Figures", "/reports/aggregates"),
        (Section::Planning, Action::SeeAggregates, "Planning", "/planning/workforce"),
        (Section::Beside, Action::SeeLeast, "Beside her", "/beside"),
        (Section::Sharing, Action::SeeAgreements, "Sharing", "/sharing"),
        (Section::Directory, Action::SeeReferral, "Directory", "/services"),
        (Section::Looks, Action::SeeLooks, "Who looked", "/looks"),
        (Section::Openings, Action::ReviewOpenings, openings, "/openings"),
        (Section::Retention, Action::ErasePersonalData, "Retention", "/retention"),
    ];
    places
        .into_iter()
        // Whoever sees more is not led to less; what is at the door is for those who may see what is there.
        .filter(|(place, action, _, _)| match place {
            Section::Queue | Section::Meeting | Section::Advice | Section::Calls => who.may_at_the_door(site, *action),
            Section::Aggregates => who.may(*action) && !who.may(Action::SeeReport),
            Section::Beside => who.may(*action) && !who.may(Action::SeeReferral),
            Section::None
            | Section::Duty
            | Section::Caseload
            | Section::Handovers
            | Section::Discussions
            | Section::Outbox
            | Section::Templates
            | Section::SaidAndDone
            | Section::Reports
            | Section::Planning
            | Section::Sharing
            | Section::Directory
            | Section::Looks
            | Section::Openings
            | Section::Retention => who.may(*action),
        })
        .map(|(place, _, text, href)| NavigationItem {
            text,
            href,
            current: if place == section { Current::Section } else { Current::No },
        })
        .collect()
}

/// The banner of every page while there are emergencies or risk answers that nobody has taken: which, how long, and who takes it.
fn emergencies(site: &Site, who: &SignedIn) -> Markup {
    let untaken = site.untaken();
    let (open, risks) = (&untaken.emergencies, &untaken.risks);
    if (open.is_empty() && risks.is_empty()) || !who.may_at_the_door(site, Action::TriageReferral) {
        return Markup::default();
    }
    html! {
        section class="porch-emergencies" aria-labelledby="emergencies" {
            h2 class="porch-emergencies__heading" id="emergencies" {
                @match open.len() {
                    0 => "",
                    1 => "1 emergency",
                    count => { (count) " emergencies" }
                }
                @if !open.is_empty() && !risks.is_empty() { " and " }
                @match risks.len() {
                    0 => "",
                    1 => "1 risk answer",
                    count => { (count) " risk answers" }
                }
                " that nobody has taken"
            }
            ul class="porch-emergencies__list" {
                @for one in risks { (risk::line(site, who, (one, risk::From::Banner), (site.world.now(), &str::to_owned))) }
                @for one in open { (emergency(site, one)) }
            }
        }
    }
}

/// What is to be told about the clocks before they cannot be computed (H12): to those who answer for the service and its
/// rules. Those who work on referrals read it at the referral.
fn clocks(site: &Site, who: &SignedIn) -> Markup {
    // They are for those who answer for the service and its rules.
    if who.may(Action::TriageReferral) || !(who.may(Action::SeeReport) || who.may(Action::ApplyFootprint)) {
        return Markup::default();
    }
    let warnings = porch_app::clocks::warnings(&site.rules().footprint, site.world.now());
    if warnings.is_empty() {
        return Markup::default();
    }
    let content = html! {
        p { strong { "Clocks need somebody" } }
        ul class="nhsuk-list nhsuk-list--bullet" { @for warning in warnings { li { (warning) } } }
    };
    inset_text(&InsetText { content: content.into(), ..InsetText::default() })
}

fn emergency(site: &Site, one: &OpenEmergency) -> Markup {
    let now = site.world.now();
    let called = one.reference.as_deref().unwrap_or("A referral from another system");
    let page = format!("/referrals/{}", one.referral);
    html! {
        li class="porch-emergencies__one" {
            a class="porch-emergencies__link" href=(page) { (called) }
            span {
                "came " (moment::long(now.duration_since(one.received_at))) " ago"
                @if let Some(until) = one.respond_by { " · " strong { (moment::left(until, now)) } }
                " · " (team_name(&site.rules().footprint, &one.held_by)) " is responsible"
            }
            form action={ (page) "/steps/claim" } method="post" novalidate {
                input type="hidden" name="command" value=(site.world.id());
                // As the banner shows it, nobody has it.
                input type="hidden" name="shown" value="";
                button class="nhsuk-button nhsuk-button--small porch-emergencies__button" {
                    "I take this" span class="nhsuk-u-visually-hidden" { ": " (called) }
                }
            }
        }
    }
}
