//! The few forms that a text may use. A template engine can do much more, and each of its ways to repeat, sort or nest can be
//! made to take all memory or time; so a text is read here before the engine sees it.
//!
//! Allowed: `{{ place }}`, `{{ place or "words" }}`, `{{ places|join("words") }}`; `{% if place %}`, `{% if not place %}`,
//! `{% elif place %}`, `{% else %}`, `{% endif %}`; `{% for one in places %}`, `{% endfor %}`.

/// The most characters of a text: what somebody may still change by hand when a letter is read.
pub const MOST_CHARACTERS: usize = 12_000;

/// The most forms in one text.
const MOST_FORMS: usize = 300;

/// Reads the forms of a text.
///
/// # Errors
/// What is not allowed, with its line, in words for whoever wrote it.
pub(super) fn check(text: &str) -> Result<(), String> {
    if text.chars().count() > MOST_CHARACTERS {
        return Err(format!("this is longer than {MOST_CHARACTERS} characters"));
    }
    let (mut rest, mut line, mut forms) = (text, 1, 0);
    while let Some(at) = ["{{", "{%", "{#"].into_iter().filter_map(|open| rest.find(open)).min() {
        line += rest[..at].matches('\n').count();
        let (open, after) = rest[at..].split_at(2);
        let close = if open == "{{" { "}}" } else { "%}" };
        let wrong = |what: &str| Err(format!("line {line}: {what}"));
        if open == "{#" {
            return wrong("notes are not kept in a text");
        }
        let Some(end) = after.find(close) else { return wrong("a place or a condition is not closed") };
        let content = &after[..end];
        let known = if open == "{{" { is_place(content) } else { is_block(content) };
        if !known {
            return wrong("only places, conditions and lists as they are shown below can be used");
        }
        forms += 1;
        if forms > MOST_FORMS {
            return wrong("this text has too many places and conditions");
        }
        line += content.matches('\n').count();
        rest = &after[end + 2..];
    }
    Ok(())
}

/// A name, or a name of a name: `one.note`.
fn is_name(text: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let mut words = text.split('.');
    words.next().is_some_and(word) && words.next().is_none_or(word) && words.next().is_none()
}

/// Words between quotation marks, with none of the signs that the engine reads.
fn is_words(text: &str) -> bool {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.is_some_and(|words| words.len() <= 200 && !words.contains(['"', '\\', '{', '}', '%']))
}

fn is_place(content: &str) -> bool {
    let content = content.trim();
    if let Some((name, words)) = content.split_once(" or ") {
        return is_name(name.trim()) && is_words(words.trim());
    }
    if let Some((name, join)) = content.split_once('|') {
        let words = join.trim().strip_prefix("join(").and_then(|rest| rest.strip_suffix(')'));
        return is_name(name.trim()) && words.is_some_and(|words| is_words(words.trim()));
    }
    is_name(content)
}

fn is_block(content: &str) -> bool {
    let words: Vec<&str> = content.split_whitespace().collect();
    match words.as_slice() {
        ["else" | "endif" | "endfor"] => true,
        ["if" | "elif", place] | ["if" | "elif", "not", place] => is_name(place),
        ["for", one, "in", places] => is_name(one) && !one.contains('.') && is_name(places),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_letters_are_read_and_everything_else_of_the_engine_is_not() {
        for text in [
            "Dear {{ her_name or \"name not held\" }},",
            "{% if copies %}Copies: {{ copies|join(\" and to \") }}{% else %}-{% endif %}",
            "{% for one in urgent %}\n{{ one.name }}\n{% endfor %}",
            "{% if not born %}x{% elif team %}y{% endif %}",
            "100 % of {people} and } or %}",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for text in [
            "{{ 7*7 }}",
            "{{ \"a\"*20000000 }}",
            "{{ range(99999)|list|sort }}",
            "{{ a|upper }}",
            "{{ a.b.c }}",
            "{{ a[0] }}",
            "{{ A }}",
            "{{ a or \"}\" }}",
            "{% set x = x ~ x %}",
            "{% for i in range(9) %}{% endfor %}",
            "{% for a.b in c %}{% endfor %}",
            "{% if a == b %}{% endif %}",
            "{% include \"x\" %}",
            "{% raw %}{% endraw %}",
            "{%- if a -%}{%- endif -%}",
            "{# note #}",
            "{{ open",
            "{% if open",
            "{{}}",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        assert!(check(&format!("{{{{ {}1 }}}}", "-".repeat(2_500))).unwrap_err().starts_with("line 1: "));
        assert!(check("\n\n{{ a b }}").unwrap_err().starts_with("line 3: "));
        assert!(check(&"{{ a }}".repeat(301)).is_err());
        assert!(check(&"x".repeat(12_001)).is_err() && check(&"ü".repeat(12_000)).is_ok());
    }
}
