//! The forms of the page of duty. Each names its step and carries a command of its own.

use maud::{Markup, html};
use porch_app::{RotaRow, duty::Board};
use porch_domain::duty::{Done, Shift, Worked};

use super::{FROM, HANDED, Returned, UNTIL, told_id, view};
use crate::{
    Site,
    components::{
        Button, ButtonVariant, Details, Input, Label, Select, SelectItem, Textarea, button, details, input, select,
        textarea,
    },
    moment,
    sign_in::SignedIn,
};

/// What every form of the page carries.
fn carried(site: &Site, step: &str) -> Markup {
    html! {
        input type="hidden" name="command" value=(site.world.id());
        input type="hidden" name="step" value=(step);
    }
}

/// One's own shift, and those that others forgot to end.
pub(super) fn shifts(site: &Site, who: &SignedIn, board: &Board, returned: &Returned) -> Markup {
    let (mine, others): (Vec<_>, Vec<_>) = board.going_on.iter().partition(|(_, shift)| shift.by == who.account);
    html! {
        h2 class="nhsuk-heading-m" id="shift" { "Your shift" }
        @if mine.is_empty() {
            form action="/duty" method="post" novalidate {
                (carried(site, "begin"))
                (button(&Button {
                    content: "Begin my shift".into(),
                    prevent_double_click: Some(true),
                    ..Button::default()
                }))
            }
        }
        @for (on, shift) in mine { (end(site, who, board, (*on, shift), returned)) }
        @for (on, shift) in others {
            @let summary = format!("End the shift of {}, begun {}", board.name(&shift.by), moment::words(shift.began_at));
            (details(&Details {
                summary: summary.as_str().into(),
                content: end(site, who, board, (*on, shift), returned).into(),
                // What is wrong in it is not left folded away.
                open: returned.errors.of(&told_id(*on, &shift.by)).is_some(),
                ..Details::default()
            }))
        }
    }
}

/// Ending a shift, with what is still open (PR-17).
fn end(
    site: &Site,
    who: &SignedIn,
    board: &Board,
    (on, shift): (jiff::civil::Date, &Worked),
    returned: &Returned,
) -> Markup {
    let open: Vec<_> = board.kept_from_leaving(&shift.by).collect();
    let risks: Vec<_> = board.risks_kept_from_leaving(&shift.by).collect();
    let id = told_id(on, &shift.by);
    let sent_here = returned.typed.typed("on") == on.to_string() && returned.typed.typed("of") == shift.by;
    html! {
        form action="/duty" method="post" novalidate {
            (carried(site, "end"))
            input type="hidden" name="on" value=(on);
            input type="hidden" name="of" value=(shift.by);
            @if open.is_empty() && risks.is_empty() {
                p { "Nothing keeps this shift from ending: every emergency and every risk answer is with somebody who stays." }
            } @else {
                p { strong { "Still open, and with nobody who stays:" } }
                ul class="nhsuk-list nhsuk-list--bullet" {
                    @for one in &open { li { (view::emergency(site, who, board, one)) } }
                    @for one in &risks { li { "Risk answer of " (one.reference.as_deref().unwrap_or("a referral from another system")) } }
                }
                p { "Somebody else takes each of them first; or ring who is on call, and write down whom you told." }
                (input(&Input {
                    label: Label::from("Who on call was told"),
                    hint: "Their name, and where they work".into(),
                    id: &id,
                    name: "told",
                    value: if sent_here { returned.typed.typed("told") } else { "" },
                    error: returned.errors.of(&id).into(),
                    autocomplete: "off",
                    ..Input::default()
                }))
            }
            (button(&Button {
                content: "End this shift".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// Writing down what was done.
pub(super) fn note(site: &Site, board: &Board, returned: &Returned) -> Markup {
    let kinds = Done::ALL.map(|kind| SelectItem::new(kind.code(), kind.label()));
    html! {
        h3 { "Write down what was done" }
        form action="/duty" method="post" novalidate {
            (carried(site, "note"))
            (select(&Select {
                label: Label::from("What was done"),
                error: returned.errors.of("kind").into(),
                name: "kind",
                value: returned.typed.typed("kind"),
                items: std::iter::once(SelectItem::new("", "Choose")).chain(kinds).collect(),
                ..Select::default()
            }))
            (textarea(&Textarea {
                label: Label::from("What came of it"),
                hint: "Name no woman here: her reference below leads to her record, and her story belongs there.".into(),
                error: returned.errors.of("outcome").into(),
                name: "outcome",
                value: returned.typed.typed("outcome"),
                rows: 3,
                ..Textarea::default()
            }))
            (input(&Input {
                label: Label::from("Who took it over, if anybody did"),
                hint: "The name, and the team. A crisis or liaison team needs both name and time.".into(),
                error: returned.errors.of("handed_to").into(),
                name: "handed_to",
                value: returned.typed.typed("handed_to"),
                autocomplete: "off",
                ..Input::default()
            }))
            (HANDED.fields(
                &returned.typed,
                (board.as_at, false),
                ("When they took it over", "On which day they took it over"),
                &returned.errors,
            ))
            (input(&Input {
                label: Label::from("Reference of the referral, if it is about one"),
                error: returned.errors.of("reference").into(),
                name: "reference",
                value: returned.typed.typed("reference"),
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button {
                content: "Add to the log".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// Putting somebody on the rota.
pub(super) fn roster(site: &Site, board: &Board, returned: &Returned) -> Markup {
    let shifts = Shift::ALL.map(|shift| SelectItem::new(shift.code(), shift.label()));
    let people: Vec<(&str, String)> = board
        .may_be_on
        .iter()
        .map(|line| (line.name.as_str(), format!("{} ({})", line.display_name, line.role.label().to_lowercase())))
        .collect();
    let people = people.iter().map(|(name, text)| SelectItem::new(name, text));
    html! {
        h3 { "Put somebody on the rota" }
        form action="/duty" method="post" novalidate {
            (carried(site, "roster"))
            (select(&Select {
                label: Label::from("What for"),
                error: returned.errors.of("shift").into(),
                name: "shift",
                value: returned.typed.typed("shift"),
                items: std::iter::once(SelectItem::new("", "Choose")).chain(shifts).collect(),
                ..Select::default()
            }))
            (select(&Select {
                label: Label::from("Who"),
                error: returned.errors.of("account").into(),
                name: "account",
                value: returned.typed.typed("account"),
                items: std::iter::once(SelectItem::new("", "Choose")).chain(people).collect(),
                ..Select::default()
            }))
            (FROM.fields(&returned.typed, (board.as_at, false), ("From what time", "From which day"), &returned.errors))
            (UNTIL.fields(
                &returned.typed,
                (board.as_at, false),
                ("Until what time", "Until which day"),
                &returned.errors,
            ))
            (button(&Button {
                content: "Put on the rota".into(),
                variant: ButtonVariant::Secondary,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}

/// Taking a line off the rota.
pub(super) fn take_back(site: &Site, board: &Board, line: &RotaRow) -> Markup {
    html! {
        form action="/duty" method="post" novalidate {
            (carried(site, "take-back"))
            input type="hidden" name="on" value=(line.on);
            input type="hidden" name="nth" value=(line.nth);
            button class="nhsuk-button nhsuk-button--secondary nhsuk-button--small" {
                "Take off"
                span class="nhsuk-u-visually-hidden" {
                    ": " (board.name(&line.account)) ", " (moment::day_and_hour(line.from))
                }
            }
        }
    }
}

/// Erasing the words of the day that is shown.
pub(super) fn erase(site: &Site, board: &Board, returned: &Returned) -> Markup {
    html! {
        h3 { "Erase the words of this day" }
        form action="/duty" method="post" novalidate {
            (carried(site, "erase"))
            input type="hidden" name="on" value=(board.on);
            (input(&Input {
                label: Label::from("Why"),
                hint: "All words of the day's log go, and who on call was told. What was done, by whom and when stays.".into(),
                error: returned.errors.of("why").into(),
                name: "why",
                value: returned.typed.typed("why"),
                autocomplete: "off",
                ..Input::default()
            }))
            (button(&Button {
                content: "Erase the words".into(),
                variant: ButtonVariant::Warning,
                prevent_double_click: Some(true),
                ..Button::default()
            }))
        }
    }
}
