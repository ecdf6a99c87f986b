//! What a page says: plain data, each with its line.

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::model::TokenKind;

use super::heading::Side;
use super::page_type::PageType;

/// A thing and the line that it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At<T> {
    pub(crate) line: usize,
    pub(crate) value: T,
}

impl<T> At<T> {
    pub(crate) fn new(line: usize, value: T) -> Self {
        Self { line, value }
    }
}

/// Everything that was read from a page.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) layout: Layout,
    pub(crate) name: Named,
    pub(crate) addresses: Vec<At<Address>>,
    /// A method that is alone, before any address.
    pub(crate) method: Option<String>,
    /// Kinds of token that the row of the token names; `None` inside when it names none.
    pub(crate) tokens: Option<At<BTreeSet<TokenKind>>>,
    /// Whether a mini program or another account may call it for itself, by a table of accounts.
    pub(crate) own_accounts: bool,
    pub(crate) permission_sets: Option<At<BTreeSet<u32>>>,
    pub(crate) cloud_call: Option<At<Option<String>>>,
    pub(crate) third_party: Option<usize>,
    pub(crate) request: Table,
    pub(crate) response: Table,
    pub(crate) values: Vec<Values>,
    pub(crate) errcodes: Option<At<Vec<CodeRow>>>,
    pub(crate) samples: Vec<SampleText>,
    /// What announces the end of the interface.
    pub(crate) deprecated: Option<At<String>>,
    /// Tables of other messages.
    pub(crate) messages: Vec<Message>,
    /// What is said in sentences.
    pub(crate) prose: Vec<Prose>,
    /// What is about something else than the call over HTTPS: only whether it changes is of interest.
    pub(crate) aside: Vec<(usize, String)>,
    pub(crate) unread: Vec<Unread>,
}

/// Which layout a page has, as far as it says how to read silence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) english: bool,
    pub(crate) generation: Generation,
    /// Whether its tables were delivered as JSON.
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Generation {
    /// The HTTP API and the 2.0 site: `请求地址`, `返回的 JSON 数据包`, `errcode 的合法值`.
    Old,
    /// OpenApiDoc: `接口说明`, `接口英文名`, one table of the request.
    #[default]
    Middle,
    /// The newest: numbered headings, `Request Payload`.
    New,
    /// A list of errcodes alone.
    Errcodes,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Named {
    /// The page has no place for a name.
    #[default]
    Unsaid,
    /// There is a heading for it, and nothing below.
    Empty(usize),
    Name(At<String>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) method: Option<String>,
    pub(crate) path: String,
    /// Names in the query string.
    pub(crate) query: Vec<String>,
}

/// A table of fields, with the tables of its objects.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Where the section begins; `None` when the page has none.
    pub(crate) line: Option<usize>,
    pub(crate) rows: Vec<FieldRow>,
    pub(crate) nested: Vec<Nested>,
    /// Whether the page has a table in which fields of query and body are apart.
    pub(crate) parted: bool,
}

/// A row of a table of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldRow {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
    pub(crate) ty: PageType,
    /// `None` when the page does not say, or says that it depends.
    pub(crate) required: Option<bool>,
    pub(crate) in_query: Option<bool>,
    pub(crate) doc: String,
    /// Whether its words say that it is no longer used, or its name is struck out.
    pub(crate) deprecated: bool,
    /// The cells of the type and of the mark, as is.
    pub(crate) cells: [String; 2],
    pub(crate) parent: Parent,
}

impl FieldRow {
    /// The row as one of a longer list, behind others.
    pub(crate) fn moved(mut self, by: usize) -> Self {
        self.parent = match self.parent {
            Parent::Root => Parent::Root,
            Parent::Row(row) => Parent::Row(row + by),
            Parent::Open(deepest, default) => {
                Parent::Open(deepest + by, default.map(|row| row + by))
            }
        };
        self
    }
}

/// What a row is a field of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parent {
    Root,
    /// The row at this place in the list.
    Row(usize),
    /// Any row that the first one is in, or itself: the page does not show where a nested table
    /// ends. The second one when nobody knows.
    Open(usize, Option<usize>),
}

/// The table of one object, under a heading of its own.
#[derive(Debug)]
pub(crate) struct Nested {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
    pub(crate) rows: Vec<FieldRow>,
}

/// What is said of a message that is neither the request nor the response: an event, a notification.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) line: usize,
    pub(crate) title: String,
    /// Its lines, as the page has them.
    pub(crate) lines: Vec<(usize, String)>,
}

/// A line of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prose {
    pub(crate) line: usize,
    pub(crate) text: String,
    /// Whether it is before how to call the interface, and says what that does.
    pub(crate) is_summary: bool,
}

/// Documented values of a field.
#[derive(Debug)]
pub(crate) struct Values {
    pub(crate) line: usize,
    pub(crate) side: Side,
    pub(crate) path: Vec<String>,
    pub(crate) values: Vec<ValueRow>,
}

/// A value, with what the vendor's code calls it and what it means, where the page says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ValueRow {
    pub(crate) line: usize,
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) doc: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeRow {
    pub(crate) line: usize,
    pub(crate) code: Code,
    pub(crate) message: String,
    /// What else the row says, such as what to do.
    pub(crate) more: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    Number(i64),
    /// `-40400x`: every number that begins so.
    Range(String),
    /// Lost in translation.
    Lost,
}

#[derive(Debug)]
pub(crate) struct SampleText {
    pub(crate) side: Side,
    pub(crate) line: usize,
    pub(crate) lines: Vec<String>,
}

/// A row or a line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) why: String,
}
