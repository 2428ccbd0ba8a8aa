-- Risk answers: one row for each alert of a referral, from the first answer until what was done is recorded (INV-06).

CREATE TABLE risk_alert (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    reference TEXT,
    held_by TEXT,
    since_ms BIGINT NOT NULL,
    domains TEXT NOT NULL,
    source TEXT NOT NULL,
    answers BIGINT NOT NULL,
    open_ms BIGINT,
    climbs_ms BIGINT,
    next_ms BIGINT,
    taken_by TEXT,
    elsewhere TEXT,
    taken_ms BIGINT,
    first_taken_ms BIGINT,
    tries BIGINT NOT NULL,
    closed_ms BIGINT,
    outcome TEXT,
    PRIMARY KEY (footprint, referral_id, number)
); -- clustered

CREATE INDEX risk_alert_open ON risk_alert (footprint, open_ms, referral_id) WHERE open_ms IS NOT NULL;

CREATE INDEX risk_alert_climbing ON risk_alert (footprint, climbs_ms, referral_id) WHERE climbs_ms IS NOT NULL;

CREATE INDEX risk_alert_since ON risk_alert (footprint, since_ms);
