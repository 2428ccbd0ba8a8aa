//! Stories of what passes between teams: the lists are the state, an answer leaves with its letter or not at all, and a
//! service outside is counted once.

use std::thread;

use jiff::SignedDuration;
use porch_app::{
    AppError, World,
    deciding::{Letter, Tell},
    handover::{self, Asked, Handovers, Part},
    message,
};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    footprint::TeamCode,
    ids::{PersonId, ReferralId},
    measure::Period,
    message::MessageStage,
    person::{ContactChoices, Identity, PersonCommand, PersonRegistered, Route, RouteChoice},
    referral::{HandoverAgreement, OnwardState, ReferralCommand},
};

use super::Desk;
use crate::builders::{self, on};

/// A referral that was taken on for the community service, about somebody who agreed to letters.
fn accepted(desk: &Desk) -> ReferralId {
    let ctx = desk.ctx(Role::Duty);
    let (person, id) = (PersonId(desk.world.id()), ReferralId(desk.world.id()));
    let contact = ContactChoices::new([(Route::Letter, RouteChoice::Yes)]);
    let identity = Identity { name: Some("Invented Person".to_owned()), ..Identity::default() };
    let registered = PersonRegistered { contact, identity: Some(identity), ..PersonRegistered::default() };
    porch_app::person::carry_out(&ctx, desk.command(), person, PersonCommand::Register(registered)).unwrap();
    let receive = ReferralCommand::Receive(Box::new(builders::receipt(person, ctx.now)));
    carry_out(desk, Role::Duty, id, receive).unwrap();
    let team = TeamCode("community".to_owned());
    carry_out(
        desk,
        Role::Duty,
        id,
        ReferralCommand::Accept { team, because: None, agreement: None, tellings: None, criteria: Vec::new() },
    )
    .unwrap();
    desk.world.pass(SignedDuration::from_mins(1));
    id
}

fn carry_out(desk: &Desk, role: Role, id: ReferralId, command: ReferralCommand) -> Result<(), AppError> {
    porch_app::referral::carry_out(&desk.ctx(role), desk.command(), id, None, command)
}

fn lists(desk: &Desk, role: Role) -> Handovers {
    handover::list(&desk.ctx(role), &Asked::default()).unwrap()
}

fn by_letter(desk: &Desk, id: ReferralId) -> Tell {
    let drafted = handover::introduction(&desk.ctx(Role::Clinician), id).unwrap();
    Tell::Letter(Letter { route: Route::Letter, words: drafted.words })
}

fn version(desk: &Desk, id: ReferralId) -> i64 {
    porch_app::referral::page(&desk.ctx(Role::Clinician), id, "test").unwrap().unwrap().version
}

/// N3, INV-02: of two who accept at once one does, and one letter leaves; the same answer again changes nothing.
///
/// # Panics
/// When it is not so.
pub fn two_who_accept_at_once_are_one_acceptance_with_one_letter(desk: &Desk) {
    let id = accepted(desk);
    assert_eq!(lists(desk, Role::Clinician).counts.to_answer, 1);
    assert_eq!(lists(desk, Role::Duty).counts.offered, 1, "who offered waits");
    let own = handover::accept(&desk.ctx(Role::Duty), desk.command(), id, version(desk, id), &by_letter(desk, id));
    assert!(matches!(own, Err(AppError::Disallowed(Disallowed::OwnOffer))), "{own:?}");
    let (seen, letter) = (version(desk, id), by_letter(desk, id));
    let commands = [desk.command(), desk.command()];
    let answers = thread::scope(|scope| {
        let accept = |command| {
            let (ctx, letter) = (desk.ctx(Role::Clinician), letter.clone());
            scope.spawn(move || handover::accept(&ctx, command, id, seen, &letter))
        };
        commands.map(accept).map(|answer| answer.join().unwrap())
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let won = if answers[0].is_ok() { commands[0] } else { commands[1] };
    handover::accept(&desk.ctx(Role::Clinician), won, id, seen, &letter).unwrap();
    let letters = message::outbox(&desk.ctx(Role::Duty), None).unwrap().messages;
    assert_eq!(letters.iter().map(|letter| letter.stage).collect::<Vec<_>>(), [MessageStage::Queued]);
    let lists = lists(desk, Role::Clinician);
    assert_eq!((lists.counts.to_answer, lists.to_answer.lines.len()), (0, 0));
    desk.verified();
}

/// H08: the lists are as the referrals are, through offer, return, silence and a new offer.
///
/// # Panics
/// When it is not so.
pub fn the_lists_between_teams_are_as_the_referrals_are(desk: &Desk) {
    let ids: Vec<ReferralId> = (0..3).map(|_| accepted(desk)).collect();
    let shown = |desk: &Desk| {
        let lists = lists(desk, Role::Clinician);
        let of = |lines: &[porch_app::CaseloadLine]| lines.iter().map(|line| line.referral).collect::<Vec<_>>();
        (of(&lists.to_answer.lines), of(&lists.back.lines))
    };
    assert_eq!(shown(desk), (ids.clone(), Vec::new()), "the first due first");
    let why = "invented reason".to_owned();
    carry_out(desk, Role::Clinician, ids[1], ReferralCommand::ReturnHandover { why }).unwrap();
    assert_eq!(shown(desk), (vec![ids[0], ids[2]], vec![ids[1]]));
    let system = || {
        let mut ctx = desk.operator();
        ctx.actor = Actor::System;
        ctx
    };
    let lapse = |ctx: &porch_app::Ctx, id: ReferralId| {
        porch_app::referral::carry_out(ctx, desk.command(), id, None, ReferralCommand::LetHandoverLapse)
    };
    let early = lapse(&system(), ids[0]);
    assert!(matches!(early, Err(AppError::Disallowed(Disallowed::NotDue))), "{early:?}");
    desk.world.pass(SignedDuration::from_hours(168));
    lapse(&system(), ids[0]).unwrap();
    let (answer, mut back) = shown(desk);
    back.sort_by_key(|id| *id != ids[1]);
    assert_eq!((answer, back), (vec![ids[2]], vec![ids[1], ids[0]]));
    let again = ReferralCommand::OfferHandover {
        to: TeamCode("thrive".to_owned()),
        agreement: HandoverAgreement::Agrees { on: on("2026-11-02") },
        summary: "invented summary".to_owned(),
    };
    carry_out(desk, Role::Duty, ids[1], again).unwrap();
    assert_eq!(shown(desk), (vec![ids[2], ids[1]], vec![ids[0]]), "a new offer answers what the return asked for");
    let only = Asked { part: Some(Part::ToAnswer), team: Some(TeamCode("thrive".to_owned())), after: None };
    let thrive = handover::list(&desk.ctx(Role::Clinician), &only).unwrap().to_answer.lines;
    assert_eq!(thrive.iter().map(|line| line.referral).collect::<Vec<_>>(), [ids[1]]);
    desk.verified();
}

/// Each referral to a service outside is a row of its own, is listed until it is answered, and is counted once.
///
/// # Panics
/// When it is not so.
pub fn every_referral_onward_is_chased_and_counted(desk: &Desk) {
    let id = accepted(desk);
    let ask = |to: &str| ReferralCommand::ReferOnward {
        to: to.to_owned(),
        chase_by: desk.ctx(Role::Duty).now + SignedDuration::from_hours(48),
        agreement: HandoverAgreement::OnBasis { basis: "invented basis".to_owned() },
        summary: "invented summary".to_owned(),
    };
    let say =
        |state: OnwardState| ReferralCommand::ChaseOnward { state, chase_by: desk.ctx(Role::Duty).now, note: None };
    carry_out(desk, Role::Duty, id, ask("Invented One")).unwrap();
    assert_eq!(lists(desk, Role::Duty).onward.lines[0].service, "Invented One");
    // The clock stands: what follows at the same instant is still another referral.
    carry_out(desk, Role::Duty, id, say(OnwardState::Refused)).unwrap();
    carry_out(desk, Role::Duty, id, ask("Invented Two")).unwrap();
    let open: Vec<String> = lists(desk, Role::Duty).onward.lines.into_iter().map(|line| line.service).collect();
    assert_eq!(open, ["Invented Two"]);
    desk.world.pass(SignedDuration::from_hours(5 * 24));
    carry_out(desk, Role::Duty, id, say(OnwardState::Taken { name: "Invented Colleague".to_owned() })).unwrap();
    assert_eq!(lists(desk, Role::Duty).counts.onward, 0);
    let period = Period { from: on("2026-11-01"), to: on("2026-11-30") };
    let all = handover::onward_report(&desk.ctx(Role::Manager), period).unwrap().all;
    assert_eq!((all.asked, all.taken, all.refused, all.waiting), (2, 1, 1, 0));
    assert_eq!((all.median_days, all.longest_days), (Some(5), Some(5)));
    desk.verified();
}
