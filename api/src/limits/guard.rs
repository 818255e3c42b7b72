//! A schema whose every request passes the limits.

use std::{
    any::{Any, TypeId},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::{
    Data, ErrorExtensionValues, ObjectType, Request, Response, Schema, SchemaBuilder, ServerError,
    ServerResult, SubscriptionType, ValidationResult, Value,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextPrepareRequest, NextRequest,
        NextValidation,
    },
    parser::types::{ExecutableDocument, OperationType},
};

use super::{
    Limits,
    documents::Documents,
    error::Refusal,
    lexical::check_text,
    measure::{MAX_SELECTION_NESTING, Measured, measure},
};
use crate::{
    complete::complete,
    memory::{self, Memory, Recall, Recalled},
};

/// Errors of validation that are told at once; a small query can break the same rule thousands of times.
const MAX_VALIDATION_ERRORS: usize = 20;

/// A schema whose every request passes the limits, whatever transport it comes by. Only this kind of schema
/// can be served.
pub struct GuardedSchema<Q, M, S> {
    schema: Schema<Q, M, S>,
}

impl<Q, M, S> Clone for GuardedSchema<Q, M, S> {
    fn clone(&self) -> Self {
        Self { schema: self.schema.clone() }
    }
}

impl<Q, M, S> GuardedSchema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    /// Finishes a schema under these limits. Add the schema's own extensions before.
    pub fn build(builder: SchemaBuilder<Q, M, S>, limits: Limits) -> Self {
        Self::with_memory(builder, limits, None)
    }

    /// The same, with a memory of answers. Limits and validation come before it.
    pub fn with_memory(builder: SchemaBuilder<Q, M, S>, limits: Limits, memory: Option<Memory>) -> Self {
        let schema = builder
            .extension(GuardFactory { limits: Arc::new(limits), documents: Arc::default(), memory })
            .limit_recursive_depth(MAX_SELECTION_NESTING)
            // Suggestions search all names of the schema for each wrong one.
            .disable_suggestions()
            .finish();
        Self { schema }
    }

    /// The schema itself: to run requests (under the limits) and to print it.
    pub fn schema(&self) -> &Schema<Q, M, S> {
        &self.schema
    }
}

/// What a request may do; put it into the request's data. Without it, everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    /// Queries alone: a GET must change nothing (`MUTATION_OVER_GET`).
    Queries,
    /// No subscriptions: there is but one answer to a request (`SUBSCRIPTION_REFUSED`).
    QueriesAndMutations,
}

/// Put into a request's data (keep a clone), this tells afterwards what became of the request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report(Arc<Reported>);

#[derive(Debug, Default)]
struct Reported {
    operation_name: OnceLock<String>,
    executed: AtomicBool,
    recalled: OnceLock<Recalled>,
}

impl Report {
    /// Whether the request got past parsing, limits and validation, so that there is an answer with data.
    pub(crate) fn executed(&self) -> bool {
        self.0.executed.load(Ordering::Relaxed)
    }

    /// How a question was answered that may be remembered; none for all others, and for answers with errors.
    pub(crate) fn recalled(&self) -> Option<&Recalled> {
        self.0.recalled.get()
    }

    /// The name of the operation that was chosen, if it has one.
    pub(crate) fn operation_name(&self) -> Option<&str> {
        self.0.operation_name.get().map(String::as_str)
    }
}

struct GuardFactory {
    limits: Arc<Limits>,
    documents: Arc<Documents>,
    memory: Option<Memory>,
}

impl ExtensionFactory for GuardFactory {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Guard {
            limits: Arc::clone(&self.limits),
            documents: Arc::clone(&self.documents),
            memory: self.memory.clone(),
            admitted: OnceLock::new(),
        })
    }
}

/// The guard of one request.
struct Guard {
    limits: Arc<Limits>,
    documents: Arc<Documents>,
    memory: Option<Memory>,
    admitted: OnceLock<Admitted>,
}

/// A request that passed the limits.
struct Admitted {
    document: Arc<ExecutableDocument>,
    measured: Measured,
    /// The digest of a question that may be answered from memory.
    question: Option<[u8; 32]>,
}

impl Guard {
    fn admit(&self, ctx: &ExtensionContext<'_>, request: &mut Request) -> ServerResult<()> {
        check_text(&request.query, &self.limits).map_err(|refusal| refusal.into_server_error(None))?;
        // Parsed here and kept in the request: async-graphql would expand fragments without bound before it
        // lets an extension look at the document.
        let document = match self.documents.get(&request.query) {
            Some(document) => {
                request.set_parsed_query(ExecutableDocument::clone(&document));
                document
            }
            None => {
                let document = Arc::new(request.parsed_query().cloned().map_err(not_parsed)?);
                self.documents.keep(&request.query, &document);
                document
            }
        };
        let measured = measure(
            &document,
            request.operation_name.as_deref(),
            &request.variables,
            &ctx.schema_env.registry,
            &self.limits,
        )
        .map_err(|(refusal, at)| refusal.into_server_error(at))?;
        match (measured.kind, data::<Allowed>(&request.data)) {
            (OperationType::Subscription, Some(_)) => {
                return Err(Refusal::Subscription.into_server_error(None));
            }
            (OperationType::Mutation, Some(Allowed::Queries)) => {
                return Err(Refusal::MutationOverGet.into_server_error(None));
            }
            _ => {}
        }
        // Each is set once: a guard belongs to one request.
        if let (Some(report), Some(name)) = (data::<Report>(&request.data), &measured.operation_name) {
            let _ = report.0.operation_name.set(name.to_string());
        }
        let question = self.question(ctx, request, &document, &measured);
        let _ = self.admitted.set(Admitted { document, measured, question });
        Ok(())
    }

    /// The digest of a query that everybody may ask and whose answer lasts; none if nothing is remembered.
    fn question(
        &self,
        ctx: &ExtensionContext<'_>,
        request: &Request,
        document: &ExecutableDocument,
        measured: &Measured,
    ) -> Option<[u8; 32]> {
        self.memory.as_ref()?;
        data::<Recall>(&request.data)?;
        let operation = measured.operation_of(document).filter(|_| measured.kind == OperationType::Query)?;
        memory::lasts(document, operation, &ctx.schema_env.registry)
            .then(|| memory::digest(document, operation, &request.variables))
    }

    /// Runs a request, or answers it from memory.
    async fn answer(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let question = self.admitted.get().and_then(|admitted| admitted.question);
        let recall = ctx.query_data.and_then(data::<Recall>);
        let (Some(memory), Some(question), Some(recall)) = (&self.memory, question, recall) else {
            return next.run(ctx, operation_name).await;
        };
        let (response, recalled) = memory.answer(question, recall, next.run(ctx, operation_name)).await;
        if let (Some(report), Some(recalled)) = (ctx.query_data.and_then(data::<Report>), recalled) {
            let _ = report.0.recalled.set(recalled);
        }
        response
    }
}

#[async_trait::async_trait]
impl Extension for Guard {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let response = next.run(ctx).await;
        match self.admitted.get() {
            Some(admitted) => response.extension("cost", told(&admitted.measured, &self.limits)),
            None => response,
        }
    }

    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        // After the others, which may put another text in its place.
        let mut request = next.run(ctx, request).await?;
        self.admit(ctx, &mut request)?;
        Ok(request)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if let Some(report) = ctx.query_data.and_then(data::<Report>) {
            report.0.executed.store(true, Ordering::Relaxed);
        }
        let mut response = self.answer(ctx, operation_name, next).await;
        if let Some(Admitted { document, measured, .. }) = self.admitted.get()
            && let Some(operation) = measured.operation_of(document)
        {
            complete(&mut response, document, operation, &ctx.schema_env.registry);
        }
        response
    }

    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        next.run(ctx).await.map_err(|mut errors| {
            errors.dedup();
            errors.truncate(MAX_VALIDATION_ERRORS);
            errors.into_iter().map(|error| with_code(error, "GRAPHQL_VALIDATION_FAILED")).collect()
        })
    }
}

fn told(measured: &Measured, limits: &Limits) -> Value {
    async_graphql::value!({ "requested": measured.cost, "limit": limits.cost })
}

fn data<T: Any>(data: &Data) -> Option<&T> {
    data.get(&TypeId::of::<T>()).and_then(|value| value.downcast_ref())
}

/// The parser draws the line of the query around its message; the place is told apart from it anyway.
fn not_parsed(mut error: ServerError) -> ServerError {
    if let Some((_, reason)) = error.message.rsplit_once("\n  = ") {
        error.message = format!("the query is not GraphQL here: {reason}");
    }
    with_code(error, "GRAPHQL_PARSE_FAILED")
}

fn with_code(mut error: ServerError, code: &str) -> ServerError {
    let extensions = error.extensions.get_or_insert_with(ErrorExtensionValues::default);
    if extensions.get("code").is_none() {
        extensions.set("code", code);
    }
    error
}
