-- The way to decisions that wait for their letter, among all that is not decided. On SQLite every way is described anew after
-- this step (`crates/store/src/engine/planner.rs`), also in a database that was made before any was.
CREATE INDEX queue_by_letter ON queue (footprint, letter_by_ms, referral_id) WHERE letter_verdict IS NOT NULL;
