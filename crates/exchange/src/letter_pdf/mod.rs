//! A letter as a tagged PDF (PDF/UA-1): headings, paragraphs and lists that a screen reader finds, the language, and a title and a
//! name that tell nothing (H06, H16). It says what the printed page says, from the same words.
//!
//! The font is in the file, so that it looks alike everywhere: Liberation Sans, which is as wide as Arial (`fonts/`).

mod blocks;
mod text;

use std::num::NonZeroU16;

use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::Point,
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree},
};
use unicode_normalization::UnicodeNormalization;

pub use blocks::{Block, blocks};
use text::{Face, Line};

const REGULAR: &[u8] = include_bytes!("../../fonts/liberation-2.1.5/LiberationSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/liberation-2.1.5/LiberationSans-Bold.ttf");

/// The title of every letter and the name of its file: they stand in windows, in lists of what was opened and in folders.
pub const TITLE: &str = "Letter";

/// A4, in points.
const PAGE: (f32, f32) = (595.28, 841.89);
/// An inch on each side.
const MARGIN: f32 = 72.0;
/// Twelve points, as the NHS asks of letters.
const SIZE: f32 = 12.0;
const LEADING: f32 = 17.0;
/// Between paragraphs.
const GAP: f32 = 8.5;
const HEADING: f32 = 14.0;
/// How far an item stands in.
const INDENT: f32 = 18.0;
const FOOT: f32 = 10.0;

/// A letter, as the page shows it.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// To whom, line by line.
    pub address: &'a [String],
    /// Its subject.
    pub subject: &'a str,
    /// Its text.
    pub body: &'a str,
    /// The language that it is written in, as a tag.
    pub language: &'a str,
}

/// Why there is no PDF of a letter. It can still be printed from the page.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// A character that the font does not have, or a script that is written from right to left or joins its letters.
    #[error("a letter with the character U+{:04X} can be printed from its page alone", u32::from(*.0))]
    Character(char),
    /// The font cannot be read.
    #[error("the font of letters cannot be read")]
    Font,
    /// It would not keep what PDF/UA-1 asks for.
    #[error("the letter cannot be written as a tagged PDF")]
    Standard,
}

/// What a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Address,
    Subject,
    Heading,
    Paragraph,
    Item,
}

impl Kind {
    fn size(self) -> f32 {
        match self {
            Self::Subject => HEADING,
            Self::Address | Self::Heading | Self::Paragraph | Self::Item => SIZE,
        }
    }

    fn is_bold(self) -> bool {
        matches!(self, Self::Subject | Self::Heading)
    }
}

/// A piece with its lines: what becomes one element of the structure.
struct Piece {
    kind: Kind,
    lines: Vec<Line>,
    /// The list that it is an item of.
    list: Option<usize>,
    /// The words of a heading.
    title: Option<String>,
}

/// The letter as a PDF.
///
/// # Errors
/// [`Unwritable`]: then it is printed from its page.
pub fn write(letter: &Letter<'_>) -> Result<Vec<u8>, Unwritable> {
    let (regular, bold) = (Face::of(REGULAR)?, Face::of(BOLD)?);
    let pieces = pieces(letter, &regular, &bold)?;
    let pages = placed(&pieces);
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let settings = SerializeSettings {
        configuration: accessible.map_err(|_| Unwritable::Standard)?,
        ..SerializeSettings::default()
    };
    let mut document = Document::new_with(settings);
    let mut drawn: Vec<Vec<Identifier>> = pieces.iter().map(|_| Vec::new()).collect();
    let mut outline = Outline::new();
    for (nth, page) in pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or(Unwritable::Standard)?;
        let mut sheet = document.start_page_with(size);
        let mut surface = sheet.surface();
        surface.set_fill(Some(Fill { paint: rgb::Color::black().into(), ..Fill::default() }));
        for at in page {
            let Some(piece) = pieces.get(at.piece) else { continue };
            let face = if piece.kind.is_bold() { &bold } else { &regular };
            if let (0, Some(title)) = (at.line, &piece.title) {
                outline
                    .push_child(OutlineNode::new(title.clone(), XyzDestination::new(nth, Point::from_xy(0.0, at.y))));
            }
            if let (Some(line), Some(of_piece)) = (piece.lines.get(at.line), drawn.get_mut(at.piece)) {
                let x = if piece.kind == Kind::Item { MARGIN + INDENT } else { MARGIN };
                if piece.kind == Kind::Item && at.line == 0 {
                    of_piece.push(draw(&mut surface, &regular, &regular.line("\u{2022} ")?, (MARGIN, at.y), SIZE));
                }
                of_piece.push(draw(&mut surface, face, line, (x, at.y), piece.kind.size()));
            }
        }
        let foot = regular.line(&format!("Page {} of {}", nth + 1, pages.len()))?;
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        let point = Point::from_xy(MARGIN, PAGE.1 - MARGIN / 2.0);
        surface.draw_glyphs(point, &foot.glyphs, regular.font.clone(), &foot.text, FOOT, false);
        surface.end_tagged();
        surface.finish();
        sheet.finish();
    }
    document.set_outline(outline);
    document.set_tag_tree(structure(&pieces, drawn, letter.language));
    document.set_metadata(Metadata::new().title(TITLE.to_owned()).language(letter.language.to_owned()));
    document.finish().map_err(|_| Unwritable::Standard)
}

fn draw(surface: &mut Surface<'_>, face: &Face, line: &Line, (x, y): (f32, f32), size: f32) -> Identifier {
    let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
    surface.draw_glyphs(Point::from_xy(x, y), &line.glyphs, face.font.clone(), &line.text, size, false);
    surface.end_tagged();
    identifier
}

/// The pieces of a letter from the first to the last, each broken into lines.
fn pieces(letter: &Letter<'_>, regular: &Face, bold: &Face) -> Result<Vec<Piece>, Unwritable> {
    let width = PAGE.0 - 2.0 * MARGIN;
    let mut pieces = Vec::new();
    let mut add = |kind: Kind, texts: &[String], list: Option<usize>| -> Result<(), Unwritable> {
        let (face, width) =
            (if kind.is_bold() { bold } else { regular }, if kind == Kind::Item { width - INDENT } else { width });
        let mut lines = Vec::new();
        for (nth, text) in texts.iter().enumerate() {
            // What is typed as a letter and its accent is one letter, and a tab is a space.
            let text: String = text.nfc().map(|c| if c == '\t' || c == '\u{a0}' { ' ' } else { c }).collect();
            let ended = if nth + 1 < texts.len() { format!("{} ", text.trim()) } else { text.trim().to_owned() };
            let mut broken = face.broken(&ended, kind.size(), width)?;
            if let Some(last) = broken.last_mut().filter(|_| ended.ends_with(' ')) {
                *last = face.line(&format!("{} ", last.text))?;
            }
            lines.extend(broken);
        }
        let title = kind.is_bold().then(|| texts.join(" ").nfc().collect());
        pieces.push(Piece { kind, lines, list, title });
        Ok(())
    };
    if !letter.address.is_empty() {
        add(Kind::Address, letter.address, None)?;
    }
    add(Kind::Subject, &[letter.subject.to_owned()], None)?;
    for (nth, block) in blocks(letter.body).into_iter().enumerate() {
        match block {
            Block::Heading(text) => add(Kind::Heading, &[text], None)?,
            Block::Paragraph(lines) => add(Kind::Paragraph, &lines, None)?,
            Block::List(items) => {
                for item in items {
                    add(Kind::Item, &[item], Some(nth))?;
                }
            }
        }
    }
    Ok(pieces)
}

/// Where a line stands on its page.
struct Place {
    piece: usize,
    line: usize,
    y: f32,
}

/// The pages, each with its lines. A heading stays with the first line of what it is about.
fn placed(pieces: &[Piece]) -> Vec<Vec<Place>> {
    let bottom = PAGE.1 - MARGIN;
    let (mut pages, mut page, mut y): (Vec<Vec<Place>>, Vec<Place>, f32) = (Vec::new(), Vec::new(), MARGIN);
    for (nth, piece) in pieces.iter().enumerate() {
        if y > MARGIN {
            let close =
                piece.kind == Kind::Item && nth > 0 && pieces.get(nth - 1).is_some_and(|one| one.list == piece.list);
            y += if close { GAP / 3.0 } else { GAP };
        }
        let needs = if piece.kind.is_bold() { 2.0 * LEADING + GAP } else { 0.0 };
        for line in 0..piece.lines.len() {
            let below = y + LEADING + if line == 0 { needs } else { 0.0 };
            if below > bottom && !page.is_empty() {
                pages.push(std::mem::take(&mut page));
                y = MARGIN;
            }
            y += LEADING;
            page.push(Place { piece: nth, line, y });
        }
        if piece.kind == Kind::Address {
            y += LEADING;
        }
    }
    pages.push(page);
    pages
}

/// What a screen reader finds: the letter in the order in which it is read.
fn structure(pieces: &[Piece], drawn: Vec<Vec<Identifier>>, language: &str) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let mut list: Option<(usize, TagGroup)> = None;
    for (piece, lines) in pieces.iter().zip(drawn) {
        if list.as_ref().is_some_and(|(of, _)| piece.list != Some(*of))
            && let Some((_, done)) = list.take()
        {
            tree.push(done);
        }
        let mut lines: Vec<Node> = lines.into_iter().map(Node::from).collect();
        let level = |level: u16| NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        match piece.kind {
            Kind::Address | Kind::Paragraph => tree.push(TagGroup::with_children(Tag::P, lines)),
            Kind::Subject => tree.push(TagGroup::with_children(Tag::Hn(level(1), piece.title.clone()), lines)),
            Kind::Heading => tree.push(TagGroup::with_children(Tag::Hn(level(2), piece.title.clone()), lines)),
            Kind::Item => {
                let rest = lines.split_off(1.min(lines.len()));
                let mut item = TagGroup::new(Tag::LI);
                item.push(TagGroup::with_children(Tag::Lbl, lines));
                item.push(TagGroup::with_children(Tag::LBody, rest));
                let of = piece.list.unwrap_or_default();
                list.get_or_insert_with(|| (of, TagGroup::new(Tag::L(ListNumbering::Disc)))).1.push(item);
            }
        }
    }
    if let Some((_, done)) = list {
        tree.push(done);
    }
    tree
}
