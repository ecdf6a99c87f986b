//! What progenitor's macro makes of an OpenAPI document.

progenitor::generate_api!("openapi.json");
