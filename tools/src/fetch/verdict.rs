//! What a response is: a page, or one of the things that look like one. None of those is ever read as
//! a page from which something was removed.

use crate::drift::{Lock, LockedPage};

/// A response, redirects followed.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The status of the last one.
    pub status: u16,
    /// The address of the last one.
    pub url: String,
    /// Whether a redirect on the way was permanent.
    pub is_moved: bool,
    /// Its text.
    pub body: String,
}

/// What a response is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The page, which may have changed.
    Page,
    /// As it was when it was fetched last.
    Unchanged,
    /// The page, at another address.
    Moved(String),
    /// It is not there; the second time in a row it is gone.
    Missing,
    /// The server asks whether a person is there, or for fewer requests.
    Captcha,
    /// There is nothing in it.
    Empty,
    /// The home page, or another page that every unknown address leads to.
    Home,
    /// Only a part of the page.
    Half(String),
    /// No page that is about an interface.
    NoPage(String),
    /// The server failed.
    Failed(String),
}

impl Verdict {
    /// What it is, in words that follow the page's address.
    pub fn in_words(&self) -> String {
        match self {
            Self::Page => "fetched".to_owned(),
            Self::Unchanged => "unchanged".to_owned(),
            Self::Moved(to) => format!("moved to {to}"),
            Self::Missing => "not there; when it is not there the next time, it is gone".to_owned(),
            Self::Captcha => "a captcha, or a request for fewer requests".to_owned(),
            Self::Empty => "an empty page".to_owned(),
            Self::Home => "a redirect to the home page".to_owned(),
            Self::Half(why) => format!("half a page: {why}"),
            Self::NoPage(why) => format!("no page of an interface: {why}"),
            Self::Failed(why) => format!("failed: {why}"),
        }
    }
}

/// Words of pages that want a person. A page about captchas has tables as well.
const CAPTCHA: &[&str] = &[
    "验证码",
    "环境异常",
    "访问过于频繁",
    "操作频繁",
    "完成验证",
    "captcha",
    "are you a human",
    "unusual traffic",
    "too many requests",
    "access denied",
];

/// Judges a response to a request for an address. `lock` has what the page said before.
pub fn judge(address: &str, response: &Response, lock: &Lock) -> Verdict {
    let is_elsewhere = !crate::drift::is_same_page(&response.url, address);
    match response.status {
        304 if is_elsewhere && response.is_moved && !is_home(&response.url, address) => {
            return Verdict::Moved(response.url.clone());
        }
        304 => return Verdict::Unchanged,
        404 | 410 => return Verdict::Missing,
        429 => return Verdict::Captcha,
        200 => {}
        status => return Verdict::Failed(format!("status {status}")),
    }
    let body = response.body.trim_start_matches('\u{feff}').trim();
    if is_elsewhere && is_home(&response.url, address) {
        return Verdict::Home;
    }
    if body.is_empty() {
        return Verdict::Empty;
    }
    let lower = body.to_lowercase();
    let has_interface = lower.contains("api.weixin.qq.com") || lower.contains("errcode");
    if !has_interface && CAPTCHA.iter().any(|word| lower.contains(word)) {
        return Verdict::Captcha;
    }
    let page = wechat_cloudbase_codegen::SourceFile::new("page", response.body.as_str());
    let Some(now) = crate::drift::read_page(&page, address) else {
        let is_cut = before(lock, address).is_some() && has_interface;
        let why = "neither an address on api.weixin.qq.com nor a table of fields";
        return if is_cut {
            Verdict::Half(why.to_owned())
        } else {
            Verdict::NoPage(why.to_owned())
        };
    };
    if let Some(why) = half(body, &now, before(lock, address)) {
        return Verdict::Half(why);
    }
    if is_elsewhere && response.is_moved {
        return Verdict::Moved(response.url.clone());
    }
    Verdict::Page
}

fn before<'l>(lock: &'l Lock, address: &str) -> Option<&'l LockedPage> {
    lock.pages.iter().find(|page| crate::drift::is_same_page(&page.address, address))
}

/// Whether a redirect leads to a page that is above the one that was asked for.
fn is_home(url: &str, address: &str) -> bool {
    let path = |url: &str| {
        let rest = url.split("://").last().unwrap_or(url);
        let path = rest.split_once('/').map_or("", |(_, path)| path);
        path.split(['?', '#']).next().unwrap_or("").trim_matches('/').to_owned()
    };
    let (to, from) = (path(url), path(address));
    let last = to.rsplit('/').next().unwrap_or("");
    let steps = |path: &str| path.split('/').filter(|step| !step.is_empty()).count();
    to.is_empty()
        || last.starts_with("index")
        || steps(&to) + 1 < steps(&from) && !last.contains("api_")
}

/// Why a page is only a part of itself: it ends in the middle, or the whole end of what it said before
/// is gone.
fn half(body: &str, now: &LockedPage, before: Option<&LockedPage>) -> Option<String> {
    const LEAST: usize = 4;
    if body.lines().filter(|line| line.trim_start().starts_with("```")).count() % 2 == 1 {
        return Some("it ends inside of a block of code".to_owned());
    }
    let lower = body.to_lowercase();
    if (lower.contains("<html") || lower.contains("<!doctype html")) && !lower.contains("</html") {
        return Some("it ends before the end of its HTML".to_owned());
    }
    let before = before?;
    let has = |subject: &String| now.rows.iter().any(|(now, _)| now == subject);
    let last = before.rows.iter().rposition(|(subject, _)| has(subject)).map_or(0, |at| at + 1);
    let gone = before.rows.len() - last;
    let is_large = gone >= LEAST && gone * 4 >= before.rows.len();
    is_large.then(|| {
        format!("the last {gone} of the {} rows that it had are not there", before.rows.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://developers.weixin.qq.com/doc/oplatform/openApi/a/b/api_x";

    fn verdict(status: u16, url: &str, body: &str) -> Verdict {
        let response =
            Response { status, url: url.to_owned(), is_moved: true, body: body.to_owned() };
        judge(PAGE, &response, &Lock::default())
    }

    #[test]
    fn what_looks_like_a_page_and_is_none() {
        let body = "接口英文名：x\n\n## 请求参数\n\n| 参数名 | 类型 | 必填 | 说明 |\n|---|---|---|---|\n| a | string | 是 | x |\n\n## 返回参数\n\n| 参数名 | 类型 | 说明 |\n|---|---|---|\n| b | string | y |\n";
        assert_eq!(verdict(200, &format!("{PAGE}.md"), body), Verdict::Page);
        let moved = PAGE.replace("/a/b/", "/c/b/");
        assert_eq!(verdict(200, &moved, body), Verdict::Moved(moved));
        assert_eq!(verdict(304, PAGE, ""), Verdict::Unchanged);
        assert_eq!(verdict(404, PAGE, "x"), Verdict::Missing);
        assert_eq!(verdict(200, PAGE, " \n"), Verdict::Empty);
        assert_eq!(verdict(200, "https://developers.weixin.qq.com/", body), Verdict::Home);
        assert_eq!(verdict(200, PAGE, "<html>请完成验证</html>"), Verdict::Captcha);
        assert!(matches!(verdict(200, PAGE, &format!("{body}```\n{{")), Verdict::Half(_)));
        assert!(matches!(verdict(200, PAGE, "# 指南\n\n文字"), Verdict::NoPage(_)));
        assert!(matches!(verdict(502, PAGE, "x"), Verdict::Failed(_)));
    }
}
