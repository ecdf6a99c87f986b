//! Words that say that something is no longer used, in both languages.

use wechat_cloudbase_codegen::naming::folded;

/// What a row says of its field.
const OF_FIELD: &[&str] = &[
    "废弃",
    "弃用",
    "已下线",
    "即将下线",
    "已失效",
    "不再使用",
    "不再返回",
    "不再维护",
    "不推荐使用",
    "停止使用",
    "deprecated",
    "obsolete",
    "no longer used",
    "no longer returned",
    "abandoned",
    "discarded",
];

/// What a line says of a whole interface or page.
const OF_PAGE: &[&str] = &[
    "废弃",
    "弃用",
    "已下线",
    "即将下线",
    "将下线",
    "停止服务",
    "停止维护",
    "停止更新",
    "不再维护",
    "不再更新",
    "已过期",
    "已经过期",
    "已过时",
    "不推荐使用",
    "已停用",
    "deprecated",
    "obsolete",
    "be offline",
    "been offline",
    "taken offline",
    "go offline",
    "no longer maintained",
    "no longer updated",
    "out of date",
    "outdated",
    "has expired",
    "abandoned",
    "discontinued",
];

const PAGE_WORDS: &[&str] = &[
    "本接口",
    "该接口",
    "此接口",
    "接口已",
    "接口将",
    "接口即将",
    "文档",
    "本页",
    "该页",
    "此页",
    "this interface",
    "this api",
    "the interface",
    "the api",
    "this document",
    "this page",
    "the document",
    "该能力",
    "该功能",
    "本功能",
    "此功能",
    "this function",
    "this feature",
    "the following interface",
];

/// Whether a row says that its field is no longer used: by a name that is struck out, or by words.
pub(crate) fn of_field(raw: &str, doc: &str) -> bool {
    let name = raw.trim_start_matches(['|', ' ', '\u{200b}', '\u{200c}', '\u{200d}']);
    let doc = folded(doc);
    name.starts_with("~~") || OF_FIELD.iter().any(|words| doc.contains(words))
}

/// Whether a line announces the end of the interface, or says that the page is outdated.
pub(crate) fn of_page(text: &str) -> bool {
    const LONGEST: usize = 400;
    const ALONE: usize = 24;
    if text.len() > LONGEST {
        return false;
    }
    let text = folded(text);
    // What is said of an older version says nothing of this one.
    let of_version = text.contains("版本") || text.contains("version");
    let is_about = PAGE_WORDS.iter().any(|words| text.contains(words));
    let is_alone = text.chars().filter(|char| char.is_alphanumeric()).count() <= ALONE;
    OF_PAGE.iter().any(|words| text.contains(words)) && !of_version && (is_about || is_alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_announced() {
        for text in [
            "此文档已经过期",
            "> 本接口即将下线，请使用新接口",
            "已废弃",
            "This interface has been deprecated.",
        ] {
            assert!(of_page(text), "{text}");
        }
        for text in ["1.0版本在2021年9月1日停止更新", "获取授权帐号", "token 过期后须重新获取"]
        {
            assert!(!of_page(text), "{text}");
        }
        assert!(of_field("| ~~limit~~ | number |", ""));
        assert!(of_field("| idc | number |", "废弃参数"));
        assert!(!of_field("| env | string |", "环境"));
    }
}
