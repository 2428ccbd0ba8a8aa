//! Just enough of Rust's surface to count and to name: no parser, because the compiler has already had its say.

/// A function and how many lines it takes, from `fn` to its closing brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`, counted from 1.
    pub line: usize,
    /// How many lines.
    pub lines: usize,
}

/// The source with comments, strings and character literals turned into spaces; every line stays where it is.
pub fn blank(source: &str) -> String {
    let bytes = source.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = literal_or_comment_end(bytes, at);
        if end > at {
            for byte in &mut out[at..end] {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
            at = end;
        } else if is_word(bytes[at]) {
            while at < bytes.len() && is_word(bytes[at]) {
                at += 1;
            }
        } else {
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Where the comment or literal that starts at `at` ends; `at` itself when none starts there.
fn literal_or_comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    if rest.starts_with(b"//") {
        return at + rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
    }
    if rest.starts_with(b"/*") {
        return block_comment_end(bytes, at);
    }
    let prefix = [&b"br"[..], b"cr", b"r", b"b", b"c", b""]
        .into_iter()
        .find(|prefix| rest.starts_with(prefix) && matches!(rest.get(prefix.len()), Some(b'"' | b'#' | b'\'')))
        .unwrap_or(b"");
    let open = at + prefix.len();
    if prefix.ends_with(b"r") {
        return raw_string_end(bytes, open).unwrap_or(at);
    }
    match bytes.get(open) {
        Some(b'"') => quoted_end(bytes, open, b'"'),
        Some(b'\'') => character_end(bytes, open).unwrap_or(at),
        _ => at,
    }
}

fn block_comment_end(bytes: &[u8], at: usize) -> usize {
    let mut depth = 0usize;
    let mut next = at;
    while next < bytes.len() {
        if bytes[next..].starts_with(b"/*") {
            depth += 1;
            next += 2;
        } else if bytes[next..].starts_with(b"*/") {
            depth -= 1;
            next += 2;
            if depth == 0 {
                return next;
            }
        } else {
            next += 1;
        }
    }
    next
}

fn raw_string_end(bytes: &[u8], open: usize) -> Option<usize> {
    let hashes = bytes[open..].iter().take_while(|&&b| b == b'#').count();
    if bytes.get(open + hashes) != Some(&b'"') {
        return None;
    }
    let mut close = vec![b'"'];
    close.resize(hashes + 1, b'#');
    let body = open + hashes + 1;
    let length = bytes[body..].windows(close.len()).position(|window| window == close)?;
    Some(body + length + close.len())
}

fn quoted_end(bytes: &[u8], open: usize, quote: u8) -> usize {
    let mut next = open + 1;
    while next < bytes.len() {
        match bytes[next] {
            b'\\' => next += 2,
            b if b == quote => return next + 1,
            _ => next += 1,
        }
    }
    bytes.len()
}

/// A quote opens a character literal, or else a lifetime or label.
fn character_end(bytes: &[u8], open: usize) -> Option<usize> {
    let first = *bytes.get(open + 1)?;
    if first == b'\\' {
        return Some(quoted_end(bytes, open, b'\''));
    }
    let width = match first {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    (bytes.get(open + 1 + width) == Some(&b'\'')).then_some(open + width + 2)
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// Each word of blanked source with its byte offset.
pub fn words(blanked: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = blanked.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !is_word(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && is_word(bytes[at]) {
            at += 1;
        }
        (at > start).then(|| (start, &blanked[start..at]))
    })
}

/// The functions with a body in blanked source.
pub fn functions(blanked: &str) -> Vec<Function> {
    let all: Vec<(usize, &str)> = words(blanked).collect();
    let mut found = Vec::new();
    for pair in all.windows(2) {
        let [(start, "fn"), (name_at, name)] = pair else { continue };
        if !blanked[start + 2..*name_at].trim().is_empty() {
            continue;
        }
        if let Some(end) = body_end(blanked.as_bytes(), name_at + name.len()) {
            let line = line_of(blanked, *start);
            found.push(Function { name: (*name).to_owned(), line, lines: line_of(blanked, end) - line + 1 });
        }
    }
    found
}

/// The names declared after one of `keywords` in blanked source, with the line of each.
pub fn declared<'a>(blanked: &'a str, keywords: &[&str]) -> Vec<(usize, &'a str)> {
    let all: Vec<(usize, &str)> = words(blanked).collect();
    all.windows(2)
        .filter(|pair| keywords.contains(&pair[0].1))
        .filter(|pair| blanked[pair[0].0 + pair[0].1.len()..pair[1].0].trim().is_empty())
        .map(|pair| (line_of(blanked, pair[1].0), pair[1].1))
        .collect()
}

/// The offset of the brace that closes the body which opens after `from`; none for a declaration without body.
fn body_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut round = 0i32;
    let mut braces = 0i32;
    for (offset, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'(' | b'[' if braces == 0 => round += 1,
            b')' | b']' if braces == 0 => round -= 1,
            b';' if braces == 0 && round == 0 => return None,
            b'{' if braces > 0 || round == 0 => braces += 1,
            b'}' if braces > 0 => {
                braces -= 1;
                if braces == 0 {
                    return Some(offset);
                }
            }
            _ => {}
        }
    }
    None
}

/// The line of a byte offset, counted from 1.
pub fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|&&b| b == b'\n').count() + 1
}

/// The byte offset where the trailing `#[cfg(test)] mod tests` block starts; the length of the source when it has none.
pub fn tests_start(blanked: &str) -> usize {
    let Some(start) = blanked.rfind("\n#[cfg(test)]\nmod tests").map(|at| at + 1) else { return blanked.len() };
    match body_end(blanked.as_bytes(), start + "#[cfg(test)]\nmod tests".len()) {
        Some(end) if blanked[end + 1..].trim().is_empty() => start,
        _ => blanked.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_characters_are_blanked_and_lifetimes_are_not() {
        let source = "fn a<'x>(s: &'x str) { /* { /* } */ */ let b = \"{\\\"\"; let c = '{'; r#\"}\"#; } // }\n";
        let blanked = blank(source);
        assert_eq!(blanked.len(), source.len());
        assert_eq!(blanked.matches('{').count(), 1);
        assert_eq!(blanked.matches('}').count(), 1);
        assert!(blanked.contains("&'x str"));
    }

    #[test]
    fn identifiers_that_end_in_a_prefix_letter_open_no_literal() {
        assert!(blank("for b in abr { x }").contains("abr"));
        assert_eq!(blank("let b = b'\\'' ; y").trim_end().chars().last(), Some('y'));
    }

    #[test]
    fn functions_are_counted_from_fn_to_the_closing_brace() {
        let blanked = blank("fn a(b: fn(u8) -> [u8; 2]) -> u8 {\n  {\n  }\n}\ntrait T { fn c(&self); }\n");
        assert_eq!(functions(&blanked), [Function { name: "a".into(), line: 1, lines: 4 }]);
    }

    #[test]
    fn only_a_trailing_test_block_is_set_apart() {
        let trailing = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\n";
        assert_eq!(tests_start(trailing), 11);
        let amid = format!("{trailing}fn c() {{}}\n");
        assert_eq!(tests_start(&amid), amid.len());
    }

    #[test]
    fn declared_names_carry_their_line() {
        let blanked = blank("struct A;\nfn b() {}\nlet c = fn_like(d);\n");
        assert_eq!(declared(&blanked, &["struct", "fn"]), [(1, "A"), (2, "b")]);
    }
}
