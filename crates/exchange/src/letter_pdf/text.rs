//! Text as glyphs of the letter's font: how wide it is, where a line breaks, and what the font cannot show.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::Unwritable;

/// A face of the font, to measure and to draw with.
pub(super) struct Face {
    bytes: &'static [u8],
    pub(super) font: Font,
    em: f32,
}

/// A line of text that fits its width, with its glyphs.
pub(super) struct Line {
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
}

impl Face {
    pub(super) fn of(bytes: &'static [u8]) -> Result<Self, Unwritable> {
        let font = Font::new(bytes.to_vec().into(), 0).ok_or(Unwritable::Font)?;
        let em = font.units_per_em();
        Ok(Self { bytes, font, em })
    }

    /// The glyphs of a text, one for each character.
    ///
    /// Scripts that join their letters or run from right to left need more than that, and are refused: a letter that is drawn
    /// wrong is worse than one that is printed from the page.
    fn glyphs(&self, text: &str) -> Result<Vec<KrillaGlyph>, Unwritable> {
        let font = FontRef::new(self.bytes).map_err(|_| Unwritable::Font)?;
        let (map, metrics) = (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let mut glyphs = Vec::new();
        for (at, c) in text.char_indices() {
            let glyph = map.map(c).filter(|_| is_drawn_alone(c)).ok_or(Unwritable::Character(c))?;
            let advance = metrics.advance_width(glyph).unwrap_or(self.em) / self.em;
            let range = at..at + c.len_utf8();
            glyphs.push(KrillaGlyph::new(GlyphId::new(glyph.to_u32()), advance, 0.0, 0.0, 0.0, range, None));
        }
        Ok(glyphs)
    }

    /// A text as one line, however wide it is.
    pub(super) fn line(&self, text: &str) -> Result<Line, Unwritable> {
        Ok(Line { text: text.to_owned(), glyphs: self.glyphs(text)? })
    }

    fn width(&self, text: &str, size: f32) -> Result<f32, Unwritable> {
        Ok(self.glyphs(text)?.iter().map(|glyph| glyph.x_advance * size).sum())
    }

    /// A text in lines that are no wider than `width`. A space ends every line but the last, so that words stay apart when they
    /// are read aloud; a word that is wider than a line is broken where the line ends.
    pub(super) fn broken(&self, text: &str, size: f32, width: f32) -> Result<Vec<Line>, Unwritable> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size)? <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if self.width(&line, size)? > width && line.chars().nth(1).is_some() {
                    line.pop();
                    // The rest of a broken word follows without a space.
                    lines.push(format!("{}\u{200b}", std::mem::take(&mut line)));
                    line.push(c);
                }
            }
        }
        lines.push(line);
        let last = lines.len() - 1;
        let ended = lines.into_iter().enumerate().map(|(nth, line)| match line.strip_suffix('\u{200b}') {
            Some(broken) => broken.to_owned(),
            None if nth < last => format!("{line} "),
            None => line,
        });
        ended.map(|line| self.line(&line)).collect()
    }
}

/// Whether a character needs nothing of those beside it: no joining letter, no script from right to left, no mark on another.
fn is_drawn_alone(c: char) -> bool {
    !matches!(
        u32::from(c),
        0x0300..=0x036F | 0x0590..=0x08FF | 0x0900..=0x109F | 0x1780..=0x17FF | 0x200B..=0x200F | 0x202A..=0x202E
            | 0x2066..=0x2069 | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF
    )
}
