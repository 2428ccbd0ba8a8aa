//! Tables in Markdown.

/// One row: its line in the file, counted from 1, and its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The physical line.
    pub line: usize,
    /// One trimmed text for each column of the header.
    pub cells: Vec<String>,
}

/// The rows of every table in `text` whose header is `header` (capitals make no difference).
///
/// # Errors
/// The line of a row that has another number of cells than its header.
pub fn rows(text: &str, header: &[&str]) -> Result<Vec<Row>, usize> {
    let mut found = Vec::new();
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        let Some(cells) = split(line) else {
            inside = false;
            continue;
        };
        if inside {
            if cells.len() != header.len() {
                return Err(index + 1);
            }
            if !cells.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| "-: ".contains(c))) {
                found.push(Row { line: index + 1, cells });
            }
        } else {
            inside = cells.len() == header.len()
                && cells.iter().zip(header).all(|(cell, name)| cell.eq_ignore_ascii_case(name));
        }
    }
    Ok(found)
}

/// The texts in backticks.
pub fn backticked(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).map(str::trim).filter(|span| !span.is_empty()).collect()
}

fn split(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut characters = inner.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                push(&mut cells, '|');
            }
            '|' if !quoted => cells.push(String::new()),
            c => {
                quoted ^= c == '`';
                push(&mut cells, c);
            }
        }
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

fn push(cells: &mut [String], c: char) {
    if let Some(last) = cells.last_mut() {
        last.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tables_with_the_header_are_read() {
        let text = "| a | b |\n|---|---|\n| 1 | `x|y` |\n\n| c | d |\n|---|---|\n| 2 | 3 |\n";
        let rows = rows(text, &["A", "b"]).unwrap();
        assert_eq!(rows, [Row { line: 3, cells: vec!["1".into(), "`x|y`".into()] }]);
    }

    #[test]
    fn a_row_with_a_cell_too_few_is_named() {
        assert_eq!(rows("| a | b |\n|---|---|\n| 1 |\n", &["a", "b"]), Err(3));
    }

    #[test]
    fn backticked_texts_are_found_in_order() {
        assert_eq!(backticked("see `a::b`, then `c`"), ["a::b", "c"]);
    }
}
