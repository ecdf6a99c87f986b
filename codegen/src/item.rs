//! Rust items as plain data: every decision about names, types, order and words has been made,
//! and only the punctuation is left.

mod contract;
mod errcode;
mod sample;
mod several;

use std::collections::BTreeSet;

use crate::leaf::Float;
pub(crate) use crate::model::Literal as Fixed;
pub(crate) use contract::{ContractField, ContractItem, ContractShape, Contracts, RecursiveShape};
pub(crate) use errcode::{AreaVariant, ErrcodeItem, ErrcodeVariant};
pub(crate) use sample::{Expr, SampleItem};
pub(crate) use several::{
    PagedItem, PagingItem, Position, Route, RouteStep, WaitFunction, WaitItem,
};

/// The file of bindings.
#[derive(Hash)]
pub(crate) struct Bindings {
    /// The spec's own errcodes; none where the runtime has them in its enum.
    pub(crate) errcodes: Vec<ErrcodeVariant>,
    pub(crate) shared: Vec<TypeItem>,
    pub(crate) modules: Vec<ModuleItem>,
    pub(crate) sections: Vec<SectionItem>,
}

/// The module of an endpoint, as its parent declares it.
#[derive(Hash)]
pub(crate) struct ModuleItem {
    pub(crate) id: String,
    /// What people may search the module for.
    pub(crate) aliases: Vec<String>,
}

/// What is in the module of an endpoint.
pub(crate) struct EndpointItem {
    pub(crate) imports: Imports,
    pub(crate) constant: ConstantItem,
    /// `None` for an endpoint without a token, which any client may call.
    pub(crate) accepted: Option<AcceptedItem>,
    pub(crate) request: ObjectItem,
    pub(crate) query: Vec<CodedField>,
    /// Fields in the path, and those that are headers.
    pub(crate) path: Vec<CodedField>,
    pub(crate) headers: Vec<CodedField>,
    /// The fields of a form, or the one file that is the body.
    pub(crate) form: Vec<FormField>,
    /// The member with which a call is idempotent, though the endpoint is not.
    pub(crate) idempotent_by: Option<String>,
    /// `None` where the body is all fields of the request, as one object, or is not JSON.
    pub(crate) body: Option<BodyItem>,
    pub(crate) response: ObjectItem,
    /// Whether a response is bytes.
    pub(crate) downloads: bool,
    pub(crate) types: Vec<TypeItem>,
    pub(crate) paged: Option<PagedItem>,
    pub(crate) waits: Vec<WaitFunction>,
}

/// A field of a form.
pub(crate) enum FormField {
    Value(CodedField),
    /// A member that is a file, which may be optional.
    File {
        wire: String,
        ident: String,
        optional: bool,
    },
}

/// What a module of an endpoint needs from elsewhere, beyond what each of them needs.
#[derive(Default)]
pub(crate) struct Imports {
    /// Modules of the bindings.
    pub(crate) modules: Vec<&'static str>,
    /// Shared types.
    pub(crate) types: Vec<String>,
    /// Items of the runtime's root, such as `Secret`.
    pub(crate) root: Vec<String>,
    /// Items of the runtime's `token`.
    pub(crate) token: Vec<String>,
}

/// `const ENDPOINT`.
pub(crate) struct ConstantItem {
    pub(crate) doc: String,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) old_paths: Vec<String>,
    pub(crate) hosts: Vec<String>,
    pub(crate) section: String,
    pub(crate) summary: String,
    pub(crate) tokens: Vec<&'static str>,
    /// `None` where it is the usual one.
    pub(crate) token_field: Option<String>,
    /// `None` where it is JSON.
    pub(crate) request_body: Option<&'static str>,
    pub(crate) response_body: Option<&'static str>,
    /// The fields of a form in their order, and whether each is a file.
    pub(crate) form_fields: Vec<(String, bool)>,
    pub(crate) request_wrapper: Option<String>,
    /// Fields of the request that are not simply in the body, and where they travel.
    pub(crate) locations: Vec<(String, &'static str)>,
    pub(crate) fixed_fields: Vec<(String, Fixed)>,
    /// At whatever depth of the request.
    pub(crate) secret_fields: BTreeSet<String>,
    /// The fields of a response, and its wrapper.
    pub(crate) response_fields: Vec<String>,
    pub(crate) errcode_on_success: bool,
    /// `None` where it is the usual one.
    pub(crate) errcode_field: Option<String>,
    pub(crate) errmsg_field: Option<String>,
    pub(crate) list_response: bool,
    pub(crate) idempotent: bool,
    pub(crate) idempotent_by: Option<String>,
    pub(crate) status: &'static str,
    pub(crate) permission_sets: Vec<u32>,
    pub(crate) cloud_call: Option<String>,
    pub(crate) errcodes: Vec<ErrcodeRef>,
    /// Whether there is a module `errcode`, which has records.
    pub(crate) has_records: bool,
    /// Where that matters: for pages and waits.
    pub(crate) response_wrapper: Option<String>,
    pub(crate) paging: Option<PagingItem>,
    pub(crate) waits: Vec<WaitItem>,
}

/// An errcode where it is used.
pub(crate) enum ErrcodeRef {
    /// A variant of the runtime's enum.
    Variant(String),
    /// A constant of the module `errcode`.
    Constant(String),
}

/// `trait Accepted`.
pub(crate) struct AcceptedItem {
    pub(crate) doc: String,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) message: String,
    pub(crate) label: &'static str,
    pub(crate) note: String,
}

/// The methods of a section.
#[derive(Hash)]
pub(crate) struct SectionItem {
    pub(crate) title: String,
    /// In order of id.
    pub(crate) methods: Vec<MethodItem>,
}

/// The method on the client, whose documentation is a file of its own.
#[derive(Hash)]
pub(crate) struct MethodItem {
    pub(crate) id: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// Whether it is there for some kinds of token only.
    pub(crate) bound: bool,
}

/// The documentation of a method: lines, an example around `let request = ...;`, more lines.
pub(crate) struct MethodDoc {
    pub(crate) start: Vec<String>,
    pub(crate) example: Option<ExampleItem>,
    pub(crate) end: Vec<String>,
}

/// An example: lines, `let request = ...;`, more lines.
pub(crate) struct ExampleItem {
    pub(crate) before: Vec<String>,
    pub(crate) request: Expr,
    pub(crate) after: Vec<String>,
}

/// A type with a name of its own.
#[derive(Hash)]
pub(crate) enum TypeItem {
    Text(TextItem),
    TextEnum(EnumItem<String>),
    IntEnum(EnumItem<i64>),
    Object(ObjectItem),
    OneOf(OneOfItem),
}

/// An enum of fields of which there is exactly one.
#[derive(Hash)]
pub(crate) struct OneOfItem {
    pub(crate) name: String,
    pub(crate) doc: Vec<String>,
    pub(crate) direction: Direction,
    /// The field that says which it is.
    pub(crate) tag: Option<String>,
    pub(crate) alternatives: Vec<AlternativeItem>,
    /// Whether there is a secret in it, at whatever depth.
    pub(crate) secret: bool,
}

#[derive(Hash)]
pub(crate) struct AlternativeItem {
    pub(crate) name: String,
    pub(crate) wire: String,
    /// What the tag says of it.
    pub(crate) value: Option<String>,
    pub(crate) doc: String,
    pub(crate) in_text: bool,
    pub(crate) ty: RustType,
}

/// A newtype around a string.
#[derive(Hash)]
pub(crate) struct TextItem {
    pub(crate) name: String,
    pub(crate) doc: Vec<String>,
    pub(crate) direction: Direction,
}

/// An open enum.
#[derive(Hash)]
pub(crate) struct EnumItem<T> {
    pub(crate) name: String,
    pub(crate) doc: Vec<String>,
    pub(crate) direction: Direction,
    pub(crate) variants: Vec<VariantItem<T>>,
}

#[derive(Hash)]
pub(crate) struct VariantItem<T> {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) value: T,
}

/// A struct.
#[derive(Hash)]
pub(crate) struct ObjectItem {
    pub(crate) name: String,
    pub(crate) doc: Vec<String>,
    pub(crate) direction: Direction,
    pub(crate) members: Vec<MemberItem>,
    /// The struct that gives `new` the required fields by name, where their order can't be seen.
    pub(crate) by_name: Option<String>,
    /// What is written, in order, fixed fields among them.
    pub(crate) fields: Vec<CodedField>,
    /// The one field on the wire that holds all others.
    pub(crate) wrapper: Option<String>,
    /// Whether its one member is, on the wire, in its place.
    pub(crate) is_member: bool,
    /// Whether there is a secret in it, at whatever depth.
    pub(crate) secret: bool,
}

/// The body of a request that is not all of its fields.
pub(crate) enum BodyItem {
    /// Some of them, as an object, which may be inside the one field of another.
    Fields { fields: Vec<CodedField>, wrapper: Option<String> },
    /// One of them.
    Member(String),
}

/// Which way a type travels.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Direction {
    /// Whether it is sent.
    pub sent: bool,
    /// Whether it is received.
    pub received: bool,
}

#[derive(Hash)]
pub(crate) struct MemberItem {
    pub(crate) ident: String,
    pub(crate) wire: String,
    pub(crate) doc: String,
    pub(crate) ty: RustType,
    /// Whether it travels as text.
    pub(crate) in_text: bool,
    /// Whether it stands in the object as one of several fields.
    pub(crate) is_one_of: bool,
    pub(crate) given: Given,
    pub(crate) need: Need,
    /// What rustc says to those who use it all the same.
    pub(crate) deprecated: Option<String>,
}

/// How a member gets its value when a caller builds the struct.
#[derive(PartialEq, Eq, Hash)]
pub(crate) enum Given {
    /// An argument of `new`.
    InNew,
    /// A method `with_`, which wraps the value in `Some`.
    ByWith,
    /// Not at all: the struct is only received.
    Never,
}

/// What the absence of a member in a response means.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// It has a meaning of its own.
    Optional,
    /// It reads as this value.
    Default(Fixed),
    /// It reads as empty.
    Usual,
    /// The response is unusable.
    Essential,
}

/// A field as it is written.
#[derive(Hash)]
pub(crate) struct CodedField {
    pub(crate) wire: String,
    pub(crate) value: CodedValue,
}

#[derive(Hash)]
pub(crate) enum CodedValue {
    Member(String),
    /// A member that travels as text.
    MemberInText(String),
    /// A member that stands in the object as one of several fields.
    OneOf {
        member: String,
        optional: bool,
    },
    Text(String),
    /// A text for a parameter that takes any sized type, which `str` is not.
    OwnedText(String),
    Int(i64),
    Float(Float),
    Bool(bool),
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum RustType {
    Named(String),
    /// What texts become by `into`.
    Text(String),
    List(Box<RustType>),
    Map(Box<RustType>),
    /// In a box, because it has what it is in inside.
    Boxed(Box<RustType>),
    Optional(Box<RustType>),
}
