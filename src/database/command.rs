//! Commands: what a field must be, in a condition, or what is done to it, in an update.

use super::condition::Condition;
use super::fields::Fields;
use super::geo::Point;
use super::value::{Value, call};

/// A command on a field, or on whole documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command(Value);

impl Command {
    fn new<const N: usize>(name: &str, arguments: [Value; N]) -> Self {
        Self(call(&format!("_.{name}"), arguments))
    }

    fn of_all(name: &str, arguments: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        let arguments: Vec<Value> = arguments.into_iter().map(Into::into).collect();
        Self::new(name, [arguments.into()])
    }

    /// Both this one and another one.
    #[must_use]
    pub fn and(self, other: impl Into<Value>) -> Self {
        Self(call(&format!("{}.and", self.0.as_str()), [other.into()]))
    }

    /// This one, or another one, or both.
    #[must_use]
    pub fn or(self, other: impl Into<Value>) -> Self {
        Self(call(&format!("{}.or", self.0.as_str()), [other.into()]))
    }
}

impl From<Command> for Value {
    fn from(command: Command) -> Self {
        command.0
    }
}

impl From<Command> for Condition {
    fn from(command: Command) -> Self {
        Self::of(command.0)
    }
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($argument:ident) = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name($argument: impl Into<Value>) -> Command {
            Command::new($wire, [$argument.into()])
        }
    )*};
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident($argument:ident) = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name($argument: impl IntoIterator<Item = impl Into<Value>>) -> Command {
            Command::of_all($wire, $argument)
        }
    )*};
}

commands! {
    /// A condition: the field equals a value.
    eq(value) = "eq";
    /// A condition: the field differs from a value, or is not there.
    neq(value) = "neq";
    /// A condition: the field is less than a value.
    lt(value) = "lt";
    /// A condition: the field is at most a value.
    lte(value) = "lte";
    /// A condition: the field is greater than a value.
    gt(value) = "gt";
    /// A condition: the field is at least a value.
    gte(value) = "gte";
    /// A condition: a command does not hold.
    not(command) = "not";
    /// A condition: at least one item of the list meets a condition.
    elem_match(condition) = "elemMatch";
    /// A condition: the list has this many items.
    size(items) = "size";
    /// An update: the field becomes a value, also where that is an object, whose fields would otherwise be
    /// merged.
    set(value) = "set";
    /// An update: adds a number.
    inc(number) = "inc";
    /// An update: multiplies by a number.
    mul(number) = "mul";
    /// An update: the lesser of the field and a value.
    min(value) = "min";
    /// An update: the greater of the field and a value.
    max(value) = "max";
    /// An update: the field has another name from now on.
    rename(name) = "rename";
    /// An update: takes the items out of a list that meet a condition or equal a value.
    pull(condition) = "pull";
    /// An update: adds an item to a list, unless it is in it.
    add_to_set(item) = "addToSet";
}

lists! {
    /// A condition: the field equals one of the values.
    in_list(values) = "in";
    /// A condition: the field equals none of the values.
    not_in_list(values) = "nin";
    /// A condition: the list has each of the items.
    all(items) = "all";
    /// An update: adds items to the end of a list.
    push(items) = "push";
    /// An update: adds items to the start of a list.
    unshift(items) = "unshift";
    /// An update: takes all items out of a list that equal one of the values.
    pull_all(items) = "pullAll";
}

/// A condition: the field is there, or is not there.
pub fn exists(is_there: bool) -> Command {
    Command::new("exists", [is_there.into()])
}

/// A condition: the field divided by the divisor leaves the remainder.
pub fn modulo(divisor: i64, remainder: i64) -> Command {
    Command::new("mod", [divisor.into(), remainder.into()])
}

/// A condition on documents: each of these holds.
pub fn all_of<C: Into<Condition>>(conditions: impl IntoIterator<Item = C>) -> Command {
    Command::of_all("and", conditions.into_iter().map(Into::into))
}

/// A condition on documents: at least one of these holds.
pub fn any_of<C: Into<Condition>>(conditions: impl IntoIterator<Item = C>) -> Command {
    Command::of_all("or", conditions.into_iter().map(Into::into))
}

/// A condition on documents: none of these holds.
pub fn none_of<C: Into<Condition>>(conditions: impl IntoIterator<Item = C>) -> Command {
    Command::of_all("nor", conditions.into_iter().map(Into::into))
}

/// A condition: the shape is near a point, at most this many metres away; the nearest come first.
pub fn near(point: Point, max_metres: f64) -> Command {
    let fields = Fields::new().with("geometry", point).with("maxDistance", max_metres);
    Command::new("geoNear", [fields.into()])
}

/// A condition: the shape is inside of an area.
pub fn within(area: impl Into<Value>) -> Command {
    Command::new("geoWithin", [Fields::new().with("geometry", area).into()])
}

/// A condition: the shape and another one have a point in common.
pub fn intersects(shape: impl Into<Value>) -> Command {
    Command::new("geoIntersects", [Fields::new().with("geometry", shape).into()])
}

/// An update: the field is taken out of the document.
pub fn remove() -> Command {
    Command::new("remove", [])
}

/// An update: takes the last item out of a list.
pub fn pop() -> Command {
    Command::new("pop", [])
}

/// An update: takes the first item out of a list.
pub fn shift() -> Command {
    Command::new("shift", [])
}
