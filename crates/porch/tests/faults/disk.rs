//! A disk that is full, and one that may only be read.

use std::{path::PathBuf, process::Command};

use crate::bench::{ALL_TIME, Bench, history, refusal};

/// A small file system over a folder; gone with the test.
struct SmallDisk {
    at: PathBuf,
}

impl SmallDisk {
    /// None where this machine does not let the test mount one.
    fn over(bench: &Bench, size: &str) -> Option<Self> {
        let at = bench.path("disk");
        std::fs::create_dir(&at).unwrap();
        mount(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"], &at).then_some(Self { at })
    }

    fn becomes(&self, options: &str) {
        assert!(mount(&["-o", &format!("remount,{options}")], &self.at));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.at).status();
    }
}

fn mount(arguments: &[&str], at: &std::path::Path) -> bool {
    Command::new("mount").args(arguments).arg(at).output().is_ok_and(|output| output.status.success())
}

const IMPORT: [&str; 6] = ["--quiet", "import", "referrals", "history.csv", "--database", "sqlite:disk/porch.db"];

#[test]
fn a_full_disk_is_told_and_the_same_import_works_when_there_is_room() {
    let bench = Bench::new();
    bench.write("history.csv", history(0..6_000));
    bench.write("small.csv", history(0..300));
    for size in ["none", "1300k", "3m"] {
        let Some(disk) = SmallDisk::over(&bench, "256m") else { return };
        bench.done(&["--quiet", "import", "referrals", "small.csv", "--database", "sqlite:disk/porch.db"]);
        let used = std::fs::metadata(bench.path("disk/porch.db")).unwrap().len();
        assert!(used < 1_300_000, "{used}");
        disk.becomes(&format!("size={}", if size == "none" { format!("{}", used + 8192) } else { size.to_owned() }));
        let errors = refusal(&bench.run(&IMPORT));
        let said = errors.contains("the database cannot be written: ") && errors.lines().count() == 1;
        assert!(errors.starts_with("error: database: ") && said, "{size}: {errors}");
        disk.becomes("size=256m");
        let on_disk = ["--database", "sqlite:disk/porch.db"];
        bench.done(&[&["verify"][..], &on_disk].concat());
        let report = [&["report", "annual", "--format", "json"][..], &ALL_TIME, &on_disk].concat();
        assert_eq!(crate::bench::referrals(&bench.done(&report)), 300, "{size}");
        let said = bench.done(&IMPORT);
        assert!(said.contains("Imported: 5700 referrals and 2850 people"), "{size}: {said}");
        bench.done(&[&["verify"][..], &on_disk].concat());
        drop(disk);
        std::fs::remove_dir(bench.path("disk")).unwrap();
    }
}

/// Needs no rights on the machine: no file may grow past a limit.
#[test]
fn a_file_that_may_not_grow_is_told_and_the_same_import_works_afterwards() {
    let bench = Bench::with_history();
    bench.write("large.csv", history(0..6_000));
    let limited = "trap '' XFSZ; ulimit -f 4096; exec \"$0\" --quiet import referrals large.csv";
    let mut shell = Command::new("sh");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_porch")]).current_dir(bench.folder()).env_remove("PORCH_DATABASE");
    let errors = refusal(&shell.output().unwrap());
    assert!(errors.starts_with("error: database: the database cannot be written: "), "{errors}");
    bench.state_hash();
    assert_eq!(bench.referrals(), 300);
    bench.done(&["--quiet", "import", "referrals", "large.csv"]);
    assert_eq!(bench.referrals(), 6_000);
    bench.state_hash();
}

#[test]
fn a_disk_that_may_only_be_read_is_told() {
    let bench = Bench::new();
    bench.write("history.csv", history(0..300));
    let Some(disk) = SmallDisk::over(&bench, "256m") else { return };
    bench.done(&IMPORT);
    bench.write("history.csv", history(0..310));
    let content = std::fs::read(bench.path("disk/porch.db")).unwrap();
    disk.becomes("ro");
    let on_disk = ["--database", "sqlite:disk/porch.db"];
    let report = [&["report", "annual"][..], &ALL_TIME, &on_disk].concat();
    for arguments in [&IMPORT[..], &report, &[&["verify"][..], &on_disk].concat()] {
        let errors = bench.refused(arguments);
        assert!(errors.starts_with("error: database: "), "{arguments:?}: {errors}");
        let said = ["read-only", "readonly", "may be read and written"].iter().any(|words| errors.contains(words));
        assert!(said, "{arguments:?}: {errors}");
    }
    let errors = bench.refused(&["backup", "disk/copy", "--database", "sqlite:disk/porch.db"]);
    assert!(errors.to_lowercase().contains("read"), "{errors}");
    disk.becomes("rw");
    assert!(std::fs::read(bench.path("disk/porch.db")).unwrap() == content);
    let said = bench.done(&IMPORT);
    assert!(said.contains("Imported: 10 referrals"), "{said}");
}

#[test]
fn a_copy_that_does_not_fit_leaves_no_half_of_itself() {
    let bench = Bench::with_history();
    let Some(disk) = SmallDisk::over(&bench, "16k") else { return };
    std::fs::write(bench.path("disk/copy"), "an older copy").unwrap();
    let errors = bench.refused(&["backup", "disk/copy"]);
    assert!(errors.contains("No space left on device"), "{errors}");
    let left: Vec<_> = std::fs::read_dir(&disk.at).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["copy"]);
    assert_eq!(std::fs::read(bench.path("disk/copy")).unwrap(), b"an older copy");
}
