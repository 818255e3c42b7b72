//! Institutions by name.

use anchorhub_entities::institution;
use anchorhub_store::Engine;
use sea_orm::{ColumnTrait, Condition, Order, sea_query::Expr};

use super::{Listing, Sort};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    filters::InstitutionFilter,
};

/// Institutions that a filter allows.
pub(crate) struct InstitutionList {
    pub(crate) filter: InstitutionFilter,
}

impl Listing for InstitutionList {
    type Entity = institution::Entity;

    fn description(&self) -> String {
        format!("institutions {:?}", self.filter)
    }

    fn condition(&self, engine: Engine) -> Condition {
        use institution::Column::{HomeArea, Kind, Name, OrgId};
        let InstitutionFilter { org_ids, name, kinds, home_areas } = &self.filter;
        Condition::all()
            .add_option(org_ids.as_ref().map(|org_ids| OrgId.is_in(org_ids)))
            .add_option(
                name.as_ref().map(|text| engine.contains(Expr::col((institution::Entity, Name)), text)),
            )
            .add_option(
                kinds.as_ref().map(|kinds| {
                    Kind.is_in(kinds.iter().map(|kind| institution::InstitutionKind::from(*kind)))
                }),
            )
            .add_option(home_areas.as_ref().map(|codes| HomeArea.is_in(codes)))
    }

    fn sort(&self) -> Sort<institution::Entity> {
        let columns =
            vec![(institution::Column::Name, KeyKind::Text), (institution::Column::Id, KeyKind::Number)];
        Sort { columns, direction: Order::Asc }
    }

    fn position(&self, row: &institution::Model) -> Position {
        vec![Key::Text(row.name.clone()), Key::Number(row.id.into())]
    }
}
