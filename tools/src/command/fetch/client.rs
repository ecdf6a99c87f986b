//! A polite client: one request at a time, seconds apart, with a name, and only where it may.

use std::collections::BTreeMap;
use std::io::Read;
use std::thread::sleep;
use std::time::{Duration, Instant};

use reqwest::blocking;
use reqwest::header::{
    ETAG, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use wechat_cloudbase_spec::drift::LARGEST_PAGE;
use wechat_cloudbase_spec::fetch::{Response, Robots};

/// What a server said of a page, to ask it later whether that has changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Validators {
    pub(crate) etag: String,
    pub(crate) modified: String,
}

pub(crate) struct Client {
    http: blocking::Client,
    agent: String,
    delay: Duration,
    /// Origins, and where they are asked instead.
    instead: Vec<(String, String)>,
    robots: BTreeMap<String, Robots>,
    last: Option<Instant>,
}

impl Client {
    pub(crate) fn new(
        agent: &str,
        delay: Duration,
        instead: Vec<(String, String)>,
    ) -> Result<Self, String> {
        const TIMEOUT: Duration = Duration::from_secs(60);
        let http = blocking::Client::builder()
            .user_agent(agent)
            .timeout(TIMEOUT)
            .redirect(Policy::none())
            .build()
            .map_err(|error| format!("no HTTP client: {error}"))?;
        let (robots, last) = (BTreeMap::new(), None);
        Ok(Self { http, agent: agent.to_owned(), delay, instead, robots, last })
    }

    /// Asks for a page, and follows redirects of its host.
    pub(crate) fn get(
        &mut self,
        url: &str,
        known: &Validators,
    ) -> Result<(Response, Validators), String> {
        const MOST: usize = 5;
        let mut url = url.to_owned();
        let mut is_moved = false;
        for _ in 0..=MOST {
            self.check_robots(&url)?;
            let answer = self.patiently(&url, known)?;
            let to = answer.headers.get(LOCATION).and_then(|to| to.to_str().ok());
            if let (300..=303 | 307 | 308, Some(to)) = (answer.status, to) {
                is_moved |= matches!(answer.status, 301 | 308);
                url =
                    joined(&url, to).ok_or("a redirect to another host, which is not followed")?;
                continue;
            }
            let header = |name| {
                answer
                    .headers
                    .get(name)
                    .and_then(|text| text.to_str().ok())
                    .unwrap_or("")
                    .to_owned()
            };
            let validators = Validators { etag: header(ETAG), modified: header(LAST_MODIFIED) };
            let Answer { status, body, .. } = answer;
            return Ok((Response { status, url, is_moved, body }, validators));
        }
        Err("too many redirects".to_owned())
    }

    fn check_robots(&mut self, url: &str) -> Result<(), String> {
        let (origin, path) = split(url).ok_or("no address")?;
        if !self.robots.contains_key(origin) {
            let file = self.patiently(&format!("{origin}/robots.txt"), &Validators::default())?;
            // A server that has no such file has no rules; one that fails may have some.
            let robots = match file.status {
                200 => Robots::parse(&file.body, &self.agent),
                400..=499 => Robots::default(),
                status => {
                    return Err(format!("robots.txt has status {status}, so nothing is asked for"));
                }
            };
            self.delay = self.delay.max(Duration::from_secs(robots.delay.unwrap_or(0)));
            self.robots.insert(origin.to_owned(), robots);
        }
        match self.robots.get(origin).is_none_or(|robots| robots.allow(path)) {
            true => Ok(()),
            false => Err("robots.txt does not allow it".to_owned()),
        }
    }

    /// A server that is busy is asked again, later each time.
    fn patiently(&mut self, url: &str, known: &Validators) -> Result<Answer, String> {
        const TRIES: u32 = 3;
        let mut failed = String::new();
        for attempt in 0..TRIES {
            match self.once(url, known) {
                Ok(answer) if !matches!(answer.status, 429 | 500..=599) || attempt + 1 == TRIES => {
                    return Ok(answer);
                }
                Ok(answer) => {
                    let after = answer.headers.get(RETRY_AFTER).and_then(|text| text.to_str().ok());
                    let seconds =
                        after.and_then(|text| text.parse().ok()).unwrap_or(0_u64).min(120);
                    sleep(Duration::from_secs(seconds).max(self.delay * 2_u32.pow(attempt)));
                }
                Err(why) => {
                    failed = why;
                    sleep(self.delay * 2_u32.pow(attempt));
                }
            }
        }
        Err(failed)
    }

    fn once(&mut self, url: &str, known: &Validators) -> Result<Answer, String> {
        let since = self.last.map_or(self.delay, |last| last.elapsed());
        sleep(self.delay.saturating_sub(since));
        self.last = Some(Instant::now());
        let at = self
            .instead
            .iter()
            .find_map(|(from, to)| Some(format!("{to}{}", url.strip_prefix(from.as_str())?)));
        let mut request = self.http.get(at.as_deref().unwrap_or(url));
        if !known.etag.is_empty() {
            request = request.header(IF_NONE_MATCH, &known.etag);
        }
        if !known.modified.is_empty() {
            request = request.header(IF_MODIFIED_SINCE, &known.modified);
        }
        let response = request.send().map_err(|error| error.without_url().to_string())?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut bytes = Vec::new();
        let most = LARGEST_PAGE as u64 + 1;
        response
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("the body was cut: {error}"))?;
        Ok(Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned() })
    }
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

/// The origin and the path of an address.
fn split(url: &str) -> Option<(&str, &str)> {
    let scheme = url.find("://")? + 3;
    let end = url.get(scheme..)?.find('/').map_or(url.len(), |at| scheme + at);
    let (origin, path) = url.split_at(end);
    Some((origin, if path.is_empty() { "/" } else { path }))
}

/// Where a redirect leads; `None` for another host.
fn joined(url: &str, to: &str) -> Option<String> {
    let (origin, path) = split(url)?;
    if let Some(rest) = to.strip_prefix(origin) {
        return (rest.is_empty() || rest.starts_with('/'))
            .then(|| format!("{origin}/{}", rest.trim_start_matches('/')));
    }
    match () {
        () if to.contains("://") || to.starts_with("//") => None,
        () if to.starts_with('/') => Some(format!("{origin}{to}")),
        () => {
            Some(format!("{origin}{}/{to}", path.rsplit_once('/').map_or("", |(folder, _)| folder)))
        }
    }
}
