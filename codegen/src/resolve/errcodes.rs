//! The errcodes of `errcodes.toml`, and the lists of them that endpoints give.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Class, Errcode};
use crate::naming;
use crate::notation::words;
use crate::syntax::{Documents, ErrcodeDoc, Node};

/// Every errcode by its number.
pub(super) struct Errcodes {
    records: BTreeMap<i64, Rc<Errcode>>,
    incomplete: bool,
}

pub(super) fn resolve(documents: &Documents, problems: &mut Problems) -> Errcodes {
    let mut codes: BTreeMap<i64, &Node<i64>> = BTreeMap::new();
    let mut names: BTreeMap<String, &Node<String>> = BTreeMap::new();
    let mut records = BTreeMap::new();
    for document in &documents.errcodes {
        if let Some(code) = &document.code {
            check_code(code, problems);
            if let Some(first) = codes.insert(code.value, code) {
                let message = format!("errcode {} is defined twice", code.value);
                let problem = Problem::new(Rule::ErrcodeCollision, &code.span, message, "again");
                problems.add(problem.other(&first.span, "first"));
            }
        }
        if let Some(name) = &document.name {
            check_name(name, problems);
            let constant = naming::constant_case(&name.value);
            if let Some(first) = names.insert(constant.clone(), name) {
                let message = format!("two errcodes are named alike: `{constant}`");
                let problem = Problem::new(Rule::ErrcodeCollision, &name.span, message, "again");
                problems.add(problem.other(&first.span, "first"));
            }
        }
        let record = record(document, problems);
        records.insert(record.code, Rc::new(record));
    }
    let incomplete =
        documents.incomplete || documents.errcodes.iter().any(|doc| doc.code.is_none());
    Errcodes { records, incomplete }
}

fn check_code(code: &Node<i64>, problems: &mut Problems) {
    if code.value == 0 {
        let problem =
            Problem::new(Rule::BadNumber, &code.span, "0 is not an errcode", "means success");
        problems.add(problem.help("leave the record out"));
    }
}

fn check_name(name: &Node<String>, problems: &mut Problems) {
    if !naming::is_pascal_case(&name.value) {
        let message = format!("`{}` can't name a variant", name.value);
        let problem = Problem::new(Rule::BadName, &name.span, message, "not in PascalCase");
        let near = naming::pascal_case(&name.value);
        problems.add(match near {
            Some(near) => problem.help(format!("write `{near}`")),
            None => problem.help("give it a name such as `SystemBusy`"),
        });
    } else if matches!(name.value.as_str(), "ALL" | "Other" | "Self")
        || naming::constant_case(&name.value) == "RECORDS"
    {
        let message = format!("no errcode can be named `{}`", name.value);
        let problem =
            Problem::new(Rule::ReservedName, &name.span, message, "taken by generated code");
        problems.add(problem.help("give it another name"));
    }
}

fn record(document: &ErrcodeDoc, problems: &mut Problems) -> Errcode {
    let text = |node: &Option<Node<String>>| {
        node.as_ref().map_or(String::new(), |node| node.value.clone())
    };
    let class = words::meaning(document.class.as_ref(), problems);
    let operator = words::meaning(document.operator.as_ref(), problems);
    let quota = words::meaning(document.quota.as_ref(), problems);
    if let Some(node) =
        document.quota.as_ref().filter(|_| class.is_some_and(|class| class != Class::Quota))
    {
        problems.add(quota_of_another_class(node));
    }
    Errcode {
        code: document.code.as_ref().map_or(0, |code| code.value),
        name: text(&document.name),
        message: text(&document.message),
        meaning: text(&document.meaning),
        remedy: text(&document.remedy),
        class: class.unwrap_or(Class::Unknown),
        operator,
        quota,
    }
}

fn quota_of_another_class(quota: &Node<String>) -> Problem {
    let message = "an errcode that has a `quota` is of class `quota`";
    let problem = Problem::new(Rule::Conflict, &quota.span, message, "of another class");
    problem.help("write class = \"quota\", or leave `quota` out")
}

impl Errcodes {
    /// The errcodes that an endpoint lists, in order of number.
    pub(super) fn listed(&self, nodes: &[Node<i64>], problems: &mut Problems) -> Vec<Rc<Errcode>> {
        let mut listed: BTreeMap<i64, (&Node<i64>, Option<&Rc<Errcode>>)> = BTreeMap::new();
        for node in nodes {
            let record = self.records.get(&node.value);
            if record.is_none() && !self.incomplete {
                problems.add(unknown(node));
            }
            if let Some((first, _)) = listed.insert(node.value, (node, record)) {
                let message = format!("errcode {} is listed twice", node.value);
                let problem = Problem::new(Rule::Repeated, &node.span, message, "again");
                problems.add(problem.other(&first.span, "first"));
            }
        }
        listed.into_values().filter_map(|(_, record)| record.cloned()).collect()
    }

    /// Every record, in order of number.
    pub(super) fn into_records(self) -> Vec<Rc<Errcode>> {
        self.records.into_values().collect()
    }
}

fn unknown(node: &Node<i64>) -> Problem {
    let message = format!("errcode {} is not in errcodes.toml", node.value);
    let problem = Problem::new(Rule::UnknownErrcode, &node.span, message, "not defined");
    match node.value {
        0 => problem.help("0 means success; leave it out"),
        code => problem.help(format!("add a record with code = {code} to errcodes.toml")),
    }
}
