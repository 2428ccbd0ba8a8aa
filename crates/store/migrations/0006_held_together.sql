-- Held together: safeguarding, and who was with us before.

-- Safeguarding: who asks what came of each safeguarding referral, and when. Nothing of what it is about.
CREATE TABLE safeguarding_chase (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    owner TEXT NOT NULL,
    chase_by_ms BIGINT,
    PRIMARY KEY (footprint, referral_id, number)
); -- clustered

CREATE INDEX safeguarding_chase_of ON safeguarding_chase (footprint, owner, chase_by_ms, referral_id) WHERE chase_by_ms IS NOT NULL;

-- Who was with us before: 2 where staff knew whose record it is, 1 where somebody says so, else 0.
ALTER TABLE queue ADD COLUMN known_before BIGINT NOT NULL DEFAULT 0;
