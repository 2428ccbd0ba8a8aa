//! `/meetings` and `/meetings/{date and time}`: the meeting room. One scribe enters; the keyboard is enough; without a script
//! every step is a form (PR-16).

mod case;
mod forms;
pub(crate) mod report;
mod room;

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Time};
use maud::{Markup, html};
use porch_app::meeting::{self, Attendance, Room, Sittings, Wanted};
use porch_domain::{
    footprint::Footprint,
    front_door::Answers,
    ids::{CommandId, ReferralId},
};

use crate::{
    Site, activity,
    components::{Cell, HeadCell, Level, Table, TableCaption, WarningCallout, table, warning_callout},
    failure::{Failure, Kind},
    moment,
    pages::{
        annual::Fields,
        form::{Errors, Sent},
        html as answer,
        referral::Answered,
        staff,
    },
    sign_in::SignedIn,
};

use forms::Step;

/// A form that came back: what was typed into it, and why it was not carried out.
#[derive(Debug, Clone, Default)]
struct Returned {
    /// Which form.
    step: Option<Step>,
    /// What was typed.
    answers: Answers,
    /// What is wrong with that.
    errors: Errors,
    /// Why the rules refuse it.
    refused: Option<String>,
    /// Whether somebody else was quicker.
    stale: bool,
}

/// Everything that the parts of the page need.
struct View<'a> {
    site: &'a Site,
    footprint: &'a Footprint,
    who: &'a SignedIn,
    room: &'a Room,
    returned: &'a Returned,
}

impl View<'_> {
    /// The name that colleagues read of an account.
    fn name<'a>(&'a self, account: &'a str) -> &'a str {
        let known = self.room.people.iter().find(|line| line.name.as_str() == account);
        known.map_or(account, |line| line.display_name.as_str())
    }

    /// Whether decisions can be entered.
    fn is_open(&self) -> bool {
        self.room.meeting.as_ref().is_some_and(|meeting| meeting.closed.is_none())
    }

    /// Whether it has ended.
    fn is_closed(&self) -> bool {
        self.room.meeting.as_ref().is_some_and(|meeting| meeting.closed.is_some())
    }

    /// What was typed into the form of a step, where it came back; otherwise what it begins with.
    fn value<'b>(&'b self, step: Step, field: &str, begins: &'b str) -> &'b str {
        if self.returned.step == Some(step) { self.returned.answers.typed(field) } else { begins }
    }

    /// What is wrong with a field of a step.
    fn error(&self, step: Step, field: &str) -> Option<&str> {
        self.returned.errors.of(&step.id(field))
    }
}

/// The address of a sitting: its day and its time on the wall.
fn address(sitting: Timestamp) -> String {
    format!("/meetings/{}", moment::local(sitting).strftime("%Y-%m-%d-%H%M"))
}

/// The address of a case in a sitting; the fragment takes the keyboard to it.
fn address_of_case(sitting: Timestamp, referral: ReferralId) -> String {
    format!("{}?case={referral}#case", address(sitting))
}

/// The sitting of an address.
fn sitting_of(text: &str) -> Option<Timestamp> {
    let (day, time) = text.rsplit_once('-')?;
    let (hour, minute) = time.split_at_checked(2).filter(|_| time.len() == 4)?;
    let at = Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
    moment::instant(day.parse().ok()?, at)
}

fn known(text: &str, who: &SignedIn) -> Result<Timestamp, Failure> {
    sitting_of(text).ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))
}

/// The sittings: what comes, and what was.
pub(crate) async fn list(State(site): State<Arc<Site>>, who: SignedIn) -> Result<Response, Failure> {
    let sittings = activity::carry_out(&site, &who, |_, ctx| meeting::sittings(ctx)).await?;
    let rules = site.rules();
    let content = staff::Content {
        title: "Team meetings".to_owned(),
        main: listed(&sittings, &rules.footprint, site.world.now()),
        wide: true,
        section: staff::Section::Meeting,
    };
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

fn listed(sittings: &Sittings, footprint: &Footprint, now: Timestamp) -> Markup {
    let disciplines = &footprint.meeting.disciplines;
    let names = |codes: &[String]| {
        let named = disciplines.iter().filter(|discipline| codes.contains(&discipline.code));
        named.map(|discipline| discipline.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    html! {
        h1 { "Team meetings" }
        p { "Every referral that is not decided is on the next agenda by itself." }
        ul class="nhsuk-list" {
            @for sitting in &sittings.near {
                li {
                    a href=(address(*sitting)) { (moment::day_and_hour(*sitting)) }
                    @if *sitting <= now { ": not closed" }
                }
            }
        }
        h2 class="nhsuk-heading-m" { "Meetings that were held" }
        @if sittings.held.is_empty() {
            p { "None yet." }
        } @else {
            (table(&Table {
                caption: TableCaption::from("The latest first"),
                head: vec![
                    "Meeting".into(), "Who was there".into(), HeadCell::numeric("Decided"),
                    HeadCell::numeric("Carried over"), HeadCell::numeric("Noted"), "Still to confirm".into(),
                ],
                rows: sittings.held.iter().map(|line| {
                    let confirm = names(&line.to_confirm);
                    let cells: Vec<Cell<'_>> = vec![
                        html! {
                            a href=(address(line.sitting)) { (moment::words(line.sitting)) }
                            @if line.closed_at.is_none() { " " strong { "open" } }
                        }.into(),
                        names(&line.disciplines).into(),
                        line.decided.to_string().into(),
                        line.carried_over.to_string().into(),
                        line.noted.to_string().into(),
                        if confirm.is_empty() { "–".into() } else { confirm.into() },
                    ];
                    cells
                }).collect(),
                responsive: true,
                ..Table::default()
            }))
        }
        p { a href="/reports/meetings" { "How many referrals the first meeting looked at" } }
    }
}

/// A sitting.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(at): Path<String>,
    Query(fields): Fields,
) -> Result<Response, Failure> {
    let sitting = known(&at, &who)?;
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.parse().ok());
    let chosen = field("case").map(Wanted::This).or(field("after").map(Wanted::After)).unwrap_or_default();
    let content = drawn(&site, &who, sitting, chosen, Returned::default()).await?;
    Ok(answer(staff::page(&site, Some(&who), &content)))
}

async fn drawn(
    site: &Arc<Site>,
    who: &SignedIn,
    sitting: Timestamp,
    wanted: Wanted,
    returned: Returned,
) -> Result<staff::Content, Failure> {
    let room = activity::carry_out(site, who, move |_, ctx| meeting::room(ctx, sitting, wanted)).await?;
    let room = room.ok_or_else(|| Failure::from(Kind::NotFound).seen_by(who))?;
    let rules = site.rules();
    let view = View { site, footprint: &rules.footprint, who, room: &room, returned: &returned };
    let error = if returned.errors.is_empty() { "" } else { "Error: " };
    Ok(staff::Content {
        title: format!("{error}Team meeting, {}", moment::words(sitting)),
        main: room::page(&view),
        wide: true,
        section: staff::Section::Meeting,
    })
}

/// Why nothing was saved, above everything else; what was typed is still in its form (H13).
fn not_saved(view: &View<'_>) -> Markup {
    let (heading, content) = if view.returned.stale {
        ("Somebody else was quicker", case::quicker(view))
    } else if let Some(why) = &view.returned.refused {
        ("This was not done", html! { p { "Nothing was changed: " (why) "." } (case::typed(view)) })
    } else {
        return Markup::default();
    };
    warning_callout(&WarningCallout {
        heading,
        level: Level::H2,
        content: content.into(),
        id: "not-saved",
        ..WarningCallout::default()
    })
}

/// Notes who is there, and opens the meeting where nobody did.
pub(crate) async fn attend(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(at): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let sitting = known(&at, &who)?;
    let (command, version) = carried(&sent, &who)?;
    let all = |field: &str| sent.0.all(field).map(str::to_owned).collect();
    let attendance = Attendance { disciplines: all("disciplines"), people: all("people") };
    let done =
        activity::carry_out(&site, &who, move |_, ctx| Ok(meeting::attend(ctx, command, sitting, version, attendance)));
    after(&site, &who, sitting, None, Step::Attend, sent.0, done.await?).await
}

/// Enters the decision of one case.
pub(crate) async fn decide(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path((at, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let sitting = known(&at, &who)?;
    let id: ReferralId = id.parse().map_err(|_| Failure::from(Kind::NotFound).seen_by(&who))?;
    let (command, version) = carried(&sent, &who)?;
    let mut errors = Errors::default();
    let Some(step) = Step::of_code(sent.0.typed("choice")) else {
        return Err(Failure::from(Kind::Unclear("the form names no decision".to_owned())).seen_by(&who));
    };
    let of_its_day = activity::carry_out(&site, &who, move |_, ctx| meeting::criteria(ctx, id)).await?;
    let decision = forms::decision(step, &sent.0, &of_its_day, site.world.now(), &mut errors);
    let Some(decision) = decision.filter(|_| errors.is_empty()) else {
        let returned = Returned { step: Some(step), answers: sent.0, errors, ..Returned::default() };
        let content = drawn(&site, &who, sitting, Wanted::This(id), returned).await?;
        return Ok((StatusCode::BAD_REQUEST, answer(staff::page(&site, Some(&who), &content))).into_response());
    };
    let done = activity::carry_out(&site, &who, move |_, ctx| {
        Ok(meeting::decide(ctx, command, sitting, id, version, decision))
    });
    after(&site, &who, sitting, Some(id), step, sent.0, done.await?).await
}

/// Ends the meeting.
pub(crate) async fn close(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(at): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let sitting = known(&at, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let mut errors = Errors::default();
    let carry =
        (sent.0.typed("carry") == "yes").then(|| forms::next(Step::Close, &sent.0, site.world.now(), &mut errors));
    if !errors.is_empty() {
        let returned = Returned { step: Some(Step::Close), answers: sent.0, errors, ..Returned::default() };
        let content = drawn(&site, &who, sitting, Wanted::First, returned).await?;
        return Ok((StatusCode::BAD_REQUEST, answer(staff::page(&site, Some(&who), &content))).into_response());
    }
    let carry = carry.flatten();
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(meeting::close(ctx, command, sitting, carry)));
    after(&site, &who, sitting, None, Step::Close, sent.0, done.await?).await
}

/// Confirms for a discipline that was not there.
pub(crate) async fn confirm(
    State(site): State<Arc<Site>>,
    who: SignedIn,
    Path(at): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let sitting = known(&at, &who)?;
    let command = sent.command().map_err(|failure| failure.seen_by(&who))?;
    let discipline = sent.0.typed("discipline").to_owned();
    let done = activity::carry_out(&site, &who, move |_, ctx| Ok(meeting::confirm(ctx, command, sitting, discipline)));
    after(&site, &who, sitting, None, Step::Confirm, sent.0, done.await?).await
}

/// The command and the version that a form carries.
fn carried(sent: &Sent, who: &SignedIn) -> Result<(CommandId, i64), Failure> {
    let command = sent.command().map_err(|failure| failure.seen_by(who))?;
    Ok((command, sent.version().map_err(|failure| failure.seen_by(who))?))
}

/// After a step: on to the next case, or back with what was typed.
async fn after(
    site: &Arc<Site>,
    who: &SignedIn,
    sitting: Timestamp,
    case: Option<ReferralId>,
    step: Step,
    answers: Answers,
    done: Result<(), porch_app::AppError>,
) -> Result<Response, Failure> {
    let returned = match Answered::of(done, who)? {
        Answered::Done => {
            let to = match case {
                Some(case) => format!("{}?after={case}#case", address(sitting)),
                None => address(sitting),
            };
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
        }
        Answered::Stale => Returned { stale: true, ..Returned::default() },
        Answered::Refused(why) => Returned { refused: Some(why), ..Returned::default() },
    };
    let returned = Returned { step: Some(step), answers, ..returned };
    let content = drawn(site, who, sitting, case.map_or(Wanted::First, Wanted::This), returned).await?;
    Ok((StatusCode::CONFLICT, answer(staff::page(site, Some(who), &content))).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_day_and_time_on_the_wall_and_reads_back() {
        for (sitting, path) in [
            ("2026-11-23T10:00:00Z", "/meetings/2026-11-23-1000"),
            ("2026-07-01T08:30:00Z", "/meetings/2026-07-01-0930"),
        ] {
            let at: Timestamp = sitting.parse().unwrap();
            assert_eq!(address(at), path);
            assert_eq!(path.strip_prefix("/meetings/").and_then(sitting_of), Some(at));
        }
        for wrong in ["", "2026-11-23", "2026-11-23-10", "2026-11-23-2500", "2026-13-01-1000", "next", "2026-11-23-1é0"]
        {
            assert_eq!(sitting_of(wrong), None, "{wrong}");
        }
    }
}
