//! Stories of the way in: typed, kept, left, sent once, added to.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use jiff::{SignedDuration, Timestamp};
use porch_app::{
    AppError, Ctx, World,
    door::{self, Call, DRAFT_KEPT, Emergency, FileProblem, FileScanner, KEPT_FOR, ReopenError, Scanned},
};
use porch_domain::{
    actor::{Actor, Role},
    front_door::{Answers, Concern, Situation, Step, TaskKind, WayIn},
    ids::ReferralId,
    person::{Person, Route, RouteChoice},
    referral::{Priority, Reference, Referral},
};
use porch_store::{QueueEntry, QueueLine, Record, Row, StoredFile, load};

use super::Desk;
use crate::ManualWorld;

/// The answers of a calm request of hers.
pub(super) const CALM: &[(Step, &[(&str, &str)])] = &[
    (Step::Now, &[("now", "baby")]),
    (Step::More, &[("situation", "living_baby"), ("ends-day", "1"), ("ends-month", "9"), ("ends-year", "2026")]),
    (Step::Signs, &[("signs", "none")]),
    (Step::Words, &[("worry", "an invented worry"), ("concerns", "low")]),
    (Step::Person, &[("name", "Invented Pérson"), ("nhs_number", "9434765919")]),
    (Step::Reach, &[("reach_telephone", "yes"), ("telephone", "01632 960001")]),
];

/// Somebody at the door, now.
pub(super) fn public(desk: &Desk) -> Ctx {
    Ctx { actor: Actor::Public, ..desk.operator() }
}

pub(super) fn answers(fields: &[(&str, &str)]) -> Answers {
    Answers::new(fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())))
}

pub(super) fn typed(desk: &Desk, way: WayIn, steps: &[(Step, &[(&str, &str)])]) -> String {
    let key = door::begin(&public(desk), way, Some("children-centre-7")).unwrap();
    more(desk, &key, steps);
    key
}

fn more(desk: &Desk, key: &str, steps: &[(Step, &[(&str, &str)])]) {
    for (step, fields) in steps {
        door::save(&public(desk), key, *step, &answers(fields)).unwrap();
    }
}

/// A calm request of hers that was sent.
pub(super) fn sent(desk: &Desk) -> (String, Referral) {
    let key = typed(desk, WayIn::Myself, CALM);
    let reference = door::send(&public(desk), &key).unwrap().reference;
    (key, referral(desk, &reference))
}

pub(super) fn referral(desk: &Desk, reference: &str) -> Referral {
    const FIND: &str = "SELECT referral_id FROM referral WHERE footprint = $1 AND reference = $2";
    let mut ids: Vec<ReferralId> = Vec::new();
    let found = desk.store.read(|tx| {
        tx.query(FIND, &["kent-medway".into(), reference.into()], &mut |values| {
            ids.push(Row::new("referral", values).parsed(0, "an id", |text| text.parse().ok())?);
            Ok(())
        })
    });
    found.unwrap();
    let [id] = ids[..] else { panic!("{} referrals have the reference {reference}", ids.len()) };
    let stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
    stream.record.as_ref().and_then(Record::referral).unwrap().clone()
}

fn person(desk: &Desk, referral: &Referral) -> Person {
    let stream = desk.store.read(|tx| load(tx, "kent-medway", referral.person)).unwrap();
    stream.record.as_ref().and_then(Record::person).unwrap().clone()
}

pub(super) fn queue(desk: &Desk) -> Vec<QueueLine> {
    let read = desk.store.read(|tx| {
        let mut ids = Vec::new();
        QueueEntry::all(tx, "kent-medway", &mut |entry| {
            ids.push(entry.referral);
            Ok(())
        })?;
        let mut lines = Vec::new();
        for page in ids.chunks(QueueLine::MOST) {
            lines.extend(QueueLine::of(tx, "kent-medway", page)?);
        }
        Ok(lines)
    });
    read.unwrap()
}

fn found_by(desk: &Desk, word: &str) -> usize {
    const FIND: &str = "SELECT person_id FROM person_word WHERE footprint = $1 AND word = $2";
    let mut found = 0;
    let read = desk.store.read(|tx| {
        tx.query(FIND, &["kent-medway".into(), word.into()], &mut |_| {
            found += 1;
            Ok(())
        })
    });
    read.unwrap();
    found
}

/// INV-08: what was typed is sent once, whole; again, and by two at once, it is the same referral.
///
/// # Panics
/// When it is not so.
pub fn a_draft_is_sent_once(desk: &Desk) {
    let before = desk.verified();
    let key = typed(desk, WayIn::Myself, CALM);
    assert_eq!(desk.verified(), before, "nothing is a record before it is sent");
    let first = door::send(&public(desk), &key).unwrap();
    let after = desk.verified();
    assert_eq!(door::send(&public(desk), &key).unwrap(), first);
    assert_eq!(desk.verified(), after);
    let told = referral(desk, &first.reference);
    assert_eq!(told.story().unwrap().worry, "an invented worry");
    assert_eq!(
        (told.asked.situation, told.asked.site.as_deref()),
        (Some(Situation::LivingBaby), Some("children-centre-7"))
    );
    assert!(told.asked.concerns.contains(&Concern::Low) && told.asked.signs_asked);
    assert_eq!(person(desk, &told).contact.of(Route::Telephone), RouteChoice::Yes);

    let twice = typed(desk, WayIn::Myself, CALM);
    let references: Vec<String> = thread::scope(|scope| {
        let senders: Vec<_> = (0..8)
            .map(|_| {
                let ctx = public(desk);
                scope.spawn(|| {
                    let ctx = ctx;
                    door::send(&ctx, &twice).unwrap().reference
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    assert!(references.iter().all(|reference| *reference == references[0]), "{references:?}");
    assert_eq!(desk.store.referral_count("kent-medway").unwrap(), 2);
    desk.verified();
}

/// Two pages of one draft that are saved at the same moment are both kept.
///
/// # Panics
/// When it is not so.
pub fn pages_saved_at_once_are_all_kept(desk: &Desk) {
    for round in 0..10 {
        let key = typed(desk, WayIn::Myself, &CALM[..2]);
        let pages: [(Step, &str); 3] = [(Step::Words, "worry"), (Step::Health, "history"), (Step::Person, "name")];
        thread::scope(|scope| {
            for (step, field) in pages {
                let (ctx, key) = (public(desk), key.clone());
                scope.spawn(move || {
                    let answers = Answers::new([(field.to_owned(), format!("invented {field}"))]);
                    door::save(&ctx, &key, step, &answers).unwrap();
                });
            }
        });
        let kept = door::open(&public(desk), &key).unwrap().unwrap().answers;
        for (_, field) in pages {
            assert_eq!(kept.typed(field), format!("invented {field}"), "round {round}");
        }
    }
}

/// What is missing is said, and nothing is sent.
///
/// # Panics
/// When it is not so.
pub fn a_draft_that_is_not_whole_is_not_sent(desk: &Desk) {
    let key = typed(desk, WayIn::Myself, &CALM[..4]);
    let before = desk.verified();
    let Err(AppError::Incomplete(problems)) = door::send(&public(desk), &key) else { panic!("it was sent") };
    assert!(problems.iter().all(|(step, _)| matches!(step, Step::Person | Step::Reach)), "{problems:?}");
    assert_eq!(desk.verified(), before);
    more(desk, &key, &CALM[4..]);
    door::send(&public(desk), &key).unwrap();
}

/// H01, PR-03, PR-04: an emergency is stored at once with the least, its clock runs from then, and what is told afterwards
/// goes to the same referral and the same person.
///
/// # Panics
/// When it is not so.
pub fn an_emergency_is_stored_at_once_and_added_to(desk: &Desk) {
    let key = typed(
        desk,
        WayIn::Professional,
        &[(Step::Now, &[("now", "baby")]), (Step::Signs, &[("signs", "frightening_things")])],
    );
    let Emergency::Missing(problems) = door::send_emergency(&public(desk), &key).unwrap() else {
        panic!("it was sent")
    };
    assert_eq!(problems.len(), 6);
    let least: &[(&str, &str)] = &[
        ("by_name", "Invented Midwife"),
        ("call_back", "01632 960001"),
        ("worry", "invented"),
        ("where", "invented"),
        ("with", "invented"),
        ("name", "Invented Name"),
    ];
    more(desk, &key, &[(Step::Emergency, least)]);
    let stored_at = public(desk).now;
    let Emergency::Stored(stored) = door::send_emergency(&public(desk), &key).unwrap() else {
        panic!("it was not sent")
    };
    let first = referral(desk, &stored.reference);
    assert_eq!((first.priority, first.received_at), (Some(Priority::Emergency), stored_at));
    assert_eq!(first.respond_by, Some(stored_at + SignedDuration::from_hours(4)));
    desk.verified();

    desk.world.pass(SignedDuration::from_mins(30));
    door::spoken_handover(&public(desk), &key, "Invented Clinician, on call").unwrap();
    more(
        desk,
        &key,
        &[
            (Step::More, &[("ends-day", "20"), ("ends-month", "10"), ("ends-year", "2026")]),
            (Step::Health, &[("medicines", "Priadel")]),
            (Step::Person, &[("name", "Invented Name"), ("nhs_number", "9434765919")]),
            (
                Step::Referrer,
                &[
                    ("by_name", "Invented Midwife"),
                    ("by_source", "A4"),
                    ("by_organisation", "I"),
                    ("by_email", "i@example.org"),
                ],
            ),
            (Step::Reach, &[("reach_text", "no")]),
            (Step::Tell, &[("tell_gp", "yes")]),
        ],
    );
    assert_eq!(door::send(&public(desk), &key).unwrap().reference, stored.reference);
    let added = referral(desk, &stored.reference);
    assert_eq!(added.respond_by, first.respond_by, "more that is told moves no clock");
    assert_eq!((added.id, added.person), (first.id, first.person));
    assert_eq!(added.source.as_deref(), Some("A4"));
    assert_eq!(
        added.pregnancy.as_ref().map(|pregnancy| pregnancy.due_or_end_on),
        Some(crate::builders::on("2026-10-20"))
    );
    assert!(added.triage.open_tasks().any(|(task, _)| task == TaskKind::PrescriberReview));
    let her = person(desk, &added);
    assert_eq!(her.identity.unwrap().nhs_number.unwrap().digits(), "9434765919");
    assert_eq!(her.contact.of(Route::Text), RouteChoice::No);
    let before = desk.verified();
    door::send(&public(desk), &key).unwrap();
    assert_eq!(desk.verified(), before, "the same again is nothing new");
    assert_eq!(desk.store.referral_count("kent-medway").unwrap(), 1);
}

/// H20, PR-02: a warning sign that is told after a calm request makes the same referral an emergency.
///
/// # Panics
/// When it is not so.
pub fn a_later_warning_sign_raises_the_same_referral(desk: &Desk) {
    let (key, calm) = sent(desk);
    assert_eq!(calm.priority, Some(Priority::Routine));
    desk.world.pass(SignedDuration::from_hours(2));
    more(
        desk,
        &key,
        &[
            (Step::Now, &[("now", "baby")]),
            (Step::Signs, &[("signs", "self_harm")]),
            (Step::CallBack, &[("call_back", "01632 960001")]),
        ],
    );
    let raised_at = public(desk).now;
    door::send(&public(desk), &key).unwrap();
    let raised = referral(desk, calm.reference.as_deref().unwrap());
    assert_eq!((raised.id, raised.priority), (calm.id, Some(Priority::Emergency)));
    assert_eq!(raised.respond_by, Some(raised_at + SignedDuration::from_hours(4)));
    assert_eq!(raised.story().unwrap().worry, "an invented worry", "what was told stays");
    assert_eq!(queue(desk)[0].priority, Some(Priority::Emergency));
    desk.verified();
}

/// How many drafts and files there are.
fn held(desk: &Desk) -> (i64, i64) {
    let count = |statement| {
        let mut count = 0;
        let read = desk.store.read(|tx| {
            tx.query(statement, &[], &mut |values| {
                count = Row::new("draft", values).int(0)?;
                Ok(())
            })
        });
        read.unwrap();
        count
    };
    (count("SELECT COUNT(*) FROM draft"), count("SELECT COUNT(*) FROM attachment"))
}

/// H16: what is left by its exit is gone, files and all; and so is what is a day old.
///
/// # Panics
/// When it is not so.
pub fn what_was_left_or_is_a_day_old_is_gone(desk: &Desk) {
    let key = typed(desk, WayIn::Professional, &CALM[..1]);
    door::add_file(&public(desk), None, &key, "letter.txt", b"Dear colleague".to_vec()).unwrap();
    assert_eq!(held(desk), (1, 1));
    door::exit(&public(desk), &key).unwrap();
    assert_eq!(held(desk), (0, 0));
    assert!(door::open(&public(desk), &key).unwrap().is_none());
    assert!(matches!(door::save(&public(desk), &key, Step::Now, &answers(&[])), Err(AppError::Gone)));
    assert!(matches!(door::send(&public(desk), &key), Err(AppError::Gone)));

    let key = typed(desk, WayIn::Myself, CALM);
    door::add_file(&public(desk), None, &key, "letter.txt", b"Dear colleague".to_vec()).unwrap();
    desk.world.pass(DRAFT_KEPT - SignedDuration::from_millis(1));
    assert!(door::open(&public(desk), &key).unwrap().is_some());
    desk.world.pass(SignedDuration::from_millis(1));
    assert!(door::open(&public(desk), &key).unwrap().is_none());
    assert!(matches!(door::send(&public(desk), &key), Err(AppError::Gone)));
    desk.world.pass(SignedDuration::from_millis(1));
    door::forget_old(&public(desk)).unwrap();
    assert_eq!(held(desk), (0, 0));
    desk.verified();
}

/// H16: a page that is saved, or a file that comes, while the draft is left brings nothing of it back.
///
/// # Panics
/// When it is not so.
pub fn what_was_left_does_not_come_back(desk: &Desk) {
    for _ in 0..20 {
        let key = typed(desk, WayIn::Professional, &CALM[..1]);
        thread::scope(|scope| {
            for nth in 0..6 {
                let (ctx, key) = (public(desk), &key);
                scope.spawn(move || {
                    if nth % 3 == 0 {
                        let _ = door::add_file(&ctx, None, key, "letter.txt", b"invented".to_vec());
                    } else {
                        let _ = door::save(&ctx, key, Step::Words, &answers(&[("worry", "invented")]));
                    }
                });
            }
            let (ctx, key) = (public(desk), &key);
            scope.spawn(move || door::exit(&ctx, key).unwrap());
        });
        assert_eq!(held(desk), (0, 0));
    }
}

/// PR-07: a draft that is kept opens with its link and its code, not with either alone, and not for ever.
///
/// # Panics
/// When it is not so.
pub fn a_kept_draft_opens_with_link_and_code(desk: &Desk) {
    let key = typed(desk, WayIn::Professional, CALM);
    door::add_file(&public(desk), None, &key, "letter.txt", b"Dear colleague".to_vec()).unwrap();
    let kept = door::keep(&public(desk), &key).unwrap();
    assert!(door::open(&public(desk), &kept.key).unwrap().unwrap().kept);
    assert!(door::open(&public(desk), &kept.link).unwrap().is_none(), "the link is no key");
    door::exit(&public(desk), &kept.key).unwrap();
    for nothing in [&key, &kept.key, &kept.link] {
        assert!(door::open(&public(desk), nothing).unwrap().is_none());
    }
    desk.world.pass(KEPT_FOR - SignedDuration::from_hours(1));
    let wrong = || door::reopen(&public(desk), &kept.link, "not the code");
    let nothing = |answer: Result<String, ReopenError>| matches!(answer, Err(ReopenError::Nothing));
    for _ in 0..9 {
        assert!(nothing(wrong()));
    }
    assert!(nothing(door::reopen(&public(desk), "another link", &kept.code)));
    let spaced = format!(" {} {} ", &kept.code[..4], &kept.code[4..]);
    let opened = door::reopen(&public(desk), &kept.link, &spaced).unwrap();
    let draft = door::open(&public(desk), &opened).unwrap().unwrap();
    assert_eq!(draft.answers.typed("worry"), "an invented worry");
    assert_eq!(door::files(&public(desk), &opened).unwrap().len(), 1, "files stay with what is kept");
    for _ in 0..10 {
        assert!(nothing(wrong()));
    }
    assert!(nothing(door::reopen(&public(desk), &kept.link, &kept.code)), "after ten wrong codes nothing opens it");

    let other = door::keep(&public(desk), &typed(desk, WayIn::Professional, CALM)).unwrap();
    desk.world.pass(KEPT_FOR);
    assert!(nothing(door::reopen(&public(desk), &other.link, &other.code)));
    let (sent, _) = sent(desk);
    assert!(matches!(door::keep(&public(desk), &sent), Err(AppError::Gone)), "what was sent is not kept for later");
    desk.verified();
}

/// A scanner that always says the same.
struct Saying(Scanned);

impl FileScanner for Saying {
    fn scan(&self, _content: &[u8]) -> Scanned {
        self.0
    }
}

/// ASVS 5.4.3: where there is a scanner, only what it found nothing in is kept.
///
/// # Panics
/// When it is not so.
pub fn what_a_scanner_does_not_clear_is_not_kept(desk: &Desk) {
    let key = typed(desk, WayIn::Professional, &CALM[..1]);
    let ctx = public(desk);
    let add = |scanned| door::add_file(&ctx, Some(&Saying(scanned)), &key, "letter.txt", b"Dear colleague".to_vec());
    assert!(matches!(add(Scanned::Harmful), Err(FileProblem::Harmful)));
    assert!(matches!(add(Scanned::NoAnswer), Err(FileProblem::NotScanned)));
    assert_eq!(held(desk), (1, 0));
    add(Scanned::Nothing).unwrap();
    assert_eq!(held(desk), (1, 1));
}

/// PR-07: files are checked by what they hold, and become the referral's when it is sent.
///
/// # Panics
/// When it is not so.
pub fn files_go_with_their_referral(desk: &Desk) {
    let key = typed(desk, WayIn::Professional, CALM);
    let ctx = public(desk);
    let file = door::add_file(&ctx, None, &key, "C:\\letters\\invented.pdf", b"%PDF-1.7 invented".to_vec()).unwrap();
    let other = door::add_file(&ctx, None, &key, "other.txt", b"invented".to_vec()).unwrap();
    for refused in [Vec::new(), b"MZ\x90\x00".to_vec(), vec![b'a'; door::MOST_IN_A_FILE + 1]] {
        assert!(door::add_file(&ctx, None, &key, "refused", refused).is_err());
    }
    door::remove_file(&ctx, &key, other.id).unwrap();
    more(
        desk,
        &key,
        &[
            (
                Step::Referrer,
                &[("by_name", "I"), ("by_source", "A1"), ("by_organisation", "I"), ("by_telephone", "01632 960001")],
            ),
            (Step::Agreement, &[("agreement", "agrees")]),
        ],
    );
    let referral = referral(desk, &door::send(&ctx, &key).unwrap().reference);
    let files = desk.store.read(|tx| StoredFile::of_referral(tx, "kent-medway", referral.id)).unwrap();
    assert_eq!(files, std::slice::from_ref(&file));
    let content = desk.store.read(|tx| StoredFile::content(tx, "kent-medway", referral.id, file.id)).unwrap();
    assert_eq!(content.as_deref(), Some(b"%PDF-1.7 invented".as_slice()));
    assert_eq!(referral.story().unwrap().file_names, ["invented.pdf"]);
    assert_eq!(referral.story().unwrap().file_hashes, [file.sha256]);
    door::exit(&public(desk), &key).unwrap();
    let files = desk.store.read(|tx| StoredFile::of_referral(tx, "kent-medway", referral.id)).unwrap();
    assert_eq!(files.len(), 1, "leaving the page takes nothing from the referral");
    desk.verified();
}

/// PR-03, PR-12: a call counts from the call, never from later than now; an emergency asks the least.
///
/// # Panics
/// When it is not so.
pub fn a_call_counts_from_the_call(desk: &Desk) {
    let ctx = desk.ctx(Role::Duty);
    let least: &[(&str, &str)] = &[
        ("now", "loss"),
        ("signs", "harm_done"),
        ("by_name", "Invented Caller"),
        ("call_back", "01632 960001"),
        ("worry", "invented"),
        ("where", "invented"),
        ("with", "invented"),
        ("name", "Invented Name"),
    ];
    let call = |minutes: i64| Call {
        answers: answers(least),
        received_at: ctx.now - SignedDuration::from_mins(minutes),
        person: None,
    };
    let stored = |id: ReferralId| {
        let stream = desk.store.read(|tx| load(tx, "kent-medway", id)).unwrap();
        stream.record.as_ref().and_then(Record::referral).unwrap().clone()
    };
    let command = desk.command();
    let first = door::take_call(&ctx, command, call(25)).unwrap();
    assert_eq!(door::take_call(&ctx, command, call(25)).unwrap(), first, "the same call again is the same referral");
    assert_eq!(stored(first).received_at, ctx.now - SignedDuration::from_mins(25));
    assert_eq!(stored(first).respond_by, Some(ctx.now + SignedDuration::from_mins(240 - 25)));
    let ahead = door::take_call(&ctx, desk.command(), call(-600)).unwrap();
    assert_eq!(stored(ahead).received_at, ctx.now, "no clock begins later than now");
    let known = Call { person: Some(stored(first).person), ..call(0) };
    let again = door::take_call(&ctx, desk.command(), known).unwrap();
    assert_eq!(stored(again).person, stored(first).person);
    let missing = Call { answers: answers(&[("now", "loss"), ("signs", "harm_done")]), ..call(0) };
    assert!(matches!(door::take_call(&ctx, desk.command(), missing), Err(AppError::Incomplete(_))));
    let refused = door::take_call(&desk.ctx(Role::Manager), desk.command(), call(0));
    assert!(matches!(refused, Err(AppError::NotAllowed(_))));
    desk.verified();
}

/// A person is found by every word of her name, folded; by the new ones and no longer by the old when it is put right.
///
/// # Panics
/// When it is not so.
pub fn a_person_is_found_by_the_words_of_her_name_now(desk: &Desk) {
    let (_, referral) = sent(desk);
    assert_eq!((found_by(desk, "invented"), found_by(desk, "person"), found_by(desk, "pérson")), (1, 1, 0));
    let identity = porch_domain::person::Identity {
        name: Some("Invented Öther".to_owned()),
        ..porch_domain::person::Identity::default()
    };
    let command = porch_domain::person::PersonCommand::RecordIdentity(identity);
    porch_app::person::carry_out(&desk.ctx(Role::Duty), desk.command(), referral.person, command).unwrap();
    assert_eq!((found_by(desk, "invented"), found_by(desk, "person"), found_by(desk, "other")), (1, 0, 1));
    let officer = desk.ctx(Role::InformationOfficer);
    porch_app::person::erase(&officer, desk.command(), referral.person, "she asked for it").unwrap();
    assert_eq!((found_by(desk, "invented"), found_by(desk, "other")), (0, 0));
    desk.verified();
}

/// A world that draws the same a few times.
struct SameAgain {
    world: Arc<ManualWorld>,
    left: AtomicUsize,
}

impl World for SameAgain {
    fn now(&self) -> Timestamp {
        self.world.now()
    }

    fn random(&self) -> [u8; 16] {
        let again = self.left.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if again { [7; 16] } else { self.world.random() }
    }
}

/// Two who draw the same short reference both get one of their own, at the first press.
///
/// # Panics
/// When it is not so.
pub fn two_who_draw_one_reference_get_two(desk: &Desk) {
    let references: Vec<String> = (0..2)
        .map(|_| {
            let key = typed(desk, WayIn::Myself, CALM);
            desk.world.pass(SignedDuration::from_secs(1));
            let world = Arc::new(SameAgain { world: Arc::clone(&desk.world), left: AtomicUsize::new(1) });
            let ctx = Ctx { world, ..public(desk) };
            door::send(&ctx, &key).unwrap().reference
        })
        .collect();
    let mut sevens = [0; 16];
    sevens[6..].fill(7);
    let drawn = Reference::of(ReferralId(uuid::Builder::from_custom_bytes(sevens).into_uuid())).to_string();
    assert_eq!(references[0], drawn, "the first draw is that of the referral");
    assert_ne!(references[0], references[1]);
    assert_eq!(queue(desk).len(), 2);
    desk.verified();
}

/// H01: somebody with a warning sign and nobody to ring is counted by day, and nothing else is kept.
///
/// # Panics
/// When it is not so.
pub fn nobody_to_ring_is_counted_and_not_clocked(desk: &Desk) {
    let key = typed(
        desk,
        WayIn::Myself,
        &[
            (Step::Now, &[("now", "pregnant")]),
            (Step::Signs, &[("signs", "self_harm")]),
            (Step::CallBack, &[("no_number", "yes")]),
        ],
    );
    let before = desk.verified();
    assert!(matches!(door::send_emergency(&public(desk), &key).unwrap(), Emergency::Missing(_)));
    door::nobody_to_ring(&public(desk)).unwrap();
    door::nobody_to_ring(&public(desk)).unwrap();
    let counts = desk.store.read(|tx| porch_store::door_counts(tx, "kent-medway")).unwrap();
    assert_eq!(counts.len(), 1);
    assert_eq!((counts[0].0, counts[0].2), (crate::builders::on("2026-11-02"), 2));
    assert_eq!(desk.verified(), before);
    assert!(queue(desk).is_empty());
}
