-- The way in and the decision: what waits, what is typed and not yet sent, files, advice, templates.

-- One row for each referral that is not decided, in the order in which duty looks.
CREATE TABLE queue (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    import_id TEXT,
    person_id TEXT NOT NULL,
    reference TEXT,
    stage TEXT NOT NULL,
    place BIGINT NOT NULL,
    order_ms BIGINT NOT NULL,
    priority TEXT,
    received_ms BIGINT NOT NULL,
    respond_by_ms BIGINT,
    next_due_ms BIGINT NOT NULL,
    held_by TEXT NOT NULL,
    way TEXT NOT NULL,
    source TEXT,
    situation TEXT,
    ends_on TEXT,
    signs TEXT NOT NULL,
    severe BIGINT NOT NULL,
    concerns TEXT NOT NULL,
    interpreter BIGINT NOT NULL,
    under_18 BIGINT NOT NULL,
    tasks TEXT NOT NULL,
    claimed_by TEXT,
    claimed_ms BIGINT,
    attempts BIGINT NOT NULL,
    attempt TEXT,
    attempt_by TEXT,
    attempt_ms BIGINT,
    waiting_of TEXT,
    waiting_until_ms BIGINT,
    letter_verdict TEXT,
    letter_owner TEXT,
    letter_by_ms BIGINT,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX queue_in_order ON queue (footprint, place, order_ms, referral_id);

-- History that was imported before this step and is not decided.
INSERT INTO queue (footprint, referral_id, import_id, person_id, reference, stage, place, order_ms, priority, received_ms, respond_by_ms, next_due_ms, held_by, way, source, situation, ends_on, signs, severe, concerns, interpreter, under_18, tasks, attempts)
SELECT footprint, referral_id, import_id, person_id, reference, 'pending', CASE priority WHEN 'emergency' THEN 0 WHEN 'very_urgent' THEN 1 WHEN 'urgent' THEN 2 ELSE 3 END, COALESCE(respond_by_ms, next_due_ms), priority, received_ms, respond_by_ms, next_due_ms, held_by, 'professional', source, NULL, due_or_end_on, '', 0, '', 0, 0, '', 0
FROM referral WHERE outcome = 'pending' AND held_by IS NOT NULL AND next_due_ms IS NOT NULL;

-- The words of names, folded, for finding a person.
CREATE TABLE person_word (
    footprint TEXT NOT NULL,
    person_id TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (footprint, person_id, word)
); -- clustered

CREATE INDEX person_by_word ON person_word (footprint, word, person_id);

CREATE INDEX person_by_nhs_number ON person (footprint, nhs_number) WHERE nhs_number IS NOT NULL;

ALTER TABLE message ADD COLUMN template TEXT;

CREATE TABLE advice (
    footprint TEXT NOT NULL,
    advice_id TEXT NOT NULL,
    stage TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    respond_by_ms BIGINT NOT NULL,
    source TEXT,
    referral_id TEXT,
    PRIMARY KEY (footprint, advice_id)
); -- clustered

CREATE TABLE template (
    footprint TEXT NOT NULL,
    template_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    fits TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    PRIMARY KEY (footprint, template_id)
); -- clustered

-- Answers that are typed and not yet sent, under the hash of a key that only the browser holds.
CREATE TABLE draft (
    footprint TEXT NOT NULL,
    draft_key TEXT NOT NULL,
    way TEXT NOT NULL,
    command_id TEXT NOT NULL,
    answers TEXT NOT NULL,
    site TEXT,
    opened_ms BIGINT NOT NULL,
    saved_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    code_hash TEXT,
    wrong_codes BIGINT NOT NULL,
    opened_as TEXT,
    outcome TEXT,
    PRIMARY KEY (footprint, draft_key)
); -- clustered

CREATE INDEX draft_by_opened ON draft (footprint, opened_as) WHERE opened_as IS NOT NULL;

-- Files, held apart: of a draft until it is sent, of a referral from then on.
CREATE TABLE attachment (
    footprint TEXT NOT NULL,
    attachment_id TEXT NOT NULL,
    draft_key TEXT,
    referral_id TEXT,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    stored_ms BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (footprint, attachment_id)
); -- clustered

CREATE INDEX attachment_by_draft ON attachment (footprint, draft_key) WHERE draft_key IS NOT NULL;

CREATE INDEX attachment_by_referral ON attachment (footprint, referral_id) WHERE referral_id IS NOT NULL;

-- What happened at the door that left no record of a person, by day.
CREATE TABLE door_count (
    footprint TEXT NOT NULL,
    on_day TEXT NOT NULL,
    what TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (footprint, on_day, what)
); -- clustered
