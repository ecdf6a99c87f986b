#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(secrets: &[&str], text: &str, expect: &str) {
    let mut found = text.to_owned();
    Redactor::new(secrets, "").hide_in(&mut found);
    assert_eq!(found, expect, "{secrets:?}");
}

#[test]
fn short_values_do_not_cut_words() {
    for text in [
        "reach max api daily quota limit",
        "invalid appsecret",
        "access_token expired",
        "non-t, t-shirt, t_t and 1.t.2",
        "aXR0dA==",
    ] {
        check(&["t", "secret", "ticket"], text, text);
    }
}

#[test]
fn short_values_are_hidden_as_words() {
    let short = ["t", "secret", "a b", "@x"];
    check(&short, "invalid ticket t", "invalid ticket [secret]");
    check(&short, "t", "[secret]");
    check(&short, "invalid ticket: \"t\".", "invalid ticket: \"[secret]\".");
    check(&short, "ticket=t&secret=secret", "ticket=[secret]&[secret]=[secret]");
    check(&short, "票据t无效", "票据[secret]无效");
    check(&short, "name a%20b, a+b", "name [secret], [secret]");
    check(&short, "me@x", "me[secret]");
    check(&short, "in base64 c2VjcmV0, in hex 736563726574", "in base64 [secret], in hex [secret]");
}

/// WeChat's documented words are not an echo, even where they are equal to a ticket.
#[test]
fn documented_words_stay() {
    let documented = "component ticket is expired";
    let redactor = Redactor::new(&["ticket", "is expired, really"], documented);
    let mut text = format!("{documented}: ticket");
    redactor.hide_in(&mut text);
    assert_eq!(text, format!("{documented}: [secret]"));
}

#[test]
fn long_values_are_hidden_wherever_they_stand() {
    let secret = "fA9/+x=y\"z\\云0123456789";
    check(&[secret], &format!("a{secret}b"), "a[secret]b");
    check(&[secret], "cut: fA9/+x=y\"z\\云0123", "cut: [secret]");
    check(&[secret], "", "");
    check(&[""], "text", "text");
    check(&[secret, "0123456789"], &format!("{secret}0123456789"), "[secret]");
    check(&["12345678"], "1234567", "1234567");
}

type Write = fn(&str) -> String;

/// How a text is written by those who echo it.
const FORMS: &[(&str, Write)] = &[
    ("plain", str::to_owned),
    ("percent", |text| percent(text, false, |_| false)),
    ("percent, lower case", |text| percent(text, true, |byte| byte.is_ascii_alphanumeric())),
    ("form", |text| percent(text, false, |byte| byte.is_ascii_alphanumeric()).replace("%20", "+")),
    ("percent twice", |text| {
        let once = percent(text, false, |byte| byte.is_ascii_alphanumeric());
        percent(&once, true, |byte| byte.is_ascii_alphanumeric())
    }),
    ("JSON", |text| serde_json::to_string(text).unwrap()),
    ("JSON twice", |text| {
        serde_json::to_string(&serde_json::to_string(text).unwrap()).unwrap().replace('/', "\\/")
    }),
    ("JSON in ASCII", |text| text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()),
    ("hex", |text| text.bytes().map(|byte| format!("{byte:02x}")).collect()),
    ("hex, upper case", |text| text.bytes().map(|byte| format!("{byte:02X}")).collect()),
    ("base64", |text| encoded(text.as_bytes(), b"+/", true)),
    ("base64 for URLs", |text| encoded(text.as_bytes(), b"-_", false)),
    ("base64, one byte in", |text| encoded(format!("{{{text}").as_bytes(), b"+/", true)),
    ("base64, two bytes in", |text| encoded(format!("id{text}, x").as_bytes(), b"-_", true)),
    ("base64 in percent", |text| {
        percent(&encoded(text.as_bytes(), b"+/", true), true, |byte| byte.is_ascii_alphanumeric())
    }),
    ("percent in base64", |text| {
        let text = percent(text, false, |byte| byte.is_ascii_alphanumeric());
        encoded(format!("ticket={text}&x").as_bytes(), b"+/", true)
    }),
];

fn percent(text: &str, lower: bool, stays: fn(u8) -> bool) -> String {
    let escape = |byte| match (stays(byte), lower) {
        (true, _) => char::from(byte).to_string(),
        (false, true) => format!("%{byte:02x}"),
        (false, false) => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

fn encoded(bytes: &[u8], last: &[u8; 2], padded: bool) -> String {
    let digit = |six: usize| match six {
        0..26 => b'A' + six as u8,
        26..52 => b'a' + (six - 26) as u8,
        52..62 => b'0' + (six - 52) as u8,
        _ => last[six - 62],
    };
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - group.len()));
        let digits = [18, 12, 6, 0].map(|shift| char::from(digit(bits >> shift & 63)));
        text.extend(&digits[..=group.len()]);
        text.extend(padded.then_some("===").into_iter().flat_map(|pad| pad[group.len()..].chars()));
    }
    text
}

#[test]
fn base64_is_that_of_the_standard() {
    for (bytes, text) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
        assert_eq!(encoded(bytes.as_bytes(), b"+/", true), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Nothing of a secret is left, in whatever form it is echoed and whatever is around it.
    #[test]
    #[ignore = "slow"]
    fn no_form_leaks(
        secret in "[ -~云é]{8,60}",
        before in "[ -~云]{0,20}",
        after in "[ -~云]{0,20}",
    ) {
        for (form, write) in FORMS {
            let echo = write(&secret);
            let mut text = format!("{before} {echo} {after}");
            Redactor::new(&[&secret], "").hide_in(&mut text);
            prop_assert!(text.contains("[secret]"), "{form}: {text}");
            let left = longest_common(&text.replace("[secret]", "\u{0}"), &echo);
            // What is left is what was around it, in the echo too, or a byte beside it in base64.
            let around = longest_common(&format!("{before} {after}"), &echo).max(10);
            prop_assert!(left <= around, "{form}: {left} characters of {echo} in {text}");
        }
    }

    /// Nothing panics, and what has no secret stays.
    #[test]
    fn other_texts_stay(secret in "[a-z]{1,30}", text in "[A-Z0-9 %\\\\=+/云.]{0,80}") {
        let mut found = text.clone();
        Redactor::new(&[&secret], "").hide_in(&mut found);
        prop_assert!(found == text || found.contains("[secret]"));
    }
}

fn longest_common(text: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let lengths = (0..other.len()).map(|start| {
        let mut length = 0;
        while start + length < other.len()
            && text.contains(&other[start..=start + length].iter().collect::<String>())
        {
            length += 1;
        }
        length
    });
    lengths.max().unwrap_or_default()
}
