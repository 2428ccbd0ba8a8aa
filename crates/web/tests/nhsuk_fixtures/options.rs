//! Reads a fixture's options and keeps account of every one: what nobody asked for is reported as not offered.

use std::cell::RefCell;
use std::collections::BTreeSet;

use porch_web::components::Content;
use serde_json::{Map, Value};

/// The options that were met and are not offered.
pub type NotOffered = RefCell<BTreeSet<String>>;

/// One object of options; when it is dropped, each key that was not read is reported.
pub struct Options<'a> {
    map: &'a Map<String, Value>,
    path: String,
    read: RefCell<BTreeSet<&'a str>>,
    not_offered: &'a NotOffered,
}

impl<'a> Options<'a> {
    pub fn new(map: &'a Map<String, Value>, not_offered: &'a NotOffered) -> Self {
        Self::at(map, String::new(), not_offered)
    }

    fn at(map: &'a Map<String, Value>, path: String, not_offered: &'a NotOffered) -> Self {
        Self { map, path, read: RefCell::default(), not_offered }
    }

    /// Reports that this option, with this value, is not offered.
    pub fn refuse(&self, key: &str, value: &Value) {
        let shown = match value {
            Value::Object(_) | Value::Array(_) => String::new(),
            Value::String(text) if text.len() > 60 => String::new(),
            other => format!(" = {other}"),
        };
        self.not_offered.borrow_mut().insert(format!("{}{key}{shown}", self.path));
    }

    /// Reports classes that say again, and otherwise, what an option says: with typed options nobody needs both.
    pub fn refuse_classes_over(&self, option: &str, prefix: &str) {
        if let (true, Some(classes)) = (self.has(option), self.map.get("classes"))
            && classes.as_str().is_some_and(|classes| classes.contains(prefix))
        {
            self.refuse(&format!("{option}, overridden by classes"), classes);
        }
    }

    /// The value; null is as good as absent.
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        let (key, value) = self.map.get_key_value(key)?;
        self.read.borrow_mut().insert(key);
        Some(value).filter(|value| !value.is_null())
    }

    pub fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// A string; empty when absent.
    pub fn text(&self, key: &str) -> &'a str {
        match self.value(key) {
            None => "",
            Some(Value::String(text)) => text,
            Some(other) => {
                self.refuse(key, other);
                ""
            }
        }
    }

    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.value(key) {
            None => None,
            Some(Value::Bool(flag)) => Some(*flag),
            Some(other) => {
                self.refuse(key, other);
                None
            }
        }
    }

    pub fn is(&self, key: &str) -> bool {
        self.flag(key) == Some(true)
    }

    /// Whether something that is on by default is turned off.
    pub fn is_off(&self, key: &str) -> bool {
        self.flag(key) == Some(false)
    }

    pub fn number(&self, key: &str) -> Option<u64> {
        match self.value(key) {
            None => None,
            Some(Value::Number(number)) => number.as_u64(),
            Some(other) => {
                self.refuse(key, other);
                None
            }
        }
    }

    /// One of the values named.
    pub fn pick<T: Copy>(&self, key: &str, values: &[(&str, T)]) -> Option<T> {
        let value = self.value(key)?;
        let shown = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let found = values.iter().find(|(name, _)| *name == shown).map(|(_, it)| *it);
        if found.is_none() {
            self.refuse(key, value);
        }
        found
    }

    pub fn child(&self, key: &str) -> Option<Options<'a>> {
        match self.value(key) {
            None => None,
            Some(Value::Object(map)) => Some(self.descend(key, map)),
            Some(other) => {
                self.refuse(key, other);
                None
            }
        }
    }

    fn descend(&self, key: &str, map: &'a Map<String, Value>) -> Options<'a> {
        Options::at(map, format!("{}{key}.", self.path), self.not_offered)
    }

    /// Something with words: a string, or an object whose `text` or `html` they are; the rest of that object is handed
    /// to `rest`.
    pub fn words(&self, key: &str, rest: impl FnOnce(&Options<'a>)) -> Content<'a> {
        match self.value(key) {
            None => Content::default(),
            Some(Value::String(text)) => text.into(),
            Some(Value::Object(map)) => {
                let child = self.descend(key, map);
                rest(&child);
                child.content()
            }
            Some(other) => {
                self.refuse(key, other);
                Content::default()
            }
        }
    }

    /// Words that can only be plain text.
    pub fn plain(&self, key: &str, rest: impl FnOnce(&Options<'a>)) -> &'a str {
        match self.value(key) {
            Some(Value::String(text)) => text,
            Some(Value::Object(map)) => {
                let child = self.descend(key, map);
                rest(&child);
                child.text("text")
            }
            None => "",
            Some(other) => {
                self.refuse(key, other);
                ""
            }
        }
    }

    /// `html`, or else `text`.
    pub fn content(&self) -> Content<'a> {
        let text = self.text("text");
        match self.text("html") {
            "" => text.into(),
            html => maud::PreEscaped(html.to_owned()).into(),
        }
    }

    /// The objects of a list, each handed to `each`; an empty item (false, null) is no item.
    pub fn list<T>(&self, key: &str, each: impl Fn(&Options<'a>) -> T) -> Vec<T> {
        self.values(key)
            .into_iter()
            .filter_map(|value| match value {
                Value::Object(map) => Some(each(&self.descend(&format!("{key}[]"), map))),
                other => {
                    self.refuse(&format!("{key}[]"), other);
                    None
                }
            })
            .collect()
    }

    /// The items of a list without the empty ones.
    pub fn values(&self, key: &str) -> Vec<&'a Value> {
        match self.value(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => {
                items.iter().filter(|item| !matches!(item, Value::Null | Value::Bool(false))).collect()
            }
            Some(other) => {
                self.refuse(key, other);
                Vec::new()
            }
        }
    }

    /// An item of a list that is a string or an object.
    pub fn item<T>(
        &self,
        key: &str,
        value: &'a Value,
        of_text: impl FnOnce(&'a str) -> T,
        of_options: impl FnOnce(&Options<'a>) -> T,
    ) -> Option<T> {
        match value {
            Value::String(text) => Some(of_text(text)),
            Value::Object(map) => Some(of_options(&self.descend(key, map))),
            other => {
                self.refuse(key, other);
                None
            }
        }
    }
}

impl Drop for Options<'_> {
    fn drop(&mut self) {
        let read = self.read.borrow();
        for (key, value) in self.map {
            if !read.contains(key.as_str()) {
                self.refuse(key, value);
            }
        }
    }
}
