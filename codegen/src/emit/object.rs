//! Structs: members, builders, and the fields as they are written and read.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::coding::{coded, decode_impl, encode_impl};
use super::{IntoTokens, doc_line, docs, ident};
use crate::item::{BodyItem, CodedField, Fixed, Given, MemberItem, Need, ObjectItem, RustType};

pub(super) fn object(item: &ObjectItem) -> TokenStream {
    let name = ident(&item.name);
    let docs = docs(&item.doc);
    let members = item.members.iter().map(|member| {
        let (doc, name, ty) = (doc_line(&member.doc), ident(&member.ident), rust_type(&member.ty));
        let deprecated = deprecated(member);
        quote!(#[doc = #doc] #deprecated pub #name: #ty)
    });
    let allow = allow(item);
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
        #allow
        #encode
        #allow
        #decode
    }
}

fn deprecated(member: &MemberItem) -> Option<TokenStream> {
    let note = member.deprecated.as_ref()?;
    Some(quote!(#[deprecated(note = #note)]))
}

/// Generated code names deprecated members without a warning.
pub(super) fn allow(item: &ObjectItem) -> Option<TokenStream> {
    let deprecated = item.members.iter().any(|member| member.deprecated.is_some());
    deprecated.then(|| quote!(#[allow(deprecated)]))
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
    let (allow, setters) = (allow(item), setters(item));
    quote! {
        #allow
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
        let deprecated = deprecated(member);
        quote!(#[doc = #doc] #deprecated pub #name: #ty)
    });
    let values = item.members.iter().map(|member| {
        let name = ident(&member.ident);
        match member.given {
            Given::InNew => quote!(#name: required.#name),
            _ => quote!(#name: None),
        }
    });
    let (allow, setters) = (allow(item), setters(item));
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug)]
        pub struct #by_name {
            #(#fields,)*
        }
        #allow
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
    let field = ident(&member.ident);
    let value = match &**ty {
        RustType::Boxed(_) => quote!(::std::boxed::Box::new(#field)),
        ty if is_text(ty) => quote!(#field.into()),
        _ => quote!(#field),
    };
    let ty = argument_type(ty);
    let name = ident(&format!("with_{}", member.ident));
    let doc = format!(" Sets [`{0}`](Self::{0}).", member.ident);
    let deprecated = deprecated(member);
    quote! {
        #[doc = #doc]
        #deprecated
        #[must_use]
        pub fn #name(mut self, #field: #ty) -> Self {
            self.#field = Some(#value);
            self
        }
    }
}

/// The type of an argument: text is taken in any form.
pub(super) fn argument_type(ty: &RustType) -> TokenStream {
    let ty = match ty {
        RustType::Boxed(inner) => inner,
        ty => ty,
    };
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
        if member.is_one_of {
            return match &member.need {
                Need::Essential => quote!(#name: object.essential_one_of()?),
                Need::Optional => quote!(#name: object.optional_one_of()?),
                Need::Usual | Need::Default(_) => quote!(#name: object.one_of()?),
            };
        }
        let in_text = member.in_text.then(|| quote!(.in_text()));
        let read = match &member.need {
            Need::Optional => quote!(optional(#wire)),
            Need::Default(value) => {
                let value = default_value(&member.ty, value);
                quote!(or(#wire, #value))
            }
            Need::Usual => quote!(usual(#wire)),
            Need::Essential => quote!(essential(#wire)),
        };
        quote!(#name: object #in_text.#read?)
    });
    let inside = item.wrapper.as_ref().map(|name| quote!(.inside(#name)));
    quote! {
        let object = node.object()? #inside;
        Ok(Self { #(#fields,)* })
    }
}

/// A default as a value of its type. Enums and newtypes are made of what travels.
fn default_value(ty: &RustType, value: &Fixed) -> TokenStream {
    let literal = match value {
        Fixed::String(text) => quote!(#text),
        Fixed::Int(int) => Literal::i64_unsuffixed(*int).into_tokens(),
        Fixed::Float(float) => Literal::f64_unsuffixed(float.get()).into_tokens(),
        Fixed::Bool(flag) => quote!(#flag),
    };
    match ty {
        RustType::Named(name) if matches!(name.as_str(), "i64" | "f64" | "bool") => literal,
        ty => {
            let ty = rust_type(ty);
            quote!(#ty::from(#literal))
        }
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
        RustType::Map(item) => {
            let item = rust_type(item);
            quote!(::std::collections::BTreeMap<String, #item>)
        }
        RustType::Boxed(item) => {
            let item = rust_type(item);
            quote!(::std::boxed::Box<#item>)
        }
        RustType::Optional(item) => {
            let item = rust_type(item);
            quote!(Option<#item>)
        }
    }
}
