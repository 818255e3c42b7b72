//! Reading an address that documents are to be fetched from.

use std::{net::IpAddr, sync::Arc};

use url::{Host, Url};

use super::address::is_public;
use crate::{PullCode, PullError};

/// Which addresses may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those of the public Internet, and these others besides.
    PublicAnd(Arc<[IpAddr]>),
    /// All, also this machine and its networks: for tests, and for hubs whose sources are in their own network.
    Everywhere,
}

impl Reach {
    /// Those of the public Internet.
    pub fn public() -> Self {
        Self::PublicAnd(Arc::default())
    }

    /// Whether an address may be called.
    pub fn allows(&self, address: IpAddr) -> bool {
        match self {
            Self::PublicAnd(others) => is_public(address) || others.contains(&address),
            Self::Everywhere => true,
        }
    }

    /// Reads an address given by a person or a page. A host that is itself an address, in whatever notation
    /// (`0x7f.1`, `2130706433`, `[::ffff:127.0.0.1]`), is checked here, because nothing will resolve it.
    pub fn read(&self, text: &str) -> Result<Url, PullError> {
        let url = Url::parse(text.trim()).map_err(|error| {
            PullError::new(
                PullCode::UrlInvalid,
                format!(
                    "{text} is no address ({error}): give it in full, like https://example.org/spend.csv"
                ),
            )
        })?;
        self.check(&url)?;
        Ok(url)
    }

    /// The same for an address that is read already.
    pub fn check(&self, url: &Url) -> Result<(), PullError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(PullError::new(
                PullCode::UrlInvalid,
                format!("{url}: only http and https addresses are fetched"),
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
            // Not shown: it would end in a log.
            return Err(PullError::new(
                PullCode::UrlInvalid,
                format!(
                    "the address on {} holds a user name or password: leave it out",
                    url.host_str().unwrap_or("?")
                ),
            ));
        }
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(PullError::new(PullCode::UrlInvalid, format!("{url} names no host"))),
        };
        if self.allows(literal) { Ok(()) } else { Err(refused(url.host_str().unwrap_or_default())) }
    }
}

/// The failure for a host that may not be called.
pub(super) fn refused(host: &str) -> PullError {
    PullError::new(
        PullCode::AddressRefused,
        format!(
            "{host} is not on the public Internet: the hub does not call private, loopback, link-local or \
             reserved addresses (workers.private_addresses in the configuration names those that it may)"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_addresses_are_refused_in_every_notation() {
        for text in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://017700000001/",
            "http://127.0.0.1./",
            "http://%31%32%37.0.0.1/",
            "http://１２７.0.0.1/",
            "http://127。0。0。1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::7f00:1]/",
            "http://[64:ff9b::a00:1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://0/",
            "http://10.1.2.3:8080/x",
            "https://192.168.0.1/",
            "http://[fe80::1]/",
            "http://[fd00::1]:80/",
            "http://100.64.1.1/",
            "http://0xa9.0xfe.0xa9.0xfe/",
            "http://[2002:7f00:1::]/",
        ] {
            let error = Reach::public().read(text).unwrap_err();
            assert_eq!(error.code(), "ADDRESS_REFUSED", "{text}: {error}");
            assert!(Reach::Everywhere.read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn other_schemes_credentials_and_nonsense_are_refused() {
        for text in [
            "file:///etc/passwd",
            "ftp://example.org/x.csv",
            "gopher://example.org/",
            "data:text/csv,a",
            "https://user@example.org/",
            "https://user:secret@example.org/",
            "//example.org/x",
            "spend.csv",
            "",
            "http://",
            "http://999.1.1.1/",
            "http://[::1/",
        ] {
            let error = Reach::Everywhere.read(text).unwrap_err();
            assert_eq!(error.code(), "URL_INVALID", "{text}: {error}");
            assert!(!error.to_string().contains("secret"));
        }
        assert!(Reach::public().read("https://example.org/a?b=c").is_ok());
        assert!(Reach::public().read("http://8.8.8.8/").is_ok());
    }
}
