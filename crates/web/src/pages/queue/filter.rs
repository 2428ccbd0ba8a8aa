//! One line of counts that are also the parts of the queue.

use maud::{Markup, html};
use porch_app::queue::{Position, Queue};

use crate::pages::grouped;

/// The counts. The part that is shown is marked in words for those who do not see the line under it.
pub(super) fn counts(shown: &Queue) -> Markup {
    html! {
        nav class="porch-counts" aria-label="Parts of the queue" {
            ul class="porch-counts__list" {
                @for (filter, count) in &shown.counts {
                    @let current = *filter == shown.filter;
                    li class="porch-counts__item" {
                        a class=(if current { "porch-counts__link porch-counts__link--current" } else { "porch-counts__link" })
                            href=(super::address(*filter, Position::First)) aria-current=[current.then_some("page")] {
                            span class="porch-counts__count" { (grouped(*count as u64)) } " " (filter.label())
                        }
                    }
                }
            }
        }
    }
}
