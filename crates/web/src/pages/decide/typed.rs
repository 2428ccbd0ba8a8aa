//! What was typed while deciding, word for word, and what it says.

use std::collections::BTreeMap;

use jiff::Timestamp;
use maud::{Markup, html};
use porch_app::deciding::{Letter, Matter, Opened, Tell};
use porch_domain::{
    code_list,
    eligibility::{Agreement, WHY_OTHERWISE},
    footprint::{Footprint, TeamCode, TeamRole},
    front_door::Confidant,
    message::{MessageKind, Recipient, Words},
    person::{ContactChoices, Route},
    referral::{AskedOf, CitedCriterion, Grounds, ReferrerHears, ToldInPerson, Verdict, reason},
};
use sha2::{Digest, Sha256};

use super::{View, fits};
use crate::{
    moment,
    pages::{agreement, criteria},
};

/// The most that one field may hold, in characters.
const LONGEST: usize = 8_000;

/// The fields of a form, as they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed(Vec<(String, String)>);

/// Something that is missing or wrong, and at which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) field: &'static str,
    pub(super) what: String,
}

impl Typed {
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        // Browsers send lines with a carriage return.
        Self(pairs.into_iter().map(|(name, value)| (name, value.replace('\r', ""))).collect())
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Fills a field that nobody has filled.
    pub(super) fn offer(&mut self, name: &str, value: impl Into<String>) {
        if self.get(name).is_empty() {
            self.set(name, value);
        }
    }

    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    fn said(&self, name: &str) -> Option<String> {
        Some(self.get(name).to_owned()).filter(|text| !text.is_empty())
    }

    /// Everything as hidden fields, but what the page itself asks.
    pub(super) fn hidden(&self, but: &[&str]) -> Markup {
        html! {
            @for (name, value) in self.0.iter().filter(|(name, _)| !but.contains(&name.as_str()) && name != "step") {
                input type="hidden" name=(name) value=(value);
            }
        }
    }
}

/// What somebody chose to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    Accept(TeamCode),
    Reject,
    Signpost,
    Advise,
    Withdraw,
    Ask,
}

impl Choice {
    /// The choice of a code, where it is one today.
    pub(super) fn of_code(code: &str, teams: &[(TeamCode, String)]) -> Option<Self> {
        match code.split_once(':') {
            Some(("accept", team)) => {
                teams.iter().find(|(known, _)| known.0 == team).map(|(team, _)| Self::Accept(team.clone()))
            }
            Some(_) => None,
            None => [Self::Reject, Self::Signpost, Self::Advise, Self::Withdraw, Self::Ask]
                .into_iter()
                .find(|choice| choice.code() == code),
        }
    }

    /// Which kind of message the letter to her is.
    pub(super) fn kind_to_her(&self) -> MessageKind {
        match self {
            Self::Accept(_) | Self::Reject | Self::Signpost | Self::Advise | Self::Withdraw => MessageKind::Decision,
            Self::Ask => MessageKind::Question,
        }
    }

    pub(super) fn code(&self) -> String {
        match self {
            Self::Accept(team) => format!("accept:{}", team.0),
            Self::Reject => "reject".to_owned(),
            Self::Signpost => "signpost".to_owned(),
            Self::Advise => "advise".to_owned(),
            Self::Withdraw => "withdraw".to_owned(),
            Self::Ask => "ask".to_owned(),
        }
    }

    /// What the page is called.
    pub(super) fn title(&self, teams: &[(TeamCode, String)]) -> String {
        match self {
            Self::Accept(team) => {
                let name = teams.iter().find(|(code, _)| code == team).map_or(team.0.as_str(), |(_, name)| name);
                format!("Accept to {name}")
            }
            Self::Reject => "Do not take on".to_owned(),
            Self::Signpost => "Signpost to another service".to_owned(),
            Self::Advise => "Give advice only".to_owned(),
            Self::Withdraw => "Withdraw, as she asked".to_owned(),
            Self::Ask => "Ask for more information".to_owned(),
        }
    }

    /// Whether it is a no to her, however soft (PR-13).
    pub(super) fn is_a_no(&self) -> bool {
        match self {
            Self::Reject | Self::Signpost | Self::Advise => true,
            Self::Accept(_) | Self::Withdraw | Self::Ask => false,
        }
    }

    pub(super) fn of_verdict(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Accept { team } => Self::Accept(team.clone()),
            Verdict::Reject { .. } => Self::Reject,
            Verdict::Signpost { .. } => Self::Signpost,
            Verdict::Advise { .. } => Self::Advise,
            Verdict::Withdraw => Self::Withdraw,
        }
    }
}

/// The teams that can take somebody on today. The front door holds what is not decided; it takes nobody on.
pub(in crate::pages) fn teams(footprint: &Footprint, today: jiff::civil::Date) -> Vec<(TeamCode, String)> {
    let there = footprint.teams().iter().filter(|team| team.exists_on(today) && team.role != TeamRole::FrontDoor);
    there.map(|team| (team.code.clone(), team.name.clone())).collect()
}

/// What was decided, or nothing where more is asked.
pub(super) fn verdict(choice: &Choice, typed: &Typed, opened: &Opened, footprint: &Footprint) -> Option<Verdict> {
    let on_behalf = || {
        let named = footprint.team_by_code(&TeamCode(typed.get("team").to_owned()));
        let directed = opened.referral.directed_to.as_ref().and_then(|team| footprint.team_by_code(team));
        named.or(directed).unwrap_or_else(|| footprint.front_door()).code.clone()
    };
    Some(match choice {
        Choice::Accept(team) => Verdict::Accept { team: team.clone() },
        Choice::Reject => Verdict::Reject { team: on_behalf() },
        Choice::Signpost => {
            Verdict::Signpost { team: on_behalf(), signposted_to: typed.get("signposted_to").to_owned() }
        }
        Choice::Advise => Verdict::Advise { team: on_behalf(), advice: typed.get("advice").to_owned() },
        Choice::Withdraw => Verdict::Withdraw,
        Choice::Ask => return None,
    })
}

/// What the letters rest on, as far as it was typed.
pub(super) fn matter(choice: &Choice, typed: &Typed, of_its_day: &[CitedCriterion]) -> Matter {
    let told_at = moment::of_typed(typed.get("told_at"));
    let in_own_words = match choice {
        Choice::Withdraw => typed.said("in_own_words").map(|words| match spoken(typed.get("spoke_route")) {
            Some(how) => format!("Spoke with her {how}: {words}"),
            None => words,
        }),
        Choice::Accept(_) | Choice::Reject | Choice::Signpost | Choice::Advise | Choice::Ask => {
            typed.said("in_own_words")
        }
    };
    let copied = typed.all("copied");
    let cites = match choice {
        Choice::Accept(_) | Choice::Reject | Choice::Signpost | Choice::Advise => typed.all(criteria::FIELD),
        Choice::Withdraw | Choice::Ask => Vec::new(),
    };
    Matter {
        grounds: Grounds {
            reasons: match choice {
                Choice::Accept(_) | Choice::Ask => Vec::new(),
                Choice::Reject | Choice::Signpost | Choice::Advise | Choice::Withdraw => {
                    typed.all("reasons").into_iter().map(str::to_owned).collect()
                }
            },
            in_own_words,
            what_would_change: typed.said("what_would_change"),
            way_back: typed.said("way_back"),
            criteria: of_its_day.iter().filter(|one| cites.contains(&one.code.as_str())).cloned().collect(),
            agreement: None,
        },
        meanwhile: typed.said("meanwhile"),
        because: typed.said("because"),
        agreement: agreement::answered(|field| typed.said(field)).and_then(Result::ok),
        told_in_person: typed.said("told_by").zip(told_at).map(|(by, at)| ToldInPerson { by, at }),
        she_is_not_told: (typed.get("her_route") == "none").then(|| typed.get("her_why").to_owned()),
        copied_to: Confidant::ALL.into_iter().filter(|one| copied.contains(&one.code())).collect(),
        organisation: typed.said("organisation"),
        question: typed.get("question").to_owned(),
        until: moment::of_typed(typed.get("until")),
        leaving: None,
    }
}

/// How somebody spoke with her.
pub(super) fn spoken(code: &str) -> Option<&'static str> {
    match code {
        "in_person" => Some("in person"),
        "telephone" => Some("by telephone"),
        _ => None,
    }
}

/// Routes by which a letter to her of a kind may go: by post or e-mail, and only where she agreed (INV-10).
pub(super) fn letter_routes(contact: &ContactChoices, kind: MessageKind) -> Vec<Route> {
    [Route::Letter, Route::Email].into_iter().filter(|route| contact.allow_kind(*route, Some(kind))).collect()
}

/// How she is told, with the words as they were read.
pub(super) fn to_woman(typed: &Typed, subject: &str) -> Tell {
    tell(typed, "her_route", "her_why", "her_text", subject)
}

/// How whoever referred her is told.
pub(super) fn to_referrer(typed: &Typed, subject: &str) -> Tell {
    tell(typed, "ref_route", "ref_why", "ref_text", subject)
}

fn tell(typed: &Typed, route: &str, why: &str, text: &str, subject: &str) -> Tell {
    match Route::of_code(typed.get(route)) {
        Some(route) => Tell::Letter(letter(route, subject, typed.get(text))),
        None => Tell::NotTold { why: typed.get(why).to_owned() },
    }
}

pub(super) fn letter(route: Route, subject: &str, body: &str) -> Letter {
    Letter { route, words: Words { subject: subject.to_owned(), body: body.to_owned() } }
}

/// The letter that asks, where one goes.
pub(super) fn asking_letter(typed: &Typed) -> Option<(Recipient, Route)> {
    match asked_of(typed)? {
        AskedOf::Woman => Some((Recipient::Woman, Route::of_code(typed.get("her_route"))?)),
        AskedOf::Referrer => Some((Recipient::Referrer, Route::of_code(typed.get("ref_route"))?)),
        AskedOf::Other => None,
    }
}

pub(super) fn asked_of(typed: &Typed) -> Option<AskedOf> {
    AskedOf::of_code(typed.get("of"))
}

/// What stands for a drafted text, so that one that nobody changed is drafted anew when its grounds change.
pub(super) fn print_of(text: &str) -> String {
    let digest = Sha256::digest(text.trim().as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is missing or wrong in the grounds.
pub(super) fn grounds_problems(choice: &Choice, typed: &Typed, view: &View, now: Timestamp) -> Vec<Wrong> {
    let opened = &view.opened;
    let mut wrong = Found(Vec::new());
    for (name, label) in [
        ("in_own_words", "Your own words"),
        ("what_would_change", "What would change it"),
        ("way_back", "How she can come back"),
        ("meanwhile", "Who can help her meanwhile"),
        ("advice", "The advice"),
        ("because", "Why she is taken on"),
        ("basis", "The basis without her agreement"),
        ("question", "What is asked"),
        ("safeguarding", "What came of safeguarding"),
    ] {
        if typed.get(name).chars().count() > LONGEST {
            wrong.add(name, format!("{label}: at most {LONGEST} characters"));
        }
    }
    match choice {
        Choice::Accept(_) => {
            criteria_problems(&mut wrong, typed, &view.criteria, false);
            if opened.area == porch_domain::footprint::Area::Out {
                wrong.needs(typed, "because", "Say why she is taken on from outside the area");
            }
            let answered = agreement::answered(|field| typed.said(field));
            if let Some((field, what)) = agreement::problem(answered.as_ref(), moment::local(now).date()) {
                wrong.add(field, what);
            }
        }
        Choice::Reject | Choice::Signpost | Choice::Advise => {
            criteria_problems(&mut wrong, typed, &view.criteria, true);
            a_no_problems(&mut wrong, choice, typed, opened, now);
        }
        Choice::Withdraw => {
            reasons_problems(&mut wrong, typed);
            told_problems(&mut wrong, typed, opened, now, Some("spoke with her"));
            wrong.needs(typed, "spoke_route", "Say how somebody spoke with her");
            wrong.needs(typed, "in_own_words", "Write what she said when somebody spoke with her");
            wrong.needs(typed, "way_back", "Say how she can come back");
        }
        Choice::Ask => ask_problems(&mut wrong, typed, now),
    }
    // D2: who decides otherwise than proposed says why.
    let otherwise = verdict(choice, typed, opened, &view.footprint).and_then(|verdict| fits::agreement(view, &verdict));
    if otherwise == Some(Agreement::Otherwise) && typed.get("step") != "save" {
        let known = code_list::find(WHY_OTHERWISE, typed.get(fits::OTHERWISE)).is_some();
        if !known {
            wrong.add(fits::OTHERWISE, "Say why it is decided otherwise than proposed");
        }
    }
    // PR-26: every ending answers what is recorded.
    let ends = !matches!(choice, Choice::Accept(_) | Choice::Ask);
    if ends && opened.to_answer.needed && typed.get("step") != "save" {
        wrong.needs(typed, "safeguarding", "Say what came of safeguarding");
    }
    if *choice != Choice::Ask {
        telling_problems(&mut wrong, typed, opened);
    }
    wrong.0
}

struct Found(Vec<Wrong>);

impl Found {
    fn add(&mut self, field: &'static str, what: impl Into<String>) {
        self.0.push(Wrong { field, what: what.into() });
    }

    fn needs(&mut self, typed: &Typed, field: &'static str, what: &str) {
        if typed.get(field).is_empty() {
            self.add(field, what);
        }
    }
}

// H10, K6: a no says why, what would change it, who helps meanwhile, and how to come back.
fn a_no_problems(wrong: &mut Found, choice: &Choice, typed: &Typed, opened: &Opened, now: Timestamp) {
    if *choice == Choice::Signpost {
        wrong.needs(typed, "signposted_to", "Name the service that she is pointed to");
    }
    if *choice == Choice::Advise {
        wrong.needs(typed, "advice", "Write the advice");
    }
    reasons_problems(wrong, typed);
    wrong.needs(typed, "what_would_change", "Say what would change this decision");
    wrong.needs(typed, "way_back", "Say how she can come back");
    if *choice != Choice::Signpost {
        wrong.needs(typed, "meanwhile", "Name who can help her meanwhile");
    }
    // PR-14: told by a person first; one who saves the decision for later says it when it was done.
    let by_letter = typed.get("her_route") != "none";
    let first = opened.referral.a_no_is_told_in_person() && by_letter && typed.get("step") != "save";
    told_problems(wrong, typed, opened, now, first.then_some("told her in person"));
    if opened.needs_second_clinician() && typed.get("step") != "save" {
        wrong.needs(typed, "second_clinician", "Name the second clinician who agrees");
    }
}

// D26: a no because criteria are not met says which, and nothing is cited that did not hold on that day.
fn criteria_problems(wrong: &mut Found, typed: &Typed, of_its_day: &[CitedCriterion], a_no: bool) {
    let chosen = typed.all(criteria::FIELD);
    if chosen.iter().any(|code| of_its_day.iter().all(|one| one.code != *code)) {
        wrong.add(criteria::FIELD, "Choose among the criteria of the day on which the referral came");
    } else if a_no
        && chosen.is_empty()
        && !of_its_day.is_empty()
        && typed.all("reasons").contains(&reason::CRITERIA_NOT_MET)
    {
        wrong.add(criteria::FIELD, "Choose which criteria are not met");
    }
}

fn reasons_problems(wrong: &mut Found, typed: &Typed) {
    let reasons = typed.all("reasons");
    if reasons.is_empty() {
        wrong.add("reasons", "Choose at least one reason");
    } else if reasons.contains(&reason::OTHER) {
        wrong.needs(typed, "in_own_words", "Say the other reason in your own words");
    }
}

/// What is wrong with who spoke with her and when; `needed` says what they did, where it must have been done.
fn told_problems(wrong: &mut Found, typed: &Typed, opened: &Opened, now: Timestamp, needed: Option<&str>) {
    let (by, at) = (typed.get("told_by"), typed.get("told_at"));
    if by.is_empty() && at.is_empty() && needed.is_none() {
        return;
    }
    let did = needed.unwrap_or("told her in person");
    wrong.needs(typed, "told_by", &format!("Say who {did}"));
    match moment::of_typed(at) {
        None => wrong.add("told_at", format!("Say when somebody {did}, with date and time")),
        Some(at) if at > now => wrong.add("told_at", format!("When somebody {did} must not be in the future")),
        Some(at) if at < opened.referral.received_at => {
            wrong.add("told_at", format!("When somebody {did} must be after the referral came"));
        }
        Some(_) => {}
    }
}

fn telling_problems(wrong: &mut Found, typed: &Typed, opened: &Opened) {
    match typed.get("her_route") {
        "none" => wrong.needs(typed, "her_why", "Say why no letter goes to her"),
        code => {
            let contact = opened.person.as_ref().map(|person| person.contact.clone()).unwrap_or_default();
            if Route::of_code(code).is_none_or(|route| !letter_routes(&contact, MessageKind::Decision).contains(&route))
            {
                wrong.add("her_route", "Choose how she is told");
            }
        }
    }
    match (typed.get("ref_route"), opened.referrer_hears()) {
        ("none", _) => wrong.needs(typed, "ref_why", "Say why nothing goes to whoever referred her"),
        ("letter", ReferrerHears::Reasons { .. } | ReferrerHears::ReasonsOnPaper { .. }) => {
            wrong.needs(typed, "organisation", "Name the organisation to which the letter is posted");
        }
        ("email", ReferrerHears::Reasons { .. } | ReferrerHears::ReceiptOnly)
        | ("letter", ReferrerHears::ReceiptOnly) => {}
        _ => wrong.add("ref_route", "Choose how whoever referred her is told"),
    }
}

fn ask_problems(wrong: &mut Found, typed: &Typed, now: Timestamp) {
    if asked_of(typed).is_none() {
        wrong.add("of", "Choose who is asked");
    }
    wrong.needs(typed, "question", "Write what is asked");
    match moment::of_typed(typed.get("until")) {
        None => wrong.add("until", "Say until when an answer is waited for, with date and time"),
        Some(until) if until <= now || until > now + jiff::SignedDuration::from_hours(7 * 24) => {
            wrong.add("until", "Choose a time within the next seven days");
        }
        Some(_) => {}
    }
}

/// Errors by field, for showing each beside its own.
pub(super) fn by_field(wrong: &[Wrong]) -> BTreeMap<&'static str, &str> {
    wrong.iter().rev().map(|one| (one.field, one.what.as_str())).collect()
}
