//! Releases into files: one a month and portal.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde_json::json;

use super::{Notice, Published, clock};
use crate::{
    DemoError,
    manifest::{ExpectedReleases, NoticeFile},
    write::{create, write},
};

/// Stands for a number that no number type holds, until it is written as one.
pub(super) const BIG_NUMBER: &str = "@a number beyond all@";

/// Where notices are published, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Portal {
    /// Release packages.
    FindATender,
    /// JSON Lines.
    ContractsFinder,
}

impl Portal {
    /// The name of its feed.
    fn feed(self) -> &'static str {
        match self {
            Self::FindATender => "find-a-tender",
            Self::ContractsFinder => "contracts-finder",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::FindATender => "json",
            Self::ContractsFinder => "jsonl",
        }
    }
}

/// The body whose feeds the portals are: it watches them for the whole region.
pub(crate) const WATCHER: &str = "XI-DEMO-MIDMERE-CA";

/// Writes everything that a portal has published, month by month.
pub(crate) fn publish(
    dir: &Path,
    portal: Portal,
    published: Published,
) -> Result<Vec<NoticeFile>, DemoError> {
    let folder = dir.join("feeds").join(WATCHER).join(portal.feed());
    create(&folder)?;
    let mut months: BTreeMap<String, Vec<Notice>> = BTreeMap::new();
    for notice in published.notices {
        months.entry(notice.at.format("%Y-%m").to_string()).or_default().push(notice);
    }
    let mut files = Vec::new();
    let mut last_of_month: Option<Notice> = None;
    for (month, mut notices) in months {
        notices.sort_by(|one, another| (one.at, &one.ocid).cmp(&(another.at, &another.ocid)));
        let last = notices.last().cloned();
        // Portals change their minds about where a month ends: each package repeats the last release before it.
        let known = u64::from(last_of_month.is_some());
        notices.splice(0..0, last_of_month.take());
        last_of_month = last;
        let path = folder.join(format!("demo-invented-{month}")).with_extension(portal.extension());
        write(&path, text(portal, &month, &notices).as_bytes())?;
        files.push(NoticeFile {
            path,
            institution: WATCHER.to_owned(),
            feed: portal.feed().to_owned(),
            expected: expected(&notices, known),
        });
    }
    Ok(files)
}

/// What a file holds: `known` releases at its beginning were in the one before.
fn expected(notices: &[Notice], known: u64) -> ExpectedReleases {
    let mut warnings: BTreeMap<String, u64> = BTreeMap::new();
    for code in notices.iter().flat_map(|notice| &notice.remarks) {
        *warnings.entry((*code).to_owned()).or_default() += 1;
    }
    let processes: BTreeSet<&str> = notices.iter().map(|notice| notice.ocid.as_str()).collect();
    ExpectedReleases { releases: notices.len() as u64, known, processes: processes.len() as u64, warnings }
}

fn text(portal: Portal, month: &str, notices: &[Notice]) -> String {
    let releases: Vec<String> = notices
        .iter()
        .map(|notice| notice.release.to_string().replace(&format!("\"{BIG_NUMBER}\""), "1e9999"))
        .collect();
    match portal {
        Portal::ContractsFinder => releases.join("\n") + "\n",
        Portal::FindATender => {
            let package = json!({
                "uri": format!("https://find-a-tender.example/demo-invented/{month}"),
                "version": "1.1",
                "publishedDate": notices.last().map(|notice| clock::instant(notice.at)),
                "publisher": { "name": "Portal of Demoland (demo data, invented)", "scheme": "XI-DEMO", "uid": "PORTAL" },
                "license": "https://demo.example/licence",
                "extensions": ["https://demo.example/extension.json"],
            });
            let package = package.to_string();
            let head = package.strip_suffix('}').unwrap_or(&package);
            format!("{head},\"releases\":[{}]}}\n", releases.join(","))
        }
    }
}
