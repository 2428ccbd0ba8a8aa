-- Records that were opened in an emergency: which, by whom, for what, until when, and what somebody found who looked at it.
-- The words are in the journal alone.
CREATE TABLE opening (
    footprint TEXT NOT NULL,
    opening_id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    account TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    review_by_ms BIGINT NOT NULL,
    reviewed_ms BIGINT,
    reviewed_by TEXT,
    finding TEXT,
    PRIMARY KEY (footprint, opening_id)
); -- clustered

-- What somebody holds open now.
CREATE INDEX opening_by_account ON opening (footprint, account, until_ms);

-- What was opened of a referral.
CREATE INDEX opening_by_referral ON opening (footprint, referral_id, opened_ms);

-- All of them, the latest first.
CREATE INDEX opening_by_time ON opening (footprint, opened_ms);

-- What nobody has looked at, the earliest first.
CREATE INDEX opening_to_review ON opening (footprint, review_by_ms) WHERE reviewed_ms IS NULL;

-- Restricted records: why, her own account, and the accounts that open it, parted by spaces.
ALTER TABLE person ADD COLUMN restricted TEXT;
ALTER TABLE person ADD COLUMN restricted_own TEXT;
ALTER TABLE person ADD COLUMN restricted_named TEXT;
