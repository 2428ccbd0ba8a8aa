-- NHS numbers that the national record replaced by the one that a person has now: whoever comes with one of them is found.
CREATE TABLE former_number (
    footprint TEXT NOT NULL,
    person_id TEXT NOT NULL,
    nhs_number TEXT NOT NULL,
    PRIMARY KEY (footprint, person_id, nhs_number)
); -- clustered

-- Whose a number was.
CREATE INDEX former_number_by_number ON former_number (footprint, nhs_number);
