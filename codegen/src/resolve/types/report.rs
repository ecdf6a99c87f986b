//! Diagnostics of types.

use super::{MAX_HEIGHT, MAX_SIZE};
use crate::diagnostic::{Problem, Rule};
use crate::naming;
use crate::notation::words::{self, BuiltIn};
use crate::source::Span;
use crate::syntax::{Node, ShapeDoc, TypeText};

pub(super) const INLINE: &str =
    "the type is named after its field; define it in [types] under a name of its own";

const DESCRIBED: &str = "a type is a string (with a pattern or an enum), an int with an enum, an object with fields, or a one-of with fields";

/// What is wrong with the name of a type, of which `first` is where it has been given already.
pub(super) fn bad_name(
    name: &str,
    span: &Span,
    first: Option<&Span>,
    help: &str,
) -> Option<Problem> {
    if !naming::is_pascal_case(name) {
        let message = format!("`{}` can't name a type", name.escape_debug());
        let near = naming::pascal_case(name).map(|near| format!("write `{near}`"));
        let problem = Problem::new(Rule::BadName, span, message, "not in PascalCase");
        return Some(problem.help(near.unwrap_or_else(|| help.to_owned())));
    }
    if naming::is_reserved_type(name) {
        let message = format!("no type can be named `{name}`");
        return Some(
            Problem::new(Rule::ReservedName, span, message, "generated code uses this name")
                .help(help),
        );
    }
    let message = format!("two types are named `{name}`");
    let problem = Problem::new(Rule::NameCollision, span, message, "again").help(help);
    first.map(|first| problem.other(first, "first"))
}

pub(super) fn unknown<'a>(
    name: &str,
    span: &Span,
    defined: impl Iterator<Item = &'a str>,
) -> Problem {
    let message = format!("type `{}` is not defined", name.escape_debug());
    let problem = Problem::new(Rule::UnknownType, span, message, "no such type");
    // Vendors' words come first: they are near to nothing that is defined.
    match name.to_lowercase().as_str() {
        "number" => problem.help("write `int`, or `float` where it may have a fraction"),
        "integer" => problem.help("write `int`"),
        "boolean" => problem.help("write `bool`"),
        "map" | "dict" | "record" => {
            problem.help("write the type of a value with {} after it, such as \"string{}\"")
        }
        "date" | "datetime" | "time" => {
            problem.help("write `timestamp` for seconds since 1970, and `string` for a text")
        }
        "array" | "list" => {
            problem.help("write the type of an item with [] after it, such as \"string[]\"")
        }
        _ => {
            let built_in = words::all::<BuiltIn>().into_iter().map(|word| word.word);
            problem
                .help("define it in the file's [types] or, when endpoints share it, in types.toml")
                .did_you_mean(name, built_in.chain(defined))
        }
    }
}

pub(super) fn unused(name: &Node<String>) -> Problem {
    let message = format!("type `{}` is not used", name.value);
    Problem::new(Rule::UnusedType, &name.span, message, "no field has it")
        .help("use it or remove it")
}

pub(super) fn recursive(cycle: &[&str], name: &Node<String>, span: &Span) -> Problem {
    let message = format!("type `{0}` never ends: {1} -> {0}", name.value, cycle.join(" -> "));
    Problem::new(Rule::RecursiveType, span, message, "always has another one inside")
        .other(&name.span, "defined")
        .help("write optional = true where it ends, or [] or {} where it has any number of them")
}

pub(super) fn too_many_containers(text: &Node<TypeText>, most: usize) -> Problem {
    let message = format!("lists and maps in one another, {} deep", text.value.around.len());
    let problem = Problem::new(Rule::BadType, &text.span, message, "too many [] and {}");
    problem.help(format!("at most {most}"))
}

pub(super) fn list_of_files(text: &Node<TypeText>) -> Problem {
    let message = "a list of files";
    Problem::new(Rule::BadType, &text.span, message, "one part of a form is one file")
        .help("write a field for each file")
}

/// A key that does not describe a type of this base.
pub(super) fn stray(shape: ShapeDoc<'_>, base: &str, span: &Span) -> Option<Problem> {
    let pattern = shape.pattern.map(|node| ("pattern", &node.span));
    let fields = shape.fields.map(|node| ("fields", &node.span));
    let values = shape.values.map(|node| ("enum", &node.span));
    let tag = shape.tag.map(|node| ("tag", &node.span));
    // Without a type it is not known what is astray; see `undescribed`.
    shape.ty?;
    let (key, stray) = match base {
        "string" if values.is_none() => fields.or(tag),
        "object" => pattern.or(values).or(tag),
        "one-of" => pattern.or(values),
        _ => pattern.or(fields).or(tag),
    }?;
    let message = format!("`{key}` is not allowed with `type = \"{}\"` here", base.escape_debug());
    let problem =
        Problem::new(Rule::Conflict, stray, message, "excluded").other(span, "by this type");
    Some(problem.help(DESCRIBED))
}

pub(super) fn undescribed(shape: ShapeDoc<'_>, base: &str, span: &Span) -> Problem {
    let problem = match shape.ty {
        None => Problem::new(
            Rule::MissingKey,
            span,
            "a type without fields needs `type`",
            "of what type?",
        ),
        Some(_) if base == "object" => {
            Problem::new(Rule::MissingKey, span, "an object needs `fields`", "of which fields?")
        }
        Some(_) if base == "one-of" => {
            Problem::new(Rule::MissingKey, span, "a one-of needs `fields`", "of which fields?")
        }
        Some(_) => {
            let message = format!("`{}` alone needs no name of its own", base.escape_debug());
            Problem::new(Rule::BadType, span, message, "can't be described further")
        }
    };
    problem.help(DESCRIBED)
}

pub(super) fn too_deep(span: &Span) -> Problem {
    let message = format!("objects in objects, more than {MAX_HEIGHT} deep");
    Problem::new(Rule::BadType, span, message, "too deep")
        .help("write type = \"json\" for what is inside")
}

pub(super) fn too_large(span: &Span) -> Problem {
    let message = format!(
        "a type of more than {MAX_SIZE} fields, those of the types inside it counted each time"
    );
    Problem::new(Rule::BadType, span, message, "too large")
        .help("write type = \"json\" for what is inside")
}

pub(super) fn misplaced(shape: ShapeDoc<'_>, text: &Node<TypeText>) -> Problem {
    let places = [
        shape.values.map(|node| ("enum", &node.span)),
        shape.fields.map(|node| ("fields", &node.span)),
        shape.pattern.map(|node| ("pattern", &node.span)),
        shape.tag.map(|node| ("tag", &node.span)),
    ];
    let (key, span) = places.into_iter().flatten().next().unwrap_or(("type", &text.span));
    let message = format!("`{key}` is not allowed with `type = \"{}\"`", text.value.base);
    Problem::new(Rule::Conflict, span, message, "excluded")
        .other(&text.span, "by this type")
        .help(DESCRIBED)
}

pub(super) fn empty_enum(span: &Span) -> Problem {
    let help = "list the values that the page documents, or write the type alone";
    Problem::new(Rule::BadType, span, "an enum without values", "empty").help(help)
}

pub(super) fn named_list(span: &Span) -> Problem {
    let help = "name the item, and write [] or {} where it is used";
    let message = "a named type can't be a list or a map";
    Problem::new(Rule::BadType, span, message, "ends in [] or {}").help(help)
}

pub(super) fn bad_pattern(span: &Span, error: &regex_lite::Error) -> Problem {
    let message = format!("not a regular expression: {error}");
    Problem::new(Rule::BadPattern, span, message, "this pattern")
}
