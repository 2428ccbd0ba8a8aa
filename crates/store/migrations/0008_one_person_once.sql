-- One person once: what staff said of two records, in the order in which it was said. A link that was taken back stays as
-- what was so between two instants, so that a report as at an earlier instant repeats its figures.
CREATE TABLE person_link (
    footprint TEXT NOT NULL,
    person_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    other_id TEXT NOT NULL,
    linked BIGINT NOT NULL,
    known_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, person_id, version)
); -- clustered
