//! Parses WeChat's message: the sentence, and the ids for support appended to it.

/// The parts of an errmsg.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub(super) message: &'a str,
    pub(super) rid: Option<&'a str>,
    pub(super) hint: Option<&'a str>,
}

/// Takes `rid: ...` and `hint: [...]` off the end, in any order, with or without a comma before.
pub(super) fn split(errmsg: &str) -> Parts<'_> {
    let mut parts = Parts { message: trim(errmsg), ..Parts::default() };
    loop {
        if let Some((rest, rid)) = take_rid(parts.message).filter(|_| parts.rid.is_none()) {
            parts.rid = Some(rid);
            parts.message = trim(rest);
        } else if let Some((rest, hint)) = take_hint(parts.message).filter(|_| parts.hint.is_none())
        {
            parts.hint = Some(hint);
            parts.message = trim(rest);
        } else {
            return parts;
        }
    }
}

/// Truncates a message that is longer than any that WeChat writes; at the end of a word
/// where there is one, so that no fragment of a secret is left that redaction would miss. The
/// body has the rest.
pub(super) fn cut(errmsg: &str) -> &str {
    const LONGEST: usize = 4096;
    if errmsg.len() <= LONGEST {
        return errmsg;
    }
    let start = (0..=LONGEST).rev().find_map(|end| errmsg.get(..end)).unwrap_or_default();
    start.rsplit_once(char::is_whitespace).map_or(start, |(words, _)| words)
}

fn trim(text: &str) -> &str {
    let end = |c: char| c.is_whitespace() || c == ',';
    text.trim_start().trim_end_matches(end)
}

fn take_rid(text: &str) -> Option<(&str, &str)> {
    let (rest, rid) = text.rsplit_once("rid:")?;
    let rid = rid.trim();
    let is_id = !rid.is_empty() && rid.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (is_id && ends_a_word(rest)).then_some((rest, rid))
}

/// `hint: [...]`, which older responses spell `hints: [ req_id: ... ]`.
fn take_hint(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(']')?;
    let (rest, hint) =
        ["hint:", "hints:"].into_iter().find_map(|label| inner.rsplit_once(label))?;
    let hint = hint.trim_start().strip_prefix('[')?.trim();
    (!hint.is_empty() && ends_a_word(rest)).then_some((rest, hint))
}

fn ends_a_word(text: &str) -> bool {
    !text.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(errmsg: &str, message: &str, rid: Option<&str>, hint: Option<&str>) {
        assert_eq!(split(errmsg), Parts { message, rid, hint });
    }

    #[test]
    fn a_plain_message_stays_whole() {
        check("ok", "ok", None, None);
        check("", "", None, None);
        check("invalid args, see rid", "invalid args, see rid", None, None);
        check("no hybrid: abc", "no hybrid: abc", None, None);
        check("a list [1, 2]", "a list [1, 2]", None, None);
    }

    #[test]
    fn ids_come_off_the_end() {
        let message = "invalid credential, access_token is invalid or not latest";
        let rid = "5f7c0d5b-3d2a4e1f-1234abcd";
        check(&format!("{message} rid: {rid}"), message, Some(rid), None);
        check(&format!("{message}, rid: {rid} "), message, Some(rid), None);
        check(&format!("{message} hint: [aB_c!]"), message, None, Some("aB_c!"));
        check(&format!("{message}, hints: [ req_id: x1 ]"), message, None, Some("req_id: x1"));
        check(&format!("{message} hint: [x] rid: {rid}"), message, Some(rid), Some("x"));
        check(&format!("{message} rid: {rid}, hint: [x]"), message, Some(rid), Some("x"));
        check(&format!("rid: {rid}"), "", Some(rid), None);
    }

    #[test]
    fn a_message_has_a_length() {
        assert_eq!(cut("short"), "short");
        let words = "many words ".repeat(1000);
        assert!(words.starts_with(cut(&words)) && cut(&words).len() <= 4096);
        assert!(cut(&words).ends_with("many") || cut(&words).ends_with("words"));
        assert_eq!(cut(&"云".repeat(5000)).len(), 4095);
    }

    #[test]
    fn broken_ids_stay_in_the_message() {
        check("bad rid: ", "bad rid:", None, None);
        check("bad rid: not one id", "bad rid: not one id", None, None);
        check("bad hint: []", "bad hint: []", None, None);
    }
}
