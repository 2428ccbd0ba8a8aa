//! Files that are not what they should be as a whole.

use std::{
    fs::Permissions,
    os::unix::fs::{FileTypeExt, PermissionsExt},
    process::{Command, Output},
};

use crate::{
    bench::{Bench, REQUIRED, history, refusal},
    program,
};

const ROW: &str = "X1,Y1,community,2022-04-01,accepted\n";

#[test]
fn a_file_that_is_no_csv_text_is_refused_in_words_that_help() {
    let text = format!("{REQUIRED}\n{ROW}");
    let utf_16: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let files: [(&str, Vec<u8>, &str); 6] = [
        ("utf-16", utf_16, "line 1: is not UTF-8 text but UTF-16 (expected UTF-8; save as CSV UTF-8)"),
        (
            "latin-1",
            [text.as_bytes(), b"X2,Y\xE9,community,2022-04-01,accepted\n"].concat(),
            "line 3: is not UTF-8 text (expected UTF-8; save as CSV UTF-8)",
        ),
        (
            "nul",
            format!("{text}X\0,Y2,community,2022-04-01,accepted\n").into_bytes(),
            "line 3: contains a NUL character (expected UTF-8 text; save as CSV UTF-8)",
        ),
        ("empty", Vec::new(), "line 1: the file is empty (expected a header row, then one row a referral)"),
        (
            "header only",
            format!("{REQUIRED}\n").into_bytes(),
            "line 1: the file has a header but no rows (expected one row a referral)",
        ),
        ("not csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".to_vec(), "line 1: is not UTF-8 text"),
    ];
    let bench = Bench::new();
    for (name, content, said) in files {
        bench.write("bad.csv", content);
        let errors = refusal(&bench.import("bad.csv"));
        assert!(errors.starts_with(&format!("error: bad.csv {said}")), "{name}: {errors}");
        assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["bad.csv"], "{name}");
    }
}

#[test]
fn what_is_no_file_on_disk_is_refused() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path("folder.csv")).unwrap();
    let made = Command::new("mkfifo").arg(bench.path("pipe.csv")).status().unwrap();
    assert!(made.success() && bench.path("pipe.csv").metadata().unwrap().file_type().is_fifo());
    for (file, said) in [
        ("absent.csv", "absent.csv: No such file or directory"),
        ("folder.csv", "folder.csv: it is a directory (expected a CSV file)"),
        ("pipe.csv", "pipe.csv: it cannot be read twice (expected a file on disk)"),
        ("/dev/null", "/dev/null: it cannot be read twice (expected a file on disk)"),
    ] {
        let errors = refusal(&bench.import(file));
        assert!(errors.starts_with(&format!("error: {said}")), "{errors}");
        assert!(bench.files().is_empty(), "{file}: {:?}", bench.files().keys());
    }
}

/// The program as someone without rights, who may read the folder; none where this machine cannot run it so.
fn without_rights(bench: &Bench, arguments: &[&str]) -> Option<Output> {
    let powerless = std::fs::read("/proc/self/status").is_ok_and(|status| {
        String::from_utf8_lossy(&status).lines().any(|line| line.starts_with("Uid:") && !line.contains("\t0\t"))
    });
    if powerless {
        return Some(bench.run(arguments));
    }
    let as_nobody = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_porch")]);
        command.current_dir(bench.folder()).env_remove("PORCH_DATABASE").args(arguments).output().ok()
    };
    // A home that only its owner may enter hides the binary itself.
    as_nobody(&["--version"]).filter(|tried| tried.status.success())?;
    as_nobody(arguments)
}

fn allow(bench: &Bench, name: &str, mode: u32) {
    std::fs::set_permissions(bench.path(name), Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_that_may_not_be_read_is_refused() {
    let bench = Bench::new();
    bench.write("secret.csv", format!("{REQUIRED}\n{ROW}"));
    allow(&bench, ".", 0o777);
    allow(&bench, "secret.csv", 0o000);
    let Some(output) = without_rights(&bench, &["--quiet", "import", "referrals", "secret.csv"]) else { return };
    let errors = refusal(&output);
    assert!(errors.starts_with("error: secret.csv: Permission denied"), "{errors}");
    allow(&bench, "secret.csv", 0o600);
    assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["secret.csv"]);
}

#[test]
fn a_database_that_may_not_be_read_or_written_is_refused() {
    let bench = Bench::with_history();
    bench.write("more.csv", history(0..310));
    allow(&bench, "more.csv", 0o644);
    allow(&bench, ".", 0o755);
    let before = bench.files();
    for (mode, arguments) in [
        (0o600, &["--quiet", "import", "referrals", "more.csv"][..]),
        (0o644, &["--quiet", "import", "referrals", "more.csv"]),
        (0o600, &["verify"]),
        (0o600, &["report", "annual", "--from", "2022-01-01", "--to", "2022-12-31"]),
    ] {
        allow(&bench, "porch.db", mode);
        let Some(output) = without_rights(&bench, arguments) else { return };
        let errors = refusal(&output);
        assert!(errors.starts_with("error: database: "), "{errors}");
        assert!(bench.files() == before, "{arguments:?} changed {:?}", bench.files().keys());
    }
}

#[test]
fn a_folder_that_cannot_hold_a_database_is_refused() {
    let bench = Bench::new();
    bench.write("good.csv", format!("{REQUIRED}\n{ROW}"));
    bench.write("file", "");
    std::fs::create_dir(bench.path("folder")).unwrap();
    for place in ["sqlite:absent/porch.db", "sqlite:file/porch.db", "sqlite:folder"] {
        let errors = bench.refused(&["--quiet", "import", "referrals", "good.csv", "--database", place]);
        assert!(errors.starts_with(&format!("error: database: {place} cannot be opened: ")), "{errors}");
        assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["file", "good.csv"]);
    }
}

#[test]
fn a_file_cut_off_is_imported_only_where_whole_lines_remain() {
    let whole = history(0..20);
    let rows_of = |cut: &str| cut.lines().count().saturating_sub(1);
    let (mut refused, mut imported) = (0, 0);
    let line_ends = whole.match_indices('\n').map(|(at, _)| at + 1).skip(10).step_by(6);
    for cut in (0..whole.len()).step_by(37).chain(line_ends) {
        let bench = Bench::new();
        bench.write("cut.csv", &whole[..cut]);
        let output = bench.import("cut.csv");
        if whole[..cut].ends_with('\n') && rows_of(&whole[..cut]) > 0 {
            assert_eq!(output.status.code(), Some(0), "cut at {cut}: {output:?}");
            assert_eq!(bench.referrals(), rows_of(&whole[..cut]) as u64);
            imported += 1;
        } else {
            assert!(refusal(&output).starts_with("error: cut.csv line "), "cut at {cut}: {output:?}");
            assert_eq!(bench.files().keys().collect::<Vec<_>>(), ["cut.csv"]);
            refused += 1;
        }
    }
    assert!(refused > 25 && imported > 1, "{refused} refused, {imported} imported");
}

#[test]
fn the_helper_program_inherits_no_database() {
    let bench = Bench::new();
    let output = program::porch(bench.folder(), &["verify"]);
    assert!(refusal(&output).contains("sqlite:porch.db"), "{output:?}");
}
