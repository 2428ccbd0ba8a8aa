//! What is wrong with the settings of messages is told by its name, with what was found and expected, and no secret is repeated.

use std::os::unix::fs::PermissionsExt;

use super::*;

fn setting(text: &str) -> Setting {
    toml::from_str(text).unwrap()
}

fn file(folder: &tempfile::TempDir, name: &str, content: &str, mode: u32) -> String {
    let file = folder.path().join(name);
    std::fs::write(&file, content).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
    file.display().to_string()
}

// ASVS 13.3.2
#[test]
fn what_is_wrong_with_where_receipts_come_from_is_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let good = file(&folder, "good", "a secret that was drawn\n", 0o600);
    let short = file(&folder, "short", "secret", 0o600);
    let open = file(&folder, "open", "a secret that was drawn", 0o644);
    for (text, fault) in [
        (
            format!("[govuk_notify]\ncallback_token_file = \"{short}\""),
            "messages.govuk_notify.callback_token_file: 6 characters (expected 16 or more",
        ),
        (format!("[govuk_notify]\ncallback_token_file = \"{open}\""), "messages.govuk_notify.callback_token_file: "),
        ("[govuk_notify]\ncallback_token_file = \"/nowhere/at/all\"".to_owned(), "/nowhere/at/all"),
        (
            format!("[nhs_notify]\napplication_id = \"a\"\ncallback_key_file = \"{short}\""),
            "messages.nhs_notify.callback_key_file: 6 characters (expected 16 or more",
        ),
        (
            format!("[nhs_notify]\ncallback_key_file = \"{good}\""),
            "messages.nhs_notify.application_id: it is not said (expected the id",
        ),
        (
            format!("[nhs_notify]\napplication_id = \" \"\ncallback_key_file = \"{good}\""),
            "messages.nhs_notify.application_id: it is not said (expected the id",
        ),
        (
            "[nhs_notify]\napplication_id = \"a\"".to_owned(),
            "messages.nhs_notify.callback_key_file: it is not said (expected a file",
        ),
    ] {
        let said = receipts(Some(&setting(&text))).map(|_| text.clone()).unwrap_err().words();
        assert!(said.contains(fault), "{text}: {said}");
        assert!(!said.contains("secret"), "{said}");
    }
    let all = format!(
        "[govuk_notify]\ncallback_token_file = \"{good}\"\n[nhs_notify]\napplication_id = \"a\"\ncallback_key_file = \"{good}\""
    );
    let taken = receipts(Some(&setting(&all))).unwrap();
    assert_eq!(format!("{taken:?} {:?}", setting(&all)).matches("secret").count(), 0);
    receipts(None).unwrap();
}
