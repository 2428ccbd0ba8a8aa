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
    back_ms BIGINT,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX caseload_in_order ON caseload (footprint, next_due_ms, referral_id);

CREATE INDEX caseload_by_team ON caseload (footprint, held_by, next_due_ms, referral_id);

CREATE INDEX caseload_offered ON caseload (footprint, answer_by_ms, referral_id) WHERE answer_by_ms IS NOT NULL;

CREATE INDEX caseload_climbing ON caseload (footprint, climbs_ms, referral_id) WHERE climbs_ms IS NOT NULL;

-- History that was imported before this step and is in care.
INSERT INTO caseload (footprint, referral_id, import_id, person_id, reference, held_by, next_due_ms, priority, received_ms, accepted_ms, ends_on, missed, tasks, joint)
SELECT footprint, referral_id, import_id, person_id, reference, held_by, next_due_ms, priority, received_ms, decided_ms, due_or_end_on, 0, '', ''
FROM referral WHERE outcome = 'accepted' AND held_by IS NOT NULL AND next_due_ms IS NOT NULL;

-- The team meeting: one row for each sitting that was opened.
CREATE TABLE meeting (
    footprint TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    sitting_ms BIGINT NOT NULL,
    opened_ms BIGINT NOT NULL,
    closed_ms BIGINT,
    disciplines TEXT NOT NULL,
    to_confirm TEXT NOT NULL,
    decided BIGINT NOT NULL,
    carried_over BIGINT NOT NULL,
    noted BIGINT NOT NULL,
    PRIMARY KEY (footprint, meeting_id)
); -- clustered

CREATE INDEX meeting_by_sitting ON meeting (footprint, sitting_ms);

-- What a closed sitting read out as one line each.
CREATE TABLE meeting_note (
    footprint TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    PRIMARY KEY (footprint, meeting_id, referral_id)
); -- clustered

CREATE INDEX meeting_note_by_referral ON meeting_note (footprint, referral_id);

-- What each sitting left of each referral that it dealt with.
CREATE TABLE discussion (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    meeting_id TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    by_account TEXT NOT NULL,
    outcome TEXT NOT NULL,
    owner TEXT NOT NULL,
    until_ms BIGINT NOT NULL,
    carried_over BIGINT NOT NULL,
    PRIMARY KEY (footprint, referral_id, meeting_id)
); -- clustered

CREATE INDEX discussion_by_meeting ON discussion (footprint, meeting_id, at_ms, referral_id);

-- The way to what was decided here since an instant; history that was imported is not looked for.
CREATE INDEX referral_decided_here ON referral (footprint, decided_ms, referral_id) WHERE import_id IS NULL AND decided_ms IS NOT NULL;

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
-- Care: whose caseload, by whom, and the course of each that was cared for here.
CREATE INDEX caseload_by_lead ON caseload (footprint, lead, next_due_ms, referral_id) WHERE lead IS NOT NULL;

CREATE INDEX caseload_by_clock ON caseload (footprint, clock_ms, referral_id) WHERE clock_ms IS NOT NULL;

-- One row for each referral in which she was seen, a clock was stopped or care ended here.
CREATE TABLE care_course (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    received_ms BIGINT NOT NULL,
    priority TEXT,
    respond_by_ms BIGINT,
    responded_ms BIGINT,
    answered_by TEXT,
    seen BIGINT NOT NULL,
    discharged_ms BIGINT,
    reason TEXT,
    planned BIGINT,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

CREATE INDEX care_course_received ON care_course (footprint, received_ms, referral_id);

CREATE INDEX care_course_left ON care_course (footprint, discharged_ms, referral_id) WHERE discharged_ms IS NOT NULL;
-- Between teams: offers that came back, by when somebody looks again, and each referral to a service outside.
CREATE INDEX caseload_back ON caseload (footprint, back_ms, referral_id) WHERE back_ms IS NOT NULL;

CREATE TABLE onward (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    service TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    chase_by_ms BIGINT,
    state TEXT NOT NULL,
    answered_ms BIGINT,
    PRIMARY KEY (footprint, referral_id, number)
); -- clustered

CREATE INDEX onward_to_chase ON onward (footprint, chase_by_ms, referral_id) WHERE chase_by_ms IS NOT NULL;

CREATE INDEX onward_asked ON onward (footprint, asked_ms, referral_id);
