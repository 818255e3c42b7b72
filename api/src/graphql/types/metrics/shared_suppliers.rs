//! Shared suppliers.

use std::sync::Arc;

use anchorhub_analysis as analysis;
use anchorhub_entities::{institution, supplier};
use anchorhub_store::Database;
use async_graphql::{Object, SimpleObject};

use super::part::{Keys, SpendPart};
use crate::graphql::{
    connection::PageArgs,
    cursor::{self, Fingerprint, Key, KeyKind},
    error::ApiError,
    family::{Family, Row},
    filters::{Asked, Narrowing},
    lists::Slice,
    scalars::Date,
    types::{Institution, Supplier},
};

/// A supplier that several institutions pay. Suppliers are resolved ones, never published names.
pub(crate) struct SharedSupplier {
    supplier: Row<supplier::Model>,
    shared: analysis::SharedSupplier,
    institutions: Vec<Row<institution::Model>>,
    asked: Asked,
}

/// What one institution pays a shared supplier, and the contracts between both.
#[derive(SimpleObject)]
pub(crate) struct SharedSupplierPart {
    /// The institution.
    institution: Institution,
    /// What it pays.
    paid: SpendPart,
    /// Number of contracts that it has with the supplier, each counted once however many sources state it.
    contracts: i64,
    /// The earliest effective end of these from today on; null where none with a published end still runs.
    next_end: Option<Date>,
}

/// Which page of shared suppliers.
pub(crate) struct SharedSupplierPage {
    fingerprint: Fingerprint,
    later: bool,
    count: bool,
}

impl SharedSupplierPage {
    /// Reads the cursor of a page; gives net and key of the supplier that it begins after. `description` is equal exactly
    /// for equal questions.
    pub(crate) fn new(description: &str, args: &PageArgs) -> Result<(Self, Option<(i64, i64)>), ApiError> {
        let fingerprint = Fingerprint::of(description);
        let kinds = [KeyKind::Number, KeyKind::Number];
        let after =
            args.after.as_deref().map(|after| cursor::decode(after, fingerprint, &kinds)).transpose()?;
        let place = match after.as_deref() {
            Some([Key::Number(net), Key::Number(id)]) => Some((*net, *id)),
            _ => None,
        };
        Ok((Self { fingerprint, later: place.is_some(), count: args.count }, place))
    }

    /// The page that an answer makes.
    pub(crate) fn slice(
        &self,
        database: &Database,
        answer: analysis::SharedSuppliers,
        asked: &Asked,
    ) -> Slice<SharedSupplier> {
        let suppliers = answer.suppliers.iter().map(|shared| shared.supplier.clone()).collect();
        let payers = answer.suppliers.iter().flat_map(|shared| &shared.parts);
        let mut institutions =
            Family::rows(database, payers.map(|part| part.institution.clone()).collect()).into_iter();
        let rows =
            Family::rows(database, suppliers).into_iter().zip(answer.suppliers).map(|(supplier, shared)| {
                let position = vec![Key::Number(shared.sum.net_pence), Key::Number(shared.supplier.id)];
                let institutions = institutions.by_ref().take(shared.parts.len()).collect();
                let cursor = cursor::encode(self.fingerprint, &position);
                (cursor, SharedSupplier { supplier, shared, institutions, asked: asked.clone() })
            });
        Slice {
            rows: rows.collect(),
            more: answer.more,
            later: self.later,
            total: self.count.then_some(answer.number),
        }
    }
}

impl SharedSupplier {
    fn keys(&self) -> Vec<(analysis::SpendDimension, analysis::GroupKey)> {
        let key = analysis::GroupKey::Supplier(Some(self.shared.supplier.clone()));
        vec![(analysis::SpendDimension::Supplier, key)]
    }

    fn paid(&self, sum: analysis::Sum, keys: Keys) -> SpendPart {
        SpendPart::of_group(analysis::Part { sum, suppliers: 1 }, &self.asked, &keys, Narrowing::All)
    }
}

/// A supplier that several institutions pay. Suppliers are resolved ones, never published names.
#[Object]
impl SharedSupplier {
    /// The supplier.
    async fn supplier(&self) -> Supplier {
        Supplier(self.supplier.clone())
    }

    /// Number of institutions that pay it.
    async fn institutions(&self) -> i64 {
        self.shared.institutions
    }

    /// What they pay together.
    #[graphql(name = "paid")]
    async fn all(&self) -> SpendPart {
        self.paid(self.shared.sum, Arc::new(self.keys()))
    }

    /// Number of contracts that it has with any of them, each counted once.
    async fn contracts(&self) -> i64 {
        self.shared.contracts
    }

    /// The earliest effective end of these from today on; null where none with a published end still runs.
    async fn next_end(&self) -> Option<Date> {
        self.shared.next_end.map(Date)
    }

    /// Each of the institutions, the one that pays most first. They make up `paid`.
    async fn parts(&self) -> Vec<SharedSupplierPart> {
        let part = |(part, institution): (&analysis::SharedPart, &Row<institution::Model>)| {
            let mut keys = self.keys();
            let payer = analysis::GroupKey::Institution(part.institution.clone());
            keys.push((analysis::SpendDimension::Institution, payer));
            SharedSupplierPart {
                institution: Institution(institution.clone()),
                paid: self.paid(part.sum, Arc::new(keys)),
                contracts: part.contracts,
                next_end: part.next_end.map(Date),
            }
        };
        self.shared.parts.iter().zip(&self.institutions).map(part).collect()
    }
}
