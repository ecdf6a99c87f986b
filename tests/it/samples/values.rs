//! Any value of an endpoint's types survives serde, in JSON and in another self-describing format,
//! however carelessly the JSON was written from which it was read first.

use std::fmt::Debug;

use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value};
use wechat_cloudbase::json::{Encode, WithSecrets};
use wechat_cloudbase::mock::contract::{Contract, Field, Shape};

pub(super) trait Any: Encode + serde_core::de::DeserializeOwned + PartialEq + Debug {}

impl<T: Encode + serde_core::de::DeserializeOwned + PartialEq + Debug> Any for T {}

pub(super) fn check<Request: Any, Response: Any>(contract: &Contract) {
    survive::<Request>(contract.request);
    // A list is not an object of its fields.
    if !contract.endpoint.list_response {
        survive::<Response>(contract.response);
    }
}

fn survive<T: Any>(fields: &'static [Field]) {
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&object(fields), |json| {
        let value: T = serde_json::from_value(json).expect("the JSON fits");
        let text = serde_json::to_string(&WithSecrets(&value)).expect("JSON");
        assert_eq!(serde_json::from_str::<T>(&text).expect(&text), value, "{text}");
        let bytes = rmp_serde::to_vec(&WithSecrets(&value)).expect("MessagePack");
        assert_eq!(rmp_serde::from_slice::<T>(&bytes).expect(&text), value, "{text}");
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", std::any::type_name::<T>()));
}

fn object(fields: &'static [Field]) -> BoxedStrategy<Value> {
    let members: Vec<_> = fields.iter().map(member).collect();
    let object =
        |members: Vec<Members>| Value::from(members.into_iter().flatten().collect::<Map<_, _>>());
    members.prop_map(object).boxed()
}

/// What a field is on the wire: a one-of is a tag and an alternative.
type Members = Vec<(String, Value)>;

fn member(field: &'static Field) -> BoxedStrategy<Members> {
    let named = move |value| vec![(field.name.to_owned(), value)];
    let (there, absent) = match field.shape {
        Shape::OneOf { tag, alternatives } => (alternative(tag, alternatives), Members::new()),
        _ => {
            let there = value(&field.shape, field.essential).prop_map(named);
            (there.boxed(), named(Value::Null))
        }
    };
    match field.required || field.essential {
        true => there,
        false => prop_oneof![3 => there, 1 => Just(absent), 1 => Just(Members::new())].boxed(),
    }
}

fn alternative(
    tag: Option<&'static str>,
    alternatives: &'static [(&'static str, Field)],
) -> BoxedStrategy<Members> {
    let one = move |(said, field): &'static (&'static str, Field)| {
        let tag = tag.map(|tag| (tag.to_owned(), Value::from(*said)));
        let members = move |value| {
            tag.clone().into_iter().chain([(field.name.to_owned(), value)]).collect::<Members>()
        };
        value(&field.shape, false).prop_map(members)
    };
    prop::sample::select(alternatives.iter().collect::<Vec<_>>()).prop_flat_map(one).boxed()
}

fn value(shape: &'static Shape, says_something: bool) -> BoxedStrategy<Value> {
    match shape {
        Shape::String { .. } if says_something => "[a-z]{1,8}".prop_map(Value::from).boxed(),
        Shape::String { allowed: [], .. } => {
            prop_oneof![4 => ".{0,8}".prop_map(Value::from), 1 => any::<i64>().prop_map(Value::from)]
                .boxed()
        }
        Shape::String { allowed, .. } => one_of(allowed),
        Shape::File => "([a-zA-Z0-9+/]{4}){0,3}".prop_map(Value::from).boxed(),
        Shape::Int { allowed: [] } => as_number_or_text(any::<i64>()),
        Shape::Int { allowed } => one_of(allowed),
        Shape::Float => as_number_or_text(floats()),
        Shape::StringOrInt => {
            prop_oneof![".{0,8}".prop_map(Value::from), any::<i64>().prop_map(Value::from)].boxed()
        }
        Shape::Bool => prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<bool>().prop_map(|flag| Value::from(flag.to_string())),
            any::<bool>().prop_map(|flag| Value::from(i64::from(flag))),
        ]
        .boxed(),
        Shape::Json => anything(),
        Shape::InText(inner) => {
            let text = |value: Value| match value {
                Value::String(text) if !matches!(inner, Shape::Json) => Value::from(text),
                value => Value::from(value.to_string()),
            };
            value(inner, says_something).prop_map(text).boxed()
        }
        Shape::List(item) => {
            let least = usize::from(says_something);
            prop::collection::vec(value(item, says_something), least..4).prop_map(Value::from).boxed()
        }
        Shape::Map(item) => {
            let entries = prop::collection::btree_map(".{0,4}", value(item, false), 0..4);
            entries.prop_map(|entries| entries.into_iter().collect::<Map<_, _>>().into()).boxed()
        }
        Shape::Object(fields) => object(fields),
        Shape::OneOf { tag, alternatives } => {
            let object = |members: Members| members.into_iter().collect::<Map<_, _>>().into();
            alternative(*tag, alternatives).prop_map(object).boxed()
        }
        Shape::Named(_, inner) => value(inner, says_something),
        other => panic!("a shape that this test does not know: {other:?}"),
    }
}

fn one_of<T: Clone + Debug + Into<Value> + 'static>(listed: &'static [T]) -> BoxedStrategy<Value> {
    prop::sample::select(listed).prop_map(Into::into).boxed()
}

fn as_number_or_text<T: Debug + Clone + ToString + Into<Value> + 'static>(
    numbers: impl Strategy<Value = T> + Clone + 'static,
) -> BoxedStrategy<Value> {
    let texts = numbers.clone().prop_map(|number| Value::from(number.to_string()));
    prop_oneof![2 => numbers.prop_map(Into::into), 1 => texts].boxed()
}

/// Those whose last bit serde_json reads right without its feature `float_roundtrip`.
fn floats() -> impl Strategy<Value = f64> + Clone {
    any::<i32>().prop_map(|eighths| f64::from(eighths) / 8.0)
}

/// What a field of any JSON may hold; `null` is its absence.
fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        floats().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    let nested = leaf.prop_recursive(3, 12, 4, |inner| {
        let fields = prop::collection::btree_map(".{0,4}", inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            fields.prop_map(|fields| Value::from(fields.into_iter().collect::<Map<_, _>>())),
        ]
    });
    nested.boxed()
}
