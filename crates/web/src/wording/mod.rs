//! Public wording, from `locales/*/public.ftl`, in the language that whoever reads it chose.
//!
//! A message that is missing in a language is said in English; one that is missing there shows as its name in double brackets,
//! and a test finds it.

mod language;
pub(crate) mod times;

use std::future::Future;

use fluent_bundle::FluentArgs;
use maud::{Markup, html};

pub use language::{Language, LanguageApproval, NotOffered};

tokio::task_local! {
    /// The language of the request that is answered; nothing where a page is in English alone, as those of staff.
    static SPOKEN: &'static Language;
}

/// The language in which a page is written now.
pub(crate) fn spoken() -> &'static Language {
    SPOKEN.try_with(|language| *language).unwrap_or_else(|_| Language::english())
}

/// Answers in a language.
pub(crate) async fn speaking<T>(language: &'static Language, answer: impl Future<Output = T>) -> T {
    SPOKEN.scope(language, answer).await
}

/// Writes in a language.
pub(crate) fn written_in<T>(language: &'static Language, write: impl FnOnce() -> T) -> T {
    SPOKEN.sync_scope(language, write)
}

/// A message.
pub(crate) fn text(key: &str) -> String {
    message(key, None)
}

/// A message, where there is one.
pub(crate) fn find(key: &str) -> Option<String> {
    Language::english().bundle.has_message(key).then(|| text(key))
}

/// A message with something put into it.
pub(crate) fn text_with(key: &str, name: &str, value: &str) -> String {
    let mut args = FluentArgs::new();
    args.set(name, value);
    message(key, Some(&args))
}

/// A message with a number put into it, whose words may differ with it.
pub(crate) fn text_counting(key: &str, name: &str, number: impl Into<i64>) -> String {
    let mut args = FluentArgs::new();
    args.set(name, number.into());
    message(key, Some(&args))
}

fn message(key: &str, args: Option<&FluentArgs<'_>>) -> String {
    let said = said(spoken(), key, args).or_else(|| said(Language::english(), key, args));
    said.unwrap_or_else(|| format!("[[{key}]]"))
}

fn said(language: &Language, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
    let pattern = language.bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let written = language.bundle.format_pattern(pattern, args, &mut errors).into_owned();
    errors.is_empty().then_some(written)
}

/// A message of several paragraphs: an empty line between two; lines that begin with a hyphen are a list.
pub(crate) fn prose(key: &str) -> Markup {
    paragraphs(&text(key))
}

/// Text as [`prose`] sets it.
pub(crate) fn paragraphs(text: &str) -> Markup {
    html! {
        @for block in text.split("\n\n") {
            @if block.lines().all(|line| line.starts_with("- ")) {
                ul class="nhsuk-list nhsuk-list--bullet" {
                    @for item in block.lines() { li { (item.trim_start_matches("- ")) } }
                }
            } @else {
                p { (block) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_message_shows() {
        assert_eq!(super::text("no-such-message"), "[[no-such-message]]");
    }

    #[test]
    fn words_are_of_the_language_that_is_spoken_and_english_where_none_is() {
        let (english, polish) = (text("skip"), written_in(Language::find("pl").unwrap(), || text("skip")));
        assert_eq!(english, "Skip to main content");
        assert_ne!(polish, english);
        assert_eq!(written_in(Language::find("pl").unwrap(), || text("no-such-message")), "[[no-such-message]]");
    }

    #[test]
    fn a_number_chooses_the_words_that_its_language_has_for_it() {
        let said = |hours: i64| {
            written_in(Language::find("ar").unwrap(), || text_counting("questions-read-within", "hours", hours))
        };
        let words = [1, 2, 4, 24, 100].map(said);
        assert!(words[0].contains("ساعة واحدة") && words[1].contains("ساعتين"), "{words:?}");
        assert!(words[2].contains("4 ساعات") && words[3].contains("24 ساعة"), "{words:?}");
        assert!(text_counting("questions-read-within", "hours", 24).contains("24 hours"));
    }
}
