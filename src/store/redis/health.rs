//! Detects settings of a server that may lose tokens.

use redis::{RedisResult, Value};

use super::connection::Connection;

/// The problem of the server, or of one of a cluster, if there is one.
pub(super) async fn info(mut connection: Connection) -> RedisResult<Option<String>> {
    let said: Value = redis::cmd("INFO").arg("everything").query_async(&mut connection).await?;
    let mut text = String::new();
    collect(&said, &mut text);
    Ok(problem(&text, matches!(connection, Connection::Cluster(_))))
}

/// All text of a value: a cluster responds with one text of each node.
fn collect(value: &Value, text: &mut String) {
    match value {
        Value::BulkString(bytes) => text.push_str(&String::from_utf8_lossy(bytes)),
        Value::SimpleString(said) | Value::VerbatimString { text: said, .. } => text.push_str(said),
        Value::Array(values) => values.iter().for_each(|value| collect(value, text)),
        Value::Map(pairs) => pairs.iter().for_each(|(_, value)| collect(value, text)),
        _ => {}
    }
    text.push('\n');
}

fn problem(info: &str, in_cluster: bool) -> Option<String> {
    let field = |name: &str| {
        let lines = info.lines().map(str::trim);
        lines
            .filter_map(|line| line.split_once(':'))
            .filter(move |(key, _)| *key == name)
            .map(|(_, value)| value)
            .collect::<Vec<_>>()
    };
    // In a cluster there are replicas, and nothing is written to them.
    if !in_cluster && field("role").contains(&"slave") {
        return Some(
            "the server is a replica; give the address of the primary, or of the sentinels"
                .to_owned(),
        );
    }
    let evicts =
        field("maxmemory_policy").into_iter().find(|policy| policy.starts_with("allkeys"))?;
    Some(format!(
        "the server's maxmemory-policy is {evicts}: when its memory is full, it evicts any key, refresh tokens too. Set it to noeviction, or to one of the volatile policies"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_lose_tokens_are_reported() {
        let info = "# Memory\r\nmaxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\nrole:master\r\n";
        assert!(problem(info, false).is_some_and(|problem| problem.contains("allkeys-lru")));
        for policy in ["noeviction", "volatile-ttl"] {
            assert_eq!(problem(&info.replace("allkeys-lru", policy), false), None);
        }
        let replica = info.replace("master", "slave").replace("allkeys", "volatile");
        assert!(problem(&replica, false).is_some_and(|problem| problem.contains("replica")));
        assert_eq!(problem(&replica, true), None);
    }
}
