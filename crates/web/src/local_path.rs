//! Addresses of this site: where to go after signing in, which is never another site, and how a whole address begins.

use axum::http::{HeaderMap, header};

use crate::Site;

/// The longest that is followed.
const LONGEST: usize = 1024;

/// The address, where a browser will take it for one of this site and it is a page to come back to.
///
/// A browser reads `//host` and `/\host` as another host, and drops tabs and line breaks before it reads. So only
/// printable ASCII without a backslash passes, and the second character may not begin a host.
pub(crate) fn checked(typed: &str) -> Option<&str> {
    let printable = typed.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let local = typed.starts_with('/') && !typed.starts_with("//");
    let path = typed.split(['?', '#']).next().unwrap_or_default();
    let leads_back = !["/sign-in", "/sign-out", "/account/again"].contains(&path)
        && !["/demo/", "/sign-in/"].iter().any(|start| path.starts_with(start));
    (typed.len() <= LONGEST && printable && local && leads_back).then_some(typed)
}

/// An address as the value of a query: every sign that means something there is escaped.
pub(crate) fn as_value(address: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    address
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The beginning of our own addresses, as the browser asked for them.
pub(crate) fn this_site(site: &Site, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("{}://{host}", if site.secure_cookies { "https" } else { "http" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_followed() {
        for good in ["/", "/looks", "/reports/annual?from=2022-04-01&to=2023-03-31", "/a//b", "/sign-in-help"] {
            assert_eq!(checked(good), Some(good));
        }
        let long = format!("/{}", "a".repeat(LONGEST));
        for bad in [
            "",
            "looks",
            "//elsewhere.example",
            "///elsewhere.example",
            "/\\elsewhere.example",
            "\\\\elsewhere.example",
            "/\t/elsewhere.example",
            "/\n/elsewhere.example",
            " //elsewhere.example",
            "https://elsewhere.example/",
            "javascript:alert(1)",
            "/looks\r\nset-cookie: a=b",
            "/löoks",
            "/sign-in",
            "/sign-in?next=/looks",
            "/sign-out",
            "/demo/sign-in/0",
            &long,
        ] {
            assert_eq!(checked(bad), None, "{bad:?}");
        }
    }
}
