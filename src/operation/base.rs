//! Base URLs: what precedes an endpoint's path.

use std::fmt;

use reqwest::Url;

use crate::Error;
use crate::transport::is_loopback;

/// A base URL that tokens may be sent to: https, or http to this machine.
pub(crate) struct BaseUrl {
    /// Without a slash at its end, unless that is the whole path.
    url: Url,
}

impl BaseUrl {
    /// `plain` are the hosts to which plain http is allowed.
    pub(crate) fn parse(text: &str, plain: &PlainHosts) -> Result<Self, Error> {
        // The error does not show the text: it may contain a password.
        let refuse = |problem: &str| {
            let right = "A base URL looks like `https://api.weixin.qq.com`";
            Err(Error::config(format!("a base URL {problem}. {right}")))
        };
        let Ok(mut url) = Url::parse(text) else {
            return refuse("is not a URL");
        };
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) || plain.contain(&url) => {}
            "http" => {
                return refuse(
                    "is plain http to another machine, which would show the token; in a network of your own, `ClientBuilder::allow_plain_http` allows it for the hosts that it names",
                );
            }
            _ => return refuse("is neither https nor http"),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("has a user name or a password");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("has a query or a fragment");
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self { url })
    }

    /// The URL of a path on this host. Parses only the path, because calls are many and
    /// hosts are few.
    pub(crate) fn with_path(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        match self.url.path() {
            "/" => url.set_path(path),
            prefix => url.set_path(&[prefix, path].concat()),
        }
        url
    }

    /// Host and port, as errors and logs show them.
    pub(crate) fn host(&self) -> &str {
        self.url.authority()
    }

    /// The host alone, as a name or an address.
    pub(crate) fn name(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    pub(crate) fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }

    /// The prefix of a path: scheme, host and a path without a trailing slash.
    pub(crate) fn prefix(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    pub(crate) fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether it is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str())
    }
}

/// Hosts outside this machine to which plain http is allowed.
#[derive(Default)]
pub(crate) struct PlainHosts(Vec<PlainHost>);

struct PlainHost {
    /// In the normalised form of URLs.
    name: String,
    /// Any, when it is `None`.
    port: Option<u16>,
}

impl PlainHosts {
    pub(crate) fn parse(entries: &[String]) -> Result<Self, Error> {
        entries.iter().map(|entry| PlainHost::parse(entry)).collect::<Result<_, _>>().map(Self)
    }

    fn contain(&self, url: &Url) -> bool {
        let port = url.port_or_known_default();
        self.0.iter().any(|host| {
            url.host_str() == Some(&host.name) && (host.port.is_none() || host.port == port)
        })
    }
}

impl PlainHost {
    fn parse(entry: &str) -> Result<Self, Error> {
        // The error does not show the text: it may contain a password.
        let refuse = || {
            let right =
                "expected names or addresses, such as `gateway.internal` or `10.0.0.5:8080`";
            Error::config(format!("a host of `allow_plain_http` is invalid: {right}"))
        };
        let is_host = |c: char| c.is_alphanumeric() || "-._:[]".contains(c);
        if !entry.chars().all(is_host) {
            return Err(refuse());
        }
        let url = Url::parse(&format!("http://{entry}")).map_err(|_| refuse())?;
        // URLs omit the default port, but the entry named it.
        let port = url.port().or_else(|| entry.ends_with(":80").then_some(80));
        let name = url.host_str().ok_or_else(refuse)?.to_owned();
        Ok(Self { name, port })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = match BaseUrl::parse(text, &PlainHosts::default()) {
            Ok(base) => base.with_path("/tcb/x").to_string(),
            Err(error) => error.to_string(),
        };
        let found = found.strip_suffix("/tcb/x").unwrap_or(&found);
        let found = found.split(". ").next();
        assert_eq!(found, Some(expect), "{text}");
    }

    #[test]
    fn plain_http_is_allowed_to_hosts_that_are_named() {
        let entries = ["gateway.internal", "10.0.0.5:8080", "[fd00::1]:80", "Mixed.Case"];
        let hosts = PlainHosts::parse(&entries.map(str::to_owned)).unwrap();
        for (url, expect) in [
            ("http://gateway.internal", true),
            ("http://GATEWAY.internal:8080/wechat", true),
            ("http://10.0.0.5:8080", true),
            ("http://10.0.0.5", false),
            ("http://[fd00::1]", true),
            ("http://[fd00::1]:8080", false),
            ("http://mixed.case", true),
            ("http://gateway.internal.example", false),
            ("http://evil.gateway.internal", false),
            ("http://gateway.internal@evil.example", false),
            ("http://api.weixin.qq.com", false),
        ] {
            assert_eq!(BaseUrl::parse(url, &hosts).is_ok(), expect, "{url}");
        }
    }

    #[test]
    fn invalid_hosts_are_refused() {
        for entry in ["", "http://x", "x/y", "user:SECRET@x", "*.internal", "x y", "x:99999", "x?a"]
        {
            let error = PlainHosts::parse(&[entry.to_owned()]).err().unwrap().to_string();
            assert!(error.starts_with("a host of `allow_plain_http` is invalid"), "{entry}");
            assert!(!error.contains("SECRET"));
        }
    }

    #[test]
    fn what_is_a_base_url() {
        check("https://api.weixin.qq.com", "https://api.weixin.qq.com");
        check("https://API.weixin.qq.com:443/", "https://api.weixin.qq.com");
        check("https://gateway.example/wechat/", "https://gateway.example/wechat");
        check("http://127.0.0.1:8080", "http://127.0.0.1:8080");
        check("http://127.1.2.3", "http://127.1.2.3");
        check("http://[::1]:80/", "http://[::1]");
        check("http://localhost:1", "http://localhost:1");
        check(
            "http://api.weixin.qq.com",
            "a base URL is plain http to another machine, which would show the token; in a network of your own, `ClientBuilder::allow_plain_http` allows it for the hosts that it names",
        );
        check(
            "http://localhost.example.com",
            "a base URL is plain http to another machine, which would show the token; in a network of your own, `ClientBuilder::allow_plain_http` allows it for the hosts that it names",
        );
        check(
            "http://127.0.0.1.example.com",
            "a base URL is plain http to another machine, which would show the token; in a network of your own, `ClientBuilder::allow_plain_http` allows it for the hosts that it names",
        );
        check(
            "http://10.0.0.1",
            "a base URL is plain http to another machine, which would show the token; in a network of your own, `ClientBuilder::allow_plain_http` allows it for the hosts that it names",
        );
        check(
            "http://0.0.0.0",
            "a base URL is plain http to another machine, which would show the token; in a network of your own, `ClientBuilder::allow_plain_http` allows it for the hosts that it names",
        );
        check("ftp://api.weixin.qq.com", "a base URL is neither https nor http");
        check("file:///etc/passwd", "a base URL is neither https nor http");
        check("https://user@api.weixin.qq.com", "a base URL has a user name or a password");
        check("https://:pw@api.weixin.qq.com", "a base URL has a user name or a password");
        check("https://api.weixin.qq.com/?a=1", "a base URL has a query or a fragment");
        check("https://api.weixin.qq.com/#a", "a base URL has a query or a fragment");
        check("api.weixin.qq.com", "a base URL is not a URL");
        check("", "a base URL is not a URL");
    }
}
