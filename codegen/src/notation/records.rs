//! `errcodes.toml` and `permission_sets.toml`: lists of records.

use super::key::{Key, Table};
use super::kind::{
    Count, Document, Each, Int, Kind, Line, Pascal, Readable, ReadableDocument, Word,
};
use super::rows::{documents, rows};
use super::words::{Class, Operator, Window};
use crate::source::Span;
use crate::table as toml;

rows! {
    /// `errcodes.toml`.
    ErrcodesDoc() is ERRCODES, "errcodes.toml"
    "area" areas: Each<AreaDoc>, "Ranges of numbers, each used for one part of the service";
    "errcode" errcodes: Each<ErrcodeDoc>, "Every errcode once";
}

rows! {
    /// A record of `errcodes.toml`.
    ErrcodeDoc() is ERRCODE, "an errcode"
    "code" code: Int, "The number on the wire", needed "the number on the wire";
    "name" name: Pascal, "The name of its variant, such as InvalidAccessToken",
        needed "the name of its variant, such as InvalidAccessToken";
    "message" message: Line, "The vendor's words";
    "meaning" meaning: Line, "What has happened, in one sentence",
        needed "one sentence: what has happened";
    "remedy" remedy: Line, "What the caller can do, in one sentence",
        needed "one sentence: what the caller can do";
    "class" class: Word<Class>, "What can be done about it",
        needed "what can be done about it, in one word";
    "quota" quota: Word<Window>, "When the quota resets";
    "operator" operator: Word<Operator>, "What an operator must fix";
}

rows! {
    /// A range of numbers in `errcodes.toml`.
    AreaDoc() is AREA, "an area"
    "name" name: Pascal, "The name of its variant, such as Database",
        needed "the name of its variant, such as Database";
    "from" from: Int, "Its lowest number", needed "its lowest number";
    "to" to: Int, "Its highest number", needed "its highest number";
    "doc" doc: Line, "What the numbers are about, in one line",
        needed "say in one line what the numbers are about";
}

rows! {
    /// `permission_sets.toml`.
    PermissionSetsDoc() is PERMISSION_SETS, "permission_sets.toml"
    "permission_set" permission_sets: Each<PermissionSetDoc>,
        "Sets of rights that an account grants";
}

rows! {
    /// A record of `permission_sets.toml`.
    PermissionSetDoc() is PERMISSION_SET, "a permission set"
    "id" id: Count, "The vendor's number", needed "the vendor's number";
    "name" name: Line, "The vendor's name, in English", needed "the vendor's name, in English";
    "doc" doc: Line, "A rule worth a line";
}

documents! {
    ErrcodeDoc is ERRCODE, at code;
    AreaDoc is AREA, at name;
    PermissionSetDoc is PERMISSION_SET, at id;
}
