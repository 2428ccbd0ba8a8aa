//! Stories of questionnaires: what she answers by herself at night, what a clinician writes down, and who hears of it.

use jiff::SignedDuration;
use porch_app::{
    AppError, Ctx, Store, by_word, footprint,
    instruments::{self, AddError},
    person, queue,
    queue::{Filter, Order, Position},
    referral,
    screening::{
        self, Entry,
        herself::{self, Came, Closed, Deed},
    },
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    front_door::TaskKind,
    ids::ReferralId,
    referral::Priority,
    screening::{
        Asking, Beside, InstrumentId, Instruments, Interpreting, NotAsked, RiskDomain, RiskState, ScreeningStage,
    },
};

use super::{Desk, erasure::backed_up};

pub(super) fn id(code: &str) -> InstrumentId {
    InstrumentId::of(code).unwrap()
}

pub(super) fn asking() -> Asking {
    Asking { language: "en".to_owned(), interpreting: Interpreting::NotNeeded, contact: None }
}

pub(super) fn herself_ctx(desk: &Desk) -> Ctx {
    Ctx { actor: Actor::Public, ..desk.operator() }
}

pub(super) fn give(desk: &Desk, referral: ReferralId, instrument: &str) -> String {
    let ctx = desk.ctx(Role::Clinician);
    let owner = ctx.actor.account().unwrap().to_owned();
    let given =
        screening::give(&ctx, desk.command(), referral, &id(instrument), asking(), (owner, "  Blue Iris ")).unwrap();
    given.token
}

pub(super) fn come_in(desk: &Desk, token: &str) -> String {
    match herself::come_in(&herself_ctx(desk), token, "blue iris").unwrap() {
        Came::In(key) => key,
        Came::Not(why) => panic!("{why:?}"),
    }
}

pub(super) fn answer(desk: &Desk, key: &str, item: &str, position: u8) -> Vec<RiskDomain> {
    herself::save(&herself_ctx(desk), key, &Deed::Answer(item.to_owned(), position)).unwrap().risk
}

pub(super) fn tasks(desk: &Desk, referral: ReferralId) -> Vec<TaskKind> {
    let page = referral::page(&desk.ctx(Role::Clinician), referral, "triage").unwrap().unwrap();
    page.referral.triage.open_tasks().map(|(task, _)| task).collect()
}

/// H02: at ten past two at night she says yes to the question about self-harm and the connection drops. The alert is there
/// with the answer, it tops what duty sees, and it climbs until a named person has it.
///
/// # Panics
/// When it is not so.
pub fn an_answer_about_risk_reaches_duty_with_the_answer_itself(desk: &Desk) {
    let (_, referral) = desk.receive();
    let token = give(desk, referral, "phq9");
    desk.world.pass(SignedDuration::from_hours(17) + SignedDuration::from_mins(10));
    let key = come_in(desk, &token);
    assert_eq!(answer(desk, &key, "q1", 0), []);
    let came = desk.operator().now;
    assert_eq!(answer(desk, &key, "q9", 1), [RiskDomain::SelfHarm]);
    // Nothing more comes from her.
    let listed = queue::list(&desk.ctx(Role::Duty), &Order::default(), Filter::All, Position::First).unwrap();
    let line = &listed.risks[0];
    assert_eq!((line.referral, line.since, line.climbs_since), (referral, came, Some(came)));
    assert_eq!(line.domains, [RiskDomain::SelfHarm]);
    // The same page sent twice is one answer.
    let shown = screening::of_referral(&desk.ctx(Role::Clinician), referral, "care").unwrap().unwrap();
    // She did not see the page that was lost on its way: whom to ring is said again.
    assert_eq!(answer(desk, &key, "q9", 1), [RiskDomain::SelfHarm], "and nothing new is written");
    let again = screening::of_referral(&desk.ctx(Role::Clinician), referral, "care").unwrap().unwrap();
    assert_eq!(shown.shown[0].screening, again.shown[0].screening);
    assert_eq!(again.shown[0].screening.stage(), ScreeningStage::Opened);
    assert_eq!(again.shown[0].screening.risk(), Some(RiskState::Positive), "though it is not finished");
    // What was said once was said: another answer takes nothing back.
    assert_eq!(answer(desk, &key, "q9", 0), []);
    let after = screening::of_referral(&desk.ctx(Role::Clinician), referral, "care").unwrap().unwrap();
    assert_eq!(after.shown[0].screening.risk(), Some(RiskState::Positive));
    assert!(after.referral.risk_open());
    // A clinician reads what there is; she answers no more of it.
    let one = after.shown[0].line.id;
    screening::read(&desk.ctx(Role::Clinician), desk.command(), one, "I rang her").unwrap();
    let closed = herself::save(&herself_ctx(desk), &key, &Deed::Answer("q2".to_owned(), 1));
    assert!(matches!(closed, Err(AppError::Gone)), "{closed:?}");
    desk.verified();
}

/// PR-22, PR-23: a link alone opens nothing, five wrong words shut it, a new one opens it again; it is open in one place,
/// for its time; what was answered stands in no later page; and somebody reads it.
///
/// # Panics
/// When it is not so.
pub fn a_questionnaire_opens_to_her_alone_and_is_read_by_its_owner(desk: &Desk) {
    let (_, referral) = desk.receive();
    let token = give(desk, referral, "gad7");
    let herself = herself_ctx(desk);
    for _ in 0..5 {
        assert_eq!(herself::come_in(&herself, &token, "blue").unwrap(), Came::Not(Closed::Nothing));
    }
    assert_eq!(herself::come_in(&herself, &token, "blue iris").unwrap(), Came::Not(Closed::Nothing), "it is shut");
    let waiting = screening::waiting(&desk.ctx(Role::Clinician)).unwrap().0;
    assert_eq!((waiting.len(), waiting[0].stage), (1, ScreeningStage::Given));
    let clinician = desk.ctx(Role::Clinician);
    let renewed = screening::renew(&clinician, desk.command(), waiting[0].id, "red rose").unwrap();
    assert_eq!(herself::come_in(&herself, &token, "red rose").unwrap(), Came::Not(Closed::Nothing), "the old link");
    let Came::In(first) = herself::come_in(&herself, &renewed.token, "Red  rose").unwrap() else { panic!("shut") };
    let Came::In(second) = herself::come_in(&herself, &renewed.token, "red rose").unwrap() else { panic!("shut") };
    assert!(herself::open(&herself, &first).unwrap().is_none(), "it is open in one place");
    for nth in 1..=7 {
        assert_eq!(answer(desk, &second, &format!("q{nth}"), 2), []);
        // Somebody else with the link guesses while she answers: five times in all, whatever she does meanwhile.
        assert_eq!(herself::come_in(&herself, &renewed.token, "guess").unwrap(), Came::Not(Closed::Nothing));
    }
    assert_eq!(herself::come_in(&herself, &renewed.token, "red rose").unwrap(), Came::Not(Closed::Nothing), "shut");
    let third_link = screening::renew(&clinician, desk.command(), waiting[0].id, "red rose").unwrap();
    let Came::In(second) = herself::come_in(&herself, &third_link.token, "red rose").unwrap() else { panic!("shut") };
    let renewed = third_link;
    desk.world.pass(by_word::SITTING);
    let late = herself_ctx(desk);
    assert!(herself::open(&late, &second).unwrap().is_none(), "its time in this place is over");
    let Came::In(third) = herself::come_in(&late, &renewed.token, "red rose").unwrap() else { panic!("shut") };
    herself::save(&late, &third, &Deed::SayWorry("Invented worry".to_owned())).unwrap();
    assert!(herself::save(&late, &third, &Deed::Finish).unwrap().finished);
    assert!(herself::open(&late, &third).unwrap().is_none());
    assert_eq!(herself::come_in(&late, &renewed.token, "red rose").unwrap(), Came::Not(Closed::Nothing));

    // Fourteen is moderate: somebody reads it, and talks with her.
    assert_eq!(tasks(desk, referral), [TaskKind::TalkAboutAnswers, TaskKind::ReadAnswers]);
    let waiting = screening::waiting(&desk.ctx(Role::Clinician)).unwrap().0;
    let line = &waiting[0];
    assert_eq!((line.stage, line.total.as_deref(), line.positive), (ScreeningStage::Done, Some("14"), true));
    assert_eq!((line.answered, line.items, line.risk), (7, 7, None), "it asks nothing of risk, which is no no");
    assert_eq!(line.owner, "invented clinician");
    let without = screening::read(&desk.ctx(Role::Clinician), desk.command(), line.id, " ");
    assert!(matches!(without, Err(AppError::Disallowed(Disallowed::Empty(_)))), "{without:?}");
    screening::read(&desk.ctx(Role::Clinician), desk.command(), line.id, "Read with care").unwrap();
    assert_eq!(tasks(desk, referral), [TaskKind::TalkAboutAnswers], "it is read; the conversation is still due");
    assert!(screening::waiting(&desk.ctx(Role::Clinician)).unwrap().0.is_empty());
    desk.verified();
}

/// S1, S2, S6, S7, H03: what a clinician writes down says at once what follows; a blank is not asked; a low score changes no
/// urgency; what was not asked is written down with its reason; wording that is not held is asked and never sent.
///
/// # Panics
/// When it is not so.
pub fn what_a_clinician_writes_down_is_scored_and_lowers_nothing(desk: &Desk) {
    let (_, referral) = desk.receive();
    let clinician = desk.ctx(Role::Clinician);
    let raise =
        porch_domain::referral::ReferralCommand::RaisePriority { to: Priority::Urgent, why: "invented".to_owned() };
    referral::carry_out(&clinician, desk.command(), referral, None, raise).unwrap();
    let enter = |instrument: &str, answers: Vec<Option<u8>>, beside: Beside| {
        let entry = Entry { instrument: id(instrument), asking: asking(), asked_at: clinician.now, answers, beside };
        screening::enter(&clinician, desk.command(), referral, entry)
    };
    // S7: nothing of it is reassuring.
    enter("phq9", vec![Some(0); 10], Beside { concern: Some("She hides it".to_owned()), ..Beside::default() }).unwrap();
    let page = screening::of_referral(&clinician, referral, "care").unwrap().unwrap();
    assert_eq!(page.referral.priority, Some(Priority::Urgent), "a low score lowers no urgency");
    assert_eq!(page.shown[0].screening.risk(), Some(RiskState::Negative));
    assert!(tasks(desk, referral).is_empty());
    // S2: Whooley positive; it asks nothing of risk.
    enter("whooley", vec![Some(1), Some(0), None], Beside::default()).unwrap();
    assert_eq!(tasks(desk, referral), [TaskKind::TalkAboutAnswers]);
    // EPDS without its wording, the last item blank: not asked, and no total.
    let mut answers = vec![Some(0); 10];
    answers[9] = None;
    enter("epds", answers, Beside::default()).unwrap();
    let page = screening::of_referral(&clinician, referral, "care").unwrap().unwrap();
    let epds = page.shown.iter().find(|one| one.line.instrument == id("epds")).unwrap();
    assert_eq!((epds.screening.risk(), epds.line.total.as_deref()), (Some(RiskState::NotAsked), None));
    let sent = screening::give(
        &clinician,
        desk.command(),
        referral,
        &id("epds"),
        asking(),
        ("invented clinician".to_owned(), "blue iris"),
    );
    assert!(matches!(sent, Err(AppError::Disallowed(Disallowed::NoTextPack))), "{sent:?}");
    // An answer that is none, and nothing at all, are refused.
    assert!(enter("phq9", vec![Some(4); 10], Beside::default()).is_err());
    assert!(enter("phq9", vec![None; 10], Beside::default()).is_err());
    // H22: harm to the baby raises its own task for today and a safeguarding question.
    let mut harm = vec![Some(5); 25];
    for zero in [0, 3, 7, 8, 10, 15, 21, 24] {
        harm[zero] = Some(0);
    }
    harm[17] = Some(4);
    enter("pbq", harm, Beside::default()).unwrap();
    let tasks = tasks(desk, referral);
    assert!(tasks.contains(&TaskKind::BabySafety) && tasks.contains(&TaskKind::SafeguardingToday), "{tasks:?}");
    let asked_at = clinician.now;
    let why = (asked_at, NotAsked::NotAlone, None);
    screening::not_asked(&clinician, desk.command(), referral, &id("whooley"), "booking", why).unwrap();
    let other = (asked_at, NotAsked::Other, None);
    let without = screening::not_asked(&clinician, desk.command(), referral, &id("whooley"), "booking", other);
    assert!(matches!(without, Err(AppError::Disallowed(Disallowed::ReasonMissing))), "{without:?}");
    desk.verified();
}

/// An erasure takes the words and what opens it, and a copy carries what was answered.
///
/// # Panics
/// When it is not so.
pub fn an_erasure_takes_the_words_of_questionnaires_and_a_copy_carries_the_rest(desk: &Desk, empty: &Store) {
    let (about, referral) = desk.receive();
    let token = give(desk, referral, "phq2");
    let key = come_in(desk, &token);
    answer(desk, &key, "q1", 3);
    herself::save(&herself_ctx(desk), &key, &Deed::SayWorry("Secret worry".to_owned())).unwrap();
    let before = backed_up(desk);
    assert!(before.contains("Secret worry"));
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    let officer = desk.ctx(Role::InformationOfficer);
    person::erase(&officer, desk.command(), about, "she asked").unwrap();
    assert!(!backed_up(desk).contains("Secret"));
    assert!(herself::open(&herself_ctx(desk), &key).unwrap().is_none(), "it is closed to her");
    desk.verified();
}

/// An invented wording of the Edinburgh scale, with an invented right to show it.
fn wording(first: &str) -> String {
    let epds = Instruments::shipped().definition(&id("epds")).unwrap();
    let items: Vec<_> = epds
        .items()
        .iter()
        .map(|item| {
            let options: Vec<_> = (1..=item.options().len()).map(|nth| format!("Invented answer {nth}")).collect();
            serde_json::json!({ "id": item.id(), "text": format!("{first} {}", item.id()), "options": options })
        })
        .collect();
    serde_json::json!({
        "schema": "porch-text-pack/1",
        "instrument": "epds",
        "language": "en",
        "rights": {
            "holder": "Invented holder",
            "permission_reference": "invented",
            "granted_on": "2026-11-22",
            "recorded_by": "invented",
        },
        "notice": "Invented notice",
        "items": items,
    })
    .to_string()
}

/// S3, H17: wording that a site has the right to show is added once, with its right, and sent from then on; each answer stays
/// with the words that she read; a copy carries them.
///
/// # Panics
/// When it is not so.
pub fn a_sites_wording_may_be_sent_once_it_is_added(desk: &Desk, empty: &Store) {
    let (_, referral) = desk.receive();
    let operator = desk.operator();
    let add = |actor: &Actor, text: &str| {
        instruments::add(&desk.store, desk.world.as_ref(), actor, desk.rules.footprint.name.as_str(), text)
    };
    let wrong = wording("Invented question").replace("Invented holder", "");
    assert!(matches!(add(&operator.actor, &wrong), Err(AddError::Problems(_))));
    let clinician = desk.ctx(Role::Clinician).actor;
    assert!(matches!(add(&clinician, &wording("Invented question")), Err(AddError::App(AppError::NotAllowed(_)))));
    let first = add(&operator.actor, &wording("Invented question")).unwrap();
    let hash = desk.verified();
    add(&operator.actor, &wording("Invented question")).unwrap();
    assert_eq!(desk.verified(), hash, "the same content again changes nothing");

    let now = desk.ctx(Role::Clinician);
    let reread = |desk: &Desk| {
        let rules = footprint::in_force(&desk.store, &desk.rules.footprint.name, now.today()).unwrap().unwrap();
        Desk { rules, ..desk.clone() }
    };
    let desk = &reread(desk);
    let token = give(desk, referral, "epds");
    let key = come_in(desk, &token);
    let open = herself::open(&herself_ctx(desk), &key).unwrap().unwrap();
    assert_eq!(open.pack.item("q10").unwrap().text, "Invented question q10");
    // Another wording comes while she answers: she goes on with the words that she began with.
    let second = add(&operator.actor, &wording("Another question")).unwrap();
    assert_ne!(first.hash(), second.hash());
    let desk = &reread(desk);
    let open = herself::open(&herself_ctx(desk), &key).unwrap().unwrap();
    assert_eq!(open.pack.hash(), first.hash());
    assert_eq!(answer(desk, &key, "q10", 0), [RiskDomain::SelfHarm], "the first printed option is the gravest");
    let sendable = desk.rules.instruments.sendable(&id("epds"), "en").map(|pack| pack.hash().to_owned());
    assert_eq!(sendable.as_deref(), Some(second.hash()));

    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = reread(&Desk { store: empty.clone(), ..desk.clone() });
    assert_eq!(restored.verified(), desk.verified());
    assert!(restored.rules.instruments.pack_by_hash(first.hash()).is_some());
}
