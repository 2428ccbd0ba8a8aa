//! The tables that are written row by row: their columns, and how many of the first make the key.

use porch_domain::event::StreamKind;

/// A table written through [`crate::change::RowChange`].
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, the key first.
    pub columns: &'static [&'static str],
    /// How many of the first columns make the key.
    pub key: usize,
    /// Whether the rows follow from the journal, so that a replay must give the same.
    pub derived: bool,
}

impl Table {
    /// The statement that writes one row, and what becomes of it where the key is taken.
    pub(crate) fn insert_sql(&self, taken: Taken) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|column| format!("${column}")).collect();
        self.insert_from(&format!("VALUES ({})", places.join(", ")), taken)
    }

    /// The same for any number of rows, given as a list for each column, of these types.
    pub(crate) fn insert_lists_sql(&self, types: &[&str], taken: Taken) -> String {
        let lists: Vec<String> = (1..).zip(types).map(|(column, of)| format!("${column}::{of}[]")).collect();
        self.insert_from(&format!("SELECT * FROM UNNEST({})", lists.join(", ")), taken)
    }

    /// The statement that reads every row.
    pub(crate) fn select_sql(&self) -> String {
        format!("SELECT {} FROM {}", self.columns.join(", "), self.name)
    }

    fn insert_from(&self, values: &str, taken: Taken) -> String {
        let mut sql = format!("INSERT INTO {} ({}) {values}", self.name, self.columns.join(", "));
        let key = self.columns[..self.key].join(", ");
        let sets: Vec<String> =
            self.columns[self.key..].iter().map(|column| format!("{column} = excluded.{column}")).collect();
        match taken {
            Taken::Refused => {}
            Taken::Replaced if !sets.is_empty() => {
                sql.push_str(&format!(" ON CONFLICT ({key}) DO UPDATE SET {}", sets.join(", ")));
            }
            Taken::Replaced | Taken::Left => sql.push_str(&format!(" ON CONFLICT ({key}) DO NOTHING")),
        }
        sql
    }

    /// The statement that takes one row out by its key.
    pub(crate) fn delete_sql(&self) -> String {
        let wheres: Vec<String> =
            self.columns[..self.key].iter().enumerate().map(|(at, column)| format!("{column} = ${}", at + 1)).collect();
        format!("DELETE FROM {} WHERE {}", self.name, wheres.join(" AND "))
    }
}

/// What becomes of a row whose key is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Taken {
    /// The statement fails.
    Refused,
    /// It stands in place of the row that was there.
    Replaced,
    /// The row that was there stays.
    Left,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $table:literal, key $key:literal, $kind:ident, [$($column:literal),* $(,)?];)*) => {
        $($(#[$doc])* pub static $name: Table = Table {
            name: $table, columns: &[$($column),*], key: $key, derived: tables!(@$kind),
        };)*

        /// Every table written row by row.
        pub static TABLES: &[&Table] = &[$(&$name),*];
    };
    (@derived) => { true };
    (@kept) => { false };
}

tables! {
    /// The journal.
    JOURNAL = "journal", key 4, kept, [
        "footprint", "stream_kind", "stream_id", "version", "batch", "known_ms", "actor", "command_id", "import_id",
        "event", "format", "payload", "personal_seal", "hash",
    ];
    /// What identifies people, beside the journal.
    PERSONAL = "personal", key 4, kept, ["footprint", "stream_kind", "stream_id", "version", "salt", "content"];
    /// First outcomes of commands.
    COMMAND = "command", key 2, kept, ["footprint", "command_id", "known_ms", "outcome"];
    /// Applied versions of the local rules.
    FOOTPRINT_VERSION = "footprint_version", key 3, derived,
        ["footprint", "stream_id", "version", "from_on", "content_hash", "content"];
    /// Imports of history.
    HISTORY_IMPORT = "history_import", key 2, derived,
        ["footprint", "import_id", "stage", "content_hash", "completed_ms", "referrals", "people"];
    /// People.
    PERSON = "person", key 2, derived, [
        "footprint", "person_id", "import_id", "sender_person_id", "name", "nhs_number", "birth_on", "postcode",
        "gp_practice", "ethnic_category", "contact", "erased", "restricted", "restricted_own", "restricted_named",
    ];
    /// Pregnancies recorded by staff.
    EPISODE = "episode", key 3, derived, ["footprint", "person_id", "nth", "due_or_end_on", "outcome"];
    /// Answers about characteristics and risk groups.
    CHARACTERISTIC = "characteristic", key 3, derived, ["footprint", "person_id", "characteristic", "answer"];
    /// Referrals as they stand.
    REFERRAL = "referral", key 2, derived, [
        "footprint", "referral_id", "import_id", "reference", "person_id", "person_kind", "source", "priority",
        "received_ms", "directed_to", "outcome", "held_by", "next_due_ms", "respond_by_ms", "decided_ms",
        "first_contact_ms", "assessed_ms", "discharged_ms", "due_or_end_on", "pregnancy_outcome",
        "sender_referral_id", "erased", "entry_ms",
    ];
    /// Referrals as they count, version by version.
    REFERRAL_FACT = "referral_fact", key 3, derived, [
        "footprint", "referral_id", "version", "import_id", "known_from_ms", "known_until_ms", "person_id",
        "person_kind", "team", "received_ms", "outcome", "discharged_ms", "assessed_ms", "due_on", "reasons",
    ];
    /// Rows of other systems that are known.
    SENDER_ROW = "sender_row", key 2, derived, ["footprint", "sender_key", "referral_id"];
    /// The outbox.
    MESSAGE = "message", key 2, derived, [
        "footprint", "message_id", "referral_id", "recipient", "route", "stage", "subject", "body", "template",
        "attempts", "obstacle", "again_ms", "receipt", "failure",
    ];
    /// What is being handed to a carrier at this moment.
    MESSAGE_IN_HAND = "message_in_hand", key 2, kept, ["footprint", "message_id", "since_ms"];
    /// Referrals that are not decided, in the order in which duty looks.
    QUEUE = "queue", key 2, derived, [
        "footprint", "referral_id", "import_id", "person_id", "reference", "stage", "place", "order_ms", "priority",
        "received_ms", "respond_by_ms", "next_due_ms", "held_by", "way", "source", "situation", "ends_on", "signs",
        "severe", "concerns", "interpreter", "under_18", "tasks", "claimed_by", "claimed_ms", "attempts", "attempt",
        "attempt_by", "attempt_ms", "waiting_of", "waiting_until_ms", "letter_verdict", "letter_owner", "letter_by_ms",
        "climbs_ms", "elsewhere", "entry_ms", "paused_ms", "known_before",
    ];
    /// Referrals in care.
    CASELOAD = "caseload", key 2, derived, [
        "footprint", "referral_id", "import_id", "person_id", "reference", "held_by", "next_due_ms", "priority",
        "received_ms", "accepted_ms", "clock_ms", "climbs_ms", "situation", "ends_on", "lead", "next_contact_ms",
        "missed", "unit", "tasks", "joint", "offered_to", "offered_by", "offered_ms", "answer_by_ms", "onward_to",
        "chase_by_ms", "back_ms", "taken_by", "elsewhere", "paused_ms",
    ];
    /// The course of each referral in which she was seen, a clock was stopped or care ended here.
    CARE_COURSE = "care_course", key 2, derived, [
        "footprint", "referral_id", "received_ms", "priority", "respond_by_ms", "responded_ms", "answered_by", "seen",
        "discharged_ms", "reason", "planned",
    ];
    /// The criteria on which decisions rest.
    DECISION_CRITERION = "decision_criterion", key 3, derived,
        ["footprint", "referral_id", "code", "from_on", "words", "verdict", "decided_ms"];
    /// Referrals to services outside, each with what came of it.
    ONWARD = "onward", key 3, derived,
        ["footprint", "referral_id", "number", "service", "asked_ms", "chase_by_ms", "state", "answered_ms"];
    /// Who asks what came of a safeguarding referral, and when.
    SAFEGUARDING_CHASE = "safeguarding_chase", key 3, derived,
        ["footprint", "referral_id", "number", "owner", "chase_by_ms"];
    /// Risk answers, from the first answer until what was done is recorded.
    RISK_ALERT = "risk_alert", key 3, derived, [
        "footprint", "referral_id", "number", "reference", "held_by", "since_ms", "domains", "source", "answers",
        "open_ms", "climbs_ms", "next_ms", "taken_by", "elsewhere", "taken_ms", "first_taken_ms", "tries", "closed_ms",
        "outcome",
    ];
    /// What staff said of two records: that they are about one person, or not.
    PERSON_LINK = "person_link", key 3, derived,
        ["footprint", "person_id", "version", "other_id", "linked", "known_ms"];
    /// Numbers that the national record replaced.
    FORMER_NUMBER = "former_number", key 3, derived, ["footprint", "person_id", "nhs_number"];
    /// Sittings of the team meeting.
    MEETING = "meeting", key 2, derived, [
        "footprint", "meeting_id", "sitting_ms", "opened_ms", "closed_ms", "disciplines", "to_confirm", "decided",
        "carried_over", "noted",
    ];
    /// What a closed sitting read out as one line each.
    MEETING_NOTE = "meeting_note", key 3, derived, ["footprint", "meeting_id", "referral_id"];
    /// What each sitting left of each referral.
    DISCUSSION = "discussion", key 3, derived, [
        "footprint", "referral_id", "meeting_id", "at_ms", "by_account", "outcome", "owner", "until_ms", "carried_over",
    ];
    /// Days of case discussions that were opened.
    CASE_DAY = "case_day", key 2, derived, [
        "footprint", "meeting_id", "discussion", "sitting_ms", "opened_ms", "closed_ms", "teams", "services",
        "discussed", "carried_over",
    ];
    /// Referrals on the lists of case discussions.
    CASE_LISTING = "case_listing", key 3, derived, ["footprint", "referral_id", "discussion", "listed_ms"];
    /// What each day of a case discussion left of each referral.
    CASE_OUTCOME = "case_outcome", key 3, derived, [
        "footprint", "referral_id", "meeting_id", "discussion", "at_ms", "by_account", "outcome", "owner", "until_ms",
    ];
    /// Referrals before which there was a no.
    CAME_BACK = "came_back", key 2, derived, ["footprint", "referral_id", "earlier_id", "days", "certain"];
    /// What became of those who were pointed to another service.
    SIGNPOST = "signpost", key 2, derived, ["footprint", "referral_id", "state"];
    /// When the service must next look at a referral by itself.
    DUE = "due", key 2, kept, ["footprint", "referral_id", "import_id", "version", "rules", "due_ms", "tries"];
    /// Words of names, for finding a person.
    PERSON_WORD = "person_word", key 3, derived, ["footprint", "person_id", "word"];
    /// Requests for advice.
    ADVICE = "advice", key 2, derived,
        ["footprint", "advice_id", "stage", "asked_ms", "respond_by_ms", "source", "referral_id"];
    /// Days of duty.
    DUTY_DAY = "duty_day", key 2, derived, ["footprint", "day_id", "on_day", "on_duty"];
    /// The rota of duty and of those on call.
    DUTY_ROTA = "duty_rota", key 3, derived,
        ["footprint", "day_id", "nth", "on_day", "shift", "account", "from_ms", "to_ms"];
    /// What duty did, without the words.
    DUTY_ENTRY = "duty_entry", key 3, derived,
        ["footprint", "day_id", "nth", "on_day", "kind", "at_ms", "account", "referral_id"];
    /// Records that were opened in an emergency, without the words.
    OPENING = "opening", key 2, derived, [
        "footprint", "opening_id", "referral_id", "account", "reason", "opened_ms", "until_ms", "review_by_ms",
        "reviewed_ms", "reviewed_by", "finding",
    ];
    /// Questionnaires, without what was answered.
    SCREENING = "screening", key 2, derived, [
        "footprint", "screening_id", "referral_id", "person_id", "instrument", "contact", "stage", "owner", "asked_ms",
        "until_ms", "opened_ms", "finished_ms", "read_ms", "why", "answered", "items", "total", "status", "positive",
        "risk", "link",
    ];
    /// What opens her own page.
    HER_PAGE = "her_page", key 2, derived, ["footprint", "referral_id", "link"];
    /// Who stands at the door of her page.
    HER_PAGE_DOOR = "her_page_door", key 2, kept,
        ["footprint", "referral_id", "wrong", "opened_as", "until_ms", "last_ms"];
    /// A site's wording of instruments, version by version.
    TEXT_PACK = "text_pack", key 3, derived,
        ["footprint", "stream_id", "version", "instrument", "language", "content_hash", "content"];
    /// What people said of the service and what was done about it.
    SAID_AND_DONE = "said_and_done", key 2, derived,
        ["footprint", "item_id", "version", "done_on", "said", "done", "published_by", "withdrawn"];
    /// What somebody said of how it was, without the words.
    COMMENT = "comment", key 2, derived, [
        "footprint", "comment_id", "version", "stage", "left_ms", "read_by_ms", "teller", "may_show", "wants_answer",
        "referral_id", "item_id",
    ];
    /// Who stands at the door of a questionnaire.
    SCREENING_DOOR = "screening_door", key 2, kept, ["footprint", "screening_id", "wrong", "opened_as", "until_ms"];
    /// Templates of letters and messages.
    TEMPLATE = "template", key 2, derived, [
        "footprint", "template_id", "name", "version", "recipient", "fits", "subject", "body", "approved_by",
    ];
    /// What is typed and not yet sent.
    DRAFT = "draft", key 2, kept, [
        "footprint", "draft_key", "way", "command_id", "answers", "site", "opened_ms", "saved_ms", "expires_ms",
        "code_hash", "wrong_codes", "opened_as", "outcome",
    ];
    /// Files, held apart.
    ATTACHMENT = "attachment", key 2, kept, [
        "footprint", "attachment_id", "draft_key", "referral_id", "name", "media_type", "size", "sha256", "stored_ms",
        "content",
    ];
    /// Accounts of staff.
    ACCOUNT = "account", key 2, derived, [
        "footprint", "account_id", "name", "display_name", "role", "disabled", "password", "temporary_until_ms", "factors",
        "organisation", "teams",
    ];
    /// Who the holders of accounts are elsewhere.
    IDENTITY = "identity", key 4, derived, ["footprint", "account_id", "issuer", "subject"];
    /// Hashes of passwords.
    CREDENTIAL = "credential", key 2, kept, ["footprint", "account_id", "password_hash", "set_ms"];
    /// Tries at passwords.
    SIGN_IN_ATTEMPT = "sign_in_attempt", key 2, kept,
        ["footprint", "account_id", "tries", "last_ms", "wait_until_ms"];
    /// What was counted at the door.
    DOOR_COUNT = "door_count", key 3, kept, ["footprint", "on_day", "what", "times"];
    /// Who looked.
    LOOK = "look", key 2, kept, [
        "footprint", "look_id", "at_ms", "actor", "what", "why", "allowed", "subjects", "place", "seal",
    ];
    /// Seals over journal and look-log.
    SEAL = "seal", key 2, kept, [
        "footprint", "number", "at_ms", "batch", "entries", "journal", "looks", "look", "hash",
    ];
    /// Who is signed in.
    SESSION = "session", key 2, kept, [
        "footprint", "token_hash", "account", "role", "opened_ms", "seen_ms", "factor", "proved_ms", "browser",
        "provider", "acr", "provider_session",
    ];
    /// Secrets of authenticators, encrypted, and public keys of passkeys.
    FACTOR = "factor", key 3, kept,
        ["footprint", "account_id", "factor_id", "name", "kept", "last_step", "made_ms", "used_ms"];
    /// Hashes of recovery codes.
    RECOVERY_CODE = "recovery_code", key 3, kept, ["footprint", "account_id", "code_hash", "made_ms"];
    /// What was begun and is not finished.
    CEREMONY = "ceremony", key 2, kept, ["footprint", "ceremony_key", "kind", "state", "expires_ms"];
    /// Tokens of other programs.
    SYSTEM_TOKEN = "system_token", key 2, kept, [
        "footprint", "token_hash", "name", "scope", "made_by", "made_ms", "expires_ms", "ended_by", "ended_ms",
        "used_ms",
    ];
}

/// The tables whose second column is the id of a stream of this kind.
pub(crate) fn tables_of(kind: StreamKind) -> &'static [&'static Table] {
    static FOOTPRINT: [&Table; 1] = [&self::FOOTPRINT_VERSION];
    static HISTORY_IMPORT: [&Table; 1] = [&self::HISTORY_IMPORT];
    static PERSON: [&Table; 6] = [
        &self::PERSON,
        &self::EPISODE,
        &self::CHARACTERISTIC,
        &self::PERSON_WORD,
        &self::PERSON_LINK,
        &self::FORMER_NUMBER,
    ];
    static REFERRAL: [&Table; 15] = [
        &self::REFERRAL,
        &self::REFERRAL_FACT,
        &self::QUEUE,
        &self::CASELOAD,
        &self::CARE_COURSE,
        &self::CAME_BACK,
        &self::SIGNPOST,
        &self::ONWARD,
        &self::SAFEGUARDING_CHASE,
        &self::RISK_ALERT,
        &self::DISCUSSION,
        &self::CASE_LISTING,
        &self::CASE_OUTCOME,
        &self::DECISION_CRITERION,
        &self::HER_PAGE,
    ];
    static ADVICE: [&Table; 1] = [&self::ADVICE];
    static TEMPLATE: [&Table; 1] = [&self::TEMPLATE];
    static MESSAGE: [&Table; 1] = [&self::MESSAGE];
    static ACCOUNT: [&Table; 2] = [&self::ACCOUNT, &self::IDENTITY];
    static DUTY: [&Table; 3] = [&self::DUTY_DAY, &self::DUTY_ROTA, &self::DUTY_ENTRY];
    static MEETING: [&Table; 3] = [&self::MEETING, &self::MEETING_NOTE, &self::CASE_DAY];
    static OPENING: [&Table; 1] = [&self::OPENING];
    static SCREENING: [&Table; 1] = [&self::SCREENING];
    static TEXT_PACK: [&Table; 1] = [&self::TEXT_PACK];
    static SAID_AND_DONE: [&Table; 1] = [&self::SAID_AND_DONE];
    static COMMENT: [&Table; 1] = [&self::COMMENT];
    match kind {
        StreamKind::Footprint => &FOOTPRINT,
        StreamKind::HistoryImport => &HISTORY_IMPORT,
        StreamKind::Person => &PERSON,
        StreamKind::Referral => &REFERRAL,
        StreamKind::Message => &MESSAGE,
        StreamKind::Advice => &ADVICE,
        StreamKind::Template => &TEMPLATE,
        StreamKind::Account => &ACCOUNT,
        StreamKind::Duty => &DUTY,
        StreamKind::Meeting => &MEETING,
        StreamKind::Opening => &OPENING,
        StreamKind::Screening => &SCREENING,
        StreamKind::TextPack => &TEXT_PACK,
        StreamKind::SaidAndDone => &SAID_AND_DONE,
        StreamKind::Comment => &COMMENT,
    }
}
