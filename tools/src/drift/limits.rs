//! Limits in the words of a row: `最大32个可见字符`, `at most 50 items`, `长度限制[1,32]`.

use wechat_cloudbase_codegen::naming::folded;

use super::clean::narrow;

/// What a number in a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nothing: it limits a number itself.
    Number,
    Characters,
    Items,
}

/// The limits of one unit; `None` where the words have none, or several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
}

impl Limits {
    pub(crate) fn allow(&self, size: i64) -> bool {
        self.min.is_none_or(|min| min <= size) && self.max.is_none_or(|max| size <= max)
    }
}

const MOST: &[&str] = &[
    "最多",
    "最大值",
    "最大长度",
    "最大",
    "不超过",
    "不能超过",
    "不可超过",
    "不得超过",
    "不大于",
    "不能大于",
    "上限",
    "至多",
    "最长",
    "小于等于",
    "at most",
    "up to",
    "no more than",
    "not more than",
    "maximum",
    "max",
    "cannot exceed",
    "not exceed",
    "less than or equal to",
];

const LEAST: &[&str] = &[
    "最少",
    "最小值",
    "最小长度",
    "最小",
    "不少于",
    "不小于",
    "不能小于",
    "不能少于",
    "至少",
    "最短",
    "大于等于",
    "下限",
    "at least",
    "no less than",
    "not less than",
    "minimum",
    "min",
];

/// What may be between such a word and its number.
const BETWEEN: &[&str] = &[
    "值", "长度", "数量", "个数", "字数", "的", "为", "是", "支持", "限制", "可", "传", "填",
    "length", "of", "is", "value", "number", ":", "=", " ", ",",
];

const CHARACTERS: &[&str] = &[
    "个可见字符",
    "个字符",
    "字符",
    "个汉字",
    "汉字",
    "个字",
    "字",
    "位",
    "个中文",
    "character",
    "char",
    "letters",
];

const ITEMS: &[&str] =
    &["个", "条", "项", "张", "件", "位用户", "items", "item", "records", "entries"];

/// Units that count something that no limit of the notation does.
const OTHERS: &[&str] = &[
    "个月",
    "个小时",
    "个工作日",
    "天",
    "秒",
    "分",
    "小时",
    "年",
    "月",
    "次",
    "kb",
    "mb",
    "gb",
    "k",
    "m",
    "g",
    "b",
    "byte",
    "字节",
    "px",
    "元",
    "%",
    "倍",
    "层",
    "级",
    "ms",
    "min",
    "hour",
    "day",
    "second",
    "times",
    "w",
    "万",
    "亿",
    "千",
    "百",
];

/// The limits that a text states in a unit.
pub(crate) fn of(doc: &str, unit: Unit) -> Limits {
    let text = folded(&narrow(doc));
    let mut min = Vec::new();
    let mut max = Vec::new();
    for (words, found) in [(MOST, &mut max), (LEAST, &mut min)] {
        for (at, word) in occurrences(&text, words) {
            let rest = text.get(at + word.len()..).unwrap_or("");
            found.extend(number(rest, unit));
        }
    }
    if let Some((least, most)) = range(&text, unit) {
        min.push(least);
        max.push(most);
    }
    let only = |found: Vec<i64>| match found.as_slice() {
        [first, rest @ ..] if rest.iter().all(|other| other == first) => Some(*first),
        _ => None,
    };
    let limits = Limits { min: only(min), max: only(max) };
    match limits {
        Limits { min: Some(min), max: Some(max) } if min > max => Limits::default(),
        limits => limits,
    }
}

/// Each place of one of the words, the longest of those that begin there.
fn occurrences<'t>(text: &'t str, words: &'static [&'static str]) -> Vec<(usize, &'t str)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for word in words {
        found.extend(text.match_indices(word).map(|(at, _)| (at, word.len())));
    }
    found.sort_by_key(|(at, length)| (*at, usize::MAX - length));
    found.dedup_by_key(|(at, _)| *at);
    found.into_iter().filter_map(|(at, length)| Some((at, text.get(at..at + length)?))).collect()
}

/// The number that a limit begins with, when it is in the unit.
fn number(text: &str, unit: Unit) -> Option<i64> {
    let mut rest = text;
    while let Some(shorter) = BETWEEN.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    let end = rest.find(|char: char| !char.is_ascii_digit() && char != '-').unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    let number = digits.parse().ok()?;
    (counted(after) == Some(unit)).then_some(number)
}

/// What a number counts, by what is behind it; `None` for what no limit is about.
fn counted(after: &str) -> Option<Unit> {
    let after = after.trim_start();
    let begins = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    match () {
        () if after.starts_with(['.', '~']) => None,
        () if begins(CHARACTERS) => Some(Unit::Characters),
        () if begins(OTHERS) => None,
        () if begins(ITEMS) => Some(Unit::Items),
        () if after.is_empty()
            || after.starts_with([',', ';', ')', '(', ':', '。', '!', ' ', '"']) =>
        {
            Some(Unit::Number)
        }
        () => None,
    }
}

/// `长度限制[1,32]`, `取值范围:1-100`.
fn range(text: &str, unit: Unit) -> Option<(i64, i64)> {
    let words: &[&str] = match unit {
        Unit::Characters => &["长度限制", "长度范围", "字符长度"],
        Unit::Number => &["取值范围", "范围", "range"],
        Unit::Items => &["数量限制", "数量范围"],
    };
    let (at, word) = words.iter().find_map(|word| Some((text.find(word)?, word)))?;
    let rest = text.get(at + word.len()..)?;
    let rest = rest.trim_start_matches(|char: char| "[](:是为 ".contains(char));
    let end = rest.find(|char: char| !(char.is_ascii_digit() || ",-~ ".contains(char)))?;
    let mut ends = rest.get(..end).unwrap_or(rest).split([',', '-', '~']).map(str::trim);
    let (min, max) = (ends.next()?.parse().ok()?, ends.next()?.parse().ok()?);
    (ends.next().is_none() && min <= max).then_some((min, max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_in_words() {
        let read = |doc: &str, unit| {
            let limits = of(doc, unit);
            (limits.min, limits.max)
        };
        assert_eq!(read("最大32个可见字符，只支持数字", Unit::Characters), (None, Some(32)));
        assert_eq!(
            read("文本字数的上限为2500字，需使用UTF-8编码", Unit::Characters),
            (None, Some(2500))
        );
        assert_eq!(read("示例值: FINISH 长度限制[1,32]", Unit::Characters), (Some(1), Some(32)));
        assert_eq!(read("拉取的个数，最大值为10000", Unit::Number), (None, Some(10000)));
        assert_eq!(read("单位 px，最小 280px，最大 1280px", Unit::Number), (None, None));
        assert_eq!(read("at most 50 items", Unit::Items), (None, Some(50)));
        assert_eq!(read("文件最大20M", Unit::Number), (None, None));
        assert_eq!(read("最多5个，最多6个", Unit::Items), (None, None));
        assert_eq!(read("默认10", Unit::Number), (None, None));
    }
}
