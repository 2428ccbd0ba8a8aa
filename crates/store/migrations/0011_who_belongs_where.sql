-- Whose employee the holder of an account is, and of which teams: codes of the footprint, the teams parted by spaces.

ALTER TABLE account ADD COLUMN organisation TEXT;
ALTER TABLE account ADD COLUMN teams TEXT;
