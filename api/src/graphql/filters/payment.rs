//! Which payments: for lists and for analysis alike.

use anchorhub_analysis::SpendFilter;
use anchorhub_entities::{VatBasis as Basis, WarningSet, supplier_name};
use anchorhub_store::Database;
use async_graphql::{ID, InputObject};
use sea_orm::{
    ColumnTrait, FromQueryResult,
    sea_query::{Expr, Query},
};

use super::{
    AmountInput, PeriodInput, SupplierTraits, clean, division::divisions, institution_keys, short,
    supplier_keys, traits::few,
};
use crate::graphql::{
    enums::{VatBasis, WarningCode},
    error::ApiError,
    node_id,
};

/// Which payments. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct PaymentFilter {
    /// Paid by one of these institutions, by org-id such as `GB-LAE-WLV`. One that the hub does not know is
    /// an error.
    institutions: Option<Vec<String>>,
    /// Paid to one of these suppliers, by `id`.
    suppliers: Option<Vec<ID>>,
    /// Paid to a supplier with a published name that contains this text, in upper or lower case. Withheld
    /// payees have no supplier and are never found so.
    supplier_name: Option<String>,
    /// Paid to a supplier of which this is known. Of a withheld payee nothing is known.
    supplier: Option<SupplierTraits>,
    /// Payment date as published.
    period: Option<PeriodInput>,
    /// Category label exactly as published.
    category: Option<String>,
    /// With a category that stands for one of these CPV divisions, as the crosswalk has it: two digits, such as `33`.
    category_divisions: Option<Vec<String>>,
    /// Only those whose category stands for a CPV division (true), or for none that the crosswalk knows (false).
    category_mapped: Option<bool>,
    /// Signed amount.
    amount: Option<AmountInput>,
    /// Warnings on the payment.
    warnings: Option<WarningFilter>,
    /// On one of these VAT bases.
    vat_basis: Option<Vec<VatBasis>>,
    /// Published in one of these documents, by `id`.
    documents: Option<Vec<ID>>,
}

/// Which warnings a payment has.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct WarningFilter {
    /// At least one of these.
    include: Option<Vec<WarningCode>>,
    /// None of these.
    exclude: Option<Vec<WarningCode>>,
}

impl PaymentFilter {
    /// Checks the filter and looks up what it names.
    pub(crate) async fn resolve(self, database: &Database) -> Result<SpendFilter, ApiError> {
        let (from, to) = match self.period {
            Some(PeriodInput { from, to }) => (from.map(|date| date.0), to.map(|date| date.0)),
            None => (None, None),
        };
        if let (Some(from), Some(to)) = (from, to)
            && from >= to
        {
            return Err(ApiError::BadPeriod { from, to });
        }
        let warnings = self.warnings.unwrap_or(WarningFilter { include: None, exclude: None });
        let suppliers = supplier_keys(database, self.suppliers).await?;
        let documents = short(self.documents)?.map(|ids| node_id::document_keys(&ids)).transpose()?;
        let (suppliers, supplier_name) = match (suppliers, self.supplier_name.as_deref().map(clean)) {
            (None, Some(name)) => named(database, name).await?,
            given => given,
        };
        let traits = self.supplier.map(SupplierTraits::check).transpose()?;
        let members = match &traits {
            Some(traits) => few(database, traits).await?,
            None => None,
        };
        let (suppliers, traits) = match (suppliers, members) {
            (suppliers, None) => (suppliers, traits),
            (None, Some(members)) => (Some(members), None),
            (Some(mut suppliers), Some(members)) => {
                suppliers.retain(|supplier| members.contains(supplier));
                (Some(suppliers), None)
            }
        };
        Ok(SpendFilter {
            institutions: institution_keys(database, self.institutions).await?,
            suppliers,
            supplier_name,
            traits,
            division: divisions(self.category_divisions, self.category_mapped)?,
            from,
            to,
            category: self.category.as_deref().map(clean),
            min_pence: self.amount.and_then(|amount| amount.min).map(|min| min.pence),
            max_pence: self.amount.and_then(|amount| amount.max).map(|max| max.pence),
            with_warnings: short(warnings.include)?.map(|codes| set(&codes)),
            without_warnings: short(warnings.exclude)?.map(|codes| set(&codes)).unwrap_or_default(),
            vat_bases: short(self.vat_basis)?.map(|bases| bases.into_iter().map(Basis::from).collect()),
            documents,
        })
    }
}

/// Suppliers that a name may match before looking them up one by one stops paying.
const FEW: u64 = 1_000;

/// The suppliers with a name that contains a text, if they are few; else the text itself. The databases
/// cannot guess how many names match, and read every payment for a name that stands for one supplier.
async fn named(database: &Database, name: String) -> Result<(Option<Vec<i64>>, Option<String>), ApiError> {
    let column = Expr::col((supplier_name::Entity, supplier_name::Column::Name));
    let select = Query::select()
        .distinct()
        .column(supplier_name::Column::SupplierId)
        .from(supplier_name::Entity)
        .and_where(database.engine().contains(column, &name))
        .and_where(supplier_name::Column::SupplierId.is_not_null())
        .limit(FEW + 1)
        .take();
    let found: Vec<Named> = database.fetch(&select).await?;
    if u64::try_from(found.len()).is_ok_and(|number| number <= FEW) {
        Ok((Some(found.into_iter().map(|row| row.supplier_id).collect()), None))
    } else {
        Ok((None, Some(name)))
    }
}

#[derive(FromQueryResult)]
struct Named {
    supplier_id: i64,
}

fn set(codes: &[WarningCode]) -> WarningSet {
    let mut set = WarningSet::default();
    for code in codes {
        set.insert((*code).into());
    }
    set
}
