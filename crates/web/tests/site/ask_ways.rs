//! Each way in from its start page to the reference, without script, and the words on the way.

use axum::http::StatusCode;

use crate::{
    support::House,
    visitor::{Visitor, reference, words},
};

const MONDAY_AT_TEN: &str = "2026-11-23T10:00:00Z";

/// Her way to the end, where there is no warning sign.
async fn to_the_end(visitor: &mut Visitor<'_>) {
    assert_eq!(visitor.answers("today", &[("signs", "none")]).await, "/ask/q/words");
    assert_eq!(visitor.answers("words", &[("worry", "I cry all day.")]).await, "/ask/q/before");
    assert_eq!(visitor.answers("before", &[("severe", "no")]).await, "/ask/q/who");
    assert_eq!(visitor.answers("who", &[("name", "Anna Example")]).await, "/ask/q/reach");
    let reach = [("reach_telephone", "yes"), ("telephone", "07700 900123"), ("reach_letter", "no")];
    assert_eq!(visitor.answers("reach", &reach).await, "/ask/q/tell");
    assert_eq!(visitor.answers("tell", &[("tell_gp", "no"), ("supporter", "Beth, my sister")]).await, "/ask/q/needs");
    assert_eq!(visitor.answers("needs", &[("preferences", "woman")]).await, "/ask/check");
}

// PR-01, PR-04: danger first, then how things are, then warning signs; the reference, and the honest time.
#[tokio::test]
async fn a_woman_asks_for_herself_and_hears_what_happens_next() {
    let house = House::live();
    house.world.set(MONDAY_AT_TEN);
    let start = house.get("/ask").await.body;
    let place = |part: &str| start.find(part).unwrap_or_else(|| panic!("{part} is missing"));
    assert!(place("tel:999") < place("How long it takes") && place("Who sees it") < place("Start now"));
    let mut visitor = Visitor::begins(&house, "myself").await;
    let first = visitor.get("/ask/q/now").await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(words(&first).contains("ask for help, step 1 how are things now?"), "{}", words(&first));
    assert!(first.body.contains("tel:01632960011") && first.body.contains("I would rather say this by phone"));
    assert_eq!(visitor.answers("now", &[("now", "pregnant")]).await, "/ask/q/more");
    let ends = [("ends-day", "14"), ("ends-month", "2"), ("ends-year", "2027")];
    assert_eq!(visitor.answers("more", &ends).await, "/ask/q/today");
    to_the_end(&mut visitor).await;
    let check = words(&visitor.get("/ask/check").await);
    for read_back in ["14 2 2027", "i cry all day.", "anna example", "07700 900123", "beth, my sister", "a woman"] {
        assert!(check.contains(read_back), "{read_back}");
    }
    let sent = visitor.sends().await;
    let said = words(&sent);
    assert!(reference(&sent).starts_with("R-"), "{said}");
    assert!(said.contains("a duty worker is here now, until 5pm today"), "{said}");
    assert!(said.contains("we will not send a letter") && !said.contains("we will not ring you"), "{said}");
    assert_eq!(house.count("SELECT count(*) FROM referral WHERE priority = 'routine' AND source = 'B1'"), 1);
    assert!(house.told().contains("I cry all day.") && house.told().contains("Beth, my sister"));
    // Nothing of what was typed is kept beside the record.
    assert_eq!(house.count("SELECT count(*) FROM draft WHERE answers LIKE '%cry%' OR answers LIKE '%Anna%'"), 0);
    assert_eq!(visitor.get("/ask/q/words").await.header("location"), "/ask/sent");
}

// PR-09: after a stillbirth no page speaks of a baby at home or a pregnancy, or asks for a date as if it were needed.
// H07
#[tokio::test]
async fn after_a_stillbirth_no_page_speaks_of_a_baby_at_home_or_a_pregnancy() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    assert_eq!(visitor.answers("now", &[("now", "loss")]).await, "/ask/q/more");
    let more = words(&visitor.get("/ask/q/more").await);
    assert!(more.starts_with("ask for help, step 2 we are sorry"), "{more}");
    assert!(more.contains("only if you want to say") && more.contains("i would rather not say"), "{more}");
    let fields = [("situation", "stillbirth"), ("own_words", "Her name is Rose")];
    assert_eq!(visitor.answers("more", &fields).await, "/ask/q/today");
    for step in ["today", "words", "before", "who", "reach", "tell", "needs"] {
        let page = words(&visitor.get(&format!("/ask/q/{step}")).await);
        for hurts in ["baby", "pregnan", "infant", "your child", "newborn"] {
            assert!(!page.contains(hurts), "{step} says {hurts}: {page}");
        }
        assert!(!page.contains("[["), "{step}: {page}");
    }
    to_the_end(&mut visitor).await;
    for path in ["/ask/check", "/ask/sent"] {
        let page = if path == "/ask/sent" { visitor.sends().await } else { visitor.get(path).await };
        // Her own answer is read back in the words in which she gave it.
        let page = words(&page).replace("i have lost a baby or a pregnancy", "");
        assert!(!page.contains("baby") && !page.contains("pregnan"), "{path}: {page}");
        assert!(!page.contains("when did it happen"), "{path}: {page}");
    }
    assert_eq!(house.count("SELECT count(*) FROM queue WHERE situation = 'stillbirth'"), 1);
    assert!(house.told().contains("Her name is Rose"));
}

// PR-01, PR-04, H01: the referral is in the store before anything else is asked.
// H01
#[tokio::test]
async fn a_warning_sign_shows_help_and_is_stored_with_one_safe_number_before_anything_else_is_asked() {
    let house = House::live();
    house.world.set("2026-11-21T02:00:00Z");
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "not_said")]).await;
    assert_eq!(visitor.answers("today", &[("signs", "self_harm"), ("signs", "none")]).await, "/ask/q/call");
    let call = visitor.get("/ask/q/call").await;
    let place = |part: &str| call.body.find(part).unwrap_or_else(|| panic!("{part} is missing"));
    assert!(place("tel:999") < place("<h1") && place("tel:111") < place("name=\"call_back\""));
    assert_eq!(house.count("SELECT count(*) FROM referral"), 0);
    assert_eq!(visitor.answers("call", &[("call_back", "01632 960 123")]).await, "/ask/sent");
    assert_eq!(house.count("SELECT count(*) FROM referral WHERE priority = 'emergency'"), 1);
    assert_eq!(house.count("SELECT respond_by_ms - received_ms FROM referral"), 4 * 3_600_000);
    assert!(house.told().contains("01632 960 123"));
    let said = words(&visitor.get("/ask/sent").await);
    assert!(said.contains("nobody here reads this until monday at 9am"), "{said}");
    assert!(said.contains("do not wait for us") && said.contains("when we ring, we ring 01632 960 123"), "{said}");
    // What follows is added to the same referral, and what made it an emergency is not asked again.
    assert_eq!(visitor.get("/ask/q/today").await.status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.answers("words", &[("worry", "It began on Tuesday.")]).await, "/ask/q/before");
    // Nothing more is demanded of anyone; what cannot be right is still said (PR-03).
    assert_eq!(visitor.answers("who", &[("name", "")]).await, "/ask/q/reach");
    assert_eq!(visitor.answers("reach", &[]).await, "/ask/q/tell");
    let slip = visitor.post("/ask/q/reach", &[("telephone", "none")]).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    visitor.sends().await;
    visitor.sends().await;
    assert_eq!(house.count("SELECT count(*) FROM referral"), 1);
    assert_eq!(house.count("SELECT count(*) FROM queue WHERE signs LIKE '%self_harm%'"), 1);
    assert_eq!(house.told().matches("It began on Tuesday.").count(), 1);
}

// PR-01: with nobody to ring it is counted, and no clock runs.
#[tokio::test]
async fn with_no_safe_number_she_is_told_whom_to_ring_and_counted_and_nothing_is_sent() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "loss")]).await;
    visitor.answers("more", &[]).await;
    visitor.answers("today", &[("signs", "frightening_things")]).await;
    let both = visitor.post("/ask/q/call", &[("call_back", "01632 960 123"), ("no_number", "yes")]).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(both.body.contains("href=\"#no_number\""));
    for _ in 0..2 {
        assert_eq!(visitor.answers("call", &[("no_number", "yes")]).await, "/ask/ring");
    }
    let said = words(&visitor.get("/ask/ring").await);
    assert!(said.contains("nobody here can ring you") && said.contains("999"), "{said}");
    assert!(!said.contains("baby"), "{said}");
    let counted = "SELECT times FROM door_count WHERE what = 'warning_sign_and_nobody_to_ring'";
    assert_eq!((house.count(counted), house.count("SELECT count(*) FROM referral")), (1, 0));
    // She may go on; without any way to reach her nothing is sent, and with one it is.
    visitor.answers("words", &[("worry", "I hear voices.")]).await;
    let refused = visitor.post("/ask/check", &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("/ask/q/reach?check=1#reach_telephone"), "{}", words(&refused));
    visitor.answers("reach", &[("reach_email", "yes"), ("email", "anna@example.com"), ("check", "1")]).await;
    visitor.sends().await;
    assert_eq!(house.count("SELECT count(*) FROM referral WHERE priority = 'emergency'"), 1);
}

// PR-15, PR-26: family wording is its own, and never asks about violence at home.
#[tokio::test]
async fn a_father_asks_for_his_partner() {
    let house = House::live();
    house.world.set(MONDAY_AT_TEN);
    let mut visitor = Visitor::begins(&house, "family").await;
    visitor.answers("now", &[("now", "baby")]).await;
    visitor.answers("more", &[("situation", "living_baby")]).await;
    let mut all = String::new();
    for step in ["now", "more", "today", "words", "before", "you", "who", "agree", "reach", "needs"] {
        let page = visitor.get(&format!("/ask/q/{step}")).await;
        assert_eq!(page.status, StatusCode::OK, "{step}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{step}");
        all.push_str(&words(&page));
    }
    for never in ["[[", "violen", "abuse", "controlling", "your baby"] {
        assert!(!all.contains(never), "{never}");
    }
    assert!(all.contains("the baby would be better off without them"));
    visitor.answers("today", &[("signs", "none")]).await;
    assert_eq!(visitor.answers("words", &[("worry", "She does not sleep.")]).await, "/ask/q/before");
    visitor.answers("before", &[]).await;
    let you = [("by_name", "Carl Example"), ("by_role", "partner"), ("by_telephone", "07700 900124")];
    assert_eq!(visitor.answers("you", &you).await, "/ask/q/who");
    visitor.answers("who", &[("name", "Dana Example")]).await;
    visitor.answers("agree", &[("agreement", "not_asked")]).await;
    visitor.answers("reach", &[("reach_telephone", "no")]).await;
    visitor.answers("needs", &[]).await;
    let said = words(&visitor.sends().await);
    assert!(said.contains("we may not be able to tell you what comes of it"), "{said}");
    assert!(said.contains("we will not ring the person you are worried about"), "{said}");
    assert_eq!(house.count("SELECT count(*) FROM referral WHERE source = 'B2'"), 1);
    assert!(house.told().contains("Carl Example"));
}

// PR-19, H06: each route apart; what is left unsaid, or not known, is no yes.
#[tokio::test]
async fn each_route_is_asked_and_what_is_left_unsaid_is_no_yes() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "thinking")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    visitor.answers("who", &[("name", "Kim Example")]).await;
    let page = visitor.get("/ask/q/reach").await.body;
    for route in ["telephone", "voicemail", "text", "email", "letter"] {
        assert_eq!(page.matches(&format!("name=\"reach_{route}\"")).count(), 3, "{route}: yes, no, not sure");
        assert!(!page.contains("checked"), "nothing is chosen beforehand");
    }
    let none = visitor.post("/ask/q/reach", &[("telephone", "07700 900126"), ("reach_email", "not_known")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "a number is no leave to ring it");
    visitor.answers("reach", &[("telephone", "07700 900126"), ("reach_text", "yes"), ("reach_voicemail", "no")]).await;
    let said = words(&visitor.sends().await);
    assert!(said.contains("we will not leave a voicemail") && !said.contains("we will not ring"), "{said}");
    assert!(house.told().contains("\"contact\":{\"text\":\"yes\",\"voicemail\":\"no\"}"), "{}", house.told());
}

// PR-18: someone of seventeen asks as everybody does, and is held.
#[tokio::test]
async fn someone_of_seventeen_is_taken_in_and_marked() {
    let house = House::live();
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "pregnant")]).await;
    visitor.answers("more", &[]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    let born = [("name", "Eva Example"), ("born-day", "1"), ("born-month", "june"), ("born-year", "2009")];
    visitor.answers("who", &born).await;
    visitor.answers("reach", &[("reach_text", "yes"), ("telephone", "07700 900125")]).await;
    let said = words(&visitor.sends().await);
    assert!(!said.contains("parent"), "{said}");
    assert_eq!(house.count("SELECT count(*) FROM queue WHERE under_18 = 1 AND tasks LIKE '%young_people%'"), 1);
}

// PR-09: what is asked of whom.
#[tokio::test]
async fn no_question_presumes_a_baby_or_a_pregnancy() {
    let house = House::live();
    for (way, now, says, never) in [
        ("myself", "thinking", "hurting myself", "baby"),
        ("myself", "pregnant", "a child who is with me may not be safe", "my baby"),
        ("myself", "baby", "my baby would be better off without me", "[["),
        ("myself", "not_said", "if there is a baby or child with me", "my baby"),
        ("family", "loss", "hurting themselves or dying", "baby"),
        ("family", "not_said", "if there is a baby or child with them", "the baby would"),
        ("professional", "baby", "estrangement from the infant", "i have"),
        ("professional", "baby", "new and persistent expressions of incompetency as a mother", "i have"),
        ("professional", "loss", "recent significant change in mental state, or new symptoms", "infant"),
        ("professional", "pregnant", "new thoughts or acts of violent self-harm", "infant"),
    ] {
        let mut visitor = Visitor::begins(&house, way).await;
        visitor.answers("now", &[("now", now)]).await;
        let page = words(&visitor.get("/ask/q/today").await);
        let asked = page.split("i would rather say this by phone").next().unwrap();
        assert!(asked.contains(says) && !asked.contains(never), "{way} {now}: {asked}");
    }
    // Changing how things are asks about warning signs again before it leads back.
    let mut visitor = Visitor::begins(&house, "myself").await;
    visitor.answers("now", &[("now", "thinking")]).await;
    visitor.answers("today", &[("signs", "none")]).await;
    assert_eq!(visitor.answers("now", &[("now", "baby"), ("check", "1")]).await, "/ask/q/more?check=1");
    assert_eq!(visitor.answers("more", &[("check", "1")]).await, "/ask/q/today?check=1");
    assert_eq!(visitor.answers("today", &[("signs", "none"), ("check", "1")]).await, "/ask/check");
}

// PR-09: every page of every way and situation has its words, one heading, and a label for each field.
#[tokio::test]
async fn every_page_of_every_way_and_situation_has_words_one_heading_and_whom_to_ring() {
    let house = House::live();
    let steps = ["now", "more", "today", "call", "quick", "words", "before", "who", "you", "agree", "reach", "tell"];
    let more = ["needs", "others", "files"];
    let mut shown = 0;
    for way in ["myself", "family", "professional"] {
        for now in ["thinking", "pregnant", "baby", "loss", "not_said"] {
            // One place may not begin more than sixty in a minute.
            house.world.advance_minutes(1);
            for sign in ["none", "self_harm"] {
                let mut visitor = Visitor::begins(&house, way).await;
                visitor.answers("now", &[("now", now)]).await;
                visitor.answers("today", &[("signs", sign)]).await;
                for path in steps.into_iter().chain(more).map(|step| format!("/ask/q/{step}")) {
                    let page = visitor.get(&path).await;
                    if page.status == StatusCode::SEE_OTHER {
                        continue;
                    }
                    let what = format!("{way} {now} {sign} {path}");
                    assert_eq!((page.status, page.body.matches("<h1").count()), (StatusCode::OK, 1), "{what}");
                    assert!(!page.body.contains("[[") && page.body.contains("tel:999"), "{what}");
                    assert!(page.body.contains("tel:01632960011"), "{what}");
                    for area in page.body.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                        assert_eq!(page.body.matches(&format!(" id=\"{area}\"")).count(), 1, "{what}: {area} twice");
                    }
                    shown += 1;
                }
                let check = visitor.get("/ask/check").await;
                assert!(check.status == StatusCode::OK && !check.body.contains("[["), "{way} {now} {sign}");
            }
        }
    }
    assert!(shown > 300, "{shown}");
}
