-- Who the holder of an account is elsewhere, and through whom a session was begun.

CREATE TABLE identity (
    footprint TEXT NOT NULL,
    account_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (footprint, account_id, issuer, subject)
); -- clustered
-- Nobody elsewhere opens two accounts.
CREATE UNIQUE INDEX identity_of_one ON identity (footprint, issuer, subject);

-- Through whom, how strongly they asked, and which session of theirs it is.
ALTER TABLE session ADD COLUMN provider TEXT;
ALTER TABLE session ADD COLUMN acr TEXT;
ALTER TABLE session ADD COLUMN provider_session TEXT;
