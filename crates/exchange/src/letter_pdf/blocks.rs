//! What the text of a letter is made of: paragraphs, headings and lists, as they are read from its lines.

/// The most letters of a heading.
const LONGEST_HEADING: usize = 80;

/// A piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A line of its own above what it is about.
    Heading(String),
    /// Lines that belong together, each on a line of its own.
    Paragraph(Vec<String>),
    /// Items, without what marks them.
    List(Vec<String>),
}

/// The pieces of a text: an empty line parts paragraphs, a hyphen or a bullet begins an item, and a short line without a full stop
/// is a heading where a sentence or a list follows.
pub fn blocks(body: &str) -> Vec<Block> {
    let mut groups: Vec<Vec<&str>> = vec![Vec::new()];
    for line in body.lines().map(str::trim) {
        match groups.last_mut() {
            Some(group) if !line.is_empty() && (group.is_empty() || alike(group, line)) => group.push(line),
            Some(group) if group.is_empty() => {}
            _ if line.is_empty() => groups.push(Vec::new()),
            _ => groups.push(vec![line]),
        }
    }
    groups.retain(|group| !group.is_empty());
    let heads = |nth: usize| {
        let group = groups.get(nth)?;
        let next = groups.get(nth + 1)?;
        let [line] = group.as_slice() else { return None };
        let short = line.chars().count() <= LONGEST_HEADING;
        let plain = line.ends_with(|c: char| c.is_alphanumeric()) && !line.contains(':') && item(line).is_none();
        let leads = next.iter().any(|line| item(line).is_some() || line.ends_with(['.', '?', '!', ':']));
        (short && plain && leads).then(|| (*line).to_owned())
    };
    groups
        .iter()
        .enumerate()
        .map(|(nth, group)| {
            if let Some(heading) = heads(nth) {
                return Block::Heading(heading);
            }
            let items: Vec<String> = group.iter().filter_map(|line| item(line)).map(str::to_owned).collect();
            if items.len() == group.len() {
                return Block::List(items);
            }
            Block::Paragraph(group.iter().map(|line| (*line).to_owned()).collect())
        })
        .collect()
}

/// Whether a line goes on with what the lines before it are: a list, or no list.
fn alike(group: &[&str], line: &str) -> bool {
    group.last().is_none_or(|before| item(before).is_some() == item(line).is_some())
}

/// The words of an item, without what marks it.
fn item(line: &str) -> Option<&str> {
    line.strip_prefix("- ").or_else(|| line.strip_prefix("\u{2022} ")).map(str::trim)
}
