-- The look-log is a chain as the journal is, and both are sealed together, so that a seal kept elsewhere proves them.

ALTER TABLE look ADD COLUMN place BIGINT;
ALTER TABLE look ADD COLUMN seal BYTEA;
CREATE UNIQUE INDEX look_by_place ON look (footprint, place);

-- The lock that gives looks their places: the last place, and the seal of the look there.
CREATE TABLE look_head (
    footprint TEXT NOT NULL,
    place BIGINT NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (footprint)
);

-- Seals over everything up to a batch and a place: `journal` over the entries since the seal before.
CREATE TABLE seal (
    footprint TEXT NOT NULL,
    number BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    batch BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    journal BYTEA NOT NULL,
    looks BIGINT NOT NULL,
    look BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (footprint, number)
); -- clustered
