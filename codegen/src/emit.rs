//! Items to tokens: punctuation and nothing else. The only file with `quote!`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::options::Runtime;
use crate::item::{
    AcceptedItem, Bindings, CodedField, CodedValue, ConstantItem, ContractField, ContractItem, ContractShape,
    EndpointItem, EnumItem, ErrcodeItem, ErrcodeRef, ErrcodeVariant, Expr, Given, MemberItem, MethodItem, ObjectItem, RustType,
    SampleItem, TextItem, TypeItem,
};
use crate::{format, naming};

/// The file of bindings: shared types, a module per endpoint, the methods, the list of endpoints.
pub(crate) fn bindings(items: &Bindings, runtime: Runtime) -> Vec<TokenStream> {
    let rt = root(runtime);
    let shared = shared_types(&items.shared, &rt);
    let modules = items.endpoints.iter().map(|endpoint| module(endpoint, &rt));
    let methods = methods(&items.endpoints, runtime, &rt);
    let ids = items.endpoints.iter().map(|endpoint| ident(&endpoint.id));
    let list = quote! {
        #[doc = " Every endpoint, in order of id."]
        pub static ENDPOINTS: &[&#rt::operation::Endpoint] = &[#(&#ids::ENDPOINT),*];
    };
    [methods, list].into_iter().chain(shared).chain(modules).collect()
}

fn root(runtime: Runtime) -> TokenStream {
    match runtime {
        Runtime::Own => quote!(crate),
        Runtime::Dependency => quote!(::wechat_cloudbase),
    }
}

fn shared_types(types: &[TypeItem], rt: &TokenStream) -> Option<TokenStream> {
    if types.is_empty() {
        return None;
    }
    let secret = types.iter().any(has_secret).then(|| quote!(use #rt::Secret;));
    let coding = coding_imports(types);
    let types = types.iter().map(type_item);
    Some(quote! {
        #[doc = " Types that several endpoints share."]
        pub mod types {
            #secret
            use #rt::json::{self, #coding};
            #(#types)*
        }
    })
}

fn has_secret(item: &TypeItem) -> bool {
    let secret = |member: &MemberItem| inner_name(&member.ty) == "Secret";
    matches!(item, TypeItem::Object(object) if object.members.iter().any(secret))
}

fn inner_name(ty: &RustType) -> &str {
    match ty {
        RustType::Named(name) => name,
        RustType::List(item) | RustType::Optional(item) => inner_name(item),
    }
}

fn coding_imports(types: &[TypeItem]) -> TokenStream {
    let coding = |item: &TypeItem| match item {
        TypeItem::Text(item) => item.coding,
        TypeItem::Texts(item) => item.coding,
        TypeItem::Ints(item) => item.coding,
        TypeItem::Object(item) => item.coding,
    };
    let decode = types.iter().any(|item| coding(item).decode).then(|| quote!(Decode,));
    let encode = types.iter().any(|item| coding(item).encode).then(|| quote!(Encode,));
    quote!(#decode #encode)
}

fn module(item: &EndpointItem, rt: &TokenStream) -> TokenStream {
    let name = ident(&item.id);
    let module_doc = doc_line(&item.module_doc);
    let imports = imports(item, rt);
    let constant = constant(&item.constant);
    let accepted = accepted(item.accepted.as_ref());
    let request = object(&item.request);
    let operation = operation(item);
    let response = object(&item.response);
    let types = item.types.iter().map(type_item);
    quote! {
        #[doc = #module_doc]
        pub mod #name {
            #imports
            #constant
            #accepted
            #request
            #operation
            #response
            #(#types)*
        }
    }
}

fn imports(item: &EndpointItem, rt: &TokenStream) -> TokenStream {
    let imports = &item.imports;
    let group = |path: TokenStream, names: &[String]| {
        let names = names.iter().map(|name| ident(name));
        (names.len() > 0).then(|| quote!(use #path::{#(#names),*};))
    };
    let types = group(quote!(super::types), &imports.types);
    let token = group(quote!(#rt::token), &imports.token);
    let root = group(rt.clone(), &imports.root);
    quote! {
        #types
        use #rt::json::{self, Decode, Encode};
        use #rt::operation::{self, Accepts, Operation};
        #token
        #root
    }
}

fn constant(item: &ConstantItem) -> TokenStream {
    let ConstantItem { id, name, path, section, summary, .. } = item;
    let doc = doc_line(&item.doc);
    let method = ident(item.method);
    let (repeat, status) = (ident(item.repeat), ident(item.status));
    let tokens = item.tokens.iter().map(|kind| ident(kind));
    let token_field = item.token_field.as_ref().map(|name| quote!(.token_field(#name)));
    let sets = item.permission_sets.iter().map(|id| Literal::u32_unsuffixed(*id));
    let cloud_call = item.cloud_call.as_ref().map(|name| quote!(.cloud_call(#name)));
    let errcodes = item.errcodes.iter().map(errcode_ref);
    quote! {
        #[doc = #doc]
        pub const ENDPOINT: operation::Endpoint = operation::Endpoint::new(#id, #name, operation::Method::#method, #path)
            .section(#section)
            .summary(#summary)
            .tokens(&[#(token::Kind::#tokens),*])
            #token_field
            .repeat(operation::Repeat::#repeat)
            .status(operation::Status::#status)
            .permission_sets(&[#(#sets),*])
            #cloud_call
            .errcodes(&[#(#errcodes),*]);
    }
}

fn errcode_ref(errcode: &ErrcodeRef) -> TokenStream {
    match errcode {
        ErrcodeRef::Variant(name) => {
            let name = ident(name);
            quote!(Errcode::#name)
        }
        ErrcodeRef::Number(code) => {
            let code = Literal::i64_unsuffixed(*code);
            quote!(Errcode::from_code(#code))
        }
    }
}

fn accepted(item: Option<&AcceptedItem>) -> TokenStream {
    let Some(item) = item else {
        return quote!(impl<K: TokenKind> Accepts<K> for Request {});
    };
    let AcceptedItem { message, label, note, .. } = item;
    let doc = doc_line(&item.doc);
    let kinds = item.kinds.iter().map(|kind| ident(kind));
    quote! {
        #[doc = #doc]
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait Accepted: TokenKind {}
        #(impl Accepted for #kinds {})*
        impl<K: Accepted> Accepts<K> for Request {}
    }
}

fn operation(item: &EndpointItem) -> TokenStream {
    let query = (!item.query.is_empty()).then(|| {
        let fields = item.query.iter().map(|field| coded(field, &quote!(query), &quote!(add)));
        quote! {
            fn query(&self, query: &mut operation::Query) {
                #(#fields)*
            }
        }
    });
    quote! {
        impl Operation for Request {
            type Response = Response;
            const ENDPOINT: &'static operation::Endpoint = &ENDPOINT;
            #query
        }
    }
}

fn methods(endpoints: &[EndpointItem], runtime: Runtime, rt: &TokenStream) -> TokenStream {
    let doc = " One method per endpoint.";
    match runtime {
        Runtime::Own => {
            let methods = endpoints.iter().map(|item| method(item, &quote!(pub), rt, true));
            quote! {
                #[doc = #doc]
                impl<K: crate::token::TokenKind> crate::Client<K> {
                    #(#methods)*
                }
            }
        }
        Runtime::Dependency => {
            let signatures = endpoints.iter().map(|item| method(item, &TokenStream::new(), rt, false));
            let bodies = endpoints.iter().map(|item| method(item, &TokenStream::new(), rt, true));
            let bodies = bodies.map(strip_docs);
            quote! {
                #[doc = " One method per endpoint, on every client that holds the right kind of token."]
                pub trait Calls<K: ::wechat_cloudbase::token::TokenKind> {
                    #(#signatures)*
                }
                impl<K: ::wechat_cloudbase::token::TokenKind> Calls<K> for ::wechat_cloudbase::Client<K> {
                    #(#bodies)*
                }
            }
        }
    }
}

fn method(item: &EndpointItem, visibility: &TokenStream, rt: &TokenStream, body: bool) -> Method {
    let name = ident(&item.id);
    let docs = method_docs(&item.method);
    let aliases = item.method.aliases.iter().map(|alias| quote!(#[doc(alias = #alias)]));
    let deprecated = item.method.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    let bound = item.accepted.as_ref().map(|_| quote!(where K: #name::Accepted));
    let body = if body { quote!({ self.call(request) }) } else { quote!(;) };
    Method {
        attributes: quote!(#docs #(#aliases)* #deprecated),
        signature: quote! {
            #visibility fn #name(&self, request: #name::Request) -> #rt::Call<#name::Request> #bound #body
        },
    }
}

fn method_docs(item: &MethodItem) -> TokenStream {
    let example = item.example.as_ref().map(|example| {
        let request = format::expression(&expr(&example.request));
        let request = format!("let request = {request};");
        let request = request.lines().map(str::to_owned);
        let lines = example.before.iter().cloned().chain(request).chain(example.after.iter().cloned());
        docs(&lines.collect::<Vec<_>>())
    });
    let (start, end) = (docs(&item.doc), docs(&item.doc_end));
    quote!(#start #example #end)
}

/// A method, with its attributes apart: the implementation of a trait repeats none of them.
struct Method {
    attributes: TokenStream,
    signature: TokenStream,
}

impl quote::ToTokens for Method {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attributes.to_tokens(tokens);
        self.signature.to_tokens(tokens);
    }
}

fn strip_docs(method: Method) -> TokenStream {
    method.signature
}

fn type_item(item: &TypeItem) -> TokenStream {
    match item {
        TypeItem::Text(item) => text(item),
        TypeItem::Texts(item) => texts(item),
        TypeItem::Ints(item) => ints(item),
        TypeItem::Object(item) => object(item),
    }
}

fn text(item: &TextItem) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc);
    let encode = item.coding.encode.then(|| encode_impl(&name, &quote!(self.0.encode(json);)));
    let decode = item.coding.decode.then(|| decode_impl(&name, &quote!(String::decode(value).map(Self))));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);
        impl #name {
            #[doc = " Wraps a text, unchecked: WeChat checks it."]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }
            #[doc = " The text as it travels."]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        #encode
        #decode
    }
}

fn texts(item: &EnumItem<String>) -> TokenStream {
    let name = ident(&item.name);
    let declaration = open_enum(item, &quote!(String), &quote!(Hash));
    let names: Vec<_> = item.variants.iter().map(|variant| ident(&variant.name)).collect();
    let values: Vec<_> = item.variants.iter().map(|variant| &variant.value).collect();
    let encode = item.coding.encode.then(|| encode_impl(&name, &quote!(self.as_str().encode(json);)));
    let decode =
        item.coding.decode.then(|| decode_impl(&name, &quote!(String::decode(value).map(|text| Self::from(text.as_str())))));
    quote! {
        #declaration
        impl #name {
            #[doc = " The value as it travels."]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #values,)*
                    Self::Other(text) => text,
                }
            }
        }
        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#values => Self::#names,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
        #encode
        #decode
    }
}

fn ints(item: &EnumItem<i64>) -> TokenStream {
    let name = ident(&item.name);
    let declaration = open_enum(item, &quote!(i64), &quote!(Copy, Hash));
    let names: Vec<_> = item.variants.iter().map(|variant| ident(&variant.name)).collect();
    let values: Vec<_> = item.variants.iter().map(|variant| Literal::i64_unsuffixed(variant.value)).collect();
    let encode = item.coding.encode.then(|| encode_impl(&name, &quote!(self.as_i64().encode(json);)));
    let decode = item.coding.decode.then(|| decode_impl(&name, &quote!(i64::decode(value).map(Self::from))));
    quote! {
        #declaration
        impl #name {
            #[doc = " The value as it travels."]
            pub const fn as_i64(self) -> i64 {
                match self {
                    #(Self::#names => #values,)*
                    Self::Other(number) => number,
                }
            }
        }
        impl From<i64> for #name {
            fn from(number: i64) -> Self {
                match number {
                    #(#values => Self::#names,)*
                    other => Self::Other(other),
                }
            }
        }
        #encode
        #decode
    }
}

fn open_enum<T>(item: &EnumItem<T>, inner: &TokenStream, derives: &TokenStream) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc);
    let variants = item.variants.iter().map(|variant| {
        let (doc, name) = (doc_line(&variant.doc), ident(&variant.name));
        quote!(#[doc = #doc] #name)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, #derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc = " A value that no page lists. Made by `From`, which never makes it of a listed one."]
            Other(#inner),
        }
    }
}

fn object(item: &ObjectItem) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc);
    let members = item.members.iter().map(|member| {
        let (doc, name, ty) = (doc_line(&member.doc), ident(&member.ident), rust_type(&member.ty));
        quote!(#[doc = #doc] pub #name: #ty)
    });
    let builders = item.coding.encode.then(|| builders(item, &name));
    let empty = item.members.iter().all(|member| member.given != Given::InNew) && item.coding.encode;
    let default = empty.then(|| quote!(Default,));
    let encode = item.coding.encode.then(|| {
        let fields = item.body.iter().map(|field| coded(field, &quote!(json), &quote!(field)));
        encode_impl(&name, &quote!(json.begin_object(); #(#fields)* json.end_object();))
    });
    let decode = item.coding.decode.then(|| decode_impl(&name, &decode_body(&item.members)));
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
        }
        #builders
        #encode
        #decode
    }
}

fn builders(item: &ObjectItem, name: &Ident) -> TokenStream {
    let required: Vec<_> = item.members.iter().filter(|member| member.given == Given::InNew).collect();
    let arguments = required.iter().map(|member| {
        let (name, ty) = (ident(&member.ident), argument_type(&member.ty));
        quote!(#name: #ty)
    });
    let values = item.members.iter().map(|member| {
        let name = ident(&member.ident);
        match (&member.given, is_text(&member.ty)) {
            (Given::InNew, true) => quote!(#name: #name.into()),
            (Given::InNew, false) => quote!(#name),
            _ => quote!(#name: None),
        }
    });
    let many = (required.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let setters = item.members.iter().filter(|member| member.given == Given::ByWith).map(setter);
    quote! {
        impl #name {
            #[doc = " With every required field."]
            #many
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    }
}

fn setter(member: &MemberItem) -> TokenStream {
    let RustType::Optional(ty) = &member.ty else {
        return TokenStream::new();
    };
    let (field, value) = (ident(&member.ident), is_text(ty).then(|| quote!(.into())));
    let ty = argument_type(ty);
    let name = ident(&format!("with_{}", member.ident));
    let doc = format!(" Sets [`{0}`](Self::{0}).", member.ident);
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #name(mut self, #field: #ty) -> Self {
            self.#field = Some(#field #value);
            self
        }
    }
}

/// The type of an argument: text is taken in any form.
fn argument_type(ty: &RustType) -> TokenStream {
    if is_text(ty) { quote!(impl Into<String>) } else { rust_type(ty) }
}

fn is_text(ty: &RustType) -> bool {
    matches!(ty, RustType::Named(name) if name == "String")
}

fn decode_body(members: &[MemberItem]) -> TokenStream {
    if members.is_empty() {
        return quote!(json::Object::from_value(value).map(|_| Self {}));
    }
    let fields = members.iter().map(|member| {
        let (name, wire) = (ident(&member.ident), &member.wire);
        quote!(#name: object.take(#wire)?)
    });
    quote! {
        let mut object = json::Object::from_value(value)?;
        Ok(Self { #(#fields,)* })
    }
}

fn encode_impl(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl Encode for #name {
            fn encode(&self, json: &mut json::Writer) {
                #body
            }
        }
    }
}

fn decode_impl(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl Decode for #name {
            fn decode(value: json::Value) -> Result<Self, json::DecodeError> {
                #body
            }
        }
    }
}

fn coded(field: &CodedField, receiver: &TokenStream, method: &TokenStream) -> TokenStream {
    let wire = &field.wire;
    let value = match &field.value {
        CodedValue::Member(name) => {
            let name = ident(name);
            quote!(&self.#name)
        }
        CodedValue::Text(text) => quote!(#text),
        CodedValue::Int(int) => {
            let int = Literal::i64_suffixed(*int);
            quote!(&#int)
        }
        CodedValue::Bool(flag) => quote!(&#flag),
    };
    quote!(#receiver.#method(#wire, #value);)
}

fn rust_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Named(name) => {
            let parts = name.split("::").map(ident);
            quote!(#(#parts)::*)
        }
        RustType::List(item) => {
            let item = rust_type(item);
            quote!(Vec<#item>)
        }
        RustType::Optional(item) => {
            let item = rust_type(item);
            quote!(Option<#item>)
        }
    }
}

/// The enum of errcodes and its table.
pub(crate) fn errcodes(item: &ErrcodeItem) -> TokenStream {
    let names: Vec<_> = item.variants.iter().map(|variant| ident(&variant.name)).collect();
    let codes: Vec<_> = item.variants.iter().map(|variant| Literal::i64_unsuffixed(variant.code)).collect();
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.doc), ident(&variant.name));
        quote!(#docs #name)
    });
    let records = item.variants.iter().map(errcode_record);
    quote! {
        #[doc = " A code that WeChat answers with."]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Errcode {
            #(#variants,)*
            #[doc = " A code that the spec does not list. Made by [`from_code`](Self::from_code), which never makes it of a listed one."]
            Other(i64),
        }
        impl Errcode {
            #[doc = " Every listed code, in order of number."]
            pub const ALL: &'static [Self] = &[#(Self::#names),*];
            #[doc = " The code of a number."]
            pub const fn from_code(code: i64) -> Self {
                match code {
                    #(#codes => Self::#names,)*
                    other => Self::Other(other),
                }
            }
            #[doc = " The number on the wire."]
            pub const fn code(self) -> i64 {
                match self {
                    #(Self::#names => #codes,)*
                    Self::Other(code) => code,
                }
            }
            const fn record(self) -> Option<&'static Record> {
                Some(match self {
                    #(#records,)*
                    Self::Other(_) => return None,
                })
            }
        }
    }
}

fn errcode_record(variant: &ErrcodeVariant) -> TokenStream {
    let ErrcodeVariant { name, message, meaning, remedy, .. } = variant;
    let (ident, class) = (ident(name), ident(variant.class));
    quote! {
        Self::#ident => &Record {
            name: #name,
            message: #message,
            meaning: #meaning,
            remedy: #remedy,
            class: Class::#class,
        }
    }
}

/// The tables of the mock.
pub(crate) fn contracts(items: &[ContractItem], runtime: Runtime) -> Vec<TokenStream> {
    let rt = root(runtime);
    let contracts = items.iter().map(|item| {
        let ContractItem { request_json, response_json, .. } = item;
        let id = ident(&item.id);
        let request = item.request.iter().map(contract_field);
        let response = item.response.iter().map(contract_field);
        let name = ident(&naming::constant_case(&item.id));
        quote! {
            const #name: Contract = Contract {
                endpoint: &super::#id::ENDPOINT,
                request: &[#(#request),*],
                response: &[#(#response),*],
                sample_request: #request_json,
                sample_response: #response_json,
            };
        }
    });
    let names = items.iter().map(|item| ident(&naming::constant_case(&item.id)));
    let list = quote! {
        #[allow(unused_imports)]
        use #rt::mock::contract::{Contract, Field, Shape};
        #[doc = " What the mock holds a caller to, endpoint by endpoint in order of id."]
        pub static CONTRACTS: &[Contract] = &[#(#names),*];
    };
    std::iter::once(list).chain(contracts).collect()
}

fn contract_field(field: &ContractField) -> TokenStream {
    let ContractField { wire, required, in_query, secret, .. } = field;
    let shape = contract_shape(&field.shape);
    quote! {
        Field { name: #wire, required: #required, in_query: #in_query, secret: #secret, shape: #shape }
    }
}

fn contract_shape(shape: &ContractShape) -> TokenStream {
    match shape {
        ContractShape::Text { allowed, pattern } => {
            let pattern = pattern.as_ref().map_or(quote!(None), |pattern| quote!(Some(#pattern)));
            quote!(Shape::String { allowed: &[#(#allowed),*], pattern: #pattern })
        }
        ContractShape::Int { allowed } => {
            let allowed = allowed.iter().map(|int| Literal::i64_unsuffixed(*int));
            quote!(Shape::Int { allowed: &[#(#allowed),*] })
        }
        ContractShape::Float => quote!(Shape::Float),
        ContractShape::Bool => quote!(Shape::Bool),
        ContractShape::Json => quote!(Shape::Json),
        ContractShape::Named(name, shape) => {
            let shape = contract_shape(shape);
            quote!(Shape::Named(#name, &#shape))
        }
        ContractShape::List(item) => {
            let item = contract_shape(item);
            quote!(Shape::List(&#item))
        }
        ContractShape::Object(fields) => {
            let fields = fields.iter().map(contract_field);
            quote!(Shape::Object(&[#(#fields),*]))
        }
    }
}

/// One test per endpoint, for a module with a `check_sample` around it.
pub(crate) fn samples(items: &[SampleItem]) -> Vec<TokenStream> {
    let tests = items.iter().map(|item| {
        let SampleItem { request_json, response_json, .. } = item;
        let (id, kind) = (ident(&item.id), ident(item.kind));
        let allow = item.deprecated.then(|| quote!(#[allow(deprecated)]));
        let types = item.uses_types.then(|| quote!(, types));
        let request = expr(&item.request);
        quote! {
            #[test]
            #allow
            fn #id() {
                use wechat_cloudbase::api::{#id #types};
                super::check_sample::<wechat_cloudbase::token::#kind, _>(
                    #request,
                    #request_json,
                    #response_json,
                );
            }
        }
    });
    tests.collect()
}

fn expr(item: &Expr) -> TokenStream {
    match item {
        Expr::Text(text) => quote!(#text),
        Expr::Int(int) => Literal::i64_unsuffixed(*int).into_tokens(),
        Expr::Float(float) => Literal::f64_unsuffixed(*float).into_tokens(),
        Expr::Bool(flag) => quote!(#flag),
        // `vec!` is a macro, whose arguments no formatter breaks into lines.
        Expr::List { owned, items } => {
            let to_owned = owned.then(|| quote!(.to_owned()));
            let items = items.iter().map(expr);
            quote!(Vec::from([#(#items #to_owned),*]))
        }
        Expr::Json(value) => {
            let value = json(value);
            quote!(serde_json::json!(#value))
        }
        Expr::Call(path, arguments) => {
            let path = path.iter().map(|part| ident(part));
            let arguments = arguments.iter().map(expr);
            quote!(#(#path)::*(#(#arguments),*))
        }
        Expr::Path(path) => {
            let path = path.iter().map(|part| ident(part));
            quote!(#(#path)::*)
        }
        Expr::With(receiver, method, argument) => {
            let (receiver, method, argument) = (expr(receiver), ident(method), expr(argument));
            quote!(#receiver.#method(#argument))
        }
    }
}

fn json(value: &serde_json::Value) -> TokenStream {
    use serde_json::Value;
    match value {
        Value::Null => quote!(null),
        Value::Bool(flag) => quote!(#flag),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            // Without a suffix, a literal is an `i32` to the macro.
            (Some(int), _) if i32::try_from(int).is_ok() => Literal::i64_unsuffixed(int).into_tokens(),
            (Some(int), _) => Literal::i64_suffixed(int).into_tokens(),
            (None, Some(int)) => Literal::u64_suffixed(int).into_tokens(),
            (None, None) => Literal::f64_unsuffixed(number.as_f64().unwrap_or_default()).into_tokens(),
        },
        Value::String(text) => quote!(#text),
        Value::Array(items) => {
            let items = items.iter().map(json);
            quote!([#(#items),*])
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let value = json(value);
                quote!(#name: #value)
            });
            quote!({#(#fields),*})
        }
    }
}

trait IntoTokens {
    fn into_tokens(self) -> TokenStream;
}

impl IntoTokens for Literal {
    fn into_tokens(self) -> TokenStream {
        quote!(#self)
    }
}

fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| doc_line(line));
    quote!(#(#[doc = #lines])*)
}

fn doc_line(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// An identifier; names have been checked, and a keyword gets its `r#`.
fn ident(name: &str) -> Ident {
    if naming::is_keyword(name) && name != "self" {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}
