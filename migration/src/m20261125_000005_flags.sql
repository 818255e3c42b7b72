-- Red flags: questions that the facts of a process raise. Written anew with the process, like all that hangs on it.
CREATE TABLE red_flag (
  process_id BIGINT NOT NULL,
  code TEXT NOT NULL,
  seq INTEGER NOT NULL,
  lot_key TEXT,
  award_key TEXT,
  bid_key TEXT,
  supplier TEXT,
  -- In hundredths of the unit.
  value BIGINT NOT NULL,
  threshold BIGINT NOT NULL,
  unit TEXT NOT NULL,
  inputs TEXT NOT NULL,
  PRIMARY KEY (process_id, code, seq)
) {clustered};
CREATE INDEX red_flag_code ON red_flag (code, process_id);

-- Which rules were computed for a process, and for which of them something is not published: sets of bits, one a
-- rule. The other rules are not about such a process.
CREATE TABLE flag_check (
  process_id BIGINT NOT NULL PRIMARY KEY,
  computed BIGINT NOT NULL,
  missing BIGINT NOT NULL
) {clustered};

-- Bids that publishers tell one by one, for rules that compare organisations over all processes.
CREATE TABLE process_bid (
  process_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  status TEXT,
  -- Who made it, by its main identifier, else its plain name; none where several did, or nobody is named.
  tenderer TEXT,
  tenderer_name TEXT,
  won BOOLEAN NOT NULL,
  -- Whether bids and awards of the process are of one organisation each, and one award alone stands.
  comparable BOOLEAN NOT NULL,
  PRIMARY KEY (process_id, seq)
) {clustered};
