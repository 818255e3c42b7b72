-- What the database that is asked keeps beside the facts: `anchorhub analysis schema --coordinator` prints this.

-- `data_version`: the version of the hub's data that the facts are whole at; -1 while they are changed.
-- `epoch`: goes up with everybody who begins to change them, so that nobody goes on who has been taken over from.
CREATE TABLE fact_state (key text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO fact_state VALUES ('data_version', -1), ('epoch', 0);

-- What the facts hold, piece by piece: a document, or some rows of a small table. An empty print: this piece is being
-- changed, or was when whoever did it ended. `rows`: how many rows of facts, or of each copy of a small table, it is.
CREATE TABLE fact_held (
    kind text NOT NULL,
    institution_id integer NOT NULL,
    piece bigint NOT NULL,
    print text NOT NULL,
    rows bigint NOT NULL,
    PRIMARY KEY (kind, institution_id, piece)
);

-- The copies of the small tables, with names for messages: one a server that keeps facts.
CREATE TABLE fact_site (site smallint PRIMARY KEY, name text NOT NULL);
