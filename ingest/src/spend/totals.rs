//! Totals that stand among the payments.

/// Follows the running sums of a table, to recognise totals of rows above.
#[derive(Clone, Debug, Default)]
pub(crate) struct RunningTotals {
    all: i64,
    since_total: i64,
    rows: u64,
    rows_since_total: u64,
}

impl RunningTotals {
    /// A payment was taken.
    pub(crate) fn add(&mut self, pence: i64) {
        self.all = self.all.wrapping_add(pence);
        self.since_total = self.since_total.wrapping_add(pence);
        self.rows += 1;
        self.rows_since_total += 1;
    }

    /// Whether an amount equals the sum of all rows above, or of those since the last total. One row above
    /// is no ground: two equal payments in a row are common.
    pub(crate) fn matches(&self, pence: i64) -> bool {
        (self.rows >= 2 && pence == self.all) || (self.rows_since_total >= 2 && pence == self.since_total)
    }

    /// A total was met: the next subtotal counts from here.
    pub(crate) fn reset_subtotal(&mut self) {
        self.since_total = 0;
        self.rows_since_total = 0;
    }
}

/// Whether a cell says that its row is a total, and says nothing else.
pub(crate) fn says_total(cell: &str) -> bool {
    let words: Vec<String> = cell
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        ["total" | "totals" | "subtotal" | "subtotals"]
            | [
                "grand"
                    | "sub"
                    | "overall"
                    | "sum"
                    | "report"
                    | "net"
                    | "gross"
                    | "monthly"
                    | "running"
                    | "page"
                    | "column"
                    | "group",
                "total" | "totals"
            ]
            | ["total", "amount" | "spend" | "expenditure" | "payments" | "paid" | "net" | "gross" | "value"]
            | ["total", "for", ..]
            | ["inserted", "footer"]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_subtotals_are_seen() {
        let mut sums = RunningTotals::default();
        sums.add(100);
        assert!(!sums.matches(100));
        sums.add(50);
        assert!(sums.matches(150));
        sums.reset_subtotal();
        sums.add(20);
        sums.add(-5);
        assert!(sums.matches(15) && sums.matches(165) && !sums.matches(150));
    }

    #[test]
    fn firms_called_total_are_firms() {
        for cell in ["Total", "GRAND TOTAL", "Sub-total:", "Total for March", "Total spend"] {
            assert!(says_total(cell), "{cell}");
        }
        for cell in ["Total Gas & Power Ltd", "TOTAL FITNESS", "Totality Services", ""] {
            assert!(!says_total(cell), "{cell}");
        }
    }
}
