//! Types and the fields that have them: what each name stands for, with inline enums and objects
//! given names of their own.

mod definition;
pub(super) mod fields;
mod measure;
mod one_of;
mod recursion;
mod report;
mod scope;

use std::collections::BTreeSet;
use std::rc::Rc;

use self::scope::Scope;
use crate::diagnostic::Problems;
use crate::model::{Field, Type, TypeDef, TypeRef, reached};
use crate::naming;
use crate::notation::words::{self, BuiltIn};
use crate::source::Span;
use crate::syntax::{Container, Documents, Node, ShapeDoc, TypeDoc, TypeText};

/// How deep objects may be nested. WeChat's own go to four or five.
const MAX_HEIGHT: usize = 16;

/// How many fields a type may have, those of the types inside it counted each time.
const MAX_SIZE: usize = 4096;

/// How many `[]` and `{}` a type may have.
const MAX_CONTAINERS: usize = 4;

/// The types that are in sight: the shared ones, and those of the endpoint at hand.
pub(super) struct Types<'d> {
    shared: Scope<'d>,
    local: Scope<'d>,
    /// How many objects are being resolved, each inside the one before.
    depth: usize,
    /// Whether a shared type is being resolved; then only shared types are in sight.
    inside_shared: bool,
    incomplete: bool,
    /// Whether the shared types have no problem.
    shared_sound: bool,
}

/// What an inline type is named after.
pub(super) struct Owner<'a> {
    /// The name in Rust of its field; of a field without one, nothing.
    pub(super) ident: &'a str,
    pub(super) span: &'a Span,
    pub(super) doc: &'a str,
}

impl<'d> Types<'d> {
    pub(super) fn new(documents: &'d Documents, problems: &mut Problems) -> Self {
        let before = problems.count();
        let mut types = Self {
            shared: Scope::default(),
            local: Scope::default(),
            depth: 0,
            inside_shared: false,
            incomplete: documents.incomplete,
            shared_sound: false,
        };
        types.declare(&documents.types, true, problems);
        types.shared_sound =
            documents.types_sound && !documents.incomplete && problems.count() == before;
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

    /// The shared types inside of some fields, in order of name.
    pub(super) fn shared_in(&self, tables: [&Vec<Field>; 2]) -> Vec<Rc<TypeDef>> {
        let reached = tables.into_iter().flat_map(|fields| reached(fields));
        let names: BTreeSet<_> =
            reached.filter(|it| it.shared).map(|definition| definition.name.as_str()).collect();
        names.into_iter().filter_map(|name| self.shared.resolved.get(name).cloned()).collect()
    }

    pub(super) fn shared_sound(&self) -> bool {
        self.shared_sound
    }

    /// Adds definitions, and resolves them whether or not a field uses them.
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
        recursion::check(documents, &self.scope(shared).resolved, problems);
    }

    fn scope(&mut self, shared: bool) -> &mut Scope<'d> {
        if shared { &mut self.shared } else { &mut self.local }
    }

    fn check_name(&self, name: &str, span: &Span, help: &str, problems: &mut Problems) {
        let first = self.shared.places.get(name).or_else(|| self.local.places.get(name));
        if let Some(problem) = report::bad_name(name, span, first, help) {
            problems.add(problem);
        }
    }

    /// The type of a field: a built-in one, a named one, or one that is described on the spot.
    /// `None` for what has been reported.
    pub(super) fn field_type(
        &mut self,
        shape: ShapeDoc<'d>,
        owner: &Owner<'_>,
        problems: &mut Problems,
    ) -> Option<Type> {
        let text = shape.ty?;
        let described = shape.values.is_some()
            || shape.fields.is_some()
            || shape.pattern.is_some()
            || shape.tag.is_some();
        let is_described = matches!(text.value.base.as_str(), "object" | "one-of");
        let item = if described || is_described {
            self.inline(shape, text, owner, problems)
        } else {
            self.by_name(text, problems)
        };
        if text.value.around.len() > MAX_CONTAINERS {
            problems.add(report::too_many_containers(text, MAX_CONTAINERS));
            return None;
        }
        if matches!(item, Some(Type::File)) && !text.value.around.is_empty() {
            problems.add(report::list_of_files(text));
            return None;
        }
        let within = |item, container: &Container| match container {
            Container::List => Type::List(Box::new(item)),
            Container::Map => Type::Map(Box::new(item)),
        };
        Some(text.value.around.iter().fold(item?, within))
    }

    fn inline(
        &mut self,
        shape: ShapeDoc<'d>,
        text: &Node<TypeText>,
        owner: &Owner<'_>,
        problems: &mut Problems,
    ) -> Option<Type> {
        if !matches!(text.value.base.as_str(), "object" | "one-of" | "string" | "int") {
            problems.add(report::misplaced(shape, text));
            return None;
        }
        // A field without a Rust name has been reported; its type has no name either.
        let name = naming::pascal_case(owner.ident).unwrap_or_default();
        if !name.is_empty() {
            self.check_name(&name, owner.span, report::INLINE, problems);
        }
        let shared = self.inside_shared;
        self.scope(shared).places.insert(name.clone(), owner.span.clone());
        let definition = Rc::new(TypeDef {
            name,
            shared,
            inline: true,
            renamed_from: None,
            doc: owner.doc.to_owned(),
            shape: definition::shape(shape, &text.value.base, &text.span, problems),
        });
        self.keep(&definition, shape, &text.span, problems);
        Some(Type::Named(TypeRef(definition)))
    }

    fn by_name(&mut self, text: &Node<TypeText>, problems: &mut Problems) -> Option<Type> {
        Some(match words::find(&text.value.base) {
            Some(BuiltIn::String) => Type::String,
            Some(BuiltIn::Int) => Type::Int,
            Some(BuiltIn::Float) => Type::Float,
            Some(BuiltIn::Bool) => Type::Bool,
            Some(BuiltIn::StringOrInt) => Type::StringOrInt,
            Some(BuiltIn::Timestamp) => Type::Timestamp,
            Some(BuiltIn::TimestampMs) => Type::TimestampMs,
            Some(BuiltIn::Json) => Type::Json,
            Some(BuiltIn::File) => Type::File,
            Some(BuiltIn::Object | BuiltIn::OneOf) | None => {
                Type::Named(TypeRef(self.named(&text.value.base, &text.span, problems)?))
            }
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
        Some(self.define(document, shared, problems))
    }

    /// The definition of a document, made once.
    fn define(
        &mut self,
        document: &'d TypeDoc,
        shared: bool,
        problems: &mut Problems,
    ) -> Rc<TypeDef> {
        let name = &document.name.value;
        if let Some(definition) = self.scope(shared).resolved.get(name) {
            return definition.clone();
        }
        let outer = std::mem::replace(&mut self.inside_shared, shared);
        let definition = Rc::new(definition::definition(document, shared, problems));
        self.keep(&definition, document.shape(), &document.name.span, problems);
        self.inside_shared = outer;
        definition
    }
}
