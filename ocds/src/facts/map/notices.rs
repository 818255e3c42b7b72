//! Releases as the notices that they publish, and how far they say that a process has come.

use chrono::NaiveDate;

use super::{days, read};
use crate::{
    date::ReleaseDate,
    facts::{NoticeFact, Stage},
    json::Object,
    release::Release,
};

/// What a release is as a notice.
pub(super) struct Notice {
    pub(super) fact: NoticeFact,
    /// Whether it changes contracts: UK10, or tagged so.
    pub(super) is_change: bool,
    /// Whether it ends contracts: UK11, or tagged so.
    pub(super) is_termination: bool,
    /// Whether it only reports on what is there: payments, performance.
    is_report: bool,
    /// The day of its release.
    pub(super) day: Option<NaiveDate>,
}

/// One notice for each release.
pub(super) fn read_all(releases: &[Release]) -> Vec<Notice> {
    let mut title = None;
    let mut stage = Stage::Planned;
    let mut notices = Vec::with_capacity(releases.len());
    for release in releases {
        title = title_of(release.fields()).or(title);
        let notice = read(release, title.clone(), stage);
        stage = notice.fact.stage;
        notices.push(notice);
    }
    notices
}

/// How far the process has come: as its latest notice says, but reports do not open again what has ended.
pub(super) fn stage(notices: &[Notice]) -> Stage {
    notices.iter().fold(Stage::Planned, |stage, notice| match stage {
        Stage::Ended if notice.is_report => stage,
        _ => notice.fact.stage,
    })
}

fn title_of(release: &Object) -> Option<String> {
    let tender = release.object("tender").and_then(|tender| read::text(tender, "title"));
    tender.or_else(|| read::text(release, "title"))
}

fn read(release: &Release, title: Option<String>, before: Stage) -> Notice {
    let fields = release.fields();
    let document = notice_document(release);
    let kind = document.and_then(notice_type);
    let tags = read::texts(fields, "tag");
    let tagged = |tag: &str| kind.is_none() && tags.iter().any(|given| given == tag);
    let is_change = kind.as_deref() == Some("UK10") || tagged("contractAmendment");
    let is_termination = kind.as_deref() == Some("UK11") || tagged("contractTermination");
    let is_report = matches!(kind.as_deref(), Some("UK8" | "UK9" | "UK17"))
        || tagged("implementation")
        || tagged("implementationUpdate");
    let stage = kind
        .as_deref()
        .and_then(stage_of_kind)
        .or_else(|| stage_of_tags(&tags, fields, document))
        .or_else(|| stage_of_content(fields))
        .unwrap_or(before);
    let id = release.id().and_then(super::text::readable);
    Notice {
        is_change,
        is_termination,
        is_report,
        day: days::civil_day(release.instant()),
        fact: NoticeFact {
            kind,
            identifier: id.or_else(|| document.and_then(|document| read::text(document, "id"))),
            published: release.instant(),
            stage,
            tags,
            title,
            url: document.and_then(|document| web_address(document, "url")),
        },
    }
}

/// The UK notice type of a release, `UK1` to `UK17`; none for older forms. It stands in the document that is the
/// notice itself, never in the tag.
pub fn notice_kind(release: &Release) -> Option<String> {
    notice_document(release).and_then(notice_type)
}

/// An address for a browser; nothing for an address of another kind.
pub(super) fn web_address(owner: &Object, name: &str) -> Option<String> {
    let address = read::text(owner, name)?;
    let scheme = address.split_once("://")?.0;
    matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https").then_some(address)
}

/// `UK1` to `UK17`.
fn notice_type(document: &Object) -> Option<String> {
    read::text(document, "noticeType").map(|kind| kind.to_ascii_uppercase())
}

/// The document that is the notice itself: the one with a notice type and the id of the release; else the one
/// published last of those with a notice type; else of those that are called notices.
fn notice_document(release: &Release) -> Option<&Object> {
    let fields = release.fields();
    let contracts = read::objects(fields, "contracts");
    let implementations = contracts.iter().filter_map(|contract| contract.object("implementation"));
    let holders = ["planning", "tender"].into_iter().filter_map(|name| fields.object(name));
    let documents: Vec<&Object> = holders
        .chain(read::objects(fields, "awards"))
        .chain(contracts.iter().copied())
        .chain(implementations)
        .flat_map(|holder| read::objects(holder, "documents"))
        .collect();
    let published = |document: &&&Object| {
        document.str("datePublished").and_then(ReleaseDate::parse).map(|date| date.instant)
    };
    let typed = || documents.iter().filter(|document| notice_type(document).is_some());
    let called = || {
        documents
            .iter()
            .filter(|document| document.str("documentType").is_some_and(|kind| kind.ends_with("Notice")))
    };
    let own =
        typed().find(|document| release.id().is_some() && read::id(document).as_deref() == release.id());
    own.or_else(|| typed().max_by_key(published)).or_else(|| called().max_by_key(published)).copied()
}

fn stage_of_kind(kind: &str) -> Option<Stage> {
    Some(match kind.strip_prefix("UK")?.parse::<u8>().ok()? {
        1 | 3 | 13 => Stage::Planned,
        2 => Stage::Engagement,
        4 => Stage::Tender,
        5 | 6 => Stage::Award,
        11 | 16 => Stage::Ended,
        12 => Stage::Cancelled,
        7..=10 | 14 | 15 | 17 => Stage::Contract,
        _ => return None,
    })
}

/// By tags, the one furthest on where there are several.
fn stage_of_tags(tags: &[String], release: &Object, document: Option<&Object>) -> Option<Stage> {
    let has = |any: &[&str]| tags.iter().any(|tag| any.contains(&tag.as_str()));
    let tender_status = release.object("tender").and_then(|tender| tender.str("status")).unwrap_or_default();
    let kind = document.and_then(|document| document.str("documentType"));
    if has(&["contractTermination"]) {
        Some(Stage::Ended)
    } else if has(&["tenderCancellation"]) {
        Some(Stage::Cancelled)
    } else if has(&[
        "contract",
        "contractUpdate",
        "contractAmendment",
        "implementation",
        "implementationUpdate",
    ]) {
        Some(Stage::Contract)
    } else if has(&["award", "awardUpdate", "awardCancellation"]) {
        Some(Stage::Award)
    } else if has(&["tender", "tenderUpdate", "tenderAmendment"]) {
        let is_given_up = matches!(tender_status, "cancelled" | "unsuccessful" | "withdrawn");
        Some(if is_given_up { Stage::Cancelled } else { Stage::Tender })
    } else if has(&["planning", "planningUpdate"]) {
        Some(if kind == Some("marketEngagementNotice") { Stage::Engagement } else { Stage::Planned })
    } else {
        None
    }
}

/// By what there is, where no tag tells: in compiled releases.
fn stage_of_content(release: &Object) -> Option<Stage> {
    let tender = release.object("tender");
    let status = tender.and_then(|tender| tender.str("status")).unwrap_or_default();
    if !read::objects(release, "contracts").is_empty() {
        Some(Stage::Contract)
    } else if !read::objects(release, "awards").is_empty() {
        Some(Stage::Award)
    } else if matches!(status, "cancelled" | "unsuccessful" | "withdrawn") {
        Some(Stage::Cancelled)
    } else if matches!(status, "planning" | "planned") {
        Some(Stage::Planned)
    } else if tender.is_some_and(|tender| tender.object("tenderPeriod").is_some() || status == "active") {
        Some(Stage::Tender)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;
    use crate::facts::Stage;

    fn notice(kind: &str) -> String {
        format!(r#""contracts": [{{"id": 1, "documents": [{{"id": "x", "noticeType": "{kind}"}}]}}]"#)
    }

    #[test]
    fn the_latest_notice_decides() {
        for (kinds, stage) in [
            (&["UK1"][..], Stage::Planned),
            (&["UK1", "UK2"], Stage::Engagement),
            (&["UK3"], Stage::Planned),
            (&["UK2", "UK4"], Stage::Tender),
            (&["UK4", "UK5"], Stage::Award),
            (&["UK4", "uk6"], Stage::Award),
            (&["UK6", "UK7"], Stage::Contract),
            (&["UK7", "UK10"], Stage::Contract),
            (&["UK7", "UK11"], Stage::Ended),
            (&["UK7", "UK11", "UK9"], Stage::Ended),
            (&["UK7", "UK11", "UK7"], Stage::Contract),
            (&["UK4", "UK12"], Stage::Cancelled),
            (&["UK14", "UK15"], Stage::Contract),
        ] {
            let releases: Vec<String> = kinds.iter().map(|kind| notice(kind)).collect();
            let releases: Vec<&str> = releases.iter().map(String::as_str).collect();
            assert_eq!(facts(&releases).stage, stage, "{kinds:?}");
        }
    }

    #[test]
    fn older_forms_tell_by_tags() {
        for (members, stage) in [
            (r#""tag": ["planning"]"#, Stage::Planned),
            (
                r#""tag": ["planning"], "planning": {"documents": [{"id": 1, "documentType": "marketEngagementNotice"}]}"#,
                Stage::Engagement,
            ),
            (r#""tag": "tender""#, Stage::Tender),
            (r#""tag": ["tenderAmendment"], "tender": {"status": "withdrawn"}"#, Stage::Cancelled),
            (r#""tag": ["tenderCancellation"]"#, Stage::Cancelled),
            (r#""tag": ["award"]"#, Stage::Award),
            (r#""tag": ["award", "contract"]"#, Stage::Contract),
            (r#""tag": ["tenderUpdate", "awardUpdate", "contractUpdate"]"#, Stage::Contract),
            (r#""tag": ["contractTermination"]"#, Stage::Ended),
            (r#""tag": ["compiled"], "awards": [{"id": 1}]"#, Stage::Award),
            (r#""tag": [], "tender": {"status": "active"}"#, Stage::Tender),
        ] {
            assert_eq!(facts(&[members]).stage, stage, "{members}");
        }
        assert_eq!(facts(&[r#""tag": ["award"]"#, r#""tag": ["x"]"#]).stage, Stage::Award);
    }

    #[test]
    fn the_notice_is_the_document_with_the_id_of_the_release() {
        let facts = facts(&[
            r#""id": "2-2026", "title": "Plan", "planning": {"documents": [
                {"id": "1-2026", "noticeType": "UK1", "url": "https://example.org/1", "datePublished": "2026-09-09"},
                {"id": "2-2026", "noticeType": "UK2", "url": "https://example.org/2", "datePublished": "2026-01-02"}]}"#,
            r#""id": "x", "tender": {"documents": [
                {"id": "4", "noticeType": "UK4", "url": "javascript:alert(1)", "datePublished": "2026-01-04"},
                {"id": "3", "noticeType": "UK3", "url": "https://example.org/3", "datePublished": "2026-01-03"}]}"#,
        ]);
        let [first, second] = &facts.notices[..] else { panic!("{:?}", facts.notices) };
        assert_eq!(
            (first.kind.as_deref(), first.url.as_deref()),
            (Some("UK2"), Some("https://example.org/2"))
        );
        assert_eq!((first.identifier.as_deref(), first.title.as_deref()), (Some("2-2026"), Some("Plan")));
        assert_eq!((second.kind.as_deref(), second.url.as_deref()), (Some("UK4"), None));
        assert_eq!((second.stage, second.title.as_deref()), (Stage::Tender, Some("Plan")));
    }
}
