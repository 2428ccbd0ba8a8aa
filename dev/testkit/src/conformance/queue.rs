//! Stories of what waits for its decision, and of the rows beside it: in order, gone when decided, found when altered, there
//! again after a restore.

use std::collections::HashMap;

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, Store,
    care::NEARLY_OUT,
    door,
    queue::{A_PAGE, Filter, Order, Position, list, newest_batch, next_step_by},
};
use porch_domain::{
    actor::Role,
    advice::{self, AdviceCommand},
    disallowed::Disallowed,
    event::{Event, StreamId, StreamKind},
    footprint::TeamCode,
    front_door::{ADVICE, Step, WarningSign, WayIn},
    ids::{AdviceId, ReferralId},
    message::Recipient,
    person::Route,
    referral::{
        AskedOf, AttemptOutcome, Priority, ReferralCommand, entry_by,
        history::{HistoricDecision, HistoricReferral},
    },
    wording::{self, Fits, TemplateApproved},
};
use porch_store::{Change, QueueLine, Record, Row, RowChange, load};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore, SeedableRng};

use super::{
    Desk,
    door::{public, queue, referral, sent, typed},
};
use crate::builders::{self, row};

fn carry_out(desk: &Desk, id: ReferralId, command: ReferralCommand) -> Result<(), AppError> {
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, command)
}

pub(super) fn run(desk: &Desk, statement: &'static str) {
    let ctx = desk.operator();
    let mut change = Change::new("kent-medway", ctx.now, &ctx.actor, desk.command());
    change.row(RowChange::Run(statement, Vec::new()));
    desk.store.commit(change).unwrap();
}

pub(super) fn pending(referral: &str, priority: Option<Priority>) -> HistoricReferral {
    HistoricReferral {
        decision: HistoricDecision::Pending,
        priority,
        ..row(referral, referral, "community", "2026-10-30T10:00:00Z")
    }
}

/// PR-11: emergencies first, then by priority and time left; what was tried and who has it stands beside; who is decided is
/// gone.
///
/// # Panics
/// When it is not so.
pub fn the_queue_is_in_order_and_lets_go_of_what_is_decided(desk: &Desk) {
    let of = |priority: Priority| {
        desk.world.pass(SignedDuration::from_mins(1));
        let (person, id) = desk.receive();
        let why = "an invented reason".to_owned();
        if priority < Priority::Routine {
            carry_out(desk, id, ReferralCommand::RaisePriority { to: priority, why }).unwrap();
        }
        (person, id)
    };
    let routine = of(Priority::Routine).1;
    let urgent = of(Priority::Urgent).1;
    let (_, emergency) = of(Priority::Emergency);
    let (_, later) = of(Priority::Emergency);
    let order = |desk: &Desk| queue(desk).iter().map(|line| line.referral).collect::<Vec<_>>();
    assert_eq!(order(desk), [emergency, later, urgent, routine]);

    carry_out(desk, urgent, ReferralCommand::Claim).unwrap();
    let again = carry_out(desk, urgent, ReferralCommand::Claim);
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::AlreadyClaimed(_)))), "{again:?}");
    let tried =
        ReferralCommand::RecordAttempt { route: Route::Telephone, outcome: AttemptOutcome::NoAnswer, note: None };
    carry_out(desk, urgent, tried).unwrap();
    let line = queue(desk).into_iter().find(|line| line.referral == urgent).unwrap();
    assert_eq!(line.claimed.unwrap().0, "invented duty");
    assert_eq!((line.attempts, line.last_attempt.unwrap().outcome), (1, AttemptOutcome::NoAnswer));
    assert_eq!(order(desk), [emergency, later, urgent, routine], "a try moves nobody");
    carry_out(desk, urgent, ReferralCommand::Release).unwrap();
    desk.verified();

    let team = TeamCode("community".to_owned());
    carry_out(
        desk,
        emergency,
        ReferralCommand::Accept {
            team: team.clone(),
            because: None,
            agreement: None,
            tellings: None,
            criteria: Vec::new(),
        },
    )
    .unwrap();
    carry_out(desk, routine, ReferralCommand::Reject { team, ending: builders::ending() }).unwrap();
    assert_eq!(order(desk), [later, urgent]);
    desk.verified();
}

/// What an import brings undecided waits in the queue once the import is whole, and never before; one that was abandoned
/// leaves nothing.
///
/// # Panics
/// When it is not so.
pub fn an_import_is_in_the_queue_once_it_is_whole(desk: &Desk) {
    use porch_app::history_import::{compare, write};
    let rows: Vec<HistoricReferral> = (0..2_400).map(|nth| pending(&format!("R{nth}"), None)).collect();
    let (ctx, folder) = (desk.operator(), std::env::temp_dir());
    let compared = || compare(&ctx, &folder, &mut (2u64..).zip(rows.iter().cloned()), &mut |_| {}).unwrap();
    let mut broken_off = rows.iter().take(1_900).cloned().map(Some).chain([None]);
    let mut seen = 0;
    let ended = write(&ctx, compared(), "invented", &mut broken_off, &mut |_| {
        assert!(queue(desk).is_empty());
        seen += 1;
    });
    assert!(ended.is_err() && seen > 0);
    let mut left = 0;
    let read = desk.store.read(|tx| {
        tx.query("SELECT COUNT(*) FROM queue", &[], &mut |values| {
            left = Row::new("queue", values).int(0)?;
            Ok(())
        })
    });
    read.unwrap();
    assert_eq!(left, 0, "what was abandoned left rows");
    desk.import(&[
        pending("A", Some(Priority::Routine)),
        pending("B", Some(Priority::Emergency)),
        row("C", "C", "thrive", "2026-10-01T10:00:00Z"),
    ]);
    let waiting: Vec<_> = queue(desk).into_iter().map(|line| line.priority).collect();
    assert_eq!(waiting, [Some(Priority::Emergency), Some(Priority::Routine)]);
    desk.verified();
}

/// Whether a referral belongs to a part, as somebody would tell it from its line. It is winter: the wall shows UTC.
fn belongs(line: &QueueLine, part: Filter, ctx: &Ctx) -> bool {
    let midnight = ctx.today().tomorrow().unwrap().to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let others = line.waiting.as_ref().is_some_and(|(_, until)| *until > ctx.now);
    let letter = line.letter_due.as_ref();
    let is_me = |account: &str| ctx.actor.account() == Some(account);
    match part {
        Filter::All => true,
        Filter::Emergencies => line.priority == Some(Priority::Emergency),
        Filter::DueToday => next_step_by(line) < midnight,
        Filter::WaitingForUs => !others && letter.is_none(),
        Filter::WaitingForOthers => others && letter.is_none(),
        Filter::LetterDue => letter.is_some(),
        Filter::RunOut => line.respond_by.is_some_and(|ends| ends < ctx.now),
        Filter::NearlyOut => line.respond_by.is_some_and(|ends| ends >= ctx.now && ends < ctx.now + NEARLY_OUT),
        Filter::WithoutEntry => {
            let by = entry_by(&ctx.rules.footprint, line.priority, line.received_at);
            line.first_entry_at.is_none() && by < ctx.now
        }
        Filter::Mine => {
            line.claimed.as_ref().is_some_and(|(by, _)| is_me(by)) || letter.is_some_and(|(_, owner, _)| is_me(owner))
        }
    }
}

/// Every page of a part, one after the other by its way to the next.
fn paged(ctx: &Ctx, order: &Order, part: Filter) -> Vec<QueueLine> {
    let (mut lines, mut position) = (Vec::new(), Position::First);
    loop {
        let page = list(ctx, order, part, position).unwrap();
        assert_eq!((page.skipped, page.batch), (lines.len(), newest_batch(ctx).unwrap()));
        lines.extend(page.lines.iter().cloned());
        match page.next {
            Some(next) => position = next,
            None => {
                assert_eq!(page.all(), lines.len(), "{part:?}");
                return lines;
            }
        }
    }
}

/// PR-11: whatever is done by whom, the order that a program keeps in memory, the order that another program keeps over the
/// same database, and the rows themselves say the same of every part, also as time passes.
///
/// # Panics
/// When it is not so.
pub fn every_part_of_the_queue_is_as_its_rows_are(desk: &Desk) {
    let (ours, theirs) = (Order::default(), Order::default());
    let mut random = ChaCha8Rng::seed_from_u64(36);
    let mut pick = |below: usize| usize::try_from(random.next_u64() % below as u64).unwrap();
    let (mut waiting, mut largest) = (Vec::new(), 0);
    let mut most: HashMap<Filter, usize> = HashMap::new();
    for step in 0..220 {
        let role = if pick(2) == 0 { Role::Duty } else { Role::Clinician };
        let ctx = desk.ctx(role);
        match (pick(10), waiting.len()) {
            (0, _) if step % 3 == 0 => {
                let row = |nth: usize| pending(&format!("{step}-{nth}"), [None, Some(Priority::Urgent)][nth % 2]);
                desk.import(&(0..pick(30)).map(row).collect::<Vec<_>>());
                waiting = queue(desk).iter().map(|line| line.referral).collect();
            }
            (0..=3, _) | (_, 0) => waiting.push(desk.receive().1),
            (what, count) => {
                let id = waiting[pick(count)];
                let of = [AskedOf::Referrer, AskedOf::Woman][pick(2)];
                let until = ctx.now + SignedDuration::from_hours([24, 48, 72][pick(3)]);
                let (to, why) = ([Priority::Emergency, Priority::VeryUrgent][pick(2)], "invented".to_owned());
                let team = TeamCode("community".to_owned());
                let command = match what {
                    4 => ReferralCommand::Claim,
                    5 => ReferralCommand::AskForInformation { of, what: why, until },
                    6 => ReferralCommand::RaisePriority { to, why },
                    7 => ReferralCommand::Accept {
                        team,
                        because: None,
                        agreement: None,
                        tellings: None,
                        criteria: Vec::new(),
                    },
                    8 => ReferralCommand::Release,
                    _ => ReferralCommand::RecordAttempt {
                        route: Route::Telephone,
                        outcome: AttemptOutcome::NoAnswer,
                        note: None,
                    },
                };
                // What the rules disallow changes nothing, and that must be seen as well.
                let done = porch_app::referral::carry_out(&ctx, desk.command(), id, None, command);
                assert!(matches!(done, Ok(()) | Err(AppError::Disallowed(_))), "{done:?}");
            }
        }
        desk.world.pass(SignedDuration::from_mins(i64::try_from(pick(240)).unwrap()));
        // Ours looks at every step; theirs seldom, and then has more to catch up with.
        let ctx = desk.ctx(role);
        let lines = queue(desk);
        largest = largest.max(lines.len());
        for part in Filter::ALL {
            let rows: Vec<_> = lines.iter().filter(|line| belongs(line, part, &ctx)).cloned().collect();
            let most = most.entry(part).or_insert(0);
            *most = rows.len().max(*most);
            assert_eq!(list(&ctx, &ours, part, Position::First).unwrap().all(), rows.len(), "{part:?} at step {step}");
            if step % 11 == 0 {
                assert_eq!(paged(&ctx, &ours, part), rows, "{part:?} at step {step}");
                assert_eq!(paged(&ctx, &theirs, part), rows, "{part:?} at step {step}, of another program");
            }
        }
    }
    assert!(largest > 2 * A_PAGE, "{largest} are too few to fill pages");
    for part in [Filter::RunOut, Filter::NearlyOut, Filter::WithoutEntry] {
        assert!(most[&part] > 0, "nobody was ever in {part:?}");
    }
}

/// A page that is kept while nothing was committed shows a name that changed as it is, and one that was erased no more.
///
/// # Panics
/// When it is not so.
pub fn a_page_of_the_queue_keeps_no_name_that_changed(desk: &Desk) {
    let (person, _) = desk.receive();
    let order = Order::default();
    let name = || {
        let page = list(&desk.ctx(Role::Duty), &order, Filter::All, Position::First).unwrap();
        page.lines[0].name.clone()
    };
    assert_eq!([name(), name()], [(); 2].map(|()| Some("Invented Person".to_owned())));
    let renamed = porch_domain::person::Identity { name: Some("Invented Öther".to_owned()), ..Default::default() };
    let command = porch_domain::person::PersonCommand::RecordIdentity(renamed);
    porch_app::person::carry_out(&desk.ctx(Role::Duty), desk.command(), person, command).unwrap();
    assert_eq!(name().as_deref(), Some("Invented Öther"));
    let officer = desk.ctx(Role::InformationOfficer);
    porch_app::person::erase(&officer, desk.command(), person, "she asked for it").unwrap();
    assert_eq!(name(), None);
}

fn ask_for_advice(desk: &Desk) -> AdviceId {
    let key = typed(
        desk,
        WayIn::Professional,
        &[
            (Step::Now, &[("now", "pregnant")]),
            (Step::Signs, &[("signs", "none")]),
            (Step::Words, &[("worry", "an invented question")]),
            (
                Step::Referrer,
                &[
                    ("by_name", "Invented Doctor"),
                    ("by_source", "A1"),
                    ("by_organisation", "I"),
                    ("by_email", "i@example.org"),
                ],
            ),
        ],
    );
    door::ask_for(&public(desk), &key, ADVICE).unwrap();
    let asked = door::send(&public(desk), &key).unwrap();
    assert!(asked.advice);
    assert_eq!(door::send(&public(desk), &key).unwrap(), asked, "asked twice is asked once");
    let mut ids = Vec::new();
    let read = desk.store.read(|tx| {
        tx.query("SELECT advice_id FROM advice", &[], &mut |values| {
            ids.push(Row::new("advice", values).parsed(0, "an id", |text| text.parse().ok())?);
            Ok(())
        })
    });
    read.unwrap();
    let [id] = ids[..] else { panic!("{} requests for advice", ids.len()) };
    id
}

fn advise(desk: &Desk, id: AdviceId, command: AdviceCommand) {
    let ctx = desk.ctx(Role::Clinician);
    let mut stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    let state = stream.record.as_ref().and_then(Record::advice);
    let mut change = Change::new("kent-medway", ctx.now, &ctx.actor, desk.command());
    for event in advice::decide(state, command, &ctx.actor, ctx.now).unwrap() {
        change.append(&mut stream, &Event::Advice(event), [7; 16]).unwrap();
    }
    desk.store.commit(change).unwrap();
}

fn approve_template(desk: &Desk) {
    let ctx = desk.ctx(Role::Manager);
    let template = TemplateApproved {
        name: "reject-woman".to_owned(),
        recipient: Recipient::Woman,
        fits: Fits::Any,
        subject: "A letter".to_owned(),
        body: "invented words".to_owned(),
        approved_by: String::new(),
    };
    let approved = wording::approve(template, &ctx.actor).unwrap();
    let id = StreamId { kind: StreamKind::Template, id: desk.command().0 };
    let mut stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    let mut change = Change::new("kent-medway", ctx.now, &ctx.actor, desk.command());
    change.append(&mut stream, &Event::TemplateApproved(approved), [7; 16]).unwrap();
    desk.store.commit(change).unwrap();
}

/// D23: advice is asked once, and what became her referral is erased with her; her draft and her files too.
///
/// # Panics
/// When it is not so.
pub fn an_erasure_takes_advice_drafts_and_files_of_hers(desk: &Desk) {
    let id = ask_for_advice(desk);
    let (_, hers) = sent_with_a_file(desk);
    advise(
        desk,
        id,
        AdviceCommand::Give {
            advice: "invented advice".to_owned(),
            route: porch_domain::advice::AnswerRoute::Telephone,
            told_at: None,
        },
    );
    advise(desk, id, AdviceCommand::TurnIntoReferral { referral: hers });
    desk.verified();
    let held = |desk: &Desk| {
        let advice = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
        let advice = advice.record.as_ref().and_then(Record::advice).unwrap().clone();
        let mut rows = 0;
        for count in ["SELECT COUNT(*) FROM attachment", "SELECT COUNT(*) FROM draft WHERE outcome LIKE 'referral %'"] {
            let read = desk.store.read(|tx| {
                tx.query(count, &[], &mut |values| {
                    rows += Row::new("draft", values).int(0)?;
                    Ok(())
                })
            });
            read.unwrap();
        }
        (advice.asked.answers.is_some(), advice.given.unwrap().advice.is_some(), rows)
    };
    assert_eq!(held(desk), (true, true, 2));
    let stream = desk.store.read(|tx| load(tx, "kent-medway", hers)).unwrap();
    let person = stream.record.as_ref().and_then(Record::referral).unwrap().person;
    let officer = desk.ctx(Role::InformationOfficer);
    porch_app::person::erase(&officer, desk.command(), person, "she asked for it").unwrap();
    assert_eq!(held(desk), (false, false, 0));
    let note = ReferralCommand::RecordSafeguarding { what: "invented".to_owned() };
    let after = carry_out(desk, hers, note);
    assert!(matches!(after, Err(AppError::Disallowed(Disallowed::Erased))), "{after:?}");
    desk.verified();
}

/// An emergency that was sent with a file; its draft is kept for what may be added.
fn sent_with_a_file(desk: &Desk) -> (String, ReferralId) {
    let key = typed(
        desk,
        WayIn::Family,
        &[
            (Step::Now, &[("now", "baby")]),
            (Step::Signs, &[("signs", WarningSign::HarmDone.code())]),
            (Step::CallBack, &[("call_back", "01632 960001")]),
        ],
    );
    door::add_file(&public(desk), None, &key, "letter.txt", "Dear cölleague".as_bytes().to_vec()).unwrap();
    let reference = door::send(&public(desk), &key).unwrap().reference;
    (key, referral(desk, &reference).id)
}

/// H19: what is altered, taken away or put in beside the journal is found, in every row of the way in.
///
/// # Panics
/// When it is not so.
pub fn altered_rows_of_the_way_in_are_found(desk: &Desk) {
    sent(desk);
    ask_for_advice(desk);
    approve_template(desk);
    desk.verified();
    for (alter, back) in [
        ("UPDATE queue SET attempts = attempts + 1", "UPDATE queue SET attempts = attempts - 1"),
        ("UPDATE queue SET place = place + 1", "UPDATE queue SET place = place - 1"),
        ("UPDATE queue SET footprint = 'elsewhere'", "UPDATE queue SET footprint = 'kent-medway'"),
        (
            "INSERT INTO queue (footprint, referral_id, person_id, stage, place, order_ms, received_ms, next_due_ms, held_by, way, signs, severe, concerns, interpreter, under_18, tasks, attempts) VALUES ('kent-medway', 'x', 'x', 'pending', 0, 0, 0, 0, 'x', 'x', '', 0, '', 0, 0, '', 0)",
            "DELETE FROM queue WHERE referral_id = 'x'",
        ),
        (
            "UPDATE person_word SET word = 'other' WHERE word = 'person'",
            "UPDATE person_word SET word = 'person' WHERE word = 'other'",
        ),
        ("UPDATE person_word SET footprint = 'elsewhere'", "UPDATE person_word SET footprint = 'kent-medway'"),
        (
            "INSERT INTO person_word (footprint, person_id, word) VALUES ('kent-medway', 'x', 'x')",
            "DELETE FROM person_word WHERE word = 'x'",
        ),
        ("UPDATE advice SET stage = 'given'", "UPDATE advice SET stage = 'asked'"),
        ("UPDATE advice SET footprint = 'elsewhere'", "UPDATE advice SET footprint = 'kent-medway'"),
        (
            "INSERT INTO advice (footprint, advice_id, stage, asked_ms, respond_by_ms) VALUES ('kent-medway', 'x', 'asked', 0, 0)",
            "DELETE FROM advice WHERE advice_id = 'x'",
        ),
        ("UPDATE template SET body = body || 'x'", "UPDATE template SET body = 'invented words'"),
        ("UPDATE template SET footprint = 'elsewhere'", "UPDATE template SET footprint = 'kent-medway'"),
        (
            "INSERT INTO template (footprint, template_id, name, version, recipient, fits, subject, body, approved_by) VALUES ('kent-medway', 'x', 'x', 1, 'x', 'x', 'x', 'x', 'x')",
            "DELETE FROM template WHERE template_id = 'x'",
        ),
    ] {
        run(desk, alter);
        assert!(desk.store.verify(&mut |_| {}).unwrap().failures > 0, "not found: {alter}");
        run(desk, back);
        desk.verified();
    }
}

/// H19: a restore gives every row of the way in, files and counts; drafts stay behind, and so does what was erased.
///
/// # Panics
/// When it is not so.
pub fn a_restore_gives_back_the_way_in(desk: &Desk, empty: &Store, another: &Store) {
    let (_, hers) = sent_with_a_file(desk);
    let (_, other) = sent_with_a_file(desk);
    sent(desk);
    ask_for_advice(desk);
    approve_template(desk);
    door::nobody_to_ring(&public(desk)).unwrap();
    // Decided and renamed: rows that were written and taken out again.
    let (person, decided) = desk.receive();
    let team = TeamCode("community".to_owned());
    carry_out(desk, decided, ReferralCommand::Reject { team, ending: builders::ending() }).unwrap();
    let renamed = porch_domain::person::Identity { name: Some("Invented Öther".to_owned()), ..Default::default() };
    let command = porch_domain::person::PersonCommand::RecordIdentity(renamed);
    porch_app::person::carry_out(&desk.ctx(Role::Duty), desk.command(), person, command).unwrap();
    let copy = |desk: &Desk| {
        let mut copy = Vec::new();
        desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
        copy
    };
    let older = copy(desk);
    let held = |desk: &Desk| {
        let files = [hers, other].map(|id| {
            let files = desk.store.read(|tx| porch_store::StoredFile::of_referral(tx, "kent-medway", id)).unwrap();
            let content = |file: &porch_store::StoredFile| {
                desk.store.read(|tx| porch_store::StoredFile::content(tx, "kent-medway", id, file.id)).unwrap().unwrap()
            };
            files.iter().map(content).collect::<Vec<_>>()
        });
        (files, desk.store.read(|tx| porch_store::door_counts(tx, "kent-medway")).unwrap(), queue(desk))
    };
    empty.restore(|| Ok(older.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(held(&restored), held(desk));
    assert_eq!(held(desk).0, [vec!["Dear cölleague".as_bytes().to_vec()], vec!["Dear cölleague".as_bytes().to_vec()]]);
    let mut drafts = 0;
    let read = restored.store.read(|tx| {
        tx.query("SELECT draft_key FROM draft", &[], &mut |_| {
            drafts += 1;
            Ok(())
        })
    });
    read.unwrap();
    assert_eq!(drafts, 0, "what was not sent is in no copy");

    let her_person = |desk: &Desk| {
        let stream = desk.store.read(|tx| load(tx, "kent-medway", hers)).unwrap();
        stream.record.as_ref().and_then(Record::referral).unwrap().person
    };
    let officer = desk.ctx(Role::InformationOfficer);
    porch_app::person::erase(&officer, desk.command(), her_person(desk), "she asked for it").unwrap();
    let later = copy(desk);
    another.restore(|| Ok(later.as_slice()), &mut |_| {}).unwrap();
    let second = Desk { store: another.clone(), ..desk.clone() };
    assert_eq!(second.verified(), desk.verified());
    assert_eq!((held(&second).0[0].len(), held(&second).0[1].len()), (0, 1));
    // The older copy still has her file; the list in the later one takes it away again.
    let people: Vec<_> = porch_app::erased_people(later.as_slice()).unwrap().into_iter().map(|(_, id)| id).collect();
    porch_app::person::erase_again(&restored.ctx(Role::InformationOfficer), &people).unwrap();
    assert_eq!((held(&restored).0[0].len(), held(&restored).0[1].len()), (0, 1));
    restored.verified();
}
