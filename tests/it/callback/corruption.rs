//! A message with one changed byte.

use std::ops::Range;

use wechat_cloudbase::callback::{CallbackError, Event, Query};

use super::{at, open, receiver, seal, ticket_xml};

/// Each byte with each of its bits flipped, or replaced by a significant byte.
pub(super) fn corruptions(text: &str) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let other = |byte: u8| {
        let turned = (0..8).map(move |bit| byte ^ 1 << bit);
        turned.chain(*b"A0= <>&\n\0\xff").filter(move |other| *other != byte)
    };
    text.bytes().enumerate().flat_map(move |(place, byte)| {
        other(byte).map(move |other| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[place] = other;
            (place, bytes)
        })
    })
}

fn place_of(text: &str, part: &str) -> Range<usize> {
    let start = text.find(part).unwrap();
    start..start + part.len()
}

fn open_parts(query: &[u8], body: &[u8]) -> Result<Event, CallbackError> {
    let query = Query::parse(&String::from_utf8_lossy(query))?;
    receiver().open(&query, body, at(1_800_000_000))
}

/// The signed part can't be changed at all. In the XML around it, a change is refused or
/// changes nothing.
#[test]
#[ignore = "slow"]
fn each_byte_of_the_body_counts() {
    let now = at(1_800_000_000);
    let sealed = seal(&ticket_xml(now, "ticket@@@made-up"), now);
    let event = open(&sealed, now).unwrap();
    let encrypted = sealed.body.split("CDATA[").nth(2).unwrap().split(']').next().unwrap();
    let signed = place_of(&sealed.body, encrypted);
    assert!(signed.len() > 300);
    for (place, body) in corruptions(&sealed.body) {
        match open_parts(sealed.query.as_bytes(), &body) {
            Err(_) => {}
            Ok(opened) if !signed.contains(&place) => assert_eq!(opened, event),
            Ok(_) => panic!("byte {place}: {}", String::from_utf8_lossy(&body)),
        }
    }
}

#[test]
fn each_byte_of_the_query_counts() {
    let now = at(1_800_000_000);
    let sealed = seal(&ticket_xml(now, "ticket@@@made-up"), now);
    let event = open(&sealed, now).unwrap();
    let unsigned = place_of(&sealed.query, "&encrypt_type=aes&");
    for (place, query) in corruptions(&sealed.query) {
        match open_parts(&query, sealed.body.as_bytes()) {
            Err(_) => {}
            Ok(opened) if unsigned.contains(&place) => assert_eq!(opened, event),
            Ok(_) => panic!("byte {place}: {}", String::from_utf8_lossy(&query)),
        }
    }
}

#[test]
fn no_part_of_a_message_is_enough() {
    let now = at(1_800_000_000);
    let sealed = seal(&ticket_xml(now, "ticket@@@made-up"), now);
    for length in 0..sealed.body.len() {
        let body = &sealed.body.as_bytes()[..length];
        assert!(open_parts(sealed.query.as_bytes(), body).is_err(), "{length} bytes of the body");
    }
    for length in 0..sealed.query.len() {
        let query = &sealed.query.as_bytes()[..length];
        assert!(open_parts(query, sealed.body.as_bytes()).is_err(), "{length} bytes of the query");
    }
}
