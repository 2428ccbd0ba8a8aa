//! The story of a database that an older program wrote.

use porch_app::Store;
use porch_domain::{
    actor::Role,
    referral::{Priority, ReferralCommand},
};

use super::{
    Desk,
    door::queue,
    queue::{pending, run},
};
use crate::builders::row;

/// What takes a database back to the second layout.
const BACK: &[&str] = &[
    "DROP TABLE comment",
    "DROP TABLE said_and_done",
    "DROP TABLE her_page",
    "DROP TABLE her_page_door",
    "DROP TABLE message_in_hand",
    "DROP INDEX message_by_stage",
    "DROP INDEX message_by_receipt",
    "ALTER TABLE message DROP COLUMN attempts",
    "ALTER TABLE message DROP COLUMN obstacle",
    "ALTER TABLE message DROP COLUMN again_ms",
    "ALTER TABLE message DROP COLUMN receipt",
    "ALTER TABLE message DROP COLUMN failure",
    "DROP TABLE former_number",
    "DROP TABLE text_pack",
    "DROP TABLE screening",
    "DROP TABLE screening_door",
    "DROP TABLE opening",
    "ALTER TABLE person DROP COLUMN restricted",
    "ALTER TABLE person DROP COLUMN restricted_own",
    "ALTER TABLE person DROP COLUMN restricted_named",
    "DROP TABLE person_link",
    "DROP TABLE identity",
    "ALTER TABLE session DROP COLUMN provider",
    "ALTER TABLE session DROP COLUMN acr",
    "ALTER TABLE session DROP COLUMN provider_session",
    "DROP TABLE factor",
    "DROP TABLE recovery_code",
    "DROP TABLE ceremony",
    "DROP TABLE system_token",
    "ALTER TABLE account DROP COLUMN factors",
    "ALTER TABLE session DROP COLUMN factor",
    "ALTER TABLE session DROP COLUMN proved_ms",
    "ALTER TABLE session DROP COLUMN browser",
    "ALTER TABLE account DROP COLUMN organisation",
    "ALTER TABLE account DROP COLUMN teams",
    "DROP TABLE seal",
    "DROP TABLE look_head",
    "DROP INDEX look_by_place",
    "ALTER TABLE look DROP COLUMN place",
    "ALTER TABLE look DROP COLUMN seal",
    "DROP TABLE caseload",
    "DROP TABLE meeting",
    "DROP TABLE meeting_note",
    "DROP TABLE discussion",
    "DROP TABLE case_day",
    "DROP TABLE case_listing",
    "DROP TABLE case_outcome",
    "DROP INDEX referral_decided_here",
    "DROP TABLE came_back",
    "DROP TABLE signpost",
    "DROP TABLE care_course",
    "DROP TABLE onward",
    "DROP TABLE safeguarding_chase",
    "DROP TABLE risk_alert",
    "DROP INDEX referral_turned_away",
    "DROP TABLE decision_criterion",
    "DROP INDEX referral_by_clock",
    "CREATE INDEX referral_by_due ON referral (footprint, next_due_ms)",
    "ALTER TABLE sender_row ADD COLUMN import_id TEXT",
    "ALTER TABLE sender_row ADD COLUMN content_key TEXT",
    "DROP TABLE due",
    "DROP TABLE duty_day",
    "DROP TABLE duty_rota",
    "DROP TABLE duty_entry",
    "DROP TABLE queue",
    "DROP TABLE person_word",
    "DROP TABLE advice",
    "DROP TABLE template",
    "DROP TABLE draft",
    "DROP TABLE attachment",
    "DROP TABLE door_count",
    "DROP INDEX person_by_nhs_number",
    "ALTER TABLE message DROP COLUMN template",
    "ALTER TABLE referral DROP COLUMN entry_ms",
    "UPDATE meta SET value = '2' WHERE name = 'layout'",
];

/// A database of the layout before, with people and history that waits, is brought forward and verifies as before.
///
/// # Panics
/// When it is not so.
pub fn a_database_of_the_layout_before_is_brought_forward(desk: Desk, reopen: impl FnOnce() -> Store) {
    desk.import(&[
        pending("A", None),
        pending("B", Some(Priority::Emergency)),
        pending("C", Some(Priority::Urgent)),
        row("D", "D", "thrive", "2026-10-01T10:00:00Z"),
    ]);
    let (_, hers) = desk.receive();
    for command in [
        ReferralCommand::RaisePriority { to: Priority::Emergency, why: "invented".to_owned() },
        ReferralCommand::RecordEmergencyTaken {
            name: "Invented Nurse".to_owned(),
            service: "Invented team".to_owned(),
        },
    ] {
        porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), hers, None, command).unwrap();
    }
    let replaced = super::national_record::one_whose_number_was_replaced(&desk);
    let (before, waiting) = (desk.verified(), queue(&desk));
    assert_eq!(waiting.len(), 5);
    for statement in BACK {
        run(&desk, statement);
    }
    let Desk { store, world, rules } = desk;
    drop(store);
    let desk = Desk { store: reopen(), world, rules };
    assert_eq!(desk.verified(), before);
    assert_eq!(queue(&desk), waiting);
    assert_eq!(
        super::national_record::found_by_the_number_before(&desk),
        [replaced],
        "a number that was replaced before"
    );
}
