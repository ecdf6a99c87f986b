//! Areas: ranges of errcodes, with names of their own, that do not overlap.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::Area;
use crate::naming;
use crate::syntax::{AreaDoc, Documents};

pub(super) fn resolve(documents: &Documents, problems: &mut Problems) -> Vec<Area> {
    let mut areas: Vec<(Area, &AreaDoc)> = Vec::new();
    for document in &documents.areas {
        let Some(area) = area(document, problems) else {
            continue;
        };
        for (other, first) in &areas {
            check_collision(&area, document, other, first, problems);
        }
        areas.push((area, document));
    }
    areas.sort_by_key(|(area, _)| area.from);
    areas.into_iter().map(|(area, _)| area).collect()
}

fn area(document: &AreaDoc, problems: &mut Problems) -> Option<Area> {
    let (name, from, to) =
        (document.name.as_ref()?, document.from.as_ref()?, document.to.as_ref()?);
    if !naming::is_pascal_case(&name.value) || name.value == "Self" {
        let message = format!("`{}` can't name an area", name.value);
        let problem = Problem::new(Rule::BadName, &name.span, message, "not in PascalCase");
        problems.add(problem.help("such as `Database`"));
    }
    if from.value > to.value {
        let message = format!("no number is from {} to {}", from.value, to.value);
        let problem = Problem::new(Rule::BadValue, &from.span, message, "above the end");
        problems.add(problem.other(&to.span, "the end").help("write the lower number here"));
    }
    let doc = document.doc.as_ref().map_or(String::new(), |doc| doc.value.clone());
    Some(Area { name: name.value.clone(), from: from.value, to: to.value, doc })
}

fn check_collision(
    area: &Area,
    document: &AreaDoc,
    other: &Area,
    first: &AreaDoc,
    problems: &mut Problems,
) {
    if let (Some(name), Some(earlier)) = (&document.name, &first.name)
        && name.value == earlier.value
    {
        let message = format!("two areas are named `{}`", name.value);
        let problem = Problem::new(Rule::ErrcodeCollision, &name.span, message, "again");
        problems.add(problem.other(&earlier.span, "first"));
    } else if area.from <= other.to
        && other.from <= area.to
        && let (Some(from), Some(earlier)) = (&document.from, &first.from)
    {
        // The lower one first, whichever of them comes first in the file.
        let mut both = [area, other];
        both.sort_by_key(|area| (area.from, &area.name));
        let [lower, upper] = both.map(|area| &area.name);
        let message = format!("areas `{lower}` and `{upper}` overlap");
        let problem = Problem::new(Rule::ErrcodeCollision, &from.span, message, "this one");
        problems.add(problem.other(&earlier.span, "the other"));
    }
}
