//! Search over suppliers, contracts and notices.

use anchorhub_entities::{contract, notice, supplier};
use anchorhub_resolution::lookup::{self, HitKind};
use async_graphql::{Context, Object};

use crate::graphql::{
    ApiContext,
    connection::page_size,
    error::ApiError,
    family::by_keys,
    filters::clean,
    types::{HitRow, SearchHit, SearchKind},
};

/// Hits that can be asked for.
const MOST_HITS: usize = 50;

/// Characters of the text that is looked for.
const MOST_CHARACTERS: usize = 200;

/// What can be found by a text.
#[derive(Default)]
pub(super) struct SearchQuery;

/// What can be found by a text.
#[Object]
impl SearchQuery {
    /// Suppliers, contracts and notices that a text finds, the best first. What the text names exactly comes first:
    /// a company, charity or other register number or an org-id, a contract reference, a notice number, an ocid. Then
    /// suppliers whose name is like it, and names and titles that hold all its words.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words, a name, or an identifier: 1 to 200 characters.")] text: String,
        #[graphql(desc = "What to look for; everything if left out.")] kinds: Option<Vec<SearchKind>>,
        #[graphql(desc = "Number of hits, 0 to 50.", default_with = "Some(20)")] first: Option<i32>,
    ) -> Result<Vec<SearchHit>, ApiError> {
        let first = page_size(first)?;
        let text = clean(text.trim());
        if first > MOST_HITS {
            let message = format!("`first` is {first}: a search gives at most {MOST_HITS} hits");
            return Err(ApiError::BadQuestion { code: "FIRST_TOO_LARGE", message });
        }
        let length = text.chars().count();
        if length > MOST_CHARACTERS {
            let message = format!("`text` has {length} characters: give at most {MOST_CHARACTERS}");
            return Err(ApiError::BadQuestion { code: "SEARCH_TEXT_TOO_LONG", message });
        }
        if !text.chars().any(char::is_alphanumeric) {
            let message = "`text` holds no letter or digit: give words, a name or an identifier".to_owned();
            return Err(ApiError::BadQuestion { code: "SEARCH_TEXT_EMPTY", message });
        }
        let kinds = kinds.map_or_else(
            || vec![HitKind::Supplier, HitKind::Contract, HitKind::Notice],
            |kinds| kinds.into_iter().map(Into::into).collect(),
        );
        let database = &ApiContext::of(ctx)?.database;
        let hits = lookup::search(database, &text, &kinds, first).await?;
        let of = |kind| hits.iter().filter(|hit| hit.kind == kind).map(|hit| hit.id).collect::<Vec<_>>();
        let suppliers = by_keys::<supplier::Model>(database, of(HitKind::Supplier)).await?;
        let contracts = by_keys::<contract::Model>(database, of(HitKind::Contract)).await?;
        let notices = by_keys::<notice::Model>(database, of(HitKind::Notice)).await?;
        // What a load took away meanwhile is left out.
        let found = hits.into_iter().filter_map(|hit| {
            let row = match hit.kind {
                HitKind::Supplier => HitRow::Supplier(suppliers.get(&hit.id)?.clone()),
                HitKind::Contract => HitRow::Contract(contracts.get(&hit.id)?.clone()),
                HitKind::Notice => HitRow::Notice(notices.get(&hit.id)?.clone()),
            };
            Some(SearchHit { row, score: hit.score, text: hit.text })
        });
        Ok(found.collect())
    }
}
