//! The methods on the client: inherent ones, or those of a trait.

use proc_macro2::TokenStream;
use quote::quote;

use super::{aliases, ident};
use crate::item::{MethodItem, SectionItem};

/// The client's own methods, a block for each section.
pub(super) fn inherent(sections: &[SectionItem], rt: &TokenStream) -> Vec<TokenStream> {
    let block = |section: &SectionItem| {
        let heading = format!(" # {}", section.title);
        let methods = section.methods.iter().map(|item| {
            let (attributes, signature) = (attributes(item), signature(item, rt));
            quote!(#attributes pub #signature { self.call(request) })
        });
        quote! {
            #[doc = #heading]
            impl<K: #rt::token::TokenKind> #rt::Client<K> {
                #(#methods)*
            }
        }
    };
    sections.iter().map(block).collect()
}

/// The trait that gives the client its methods; `None` without any.
pub(super) fn calls(sections: &[SectionItem], rt: &TokenStream) -> Option<TokenStream> {
    let items = || sections.iter().flat_map(|section| &section.methods);
    let signatures = items().map(|item| {
        let (attributes, signature) = (attributes(item), signature(item, rt));
        quote!(#attributes #signature;)
    });
    let bodies = items().map(|item| {
        let signature = signature(item, rt);
        quote!(#signature { self.call(request) })
    });
    items().next().is_some().then(|| {
        quote! {
            #[doc = " One method per endpoint, on every client that holds the right kind of token."]
            pub trait Calls<K: #rt::token::TokenKind>: sealed::Sealed {
                #(#signatures)*
            }
            impl<K: #rt::token::TokenKind> Calls<K> for #rt::Client<K> {
                #(#bodies)*
            }
            mod sealed {
                #[doc = " No other type has the methods, so a new one breaks no code."]
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
    let doc = format!("docs/{}.method.md", item.id);
    let aliases = aliases(&item.aliases);
    let deprecated = item.deprecated.as_ref().map(|note| quote!(#[deprecated = #note]));
    quote!(#[doc = include_str!(#doc)] #aliases #deprecated)
}
