"""Links the generated names to the generated register with Splink 4 on DuckDB, the way its documentation does it.

    python link.py FOLDER OUT.csv PRECISION

FOLDER holds register.csv and names.csv of `anchorhub-bench identity generate`. Both are standardised (case,
punctuation, legal forms, `&`), linked by blocking rules on near-exact columns, compared by Jaro-Winkler and
postcode, trained by expectation maximisation, and predicted. The best company of each name is kept, at the lowest
match weight whose links are at least as precise as PRECISION; the truth in names.csv is used for that choice
alone, which favours Splink.

Needs: pip install 'splink>=4,<5' duckdb
"""

import sys
import time

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FORMS = r"\b(LTD|LIMITED|PLC|LLP|CIC)\b"


def standardised(source: str, id_column: str, name: str, postcode: str) -> str:
    upper = f"upper(replace(replace({name}, '&', ' AND '), '.', ''))"
    words = f"trim(regexp_replace(regexp_replace({upper}, '[^A-Z0-9]+', ' ', 'g'), '{FORMS}', ' ', 'g'))"
    return f"""
        SELECT CAST({id_column} AS VARCHAR) AS unique_id,
               key,
               split_part(key, ' ', 1) AS first_word,
               split_part(key, ' ', -1) AS last_word,
               substr(replace(key, ' ', ''), 1, 6) AS beginning,
               nullif(CAST({postcode} AS VARCHAR), '') AS postcode
        FROM (SELECT *, trim(regexp_replace({words}, ' +', ' ', 'g')) AS key FROM {source})
    """


def main(folder: str, out: str, precision: float) -> None:
    started = time.monotonic()

    def told(what: str) -> None:
        print(f"{time.monotonic() - started:8.1f} s  {what}", file=sys.stderr, flush=True)

    connection = duckdb.connect()
    connection.execute(f"SET temp_directory = '{folder}/duckdb'")
    connection.execute("SET preserve_insertion_order = false")
    # Without a limit it takes most of the machine's memory, and is killed where that is not there; beyond, it uses the disk.
    connection.execute("SET memory_limit = '12GB'")
    columns = "['company', 'number', 'postcode', 'status']"
    register = f"read_csv('{folder}/register.csv', all_varchar = true, skip = 1, header = false, names = {columns})"
    names = f"read_csv('{folder}/names.csv', all_varchar = true)"
    connection.execute(
        "CREATE TABLE register AS "
        + standardised(register, "number", "company", "postcode")
    )
    connection.execute("CREATE TABLE names AS " + standardised(names, "id", "name", "postcode"))
    told("read")

    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="unique_id",
        comparisons=[
            cl.JaroWinklerAtThresholds("key", [0.97, 0.94, 0.9]),
            cl.ExactMatch("first_word").configure(term_frequency_adjustments=True),
            cl.ExactMatch("last_word").configure(term_frequency_adjustments=True),
            cl.ExactMatch("postcode"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("key"),
            block_on("postcode", "beginning"),
            block_on("first_word", "last_word"),
            block_on("beginning", "last_word"),
            block_on("beginning", "substr(key, 7, 4)"),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(
        ["names", "register"],
        settings,
        db_api=DuckDBAPI(connection=connection),
        input_table_aliases=["names", "register"],
    )
    linker.training.estimate_probability_two_random_records_match([block_on("key")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("beginning", "last_word"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    told("trained")

    predictions = linker.inference.predict(threshold_match_probability=0.2)
    told("predicted")

    best = f"""
        SELECT id, number, weight FROM (
            SELECT CASE WHEN source_dataset_l = 'names' THEN unique_id_l ELSE unique_id_r END AS id,
                   CASE WHEN source_dataset_l = 'names' THEN unique_id_r ELSE unique_id_l END AS number,
                   match_weight AS weight
            FROM {predictions.physical_name}
        )
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY weight DESC, number) = 1
    """
    connection.execute(f"CREATE TABLE best AS {best}")
    # The lowest weight from which on the links are precise enough; without one, the most precise.
    connection.execute(f"""
        CREATE TABLE judged AS
        SELECT b.weight, count(*) FILTER (b.number = n.number) AS good, count(*) AS links
        FROM best b JOIN {names} n ON n.id = b.id GROUP BY b.weight
    """)
    threshold = connection.execute(f"""
        WITH running AS (
            SELECT weight,
                   sum(good) OVER (ORDER BY weight DESC) / sum(links) OVER (ORDER BY weight DESC) AS share
            FROM judged
        )
        SELECT coalesce(min(weight) FILTER (share >= {precision}), arg_max(weight, share)) FROM running
    """).fetchone()[0]
    connection.execute(f"COPY (SELECT id, number, weight FROM best WHERE weight >= {threshold}) TO '{out}' (HEADER)")
    told(f"written, from match weight {threshold:.2f} on")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
