//! The document of a field, by its path.

use super::{EndpointDoc, FieldDoc, TypeDoc};

/// How many names a path may have. Types don't nest deeper.
const LONGEST_PATH: usize = 16;

/// The field at a path such as `data.env`, through objects and lists of objects. The path is
/// consumed at each step, so that types which contain themselves do no harm.
pub fn field<'d>(
    fields: &'d [FieldDoc],
    endpoint: &'d EndpointDoc,
    shared: &'d [TypeDoc],
    path: &str,
) -> Option<&'d FieldDoc> {
    if path.split('.').count() > LONGEST_PATH {
        return None;
    }
    let direct = fields.iter().find(|field| field.name.value == path);
    direct.or_else(|| {
        fields.iter().find_map(|field| {
            let rest = path.strip_prefix(field.name.value.as_str())?.strip_prefix('.')?;
            self::field(inner(field, endpoint, shared), endpoint, shared, rest)
        })
    })
}

/// The fields of what a field holds.
fn inner<'d>(
    field: &'d FieldDoc,
    endpoint: &'d EndpointDoc,
    shared: &'d [TypeDoc],
) -> &'d [FieldDoc] {
    if let Some(fields) = &field.fields {
        return &fields.value;
    }
    let base = field.ty.as_ref().map_or("", |ty| &ty.value.base);
    let mut types = endpoint.types.iter().chain(shared);
    let named = types.find(|document| document.name.value == base);
    named.map_or(&[], TypeDoc::inner)
}
