//! Writes pages that show every component: `cargo run -p porch-web --example gallery`.
//!
//! `target/gallery/*.html` hold their style sheets, to be opened as they are; `target/gallery/site` is the same as it is
//! served, with its assets.

use maud::{Markup, PreEscaped, html};
use porch_web::assets::{self, File};
use porch_web::charts::{Arrangement, BarChart, Orientation, Series, bar_chart};
use porch_web::components::*;

fn public() -> Markup {
    let danger = card(&Card {
        heading: "If you or someone is in danger now",
        variant: CardVariant::Emergency,
        content: html! {
            p { "Call 999, or go to A&E. You are not wasting anyone's time." }
            (action_link(&ActionLink { content: "Call 999".into(), target: "tel:999".into(), ..ActionLink::default() }))
        }
        .into(),
        ..Card::default()
    });
    let ways = ["Ask for help for yourself", "Ask for someone in your family", "Refer as a professional"];
    html! {
        h1 { "Help with how you feel, in pregnancy and after" }
        (danger)
        ul class="nhsuk-grid-row nhsuk-card-group" {
            @for way in ways {
                li class="nhsuk-grid-column-one-half nhsuk-card-group__item" {
                    (card(&Card {
                        heading: way,
                        href: "#",
                        clickable: true,
                        variant: CardVariant::Primary,
                        size: Some(Size::M),
                        content: "Takes about ten minutes. You can stop at any time.".into(),
                        ..Card::default()
                    }))
                }
            }
        }
        (warning_callout(&WarningCallout { heading: "After a loss", content: "We are here then too.".into(), ..WarningCallout::default() }))
        (inset_text(&InsetText { content: "Someone will ring you by Thursday at 17:00.".into(), ..InsetText::default() }))
        (details(&Details { summary: "Who will see this".into(), content: html! { p { "The team that answers." } }.into(), ..Details::default() }))
        (do_dont_list(&DoDontList { heading: "Do", items: vec!["ring us".into(), "bring someone with you".into()], ..DoDontList::default() }))
        (do_dont_list(&DoDontList { heading: "Don't", dont: true, items: vec!["wait until it is worse".into()], ..DoDontList::default() }))
        (panel(&Panel { heading: "We have it", content: html! { "Your reference is " br; strong { "R-4F7K-92" } }.into(), level: Level::H2, ..Panel::default() }))
    }
}

fn question() -> Markup {
    let errors = vec![
        ErrorLink { text: "Enter your name", href: "#name" },
        ErrorLink { text: "Date of birth must be in the past", href: "#born-day" },
    ];
    html! {
        (error_summary(&ErrorSummary { errors, ..ErrorSummary::default() }))
        (input(&Input {
            label: Label { heading: Some(Level::H1), size: Some(Size::L), caption: "Ask for help, step 3".into(), ..Label::from("What is your name?") },
            hint: "The name that you like to be called by.".into(),
            error: "Enter your name".into(),
            name: "name",
            width: Some(InputWidth::W20),
            ..Input::default()
        }))
        (date_input(&DateInput {
            id: "born",
            legend: Some(Legend { size: Some(Size::M), ..Legend::from("When were you born?") }),
            hint: "For example, 15 3 1990".into(),
            error: "Date of birth must be in the past".into(),
            parts: vec![DatePart::day("1"), DatePart::month("2"), DatePart::year("2090")],
            ..DateInput::default()
        }))
        (radios(&Radios {
            name: "contact",
            legend: Some(Legend { size: Some(Size::M), ..Legend::from("How may we reach you?") }),
            items: vec![
                ChoiceOption {
                    value: "phone",
                    text: "Telephone".into(),
                    hint: "We ring from a number that is not shown.".into(),
                    conditional: Some(input(&Input { label: "Number".into(), name: "number", inputmode: "tel", ..Input::default() })),
                    ..ChoiceOption::default()
                }.into(),
                Choice::new("letter", "Letter"),
                Choice::divider("or"),
                Choice::new("none", "Not at all"),
            ],
            value: "phone",
            ..Radios::default()
        }))
        (checkboxes(&Checkboxes {
            name: "help",
            legend: Some("What would help?".into()),
            items: vec![Choice::new("sleep", "Sleep"), Choice::new("talk", "Someone to talk to")],
            values: vec!["talk"],
            ..Checkboxes::default()
        }))
        (select(&Select { label: "Language".into(), name: "language", items: vec![SelectItem::new("en", "English"), SelectItem::new("ur", "اردو")], ..Select::default() }))
        (textarea(&Textarea { label: "Anything else".into(), name: "else", ..Textarea::default() }))
        (button(&Button { content: "Continue".into(), ..Button::default() }))
        (pagination(&Pagination {
            previous: Some(PageLink { href: "#", label: "Who we help", ..PageLink::default() }),
            next: Some(PageLink { href: "#", label: "What happens next", ..PageLink::default() }),
            ..Pagination::default()
        }))
    }
}

fn staff() -> Markup {
    let row = |time: &'static str, who: &'static str, needs: &'static str| -> Vec<Cell<'static>> {
        vec![
            time.into(),
            Cell { href: "#", ..who.into() },
            needs.into(),
            tag(&Tag { content: "Waiting for us".into(), colour: TagColour::Yellow, ..Tag::default() }).into(),
        ]
    };
    html! {
        h1 { "Queue" }
        (notification_banner(&NotificationBanner { content: "The referral was accepted.".into(), success: true, ..NotificationBanner::default() }))
        (table(&Table {
            caption: "Referrals waiting, at 14:20".into(),
            head: vec!["Time left".into(), "Who".into(), "Needs".into(), "State".into()],
            rows: vec![
                row("1 h 12 min", "B. Example, 29", "interpreter: Urdu"),
                row("11 days", "C. Example, 33", "safe: mobile only"),
            ],
            first_cell_is_header: true,
            responsive: true,
            compact: true,
            ..Table::default()
        }))
        (summary_list(&SummaryList {
            rows: vec![
                SummaryRow { key: "Name".into(), value: "B. Example".into(), actions: vec![Action { text: "Change", visually_hidden: "name", target: "#".into(), ..Action::default() }], ..SummaryRow::default() },
                SummaryRow { key: "Born".into(), value: "15 March 1997".into(), ..SummaryRow::default() },
            ],
            ..SummaryList::default()
        }))
        (button(&Button { content: "Accept".into(), small: true, ..Button::default() }))
        " "
        (button(&Button { content: "Decline".into(), small: true, variant: ButtonVariant::Secondary, ..Button::default() }))
        (charts())
    }
}

fn charts() -> Markup {
    let known = |name, values: &[f64]| Series { name, values: values.iter().copied().map(Some).collect() };
    let months = vec!["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"];
    html! {
        (bar_chart(&BarChart {
            id: "teams", title: "Referrals by team, this quarter",
            categories: vec!["Specialist community team, north and the coast", "Specialist community team, south", "Maternal mental health service"],
            series: vec![known("Accepted", &[120.0, 86.0, 12.0]), known("Declined", &[30.0, 8.0, 0.0]), Series { name: "Still open", values: vec![Some(12.0), None, Some(3.0)] }],
            ..BarChart::default()
        }))
        (bar_chart(&BarChart {
            id: "stacked", title: "What became of referrals",
            categories: vec!["North", "South"],
            series: vec![known("Accepted", &[120.0, 86.0]), known("Declined", &[30.0, 8.0]), known("Signposted", &[42.0, 31.0]), known("Advice only", &[22.0, 11.0]), known("Withdrawn", &[12.0, 21.0]), known("Moved", &[9.0, 17.0])],
            arrangement: Arrangement::Stacked,
            ..BarChart::default()
        }))
        (bar_chart(&BarChart {
            id: "months", title: "Referrals by month", categories: months.clone(), orientation: Orientation::Vertical,
            series: vec![known("All", &[120.0, 86.0, 99.0, 101.0, 78.0, 130.0, 141.0, 150.0, 92.0, 88.0, 70.0, 5.0])],
            ..BarChart::default()
        }))
        (bar_chart(&BarChart {
            id: "halves", title: "Waits by quarter", categories: vec!["Q1", "Q2", "Q3", "Q4"], orientation: Orientation::Vertical,
            series: vec![known("North", &[12.0, 8.0, 9.0, 10.0]), known("South", &[7.0, 13.0, 14.0, 15.0])], suffix: " d",
            ..BarChart::default()
        }))
        (bar_chart(&BarChart {
            id: "kinds", title: "Referrals by month and outcome", categories: months, orientation: Orientation::Vertical, arrangement: Arrangement::Stacked,
            series: vec![known("Accepted", &[12.0, 8.0, 9.0, 10.0, 7.0, 13.0, 14.0, 15.0, 9.0, 8.0, 7.0, 5.0]), known("Declined", &[2.0, 8.0, 1.0, 0.0, 7.0, 3.0, 4.0, 5.0, 9.0, 8.0, 7.0, 5.0])],
            ..BarChart::default()
        }))
        (bar_chart(&BarChart { id: "one", title: "One huge bar", categories: vec!["All"], series: vec![known("All", &[1_234_567_890_123.0])], ..BarChart::default() }))
        (bar_chart(&BarChart { id: "none", title: "Nothing yet", ..BarChart::default() }))
    }
}

fn frame(title: &str, main: Markup, staff: bool) -> Markup {
    let items = ["Queue", "Meeting", "Caseload", "Handovers", "Beds", "Reports", "Planning", "Directory"];
    page(&Page {
        title,
        header: Header {
            service_name: "Porch",
            service_href: "/",
            search: staff.then(|| SearchBox { placeholder: "Name, reference or NHS number", ..SearchBox::default() }),
            account: if staff {
                vec![
                    AccountItem { content: "A. Example, triage nurse".into(), icon: true, ..AccountItem::default() },
                    AccountItem { content: "Duty: on".into(), action: AccountAction::Link("#"), icon: false },
                    AccountItem { content: "Sign out".into(), action: AccountAction::Post("/sign-out"), icon: false },
                ]
            } else {
                Vec::new()
            },
            navigation: Navigation {
                items: if staff {
                    items
                        .map(|text| NavigationItem {
                            text,
                            href: "#",
                            current: if text == "Queue" { Current::Page } else { Current::No },
                        })
                        .to_vec()
                } else {
                    Vec::new()
                },
                ..Navigation::default()
            },
            ..Header::default()
        },
        demo: true,
        exit: (!staff).then(ExitLink::default),
        before_main: if staff {
            breadcrumb(&Breadcrumb { items: vec![Crumb { text: "Home", href: "#" }], ..Breadcrumb::default() })
        } else {
            back_link(&BackLink { target: "#".into(), ..BackLink::default() })
        },
        main: &main,
        footer: Footer {
            links: vec![
                FooterLink { text: "Accessibility statement", href: "#" },
                FooterLink { text: "Privacy", href: "#" },
            ],
            ..Footer::default()
        },
        wide: staff,
        ..Page::default()
    })
}

/// The page with its style sheets inside, so that it can be opened from a folder.
fn whole(page: &Markup) -> String {
    let mut text = page.0.clone();
    for file in [File::NhsukCss, File::AppCss] {
        let Some(asset) = assets::find(assets::href(file)) else { continue };
        let link = html! { link rel="stylesheet" href=(asset.path); }.0;
        let style = html! { style { (PreEscaped(String::from_utf8_lossy(&asset.bytes))) } }.0;
        text = text.replace(&link, &style);
    }
    text
}

fn main() -> std::io::Result<()> {
    std::fs::create_dir_all("target/gallery/site/assets")?;
    for (name, main, is_staff) in
        [("public", public(), false), ("question", question(), false), ("staff", staff(), true)]
    {
        let page = frame(name, main, is_staff);
        std::fs::write(format!("target/gallery/{name}.html"), whole(&page))?;
        std::fs::write(format!("target/gallery/site/{name}.html"), &page.0)?;
    }
    for asset in assets::all() {
        std::fs::write(format!("target/gallery/site{}", asset.path), &asset.bytes)?;
    }
    Ok(())
}
