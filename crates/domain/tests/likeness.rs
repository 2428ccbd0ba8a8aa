//! Who may be the same person, and who says so: cases, and ten thousand near-duplicates. // H05, INV-04

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

use jiff::{Timestamp, civil::Date};
use porch_domain::{
    actor::{Actor, Role},
    disallowed::Disallowed,
    front_door::TellingChoices,
    ids::PersonId,
    person::{
        Caution, ContactChoices, Identity, Likeness, Match, NhsNumber, Person, PersonEvent, PersonRegistered, evolve,
        is_a_childs, link, unlink,
    },
};
use uuid::Uuid;

/// Numbers whose check digits hold, of the range that is given to nobody.
const NUMBERS: [&str; 3] = ["9990000018", "9990000026", "9990000034"];

fn who(number: &str, born: &str, name: &str, postcode: &str, telephone: &str) -> Identity {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Identity {
        nhs_number: text(number).map(|number| NhsNumber::parse(&number).unwrap()),
        birth_date: text(born).map(|born| born.parse().unwrap()),
        name: text(name),
        postcode: text(postcode),
        telephone: text(telephone),
        ..Identity::default()
    }
}

fn says(one: &Identity, other: &Identity) -> (Match, Vec<Caution>) {
    let likeness = Likeness::of(one, other);
    assert_eq!(likeness, Likeness::of(other, one), "the rule looks both ways alike");
    (likeness.says(), likeness.cautions())
}

/// What is said of a record beside hers, case by case.
fn told(cases: &[(&str, Identity, Match, &[Caution])]) {
    for (case, other, expected, cautions) in cases {
        assert_eq!(says(&she(), other), (*expected, cautions.to_vec()), "{case}");
    }
}

/// One record: all others are held beside it.
fn she() -> Identity {
    who(NUMBERS[0], "1991-03-04", "Ana Invented", "TN1 2AB", "01632 960001")
}

// H05
#[test]
fn two_records_are_told_as_what_they_have_in_common() {
    use Caution::{BabysNumber, NearBirthDate, NumberAlone, OtherFamilyName, Twins};
    use Match::{Never, Possible, Strong};
    let ([hers, other, _], she) = (NUMBERS, she());
    told(&[
        // The same number, date of birth, and one more fact.
        ("all the same", she.clone(), Strong, &[]),
        (
            "written otherwise",
            who(hers, "1991-03-04", "Mrs ANA  Invénted", "tn12ab", "+44 (0)1632 960001"),
            Strong,
            &[],
        ),
        ("one more fact: the family name", who(hers, "1991-03-04", "Invented", "", ""), Strong, &[]),
        ("one more fact: the given name", who(hers, "1991-03-04", "Ana", "", ""), Strong, &[]),
        ("one more fact: the postcode", who(hers, "1991-03-04", "", "TN1 2AB", ""), Strong, &[]),
        ("one more fact: the telephone", who(hers, "1991-03-04", "", "", "01632960001"), Strong, &[]),
        ("a changed surname", who(hers, "1991-03-04", "Ana Otherwise", "", ""), Strong, &[OtherFamilyName]),
        // The same number and less.
        ("no more fact", who(hers, "1991-03-04", "", "", ""), Possible, &[]),
        ("the number alone", who(hers, "", "", "", ""), Possible, &[]),
        (
            "a mistyped number, perhaps",
            who(hers, "1985-12-30", "Bea Otherwise", "", ""),
            Possible,
            &[NumberAlone, OtherFamilyName],
        ),
        ("the number of a twin, perhaps", who(hers, "1991-03-04", "Bea Invented", "TN1 2AB", ""), Possible, &[Twins]),
        ("the baby's number", who(hers, "2026-10-30", "Ana Invented", "TN1 2AB", ""), Possible, &[BabysNumber]),
        ("day and month swapped", who(hers, "1991-04-03", "Ana Invented", "", ""), Possible, &[NearBirthDate]),
        // Another number: whatever else is alike.
        (
            "another number, all else the same",
            Identity { nhs_number: NhsNumber::parse(other).ok(), ..she.clone() },
            Never,
            &[],
        ),
    ]);
}

// H05
#[test]
fn without_a_number_two_records_are_never_more_than_possibly_one() {
    use Caution::{NearBirthDate, OtherFamilyName, Twins};
    use Match::{Possible, Unlike};
    told(&[
        (
            "no number, all else the same",
            who("", "1991-03-04", "Ana Invented", "TN1 2AB", "01632 960001"),
            Possible,
            &[],
        ),
        ("a typing slip", who("", "1991-03-04", "Ana Inevnted", "", ""), Possible, &[]),
        ("a slip in both names", who("", "1991-03-04", "Anna Invente", "", ""), Possible, &[]),
        ("the names the other way round", who("", "1991-03-04", "Invented, Ana", "", ""), Possible, &[]),
        ("a double name", who("", "1991-03-04", "Ana Invented-Otherwise", "", ""), Possible, &[]),
        (
            "a changed surname without a number",
            who("", "1991-03-04", "Ana Otherwise", "TN1 2AB", ""),
            Possible,
            &[OtherFamilyName],
        ),
        ("twins", who("", "1991-03-04", "Bea Invented", "TN1 2AB", "01632 960001"), Possible, &[Twins]),
        ("swapped, with both names", who("", "1991-04-03", "Ana Invented", "", ""), Possible, &[NearBirthDate]),
        ("a mistyped year, with both names", who("", "1981-03-04", "Ana Invented", "", ""), Possible, &[NearBirthDate]),
        (
            "swapped, with a given name only",
            who("", "1991-04-03", "Ana Otherwise", "", ""),
            Unlike,
            &[OtherFamilyName, NearBirthDate],
        ),
        (
            "no date, with both names and a number to ring",
            who("", "", "Ana Invented", "", "01632 960001"),
            Possible,
            &[],
        ),
        ("no date, with both names", who("", "", "Ana Invented", "", ""), Unlike, &[]),
        (
            "another day, the same names and place",
            who("", "1987-11-20", "Ana Invented", "TN1 2AB", "01632 960001"),
            Unlike,
            &[],
        ),
        ("the same day alone", who("", "1991-03-04", "Bea Otherwise", "", ""), Unlike, &[Twins, OtherFamilyName]),
        ("nothing known", Identity::default(), Unlike, &[]),
    ]);
}

/// Whom a date of birth tells to be the baby, with the days round the birthday.
#[test]
fn a_childs_date_of_birth_is_known_as_one() {
    let today: Date = "2026-11-22".parse().unwrap();
    for (born, childs) in
        [("2026-11-22", true), ("2026-10-30", true), ("2018-11-23", true), ("2018-11-22", false), ("1991-03-04", false)]
    {
        assert_eq!(is_a_childs(born.parse().unwrap(), today), childs, "{born}");
    }
}

fn at() -> Timestamp {
    "2026-11-22T09:30:00Z".parse().unwrap()
}

fn staff() -> Actor {
    Actor::Staff { account: "jo.invented".to_owned(), role: Role::Duty }
}

fn person(number: u128, identity: Identity) -> Person {
    let registered = PersonRegistered {
        ethnic_category: None,
        contact: ContactChoices::default(),
        may_tell: TellingChoices::default(),
        identity: Some(identity),
    };
    evolve(PersonId(Uuid::from_u128(number)), None, &PersonEvent::PersonRegistered(registered)).unwrap()
}

fn both(one: &Person, other: &Person, events: [PersonEvent; 2]) -> (Person, Person) {
    let [first, second] = events;
    let one = evolve(one.id, Some(one.clone()), &first).unwrap();
    (one, evolve(other.id, Some(other.clone()), &second).unwrap())
}

#[test]
fn a_link_needs_a_person_and_a_reason_and_is_undone_whole() {
    let one = person(1, who(NUMBERS[0], "1991-03-04", "Ana Invented", "", ""));
    let other = person(2, who("", "1991-03-04", "Ana Otherwise", "", ""));
    for actor in [Actor::System, Actor::Public, Actor::Operator { account: "invented".to_owned() }] {
        assert_eq!(link(&[&one], &[&other], &actor, at(), "same voice"), Err(Disallowed::NeedsAPerson), "{actor:?}");
    }
    assert_eq!(link(&[&one], &[&other], &staff(), at(), "  "), Err(Disallowed::LinkReasonMissing));
    assert_eq!(link(&[&one], &[&one], &staff(), at(), "the same"), Err(Disallowed::LinkedBefore));
    let events = link(&[&one], &[&other], &staff(), at(), "She told her maiden name").unwrap();
    let (linked, other_linked) = both(&one, &other, events);
    assert_eq!(linked.linked_with[&other.id].why.as_deref(), Some("She told her maiden name"));
    assert_eq!(linked.linked_with[&other.id].by, "jo.invented");
    assert!(other_linked.linked_with.contains_key(&one.id));
    assert_eq!(linked.identity, one.identity, "nothing is copied");
    let again = link(&[&linked, &other_linked], &[&other_linked, &linked], &staff(), at(), "again");
    assert_eq!(again, Err(Disallowed::LinkedBefore));
    assert_eq!(unlink(&linked, &other_linked, &staff(), at(), ""), Err(Disallowed::LinkReasonMissing));
    assert_eq!(unlink(&linked, &other_linked, &Actor::System, at(), "so"), Err(Disallowed::NeedsAPerson));
    let events = unlink(&linked, &other_linked, &staff(), at(), "Another birthday").unwrap();
    assert_eq!(both(&linked, &other_linked, events), (one.clone(), other.clone()), "everything is as before");
    assert_eq!(unlink(&one, &other, &staff(), at(), "again"), Err(Disallowed::NotLinked));
}

#[test]
fn different_numbers_are_never_linked_also_where_a_record_stands_between() {
    let with = |id, number| person(id, who(number, "1991-03-04", "Ana Invented", "", ""));
    let (one, between, other) = (with(1, NUMBERS[0]), with(2, ""), with(3, NUMBERS[1]));
    assert_eq!(link(&[&one], &[&other], &staff(), at(), "so"), Err(Disallowed::NumbersDiffer));
    let (one, between) = both(&one, &between, link(&[&one], &[&between], &staff(), at(), "so").unwrap());
    assert_eq!(link(&[&between, &one], &[&other], &staff(), at(), "so"), Err(Disallowed::NumbersDiffer));
}

// H05
#[test]
fn a_mother_and_a_baby_and_what_was_erased_are_never_linked() {
    let mother = person(1, who(NUMBERS[0], "1991-03-04", "Ana Invented", "", ""));
    let baby = person(2, who(NUMBERS[0], "2026-10-30", "Ana Invented", "", ""));
    assert_eq!(link(&[&mother], &[&baby], &staff(), at(), "one number"), Err(Disallowed::GenerationApart));
    let erased = Person { erased: true, identity: None, ..person(3, Identity::default()) };
    assert_eq!(link(&[&mother], &[&erased], &staff(), at(), "so"), Err(Disallowed::Erased));
}

/// Invented near-duplicates from a seed: the rule of splitmix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % many as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// A number whose check digit holds, of the range that is given to nobody.
    fn number(&mut self) -> NhsNumber {
        loop {
            let digits = format!("999{:06}", self.below(1_000_000));
            if let Some(number) = (0..10).find_map(|check| NhsNumber::parse(&format!("{digits}{check}")).ok()) {
                return number;
            }
        }
    }

    fn identity(&mut self) -> Identity {
        let given = self.one(&["Ana", "Beatrix", "Chioma", "Siobhán", "Nour", "Agnieszka", "Katherine"]);
        let family = self.one(&["Invented", "Made-Up", "O\u{2019}Nobody", "Otherwise", "Ficțională"]);
        let born = Date::new(1980 + self.below(25) as i16, 1 + self.below(12) as i8, 1 + self.below(28) as i8).unwrap();
        Identity {
            name: Some(format!("{given} {family}")),
            nhs_number: Some(self.number()),
            birth_date: Some(born),
            postcode: Some(format!("TN{} {}AB", 1 + self.below(40), 1 + self.below(9))),
            telephone: Some(format!("01632 {:06}", self.below(1_000_000))),
            ..Identity::default()
        }
    }

    /// The same person written down again, or somebody very like her, and what that is.
    fn near(&mut self, of: &Identity) -> (Identity, &'static str) {
        let mut near = of.clone();
        let name = of.name.clone().unwrap();
        let (given, family) = name.split_once(' ').unwrap();
        let kind = [
            "other number",
            "written otherwise",
            "slip",
            "swapped date",
            "other surname",
            "twin",
            "child",
            "no number",
        ][self.below(8)];
        match kind {
            "other number" => {
                while near.nhs_number == of.nhs_number {
                    near.nhs_number = Some(self.number());
                }
            }
            "written otherwise" => {
                near.name = Some(name.to_uppercase());
                near.postcode = of.postcode.as_ref().map(|code| code.replace(' ', "").to_lowercase());
            }
            "slip" => near.name = Some(name.replacen('n', "m", 1)),
            "swapped date" => {
                let born = of.birth_date.unwrap();
                near.birth_date = Date::new(born.year(), born.day().min(12), born.month()).ok();
            }
            "other surname" => near.name = Some(format!("{given} Newly-Married")),
            "twin" => {
                near.name = Some(format!("Zuleika {family}"));
                near.nhs_number = None;
            }
            "child" => {
                near.birth_date = Date::new(2026, 10, 30).ok();
                near.name = Some(format!("Baby {family}"));
            }
            _ => near.nhs_number = None,
        }
        // And now and then less of it is known.
        match self.below(6) {
            0 => near.telephone = None,
            1 => near.postcode = None,
            2 => near.name = None,
            3 => near.birth_date = None,
            _ => {}
        }
        (near, kind)
    }
}

/// What no rule of likeness may say of two records.
fn wrong(one: &Identity, other: &Identity, said: Match) -> bool {
    let (first, second) = (&one.nhs_number, &other.nhs_number);
    let differ = first.is_some() && second.is_some() && first != second;
    let same_day = one.birth_date.is_some() && one.birth_date == other.birth_date;
    let strong_without_three = said == Match::Strong && (first.is_none() || first != second || !same_day);
    (differ && said != Match::Never) || strong_without_three
}

// H05, INV-04
#[test]
fn of_ten_thousand_near_duplicates_none_is_joined_by_itself_and_no_other_number_matches() {
    let mut dice = Dice(2026);
    let mut seen = std::collections::BTreeMap::new();
    for nth in 0..10_000u128 {
        let one = dice.identity();
        let (other, kind) = dice.near(&one);
        let (said, _) = says(&one, &other);
        assert!(!wrong(&one, &other, said), "{kind}: {said:?} of {one:?} and {other:?}");
        let (first, second) = (person(2 * nth, one), person(2 * nth + 1, other));
        for actor in [Actor::System, Actor::Public, Actor::Operator { account: "invented".to_owned() }] {
            let joined = link(&[&first], &[&second], &actor, at(), "as the rule says");
            assert_eq!(joined, Err(Disallowed::NeedsAPerson), "{kind}");
        }
        let by_staff = link(&[&first], &[&second], &staff(), at(), "both looked at");
        if kind == "other number" {
            assert_eq!(by_staff, Err(Disallowed::NumbersDiffer));
        } else if let Ok(events) = by_staff {
            let (linked, also) = both(&first, &second, events);
            let events = unlink(&linked, &also, &staff(), at(), "taken back").unwrap();
            assert_eq!(both(&linked, &also, events), (first, second), "{kind}");
        }
        *seen.entry((kind, said)).or_insert(0) += 1;
    }
    let kinds: std::collections::BTreeSet<_> = seen.keys().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds.len(), 8, "every kind of near-duplicate was tried: {seen:?}");
    assert!(seen[&("written otherwise", Match::Strong)] > 500, "{seen:?}");
}

/// A rule that asks for names before numbers is found out by the same ten thousand.
#[test]
fn a_rule_that_looks_at_names_before_numbers_is_found_out() {
    let mut dice = Dice(2026);
    let faulty = |one: &Identity, other: &Identity| {
        let without = |who: &Identity| Identity { nhs_number: None, ..who.clone() };
        Likeness::of(&without(one), &without(other)).says()
    };
    let found = (0..10_000).filter(|_| {
        let one = dice.identity();
        let (other, _) = dice.near(&one);
        wrong(&one, &other, faulty(&one, &other))
    });
    assert!(found.count() > 500);
}
