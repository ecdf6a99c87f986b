//! Samples, as plain data: expressions, and the tests of them.

/// An expression that builds a sample.
#[derive(Hash)]
pub(crate) enum Expr {
    Text(String),
    Int(i64),
    Float(serde_json::Number),
    Bool(bool),
    Bytes(Vec<u8>),
    /// A list, whose texts may need a conversion to `String`.
    List {
        owned: bool,
        items: Vec<Expr>,
    },
    /// A map, with its keys.
    Map(Vec<(String, Expr)>),
    /// What becomes the type that is wanted there.
    Into(Box<Expr>),
    Json(serde_json::Value),
    /// A function or an enum's variant with its arguments: `create_env::Request::new(..)`.
    Call(Vec<String>, Vec<Expr>),
    /// A struct with its fields: `create_function::Required { env: .. }`.
    Struct(Vec<String>, Vec<(String, Expr)>),
    /// A value without arguments: `create_tcb_env::EnvType::Run`.
    Path(Vec<String>),
    /// `receiver.method(argument)`.
    With(Box<Expr>, String, Box<Expr>),
}

/// A test of one endpoint's sample.
pub(crate) struct SampleItem {
    pub(crate) id: String,
    pub(crate) deprecated: bool,
    /// The kind of token to call with.
    pub(crate) kind: &'static str,
    pub(crate) uses_types: bool,
    pub(crate) request: Expr,
    pub(crate) request_json: String,
    /// `None` where it is left out.
    pub(crate) response_json: Option<String>,
    /// A response of bytes: its content type, and the bytes.
    pub(crate) content: Option<(String, Vec<u8>)>,
}
