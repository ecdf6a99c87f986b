//! What a statement does.

use super::expression::{Expression, read};
use super::term::Term;

/// A statement that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement {
    pub(super) collection: String,
    pub(super) subject: Subject,
    pub(super) action: Action,
}

/// What a statement is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject {
    Document(String),
    Query(Query),
    /// The stages, by their names.
    Aggregation(Vec<(String, Term)>),
}

/// Which documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Query {
    pub(super) condition: Option<Term>,
    /// Whether each is the least first.
    pub(super) order: Vec<(String, bool)>,
    pub(super) skip: u64,
    pub(super) limit: Option<u64>,
    pub(super) fields: Option<Term>,
}

/// What a statement does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Action {
    Get,
    Count,
    Add(Vec<Term>),
    Update(Term),
    Set(Term),
    Remove,
    End,
}

/// Reads a statement.
///
/// # Errors
///
/// What is wrong, for its author.
pub(super) fn statement(text: &str) -> Result<Statement, String> {
    let expression = read(text).map_err(|error| {
        let near: String = text.get(error.at..).unwrap_or_default().chars().take(20).collect();
        let near = if near.is_empty() { "at its end".to_owned() } else { format!("at `{near}`") };
        format!("the statement can't be read {near}: {}", error.problem)
    })?;
    let mut calls = calls(expression)?.into_iter();
    let Some(collection) = calls.next().filter(|(name, _)| name == "collection") else {
        return Err("a statement begins with `db.collection(...)`".to_owned());
    };
    let collection = text_of(collection.1, "the name of a collection")?;
    let mut subject = Subject::Query(Query::default());
    for (name, arguments) in calls.by_ref() {
        if let Some(action) = action(&name, &arguments)? {
            return match calls.next() {
                None => finish(Statement { collection, subject, action }),
                Some((after, _)) => {
                    Err(format!("`{after}` after `{name}`, which ends a statement"))
                }
            };
        }
        subject = narrow(subject, &name, arguments)?;
    }
    Err("the statement does nothing: there is no `get()`, `count()`, `add(...)` or the like"
        .to_owned())
}

/// The methods that are called on `db` one after the other.
fn calls(expression: Expression) -> Result<Vec<(String, Vec<Expression>)>, String> {
    let (mut calls, mut rest) = (Vec::new(), expression);
    loop {
        match rest {
            Expression::Call(function, arguments) => match *function {
                Expression::Member(object, name) => {
                    calls.push((name, arguments));
                    rest = *object;
                }
                _ => return Err("a call of something that is not a method of `db`".to_owned()),
            },
            Expression::Name(name) if name == "db" => {
                calls.reverse();
                return Ok(calls);
            }
            _ => return Err("a statement begins with `db.collection(...)`".to_owned()),
        }
    }
}

fn action(name: &str, arguments: &[Expression]) -> Result<Option<Action>, String> {
    Ok(Some(match name {
        "get" => Action::Get,
        "count" if arguments.is_empty() => Action::Count,
        "remove" => Action::Remove,
        "end" => Action::End,
        "add" => Action::Add(match data(name, arguments)? {
            Term::List(documents) => documents,
            document => vec![document],
        }),
        "update" => Action::Update(data(name, arguments)?),
        "set" => Action::Set(data(name, arguments)?),
        _ => return Ok(None),
    }))
}

/// The `data` of `{data: ...}`.
fn data(name: &str, arguments: &[Expression]) -> Result<Term, String> {
    let fields = match arguments {
        [Expression::Object(fields)] => fields,
        _ => return Err(format!("`{name}` takes an object with `data`")),
    };
    match fields.iter().find(|(key, _)| key == "data") {
        Some((_, data)) => Term::of(data.clone()),
        None => Err(format!("`{name}` lacks `data`")),
    }
}

fn narrow(subject: Subject, name: &str, mut arguments: Vec<Expression>) -> Result<Subject, String> {
    let mut query = match subject {
        Subject::Aggregation(mut stages) => {
            let argument = match arguments.len() {
                0 | 1 => arguments.pop().map_or(Ok(Term::List(Vec::new())), Term::of)?,
                _ => return Err(format!("the stage `{name}` takes one argument")),
            };
            stages.push((name.to_owned(), argument));
            return Ok(Subject::Aggregation(stages));
        }
        Subject::Document(_) => return Err(format!("`{name}` after `doc(...)`")),
        Subject::Query(query) => query,
    };
    match (name, arguments.as_mut_slice()) {
        ("doc", _) => return Ok(Subject::Document(text_of(arguments, "the id of a document")?)),
        ("aggregate", []) => return Ok(Subject::Aggregation(Vec::new())),
        ("where", [condition]) => {
            let condition = Term::of(condition.clone())?;
            query.condition = Some(match query.condition.take() {
                None => condition,
                Some(before) => {
                    Term::Command { name: "and".to_owned(), arguments: vec![before, condition] }
                }
            });
        }
        ("limit", [Expression::Number(number)]) => query.limit = Some(count(*number, name)?),
        ("skip", [Expression::Number(number)]) => query.skip = count(*number, name)?,
        ("orderBy", [Expression::Text(field), Expression::Text(order)]) => match order.as_str() {
            "asc" => query.order.push((field.clone(), true)),
            "desc" => query.order.push((field.clone(), false)),
            _ => return Err("the order of `orderBy` is neither `asc` nor `desc`".to_owned()),
        },
        ("field", [fields]) => query.fields = Some(Term::of(fields.clone())?),
        ("limit" | "skip" | "orderBy" | "where" | "field" | "aggregate", _) => {
            return Err(format!("`{name}` has other arguments than it takes"));
        }
        _ => return Err(format!("`{name}` is not known")),
    }
    Ok(Subject::Query(query))
}

fn count(number: f64, name: &str) -> Result<u64, String> {
    if number.fract() == 0.0 && (0.0..1e15).contains(&number) {
        return Ok(number as u64);
    }
    Err(format!("`{name}` takes a whole number that is not negative"))
}

fn text_of(mut arguments: Vec<Expression>, what: &str) -> Result<String, String> {
    match (arguments.pop(), arguments.is_empty()) {
        (Some(Expression::Text(text)), true) if !text.is_empty() => Ok(text),
        (Some(Expression::Number(number)), true) => Ok(number.to_string()),
        _ => Err(format!("{what} is not a text, or empty")),
    }
}

/// Whether the action fits what it is about.
fn finish(statement: Statement) -> Result<Statement, String> {
    let fits = match (&statement.subject, &statement.action) {
        (Subject::Aggregation(_), action) => *action == Action::End,
        (Subject::Document(_), action) => {
            matches!(action, Action::Get | Action::Update(_) | Action::Set(_) | Action::Remove)
        }
        (Subject::Query(query), Action::Add(_)) => *query == Query::default(),
        (Subject::Query(_), action) => !matches!(action, Action::Set(_) | Action::End),
    };
    if fits {
        Ok(statement)
    } else {
        Err("what the statement does does not fit what it is about".to_owned())
    }
}
