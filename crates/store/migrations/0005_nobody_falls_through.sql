-- Nobody falls through.

-- When the service must next look at a referral by itself: a row for each that is open, and for each that is not while
-- something is due. `rules` says by which rules that was asked; under any others it is asked again. The row follows from the
-- journal and the rules, so it is made anew where it is in doubt, and is in no copy.
CREATE TABLE due (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    import_id TEXT,
    version BIGINT NOT NULL,
    rules TEXT NOT NULL,
    due_ms BIGINT,
    tries BIGINT NOT NULL,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX due_in_order ON due (footprint, rules, due_ms, referral_id);

INSERT INTO due (footprint, referral_id, import_id, version, rules, due_ms, tries)
SELECT footprint, referral_id, import_id, 0, '', NULL, 0 FROM referral WHERE held_by IS NOT NULL OR import_id IS NULL;
