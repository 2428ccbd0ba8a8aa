//! The folder of a demonstration.

use std::fs;

use porch_exchange::carrier::{Carrier, Handed, Left, NotNow, Parcel, Refused, file::Folder};

use crate::parcel;

fn names(folder: &std::path::Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn each_message_is_one_readable_file_and_the_same_again_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("sent");
    let (carrier, parcel) = (Folder::new(&folder).unwrap(), parcel());
    let name = format!("{}.txt", parcel.reference);
    assert_eq!(carrier.left(&parcel.reference), Left::No);
    let taken = Handed::Taken { receipt: Some(name.clone()) };
    assert_eq!(carrier.hand(&parcel), taken);
    let written = fs::read_to_string(folder.join(&name)).unwrap();
    assert_eq!(
        written,
        "To: ann.invented@person.example\nSubject: Your appointment\n\
         Reference: 0192f0c1-7b6e-7000-8000-000000000001\n\nHello Ann\n\nWe have a time for you.\n\n"
    );
    let other = Parcel { body: "something else".to_owned(), ..parcel.clone() };
    assert_eq!(carrier.hand(&other), taken);
    assert_eq!(fs::read_to_string(folder.join(&name)).unwrap(), written);
    assert_eq!(carrier.left(&parcel.reference), Left::Yes { receipt: Some(name.clone()) });
    assert_eq!(names(&folder), [name]);
}

#[test]
fn what_was_begun_and_not_finished_did_not_leave_and_is_written_anew() {
    let place = tempfile::tempdir().unwrap();
    let (carrier, parcel) = (Folder::new(place.path()).unwrap(), parcel());
    fs::write(place.path().join(format!(".{}.txt.begun", parcel.reference)), "Hello A").unwrap();
    assert_eq!(carrier.left(&parcel.reference), Left::No);
    assert!(matches!(carrier.hand(&parcel), Handed::Taken { .. }));
    assert_eq!(names(place.path()), [format!("{}.txt", parcel.reference)]);
    assert!(fs::read_to_string(place.path().join(format!("{}.txt", parcel.reference))).unwrap().contains("for you."));
}

#[test]
fn a_folder_that_went_is_not_reached_and_cannot_say_what_left() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("sent");
    let (carrier, parcel) = (Folder::new(&folder).unwrap(), parcel());
    fs::remove_dir(&folder).unwrap();
    assert_eq!(carrier.hand(&parcel), Handed::NotNow(NotNow::Unreachable));
    assert_eq!(carrier.left(&parcel.reference), Left::CannotSay);
    fs::write(&folder, "no folder").unwrap();
    assert_eq!(carrier.hand(&parcel), Handed::NotNow(NotNow::Broken));
    assert!(Folder::new(&folder).is_err());
}

#[test]
fn no_reference_leaves_the_folder_and_no_line_makes_another() {
    let place = tempfile::tempdir().unwrap();
    let carrier = Folder::new(place.path()).unwrap();
    for reference in ["", "../x", "a/b", "a.b", "ä", &"x".repeat(65)] {
        let odd = Parcel { reference: reference.to_owned(), ..parcel() };
        assert_eq!(carrier.hand(&odd), Handed::Refused(Refused::Other), "{reference}");
        assert_ne!(carrier.left(reference), Left::Yes { receipt: None });
    }
    let to = Parcel { to: "ann@person.example\nSubject: x".to_owned(), ..parcel() };
    assert_eq!(carrier.hand(&to), Handed::Refused(Refused::Address));
    assert_eq!(carrier.hand(&Parcel { to: " ".to_owned(), ..parcel() }), Handed::Refused(Refused::Address));
    let subject = Parcel { subject: "x\r\ny".to_owned(), ..parcel() };
    assert_eq!(carrier.hand(&subject), Handed::Refused(Refused::Content));
    assert!(names(place.path()).is_empty());
    assert_eq!(format!("{:?}", parcel()), r#"Parcel { reference: "0192f0c1-7b6e-7000-8000-000000000001", .. }"#);
}
