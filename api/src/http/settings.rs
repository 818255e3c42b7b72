//! How the HTTP layer behaves.

use std::time::Duration;

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
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            hub_name: "Anchorhub".to_owned(),
            notice: None,
            query_deadline: Duration::from_secs(10),
            request_timeout: Duration::from_secs(20),
            body_limit: 1024 * 1024,
        }
    }
}
