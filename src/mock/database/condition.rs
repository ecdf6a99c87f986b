//! Whether a document meets a condition.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::order::{compare_alike, equal};
use super::path::values;
use super::term::Term;
use super::{geo, term::Problem};

/// Whether a document meets a condition; an error for a command that is not known.
pub(super) fn meets(document: &Value, condition: &Term, now: i64) -> Result<bool, Problem> {
    Context { now }.document(document, condition)
}

struct Context {
    now: i64,
}

impl Context {
    fn document(&self, document: &Value, condition: &Term) -> Result<bool, Problem> {
        match condition {
            Term::Object(fields) => all(fields, |(path, term)| self.field(document, path, term)),
            Term::Command { name, arguments } => {
                let (all_conditions, any) = (flat(arguments), name.as_str());
                match any {
                    "and" => all(all_conditions, |condition| self.document(document, condition)),
                    "or" => any_of(all_conditions, |condition| self.document(document, condition)),
                    "nor" => any_of(all_conditions, |condition| self.document(document, condition))
                        .map(|met| !met),
                    _ => Err(format!("`_.{name}` is not a condition on documents")),
                }
            }
            _ => Err("a condition is neither an object nor a command".to_owned()),
        }
    }

    fn field(&self, document: &Value, path: &str, term: &Term) -> Result<bool, Problem> {
        match term {
            // Fields of an object are conditions on its fields.
            Term::Object(fields) if !fields.is_empty() => {
                all(fields, |(name, term)| self.field(document, &format!("{path}.{name}"), term))
            }
            term => self.values(&values(document, path), term),
        }
    }

    /// Whether the values at a path meet it, of which there may be none.
    fn values(&self, found: &[&Value], term: &Term) -> Result<bool, Problem> {
        let Term::Command { name, arguments } = term else {
            return self.equals(found, term);
        };
        let first = || arguments.first().ok_or_else(|| format!("`_.{name}` lacks an argument"));
        let each = |met: &dyn Fn(&Value) -> bool| Ok(with_items(found).any(met));
        let ordered = |fits: fn(Ordering) -> bool| {
            let bound = self.value(first()?)?;
            each(&|value| compare_alike(value, &bound).is_some_and(fits))
        };
        match name.as_str() {
            "and" => all(flat(arguments), |term| self.values(found, term)),
            "or" => any_of(flat(arguments), |term| self.values(found, term)),
            "nor" => any_of(flat(arguments), |term| self.values(found, term)).map(|met| !met),
            "not" => self.values(found, first()?).map(|met| !met),
            "eq" => self.equals(found, first()?),
            "neq" => self.equals(found, first()?).map(|met| !met),
            "lt" => ordered(Ordering::is_lt),
            "lte" => ordered(Ordering::is_le),
            "gt" => ordered(Ordering::is_gt),
            "gte" => ordered(Ordering::is_ge),
            "in" => any_of(flat(arguments), |term| self.equals(found, term)),
            "nin" => any_of(flat(arguments), |term| self.equals(found, term)).map(|met| !met),
            "exists" => Ok(self.value(first()?)?.as_bool().unwrap_or(true) != found.is_empty()),
            "mod" => match flat(arguments)
                .map(|term| self.value(term))
                .collect::<Result<Vec<_>, _>>()?
                .as_slice()
            {
                [divisor, rest] => {
                    let (divisor, rest) = (divisor.as_i64().unwrap_or_default(), rest.as_i64());
                    each(&|value| {
                        value.as_i64().and_then(|value| value.checked_rem(divisor)) == rest
                    })
                }
                _ => Err("`_.mod` takes a divisor and a remainder".to_owned()),
            },
            "size" => {
                let size = self.value(first()?)?.as_u64();
                Ok(found
                    .iter()
                    .any(|value| value.as_array().map(|items| items.len() as u64) == size))
            }
            "all" => all(flat(arguments), |term| self.equals(found, term)),
            "elemMatch" => {
                let items = found.iter().filter_map(|value| value.as_array()).flatten();
                any_of(items, |item| match first()? {
                    condition @ Term::Object(_) => self.document(item, condition),
                    condition => self.values(&[item], condition),
                })
            }
            "geoNear" | "geoWithin" | "geoIntersects" => self.on_earth(found, name, first()?),
            _ => Err(format!("`_.{name}` is not known in a condition")),
        }
    }

    fn equals(&self, found: &[&Value], term: &Term) -> Result<bool, Problem> {
        if let Term::Pattern { regexp, options } = term {
            let pattern = compiled(regexp, options)?;
            return Ok(with_items(found).any(|value| value.as_str().is_some_and(&pattern)));
        }
        let wanted = self.value(term)?;
        let is_absent = wanted.is_null() && found.is_empty();
        Ok(is_absent || with_items(found).any(|value| equal(value, &wanted)))
    }

    fn value(&self, term: &Term) -> Result<Value, Problem> {
        match term {
            Term::ServerDate(offset) => Ok(json!({ "$date": self.now.saturating_add(*offset) })),
            term => term.to_json().ok_or_else(|| "a command where a value is expected".to_owned()),
        }
    }

    fn on_earth(&self, found: &[&Value], name: &str, argument: &Term) -> Result<bool, Problem> {
        let argument = self.value(argument)?;
        let (geometry, number) =
            (argument.get("geometry"), |key: &str| argument.get(key).and_then(Value::as_f64));
        let geometry = geometry.ok_or_else(|| format!("`_.{name}` lacks `geometry`"))?;
        let mut points = found.iter().filter_map(|value| geo::point(value));
        if name == "geoNear" {
            let center =
                geo::point(geometry).ok_or("the `geometry` of `_.geoNear` is not a point")?;
            let (least, most) = (
                number("minDistance").unwrap_or(0.0),
                number("maxDistance").unwrap_or(f64::INFINITY),
            );
            return Ok(points.any(|point| (least..=most).contains(&geo::distance(point, center))));
        }
        any_of(points, |point| {
            geo::is_inside(point, geometry)
                .ok_or_else(|| format!("`_.{name}` is known for polygons alone"))
        })
    }
}

/// The arguments of a command, which may be given as one list.
fn flat(arguments: &[Term]) -> std::slice::Iter<'_, Term> {
    match arguments {
        [Term::List(items)] => items.iter(),
        arguments => arguments.iter(),
    }
}

/// Values, and the items of those that are lists: a condition on a list holds when it does for one of its items.
fn with_items<'d>(found: &'d [&'d Value]) -> impl Iterator<Item = &'d Value> {
    found
        .iter()
        .flat_map(|value| [*value].into_iter().chain(value.as_array().into_iter().flatten()))
}

fn all<T>(
    items: impl IntoIterator<Item = T>,
    test: impl Fn(T) -> Result<bool, Problem>,
) -> Result<bool, Problem> {
    any_of(items, |item| test(item).map(|met| !met)).map(|failed| !failed)
}

fn any_of<T>(
    items: impl IntoIterator<Item = T>,
    test: impl Fn(T) -> Result<bool, Problem>,
) -> Result<bool, Problem> {
    for item in items {
        if test(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn compiled(regexp: &str, options: &str) -> Result<impl Fn(&str) -> bool, Problem> {
    let flags: String = options.chars().filter(|flag| "imsx".contains(*flag)).collect();
    let whole = if flags.is_empty() { regexp.to_owned() } else { format!("(?{flags}){regexp}") };
    let pattern = regex_lite::Regex::new(&whole);
    let pattern = pattern.map_err(|_| "a regular expression can't be read".to_owned())?;
    Ok(move |text: &str| pattern.is_match(text))
}
