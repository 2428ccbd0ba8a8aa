//! How old a reader has to be for what women and families read: each public page, each public message, each letter.

use std::fmt::Write;

use fluent_syntax::{ast, parser};
use porch_app::template;
use porch_domain::{
    message::Recipient,
    wording::reading_age::{AIM, EASY_AIM, EASY_LONGEST, ENOUGH, LONGEST, Reading},
};

use crate::{
    public_pages::PAGES,
    support::{House, between},
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/reading-age.md");

/// What stands in a line with the words around it.
const INLINE: [&str; 7] = ["a", "abbr", "b", "bdi", "em", "span", "strong"];

/// The words of a page's content; each block on lines of its own.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for piece in between(html, "<main", "</main>").split('<') {
        let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push('\n');
        }
        text.push_str(words);
    }
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

/// Every message of the public file by name, its paragraphs on lines of their own.
fn messages() -> Vec<(String, String)> {
    let file = parser::parse(include_str!("../../locales/en/public.ftl")).unwrap();
    let of = |entry: &ast::Entry<&str>| {
        let ast::Entry::Message(message) = entry else { return None };
        let mut text = String::new();
        for element in &message.value.as_ref()?.elements {
            match element {
                ast::PatternElement::TextElement { value } => text.push_str(value),
                // What is put in stands for a word or a number.
                ast::PatternElement::Placeable { .. } => text.push_str("this"),
            }
        }
        Some((message.id.name.to_owned(), text))
    };
    file.body.iter().filter_map(of).collect()
}

fn is_easy(what: &str, reading: &Reading) {
    let words = reading.words_of_longest();
    assert!(words <= LONGEST, "{what} has a sentence of {words} words: {}", reading.longest());
    assert!(!reading.is_hard(), "{what} is for readers of {:.1}", reading.age().unwrap_or_default());
}

fn line(text: &mut String, what: &str, reading: &Reading) {
    let age = reading.age().map_or_else(|| "–".to_owned(), |age| format!("{age:.1}"));
    writeln!(text, "| {what} | {age} | {} | {} |", reading.sentences(), reading.words_of_longest()).unwrap();
}

// PR-09, F5: whoever asks for help can read what is asked and what is answered.
#[tokio::test]
async fn a_reader_of_ten_can_read_every_public_page_and_every_letter_to_a_woman() {
    let mut written = format!(
        "# Reading age of what women and families read\n\n\
         Written by a test; to write it again: `UPDATE_REFERENCE=1 cargo test -p porch-web --test site reading_age`.\n\n\
         The Automated Readability Index (4.71 × letters for each word + 0.5 × words for each sentence − 21.43, a school grade of \
         the United States) and five years more. Headings, labels and items of lists that are no sentence are not counted. The run \
         fails where a text of {ENOUGH} sentences or more is for readers of more than {AIM:.0}, or where a sentence anywhere has more \
         than {LONGEST} words. Easy read (`/easy`, `/easy/next`) is for readers of {EASY_AIM:.0} at most, with {EASY_LONGEST} words in a \
         sentence at most.\n"
    );
    let table =
        |title: &str| format!("\n## {title}\n\n| what | age | sentences | words of the longest |\n|---|---|---|---|\n");
    let messages = messages();
    assert!(messages.len() > 400, "{}", messages.len());
    for (name, text) in &messages {
        is_easy(name, &Reading::of(text));
    }
    written.push_str(&table("Public pages, of the demonstration"));
    let house = House::demonstration();
    // The door of staff is theirs.
    for path in PAGES.iter().filter(|path| **path != "/sign-in") {
        let reading = Reading::of(&text_of(&house.get(path).await.body));
        is_easy(path, &reading);
        if path.starts_with("/easy") {
            let (age, longest) = (reading.age().unwrap(), reading.longest());
            assert!(reading.sentences() > 15 && !reading.is_too_hard_for_easy_read(), "{path}: {age:.1}, {longest}");
        }
        line(&mut written, &format!("`{path}`"), &reading);
    }
    let whole: String = messages.iter().map(|(_, text)| format!("{text}\n")).collect();
    line(&mut written, "all public messages", &Reading::of(&whole));
    written
        .push_str(&table("Letters to a woman, filled for an invented person; of each the hardest of its situations"));
    for text in template::built_in().into_iter().filter(|text| text.recipient == Recipient::Woman) {
        let read = template::preview(&text).unwrap().into_iter().map(|preview| Reading::of(&preview.words.body));
        let readings: Vec<_> = read.inspect(|reading| is_easy(&text.name, reading)).collect();
        let hardest = readings.iter().max_by(|one, other| one.age().partial_cmp(&other.age()).unwrap()).unwrap();
        line(&mut written, &format!("`{}`", text.name), hardest);
    }
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(FILE, &written).unwrap();
    }
    assert_eq!(std::fs::read_to_string(FILE).unwrap_or_default(), written, "run with UPDATE_REFERENCE=1");
}
