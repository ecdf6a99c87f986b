//! Samples: a test per endpoint, and the expressions that build them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{IntoTokens, ident};
use crate::item::{Expr, SampleItem};

/// One test per endpoint, for a module with a `check_sample` around it.
pub(crate) fn samples(items: &[SampleItem]) -> Vec<TokenStream> {
    let tests = items.iter().map(|item| {
        let SampleItem { request_json, response_json, .. } = item;
        let response_json = response_json.as_ref().map_or(quote!(None), |json| quote!(Some(#json)));
        let content = item.content.as_ref().map_or(quote!(None), |(content_type, bytes)| {
            let bytes = Literal::byte_string(bytes);
            quote!(Some((#content_type, #bytes)))
        });
        let (id, kind) = (ident(&item.id), ident(item.kind));
        let allow = item.deprecated.then(|| quote!(#[allow(deprecated)]));
        let types = item.uses_types.then(|| quote!(, types));
        let request = expr(&item.request);
        quote! {
            #[test]
            #allow
            fn #id() {
                use wechat_cloudbase::api::{#id #types};
                super::check_sample::<wechat_cloudbase::token::#kind, _>(
                    #request,
                    #request_json,
                    #response_json,
                    #content,
                );
            }
        }
    });
    tests.collect()
}

pub(crate) fn expr(item: &Expr) -> TokenStream {
    match item {
        Expr::Text(text) => quote!(#text),
        Expr::Int(int) => Literal::i64_unsuffixed(*int).into_tokens(),
        Expr::Float(float) => {
            Literal::f64_unsuffixed(float.as_f64().unwrap_or_default()).into_tokens()
        }
        Expr::Bool(flag) => quote!(#flag),
        Expr::Bytes(bytes) => Literal::byte_string(bytes).into_tokens(),
        // `vec!` is a macro, whose arguments no formatter breaks into lines.
        Expr::List { owned, items } => {
            let to_owned = owned.then(|| quote!(.to_owned()));
            let items = items.iter().map(expr);
            quote!(Vec::from([#(#items #to_owned),*]))
        }
        Expr::Map(items) => {
            let items = items.iter().map(|(key, value)| {
                let value = expr(value);
                quote!((#key.to_owned(), #value))
            });
            quote!(std::collections::BTreeMap::from([#(#items),*]))
        }
        Expr::Into(value) => {
            let value = expr(value);
            quote!(#value.into())
        }
        // The macro takes its values one inside the other, and rustc goes only so deep. What is parsed
        // is what serde_json has written, and only in tests and examples, so the `unwrap` holds.
        Expr::Json(value) if values_in(value) > 30 => {
            let text = value.to_string();
            quote!(#text.parse::<serde_json::Value>().unwrap())
        }
        Expr::Json(value) => {
            let value = json(value);
            quote!(serde_json::json!(#value))
        }
        Expr::Call(path, arguments) => {
            let path = path.iter().map(|part| ident(part));
            let arguments = arguments.iter().map(expr);
            quote!(#(#path)::*(#(#arguments),*))
        }
        Expr::Struct(path, members) => {
            let path = path.iter().map(|part| ident(part));
            let members = members.iter().map(|(name, value)| {
                let (name, value) = (ident(name), expr(value));
                quote!(#name: #value)
            });
            quote!(#(#path)::* { #(#members),* })
        }
        Expr::Path(path) => {
            let path = path.iter().map(|part| ident(part));
            quote!(#(#path)::*)
        }
        Expr::With(receiver, method, argument) => {
            let (receiver, method, argument) = (expr(receiver), ident(method), expr(argument));
            quote!(#receiver.#method(#argument))
        }
    }
}

pub(super) fn values_in(value: &serde_json::Value) -> usize {
    use serde_json::Value;
    match value {
        Value::Array(items) => 1 + items.iter().map(values_in).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(values_in).sum::<usize>(),
        _ => 1,
    }
}

pub(super) fn json(value: &serde_json::Value) -> TokenStream {
    use serde_json::Value;
    match value {
        Value::Null => quote!(null),
        Value::Bool(flag) => quote!(#flag),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            // Without a suffix, a literal is an `i32` to the macro.
            (Some(int), _) if i32::try_from(int).is_ok() => {
                Literal::i64_unsuffixed(int).into_tokens()
            }
            (Some(int), _) => Literal::i64_suffixed(int).into_tokens(),
            (None, Some(int)) => Literal::u64_suffixed(int).into_tokens(),
            (None, None) => {
                Literal::f64_unsuffixed(number.as_f64().unwrap_or_default()).into_tokens()
            }
        },
        Value::String(text) => quote!(#text),
        Value::Array(items) => {
            let items = items.iter().map(json);
            quote!([#(#items),*])
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let value = json(value);
                quote!(#name: #value)
            });
            quote!({#(#fields),*})
        }
    }
}
