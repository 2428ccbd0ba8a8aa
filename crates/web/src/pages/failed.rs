//! The pages of what went wrong. Each says what to do next, and the public ones whom to ring.

use maud::{Markup, html};

use crate::{
    Site,
    failure::{Failure, Kind},
    pages::{public, staff},
    wording,
};

/// Any address that the site does not have.
pub(crate) async fn no_such_page() -> Failure {
    Kind::NotFound.into()
}

/// The page for a failure; `asked` is the page that was asked for, to come back to. It is put in the staff frame for who is signed in, and where an account is asked for.
pub(crate) fn page(site: &Site, failure: &Failure, asked: Option<&str>) -> Markup {
    match (failure.viewer.as_deref(), &failure.kind) {
        (Some(who), kind) => staff::page(site, Some(who), &said_to_staff(site, kind, asked)),
        (
            None,
            kind @ (Kind::NotSignedIn
            | Kind::First(_)
            | Kind::NotAllowed(_)
            | Kind::OthersReferral(_)
            | Kind::Closed { .. }),
        ) => staff::page(site, None, &said_to_staff(site, kind, asked)),
        (
            None,
            kind @ (Kind::NotFound
            | Kind::Unclear(_)
            | Kind::Refused(_)
            | Kind::OtherSite
            | Kind::TooLarge
            | Kind::WrongMethod
            | Kind::Unavailable
            | Kind::InDoubt
            | Kind::TookTooLong
            | Kind::Broken),
        ) => public::page(site, &said_to_the_public(site, kind)),
    }
}

fn said_to_the_public(site: &Site, kind: &Kind) -> public::Content {
    let key = match kind {
        Kind::NotFound => "not-found",
        Kind::Unavailable | Kind::InDoubt | Kind::TookTooLong => "unavailable",
        Kind::Broken => "broken",
        Kind::TooLarge => "too-large",
        Kind::NotSignedIn
        | Kind::First(_)
        | Kind::NotAllowed(_)
        | Kind::OthersReferral(_)
        | Kind::Closed { .. }
        | Kind::Unclear(_)
        | Kind::Refused(_)
        | Kind::OtherSite
        | Kind::WrongMethod => "not-understood",
    };
    let title = wording::text(&format!("{key}-title"));
    let main = html! {
        h1 { (title) }
        (wording::prose(&format!("{key}-body")))
        (public::help_now::urgent_card(&public::View::of(site)))
    };
    public::Content { title, main, back: public::Back::ToStart }
}

fn said_to_staff(site: &Site, kind: &Kind, asked: Option<&str>) -> staff::Content {
    let (title, main) = match kind {
        Kind::NotSignedIn => return super::sign_in::content(site, asked),
        Kind::Closed { referral, restricted } => {
            return super::openings::closed::offered(
                site,
                *referral,
                *restricted,
                &super::openings::closed::Returned::default(),
            );
        }
        Kind::First(first) => {
            ("Something comes before this", html! { p { a href=(first.address(asked)) { "Go there" } } })
        }
        Kind::NotAllowed(what) => (
            "Your role does not allow this",
            html! {
                p { "You may not " (what) ". That you asked is noted in the log of who looked at what." }
                p { "If your work needs it, ask whoever keeps accounts in your service to change your role." }
            },
        ),
        Kind::OthersReferral(what) => (
            "Another team has this",
            html! {
                p { "You may not " (what) " of a team that you are not of. That you asked is noted in the log of who looked at what." }
                p { "If you are of that team, ask whoever keeps accounts in your service to say so. If you work with her, ask the team that has her to hand her over or to work together." }
            },
        ),
        Kind::NotFound => {
            ("There is no such page", html! { p { "Check the address, or start again from the navigation above." } })
        }
        Kind::Unclear(why) | Kind::Refused(why) => {
            ("This cannot be done", html! { p { "Nothing was changed. The reason: " (why) "." } })
        }
        Kind::OtherSite => (
            "This form did not come from this site",
            html! { p { "Nothing was changed. Open the page again here and send the form from it." } },
        ),
        Kind::TooLarge => ("That was too much at once", html! { p { "Nothing was changed. Send less, or in parts." } }),
        Kind::WrongMethod => (
            "This address is not asked this way",
            html! { p { "Nothing was changed. Start again from the navigation above." } },
        ),
        Kind::InDoubt => (
            "Nobody knows whether this was stored",
            html! {
                p { "The database went away at that moment. In a minute, look at the record before you do it again." }
                p { "If it goes on, tell whoever runs this service's computers; work on paper meanwhile." }
            },
        ),
        Kind::Unavailable | Kind::TookTooLong => (
            "The record cannot be reached now",
            html! { p { "Try again in a minute. If it goes on, tell whoever runs this service's computers; work on paper meanwhile." } },
        ),
        Kind::Broken => (
            "Something is wrong with this program",
            html! { p { "The fault is in the program's log. Tell whoever runs this service's computers, with the time on the clock." } },
        ),
    };
    staff::Content {
        title: title.to_owned(),
        main: html! { h1 { (title) } (main) },
        wide: false,
        section: staff::Section::None,
    }
}
