//! The methods on the client: inherent ones, or those of a trait.

use proc_macro2::TokenStream;
use quote::quote;

use super::sample::expr;
use super::{aliases, docs, ident};
use crate::format;
use crate::item::MethodItem;

/// The client's own method, on the page of its endpoint.
pub(super) fn inherent(item: &MethodItem, rt: &TokenStream) -> TokenStream {
    let (attributes, name) = (attributes(item), ident(&item.id));
    let bound = item.bound.then(|| quote!(where K: Accepted));
    quote! {
        impl<K: TokenKind> #rt::Client<K> {
            #attributes
            pub fn #name(&self, request: Request) -> #rt::Call<Request> #bound {
                self.call(request)
            }
        }
    }
}

/// The trait that gives the client its methods; `None` without any.
pub(super) fn calls(items: &[MethodItem], rt: &TokenStream) -> Option<TokenStream> {
    let signatures = items.iter().map(|item| {
        let (attributes, signature) = (attributes(item), signature(item, rt));
        quote!(#attributes #signature;)
    });
    let bodies = items.iter().map(|item| {
        let signature = signature(item, rt);
        quote!(#signature { self.call(request) })
    });
    (!items.is_empty()).then(|| {
        quote! {
            #[doc = " One method per endpoint, on every client that holds the right kind of token."]
            pub trait Calls<K: #rt::token::TokenKind>: sealed::Sealed {
                #(#signatures)*
            }
            impl<K: #rt::token::TokenKind> Calls<K> for #rt::Client<K> {
                #(#bodies)*
            }
            mod sealed {
                #[doc = " Nobody else has the methods, so that one more of them breaks no code."]
                pub trait Sealed {}
                impl<K: #rt::token::TokenKind> Sealed for #rt::Client<K> {}
            }
        }
    })
}

fn signature(item: &MethodItem, rt: &TokenStream) -> TokenStream {
    let name = ident(&item.id);
    let bound = item.bound.then(|| quote!(where K: #name::Accepted));
    quote!(fn #name(&self, request: #name::Request) -> #rt::Call<#name::Request> #bound)
}

fn attributes(item: &MethodItem) -> TokenStream {
    let docs = method_docs(item);
    let aliases = aliases(&item.aliases);
    let deprecated = item.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    quote!(#docs #aliases #deprecated)
}

fn method_docs(item: &MethodItem) -> TokenStream {
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
