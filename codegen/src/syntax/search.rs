//! The document of a field, by its path.

use super::{EndpointDoc, FieldDoc, Node, TypeDoc, TypeText};

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
            // The alternatives of a one-of stand in its place, so that no name of the path is consumed.
            if is_one_of(field, endpoint, shared) {
                let names = |inner: &&FieldDoc| {
                    path == inner.name.value || path.starts_with(&format!("{}.", inner.name.value))
                };
                let inner = inner(field, endpoint, shared);
                let inner = inner.iter().find(names).map(std::slice::from_ref)?;
                return self::field(inner, endpoint, shared, path);
            }
            let rest = path.strip_prefix(field.name.value.as_str())?.strip_prefix('.')?;
            self::field(inner(field, endpoint, shared), endpoint, shared, rest)
        })
    })
}

fn is_one_of(field: &FieldDoc, endpoint: &EndpointDoc, shared: &[TypeDoc]) -> bool {
    let is = |ty: Option<&Node<TypeText>>| {
        ty.is_some_and(|ty| ty.value.base == "one-of" && ty.value.around.is_empty())
    };
    let Some(ty) = field.ty.as_ref().filter(|ty| ty.value.around.is_empty()) else {
        return false;
    };
    let mut types = endpoint.types.iter().chain(shared);
    let named = types.find(|document| document.name.value == ty.value.base);
    is(Some(ty)) || named.is_some_and(|document| is(document.ty.as_ref()))
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
