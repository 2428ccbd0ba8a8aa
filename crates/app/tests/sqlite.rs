//! The conformance suite on SQLite.

#![expect(clippy::unwrap_used, reason = "a test panics where it is not so")]

use porch_app::{DatabaseUrl, Store};
use porch_testkit::conformance::{self as stories, Desk};
use tempfile::TempDir;

fn open() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    (folder, store)
}

porch_testkit::conformance!(|| Some(open()));

// H19
#[test]
fn what_was_erased_stays_erased_after_a_restore() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::what_was_erased_stays_erased_after_a_restore(&Desk::open(store, 1), &empty);
}

#[test]
fn what_a_later_copy_says_was_erased_is_erased_again() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::what_a_later_copy_says_was_erased_is_erased_again(&Desk::open(store, 1), &empty);
}

// H19
#[test]
fn a_restore_gives_back_the_way_in() {
    let ((_one, store), (_two, empty), (_three, another)) = (open(), open(), open());
    stories::a_restore_gives_back_the_way_in(&Desk::open(store, 1), &empty, &another);
}

// N2
#[test]
fn a_form_that_a_record_system_filled_in_opens_once() {
    let (_folder, store) = open();
    stories::a_form_that_a_record_system_filled_in_opens_once(&Desk::open(store, 1));
}

// D2, H20, H19
#[test]
fn whether_it_was_decided_as_proposed_is_kept_and_counted() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::whether_it_was_decided_as_proposed_is_kept_and_counted(&Desk::open(store, 1), &empty);
}

// D26, H19
#[test]
fn what_decisions_rest_on_is_counted_and_stays_readable() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::what_decisions_rest_on_is_counted_and_stays_readable(&Desk::open(store, 1), &empty);
}

// H19
#[test]
fn a_copy_carries_duty_and_what_is_altered_is_found() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_copy_carries_duty_and_what_is_altered_is_found(&Desk::open(store, 1), &empty);
}

// H19
#[test]
fn a_copy_carries_case_discussions_and_what_is_altered_is_found() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_copy_carries_case_discussions_and_what_is_altered_is_found(&Desk::open(store, 1), &empty);
}

// H02, H19
#[test]
fn a_risk_answer_outlives_an_ending_and_keeps_a_shift_from_ending() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_risk_answer_outlives_an_ending_and_keeps_a_shift_from_ending(&Desk::open(store, 1), &empty);
}

// H15
#[test]
fn records_past_their_time_are_listed_and_erased_by_hand() {
    let (_folder, store) = open();
    stories::records_past_their_time_are_listed_and_erased_by_hand(&Desk::open(store, 1));
}

// H15
#[test]
fn an_opening_is_closed_before_its_end_and_the_record_with_it() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::an_opening_is_closed_before_its_end_and_the_record_with_it(&Desk::open(store, 1), &empty);
}

// H15, H19
#[test]
fn an_erasure_takes_the_words_of_openings_and_a_copy_carries_the_rest() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::an_erasure_takes_the_words_of_openings_and_a_copy_carries_the_rest(&Desk::open(store, 1), &empty);
}

// H17, S3
#[test]
fn a_sites_wording_may_be_sent_once_it_is_added() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_sites_wording_may_be_sent_once_it_is_added(&Desk::open(store, 1), &empty);
}

// H02
#[test]
fn an_answer_about_risk_reaches_duty_with_the_answer_itself() {
    let (_folder, store) = open();
    stories::an_answer_about_risk_reaches_duty_with_the_answer_itself(&Desk::open(store, 1));
}

// PR-18
#[test]
fn what_is_made_for_adults_is_not_sent_to_somebody_younger() {
    let (_folder, store) = open();
    stories::what_is_made_for_adults_is_not_sent_to_somebody_younger(&Desk::open(store, 1));
}

// INV-04, INV-06, H02, S7
#[test]
fn what_was_written_down_by_mistake_is_taken_back_and_unsays_nothing() {
    let (_folder, store) = open();
    stories::what_was_written_down_by_mistake_is_taken_back_and_unsays_nothing(&Desk::open(store, 1));
}

// H04
#[test]
fn answers_given_under_an_older_version_keep_its_meaning() {
    let (_folder, store) = open();
    stories::answers_given_under_an_older_version_keep_its_meaning(&Desk::open(store, 1));
}

// PR-22, H16
#[test]
fn her_page_opens_to_her_alone() {
    let (_folder, store) = open();
    stories::her_page_opens_to_her_alone(&Desk::open(store, 1));
}

// X6, PR-22, PR-12
#[test]
fn what_she_says_goes_to_a_person_and_closes_nothing() {
    let (_folder, store) = open();
    stories::what_she_says_goes_to_a_person_and_closes_nothing(&Desk::open(store, 1));
}

// H06, PR-19, PR-20
#[test]
fn a_no_on_her_page_holds_at_once_and_a_yes_after_a_no_waits() {
    let (_folder, store) = open();
    stories::a_no_on_her_page_holds_at_once_and_a_yes_after_a_no_waits(&Desk::open(store, 1));
}

// X6, PR-22
#[test]
fn a_page_is_taken_at_the_door_by_her_who_asked_for_herself() {
    let (_folder, store) = open();
    stories::a_page_is_taken_at_the_door_by_her_who_asked_for_herself(&Desk::open(store, 1));
}

// PR-27, H15
#[test]
fn her_page_ends_with_the_record() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::her_page_ends_with_the_record(&Desk::open(store, 1), &empty);
}

// PR-22, PR-23, S3, S4
#[test]
fn a_questionnaire_opens_to_her_alone_and_is_read_by_its_owner() {
    let (_folder, store) = open();
    stories::a_questionnaire_opens_to_her_alone_and_is_read_by_its_owner(&Desk::open(store, 1));
}

// S1, S2, S6, S7, H03, H22
#[test]
fn what_a_clinician_writes_down_is_scored_and_lowers_nothing() {
    let (_folder, store) = open();
    stories::what_a_clinician_writes_down_is_scored_and_lowers_nothing(&Desk::open(store, 1));
}

// H19
#[test]
fn an_erasure_takes_the_words_of_questionnaires_and_a_copy_carries_the_rest() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::an_erasure_takes_the_words_of_questionnaires_and_a_copy_carries_the_rest(&Desk::open(store, 1), &empty);
}

// H15, H19
#[test]
fn a_copy_carries_that_an_address_is_withheld() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_copy_carries_that_an_address_is_withheld(&Desk::open(store, 1), &empty);
}

// H15, H19
#[test]
fn a_restriction_holds_for_linked_records_and_a_copy_carries_it() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_restriction_holds_for_linked_records_and_a_copy_carries_it(&Desk::open(store, 1), &empty);
}

// H05, H19
#[test]
fn an_erasure_takes_every_record_of_hers_and_a_copy_carries_links() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::an_erasure_takes_every_record_of_hers_and_a_copy_carries_links(&Desk::open(store, 1), &empty);
}

#[test]
fn a_database_of_the_layout_before_is_brought_forward() {
    let folder = tempfile::tempdir().unwrap();
    let again = || Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    stories::a_database_of_the_layout_before_is_brought_forward(Desk::open(again(), 1), again);
}

#[test]
fn a_restored_service_can_be_signed_in_to() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::a_restored_service_can_be_signed_in_to(&Desk::open(store, 1), &empty);
}

#[test]
fn a_restored_service_asks_for_the_same_factors() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::a_restored_service_asks_for_the_same_factors(&Desk::open(store, 1), &empty);
}

// H01
#[test]
fn two_who_do_what_is_due_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Store::open(&DatabaseUrl::Sqlite(folder.path().join("porch.db")), true).unwrap();
    stories::two_who_do_what_is_due_at_once(&Desk::open(open(), 1), &open());
}

#[test]
fn a_restored_service_does_what_is_due() {
    let ((_one, store), (_other, empty)) = (open(), open());
    stories::a_restored_service_does_what_is_due(&Desk::open(store, 1), &empty);
}

#[test]
fn seeded_commands_replay_to_the_stored_rows() {
    let (_folder, store) = open();
    let desk = Desk::open(store, 7);
    stories::seeded_commands(&desk, 300);
    desk.verified();
}

// PR-22, PR-19, H06
#[test]
fn a_link_leaves_by_an_agreed_way_without_the_word_and_goes_nowhere_once_it_is_shut() {
    let (_folder, store) = open();
    stories::a_link_leaves_by_an_agreed_way_without_the_word_and_goes_nowhere_once_it_is_shut(&Desk::open(store, 1));
}

// K7, K8, H06, PR-21
#[test]
fn an_invitation_and_a_reminder_leave_and_a_missed_contact_shows_them() {
    let (_folder, store) = open();
    stories::an_invitation_and_a_reminder_leave_and_a_missed_contact_shows_them(&Desk::open(store, 1));
}

// H06, H18, INV-10
#[test]
fn what_is_called_off_or_moved_is_taken_back_or_told() {
    let (_folder, store) = open();
    stories::what_is_called_off_or_moved_is_taken_back_or_told(&Desk::open(store, 1));
}

// PR-19, INV-10
#[test]
fn an_invitation_goes_by_a_way_agreed_for_its_kind_or_a_person_finds_one() {
    let (_folder, store) = open();
    stories::an_invitation_goes_by_a_way_agreed_for_its_kind_or_a_person_finds_one(&Desk::open(store, 1));
}

// INV-10, H16
#[test]
fn what_waits_leaves_once_and_a_person_posts_the_rest() {
    let (_folder, store) = open();
    stories::what_waits_leaves_once_and_a_person_posts_the_rest(&Desk::open(store, 1));
}

// INV-10, H06, H07, PR-19
#[test]
fn nothing_leaves_that_does_not_hold_at_that_moment() {
    let (_folder, store) = open();
    stories::nothing_leaves_that_does_not_hold_at_that_moment(&Desk::open(store, 1));
}

// H06, INV-10, PR-19
#[test]
fn another_number_is_asked_about_before_anything_leaves_by_it() {
    let (_folder, store) = open();
    stories::another_number_is_asked_about_before_anything_leaves_by_it(&Desk::open(store, 1));
}

// H06, PR-19
#[test]
fn a_number_written_down_by_staff_is_asked_about_and_told_with_its_answer_it_is_not() {
    let (_folder, store) = open();
    stories::a_number_written_down_by_staff_is_asked_about_and_told_with_its_answer_it_is_not(&Desk::open(store, 1));
}

// H06, H19, INV-10
#[test]
fn a_letter_leaves_by_what_she_says_of_its_kind_at_that_moment() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_letter_leaves_by_what_she_says_of_its_kind_at_that_moment(&Desk::open(store, 1), &empty);
}

// H06, PR-19
#[test]
fn that_it_is_still_right_is_kept_with_who_asked_and_when() {
    let (_folder, store) = open();
    stories::that_it_is_still_right_is_kept_with_who_asked_and_when(&Desk::open(store, 1));
}

// H06, H18
#[test]
fn six_hours_of_failure_lose_nothing_and_send_nothing_twice() {
    let (_folder, store) = open();
    stories::six_hours_of_failure_lose_nothing_and_send_nothing_twice(&Desk::open(store, 1));
}

// H18
#[test]
fn what_nobody_knows_is_asked_or_on_a_list() {
    let (_folder, store) = open();
    stories::what_nobody_knows_is_asked_or_on_a_list(&Desk::open(store, 1));
}

#[test]
fn one_program_at_a_time_sends_and_what_left_is_told() {
    let (_folder, store) = open();
    stories::one_program_at_a_time_sends_and_what_left_is_told(&Desk::open(store, 1));
}

// H06, H18
#[test]
fn without_a_verified_number_the_next_carrier_takes_it_or_it_is_on_a_list() {
    let (_folder, store) = open();
    stories::without_a_verified_number_the_next_carrier_takes_it_or_it_is_on_a_list(&Desk::open(store, 1));
}

// PR-25, PR-32, K8
#[test]
fn a_use_of_the_self_check_is_a_number_that_a_copy_carries() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_use_of_the_self_check_is_a_number_that_a_copy_carries(&Desk::open(store, 1), &empty);
}

// T6
#[test]
fn what_people_said_and_what_was_done_is_read_by_everybody() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::what_people_said_and_what_was_done_is_read_by_everybody(&Desk::open(store, 1), &empty);
}

// H05, PR-25
#[test]
fn a_partner_asks_in_a_record_of_their_own() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::a_partner_asks_in_a_record_of_their_own(&Desk::open(store, 1), &empty);
}

// T6, H02, H15
#[test]
fn what_is_said_of_how_it_was_is_joined_to_nobody_unless_an_answer_is_asked_for() {
    let ((_one, store), (_two, empty)) = (open(), open());
    stories::what_is_said_of_how_it_was_is_joined_to_nobody_unless_an_answer_is_asked_for(
        &Desk::open(store, 1),
        &empty,
    );
}

// T6, H02
#[test]
fn a_comment_is_read_in_time_and_what_cannot_wait_is_with_duty_until_they_acted() {
    let (_folder, store) = open();
    stories::a_comment_is_read_in_time_and_what_cannot_wait_is_with_duty_until_they_acted(&Desk::open(store, 1));
}

// T6
#[test]
fn an_item_names_the_comments_that_it_answers() {
    let (_folder, store) = open();
    stories::an_item_names_the_comments_that_it_answers(&Desk::open(store, 1));
}
