//! The files of a demo through the real ingest.

use std::path::Path;

use anchorhub_demo::{FeedFile, Manifest, NoticeFile, RegisterFile};
use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{IngestRequest, Receipt};
use anchorhub_store::Database;

use super::summary::Summary;
use crate::{config::Config, failure::Failure, hub, output::note, progress};

/// A file of a demo.
#[derive(Clone, Copy)]
enum Written<'m> {
    Notices(&'m NoticeFile),
    Register(&'m RegisterFile),
    Spend(&'m FeedFile),
}

impl<'m> Written<'m> {
    /// All files: contracts before the payments that are made under them, which are then linked as they come.
    fn all(manifest: &'m Manifest) -> Vec<Self> {
        let notices = manifest.notices.iter().map(Self::Notices);
        let registers = manifest.registers.iter().map(Self::Register);
        notices.chain(registers).chain(manifest.files.iter().map(Self::Spend)).collect()
    }

    fn path(self) -> &'m Path {
        match self {
            Self::Notices(file) => &file.path,
            Self::Register(file) => &file.path,
            Self::Spend(file) => &file.path,
        }
    }

    fn institution(self) -> &'m str {
        match self {
            Self::Notices(file) => &file.institution,
            Self::Register(file) => &file.institution,
            Self::Spend(file) => &file.institution,
        }
    }

    fn kind(self) -> FeedKind {
        match self {
            Self::Notices(_) => FeedKind::Ocds,
            Self::Register(_) => FeedKind::Contracts,
            Self::Spend(_) => FeedKind::Spend,
        }
    }

    /// Name of its feed, where that is not the kind.
    fn feed(self) -> Option<&'m str> {
        match self {
            Self::Notices(file) => Some(&file.feed),
            Self::Register(_) | Self::Spend(_) => None,
        }
    }

    fn is_of_feed(self, other: Self) -> bool {
        let of = |file: Self| (file.institution(), file.kind(), file.feed());
        of(self) == of(other)
    }
}

/// Takes in every file, feed by feed, as `anchorhub ingest` does.
pub(super) async fn take_all(
    config: &Config,
    database: &Database,
    manifest: &Manifest,
    quiet: bool,
) -> Result<Summary, Failure> {
    let ingestor = hub::ingestor(config, database)?;
    let files = Written::all(manifest);
    note(&format!("taking in {} files", files.len()));
    let progress = progress::for_documents(quiet, files.len() as u64);
    let mut summary = Summary::default();
    for files in files.chunk_by(|one, next| one.is_of_feed(*next)) {
        let Some(first) = files.first() else { continue };
        let request = IngestRequest {
            paths: files.iter().map(|file| file.path().to_owned()).collect(),
            institution: first.institution().parse().map_err(|error| broken(format!("{error}")))?,
            kind: first.kind(),
            feed: first.feed().map(str::to_owned),
            period: None,
        };
        let mut receipts: Vec<Receipt> = Vec::with_capacity(files.len());
        ingestor.ingest_paths(&request, &progress, &mut |receipt| receipts.push(receipt.clone())).await?;
        for (file, receipt) in files.iter().zip(&receipts) {
            compare(*file, receipt)?;
            summary.add(first.institution(), receipt);
        }
    }
    Ok(summary)
}

/// The files say what they hold: a demo in which anything was read otherwise is not shown to anybody.
fn compare(file: Written<'_>, receipt: &Receipt) -> Result<(), Failure> {
    let wrong = match file {
        Written::Spend(file) => {
            let found = receipt.spend().map(|spend| spend.figures.clone()).unwrap_or_default();
            let written = &file.expected;
            (found.payments != written.payments || found.net_pence != written.net_pence).then(|| {
                format!(
                    "{} payments, {} were written, and {} pence of {}",
                    found.payments, written.payments, found.net_pence, written.net_pence
                )
            })
        }
        Written::Notices(file) => {
            let found = receipt.releases().cloned().unwrap_or_default();
            let written = &file.expected;
            let stored = written.releases - written.known;
            (found.stored != stored || found.known != written.known).then(|| {
                format!(
                    "{} new releases, {stored} were written, and {} known ones of {}",
                    found.stored, found.known, written.known
                )
            })
        }
        Written::Register(file) => {
            let found = receipt.register().map(|register| register.figures.clone()).unwrap_or_default();
            let written = &file.expected;
            let pence = found.values.get("GBP").copied().unwrap_or_default();
            (found.contracts != written.contracts || pence != written.pence).then(|| {
                format!(
                    "{} contracts, {} were written, and {pence} pence of {}",
                    found.contracts, written.contracts, written.pence
                )
            })
        }
    };
    let Some(wrong) = wrong else { return Ok(()) };
    let error = receipt.error.as_ref().map(|error| format!(": {}", error.message)).unwrap_or_default();
    Err(broken(format!("{wrong}{error}")).at(file.path().display()))
}

fn broken(what: String) -> Failure {
    Failure::new("DEMO_BROKEN", what, "please report this as a bug")
}
