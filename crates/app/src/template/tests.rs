//! Every text that comes with the program, in every situation that it claims.

use porch_domain::wording::first_line::tells;

use super::*;

/// Words that presume a pregnancy, or a baby who is with her.
const PRESUMING: &[&str] = &[
    "pregnan",
    "baby",
    "babies",
    "newborn",
    "infant",
    "birth",
    "bump",
    "due date",
    "mum",
    "mother",
    "matern",
    "antenatal",
    "postnatal",
    "perinatal",
    "feeding",
];

#[test]
fn every_text_that_comes_with_the_program_can_be_read() {
    let texts = built_in();
    assert_eq!(texts.len(), BUILT_IN.len());
    for kind in LetterKind::ALL {
        for recipient in [Recipient::Woman, Recipient::Referrer] {
            let any =
                texts.iter().any(|text| text.kind == kind && text.recipient == recipient && text.fits == Fits::Any);
            let wanted = match kind {
                LetterKind::Receipt => recipient == Recipient::Referrer,
                // The referrer hears nothing of what passes between teams.
                LetterKind::Introduce
                // Whoever referred her is told of no appointment, and given no link.
                | LetterKind::Invite
                | LetterKind::Remind
                | LetterKind::Cancel
                | LetterKind::Link => recipient == Recipient::Woman,
                _ => true,
            };
            assert_eq!(any, wanted, "{kind:?}");
        }
    }
    for text in &texts {
        let suffix = if text.fits == Fits::Any { String::new() } else { format!("-{}", text.fits.code()) };
        let by = text.by.map(|by| format!("-{}", by.code())).unwrap_or_default();
        assert_eq!(text.name, format!("{}-{}{suffix}{by}", text.kind.code(), text.recipient.code()));
    }
}

// H07, PR-09, INV-10
#[test]
fn every_text_reads_in_every_situation_that_it_claims_and_presumes_nothing_it_must_not() {
    let mut read = 0;
    for text in built_in() {
        let previews = preview(&text).unwrap_or_else(|wrong| panic!("{}: {wrong:?}", text.name));
        assert_eq!(previews.len(), text.claims().len());
        for preview in previews {
            read += 1;
            let whole = format!("{}\n{}", preview.words.subject, preview.words.body);
            assert!(!whole.contains("{{") && !whole.contains("{%"), "{}", text.name);
            assert!(!preview.words.body.contains("\n\n\n"), "{}", text.name);
            let lower = whole.to_lowercase();
            match text.fits {
                Fits::Any | Fits::Loss => {
                    let said: Vec<_> = PRESUMING.iter().filter(|word| lower.contains(**word)).collect();
                    assert!(said.is_empty(), "{} in {:?}: {said:?}", text.name, preview.situation);
                }
                Fits::Pregnant => assert!(!lower.contains("baby"), "{}", text.name),
                Fits::LivingBaby => assert!(!lower.contains("pregnan"), "{}", text.name),
            }
        }
    }
    assert!(read > 200, "{read}");
}

// H07: what a team is called would say it.
#[test]
fn a_letter_to_her_that_fits_any_or_a_loss_names_no_team() {
    for text in built_in().into_iter().filter(|text| text.recipient == Recipient::Woman) {
        if matches!(text.fits, Fits::Any | Fits::Loss) {
            assert!(!text.body.contains("team"), "{}", text.name);
        }
    }
}

// H06
#[test]
fn what_is_left_on_a_voicemail_says_nothing_of_health_and_no_number() {
    let lower = porch_domain::person::VOICEMAIL_WORDS.to_lowercase();
    assert_eq!(tells(&lower), None, "{lower}");
    assert!(
        !lower.chars().any(|one| one.is_ascii_digit()),
        "a number that is rung back may answer with a name: {lower}"
    );
}

// H06, K7: what is sent to a telephone stands on its screen as a whole.
#[test]
fn what_goes_by_text_or_email_alone_is_short_neutral_and_names_nobody() {
    let mut read = 0;
    for text in built_in().into_iter().filter(|text| text.by.is_some()) {
        read += 1;
        for preview in preview(&text).unwrap() {
            let said = format!("{} {}", preview.words.subject, preview.words.body);
            assert_eq!(tells(&said), None, "{}: {said}", text.name);
            assert!(!said.contains("Invented") && !said.contains("Ash"), "{}: {said}", text.name);
            if text.by == Some(Route::Text) {
                // Two parts of a text message at most.
                assert!(said.chars().count() <= 306, "{}: {}", text.name, said.chars().count());
            }
        }
    }
    assert_eq!(read, 8);
    let remind = built_in().into_iter().find(|text| text.name == "remind-woman-text").unwrap();
    for (body, told) in [
        ("Your {{ team_public }} sees you on {{ appointment_day }}.", "\"team\" tells what it is about"),
        ("{{ her_name }}, you have an appointment.", "names her, her baby or her date of birth"),
        ("Your appointment with the perinatal nurse.", "\"perinatal\" tells"),
        ("Come on {{ appointment_day }}.", "leaves out what it is sent for: {{ appointment_time }}"),
    ] {
        let wrong = preview(&Text { body: body.to_owned(), ..remind.clone() }).unwrap_err();
        assert!(!wrong.in_subject && wrong.what.contains(told), "{body}: {}", wrong.what);
    }
}

// K7, K8
#[test]
fn an_invitation_says_when_and_how_and_every_message_how_to_be_found_again() {
    let filling = invented();
    for text in built_in() {
        let wanted = match text.kind {
            LetterKind::Invite => vec![&filling.appointment_day, &filling.appointment_time, &filling.how],
            LetterKind::Remind => vec![&filling.appointment_day, &filling.appointment_time, &filling.how],
            LetterKind::Cancel => vec![&filling.appointment_day, &filling.appointment_time],
            LetterKind::Link => vec![&filling.link],
            _ => continue,
        };
        let said = fill(&text.subject, &text.body, &filling).unwrap().body;
        let wanted = wanted.into_iter().chain((text.kind != LetterKind::Link).then_some(&filling.reference));
        for part in wanted {
            assert!(said.contains(part.as_str()), "{} leaves out {part}", text.name);
        }
    }
}

// H06: the first line may be seen by others.
#[test]
fn first_lines_say_nothing_of_health() {
    for text in built_in() {
        let words = fill(&text.subject, &text.body, &invented()).unwrap();
        let lower = words.subject.to_lowercase();
        assert_eq!(tells(&lower), None, "{}: {lower}", text.name);
        assert!(!lower.contains("invented"), "{}: {lower}", text.name);
    }
}

// H06, PR-19
#[test]
fn a_first_line_that_tells_is_refused_where_others_may_see_it() {
    let of = |recipient: Recipient| built_in().into_iter().find(|text| text.recipient == recipient).unwrap();
    for (line, told) in [
        ("About your referral", Some("\"referral\" tells what it is about")),
        ("A letter for {{ her_name }}", Some("names her, her baby or her date of birth")),
        ("{{ reference }}, from {{ team_public }}", Some("\"team\" tells what it is about")),
        ("A letter for you", None),
    ] {
        let tried = preview(&Text { subject: line.to_owned(), ..of(Recipient::Woman) });
        match told {
            Some(told) => {
                let wrong = tried.unwrap_err();
                assert!(wrong.in_subject && wrong.what.contains(told), "{line}: {}", wrong.what);
            }
            None => assert!(tried.is_ok(), "{line}"),
        }
        assert!(preview(&Text { subject: line.to_owned(), ..of(Recipient::Referrer) }).is_ok(), "{line}");
    }
}

// H10, K6: reason, what would change it, who helps meanwhile, and how to come back.
#[test]
fn every_no_says_why_what_would_change_it_who_helps_and_how_to_come_back() {
    let filling = invented();
    for text in built_in() {
        if !matches!(text.kind, LetterKind::Reject | LetterKind::Signpost | LetterKind::Advise) {
            continue;
        }
        let said = fill(&text.subject, &text.body, &filling).unwrap().body;
        for part in [&filling.reasons[0], &filling.what_would_change, &filling.meanwhile, &filling.way_back] {
            assert!(said.contains(part.as_str()), "{} leaves out {part}", text.name);
        }
        let named = match text.kind {
            LetterKind::Signpost => &filling.signpost,
            LetterKind::Advise => &filling.advice,
            _ => &filling.decider,
        };
        assert!(said.contains(named.as_str()), "{}", text.name);
    }
}

// PR-15
#[test]
fn a_receipt_for_family_says_nothing_of_her_or_of_what_was_decided() {
    let texts = built_in();
    let receipt = texts.iter().find(|text| text.kind == LetterKind::Receipt).unwrap();
    let filling = invented();
    let said = fill(&receipt.subject, &receipt.body, &filling).unwrap().body;
    for hidden in [filling.her_name.unwrap(), filling.reasons[0].clone(), filling.signpost, filling.because.unwrap()] {
        assert!(!said.contains(&hidden), "{hidden}");
    }
}

#[test]
fn a_place_that_is_not_there_a_broken_one_and_an_endless_one_are_told() {
    let body = |body: &str| fill("A letter", body, &invented()).unwrap_err();
    assert_eq!(
        body("One\nDear {{ her_nam }},"),
        Wrong { in_subject: false, what: "line 2: a place that is not there; the places are listed below".to_owned() }
    );
    assert_eq!(body("One\n{{ today").what, "line 2: a place or a condition is not closed");
    assert!(body("{% if born %}").what.starts_with("line 1: this cannot be read"), "{:?}", body("{% if born %}"));
    assert!(body("{% for a in range(9999) %}x{% endfor %}").what.contains("only places, conditions and lists"));
    let nested = (0..40).fold("x".to_owned(), |inner, _| format!("{{% for one in reasons %}}{inner}{{% endfor %}}"));
    assert!(body(&nested).what.contains("repeats itself too often"), "{:?}", body(&nested));
    assert!(fill("{{ nobody }}", "text", &invented()).unwrap_err().in_subject);
    assert_eq!(
        fill("A  letter ", "a <b>\r\n\r\n\r\n{{ her_name }}", &invented()).unwrap().body,
        "a <b>\n\nInvented Person"
    );
}
