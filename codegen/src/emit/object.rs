//! Structs: members, builders, and the fields as they are written and read.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::coding::{coded, decode_impl, encode_impl};
use super::{doc_line, docs, ident};
use crate::item::{BodyItem, CodedField, Given, MemberItem, Need, ObjectItem, RustType};

pub(super) fn object(item: &ObjectItem) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc);
    let members = item.members.iter().map(|member| {
        let (doc, name, ty) = (doc_line(&member.doc), ident(&member.ident), rust_type(&member.ty));
        quote!(#[doc = #doc] pub #name: #ty)
    });
    let builders = item.direction.sent.then(|| builders(item, &name));
    let empty =
        item.members.iter().all(|member| member.given != Given::InNew) && item.direction.sent;
    let default = empty.then(|| quote!(Default,));
    let encode = encode_impl(&name, &encode_body(item));
    let decode = decode_impl(&name, &decode_body(item));
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
        }
        #builders
        #encode
        #decode
    }
}

pub(super) fn body(body: &BodyItem) -> TokenStream {
    match body {
        BodyItem::Member(name) => {
            let name = ident(name);
            quote!(self.#name.encode(json);)
        }
        BodyItem::Fields { fields, wrapper } => wrapped(fields_object(fields), wrapper.as_deref()),
    }
}

fn encode_body(item: &ObjectItem) -> TokenStream {
    match item.members.first().filter(|_| item.is_member) {
        Some(member) => {
            let name = ident(&member.ident);
            quote!(self.#name.encode(json);)
        }
        None => wrapped(fields_object(&item.fields), item.wrapper.as_deref()),
    }
}

fn fields_object(fields: &[CodedField]) -> TokenStream {
    let fields = fields.iter().map(|field| coded(field, &quote!(json), &quote!(field)));
    quote!(json.begin_object(); #(#fields)* json.end_object();)
}

fn wrapped(body: TokenStream, wrapper: Option<&str>) -> TokenStream {
    match wrapper {
        Some(name) => quote!(json.begin_object(); json.name(#name); #body json.end_object();),
        None => body,
    }
}

pub(super) fn builders(item: &ObjectItem, name: &Ident) -> TokenStream {
    let new = match &item.by_name {
        Some(by_name) => return builders_by_name(item, name, &ident(by_name)),
        None => new_in_order(item),
    };
    let setters = setters(item);
    quote! {
        impl #name {
            #new
            #setters
        }
    }
}

fn new_in_order(item: &ObjectItem) -> TokenStream {
    let arguments = required(item).map(|member| {
        let (name, ty) = (ident(&member.ident), argument_type(&member.ty));
        quote!(#name: #ty)
    });
    let values = item.members.iter().map(|member| {
        let name = ident(&member.ident);
        match (&member.given, is_text(&member.ty)) {
            (Given::InNew, true) => quote!(#name: #name.into()),
            (Given::InNew, false) => quote!(#name),
            _ => quote!(#name: None),
        }
    });
    quote! {
        #[doc = " With every required field."]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn builders_by_name(item: &ObjectItem, name: &Ident, by_name: &Ident) -> TokenStream {
    let doc = format!(" The required fields of a [`{}`].", item.name);
    let fields = required(item).map(|member| {
        let (doc, name, ty) = (doc_line(&member.doc), ident(&member.ident), rust_type(&member.ty));
        quote!(#[doc = #doc] pub #name: #ty)
    });
    let values = item.members.iter().map(|member| {
        let name = ident(&member.ident);
        match member.given {
            Given::InNew => quote!(#name: required.#name),
            _ => quote!(#name: None),
        }
    });
    let setters = setters(item);
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug)]
        pub struct #by_name {
            #(#fields,)*
        }
        impl #name {
            #[doc = " With every required field, by name."]
            pub fn new(required: #by_name) -> Self {
                Self { #(#values),* }
            }
            #setters
        }
    }
}

fn required(item: &ObjectItem) -> impl Iterator<Item = &MemberItem> {
    item.members.iter().filter(|member| member.given == Given::InNew)
}

fn setters(item: &ObjectItem) -> TokenStream {
    item.members.iter().filter(|member| member.given == Given::ByWith).map(setter).collect()
}

pub(super) fn setter(member: &MemberItem) -> TokenStream {
    let RustType::Optional(ty) = &member.ty else {
        return TokenStream::new();
    };
    let (field, value) = (ident(&member.ident), is_text(ty).then(|| quote!(.into())));
    let ty = argument_type(ty);
    let name = ident(&format!("with_{}", member.ident));
    let doc = format!(" Sets [`{0}`](Self::{0}).", member.ident);
    quote! {
        #[doc = #doc]
        #[must_use]
        pub fn #name(mut self, #field: #ty) -> Self {
            self.#field = Some(#field #value);
            self
        }
    }
}

/// The type of an argument: text is taken in any form.
pub(super) fn argument_type(ty: &RustType) -> TokenStream {
    let plain = rust_type(ty);
    if is_text(ty) { quote!(impl Into<#plain>) } else { plain }
}

pub(super) fn is_text(ty: &RustType) -> bool {
    match ty {
        RustType::Named(name) => name == "String",
        ty => matches!(ty, RustType::Text(_)),
    }
}

pub(super) fn decode_body(item: &ObjectItem) -> TokenStream {
    if item.members.is_empty() {
        return quote! {
            node.object()?;
            Ok(Self {})
        };
    }
    if let Some(member) = item.members.first().filter(|_| item.is_member) {
        let (name, wire) = (ident(&member.ident), &member.wire);
        let is_essential = member.need == Need::Essential;
        return quote!(Ok(Self { #name: node.as_member(#wire, #is_essential)? }));
    }
    let fields = item.members.iter().map(|member| {
        let (name, wire) = (ident(&member.ident), &member.wire);
        let in_text = member.in_text.then(|| quote!(.in_text()));
        let need = match member.need {
            Need::Optional => quote!(optional),
            Need::Usual => quote!(usual),
            Need::Essential => quote!(essential),
        };
        quote!(#name: object #in_text.#need(#wire)?)
    });
    let inside = item.wrapper.as_ref().map(|name| quote!(.inside(#name)));
    quote! {
        let object = node.object()? #inside;
        Ok(Self { #(#fields,)* })
    }
}

pub(super) fn rust_type(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Named(name) | RustType::Text(name) => {
            let parts = name.split("::").map(ident);
            quote!(#(#parts)::*)
        }
        RustType::List(item) => {
            let item = rust_type(item);
            quote!(Vec<#item>)
        }
        RustType::Optional(item) => {
            let item = rust_type(item);
            quote!(Option<#item>)
        }
    }
}
