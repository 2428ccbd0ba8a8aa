-- Held together: what several teams and services know of one woman, and what still lies between them.

-- Case discussions across services: one row for each day that was opened, one for each referral on a list, and one for what
-- a day left of a referral.
CREATE TABLE case_day (
    footprint TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    discussion TEXT NOT NULL,
    sitting_ms BIGINT NOT NULL,
    opened_ms BIGINT NOT NULL,
    closed_ms BIGINT,
    teams TEXT NOT NULL,
    services TEXT NOT NULL,
    discussed BIGINT NOT NULL,
    carried_over BIGINT NOT NULL,
    PRIMARY KEY (footprint, meeting_id)
); -- clustered

CREATE INDEX case_day_of_discussion ON case_day (footprint, discussion, sitting_ms);

CREATE INDEX case_day_by_sitting ON case_day (footprint, sitting_ms);

CREATE TABLE case_listing (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    discussion TEXT NOT NULL,
    listed_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, referral_id, discussion)
); -- clustered

CREATE INDEX case_listing_of_discussion ON case_listing (footprint, discussion, listed_ms, referral_id);

CREATE TABLE case_outcome (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    discussion TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    outcome TEXT NOT NULL,
    owner TEXT,
    until_ms BIGINT,
    PRIMARY KEY (footprint, referral_id, meeting_id)
); -- clustered

CREATE INDEX case_outcome_of_day ON case_outcome (footprint, meeting_id, at_ms, referral_id);

CREATE INDEX case_outcome_by_time ON case_outcome (footprint, at_ms, referral_id);

-- Since when an emergency climbs the ladder, and the person of another service who has it. The rows of what is open are
-- written anew after this step (`crates/store/src/migrate.rs`).
ALTER TABLE queue ADD COLUMN climbs_ms BIGINT;
ALTER TABLE queue ADD COLUMN elsewhere TEXT;

-- When somebody of the service first wrote something about it: for the list of what has no entry, and for its report.
ALTER TABLE queue ADD COLUMN entry_ms BIGINT;
ALTER TABLE referral ADD COLUMN entry_ms BIGINT;

-- Until when a response clock stands still.
ALTER TABLE queue ADD COLUMN paused_ms BIGINT;

-- Who took an emergency that is in care and not answered.
ALTER TABLE caseload ADD COLUMN taken_by TEXT;
ALTER TABLE caseload ADD COLUMN elsewhere TEXT;
ALTER TABLE caseload ADD COLUMN paused_ms BIGINT;

CREATE INDEX caseload_taken ON caseload (footprint, taken_by, referral_id) WHERE taken_by IS NOT NULL;

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

-- Duty: the way to what was done between two instants, wherever it is recorded.
CREATE INDEX journal_done ON journal (footprint, known_ms, stream_id, version) WHERE event IN ('ReferralReceived', 'ReferralClaimed', 'EmergencyTaken', 'ContactAttempted', 'ReferralAccepted', 'ReferralRejected', 'ReferralSignposted', 'ReferralAdvised', 'ReferralWithdrawn', 'DecisionSaved', 'DiscussedAtMeeting', 'AdviceAsked', 'AdviceAskedAgain', 'AdviceGiven', 'AdviceTurnedIntoReferral', 'DutyNoted');

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
