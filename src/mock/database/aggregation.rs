//! Stages of an aggregation.

use std::cell::Cell;

use serde_json::{Map, Number, Value, json};

use super::condition::meets;
use super::depth::{TOO_DEEP, is_shallow};
use super::order::{compare, equal};
use super::path::{first, place, values};
use super::term::{Problem, Term};

/// How many stages there can be.
const MAX_STAGES: usize = 100;
/// How much all stages together may make, in bytes: stages can double a value again and again.
const MAX_BYTES: usize = 64 << 20;

/// The documents after all stages.
pub(super) fn run(
    mut documents: Vec<Value>,
    stages: &[(String, Term)],
    now: i64,
) -> Result<Vec<Value>, Problem> {
    if stages.len() > MAX_STAGES {
        return Err(format!("more than {MAX_STAGES} stages"));
    }
    let room = Room(Cell::new(MAX_BYTES));
    for (name, term) in stages {
        documents = stage(documents, name, term, now, &room)?;
        if !documents.iter().all(is_shallow) {
            return Err(TOO_DEEP.to_owned());
        }
    }
    Ok(documents)
}

/// How many bytes more can be made.
struct Room(Cell<usize>);

impl Room {
    /// A copy of a value, which takes room.
    fn copy(&self, value: &Value) -> Result<Value, Problem> {
        match self.0.get().checked_sub(weight(value)) {
            Some(left) => {
                self.0.set(left);
                Ok(value.clone())
            }
            None => Err("the stages would make more than the mock has room for".to_owned()),
        }
    }
}

/// About how many bytes a value has.
fn weight(value: &Value) -> usize {
    16 + match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| name.len() + weight(value)).sum()
        }
        _ => 0,
    }
}

fn stage(
    documents: Vec<Value>,
    name: &str,
    term: &Term,
    now: i64,
    room: &Room,
) -> Result<Vec<Value>, Problem> {
    Ok(match name {
        "match" => {
            let mut met = Vec::new();
            for document in documents {
                if meets(&document, term, now)? {
                    met.push(document);
                }
            }
            met
        }
        "limit" => documents.into_iter().take(number(term, name)?).collect(),
        "skip" => documents.into_iter().skip(number(term, name)?).collect(),
        "sample" => {
            let size = fields(term, name)?.iter().find(|(field, _)| field == "size");
            let size = size.ok_or("the stage `sample` lacks `size`")?;
            documents.into_iter().take(number(&size.1, name)?).collect()
        }
        "count" => match term {
            Term::Value(Value::String(field)) => vec![json!({ field: documents.len() })],
            _ => return Err("the stage `count` takes the name of a field".to_owned()),
        },
        "sort" => sorted(documents, fields(term, name)?),
        "unwind" => match term {
            Term::Value(Value::String(path)) => {
                let mut all = Vec::new();
                for document in &documents {
                    all.extend(unwound(document, path, room)?);
                }
                all
            }
            _ => return Err("the stage `unwind` takes a path such as `$tags`".to_owned()),
        },
        "project" => {
            let fields = fields(term, name)?;
            documents
                .iter()
                .map(|document| projected(document, fields, room))
                .collect::<Result<_, _>>()?
        }
        "addFields" => {
            let fields = fields(term, name)?;
            documents
                .into_iter()
                .map(|document| extended(document, fields, room))
                .collect::<Result<_, _>>()?
        }
        "group" => grouped(&documents, fields(term, name)?, room)?,
        _ => return Err(format!("the stage `{name}` is not known")),
    })
}

fn sorted(mut documents: Vec<Value>, by: &[(String, Term)]) -> Vec<Value> {
    // Later keys first, because sorting is stable.
    for (path, order) in by.iter().rev() {
        let is_descending = matches!(order, Term::Value(order) if order.as_i64() == Some(-1));
        documents.sort_by(|a, b| {
            let order = compare(first(a, path), first(b, path));
            if is_descending { order.reverse() } else { order }
        });
    }
    documents
}

fn extended(mut document: Value, with: &[(String, Term)], room: &Room) -> Result<Value, Problem> {
    let mut made = Vec::with_capacity(with.len());
    for (field, term) in with {
        made.push((field.clone(), evaluated(&document, term, room)?));
    }
    if let Some(fields) = document.as_object_mut() {
        fields.extend(made);
    }
    Ok(document)
}

fn number(term: &Term, name: &str) -> Result<usize, Problem> {
    let number = match term {
        Term::Value(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        _ => None,
    };
    number.ok_or_else(|| format!("the stage `{name}` takes a whole number that is not negative"))
}

fn fields<'t>(term: &'t Term, name: &str) -> Result<&'t [(String, Term)], Problem> {
    match term {
        Term::Object(fields) => Ok(fields),
        _ => Err(format!("the stage `{name}` takes an object")),
    }
}

fn unwound(document: &Value, path: &str, room: &Room) -> Result<Vec<Value>, Problem> {
    let path = path.trim_start_matches('$');
    let Value::Array(items) = first(document, path) else {
        return Ok(Vec::new());
    };
    // Without the list, which each copy would have in it.
    let mut base = document.clone();
    if let Some(place) = place(&mut base, path) {
        *place = Value::Null;
    }
    let with = |item: &Value| {
        let mut document = room.copy(&base)?;
        if let Some(place) = place(&mut document, path) {
            *place = room.copy(item)?;
        }
        Ok(document)
    };
    items.iter().map(with).collect()
}

fn projected(document: &Value, fields: &[(String, Term)], room: &Room) -> Result<Value, Problem> {
    let is_flag = |term: &Term, wanted: bool| match term {
        Term::Value(Value::Bool(flag)) => *flag == wanted,
        Term::Value(Value::Number(number)) => (number.as_f64() != Some(0.0)) == wanted,
        _ => false,
    };
    let leaves_out = fields.iter().all(|(_, term)| is_flag(term, false));
    let mut made = Map::new();
    if let Value::Object(all) = document {
        for (name, value) in all {
            let listed = fields.iter().find(|(field, _)| field == name);
            let is_kept = match listed {
                None => leaves_out || name == "_id",
                Some((_, term)) => is_flag(term, true),
            };
            if is_kept {
                made.insert(name.clone(), room.copy(value)?);
            }
        }
    }
    for (name, term) in fields {
        if !is_flag(term, true) && !is_flag(term, false) {
            made.insert(name.clone(), evaluated(document, term, room)?);
        } else if is_flag(term, true) && name.contains('.') {
            let Some(value) = values(document, name).first().copied() else { continue };
            let mut whole = Value::Object(std::mem::take(&mut made));
            if let Some(place) = place(&mut whole, name) {
                *place = room.copy(value)?;
            }
            if let Value::Object(fields) = whole {
                made = fields;
            }
        }
    }
    Ok(Value::Object(made))
}

/// The value of an expression for a document: a path such as `$age`, a literal, or fields of these.
fn evaluated(document: &Value, term: &Term, room: &Room) -> Result<Value, Problem> {
    match term {
        Term::Value(Value::String(path)) if path.starts_with('$') => {
            room.copy(first(document, path.trim_start_matches('$')))
        }
        Term::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, term)| Ok((name.clone(), evaluated(document, term, room)?)));
            fields.collect::<Result<Map<_, _>, Problem>>().map(Value::Object)
        }
        Term::List(items) => items
            .iter()
            .map(|item| evaluated(document, item, room))
            .collect::<Result<_, _>>()
            .map(Value::Array),
        Term::Operator { name, .. } => Err(format!("the operator `{name}` is not known here")),
        term => match term.to_json() {
            Some(value) => room.copy(&value),
            None => Err("a command where a value is expected".to_owned()),
        },
    }
}

fn grouped(
    documents: &[Value],
    fields: &[(String, Term)],
    room: &Room,
) -> Result<Vec<Value>, Problem> {
    let by = fields.iter().find(|(name, _)| name == "_id");
    let (_, by) = by.ok_or("the stage `group` lacks `_id`")?;
    let mut groups: Vec<(Value, Vec<&Value>)> = Vec::new();
    for document in documents {
        let key = evaluated(document, by, room)?;
        match groups.iter_mut().find(|(other, _)| equal(other, &key)) {
            Some((_, members)) => members.push(document),
            None => groups.push((key, vec![document])),
        }
    }
    let group = |(key, members): (Value, Vec<&Value>)| {
        let mut made = Map::from_iter([("_id".to_owned(), key)]);
        for (name, term) in fields.iter().filter(|(name, _)| name != "_id") {
            made.insert(name.clone(), accumulated(&members, term, room)?);
        }
        Ok(Value::Object(made))
    };
    groups.into_iter().map(group).collect()
}

fn accumulated(members: &[&Value], term: &Term, room: &Room) -> Result<Value, Problem> {
    let Term::Operator { name, arguments } = term else {
        return Err("a field of a group is made by no operator, such as `sum`".to_owned());
    };
    let argument =
        arguments.first().ok_or_else(|| format!("the operator `{name}` lacks an argument"))?;
    let all = members
        .iter()
        .map(|member| evaluated(member, argument, room))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(match name.as_str() {
        "sum" => sum(&all),
        "avg" => {
            let numbers: Vec<_> = all.iter().filter_map(Value::as_f64).collect();
            let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
            Number::from_f64(mean).map_or(Value::Null, Value::Number)
        }
        "min" => all.into_iter().min_by(compare).unwrap_or_default(),
        "max" => all.into_iter().max_by(compare).unwrap_or_default(),
        "first" => all.into_iter().next().unwrap_or_default(),
        "last" => all.into_iter().next_back().unwrap_or_default(),
        "push" => Value::Array(all),
        "addToSet" => {
            let once = all.into_iter().fold(Vec::new(), |mut once: Vec<Value>, value| {
                if !once.iter().any(|other| equal(other, &value)) {
                    once.push(value);
                }
                once
            });
            Value::Array(once)
        }
        _ => return Err(format!("the operator `{name}` is not known")),
    })
}

fn sum(values: &[Value]) -> Value {
    let whole = values.iter().try_fold(0_i64, |sum, value| match value {
        Value::Number(number) => sum.checked_add(number.as_i64()?),
        _ => Some(sum),
    });
    match whole {
        Some(whole) => whole.into(),
        None => {
            let sum = values.iter().filter_map(Value::as_f64).sum::<f64>();
            Number::from_f64(sum).map_or(Value::Null, Value::Number)
        }
    }
}
