//! Why a connection failed, in words that say where the cause is: this machine, a proxy or
//! the host.

use std::error::Error as StdError;
use std::fmt;

use super::proxy;

/// Why a connection failed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Barrier {
    cause: Cause,
    /// The innermost error's own words.
    detail: String,
    /// The variable of the environment that names a proxy for the host, if there is one.
    variable: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// It timed out.
    Timeout,
    /// The host's name has no address.
    Name,
    /// The machine answered, and nothing listens there.
    Refused,
    /// This process has no file descriptors left.
    Files,
    /// The certificate has expired, or this machine's clock is wrong.
    CertificateExpired,
    CertificateNotYetValid,
    CertificateForOtherName,
    CertificateIssuer,
    /// Something else about the certificate.
    Certificate,
    /// A proxy requires credentials.
    ProxyCredentials,
    /// A proxy could not be reached.
    ProxyUnreachable,
    /// A proxy refused the connection.
    ProxyRefused,
    /// A SOCKS proxy, and reqwest was built without it.
    SocksUnsupported,
    Other,
}

/// Texts of the dependencies' errors, and their causes. The first match counts, so a
/// proxy takes precedence over its own problem.
const SIGNS: &[(&str, Cause)] = &[
    ("unsupported scheme socks", Cause::SocksUnsupported),
    ("proxy authorization required", Cause::ProxyCredentials),
    ("tunnel error: failed to create underlying connection", Cause::ProxyUnreachable),
    ("socks error: failed to create underlying connection", Cause::ProxyUnreachable),
    ("tunnel error", Cause::ProxyRefused),
    ("authentication", Cause::ProxyCredentials),
    ("socks error", Cause::ProxyRefused),
    // rustls, then OpenSSL.
    ("certificate expired", Cause::CertificateExpired),
    ("invalid peer certificate: expired", Cause::CertificateExpired),
    ("certificate has expired", Cause::CertificateExpired),
    ("certificate not valid yet", Cause::CertificateNotYetValid),
    ("notvalidyet", Cause::CertificateNotYetValid),
    ("certificate is not yet valid", Cause::CertificateNotYetValid),
    ("certificate not valid for name", Cause::CertificateForOtherName),
    ("notvalidforname", Cause::CertificateForOtherName),
    ("hostname mismatch", Cause::CertificateForOtherName),
    ("ip address mismatch", Cause::CertificateForOtherName),
    ("unknownissuer", Cause::CertificateIssuer),
    ("unable to get local issuer certificate", Cause::CertificateIssuer),
    ("unable to get issuer certificate", Cause::CertificateIssuer),
    ("self-signed certificate", Cause::CertificateIssuer),
    ("self signed certificate", Cause::CertificateIssuer),
    ("not trusted", Cause::CertificateIssuer),
    ("invalid peer certificate", Cause::Certificate),
    ("certificate verify failed", Cause::Certificate),
    ("too many open files", Cause::Files),
    ("connection refused", Cause::Refused),
    ("actively refused", Cause::Refused),
];

impl Barrier {
    /// Classifies an error of the HTTP client, for a host of this scheme.
    pub(super) fn of(error: &reqwest::Error, scheme: &str) -> Self {
        let texts = texts(error);
        let detail = texts.last().cloned().unwrap_or_default();
        let chain = texts.join(": ").to_lowercase();
        let sign = SIGNS.iter().find(|(sign, _)| chain.contains(sign));
        let cause = match sign {
            Some((_, cause)) => *cause,
            None if error.is_timeout() => Cause::Timeout,
            None if error.is_dns() => Cause::Name,
            None => Cause::Other,
        };
        Self { cause, detail, variable: proxy::variable(scheme) }
    }

    /// One that a middleware reports.
    pub(crate) fn told(detail: String) -> Self {
        Self { cause: Cause::Other, detail, variable: None }
    }

    pub(crate) fn is_timeout(&self) -> bool {
        self.cause == Cause::Timeout
    }

    /// Whether a retry would fail the same way.
    pub(crate) fn is_final(&self) -> bool {
        self.cause == Cause::SocksUnsupported
    }

    /// What to do about it.
    pub(crate) fn remedy(&self) -> &'static str {
        match self.cause {
            Cause::Timeout => "Check this machine's network, its firewall and its proxy settings.",
            Cause::Name => "Check the base URL, and name resolution on this machine.",
            Cause::Refused => "Check the base URL with its port, and whether the server runs.",
            Cause::Files => {
                "Allow this process more open files (`ulimit -n`), or fewer exchanges at a time with `ClientBuilder::max_in_flight`."
            }
            Cause::CertificateExpired | Cause::CertificateNotYetValid => {
                "Check this machine's clock, and whether a proxy puts its own certificate in between."
            }
            Cause::CertificateForOtherName => {
                "Check the base URL, and whether a proxy or a DNS entry leads elsewhere."
            }
            Cause::CertificateIssuer | Cause::Certificate => {
                "Check whether a proxy puts its own certificate in between; add the root certificate of one that you trust, on this machine or with `ClientBuilder::http_builder`."
            }
            Cause::ProxyCredentials => "Put a user name and a password into the proxy's URL.",
            Cause::ProxyUnreachable => {
                "Check the proxy's URL, and whether it runs; hosts in NO_PROXY are called without it."
            }
            Cause::ProxyRefused => {
                "Ask the proxy's operator to allow the host; hosts in NO_PROXY are called without it."
            }
            Cause::SocksUnsupported => {
                "Build with the feature `socks` of wechat-cloudbase, name an HTTP proxy, or put the host into NO_PROXY."
            }
            Cause::Other => {
                "Check this machine's network, name resolution, proxy settings and root certificates."
            }
        }
    }

    fn proxy(&self) -> String {
        match self.variable {
            Some(variable) => format!("the proxy in {variable}"),
            None => "the proxy".to_owned(),
        }
    }
}

/// The problem, to follow `can't connect to HOST: `.
impl fmt::Display for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let detail = &self.detail;
        match self.cause {
            Cause::Timeout => f.write_str("it took too long"),
            Cause::Name => write!(f, "its name can't be resolved ({detail})"),
            Cause::Refused => f.write_str("the connection was refused"),
            Cause::Files => write!(f, "this process may not open more files ({detail})"),
            Cause::CertificateExpired => write!(f, "its certificate has expired ({detail})"),
            Cause::CertificateNotYetValid => {
                write!(f, "its certificate is not valid yet ({detail})")
            }
            Cause::CertificateForOtherName => {
                write!(f, "its certificate is for another name ({detail})")
            }
            Cause::CertificateIssuer => {
                write!(f, "its certificate comes from an unknown issuer ({detail})")
            }
            Cause::Certificate => write!(f, "its certificate is invalid ({detail})"),
            Cause::ProxyCredentials => {
                write!(f, "{} wants a user name and a password ({detail})", self.proxy())
            }
            Cause::ProxyUnreachable => {
                write!(f, "{} can't be reached ({detail})", self.proxy())
            }
            Cause::ProxyRefused => write!(f, "{} made no connection ({detail})", self.proxy()),
            Cause::SocksUnsupported => {
                write!(f, "{} speaks SOCKS, and this program does not", self.proxy())
            }
            Cause::Other => f.write_str(detail),
        }?;
        match self.variable {
            Some(variable) if self.may_be_about_a_proxy() => {
                write!(f, "; {variable} is set, so this may be about its proxy")
            }
            _ => Ok(()),
        }
    }
}

impl Barrier {
    /// Whether a proxy that is reached in plain text fails with the same text as the host.
    fn may_be_about_a_proxy(&self) -> bool {
        matches!(self.cause, Cause::Timeout | Cause::Name | Cause::Refused)
    }
}

/// The texts of an error and its sources, the outermost first.
pub(crate) fn texts(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        texts.push(error.to_string());
        source = error.source();
    }
    texts
}
