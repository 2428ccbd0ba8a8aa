-- Nobody falls through: what duty, the ladder, the meeting and handovers need.

-- Duty: days, the rota, and what was done without the words.
CREATE TABLE duty_day (
    footprint TEXT NOT NULL,
    day_id TEXT NOT NULL,
    on_day TEXT NOT NULL,
    on_duty BIGINT NOT NULL,
    PRIMARY KEY (footprint, day_id)
); -- clustered

CREATE INDEX duty_day_going_on ON duty_day (footprint, on_day) WHERE on_duty > 0;

CREATE TABLE duty_rota (
    footprint TEXT NOT NULL,
    day_id TEXT NOT NULL,
    nth BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    shift TEXT NOT NULL,
    account TEXT NOT NULL,
    from_ms BIGINT NOT NULL,
    to_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, day_id, nth)
); -- clustered

CREATE INDEX duty_rota_by_day ON duty_rota (footprint, on_day);

CREATE TABLE duty_entry (
    footprint TEXT NOT NULL,
    day_id TEXT NOT NULL,
    nth BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    kind TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    account TEXT NOT NULL,
    referral_id TEXT,
    PRIMARY KEY (footprint, day_id, nth)
); -- clustered

CREATE INDEX duty_entry_by_day ON duty_entry (footprint, on_day);
CREATE INDEX duty_entry_by_referral ON duty_entry (footprint, referral_id) WHERE referral_id IS NOT NULL;
