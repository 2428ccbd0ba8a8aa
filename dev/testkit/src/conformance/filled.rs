//! The story of a form that a record system fills in.

use porch_app::{World, door};

use super::{
    Desk,
    door::{answers as fields, public},
};

/// A form that a record system filled in opens once and not after its time; a number is used once, also by two at once.
///
/// # Panics
/// When it is not so.
// N2
pub fn a_form_that_a_record_system_filled_in_opens_once(desk: &Desk) {
    let ctx = || public(desk);
    let answers = || fields(&[("name", "Invented Person")]);
    let number = desk.world.id();
    let filled = door::fill(&ctx(), "example-gp", number, answers()).unwrap().unwrap();
    assert!(door::fill(&ctx(), "example-gp", number, answers()).unwrap().is_none(), "the same number again");
    let another = door::fill(&ctx(), "another", number, answers()).unwrap();
    assert!(another.is_some(), "the numbers of another system are its own");
    assert!(door::open(&ctx(), &filled.link).unwrap().is_none(), "a link is no key of a browser");
    assert!(door::reopen(&ctx(), &filled.link, "00000000").is_err(), "nor does a code open it");
    assert!(door::is_filled(&ctx(), &filled.link).unwrap() && door::is_filled(&ctx(), &filled.link).unwrap());
    let key = door::open_filled(&ctx(), &filled.link).unwrap().unwrap();
    let opened = door::open(&ctx(), &key).unwrap().unwrap();
    assert_eq!((opened.answers.typed("name"), opened.kept), ("Invented Person", false));
    assert_eq!(door::open_filled(&ctx(), &filled.link).unwrap(), None, "it opens once");
    assert!(!door::is_filled(&ctx(), &filled.link).unwrap());

    let late = door::fill(&ctx(), "example-gp", desk.world.id(), answers()).unwrap().unwrap();
    desk.world.pass(door::FILLED_FOR);
    assert_eq!(door::open_filled(&ctx(), &late.link).unwrap(), None, "its time is over");

    let number = desk.world.id();
    let both: Vec<_> = std::thread::scope(|scope| {
        let fills: Vec<_> =
            (0..2).map(|_| scope.spawn(|| door::fill(&ctx(), "example-gp", number, answers()))).collect();
        fills.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let kept = both.iter().filter(|one| matches!(one, Ok(Some(_)))).count();
    assert_eq!(kept, 1, "of two at once one is kept: {both:?}");
    let opens = both.into_iter().filter_map(|one| one.ok().flatten());
    assert!(opens.map(|filled| door::open_filled(&ctx(), &filled.link).unwrap()).all(|key| key.is_some()));
}
