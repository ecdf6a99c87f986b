//! `errcodes.toml` and `permission_sets.toml`: lists of records.

use super::table::Table;
use crate::syntax::{ErrcodeDoc, PermissionSetDoc};

pub(super) fn errcodes(mut root: Table<'_, '_>) -> Vec<ErrcodeDoc> {
    root.only("errcodes.toml", &["errcode"]);
    root.each("errcode", |mut table| {
        table.only("an errcode", &["class", "code", "meaning", "message", "name", "remedy"]);
        table.require(
            "an errcode",
            &[
                ("code", "the number on the wire"),
                ("name", "the name of its variant, such as InvalidAccessToken"),
                ("meaning", "one sentence: what has happened"),
                ("remedy", "one sentence: what the caller can do"),
                ("class", "what can be done about it, in one word"),
            ],
        );
        ErrcodeDoc {
            code: table.int("code"),
            name: table.text("name"),
            message: table.text("message"),
            meaning: table.text("meaning"),
            remedy: table.text("remedy"),
            class: table.text("class"),
        }
    })
}

pub(super) fn permission_sets(mut root: Table<'_, '_>) -> Vec<PermissionSetDoc> {
    root.only("permission_sets.toml", &["permission_set"]);
    root.each("permission_set", |mut table| {
        table.only("a permission set", &["doc", "id", "name"]);
        table.require(
            "a permission set",
            &[("id", "the vendor's number"), ("name", "the vendor's name, in English")],
        );
        PermissionSetDoc { id: table.int("id"), name: table.text("name"), doc: table.text("doc") }
    })
}
