//! The time between two looks.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::Delay;
use crate::syntax::{Node, WaitDoc};

/// A day: a program that looks less often does not wait.
const LONGEST: i64 = 86_400;

/// `None` for what has been reported.
pub(super) fn resolve(document: &WaitDoc, problems: &mut Problems) -> Option<Delay> {
    let delay = document.delay.as_ref()?;
    let (min, max) = (delay.min.as_ref()?, delay.max.as_ref()?);
    let (Some(shortest), Some(longest)) =
        (seconds("min", min, problems), seconds("max", max, problems))
    else {
        return None;
    };
    if shortest > longest {
        let message = format!("no time is at least {shortest} and at most {longest} seconds");
        let problem = Problem::new(Rule::BadLimit, &min.span, message, "above the maximum");
        problems.add(problem.other(&max.span, "the most"));
        return None;
    }
    Some(Delay { min: shortest, max: longest })
}

fn seconds(key: &str, node: &Node<i64>, problems: &mut Problems) -> Option<u32> {
    if (1..=LONGEST).contains(&node.value) {
        return u32::try_from(node.value).ok();
    }
    let message = format!("`{key}` of a delay is from 1 to {LONGEST} seconds");
    problems.add(Problem::new(Rule::BadLimit, &node.span, message, "out of range"));
    None
}
