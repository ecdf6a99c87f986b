//! Paths into a document: what is known of a response without its type.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::decode::{Decode, items};
use super::node::{Items, Node};
use super::tape::Kind;

/// In a path, the last item of a list.
const LAST: &str = "-1";

impl<'d> Node<'d> {
    /// The value at a path of names; nothing where there is none.
    pub(crate) fn at_path(self, path: &[&str]) -> Self {
        path.iter().fold(self, |node, step| match node.kind() {
            Some(Kind::List) if *step == LAST => node.rows().last().unwrap_or(Self::NOTHING),
            _ => node.field(step),
        })
    }

    /// All items of the lists at a path, which may lead through lists.
    pub(crate) fn rows_at(self, path: &[&str]) -> Vec<Self> {
        let Some((first, rest)) = path.split_first() else {
            return self.rows().collect();
        };
        let mut nodes: Vec<_> = self.field(first).rows().collect();
        for step in rest {
            nodes = nodes.into_iter().flat_map(|node| node.field(step).rows()).collect();
        }
        nodes
    }

    /// The items of a list; none of anything else.
    pub(crate) fn rows(self) -> Items<'d> {
        items(self).unwrap_or(Items::none())
    }

    /// How many items a list has.
    pub(crate) fn row_count(self) -> i64 {
        i64::try_from(self.rows().count()).unwrap_or(i64::MAX)
    }

    /// The object in a field of this one, where there is such a field, or else this one.
    pub(crate) fn inside_of(self, name: &str) -> Self {
        match self.field(name) {
            field if field.kind() == Some(Kind::Object) => field,
            _ => self,
        }
    }

    fn field(self, name: &str) -> Self {
        self.object().map_or(Self::NOTHING, |object| object.find(name))
    }

    /// A text, a number or a bool as text; `None` where there is none, or an empty one.
    pub(crate) fn plain_text(self) -> Option<Cow<'d, str>> {
        let text = match self.kind()? {
            Kind::True => Cow::Borrowed("true"),
            Kind::False => Cow::Borrowed("false"),
            _ => Cow::Borrowed(self.text().ok()?),
        };
        (!text.trim().is_empty()).then_some(text)
    }

    /// A whole number; `None` where there is none.
    pub(crate) fn whole_number(self) -> Option<i64> {
        self.plain_text().and_then(|_| i64::decode(self).ok())
    }

    /// A flag, perhaps written as a number; `None` where there is none.
    pub(crate) fn flag(self) -> Option<bool> {
        self.plain_text().and_then(|_| bool::decode(self).ok())
    }

    /// A hash of everything in a value: equal ones have equal hashes.
    pub(crate) fn fingerprint(self) -> u64 {
        let mut hasher = DefaultHasher::new();
        if let Some((document, whole)) = self.entry() {
            let end = document.after(self.at());
            (whole.kind as u8).hash(&mut hasher);
            for entry in (self.at()..end).filter_map(|at| document.entry(at)) {
                (entry.kind as u8).hash(&mut hasher);
                match entry.kind {
                    // Where it ends: a list of two differs from two lists of one.
                    Kind::List | Kind::Object => (entry.end - self.at()).hash(&mut hasher),
                    _ => document.text_of(entry).hash(&mut hasher),
                }
            }
        }
        hasher.finish()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::json::Document;

    const TEXT: &str = r#"{"a": {"b": [{"k": "x"}, {"k": 7}]}, "n": "12", "m": 12, "e": " ",
        "l": [{"in": [{"z": 1}]}, {"in": [{"z": 2}, {"z": 3}]}, {}], "t": true, "one": "1"}"#;

    #[test]
    fn paths_lead_through_objects_and_lists() {
        let document = Document::parse(TEXT.to_owned()).unwrap();
        let root = Node::root(&document);
        let text = |path: &[&str]| root.at_path(path).plain_text().map(Cow::into_owned);
        for (path, expect) in [
            (&["a", "b", "-1", "k"][..], Some("7")),
            (&["n"], Some("12")),
            (&["t"], Some("true")),
            (&["e"], None),
            (&["a"], None),
            (&["a", "x", "-1", "k"], None),
            (&["a", "-1"], None),
            (&["n", "b"], None),
        ] {
            assert_eq!(text(path).as_deref(), expect, "{path:?}");
        }
        let rows = root.rows_at(&["l", "in"]);
        let found: Vec<_> = rows.iter().map(|row| row.at_path(&["z"]).whole_number()).collect();
        assert_eq!(found, [Some(1), Some(2), Some(3)]);
        assert_eq!(root.at_path(&["one"]).flag(), Some(true));
        assert_eq!(root.at_path(&["x"]).flag(), None);
        assert_eq!(
            (root.at_path(&["a", "b"]).row_count(), root.at_path(&["x"]).row_count()),
            (2, 0)
        );
    }

    #[test]
    fn equal_values_have_equal_fingerprints() {
        let of = |text: &str| {
            let document = Document::parse(text.to_owned()).unwrap();
            Node::root(&document).at_path(&["v"]).fingerprint()
        };
        assert_eq!(of(r#"{"v": [{"a": 1}]}"#), of(r#"{"x": "before", "v": [ {"a":1} ]}"#));
        for other in [r#"{"v": [{"a": 2}]}"#, r#"{"v": [{"a": "1"}]}"#, r#"{"v": [[{"a": 1}]]}"#] {
            assert_ne!(of(r#"{"v": [{"a": 1}]}"#), of(other), "{other}");
        }
    }
}
