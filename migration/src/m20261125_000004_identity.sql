-- One load of a publisher's file of reference data. Only rows of CURRENT editions count: a load writes its rows in
-- many short transactions under an edition that is LOADING, and takes over in one last short one.
CREATE TABLE reference_edition (
  id {serial},
  kind TEXT NOT NULL,
  -- What the publisher calls it (a month, a vintage), else the day it was loaded.
  version TEXT NOT NULL,
  source TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL,
  rows BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  warnings TEXT NOT NULL,
  started_at {timestamp} NOT NULL,
  loaded_at {timestamp}
);
CREATE UNIQUE INDEX reference_edition_current ON reference_edition (kind) WHERE state = 'CURRENT';

-- A company, charity, NHS organisation or provider as its register states it. The kind of its edition tells the
-- register.
CREATE TABLE organisation (
  edition_id INTEGER NOT NULL,
  number TEXT NOT NULL,
  -- Org-id scheme (GB-COH, GB-CHC, GB-SC, GB-NIC, GB-NHS, GB-UKPRN, GB-LAE).
  scheme TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT,
  -- Still on the register.
  active BOOLEAN NOT NULL,
  -- Company category, type of charity or role.
  category TEXT,
  -- SIC 2007 codes, separated by commas; the first is the main one.
  sic TEXT,
  -- Companies House category of accounts.
  accounts TEXT,
  -- Yearly income in whole pounds, where the register states it.
  income BIGINT,
  postcode TEXT,
  address TEXT,
  -- Another identifier of the same body that the register states, such as a charity's company number.
  other_scheme TEXT,
  other_number TEXT,
  opened_on {date},
  closed_on {date},
  PRIMARY KEY (edition_id, number)
) {clustered};

-- The names of an organisation; `seq` 0 is the present one.
CREATE TABLE organisation_name (
  edition_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  number TEXT NOT NULL,
  seq SMALLINT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (edition_id, key, number, seq)
) {clustered};

-- Blocking keys of those names: names that share one are compared.
CREATE TABLE organisation_block (
  edition_id INTEGER NOT NULL,
  block TEXT NOT NULL,
  number TEXT NOT NULL,
  seq SMALLINT NOT NULL,
  -- The name key: most candidates are ruled out by it, without a look at any other table.
  key TEXT NOT NULL,
  PRIMARY KEY (edition_id, block, number, seq)
) {clustered};

-- Postcodes in the seven characters of ONS (`B5  4HP`) without spaces.
CREATE TABLE postcode (
  edition_id INTEGER NOT NULL,
  postcode TEXT NOT NULL,
  lsoa TEXT,
  ward TEXT,
  district TEXT,
  region TEXT,
  country TEXT,
  closed BOOLEAN NOT NULL,
  PRIMARY KEY (edition_id, postcode)
) {clustered};

-- Index of Multiple Deprivation; decile 1 is the most deprived.
CREATE TABLE deprivation (
  edition_id INTEGER NOT NULL,
  lsoa TEXT NOT NULL,
  decile SMALLINT NOT NULL,
  PRIMARY KEY (edition_id, lsoa)
) {clustered};

-- Codes of classifications: CPV, PROCLASS, SIC, SERCOP.
CREATE TABLE category (
  edition_id INTEGER NOT NULL,
  scheme TEXT NOT NULL,
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  parent TEXT,
  PRIMARY KEY (edition_id, scheme, code)
) {clustered};

-- Crosswalk from a code or label to a CPV division (two digits).
CREATE TABLE category_mapping (
  edition_id INTEGER NOT NULL,
  -- CPV, PROCLASS, SIC, SERCOP, LEDGER or OWN.
  scheme TEXT NOT NULL,
  -- The org-id whose own labels these are; empty for everyone.
  publisher TEXT NOT NULL,
  -- Code, or label in the form of keys: upper case, single spaces.
  label TEXT NOT NULL,
  division TEXT NOT NULL,
  -- In percent.
  confidence SMALLINT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (edition_id, scheme, publisher, label)
) {clustered};

-- Which body belongs to which group, where somebody states it.
CREATE TABLE organisation_group (
  edition_id INTEGER NOT NULL,
  scheme TEXT NOT NULL,
  number TEXT NOT NULL,
  parent_scheme TEXT NOT NULL,
  parent_number TEXT NOT NULL,
  parent_name TEXT,
  source TEXT NOT NULL,
  PRIMARY KEY (edition_id, scheme, number)
) {clustered};

-- Suppliers of one name key are one atom of identity; atoms are merged, and come apart again, by this column. NULL: it
-- is canonical. Rows of facts hold canonical ids.
ALTER TABLE supplier ADD COLUMN merged_into BIGINT;
CREATE INDEX supplier_merged ON supplier (merged_into) WHERE merged_into IS NOT NULL;

-- The atom that a published name belongs to; `supplier_id` is the canonical supplier of that atom.
ALTER TABLE supplier_name ADD COLUMN atom_id BIGINT;
UPDATE supplier_name SET atom_id = supplier_id;
CREATE INDEX supplier_name_atom ON supplier_name (atom_id);

-- Identifiers of atoms, normalised, with the reason why each is believed.
CREATE TABLE supplier_identifier (
  supplier_id BIGINT NOT NULL,
  scheme TEXT NOT NULL,
  value TEXT NOT NULL,
  -- PUBLISHED, NOTICE, NAME_KEY, SCORED, REGISTER or DECISION.
  method TEXT NOT NULL,
  -- In thousandths.
  score SMALLINT NOT NULL,
  -- JSON: what agreed and what did not, and where it stands.
  evidence TEXT NOT NULL,
  -- It is not the supplier's: what is wrong with it (a code), or what contradicts it. NULL: believed.
  problem TEXT,
  PRIMARY KEY (supplier_id, scheme, value)
) {clustered};
CREATE INDEX supplier_identifier_value ON supplier_identifier (scheme, value);

-- Blocking keys of atoms.
CREATE TABLE supplier_block (
  block TEXT NOT NULL,
  supplier_id BIGINT NOT NULL,
  PRIMARY KEY (block, supplier_id)
) {clustered};
CREATE INDEX supplier_block_supplier ON supplier_block (supplier_id);

-- Why two atoms are one supplier: pairs that rules found, the smaller id first.
CREATE TABLE supplier_link (
  supplier_id BIGINT NOT NULL,
  other_id BIGINT NOT NULL,
  method TEXT NOT NULL,
  score SMALLINT NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY (supplier_id, other_id)
) {clustered};
CREATE INDEX supplier_link_other ON supplier_link (other_id);

-- What is like a supplier but not alike enough: for people to decide. Either another atom, or a register's entry.
CREATE TABLE match_candidate (
  id {bigserial},
  supplier_id BIGINT NOT NULL,
  other_id BIGINT,
  scheme TEXT,
  number TEXT,
  name TEXT NOT NULL,
  score SMALLINT NOT NULL,
  evidence TEXT NOT NULL
);
CREATE INDEX match_candidate_supplier ON match_candidate (supplier_id);
CREATE INDEX match_candidate_other ON match_candidate (other_id);
CREATE INDEX match_candidate_score ON match_candidate (score, id);

-- Decisions of people, never changed and never deleted.
CREATE TABLE match_decision (
  id {bigserial},
  -- SAME, NOT_SAME or UNDO.
  verdict TEXT NOT NULL,
  -- The decision that an UNDO takes back.
  undoes BIGINT UNIQUE,
  supplier_id BIGINT NOT NULL,
  other_id BIGINT,
  scheme TEXT,
  number TEXT,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at {timestamp} NOT NULL
);
CREATE INDEX match_decision_supplier ON match_decision (supplier_id);
CREATE INDEX match_decision_other ON match_decision (other_id);

-- Atoms with new names or evidence since they were last looked at.
CREATE TABLE supplier_pending (
  supplier_id BIGINT NOT NULL PRIMARY KEY,
  since {timestamp} NOT NULL
);

-- What is known of a canonical supplier, made from its atoms' evidence and reference data; made anew whenever one of
-- these changes.
CREATE TABLE supplier_profile (
  supplier_id BIGINT NOT NULL PRIMARY KEY,
  -- The identifier that stands for it.
  scheme TEXT,
  number TEXT,
  -- NULL: not known. Bases: NOTICE, CONTRACT_REGISTER, SPEND_FILE, ACCOUNTS, CHARITY_REGISTER, LEGAL_FORM.
  sme BOOLEAN,
  sme_basis TEXT,
  sme_on {date},
  -- Sources say different things.
  sme_conflict BOOLEAN NOT NULL,
  vcse BOOLEAN,
  vcse_basis TEXT,
  vcse_on {date},
  vcse_conflict BOOLEAN NOT NULL,
  -- SIC 2007: main code, and its section (A to U).
  sic TEXT,
  sector TEXT,
  sector_basis TEXT,
  postcode TEXT,
  lsoa TEXT,
  ward TEXT,
  district TEXT,
  -- Combined authority.
  authority TEXT,
  region TEXT,
  country TEXT,
  decile SMALLINT,
  -- PUBLISHED, NOTICE, DECLARED or REGISTERED.
  location_basis TEXT,
  formation_agent BOOLEAN NOT NULL,
  po_box BOOLEAN NOT NULL,
  group_scheme TEXT,
  group_number TEXT,
  group_name TEXT,
  group_basis TEXT
) {clustered};
CREATE INDEX supplier_profile_number ON supplier_profile (number, scheme);
CREATE INDEX supplier_profile_district ON supplier_profile (district);
CREATE INDEX supplier_profile_authority ON supplier_profile (authority);
CREATE INDEX supplier_profile_region ON supplier_profile (region);
CREATE INDEX supplier_profile_sector ON supplier_profile (sector);

-- Postcodes at which very many companies are registered, counted once for each edition of Companies House.
CREATE TABLE crowded_postcode (
  edition_id INTEGER NOT NULL,
  postcode TEXT NOT NULL,
  companies BIGINT NOT NULL,
  PRIMARY KEY (edition_id, postcode)
) {clustered};

-- Categories as institutions publish them, and the CPV division that each stands for.
CREATE TABLE category_label (
  institution_id INTEGER NOT NULL,
  -- Scheme that is published with it; empty for labels of payments.
  scheme TEXT NOT NULL,
  label TEXT NOT NULL,
  division TEXT,
  -- In percent.
  confidence SMALLINT,
  basis TEXT,
  PRIMARY KEY (institution_id, scheme, label)
) {clustered};

-- Documents whose categories stand there.
CREATE TABLE labelled_document (
  document_id BIGINT NOT NULL PRIMARY KEY
) {clustered};

-- What came before this migration is looked at once.
INSERT INTO supplier_pending (supplier_id, since) SELECT id, {now} FROM supplier;
