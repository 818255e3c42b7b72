-- What the hub holds of the region in the four tables that somebody would make for just these questions, filled from the
-- hub's own, so that every system answers from the same rows. The ids are the hub's.
CREATE SCHEMA peer;

CREATE TABLE peer.institutions (
  id INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  local_authority TEXT
);
INSERT INTO peer.institutions SELECT id, org_id, name, kind, home_area FROM public.institution ORDER BY id;

CREATE TABLE peer.suppliers (
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  company_number TEXT,
  postcode TEXT,
  sme BOOLEAN,
  local_authority TEXT
);
INSERT INTO peer.suppliers
SELECT s.id, s.name, f.number, f.postcode, f.sme, f.district
FROM public.supplier s LEFT JOIN public.supplier_profile f ON f.supplier_id = s.id
WHERE s.merged_into IS NULL ORDER BY s.id;

CREATE TABLE peer.contracts (
  id BIGINT NOT NULL,
  reference TEXT NOT NULL,
  institution_id INTEGER NOT NULL,
  supplier_id BIGINT NOT NULL,
  -- In code point order, so that the codes under a prefix are one range of the index.
  cpv TEXT COLLATE "C" NOT NULL,
  title TEXT NOT NULL,
  pence BIGINT NOT NULL,
  awarded_on DATE,
  starts_on DATE,
  ends_on DATE
);
INSERT INTO peer.contracts
SELECT c.id, c.reference, b.institution_id, s.supplier_id, c.cpv, c.title, c.value_pence, c.awarded_on, c.starts_on, c.ends_on
FROM public.contract c
JOIN public.contract_buyer b ON b.contract_id = c.id
JOIN public.contract_supplier s ON s.contract_id = c.id
WHERE c.cluster_id IS NULL OR c.cluster_id = c.id ORDER BY c.id;

CREATE TABLE peer.spend (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  institution_id INTEGER NOT NULL,
  supplier_id BIGINT NOT NULL,
  paid_on DATE NOT NULL,
  pence BIGINT NOT NULL,
  category TEXT,
  description TEXT
);
INSERT INTO peer.spend (institution_id, supplier_id, paid_on, pence, category, description)
SELECT institution_id, supplier_id, paid_on, pence, category, purpose FROM public.payment;

ALTER TABLE peer.institutions ADD PRIMARY KEY (id), ADD UNIQUE (code);
ALTER TABLE peer.suppliers ADD PRIMARY KEY (id);
ALTER TABLE peer.contracts ADD PRIMARY KEY (id),
  ADD FOREIGN KEY (institution_id) REFERENCES peer.institutions (id),
  ADD FOREIGN KEY (supplier_id) REFERENCES peer.suppliers (id);
ALTER TABLE peer.spend ADD PRIMARY KEY (id),
  ADD FOREIGN KEY (institution_id) REFERENCES peer.institutions (id),
  ADD FOREIGN KEY (supplier_id) REFERENCES peer.suppliers (id);

CREATE INDEX ON peer.contracts (institution_id, cpv, id);
CREATE INDEX ON peer.contracts (supplier_id, ends_on, id);
-- Windows of time are read from the index alone.
CREATE INDEX ON peer.contracts (ends_on) INCLUDE (cpv, institution_id, pence);
CREATE INDEX ON peer.spend (paid_on) INCLUDE (institution_id, supplier_id, pence);

-- What PostGraphile cannot ask for by its own fields. Suppliers of a list of ids, in its order:
CREATE FUNCTION peer.suppliers_of(ids BIGINT[]) RETURNS SETOF peer.suppliers
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.* FROM unnest(ids) WITH ORDINALITY AS wanted (id, place) JOIN peer.suppliers s ON s.id = wanted.id ORDER BY place
$$;

CREATE TYPE peer.size_spend AS (code TEXT, size TEXT, pence NUMERIC, payments BIGINT, name TEXT);
CREATE FUNCTION peer.spend_by_size("from" DATE, "to" DATE) RETURNS SETOF peer.size_spend
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  {spend_by_size}
$$;

CREATE TYPE peer.supplier_spend AS (name TEXT, pence NUMERIC, payments BIGINT, institutions BIGINT, id BIGINT);
CREATE FUNCTION peer.top_suppliers("from" DATE, "to" DATE) RETURNS SETOF peer.supplier_spend
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  {top_suppliers}
$$;

CREATE TYPE peer.division_end AS (division TEXT, contracts BIGINT, institutions BIGINT, pence NUMERIC);
CREATE FUNCTION peer.ends_by_division("from" DATE, "to" DATE) RETURNS SETOF peer.division_end
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  {ends_by_division}
$$;
