//! Classifies errors of Redis: whether waiting or a new connection helps.

use redis::{ErrorKind, RedisError, ServerErrorKind};

use crate::Error;

/// What helps after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cure {
    /// A new connection: this one is broken, or leads to a server that can't do it any more.
    Reconnect,
    /// The same, for a server that can't be written to.
    ReconnectToWrite,
    /// An operator must fix it; the text says what to do.
    Nothing(&'static str),
}

/// What the server's codes mean: what helps.
const CODES: &[(&str, Cure)] = &[
    ("READONLY", Cure::ReconnectToWrite),
    ("LOADING", Cure::Reconnect),
    ("MASTERDOWN", Cure::Reconnect),
    ("CLUSTERDOWN", Cure::Reconnect),
    ("TRYAGAIN", Cure::Reconnect),
    ("NOREPLICAS", Cure::Reconnect),
    ("BUSY", Cure::Reconnect),
    ("UNBLOCKED", Cure::Reconnect),
    (
        "MOVED",
        Cure::Nothing(
            "this server is a node of a cluster; use an address `redis+cluster://host,host`",
        ),
    ),
    (
        "ASK",
        Cure::Nothing(
            "this server is a node of a cluster; use an address `redis+cluster://host,host`",
        ),
    ),
    (
        "CROSSSLOT",
        Cure::Nothing(
            "this server is a node of a cluster; use an address `redis+cluster://host,host`",
        ),
    ),
    ("OOM", Cure::Nothing("the server's memory is full; raise its `maxmemory`, or free some")),
    ("MISCONF", Cure::Nothing("the server can't write to its disk; check its log")),
    ("WRONGTYPE", Cure::Nothing("another program uses this key; give the store another prefix")),
    ("NOAUTH", Cure::Nothing("the server wants a password; give one in the address")),
    (
        "WRONGPASS",
        Cure::Nothing("the server refuses the user or the password; correct the address"),
    ),
    (
        "NOPERM",
        Cure::Nothing(
            "this user may not do that; it needs the commands of the store on its keys: get, hget, hset, hdel, del, set, expire, eval, evalsha, script load, time, info",
        ),
    ),
];

/// The cure for codes that are not listed.
const OTHER: Cure = Cure::Nothing(
    "the server refuses the command; it must be Redis 5 or later, or Valkey, with scripts allowed",
);

pub(super) fn cure(error: &RedisError, in_cluster: bool) -> Cure {
    match error.kind() {
        // The cluster is being rearranged, faster than its client could follow.
        ErrorKind::Server(ServerErrorKind::Moved | ServerErrorKind::Ask) if in_cluster => {
            Cure::Reconnect
        }
        ErrorKind::Server(_) | ErrorKind::Extension => of_code(error),
        ErrorKind::AuthenticationFailed => {
            Cure::Nothing("the server refuses the user or the password; correct the address")
        }
        ErrorKind::InvalidClientConfig | ErrorKind::EmptySentinelList => {
            Cure::Nothing("correct the address")
        }
        ErrorKind::RESP3NotSupported => Cure::Nothing("take `protocol=resp3` out of the address"),
        ErrorKind::UnexpectedReturnType => {
            Cure::Nothing("another program uses this key; give the store another prefix")
        }
        // A sentinel reports this too while it elects a new master.
        _ => Cure::Reconnect,
    }
}

fn of_code(error: &RedisError) -> Cure {
    let detail = error.detail().unwrap_or_default();
    let code = match error.code() {
        Some("ERR") => code_in_script(detail).unwrap_or("ERR"),
        code => code.unwrap_or_default(),
    };
    if code == "ERR" && detail.contains("max number of clients") {
        return Cure::Reconnect;
    }
    CODES.iter().find(|(known, _)| *known == code).map_or(OTHER, |(_, cure)| *cure)
}

/// Before Redis 7, the code of a refused command in a script is inside the text:
/// `Error running script (call to f_1): @user_script:1: @user_script: 1: -OOM command not allowed`.
fn code_in_script(detail: &str) -> Option<&str> {
    let (_, said) = detail.split_once("@user_script").filter(|_| detail.contains("script"))?;
    let (_, code) = said.split_once(" -")?;
    code.split_whitespace().next()
}

/// The library's errors name hosts and commands, and no values or passwords.
pub(super) fn permanent(error: &RedisError, advice: &str) -> Error {
    Error::store_permanent(format!("Redis: {error}: {advice}"))
}

pub(super) fn down(error: RedisError) -> Error {
    Error::store(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, detail: &str, expected: fn(Cure) -> bool) {
        let error = redis::make_extension_error(code.to_owned(), Some(detail.to_owned()));
        assert!(expected(cure(&error, false)), "{code} {detail}: {:?}", cure(&error, false));
    }

    #[test]
    fn codes() {
        let is_permanent = |cure| matches!(cure, Cure::Nothing(_));
        for code in
            ["OOM", "WRONGTYPE", "NOAUTH", "WRONGPASS", "NOPERM", "MOVED", "MISCONF", "WHAT"]
        {
            check(code, "text", is_permanent);
        }
        for code in ["LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS", "BUSY"] {
            check(code, "text", |cure| cure == Cure::Reconnect);
        }
        check("READONLY", "text", |cure| cure == Cure::ReconnectToWrite);
        check("ERR", "max number of clients reached", |cure| cure == Cure::Reconnect);
        let in_script = "Error running script (call to f_1): @user_script:4: @user_script: 4: -READONLY You can't write against a read only replica.";
        check("ERR", in_script, |cure| cure == Cure::ReconnectToWrite);
        check("ERR", "unknown command", is_permanent);
    }
}
