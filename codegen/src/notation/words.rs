//! Keys that take one word out of a closed list: the words, and what each means.

use super::key::Word;
use crate::diagnostic::{Problem, Problems, Rule};
use crate::leaf::Node;

/// The meanings of the words that a key takes.
pub trait Words: Copy + PartialEq + 'static {
    /// What messages call one of them.
    const WHAT: &'static str;
    /// Each meaning with its word.
    const WORDS: &'static [(Self, Word)];
}

macro_rules! words {
    ($(#[doc = $doc:literal])* $name:ident $what:literal
        $($variant:ident $word:literal, $says:literal;)*) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $says] $variant,)*
        }

        impl Words for $name {
            const WHAT: &'static str = $what;
            const WORDS: &'static [(Self, Word)] = &[$((
                Self::$variant,
                Word { word: $word, variant: stringify!($variant), doc: $says },
            ),)*];
        }
    };
}

words! {
    /// The HTTP method of an endpoint.
    Method "method"
    Get "GET", "without a body";
    Post "POST", "with a body";
    Put "PUT", "with a body";
    Delete "DELETE", "without a body";
}

words! {
    /// A kind of token.
    TokenKind "kind of token"
    Component "component", "a component_access_token, of the platform";
    Authorizer "authorizer", "an authorizer_access_token, of an account through the platform";
    App "app", "the access_token of a mini program itself";
}

words! {
    /// The status of an endpoint. Endpoints that are gone are not in a spec.
    Status "status of an endpoint"
    Current "current", "its page is in the vendor's newest catalogue";
    Legacy "legacy", "its page is on the old site only";
    Deprecated "deprecated", "its page announces its end; calling it gives a warning";
    Moved "moved", "it is at another path than before, and served at both; needs `old_paths`";
    PossiblyRetired "possibly-retired", "older pages have it, newer catalogues do not";
}

words! {
    /// A type that the notation has by itself.
    BuiltIn "type"
    String "string", "a text";
    Int "int", "a whole number";
    Float "float", "a number";
    Bool "bool", "`true` or `false`";
    StringOrInt "string-or-int", "a text or a whole number, whichever it is";
    Timestamp "timestamp", "a moment, as a number of seconds since 1970 (UTC)";
    TimestampMs "timestamp-ms", "the same in milliseconds";
    Json "json", "any JSON value";
    File "file", "a file of a form or a body of bytes, in a request";
    Object "object", "an object, with its `fields`";
    OneOf "one-of", "exactly one of its `fields`, which stand in the object around it";
}

words! {
    /// Where a field of a request travels.
    FieldPlace "place"
    Body "body", "in the body";
    Query "query", "in the query string; single values only";
    Both "both", "in both body and query string, where pages disagree";
    WholeBody "whole-body", "as the body itself";
    Path "path", "in the path, in place of its name in braces; single values only";
    Header "header", "as a header of its name; single values only";
}

words! {
    /// What the body of a request is made of.
    RequestBody "kind of body"
    Json "json", "a JSON object of the fields";
    Form "form", "a form, encoded like a query string; single values only";
    Multipart "multipart", "a form in parts, as `multipart/form-data`: single values and files";
    Bytes "bytes", "the bytes of the one field that is the whole body, of type `file`";
}

words! {
    /// What a successful response is made of.
    ResponseBody "kind of response"
    Json "json", "JSON";
    Bytes "bytes", "bytes, such as an image; a failure is JSON, and so is a success that has a field of `[response]`";
}

words! {
    /// How a list is asked for in pages.
    PageStyle "style of pages"
    Offset "offset", "by how many items to skip; needs `offset`";
    Page "page", "by the number of the page, from 1; needs `page`";
    Marker "marker", "by where the page before ended; needs `marker` and `next`";
}

words! {
    /// What it means for a wait that what it looks for is not there.
    Absence "meaning of absence"
    Retry "retry", "it may come: the wait goes on";
    Success "success", "it is what was waited for";
    Failure "failure", "it will not come: the wait fails";
}

words! {
    /// What can be done about an errcode.
    Class "class"
    Token "token", "the token is not accepted; a new one may be";
    Busy "busy", "the same call may succeed later";
    Quota "quota", "a quota is exhausted";
    Permission "permission", "a right is missing";
    Argument "argument", "the request is wrong";
    State "state", "the account or the resource is in a state that does not allow it";
    NotFound "not_found", "the named resource does not exist";
    Unknown "unknown", "the remedy is unknown";
}

words! {
    /// What an operator must fix before calls like the one that failed can succeed.
    Operator "task for an operator"
    Ticket "ticket", "WeChat does not accept the platform's ticket";
    CallerAddress "caller-address", "the caller's address is not on the list; with the address, where errmsg names it";
    Authorization "authorization", "the account has not authorised the platform, or no longer";
    PermissionSet "permission-set", "the account has granted none of the endpoint's permission sets; with their numbers";
    AppSecret "app-secret", "the app secret that the program was given is not in force";
    Account "account", "the account is frozen, closed or punished";
}

words! {
    /// The window of a quota, after which it resets.
    Window "quota"
    Minute "minute", "when the next minute of the clock begins";
    Day "day", "at midnight in China (UTC+8)";
    Month "month", "when the next month begins in China";
}

/// The word of a meaning.
pub fn word<T: Words>(meaning: T) -> &'static str {
    T::WORDS.iter().find(|(known, _)| *known == meaning).map_or("", |(_, word)| word.word)
}

/// The meaning of a word, if it is one of `T`.
pub fn find<T: Words>(word: &str) -> Option<T> {
    T::WORDS.iter().find(|(_, known)| known.word == word).map(|(meaning, _)| *meaning)
}

/// The name of a meaning in Rust.
pub fn variant<T: Words>(meaning: T) -> &'static str {
    T::WORDS.iter().find(|(known, _)| *known == meaning).map_or("", |(_, word)| word.variant)
}

/// All words that a key takes.
pub fn all<T: Words>() -> Vec<Word> {
    T::WORDS.iter().map(|(_, word)| *word).collect()
}

/// The meaning of a word; an unknown word is reported.
pub(crate) fn meaning<T: Words>(node: Option<&Node<String>>, problems: &mut Problems) -> Option<T> {
    let node = node?;
    if let Some(meaning) = find(&node.value) {
        return Some(meaning);
    }
    let (what, all) = (T::WHAT, all::<T>());
    let all: Vec<_> = all.iter().map(|word| word.word).collect();
    let message = format!("`{}` is not a {what}", node.value);
    let problem = Problem::new(Rule::UnknownWord, &node.span, message, format!("not a {what}"))
        .help(format!("one of: {}", all.join(", ")))
        .did_you_mean(&node.value, all.iter().copied());
    problems.add(problem);
    None
}

#[cfg(test)]
mod tests {
    use super::{
        Absence, BuiltIn, Class, FieldPlace, Method, Operator, PageStyle, RequestBody,
        ResponseBody, Status, TokenKind, Window, Words,
    };
    use crate::naming::pascal_case;

    /// Code and errors show the variants, and a spec shows the words.
    #[test]
    fn variants_are_named_after_their_words() {
        named_after::<Absence>();
        named_after::<BuiltIn>();
        named_after::<Class>();
        named_after::<FieldPlace>();
        named_after::<Method>();
        named_after::<Operator>();
        named_after::<RequestBody>();
        named_after::<ResponseBody>();
        named_after::<PageStyle>();
        named_after::<Status>();
        named_after::<TokenKind>();
        named_after::<Window>();
    }

    fn named_after<T: Words>() {
        for (_, word) in T::WORDS {
            assert_eq!(pascal_case(word.word).as_deref(), Some(word.variant));
        }
    }
}
