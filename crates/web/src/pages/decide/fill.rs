//! What the chosen decision needs: reasons, who told her, how both are told.

use std::collections::BTreeMap;

use maud::{Markup, html};
use porch_app::account::AccountLine;
use porch_domain::{
    eligibility::{Agreement, WHY_OTHERWISE},
    footprint::DirectoryEntry,
    front_door::{Confidant, Now, Situation},
    person::{Route, RouteChoice},
    referral::{ReferrerHears, reason},
};

use super::{
    View,
    choose::{address, beside},
    fits,
    typed::{self, Choice as Chosen, Typed, Wrong, by_field, letter_routes},
};
use crate::{
    components::{
        Button, ButtonVariant, Checkboxes, Choice, ChoiceOption, ErrorLink, ErrorSummary, FieldError, Input,
        InputWidth, InsetText, Label, Legend, Radios, Select, SelectItem, Size, Textarea, button, checkboxes,
        error_summary, input, inset_text, radios, select, textarea,
    },
    moment,
    pages::{
        agreement::{self, Asked},
        criteria::{self, Offered},
    },
};

/// The fields that this page asks; the letters go along hidden.
const HERE: &[&str] = &[
    "team",
    "signposted_entry",
    "signposted_to",
    "advice",
    "because",
    "agreement",
    "agreed_on",
    "basis",
    "reasons",
    "criteria",
    "in_own_words",
    "what_would_change",
    "way_back",
    "meanwhile",
    "told_by",
    "told_at",
    "spoke_route",
    "second_clinician",
    "safeguarding",
    "her_route",
    "her_why",
    "copied",
    "ref_route",
    "ref_why",
    "organisation",
    "of",
    "question",
    "until",
    fits::OTHERWISE,
];

/// A service of the directory as both read it: its name, and how to reach it.
fn signposted(entry: &DirectoryEntry) -> String {
    let reached = entry.number.as_deref().or(entry.web.as_deref());
    reached.map_or_else(|| entry.name.clone(), |reached| format!("{}, {reached}", entry.name))
}

/// Names the service that was chosen from the directory, where none was written.
pub(super) fn name_signpost(typed: &mut Typed, view: &View) {
    if let Some(entry) = view.footprint.directory_entry(typed.get("signposted_entry")) {
        typed.offer("signposted_to", signposted(entry));
    }
}

/// The page.
pub(super) fn page(view: &View, choice: &Chosen, typed: &Typed, wrong: &[Wrong]) -> Markup {
    let errors = by_field(wrong);
    let saved = view.opened.referral.triage.letter_due.as_ref();
    let form = Fields { view, typed, errors: &errors };
    beside(
        view,
        html! {
            (summary(wrong))
            h1 { (choice.title(&view.all_teams)) }
            @if let Some(saved) = saved {
                (inset_text(&InsetText { content: html! {
                    p { "Decided on " (moment::time(saved.decided_at)) " and not finished: " strong { "a letter is due" } ". "
                        strong { (view.opened.names.of(&saved.owner)) } " owes it by " (moment::time(saved.by)) ". It counts from when it was decided." }
                    p { a href={ (address(view)) "?choice=none" } { "Decide something else" } }
                }.into(), ..InsetText::default() }))
            }
            form method="post" action=(address(view)) {
                (typed.hidden(HERE))
                @match choice {
                    Chosen::Accept(_) => (form.accept()),
                    Chosen::Reject | Chosen::Signpost | Chosen::Advise => (form.a_no(choice)),
                    Chosen::Withdraw => (form.withdraw()),
                    Chosen::Ask => (form.ask()),
                }
                (form.otherwise(choice))
                (form.her_letter(choice))
                (form.referrer_letter(choice))
                (button(&Button { content: "Continue to the letters".into(), name: "step", value: "letters", ..Button::default() }))
            }
            @if saved.is_none() {
                p { a href={ (address(view)) } { "Choose something else" } }
            }
        },
    )
}

/// The list of what is missing, each with its place.
pub(super) fn summary(wrong: &[Wrong]) -> Markup {
    if wrong.is_empty() {
        return html! {};
    }
    let places: Vec<String> =
        wrong.iter().map(|one| if one.field.is_empty() { String::new() } else { format!("#{}", one.field) }).collect();
    let errors = wrong.iter().zip(&places).map(|(one, href)| ErrorLink { text: &one.what, href }).collect();
    error_summary(&ErrorSummary { errors, ..ErrorSummary::default() })
}

struct Fields<'a> {
    view: &'a View,
    typed: &'a Typed,
    errors: &'a BTreeMap<&'static str, &'a str>,
}

impl Fields<'_> {
    fn error(&self, name: &str) -> FieldError<'_> {
        self.errors.get(name).copied().into()
    }

    fn area(&self, name: &str, label: &str, hint: &str, rows: u8) -> Markup {
        textarea(&Textarea {
            label: Label { text: label.into(), size: Some(Size::S), ..Label::default() },
            hint: hint.into(),
            error: self.error(name),
            name,
            value: self.typed.get(name),
            rows,
            ..Textarea::default()
        })
    }

    fn line(&self, name: &str, label: &str, hint: &str, width: Option<InputWidth>) -> Markup {
        input(&Input {
            label: Label { text: label.into(), size: Some(Size::S), ..Label::default() },
            hint: hint.into(),
            error: self.error(name),
            name,
            value: self.typed.get(name),
            width,
            autocomplete: "off",
            ..Input::default()
        })
    }

    fn time(&self, name: &str, label: &str, hint: &str) -> Markup {
        input(&Input {
            label: Label { text: label.into(), size: Some(Size::S), ..Label::default() },
            hint: hint.into(),
            error: self.error(name),
            name,
            value: self.typed.get(name),
            kind: "datetime-local",
            classes: "porch-when",
            ..Input::default()
        })
    }

    fn choices(&self, name: &str, legend: &str, hint: Markup, options: &[(String, String, String)]) -> Markup {
        radios(&Radios {
            name,
            legend: Some(Legend { text: legend.into(), size: Some(Size::S), ..Legend::default() }),
            hint: hint.into(),
            error: self.error(name),
            items: options
                .iter()
                .map(|(value, text, hint)| {
                    Choice::from(ChoiceOption {
                        value,
                        text: text.into(),
                        hint: hint.into(),
                        ..ChoiceOption::default()
                    })
                })
                .collect(),
            value: self.typed.get(name),
            ..Radios::default()
        })
    }

    fn accept(&self) -> Markup {
        let out = self.view.opened.area == porch_domain::footprint::Area::Out;
        let hint = if out {
            "She is outside the area. That is no bar: say why she is taken on all the same."
        } else {
            "Her needs are enough; no diagnosis is needed. The referrer reads this."
        };
        let label = if out { "Why she is taken on" } else { "Why she is taken on (optional)" };
        html! {
            p { "The team is asked, and says yes by name. Until then the front door stays responsible, and the clock runs on." }
            (self.area("because", label, hint, 3))
            (self.criteria(false))
            (self.agreement())
        }
    }

    /// D2: a person may decide otherwise than proposed, and says why. Which service she is pointed to is not known yet when
    /// the page is drawn, so there it is asked in case.
    fn otherwise(&self, choice: &Chosen) -> Markup {
        let verdict = typed::verdict(choice, self.typed, &self.view.opened, &self.view.footprint);
        let otherwise = verdict.and_then(|verdict| fits::agreement(self.view, &verdict)) == Some(Agreement::Otherwise);
        if !otherwise {
            return html! {};
        }
        let hint = if *choice == Chosen::Signpost {
            "Who fits is proposed from what is known. Not needed where you point her to a service that fits."
        } else {
            "Who fits is proposed from what is known, and you decide. It is counted by team and reason, without a name."
        };
        let options: Vec<_> =
            WHY_OTHERWISE.iter().map(|why| (why.code.to_owned(), why.label.to_owned(), String::new())).collect();
        self.choices(fits::OTHERWISE, "Why is it decided otherwise than proposed?", html! { (hint) }, &options)
    }

    /// PR-05: her agreement goes with the offer.
    fn agreement(&self) -> Markup {
        agreement::asked(&Asked {
            typed: &|field| self.typed.get(field).to_owned(),
            error: &|field| self.errors.get(field).map(|wrong| (*wrong).to_owned()),
            id: &str::to_owned,
            now: self.view.now,
        })
    }

    fn a_no(&self, choice: &Chosen) -> Markup {
        let young = self.view.opened.referral.held_as_young(moment::local(self.view.now).date());
        html! {
            @if young {
                (inset_text(&InsetText { content: html! {
                    p { strong { "She is under 18." } " We hold her until somebody of the young people's service accepts by name: no reason ends this before. "
                        a href={ "/referrals/" (self.view.opened.referral.id) "/handover#onward" } { "Refer her on to it" } "." }
                }.into(), ..InsetText::default() }))
            }
            @match choice {
                Chosen::Signpost => (self.signpost()),
                Chosen::Advise => (self.area("advice", "Your advice", "Both read this.", 5)),
                Chosen::Accept(_) | Chosen::Reject | Chosen::Withdraw | Chosen::Ask => {}
            }
            (self.reasons())
            (self.criteria(true))
            (self.area("in_own_words", "More in your own words", "Needed for another reason. Both read this: write it so that she can, and without names.", 3))
            (self.area("what_would_change", "What would change this decision?", "Both read this.", 3))
            (self.area("meanwhile", if *choice == Chosen::Signpost { "Who else can help her meanwhile? (optional)" } else { "Who can help her meanwhile?" },
                "A named service or person, and how to reach them.", 2))
            (self.area("way_back", "How can she come back?", "She can always ask again. Change this where there is a nearer way.", 3))
            (self.on_behalf())
            (self.told_first())
            (self.another_decides())
            @if self.view.opened.needs_second_clinician() {
                (self.second_clinician())
            }
            (self.safeguarding())
        }
    }

    /// PR-26: what is recorded is answered, and no safeguarding referral of ours stays without an outcome.
    fn safeguarding(&self) -> Markup {
        let to_answer = &self.view.opened.to_answer;
        html! {
            @if !to_answer.open.is_empty() {
                div class="porch-restricted" {
                    p { "A safeguarding referral has no outcome yet. This cannot end before it has one:" }
                    ul class="nhsuk-list nhsuk-list--bullet" { @for service in &to_answer.open { li { (service) } } }
                    p { a href={ "/referrals/" (self.view.opened.referral.id) "/restricted" } { "Record what came of it, with a reason" } }
                }
            }
            @if to_answer.needed {
                (self.area("safeguarding", "What came of safeguarding?", "Something is recorded on the restricted page. It stands in neither letter.", 3))
            }
        }
    }

    /// X1: a second no within thirty days is decided by somebody else than the first.
    fn another_decides(&self) -> Markup {
        let opened = &self.view.opened;
        let days = opened.referral.triage.came_back.map_or(0, |found| found.days);
        html! {
            @if let Some(first) = opened.referral.not_to_be_decided_by() {
                div class="porch-review" id="another-decides" {
                    p {
                        strong { "A second no within 30 days is decided by somebody else than the first." }
                        " The first was decided by " (opened.names.of(first)) ", " (days)
                        @if days == 1 { " day" } @else { " days" } " before this referral came. They may agree as the second clinician, and may accept."
                    }
                }
            }
        }
    }

    /// PR-14: why a second clinician is needed.
    fn why_second(&self) -> String {
        let opened = &self.view.opened;
        let why = match (opened.rejected_before, opened.referral.risk_mentioned()) {
            (true, true) => "An earlier referral ended with a no, and risk was mentioned",
            (true, false) => "An earlier referral ended with a no",
            (false, _) => "Risk was mentioned",
        };
        format!("{why}, so a second clinician must agree. Having been at the meeting counts.")
    }

    fn second_clinician(&self) -> Markup {
        let label = |line: &AccountLine| format!("{} ({})", line.display_name, line.role.label());
        let named: Vec<_> =
            self.view.opened.second_clinicians.iter().map(|line| (line.name.to_string(), label(line))).collect();
        let mut items = vec![SelectItem::new("", "Choose a name")];
        items.extend(named.iter().map(|(name, label)| SelectItem::new(name, label)));
        select(&Select {
            label: Label { text: "Second clinician who agrees".into(), size: Some(Size::S), ..Label::default() },
            hint: self.why_second().into(),
            error: self.error("second_clinician"),
            name: "second_clinician",
            value: self.typed.get("second_clinician"),
            items,
            ..Select::default()
        })
    }

    /// A named service: from the directory, those first that fit how things are, or any other in words.
    fn signpost(&self) -> Markup {
        let situation = self.view.opened.referral.situation().unwrap_or(Situation::NotSaid);
        let now = if situation.is_loss() { Now::Loss } else { situation.now() };
        let mut entries: Vec<&DirectoryEntry> = self.view.footprint.directory().collect();
        // What is for just this stands before what is for anybody, and that before what is for others.
        entries.sort_by_key(|entry| (!entry.for_situations.contains(&now), !entry.fits(now, None)));
        let named: Vec<_> = entries.iter().map(|entry| (entry.code.as_str(), signposted(entry))).collect();
        let mut items = vec![SelectItem::new("", "None of these: named below")];
        items.extend(named.iter().map(|(code, words)| SelectItem::new(code, words)));
        html! {
            (select(&Select {
                label: Label { text: "Which service is she pointed to?".into(), size: Some(Size::S), ..Label::default() },
                hint: "From the directory; those that fit how things are stand first.".into(),
                name: "signposted_entry",
                value: self.typed.get("signposted_entry"),
                items,
                ..Select::default()
            }))
            (self.line("signposted_to", "Or another service", "Its name, and how to reach it. Both read this. What is written here goes before the list.", None))
        }
    }

    fn reasons(&self) -> Markup {
        checkboxes(&Checkboxes {
            name: "reasons",
            legend: Some(Legend { text: "Why?".into(), size: Some(Size::S), ..Legend::default() }),
            hint: "Choose all that hold. Something missing is asked for, and a second referral is added to the first: neither is a reason.".into(),
            error: self.error("reasons"),
            items: reason::REASONS.iter().map(|code| Choice::new(code.code, code.label)).collect(),
            values: self.typed.all("reasons"),
            ..Checkboxes::default()
        })
    }

    // D26
    fn criteria(&self, a_no: bool) -> Markup {
        criteria::offered(&Offered {
            of_its_day: &self.view.criteria,
            chosen: self.typed.all(criteria::FIELD),
            error: self.error(criteria::FIELD),
            id: criteria::FIELD,
            a_no,
            open: self.typed.all("reasons").contains(&reason::CRITERIA_NOT_MET),
        })
    }

    fn on_behalf(&self) -> Markup {
        let directed = self.view.opened.referral.directed_to.as_ref().map(|team| team.0.clone());
        let default = directed.unwrap_or_else(|| self.view.footprint.front_door().code.0.clone());
        let value = Some(self.typed.get("team").to_owned()).filter(|team| !team.is_empty()).unwrap_or(default);
        select(&Select {
            label: Label { text: "On behalf of which team?".into(), size: Some(Size::S), ..Label::default() },
            name: "team",
            value: &value,
            items: self.view.all_teams.iter().map(|(code, name)| SelectItem::new(&code.0, name)).collect(),
            ..Select::default()
        })
    }

    /// PR-14: a person tells her before any letter, where risk, loss or trauma was mentioned.
    fn told_first(&self) -> Markup {
        let first = self.view.opened.referral.a_no_is_told_in_person();
        html! {
            @if first {
                (inset_text(&InsetText { content: html! {
                    p { strong { "A person tells her first." } " Risk, loss or trauma was mentioned, so no letter, text or e-mail comes before somebody has told her. If nobody has yet, save it as decided on the next page." }
                }.into(), ..InsetText::default() }))
            }
            (self.line("told_by", if first { "Who told her in person?" } else { "Who told her in person? (optional)" }, "By name, as she knows them.", Some(InputWidth::W20)))
            (self.time("told_at", "When was she told?", "Date and time, such as 2026-11-21 14:10."))
        }
    }

    // PR-22: a wish to withdraw is spoken about with her by a safe route; it never closes anything by itself.
    fn withdraw(&self) -> Markup {
        let agreed = self.view.opened.person.as_ref().is_some_and(|person| person.contact.allow(Route::Telephone));
        let mut how = vec![("in_person".to_owned(), "In person".to_owned(), String::new())];
        if agreed {
            how.push(("telephone".to_owned(), "By telephone".to_owned(), "She agreed to be rung.".to_owned()));
        }
        html! {
            (inset_text(&InsetText { content: html! {
                p { strong { "A wish to withdraw is a request." } " Speak with her about it by a safe route before you end anything, alone where you can: is this her own wish, is anybody stopping her, does she know how to come back?" }
            }.into(), ..InsetText::default() }))
            (self.line("told_by", "Who spoke with her?", "", Some(InputWidth::W20)))
            (self.time("told_at", "When?", "Date and time, such as 2026-11-21 14:10."))
            (self.choices("spoke_route", "How?", html! { @if !agreed { "She has not agreed to be rung." } }, &how))
            (self.area("in_own_words", "What did she say?", "Kept with the referral. It stands in neither letter.", 4))
            (self.reasons())
            (self.area("way_back", "How can she come back?", "", 3))
            (self.safeguarding())
        }
    }

    fn ask(&self) -> Markup {
        let mut of = vec![("referrer", "Whoever referred her", "")];
        if self.view.opened.referrer_hears() == ReferrerHears::HerOwnLetter {
            of.clear();
        }
        of.extend([("woman", "Her", ""), ("other", "Somebody else", "No letter is written: ring them.")]);
        let options: Vec<_> = of.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect();
        html! {
            (self.choices("of", "Who is asked?", html! {}, &options))
            (self.area("question", "What is asked?", "It stands in the letter as you write it.", 4))
            (self.time("until", "Until when is an answer waited for?", "At most seven days. The clock runs on, and nothing is closed because no answer came."))
        }
    }

    /// How she is told: by routes that she agreed to, or not by letter and why (INV-10).
    fn her_letter(&self, choice: &Chosen) -> Markup {
        let person = self.view.opened.person.as_ref();
        let contact = person.map(|person| person.contact.clone()).unwrap_or_default();
        let mut options: Vec<_> = letter_routes(&contact, choice.kind_to_her())
            .into_iter()
            .map(|route| (route.code().to_owned(), format!("{}, which she agreed to", route.label()), String::new()))
            .collect();
        let none = if *choice == Chosen::Ask { "No letter to her" } else { "No letter now, because…" };
        options.push(("none".to_owned(), none.to_owned(), String::new()));
        let closed = [Route::Letter, Route::Email].into_iter().filter_map(|route| {
            match contact.of_kind(route, Some(choice.kind_to_her())) {
                RouteChoice::Yes => None,
                RouteChoice::No => Some(format!("{}: she said no.", route.label())),
                RouteChoice::NotKnown => Some(format!("{}: not known, which is not yes.", route.label())),
            }
        });
        let closed = closed.collect::<Vec<_>>().join(" ");
        let hers =
            if *choice == Chosen::Ask { "If she is asked: how does the letter go?" } else { "How does her letter go?" };
        html! {
            (self.choices("her_route", hers, html! { (closed) }, &options))
            @if *choice != Chosen::Ask {
                (self.area("her_why", "Why no letter goes to her", "Only where none does. Who tells her instead, and when?", 2))
                (self.copies())
            }
        }
    }

    // PR-14, PR-20: copies go to those she agreed to, and to nobody else.
    fn copies(&self) -> Markup {
        let agreed = self.view.opened.agreed_confidants();
        let others: Vec<_> =
            Confidant::ALL.iter().filter(|one| !agreed.contains(one)).map(|one| one.label().to_lowercase()).collect();
        let hint = if others.is_empty() {
            String::new()
        } else {
            format!("Not agreed, so not offered: {}.", others.join(", "))
        };
        html! {
            @if agreed.is_empty() {
                p class="nhsuk-hint" { "Copies of her letter: she has agreed to nobody." }
            } @else {
                (checkboxes(&Checkboxes {
                    name: "copied",
                    legend: Some(Legend { text: "Copies of her letter, as she agreed".into(), size: Some(Size::S), ..Legend::default() }),
                    hint: hint.as_str().into(),
                    items: agreed.iter().map(|one| Choice::new(one.code(), one.label())).collect(),
                    values: self.typed.all("copied"),
                    ..Checkboxes::default()
                }))
            }
        }
    }

    /// PR-15: what whoever referred her may hear, and where.
    fn referrer_letter(&self, choice: &Chosen) -> Markup {
        let text = |value: &str, text: String, hint: &str| (value.to_owned(), text, hint.to_owned());
        let mut options = Vec::new();
        let said = match self.view.opened.referrer_hears() {
            ReferrerHears::HerOwnLetter => {
                return html! {
                    input type="hidden" name="ref_route" value="none";
                    input type="hidden" name="ref_why" value=(self.typed.get("ref_why"));
                    p { "She asked for herself, so nobody else is written to." }
                };
            }
            ReferrerHears::ReceiptOnly if *choice == Chosen::Ask => {
                return html! {
                    input type="hidden" name="ref_route" value="none";
                    p { "Family asked: a question to them is not written, since it would tell them about her. Ring them, and listen." }
                };
            }
            ReferrerHears::ReceiptOnly => {
                options.push(text("email", "A receipt by e-mail".to_owned(), ""));
                options.push(text("letter", "A receipt by post".to_owned(), ""));
                "Family asked. They read that it came and was read, and nothing of what was decided. With her agreement a copy of her own letter goes to the supporter she names.".to_owned()
            }
            ReferrerHears::Reasons { email } => {
                options.push(text("email", format!("E-mail to {email}"), "An organisation's address."));
                options.push(text("letter", "Printed and posted to the organisation".to_owned(), ""));
                "A professional at an organisation's address: the letter may speak of her.".to_owned()
            }
            ReferrerHears::ReasonsOnPaper { email } => {
                options.push(text("letter", "Printed and posted to the organisation".to_owned(), "Name it below."));
                let address = email.map_or_else(
                    || "No e-mail address is known.".to_owned(),
                    |email| format!("{email} is not an organisation's address, such as one that ends in nhs.net."),
                );
                format!(
                    "{address} A letter with reasons about her does not go by e-mail there, where anybody may read it."
                )
            }
        };
        let none = if *choice == Chosen::Ask { "No letter" } else { "Nothing goes to them, because…" };
        options.push(text("none", none.to_owned(), ""));
        let theirs = if *choice == Chosen::Ask {
            "If whoever referred her is asked: how does the letter go?"
        } else {
            "How is whoever referred her told?"
        };
        let reasons = !matches!(self.view.opened.referrer_hears(), ReferrerHears::ReceiptOnly);
        html! {
            (self.choices("ref_route", theirs, html! { (said) }, &options))
            @if reasons {
                (self.line("organisation", "Organisation, with its address", "Needed for a letter by post.", None))
            }
            @if *choice != Chosen::Ask {
                (self.line("ref_why", "Why nothing goes to whoever referred her", "Only where nothing does.", None))
            }
        }
    }
}

/// Buttons of a step: the way on, and the ways back.
pub(super) fn step_button(step: &str, text: &str, variant: ButtonVariant) -> Markup {
    button(&Button {
        content: text.into(),
        name: "step",
        value: step,
        variant,
        prevent_double_click: Some(true),
        ..Button::default()
    })
}

/// How somebody spoke with her, in words.
pub(super) fn spoke(typed: &Typed) -> Option<&'static str> {
    typed::spoken(typed.get("spoke_route"))
}
