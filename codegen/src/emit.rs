//! Items to tokens: punctuation and nothing else. The only files with `quote!`.

mod coding;
mod contract;
mod endpoint;
mod errcode;
mod method;
mod object;
mod sample;
mod several;
mod types;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::item::{Bindings, EndpointItem};
use crate::naming;
use crate::options::Runtime;

pub(crate) use contract::contracts;
pub(crate) use errcode::errcodes;
pub(crate) use sample::expr;
pub(crate) use sample::samples;

/// The file of bindings: the methods, the list of endpoints, shared types, a module per endpoint.
pub(crate) fn bindings(items: &Bindings, runtime: Runtime) -> Vec<TokenStream> {
    let rt = root(runtime);
    let ids = items.modules.iter().map(|module| ident(&module.id));
    let list = quote! {
        #[doc = " Every endpoint, in order of id."]
        pub static ENDPOINTS: &[&#rt::operation::Endpoint] = &[#(&#ids::ENDPOINT),*];
    };
    let methods = match runtime {
        Runtime::Own => method::inherent(&items.sections, &rt),
        Runtime::Dependency => method::calls(&items.sections, &rt).into_iter().collect(),
    };
    let errcodes = errcode::module(&items.errcodes, &rt);
    let shared = types::shared_types(&items.shared, &rt);
    let modules = items.modules.iter().map(endpoint::module);
    methods.into_iter().chain([list]).chain(errcodes).chain(shared).chain(modules).collect()
}

/// The page of an endpoint.
pub(crate) fn endpoint(item: &EndpointItem, runtime: Runtime) -> TokenStream {
    endpoint::page(item, &root(runtime))
}

fn root(runtime: Runtime) -> TokenStream {
    match runtime {
        Runtime::Own => quote!(crate),
        Runtime::Dependency => quote!(::wechat_cloudbase),
    }
}

fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| doc_line(line));
    quote!(#(#[doc = #lines])*)
}

fn aliases(names: &[String]) -> TokenStream {
    quote!(#(#[doc(alias = #names)])*)
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

trait IntoTokens {
    fn into_tokens(self) -> TokenStream;
}

impl IntoTokens for Literal {
    fn into_tokens(self) -> TokenStream {
        quote!(#self)
    }
}
