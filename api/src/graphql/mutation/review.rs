//! Decisions about suppliers.

use anchorhub_entities::match_decision;
use anchorhub_resolution::{About, ReviewError, Ruling, decide, undo};
use async_graphql::{Context, ID, InputObject, Object};

use crate::{
    graphql::{
        ApiContext,
        enums::MatchVerdict,
        error::ApiError,
        family::Family,
        node_id::{self, NodeId},
        types::SupplierDecision,
    },
    review::{Reviewer, reviewer},
};

/// What a person decides. Give either `other` or `orgId`.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct DecideSupplierMatchInput {
    /// The supplier, by the value of an `id` field; also of one that is merged into another.
    supplier: ID,
    /// Another supplier, likewise.
    other: Option<ID>,
    /// An entry of a register, by its org-id such as `GB-COH-01234567`.
    org_id: Option<String>,
    /// Whether they are the same.
    verdict: MatchVerdict,
    /// Why, so that others can follow it later: 1 to 2,000 characters.
    reason: String,
}

/// Which decision is taken back, and why.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct UndoSupplierDecisionInput {
    /// The decision, by the value of its `id` field.
    decision: ID,
    /// Why, so that others can follow it later: 1 to 2,000 characters.
    reason: String,
}

/// Decisions about suppliers.
#[derive(Default)]
pub(super) struct ReviewMutation;

/// Decisions about suppliers.
#[Object]
impl ReviewMutation {
    /// Decides that a supplier is, or is not, the same as another one or an entry of a register. Payments, contracts
    /// and sums follow at once. It is refused when it contradicts decisions that stand. Needs
    /// `Authorization: Bearer` with a key of a reviewer (`FORBIDDEN`).
    async fn decide_supplier_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is decided.")] input: DecideSupplierMatchInput,
    ) -> Result<SupplierDecision, ApiError> {
        let by = allowed(ctx)?;
        let about = match (input.other, input.org_id) {
            (Some(other), None) => About::Supplier(supplier_key(other)?),
            (None, Some(org_id)) => About::OrgId(org_id),
            _ => return Err(ApiError::EitherOr("other", "orgId")),
        };
        let ruling = Ruling {
            supplier: supplier_key(input.supplier)?,
            about,
            verdict: input.verdict.into(),
            reason: input.reason,
            by: by.name.clone(),
        };
        let database = &ApiContext::of(ctx)?.database;
        taken(ctx, decide(database, ruling).await)
    }

    /// Takes a decision about suppliers back. That is a decision of its own; both stay on record. Needs
    /// `Authorization: Bearer` with a key of a reviewer (`FORBIDDEN`).
    async fn undo_supplier_decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which decision is taken back.")] input: UndoSupplierDecisionInput,
    ) -> Result<SupplierDecision, ApiError> {
        let by = allowed(ctx)?;
        let decision = match NodeId::decode(&input.decision, "a decision")? {
            NodeId::SupplierDecision(decision) => decision,
            _ => return Err(node_id::bad(&input.decision, "a decision")),
        };
        let database = &ApiContext::of(ctx)?.database;
        taken(ctx, undo(database, decision, &input.reason, &by.name).await)
    }
}

fn allowed<'a>(ctx: &Context<'a>) -> Result<&'a Reviewer, ApiError> {
    reviewer(ctx).ok_or(ApiError::Forbidden)
}

fn supplier_key(id: ID) -> Result<i64, ApiError> {
    let keys = node_id::supplier_keys(&[id])?;
    keys.first().copied().ok_or_else(|| ApiError::internal("an id was lost"))
}

fn taken(
    ctx: &Context<'_>,
    result: Result<match_decision::Model, ReviewError>,
) -> Result<SupplierDecision, ApiError> {
    let database = &ApiContext::of(ctx)?.database;
    let rows = Family::rows(database, vec![result.map_err(refused)?]);
    rows.into_iter().next().map(SupplierDecision).ok_or_else(|| ApiError::internal("a decision was lost"))
}

/// Decisions and suppliers are named by their global ids.
fn refused(error: ReviewError) -> ApiError {
    let code = error.code();
    let decision = |id: i64| NodeId::SupplierDecision(id).encode().to_string();
    let message = match error {
        ReviewError::Store(error) => return error.into(),
        ReviewError::UnknownSupplier(id) => {
            format!("the hub has no supplier `{}`", NodeId::Supplier(id).encode().as_str())
        }
        ReviewError::AlreadyDecided(id) => {
            format!("decision `{}` says so already and still stands", decision(id))
        }
        ReviewError::Contradicts(ids) => {
            let ids: Vec<String> = ids.into_iter().map(|id| format!("`{}`", decision(id))).collect();
            format!("it contradicts decisions that stand: undo what is wrong among {} first", ids.join(", "))
        }
        ReviewError::UnknownDecision(id) => format!("the hub has no decision `{}`", decision(id)),
        ReviewError::IsUndo(id) => {
            format!("decision `{}` takes another one back: decide anew instead of undoing it", decision(id))
        }
        ReviewError::AlreadyUndone(id) => format!("decision `{}` was undone before", decision(id)),
        other => other.to_string(),
    };
    ApiError::Refused { code, message }
}
