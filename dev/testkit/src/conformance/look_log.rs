//! Stories of the log of looks as an information officer reads it (H15).

use jiff::{SignedDuration, ToSpan};
use porch_app::{
    AppError, Ctx, account,
    look_log::{self, Asked, Found, Subject},
    referral,
};
use porch_domain::{
    account::AccountName,
    actor::{Actor, Role},
    ids::ReferralId,
    look::{MANY_DAYS, MANY_REFUSED, Why},
    measure::Period,
    referral::ReferralCommand,
};

use super::Desk;

/// Everything from some days ago to today.
fn asked(ctx: &Ctx) -> Asked {
    let from = ctx.today().checked_sub(3.days()).unwrap();
    Asked { period: Period { from, to: ctx.today() }, account: None, whom: None, refused: false, before: None }
}

fn later(desk: &Desk, minutes: i64) {
    desk.world.pass(SignedDuration::from_mins(minutes));
}

/// A member of staff with an account under a name of their own.
fn as_account(desk: &Desk, account: &str, role: Role) -> Ctx {
    Ctx { actor: Actor::Staff { account: account.to_owned(), role }, ..desk.ctx(role) }
}

fn whats(found: &Found) -> Vec<&str> {
    found.looks.iter().map(|look| look.what.as_str()).collect()
}

fn reference(ctx: &Ctx, id: ReferralId) -> String {
    referral::page(ctx, id, "triage").unwrap().unwrap().referral.reference.clone().unwrap()
}

/// Who looked at whom is found by colleague, by person, by day and by refusal; a page goes on where the one before ended;
/// and reading it is noted without what was typed.
///
/// # Panics
/// When it is not so.
pub fn looks_are_found_by_colleague_person_day_and_refusal(desk: &Desk) {
    let ((_, first), (_, second)) = (desk.receive(), desk.receive());
    let one = || as_account(desk, "one", Role::Duty);
    let called = reference(&one(), first);
    later(desk, 24 * 60);
    referral::page(&as_account(desk, "one.other", Role::Clinician), second, "triage").unwrap();
    later(desk, 1);
    referral::page(&one(), first, "triage").unwrap();
    later(desk, 1);
    assert!(matches!(look_log::found(&one(), &asked(&one()), 10), Err(AppError::NotAllowed(_))));
    later(desk, 1);

    let officer = desk.ctx(Role::InformationOfficer);
    let find = |asked: Asked| look_log::found(&officer, &asked, 10).unwrap();
    let all = asked(&officer);
    assert_eq!(whats(&find(all.clone())), ["see who looked at what", "referral", "referral", "referral"]);

    // The name of one account is the beginning of another's.
    let of_one = find(Asked { account: Some(AccountName::parse("one").unwrap()), ..all.clone() });
    assert_eq!(whats(&of_one), ["see who looked at what", "referral", "referral"]);
    assert!(of_one.looks.iter().all(|look| look.actor == "staff:duty:one"), "{:?}", of_one.looks);
    let of_other = find(Asked { account: Some(AccountName::parse("one.other").unwrap()), ..all.clone() });
    assert_eq!(whats(&of_other), ["referral"]);

    for typed in [called.clone(), called.to_lowercase().replace('-', " ")] {
        let about_first = find(Asked { whom: Some(typed), ..all.clone() });
        assert_eq!(about_first.looks.iter().filter(|look| look.what == "referral").count(), 2);
        assert!(!about_first.nobody);
    }
    let nobody = find(Asked { whom: Some("999 000 0018".to_owned()), ..all.clone() });
    assert!(nobody.nobody && nobody.looks.is_empty());

    let refused = find(Asked { refused: true, ..all.clone() });
    assert_eq!(whats(&refused), ["see who looked at what"]);

    let yesterday = officer.today().yesterday().unwrap();
    let of_a_day = find(Asked { period: Period { from: yesterday, to: yesterday }, ..all.clone() });
    assert_eq!(whats(&of_a_day), ["referral"]);

    // A page goes on where the one before ended. What was read of the log since is in it as well, before those.
    let theirs = Asked { account: Some(AccountName::parse("one").unwrap()), ..all };
    let page = look_log::found(&officer, &theirs, 2).unwrap();
    assert!(page.more && page.looks.len() == 2);
    let next =
        look_log::found(&officer, &Asked { before: page.looks.last().map(|look| look.id), ..theirs }, 2).unwrap();
    assert!(!next.more && whats(&next) == ["referral"]);

    let noted = look_log::found(&officer, &Asked { account: None, ..asked(&officer) }, 100).unwrap();
    let own: Vec<_> = noted.looks.iter().filter(|look| look.what == "who looked").collect();
    assert_eq!(own.len(), 10, "each reading is a look");
    assert!(own.iter().all(|look| !look.why.contains(&called) && !look.why.contains("999")));

    let (look, subjects, _) = look_log::one(&officer, page.looks[1].id).unwrap().unwrap();
    assert_eq!((look.what.as_str(), subjects), ("referral", vec![Subject::Referral(called)]));
    desk.verified();
}

/// What is unusual is pointed out, with whom it is about by reference alone.
///
/// # Panics
/// When it is not so.
pub fn what_is_unusual_in_the_log_is_pointed_out(desk: &Desk) {
    account::open_invented(
        &desk.operator(),
        &[("curious", "Curious Person", Role::Clinician), ("worker", "Busy Worker", Role::Duty)],
    )
    .unwrap();
    let (_, id) = desk.receive();
    let officer = || desk.ctx(Role::InformationOfficer);
    assert!(look_log::unusual(&officer()).unwrap().0.is_empty());
    let mut called = String::new();
    for day in 0..MANY_DAYS {
        let curious = as_account(desk, "curious", Role::Clinician);
        called = reference(&curious, id);
        let worker = as_account(desk, "worker", Role::Duty);
        referral::page(&worker, id, "triage").unwrap();
        if day == 0 {
            referral::carry_out(&worker, desk.command(), id, None, ReferralCommand::Claim).unwrap();
        }
        later(desk, 24 * 60);
    }
    for _ in 0..MANY_REFUSED {
        look_log::unusual(&as_account(desk, "worker", Role::Duty)).unwrap_err();
    }
    let (pointed, names) = look_log::unusual(&officer()).unwrap();
    let told: Vec<_> =
        pointed.iter().map(|one| (names.of(&one.unusual.account), &one.unusual.why, one.record.clone())).collect();
    let again = Why::AgainAndAgain { subject: id.to_string(), days: MANY_DAYS };
    let same = Why::SameName { subject: id.to_string() };
    let record = Some(Subject::Referral(called));
    assert_eq!(told[0], ("Busy Worker", &Why::Refused { count: MANY_REFUSED }, None));
    assert!(told.contains(&("Curious Person", &again, record.clone())));
    let of_name =
        told.iter().filter(|(name, why, about)| *name == "Curious Person" && **why == same && *about == record);
    assert_eq!(of_name.count(), MANY_DAYS, "the invented person's name ends as theirs does, on each day");
    assert_eq!(told.len(), MANY_DAYS + 2, "whoever wrote about it and whose name is another is not told of");

    // Four weeks later it is told no more.
    later(desk, 28 * 24 * 60);
    assert!(look_log::unusual(&officer()).unwrap().0.is_empty());
}
