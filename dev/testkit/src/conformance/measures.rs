//! Columns that are kept hold everything that was committed before they are read.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::SignedDuration;
use porch_app::report::{Measures, annual_report};
use porch_domain::{
    actor::Role,
    footprint::TeamCode,
    measure::{AnnualReport, Period},
    referral::ReferralCommand,
};

use super::{Desk, import::history};
use crate::builders;

impl Desk {
    /// The annual report over all of history, from columns that are kept.
    ///
    /// # Panics
    /// When the store refuses.
    pub fn report_from(&self, measures: &Measures) -> AnnualReport {
        let period = Period { from: builders::on("2000-01-01"), to: builders::on("2099-12-31") };
        annual_report(&self.operator(), measures, period, None).unwrap().report
    }
}

/// A report drawn right after a commit holds it, whatever it was: what the kept columns say is what new ones say.
///
/// # Panics
/// When it is not so.
pub fn a_report_from_kept_columns_holds_the_commit_before_it(desk: &Desk) {
    let kept = Measures::default();
    let rows = history();
    let drawn = |step: &str| {
        let (from_kept, anew) = (desk.report_from(&kept), desk.report(None).0);
        assert_eq!(from_kept, anew, "{step}");
        from_kept.all
    };
    assert_eq!(drawn("nothing yet").referrals, 0);
    desk.import(&rows[..200]);
    // So many are held that a few changed people do not lead to new columns.
    let held = drawn("an import").referrals;
    assert!(held > 100, "{held}");
    let (_, accepted) = desk.receive();
    assert_eq!(drawn("received").referrals, held + 1);
    let (_, rejected) = desk.receive();
    let before = drawn("another received");
    assert_eq!(before.referrals, held + 2);
    assert_eq!(drawn("nothing new"), before);
    let accept = ReferralCommand::Accept {
        team: TeamCode("thrive".to_owned()),
        because: None,
        agreement: None,
        tellings: None,
        criteria: Vec::new(),
    };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), accepted, None, accept).unwrap();
    assert_eq!(drawn("accepted").accepted, before.accepted + 1);
    desk.world.pass(SignedDuration::from_hours(1));
    let reject = ReferralCommand::Reject { team: TeamCode("community".to_owned()), ending: builders::ending() };
    porch_app::referral::carry_out(&desk.ctx(Role::Duty), desk.command(), rejected, None, reject).unwrap();
    let after = drawn("rejected");
    assert_eq!((after.rejected, after.pending), (before.rejected + 1, before.pending - 2));
    let reasons = |all: &porch_domain::measure::TeamFigures| -> u64 {
        all.rejection_reasons.iter().map(|reason| reason.count).sum()
    };
    assert!(reasons(&after) > reasons(&before));
    desk.import(&rows);
    assert!(drawn("the rest of the history").referrals > held + 2);
}

/// Whoever draws from columns that all share sees at least what was acknowledged before.
///
/// # Panics
/// When it is not so.
pub fn columns_that_are_shared_miss_no_commit(desk: &Desk) {
    desk.import(&history()[..200]);
    let kept = Measures::default();
    let held = desk.report_from(&kept).all.referrals;
    let acknowledged = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..6 {
                    desk.receive();
                    let done = acknowledged.fetch_add(1, Ordering::SeqCst) + 1;
                    let drawn = desk.report_from(&kept).all.referrals;
                    assert!(drawn >= held + done, "{drawn} drawn, {held} held before and {done} acknowledged");
                }
            });
        }
    });
    assert_eq!(desk.report_from(&kept), desk.report(None).0);
    assert_eq!(desk.report_from(&kept).all.referrals, held + 24);
}
