//! Base URLs: what stands before an endpoint's path.

use std::fmt;

use reqwest::Url;

use crate::Error;

/// A base URL that tokens may be sent to: https, or http to this machine.
pub(crate) struct BaseUrl {
    /// Without a slash at its end, unless that is the whole path.
    url: Url,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        // The text is not repeated in the error: it may contain a password.
        let refuse = |problem: &str| {
            let right = "A base URL looks like `https://api.weixin.qq.com`";
            Err(Error::config(format!("a base URL {problem}. {right}")))
        };
        let Ok(mut url) = Url::parse(text) else {
            return refuse("is not a URL");
        };
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return refuse("is plain http to another machine, which would show the token");
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

    /// The address of a path on this host. Parses no more than the path, because calls are many and
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

    /// What stands before a path: scheme, host and a path without a slash at its end.
    pub(crate) fn prefix(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.url.scheme() == "http"
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.url.as_str())
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address = address.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found = match BaseUrl::parse(text) {
            Ok(base) => base.with_path("/tcb/x").to_string(),
            Err(error) => error.to_string(),
        };
        let found = found.strip_suffix("/tcb/x").unwrap_or(&found);
        let found = found.split(". ").next();
        assert_eq!(found, Some(expect), "{text}");
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
            "a base URL is plain http to another machine, which would show the token",
        );
        check(
            "http://localhost.example.com",
            "a base URL is plain http to another machine, which would show the token",
        );
        check(
            "http://127.0.0.1.example.com",
            "a base URL is plain http to another machine, which would show the token",
        );
        check(
            "http://10.0.0.1",
            "a base URL is plain http to another machine, which would show the token",
        );
        check(
            "http://0.0.0.0",
            "a base URL is plain http to another machine, which would show the token",
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
