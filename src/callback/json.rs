//! The JSON that WeChat writes for mini programs that are set to it: one object, with texts and
//! numbers, some of them in groups.

use serde_json::{Map, Value};

use super::fields::{DEPTH, FIELDS, Field, Fields};

/// Reads a text as an object of JSON. Items of a list have the name of the list, as they would in XML.
pub(super) fn read(text: &str) -> Result<Fields, &'static str> {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return Err("it is not well formed");
    };
    let Value::Object(object) = value else { return Err("it is not an object") };
    let mut fields = Vec::new();
    add_object(&mut fields, "", object, 1)?;
    Ok(Fields(fields))
}

fn add_object(
    fields: &mut Vec<Field>,
    around: &str,
    object: Map<String, Value>,
    depth: usize,
) -> Result<(), &'static str> {
    for (name, value) in object {
        let path = if around.is_empty() { name } else { format!("{around}/{name}") };
        add(fields, &path, value, depth)?;
    }
    Ok(())
}

fn add(
    fields: &mut Vec<Field>,
    path: &str,
    value: Value,
    depth: usize,
) -> Result<(), &'static str> {
    if depth >= DEPTH {
        return Err("its objects are nested too deeply");
    }
    let text = match value {
        Value::Object(object) => return add_object(fields, path, object, depth + 1),
        Value::Array(items) => {
            return items.into_iter().try_for_each(|item| add(fields, path, item, depth + 1));
        }
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text,
    };
    if fields.len() == FIELDS {
        return Err("it has too many fields");
    }
    fields.push(Field { path: path.to_owned(), text });
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Result<Vec<(String, String)>, &'static str> {
        let fields = read(text)?;
        Ok(fields.0.into_iter().map(|field| (field.path, field.text)).collect())
    }

    #[test]
    fn objects_become_fields() {
        let text =
            r#"{"MsgId": 22876340532172986, "a": {"b": "x", "c": [1, {"d": true}]}, "e": null}"#;
        let found = pairs(text).unwrap();
        let found: Vec<_> =
            found.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let expected = [
            ("MsgId", "22876340532172986"),
            ("a/b", "x"),
            ("a/c", "1"),
            ("a/c/d", "true"),
            ("e", ""),
        ];
        // The order of members is that of the parser.
        for pair in expected {
            assert!(found.contains(&pair), "{pair:?} in {found:?}");
        }
        assert_eq!(found.len(), expected.len());
    }

    #[test]
    fn whatever_is_not_a_small_object_is_refused() {
        let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
        let many = format!("[{}1]", "1,".repeat(FIELDS));
        for text in ["", "[]", "1", "{", "{\"a\": 1} x"] {
            assert!(pairs(text).is_err(), "{text}");
        }
        for value in [deep, many] {
            assert!(pairs(&format!("{{\"a\": {value}}}")).is_err());
        }
    }
}
