//! How values are written and read: implementations of `Encode` and `Decode`.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::item::{CodedField, CodedValue};

pub(super) fn encode_impl(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl Encode for #name {
            #[inline]
            fn encode(&self, json: &mut json::Writer) {
                #body
            }
        }
    }
}

pub(super) fn decode_impl(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl Decode for #name {
            #[inline]
            fn decode(node: json::Node<'_>) -> Result<Self, json::DecodeError> {
                #body
            }
        }
    }
}

pub(super) fn coded(
    field: &CodedField,
    receiver: &TokenStream,
    method: &TokenStream,
) -> TokenStream {
    let wire = &field.wire;
    let value = match &field.value {
        CodedValue::Member(name) => {
            let name = ident(name);
            quote!(&self.#name)
        }
        CodedValue::MemberInText(name) => {
            let name = ident(name);
            quote!(&json::InText(&self.#name))
        }
        CodedValue::Text(text) => quote!(#text),
        CodedValue::OwnedText(text) => quote!(&String::from(#text)),
        CodedValue::Int(int) => {
            let int = Literal::i64_suffixed(*int);
            quote!(&#int)
        }
        CodedValue::Bool(flag) => quote!(&#flag),
    };
    quote!(#receiver.#method(#wire, #value);)
}
