//! A schema with everything in it that a limit, a deadline or a mask has to deal with.

use anchorhub_api::limits::{GuardedSchema, Limits};
use anchorhub_store::{Database, Engine};
use async_graphql::{
    Context, Enum, Error, ErrorExtensions as _, ID, InputValueError, InputValueResult, Interface, Object,
    Result, Scalar, ScalarType, Schema, SimpleObject, Union, Value,
};
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, Query as Sql},
};

pub(crate) type TestSchema = GuardedSchema<Query, Mutation, Subscription>;

pub(crate) fn schema(database: &Database, limits: Limits) -> TestSchema {
    let builder = Schema::build(Query, Mutation, Subscription).data(database.clone());
    GuardedSchema::build(builder, limits)
}

pub(crate) struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "hello"
    }

    /// A list by pages, whose default page is 20.
    async fn items(&self, #[graphql(default = 20)] first: i32, after: Option<String>) -> ItemConnection {
        let _ = after;
        ItemConnection { length: first }
    }

    /// A list by pages that declares no default.
    async fn pages(&self, first: Option<i32>, last: Option<i32>) -> ItemConnection {
        ItemConnection { length: first.or(last).unwrap_or(1) }
    }

    async fn node(&self, id: ID) -> Option<Node> {
        Some(Node::Item(Item { id }))
    }

    async fn nodes(&self, ids: Vec<ID>) -> Vec<Node> {
        ids.into_iter().map(|id| Node::Item(Item { id })).collect()
    }

    async fn found(&self) -> Vec<Found> {
        vec![Found::Item(Item { id: ID::from("1") }), Found::Folder(Folder { id: ID::from("2") })]
    }

    /// Ready after all others.
    async fn late(&self) -> i32 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        1
    }

    async fn item(&self) -> Item {
        Item { id: ID::from("1") }
    }

    async fn words(&self) -> Vec<String> {
        vec!["a".to_owned(), "b".to_owned()]
    }

    async fn count_of(&self, ids: Vec<ID>) -> usize {
        ids.len()
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    async fn on(&self, day: Day, color: Option<Color>) -> String {
        format!("{} {color:?}", day.0)
    }

    /// Runs for hours unless it is stopped.
    async fn endless(&self, ctx: &Context<'_>) -> Result<i64> {
        endless(ctx).await
    }

    /// May be null, so that its error leaves the rest of the answer.
    async fn endless_or_null(&self, ctx: &Context<'_>) -> Result<Option<i64>> {
        endless(ctx).await.map(Some)
    }

    /// Waits without the database.
    async fn sleep(&self) -> bool {
        tokio::time::sleep(std::time::Duration::from_secs(3_600)).await;
        true
    }

    /// A database error let through with `?`.
    async fn leak(&self, ctx: &Context<'_>) -> Result<i64> {
        let secret = Sql::select().expr(Expr::cust("secret_column FROM secret_table")).to_owned();
        Ok(ctx.data::<Database>()?.fetch::<Number>(&secret).await?.len().try_into()?)
    }

    /// A text error without a code.
    async fn uncoded(&self) -> Result<Option<i32>> {
        Err(Error::new("the file /etc/secret is missing"))
    }

    async fn coded(&self) -> Result<Option<i32>> {
        Err(Error::new("no such page").extend_with(|_, extensions| extensions.set("code", "NO_SUCH_PAGE")))
    }

    async fn panics(&self, #[graphql(default = true)] really: bool) -> bool {
        assert!(!really, "secret of the panic");
        false
    }
}

pub(crate) struct Subscription;

#[async_graphql::Subscription]
impl Subscription {
    async fn ticks(&self) -> impl futures_util::Stream<Item = i32> {
        futures_util::stream::iter(0..3)
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn touch(&self) -> i32 {
        1
    }
}

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

async fn endless(ctx: &Context<'_>) -> Result<i64> {
    let database = ctx.data::<Database>()?;
    let expression = match database.engine() {
        Engine::Sqlite => {
            "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c)"
        }
        Engine::Postgres => "(SELECT count(*) FROM generate_series(1, 100000000000))",
    };
    let select = Sql::select().expr_as(Expr::cust(expression), Alias::new("n")).to_owned();
    let rows = database.fetch::<Number>(&select).await?;
    Ok(rows.first().map_or(0, |row| row.n))
}

pub(crate) struct ItemConnection {
    length: i32,
}

#[Object]
impl ItemConnection {
    async fn edges(&self) -> Vec<ItemEdge> {
        (0..self.length).map(|_| ItemEdge).collect()
    }

    async fn nodes(&self) -> Vec<Item> {
        (0..self.length).map(|n| Item { id: ID::from(n) }).collect()
    }

    async fn page_info(&self) -> PageInfo {
        PageInfo { has_next_page: false }
    }
}

pub(crate) struct ItemEdge;

#[Object]
impl ItemEdge {
    async fn node(&self) -> Item {
        Item { id: ID::from("1") }
    }
}

#[derive(SimpleObject)]
pub(crate) struct PageInfo {
    has_next_page: bool,
}

#[derive(Interface)]
#[graphql(
    field(name = "id", ty = "&ID"),
    field(name = "children", ty = "ItemConnection", arg(name = "first", ty = "Option<i32>"))
)]
pub(crate) enum Node {
    Item(Item),
    Folder(Folder),
}

#[derive(Union)]
pub(crate) enum Found {
    Item(Item),
    Folder(Folder),
}

pub(crate) struct Item {
    id: ID,
}

#[Object]
impl Item {
    async fn id(&self) -> &ID {
        &self.id
    }

    async fn children(&self, first: Option<i32>) -> ItemConnection {
        ItemConnection { length: first.unwrap_or(1) }
    }

    async fn parts(&self) -> Vec<Item> {
        Vec::new()
    }

    async fn next(&self) -> Option<Item> {
        None
    }

    async fn faulty(&self) -> Option<Faulty> {
        Some(Faulty)
    }

    /// Ready after all others.
    async fn late(&self) -> i32 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        1
    }
}

/// An object with fields that fail, some of which may be null.
pub(crate) struct Faulty;

#[Object]
impl Faulty {
    async fn id(&self) -> ID {
        ID::from("f")
    }

    async fn required(&self) -> Result<i32> {
        Err(Error::new("failed"))
    }

    async fn optional(&self) -> Result<Option<i32>> {
        Err(Error::new("failed"))
    }

    async fn deep(&self) -> Faulty {
        Faulty
    }

    async fn some(&self) -> Vec<Option<Faulty>> {
        vec![Some(Faulty), Some(Faulty)]
    }

    async fn all(&self) -> Option<Vec<Faulty>> {
        Some(vec![Faulty, Faulty])
    }
}

pub(crate) struct Folder {
    id: ID,
}

#[Object]
impl Folder {
    async fn id(&self) -> &ID {
        &self.id
    }

    async fn children(&self, first: Option<i32>) -> ItemConnection {
        ItemConnection { length: first.unwrap_or(1) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum Color {
    Red,
    Blue,
}

/// A scalar that reads its text only when a resolver asks for it, as dates do.
pub(crate) struct Day(u8);

#[Scalar]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map(Self).map_err(|_| InputValueError::custom("give the day of a month, such as \"7\""))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
