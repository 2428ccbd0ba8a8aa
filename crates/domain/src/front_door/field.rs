//! The names of fields, the same in a form, in a draft, and where they are read.

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $text;)*
    };
}

fields! {
    /// How things are now, first.
    NOW = "now";
    /// More of how things are.
    SITUATION = "situation";
    /// When the baby is due or was born; three fields with `-day`, `-month`, `-year`.
    ENDS_ON = "ends";
    /// Warning signs: several; or [`NONE`].
    SIGNS = "signs";
    /// The number to ring back now.
    CALL_BACK = "call_back";
    /// Who answers it, and what is safe to say.
    CALL_BACK_NOTE = "call_back_note";
    /// There is no number that is safe.
    NO_NUMBER = "no_number";
    /// Where she is.
    WHERE = "where";
    /// Who is with her and the baby.
    WITH = "with";
    /// What it is about: several.
    CONCERNS = "concerns";
    /// What is worrying, or happening.
    WORRY = "worry";
    /// What helps.
    HELPS = "helps";
    /// How things are with the baby.
    WITH_BABY = "with_baby";
    /// The baby's name, or words to use.
    OWN_WORDS = "own_words";
    /// Bipolar disorder or a psychosis, now or before.
    SEVERE = "severe";
    /// Whether she was with this service before, as she or the referrer says.
    BEEN_BEFORE = "been_before";
    /// Mental health before.
    HISTORY = "history";
    /// Medicines, now and lately stopped.
    MEDICINES = "medicines";
    /// Who lives with her.
    HOME = "home";
    /// Any name of hers.
    NAME = "name";
    /// Her date of birth; three fields.
    BORN = "born";
    /// Her NHS number.
    NHS_NUMBER = "nhs_number";
    /// Her postcode.
    POSTCODE = "postcode";
    /// Her address.
    ADDRESS = "address";
    /// Her GP practice.
    GP = "gp";
    /// She has no GP.
    NO_GP = "no_gp";
    /// Her telephone number.
    TELEPHONE = "telephone";
    /// Her e-mail address.
    EMAIL = "email";
    /// Whether a call is safe.
    REACH_TELEPHONE = "reach_telephone";
    /// Whether a text is safe.
    REACH_TEXT = "reach_text";
    /// Whether a voicemail is safe.
    REACH_VOICEMAIL = "reach_voicemail";
    /// Whether an e-mail is safe.
    REACH_EMAIL = "reach_email";
    /// Whether a letter is safe.
    REACH_LETTER = "reach_letter";
    /// When and how it is best to reach her.
    REACH_NOTE = "reach_note";
    /// Whether the GP may be told.
    TELL_GP = "tell_gp";
    /// Whether the midwife may be told.
    TELL_MIDWIFE = "tell_midwife";
    /// Whether the health visitor may be told.
    TELL_HEALTH_VISITOR = "tell_health_visitor";
    /// Whether the supporter may be told.
    TELL_SUPPORTER = "tell_supporter";
    /// The supporter's name, and what they are to her.
    SUPPORTER = "supporter";
    /// The supporter's number.
    SUPPORTER_TELEPHONE = "supporter_telephone";
    /// Whether an interpreter is needed.
    INTERPRETER = "interpreter";
    /// Which language.
    LANGUAGE = "language";
    /// What else she needs.
    NEEDS = "needs";
    /// Whom she would rather talk to: several.
    PREFERENCES = "preferences";
    /// What else matters about whom.
    PREFERENCE_MORE = "preference_more";
    /// Who asks: the name.
    BY_NAME = "by_name";
    /// Who asks: what they are to her, or their post.
    BY_ROLE = "by_role";
    /// Who asks: the MHSDS source of referral.
    BY_SOURCE = "by_source";
    /// Who asks: the organisation.
    BY_ORGANISATION = "by_organisation";
    /// Who asks: the number.
    BY_TELEPHONE = "by_telephone";
    /// Who asks: the e-mail address.
    BY_EMAIL = "by_email";
    /// Whether she agrees.
    AGREEMENT = "agreement";
    /// Why she was not asked, or declines.
    AGREEMENT_WHY = "agreement_why";
    /// Safeguarding: what is known, on its own page.
    SAFEGUARDING = "safeguarding";
    /// Safeguarding: whether a referral to children's or adult services was made.
    SAFEGUARDING_REFERRED = "safeguarding_referred";
    /// When the call came, where staff write it down: the time of day, `HH:MM`.
    CALL_AT = "call_at";
    /// When the call came: the day; three fields.
    CALL_ON = "call_on";
}

/// The answer that says: none of these.
pub const NONE: &str = "none";
