-- Held together: what a decision rests on.

-- Criteria: one row for each criterion that a decision rests on, as it read on the day of the referral.
CREATE TABLE decision_criterion (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    code TEXT NOT NULL,
    from_on TEXT NOT NULL,
    words TEXT NOT NULL,
    verdict TEXT NOT NULL,
    decided_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, referral_id, code)
); -- clustered

CREATE INDEX decision_criterion_decided ON decision_criterion (footprint, decided_ms, referral_id);
