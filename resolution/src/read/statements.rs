//! What spend files, notices and registers of contracts say of names.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    award_supplier, contract_supplier, payment, supplier, supplier_evidence, supplier_name,
};
use anchorhub_identity::{identifier::looks_like_vendor_numbers, postcode};
use anchorhub_store::{Snapshot, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    FromQueryResult, Iden, IdenStatic,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::CHUNK;
use crate::identifiers::{Source, Told};

/// What is said of a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) told: Vec<Told>,
    /// In upper case without spaces.
    pub(crate) postcodes: BTreeSet<String>,
}

/// Kinds of evidence in spend files that are read here.
const KINDS: [&str; 4] = ["company_number", "charity_number", "vat_number", "postcode"];

#[derive(FromQueryResult)]
struct EvidenceRow {
    supplier_name_id: i64,
    institution_id: i32,
    scheme: String,
    value: String,
    documents: i64,
    latest: i64,
}

#[derive(FromQueryResult)]
struct PartyRow {
    supplier_name_id: i64,
    scheme: Option<String>,
    identifier: Option<String>,
    postcode: Option<String>,
    documents: i64,
}

/// What is said of names, whose facts hold these suppliers.
pub(crate) async fn said(
    snapshot: &mut Snapshot,
    names: &[i64],
    suppliers: &[i64],
    columns: &mut VendorColumns,
) -> Result<BTreeMap<i64, Said>, StoreError> {
    let mut said: BTreeMap<i64, Said> = names.iter().map(|name| (*name, Said::default())).collect();
    for row in evidence(snapshot, names).await? {
        let is_vendor_column = row.scheme == "company_number"
            && columns.is_vendor(snapshot, row.institution_id, row.latest).await?;
        let Some(said) = said.get_mut(&row.supplier_name_id) else { continue };
        if row.scheme == "postcode" {
            said.postcodes.extend(postcode(&row.value));
            continue;
        }
        said.told.push(Told {
            source: Source::Spend(row.institution_id),
            scheme: row.scheme,
            value: row.value,
            documents: row.documents,
            is_vendor_column,
        });
    }
    for suppliers in suppliers.chunks(CHUNK) {
        let mut rows = parties::<award_supplier::Entity>(snapshot, suppliers).await?;
        rows.extend(parties::<contract_supplier::Entity>(snapshot, suppliers).await?);
        for row in rows {
            // Other names of the same supplier are none of ours.
            let Some(said) = said.get_mut(&row.supplier_name_id) else { continue };
            said.postcodes.extend(row.postcode.as_deref().and_then(postcode));
            let Some(value) = row.identifier else { continue };
            said.told.push(Told {
                source: Source::Contracts,
                scheme: row.scheme.unwrap_or_default(),
                value,
                documents: row.documents,
                is_vendor_column: false,
            });
        }
    }
    Ok(said)
}

async fn evidence(snapshot: &mut Snapshot, names: &[i64]) -> Result<Vec<EvidenceRow>, StoreError> {
    use supplier_evidence::Column::{DocumentId, InstitutionId, Scheme, SupplierNameId, Value};
    let mut rows = Vec::new();
    for names in names.chunks(CHUNK) {
        let grouped = [SupplierNameId, InstitutionId, Scheme, Value];
        let select = Query::select()
            .columns(grouped)
            .expr_as(Expr::cust("count(*)"), Alias::new("documents"))
            .expr_as(Expr::col(DocumentId).max(), Alias::new("latest"))
            .from(supplier_evidence::Entity)
            .and_where(Expr::col(SupplierNameId).is_in(names.iter().copied()))
            .and_where(Expr::col(Scheme).is_in(KINDS))
            .group_by_columns(grouped)
            .to_owned();
        rows.extend(snapshot.fetch::<EvidenceRow>(&select).await?);
    }
    Ok(rows)
}

/// What notices, or registers, say of suppliers; the two tables have the same columns.
async fn parties<E: Default + Iden + 'static>(
    snapshot: &mut Snapshot,
    suppliers: &[i64],
) -> Result<Vec<PartyRow>, StoreError> {
    use contract_supplier::Column::{Identifier, Postcode, Scheme, SupplierId, SupplierNameId};
    let name = |column: contract_supplier::Column| Alias::new(column.as_str());
    let grouped = [SupplierNameId, Scheme, Identifier, Postcode].map(name);
    let select = Query::select()
        .columns(grouped.clone())
        .expr_as(Expr::cust("count(*)"), Alias::new("documents"))
        .from(Alias::new(E::default().unquoted()))
        .and_where(Expr::col(name(SupplierId)).is_in(suppliers.iter().copied()))
        .and_where(Expr::col(name(Identifier)).is_not_null().or(Expr::col(name(Postcode)).is_not_null()))
        .group_by_columns(grouped)
        .to_owned();
    snapshot.fetch(&select).await
}

/// The first and last day on which each supplier was paid.
pub(crate) async fn seen(
    snapshot: &mut Snapshot,
    suppliers: &[i64],
) -> Result<BTreeMap<i64, (NaiveDate, NaiveDate)>, StoreError> {
    #[derive(FromQueryResult)]
    struct SeenRow {
        id: i64,
        first_paid: Option<NaiveDate>,
        last_paid: Option<NaiveDate>,
    }
    let paid = |least: bool| {
        let day = Expr::col((payment::Entity, payment::Column::PaidOn));
        let select = Query::select()
            .expr(if least { day.min() } else { day.max() })
            .from(payment::Entity)
            .and_where(
                Expr::col((payment::Entity, payment::Column::SupplierId))
                    .equals((supplier::Entity, supplier::Column::Id)),
            )
            .to_owned();
        Expr::SubQuery(None, Box::new(select.into()))
    };
    let mut seen = BTreeMap::new();
    for suppliers in suppliers.chunks(CHUNK) {
        let select = Query::select()
            .column((supplier::Entity, supplier::Column::Id))
            .expr_as(paid(true), Alias::new("first_paid"))
            .expr_as(paid(false), Alias::new("last_paid"))
            .from(supplier::Entity)
            .and_where(Expr::col((supplier::Entity, supplier::Column::Id)).is_in(suppliers.iter().copied()))
            .to_owned();
        let rows: Vec<SeenRow> = snapshot.fetch(&select).await?;
        seen.extend(rows.iter().filter_map(|row| Some((row.id, (row.first_paid?, row.last_paid?)))));
    }
    Ok(seen)
}

/// Which institutions publish their own numbers of suppliers in a column that is named for company numbers. Judged
/// once, by the latest document in which a company number was met.
#[derive(Debug, Default)]
pub(crate) struct VendorColumns(BTreeMap<i32, bool>);

/// Rows of a document that are judged.
const JUDGED: u64 = 3_000;

impl VendorColumns {
    async fn is_vendor(
        &mut self,
        snapshot: &mut Snapshot,
        institution_id: i32,
        document_id: i64,
    ) -> Result<bool, StoreError> {
        if let Some(known) = self.0.get(&institution_id) {
            return Ok(*known);
        }
        #[derive(FromQueryResult)]
        struct Stated {
            value: String,
            key: String,
        }
        let evidence = |column| Expr::col((supplier_evidence::Entity, column));
        let select = Query::select()
            .column((supplier_evidence::Entity, supplier_evidence::Column::Value))
            .column((supplier::Entity, supplier::Column::Key))
            .from(supplier_evidence::Entity)
            .inner_join(
                supplier_name::Entity,
                Expr::col((supplier_name::Entity, supplier_name::Column::Id))
                    .equals((supplier_evidence::Entity, supplier_evidence::Column::SupplierNameId)),
            )
            .inner_join(
                supplier::Entity,
                Expr::col((supplier::Entity, supplier::Column::Id))
                    .equals((supplier_name::Entity, supplier_name::Column::AtomId)),
            )
            .and_where(evidence(supplier_evidence::Column::InstitutionId).eq(institution_id))
            .and_where(evidence(supplier_evidence::Column::DocumentId).eq(document_id))
            .and_where(evidence(supplier_evidence::Column::Scheme).eq("company_number"))
            .limit(JUDGED)
            .to_owned();
        let rows: Vec<Stated> = snapshot.fetch(&select).await?;
        let pairs: Vec<(&str, &str)> =
            rows.iter().map(|row| (row.value.as_str(), row.key.as_str())).collect();
        let sign = looks_like_vendor_numbers(&pairs);
        if let Some(sign) = sign {
            let sign = sign.code();
            tracing::info!(institution_id, sign, "company numbers of an institution are its own numbers");
        }
        self.0.insert(institution_id, sign.is_some());
        Ok(sign.is_some())
    }
}
