-- What institutions plan, tender, award and contract, and how it joins what they pay.

ALTER TABLE document ADD COLUMN records BIGINT NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN known BIGINT NOT NULL DEFAULT 0;

-- Other names and identifiers under which sources know an institution.
CREATE TABLE institution_alias (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  PRIMARY KEY (kind, value)
) {clustered};

-- Every release as received, compressed; one that arrives again, in whatever document, is not kept twice.
CREATE TABLE release (
  id {bigserial},
  document_id BIGINT NOT NULL REFERENCES document (id),
  ocid TEXT NOT NULL,
  release_id TEXT,
  dated_at {timestamp},
  place BIGINT NOT NULL,
  tie INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  tags TEXT NOT NULL,
  notice_type TEXT,
  warnings TEXT NOT NULL,
  superseded_by BIGINT,
  body {blob} NOT NULL
);
CREATE UNIQUE INDEX release_content ON release (ocid, sha256);
CREATE INDEX release_document ON release (document_id, id);

CREATE TABLE unmapped_path (
  path TEXT NOT NULL PRIMARY KEY,
  releases BIGINT NOT NULL,
  values_seen BIGINT NOT NULL,
  example TEXT NOT NULL,
  ocid TEXT NOT NULL
);

-- What hangs on a process or a contract is written and deleted with it by one loader: no foreign keys, which
-- would cost a lookup a row.
CREATE TABLE contracting_process (
  id {bigserial},
  ocid TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  title TEXT,
  description TEXT,
  stage TEXT NOT NULL,
  status TEXT,
  method TEXT,
  category TEXT,
  cpv TEXT,
  value_pence BIGINT,
  value_currency TEXT,
  value_basis TEXT,
  is_framework BOOLEAN NOT NULL,
  is_test BOOLEAN NOT NULL,
  sme_suitable BOOLEAN,
  vcse_suitable BOOLEAN,
  suitability_basis TEXT,
  reserved TEXT,
  max_lots_awarded INTEGER,
  max_lots_bid INTEGER,
  first_published {timestamp},
  last_published {timestamp},
  deadline {timestamp},
  expected_on {date},
  starts_on {date},
  ends_on {date},
  releases INTEGER NOT NULL,
  facts {blob} NOT NULL
);
CREATE INDEX contracting_process_published ON contracting_process (last_published, id);

CREATE TABLE process_buyer (
  process_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  institution_id INTEGER,
  basis TEXT NOT NULL,
  scheme TEXT,
  identifier TEXT,
  others TEXT,
  name TEXT NOT NULL,
  PRIMARY KEY (process_id, seq)
) {clustered};
CREATE INDEX process_buyer_institution ON process_buyer (institution_id, process_id);

CREATE TABLE process_category (
  process_id BIGINT NOT NULL,
  scheme TEXT NOT NULL,
  code TEXT NOT NULL,
  main BOOLEAN NOT NULL,
  PRIMARY KEY (process_id, scheme, code)
) {clustered};
CREATE INDEX process_category_code ON process_category (scheme, code, process_id);

CREATE TABLE process_place (
  process_id BIGINT NOT NULL,
  scheme TEXT NOT NULL,
  code TEXT NOT NULL,
  PRIMARY KEY (process_id, scheme, code)
) {clustered};
CREATE INDEX process_place_code ON process_place (scheme, code, process_id);

CREATE TABLE notice (
  release_id BIGINT NOT NULL PRIMARY KEY,
  process_id BIGINT NOT NULL,
  kind TEXT,
  identifier TEXT,
  published_at {timestamp},
  stage TEXT NOT NULL,
  tags TEXT NOT NULL,
  title TEXT,
  url TEXT
);
CREATE INDEX notice_process ON notice (process_id);
CREATE INDEX notice_identifier ON notice (identifier);
CREATE INDEX notice_published ON notice (published_at, release_id);

CREATE TABLE lot (
  process_id BIGINT NOT NULL,
  lot_key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  title TEXT,
  description TEXT,
  status TEXT,
  value_pence BIGINT,
  value_currency TEXT,
  value_basis TEXT,
  sme_suitable BOOLEAN,
  vcse_suitable BOOLEAN,
  suitability_basis TEXT,
  starts_on {date},
  ends_on {date},
  latest_end_on {date},
  renewal TEXT,
  options TEXT,
  cpv TEXT,
  PRIMARY KEY (process_id, lot_key)
) {clustered};

CREATE TABLE award_criterion (
  process_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  lot_key TEXT,
  kind TEXT,
  name TEXT,
  description TEXT,
  weight_hundredths BIGINT,
  weight_basis TEXT,
  PRIMARY KEY (process_id, seq)
) {clustered};

CREATE TABLE bid_statistic (
  process_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  lot_key TEXT,
  measure TEXT NOT NULL,
  value BIGINT,
  state TEXT NOT NULL,
  PRIMARY KEY (process_id, seq)
) {clustered};

CREATE TABLE award (
  process_id BIGINT NOT NULL,
  award_key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  title TEXT,
  status TEXT,
  awarded_on {date},
  value_pence BIGINT,
  value_currency TEXT,
  value_basis TEXT,
  starts_on {date},
  ends_on {date},
  latest_end_on {date},
  lots TEXT NOT NULL,
  PRIMARY KEY (process_id, award_key)
) {clustered};

CREATE TABLE award_supplier (
  process_id BIGINT NOT NULL,
  award_key TEXT NOT NULL,
  seq INTEGER NOT NULL,
  supplier_id BIGINT,
  supplier_name_id BIGINT NOT NULL,
  scheme TEXT,
  identifier TEXT,
  scale TEXT,
  sme BOOLEAN,
  vcse BOOLEAN,
  postcode TEXT,
  country TEXT,
  PRIMARY KEY (process_id, award_key, seq)
) {clustered};
CREATE INDEX award_supplier_supplier ON award_supplier (supplier_id);

-- One contract as one source states it. Contracts that are the same stand in one cluster, which is counted
-- once: by the contract whose id is the cluster's. `source_key` keeps the id when a process is compiled anew.
CREATE TABLE contract (
  id {bigserial},
  source_key TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL,
  process_id BIGINT,
  document_id BIGINT,
  row_no INTEGER,
  award_key TEXT,
  reference TEXT,
  title TEXT,
  description TEXT,
  department TEXT,
  status TEXT,
  awarded_on {date},
  signed_on {date},
  starts_on {date},
  ends_on {date},
  end_basis TEXT,
  latest_end_on {date},
  review_on {date},
  extension_months INTEGER,
  value_pence BIGINT,
  value_currency TEXT,
  value_basis TEXT,
  annual_pence BIGINT,
  irrecoverable_vat_pence BIGINT,
  cpv TEXT,
  category TEXT,
  category_scheme TEXT,
  method TEXT,
  is_framework BOOLEAN NOT NULL,
  is_test BOOLEAN NOT NULL,
  sme BOOLEAN,
  vcse BOOLEAN,
  cluster_id BIGINT,
  cluster_method TEXT,
  cluster_confidence SMALLINT
);
CREATE INDEX contract_process ON contract (process_id);
CREATE INDEX contract_document ON contract (document_id);
CREATE INDEX contract_end ON contract (ends_on, id);
CREATE INDEX contract_reference ON contract (reference);
CREATE INDEX contract_cluster ON contract (cluster_id);

CREATE TABLE contract_buyer (
  contract_id BIGINT NOT NULL,
  institution_id INTEGER NOT NULL,
  PRIMARY KEY (contract_id, institution_id)
) {clustered};
CREATE INDEX contract_buyer_institution ON contract_buyer (institution_id, contract_id);

CREATE TABLE contract_supplier (
  contract_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  supplier_id BIGINT,
  supplier_name_id BIGINT NOT NULL,
  scheme TEXT,
  identifier TEXT,
  scale TEXT,
  sme BOOLEAN,
  vcse BOOLEAN,
  postcode TEXT,
  country TEXT,
  PRIMARY KEY (contract_id, seq)
) {clustered};
CREATE INDEX contract_supplier_supplier ON contract_supplier (supplier_id, contract_id);

CREATE TABLE contract_change (
  contract_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  changed_on {date},
  description TEXT,
  ends_on {date},
  value_pence BIGINT,
  value_currency TEXT,
  PRIMARY KEY (contract_id, seq)
) {clustered};

CREATE TABLE performance (
  contract_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT,
  rating TEXT,
  description TEXT,
  period_from {date},
  period_to {date},
  published_on {date},
  PRIMARY KEY (contract_id, seq)
) {clustered};

CREATE TABLE related_process (
  process_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  relationship TEXT NOT NULL,
  scheme TEXT,
  identifier TEXT,
  related_ocid TEXT,
  title TEXT,
  uri TEXT,
  method TEXT NOT NULL,
  confidence SMALLINT NOT NULL,
  PRIMARY KEY (process_id, seq)
) {clustered};
CREATE INDEX related_process_ocid ON related_process (related_ocid);
CREATE INDEX related_process_identifier ON related_process (identifier);

-- The one contract that a payment is most likely made under, if there is one.
CREATE TABLE payment_contract_link (
  institution_id INTEGER NOT NULL,
  document_id BIGINT NOT NULL,
  seq INTEGER NOT NULL,
  contract_id BIGINT NOT NULL,
  method TEXT NOT NULL,
  confidence SMALLINT NOT NULL,
  PRIMARY KEY (institution_id, document_id, seq)
) {clustered};
CREATE INDEX payment_contract_link_contract ON payment_contract_link (contract_id);

-- Institutions whose contracts or payments have changed since their links were last made.
CREATE TABLE link_pending (
  institution_id INTEGER NOT NULL PRIMARY KEY,
  since {timestamp} NOT NULL
);

-- Contracts that count, under each institution that buys and each supplier that holds them, whichever of the
-- sources of a contract says so.
CREATE VIEW institution_contract AS
SELECT DISTINCT contract_buyer.institution_id AS institution_id, counted.id AS contract_id, counted.ends_on AS ends_on
FROM contract_buyer
JOIN contract AS stated ON stated.id = contract_buyer.contract_id
JOIN contract AS counted ON counted.id = COALESCE(stated.cluster_id, stated.id)
WHERE NOT counted.is_test;

CREATE VIEW supplier_contract AS
SELECT DISTINCT contract_supplier.supplier_id AS supplier_id, counted.id AS contract_id, counted.ends_on AS ends_on
FROM contract_supplier
JOIN contract AS stated ON stated.id = contract_supplier.contract_id
JOIN contract AS counted ON counted.id = COALESCE(stated.cluster_id, stated.id)
WHERE contract_supplier.supplier_id IS NOT NULL AND NOT counted.is_test;

-- What a supplier may yet win: processes that are planned, under way or open, and contracts that end.
CREATE VIEW opportunity AS
SELECT 'P' AS kind, id AS source_id,
  CASE stage WHEN 'TENDER' THEN 'OPEN' ELSE stage END AS stage,
  COALESCE({day deadline}, expected_on, starts_on) AS due_on,
  starts_on, title, cpv, value_pence, value_currency, value_basis, is_framework, sme_suitable, vcse_suitable
FROM contracting_process
WHERE stage IN ('PLANNED', 'ENGAGEMENT', 'TENDER') AND NOT is_test
UNION ALL
SELECT 'C', id, 'RELET', ends_on, NULL, title, cpv, value_pence, value_currency, value_basis, is_framework, NULL, NULL
FROM contract
WHERE ends_on IS NOT NULL AND NOT is_test AND (cluster_id IS NULL OR cluster_id = id);

-- What changed, in the order of commits and without gaps.
CREATE TABLE change (
  seq BIGINT NOT NULL PRIMARY KEY,
  data_version BIGINT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  at {timestamp} NOT NULL
);
INSERT INTO hub_state (key, value) VALUES ('change_seq', 0);
