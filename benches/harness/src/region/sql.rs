//! The questions as statements: over the peer's tables on PostgreSQL, over the hub's own on SQLite. Of each row first what
//! is compared (names, then numbers), then the rest of what is asked for.

use chrono::NaiveDate;

use crate::database::Engine;

/// Spend by institution and size of the supplier from `{from}` until before `{to}`.
pub(super) const SPEND_BY_SIZE: &str = "SELECT i.code, CASE WHEN g.sme THEN 'YES' WHEN NOT g.sme THEN 'NO' END AS size, \
    g.pence, g.payments, i.name FROM (SELECT p.institution_id, s.sme, SUM(p.pence) AS pence, COUNT(*) AS payments \
    FROM peer.spend p JOIN peer.suppliers s ON s.id = p.supplier_id WHERE p.paid_on >= {from} AND p.paid_on < {to} \
    GROUP BY p.institution_id, s.sme) g JOIN peer.institutions i ON i.id = g.institution_id ORDER BY g.pence DESC";

/// The 50 suppliers with most spend. Grouped twice: that is faster than to count different institutions.
pub(super) const TOP_SUPPLIERS: &str = "SELECT s.name, g.pence, g.payments, g.institutions, s.id FROM \
    (SELECT supplier_id, SUM(pence) AS pence, SUM(payments)::BIGINT AS payments, COUNT(*) AS institutions FROM \
    (SELECT supplier_id, institution_id, SUM(pence) AS pence, COUNT(*) AS payments FROM peer.spend \
    WHERE paid_on >= {from} AND paid_on < {to} GROUP BY supplier_id, institution_id) b \
    GROUP BY supplier_id ORDER BY 2 DESC LIMIT 50) g JOIN peer.suppliers s ON s.id = g.supplier_id ORDER BY g.pence DESC";

/// Contracts that end, by CPV division.
pub(super) const ENDS_BY_DIVISION: &str = "SELECT division, SUM(contracts)::BIGINT AS contracts, COUNT(*) AS institutions, \
    SUM(pence) AS pence FROM (SELECT left(cpv, 2) AS division, institution_id, COUNT(*) AS contracts, SUM(pence) AS pence \
    FROM peer.contracts WHERE ends_on >= {from} AND ends_on < {to} GROUP BY 1, 2) b GROUP BY division ORDER BY pence DESC";

const SQLITE_SPEND_BY_SIZE: &str = "SELECT i.org_id, CASE g.sme WHEN 1 THEN 'YES' WHEN 0 THEN 'NO' END, g.pence, g.payments, \
    i.name FROM (SELECT p.institution_id, f.sme, SUM(p.pence) AS pence, COUNT(*) AS payments FROM payment p \
    LEFT JOIN supplier_profile f ON f.supplier_id = p.supplier_id WHERE p.paid_on >= {from} AND p.paid_on < {to} \
    GROUP BY p.institution_id, f.sme) g JOIN institution i ON i.id = g.institution_id ORDER BY g.pence DESC";

const SQLITE_TOP_SUPPLIERS: &str = "SELECT s.name, g.pence, g.payments, g.institutions, s.id FROM \
    (SELECT supplier_id, SUM(pence) AS pence, SUM(payments) AS payments, COUNT(*) AS institutions FROM \
    (SELECT supplier_id, institution_id, SUM(pence) AS pence, COUNT(*) AS payments FROM payment \
    WHERE paid_on >= {from} AND paid_on < {to} AND supplier_id IS NOT NULL GROUP BY supplier_id, institution_id) \
    GROUP BY supplier_id ORDER BY 2 DESC LIMIT 50) g JOIN supplier s ON s.id = g.supplier_id ORDER BY g.pence DESC";

const SQLITE_ENDS_BY_DIVISION: &str = "SELECT division, SUM(contracts), COUNT(*), SUM(pence) FROM \
    (SELECT substr(c.cpv, 1, 2) AS division, b.institution_id, COUNT(*) AS contracts, SUM(c.value_pence) AS pence \
    FROM contract c JOIN contract_buyer b ON b.contract_id = c.id WHERE c.ends_on >= {from} AND c.ends_on < {to} \
    AND (c.cluster_id IS NULL OR c.cluster_id = c.id) GROUP BY 1, 2) GROUP BY division ORDER BY 4 DESC";

/// The statements for one engine.
#[derive(Clone, Copy)]
pub(super) struct Sql {
    is_sqlite: bool,
}

impl Sql {
    pub(super) fn of(engine: &Engine) -> Self {
        Self { is_sqlite: matches!(engine, Engine::Sqlite { .. }) }
    }

    /// One contract with its institution and supplier.
    pub(super) fn contract(self, key: i64) -> String {
        if self.is_sqlite {
            format!(
                "SELECT c.reference, c.value_pence, c.title, c.cpv, c.starts_on, c.ends_on, i.org_id, i.name, s.id, s.name \
                FROM contract c JOIN contract_buyer b ON b.contract_id = c.id JOIN institution i ON i.id = b.institution_id \
                JOIN contract_supplier h ON h.contract_id = c.id JOIN supplier s ON s.id = h.supplier_id WHERE c.id = {key};"
            )
        } else {
            format!(
                "SELECT c.reference, c.pence, c.title, c.cpv, c.starts_on, c.ends_on, i.code, i.name, s.id, s.name \
                FROM peer.contracts c JOIN peer.institutions i ON i.id = c.institution_id \
                JOIN peer.suppliers s ON s.id = c.supplier_id WHERE c.id = {key};"
            )
        }
    }

    /// 50 contracts of an institution in a division, the newest first, with their supplier.
    pub(super) fn newest(self, institution: i64, division: &str) -> String {
        if self.is_sqlite {
            format!(
                "SELECT c.reference, c.value_pence, c.id, c.title, c.cpv, s.id, s.name FROM contract_buyer b \
                JOIN contract c ON c.id = b.contract_id JOIN contract_supplier h ON h.contract_id = c.id \
                JOIN supplier s ON s.id = h.supplier_id WHERE b.institution_id = {institution} \
                AND c.cpv >= '{division}' AND c.cpv < '{division}:' AND (c.cluster_id IS NULL OR c.cluster_id = c.id) \
                ORDER BY b.contract_id DESC LIMIT 50;"
            )
        } else {
            format!(
                "SELECT c.reference, c.pence, c.id, c.title, c.cpv, s.id, s.name FROM peer.contracts c \
                JOIN peer.suppliers s ON s.id = c.supplier_id WHERE c.institution_id = {institution} \
                AND c.cpv >= '{division}' AND c.cpv < '{division}:' ORDER BY c.id DESC LIMIT 50;"
            )
        }
    }

    /// Of each supplier the ten contracts that end first, with their institution.
    pub(super) fn of_suppliers(self, keys: &[i64]) -> String {
        if self.is_sqlite {
            let each = keys.iter().map(|key| {
                format!(
                    "SELECT * FROM (SELECT s.name, c.reference, c.value_pence, s.id, c.id, c.title, i.org_id, i.name \
                    FROM contract_supplier h JOIN contract c ON c.id = h.contract_id JOIN supplier s ON s.id = h.supplier_id \
                    JOIN contract_buyer b ON b.contract_id = c.id JOIN institution i ON i.id = b.institution_id \
                    WHERE h.supplier_id = {key} AND (c.cluster_id IS NULL OR c.cluster_id = c.id) \
                    ORDER BY c.ends_on, c.id LIMIT 10)"
                )
            });
            each.collect::<Vec<_>>().join(" UNION ALL ") + ";"
        } else {
            let keys: Vec<String> = keys.iter().map(i64::to_string).collect();
            format!(
                "SELECT s.name, c.reference, c.pence, s.id, c.id, c.title, i.code, i.name FROM peer.suppliers s \
                JOIN LATERAL (SELECT * FROM peer.contracts WHERE supplier_id = s.id ORDER BY ends_on, id LIMIT 10) c ON TRUE \
                JOIN peer.institutions i ON i.id = c.institution_id WHERE s.id IN ({});",
                keys.join(", ")
            )
        }
    }

    /// Spend by institution and size.
    pub(super) fn spend_by_size(self, from: NaiveDate, to: NaiveDate) -> String {
        between(if self.is_sqlite { SQLITE_SPEND_BY_SIZE } else { SPEND_BY_SIZE }, from, to)
    }

    /// The suppliers with most spend.
    pub(super) fn top_suppliers(self, from: NaiveDate, to: NaiveDate) -> String {
        between(if self.is_sqlite { SQLITE_TOP_SUPPLIERS } else { TOP_SUPPLIERS }, from, to)
    }

    /// Contracts that end, by division.
    pub(super) fn ends_by_division(self, from: NaiveDate, to: NaiveDate) -> String {
        between(if self.is_sqlite { SQLITE_ENDS_BY_DIVISION } else { ENDS_BY_DIVISION }, from, to)
    }
}

fn between(statement: &str, from: NaiveDate, to: NaiveDate) -> String {
    statement.replace("{from}", &format!("'{from}'")).replace("{to}", &format!("'{to}'")) + ";"
}
