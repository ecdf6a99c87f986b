//! What takes several calls: lists in pages, and waits.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::coding::fixed;
use super::object::{argument_type, is_text, rust_type};
use super::{docs, ident};
use crate::item::{
    Fixed, PagedItem, PagingItem, Position, Route, RouteStep, WaitFunction, WaitItem,
};
use crate::naming;

/// What the constant of an endpoint says of them.
pub(super) fn facts(paging: Option<&PagingItem>, waits: &[WaitItem]) -> TokenStream {
    let paging = paging.map(|item| {
        let paging = self::paging(item);
        quote!(.paging(&#paging))
    });
    let waits = (!waits.is_empty()).then(|| {
        let names = waits.iter().map(|item| constant(&item.name));
        quote!(.waits(&[#(#names),*]))
    });
    quote!(#paging #waits)
}

fn paging(item: &PagingItem) -> TokenStream {
    let PagingItem { position, .. } = item;
    let style = ident(item.style);
    let items = path(&item.items);
    let size = item.size.as_ref().map(|name| quote!(.size(#name)));
    let total = item.total.as_ref().map(|names| set("total", names));
    let more = item.more.as_ref().map(|names| set("more", names));
    let next = item.next.as_ref().map(|names| set("next", names));
    let end = item.end_errcode.map(|code| {
        let code = Literal::i64_unsuffixed(code);
        quote!(.end_errcode(#code))
    });
    quote! {
        operation::Paging::new(operation::PageStyle::#style, #position, #items)
            #size #total #more #next #end
    }
}

fn path(names: &[String]) -> TokenStream {
    quote!(&[#(#names),*])
}

fn set(what: &str, names: &[String]) -> TokenStream {
    let (what, path) = (ident(what), path(names));
    quote!(.#what(#path))
}

/// `WAIT_NORMAL`: whatever a wait is named, it is not `ENDPOINT`.
fn constant(name: &str) -> proc_macro2::Ident {
    ident(&format!("WAIT_{}", naming::constant_case(name)))
}

/// The waits as data.
pub(super) fn constants(waits: &[WaitItem]) -> TokenStream {
    waits.iter().map(wait).collect()
}

fn wait(item: &WaitItem) -> TokenStream {
    let WaitItem { name, doc, .. } = item;
    let constant = constant(name);
    let (min, max) = (Literal::u32_unsuffixed(item.delay.0), Literal::u32_unsuffixed(item.delay.1));
    let items = item.items.as_ref().map(|names| {
        let items = path(names);
        let keys = item.keys.iter().map(|(names, argument)| {
            let path = path(names);
            quote!((#path, #argument))
        });
        quote!(.items(#items, &[#(#keys),*]))
    });
    let success = item.path.as_ref().map(|names| {
        let (path, states) = (path(names), states(&item.success));
        quote!(.success(#path, #states))
    });
    let failure = (!item.failure.is_empty()).then(|| {
        let states = states(&item.failure);
        quote!(.failure(#states))
    });
    let reason = item.reason.as_ref().map(|names| set("reason", names));
    let absent = item.absent.map(|word| {
        let word = ident(word);
        quote!(.absent(operation::Absence::#word))
    });
    quote! {
        const #constant: operation::WaitRule = operation::WaitRule::new(#name, #doc, (#min, #max))
            #items #success #failure #reason #absent;
    }
}

fn states(states: &[Fixed]) -> TokenStream {
    let states = states.iter().map(|state| {
        let state = fixed(state);
        quote!(operation::Fixed::#state)
    });
    quote!(&[#(#states),*])
}

/// `impl Paged`.
pub(super) fn paged(item: &PagedItem, rt: &TokenStream) -> TokenStream {
    let list = route(&item.items, rt);
    let position = position(&item.position);
    let item = rust_type(&item.item);
    quote! {
        impl #rt::pages::Paged for Request {
            type Item = #item;
            fn items(response: Response) -> Vec<#item> {
                #list
            }
            #position
        }
    }
}

/// What is inside an `Option` is mapped.
fn route(route: &Route, rt: &TokenStream) -> TokenStream {
    inside(quote!(response), &route.steps, rt)
}

/// The rest of a way, from a place.
fn inside(place: TokenStream, steps: &[RouteStep], rt: &TokenStream) -> TokenStream {
    let Some((step, rest)) = steps.split_first() else {
        return place;
    };
    let name = ident(&step.ident);
    let place = quote!(#place.#name);
    match (step.optional, rest.is_empty()) {
        (false, _) => inside(place, rest, rt),
        (true, true) => quote!(#rt::pages::list(#place)),
        (true, false) => {
            let inner = inside(quote!(inner), rest, rt);
            quote!(#place.map(|inner| #inner).unwrap_or_default())
        }
    }
}

fn position(position: &Position) -> TokenStream {
    match position {
        Position::Number { ident: name, optional } => {
            let name = ident(name);
            let (read, set) = match optional {
                true => (quote!(self.#name), quote!(Some(number))),
                false => (quote!(Some(self.#name)), quote!(number)),
            };
            quote! {
                fn number(&self) -> Option<i64> {
                    #read
                }
                fn set_number(&mut self, number: i64) {
                    self.#name = #set;
                }
            }
        }
        Position::Marker { ident: name, optional, newtype } => {
            let name = ident(name);
            let marker = if *newtype { quote!(marker.into()) } else { quote!(marker) };
            let set = if *optional { quote!(Some(#marker)) } else { marker };
            quote! {
                fn set_marker(&mut self, marker: String) {
                    self.#name = #set;
                }
            }
        }
    }
}

/// The functions that make waits.
pub(super) fn functions(waits: &[WaitFunction], rt: &TokenStream) -> TokenStream {
    waits.iter().map(|item| function(item, rt)).collect()
}

fn function(item: &WaitFunction, rt: &TokenStream) -> TokenStream {
    let docs = docs(&item.doc);
    let (name, constant) = (ident(&item.name), constant(&item.name));
    let arguments = item.arguments.iter().map(|(name, ty)| {
        let (name, ty) = (ident(name), argument_type(ty));
        quote!(#name: #ty)
    });
    let keys = item.arguments.iter().map(|(name, ty)| {
        let name = ident(name);
        match is_text(ty) {
            true => {
                let ty = rust_type(ty);
                quote!(.key::<#ty>(&#name.into()))
            }
            false => quote!(.key(&#name)),
        }
    });
    let item_type = item.item.as_ref().map(rust_type);
    let (found, made) = match (&item_type, item.may_lack_item) {
        (None, _) => (quote!(()), quote!(response)),
        (Some(item), true) => (quote!(Option<#item>), quote!(item_or_none)),
        (Some(item), false) => (quote!(#item), quote!(item)),
    };
    let paged = item.paged.then(|| quote!(.paged()));
    quote! {
        #docs
        pub fn #name(#(#arguments),*) -> #rt::wait::Wait<Request, #found> {
            #rt::wait::Wait::#made(&#constant) #(#keys)* #paged
        }
    }
}
