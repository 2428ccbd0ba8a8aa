//! The frame of staff pages: the product's name, the local system, the role, the way out, the navigation.

use maud::Markup;
use porch_app::access::Action;

use crate::{
    Site,
    components::{
        AccountAction, AccountItem, Current, Footer, FooterLink, Header, Navigation, NavigationItem, Page,
        page as whole_page,
    },
    sign_in::SignedIn,
};

/// Where a page stands in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// In none of its parts.
    None,
    /// The reports.
    Reports,
    /// Who looked at what.
    Looks,
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
    whole_page(&Page {
        title: &content.title,
        header: Header {
            service_name: "Porch",
            service_href: who.map_or("/sign-in", SignedIn::first_page),
            account,
            navigation: Navigation { items: navigation(who, content.section), ..Navigation::default() },
            ..Header::default()
        },
        demo: site.demonstration,
        main: content.main.clone(),
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

fn navigation(who: Option<&SignedIn>, section: Section) -> Vec<NavigationItem<'static>> {
    let Some(who) = who else { return Vec::new() };
    let places = [
        (Section::Reports, Action::SeeReport, "Reports", "/reports/annual"),
        (Section::Looks, Action::SeeLooks, "Who looked", "/looks"),
    ];
    places
        .into_iter()
        .filter(|(_, action, _, _)| who.may(*action))
        .map(|(place, _, text, href)| NavigationItem {
            text,
            href,
            current: if place == section { Current::Section } else { Current::No },
        })
        .collect()
}
