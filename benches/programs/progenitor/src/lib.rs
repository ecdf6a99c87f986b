//! What progenitor makes of an OpenAPI document.

include!(concat!(env!("OUT_DIR"), "/codegen.rs"));
