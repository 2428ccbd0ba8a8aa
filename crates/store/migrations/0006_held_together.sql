-- Held together: what a decision rests on, and what was done on a day of duty.

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
