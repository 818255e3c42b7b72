//! Configuration: what `config/default.toml`, a file, the environment and the flags say together.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use anchorhub_api::{
    BadDigest, Reviewers,
    http::{ExportSettings, HttpSettings},
    limits::Limits,
};
use anchorhub_ingest::Caps;
use anchorhub_ocds::Merger;
use anchorhub_workers::WorkerSettings;
use figment::{
    Figment, Metadata, Profile, Provider,
    providers::{Env, Serialized},
    value::{Dict, Map},
};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// The defaults, with a comment for every key.
const DEFAULTS: &str = include_str!("../config/default.toml");

/// Variables of the test suite, which share the prefix but are no settings.
const TEST_PREFIX: &str = "test_";

/// Every setting of the hub; `config/default.toml` says what each means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) data_dir: PathBuf,
    pub(crate) hub: Hub,
    pub(crate) database: Database,
    pub(crate) http: Http,
    pub(crate) graphql: Limits,
    pub(crate) analysis: Analysis,
    pub(crate) ingest: Ingest,
    pub(crate) ocds: Ocds,
    pub(crate) workers: WorkerSettings,
    pub(crate) review: Review,
    pub(crate) log: Log,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hub {
    pub(crate) name: String,
    pub(crate) anchors: Anchors,
}

/// Institutions and areas that a new hub knows from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Anchors {
    WestMidlands,
    None,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: Option<String>,
    pub(crate) readers: u32,
    pub(crate) writers: u32,
    pub(crate) patience_seconds: u64,
    pub(crate) writer_cache_mib: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Http {
    pub(crate) bind: IpAddr,
    pub(crate) port: u16,
    pub(crate) deadline_seconds: u64,
    pub(crate) request_seconds: u64,
    pub(crate) body_limit_bytes: usize,
    pub(crate) export_seconds: u64,
    pub(crate) exports_at_once: u32,
    pub(crate) cache_mib: u32,
    pub(crate) public_url: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Analysis {
    pub(crate) engine: AnalysisEngine,
    pub(crate) database: Option<String>,
}

/// What answers questions over all payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AnalysisEngine {
    Columnar,
    Sql,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ingest {
    pub(crate) adapters: Option<PathBuf>,
    pub(crate) caps: Caps,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ocds {
    pub(crate) caps: anchorhub_ocds::Caps,
    pub(crate) merge: anchorhub_ocds::ExtraRules,
}

/// Who may decide about suppliers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    pub(crate) reviewers: Vec<ReviewerKey>,
    pub(crate) open_as: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewerKey {
    pub(crate) name: String,
    pub(crate) key_sha256: String,
}

/// Never shows the digest.
impl std::fmt::Debug for ReviewerKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ReviewerKey").field("name", &self.name).finish_non_exhaustive()
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) filter: String,
    pub(crate) format: LogFormat,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// What the command line says about the configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) file: Option<PathBuf>,
    pub(crate) database: Option<String>,
    pub(crate) data_dir: Option<PathBuf>,
    /// The data folder when nobody names one; else that of `config/default.toml`.
    pub(crate) default_data_dir: Option<PathBuf>,
    pub(crate) bind: Option<IpAddr>,
    pub(crate) port: Option<u16>,
}

impl Config {
    /// Reads all sources, later ones over earlier ones.
    pub(crate) fn load(overrides: &Overrides) -> Result<Self, Failure> {
        let mut figment = Figment::from(table("built-in defaults", DEFAULTS)?);
        if let Some(folder) = &overrides.default_data_dir {
            figment = figment.merge(setting("built-in defaults", "data_dir", folder));
        }
        if let Some(file) = &overrides.file {
            let text = std::fs::read_to_string(file).map_err(|error| {
                Failure::new("CONFIG_UNREADABLE", error.to_string(), "check the path given with --config")
                    .at(file.display())
            })?;
            figment = figment.merge(table(&format!("file {}", file.display()), &text)?);
        }
        if let Ok(url) = std::env::var("DATABASE_URL") {
            figment = figment.merge(setting("DATABASE_URL", "database.url", url));
        }
        let environment = Env::prefixed("ANCHORHUB_").filter(|key| !key.starts_with(TEST_PREFIX)).split("__");
        figment = figment.merge(environment);
        if let Some(url) = &overrides.database {
            figment = figment.merge(setting("--database", "database.url", url));
        }
        if let Some(folder) = &overrides.data_dir {
            figment = figment.merge(setting("--data-dir", "data_dir", folder));
        }
        if let Some(address) = overrides.bind {
            figment = figment.merge(setting("--bind", "http.bind", address));
        }
        if let Some(port) = overrides.port {
            figment = figment.merge(setting("--port", "http.port", port));
        }
        let config: Self = figment.extract().map_err(|error| invalid(&error))?;
        config.check()
    }

    fn check(self) -> Result<Self, Failure> {
        let zero = [
            ("database.readers", u64::from(self.database.readers)),
            ("database.writers", u64::from(self.database.writers)),
            ("database.patience_seconds", self.database.patience_seconds),
            ("http.deadline_seconds", self.http.deadline_seconds),
            ("http.request_seconds", self.http.request_seconds),
            ("http.export_seconds", self.http.export_seconds),
            ("http.exports_at_once", u64::from(self.http.exports_at_once)),
            ("workers.jobs_at_once", u64::from(self.workers.jobs_at_once)),
            ("workers.lease_seconds", u64::from(self.workers.lease_seconds)),
            ("workers.poll_seconds", u64::from(self.workers.poll_seconds)),
            ("workers.attempts", u64::from(self.workers.attempts)),
            ("workers.tries", u64::from(self.workers.tries)),
        ]
        .into_iter()
        .find(|(_, value)| *value == 0);
        match zero {
            Some((key, _)) => Err(Failure::new(
                "CONFIG_INVALID",
                format!("{key} must be at least 1"),
                "correct the setting, or leave it out for the default",
            )),
            None => self.check_analysis()?.check_review(),
        }
    }

    fn check_analysis(self) -> Result<Self, Failure> {
        let Some(url) = &self.analysis.database else { return Ok(self) };
        let invalid = |what: &str, hint| Err(Failure::new("CONFIG_INVALID", what, hint));
        if self.analysis.engine != AnalysisEngine::Sql {
            return invalid(
                "analysis.database is only asked with analysis.engine = \"sql\"",
                "set analysis.engine = \"sql\", or leave analysis.database out",
            );
        }
        if !(url.starts_with("postgres:") || url.starts_with("postgresql:")) {
            return invalid(
                "analysis.database is no address of a PostgreSQL server",
                "write it as postgres://USER:PASSWORD@HOST/NAME",
            );
        }
        Ok(self)
    }

    fn check_review(self) -> Result<Self, Failure> {
        let invalid = |what: String, hint| Err(Failure::new("CONFIG_INVALID", what, hint));
        if self.review.open_as.is_some() && !self.http.bind.is_loopback() {
            return invalid(
                format!("review.open_as lets everybody decide, and http.bind is {}", self.http.bind),
                "serve on 127.0.0.1, or name reviewers with keys instead",
            );
        }
        let names = self.review.reviewers.iter().map(|reviewer| &reviewer.name).chain(&self.review.open_as);
        if names.into_iter().any(|name| name.trim().is_empty()) {
            return invalid(
                "a reviewer has no name".to_owned(),
                "give the name that stands with each decision",
            );
        }
        match self.reviewers() {
            Ok(_) => Ok(self),
            Err(error) => {
                invalid(error.to_string(), "write the output of `printf %s KEY | sha256sum` as key_sha256")
            }
        }
    }

    /// Who may decide about suppliers.
    fn reviewers(&self) -> Result<Reviewers, BadDigest> {
        let open = match &self.review.open_as {
            Some(name) => Reviewers::default().open_as(name.clone()),
            None => Reviewers::default(),
        };
        self.review
            .reviewers
            .iter()
            .try_fold(open, |reviewers, reviewer| reviewers.with(reviewer.name.clone(), &reviewer.key_sha256))
    }

    /// How the database is opened.
    pub(crate) fn store_settings(&self) -> anchorhub_store::Settings {
        let url = self.database.url.clone().unwrap_or_else(|| sqlite_url(&self.embedded_database()));
        anchorhub_store::Settings {
            readers: self.database.readers,
            writers: self.database.writers,
            patience: Duration::from_secs(self.database.patience_seconds),
            statement_timeout: Duration::from_secs(self.http.deadline_seconds),
            writer_cache_mib: self.database.writer_cache_mib,
            ..anchorhub_store::Settings::new(url)
        }
    }

    /// How the analysis database is opened, if there is one.
    pub(crate) fn analysis_settings(&self) -> Option<anchorhub_store::Settings> {
        let url = self.analysis.database.clone()?;
        Some(anchorhub_store::Settings { url, ..self.store_settings() })
    }

    /// How the HTTP layer behaves; `notice` stands above everything else on the landing page.
    pub(crate) fn http_settings(&self, notice: Option<String>, merger: Merger) -> HttpSettings {
        HttpSettings {
            hub_name: self.hub.name.clone(),
            notice,
            query_deadline: Duration::from_secs(self.http.deadline_seconds),
            request_timeout: Duration::from_secs(self.http.request_seconds),
            body_limit: self.http.body_limit_bytes,
            public_url: self.http.public_url.as_deref().map(|url| url.trim_end_matches('/').to_owned()),
            release_caps: self.ocds.caps,
            merger,
            // Checked when it was read.
            reviewers: self.reviewers().unwrap_or_default(),
            exports: ExportSettings::new(
                Duration::from_secs(self.http.export_seconds),
                usize::try_from(self.http.exports_at_once).unwrap_or(usize::MAX),
            ),
        }
    }

    /// Where the embedded database stands unless `database.url` says otherwise.
    pub(crate) fn embedded_database(&self) -> PathBuf {
        self.data_dir.join("hub.sqlite3")
    }

    /// Where original documents are kept.
    pub(crate) fn archive_dir(&self) -> PathBuf {
        self.data_dir.join("archive")
    }

    /// Where the columns of payments are kept for the next start.
    pub(crate) fn analysis_dir(&self) -> PathBuf {
        self.data_dir.join("analysis")
    }

    /// Where adapters are looked for.
    pub(crate) fn adapters_dir(&self) -> PathBuf {
        self.ingest.adapters.clone().unwrap_or_else(|| self.data_dir.join("adapters"))
    }

    /// The file of an adapter that is given by its path or its name.
    pub(crate) fn adapter_file(&self, given: &str) -> PathBuf {
        if given.ends_with(".toml") {
            PathBuf::from(given)
        } else {
            self.adapters_dir().join(format!("{given}.toml"))
        }
    }
}

/// The address of a SQLite file. The three characters that an address gives a meaning are escaped.
fn sqlite_url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("sqlite://{path}")
}

/// The settings of a TOML text.
fn table(name: &str, text: &str) -> Result<Named<Serialized<toml::Table>>, Failure> {
    let table = toml::from_str(text).map_err(|error| {
        Failure::new(
            "CONFIG_INVALID",
            error.to_string().trim_end(),
            "write it as TOML, see config/default.toml",
        )
        .at(name)
    })?;
    Ok(Named(name.to_owned(), Serialized::defaults(table)))
}

/// One setting, with where it was given.
fn setting<T: Serialize>(name: &str, key: &str, value: T) -> Named<Serialized<T>> {
    Named(name.to_owned(), Serialized::default(key, value))
}

fn invalid(error: &figment::Error) -> Failure {
    let key = error.path.join(".");
    let what = if key.is_empty() { error.kind.to_string() } else { format!("{key}: {}", error.kind) };
    let failure =
        Failure::new("CONFIG_INVALID", what, "see config/default.toml for every key and its meaning");
    match &error.metadata {
        Some(metadata) => failure.at(&metadata.name),
        None => failure,
    }
}

/// A provider under the name that errors show.
struct Named<P>(String, P);

impl<P: Provider> Provider for Named<P> {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.0.clone())
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        self.1.data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compiled_in_defaults_are_whole_and_agree_with_the_code() {
        let config: Config = Figment::from(table("", DEFAULTS).unwrap()).extract().unwrap();
        assert_eq!(config.ingest.caps, Caps::default());
        assert_eq!(config.graphql, Limits::default());
        assert_eq!(config.workers, WorkerSettings::default());
        let (http, expected) = (config.http_settings(None, Merger::default()), HttpSettings::default());
        assert_eq!(
            (http.hub_name, http.query_deadline, http.request_timeout, http.body_limit),
            (expected.hub_name, expected.query_deadline, expected.request_timeout, expected.body_limit)
        );
        assert_eq!(config.hub.anchors, Anchors::WestMidlands);
        assert_eq!(config.store_settings().url, "sqlite://data/hub.sqlite3");
        let defaults = anchorhub_store::Settings::new("");
        let settings = config.store_settings();
        assert_eq!(
            (settings.readers, settings.writers, settings.patience, settings.statement_timeout),
            (defaults.readers, defaults.writers, defaults.patience, defaults.statement_timeout)
        );
        assert_eq!(settings.writer_cache_mib, defaults.writer_cache_mib);
    }

    fn with(text: &str) -> Result<Config, String> {
        let figment = Figment::from(table("", DEFAULTS).unwrap()).merge(table("", text).unwrap());
        let config: Config = figment.extract().unwrap();
        config.check().map_err(|failure| failure.to_string())
    }

    #[test]
    fn nobody_decides_who_is_not_named() {
        assert!(with("").unwrap().review.reviewers.is_empty());
        let named =
            |digest: &str| with(&format!("[[review.reviewers]]\nname = \"Ada\"\nkey_sha256 = \"{digest}\""));
        let digest = "0".repeat(64);
        let config = named(&digest).unwrap();
        assert!(!format!("{config:?}").contains(&digest));
        assert!(named("secret").unwrap_err().contains("CONFIG_INVALID"));
        assert!(with("[review]\nopen_as = \"demo\"").is_ok());
        let everywhere = with("[review]\nopen_as = \"demo\"\n[http]\nbind = \"0.0.0.0\"");
        assert!(everywhere.unwrap_err().contains("CONFIG_INVALID"));
    }

    #[test]
    fn an_analysis_database_is_asked_or_refused() {
        let given = |engine: &str, url: &str| {
            with(&format!("[analysis]\nengine = \"{engine}\"\ndatabase = \"{url}\""))
        };
        let settings = given("sql", "postgres://db/facts").unwrap().analysis_settings().unwrap();
        assert_eq!(settings.url, "postgres://db/facts");
        assert!(with("[analysis]\nengine = \"sql\"").unwrap().analysis_settings().is_none());
        assert!(given("columnar", "postgres://db/facts").unwrap_err().contains("CONFIG_INVALID"));
        assert!(given("sql", "sqlite://facts.db").unwrap_err().contains("CONFIG_INVALID"));
    }

    #[test]
    fn a_folder_name_cannot_break_the_address() {
        assert_eq!(sqlite_url(Path::new("/a b/100%?#/h.db")), "sqlite:///a b/100%25%3f%23/h.db");
    }
}
