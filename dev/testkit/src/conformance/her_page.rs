//! Stories of her own page (PR-22, X6): who opens it, what she says on it, and what never follows from that by itself.

use std::collections::{BTreeMap, BTreeSet};

use porch_app::{
    AppError, Ctx, Store, by_word, door,
    her_page::{self, Deed, Done},
    look_log::{self, Asked},
    person, referral,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    front_door::{Confidant, Step, TaskKind, WarningSign, WayIn},
    ids::{PersonId, ReferralId},
    measure::Period,
    person::{ContactChoices, Marked, PersonCommand, Route, RouteChoice},
    referral::{PageStep, Priority, ReferralCommand, WhereItIs},
};

use super::{
    Desk,
    door::{CALM, typed},
    erasure::backed_up,
};

const WORD: &str = "blue iris";

fn herself(desk: &Desk) -> Ctx {
    Ctx { actor: Actor::Public, ..desk.ctx(Role::Duty) }
}

fn open(desk: &Desk, token: &str) -> String {
    her_page::come_in(&herself(desk), token, WORD).unwrap().unwrap()
}

fn tasks(desk: &Desk, referral: ReferralId) -> Vec<TaskKind> {
    let page = referral::page(&desk.ctx(Role::Duty), referral, "look").unwrap().unwrap();
    page.referral.triage.open_tasks().map(|(task, _)| task).collect()
}

fn contact(desk: &Desk, about: PersonId, choices: ContactChoices) {
    let command = PersonCommand::RecordContactChoices(choices);
    person::carry_out(&desk.ctx(Role::Duty), desk.command(), about, command).unwrap();
}

/// A link alone opens nothing, five wrong words shut it, a new link opens it and the one before opens nothing more; it is open in
/// one place, for its time; leaving closes it; each opening is in the look-log; and closing it puts whoever has it open out.
///
/// # Panics
/// When it is not so.
pub fn her_page_opens_to_her_alone(desk: &Desk) {
    let (_, referral) = desk.receive();
    let (clinician, her) = (desk.ctx(Role::Clinician), herself(desk));
    let short = her_page::give(&clinician, referral, "iris ").map(|_| ());
    assert!(short.is_ok(), "four letters are enough: {short:?}");
    let none = her_page::give(&clinician, referral, " ab ").unwrap_err();
    assert!(matches!(none, AppError::Disallowed(Disallowed::Empty(_))), "{none}");
    let token = her_page::give(&clinician, referral, WORD).unwrap();
    for _ in 0..by_word::MOST_WRONG {
        assert_eq!(her_page::come_in(&her, &token, "blue rose").unwrap(), None);
    }
    assert_eq!(her_page::come_in(&her, &token, WORD).unwrap(), None, "it is shut");
    assert!(her_page::standing(&clinician, referral).unwrap().unwrap().shut);
    let newer = her_page::give(&clinician, referral, WORD).unwrap();
    assert_eq!(her_page::come_in(&her, &token, WORD).unwrap(), None, "the link before");
    assert_eq!(her_page::come_in(&her, "0", WORD).unwrap(), None);
    let first = her_page::come_in(&her, &newer, " Blue  IRIS").unwrap().unwrap();
    let second = open(desk, &newer);
    assert_eq!(her_page::open(&her, &first).unwrap(), None, "it is open in one place");
    let page = her_page::open(&her, &second).unwrap().unwrap();
    assert!(matches!(page.at, WhereItIs::Open { step: PageStep::BeingRead, seen_by: Some(_) }), "{page:?}");
    her_page::leave(&her, &second).unwrap();
    assert_eq!(her_page::open(&her, &second).unwrap(), None);
    let third = open(desk, &newer);
    desk.world.pass(by_word::SITTING);
    assert_eq!(her_page::open(&herself(desk), &third).unwrap(), None, "its time in this place is over");
    let fourth = open(desk, &newer);
    her_page::close(&desk.ctx(Role::Clinician), desk.command(), referral).unwrap();
    assert_eq!(her_page::open(&herself(desk), &fourth).unwrap(), None);
    assert_eq!(her_page::come_in(&herself(desk), &newer, WORD).unwrap(), None);
    let standing = her_page::standing(&desk.ctx(Role::Clinician), referral).unwrap().unwrap();
    assert!(!standing.has_link && standing.last_opened_at.is_some() && standing.may);
    let officer = desk.ctx(Role::InformationOfficer);
    let today = Period { from: officer.today(), to: officer.today() };
    let asked = Asked { whom: None, period: today, before: None, account: None, refused: false };
    let looks = look_log::found(&officer, &asked, 100).unwrap().looks;
    let opened = looks.iter().filter(|look| look.what == "her own page" && look.shown == 1).count();
    assert_eq!(opened, 4, "each opening with link and word");
    // Nobody of another way of asking gives or closes one.
    for role in [Role::Manager, Role::Administrator, Role::Board] {
        assert!(her_page::give(&desk.ctx(role), referral, WORD).is_err(), "{role:?}");
        assert!(her_page::close(&desk.ctx(role), desk.command(), referral).is_err(), "{role:?}");
    }
    assert!(matches!(her_page::open(&clinician, &fourth), Err(AppError::NotAllowed(_))), "it is hers");
    desk.verified();
}

/// What has changed is a task for duty and moves no clock, unless a warning sign raises the urgency; asking not to go on closes
/// nothing; said twice, it is one task.
///
/// # Panics
/// When it is not so.
pub fn what_she_says_goes_to_a_person_and_closes_nothing(desk: &Desk) {
    let (_, referral) = desk.receive();
    let token = her_page::give(&desk.ctx(Role::Clinician), referral, WORD).unwrap();
    let before = referral::page(&desk.ctx(Role::Duty), referral, "look").unwrap().unwrap().referral;
    let (her, key) = (herself(desk), open(desk, &token));
    let empty = her_page::act(&her, &key, &Deed::Changed { words: "  ".to_owned(), signs: BTreeSet::new() });
    assert!(matches!(empty, Err(AppError::Disallowed(Disallowed::Empty(_)))), "{empty:?}");
    let long = Deed::Withdraw { words: "x".repeat(her_page::LONGEST + 1) };
    assert!(matches!(her_page::act(&her, &key, &long), Err(AppError::Disallowed(Disallowed::TooLong(_)))));
    assert_eq!(tasks(desk, referral), []);
    for words in ["Invented: I cannot sleep", "Invented: and I do not eat"] {
        let deed = Deed::Changed { words: words.to_owned(), signs: BTreeSet::new() };
        assert_eq!(her_page::act(&her, &key, &deed).unwrap(), Done::Heard);
    }
    her_page::act(&her, &key, &Deed::Withdraw { words: String::new() }).unwrap();
    assert_eq!(tasks(desk, referral), [TaskKind::SomethingChanged, TaskKind::AskedToWithdraw]);
    let after = referral::page(&desk.ctx(Role::Duty), referral, "look").unwrap().unwrap();
    let held = |referral: &porch_domain::referral::Referral| {
        (referral.priority, referral.respond_by, referral.outcome(), referral.triage.first_entry_at)
    };
    assert_eq!(held(&after.referral), held(&before), "no clock and no outcome is touched, and nobody has looked yet");
    let waiting = her_page::open(&her, &key).unwrap().unwrap().waiting;
    assert_eq!(waiting, BTreeSet::from([TaskKind::SomethingChanged, TaskKind::AskedToWithdraw]));
    let note = ReferralCommand::CloseTask { task: TaskKind::AskedToWithdraw, note: "Rang her, she stays".to_owned() };
    referral::carry_out(&desk.ctx(Role::Duty), desk.command(), referral, None, note).unwrap();
    // A warning sign is an emergency from whoever tells it.
    let deed = Deed::Changed { words: String::new(), signs: BTreeSet::from([WarningSign::SelfHarm]) };
    her_page::act(&her, &key, &deed).unwrap();
    let raised = referral::page(&desk.ctx(Role::Duty), referral, "look").unwrap().unwrap().referral;
    assert_eq!(raised.priority, Some(Priority::Emergency));
    assert!(raised.respond_by < before.respond_by);
    desk.verified();
}

/// A no holds at once, and a way that she had refused is opened by a person only (H06); in a linked or another place it is read
/// as it is acted on.
///
/// # Panics
/// When it is not so.
pub fn a_no_on_her_page_holds_at_once_and_a_yes_after_a_no_waits(desk: &Desk) {
    let (about, referral) = desk.receive();
    contact(desk, about, ContactChoices::new([(Route::Telephone, RouteChoice::Yes), (Route::Letter, RouteChoice::No)]));
    let token = her_page::give(&desk.ctx(Role::Clinician), referral, WORD).unwrap();
    let (her, key) = (herself(desk), open(desk, &token));
    let marked = Marked {
        routes: BTreeMap::from([
            (Route::Telephone, RouteChoice::No),
            (Route::Text, RouteChoice::Yes),
            (Route::Letter, RouteChoice::Yes),
            (Route::Email, RouteChoice::NotKnown),
        ]),
        told: BTreeMap::from([(Confidant::Gp, RouteChoice::No), (Confidant::Midwife, RouteChoice::Yes)]),
    };
    assert_eq!(her_page::act(&her, &key, &Deed::Choose(marked.clone())).unwrap(), Done::TalkFirst);
    let page = her_page::open(&her, &key).unwrap().unwrap();
    let of = |route| page.contact.of(route);
    assert_eq!(
        (of(Route::Telephone), of(Route::Text), of(Route::Letter), of(Route::Email)),
        (RouteChoice::No, RouteChoice::Yes, RouteChoice::No, RouteChoice::NotKnown)
    );
    assert_eq!(
        (page.may_tell.of(Confidant::Gp), page.may_tell.of(Confidant::Midwife)),
        (RouteChoice::No, RouteChoice::Yes)
    );
    assert_eq!(tasks(desk, referral), [TaskKind::WishedOtherwise]);
    let again = Marked { told: BTreeMap::new(), routes: BTreeMap::from([(Route::Text, RouteChoice::Yes)]) };
    assert_eq!(her_page::act(&her, &key, &Deed::Choose(again)).unwrap(), Done::Heard, "the same again is no news");
    desk.verified();
}

/// After a no the page says so with its reasons; after an erasure, or where she died, it opens to nobody; and a backup brings it
/// back as it was.
///
/// # Panics
/// When it is not so.
pub fn her_page_ends_with_the_record(desk: &Desk, empty: &Store) {
    let (about, referral) = desk.receive();
    let token = her_page::give(&desk.ctx(Role::Clinician), referral, WORD).unwrap();
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let other = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(other.verified(), desk.verified());
    let key = open(desk, &token);
    let deed = Deed::Withdraw { words: "Secret words".to_owned() };
    her_page::act(&herself(desk), &key, &deed).unwrap();
    assert!(backed_up(desk).contains("Secret"));
    assert!(her_page::come_in(&herself(&other), &token, WORD).unwrap().is_some(), "a restored page opens");
    let died = PersonCommand::RecordDeath { at: desk.ctx(Role::Duty).now };
    person::carry_out(&other.ctx(Role::Duty), other.command(), about, died).unwrap();
    assert_eq!(her_page::come_in(&herself(&other), &token, WORD).unwrap(), None, "nobody reads it after a death");
    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), about, "invented").unwrap();
    assert!(!backed_up(desk).contains("Secret"));
    assert_eq!(her_page::open(&herself(desk), &key).unwrap(), None);
    assert_eq!(her_page::come_in(&herself(desk), &token, WORD).unwrap(), None);
    desk.verified();
}

/// Whoever asks for herself takes a page with a word of her own, once; who asks for another, or has sent nothing, takes none.
///
/// # Panics
/// When it is not so.
pub fn a_page_is_taken_at_the_door_by_her_who_asked_for_herself(desk: &Desk) {
    let her = herself(desk);
    let send = |way: WayIn, steps: &[(Step, &[(&str, &str)])]| {
        let key = typed(desk, way, steps);
        assert!(!her_page::may_take(&her, &key).unwrap(), "nothing was sent yet");
        assert!(matches!(her_page::take_at_the_door(&her, &key, WORD), Err(AppError::Gone)));
        door::send(&her, &key).unwrap();
        key
    };
    let family = send(
        WayIn::Family,
        &[
            (Step::Now, &[("now", "baby")]),
            (Step::More, &[("situation", "living_baby")]),
            (Step::Signs, &[("signs", "none")]),
            (Step::Words, &[("worry", "an invented worry")]),
            (Step::Person, &[("name", "Invented Person")]),
            (Step::Referrer, &[("by_name", "Ivy Invented"), ("by_telephone", "01632 960002")]),
            (Step::Agreement, &[("agreement", "agrees")]),
            (Step::Reach, &[("reach_telephone", "yes"), ("telephone", "01632 960001")]),
        ],
    );
    assert!(!her_page::may_take(&her, &family).unwrap());
    assert!(matches!(her_page::take_at_the_door(&her, &family, WORD), Err(AppError::Gone)));
    let own = send(WayIn::Myself, CALM);
    assert!(her_page::may_take(&her, &own).unwrap());
    let token = her_page::take_at_the_door(&her, &own, WORD).unwrap();
    assert!(her_page::open(&her, &open(desk, &token)).unwrap().is_some());
    assert!(!her_page::may_take(&her, &own).unwrap());
    assert!(matches!(her_page::take_at_the_door(&her, &own, WORD), Err(AppError::Gone)), "once");
    desk.verified();
}
