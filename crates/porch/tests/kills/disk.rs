//! The disk is full, or may only be read any longer, while sixty-four people press the last button.

use std::{path::PathBuf, process::Command, time::Duration};

use crate::{
    ledger::Ledger,
    load::{PEOPLE, Round, Waiting, all_is_true, pressed, settle},
    place::Place,
    server::Server,
};

/// A file system over the folder `disk` of a place; gone with the test.
struct Disk {
    at: PathBuf,
}

impl Disk {
    /// None where this machine does not let the test mount one.
    fn over(place: &Place, what: &[&str]) -> Option<Self> {
        let at = place.folder().join("disk");
        mount(what, &at).then_some(Self { at })
    }

    fn becomes(&self, options: &str) -> bool {
        mount(&["-o", &format!("remount,{options}")], &self.at)
    }

    /// Leaves so little room that it is full after a few batches.
    fn fills_up(&self) {
        let used = |path: PathBuf| std::fs::metadata(path).map_or(0, |about| about.len());
        for slack in [64, 128, 256, 512, 1024, 2048] {
            let files = std::fs::read_dir(&self.at).unwrap().map(|file| used(file.unwrap().path()));
            if self.becomes(&format!("size={}k", files.sum::<u64>() / 1024 + slack)) {
                return;
            }
        }
        panic!("the disk cannot be made small");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.at).status();
    }
}

fn mount(arguments: &[&str], at: &std::path::Path) -> bool {
    Command::new("mount").args(arguments).arg(at).output().is_ok_and(|output| output.status.success())
}

/// Nearly everybody met it, and was told in words that it was not sent.
#[track_caller]
fn assert_told(round: Round) {
    assert!(round.no >= PEOPLE / 2, "{round:?}");
}

/// H19.
#[test]
fn with_a_full_disk_nobody_hears_a_yes_that_is_none_and_all_works_when_there_is_room() {
    let place = Place::on_sqlite_in("disk");
    let Some(disk) = Disk::over(&place, &["-t", "tmpfs", "-o", "size=256m", "tmpfs"]) else { return };
    let waiting = Waiting::new(place.drafts(4_000));
    let mut ledger = Ledger::default();
    let server = Server::start(&place);
    for round in 0..3 {
        let told = pressed(&server, &waiting, &mut ledger, (40, Duration::ZERO), || disk.fills_up());
        assert_told(told);
        let help = server.browser().get("/help-now").unwrap();
        assert!(help.status == 200 && help.body.contains("tel:999"), "{help:?}");
        assert!(disk.becomes("size=256m"));
        assert_eq!(ledger.untruths(&place.stored()), [""; 0], "round {round}: {told:?}");
        settle(&server, &mut ledger);
    }
    assert_eq!(server.stop(), Some(0));
    all_is_true(&place, &ledger);
    drop(disk);
}

/// What Linux does with a file system whose disk fails. The server stands still for that moment: a flush that is under way in it
/// is answered by ext4 as if it had been done, also to a program that does nothing but append and flush.
///
/// H19.
#[test]
fn with_a_disk_that_may_only_be_read_nobody_hears_a_yes_that_is_none_and_nothing_is_lost() {
    let place = Place::on_sqlite_in("disk");
    let image = place.folder().join("image").to_string_lossy().into_owned();
    std::fs::File::create(&image).unwrap().set_len(96 << 20).unwrap();
    let made = Command::new("mkfs.ext4").args(["-q", "-F", &image]).output();
    if !made.is_ok_and(|made| made.status.success()) {
        return;
    }
    let on_image = ["-o", "loop", &image];
    let Some(mut disk) = Disk::over(&place, &on_image) else { return };
    let waiting = Waiting::new(place.drafts(3_000));
    let mut ledger = Ledger::default();
    for round in 0..3 {
        let server = Server::start(&place);
        settle(&server, &mut ledger);
        let told = pressed(&server, &waiting, &mut ledger, (40, Duration::ZERO), || {
            server.stands_still();
            assert!(disk.becomes("abort"));
            server.goes_on();
        });
        assert_told(told);
        let help = server.browser().get("/help-now").unwrap();
        assert!(help.status == 200 && help.body.contains("tel:999"), "{help:?}");
        // Nobody can write to it again before it was taken away and looked at.
        assert_eq!(server.stop(), Some(0));
        drop(disk);
        let checked = Command::new("fsck.ext4").args(["-p", &image]).output().unwrap();
        assert!(checked.status.code().is_some_and(|code| code < 4), "{checked:?}");
        disk = Disk::over(&place, &on_image).unwrap();
        assert_eq!(ledger.untruths(&place.stored()), [""; 0], "round {round}: {told:?}");
    }
    let server = Server::start(&place);
    settle(&server, &mut ledger);
    assert_eq!(server.stop(), Some(0));
    all_is_true(&place, &ledger);
    drop(disk);
}
