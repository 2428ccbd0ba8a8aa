//! Stories of one person once: who may be the same is told to staff, linked by a person, and taken apart again whole
//! (H05, PR-06, INV-04, INV-09).

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, advice, came_back,
    door::{self, Call, add_call, take_call},
    due::{Holder, tick},
    find, person,
    queue::{Filter, Order, Position, list},
    report::{Measures, annual_report},
    same_person::{self, SideBySide},
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    event::Event,
    footprint::TeamCode,
    front_door::{self, Answers, WayIn, What, field},
    ids::{PersonId, ReferralId},
    measure::{AnnualReport, Period, Whereabouts},
    person::{
        ContactChoices, Identity, Match, NhsNumber, PeopleLinked, PersonCommand, PersonEvent, Route, RouteChoice,
    },
    referral::{Outcome, Referral, ReferralCommand, ReferralEvent},
};

use porch_store::{KnownBefore, LookLine};

use super::Desk;
use crate::{ask_for_advice, builders};

const HERS: &str = "999 000 0018";
const ANOTHERS: &str = "999 000 0026";

fn answers(fields: &[(&str, &str)]) -> Answers {
    let least = [("by_name", "Ivy Invented"), ("by_source", "A4"), ("by_organisation", "Invented"), ("signs", "none")];
    let more = [("by_telephone", "01632 960 015"), ("worry", "Invented worry"), ("agreement", "agrees")];
    let all = least.into_iter().chain(more).chain(fields.iter().copied());
    Answers::new(all.map(|(name, value)| (name.to_owned(), value.to_owned())))
}

fn call_of(desk: &Desk, fields: &[(&str, &str)]) -> Call {
    Call { answers: answers(fields), received_at: desk.ctx(Role::Duty).now, person: None }
}

fn service(desk: &Desk) -> Ctx {
    Ctx { actor: Actor::System, ..desk.ctx(Role::Duty) }
}

/// A call is written down, and the service does what is due.
fn call(desk: &Desk, fields: &[(&str, &str)]) -> (PersonId, ReferralId) {
    let id = take_call(&desk.ctx(Role::Duty), desk.command(), call_of(desk, fields)).unwrap();
    tick(&service(desk), &Holder::new(&*desk.world), 64).unwrap();
    (page(desk, id).referral.person, id)
}

fn page(desk: &Desk, id: ReferralId) -> porch_app::referral::ReferralPage {
    porch_app::referral::page(&desk.ctx(Role::Duty), id, "triage").unwrap().unwrap()
}

fn referral(desk: &Desk, id: ReferralId) -> Referral {
    page(desk, id).referral
}

fn born(born: &str) -> [(&'static str, String); 3] {
    let parts: Vec<&str> = born.split('-').collect();
    [("born-year", parts[0].to_owned()), ("born-month", parts[1].to_owned()), ("born-day", parts[2].to_owned())]
}

/// What somebody is described by: a name, a date of birth and an NHS number.
fn known_by(desk: &Desk, name: &str, on: &str, number: &str) -> (PersonId, ReferralId) {
    let on = born(on);
    let on = on.iter().map(|(field, value)| (*field, value.as_str()));
    let number = (!number.is_empty()).then_some(("nhs_number", number));
    let fields: Vec<_> = [("name", name)].into_iter().chain(on).chain(number).collect();
    call(desk, &fields)
}

fn turned_away(desk: &Desk, id: ReferralId) {
    let no = ReferralCommand::Reject { team: TeamCode("community".to_owned()), ending: builders::ending() };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), id, None, no).unwrap();
}

fn side_by_side(desk: &Desk, one: PersonId, other: PersonId) -> SideBySide {
    same_person::compare(&desk.ctx(Role::Duty), [one, other]).unwrap().unwrap()
}

fn link(desk: &Desk, one: PersonId, other: PersonId) -> Result<(), AppError> {
    let drawn_from = side_by_side(desk, one, other).drawn_from;
    same_person::link(&desk.ctx(Role::Duty), desk.command(), [one, other], drawn_from, "She told her maiden name")
}

fn whole() -> Period {
    Period { from: builders::on("2000-01-01"), to: builders::on("2099-12-31") }
}

/// What asks about people rather than records, as it stands now.
fn asked_about_her(desk: &Desk, ids: [ReferralId; 2]) -> String {
    let ctx = desk.ctx(Role::Duty);
    let earlier = ids.map(|id| {
        let page = page(desk, id);
        let earlier: Vec<ReferralId> = page.earlier.iter().map(|earlier| earlier.referral.id).collect();
        (page.referral, page.person, earlier, page.records, page.maybe_same.len())
    });
    let found = find::find(&ctx, "example").unwrap().people.len();
    let came_back = came_back::report(&ctx, whole()).unwrap();
    format!("{earlier:?} {found} {came_back:?} {:?}", desk.report(None).0)
}

fn again_after_rejection(report: &AnnualReport) -> String {
    format!("{report:?}")
}

/// Two records of one woman who changed her name: staff compare them, link them with a reason, and all that asks about her
/// asks of both; one of two who link at once is told; taken back, everything is as it was, also in figures as at any instant.
///
/// # Panics
/// When it is not so.
pub fn two_records_are_linked_by_a_person_and_taken_apart_whole(desk: &Desk) {
    let measures = Measures::default();
    let drawn = |desk: &Desk| annual_report(&desk.operator(), &measures, whole(), None).unwrap();
    let (first, old) = known_by(desk, "Berta Example", "1991-03-04", HERS);
    turned_away(desk, old);
    desk.world.pass(SignedDuration::from_hours(24 * 10));
    let (second, new) = known_by(desk, "Berta Married", "1991-03-04", "");
    let (stranger, _) = known_by(desk, "Berta Married", "1991-03-04", ANOTHERS);
    let before = (asked_about_her(desk, [old, new]), desk.report(None));
    assert_eq!(again_after_rejection(&drawn(desk).report), again_after_rejection(&before.1.0));
    let shown = page(desk, new);
    assert!(shown.earlier.is_empty() && shown.records.is_empty(), "nothing is joined by itself");
    assert!(shown.maybe_same.iter().any(|one| one.person.id == first));
    desk.world.pass(SignedDuration::from_mins(5));

    // Only a person, with a reason, from what stands there now.
    let seen = side_by_side(desk, first, second);
    assert_eq!((seen.one_person, seen.links.len(), seen.likeness.says()), (false, 0, Match::Possible));
    for ctx in [service(desk), desk.operator(), desk.ctx(Role::Manager)] {
        let refused = same_person::link(&ctx, desk.command(), [first, second], seen.drawn_from, "so it seems");
        let expected = matches!(refused, Err(AppError::NotAllowed(_) | AppError::Disallowed(Disallowed::NeedsAPerson)));
        assert!(expected, "{:?}: {refused:?}", ctx.actor);
    }
    let duty = desk.ctx(Role::Duty);
    let nothing_said = same_person::link(&duty, desk.command(), [first, second], seen.drawn_from, " ");
    assert!(matches!(nothing_said, Err(AppError::Disallowed(Disallowed::LinkReasonMissing))), "{nothing_said:?}");
    let differ = link(desk, first, stranger);
    assert!(matches!(differ, Err(AppError::Disallowed(Disallowed::NumbersDiffer))), "{differ:?}");
    assert_eq!(asked_about_her(desk, [old, new]), before.0, "nothing was changed");

    // Two do it at once: one wins, the other is told; the same form twice is one act.
    let command = desk.command();
    same_person::link(&duty, command, [first, second], seen.drawn_from, "She told her maiden name").unwrap();
    same_person::link(&duty, command, [first, second], seen.drawn_from, "She told her maiden name").unwrap();
    let late =
        same_person::link(&desk.ctx(Role::Clinician), desk.command(), [second, first], seen.drawn_from, "me too");
    assert!(matches!(late, Err(AppError::Stale)), "{late:?}");
    let again = link(desk, first, second);
    assert!(matches!(again, Err(AppError::Disallowed(Disallowed::LinkedBefore))), "{again:?}");
    let between = link(desk, second, stranger);
    assert!(matches!(between, Err(AppError::Disallowed(Disallowed::NumbersDiffer))), "one stands between: {between:?}");

    // Whatever asks about her asks of both.
    let shown = page(desk, new);
    assert_eq!(shown.earlier.iter().map(|earlier| earlier.referral.id).collect::<Vec<_>>(), [old]);
    assert_eq!(shown.records.iter().map(|record| record.id).collect::<Vec<_>>(), [first]);
    assert!(shown.maybe_same.iter().all(|one| one.person.id != first));
    assert_eq!(page(desk, old).earlier.len(), 1);
    assert_eq!(shown.person.unwrap().id, second, "and nothing was copied");
    let together = find::find(&desk.ctx(Role::Duty), HERS).unwrap();
    assert_eq!(together.people.iter().map(|found| found.referrals.len()).collect::<Vec<_>>(), [2]);
    let linked = desk.report(None);
    assert_ne!(again_after_rejection(&linked.0), again_after_rejection(&before.1.0), "she came again after a no");
    assert_eq!(again_after_rejection(&drawn(desk).report), again_after_rejection(&linked.0), "kept columns follow");
    assert_eq!(desk.report(Some(before.1.1)).0, before.1.0, "an earlier instant repeats its figures");
    let waiting = came_back::report(&desk.ctx(Role::Duty), whole()).unwrap();
    let waits = waiting.whereabouts.iter().find(|(place, _)| *place == Whereabouts::Waiting);
    assert_eq!(waits.map(|(_, count)| *count), Some(1));
    desk.verified();
    desk.world.pass(SignedDuration::from_mins(5));

    // Taken back, everything is as it was.
    let seen = side_by_side(desk, second, first);
    assert!(seen.one_person);
    assert_eq!(seen.links[0].link.why.as_deref(), Some("She told her maiden name"));
    let (one, other) = seen.links[0].between;
    let undone =
        same_person::unlink(&desk.ctx(Role::Duty), desk.command(), [one, other], seen.drawn_from, "Another street");
    undone.unwrap();
    assert_eq!(asked_about_her(desk, [old, new]), before.0);
    assert_eq!(again_after_rejection(&drawn(desk).report), again_after_rejection(&before.1.0), "kept columns follow");
    assert_eq!(desk.report(Some(linked.1)).0, linked.0, "what was so while they were one stays so");
    assert_eq!(desk.report(Some(before.1.1)).0, before.1.0);
    desk.verified();
}

/// The queue says that she was with us before as long as staff say that two records are hers: from the link on, on a page that
/// was shown before as well, and not after it was taken back.
///
/// # Panics
/// When it is not so.
pub fn the_queue_says_known_before_as_long_as_two_records_are_one(desk: &Desk) {
    let (first, old) = known_by(desk, "Berta Example", "1991-03-04", HERS);
    turned_away(desk, old);
    desk.world.pass(SignedDuration::from_hours(24 * 10));
    let (second, new) = known_by(desk, "Berta Married", "1991-03-04", "");
    let order = Order::default();
    let said = |of: ReferralId| {
        let page = list(&desk.ctx(Role::Duty), &order, Filter::All, Position::First).unwrap();
        page.lines.iter().find(|line| line.referral == of).unwrap().known_before
    };
    assert_eq!(said(new), KnownBefore::No);
    link(desk, first, second).unwrap();
    assert_eq!(said(new), KnownBefore::Known, "the other record is hers, and its referral ended");
    // Whoever comes again into the linked record is known by what stands in the other.
    let again = Call { person: Some(second), ..call_of(desk, &[("name", "Berta Married")]) };
    desk.world.pass(SignedDuration::from_mins(5));
    let again = take_call(&desk.ctx(Role::Duty), desk.command(), again).unwrap();
    assert_eq!(said(again), KnownBefore::Known);
    desk.verified();
    let seen = side_by_side(desk, first, second);
    same_person::unlink(&desk.ctx(Role::Duty), desk.command(), [first, second], seen.drawn_from, "Another voice")
        .unwrap();
    assert_eq!((said(new), said(again)), (KnownBefore::No, KnownBefore::No), "taken back, nobody is known before");
    desk.verified();
}

/// Of three records the last is linked to the person and not to a record; what is erased is erased in all of them, and what
/// is erased is linked no more. A copy carries all of it, and what is altered is found.
///
/// # Panics
/// When it is not so.
pub fn an_erasure_takes_every_record_of_hers_and_a_copy_carries_links(desk: &Desk, empty: &porch_app::Store) {
    let (first, old) = known_by(desk, "Berta Example", "1991-03-04", HERS);
    let (second, _) = known_by(desk, "Berta Married", "1991-03-04", "");
    let (third, new) = known_by(desk, "Berta Again", "1991-03-04", "");
    let (baby, _) = known_by(desk, "Berta Example", "2010-03-04", "");
    link(desk, second, third).unwrap();
    link(desk, third, first).unwrap();
    assert_eq!(side_by_side(desk, first, third).links.len(), 2);
    let earlier: Vec<ReferralId> = page(desk, new).earlier.iter().map(|earlier| earlier.referral.id).collect();
    assert!(earlier.contains(&old) && earlier.len() == 2);
    let generation = link(desk, first, baby);
    assert!(matches!(generation, Err(AppError::Disallowed(Disallowed::GenerationApart))), "{generation:?}");

    // What she refused in one record is refused in all of them (H06).
    let choose = |id, choices: &[(Route, RouteChoice)]| {
        let choices = PersonCommand::RecordContactChoices(ContactChoices::new(choices.iter().copied()));
        person::carry_out(&desk.ctx(Role::Duty), desk.command(), id, choices).unwrap();
    };
    choose(third, &[(Route::Letter, RouteChoice::Yes)]);
    choose(first, &[(Route::Letter, RouteChoice::No), (Route::Text, RouteChoice::Yes)]);
    let contact = page(desk, new).person.unwrap().contact;
    assert_eq!((contact.of(Route::Letter), contact.of(Route::Text)), (RouteChoice::No, RouteChoice::NotKnown));

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    assert_eq!(empty.verify(&mut |_| {}).unwrap().state_hash, desk.verified());

    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), third, "she asked").unwrap();
    for id in [first, second, third] {
        let erased = person::open(&desk.ctx(Role::Duty), id, "look").unwrap().unwrap();
        assert!(erased.erased && erased.identity.is_none(), "{id}");
        assert!(!format!("{erased:?}").contains("maiden"), "{id}");
    }
    assert!(referral(desk, old).erased());
    let (alike, _) = known_by(desk, "Berta Example", "1991-03-04", HERS);
    let refused = link(desk, alike, first);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::Erased))), "{refused:?}");
    desk.verified();
}

/// Staff learn from the first particulars on that there is an open referral, and add to it with nothing typed twice; the look
/// names her. Nobody else may ask. A baby's number is refused for the mother.
///
/// # Panics
/// When it is not so.
pub fn staff_learn_of_an_open_referral_and_add_to_it(desk: &Desk) {
    let (about, open) = known_by(desk, "Berta Example", "1991-03-04", HERS);
    let duty = desk.ctx(Role::Duty);
    let number = |number: &str| Identity { nhs_number: NhsNumber::parse(number).ok(), ..Identity::default() };
    let name = |name: &str, on: &str| Identity {
        name: Some(name.to_owned()),
        birth_date: on.parse().ok(),
        ..Identity::default()
    };
    let known = |who: &Identity| find::known_here(&desk.ctx(Role::Duty), who).unwrap();
    for who in [number(HERS), name("berta EXAMPLE", "1991-03-04"), name("Berta Example", "1991-04-03")] {
        let known = known(&who);
        assert_eq!(known.iter().map(|known| known.open[0].id).collect::<Vec<_>>(), [open], "{who:?}");
    }
    for who in [number(ANOTHERS), name("Berta Example", "1985-12-30"), name("Berta Example", "")] {
        assert_eq!(known(&who), [], "{who:?}");
    }
    let looks = desk.store.read(|tx| LookLine::latest(tx, duty.footprint(), 20)).unwrap();
    let hers = [about.to_string(), open.to_string()];
    assert!(looks.iter().any(|look| look.what == "is she known here" && look.subjects == hers), "{looks:?}");
    let public = Ctx { actor: Actor::Public, ..desk.ctx(Role::Duty) };
    let refused = find::known_here(&public, &number(HERS));
    assert!(matches!(refused, Err(AppError::NotAllowed(_))), "{refused:?}");

    // A call is added to it, and a question for advice as well.
    let more = call_of(desk, &[("name", "Berta Example"), ("nhs_number", HERS), ("worry", "It is worse")]);
    let (command, version) = (desk.command(), page(desk, open).version);
    add_call(&duty, command, &more, open).unwrap();
    add_call(&duty, command, &more, open).unwrap();
    let shown = page(desk, open);
    assert_eq!((shown.version, shown.referral.person), (version + 1, about));
    assert!(matches!(shown.timeline[0].event, ReferralEvent::ReferralAddedTo(_)));
    let someone_else = call_of(desk, &[("name", "Berta Example"), ("nhs_number", ANOTHERS)]);
    let refused = add_call(&duty, desk.command(), &someone_else, open);
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::NumbersDiffer))), "{refused:?}");
    let asked = ask_for_advice(&duty, &[("name", "Berta Example"), ("nhs_number", HERS)]);
    let seen = advice::open(&duty, asked, "triage").unwrap().unwrap();
    assert_eq!(advice::known_here(&duty, &seen.advice).unwrap()[0].open[0].id, open);
    advice::add_to_referral(&duty, desk.command(), asked, seen.version, open).unwrap();
    assert_eq!(advice::open(&duty, asked, "triage").unwrap().unwrap().advice.referral, Some(open));

    // Who is turned away has no open referral to add to.
    turned_away(desk, open);
    assert_eq!(known(&number(HERS)), []);
    let closed = add_call(&duty, desk.command(), &more, open);
    assert!(matches!(closed, Err(AppError::Disallowed(Disallowed::AlreadyDecided(_)))), "{closed:?}");
    assert_eq!(referral(desk, open).outcome(), Outcome::Rejected);

    // The baby's number is never the mother's.
    let row = builders::row("BABY", "P-BABY", "community", "2026-10-31T09:00:00Z");
    let row = porch_domain::referral::history::HistoricReferral {
        nhs_number: NhsNumber::parse(ANOTHERS).ok(),
        birth_date: "2026-10-30".parse().ok(),
        ..row
    };
    desk.import(&[row]);
    let wrong = take_call(&duty, desk.command(), call_of(desk, &[("name", "Cora Example"), ("nhs_number", ANOTHERS)]));
    let Err(AppError::Incomplete(problems)) = wrong else { panic!("{wrong:?}") };
    assert_eq!((problems[0].1.field, problems[0].1.what), (field::NHS_NUMBER, What::AChildsNumber));
    desk.verified();
}

/// Near-duplicates come in by the hundred, the service does what is due, and nobody is joined by anything but a person
/// (INV-04).
///
/// # Panics
/// When it is not so.
pub fn near_duplicates_come_in_and_nothing_joins_them(desk: &Desk) {
    let names = ["Berta Example", "BERTA EXAMPLE", "Berta Exmaple", "Bertha Example", "Berta Married"];
    let mut people = std::collections::BTreeSet::new();
    for nth in 0..100usize {
        let on = ["1991-03-04", "1991-04-03", "1991-03-04"][nth % 3];
        let number = ["", HERS, ANOTHERS][nth / 5 % 3];
        people.insert(known_by(desk, names[nth % 5], on, number).0);
    }
    assert_eq!(people.len(), 100);
    for one in &people {
        let record = person::open(&desk.ctx(Role::Duty), *one, "look").unwrap().unwrap();
        assert!(record.linked_with.is_empty(), "{one}");
    }
    desk.verified();
}

/// The last press of the public form is the same whether she is known here or not: the same answer, the same events, and to
/// the number the same work for the database (PR-06).
///
/// # Panics
/// When it is not so.
pub fn the_public_form_works_alike_whether_she_is_known_or_not(desk: &Desk) {
    let (about, known) = known_by(desk, "Berta Example", "1991-03-04", HERS);
    link(desk, about, known_by(desk, "Berta Married", "1991-03-04", "").0).unwrap();
    let pressed = |name: &str, number: &str| {
        let ctx = Ctx { actor: Actor::Public, ..desk.ctx(Role::Duty) };
        let key = door::begin(&ctx, WayIn::Professional, None).unwrap();
        let on = born("1991-03-04");
        let on = on.iter().map(|(field, value)| (*field, value.as_str()));
        let more = [("now", "pregnant"), ("name", name), ("nhs_number", number), ("reach_telephone", "no")];
        let fields: Vec<_> = more.into_iter().chain(on).collect();
        for step in front_door::steps(WayIn::Professional, &answers(&fields)) {
            door::save(&ctx, &key, step, &answers(&fields)).unwrap();
        }
        let before = desk.store.statements();
        let sent = door::send(&ctx, &key).unwrap();
        let work = desk.store.statements() - before;
        let page = page(desk, sent.referral.unwrap());
        let events: Vec<_> =
            page.timeline.iter().map(|entry| entry.event.clone()).map(|e| std::mem::discriminant(&e)).collect();
        (work, sent.advice, sent.reference.len(), events)
    };
    // The first press prepares what every later one finds prepared.
    pressed("Warm Up", "");
    let unknown = pressed("Xenia Elsewhere", "999 000 0034");
    let hers = pressed("Berta Example", HERS);
    assert_eq!(unknown, hers);
    assert_eq!(pressed("Yara Elsewhere", ""), pressed("Berta Married", ""));
    assert!(unknown.0 > 0, "something was counted");
    assert_eq!(referral(desk, known).outcome(), Outcome::Pending);
}

/// Two people link one record with two others whose NHS numbers differ, at the same moment: one wins, the other is told, and
/// no two numbers meet in one person, whoever was first (H05, H13).
///
/// # Panics
/// When it is not so.
pub fn of_two_who_link_at_once_one_wins_and_no_two_numbers_meet(desk: &Desk) {
    for nth in 0..10 {
        let name = |family: &str| format!("Berta {family}{nth}");
        let one = known_by(desk, &name("Eins"), "1991-03-04", HERS).0;
        let between = known_by(desk, &name("Zwei"), "1991-03-04", "").0;
        let other = known_by(desk, &name("Drei"), "1991-03-04", ANOTHERS).0;
        let pairs =
            [[one, between], [other, between]].map(|pair| (pair, side_by_side(desk, pair[0], pair[1]).drawn_from));
        let answers = std::thread::scope(|scope| {
            let link = |(pair, drawn_from)| {
                let (ctx, command) = (desk.ctx(Role::Clinician), desk.command());
                scope.spawn(move || same_person::link(&ctx, command, pair, drawn_from, "the same voice"))
            };
            pairs.map(link).map(|answer| answer.join().unwrap())
        });
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        let told = answers
            .iter()
            .filter(|answer| matches!(answer, Err(AppError::Stale | AppError::Disallowed(Disallowed::NumbersDiffer))));
        assert_eq!((won, told.count()), (1, 1), "{answers:?}");
        assert_ne!(side_by_side(desk, one, between).one_person, side_by_side(desk, other, between).one_person);
        assert!(!side_by_side(desk, one, other).one_person);
    }
    desk.verified();
}

/// What was said of two records stands in both, or is found.
///
/// # Panics
/// When it is not so.
pub fn a_link_on_one_side_alone_is_found(desk: &Desk) {
    let (one, _) = known_by(desk, "Berta Example", "1991-03-04", HERS);
    let (with, _) = known_by(desk, "Berta Married", "1991-03-04", "");
    desk.verified();
    let ctx = desk.ctx(Role::Duty);
    let said = PeopleLinked { with, at: ctx.now, by: "invented duty".to_owned(), said: None };
    let mut stream = desk.store.read(|tx| porch_store::load(tx, ctx.footprint(), one)).unwrap();
    let mut change = porch_store::Change::new(ctx.footprint(), ctx.now, &ctx.actor, desk.command());
    change.append(&mut stream, &Event::Person(PersonEvent::PeopleLinked(said)), [1; 16]).unwrap();
    desk.store.commit(change).unwrap();
    let found = desk.store.verify(&mut |_| {}).unwrap();
    assert_eq!(found.failures, 1);
    assert_eq!(found.findings[0].record, format!("person {one}"));
}
