-- Facts of payments, for the server (or each of the servers) that keeps them: `anchorhub analysis schema` prints this.
-- Names end in what they are; all begin with `fact`, so that they stand beside other tables of a database.

-- One row a payment. It stands on the server that its institution belongs to.
CREATE TABLE fact (
    institution_id integer NOT NULL,
    document_id bigint NOT NULL,
    seq integer NOT NULL,
    paid_on date NOT NULL,
    -- Twelve times the calendar year, and 0 to 11.
    month integer NOT NULL,
    pence bigint NOT NULL,
    vat_basis smallint NOT NULL,
    -- Warnings, as a bit mask.
    flags integer NOT NULL,
    -- Reasons to leave it out that follow from its warnings, as a bit mask.
    reasons smallint NOT NULL,
    name_id bigint NOT NULL,
    category text,
    department text,
    PRIMARY KEY (institution_id, document_id, seq)
);

-- Small tables, of which every server has a copy: `site` is the number of the copy.

-- Who a published name stands for, and what is known of that supplier.
CREATE TABLE fact_payee (
    site smallint NOT NULL,
    name_id bigint NOT NULL,
    supplier_id bigint,
    kind text,
    -- Reasons to leave payments out that follow from the kind.
    reasons smallint NOT NULL,
    sme boolean,
    vcse boolean,
    sector text,
    district text,
    authority text,
    region text,
    decile smallint,
    PRIMARY KEY (site, name_id)
);

-- Who pays, and where they are at home.
CREATE TABLE fact_payer (
    site smallint NOT NULL,
    institution_id integer NOT NULL,
    kind text NOT NULL,
    district text,
    authority text,
    region text,
    country text,
    PRIMARY KEY (site, institution_id)
);

-- CPV divisions of category labels.
CREATE TABLE fact_label (
    site smallint NOT NULL,
    institution_id integer NOT NULL,
    label text NOT NULL,
    division text,
    PRIMARY KEY (site, institution_id, label)
);

-- A payment with everything that questions filter or group by. Joins are outer ones: no payment is lost or doubled.
CREATE VIEW fact_wide AS
SELECT
    fact.institution_id,
    fact.document_id,
    fact.paid_on,
    fact.month,
    (fact.month - 3) / 3 AS quarter,
    (fact.month - 3) / 12 AS financial_year,
    fact.pence,
    fact.vat_basis,
    fact.flags,
    fact.reasons | coalesce(payee.reasons, 0::smallint) AS reasons,
    fact.category,
    fact.department,
    label.division,
    payer.kind AS institution_kind,
    payee.supplier_id,
    payee.kind AS supplier_kind,
    payee.sme,
    payee.vcse,
    payee.sector,
    payee.district,
    payee.authority,
    payee.region,
    payee.decile,
    CASE
        WHEN payee.district IS NULL OR payer.country IS NULL THEN NULL
        WHEN payee.district = payer.district THEN 0
        WHEN payee.authority = payer.authority THEN 1
        WHEN payee.region = payer.region THEN 2
        WHEN payee.region IS NOT NULL AND payer.region IS NOT NULL THEN 3
        WHEN substr(payee.district, 1, 1) <> payer.country THEN 3
    END AS locality
FROM fact
LEFT JOIN fact_payee AS payee ON payee.name_id = fact.name_id
LEFT JOIN fact_payer AS payer ON payer.institution_id = fact.institution_id
LEFT JOIN fact_label AS label ON label.institution_id = fact.institution_id AND label.label = fact.category;
