-- Held together: who has an emergency by name.

-- Since when an emergency climbs the ladder, and the person of another service who has it. The rows of what is open are
-- written anew after this step (`crates/store/src/migrate.rs`).
ALTER TABLE queue ADD COLUMN climbs_ms BIGINT;
ALTER TABLE queue ADD COLUMN elsewhere TEXT;

-- When somebody of the service first wrote something about it: for the list of what has no entry, and for its report.
ALTER TABLE queue ADD COLUMN entry_ms BIGINT;
ALTER TABLE referral ADD COLUMN entry_ms BIGINT;

-- Who took an emergency that is in care and not answered.
ALTER TABLE caseload ADD COLUMN taken_by TEXT;
ALTER TABLE caseload ADD COLUMN elsewhere TEXT;

CREATE INDEX caseload_taken ON caseload (footprint, taken_by, referral_id) WHERE taken_by IS NOT NULL;

-- Until when a response clock stands still.
ALTER TABLE queue ADD COLUMN paused_ms BIGINT;
ALTER TABLE caseload ADD COLUMN paused_ms BIGINT;
