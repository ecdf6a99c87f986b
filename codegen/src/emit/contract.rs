//! The tables of the mock.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{ident, root};
use crate::item::{ContractField, ContractItem, ContractShape, Contracts, RecursiveShape};
use crate::model::Number;
use crate::naming;
use crate::options::Runtime;

/// The tables of the mock.
pub(crate) fn contracts(items: &Contracts, runtime: Runtime) -> Vec<TokenStream> {
    let rt = root(runtime);
    let endpoints = &items.endpoints;
    let contracts = endpoints.iter().map(|item: &ContractItem| {
        let ContractItem { request_json, response_json, .. } = item;
        let response_wrapper = option(item.response_wrapper.as_ref());
        let content = option(item.content.as_ref().map(|(content_type, bytes)| {
            let bytes = Literal::byte_string(bytes);
            quote!((#content_type, #bytes))
        }));
        let id = ident(&item.id);
        let request = item.request.iter().map(contract_field);
        let response = item.response.iter().map(contract_field);
        let name = constant(&item.id);
        // Only a static may hold references to another one at whatever depth.
        let kind = if item.is_recursive { quote!(static) } else { quote!(const) };
        quote! {
            #kind #name: Contract = Contract {
                endpoint: &super::#id::ENDPOINT,
                response_wrapper: #response_wrapper,
                request: &[#(#request),*],
                response: &[#(#response),*],
                sample_request: #request_json,
                sample_response: #response_json,
                sample_content: #content,
            };
        }
    });
    let recursive = items.recursive.iter().map(recursive);
    let names = endpoints.iter().map(|item| constant(&item.id));
    let recursive_import = (!items.recursive.is_empty()).then(|| quote!(Recursive,));
    let list = quote! {
        #[allow(unused_imports)]
        use #rt::mock::contract::{Contract, Field, Limit, #recursive_import Shape};
        #[doc = " The contracts that the mock enforces, in order of endpoint id."]
        pub static CONTRACTS: &[Contract] = &[#(#names),*];
    };
    std::iter::once(list).chain(recursive).chain(contracts).collect()
}

fn recursive(item: &RecursiveShape) -> TokenStream {
    let constant = ident(&item.constant);
    let shape = contract_shape(&item.shape);
    quote!(static #constant: Shape = #shape;)
}

/// `OF_CREATE_ENV`: whatever an endpoint is named, it is not `CONTRACTS`.
fn constant(id: &str) -> Ident {
    ident(&format!("OF_{}", naming::constant_case(id)))
}

fn option(value: Option<impl quote::ToTokens>) -> TokenStream {
    value.map_or(quote!(None), |value| quote!(Some(#value)))
}

pub(super) fn contract_field(field: &ContractField) -> TokenStream {
    let ContractField { wire, limits, .. } = field;
    let new = if field.required { quote!(required) } else { quote!(optional) };
    let essential = field.essential.then(|| quote!(.essential()));
    let min = limits.min.map(limit).map(|limit| quote!(.min(#limit)));
    let max = limits.max.map(limit).map(|limit| quote!(.max(#limit)));
    let default = field.default.as_ref().map(|json| quote!(.default(#json)));
    let shape = contract_shape(&field.shape);
    quote!(Field::#new(#wire, #shape) #essential #min #max #default)
}

fn limit(limit: Number) -> TokenStream {
    match limit {
        Number::Int(int) => {
            let int = Literal::i64_unsuffixed(int);
            quote!(Limit::Int(#int))
        }
        Number::Float(float) => {
            let float = Literal::f64_unsuffixed(float.get());
            quote!(Limit::Float(#float))
        }
    }
}

pub(super) fn contract_shape(shape: &ContractShape) -> TokenStream {
    match shape {
        ContractShape::Text { allowed, pattern } => {
            let pattern = option(pattern.as_ref());
            quote!(Shape::String { allowed: &[#(#allowed),*], pattern: #pattern })
        }
        ContractShape::Int { allowed } => {
            let allowed = allowed.iter().map(|int| Literal::i64_unsuffixed(*int));
            quote!(Shape::Int { allowed: &[#(#allowed),*] })
        }
        ContractShape::Float => quote!(Shape::Float),
        ContractShape::Bool => quote!(Shape::Bool),
        ContractShape::StringOrInt => quote!(Shape::StringOrInt),
        ContractShape::Json => quote!(Shape::Json),
        ContractShape::File => quote!(Shape::File),
        ContractShape::Named(name, shape) => {
            let shape = contract_shape(shape);
            quote!(Shape::Named(#name, &#shape))
        }
        ContractShape::InText(inner) => {
            let inner = contract_shape(inner);
            quote!(Shape::InText(&#inner))
        }
        ContractShape::List(item) => {
            let item = contract_shape(item);
            quote!(Shape::List(&#item))
        }
        ContractShape::Map(item) => {
            let item = contract_shape(item);
            quote!(Shape::Map(&#item))
        }
        ContractShape::OneOf { tag, alternatives } => {
            let tag = option(tag.as_ref());
            let alternatives = alternatives.iter().map(|(value, field)| {
                let field = contract_field(field);
                quote!((#value, #field))
            });
            quote!(Shape::OneOf { tag: #tag, alternatives: &[#(#alternatives),*] })
        }
        ContractShape::Recursive(name, constant) => {
            let constant = ident(constant);
            quote!(Shape::Recursive(Recursive(#name, &#constant)))
        }
        ContractShape::Object(fields) => {
            let fields = fields.iter().map(contract_field);
            quote!(Shape::Object(&[#(#fields),*]))
        }
    }
}
