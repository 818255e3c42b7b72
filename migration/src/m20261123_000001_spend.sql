CREATE TABLE area (
  code TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  parent TEXT
);

CREATE TABLE institution (
  id {serial},
  org_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  home_area TEXT
);

CREATE TABLE institution_group (
  id {serial},
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  area TEXT
);

CREATE TABLE institution_group_member (
  group_id INTEGER NOT NULL REFERENCES institution_group (id) ON DELETE CASCADE,
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  PRIMARY KEY (group_id, institution_id)
);

CREATE TABLE feed (
  id {serial},
  code TEXT NOT NULL UNIQUE,
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  location TEXT,
  schedule TEXT,
  adapter TEXT,
  vat_basis SMALLINT,
  threshold_pence BIGINT,
  paused BOOLEAN NOT NULL,
  created_at {timestamp} NOT NULL
);
CREATE INDEX feed_institution ON feed (institution_id);

CREATE TABLE ingest_run (
  id {bigserial},
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  state TEXT NOT NULL,
  started_at {timestamp} NOT NULL,
  finished_at {timestamp},
  documents BIGINT NOT NULL,
  loaded BIGINT NOT NULL,
  replaced BIGINT NOT NULL,
  unchanged BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  payments BIGINT NOT NULL,
  rejected BIGINT NOT NULL
);
CREATE INDEX ingest_run_feed ON ingest_run (feed_id, id);

CREATE TABLE document (
  id {bigserial},
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  run_id BIGINT NOT NULL REFERENCES ingest_run (id),
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  container TEXT,
  status TEXT NOT NULL,
  period_from {date},
  period_to {date},
  superseded_by BIGINT,
  received_at {timestamp} NOT NULL,
  loaded_at {timestamp},
  rows BIGINT NOT NULL,
  payments BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  blank BIGINT NOT NULL,
  net_pence BIGINT NOT NULL,
  negatives BIGINT NOT NULL,
  first_date {date},
  last_date {date},
  vat_basis SMALLINT NOT NULL,
  warnings TEXT NOT NULL,
  recognition TEXT NOT NULL,
  error_code TEXT,
  error_message TEXT
);
CREATE INDEX document_feed ON document (feed_id, id);
CREATE INDEX document_institution ON document (institution_id, id);
CREATE INDEX document_sha256 ON document (sha256);
-- Two loads at once can never both count for one feed and period, nor the same bytes twice.
CREATE UNIQUE INDEX document_current_period ON document (feed_id, period_from, period_to) WHERE status = 'LOADED';
CREATE UNIQUE INDEX document_current_bytes ON document (feed_id, sha256) WHERE status = 'LOADED';

CREATE TABLE rejected_row (
  institution_id INTEGER NOT NULL,
  document_id BIGINT NOT NULL REFERENCES document (id),
  seq INTEGER NOT NULL,
  sheet TEXT,
  row_no INTEGER NOT NULL,
  code TEXT NOT NULL,
  field TEXT,
  hint TEXT NOT NULL,
  raw TEXT NOT NULL,
  PRIMARY KEY (institution_id, document_id, seq)
) {clustered};

CREATE TABLE supplier (
  id {bigserial},
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL
);
CREATE INDEX supplier_by_name ON supplier (name, id);

CREATE TABLE supplier_name (
  id {bigserial},
  name TEXT NOT NULL UNIQUE,
  supplier_id BIGINT REFERENCES supplier (id)
);
CREATE INDEX supplier_name_supplier ON supplier_name (supplier_id);

CREATE TABLE supplier_evidence (
  institution_id INTEGER NOT NULL,
  document_id BIGINT NOT NULL REFERENCES document (id),
  supplier_name_id BIGINT NOT NULL REFERENCES supplier_name (id),
  scheme TEXT NOT NULL,
  value TEXT NOT NULL,
  rows BIGINT NOT NULL,
  PRIMARY KEY (institution_id, document_id, supplier_name_id, scheme, value)
) {clustered};
CREATE INDEX supplier_evidence_name ON supplier_evidence (supplier_name_id);

-- The large table. The institution leads its key, so that it can be partitioned or sharded by institution.
-- No foreign keys: checked by the one loader that writes it, and a lookup a row would double the load time.
CREATE TABLE payment (
  institution_id INTEGER NOT NULL,
  document_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  row_no INTEGER NOT NULL,
  paid_on {date} NOT NULL,
  pence BIGINT NOT NULL,
  vat_basis SMALLINT NOT NULL,
  supplier_id BIGINT,
  supplier_name_id BIGINT NOT NULL,
  department TEXT,
  purpose TEXT,
  category TEXT,
  transaction_no TEXT,
  contract_ref TEXT,
  flags INTEGER NOT NULL,
  PRIMARY KEY (institution_id, document_id, seq)
) {clustered};
CREATE INDEX payment_date ON payment (paid_on, institution_id, document_id, seq);
CREATE INDEX payment_supplier ON payment (supplier_id, paid_on);
CREATE INDEX payment_amount ON payment (pence, institution_id, document_id, seq);

CREATE TABLE hub_state (
  key TEXT NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO hub_state (key, value) VALUES ('data_version', 0);
