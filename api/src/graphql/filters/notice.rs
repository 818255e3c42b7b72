//! Which notices.

use anchorhub_analysis::{self as analysis, CpvPrefix, Days, delivering_in};
use anchorhub_entities::{award_supplier, contracting_process, notice};
use anchorhub_store::{Database, Engine};
use async_graphql::InputObject;
use sea_orm::{
    ColumnTrait, Condition, IntoSimpleExpr,
    sea_query::{Expr, Query, SelectStatement},
};

use super::{
    AmountInput, PeriodInput, SupplierTraits, clean_all, institution_keys,
    procurement::{bought_by, days, in_range, prefixes, text},
    short,
};
use crate::graphql::{
    enums::{NoticeSource, ProcessStage, name_of},
    error::ApiError,
};

/// Which notices. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct NoticeFilter {
    /// With one of these institutions among the buyers, by org-id such as `GB-LAE-WLV`. One that the hub does
    /// not know is an error.
    institutions: Option<Vec<String>>,
    /// Of one of these types: `UK1` to `UK17`.
    kinds: Option<Vec<String>>,
    /// That belong to one of these stages.
    stages: Option<Vec<ProcessStage>>,
    /// Published at one of these places.
    sources: Option<Vec<NoticeSource>>,
    /// Published in this period (days in UTC).
    published: Option<PeriodInput>,
    /// Whose process has a CPV code that begins with one of these: two to eight digits, such as `90`.
    category: Option<Vec<String>>,
    /// Value of the process as stated, in pounds.
    value: Option<AmountInput>,
    /// Of tenders that are said to suit small and medium enterprises, or not to.
    suitable_for_sme: Option<bool>,
    /// Of tenders that are said to suit voluntary, community and social enterprises, or not to.
    suitable_for_vcse: Option<bool>,
    /// Whose process was awarded to a supplier of which this is known. Of a withheld supplier nothing is known.
    supplier: Option<SupplierTraits>,
    /// Delivering in one of these places: ITL regions (`TLG3`) or postcodes (`WV1`), also by their beginning.
    places: Option<Vec<String>>,
    /// With this text in the title, in upper or lower case.
    title: Option<String>,
    /// Also notices marked as tests.
    include_tests: Option<bool>,
}

/// A notice filter with what it names looked up.
#[derive(Clone, Debug)]
pub(crate) struct NoticeCondition {
    institutions: Option<Vec<i32>>,
    kinds: Option<Vec<String>>,
    stages: Option<Vec<ProcessStage>>,
    published: Days,
    process: ProcessCondition,
    title: Option<String>,
}

/// What must hold for the process of a notice.
#[derive(Clone, Debug)]
struct ProcessCondition {
    sources: Option<Vec<NoticeSource>>,
    category: Option<Vec<CpvPrefix>>,
    value: Option<AmountInput>,
    suitable_for_sme: Option<bool>,
    suitable_for_vcse: Option<bool>,
    supplier: Option<analysis::SupplierTraits>,
    places: Option<Vec<String>>,
    include_tests: bool,
}

impl NoticeFilter {
    /// Checks the filter and looks up what it names.
    pub(crate) async fn resolve(self, database: &Database) -> Result<NoticeCondition, ApiError> {
        let kinds = clean_all(self.kinds)?
            .map(|kinds| kinds.iter().map(|kind| kind.trim().to_ascii_uppercase()).collect());
        Ok(NoticeCondition {
            institutions: institution_keys(database, self.institutions).await?,
            kinds,
            stages: short(self.stages)?,
            published: days(self.published)?,
            process: ProcessCondition {
                sources: short(self.sources)?,
                category: prefixes(self.category)?,
                value: self.value,
                suitable_for_sme: self.suitable_for_sme,
                suitable_for_vcse: self.suitable_for_vcse,
                supplier: self.supplier.map(SupplierTraits::check).transpose()?,
                places: clean_all(self.places)?,
                include_tests: self.include_tests.unwrap_or(false),
            },
            title: text(self.title.as_deref()),
        })
    }
}

impl NoticeCondition {
    /// The condition on rows of `notice`.
    pub(crate) fn condition(&self, engine: Engine) -> Condition {
        use notice::Column::{Kind, ProcessId, PublishedAt, Stage, Title};
        Condition::all()
            .add_option(self.institutions.as_deref().map(|keys| ProcessId.in_subquery(bought_by(keys))))
            .add_option(self.kinds.as_ref().map(|kinds| Kind.is_in(kinds)))
            .add_option(
                self.stages.as_ref().map(|stages| Stage.is_in(stages.iter().map(|stage| name_of(*stage)))),
            )
            .add(self.published.hold_instants((notice::Entity, PublishedAt)))
            .add(ProcessId.in_subquery(self.process.select()))
            .add_option(self.title.as_deref().map(|text| engine.contains(Title.into_simple_expr(), text)))
    }
}

impl NoticeFilter {
    /// Of some institutions, published in a period, with a CPV code that begins so.
    pub(super) fn about(
        institutions: Option<Vec<String>>,
        published: Option<PeriodInput>,
        category: Option<Vec<String>>,
    ) -> Self {
        Self { institutions, published, category, ..Self::default() }
    }
}

impl NoticeCondition {
    /// The processes that have such a notice.
    pub(crate) fn processes(&self, engine: Engine) -> SelectStatement {
        Query::select()
            .distinct()
            .column(notice::Column::ProcessId)
            .from(notice::Entity)
            .cond_where(self.condition(engine))
            .to_owned()
    }
}

impl ProcessCondition {
    fn select(&self) -> SelectStatement {
        use contracting_process::Column::{
            Cpv, Id, IsTest, SmeSuitable, Source, ValueCurrency, ValuePence, VcseSuitable,
        };
        let own = |column: contracting_process::Column| (contracting_process::Entity, column);
        let mut all = Condition::all();
        if !self.include_tests {
            all = all.add(IsTest.eq(false));
        }
        if self.value.is_some() {
            all = all.add(ValueCurrency.eq("GBP")).add(in_range(own(ValuePence), self.value));
        }
        let all = all
            .add_option(
                self.sources
                    .as_ref()
                    .map(|sources| Source.is_in(sources.iter().map(|source| name_of(*source)))),
            )
            .add_option(
                self.category.as_deref().map(|prefixes| CpvPrefix::in_category(prefixes, own(Cpv), own(Id))),
            )
            .add_option(self.suitable_for_sme.map(|wanted| SmeSuitable.eq(wanted)))
            .add_option(self.suitable_for_vcse.map(|wanted| VcseSuitable.eq(wanted)))
            .add_option(self.supplier.as_ref().map(|traits| {
                let awarded = Expr::col((award_supplier::Entity, award_supplier::Column::SupplierId));
                let processes = Query::select()
                    .column(award_supplier::Column::ProcessId)
                    .from(award_supplier::Entity)
                    .cond_where(traits.condition(&awarded))
                    .to_owned();
                Id.in_subquery(processes)
            }))
            .add_option(self.places.as_deref().map(|places| Id.in_subquery(delivering_in(places))));
        Query::select().expr(Expr::col(own(Id))).from(contracting_process::Entity).cond_where(all).to_owned()
    }
}
