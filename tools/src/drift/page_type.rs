//! Types as pages write them.

use wechat_cloudbase_codegen::naming::folded;

use super::cell::required;
use super::clean::{LOST, narrow};

/// A type as pages write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageType {
    String,
    /// A number of either kind.
    Number,
    Int,
    Float,
    Bool,
    Object,
    /// A list, with the type of its items when the page says it.
    Array(Option<Box<PageType>>),
    /// The bytes of a file.
    File,
    /// A time, as a number or as text.
    Time,
    /// Something that can't be wrong: `any`, two types at once.
    Any,
    /// The page gives no type.
    Unsaid,
    /// The word was lost in translation.
    Lost,
}

impl PageType {
    /// Whether it has fields of its own, or may have.
    pub(crate) fn holds_fields(&self) -> bool {
        match self {
            Self::Object | Self::Any | Self::Unsaid | Self::Lost | Self::Array(None) => true,
            Self::Array(Some(item)) => item.holds_fields(),
            _ => false,
        }
    }
}

/// A type as this page writes it, for people.
impl std::fmt::Display for PageType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::String => write!(f, "string"),
            Self::Number => write!(f, "number"),
            Self::Int => write!(f, "integer"),
            Self::Float => write!(f, "float"),
            Self::Bool => write!(f, "boolean"),
            Self::Object => write!(f, "object"),
            Self::Array(None) => write!(f, "array"),
            Self::Array(Some(item)) => write!(f, "array of {item}"),
            Self::File => write!(f, "file"),
            Self::Time => write!(f, "time"),
            Self::Any => write!(f, "any type"),
            Self::Unsaid => write!(f, "of no type"),
            Self::Lost => write!(f, "a word that was lost"),
        }
    }
}

/// Reads a type; `None` for anything else.
pub(crate) fn page_type(text: &str) -> Option<PageType> {
    const LONGEST: usize = 80;
    if text.len() > LONGEST {
        return None;
    }
    let text = folded(&narrow(text));
    if text.contains(LOST) {
        return Some(PageType::Lost);
    }
    let compact: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    let compact = compact.trim_matches(['`', '*', '.', ':', ',']);
    list(compact).or_else(|| single(compact)).or_else(|| union(compact))
}

fn list(text: &str) -> Option<PageType> {
    let array = |item: &str| {
        let item = if item.is_empty() { None } else { Some(page_type(item)?) };
        Some(PageType::Array(item.map(Box::new)))
    };
    match text {
        "array" | "arrays" | "list" | "arr" | "数组" | "列表" => return array(""),
        "objarray" | "objectarray" | "arrayobject" | "对象数组" | "arrayofobjects"
        | "objectlist" | "jsonarray" => return array("object"),
        _ => {}
    }
    if let Some(item) = text.strip_suffix("[]").or_else(|| text.strip_prefix("[]")) {
        return array(item);
    }
    for before in
        ["array.<", "array<", "list<", "array(", "array[", "list[", "arrayof", "listof", "数组<"]
    {
        if let Some(item) = text.strip_prefix(before) {
            return array(item.trim_end_matches(['>', ')', ']']));
        }
    }
    let item = ["array", "数组", "list"].into_iter().find_map(|end| text.strip_suffix(end))?;
    array(item.trim_end_matches('-'))
}

fn single(text: &str) -> Option<PageType> {
    let word = text.split(['(', '[']).next().unwrap_or(text);
    let word = word.strip_suffix('s').filter(|word| word.len() > 3).unwrap_or(word);
    SINGLE
        .iter()
        .find(|(_, words)| words.split_whitespace().any(|listed| listed == word))
        .map(|(ty, _)| ty.clone())
}

const SINGLE: &[(PageType, &str)] = &[
    (
        PageType::String,
        "string str text varchar char 字符串 字符 文本 jsonstring stringjson string型",
    ),
    (PageType::Number, "number num numeric 数字 数值 number型"),
    (
        PageType::Int,
        "int integer int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 long short bigint
         整数 整型 整形 长整型 int型",
    ),
    (PageType::Float, "float double decimal float32 float64 浮点数 浮点 小数"),
    (PageType::Bool, "boolean bool 布尔 布尔值 布尔型 boolean型"),
    (
        PageType::Object,
        "object obj json jsonobject jsonobj map struct dict 对象 结构体 结构 object型",
    ),
    (
        PageType::File,
        "buffer file binary formdata form-data multipart/form-data blob bytes 文件 二进制 二进制流
         二进制文件",
    ),
    (PageType::Time, "date datetime time timestamp 时间戳"),
    (PageType::Any, "any mixed null enum 任意 任意类型"),
];

/// `string/number`: it is one of them.
fn union(text: &str) -> Option<PageType> {
    let parts: Vec<_> = text.split(['/', '|', '或']).collect();
    let all = parts.len() > 1 && parts.iter().all(|part| single(part).is_some());
    all.then_some(PageType::Any)
}

/// A type at the beginning of a text that is glued to what follows it: `stringyes`.
pub(crate) fn glued_type(text: &str) -> Option<(PageType, &str)> {
    const GLUED: &[&str] = &[
        "objarray",
        "array<object>",
        "array.<object>",
        "array<string>",
        "array.<string>",
        "string",
        "number",
        "integer",
        "boolean",
        "object",
        "array",
        "float",
        "bool",
    ];
    let lower = folded(text);
    let word =
        GLUED.iter().find(|word| lower.starts_with(**word) && text.is_char_boundary(word.len()))?;
    let rest = text.get(word.len()..)?;
    // A long word that only begins like a type, such as `stringify`, is not a type.
    let is_glued = required(rest).is_some()
        || rest.starts_with(|char: char| !char.is_ascii() || char.is_ascii_uppercase());
    is_glued.then(|| page_type(word).map(|ty| (ty, rest)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_as_pages_write_them() {
        for (text, expected) in [
            ("string", "string"),
            ("String", "string"),
            ("number", "number"),
            ("Int32", "integer"),
            ("object", "object"),
            ("Array.<Object>", "array of object"),
            ("array<object>", "array of object"),
            ("Object[]", "array of object"),
            ("Array of strings", "array of string"),
            ("objarray", "array of object"),
            ("string array", "array of string"),
            ("array", "array"),
            ("boolean", "boolean"),
            ("string(32)", "string"),
            ("数组", "array"),
            ("对象数组", "array of object"),
            ("string/number", "any type"),
            ("初始值string>", "a word that was lost"),
            ("Array.<Array.<string>>", "array of array of string"),
            ("float", "float"),
            ("List<Integer>", "array of integer"),
            ("number[]", "array of number"),
        ] {
            assert_eq!(
                page_type(text).map(|ty| ty.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert_eq!(page_type("Environment id"), None);
        assert_eq!(glued_type("stringyes"), Some((PageType::String, "yes")));
        assert_eq!(glued_type("stringify"), None);
    }
}
