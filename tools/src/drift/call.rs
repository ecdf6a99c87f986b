//! How an endpoint is called: its name, its address, its tokens, its rights.

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::model::TokenKind;
use wechat_cloudbase_codegen::naming::folded;

use super::block::Block;
use super::clean::{clean, narrow};
use super::facts::{Address, At};

/// Addresses of the server, on one line.
pub(crate) fn addresses(line: usize, raw: &str) -> Vec<At<Address>> {
    const HOST: &str = ".weixin.qq.com/";
    let text = clean(raw);
    let hosts: Vec<usize> = text.match_indices(HOST).map(|(at, _)| at).collect();
    let api = |at: &&usize| {
        let before = text.get(..**at).unwrap_or("");
        let name = before.rsplit(['/', ' ', '\'', '"', '.']).next().unwrap_or("");
        name.starts_with("api")
    };
    let found = hosts.iter().filter(api).take(8).filter_map(|at| {
        let rest = text.get(at + HOST.len() - 1..)?;
        let end = rest.find(is_after_address).unwrap_or(rest.len());
        let before = text.get(..*at)?;
        address(method(before), rest.get(..end)?)
    });
    found.map(|address| At::new(line, address)).collect()
}

fn is_after_address(char: char) -> bool {
    char.is_whitespace() || "'\"，。）)|`>；;\\".contains(char)
}

fn address(method: Option<String>, rest: &str) -> Option<Address> {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.trim_end_matches(['/', '.', ',', ':']);
    let query = query.split('&').map(|pair| pair.split('=').next().unwrap_or("").to_owned());
    let query = query.filter(|name| !name.is_empty()).collect();
    (path.len() > 1).then(|| Address { method, path: path.to_owned(), query })
}

/// The word before an address, as in `POST New https://...`.
fn method(before: &str) -> Option<String> {
    const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];
    let words = before.split(|char: char| !char.is_ascii_alphabetic());
    let mut found =
        words.filter_map(|word| METHODS.iter().find(|method| method.eq_ignore_ascii_case(word)));
    found.next_back().map(|method| (*method).to_owned())
}

/// A method on a line of its own: `请求方式：POST`.
pub(crate) fn method_alone(raw: &str) -> Option<String> {
    let text = narrow(&clean(raw));
    (text.chars().count() <= 40 && !text.contains("://")).then(|| method(&text)).flatten()
}

/// The kinds of token that a text names.
pub(crate) fn tokens(text: &str) -> BTreeSet<TokenKind> {
    let text = folded(text).replace(super::clean::LOST, "*");
    let mut kinds = BTreeSet::new();
    for (at, word) in text.match_indices("access_token") {
        let before = text.get(..at).unwrap_or("");
        let after = text.get(at + word.len()..).unwrap_or("");
        // `access_token=...` in an example names no kind.
        if after.starts_with(['=', '/']) {
            continue;
        }
        let (kind, lead) = [
            ("component_", Some(TokenKind::Component)),
            ("authorizer_", Some(TokenKind::Authorizer)),
            ("cloudbase_", None),
        ]
        .into_iter()
        .find_map(|(lead, kind)| Some((kind, before.strip_suffix(lead)?)))
        .unwrap_or((Some(TokenKind::App), before));
        kinds.extend(kind.filter(|_| !is_denied(lead)));
    }
    kinds
}

/// Whether what is before a name says that it is not meant: `不是authorizer_access_token`.
fn is_denied(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '[', '`', '"', '“']);
    [
        "不是",
        "而非",
        "并非",
        "不能使用",
        "不可使用",
        "不能用",
        "不支持",
        " not",
        "not a",
        "not the",
        "instead of",
        "rather than",
    ]
    .iter()
    .any(|word| before.ends_with(word))
}

/// Whether a table of accounts ticks one that calls with its own token: `| 小程序 | ... | ✔ | ...`.
pub(crate) fn names_own_accounts(blocks: &[&Block]) -> bool {
    let rows = blocks.iter().filter_map(|block| match block {
        Block::Row(row) => Some(&row.cells),
        _ => None,
    });
    let rows: Vec<_> = rows.collect();
    let Some((names, marks)) = rows.split_first() else {
        return false;
    };
    let is_own = |name: &str| !name.contains("第三方") && !folded(name).contains("third");
    let is_ticked = |mark: &str| mark.contains(['✔', '✓', '√', '☑', '是']) || folded(mark) == "yes";
    let ticked = |row: &&Vec<String>| {
        names.iter().zip(row.iter()).any(|(name, mark)| is_own(name) && is_ticked(mark))
    };
    marks.iter().any(ticked)
}

/// Whether a name is that of the token in the query string.
pub(crate) fn is_token(name: &str) -> bool {
    let name = folded(name).replace(super::clean::LOST, "*");
    matches!(
        name.as_str(),
        "access_token"
            | "component_access_token"
            | "authorizer_access_token"
            | "cloudbase_access_token"
            | "access_*"
            | "*_token"
    )
}

/// The permission sets that a sentence names: `该接口所属的权限集 id 为：49、64`.
pub(crate) fn permission_sets(raw: &str) -> Option<BTreeSet<u32>> {
    let text = folded(&narrow(&clean(raw)));
    let compact: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    let at = [
        "权限集id为",
        "权限集为",
        "权限集id:",
        "permissionsetidtowhichthisinterfacebelongsis",
        "permissionsetidis",
        "permissionsetidofthisinterfaceis",
    ]
    .iter()
    .find_map(|words| compact.find(words).map(|at| at + words.len()))?;
    let rest = compact.get(at..)?.trim_start_matches([':', '-']);
    let end = rest
        .find(|char: char| !(char.is_ascii_digit() || ",/-~至到和或&and".contains(char)))
        .unwrap_or(rest.len());
    let is_joined = |char: char| char.is_ascii_digit() || "-~至到".contains(char);
    let parts = rest.get(..end)?.split(|char: char| !is_joined(char));
    Some(parts.flat_map(numbers).collect())
}

/// `11`, and all of `8-9`. A range of more than there are sets is none.
fn numbers(part: &str) -> Vec<u32> {
    const MOST: u32 = 100;
    let ends: Vec<u32> = part
        .split(|char: char| !char.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    match ends.as_slice() {
        [first, last] if first < last && last - first < MOST => (*first..=*last).collect(),
        _ => ends,
    }
}

/// The name of the cloud call that a line gives: `Some(None)` when it says that there is none.
pub(crate) fn cloud_call(raw: &str) -> Option<Option<String>> {
    let text = narrow(&clean(raw));
    let folded = folded(&text);
    if ["不支持云调用", "does not support cloud call", "not support cloud"]
        .iter()
        .any(|no| folded.contains(no))
    {
        return Some(None);
    }
    let says = ["调用方法", "接口方法", "interface method", "calling method", "openapi."];
    if !says.iter().any(|words| folded.contains(words)) {
        return None;
    }
    let words =
        text.split(|char: char| !(char.is_ascii_alphanumeric() || char == '.' || char == '_'));
    let name = words.map(|word| word.trim_matches('.')).find(|word| word.contains('.'))?;
    Some(Some(name.strip_prefix("openapi.").unwrap_or(name).to_owned()))
}

/// The name below a heading that announces one: the first line that is a single word.
pub(crate) fn name(blocks: &[&Block]) -> Option<At<String>> {
    let lines = blocks.iter().flat_map(|block| block.lines());
    let mut words =
        lines.map(|(line, raw)| (line, clean(raw))).filter(|(_, text)| !text.is_empty());
    let (line, text) = words.next()?;
    let is_name = text.is_ascii() && text.starts_with(|char: char| char.is_ascii_alphabetic());
    let is_word = !text.contains(char::is_whitespace) && text.len() < 100;
    (is_name && is_word).then(|| At::new(line, text.trim_matches(['.', ':']).to_owned()))
}

/// The address that a capture says it came from, in its first lines or as its canonical link.
pub(crate) fn captured_from(raw_lines: &[(usize, &str)]) -> Option<String> {
    const NEAR: usize = 15;
    let marks = ["URL:", "url:", "URL：", "Source:", "source:", "官方文档", "canonical"];
    let mut near =
        raw_lines.iter().take(NEAR).filter(|(_, raw)| marks.iter().any(|mark| raw.contains(mark)));
    near.find_map(|(_, raw)| {
        let at = raw.find("https://developers.weixin.qq.com/")?;
        let rest = raw.get(at..)?;
        let end = rest.find(is_after_address).unwrap_or(rest.len());
        rest.get(..end).map(str::to_owned)
    })
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_a_line() {
        let found = addresses(1, "POST New https://api.weixin.qq.com/tcb/a?access_token=X&env=ENV");
        let address = &found[0].value;
        assert_eq!((address.method.as_deref(), address.path.as_str()), (Some("POST"), "/tcb/a"));
        assert_eq!(address.query, ["access_token", "env"]);
        assert!(addresses(1, "https://developers.weixin.qq.com/doc").is_empty());
        assert_eq!(addresses(1, "'https://api.weixin.qq.com/tcb/a?x=1'")[0].value.method, None);
    }

    #[test]
    fn words_about_rights() {
        let sets =
            |text: &str| permission_sets(text).map(|sets| sets.into_iter().collect::<Vec<_>>());
        assert_eq!(sets("- 该接口所属的权限集 id 为：49、64"), Some(vec![49, 64]));
        assert_eq!(
            sets("The permission set id to which this interface belongs is: 49, 64"),
            Some(vec![49, 64])
        );
        assert_eq!(sets("权限集 id 为：1、3、8-9、11"), Some(vec![1, 3, 8, 9, 11]));
        assert!(tokens("component_token,不是authorizer_access_token").is_empty());
        assert_eq!(sets("after one of the permission sets"), None);
        assert_eq!(
            cloud_call("- 调用方法：cloudbase.report"),
            Some(Some("cloudbase.report".to_owned()))
        );
        assert_eq!(
            cloud_call("The interface method is: openapi.tcb.x"),
            Some(Some("tcb.x".to_owned()))
        );
        assert_eq!(cloud_call("- 本接口不支持云调用。"), Some(None));
        assert_eq!(tokens("usecomponent_access_TokenOr useauthorizer_access_Token").len(), 2);
        assert_eq!(tokens("可使用 access_token、authorizer_access_token").len(), 2);
    }
}
