//! The enum of errcodes and its table.

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
