//! The stories that a store must tell the same on both engines. Each takes an empty store and panics where it is not so.

mod account;
mod appointments;
mod came_back;
mod care;
mod case_discussion;
mod clock;
mod comment;
mod criteria;
mod deciding;
mod done;
mod door;
mod due;
mod duty;
mod erasure;
mod factor;
mod filled;
mod handover;
mod her_page;
mod holiday;
mod import;
mod layout;
mod look_log;
mod measures;
mod meeting;
mod national_record;
mod opening;
mod partners;
pub mod provider;
mod queue;
mod reaching;
mod restriction;
mod retention;
mod risk;
mod safeguarding;
mod same_person;
mod screening;
mod screening_right;
mod sending;
mod tamper;
mod triage;
mod withheld;
mod write;

use std::sync::Arc;

use jiff::Timestamp;
use porch_app::{Ctx, Rules, Store, World, report::Measures};
use porch_domain::{
    actor::{Actor, Role},
    ids::{CommandId, PersonId, ReferralId},
    measure::{AnnualReport, Period},
    person::{Identity, PersonCommand, PersonRegistered},
    referral::{ReferralCommand, history::HistoricReferral},
};

pub use account::{
    a_first_password_must_be_changed, a_guesser_waits_and_learns_no_name, a_restored_service_can_be_signed_in_to,
    accounts_are_kept_by_administrators, what_happens_to_an_account_holds_from_the_next_request,
};
pub use appointments::{
    a_link_leaves_by_an_agreed_way_without_the_word_and_goes_nowhere_once_it_is_shut,
    an_invitation_and_a_reminder_leave_and_a_missed_contact_shows_them,
    an_invitation_goes_by_a_way_agreed_for_its_kind_or_a_person_finds_one,
    what_is_called_off_or_moved_is_taken_back_or_told,
};
pub use came_back::who_comes_again_after_a_no_is_seen_and_followed;
pub use care::{
    a_date_of_birth_reaches_her_other_open_referrals, a_death_takes_back_what_has_not_left,
    a_new_pregnancy_stands_in_her_record_too, nobody_leaves_without_a_review_and_what_is_counted_stays,
    the_ways_of_referrals_are_read_by_their_days,
};
pub use case_discussion::{
    a_case_discussion_loses_nothing_that_is_on_its_list, a_copy_carries_case_discussions_and_what_is_altered_is_found,
    two_teams_in_contact_with_her_are_put_on_a_list_once,
};
pub use clock::a_clock_that_is_set_back_loses_and_doubles_nothing;
pub use comment::{
    a_comment_is_read_in_time_and_what_cannot_wait_is_with_duty_until_they_acted,
    an_item_names_the_comments_that_it_answers,
    what_is_said_of_how_it_was_is_joined_to_nobody_unless_an_answer_is_asked_for,
};
pub use criteria::what_decisions_rest_on_is_counted_and_stays_readable;
pub use deciding::{
    a_decision_saved_counts_from_when_it_was_made, a_no_with_risk_needs_a_second_clinician,
    an_acceptance_leaves_with_its_letters, two_who_write_letters_at_once,
    whether_it_was_decided_as_proposed_is_kept_and_counted, who_hears_the_reasons,
};
pub use done::what_duty_did_is_counted_once_wherever_it_is_recorded;
pub use door::{
    a_call_counts_from_the_call, a_draft_is_sent_once, a_draft_that_is_not_whole_is_not_sent,
    a_kept_draft_opens_with_link_and_code, a_later_warning_sign_raises_the_same_referral,
    a_person_is_found_by_the_words_of_her_name_now, an_emergency_is_stored_at_once_and_added_to,
    files_go_with_their_referral, nobody_to_ring_is_counted_and_not_clocked, pages_saved_at_once_are_all_kept,
    two_who_draw_one_reference_get_two, what_a_scanner_does_not_clear_is_not_kept, what_was_left_does_not_come_back,
    what_was_left_or_is_a_day_old_is_gone,
};
pub use due::{
    a_clock_that_steps_does_what_is_due_once, a_crash_in_the_midst_of_what_is_due_repeats_and_forgets_nothing,
    a_restored_service_does_what_is_due, after_days_without_a_server_what_was_missed_is_said_once,
    other_rules_are_asked_anew_about_everything_open, two_who_do_what_is_due_at_once,
    what_a_person_did_meanwhile_stands, what_cannot_be_handled_is_put_off_and_stops_nobody,
    what_is_due_is_done_in_its_time,
};
pub use duty::{
    a_copy_carries_duty_and_what_is_altered_is_found, a_day_of_duty_is_on_the_board_as_it_was_written,
    a_shift_ends_when_somebody_who_stays_has_each_emergency, the_words_of_a_day_of_duty_are_looked_at_and_erased,
    whoever_has_an_emergency_by_name_stays_with_it,
};
pub use erasure::{
    an_erasure_leaves_figures_chain_and_replay, what_a_later_copy_says_was_erased_is_erased_again,
    what_was_erased_stays_erased_after_a_restore,
};
pub use factor::{
    a_restored_service_asks_for_the_same_factors, a_second_factor_is_asked_and_each_code_opens_once,
    a_token_opens_one_thing_for_a_time, who_lost_a_factor_is_let_in_by_two_others,
    whoever_changes_what_opens_an_account_shows_again_who_they_are,
};
pub use filled::a_form_that_a_record_system_filled_in_opens_once;
pub use handover::{
    every_referral_onward_is_chased_and_counted, the_lists_between_teams_are_as_the_referrals_are,
    two_who_accept_at_once_are_one_acceptance_with_one_letter,
};
pub use her_page::{
    a_no_on_her_page_holds_at_once_and_a_yes_after_a_no_waits,
    a_page_is_taken_at_the_door_by_her_who_asked_for_herself, her_page_ends_with_the_record,
    her_page_opens_to_her_alone, what_she_says_goes_to_a_person_and_closes_nothing,
};
pub use holiday::{
    a_holiday_that_changes_moves_the_clocks_that_it_lies_in,
    a_paused_clock_is_nobodys_breach_and_runs_again_on_its_day, another_table_of_bank_holidays_moves_open_clocks_once,
};
pub use import::{
    a_history_that_is_being_written_is_seen_by_nobody, a_person_is_what_the_latest_rows_say,
    a_report_as_at_an_earlier_instant_repeats_its_figures, a_report_drawn_while_others_write_repeats_itself,
    a_row_imported_again_changes_nothing_and_a_changed_one_is_found, a_whole_import_is_never_taken_out,
};
pub use layout::a_database_of_the_layout_before_is_brought_forward;
pub use look_log::{looks_are_found_by_colleague_person_day_and_refusal, what_is_unusual_in_the_log_is_pointed_out};
pub use measures::{a_report_from_kept_columns_holds_the_commit_before_it, columns_that_are_shared_miss_no_commit};
pub use meeting::{a_meeting_decides_each_case_once_and_ends_once, an_agenda_builds_itself};
pub use national_record::{
    a_death_in_the_national_record_is_looked_at_before_a_letter_leaves,
    a_failing_national_record_is_left_alone_and_blocks_nothing,
    a_number_is_taken_over_by_a_person_and_taken_back_whole, a_superseded_number_finds_the_same_woman,
    the_national_record_is_asked_after_the_look_and_writes_nothing,
};
pub use opening::{
    a_record_is_opened_in_an_emergency_for_a_time_and_looked_at_afterwards,
    an_erasure_takes_the_words_of_openings_and_a_copy_carries_the_rest,
    an_opening_is_closed_before_its_end_and_the_record_with_it,
};
pub use partners::{
    a_partner_asks_in_a_record_of_their_own, a_use_of_the_self_check_is_a_number_that_a_copy_carries,
    what_people_said_and_what_was_done_is_read_by_everybody,
};
pub use provider::{
    a_sign_in_through_a_provider_is_of_one_browser_and_once,
    a_weak_sign_in_elsewhere_asks_for_a_code_and_an_end_there_is_one_here,
    an_identity_opens_one_account_and_only_where_it_was_written_down, of_several_roles_elsewhere_one_is_chosen,
};
pub use queue::{
    a_page_of_the_queue_keeps_no_name_that_changed, a_restore_gives_back_the_way_in,
    altered_rows_of_the_way_in_are_found, an_erasure_takes_advice_drafts_and_files_of_hers,
    an_import_is_in_the_queue_once_it_is_whole, every_part_of_the_queue_is_as_its_rows_are,
    the_queue_is_in_order_and_lets_go_of_what_is_decided,
};
pub use reaching::{
    a_letter_leaves_by_what_she_says_of_its_kind_at_that_moment,
    a_number_written_down_by_staff_is_asked_about_and_told_with_its_answer_it_is_not,
    another_number_is_asked_about_before_anything_leaves_by_it, that_it_is_still_right_is_kept_with_who_asked_and_when,
};
pub use restriction::{
    a_restricted_record_is_a_line_without_a_name_and_opens_to_who_is_named_or_says_why,
    a_restriction_holds_for_linked_records_and_a_copy_carries_it,
};
pub use retention::records_past_their_time_are_listed_and_erased_by_hand;
pub use risk::{
    a_risk_answer_climbs_until_it_is_taken_and_is_let_go_when_nothing_is_recorded,
    a_risk_answer_outlives_an_ending_and_keeps_a_shift_from_ending, of_two_who_take_a_risk_answer_at_once_one_has_it,
};
pub use safeguarding::facts_of_safeguarding_stand_on_their_own_page_and_on_the_list_of_who_asks_again;
pub use same_person::{
    a_link_on_one_side_alone_is_found, an_erasure_takes_every_record_of_hers_and_a_copy_carries_links,
    near_duplicates_come_in_and_nothing_joins_them, of_two_who_link_at_once_one_wins_and_no_two_numbers_meet,
    staff_learn_of_an_open_referral_and_add_to_it, the_public_form_works_alike_whether_she_is_known_or_not,
    the_queue_says_known_before_as_long_as_two_records_are_one,
    two_records_are_linked_by_a_person_and_taken_apart_whole,
};
pub use screening::{
    a_questionnaire_opens_to_her_alone_and_is_read_by_its_owner, a_sites_wording_may_be_sent_once_it_is_added,
    an_answer_about_risk_reaches_duty_with_the_answer_itself,
    an_erasure_takes_the_words_of_questionnaires_and_a_copy_carries_the_rest,
    what_a_clinician_writes_down_is_scored_and_lowers_nothing,
};
pub use screening_right::{
    answers_given_under_an_older_version_keep_its_meaning, what_is_made_for_adults_is_not_sent_to_somebody_younger,
    what_was_written_down_by_mistake_is_taken_back_and_unsays_nothing,
};
pub use sending::{
    nothing_leaves_that_does_not_hold_at_that_moment, one_program_at_a_time_sends_and_what_left_is_told,
    six_hours_of_failure_lose_nothing_and_send_nothing_twice, what_nobody_knows_is_asked_or_on_a_list,
    what_waits_leaves_once_and_a_person_posts_the_rest,
    without_a_verified_number_the_next_carrier_takes_it_or_it_is_on_a_list,
};
pub use tamper::{
    a_sealed_service, every_alteration_of_the_journal_is_found, seals_kept_elsewhere_prove_the_journal_and_the_looks,
};
pub use triage::{
    a_question_becomes_a_referral_with_nothing_typed_again, a_referral_is_shown_with_all_that_belongs_to_it,
    somebody_is_found_again_and_the_look_keeps_no_search, the_queue_is_in_order_and_its_parts_hold_what_they_count,
};
pub use withheld::{
    a_copy_carries_that_an_address_is_withheld,
    a_withheld_address_is_shown_nowhere_but_for_a_reason_that_is_noted_each_time,
    no_letter_names_an_address_that_is_withheld,
};
pub use write::{
    a_command_repeated_changes_nothing, a_stale_decision_overwrites_nothing, batches_are_seen_in_order,
    seeded_commands, two_who_decide_at_once,
};

use crate::{ManualWorld, builders};

/// The local system of most stories.
pub const KENT_MEDWAY: &str = include_str!("../../../../footprints/kent-medway.toml");

/// A store with rules applied, and a clock that stands.
#[derive(Clone)]
pub struct Desk {
    /// The store.
    pub store: Store,
    /// The clock and the randomness.
    pub world: Arc<ManualWorld>,
    /// The applied rules.
    pub rules: Arc<Rules>,
}

impl Desk {
    /// Applies the rules of `kent-medway` to an empty store, on a Monday morning.
    ///
    /// # Panics
    /// When the store refuses.
    pub fn open(store: Store, seed: u64) -> Self {
        let world = Arc::new(ManualWorld::at(builders::at("2026-11-02T09:00:00Z"), seed));
        let rules = porch_app::footprint::apply(&store, world.as_ref(), &operator(), KENT_MEDWAY, None).unwrap();
        Self { store, world, rules }
    }

    /// A context for an act in a role, now.
    pub fn ctx(&self, role: Role) -> Ctx {
        let actor = Actor::Staff { account: format!("invented {}", role.code()), role };
        Ctx::new(self.store.clone(), Arc::clone(&self.rules), actor, Arc::clone(&self.world) as Arc<dyn World>)
    }

    /// A context of an operator at the command line, now.
    pub fn operator(&self) -> Ctx {
        let world = Arc::clone(&self.world) as Arc<dyn World>;
        Ctx::new(self.store.clone(), Arc::clone(&self.rules), operator(), world)
    }

    /// Registers a person and takes in a referral about her.
    ///
    /// # Panics
    /// When the store refuses.
    pub fn receive(&self) -> (PersonId, ReferralId) {
        let ctx = self.ctx(Role::Duty);
        let (person, referral) = (PersonId(self.world.id()), ReferralId(self.world.id()));
        let identity = Identity { name: Some("Invented Person".to_owned()), ..Identity::default() };
        let registered = PersonRegistered {
            ethnic_category: Some("A".to_owned()),
            identity: Some(identity),
            ..PersonRegistered::default()
        };
        porch_app::person::carry_out(&ctx, self.command(), person, PersonCommand::Register(registered)).unwrap();
        let receipt = ReferralCommand::Receive(Box::new(builders::receipt(person, ctx.now)));
        porch_app::referral::carry_out(&ctx, self.command(), referral, None, receipt).unwrap();
        (person, referral)
    }

    /// Imports rows as a file would.
    ///
    /// # Panics
    /// When a row conflicts with another, or the store refuses.
    pub fn import(&self, rows: &[HistoricReferral]) -> porch_app::history_import::Imported {
        let ctx = self.operator();
        let mut conflicts = Vec::new();
        let checked = porch_app::history_import::compare(
            &ctx,
            &std::env::temp_dir(),
            &mut (2u64..).zip(rows.iter().cloned()),
            &mut |conflict| conflicts.push(conflict),
        )
        .unwrap();
        assert_eq!(conflicts, []);
        let mut again = rows.iter().cloned().map(Some);
        porch_app::history_import::write(&ctx, checked, "invented", &mut again, &mut |_| {}).unwrap()
    }

    /// The annual report over all of history.
    ///
    /// # Panics
    /// When the store refuses.
    pub fn report(&self, as_at: Option<Timestamp>) -> (AnnualReport, Timestamp) {
        let period = Period { from: builders::on("2000-01-01"), to: builders::on("2099-12-31") };
        let drawn = porch_app::report::annual_report(&self.operator(), &Measures::default(), period, as_at).unwrap();
        (drawn.report, drawn.as_at)
    }

    /// A fresh command id.
    pub fn command(&self) -> CommandId {
        CommandId(self.world.id())
    }

    /// Verifies, and gives the hash of all that is stored.
    ///
    /// # Panics
    /// When anything does not hold.
    pub fn verified(&self) -> String {
        let verified = self.store.verify(&mut |_| {}).unwrap();
        assert_eq!(verified.findings, []);
        assert_eq!(verified.failures, 0);
        verified.state_hash
    }
}

fn operator() -> Actor {
    Actor::Operator { account: "invented operator".to_owned() }
}

/// A test of each story that needs one empty store. `$open` gives the store and what must outlive it, or nothing where
/// the engine is not there.
#[macro_export]
macro_rules! conformance {
    ($open:expr) => {
        $crate::conformance!(
            $open,
            a_call_counts_from_the_call,
            seals_kept_elsewhere_prove_the_journal_and_the_looks,
            a_clock_that_is_set_back_loses_and_doubles_nothing,
            a_clock_that_steps_does_what_is_due_once,
            who_comes_again_after_a_no_is_seen_and_followed,
            a_link_on_one_side_alone_is_found,
            near_duplicates_come_in_and_nothing_joins_them,
            of_two_who_link_at_once_one_wins_and_no_two_numbers_meet,
            staff_learn_of_an_open_referral_and_add_to_it,
            the_public_form_works_alike_whether_she_is_known_or_not,
            the_queue_says_known_before_as_long_as_two_records_are_one,
            two_records_are_linked_by_a_person_and_taken_apart_whole,
            a_crash_in_the_midst_of_what_is_due_repeats_and_forgets_nothing,
            after_days_without_a_server_what_was_missed_is_said_once,
            other_rules_are_asked_anew_about_everything_open,
            what_a_person_did_meanwhile_stands,
            what_cannot_be_handled_is_put_off_and_stops_nobody,
            what_is_due_is_done_in_its_time,
            a_day_of_duty_is_on_the_board_as_it_was_written,
            a_shift_ends_when_somebody_who_stays_has_each_emergency,
            whoever_has_an_emergency_by_name_stays_with_it,
            a_risk_answer_climbs_until_it_is_taken_and_is_let_go_when_nothing_is_recorded,
            of_two_who_take_a_risk_answer_at_once_one_has_it,
            the_words_of_a_day_of_duty_are_looked_at_and_erased,
            a_command_repeated_changes_nothing,
            a_death_takes_back_what_has_not_left,
            a_new_pregnancy_stands_in_her_record_too,
            a_date_of_birth_reaches_her_other_open_referrals,
            the_ways_of_referrals_are_read_by_their_days,
            nobody_leaves_without_a_review_and_what_is_counted_stays,
            a_first_password_must_be_changed,
            a_guesser_waits_and_learns_no_name,
            a_second_factor_is_asked_and_each_code_opens_once,
            whoever_changes_what_opens_an_account_shows_again_who_they_are,
            who_lost_a_factor_is_let_in_by_two_others,
            a_token_opens_one_thing_for_a_time,
            a_sign_in_through_a_provider_is_of_one_browser_and_once,
            an_identity_opens_one_account_and_only_where_it_was_written_down,
            a_weak_sign_in_elsewhere_asks_for_a_code_and_an_end_there_is_one_here,
            of_several_roles_elsewhere_one_is_chosen,
            a_draft_is_sent_once,
            a_draft_that_is_not_whole_is_not_sent,
            a_history_that_is_being_written_is_seen_by_nobody,
            a_holiday_that_changes_moves_the_clocks_that_it_lies_in,
            a_paused_clock_is_nobodys_breach_and_runs_again_on_its_day,
            another_table_of_bank_holidays_moves_open_clocks_once,
            a_kept_draft_opens_with_link_and_code,
            a_later_warning_sign_raises_the_same_referral,
            a_page_of_the_queue_keeps_no_name_that_changed,
            a_person_is_found_by_the_words_of_her_name_now,
            a_question_becomes_a_referral_with_nothing_typed_again,
            a_referral_is_shown_with_all_that_belongs_to_it,
            facts_of_safeguarding_stand_on_their_own_page_and_on_the_list_of_who_asks_again,
            a_decision_saved_counts_from_when_it_was_made,
            a_no_with_risk_needs_a_second_clinician,
            a_person_is_what_the_latest_rows_say,
            a_report_as_at_an_earlier_instant_repeats_its_figures,
            a_report_drawn_while_others_write_repeats_itself,
            a_report_from_kept_columns_holds_the_commit_before_it,
            a_row_imported_again_changes_nothing_and_a_changed_one_is_found,
            a_stale_decision_overwrites_nothing,
            a_whole_import_is_never_taken_out,
            a_meeting_decides_each_case_once_and_ends_once,
            an_agenda_builds_itself,
            a_death_in_the_national_record_is_looked_at_before_a_letter_leaves,
            a_failing_national_record_is_left_alone_and_blocks_nothing,
            a_number_is_taken_over_by_a_person_and_taken_back_whole,
            a_superseded_number_finds_the_same_woman,
            the_national_record_is_asked_after_the_look_and_writes_nothing,
            a_case_discussion_loses_nothing_that_is_on_its_list,
            two_teams_in_contact_with_her_are_put_on_a_list_once,
            accounts_are_kept_by_administrators,
            a_restricted_record_is_a_line_without_a_name_and_opens_to_who_is_named_or_says_why,
            a_withheld_address_is_shown_nowhere_but_for_a_reason_that_is_noted_each_time,
            no_letter_names_an_address_that_is_withheld,
            a_record_is_opened_in_an_emergency_for_a_time_and_looked_at_afterwards,
            altered_rows_of_the_way_in_are_found,
            an_emergency_is_stored_at_once_and_added_to,
            an_acceptance_leaves_with_its_letters,
            an_erasure_leaves_figures_chain_and_replay,
            an_erasure_takes_advice_drafts_and_files_of_hers,
            an_import_is_in_the_queue_once_it_is_whole,
            batches_are_seen_in_order,
            columns_that_are_shared_miss_no_commit,
            every_part_of_the_queue_is_as_its_rows_are,
            every_referral_onward_is_chased_and_counted,
            what_duty_did_is_counted_once_wherever_it_is_recorded,
            the_lists_between_teams_are_as_the_referrals_are,
            two_who_accept_at_once_are_one_acceptance_with_one_letter,
            files_go_with_their_referral,
            what_a_scanner_does_not_clear_is_not_kept,
            looks_are_found_by_colleague_person_day_and_refusal,
            what_is_unusual_in_the_log_is_pointed_out,
            nobody_to_ring_is_counted_and_not_clocked,
            two_who_draw_one_reference_get_two,
            pages_saved_at_once_are_all_kept,
            the_queue_is_in_order_and_lets_go_of_what_is_decided,
            somebody_is_found_again_and_the_look_keeps_no_search,
            the_queue_is_in_order_and_its_parts_hold_what_they_count,
            two_who_decide_at_once,
            what_happens_to_an_account_holds_from_the_next_request,
            what_was_left_does_not_come_back,
            what_was_left_or_is_a_day_old_is_gone,
            two_who_write_letters_at_once,
            who_hears_the_reasons,
        );
    };
    ($open:expr, $($story:ident),* $(,)?) => {
        $(#[test]
        fn $story() {
            let Some((_guard, store)) = $open() else { return };
            $crate::conformance::$story(&$crate::conformance::Desk::open(store, 1));
        })*
    };
}
