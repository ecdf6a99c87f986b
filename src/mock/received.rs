//! One request as received, before it is interpreted.

use hyper::body::Bytes;
use hyper::header::HeaderMap;
use hyper::http::request::Parts;

/// One request, read completely.
pub(super) struct Received {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    /// Those that are recorded.
    pub(super) headers: Vec<(&'static str, String)>,
    all_headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The headers that are recorded; others may hold secrets, and say nothing about the call.
const KEPT_HEADERS: [&str; 4] = ["accept", "content-length", "content-type", "user-agent"];

impl Received {
    pub(super) fn new(parts: &Parts, body: Bytes) -> Self {
        let header = |name: &'static str| {
            let value = parts.headers.get(name)?;
            Some((name, String::from_utf8_lossy(value.as_bytes()).into_owned()))
        };
        Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: pairs(parts.uri.query().unwrap_or_default()),
            headers: KEPT_HEADERS.into_iter().filter_map(header).collect(),
            all_headers: parts.headers.clone(),
            body,
        }
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.all_headers.get(name)?.to_str().ok()
    }

    /// Its size in memory, as far as it is recorded.
    pub(super) fn bytes(&self) -> usize {
        let query = self.query.iter().map(|(name, value)| name.len() + value.len());
        let headers = self.headers.iter().map(|(_, value)| value.len());
        self.path.len() + self.body.len() + query.chain(headers).sum::<usize>()
    }

    /// The first value of a query field.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let mut pairs = self.query.iter();
        let (_, value) = pairs.find(|(key, _)| key == name)?;
        Some(value)
    }
}

/// The fields of a query string, or of a form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    // The host is never used; it only makes the text a URL.
    match reqwest::Url::parse(&format!("http://localhost/?{text}")) {
        Ok(url) => url.query_pairs().into_owned().collect(),
        Err(_) => Vec::new(),
    }
}
