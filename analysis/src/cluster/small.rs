//! Small tables, of which every server has a copy: who payees and payers are, and what category labels stand for.
//!
//! They are read whole from the hub, as the columnar engine reads them, but only pieces that differ are written.

use std::collections::BTreeMap;

use anchorhub_entities::{
    category_label, institution,
    institution::InstitutionKind,
    supplier::{self, SupplierKind},
    supplier_name, supplier_profile,
};
use anchorhub_store::Snapshot;
use sea_orm::{
    ActiveEnum, ConnectionTrait, DatabaseTransaction,
    sea_query::{Alias, Expr, ExprTrait, Func, Order, Query, SelectStatement},
};

use super::{
    failure::of_facts,
    follow::Following,
    piece::{Held, Piece, PieceKind},
};
use crate::{
    AnalysisError, ExclusionReason, PAYMENT_SCHEME,
    columnar::{homes, row},
};

/// Published names of one piece: those whose keys begin at a multiple of it.
const NAMES_A_PIECE: i64 = 1_024;

/// Pieces that are read together.
const PIECES_A_PAGE: i64 = 16;

/// Rows of one statement: up to 12 values each, of 65,535.
const ROWS_A_STATEMENT: usize = 4_000;

/// A row as it is written, without the number of the copy.
type Cells = Vec<Expr>;

/// A piece as the hub has it.
struct Fresh {
    piece: Piece,
    held: Held,
    rows: Vec<Cells>,
}

row!(PayeeRow {
    id: i64,
    supplier_id: Option<i64>,
    kind: Option<SupplierKind>,
    sme: Option<bool>,
    vcse: Option<bool>,
    sector: Option<String>,
    district: Option<String>,
    authority: Option<String>,
    region: Option<String>,
    decile: Option<i16>,
});
row!(PayerRow { id: i32, kind: InstitutionKind });
row!(LabelRow { institution_id: i32, label: String, division: Option<String> });
row!(FirstRow { id: Option<i64> });

/// Who published names stand for.
pub(super) async fn payees(following: &mut Following) -> Result<(), AnalysisError> {
    let mut next = 0;
    while let Some(first) = first_name(&mut following.hub, next).await? {
        following.leader.keep_lock().await?;
        let from = first.div_euclid(NAMES_A_PIECE) * NAMES_A_PIECE;
        next = from + PIECES_A_PAGE * NAMES_A_PIECE;
        let mut pieces: BTreeMap<i64, Vec<PayeeRow>> = BTreeMap::new();
        for row in following.hub.fetch::<PayeeRow>(&names(from, next)).await? {
            pieces.entry(row.id.div_euclid(NAMES_A_PIECE)).or_default().push(row);
        }
        let fresh = pieces.into_iter().map(|(number, rows)| Fresh {
            piece: Piece { kind: PieceKind::Payee, institution_id: 0, number },
            held: Held::of_rows(&rows),
            rows: rows.into_iter().map(payee).collect(),
        });
        bring(following, fresh.collect()).await?;
    }
    Ok(())
}

async fn first_name(hub: &mut Snapshot, from: i64) -> Result<Option<i64>, AnalysisError> {
    use supplier_name::Column::Id;
    let select = Query::select()
        .expr(Func::min(Expr::col(Id)))
        .from(supplier_name::Entity)
        .and_where(Expr::col(Id).gte(from))
        .to_owned();
    let rows: Vec<FirstRow> = hub.fetch(&select).await?;
    Ok(rows.into_iter().next().and_then(|row| row.id))
}

fn names(from: i64, to: i64) -> SelectStatement {
    use supplier_name::Column::{Id, SupplierId};
    use supplier_profile::Column::{Authority, Decile, District, Region, Sector, Sme, Vcse};
    let own = |column| Expr::col((supplier_name::Entity, column));
    Query::select()
        .columns([Id, SupplierId].map(|column| (supplier_name::Entity, column)))
        .column((supplier::Entity, supplier::Column::Kind))
        .columns(
            [Sme, Vcse, Sector, District, Authority, Region, Decile]
                .map(|column| (supplier_profile::Entity, column)),
        )
        .from(supplier_name::Entity)
        .left_join(supplier::Entity, own(SupplierId).equals((supplier::Entity, supplier::Column::Id)))
        .left_join(
            supplier_profile::Entity,
            own(SupplierId).equals((supplier_profile::Entity, supplier_profile::Column::SupplierId)),
        )
        .and_where(own(Id).gte(from))
        .and_where(own(Id).lt(to))
        .order_by((supplier_name::Entity, Id), Order::Asc)
        .to_owned()
}

fn payee(row: PayeeRow) -> Cells {
    let reasons = row.kind.map_or(0, ExclusionReason::of_kind);
    vec![
        Expr::value(row.id),
        Expr::value(row.supplier_id),
        Expr::value(row.kind.map(|kind| kind.to_value())),
        Expr::value(i16::from(reasons)),
        Expr::value(row.sme),
        Expr::value(row.vcse),
        Expr::value(row.sector),
        Expr::value(row.district),
        Expr::value(row.authority),
        Expr::value(row.region),
        Expr::value(row.decile),
    ]
}

/// Who pays: one piece.
pub(super) async fn payers(following: &mut Following) -> Result<(), AnalysisError> {
    use institution::Column::{Id, Kind};
    let homes = homes(&mut following.hub).await?;
    let select =
        Query::select().columns([Id, Kind]).from(institution::Entity).order_by(Id, Order::Asc).to_owned();
    let rows: Vec<PayerRow> = following.hub.fetch(&select).await?;
    let rows: Vec<_> = rows.into_iter().map(|row| (homes.get(&row.id).cloned(), row)).collect();
    let held = Held::of_rows(&rows);
    let cells = rows.into_iter().map(|(home, row)| {
        let (district, authority, region, country) = match home {
            Some(home) => (home.district, home.authority, home.region, Some(home.country)),
            None => (None, None, None, None),
        };
        vec![
            Expr::value(row.id),
            Expr::value(row.kind.to_value()),
            Expr::value(district),
            Expr::value(authority),
            Expr::value(region),
            Expr::value(country),
        ]
    });
    let piece = Piece { kind: PieceKind::Payer, institution_id: 0, number: 0 };
    bring(following, vec![Fresh { piece, held, rows: cells.collect() }]).await
}

/// What category labels stand for: a piece for each institution.
pub(super) async fn labels(following: &mut Following) -> Result<(), AnalysisError> {
    use category_label::Column::{Division, InstitutionId, Label, Scheme};
    let select = Query::select()
        .columns([InstitutionId, Label, Division])
        .from(category_label::Entity)
        .and_where(Expr::col(Scheme).eq(PAYMENT_SCHEME))
        .and_where(Expr::col(Division).is_not_null())
        .order_by(InstitutionId, Order::Asc)
        .order_by(Label, Order::Asc)
        .to_owned();
    let mut pieces: BTreeMap<i32, Vec<LabelRow>> = BTreeMap::new();
    for row in following.hub.fetch::<LabelRow>(&select).await? {
        pieces.entry(row.institution_id).or_default().push(row);
    }
    let cells = |row: LabelRow| {
        vec![Expr::value(row.institution_id), Expr::value(row.label), Expr::value(row.division)]
    };
    let fresh = pieces.into_iter().map(|(institution_id, rows)| Fresh {
        piece: Piece { kind: PieceKind::Label, institution_id, number: 0 },
        held: Held::of_rows(&rows),
        rows: rows.into_iter().map(cells).collect(),
    });
    bring(following, fresh.collect()).await
}

/// Writes the pieces that differ to every copy.
async fn bring(following: &mut Following, fresh: Vec<Fresh>) -> Result<(), AnalysisError> {
    let held = &mut following.held;
    let changed: Vec<Fresh> =
        fresh.into_iter().filter(|one| held.remove(&one.piece).is_none_or(|held| held != one.held)).collect();
    let Some(kind) = changed.first().map(|one| one.piece.kind) else { return Ok(()) };
    let pieces: Vec<Piece> = changed.iter().map(|one| one.piece).collect();
    following.leader.begin(&pieces).await?;
    let tx = following.leader.transaction().await?;
    for site in &following.sites {
        for one in &changed {
            take_away(&tx, *site, one.piece).await?;
        }
        // All of one call are of one kind.
        let rows: Vec<&Cells> = changed.iter().flat_map(|one| &one.rows).collect();
        for rows in rows.chunks(ROWS_A_STATEMENT) {
            insert(&tx, *site, kind, rows).await?;
        }
    }
    let held: Vec<(Piece, Held)> = changed.into_iter().map(|one| (one.piece, one.held)).collect();
    following.leader.hold(&tx, &held).await?;
    tx.commit().await.map_err(of_facts)
}

/// Takes away the pieces that the hub does not have any more.
pub(super) async fn gone(following: &mut Following) -> Result<(), AnalysisError> {
    let gone: Vec<Piece> = std::mem::take(&mut following.held).into_keys().collect();
    if gone.is_empty() {
        return Ok(());
    }
    following.leader.begin(&gone).await?;
    let tx = following.leader.transaction().await?;
    for site in &following.sites {
        for piece in &gone {
            take_away(&tx, *site, *piece).await?;
        }
    }
    following.leader.forget(&tx, &gone).await?;
    tx.commit().await.map_err(of_facts)
}

/// The tables, by the kind of their pieces.
pub(super) const TABLES: [(PieceKind, &str); 3] =
    [(PieceKind::Payee, "fact_payee"), (PieceKind::Payer, "fact_payer"), (PieceKind::Label, "fact_label")];

/// The table of a kind of piece, and its columns after `site`.
fn table(kind: PieceKind) -> (&'static str, &'static [&'static str]) {
    match kind {
        PieceKind::Payee => (
            "fact_payee",
            &[
                "name_id",
                "supplier_id",
                "kind",
                "reasons",
                "sme",
                "vcse",
                "sector",
                "district",
                "authority",
                "region",
                "decile",
            ],
        ),
        PieceKind::Payer => {
            ("fact_payer", &["institution_id", "kind", "district", "authority", "region", "country"])
        }
        PieceKind::Label => ("fact_label", &["institution_id", "label", "division"]),
        // Not a small table: documents are followed by themselves.
        PieceKind::Document => ("fact", &[]),
    }
}

async fn insert(
    tx: &DatabaseTransaction,
    site: i16,
    kind: PieceKind,
    rows: &[&Cells],
) -> Result<(), AnalysisError> {
    let (table, columns) = table(kind);
    let mut insert = Query::insert();
    insert
        .into_table(Alias::new(table))
        .columns(std::iter::once(&"site").chain(columns).map(|column| Alias::new(*column)));
    for cells in rows {
        insert.values_panic(std::iter::once(Expr::value(site)).chain(cells.iter().cloned()));
    }
    tx.execute(&insert).await.map(drop).map_err(of_facts)
}

async fn take_away(tx: &DatabaseTransaction, site: i16, piece: Piece) -> Result<(), AnalysisError> {
    let column = |name: &str| Expr::col(Alias::new(name));
    let mut delete = Query::delete();
    delete.from_table(Alias::new(table(piece.kind).0)).and_where(column("site").eq(site));
    match piece.kind {
        PieceKind::Payee => {
            let from = piece.number * NAMES_A_PIECE;
            delete.and_where(column("name_id").gte(from));
            delete.and_where(column("name_id").lt(from + NAMES_A_PIECE));
        }
        PieceKind::Label => {
            delete.and_where(column("institution_id").eq(piece.institution_id));
        }
        PieceKind::Payer | PieceKind::Document => {}
    }
    tx.execute(&delete).await.map(drop).map_err(of_facts)
}
