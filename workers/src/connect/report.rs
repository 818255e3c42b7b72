//! What a pull did, and how complete it is.

use serde::Serialize;

/// What a pull did, and how complete it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PullReport {
    /// Code of the feed.
    pub feed: String,
    /// Answers that were asked for in this pull, without those that broke off.
    pub requests: u64,
    /// Windows of time, days or months that this pull has closed.
    pub windows: u64,
    /// Releases in what this pull fetched, also those that the hub had.
    pub releases: u64,
    /// Up to when the source has been pulled whole: UK clock time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole_until: Option<String>,
    /// Documents that this pull has queued to be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queued: Option<u64>,
    /// What the numbering of notices says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<YearReport>,
    /// Steps whose document the hub could not take, since the feed began.
    pub refused: u64,
}

/// What the numbering of notices of one year says about completeness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearReport {
    /// The year.
    pub year: i32,
    /// Lowest number that a window has brought; 1 where the pull covers the whole year.
    pub first: i32,
    /// Highest number that a window has brought.
    pub last: i32,
    /// Numbers that the hub has, also from outside that range.
    pub held: i64,
    /// Numbers in that range of which the source says that there is no such notice.
    pub absent: i64,
    /// Numbers in that range that are missing and have not been asked for yet.
    pub missing: i64,
    /// The first of them.
    pub missing_first: Vec<String>,
}

impl PullReport {
    /// The report for people.
    pub fn to_text(&self) -> String {
        let mut lines = vec![format!("{}: {} requests", self.feed, self.requests)];
        // Only what is pulled by windows of time is whole up to one.
        if self.whole_until.is_some() {
            lines[0] += &format!(", {} windows closed, {} releases", self.windows, self.releases);
        }
        if let Some(until) = &self.whole_until {
            lines.push(format!("  whole until  {until}"));
        }
        if let Some(queued) = self.queued {
            lines.push(format!("  queued       {queued} documents"));
        }
        for year in &self.years {
            lines.push(format!(
                "  numbers      {}: {} to {}, {} held, {} absent at the source, {} missing{}",
                year.year,
                year.first,
                year.last,
                year.held,
                year.absent,
                year.missing,
                if year.missing_first.is_empty() {
                    String::new()
                } else {
                    format!(
                        " ({}{})",
                        year.missing_first.join(", "),
                        if year.missing > 10 { ", …" } else { "" }
                    )
                }
            ));
        }
        if self.refused > 0 {
            lines.push(format!("  refused      {} documents could not be taken", self.refused));
        }
        lines.join("\n")
    }
}
