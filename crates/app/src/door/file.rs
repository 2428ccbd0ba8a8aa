//! Files at the door: a letter as it came (PR-07). Type and size are checked, the content is held apart and never run.

use porch_domain::ids::{AttachmentId, hex};
use porch_store::{RowChange, StoredFile};
use sha2::{Digest, Sha256};

use super::{
    draft::{change, found},
    sending::referral_of,
};
use crate::{Ctx, error::AppError};

/// The most bytes in one file.
pub const MOST_IN_A_FILE: usize = 5 * 1024 * 1024;
/// The most files of one draft, those that were sent by it included.
pub const MOST_FILES: usize = 5;
/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// It has no content.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`MOST_IN_A_FILE`].
    #[error("the file is larger than 5 MB")]
    TooLarge,
    /// There are [`MOST_FILES`] already.
    #[error("there are five files already")]
    TooMany,
    /// Its content is of none of the types that are taken.
    #[error("the file is no PDF, picture, Word document or plain text")]
    WrongType,
    /// The scanner found something harmful in it.
    #[error("something harmful was found in the file")]
    Harmful,
    /// There is a scanner, and it did not say.
    #[error("the scanner of files does not answer")]
    NotScanned,
    /// The service says no.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Whoever can say whether a file is harmful. The binary gives one, where it was told how.
pub trait FileScanner: Send + Sync {
    /// Looks a file through, and waits for what comes of it, within its time.
    fn scan(&self, content: &[u8]) -> Scanned;
}

/// What a scanner says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scanned {
    /// It found nothing.
    Nothing,
    /// It found something harmful.
    Harmful,
    /// It did not say.
    NoAnswer,
}

/// Adds a file to a draft. Its type is what its content shows, whatever it is called. Where there is a scanner, it says that
/// nothing harmful is in it, or nothing is kept.
///
/// # Errors
/// [`FileProblem`]; nothing was kept.
pub fn add_file(
    ctx: &Ctx,
    scanner: Option<&dyn FileScanner>,
    key: &str,
    name: &str,
    content: Vec<u8>,
) -> Result<StoredFile, FileProblem> {
    let draft = found(ctx, key)?.ok_or(AppError::Gone)?;
    if content.is_empty() {
        return Err(FileProblem::Empty);
    }
    if content.len() > MOST_IN_A_FILE {
        return Err(FileProblem::TooLarge);
    }
    let media_type = media_type(&content).ok_or(FileProblem::WrongType)?;
    let sent = match draft.outcome.as_deref().and_then(referral_of) {
        Some(referral) => {
            ctx.store.read(|tx| StoredFile::of_referral(tx, ctx.footprint(), referral)).map_err(AppError::from)?
        }
        None => Vec::new(),
    };
    if files(ctx, key)?.len() + sent.len() >= MOST_FILES {
        return Err(FileProblem::TooMany);
    }
    match scanner.map(|scanner| scanner.scan(&content)) {
        None | Some(Scanned::Nothing) => {}
        Some(Scanned::Harmful) => return Err(FileProblem::Harmful),
        Some(Scanned::NoAnswer) => return Err(FileProblem::NotScanned),
    }
    let file = StoredFile {
        id: AttachmentId(ctx.world.id()),
        name: shown_name(name, media_type),
        media_type: media_type.to_owned(),
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        sha256: hex(&Sha256::digest(&content)),
    };
    let mut change = change(ctx);
    change.row(draft.still_there(ctx.footprint()));
    change.row(file.row(ctx.footprint(), &draft.key, ctx.now, content));
    match ctx.store.commit(change).map_err(AppError::from) {
        Ok(_) => Ok(file),
        // It was left or sent while the file came: nothing would ever take the file away again.
        Err(AppError::Stale) => Err(AppError::Gone.into()),
        Err(error) => Err(error.into()),
    }
}

/// The files of a draft.
///
/// # Errors
/// When there is no such draft, or the database cannot be read.
pub fn files(ctx: &Ctx, key: &str) -> Result<Vec<StoredFile>, AppError> {
    let draft = found(ctx, key)?.ok_or(AppError::Gone)?;
    Ok(ctx.store.read(|tx| StoredFile::of_draft(tx, ctx.footprint(), &draft.key))?)
}

/// Takes a file of a draft away.
///
/// # Errors
/// When there is no such draft, or the database cannot be written.
pub fn remove_file(ctx: &Ctx, key: &str, id: AttachmentId) -> Result<(), AppError> {
    let draft = found(ctx, key)?.ok_or(AppError::Gone)?;
    let mut change = change(ctx);
    change.row(RowChange::forget_file(ctx.footprint(), &draft.key, id));
    ctx.store.commit(change)?;
    Ok(())
}

/// The type of a content by its first bytes; none where it is not one that is taken.
///
/// # Source
/// ISO 32000 (PDF), the PNG and JPEG specifications, ECMA-376 (a ZIP archive with a part `word/`).
fn media_type(content: &[u8]) -> Option<&'static str> {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    if content.starts_with(b"%PDF-") {
        Some("application/pdf")
    } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if content.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if content.starts_with(b"PK\x03\x04") {
        let word = content.windows(5).any(|part| part == b"word/");
        let macros = content.windows(14).any(|part| part == b"vbaProject.bin");
        (word && !macros).then_some(WORD)
    } else {
        let text = std::str::from_utf8(content).ok()?;
        let plain = !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        plain.then_some("text/plain")
    }
}

/// The last part of a name, without what cannot be shown or turns the direction of writing, and with the ending of what the
/// content is: nobody's machine runs it for its name.
fn shown_name(name: &str, media_type: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let turns =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let shown: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).take(LONGEST_NAME).collect();
    let shown = if shown.trim().is_empty() { "file".to_owned() } else { shown };
    let endings: &[&str] = match media_type {
        "application/pdf" => &["pdf"],
        "image/png" => &["png"],
        "image/jpeg" => &["jpg", "jpeg"],
        "text/plain" => &["txt"],
        _ => &["docx"],
    };
    let ending = shown.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let fits = ending.is_some_and(|ending| endings.contains(&ending.as_str()));
    if fits { shown } else { format!("{shown}.{}", endings[0]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_says_what_a_file_is_and_not_its_name() {
        for (content, read) in [
            (b"%PDF-1.7\n".as_slice(), Some("application/pdf")),
            (b"\x89PNG\r\n\x1a\n0", Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            ("Dear colleague,\r\nzażółć".as_bytes(), Some("text/plain")),
            (
                b"PK\x03\x04....word/document.xml",
                Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            ),
            (b"PK\x03\x04....word/vbaProject.bin", None),
            (b"PK\x03\x04....xl/workbook.xml", None),
            (b"MZ\x90\x00", None),
            (b"\x7fELF", None),
            (b"a\x00b", None),
            (b"\xff\xfe", None),
        ] {
            assert_eq!(media_type(content), read, "{content:?}");
        }
    }

    #[test]
    fn a_name_keeps_its_last_part_and_ends_as_its_content_is() {
        let pdf = |name: &str| shown_name(name, "application/pdf");
        assert_eq!(pdf("C:\\letters\\a.pdf"), "a.pdf");
        assert_eq!(pdf("Letter.PDF"), "Letter.PDF");
        assert_eq!(pdf("../../etc/passwd"), "passwd.pdf");
        assert_eq!(pdf("a\u{0}b\n.pdf"), "ab.pdf");
        assert_eq!(pdf("\u{202e}gnp.exe"), "gnp.exe.pdf");
        assert_eq!(pdf("///"), "file.pdf");
        assert_eq!(shown_name("x.hta", "text/plain"), "x.hta.txt");
        assert_eq!(shown_name("photo.jpeg", "image/jpeg"), "photo.jpeg");
        assert_eq!(pdf(&"x".repeat(200)).chars().count(), 124);
    }
}
