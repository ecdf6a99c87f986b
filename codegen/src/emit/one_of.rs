//! One-ofs: enums with a field of the object around them in each variant.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::coding::{decode_impl, encode_impl};
use super::object::rust_type;
use super::{doc_line, docs, ident};
use crate::item::{AlternativeItem, OneOfItem};

pub(super) fn one_of(item: &OneOfItem) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc);
    let variants = item.alternatives.iter().map(|alternative| {
        let (doc, name) = (doc_line(&alternative.doc), ident(&alternative.name));
        let ty = rust_type(&alternative.ty);
        quote!(#[doc = #doc] #name(#ty),)
    });
    let other = item.direction.received.then(|| {
        quote! {
            #[doc = " None that is documented, as it was received."]
            Other(json::Other),
        }
    });
    let names = item.alternatives.iter().map(|alternative| alternative.wire.as_str());
    let names = names.collect::<Vec<_>>().join(" or ");
    let (encode_fields, decode_fields) = (encode_fields(item), decode_fields(item));
    let none = item.direction.received.then(|| {
        quote! {
            fn none() -> Option<Self> {
                Some(Self::Other(json::Other::default()))
            }
        }
    });
    let encode = encode_impl(
        &name,
        &quote!(json.begin_object(); json::OneOf::encode_fields(self, json); json.end_object();),
    );
    let decode = decode_impl(&name, &quote!(node.object()?.one_of()));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #other
        }
        impl json::OneOf for #name {
            const NAMES: &'static str = #names;
            fn encode_fields(&self, json: &mut json::Writer) {
                #encode_fields
            }
            fn decode_fields(object: json::Object<'_>) -> Result<Option<Self>, json::DecodeError> {
                #decode_fields
            }
            #none
        }
        #encode
        #decode
    }
}

fn encode_fields(item: &OneOfItem) -> TokenStream {
    let arms = item.alternatives.iter().map(|alternative| {
        let AlternativeItem { wire, value, .. } = alternative;
        let name = ident(&alternative.name);
        let tag = item.tag.as_ref().map(|tag| quote!(json.field(#tag, #value);));
        let field = match alternative.in_text {
            true => quote!(&json::InText(field)),
            false => quote!(field),
        };
        quote!(Self::#name(field) => { #tag json.field_or_null(#wire, #field); })
    });
    let tag = tag(item);
    let other = item
        .direction
        .received
        .then(|| quote!(Self::Other(other) => other.encode_fields(#tag, json),));
    quote! {
        match self {
            #(#arms)*
            #other
        }
    }
}

fn decode_fields(item: &OneOfItem) -> TokenStream {
    let tag = tag(item);
    let fields = item.alternatives.iter().map(|alternative| {
        let wire = &alternative.wire;
        let value = alternative.value.as_ref().unwrap_or(wire);
        quote!((#value, #wire))
    });
    let arms = item.alternatives.iter().enumerate().map(|(index, alternative)| {
        let (name, wire) = (ident(&alternative.name), &alternative.wire);
        let index = Literal::usize_unsuffixed(index);
        let in_text = alternative.in_text.then(|| quote!(.in_text()));
        quote!(json::Which::At(#index) => Some(Self::#name(object #in_text.usual(#wire)?)),)
    });
    let other = match item.direction.received {
        true => quote! {
            json::Which::Unknown => Some(Self::Other(object.other(#tag))),
            _ => None,
        },
        false => quote!(_ => None,),
    };
    quote! {
        Ok(match object.which(#tag, &[#(#fields),*])? {
            #(#arms)*
            #other
        })
    }
}

fn tag(item: &OneOfItem) -> TokenStream {
    match &item.tag {
        Some(tag) => quote!(Some(#tag)),
        None => quote!(None),
    }
}
