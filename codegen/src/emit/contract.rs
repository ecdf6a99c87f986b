//! The tables of the mock.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{ident, root};
use crate::item::{ContractField, ContractItem, ContractShape};
use crate::naming;
use crate::options::Runtime;

/// The tables of the mock.
pub(crate) fn contracts(items: &[ContractItem], runtime: Runtime) -> Vec<TokenStream> {
    let rt = root(runtime);
    let contracts = items.iter().map(|item| {
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
        quote! {
            const #name: Contract = Contract {
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
    let names = items.iter().map(|item| constant(&item.id));
    let list = quote! {
        #[allow(unused_imports)]
        use #rt::mock::contract::{Contract, Field, Limits, Shape};
        #[doc = " The contracts that the mock enforces, in order of endpoint id."]
        pub static CONTRACTS: &[Contract] = &[#(#names),*];
    };
    std::iter::once(list).chain(contracts).collect()
}

/// `OF_CREATE_ENV`: whatever an endpoint is named, it is not `CONTRACTS`.
fn constant(id: &str) -> Ident {
    ident(&format!("OF_{}", naming::constant_case(id)))
}

fn option(value: Option<impl quote::ToTokens>) -> TokenStream {
    value.map_or(quote!(None), |value| quote!(Some(#value)))
}

pub(super) fn contract_field(field: &ContractField) -> TokenStream {
    let ContractField { wire, required, essential, .. } = field;
    let literal = |int: i64| Literal::i64_unsuffixed(int);
    let (min, max) = field.limits;
    let limits = match (min, max) {
        (None, None) => quote!(Limits::NONE),
        _ => {
            let (min, max) = (option(min.map(literal)), option(max.map(literal)));
            quote!(Limits { min: #min, max: #max })
        }
    };
    let shape = contract_shape(&field.shape);
    quote! {
        Field {
            name: #wire,
            required: #required,
            essential: #essential,
            limits: #limits,
            shape: #shape,
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
        ContractShape::Object(fields) => {
            let fields = fields.iter().map(contract_field);
            quote!(Shape::Object(&[#(#fields),*]))
        }
    }
}
