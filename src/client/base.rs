//! Base URLs: what stands before an endpoint's path.

use std::fmt;

use reqwest::Url;

use crate::Error;

/// A base URL that tokens may be sent to: https, or http to this machine.
pub(crate) struct BaseUrl {
    /// Without a slash at its end.
    text: String,
    /// Host and port, as errors and logs show them.
    host: String,
    is_plain: bool,
}

impl BaseUrl {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        // The text is not repeated in the error: it may contain a password.
        let refuse = |problem: &str| {
            let right = "A base URL looks like `https://api.weixin.qq.com`";
            Err(Error::config(format!("a base URL {problem}. {right}")))
        };
        let Ok(url) = Url::parse(text) else {
            return refuse("is not a URL");
        };
        let is_plain = url.scheme() == "http";
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
        Ok(Self {
            text: url.as_str().trim_end_matches('/').to_owned(),
            host: url.authority().to_owned(),
            is_plain,
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.is_plain
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
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
            Ok(base) => base.text,
            Err(error) => error.to_string(),
        };
        assert!(found.starts_with(expect), "{text}: {found}");
    }

    #[test]
    fn what_is_a_base_url() {
        check("https://api.weixin.qq.com", "https://api.weixin.qq.com");
        check(
            "https://API.weixin.qq.com:443/",
            "https://api.weixin.qq.com",
        );
        check(
            "https://gateway.example/wechat/",
            "https://gateway.example/wechat",
        );
        check("http://127.0.0.1:8080", "http://127.0.0.1:8080");
        check("http://127.1.2.3", "http://127.1.2.3");
        check("http://[::1]:80/", "http://[::1]");
        check("http://localhost:1", "http://localhost:1");
        check("http://api.weixin.qq.com", "a base URL is plain http");
        check("http://localhost.example.com", "a base URL is plain http");
        check("http://127.0.0.1.example.com", "a base URL is plain http");
        check("http://10.0.0.1", "a base URL is plain http");
        check("http://0.0.0.0", "a base URL is plain http");
        check(
            "ftp://api.weixin.qq.com",
            "a base URL is neither https nor http",
        );
        check("file:///etc/passwd", "a base URL is neither https nor http");
        check(
            "https://user@api.weixin.qq.com",
            "a base URL has a user name",
        );
        check(
            "https://:pw@api.weixin.qq.com",
            "a base URL has a user name",
        );
        check("https://api.weixin.qq.com/?a=1", "a base URL has a query");
        check("https://api.weixin.qq.com/#a", "a base URL has a query");
        check("api.weixin.qq.com", "a base URL is not a URL");
        check("", "a base URL is not a URL");
    }
}
