//! `[pages]`: how the list of an endpoint comes in pages.

use super::key::{Key, Table};
use super::kind::{Document, Int, Kind, Line, Readable, ReadableDocument, Word};
use super::rows::{documents, rows};
use super::words::PageStyle;
use crate::source::Span;
use crate::table as toml;

rows! {
    /// `[pages]`.
    PagesDoc() is PAGES, "a paged list"
    "style" style: Word<PageStyle>, "How the next page is asked for",
        needed "offset, page or marker: how the next page is asked for";
    "offset" offset: Line, "The field of the request that says how many items to skip";
    "page" page: Line, "The field of the request with the number of the page, from 1";
    "marker" marker: Line, "The field of the request that says where the page before ended";
    "size" size: Line, "The field of the request that says how many items a page has at most";
    "items" items: Line, "The list, as a path in the response",
        needed "the list in the response, such as \"functions\" or \"data.list\"";
    "total" total: Line, "How many items there are on all pages, as a path in the response";
    "more" more: Line, "Whether more pages follow, as a path in the response";
    "next" next: Line, "The marker of the next page, as a path in the response";
    "end_errcode" end_errcode: Int, "The errcode of a page that is past the end";
}

documents! {
    PagesDoc is PAGES, at style or items;
}
