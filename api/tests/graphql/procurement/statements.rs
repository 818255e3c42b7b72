//! Notices and contracts cost a number of statements that depends on the depth of the query alone.

use anchorhub_api::{ApiContext, build_schema, limits::Limits};

use super::on_each_engine;
use crate::client::Client;

/// The number of statements of a query, which has to be the same for every page size.
async fn cost(client: &Client, list: &str, query: impl Fn(usize) -> String) -> u64 {
    let mut costs = Vec::new();
    for first in [20, 35, 50] {
        let (data, statements) = client.counted(&query(first)).await;
        assert_eq!(data[list]["nodes"].as_array().unwrap().len(), first);
        costs.push(statements);
    }
    assert!(costs.iter().all(|statements| *statements == costs[0]), "{costs:?}");
    costs[0]
}

#[tokio::test]
async fn contracts_with_all_that_hangs_on_them() {
    on_each_engine(async |client, _| {
        let statements = cost(client, "contracts", |first| {
            format!(
                "{{ contracts(first: {first}, orderBy: NEWEST_FIRST) {{ nodes {{ title
                    institutions {{ name }} suppliers {{ name supplier {{ name }} }} statements {{ origin }}
                    process {{ title buyers {{ institution {{ name }} }} }} award {{ key }} document {{ name }}
                    changes {{ kind }} performance {{ kind }}
                    payments(first: 5) {{ nodes {{ method payment {{ payee supplier {{ name }} }} }} }}
                }} }} }}"
            )
        })
        .await;
        // contracts; buyers with institutions; suppliers with what they stand for, names; statements; processes, their
        // buyers, their institutions; documents; changes; performance; links, payments, payees, suppliers
        assert_eq!(statements, 15);
    })
    .await;
}

#[tokio::test]
async fn processes_with_all_that_is_in_them() {
    on_each_engine(async |client, _| {
        let statements = cost(client, "notices", |first| {
            format!(
                "{{ notices(first: {first}, filter: {{ stages: [CONTRACT] }}) {{ nodes {{ kind
                    release {{ releaseId document {{ name }} }}
                    process {{ title buyers {{ institution {{ name }} }} lots {{ nodes {{ title awards {{ key }} }} }}
                        awards {{ nodes {{ suppliers {{ nodes {{ name supplier {{ name }} }} }} }} }}
                        contracts {{ nodes {{ title contract {{ id institutions {{ name }} }} }} }}
                        relatedProcesses {{ ocid process {{ title }} }}
                        notices {{ totalCount }} releases(first: 1) {{ nodes {{ releaseId }} }}
                    }} }} }} }}"
            )
        })
        .await;
        // notices; releases, documents; processes; buyers, institutions; names, suppliers; contracts, buyers with
        // institutions; notices and their number; releases. None refers to another.
        assert_eq!(statements, 13);
    })
    .await;
}

#[tokio::test]
async fn opportunities_with_what_they_come_from() {
    on_each_engine(async |client, _| {
        let statements = cost(client, "opportunities", |first| {
            format!(
                "{{ opportunities(first: {first}, orderBy: DUE_ASC) {{ nodes {{ title
                    process {{ title }} contract {{ title institutions {{ name }} }} }} }} }}"
            )
        });
        // opportunities; processes; contracts, their buyers with institutions
        assert_eq!(statements.await, 4);
    })
    .await;
}

#[tokio::test]
async fn institutions_and_suppliers_with_their_contracts() {
    on_each_engine(async |client, _| {
        let (_, statements) = client
            .counted(
                "{ institutions { nodes { contracts(first: 5) { totalCount nodes { title suppliers { name } } } } }
                   suppliers(first: 30) { nodes { contracts(first: 5) { nodes { title } } } } }",
            )
            .await;
        // institutions, contracts under them and their number, contracts, suppliers, names; suppliers, contracts
        // under them, contracts
        assert_eq!(statements, 9);
    })
    .await;
}

/// Lists inside lists are counted before anything runs, whatever they hang on.
#[tokio::test]
async fn answers_that_may_be_too_large_are_refused() {
    on_each_engine(async |client, _| {
        let schema = build_schema(ApiContext::new(client.database.clone(), "Test hub"), Limits::default());
        for query in [
            "{ contracts(first: 500) { nodes { payments(first: 500) { nodes { confidence } } } } }",
            "{ notices(first: 500) { nodes { process { lots(first: 500) { nodes { title } } } } } }",
            "{ notices(first: 500) { nodes { process { awards { nodes { suppliers { nodes { name } } } } } } } }",
            "{ suppliers(first: 500) { nodes { contracts(first: 400) { nodes { title } } } } }",
            "{ opportunities(first: 500) { nodes { process { buyers { name } lots { nodes { awards { lots { key } } } } } } } }",
        ] {
            let before = client.database.statements_read();
            let answer = schema.schema().execute(query).await;
            let code = answer.errors.first().and_then(|error| error.extensions.as_ref()?.get("code").cloned());
            assert_eq!(code, Some("QUERY_TOO_COMPLEX".into()), "{query}: {:?}", answer.errors);
            assert_eq!(client.database.statements_read(), before);
        }
    })
    .await;
}
