//! Places.

use anchorhub_entities::area::{Column, Entity, Model};
use async_graphql::{ID, Object};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use crate::graphql::{
    enums::AreaKind,
    error::ApiError,
    family::{ByKey, Row},
    node_id::NodeId,
};

/// A place with a code of the Office for National Statistics.
pub(crate) struct Area(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = String;

    fn key(&self) -> String {
        self.code.clone()
    }

    fn select(keys: Vec<String>) -> SelectStatement {
        Entity::find().filter(Column::Code.is_in(keys)).into_query()
    }
}

/// A place with a code of the Office for National Statistics.
#[Object]
impl Area {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Area(self.0.code.clone()).encode()
    }

    /// GSS code, such as `E08000031`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Name as the Office for National Statistics publishes it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of place.
    async fn kind(&self) -> AreaKind {
        self.0.kind.into()
    }

    /// The area that contains it, where known.
    async fn parent(&self) -> Result<Option<Area>, ApiError> {
        let parent = self.0.one("parent", |area| area.parent.clone()).await?;
        Ok(parent.map(Area))
    }
}
