//! Types: what each name stands for, with inline enums and objects given names of their own.

mod measure;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::measure::Measure;
use super::{enums, fields};
use crate::diagnostic::{Problem, Problems};
use crate::model::{Shape, Type, TypeDef};
use crate::naming::{self, RESERVED_TYPES};
use crate::rule::Rule;
use crate::source::Span;
use crate::syntax::{Documents, Node, ShapeDoc, TypeDoc, TypeText};

/// How deep objects may stand in objects. WeChat's own go to four or five.
const MAX_HEIGHT: usize = 16;

/// How many fields a type may have, those of the types inside it counted each time.
const MAX_SIZE: usize = 4096;

/// How many `[]` a type may have.
const MAX_LISTS: usize = 4;

/// The types that are in sight: the shared ones, and those of the endpoint at hand.
pub(super) struct Types<'d> {
    shared: Scope<'d>,
    local: Scope<'d>,
    /// Names of the types that are being resolved, outermost first.
    path: Vec<String>,
    /// How many objects are being resolved, each inside the one before.
    depth: usize,
    /// Whether a shared type is being resolved; then only shared types are in sight.
    inside_shared: bool,
    incomplete: bool,
    /// Whether the shared types have no problem.
    shared_sound: bool,
}

#[derive(Default)]
struct Scope<'d> {
    documents: BTreeMap<&'d str, &'d TypeDoc>,
    /// Where each type was named, for collisions; inline types among them.
    places: BTreeMap<String, Span>,
    resolved: BTreeMap<String, Rc<TypeDef>>,
    measures: BTreeMap<String, Measure>,
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
        let before = problems.count();
        let mut types = Self {
            shared: Scope::default(),
            local: Scope::default(),
            path: Vec::new(),
            depth: 0,
            inside_shared: false,
            incomplete: documents.incomplete,
            shared_sound: false,
        };
        types.declare(&documents.types, true, problems);
        types.shared_sound = documents.types_sound && !documents.incomplete && problems.count() == before;
        types
    }

    /// Enters an endpoint with types of its own.
    pub(super) fn enter(&mut self, documents: &'d [TypeDoc], problems: &mut Problems) {
        self.local = Scope::default();
        self.declare(documents, false, problems);
    }

    /// Leaves the endpoint, and gives its own types in order of name.
    pub(super) fn leave(&mut self, sound: bool, problems: &mut Problems) -> Vec<Rc<TypeDef>> {
        let local = std::mem::take(&mut self.local);
        local.finish(sound, problems)
    }

    /// The shared types in order of name, once every endpoint has been seen.
    pub(super) fn finish(self, sound: bool, problems: &mut Problems) -> Vec<Rc<TypeDef>> {
        self.shared.finish(sound && self.shared_sound, problems)
    }

    pub(super) fn shared_sound(&self) -> bool {
        self.shared_sound
    }

    /// Takes in definitions, and resolves them whether or not a field uses them.
    fn declare(&mut self, documents: &'d [TypeDoc], shared: bool, problems: &mut Problems) {
        for document in documents {
            let name = &document.name;
            self.check_name(&name.value, &name.span, "give it another name", problems);
            let scope = self.scope(shared);
            scope.documents.insert(&name.value, document);
            scope.places.insert(name.value.clone(), name.span.clone());
        }
        for document in documents {
            self.define(document, shared, problems);
        }
    }

    fn scope(&mut self, shared: bool) -> &mut Scope<'d> {
        if shared { &mut self.shared } else { &mut self.local }
    }

    fn check_name(&self, name: &str, span: &Span, help: &str, problems: &mut Problems) {
        if !naming::is_pascal_case(name) {
            let message = format!("`{}` can't name a type", name.escape_debug());
            let problem = Problem::new(Rule::BadName, span, message, "not in PascalCase");
            return problems.add(match naming::pascal_case(name) {
                Some(near) => problem.help(format!("write `{near}`")),
                None => problem.help(help),
            });
        }
        if RESERVED_TYPES.contains(&name) {
            let message = format!("no type can be named `{name}`");
            let problem = Problem::new(Rule::ReservedName, span, message, "generated code uses this name");
            return problems.add(problem.help(help));
        }
        let first = self.shared.places.get(name).or_else(|| self.local.places.get(name));
        if let Some(first) = first {
            let message = format!("two types are named `{name}`");
            let problem = Problem::new(Rule::NameCollision, span, message, "again").other(first, "first");
            problems.add(problem.help(help));
        }
    }

    /// The type of a field: a built-in one, a named one, or one that is described on the spot.
    /// `None` for what has been reported.
    pub(super) fn field_type(&mut self, shape: &'d ShapeDoc, owner: &Owner<'_>, problems: &mut Problems) -> Option<Type> {
        let text = shape.ty.as_ref()?;
        let described = shape.values.is_some() || shape.fields.is_some() || shape.pattern.is_some();
        let item = if described || text.value.base == "object" {
            self.inline(shape, text, owner, problems)
        } else {
            self.by_name(text, problems)
        };
        if text.value.depth > MAX_LISTS {
            problems.add(report::too_many_lists(text, MAX_LISTS));
            return None;
        }
        Some((0..text.value.depth).fold(item?, |item, _| Type::List(Box::new(item))))
    }

    fn inline(&mut self, shape: &'d ShapeDoc, text: &Node<TypeText>, owner: &Owner<'_>, problems: &mut Problems) -> Option<Type> {
        if !matches!(text.value.base.as_str(), "object" | "string" | "int") {
            problems.add(report::misplaced(shape, text));
            return None;
        }
        // A field without a Rust name has been reported; its type has no name either.
        if !owner.name.is_empty() {
            self.check_name(&owner.name, owner.span, report::INLINE, problems);
        }
        let shared = self.inside_shared;
        self.scope(shared).places.insert(owner.name.clone(), owner.span.clone());
        let definition = TypeDef {
            name: owner.name.clone(),
            shared,
            doc: owner.doc.to_owned(),
            shape: self.shape(shape, &text.value.base, &text.span, problems),
        };
        Some(Type::Named(self.keep(definition, &text.span, problems)))
    }

    fn by_name(&mut self, text: &Node<TypeText>, problems: &mut Problems) -> Option<Type> {
        Some(match text.value.base.as_str() {
            "string" => Type::String,
            "int" => Type::Int,
            "float" => Type::Float,
            "bool" => Type::Bool,
            "json" => Type::Json,
            name => Type::Named(self.named(name, &text.span, problems)?),
        })
    }

    fn named(&mut self, name: &str, span: &Span, problems: &mut Problems) -> Option<Rc<TypeDef>> {
        let shared = self.inside_shared || !self.local.documents.contains_key(name);
        let scope = self.scope(shared);
        scope.used.insert(name.to_owned());
        let Some(&document) = scope.documents.get(name) else {
            let defined = self.shared.documents.keys().chain(self.local.documents.keys()).copied();
            let problem = report::unknown(name, span, defined);
            if !self.incomplete {
                problems.add(problem);
            }
            return None;
        };
        if let Some(start) = self.path.iter().position(|outer| outer == name) {
            let cycle: Vec<_> = self.path.iter().skip(start).map(String::as_str).collect();
            problems.add(report::recursive(&cycle, &document.name, span));
            return None;
        }
        Some(self.define(document, shared, problems))
    }

    /// The definition of a document, made once.
    fn define(&mut self, document: &'d TypeDoc, shared: bool, problems: &mut Problems) -> Rc<TypeDef> {
        let name = &document.name.value;
        if let Some(definition) = self.scope(shared).resolved.get(name) {
            return definition.clone();
        }
        let outer = std::mem::replace(&mut self.inside_shared, shared);
        self.path.push(name.clone());
        let definition = self.definition(document, shared, problems);
        self.path.pop();
        self.inside_shared = outer;
        self.keep(definition, &document.name.span, problems)
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
        if let Some(problem) = report::stray(shape, base, span) {
            problems.add(problem);
            return STAND_IN;
        }
        match (base, &shape.values, &shape.fields) {
            ("string" | "int", Some(values), _) if values.value.is_empty() => {
                let problem = Problem::new(Rule::BadType, &values.span, "an enum without values", "empty");
                problems.add(problem.help("list the values that the page documents, or write the type alone"));
                STAND_IN
            }
            ("string", None, _) => Shape::Text { pattern: pattern(shape, problems) },
            ("string", Some(values), _) => Shape::Texts(enums::variants(values, span, enums::text, problems)),
            ("int", Some(values), _) => Shape::Ints(enums::variants(values, span, enums::int, problems)),
            ("object", None, Some(fields)) if self.depth < MAX_HEIGHT => {
                self.depth += 1;
                let fields = fields::resolve(&fields.value, fields::Side::Object, self, problems);
                self.depth -= 1;
                Shape::Object(fields)
            }
            ("object", None, Some(_)) => {
                problems.add(report::too_large(span));
                STAND_IN
            }
            _ => {
                problems.add(report::undescribed(shape, base, span));
                STAND_IN
            }
        }
    }

    /// Keeps a definition, unless it is too large written out.
    fn keep(&mut self, mut definition: TypeDef, span: &Span, problems: &mut Problems) -> Rc<TypeDef> {
        let measure = Measure::of(&definition.shape, |inner| self.measure_of(inner));
        let too_large = measure.height > MAX_HEIGHT || measure.size > MAX_SIZE;
        if too_large {
            problems.add(report::too_large(span));
            definition.shape = STAND_IN;
        }
        let measure = if too_large { Measure::default() } else { measure };
        let (name, shared) = (definition.name.clone(), definition.shared);
        let definition = Rc::new(definition);
        let scope = self.scope(shared);
        scope.measures.insert(name.clone(), measure);
        scope.resolved.insert(name, definition.clone());
        definition
    }
}

impl Types<'_> {
    fn measure_of(&self, definition: &TypeDef) -> Measure {
        let scope = if definition.shared { &self.shared } else { &self.local };
        scope.measures.get(&definition.name).copied().unwrap_or_default()
    }
}

/// What a type is once it has been reported.
const STAND_IN: Shape = Shape::Text { pattern: None };

impl Scope<'_> {
    /// The types in order of name. In a spec with other problems, what uses a type may have been
    /// lost with them.
    fn finish(self, sound: bool, problems: &mut Problems) -> Vec<Rc<TypeDef>> {
        let unused = self.documents.iter().filter(|(name, _)| sound && !self.used.contains(**name));
        for (_, document) in unused {
            problems.add(report::unused(&document.name));
        }
        self.resolved.into_values().collect()
    }
}

fn pattern(shape: &ShapeDoc, problems: &mut Problems) -> Option<String> {
    let pattern = shape.pattern.as_ref()?;
    if let Err(error) = regex_lite::Regex::new(&pattern.value) {
        let message = format!("not a regular expression: {error}");
        problems.add(Problem::new(Rule::BadPattern, &pattern.span, message, "this pattern"));
    }
    Some(pattern.value.clone())
}
