-- Accounts of staff, what opens them, and how often somebody tried.

CREATE TABLE account (
    footprint TEXT NOT NULL,
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    disabled TEXT,
    password TEXT NOT NULL,
    temporary_until_ms BIGINT,
    PRIMARY KEY (footprint, account_id)
); -- clustered

CREATE UNIQUE INDEX account_by_name ON account (footprint, name);

-- The hash of a password: beside the journal, because an entry stays for ever.
CREATE TABLE credential (
    footprint TEXT NOT NULL,
    account_id TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    set_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, account_id)
); -- clustered

-- Tries since a password was last right, also for names that no account has.
CREATE TABLE sign_in_attempt (
    footprint TEXT NOT NULL,
    account_id TEXT NOT NULL,
    tries BIGINT NOT NULL,
    last_ms BIGINT NOT NULL,
    wait_until_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, account_id)
); -- clustered

CREATE INDEX session_by_account ON session (footprint, account);
