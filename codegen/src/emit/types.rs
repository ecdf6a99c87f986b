//! Types: newtypes, open enums, structs, and how they are written and read.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::coding::{decode_impl, encode_impl, serde_impls};
use super::object::object;
use super::one_of::one_of;
use super::{doc_line, docs, ident};
use crate::item::{EnumItem, RustType, TextItem, TypeItem};

pub(super) fn shared_types(types: &[TypeItem], rt: &TokenStream) -> Option<TokenStream> {
    if types.is_empty() {
        return None;
    }
    let secret = types.iter().any(has_secret).then(|| quote!(use #rt::Secret;));
    let serde = serde_impls(&[], types);
    let types = types.iter().map(type_item);
    Some(quote! {
        #[doc = " Types that several endpoints share."]
        pub mod types {
            #secret
            use #rt::json::{self, Decode, Encode};
            #(#types)*
            #serde
        }
    })
}

pub(super) fn has_secret(item: &TypeItem) -> bool {
    let is_secret = |ty: &RustType| inner_name(ty) == "Secret";
    match item {
        TypeItem::Object(item) => item.members.iter().any(|member| is_secret(&member.ty)),
        TypeItem::OneOf(item) => item.alternatives.iter().any(|it| is_secret(&it.ty)),
        TypeItem::Text(_) | TypeItem::TextEnum(_) | TypeItem::IntEnum(_) => false,
    }
}

pub(super) fn inner_name(ty: &RustType) -> &str {
    match ty {
        RustType::Named(name) | RustType::Text(name) => name,
        RustType::List(item)
        | RustType::Map(item)
        | RustType::Boxed(item)
        | RustType::Optional(item) => inner_name(item),
    }
}

pub(super) fn type_item(item: &TypeItem) -> TokenStream {
    match item {
        TypeItem::Text(item) => text(item),
        TypeItem::TextEnum(item) => texts(item),
        TypeItem::IntEnum(item) => ints(item),
        TypeItem::Object(item) => object(item),
        TypeItem::OneOf(item) => one_of(item),
    }
}

pub(super) fn text(item: &TextItem) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc);
    let encode = encode_impl(&name, &quote!(self.0.encode(json);));
    let decode = decode_impl(&name, &quote!(Ok(Self(String::decode(node)?))));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);
        impl #name {
            #[doc = " Wraps a text without validation: WeChat validates it."]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }
            #[doc = " The text on the wire."]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl ::std::convert::AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<String> for #name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
        impl ::std::str::FromStr for #name {
            type Err = ::std::convert::Infallible;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(text.to_owned()))
            }
        }
        #encode
        #decode
    }
}

pub(super) fn texts(item: &EnumItem<String>) -> TokenStream {
    let name = ident(&item.name);
    let declaration = open_enum(item, &quote!(String), &quote!(Hash));
    let names: Vec<_> = item.variants.iter().map(|variant| ident(&variant.name)).collect();
    let values: Vec<_> = item.variants.iter().map(|variant| &variant.value).collect();
    let encode = encode_impl(&name, &quote!(self.as_str().encode(json);));
    let decode = decode_impl(&name, &quote!(Ok(Self::from(String::decode(node)?.as_str()))));
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

pub(super) fn ints(item: &EnumItem<i64>) -> TokenStream {
    let name = ident(&item.name);
    let declaration = open_enum(item, &quote!(i64), &quote!(Copy, Hash));
    let names: Vec<_> = item.variants.iter().map(|variant| ident(&variant.name)).collect();
    let values: Vec<_> =
        item.variants.iter().map(|variant| Literal::i64_unsuffixed(variant.value)).collect();
    let encode = encode_impl(&name, &quote!(self.as_i64().encode(json);));
    let decode = decode_impl(&name, &quote!(Ok(Self::from(i64::decode(node)?))));
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

pub(super) fn open_enum<T>(
    item: &EnumItem<T>,
    inner: &TokenStream,
    derives: &TokenStream,
) -> TokenStream {
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
            #[doc = " An undocumented value. `From` maps documented values to their own variants."]
            Other(#inner),
        }
    }
}
