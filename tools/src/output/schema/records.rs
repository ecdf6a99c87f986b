//! `errcodes.toml` and `permission_sets.toml`: lists of records.

use wechat_cloudbase_codegen::notation::words;

use super::{integer, items, matching, table, text, word};
use crate::json::Object;

pub(super) fn errcodes() -> Object<'static> {
    let errcode = table(
        &["code", "name", "meaning", "remedy", "class"],
        [
            ("code", integer("The number on the wire")),
            ("name", pascal("The name of its variant, such as InvalidAccessToken")),
            ("message", text("The vendor's words")),
            ("meaning", text("What has happened, in one sentence")),
            ("remedy", text("What the caller can do, in one sentence")),
            ("class", word(words::CLASSES, "What can be done about it")),
            ("quota", word(words::WINDOWS, "After what time the limit is full again")),
            ("operator", word(words::OPERATORS, "What an operator has to see to")),
        ],
    );
    let area = table(
        &["name", "from", "to", "doc"],
        [
            ("name", pascal("The name of its variant, such as Database")),
            ("from", integer("Its lowest number")),
            ("to", integer("Its highest number")),
            ("doc", text("What the numbers are about, in one line")),
        ],
    );
    table(
        &[],
        [
            ("errcode", items(errcode, "Every errcode once")),
            ("area", items(area, "Ranges of numbers, each used for one part of the service")),
        ],
    )
}

pub(super) fn permission_sets() -> Object<'static> {
    let set = table(
        &["id", "name"],
        [
            ("id", integer("The vendor's number").with("minimum", 0)),
            ("name", text("The vendor's name, in English")),
            ("doc", text("A rule worth a line")),
        ],
    );
    table(&[], [("permission_set", items(set, "Sets of rights that an account grants"))])
}

fn pascal(doc: &'static str) -> Object<'static> {
    matching("^[A-Z][A-Za-z0-9]*$").with("description", doc)
}
