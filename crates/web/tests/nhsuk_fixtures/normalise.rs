//! Brings two pieces of HTML that a browser shows and reads alike to one form.
//!
//! What is evened out: the order of attributes, the quotes around them, how characters are written as entities, and
//! white space that a browser does not show: at the edges of blocks, and the length of a run of it. What is not: names,
//! attribute values (classes in their order), text, and whether there is a space between two inline pieces of content.

use html5gum::{HtmlString, Token, Tokenizer};

const INLINE: [&str; 7] = ["a", "abbr", "b", "code", "em", "span", "strong"];
const ATOMIC: [&str; 3] = ["svg", "img", "br"];
const VOID: [&str; 4] = ["br", "hr", "img", "input"];
const VERBATIM: [&str; 2] = ["textarea", "pre"];

/// The tags and texts of the HTML, one a line.
pub fn normalise(html: &str) -> Vec<String> {
    let mut lines = Lines::default();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                let name = read(&tag.name);
                let attributes: Vec<String> = tag
                    .attributes
                    .iter()
                    .map(|(key, value)| format!(" {}={:?}", read(key), read(&value.value)))
                    .collect();
                lines.start(&name, &attributes.concat());
                // In a drawing `<path/>` is `<path></path>`; in HTML the slash of a void tag says nothing.
                if tag.self_closing && !VOID.contains(&name.as_str()) {
                    lines.end(&name);
                }
            }
            Token::EndTag(tag) => lines.end(&read(&tag.name)),
            Token::String(text) => lines.text(&read(&text.value)),
            Token::Comment(comment) => lines.out.push(format!("<!--{}-->", read(&comment.value))),
            Token::Doctype(_) => lines.out.push("<!doctype>".to_owned()),
            Token::Error(error) => lines.out.push(format!("error: {error:?}")),
        }
    }
    lines.out
}

fn read(text: &HtmlString) -> String {
    String::from_utf8_lossy(text).into_owned()
}

#[derive(Default)]
struct Lines {
    out: Vec<String>,
    /// White space was seen since the last content.
    space: bool,
    /// There is inline content since the last edge of a block.
    content: bool,
    /// Inside an element whose white space counts.
    verbatim: bool,
}

impl Lines {
    fn start(&mut self, name: &str, attributes: &str) {
        if ATOMIC.contains(&name) {
            self.put_space();
            self.content = true;
        } else if !INLINE.contains(&name) {
            self.edge();
        }
        self.out.push(format!("<{name}{attributes}>"));
        self.verbatim = VERBATIM.contains(&name);
    }

    fn end(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.edge();
        }
        if ATOMIC.contains(&name) {
            self.content = true;
        }
        self.out.push(format!("</{name}>"));
        self.verbatim = false;
    }

    fn edge(&mut self) {
        self.space = false;
        self.content = false;
    }

    fn put_space(&mut self) {
        if self.space && self.content {
            self.out.push(" ".to_owned());
        }
        self.space = false;
    }

    fn text(&mut self, text: &str) {
        if self.verbatim {
            self.out.push(text.to_owned());
            return;
        }
        self.space |= text.starts_with(is_space);
        let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return;
        }
        self.put_space();
        self.out.push(words.join(" "));
        self.content = true;
        self.space = text.ends_with(is_space);
    }
}

/// HTML's white space: not the no-break space.
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// The first place where the two differ, with what comes before.
pub fn difference(expected: &str, actual: &str) -> Option<String> {
    let (expected, actual) = (normalise(expected), normalise(actual));
    let at = (0..expected.len().max(actual.len())).find(|&line| expected.get(line) != actual.get(line))?;
    let before = expected[at.saturating_sub(3)..at].join("");
    Some(format!("after {before}\n  expected {:?}\n  rendered {:?}", expected.get(at), actual.get(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUTTON: &str = "<button class=\"a b\" type='submit' disabled>\n  Save &amp; go <b>on</b>\n</button>";

    fn differs(other: &str) -> bool {
        difference(BUTTON, other).is_some()
    }

    #[test]
    fn layout_quotes_order_and_entities_do_not_matter() {
        assert!(!differs("<button disabled=\"\" type=submit class=\"a b\">Save &#38; go\n <b>on</b></button>"));
    }

    #[test]
    fn a_changed_class_is_found() {
        let other = BUTTON.replace("a b", "a c");
        let found = difference(BUTTON, &other).unwrap();
        assert!(found.contains("a c"), "{found}");
        assert!(differs(&BUTTON.replace("a b", "b a")));
    }

    #[test]
    fn changed_text_tags_and_attributes_are_found() {
        assert!(differs(&BUTTON.replace("Save", "Send")));
        assert!(differs(&BUTTON.replace("<b>on</b>", "on")));
        assert!(differs(&BUTTON.replace(" disabled", "")));
        assert!(differs(&BUTTON.replace("submit", "reset")));
        assert!(differs(&format!("{BUTTON}<p></p>")));
    }

    #[test]
    fn a_space_lost_between_words_is_found() {
        assert!(differs(&BUTTON.replace("go <b>", "go<b>")));
        assert!(difference("<p>a <svg></svg> b</p>", "<p>a <svg></svg>b</p>").is_some());
        assert!(difference("<textarea>a\nb</textarea>", "<textarea>a b</textarea>").is_some());
    }
}
