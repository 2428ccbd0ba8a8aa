//! Stories of what keeps questionnaires right: for whom one is made, what was written down by mistake, and what becomes of
//! answers when a questionnaire changes.

use std::sync::Arc;

use jiff::{SignedDuration, Span};
use porch_app::{
    AppError, Rules, person,
    screening::{
        self, Entry,
        herself::{self, Came, Closed, Deed},
    },
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    footprint::OfAge,
    ids::{ReferralId, ScreeningId},
    measure::Period,
    referral::{Priority, ReferralCommand},
    screening::{Asking, Beside, Definition, Instruments, NotAsked, RiskDomain, Scored, ScreeningStage, Way},
};
use porch_store::load;
use serde_json::json;

use super::{
    Desk,
    screening::{answer, asking, come_in, give, herself_ctx, id},
};

fn born(desk: &Desk, referral: ReferralId, years: i16, days: i32) {
    let today = desk.ctx(Role::Duty).today();
    let born = today.checked_sub(Span::new().years(years)).unwrap().checked_add(Span::new().days(days)).unwrap();
    let version = desk.store.read(|tx| load(tx, "kent-medway", referral)).unwrap().head.version;
    person::record_birth_date(&desk.ctx(Role::Duty), desk.command(), referral, version, born).unwrap();
}

fn written(desk: &Desk, referral: ReferralId, what: &str, answers: Vec<Option<u8>>) -> ScreeningId {
    let ctx = desk.ctx(Role::Clinician);
    let entry = Entry { instrument: id(what), asking: asking(), asked_at: ctx.now, answers, beside: Beside::default() };
    screening::enter(&ctx, desk.command(), referral, entry).unwrap()
}

/// PR-18: what is made for adults is given to nobody who is known to be younger, and opens no more to somebody of whom that
/// becomes known; where her age is not known it is given; a clinician may ask with it.
///
/// # Panics
/// When it is not so.
pub fn what_is_made_for_adults_is_not_sent_to_somebody_younger(desk: &Desk) {
    let (_, referral) = desk.receive();
    let clinician = desk.ctx(Role::Clinician);
    let hers = || screening::of_referral(&clinician, referral, "care").unwrap().unwrap();
    assert_eq!(screening::of_age(&clinician, &id("phq9"), &hers().referral), OfAge::NotKnown(18));
    let token = give(desk, referral, "phq9");
    come_in(desk, &token);
    // The day before her eighteenth birthday.
    born(desk, referral, 18, 1);
    assert_eq!(screening::of_age(&clinician, &id("phq9"), &hers().referral), OfAge::TooYoung(18));
    let herself = herself_ctx(desk);
    assert_eq!(herself::come_in(&herself, &token, "blue iris").unwrap(), Came::Not(Closed::TooYoung));
    assert_eq!(
        herself::come_in(&herself, &token, "red rose").unwrap(),
        Came::Not(Closed::Nothing),
        "who guesses learns nothing"
    );
    let owner = || ("invented clinician".to_owned(), "blue iris");
    let refused = |what: Result<screening::Opens, AppError>| {
        let why = what.unwrap_err();
        assert!(matches!(why, AppError::Disallowed(Disallowed::TooYoungFor(18))), "{why:?}");
    };
    let before = desk.verified();
    for what in ["phq9", "gad7", "whooley"] {
        refused(screening::give(&clinician, desk.command(), referral, &id(what), asking(), owner()));
    }
    let given = hers().shown[0].line.id;
    refused(screening::renew(&clinician, desk.command(), given, "red rose"));
    assert_eq!(desk.verified(), before, "nothing was changed");
    // A person asks her with it, and judges what it says.
    written(desk, referral, "phq9", vec![Some(1); 10]);
    let entered =
        hers().shown.iter().find(|one| one.line.stage == ScreeningStage::Read).map(|one| one.line.total.clone());
    assert_eq!(entered.flatten().as_deref(), Some("9"));
    // Tomorrow she is eighteen.
    desk.world.pass(jiff::SignedDuration::from_hours(24));
    come_in(desk, &token);
    give(desk, referral, "gad7");
    desk.verified();
}

/// INV-04, INV-06, H02: what was written down by mistake is taken back with a reason, counts as not recorded from then on,
/// and lowers no urgency and closes nothing that it raised. What she answered by herself stays.
///
/// # Panics
/// When it is not so.
pub fn what_was_written_down_by_mistake_is_taken_back_and_unsays_nothing(desk: &Desk) {
    let (_, referral) = desk.receive();
    let clinician = desk.ctx(Role::Clinician);
    let raise = ReferralCommand::RaisePriority { to: Priority::Urgent, why: "invented".to_owned() };
    porch_app::referral::carry_out(&clinician, desk.command(), referral, None, raise).unwrap();
    let hers = || screening::of_referral(&desk.ctx(Role::Clinician), referral, "care").unwrap().unwrap();
    let take_back =
        |one: ScreeningId, why: &str| screening::take_back(&desk.ctx(Role::Clinician), desk.command(), one, why);

    // Whatever was answered: the referral stands after it as it stood before.
    for (what, items, options) in
        [("phq9", 10, 4), ("epds", 10, 4), ("pbq", 25, 6), ("whooley", 3, 2), ("core10", 10, 5)]
    {
        for step in [0, 1, 3] {
            let answers = (0..items).map(|nth| Some(u8::try_from(nth * step % options).unwrap())).collect();
            let one = written(desk, referral, what, answers);
            let before = hers().referral;
            take_back(one, "Entered for another woman").unwrap();
            let after = hers();
            assert_eq!(after.referral, before, "{what} {step}");
            assert_eq!(
                (after.referral.priority, before.risk_open()),
                (Some(Priority::Urgent), after.referral.risk_open())
            );
            let shown = after.shown.iter().find(|shown| shown.line.id == one).unwrap();
            assert_eq!((shown.line.stage, shown.scored()), (ScreeningStage::TakenBack, None));
            let taken = shown.screening.taken_back.as_ref().unwrap();
            assert_eq!(taken.by, "invented clinician");
            assert_eq!(taken.said.as_ref().unwrap().text, "Entered for another woman");
            assert!(after.suggestions.is_empty(), "a score that was taken back suggests nothing");
        }
    }
    assert!(hers().referral.risk_open(), "what was said of risk is with duty until somebody says what was done");

    // At a routine contact it counts as not recorded.
    let today = clinician.today();
    let period = Period { from: today, to: today };
    let counted = || {
        let total = screening::coverage(&desk.operator(), period).unwrap().total();
        (total.asked, total.refused, total.not_asked_in_all())
    };
    let asking = Asking { contact: Some("booking".to_owned()), ..asking() };
    let answers = vec![Some(0), Some(0), None];
    let entry =
        Entry { instrument: id("whooley"), asking, asked_at: clinician.now, answers, beside: Beside::default() };
    let asked = screening::enter(&clinician, desk.command(), referral, entry).unwrap();
    assert_eq!(counted(), (1, 0, 0));
    take_back(asked, "Another day").unwrap();
    assert_eq!(counted(), (0, 0, 0));
    for (why, expected) in [(NotAsked::NotAlone, (0, 0, 1)), (NotAsked::Refused, (0, 1, 0))] {
        let told = (clinician.now, why, Some("Invented words".to_owned()));
        let one = screening::not_asked(&clinician, desk.command(), referral, &id("whooley"), "booking", told).unwrap();
        assert_eq!(counted(), expected);
        let without = take_back(one, "  ");
        assert!(matches!(without, Err(AppError::Disallowed(Disallowed::ReasonMissing))), "{without:?}");
        take_back(one, "She was asked").unwrap();
        assert_eq!(counted(), (0, 0, 0));
        let twice = take_back(one, "She was asked");
        assert!(matches!(twice, Err(AppError::Disallowed(Disallowed::ReadBefore))), "{twice:?}");
    }

    // What she said by herself is hers, also where it is her worry alone.
    let key = come_in(desk, &give(desk, referral, "gad7"));
    herself::save(&herself_ctx(desk), &key, &Deed::SayWorry("Invented worry".to_owned())).unwrap();
    let given = hers().shown.iter().find(|one| one.line.stage == ScreeningStage::Opened).unwrap().line.id;
    let refused = take_back(given, "Given by mistake");
    assert!(matches!(refused, Err(AppError::Disallowed(Disallowed::AnsweredByHer))), "{refused:?}");
    desk.verified();
}

/// An invented questionnaire of two items. In its second version the options are printed the other way round.
fn version(number: &str, options: [i64; 3], comparable: &[&str]) -> Definition {
    let item = |id: &str| json!({ "id": id, "label": "Invented", "scored": true, "options": options });
    let text = json!({
        "schema": "porch-instrument/1", "id": "invented_two", "version": number, "comparable_with": comparable,
        "title": "Invented questionnaire", "short_title": "IQ-2", "respondent": "self", "higher_is": "worse",
        "items": [item("q1"), item("q2")], "scoring": { "method": "sum", "min": 0, "max": 4 },
        "missing": { "policy": "complete_only" }, "cutoffs": [{ "id": "invented", "at_least": 3, "source": "Invented" }],
        "risk_rules": [{ "id": "r1", "items": ["q2"], "domain": "self_harm_or_suicide", "at_least": 2 }],
        "change": { "reliable": 2, "source": "Invented" }, "citation": "Invented", "rights": "Invented",
    });
    Definition::read(&text.to_string()).unwrap()
}

/// The same service with other questionnaires.
fn with(desk: &Desk, instruments: Instruments) -> Desk {
    let Rules { footprint, content_hash, .. } = desk.rules.as_ref();
    let rules = Rules { footprint: footprint.clone(), content_hash: content_hash.clone(), instruments };
    Desk { rules: Arc::new(rules), ..desk.clone() }
}

fn pack_of(version: &str) -> String {
    let item = |id: &str| json!({ "id": id, "text": format!("Invented {version}"), "options": ["A", "B", "C"] });
    json!({
        "schema": "porch-text-pack/1", "instrument": "invented_two", "language": "en", "version": version,
        "notice": "Invented", "items": [item("q1"), item("q2")],
        "rights": { "holder": "Invented", "permission_reference": "Invented", "granted_on": "2026-11-01", "recorded_by": "Invented" },
    })
    .to_string()
}

/// H04: once a questionnaire has another version, what was answered under the first is read, shown and scored by the first, also
/// what she has half answered; and no trend mixes the two unless the second says that they are comparable.
///
/// # Panics
/// When it is not so.
pub fn answers_given_under_an_older_version_keep_its_meaning(desk: &Desk) {
    let (first, second) = (version("1", [0, 1, 2], &[]), version("2", [2, 1, 0], &[]));
    let of_first = Instruments::of(vec![first.clone()], Vec::new());
    let of_first = of_first.with([of_first.read_pack(&pack_of("1")).unwrap()]);
    let both = Instruments::of(vec![second.clone()], vec![first.clone()]);
    // The wording of the first version is not that of the second, though it has as many options.
    let told = both.read_pack(&pack_of("3")).unwrap_err().join("; ");
    assert!(told.contains("of version 3, and is held to version 2"), "{told}");
    let both = both.with(["1", "2"].map(|of| both.read_pack(&pack_of(of)).unwrap()));
    let id = first.id().clone();
    assert_eq!(both.sendable(&id, "en").unwrap().version(), "2");

    let (_, referral) = desk.receive();
    let before = with(desk, of_first);
    let enter = |desk: &Desk, answers: [u8; 2]| {
        let ctx = desk.ctx(Role::Clinician);
        let answers = answers.map(Some).to_vec();
        let entry =
            Entry { instrument: id.clone(), asking: asking(), asked_at: ctx.now, answers, beside: Beside::default() };
        desk.world.pass(SignedDuration::from_mins(1));
        screening::enter(&ctx, desk.command(), referral, entry).unwrap()
    };
    enter(&before, [2, 0]);
    enter(&before, [0, 0]);
    let clinician = before.ctx(Role::Clinician);
    let owner = ("invented clinician".to_owned(), "blue iris");
    let given = screening::give(&clinician, before.command(), referral, &id, asking(), owner).unwrap();
    let key = come_in(&before, &given.token);
    assert_eq!(answer(&before, &key, "q1", 2), []);

    // The program is brought forward while she answers: what she chose last is the gravest, as it was printed to her.
    let now = with(desk, both.clone());
    let open = herself::open(&herself_ctx(&now), &key).unwrap().unwrap();
    assert_eq!((open.definition.version(), open.pack.version()), ("1", "1"));
    assert_eq!(answer(&now, &key, "q2", 2), [RiskDomain::SelfHarm]);
    assert!(herself::save(&herself_ctx(&now), &key, &Deed::Finish).unwrap().finished);
    now.world.pass(SignedDuration::from_mins(1));
    enter(&now, [2, 2]);
    enter(&now, [0, 1]);
    let hers = |desk: &Desk| {
        let ctx = desk.ctx(Role::Clinician);
        let found = screening::of_referral(&ctx, referral, "care").unwrap().unwrap();
        let totals =
            |trend: &screening::Trend| trend.totals.iter().map(|(total, _)| total.to_string()).collect::<Vec<_>>();
        let trends: Vec<_> =
            screening::trends(&ctx, &found).iter().map(|one| (one.older.clone(), totals(one))).collect();
        (found, trends)
    };
    let (found, trends) = hers(&now);
    let words = |totals: &[&str]| totals.iter().map(|total| (*total).to_owned()).collect::<Vec<_>>();
    let apart = [(None, words(&["0", "3"])), (Some("1".to_owned()), words(&["2", "0", "4"]))];
    assert_eq!(trends, apart, "the two are never mixed");
    for one in &found.shown {
        let form = one.screening.form().unwrap();
        let definition = both.by_hash(&form.definition).unwrap();
        let chosen = match &one.screening.way {
            Way::Entered(entered) => entered.answers.clone(),
            Way::Given(_) | Way::NotAsked(_) => definition.item_ids().map(|item| one.screening.answer(item)).collect(),
        };
        assert_eq!(
            Scored::of_positions(definition, &chosen).as_ref(),
            one.screening.scored(),
            "{}",
            definition.version()
        );
        let other = if definition.version() == "1" { &second } else { &first };
        let wrong = Scored::of_positions(other, &chosen).unwrap();
        assert!(
            wrong.total != one.scored().unwrap().total || chosen == [Some(2), Some(0)] || chosen == [Some(0), Some(2)]
        );
        assert_eq!(both.is_earlier(&form.definition), definition.version() == "1");
    }
    // Where the second says that its totals mean the same, there is one trend.
    let same = with(desk, Instruments::of(vec![version("2", [2, 1, 0], &["1"])], vec![first]));
    enter(&same, [1, 1]);
    let (_, trends) = hers(&same);
    assert_eq!(trends.first().unwrap().1, words(&["2", "0", "4", "2"]));
    desk.verified();
}
