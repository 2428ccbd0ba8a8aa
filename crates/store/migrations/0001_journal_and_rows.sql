-- The journal, what identifies people beside it, and the rows that lists and reports read.
-- Instants are milliseconds UTC, dates ISO text, ids lower-case hexadecimal with hyphens.

CREATE TABLE meta (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

-- The lock that gives batches their order; the last instant that a fact was known from or a report was drawn at; how many
-- entries the journal holds, so that a cut is found even where no row shows it.
CREATE TABLE batch_counter (
    footprint TEXT NOT NULL,
    last_batch BIGINT NOT NULL,
    last_known_ms BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (footprint)
);

CREATE TABLE journal (
    footprint TEXT NOT NULL,
    stream_kind TEXT NOT NULL,
    stream_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    known_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    command_id TEXT NOT NULL,
    import_id TEXT,
    event TEXT NOT NULL,
    format BIGINT NOT NULL,
    payload TEXT NOT NULL,
    personal_seal BYTEA,
    hash BYTEA NOT NULL,
    PRIMARY KEY (footprint, stream_kind, stream_id, version)
);

CREATE INDEX journal_by_batch ON journal (footprint, batch);

CREATE TABLE personal (
    footprint TEXT NOT NULL,
    stream_kind TEXT NOT NULL,
    stream_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (footprint, stream_kind, stream_id, version)
); -- clustered

CREATE TABLE command (
    footprint TEXT NOT NULL,
    command_id TEXT NOT NULL,
    known_ms BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (footprint, command_id)
); -- clustered

CREATE TABLE footprint_version (
    footprint TEXT NOT NULL,
    stream_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (footprint, stream_id, version)
);

CREATE TABLE history_import (
    footprint TEXT NOT NULL,
    import_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    completed_ms BIGINT,
    referrals BIGINT,
    people BIGINT,
    PRIMARY KEY (footprint, import_id)
);

CREATE TABLE lease (
    footprint TEXT NOT NULL,
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, name)
);

CREATE TABLE person (
    footprint TEXT NOT NULL,
    person_id TEXT NOT NULL,
    import_id TEXT,
    sender_person_id TEXT,
    name TEXT,
    nhs_number TEXT,
    birth_on TEXT,
    postcode TEXT,
    gp_practice TEXT,
    ethnic_category TEXT,
    contact TEXT NOT NULL,
    erased BIGINT NOT NULL,
    PRIMARY KEY (footprint, person_id)
); -- clustered

CREATE TABLE episode (
    footprint TEXT NOT NULL,
    person_id TEXT NOT NULL,
    nth BIGINT NOT NULL,
    due_or_end_on TEXT NOT NULL,
    outcome TEXT,
    PRIMARY KEY (footprint, person_id, nth)
); -- clustered

CREATE TABLE characteristic (
    footprint TEXT NOT NULL,
    person_id TEXT NOT NULL,
    characteristic TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (footprint, person_id, characteristic)
); -- clustered

CREATE TABLE referral (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    import_id TEXT,
    reference TEXT,
    person_id TEXT NOT NULL,
    person_kind TEXT NOT NULL,
    source TEXT,
    priority TEXT,
    received_ms BIGINT NOT NULL,
    directed_to TEXT,
    outcome TEXT NOT NULL,
    held_by TEXT,
    next_due_ms BIGINT,
    respond_by_ms BIGINT,
    decided_ms BIGINT,
    first_contact_ms BIGINT,
    assessed_ms BIGINT,
    discharged_ms BIGINT,
    due_or_end_on TEXT,
    pregnancy_outcome TEXT,
    sender_referral_id TEXT,
    erased BIGINT NOT NULL,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX referral_by_person ON referral (footprint, person_id, received_ms);

CREATE UNIQUE INDEX referral_by_reference ON referral (footprint, reference) WHERE reference IS NOT NULL;

CREATE INDEX referral_by_due ON referral (footprint, next_due_ms) WHERE next_due_ms IS NOT NULL;

-- One row for each version of what a referral counts as; the latest has no end.
CREATE TABLE referral_fact (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    import_id TEXT,
    known_from_ms BIGINT NOT NULL,
    known_until_ms BIGINT,
    person_id TEXT NOT NULL,
    person_kind TEXT NOT NULL,
    team TEXT,
    received_ms BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    discharged_ms BIGINT,
    assessed_ms BIGINT,
    due_on TEXT,
    reasons TEXT,
    PRIMARY KEY (footprint, referral_id, version)
); -- clustered

-- What is known of a sender's row, so that the same row changes nothing.
CREATE TABLE sender_row (
    footprint TEXT NOT NULL,
    sender_key TEXT NOT NULL,
    import_id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    content_key TEXT,
    PRIMARY KEY (footprint, sender_key)
); -- clustered

CREATE TABLE message (
    footprint TEXT NOT NULL,
    message_id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    route TEXT NOT NULL,
    stage TEXT NOT NULL,
    subject TEXT,
    body TEXT,
    PRIMARY KEY (footprint, message_id)
); -- clustered

CREATE INDEX message_by_referral ON message (footprint, referral_id);

-- Who looked at what, when and why; denied attempts too.
CREATE TABLE look (
    footprint TEXT NOT NULL,
    look_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    why TEXT NOT NULL,
    allowed BIGINT NOT NULL,
    subjects TEXT NOT NULL,
    PRIMARY KEY (footprint, look_id)
); -- clustered

CREATE TABLE session (
    footprint TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    opened_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, token_hash)
); -- clustered
