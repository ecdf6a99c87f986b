//! What is JSON, against serde_json; and what each fault is.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::json::Document;
use crate::json::Node;

fn read(text: &str) -> Result<Value, Fault> {
    use crate::json::Decode;
    let document = Document::parse(text.to_owned()).map_err(|(_, fault)| fault)?;
    Ok(Value::decode(Node::root(&document)).unwrap())
}

#[track_caller]
fn check(text: &str) {
    let expected = serde_json::from_str::<Value>(text);
    match (read(text), expected) {
        (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{text}"),
        (Err(found), Err(error)) => {
            let fault = if error.is_eof() { Fault::Cut } else { Fault::Wrong };
            assert_eq!(found, fault, "{text}: {error}");
        }
        // We keep the digits of a number that is out of range there.
        (Ok(_), Err(error)) if error.to_string().starts_with("number out of range") => {}
        (found, expected) => panic!("{text}: {found:?}, and serde_json has {expected:?}"),
    }
}

#[test]
fn valid_and_invalid_json() {
    let texts = [
        "",
        " ",
        "{}",
        "[]",
        " [ ] ",
        "{ }",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1.5e-3",
        "1E+2",
        "-423293867043.50E354",
        r#""""#,
        r#""a""#,
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u4e91""#,
        r#""\ud83d\ude00""#,
        "\"云\"",
        r#"{"a":1,"a":2}"#,
        r#"{"a":{"b":[1,[2,{}],"c"]},"d":null}"#,
        "[1,2,[],{},\"x\"]",
        // Invalid.
        "tru",
        "trux",
        "nul",
        "-",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "+1",
        "1.x",
        "--1",
        "\"a",
        "\"\\",
        "\"\\u12",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"a\nb\"",
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\u0041""#,
        r#""\ud83dx""#,
        "{",
        "{\"a",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[1 2]",
        "[}",
        "{]",
        "{\"a\":1]",
        "[1}",
        "1 2",
        "{} x",
        "]",
        "}",
        ",",
        "\u{feff}{}",
    ];
    texts.into_iter().for_each(check);
}

#[test]
fn depth_has_a_limit() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(read(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(read(&nested(MAX_DEPTH + 1)), Err(Fault::Wrong));
    assert_eq!(read(&"[".repeat(1_000_000)), Err(Fault::Wrong));
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e12..1e12_f64).prop_map(Value::from),
        "\\PC*".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let key = any::<String>();
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn the_output_of_serde_json_is_read(value in value()) {
        // A float that was written need not be read as itself, but alike.
        for text in [value.to_string(), format!("{value:#}")] {
            prop_assert_eq!(read(&text).ok(), serde_json::from_str(&text).ok(), "{}", text);
        }
    }

    /// One byte more, less or different, and both still agree.
    #[test]
    fn damage_is_detected_alike(value in value(), at in any::<prop::sample::Index>(), byte in 0_u8..128, how in 0..4) {
        let mut bytes = value.to_string().into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => bytes.insert(at, byte),
            2 => _ = bytes.remove(at),
            _ => bytes.truncate(at),
        }
        if let Ok(text) = String::from_utf8(bytes) {
            check(&text);
        }
    }
}

/// What ends the plain part of a string, wherever in eight bytes it is and whatever follows.
#[test]
fn eight_bytes_at_a_time_are_read_like_one_at_a_time() {
    let one_by_one = |bytes: &[u8; 8]| {
        bytes.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count()
    };
    let bytes = [0, 0x1f, b' ', b'!', b'"', b'#', b'[', b'\\', b']', 0x7f, 0x80, 0x9f, 0xa2, 0xff];
    for first in bytes {
        for second in bytes {
            for place in 0..7 {
                let mut eight = *b"azAZ09._";
                eight[place] = first;
                eight[place + 1] = second;
                let found = plain_bytes(u64::from_le_bytes(eight));
                assert_eq!(found, one_by_one(&eight), "{eight:x?}");
            }
        }
    }
}
