//! Errcodes: the runtime's enum and its table, or the constants and records of another crate.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{doc_line, docs, ident};
use crate::item::{ErrcodeItem, ErrcodeVariant};

/// The enum of errcodes and its table.
pub(crate) fn errcodes(item: &ErrcodeItem) -> TokenStream {
    let names: Vec<_> = item.variants.iter().map(|variant| ident(&variant.name)).collect();
    let codes: Vec<_> =
        item.variants.iter().map(|variant| Literal::i64_unsuffixed(variant.code)).collect();
    let variants = item.variants.iter().map(|variant| {
        let (docs, name) = (docs(&variant.doc), ident(&variant.name));
        quote!(#docs #name)
    });
    let records = item.variants.iter().map(errcode_record);
    let areas = areas(item);
    quote! {
        #[doc = " An errcode of WeChat's."]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Errcode {
            #(#variants,)*
            #[doc = " An unlisted code. [`from_code`](Self::from_code) maps listed codes to their own variants."]
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
            #[doc = " What this crate's spec says of the code; `None` for an unlisted one."]
            pub const fn record(self) -> Option<&'static Record> {
                Some(match self {
                    #(#records,)*
                    Self::Other(_) => return None,
                })
            }
        }
        #areas
    }
}

fn areas(item: &ErrcodeItem) -> TokenStream {
    let variants = item.areas.iter().map(|area| {
        let (doc, name) = (doc_line(&area.doc), ident(&area.name));
        quote!(#[doc = #doc] #name)
    });
    let names = item.areas.iter().map(|area| ident(&area.name));
    let ranges = item.areas.iter().map(|area| {
        let (from, to) = (Literal::i64_unsuffixed(area.from), Literal::i64_unsuffixed(area.to));
        quote!(#from..=#to)
    });
    quote! {
        #[doc = " A part of WeChat's service that has a range of codes to itself."]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Area {
            #(#variants,)*
        }
        impl Errcode {
            #[doc = " The part of the service that a code is of, listed or not; `None` for the general ones."]
            pub const fn area(self) -> Option<Area> {
                match self.code() {
                    #(#ranges => Some(Area::#names),)*
                    _ => None,
                }
            }
        }
    }
}

pub(super) fn errcode_record(variant: &ErrcodeVariant) -> TokenStream {
    let ErrcodeVariant { name, message, meaning, remedy, .. } = variant;
    let (own, class) = (ident(name), ident(variant.class));
    let operator = match variant.operator.map(ident) {
        Some(operator) => quote!(Some(Operator::#operator)),
        None => quote!(None),
    };
    let quota = match variant.quota.map(ident) {
        Some(window) => quote!(Some(Window::#window)),
        None => quote!(None),
    };
    let code = Literal::i64_unsuffixed(variant.code);
    quote! {
        Self::#own => &Record {
            code: #code,
            name: #name,
            message: #message,
            meaning: #meaning,
            remedy: #remedy,
            class: Class::#class,
            operator: #operator,
            quota: #quota,
        }
    }
}

/// The module of a crate whose codes the runtime's enum need not have: a constant for each, and what
/// its spec says of them.
pub(super) fn module(variants: &[ErrcodeVariant], rt: &TokenStream) -> Option<TokenStream> {
    if variants.is_empty() {
        return None;
    }
    let constants = variants.iter().map(constant);
    let records = variants.iter().map(record);
    let operator = variants.iter().any(|variant| variant.operator.is_some());
    let operator = operator.then(|| quote!(Operator,));
    let window = variants.iter().any(|variant| variant.quota.is_some());
    let window = window.then(|| quote!(Window,));
    Some(quote! {
        #[doc = " The errcodes of this spec, for comparing and matching."]
        pub mod errcode {
            use #rt::errcode::{Class, Errcode, #operator Record, #window};
            #(#constants)*
            #[doc = " What the spec says of each, in order of number."]
            pub const RECORDS: &[Record] = &[#(#records),*];
        }
    })
}

fn constant(variant: &ErrcodeVariant) -> TokenStream {
    let (docs, name) = (docs(&variant.doc), ident(&variant.constant));
    let code = Literal::i64_unsuffixed(variant.code);
    quote! {
        #docs
        pub const #name: Errcode = Errcode::from_code(#code);
    }
}

fn record(variant: &ErrcodeVariant) -> TokenStream {
    let ErrcodeVariant { name, message, meaning, remedy, .. } = variant;
    let (code, class) = (Literal::i64_unsuffixed(variant.code), ident(variant.class));
    let message = (!message.is_empty()).then(|| quote!(.message(#message)));
    let operator = variant.operator.map(ident);
    let operator = operator.map(|operator| quote!(.operator(Operator::#operator)));
    let window = variant.quota.map(ident);
    let quota = window.map(|window| quote!(.quota(Window::#window)));
    quote! {
        Record::new(#code, #name, Class::#class)
            #message
            .meaning(#meaning)
            .remedy(#remedy)
            #operator
            #quota
    }
}
