//! `api.rs`: a module per endpoint, and a method per endpoint on the client.

use super::HEADER;
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn generate(api: &Api, options: &Options) -> String {
    let items = lower::bindings(api, options.runtime);
    HEADER.to_owned() + &format::format(emit::bindings(&items, options.runtime))
}
