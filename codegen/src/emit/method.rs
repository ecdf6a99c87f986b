//! The methods on the client: inherent ones, or those of a trait.

use proc_macro2::TokenStream;
use quote::quote;

use super::sample::expr;
use super::{aliases, docs, ident};
use crate::format;
use crate::item::{EndpointItem, MethodItem};
use crate::options::Runtime;

pub(super) fn methods(
    endpoints: &[EndpointItem],
    runtime: Runtime,
    rt: &TokenStream,
) -> TokenStream {
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
            let signatures =
                endpoints.iter().map(|item| method(item, &TokenStream::new(), rt, false));
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

pub(super) fn method(
    item: &EndpointItem,
    visibility: &TokenStream,
    rt: &TokenStream,
    body: bool,
) -> Method {
    let name = ident(&item.id);
    let docs = method_docs(&item.method);
    let aliases = aliases(&item.method.aliases);
    let deprecated = item.method.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    let bound = item.accepted.as_ref().map(|_| quote!(where K: #name::Accepted));
    let body = if body { quote!({ self.call(request) }) } else { quote!(;) };
    Method {
        attributes: quote!(#docs #aliases #deprecated),
        signature: quote! {
            #visibility fn #name(&self, request: #name::Request) -> #rt::Call<#name::Request> #bound #body
        },
    }
}

pub(super) fn method_docs(item: &MethodItem) -> TokenStream {
    let example = item.example.as_ref().map(|example| {
        let request = format::expression(&expr(&example.request));
        let request = format!("let request = {request};");
        let request = request.lines().map(str::to_owned);
        let lines =
            example.before.iter().cloned().chain(request).chain(example.after.iter().cloned());
        docs(&lines.collect::<Vec<_>>())
    });
    let (start, end) = (docs(&item.doc), docs(&item.doc_end));
    quote!(#start #example #end)
}

/// A method, with its attributes apart: the implementation of a trait repeats none of them.
pub(super) struct Method {
    attributes: TokenStream,
    signature: TokenStream,
}

impl quote::ToTokens for Method {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attributes.to_tokens(tokens);
        self.signature.to_tokens(tokens);
    }
}

pub(super) fn strip_docs(method: Method) -> TokenStream {
    method.signature
}
