//! What can be changed through the API.

mod review;

use async_graphql::MergedObject;

use self::review::ReviewMutation;

/// What can be changed. Each change asks for a key that the hub's operator gave out.
#[derive(Default, MergedObject)]
pub struct Mutation(ReviewMutation);
