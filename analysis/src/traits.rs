//! What suppliers are: one filter for payments, contracts, notices and suppliers.

use anchorhub_entities::{
    supplier::{self, SupplierKind},
    supplier_profile::{self, Column},
};
use sea_orm::{
    ActiveEnum, Condition,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::filter::wide;

/// A yes, a no, or that it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Known {
    /// A source says yes.
    Yes,
    /// A source says no.
    No,
    /// No source says anything, or sources that count alike contradict each other.
    Unknown,
}

/// Something that may be known of a supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SupplierTrait {
    /// Whether it is a small or medium-sized enterprise.
    Size,
    /// Whether it is a voluntary, community or social enterprise.
    Vcse,
    /// What kind of body it is.
    Kind,
    /// Section of SIC 2007.
    Sector,
    /// Local authority district.
    District,
    /// Combined authority.
    CombinedAuthority,
    /// English region.
    Region,
    /// Decile of deprivation.
    DeprivationDecile,
}

impl SupplierTrait {
    /// Where it stands in the profile; none for the kind, which every supplier has.
    fn column(self) -> Option<Column> {
        match self {
            Self::Size => Some(Column::Sme),
            Self::Vcse => Some(Column::Vcse),
            Self::Kind => None,
            Self::Sector => Some(Column::Sector),
            Self::District => Some(Column::District),
            Self::CombinedAuthority => Some(Column::Authority),
            Self::Region => Some(Column::Region),
            Self::DeprivationDecile => Some(Column::Decile),
        }
    }
}

/// Which suppliers, by what is known of them. A part that is none allows everything; an empty list allows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupplierTraits {
    /// Small or medium-sized enterprises.
    pub sme: Option<Vec<Known>>,
    /// Voluntary, community and social enterprises.
    pub vcse: Option<Vec<Known>>,
    /// In one of these sections of SIC 2007, `A` to `U`.
    pub sectors: Option<Vec<String>>,
    /// In one of these districts, by GSS code.
    pub districts: Option<Vec<String>>,
    /// In one of these combined authorities, by GSS code.
    pub authorities: Option<Vec<String>>,
    /// In one of these regions, by GSS code.
    pub regions: Option<Vec<String>>,
    /// In one of these deciles of deprivation; 1 is the most deprived.
    pub deciles: Option<Vec<i16>>,
    /// Of one of these kinds.
    pub kinds: Option<Vec<SupplierKind>>,
    /// Of which all of these are not known.
    pub unknown: Vec<SupplierTrait>,
    /// Of which all of these are known.
    pub known: Vec<SupplierTrait>,
}

impl SupplierTraits {
    /// The filter as a condition on an expression that gives a supplier's key. Nobody (a payee that is withheld) is
    /// somebody of whom nothing is known, and of no kind.
    pub fn condition(&self, supplier: &Expr) -> Condition {
        let profiled =
            || Query::select().column(Column::SupplierId).from(supplier_profile::Entity).to_owned();
        let of_kind = self.kinds.as_ref().map(|kinds| supplier.clone().in_subquery(suppliers_of(kinds)));
        let of_unknown_kind = self.unknown.contains(&SupplierTrait::Kind).then(|| {
            let unknown = supplier.clone().in_subquery(suppliers_of(&[SupplierKind::Unknown]));
            supplier.clone().is_null().or(unknown)
        });
        let of_known_kind = self.known.contains(&SupplierTrait::Kind).then(|| {
            let unknown = supplier.clone().in_subquery(suppliers_of(&[SupplierKind::Unknown]));
            supplier.clone().is_not_null().and(unknown.not())
        });
        let by_profile = self.asks_profile().then(|| {
            let among = Condition::any().add(supplier.clone().in_subquery(self.profiles()));
            if !self.allows_unknown() {
                return among;
            }
            among.add(supplier.clone().is_null()).add(supplier.clone().not_in_subquery(profiled()))
        });
        Condition::all()
            .add_option(of_kind)
            .add_option(of_unknown_kind)
            .add_option(of_known_kind)
            .add_option(by_profile)
    }

    /// The filter as a condition on `fact_wide` under the name `payment`, where somebody of whom nothing is known has
    /// nothing in any column.
    pub(crate) fn wide_condition(&self) -> Condition {
        let kind = || wide("supplier_kind");
        let unknown_kind = || kind().is_null().or(kind().eq(SupplierKind::Unknown.to_value()));
        let known_kind = || kind().is_not_null().and(kind().ne(SupplierKind::Unknown.to_value()));
        let all = self.of_columns(&wide);
        all.add_option(self.kinds.as_ref().map(|kinds| kind().is_in(kinds.iter().map(ActiveEnum::to_value))))
            .add_option(self.unknown.contains(&SupplierTrait::Kind).then(unknown_kind))
            .add_option(self.known.contains(&SupplierTrait::Kind).then(known_kind))
    }

    /// The keys of the suppliers that it allows, where it asks for something that has to be known: whoever is not among
    /// them is not allowed. None for a filter that also allows suppliers of whom nothing is known.
    pub fn members(&self) -> Option<SelectStatement> {
        (self.asks_profile() && !self.allows_unknown()).then(|| {
            let own = Expr::col((supplier_profile::Entity, Column::SupplierId));
            self.profiles().cond_where(self.kinds_alone().condition(&own)).to_owned()
        })
    }

    /// Whether it allows nobody: somebody of whom nothing is known, and who is of no kind.
    pub(crate) fn allows_nobody(&self) -> bool {
        self.kinds.is_none()
            && !self.known.contains(&SupplierTrait::Kind)
            && (!self.asks_profile() || self.allows_unknown())
    }

    fn asks_profile(&self) -> bool {
        *self != self.kinds_alone()
    }

    /// The part of the filter that asks for kinds.
    fn kinds_alone(&self) -> Self {
        let kind_of =
            |list: &[SupplierTrait]| list.iter().copied().filter(|one| *one == SupplierTrait::Kind).collect();
        let (unknown, known) = (kind_of(&self.unknown), kind_of(&self.known));
        Self { kinds: self.kinds.clone(), unknown, known, ..Self::default() }
    }

    /// Whether a supplier of whom nothing is known passes.
    fn allows_unknown(&self) -> bool {
        let passes =
            |known: &Option<Vec<Known>>| known.as_ref().is_none_or(|known| known.contains(&Known::Unknown));
        let none_asked = [&self.sectors, &self.districts, &self.authorities, &self.regions]
            .iter()
            .all(|part| part.is_none());
        let none_known = self.known.iter().all(|one| *one == SupplierTrait::Kind);
        passes(&self.sme) && passes(&self.vcse) && none_asked && self.deciles.is_none() && none_known
    }

    /// The suppliers whose profiles hold what is asked for.
    fn profiles(&self) -> SelectStatement {
        let all = self.of_columns(&|column| Expr::col((supplier_profile::Entity, column)));
        Query::select().column(Column::SupplierId).from(supplier_profile::Entity).cond_where(all).to_owned()
    }

    /// What is asked for of the columns of profiles, wherever they stand.
    fn of_columns(&self, own: &dyn Fn(Column) -> Expr) -> Condition {
        let among = |column, list: &Option<Vec<String>>| {
            list.as_ref().map(|list| own(column).is_in(list.iter().map(String::as_str)))
        };
        let known = |column, list: &Option<Vec<Known>>| list.as_ref().map(|list| any_of(&own(column), list));
        let all = Condition::all()
            .add_option(known(Column::Sme, &self.sme))
            .add_option(known(Column::Vcse, &self.vcse))
            .add_option(among(Column::Sector, &self.sectors))
            .add_option(among(Column::District, &self.districts))
            .add_option(among(Column::Authority, &self.authorities))
            .add_option(among(Column::Region, &self.regions))
            .add_option(
                self.deciles.as_ref().map(|deciles| own(Column::Decile).is_in(deciles.iter().copied())),
            );
        let columns = self.unknown.iter().filter_map(|unknown| unknown.column());
        let all = columns.fold(all, |all, column| all.add(own(column).is_null()));
        let columns = self.known.iter().filter_map(|known| known.column());
        columns.fold(all, |all, column| all.add(own(column).is_not_null()))
    }
}

/// The keys of the suppliers of some kinds.
fn suppliers_of(kinds: &[SupplierKind]) -> SelectStatement {
    let kind = Expr::col((supplier::Entity, supplier::Column::Kind));
    Query::select()
        .column((supplier::Entity, supplier::Column::Id))
        .from(supplier::Entity)
        .and_where(kind.is_in(kinds.iter().map(ActiveEnum::to_value)))
        .to_owned()
}

/// That a column that is true, false or null is one of these. None of them is impossible.
fn any_of(column: &Expr, list: &[Known]) -> Condition {
    if list.is_empty() {
        return Condition::all().add(Expr::value(false));
    }
    list.iter().fold(Condition::any(), |any, known| {
        any.add(match known {
            Known::Yes => column.clone().eq(true),
            Known::No => column.clone().eq(false),
            Known::Unknown => column.clone().is_null(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_somebody_of_whom_nothing_is_known() {
        let known = |what| SupplierTraits { known: vec![what], ..SupplierTraits::default() };
        assert!(SupplierTraits::default().allows_nobody());
        assert!(!known(SupplierTrait::Kind).allows_nobody());
        assert!(!known(SupplierTrait::District).allows_nobody());
        let unknown = SupplierTraits { unknown: vec![SupplierTrait::Kind], ..SupplierTraits::default() };
        assert!(unknown.allows_nobody());
    }
}
