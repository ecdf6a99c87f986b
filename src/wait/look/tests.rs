use super::*;
use crate::json::Document;

const NORMAL: WaitRule = WaitRule::new("normal", "Until it is normal", (1, 2))
    .items(&["data", "rows"], &[(&["id"], "id"), (&["zone", "name"], "zone")])
    .success(&["status"], &[Fixed::Text("NORMAL"), Fixed::Int(1), Fixed::Bool(true)])
    .failure(&[Fixed::Text("HALTED"), Fixed::Int(2)])
    .reason(&["why", "-1", "text"]);
const PRESENT: WaitRule =
    WaitRule::new("listed", "Until it is there", (1, 2)).items(&["rows"], &[(&["id"], "id")]);
const WHOLE: WaitRule = WaitRule::new("done", "Until it is done", (1, 2))
    .success(&["job", "state"], &[Fixed::Text("success")])
    .failure(&[Fixed::Text("fail")]);

#[track_caller]
fn check(rule: WaitRule, arguments: &[&str], response: &str, expect: (State, Verdict)) {
    let document = Document::parse(response.to_owned()).map_err(|_| response).unwrap();
    let rule: &'static WaitRule = Box::leak(Box::new(rule));
    let arguments = arguments.iter().map(|text| (*text).to_owned()).collect();
    let target = Target { rule, arguments };
    let found = target.find(Node::root(&document));
    assert_eq!((target.state(found), target.verdict(found)), expect, "{response}");
}

fn value(text: &str) -> State {
    State::Value(text.to_owned())
}

#[test]
fn the_item_with_the_arguments() {
    let row = |id: &str, zone: &str, status: &str| {
        format!(r#"{{"id": {id}, "zone": {{"name": "{zone}"}}, "status": {status}}}"#)
    };
    let list = |rows: &[String]| format!(r#"{{"data": {{"rows": [{}]}}}}"#, rows.join(", "));
    let other = row("7", "b", r#""NORMAL""#);
    for (status, expect) in [
        (r#""NORMAL""#, (value("NORMAL"), Verdict::Success)),
        (r#""HALTED""#, (value("HALTED"), Verdict::Failure)),
        (r#""NEW""#, (value("NEW"), Verdict::Wait)),
        (r#""normal""#, (value("normal"), Verdict::Wait)),
        ("1", (value("1"), Verdict::Success)),
        (r#""2""#, (value("2"), Verdict::Failure)),
        ("true", (value("true"), Verdict::Success)),
        (r#""""#, (State::Absent, Verdict::Wait)),
        ("null", (State::Absent, Verdict::Wait)),
        ("{}", (State::Absent, Verdict::Wait)),
    ] {
        // The id comes as a number or as text.
        for id in ["7", r#""7""#] {
            let text = list(&[other.clone(), row(id, "a", status)]);
            check(NORMAL, &["7", "a"], &text, expect.clone());
        }
    }
    check(NORMAL, &["7", "c"], &list(&[other]), (State::Absent, Verdict::Wait));
    for nothing in
        ["{}", r#"{"data": null}"#, r#"{"data": {"rows": 5}}"#, r#"{"data": {"rows": [5, null]}}"#]
    {
        check(NORMAL, &["7", "a"], nothing, (State::Absent, Verdict::Wait));
    }
}

#[test]
fn absence_has_a_meaning() {
    let (there, gone) = (r#"{"rows": [{"id": "a"}]}"#, r#"{"rows": []}"#);
    for (absent, of_there, of_gone) in [
        (Absence::Retry, Verdict::Success, Verdict::Wait),
        (Absence::Success, Verdict::Wait, Verdict::Success),
        (Absence::Failure, Verdict::Success, Verdict::Failure),
    ] {
        check(PRESENT.absent(absent), &["a"], there, (State::Present, of_there));
        check(PRESENT.absent(absent), &["a"], gone, (State::Absent, of_gone));
        check(WHOLE.absent(absent), &[], "{}", (State::Absent, of_gone));
    }
}

#[test]
fn the_response_itself() {
    let job = |state: &str| format!(r#"{{"job": {{"state": "{state}"}}}}"#);
    check(WHOLE, &[], &job("success"), (value("success"), Verdict::Success));
    check(WHOLE, &[], &job("fail"), (value("fail"), Verdict::Failure));
    check(WHOLE, &[], &job("waiting"), (value("waiting"), Verdict::Wait));
}
