//! `NAME=VALUE`, as options give values otherwise.

/// Reads one.
///
/// # Errors
/// Where there is no value.
pub fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it gives no value (expected NAME=VALUE)")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
