-- Nobody falls through: who is in whose care, what is offered to whom, and what is due next.

-- One row for each referral that was taken on and is open.
CREATE TABLE caseload (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    import_id TEXT,
    person_id TEXT NOT NULL,
    reference TEXT,
    held_by TEXT NOT NULL,
    next_due_ms BIGINT NOT NULL,
    priority TEXT,
    received_ms BIGINT NOT NULL,
    accepted_ms BIGINT,
    clock_ms BIGINT,
    climbs_ms BIGINT,
    situation TEXT,
    ends_on TEXT,
    lead TEXT,
    next_contact_ms BIGINT,
    missed BIGINT NOT NULL,
    unit TEXT,
    tasks TEXT NOT NULL,
    joint TEXT NOT NULL,
    offered_to TEXT,
    offered_by TEXT,
    offered_ms BIGINT,
    answer_by_ms BIGINT,
    onward_to TEXT,
    chase_by_ms BIGINT,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX caseload_in_order ON caseload (footprint, next_due_ms, referral_id);

CREATE INDEX caseload_by_team ON caseload (footprint, held_by, next_due_ms, referral_id);

CREATE INDEX caseload_offered ON caseload (footprint, answer_by_ms, referral_id) WHERE answer_by_ms IS NOT NULL;

CREATE INDEX caseload_onward ON caseload (footprint, chase_by_ms, referral_id) WHERE chase_by_ms IS NOT NULL;

CREATE INDEX caseload_climbing ON caseload (footprint, climbs_ms, referral_id) WHERE climbs_ms IS NOT NULL;

-- History that was imported before this step and is in care.
INSERT INTO caseload (footprint, referral_id, import_id, person_id, reference, held_by, next_due_ms, priority, received_ms, accepted_ms, ends_on, missed, tasks, joint)
SELECT footprint, referral_id, import_id, person_id, reference, held_by, next_due_ms, priority, received_ms, decided_ms, due_or_end_on, 0, '', ''
FROM referral WHERE outcome = 'accepted' AND held_by IS NOT NULL AND next_due_ms IS NOT NULL;

-- Who came again after a no, and whether the service that she was pointed to has her.
CREATE TABLE came_back (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    earlier_id TEXT NOT NULL,
    days BIGINT NOT NULL,
    certain BIGINT NOT NULL,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX came_back_to ON came_back (footprint, earlier_id, days, referral_id);

CREATE TABLE signpost (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX referral_turned_away ON referral (footprint, decided_ms, referral_id) WHERE outcome IN ('rejected', 'signposted');

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
