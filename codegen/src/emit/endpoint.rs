//! The page of one endpoint.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::coding::{coded, fixed, serde_impls};
use super::object::{self, object};
use super::several;
use super::types::type_item;
use super::{aliases, doc_line, ident};
use crate::item::{
    AcceptedItem, ConstantItem, EndpointItem, ErrcodeRef, FormField, ModuleItem, ObjectItem,
    RustType,
};

/// The module of an endpoint, which is in a file of its own, as is its documentation.
pub(super) fn module(item: &ModuleItem) -> TokenStream {
    let name = ident(&item.id);
    let aliases = aliases(&item.aliases);
    let (doc, file) = (format!("docs/{}.md", item.id), format!("api/{}.rs", item.id));
    quote! {
        #[doc = include_str!(#doc)]
        #aliases
        pub mod #name {
            include!(#file);
        }
    }
}

/// What is in it.
pub(super) fn page(item: &EndpointItem, rt: &TokenStream) -> TokenStream {
    let imports = imports(item, rt);
    let constant = constant(&item.constant);
    let accepted = accepted(item.accepted.as_ref());
    let request = object(&item.request);
    let operation = operation(item);
    let response = object(&item.response);
    let types = item.types.iter().map(type_item);
    let serde = serde_impls(&[&item.request, &item.response], &item.types);
    let wait_constants = several::constants(&item.constant.waits);
    let paged = item.paged.as_ref().map(|item| several::paged(item, rt));
    let waits = several::functions(&item.waits, rt);
    quote! {
        #imports
        #constant
        #wait_constants
        #accepted
        #request
        #operation
        #paged
        #waits
        #response
        #(#types)*
        #serde
    }
}

pub(super) fn imports(item: &EndpointItem, rt: &TokenStream) -> TokenStream {
    let imports = &item.imports;
    let group = |path: TokenStream, names: &[String]| {
        let names = names.iter().map(|name| ident(name));
        (names.len() > 0).then(|| quote!(use #path::{#(#names),*};))
    };
    let modules = imports.modules.iter().map(|name| ident(name));
    let types = group(quote!(super::types), &imports.types);
    let token = group(quote!(#rt::token), &imports.token);
    let root = group(rt.clone(), &imports.root);
    quote! {
        #(use super::#modules;)*
        #types
        use #rt::json::{self, Decode, Encode};
        use #rt::operation::{self, Accepts, Operation};
        #token
        #root
    }
}

pub(super) fn constant(item: &ConstantItem) -> TokenStream {
    let ConstantItem { id, name, path, section, summary, .. } = item;
    let doc = doc_line(&item.doc);
    let method = ident(item.method);
    let old_paths = &item.old_paths;
    let old_paths = (!old_paths.is_empty()).then(|| quote!(.old_paths(&[#(#old_paths),*])));
    let (idempotent, status) = (item.idempotent, ident(item.status));
    let hosts = &item.hosts;
    let hosts = (!hosts.is_empty()).then(|| quote!(.hosts(&[#(#hosts),*])));
    let response_body = item.response_body.map(|kind| {
        let kind = ident(kind);
        quote!(.response_body(operation::ResponseBody::#kind))
    });
    let tokens = item.tokens.iter().map(|kind| ident(kind));
    let token_field = item.token_field.as_ref().map(|name| quote!(.token_field(#name)));
    let request = request_facts(item);
    let fields = &item.response_fields;
    let fields = (!fields.is_empty()).then(|| quote!(.response_fields(&[#(#fields),*])));
    let success = (!item.errcode_on_success && !item.list_response && item.response_body.is_none())
        .then(|| quote!(.errcode_on_success(false)));
    let errcode_field = item.errcode_field.as_ref().map(|name| quote!(.errcode_field(#name)));
    let errmsg_field = item.errmsg_field.as_ref().map(|name| quote!(.errmsg_field(#name)));
    let list = item.list_response.then(|| quote!(.list_response(true)));
    let by = item.idempotent_by.as_ref().map(|name| quote!(.idempotent_by(#name)));
    let sets = item.permission_sets.iter().map(|id| Literal::u32_unsuffixed(*id));
    let cloud_call = item.cloud_call.as_ref().map(|name| quote!(.cloud_call(#name)));
    let errcodes = item.errcodes.iter().map(errcode_ref);
    let wrapper = item.response_wrapper.as_ref().map(|name| quote!(.response_wrapper(#name)));
    let several = several::facts(item.paging.as_ref(), &item.waits);
    let several = quote!(#wrapper #several);
    let records = item.has_records.then(|| quote!(.records(errcode::RECORDS)));
    quote! {
        #[doc = #doc]
        pub const ENDPOINT: operation::Endpoint = operation::Endpoint::new(#id, #name, operation::Method::#method, #path)
            #old_paths
            #hosts
            .section(#section)
            .summary(#summary)
            .tokens(&[#(token::Kind::#tokens),*])
            #token_field
            #request
            #response_body
            #fields
            #list
            #success
            #errcode_field
            #errmsg_field
            .idempotent(#idempotent)
            #by
            .status(operation::Status::#status)
            .permission_sets(&[#(#sets),*])
            #cloud_call
            .errcodes(&[#(#errcodes),*])
            #records
            #several;
    }
}

/// What is known of the request's fields, for callers who have them as JSON.
fn request_facts(item: &ConstantItem) -> TokenStream {
    let body = item.request_body.map(|kind| {
        let kind = ident(kind);
        quote!(.request_body(operation::RequestBody::#kind))
    });
    let form = item.form_fields.iter().map(|(name, is_file)| {
        let kind = ident(if *is_file { "File" } else { "Value" });
        quote!(operation::FormField::#kind(#name))
    });
    let form = some(form).map(|all| quote!(.form_fields(&[#all])));
    let wrapper = item.request_wrapper.as_ref().map(|name| quote!(.request_wrapper(#name)));
    let locations = item.locations.iter().map(|(name, location)| {
        let location = ident(location);
        quote!((#name, operation::Location::#location))
    });
    let locations = some(locations).map(|all| quote!(.locations(&[#all])));
    let fixed = item.fixed_fields.iter().map(|(name, value)| {
        let value = fixed(value);
        quote!((#name, operation::Fixed::#value))
    });
    let fixed = some(fixed).map(|all| quote!(.fixed_fields(&[#all])));
    let secret = item.secret_fields.iter().map(|name| quote!(#name));
    let secret = some(secret).map(|all| quote!(.secret_fields(&[#all])));
    quote!(#body #form #wrapper #locations #fixed #secret)
}

/// A list, unless there is nothing in it.
fn some(items: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| quote!(#(#items),*))
}

pub(super) fn errcode_ref(errcode: &ErrcodeRef) -> TokenStream {
    match errcode {
        ErrcodeRef::Variant(name) => {
            let name = ident(name);
            quote!(Errcode::#name)
        }
        ErrcodeRef::Constant(name) => {
            let name = ident(name);
            quote!(errcode::#name)
        }
    }
}

pub(super) fn accepted(item: Option<&AcceptedItem>) -> TokenStream {
    let Some(item) = item else {
        return quote!(
            impl<K: TokenKind> Accepts<K> for Request {}
        );
    };
    let AcceptedItem { message, label, note, .. } = item;
    let doc = doc_line(&item.doc);
    let kinds = item.kinds.iter().map(|kind| ident(kind));
    quote! {
        #[doc = #doc]
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait Accepted: TokenKind {}
        #(impl Accepted for #kinds {})*
        impl<K: Accepted> Accepts<K> for Request {}
    }
}

pub(super) fn operation(item: &EndpointItem) -> TokenStream {
    let query = (!item.query.is_empty()).then(|| {
        let fields = item.query.iter().map(|field| coded(field, &quote!(query), &quote!(add)));
        quote! {
            fn query(&self, query: &mut operation::Query) {
                #(#fields)*
            }
        }
    });
    let head = head(item);
    let form = form(&item.form);
    let download = item.downloads.then(|| download(&item.response));
    let downloads = item.downloads.then(|| quote!(impl operation::Downloads for Request {}));
    let body = item.body.as_ref().map(|item| {
        let body = object::body(item);
        quote! {
            fn body(&self, json: &mut json::Writer) {
                #body
            }
        }
    });
    let allow = object::allow(&item.request);
    let idempotent = item.idempotent_by.as_ref().map(|name| {
        let name = ident(name);
        quote! {
            fn is_idempotent(&self) -> bool {
                operation::is_given(&self.#name)
            }
        }
    });
    quote! {
        #allow
        impl Operation for Request {
            type Response = Response;
            const ENDPOINT: &'static operation::Endpoint = &ENDPOINT;
            #query
            #head
            #body
            #form
            #idempotent
            #download
        }
        #downloads
    }
}

/// Fields in the path and those that are headers.
fn head(item: &EndpointItem) -> Option<TokenStream> {
    let path = item.path.iter().map(|field| coded(field, &quote!(head), &quote!(path)));
    let headers = item.headers.iter().map(|field| coded(field, &quote!(head), &quote!(header)));
    let fields: Vec<_> = path.chain(headers).collect();
    (!fields.is_empty()).then(|| {
        quote! {
            fn head(&self, head: &mut operation::Head) {
                #(#fields)*
            }
        }
    })
}

fn form(fields: &[FormField]) -> Option<TokenStream> {
    let fields = fields.iter().map(|field| match field {
        FormField::Value(field) => coded(field, &quote!(form), &quote!(add)),
        FormField::File { wire, ident: name, optional } => {
            let name = ident(name);
            match optional {
                true => quote! {
                    if let Some(file) = &self.#name {
                        form.file(#wire, file);
                    }
                },
                false => quote!(form.file(#wire, &self.#name);),
            }
        }
    });
    (fields.len() > 0).then(|| {
        quote! {
            fn form(&self, form: &mut operation::Form) {
                #(#fields)*
            }
        }
    })
}

/// The response that is bytes, and has none of the fields that come in their place.
fn download(response: &ObjectItem) -> TokenStream {
    let members = response.members.iter().enumerate().map(|(index, member)| {
        let name = ident(&member.ident);
        match (index, &member.ty) {
            (0, RustType::Optional(_)) => quote!(#name: Some(content)),
            (0, _) => quote!(#name),
            _ => quote!(#name: Default::default()),
        }
    });
    quote! {
        fn download(content: operation::Download) -> Option<Response> {
            Some(Response { #(#members),* })
        }
    }
}
