//! The hub of tests with what is known of it, and questions about it, thought out without SQL.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_analysis::{
    ColumnarEngine, ColumnarSettings, ExclusionReason, GroupKey, MetricQuestion, Part, SpendDimension,
    SpendEngine, SpendFilter, SqlEngine, Sum,
};
use anchorhub_entities::{
    WarningCode, WarningSet,
    area::{self, AreaKind},
    payment,
    supplier::SupplierKind,
    supplier_profile,
};
use anchorhub_store::Database;
use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};

use crate::{
    databases,
    hub::{self, Dice, Hub, day},
    known::{self, Known},
};

pub(crate) const NORTHAM: &str = "E08999001";
pub(crate) const EASTLEY: &str = "E08999002";
pub(crate) const MIDSHIRE: &str = "E47999001";
pub(crate) const MIDDLE: &str = "E12999001";
const COUNTY: &str = "E10999001";

pub(crate) struct World {
    pub(crate) database: Database,
    pub(crate) hub: Hub,
    pub(crate) known: Known,
}

/// Runs a test on each database with each engine.
pub(crate) async fn on_each(test: impl AsyncFn(&World, &dyn SpendEngine)) {
    databases::on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let known = known::fill(&database, &hub).await;
        let area = |code: &str, kind, parent: Option<&str>| area::Model {
            code: code.to_owned(),
            kind,
            name: code.to_owned(),
            parent: parent.map(str::to_owned),
        };
        let more = [area(MIDDLE, AreaKind::Region, None), area(COUNTY, AreaKind::County, Some(MIDSHIRE))];
        let more = more.map(IntoActiveModel::into_active_model);
        area::Entity::insert_many(more).exec(database.write()).await.unwrap();
        // A district of a county, beside one that stands in the combined authority itself.
        area::Entity::update_many()
            .col_expr(area::Column::Parent, Expr::value(COUNTY))
            .filter(area::Column::Code.eq(EASTLEY))
            .exec(database.write())
            .await
            .unwrap();
        let world = World { hub, known, database: database.clone() };
        let columns = ColumnarEngine::new(database.clone(), ColumnarSettings::default());
        columns.refresh().await.unwrap();
        test(&world, &SqlEngine::new(database.clone())).await;
        test(&world, &columns).await;
    })
    .await;
}

/// Questions of every kind: of all, and picked by chance.
pub(crate) fn questions(seed: u64) -> Vec<MetricQuestion> {
    let mut dice = Dice::new(seed);
    let all = ExclusionReason::ALL.to_vec();
    let mut questions = vec![
        MetricQuestion { first: 500, ..MetricQuestion::default() },
        MetricQuestion { exclude: all.clone(), first: 500, ..MetricQuestion::default() },
        // Nothing at all.
        MetricQuestion {
            filter: SpendFilter { institutions: Some(vec![]), ..SpendFilter::default() },
            group_by: vec![SpendDimension::Institution],
            first: 5,
            ..MetricQuestion::default()
        },
    ];
    let dimensions = [
        SpendDimension::Institution,
        SpendDimension::CategoryDivision,
        SpendDimension::Month,
        SpendDimension::SupplierSector,
    ];
    for _ in 0..12 {
        let from = day("2023-01-01") + Days::new(dice.below(300));
        let mut group_by: Vec<SpendDimension> =
            dimensions.iter().copied().filter(|_| dice.below(3) == 0).collect();
        group_by.truncate(2);
        questions.push(MetricQuestion {
            filter: SpendFilter {
                institutions: (dice.below(2) == 0).then(|| (1..=4).filter(|_| dice.below(2) == 0).collect()),
                from: (dice.below(2) == 0).then_some(from),
                to: (dice.below(2) == 0).then(|| from + Days::new(1 + dice.below(90))),
                ..SpendFilter::default()
            },
            exclude: all.iter().copied().filter(|_| dice.below(2) == 0).collect(),
            group_by,
            first: usize::try_from(dice.below(2) * 497 + 3).unwrap(),
        });
    }
    questions
}

impl World {
    /// Whether a filter that only names institutions and a period allows a payment.
    pub(crate) fn asked(&self, filter: &SpendFilter) -> Vec<&payment::Model> {
        let allows = |payment: &&payment::Model| {
            filter.institutions.as_ref().is_none_or(|ids| ids.contains(&payment.institution_id))
                && filter.from.is_none_or(|from| payment.paid_on >= from)
                && filter.to.is_none_or(|to| payment.paid_on < to)
        };
        self.hub.payments.iter().filter(allows).collect()
    }

    /// Payments that a question keeps, and those that it leaves out.
    pub(crate) fn split(&self, question: &MetricQuestion) -> (Vec<&payment::Model>, Vec<&payment::Model>) {
        self.asked(&question.filter)
            .into_iter()
            .partition(|payment| !question.exclude.iter().any(|reason| self.has(payment, *reason)))
    }

    fn has(&self, payment: &payment::Model, reason: ExclusionReason) -> bool {
        let marked = |code| payment.flags & WarningSet::bit(code) != 0;
        match reason {
            ExclusionReason::ReversalPair => marked(WarningCode::ReversalPair),
            ExclusionReason::Redacted => marked(WarningCode::Redacted),
            ExclusionReason::PassThrough => marked(WarningCode::PassThrough),
            ExclusionReason::Grant => marked(WarningCode::Grant),
            ExclusionReason::PublicBody => {
                self.known.kind(payment.supplier_id) == Some(SupplierKind::PublicBody)
            }
        }
    }

    pub(crate) fn profile(&self, payment: &payment::Model) -> Option<&supplier_profile::Model> {
        self.known.profile(payment.supplier_id)
    }

    /// The key of a payment in some dimensions.
    pub(crate) fn keys(&self, payment: &payment::Model, by: &[SpendDimension]) -> Vec<Option<String>> {
        let profile = self.profile(payment);
        let key = |dimension: &SpendDimension| match dimension {
            SpendDimension::Institution => Some(payment.institution_id.to_string()),
            SpendDimension::CategoryDivision => {
                let division = self.known.division(payment.institution_id, payment.category.as_deref());
                division.map(str::to_owned)
            }
            SpendDimension::Month => Some(payment.paid_on.format("%Y-%m").to_string()),
            SpendDimension::SupplierSector => profile?.sector.clone(),
            other => panic!("{other:?}"),
        };
        by.iter().map(key).collect()
    }
}

/// The same of a group.
pub(crate) fn keys_of(keys: &[GroupKey]) -> Vec<Option<String>> {
    let key = |key: &GroupKey| match key {
        GroupKey::Institution(institution) => Some(institution.id.to_string()),
        GroupKey::Month(first) => Some(first.format("%Y-%m").to_string()),
        GroupKey::Sector(named) | GroupKey::Division(named) | GroupKey::Area(named) => {
            named.as_ref().map(|named| named.code.clone())
        }
        other => panic!("{other:?}"),
    };
    keys.iter().map(key).collect()
}

pub(crate) fn part<'a>(payments: impl IntoIterator<Item = &'a &'a payment::Model>) -> Part {
    let mut part = Part::default();
    let mut suppliers = BTreeSet::new();
    for payment in payments {
        part.sum.net_pence += payment.pence;
        part.sum.payments += 1;
        suppliers.extend(payment.supplier_id);
    }
    part.suppliers = i64::try_from(suppliers.len()).unwrap();
    part
}

pub(crate) fn sum<'a>(payments: impl IntoIterator<Item = &'a &'a payment::Model>) -> Sum {
    part(payments).sum
}

/// Payments by a key.
pub(crate) fn grouped<'a, K: Ord>(
    payments: &[&'a payment::Model],
    key: impl Fn(&payment::Model) -> K,
) -> BTreeMap<K, Vec<&'a payment::Model>> {
    let mut groups: BTreeMap<K, Vec<&payment::Model>> = BTreeMap::new();
    for payment in payments {
        groups.entry(key(payment)).or_default().push(payment);
    }
    groups
}

pub(crate) fn plus(one: Sum, other: Sum) -> Sum {
    Sum { net_pence: one.net_pence + other.net_pence, payments: one.payments + other.payments }
}

pub(crate) fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}

pub(crate) fn date(text: &str) -> NaiveDate {
    day(text)
}
