//! Public wording, from `locales/en/public.ftl`.
//!
//! A message that is missing shows as its name in double brackets, and a test finds it.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use maud::{Markup, html};

static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::default()]);
    // Bidirectional marks would end in addresses and titles; there is one direction only.
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(include_str!("../locales/en/public.ftl").to_owned()) {
        Ok(resource) => resource,
        // What could be read is used; a test holds that all can be.
        Err((resource, _)) => resource,
    };
    bundle.add_resource_overriding(resource);
    bundle
});

/// A message.
pub(crate) fn text(key: &str) -> String {
    message(key, None)
}

/// A message, where there is one.
pub(crate) fn find(key: &str) -> Option<String> {
    ENGLISH.has_message(key).then(|| text(key))
}

/// A message with something put into it.
pub(crate) fn text_with(key: &str, name: &str, value: &str) -> String {
    let mut args = FluentArgs::new();
    args.set(name, value);
    message(key, Some(&args))
}

fn message(key: &str, args: Option<&FluentArgs<'_>>) -> String {
    let Some(pattern) = ENGLISH.get_message(key).and_then(|message| message.value()) else {
        return format!("[[{key}]]");
    };
    let mut errors = Vec::new();
    let written = ENGLISH.format_pattern(pattern, args, &mut errors).into_owned();
    if errors.is_empty() { written } else { format!("[[{key}]]") }
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
    fn the_file_is_read_whole() {
        let text = include_str!("../locales/en/public.ftl").to_owned();
        assert!(FluentResource::try_new(text).is_ok());
    }

    #[test]
    fn a_missing_message_shows() {
        assert_eq!(super::text("no-such-message"), "[[no-such-message]]");
    }
}
