//! Stories of an address that is withheld (PR-26, H15).

use porch_app::{
    AppError, Store, World as _,
    look_log::{self, Asked},
    message, person, referral, same_person, withheld,
};
use porch_domain::{
    actor::Role,
    disallowed::Disallowed,
    ids::{MessageId, PersonId, ReferralId},
    measure::Period,
    message::{MessageCommand, MessageDrafted, Recipient, Words},
    person::{ContactChoices, Identity, PersonCommand, Route, RouteChoice},
};

use super::{Desk, erasure::backed_up};

const SECRETS: [&str; 4] = ["1 Secret Street", "ZZ99 3VZ", "01632 960 001", "secret@example.org"];

fn known(desk: &Desk, about: PersonId) {
    let [address, postcode, telephone, email] = SECRETS.map(|secret| Some(secret.to_owned()));
    let identity = Identity { address, postcode, telephone, email, ..Identity::default() };
    let duty = desk.ctx(Role::Duty);
    person::carry_out(&duty, desk.command(), about, PersonCommand::RecordIdentity(identity)).unwrap();
    let contact = ContactChoices::new([(Route::Telephone, RouteChoice::Yes), (Route::Letter, RouteChoice::Yes)]);
    person::carry_out(&duty, desk.command(), about, PersonCommand::RecordContactChoices(contact)).unwrap();
}

fn version(desk: &Desk, id: ReferralId) -> i64 {
    withheld::standing(&desk.ctx(Role::Duty), id).unwrap().unwrap().version
}

fn withhold(desk: &Desk, id: ReferralId, numbers: bool) {
    let (ctx, version) = (desk.ctx(Role::Duty), version(desk, id));
    withheld::withhold(&ctx, desk.command(), id, version, numbers, "Secret reason").unwrap();
}

/// Which of the secrets some page of hers shows.
fn shown(desk: &Desk, id: ReferralId, about: PersonId) -> Vec<&'static str> {
    let ctx = desk.ctx(Role::Clinician);
    let page = referral::page(&ctx, id, "triage").unwrap().unwrap();
    let told = [
        format!("{:?}", (&page.person, &page.records, &page.referral, &page.timeline, &page.maybe_same)),
        format!("{:?}", person::open(&ctx, about, "triage").unwrap()),
        format!("{:?}", withheld::standing(&ctx, id).unwrap().map(|page| (page.held, page.told))),
        format!("{:?}", porch_app::deciding::open(&ctx, id).unwrap().map(|opened| opened.referral)),
    ];
    SECRETS.into_iter().filter(|secret| told.iter().any(|told| told.contains(secret))).collect()
}

/// It stands nowhere once it is withheld, in none of her records; whoever gives a reason sees it once, and the log keeps the
/// reason each time; taken back it is shown again.
///
/// # Panics
/// When it is not so.
pub fn a_withheld_address_is_shown_nowhere_but_for_a_reason_that_is_noted_each_time(desk: &Desk) {
    let ((about, id), (other, another)) = (desk.receive(), desk.receive());
    known(desk, about);
    assert_eq!(shown(desk, id, about), SECRETS, "all of it, before");
    let early = version(desk, id);
    withhold(desk, id, false);
    assert_eq!(shown(desk, id, about), SECRETS[2..], "the numbers are not withheld yet");
    withhold(desk, id, true);
    assert_eq!(shown(desk, id, about), [""; 0]);
    let stale = withheld::lift(&desk.ctx(Role::Duty), desk.command(), id, early, "invented");
    assert!(matches!(stale, Err(AppError::Stale)), "{stale:?}");
    // Staff say that another record is hers too: it holds for both.
    known(desk, other);
    assert_eq!(shown(desk, another, other), SECRETS);
    let both = same_person::compare(&desk.ctx(Role::Duty), [about, other]).unwrap().unwrap();
    let compared = format!("{:?}", both.records[0].person);
    assert!(!compared.contains("Secret Street"), "{compared}");
    same_person::link(&desk.ctx(Role::Duty), desk.command(), [about, other], both.drawn_from, "invented").unwrap();
    assert_eq!(shown(desk, another, other), [""; 0]);
    let both = same_person::compare(&desk.ctx(Role::Duty), [about, other]).unwrap().unwrap();
    assert!(SECRETS.iter().all(|secret| !format!("{both:?}").contains(secret)));

    let without = withheld::seen(&desk.ctx(Role::Duty), id, " ");
    assert!(matches!(without, Err(AppError::Disallowed(Disallowed::WithholdingReasonMissing))), "{without:?}");
    for role in [Role::Manager, Role::InformationOfficer, Role::PeerWorker, Role::Administrator] {
        assert!(matches!(withheld::seen(&desk.ctx(role), id, "invented"), Err(AppError::NotAllowed(_))), "{role:?}");
    }
    for why in ["an invented taxi", "an invented visit"] {
        desk.world.pass(jiff::SignedDuration::from_mins(1));
        let seen = withheld::seen(&desk.ctx(Role::Clinician), another, why).unwrap().unwrap();
        assert!(SECRETS.iter().all(|secret| format!("{:?}", seen.held).contains(secret)));
    }
    let officer = desk.ctx(Role::InformationOfficer);
    let today = Period { from: officer.today(), to: officer.today() };
    let all = Asked { period: today, account: None, whom: None, refused: false, before: None };
    let looks = look_log::found(&officer, &all, 100).unwrap().looks;
    let whys: Vec<&str> =
        looks.iter().filter(|look| look.what == "withheld address").map(|look| look.why.as_str()).collect();
    assert_eq!(whys, ["an invented visit", "an invented taxi"]);

    // Taken back from the other record, where it does not stand itself.
    let (ctx, now) = (desk.ctx(Role::Duty), version(desk, another));
    withheld::lift(&ctx, desk.command(), another, now, "she asked").unwrap();
    assert_eq!(shown(desk, id, about), SECRETS);
    let (ctx, now) = (desk.ctx(Role::Duty), version(desk, another));
    let twice = withheld::lift(&ctx, desk.command(), another, now, "she asked");
    assert!(matches!(twice, Err(AppError::Disallowed(Disallowed::NotWithheld))), "{twice:?}");
    desk.verified();
}

/// A letter to anybody that names it is not written while it is withheld in whichever of her records, and one that was written
/// before does not leave.
///
/// # Panics
/// When it is not so.
pub fn no_letter_names_an_address_that_is_withheld(desk: &Desk) {
    let ((about, id), (other, another)) = (desk.receive(), desk.receive());
    known(desk, about);
    let letter = |recipient, body: &str| MessageDrafted {
        referral: another,
        recipient,
        route: Route::Letter,
        template: None,
        copied_to: Vec::new(),
        appointment: None,
        words: Some(Words { subject: "Your visit".to_owned(), body: body.to_owned() }),
    };
    let carried =
        |letter: MessageId, command| message::carry_out(&desk.ctx(Role::Duty), desk.command(), letter, command);
    let written = |drafted: &MessageDrafted| {
        let fresh = MessageId(desk.world.id());
        carried(fresh, MessageCommand::Draft(drafted.clone())).map(|()| fresh)
    };
    let names = letter(Recipient::Referrer, "She is at 1 secret street, ZZ993VZ.");
    let before = written(&names).unwrap();
    withhold(desk, id, false);
    written(&names).unwrap();
    // Staff say that both records are hers: what is withheld in one is withheld in the other.
    let both = same_person::compare(&desk.ctx(Role::Duty), [about, other]).unwrap().unwrap();
    same_person::link(&desk.ctx(Role::Duty), desk.command(), [about, other], both.drawn_from, "invented").unwrap();
    for recipient in [Recipient::Woman, Recipient::Referrer] {
        for body in ["She is at 1 secret street.", "Her postcode is ZZ99 3VZ."] {
            let refused = written(&letter(recipient, body));
            assert!(
                matches!(refused, Err(AppError::Disallowed(Disallowed::NamesWithheldAddress { .. }))),
                "{recipient:?} {body}: {refused:?}"
            );
        }
        written(&letter(recipient, "We come to see you.")).unwrap();
    }
    carried(before, MessageCommand::Approve).unwrap();
    let leaves = carried(before, MessageCommand::Queue);
    assert!(matches!(leaves, Err(AppError::Disallowed(Disallowed::NamesWithheldAddress { .. }))), "{leaves:?}");
    let (ctx, now) = (desk.ctx(Role::Duty), version(desk, another));
    withheld::lift(&ctx, desk.command(), another, now, "she asked").unwrap();
    carried(before, MessageCommand::Queue).unwrap();
    desk.verified();
}

/// A copy carries that it is withheld; an erasure takes why.
///
/// # Panics
/// When it is not so.
pub fn a_copy_carries_that_an_address_is_withheld(desk: &Desk, empty: &Store) {
    let (about, id) = desk.receive();
    known(desk, about);
    withhold(desk, id, false);
    let mut copy = Vec::new();
    desk.store.backup(&mut copy, desk.operator().now, &mut |_| {}).unwrap();
    empty.restore(|| Ok(copy.as_slice()), &mut |_| {}).unwrap();
    let restored = Desk { store: empty.clone(), ..desk.clone() };
    assert_eq!(restored.verified(), desk.verified());
    assert_eq!(shown(&restored, id, about), SECRETS[2..]);
    assert!(backed_up(desk).contains("Secret reason"));
    person::erase(&desk.ctx(Role::InformationOfficer), desk.command(), about, "she asked").unwrap();
    assert!(!backed_up(desk).contains("Secret"));
    desk.verified();
}
