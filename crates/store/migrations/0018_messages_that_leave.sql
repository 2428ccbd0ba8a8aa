-- A message that waits to leave, what came of handing it over, and by what its carrier finds it again.
ALTER TABLE message ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN obstacle TEXT;
-- While it waits: not before then.
ALTER TABLE message ADD COLUMN again_ms BIGINT;
ALTER TABLE message ADD COLUMN receipt TEXT;
ALTER TABLE message ADD COLUMN failure TEXT;

CREATE INDEX message_by_stage ON message (footprint, stage, route, again_ms);
CREATE INDEX message_by_receipt ON message (footprint, receipt);

-- What is being handed over at this moment. A row that stays after its program ended is a message of which nobody knows
-- whether it left.
CREATE TABLE message_in_hand (
    footprint TEXT NOT NULL,
    message_id TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, message_id)
); -- clustered

-- What waited before had never been tried.
UPDATE message SET again_ms = 0 WHERE stage = 'queued';
