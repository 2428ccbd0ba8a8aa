-- What somebody said of how it was, without the words. It names a referral only where she asked there to be answered.
CREATE TABLE comment (
    footprint TEXT NOT NULL,
    comment_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    stage TEXT NOT NULL,
    left_ms BIGINT NOT NULL,
    read_by_ms BIGINT NOT NULL,
    teller TEXT NOT NULL,
    may_show BIGINT NOT NULL,
    wants_answer BIGINT NOT NULL,
    referral_id TEXT,
    item_id TEXT,
    PRIMARY KEY (footprint, comment_id)
); -- clustered

-- All of them, the latest first.
CREATE INDEX comment_by_time ON comment (footprint, left_ms);

-- What is not done with, the first to be read first.
CREATE INDEX comment_waiting ON comment (footprint, read_by_ms) WHERE stage <> 'done';

-- Those of somebody who asked to be answered.
CREATE INDEX comment_by_referral ON comment (footprint, referral_id) WHERE referral_id IS NOT NULL;
