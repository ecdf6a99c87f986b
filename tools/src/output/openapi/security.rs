//! Tokens: keys in the query string, under the name that an endpoint reads them from.

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::model::{Api, Endpoint, TokenKind};
use wechat_cloudbase_codegen::notation::words;

use crate::json::{Json, Object, list};

/// The name under which most endpoints read a token.
const USUAL: &str = "access_token";

/// One scheme for each kind of token and each name that it travels by.
pub(super) fn schemes(api: &Api) -> Object<'_> {
    let mut schemes: BTreeMap<String, Object<'_>> = BTreeMap::new();
    for endpoint in &api.endpoints {
        for kind in &endpoint.tokens {
            schemes.entry(name(*kind, endpoint)).or_insert_with(|| {
                Object::new()
                    .with("type", "apiKey")
                    .with("in", "query")
                    .with("name", &endpoint.token_field)
                    .with("description", doc(*kind))
            });
        }
    }
    schemes.into_iter().collect()
}

/// Any one of the kinds that an endpoint takes is enough; an endpoint without tokens says so.
pub(super) fn requirements<'a>(endpoint: &Endpoint) -> Vec<Json<'a>> {
    let requirement = |kind: &TokenKind| Object::new().with(name(*kind, endpoint), Vec::new());
    list(endpoint.tokens.iter().map(requirement))
}

fn name(kind: TokenKind, endpoint: &Endpoint) -> String {
    let kind = words::word(kind);
    match endpoint.token_field.as_str() {
        USUAL => kind.to_owned(),
        field => {
            // Few characters can be in the name of a component; the others do as their numbers.
            let plain = |char: char| char.is_ascii_alphanumeric() || "_-".contains(char);
            let part = |char| match plain(char) {
                true => String::from(char),
                false => format!(".{:x}.", u32::from(char)),
            };
            format!("{kind}.{}", field.chars().map(part).collect::<String>())
        }
    }
}

fn doc(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Component => {
            "A `component_access_token`: the token of a third-party platform itself, \
             from `/cgi-bin/component/api_component_token`."
        }
        TokenKind::Authorizer => {
            "An `authorizer_access_token`: the token with which a platform acts for an account \
             that authorised it, from `/cgi-bin/component/api_authorizer_token`."
        }
        TokenKind::App => "The `access_token` that a mini program gets for itself.",
    }
}
