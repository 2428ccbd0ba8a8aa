//! One person's visit: the key in the cookie, and the draft that it opens.

use std::sync::Arc;

use axum::http::HeaderMap;
use porch_app::{AppError, Ctx, door, door::Opened};
use porch_domain::{
    actor::Actor,
    front_door::{Answers, Step, WayIn, field, steps},
};

use super::{questions::Asking, trouble::Trouble};
use crate::{Site, activity, pages::public::key_cookie::VISIT};

/// Carries out an activity for whoever is at the door, to its end even when they have gone.
///
/// # Errors
/// As the activity says.
pub(crate) async fn at_door<T: Send + 'static>(
    site: &Arc<Site>,
    work: impl FnOnce(&Ctx) -> Result<T, AppError> + Send + 'static,
) -> Result<T, Trouble> {
    let site = Arc::clone(site);
    let done = activity::apart(move || work(&site.ctx(Actor::Public))).await.map_err(Trouble::Fault)?;
    done.map_err(Trouble::from)
}

/// A draft, and the key that opened it.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub(super) key: String,
    pub(super) opened: Opened,
}

impl Visit {
    /// The visit of a request.
    ///
    /// # Errors
    /// When there is no such draft any longer, or the database cannot be read.
    pub(super) async fn open(site: &Arc<Site>, headers: &HeaderMap) -> Result<Self, Trouble> {
        let key = VISIT.key(site, headers).ok_or(Trouble::Gone)?;
        let own = key.clone();
        let opened = at_door(site, move |ctx| door::open(ctx, &own)).await?;
        Self::of(key, opened).ok_or(Trouble::Gone)
    }

    /// The visit to a draft, where there is one that is written at the door.
    pub(super) fn of(key: String, opened: Option<Opened>) -> Option<Self> {
        let opened = opened?;
        match opened.way {
            WayIn::Myself | WayIn::Family | WayIn::Professional => Some(Self { key, opened }),
            // A call is written down by staff, in their own pages.
            WayIn::Telephone => None,
        }
    }

    pub(super) fn way(&self) -> WayIn {
        self.opened.way
    }

    pub(super) fn answers(&self) -> &Answers {
        &self.opened.answers
    }

    pub(super) fn asking(&self) -> Asking {
        Asking::new(self.opened.way, &self.opened.answers)
    }

    /// Whether a warning sign was answered yes.
    pub(super) fn is_emergency(&self) -> bool {
        steps(self.way(), self.answers()).iter().any(|step| is_at_once(*step))
    }

    /// Whether it was sent, and nothing more is asked.
    pub(super) fn is_done(&self) -> bool {
        self.opened.sent.is_some() && !self.is_emergency()
    }

    /// The steps that are asked. Once an emergency was sent, what made it one is not asked again: only a clinician who has
    /// spoken with her may lower it (PR-02).
    pub(super) fn steps(&self) -> Vec<Step> {
        let all = steps(self.way(), self.answers());
        if self.opened.sent.is_none() {
            return all;
        }
        let raised = all.iter().position(|step| is_at_once(*step)).map_or(0, |at| at + 1);
        all.into_iter().skip(raised).collect()
    }

    /// The first step that still stands in the way; the summary where none does.
    pub(super) fn where_to_go_on(&self, site: &Site) -> String {
        let problem = porch_domain::front_door::problems(self.way(), self.answers(), site.today());
        let step = problem.into_iter().map(|(step, _)| step).find(|step| self.steps().contains(step));
        step.map_or_else(|| super::CHECK.to_owned(), |step| super::address(step, false))
    }

    /// Whether she said that no number is safe.
    pub(super) fn no_number(&self) -> bool {
        self.answers().has(field::NO_NUMBER)
    }
}

/// Whether a step is what stands between a warning sign and the store.
pub(super) fn is_at_once(step: Step) -> bool {
    match step {
        Step::CallBack | Step::Emergency => true,
        Step::Now
        | Step::More
        | Step::Signs
        | Step::Words
        | Step::Health
        | Step::Person
        | Step::Referrer
        | Step::Agreement
        | Step::Reach
        | Step::Tell
        | Step::Needs
        | Step::Safeguarding
        | Step::Files => false,
    }
}
