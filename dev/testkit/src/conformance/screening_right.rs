//! Stories of what keeps questionnaires right: for whom one is made, what was written down by mistake, and what becomes of
//! answers when a questionnaire changes.

use jiff::Span;
use porch_app::{
    AppError, person,
    screening::{
        self, Entry,
        herself::{self, Came, Closed},
    },
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    footprint::OfAge,
    ids::{ReferralId, ScreeningId},
    screening::{Beside, ScreeningStage},
};
use porch_store::load;

use super::{
    Desk,
    screening::{asking, come_in, give, herself_ctx, id},
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
