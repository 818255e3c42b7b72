-- How a feed's documents are fetched; NULL: from a folder or file of this machine.
ALTER TABLE feed ADD COLUMN connector TEXT;
-- The first day that a pull covers.
ALTER TABLE feed ADD COLUMN pull_from {date};

CREATE TABLE job (
  id {bigserial},
  kind TEXT NOT NULL,
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  payload TEXT NOT NULL,
  unique_key TEXT NOT NULL,
  tick TEXT,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  not_before {timestamp} NOT NULL,
  leases BIGINT NOT NULL,
  leased_by TEXT,
  leased_until {timestamp},
  error_code TEXT,
  error_message TEXT,
  created_at {timestamp} NOT NULL,
  started_at {timestamp},
  finished_at {timestamp}
);
-- The same work never waits twice.
CREATE UNIQUE INDEX job_pending ON job (unique_key) WHERE state IN ('QUEUED', 'RUNNING');
-- A schedule falls due once, however many workers look at it.
CREATE UNIQUE INDEX job_tick ON job (feed_id, tick) WHERE tick IS NOT NULL;
CREATE INDEX job_due ON job (state, not_before, id);
CREATE INDEX job_feed ON job (feed_id, id);

CREATE TABLE pull_window (
  id {bigserial},
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  from_at TEXT NOT NULL,
  to_at TEXT NOT NULL,
  state TEXT NOT NULL,
  releases BIGINT NOT NULL,
  requests BIGINT NOT NULL,
  detail TEXT,
  error_code TEXT,
  settled_at {timestamp} NOT NULL,
  UNIQUE (feed_id, kind, key)
);
CREATE INDEX pull_window_to ON pull_window (feed_id, kind, state, to_at);

CREATE TABLE pull_number (
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  year INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  seen TEXT NOT NULL,
  absent TEXT NOT NULL,
  PRIMARY KEY (feed_id, year)
);

CREATE TABLE pull_density (
  feed_id INTEGER NOT NULL PRIMARY KEY REFERENCES feed (id),
  density TEXT NOT NULL
);

CREATE TABLE fetched_url (
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  url TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  sha256 TEXT NOT NULL,
  fetched_at {timestamp} NOT NULL,
  PRIMARY KEY (feed_id, url)
);
