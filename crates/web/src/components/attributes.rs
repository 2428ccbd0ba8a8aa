//! Small pieces of which attributes are made.

/// A `class` attribute under construction.
pub(crate) struct ClassList(String);

impl ClassList {
    /// Starts with the component's own class.
    pub(crate) fn new(base: &str) -> Self {
        Self(base.to_owned())
    }

    /// Adds a class when the condition holds.
    pub(crate) fn when(self, condition: bool, class: &str) -> Self {
        if condition { self.with(class) } else { self }
    }

    /// Adds `prefix` followed by the value, when there is a value.
    pub(crate) fn option(self, prefix: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(&format!("{prefix}{value}")),
            None => self,
        }
    }

    /// Adds classes, separated by spaces; nothing for an empty string.
    pub(crate) fn with(mut self, classes: &str) -> Self {
        if !classes.is_empty() {
            self.0.push(' ');
            self.0.push_str(classes);
        }
        self
    }

    /// The finished attribute value.
    pub(crate) fn build(self) -> String {
        self.0
    }
}

/// An attribute value, or none when the text is empty.
pub(crate) fn optional(value: &str) -> Option<&str> {
    if value.is_empty() { None } else { Some(value) }
}

/// The ids for `aria-describedby`, or none when no part is present.
pub(crate) fn described_by(parts: &[&str]) -> Option<String> {
    let present: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    if present.is_empty() { None } else { Some(present.join(" ")) }
}

/// What a link-like component does: go somewhere, or submit the form that holds it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Target<'a> {
    /// A button that submits the form around it.
    #[default]
    Submit,
    /// A link to this address.
    Link(&'a str),
}

impl<'a> From<&'a str> for Target<'a> {
    fn from(href: &'a str) -> Self {
        Self::Link(href)
    }
}

/// Width of a column or a key, as a share of the space there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// All of it.
    Full,
    /// Three quarters.
    ThreeQuarters,
    /// Two thirds.
    TwoThirds,
    /// A half.
    OneHalf,
    /// A third.
    OneThird,
    /// A quarter.
    OneQuarter,
}

impl Share {
    /// The name in class names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::ThreeQuarters => "three-quarters",
            Self::TwoThirds => "two-thirds",
            Self::OneHalf => "one-half",
            Self::OneThird => "one-third",
            Self::OneQuarter => "one-quarter",
        }
    }
}
