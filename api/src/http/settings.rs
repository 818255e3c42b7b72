//! How the HTTP layer behaves.

use std::time::Duration;

use anchorhub_ocds::{Caps, Merger};
use anchorhub_store::Database;
use axum::http::HeaderMap;

use super::{export::ExportSettings, ocds};
use crate::{releases::ReleaseLibrary, review::Reviewers};

/// How the HTTP layer behaves.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Name of the hub, as the landing page shows it.
    pub hub_name: String,
    /// A sentence that the landing page shows above everything else, such as that the data is made up.
    pub notice: Option<String>,
    /// How long one GraphQL operation may take; its database statements are cancelled with it.
    pub query_deadline: Duration,
    /// How long one request may take besides its query: mostly, how long its body may be on the way.
    pub request_timeout: Duration,
    /// Bytes of one request body; longer ones are refused before they are read.
    pub body_limit: usize,
    /// Address under which clients reach the hub, without a slash at the end; that of the request if none.
    pub public_url: Option<String>,
    /// Bounds under which releases are read back.
    pub release_caps: Caps,
    /// What compiles releases.
    pub merger: Merger,
    /// Who may decide about suppliers.
    pub reviewers: Reviewers,
    /// How much exports may take.
    pub exports: ExportSettings,
}

impl HttpSettings {
    /// The releases of a database.
    pub(super) fn releases(&self, database: &Database) -> ReleaseLibrary {
        ReleaseLibrary::new(database.clone(), self.release_caps, self.merger.clone())
    }

    /// What addresses of this hub begin with.
    pub(super) fn base(&self, headers: &HeaderMap) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", ocds::host(headers).unwrap_or("localhost")))
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            hub_name: "Anchorhub".to_owned(),
            notice: None,
            query_deadline: Duration::from_secs(10),
            request_timeout: Duration::from_secs(20),
            body_limit: 1024 * 1024,
            public_url: None,
            release_caps: Caps::default(),
            merger: Merger::default(),
            reviewers: Reviewers::default(),
            exports: ExportSettings::default(),
        }
    }
}
