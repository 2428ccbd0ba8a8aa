//! Templates of letters and messages: those that come with the program (version 0), newer versions that a manager
//! approves, and the filling of a text. What they make is plain text; a page escapes it.

mod forms;
mod kind;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};
use porch_domain::{
    event::{Event, StreamId, StreamKind},
    front_door::Situation,
    ids::{CommandId, template_id},
    message::{Recipient, TemplateUsed, Words},
    person::Route,
    wording::{self, Fits, TemplateApproved, first_line::Tells},
};
use serde::Serialize;

pub use kind::LetterKind;

use crate::{
    Ctx,
    access::{Action, check},
    command,
    error::AppError,
};

/// How much work the filling of one text may take: many times what the longest letter needs, and far too little to make
/// anybody wait.
const MOST_WORK: u64 = 20_000;

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        /// The texts that come with the program, by name.
        const BUILT_IN: &[(&str, &str)] = &[$(($name, include_str!(concat!("../templates/", $name, ".txt")))),*];
    };
}

built_in![
    "accept-woman",
    "accept-woman-loss",
    "accept-woman-pregnant",
    "accept-woman-living_baby",
    "accept-referrer",
    "reject-woman",
    "reject-woman-loss",
    "reject-referrer",
    "signpost-woman",
    "signpost-woman-loss",
    "signpost-referrer",
    "advise-woman",
    "advise-woman-loss",
    "advise-referrer",
    "withdraw-woman",
    "withdraw-woman-loss",
    "withdraw-referrer",
    "ask-woman",
    "ask-woman-loss",
    "ask-referrer",
    "receipt-referrer",
    "discharge-woman",
    "discharge-woman-loss",
    "discharge-referrer",
    "introduce-woman",
    "introduce-woman-loss",
    "introduce-woman-pregnant",
    "introduce-woman-living_baby",
    "invite-woman",
    "invite-woman-email",
    "invite-woman-text",
    "remind-woman-email",
    "remind-woman-text",
    "cancel-woman",
    "cancel-woman-email",
    "cancel-woman-text",
    "link-woman-email",
    "link-woman-text",
];

/// A text in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its name, such as `reject-woman-loss`.
    pub name: String,
    /// What it is for.
    pub kind: LetterKind,
    /// Who reads what it makes.
    pub recipient: Recipient,
    /// Which situations it fits.
    pub fits: Fits,
    /// The one way for which it is; none for a letter, and for whatever is as long as one.
    pub by: Option<Route>,
    /// The first line, with places to be filled.
    pub subject: String,
    /// The text, with places to be filled.
    pub body: String,
    /// Its version: 0 as it comes with the program.
    pub version: i64,
    /// Who approved it; none as it comes with the program.
    pub approved_by: Option<String>,
}

impl Text {
    /// What a message drafted from it notes.
    pub fn used(&self) -> TemplateUsed {
        TemplateUsed { name: self.name.clone(), version: self.version, fits: self.fits }
    }

    /// The situations that it claims to fit; none stands for "not known".
    pub fn claims(&self) -> Vec<Option<Situation>> {
        let all = Situation::ALL.into_iter().map(Some).chain([None]);
        all.filter(|situation| self.fits.allows(*situation)).collect()
    }
}

/// A telephone number in a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Number {
    /// Who answers.
    pub name: String,
    /// The number.
    pub number: String,
    /// What to do on the line.
    pub note: Option<String>,
    /// When it is answered.
    pub hours: String,
}

macro_rules! filling {
    ($($(#[$doc:meta])* $field:ident: $kind:ty,)*) => {
        /// What the places of a text are filled with. Each is always there; an empty one counts as no.
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
        pub struct Filling {
            $($(#[$doc])* pub $field: $kind,)*
        }

        /// The names of all places, for the page of a template.
        pub const PLACES: &[&str] = &[$(stringify!($field)),*];
    };
}

filling! {
    /// The date of the letter, in words.
    today: String,
    /// The reference that people say on the telephone.
    reference: String,
    /// Her name, as she gives it.
    her_name: Option<String>,
    /// Her date of birth, in words.
    born: Option<String>,
    /// The baby's name, or the words that she wants used.
    own_words: Option<String>,
    /// Who referred her.
    referrer: String,
    /// The organisation to which a letter to the referrer goes.
    organisation: Option<String>,
    /// When the referral was received, in words.
    received_on: String,
    /// The team, as staff call it.
    team: String,
    /// The team, as the public reads it.
    team_public: String,
    /// Why, in words for the reader.
    reasons: Vec<String>,
    /// The criteria of its day on which it rests, for a professional.
    criteria: Vec<String>,
    /// More in the decider's own words.
    in_own_words: Option<String>,
    /// Why she is taken on, in the decider's words.
    because: Option<String>,
    /// What would change the decision.
    what_would_change: String,
    /// How she can come back.
    way_back: String,
    /// Who can help her meanwhile.
    meanwhile: String,
    /// The service that she is pointed to.
    signpost: String,
    /// The advice.
    advice: String,
    /// Who told her, where somebody did.
    told_by: Option<String>,
    /// When, in words.
    told_on: Option<String>,
    /// What she knows of the outcome, for the referrer.
    she_knows: String,
    /// Who else reads her letter, as she agreed.
    copies: Vec<String>,
    /// What is asked.
    question: String,
    /// Until when an answer is waited for, in words.
    until: String,
    /// Who helps her once care has ended, and what she does when it gets worse.
    plan: String,
    /// What she does early in another pregnancy; none where nobody asks it of her.
    early_pregnancy: Option<String>,
    /// The service that has her once care has ended.
    onward: Option<String>,
    /// The day of the appointment, in words.
    appointment_day: String,
    /// The time at which it begins.
    appointment_time: String,
    /// How it is held, as in "on the telephone".
    how: String,
    /// Where it is, in words.
    place: Option<String>,
    /// The day and time that it takes the place of.
    instead_of: Option<String>,
    /// The address of something of her own.
    link: String,
    /// Who decides.
    decider: String,
    /// Whom to ring when it cannot wait.
    urgent: Vec<Number>,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Whether it is the first line.
    pub in_subject: bool,
    /// What, with the line where that is known.
    pub what: String,
}

/// Fills a text.
///
/// # Errors
/// [`Wrong`] where it cannot be read, names a place that is not there, or would take too long.
pub fn fill(subject: &str, body: &str, filling: &Filling) -> Result<Words, Wrong> {
    let line = filled(subject, filling).map_err(|what| Wrong { in_subject: true, what })?;
    let text = filled(body, filling).map_err(|what| Wrong { in_subject: false, what })?;
    Ok(Words { subject: line.split_whitespace().collect::<Vec<_>>().join(" "), body: tidied(&text) })
}

fn filled(text: &str, filling: &Filling) -> Result<String, String> {
    forms::check(text)?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    // A line that holds only a block leaves no line behind.
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|error| said(&error))?);
    environment.set_fuel(Some(MOST_WORK));
    // Browsers send lines with a carriage return.
    environment.render_str(&text.replace('\r', ""), Serde(filling)).map_err(|error| said(&error))
}

/// What a manager can act on, with its line.
fn said(error: &minijinja::Error) -> String {
    use minijinja::ErrorKind;
    let line = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let detail = error.detail().unwrap_or_default();
    match error.kind() {
        ErrorKind::UndefinedError => {
            format!("{line}a place that is not there; the places are listed below")
        }
        ErrorKind::OutOfFuel => format!("{line}this text repeats itself too often"),
        ErrorKind::SyntaxError => format!("{line}this cannot be read: {detail}"),
        kind => format!("{line}{kind}{}{detail}", if detail.is_empty() { "" } else { ": " }),
    }
}

/// Lines without spaces at their ends, one empty line at most between two.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        tidy.push_str(line);
    }
    tidy
}

/// The texts that come with the program.
pub fn built_in() -> Vec<Text> {
    BUILT_IN.iter().filter_map(|(name, file)| read_built_in(name, file)).collect()
}

fn read_built_in(name: &str, file: &str) -> Option<Text> {
    let (head, body) = file.split_once("\n---\n")?;
    let said = |key: &str| head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    let code = name.split('-').next()?;
    Some(Text {
        name: name.to_owned(),
        kind: LetterKind::ALL.into_iter().find(|kind| kind.code() == code)?,
        recipient: Recipient::of_code(said("recipient")?)?,
        fits: Fits::of_code(said("fits")?)?,
        by: said("by").and_then(Route::of_code),
        subject: said("subject")?.to_owned(),
        body: body.to_owned(),
        version: 0,
        approved_by: None,
    })
}

/// The texts in use: the latest approved version of each, or the one that comes with the program.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn in_use(ctx: &Ctx) -> Result<Vec<Text>, AppError> {
    let approved = ctx.store.read(|tx| porch_store::templates(tx, ctx.footprint()))?;
    let newest = |text: Text| match approved.iter().find(|template| template.approved.name == text.name) {
        Some(template) => Text {
            subject: template.approved.subject.clone(),
            body: template.approved.body.clone(),
            version: template.version,
            approved_by: Some(template.approved.approved_by.clone()),
            ..text
        },
        None => text,
    };
    Ok(built_in().into_iter().map(newest).collect())
}

/// The text in use for a letter that fits best: one for her situation before one for any (INV-10, H07).
///
/// # Errors
/// When the database cannot be read, or no text fits, which the texts that come with the program rule out.
pub(crate) fn fitting(
    ctx: &Ctx,
    kind: LetterKind,
    recipient: Recipient,
    situation: Option<Situation>,
) -> Result<Text, AppError> {
    fitting_by(ctx, (kind, None), recipient, situation)
}

/// The same for one way: a text that is for that way alone before one for a letter.
///
/// # Errors
/// As [`fitting`].
pub(crate) fn fitting_by(
    ctx: &Ctx,
    (kind, by): (LetterKind, Option<Route>),
    recipient: Recipient,
    situation: Option<Situation>,
) -> Result<Text, AppError> {
    let place = |fits: Fits| match fits {
        // A twin who lives and one who died: the loss is spoken to first.
        Fits::Loss => 0,
        Fits::Pregnant => 1,
        Fits::LivingBaby => 2,
        Fits::Any => 3,
    };
    let texts = in_use(ctx)?.into_iter().filter(|text| text.kind == kind && text.recipient == recipient);
    texts
        .filter(|text| text.fits.allows(situation) && (text.by.is_none() || text.by == by))
        .min_by_key(|text| (text.by.is_none(), place(text.fits)))
        .ok_or_else(|| AppError::Rules(format!("no text fits: {} to {}", kind.code(), recipient.code())))
}

/// Every text in use, for whoever keeps them.
///
/// # Errors
/// When the actor may not, or the database cannot be read.
pub fn all(ctx: &Ctx) -> Result<Vec<Text>, AppError> {
    check(ctx, Action::KeepTemplates)?;
    in_use(ctx)
}

/// How a text reads in one situation that it claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The situation; none where nothing is known.
    pub situation: Option<Situation>,
    /// What it says.
    pub words: Words,
}

/// How a text reads in every situation that it claims, with an invented person.
///
/// # Errors
/// [`Wrong`] where it cannot be filled.
pub fn preview(text: &Text) -> Result<Vec<Preview>, Wrong> {
    let claimed = text.claims().into_iter();
    claimed
        .map(|situation| {
            let mut filling = invented();
            if !situation.is_some_and(Situation::is_loss) {
                filling.own_words = None;
            }
            let words = fill(&text.subject, &text.body, &filling)?;
            says_nothing(text, &words, &filling)?;
            says_what_it_is_for(text, &words, &filling)?;
            Ok(Preview { situation, words })
        })
        .collect()
}

/// Refuses a first line to her that tells whoever sees it what it is about, or of whom; and of a text for e-mail or text
/// messages alone, which stands on a screen as a whole, any such word (H06).
fn says_nothing(text: &Text, words: &Words, filling: &Filling) -> Result<(), Wrong> {
    match text.recipient {
        Recipient::Woman => {}
        Recipient::Referrer => return Ok(()),
    }
    let names: Vec<&str> =
        [&filling.her_name, &filling.own_words, &filling.born].into_iter().flatten().map(String::as_str).collect();
    let refuses = |in_subject: bool, said: &str| {
        let what = if in_subject { "this line" } else { "this text" };
        match wording::first_line::of_her(said, &names)? {
            Tells::Word(word) => Some(format!(
                "whoever holds her telephone sees {what}, and \"{word}\" tells what it is about; choose other words"
            )),
            Tells::Name => Some(format!(
                "whoever holds her telephone sees {what}, and it names her, her baby or her date of birth"
            )),
        }
    };
    let body = text.by.and_then(|_| refuses(false, &words.body));
    match refuses(true, &words.subject).map(|what| (true, what)).or(body.map(|what| (false, what))) {
        Some((in_subject, what)) => Err(Wrong { in_subject, what }),
        None => Ok(()),
    }
}

/// Refuses a text that leaves out what it is sent for: an invitation without its time, or a link without its address.
fn says_what_it_is_for(text: &Text, words: &Words, filling: &Filling) -> Result<(), Wrong> {
    let needed: &[(&str, &String)] = match text.kind {
        LetterKind::Link => &[("link", &filling.link)],
        LetterKind::Invite | LetterKind::Remind | LetterKind::Cancel => {
            &[("appointment_day", &filling.appointment_day), ("appointment_time", &filling.appointment_time)]
        }
        LetterKind::Accept
        | LetterKind::Reject
        | LetterKind::Signpost
        | LetterKind::Advise
        | LetterKind::Withdraw
        | LetterKind::Ask
        | LetterKind::Receipt
        | LetterKind::Discharge
        | LetterKind::Introduce => &[],
    };
    match needed.iter().find(|(_, said)| !words.body.contains(said.as_str())) {
        Some((place, _)) => Err(Wrong {
            in_subject: false,
            what: format!("this text leaves out what it is sent for: {{{{ {place} }}}}"),
        }),
        None => Ok(()),
    }
}

/// An invented letter's particulars, with every place filled.
pub fn invented() -> Filling {
    let some = |text: &str| Some(text.to_owned());
    Filling {
        today: "2 November 2026".to_owned(),
        reference: "R-0000-0000".to_owned(),
        her_name: some("Invented Person"),
        born: some("1 May 1995"),
        own_words: some("Ash"),
        referrer: "Invented Referrer".to_owned(),
        organisation: some("Invented Surgery"),
        received_on: "30 October 2026".to_owned(),
        team: "Team One".to_owned(),
        team_public: "Team One".to_owned(),
        reasons: vec!["An invented reason.".to_owned(), "Another invented reason.".to_owned()],
        criteria: vec!["An invented criterion (since 1 April 2023; an invented source)".to_owned()],
        in_own_words: some("More about it, in the words of whoever decides."),
        because: some("Why she is taken on."),
        what_would_change: "What would change it.".to_owned(),
        way_back: "Ring us or write to us.".to_owned(),
        meanwhile: "An invented helpline, 01632 960 000.".to_owned(),
        signpost: "An invented service, 01632 960 001.".to_owned(),
        advice: "Invented advice.".to_owned(),
        told_by: some("Invented Clinician"),
        told_on: some("1 November 2026"),
        she_knows: "She was told in person.".to_owned(),
        copies: vec!["your GP".to_owned()],
        question: "What helps you most?".to_owned(),
        until: "6 November 2026".to_owned(),
        plan: "Who helps from now on.".to_owned(),
        early_pregnancy: some("What to do early on, another time."),
        onward: some("An invented practice"),
        appointment_day: "Tuesday 10 November 2026".to_owned(),
        appointment_time: "10:30".to_owned(),
        how: "at the place that we agreed".to_owned(),
        place: some("Invented House, Invented Road"),
        instead_of: some("Monday 9 November 2026 at 09:00"),
        link: "https://porch.example/page/0123456789012345678901234567890123456789012".to_owned(),
        decider: "Invented Clinician".to_owned(),
        urgent: vec![Number {
            name: "An invented line".to_owned(),
            number: "01632 960 002".to_owned(),
            note: some("Choose option 2"),
            hours: "At any time".to_owned(),
        }],
    }
}

/// Approves a newer version of a text: from then on letters are drafted from it. `drawn_from` is the version that the
/// manager saw.
///
/// # Errors
/// [`AppError::Unfit`] where it cannot be filled in a situation that it claims; when the actor may not, the rules
/// refuse, or somebody else approved another version meanwhile.
pub fn approve(
    ctx: &Ctx,
    command_id: CommandId,
    name: &str,
    drawn_from: i64,
    subject: &str,
    body: &str,
) -> Result<(), AppError> {
    check(ctx, Action::KeepTemplates)?;
    let known = in_use(ctx)?.into_iter().find(|text| text.name == name);
    let Some(known) = known else { return Err(porch_domain::disallowed::Disallowed::Unknown.into()) };
    let text = Text { subject: subject.trim().to_owned(), body: body.replace('\r', "").trim().to_owned(), ..known };
    preview(&text).map_err(AppError::Unfit)?;
    let stream = StreamId { kind: StreamKind::Template, id: template_id(ctx.footprint(), name) };
    command::carry_out(ctx, command_id, stream, Some(drawn_from), |_| {
        let approved = TemplateApproved {
            name: text.name,
            recipient: text.recipient,
            fits: text.fits,
            subject: text.subject,
            body: text.body,
            approved_by: String::new(),
        };
        Ok(vec![Event::TemplateApproved(wording::approve(approved, &ctx.actor)?)])
    })
}

#[cfg(test)]
mod tests;
