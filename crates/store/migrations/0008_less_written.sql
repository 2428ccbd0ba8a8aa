-- Less is written: no index that a question can do without, and nothing that stands elsewhere.

-- What was done between two instants is found by the numbers of its batches, whose instants never go back: the index was an entry
-- more for each receipt.
DROP INDEX journal_done;

-- Only those on which a clock of ours runs are asked for by this way.
DROP INDEX referral_by_due;

CREATE INDEX referral_by_clock ON referral (footprint, next_due_ms) WHERE respond_by_ms IS NOT NULL AND next_due_ms IS NOT NULL;

-- The import of a sender's row stands in its referral, and the key of its content in the entry that it became.
ALTER TABLE sender_row DROP COLUMN import_id;
ALTER TABLE sender_row DROP COLUMN content_key;
