//! Paths with fields in them: `/shops/{shop_id}/items`.

/// The names in braces, in order.
pub fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(parameter)
}

/// The field that a segment of a path is.
fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// A path with its names left out, so that two which no request tells apart are the same.
pub(crate) fn anonymous(path: &str) -> String {
    let segment = |segment| parameter(segment).map_or(segment, |_| "{}");
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}
