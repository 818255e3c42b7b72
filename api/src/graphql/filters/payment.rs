//! Which payments: for lists and for analysis alike.

use anchorhub_analysis::SpendFilter;
use anchorhub_entities::{WarningSet, supplier_name};
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
    enums::{ExclusionReason, InstitutionKind, Locality, VatBasis, WarningCode},
    error::ApiError,
    node_id,
};

/// Which payments. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct PaymentFilter {
    /// Paid by one of these institutions, by org-id such as `GB-LAE-WLV`. One that the hub does not know is
    /// an error.
    pub(super) institutions: Option<Vec<String>>,
    /// Paid by an institution of one of these kinds.
    pub(super) institution_kinds: Option<Vec<InstitutionKind>>,
    /// Paid to one of these suppliers, by `id`. Null in the list stands for payees that are withheld or not published.
    pub(super) suppliers: Option<Vec<Option<ID>>>,
    /// Paid to a supplier with a published name that contains this text, in upper or lower case. Withheld
    /// payees have no supplier and are never found so.
    pub(super) supplier_name: Option<String>,
    /// Paid to a supplier of which this is known. Of a withheld payee nothing is known.
    pub(super) supplier: Option<SupplierTraits>,
    /// Payment date as published.
    pub(super) period: Option<PeriodInput>,
    /// To suppliers so near to the institution. Null in the list: where it is not known.
    pub(super) localities: Option<Vec<Option<Locality>>>,
    /// Category label exactly as published.
    pub(super) category: Option<String>,
    /// With one of these category labels, exactly as published. Null in the list: without one.
    pub(super) categories: Option<Vec<Option<String>>>,
    /// Under one of these departments, exactly as published. Null in the list: under none.
    pub(super) departments: Option<Vec<Option<String>>>,
    /// With a category that stands for one of these CPV divisions, as the crosswalk has it: two digits, such as `33`.
    pub(super) category_divisions: Option<Vec<String>>,
    /// Only those whose category stands for a CPV division (true), or for none that the crosswalk knows (false).
    pub(super) category_mapped: Option<bool>,
    /// Signed amount.
    pub(super) amount: Option<AmountInput>,
    /// Warnings on the payment.
    pub(super) warnings: Option<WarningFilter>,
    /// Only payments that a share should leave out for at least one of these reasons.
    pub(super) only: Option<Vec<ExclusionReason>>,
    /// Only payments with none of these reasons to leave them out: what stays when they are left out.
    pub(super) without: Option<Vec<ExclusionReason>>,
    /// On one of these VAT bases.
    pub(super) vat_basis: Option<Vec<VatBasis>>,
    /// Published in one of these documents, by `id`.
    pub(super) documents: Option<Vec<ID>>,
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
        let (from, to) = self.period.map(PeriodInput::check).transpose()?.unwrap_or_default();
        let warnings = self.warnings.unwrap_or(WarningFilter { include: None, exclude: None });
        let suppliers = payee_keys(database, self.suppliers).await?;
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
            (None, Some(members)) => (Some(members.into_iter().map(Some).collect()), None),
            (Some(mut suppliers), Some(members)) => {
                suppliers.retain(|supplier| supplier.is_some_and(|supplier| members.contains(&supplier)));
                (Some(suppliers), None)
            }
        };
        Ok(SpendFilter {
            institutions: institution_keys(database, self.institutions).await?,
            institution_kinds: values(self.institution_kinds)?,
            suppliers,
            supplier_name,
            traits,
            division: divisions(self.category_divisions, self.category_mapped)?,
            from,
            to,
            localities: short(self.localities)?
                .map(|list| list.into_iter().map(|one| one.map(Into::into)).collect()),
            categories: labels(self.category, self.categories)?,
            departments: published(self.departments)?,
            min_pence: self.amount.and_then(|amount| amount.min).map(|min| min.pence),
            max_pence: self.amount.and_then(|amount| amount.max).map(|max| max.pence),
            with_warnings: short(warnings.include)?.map(|codes| set(&codes)),
            without_warnings: short(warnings.exclude)?.map(|codes| set(&codes)).unwrap_or_default(),
            only: values(self.only)?,
            without: values(self.without)?.unwrap_or_default(),
            vat_bases: values(self.vat_basis)?,
            documents,
        })
    }
}

/// Values of an enumeration as the analysis has them.
fn values<T, U: From<T>>(list: Option<Vec<T>>) -> Result<Option<Vec<U>>, ApiError> {
    Ok(short(list)?.map(|list| list.into_iter().map(U::from).collect()))
}

/// Published texts, none among them where nothing is published.
fn published(list: Option<Vec<Option<String>>>) -> Result<Option<Vec<Option<String>>>, ApiError> {
    let text = |text: Option<String>| text.as_deref().map(clean);
    Ok(short(list)?.map(|list| list.into_iter().map(text).collect()))
}

/// The labels that both a single one and a list allow.
fn labels(
    one: Option<String>,
    list: Option<Vec<Option<String>>>,
) -> Result<Option<Vec<Option<String>>>, ApiError> {
    let list = published(list)?;
    let Some(one) = one.as_deref().map(clean) else { return Ok(list) };
    let is_allowed = list.is_none_or(|list| list.iter().any(|text| text.as_deref() == Some(one.as_str())));
    Ok(Some(if is_allowed { vec![Some(one)] } else { Vec::new() }))
}

/// Keys of suppliers, none among them for payees that are withheld.
async fn payee_keys(
    database: &Database,
    ids: Option<Vec<Option<ID>>>,
) -> Result<Option<Vec<Option<i64>>>, ApiError> {
    let Some(ids) = short(ids)? else { return Ok(None) };
    let withheld = ids.contains(&None).then_some(None);
    let known = supplier_keys(database, Some(ids.into_iter().flatten().collect())).await?;
    Ok(Some(known.into_iter().flatten().map(Some).chain(withheld).collect()))
}

/// Suppliers that a name may match before looking them up one by one stops paying.
const FEW: u64 = 1_000;

/// The suppliers with a name that contains a text, if they are few; else the text itself. The databases
/// cannot guess how many names match, and read every payment for a name that stands for one supplier.
async fn named(
    database: &Database,
    name: String,
) -> Result<(Option<Vec<Option<i64>>>, Option<String>), ApiError> {
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
        Ok((Some(found.into_iter().map(|row| Some(row.supplier_id)).collect()), None))
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
