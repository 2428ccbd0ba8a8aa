//! Those who were taken on, are offered to a team, or came again: invented, as everybody here.

use jiff::{ToSpan, civil::Date};
use porch_domain::front_door::{Answers, WayIn, field};

use super::super::waiting::{Caller, Since, answers};

/// She agrees to letters and calls, and tells where they go.
macro_rules! reached {
    ($last:literal) => {
        &[
            (field::REACH_LETTER, "yes"),
            (field::ADDRESS, concat!($last, " Example Road, Exampletown")),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, concat!("07700 900 2", $last)),
            (field::TELL_GP, "yes"),
        ]
    };
}

/// She agrees to text messages as well.
macro_rules! texted {
    ($last:literal) => {
        &[
            (field::REACH_LETTER, "yes"),
            (field::ADDRESS, concat!($last, " Example Road, Exampletown")),
            (field::REACH_TELEPHONE, "yes"),
            (field::REACH_TEXT, "yes"),
            (field::TELEPHONE, concat!("07700 900 2", $last)),
            (field::TELL_GP, "yes"),
        ]
    };
}

/// A professional referred her; what is not told of her is as here.
const REFERRED: Caller = Caller {
    way: WayIn::Professional,
    minutes_ago: 0,
    name: "",
    age: 30,
    now: "baby",
    situation: "living_baby",
    ends: Some(-60),
    signs: &[],
    concerns: &["low"],
    worry: "",
    more: reached!("00"),
    since: Since::Nothing,
};

/// What she typed who came on a day. Of two who are as old, each has her own birthday.
pub(super) fn told(caller: &Caller, nth: usize, on: Date, today: Date) -> Answers {
    let days = i64::try_from(nth % 30).unwrap_or(0) * 7 + 33;
    let born = today.checked_sub(caller.age.years().days(days)).ok();
    answers(caller, on, born)
}

macro_rules! people {
    ($($name:ident = { $($field:ident: $value:expr),* $(,)? };)*) => {
        $(pub(super) const $name: Caller = Caller { $($field: $value,)* ..REFERRED };)*
    };
}

people! {
    AMINA = {
        name: "Amina Example", age: 27, situation: "neonatal_care", ends: Some(-21), concerns: &["birth_trauma"],
        worry: "Emergency section under a general anaesthetic. She does not remember meeting her son and is afraid of the ward.",
        more: reached!("11"),
    };
    BRONWEN = {
        name: "Bronwen Example", age: 35, now: "pregnant", situation: "pregnant", ends: Some(110), concerns: &["anxious", "low"],
        worry: "Panic at work since the summer; signed off for four weeks. Was under a community team after her first birth.",
        more: reached!("12"),
    };
    CARYS = {
        name: "Carys Example", age: 28, ends: Some(-45), concerns: &["low", "birth_trauma"],
        worry: "Low since the second week. Wakes from dreams of the theatre. Feeds well and is with her baby all day.",
        more: reached!("13"),
    };
    DELIA = {
        name: "Delia Example", age: 39, now: "pregnant", situation: "pregnant", ends: Some(12), concerns: &["anxious"],
        worry: "Psychosis after her first birth in 2021, admitted for six weeks. Well now. Due in twelve days and no plan for the birth.",
        more: &[
            (field::SEVERE, "yes"),
            (field::HISTORY, "Postpartum psychosis in 2021, mother and baby unit"),
            (field::REACH_LETTER, "yes"),
            (field::ADDRESS, "14 Example Road, Exampletown"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 214"),
            (field::TELL_MIDWIFE, "yes"),
        ],
    };
    EDITH = {
        name: "Edith Example", age: 32, now: "loss", situation: "neonatal_death", ends: Some(-70), concerns: &["loss"],
        worry: "Her daughter died at four days. She asks for somebody to talk to who will say her name, which is Robin.",
        more: reached!("15"),
    };
    FREYA = {
        name: "Freya Example", age: 23, ends: Some(-100), concerns: &["low", "with_baby"],
        worry: "Says that she feels nothing when the baby cries. Sleeps well, eats little. Her partner works nights.",
        more: reached!("16"),
    };
    GWEN = {
        name: "Gwen Example", age: 37, now: "pregnant", situation: "pregnant", ends: Some(75), concerns: &["fear_of_birth"],
        worry: "Fear of giving birth after a tear of the fourth degree. Cannot come past the labour ward.",
        more: reached!("17"),
    };
    HOPE = {
        name: "Hope Example", age: 26, ends: Some(-130), concerns: &["eating", "low"],
        worry: "Counts every gram since the birth and has lost eleven kilograms. Knows that it is not about the baby.",
        more: reached!("18"),
    };
    INES = {
        name: "Ines Example", age: 40, ends: Some(-200), concerns: &["low"],
        worry: "Low for a year, before the pregnancy already. Moves to Example-on-Sea in the new year.",
        more: reached!("19"),
    };
    JASMIN = {
        name: "Jasmin Example", age: 21, ends: Some(-90), concerns: &["anxious", "earlier_trauma"],
        worry: "Flashbacks of her childhood since the birth. Safe at home with her aunt.",
        more: reached!("20"),
    };
    LOWRI = {
        name: "Lowri Example", age: 31, ends: Some(-70), concerns: &["intrusive_thoughts", "anxious"],
        worry: "Thoughts of dropping the baby on the stairs; she carries him sitting down. Frightened that he is taken away.",
        more: texted!("21"),
    };
    MEGAN = {
        name: "Megan Example", age: 29, ends: Some(-85), concerns: &["low"],
        worry: "Cries in the afternoons. Came to the first meeting with her mother and asked for the next one alone.",
        more: texted!("22"),
    };
    NORA = {
        name: "Nora Example", age: 34, ends: Some(-64), concerns: &["with_baby"],
        worry: "The health visitor finds it hard to see the baby: he is always asleep, or at a friend's.",
        more: reached!("23"),
    };
    OONA = {
        name: "Oona Example", age: 33, ends: Some(-160), concerns: &["birth_trauma"],
        worry: "Frightening birth with a long bleed. Comes back to it when she closes her eyes.",
        more: reached!("24"),
    };
    PAULA = {
        name: "Paula Example", age: 30, ends: Some(-150), concerns: &["anxious"],
        worry: "Worry about cot death, checks through the night.",
        more: texted!("25"),
    };
    ROSA = {
        name: "Rosa Example", age: 38, ends: Some(-540), concerns: &["low"],
        worry: "Second episode; the first was after her elder son. On lithium since the spring, with levels every month.",
        more: reached!("26"),
    };
    SANA = {
        name: "Sana Example", age: 25, ends: Some(-28), concerns: &["low", "intrusive_thoughts"],
        worry: "Hears her neighbours speak about her through the wall. Has not slept more than two hours since Friday.",
        more: &[
            (field::SEVERE, "yes"),
            (field::INTERPRETER, "yes"),
            (field::LANGUAGE, "Pashto"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 227"),
        ],
    };
    TESS = {
        name: "Tess Example", age: 36, ends: Some(-18), signs: &["self_harm"], concerns: &["low"],
        worry: "Told the midwife that she had counted her tablets. Her sister has them now and is with her.",
        more: &[
            (field::CALL_BACK, "07700 900 228"),
            (field::CALL_BACK_NOTE, "Her sister answers"),
            (field::WHERE, "At home, 28 Example Road"),
            (field::WITH, "Her sister; the baby is with them"),
            (field::REACH_LETTER, "yes"),
            (field::ADDRESS, "28 Example Road, Exampletown"),
            (field::REACH_TELEPHONE, "yes"),
            (field::TELEPHONE, "07700 900 228"),
        ],
    };
    UNA = {
        name: "Una Example", age: 24, now: "pregnant", situation: "pregnant", ends: Some(60), concerns: &["low"],
        worry: "Low since a move in the summer; nobody near whom she knows.",
        more: reached!("29"),
    };
    VERA = {
        name: "Vera Example", age: 42, now: "pregnant", situation: "pregnant", ends: Some(130), concerns: &["anxious"],
        worry: "Pregnant after six rounds of treatment. Cannot believe that it stays, and cannot work.",
        more: texted!("30"),
    };
    WANDA = {
        name: "Wanda Example", age: 31, ends: Some(-95), concerns: &["birth_trauma", "low"],
        worry: "Her son was born at 27 weeks. Home for a month now. Low, and every alarm brings the unit back.",
        more: reached!("31"),
    };
    LONG_NAME = {
        name: "Maximiliana-Theodora Example-Invented-Featherstonehaugh", age: 35, now: "loss", situation: "stillbirth",
        ends: Some(-120), concerns: &["loss"],
        worry: "Her son was born still at 38 weeks. She is a singer and has not sung since.",
        more: &[
            (field::INTERPRETER, "yes"),
            (field::LANGUAGE, "British Sign Language"),
            (field::REACH_LETTER, "yes"),
            (field::ADDRESS, "The Old Invented Schoolhouse, 32 Example Road, Example-under-Example, Exampleshire"),
            (field::REACH_EMAIL, "yes"),
            (field::EMAIL, "maximiliana.theodora.example-invented-featherstonehaugh@example.org"),
        ],
    };
    YARA = {
        name: "Yara Example", age: 22, ends: Some(-110), concerns: &["low"],
        worry: "Low, and seldom at home. Her health visitor sees her at the baby clinic.",
        more: reached!("33"),
    };
    ISLA = {
        name: "Isla Example", age: 30, ends: Some(-300), concerns: &["low", "anxious"],
        worry: "Worries about going back to work. Sleeps well; would like to talk to someone of an evening.",
        more: reached!("34"),
    };
    KEZIA = {
        name: "Kezia Example", age: 28, now: "pregnant", situation: "pregnant", ends: Some(150), concerns: &["other"],
        worry: "Please see.",
        more: reached!("35"),
    };
    ZOE = {
        name: "Zoe Example", age: 33, ends: Some(-120), concerns: &["low", "anxious"],
        worry: "Tired and short with her elder children. Would like to talk to someone.",
        more: reached!("36"),
    };
    ZOE_AGAIN = {
        name: "Zoe Example", age: 33, ends: Some(-148), concerns: &["low", "anxious"],
        worry: "Was told to ring another service; it has a list of five months. She has stopped going out, and cries when the baby does.",
        more: reached!("36"),
    };
}
