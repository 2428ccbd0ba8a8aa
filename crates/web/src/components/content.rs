//! What a caller puts inside a component: plain text, or markup made elsewhere.

use std::borrow::Cow;

use maud::{Markup, PreEscaped, Render, html};

/// Text to be escaped, or markup that already is.
#[derive(Debug, Clone)]
pub enum Content<'a> {
    /// Plain text; it is escaped when it is rendered.
    Text(Cow<'a, str>),
    /// Markup, rendered as it is.
    Html(Markup),
}

impl Content<'_> {
    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Html(PreEscaped(html)) => html.is_empty(),
        }
    }

    /// Text in a paragraph of the class given, markup as it is.
    pub(crate) fn in_paragraph(&self, class: Option<&str>) -> Markup {
        match self {
            Self::Text(text) if text.is_empty() => html! {},
            Self::Text(text) => html! { p class=[class] { (text) } },
            Self::Html(markup) => markup.clone(),
        }
    }
}

impl Default for Content<'_> {
    fn default() -> Self {
        Self::Text(Cow::Borrowed(""))
    }
}

impl Render for Content<'_> {
    fn render_to(&self, buffer: &mut String) {
        match self {
            Self::Text(text) => text.render_to(buffer),
            Self::Html(PreEscaped(html)) => buffer.push_str(html),
        }
    }
}

impl<'a> From<&'a str> for Content<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Content<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Content<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Content<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Markup> for Content<'_> {
    fn from(markup: Markup) -> Self {
        Self::Html(markup)
    }
}
