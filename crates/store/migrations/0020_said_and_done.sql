-- What people said of the service and what was done about it, as it stands; it names nobody.
CREATE TABLE said_and_done (
    footprint TEXT NOT NULL,
    item_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    done_on TEXT NOT NULL,
    said TEXT NOT NULL,
    done TEXT NOT NULL,
    published_by TEXT NOT NULL,
    withdrawn TEXT,
    PRIMARY KEY (footprint, item_id)
); -- clustered
