//! Clocks that differ: what is reported, and what is accepted nevertheless.

use std::time::Duration;

use wechat_cloudbase::callback::{CREATED_WINDOW, SENT_WINDOW};

use super::{at, open, receiver, seal, ticket_xml};

const NOW: u64 = 1_800_000_000;

/// The time of an event is compared with that of its sending, which is WeChat's too.
#[test]
fn the_time_of_an_event_is_independent_of_this_machines_clock() {
    let window = SENT_WINDOW.as_secs();
    let late = CREATED_WINDOW.as_secs();
    for off in [0, 5, 120, window] {
        for (now, sent) in [(NOW + off, NOW), (NOW, NOW + off)] {
            for created in [sent - late, sent, sent + late] {
                let sealed = seal(&ticket_xml(at(created), "t"), at(sent));
                open(&sealed, at(now)).unwrap();
            }
        }
    }
}

#[test]
fn an_error_says_what_is_off_and_by_how_much() {
    let sealed = seal(&ticket_xml(at(NOW), "t"), at(NOW));
    let ahead = open(&sealed, at(NOW + 3 * 3600)).unwrap_err();
    let behind = open(&sealed, at(NOW - 3 * 3600)).unwrap_err();
    let sealed = seal(&ticket_xml(at(NOW - 4000), "t"), at(NOW));
    let apart = open(&sealed, at(NOW)).unwrap_err();
    let lines = [ahead, behind, apart].map(|error| error.to_string()).join("\n");
    expect_test::expect![[r#"
        by this machine's clock the message was sent 10800 seconds ago. If this machine's clock is ahead by that much, set it; if it is right, look for what delivers requests late or replays them.
        by this machine's clock the message will be sent in 10800 seconds. This machine's clock is behind by that much: set it. Until then, every ticket and event is refused.
        the message was made 4000 seconds before it was sent. Time and nonce in the URL do not belong to the message: somebody is replaying WeChat's messages."#]]
    .assert_eq(&lines);
}

#[test]
fn a_clock_that_cannot_be_set_gets_a_wider_window() {
    let sealed = seal(&ticket_xml(at(NOW), "t"), at(NOW));
    let query = wechat_cloudbase::callback::Query::parse(&sealed.query).unwrap();
    let receiver = receiver().sent_window(Duration::from_secs(12 * 3600));
    let open = |now| receiver.open(&query, sealed.body.as_bytes(), at(now));
    open(NOW + 12 * 3600).unwrap();
    assert!(open(NOW + 12 * 3600 + 1).unwrap_err().is_too_old());
}
