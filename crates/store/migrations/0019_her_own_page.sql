-- Her own page: what opens it.
CREATE TABLE her_page (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    link TEXT,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

-- What a link opens.
CREATE INDEX her_page_by_link ON her_page (footprint, link) WHERE link IS NOT NULL;

-- Who stands at its door: wrong words, the one place in which it is open now, and when it was last opened.
CREATE TABLE her_page_door (
    footprint TEXT NOT NULL,
    referral_id TEXT NOT NULL,
    wrong BIGINT NOT NULL,
    opened_as TEXT,
    until_ms BIGINT,
    last_ms BIGINT,
    PRIMARY KEY (footprint, referral_id)
); -- clustered

-- Where it is open.
CREATE INDEX her_page_door_open ON her_page_door (footprint, opened_as) WHERE opened_as IS NOT NULL;
