//! The stored form of what somebody said of how it was.

use super::{Stored, Unreadable, Written, written};
use crate::comment::{CommentActedOn, CommentClosed, CommentEvent, CommentLeft};

pub(super) fn written_comment(event: &CommentEvent) -> Result<Written, serde_json::Error> {
    match event {
        CommentEvent::CommentLeft(e) => written("CommentLeft", e, e.words.as_ref()),
        CommentEvent::CommentRead(e) => written("CommentRead", e, None::<&()>),
        CommentEvent::CommentPassedOn(e) => written("CommentPassedOn", e, None::<&()>),
        CommentEvent::CommentActedOn(e) => written("CommentActedOn", e, e.note.as_ref()),
        CommentEvent::CommentAnswered(e) => written("CommentAnswered", e, None::<&()>),
        CommentEvent::CommentClosed(e) => written("CommentClosed", e, e.note.as_ref()),
        CommentEvent::PersonalDataErased(e) => written("PersonalDataErased", e, None::<&()>),
    }
}

impl Stored<'_> {
    pub(super) fn comment(&self, format: i64) -> Result<Option<CommentEvent>, Unreadable> {
        Ok(Some(match (self.event, format) {
            ("CommentLeft", 1) => CommentEvent::CommentLeft(self.with(|e: &mut CommentLeft| &mut e.words)?),
            ("CommentRead", 1) => CommentEvent::CommentRead(self.content()?),
            ("CommentPassedOn", 1) => CommentEvent::CommentPassedOn(self.content()?),
            ("CommentActedOn", 1) => CommentEvent::CommentActedOn(self.with(|e: &mut CommentActedOn| &mut e.note)?),
            ("CommentAnswered", 1) => CommentEvent::CommentAnswered(self.content()?),
            ("CommentClosed", 1) => CommentEvent::CommentClosed(self.with(|e: &mut CommentClosed| &mut e.note)?),
            ("PersonalDataErased", 1) => CommentEvent::PersonalDataErased(self.content()?),
            _ => return Ok(None),
        }))
    }
}
