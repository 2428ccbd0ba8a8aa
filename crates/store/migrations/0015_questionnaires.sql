-- Questionnaires: which, to whom, where each stands, who reads it, and what came out. What was answered is in the journal alone.
CREATE TABLE screening (
    footprint TEXT NOT NULL,
    screening_id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    instrument TEXT NOT NULL,
    contact TEXT,
    stage TEXT NOT NULL,
    owner TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    until_ms BIGINT,
    opened_ms BIGINT,
    finished_ms BIGINT,
    read_ms BIGINT,
    why TEXT,
    answered BIGINT NOT NULL,
    items BIGINT NOT NULL,
    total TEXT,
    status TEXT,
    positive BIGINT NOT NULL,
    risk TEXT,
    link TEXT,
    PRIMARY KEY (footprint, screening_id)
); -- clustered

-- Those of a referral, the latest first.
CREATE INDEX screening_by_referral ON screening (footprint, referral_id, asked_ms);

-- What somebody must still do something about, the oldest first.
CREATE INDEX screening_waiting ON screening (footprint, asked_ms) WHERE stage IN ('given', 'opened', 'done');

-- What a link opens.
CREATE INDEX screening_by_link ON screening (footprint, link) WHERE link IS NOT NULL;

-- What was asked, or not, at the routine contacts of a period.
CREATE INDEX screening_by_contact ON screening (footprint, asked_ms) WHERE contact IS NOT NULL;

-- Who stands at the door of a questionnaire: wrong words, and the one place in which it is open now.
CREATE TABLE screening_door (
    footprint TEXT NOT NULL,
    screening_id TEXT NOT NULL,
    wrong BIGINT NOT NULL,
    opened_as TEXT,
    until_ms BIGINT,
    PRIMARY KEY (footprint, screening_id)
); -- clustered

-- Where it is open.
CREATE INDEX screening_door_open ON screening_door (footprint, opened_as) WHERE opened_as IS NOT NULL;
