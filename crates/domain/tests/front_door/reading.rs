//! What answers mean: nothing is lost, nothing panics, nothing is presumed.

use porch_domain::{
    code_list::{SOURCE_OF_REFERRAL, find},
    front_door::{
        Answers, Asked, Confidant, Known, Situation, Step, Story, WayIn, emergency_problems, problems, problems_of,
        read,
        source::{PROFESSIONALS, Source},
        steps,
    },
    person::{Route, RouteChoice, words_of_name},
};
use proptest::prelude::*;

use super::{TODAY, answers};

/// PR-10: whoever asks for herself or family has one source; a professional's is the live code that was chosen, and what is
/// no code is not recorded.
#[test]
fn the_source_is_a_live_code_or_not_recorded() {
    let source = |way, code: &str| read(way, &answers([("by_source", code)]), TODAY).source;
    for (code, _) in PROFESSIONALS {
        assert_eq!(source(WayIn::Professional, code).as_deref(), Some(*code));
        assert!(find(SOURCE_OF_REFERRAL, code).is_some_and(|known| !known.retired), "{code}");
        assert_ne!(Source::of_code(Some(code)), Source::NotRecorded);
    }
    for way in [WayIn::Professional, WayIn::Telephone] {
        assert_eq!(source(way, "x"), None);
        assert_eq!(source(way, ""), None);
    }
    assert_eq!(source(WayIn::Myself, "A1").as_deref(), Some("B1"));
    assert_eq!(source(WayIn::Family, "A1").as_deref(), Some("B2"));
    assert_eq!(Source::of_code(source(WayIn::Professional, "x").as_deref()), Source::NotRecorded);
}

/// PR-19, PR-20: whatever is not a clear yes or no is not known.
#[test]
fn what_is_no_clear_yes_or_no_is_not_known() {
    for (text, choice) in [
        ("yes", RouteChoice::Yes),
        ("no", RouteChoice::No),
        ("", RouteChoice::NotKnown),
        ("not_known", RouteChoice::NotKnown),
        ("YES", RouteChoice::NotKnown),
        ("perhaps", RouteChoice::NotKnown),
    ] {
        let told =
            read(WayIn::Professional, &answers([("reach_text", text), ("tell_gp", text), ("severe", text)]), TODAY);
        assert_eq!(told.contact.of(Route::Text), choice, "{text}");
        assert_eq!(told.may_tell.of(Confidant::Gp), choice, "{text}");
        let known = match choice {
            RouteChoice::Yes => Known::Yes,
            RouteChoice::No => Known::No,
            RouteChoice::NotKnown => Known::NotKnown,
        };
        assert_eq!(told.asked.severe_history, known, "{text}");
    }
}

/// PR-09: a detail counts only with the first answer that it belongs to, and nothing of a baby is presumed after a loss.
#[test]
fn a_detail_counts_only_with_its_first_answer() {
    for (now, more, situation) in [
        ("loss", "miscarriage", Some(Situation::Miscarriage)),
        ("loss", "living_baby", Some(Situation::Loss)),
        ("baby", "stillbirth", Some(Situation::Baby)),
        ("baby", "twins_one_lost", Some(Situation::TwinsOneLost)),
        ("", "living_baby", None),
        ("not_said", "", Some(Situation::NotSaid)),
    ] {
        let told = read(WayIn::Myself, &answers([("now", now), ("situation", more)]), TODAY);
        assert_eq!(told.asked.situation, situation, "{now} {more}");
        assert_eq!(told.pregnancy, None, "no date is made up");
    }
    assert!(!Situation::Loss.baby_with_her() && !Situation::NeonatalCare.baby_with_her());
}

#[test]
fn names_fold_over_scripts_accents_and_marks() {
    let words = |name: &str| words_of_name(name).into_iter().collect::<Vec<_>>();
    for (one, other) in [
        ("Zoë Müller", "zoe muller"),
        ("O'Brien", "obrien"),
        ("Ñandú", "NANDU"),
        ("José", "Jose\u{301}"),
        ("Ana-María", "ana maria"),
    ] {
        assert_eq!(words(one), words(other), "{one}");
    }
    assert_eq!(words("Nguyễn Thị"), ["nguyen", "thi"]);
    assert_eq!(words("سارة"), ["سارة"]);
}

fn fields() -> Vec<&'static str> {
    let mut fields: Vec<&str> = WayIn::ALL
        .into_iter()
        .flat_map(|way| Step::ALL.into_iter().flat_map(move |step| step.fields(way)))
        .copied()
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}

prop_compose! {
    /// Answers as anybody may send them: known fields and others, codes and anything else.
    fn anything()(given in proptest::collection::vec(
        (
            prop_oneof![proptest::sample::select(fields()).prop_map(str::to_owned), "\\PC{0,12}"],
            prop_oneof![
                "yes|no|none|pregnant|baby|loss|harm_done|advice|A4|31|12|2026|0|-1|99999",
                "[0-9+() ]{0,20}",
                any::<String>(),
            ],
        ),
        0..24,
    )) -> Answers {
        Answers::new(given)
    }
}

/// What `Answers::new` and the reading of one answer may change of a text.
fn as_kept(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace('\0', "\u{fffd}");
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

proptest! {
    /// Whatever is sent, it is read and judged without a panic.
    #[test]
    fn anything_can_be_read_and_judged(given in anything(), way in 0usize..4, day in 0i64..40_000) {
        use jiff::ToSpan;
        let (way, today) = (WayIn::ALL[way], jiff::civil::Date::constant(1970, 1, 1).saturating_add(day.days()));
        let told = read(way, &given, today);
        prop_assert_eq!(told.asked.way, way);
        for step in Step::ALL {
            for problem in problems_of(way, step, &given, today) {
                let known = step.fields(way).iter().any(|field| field.starts_with(problem.field));
                prop_assert!(known, "{:?} asks for no {}", step, problem.field);
            }
        }
        problems(way, &given, today);
        emergency_problems(way, &given, today);
        steps(way, &given);
    }

    /// What somebody wrote comes back as it was written: any script, any sign, any line.
    #[test]
    fn what_was_written_comes_back_as_it_was(texts in proptest::collection::vec(any::<String>(), 17)) {
        let names = [
            "worry", "call_back", "call_back_note", "where", "with", "history", "medicines", "home", "helps", "with_baby",
            "own_words", "agreement_why", "language", "needs", "preference_more", "reach_note", "name",
        ];
        let given = Answers::new(names.iter().zip(&texts).map(|(name, text)| ((*name).to_owned(), text.clone())));
        let told = read(WayIn::Professional, &given, TODAY);
        let Story {
            // Read from who she is, and put there at the receipt.
            born: _,
            worry, call_back, call_back_note, where_she_is, with_her, history, medicines, people_at_home, what_helps,
            with_the_baby, own_words, agreement_why, language, access_needs, preference_more, reach_note,
            referrer: _, supporter: _, file_names: _, file_hashes: _,
        } = told.story;
        let kept = [
            Some(worry).filter(|worry| !worry.is_empty()), call_back, call_back_note, where_she_is, with_her, history,
            medicines, people_at_home, what_helps, with_the_baby, own_words, agreement_why, language, access_needs,
            preference_more, reach_note, told.identity.name,
        ];
        for ((name, text), kept) in names.iter().zip(&texts).zip(kept) {
            prop_assert_eq!(kept, as_kept(text), "{}", name);
        }
    }

    /// What was kept of a form is the same after it lay in the database.
    #[test]
    fn answers_and_codes_come_back_from_storage(given in anything(), way in 0usize..4) {
        let stored = serde_json::to_string(&given).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Answers>(&stored).unwrap(), &given);
        let told = read(WayIn::ALL[way], &given, TODAY);
        let asked = serde_json::to_string(&told.asked).unwrap();
        prop_assert_eq!(serde_json::from_str::<Asked>(&asked).unwrap(), told.asked);
        let story = serde_json::to_string(&told.story).unwrap();
        prop_assert_eq!(serde_json::from_str::<Story>(&story).unwrap(), told.story);
    }
}
