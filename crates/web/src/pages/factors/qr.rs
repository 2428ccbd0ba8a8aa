//! A QR code as a picture in the page: no script, no other host, and nothing that stays in a cache.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around a code, without which some cameras do not find it.
///
/// # Source
/// ISO/IEC 18004, 9.1: a quiet zone of four modules.
const QUIET: usize = 4;

/// The picture of a text; none for one that is too long for any code.
pub(super) fn picture(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (nth, module) in code.to_colors().into_iter().enumerate() {
        if module == Color::Dark {
            path.push_str(&format!("M{},{}h1v1h-1z", nth % width + QUIET, nth / width + QUIET));
        }
    }
    let side = width + 2 * QUIET;
    Some(html! {
        svg class="porch-qr" role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) } shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three squares in the corners, by which a camera finds a code, stand where they must.
    #[test]
    fn a_picture_has_its_quiet_zone_and_its_corners() {
        let text = "otpauth://totp/Porch:jo.invented?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let drawn = picture(text, "A QR code").unwrap().into_string();
        let side: usize = drawn.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert_eq!((side - 2 * QUIET - 17) % 4, 0, "no size of a code");
        let dark = |x: usize, y: usize| drawn.contains(&format!("M{x},{y}h"));
        let last = side - QUIET - 1;
        for (x, y) in [(QUIET, QUIET), (last, QUIET), (QUIET, last)] {
            assert!(dark(x, y), "{x} {y}");
        }
        assert!(dark(QUIET + 3, QUIET + 3) && !dark(QUIET + 1, QUIET + 1));
        for edge in 0..QUIET {
            assert!((0..side).all(|along| !dark(edge, along) && !dark(along, edge) && !dark(side - 1 - edge, along)));
        }
        assert!(picture(&"a".repeat(5_000), "too long").is_none());
    }
}
