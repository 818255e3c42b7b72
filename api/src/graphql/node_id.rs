//! Global ids: opaque to clients, `Type:key` inside.

use async_graphql::ID;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::error::ApiError;

/// What a global id stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NodeId {
    /// An institution, by its key.
    Institution(i32),
    /// An area, by its GSS code.
    Area(String),
    /// A supplier, by its key.
    Supplier(i64),
    /// A payment, by institution, document and position in it.
    Payment(i32, i64, i32),
    /// A feed, by its key.
    Feed(i32),
    /// A document, by its key.
    Document(i64),
    /// An ingest run, by its key.
    IngestRun(i64),
    /// A contract, by its key.
    Contract(i64),
    /// A contracting process, by its key.
    ContractingProcess(i64),
    /// A notice, by the key of its release.
    Notice(i64),
    /// A lot, by the key of its process and its own key in it.
    Lot(i64, String),
    /// An award, by the key of its process and its own key in it.
    Award(i64, String),
    /// A decision about a supplier, by its key.
    SupplierDecision(i64),
}

impl NodeId {
    /// The id as clients see it.
    pub(crate) fn encode(&self) -> ID {
        let text = match self {
            Self::Institution(key) => format!("Institution:{key}"),
            Self::Area(code) => format!("Area:{code}"),
            Self::Supplier(key) => format!("Supplier:{key}"),
            Self::Payment(institution, document, seq) => format!("Payment:{institution}.{document}.{seq}"),
            Self::Feed(key) => format!("Feed:{key}"),
            Self::Document(key) => format!("Document:{key}"),
            Self::IngestRun(key) => format!("IngestRun:{key}"),
            Self::Contract(key) => format!("Contract:{key}"),
            Self::ContractingProcess(key) => format!("ContractingProcess:{key}"),
            Self::Notice(key) => format!("Notice:{key}"),
            Self::Lot(process, key) => format!("Lot:{process}.{key}"),
            Self::Award(process, key) => format!("Award:{process}.{key}"),
            Self::SupplierDecision(key) => format!("SupplierDecision:{key}"),
        };
        ID(URL_SAFE_NO_PAD.encode(text))
    }

    /// Reads an id back; `of` says for the message what it should be an id of.
    pub(crate) fn decode(id: &ID, of: &'static str) -> Result<Self, ApiError> {
        Self::read(id).ok_or_else(|| bad(id, of))
    }

    fn read(id: &ID) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_bytes()).ok()?).ok()?;
        let (kind, key) = text.split_once(':')?;
        Some(match kind {
            "Institution" => Self::Institution(key.parse().ok()?),
            "Area" => Self::Area(key.to_owned()),
            "Supplier" => Self::Supplier(key.parse().ok()?),
            "Payment" => {
                let mut parts = key.splitn(3, '.');
                let (institution, document, seq) = (parts.next()?, parts.next()?, parts.next()?);
                Self::Payment(institution.parse().ok()?, document.parse().ok()?, seq.parse().ok()?)
            }
            "Feed" => Self::Feed(key.parse().ok()?),
            "Document" => Self::Document(key.parse().ok()?),
            "IngestRun" => Self::IngestRun(key.parse().ok()?),
            "Contract" => Self::Contract(key.parse().ok()?),
            "ContractingProcess" => Self::ContractingProcess(key.parse().ok()?),
            "Notice" => Self::Notice(key.parse().ok()?),
            "SupplierDecision" => Self::SupplierDecision(key.parse().ok()?),
            "Lot" => {
                let (process, key) = key.split_once('.')?;
                Self::Lot(process.parse().ok()?, key.to_owned())
            }
            "Award" => {
                let (process, key) = key.split_once('.')?;
                Self::Award(process.parse().ok()?, key.to_owned())
            }
            _ => return None,
        })
    }
}

/// Keys of suppliers.
pub(crate) fn supplier_keys(ids: &[ID]) -> Result<Vec<i64>, ApiError> {
    keys(ids, "a supplier", |id| if let NodeId::Supplier(key) = id { Some(key) } else { None })
}

/// Keys of documents.
pub(crate) fn document_keys(ids: &[ID]) -> Result<Vec<i64>, ApiError> {
    keys(ids, "a document", |id| if let NodeId::Document(key) = id { Some(key) } else { None })
}

/// Keys of feeds.
pub(crate) fn feed_keys(ids: &[ID]) -> Result<Vec<i32>, ApiError> {
    keys(ids, "a feed", |id| if let NodeId::Feed(key) = id { Some(key) } else { None })
}

fn keys<K>(ids: &[ID], of: &'static str, key: impl Fn(NodeId) -> Option<K>) -> Result<Vec<K>, ApiError> {
    ids.iter().map(|id| key(NodeId::decode(id, of)?).ok_or_else(|| bad(id, of))).collect()
}

/// An id that is none of what it should be.
pub(crate) fn bad(id: &ID, of: &'static str) -> ApiError {
    ApiError::BadId(id.chars().take(80).collect(), of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back() {
        for id in [
            NodeId::Institution(7),
            NodeId::Area("E08000031".to_owned()),
            NodeId::Supplier(9_000_000_000),
            NodeId::Payment(1, 2, 3),
            NodeId::Feed(4),
            NodeId::Document(5),
            NodeId::IngestRun(6),
            NodeId::Contract(7),
            NodeId::ContractingProcess(8),
            NodeId::Notice(9),
            NodeId::Lot(10, "LOT-0001.a#2".to_owned()),
            NodeId::Award(11, "é:1".to_owned()),
        ] {
            assert_eq!(NodeId::decode(&id.encode(), "anything"), Ok(id));
        }
    }

    #[test]
    fn damaged_and_foreign_ids_are_refused() {
        for text in ["", "x", "U3VwcGxpZXI6", "!!!", "UGF5bWVudDoxLjI"] {
            let error = NodeId::decode(&ID(text.to_owned()), "anything").unwrap_err();
            assert_eq!(error.code(), "BAD_ID", "{text}");
        }
        let feed = NodeId::Feed(1).encode();
        assert_eq!(supplier_keys(&[feed]).unwrap_err().code(), "BAD_ID");
    }
}
