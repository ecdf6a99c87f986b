//! What expressions stand for: values, commands and operators.

use serde_json::{Map, Number, Value, json};

use super::expression::Expression;
use crate::calendar::days_since_1970;

/// What an expression stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    /// A scalar as JSON; a moment as `{"$date": milliseconds}`; a shape as GeoJSON.
    Value(Value),
    /// The moment at which the statement is carried out, and this many milliseconds more.
    ServerDate(i64),
    Pattern {
        regexp: String,
        options: String,
    },
    List(Vec<Term>),
    Object(Vec<(String, Term)>),
    /// `_.name(...)`. Commands in a row are an `and` or an `or` of them.
    Command {
        name: String,
        arguments: Vec<Term>,
    },
    /// `db.command.aggregate.name(...)`.
    Operator {
        name: String,
        arguments: Vec<Term>,
    },
}

/// Why an expression stands for nothing.
pub(super) type Problem = String;

impl Term {
    pub(super) fn of(expression: Expression) -> Result<Self, Problem> {
        Ok(match expression {
            Expression::Null => Self::Value(Value::Null),
            Expression::Bool(flag) => Self::Value(flag.into()),
            Expression::Number(number) => Self::Value(self::number(number)),
            Expression::Text(text) => Self::Value(text.into()),
            Expression::Pattern(regexp, options) => Self::Pattern { regexp, options },
            Expression::List(items) => Self::List(all(items)?),
            Expression::Object(fields) => Self::Object(
                fields
                    .into_iter()
                    .map(|(name, value)| Ok((name, Self::of(value)?)))
                    .collect::<Result<_, Problem>>()?,
            ),
            Expression::New(class, arguments) => construct(&class, all(arguments)?)?,
            Expression::Call(function, arguments) => call(*function, all(arguments)?)?,
            Expression::Name(_) | Expression::Member(..) => {
                let path = expression.path().unwrap_or_default();
                return Err(format!("`{path}` is not known"));
            }
        })
    }

    /// The JSON that it is, unless there is a command or the like in it.
    pub(super) fn to_json(&self) -> Option<Value> {
        match self {
            Self::Value(value) => Some(value.clone()),
            Self::List(items) => {
                items.iter().map(Self::to_json).collect::<Option<_>>().map(Value::Array)
            }
            Self::Object(fields) => {
                let fields =
                    fields.iter().map(|(name, value)| Some((name.clone(), value.to_json()?)));
                fields.collect::<Option<Map<_, _>>>().map(Value::Object)
            }
            Self::ServerDate(_)
            | Self::Pattern { .. }
            | Self::Command { .. }
            | Self::Operator { .. } => None,
        }
    }
}

fn all(expressions: Vec<Expression>) -> Result<Vec<Term>, Problem> {
    expressions.into_iter().map(Term::of).collect()
}

/// A whole number as one, where a float holds it exactly.
fn number(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0
        && number.abs() <= EXACT
        && !(number == 0.0 && number.is_sign_negative())
    {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn construct(class: &Expression, arguments: Vec<Term>) -> Result<Term, Problem> {
    let class = class.path().unwrap_or_default();
    match (class.strip_prefix("db.Geo."), class.as_str()) {
        (Some(shape), _) => shape_of(shape, &arguments),
        (_, "Date") => date(&arguments),
        (_, "db.RegExp" | "RegExp") => pattern(arguments),
        _ => Err(format!("`new {class}` is not known")),
    }
}

fn call(function: Expression, arguments: Vec<Term>) -> Result<Term, Problem> {
    if let Some(path) = function.path() {
        if let Some(shape) = path.strip_prefix("db.Geo.") {
            return shape_of(shape, &arguments);
        }
        if let Some(name) = path.strip_prefix("db.command.aggregate.") {
            return Ok(Term::Operator { name: name.to_owned(), arguments });
        }
        if let Some(name) = path.strip_prefix("_.").or(path.strip_prefix("db.command.")) {
            return Ok(Term::Command { name: name.to_owned(), arguments });
        }
        return match path.as_str() {
            "db.RegExp" => pattern(arguments),
            "db.serverDate" => Ok(Term::ServerDate(offset(&arguments))),
            _ => Err(format!("the function `{path}` is not known")),
        };
    }
    // A command after a command: `_.gt(1).lt(5)`, `_.gt(1).and(_.lt(5))`.
    let Expression::Member(before, name) = function else {
        return Err("a call of something that is not a function".to_owned());
    };
    let before = Term::of(*before)?;
    match (&before, name.as_str()) {
        (Term::Command { .. }, "and" | "or") => {
            let arguments = [before].into_iter().chain(arguments).collect();
            Ok(Term::Command { name, arguments })
        }
        (Term::Command { .. }, _) => {
            let after = Term::Command { name, arguments };
            Ok(Term::Command { name: "and".to_owned(), arguments: vec![before, after] })
        }
        _ => Err(format!("the function `{name}` is not known here")),
    }
}

fn field<'t>(arguments: &'t [Term], name: &str) -> Option<&'t Term> {
    match arguments.first()? {
        Term::Object(fields) => {
            fields.iter().find(|(other, _)| other == name).map(|(_, term)| term)
        }
        _ => None,
    }
}

fn offset(arguments: &[Term]) -> i64 {
    match field(arguments, "offset") {
        Some(Term::Value(value)) => value.as_i64().unwrap_or_default(),
        _ => 0,
    }
}

fn pattern(arguments: Vec<Term>) -> Result<Term, Problem> {
    let text = |term: Option<&Term>| match term {
        Some(Term::Value(Value::String(text))) => Some(text.clone()),
        _ => None,
    };
    let regexp = text(field(&arguments, "regexp")).or_else(|| text(arguments.first()));
    let options = text(field(&arguments, "options")).or_else(|| text(arguments.get(1)));
    match regexp {
        Some(regexp) => Ok(Term::Pattern { regexp, options: options.unwrap_or_default() }),
        None => Err("a regular expression has no `regexp`".to_owned()),
    }
}

fn date(arguments: &[Term]) -> Result<Term, Problem> {
    let millis = match arguments {
        [Term::Value(Value::Number(millis))] => millis.as_i64(),
        [Term::Value(Value::String(text))] => millis_of(text),
        _ => None,
    };
    let millis =
        millis.ok_or("a date is neither milliseconds nor a text such as 2026-01-31T08:00:00Z")?;
    Ok(Term::Value(json!({ "$date": millis })))
}

/// The milliseconds of a day, or of a moment as ISO 8601 has it, in UTC unless it says otherwise.
fn millis_of(text: &str) -> Option<i64> {
    let (day, rest) = text.split_at_checked(10)?;
    let mut numbers = day.split('-').map(|number| number.parse::<i64>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let day = days_since_1970(year, month, day) * 86_400_000;
    let Some(time) = rest.strip_prefix(['T', ' ']) else {
        return rest.is_empty().then_some(day);
    };
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(zone);
    let minutes = |text: &str| {
        let (hours, minutes) = text.split_once(':')?;
        Some(i64::from(hours.parse::<u8>().ok()?) * 60 + i64::from(minutes.parse::<u8>().ok()?))
    };
    let offset = match zone.split_at_checked(1) {
        None | Some(("Z", "")) => 0,
        Some(("+", zone)) => minutes(zone)?,
        Some(("-", zone)) => -minutes(zone)?,
        Some(_) => return None,
    };
    let (time, seconds) = match time.match_indices(':').nth(1) {
        Some((at, _)) => (time.get(..at)?, time.get(at + 1..)?.parse::<f64>().ok()?),
        None => (time, 0.0),
    };
    let millis = (seconds * 1000.0).round();
    let is_minute = (0.0..61_000.0).contains(&millis);
    is_minute.then_some(day + (minutes(time)? - offset) * 60_000 + millis as i64)
}

/// A shape as GeoJSON.
fn shape_of(name: &str, arguments: &[Term]) -> Result<Term, Problem> {
    let coordinates = match (name, arguments) {
        ("Point", [Term::Value(longitude), Term::Value(latitude)]) => json!([longitude, latitude]),
        (
            "LineString" | "Polygon" | "MultiPoint" | "MultiLineString" | "MultiPolygon",
            [Term::List(parts)],
        ) => parts.iter().map(coordinates).collect::<Result<_, _>>()?,
        _ => return Err(format!("`db.Geo.{name}` is not known, or has other arguments")),
    };
    Ok(Term::Value(json!({ "type": name, "coordinates": coordinates })))
}

fn coordinates(part: &Term) -> Result<Value, Problem> {
    match part {
        Term::Value(Value::Object(shape)) if shape.contains_key("coordinates") => {
            Ok(shape.get("coordinates").cloned().unwrap_or_default())
        }
        _ => Err("a part of a shape is not a shape itself".to_owned()),
    }
}
