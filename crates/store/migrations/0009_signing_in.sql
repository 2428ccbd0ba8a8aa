-- What is shown beside a password, what a session was begun with, and what other programs may ask.

-- The factors of an account as they follow from its journal, as JSON.
ALTER TABLE account ADD COLUMN factors TEXT NOT NULL DEFAULT '{}';

-- What a session was begun with beside a password, when its holder last showed it, and in which kind of browser.
ALTER TABLE session ADD COLUMN factor TEXT;
ALTER TABLE session ADD COLUMN proved_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';

-- Secrets of authenticators, encrypted, and public keys of passkeys.
CREATE TABLE factor (
    footprint TEXT NOT NULL,
    account_id TEXT NOT NULL,
    factor_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kept BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    used_ms BIGINT,
    PRIMARY KEY (footprint, account_id, factor_id)
); -- clustered

-- Hashes of recovery codes that were not used yet.
CREATE TABLE recovery_code (
    footprint TEXT NOT NULL,
    account_id TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, account_id, code_hash)
); -- clustered

-- What was begun and is not finished: an authenticator that waits for its first code, a passkey that is asked for.
CREATE TABLE ceremony (
    footprint TEXT NOT NULL,
    ceremony_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    state BYTEA NOT NULL,
    expires_ms BIGINT NOT NULL,
    PRIMARY KEY (footprint, ceremony_key)
); -- clustered

-- Tokens of other programs, by their hash.
CREATE TABLE system_token (
    footprint TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    ended_by TEXT,
    ended_ms BIGINT,
    used_ms BIGINT,
    PRIMARY KEY (footprint, token_hash)
); -- clustered
