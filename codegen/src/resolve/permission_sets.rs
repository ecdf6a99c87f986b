//! The records of `permission_sets.toml`, and the lists of them that endpoints give.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::PermissionSet;
use crate::syntax::{Documents, Node};

/// Every permission set by its id.
pub(super) struct PermissionSets {
    records: BTreeMap<i64, Rc<PermissionSet>>,
    incomplete: bool,
}

pub(super) fn resolve(documents: &Documents, problems: &mut Problems) -> PermissionSets {
    let mut seen: BTreeMap<i64, &Node<i64>> = BTreeMap::new();
    let mut records = BTreeMap::new();
    for document in &documents.permission_sets {
        let (Some(id), Some(name)) = (&document.id, &document.name) else {
            continue;
        };
        if let Some(first) = seen.insert(id.value, id) {
            let message = format!("permission set {} is defined twice", id.value);
            let problem = Problem::new(Rule::PermissionSetCollision, &id.span, message, "again");
            problems.add(problem.other(&first.span, "first"));
        }
        let Ok(number) = u32::try_from(id.value) else {
            let message = format!("{} is not a valid permission set id", id.value);
            let problem = Problem::new(Rule::BadNumber, &id.span, message, "out of range");
            problems.add(problem.help("write the vendor's number, such as 49"));
            continue;
        };
        let doc = document.doc.as_ref().map(|doc| doc.value.clone());
        let name = name.value.clone();
        records.insert(id.value, Rc::new(PermissionSet { id: number, name, doc }));
    }
    let incomplete = documents.incomplete || records.len() < documents.permission_sets.len();
    PermissionSets { records, incomplete }
}

impl PermissionSets {
    /// The permission sets that an endpoint lists, in order of id.
    pub(super) fn listed(
        &self,
        nodes: &[Node<i64>],
        problems: &mut Problems,
    ) -> Vec<Rc<PermissionSet>> {
        let mut listed: BTreeMap<i64, &Node<i64>> = BTreeMap::new();
        for node in nodes {
            if !self.records.contains_key(&node.value) && !self.incomplete {
                let message =
                    format!("permission set {} is not in permission_sets.toml", node.value);
                let problem =
                    Problem::new(Rule::UnknownPermissionSet, &node.span, message, "not defined");
                let help = format!("add a record with id = {} to permission_sets.toml", node.value);
                problems.add(problem.help(help));
            }
            if let Some(first) = listed.insert(node.value, node) {
                let message = format!("permission set {} is listed twice", node.value);
                let problem = Problem::new(Rule::Repeated, &node.span, message, "again");
                problems.add(problem.other(&first.span, "first"));
            }
        }
        listed.keys().filter_map(|id| self.records.get(id).cloned()).collect()
    }

    /// Every record, in order of id.
    pub(super) fn into_records(self) -> Vec<Rc<PermissionSet>> {
        self.records.into_values().collect()
    }
}
