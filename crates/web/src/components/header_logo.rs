//! The first part of the header: the service's name, and a logo where a deployment has one.

use maud::{Markup, html};

use super::header::Header;

/// A logo that a deployment may use and has configured.
#[derive(Debug, Clone)]
pub struct Logo<'a> {
    /// The drawing, an `svg` or `img` element of class `nhsuk-header__logo` or `nhsuk-header__organisation-logo`.
    pub image: Markup,
    /// What it says.
    pub alt: &'a str,
    /// Where it leads; with the service's name when empty or the same.
    pub href: &'a str,
    /// Name of the link for screen readers; made from the words when empty.
    pub aria_label: &'a str,
}

/// The organisation's name beside a logo.
#[derive(Debug, Clone, Copy, Default)]
pub struct Organisation<'a> {
    /// Its name.
    pub name: &'a str,
    /// The part of its name that stands on a second line.
    pub split: &'a str,
    /// A line under its name.
    pub descriptor: &'a str,
}

/// Logo and name; one link where both lead to the same place.
pub(crate) fn service(header: &Header) -> Markup {
    let (name, href) = (header.service_name, header.service_href);
    let Some(logo) = &header.logo else {
        return html! { div class="nhsuk-header__service" { (service_name(name, href)) } };
    };
    let drawing = html! { (logo.image) (organisation(&header.organisation)) };
    let combined = !href.is_empty() && (logo.href == href || (logo.href.is_empty() && !name.is_empty()));
    let logo_href = if combined { href } else { logo.href };
    html! {
        div class="nhsuk-header__service" {
            @if logo_href.is_empty() {
                (drawing)
            } @else {
                a class="nhsuk-header__service-logo" href=(logo_href) aria-label=(logo_label(header, logo, combined)) {
                    (drawing)
                    @if combined { (service_name(name, "")) }
                }
            }
            @if !combined { (service_name(name, href)) }
        }
    }
}

fn logo_label(header: &Header, logo: &Logo, combined: bool) -> String {
    if !logo.aria_label.is_empty() {
        return logo.aria_label.to_owned();
    }
    let name = if combined { header.service_name } else { "" };
    let parts = [logo.alt, header.organisation.name, header.organisation.split, name, "homepage"];
    let present: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    present.join(" ")
}

fn organisation(organisation: &Organisation) -> Markup {
    html! {
        @if !organisation.name.is_empty() {
            " "
            span class="nhsuk-header__organisation-name" {
                (organisation.name)
                @if !organisation.split.is_empty() {
                    " " span class="nhsuk-header__organisation-name-split" { (organisation.split) }
                }
            }
            @if !organisation.descriptor.is_empty() {
                span class="nhsuk-header__organisation-name-descriptor" { (organisation.descriptor) }
            }
        }
    }
}

fn service_name(name: &str, href: &str) -> Markup {
    html! {
        @if !name.is_empty() {
            @if href.is_empty() {
                " " span class="nhsuk-header__service-name" { (name) }
            } @else {
                " " a class="nhsuk-header__service-name" href=(href) { (name) }
            }
        }
    }
}
