//! The conformance suite on PostgreSQL, and both engines beside each other.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use porch_app::{DatabaseUrl, Store};
use porch_testkit::{
    conformance::{self as stories, Desk},
    postgres::{fresh_database, server_url},
};
use tempfile::TempDir;

fn open() -> Option<Store> {
    let url = fresh_database(&server_url()?).unwrap();
    Some(Store::open(&DatabaseUrl::Postgres(url), true).unwrap())
}

fn sqlite() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    (folder, store)
}

porch_testkit::conformance!(|| open().map(|store| ((), store)));

#[test]
fn the_same_commands_give_the_same_state_hash_on_both_engines() {
    let Some(store) = open() else { return };
    let (_folder, other) = sqlite();
    let (postgres, sqlite) = (Desk::open(store, 11), Desk::open(other, 11));
    stories::seeded_commands(&postgres, 200);
    stories::seeded_commands(&sqlite, 200);
    assert_eq!(postgres.verified(), sqlite.verified());
    let (_folder, different) = crate::sqlite();
    let different = Desk::open(different, 12);
    stories::seeded_commands(&different, 200);
    assert_ne!(postgres.verified(), different.verified());
}

// H19
#[test]
fn either_engine_restores_the_others_backup() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::what_was_erased_stays_erased_after_a_restore(&Desk::open(store, 1), &other_empty);
    stories::what_was_erased_stays_erased_after_a_restore(&Desk::open(other, 1), &empty);
}

// H19
#[test]
fn either_engine_restores_the_others_way_in() {
    let (Some(store), Some(empty), Some(another)) = (open(), open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_restore_gives_back_the_way_in(&Desk::open(store, 1), &other_empty, &empty);
    let (_three, third) = sqlite();
    stories::a_restore_gives_back_the_way_in(&Desk::open(other, 1), &another, &third);
}

// H19
#[test]
fn either_engine_restores_the_others_duty_and_finds_what_is_altered() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_copy_carries_duty_and_what_is_altered_is_found(&Desk::open(store, 1), &other_empty);
    stories::a_copy_carries_duty_and_what_is_altered_is_found(&Desk::open(other, 1), &empty);
}

// H19
#[test]
fn either_engine_restores_the_others_case_discussions_and_finds_what_is_altered() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_copy_carries_case_discussions_and_what_is_altered_is_found(&Desk::open(store, 1), &other_empty);
    stories::a_copy_carries_case_discussions_and_what_is_altered_is_found(&Desk::open(other, 1), &empty);
}

// H05, H19
#[test]
fn either_engine_restores_the_others_links_and_erases_every_record() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::an_erasure_takes_every_record_of_hers_and_a_copy_carries_links(&Desk::open(store, 1), &other_empty);
    stories::an_erasure_takes_every_record_of_hers_and_a_copy_carries_links(&Desk::open(other, 1), &empty);
}

// H02, H19
#[test]
fn a_risk_answer_outlives_an_ending_on_either_engine_and_the_other_restores_it() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_risk_answer_outlives_an_ending_and_keeps_a_shift_from_ending(&Desk::open(store, 1), &other_empty);
    stories::a_risk_answer_outlives_an_ending_and_keeps_a_shift_from_ending(&Desk::open(other, 1), &empty);
}

// H15
#[test]
fn records_past_their_time_are_listed_and_erased_by_hand() {
    let Some(store) = open() else { return };
    stories::records_past_their_time_are_listed_and_erased_by_hand(&Desk::open(store, 1));
}

// H15
#[test]
fn an_opening_is_closed_before_its_end_on_either_engine_and_the_other_restores_it() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::an_opening_is_closed_before_its_end_and_the_record_with_it(&Desk::open(store, 1), &other_empty);
    stories::an_opening_is_closed_before_its_end_and_the_record_with_it(&Desk::open(other, 1), &empty);
}

#[test]
fn an_erasure_takes_the_words_of_openings_on_either_engine_and_the_other_restores_the_rest() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::an_erasure_takes_the_words_of_openings_and_a_copy_carries_the_rest(&Desk::open(store, 1), &other_empty);
    stories::an_erasure_takes_the_words_of_openings_and_a_copy_carries_the_rest(&Desk::open(other, 1), &empty);
}

// H17, S3
#[test]
fn a_sites_wording_may_be_sent_once_it_is_added() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_sites_wording_may_be_sent_once_it_is_added(&Desk::open(store, 1), &other_empty);
    stories::a_sites_wording_may_be_sent_once_it_is_added(&Desk::open(other, 1), &empty);
}

// H02
#[test]
fn an_answer_about_risk_reaches_duty_with_the_answer_itself() {
    let Some(store) = open() else { return };
    stories::an_answer_about_risk_reaches_duty_with_the_answer_itself(&Desk::open(store, 1));
}

// PR-18
#[test]
fn what_is_made_for_adults_is_not_sent_to_somebody_younger() {
    let Some(store) = open() else { return };
    stories::what_is_made_for_adults_is_not_sent_to_somebody_younger(&Desk::open(store, 1));
}

// INV-04, INV-06, H02, S7
#[test]
fn what_was_written_down_by_mistake_is_taken_back_and_unsays_nothing() {
    let Some(store) = open() else { return };
    stories::what_was_written_down_by_mistake_is_taken_back_and_unsays_nothing(&Desk::open(store, 1));
}

// H04
#[test]
fn answers_given_under_an_older_version_keep_its_meaning() {
    let Some(store) = open() else { return };
    stories::answers_given_under_an_older_version_keep_its_meaning(&Desk::open(store, 1));
}

// PR-22, H16
#[test]
fn her_page_opens_to_her_alone() {
    let Some(store) = open() else { return };
    stories::her_page_opens_to_her_alone(&Desk::open(store, 1));
}

// X6, PR-22, PR-12
#[test]
fn what_she_says_goes_to_a_person_and_closes_nothing() {
    let Some(store) = open() else { return };
    stories::what_she_says_goes_to_a_person_and_closes_nothing(&Desk::open(store, 1));
}

// H06, PR-19, PR-20
#[test]
fn a_no_on_her_page_holds_at_once_and_a_yes_after_a_no_waits() {
    let Some(store) = open() else { return };
    stories::a_no_on_her_page_holds_at_once_and_a_yes_after_a_no_waits(&Desk::open(store, 1));
}

// X6, PR-22
#[test]
fn a_page_is_taken_at_the_door_by_her_who_asked_for_herself() {
    let Some(store) = open() else { return };
    stories::a_page_is_taken_at_the_door_by_her_who_asked_for_herself(&Desk::open(store, 1));
}

// PR-27, H15
#[test]
fn her_page_ends_with_the_record_on_either_engine() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::her_page_ends_with_the_record(&Desk::open(store, 1), &other_empty);
    stories::her_page_ends_with_the_record(&Desk::open(other, 1), &empty);
}

// PR-22, PR-23, S3, S4
#[test]
fn a_questionnaire_opens_to_her_alone_and_is_read_by_its_owner() {
    let Some(store) = open() else { return };
    stories::a_questionnaire_opens_to_her_alone_and_is_read_by_its_owner(&Desk::open(store, 1));
}

// S1, S2, S6, S7, H03, H22
#[test]
fn what_a_clinician_writes_down_is_scored_and_lowers_nothing() {
    let Some(store) = open() else { return };
    stories::what_a_clinician_writes_down_is_scored_and_lowers_nothing(&Desk::open(store, 1));
}

#[test]
fn an_erasure_takes_the_words_of_questionnaires_on_either_engine_and_the_other_restores_the_rest() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::an_erasure_takes_the_words_of_questionnaires_and_a_copy_carries_the_rest(
        &Desk::open(store, 1),
        &other_empty,
    );
    stories::an_erasure_takes_the_words_of_questionnaires_and_a_copy_carries_the_rest(&Desk::open(other, 1), &empty);
}

#[test]
fn a_copy_of_either_engine_carries_that_an_address_is_withheld() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_copy_carries_that_an_address_is_withheld(&Desk::open(store, 1), &other_empty);
    stories::a_copy_carries_that_an_address_is_withheld(&Desk::open(other, 1), &empty);
}

#[test]
fn a_restriction_on_either_engine_is_carried_by_a_copy_to_the_other() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_restriction_holds_for_linked_records_and_a_copy_carries_it(&Desk::open(store, 1), &other_empty);
    stories::a_restriction_holds_for_linked_records_and_a_copy_carries_it(&Desk::open(other, 1), &empty);
}

#[test]
fn a_form_that_a_record_system_filled_in_opens_once() {
    let Some(store) = open() else { return };
    stories::a_form_that_a_record_system_filled_in_opens_once(&Desk::open(store, 1));
}

#[test]
fn either_engine_keeps_whether_it_was_decided_as_proposed_and_restores_the_others() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::whether_it_was_decided_as_proposed_is_kept_and_counted(&Desk::open(store, 1), &other_empty);
    stories::whether_it_was_decided_as_proposed_is_kept_and_counted(&Desk::open(other, 1), &empty);
}

#[test]
fn either_engine_counts_what_decisions_rest_on_and_restores_the_others() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::what_decisions_rest_on_is_counted_and_stays_readable(&Desk::open(store, 1), &other_empty);
    stories::what_decisions_rest_on_is_counted_and_stays_readable(&Desk::open(other, 1), &empty);
}

#[test]
fn a_database_of_the_layout_before_is_brought_forward() {
    let Some(server) = server_url() else { return };
    let url = DatabaseUrl::Postgres(fresh_database(&server).unwrap());
    let again = || Store::open(&url, true).unwrap();
    stories::a_database_of_the_layout_before_is_brought_forward(Desk::open(again(), 1), again);
}

// H01
#[test]
fn two_who_do_what_is_due_at_once() {
    let Some(server) = server_url() else { return };
    let url = DatabaseUrl::Postgres(fresh_database(&server).unwrap());
    let open = || Store::open(&url, true).unwrap();
    stories::two_who_do_what_is_due_at_once(&Desk::open(open(), 1), &open());
}

#[test]
fn a_restored_service_does_what_is_due() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    stories::a_restored_service_does_what_is_due(&Desk::open(store, 1), &empty);
}

#[test]
fn either_engine_restores_what_opens_the_others_accounts() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_restored_service_can_be_signed_in_to(&Desk::open(store, 1), &other_empty);
    stories::a_restored_service_can_be_signed_in_to(&Desk::open(other, 1), &empty);
}

#[test]
fn a_restored_service_asks_for_the_same_factors() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    stories::a_restored_service_asks_for_the_same_factors(&Desk::open(store, 1), &empty);
}

#[test]
fn alterations_of_the_journal_are_found() {
    let Some(url) = server_url() else { return };
    let url = fresh_database(&url).unwrap();
    let store = Store::open(&DatabaseUrl::Postgres(url.clone()), true).unwrap();
    let desk = Desk::open(store, 3);
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let edits = [
        ("UPDATE journal SET payload = payload || ' ' WHERE version = 1", "payload edited"),
        ("UPDATE journal SET actor = 'someone else' WHERE event = 'ReferralAccepted'", "actor edited"),
        ("UPDATE journal SET known_ms = known_ms - 1 WHERE event = 'ReferralRejected'", "instant edited"),
        ("DELETE FROM journal WHERE event = 'ContactChoicesRecorded' AND version = 3", "tail cut"),
        ("DELETE FROM journal WHERE event = 'PersonRegistered'", "heads deleted"),
        ("DELETE FROM personal WHERE stream_kind = 'person'", "personal data taken away"),
        ("UPDATE personal SET content = replace(content, 'Invented', 'Other')", "personal data edited"),
        ("UPDATE referral SET outcome = 'withdrawn' WHERE outcome = 'rejected'", "row edited"),
        ("DELETE FROM referral_fact WHERE outcome = 'pending'", "fact deleted"),
        ("UPDATE account SET role = 'administrator' WHERE name = 'demo-duty'", "role taken"),
        ("UPDATE account SET disabled = NULL, password = 'own' WHERE name = 'demo-manager'", "password state edited"),
        ("INSERT INTO sender_row VALUES ('kent-medway', 'x', 'x')", "row added"),
    ];
    client.batch_execute("CREATE SCHEMA aside").unwrap();
    stories::every_alteration_of_the_journal_is_found(&desk, edits.len(), |time, check| {
        let tables = ["journal", "personal", "referral", "referral_fact", "sender_row", "account"];
        for table in tables {
            client.batch_execute(&format!("CREATE TABLE aside.{table} AS SELECT * FROM {table}")).unwrap();
        }
        let (sql, what) = edits[time];
        assert!(client.execute(sql, &[]).unwrap() > 0, "{what} changed nothing");
        check(what);
        for table in tables {
            let back = format!(
                "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM aside.{table}; DROP TABLE aside.{table}"
            );
            client.batch_execute(&back).unwrap();
        }
    });
}

// PR-22, PR-19, H06
#[test]
fn a_link_leaves_by_an_agreed_way_without_the_word_and_goes_nowhere_once_it_is_shut() {
    let Some(store) = open() else { return };
    stories::a_link_leaves_by_an_agreed_way_without_the_word_and_goes_nowhere_once_it_is_shut(&Desk::open(store, 1));
}

// K7, K8, H06, PR-21
#[test]
fn an_invitation_and_a_reminder_leave_and_a_missed_contact_shows_them() {
    let Some(store) = open() else { return };
    stories::an_invitation_and_a_reminder_leave_and_a_missed_contact_shows_them(&Desk::open(store, 1));
}

// H06, H18, INV-10
#[test]
fn what_is_called_off_or_moved_is_taken_back_or_told() {
    let Some(store) = open() else { return };
    stories::what_is_called_off_or_moved_is_taken_back_or_told(&Desk::open(store, 1));
}

// PR-19, INV-10
#[test]
fn an_invitation_goes_by_a_way_agreed_for_its_kind_or_a_person_finds_one() {
    let Some(store) = open() else { return };
    stories::an_invitation_goes_by_a_way_agreed_for_its_kind_or_a_person_finds_one(&Desk::open(store, 1));
}

// INV-10, H16
#[test]
fn what_waits_leaves_once_and_a_person_posts_the_rest() {
    let Some(store) = open() else { return };
    stories::what_waits_leaves_once_and_a_person_posts_the_rest(&Desk::open(store, 1));
}

// INV-10, H06, H07, PR-19
#[test]
fn nothing_leaves_that_does_not_hold_at_that_moment() {
    let Some(store) = open() else { return };
    stories::nothing_leaves_that_does_not_hold_at_that_moment(&Desk::open(store, 1));
}

// H06, INV-10, PR-19
#[test]
fn another_number_is_asked_about_before_anything_leaves_by_it() {
    let Some(store) = open() else { return };
    stories::another_number_is_asked_about_before_anything_leaves_by_it(&Desk::open(store, 1));
}

// H06, PR-19
#[test]
fn a_number_written_down_by_staff_is_asked_about_and_told_with_its_answer_it_is_not() {
    let Some(store) = open() else { return };
    stories::a_number_written_down_by_staff_is_asked_about_and_told_with_its_answer_it_is_not(&Desk::open(store, 1));
}

// H06, H19, INV-10
#[test]
fn a_letter_leaves_by_what_she_says_of_its_kind_at_that_moment() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_letter_leaves_by_what_she_says_of_its_kind_at_that_moment(&Desk::open(store, 1), &other_empty);
    stories::a_letter_leaves_by_what_she_says_of_its_kind_at_that_moment(&Desk::open(other, 1), &empty);
}

// H06, PR-19
#[test]
fn that_it_is_still_right_is_kept_with_who_asked_and_when() {
    let Some(store) = open() else { return };
    stories::that_it_is_still_right_is_kept_with_who_asked_and_when(&Desk::open(store, 1));
}

// H06, H18
#[test]
fn six_hours_of_failure_lose_nothing_and_send_nothing_twice() {
    let Some(store) = open() else { return };
    stories::six_hours_of_failure_lose_nothing_and_send_nothing_twice(&Desk::open(store, 1));
}

// H18
#[test]
fn what_nobody_knows_is_asked_or_on_a_list() {
    let Some(store) = open() else { return };
    stories::what_nobody_knows_is_asked_or_on_a_list(&Desk::open(store, 1));
}

#[test]
fn one_program_at_a_time_sends_and_what_left_is_told() {
    let Some(store) = open() else { return };
    stories::one_program_at_a_time_sends_and_what_left_is_told(&Desk::open(store, 1));
}

// H06, H18
#[test]
fn without_a_verified_number_the_next_carrier_takes_it_or_it_is_on_a_list() {
    let Some(store) = open() else { return };
    stories::without_a_verified_number_the_next_carrier_takes_it_or_it_is_on_a_list(&Desk::open(store, 1));
}

// PR-25, PR-32, K8
#[test]
fn a_use_of_the_self_check_is_a_number_that_a_copy_carries() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_use_of_the_self_check_is_a_number_that_a_copy_carries(&Desk::open(store, 1), &other_empty);
    stories::a_use_of_the_self_check_is_a_number_that_a_copy_carries(&Desk::open(other, 1), &empty);
}

// T6
#[test]
fn what_people_said_and_what_was_done_is_read_by_everybody() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::what_people_said_and_what_was_done_is_read_by_everybody(&Desk::open(store, 1), &other_empty);
    stories::what_people_said_and_what_was_done_is_read_by_everybody(&Desk::open(other, 1), &empty);
}

// H05, PR-25
#[test]
fn a_partner_asks_in_a_record_of_their_own() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::a_partner_asks_in_a_record_of_their_own(&Desk::open(store, 1), &other_empty);
    stories::a_partner_asks_in_a_record_of_their_own(&Desk::open(other, 1), &empty);
}

// T6, H02, H15
#[test]
fn what_is_said_of_how_it_was_is_joined_to_nobody_unless_an_answer_is_asked_for() {
    let (Some(store), Some(empty)) = (open(), open()) else { return };
    let ((_one, other), (_two, other_empty)) = (sqlite(), sqlite());
    stories::what_is_said_of_how_it_was_is_joined_to_nobody_unless_an_answer_is_asked_for(
        &Desk::open(store, 1),
        &other_empty,
    );
    stories::what_is_said_of_how_it_was_is_joined_to_nobody_unless_an_answer_is_asked_for(
        &Desk::open(other, 1),
        &empty,
    );
}

// T6, H02
#[test]
fn a_comment_is_read_in_time_and_what_cannot_wait_is_with_duty_until_they_acted() {
    let Some(store) = open() else { return };
    stories::a_comment_is_read_in_time_and_what_cannot_wait_is_with_duty_until_they_acted(&Desk::open(store, 1));
}

// T6
#[test]
fn an_item_names_the_comments_that_it_answers() {
    let Some(store) = open() else { return };
    stories::an_item_names_the_comments_that_it_answers(&Desk::open(store, 1));
}
