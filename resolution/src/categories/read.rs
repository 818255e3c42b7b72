//! Reading the crosswalk that counts.

use anchorhub_entities::{category, category_mapping, reference_edition};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use super::crosswalk::{Crosswalk, Step};

/// To be raised when a rule changes, so that labels are mapped anew.
const RULES: i64 = 1;

/// Rows of one statement.
const STEP: u64 = 5_000;

/// The current editions that divisions of labels depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Editions {
    crosswalk: Option<i32>,
    cpv: Option<i32>,
    proclass: Option<i32>,
}

impl Editions {
    pub(super) async fn read(tx: &mut LoadTx) -> Result<Self, StoreError> {
        use reference_edition::Column::{Id, Kind, State};
        let select = Query::select()
            .columns([Kind, Id])
            .from(reference_edition::Entity)
            .and_where(Expr::col(State).eq("CURRENT"))
            .and_where(Expr::col(Kind).is_in(["CROSSWALK", "CPV", "PROCLASS"]))
            .to_owned();
        let rows: Vec<(String, i32)> = tx.fetch(&select).await?;
        let of = |wanted: &str| rows.iter().find(|(kind, _)| kind == wanted).map(|(_, id)| *id);
        Ok(Self { crosswalk: of("CROSSWALK"), cpv: of("CPV"), proclass: of("PROCLASS") })
    }

    /// A number that is another one for other editions and other rules: ids are handed out in ascending order, and an
    /// edition is only ever replaced by a later one, so the sum grows with every change.
    pub(super) fn mark(self) -> i64 {
        let ids: i64 = [self.crosswalk, self.cpv, self.proclass].into_iter().flatten().map(i64::from).sum();
        RULES * 1_000_000_000_000 + ids
    }

    /// The crosswalk of these editions: some thousand rows, and the ten thousand codes of the vocabularies.
    pub(super) async fn crosswalk(self, tx: &mut LoadTx) -> Result<Crosswalk, StoreError> {
        let mut crosswalk = Crosswalk::default();
        if let Some(edition_id) = self.crosswalk {
            steps(tx, edition_id, &mut crosswalk).await?;
        }
        if let Some(edition_id) = self.cpv {
            for (code, ..) in codes(tx, edition_id, "CPV").await? {
                crosswalk.add_cpv(code);
            }
        }
        if let Some(edition_id) = self.proclass {
            for (code, title, above) in codes(tx, edition_id, "PROCLASS").await? {
                crosswalk.add_proclass(code, &title, above);
            }
        }
        Ok(crosswalk)
    }
}

async fn steps(tx: &mut LoadTx, edition_id: i32, crosswalk: &mut Crosswalk) -> Result<(), StoreError> {
    use category_mapping::Column::{Basis, Confidence, Division, EditionId, Label, Publisher, Scheme};
    let mut after = (String::new(), String::new(), String::new());
    loop {
        let place = [Scheme, Publisher, Label].map(Expr::col);
        let select = Query::select()
            .columns([Scheme, Publisher, Label, Division, Confidence, Basis])
            .from(category_mapping::Entity)
            .and_where(Expr::col(EditionId).eq(edition_id))
            .and_where(
                Expr::tuple(place)
                    .gt(Expr::tuple([&after.0, &after.1, &after.2].map(|text| Expr::value(text.as_str())))),
            )
            .order_by_columns([Scheme, Publisher, Label].map(|column| (column, Order::Asc)))
            .limit(STEP)
            .to_owned();
        let rows: Vec<(String, String, String, String, i16, String)> = tx.fetch(&select).await?;
        let Some((scheme, publisher, label, ..)) = rows.last() else { return Ok(()) };
        after = (scheme.clone(), publisher.clone(), label.clone());
        for (scheme, publisher, label, division, confidence, basis) in rows {
            crosswalk.add_step(publisher, label, Step { scheme, division, confidence, basis });
        }
    }
}

async fn codes(
    tx: &mut LoadTx,
    edition_id: i32,
    scheme: &str,
) -> Result<Vec<(String, String, Option<String>)>, StoreError> {
    use category::Column::{Code, EditionId, Parent, Scheme, Title};
    let select = Query::select()
        .columns([Code, Title, Parent])
        .from(category::Entity)
        .and_where(Expr::col(EditionId).eq(edition_id))
        .and_where(Expr::col(Scheme).eq(scheme))
        .to_owned();
    tx.fetch(&select).await
}
