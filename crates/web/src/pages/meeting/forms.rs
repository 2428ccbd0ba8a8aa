//! The forms of the room: five decisions, each opened by one key, and the end of the meeting.

use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use porch_app::meeting::{CarryOver, Chosen, Decision};
use porch_domain::{
    footprint::{Team, TeamCode, TeamRole},
    front_door::{Answers, LONGEST},
    referral::{AskedOf, CitedCriterion, Grounds, HandoverAgreement, Stage, criteria_for, reason},
};

use super::{View, address, address_of_case, room::outcome};
use crate::{
    components::{
        Button, ButtonVariant, Checkboxes, Choice, Details, FieldError, Input, Label, Radios, Select, SelectItem,
        button, checkboxes, details, input, radios, select,
    },
    moment,
    pages::{
        agreement::{self, Asked},
        criteria::{self, Offered},
        form::{Errors, hidden},
        referral::address as referral_page,
    },
};

/// A form of the room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Who is there.
    Attend,
    /// Accept to a team.
    Accept,
    /// Offer a handover again that came back.
    Again,
    /// Point her to another service.
    Signpost,
    /// Do not take it on.
    Reject,
    /// Ask for more.
    Ask,
    /// Carry it over.
    Carry,
    /// Confirm for a discipline.
    Confirm,
    /// End the meeting.
    Close,
}

impl Step {
    const DECISIONS: [Self; 6] = [Self::Accept, Self::Again, Self::Signpost, Self::Reject, Self::Ask, Self::Carry];

    /// Its code in a form, and the beginning of the ids of its fields.
    fn code(self) -> &'static str {
        match self {
            Self::Attend => "attend",
            Self::Accept => "accept",
            Self::Again => "again",
            Self::Signpost => "signpost",
            Self::Reject => "reject",
            Self::Ask => "ask",
            Self::Carry => "carry",
            Self::Confirm => "confirm",
            Self::Close => "close",
        }
    }

    /// The decision of a code, if there is one.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        Self::DECISIONS.into_iter().find(|step| step.code() == code)
    }

    /// The id of a field of its form.
    pub(super) fn id(self, field: &str) -> String {
        format!("{}-{field}", self.code())
    }

    /// The key that opens it, and what staff read.
    fn opened_by(self) -> (&'static str, &'static str) {
        match self {
            Self::Accept => ("a", "Accept"),
            Self::Again => ("a", "Offer it again"),
            Self::Signpost => ("s", "Signpost"),
            Self::Reject => ("r", "Reject"),
            Self::Ask => ("i", "More information"),
            Self::Carry => ("o", "Carry over"),
            Self::Attend | Self::Confirm | Self::Close => ("", ""),
        }
    }
}

/// How long a letter or an answer is waited for by default.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// The longest that anything is waited for.
const A_WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The decision that a form asks for; nothing where something is wrong, which is then in `errors`.
pub(super) fn decision(
    step: Step,
    answers: &Answers,
    of_its_day: &[CitedCriterion],
    now: Timestamp,
    errors: &mut Errors,
) -> Option<Decision> {
    let team = |errors: &mut Errors| {
        let team = answers.text("team").map(TeamCode);
        if team.is_none() {
            errors.add(step.id("team"), "Choose the team");
        }
        team
    };
    let words = |field: &str, missing: &str, errors: &mut Errors| {
        let text = answers.text(field);
        match &text {
            None => errors.add(step.id(field), missing),
            Some(text) if text.chars().count() > LONGEST => {
                errors.add(step.id(field), "This is too long: at most 10,000 characters are kept");
            }
            Some(_) => {}
        }
        text
    };
    Some(match step {
        Step::Accept => {
            let (team, criteria) = (team(errors), cited(step, answers, of_its_day, errors));
            let answered = agreement::answered(|field| answers.text(field));
            if let Some((field, what)) = agreement::problem(answered.as_ref(), moment::local(now).date()) {
                errors.add(step.id(field), what);
            }
            let agreement = answered.transpose().ok()?;
            Decision::Accept { team: team?, because: answers.text("because"), agreement, criteria: criteria? }
        }
        Step::Again => {
            let team = team(errors);
            let summary = words("summary", "Say what the team needs to know", errors);
            let on = answers.text("agreed_on").and_then(|typed| typed.parse().ok());
            let agreement = match (on, answers.text("basis")) {
                (Some(on), _) => Some(HandoverAgreement::Agrees { on }),
                (None, Some(basis)) => Some(HandoverAgreement::OnBasis { basis }),
                (None, None) => {
                    errors.add(step.id("agreed_on"), "Say when she agreed, or on which basis it is shared without");
                    None
                }
            };
            Decision::OfferAgain { team: team?, agreement: agreement?, summary: summary? }
        }
        Step::Signpost => {
            let to = words("to", "Name the service", errors);
            let (grounds, next) = (grounds(step, answers, of_its_day, errors), next(step, answers, now, errors));
            Decision::Signpost { to: to?, grounds: grounds?, next: next? }
        }
        Step::Reject => {
            let (grounds, next) = (grounds(step, answers, of_its_day, errors), next(step, answers, now, errors));
            Decision::Reject { grounds: grounds?, next: next? }
        }
        Step::Ask => {
            let what = words("what", "Write what you ask", errors);
            let of = AskedOf::of_code(answers.typed("of"));
            if of.is_none() {
                errors.add(step.id("of"), "Choose whom you ask");
            }
            let next = next(step, answers, now, errors);
            Decision::MoreInformation { of: of?, what: what?, next: next? }
        }
        Step::Carry => Decision::CarryOver { note: answers.text("note"), next: next(step, answers, now, errors)? },
        Step::Attend | Step::Confirm | Step::Close => return None,
    })
}

fn grounds(step: Step, answers: &Answers, of_its_day: &[CitedCriterion], errors: &mut Errors) -> Option<Grounds> {
    let reasons: Vec<String> = answers.all("reasons").map(str::to_owned).collect();
    let in_own_words = answers.text("in_own_words");
    if reasons.is_empty() {
        errors.add(step.id("reasons"), "Choose at least one reason");
        return None;
    }
    if reasons.iter().any(|code| code == reason::OTHER) && in_own_words.is_none() {
        errors.add(step.id("in_own_words"), "Say the other reason in your own words");
        return None;
    }
    let criteria = cited(step, answers, of_its_day, errors)?;
    let unnamed = criteria.is_empty() && !of_its_day.is_empty();
    if unnamed && reasons.iter().any(|code| code == reason::CRITERIA_NOT_MET) {
        errors.add(step.id(criteria::FIELD), "Choose which criteria are not met");
        return None;
    }
    Some(Grounds { reasons, in_own_words, criteria, ..Grounds::default() })
}

/// The criteria that were chosen; nothing where one of them did not hold on that day (D26).
fn cited(
    step: Step,
    answers: &Answers,
    of_its_day: &[CitedCriterion],
    errors: &mut Errors,
) -> Option<Vec<CitedCriterion>> {
    let chosen: Vec<&str> = answers.all(criteria::FIELD).collect();
    if chosen.iter().any(|code| of_its_day.iter().all(|one| one.code != *code)) {
        errors.add(step.id(criteria::FIELD), "Choose among the criteria of the day on which the referral came");
        return None;
    }
    Some(of_its_day.iter().filter(|one| chosen.contains(&one.code.as_str())).cloned().collect())
}

/// Who owes the next step and by when; nothing where something is wrong, which is then in `errors`.
pub(super) fn next(step: Step, answers: &Answers, now: Timestamp, errors: &mut Errors) -> Option<CarryOver> {
    let owner = answers.text("owner");
    if owner.is_none() {
        errors.add(step.id("owner"), "Say who owes the next step");
    }
    let until = moment::of_typed(answers.typed("until")).filter(|until| *until > now && *until <= now + A_WEEK);
    if until.is_none() {
        errors.add(step.id("until"), "Choose a day and time within the next seven days");
    }
    Some(CarryOver { owner: owner?, until: until? })
}

/// The right side: the five decisions, or what was decided.
pub(super) fn section(view: &View<'_>) -> Markup {
    let Some(chosen) = &view.room.chosen else { return Markup::default() };
    let case = view.room.cases.iter().find(|case| case.referral == chosen.referral.id);
    let dealt = case.and_then(|case| case.dealt.as_ref());
    html! {
        h2 class="nhsuk-heading-m" { "Decision" }
        @if let Some(dealt) = dealt {
            p { strong { (outcome(dealt.outcome)) } ", entered by " (view.name(&dealt.by)) ", " (moment::recent(dealt.at, view.room.as_at)) "." }
            p { "Next: " (view.name(&dealt.owner)) ", by " (moment::recent(dealt.until, view.room.as_at)) "." }
            @if !chosen.referral.rests_on().is_empty() {
                p { "It rests on:" }
                (criteria::cited(chosen.referral.rests_on()))
            }
            @if chosen.referral.triage.letter_due.is_some() {
                p { a href={ (referral_page(chosen.referral.id)) "/decide" } { "Write the letters" } }
            }
            @if let Some(following) = view.room.next_after(chosen.referral.id).filter(|_| view.is_open()) {
                p { a href=(address_of_case(view.room.sitting, following)) { "The next case" } }
            }
        } @else if !view.is_open() {
            p { "Open the meeting first: note who is here." }
        } @else {
            (decisions(view, chosen))
        }
    }
}

fn decisions(view: &View<'_>, chosen: &Chosen) -> Markup {
    match &chosen.referral.stage {
        Stage::Pending(_) => html! {
            (form(view, chosen, Step::Accept, &html! {
                (teams(view, chosen, Step::Accept))
                (text(view, Step::Accept, "because", "What the team needs to know (optional)", ""))
                (criteria(view, chosen, Step::Accept))
                (agreement_of(view))
            }))
            (form(view, chosen, Step::Signpost, &html! {
                (text(view, Step::Signpost, "to", "To which service?", ""))
                (reasons(view, Step::Signpost))
                (criteria(view, chosen, Step::Signpost))
                (owes(view, Step::Signpost, ("Who writes the letters?", "Letters by"), A_DAY))
            }))
            (form(view, chosen, Step::Reject, &html! {
                (reasons(view, Step::Reject))
                (criteria(view, chosen, Step::Reject))
                (owes(view, Step::Reject, ("Who writes the letters?", "Letters by"), A_DAY))
            }))
            (form(view, chosen, Step::Ask, &html! {
                (text(view, Step::Ask, "what", "What is asked?", ""))
                (whom(view))
                (owes(view, Step::Ask, ("Who asks?", "Answer by"), A_DAY + A_DAY))
            }))
            (carry(view, chosen))
            p class="nhsuk-body-s" {
                "Accepting offers her to the team at once. After a no or a signpost the letters are due: nobody is told before "
                "they are approved, and a person tells her first where risk, loss or trauma was mentioned."
            }
        },
        Stage::Accepted { .. } => html! {
            p { "It was taken on, and the handover came back. It is offered again, carried over, or referred on from its own page." }
            (form(view, chosen, Step::Again, &html! {
                (teams(view, chosen, Step::Again))
                (text(view, Step::Again, "summary", "What does the team need to know?", ""))
                (input(&Input {
                    label: Label::from("When did she agree?"),
                    kind: "date",
                    ..field(view, Step::Again, "agreed_on", &Step::Again.id("agreed_on"), "")
                }))
                (text(view, Step::Again, "basis", "If she was not asked: on which basis is it shared?", ""))
            }))
            (carry(view, chosen))
        },
        Stage::Discharged { .. } | Stage::Ended { .. } => html! { p { "It is closed: nothing is left to decide." } },
    }
}

fn carry(view: &View<'_>, chosen: &Chosen) -> Markup {
    form(
        view,
        chosen,
        Step::Carry,
        &html! {
            (text(view, Step::Carry, "note", "Why? (optional)", ""))
            (owes(view, Step::Carry, ("Who owes the next step?", "Seen again by"), until_next(view)))
        },
    )
}

/// How long it is until the next sitting; at most a week.
fn until_next(view: &View<'_>) -> SignedDuration {
    let next = view.room.next.map(|next| next.duration_since(view.room.as_at));
    next.filter(|left| left.is_positive() && *left < A_WEEK).unwrap_or(A_WEEK - SignedDuration::from_mins(1))
}

fn form(view: &View<'_>, chosen: &Chosen, step: Step, fields: &Markup) -> Markup {
    let (key, label) = step.opened_by();
    let action = format!("{}/cases/{}", address(view.room.sitting), chosen.referral.id);
    details(&Details {
        summary: html! { (label) " " kbd class="porch-room__key" aria-hidden="true" { (key) } }.into(),
        content: html! {
            form action=(action) method="post" novalidate {
                (hidden(view.site, chosen.version))
                input type="hidden" name="choice" value=(step.code());
                (fields)
                (button(&Button { content: label.into(), small: true, ..Button::default() }))
            }
        }
        .into(),
        open: view.returned.step == Some(step),
        id: &format!("decide-{key}"),
        expander: true,
        ..Details::default()
    })
}

fn field<'a>(view: &'a View<'_>, step: Step, name: &'a str, id: &'a str, begins: &'a str) -> Input<'a> {
    Input {
        error: view.error(step, name).into(),
        id,
        name,
        value: view.value(step, name, begins),
        autocomplete: "off",
        ..Input::default()
    }
}

fn text(view: &View<'_>, step: Step, name: &str, label: &str, begins: &str) -> Markup {
    input(&Input { label: Label::from(label), ..field(view, step, name, &step.id(name), begins) })
}

fn teams(view: &View<'_>, chosen: &Chosen, step: Step) -> Markup {
    let today = moment::local(view.room.as_at).date();
    let holds = chosen.referral.held().map(|held| &held.by);
    let there = |team: &&Team| team.exists_on(today) && team.role != TeamRole::FrontDoor && Some(&team.code) != holds;
    let items: Vec<Choice<'_>> =
        view.footprint.teams().iter().filter(there).map(|team| Choice::new(&team.code.0, &team.name)).collect();
    let directed = chosen.referral.directed_to.as_ref().map_or("", |team| team.0.as_str());
    radios(&Radios {
        name: "team",
        id_prefix: &step.id("team"),
        legend: Some("To which team?".into()),
        error: view.error(step, "team").into(),
        items,
        value: view.value(step, "team", directed),
        small: true,
        ..Radios::default()
    })
}

fn reasons(view: &View<'_>, step: Step) -> Markup {
    let back = view.returned.step == Some(step);
    html! {
        (checkboxes(&Checkboxes {
            name: "reasons",
            id_prefix: &step.id("reasons"),
            legend: Some("Why?".into()),
            error: view.error(step, "reasons").into(),
            items: reason::REASONS.iter().map(|code| Choice::new(code.code, code.label)).collect(),
            values: if back { view.returned.answers.all("reasons").collect() } else { Vec::new() },
            small: true,
            ..Checkboxes::default()
        }))
        (text(view, step, "in_own_words", "More, in your own words", ""))
    }
}

// D26
fn criteria(view: &View<'_>, chosen: &Chosen, step: Step) -> Markup {
    let of_its_day = criteria_for(view.footprint, chosen.referral.received_at);
    let back = view.returned.step == Some(step);
    criteria::offered(&Offered {
        of_its_day: &of_its_day,
        chosen: if back { view.returned.answers.all(criteria::FIELD).collect() } else { Vec::new() },
        error: view.error(step, criteria::FIELD).into(),
        id: &step.id(criteria::FIELD),
        a_no: step != Step::Accept,
        open: false,
    })
}

fn agreement_of(view: &View<'_>) -> Markup {
    agreement::asked(&Asked {
        typed: &|field| view.value(Step::Accept, field, "").to_owned(),
        error: &|field| view.error(Step::Accept, field).map(str::to_owned),
        id: &|field| Step::Accept.id(field),
        now: view.room.as_at,
    })
}

fn whom(view: &View<'_>) -> Markup {
    radios(&Radios {
        name: "of",
        id_prefix: &Step::Ask.id("of"),
        legend: Some("Who is asked?".into()),
        error: view.error(Step::Ask, "of").into(),
        items: AskedOf::ALL.into_iter().map(|of| Choice::new(of.code(), of.label())).collect(),
        value: view.value(Step::Ask, "of", AskedOf::Referrer.code()),
        small: true,
        ..Radios::default()
    })
}

/// Who owes the next step, and by when: filled in, so that Enter is enough.
fn owes(view: &View<'_>, step: Step, (who, when): (&str, &str), after: SignedDuration) -> Markup {
    let own = view.who.account.as_str();
    let mut items: Vec<SelectItem<'_>> =
        view.room.people.iter().map(|line| SelectItem::new(line.name.as_str(), &line.display_name)).collect();
    if view.room.people.iter().all(|line| line.name.as_str() != own) {
        items.push(SelectItem::new(own, &view.who.display_name));
    }
    let error: FieldError<'_> = view.error(step, "owner").into();
    let until = moment::typed(view.room.as_at + after);
    html! {
        (select(&Select {
            label: Label::from(who),
            error,
            id: &step.id("owner"),
            name: "owner",
            value: view.value(step, "owner", own),
            items,
            ..Select::default()
        }))
        (input(&Input {
            label: Label::from(when),
            kind: "datetime-local",
            ..field(view, step, "until", &step.id("until"), &until)
        }))
    }
}

/// The form that ends the meeting; where cases are left, it offers to carry all of them over.
pub(super) fn close(view: &View<'_>, left: bool) -> Markup {
    let back = view.returned.step == Some(Step::Close);
    html! {
        form action={ (address(view.room.sitting)) "/close" } method="post" novalidate {
            input type="hidden" name="command" value=(view.site.world.id());
            @if left {
                (checkboxes(&Checkboxes {
                    name: "carry",
                    id_prefix: &Step::Close.id("carry"),
                    items: vec![Choice::new("yes", "Carry over every case that is left")],
                    values: if back { view.returned.answers.all("carry").collect() } else { Vec::new() },
                    small: true,
                    ..Checkboxes::default()
                }))
                (owes(view, Step::Close, ("Who owes the next step?", "Seen again by"), until_next(view)))
            }
            (button(&Button { content: "Close the meeting".into(), variant: ButtonVariant::Primary, ..Button::default() }))
        }
    }
}
