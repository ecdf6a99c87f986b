//! How values are written and read: implementations of `Encode`, `Decode` and serde's traits.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::ident;
use crate::item::{CodedField, CodedValue, Direction, Fixed, ObjectItem, TypeItem};

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

/// serde's traits for all types of a module. Those with secrets are never serialized by accident.
pub(super) fn serde_impls(objects: &[&ObjectItem], types: &[TypeItem]) -> TokenStream {
    let objects = objects.iter().map(|object| (&object.name, object.direction, object.secret));
    let all: Vec<_> = objects.chain(types.iter().map(facts)).collect();
    let group = |is_sent: bool, is_secret: bool| {
        let fits = |(_, direction, secret): &&(&String, Direction, bool)| {
            *secret == is_secret && is_only_sent(*direction) == is_sent
        };
        let names: Vec<_> = all.iter().filter(fits).map(|(name, ..)| ident(name)).collect();
        let direction = if is_sent { quote!(Sent) } else { quote!(Received) };
        let secret = is_secret.then(|| quote!(secret));
        (!names.is_empty()).then(|| quote!(json::serde!(#secret #direction => #(#names),*);))
    };
    let groups = [(true, false), (true, true), (false, false), (false, true)];
    groups.into_iter().filter_map(|(is_sent, is_secret)| group(is_sent, is_secret)).collect()
}

fn is_only_sent(direction: Direction) -> bool {
    direction.sent && !direction.received
}

fn facts(item: &TypeItem) -> (&String, Direction, bool) {
    match item {
        TypeItem::Text(item) => (&item.name, item.direction, false),
        TypeItem::TextEnum(item) => (&item.name, item.direction, false),
        TypeItem::IntEnum(item) => (&item.name, item.direction, false),
        TypeItem::Object(item) => (&item.name, item.direction, item.secret),
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

/// A value of a fixed field, or a state, as the runtime has it.
pub(super) fn fixed(value: &Fixed) -> TokenStream {
    match value {
        Fixed::String(text) => quote!(Text(#text)),
        Fixed::Int(int) => {
            let int = Literal::i64_unsuffixed(*int);
            quote!(Int(#int))
        }
        Fixed::Bool(flag) => quote!(Bool(#flag)),
    }
}
