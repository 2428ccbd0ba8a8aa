//! A letter as a tagged PDF, read again: its words in their order, what a screen reader finds, and what it gives away.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use lopdf::{Dictionary, Document, Object};
use porch_exchange::letter_pdf::{Block, Letter, TITLE, Unwritable, blocks, write};

const BODY: &str = "22 November 2026\n\nDear Zażółć Gęślą,\n\nWhat happens next\n\nSomeone will get in touch with you in a way that you told us is safe. Together you choose a time to talk.\n\nIf you feel unsafe, do not wait for us:\n\n- Emergency: 999. Always.\n- Invented crisis line: 01632 960 002 (ask for the team). Always.\n\nWith kind wishes,\n\nInvented Clinician\n";

fn address() -> Vec<String> {
    vec!["Invented Person".to_owned(), "1 Invented Street".to_owned(), "ZZ99 3VZ".to_owned()]
}

fn written(body: &str) -> Vec<u8> {
    let address = address();
    write(&Letter { address: &address, subject: "Your reference KM-0001", body, language: "en-GB" }).unwrap()
}

fn read(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).unwrap()
}

fn dict<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    document.dereference(object).unwrap().1.as_dict().unwrap()
}

fn text(document: &Document) -> String {
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let text: String = pages.iter().map(|page| document.extract_text(&[*page]).unwrap()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The kinds of the elements of the structure, in the order in which they are read.
fn elements(document: &Document) -> Vec<String> {
    fn below(document: &Document, object: &Object, found: &mut Vec<String>) {
        match document.dereference(object).unwrap().1 {
            Object::Array(children) => children.iter().for_each(|child| below(document, child, found)),
            Object::Dictionary(element) => {
                if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
                    found.push(String::from_utf8_lossy(kind).into_owned());
                }
                if let Ok(children) = element.get(b"K") {
                    below(document, children, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    below(document, root, &mut found);
    found
}

// What stands on the page stands in the file, in the same order.
#[test]
fn the_words_of_the_letter_are_in_the_file_in_their_order() {
    let said = text(&read(&written(BODY)));
    let mut rest = said.as_str();
    for words in [
        "Invented Person",
        "1 Invented Street",
        "ZZ99 3VZ",
        "Your reference KM-0001",
        "22 November 2026",
        "Dear Zażółć Gęślą,",
        "What happens next",
        "Someone will get in touch with you in a way that you told us is safe.",
        "999. Always.",
        "01632 960 002",
        "With kind wishes,",
        "Invented Clinician",
        "Page 1 of 1",
    ] {
        let (_, after) = rest.split_once(words).unwrap_or_else(|| panic!("{words}: {said}"));
        rest = after;
    }
}

#[test]
fn a_screen_reader_finds_headings_paragraphs_lists_and_the_language() {
    let document = read(&written(BODY));
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    let marked = dict(&document, catalog.get(b"MarkInfo").unwrap());
    assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
    let shown = dict(&document, catalog.get(b"ViewerPreferences").unwrap());
    assert!(shown.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let elements: Vec<String> = elements(&document).into_iter().filter(|kind| kind != "Span").collect();
    let expected =
        ["Document", "P", "H1", "P", "P", "H2", "P", "P", "L", "LI", "Lbl", "LBody", "LI", "Lbl", "LBody", "P", "P"];
    assert_eq!(elements, expected);
    let metadata = document.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
    let metadata = String::from_utf8(metadata.get_plain_content().unwrap()).unwrap();
    assert!(metadata.contains("pdfuaid") && metadata.contains("<dc:title>"), "{metadata}");
}

// H06, H16: whoever sees the name of the file, its title or its properties reads nothing of her.
#[test]
fn title_and_properties_tell_nothing_and_the_same_letter_is_the_same_file() {
    assert_eq!(TITLE, "Letter");
    let pdf = written(BODY);
    let document = read(&pdf);
    let info = dict(&document, document.trailer.get(b"Info").unwrap());
    let said: Vec<String> =
        info.iter().map(|(key, value)| format!("{}={value:?}", String::from_utf8_lossy(key))).collect();
    assert!(said.iter().all(|one| one.starts_with("Title=") || one.starts_with("Producer=")), "{said:?}");
    let raw = String::from_utf8_lossy(&pdf);
    for telling in ["Invented", "KM-0001", "ZZ99", "kent", "perinatal"] {
        let outside = raw.split("/Outlines").next().unwrap_or_default();
        assert!(!said.join(" ").contains(telling) && !outside.contains(&format!("({telling}")), "{telling}");
    }
    assert_eq!(pdf, written(BODY));
}

#[test]
fn a_long_letter_flows_over_pages_with_their_numbers_and_loses_no_word() {
    let body: String = (0..120)
        .map(|nth| {
            format!(
                "Paragraph {nth} says something that is long enough to be broken into two lines, and ends here.\n\n"
            )
        })
        .collect();
    let document = read(&written(&body));
    let pages = document.get_pages().len();
    assert!(pages > 4, "{pages}");
    let mut said = text(&document);
    // Where a paragraph goes on overleaf, the foot of the page stands in between.
    for page in 1..=pages {
        let foot = format!("Page {page} of {pages}");
        assert!(said.contains(&foot), "{page}");
        said = said.replacen(&foot, "", 1);
    }
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for nth in 0..120 {
        assert!(
            said.contains(&format!(
                "Paragraph {nth} says something that is long enough to be broken into two lines, and ends here."
            )),
            "{nth}"
        );
    }
    assert_eq!(elements(&document).iter().filter(|kind| *kind == "P").count(), 121);
    // A word that is wider than a line is broken and not lost.
    let long = "x".repeat(300);
    assert_eq!(text(&read(&written(&long))).matches('x').count(), 300);
}

// H17: a script that the font cannot write is refused, never drawn wrong.
#[test]
fn what_the_font_cannot_write_is_refused_and_not_drawn_wrong() {
    for (body, wrong) in [("مرحبا", 'م'), ("שלום", 'ש'), ("नमस्ते", 'न'), ("你好", '你'), ("\u{1F600}", '\u{1F600}')]
    {
        let refused = write(&Letter { address: &[], subject: "Letter", body, language: "en-GB" });
        assert!(matches!(refused, Err(Unwritable::Character(c)) if c == wrong), "{body}: {refused:?}");
    }
    // A letter and its accent, typed apart, are one.
    assert!(text(&read(&written("Dear Zoe\u{301},"))).contains("Dear Zoé,"));
}

#[test]
fn paragraphs_headings_and_lists_are_read_from_the_lines() {
    let text = |text: &str| text.to_owned();
    for (body, expected) in [
        ("", vec![]),
        ("\n\n One \n\n\nTwo", vec![Block::Paragraph(vec![text("One")]), Block::Paragraph(vec![text("Two")])]),
        ("Why\n\nBecause.", vec![Block::Heading(text("Why")), Block::Paragraph(vec![text("Because.")])]),
        ("Why\n\n- one", vec![Block::Heading(text("Why")), Block::List(vec![text("one")])]),
        // No heading: it is the last, a name follows, it ends a greeting, or it tells a value.
        (
            "With kind wishes\n\nAnn",
            vec![Block::Paragraph(vec![text("With kind wishes")]), Block::Paragraph(vec![text("Ann")])],
        ),
        (
            "Dear Ann,\n\nWe met.",
            vec![Block::Paragraph(vec![text("Dear Ann,")]), Block::Paragraph(vec![text("We met.")])],
        ),
        (
            "Born: 1990\n\nWe met.",
            vec![Block::Paragraph(vec![text("Born: 1990")]), Block::Paragraph(vec![text("We met.")])],
        ),
        (
            "Ring:\n- 999\n• 111\nor come",
            vec![
                Block::Paragraph(vec![text("Ring:")]),
                Block::List(vec![text("999"), text("111")]),
                Block::Paragraph(vec![text("or come")]),
            ],
        ),
    ] {
        assert_eq!(blocks(body), expected, "{body}");
    }
}
