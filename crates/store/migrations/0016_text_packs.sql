-- A site's wording of questionnaires, version by version: the newest of an instrument and language is shown, and every earlier
-- one stays for the answers that were given to it.
CREATE TABLE text_pack (
    footprint TEXT NOT NULL,
    stream_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    instrument TEXT NOT NULL,
    language TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (footprint, stream_id, version)
); -- clustered
