//! What the people of a life do, through the service's own activities, and how often each of it is found in the records.

use porch_app::{
    Ctx, DatabaseUrl, Store, account,
    deciding::{self, Act, Decision, Letter, Matter, Tell},
    door, footprint, history_import, person, queue, referral,
    report::{self, Measures},
    session,
};
use porch_domain::{
    actor::{Actor, Role},
    footprint::TeamCode,
    front_door::{Referrer, Story, WayIn},
    ids::{CommandId, PersonId, ReferralId},
    measure::{AnnualReport, Period},
    person::{ContactChoices, Identity, PersonCommand, PersonRegistered, Route, RouteChoice},
    referral::{Grounds, ReferralCommand, Verdict, history::HistoricReferral},
};
use porch_store::{Change, ReferralLine, RowChange, StoreError};
use porch_testkit::{
    builders,
    conformance::{Desk, KENT_MEDWAY},
};
use rusqlite::{Connection, params};

/// One thing that somebody does. Done again with the same ids, it is the same thing.
#[derive(Debug, Clone)]
pub enum Deed {
    /// A woman presses "send" on a whole draft.
    Send { key: String },
    /// Staff write a referral down, about somebody who is new.
    Receive { person: PersonId, register: CommandId, referral: ReferralId, receive: CommandId },
    /// Somebody is taken on, with letters where `letters` says so.
    Accept { command: CommandId, referral: ReferralId, letters: bool },
    /// A no.
    Reject { command: CommandId, referral: ReferralId },
    /// What identifies her is erased.
    Erase { command: CommandId, person: PersonId },
    /// A referral is opened; the reason is like no other.
    Look { referral: ReferralId, why: String },
    /// The queue is read.
    Queue,
    /// Somebody of the staff signs in.
    SignIn,
    /// A draft is begun at the door.
    Begin,
    /// The annual report is drawn.
    Report,
    /// Very many are counted at the door at once: enough rows that the store moves its log.
    Count { command: CommandId, day: jiff::civil::Date },
    /// Another system's history comes in; the ids of its rows begin like no other.
    Import { prefix: String, rows: usize },
}

/// How many [`Deed::Count`] counts.
const COUNTED: usize = 12_100;

/// What somebody was told when a deed was done.
#[derive(Debug, Clone)]
pub enum Answer {
    Done,
    Sent { reference: String, referral: ReferralId, person: PersonId },
    SignedIn { token: String },
    Begun { key: String },
    Reported { report: Box<AnnualReport>, as_at: jiff::Timestamp },
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Opens the database.
pub fn open(path: &std::path::Path, create: bool) -> Result<Store, String> {
    Store::open(&DatabaseUrl::Sqlite(path.to_owned()), create).map_err(said)
}

/// What a service has before its first day: rules and accounts. Done again it changes nothing.
pub fn set_up(store: &Store, world: std::sync::Arc<porch_testkit::ManualWorld>) -> Result<Desk, String> {
    let operator = Actor::Operator { account: "invented operator".to_owned() };
    let rules = footprint::apply(store, world.as_ref(), &operator, KENT_MEDWAY, None).map_err(said)?;
    let desk = Desk { store: store.clone(), world, rules };
    account::open_demonstration(&desk.operator()).map_err(said)?;
    Ok(desk)
}

/// A context for somebody at the door.
pub fn at_the_door(desk: &Desk) -> Ctx {
    Ctx { actor: Actor::Public, ..desk.operator() }
}

fn community() -> TeamCode {
    TeamCode("community".to_owned())
}

fn ever() -> Period {
    Period { from: builders::on("2000-01-01"), to: builders::on("2099-12-31") }
}

impl Deed {
    /// Does it, and gives what whoever did it was told.
    pub fn carry_out(&self, desk: &Desk) -> Result<Answer, String> {
        let done = |()| Answer::Done;
        match self {
            Self::Send { key } => send(desk, key),
            Self::Receive { person, register, referral, receive } => {
                received(desk, *person, *register, *referral, *receive).map(done)
            }
            Self::Accept { command, referral, letters } => accepted(desk, *command, *referral, *letters).map(done),
            Self::Reject { command, referral } => {
                let no = ReferralCommand::Reject { team: community(), ending: builders::ending() };
                referral::carry_out(&desk.ctx(Role::Duty), *command, *referral, None, no).map(done).map_err(said)
            }
            Self::Erase { command, person } => {
                person::erase(&desk.ctx(Role::InformationOfficer), *command, *person, "she asked for it")
                    .map(done)
                    .map_err(said)
            }
            Self::Look { referral, why } => {
                let seen = referral::open(&desk.ctx(Role::Duty), *referral, why).map_err(said)?;
                seen.map(|_| Answer::Done).ok_or_else(|| format!("referral {referral} cannot be opened"))
            }
            Self::Queue => {
                let order = queue::Order::default();
                queue::list(&desk.ctx(Role::Duty), &order, queue::Filter::All, queue::Position::First)
                    .map(|_| Answer::Done)
                    .map_err(said)
            }
            Self::SignIn => {
                let (name, footprint) = (account::demonstration_name(Role::Duty), &desk.rules.footprint.name);
                let token = session::open(&desk.store, desk.world.as_ref(), footprint, name, Role::Duty);
                Ok(Answer::SignedIn { token: token.map_err(said)? })
            }
            Self::Begin => {
                let key = door::begin(&at_the_door(desk), WayIn::Myself, None).map_err(said)?;
                Ok(Answer::Begun { key })
            }
            Self::Report => {
                let drawn = report::annual_report(&desk.operator(), &Measures::default(), ever(), None);
                let drawn = drawn.map_err(said)?;
                Ok(Answer::Reported { report: Box::new(drawn.report), as_at: drawn.as_at })
            }
            Self::Count { command, day } => counted(desk, *command, *day).map(done).map_err(said),
            Self::Import { prefix, rows } => imported(desk, prefix, *rows).map(done),
        }
    }

    /// How often it is found in the records, where that can be told: a draft that nobody has the reference of cannot be
    /// looked up, and what only reads leaves no trace.
    pub fn times(&self, answer: Option<&Answer>, desk: &Desk, db: &Connection) -> Result<Option<i64>, String> {
        let count = |sql: &str, value: String| {
            let counted = db.query_row(sql, params![value], |row| row.get::<_, i64>(0));
            counted.map(Some).map_err(said)
        };
        let decided = "SELECT count(*) FROM journal j JOIN referral r ON r.referral_id = j.stream_id \
                       WHERE j.stream_id = ?1 AND ((j.event = 'ReferralAccepted' AND r.outcome = 'accepted') \
                       OR (j.event = 'ReferralRejected' AND r.outcome = 'rejected'))";
        match (self, answer) {
            (Self::Send { .. }, Some(Answer::Sent { reference, .. })) => {
                count("SELECT count(*) FROM referral WHERE reference = ?1", reference.clone())
            }
            (Self::Receive { referral, .. }, _) => {
                count("SELECT count(*) FROM referral WHERE referral_id = ?1", referral.to_string())
            }
            (Self::Accept { referral, letters, .. }, _) => {
                let letters_there = count("SELECT count(*) FROM message WHERE referral_id = ?1", referral.to_string())?;
                let decided = count(decided, referral.to_string())?;
                let wanted = decided.map(|times| if *letters { 2 * times } else { 0 });
                if letters_there == wanted {
                    Ok(decided)
                } else {
                    Err(format!("{letters_there:?} letters beside {decided:?} decisions"))
                }
            }
            (Self::Reject { referral, .. }, _) => count(decided, referral.to_string()),
            (Self::Erase { person, .. }, _) => count(
                "SELECT count(*) FROM journal j WHERE j.stream_id = ?1 AND j.event = 'PersonalDataErased' \
                 AND NOT EXISTS (SELECT 1 FROM personal p WHERE p.stream_id = j.stream_id)",
                person.to_string(),
            ),
            (Self::Look { why, .. }, _) => count("SELECT count(*) FROM look WHERE why = ?1", why.clone()),
            (Self::SignIn, Some(Answer::SignedIn { token })) => {
                let (world, footprint) = (desk.world.as_ref(), &desk.rules.footprint.name);
                let holder = session::watcher(&desk.store, world, footprint, token).map_err(said)?;
                Ok(Some(holder.map_or(0, |_| 1)))
            }
            (Self::Begin, Some(Answer::Begun { key })) => {
                Ok(Some(door::open(&at_the_door(desk), key).map_err(said)?.map_or(0, |_| 1)))
            }
            (Self::Report, Some(Answer::Reported { report, as_at })) => {
                let again = report::annual_report(&desk.operator(), &Measures::default(), ever(), Some(*as_at));
                Ok(Some(i64::from(again.map_err(said)?.report == **report)))
            }
            (Self::Count { day, .. }, _) => {
                let sql = "SELECT coalesce(sum(times), 0) FROM door_count WHERE on_day = ?1";
                let counted = count(sql, day.to_string())?;
                match counted.map(|all| (all / COUNTED as i64, all % COUNTED as i64)) {
                    Some((times, 0)) => Ok(Some(times)),
                    parts => Err(format!("of a count of {COUNTED} a part is there: {parts:?}")),
                }
            }
            (Self::Import { prefix, rows }, _) => {
                let sql = "SELECT count(*) FROM referral r JOIN history_import i ON i.import_id = r.import_id \
                           WHERE i.stage = 'complete' AND r.sender_referral_id LIKE ?1 || '%'";
                match count(sql, prefix.clone())? {
                    Some(there) if there % *rows as i64 == 0 => Ok(Some(there / *rows as i64)),
                    part => Err(format!("of an import of {rows} rows a part is there: {part:?}")),
                }
            }
            (Self::Queue | Self::Send { .. } | Self::SignIn | Self::Begin | Self::Report, _) => Ok(None),
        }
    }

    /// How many referrals there are once it is done.
    pub fn referrals(&self) -> i64 {
        match self {
            Self::Send { .. } | Self::Receive { .. } => 1,
            Self::Import { rows, .. } => *rows as i64,
            Self::Accept { .. } | Self::Reject { .. } | Self::Erase { .. } | Self::Look { .. } | Self::Queue => 0,
            Self::SignIn | Self::Begin | Self::Report | Self::Count { .. } => 0,
        }
    }

    /// Whether doing it again is another one: a look is noted each time.
    pub fn is_new_each_time(&self) -> bool {
        matches!(self, Self::Look { .. })
    }
}

fn send(desk: &Desk, key: &str) -> Result<Answer, String> {
    let sent = door::send(&at_the_door(desk), key).map_err(said)?;
    let referral = sent.referral.ok_or("what was sent is no referral")?;
    let footprint = &desk.rules.footprint.name;
    let line = desk.store.read(|tx| ReferralLine::of(tx, footprint, referral)).map_err(said)?;
    let person = line.ok_or_else(|| format!("{} was sent and is not there", sent.reference))?.person;
    Ok(Answer::Sent { reference: sent.reference, referral, person })
}

fn received(
    desk: &Desk,
    person: PersonId,
    register: CommandId,
    referral: ReferralId,
    receive: CommandId,
) -> Result<(), String> {
    let ctx = desk.ctx(Role::Duty);
    let registered = PersonRegistered {
        contact: ContactChoices::new([(Route::Letter, RouteChoice::Yes)]),
        identity: Some(Identity { name: Some("Invented Person".to_owned()), ..Identity::default() }),
        ..PersonRegistered::default()
    };
    person::carry_out(&ctx, register, person, PersonCommand::Register(registered)).map_err(said)?;
    let mut receipt = builders::receipt(person, ctx.now);
    let referrer = Referrer {
        name: "Invented Referrer".to_owned(),
        organisation: Some("Invented Surgery".to_owned()),
        email: Some("invented@nhs.net".to_owned()),
        ..Referrer::default()
    };
    receipt.story = Story { worry: "invented worry".to_owned(), referrer: Some(referrer), ..Story::default() };
    let command = ReferralCommand::Receive(Box::new(receipt));
    referral::carry_out(&ctx, receive, referral, None, command).map_err(said)
}

fn accepted(desk: &Desk, command: CommandId, referral: ReferralId, letters: bool) -> Result<(), String> {
    let ctx = desk.ctx(Role::Duty);
    if !letters {
        let yes = ReferralCommand::Accept {
            team: community(),
            because: None,
            agreement: None,
            tellings: None,
            criteria: Vec::new(),
        };
        return referral::carry_out(&ctx, command, referral, None, yes).map_err(said);
    }
    let verdict = Verdict::Accept { team: community() };
    let matter = Matter { because: Some("needs".to_owned()), grounds: Grounds::default(), ..Matter::default() };
    let drafts = deciding::prepare(&ctx, referral, Some(&verdict), &matter).map_err(said)?;
    let to_referrer = drafts.to_referrer.ok_or("no letter to the referrer was drafted")?;
    let decision = Decision {
        verdict,
        matter,
        second_clinician: None,
        safeguarding: None,
        how_severe: None,
        otherwise: None,
        to_woman: Tell::Letter(Letter { route: Route::Letter, words: drafts.to_woman.words }),
        to_referrer: Tell::Letter(Letter { route: Route::Email, words: to_referrer.words }),
    };
    deciding::decide(&ctx, command, referral, 1, decision, Act::Finish).map_err(said)
}

fn counted(desk: &Desk, command: CommandId, day: jiff::civil::Date) -> Result<(), StoreError> {
    let ctx = at_the_door(desk);
    let mut change = Change::new(ctx.footprint(), ctx.now, &ctx.actor, command);
    for _ in 0..COUNTED {
        change.row(RowChange::count_at_door(ctx.footprint(), day, "invented"));
    }
    change.first_outcome("counted".to_owned());
    ctx.store.commit(change).map(|_| ())
}

fn imported(desk: &Desk, prefix: &str, count: usize) -> Result<(), String> {
    let ctx = desk.operator();
    let row = |nth: usize| -> HistoricReferral {
        let (referral, person) = (format!("{prefix}R{nth}"), format!("{prefix}P{}", nth / 2));
        let mut row = builders::row(&referral, &person, "community", "2022-05-01T10:00:00Z");
        row.postcode = Some("ZZ99 3VZ".to_owned());
        row
    };
    history_import::clear_lapsed(&ctx).map_err(said)?;
    let mut conflicts = Vec::new();
    let mut rows = (2u64..).zip((0..count).map(row));
    let checked =
        history_import::compare(&ctx, &std::env::temp_dir(), &mut rows, &mut |conflict| conflicts.push(conflict));
    let checked = checked.map_err(said)?;
    if let Some(conflict) = conflicts.first() {
        return Err(format!("{conflict:?}"));
    }
    let mut again = (0..count).map(|nth| Some(row(nth)));
    history_import::write(&ctx, checked, "invented", &mut again, &mut |_| {}).map(|_| ()).map_err(said)
}
