//! What statements do, as data: statements one after the other, and the outcome of each.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::Value;

use super::collection::{Collection, Context, Outcome};
use super::statement::statement;

fn shown(outcome: Result<Outcome, String>) -> String {
    let ids = |documents: &[Value]| {
        let shown = |document: &Value| {
            let mut document = document.clone();
            document.as_object_mut().map(|fields| fields.remove("_id"));
            document.to_string()
        };
        documents.iter().map(shown).collect::<Vec<_>>().join(" ")
    };
    match outcome {
        Ok(Outcome::Found { documents, total, .. }) => format!("{total}: {}", ids(&documents)),
        Ok(Outcome::Counted(count)) => format!("{count}"),
        Ok(Outcome::Added(ids)) => format!("added {}", ids.len()),
        Ok(Outcome::Updated { matched, modified, created }) => {
            format!(
                "{matched} {modified}{}",
                created.map(|id| format!(" {id}")).unwrap_or_default()
            )
        }
        Ok(Outcome::Removed(count)) => format!("removed {count}"),
        Err(problem) => problem,
    }
}

#[track_caller]
fn check(steps: &[(&str, &str)]) {
    let (mut collection, mut made) = (Collection::default(), 0);
    for (text, expect) in steps {
        let text = format!("db.collection('c').{text}");
        let outcome = statement(&text).and_then(|statement| {
            let mut new_id = || {
                made += 1;
                format!("id-{made}")
            };
            let with = Context { now: 1_000, new_id: &mut new_id, room: 1 << 20 };
            collection.run(&statement, with)
        });
        assert_eq!(shown(outcome), *expect, "{text}");
    }
}

const PEOPLE: (&str, &str) = (
    "add({data: [
        {n: 'a', age: 10, tags: ['x'], at: new db.Geo.Point(113, 23), home: {city: 'GZ'}},
        {n: 'b', age: 20, tags: ['x', 'y'], at: new db.Geo.Point(114, 23), home: {city: 'SZ'}},
        {n: 'c', age: 30.5, at: new db.Geo.Point(0, 0)},
        {n: 'd', tags: [], born: new Date('2019-09-09')},
    ]})",
    "added 4",
);

#[test]
fn conditions() {
    let names = |condition: &'static str, expect: &'static str| {
        let text = format!("where({condition}).field({{n: 1, _id: 0}}).get()");
        (text, expect)
    };
    let cases = [
        names("{}", r#"4: {"n":"a"} {"n":"b"} {"n":"c"} {"n":"d"}"#),
        names("{age: 20}", r#"1: {"n":"b"}"#),
        names("{age: _.gt(10)}", r#"2: {"n":"b"} {"n":"c"}"#),
        names("{age: _.gte(10).lt(30)}", r#"2: {"n":"a"} {"n":"b"}"#),
        names("{age: _.gt(10).and(_.lt(30))}", r#"1: {"n":"b"}"#),
        names("{age: _.lt(15).or(_.gt(25))}", r#"2: {"n":"a"} {"n":"c"}"#),
        names("{age: _.not(_.eq(10))}", r#"3: {"n":"b"} {"n":"c"} {"n":"d"}"#),
        names("{age: _.neq(10)}", r#"3: {"n":"b"} {"n":"c"} {"n":"d"}"#),
        names("{age: _.in([10, 30.5])}", r#"2: {"n":"a"} {"n":"c"}"#),
        names("{age: _.nin([10, 30.5])}", r#"2: {"n":"b"} {"n":"d"}"#),
        names("{age: _.exists(false)}", r#"1: {"n":"d"}"#),
        names("{age: null}", r#"1: {"n":"d"}"#),
        names("{age: _.gt('1')}", "0: "),
        names("{tags: 'y'}", r#"1: {"n":"b"}"#),
        names("{tags: ['x', 'y']}", r#"1: {"n":"b"}"#),
        names("{tags: _.all(['y', 'x'])}", r#"1: {"n":"b"}"#),
        names("{tags: _.size(0)}", r#"1: {"n":"d"}"#),
        names("{tags: _.elemMatch(_.eq('y'))}", r#"1: {"n":"b"}"#),
        names("{'tags.0': 'x'}", r#"2: {"n":"a"} {"n":"b"}"#),
        names("{home: {city: 'SZ'}}", r#"1: {"n":"b"}"#),
        names("{'home.city': _.neq('SZ')}", r#"3: {"n":"a"} {"n":"c"} {"n":"d"}"#),
        names("{n: /^[AB]/i}", r#"2: {"n":"a"} {"n":"b"}"#),
        names("{n: db.RegExp({regexp: '^C', options: 'i'})}", r#"1: {"n":"c"}"#),
        names("_.or([{n: 'a'}, {age: _.gt(25)}])", r#"2: {"n":"a"} {"n":"c"}"#),
        names("_.and([{n: 'a'}, {age: 20}])", "0: "),
        names("_.nor([{n: 'a'}, {n: 'b'}])", r#"2: {"n":"c"} {"n":"d"}"#),
        names("{age: _.mod(20, 10)}", r#"1: {"n":"a"}"#),
        names("{born: _.lt(new Date(1568000000000))}", r#"1: {"n":"d"}"#),
        names("{born: _.lt(db.serverDate())}", "0: "),
        names(
            "{at: _.geoNear({geometry: new db.Geo.Point(114, 23), maxDistance: 200000})}",
            r#"2: {"n":"b"} {"n":"a"}"#,
        ),
        names(
            "{at: _.geoWithin({geometry: db.Geo.Polygon([db.Geo.LineString([db.Geo.Point(-1, -1), db.Geo.Point(1, -1), db.Geo.Point(0, 2), db.Geo.Point(-1, -1)])])})}",
            r#"1: {"n":"c"}"#,
        ),
        names("{age: _.near(1)}", "`_.near` is not known in a condition"),
        names("{age: _.gt()}", "`_.gt` lacks an argument"),
        names("{n: /(/}", "a regular expression can't be read"),
    ];
    let steps = cases.iter().map(|(text, expect)| (text.as_str(), *expect));
    check(&[PEOPLE].into_iter().chain(steps).collect::<Vec<_>>());
}

#[test]
fn pages_are_sorted_and_cut() {
    check(&[
        PEOPLE,
        (
            "orderBy('age', 'desc').limit(2).field({n: true, _id: 0}).get()",
            r#"4: {"n":"c"} {"n":"b"}"#,
        ),
        ("orderBy('age', 'asc').skip(3).field({n: true, _id: 0}).get()", r#"4: {"n":"c"}"#),
        ("where({age: _.gt(5)}).count()", "3"),
        ("doc('id-1').field({n: 1}).get()", "`field` after `doc(...)`"),
        ("doc('nobody').get()", "0: "),
    ]);
}

#[test]
fn updates() {
    let one = |update: &'static str| format!("doc('id-1').update({{data: {update}}})");
    let steps = |update: &'static str, expect: &'static str| {
        let add = "doc('id-1').set({data: {n: 1, list: [1, 2], o: {a: 1}}})".to_owned();
        [(add, None), (one(update), None), ("doc('id-1').get()".to_owned(), Some(expect))]
    };
    let cases = [
        steps("{n: _.inc(2)}", r#"1: {"list":[1,2],"n":3,"o":{"a":1}}"#),
        steps("{n: _.mul(0.5)}", r#"1: {"list":[1,2],"n":0.5,"o":{"a":1}}"#),
        steps("{n: _.min(0), 'o.a': _.max(7)}", r#"1: {"list":[1,2],"n":0,"o":{"a":7}}"#),
        steps("{o: {b: 2}}", r#"1: {"list":[1,2],"n":1,"o":{"a":1,"b":2}}"#),
        steps("{o: _.set({b: 2})}", r#"1: {"list":[1,2],"n":1,"o":{"b":2}}"#),
        steps("{o: _.remove(), n: _.rename('m')}", r#"1: {"list":[1,2],"m":1}"#),
        steps("{list: _.push([3, 4])}", r#"1: {"list":[1,2,3,4],"n":1,"o":{"a":1}}"#),
        steps(
            "{list: _.push({each: [9, 0], position: 1, sort: -1, slice: 3})}",
            r#"1: {"list":[9,2,1],"n":1,"o":{"a":1}}"#,
        ),
        steps("{list: _.unshift([0])}", r#"1: {"list":[0,1,2],"n":1,"o":{"a":1}}"#),
        steps("{list: _.pop()}", r#"1: {"list":[1],"n":1,"o":{"a":1}}"#),
        steps("{list: _.shift()}", r#"1: {"list":[2],"n":1,"o":{"a":1}}"#),
        steps("{list: _.pull(_.gt(1))}", r#"1: {"list":[1],"n":1,"o":{"a":1}}"#),
        steps("{list: _.pullAll([1, 3])}", r#"1: {"list":[2],"n":1,"o":{"a":1}}"#),
        steps("{list: _.addToSet(2)}", r#"1: {"list":[1,2],"n":1,"o":{"a":1}}"#),
        steps("{list: _.addToSet({each: [2, 3]})}", r#"1: {"list":[1,2,3],"n":1,"o":{"a":1}}"#),
        steps("{'new.deep': 1}", r#"1: {"list":[1,2],"n":1,"new":{"deep":1},"o":{"a":1}}"#),
        steps(
            "{t: db.serverDate({offset: 5})}",
            r#"1: {"list":[1,2],"n":1,"o":{"a":1},"t":{"$date":1005}}"#,
        ),
        // What fails changes nothing.
        steps("{n: 5, list: _.inc(1)}", r#"1: {"list":[1,2],"n":1,"o":{"a":1}}"#),
        steps("{'n.x': 1}", r#"1: {"list":[1,2],"n":1,"o":{"a":1}}"#),
    ];
    for case in &cases {
        let mut collection = Collection::default();
        for (text, expect) in case {
            let read = statement(&format!("db.collection('c').{text}")).unwrap();
            let with = Context { now: 1_000, new_id: &mut String::new, room: 1 << 20 };
            let outcome = shown(collection.run(&read, with));
            if let Some(expect) = expect {
                assert_eq!(outcome, *expect, "{:?}", case[1].0);
            }
        }
    }
}

#[test]
fn changes_are_counted() {
    check(&[
        ("add({data: {n: 1}})", "added 1"),
        (
            "add({data: [{_id: 'own'}, {_id: 'own'}]})",
            "there is a document with the `_id` own already",
        ),
        ("count()", "1"),
        ("where({n: 1}).update({data: {n: 1}})", "1 0"),
        ("where({n: 1}).update({data: {n: 2}})", "1 1"),
        ("doc('z').set({data: {n: 9}})", "0 0 z"),
        ("doc('z').set({data: {n: 9}})", "1 0"),
        ("doc('z').update({data: {n: _.nothing()}})", "`_.nothing` is not known in an update"),
        ("where({n: _.gt(1)}).remove()", "removed 2"),
        ("get()", "0: "),
    ]);
}

#[test]
fn aggregations() {
    let sales = "add({data: [
        {city: 'GZ', n: 1, t: ['a', 'b']}, {city: 'SZ', n: 2}, {city: 'GZ', n: 3.5, t: ['b']}]})";
    check(&[
        (sales, "added 3"),
        (
            "aggregate().group({_id: '$city', n: db.command.aggregate.sum('$n'), all: db.command.aggregate.push('$n')}).sort({n: -1}).project({_id: 0, n: 1, all: 1}).end()",
            r#"2: {"all":[1,3.5],"n":4.5} {"all":[2],"n":2}"#,
        ),
        (
            "aggregate().group({_id: null, least: db.command.aggregate.min('$n'), mean: db.command.aggregate.avg('$n')}).end()",
            r#"1: {"least":1,"mean":2.1666666666666665}"#,
        ),
        ("aggregate().match({n: _.gt(1)}).count('many').end()", r#"1: {"many":2}"#),
        (
            "aggregate().unwind('$t').project({_id: 0, t: 1}).skip(1).end()",
            r#"2: {"t":"b"} {"t":"b"}"#,
        ),
        (
            "aggregate().limit(1).addFields({c: '$city'}).project({_id: 0, c: 1}).end()",
            r#"1: {"c":"GZ"}"#,
        ),
        ("aggregate().lookup({}).end()", "the stage `lookup` is not known"),
        ("aggregate().limit(1).get()", "what the statement does does not fit what it is about"),
    ]);
}

#[test]
fn unreadable_statements_are_refused_with_the_place() {
    for (text, expect) in [
        ("", "the statement can't be read at its end: expected a value"),
        ("db", "a statement begins with `db.collection(...)`"),
        (
            "db.collection('x')",
            "the statement does nothing: there is no `get()`, `count()`, `add(...)` or the like",
        ),
        ("db.collection('x').get().get()", "`get` after `get`, which ends a statement"),
        ("db.collection('').get()", "the name of a collection is not a text, or empty"),
        (
            "db.collection('x').where({a: _.gt(1}).get()",
            "the statement can't be read at `}).get()`: expected `,` or the end of the list",
        ),
        ("db.collection('x').where({a: foo}).get()", "`foo` is not known"),
        ("db.collection('x').limit(-1).get()", "`limit` takes a whole number that is not negative"),
        (
            "select * from x",
            "the statement can't be read at `* from x`: a character that has no meaning here",
        ),
    ] {
        assert_eq!(statement(text).unwrap_err(), expect, "{text}");
    }
}

/// Neither long nor deep statements exhaust the stack or the memory.
#[test]
fn hostile_statements_are_refused() {
    let many = |part: &str| part.repeat(200_000);
    for text in [
        format!("db.collection('x').where({}1{}).get()", many("["), many("]")),
        format!("db.collection('x').where({}1).get()", many("-")),
        format!("db.collection('x').where({}1).get()", many("(")),
        format!("db.collection('x').where({}1).get()", many("new ")),
        format!("db{}", many(".a()")),
        format!("const a = db{}; a.get()", many(".a")),
        "const a = [1, 1]; const b = [a, a]; db.collection('x').where({b: b}).get()".to_owned(),
    ] {
        assert!(statement(&text).is_err());
    }
    let deep = format!("doc('d').update({{data: {{'b{}': 1}}}})", ".b".repeat(5_000));
    check(&[
        ("doc('d').set({data: {a: 1}})", "0 0 d"),
        (&deep, "a document would be nested too deeply"),
    ]);
}

/// Neither do stages that double a value, or nest it, again and again.
#[test]
fn hostile_stages_are_refused() {
    let many = |part: &str, count: usize| format!("aggregate(){}.end()", part.repeat(count));
    let doubled = many(".addFields({a: ['$a', '$a']})", 60);
    let nested = many(".addFields({a: {b: '$a'}})", 100);
    let missing = format!("aggregate().unwind('$x{}').end()", ".x".repeat(200_000));
    let projected = format!("aggregate().project({{'x{}': 1}}).end()", ".x".repeat(200_000));
    check(&[
        ("add({data: {a: 'text'}})", "added 1"),
        (&doubled, "the stages would make more than the mock has room for"),
        (&nested, "a document would be nested too deeply"),
        (&many(".limit(1)", 101), "more than 100 stages"),
        (&missing, "0: "),
        (&projected, "1: {}"),
    ]);
}

/// Documents do not become deeper and deeper by updates that are harmless one by one.
#[test]
fn documents_do_not_grow_into_the_depth() {
    let mut collection = Collection::default();
    let mut run = |text: &str| {
        let read = statement(&format!("db.collection('c').{text}")).unwrap();
        let with = Context { now: 0, new_id: &mut String::new, room: 1 << 20 };
        shown(collection.run(&read, with))
    };
    run("doc('d').set({data: {a: 1}})");
    let moves = ["{a: _.rename('b.c.d.e.f.g.h')}", "{b: _.rename('a')}"];
    let outcomes: Vec<_> = moves
        .iter()
        .cycle()
        .take(100)
        .map(|update| run(&format!("doc('d').update({{data: {update}}})")))
        .collect();
    assert!(outcomes.contains(&"a document would be nested too deeply".to_owned()), "{outcomes:?}");
}

#[test]
fn the_bytes_are_limited() {
    let mut collection = Collection::default();
    let add = statement(&format!("db.collection('c').add({{data: {{t: '{}'}}}})", "x".repeat(100)))
        .unwrap();
    let grow = statement("db.collection('c').update({data: {l: _.push(['0123456789'])}})").unwrap();
    let room = |collection: &Collection| 500_usize.saturating_sub(collection.bytes());
    let mut new_id = 0;
    let mut run = |collection: &mut Collection, statement| {
        let mut next = || {
            new_id += 1;
            new_id.to_string()
        };
        let with = Context { now: 0, new_id: &mut next, room: room(collection) };
        collection.run(statement, with)
    };
    let added = (0..3).filter(|_| run(&mut collection, &add).is_ok()).count();
    assert_eq!(added, 3);
    let grown = (0..100).filter(|_| run(&mut collection, &grow).is_ok()).count();
    assert!((1..5).contains(&grown), "{grown}");
    assert!(collection.bytes() <= 500, "{}", collection.bytes());
    assert!(run(&mut collection, &add).is_err());
    assert_eq!(collection.count(), 3);
}

/// What is built by types is read as what it was built of.
mod round_trip {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::super::statement::{Action, Subject, statement};
    use super::super::term::Term;
    use crate::database::{Date, Fields, Order, Pattern, collection, command};

    fn text() -> impl Strategy<Value = String> {
        let hostile = "[\"'\\\\`$\u{2028}\u{2029}\n\r(){};/*]{0,12}";
        prop_oneof![
            any::<String>(),
            hostile,
            Just("\"});db.collection(\"x\").remove()//".to_owned())
        ]
    }

    fn json() -> impl Strategy<Value = Value> {
        const EXACT: i64 = 9_007_199_254_740_992;
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-EXACT..EXACT).prop_map(Value::from),
            any::<f64>().prop_filter("finite", |float| float.is_finite()).prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((text(), inner), 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    fn object() -> impl Strategy<Value = Value> {
        prop::collection::vec((text(), json()), 0..5)
            .prop_map(|fields| Value::Object(fields.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn documents(name in text(), documents in prop::collection::vec(object(), 0..4)) {
            prop_assume!(!name.is_empty());
            let built = collection(&name).add(documents.iter().map(|document| Fields::of(document).unwrap()));
            let read = statement(built.as_str()).unwrap();
            prop_assert_eq!(&read.collection, &name);
            let Action::Add(terms) = read.action else { panic!("{built}") };
            prop_assert_eq!(terms.len(), documents.len());
            for (term, document) in terms.iter().zip(&documents) {
                prop_assert!(super::super::order::equal(&term.to_json().unwrap(), document), "{:?}", term);
            }
        }

        #[test]
        fn conditions(field in text(), value in json(), id in text(), regexp in text()) {
            prop_assume!(!id.is_empty() && field != "p");
            let condition = command::gt(value.clone()).and(command::in_list([value]));
            let fields = Fields::new()
                .with(field.clone(), condition)
                .with("p", Pattern::new(regexp.clone()).ignore_case());
            let query = collection("c").where_(fields).order_by(&field, Order::Descending).skip(3).limit(7);
            let read = statement(query.get().as_str()).unwrap();
            let Subject::Query(query) = read.subject else { panic!("no query") };
            prop_assert_eq!((query.skip, query.limit), (3, Some(7)));
            prop_assert_eq!(&query.order, &vec![(field.clone(), false)]);
            let Some(Term::Object(fields)) = query.condition else { panic!("no fields") };
            prop_assert_eq!(&fields[0].0, &field);
            let pattern = Term::Pattern { regexp, options: "i".to_owned() };
            prop_assert_eq!(&fields[1], &("p".to_owned(), pattern));
            let removed = statement(collection("c").doc(&id).remove().as_str()).unwrap();
            prop_assert_eq!(removed.subject, Subject::Document(id));
        }

        #[test]
        fn dates(millis in -62_135_596_800_000_i64..253_402_300_800_000) {
            let built = collection("c").doc("x").set(Fields::new().with("at", Date::from_millis(millis)));
            let Action::Set(Term::Object(fields)) = statement(built.as_str()).unwrap().action else {
                panic!("{built}")
            };
            prop_assert_eq!(fields[0].1.to_json().unwrap(), serde_json::json!({ "$date": millis }));
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            let _ = statement(&text);
        }

        #[test]
        fn nothing_that_looks_like_a_statement_panics(
            text in "(db|_|\\.|\\(|\\)|\\{|\\}|\\[|\\]|,|:|-|new |collection|where|get|\"a\"|1|/|const |=|;){0,40}"
        ) {
            let _ = statement(&text);
        }
    }
}
