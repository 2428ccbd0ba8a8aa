//! The style sheets, scripts and icons that pages use, embedded in the binary.
//!
//! Each is served under a path that holds the beginning of its SHA-256, so that a browser may keep it for ever and a new
//! version is a new path. Nothing is ever asked of another host.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use crate::components::page::INLINE_SCRIPT;

/// A file that pages refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// The design system's style sheet.
    NhsukCss,
    /// Our own style sheet, after it.
    AppCss,
    /// The design system's script, an ES module.
    NhsukJs,
    /// Our own script, an ES module that starts the other.
    AppJs,
    /// The icon in the browser's tab.
    Icon,
}

/// A file as it is served.
#[derive(Debug)]
pub struct Asset {
    /// Its address.
    pub path: String,
    /// Its media type.
    pub content_type: &'static str,
    /// What is served.
    pub bytes: Cow<'static, [u8]>,
    /// SHA-256 of what is served, in lower-case hexadecimal.
    pub sha256: String,
}

/// What `Cache-Control` an asset is served with: its path changes when it does.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

macro_rules! vendored {
    ($path:literal) => {
        concat!("../assets/vendor/nhsuk-frontend-10.6.1/", $path)
    };
}

const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

struct Table {
    nhsuk_css: Asset,
    app_css: Asset,
    nhsuk_js: Asset,
    app_js: Asset,
    icon: Asset,
    images: Vec<Asset>,
}

impl Table {
    fn get(&self, file: File) -> &Asset {
        match file {
            File::NhsukCss => &self.nhsuk_css,
            File::AppCss => &self.app_css,
            File::NhsukJs => &self.nhsuk_js,
            File::AppJs => &self.app_js,
            File::Icon => &self.icon,
        }
    }

    fn all(&self) -> impl Iterator<Item = &Asset> {
        [&self.nhsuk_css, &self.app_css, &self.nhsuk_js, &self.app_js, &self.icon].into_iter().chain(&self.images)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // The style sheet names its images by plain paths; the paths with the hash take their place.
    let mut style = Cow::Borrowed(include_str!(vendored!("nhsuk.css")));
    let mut images = Vec::new();
    for (name, svg) in [
        ("nhsuk-icon-arrow-down", include_str!(vendored!("images/nhsuk-icon-arrow-down.svg"))),
        ("nhsuk-icon-arrow-up-down", include_str!(vendored!("images/nhsuk-icon-arrow-up-down.svg"))),
        ("nhsuk-icon-arrow-up", include_str!(vendored!("images/nhsuk-icon-arrow-up.svg"))),
        ("nhsuk-icon-cross", include_str!(vendored!("images/nhsuk-icon-cross.svg"))),
    ] {
        let image = asset(name, "svg", SVG, Cow::Borrowed(svg));
        style = Cow::Owned(style.replace(&format!("/assets/images/{name}.svg"), &image.path));
        images.push(image);
    }
    let nhsuk_js = asset("nhsuk-frontend", "js", JAVASCRIPT, include_str!(vendored!("nhsuk-frontend.min.js")).into());
    let own_script = include_str!("../assets/app.js").replace("nhsuk-frontend.min.js", file_name(&nhsuk_js.path));
    Table {
        nhsuk_css: asset("nhsuk", "css", CSS, style),
        app_css: asset("app", "css", CSS, include_str!("../assets/app.css").into()),
        app_js: asset("app", "js", JAVASCRIPT, own_script.into()),
        icon: asset("icon", "svg", SVG, include_str!("../assets/icon.svg").into()),
        nhsuk_js,
        images,
    }
});

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn asset(name: &str, extension: &str, content_type: &'static str, text: Cow<'static, str>) -> Asset {
    let sha256 = hexadecimal(&Sha256::digest(text.as_bytes()));
    let beginning: String = sha256.chars().take(8).collect();
    Asset {
        path: format!("/assets/{name}-{beginning}.{extension}"),
        content_type,
        bytes: match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        },
        sha256,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // INVARIANT: writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The address of a file.
#[must_use]
pub fn href(file: File) -> &'static str {
    &TABLE.get(file).path
}

/// The file at an address; none for an address that no page of this version refers to.
#[must_use]
pub fn find(path: &str) -> Option<&'static Asset> {
    TABLE.all().find(|asset| asset.path == path)
}

/// Every asset.
pub fn all() -> impl Iterator<Item = &'static Asset> {
    TABLE.all()
}

/// The value of `Content-Security-Policy` for every page: only our own files, no inline style, and of inline scripts
/// only the one that every page begins with, by its hash.
#[must_use]
pub fn content_security_policy() -> &'static str {
    static POLICY: LazyLock<String> = LazyLock::new(|| {
        let hash = BASE64_STANDARD.encode(Sha256::digest(INLINE_SCRIPT));
        format!(
            "default-src 'none'; script-src 'self' 'sha256-{hash}'; style-src 'self'; img-src 'self'; \
             connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    });
    &POLICY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_found_under_a_path_that_holds_its_hash() {
        for asset in all() {
            assert_eq!(hexadecimal(&Sha256::digest(&asset.bytes)), asset.sha256);
            assert!(asset.path.contains(&asset.sha256[..8]), "{}", asset.path);
            assert!(find(&asset.path).is_some_and(|found| found.path == asset.path));
        }
        assert!(find("/assets/nhsuk.css").is_none());
    }

    #[test]
    fn style_sheets_refer_only_to_assets_that_exist() {
        for asset in all().filter(|asset| asset.content_type == CSS) {
            let css = std::str::from_utf8(&asset.bytes).unwrap();
            for (at, _) in css.match_indices("url(") {
                let rest = css[at + 4..].trim_start_matches(['"', '\'']);
                let url = &rest[..rest.find(['"', '\'', ')']).unwrap()];
                assert!(find(url).is_some(), "{} refers to {url}", asset.path);
            }
            assert!(!css.contains("@import"), "{}", asset.path);
            assert!(!css.contains("@font-face"), "{}", asset.path);
            assert!(!css.contains("//"), "{} names another host", asset.path);
        }
    }

    #[test]
    fn our_script_imports_the_library_by_its_served_name() {
        let script = std::str::from_utf8(&TABLE.app_js.bytes).unwrap();
        assert!(script.contains(&format!("'.{}'", href(File::NhsukJs).strip_prefix("/assets").unwrap())));
    }

    #[test]
    fn the_policy_allows_the_inline_script_by_a_hash_computed_elsewhere() {
        let expected = "'sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0='";
        assert!(content_security_policy().contains(expected), "{}", content_security_policy());
        assert!(!content_security_policy().contains("unsafe"));
    }
}
