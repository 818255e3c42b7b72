//! Which column has which meaning: headings and contents together.

use std::collections::BTreeMap;

use super::{cells::ColumnCensus, header::Subject, role::Role, vocabulary::Heading};

/// A column with a meaning, and how sure that is (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Assigned {
    pub(crate) column: usize,
    pub(crate) confidence: f64,
}

/// Headings count for what they say only as far as the contents bear them out.
const FLOOR: f64 = 0.35;

/// Most sure first: each column gets one meaning, each meaning one column.
pub(crate) fn assign(headings: &[Heading], columns: &[ColumnCensus]) -> BTreeMap<Role, Assigned> {
    let mut assigned = BTreeMap::new();
    let mut taken = vec![false; columns.len()];
    let choose = |role: Role, assigned: &mut BTreeMap<Role, Assigned>, taken: &mut Vec<bool>| {
        let best = (0..columns.len())
            .filter(|column| !taken[*column])
            .map(|column| {
                let fit = headings.get(column).map_or(0.0, |heading| heading.fit(role));
                Assigned { column, confidence: combined(role, fit, headings.get(column), &columns[column]) }
            })
            .filter(|candidate| candidate.confidence >= FLOOR)
            // The first of equals: publishers put the plain column before its variants.
            .fold(None::<Assigned>, |best, candidate| match best {
                Some(best) if best.confidence + 1e-9 >= candidate.confidence => Some(best),
                _ => Some(candidate),
            });
        if let Some(best) = best {
            taken[best.column] = true;
            assigned.insert(role, best);
        }
    };
    // The three that make a payment, then those that are told by their headings alone.
    for role in [Role::Amount, Role::Date, Role::Supplier] {
        choose(role, &mut assigned, &mut taken);
    }
    for role in [
        Role::OtherDate,
        Role::Gross,
        Role::Transaction,
        Role::SupplierId,
        Role::CompanyNumber,
        Role::CharityNumber,
        Role::VatNumber,
        Role::Postcode,
        Role::SupplierType,
        Role::ContractRef,
        Role::Category,
        Role::Purpose,
        Role::Department,
        Role::Vat,
        Role::Body,
    ] {
        choose(role, &mut assigned, &mut taken);
    }
    assigned
}

fn combined(role: Role, fit: f64, heading: Option<&Heading>, census: &ColumnCensus) -> f64 {
    let is_main = matches!(role, Role::Amount | Role::Date | Role::Supplier);
    if census.rows == 0 && is_main {
        // A nil return: headings are all there is.
        return fit;
    }
    if census.filled == 0 && is_main {
        // An empty column: its heading may be all that is left of it.
        return if fit >= 0.9 { FLOOR } else { 0.0 };
    }
    match role {
        Role::Amount => amount(fit, heading, census),
        Role::Date => date(fit, census),
        Role::OtherDate => {
            if fit >= 0.5 {
                fit * census.date_share(true)
            } else {
                0.0
            }
        }
        Role::Supplier => supplier(fit, heading, census),
        Role::Gross => fit * census.amount_share(),
        // Told by heading alone, if there is anything in it.
        _ if census.rows > 0 && census.filled == 0 => 0.0,
        Role::Vat => fit * (0.5 + 0.5 * census.amount_share()),
        _ => fit,
    }
}

fn amount(fit: f64, heading: Option<&Heading>, census: &ColumnCensus) -> f64 {
    let readable = census.amount_share();
    if fit >= 0.4 {
        // A few remarks among amounts are rows to reject; mostly words is another column.
        return fit * readable * census.fill_share().powf(0.25);
    }
    let speaks_of_else = heading.is_some_and(|heading| heading.best_fit(Subject::Spend) >= 0.5);
    if speaks_of_else || readable < 0.9 || census.date_share(false) > 0.2 {
        return 0.0;
    }
    // No heading: amounts have pence, differ, and fill their column.
    let variety = (census.variety() as f64 / f64::from(census.filled.clamp(1, 200))).min(1.0);
    0.65 * census.decimal_share().powf(0.5) * census.fill_share() * (0.5 + 0.5 * variety)
}

fn date(fit: f64, census: &ColumnCensus) -> f64 {
    let readable = census.date_share(fit >= 0.6);
    if fit >= 0.2 {
        return fit * readable * census.fill_share().powf(0.25);
    }
    if readable < 0.8 { 0.0 } else { 0.6 * readable * census.fill_share() }
}

fn supplier(fit: f64, heading: Option<&Heading>, census: &ColumnCensus) -> f64 {
    let words = census.text_share();
    // A column that says the same in every row is the payer, not the payee.
    let same = census.filled >= 20 && census.variety() <= 1;
    if fit >= 0.4 {
        return fit * words * if same { 0.6 } else { 1.0 };
    }
    let speaks_of_else = heading.is_some_and(|heading| heading.best_fit(Subject::Spend) >= 0.5);
    if speaks_of_else || words < 0.8 || same || census.name_share() < 0.15 || census.mean_letters() < 5.0 {
        return 0.0;
    }
    0.6 * census.name_share().powf(0.25) * census.fill_share()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Row;

    fn roles(heading: &str, lines: &[&str]) -> BTreeMap<&'static str, usize> {
        let rows: Vec<Row> = lines
            .iter()
            .map(|line| {
                let mut row = Row::default();
                row.begin(1);
                line.split('|').for_each(|cell| row.push(cell));
                row
            })
            .collect();
        let width = rows.iter().map(Row::len).max().unwrap();
        let headings: Vec<Heading> = heading.split('|').map(Heading::new).collect();
        assign(&headings, &ColumnCensus::take(rows.iter(), width))
            .into_iter()
            .map(|(role, assigned)| (role.name(), assigned.column))
            .collect()
    }

    #[test]
    fn contents_decide_between_headings() {
        let found = roles(
            "Supplier|Supplier(T)|Purpose of Spend|Effective Date|Payment date|Gross|VAT|Net",
            &[
                "10021|Acme Ltd|Repairs|30.04.2023|25/04/2023|120.00|20.00|100.00",
                "10022|Bolt & Sons|Fuel|30.04.2023|26/04/2023|60.00|10.00|50.00",
            ],
        );
        assert_eq!((found["supplier"], found["date"], found["amount"], found["gross"]), (1, 4, 7, 5));
        assert_eq!((found["purpose"], found["vat"], found.get("supplier_id")), (2, 6, None));
    }

    #[test]
    fn without_headings_contents_decide() {
        let found = roles(
            "",
            &[
                "01/04/2011|Town Council Offices Ltd|Rent of hall|567.16",
                "02/04/2011|Bolt Services Ltd|Paint|600.10",
                "03/04/2011|Acme plc|Fuel|20.99",
            ],
        );
        assert_eq!((found["date"], found["supplier"], found["amount"]), (0, 1, 3));
    }
}
