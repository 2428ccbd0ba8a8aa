//! `porch languages list` and `porch languages show`, and which languages the settings offer to the public.

use std::process::ExitCode;

use jiff::civil::Date;
use porch_web::{Language, LanguageApproval};
use serde_json::{Value, json};

use crate::{
    arguments::{Format, LanguagesListVerb, LanguagesShowVerb, LanguagesVerb},
    failure::Failure,
};

/// The languages that were approved as they stand. One whose wording changed since stays out, and the log says so: the pages are
/// then in English, as they were before.
pub fn offered(approvals: &[LanguageApproval], today: Date) -> Result<Vec<&'static Language>, Failure> {
    let mut offered = Vec::new();
    for approval in approvals {
        match approval.language(today) {
            Ok(language) => {
                let (language_code, by) = (language.code(), approval.approved_by.as_str());
                tracing::info!(language_code, by, "the public is offered a language");
                offered.push(language);
            }
            Err(why) if why.is_mistaken() => return Err(Failure::at("public_language", why.to_string())),
            Err(why) => tracing::warn!(%why, "a language is not offered"),
        }
    }
    Ok(offered)
}

/// Carries out a verb about languages.
pub fn run(verb: &LanguagesVerb) -> Result<ExitCode, Failure> {
    match verb {
        LanguagesVerb::List(verb) => list(verb),
        LanguagesVerb::Show(verb) => show(verb)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(verb: &LanguagesListVerb) {
    match verb.format {
        Format::Json => {
            let all: Vec<Value> = Language::all()
                .iter()
                .map(|language| {
                    json!({
                        "language": language.code(), "name": language.name(), "english_name": language.english_name(),
                        "messages": language.messages().count(), "missing": language.missing(),
                        "wording": language.wording_hash(),
                    })
                })
                .collect();
            println!("{}", json!({ "languages": all }));
        }
        Format::Text => {
            for language in Language::all() {
                let (count, missing) = (language.messages().count(), language.missing().len());
                let short = if missing == 0 { String::new() } else { format!(", {missing} missing") };
                println!(
                    "{}: {}; {count} messages{short}; wording {}",
                    language.code(),
                    language.english_name(),
                    language.wording_hash()
                );
            }
        }
    }
}

/// Every message beside its English, for whoever is to approve it.
fn show(verb: &LanguagesShowVerb) -> Result<(), Failure> {
    let language = Language::find(&verb.language).ok_or_else(|| {
        let known: Vec<_> = Language::all().iter().map(Language::code).collect();
        Failure::at(
            "LANGUAGE",
            format!("no wording is held in {:?} (expected one of: {})", verb.language, known.join(", ")),
        )
    })?;
    println!("{} ({})\nwording {}", language.english_name(), language.code(), language.wording_hash());
    let own: Vec<_> = language.messages().collect();
    for (name, english) in Language::english().messages() {
        let said = own.iter().find(|(known, _)| *known == name).map_or("(missing)", |(_, text)| text.as_str());
        println!("\n[{name}]\n{english}\n--\n{said}");
    }
    Ok(())
}
