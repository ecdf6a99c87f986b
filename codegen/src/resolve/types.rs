//! Types: what each name stands for, with inline enums and objects given names of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::fields;
use crate::diagnostic::{Problem, Problems};
use crate::rule::Rule;
use crate::model::{Literal, Shape, Type, TypeDef, Variant};
use crate::naming::{self, RESERVED_TYPES};
use crate::source::Span;
use crate::syntax::{Documents, Node, ShapeDoc, TypeDoc, TypeText, ValueDoc};

/// The types that are in sight: the shared ones, and those of the endpoint at hand.
pub(super) struct Types<'d> {
    shared: Scope<'d>,
    local: Scope<'d>,
    /// Names of the types that are being resolved, outermost first.
    path: Vec<String>,
    /// Whether a shared type is being resolved; then only shared types are in sight.
    inside_shared: bool,
    incomplete: bool,
}

#[derive(Default)]
struct Scope<'d> {
    documents: BTreeMap<&'d str, &'d TypeDoc>,
    /// Where each type was named, for collisions; inline types among them.
    places: BTreeMap<String, Span>,
    resolved: BTreeMap<String, Rc<TypeDef>>,
    used: BTreeSet<String>,
}

/// What an inline type is named after.
pub(super) struct Owner<'a> {
    pub(super) name: String,
    pub(super) span: &'a Span,
    pub(super) doc: &'a str,
}

impl<'d> Types<'d> {
    pub(super) fn new(documents: &'d Documents, problems: &mut Problems) -> Self {
        let mut types = Self {
            shared: Scope::default(),
            local: Scope::default(),
            path: Vec::new(),
            inside_shared: false,
            incomplete: documents.incomplete,
        };
        for document in &documents.types {
            types.declare(document, true, problems);
        }
        types
    }

    /// Enters an endpoint with types of its own.
    pub(super) fn enter(&mut self, documents: &'d [TypeDoc], problems: &mut Problems) {
        self.local = Scope::default();
        for document in documents {
            self.declare(document, false, problems);
        }
    }

    /// Leaves the endpoint, and gives its own types in order of name.
    pub(super) fn leave(&mut self, problems: &mut Problems) -> Vec<Rc<TypeDef>> {
        let local = std::mem::take(&mut self.local);
        local.finish(problems)
    }

    /// The shared types in order of name, once every endpoint has been seen.
    pub(super) fn finish(self, problems: &mut Problems) -> Vec<Rc<TypeDef>> {
        self.shared.finish(problems)
    }

    fn declare(&mut self, document: &'d TypeDoc, shared: bool, problems: &mut Problems) {
        let name = &document.name;
        self.check_name(&name.value, &name.span, problems);
        let scope = self.scope(shared);
        scope.documents.insert(&name.value, document);
        scope.places.insert(name.value.clone(), name.span.clone());
    }

    fn scope(&mut self, shared: bool) -> &mut Scope<'d> {
        if shared { &mut self.shared } else { &mut self.local }
    }

    fn check_name(&self, name: &str, span: &Span, problems: &mut Problems) {
        if !naming::is_pascal_case(name) {
            let message = format!("`{}` can't name a type", name.escape_debug());
            let problem = Problem::new(Rule::BadName, span, message, "not in PascalCase");
            problems.add(match naming::pascal_case(name) {
                Some(near) => problem.help(format!("write `{near}`")),
                None => problem,
            });
        }
        if RESERVED_TYPES.contains(&name) {
            let message = format!("no type can be named `{name}`");
            let problem = Problem::new(Rule::ReservedName, span, message, "generated code uses this name");
            problems.add(problem.help("describe it in [types] under another name"));
        }
        let first = self.shared.places.get(name).or_else(|| self.local.places.get(name));
        if let Some(first) = first {
            let message = format!("two types are named `{name}`");
            let problem = Problem::new(Rule::NameCollision, span, message, "again").other(first, "first");
            problems.add(problem.help("give one of them another name"));
        }
    }

    /// The type of a field: a built-in one, a named one, or one that is described on the spot.
    pub(super) fn field_type(&mut self, shape: &'d ShapeDoc, owner: &Owner<'_>, problems: &mut Problems) -> Type {
        let Some(text) = &shape.ty else {
            return Type::Json;
        };
        let described = shape.values.is_some() || shape.fields.is_some() || shape.pattern.is_some();
        let item = if described || text.value.base == "object" {
            self.inline(shape, text, owner, problems)
        } else {
            self.by_name(text, problems)
        };
        (0..text.value.depth).fold(item, |item, _| Type::List(Box::new(item)))
    }

    fn inline(&mut self, shape: &'d ShapeDoc, text: &Node<TypeText>, owner: &Owner<'_>, problems: &mut Problems) -> Type {
        if !matches!(text.value.base.as_str(), "object" | "string" | "int") {
            problems.add(misplaced(shape, text));
            return Type::Json;
        }
        self.check_name(&owner.name, owner.span, problems);
        let shared = self.inside_shared;
        self.scope(shared).places.insert(owner.name.clone(), owner.span.clone());
        let definition = Rc::new(TypeDef {
            name: owner.name.clone(),
            shared,
            doc: owner.doc.to_owned(),
            shape: self.shape(shape, &text.value.base, &text.span, problems),
        });
        self.scope(shared).resolved.insert(owner.name.clone(), definition.clone());
        Type::Named(definition)
    }

    fn by_name(&mut self, text: &Node<TypeText>, problems: &mut Problems) -> Type {
        match text.value.base.as_str() {
            "string" => Type::String,
            "int" => Type::Int,
            "float" => Type::Float,
            "bool" => Type::Bool,
            "json" => Type::Json,
            name => self.named(name, &text.span, problems).map_or(Type::Json, Type::Named),
        }
    }

    fn named(&mut self, name: &str, span: &Span, problems: &mut Problems) -> Option<Rc<TypeDef>> {
        let shared = self.inside_shared || !self.local.documents.contains_key(name);
        let scope = self.scope(shared);
        scope.used.insert(name.to_owned());
        if let Some(definition) = scope.resolved.get(name) {
            return Some(definition.clone());
        }
        let Some(&document) = scope.documents.get(name) else {
            self.report_unknown(name, span, problems);
            return None;
        };
        if self.path.iter().any(|outer| outer == name) {
            let message = format!("type `{name}` contains itself: {} -> {name}", self.path.join(" -> "));
            let problem = Problem::new(Rule::RecursiveType, span, message, "leads back to itself");
            problems.add(problem.other(&document.name.span, "defined"));
            return None;
        }
        let outer = std::mem::replace(&mut self.inside_shared, shared);
        self.path.push(name.to_owned());
        let definition = Rc::new(self.definition(document, shared, problems));
        self.path.pop();
        self.inside_shared = outer;
        self.scope(shared).resolved.insert(name.to_owned(), definition.clone());
        Some(definition)
    }

    fn definition(&mut self, document: &'d TypeDoc, shared: bool, problems: &mut Problems) -> TypeDef {
        let shape = &document.shape;
        let (base, depth, span) = match &shape.ty {
            Some(text) => (text.value.base.as_str(), text.value.depth, &text.span),
            None => ("object", 0, &document.name.span),
        };
        if depth > 0 {
            let problem = Problem::new(Rule::BadType, span, "a named type can't be a list", "ends in []");
            problems.add(problem.help("name the item, and write [] where it is used"));
        }
        TypeDef {
            name: document.name.value.clone(),
            shared,
            doc: document.doc.as_ref().map_or(String::new(), |doc| doc.value.clone()),
            shape: self.shape(shape, base, span, problems),
        }
    }

    fn shape(&mut self, shape: &'d ShapeDoc, base: &str, span: &Span, problems: &mut Problems) -> Shape {
        let pattern_node = shape.pattern.as_ref().map(|node| ("pattern", &node.span));
        let fields_node = shape.fields.as_ref().map(|node| ("fields", &node.span));
        let stray = match base {
            "string" if shape.values.is_none() => fields_node,
            "object" => pattern_node,
            _ => pattern_node.or(fields_node),
        };
        if let Some((key, stray)) = stray {
            let message = format!("`{key}` does not go with `type = \"{base}\"` here");
            let problem = Problem::new(Rule::Conflict, stray, message, "excluded");
            problems.add(problem.other(span, "by this type"));
        }
        match (base, &shape.values, &shape.fields) {
            ("string", None, _) => Shape::Text { pattern: pattern(shape, problems) },
            ("string", Some(values), _) => Shape::Texts(variants(values, texts, problems)),
            ("int", Some(values), _) => Shape::Ints(variants(values, ints, problems)),
            ("object", None, Some(fields)) => {
                Shape::Object(fields::resolve(&fields.value, fields::Side::Object, self, problems))
            }
            _ => {
                let message = format!("a type of `{base}` can't be described so");
                let problem = Problem::new(Rule::BadType, span, message, "not enough, or too much");
                problems.add(problem.help(DESCRIBED));
                Shape::Text { pattern: None }
            }
        }
    }

    fn report_unknown(&self, name: &str, span: &Span, problems: &mut Problems) {
        if self.incomplete {
            return;
        }
        let message = format!("type `{}` is not defined", name.escape_debug());
        let known = BUILT_IN.iter().copied();
        let known = known.chain(self.shared.documents.keys().copied()).chain(self.local.documents.keys().copied());
        let problem = Problem::new(Rule::UnknownType, span, message, "no such type")
            .help("define it in the file's [types] or, when endpoints share it, in types.toml")
            .did_you_mean(name, known);
        problems.add(problem);
    }
}

const BUILT_IN: &[&str] = &["string", "int", "float", "bool", "json", "object"];

const DESCRIBED: &str = "a type is a string (with a pattern or an enum), an int with an enum, or an object with fields";

impl Scope<'_> {
    fn finish(self, problems: &mut Problems) -> Vec<Rc<TypeDef>> {
        for (name, document) in &self.documents {
            if !self.used.contains(*name) {
                let message = format!("type `{name}` is not used");
                let problem = Problem::new(Rule::UnusedType, &document.name.span, message, "no field has it");
                problems.add(problem.help("use it or remove it"));
            }
        }
        self.resolved.into_values().collect()
    }
}

fn misplaced(shape: &ShapeDoc, text: &Node<TypeText>) -> Problem {
    let places = [
        shape.values.as_ref().map(|node| ("enum", &node.span)),
        shape.fields.as_ref().map(|node| ("fields", &node.span)),
        shape.pattern.as_ref().map(|node| ("pattern", &node.span)),
    ];
    let (key, span) = places.into_iter().flatten().next().unwrap_or(("type", &text.span));
    let message = format!("`{key}` does not go with `type = \"{}\"`", text.value.base);
    Problem::new(Rule::Conflict, span, message, "excluded")
        .other(&text.span, "by this type")
        .help(DESCRIBED)
}

fn pattern(shape: &ShapeDoc, problems: &mut Problems) -> Option<String> {
    let pattern = shape.pattern.as_ref()?;
    if let Err(error) = regex_lite::Regex::new(&pattern.value) {
        let message = format!("not a regular expression: {error}");
        problems.add(Problem::new(Rule::BadPattern, &pattern.span, message, "here"));
    }
    Some(pattern.value.clone())
}

fn texts(literal: &Literal) -> Option<(String, String)> {
    match literal {
        Literal::String(text) => Some((text.clone(), text.clone())),
        _ => None,
    }
}

fn ints(literal: &Literal) -> Option<(i64, String)> {
    match literal {
        Literal::Int(int) => Some((*int, String::new())),
        _ => None,
    }
}

/// The variants of an enum, in order of name. `read` gives a value and the text to name it after.
fn variants<T>(
    values: &Node<Vec<ValueDoc>>,
    read: fn(&Literal) -> Option<(T, String)>,
    problems: &mut Problems,
) -> Vec<Variant<T>> {
    if values.value.is_empty() {
        problems.add(Problem::new(Rule::BadType, &values.span, "an enum without values", "empty"));
    }
    let mut variants: BTreeMap<String, (Variant<T>, &Span)> = BTreeMap::new();
    let mut seen: BTreeMap<&Literal, &Span> = BTreeMap::new();
    for document in &values.value {
        let span = &document.value.span;
        if let Some(first) = seen.insert(&document.value.value, span) {
            let problem = Problem::new(Rule::Repeated, span, "the same value twice", "again");
            problems.add(problem.other(first, "first"));
            continue;
        }
        let Some((value, text)) = read(&document.value.value) else {
            let message = "the value is not of the enum's type";
            problems.add(Problem::new(Rule::BadValue, span, message, "of another type"));
            continue;
        };
        let Some(name) = variant_name(document, &text, problems) else {
            continue;
        };
        let doc = document.doc.as_ref().map(|doc| doc.value.clone());
        let variant = Variant { value, name: name.clone(), doc };
        if let Some((_, first)) = variants.insert(name.clone(), (variant, span)) {
            let message = format!("two values are named `{name}`");
            let problem = Problem::new(Rule::NameCollision, span, message, "again").other(first, "first");
            problems.add(problem.help("write { value = ..., name = \"...\" } for one of them"));
        }
    }
    variants.into_values().map(|(variant, _)| variant).collect()
}

fn variant_name(document: &ValueDoc, text: &str, problems: &mut Problems) -> Option<String> {
    let (name, span) = match &document.name {
        Some(name) => (naming::is_pascal_case(&name.value).then(|| name.value.clone()), &name.span),
        None => (naming::pascal_case(text), &document.value.span),
    };
    match name.as_deref() {
        Some("Other" | "Self") => {
            let problem = Problem::new(Rule::ReservedName, span, "no value can have this name", "taken by the enum itself");
            problems.add(problem.help("write { value = ..., name = \"...\" } with another name"));
            None
        }
        Some(_) => name,
        None => {
            let problem = Problem::new(Rule::BadName, span, "no name in PascalCase for this value", "needs a name");
            problems.add(problem.help("write { value = ..., name = \"CloudHosting\" }"));
            None
        }
    }
}
