//! `errcodes.toml` and `permission_sets.toml`: lists of records.

use super::table::Table;
use crate::syntax::{AreaDoc, ErrcodeDoc, PermissionSetDoc};

pub(super) fn errcodes(mut root: Table<'_, '_>) -> (Vec<ErrcodeDoc>, Vec<AreaDoc>) {
    root.only("errcodes.toml", &["area", "errcode"]);
    let areas = root.each("area", area);
    (root.each("errcode", errcode), areas)
}

fn area(mut table: Table<'_, '_>) -> AreaDoc {
    table.only("an area", &["doc", "from", "name", "to"]);
    table.require(
        "an area",
        &[
            ("name", "the name of its variant, such as Database"),
            ("from", "its lowest number"),
            ("to", "its highest number"),
            ("doc", "say in one line what the numbers are about"),
        ],
    );
    AreaDoc {
        name: table.text("name"),
        from: table.int("from"),
        to: table.int("to"),
        doc: table.text("doc"),
    }
}

fn errcode(mut table: Table<'_, '_>) -> ErrcodeDoc {
    table.only(
        "an errcode",
        &["class", "code", "meaning", "message", "name", "operator", "quota", "remedy"],
    );
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
        operator: table.text("operator"),
        quota: table.text("quota"),
    }
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
